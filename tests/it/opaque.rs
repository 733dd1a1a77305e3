//! Ids and cursors tell nothing that the row does not.

use serde_json::{Value, json};

use crate::{
    support::{House, Person},
    trial,
};

const GOOD: [i32; 8] = [4, 4, 4, 4, 4, 4, 4, 4];

/// What a cursor holds.
fn inside(cursor: &Value) -> Vec<Value> {
    serde_json::from_slice(&hex::decode(cursor.as_str().unwrap()).unwrap()).unwrap()
}

/// Whether a value is an instant, or an id that tells one.
fn tells_an_instant(value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let hex = text.rsplit_once('_').map_or(text, |(_, hex)| hex);
    let is_timed = uuid::Uuid::try_parse(hex).is_ok_and(|id| id.get_timestamp().is_some());
    is_timed || chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

/// Two pages of one row each, by cursor; the ids.
async fn paged(house: &House, who: Person, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut after = Value::Null;
    loop {
        let reply = house.ask(who, query, json!({ "after": after })).await;
        let Some(edge) = reply.at("/it/edges").as_array().unwrap().first() else { return ids };
        assert!(!inside(&edge["cursor"]).iter().take(2).any(tells_an_instant), "{:?}", inside(&edge["cursor"]));
        ids.push(edge["node"]["id"].as_str().unwrap().to_owned());
        after = edge["cursor"].clone();
    }
}

trial! {
    async fn nobody_learns_when_another_juror_began(house) {
        let hearing = house.hearing().await;
        let (nadia, omar) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Omar Amrani").await);
        house.set_instant("2026-07-05T06:07:08Z");
        house.evaluated(hearing.staff, nadia, &hearing.application, GOOD).await;
        house.set_instant("2026-07-06T09:10:11Z");
        house.evaluated(hearing.staff, omar, &hearing.application, GOOD).await;
        let query = "query($after: String) { it: evaluations(first: 1, after: $after) { edges { cursor node { id } } pageInfo { startCursor endCursor } } }";
        assert_eq!(paged(&house, omar, query).await.len(), 2);
        let sorted = query.replace("first: 1,", "first: 1, orderBy: [{ field: CREATED_AT }],");
        house.ask(omar, &sorted, json!({})).await.assert_error("FORBIDDEN");
        assert_eq!(paged(&house, hearing.staff, &sorted).await.len(), 2);
        let seen = house.ask(omar, "query($id: ID!) { application(id: $id) { evaluations { id isMine scores { id } } } }", json!({ "id": hearing.application })).await;
        let evaluations = seen.at("/application/evaluations").as_array().unwrap();
        assert_eq!(evaluations.len(), 2);
        for one in evaluations {
            assert!(!tells_an_instant(&one["id"]), "{one}");
            assert!(one["scores"].as_array().unwrap().iter().all(|score| !tells_an_instant(&score["id"])), "{one}");
        }
        // Staff name the consolidation and the panel; jurors see them too.
        house.act(hearing.staff, "consolidateApplications", json!({ "applicationIds": [hearing.application] }), "consolidations { id }").await.done();
        let merged = house.ask(omar, "query($id: ID!) { application(id: $id) { consolidation { id } } }", json!({ "id": hearing.application })).await;
        assert!(!tells_an_instant(&merged.at("/application/consolidation")["id"]), "{}", merged.text);
    }

    async fn a_cursor_holds_no_instant_that_the_row_does_not_tell(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        for application in [&hearing.application, &hearing.other] {
            house.accepted(hearing.staff, juror, application).await;
        }
        let query = "query($after: String) { it: applications(first: 1, after: $after) { edges { cursor node { id } } } }";
        assert_eq!(paged(&house, juror, query).await.len(), 2);
        for way in ["ASC", "DESC"] {
            let sorted = query.replace("first: 1,", &format!("first: 1, orderBy: [{{ field: CREATED_AT, direction: {way} }}],"));
            let ids = paged(&house, juror, &sorted).await;
            let mut all = ids.clone();
            all.dedup();
            assert_eq!((ids.len(), all.len()), (2, 2), "{way}");
            assert_eq!(paged(&house, juror, &sorted).await, ids, "the order is the same each time");
        }
        // A cursor that was made up says nothing of a row that is out of sight, and is no way to guess at an instant.
        let first = house.ask(juror, query, json!({})).await;
        let mut made_up = inside(first.at("/it/edges/0/cursor"));
        let (_, hidden) = hearing.german.rsplit_once('_').unwrap();
        *made_up.last_mut().unwrap() = json!(hidden);
        made_up[1] = json!("2020-01-01T00:00:00.000Z");
        let after = hex::encode(serde_json::to_vec(&made_up).unwrap());
        assert_eq!(house.ask(juror, query, json!({ "after": after })).await.at("/it/edges"), &json!([]));
        assert_eq!(house.ask(juror, query, json!({ "after": first.at("/it/edges/0/cursor") })).await.at("/it/edges").as_array().unwrap().len(), 1);
    }
}
