//! Campaigns: who may run them, what freezes, what moves.

use entity::{campaign, message, user};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

const STATUS: &str = "campaign { status version }";

/// The configuration of a campaign.
async fn exported(house: &House, who: Person, id: &str) -> Value {
    let reply = house.act(who, "configurationExport", json!({ "campaignId": id }), "configuration").await;
    serde_json::from_str(&reply.text_at("/it/configuration")).unwrap()
}

async fn document_text(house: &House, who: Person, id: &str, pointer: &str) -> String {
    exported(house, who, id).await.pointer(pointer).unwrap().to_string()
}

/// The hash of a preview, and the rest of it.
async fn previewed(house: &House, who: Person, id: &str, document: &Value) -> (String, Value) {
    let input = json!({ "campaignId": id, "document": document.to_string() });
    let selection = "configurationPreview { hash changes { path before after } faults { path code } isReasonNeeded }";
    let mut preview =
        house.act(who, "configurationPreview", input, selection).await.done()["configurationPreview"].clone();
    let hash = preview.as_object_mut().unwrap().remove("hash").unwrap();
    (hash.as_str().unwrap().to_owned(), preview)
}

async fn apply(house: &House, who: Person, id: &str, document: &Value, hash: &str, reason: Option<&str>) -> Reply {
    let input = json!({ "campaignId": id, "document": document.to_string(), "expectedHash": hash, "reason": reason });
    let selection = "campaign { version jurorMaxLoad resultsPlannedAt rubric { code passTotal } }";
    house.act(who, "applyConfiguration", input, selection).await
}

async fn put(house: &House, sql: &str) {
    house.db.connection().execute_unprepared(sql).await.unwrap();
}

trial! {
    async fn staff_create_a_campaign_with_deadlines_at_the_end_of_the_day_in_brussels(house) {
        let staff = house.staff().await;
        let selection = "campaign { status registrationClosesAt submissionClosesAt isRegistrationOpen version \
                         rubric { code passTotal criteria { code isGate indicators { code } } } timeline { kind takesPlaceOn } }";
        let reply = house.act(staff, "createCampaign", House::campaign_input(), selection).await;
        let campaign = &reply.done()["campaign"];
        assert_eq!(campaign["status"], "DRAFT");
        assert_eq!(campaign["submissionClosesAt"], "2026-07-01T22:00:00.000Z");
        assert_eq!(campaign["isRegistrationOpen"], false);
        assert_eq!(campaign["rubric"]["passTotal"], "15.00");
        assert_eq!(campaign["rubric"]["criteria"].as_array().unwrap().len(), 8);
        assert_eq!(campaign["rubric"]["criteria"][0]["indicators"][7]["code"], "C1.8");
        assert_eq!(campaign["timeline"], json!([
            { "kind": "REGISTRATION_CLOSES", "takesPlaceOn": "2026-07-01" },
            { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2026-07-01" },
            { "kind": "RESULTS", "takesPlaceOn": "2026-10-31" },
        ]));
    }

    async fn a_draft_campaign_does_not_exist_for_anybody_but_staff(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let query = "query($id: ID!) { campaign(id: $id) { name } node(id: $id) { id } campaigns { totalCount } currentCampaign { id } }";
        let reply = house.ask(None, query, json!({ "id": id })).await;
        assert_eq!(reply.data(), &json!({ "campaign": null, "node": null, "campaigns": { "totalCount": 0 }, "currentCampaign": null }));
        let reply = house.ask(staff, query, json!({ "id": id })).await;
        assert_eq!(reply.at("/campaigns/totalCount"), 1);
    }

    async fn every_reason_against_a_campaign_is_told_at_once(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["schoolYear"] = json!("2025-2027");
        input["submissionClosesOn"] = json!("2026-06-30");
        input["esepWindowClosesOn"] = json!("2025-03-31");
        input["resultsPlannedOn"] = json!("2026-01-01");
        input["settings"] = json!({ "jurorsPerApplication": 6 });
        input["contactEmail"] = json!("geen adres");
        input["contactUrl"] = json!("file:///C:/Users/epos/info.docx");
        input["milestones"] = json!([
            { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2026-06-29", "text": "Klaar" },
            { "kind": "EVENT", "takesPlaceOn": "2026-11-05", "text": " " },
            { "kind": "EVENT", "takesPlaceOn": "2026-11-06", "text": "Gent" },
        ]);
        let reply = house.act(staff, "createCampaign", input, "campaign { id }").await;
        reply.assert_refused(&[
            "NOT_A_SCHOOL_YEAR", "SUBMISSION_BEFORE_REGISTRATION", "WINDOW_EMPTY", "RESULTS_TOO_EARLY", "SETTING_OUT_OF_BOUNDS",
            "MILESTONE_NOT_THE_DEADLINE", "MILESTONE_TEXT", "MILESTONE_TWICE", "NOT_AN_ADDRESS", "NOT_A_WEB_ADDRESS",
        ]);
        assert_eq!(reply.at("/it/campaign"), &json!(null));
        assert_eq!(house.count::<campaign::Entity>().await, 0);
        house.draft_campaign(staff).await;
        let reply = house.act(staff, "createCampaign", House::campaign_input(), "campaign { id }").await;
        reply.assert_refused(&["SCHOOL_YEAR_TAKEN"]);
    }

    async fn nobody_but_staff_and_admin_creates_a_campaign(house) {
        let teacher = house.seat("An Peeters", &[entity::kinds::Role::Teacher], None).await;
        let reply = house.act(teacher, "createCampaign", House::campaign_input(), "campaign { id }").await;
        reply.assert_error("FORBIDDEN");
        let reply = house.act(None, "createCampaign", House::campaign_input(), "campaign { id }").await;
        reply.assert_error("UNAUTHENTICATED");
        assert_eq!(house.count::<campaign::Entity>().await, 0);
    }

    async fn a_retry_with_the_same_key_has_one_effect_and_the_same_answer(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["idempotencyKey"] = json!("once");
        let first = house.act(staff, "createCampaign", input.clone(), "campaign { id version }").await;
        let second = house.act(staff, "createCampaign", input.clone(), "campaign { id version }").await;
        first.done();
        assert_eq!(first.text, second.text);
        assert_eq!(house.count::<campaign::Entity>().await, 1);
        input["name"] = json!("another");
        let reply = house.act(staff, "createCampaign", input, "campaign { id }").await;
        reply.assert_error("IDEMPOTENCY_KEY_REUSED");
    }

    async fn a_campaign_moves_on_one_step_at_a_time(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let moved = async |mutation: &str, version: i64| {
            let input = json!({ "campaignId": id, "expectedVersion": version });
            house.act_with(staff, mutation, "MoveCampaignInput", input, STATUS).await
        };
        moved("closeCampaign", 1).await.assert_refused(&["WRONG_STATUS"]);
        assert_eq!(moved("openCampaign", 1).await.done()["campaign"]["status"], "OPEN");
        let stale = moved("closeCampaign", 1).await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 2);
        moved("closeCampaign", 2).await.assert_refused(&["DEADLINE_AHEAD"]);
        house.set_instant("2026-07-01T22:00:00Z");
        assert_eq!(moved("closeCampaign", 2).await.done()["campaign"]["status"], "CLOSED");
        assert_eq!(moved("startEvaluation", 3).await.done()["campaign"]["status"], "EVALUATION");
        assert_eq!(moved("startDeliberation", 4).await.done()["campaign"]["status"], "DELIBERATION");
        assert_eq!(moved("resumeEvaluation", 5).await.done()["campaign"]["status"], "EVALUATION");
        moved("resumeEvaluation", 6).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn an_open_campaign_is_public(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        let query = "{ currentCampaign { schoolYear isRegistrationOpen isSubmissionOpen timeline { text } } }";
        let reply = house.ask(None, query, json!({})).await;
        assert_eq!(reply.at("/currentCampaign/isRegistrationOpen"), true);
        house.set_instant("2026-07-01T21:59:59.999Z");
        assert_eq!(house.ask(None, query, json!({})).await.at("/currentCampaign/isSubmissionOpen"), true);
        house.set_instant("2026-07-01T22:00:00Z");
        assert_eq!(house.ask(None, query, json!({})).await.at("/currentCampaign/isSubmissionOpen"), false);
    }

    async fn a_deadline_moves_later_for_all_and_never_earlier(house) {
        let staff = house.staff().await;
        let id = house.open_campaign(staff).await;
        let extend = async |day: &str, reason: &str, version: i64| {
            let input = json!({ "campaignId": id, "expectedVersion": version, "submissionClosesOn": day, "reason": reason });
            house.act(staff, "extendDeadlines", input, "campaign { submissionClosesAt }").await
        };
        extend("2026-06-30", "", 2).await.assert_refused(&["NOT_LATER", "SUBMISSION_BEFORE_REGISTRATION", "REASON_MISSING"]);
        extend("2026-07-08", "storing", 1).await.assert_refused(&["VERSION_CONFLICT"]);
        let reply = extend("2026-07-08", "storing bij ESEP", 2).await;
        assert_eq!(reply.done()["campaign"]["submissionClosesAt"], "2026-07-08T22:00:00.000Z");
        let admin = house.admin().await;
        let trail = house.ask(admin, "{ auditTrail(filter: { action: { eq: \"extendDeadlines\" } }) { nodes { reason kind subjectId } } }", json!({})).await;
        assert_eq!(trail.at("/auditTrail/nodes"), &json!([{ "reason": "storing bij ESEP", "kind": "campaign", "subjectId": id }]));
    }

    async fn a_deadline_that_moves_across_a_clock_change_ends_at_midnight_in_brussels(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        for (field, day) in [("registrationClosesOn", "2026-03-01"), ("submissionClosesOn", "2026-03-28"), ("evaluationsDueOn", "2026-12-01"), ("resultsPlannedOn", "2026-12-15")] {
            input[field] = json!(day);
        }
        let id = house.act(staff, "createCampaign", input, "campaign { id }").await.text_at("/it/campaign/id");
        house.move_campaign(staff, "openCampaign", &id).await;
        let query = "query($id: ID!) { campaign(id: $id) { version timeline { kind takesPlaceOn closesOn closesAt isOpen secondsLeft } } }";
        let step_2 = async || {
            let seen = house.ask(staff, query, json!({ "id": id })).await;
            let days = seen.at("/campaign/timeline").as_array().unwrap().clone();
            (seen.number_at("/campaign/version"), days.into_iter().find(|day| day["kind"] == "SUBMISSION_CLOSES").unwrap())
        };
        // The last Sundays of March and of October, and the days around them.
        for (last_day, deadline) in [
            ("2026-03-29", "2026-03-29T22:00:00.000Z"), ("2026-03-30", "2026-03-30T22:00:00.000Z"),
            ("2026-10-24", "2026-10-24T22:00:00.000Z"), ("2026-10-25", "2026-10-25T23:00:00.000Z"),
            ("2026-10-26", "2026-10-26T23:00:00.000Z"),
        ] {
            let (version, _) = step_2().await;
            let input = json!({ "campaignId": id, "expectedVersion": version, "submissionClosesOn": last_day, "reason": "storing" });
            house.act(staff, "extendDeadlines", input, "campaign { id }").await.done();
            house.clock.set(deadline.parse::<chrono::DateTime<chrono::Utc>>().unwrap() - chrono::TimeDelta::milliseconds(1));
            let (_, day) = step_2().await;
            let told = json!({ "kind": "SUBMISSION_CLOSES", "takesPlaceOn": last_day, "closesOn": last_day, "closesAt": deadline, "isOpen": true, "secondsLeft": 1 });
            assert_eq!(day, told);
            house.set_instant(deadline);
            let (_, day) = step_2().await;
            assert_eq!((&day["isOpen"], &day["secondsLeft"]), (&json!(false), &json!(null)), "{last_day}");
        }
        let (version, _) = step_2().await;
        let input = json!({ "campaignId": id, "expectedVersion": version, "submissionClosesOn": "2026-12-01", "reason": "storing" });
        house.act(staff, "extendDeadlines", input, "campaign { id }").await.assert_refused(&["RESULTS_TOO_EARLY"]);
    }

    async fn the_timeline_says_what_is_open_for_whom_and_until_when(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["milestones"] = json!([{ "kind": "JURY_WORK", "takesPlaceOn": "2026-07-02", "text": "De jury leest." }]);
        let id = house.act(staff, "createCampaign", input, "campaign { id }").await.text_at("/it/campaign/id");
        house.move_campaign(staff, "openCampaign", &id).await;
        let juror = house.seat("Jo Jury", &[entity::kinds::Role::Juror], None).await;
        let query = "query($id: ID!) { campaign(id: $id) { timeline { kind opensAt closesAt closesOn isOpen } } }";
        let jury = async |who: Option<Person>| {
            let seen = house.ask(who, query, json!({ "id": id })).await;
            seen.at("/campaign/timeline").as_array().unwrap().iter().find(|day| day["kind"] == "JURY_WORK").unwrap().clone()
        };
        let seen = house.ask(None, query, json!({ "id": id })).await;
        assert_eq!(seen.at("/campaign/timeline/0"), &json!({
            "kind": "REGISTRATION_CLOSES", "opensAt": "2025-10-01T10:00:00.000Z", "closesAt": "2026-07-01T22:00:00.000Z",
            "closesOn": "2026-07-01", "isOpen": true,
        }));
        let nothing = json!({ "kind": "JURY_WORK", "opensAt": null, "closesAt": null, "closesOn": null, "isOpen": false });
        assert_eq!(jury(None).await, nothing);
        let due = |is_open: bool| json!({ "kind": "JURY_WORK", "opensAt": null, "closesAt": "2026-09-15T22:00:00.000Z", "closesOn": "2026-09-15", "isOpen": is_open });
        assert_eq!(jury(Some(juror)).await, due(false));
        house.set_instant("2026-07-02T10:00:00Z");
        house.move_campaign(staff, "closeCampaign", &id).await;
        house.move_campaign(staff, "startEvaluation", &id).await;
        assert_eq!(jury(Some(juror)).await, due(true));
        assert_eq!(jury(None).await, nothing);
    }

    async fn next_year_starts_from_this_year_moved_by_the_calendar(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        for (field, value) in [("schoolYear", "2027-2028"), ("name", "NQL 2027-2028"), ("registrationClosesOn", "2028-02-29"), ("submissionClosesOn", "2028-03-26"), ("esepWindowOpensOn", "2027-04-01"), ("esepWindowClosesOn", "2028-03-31"), ("evaluationsDueOn", "2028-09-15"), ("resultsPlannedOn", "2028-10-29")] {
            input[field] = json!(value);
        }
        input["settings"] = json!({ "jurorsPerApplication": 3, "prizeBudgetCents": 1 });
        input["milestones"] = json!([{ "kind": "EVENT", "takesPlaceOn": "2028-11-05", "text": "Gent" }]);
        let id = house.open_campaign_of(staff, input).await;
        let fields = "status schoolYear name registrationClosesAt submissionClosesAt esepWindowOpensOn esepWindowClosesOn resultsPlannedAt evaluationsDueAt \
                      contactEmail languageFwb jurorsPerApplication prizeBudgetCents version rubric { code } timeline { kind takesPlaceOn text }";
        let clone = async |who: Person, year: &str| {
            let input = json!({ "campaignId": id, "schoolYear": year });
            house.act(who, "cloneCampaign", input, &format!("campaign {{ id {fields} }}")).await
        };
        let reply = clone(staff, "2028-2029").await;
        let mut made = reply.done()["campaign"].clone();
        made.as_object_mut().unwrap().remove("id");
        assert_eq!(made, json!({
            "status": "DRAFT", "schoolYear": "2028-2029", "name": "NQL 2028-2029", "version": 1,
            // 29 February becomes 28 February; 26 March 2029 is a day after the clock change, 26 March 2028 the day itself.
            "registrationClosesAt": "2029-02-28T23:00:00.000Z", "submissionClosesAt": "2029-03-26T22:00:00.000Z",
            "esepWindowOpensOn": "2028-04-01", "esepWindowClosesOn": "2029-03-31",
            "resultsPlannedAt": "2029-10-28T23:00:00.000Z", "evaluationsDueAt": "2029-09-15T22:00:00.000Z",
            "contactEmail": "etwinning@epos.example", "languageFwb": "fr", "jurorsPerApplication": 3, "prizeBudgetCents": 1,
            "rubric": { "code": "NQL-2025" },
            "timeline": [
                { "kind": "REGISTRATION_CLOSES", "takesPlaceOn": "2029-02-28", "text": "Laatste dag om je project te registreren (stap 1)." },
                { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2029-03-26", "text": "Laatste dag om je aanvraag in te dienen (stap 2)." },
                { "kind": "EVENT", "takesPlaceOn": "2029-11-05", "text": "Gent" },
            ],
        }));
        clone(staff, "2028-2029").await.assert_refused(&["SCHOOL_YEAR_TAKEN"]);
        clone(staff, "2028-2030").await.assert_refused(&["NOT_A_SCHOOL_YEAR"]);
        let input = json!({ "campaignId": id, "schoolYear": "2029-2030", "name": " " });
        house.act(staff, "cloneCampaign", input, "campaign { id }").await.assert_refused(&["NAME_WRONG"]);
        let teacher = house.seat("An Peeters", &[entity::kinds::Role::Teacher], None).await;
        clone(teacher, "2029-2030").await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<campaign::Entity>().await, 2);
    }

    async fn timeline_contact_and_languages_are_set_until_they_freeze(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let set = async |mutation: &str, version: i64, rest: Value| {
            let mut input = json!({ "campaignId": id, "expectedVersion": version });
            input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            house.act(staff, mutation, input, "campaign { version contactEmail contactUrl languageDg timeline { kind takesPlaceOn text } }").await
        };
        let days = json!({ "milestones": [{ "kind": "EVENT", "takesPlaceOn": "2026-11-05", "text": "Gent" }, { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2026-07-01", "text": "Nu of nooit" }] });
        let reply = set("setMilestones", 1, days.clone()).await;
        assert_eq!(reply.done()["campaign"]["timeline"], json!([
            { "kind": "REGISTRATION_CLOSES", "takesPlaceOn": "2026-07-01", "text": "Laatste dag om je project te registreren (stap 1)." },
            { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2026-07-01", "text": "Nu of nooit" },
            { "kind": "EVENT", "takesPlaceOn": "2026-11-05", "text": "Gent" },
        ]));
        set("setMilestones", 1, days.clone()).await.assert_refused(&["VERSION_CONFLICT"]);
        let wrong = json!({ "milestones": [{ "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2026-07-02", "text": " " }, { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": "2026-07-01", "text": "x" }] });
        set("setMilestones", 2, wrong).await.assert_refused(&["NOT_THE_DEADLINE", "TEXT_WRONG", "TWICE"]);
        let contact = json!({ "email": "nql@epos.example", "url": "https://nql.example/vragen" });
        assert_eq!(set("setContact", 2, contact.clone()).await.done()["campaign"]["contactEmail"], "nql@epos.example");
        set("setContact", 2, contact.clone()).await.assert_refused(&["VERSION_CONFLICT"]);
        set("setContact", 3, json!({ "email": "x", "url": "mailto:a@b.example" })).await.assert_refused(&["NOT_AN_ADDRESS", "NOT_A_WEB_ADDRESS"]);
        assert_eq!(set("setLanguages", 3, json!({ "dg": "nl" })).await.done()["campaign"]["languageDg"], "nl");
        set("setLanguages", 3, json!({ "dg": "nl" })).await.assert_refused(&["VERSION_CONFLICT"]);
        set("setLanguages", 4, json!({ "vl": "la", "fwb": "it" })).await.assert_refused(&["UNKNOWN_LANGUAGE", "UNKNOWN_LANGUAGE"]);
        house.move_campaign(staff, "openCampaign", &id).await;
        set("setLanguages", 5, json!({ "dg": "de" })).await.assert_refused(&["FROZEN"]);
        set("setContact", 5, contact.clone()).await.done();
        set("setMilestones", 5, days.clone()).await.done();
        let teacher = house.seat("An Peeters", &[entity::kinds::Role::Teacher], None).await;
        let written = house.written().await;
        for (mutation, rest) in [("setMilestones", days), ("setContact", contact), ("setLanguages", json!({}))] {
            let mut input = json!({ "campaignId": id, "expectedVersion": 5 });
            input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            house.act(teacher, mutation, input.clone(), "campaign { id }").await.assert_error("FORBIDDEN");
            house.act(None, mutation, input, "campaign { id }").await.assert_error("UNAUTHENTICATED");
        }
        assert_eq!(house.written().await, written);
        put(&house, "UPDATE campaign SET status = 'ARCHIVED'").await;
        set("setContact", 5, json!({ "email": "a@b.example", "url": "https://b.example" })).await.assert_refused(&["FROZEN"]);
        set("setMilestones", 5, json!({ "milestones": [] })).await.assert_refused(&["FROZEN"]);
    }

    async fn a_document_is_looked_through_and_applied_to_a_draft(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let mut document = exported(&house, staff, &id).await;
        assert_eq!(document["calendar"]["submissionClosesOn"], "2026-07-01");
        assert_eq!(document["languages"], json!({ "VL": "nl", "FWB": "fr", "DG": "de" }));
        assert_eq!(document["rubric"]["criteria"][0]["indicators"][7]["code"], "C1.8");
        let (hash, seen) = previewed(&house, staff, &id, &document).await;
        assert_eq!(seen, json!({ "changes": [], "faults": [], "isReasonNeeded": false }));
        apply(&house, staff, &id, &document, &hash, None).await.assert_refused(&["NOTHING_CHANGES"]);
        document["settings"]["jurorMaxLoad"] = json!(12);
        document["calendar"]["resultsPlannedOn"] = json!("2026-11-02");
        document["milestones"].as_array_mut().unwrap().retain(|day| day["kind"] != "RESULTS");
        document["milestones"].as_array_mut().unwrap().push(json!({ "kind": "EVENT", "takesPlaceOn": "2026-11-05", "text": "Gent" }));
        document["rubric"]["code"] = json!("NQL-2026");
        document["rubric"]["criteria"][1]["titles"]["nl"] = json!("ICT");
        document["rubric"]["passTotal"] = json!("16.00");
        let written = house.written().await;
        let (hash, seen) = previewed(&house, staff, &id, &document).await;
        assert_eq!(house.written().await, written + 1, "only that somebody looked");
        let change = |path: &str, before: &str, after: &str| json!({ "path": path, "before": before, "after": after });
        assert_eq!(seen["changes"], json!([
            change("calendar.resultsPlannedOn", "\"2026-10-31\"", "\"2026-11-02\""),
            { "path": "milestones[RESULTS]", "before": "{\"kind\":\"RESULTS\",\"takesPlaceOn\":\"2026-10-31\",\"text\":\"Resultaten\"}", "after": null },
            { "path": "milestones[EVENT]", "before": null, "after": "{\"kind\":\"EVENT\",\"takesPlaceOn\":\"2026-11-05\",\"text\":\"Gent\"}" },
            change("rubric.code", "\"NQL-2025\"", "\"NQL-2026\""),
            change("rubric.criteria[C2].titles.nl", &document_text(&house, staff, &id, "/rubric/criteria/1/titles/nl").await, "\"ICT\""),
            change("rubric.passTotal", "\"15.00\"", "\"16.00\""),
            change("settings.jurorMaxLoad", "10", "12"),
        ]));
        assert_eq!((&seen["faults"], &seen["isReasonNeeded"]), (&json!([]), &json!(false)));
        apply(&house, staff, &id, &document, &"0".repeat(64), None).await.assert_refused(&["PREVIEW_CHANGED"]);
        let reply = apply(&house, staff, &id, &document, &hash, None).await;
        let made = &reply.done()["campaign"];
        assert_eq!((&made["jurorMaxLoad"], &made["version"]), (&json!(12), &json!(2)));
        assert_eq!((&made["rubric"]["code"], &made["rubric"]["passTotal"]), (&json!("NQL-2026"), &json!("16.00")));
        assert_eq!(made["resultsPlannedAt"], "2026-11-01T23:00:00.000Z");
        assert_eq!(exported(&house, staff, &id).await["rubric"], document["rubric"]);
        apply(&house, staff, &id, &document, &hash, None).await.assert_refused(&["PREVIEW_CHANGED", "NOTHING_CHANGES"]);
    }

    async fn a_document_of_one_campaign_makes_another_the_same(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["settings"] = json!({ "applicationsPerTeacher": 2, "eqlSharePercent": 100, "discrepancy": 0.01 });
        input["milestones"] = json!([{ "kind": "EVENT", "takesPlaceOn": "2026-11-05", "text": "\"Breng Europa naar je klas\" – Gent" }]);
        let id = house.open_campaign_of(staff, input).await;
        let document = exported(&house, staff, &id).await;
        let clone = json!({ "campaignId": id, "schoolYear": "2030-2031" });
        let clone = house.act(staff, "cloneCampaign", clone, "campaign { id }").await.text_at("/it/campaign/id");
        assert_ne!(exported(&house, staff, &clone).await, document);
        let (hash, seen) = previewed(&house, staff, &clone, &document).await;
        assert_eq!(seen["faults"], json!([]));
        apply(&house, staff, &clone, &document, &hash, None).await.done();
        assert_eq!(exported(&house, staff, &clone).await, document);
        // The same hash names nothing for another campaign.
        let (other, _) = previewed(&house, staff, &id, &document).await;
        assert_ne!(other, hash);
    }

    async fn everything_that_is_wrong_with_a_document_is_told_with_its_path_and_nothing_is_written(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let good = exported(&house, staff, &id).await;
        let mut document = good.clone();
        document["version"] = json!(2);
        document["name"] = json!(" ");
        document["colour"] = json!("blauw");
        document["calendar"]["esepWindowClosesOn"] = json!("2025-03-31");
        document["milestones"][2]["takesPlaceOn"] = json!("31/12/2026");
        document["contact"] = json!({ "email": "a@b.example", "url": "file:///C:/info.docx" });
        document["languages"]["DG"] = json!("la");
        document["settings"]["jurorsPerApplication"] = json!(6);
        document["milestones"][0]["takesPlaceOn"] = json!("2026-06-30");
        document["milestones"].as_array_mut().unwrap().push(json!({ "kind": "FEAST", "takesPlaceOn": "2026-11-05", "text": "x" }));
        document["rubric"]["scaleMax"] = json!("5");
        document["rubric"]["gates"][0]["of"] = json!("C9");
        document["rubric"]["criteria"][0]["indicators"][7].as_object_mut().unwrap().remove("text");
        let (hash, seen) = previewed(&house, staff, &id, &document).await;
        let mut faults: Vec<String> = seen["faults"].as_array().unwrap().iter().map(|fault| {
            format!("{} {}", fault["path"].as_str().unwrap(), fault["code"].as_str().unwrap())
        }).collect();
        faults.sort();
        assert_eq!(faults, [
            "calendar.esepWindowClosesOn CONTRADICTION", "colour UNKNOWN", "contact.url WRONG_TYPE",
            "languages.DG OUT_OF_BOUNDS", "milestones[FEAST].kind WRONG_TYPE", "milestones[REGISTRATION_CLOSES].takesPlaceOn CONTRADICTION", "milestones[RESULTS].takesPlaceOn WRONG_TYPE",
            "name OUT_OF_BOUNDS", "rubric.code CONTRADICTION", "rubric.criteria[C1].indicators[C1.8].text MISSING", "rubric.gates[G1].of CONTRADICTION",
            "rubric.scaleMax WRONG_TYPE", "settings.jurorsPerApplication OUT_OF_BOUNDS", "version OUT_OF_BOUNDS",
        ]);
        let written = house.written().await;
        apply(&house, staff, &id, &document, &hash, None).await.assert_refused(&["FAULTY"; 14]);
        assert_eq!(house.written().await, written);
        let send = async |text: &str| {
            let input = json!({ "campaignId": id, "document": text });
            house.act(staff, "configurationPreview", input, "configurationPreview { hash }").await
        };
        send("{").await.assert_refused(&["NOT_JSON"]);
        send(&" ".repeat(128 * 1024 + 1)).await.assert_refused(&["TOO_LONG"]);
        let input = json!({ "campaignId": id, "format": 2 });
        house.act(staff, "configurationExport", input, "configuration").await.assert_refused(&["UNKNOWN_FORMAT"]);
        let teacher = house.seat("An Peeters", &[entity::kinds::Role::Teacher], None).await;
        let input = json!({ "campaignId": id });
        house.act(teacher, "configurationExport", input, "configuration").await.assert_error("FORBIDDEN");
        let input = json!({ "campaignId": id, "document": good.to_string() });
        house.act(teacher, "configurationPreview", input, "configurationPreview { hash }").await.assert_error("FORBIDDEN");
        apply(&house, teacher, &id, &good, &hash, None).await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        assert_eq!(exported(&house, staff, &id).await, good);
    }

    async fn after_opening_a_document_changes_timeline_contact_and_days_that_move_later(house) {
        let staff = house.staff().await;
        let id = house.open_campaign(staff).await;
        let good = exported(&house, staff, &id).await;
        let mut document = good.clone();
        document["name"] = json!("Anders");
        document["languages"]["DG"] = json!("nl");
        document["settings"]["jurorsPerApplication"] = json!(3);
        document["calendar"]["resultsPlannedOn"] = json!("2026-10-30");
        document["rubric"]["code"] = json!("NQL-2026");
        let (hash, seen) = previewed(&house, staff, &id, &document).await;
        let faults: Vec<&str> = seen["faults"].as_array().unwrap().iter().map(|fault| fault["path"].as_str().unwrap()).collect();
        assert_eq!(faults, ["calendar.resultsPlannedOn", "languages.DG", "name", "rubric.code", "settings.jurorsPerApplication"]);
        let reply = apply(&house, staff, &id, &document, &hash, Some("omdat")).await;
        reply.assert_refused(&["FROZEN"; 5]);
        assert!(reply.text.contains("languages.DG: dit kan niet meer wijzigen: de campagne is "), "{}", reply.text);
        let mut document = good.clone();
        document["contact"]["email"] = json!("nql@epos.example");
        document["calendar"]["submissionClosesOn"] = json!("2026-07-08");
        for day in document["milestones"].as_array_mut().unwrap() {
            if day["kind"] == "SUBMISSION_CLOSES" {
                day["takesPlaceOn"] = json!("2026-07-08");
            }
        }
        let (hash, seen) = previewed(&house, staff, &id, &document).await;
        assert_eq!((&seen["faults"], &seen["isReasonNeeded"]), (&json!([]), &json!(true)));
        apply(&house, staff, &id, &document, &hash, Some(" ")).await.assert_refused(&["REASON_MISSING"]);
        apply(&house, staff, &id, &document, &hash, Some("storing bij ESEP")).await.done();
        assert_eq!(exported(&house, staff, &id).await, document);
        let trail = house.ask(house.admin().await, "{ auditTrail(filter: { action: { eq: \"applyConfiguration\" } }) { nodes { reason } } }", json!({})).await;
        assert_eq!(trail.at("/auditTrail/nodes"), &json!([{ "reason": "storing bij ESEP" }]));
    }

    async fn users_are_made_once_per_address_and_told_by_mail(house) {
        let staff = house.staff().await;
        let input = json!({ "email": "An.Peeters@School.Example", "name": "An Peeters", "roles": ["TEACHER"] });
        let reply = house.act(staff, "createUser", input.clone(), "user { email roles }").await;
        // Not at a school of the community yet: the office that made the account sees it.
        assert_eq!(reply.done()["user"], json!({ "email": "an.peeters@school.example", "roles": ["TEACHER"] }));
        assert_eq!(house.count::<message::Entity>().await, 1);
        house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["EMAIL_TAKEN"]);
        let users = house.count::<user::Entity>().await;
        let juror = json!({ "email": "j@x.example", "name": "J", "roles": ["ADMIN"] });
        house.act(staff, "createUser", juror, "user { id }").await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<user::Entity>().await, users);
    }
}
