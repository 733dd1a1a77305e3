//! The audit log: what it tells, and that nobody changes it unseen.

use chrono::TimeDelta;
use entity::{audit_event, audit_seal};
use nql::{
    api::Settings,
    audit::{Reach, seal_new, verify},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::{
    support::{House, db::Engine},
    trial,
};

/// Goes round the guard, as somebody with the password of the database could.
async fn tamper(house: &House, sql: &str) {
    let table = if sql.contains("audit_seal") { "audit_seal" } else { "audit_event" };
    let (off, on) = match house.engine {
        Engine::Postgres => {
            (format!("ALTER TABLE {table} DISABLE TRIGGER USER"), format!("ALTER TABLE {table} ENABLE TRIGGER USER"))
        }
        Engine::Sqlite => {
            let name = |event: &str| format!("DROP TRIGGER guard_{table}_append_only_{event}");
            (format!("{}; {}", name("update"), name("delete")), String::new())
        }
    };
    for sql in [off.as_str(), sql, on.as_str()].iter().filter(|sql| !sql.is_empty()) {
        house.db.connection().execute_unprepared(sql).await.unwrap();
    }
}

trial! {
    async fn a_chain_of_seals_holds_until_somebody_changes_an_event(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        let events = house.count::<audit_event::Entity>().await;
        house.set_instant("2025-10-01T10:10:00Z");
        assert_eq!(verify(&house.db, house.clock.now()).await.unwrap().late, events);
        assert_eq!(seal_new(&house.db, Reach::All).await.unwrap(), events);
        assert_eq!(seal_new(&house.db, Reach::Recent(house.clock.now())).await.unwrap(), 0);
        let first = verify(&house.db, house.clock.now()).await.unwrap();
        assert_eq!((first.sealed, first.late, first.broken_at.clone()), (events, 0, None));
        house.school(staff, "De Linde", entity::kinds::Community::Vl).await;
        assert_eq!(seal_new(&house.db, Reach::Recent(house.clock.now())).await.unwrap(), 1);
        let second = verify(&house.db, house.clock.now()).await.unwrap();
        assert_eq!((second.sealed, &second.broken_at), (events + 1, &None));
        assert_ne!(second.head, first.head);
        let oldest = audit_event::Entity::find().order_by_asc(audit_event::Column::Id).one(house.db.connection()).await.unwrap().unwrap();
        tamper(&house, "UPDATE audit_event SET reason = 'because' WHERE action = 'createCampaign'").await;
        let broken = verify(&house.db, house.clock.now()).await.unwrap();
        assert_eq!((broken.sealed, broken.broken_at), (0, Some(oldest.id.to_string())));
    }

    async fn what_is_written_after_the_clock_was_set_back_is_sealed_too(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        seal_new(&house.db, Reach::All).await.unwrap();
        let forward = house.clock.now();
        for (instant, name) in [(forward - TimeDelta::hours(2), "De Linde"), (forward, "De Beuk"), (forward - TimeDelta::days(1), "De Eik")] {
            house.clock.set(instant);
            house.school(staff, name, entity::kinds::Community::Vl).await;
            assert_eq!(seal_new(&house.db, Reach::Recent(instant)).await.unwrap(), 1, "{name}");
        }
        let chain = verify(&house.db, forward + TimeDelta::hours(1)).await.unwrap();
        assert_eq!((chain.late, chain.broken_at), (0, None));
    }

    async fn a_seal_that_is_taken_away_leaves_a_gap(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        seal_new(&house.db, Reach::All).await.unwrap();
        assert!(house.db.connection().execute_unprepared("DELETE FROM audit_seal").await.unwrap_err().to_string().contains("append-only"));
        tamper(&house, "DELETE FROM audit_seal WHERE seq = 1").await;
        let broken = verify(&house.db, house.clock.now()).await.unwrap();
        assert!(broken.sealed == 0 && broken.broken_at.is_some());
    }

    async fn two_processes_seal_one_after_the_other(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        let (one, other) = tokio::join!(seal_new(&house.db, Reach::All), seal_new(&house.db, Reach::All));
        let sealed = one.unwrap() + other.unwrap();
        assert_eq!(sealed, house.count::<audit_seal::Entity>().await);
        assert_eq!(verify(&house.db, house.clock.now()).await.unwrap().broken_at, None);
    }

    async fn that_staff_read_what_is_private_between_jurors_is_written_down(house) {
        let house = House::with(house.engine, house.db.clone(), Settings { notes_reading: true, ..Settings::open() });
        let hearing = house.hearing().await;
        let read = async || {
            let rows = audit_event::Entity::find().filter(audit_event::Column::Action.eq("read"));
            rows.all(house.db.connection()).await.unwrap()
        };
        let query = "query Conflicts($id: ID!) { application(id: $id) { id } ...C } fragment C on Query { conflicts { nodes { scope reason } } }";
        house.ask(hearing.staff, query, json!({ "id": hearing.application })).await.data();
        house.ask(hearing.staff, "{ conflicts { nodes { scope } } }", json!({})).await.data();
        house.ask(hearing.staff, "query($x: Boolean = false) { conflicts { nodes { scope reason @include(if: $x) } } }", json!({})).await.data();
        let events = read().await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].actor_id, Some(hearing.staff.id));
        let facts = json!({ "fields": ["ConflictOfInterest.reason"], "operation": null, "ids": [hearing.application] });
        assert_eq!(events[0].facts, Some(facts));
    }

    async fn the_log_is_asked_about_a_row_a_person_an_action_or_a_time(house) {
        let (staff, admin) = (house.staff().await, house.admin().await);
        let campaign = house.open_campaign(staff).await;
        house.set_instant("2025-10-02T08:00:00Z");
        let (linde, eik) = (house.school(staff, "De Linde", entity::kinds::Community::Vl).await, house.school(admin, "De Eik", entity::kinds::Community::Vl).await);
        let update = json!({ "schoolId": linde, "expectedVersion": 1, "city": "Ieper" });
        house.act(admin, "updateSchool", update, "school { id }").await.done();
        let asked = async |who, filter: serde_json::Value| {
            let query = "query($filter: AuditEventFilter) { auditTrail(filter: $filter, orderBy: [{ field: CREATED_AT, direction: ASC }]) { nodes { action kind subjectId actor { name } } } }";
            let reply = house.ask(who, query, json!({ "filter": filter })).await;
            let nodes = reply.at("/auditTrail/nodes").as_array().unwrap().clone();
            nodes.iter().map(|node| format!("{} {} {}", node["action"].as_str().unwrap(), node["kind"].as_str().unwrap(), node["subjectId"].as_str().unwrap())).collect::<Vec<_>>()
        };
        let (created, updated) = (format!("createSchool school {linde}"), format!("updateSchool school {linde}"));
        assert_eq!(asked(admin, json!({ "subjectId": { "eq": linde } })).await, [created.clone(), updated.clone()]);
        assert_eq!(asked(admin, json!({ "subjectId": { "in": [linde, eik] }, "actorId": { "eq": staff.id.to_string() } })).await, std::slice::from_ref(&created));
        assert_eq!(asked(admin, json!({ "actorId": { "eq": admin.id.to_string() } })).await, [format!("createSchool school {eik}"), updated.clone()]);
        assert_eq!(asked(admin, json!({ "action": { "eq": "createSchool" } })).await.len(), 2);
        assert_eq!(asked(admin, json!({ "createdAt": { "lt": "2025-10-02T08:00:00Z" } })).await, [format!("createCampaign campaign {campaign}"), format!("OPEN campaign {campaign}")]);
        assert_eq!(asked(admin, json!({ "kind": { "eq": "school" }, "createdAt": { "gte": "2025-10-02T08:00:00Z" } })).await.len(), 3);
        // An id of another kind with the same digits is another thing.
        let other = linde.replace("school_", "project_");
        assert_eq!(asked(admin, json!({ "subjectId": { "eq": other } })).await, [""; 0]);
        assert_eq!(asked(admin, json!({ "subjectId": { "isNull": true } })).await, [""; 0]);
        // Staff read what people of their community did, whatever they ask.
        assert_eq!(asked(staff, json!({ "subjectId": { "eq": linde } })).await, [created]);
        let query = "{ auditTrail(filter: { subjectId: { eq: \"De Linde\" } }) { totalCount } }";
        house.ask(admin, query, json!({})).await.assert_error("BAD_USER_INPUT");
        seal_new(&house.db, Reach::All).await.unwrap();
        assert_eq!(verify(&house.db, house.clock.now()).await.unwrap().broken_at, None);
    }

    async fn what_somebody_was_refused_is_written_down(house) {
        let hearing = house.hearing().await;
        let refused = async || {
            let trail = "{ auditTrail(filter: { action: { eq: \"refuse\" } }) { totalCount nodes { role actor { name } requestId } } }";
            house.ask(house.admin().await, trail, json!({})).await
        };
        // By the gate, by the rules of a mutation, and for what she may not know of.
        house.ask(hearing.teacher, "{ jurors { totalCount } }", json!({})).await.assert_error("FORBIDDEN");
        house.act(hearing.teacher, "createCampaign", House::campaign_input(), "__typename").await.assert_error("FORBIDDEN");
        house.act(hearing.german_staff, "decideAdmissibility", json!({ "applicationId": hearing.application, "admissibility": "ADMISSIBLE" }), "__typename").await.assert_error("NOT_FOUND");
        let trail = refused().await;
        assert_eq!(trail.number_at("/auditTrail/totalCount"), 3);
        assert_eq!(trail.text_at("/auditTrail/nodes/0/role"), "STAFF");
        assert!(trail.at("/auditTrail/nodes/0/requestId").is_string());
    }
}
