//! Who works for the office judges nothing, decides on nothing of her own, and grants herself nothing.

use entity::{
    decision,
    ids::JurorId,
    jury_membership,
    kinds::{ApplicationStage, Community, Role},
    school_membership,
};
use sea_orm::{ConnectionTrait, Statement, Value as Sql};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{
        House, Person, Reply,
        given::{Hearing, on_each_criterion},
        story::behind,
    },
    trial,
};

fn as_staff(person: Person) -> Person {
    Person { role: Role::Staff, ..person }
}

async fn invite(house: &House, hearing: &Hearing, who: Person, email: &str) -> Reply {
    let mut input = House::juror_input(&hearing.campaign, "x");
    input["email"] = json!(email);
    house.act(who, "inviteJuror", input, "juror { id }").await
}

async fn change_roles(house: &House, admin: Person, user: Person, roles: &[&str]) -> Reply {
    let query = "query($id: ID!) { node(id: $id) { ... on User { version } } }";
    let version = house.ask(admin, query, json!({ "id": user.id.to_string() })).await.number_at("/node/version");
    let community = if roles.contains(&"STAFF") { json!("VL") } else { Value::Null };
    let input = json!({
        "userId": user.id.to_string(), "expectedVersion": version, "roles": roles, "community": community, "reason": "Andere taak.",
    });
    house.act(admin, "changeRoles", input, "user { roles }").await
}

async fn leave(house: &House, hearing: &Hearing, juror: Person) {
    let input = json!({
        "jurorId": JurorId::from(juror.id).to_string(), "campaignId": hearing.campaign, "track": "NQL", "reason": "Komt bij ons werken.",
    });
    house.act(hearing.staff, "withdrawJuror", input, "juror { id }").await.done();
}

/// Writes past every command, as a mistake in one of them would.
async fn write(house: &House, sql: &str, ids: &[Uuid]) -> Result<(), String> {
    let connection = house.db.connection();
    let values: Vec<Sql> = ids.iter().map(|id| Sql::from(*id)).collect();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.execute_raw(statement).await.map(drop).map_err(|error| error.to_string())
}

trial! {
    async fn staff_and_admins_are_in_no_jury_whoever_invites_them(house) {
        let hearing = house.hearing().await;
        let (second, admin) = (house.second_staff().await, house.admin().await);
        let written = house.written().await;
        // Himself, a colleague, and who runs the system.
        for email in ["staf.vlaanderen@nql.example", "stien.vlaanderen@nql.example", "ada.beheer@nql.example"] {
            invite(&house, &hearing, hearing.staff, email).await.assert_refused(&["WORKS_FOR_OFFICE"]);
        }
        invite(&house, &hearing, second, "staf.vlaanderen@nql.example").await.assert_refused(&["WORKS_FOR_OFFICE"]);
        assert_eq!(house.count::<jury_membership::Entity>().await, 0);
        assert_eq!(house.written().await, written);
        let roles = house.ask(admin, "{ viewer { roles } }", json!({})).await;
        assert_eq!(roles.at("/viewer/roles"), &json!(["ADMIN"]));
    }

    async fn a_juror_becomes_staff_after_leaving_the_jury_or_after_the_campaign(house) {
        let hearing = house.hearing().await;
        let admin = house.admin().await;
        let (nadia, sam) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        let written = house.written().await;
        change_roles(&house, admin, nadia, &["JUROR", "STAFF"]).await.assert_refused(&["SITS_IN_JURY"]);
        change_roles(&house, admin, nadia, &["ADMIN"]).await.assert_refused(&["SITS_IN_JURY"]);
        assert_eq!(house.written().await, written);
        change_roles(&house, admin, nadia, &["JUROR", "TEACHER"]).await.done();
        leave(&house, &hearing, nadia).await;
        change_roles(&house, admin, nadia, &["JUROR", "STAFF"]).await.done();
        invite(&house, &hearing, hearing.staff, "nadia.ouali@jury.example").await.assert_refused(&["WORKS_FOR_OFFICE"]);
        write(&house, "UPDATE campaign SET status = 'ARCHIVED' WHERE id = $1", &[behind(&hearing.campaign)]).await.unwrap();
        change_roles(&house, admin, sam, &["JUROR", "STAFF"]).await.done();
    }

    async fn the_database_keeps_office_and_jury_apart_whichever_is_written_first(house) {
        let hearing = house.hearing().await;
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.accepted(hearing.staff, nadia, &hearing.application).await;
        for role in ["STAFF", "ADMIN"] {
            let sql = format!("INSERT INTO user_role (user_id, role) VALUES ($1, '{role}')");
            assert!(write(&house, &sql, &[nadia.id.0]).await.unwrap_err().contains("office_beside_jury"));
        }
        // Out of the jury, and still at work.
        write(&house, "UPDATE jury_membership SET state = 'WITHDRAWN'", &[]).await.unwrap();
        let sql = "INSERT INTO user_role (user_id, role) VALUES ($1, 'STAFF')";
        assert!(write(&house, sql, &[nadia.id.0]).await.unwrap_err().contains("office_beside_jury"));
        write(&house, "UPDATE assignment SET state = 'REVOKED' WHERE id = $1", &[behind(&assignment)]).await.unwrap();
        write(&house, sql, &[nadia.id.0]).await.unwrap();
        let error = write(&house, "UPDATE jury_membership SET state = 'ACTIVE'", &[]).await.unwrap_err();
        assert!(error.contains("jury_without_office"), "{error}");
        let error = write(&house, "UPDATE assignment SET state = 'INVITED' WHERE id = $1", &[behind(&assignment)]).await.unwrap_err();
        assert!(error.contains("assignment_without_office"), "{error}");
        // Over is over.
        write(&house, "UPDATE campaign SET status = 'ARCHIVED' WHERE id = $1", &[behind(&hearing.campaign)]).await.unwrap();
        write(&house, "UPDATE jury_membership SET state = 'ACTIVE'", &[]).await.unwrap();
    }

    async fn who_evaluated_an_application_decides_nothing_on_it_as_staff_later(house) {
        let hearing = house.hearing().await;
        let (admin, second) = (house.admin().await, house.second_staff().await);
        let (staff, application) = (hearing.staff, hearing.application.as_str());
        let (nadia, sam) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        house.evaluated(staff, nadia, application, [4; 8]).await;
        house.evaluated(staff, sam, application, [4; 8]).await;
        leave(&house, &hearing, nadia).await;
        change_roles(&house, admin, nadia, &["JUROR", "STAFF"]).await.done();
        let (judge, judge_juror) = (as_staff(nadia), JurorId::from(nadia.id).to_string());
        let refused = async |mutation: &str, input: Value| {
            let written = house.written().await;
            house.act(judge, mutation, input, "__typename").await.assert_refused(&["NOT_IMPARTIAL"]);
            assert_eq!(house.written().await, written, "{mutation}");
        };
        let query = "query($id: ID!) { application(id: $id) { evaluations { id version juror { id } } } }";
        let evaluations = house.ask(staff, query, json!({ "id": application })).await;
        let rows = evaluations.at("/application/evaluations").as_array().unwrap().clone();
        let of = |juror: &str| rows.iter().find(|row| row["juror"]["id"] == json!(juror)).unwrap().clone();
        let (hers, his) = (of(&judge_juror), of(&JurorId::from(sam.id).to_string()));
        let reopen = |row: &Value| json!({ "evaluationId": row["id"], "expectedVersion": row["version"], "reason": "Nog eens." });
        refused("reopenEvaluation", reopen(&his)).await;
        // Nobody gives it back to her: she judges no more.
        house.act(staff, "reopenEvaluation", reopen(&hers), "__typename").await.assert_refused(&["WORKS_FOR_OFFICE"]);
        refused("nameConsolidator", json!({ "applicationId": application, "jurorId": judge_juror, "reason": "Zij weet het." })).await;
        // A panel on which she sits waits for her in vain, and is dissolved by somebody else.
        let named = json!({ "applicationId": application, "jurorId": judge_juror, "reason": "Ze verschillen." });
        house.act(staff, "nameConsolidator", named, "__typename").await.done();
        let scores: Value = crate::support::given::SCORED.iter().map(|code| json!({ "criterionCode": code, "score": "4.00" })).collect();
        let agreed = json!({ "applicationId": application, "expectedVersion": 1, "scores": scores, "comment": "Samen gelezen." });
        house.act(nadia, "proposePanelResult", agreed, "__typename").await.assert_error("FORBIDDEN");
        refused("dissolvePanel", json!({ "applicationId": application, "reason": "Weg ermee." })).await;
        house.act(staff, "dissolvePanel", json!({ "applicationId": application, "reason": "Zij werkt nu hier." }), "__typename").await.done();
        refused("consolidateApplications", json!({ "applicationIds": [application] })).await;
        house.act(staff, "consolidateApplications", json!({ "applicationIds": [application] }), "__typename").await.done();
        for other in [&hearing.other, &hearing.german] {
            house.set_stage(other, ApplicationStage::Inadmissible).await;
        }
        house.set_day("2026-10-06");
        house.move_campaign(staff, "startDeliberation", &hearing.campaign).await;
        let track = json!({ "campaignId": hearing.campaign, "track": "NQL" });
        refused("proposeDecisions", track.clone()).await;
        assert_eq!(house.count::<decision::Entity>().await, 0);
        house.act(staff, "proposeDecisions", track.clone(), "__typename").await.done();
        let decided = async |id: &str, who: Person| {
            let query = "query($id: ID!) { application(id: $id) { decision { id version } } }";
            house.ask(who, query, json!({ "id": id })).await.at("/application/decision").clone()
        };
        let all = [(application, staff, second), (hearing.other.as_str(), staff, second), (hearing.german.as_str(), hearing.german_staff, hearing.german_staff)];
        for (id, who, by) in all {
            let decision = decided(id, who).await;
            let written = json!({ "items": [{
                "applicationId": id, "expectedDecisionVersion": decision["version"], "motivation": "De uitleg.",
                "feedback": "Het advies.", "criteria": if id == application { on_each_criterion("Zo voort.") } else { json!([]) },
            }] });
            let approve = json!({ "items": [{ "applicationId": id, "expectedDecisionVersion": 2, "expectedFeedbackVersion": 1 }] });
            let ratify = json!({ "decisionIds": [decision["id"]] });
            if id == application {
                refused("saveResultTexts", written.clone()).await;
                refused("adjustDecision", json!({
                    "decisionId": decision["id"], "expectedVersion": decision["version"], "outcome": "NOT_AWARDED", "reason": "Streng.",
                })).await;
            }
            house.act(who, "saveResultTexts", written, "__typename").await.done();
            if id == application {
                refused("approveResultTexts", approve.clone()).await;
                refused("ratifyDecisions", ratify.clone()).await;
            }
            house.act(who, "approveResultTexts", approve, "__typename").await.done();
            house.act(by, "ratifyDecisions", ratify, "__typename").await.done();
        }
        let prize = json!({
            "campaignId": hearing.campaign, "track": "NQL", "rank": 1, "title": "Prijs",
            "components": [{ "kind": "VOUCHER", "amountCents": 5_000, "description": "Boeken" }],
        });
        let prize = house.act(staff, "definePrize", prize, "prize { id }").await.text_at("/it/prize/id");
        let award = json!({ "prizeId": prize, "projectId": hearing.project, "schoolIds": [hearing.school] });
        refused("awardPrize", award.clone()).await;
        let award = house.act(staff, "awardPrize", award, "prizeAward { id }").await.text_at("/it/prizeAward/id");
        refused("ratifyPrizeAward", json!({ "prizeAwardId": award, "expectedVersion": 1 })).await;
        let unit = crate::support::given::unit(&hearing.campaign, entity::kinds::Track::Nql, "VL");
        refused("preparePublication", unit.clone()).await;
        let batch = house.act(staff, "preparePublication", unit, "publicationBatch { id setHash }").await;
        let batch = batch.done()["publicationBatch"].clone();
        let approve = json!({ "publicationBatchId": batch["id"], "expectedHash": batch["setHash"] });
        refused("approvePublication", approve.clone()).await;
        house.act(second, "approvePublication", approve, "__typename").await.done();
        refused("publishResults", json!({ "publicationBatchId": batch["id"], "expectedVersion": 2, "reason": "Nu al." })).await;
        refused("scheduleRelease", json!({ "publicationBatchId": batch["id"], "expectedVersion": 2, "isScheduled": true })).await;
        house.publish(staff, batch["id"].as_str().unwrap(), 2).await.done();
        let unit = crate::support::given::unit(&hearing.campaign, entity::kinds::Track::Nql, "DG");
        let (german, version) = house.approved(hearing.german_staff, admin, unit).await;
        house.publish(hearing.german_staff, &german, version).await.done();
        house.act(second, "ratifyPrizeAward", json!({ "prizeAwardId": award, "expectedVersion": 1 }), "__typename").await.done();
        refused("announcePrizes", json!({ "campaignId": hearing.campaign, "track": "NQL" })).await;
        let label = house.ask(staff, "{ labels { nodes { id } } }", json!({})).await.text_at("/labels/nodes/0/id");
        refused("revokeLabel", json!({ "labelId": label, "reason": "Toch niet." })).await;
    }

    async fn staff_decide_on_nothing_that_is_their_own(house) {
        let (staff, second) = (house.staff().await, house.second_staff().await);
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        // She teaches half of her time; so does a colleague of the office, at the same school.
        let hanne = house.seat("Hanne Goos", &[Role::Teacher, Role::Staff], Some(Community::Vl)).await;
        let joris = house.seat("Joris Maes", &[Role::Staff], Some(Community::Vl)).await;
        for who in [hanne, joris] {
            house.works_at(who, &school).await;
        }
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        let project = house.ended_project(hanne, "De bijen", &school, &abroad).await;
        let wasps = house.ended_project(lotte, "De wespen", &school, &abroad).await;
        let mut doubt = House::registration_input(&campaign, &wasps);
        doubt["answers"]["hasCollaborated"] = json!(false);
        let doubt = house.act(lotte, "submitRegistration", doubt, "registration { id version }").await;
        let doubt = doubt.done()["registration"].clone();
        let application = house.complete_application(hanne, &campaign, &project).await;
        let refused = async |who: Person, mutation: &str, input: Value, code: &str| {
            let written = house.written().await;
            house.act(who, mutation, input, "__typename").await.assert_refused(&[code]);
            assert_eq!(house.written().await, written, "{mutation}");
        };
        let review = json!({ "registrationId": doubt["id"], "expectedVersion": doubt["version"], "verdict": "CONFIRM", "reason": "Is goed." });
        let met = json!({ "registrationId": doubt["id"], "expectedVersion": doubt["version"], "condition": "COLLABORATED", "reason": "Is goed." });
        refused(joris, "reviewRegistration", review.clone(), "NOT_IMPARTIAL").await;
        refused(joris, "overrideEligibility", met, "NOT_IMPARTIAL").await;
        house.act(second, "reviewRegistration", review, "__typename").await.done();
        // As staff she does not let herself into a project of the school, nor change her own.
        let join = json!({ "projectId": wasps, "email": "hanne.goos@nql.example", "schoolId": school, "role": "PARTNER" });
        house.act(as_staff(hanne), "addProjectMember", join, "__typename").await.assert_error("NOT_FOUND");
        let version = house.version(second, "project", &project).await;
        let partner = json!({ "projectId": project, "schoolId": abroad, "expectedVersion": version });
        house.act(as_staff(hanne), "removeProjectPartner", partner, "__typename").await.assert_error("NOT_FOUND");
        house.set_day("2026-07-02");
        house.move_campaign(staff, "closeCampaign", &campaign).await;
        let admissible = json!({ "applicationId": application, "admissibility": "ADMISSIBLE" });
        for who in [as_staff(hanne), joris] {
            refused(who, "decideAdmissibility", admissible.clone(), "NOT_IMPARTIAL").await;
            refused(who, "admitApplications", json!({ "applicationIds": [application] }), "NOT_IMPARTIAL").await;
        }
        house.act(second, "decideAdmissibility", admissible, "__typename").await.done();
        house.move_campaign(staff, "startEvaluation", &campaign).await;
        let nadia = house.act(staff, "inviteJuror", House::juror_input(&campaign, "Nadia Ouali"), "juror { id }").await;
        let nadia = nadia.text_at("/it/juror/id");
        let assign = json!({ "applicationId": application, "jurorId": nadia });
        for who in [as_staff(hanne), joris] {
            refused(who, "assignJuror", assign.clone(), "NOT_IMPARTIAL").await;
        }
        let asked = house.act(staff, "assignJuror", assign, "assignment { id }").await.text_at("/it/assignment/id");
        let revoke = json!({ "assignmentId": asked, "expectedVersion": 1, "reason": "Te streng." });
        refused(joris, "revokeAssignment", revoke, "NOT_IMPARTIAL").await;
        // Nor by a word about the juror that keeps the juror away from it.
        let word = |what: &str, id: &str| json!({ "jurorId": nadia, what: id, "reason": "Te streng." });
        let teacher = hanne.id.to_string();
        let school_of = json!({ "schoolId": school, "fromOn": "2020-09-01" });
        let mut again = House::juror_input(&campaign, "Nadia Ouali");
        again["tracks"] = json!(["BELGICA"]);
        again["schools"] = json!([school_of]);
        for who in [as_staff(hanne), joris] {
            for (mutation, input) in [
                ("recordConflict", word("applicationId", &application)),
                ("recordConflict", word("projectId", &project)),
                ("recordConflict", word("schoolId", &school)),
                ("recordConflict", word("teacherId", &teacher)),
                ("recordJurorSchool", json!({ "jurorId": nadia, "school": school_of })),
                ("inviteJuror", again.clone()),
                ("withdrawJuror", json!({ "jurorId": nadia, "campaignId": campaign, "track": "NQL", "reason": "Te streng." })),
            ] {
                let written = house.written().await;
                house.act(who, mutation, input, "__typename").await.assert_error("FORBIDDEN");
                assert_eq!(house.written().await, written, "{mutation}");
            }
        }
        // Nor by a plan with many others in it.
        house.act(staff, "inviteJuror", House::juror_input(&campaign, "Sam Peeters"), "juror { id }").await.done();
        house.act(staff, "simulateAssignment", json!({ "campaignId": campaign, "track": "NQL" }), "__typename").await.done();
        house.plan_all().await;
        let plan = house.ask(staff, "{ assignmentPlans(filter: { status: { eq: READY } }) { nodes { id version hash } } }", json!({})).await;
        let plan = plan.at("/assignmentPlans/nodes/0").clone();
        let commit = json!({ "assignmentPlanId": plan["id"], "expectedVersion": plan["version"], "expectedHash": plan["hash"] });
        for who in [as_staff(hanne), joris] {
            refused(who, "commitAssignmentPlan", commit.clone(), "NOT_IMPARTIAL").await;
        }
        house.act(second, "commitAssignmentPlan", commit, "__typename").await.done();
        // What is said of it she reads as its teacher, when the others do.
        let query = "query($id: ID!) { application(id: $id) { status } }";
        assert_eq!(house.ask(as_staff(hanne), query, json!({ "id": application })).await.at("/application"), &Value::Null);
        assert_eq!(house.ask(hanne, query, json!({ "id": application })).await.at("/application/status"), "IN_EVALUATION");
        assert_eq!(house.ask(second, query, json!({ "id": application })).await.at("/application/status"), "IN_EVALUATION");
    }

    async fn who_works_at_a_school_of_a_project_does_not_read_who_is_kept_away_from_it(house) {
        let hearing = house.hearing().await;
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        let joris = house.seat("Joris Maes", &[Role::Staff], Some(Community::Vl)).await;
        house.works_at(joris, &hearing.school).await;
        let word = json!({ "jurorId": JurorId::from(nadia.id).to_string(), "projectId": hearing.project, "reason": "Zij werkte mee." });
        house.act(hearing.staff, "recordConflict", word, "__typename").await.done();
        let query = "{ conflicts { nodes { reason } } }";
        assert_eq!(house.ask(hearing.staff, query, json!({})).await.at("/conflicts/nodes/0/reason"), "Zij werkte mee.");
        let kept = house.ask(joris, query, json!({})).await;
        assert_eq!(kept.at("/conflicts/nodes"), &json!([]));
        assert!(!kept.text.contains("Zij werkte mee."));
    }

    async fn who_is_more_than_a_juror_gives_herself_no_school(house) {
        let hearing = house.hearing().await;
        let elsewhere = house.school(hearing.staff, "De Klinkaert", Community::Vl).await;
        let griet = house.teacher("Griet Roels", &elsewhere).await;
        invite(&house, &hearing, hearing.staff, "griet.roels@nql.example").await.done();
        let griet = Person { role: Role::Juror, ..griet };
        let places = house.count::<school_membership::Entity>().await;
        let at = |who: Person| json!({
            "jurorId": JurorId::from(who.id).to_string(), "school": { "schoolId": hearing.school, "fromOn": "2024-09-01" },
        });
        let written = house.written().await;
        house.act(griet, "recordJurorSchool", at(griet), "__typename").await.assert_refused(&["YOURSELF"]);
        assert_eq!(house.count::<school_membership::Entity>().await, places);
        assert_eq!(house.written().await, written);
        // The office notes it, and who is a juror only tells it herself.
        house.act(hearing.staff, "recordJurorSchool", at(griet), "__typename").await.done();
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        house.act(nadia, "recordJurorSchool", at(nadia), "__typename").await.done();
        assert_eq!(house.count::<school_membership::Entity>().await, places + 2);
    }
}
