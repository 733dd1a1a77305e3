//! Schools: who may enter them, and what their numbers must be.

use entity::{
    audit_event,
    kinds::{Community, Role},
    school,
};
use serde_json::{Value, json};

use crate::trial;

fn input() -> Value {
    json!({
        "name": "De Zeven Wegen", "community": "VL", "country": "BE", "city": "Gent", "level": "SECONDARY",
        "institutionNumber": "012345", "oid": "E10012345", "pic": "912345678",
    })
}

trial! {
    async fn staff_and_admins_enter_schools(house) {
        let staff = house.staff().await;
        let selection = "school { name community country city level institutionNumber faseNumber oid pic version }";
        let reply = house.act(staff, "createSchool", input(), selection).await;
        assert_eq!(reply.done()["school"], json!({
            "name": "De Zeven Wegen", "community": "VL", "country": "BE", "city": "Gent", "level": "SECONDARY",
            "institutionNumber": "012345", "faseNumber": null, "oid": "E10012345", "pic": "912345678", "version": 1,
        }));
        let abroad = json!({ "name": "Scuola", "community": "FOREIGN", "country": "IT", "city": "Roma", "level": "PRIMARY" });
        let admin = house.admin().await;
        assert_eq!(house.act(admin, "createSchool", abroad, "school { country }").await.done()["school"]["country"], "IT");
        let fwb = json!({ "name": "École", "community": "FWB", "country": "BE", "city": "Namur", "level": "PRIMARY", "faseNumber": "407" });
        assert_eq!(house.act(staff, "createSchool", fwb, "school { faseNumber }").await.done()["school"]["faseNumber"], "407");
    }

    async fn every_reason_against_a_school_is_told_at_once(house) {
        let staff = house.staff().await;
        let wrong = json!({
            "name": " ", "community": "DG", "country": "be", "city": "x".repeat(201), "level": "PRIMARY",
            "institutionNumber": "012345", "faseNumber": "407", "oid": "E1234567", "pic": "12345678",
        });
        let reply = house.act(staff, "createSchool", wrong, "school { id }").await;
        reply.assert_refused(&[
            "NAME_MISSING", "NOT_A_COUNTRY", "TEXT_TOO_LONG", "NOT_AN_INSTITUTION_NUMBER", "NOT_A_FASE_NUMBER",
            "NOT_AN_OID", "NOT_A_PIC",
        ]);
        for (community, country) in [("FOREIGN", "BE"), ("VL", "NL")] {
            let wrong = json!({ "name": "A", "community": community, "country": country, "city": "B", "level": "PRIMARY" });
            house.act(staff, "createSchool", wrong, "school { id }").await.assert_refused(&["COUNTRY_MISMATCH"]);
        }
        assert_eq!(house.count::<school::Entity>().await, 0);
        assert_eq!(house.count::<audit_event::Entity>().await, 0);
    }

    async fn a_number_belongs_to_one_school(house) {
        let staff = house.staff().await;
        house.act(staff, "createSchool", input(), "school { id }").await.done();
        let reply = house.act(staff, "createSchool", input(), "school { id }").await;
        reply.assert_refused(&["INSTITUTION_NUMBER_TAKEN", "OID_TAKEN", "PIC_TAKEN"]);
        let fwb = json!({ "name": "École", "community": "FWB", "country": "BE", "city": "Namur", "level": "PRIMARY", "faseNumber": "407" });
        house.act(staff, "createSchool", fwb.clone(), "school { id }").await.done();
        house.act(staff, "createSchool", fwb, "school { id }").await.assert_refused(&["FASE_NUMBER_TAKEN"]);
        assert_eq!(house.count::<school::Entity>().await, 2);
    }

    async fn nobody_else_enters_schools(house) {
        for (name, role) in [("T", Role::Teacher), ("J", Role::Juror), ("S", Role::Service)] {
            let person = house.seat(name, &[role], None).await;
            house.act(person, "createSchool", input(), "school { id }").await.assert_error("FORBIDDEN");
        }
        house.act(None, "createSchool", input(), "school { id }").await.assert_error("UNAUTHENTICATED");
        assert_eq!(house.count::<school::Entity>().await, 0);
        let staff = house.staff().await;
        house.school(staff, "Erna", Community::Dg).await;
    }
}
