//! Schools: who may enter them, and what their numbers must be.

use entity::{
    audit_event,
    kinds::{Community, Kind, Role},
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

    async fn a_school_is_corrected_by_those_who_look_after_it(house) {
        let staff = house.staff().await;
        let id = house.act(staff, "createSchool", input(), "school { id }").await.text_at("/it/school/id");
        let change = json!({ "schoolId": id, "expectedVersion": 1, "name": "De Acht Wegen", "board": "Scholengroep Leie", "pic": "", "level": "PRIMARY" });
        let reply = house.act(staff, "updateSchool", change, "school { name city level board institutionNumber oid pic version }").await;
        assert_eq!(reply.done()["school"], json!({
            "name": "De Acht Wegen", "city": "Gent", "level": "PRIMARY", "board": "Scholengroep Leie",
            "institutionNumber": "012345", "oid": "E10012345", "pic": null, "version": 2,
        }));
        let written = house.written().await;
        let same = json!({ "schoolId": id, "expectedVersion": 2, "name": "De Acht Wegen " });
        house.act(staff, "updateSchool", same, "school { id }").await.assert_refused(&["NOTHING_CHANGED"]);
        let stale = house.act(staff, "updateSchool", json!({ "schoolId": id, "expectedVersion": 1, "name": "X" }), "school { id }").await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 2);
        let other = json!({
            "name": "Ander", "community": "VL", "country": "BE", "city": "Aalst", "level": "PRIMARY",
            "institutionNumber": "054321", "oid": "E10054321", "pic": "987654321",
        });
        house.act(staff, "createSchool", other, "school { id }").await.done();
        let taken = json!({ "schoolId": id, "expectedVersion": 2, "institutionNumber": "054321", "oid": "E10054321", "pic": "987654321" });
        let reply = house.act(staff, "updateSchool", taken, "school { id }").await;
        reply.assert_refused(&["INSTITUTION_NUMBER_TAKEN", "OID_TAKEN", "PIC_TAKEN"]);
        let wrong = json!({
            "schoolId": id, "expectedVersion": 2, "name": " ", "city": "x".repeat(201), "board": "x".repeat(201),
            "institutionNumber": "1", "faseNumber": "407", "oid": "1", "pic": "1",
        });
        house.act(staff, "updateSchool", wrong, "school { id }").await.assert_refused(&[
            "NAME_MISSING", "TEXT_TOO_LONG", "TEXT_TOO_LONG", "NOT_AN_INSTITUTION_NUMBER", "NOT_A_FASE_NUMBER", "NOT_AN_OID", "NOT_A_PIC",
        ]);
        let german = house.foreign_staff().await;
        let change = json!({ "schoolId": id, "expectedVersion": 2, "name": "Anders" });
        house.act(german, "updateSchool", change.clone(), "school { id }").await.assert_error("FORBIDDEN");
        for role in [Role::Teacher, Role::Juror, Role::Service] {
            let person = house.seat(role.word(), &[role], None).await;
            house.act(person, "updateSchool", change.clone(), "school { id }").await.assert_error("FORBIDDEN");
        }
        let stays = house.ask(staff, "query($id: ID!) { school(id: $id) { name version } }", json!({ "id": id })).await;
        assert_eq!(stays.at("/school"), &json!({ "name": "De Acht Wegen", "version": 2 }));
        assert_eq!(house.written().await, written + 1, "the other school, and nothing else");
        let admin = house.admin().await;
        house.act(admin, "updateSchool", change, "school { id }").await.done();
    }

    async fn schools_are_found_by_name_town_and_number(house) {
        let staff = house.staff().await;
        house.act(staff, "createSchool", input(), "school { id }").await.done();
        let fwb = json!({ "name": "École du Parc", "community": "FWB", "country": "BE", "city": "Liège", "level": "PRIMARY", "faseNumber": "407" });
        house.act(staff, "createSchool", fwb, "school { id }").await.done();
        let teacher = house.seat("Tine Zoekt", &[Role::Teacher], None).await;
        let find = async |who, filter: Value| {
            let query = "query($filter: SchoolFilter) { schools(filter: $filter) { nodes { name } } }";
            let reply = house.ask(who, query, json!({ "filter": filter })).await;
            let nodes = reply.at("/schools/nodes").as_array().unwrap().clone();
            nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for filter in [
            json!({ "searchKey": { "contains": "ecole du parc" } }),
            json!({ "searchKey": { "contains": "liege" } }),
            json!({ "city": { "eq": "Liège" } }),
        ] {
            assert_eq!(find(teacher, filter).await, ["École du Parc"]);
        }
        for filter in [
            json!({ "institutionNumber": { "eq": "012345" } }),
            json!({ "oid": { "eq": "E10012345" } }),
            json!({ "pic": { "eq": "912345678" } }),
        ] {
            assert_eq!(find(staff, filter).await, ["De Zeven Wegen"]);
        }
        assert_eq!(find(staff, json!({ "faseNumber": { "eq": "407" } })).await, ["École du Parc"]);
        let query = "{ schools(filter: { pic: { eq: \"912345678\" } }) { nodes { name } } }";
        house.ask(teacher, query, json!({})).await.assert_error("FORBIDDEN");
    }

    async fn doubles_are_found_among_those_one_looks_after(house) {
        let staff = house.staff().await;
        let first = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        house.school(staff, "De Acht Wegen", Community::Vl).await;
        let second = house.school(staff, "DE ZEVEN-WEGEN", Community::Vl).await;
        house.school(staff, "Schule am Park", Community::Dg).await;
        house.school(staff, "Schule am Park", Community::Dg).await;
        let selection = "schoolDoubles { count groups { ground schools { id } } }";
        let written = house.written().await;
        let found = house.act(staff, "schoolDoubles", json!({}), selection).await;
        let doubles = json!({ "count": 1, "groups": [{ "ground": "SAME_NAME_AND_TOWN", "schools": [{ "id": first }, { "id": second }] }] });
        assert_eq!(found.done()["schoolDoubles"], doubles);
        let german = house.foreign_staff().await;
        let found = house.act(german, "schoolDoubles", json!({ "schoolId": first }), selection).await;
        assert_eq!(found.done()["schoolDoubles"]["count"], 0);
        let admin = house.admin().await;
        assert_eq!(house.act(admin, "schoolDoubles", json!({}), selection).await.done()["schoolDoubles"]["count"], 2);
        let found = house.act(staff, "schoolDoubles", json!({ "schoolId": second }), selection).await;
        assert_eq!(found.done()["schoolDoubles"], doubles);
        let teacher = house.teacher("Tine Zoekt", &first).await;
        house.act(teacher, "schoolDoubles", json!({}), selection).await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
    }
}
