//! Spreadsheets of the registration form: sent, read, committed, fixed, and never twice.

use std::fmt::Write;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use entity::{
    import_batch, import_finding, import_row, kinds::Kind, message, project, project_member, registration,
    school_membership, upload, user,
};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};

use crate::{
    golden::assert_golden,
    support::{Engine, House, Person, Reply},
    trial,
};

const XLSX: &[u8] = include_bytes!("samples/registraties-2026.xlsx");
const CSV: &[u8] = include_bytes!("samples/registraties-2026.csv");
const XLSX_MEDIA: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The schools of the sample, but for one that nobody has entered.
const SCHOOLS: [(&str, &str, &str, &str); 21] = [
    ("Basisschool De Zeven Wegen", "VL", "Gent", "031427"),
    ("GO! Atheneum Leieboord", "VL", "Kortrijk", "044816"),
    ("Sint-Godelieve-instituut", "VL", "Brugge", "029753"),
    ("Vrije Basisschool De Klinkaert", "VL", "Mechelen", "012964"),
    ("GO! Basisschool De Springplank", "VL", "Aalst", "007358"),
    ("Technisch Instituut Scheldekaai", "VL", "Antwerpen", "038691"),
    ("Heilig-Kruiscollege Dijleland", "VL", "Leuven", "043215"),
    ("Gemeentelijke Basisschool 't Hazelbos", "VL", "Brasschaat", "006482"),
    ("Stedelijk Lyceum Zuidpoort", "VL", "Antwerpen", "046137"),
    ("Sint-Jansschool Kempenrand", "VL", "Turnhout", "028576"),
    ("Leefschool De Wilde Appel", "VL", "Hasselt", "015903"),
    ("GO! Technisch Atheneum De Mijnlamp", "VL", "Genk", "047329"),
    ("Freinetschool De Kiekendief", "VL", "Oostende", "009641"),
    ("Onze-Lieve-Vrouwecollege Waasmunde", "VL", "Sint-Niklaas", "034872"),
    ("Instituut Sint-Amandus Denderdal", "VL", "Dendermonde", "036914"),
    ("Nederlandstalige Basisschool De Zennebrug", "VL", "Brussel", "005719"),
    ("Buitengewoon Secundair Onderwijs De Vlindertuin", "VL", "Lier", "049268"),
    ("École communale des Trois Tilleuls", "FWB", "Namur", "1974"),
    ("Institut Sainte-Aldegonde", "FWB", "Mons", "10523"),
    ("Gemeindeschule Hillbach", "DG", "Eupen", ""),
    ("Basisschool De Zandloper", "VL", "Roeselare", "018235"),
];

/// Staff, an open campaign, and the schools. It is the morning after the deadline.
async fn world(house: &House) -> (Person, String) {
    let staff = house.staff().await;
    let campaign = house.open_campaign(staff).await;
    for (name, community, city, number) in SCHOOLS {
        let mut input =
            json!({ "name": name, "community": community, "country": "BE", "city": city, "level": "PRIMARY" });
        let field = if community == "VL" { "institutionNumber" } else { "faseNumber" };
        if !number.is_empty() {
            input[field] = json!(number);
        }
        house.act(staff, "createSchool", input, "school { id }").await.done();
    }
    house.set_instant("2026-07-02T07:00:00Z");
    (staff, campaign)
}

async fn send(house: &House, who: Option<Person>, media: &str, bytes: &[u8]) -> (StatusCode, Value) {
    let mut request = Request::post("/uploads").header(header::CONTENT_TYPE, media);
    if let Some(person) = who {
        request = request
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token(person.id).await))
            .header("x-nql-role", person.role.word());
    }
    let response = house.send(request.body(Body::from(bytes.to_vec())).unwrap()).await;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

async fn preview(house: &House, who: Person, campaign: &str, media: &str, bytes: &[u8]) -> Reply {
    let (status, sent) = send(house, Some(who), media, bytes).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    let input = json!({ "campaignId": campaign, "uploadId": sent["id"] });
    house
        .act(who, "previewImport", input, "import { id version newRows updateRows sameRows errorRows remaining }")
        .await
}

/// Commits until nothing is left; the number of calls.
async fn commit(house: &House, who: Person, import: &str) -> usize {
    let query = "query($id: ID!) { importBatch(id: $id) { version remaining } }";
    for calls in 0.. {
        let reply = house.ask(who, query, json!({ "id": import })).await;
        let version = reply.number_at("/importBatch/version");
        let input = json!({ "importId": import, "expectedVersion": version });
        let committed = house.act(who, "commitImport", input, "import { id }").await;
        if reply.number_at("/importBatch/remaining") == 0 {
            committed.assert_refused(&["NOTHING_LEFT"]);
            return calls;
        }
        committed.done();
    }
    unreachable!()
}

async fn rows(house: &House, who: Person, import: &str) -> Vec<Value> {
    let query = "query($id: ID!) { importBatch(id: $id) { rows(first: 100) { nodes { id number email outcome version committedAt \
                 findings { severity code column text } registration { id state track } } } } }";
    let reply = house.ask(who, query, json!({ "id": import })).await;
    reply.at("/importBatch/rows/nodes").as_array().unwrap().clone()
}

/// A line per row.
fn report(rows: &[Value]) -> String {
    let mut text = String::new();
    for row in rows {
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let findings = row["findings"].as_array().unwrap().iter();
        let findings: Vec<String> =
            findings.map(|finding| format!("{} {}", word(&finding["code"]), word(&finding["column"]))).collect();
        let line = format!("{:>3} {:<6} {}", row["number"], word(&row["outcome"]), findings.join(", "));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn numbered(rows: &[Value], number: i64) -> Value {
    rows.iter().find(|row| row["number"] == number).unwrap().clone()
}

/// Users, places of employment, projects, seats in them, registrations, mails.
async fn there_is(house: &House) -> [u64; 6] {
    [
        house.count::<user::Entity>().await,
        house.count::<school_membership::Entity>().await,
        house.count::<project::Entity>().await,
        house.count::<project_member::Entity>().await,
        house.count::<registration::Entity>().await,
        house.count::<message::Entity>().await,
    ]
}

/// A file with so many answers, all good.
fn many(answers: usize) -> Vec<u8> {
    let mut text = "Id;Tijd van voltooien;E-mail;Naam;School;Instellingsnummer;Titel;Link naar het project;Registratiedatum;Einddatum;\
                    Partnerlanden;Activiteiten in schooljaar 2025-2026?;Resultaten zichtbaar op de TwinSpace?;\
                    Leerlingen samengewerkt en gecommuniceerd met een andere klas?\n"
        .to_owned();
    for number in 1..=answers {
        let _ = writeln!(
            text,
            "{number};4/05/2026 16:12:40;leerkracht.{number}@school.example;Leerkracht {number};GO! Atheneum Leieboord;44816;\
             Project {number};project-{number};12/05/2025;29/05/2026;Italië;Ja;Ja;Ja"
        );
    }
    text.into_bytes()
}

trial! {
    async fn the_sample_is_reported_row_by_row_and_nothing_else_is_written(house) {
        let (staff, campaign) = world(&house).await;
        let before = there_is(&house).await;
        let mut reports = Vec::new();
        for (media, bytes) in [(XLSX_MEDIA, XLSX), ("text/csv", CSV)] {
            let import = preview(&house, staff, &campaign, media, bytes).await.text_at("/it/import/id");
            reports.push(report(&rows(&house, staff, &import).await));
        }
        assert_eq!(reports[0], reports[1], "xlsx and csv say the same");
        assert_eq!(there_is(&house).await, before);
        assert_eq!(house.count::<import_batch::Entity>().await, 2);
        assert_eq!(house.count::<upload::Entity>().await, 0, "what was read is not kept");
        assert_golden("tests/it/snapshots/import_sample.snap", &reports[0]);
    }

    async fn what_is_committed_is_there_once_however_often_it_comes(house) {
        let (staff, campaign) = world(&house).await;
        let first = preview(&house, staff, &campaign, XLSX_MEDIA, XLSX).await;
        let new = u64::try_from(first.number_at("/it/import/newRows")).unwrap();
        let import = first.text_at("/it/import/id");
        let before = there_is(&house).await;
        assert_eq!(commit(&house, staff, &import).await, 1);
        let after = there_is(&house).await;
        assert_eq!(after[4] - before[4], new);
        assert_eq!(after[0] - before[0], new, "every teacher of the sample is new");
        let done = rows(&house, staff, &import).await;
        for row in &done {
            assert_eq!(row["outcome"] == "NEW", row["committedAt"] != Value::Null, "{row}");
        }
        let state = |number| numbered(&done, number)["registration"]["state"].clone();
        assert_eq!((state(2), state(11)), (json!("CONFIRMED"), json!("NEEDS_REVIEW")));
        let confirmed = registration::Entity::find().all(house.db.connection()).await.unwrap();
        let confirmed = confirmed.iter().filter(|one| one.confirmed_at.is_some()).count() as u64;
        assert_eq!(after[5] - before[5], new + confirmed, "a welcome each, and a confirmation for who is confirmed");
        for (media, bytes) in [(XLSX_MEDIA, XLSX), ("text/csv", CSV)] {
            let again = preview(&house, staff, &campaign, media, bytes).await;
            assert_eq!((again.number_at("/it/import/newRows"), again.number_at("/it/import/updateRows")), (0, 0));
            assert_eq!(again.number_at("/it/import/sameRows"), i64::try_from(new).unwrap());
            assert_eq!(commit(&house, staff, &again.text_at("/it/import/id")).await, 0);
        }
        assert_eq!(there_is(&house).await, after);
    }

    async fn a_row_is_fixed_and_stays_so(house) {
        let (staff, campaign) = world(&house).await;
        let import = preview(&house, staff, &campaign, "text/csv", CSV).await.text_at("/it/import/id");
        let row = numbered(&rows(&house, staff, &import).await, 15);
        assert_eq!(row["outcome"], "ERROR");
        let fix = |version: i64, column: &str, text: &str| json!({
            "importRowId": row["id"], "expectedVersion": version, "values": [{ "column": column, "text": text }],
        });
        house.act(staff, "fixImportRow", fix(9, "REGISTERED_ON", "x"), "__typename").await.assert_refused(&["VERSION_CONFLICT"]);
        house.act(staff, "fixImportRow", fix(1, "COMPLETED_AT", "1/06/2026 9:00"), "__typename").await.assert_refused(&["COLUMN_FIXED"]);
        let fixed = house.act(staff, "fixImportRow", fix(1, "REGISTERED_ON", "30/11/2025"), "importRow { outcome version findings { code } }").await;
        assert_eq!(fixed.done()["importRow"], json!({ "outcome": "NEW", "version": 2, "findings": [] }));
        commit(&house, staff, &import).await;
        let done = numbered(&rows(&house, staff, &import).await, 15);
        assert_eq!(done["registration"]["state"], "CONFIRMED");
        house.act(staff, "fixImportRow", fix(3, "NAME", "Iemand"), "__typename").await.assert_refused(&["ALREADY_COMMITTED"]);
        // The file still says the wrong date, and is known all the same.
        let again = preview(&house, staff, &campaign, "text/csv", CSV).await.text_at("/it/import/id");
        let same = numbered(&rows(&house, staff, &again).await, 15);
        assert_eq!((&same["outcome"], &same["registration"]["id"]), (&json!("SAME"), &done["registration"]["id"]));
    }

    async fn only_staff_import_and_only_for_their_community(house) {
        let (staff, campaign) = world(&house).await;
        for (person, status) in [
            (None, StatusCode::UNAUTHORIZED),
            (Some(house.admin().await), StatusCode::FORBIDDEN),
            (Some(house.service().await), StatusCode::FORBIDDEN),
        ] {
            assert_eq!(send(&house, person, "text/csv", CSV).await.0, status, "{person:?}");
        }
        let (status, _) = send(&house, Some(staff), "image/png", CSV).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let (status, _) = send(&house, Some(staff), "text/csv", &vec![b'x'; 2 * 1024 * 1024 + 1]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(house.count::<upload::Entity>().await, 0);
        let (_, sent) = send(&house, Some(staff), "text/csv", CSV).await;
        let input = json!({ "campaignId": campaign, "uploadId": sent["id"] });
        let colleague = house.second_staff().await;
        house.act(colleague, "previewImport", input.clone(), "import { id }").await.assert_error("NOT_FOUND");
        let import = house.act(staff, "previewImport", input.clone(), "import { id }").await.text_at("/it/import/id");
        house.act(staff, "previewImport", input, "import { id }").await.assert_error("NOT_FOUND");
        let german = house.foreign_staff().await;
        let input = json!({ "importId": import, "expectedVersion": 1 });
        house.act(german, "commitImport", input.clone(), "import { id }").await.assert_error("NOT_FOUND");
        let row = rows(&house, staff, &import).await[0]["id"].clone();
        house.act(german, "fixImportRow", json!({ "importRowId": row, "expectedVersion": 1 }), "__typename").await.assert_error("NOT_FOUND");
        assert_eq!(house.ask(german, "{ importBatches { totalCount } }", json!({})).await.number_at("/importBatches/totalCount"), 0);
        house.act(colleague, "commitImport", input, "import { id }").await.done();
        // A file that nobody used is over after a day.
        let (_, sent) = send(&house, Some(staff), "text/csv", CSV).await;
        house.set_instant("2026-07-03T07:00:00Z");
        let input = json!({ "campaignId": campaign, "uploadId": sent["id"] });
        house.act(staff, "previewImport", input, "import { id }").await.assert_error("NOT_FOUND");
    }

    async fn what_is_no_export_of_the_form_is_refused_as_a_whole(house) {
        let (staff, campaign) = world(&house).await;
        for (bytes, code) in [
            (b"PK\x03\x04 no zip".to_vec(), "UNREADABLE"),
            (vec![0, 1, 2, 3], "UNREADABLE"),
            (Vec::new(), "UNREADABLE"),
            (b"Id;Naam\n".to_vec(), "UNREADABLE"),
            (format!("Id{}\n1", ";x".repeat(100_000)).into_bytes(), "UNREADABLE"),
            (b"Leerling;Punten\nAn;7\n".to_vec(), "COLUMNS_MISSING"),
        ] {
            preview(&house, staff, &campaign, "text/csv", &bytes).await.assert_refused(&[code]);
        }
        assert_eq!(house.count::<import_batch::Entity>().await, 0);
    }

    async fn an_import_that_breaks_off_goes_on_where_it_stopped(house) {
        let answers = std::env::var("NQL_IMPORT_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(205);
        let (staff, campaign) = world(&house).await;
        let file = many(answers);
        let started = std::time::Instant::now();
        let import = preview(&house, staff, &campaign, "text/csv", &file).await;
        assert_eq!(import.number_at("/it/import/newRows"), i64::try_from(answers).unwrap());
        let read = started.elapsed();
        let import = import.text_at("/it/import/id");
        // The first 200 are committed, and then nobody calls again.
        house.act(staff, "commitImport", json!({ "importId": import, "expectedVersion": 1 }), "import { id }").await.done();
        assert_eq!(house.count::<registration::Entity>().await, 200);
        let again = preview(&house, staff, &campaign, "text/csv", &file).await;
        assert_eq!(again.number_at("/it/import/sameRows"), 200);
        let started = std::time::Instant::now();
        commit(&house, staff, &again.text_at("/it/import/id")).await;
        println!("{:?}: {answers} rows read in {read:?}, {} committed in {:?}", house.engine, answers - 200, started.elapsed());
        let answers = u64::try_from(answers).unwrap();
        assert_eq!(house.count::<registration::Entity>().await, answers);
        commit(&house, staff, &import).await;
        assert_eq!(house.count::<registration::Entity>().await, answers);
    }

    async fn a_row_that_fails_leaves_the_others_done_and_can_be_tried_again(house) {
        let (staff, campaign) = world(&house).await;
        let import = preview(&house, staff, &campaign, "text/csv", &many(5)).await.text_at("/it/import/id");
        let before = there_is(&house).await;
        let (fail, mend) = match house.engine {
            Engine::Sqlite => (
                "CREATE TRIGGER full BEFORE INSERT ON registration WHEN (SELECT count(*) FROM registration) = 3 BEGIN SELECT RAISE(ABORT, 'full'); END",
                "DROP TRIGGER full",
            ),
            Engine::Postgres => (
                "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT count(*) FROM registration) = 3 THEN RAISE EXCEPTION 'full'; END IF; RETURN NEW; END $$; \
                 CREATE TRIGGER full_up BEFORE INSERT ON registration FOR EACH ROW EXECUTE FUNCTION full_up()",
                "DROP FUNCTION full_up() CASCADE",
            ),
        };
        house.db.connection().execute_unprepared(fail).await.unwrap();
        commit(&house, staff, &import).await;
        let after = there_is(&house).await;
        assert_eq!([after[0] - before[0], after[2] - before[2], after[4] - before[4]], [3, 3, 3], "nothing of the others");
        let refused = numbered(&rows(&house, staff, &import).await, 5);
        assert_eq!((&refused["outcome"], &refused["findings"][0]["code"]), (&json!("ERROR"), &json!("REFUSED")));
        house.db.connection().execute_unprepared(mend).await.unwrap();
        for row in rows(&house, staff, &import).await.iter().filter(|row| row["outcome"] == "ERROR") {
            let input = json!({ "importRowId": row["id"], "expectedVersion": row["version"] });
            house.act(staff, "fixImportRow", input, "importRow { outcome }").await.done();
        }
        commit(&house, staff, &import).await;
        assert_eq!(house.count::<registration::Entity>().await, 5);
        assert_eq!(house.count::<import_finding::Entity>().await, 0);
        let kept = import_row::Entity::find().all(house.db.connection()).await.unwrap();
        assert!(kept.iter().all(|row| row.committed_at.is_some() && row.teacher_id.is_some()));
    }
}
