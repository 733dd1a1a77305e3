//! The form of step 2: it opens and closes, says what could be better, and its texts go on in the next campaign and leave as
//! files.

use std::io::Read;

use base64::{Engine, engine::general_purpose::STANDARD};
use entity::{
    application_answer, draft_remark, form_session,
    kinds::{Kind, Subject},
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{
    application::{Scene, scene},
    support::{self, House, Person, Reply},
    trial,
};

const FORM: &str = "application { id version summary formSession { status openedAt expiresAt warnsAt warnsAgainAt closedAt lastSavedVersion } }";

async fn save(house: &House, who: Person, id: &str, version: i64, summary: &str) -> Reply {
    let input = json!({ "applicationId": id, "expectedVersion": version, "summary": summary });
    let shown = "application { version summary formSession { status expiresAt lastSavedVersion } draftHistory(first: 1) { nodes { text isRefused } } }";
    house.act(who, "saveApplicationDraft", input, shown).await
}

/// What is said of a draft: code, criterion and field.
async fn remarks(house: &House, who: Person, id: &str) -> Vec<String> {
    let query = "query($id: ID!) { application(id: $id) { remarks { code isBlocking criterion { code } field words wordsExpected language evidenceLink { label } } } }";
    let reply = house.ask(who, query, json!({ "id": id })).await;
    let all = reply.at("/application/remarks").as_array().unwrap().clone();
    all.iter().map(line).collect()
}

fn line(remark: &Value) -> String {
    let mut line = remark["code"].as_str().unwrap().to_owned();
    let parts = [&remark["criterion"]["code"], &remark["field"], &remark["language"], &remark["evidenceLink"]["label"]];
    for part in parts.into_iter().filter_map(Value::as_str) {
        line = format!("{line} {part}");
    }
    if let (Some(words), Some(expected)) = (remark["words"].as_i64(), remark["wordsExpected"].as_i64()) {
        line = format!("{line} {words}/{expected}");
    }
    if remark["isBlocking"] == true { format!("{line}!") } else { line }
}

/// The next campaign, open, and a confirmed registration of the same project for it.
async fn next_registration(house: &House, scene: &Scene, project: &str) -> String {
    let mut input = House::campaign_input();
    for (key, value) in [
        ("schoolYear", "2026-2027"),
        ("registrationClosesOn", "2027-07-01"),
        ("submissionClosesOn", "2027-07-01"),
        ("evaluationsDueOn", "2027-09-15"),
        ("resultsPlannedOn", "2027-10-31"),
        ("esepWindowOpensOn", "2026-04-01"),
        ("esepWindowClosesOn", "2027-03-31"),
    ] {
        input[key] = json!(value);
    }
    let campaign = house.act(scene.staff, "createCampaign", input, "campaign { id }").await.text_at("/it/campaign/id");
    house.move_campaign(scene.staff, "openCampaign", &campaign).await;
    let input = House::registration_input(&campaign, project);
    let reply = house.act(scene.teacher, "submitRegistration", input, "registration { id status version }").await;
    let id = reply.text_at("/it/registration/id");
    // It was registered on ESEP in the window of the year before: staff decide.
    assert_eq!(reply.at("/it/registration/status"), "NEEDS_REVIEW");
    let input =
        json!({ "registrationId": id, "expectedVersion": 1, "verdict": "CONFIRM", "reason": "Te laat vorig jaar." });
    house.act(scene.staff, "reviewRegistration", input, "registration { id }").await.done();
    id
}

trial! {
    async fn a_form_closes_after_twenty_minutes_without_writing_and_nothing_is_lost(house) {
        let scene = scene(&house).await;
        house.set_instant("2026-05-04T10:00:00Z");
        let registration = house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        let open = json!({ "registrationId": registration });
        let opened = house.act(scene.teacher, "openApplicationForm", open.clone(), FORM).await;
        let id = opened.text_at("/it/application/id");
        assert_eq!(opened.at("/it/application/formSession"), &json!({
            "status": "ACTIVE", "openedAt": "2026-05-04T10:00:00.000Z", "expiresAt": "2026-05-04T10:20:00.000Z",
            "warnsAt": "2026-05-04T10:15:00.000Z", "warnsAgainAt": "2026-05-04T10:19:00.000Z", "closedAt": null, "lastSavedVersion": 1,
        }));
        // Writing keeps it open.
        house.set_instant("2026-05-04T10:19:59Z");
        let saved = save(&house, scene.teacher, &id, 1, "bijen").await;
        assert_eq!(saved.done()["application"]["formSession"], json!({ "status": "ACTIVE", "expiresAt": "2026-05-04T10:39:59.000Z", "lastSavedVersion": 2 }));
        house.set_instant("2026-05-04T10:39:58Z");
        let renew = json!({ "applicationId": id });
        let kept = house.act(scene.teacher, "renewFormSession", renew.clone(), FORM).await;
        assert_eq!(kept.at("/it/application/formSession/expiresAt"), "2026-05-04T10:59:58.000Z");
        // At the end of the lease it is closed; the text that came too late is kept beside the draft, and both are answered.
        house.set_instant("2026-05-04T10:59:58Z");
        let late = save(&house, scene.teacher, &id, 2, "bijen en bloemen").await;
        late.assert_refused(&["FORM_SESSION_EXPIRED"]);
        assert_eq!(late.at("/it/userErrors/0/currentVersion"), 2);
        assert_eq!(late.at("/it/application"), &json!({
            "version": 2, "summary": "bijen", "formSession": { "status": "EXPIRED", "expiresAt": "2026-05-04T10:59:58.000Z", "lastSavedVersion": 2 },
            "draftHistory": { "nodes": [{ "text": "bijen en bloemen", "isRefused": true }] },
        }));
        house.act(scene.teacher, "renewFormSession", renew.clone(), FORM).await.assert_refused(&["FORM_SESSION_EXPIRED"]);
        let kept = house.ask(scene.teacher, "query($id: ID!) { application(id: $id) { draftHistory(first: 1) { nodes { id } } } }", json!({ "id": id })).await;
        let restore = json!({ "draftTextId": kept.text_at("/application/draftHistory/nodes/0/id"), "expectedVersion": 2 });
        house.act(scene.teacher, "restoreDraftText", restore.clone(), "application { summary }").await.assert_refused(&["FORM_SESSION_EXPIRED"]);
        // Opened again, the same text with the same version is taken.
        let again = house.act(scene.teacher, "openApplicationForm", open, FORM).await;
        assert_eq!(again.at("/it/application/formSession/openedAt"), "2026-05-04T10:59:58.000Z");
        assert_eq!(save(&house, scene.teacher, &id, 2, "bijen en bloemen").await.done()["application"]["summary"], "bijen en bloemen");
        let restore = json!({ "draftTextId": restore["draftTextId"], "expectedVersion": 3 });
        house.act(scene.teacher, "restoreDraftText", restore, "application { summary }").await.done();
        assert_eq!(house.count::<form_session::Entity>().await, 1);
    }

    async fn a_form_is_closed_by_its_teacher_and_by_nobody_else(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let input = json!({ "applicationId": id });
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let written = house.written().await;
        for mutation in ["renewFormSession", "closeApplicationForm"] {
            house.act(stranger, mutation, input.clone(), "application { id }").await.assert_error("NOT_FOUND");
            house.act(scene.staff, mutation, input.clone(), "application { id }").await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let closed = house.act(scene.teacher, "closeApplicationForm", input.clone(), FORM).await;
        assert_eq!(closed.done()["application"]["formSession"]["status"], "CLOSED");
        assert_eq!(closed.at("/it/application/formSession/closedAt"), "2025-10-01T10:00:00.000Z");
        house.act(scene.teacher, "closeApplicationForm", input.clone(), FORM).await.assert_refused(&["NOT_OPEN"]);
        save(&house, scene.teacher, &id, 1, "bijen").await.assert_refused(&["FORM_SESSION_EXPIRED"]);
        // Staff see that a form is open when a teacher asks for help, and not what is in it.
        let reply = house.ask(scene.staff, "query($id: ID!) { application(id: $id) { formSession { status } } }", json!({ "id": id })).await;
        assert_eq!(reply.at("/application/formSession/status"), "CLOSED");
        let seen = house.ask(stranger, "query($id: ID!) { application(id: $id) { formSession { status } } }", json!({ "id": id })).await;
        assert!(seen.at("/application").is_null());
    }

    async fn a_save_puts_few_statements_to_the_database(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        house.set_instant("2025-10-01T10:00:01Z");
        let save = async |version: i64, text: &str| {
            let input = json!({ "applicationId": id, "expectedVersion": version, "answers": [{ "criterionCode": "C1", "text": text }] });
            house.act(scene.teacher, "saveApplicationDraft", input, "application { version remarks { code } }").await.done();
        };
        save(1, "Wij tellen bijen.").await;
        save(2, "Wij tellen bijen en wespen.").await;
        let before = house.db.statements();
        save(3, "Wij tellen bijen en geen wespen.").await;
        // Who calls, without a token; the transaction begins; who it is; the draft with its campaign; its form, answers, and the old
        // ones of the text; addresses, and what is said of it; a remark is taken away and one comes for it; text, answer, draft,
        // form and trail are written, on Postgres before and after what is taken away; it ends; the answer.
        let most = if house.engine == support::Engine::Postgres { 16 } else { 19 };
        assert_eq!(house.db.statements() - before, most);
    }

    async fn for_how_long_a_form_stays_open_is_a_setting(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        for (minutes, codes) in [(9, vec!["SETTING_OUT_OF_BOUNDS"]), (481, vec!["SETTING_OUT_OF_BOUNDS"])] {
            input["settings"] = json!({ "formMinutes": minutes });
            house.act(staff, "createCampaign", input.clone(), "campaign { id }").await.assert_refused(&codes);
        }
        input["settings"] = json!({ "formMinutes": 45, "summaryWords": 5, "answerWords": 6 });
        let campaign = house.act(staff, "createCampaign", input, "campaign { id formMinutes summaryWords answerWords }").await;
        house.move_campaign(staff, "openCampaign", &campaign.text_at("/it/campaign/id")).await;
        let school = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", entity::kinds::Community::Foreign).await;
        let teacher = house.teacher("Lotte Verhaegen", &school).await;
        let project = house.ended_project(teacher, "De bijen", &school, &abroad).await;
        let id = house.empty_draft(teacher, &campaign.text_at("/it/campaign/id"), &project).await;
        let reply = save(&house, teacher, &id, 1, "een twee drie vier vijf zes").await;
        assert_eq!(reply.done()["application"]["formSession"]["expiresAt"], "2025-10-01T10:45:00.000Z");
        assert!(remarks(&house, teacher, &id).await.contains(&"TOO_LONG SUMMARY 6/5".to_owned()));
    }

    async fn a_save_tells_what_is_missing_and_what_could_be_better(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let missing: Vec<String> = ["C1", "C2", "C3", "C4", "C5"]
            .iter()
            .flat_map(|code| ["OWN_CONTRIBUTION_MISSING {code} OWN_TEACHER!", "OWN_CONTRIBUTION_MISSING {code} OWN_PUPILS!", "ANSWER_MISSING {code} TEXT!"].map(|line| line.replace("{code}", code)))
            .collect();
        let mut said = remarks(&house, scene.teacher, &id).await;
        let mut expected = missing.clone();
        expected.extend(["SUMMARY_MISSING SUMMARY!", "TWINSPACE_LINK_MISSING!", "CONSENT_MISSING!"].map(ToOwned::to_owned));
        said.sort();
        expected.sort();
        assert_eq!(said, expected);
        let french = "Les élèves de notre classe ont réalisé avec les écoles partenaires un podcast sur les abeilles et ont discuté chaque semaine avec les autres.";
        let input = json!({
            "applicationId": id, "expectedVersion": 1, "summary": vec!["woord"; 151].join(" "),
            "answers": [{ "criterionCode": "C1", "text": french, "ownTeacher": "Weinig.", "ownPupils": "Zij ook." }],
            "subjects": ["SCIENCE", "FRENCH", "SCIENCE"], "methods": ["RESEARCH"],
        });
        let shown = "application { remarks { code } subjects methods }";
        let saved = house.act(scene.teacher, "saveApplicationDraft", input, shown).await;
        assert_eq!(saved.done()["application"]["subjects"], json!(["FRENCH", "SCIENCE"]));
        assert_eq!(saved.at("/it/application/methods"), &json!(["RESEARCH"]));
        let link = json!({ "applicationId": id, "kind": "OTHER", "url": "https://padlet.example/bijen", "label": "Padlet", "criterionCode": "C1" });
        house.act(scene.teacher, "addEvidenceLink", link, "evidenceLink { id }").await.done();
        let said = remarks(&house, scene.teacher, &id).await;
        let of_c1: Vec<&str> = said.iter().map(String::as_str).filter(|line| line.contains("C1") || line.contains("SUMMARY")).collect();
        assert_eq!(of_c1, [
            "TOO_LONG SUMMARY 151/150", "OTHER_LANGUAGE C1 TEXT fr", "VERY_SHORT C1 OWN_TEACHER 1/20",
            "VERY_SHORT C1 OWN_PUPILS 2/20", "EXAMPLE_MISSING C1 EXAMPLE", "PROOF_MISSING C1 Padlet",
        ]);
        // Put right, a remark goes; what stays is the same row.
        let rows = draft_remark::Entity::find().all(house.db.connection()).await.unwrap();
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version, "answers": [{ "criterionCode": "C1", "example": "Aflevering 3." }] });
        house.act(scene.teacher, "saveApplicationDraft", input, "application { id }").await.done();
        let now = draft_remark::Entity::find().all(house.db.connection()).await.unwrap();
        assert_eq!(now.len() + 1, rows.len());
        assert!(now.iter().all(|row| rows.contains(row)));
        let twinspace = json!({ "applicationId": id, "kind": "TWINSPACE", "url": "https://twinspace.example/bijen", "label": "TwinSpace" });
        house.act(scene.teacher, "addEvidenceLink", twinspace, "evidenceLink { id }").await.done();
        let said = remarks(&house, scene.teacher, &id).await;
        assert!(!said.iter().any(|line| line.starts_with("TWINSPACE_LINK_MISSING") || line.starts_with("PROOF_MISSING")));
        // Nobody else is told.
        let reply = house.ask(scene.staff, "query($id: ID!) { application(id: $id) { remarks { code } } }", json!({ "id": id })).await;
        reply.assert_error("FORBIDDEN");
    }

    async fn the_jury_reads_the_subjects_that_were_handed_in(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let choose = async |version: i64, subjects: Value| {
            let input = json!({ "applicationId": id, "expectedVersion": version, "subjects": subjects, "methods": ["DEBATE"] });
            house.act(scene.teacher, "saveApplicationDraft", input, "application { version }").await.done();
        };
        let version = house.version(scene.teacher, "application", &id).await;
        choose(version, json!(["HISTORY"])).await;
        let input = json!({ "applicationId": id, "expectedVersion": version + 1 });
        house.act(scene.teacher, "submitApplication", input, "application { id }").await.done();
        choose(version + 2, json!([])).await;
        let query = "query($id: ID!) { application(id: $id) { submittedRevision { subjects methods sha256 } } }";
        let reply = house.ask(scene.staff, query, json!({ "id": id })).await;
        assert_eq!(reply.at("/application/submittedRevision/subjects"), &json!(["HISTORY"]));
        assert_eq!(reply.at("/application/submittedRevision/methods"), &json!(["DEBATE"]));
        let first = reply.text_at("/application/submittedRevision/sha256");
        let input = json!({ "applicationId": id, "expectedVersion": version + 3 });
        house.act(scene.teacher, "submitApplication", input, "application { id }").await.done();
        let reply = house.ask(scene.staff, query, json!({ "id": id })).await;
        assert_eq!(reply.at("/application/submittedRevision/subjects"), &json!([]));
        assert_ne!(reply.text_at("/application/submittedRevision/sha256"), first);
    }

    async fn a_draft_that_lapsed_goes_on_in_the_next_campaign(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let carry = async |who: Person, registration: &str| {
            let input = json!({ "applicationId": id, "registrationId": registration });
            house.act(who, "carryOverDraft", input, "application { id status summary consent: hasDeclaredConsent answers { text ownTeacher } evidenceLinks { label } previousApplication { id status summary } }").await
        };
        let own = house.ask(scene.teacher, "query($id: ID!) { application(id: $id) { registration { id } } }", json!({ "id": id })).await;
        carry(scene.teacher, &own.text_at("/application/registration/id")).await.assert_refused(&["STILL_OPEN", "SAME_CAMPAIGN", "NOT_EMPTY"]);
        house.set_instant("2026-07-02T10:00:00Z");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let registration = next_registration(&house, &scene, &scene.project).await;
        let belgica = registered_belgica(&house, &scene).await;
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let written = house.written().await;
        carry(stranger, &registration).await.assert_error("NOT_FOUND");
        carry(scene.staff, &registration).await.assert_error("FORBIDDEN");
        carry(scene.teacher, &belgica).await.assert_refused(&["OTHER_PROJECT"]);
        assert_eq!(house.written().await, written);
        let carried = carry(scene.teacher, &registration).await;
        let new = carried.text_at("/it/application/id");
        assert_ne!(new, id);
        assert_eq!(carried.at("/it/application/status"), "DRAFT");
        assert_eq!(carried.at("/it/application/summary"), "Een podcast over bijen.");
        assert_eq!(carried.at("/it/application/consent"), false);
        assert_eq!(carried.at("/it/application/answers").as_array().unwrap().len(), 5);
        assert_eq!(carried.at("/it/application/evidenceLinks"), &json!([{ "label": "TwinSpace" }]));
        assert_eq!(carried.at("/it/application/previousApplication"), &json!({ "id": id, "status": "CARRIED_OVER", "summary": "Een podcast over bijen." }));
        assert_eq!(house.count::<application_answer::Entity>().await, 10);
        carry(scene.teacher, &registration).await.assert_refused(&["WRONG_STATUS", "NOT_EMPTY"]);
        // It can be written in and handed in like any other.
        let open = json!({ "registrationId": registration });
        assert_eq!(house.act(scene.teacher, "openApplicationForm", open, "application { id }").await.text_at("/it/application/id"), new);
        let version = house.version(scene.teacher, "application", &new).await;
        save(&house, scene.teacher, &new, version, "Een podcast over bijen, nu af.").await.done();
    }

    async fn what_the_jury_has_is_not_carried_over_before_its_results_are_out(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let version = house.version(scene.teacher, "application", &id).await;
        house.act(scene.teacher, "submitApplication", json!({ "applicationId": id, "expectedVersion": version }), "application { id }").await.done();
        house.set_instant("2026-07-02T10:00:00Z");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        let registration = next_registration(&house, &scene, &scene.project).await;
        let input = json!({ "applicationId": id, "registrationId": registration });
        house.act(scene.teacher, "carryOverDraft", input, "application { id }").await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn an_application_leaves_as_text_and_as_a_document(house) {
        let scene = scene(&house).await;
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let export = async |who: Person, format: &str, source: &str| {
            let input = json!({ "applicationId": id, "format": format, "source": source });
            house.act(who, "applicationExport", input, "exportedFile { fileName mediaType base64 text }").await
        };
        let text = export(scene.teacher, "TEXT", "DRAFT").await.text_at("/it/exportedFile/text");
        for piece in ["De bijen", "Lotte Verhaegen", "De Zeven Wegen", "2025-2026", "Concept", "[Samenvatting]\nEen podcast over bijen.",
            "C1 Samenwerking tussen partnerscholen", "[Mijn eigen inbreng]\nIk begeleidde.", "TwinSpace (TwinSpace): https://twinspace.example/bijen"] {
            assert!(text.contains(piece), "{piece} is not in {text}");
        }
        export(scene.teacher, "DOCX", "HANDED_IN").await.assert_refused(&["NOTHING_HANDED_IN"]);
        let version = house.version(scene.teacher, "application", &id).await;
        house.act(scene.teacher, "submitApplication", json!({ "applicationId": id, "expectedVersion": version }), "application { id }").await.done();
        save(&house, scene.teacher, &id, version + 1, "Later geschreven.").await.done();
        // After the deadline too (INV-02).
        house.set_instant("2026-07-02T10:00:00Z");
        let handed_in = export(scene.teacher, "DOCX", "HANDED_IN").await;
        assert_eq!(handed_in.at("/it/exportedFile/fileName"), "aanvraag-de-bijen-de-zeven-wegen-2026.docx");
        for (subject, ..) in Subject::VALUES {
            assert!(!text.contains(subject.word()), "{} is no word of a reader", subject.word());
        }
        let file = STANDARD.decode(handed_in.text_at("/it/exportedFile/base64")).unwrap();
        let mut parts = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut xml = String::new();
        parts.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        assert!(xml.contains("Een podcast over bijen.") && !xml.contains("Later geschreven."));
        assert!(export(scene.teacher, "TEXT", "DRAFT").await.text_at("/it/exportedFile/text").contains("Later geschreven."));
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let written = house.written().await;
        export(stranger, "TEXT", "DRAFT").await.assert_error("NOT_FOUND");
        export(scene.staff, "TEXT", "DRAFT").await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
    }

    async fn there_is_help_beside_every_question(house) {
        house.open_campaign(house.staff().await).await;
        let query = "{ currentCampaign { contactUrl rubric { help { place criterion { code } text(locale: NL) } } } }";
        let reply = house.ask(None, query, json!({})).await;
        let help = reply.at("/currentCampaign/rubric/help").as_array().unwrap().clone();
        assert!(help.iter().any(|one| one["place"] == "SUMMARY" && one["text"].as_str().unwrap().contains("De jury leest dit eerst")));
        let beside: Vec<&str> = help.iter().filter_map(|one| one["criterion"]["code"].as_str()).collect();
        assert_eq!(beside, ["C1", "C2", "C3", "C4", "C5"]);
    }
}

/// A Belgica project of the same teacher, registered for the campaign that is open.
async fn registered_belgica(house: &House, scene: &Scene) -> String {
    let project = scene.belgica(house).await;
    let reply = house.ask(scene.staff, "{ currentCampaign { id } }", json!({})).await;
    let input = House::registration_input(&reply.text_at("/currentCampaign/id"), &project);
    let reply = house.act(scene.teacher, "submitRegistration", input, "registration { id }").await;
    let id = reply.text_at("/it/registration/id");
    let input = json!({ "registrationId": id, "expectedVersion": 1, "verdict": "CONFIRM", "reason": "Goed." });
    house.act(scene.staff, "reviewRegistration", input, "registration { id }").await.done();
    id
}
