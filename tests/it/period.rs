//! How staff run the period: what they find in the lists, whom they remind, what they admit.

use entity::{
    kinds::{Community, MessageTemplate, Role},
    link_check, message,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{
    mail::templates_that_can_be_written,
    support::{House, Person, Reply},
    trial,
};

/// An open campaign, and two teachers of one school with a project each; the second one still runs.
struct Scene {
    staff: Person,
    german: Person,
    campaign: String,
    lotte: Person,
    wim: Person,
    school: String,
    abroad: String,
    bees: String,
    wasps: String,
}

async fn scene(house: &House) -> Scene {
    let (staff, german) = (house.staff().await, house.foreign_staff().await);
    let campaign = house.open_campaign(staff).await;
    let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let lotte = house.teacher("Lotte Verhaegen", &school).await;
    let wim = house.teacher("Wim De Backer", &school).await;
    let bees = house.ended_project(lotte, "De bijen", &school, &abroad).await;
    let wasps = house.project(wim, "De wespen", &school, &abroad).await;
    Scene { staff, german, campaign, lotte, wim, school, abroad, bees, wasps }
}

/// The projects of the rows that a list holds under a filter, and how many there are in all.
async fn found(house: &House, who: Person, list: &str, filter: &str) -> (Vec<String>, i64) {
    let query = format!(
        "{{ it: {list}(filter: {{ {filter} }}, orderBy: [{{ field: CREATED_AT }}]) {{ totalCount nodes {{ project {{ title }} }} }} }}"
    );
    let reply = house.ask(who, &query, json!({})).await;
    let titles = reply.at("/it/nodes").as_array().unwrap().iter();
    let titles = titles.map(|row| row["project"]["title"].as_str().unwrap().to_owned()).collect();
    (titles, reply.number_at("/it/totalCount"))
}

async fn remind(house: &House, who: Person, input: Value) -> Reply {
    house.act(who, "remindDrafts", input, "draftReminders { queued leftOut { application { id } reason } }").await
}

async fn reminders(house: &House) -> Vec<message::Model> {
    let mut mails = message::Entity::find().all(house.db.connection()).await.unwrap();
    mails.retain(|mail| mail.template == MessageTemplate::DraftReminder);
    mails
}

trial! {
    async fn staff_find_what_needs_them_within_their_community(house) {
        let scene = scene(&house).await;
        let done = house.complete_application(scene.lotte, &scene.campaign, &scene.bees).await;
        house.empty_draft(scene.wim, &scene.campaign, &scene.wasps).await;
        let third = house.project(scene.wim, "De mieren", &scene.school, &scene.abroad).await;
        house.registration(scene.wim, &scene.campaign, &third).await;
        let one = |title: &str| (vec![title.to_owned()], 1);
        let none = (Vec::new(), 0);
        let (lists, wespen) = (["registrations", "applications"], one("De wespen"));
        for list in lists {
            assert_eq!(found(&house, scene.staff, list, "projectTitle: { search: \"WESP\" }").await, wespen);
            assert_eq!(found(&house, scene.staff, list, "teacherName: { search: \"verHAEGEN\" }").await, one("De bijen"));
            assert_eq!(found(&house, scene.staff, list, "projectTitle: { search: \"honing\" }").await, none);
            assert_eq!(found(&house, scene.staff, list, "schoolName: { search: \"zeven\" }, projectTitle: { eq: \"De bijen\" }").await, one("De bijen"));
            let school = format!("schoolId: {{ eq: \"{}\" }}", scene.abroad);
            assert_eq!(found(&house, scene.staff, list, &school).await, none);
            assert_eq!(found(&house, scene.german, list, "schoolName: { search: \"zeven\" }").await, none);
            assert_eq!(found(&house, scene.german, list, "hasUnmetCondition: { eq: true }").await, none);
        }
        let open = vec!["De wespen".to_owned(), "De mieren".to_owned()];
        assert_eq!(found(&house, scene.staff, "registrations", "isComplete: { eq: false }").await, (open.clone(), 2));
        assert_eq!(found(&house, scene.staff, "registrations", "isComplete: { eq: true }").await, one("De bijen"));
        // Two projects still run; one that ends is met from then on, until its registration is looked at again or not.
        assert_eq!(found(&house, scene.staff, "registrations", "hasUnmetCondition: { eq: true }").await, (open, 2));
        assert_eq!(found(&house, scene.staff, "applications", "hasUnmetCondition: { eq: true }").await, wespen);
        let version = house.version(scene.wim, "project", &scene.wasps).await;
        let input = json!({ "projectId": scene.wasps, "expectedVersion": version, "endedOn": "2025-09-30" });
        house.act(scene.wim, "endProject", input, "project { id }").await.done();
        assert_eq!(found(&house, scene.staff, "applications", "hasUnmetCondition: { eq: true }").await, none);
        assert_eq!(found(&house, scene.staff, "registrations", "hasUnmetCondition: { eq: true }").await, one("De mieren"));
        let before = "status: { eq: DRAFT }, updatedAt: { lt: \"2025-10-01T10:00:00Z\" }";
        assert_eq!(found(&house, scene.staff, "applications", before).await, none);
        let before = "status: { eq: DRAFT }, updatedAt: { lt: \"2025-10-01T11:00:00Z\" }";
        assert_eq!(found(&house, scene.staff, "applications", before).await, wespen);
        for filter in ["teacherName: { search: \"a\" }", "hasUnreachableLink: { eq: true }"] {
            let query = format!("{{ applications(filter: {{ {filter} }}) {{ totalCount }} }}");
            house.ask(scene.lotte, &query, json!({})).await.assert_error("FORBIDDEN");
        }
        let query = "query($id: ID!) { campaign(id: $id) { progress { registrationsConfirmed registrationsIncomplete applicationsInDraft applicationsComplete } } }";
        let seen = house.ask(scene.staff, query, json!({ "id": scene.campaign })).await;
        assert_eq!(seen.at("/campaign/progress"), &json!({
            "registrationsConfirmed": 3, "registrationsIncomplete": 2, "applicationsInDraft": 1, "applicationsComplete": 1,
        }));
        let seen = house.ask(scene.german, query, json!({ "id": scene.campaign })).await;
        assert_eq!(seen.at("/campaign/progress/registrationsConfirmed"), 0);
        house.ask(scene.lotte, query, json!({ "id": scene.campaign })).await.assert_error("FORBIDDEN");
        assert!(done.starts_with("application_"));
    }

    async fn staff_note_which_addresses_can_be_opened(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.lotte, &scene.campaign, &scene.bees).await;
        let query = "query($id: ID!) { application(id: $id) { submittedRevision { links { id check { isReachable checkedAt } } } } }";
        let link = house.ask(scene.staff, query, json!({ "id": id })).await.text_at("/application/submittedRevision/links/0/id");
        let note = async |who: Person, link: &str, is_reachable: bool| {
            let input = json!({ "revisionLinkId": link, "isReachable": is_reachable });
            house.act(who, "recordLinkCheck", input, "revisionLink { check { isReachable checkedAt } }").await
        };
        note(scene.german, &link, false).await.assert_error("NOT_FOUND");
        note(scene.lotte, &link, false).await.assert_error("FORBIDDEN");
        note(house.admin().await, &link, false).await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<link_check::Entity>().await, 0);
        let unreachable = "hasUnreachableLink: { eq: true }";
        assert_eq!(found(&house, scene.staff, "applications", unreachable).await.1, 0);
        let reply = note(scene.staff, &link, false).await;
        assert_eq!(reply.done()["revisionLink"]["check"], json!({ "isReachable": false, "checkedAt": house.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true) }));
        assert_eq!(found(&house, scene.staff, "applications", unreachable).await.1, 1);
        // Its teacher is told, and may hand in another one before the deadline.
        let seen = house.ask(scene.lotte, query, json!({ "id": id })).await;
        assert_eq!(seen.at("/application/submittedRevision/links/0/check/isReachable"), false);
        note(scene.staff, &link, true).await.done();
        assert_eq!(house.count::<link_check::Entity>().await, 1);
        assert_eq!(found(&house, scene.staff, "applications", unreachable).await.1, 0);
        let another = json!({ "applicationId": id, "kind": "OTHER", "url": "https://blog.example/bijen", "label": "Blog" });
        house.act(scene.lotte, "addEvidenceLink", another, "evidenceLink { id }").await.done();
        let version = house.version(scene.lotte, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        house.act(scene.lotte, "submitApplication", input, "application { id }").await.done();
        note(scene.staff, &link, false).await.assert_refused(&["NOT_HANDED_IN_LAST"]);
    }

    async fn an_address_that_was_erased_is_not_looked_at(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.lotte, &scene.campaign, &scene.bees).await;
        let query = "query($id: ID!) { application(id: $id) { submittedRevision { links { id } } } }";
        let link = house.ask(scene.staff, query, json!({ "id": id })).await.text_at("/application/submittedRevision/links/0/id");
        let sql = "UPDATE application SET texts_erased_at = updated_at";
        sea_orm::ConnectionTrait::execute_unprepared(house.db.connection(), sql).await.unwrap();
        let input = json!({ "revisionLinkId": link, "isReachable": true });
        house.act(scene.staff, "recordLinkCheck", input, "revisionLink { id }").await.assert_refused(&["ERASED"]);
    }

    async fn drafts_that_were_left_alone_are_reminded_of_once_a_day(house) {
        let scene = scene(&house).await;
        let draft = house.empty_draft(scene.wim, &scene.campaign, &scene.wasps).await;
        let done = house.complete_application(scene.lotte, &scene.campaign, &scene.bees).await;
        let left_alone = json!({ "campaignId": scene.campaign, "untouchedForDays": 14 });
        let reply = remind(&house, scene.staff, left_alone.clone()).await;
        assert_eq!(reply.done()["draftReminders"], json!({ "queued": 0, "leftOut": [] }));
        house.set_day("2025-10-15");
        let reply = remind(&house, scene.german, left_alone.clone()).await;
        assert_eq!(reply.done()["draftReminders"], json!({ "queued": 0, "leftOut": [] }), "not of her community");
        let reply = remind(&house, scene.staff, left_alone.clone()).await;
        assert_eq!(reply.done()["draftReminders"], json!({ "queued": 1, "leftOut": [] }));
        let mails = reminders(&house).await;
        assert_eq!((mails.len(), mails[0].recipient_id), (1, scene.wim.id));
        assert_eq!((&mails[0].facts["project"], &mails[0].facts["submissionDeadline"]), (&json!("De wespen"), &json!("2026-07-01T22:00:00Z")));
        assert!(templates_that_can_be_written(&house).await.contains(&MessageTemplate::DraftReminder));
        // A second click does nothing; the next day is another.
        let reply = remind(&house, scene.staff, left_alone.clone()).await;
        assert_eq!(reply.done()["draftReminders"], json!({ "queued": 0, "leftOut": [{ "application": { "id": draft }, "reason": "REMINDED_TODAY" }] }));
        assert_eq!(reminders(&house).await.len(), 1);
        house.set_day("2025-10-16");
        let named = json!({ "campaignId": scene.campaign, "applicationIds": [done, draft, draft] });
        let reply = remind(&house, scene.staff, named.clone()).await;
        reply.assert_refused(&["NOT_A_DRAFT", "NAMED_TWICE"]);
        assert_eq!(reply.at("/it/draftReminders"), &json!({ "queued": 1, "leftOut": [] }));
        remind(&house, scene.staff, named.clone()).await.assert_refused(&["NOT_A_DRAFT", "REMINDED_TODAY", "NAMED_TWICE"]);
        house.set_day("2025-10-17");
        house.open_form(scene.wim, &draft).await;
        let version = house.version(scene.wim, "application", &draft).await;
        let input = json!({ "applicationId": draft, "expectedVersion": version, "summary": "Nieuw" });
        house.act(scene.wim, "saveApplicationDraft", input, "application { id }").await.done();
        let both = json!({ "campaignId": scene.campaign, "applicationIds": [draft], "untouchedForDays": 1 });
        remind(&house, scene.staff, both).await.assert_refused(&["TOUCHED"]);
        let version = house.version(scene.wim, "application", &draft).await;
        let input = json!({ "applicationId": draft, "expectedVersion": version });
        house.act(scene.wim, "withdrawApplication", input, "application { id }").await.done();
        let only = json!({ "campaignId": scene.campaign, "applicationIds": [draft] });
        remind(&house, scene.staff, only).await.assert_refused(&["NOT_A_DRAFT"]);
        let trail = house.ask(house.admin().await, "{ auditTrail(filter: { action: { eq: \"remindDrafts\" } }) { totalCount } }", json!({})).await;
        assert_eq!(trail.at("/auditTrail/totalCount"), 5);
    }

    async fn nobody_is_reminded_by_others_or_after_the_deadline(house) {
        let scene = scene(&house).await;
        let draft = house.empty_draft(scene.wim, &scene.campaign, &scene.wasps).await;
        let named = json!({ "campaignId": scene.campaign, "applicationIds": [draft] });
        for who in [scene.wim, house.admin().await, house.seat("Jo Jury", &[Role::Juror], None).await] {
            remind(&house, who, named.clone()).await.assert_error("FORBIDDEN");
        }
        remind(&house, scene.german, named.clone()).await.assert_refused(&["NOT_FOUND"]);
        // What is one's own is left to colleagues, also where it is named.
        let joris = house.seat("Joris Maes", &[Role::Staff], Some(Community::Vl)).await;
        house.works_at(joris, &scene.school).await;
        remind(&house, joris, named.clone()).await.assert_refused(&["NOT_IMPARTIAL"]);
        assert_eq!(reminders(&house).await, []);
        remind(&house, scene.staff, json!({ "campaignId": scene.campaign })).await.assert_refused(&["WHOM_MISSING"]);
        let wrong = json!({ "campaignId": scene.campaign, "applicationIds": [], "untouchedForDays": 0 });
        remind(&house, scene.staff, wrong).await.assert_refused(&["HOW_MANY", "DAYS_OUT_OF_BOUNDS"]);
        house.set_instant("2026-07-01T22:00:00Z");
        remind(&house, scene.staff, named.clone()).await.assert_refused(&["DEADLINE_PASSED"]);
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        remind(&house, scene.staff, named).await.assert_refused(&["CAMPAIGN_NOT_OPEN", "DEADLINE_PASSED"]);
        assert_eq!(reminders(&house).await.len(), 0);
    }

    async fn many_applications_are_admitted_at_once(house) {
        let scene = scene(&house).await;
        let bees = house.complete_application(scene.lotte, &scene.campaign, &scene.bees).await;
        let ants = house.ended_project(scene.lotte, "De mieren", &scene.school, &scene.abroad).await;
        let ants = house.complete_application(scene.lotte, &scene.campaign, &ants).await;
        let draft = house.empty_draft(scene.wim, &scene.campaign, &scene.wasps).await;
        let admit = async |who: Person, ids: &[&String]| {
            house.act(who, "admitApplications", json!({ "applicationIds": ids }), "applications { status }").await
        };
        admit(scene.staff, &[&bees]).await.assert_refused(&["WRONG_STATUS"]);
        house.set_day("2026-07-02");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let waiting = "status: { eq: COMPLETE }";
        admit(scene.german, &[&bees, &ants]).await.assert_refused(&["NOT_FOUND", "NOT_FOUND"]);
        admit(scene.lotte, &[&bees]).await.assert_error("FORBIDDEN");
        admit(scene.staff, &[]).await.assert_refused(&["HOW_MANY"]);
        assert_eq!(found(&house, scene.staff, "applications", waiting).await.1, 2);
        let reply = admit(scene.staff, &[&ants, &draft, &bees]).await;
        reply.assert_refused(&["NOT_WAITING"]);
        assert_eq!(reply.at("/it/applications"), &json!([{ "status": "ADMISSIBLE" }, { "status": "ADMISSIBLE" }]));
        admit(scene.staff, &[&bees]).await.assert_refused(&["NOT_WAITING"]);
        assert_eq!(found(&house, scene.staff, "applications", waiting).await.1, 0);
    }
}
