//! Personal data: what an export gives and keeps back, what an erasure takes away and keeps, and what a campaign does not
//! keep for longer than it says.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use entity::{audit_event, kinds::Role};
use nql::{
    api::schema,
    audit::{Reach, seal_new, verify},
    auth::Actor,
    privacy::register::{Fate, IMPERSONAL_COLUMNS, IMPERSONAL_TABLES, REGISTER, fate},
    session::commands,
    work::Work,
};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::{Value, json};

use crate::{
    support::{
        Engine, House, Person, Reply,
        story::{CANARY, Phase, Story, behind},
    },
    trial,
};

const PASSWORD: &str = "rustig-paard-kiest-blauw";

// ---- the schema as it is ----

pub async fn rows_of(house: &House, sql: &str) -> Vec<Vec<String>> {
    let connection = house.db.connection();
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    rows.iter()
        .map(|row| (0..row.column_names().len()).map(|place| row.try_get_by_index::<String>(place).unwrap()).collect())
        .collect()
}

/// Table, column and type of every column.
pub async fn columns(house: &House) -> Vec<Vec<String>> {
    let sql = match house.engine {
        Engine::Sqlite => {
            "SELECT m.name, p.name, p.type FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'seaql_migrations'"
        }
        Engine::Postgres => {
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name <> 'seaql_migrations'"
        }
    };
    rows_of(house, sql).await
}

/// Every column that points to another: table, column, table, column.
async fn references(house: &House) -> Vec<Vec<String>> {
    let sql = match house.engine {
        Engine::Sqlite => {
            "SELECT m.name, f.\"from\", f.\"table\", f.\"to\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT t.relname::text, a.attname::text, ft.relname::text, fa.attname::text FROM pg_constraint c \
             JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class ft ON ft.oid = c.confrelid \
             CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k(here, there) \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.here \
             JOIN pg_attribute fa ON fa.attrelid = ft.oid AND fa.attnum = k.there \
             WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace"
        }
    };
    rows_of(house, sql).await
}

/// Columns that hold text of any kind; an instant or a date is text on SQLite, and known by its name.
async fn text_columns(house: &House) -> Vec<(String, String)> {
    let is_time = |name: &str| {
        name == "at" || ["_at", "_on", "_deadline", "_from", "_to"].iter().any(|ending| name.ends_with(ending))
    };
    let texts = columns(house).await.into_iter().filter(|column| match house.engine {
        Engine::Sqlite => column[2] == "TEXT" && !is_time(&column[1]),
        Engine::Postgres => ["text", "json", "jsonb", "character varying"].contains(&column[2].as_str()),
    });
    texts.map(|column| (column[0].clone(), column[1].clone())).collect()
}

/// The columns in which one of these words stands somewhere.
async fn found_in(house: &House, words: &[&str]) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (table, column) in text_columns(house).await {
        for word in words {
            let sql = format!(
                "SELECT CAST(count(*) AS text) FROM \"{table}\" WHERE lower(CAST(\"{column}\" AS text)) LIKE '%{}%'",
                word.to_lowercase()
            );
            if rows_of(house, &sql).await[0][0] != "0" {
                found.insert((table.clone(), column.clone()));
            }
        }
    }
    found
}

trial! {
    async fn the_register_covers_the_live_schema(house) {
        let columns = columns(&house).await;
        assert!(columns.len() > 200, "the search found too little");
        let is_there = |table: &str, column: &str| columns.iter().any(|known| known[0] == table && known[1] == column);
        for entry in REGISTER {
            assert!(is_there(entry.table, entry.column), "{}.{} is registered and is not there", entry.table, entry.column);
            assert!(!IMPERSONAL_TABLES.contains(&entry.table), "{} is both", entry.table);
        }
        for table in IMPERSONAL_TABLES {
            assert!(columns.iter().any(|known| known[0] == *table), "{table} is not there");
        }
        for column in IMPERSONAL_COLUMNS {
            assert!(columns.iter().any(|known| known[1] == *column), "{column} is not there");
        }
        let references = references(&house).await;
        let mut people: BTreeSet<(&str, &str)> = BTreeSet::from([("user", "id")]);
        loop {
            let more: Vec<_> = references.iter().filter(|it| people.contains(&(it[2].as_str(), it[3].as_str()))).map(|it| (it[0].as_str(), it[1].as_str())).collect();
            let known = people.len();
            people.extend(more);
            if people.len() == known {
                break;
            }
        }
        people.remove(&("user", "id"));
        assert!(people.len() > 25, "the search found too little: {people:?}");
        for (table, column) in people {
            assert!(fate(table, column).is_some(), "{table}.{column} points to a person and is not in the register");
        }
        for (table, column) in text_columns(&house).await {
            let is_impersonal = IMPERSONAL_TABLES.contains(&table.as_str()) || IMPERSONAL_COLUMNS.contains(&column.as_str());
            assert!(is_impersonal || fate(&table, &column).is_some(), "{table}.{column} holds text and is not in the register");
        }
    }

    async fn nothing_is_kept_of_pupils(house) {
        // What pupils did, told without names; that their parents agreed; and photos of a prize, of which the school declares it.
        let allowed = ["own_pupils", "consent_declared_at", "photo", "keep_photos_months", "consent_by_id", "consent_at"];
        for column in columns(&house).await {
            for name in &column[..2] {
                assert!(!is_of_pupils(name) || allowed.contains(&name.as_str()), "{}.{}", column[0], column[1]);
            }
        }
    }

    async fn what_is_erased_cannot_come_back_and_what_was_handed_in_cannot_change(house) {
        let story = Story::begin(&house).await;
        story.reach(Phase::HandedIn).await;
        let db = house.db.connection();
        for sql in [
            "UPDATE revision_answer SET text = ''",
            "UPDATE revision_answer SET text = '', own_teacher = '', own_pupils = '', example = ''",
            "UPDATE application_revision SET summary = ''",
            "UPDATE revision_link SET url = '', label = ''",
            "DELETE FROM revision_link",
        ] {
            assert!(db.execute_unprepared(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
        }
        db.execute_unprepared("UPDATE application SET texts_erased_at = '2026-01-01T00:00:00Z'").await.unwrap();
        for sql in [
            "UPDATE revision_answer SET text = ''",
            "UPDATE revision_answer SET text = 'Anders.', own_teacher = '', own_pupils = '', example = ''",
            "UPDATE application_revision SET summary = '', number = 7",
            "UPDATE application_revision SET summary = '', sha256 = ''",
            "UPDATE revision_link SET url = '', label = '', kind = 'OTHER' WHERE kind <> 'OTHER'",
            "DELETE FROM revision_answer",
        ] {
            assert!(db.execute_unprepared(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
        }
        db.execute_unprepared("UPDATE revision_answer SET text = '', own_teacher = '', own_pupils = '', example = ''").await.unwrap();
        let reply = erase(&house, story.admin, story.els).await;
        reply.done();
        let of_els = behind(&story.els.id.to_string()).simple().to_string();
        for change in ["erased_at = NULL", "erased_at = NULL, email = 'els@nql.example'", "email = 'els@nql.example'", "name = 'Els'", "status = 'ACTIVE'"] {
            let id = match house.engine { Engine::Sqlite => format!("X'{of_els}'"), Engine::Postgres => format!("'{of_els}'") };
            db.execute_unprepared(&format!("UPDATE \"user\" SET {change} WHERE id = {id}")).await.unwrap_err();
        }
        // Nobody else gets there.
        db.execute_unprepared("UPDATE \"user\" SET email = 'iemand@erased.invalid' WHERE erased_at IS NULL").await.unwrap_err();
    }
}

/// Whether a name is about pupils, their parents, or what is known of either.
fn is_of_pupils(name: &str) -> bool {
    let words = [
        "pupil",
        "student",
        "child",
        "minor",
        "leerling",
        "kinderen",
        "schuler",
        "eleve",
        "parent",
        "guardian",
        "ouder",
        "consent",
        "toestemming",
        "birth",
        "phone",
        "gender",
        "photo",
        "signature",
    ];
    words.iter().any(|word| name.to_lowercase().contains(word))
}

/// INV-30 on the wire: no field and no input holds data of pupils, and whoever writes about them is told so.
pub fn nothing_is_asked_of_pupils() {
    let allowed = [
        "ApplicationAnswer.ownPupils",
        "RevisionAnswer.ownPupils",
        "ApplicationAnswerInput.ownPupils",
        "Application.hasDeclaredConsent",
        "Mutation.declareConsent",
        "Mutation.withdrawConsent",
        "LinkKind.PUPIL_GUIDE",
        "DraftField.OWN_PUPILS",
        // Help beside these, and a remark that the declaration is missing.
        "HelpPlace.CONSENT",
        "HelpPlace.OWN_PUPILS",
        "RemarkCode.CONSENT_MISSING",
        // Of who signs certificates.
        "CertificatePictureKind.SIGNATURE",
        // The letters of a French word for pupils stand in it.
        "Mutation.cancelEvent",
        // Photos of a prize: the school declares who agreed, in words without names.
        "AddPhotoPayload.photo",
        "ApprovePhotoInput.photoId",
        "ApprovePhotoPayload.photo",
        "Campaign.keepPhotosMonths",
        "DeclarePhotoConsentInput.photoId",
        "DeclarePhotoConsentPayload.photo",
        "Mutation.addPhoto",
        "Mutation.approvePhoto",
        "Mutation.declarePhotoConsent",
        "Mutation.withdrawPhoto",
        "Photo.consentAt",
        "Photo.consentBy",
        "PhotoStatus.CONSENTED",
        "PrizeAward.photos",
        "Query.photos",
        "RetentionKind.PHOTO",
        "SetRetentionInput.photosMonths",
        "WithdrawPhotoInput.photoId",
    ];
    let told = [
        ("SaveApplicationDraftInput", "summary"),
        ("ApplicationAnswerInput", "text"),
        ("ApplicationAnswerInput", "ownTeacher"),
        ("ApplicationAnswerInput", "ownPupils"),
        ("ApplicationAnswerInput", "example"),
        ("AddEvidenceLinkInput", "label"),
        ("AddPhotoInput", "shows"),
        ("DeclarePhotoConsentInput", "statement"),
        ("CreateProjectInput", "title"),
        ("CreateProjectInput", "summary"),
        ("UpdateProjectInput", "title"),
        ("UpdateProjectInput", "summary"),
    ];
    let document = parse_schema(schema::print(&schema::build())).unwrap();
    let mut heard = 0;
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let name = ty.node.name.node.to_string();
        let fields: Vec<(String, String)> = match ty.node.kind {
            TypeKind::Object(object) => {
                object.fields.into_iter().map(|field| (field.node.name.node.to_string(), String::new())).collect()
            }
            TypeKind::InputObject(input) => input
                .fields
                .into_iter()
                .map(|field| {
                    let doc = field.node.description.map(|text| text.node).unwrap_or_default();
                    (field.node.name.node.to_string(), doc)
                })
                .collect(),
            TypeKind::Enum(values) => {
                values.values.into_iter().map(|value| (value.node.value.node.to_string(), String::new())).collect()
            }
            _ => continue,
        };
        for (field, doc) in fields {
            let path = format!("{name}.{field}");
            // A code says why; it holds nothing.
            let is_code = name.ends_with("ErrorCode");
            assert!(!is_of_pupils(&field) || is_code || allowed.contains(&path.as_str()), "{path}");
            if told.contains(&(name.as_str(), field.as_str())) {
                assert!(
                    doc.replace('\n', " ").contains("no names of pupils") || doc.contains("No names of pupils"),
                    "{path}: {doc}"
                );
                heard += 1;
            }
        }
    }
    assert_eq!(heard, told.len());
}

// ---- exports ----

async fn export_for(house: &House, who: impl Into<Option<Person>>, person: Person, reason: Option<&str>) -> Reply {
    let input = json!({ "userId": person.id.to_string(), "reason": reason });
    house.act(who, "personalDataExport", input, "personalData").await
}

/// The document, and its text.
fn document(reply: &Reply) -> (BTreeMap<String, Value>, String) {
    let text = reply.done()["personalData"].as_str().unwrap().to_owned();
    (serde_json::from_str(&text).unwrap(), text)
}

async fn export(house: &House, person: Person) -> (BTreeMap<String, Value>, String) {
    document(&export_for(house, person, person, None).await)
}

/// A teacher writes a text of her own into her draft.
async fn write(house: &House, who: Person, application: &str, word: &str) {
    let version = house.version(who, "application", application).await;
    let input = json!({
        "applicationId": application, "expectedVersion": version, "summary": format!("Een podcast, {word}."),
        "answers": [{ "criterionCode": "C1", "text": format!("Samen, {word}.") }],
    });
    house.act(who, "saveApplicationDraft", input, "__typename").await.done();
}

/// The story with a word in what each teacher wrote.
async fn marked(house: &House) -> Story {
    let story = Story::begin(house).await;
    for (who, application, word) in [
        (story.lotte, &story.of_lotte, "merel"),
        (story.wim, &story.of_wim, "specht"),
        (story.els, &story.of_els, "roodborst"),
        (story.bert, &story.of_bert, "winterkoning"),
    ] {
        write(house, who, application, word).await;
    }
    story
}

#[track_caller]
fn assert_without(text: &str, words: &[&str]) {
    for word in words {
        let at = text.to_lowercase().find(&word.to_lowercase());
        assert!(
            at.is_none(),
            "{word}: ...{}",
            &text[at.unwrap_or(0).saturating_sub(80)..].chars().take(200).collect::<String>()
        );
    }
}

trial! {
    async fn a_teacher_gets_hers_and_nothing_that_is_not_out(house) {
        let story = marked(&house).await;
        let others = ["specht", "roodborst", "winterkoning", "Wim", "Marthe", CANARY];
        let mut seen = Vec::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            let (tables, text) = export(&house, story.lotte).await;
            assert_without(&text, &others);
            for person in [story.judge, story.second_judge, story.tied, story.staff, story.second_staff, story.wim] {
                assert_without(&text, &[&digits(person)]);
            }
            assert!(text.contains("merel") && text.contains("lotte.verhaegen@nql.example"));
            assert_eq!(tables["application"][0]["id"], story.of_lotte);
            let mut own = tables.clone();
            own.remove("auditEvent");
            seen.push((phase, own, text));
        }
        let at = |phase: Phase| seen.iter().find(|(known, ..)| *known == phase).unwrap();
        // From the moment the campaign closed until the results are out nothing moves: no state, no instant, no mail.
        for phase in [Phase::Asked, Phase::Judging, Phase::Judged, Phase::Merged, Phase::Proposed, Phase::Ratified] {
            assert_eq!(at(phase).1, at(Phase::Closed).1, "{phase:?}");
            assert_without(&at(phase).2, &["De uitleg", "Het advies", "AWARDED", "totalCenti"]);
        }
        assert_eq!(at(Phase::Ratified).1["application"][0]["status"], "IN_EVALUATION");
        let (_, tables, text) = at(Phase::Published);
        assert_eq!(tables["application"][0]["status"], "PUBLISHED");
        assert_eq!(tables["decision"][0]["outcome"], "AWARDED");
        assert!(text.contains("De uitleg.") && text.contains("Het advies.") && text.contains("NQL-2025-0001"));
        assert_eq!(tables["revisionAnswer"].as_array().unwrap().len(), 5);
        for table in ["juror", "evaluation", "assignment", "conflictOfInterest", "panel", "panelAnswer"] {
            assert_eq!(tables[table], json!([]), "{table}");
        }
        assert_without(text, &["passwordHash", "totalCenti", "scoreCenti"]);
    }

    async fn a_juror_gets_her_own_judgement_and_no_other(house) {
        let story = marked(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
            let (tables, text) = export(&house, story.judge).await;
            assert_without(&text, &["merel", "specht", "roodborst", "winterkoning", "Lotte", "Wim De", "AWARDED", "De uitleg", "Het advies", "Sanne", "Nog niet"]);
            for person in [story.second_judge, story.tied, story.lotte, story.wim, story.staff] {
                assert_without(&text, &[&digits(person)]);
            }
            let ids: Vec<String> = tables["evaluation"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            let hers = story.rows("Evaluation", "juror_id = $1", Some(story.judge.id.into())).await;
            assert_eq!(ids, hers, "{phase:?}");
            for score in tables["evaluationScore"].as_array().unwrap() {
                assert!(ids.contains(&score["evaluationId"].as_str().unwrap().to_owned()));
            }
            if phase == Phase::Told {
                assert!(text.contains("Onder ons, kanarie.") && text.contains("Opmerking, kanarie."));
                assert!(text.contains("Wij zijn het eens, kanarie."));
                assert_eq!(tables["application"], json!([]));
            }
        }
    }

    async fn staff_get_what_they_did_and_nothing_of_whom(house) {
        let story = marked(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let (tables, text) = export(&house, story.staff).await;
        assert!(text.contains("\"publishResults\"") && text.contains("staf.vlaanderen@nql.example"));
        assert_without(&text, &["merel", "specht", "Lotte", "De uitleg", CANARY]);
        assert!(tables["auditEvent"].as_array().unwrap().len() > 20);
        // A password leaves the day on which it was set, and no more.
        let token = link(&house, story.staff).await;
        house.act(None, "resetPassword", json!({ "linkToken": token, "newPassword": PASSWORD }), "sessionTokens { refreshToken }").await.done();
        let (tables, text) = export(&house, story.staff).await;
        assert_eq!(tables["credential"].as_array().unwrap().len(), 1);
        assert_eq!(tables["session"].as_array().unwrap().len(), 1);
        assert_without(&text, &["argon2", "hash"]);
    }

    async fn who_may_export_whose_data(house) {
        let story = marked(&house).await;
        let written = house.written().await;
        for (who, whose, code) in [
            (None, story.lotte, "UNAUTHENTICATED"),
            (Some(story.service), story.lotte, "FORBIDDEN"),
            (Some(story.service), story.service, "FORBIDDEN"),
            (Some(story.wim), story.lotte, "NOT_FOUND"),
            (Some(story.judge), story.lotte, "NOT_FOUND"),
            (Some(story.judge), story.second_judge, "NOT_FOUND"),
            (Some(story.german_staff), story.lotte, "NOT_FOUND"),
            (Some(story.staff), story.claire, "NOT_FOUND"),
            (Some(story.staff), story.judge, "NOT_FOUND"),
            (Some(story.staff), story.second_staff, "NOT_FOUND"),
            (Some(story.staff), story.admin, "NOT_FOUND"),
        ] {
            export_for(&house, who, whose, Some("vraag van haar")).await.assert_error(code);
        }
        for who in [story.staff, story.admin] {
            export_for(&house, who, story.lotte, None).await.assert_refused(&["REASON_MISSING"]);
            export_for(&house, who, story.lotte, Some(" ")).await.assert_refused(&["REASON_MISSING"]);
        }
        assert_eq!(house.written().await, written);
        // Whoever exports for her gets what she gets, once she asked staff for it.
        house.act(story.lotte, "requestPersonalData", json!({}), "user { id }").await.done();
        let (mut own, _) = export(&house, story.lotte).await;
        own.remove("auditEvent");
        for who in [story.staff, story.admin] {
            let (mut tables, text) = document(&export_for(&house, who, story.lotte, Some("vraag van haar")).await);
            tables.remove("auditEvent");
            assert_eq!(tables, own);
            assert_without(&text, &["vraag van haar"]);
        }
        export_for(&house, story.admin, story.judge, Some("vraag van haar")).await.done();
        // She learns that it was done, not by whom or why.
        let (tables, text) = export(&house, story.lotte).await;
        let done: Vec<&Value> = tables["auditEvent"].as_array().unwrap().iter().filter(|event| event["action"] == "personalDataExport").collect();
        assert_eq!(done.iter().map(|event| event["isOwnAct"].as_str().unwrap()).collect::<Vec<_>>(), ["YES", "NO", "NO"]);
        assert!(done[1]["role"].is_null());
        assert_without(&text, &["vraag van haar", &digits(story.staff), &digits(story.admin)]);
    }
}

trial! {
    async fn staff_export_no_draft_that_its_writer_did_not_ask_for(house) {
        let story = marked(&house).await;
        let drafts = ["applicationAnswer", "draftText", "applicationSubject", "applicationMethod", "evidenceLink"];
        let of_lotte = async |who: Person| document(&export_for(&house, who, story.lotte, Some("vraag van haar")).await);
        // She writes, has not handed in, and asked nothing.
        let (own, text) = export(&house, story.lotte).await;
        assert!(text.contains("merel") && drafts[..2].iter().all(|table| own[*table] != json!([])));
        let (tables, text) = of_lotte(story.staff).await;
        assert_without(&text, &["merel"]);
        assert_eq!(tables["application"][0]["id"], story.of_lotte, "that there is an application staff know anyway");
        assert_eq!((&tables["application"][0]["summary"], tables["registration"].as_array().unwrap().len()), (&Value::Null, 1));
        // What she handed in they get, and nothing of what she goes on writing.
        story.reach(Phase::HandedIn).await;
        house.open_form(story.lotte, &story.of_lotte).await;
        write(&house, story.lotte, &story.of_lotte, "nachtegaal").await;
        let (tables, text) = of_lotte(story.staff).await;
        assert!(text.contains("merel"));
        assert_eq!(tables["revisionAnswer"].as_array().unwrap().len(), 5);
        assert_without(&text, &["nachtegaal"]);
        for table in drafts {
            assert_eq!(tables[table], json!([]), "{table}");
        }
        // Nobody asks in her name, and a program for nobody.
        house.act(None, "requestPersonalData", json!({}), "user { id }").await.assert_error("UNAUTHENTICATED");
        house.act(story.service, "requestPersonalData", json!({}), "user { id }").await.assert_error("FORBIDDEN");
        house.act(story.wim, "requestPersonalData", json!({}), "user { id }").await.done();
        assert_without(&of_lotte(story.staff).await.1, &["nachtegaal"]);
        // She asks: for thirty days.
        house.act(story.lotte, "requestPersonalData", json!({}), "user { id }").await.done();
        house.act(story.lotte, "requestPersonalData", json!({}), "user { id }").await.assert_refused(&["ALREADY_REQUESTED"]);
        assert!(of_lotte(story.staff).await.1.contains("nachtegaal"));
        export_for(&house, story.german_staff, story.lotte, Some("vraag van haar")).await.assert_error("NOT_FOUND");
        house.clock.set(house.clock.now() + chrono::TimeDelta::days(31));
        assert_without(&of_lotte(story.staff).await.1, &["nachtegaal"]);
        assert!(export(&house, story.lotte).await.1.contains("nachtegaal"), "her own she always gets");
        let exports = audit_event::Entity::find().all(house.db.connection()).await.unwrap().into_iter();
        let drafts: Vec<bool> = exports.filter(|event| event.action == "personalDataExport" && event.role == "STAFF").map(|event| event.facts.unwrap()["drafts"] == true).collect();
        assert_eq!((drafts.len(), drafts.iter().filter(|held| **held).count()), (5, 1), "the log says which one held drafts");
    }
}

/// The digits of somebody's id.
fn digits(person: Person) -> String {
    behind(&person.id.to_string()).simple().to_string()
}

/// A link, as a mail would bring it.
async fn link(house: &House, person: Person) -> String {
    let work = Work::begin(&house.db, house.clock.now(), house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
    let token = commands::make_link(&work, person.id).await.unwrap();
    work.commit().await.unwrap();
    token
}

// ---- erasure ----

async fn user_version(house: &House, admin: Person, person: Person) -> i64 {
    let query = "query($id: ID!) { node(id: $id) { ... on User { version } } }";
    house.ask(admin, query, json!({ "id": person.id.to_string() })).await.number_at("/node/version")
}

async fn erase(house: &House, admin: Person, person: Person) -> Reply {
    let version = user_version(house, admin, person).await;
    erase_as_seen(house, admin, person, version).await
}

async fn erase_as_seen(house: &House, admin: Person, person: Person, version: i64) -> Reply {
    let input = json!({ "userId": person.id.to_string(), "expectedVersion": version, "reason": "zij vroeg het" });
    house.act(admin, "eraseUser", input, "user { name email status erasedAt version }").await
}

/// Everything that is counted, ranked and decided, as staff and admins read it.
async fn statistics(house: &House, story: &Story) -> Vec<String> {
    let counts = "{ applications { totalCount } registrations { totalCount } decisions { totalCount nodes { outcome ruleOutcome basis method steps { score minimum isReached } status } }
        labels { totalCount nodes { serial grantedAt revokedAt } } evaluations(first: 50) { totalCount nodes { status total scores { score } } }
        assignments { totalCount } projects { totalCount nodes { title members { hasRegistered hasSubmitted } } }
        eqlCandidacies { totalCount nodes { average status } } prizes { nodes { rank awards { shares { schoolName } basisScore status } } } }";
    let mut told = vec![house.ask(story.staff, counts, json!({})).await.text];
    let mails = "{ messages(first: 50) { totalCount nodes { template createdAt sentAt } } jurors { totalCount } }";
    told.push(house.ask(story.admin, mails, json!({})).await.text);
    for track in ["NQL", "BELGICA"] {
        let ranking = "query($id: ID!, $track: Track!) { ranking(campaignId: $id, track: $track) { totalCount nodes { total spread scores { score } application { id status decision { outcome } label { serial } submittedRevision { number sha256 } } } } }";
        told.push(house.ask(story.staff, ranking, json!({ "id": story.campaign, "track": track })).await.text);
    }
    told
}

/// Shows where two answers differ.
#[track_caller]
fn assert_same(after: &[String], before: &[String]) {
    for (after, before) in after.iter().zip(before) {
        let at = after.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count().saturating_sub(80);
        let part = |text: &str| text.chars().skip(at).take(240).collect::<String>();
        assert!(after == before, "before: ...{}\nafter:  ...{}", part(before), part(after));
    }
}

trial! {
    async fn nobody_is_erased_who_is_still_needed(house) {
        let story = marked(&house).await;
        story.reach(Phase::HandedIn).await;
        story.reach(Phase::Closed).await;
        story.reach(Phase::Asked).await;
        let written = house.written().await;
        for who in [Some(story.lotte), Some(story.judge), Some(story.staff), Some(story.service)] {
            let input = json!({ "userId": story.els.id.to_string(), "expectedVersion": 1, "reason": "zij vroeg het" });
            house.act(who, "eraseUser", input, "__typename").await.assert_error("FORBIDDEN");
        }
        for (person, codes) in [
            (story.lotte, &["APPLICATION_UNDECIDED"][..]),
            (story.judge, &["ASSIGNMENT_OPEN"]),
            (story.asked, &["ASSIGNMENT_OPEN"]),
            (story.service, &["NOT_A_PERSON"]),
            (story.admin, &["YOURSELF"]),
        ] {
            erase(&house, story.admin, person).await.assert_refused(codes);
        }
        let input = |person: Person, version: i64, reason: &str| json!({ "userId": person.id.to_string(), "expectedVersion": version, "reason": reason });
        house.act(story.admin, "eraseUser", input(story.els, 99, "zij vroeg het"), "__typename").await.assert_refused(&["VERSION_CONFLICT"]);
        house.act(story.admin, "eraseUser", input(story.els, 1, " "), "__typename").await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(house.written().await, written);
        // A draft binds nobody, and neither does a seat in the jury without work.
        erase(&house, story.admin, story.els).await.done();
        erase(&house, story.admin, story.spare).await.done();
        erase(&house, story.admin, story.els).await.assert_refused(&["ALREADY_ERASED"]);
        let kept = house.ask(story.staff, "query($id: ID!) { application(id: $id) { status textsErasedAt revisions { id } } }", json!({ "id": story.of_els })).await;
        assert_eq!(kept.text_at("/application/status"), "LAPSED");
        assert!(kept.at("/application/textsErasedAt").is_string());
        assert_eq!(found_in(&house, &["roodborst", "Els Peeters", "els.peeters"]).await, BTreeSet::new());
    }

    async fn an_erased_person_is_nobody_and_what_was_decided_stays(house) {
        let story = marked(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        // She has signed in, and asked for a link that is on its way.
        let token = link(&house, story.lotte).await;
        let reply = house.act(None, "resetPassword", json!({ "linkToken": token, "newPassword": PASSWORD }), "sessionTokens { refreshToken }").await;
        let refresh = reply.text_at("/it/sessionTokens/refreshToken");
        link(&house, story.lotte).await;
        house.act(None, "requestSignInLink", json!({ "email": "lotte.verhaegen@nql.example" }), "isRequested").await.done();
        let mut input = House::project_input("Nog een project", &story.school, &story.abroad);
        input["idempotencyKey"] = json!("eenmaal");
        house.act(story.lotte, "createProject", input, "__typename").await.done();
        let access = house.token(story.lotte.id).await;
        seal_new(&house.db, Reach::All).await.unwrap();
        let before = statistics(&house, &story).await;
        let events = house.written().await;

        let erased = erase(&house, story.admin, story.lotte).await;
        let user = &erased.done()["user"];
        assert_eq!((user["name"].as_str(), user["status"].as_str()), (Some("Erased person"), Some("LOCKED")));
        assert_eq!(user["email"], format!("erased-{}@erased.invalid", digits(story.lotte)));
        assert_eq!(house.written().await, events + 1);

        assert_same(&statistics(&house, &story).await, &before);
        seal_new(&house.db, Reach::All).await.unwrap();
        let chain = verify(&house.db, house.clock.now()).await.unwrap();
        assert_eq!((chain.broken_at, chain.late), (None, 0));
        // Her name and address are nowhere; her texts are where the register says that they stay.
        assert_eq!(found_in(&house, &["Lotte", "Verhaegen"]).await, BTreeSet::new());
        for (table, column) in found_in(&house, &["merel"]).await {
            assert_eq!(fate(&table, &column), Some(Fate::WithFile), "{table}.{column}");
        }
        let gone = REGISTER.iter().filter(|entry| entry.fate == Fate::Deleted);
        for entry in gone.filter(|entry| ["user_id", "actor_id"].contains(&entry.column)) {
            let id = match house.engine { Engine::Sqlite => format!("X'{}'", digits(story.lotte)), Engine::Postgres => format!("'{}'", digits(story.lotte)) };
            let left = rows_of(&house, &format!("SELECT CAST(count(*) AS text) FROM \"{}\" WHERE \"{}\" = {id}", entry.table, entry.column)).await;
            assert_eq!(left[0][0], "0", "{}.{}", entry.table, entry.column);
        }

        // She does not come in, is not found, and is not taken up again.
        let request = axum::http::Request::post("/graphql").header("content-type", "application/json").header("authorization", format!("Bearer {access}"));
        let answer = house.send(request.body(json!({ "query": "{ viewer { name } }" }).to_string().into()).unwrap()).await;
        assert_eq!(answer.status(), 401);
        house.act(None, "signIn", json!({ "email": "lotte.verhaegen@nql.example", "password": PASSWORD }), "__typename").await.assert_refused(&["CREDENTIALS_WRONG"]);
        house.act(None, "refreshSession", json!({ "refreshToken": refresh }), "__typename").await.assert_refused(&["SESSION_OVER"]);
        let mails = house.count::<entity::message::Entity>().await;
        house.act(None, "requestSignInLink", json!({ "email": "lotte.verhaegen@nql.example" }), "isRequested").await.done();
        assert_eq!(house.count::<entity::message::Entity>().await, mails);
        let there = format!("erased-{}@erased.invalid", digits(story.lotte));
        house.act(None, "requestSignInLink", json!({ "email": there }), "isRequested").await.assert_refused(&["NOT_AN_EMAIL"]);
        house.act(story.staff, "inviteJuror", json!({ "campaignId": story.campaign, "tracks": ["NQL"], "email": there, "name": "Iemand", "experience": "Geen.", "languages": ["nl"] }), "__typename").await.assert_refused(&["CAMPAIGN_OVER", "NOT_AN_EMAIL"]);
        let version = user_version(&house, story.admin, story.lotte).await;
        let id = story.lotte.id.to_string();
        house.act(story.admin, "unlockUser", json!({ "userId": id, "expectedVersion": version, "reason": "toch" }), "__typename").await.assert_refused(&["ERASED"]);
        house.act(story.admin, "changeRoles", json!({ "userId": id, "expectedVersion": version, "roles": ["TEACHER"], "reason": "toch" }), "__typename").await.assert_refused(&["ERASED"]);
        house.act(story.admin, "lockUser", json!({ "userId": id, "expectedVersion": version, "reason": "toch" }), "__typename").await.assert_refused(&["ALREADY_LOCKED"]);
        export_for(&house, story.admin, story.lotte, Some("vraag van haar")).await.assert_refused(&["ERASED"]);
        erase(&house, story.admin, story.lotte).await.assert_refused(&["ALREADY_ERASED"]);
        // Her address is free for whoever has it now: another person.
        let again = json!({ "email": "lotte.verhaegen@nql.example", "name": "Lotte V.", "roles": ["TEACHER"] });
        house.act(story.staff, "createUser", again, "__typename").await.done();
    }

    async fn a_juror_and_staff_are_erased_and_their_work_stands(house) {
        let story = marked(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let before = statistics(&house, &story).await;
        for person in [story.judge, story.second_staff] {
            erase(&house, story.admin, person).await.done();
        }
        assert_same(&statistics(&house, &story).await, &before);
        assert_eq!(found_in(&house, &["Marthe", "Stien"]).await, BTreeSet::new());
        let query = "query($id: ID!) { application(id: $id) { evaluations { juror { name experience } comment } decision { ratifiedBy { name } } } }";
        let reply = house.ask(story.staff, query, json!({ "id": story.of_lotte })).await;
        let jurors: Vec<&str> = reply.at("/application/evaluations").as_array().unwrap().iter().map(|evaluation| evaluation["juror"]["name"].as_str().unwrap()).collect();
        assert_eq!(jurors.iter().filter(|name| **name == "Erased person").count(), 1, "{jurors:?}");
        seal_new(&house.db, Reach::All).await.unwrap();
        assert_eq!(verify(&house.db, house.clock.now()).await.unwrap().broken_at, None);
    }

    async fn two_admins_who_erase_each_other_leave_one(house) {
        let one = house.admin().await;
        let other = house.seat("Ben Beheer", &[Role::Admin], None).await;
        // Both look before either is done: who was erased a moment ago cannot look any more.
        let seen = (user_version(&house, one, other).await, user_version(&house, other, one).await);
        let (mine, hers) = tokio::join!(erase_as_seen(&house, one, other, seen.0), erase_as_seen(&house, other, one, seen.1));
        let done = [&mine, &hers].iter().filter(|reply| reply.body.get("errors").is_none()).count();
        assert_eq!(done, 1, "{} {}", mine.text, hers.text);
    }
}

// ---- retention ----

/// What is due: the hash, and how much of each kind.
async fn preview(house: &House, who: Person, campaign: &str) -> (String, BTreeMap<String, i64>, Reply) {
    let reply = house
        .act(
            who,
            "retentionPreview",
            json!({ "campaignId": campaign }),
            "retentionPreview { hash due { kind count oldestAt ids } }",
        )
        .await;
    let list = &reply.done()["retentionPreview"];
    let due = list["due"].as_array().unwrap();
    let counts =
        due.iter().map(|due| (due["kind"].as_str().unwrap().to_owned(), due["count"].as_i64().unwrap())).collect();
    (list["hash"].as_str().unwrap().to_owned(), counts, reply)
}

async fn apply(house: &House, who: Person, campaign: &str, hash: &str) -> Reply {
    let input = json!({ "campaignId": campaign, "expectedHash": hash, "reason": "de tijd is om" });
    house.act(who, "applyRetention", input, "campaign { id }").await
}

fn counts(draft: i64, texts: i64, links: i64, messages: i64, photos: i64) -> BTreeMap<String, i64> {
    [("DRAFT", draft), ("APPLICATION_TEXTS", texts), ("JUROR_LINK", links), ("MESSAGE", messages), ("PHOTO", photos)]
        .map(|(kind, count)| (kind.to_owned(), count))
        .into()
}

/// Every merged score is the mean of the scores behind it, and every total their sum (INV-17).
async fn assert_recomputable(house: &House, story: &Story) {
    let query = "query($id: ID!) { application(id: $id) { evaluations { status scores { criterion { code isGate } score } } consolidation { total scores { criterion { code isGate } score } } } }";
    let mut results = 0;
    for id in [&story.of_lotte, &story.of_wim, &story.of_bert, &story.of_claire] {
        let reply = house.ask(story.staff, query, json!({ "id": id })).await;
        let evaluations: Vec<&Value> = reply
            .at("/application/evaluations")
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["status"] == "LOCKED")
            .collect();
        let count = i64::try_from(evaluations.len()).unwrap();
        assert_eq!(count, 2);
        let mut total = 0;
        for merged in reply.at("/application/consolidation/scores").as_array().unwrap() {
            let code = &merged["criterion"]["code"];
            let sum: i64 = evaluations
                .iter()
                .flat_map(|it| it["scores"].as_array().unwrap())
                .filter(|score| score["criterion"]["code"] == *code)
                .map(|score| score["score"].as_i64().unwrap())
                .sum();
            let mean = sum * 100 / count;
            assert_eq!(merged["score"], format!("{}.{:02}", mean / 100, mean % 100), "{code}");
            total += if merged["criterion"]["isGate"] == true { 0 } else { mean };
            results += 1;
        }
        assert_eq!(reply.text_at("/application/consolidation/total"), format!("{}.{:02}", total / 100, total % 100));
    }
    assert_eq!(results, 32);
}

trial! {
    async fn an_admin_says_for_how_long_what_is_kept(house) {
        let (staff, admin) = (house.staff().await, house.admin().await);
        let campaign = house.draft_campaign(staff).await;
        let keep = "{ version keepDraftsMonths keepApplicationsMonths keepJurorLinksMonths keepMessagesMonths keepPhotosMonths }";
        let told = async |who: Person| house.ask(who, &format!("query($id: ID!) {{ campaign(id: $id) {keep} }}"), json!({ "id": campaign })).await;
        assert_eq!(told(staff).await.at("/campaign"), &json!({ "version": 1, "keepDraftsMonths": 24, "keepApplicationsMonths": 60, "keepJurorLinksMonths": 24, "keepMessagesMonths": 24, "keepPhotosMonths": 36 }));
        let written = house.written().await;
        let set = async |who: Person, change: Value| {
            let mut input = json!({ "campaignId": campaign, "expectedVersion": 1, "reason": "de functionaris zei het" });
            input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            house.act(who, "setRetention", input, &format!("campaign {keep}")).await
        };
        set(staff, json!({ "draftsMonths": 12 })).await.assert_error("FORBIDDEN");
        set(admin, json!({ "draftsMonths": 12, "expectedVersion": 7 })).await.assert_refused(&["VERSION_CONFLICT"]);
        set(admin, json!({ "draftsMonths": 0, "messagesMonths": 241, "photosMonths": 0 })).await.assert_refused(&["SETTING_OUT_OF_BOUNDS"; 3]);
        set(admin, json!({ "draftsMonths": 24, "reason": " " })).await.assert_refused(&["NOTHING_CHANGED", "REASON_MISSING"]);
        assert_eq!(house.written().await, written);
        let reply = set(admin, json!({ "draftsMonths": 12, "jurorLinksMonths": 36, "photosMonths": 48 })).await;
        assert_eq!(reply.done()["campaign"], json!({ "version": 2, "keepDraftsMonths": 12, "keepApplicationsMonths": 60, "keepJurorLinksMonths": 36, "keepMessagesMonths": 24, "keepPhotosMonths": 48 }));
        // It is no rule of the contest: it changes after opening too.
        house.move_campaign(staff, "openCampaign", &campaign).await;
        set(admin, json!({ "applicationsMonths": 48, "expectedVersion": 3 })).await.done();
    }

    async fn what_is_listed_is_taken_away_and_nothing_else(house) {
        let story = marked(&house).await;
        house.act(story.admin, "retentionPreview", json!({ "campaignId": story.next_campaign }), "__typename").await.assert_refused(&["NOT_OPENED"]);
        for phase in Phase::ALL {
            // However short the time, nothing goes that is still needed.
            house.set_day("2099-01-01");
            let due = preview(&house, story.staff, &story.campaign).await.1;
            let over = matches!(phase, Phase::Announced | Phase::Told);
            assert_eq!(due["JUROR_LINK"] > 0 && due["APPLICATION_TEXTS"] > 0, over, "{phase:?} {due:?}");
            assert_eq!(due["DRAFT"] > 0, phase > Phase::Closed, "{phase:?} {due:?}");
            house.set_day(match phase {
                Phase::Open | Phase::HandedIn | Phase::Closed => "2026-06-01",
                Phase::Asked | Phase::Judging | Phase::Judged | Phase::Merged => "2026-07-03",
                _ => "2026-10-06",
            });
            story.reach(phase).await;
        }
        for who in [Some(story.lotte), Some(story.judge), Some(story.service)] {
            house.act(who, "retentionPreview", json!({ "campaignId": story.campaign }), "__typename").await.assert_error("FORBIDDEN");
        }
        assert_eq!(preview(&house, story.staff, &story.campaign).await.1, counts(0, 0, 0, 0, 0));
        // Two years after the deadline: the draft that was never handed in.
        house.set_day("2028-07-03");
        let (hash, due, reply) = preview(&house, story.staff, &story.campaign).await;
        assert_eq!(due["DRAFT"], 1);
        assert_eq!(reply.at("/it/retentionPreview/due/0/ids"), &json!([story.of_els]));
        assert_eq!(reply.at("/it/retentionPreview/due/0/oldestAt"), "2026-07-01T22:00:00.000Z");
        // Two years after the results: who judged what.
        house.set_day("2028-10-07");
        apply(&house, story.admin, &story.campaign, &hash).await.assert_refused(&["LIST_CHANGED"]);
        let (hash, due, _) = preview(&house, story.staff, &story.campaign).await;
        let links = i64::try_from(story.rows("Assignment", "campaign_id = $1", Some(behind(&story.campaign))).await.len()).unwrap();
        assert_eq!((due["DRAFT"], due["APPLICATION_TEXTS"], due["JUROR_LINK"]), (1, 0, links));
        assert!(due["MESSAGE"] > 0);
        for who in [Some(story.lotte), Some(story.staff)] {
            let input = json!({ "campaignId": story.campaign, "expectedHash": hash, "reason": "de tijd is om" });
            house.act(who, "applyRetention", input, "__typename").await.assert_error("FORBIDDEN");
        }
        let input = json!({ "campaignId": story.campaign, "expectedHash": hash, "reason": " " });
        house.act(story.admin, "applyRetention", input, "__typename").await.assert_refused(&["REASON_MISSING"]);
        assert_recomputable(&house, &story).await;
        let before = statistics(&house, &story).await;
        let seen = "{ evaluations { totalCount } assignments { totalCount } }";
        assert!(house.ask(story.judge, seen, json!({})).await.number_at("/evaluations/totalCount") > 0);
        apply(&house, story.admin, &story.campaign, &hash).await.done();
        assert_same(&statistics(&house, &story).await, &before);
        assert_recomputable(&house, &story).await;
        let (empty, due, _) = preview(&house, story.staff, &story.campaign).await;
        assert_eq!(due, counts(0, 0, 0, 0, 0));
        apply(&house, story.admin, &story.campaign, &empty).await.assert_refused(&["NOTHING_DUE"]);
        // Nobody is tied to what she judged; what one person judged still belongs together.
        let seen = house.ask(story.judge, seen, json!({})).await;
        assert_eq!((seen.number_at("/evaluations/totalCount"), seen.number_at("/assignments/totalCount")), (0, 0));
        let query = "{ evaluations(first: 50) { nodes { juror { id name } assignment { juror { id } } } } }";
        let reply = house.ask(story.staff, query, json!({})).await;
        let mut jurors = BTreeSet::new();
        for evaluation in reply.at("/evaluations/nodes").as_array().unwrap() {
            assert_eq!(evaluation["juror"]["name"], "Erased person");
            assert_eq!(evaluation["juror"]["id"], evaluation["assignment"]["juror"]["id"]);
            jurors.insert(evaluation["juror"]["id"].as_str().unwrap());
        }
        assert_eq!(jurors.len(), 3, "two who judged, and one who found a conflict");
        assert_eq!(found_in(&house, &["roodborst"]).await, BTreeSet::new());
        // Five years after the results: the texts.
        house.set_day("2031-10-07");
        let (hash, due, _) = preview(&house, story.staff, &story.campaign).await;
        assert_eq!(due, counts(0, 4, 0, 0, 1));
                apply(&house, story.admin, &story.campaign, &hash).await.done();
        assert_same(&statistics(&house, &story).await, &before);
        assert_recomputable(&house, &story).await;
        assert_eq!(preview(&house, story.staff, &story.campaign).await.1, counts(0, 0, 0, 0, 0));
        let query = "query($id: ID!) { application(id: $id) { textsErasedAt submittedRevision { number summary answers { text ownPupils } links { url } } decision { outcome motivation } feedback { text } evaluations { comment internalNote scores { comment } } label { serial } } }";
        let reply = house.ask(story.staff, query, json!({ "id": story.of_lotte })).await;
        assert_without(&reply.text, &["merel", CANARY, "podcast", "De uitleg", "Het advies", "twinspace"]);
        assert_eq!(reply.text_at("/application/decision/outcome"), "AWARDED");
        assert_eq!(reply.text_at("/application/label/serial"), "NQL-2025-0001");
        assert!(reply.at("/application/textsErasedAt").is_string());
        assert_eq!(found_in(&house, &["merel", "specht", "winterkoning", "Opmerking, kanarie", "Onder ons", "Wij zijn het eens"]).await, BTreeSet::new());
        seal_new(&house.db, Reach::All).await.unwrap();
        assert_eq!(verify(&house.db, house.clock.now()).await.unwrap().broken_at, None);
    }
}
