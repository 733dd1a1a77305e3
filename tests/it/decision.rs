//! Decisions: what the rule says, who may change it, and who confirms it.

use entity::{
    audit_event, decision,
    kinds::{ApplicationStage, Role, Track},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Results},
    trial,
};

/// What a decision rests on.
const TRACE: &str = "basis method revision { number } rubric { code } evaluations { isCounted total }
    steps { criterion { code } score scoreSixtieths minimum isReached }";

const BACK: &str = "decisions { status ratifiedAt ratifiedBy { id } motivation }";
const ADMISSIBILITY_BACK: &str = "application { status decision { basis status outcome motivation } }";

async fn propose(house: &House, who: Person, results: &Results, track: Track) -> Reply {
    let track = entity::kinds::Kind::word(track);
    let input = json!({ "campaignId": results.campaign, "track": track });
    let selection = format!("decisions {{ outcome status application {{ id }} {TRACE} }}");
    house.act(who, "proposeDecisions", input, &selection).await
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
        let trace = of(&results.weak);
        assert_eq!((&trace["basis"], &trace["method"]), (&json!("EVALUATIONS"), &json!("AVERAGE")));
        assert_eq!((&trace["revision"]["number"], &trace["rubric"]["code"]), (&json!(1), &json!("NQL-2025")));
        let steps = trace["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 9);
        let total = json!({ "criterion": null, "score": "22.50", "scoreSixtieths": 1350, "minimum": "15.00", "isReached": true });
        let gate = json!({ "criterion": { "code": "G1" }, "score": "2.45", "scoreSixtieths": 147, "minimum": "2.50", "isReached": false });
        assert_eq!((&steps[0], &steps[6]), (&total, &gate));
        assert!(steps.iter().all(|step| *step == gate || step["isReached"] == true));
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

    async fn a_typo_in_a_confirmed_explanation_is_mended_and_confirmed_again(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let (batch, version) = results.approved(&house, Track::Nql).await;
        let (id, _) = results.decision(&house, &results.good).await;
        let take = |reason: &str| json!({ "decisionIds": [id], "reason": reason });
        house.act(results.staff, "takeBackRatifications", take(" "), BACK).await.assert_refused(&["REASON_MISSING"]);
        house.act(results.german_staff, "takeBackRatifications", take("x"), BACK).await.assert_refused(&["NOT_FOUND"]);
        let written = house.written().await;
        for other in others(&house, &results).await {
            house.act(other, "takeBackRatifications", take("x"), BACK).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let reply = house.act(results.staff, "takeBackRatifications", take("Een tikfout."), BACK).await;
        let back = &reply.done()["decisions"][0];
        assert_eq!((&back["status"], &back["ratifiedAt"], &back["ratifiedBy"]), (&json!("PROPOSED"), &Value::Null, &Value::Null));
        assert_ne!(back["motivation"], "");
        let kept = audit_event::Entity::find().filter(audit_event::Column::Reason.eq("Een tikfout.")).all(house.db.connection()).await.unwrap();
        assert_eq!(kept.len(), 1);
        // The release that was approved is of something else now.
        house.publish(results.staff, &batch, version).await.assert_refused(&["HASH_MISMATCH"]);
        let mended = json!({ "motivation": "Een tekst zonder tikfout, waarin staat waarom dit project het label krijgt." });
        house.save_texts(results.staff, &results.good, mended).await.done();
        results.approve_texts(&house, &results.good).await;
        results.ratify(&house, &results.good).await;
        results.publish(&house, Track::Nql).await;
        house.act(results.staff, "takeBackRatifications", take("te laat"), BACK).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn what_staff_had_set_stays_set_when_its_confirmation_is_taken_back(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        let (id, version) = results.decision(&house, &results.weak).await;
        adjust(&house, results.staff, &id, version, "AWARDED", "rekenfout").await.done();
        results.motivate(&house, &results.weak).await;
        results.ratify(&house, &results.weak).await;
        let input = json!({ "decisionIds": [id], "reason": "Toch niet." });
        let reply = house.act(results.staff, "takeBackRatifications", input, "decisions { status outcome }").await;
        assert_eq!(reply.done()["decisions"][0], json!({ "status": "ADJUSTED", "outcome": "AWARDED" }));
    }

    async fn who_was_refused_by_mistake_goes_to_the_jury_after_all(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let ask = |application: &String, reason: &str| json!({ "applicationId": application, "reason": reason });
        let act = "takeBackAdmissibility";
        house.act(results.german_staff, act, ask(&results.inadmissible, " "), ADMISSIBILITY_BACK).await.assert_refused(&["REASON_MISSING"]);
        house.act(results.staff, act, ask(&results.inadmissible, "x"), ADMISSIBILITY_BACK).await.assert_error("NOT_FOUND");
        house.act(results.staff, act, ask(&results.good, "x"), ADMISSIBILITY_BACK).await.assert_refused(&["WRONG_STATUS"]);
        let written = house.written().await;
        for other in others(&house, &results).await {
            house.act(other, act, ask(&results.inadmissible, "x"), ADMISSIBILITY_BACK).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let reply = house.act(results.german_staff, act, ask(&results.inadmissible, "De school stond verkeerd."), ADMISSIBILITY_BACK).await;
        let decision = json!({ "basis": "TAKEN_BACK", "status": "PROPOSED", "outcome": "INADMISSIBLE", "motivation": "" });
        assert_eq!(reply.done()["application"], json!({ "status": "COMPLETE", "decision": decision }));
        // Nothing is confirmed, or goes out, before it has a result.
        let (id, _) = results.decision(&house, &results.inadmissible).await;
        ratify(&house, house.seat("Uwe Kranz", &[Role::Staff], Some(entity::kinds::Community::Dg)).await, &[&id]).await
            .assert_refused(&["MOTIVATION_MISSING", "RESULT_MISSING"]);
        let unit = crate::support::given::unit(&results.campaign, Track::Nql, "DG");
        house.act(results.german_staff, "preparePublication", unit, "__typename").await.assert_refused(&["FEEDBACK_MISSING", "NOT_RATIFIED"]);
        propose(&house, results.staff, &results, Track::Nql).await.assert_refused(&["RESULTS_MISSING"]);
        let admit = |admissibility: &str| json!({ "applicationId": results.inadmissible, "admissibility": admissibility, "reason": "Toch niet." });
        house.act(results.german_staff, "decideAdmissibility", admit("INADMISSIBLE"), "__typename").await.assert_refused(&["WRONG_STATUS"]);
        house.move_campaign(results.staff, "resumeEvaluation", &results.campaign).await;
        house.act(results.german_staff, "decideAdmissibility", admit("ADMISSIBLE"), "__typename").await.done();
        // And the other way round, as long as no juror has it.
        house.act(results.german_staff, act, ask(&results.inadmissible, "Toch niet."), ADMISSIBILITY_BACK).await.done();
        house.act(results.german_staff, act, ask(&results.inadmissible, "x"), ADMISSIBILITY_BACK).await.assert_refused(&["WRONG_STATUS"]);
        house.act(results.german_staff, "decideAdmissibility", admit("INADMISSIBLE"), "__typename").await.done();
        house.move_campaign(results.staff, "startDeliberation", &results.campaign).await;
        propose(&house, results.staff, &results, Track::Nql).await.done();
        let query = "query($id: ID!) { application(id: $id) { decision { basis outcome } } }";
        let anew = house.ask(results.german_staff, query, json!({ "id": results.inadmissible })).await;
        assert_eq!(anew.at("/application/decision"), &json!({ "basis": "NOT_ADMISSIBLE", "outcome": "INADMISSIBLE" }));
    }
}
