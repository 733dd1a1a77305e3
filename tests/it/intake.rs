//! Spreadsheets of the registration form: sent, read, committed, fixed, and never twice.

use std::fmt::Write;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use entity::{
    audit_event, import_batch, import_finding, import_row,
    kinds::{Community, Kind, Role},
    message, project, project_member, registration, school_membership, upload, user, user_role,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Set};
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
    schools(house, staff).await;
    house.set_instant("2026-07-02T07:00:00Z");
    (staff, campaign)
}

async fn schools(house: &House, staff: Person) {
    for (name, community, city, number) in SCHOOLS {
        let mut input =
            json!({ "name": name, "community": community, "country": "BE", "city": city, "level": "PRIMARY" });
        let field = if community == "VL" { "institutionNumber" } else { "faseNumber" };
        if !number.is_empty() {
            input[field] = json!(number);
        }
        house.act(staff, "createSchool", input, "school { id }").await.done();
    }
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
        .act(who, "previewImport", input, "importBatch { id version newRows updateRows sameRows errorRows remaining }")
        .await
}

/// Commits until nothing is left; the number of calls.
async fn commit(house: &House, who: Person, import: &str) -> usize {
    let query = "query($id: ID!) { importBatch(id: $id) { version remaining } }";
    for calls in 0.. {
        let reply = house.ask(who, query, json!({ "id": import })).await;
        let version = reply.number_at("/importBatch/version");
        let input = json!({ "importBatchId": import, "expectedVersion": version });
        let committed = house.act(who, "commitImport", input, "importBatch { id }").await;
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
                 findings { severity code column text message } registration { id status track } } } } }";
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
             Project {number};project-{number};13/05/2025;29/05/2026;Italië;Ja;Ja;Ja"
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
            let import = preview(&house, staff, &campaign, media, bytes).await.text_at("/it/importBatch/id");
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
        let new = u64::try_from(first.number_at("/it/importBatch/newRows")).unwrap();
        let import = first.text_at("/it/importBatch/id");
        let before = there_is(&house).await;
        assert_eq!(commit(&house, staff, &import).await, 1);
        let after = there_is(&house).await;
        assert_eq!(after[4] - before[4], new);
        assert_eq!(after[0] - before[0], new, "every teacher of the sample is new");
        let done = rows(&house, staff, &import).await;
        for row in &done {
            assert_eq!(row["outcome"] == "NEW", row["committedAt"] != Value::Null, "{row}");
        }
        let state = |number| numbered(&done, number)["registration"]["status"].clone();
        assert_eq!((state(2), state(11)), (json!("CONFIRMED"), json!("NEEDS_REVIEW")));
        assert_eq!(after[5] - before[5], 2 * new, "a welcome each, and where the registration stands");
        for (media, bytes) in [(XLSX_MEDIA, XLSX), ("text/csv", CSV)] {
            let again = preview(&house, staff, &campaign, media, bytes).await;
            assert_eq!((again.number_at("/it/importBatch/newRows"), again.number_at("/it/importBatch/updateRows")), (0, 0));
            assert_eq!(again.number_at("/it/importBatch/sameRows"), i64::try_from(new).unwrap());
            assert_eq!(commit(&house, staff, &again.text_at("/it/importBatch/id")).await, 0);
        }
        assert_eq!(there_is(&house).await, after);
    }

    async fn a_row_is_fixed_and_stays_so(house) {
        let (staff, campaign) = world(&house).await;
        let import = preview(&house, staff, &campaign, "text/csv", CSV).await.text_at("/it/importBatch/id");
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
        assert_eq!(done["registration"]["status"], "CONFIRMED");
        house.act(staff, "fixImportRow", fix(3, "NAME", "Iemand"), "__typename").await.assert_refused(&["ALREADY_COMMITTED"]);
        // The file still says the wrong date, and is known all the same.
        let again = preview(&house, staff, &campaign, "text/csv", CSV).await.text_at("/it/importBatch/id");
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
        let (status, _) = send(&house, Some(staff), "image/svg+xml", CSV).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let (status, _) = send(&house, Some(staff), "text/csv", &vec![b'x'; 2 * 1024 * 1024 + 1]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(house.count::<upload::Entity>().await, 0);
        let (_, sent) = send(&house, Some(staff), "text/csv", CSV).await;
        let input = json!({ "campaignId": campaign, "uploadId": sent["id"] });
        let colleague = house.second_staff().await;
        house.act(colleague, "previewImport", input.clone(), "importBatch { id }").await.assert_error("NOT_FOUND");
        let import = house.act(staff, "previewImport", input.clone(), "importBatch { id }").await.text_at("/it/importBatch/id");
        house.act(staff, "previewImport", input, "importBatch { id }").await.assert_error("NOT_FOUND");
        let german = house.foreign_staff().await;
        let input = json!({ "importBatchId": import, "expectedVersion": 1 });
        house.act(german, "commitImport", input.clone(), "importBatch { id }").await.assert_error("NOT_FOUND");
        let row = rows(&house, staff, &import).await[0]["id"].clone();
        house.act(german, "fixImportRow", json!({ "importRowId": row, "expectedVersion": 1 }), "__typename").await.assert_error("NOT_FOUND");
        assert_eq!(house.ask(german, "{ importBatches { totalCount } }", json!({})).await.number_at("/importBatches/totalCount"), 0);
        house.act(colleague, "commitImport", input, "importBatch { id }").await.done();
        // A file that nobody used is over after a day.
        let (_, sent) = send(&house, Some(staff), "text/csv", CSV).await;
        house.set_instant("2026-07-03T07:00:00Z");
        let input = json!({ "campaignId": campaign, "uploadId": sent["id"] });
        house.act(staff, "previewImport", input, "importBatch { id }").await.assert_error("NOT_FOUND");
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
        assert_eq!(import.number_at("/it/importBatch/newRows"), i64::try_from(answers).unwrap());
        let read = started.elapsed();
        let import = import.text_at("/it/importBatch/id");
        // The first 200 are committed, and then nobody calls again.
        house.act(staff, "commitImport", json!({ "importBatchId": import, "expectedVersion": 1 }), "importBatch { id }").await.done();
        assert_eq!(house.count::<registration::Entity>().await, 200);
        let again = preview(&house, staff, &campaign, "text/csv", &file).await;
        assert_eq!(again.number_at("/it/importBatch/sameRows"), 200);
        let started = std::time::Instant::now();
        commit(&house, staff, &again.text_at("/it/importBatch/id")).await;
        println!("{:?}: {answers} rows read in {read:?}, {} committed in {:?}", house.engine, answers - 200, started.elapsed());
        let answers = u64::try_from(answers).unwrap();
        assert_eq!(house.count::<registration::Entity>().await, answers);
        commit(&house, staff, &import).await;
        assert_eq!(house.count::<registration::Entity>().await, answers);
    }

    async fn a_row_that_fails_leaves_the_others_done_and_can_be_tried_again(house) {
        let (staff, campaign) = world(&house).await;
        let import = preview(&house, staff, &campaign, "text/csv", &many(5)).await.text_at("/it/importBatch/id");
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

// ---- files that are odd ----

macro_rules! case {
    ($name:literal) => {
        include_bytes!(concat!("samples/cases/", $name)).as_slice()
    };
}

/// Staff, a campaign of the year after that is open, and the schools. It is late in October.
async fn autumn(house: &House) -> (Person, String) {
    house.set_instant("2026-10-21T07:00:00Z");
    let staff = house.staff().await;
    let mut input = House::campaign_input();
    for (field, value) in [
        ("schoolYear", "2026-2027"),
        ("name", "NQL 2026-2027"),
        ("registrationClosesOn", "2027-07-01"),
        ("submissionClosesOn", "2027-07-01"),
        ("esepWindowOpensOn", "2026-04-01"),
        ("esepWindowClosesOn", "2027-03-31"),
        ("evaluationsDueOn", "2027-09-15"),
        ("resultsPlannedOn", "2027-10-31"),
    ] {
        input[field] = json!(value);
    }
    input["milestones"] = json!([{ "kind": "RESULTS", "takesPlaceOn": "2027-10-31", "text": "Resultaten" }]);
    let campaign = house.open_campaign_of(staff, input).await;
    schools(house, staff).await;
    (staff, campaign)
}

/// What the rows say, column by column.
async fn cells(house: &House, who: Person, import: &str) -> Vec<Value> {
    let query = "query($id: ID!) { importBatch(id: $id) { rows(first: 100) { nodes { cells } } } }";
    let reply = house.ask(who, query, json!({ "id": import })).await;
    let nodes = reply.at("/importBatch/rows/nodes").as_array().unwrap().iter();
    nodes.map(|row| serde_json::from_str(row["cells"].as_str().unwrap()).unwrap()).collect()
}

fn column(cells: &[Value], column: &str) -> Vec<String> {
    cells.iter().map(|row| row[column].as_str().unwrap_or_default().to_owned()).collect()
}

/// Reads a file; the report without what every row of these files has: its project has no last day yet.
async fn read(house: &House, who: Person, campaign: &str, name: &str, bytes: &[u8]) -> (String, Vec<Value>, String) {
    let media = if name.ends_with("xlsx") { XLSX_MEDIA } else { "text/csv" };
    let import = preview(house, who, campaign, media, bytes).await.text_at("/it/importBatch/id");
    let mut rows = rows(house, who, &import).await;
    for row in &mut rows {
        row["findings"].as_array_mut().unwrap().retain(|finding| finding["code"] != "STILL_RUNS");
    }
    let report = report(&rows);
    let report: Vec<String> =
        report.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    (report.join("\n"), cells(house, who, &import).await, import)
}

/// The headings of the form and these rows, with `;` between cells.
fn form(rows: &[&str]) -> Vec<u8> {
    let text = std::str::from_utf8(case!("answers.csv")).unwrap();
    format!("{}\n{}\n", text.lines().next().unwrap(), rows.join("\n")).into_bytes()
}

trial! {
    async fn every_odd_file_is_read_rightly_or_says_what_is_wrong(house) {
        let (staff, campaign) = autumn(&house).await;
        for (name, bytes, expected) in [
            ("midnight.xlsx", case!("midnight.xlsx"), "2 NEW\n3 NEW"),
            ("date1904.xlsx", case!("date1904.xlsx"), "2 NEW\n3 NEW"),
            ("blank-lines.csv", case!("blank-lines.csv"), "2 NEW\n5 NEW\n6 NEW\n8 ERROR NOT_AN_EMAIL EMAIL"),
            ("hidden-first-sheet.xlsx", case!("hidden-first-sheet.xlsx"), "2 NEW"),
            ("school-numbers.xlsx", case!("school-numbers.xlsx"), "2 NEW\n3 NEW\n4 NEW\n5 NEW\n6 NEW\n7 NEW\n8 NEW\n9 NEW\n10 NEW\n11 NEW\n12 NEW"),
            ("countries.csv", case!("countries.csv"), "2 NEW\n3 NEW\n4 NEW\n5 NEW PARTNER_NOT_FOUND PARTNERS\n6 NEW PARTNER_NOT_FOUND PARTNERS\n7 NEW\n8 NEW\n9 NEW\n10 NEW"),
            ("formulas.xlsx", case!("formulas.xlsx"), "2 NEW\n3 ERROR CELL_ERROR TITLE\n4 ERROR CELL_ERROR CITY, FOUND_BY_NAME SCHOOL_NUMBER\n5 ERROR CELL_ERROR SCHOOL_NUMBER, FOUND_BY_NAME SCHOOL_NUMBER"),
            ("mixed-bytes.csv", case!("mixed-bytes.csv"), "2 NEW\n3 NEW\n4 NEW GARBLED TITLE"),
            ("english.csv", case!("english.csv"), "2 NEW\n3 NEW\n4 NEW"),
            ("unicode.csv", case!("unicode.csv"), "2 NEW\n3 NEW\n4 ERROR FOUND_BY_NAME SCHOOL_NUMBER, OTHER_COMMUNITY SCHOOL\n5 NEW\n6 ERROR MISSING TITLE\n7 NEW\n8 NEW FOUND_BY_NAME SCHOOL_NUMBER"),
        ] {
            let (report, cells, import) = read(&house, staff, &campaign, name, bytes).await;
            assert_eq!(report, expected, "{name}");
            let said = |name| column(&cells, name);
            match name {
                "midnight.xlsx" => assert_eq!(said("COMPLETED_AT"), ["2026-10-07T16:12:40", "2026-10-08T00:00:00"]),
                "date1904.xlsx" => {
                    assert_eq!(said("COMPLETED_AT"), ["2026-10-07T16:12:40"; 2]);
                    assert_eq!(said("REGISTERED_ON"), ["2026-09-20"; 2]);
                }
                "english.csv" => {
                    assert_eq!(said("COMPLETED_AT"), ["2026-10-07T16:12:40"; 3]);
                    assert_eq!(said("REGISTERED_ON"), ["2026-09-20", "2026-09-20", "2026-09-05"]);
                }
                "mixed-bytes.csv" => assert_eq!(said("TITLE"), ["Proef bytes 1", "Zoë en Noé vertellen", "Café Europa"]),
                "unicode.csv" => {
                    assert_eq!(said("TITLE")[0], "Families 👩\u{200d}👩\u{200d}👧 in Europa");
                    assert_eq!((said("NAME")[1].as_str(), said("NAME")[3].as_str()), ("Zoë Ångström-Núñez", "neliP naV Proef"));
                }
                _ => {}
            }
            let query = "query($id: ID!) { importBatch(id: $id) { sheet } }";
            let sheet = house.ask(staff, query, json!({ "id": import })).await.text_at("/importBatch/sheet");
            assert_eq!(sheet, if name.ends_with("xlsx") { "Form1" } else { "" }, "{name}");
        }
        assert_eq!(house.count::<registration::Entity>().await, 0);
    }

    async fn the_same_answers_are_the_same_in_either_file_and_either_order(house) {
        let (xlsx, csv) = (("answers.xlsx", case!("answers.xlsx")), ("answers.csv", case!("answers.csv")));
        // The other order is the trial below.
        same_in_both(&house, [xlsx, csv]).await;
    }

    async fn the_same_answers_are_the_same_when_the_text_came_first(house) {
        same_in_both(&house, [("answers.csv", case!("answers.csv")), ("answers.xlsx", case!("answers.xlsx"))]).await;
    }

    async fn a_date_in_doubt_is_told_as_long_as_the_row_is_there(house) {
        let (staff, campaign) = autumn(&house).await;
        let row = |id: u32, completed: &str, registered: &str| {
            format!("{id};;{completed};anonymous;;Proef {id};proef{id}@kempenrand.example;Leefschool De Wilde Appel;015903;Hasselt;Proef {id};proef-{id};{registered};;Polen;Ja;Ja;Ja;NQL;")
        };
        let file = form(&[&row(1, "13/10/2026 9:00", "5/6/2026"), &row(2, "gisteren", "2026-09-20")]);
        let (report, _, import) = read(&house, staff, &campaign, "x.csv", &file).await;
        assert_eq!(report, "2 NEW DATE_IN_DOUBT REGISTERED_ON\n3 ERROR NOT_A_DATE COMPLETED_AT");
        let told = rows(&house, staff, &import).await;
        let finding = &told[0]["findings"][0];
        assert_eq!(finding["text"], "2026-06-05 / 2026-05-06");
        let message = "het is niet duidelijk of de dag of de maand eerst komt; dit is gelezen, en dit kan het zijn: 2026-06-05 / 2026-05-06";
        assert_eq!(finding["message"], message, "as the account of staff has it");
        assert_eq!(told[1]["findings"][0]["message"], "dit is geen datum, of een datum die je op twee manieren kunt lezen");
        // What cannot be read can be corrected, also where the form itself wrote it.
        let fix = |row: &Value, column: &str, text: &str| json!({
            "importRowId": row["id"], "expectedVersion": row["version"], "values": [{ "column": column, "text": text }],
        });
        house.act(staff, "fixImportRow", fix(&told[0], "COMPLETED_AT", "14/10/2026"), "__typename").await.assert_refused(&["COLUMN_FIXED"]);
        let fixed = house.act(staff, "fixImportRow", fix(&told[1], "COMPLETED_AT", "8/10/2026"), "importRow { outcome cells }").await;
        assert_eq!(fixed.text_at("/it/importRow/outcome"), "NEW");
        assert!(fixed.text_at("/it/importRow/cells").contains("2026-10-08T00:00:00"));
        commit(&house, staff, &import).await;
        let done = rows(&house, staff, &import).await;
        assert!(done.iter().all(|row| row["committedAt"] != Value::Null), "{done:?}");
        assert_eq!(done[0]["findings"][0]["code"], "DATE_IN_DOUBT");
    }

    async fn a_registration_that_staff_refused_is_not_called_the_same(house) {
        let (staff, campaign) = autumn(&house).await;
        let row = "1;;13/10/2026 9:00;anonymous;;Proef;proef@kempenrand.example;Leefschool De Wilde Appel;015903;Hasselt;Proef;proef-1;2026-09-20;;Polen;Ja;Nee;Ja;NQL;";
        let file = form(&[row]);
        let (report, _, import) = read(&house, staff, &campaign, "x.csv", &file).await;
        assert_eq!(report, "2 NEW IN_DOUBT RESULTS");
        commit(&house, staff, &import).await;
        let registration = rows(&house, staff, &import).await[0]["registration"].clone();
        assert_eq!(registration["status"], "NEEDS_REVIEW");
        let input = json!({ "registrationId": registration["id"], "expectedVersion": 1, "verdict": "REFUSE", "reason": "Niets te zien." });
        house.act(staff, "reviewRegistration", input, "registration { status }").await.done();
        let (report, ..) = read(&house, staff, &campaign, "x.csv", &file).await;
        assert_eq!(report, "2 ERROR IN_DOUBT RESULTS, REGISTRATION_REFUSED ESEP_URL");
        // Its teacher got a mail for each: it arrived, and it was refused.
        let mut mails: Vec<String> = message::Entity::find().all(house.db.connection()).await.unwrap().into_iter().map(|mail| mail.template.word().to_owned()).collect();
        mails.sort();
        assert_eq!(mails, ["REGISTRATION_IN_REVIEW", "REGISTRATION_REFUSED", "WELCOME"]);
    }

    async fn nothing_of_a_file_is_lost_in_silence(house) {
        let (staff, campaign) = autumn(&house).await;
        let good = "13/10/2026 9:00;anonymous;;Proef;proef@kempenrand.example;Leefschool De Wilde Appel;015903;Hasselt;Proef;proef-1;2026-09-20;;Polen;Ja;Ja;Ja;NQL;";
        // Titles above the headings, a row that goes on beyond them, a partner that is nowhere.
        let text = String::from_utf8(form(&[&format!("1;;{good};;meer"), &format!("2;;{good}").replace("proef", "test").replace("Polen", "Polen, Atlantis")])).unwrap();
        let text = format!("Registraties\n\n{}", text.trim_start_matches('\u{feff}'));
        let (report, _, import) = read(&house, staff, &campaign, "x.csv", text.as_bytes()).await;
        assert_eq!(report, "4 NEW EXTRA_CELLS -\n5 NEW UNKNOWN_PARTNER PARTNERS");
        assert_eq!(rows(&house, staff, &import).await[1]["findings"][0]["text"], "Atlantis");
        // A quotation mark that is never closed would swallow the rest.
        let open = text.replace("1;;", "\"1;;");
        preview(&house, staff, &campaign, "text/csv", open.as_bytes()).await.assert_refused(&["UNREADABLE"]);
    }
}

/// Imports the first file, with a fix, and then the second: all of it is there.
async fn same_in_both(house: &House, files: [(&str, &[u8]); 2]) {
    let (staff, campaign) = autumn(house).await;
    let [(first, first_bytes), (second, second_bytes)] = files;
    let (report, _, import) = read(house, staff, &campaign, first, first_bytes).await;
    assert_eq!(report, "2 NEW\n3 ERROR NOT_AN_EMAIL EMAIL\n4 NEW", "{first}");
    let wrong = numbered(&rows(house, staff, &import).await, 3);
    let fix = json!({
        "importRowId": wrong["id"], "expectedVersion": wrong["version"], "values": [{ "column": "EMAIL", "text": "proef.both2@kempenrand.example" }],
    });
    house.act(staff, "fixImportRow", fix, "importRow { outcome }").await.done();
    commit(house, staff, &import).await;
    let there = there_is(house).await;
    assert_eq!(there[4], 3);
    let (report, _, import) = read(house, staff, &campaign, second, second_bytes).await;
    assert_eq!(report, "2 SAME\n3 SAME\n4 SAME", "{second} after {first}");
    assert_eq!(commit(house, staff, &import).await, 0);
    assert_eq!(there_is(house).await, there);
}

// ---- whom and what a row may bind ----

/// Who works where, beside the staff of the Flemish community and an open campaign.
struct Bound {
    staff: Person,
    campaign: String,
    /// A Flemish school.
    school: String,
    /// A German-speaking one.
    german: String,
    abroad: String,
    /// Teaches there, and has a draft.
    uta: Person,
}

async fn bound(house: &House) -> Bound {
    let staff = house.staff().await;
    let campaign = house.open_campaign(staff).await;
    let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let german = house.school(staff, "Schule am Park", Community::Dg).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let uta = house.teacher("Uta Klein", &german).await;
    let ants = house.ended_project(uta, "Die Ameisen", &german, &abroad).await;
    house.written_draft(uta, &campaign, &ants).await;
    Bound { staff, campaign, school, german, abroad, uta }
}

/// A good row of De Zeven Wegen with this address.
fn row_of(number: usize, email: &str, slug: &str, partners: &str) -> String {
    format!(
        "{number};30/09/2025 16:12:40;{email};Iemand Anders;De Zeven Wegen;Gent;Project {slug};\
         https://esep.example/projects/{slug};2/05/2025;30/09/2025;{partners};Ja;Ja;Ja"
    )
}

async fn imported(house: &House, bound: &Bound, lines: &[String]) -> String {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    house.import(bound.staff, &bound.campaign, &lines).await.text_at("/it/importBatch/id")
}

/// What was found of the only row, and what comes of it.
async fn only_row(house: &House, bound: &Bound, email: &str, slug: &str) -> (String, String) {
    let import = imported(house, bound, &[row_of(1, email, slug, "Italië")]).await;
    (report(&rows(house, bound.staff, &import).await).trim().to_owned(), import)
}

async fn export(house: &House, who: Person, whose: Person) -> Reply {
    let input = json!({ "userId": whose.id.to_string(), "reason": "een vraag" });
    house.act(who, "personalDataExport", input, "personalData").await
}

async fn sees(house: &House, who: Person, whom: Person) -> bool {
    let query = "query($id: ID!) { node(id: $id) { ... on User { name email } } }";
    let reply = house.ask(who, query, json!({ "id": whom.id.to_string() })).await;
    reply.text.contains("@nql.example")
}

/// What an account is, as far as others can change it: roles, version of its rights, places of employment.
async fn standing(house: &House, whom: Person) -> (Vec<Role>, i32, usize) {
    let db = house.db.connection();
    let roles = user_role::Entity::find().all(db).await.unwrap();
    let mut roles: Vec<Role> = roles.into_iter().filter(|row| row.user_id == whom.id).map(|row| row.role).collect();
    roles.sort_unstable();
    let version = user::Entity::find_by_id(whom.id).one(db).await.unwrap().unwrap().access_version;
    let ties = school_membership::Entity::find().all(db).await.unwrap();
    (roles, version, ties.into_iter().filter(|tie| tie.user_id == whom.id).count())
}

async fn take_back(house: &House, who: Person, row: &Value, reason: &str) -> Reply {
    let input = json!({ "importRowId": row["id"], "expectedVersion": row["version"], "reason": reason });
    let shown = "importRow { outcome committedAt findings { code } registration { id status } }";
    house.act(who, "takeBackImportRow", input, shown).await
}

trial! {
    async fn a_row_binds_no_account_that_works_elsewhere_or_has_an_office(house) {
        let bound = bound(&house).await;
        let locked = house.teacher("Lena Stumm", &bound.german).await;
        let admin = house.admin().await;
        let version = house.ask(admin, "query($id: ID!) { node(id: $id) { ... on User { version } } }", json!({ "id": locked.id.to_string() })).await;
        let lock = json!({ "userId": locked.id.to_string(), "expectedVersion": version.at("/node/version"), "reason": "vertrokken" });
        house.act(admin, "lockUser", lock, "user { id }").await.done();
        // Who works here, and has an office beside.
        let both = house.seat("Bea Beide", &[Role::Teacher, Role::Staff], Some(Community::Vl)).await;
        house.works_at(both, &bound.school).await;
        let left = house.seat("Leo Weg", &[Role::Teacher], None).await;
        let people = [
            bound.uta, locked, admin, both, left, house.second_staff().await, house.foreign_staff().await, house.service().await,
            house.seat("Nora Nergens", &[Role::Teacher], None).await,
            house.seat("Jef Jury", &[Role::Juror], None).await,
        ];
        let tie = json!({ "schoolId": bound.school, "fromOn": "2019-09-01", "toOn": "2024-06-30" });
        let past = school_membership::ActiveModel {
            id: Set(house.ids.next(house.clock.now())), user_id: Set(left.id), school_id: Set(bound.school.parse().unwrap()),
            from_on: Set(tie["fromOn"].as_str().unwrap().parse().unwrap()), to_on: Set(Some(tie["toOn"].as_str().unwrap().parse().unwrap())),
            made_by_community: Set(None),
            told_by: Set(None),
        };
        past.insert(house.db.connection()).await.unwrap();
        let mut lines = Vec::new();
        let mut before = Vec::new();
        for (number, person) in people.iter().enumerate() {
            let email = user::Entity::find_by_id(person.id).one(house.db.connection()).await.unwrap().unwrap().email;
            lines.push(row_of(number + 1, &email, &format!("verzonnen-{number}"), "Italië"));
            before.push(standing(&house, *person).await);
        }
        let import = imported(&house, &bound, &lines).await;
        let told = rows(&house, bound.staff, &import).await;
        for row in &told {
            // The same of all of them: neither who is locked nor who has which office is told.
            assert_eq!(report(std::slice::from_ref(row)).split_whitespace().skip(1).collect::<Vec<_>>(), ["ERROR", "FOUND_BY_NAME", "SCHOOL_NUMBER,", "ACCOUNT_ELSEWHERE", "EMAIL"], "{row}");
        }
        let (written, there) = (house.written().await, there_is(&house).await);
        let input = json!({ "importBatchId": import, "expectedVersion": 1 });
        house.act(bound.staff, "commitImport", input, "importBatch { id }").await.assert_refused(&["NOTHING_LEFT"]);
        assert_eq!((house.written().await, there_is(&house).await), (written, there));
        for (person, known) in people.iter().zip(before) {
            assert_eq!(standing(&house, *person).await, known, "{person:?}");
        }
        export(&house, bound.staff, bound.uta).await.assert_error("NOT_FOUND");
        assert!(!sees(&house, bound.staff, bound.uta).await);
        assert!(import_row::Entity::find().all(house.db.connection()).await.unwrap().iter().all(|row| row.teacher_id.is_none()));
        // Her own office imports for her, and the admin is still signed in.
        let gerd = people[6];
        let own = row_of(1, "uta.klein@nql.example", "die-bienen", "Italië").replace("De Zeven Wegen", "Schule am Park");
        let own = house.import(gerd, &bound.campaign, &[&own]).await.text_at("/it/importBatch/id");
        assert_eq!(report(&rows(&house, gerd, &own).await).trim(), "2 NEW    FOUND_BY_NAME SCHOOL_NUMBER");
        assert_eq!(commit(&house, gerd, &own).await, 1);
    }

    async fn an_office_goes_on_with_its_teachers_and_with_accounts_that_it_made(house) {
        let bound = bound(&house).await;
        house.teacher("Lotte Verhaegen", &bound.school).await;
        for (email, roles) in [("nieuw@nql.example", ["TEACHER"]), ("jury@nql.example", ["JUROR"])] {
            let input = json!({ "email": email, "name": "Nieuw", "roles": roles });
            house.act(bound.staff, "createUser", input, "user { id }").await.done();
        }
        let lines: Vec<String> = ["lotte.verhaegen@nql.example", "nieuw@nql.example", "jury@nql.example", "vers@nql.example", "vers@nql.example"]
            .iter().enumerate().map(|(number, email)| row_of(number + 1, email, &format!("echt-{number}"), "Italië")).collect();
        let import = imported(&house, &bound, &lines).await;
        assert_eq!(commit(&house, bound.staff, &import).await, 1);
        let done = rows(&house, bound.staff, &import).await;
        assert!(done.iter().all(|row| row["registration"]["status"] == "CONFIRMED"), "{done:?}");
        // What its own import told of accounts that it made itself is theirs to hand out.
        let users = user::Entity::find().all(house.db.connection()).await.unwrap();
        let new = users.iter().find(|user| user.email == "vers@nql.example").unwrap();
        export(&house, bound.staff, Person { id: new.id, role: Role::Teacher }).await.done();
        // To another office they are nobody's that it knows.
        let gerd = house.foreign_staff().await;
        let line = row_of(1, "vers@nql.example", "elders", "Italië").replace("De Zeven Wegen", "Schule am Park");
        let import = house.import(gerd, &bound.campaign, &[&line]).await.text_at("/it/importBatch/id");
        assert!(report(&rows(&house, gerd, &import).await).contains("ACCOUNT_ELSEWHERE EMAIL"));
    }

    async fn what_an_office_itself_says_of_an_account_opens_nothing_to_it(house) {
        let bound = bound(&house).await;
        let admin = house.admin().await;
        let judges = house.seat("Jana Doppelt", &[Role::Teacher, Role::Juror], None).await;
        house.works_at(judges, &bound.german).await;
        let mut input = House::juror_input(&bound.campaign, "x");
        input["email"] = json!("jana.doppelt@nql.example");
        input["schools"] = json!([{ "schoolId": bound.school, "fromOn": "2020-09-01" }]);
        house.act(bound.staff, "inviteJuror", input, "juror { id }").await.done();
        let other = house.school(bound.staff, "De Klinkaert", Community::Vl).await;
        let juror = entity::ids::JurorId::from(judges.id).to_string();
        let input = json!({ "jurorId": juror, "school": { "schoolId": other, "fromOn": "2021-09-01" } });
        house.act(bound.staff, "recordJurorSchool", input, "juror { id }").await.done();
        assert_eq!(standing(&house, judges).await.2, 3);
        let (found, _) = only_row(&house, &bound, "jana.doppelt@nql.example", "verzonnen").await;
        assert_eq!(found, "2 ERROR  FOUND_BY_NAME SCHOOL_NUMBER, ACCOUNT_ELSEWHERE EMAIL");
        // A teacher like others again, she is to that office what she was before.
        let version = house.ask(admin, "query($id: ID!) { node(id: $id) { ... on User { version } } }", json!({ "id": judges.id.to_string() })).await;
        let roles = json!({ "userId": judges.id.to_string(), "expectedVersion": version.at("/node/version"), "roles": ["TEACHER"], "reason": "gestopt" });
        house.act(admin, "changeRoles", roles, "user { id }").await.done();
        let written = house.written().await;
        export(&house, bound.staff, judges).await.assert_error("NOT_FOUND");
        assert!(!sees(&house, bound.staff, judges).await);
        assert_eq!(house.written().await, written);
        export(&house, house.foreign_staff().await, judges).await.done();
    }

    async fn the_owner_of_an_account_says_where_they_work(house) {
        let bound = bound(&house).await;
        let (admin, gerd) = (house.admin().await, house.foreign_staff().await);
        let invite = |email: &str| json!({ "email": email, "schoolId": bound.school, "fromOn": "2025-09-01" });
        let (found, import) = only_row(&house, &bound, "uta.klein@nql.example", "nieuwe-school").await;
        assert_eq!(found, "2 ERROR  FOUND_BY_NAME SCHOOL_NUMBER, ACCOUNT_ELSEWHERE EMAIL");
        house.act(gerd, "inviteToSchool", invite("uta.klein@nql.example"), "isAsked").await.assert_error("FORBIDDEN");
        house.act(bound.staff, "inviteToSchool", invite("geen adres"), "isAsked").await.assert_refused(&["NOT_AN_EMAIL"]);
        let mails = house.count::<message::Entity>().await;
        // Nobody learns whose address it is.
        for email in ["niemand@nql.example", "ada.beheer@nql.example", "gerd.ostbelgien@nql.example", "uta.klein@nql.example", "uta.klein@nql.example"] {
            assert_eq!(house.act(bound.staff, "inviteToSchool", invite(email), "isAsked").await.done()["isAsked"], true);
        }
        assert_eq!(house.count::<message::Entity>().await, mails + 1, "one question, to her");
        let asked = house.ask(bound.uta, "{ viewer { schoolInvitations { id fromOn community school { name } } } }", json!({})).await;
        let question = asked.at("/viewer/schoolInvitations/0").clone();
        assert_eq!((&question["community"], &question["school"]["name"]), (&json!("VL"), &json!("De Zeven Wegen")));
        let answer = |answer: &str| json!({ "schoolInvitationId": question["id"], "answer": answer });
        let stranger = house.teacher("Eva Fremd", &bound.german).await;
        house.act(stranger, "answerSchoolInvitation", answer("CONFIRM"), "user { id }").await.assert_error("NOT_FOUND");
        house.act(admin, "answerSchoolInvitation", answer("CONFIRM"), "user { id }").await.assert_error("FORBIDDEN");
        // Before she answers nothing is so; denied, neither.
        export(&house, bound.staff, bound.uta).await.assert_error("NOT_FOUND");
        house.act(bound.uta, "answerSchoolInvitation", answer("DENY"), "user { id }").await.done();
        assert_eq!(standing(&house, bound.uta).await, (vec![Role::Teacher], 1, 1));
        assert!(!sees(&house, bound.staff, bound.uta).await);
        house.act(bound.uta, "answerSchoolInvitation", answer("CONFIRM"), "user { id }").await.assert_error("NOT_FOUND");
        // Asked again she confirms, and the row goes on.
        house.act(bound.staff, "inviteToSchool", invite("uta.klein@nql.example"), "isAsked").await.done();
        let asked = house.ask(bound.uta, "{ viewer { schoolInvitations { id } } }", json!({})).await;
        let input = json!({ "schoolInvitationId": asked.at("/viewer/schoolInvitations/0/id"), "answer": "CONFIRM" });
        house.act(bound.uta, "answerSchoolInvitation", input, "user { schools { school { name } } }").await.done();
        assert_eq!(standing(&house, bound.uta).await.2, 2);
        let row = rows(&house, bound.staff, &import).await[0].clone();
        let fix = json!({ "importRowId": row["id"], "expectedVersion": row["version"] });
        let fixed = house.act(bound.staff, "fixImportRow", fix, "importRow { outcome }").await;
        assert_eq!(fixed.text_at("/it/importRow/outcome"), "NEW");
        commit(&house, bound.staff, &import).await;
        export(&house, bound.staff, bound.uta).await.done();
        // A question is open for 90 days.
        let input = json!({ "email": "eva.fremd@nql.example", "schoolId": bound.school, "fromOn": "2025-09-01" });
        house.act(bound.staff, "inviteToSchool", input, "isAsked").await.done();
        let asked = house.ask(stranger, "{ viewer { schoolInvitations { id } } }", json!({})).await;
        house.set_day("2026-01-15");
        let input = json!({ "schoolInvitationId": asked.at("/viewer/schoolInvitations/0/id"), "answer": "CONFIRM" });
        house.act(stranger, "answerSchoolInvitation", input, "user { id }").await.assert_refused(&["OVER"]);
    }

    async fn what_a_wrong_row_bound_is_taken_back_whole(house) {
        let bound = bound(&house).await;
        let gerd = house.foreign_staff().await;
        let lotte = house.teacher("Lotte Verhaegen", &house.school(bound.staff, "De Klinkaert", Community::Vl).await).await;
        let wim = house.teacher("Wim De Backer", &bound.school).await;
        let colleague = house.second_staff().await;
        house.works_at(colleague, &bound.school).await;
        let bees = house.ended_project(wim, "De bijen", &bound.school, &bound.abroad).await;
        let before = (standing(&house, lotte).await, there_is(&house).await);
        let import = imported(&house, &bound, &[row_of(1, "lotte.verhaegen@nql.example", "de-bijen", "Italië")]).await;
        let row = rows(&house, bound.staff, &import).await[0].clone();
        take_back(&house, bound.staff, &row, "te vroeg").await.assert_refused(&["NOTHING_CAME"]);
        commit(&house, bound.staff, &import).await;
        let row = rows(&house, bound.staff, &import).await[0].clone();
        assert_eq!((&row["registration"]["status"], standing(&house, lotte).await.2), (&json!("CONFIRMED"), 2));
        let members = "query($id: ID!) { project(id: $id) { members { user { name } } } }";
        assert!(house.ask(bound.staff, members, json!({ "id": bees })).await.text.contains("Lotte"));
        let written = house.written().await;
        take_back(&house, gerd, &row, "zij was het niet").await.assert_error("NOT_FOUND");
        take_back(&house, lotte, &row, "zij was het niet").await.assert_error("FORBIDDEN");
        take_back(&house, bound.staff, &row, " ").await.assert_refused(&["REASON_MISSING"]);
        // Who works at that school has a stake in it.
        take_back(&house, colleague, &row, "zij was het niet").await.assert_refused(&["NOT_IMPARTIAL"]);
        let old = json!({ "id": row["id"], "version": 1 });
        take_back(&house, bound.staff, &old, "zij was het niet").await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.written().await, written);
        let back = take_back(&house, bound.staff, &row, "zij was het niet").await;
        let shown = &back.done()["importRow"];
        assert_eq!(*shown, json!({ "outcome": "ERROR", "committedAt": null, "findings": [{ "code": "UNDONE" }], "registration": null }));
        let mut there = there_is(&house).await;
        there[5] = before.1[5];
        assert_eq!((standing(&house, lotte).await, there), before, "nothing is left but the mail that it told her");
        assert!(!house.ask(bound.staff, members, json!({ "id": bees })).await.text.contains("Lotte"));
        let trail = audit_event::Entity::find().all(house.db.connection()).await.unwrap().into_iter();
        let mut acts: Vec<String> = trail.filter(|event| event.reason.as_deref() == Some("zij was het niet")).map(|event| event.action).collect();
        acts.sort();
        assert_eq!(acts, ["takeBackImportRow", "takeBackProjectMember", "takeBackRegistration", "takeBackSchool"]);
        // Corrected, the row is imported for whom it is about.
        let row = rows(&house, bound.staff, &import).await[0].clone();
        let fix = json!({ "importRowId": row["id"], "expectedVersion": row["version"], "values": [{ "column": "EMAIL", "text": "wim.de.backer@nql.example" }] });
        house.act(bound.staff, "fixImportRow", fix, "importRow { outcome }").await.done();
        commit(&house, bound.staff, &import).await;
        assert_eq!(house.ask(wim, "{ registrations { totalCount } }", json!({})).await.number_at("/registrations/totalCount"), 1);
    }

    async fn a_role_that_a_row_granted_is_taken_back_and_a_draft_is_not_lost(house) {
        let bound = bound(&house).await;
        let judge = house.seat("Jef Jury", &[Role::Juror], None).await;
        house.works_at(judge, &bound.school).await;
        let wim = house.teacher("Wim De Backer", &bound.school).await;
        let lines = [row_of(1, "jef.jury@nql.example", "van-jef", "Italië"), row_of(2, "wim.de.backer@nql.example", "van-wim", "Italië"), row_of(3, "wim.de.backer@nql.example", "ook-van-wim", "Italië")];
        let import = imported(&house, &bound, &lines).await;
        commit(&house, bound.staff, &import).await;
        let done = rows(&house, bound.staff, &import).await;
        assert_eq!(standing(&house, judge).await.0, [Role::Teacher, Role::Juror]);
        take_back(&house, bound.staff, &done[0], "een ander adres").await.done();
        let (roles, version, ties) = standing(&house, judge).await;
        assert_eq!((roles, version, ties), (vec![Role::Juror], 3, 1));
        // Who began to write keeps the draft; who has handed in keeps all.
        let input = json!({ "registrationId": done[1]["registration"]["id"] });
        let draft = house.act(wim, "openApplicationForm", input, "application { id }").await.text_at("/it/application/id");
        let back = take_back(&house, bound.staff, &done[1], "een ander adres").await;
        assert_eq!(back.done()["importRow"]["registration"]["status"], "WITHDRAWN");
        assert_eq!(house.ask(wim, "query($id: ID!) { application(id: $id) { status } }", json!({ "id": draft })).await.text_at("/application/status"), "WITHDRAWN");
        house.hand_in(wim, &done[2]["registration"]["id"]).await;
        let written = house.written().await;
        take_back(&house, bound.staff, &done[2], "een ander adres").await.assert_refused(&["HANDED_IN"]);
        assert_eq!(house.written().await, written);
    }

    async fn a_row_joins_no_project_in_which_the_community_takes_no_part(house) {
        let bound = bound(&house).await;
        let lotte = house.teacher("Lotte Verhaegen", &bound.school).await;
        let (found, import) = only_row(&house, &bound, "lotte.verhaegen@nql.example", "die-ameisen").await;
        assert_eq!(found, "2 ERROR  FOUND_BY_NAME SCHOOL_NUMBER, PROJECT_ELSEWHERE ESEP_URL");
        let there = there_is(&house).await;
        let input = json!({ "importBatchId": import, "expectedVersion": 1 });
        house.act(bound.staff, "commitImport", input, "importBatch { id }").await.assert_refused(&["NOTHING_LEFT"]);
        assert_eq!(there_is(&house).await, there);
        let ants = project::Entity::find().one(house.db.connection()).await.unwrap().unwrap().id.to_string();
        let shown = "query($id: ID!) { project(id: $id) { version } }";
        assert!(!house.ask(bound.staff, shown, json!({ "id": ants })).await.text.contains("\"version\""));
        // Its teacher lets the school take part: then it is told of rightly.
        let version = house.version(bound.uta, "project", &ants).await;
        let add = json!({ "projectId": ants, "expectedVersion": version, "schoolId": bound.school, "isFounder": false });
        house.act(bound.uta, "addProjectPartner", add, "project { id }").await.done();
        let row = rows(&house, bound.staff, &import).await[0].clone();
        let fix = json!({ "importRowId": row["id"], "expectedVersion": row["version"] });
        house.act(bound.staff, "fixImportRow", fix, "importRow { outcome }").await.done();
        commit(&house, bound.staff, &import).await;
        assert_eq!(house.ask(lotte, "{ projects { totalCount } }", json!({})).await.number_at("/projects/totalCount"), 1);
    }

    async fn other_schools_of_the_form_take_part_or_are_listed_for_staff(house) {
        let bound = bound(&house).await;
        let french = house.school(bound.staff, "École du Parc", Community::Fwb).await;
        for city in ["Gent", "Brugge"] {
            let input = json!({ "name": "Twee Namen", "community": "VL", "country": "BE", "city": city, "level": "PRIMARY" });
            house.act(bound.staff, "createSchool", input, "school { id }").await.done();
        }
        house.teacher("Lotte Verhaegen", &bound.school).await;
        let partners = "\"Scuola VERDI (Italië); Ecole du Parc (Franse Gemeenschap); Twee Namen (Vlaamse Gemeenschap); Liceo Rossi (Italië); Scuola Verdi (Spanje); Polen\"";
        let line = row_of(1, "lotte.verhaegen@nql.example", "grenzen", partners);
        let import = imported(&house, &bound, &[line]).await;
        assert!(report(&rows(&house, bound.staff, &import).await).contains("PARTNER_NOT_FOUND PARTNERS"));
        commit(&house, bound.staff, &import).await;
        let shown = "{ projects(filter: { title: { eq: \"Project grenzen\" } }) { nodes { id version track partners { isFounder school { name } } unknownPartners { id name country community } } } }";
        let read = async |who: Person| house.ask(who, shown, json!({})).await.at("/projects/nodes/0").clone();
        let project = read(bound.staff).await;
        let names = |value: &Value, path: &str| {
            let mut names: Vec<String> = value.as_array().unwrap().iter().map(|one| one.pointer(path).unwrap().as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&project["partners"], "/school/name"), ["De Zeven Wegen", "Scuola Verdi", "École du Parc"]);
        assert_eq!(names(&project["unknownPartners"], "/name"), ["", "Liceo Rossi", "Scuola Verdi", "Twee Namen"]);
        assert_eq!(names(&project["unknownPartners"], "/country"), ["BE", "ES", "IT", "PL"]);
        let open = "{ projects(filter: { unknownPartnerCommunity: { eq: FOREIGN } }) { totalCount } }";
        assert_eq!(house.ask(bound.staff, open, json!({})).await.number_at("/projects/totalCount"), 1);
        // A teacher does not see the list of staff.
        house.ask(bound.uta, "{ projects { nodes { unknownPartners { name } } } }", json!({})).await.assert_error("FORBIDDEN");
        // The same form again tells the same; what is added is off the list, by its name, its country, or as staff say.
        let add = async |school: &str, told: Option<&Value>| {
            let project = read(bound.staff).await;
            let input = json!({ "projectId": project["id"], "expectedVersion": project["version"], "schoolId": school, "isFounder": false, "unknownPartnerId": told });
            house.act(bound.staff, "addProjectPartner", input, "project { id }").await.done();
        };
        let polish = json!({ "name": "Liceum", "community": "FOREIGN", "country": "PL", "city": "Łódź", "level": "SECONDARY" });
        let polish = house.act(bound.staff, "createSchool", polish, "school { id }").await.text_at("/it/school/id");
        let rossi = json!({ "name": "Liceo Scientifico Rossi", "community": "FOREIGN", "country": "IT", "city": "Roma", "level": "SECONDARY" });
        let rossi = house.act(bound.staff, "createSchool", rossi, "school { id }").await.text_at("/it/school/id");
        let of = |name: &str| project["unknownPartners"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].clone();
        add(&polish, None).await;
        add(&rossi, Some(&of("Liceo Rossi"))).await;
        add(&french, Some(&of("Twee Namen"))).await;
        assert_eq!(names(&read(bound.staff).await["unknownPartners"], "/country"), ["ES"]);
    }

    async fn a_juror_of_a_partner_school_of_the_form_does_not_judge(house) {
        let bound = bound(&house).await;
        let partner = house.school(bound.staff, "De Klinkaert", Community::Vl).await;
        let lotte = house.teacher("Lotte Verhaegen", &bound.school).await;
        let line = row_of(1, "lotte.verhaegen@nql.example", "samen", "\"De Klinkaert (Vlaamse Gemeenschap); Italië\"");
        let import = imported(&house, &bound, &[line]).await;
        commit(&house, bound.staff, &import).await;
        let registration = rows(&house, bound.staff, &import).await[0]["registration"]["id"].clone();
        let application = house.hand_in(lotte, &registration).await;
        house.set_day("2026-07-02");
        house.move_campaign(bound.staff, "closeCampaign", &bound.campaign).await;
        let admit = json!({ "applicationId": application, "admissibility": "ADMISSIBLE" });
        house.act(bound.staff, "decideAdmissibility", admit, "application { id }").await.done();
        house.move_campaign(bound.staff, "startEvaluation", &bound.campaign).await;
        let mut input = House::juror_input(&bound.campaign, "Nadia Ouali");
        input["schools"] = json!([{ "schoolId": partner, "fromOn": "2019-09-01" }]);
        let juror = house.act(bound.staff, "inviteJuror", input, "juror { id }").await.text_at("/it/juror/id");
        let input = json!({ "applicationId": application, "jurorId": juror });
        house.act(bound.staff, "assignJuror", input, "assignment { id }").await.assert_refused(&["CONFLICT"]);
        assert_eq!(house.count::<entity::assignment::Entity>().await, 0);
    }
}
