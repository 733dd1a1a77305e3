//! Decisions: what the rule says, who may change it, and who confirms it.

use entity::{
    decision,
    kinds::{ApplicationStage, Role, Track},
};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Results},
    trial,
};

async fn propose(house: &House, who: Person, results: &Results, track: Track) -> Reply {
    let track = entity::kinds::Kind::word(track);
    let input = json!({ "campaignId": results.campaign, "track": track });
    house.act(who, "proposeDecisions", input, "decisions { outcome status application { id } ruleTrace }").await
}

async fn adjust(house: &House, who: Person, id: &str, version: i64, outcome: &str, reason: &str) -> Reply {
    let input = json!({ "decisionId": id, "expectedVersion": version, "outcome": outcome, "reason": reason });
    house
        .act(who, "adjustDecision", input, "decision { outcome ruleOutcome status motivation adjustReason version }")
        .await
}

async fn ratify(house: &House, who: Person, ids: &[&str]) -> Reply {
    let input = json!({ "decisionIds": ids });
    house.act(who, "ratifyDecisions", input, "decisions { status ratifiedAt }").await
}

/// Everybody who decides nothing.
async fn others(house: &House, results: &Results) -> Vec<Person> {
    vec![
        results.teacher,
        results.juror,
        house.admin().await,
        house.service().await,
        house.seat("Sam Anders", &[Role::Teacher], None).await,
    ]
}

trial! {
    async fn the_rule_decides_on_a_whole_track_and_says_why(house) {
        let results = house.results().await;
        let reply = propose(&house, results.staff, &results, Track::Nql).await;
        let mut seen: Vec<Value> = reply.done()["decisions"].as_array().unwrap().clone();
        // The one of the German-speaking community is decided too, but not shown to Flemish staff.
        assert_eq!(house.count::<decision::Entity>().await, 3);
        seen.retain(|one| !one.is_null());
        assert_eq!(seen.len(), 2);
        let of = |id: &String| seen.iter().find(|one| one["application"]["id"] == **id).unwrap();
        assert_eq!(of(&results.good)["outcome"], "AWARDED");
        assert_eq!(of(&results.good)["status"], "PROPOSED");
        assert_eq!(of(&results.weak)["outcome"], "NOT_AWARDED");
        let trace = of(&results.weak)["ruleTrace"].as_array().unwrap();
        assert_eq!(trace.len(), 10);
        assert_eq!(trace[0], "Revision 1 was judged by the rubric NQL-2025.");
        assert_eq!(trace[1], "The total is 22.50, at least 15.00 is needed: reached.");
        assert_eq!(trace[7], "G1 is 2.45, at least 2.50 is needed: not reached.");
        let query = "query($id: ID!) { application(id: $id) { status decision { outcome } } }";
        let german = house.ask(results.german_staff, query, json!({ "id": results.inadmissible })).await;
        assert_eq!(german.at("/application"), &json!({ "status": "DECIDED", "decision": { "outcome": "INADMISSIBLE" } }));
        let teacher = house.ask(results.teacher, query, json!({ "id": results.good })).await;
        assert_eq!(teacher.at("/application"), &json!({ "status": "IN_EVALUATION", "decision": null }));
        propose(&house, results.staff, &results, Track::Nql).await.assert_refused(&["NOTHING_TO_PROPOSE"]);
    }

    async fn a_track_is_decided_on_as_a_whole_or_not_at_all(house) {
        let results = house.results().await;
        house.set_stage(&results.weak, ApplicationStage::InEvaluation).await;
        propose(&house, results.staff, &results, Track::Nql).await.assert_refused(&["RESULTS_MISSING"]);
        assert_eq!(house.count::<decision::Entity>().await, 0);
        for other in others(&house, &results).await {
            propose(&house, other, &results, Track::Nql).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<decision::Entity>().await, 0);
    }

    async fn nothing_is_decided_before_the_campaign_deliberates(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let input = json!({ "campaignId": campaign, "track": "NQL" });
        let reply = house.act(staff, "proposeDecisions", input, "decisions { id }").await;
        reply.assert_refused(&["NOT_IN_DELIBERATION", "NOTHING_TO_PROPOSE"]);
    }

    async fn another_outcome_needs_a_reason_and_a_new_explanation(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        results.motivate(&house, &results.weak).await;
        results.advise(&house, &results.weak).await;
        results.approve_texts(&house, &results.weak).await;
        let (id, version) = results.decision(&house, &results.weak).await;
        let staff = results.second;
        adjust(&house, staff, &id, version, "NOT_AWARDED", " ").await.assert_refused(&["OUTCOME_UNCHANGED", "REASON_MISSING"]);
        adjust(&house, staff, &id, 9, "AWARDED", "rekenfout").await.assert_refused(&["VERSION_CONFLICT"]);
        adjust(&house, results.german_staff, &id, version, "AWARDED", "x").await.assert_error("NOT_FOUND");
        let others = others(&house, &results).await;
        for other in &others {
            adjust(&house, *other, &id, version, "AWARDED", "x").await.assert_error("FORBIDDEN");
        }
        let reply = adjust(&house, staff, &id, version, "AWARDED", "rekenfout").await;
        let expected = json!({
            "outcome": "AWARDED", "ruleOutcome": "NOT_AWARDED", "status": "ADJUSTED", "motivation": "",
            "adjustReason": "rekenfout", "version": 3,
        });
        assert_eq!(reply.done()["decision"], expected);
        let query = "query($id: ID!) { application(id: $id) { feedback { text approvedAt } } }";
        let kept = house.ask(staff, query, json!({ "id": results.weak })).await;
        let expected = json!({ "text": "Werk vaker in gemengde groepjes.", "approvedAt": null });
        assert_eq!(kept.at("/application/feedback"), &expected, "what was approved was about the other outcome");
        let (german, version) = results.decision(&house, &results.inadmissible).await;
        adjust(&house, results.german_staff, &german, version, "AWARDED", "x").await.assert_refused(&["NOT_JUDGED"]);
        let admin = others[2];
        let trail = "{ auditTrail(filter: { action: { eq: \"adjustDecision\" } }) { nodes { reason } } }";
        assert_eq!(house.ask(admin, trail, json!({})).await.at("/auditTrail/nodes"), &json!([{ "reason": "rekenfout" }]));
        // Neither who proposed nor who adjusted may confirm it; both are told all that is wrong.
        ratify(&house, staff, &[&id]).await.assert_refused(&["SAME_PERSON", "MOTIVATION_MISSING"]);
        ratify(&house, results.staff, &[&id]).await.assert_refused(&["SAME_PERSON", "MOTIVATION_MISSING"]);
    }

    async fn a_second_person_ratifies_what_can_be_ratified(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        results.motivate(&house, &results.good).await;
        let (good, _) = results.decision(&house, &results.good).await;
        let (weak, _) = results.decision(&house, &results.weak).await;
        let both = [good.as_str(), weak.as_str()];
        ratify(&house, results.staff, &both).await.assert_refused(&["SAME_PERSON", "SAME_PERSON", "MOTIVATION_MISSING"]);
        ratify(&house, results.german_staff, &both).await.assert_refused(&["NOT_FOUND", "NOT_FOUND"]);
        ratify(&house, results.second, &[]).await.assert_refused(&["HOW_MANY"]);
        let written = house.written().await;
        for other in others(&house, &results).await {
            ratify(&house, other, &both).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let reply = ratify(&house, results.second, &both).await;
        reply.assert_refused(&["MOTIVATION_MISSING"]);
        let ratified = reply.at("/it/decisions").as_array().unwrap();
        assert!(ratified.len() == 1 && ratified[0]["status"] == "RATIFIED" && ratified[0]["ratifiedAt"].is_string(), "{ratified:?}");
        results.motivate(&house, &results.weak).await;
        let reply = ratify(&house, results.second, &[&weak]).await;
        assert_eq!(reply.done()["decisions"][0]["status"], "RATIFIED");
        ratify(&house, results.second, &both).await.assert_refused(&["WRONG_STATUS", "WRONG_STATUS"]);
        adjust(&house, results.second, &weak, 3, "AWARDED", "te laat").await.assert_refused(&["WRONG_STATUS"]);
    }
}
