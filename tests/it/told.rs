//! What the rules answer is right: exact numbers, whole reasons, one campaign, days of the calendar, and nothing of one's own.

use entity::{
    assignment_plan, campaign, consolidation, evaluation, feedback, form_session,
    ids::JurorId,
    kinds::{AssignmentPlanStatus, Community, Role, Track},
    user,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    application::scene,
    support::{
        House, Person, Reply,
        given::{SCORED, on_each_criterion},
    },
    trial,
};

fn id(juror: Person) -> String {
    JurorId::from(juror.id).to_string()
}

async fn save(house: &House, who: Person, assignment: &str, version: Value, comment: &str) -> Reply {
    let scores = json!([{ "criterionCode": "C1", "score": 4, "comment": comment }]);
    let input = json!({ "assignmentId": assignment, "expectedVersion": version, "scores": scores });
    house.act(who, "saveEvaluationDraft", input, "evaluation { version }").await
}

async fn submit(house: &House, who: Person, assignment: &str, version: i32) -> Reply {
    let input = json!({ "assignmentId": assignment, "expectedVersion": version });
    house.act(who, "submitEvaluation", input, "evaluation { status }").await
}

/// Proposals of plans that wait for their turn.
async fn queued(house: &House) -> usize {
    let queued = assignment_plan::Entity::find()
        .filter(assignment_plan::Column::IsProposal.eq(true))
        .filter(assignment_plan::Column::State.eq(AssignmentPlanStatus::Queued));
    queued.all(house.db.connection()).await.unwrap().len()
}

async fn draft(house: &House, who: Person, application: &str, version: i64, summary: &str) -> Reply {
    let input = json!({ "applicationId": application, "expectedVersion": version, "summary": summary });
    house.act(who, "saveApplicationDraft", input, "application { version }").await
}

trial! {
    async fn nothing_yet_is_version_zero_and_what_is_untouched_says_what_is_missing(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.accepted(hearing.staff, juror, &hearing.application).await;
        let missing = submit(&house, juror, &assignment, 0).await;
        let codes: Vec<&str> = ["SCORE_MISSING"; 8].into_iter().chain(["COMMENT_MISSING"; 5]).collect();
        missing.assert_refused(&codes);
        save(&house, juror, &assignment, json!(1), "Goed.").await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.count::<evaluation::Entity>().await, 0);
        assert_eq!(save(&house, juror, &assignment, json!(0), "Goed.").await.number_at("/it/evaluation/version"), 1);
        // What says nothing new is no new version, and what another window knows of it still holds.
        assert_eq!(save(&house, juror, &assignment, json!(1), "Goed.").await.number_at("/it/evaluation/version"), 1);
        assert_eq!(save(&house, juror, &assignment, json!(1), "Beter.").await.number_at("/it/evaluation/version"), 2);
        // Stale and incomplete: both are told.
        let both: Vec<&str> =
            ["VERSION_CONFLICT"].into_iter().chain(["SCORE_MISSING"; 7]).chain(["COMMENT_MISSING"; 4]).collect();
        submit(&house, juror, &assignment, 1).await.assert_refused(&both);
    }

    async fn a_draft_of_an_evaluation_is_its_jurors_alone(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.accepted(hearing.staff, juror, &hearing.application).await;
        let scores: Vec<Value> =
            SCORED.iter().map(|code| json!({ "criterionCode": code, "score": 4, "comment": "Over dit." })).collect();
        let input = json!({ "assignmentId": assignment, "scores": scores, "comment": "Alles samen.", "internalNote": "Onder ons." });
        house.act(juror, "saveEvaluationDraft", input, "evaluation { id }").await.done();
        let query = "query($id: ID!) { assignment(id: $id) { evaluation { id status version comment internalNote scores { score comment } } } }";
        let seen = async |who: Person| house.ask(who, query, json!({ "id": assignment })).await.at("/assignment/evaluation").clone();
        let hidden = seen(hearing.staff).await;
        assert_eq!((&hidden["status"], &hidden["comment"], &hidden["internalNote"], &hidden["scores"]), (&json!("DRAFT"), &Value::Null, &Value::Null, &json!([])));
        assert_eq!(seen(juror).await["scores"].as_array().unwrap().len(), 8);
        submit(&house, juror, &assignment, 1).await.done();
        let shown = seen(hearing.staff).await;
        assert_eq!((&shown["comment"], shown["scores"].as_array().unwrap().len()), (&json!("Alles samen."), 8));
        // Given back, it is a draft again.
        let input = json!({ "evaluationId": shown["id"], "expectedVersion": shown["version"], "reason": "Vergeten bijlage." });
        house.act(hearing.staff, "reopenEvaluation", input, "evaluation { status }").await.done();
        let again = seen(hearing.staff).await;
        assert_eq!((&again["status"], &again["comment"], &again["scores"]), (&json!("REOPENED"), &Value::Null, &json!([])));
        assert_eq!(seen(juror).await["comment"], "Alles samen.");
    }

    async fn three_jurors_give_equal_totals_for_equal_sums_and_are_ranked_so(house) {
        let hearing = house.hearing().await;
        house.db.connection().execute_unprepared("UPDATE campaign SET jurors_per_application = 3").await.unwrap();
        let mut jurors = Vec::new();
        for name in ["Nadia Ouali", "Sam Peeters", "Jan Smet"] {
            jurors.push(house.juror(&hearing, name).await);
        }
        // 56 points each, spread in two ways whose rounded thirds add up to different totals.
        for (application, sheets) in [
            (&hearing.application, [[4, 4, 4, 4, 3, 4, 4, 4], [4, 4, 4, 3, 4, 4, 4, 4], [4, 3, 3, 4, 4, 4, 4, 4]]),
            (&hearing.other, [[4, 4, 4, 4, 3, 4, 4, 4], [4, 4, 4, 4, 3, 4, 4, 4], [4, 4, 4, 3, 3, 4, 4, 4]]),
        ] {
            for (juror, sheet) in jurors.iter().zip(sheets) {
                house.evaluated(hearing.staff, *juror, application, sheet).await;
            }
        }
        let input = json!({ "applicationIds": [hearing.application, hearing.other] });
        let reply = house.act(hearing.staff, "consolidateApplications", input, "consolidations { method total }").await;
        let same = json!({ "method": "AVERAGE", "total": "18.67" });
        assert_eq!(reply.done()["consolidations"], json!([same, same]));
        let stored = consolidation::Entity::find().all(house.db.connection()).await.unwrap();
        assert!(stored.iter().all(|row| row.total_sixtieths == Some(56 * 20)), "{stored:?}");
        // The totals are equal, so C1 decides, and then C5.
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        let query = "query($id: ID!) { ranking(campaignId: $id, track: NQL) { nodes { application { id } } } }";
        let ranked = house.ask(hearing.staff, query, json!({ "id": hearing.campaign })).await;
        assert_eq!(ranked.at("/ranking/nodes/0/application/id"), &json!(hearing.application), "C5: 11 thirds before 9");
    }

    async fn a_list_of_a_payload_holds_what_the_caller_may_see_and_no_null(house) {
        let results = house.results().await;
        let input = json!({ "campaignId": results.campaign, "track": Track::Nql });
        let reply = house.act(results.staff, "proposeDecisions", input, "decisions { application { id } }").await;
        let mut seen: Vec<&str> = reply.done()["decisions"].as_array().unwrap().iter().map(|one| one["application"]["id"].as_str().unwrap()).collect();
        seen.sort_unstable();
        let mut mine = [results.good.as_str(), results.weak.as_str()];
        mine.sort_unstable();
        assert_eq!(seen, mine, "the German-speaking one is decided on too, and is not theirs to see");
        assert_eq!(house.count::<entity::decision::Entity>().await, 3);
    }

    async fn the_same_text_again_leaves_what_was_approved(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        results.motivate(&house, &results.good).await;
        results.advise(&house, &results.good).await;
        results.approve_texts(&house, &results.good).await;
        let write = async |texts: Value| {
            let reply = house.save_texts(results.second, &results.good, texts).await;
            reply.done()["applications"][0].clone()
        };
        let approved = |seen: &Value| !seen["feedback"]["approvedAt"].is_null();
        let same = json!({
            "motivation": " Een sterk project. ", "feedback": " Werk vaker in gemengde groepjes. ",
            "criteria": on_each_criterion(" Zo voort. "),
        });
        let seen = write(same).await;
        assert_eq!((seen["decision"]["version"].as_i64(), seen["feedback"]["version"].as_i64()), (Some(2), Some(2)));
        assert!(approved(&seen));
        for (texts, versions) in [
            (json!({ "feedback": "Werk altijd in gemengde groepjes." }), (2, 3)),
            (json!({ "criteria": [{ "criterionCode": "C1", "text": "Zo niet voort." }] }), (2, 5)),
            (json!({ "motivation": "Een heel sterk project." }), (3, 7)),
        ] {
            let seen = write(texts).await;
            assert!(!approved(&seen), "{seen}");
            let found = (seen["decision"]["version"].as_i64().unwrap(), seen["feedback"]["version"].as_i64().unwrap());
            assert_eq!(found, versions);
            results.approve_texts(&house, &results.good).await;
        }
        assert_eq!(house.count::<feedback::Entity>().await, 1);
    }

    async fn links_and_consent_are_written_in_an_open_form_and_keep_it_open(house) {
        let scene = scene(&house).await;
        house.set_instant("2026-05-04T10:00:00Z");
        let application = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let expires = async || {
            let form = form_session::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
            (form.expires_at.format("%H:%M").to_string(), form.last_saved_version)
        };
        let link = json!({ "applicationId": application, "kind": "OTHER", "url": "https://a.example", "label": "A" });
        house.set_instant("2026-05-04T10:15:00Z");
        let added = house.act(scene.teacher, "addEvidenceLink", link.clone(), "evidenceLink { id application { version } }").await;
        assert_eq!(expires().await, ("10:35".to_owned(), 2));
        house.set_instant("2026-05-04T10:30:00Z");
        let declare = async |version: i32| {
            let input = json!({ "applicationId": application, "expectedVersion": version });
            house.act(scene.teacher, "declareConsent", input, "application { version }").await
        };
        assert_eq!(declare(2).await.number_at("/it/application/version"), 3);
        assert_eq!(expires().await, ("10:50".to_owned(), 3));
        // Once is enough: it says nothing new, and keeps the form open.
        house.set_instant("2026-05-04T10:45:00Z");
        assert_eq!(declare(3).await.number_at("/it/application/version"), 3);
        assert_eq!(draft(&house, scene.teacher, &application, 3, "").await.number_at("/it/application/version"), 3);
        assert_eq!(expires().await, ("11:05".to_owned(), 3));
        // Expired: nothing goes in any more, and every reason is told.
        house.set_instant("2026-05-04T11:05:00Z");
        house.act(scene.teacher, "addEvidenceLink", link, "evidenceLink { id }").await.assert_refused(&["FORM_SESSION_EXPIRED"]);
        let remove = json!({ "evidenceLinkId": added.at("/it/evidenceLink/id") });
        house.act(scene.teacher, "removeEvidenceLink", remove, "application { id }").await.assert_refused(&["FORM_SESSION_EXPIRED"]);
        declare(2).await.assert_refused(&["VERSION_CONFLICT", "FORM_SESSION_EXPIRED"]);
        draft(&house, scene.teacher, &application, 1, "bijen").await.assert_refused(&["FORM_SESSION_EXPIRED"]);
    }

    async fn a_refusal_says_what_is_to_be_done(house) {
        let scene = scene(&house).await;
        let running = house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let application = house.empty_draft(scene.teacher, &scene.campaign, &running).await;
        let answers = json!([{ "criterionCode": "C1", "text": "Wat wij deden.", "ownTeacher": "Ik.", "example": "x" }]);
        let input = json!({ "applicationId": application, "expectedVersion": 1, "answers": answers });
        house.act(scene.teacher, "saveApplicationDraft", input, "application { id }").await.done();
        let input = json!({ "applicationId": application, "expectedVersion": 2 });
        let refused = house.act(scene.teacher, "submitApplication", input, "application { id }").await;
        let errors = refused.at("/it/userErrors").as_array().unwrap().clone();
        let said = |code: &str| errors.iter().filter(|error| error["code"] == code).map(|error| error["message"].as_str().unwrap()).collect::<Vec<_>>();
        let not_eligible = said("NOT_ELIGIBLE");
        assert!(not_eligible.len() == 1 && not_eligible[0].contains("zeg wanneer het project eindigde"), "{not_eligible:?}");
        let own = said("OWN_CONTRIBUTION_MISSING");
        assert_eq!(own.iter().filter(|message| message.contains("C1")).collect::<Vec<_>>(), [&"schrijf dit bij criterium C1: de inbreng van je leerlingen"]);
        assert_eq!(own.len(), 9);
        let query = "query($id: ID!) { application(id: $id) { remarks { code criterion { code } field } } }";
        let remarks = house.ask(scene.teacher, query, json!({ "id": application })).await;
        let lines: Vec<String> = remarks.at("/application/remarks").as_array().unwrap().iter().map(|one| {
            [&one["criterion"]["code"], &one["field"], &one["code"]].map(|part| part.as_str().unwrap_or("-")).join(" ")
        }).collect();
        assert_eq!(lines[..4], ["- SUMMARY SUMMARY_MISSING", "C1 TEXT VERY_SHORT", "C1 OWN_TEACHER VERY_SHORT", "C1 OWN_PUPILS OWN_CONTRIBUTION_MISSING"]);
        assert_eq!(lines[lines.len() - 2..], ["- - TWINSPACE_LINK_MISSING", "- - CONSENT_MISSING"]);
    }

    async fn settings_that_say_nothing_new_are_no_new_version(house) {
        let staff = house.staff().await;
        let campaign = house.draft_campaign(staff).await;
        for (mutation, part) in [
            ("setContact", json!({ "email": "etwinning@epos.example", "url": "https://www.etwinning.example" })),
            ("setLanguages", json!({ "fwb": "fr" })),
            ("setMilestones", json!({ "milestones": [{ "kind": "RESULTS", "takesPlaceOn": "2026-10-31", "text": "Resultaten" }] })),
            ("setEligibilityRules", json!({ "rules": [{ "condition": "ENDED_BY_DEADLINE", "atRegistration": "WARN", "atHandIn": "BLOCK" }] })),
        ] {
            let mut input = json!({ "campaignId": campaign, "expectedVersion": 1 });
            input.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
            let reply = house.act(staff, mutation, input, "campaign { version }").await;
            assert_eq!(reply.number_at("/it/campaign/version"), 1, "{mutation}");
        }
        let input = json!({ "campaignId": campaign, "expectedVersion": 1, "fwb": "de" });
        assert_eq!(house.act(staff, "setLanguages", input, "campaign { version }").await.number_at("/it/campaign/version"), 2);
    }

    async fn the_campaign_goes_on_for_the_public_after_it_has_closed(house) {
        let scene = scene(&house).await;
        house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let public = "{ currentCampaign { id status isSubmissionOpen timeline { kind opensAt isOpen secondsLeft } } }";
        let progress = "query($id: ID!) { campaign(id: $id) { progress { applicationsInDraft applicationsLapsed } } }";
        let counts = async || house.ask(scene.staff, progress, json!({ "id": scene.campaign })).await.at("/campaign/progress").clone();
        assert_eq!(counts().await, json!({ "applicationsInDraft": 1, "applicationsLapsed": 0 }));
        house.set_day("2026-07-02");
        assert_eq!(counts().await, json!({ "applicationsInDraft": 0, "applicationsLapsed": 1 }));
        for step in ["closeCampaign", "startEvaluation", "startDeliberation"] {
            house.move_campaign(scene.staff, step, &scene.campaign).await;
            let seen = house.ask(None, public, json!({})).await;
            assert_eq!(seen.at("/currentCampaign/id"), &json!(scene.campaign), "{step}");
            assert_eq!(seen.at("/currentCampaign/isSubmissionOpen"), false);
        }
        let sql = "UPDATE campaign SET status = 'ARCHIVED'";
        house.db.connection().execute_unprepared(sql).await.unwrap();
        assert!(house.ask(None, public, json!({})).await.at("/currentCampaign").is_null());
    }

    async fn a_day_of_the_timeline_says_what_can_be_done(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["milestones"] = json!([
            { "kind": "REGISTRATION_OPENS", "takesPlaceOn": "2025-10-01", "text": "Registreer." },
            { "kind": "JURY_WORK", "takesPlaceOn": "2026-07-02", "text": "De jury leest." },
        ]);
        let campaign = house.open_campaign_of(staff, input).await;
        let query = "query($id: ID!) { campaign(id: $id) { timeline { kind opensAt closesAt isOpen secondsLeft } } }";
        let day = async |kind: &str| {
            let seen = house.ask(staff, query, json!({ "id": campaign })).await;
            seen.at("/campaign/timeline").as_array().unwrap().iter().find(|day| day["kind"] == kind).unwrap().clone()
        };
        let opens = day("REGISTRATION_OPENS").await;
        assert_eq!((&opens["opensAt"], &opens["isOpen"], &opens["closesAt"]), (&json!("2025-10-01T10:00:00.000Z"), &json!(true), &Value::Null));
        house.set_day("2026-07-02");
        assert_eq!(day("REGISTRATION_OPENS").await["isOpen"], false);
        house.move_campaign(staff, "closeCampaign", &campaign).await;
        house.move_campaign(staff, "startEvaluation", &campaign).await;
        // Late evaluations are taken for as long as the jury works.
        house.set_day("2026-09-20");
        let jury = day("JURY_WORK").await;
        assert_eq!((&jury["isOpen"], &jury["secondsLeft"]), (&json!(true), &Value::Null));
        house.move_campaign(staff, "startDeliberation", &campaign).await;
        assert_eq!(day("JURY_WORK").await["isOpen"], false);
    }

    async fn more_time_of_one_year_is_not_that_of_the_next(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let version = house.ask(staff, "query($id: ID!) { campaign(id: $id) { version } }", json!({ "id": campaign })).await.number_at("/campaign/version");
        let input = json!({ "campaignId": campaign, "expectedVersion": version, "submissionClosesOn": "2026-07-20", "reason": "storing" });
        house.act(staff, "extendDeadlines", input, "campaign { id }").await.done();
        let shown = "campaign { submissionClosesAt registrationClosesAt timeline { kind takesPlaceOn } }";
        let next = house.act(staff, "cloneCampaign", json!({ "campaignId": campaign, "schoolYear": "2026-2027" }), shown).await;
        assert_eq!(next.at("/it/campaign/submissionClosesAt"), "2027-07-01T22:00:00.000Z");
        let closes = next.at("/it/campaign/timeline").as_array().unwrap().iter().find(|day| day["kind"] == "SUBMISSION_CLOSES").unwrap().clone();
        assert_eq!(closes["takesPlaceOn"], "2027-07-01");
    }

    async fn who_takes_part_in_a_project_is_counted_in_one_campaign(house) {
        let scene = scene(&house).await;
        house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let query = "query($id: ID!) { project(id: $id) { registeredCount submittedCount members { hasRegistered hasSubmitted } partners { hasSubmitted } } }";
        let told = async || house.ask(scene.teacher, query, json!({ "id": scene.project })).await.at("/project").clone();
        let this_year = told().await;
        assert_eq!((&this_year["registeredCount"], &this_year["submittedCount"]), (&json!(1), &json!(1)));
        house.set_day("2026-07-02");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let mut input = House::campaign_input();
        for (field, value) in [
            ("schoolYear", "2026-2027"), ("registrationClosesOn", "2027-07-01"), ("submissionClosesOn", "2027-07-01"),
            ("evaluationsDueOn", "2027-09-15"), ("resultsPlannedOn", "2027-10-31"), ("esepWindowOpensOn", "2025-04-01"), ("esepWindowClosesOn", "2027-03-31"),
        ] {
            input[field] = json!(value);
        }
        let next = house.open_campaign_of(scene.staff, input).await;
        // The project is not registered anew, so what is told is still of the year before.
        assert_eq!(told().await, this_year);
        house.registration(scene.teacher, &next, &scene.project).await;
        let next_year = told().await;
        assert_eq!((&next_year["registeredCount"], &next_year["submittedCount"]), (&json!(1), &json!(0)));
        assert_eq!(next_year["members"][0], json!({ "hasRegistered": true, "hasSubmitted": false }));
    }

    async fn what_a_juror_has_is_counted_while_its_campaign_goes_on(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        let load = async || {
            let reply = house.ask(hearing.staff, "{ jurors { nodes { load } } }", json!({})).await;
            reply.number_at("/jurors/nodes/0/load")
        };
        assert_eq!(load().await, 1);
        house.db.connection().execute_unprepared("UPDATE campaign SET status = 'PUBLISHED'").await.unwrap();
        assert_eq!(load().await, 0, "next year she has all of her capacity");
    }

    async fn whatever_changes_who_is_needed_has_the_smallest_repair_proposed(house) {
        let hearing = house.hearing().await;
        let (nadia, sam) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        let assignment = house.assignment(hearing.staff, nadia, &hearing.other).await;
        assert_eq!(queued(&house).await, 0);
        let revoke = json!({ "assignmentId": assignment, "expectedVersion": 1, "reason": "Vergissing." });
        house.act(hearing.staff, "revokeAssignment", revoke, "assignment { status }").await.done();
        assert_eq!(queued(&house).await, 1);
        house.plan_all().await;
        for (juror, scores) in [(nadia, [5; 8]), (sam, [2; 8])] {
            house.evaluated(hearing.staff, juror, &hearing.application, scores).await;
        }
        let input = json!({ "applicationIds": [hearing.application] });
        house.act(hearing.staff, "consolidateApplications", input, "consolidations { status }").await.done();
        assert_eq!(queued(&house).await, 1, "a third juror");
        house.plan_all().await;
        let name = json!({ "applicationId": hearing.application, "jurorId": id(nadia), "reason": "Ze worden het eens." });
        house.act(hearing.staff, "nameConsolidator", name.clone(), "panel { version }").await.done();
        assert_eq!(queued(&house).await, 1, "no third juror any more");
        house.plan_all().await;
        // Named again, the same consolidator loses nothing.
        let again = house.act(hearing.staff, "nameConsolidator", name, "panel { version }").await;
        assert_eq!(again.number_at("/it/panel/version"), 1);
        let dissolve = json!({ "applicationId": hearing.application, "reason": "Ze worden het niet eens." });
        house.act(hearing.staff, "dissolvePanel", dissolve, "application { id }").await.done();
        assert_eq!(queued(&house).await, 1);
    }

    async fn the_load_that_a_juror_agrees_to_counts(house) {
        let hearing = house.hearing().await;
        house.db.connection().execute_unprepared("UPDATE campaign SET juror_max_load = 1").await.unwrap();
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        house.assignment(hearing.staff, juror, &hearing.application).await;
        let input = json!({ "applicationId": hearing.other, "jurorId": id(juror) });
        house.act(hearing.staff, "assignJuror", input.clone(), "assignment { id }").await.assert_refused(&["LOAD_EXCEEDED"]);
        let agreed = json!({ "jurorId": id(juror), "expectedVersion": 1, "capacity": 2 });
        house.act(juror, "updateJuror", agreed, "juror { capacity }").await.done();
        house.act(hearing.staff, "assignJuror", input, "assignment { id }").await.done();
    }

    async fn what_is_due_within_days_is_due_on_days_of_the_calendar(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        let reminded = async |instant: &str, days: i32| {
            house.set_instant(instant);
            let input = json!({ "campaignId": hearing.campaign, "dueWithinDays": days });
            house.act(hearing.staff, "remindJurors", input, "jurorReminders { queued }").await.number_at("/it/jurorReminders/queued")
        };
        // Due on 15 September, until midnight in Brussels: 22:00 UTC.
        assert_eq!(reminded("2026-09-13T21:59:00Z", 1).await, 0, "the 13th: the day after tomorrow");
        assert_eq!(reminded("2026-09-13T22:01:00Z", 0).await, 0, "the 14th in Brussels: tomorrow");
        assert_eq!(reminded("2026-09-13T22:01:00Z", 1).await, 1);
        assert_eq!(reminded("2026-09-15T05:00:00Z", 0).await, 1, "today, at seven in the morning");
    }

    async fn open_seats_are_told_and_what_was_never_admissible_has_none(house) {
        let results = house.results().await;
        let input = json!({ "campaignId": results.campaign, "track": "NQL" });
        let shown = "juryHealth { seats openSeats isLate notices { juror { id } concern message } }";
        let inspect = async |who: Person| house.act(who, "juryHealth", input.clone(), shown).await;
        let before = inspect(results.staff).await.done()["juryHealth"].clone();
        assert_eq!(before["seats"], 4, "two for each of two, whatever was found");
        let notices = before["notices"].as_array().unwrap();
        assert!(notices.iter().any(|one| one["concern"] == "OPEN_SEATS" && one["juror"].is_null()), "{before}");
        assert_eq!(before["isLate"], true, "the last day was the fifteenth of September");
        // Nobody judges what was not admissible, before it is decided on and after.
        results.decide(&house, Track::Nql).await;
        inspect(results.german_staff).await.assert_refused(&["NOBODY_ASKED"]);
        let sql = "UPDATE application SET community = 'VL'";
        house.db.connection().execute_unprepared(sql).await.unwrap();
        assert_eq!(inspect(results.staff).await.at("/it/juryHealth/seats"), 4);
    }

    async fn who_was_made_without_a_school_is_known_to_the_office_that_did_it(house) {
        let (staff, german) = (house.staff().await, house.foreign_staff().await);
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let made = json!({ "email": "nieuw@nql.example", "name": "Nieuw", "roles": ["TEACHER"] });
        let reply = house.act(staff, "createUser", made, "user { id name schools { school { name } } }").await;
        assert_eq!(reply.at("/it/user/name"), "Nieuw");
        let made = user::Entity::find().filter(user::Column::Name.eq("Nieuw")).one(house.db.connection()).await.unwrap().unwrap();
        let query = "query($id: ID!) { node(id: $id) { ... on User { name schools { school { name } } } } }";
        let seen = async |who: Person| house.ask(who, query, json!({ "id": made.id.to_string() })).await.at("/node").clone();
        assert_eq!(seen(german).await, Value::Null);
        // The teacher says where; the office asks.
        let input = json!({ "email": "nieuw@nql.example", "schoolId": school, "fromOn": "2025-09-01" });
        house.act(staff, "inviteToSchool", input, "isAsked").await.done();
        let teacher = Person { id: made.id, role: Role::Teacher };
        let asked = house.ask(teacher, "{ viewer { schoolInvitations { id } } }", json!({})).await;
        let answer = json!({ "schoolInvitationId": asked.at("/viewer/schoolInvitations/0/id"), "answer": "CONFIRM" });
        house.act(teacher, "answerSchoolInvitation", answer, "user { id }").await.done();
        assert_eq!(seen(staff).await["schools"], json!([{ "school": { "name": "De Zeven Wegen" } }]));
        // Somebody else's word makes it somebody else's too: the office that made it goes by its own school then.
        assert_eq!(seen(german).await, Value::Null);
    }

    async fn who_works_for_the_office_has_no_right_of_it_over_what_is_their_own(house) {
        let hearing = house.hearing().await;
        let colleague = house.second_staff().await;
        let (nadia, sam) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        house.evaluated(hearing.staff, nadia, &hearing.application, [4; 8]).await;
        house.accepted(hearing.staff, sam, &hearing.application).await;
        let shown = "query($id: ID!) { application(id: $id) { assignments { id } evaluations { id } } project: applications { nodes { id } } }";
        let sees = async |who: Person| !house.ask(who, shown, json!({ "id": hearing.application })).await.at("/application").is_null();
        let find = json!({ "applicationId": hearing.application });
        let choices = "jurorChoices { jurors { juror { id } } }";
        assert!(sees(hearing.staff).await && sees(colleague).await);
        house.act(hearing.staff, "jurorChoices", find.clone(), choices).await.done();
        let project = "query($id: ID!) { project(id: $id) { title } }";
        let version = house.ask(hearing.staff, "query($id: ID!) { school(id: $id) { version } }", json!({ "id": hearing.school })).await.number_at("/school/version");
        let rename = json!({ "schoolId": hearing.school, "expectedVersion": version, "city": "Aalst" });
        // The member of staff begins to teach at the school too.
        house.works_at(hearing.staff, &hearing.school).await;
        assert!(!sees(hearing.staff).await, "as staff: nothing of it");
        assert!(sees(colleague).await, "colleagues do");
        house.act(hearing.staff, "jurorChoices", find.clone(), choices).await.assert_refused(&["NOT_IMPARTIAL"]);
        house.act(colleague, "jurorChoices", find, choices).await.done();
        assert!(house.ask(hearing.staff, project, json!({ "id": hearing.project })).await.at("/project").is_null());
        assert!(!house.ask(colleague, project, json!({ "id": hearing.project })).await.at("/project").is_null());
        house.act(hearing.staff, "updateSchool", rename.clone(), "school { id }").await.assert_error("FORBIDDEN");
        house.act(colleague, "updateSchool", rename, "school { id }").await.done();
        // The trail tells colleagues what was done with it.
        let trail = "{ auditTrail(filter: { kind: { eq: \"evaluation\" } }) { totalCount } }";
        let of = async |who: Person| house.ask(who, trail, json!({})).await.number_at("/auditTrail/totalCount");
        assert_eq!(of(colleague).await, of(hearing.staff).await, "jurors work for no office: their acts are in no trail of one");
        let trail = "{ auditTrail(filter: { kind: { eq: \"assignment\" } }) { totalCount } }";
        let of = async |who: Person| house.ask(who, trail, json!({})).await.number_at("/auditTrail/totalCount");
        assert_eq!((of(colleague).await, of(hearing.staff).await), (2, 2), "what one did oneself one knows");
        let campaign = campaign::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(campaign.id.to_string(), hearing.campaign);
    }
}
