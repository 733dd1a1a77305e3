//! Results that are out and are wrong: set right by two persons, and what rests on them follows.

use entity::{
    correction, decision,
    kinds::{MessageTemplate, Track},
    label, message,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Results},
    trial,
};

const CORRECTION: &str = "correction { id status outcome earlierOutcome earlierMotivation version }";
const PROPOSED: &str = "decision { corrections { id status } }";
const RESULT: &str = "query($id: ID!) { application(id: $id) { decision { outcome motivation correctedAt } } }";

async fn revise(house: &House, who: Person, results: &Results, (outcome, motivation): (&str, &str)) -> Reply {
    let (id, version) = results.decision(house, &results.good).await;
    let input = json!({
        "decisionId": id, "expectedVersion": version, "outcome": outcome, "motivation": motivation, "reason": "Verkeerd dossier.",
    });
    house.act(who, "reviseDecision", input, PROPOSED).await
}

/// The correction that was proposed: the last one.
fn proposed(reply: &Reply) -> String {
    let all = reply.done()["decision"]["corrections"].as_array().unwrap();
    all.last().unwrap()["id"].as_str().unwrap().to_owned()
}

async fn confirm(house: &House, who: Person, correction: &str, version: i64) -> Reply {
    let input = json!({ "correctionId": correction, "expectedVersion": version });
    house.act(who, "confirmCorrection", input, CORRECTION).await
}

async fn result(house: &House, who: Person, results: &Results) -> Value {
    house.ask(who, RESULT, json!({ "id": results.good })).await.at("/application/decision").clone()
}

/// Results that are out, those of Belgica too.
async fn released(house: &House) -> Results {
    let results = house.results().await;
    results.decide(house, Track::Nql).await;
    results.publish(house, Track::Nql).await;
    results
}

trial! {
    async fn two_persons_set_a_result_right_and_its_label_follows(house) {
        let results = released(&house).await;
        let before = result(&house, results.teacher, &results).await;
        assert_eq!((&before["outcome"], &before["correctedAt"]), (&json!("AWARDED"), &Value::Null));
        let reply = revise(&house, results.staff, &results, ("NOT_AWARDED", "Het dossier was verwisseld.")).await;
        let id = proposed(&reply);
        assert_eq!(reply.at("/it/decision/corrections/0/status"), "PROPOSED");
        // Nothing has changed, and the teacher cannot know of it.
        assert_eq!(result(&house, results.teacher, &results).await, before);
        let node = house.ask(results.teacher, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(node.at("/node"), &Value::Null);
        confirm(&house, results.staff, &id, 1).await.assert_refused(&["SAME_PERSON"]);
        confirm(&house, results.second, &id, 2).await.assert_refused(&["VERSION_CONFLICT"]);
        let confirmed = confirm(&house, results.second, &id, 1).await;
        let correction = &confirmed.done()["correction"];
        assert_eq!((&correction["status"], &correction["earlierOutcome"], &correction["earlierMotivation"]), (
            &json!("CONFIRMED"), &json!("AWARDED"), &json!("Een sterk project."),
        ));
        confirm(&house, results.second, &id, 2).await.assert_refused(&["WRONG_STATUS"]);
        let after = result(&house, results.teacher, &results).await;
        assert_eq!((&after["outcome"], &after["motivation"]), (&json!("NOT_AWARDED"), &json!("Het dossier was verwisseld.")));
        assert_ne!(after["correctedAt"], Value::Null);
        let label = house.ask(results.teacher, "{ labels { nodes { serial isValid revokeReason } } }", json!({})).await;
        assert_eq!(label.at("/labels/nodes"), &json!([{ "serial": "NQL-2025-0001", "isValid": false, "revokeReason": "Het dossier was verwisseld." }]));
        let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::ResultCorrected));
        let mails = mails.all(house.db.connection()).await.unwrap();
        assert_eq!(mails.iter().map(|mail| mail.recipient_id).collect::<Vec<_>>(), [results.teacher.id]);
        assert!(!mails[0].facts.to_string().contains("Verkeerd dossier"), "the reason is for staff");
        // And back: the same number holds again.
        let again = proposed(&revise(&house, results.second, &results, ("AWARDED", "Toch een sterk project.")).await);
        confirm(&house, results.staff, &again, 1).await.done();
        let label = house.ask(results.teacher, "{ labels { nodes { serial isValid } } }", json!({})).await;
        assert_eq!(label.at("/labels/nodes"), &json!([{ "serial": "NQL-2025-0001", "isValid": true }]));
        let history = "query($id: ID!) { application(id: $id) { decision { corrections { earlierOutcome outcome } } } }";
        let history = house.ask(results.staff, history, json!({ "id": results.good })).await;
        assert_eq!(history.at("/application/decision/corrections"), &json!([
            { "earlierOutcome": "AWARDED", "outcome": "NOT_AWARDED" }, { "earlierOutcome": "NOT_AWARDED", "outcome": "AWARDED" },
        ]));
        assert_eq!(house.count::<label::Entity>().await, 1);
    }

    async fn a_label_that_a_correction_earns_is_granted(house) {
        let results = released(&house).await;
        let (id, version) = results.decision(&house, &results.weak).await;
        let input = json!({ "decisionId": id, "expectedVersion": version, "outcome": "AWARDED", "motivation": "Een telfout.", "reason": "Telfout." });
        let correction = proposed(&house.act(results.staff, "reviseDecision", input, PROPOSED).await);
        confirm(&house, results.second, &correction, 1).await.done();
        let replay = house.ask(results.staff, "query($id: ID!) { application(id: $id) { decision { ruleOutcome outcome adjustReason } } }", json!({ "id": results.weak })).await;
        assert_eq!(replay.at("/application/decision"), &json!({ "ruleOutcome": "NOT_AWARDED", "outcome": "AWARDED", "adjustReason": "Telfout." }));
        let labels = house.ask(results.staff, "{ labels { nodes { serial isValid } } }", json!({})).await;
        assert_eq!(labels.at("/labels/nodes").as_array().unwrap().len(), 2);
    }

    async fn what_is_no_correction_changes_nothing(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        revise(&house, results.staff, &results, ("NOT_AWARDED", "Anders.")).await.assert_refused(&["NOT_PUBLISHED"]);
        results.publish(&house, Track::Nql).await;
        let (decision, _) = results.decision(&house, &results.good).await;
        let written = house.written().await;
        for (what, refused) in [
            (("AWARDED", "Een sterk project."), vec!["NOTHING_CHANGED"]), (("NOT_AWARDED", " "), vec!["MOTIVATION_MISSING"]),
            (("NOT_AWARDED", "Marthe Claes vond het zwak."), vec!["NAMES_A_JUROR"]),
        ] {
            revise(&house, results.staff, &results, what).await.assert_refused(&refused);
        }
        let late = json!({ "decisionId": decision, "expectedVersion": 1, "outcome": "NOT_AWARDED", "motivation": "Anders.", "reason": "Fout." });
        house.act(results.staff, "reviseDecision", late, PROPOSED).await.assert_refused(&["VERSION_CONFLICT"]);
        let (inadmissible, version) = results.decision(&house, &results.inadmissible).await;
        let unjudged = json!({ "decisionId": inadmissible, "expectedVersion": version, "outcome": "AWARDED", "motivation": "Anders.", "reason": " " });
        house.act(results.german_staff, "reviseDecision", unjudged, PROPOSED).await.assert_refused(&["NOT_JUDGED", "REASON_MISSING"]);
        let others = [results.teacher, results.juror, house.admin().await, house.service().await];
        for other in others {
            revise(&house, other, &results, ("NOT_AWARDED", "Anders.")).await.assert_error("FORBIDDEN");
        }
        revise(&house, results.german_staff, &results, ("NOT_AWARDED", "Anders.")).await.assert_error("NOT_FOUND");
        assert_eq!((house.count::<correction::Entity>().await, house.written().await), (0, written));
        let id = proposed(&revise(&house, results.staff, &results, ("NOT_AWARDED", "Anders.")).await);
        revise(&house, results.second, &results, ("INADMISSIBLE", "Nog anders.")).await.assert_refused(&["ALREADY_PROPOSED"]);
        for other in others {
            confirm(&house, other, &id, 1).await.assert_error("FORBIDDEN");
        }
        confirm(&house, results.german_second, &id, 1).await.assert_error("NOT_FOUND");
        let back = async |who: Person, reason: &str| house.act(who, "takeBackCorrection", json!({ "correctionId": id, "reason": reason }), CORRECTION).await;
        back(results.staff, " ").await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(back(results.staff, "Het was juist.").await.done()["correction"]["status"], "TAKEN_BACK");
        back(results.staff, "Het was juist.").await.assert_refused(&["WRONG_STATUS"]);
        confirm(&house, results.second, &id, 2).await.assert_refused(&["WRONG_STATUS"]);
        let known = decision::Entity::find().filter(decision::Column::CorrectedAt.is_not_null());
        assert!(known.all(house.db.connection()).await.unwrap().is_empty());
    }

    async fn a_corrected_result_goes_on_esep_again(house) {
        let results = released(&house).await;
        let items = async || {
            let query = "query($id: ID!) { publicationBatches(campaignId: $id) { nodes { items { nodes { id esepStatus application { id } } } } } }";
            let batches = house.ask(results.staff, query, json!({ "id": results.campaign })).await;
            let batches = batches.at("/publicationBatches/nodes").as_array().unwrap().clone();
            let mut items = batches.iter().flat_map(|batch| batch["items"]["nodes"].as_array().unwrap());
            items.find(|item| item["application"]["id"] == *results.good).unwrap().clone()
        };
        let input = json!({ "publicationItemId": items().await["id"], "how": "Per telefoon." });
        house.act(results.staff, "markReachedOtherwise", input, "__typename").await.done();
        let input = json!({ "publicationItemIds": [items().await["id"]] });
        house.act(results.staff, "markEsepPublished", input.clone(), "__typename").await.done();
        assert_eq!(items().await["esepStatus"], "MARKED");
        let words = proposed(&revise(&house, results.staff, &results, ("AWARDED", "Een heel sterk project.")).await);
        confirm(&house, results.second, &words, 1).await.done();
        assert_eq!(items().await["esepStatus"], "MARKED", "only its words changed");
        let outcome = proposed(&revise(&house, results.staff, &results, ("NOT_AWARDED", "Toch niet.")).await);
        confirm(&house, results.second, &outcome, 1).await.done();
        assert_eq!(items().await["esepStatus"], "PENDING");
        house.act(results.staff, "markEsepPublished", input, "__typename").await.done();
    }
}
