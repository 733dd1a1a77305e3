//! Evaluations by jurors, and the results that are made of them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    assignment, campaign, consolidation, consolidation_score, criterion, evaluation, evaluation_score,
    ids::{CriterionId, EvaluationId, JurorId},
    kinds::{ApplicationStage, EvaluationStatus},
    panel, panel_answer, panel_score,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{
        Engine, House, Person, Reply,
        given::{Hearing, SCORED},
    },
    trial,
};

const SHOWN: &str = "evaluation { id status version total comment scores { criterion { code } score comment } }";

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
    house.act(who, "reopenEvaluation", input, "evaluation { status }").await
}

async fn consolidate(house: &House, who: Person, applications: &[&str]) -> Reply {
    let input = json!({ "applicationIds": applications });
    let shown = "consolidations { status method total spread isDiscrepant scores { criterion { code } score } }";
    house.act(who, "consolidateApplications", input, shown).await
}

async fn conflict(house: &House, hearing: &Hearing, juror: Person) {
    let input = json!({
        "jurorId": JurorId::from(juror.id).to_string(), "applicationId": hearing.application, "reason": "Familie.",
    });
    house.act(hearing.staff, "recordConflict", input, "conflictOfInterest { id }").await.done();
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

const PANEL: &str = "panel { status isConsolidator comment needed agreed hasAnswered answers { hasAgreed reason } scores { criterion { code } score } version }";

async fn name(house: &House, who: Person, application: &str, juror: Person, reason: &str) -> Reply {
    let juror = JurorId::from(juror.id).to_string();
    let input = json!({ "applicationId": application, "jurorId": juror, "reason": reason });
    house.act(who, "nameConsolidator", input, "panel { id }").await
}

fn centi(scores: [i32; 8]) -> Value {
    let all = SCORED.iter().zip(scores);
    all.map(|(code, score)| json!({ "criterionCode": code, "score": nql::decimal::show(score) })).collect()
}

async fn propose(house: &House, who: Person, application: &str, version: i32, scores: Value) -> Reply {
    let input = json!({
        "applicationId": application, "expectedVersion": version, "scores": scores, "comment": "Samen gelezen.",
    });
    house.act(who, "proposePanelResult", input, PANEL).await
}

async fn agree(house: &House, who: Person, application: &str, version: i32, why_not: Option<&str>) -> Reply {
    let input = json!({
        "applicationId": application, "expectedVersion": version, "hasAgreed": why_not.is_none(), "reason": why_not,
    });
    house.act(who, "answerPanelResult", input, PANEL).await
}

async fn panel_of(house: &House, who: Person, application: &str) -> Value {
    let query = format!("query($id: ID!) {{ application(id: $id) {{ {PANEL} }} }}");
    house.ask(who, &query, json!({ "id": application })).await.at("/application/panel").clone()
}

/// Two jurors who differ by 3 points on everything, both handed in, and their evaluations merged as far as that goes.
async fn differing(house: &House, hearing: &Hearing) -> [(Person, String); 2] {
    let both = two(house, hearing).await;
    for ((juror, assignment), scores) in both.iter().zip([[5; 8], [2; 8]]) {
        house.scored(*juror, assignment, scores).await;
        submit(house, *juror, assignment, 1).await.done();
    }
    consolidate(house, hearing.staff, &[&hearing.application]).await.done();
    both
}

/// What is stored of the results of a campaign, so that it can be made again from the scores.
struct Stored {
    results: Vec<consolidation::Model>,
    merged: Vec<consolidation_score::Model>,
    evaluations: Vec<evaluation::Model>,
    given: Vec<evaluation_score::Model>,
    proposed: BTreeMap<(entity::ids::ApplicationId, CriterionId), i32>,
    items: Vec<criterion::Model>,
    discrepancy: i32,
    pass_total: i32,
}

impl Stored {
    async fn read(house: &House) -> Self {
        let db = house.db.connection();
        let campaign = campaign::Entity::find().one(db).await.unwrap().unwrap();
        let rubric =
            entity::rubric_version::Entity::find_by_id(campaign.rubric_version_id).one(db).await.unwrap().unwrap();
        let panels = panel::Entity::find().all(db).await.unwrap();
        let application = |id| panels.iter().find(|panel| panel.id == id).unwrap().application_id;
        let proposed = panel_score::Entity::find().all(db).await.unwrap();
        Self {
            results: consolidation::Entity::find().all(db).await.unwrap(),
            merged: consolidation_score::Entity::find().all(db).await.unwrap(),
            evaluations: evaluation::Entity::find().all(db).await.unwrap(),
            given: evaluation_score::Entity::find().all(db).await.unwrap(),
            proposed: proposed
                .iter()
                .map(|row| ((application(row.panel_id), row.criterion_id), row.score_centi))
                .collect(),
            items: criterion::Entity::find()
                .filter(criterion::Column::RubricVersionId.eq(rubric.id))
                .all(db)
                .await
                .unwrap(),
            discrepancy: campaign.discrepancy_centi,
            pass_total: rubric.pass_total_centi,
        }
    }

    fn total(&self, score: impl Fn(CriterionId) -> i32) -> i32 {
        self.items.iter().filter(|item| item.gate_of_id.is_none()).map(|item| item.weight * score(item.id)).sum()
    }

    fn given(&self, evaluation: EvaluationId, item: CriterionId) -> i32 {
        let row = self.given.iter().find(|row| row.evaluation_id == evaluation && row.criterion_id == item);
        100 * row.unwrap().score.unwrap()
    }

    fn passes(&self, evaluation: EvaluationId) -> bool {
        self.total(|item| self.given(evaluation, item)) >= self.pass_total
            && self.items.iter().all(|item| self.given(evaluation, item.id) >= item.minimum_centi)
    }

    /// Every number that does not follow from the scores (INV-17).
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |what: String, same: bool| {
            if !same {
                faults.push(what);
            }
        };
        for result in &self.results {
            let mut used: Vec<&evaluation::Model> = self
                .evaluations
                .iter()
                .filter(|one| one.application_id == result.application_id && one.state == EvaluationStatus::Locked)
                .collect();
            for one in &used {
                let total = self.total(|item| self.given(one.id, item));
                expect(format!("total of {}", one.id), one.total_centi == Some(total));
            }
            let total_of = |one: &evaluation::Model| self.total(|item| self.given(one.id, item));
            used.sort_by_key(|one| (-total_of(one), one.id));
            let spread = total_of(used[0]) - total_of(used[used.len() - 1]);
            let sides: BTreeSet<bool> = used.iter().map(|one| self.passes(one.id)).collect();
            let is_discrepant = spread >= self.discrepancy || sides.len() > 1;
            expect("spread".to_owned(), result.spread_centi == spread);
            expect("discrepancy".to_owned(), result.is_discrepant == is_discrepant);
            let is_agreed = self.proposed.keys().any(|(application, _)| *application == result.application_id);
            let method = match (is_agreed, is_discrepant) {
                (true, _) => "PANEL",
                (false, false) => "AVERAGE",
                (false, true) => "CLOSEST_TWO",
            };
            expect("method".to_owned(), entity::kinds::Kind::word(result.method) == method);
            if method == "CLOSEST_TWO" {
                let closest =
                    (0..used.len() - 1).min_by_key(|at| total_of(used[*at]) - total_of(used[*at + 1])).unwrap();
                used = used[closest..=closest + 1].to_vec();
            }
            // In sixtieths of a point: a third, a half and a fifth are whole numbers of them.
            let score = |item: CriterionId| {
                if is_agreed {
                    return self.proposed[&(result.application_id, item)] * 3 / 5;
                }
                let sum = used.iter().map(|one| self.given(one.id, item)).sum::<i32>();
                sum * 60 / (100 * i32::try_from(used.len()).unwrap())
            };
            let rounded = |sixtieths: i32| (10 * sixtieths + 3) / 6;
            for item in &self.items {
                let stored =
                    self.merged.iter().find(|row| row.consolidation_id == result.id && row.criterion_id == item.id);
                let is_so = |row: &consolidation_score::Model| {
                    (row.score_sixtieths, row.score_centi) == (score(item.id), rounded(score(item.id)))
                };
                expect(format!("merged {}", item.code), stored.is_some_and(is_so));
            }
            let total = self.total(score);
            expect(
                "total".to_owned(),
                result.total_sixtieths == Some(total) && result.total_centi == Some(rounded(total)),
            );
            let of = |code: &str| score(self.items.iter().find(|item| item.code == code).unwrap().id);
            let parts = [total, of("C1"), of("C5"), of("C2"), 99_999_999 - spread].map(|part| format!("{part:08}"));
            expect("rank key".to_owned(), result.rank_key == parts.concat());
        }
        faults
    }
}

trial! {
    async fn only_what_is_given_changes_and_null_takes_a_score_back(house) {
        let hearing = house.hearing().await;
        let [(juror, assignment), _] = two(&house, &hearing).await;
        let reply = save(&house, juror, &assignment, None, json!([{ "criterionCode": "C1", "score": 4, "comment": "Goed." }])).await;
        let evaluation = &reply.done()["evaluation"];
        assert_eq!(evaluation["status"], "DRAFT");
        assert_eq!(evaluation["total"], Value::Null, "nothing is added up before it is handed in");
        assert_eq!(evaluation["scores"], json!([{ "criterion": { "code": "C1" }, "score": 4, "comment": "Goed." }]));
        let reply = save(&house, juror, &assignment, Some(1), json!([{ "criterionCode": "C1", "comment": "Beter." }])).await;
        assert_eq!(reply.done()["evaluation"]["scores"][0], json!({ "criterion": { "code": "C1" }, "score": 4, "comment": "Beter." }));
        let reply = save(&house, juror, &assignment, Some(2), json!([{ "criterionCode": "C1", "score": null }])).await;
        assert_eq!(reply.done()["evaluation"]["scores"][0], json!({ "criterion": { "code": "C1" }, "score": null, "comment": "Beter." }));
        assert_eq!(house.count::<evaluation_score::Entity>().await, 1);
        let query = "query($id: ID!) { assignment(id: $id) { status } }";
        assert_eq!(house.ask(juror, query, json!({ "id": assignment })).await.text_at("/assignment/status"), "IN_PROGRESS");
    }

    async fn a_save_puts_few_statements_to_the_database(house) {
        let hearing = house.hearing().await;
        let [(juror, assignment), _] = two(&house, &hearing).await;
        house.set_instant("2025-10-01T10:00:01Z");
        save(&house, juror, &assignment, None, json!([{ "criterionCode": "C1", "score": 4 }])).await.done();
        save(&house, juror, &assignment, Some(1), json!([{ "criterionCode": "C1", "score": 3 }])).await.done();
        let before = house.db.statements();
        let both = json!([{ "criterionCode": "C1", "score": 4 }, { "criterionCode": "C2", "score": 4, "comment": "Goed." }]);
        save(&house, juror, &assignment, Some(2), both).await.done();
        // Who calls, without a token; the transaction begins; who it is; the assignment with campaign and ties; the evaluation with
        // scores; evaluation, scores and trail are written, on Postgres at once; it ends; the answer.
        let most = if house.engine == Engine::Postgres { 11 } else { 12 };
        assert_eq!(house.db.statements() - before, most);
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
        reply.assert_refused(&["UNKNOWN_CRITERION", "SCORE_OUT_OF_SCALE", "SCORE_OUT_OF_SCALE", "COMMENT_TOO_LONG", "CRITERION_TWICE"]);
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
        save(&house, nadia, &invited, None, scores.clone()).await.assert_error("FORBIDDEN");
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
        submit(&house, juror, &assignment, 1).await.assert_refused(&["VERSION_CONFLICT", "SCORE_MISSING", "COMMENT_MISSING"]);
        save(&house, juror, &assignment, Some(2), json!([{ "criterionCode": "G3", "score": 3 }, { "criterionCode": "C2", "comment": "Ja." }])).await.done();
        let reply = submit(&house, juror, &assignment, 3).await;
        assert_eq!(reply.done()["evaluation"]["status"], "SUBMITTED");
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
        reopen(&house, hearing.staff, &id, 1, "Fout.").await.assert_refused(&["WRONG_STATUS"]);
        submit(&house, nadia, &mine, 1).await.done();
        reopen(&house, hearing.staff, &id, 1, "Fout.").await.assert_refused(&["VERSION_CONFLICT"]);
        reopen(&house, hearing.staff, &id, 2, " ").await.assert_refused(&["REASON_MISSING"]);
        reopen(&house, hearing.german_staff, &id, 2, "Fout.").await.assert_error("NOT_FOUND");
        for who in [nadia, hearing.teacher, house.admin().await] {
            reopen(&house, who, &id, 2, "Fout.").await.assert_error("FORBIDDEN");
        }
        assert_eq!(stored(&house, &mine).await.version, 2, "nothing was written");
        assert_eq!(reopen(&house, hearing.staff, &id, 2, "Verkeerd dossier.").await.done()["evaluation"]["status"], "REOPENED");
        save(&house, nadia, &mine, Some(3), json!([{ "criterionCode": "C1", "score": 5 }])).await.done();
        submit(&house, nadia, &mine, 4).await.done();
        house.scored(sam, &hers, [4; 8]).await;
        submit(&house, sam, &hers, 1).await.done();
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
        reopen(&house, hearing.staff, &id, 6, "Te laat.").await.assert_refused(&["WRONG_STATUS"]);
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
        assert_eq!(result["status"], "MERGED");
        assert_eq!((&result["method"], &result["total"], &result["spread"]), (&json!("AVERAGE"), &json!("19.50"), &json!("1.00")));
        let c5 = result["scores"].as_array().unwrap().iter().find(|one| one["criterion"]["code"] == "C5").unwrap();
        assert_eq!(c5["score"], "3.50");
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::Evaluated));
        assert_eq!(stored(&house, &mine).await.state, EvaluationStatus::Locked);
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
        assert_eq!((&waiting["status"], &waiting["total"], &waiting["isDiscrepant"]), (&json!("THIRD_JUROR"), &Value::Null, &json!(true)));
        assert_eq!(stored(&house, &mine).await.state, EvaluationStatus::Submitted, "not used yet");
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["EVALUATIONS_MISSING"]);
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [4; 8]).await;
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        let result = &reply.done()["consolidations"][0];
        assert_eq!((&result["status"], &result["method"], &result["total"]), (&json!("MERGED"), &json!("CLOSEST_TWO"), &json!("22.50")));
        assert_eq!(result["spread"], "15.00");
    }

    async fn a_result_is_refused_to_who_may_not_and_for_what_is_not_there(house) {
        let hearing = house.hearing().await;
        let [(nadia, _), _] = two(&house, &hearing).await;
        consolidate(&house, hearing.staff, &[]).await.assert_refused(&["HOW_MANY"]);
        consolidate(&house, hearing.staff, &[&hearing.application, &hearing.application]).await.assert_refused(&["EVALUATIONS_MISSING", "NAMED_TWICE"]);
        consolidate(&house, hearing.staff, &[&hearing.other]).await.assert_refused(&["NOT_IN_EVALUATION"]);
        consolidate(&house, hearing.staff, &[&hearing.application, &hearing.german]).await.assert_refused(&["EVALUATIONS_MISSING", "NOT_FOUND"]);
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
        assert_eq!((voided.state, voided.total_centi), (EvaluationStatus::Void, Some(2000)), "kept as it was");
        assert_eq!(stored(&house, &hers).await.state, EvaluationStatus::Submitted);
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::InEvaluation));
        assert_eq!(house.count::<consolidation::Entity>().await, 0);
        assert_eq!(house.count::<consolidation_score::Entity>().await, 0);
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["EVALUATIONS_MISSING"]);
        // Another juror takes the seat, and the result is made anew without the voided one.
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [5, 4, 4, 4, 4, 4, 4, 4]).await;
        let reply = consolidate(&house, hearing.staff, &[&hearing.application]).await;
        assert_eq!(reply.done()["consolidations"][0]["total"], "20.50");
        let query = "{ assignments { nodes { status evaluation { status } } } }";
        let hers = house.ask(nadia, query, json!({})).await;
        assert_eq!(hers.at("/assignments/nodes"), &json!([{ "status": "RECUSED", "evaluation": { "status": "VOID" } }]));
    }

    async fn a_juror_who_recuses_after_beginning_leaves_a_void_evaluation(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), _] = two(&house, &hearing).await;
        house.scored(nadia, &mine, [4; 8]).await;
        let input = json!({ "assignmentId": mine, "expectedVersion": 3, "answer": "RECUSE", "reason": "Ik ken haar." });
        let reply = house.act(nadia, "respondToAssignment", input, "assignment { status }").await;
        assert_eq!(reply.done()["assignment"]["status"], "RECUSED");
        assert_eq!(stored(&house, &mine).await.state, EvaluationStatus::Void);
        save(&house, nadia, &mine, Some(2), json!([])).await.assert_error("FORBIDDEN");
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
        assert_eq!(stored(&house, &mine).await.state, EvaluationStatus::Submitted, "that is long ago");
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
        assert_eq!(stored(&house, &mine).await.state, EvaluationStatus::Void, "she came back to the school");
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

    async fn a_panel_agrees_on_a_result_and_nobody_learns_who_the_others_are(house) {
        let hearing = house.hearing().await;
        let [(nadia, _), (sam, _)] = differing(&house, &hearing).await;
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [3; 8]).await;
        name(&house, hearing.staff, &hearing.application, nadia, "Overleg.").await.done();
        consolidate(&house, hearing.staff, &[&hearing.application]).await.assert_refused(&["PANEL_AT_WORK"]);
        let open = panel_of(&house, sam, &hearing.application).await;
        assert_eq!((&open["status"], &open["isConsolidator"], &open["needed"]), (&json!("OPEN"), &json!(false), &json!(0)));
        agree(&house, sam, &hearing.application, 1, None).await.assert_refused(&["NOTHING_PROPOSED"]);
        propose(&house, sam, &hearing.application, 1, centi([350; 8])).await.assert_error("NOT_FOUND");
        let first = propose(&house, nadia, &hearing.application, 1, centi([350; 8])).await;
        assert_eq!((&first.done()["panel"]["status"], &first.done()["panel"]["needed"]), (&json!("PROPOSED"), &json!(2)));
        agree(&house, nadia, &hearing.application, 2, None).await.assert_refused(&["OWN_PROPOSAL"]);
        agree(&house, sam, &hearing.application, 2, Some(" ")).await.assert_refused(&["REASON_MISSING"]);
        agree(&house, third, &hearing.application, 2, None).await.done();
        let objected = agree(&house, sam, &hearing.application, 2, Some("C2 is te hoog.")).await;
        assert_eq!(objected.done()["panel"]["hasAnswered"], true);
        // Everybody on the panel reads why, and only staff who.
        for who in [nadia, third] {
            let seen = panel_of(&house, who, &hearing.application).await;
            assert_eq!(seen["answers"], json!([{ "hasAgreed": false, "reason": "C2 is te hoog." }]));
            assert_eq!((&seen["agreed"], &seen["status"]), (&json!(1), &json!("PROPOSED")));
        }
        for hidden in ["consolidator { id }", "answers { evaluation { id } }", "answers { id }"] {
            let query = format!("{{ panels {{ nodes {{ {hidden} }} }} }}");
            assert!(house.ask(sam, &query, json!({})).await.body["errors"].is_array(), "{hidden}");
        }
        let query = "{ panels { nodes { consolidator { juror { name } } answers { hasAgreed evaluation { juror { name } } } } } }";
        let staff = house.ask(hearing.staff, query, json!({})).await;
        assert_eq!(staff.at("/panels/nodes/0"), &json!({
            "consolidator": { "juror": { "name": "Nadia Ouali" } },
            "answers": [{ "hasAgreed": true, "evaluation": { "juror": { "name": "Jan Smet" } } }, { "hasAgreed": false, "evaluation": { "juror": { "name": "Sam Peeters" } } }],
        }));
        // A new proposal is answered anew.
        let second = propose(&house, nadia, &hearing.application, 2, centi([400, 250, 300, 350, 300, 300, 300, 300])).await;
        assert_eq!((&second.done()["panel"]["agreed"], &second.done()["panel"]["answers"]), (&json!(0), &json!([])));
        agree(&house, sam, &hearing.application, 2, None).await.assert_refused(&["VERSION_CONFLICT"]);
        agree(&house, sam, &hearing.application, 3, None).await.done();
        assert_eq!(house.count::<consolidation_score::Entity>().await, 0, "one is missing");
        assert_eq!(agree(&house, third, &hearing.application, 3, None).await.done()["panel"]["status"], "AGREED");
        let query = "query($id: ID!) { application(id: $id) { consolidation { method status total } evaluations { status } } }";
        let seen = house.ask(sam, query, json!({ "id": hearing.application })).await;
        assert_eq!(seen.at("/application/consolidation"), &json!({ "method": "PANEL", "status": "MERGED", "total": "16.00" }));
        assert_eq!(seen.at("/application/evaluations"), &json!([{ "status": "LOCKED" }, { "status": "LOCKED" }, { "status": "LOCKED" }]));
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::Evaluated));
        agree(&house, sam, &hearing.application, 4, None).await.assert_refused(&["ALREADY_AGREED"]);
        propose(&house, nadia, &hearing.application, 4, centi([350; 8])).await.assert_refused(&["ALREADY_AGREED"]);
        name(&house, hearing.staff, &hearing.application, sam, "Toch.").await.assert_refused(&["NOT_IN_EVALUATION", "ALREADY_CONSOLIDATED"]);
        let dissolve = json!({ "applicationId": hearing.application, "reason": "Toch." });
        house.act(hearing.staff, "dissolvePanel", dissolve, "application { id }").await.assert_refused(&["ALREADY_AGREED"]);
        assert_eq!(Stored::read(&house).await.faults(), Vec::<String>::new());
    }

    async fn a_panel_is_named_by_staff_once_all_have_handed_in(house) {
        let hearing = house.hearing().await;
        let (admin, service) = (house.admin().await, house.service().await);
        let [(nadia, mine), (sam, hers)] = two(&house, &hearing).await;
        house.scored(nadia, &mine, [5; 8]).await;
        submit(&house, nadia, &mine, 1).await.done();
        name(&house, hearing.staff, &hearing.application, sam, " ").await.assert_refused(&["EVALUATIONS_MISSING", "NOT_ON_PANEL", "REASON_MISSING"]);
        name(&house, hearing.staff, &hearing.other, sam, "x").await.assert_refused(&["NOT_IN_EVALUATION", "EVALUATIONS_MISSING", "NOT_ON_PANEL"]);
        name(&house, hearing.german_staff, &hearing.application, nadia, "x").await.assert_error("NOT_FOUND");
        for who in [nadia, hearing.teacher, admin, service] {
            name(&house, who, &hearing.application, nadia, "x").await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<panel::Entity>().await, 0);
        house.scored(sam, &hers, [2; 8]).await;
        submit(&house, sam, &hers, 1).await.done();
        name(&house, hearing.staff, &hearing.application, nadia, "Overleg.").await.done();
        // Another is named: what was proposed before is gone.
        propose(&house, nadia, &hearing.application, 1, centi([350; 8])).await.done();
        name(&house, hearing.staff, &hearing.application, sam, "Zij is ziek.").await.done();
        assert_eq!(house.count::<panel_score::Entity>().await + house.count::<panel_answer::Entity>().await, 0);
        assert_eq!(panel_of(&house, sam, &hearing.application).await["isConsolidator"], true);
        propose(&house, nadia, &hearing.application, 3, centi([350; 8])).await.assert_error("NOT_FOUND");
        propose(&house, sam, &hearing.application, 3, centi([350; 8])).await.done();
        let stranger = house.juror(&hearing, "Els Maes").await;
        agree(&house, stranger, &hearing.application, 4, None).await.assert_error("NOT_FOUND");
        assert_eq!(house.ask(stranger, "{ panels { totalCount } }", json!({})).await.number_at("/panels/totalCount"), 0);
        for who in [hearing.staff, hearing.teacher, admin, service] {
            propose(&house, who, &hearing.application, 4, centi([350; 8])).await.assert_error("FORBIDDEN");
            agree(&house, who, &hearing.application, 4, None).await.assert_error("FORBIDDEN");
        }
        let dissolve = |reason: &str| json!({ "applicationId": hearing.application, "reason": reason });
        house.act(hearing.german_staff, "dissolvePanel", dissolve("x"), "application { id }").await.assert_error("NOT_FOUND");
        house.act(sam, "dissolvePanel", dissolve("x"), "application { id }").await.assert_error("FORBIDDEN");
        house.act(hearing.staff, "dissolvePanel", dissolve(" "), "application { id }").await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(house.count::<panel::Entity>().await, 1);
        house.act(hearing.staff, "dissolvePanel", dissolve("Het lukt niet."), "application { id }").await.done();
        house.act(hearing.staff, "dissolvePanel", dissolve("x"), "application { id }").await.assert_refused(&["NO_PANEL"]);
        assert_eq!(house.count::<panel::Entity>().await + house.count::<panel_score::Entity>().await, 0);
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
    }

    async fn a_proposal_has_every_score_between_those_of_the_jurors(house) {
        let hearing = house.hearing().await;
        let [(nadia, _), (sam, _)] = differing(&house, &hearing).await;
        name(&house, hearing.staff, &hearing.application, nadia, "Overleg.").await.done();
        let scores = json!([
            { "criterionCode": "C1", "score": "1.75" }, { "criterionCode": "C2", "score": "5.50" }, { "criterionCode": "C3", "score": "3.40" },
            { "criterionCode": "C4", "score": "2.00" }, { "criterionCode": "C4", "score": "5.00" }, { "criterionCode": "C9", "score": "3.00" },
            { "criterionCode": "C5", "score": "3.00" }, { "criterionCode": "G1", "score": "3.00" }, { "criterionCode": "G2", "score": "3.00" },
        ]);
        let input = json!({ "applicationId": hearing.application, "expectedVersion": 1, "scores": scores, "comment": " " });
        house.act(nadia, "proposePanelResult", input, PANEL).await.assert_refused(&[
            "COMMENT_MISSING", "SCORE_NOT_HALF", "SCORE_OUTSIDE_PANEL", "SCORE_OUTSIDE_PANEL", "SCORE_NOT_HALF", "CRITERION_TWICE", "UNKNOWN_CRITERION", "SCORE_MISSING",
        ]);
        propose(&house, nadia, &hearing.application, 2, centi([350; 8])).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.count::<panel_score::Entity>().await, 0);
        // The database keeps to it too.
        propose(&house, nadia, &hearing.application, 1, centi([350; 8])).await.done();
        for (sql, rule) in [
            ("UPDATE panel_score SET score_centi = 550", "panel_score_between_jurors"),
            ("UPDATE panel SET state = 'AGREED'", "panel_agrees_as_one"),
            ("UPDATE consolidation SET method = 'PANEL'", "panel_result_is_agreed"),
        ] {
            let error = house.db.connection().execute_unprepared(sql).await.unwrap_err();
            assert!(error.to_string().contains(rule), "{error}");
        }
        agree(&house, sam, &hearing.application, 2, None).await.done();
        let error = house.db.connection().execute_unprepared("UPDATE consolidation_score SET score_centi = 400").await.unwrap_err();
        assert!(error.to_string().contains("panel_result_as_agreed"), "{error}");
        // A key repeats nothing.
        let input = json!({ "applicationId": hearing.application, "expectedVersion": 3, "hasAgreed": true, "idempotencyKey": "p1" });
        house.act(sam, "answerPanelResult", input, PANEL).await.assert_refused(&["ALREADY_AGREED"]);
    }

    async fn a_panel_falls_with_an_evaluation_and_begins_anew_with_another(house) {
        let hearing = house.hearing().await;
        let [(nadia, mine), (sam, hers)] = differing(&house, &hearing).await;
        name(&house, hearing.staff, &hearing.application, nadia, "Overleg.").await.done();
        propose(&house, nadia, &hearing.application, 1, centi([350; 8])).await.done();
        // A third juror is asked all the same: nothing is agreed without her.
        let third = house.juror(&hearing, "Jan Smet").await;
        let assignment = house.accepted(hearing.staff, third, &hearing.application).await;
        agree(&house, sam, &hearing.application, 2, None).await.assert_refused(&["EVALUATIONS_MISSING"]);
        propose(&house, nadia, &hearing.application, 2, centi([350; 8])).await.assert_refused(&["EVALUATIONS_MISSING"]);
        house.scored(third, &assignment, [4; 8]).await;
        submit(&house, third, &assignment, 1).await.done();
        let anew = panel_of(&house, third, &hearing.application).await;
        assert_eq!((&anew["status"], &anew["scores"], &anew["version"]), (&json!("OPEN"), &json!([]), &json!(3)));
        propose(&house, nadia, &hearing.application, 3, centi([350; 8])).await.done();
        agree(&house, sam, &hearing.application, 4, None).await.done();
        // Given back, an evaluation takes the panel with it.
        let id = stored(&house, &hers).await.id.to_string();
        reopen(&house, hearing.staff, &id, 2, "Verkeerd dossier.").await.done();
        assert_eq!(house.count::<panel::Entity>().await + house.count::<panel_answer::Entity>().await, 0);
        submit(&house, sam, &hers, 3).await.done();
        name(&house, hearing.staff, &hearing.application, sam, "Overleg.").await.done();
        propose(&house, sam, &hearing.application, 1, centi([300; 8])).await.done();
        agree(&house, nadia, &hearing.application, 2, None).await.done();
        agree(&house, third, &hearing.application, 2, None).await.done();
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::Evaluated));
        // So does a conflict that is found when all had agreed.
        conflict(&house, &hearing, nadia).await;
        assert_eq!(stored(&house, &mine).await.state, EvaluationStatus::Void);
        assert_eq!(stage(&house, &hearing.application).await, Some(ApplicationStage::InEvaluation));
        assert_eq!(house.count::<panel::Entity>().await + house.count::<panel_score::Entity>().await + house.count::<consolidation::Entity>().await, 0);
        agree(&house, third, &hearing.application, 3, None).await.assert_error("NOT_FOUND");
    }

    async fn every_number_of_a_result_follows_from_the_scores(house) {
        let hearing = house.hearing().await;
        let [(nadia, _), (sam, _)] = differing(&house, &hearing).await;
        let third = house.juror(&hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [4, 3, 4, 5, 4, 4, 4, 4]).await;
        consolidate(&house, hearing.staff, &[&hearing.application]).await.done();
        for (juror, scores) in [(nadia, [4; 8]), (sam, [3, 4, 4, 4, 5, 4, 3, 4])] {
            house.evaluated(hearing.staff, juror, &hearing.other, scores).await;
        }
        consolidate(&house, hearing.staff, &[&hearing.other]).await.done();
        // The third application is in German.
        house.db.connection().execute_unprepared("UPDATE juror SET languages = '[\"nl\",\"de\"]'").await.unwrap();
        for (juror, scores) in [(nadia, [5; 8]), (sam, [2, 3, 2, 3, 2, 3, 3, 3])] {
            house.evaluated(hearing.german_staff, juror, &hearing.german, scores).await;
        }
        name(&house, hearing.german_staff, &hearing.german, sam, "Overleg.").await.done();
        propose(&house, sam, &hearing.german, 1, centi([450, 300, 350, 400, 350, 300, 500, 300])).await.done();
        agree(&house, nadia, &hearing.german, 2, None).await.done();
        let mut stored = Stored::read(&house).await;
        let methods: BTreeSet<_> = stored.results.iter().map(|result| result.method).collect();
        assert_eq!(methods.len(), 3, "a mean, the closest two, a panel");
        assert_eq!(stored.faults(), Vec::<String>::new());
        // A score that is not the one it was is found, whichever it is.
        let weighs = |id: CriterionId, items: &[criterion::Model]| items.iter().any(|item| item.id == id && item.gate_of_id.is_none());
        for at in 0..stored.given.len() {
            let score = stored.given[at].score;
            stored.given[at].score = score.map(|score| if score > 2 { score - 1 } else { score + 1 });
            assert!(!stored.faults().is_empty() || !weighs(stored.given[at].criterion_id, &stored.items));
            stored.given[at].score = score;
        }
        for at in 0..stored.merged.len() {
            stored.merged[at].score_centi += 1;
            assert!(!stored.faults().is_empty());
            stored.merged[at].score_centi -= 1;
            stored.merged[at].score_sixtieths += 1;
            assert!(!stored.faults().is_empty());
            stored.merged[at].score_sixtieths -= 1;
        }
        for at in 0..stored.results.len() {
            let whole = stored.results[at].clone();
            for wrong in [
                consolidation::Model { total_centi: whole.total_centi.map(|total| total + 1), ..whole.clone() },
                consolidation::Model { total_sixtieths: whole.total_sixtieths.map(|total| total + 1), ..whole.clone() },
                consolidation::Model { spread_centi: whole.spread_centi + 1, ..whole.clone() },
                consolidation::Model { is_discrepant: !whole.is_discrepant, ..whole.clone() },
                consolidation::Model { rank_key: String::new(), ..whole.clone() },
            ] {
                stored.results[at] = wrong;
                assert!(!stored.faults().is_empty());
            }
            stored.results[at] = whole;
        }
        assert_eq!(stored.faults(), Vec::<String>::new());
    }
}
