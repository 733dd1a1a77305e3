//! How far a word about a juror reaches: what staff say binds their own applications, and a tie closes what it is about
//! from the moment it is there, in whatever phase.

use entity::{
    application, assignment, conflict_of_interest, decision, evaluation,
    ids::{AssignmentId, JurorId, UserId},
    jury_membership,
    kinds::{ApplicationStage, AssignmentStatus, DecisionStatus, EvaluationStatus, MessageTemplate, Role},
    message,
};
use nql::{
    notification::text::{self, Frame},
    words::Language,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Hearing},
    trial,
};

fn id(juror: Person) -> String {
    JurorId::from(juror.id).to_string()
}

/// A juror who reads Dutch and German, and can judge for both communities.
async fn bilingual(house: &House, hearing: &Hearing, name: &str) -> Person {
    let mut input = House::juror_input(&hearing.campaign, name);
    input["languages"] = json!(["nl", "de"]);
    let reply = house.act(hearing.staff, "inviteJuror", input, "juror { id }").await;
    reply.done();
    Person { id: reply.text_at("/it/juror/id").parse::<JurorId>().unwrap().into(), role: Role::Juror }
}

async fn row(house: &House, assignment: &str) -> assignment::Model {
    let id: AssignmentId = assignment.parse().unwrap();
    assignment::Entity::find_by_id(id).one(house.db.connection()).await.unwrap().unwrap()
}

async fn evaluation_of(house: &House, assignment: &str) -> evaluation::Model {
    let id: AssignmentId = assignment.parse().unwrap();
    let its = evaluation::Entity::find().filter(evaluation::Column::AssignmentId.eq(id));
    its.one(house.db.connection()).await.unwrap().unwrap()
}

/// Who got a mail about a conflict in the jury, with what it says happened, in order.
async fn told(house: &House) -> Vec<(UserId, String)> {
    let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::JuryConflict));
    let mut told: Vec<(UserId, String)> = Vec::new();
    for mail in mails.all(house.db.connection()).await.unwrap() {
        for language in Language::ALL {
            let frame = Frame { name: "Els", front: "https://nql.example", link: None };
            let letter = text::write(mail.template, language, &mail.facts, frame);
            letter.unwrap_or_else(|error| panic!("in {language:?}: {error}"));
        }
        told.push((mail.recipient_id, mail.facts["case"].as_str().unwrap().to_owned()));
    }
    told.sort();
    told
}

async fn record(house: &House, who: Person, juror: Person, what: (&str, &str)) -> Reply {
    let input = json!({ "jurorId": id(juror), what.0: what.1, "reason": "Haar broer geeft er les." });
    house.act(who, "recordConflict", input, "conflictOfInterest { id recordedByCommunity communitiesToDecide }").await
}

/// A juror at work for both communities: has handed in for each. The assignments.
async fn at_work(house: &House, hearing: &Hearing, juror: Person) -> (String, String) {
    let ours = house.evaluated(hearing.staff, juror, &hearing.application, [4; 8]).await;
    let theirs = house.evaluated(hearing.german_staff, juror, &hearing.german, [4; 8]).await;
    (ours, theirs)
}

/// What a juror can read of an application and around it.
async fn reads(house: &House, juror: Person, application: &str) -> Value {
    let query = "query($id: ID!) { application(id: $id) { id teacher { name } project { title } submittedRevision { summary answers { text } links { url } } evaluations { isMine } consolidation { total } panel { status } } }";
    house.ask(juror, query, json!({ "id": application })).await.at("/application").clone()
}

trial! {
    async fn staff_of_one_community_end_nothing_of_anothers_jury_by_a_conflict(house) {
        let hearing = house.hearing().await;
        let juror = bilingual(&house, &hearing, "Nadia Ouali").await;
        let (ours, theirs) = at_work(&house, &hearing, juror).await;
        let before = (row(&house, &theirs).await, evaluation_of(&house, &theirs).await);
        // The school abroad is a partner in the projects of both.
        let reply = record(&house, hearing.staff, juror, ("schoolId", &hearing.abroad)).await;
        let conflict = reply.done()["conflictOfInterest"].clone();
        assert_eq!((&conflict["recordedByCommunity"], &conflict["communitiesToDecide"]), (&json!("VL"), &json!(["DG"])));
        assert_eq!((row(&house, &theirs).await, evaluation_of(&house, &theirs).await), before, "nothing of theirs ended");
        assert!(!reads(&house, juror, &hearing.german).await.is_null(), "it hides nothing of theirs either");
        let ended = row(&house, &ours).await;
        assert_eq!(ended.state, AssignmentStatus::Recused);
        assert_eq!(ended.ended_reason.as_deref(), Some("VL: Haar broer geeft er les."), "the reason names the office");
        assert_eq!(evaluation_of(&house, &ours).await.state, EvaluationStatus::Void);
        assert!(reads(&house, juror, &hearing.application).await.is_null());
        assert_eq!(told(&house).await, [(hearing.german_staff.id, "LEFT".to_owned())], "their staff are told");
        // It is on their list, until they record it too, or clear it.
        let list = "{ conflicts(filter: { communitiesToDecide: { eq: DG } }) { nodes { id } } }";
        let open = house.ask(hearing.german_staff, list, json!({})).await;
        assert_eq!(open.at("/conflicts/nodes"), &json!([{ "id": conflict["id"] }]));
        let find = house.act(hearing.german_staff, "jurorChoices", json!({ "applicationId": hearing.german }), "jurorChoices { jurors { juror { id } ties } }").await;
        let choices = find.done()["jurorChoices"]["jurors"].as_array().unwrap().clone();
        let hers = choices.iter().find(|choice| choice["juror"]["id"] == json!(id(juror))).unwrap();
        assert_eq!(hers["ties"], json!(["SOFT_CONFLICT"]), "for them to weigh");
        let clear = json!({ "jurorId": id(juror), "applicationId": hearing.german, "reason": "Een naamgenoot." });
        house.act(hearing.german_staff, "clearConflict", clear, "conflictClearance { id }").await.done();
        assert_eq!(house.ask(hearing.german_staff, list, json!({})).await.at("/conflicts/nodes"), &json!([]));
        record(&house, hearing.german_staff, juror, ("schoolId", &hearing.abroad)).await.done();
        assert_eq!(row(&house, &theirs).await.ended_reason.as_deref(), Some("DG: Haar broer geeft er les."));
        assert_eq!(evaluation_of(&house, &theirs).await.state, EvaluationStatus::Void);
    }

    async fn a_teacher_or_project_that_staff_do_not_see_is_not_there_for_a_conflict(house) {
        let hearing = house.hearing().await;
        let juror = bilingual(&house, &hearing, "Nadia Ouali").await;
        let (_, theirs) = at_work(&house, &hearing, juror).await;
        let id: entity::ids::ApplicationId = hearing.german.parse().unwrap();
        let hidden = application::Entity::find_by_id(id).one(house.db.connection()).await.unwrap().unwrap();
        let written = house.written().await;
        for what in [
            ("teacherId", hidden.teacher_id.to_string()),
            ("projectId", hidden.project_id.to_string()),
            ("applicationId", hearing.german.clone()),
        ] {
            record(&house, hearing.staff, juror, (what.0, &what.1)).await.assert_error("NOT_FOUND");
        }
        assert_eq!(house.written().await, written);
        assert_eq!(house.count::<conflict_of_interest::Entity>().await, 0);
        assert_eq!(row(&house, &theirs).await.state, AssignmentStatus::Submitted);
        assert_eq!(told(&house).await, []);
        record(&house, hearing.german_staff, juror, ("teacherId", &hidden.teacher_id.to_string())).await.done();
        assert_eq!(row(&house, &theirs).await.state, AssignmentStatus::Recused);
    }

    async fn staff_change_no_profile_that_another_office_keeps(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let profile = "{ jurors { nodes { version capacity languages experience absences { fromOn } } } }";
        let read = async || house.ask(hearing.staff, profile, json!({})).await.at("/jurors/nodes/0").clone();
        let before = read().await;
        let update = json!({ "jurorId": id(juror), "expectedVersion": before["version"], "capacity": 0, "languages": ["de"] });
        let away = json!({ "jurorId": id(juror), "fromOn": "2026-07-03", "toOn": "2027-06-30" });
        let written = house.written().await;
        house.act(hearing.german_staff, "updateJuror", update.clone(), "__typename").await.assert_error("FORBIDDEN");
        house.act(hearing.german_staff, "recordAbsence", away, "__typename").await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        // Asked by them too, the juror takes on as much as before.
        let mut again = House::juror_input(&hearing.campaign, "Nadia Ouali");
        again["tracks"] = json!(["BELGICA"]);
        again["languages"] = json!(["de"]);
        again["capacity"] = json!(0);
        house.act(hearing.german_staff, "inviteJuror", again, "__typename").await.done();
        assert_eq!(read().await, before);
        house.act(hearing.staff, "updateJuror", update, "__typename").await.done();
        assert_eq!(read().await["capacity"], 0);
    }

    async fn a_school_that_staff_tell_of_a_juror_binds_their_own_applications_only(house) {
        let hearing = house.hearing().await;
        let juror = bilingual(&house, &hearing, "Nadia Ouali").await;
        let (ours, theirs) = at_work(&house, &hearing, juror).await;
        let before = row(&house, &theirs).await;
        let said = json!({ "jurorId": id(juror), "school": { "schoolId": hearing.abroad, "fromOn": "2020-09-01" } });
        let selection = "juror { conflicts { scope recordedByCommunity communitiesToDecide } }";
        let reply = house.act(hearing.staff, "recordJurorSchool", said.clone(), selection).await;
        assert_eq!(reply.done()["juror"]["conflicts"], json!([{ "scope": "SCHOOL", "recordedByCommunity": "VL", "communitiesToDecide": ["DG"] }]));
        assert_eq!(row(&house, &ours).await.state, AssignmentStatus::Recused);
        // The same by inviting the juror once more, for another label.
        let mut again = House::juror_input(&hearing.campaign, "Nadia Ouali");
        again["tracks"] = json!(["BELGICA"]);
        again["languages"] = json!(["nl", "de"]);
        again["schools"] = json!([{ "schoolId": hearing.abroad, "fromOn": "2019-09-01" }]);
        house.act(hearing.staff, "inviteJuror", again, "juror { id }").await.done();
        assert_eq!(row(&house, &theirs).await, before);
        assert!(!reads(&house, juror, &hearing.german).await.is_null());
        assert_eq!(told(&house).await, [(hearing.german_staff.id, "LEFT".to_owned())], "once a day");
        let screened = house.act(hearing.german_staff, "screenConflicts", json!({ "campaignId": hearing.campaign }), "assignments { id }").await;
        assert_eq!(screened.done()["assignments"], json!([]));
        // What the juror says of it counts everywhere.
        house.act(juror, "recordJurorSchool", said, "juror { id }").await.done();
        assert_eq!(row(&house, &theirs).await.state, AssignmentStatus::Recused);
        assert!(reads(&house, juror, &hearing.german).await.is_null());
    }

    async fn a_juror_let_go_by_one_community_goes_on_for_the_other(house) {
        let hearing = house.hearing().await;
        let juror = bilingual(&house, &hearing, "Nadia Ouali").await;
        let ours = house.accepted(hearing.staff, juror, &hearing.application).await;
        let theirs = house.accepted(hearing.german_staff, juror, &hearing.german).await;
        house.scored(juror, &theirs, [4; 8]).await;
        let before = (row(&house, &theirs).await, evaluation_of(&house, &theirs).await);
        let leave = json!({ "jurorId": id(juror), "campaignId": hearing.campaign, "track": "NQL", "reason": "Ziek." });
        let left = house.act(hearing.staff, "withdrawJuror", leave.clone(), "juror { memberships { status excludedCommunities } }").await;
        assert_eq!(left.done()["juror"]["memberships"], json!([{ "status": "ACTIVE", "excludedCommunities": ["VL"] }]));
        assert_eq!((row(&house, &theirs).await, evaluation_of(&house, &theirs).await), before);
        let ended = row(&house, &ours).await;
        assert_eq!((ended.state, ended.ended_reason.as_deref()), (AssignmentStatus::Revoked, Some("VL: Ziek.")));
        assert_eq!(told(&house).await, [(hearing.german_staff.id, "LEAVES".to_owned())]);
        // For the one the juror is out, for the other the juror hands in.
        house.act(hearing.staff, "withdrawJuror", leave.clone(), "juror { id }").await.assert_refused(&["NOT_IN_JURY"]);
        let ask = json!({ "applicationId": hearing.other, "jurorId": id(juror) });
        house.act(hearing.staff, "assignJuror", ask.clone(), "assignment { id }").await.assert_refused(&["NOT_IN_JURY"]);
        let submit = json!({ "assignmentId": theirs, "expectedVersion": 1 });
        house.act(juror, "submitEvaluation", submit, "evaluation { status }").await.done();
        // Asked again, the juror judges for both; when nobody has anything left, the juror is out.
        let mut again = House::juror_input(&hearing.campaign, "Nadia Ouali");
        again["languages"] = json!(["nl", "de"]);
        house.act(hearing.staff, "inviteJuror", again, "juror { id }").await.done();
        house.act(hearing.staff, "assignJuror", ask, "assignment { id }").await.done();
        let gone = house.act(hearing.staff, "withdrawJuror", leave, "juror { memberships { status excludedCommunities } }").await;
        assert_eq!(gone.done()["juror"]["memberships"][0]["status"], "WITHDRAWN");
        assert_eq!(house.count::<jury_membership::Entity>().await, 1);
    }

    async fn who_said_so_withdraws_a_conflict_and_nobody_else(house) {
        let hearing = house.hearing().await;
        let (juror, other) = (bilingual(&house, &hearing, "Nadia Ouali").await, bilingual(&house, &hearing, "Sam Peeters").await);
        let declared = json!({ "schoolId": hearing.school, "reason": "Mijn zus werkt er." });
        let declared = house.act(juror, "declareConflict", declared, "conflictOfInterest { id recordedByCommunity }").await;
        assert_eq!(declared.done()["conflictOfInterest"]["recordedByCommunity"], Value::Null, "it counts for all");
        let declared = declared.text_at("/it/conflictOfInterest/id");
        let recorded = record(&house, hearing.german_staff, juror, ("schoolId", &hearing.abroad)).await.text_at("/it/conflictOfInterest/id");
        // That the juror worked abroad came from the juror: it is about applications of both communities.
        let said = json!({ "jurorId": id(other), "school": { "schoolId": hearing.abroad, "fromOn": "2020-09-01" } });
        let known = house.act(other, "recordJurorSchool", said, "juror { conflicts { id } }").await.text_at("/it/juror/conflicts/0/id");
        let written = house.written().await;
        let withdraw = |who: Person, conflict: &str| {
            let input = json!({ "conflictOfInterestId": conflict, "reason": "Vergissing." });
            let house = house.clone();
            async move { house.act(who, "withdrawConflict", input, "conflictOfInterest { withdrawnAt }").await }
        };
        withdraw(hearing.staff, &declared).await.assert_error("FORBIDDEN");
        withdraw(hearing.german_staff, &declared).await.assert_error("FORBIDDEN");
        withdraw(other, &declared).await.assert_error("NOT_FOUND");
        withdraw(hearing.staff, &recorded).await.assert_error("FORBIDDEN");
        withdraw(juror, &recorded).await.assert_error("FORBIDDEN");
        withdraw(hearing.staff, &known).await.assert_error("FORBIDDEN");
        withdraw(other, &known).await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        withdraw(juror, &declared).await.done();
        withdraw(hearing.german_staff, &recorded).await.done();
    }

    async fn a_juror_reads_nothing_from_the_moment_of_a_tie_and_nobody_has_to_screen(house) {
        let hearing = house.hearing().await;
        let other = house.juror(&hearing, "Sam Peeters").await;
        house.evaluated(hearing.staff, other, &hearing.application, [4; 8]).await;
        let at_school = house.juror(&hearing, "Nadia Ouali").await;
        let mine = house.evaluated(hearing.staff, at_school, &hearing.application, [4; 8]).await;
        let open = reads(&house, at_school, &hearing.application).await;
        assert_eq!(open["evaluations"].as_array().unwrap().len(), 2);
        let query = "query($id: ID!) { application(id: $id) { submittedRevision { id answers { id } links { id } } project { id } teacher { id } evaluations { id scores { id } } } }";
        let all = house.ask(at_school, query, json!({ "id": hearing.application })).await;
        let mut ids = Vec::new();
        gather(all.at("/application"), &mut ids);
        let query = "query($id: ID!) { assignment(id: $id) { evaluation { id scores { id } } } }";
        let mut own = Vec::new();
        gather(house.ask(at_school, query, json!({ "id": mine })).await.at("/assignment"), &mut own);
        assert!(own.len() == 9 && own.iter().all(|id| ids.contains(id)));
        let before = house.ask(at_school, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
        assert!(before.at("/nodes").as_array().unwrap().iter().all(|node| !node.is_null()), "{}", before.text);
        // A row in a register, and no act of the jury.
        house.works_at(at_school, &hearing.abroad).await;
        assert!(reads(&house, at_school, &hearing.application).await.is_null());
        let after = house.ask(at_school, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
        let left = after.at("/nodes").as_array().unwrap().iter().filter_map(|node| node["id"].as_str());
        let left: std::collections::BTreeSet<&str> = left.collect();
        let own: std::collections::BTreeSet<&str> = own.iter().map(String::as_str).collect();
        assert_eq!(left, own, "the juror's own words are left, and nothing else");
        let roots = house.ask(at_school, "{ applications { totalCount } projects { totalCount } }", json!({})).await;
        assert_eq!((roots.number_at("/applications/totalCount"), roots.number_at("/projects/totalCount")), (0, 0));
        let evaluations = house.ask(at_school, "{ evaluations { nodes { isMine } } }", json!({})).await;
        assert_eq!(evaluations.at("/evaluations/nodes"), &json!([{ "isMine": true }]));
        // What it is about stays, so that the juror can say so; who is not tied goes on reading.
        let list = house.ask(at_school, "{ assignments { nodes { status projectTitle application { id } } } }", json!({})).await;
        assert_eq!(list.at("/assignments/nodes"), &json!([{ "status": "SUBMITTED", "projectTitle": "De bijen", "application": null }]));
        assert_eq!(reads(&house, other, &hearing.application).await["evaluations"].as_array().unwrap().len(), 2);
        // No result is made of it.
        let input = json!({ "applicationIds": [hearing.application] });
        house.act(hearing.staff, "consolidateApplications", input, "consolidations { id }").await.assert_refused(&["JUROR_TIED"]);
        assert_eq!(house.count::<entity::consolidation::Entity>().await, 0);
    }

    async fn a_project_done_together_closes_the_application_until_it_is_cleared(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        let elsewhere = house.school(hearing.staff, "De Molen", entity::kinds::Community::Vl).await;
        house.project_together(hearing.teacher, juror, &hearing.school, &elsewhere).await;
        assert!(reads(&house, juror, &hearing.application).await.is_null());
        let clear = json!({ "jurorId": id(juror), "applicationId": hearing.application, "reason": "Eén e-mail." });
        let clearance = house.act(hearing.staff, "clearConflict", clear, "conflictClearance { id }").await.text_at("/it/conflictClearance/id");
        assert!(!reads(&house, juror, &hearing.application).await.is_null());
        let back = json!({ "conflictClearanceId": clearance, "reason": "Toch niet." });
        house.act(hearing.staff, "withdrawClearance", back, "conflictClearance { id }").await.done();
        assert!(reads(&house, juror, &hearing.application).await.is_null(), "at once");
    }

    async fn a_conflict_found_after_the_decision_voids_it_computes_again_and_tells_staff(house) {
        let decided = decided(&house, &[[5; 8], [1; 8], [5; 8]]).await;
        let Decided { hearing, second, jurors, batch, .. } = &decided;
        // Of three who judged, the third is left with the one who agreed; before, the closest two were the same.
        record(&house, hearing.staff, jurors[1].0, ("applicationId", &hearing.application)).await.done();
        assert_eq!(evaluation_of(&house, &jurors[1].1).await.state, EvaluationStatus::Void);
        let query = "query($id: ID!) { application(id: $id) { status consolidation { total method } decision { status outcome motivation ratifiedAt } feedback { approvedAt } } }";
        let now = house.ask(hearing.staff, query, json!({ "id": hearing.application })).await;
        assert_eq!(now.at("/application"), &json!({
            "status": "DECIDED", "consolidation": { "total": "25.00", "method": "AVERAGE" },
            "decision": { "status": "PROPOSED", "outcome": "AWARDED", "motivation": "", "ratifiedAt": null },
            "feedback": { "approvedAt": null },
        }));
        let mut both = vec![(hearing.staff.id, "TAKEN_BACK".to_owned()), (second.id, "TAKEN_BACK".to_owned())];
        both.sort();
        assert_eq!(told(&house).await, both);
        // What was approved are other results.
        house.publish(hearing.staff, &batch.0, batch.1).await.assert_refused(&["HASH_MISMATCH"]);
        assert_eq!(house.count::<entity::label::Entity>().await, 0);
        let row = decision_of(&house, &hearing.application).await;
        let ratify = json!({ "decisionIds": [row.id.to_string()] });
        house.act(*second, "ratifyDecisions", ratify, "decisions { id }").await.assert_refused(&["MOTIVATION_MISSING"]);
    }

    async fn a_decision_whose_result_is_gone_waits_for_another(house) {
        let decided = decided(&house, &[[4; 8], [4; 8]]).await;
        let Decided { hearing, second, jurors, .. } = &decided;
        // A tie that nobody recorded: whoever screens finds it, also now.
        house.works_at(jurors[0].0, &hearing.abroad).await;
        let screen = json!({ "campaignId": hearing.campaign });
        let none = house.act(hearing.german_staff, "screenConflicts", screen.clone(), "assignments { id }").await;
        assert_eq!(none.done()["assignments"], json!([]));
        let found = house.act(hearing.staff, "screenConflicts", screen, "assignments { status }").await;
        assert_eq!(found.done()["assignments"], json!([{ "status": "RECUSED" }]));
        let row = decision_of(&house, &hearing.application).await;
        assert_eq!((row.state, row.ratified_by_id, row.motivation.as_str()), (DecisionStatus::Proposed, None, ""));
        assert_eq!(house.count::<entity::consolidation::Entity>().await, 0);
        let (decision, version) = (row.id.to_string(), row.version);
        let again = house.save_texts(hearing.staff, &hearing.application, json!({ "motivation": "Toch." })).await;
        again.assert_refused(&["RESULT_MISSING", "WRONG_STAGE"]);
        let adjust = json!({ "decisionId": decision, "expectedVersion": version, "outcome": "NOT_AWARDED", "reason": "Zo." });
        house.act(hearing.staff, "adjustDecision", adjust, "decision { id }").await.assert_refused(&["RESULT_MISSING"]);
        let ratify = json!({ "decisionIds": [decision] });
        house.act(*second, "ratifyDecisions", ratify, "decisions { id }").await.assert_refused(&["MOTIVATION_MISSING", "RESULT_MISSING"]);
        let propose = json!({ "campaignId": hearing.campaign, "track": "NQL" });
        house.act(hearing.staff, "proposeDecisions", propose.clone(), "decisions { id }").await.assert_refused(&["RESULTS_MISSING"]);
        assert_eq!(decision_of(&house, &hearing.application).await, row, "nothing was written");
        // The jury goes on, and decides anew.
        house.move_campaign(hearing.staff, "resumeEvaluation", &hearing.campaign).await;
        let third = house.juror(hearing, "Jan Smet").await;
        house.evaluated(hearing.staff, third, &hearing.application, [1; 8]).await;
        let fourth = json!({ "applicationIds": [hearing.application] });
        let merged = house.act(hearing.staff, "consolidateApplications", fourth.clone(), "consolidations { status }").await;
        assert_eq!(merged.done()["consolidations"][0]["status"], "THIRD_JUROR");
        let last = house.juror(hearing, "Ida Moens").await;
        house.evaluated(hearing.staff, last, &hearing.application, [1; 8]).await;
        house.act(hearing.staff, "consolidateApplications", fourth, "consolidations { status }").await.done();
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        house.act(hearing.staff, "proposeDecisions", propose, "decisions { id }").await.done();
        let anew = decision_of(&house, &hearing.application).await;
        assert_eq!((anew.id, anew.state), (row.id, DecisionStatus::Proposed));
        assert_eq!(anew.outcome, entity::kinds::Outcome::NotAwarded, "by the new result");
    }

    async fn a_conflict_found_after_the_release_changes_no_result_and_tells_staff(house) {
        let decided = decided(&house, &[[4; 8], [4; 8]]).await;
        let Decided { hearing, second, jurors, batch } = &decided;
        house.publish(hearing.staff, &batch.0, batch.1).await.done();
        let before = (decision_of(&house, &hearing.application).await, evaluation_of(&house, &jurors[0].1).await);
        let recuse = json!({ "applicationId": hearing.application, "reason": "Ik herken haar." });
        house.act(jurors[0].0, "declareConflict", recuse, "conflictOfInterest { id }").await.done();
        assert_eq!((decision_of(&house, &hearing.application).await, evaluation_of(&house, &jurors[0].1).await), before);
        assert_eq!(house.count::<entity::consolidation::Entity>().await, 1);
        assert_eq!(row(&house, &jurors[0].1).await.state, AssignmentStatus::Recused, "the juror reads it no more");
        assert!(reads(&house, jurors[0].0, &hearing.application).await.is_null());
        let mut both = vec![(hearing.staff.id, "OUT".to_owned()), (second.id, "OUT".to_owned())];
        both.sort();
        assert_eq!(told(&house).await, both);
    }
}

/// Every id in an answer.
fn gather(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match inner.as_str().filter(|_| name == "id") {
                    Some(id) => ids.push(id.to_owned()),
                    None => gather(inner, ids),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
        _ => {}
    }
}

async fn decision_of(house: &House, application: &str) -> decision::Model {
    let id: entity::ids::ApplicationId = application.parse().unwrap();
    let its = decision::Entity::find().filter(decision::Column::ApplicationId.eq(id));
    its.one(house.db.connection()).await.unwrap().unwrap()
}

/// A campaign that deliberates; one application was judged, and its release is approved. The others are not admissible.
struct Decided {
    hearing: Hearing,
    second: Person,
    /// Who judged it, with the assignments.
    jurors: Vec<(Person, String)>,
    /// Id and version of the release.
    batch: (String, i64),
}

async fn decided(house: &House, sheets: &[[i32; 8]]) -> Decided {
    let hearing = house.hearing().await;
    let second = house.second_staff().await;
    for other in [&hearing.other, &hearing.german] {
        house.set_stage(other, ApplicationStage::Inadmissible).await;
    }
    let merge = json!({ "applicationIds": [hearing.application] });
    let mut jurors = Vec::new();
    for (place, sheet) in sheets.iter().enumerate() {
        let juror = house.juror(&hearing, ["Nadia Ouali", "Sam Peeters", "Els Wouters"][place]).await;
        let assignment = house.evaluated(hearing.staff, juror, &hearing.application, *sheet).await;
        jurors.push((juror, assignment));
        if place > 0 {
            house.act(hearing.staff, "consolidateApplications", merge.clone(), "consolidations { id }").await.done();
        }
    }
    house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
    let track = json!({ "campaignId": hearing.campaign, "track": "NQL" });
    house.act(hearing.staff, "proposeDecisions", track, "decisions { id }").await.done();
    for (application, staff, confirms) in [
        (&hearing.application, hearing.staff, second),
        (&hearing.other, hearing.staff, second),
        (&hearing.german, hearing.german_staff, hearing.german_staff),
    ] {
        let row = decision_of(house, application).await;
        house.write_texts(staff, application).await;
        let input = json!({ "decisionIds": [row.id.to_string()] });
        house.act(confirms, "ratifyDecisions", input, "decisions { id }").await.done();
    }
    let unit = crate::support::given::unit(&hearing.campaign, entity::kinds::Track::Nql, "VL");
    let batch = house.approved(hearing.staff, second, unit).await;
    Decided { hearing, second, jurors, batch }
}
