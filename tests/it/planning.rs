//! Plans of who judges what: worked out, looked at, carried out, and mended when somebody drops out.

use entity::{
    assignment, assignment_plan, conflict_clearance, evaluation,
    ids::JurorId,
    kinds::{AssignmentPlanStatus, AssignmentStatus, Community, EvaluationStatus, Role},
    message, planned_pair,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Hearing},
    trial,
};

const PLAN: &str = "assignmentPlan { id status isProposal hash failure version done steps pairs { isNew isFixed costs application { id } juror { id name } } }";

async fn simulate(house: &House, who: Person, hearing: &Hearing, more: Value) -> Reply {
    let mut input = json!({ "campaignId": hearing.campaign, "track": "NQL" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    house.act(who, "simulateAssignment", input, PLAN).await
}

/// A plan that was asked for and worked out.
async fn planned(house: &House, hearing: &Hearing, more: Value) -> Value {
    let id = simulate(house, hearing.staff, hearing, more).await.done()["assignmentPlan"]["id"].clone();
    house.plan_all().await;
    plan(house, hearing.staff, &id).await
}

async fn plan(house: &House, who: Person, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ {} }}", PLAN.replacen("assignmentPlan", "assignmentPlan(id: $id)", 1));
    house.ask(who, &query, json!({ "id": id })).await.at("/assignmentPlan").clone()
}

/// The proposals that the system made by itself and that can be committed, worked out.
async fn proposals(house: &House, staff: Person) -> Vec<Value> {
    house.plan_all().await;
    let query = format!(
        "{{ assignmentPlans(filter: {{ status: {{ eq: READY }} }}) {{ nodes {{ {} }} }} }}",
        PLAN.trim_start_matches("assignmentPlan {").trim_end_matches('}')
    );
    let plans = house.ask(staff, &query, json!({})).await;
    let all = plans.at("/assignmentPlans/nodes").as_array().unwrap().clone();
    all.into_iter().filter(|plan| plan["isProposal"] == true).collect()
}

async fn commit(house: &House, who: Person, plan: &Value) -> Reply {
    let input =
        json!({ "assignmentPlanId": plan["id"], "expectedVersion": plan["version"], "expectedHash": plan["hash"] });
    house.act(who, "commitAssignmentPlan", input, PLAN).await
}

async fn inspect(house: &House, who: Person, plan: &Value) -> Reply {
    let selection = "assignmentPlanInspection { status isCurrent isProven levels { name cost isProven } groups { id } linkStrength wishesMet wishes \
        loads { juror { id } planned begun elsewhere maximumApplications } cuts { kind applications { id } jurors { id } needed available message } \
        remedies { steps { kind juror { id } applications { id } applicationCount } } }";
    house.act(who, "assignmentPlanInspection", json!({ "assignmentPlanId": plan["id"] }), selection).await
}

async fn explain(house: &House, who: Person, plan: &Value, application: &str, juror: Person) -> Reply {
    let input = json!({ "assignmentPlanId": plan["id"], "applicationId": application, "jurorId": id(juror) });
    let selection = "assignmentExplanation { verdict ties isLanguageKnown isInJury parts { name cost } gainWithMoreRoom { name cost } \
        oppositeCosts { name cost } moves { application { id } from { id } to { id } } }";
    house.act(who, "assignmentExplanation", input, selection).await
}

fn id(juror: Person) -> String {
    JurorId::from(juror.id).to_string()
}

async fn assignments(house: &House) -> Vec<assignment::Model> {
    assignment::Entity::find().all(house.db.connection()).await.unwrap()
}

async fn live(house: &House, application: &str) -> Vec<JurorId> {
    let over = [AssignmentStatus::Declined, AssignmentStatus::Recused, AssignmentStatus::Revoked];
    let all = assignments(house).await.into_iter();
    let its = all.filter(|row| row.application_id.to_string() == application && !over.contains(&row.state));
    let mut jurors: Vec<JurorId> = its.map(|row| row.juror_id).collect();
    jurors.sort();
    jurors
}

/// A hearing with so many jurors.
async fn jury(house: &House, names: &[&str]) -> (Hearing, Vec<Person>) {
    let hearing = house.hearing().await;
    let mut jurors = Vec::new();
    for name in names {
        jurors.push(house.juror(&hearing, name).await);
    }
    (hearing, jurors)
}

async fn respond(house: &House, juror: Person, answer: &str, reason: Option<&str>) -> Reply {
    let query =
        "{ assignments(filter: { status: { in: [INVITED, ACCEPTED, IN_PROGRESS] } }) { nodes { id version } } }";
    let hers = house.ask(juror, query, json!({})).await;
    let first = hers.at("/assignments/nodes/0").clone();
    let input =
        json!({ "assignmentId": first["id"], "expectedVersion": first["version"], "answer": answer, "reason": reason });
    house
        .act(juror, "respondToAssignment", input, "assignment { id status isUnableToJudge version application { id } }")
        .await
}

trial! {
    async fn a_plan_is_worked_out_looked_at_and_carried_out(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        let before = house.count::<message::Entity>().await;
        let asked = simulate(&house, hearing.staff, &hearing, json!({})).await;
        assert_eq!(asked.done()["assignmentPlan"]["status"], "QUEUED");
        assert_eq!(asked.done()["assignmentPlan"]["pairs"], json!([]));
        house.plan_all().await;
        let ready = plan(&house, hearing.staff, &asked.done()["assignmentPlan"]["id"]).await;
        assert_eq!((&ready["status"], &ready["done"]), (&json!("READY"), &ready["steps"]), "{ready}");
        let pairs = ready["pairs"].as_array().unwrap();
        assert_eq!(pairs.len(), 4, "two jurors for each of the two Flemish applications");
        assert!(pairs.iter().all(|pair| pair["isNew"] == true && pair["isFixed"] == false));
        assert_eq!(house.count::<assignment::Entity>().await, 0, "nobody is asked yet");
        assert_eq!(house.count::<message::Entity>().await, before);
        let inspection = inspect(&house, hearing.staff, &ready).await.done()["assignmentPlanInspection"].clone();
        assert_eq!((&inspection["isCurrent"], &inspection["isProven"]), (&json!(true), &json!(true)));
        let names: Vec<&str> = inspection["levels"].as_array().unwrap().iter().map(|level| level["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["school level", "subject", "load", "repeated juror pairs"]);
        assert_eq!(inspection["levels"][2]["cost"], 6, "loads of 2, 1 and 1: as even as can be");
        assert_eq!(inspection["groups"].as_array().unwrap().len(), 1, "all jurors are linked");
        let loads = inspection["loads"].as_array().unwrap();
        assert_eq!(loads.iter().map(|load| load["planned"].as_i64().unwrap()).sum::<i64>(), 4);
        assert!(loads.iter().all(|load| load["maximumApplications"] == 10));
        let done = commit(&house, hearing.staff, &ready).await;
        assert_eq!(done.done()["assignmentPlan"]["status"], "COMMITTED");
        for application in [&hearing.application, &hearing.other] {
            assert_eq!(live(&house, application).await.len(), 2);
        }
        assert_eq!(live(&house, &hearing.german).await.len(), 0, "of another community");
        let query = "{ messages(filter: { template: { eq: ASSIGNMENT_INVITED } }) { totalCount } }";
        assert_eq!(house.ask(hearing.staff, query, json!({})).await.number_at("/messages/totalCount"), 3, "a mail for each juror");
        let status = "query($id: ID!) { application(id: $id) { status } }";
        let status = house.ask(hearing.staff, status, json!({ "id": hearing.application })).await;
        assert_eq!(status.text_at("/application/status"), "IN_EVALUATION");
        commit(&house, hearing.staff, &done.done()["assignmentPlan"]).await.assert_refused(&["WRONG_STATUS"]);
        assert_eq!(house.count::<assignment::Entity>().await, 4);
        respond(&house, jurors[0], "ACCEPT", None).await.done();
    }

    async fn the_same_input_and_seed_give_the_same_hash_and_another_seed_may_not(house) {
        let (hearing, _) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet", "Ida Moens", "Bea Claes"]).await;
        let first = planned(&house, &hearing, json!({})).await;
        let second = planned(&house, &hearing, json!({})).await;
        assert_eq!(first["hash"], second["hash"]);
        let mut hashes = std::collections::BTreeSet::new();
        for seed in 1..6 {
            hashes.insert(planned(&house, &hearing, json!({ "seed": seed })).await["hash"].to_string());
        }
        assert!(hashes.len() > 1, "several plans are as good");
        let other = planned(&house, &hearing, json!({ "seed": 9, "projectWish": "DIFFERENT" })).await;
        let input = json!({ "assignmentPlanId": first["id"], "otherAssignmentPlanId": other["id"] });
        let selection = "assignmentPlanComparison { isSameInput shared onlyFirst { application { id } juror { id } } onlySecond { juror { id } } levels { name first second } }";
        let compared = house.act(hearing.staff, "assignmentPlanComparison", input, selection).await;
        let compared = compared.done()["assignmentPlanComparison"].clone();
        assert_eq!(compared["isSameInput"], false, "a wish is part of the input");
        let count = |list: &str| i64::try_from(compared[list].as_array().unwrap().len()).unwrap();
        assert_eq!(compared["shared"].as_i64().unwrap() + count("onlyFirst"), 4);
        assert_eq!(count("onlyFirst"), count("onlySecond"));
    }

    async fn an_application_that_is_the_callers_own_by_now_is_not_shown(house) {
        let (hearing, _) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        let first = planned(&house, &hearing, json!({})).await;
        house.juror(&hearing, "Jan Smet").await;
        let other = planned(&house, &hearing, json!({})).await;
        let compare = async || {
            let input = json!({ "assignmentPlanId": first["id"], "otherAssignmentPlanId": other["id"] });
            let selection = "assignmentPlanComparison { onlySecond { application { id school { id } } juror { name } } }";
            house.act(hearing.staff, "assignmentPlanComparison", input, selection).await
        };
        let before = compare().await;
        let pairs = before.done()["assignmentPlanComparison"]["onlySecond"].as_array().unwrap();
        assert!(!pairs.is_empty() && pairs.iter().all(|pair| pair["juror"]["name"] == "Jan Smet"), "{}", before.text);
        for pair in pairs {
            house.works_at(hearing.staff, pair["application"]["school"]["id"].as_str().unwrap()).await;
        }
        let after = compare().await;
        assert_eq!(after.done()["assignmentPlanComparison"]["onlySecond"], json!([]));
        assert!(!after.text.contains(&hearing.application) && !after.text.contains(&hearing.other));
    }

    async fn only_staff_of_the_community_plan_and_nobody_else_learns_of_it(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        let ready = planned(&house, &hearing, json!({})).await;
        let others = [hearing.teacher, jurors[0], house.admin().await, house.service().await];
        for who in others {
            simulate(&house, who, &hearing, json!({})).await.assert_error("FORBIDDEN");
            commit(&house, who, &ready).await.assert_error("FORBIDDEN");
            inspect(&house, who, &ready).await.assert_error("FORBIDDEN");
            explain(&house, who, &ready, &hearing.application, jurors[0]).await.assert_error("FORBIDDEN");
            let input = json!({ "applicationId": hearing.application });
            house.act(who, "jurorChoices", input, "jurorChoices { jurors { juror { id } } }").await.assert_error("FORBIDDEN");
            let reply = house.ask(who, "{ assignmentPlans { totalCount } }", json!({})).await;
            assert!(reply.text.contains("\"errors\""), "{}", reply.text);
            let node = house.ask(who, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": ready["id"] })).await;
            assert_eq!(node.at("/node"), &Value::Null);
        }
        commit(&house, hearing.german_staff, &ready).await.assert_error("NOT_FOUND");
        inspect(&house, hearing.german_staff, &ready).await.assert_error("NOT_FOUND");
        explain(&house, hearing.german_staff, &ready, &hearing.application, jurors[0]).await.assert_error("NOT_FOUND");
        assert_eq!(plan(&house, hearing.german_staff, &ready["id"]).await, Value::Null);
        let input = json!({ "assignmentPlanId": ready["id"], "expectedVersion": ready["version"] });
        house.act(hearing.german_staff, "cancelAssignmentPlan", input, "assignmentPlan { id }").await.assert_error("NOT_FOUND");
        assert_eq!(house.count::<assignment::Entity>().await, 0);
        assert_eq!(house.count::<assignment_plan::Entity>().await, 1);
    }

    async fn a_plan_is_refused_with_every_reason(house) {
        let hearing = house.hearing().await;
        let odd = json!({ "seed": -1, "minimumPerJuror": -1, "dueOn": "2026-01-01" });
        simulate(&house, hearing.staff, &hearing, odd).await.assert_refused(&["NUMBER_NEGATIVE", "DUE_IN_PAST"]);
        let none = json!({ "track": "BELGICA" });
        simulate(&house, hearing.staff, &hearing, none).await.assert_refused(&["NOTHING_TO_PLAN"]);
        for _ in 0..5 {
            simulate(&house, hearing.staff, &hearing, json!({})).await.done();
        }
        simulate(&house, hearing.staff, &hearing, json!({})).await.assert_refused(&["TOO_MANY_WAITING"]);
        house.plan_all().await;
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        simulate(&house, hearing.staff, &hearing, json!({})).await.assert_refused(&["CAMPAIGN_NOT_READY"]);
    }

    async fn what_cannot_be_planned_is_named_with_what_would_help(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        for (who, capacity) in [(jurors[0], 1), (jurors[1], 10)] {
            let input = json!({ "jurorId": id(who), "expectedVersion": 1, "capacity": capacity });
            house.act(hearing.staff, "updateJuror", input, "juror { capacity }").await.done();
        }
        let impossible = planned(&house, &hearing, json!({})).await;
        assert_eq!((&impossible["status"], &impossible["hash"]), (&json!("IMPOSSIBLE"), &Value::Null));
        let inspection = inspect(&house, hearing.staff, &impossible).await.done()["assignmentPlanInspection"].clone();
        let cut = &inspection["cuts"][0];
        assert_eq!(cut["kind"], "SEATS");
        assert_eq!(cut["message"], "deze aanvragen (2) hebben plaatsen (2) nodig die alleen deze juryleden (1) kunnen geven; vrij zijn er 1");
        assert_eq!((&cut["needed"], &cut["available"]), (&json!(2), &json!(1)));
        assert_eq!(cut["jurors"], json!([{ "id": id(jurors[0]) }]), "the other one takes both, and each needs a second");
        let steps = inspection["remedies"].as_array().unwrap().iter().flat_map(|remedy| remedy["steps"].as_array().unwrap().clone());
        let raise = steps.into_iter().find(|step| step["kind"] == "RAISE_CAPACITY").unwrap();
        assert_eq!((&raise["juror"]["id"], &raise["applicationCount"]), (&json!(id(jurors[0])), &json!(1)));
        commit(&house, hearing.staff, &impossible).await.assert_error("BAD_USER_INPUT");
        assert_eq!(house.count::<assignment::Entity>().await, 0);
        assert_eq!(house.count::<planned_pair::Entity>().await, 0);
    }

    async fn a_plan_is_not_carried_out_when_what_it_rests_on_has_changed(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        let ready = planned(&house, &hearing, json!({})).await;
        let mut other = ready.clone();
        other["hash"] = json!("00");
        commit(&house, hearing.staff, &other).await.assert_refused(&["HASH_MISMATCH"]);
        other["version"] = json!(1);
        commit(&house, hearing.staff, &other).await.assert_refused(&["VERSION_CONFLICT", "HASH_MISMATCH"]);
        let input = json!({ "jurorId": id(jurors[2]), "applicationId": hearing.application, "reason": "Vriend." });
        house.act(hearing.staff, "recordConflict", input, "conflictOfInterest { id }").await.done();
        commit(&house, hearing.staff, &ready).await.assert_refused(&["PLAN_STALE"]);
        explain(&house, hearing.staff, &ready, &hearing.application, jurors[0]).await.assert_refused(&["PLAN_STALE"]);
        let inspection = inspect(&house, hearing.staff, &ready).await.done()["assignmentPlanInspection"].clone();
        assert_eq!((&inspection["isCurrent"], &inspection["isProven"]), (&json!(false), &Value::Null));
        assert_eq!(house.count::<assignment::Entity>().await, 0);
        let again = planned(&house, &hearing, json!({})).await;
        commit(&house, hearing.staff, &again).await.done();
        assert!(!live(&house, &hearing.application).await.contains(&jurors[2].id.into()));
    }

    async fn a_plan_says_why_a_juror_is_in_it_and_why_another_is_not(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet", "Ida Moens"]).await;
        let (at_school, noted) = (jurors[2], jurors[3]);
        house.works_at(at_school, &hearing.school).await;
        let input = json!({ "jurorId": id(noted), "applicationId": hearing.application, "isHard": false, "reason": "Buren." });
        house.act(hearing.staff, "recordConflict", input, "conflictOfInterest { id }").await.done();
        let ready = planned(&house, &hearing, json!({})).await;
        let why = explain(&house, hearing.staff, &ready, &hearing.application, jurors[0]).await;
        let why = why.done()["assignmentExplanation"].clone();
        assert_eq!((&why["verdict"], &why["ties"]), (&json!("PLANNED"), &json!([])), "{why}");
        assert_eq!(why["parts"].as_array().unwrap().len(), 4);
        assert_eq!(why["oppositeCosts"], Value::Null, "without her there is no plan: the others are tied");
        let away = explain(&house, hearing.staff, &ready, &hearing.application, at_school).await;
        assert_eq!((&away.done()["assignmentExplanation"]["verdict"], &away.done()["assignmentExplanation"]["ties"]), (&json!("NOT_ALLOWED"), &json!(["SAME_SCHOOL"])));
        let undecided = explain(&house, hearing.staff, &ready, &hearing.application, noted).await;
        assert_eq!((&undecided.done()["assignmentExplanation"]["verdict"], &undecided.done()["assignmentExplanation"]["ties"]), (&json!("NEEDS_CLEARANCE"), &json!(["SOFT_CONFLICT"])));
        let dearer = explain(&house, hearing.staff, &ready, &hearing.other, jurors[0]).await;
        let dearer = dearer.done()["assignmentExplanation"].clone();
        if dearer["verdict"] == "MORE_COSTLY" {
            assert!(!dearer["moves"].as_array().unwrap().is_empty());
        } else {
            assert_eq!(dearer["verdict"], "PLANNED");
        }
        // Staff clear what they may: then she can be planned.
        let clear = json!({ "jurorId": id(noted), "applicationId": hearing.application, "reason": "Ze groeten elkaar." });
        house.act(hearing.staff, "clearConflict", clear.clone(), "conflictClearance { reason }").await.done();
        house.act(hearing.staff, "clearConflict", clear, "conflictClearance { id }").await.assert_refused(&["ALREADY_CLEARED"]);
        let never = json!({ "jurorId": id(at_school), "applicationId": hearing.application, "reason": "Ach." });
        house.act(hearing.staff, "clearConflict", never, "conflictClearance { id }").await.assert_refused(&["NOTHING_TO_CLEAR"]);
        assert_eq!(house.count::<conflict_clearance::Entity>().await, 1);
        let cleared = planned(&house, &hearing, json!({})).await;
        let verdict = explain(&house, hearing.staff, &cleared, &hearing.application, noted).await;
        assert_ne!(verdict.done()["assignmentExplanation"]["verdict"], "NEEDS_CLEARANCE");
        assert_eq!(verdict.done()["assignmentExplanation"]["ties"], json!([]));
    }

    async fn who_says_no_is_replaced_by_the_smallest_change_and_not_asked_again(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        let ready = planned(&house, &hearing, json!({})).await;
        commit(&house, hearing.staff, &ready).await.done();
        assert_eq!(proposals(&house, hearing.staff).await.len(), 0, "nothing is to be mended");
        let of_her = |row: &assignment::Model| row.juror_id == jurors[0].id.into();
        respond(&house, jurors[0], "DECLINE", Some("Ziek.")).await.done();
        let over = assignments(&house).await.into_iter().find(|row| of_her(row) && row.state == AssignmentStatus::Declined);
        let application = over.unwrap().application_id.to_string();
        let all = proposals(&house, hearing.staff).await;
        assert_eq!(all.len(), 1);
        let repair = &all[0];
        let new: Vec<&Value> = repair["pairs"].as_array().unwrap().iter().filter(|pair| pair["isNew"] == true).collect();
        assert_eq!(new.len(), 1, "one pair changes: {repair}");
        assert_eq!(new[0]["application"]["id"], json!(application));
        assert_ne!(new[0]["juror"]["id"], json!(id(jurors[0])));
        let before = assignments(&house).await;
        commit(&house, hearing.staff, repair).await.done();
        let after = assignments(&house).await;
        assert_eq!(after.len(), before.len() + 1);
        for row in before {
            assert!(after.contains(&row), "what was there stays as it is");
        }
        assert_eq!(live(&house, &application).await.len(), 2);
    }

    async fn an_application_that_cannot_be_judged_gets_another_juror_and_the_draft_is_kept(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        let assignment = house.accepted(hearing.staff, jurors[0], &hearing.application).await;
        house.scored(jurors[0], &assignment, [3; 8]).await;
        let no = respond(&house, jurors[0], "CANNOT_JUDGE", None).await;
        no.assert_refused(&["REASON_MISSING"]);
        respond(&house, jurors[0], "DECLINE", Some("x")).await.assert_refused(&["WRONG_STATUS"]);
        let done = respond(&house, jurors[0], "CANNOT_JUDGE", Some("Het bewijs gaat niet open.")).await;
        assert_eq!((&done.done()["assignment"]["status"], &done.done()["assignment"]["isUnableToJudge"]), (&json!("DECLINED"), &json!(true)));
        let kept = evaluation::Entity::find().all(house.db.connection()).await.unwrap();
        assert_eq!((kept.len(), kept[0].state), (1, EvaluationStatus::Void), "kept, and not used");
        assert_eq!(house.count::<entity::evaluation_score::Entity>().await, 8);
        let query = "query($id: ID!) { application(id: $id) { id } }";
        let content = house.ask(jurors[0], query, json!({ "id": hearing.application })).await;
        assert_eq!(content.at("/application"), &Value::Null, "it is closed to her again");
        let all = proposals(&house, hearing.staff).await;
        commit(&house, hearing.staff, &all[0]).await.done();
        let jury = live(&house, &hearing.application).await;
        assert_eq!(jury.len(), 2);
        assert!(!jury.contains(&jurors[0].id.into()));
    }

    async fn a_late_conflict_voids_the_evaluation_and_proposes_the_smallest_repair(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        house.evaluated(hearing.staff, jurors[0], &hearing.application, [4; 8]).await;
        house.evaluated(hearing.staff, jurors[1], &hearing.application, [4; 8]).await;
        let input = json!({ "applicationIds": [hearing.application] });
        house.act(hearing.staff, "consolidateApplications", input, "consolidations { status }").await.done();
        // She turns out to have worked there all along.
        let school = json!({ "schoolId": hearing.school, "fromOn": "2020-09-01" });
        let input = json!({ "jurorId": id(jurors[0]), "school": school });
        house.act(hearing.teacher, "recordJurorSchool", input.clone(), "juror { id }").await.assert_error("FORBIDDEN");
        house.act(jurors[1], "recordJurorSchool", input.clone(), "juror { id }").await.assert_error("NOT_FOUND");
        let conflicts = house.act(jurors[0], "recordJurorSchool", input, "juror { conflicts { scope kind } }").await;
        assert_eq!(conflicts.done()["juror"]["conflicts"], json!([{ "scope": "SCHOOL", "kind": "AUTO" }]));
        let states: Vec<EvaluationStatus> =
            evaluation::Entity::find().all(house.db.connection()).await.unwrap().iter().map(|row| row.state).collect();
        assert!(states.contains(&EvaluationStatus::Void) && states.contains(&EvaluationStatus::Submitted), "{states:?}");
        assert_eq!(house.count::<entity::consolidation::Entity>().await, 0, "the result is taken back");
        let all = proposals(&house, hearing.staff).await;
        let pairs = all[0]["pairs"].as_array().unwrap();
        let of_it: Vec<&Value> = pairs.iter().filter(|pair| pair["application"]["id"] == json!(hearing.application)).collect();
        let fixed: Vec<&&Value> = of_it.iter().filter(|pair| pair["isFixed"] == true).collect();
        assert_eq!(fixed.len(), 1);
        assert_eq!(fixed[0]["juror"]["id"], json!(id(jurors[1])), "what is handed in stays");
        assert!(of_it.iter().any(|pair| pair["juror"]["id"] == json!(id(jurors[2]))));
    }

    async fn a_tie_that_came_up_unseen_is_found_by_looking_through_the_assignments(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        let begun = house.accepted(hearing.staff, jurors[0], &hearing.application).await;
        house.scored(jurors[0], &begun, [3; 8]).await;
        house.assignment(hearing.staff, jurors[1], &hearing.application).await;
        house.works_at(jurors[0], &hearing.abroad).await;
        let failed = planned(&house, &hearing, json!({})).await;
        assert_eq!(failed["status"], "FAILED");
        assert!(failed["failure"].as_str().unwrap().starts_with("juryleden beoordelen aanvragen waarmee ze verbonden zijn; roep eerst `screenConflicts` aan: application_"), "{failed}");
        let screen = |who: Person| {
            let (house, campaign) = (house.clone(), hearing.campaign.clone());
            async move { house.act(who, "screenConflicts", json!({ "campaignId": campaign }), "assignments { id status endedReason }").await }
        };
        screen(jurors[1]).await.assert_error("FORBIDDEN");
        let none = screen(hearing.german_staff).await;
        assert_eq!(none.done()["assignments"], json!([]), "of another community");
        let found = screen(hearing.staff).await;
        let ended = found.done()["assignments"].as_array().unwrap();
        assert_eq!(ended.len(), 1);
        assert_eq!((&ended[0]["id"], &ended[0]["status"]), (&json!(begun), &json!("RECUSED")));
        assert_eq!(ended[0]["endedReason"], "het jurylid werkt of werkte in een school van het project");
        let voided = evaluation::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(voided.state, EvaluationStatus::Void);
        assert_eq!(proposals(&house, hearing.staff).await.len(), 1);
        assert_eq!(screen(hearing.staff).await.done()["assignments"], json!([]), "nothing is left");
    }

    async fn a_board_and_an_earlier_project_tie_a_juror_too(house) {
        let hearing = house.hearing().await;
        let sister = house.school(hearing.staff, "De Zusterschool", Community::Vl).await;
        for school in [&sister, &hearing.school] {
            let version = house.version(hearing.staff, "school", school).await;
            let input = json!({ "schoolId": school, "expectedVersion": version, "board": "Scholengroep Noord" });
            house.act(hearing.staff, "updateSchool", input, "school { board }").await.done();
        }
        let mut input = House::juror_input(&hearing.campaign, "Nadia Ouali");
        input["schools"] = json!([{ "schoolId": sister, "fromOn": "2020-09-01" }]);
        let nadia = house.act(hearing.staff, "inviteJuror", input, "juror { id }").await.text_at("/it/juror/id");
        // A teacher who did another project with the applicant a year ago, at a school with no other tie.
        let elsewhere = house.school(hearing.staff, "De Molen", Community::Vl).await;
        let colleague = house.seat("Griet Roels", &[Role::Teacher, Role::Juror], None).await;
        house.project_together(hearing.teacher, colleague, &hearing.school, &elsewhere).await;
        let mut input = House::juror_input(&hearing.campaign, "x");
        input["email"] = json!("griet.roels@nql.example");
        let griet = house.act(hearing.staff, "inviteJuror", input, "juror { id }").await.text_at("/it/juror/id");
        let find = json!({ "applicationId": hearing.application });
        let choices = house.act(hearing.staff, "jurorChoices", find.clone(), "jurorChoices { jurors { juror { id } ties isAvailable load maximumApplications } }").await;
        let of = |reply: &Reply, juror: &str| {
            let jurors = reply.done()["jurorChoices"]["jurors"].as_array().unwrap().clone();
            jurors.into_iter().find(|choice| choice["juror"]["id"] == json!(juror)).unwrap()
        };
        let board = of(&choices, &nadia);
        assert_eq!((&board["ties"], &board["isAvailable"]), (&json!(["SAME_BOARD"]), &json!(true)), "staff decide");
        let together = of(&choices, &griet);
        assert_eq!((&together["ties"], &together["isAvailable"]), (&json!(["SHARED_PROJECT"]), &json!(false)));
        let assign = json!({ "applicationId": hearing.application, "jurorId": griet });
        house.act(hearing.staff, "assignJuror", assign.clone(), "assignment { id }").await.assert_refused(&["CONFLICT"]);
        let clear = json!({ "jurorId": griet, "applicationId": hearing.application, "reason": "Eén e-mail, jaren terug." });
        let clearance = house.act(hearing.staff, "clearConflict", clear, "conflictClearance { id }").await.text_at("/it/conflictClearance/id");
        house.act(hearing.staff, "assignJuror", assign, "assignment { id }").await.done();
        let back = json!({ "conflictClearanceId": clearance, "reason": "Toch niet." });
        house.act(hearing.german_staff, "withdrawClearance", back.clone(), "conflictClearance { id }").await.assert_error("NOT_FOUND");
        house.act(hearing.staff, "withdrawClearance", back.clone(), "conflictClearance { withdrawnAt }").await.done();
        house.act(hearing.staff, "withdrawClearance", back, "conflictClearance { id }").await.assert_refused(&["ALREADY_WITHDRAWN"]);
        let screened = house.act(hearing.staff, "screenConflicts", json!({ "campaignId": hearing.campaign }), "assignments { status }").await;
        assert_eq!(screened.done()["assignments"], json!([{ "status": "RECUSED" }]), "the tie counts again");
    }

    async fn the_database_itself_keeps_a_tied_juror_out(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        house.assignment(hearing.staff, jurors[0], &hearing.application).await;
        house.works_at(jurors[1], &hearing.abroad).await;
        let row = assignments(&house).await.remove(0);
        let tied = assignment::Model { id: house.ids.next(house.clock.now()), juror_id: jurors[1].id.into(), ..row.clone() };
        let refused = tied.into_active_model().reset_all().insert(house.db.connection()).await.unwrap_err().to_string();
        assert!(refused.contains("assignment_without_tie"), "{refused}");
        // Neither is a conflict written beside an assignment that still stands.
        let conflict = entity::conflict_of_interest::Model {
            id: house.ids.next(house.clock.now()),
            juror_id: row.juror_id,
            scope: entity::kinds::ConflictScope::Application,
            school_id: None,
            project_id: None,
            teacher_id: None,
            application_id: Some(row.application_id),
            kind: entity::kinds::ConflictKind::Staff,
            is_hard: true,
            reason: "Buren.".to_owned(),
            told_by: None,
            recorded_by_id: None,
            recorded_at: house.clock.now(),
            withdrawn_at: None,
        };
        let refused = conflict.into_active_model().reset_all().insert(house.db.connection()).await.unwrap_err().to_string();
        assert!(refused.contains("conflict_beside_assignment"), "{refused}");
    }

    async fn a_juror_keeps_her_profile_and_her_absences_count(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        let version = 1;
        let update = json!({ "jurorId": id(jurors[0]), "expectedVersion": version, "languages": ["fr", "nl"], "subjects": ["HISTORY", "ARTS", "ARTS"], "schoolLevels": ["PRIMARY"], "capacity": 4, "experience": "Directeur." });
        house.act(jurors[1], "updateJuror", update.clone(), "juror { id }").await.assert_error("NOT_FOUND");
        house.act(hearing.teacher, "updateJuror", update.clone(), "juror { id }").await.assert_error("FORBIDDEN");
        let changed = house.act(jurors[0], "updateJuror", update.clone(), "juror { languages subjects schoolLevels capacity experience }").await;
        assert_eq!(changed.done()["juror"], json!({ "languages": ["nl", "fr"], "subjects": ["ARTS", "HISTORY"], "schoolLevels": ["PRIMARY"], "capacity": 4, "experience": "Directeur." }));
        house.act(jurors[0], "updateJuror", update, "juror { id }").await.assert_refused(&["VERSION_CONFLICT"]);
        let empty = json!({ "jurorId": id(jurors[0]), "expectedVersion": version + 1, "languages": [], "capacity": -1, "experience": " " });
        house.act(jurors[0], "updateJuror", empty, "juror { id }").await.assert_refused(&["EXPERIENCE_MISSING", "LANGUAGE_MISSING", "CAPACITY_NEGATIVE"]);
        let odd = json!({ "jurorId": id(jurors[0]), "fromOn": "2026-08-02", "toOn": "2026-08-01" });
        house.act(jurors[0], "recordAbsence", odd, "juror { id }").await.assert_refused(&["ENDS_BEFORE_BEGIN"]);
        let away = json!({ "jurorId": id(jurors[0]), "fromOn": "2026-07-01", "toOn": "2026-12-31" });
        house.act(jurors[1], "recordAbsence", away.clone(), "juror { id }").await.assert_error("NOT_FOUND");
        let noted = house.act(jurors[0], "recordAbsence", away, "juror { absences { id fromOn toOn } }").await;
        let absence = noted.done()["juror"]["absences"][0].clone();
        let ready = planned(&house, &hearing, json!({})).await;
        assert!(ready["pairs"].as_array().unwrap().iter().all(|pair| pair["juror"]["id"] != json!(id(jurors[0]))), "she is away");
        house.act(jurors[1], "removeAbsence", json!({ "absenceId": absence["id"] }), "juror { id }").await.assert_error("NOT_FOUND");
        let removed = house.act(jurors[0], "removeAbsence", json!({ "absenceId": absence["id"] }), "removedId juror { absences { id } }").await;
        assert_eq!(removed.done()["removedId"], absence["id"]);
        let ready = planned(&house, &hearing, json!({})).await;
        assert!(ready["pairs"].as_array().unwrap().iter().any(|pair| pair["juror"]["id"] == json!(id(jurors[0]))));
    }

    async fn who_leaves_the_jury_leaves_what_she_handed_in(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters", "Jan Smet"]).await;
        house.evaluated(hearing.staff, jurors[0], &hearing.application, [4; 8]).await;
        let begun = house.accepted(hearing.staff, jurors[0], &hearing.other).await;
        house.scored(jurors[0], &begun, [2; 8]).await;
        let leave = json!({ "jurorId": id(jurors[0]), "campaignId": hearing.campaign, "track": "NQL", "reason": "Verhuist." });
        house.act(jurors[0], "withdrawJuror", leave.clone(), "juror { id }").await.assert_error("FORBIDDEN");
        let left = house.act(hearing.staff, "withdrawJuror", leave.clone(), "juror { memberships { status } }").await;
        assert_eq!(left.done()["juror"]["memberships"], json!([{ "status": "WITHDRAWN" }]));
        house.act(hearing.staff, "withdrawJuror", leave, "juror { id }").await.assert_refused(&["NOT_IN_JURY"]);
        let mut states: Vec<EvaluationStatus> =
            evaluation::Entity::find().all(house.db.connection()).await.unwrap().iter().map(|row| row.state).collect();
        states.sort();
        assert_eq!(states, [EvaluationStatus::Submitted, EvaluationStatus::Void]);
        assert_eq!(live(&house, &hearing.application).await, [JurorId::from(jurors[0].id)]);
        let all = proposals(&house, hearing.staff).await;
        commit(&house, hearing.staff, &all[0]).await.done();
        assert_eq!(live(&house, &hearing.application).await.len(), 2);
        assert!(!live(&house, &hearing.other).await.contains(&jurors[0].id.into()));
        // She may come back.
        house.act(hearing.staff, "inviteJuror", House::juror_input(&hearing.campaign, "Nadia Ouali"), "juror { memberships { status } }").await.done();
    }

    async fn a_plan_is_taken_back_and_one_that_was_left_is_begun_again(house) {
        let (hearing, _) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        let asked = simulate(&house, hearing.staff, &hearing, json!({})).await.done()["assignmentPlan"].clone();
        let cancel = |plan: &Value| {
            let (house, staff) = (house.clone(), hearing.staff);
            let input = json!({ "assignmentPlanId": plan["id"], "expectedVersion": plan["version"] });
            async move { house.act(staff, "cancelAssignmentPlan", input, "assignmentPlan { status }").await }
        };
        assert_eq!(cancel(&asked).await.done()["assignmentPlan"]["status"], "CANCELLED");
        cancel(&asked).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.plan_all().await, 0);
        // A planner died over this one: its lease runs out, and another begins again.
        let left = simulate(&house, hearing.staff, &hearing, json!({})).await.done()["assignmentPlan"].clone();
        let key: entity::ids::AssignmentPlanId = left["id"].as_str().unwrap().parse().unwrap();
        let row = assignment_plan::Entity::find_by_id(key).one(house.db.connection()).await.unwrap().unwrap();
        let now = house.clock.now();
        let died = assignment_plan::Model { state: AssignmentPlanStatus::Running, leased_until: Some(now + chrono::TimeDelta::seconds(30)), ..row };
        for elapsed in [-7_200, 31] {
            house.clock.set(now);
            died.clone().into_active_model().reset_all().update(house.db.connection()).await.unwrap();
            assert_eq!(house.plan_all().await, 0, "somebody has it");
            // The clock may be set back meanwhile.
            house.clock.set(now + chrono::TimeDelta::seconds(elapsed));
            assert_eq!(house.plan_all().await, 1);
        }
        let ready = plan(&house, hearing.staff, &left["id"]).await;
        assert_eq!(ready["status"], "READY");
        assert_eq!(cancel(&ready).await.done()["assignmentPlan"]["status"], "CANCELLED", "put away");
        commit(&house, hearing.staff, &plan(&house, hearing.staff, &left["id"]).await).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn jurors_are_reminded_once_for_each_step_and_once_a_day_by_hand(house) {
        let (hearing, jurors) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        house.assignment(hearing.staff, jurors[0], &hearing.application).await;
        house.evaluated(hearing.staff, jurors[1], &hearing.application, [4; 8]).await;
        let due = |house: &House| {
            let house = house.clone();
            async move { house.wait().await }
        };
        assert_eq!(due(&house).await, 0, "it is July");
        house.set_day("2026-09-01");
        assert_eq!(due(&house).await, 1, "two weeks before; who has handed in is left alone");
        assert_eq!(due(&house).await, 0);
        house.set_day("2026-09-02");
        assert_eq!(due(&house).await, 0);
        let remind = |who: Person, more: Value| {
            let house = house.clone();
            let mut input = json!({ "campaignId": hearing.campaign });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            async move { house.act(who, "remindJurors", input, "jurorReminders { queued remindedToday { id } }").await }
        };
        remind(jurors[0], json!({})).await.assert_error("FORBIDDEN");
        remind(hearing.staff, json!({ "dueWithinDays": -1 })).await.assert_refused(&["DAYS_OUT_OF_BOUNDS"]);
        assert_eq!(remind(hearing.staff, json!({ "dueWithinDays": 3 })).await.done()["jurorReminders"]["queued"], 0);
        assert_eq!(remind(hearing.staff, json!({})).await.done()["jurorReminders"], json!({ "queued": 1, "remindedToday": [] }));
        assert_eq!(remind(hearing.staff, json!({})).await.done()["jurorReminders"], json!({ "queued": 0, "remindedToday": [{ "id": id(jurors[0]) }] }));
        house.set_day("2026-09-12");
        assert_eq!(due(&house).await, 1, "three days before");
        house.set_day("2026-09-20");
        assert_eq!(due(&house).await, 1, "late");
        let query = "{ messages(filter: { template: { eq: EVALUATION_REMINDER } }) { totalCount } }";
        assert_eq!(house.ask(hearing.staff, query, json!({})).await.number_at("/messages/totalCount"), 4);
    }

    async fn a_plan_that_waited_too_long_is_put_away(house) {
        let (hearing, _) = jury(&house, &["Nadia Ouali", "Sam Peeters"]).await;
        let id = simulate(&house, hearing.staff, &hearing, json!({})).await.done()["assignmentPlan"]["id"].clone();
        let campaign = entity::campaign::ActiveModel {
            id: sea_orm::Set(hearing.campaign.parse().unwrap()),
            status: sea_orm::Set(entity::kinds::CampaignStatus::Deliberation),
            ..Default::default()
        };
        campaign.update(house.db.connection()).await.unwrap();
        house.plan_all().await;
        assert_eq!(plan(&house, hearing.staff, &id).await["status"], "CANCELLED");
        assert_eq!(house.count::<planned_pair::Entity>().await, 0);
    }
}
