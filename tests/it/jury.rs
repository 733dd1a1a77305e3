//! Jurors, what keeps them away, and who judges what.

use entity::{
    assignment, conflict_of_interest,
    ids::JurorId,
    jury_membership,
    kinds::{Community, Role},
    message, user, user_role,
};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Hearing},
    trial,
};

async fn invite(house: &House, who: Person, input: Value) -> Reply {
    house.act(who, "inviteJuror", input, "juror { id name capacity languages conflicts { scope kind isHard } }").await
}

async fn assign(house: &House, who: Person, juror: Person, application: &str) -> Reply {
    let input = json!({ "applicationId": application, "jurorId": id(juror) });
    house.act(who, "assignJuror", input, "assignment { status round dueAt application { status } }").await
}

async fn respond(house: &House, who: Person, assignment: &str, answer: &str, reason: Option<&str>) -> Reply {
    let version = version(house, assignment).await;
    let input = json!({ "assignmentId": assignment, "expectedVersion": version, "answer": answer, "reason": reason });
    house.act(who, "respondToAssignment", input, "assignment { status attestedAt endedReason }").await
}

async fn conflict(house: &House, who: Person, juror: Person, what: (&str, &str)) -> Reply {
    let input = json!({ "jurorId": id(juror), what.0: what.1, "reason": "Haar broer geeft er les." });
    house.act(who, "recordConflict", input, "conflictOfInterest { id scope isHard }").await
}

async fn version(house: &House, assignment: &str) -> i32 {
    row(house, assignment).await.version
}

async fn row(house: &House, assignment: &str) -> assignment::Model {
    use sea_orm::EntityTrait;
    let id: entity::ids::AssignmentId = assignment.parse().unwrap();
    assignment::Entity::find_by_id(id).one(house.db.connection()).await.unwrap().unwrap()
}

fn id(juror: Person) -> String {
    JurorId::from(juror.id).to_string()
}

/// Everybody who seats no jury.
async fn others(house: &House, hearing: &Hearing) -> Vec<Person> {
    vec![hearing.teacher, house.admin().await, house.service().await, house.seat("Sam", &[Role::Juror], None).await]
}

trial! {
    async fn an_invited_juror_is_in_the_jury_with_what_keeps_her_away(house) {
        let hearing = house.hearing().await;
        let mut input = House::juror_input(&hearing.campaign, "Nadia Ouali");
        input["schools"] = json!([
            { "schoolId": hearing.school, "fromOn": "2019-09-01" },
            { "schoolId": hearing.abroad, "fromOn": "2010-09-01", "toOn": "2015-06-30" },
        ]);
        let reply = invite(&house, hearing.staff, input).await;
        let juror = &reply.done()["juror"];
        assert_eq!(juror["capacity"], 10, "the maximum of the campaign");
        assert_eq!(juror["languages"], json!(["nl"]));
        assert_eq!(juror["conflicts"], json!([{ "scope": "SCHOOL", "kind": "AUTO", "isHard": true }]), "the old school is too long ago");
        let query = "{ jurors { nodes { name memberships { track status } } } }";
        let jurors = house.ask(hearing.staff, query, json!({})).await;
        assert_eq!(jurors.at("/jurors/nodes"), &json!([{ "name": "Nadia Ouali", "memberships": [{ "track": "NQL", "status": "ACTIVE" }] }]));
    }

    async fn an_invitation_binds_no_account_that_works_elsewhere_or_has_an_office(house) {
        use sea_orm::EntityTrait;
        let hearing = house.hearing().await;
        let uta = user::Entity::find().all(house.db.connection()).await.unwrap().into_iter().find(|user| user.email == "uta.klein@nql.example").unwrap();
        house.admin().await;
        house.second_staff().await;
        house.seat("Nora Nergens", &[Role::Teacher], None).await;
        house.seat("Bea Beide", &[Role::Juror, Role::Admin], None).await;
        let roles = house.count::<user_role::Entity>().await;
        let written = house.written().await;
        for (email, why) in [
            ("uta.klein", "ACCOUNT_ELSEWHERE"),
            ("nora.nergens", "ACCOUNT_ELSEWHERE"),
            ("ada.beheer", "WORKS_FOR_OFFICE"),
            ("stien.vlaanderen", "WORKS_FOR_OFFICE"),
            ("bea.beide", "WORKS_FOR_OFFICE"),
        ] {
            let mut input = House::juror_input(&hearing.campaign, "x");
            input["email"] = json!(format!("{email}@nql.example"));
            input["schools"] = json!([{ "schoolId": hearing.school, "fromOn": "2020-09-01" }]);
            invite(&house, hearing.staff, input).await.assert_refused(&[why]);
        }
        assert_eq!((house.written().await, house.count::<user_role::Entity>().await), (written, roles));
        let after = user::Entity::find_by_id(uta.id).one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(after.access_version, uta.access_version, "her session goes on");
        let query = "query($id: ID!) { node(id: $id) { ... on User { name email } } }";
        let seen = house.ask(hearing.staff, query, json!({ "id": uta.id.to_string() })).await;
        assert!(!seen.text.contains("uta.klein"), "{}", seen.text);
        // Her own office invites her; from then on all offices know her as a juror.
        let mut input = House::juror_input(&hearing.campaign, "x");
        input["email"] = json!("uta.klein@nql.example");
        input["tracks"] = json!(["BELGICA"]);
        invite(&house, hearing.german_staff, input).await.done();
    }

    async fn somebody_with_an_account_keeps_it_and_becomes_a_juror_too(house) {
        let hearing = house.hearing().await;
        let elsewhere = house.school(hearing.staff, "De Klinkaert", Community::Vl).await;
        let teacher = house.teacher("Griet Roels", &elsewhere).await;
        let mut input = House::juror_input(&hearing.campaign, "x");
        input["email"] = json!("griet.roels@nql.example");
        let reply = invite(&house, hearing.staff, input).await;
        assert_eq!(reply.done()["juror"]["name"], "Griet Roels");
        assert_eq!(reply.done()["juror"]["conflicts"][0]["scope"], "SCHOOL", "where she works");
        let viewer = house.ask(teacher, "{ viewer { roles } }", json!({})).await;
        assert_eq!(viewer.at("/viewer/roles"), &json!(["JUROR", "TEACHER"]));
    }

    async fn an_invitation_is_refused_with_every_reason(house) {
        let hearing = house.hearing().await;
        let reply = invite(&house, hearing.staff, json!({
            "campaignId": hearing.campaign, "tracks": [], "name": " ", "locale": "la", "experience": "", "email": "nobody",
            "languages": ["latin"], "capacity": -1,
            "schools": [{ "schoolId": hearing.school, "fromOn": "2020-01-02", "toOn": "2020-01-01" }],
        })).await;
        reply.assert_refused(&[
            "NOT_AN_EMAIL", "NAME_MISSING", "UNKNOWN_LOCALE", "EXPERIENCE_MISSING", "LANGUAGE_MISSING", "TRACK_MISSING",
            "CAPACITY_NEGATIVE", "SCHOOL_LEFT_BEFORE_JOINED",
        ]);
        let mut applicant = House::juror_input(&hearing.campaign, "x");
        applicant["email"] = json!("lotte.verhaegen@nql.example");
        invite(&house, hearing.staff, applicant).await.assert_refused(&["JUROR_IS_APPLICANT"]);
        house.juror(&hearing, "Nadia Ouali").await;
        let again = House::juror_input(&hearing.campaign, "Nadia Ouali");
        invite(&house, hearing.staff, again).await.assert_refused(&["ALREADY_IN_JURY"]);
        assert_eq!(house.count::<jury_membership::Entity>().await, 1);
    }

    async fn only_staff_seat_a_jury(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let before = (house.count::<jury_membership::Entity>().await, house.count::<message::Entity>().await);
        for who in others(&house, &hearing).await {
            invite(&house, who, House::juror_input(&hearing.campaign, "Piet Puk")).await.assert_error("FORBIDDEN");
            assign(&house, who, juror, &hearing.application).await.assert_error("FORBIDDEN");
            conflict(&house, who, juror, ("schoolId", &hearing.school)).await.assert_error("FORBIDDEN");
        }
        assign(&house, hearing.german_staff, juror, &hearing.application).await.assert_error("NOT_FOUND");
        assert_eq!((house.count::<jury_membership::Entity>().await, house.count::<message::Entity>().await), before);
        assert_eq!(house.count::<assignment::Entity>().await, 0);
        assert_eq!(house.count::<conflict_of_interest::Entity>().await, 0);
    }

    async fn an_assigned_juror_gets_a_mail_and_the_application_is_with_the_jury(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let reply = assign(&house, hearing.staff, juror, &hearing.application).await;
        let assignment = &reply.done()["assignment"];
        assert_eq!(assignment, &json!({
            "status": "INVITED", "round": 1, "dueAt": "2026-09-15T22:00:00.000Z", "application": { "status": "IN_EVALUATION" },
        }));
        let query = "{ messages(filter: { template: { eq: ASSIGNMENT_INVITED } }) { totalCount } }";
        assert_eq!(house.ask(hearing.staff, query, json!({})).await.number_at("/messages/totalCount"), 1);
    }

    async fn an_assignment_is_refused_with_every_reason(house) {
        let hearing = house.hearing().await;
        let sam = house.juror(&hearing, "Sam Peeters").await;
        assign(&house, hearing.german_staff, sam, &hearing.german).await.assert_refused(&["LANGUAGE_MISMATCH"]);
        let mut idle = House::juror_input(&hearing.campaign, "Ida Moens");
        idle["capacity"] = json!(0);
        idle["tracks"] = json!(["BELGICA"]);
        let reply = invite(&house, hearing.staff, idle).await;
        let ida = Person { id: reply.text_at("/it/juror/id").parse::<JurorId>().unwrap().into(), role: Role::Juror };
        assign(&house, hearing.staff, ida, &hearing.application).await.assert_refused(&["LOAD_EXCEEDED", "NOT_IN_JURY"]);
        house.assignment(hearing.staff, sam, &hearing.application).await;
        assign(&house, hearing.staff, sam, &hearing.application).await.assert_refused(&["ALREADY_ASSIGNED"]);
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        house.assignment(hearing.staff, nadia, &hearing.application).await;
        let third = house.juror(&hearing, "Jan Smet").await;
        assign(&house, hearing.staff, third, &hearing.application).await.assert_refused(&["ENOUGH_JURORS"]);
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        assign(&house, hearing.staff, third, &hearing.other).await.assert_refused(&["CAMPAIGN_NOT_IN_EVALUATION"]);
        assert_eq!(house.count::<assignment::Entity>().await, 2);
    }

    async fn the_last_seat_is_given_once_when_two_ask_for_it(house) {
        let hearing = house.hearing().await;
        let (first, second) = (house.juror(&hearing, "Sam Peeters").await, house.juror(&hearing, "Nadia Ouali").await);
        let third = house.juror(&hearing, "Jan Smet").await;
        house.assignment(hearing.staff, first, &hearing.application).await;
        let (one, two) = tokio::join!(
            assign(&house, hearing.staff, second, &hearing.application),
            assign(&house, hearing.staff, third, &hearing.application),
        );
        let refused = [&one, &two].iter().filter(|reply| reply.text.contains("ENOUGH_JURORS")).count();
        assert_eq!(refused, 1, "{} {}", one.text, two.text);
        assert_eq!(house.count::<assignment::Entity>().await, 2);
    }

    async fn every_tie_keeps_a_juror_away_when_she_is_assigned(house) {
        let hearing = house.hearing().await;
        let at_school = house.juror(&hearing, "Anna School").await;
        house.works_at(at_school, &hearing.school).await;
        let at_partner = house.juror(&hearing, "Bea Partner").await;
        house.works_at(at_partner, &hearing.abroad).await;
        let recorded = house.juror(&hearing, "Cis Conflict").await;
        conflict(&house, hearing.staff, recorded, ("projectId", &hearing.project)).await.done();
        for juror in [at_school, at_partner, recorded] {
            assign(&house, hearing.staff, juror, &hearing.application).await.assert_refused(&["CONFLICT"]);
        }
        assert_eq!(house.count::<assignment::Entity>().await, 0);
        // A school that she left before the look-back period does not count, and a soft conflict is for staff to weigh.
        let mut input = House::juror_input(&hearing.campaign, "Dora Vroeger");
        input["schools"] = json!([{ "schoolId": hearing.school, "fromOn": "2010-09-01", "toOn": "2024-07-01" }]);
        let reply = invite(&house, hearing.staff, input).await;
        let left = Person { id: reply.text_at("/it/juror/id").parse::<JurorId>().unwrap().into(), role: Role::Juror };
        let input = json!({ "jurorId": id(left), "teacherId": hearing.teacher.id.to_string(), "isHard": false, "reason": "Kennis." });
        house.act(hearing.staff, "recordConflict", input, "conflictOfInterest { id }").await.done();
        assign(&house, hearing.staff, left, &hearing.application).await.done();
    }

    async fn a_tie_that_appears_later_is_found_at_acceptance_and_hides_the_assignment_at_a_save(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.assignment(hearing.staff, juror, &hearing.application).await;
        let accepted = house.accepted(hearing.staff, juror, &hearing.other).await;
        house.works_at(juror, &hearing.abroad).await;
        respond(&house, juror, &assignment, "ACCEPT", None).await.assert_refused(&["CONFLICT"]);
        let input = json!({ "assignmentId": accepted, "scores": [{ "criterionCode": "C1", "score": 3 }] });
        house.act(juror, "saveEvaluationDraft", input, "evaluation { id }").await.assert_error("NOT_FOUND");
        assert_eq!(house.count::<entity::evaluation::Entity>().await, 0);
    }

    async fn content_opens_with_the_attestation_and_not_before(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.assignment(hearing.staff, juror, &hearing.application).await;
        let query = "query($id: ID!, $application: ID!) { assignment(id: $id) { projectTitle schoolName applicantName application { id } } application(id: $application) { id } }";
        let ids = json!({ "id": assignment, "application": hearing.application });
        let before = house.ask(juror, query, ids.clone()).await;
        assert_eq!(before.at("/assignment"), &json!({
            "projectTitle": "De bijen", "schoolName": "De Zeven Wegen", "applicantName": "Lotte Verhaegen", "application": null,
        }));
        assert_eq!(before.at("/application"), &Value::Null);
        let reply = respond(&house, juror, &assignment, "ACCEPT", None).await;
        assert_eq!(reply.done()["assignment"]["status"], "ACCEPTED");
        let after = house.ask(juror, query, ids).await;
        assert_eq!(after.text_at("/application/id"), hearing.application);
        // She reads the revision that was handed in, and no other application.
        let query = "{ applications { totalCount nodes { submittedRevision { answers { text } } } } }";
        let all = house.ask(juror, query, json!({})).await;
        assert_eq!(all.number_at("/applications/totalCount"), 1);
        assert_eq!(all.at("/applications/nodes/0/submittedRevision/answers").as_array().unwrap().len(), 5);
    }

    async fn an_answer_is_refused_where_it_does_not_fit(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let other = house.juror(&hearing, "Sam Peeters").await;
        let assignment = house.assignment(hearing.staff, juror, &hearing.application).await;
        let stale = json!({ "assignmentId": assignment, "expectedVersion": 9, "answer": "ACCEPT" });
        house.act(juror, "respondToAssignment", stale.clone(), "assignment { id }").await.assert_refused(&["VERSION_CONFLICT"]);
        respond(&house, juror, &assignment, "DECLINE", Some(" ")).await.assert_refused(&["REASON_MISSING"]);
        respond(&house, juror, &assignment, "RECUSE", None).await.assert_refused(&["REASON_MISSING"]);
        for who in [hearing.staff, hearing.teacher, house.admin().await] {
            respond(&house, who, &assignment, "ACCEPT", None).await.assert_error("FORBIDDEN");
        }
        respond(&house, other, &assignment, "ACCEPT", None).await.assert_error("NOT_FOUND");
        assert_eq!(row(&house, &assignment).await.version, 1, "nothing was written");
        respond(&house, juror, &assignment, "DECLINE", Some("Ziek.")).await.done();
        respond(&house, juror, &assignment, "ACCEPT", None).await.assert_refused(&["WRONG_STATUS"]);
        // Her seat is free again.
        house.assignment(hearing.staff, other, &hearing.application).await;
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        let late = assignment_of(&house, other).await;
        respond(&house, other, &late, "ACCEPT", None).await.assert_refused(&["EVALUATION_CLOSED"]);
        house.move_campaign(hearing.staff, "resumeEvaluation", &hearing.campaign).await;
        respond(&house, other, &late, "ACCEPT", None).await.done();
    }

    async fn an_assignment_is_taken_back_before_its_evaluation_is_in(house) {
        let hearing = house.hearing().await;
        let (juror, other) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        let revoke = |who: Person, assignment: String, version: i32, reason: &'static str| {
            let house = house.clone();
            async move {
                let input = json!({ "assignmentId": assignment, "expectedVersion": version, "reason": reason });
                house.act(who, "revokeAssignment", input, "assignment { status endedReason }").await
            }
        };
        let assignment = house.accepted(hearing.staff, juror, &hearing.application).await;
        revoke(hearing.staff, assignment.clone(), 1, "Te veel werk.").await.assert_refused(&["VERSION_CONFLICT"]);
        revoke(hearing.staff, assignment.clone(), 2, " ").await.assert_refused(&["REASON_MISSING"]);
        revoke(hearing.german_staff, assignment.clone(), 2, "x").await.assert_error("NOT_FOUND");
        revoke(juror, assignment.clone(), 2, "x").await.assert_error("FORBIDDEN");
        assert_eq!(row(&house, &assignment).await.version, 2, "nothing was written");
        let reply = revoke(hearing.staff, assignment.clone(), 2, "Te veel werk.").await;
        assert_eq!(reply.done()["assignment"], json!({ "status": "REVOKED", "endedReason": "VL: Te veel werk." }));
        let query = "query($id: ID!) { assignment(id: $id) { id } }";
        assert_eq!(house.ask(juror, query, json!({ "id": assignment })).await.at("/assignment"), &Value::Null);
        let done = house.evaluated(hearing.staff, other, &hearing.application, [4; 8]).await;
        let version = version(&house, &done).await;
        revoke(hearing.staff, done, version, "Te laat.").await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn a_juror_declares_what_keeps_her_away(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.accepted(hearing.staff, juror, &hearing.application).await;
        let declare = |input: Value| {
            let house = house.clone();
            async move { house.act(juror, "declareConflict", input, "conflictOfInterest { scope kind isHard }").await }
        };
        declare(json!({ "reason": " " })).await.assert_refused(&["REASON_MISSING", "TARGET_MISSING"]);
        let both = json!({ "reason": "x", "schoolId": hearing.school, "applicationId": hearing.application });
        declare(both).await.assert_refused(&["TARGET_MISSING"]);
        // An application she was never asked about answers like one that does not exist.
        declare(json!({ "reason": "x", "applicationId": hearing.other })).await.assert_error("NOT_FOUND");
        assert_eq!(house.count::<conflict_of_interest::Entity>().await, 0);
        let reply = declare(json!({ "reason": "Mijn zus is er directeur.", "schoolId": hearing.school })).await;
        assert_eq!(reply.done()["conflictOfInterest"], json!({ "scope": "SCHOOL", "kind": "DECLARED", "isHard": true }));
        assert_eq!(row(&house, &assignment).await.state, entity::kinds::AssignmentStatus::Recused);
        let query = "query($id: ID!) { application(id: $id) { id } }";
        assert_eq!(house.ask(juror, query, json!({ "id": hearing.application })).await.at("/application"), &Value::Null);
    }

    async fn a_withdrawn_conflict_does_not_keep_her_away_any_more(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let reply = conflict(&house, hearing.staff, juror, ("applicationId", &hearing.application)).await;
        let known = reply.text_at("/it/conflictOfInterest/id");
        assign(&house, hearing.staff, juror, &hearing.application).await.assert_refused(&["CONFLICT"]);
        let withdraw = |who: Person, reason: &'static str| {
            let (house, known) = (house.clone(), known.clone());
            async move {
                let input = json!({ "conflictOfInterestId": known, "reason": reason });
                house.act(who, "withdrawConflict", input, "conflictOfInterest { withdrawnAt }").await
            }
        };
        withdraw(hearing.staff, "").await.assert_refused(&["REASON_MISSING"]);
        withdraw(juror, "x").await.assert_error("FORBIDDEN");
        withdraw(hearing.staff, "Vergissing.").await.done();
        withdraw(hearing.staff, "Vergissing.").await.assert_refused(&["ALREADY_WITHDRAWN"]);
        assign(&house, hearing.staff, juror, &hearing.application).await.done();
    }

    async fn a_conflict_is_recorded_about_one_thing_that_exists(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let none = json!({ "jurorId": id(juror), "reason": "" });
        house.act(hearing.staff, "recordConflict", none, "conflictOfInterest { id }").await.assert_refused(&["REASON_MISSING", "TARGET_MISSING"]);
        conflict(&house, hearing.german_staff, juror, ("applicationId", &hearing.application)).await.assert_error("NOT_FOUND");
        conflict(&house, hearing.staff, juror, ("schoolId", "school_00000000000000000000000000000001")).await.assert_error("NOT_FOUND");
        conflict(&house, hearing.staff, hearing.teacher, ("schoolId", &hearing.school)).await.assert_error("NOT_FOUND");
        assert_eq!(house.count::<conflict_of_interest::Entity>().await, 0);
    }
}

/// The one assignment of a juror.
async fn assignment_of(house: &House, juror: Person) -> String {
    house.ask(juror, "{ assignments { nodes { id } } }", json!({})).await.text_at("/assignments/nodes/0/id")
}
