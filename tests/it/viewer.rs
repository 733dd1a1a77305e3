//! What the caller can do with a row, as the row says, is what the act then says.

use std::collections::{BTreeMap, BTreeSet};

use entity::{credential, kinds::Role, user};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Value, json};

use crate::{
    application::scene,
    matrices::outcome,
    support::{
        House, Person,
        story::{Phase, Story},
    },
    trial,
};

/// A field that says whether an act can be done, and the act with a fault in it, so that it is never done.
struct Claim {
    rows: &'static str,
    field: &'static str,
    role: Role,
    act: &'static str,
    input: fn(&str) -> Value,
    /// What keeps it from being done beside where the row and its campaign stand.
    beside: &'static [&'static str],
}

const FAULTS: &[&str] = &["REASON_MISSING", "VERSION_CONFLICT"];
const NOT_WRITTEN: &[&str] = &[
    "ANSWER_MISSING",
    "CONSENT_MISSING",
    "LIMIT_REACHED",
    "NOTHING_NEW",
    "NOT_ELIGIBLE",
    "OWN_CONTRIBUTION_MISSING",
    "SUMMARY_MISSING",
    "TOO_MANY_HAND_INS",
    "TWINSPACE_LINK_MISSING",
    "VERSION_CONFLICT",
];

fn answered(id: &str, answer: &str) -> Value {
    json!({ "assignmentId": id, "expectedVersion": 999, "answer": answer })
}

fn claims() -> Vec<Claim> {
    let of = |rows, field, role, act, input| Claim { rows, field, role, act, input, beside: FAULTS };
    vec![
        of(
            "registrations",
            "viewerCanWithdraw",
            Role::Teacher,
            "withdrawRegistration",
            |id| json!({ "registrationId": id, "expectedVersion": 999 }),
        ),
        of(
            "registrations",
            "viewerCanReview",
            Role::Staff,
            "reviewRegistration",
            |id| json!({ "registrationId": id, "expectedVersion": 999, "verdict": "CONFIRM", "reason": " " }),
        ),
        of(
            "applications",
            "viewerCanEdit",
            Role::Teacher,
            "saveApplicationDraft",
            |id| json!({ "applicationId": id, "expectedVersion": 999 }),
        ),
        Claim {
            beside: NOT_WRITTEN,
            ..of(
                "applications",
                "viewerCanSubmit",
                Role::Teacher,
                "submitApplication",
                |id| json!({ "applicationId": id, "expectedVersion": 999 }),
            )
        },
        of(
            "applications",
            "viewerCanWithdraw",
            Role::Teacher,
            "withdrawApplication",
            |id| json!({ "applicationId": id, "expectedVersion": 999 }),
        ),
        of(
            "applications",
            "viewerCanDecideAdmissibility",
            Role::Staff,
            "decideAdmissibility",
            |id| json!({ "applicationId": id, "admissibility": "INADMISSIBLE", "reason": " " }),
        ),
        of("assignments", "viewerCanAttest", Role::Juror, "respondToAssignment", |id| answered(id, "ACCEPT")),
        of("assignments", "viewerCanDecline", Role::Juror, "respondToAssignment", |id| answered(id, "DECLINE")),
        of("assignments", "viewerCanGiveUp", Role::Juror, "respondToAssignment", |id| answered(id, "CANNOT_JUDGE")),
        of("assignments", "viewerCanRecuse", Role::Juror, "respondToAssignment", |id| answered(id, "RECUSE")),
        of(
            "assignments",
            "viewerCanEvaluate",
            Role::Juror,
            "saveEvaluationDraft",
            |id| json!({ "assignmentId": id, "expectedVersion": 999 }),
        ),
        of(
            "assignments",
            "viewerCanRevoke",
            Role::Staff,
            "revokeAssignment",
            |id| json!({ "assignmentId": id, "expectedVersion": 999, "reason": " " }),
        ),
        of(
            "evaluations",
            "viewerCanEdit",
            Role::Juror,
            "saveEvaluationDraft",
            |id| json!({ "assignmentId": id, "expectedVersion": 999 }),
        ),
        of(
            "evaluations",
            "viewerCanReopen",
            Role::Staff,
            "reopenEvaluation",
            |id| json!({ "evaluationId": id, "expectedVersion": 999, "reason": " " }),
        ),
    ]
}

/// A registration that staff have to look at.
async fn in_doubt(house: &House, story: &Story) {
    let abroad = house.school(story.staff, "Scuola Rossi", entity::kinds::Community::Foreign).await;
    let project = house.ended_project(story.els, "De kevers", &story.school, &abroad).await;
    let mut input = House::registration_input(&story.campaign, &project);
    input["answers"]["hasVisibleResults"] = json!(false);
    house.act(story.els, "submitRegistration", input, "registration { id }").await.done();
}

trial! {
    async fn what_a_row_says_the_caller_can_do_is_what_the_act_says(house) {
        let story = Story::begin(&house).await;
        in_doubt(&house, &story).await;
        let mut said: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            let written = house.written().await;
            for claim in claims() {
                let key = if (claim.rows, claim.role) == ("evaluations", Role::Juror) { "assignment { id }" } else { "id" };
                let query = format!("{{ {}(first: 100) {{ nodes {{ key: {key} can: {} }} }} }}", claim.rows, claim.field);
                for (relation, who) in story.relations() {
                    let Some(who) = who.filter(|who| who.role == claim.role) else { continue };
                    let reply = house.ask(who, &query, json!({})).await;
                    for row in reply.at(&format!("/{}/nodes", claim.rows)).as_array().unwrap() {
                        let can = row["can"] == true;
                        said.entry(format!("{}.{}", claim.rows, claim.field)).or_default().insert(can);
                        let Some(id) = row["key"].as_str().or_else(|| row["key"]["id"].as_str()) else {
                            assert!(!can, "an evaluation of another juror");
                            continue;
                        };
                        let came = outcome(&house.act(who, claim.act, (claim.input)(id), "__typename").await);
                        assert_ne!(came, "done", "{} {}", claim.act, relation);
                        let could = came.split('+').all(|code| claim.beside.contains(&code));
                        assert_eq!(can, could, "{phase:?}: {relation}: {}.{} says {can}, {} says {came}", claim.rows, claim.field, claim.act);
                    }
                }
            }
            assert_eq!(house.written().await, written, "nothing was done in {phase:?}");
        }
        let both = BTreeSet::from([false, true]);
        // Between closing and admission the story does nothing; another trial looks.
        let elsewhere = "applications.viewerCanDecideAdmissibility";
        let untried: Vec<_> = said.iter().filter(|(field, seen)| **seen != both && *field != elsewhere).collect();
        assert!(untried.is_empty(), "the story does not try {untried:?}");
        assert_eq!(said.len(), claims().len());
    }

    async fn people_read_how_they_are_signed_in_and_nobody_reads_it_of_others(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let credential = credential::ActiveModel {
            user_id: Set(juror.id),
            password_hash: Set("$argon2id$geen".to_owned()),
            changed_at: Set(house.clock.now()),
        };
        credential.insert(house.db.connection()).await.unwrap();
        let shown = "viewer { actingRole hasPassword locale juror { languages } }";
        let mine = house.ask(juror, &format!("{{ {shown} }}"), json!({})).await;
        let expected = json!({ "actingRole": "JUROR", "hasPassword": true, "locale": "nl", "juror": { "languages": ["nl"] } });
        assert_eq!(mine.at("/viewer"), &expected);
        let staff = house.ask(hearing.staff, &format!("{{ {shown} }}"), json!({})).await;
        assert_eq!(staff.at("/viewer"), &json!({ "actingRole": "STAFF", "hasPassword": false, "locale": "nl", "juror": null }));
        let teacher = house.ask(hearing.teacher, "{ viewer { actingRole hasPassword locale } }", json!({})).await;
        assert_eq!(teacher.at("/viewer"), &json!({ "actingRole": "TEACHER", "hasPassword": false, "locale": "nl" }));
        house.ask(hearing.teacher, &format!("{{ {shown} }}"), json!({})).await.assert_error("FORBIDDEN");
        let users = "{ users(first: 50) { nodes { id actingRole hasPassword } } }";
        let users = house.ask(hearing.staff, users, json!({})).await;
        let others = users.at("/users/nodes").as_array().unwrap().iter().filter(|row| row["id"] != hearing.staff.id.to_string());
        assert!(others.clone().count() > 0);
        for row in others {
            assert_eq!((&row["actingRole"], &row["hasPassword"]), (&Value::Null, &Value::Null));
        }
        let applicant = "query($id: ID!) { application(id: $id) { teacher { name locale actingRole hasPassword } } }";
        house.accepted(hearing.staff, juror, &hearing.application).await;
        let seen = house.ask(juror, applicant, json!({ "id": hearing.application })).await;
        assert_eq!(seen.at("/application/teacher/locale"), &Value::Null);
        assert_eq!(seen.at("/application/teacher/hasPassword"), &Value::Null);
    }

    async fn people_change_their_own_name_and_language(house) {
        let hearing = house.hearing().await;
        let change = async |who: Option<Person>, input: Value| house.act(who, "updateProfile", input, "user { name locale roles }").await;
        let lotte = Some(hearing.teacher);
        let done = change(lotte, json!({ "name": "Lotte Verhaegen-Claes", "locale": "fr" })).await;
        assert_eq!(done.done()["user"], json!({ "name": "Lotte Verhaegen-Claes", "locale": "fr", "roles": ["TEACHER"] }));
        let row = user::Entity::find_by_id(hearing.teacher.id).one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(row.access_version, 1, "sessions go on");
        assert_eq!(change(lotte, json!({ "locale": "de" })).await.done()["user"]["name"], "Lotte Verhaegen-Claes");
        let found = house.ask(hearing.staff, "{ users(filter: { name: { search: \"claes\" } }) { totalCount } }", json!({})).await;
        assert_eq!(found.number_at("/users/totalCount"), 1);
        let written = house.written().await;
        change(lotte, json!({ "name": " ", "locale": "la" })).await.assert_refused(&["NAME_MISSING", "UNKNOWN_LOCALE"]);
        change(lotte, json!({ "name": "Kijk op www.nql.example" })).await.assert_refused(&["NAME_UNFIT"]);
        change(Some(house.service().await), json!({ "name": "Iets anders" })).await.assert_error("FORBIDDEN");
        change(None, json!({ "name": "Iemand anders" })).await.assert_error("UNAUTHENTICATED");
        assert_eq!(house.written().await, written);
        let mine = house.ask(hearing.teacher, "{ viewer { name locale } }", json!({})).await;
        assert_eq!(mine.at("/viewer"), &json!({ "name": "Lotte Verhaegen-Claes", "locale": "de" }));
    }

    async fn a_draft_says_that_it_changed_after_it_was_handed_in(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let changed = async || {
            let query = "query($id: ID!) { application(id: $id) { hasChangedSinceHandedIn } }";
            house.ask(scene.teacher, query, json!({ "id": id })).await.at("/application/hasChangedSinceHandedIn").clone()
        };
        let hand_in = async || {
            let version = house.version(scene.teacher, "application", &id).await;
            house.act(scene.teacher, "submitApplication", json!({ "applicationId": id, "expectedVersion": version }), "application { id }").await.done();
        };
        assert_eq!(changed().await, Value::Null);
        hand_in().await;
        assert_eq!(changed().await, false);
        let link = json!({ "applicationId": id, "kind": "OTHER", "url": "https://padlet.example/bijen", "label": "Padlet" });
        house.act(scene.teacher, "addEvidenceLink", link, "__typename").await.done();
        assert_eq!(changed().await, true);
        hand_in().await;
        assert_eq!(changed().await, false);
        let query = "query($id: ID!) { application(id: $id) { hasChangedSinceHandedIn } }";
        house.ask(scene.staff, query, json!({ "id": id })).await.assert_error("FORBIDDEN");
    }

    async fn who_is_asked_to_judge_knows_for_what_and_in_which_language(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let id = house.assignment(hearing.staff, juror, &hearing.application).await;
        let query = "query($id: ID!) { assignment(id: $id) { status campaign { schoolYear } track language application { id } } }";
        let asked = house.ask(juror, query, json!({ "id": id })).await;
        assert_eq!(asked.at("/assignment"), &json!({
            "status": "INVITED", "campaign": { "schoolYear": "2025-2026" }, "track": "NQL", "language": "nl", "application": null,
        }));
    }

    async fn staff_can_decide_on_admission_once_the_campaign_is_closed(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let query = "query($id: ID!) { application(id: $id) { viewerCanDecideAdmissibility } }";
        let can = async || house.ask(scene.staff, query, json!({ "id": id })).await.at("/application/viewerCanDecideAdmissibility").clone();
        let decide = json!({ "applicationId": id, "admissibility": "ADMISSIBLE" });
        assert_eq!(can().await, false);
        house.act(scene.staff, "decideAdmissibility", decide.clone(), "__typename").await.assert_refused(&["WRONG_STATUS"]);
        house.set_instant("2026-07-02T10:00:00Z");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        assert_eq!(can().await, true);
        house.act(scene.staff, "decideAdmissibility", decide, "__typename").await.done();
        assert_eq!(can().await, false);
    }

    async fn a_form_opens_when_its_registration_says_so(house) {
        let story = Story::begin(&house).await;
        in_doubt(&house, &story).await;
        let mut said = BTreeSet::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            for (relation, who) in story.relations() {
                let Some(who) = who.filter(|who| who.role == Role::Teacher) else { continue };
                let reply = house.ask(who, "{ registrations { nodes { id can: viewerCanOpenForm } } }", json!({})).await;
                for row in reply.at("/registrations/nodes").as_array().unwrap() {
                    let can = row["can"] == true;
                    said.insert(can);
                    let came = outcome(&house.act(who, "openApplicationForm", json!({ "registrationId": row["id"] }), "__typename").await);
                    assert_eq!(can, came == "done", "{phase:?}: {relation}: {came}");
                }
            }
        }
        assert_eq!(said.len(), 2);
    }
}
