//! Steps 1 and 2: what is accepted until when, what is never lost, and what nobody but its teacher writes.

use entity::{
    application, application_answer, application_revision, audit_event, eligibility_answer, evidence_link,
    ids::{JurorId, LabelId},
    juror, jury_membership,
    kinds::{Community, JuryMembershipStatus, Role, Track},
    label, message, registration, revision_answer, revision_link,
};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

/// An open campaign, and a teacher with a project that has ended.
pub struct Scene {
    pub staff: Person,
    pub campaign: String,
    pub teacher: Person,
    pub project: String,
    pub flemish: String,
    pub french: String,
    pub abroad: String,
}

pub async fn scene(house: &House) -> Scene {
    let staff = house.staff().await;
    scene_of(house, staff, House::campaign_input()).await
}

pub async fn scene_of(house: &House, staff: Person, campaign: Value) -> Scene {
    let reply = house.act(staff, "createCampaign", campaign, "campaign { id }").await;
    let campaign = reply.text_at("/it/campaign/id");
    house.move_campaign(staff, "openCampaign", &campaign).await;
    let flemish = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let french = house.school(staff, "École du Parc", Community::Fwb).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let teacher = house.teacher("Lotte Verhaegen", &flemish).await;
    let project = house.ended_project(teacher, "De bijen", &flemish, &abroad).await;
    Scene { staff, campaign, teacher, project, flemish, french, abroad }
}

impl Scene {
    /// A Belgica project of the same teacher.
    pub async fn belgica(&self, house: &House) -> String {
        house.ended_project(self.teacher, "Over de taalgrens", &self.flemish, &self.french).await
    }
}

/// A mutation with the version that its teacher sees now.
async fn fresh(house: &House, who: Person, mutation: &str, id: &str) -> Reply {
    let version = house.version(who, "application", id).await;
    let input = json!({ "applicationId": id, "expectedVersion": version });
    house.act(who, mutation, input, "application { id status version sequenceInSchoolYear }").await
}

/// What texts of a draft were before, the latest first.
async fn history(house: &House, who: Person, id: &str, filter: &str) -> Vec<Value> {
    let query = format!(
        "query($id: ID!) {{ application(id: $id) {{ draftHistory(first: 100, filter: {{ {filter} }}) {{ nodes {{ field criterion {{ code }} text version isRefused }} }} }} }}"
    );
    let reply = house.ask(who, &query, json!({ "id": id })).await;
    reply.at("/application/draftHistory/nodes").as_array().unwrap().clone()
}

/// Mails to somebody, the latest first.
async fn mails(house: &House, who: Person) -> Value {
    let reply = house.ask(who, "{ messages { nodes { template } } }", json!({})).await;
    reply.at("/messages/nodes").clone()
}

const REGISTRATION: &str = "registration { id status track reviewReason confirmedAt version school { name } \
                            eligibilityAnswers { condition isMet source overrideReason } }";

trial! {
    async fn a_registration_without_doubts_is_confirmed_at_once_and_by_mail(house) {
        let scene = scene(&house).await;
        let running = house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let input = House::registration_input(&scene.campaign, &running);
        let reply = house.act(scene.teacher, "submitRegistration", input.clone(), REGISTRATION).await;
        let registration = &reply.done()["registration"];
        assert_eq!((&registration["status"], &registration["track"]), (&json!("CONFIRMED"), &json!("NQL")));
        assert_eq!(registration["confirmedAt"], "2025-10-01T10:00:00.000Z");
        assert_eq!(registration["school"]["name"], "De Zeven Wegen");
        let answer = |condition: &str, holds: bool, source: &str| {
            json!({ "condition": condition, "isMet": holds, "source": source, "overrideReason": null })
        };
        // A project that still runs may register (R62).
        assert_eq!(registration["eligibilityAnswers"], json!([
            answer("ACTIVITY_IN_SCHOOL_YEAR", true, "TEACHER"),
            answer("COLLABORATED", true, "TEACHER"),
            answer("COMMUNICATED", true, "TEACHER"),
            answer("ENDED_BY_DEADLINE", false, "ESEP"),
            answer("REGISTERED_IN_WINDOW", true, "ESEP"),
            answer("RESULTS_VISIBLE", true, "TEACHER"),
        ]));
        assert_eq!(mails(&house, scene.teacher).await, json!([{ "template": "REGISTRATION_CONFIRMED" }]));
        let facts = message::Entity::find().one(house.db.connection()).await.unwrap().unwrap().facts;
        assert_eq!((&facts["track"], &facts["project"]), (&json!("NQL"), &json!("De wespen")));
        assert_eq!(facts["submissionDeadline"], "2026-07-01T22:00:00Z");
        let again = house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await;
        again.assert_refused(&["ALREADY_REGISTERED"]);
        assert_eq!(house.count::<registration::Entity>().await, 1);
        assert_eq!(house.count::<message::Entity>().await, 1);
    }

    async fn step_1_closes_at_the_deadline_to_the_millisecond(house) {
        let scene = scene(&house).await;
        let late = house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        house.set_instant("2026-07-01T21:59:59.999Z");
        house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        house.set_instant("2026-07-01T22:00:00Z");
        let input = House::registration_input(&scene.campaign, &late);
        house.act(scene.teacher, "submitRegistration", input.clone(), REGISTRATION).await.assert_refused(&["DEADLINE_PASSED"]);
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let reply = house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await;
        reply.assert_refused(&["CAMPAIGN_NOT_OPEN", "DEADLINE_PASSED"]);
        assert_eq!(house.count::<registration::Entity>().await, 1);
    }

    async fn teachers_register_with_a_belgian_school_of_the_project_where_they_work(house) {
        let scene = scene(&house).await;
        let anna = house.teacher("Anna Rossi", &scene.abroad).await;
        let add = json!({ "projectId": scene.project, "email": "anna.rossi@nql.example", "schoolId": scene.abroad, "role": "FOUNDER" });
        house.act(scene.teacher, "addProjectMember", add, "project { id }").await.done();
        let mut input = House::registration_input(&scene.campaign, &scene.project);
        house.act(anna, "submitRegistration", input.clone(), REGISTRATION).await.assert_refused(&["SCHOOL_NOT_IN_BELGIUM"]);
        input["schoolId"] = json!(scene.french);
        house.act(scene.teacher, "submitRegistration", input.clone(), REGISTRATION).await.assert_refused(&["NOT_YOUR_SCHOOL"]);
        // She works there now, but it takes no part.
        house.works_at(scene.teacher, &scene.french).await;
        house.act(scene.teacher, "submitRegistration", input.clone(), REGISTRATION).await.assert_refused(&["NOT_YOUR_SCHOOL"]);
        let join = json!({ "projectId": scene.project, "expectedVersion": 2, "schoolId": scene.french, "isFounder": false });
        house.act(scene.teacher, "addProjectPartner", join, "project { id }").await.done();
        let reply = house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await;
        assert_eq!(reply.done()["registration"]["school"]["name"], "École du Parc");
    }

    async fn a_project_that_fits_no_label_is_not_registered(house) {
        let scene = scene(&house).await;
        let near = house.school(scene.staff, "De Kleine Beer", Community::Vl).await;
        let neither = house.project(scene.teacher, "Om de hoek", &scene.flemish, &near).await;
        let input = House::registration_input(&scene.campaign, &neither);
        house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await.assert_refused(&["NO_TRACK"]);
        assert_eq!(house.count::<registration::Entity>().await, 0);
    }

    async fn who_is_in_the_jury_of_a_label_does_not_apply_for_it(house) {
        let scene = scene(&house).await;
        let id = JurorId::from(uuid::Uuid::from(scene.teacher.id));
        let now = house.clock.now();
        let row = juror::ActiveModel {
            id: Set(id), experience: Set(String::new()), languages: Set(json!(["nl"])), subjects: Set(json!([])),
            school_levels: Set(json!([])), capacity: Set(10),
            version: Set(1), created_at: Set(now), updated_at: Set(now),
        };
        row.insert(house.db.connection()).await.unwrap();
        let seat = jury_membership::ActiveModel {
            id: Set(house.ids.next(now)), campaign_id: Set(scene.campaign.parse().unwrap()), track: Set(Track::Nql),
            juror_id: Set(id), state: Set(JuryMembershipStatus::Active), invited_at: Set(now),
            not_for: Set(json!([])),
        };
        seat.insert(house.db.connection()).await.unwrap();
        let input = House::registration_input(&scene.campaign, &scene.project);
        house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await.assert_refused(&["IS_JUROR"]);
        assert_eq!(house.count::<registration::Entity>().await, 0);
        // Another label has another jury.
        let belgica = scene.belgica(&house).await;
        house.registration(scene.teacher, &scene.campaign, &belgica).await;
    }

    async fn a_label_is_earned_once_per_project_and_teacher(house) {
        let scene = scene(&house).await;
        let application = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let id: LabelId = house.ids.next(house.clock.now());
        let row = label::ActiveModel {
            id: Set(id), application_id: Set(application.parse().unwrap()), teacher_id: Set(scene.teacher.id),
            serial: Set("NQL-1".to_owned()), verify_code: Set("code".to_owned()), granted_at: Set(house.clock.now()),
            revoked_at: Set(None), revoke_reason: Set(None), is_name_public: Set(false), ..Default::default()
        };
        row.insert(house.db.connection()).await.unwrap();
        house.set_day("2026-07-02");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let mut next = House::campaign_input();
        for (key, value) in [
            ("schoolYear", "2026-2027"), ("registrationClosesOn", "2027-07-01"), ("submissionClosesOn", "2027-07-01"),
            ("esepWindowOpensOn", "2025-04-01"), ("evaluationsDueOn", "2027-09-15"), ("resultsPlannedOn", "2027-10-31"),
        ] {
            next[key] = json!(value);
        }
        let reply = house.act(scene.staff, "createCampaign", next, "campaign { id }").await;
        let next = reply.text_at("/it/campaign/id");
        house.move_campaign(scene.staff, "openCampaign", &next).await;
        let input = House::registration_input(&next, &scene.project);
        let reply = house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await;
        reply.assert_refused(&["LABEL_ALREADY_GRANTED"]);
        let revoked = label::ActiveModel {
            id: Set(id), revoked_at: Set(Some(house.clock.now())), revoke_reason: Set(Some("fout".to_owned())),
            ..Default::default()
        };
        revoked.update(house.db.connection()).await.unwrap();
        house.registration(scene.teacher, &next, &scene.project).await;
    }

    async fn a_project_and_a_draft_campaign_that_are_not_hers_do_not_exist_for_a_teacher(house) {
        let scene = scene(&house).await;
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let input = House::registration_input(&scene.campaign, &scene.project);
        house.act(stranger, "submitRegistration", input.clone(), REGISTRATION).await.assert_error("NOT_FOUND");
        house.act(scene.staff, "submitRegistration", input.clone(), REGISTRATION).await.assert_error("FORBIDDEN");
        house.act(None, "submitRegistration", input.clone(), REGISTRATION).await.assert_error("UNAUTHENTICATED");
        let mut draft = House::campaign_input();
        draft["schoolYear"] = json!("2026-2027");
        let draft = house.act(scene.staff, "createCampaign", draft, "campaign { id }").await.text_at("/it/campaign/id");
        let hidden = House::registration_input(&draft, &scene.project);
        house.act(scene.teacher, "submitRegistration", hidden, REGISTRATION).await.assert_error("NOT_FOUND");
        assert_eq!(house.count::<registration::Entity>().await, 0);
        assert_eq!(house.count::<eligibility_answer::Entity>().await, 0);
        assert_eq!(house.count::<message::Entity>().await, 0);
    }

    async fn staff_review_a_registration_in_doubt(house) {
        let scene = scene(&house).await;
        let mut input = House::registration_input(&scene.campaign, &scene.project);
        input["answers"]["hasVisibleResults"] = json!(false);
        input["answers"]["hasCollaborated"] = json!(false);
        let reply = house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await;
        let id = reply.text_at("/it/registration/id");
        assert_eq!(reply.done()["registration"]["status"], "NEEDS_REVIEW");
        assert_eq!(reply.done()["registration"]["reviewReason"], "RESULTS_VISIBLE, COLLABORATED");
        assert_eq!(mails(&house, scene.teacher).await, json!([{ "template": "REGISTRATION_IN_REVIEW" }]));
        let open = json!({ "registrationId": id });
        house.act(scene.teacher, "openApplicationForm", open.clone(), "application { id }").await.assert_refused(&["NOT_CONFIRMED"]);
        let review = async |who: Person, verdict: &str, reason: &str, version: i64| {
            let input = json!({ "registrationId": id, "expectedVersion": version, "verdict": verdict, "reason": reason });
            house.act(who, "reviewRegistration", input, REGISTRATION).await
        };
        let german = house.foreign_staff().await;
        review(german, "CONFIRM", "ok", 1).await.assert_error("NOT_FOUND");
        review(scene.teacher, "CONFIRM", "ok", 1).await.assert_error("FORBIDDEN");
        review(house.admin().await, "CONFIRM", "ok", 1).await.assert_error("FORBIDDEN");
        review(scene.staff, "CONFIRM", " ", 1).await.assert_refused(&["REASON_MISSING"]);
        let stale = review(scene.staff, "CONFIRM", "ok", 2).await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 1);
        let reply = review(scene.staff, "CONFIRM", "Resultaten staan op de TwinSpace.", 1).await;
        let registration = &reply.done()["registration"];
        assert_eq!((&registration["status"], &registration["version"]), (&json!("CONFIRMED"), &json!(2)));
        let decided = json!({ "condition": "RESULTS_VISIBLE", "isMet": true, "source": "STAFF", "overrideReason": "Resultaten staan op de TwinSpace." });
        assert!(registration["eligibilityAnswers"].as_array().unwrap().contains(&decided), "{registration}");
        let told = json!([{ "template": "REGISTRATION_CONFIRMED" }, { "template": "REGISTRATION_IN_REVIEW" }]);
        assert_eq!(mails(&house, scene.teacher).await, told);
        review(scene.staff, "REFUSE", "toch niet", 2).await.assert_refused(&["WRONG_STATUS"]);
        house.act(scene.teacher, "openApplicationForm", open, "application { id }").await.done();
        let admin = house.seat("Ali Beheer", &[Role::Admin], None).await;
        let trail = house.ask(admin, "{ auditTrail(filter: { action: { eq: \"reviewRegistration\" } }) { nodes { reason } } }", json!({})).await;
        assert_eq!(trail.at("/auditTrail/nodes"), &json!([{ "reason": "Resultaten staan op de TwinSpace." }]));
    }

    async fn staff_refuse_a_registration_and_share_belgica(house) {
        let scene = scene(&house).await;
        let belgica = scene.belgica(&house).await;
        let mut input = House::registration_input(&scene.campaign, &belgica);
        input["answers"]["hasCommunicated"] = json!(false);
        let id = house.act(scene.teacher, "submitRegistration", input, REGISTRATION).await.text_at("/it/registration/id");
        let input = json!({ "registrationId": id, "expectedVersion": 1, "verdict": "REFUSE", "reason": "Geen contact." });
        let german = house.foreign_staff().await;
        let reply = house.act(german, "reviewRegistration", input, REGISTRATION).await;
        assert_eq!(reply.done()["registration"]["status"], "INELIGIBLE");
        assert_eq!(reply.done()["registration"]["reviewReason"], "Geen contact.");
        let told = json!([{ "template": "REGISTRATION_REFUSED" }, { "template": "REGISTRATION_IN_REVIEW" }]);
        assert_eq!(mails(&house, scene.teacher).await, told);
        let take_back = json!({ "registrationId": id, "expectedVersion": 2 });
        house.act(scene.teacher, "withdrawRegistration", take_back, REGISTRATION).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn staff_decide_that_a_condition_counts_as_met(house) {
        let scene = scene(&house).await;
        let running = house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let application = house.written_draft(scene.teacher, &scene.campaign, &running).await;
        fresh(&house, scene.teacher, "submitApplication", &application).await.assert_refused(&["NOT_ELIGIBLE"]);
        let query = "query($id: ID!) { application(id: $id) { registration { id } } }";
        let id = house.ask(scene.teacher, query, json!({ "id": application })).await.text_at("/application/registration/id");
        let decide = async |who: Person, condition: &str, reason: &str, version: i64| {
            let input = json!({ "registrationId": id, "expectedVersion": version, "condition": condition, "reason": reason });
            house.act(who, "overrideEligibility", input, REGISTRATION).await
        };
        decide(house.foreign_staff().await, "ENDED_BY_DEADLINE", "laatste fase", 1).await.assert_error("NOT_FOUND");
        decide(scene.teacher, "ENDED_BY_DEADLINE", "laatste fase", 1).await.assert_error("FORBIDDEN");
        decide(scene.staff, "ENDED_BY_DEADLINE", "laatste fase", 2).await.assert_refused(&["VERSION_CONFLICT"]);
        decide(scene.staff, "COLLABORATED", " ", 1).await.assert_refused(&["REASON_MISSING", "ALREADY_MET"]);
        decide(scene.staff, "ENDED_BY_DEADLINE", "laatste fase", 1).await.done();
        fresh(&house, scene.teacher, "submitApplication", &application).await.done();
        let take_back = json!({ "registrationId": id, "expectedVersion": 2 });
        house.act(scene.teacher, "withdrawRegistration", take_back, REGISTRATION).await.done();
        decide(scene.staff, "COLLABORATED", "toch", 3).await.assert_refused(&["WRONG_STATUS", "ALREADY_MET"]);
    }

    async fn a_registration_is_taken_back_with_its_application_and_the_draft_stays(house) {
        let scene = scene(&house).await;
        let application = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let query = "query($id: ID!) { application(id: $id) { status summary answers { text } evidenceLinks { label } registration { id status } } }";
        let id = house.ask(scene.teacher, query, json!({ "id": application })).await.text_at("/application/registration/id");
        let withdraw = async |who: Person, version: i64| {
            let input = json!({ "registrationId": id, "expectedVersion": version });
            house.act(who, "withdrawRegistration", input, "registration { status version }").await
        };
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        withdraw(stranger, 1).await.assert_error("NOT_FOUND");
        withdraw(scene.staff, 1).await.assert_error("FORBIDDEN");
        withdraw(scene.teacher, 7).await.assert_refused(&["VERSION_CONFLICT"]);
        house.set_instant("2026-07-01T22:00:00Z");
        withdraw(scene.teacher, 1).await.assert_refused(&["DEADLINE_PASSED"]);
        house.set_instant("2026-07-01T21:59:59Z");
        assert_eq!(withdraw(scene.teacher, 1).await.done()["registration"], json!({ "status": "WITHDRAWN", "version": 2 }));
        withdraw(scene.teacher, 2).await.assert_refused(&["WRONG_STATUS"]);
        let reply = house.ask(scene.teacher, query, json!({ "id": application })).await;
        assert_eq!(reply.at("/application/status"), "WITHDRAWN");
        assert_eq!(reply.at("/application/summary"), "Een podcast over bijen.");
        assert_eq!(reply.at("/application/answers").as_array().unwrap().len(), 5);
        fresh(&house, scene.teacher, "submitApplication", &application).await.assert_refused(&["WRONG_STATUS", "NOT_CONFIRMED"]);
        house.act(scene.teacher, "openApplicationForm", json!({ "registrationId": id }), "application { id }").await.assert_refused(&["NOT_CONFIRMED"]);
        // She may register again, and starts a new application.
        let again = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        assert_ne!(again, application);
    }

    async fn the_form_opens_as_often_as_she_likes_on_one_draft(house) {
        let scene = scene(&house).await;
        let registration = house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        let input = json!({ "registrationId": registration });
        let open = async |who: Person| house.act(who, "openApplicationForm", input.clone(), "application { id status version track }").await;
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        open(stranger).await.assert_error("NOT_FOUND");
        open(scene.staff).await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<application::Entity>().await, 0);
        let first = open(scene.teacher).await;
        assert_eq!(first.done()["application"]["status"], "DRAFT");
        assert_eq!(open(scene.teacher).await.text, first.text);
        assert_eq!(house.count::<application::Entity>().await, 1);
        house.set_instant("2026-07-01T22:00:00Z");
        open(scene.teacher).await.assert_refused(&["DEADLINE_PASSED"]);
    }

    async fn a_draft_changes_only_where_something_was_given(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let selection = "application { version summary answers { criterion { code } text ownTeacher ownPupils example } }";
        let save = async |who: Person, version: i64, summary: Value, answers: Value| {
            let mut input = json!({ "applicationId": id, "expectedVersion": version, "answers": answers });
            if !summary.is_null() {
                input["summary"] = summary;
            }
            house.act(who, "saveApplicationDraft", input, selection).await
        };
        let answers = json!([{ "criterionCode": "C2", "text": "a", "ownTeacher": "b" }, { "criterionCode": "C1", "example": "c" }]);
        save(scene.teacher, 1, json!("bijen"), answers).await.done();
        let reply = save(scene.teacher, 2, Value::Null, json!([{ "criterionCode": "C2", "ownPupils": "d", "ownTeacher": "" }])).await;
        assert_eq!(reply.done()["application"]["summary"], "bijen");
        assert_eq!(reply.done()["application"]["version"], 3);
        let answers = reply.at("/it/application/answers").as_array().unwrap().clone();
        assert_eq!(answers.len(), 2);
        assert!(answers.contains(&json!({ "criterion": { "code": "C2" }, "text": "a", "ownTeacher": "", "ownPupils": "d", "example": "" })), "{}", reply.text);
        let stale = save(scene.teacher, 1, json!("wespen"), json!([])).await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 3);
        assert_eq!(stale.at("/it/application/summary"), "bijen", "what is stored is answered");
        let long = "é".repeat(10_001);
        let answers = json!([{ "criterionCode": "C1", "text": long }, { "criterionCode": "G1", "text": "x" }, { "criterionCode": "C9" }]);
        save(scene.teacher, 3, json!(long), answers).await.assert_refused(&["SUMMARY_TOO_LONG", "TEXT_TOO_LONG", "UNKNOWN_CRITERION", "UNKNOWN_CRITERION"]);
        save(scene.teacher, 3, json!("nul\0"), json!([])).await.assert_error("BAD_USER_INPUT");
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        save(stranger, 3, json!("van mij"), json!([])).await.assert_error("NOT_FOUND");
        save(scene.staff, 3, json!("van ons"), json!([])).await.assert_error("FORBIDDEN");
        let twice = json!([{ "criterionCode": "C3", "text": "eerst" }, { "criterionCode": "C3", "text": "dan" }]);
        save(scene.teacher, 3, Value::Null, twice).await.assert_refused(&["CRITERION_TWICE"]);
        let once = json!([{ "criterionCode": "C3", "text": "dan" }]);
        let reply = save(scene.teacher, 3, json!("é".repeat(10_000)), once).await;
        assert_eq!(reply.done()["application"]["answers"].as_array().unwrap().len(), 3);
        assert_eq!(house.count::<application_answer::Entity>().await, 3);
    }

    async fn a_window_that_is_behind_is_refused_and_loses_no_word(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let save = async |version: i32, summary: &str, text: &str| {
            let input = json!({ "applicationId": id, "expectedVersion": version, "summary": summary, "answers": [{ "criterionCode": "C1", "text": text }] });
            house.act(scene.teacher, "saveApplicationDraft", input, "application { version }").await
        };
        save(1, "bijen", "samen").await.done();
        for _ in 0..3 {
            save(1, "bijen", "in het andere venster").await.assert_refused(&["VERSION_CONFLICT"]);
        }
        let refused = history(&house, scene.teacher, &id, "isRefused: { eq: true }").await;
        assert_eq!(refused, [json!({ "field": "TEXT", "criterion": { "code": "C1" }, "text": "in het andere venster", "version": 1, "isRefused": true })]);
        let reply = house.ask(scene.teacher, "query($id: ID!) { application(id: $id) { version summary answers { text } } }", json!({ "id": id })).await;
        assert_eq!(reply.data()["application"], json!({ "version": 2, "summary": "bijen", "answers": [{ "text": "samen" }] }));
        // A text that is too long is nothing to keep.
        save(1, &"é".repeat(10_001), "nog iets").await.assert_refused(&["VERSION_CONFLICT", "SUMMARY_TOO_LONG"]);
        let refused = history(&house, scene.teacher, &id, "isRefused: { eq: true }").await;
        assert_eq!(refused.iter().map(|text| &text["text"]).collect::<Vec<_>>(), ["nog iets", "in het andere venster"]);
        // However often is saved: what was refused stays.
        for version in 2..=61 {
            save(version, "bijen", &format!("versie {version}")).await.done();
        }
        assert_eq!(history(&house, scene.teacher, &id, "isRefused: { eq: true }, field: { eq: TEXT }").await.len(), 2);
        let twice = json!([{ "criterionCode": "C2", "text": "a" }, { "criterionCode": "C2", "text": "b" }]);
        let input = json!({ "applicationId": id, "expectedVersion": 62, "answers": twice });
        house.act(scene.teacher, "saveApplicationDraft", input, "application { version }").await.assert_refused(&["CRITERION_TWICE"]);
    }

    async fn every_text_of_a_draft_can_be_read_and_put_back(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let save = async |version: i64, summary: String| {
            let input = json!({ "applicationId": id, "expectedVersion": version, "summary": summary, "answers": [{ "criterionCode": "C1", "ownPupils": "zij" }] });
            house.act(scene.teacher, "saveApplicationDraft", input, "application { version }").await.done();
        };
        for version in 1..=60 {
            save(version, format!("versie {version}")).await;
        }
        // Of each text the last fifty; what did not change is no version.
        let summaries = history(&house, scene.teacher, &id, "field: { eq: SUMMARY }").await;
        assert_eq!((summaries.len(), &summaries[0]["text"], &summaries[49]["text"]), (50, &json!("versie 60"), &json!("versie 11")));
        assert_eq!(history(&house, scene.teacher, &id, "field: { eq: OWN_PUPILS }").await.len(), 1);
        let query = "query($id: ID!) { application(id: $id) { draftHistory(first: 100, filter: { field: { eq: SUMMARY } }) { nodes { id text } } } }";
        let kept = house.ask(scene.teacher, query, json!({ "id": id })).await;
        let nodes = kept.at("/application/draftHistory/nodes").as_array().unwrap().clone();
        let old = nodes.iter().find(|node| node["text"] == "versie 20").unwrap()["id"].as_str().unwrap().to_owned();
        let restore = async |who: Person, version: i64| {
            let input = json!({ "draftTextId": old, "expectedVersion": version });
            house.act(who, "restoreDraftText", input, "application { version summary }").await
        };
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let written = house.written().await;
        restore(stranger, 61).await.assert_error("NOT_FOUND");
        restore(scene.staff, 61).await.assert_error("FORBIDDEN");
        restore(scene.teacher, 60).await.assert_refused(&["VERSION_CONFLICT"]);
        assert!(house.ask(stranger, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": old })).await.at("/node").is_null());
        assert_eq!(house.written().await, written);
        assert_eq!(restore(scene.teacher, 61).await.done()["application"], json!({ "version": 62, "summary": "versie 20" }));
        assert_eq!(history(&house, scene.teacher, &id, "field: { eq: SUMMARY }").await[0]["text"], "versie 20");
        house.set_instant("2026-07-01T22:00:00Z");
        restore(scene.teacher, 62).await.assert_refused(&["DEADLINE_PASSED"]);
    }

    async fn after_the_deadline_a_draft_is_read_and_not_changed(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let link = house.ask(scene.teacher, "query($id: ID!) { application(id: $id) { evidenceLinks { id } } }", json!({ "id": id })).await.text_at("/application/evidenceLinks/0/id");
        let audited = house.count::<audit_event::Entity>().await;
        house.set_instant("2026-07-01T22:00:00Z");
        for (mutation, input) in [
            ("saveApplicationDraft", json!({ "applicationId": id, "expectedVersion": version, "summary": "te laat" })),
            ("addEvidenceLink", json!({ "applicationId": id, "kind": "OTHER", "url": "https://a.example", "label": "A" })),
            ("updateEvidenceLink", json!({ "evidenceLinkId": link, "label": "Te laat" })),
            ("removeEvidenceLink", json!({ "evidenceLinkId": link })),
            ("declareConsent", json!({ "applicationId": id, "expectedVersion": version })),
            ("submitApplication", json!({ "applicationId": id, "expectedVersion": version })),
            ("withdrawApplication", json!({ "applicationId": id, "expectedVersion": version })),
        ] {
            house.act(scene.teacher, mutation, input, "__typename").await.assert_refused(&["DEADLINE_PASSED"]);
        }
        let query = "query($id: ID!) { application(id: $id) { status version summary answers { text } evidenceLinks { id } } }";
        let reply = house.ask(scene.teacher, query, json!({ "id": id })).await;
        assert_eq!(reply.at("/application/status"), "LAPSED");
        assert_eq!(reply.at("/application/summary"), "Een podcast over bijen.");
        assert_eq!(reply.number_at("/application/version"), version);
        assert_eq!(reply.at("/application/evidenceLinks").as_array().unwrap().len(), 1);
        // What came too late is kept, and that it is.
        assert_eq!(house.count::<audit_event::Entity>().await, audited + 1);
        let late = history(&house, scene.teacher, &id, "isRefused: { eq: true }").await;
        assert_eq!(late, [json!({ "field": "SUMMARY", "criterion": null, "text": "te laat", "version": version, "isRefused": true })]);
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        fresh(&house, scene.teacher, "submitApplication", &id).await.assert_refused(&["CAMPAIGN_NOT_OPEN", "DEADLINE_PASSED"]);
        assert_eq!(house.count::<application_revision::Entity>().await, 0);
    }

    async fn evidence_is_on_the_public_web(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let add = async |who: Person, url: &str, label: &str, criterion: Option<&str>| {
            let mut input = json!({ "applicationId": id, "kind": "WORK_PLAN", "url": url, "label": label });
            if let Some(criterion) = criterion {
                input["criterionCode"] = json!(criterion);
            }
            house.act(who, "addEvidenceLink", input, "evidenceLink { id url label kind criterion { code } application { version } }").await
        };
        for url in ["ftp://school.example/a", "javascript:alert(1)", "https://localhost/a", "http://2130706433/", "https://an:geheim@school.example/"] {
            add(scene.teacher, url, "A", None).await.assert_refused(&["NOT_A_PUBLIC_ADDRESS"]);
        }
        let label = "l".repeat(201);
        add(scene.teacher, "x", &label, Some("G1")).await.assert_refused(&["NOT_A_PUBLIC_ADDRESS", "LABEL_TOO_LONG", "UNKNOWN_CRITERION"]);
        add(scene.teacher, "https://school.example", " ", None).await.assert_refused(&["LABEL_MISSING"]);
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        add(stranger, "https://school.example", "A", None).await.assert_error("NOT_FOUND");
        add(scene.staff, "https://school.example", "A", None).await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<evidence_link::Entity>().await, 0);
        let reply = add(scene.teacher, "https://SCHOOL.example/plan", " Werkplan ", Some("C1")).await;
        let link = reply.text_at("/it/evidenceLink/id");
        assert_eq!(reply.done()["evidenceLink"], json!({
            "id": link, "url": "https://school.example/plan", "label": "Werkplan", "kind": "WORK_PLAN", "criterion": { "code": "C1" },
            "application": { "version": 2 },
        }));
        let update = async |who: Person, more: Value| {
            let mut input = json!({ "evidenceLinkId": link });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(who, "updateEvidenceLink", input, "evidenceLink { id url label kind criterion { code } application { version } }").await
        };
        update(stranger, json!({ "label": "Van mij" })).await.assert_error("NOT_FOUND");
        update(scene.staff, json!({ "label": "Van ons" })).await.assert_error("FORBIDDEN");
        let faults = json!({ "url": "http://localhost", "label": " ", "criterionCode": "G1" });
        update(scene.teacher, faults).await.assert_refused(&["NOT_A_PUBLIC_ADDRESS", "LABEL_MISSING", "UNKNOWN_CRITERION"]);
        assert_eq!(update(scene.teacher, json!({})).await.done()["evidenceLink"]["application"]["version"], 2, "nothing is no new version");
        let changed = update(scene.teacher, json!({ "kind": "OTHER", "label": "Plan", "criterionCode": null })).await;
        assert_eq!(changed.done()["evidenceLink"], json!({
            "id": link, "url": "https://school.example/plan", "label": "Plan", "kind": "OTHER", "criterion": null, "application": { "version": 3 },
        }));
        let remove = json!({ "evidenceLinkId": link });
        house.act(stranger, "removeEvidenceLink", remove.clone(), "application { id }").await.assert_error("NOT_FOUND");
        house.act(scene.staff, "removeEvidenceLink", remove.clone(), "application { id }").await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<evidence_link::Entity>().await, 1);
        let reply = house.act(scene.teacher, "removeEvidenceLink", remove.clone(), "removedId application { version evidenceLinks { id } }").await;
        assert_eq!(reply.done()["removedId"], link);
        assert_eq!(reply.done()["application"], json!({ "version": 4, "evidenceLinks": [] }));
        house.act(scene.teacher, "removeEvidenceLink", remove, "application { id }").await.assert_error("NOT_FOUND");
        for number in 0..30 {
            add(scene.teacher, "https://school.example", &format!("A{number}"), None).await.done();
        }
        add(scene.teacher, "https://school.example", "A30", None).await.assert_refused(&["TOO_MANY_LINKS"]);
    }

    async fn consent_is_taken_back_at_any_time_and_what_was_handed_in_stands(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let withdraw = async |who: Person, version: i64| {
            let input = json!({ "applicationId": id, "expectedVersion": version });
            house.act(who, "withdrawConsent", input, "application { hasDeclaredConsent status remarks { code } }").await
        };
        let written = house.written().await;
        withdraw(house.teacher("Wim Debacker", &scene.flemish).await, version).await.assert_error("NOT_FOUND");
        withdraw(scene.staff, version).await.assert_error("FORBIDDEN");
        withdraw(scene.teacher, version - 1).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.written().await, written);
        let seen = async || {
            let query = "query($id: ID!) { application(id: $id) { hasDeclaredConsent submittedRevision { number } } }";
            house.ask(scene.staff, query, json!({ "id": id })).await.at("/application").clone()
        };
        assert_eq!(seen().await, json!({ "hasDeclaredConsent": true, "submittedRevision": { "number": 1 } }));
        // After the deadline too.
        house.set_instant("2026-07-02T10:00:00Z");
        let taken_back = withdraw(scene.teacher, version).await;
        assert_eq!((&taken_back.done()["application"]["hasDeclaredConsent"], &taken_back.done()["application"]["status"]), (&json!(false), &json!("COMPLETE")));
        assert!(taken_back.at("/it/application/remarks").as_array().unwrap().contains(&json!({ "code": "CONSENT_MISSING" })));
        assert_eq!(seen().await, json!({ "hasDeclaredConsent": false, "submittedRevision": { "number": 1 } }));
        withdraw(scene.teacher, version + 1).await.assert_refused(&["NOT_DECLARED"]);
    }

    async fn consent_is_declared_once_by_the_teacher(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let declare = async |who: Person, version: i64| {
            let input = json!({ "applicationId": id, "expectedVersion": version });
            house.act(who, "declareConsent", input, "application { hasDeclaredConsent version }").await
        };
        declare(house.teacher("Wim Debacker", &scene.flemish).await, 1).await.assert_error("NOT_FOUND");
        declare(scene.staff, 1).await.assert_error("FORBIDDEN");
        declare(scene.teacher, 2).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(declare(scene.teacher, 1).await.done()["application"], json!({ "hasDeclaredConsent": true, "version": 2 }));
        fresh(&house, scene.teacher, "withdrawApplication", &id).await.done();
        declare(scene.teacher, 3).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn a_complete_application_becomes_a_revision_that_never_changes(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        house.set_instant("2026-07-01T21:59:59.999Z");
        let reply = fresh(&house, scene.teacher, "submitApplication", &id).await;
        assert_eq!(reply.done()["application"]["status"], "COMPLETE");
        assert_eq!(reply.done()["application"]["sequenceInSchoolYear"], 1);
        let query = "query($id: ID!) { application(id: $id) { version submittedAt submittedRevision { number } revisions { number summary sha256 \
                     answers { criterion { code } text } links { url kind } } } }";
        let first = house.ask(scene.staff, query, json!({ "id": id })).await;
        assert_eq!(first.at("/application/submittedAt"), "2026-07-01T21:59:59.999Z");
        assert_eq!(first.text_at("/application/revisions/0/sha256").len(), 64);
        assert_eq!(first.at("/application/revisions/0/answers").as_array().unwrap().len(), 5);
        assert_eq!(first.at("/application/revisions/0/links"), &json!([{ "url": "https://twinspace.example/bijen", "kind": "TWINSPACE" }]));
        // Writing on changes the draft only (INV-04).
        house.set_instant("2026-06-30T10:00:00Z");
        house.open_form(scene.teacher, &id).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version, "summary": "Beter." });
        house.act(scene.teacher, "saveApplicationDraft", input, "application { status }").await.done();
        let still = house.ask(scene.staff, query, json!({ "id": id })).await;
        assert_eq!(still.at("/application/revisions"), first.at("/application/revisions"));
        assert_eq!(house.ask(scene.teacher, "query($id: ID!) { application(id: $id) { status } }", json!({ "id": id })).await.at("/application/status"), "COMPLETE");
        let reply = fresh(&house, scene.teacher, "submitApplication", &id).await;
        assert_eq!(reply.done()["application"]["sequenceInSchoolYear"], 1);
        let second = house.ask(scene.staff, query, json!({ "id": id })).await;
        assert_eq!(second.at("/application/submittedRevision/number"), 2);
        assert_eq!(second.at("/application/revisions/0"), first.at("/application/revisions/0"));
        assert_eq!(second.at("/application/revisions/1/summary"), "Beter.");
        assert_ne!(second.at("/application/revisions/1/sha256"), first.at("/application/revisions/0/sha256"));
        assert_eq!(house.count::<revision_answer::Entity>().await, 10);
        assert_eq!(house.count::<revision_link::Entity>().await, 2);
        // One mail per application and revision (R91).
        let templates = mails(&house, scene.teacher).await;
        let complete = templates.as_array().unwrap().iter().filter(|mail| mail["template"] == "APPLICATION_COMPLETE").count();
        assert_eq!(complete, 2);
    }

    async fn a_retried_hand_in_has_one_effect(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version, "idempotencyKey": "eens" });
        let first = house.act(scene.teacher, "submitApplication", input.clone(), "application { status version }").await;
        first.done();
        let second = house.act(scene.teacher, "submitApplication", input, "application { status version }").await;
        assert_eq!(first.text, second.text);
        assert_eq!(house.count::<application_revision::Entity>().await, 1);
        assert_eq!(mails(&house, scene.teacher).await.as_array().unwrap().len(), 2);
    }

    async fn everything_that_is_missing_is_told_at_once(house) {
        let scene = scene(&house).await;
        let running = house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &running).await;
        let answers = json!([
            { "criterionCode": "C1", "text": "a", "ownTeacher": "b", "ownPupils": "c" }, { "criterionCode": "C2", "text": "a", "ownTeacher": "b" },
        ]);
        let input = json!({ "applicationId": id, "expectedVersion": 1, "summary": " ", "answers": answers });
        house.act(scene.teacher, "saveApplicationDraft", input, "application { id }").await.done();
        let reply = fresh(&house, scene.teacher, "submitApplication", &id).await;
        reply.assert_refused(&[
            "NOT_ELIGIBLE", "SUMMARY_MISSING", "OWN_CONTRIBUTION_MISSING", "ANSWER_MISSING", "OWN_CONTRIBUTION_MISSING",
            "OWN_CONTRIBUTION_MISSING", "ANSWER_MISSING", "OWN_CONTRIBUTION_MISSING", "OWN_CONTRIBUTION_MISSING",
            "ANSWER_MISSING", "OWN_CONTRIBUTION_MISSING", "OWN_CONTRIBUTION_MISSING", "TWINSPACE_LINK_MISSING", "CONSENT_MISSING",
        ]);
        assert!(reply.text_at("/it/userErrors/0/message").starts_with("het project voldoet niet aan alle voorwaarden: zeg wanneer het project eindigde"));
        // What another window saved is told beside all the rest.
        let stale = house.act(scene.teacher, "submitApplication", json!({ "applicationId": id, "expectedVersion": 1 }), "application { id }").await;
        let codes = stale.at("/it/userErrors").as_array().unwrap().iter().map(|error| error["code"].clone()).collect::<Vec<_>>();
        assert_eq!((codes.len(), codes.contains(&json!("VERSION_CONFLICT"))), (15, true));
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let input = json!({ "applicationId": id, "expectedVersion": 2 });
        house.act(stranger, "submitApplication", input.clone(), "application { id }").await.assert_error("NOT_FOUND");
        house.act(scene.staff, "submitApplication", input.clone(), "application { id }").await.assert_error("FORBIDDEN");
        house.act(None, "submitApplication", input, "application { id }").await.assert_error("UNAUTHENTICATED");
        assert_eq!(house.count::<application_revision::Entity>().await, 0);
        assert_eq!(house.count::<message::Entity>().await, 1);
    }

    async fn no_more_applications_are_taken_than_are_judged(house) {
        let staff = house.staff().await;
        let mut campaign = House::campaign_input();
        campaign["settings"] = json!({ "applicationsPerTeacher": 1 });
        let scene = scene_of(&house, staff, campaign).await;
        let other = house.ended_project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let first = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let second = house.written_draft(scene.teacher, &scene.campaign, &other).await;
        fresh(&house, scene.teacher, "submitApplication", &second).await.assert_refused(&["LIMIT_REACHED"]);
        // Belgica is not counted (Q11).
        let belgica = scene.belgica(&house).await;
        let belgica = house.complete_application(scene.teacher, &scene.campaign, &belgica).await;
        let reply = house.ask(scene.staff, "query($id: ID!) { application(id: $id) { sequenceInSchoolYear } }", json!({ "id": belgica })).await;
        assert_eq!(reply.at("/application/sequenceInSchoolYear"), &Value::Null);
        // Handed in again, the first keeps its place; taken back, it leaves it.
        let version = house.version(scene.teacher, "application", &first).await;
        let better = json!({ "applicationId": first, "expectedVersion": version, "summary": "Beter." });
        house.act(scene.teacher, "saveApplicationDraft", better, "application { id }").await.done();
        fresh(&house, scene.teacher, "submitApplication", &first).await.done();
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let input = json!({ "applicationId": first, "expectedVersion": 1 });
        house.act(stranger, "withdrawApplication", input.clone(), "application { id }").await.assert_error("NOT_FOUND");
        house.act(scene.staff, "withdrawApplication", input.clone(), "application { id }").await.assert_error("FORBIDDEN");
        house.act(scene.teacher, "withdrawApplication", input, "application { id }").await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(fresh(&house, scene.teacher, "withdrawApplication", &first).await.done()["application"]["status"], "WITHDRAWN");
        fresh(&house, scene.teacher, "withdrawApplication", &first).await.assert_refused(&["WRONG_STATUS"]);
        let reply = fresh(&house, scene.teacher, "submitApplication", &second).await;
        assert_eq!(reply.done()["application"]["sequenceInSchoolYear"], 1);
        // Opened again, the first is a draft with all that was written, and finds no place.
        let query = "query($id: ID!) { application(id: $id) { registration { id } } }";
        let registration = house.ask(scene.teacher, query, json!({ "id": first })).await.text_at("/application/registration/id");
        let reply = house.act(scene.teacher, "openApplicationForm", json!({ "registrationId": registration }), "application { id status submittedAt sequenceInSchoolYear submittedRevision { number } revisions { number } summary }").await;
        assert_eq!(reply.done()["application"], json!({
            "id": first, "status": "DRAFT", "submittedAt": null, "sequenceInSchoolYear": null, "submittedRevision": null,
            "revisions": [{ "number": 1 }, { "number": 2 }], "summary": "Beter.",
        }));
        fresh(&house, scene.teacher, "submitApplication", &first).await.assert_refused(&["LIMIT_REACHED"]);
    }

    async fn two_hand_ins_at_once_do_not_get_the_same_place(house) {
        let staff = house.staff().await;
        let mut campaign = House::campaign_input();
        campaign["settings"] = json!({ "applicationsPerTeacher": 1 });
        let scene = scene_of(&house, staff, campaign).await;
        let other = house.ended_project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let first = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let second = house.written_draft(scene.teacher, &scene.campaign, &other).await;
        let (one, two) = tokio::join!(
            fresh(&house, scene.teacher, "submitApplication", &first),
            fresh(&house, scene.teacher, "submitApplication", &second),
        );
        let refused = [&one, &two].iter().filter(|reply| reply.data()["it"]["userErrors"][0]["code"] == "LIMIT_REACHED").count();
        assert_eq!(refused, 1, "{} {}", one.text, two.text);
        assert_eq!(house.count::<application_revision::Entity>().await, 1);
    }

    async fn it_is_noted_when_the_form_on_esep_was_sent(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let record = async |who: Person, id: &str, at: &str| {
            let input = json!({ "applicationId": id, "submittedAt": at });
            house.act(who, "recordEsepSubmission", input, "application { esepSubmittedAt version }").await
        };
        record(house.teacher("Wim Debacker", &scene.flemish).await, &id, "2025-09-30T10:00:00Z").await.assert_error("NOT_FOUND");
        record(house.foreign_staff().await, &id, "2025-09-30T10:00:00Z").await.assert_error("NOT_FOUND");
        record(house.seat("Jan Jury", &[Role::Juror], None).await, &id, "2025-09-30T10:00:00Z").await.assert_error("FORBIDDEN");
        record(scene.teacher, &id, "2025-10-01T10:00:00.001Z").await.assert_refused(&["IN_THE_FUTURE"]);
        record(scene.teacher, &id, "gisteren").await.assert_error("BAD_USER_INPUT");
        let reply = record(scene.teacher, &id, "2025-10-01T12:00:00+02:00").await;
        assert_eq!(reply.done()["application"], json!({ "esepSubmittedAt": "2025-10-01T10:00:00.000Z", "version": version }));
        let reply = record(scene.staff, &id, "2025-09-30T10:00:00Z").await;
        assert_eq!(reply.done()["application"]["esepSubmittedAt"], "2025-09-30T10:00:00.000Z");
        let belgica = scene.belgica(&house).await;
        let belgica = house.empty_draft(scene.teacher, &scene.campaign, &belgica).await;
        record(scene.teacher, &belgica, "2025-09-30T10:00:00Z").await.assert_refused(&["NO_ESEP_FORM"]);
        fresh(&house, scene.teacher, "withdrawApplication", &id).await.done();
        record(scene.teacher, &id, "2025-09-30T10:00:00Z").await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn staff_decide_once_whether_an_application_goes_to_the_jury(house) {
        let scene = scene(&house).await;
        let other = house.ended_project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let unfinished = house.empty_draft(scene.teacher, &scene.campaign, &other).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let belgica = scene.belgica(&house).await;
        let belgica = house.complete_application(scene.teacher, &scene.campaign, &belgica).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let decide = async |who: Person, id: &str, admissibility: &str, reason: Value| {
            let input = json!({ "applicationId": id, "admissibility": admissibility, "reason": reason });
            house.act(who, "decideAdmissibility", input, "application { status }").await
        };
        decide(scene.staff, &id, "ADMISSIBLE", Value::Null).await.assert_refused(&["WRONG_STATUS"]);
        decide(scene.staff, &unfinished, "INADMISSIBLE", json!(" ")).await.assert_refused(&["WRONG_STATUS", "NOT_WAITING", "REASON_MISSING"]);
        house.set_day("2026-07-02");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let german = house.foreign_staff().await;
        decide(german, &id, "ADMISSIBLE", Value::Null).await.assert_error("NOT_FOUND");
        decide(scene.teacher, &id, "ADMISSIBLE", Value::Null).await.assert_error("FORBIDDEN");
        decide(house.admin().await, &id, "ADMISSIBLE", Value::Null).await.assert_error("FORBIDDEN");
        decide(scene.staff, &unfinished, "ADMISSIBLE", Value::Null).await.assert_refused(&["NOT_WAITING"]);
        assert_eq!(decide(scene.staff, &id, "ADMISSIBLE", Value::Null).await.done()["application"]["status"], "ADMISSIBLE");
        decide(scene.staff, &id, "INADMISSIBLE", json!("toch niet")).await.assert_refused(&["NOT_WAITING"]);
        decide(german, &belgica, "INADMISSIBLE", Value::Null).await.assert_refused(&["REASON_MISSING"]);
        let reply = decide(german, &belgica, "INADMISSIBLE", json!("Niets op de TwinSpace.")).await;
        assert_eq!(reply.done()["application"]["status"], "INADMISSIBLE");
        // Before the results are out both look the same to their teacher (INV-22).
        let query = "query($id: ID!) { application(id: $id) { status version } }";
        let seen = house.ask(scene.teacher, query, json!({ "id": id })).await;
        assert_eq!(seen.at("/application"), &json!({ "status": "IN_EVALUATION", "version": version }));
        let seen = house.ask(scene.teacher, query, json!({ "id": belgica })).await;
        assert_eq!(seen.at("/application/status"), "IN_EVALUATION");
    }
}
