//! Evaluations by jurors, and the results that are made of them.

use entity::{
    assignment, consolidation, consolidation_score, evaluation, evaluation_score,
    ids::JurorId,
    kinds::{ApplicationStage, EvaluationState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Hearing},
    trial,
};

const SHOWN: &str = "evaluation { id state version total comment scores { criterion { code } score comment } }";

async fn save(house: &House, who: Person, assignment: &str, version: Option<i32>, scores: Value) -> Reply {
    let input = json!({ "assignmentId": assignment, "expectedVersion": version, "scores": scores });
    house.act(who, "saveEvaluationDraft", input, SHOWN).await
}

async fn submit(house: &House, who: Person, assignment: &str, version: i32) -> Reply {
    let input = json!({ "assignmentId": assignment, "expectedVersion": version });
    house.act(who, "submitEvaluation", input, SHOWN).await
}

async fn reopen(house: &House, who: Person, evaluation: &str, version: i64, reason: &str) -> Reply {
    let input = json!({ "evaluationId": evaluation, "expectedVersion": version, "reason": reason });
    house.act(who, "reopenEvaluation", input, "evaluation { state }").await
}

async fn consolidate(house: &House, who: Person, applications: &[&str]) -> Reply {
    let input = json!({ "applicationIds": applications });
    let shown = "consolidations { state method total spread isDiscrepant scores { criterion { code } score } }";
    house.act(who, "consolidateApplications", input, shown).await
}

async fn conflict(house: &House, hearing: &Hearing, juror: Person) {
    let input = json!({
        "jurorId": JurorId::from(juror.id).to_string(), "applicationId": hearing.application, "reason": "Familie.",
    });
    house.act(hearing.staff, "recordConflict", input, "conflict { id }").await.done();
}

/// Two jurors, each with an assignment that they accepted.
async fn two(house: &House, hearing: &Hearing) -> [(Person, String); 2] {
    let (nadia, sam) = (house.juror(hearing, "Nadia Ouali").await, house.juror(hearing, "Sam Peeters").await);
    let first = house.accepted(hearing.staff, nadia, &hearing.application).await;
    let second = house.accepted(hearing.staff, sam, &hearing.application).await;
    [(nadia, first), (sam, second)]
}

async fn stored(house: &House, assignment: &str) -> evaluation::Model {
    let id: entity::ids::AssignmentId = assignment.parse().unwrap();
    let its = evaluation::Entity::find().filter(evaluation::Column::AssignmentId.eq(id));
    its.one(house.db.connection()).await.unwrap().unwrap()
}

async fn stage(house: &House, application: &str) -> Option<ApplicationStage> {
    let id: entity::ids::ApplicationId = application.parse().unwrap();
    entity::application::Entity::find_by_id(id).one(house.db.connection()).await.unwrap().unwrap().stage
}

trial! {
    async fn only_what_is_given_changes_and_null_takes_a_score_back(house) {
        let hearing = house.hearing().await;
        let [(juror, assignment), _] = two(&house, &hearing).await;
        let reply = save(&house, juror, &assignment, None, json!([{ "criterionCode": "C1", "score": 4, "comment": "Goed." }])).await;
        let evaluation = &reply.done()["evaluation"];
        assert_eq!(evaluation["state"], "DRAFT");
        assert_eq!(evaluation["total"], Value::Null, "nothing is added up before it is handed in");
        assert_eq!(evaluation["scores"], json!([{ "criterion": { "code": "C1" }, "score": 4, "comment": "Goed." }]));
        let reply = save(&house, juror, &assignment, Some(1), json!([{ "criterionCode": "C1", "comment": "Beter." }])).await;
        assert_eq!(reply.done()["evaluation"]["scores"][0], json!({ "criterion": { "code": "C1" }, "score": 4, "comment": "Beter." }));
        let reply = save(&house, juror, &assignment, Some(2), json!([{ "criterionCode": "C1", "score": null }])).await;
        assert_eq!(reply.done()["evaluation"]["scores"][0], json!({ "criterion": { "code": "C1" }, "score": null, "comment": "Beter." }));
        assert_eq!(house.count::<evaluation_score::Entity>().await, 1);
        let query = "query($id: ID!) { assignment(id: $id) { state } }";
        assert_eq!(house.ask(juror, query, json!({ "id": assignment })).await.text_at("/assignment/state"), "IN_PROGRESS");
    }

    async fn a_save_is_refused_with_every_reason_and_loses_nothing(house) {
        let hearing = house.hearing().await;
        let [(juror, assignment), _] = two(&house, &hearing).await;
        let reply = save(&house, juror, &assignment, None, json!([
            { "criterionCode": "C9", "score": 1 },
            { "criterionCode": "C1", "score": 6 },
            { "criterionCode": "C2", "score": -1 },
            { "criterionCode": "C3", "score": 1, "comment": "x".repeat(10_001) },
            { "criterionCode": "C3", "score": 2 },
        ])).await;
        reply.assert_refused(&["UNKNOWN_CRITERION", "SCORE_OUT_OF_SCALE", "SCORE_OUT_OF_SCALE", "TEXT_TOO_LONG", "CRITERION_TWICE"]);
        save(&house, juror, &assignment, Some(1), json!([])).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.count::<evaluation::Entity>().await, 0, "nothing was begun");
        save(&house, juror, &assignment, None, json!([{ "criterionCode": "C1", "score": 4 }])).await.done();
        // Another window that has not seen the first save.
        let stale = save(&house, juror, &assignment, None, json!([{ "criterionCode": "C1", "score": 1 }])).await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 1);
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        save(&house, juror, &assignment, Some(1), json!([])).await.assert_refused(&["EVALUATION_CLOSED"]);
        submit(&house, juror, &assignment, 1).await.assert_refused(&[
            "EVALUATION_CLOSED", "SCORE_MISSING", "SCORE_MISSING", "SCORE_MISSING", "SCORE_MISSING", "SCORE_MISSING", "SCORE_MISSING",
            "SCORE_MISSING", "COMMENT_MISSING", "COMMENT_MISSING", "COMMENT_MISSING", "COMMENT_MISSING", "COMMENT_MISSING",
        ]);
    }

    async fn nobody_but_the_juror_who_attested_writes(house) {
        let hearing = house.hearing().await;
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        let sam = house.juror(&hearing, "Sam Peeters").await;
        let invited = house.assignment(hearing.staff, nadia, &hearing.application).await;
        let scores = json!([{ "criterionCode": "C1", "score": 4 }]);
        save(&house, nadia, &invited, None, scores.clone()).await.assert_error("NOT_FOUND");
        let assignment = house.accepted(hearing.staff, sam, &hearing.application).await;
        save(&house, nadia, &assignment, None, scores.clone()).await.assert_error("NOT_FOUND");
        submit(&house, nadia, &assignment, 0).await.assert_error("NOT_FOUND");
        for who in [hearing.staff, hearing.teacher, house.admin().await, house.service().await] {
            save(&house, who, &assignment, None, scores.clone()).await.assert_error("FORBIDDEN");
            submit(&house, who, &assignment, 0).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<evaluation::Entity>().await, 0);
        assert_eq!(house.count::<evaluation_score::Entity>().await, 0);
    }

    async fn an_evaluation_is_handed_in_whole_and_then_stands(house) {
        let hearing = house.hearing().await;
        let [(juror, assignment), _] = two(&house, &hearing).await;
        house.scored(juror, &assignment, [4, 3, 5, 4, 4, 3, 3, 3]).await;
        save(&house, juror, &assignment, Some(1), json!([{ "criterionCode": "G3", "score": null }, { "criterionCode": "C2", "comment": " " }])).await.done();
        submit(&house, juror, &assignment, 2).await.assert_refused(&["SCORE_MISSING", "COMMENT_MISSING"]);
        submit(&house, juror, &assignment, 1).await.assert_refused(&["VERSION_CONFLICT"]);
        save(&house, juror, &assignment, Some(2), json!([{ "criterionCode": "G3", "score": 3 }, { "criterionCode": "C2", "comment": "Ja." }])).await.done();
        let reply = submit(&house, juror, &assignment, 3).await;
        assert_eq!(reply.done()["evaluation"]["state"], "SUBMITTED");
        assert_eq!(reply.done()["evaluation"]["total"], "20.00", "gates do not count");
        save(&house, juror, &assignment, Some(4), json!([{ "criterionCode": "C1", "score": 1 }])).await.assert_refused(&["ALREADY_SUBMITTED"]);
        submit(&house, juror, &assignment, 4).await.assert_refused(&["ALREADY_SUBMITTED"]);
        assert_eq!(stored(&house, &assignment).await.version, 4);
    }

    async fn a_juror_sees_what_others_wrote_after_her_own_and_never_who_they_are(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        house.scored(sam, &hers, [2; 8]).await;
        submit(&house, sam, &hers, 1).await.done();
        house.scored(nadia, &mine, [3; 8]).await;
        let query = "query($id: ID!) { application(id: $id) { evaluations { isMine total internalNote assignment { id } scores { comment } } } evaluations { totalCount } }";
        let before = house.ask(nadia, query, json!({ "id": hearing.application })).await;
        assert_eq!(before.number_at("/evaluations/totalCount"), 1);
        assert_eq!(before.at("/application/evaluations").as_array().unwrap().len(), 1);
        submit(&house, nadia, &mine, 1).await.done();
        let after = house.ask(nadia, query, json!({ "id": hearing.application })).await;
        assert_eq!(after.number_at("/evaluations/totalCount"), 2);
        let evaluations = after.at("/application/evaluations").as_array().unwrap();
        let other = evaluations.iter().find(|one| one["isMine"] == false).unwrap();
        assert_eq!((&other["total"], &other["internalNote"], &other["assignment"]), (&json!("10.00"), &Value::Null, &Value::Null));
        let juror = house.ask(nadia, "{ evaluations { nodes { juror { name } } } }", json!({})).await;
        juror.assert_error("FORBIDDEN");
    }

    async fn staff_give_an_evaluation_back_before_it_is_used(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        house.scored(nadia, &mine, [4; 8]).await;
        let id = stored(&house, &mine).await.id.to_string();
        reopen(&house, hearing.staff, &id, 1, "Fout.").await.assert_refused(&["WRONG_STATE"]);
        submit(&house, nadia, &mine, 1).await.done();
        reopen(&house, hearing.staff, &id, 1, "Fout.").await.assert_refused(&["VERSION_CONFLICT"]);
        reopen(&house, hearing.staff, &id, 2, " ").await.assert_refused(&["REASON_MISSING"]);
        reopen(&house, hearing.german_staff, &id, 2, "Fout.").await.assert_error("NOT_FOUND");
        for who in [nadia, hearing.teacher, house.admin().await] {
            reopen(&house, who, &id, 2, "Fout.").await.assert_error("FORBIDDEN");
        }
        assert_eq!(stored(&house, &mine).await.version, 2, "nothing was written");
        assert_eq!(reopen(&house, hearing.staff, &id, 2, "Verkeerd dossier.").await.done()["evaluation"]["state"], "REOPENED");
        save(&house, nadia, &mine, Some(3), json!([{ "criterionCode": "C1", "score": 5 }])).await.done();
        submit(&house, nadia, &mine, 4).await.done();
        house.scored(sam, &hers, [4; 8]).await;
        submit(&house, sam, &hers, 1).await.done();
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
        reopen(&house, hearing.staff, &id, 6, "Te laat.").await.assert_refused(&["WRONG_STATE"]);
    }

    async fn two_who_agree_make_a_result(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        house.scored(nadia, &mine, [4; 8]).await;
        submit(&house, nadia, &mine, 1).await.done();
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["EVALUATIONS_MISSING"]);
        house.scored(sam, &hers, [4, 4, 4, 4, 3, 4, 4, 4]).await;
        submit(&house, sam, &hers, 1).await.done();
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        let result = &reply.done()["consolidations"][0];
        assert_eq!(result["state"], "MERGED");
        assert_eq!((&result["method"], &result["total"], &result["spread"]), (&json!("AVERAGE"), &json!("19.50"), &json!("1.00")));
        let c5 = result["scores"].as_array().unwrap().iter().find(|one| one["criterion"]["code"] == "C5").unwrap();
        assert_eq!(c5["score"], "3.50");
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::Evaluated));
        assert_eq!(stored(&house, &mine).await.state, EvaluationState::Locked);
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["ALREADY_CONSOLIDATED"]);
        // The teacher learns nothing of it.
        let query = "query($id: ID!) { application(id: $id) { status decision { outcome } } }";
        let teacher = house.ask(hearing.teacher, query, json!({ "id": hearing.application })).await;
        assert_eq!(teacher.at("/application"), &json!({ "status": "IN_EVALUATION", "decision": null }));
        house.ask(hearing.teacher, "{ applications { nodes { consolidation { total } } } }", json!({})).await.assert_error("FORBIDDEN");
    }

    async fn jurors_who_differ_get_a_third_and_the_closest_two_decide(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        for (juror, assignment, scores) in [(nadia, &mine, [5; 8]), (sam, &hers, [2; 8])] {
            house.scored(juror, assignment, scores).await;
            submit(&house, juror, assignment, 1).await.done();
        }
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        let waiting = &reply.done()["consolidations"][0];
        assert_eq!((&waiting["state"], &waiting["total"], &waiting["isDiscrepant"]), (&json!("THIRD_JUROR"), &Value::Null, &json!(true)));
        assert_eq!(stored(&house, &mine).await.state, EvaluationState::Submitted, "not used yet");
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["EVALUATIONS_MISSING"]);
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [4; 8]).await;
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        let result = &reply.done()["consolidations"][0];
        assert_eq!((&result["state"], &result["method"], &result["total"]), (&json!("MERGED"), &json!("CLOSEST_TWO"), &json!("22.50")));
        assert_eq!(result["spread"], "15.00");
    }

    async fn a_result_is_refused_to_who_may_not_and_for_what_is_not_there(house) {
        let hearing = house.hearing().await;
        let [(nadia, _), _] = two(&house, &hearing).await;
        consolidate(&house, hearing.staff, &[]).await.assert_refused(&["HOW_MANY"]);
        consolidate(&house, hearing.staff, &[&hearing.application, &hearing.application]).await.assert_refused(&["HOW_MANY"]);
        consolidate(&house, hearing.staff, &[&hearing.other]).await.assert_refused(&["NOT_IN_EVALUATION"]);
        consolidate(&house, hearing.staff, &[&hearing.application, &hearing.german]).await.assert_error("NOT_FOUND");
        for who in [nadia, hearing.teacher, house.admin().await, house.service().await] {
            consolidate(&house, who, &[&hearing.application]).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<consolidation::Entity>().await, 0);
    }

    async fn a_conflict_found_late_voids_the_evaluation_and_takes_the_result_back(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        for (juror, assignment) in [(nadia, &mine), (sam, &hers)] {
            house.scored(juror, assignment, [4; 8]).await;
            submit(&house, juror, assignment, 1).await.done();
        }
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
        conflict(&house, &hearing, nadia).await;
        let voided = stored(&house, &mine).await;
        assert_eq!((voided.state, voided.total_centi), (EvaluationState::Void, Some(2000)), "kept as it was");
        assert_eq!(stored(&house, &hers).await.state, EvaluationState::Submitted);
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::InEvaluation));
        assert_eq!(house.count::<consolidation::Entity>().await, 0);
        assert_eq!(house.count::<consolidation_score::Entity>().await, 0);
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["EVALUATIONS_MISSING"]);
        // Another juror takes the seat, and the result is made anew without the voided one.
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [5, 4, 4, 4, 4, 4, 4, 4]).await;
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        assert_eq!(reply.done()["consolidations"][0]["total"], "20.50");
        let query = "{ assignments { nodes { state evaluation { state } } } }";
        let hers = house.ask(nadia, query, json!({})).await;
        assert_eq!(hers.at("/assignments/nodes"), &json!([{ "state": "RECUSED", "evaluation": { "state": "VOID" } }]));
    }

    async fn a_juror_who_recuses_after_beginning_leaves_a_void_evaluation(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), _] = two(&house, &hearing).await;
        house.scored(nadia, &mine, [4; 8]).await;
        let input = json!({ "assignmentId": mine, "expectedVersion": 3, "answer": "RECUSE", "reason": "Ik ken haar." });
        let reply = house.act(nadia, "respondToAssignment", input, "assignment { state }").await;
        assert_eq!(reply.done()["assignment"]["state"], "RECUSED");
        assert_eq!(stored(&house, &mine).await.state, EvaluationState::Void);
        save(&house, nadia, &mine, Some(2), json!([])).await.assert_error("NOT_FOUND");
        let again = json!({ "applicationId": hearing.application, "jurorId": JurorId::from(nadia.id).to_string() });
        house.act(hearing.staff, "assignJuror", again, "assignment { id }").await.assert_refused(&["CONFLICT"]);
        assert_eq!(house.count::<assignment::Entity>().await, 2);
    }

    async fn what_asked_for_a_third_juror_falls_with_the_evaluation_behind_it(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        for (juror, assignment, scores) in [(nadia, &mine, [5; 8]), (sam, &hers, [2; 8])] {
            house.scored(juror, assignment, scores).await;
            submit(&house, juror, assignment, 1).await.done();
        }
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
        // Given back, it may change: whether a third is needed is found anew.
        let id = stored(&house, &hers).await.id.to_string();
        reopen(&house, hearing.staff, &id, 2, "Verkeerd dossier.").await.done();
        assert_eq!(house.count::<consolidation::Entity>().await, 0);
        submit(&house, sam, &hers, 3).await.done();
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
        conflict(&house, &hearing, nadia).await;
        assert_eq!(house.count::<consolidation::Entity>().await, 0, "the gap was with a juror who does not count");
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [2; 8]).await;
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        assert_eq!(reply.done()["consolidations"][0]["total"], "10.00");
    }

    async fn a_juror_invited_again_with_a_new_school_leaves_what_it_touches(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), _] = two(&house, &hearing).await;
        house.scored(nadia, &mine, [4; 8]).await;
        submit(&house, nadia, &mine, 1).await.done();
        let mut input = House::juror_input(&hearing.campaign, "Nadia Ouali");
        input["tracks"] = json!(["BELGICA"]);
        input["schools"] = json!([{ "schoolId": hearing.school, "fromOn": "2005-09-01", "toOn": "2010-06-30" }]);
        house.act(hearing.staff, "inviteJuror", input.clone(), "juror { id }").await.done();
        assert_eq!(stored(&house, &mine).await.state, EvaluationState::Submitted, "that is long ago");
        let next = house.act(hearing.staff, "createCampaign", {
            let mut next = House::campaign_input();
            for (key, value) in [
                ("schoolYear", "2026-2027"), ("registrationClosesOn", "2027-07-01"), ("submissionClosesOn", "2027-07-01"),
                ("evaluationsDueOn", "2027-09-15"), ("resultsPlannedOn", "2027-10-31"),
            ] {
                next[key] = json!(value);
            }
            next
        }, "campaign { id }").await;
        input["campaignId"] = json!(next.text_at("/it/campaign/id"));
        input["schools"] = json!([{ "schoolId": hearing.school, "fromOn": "2025-09-01" }]);
        house.act(hearing.staff, "inviteJuror", input, "juror { id }").await.done();
        assert_eq!(stored(&house, &mine).await.state, EvaluationState::Void, "she came back to the school");
    }

    async fn saving_again_with_the_same_key_has_one_effect(house) {
        let hearing = house.hearing().await;
        let [(juror, assignment), _] = two(&house, &hearing).await;
        let input = json!({
            "assignmentId": assignment, "scores": [{ "criterionCode": "C1", "score": 4 }], "idempotencyKey": "k1",
        });
        let first = house.act(juror, "saveEvaluationDraft", input.clone(), SHOWN).await;
        let second = house.act(juror, "saveEvaluationDraft", input, SHOWN).await;
        assert_eq!(first.done(), second.done());
        assert_eq!(stored(&house, &assignment).await.version, 1);
        let other = json!({ "assignmentId": assignment, "expectedVersion": 1, "idempotencyKey": "k1" });
        house.act(juror, "saveEvaluationDraft", other, SHOWN).await.assert_error("IDEMPOTENCY_KEY_REUSED");
    }
}
