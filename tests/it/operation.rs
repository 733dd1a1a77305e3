//! What an operator meets: a start that says what it does or why not, logs that programs read, commands that only look.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{Output, Stdio},
};

use chrono::TimeDelta;
use nql::auth::{
    keys::{KeyRing, PUBLISHED, Purpose},
    shared::{Agreed, adopt, agree, compare},
};
use sea_orm::sqlx::{self, Connection};
use serde_json::{Value, json};

use crate::{
    support::process::{Server, nql},
    trial,
};

fn run(arguments: &[&str]) -> Output {
    nql(arguments).output().unwrap()
}

/// It does not start, and says why in one sentence.
#[track_caller]
fn assert_refused(arguments: &[&str], sentence: &str) {
    let output = run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(said.contains(sentence), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{arguments:?}: {said}");
}

const ANYWHERE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

fn serve<'a>(data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&ANYWHERE, &["--data", data][..], more].concat()
}

fn path(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

pub fn a_database_is_made_and_changed_when_an_operator_says_so_and_named_at_every_start() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    let file = data.join("nql.sqlite");
    for looking in [
        serve(path(&data), &[]),
        vec!["doctor", "--data", path(&data)],
        vec!["migrate", "status", "--data", path(&data)],
    ] {
        let output = run(&looking);
        assert_eq!(output.status.code(), Some(2), "{looking:?}");
        assert!(!data.exists(), "{looking:?} has made something");
    }
    assert_refused(&serve(path(&data), &[]), &format!("there is no database at {}; check --data", file.display()));
    let url = format!("sqlite://{}?mode=rwc", parent.path().join("other.sqlite").display());
    assert_refused(&serve(path(&data), &["--database-url", &url]), "there is no database at");
    let server = Server::start(nql(&serve(path(&data), &["--create"])));
    let log = server.logged("nql listens on");
    assert!(log.contains(&format!("database=\"{}\"", file.display())) && log.contains("campaigns=0"), "{log}");
    drop(server);
    assert_refused(&["migrate", "down", "--data", path(&data)], "say so with --yes");
    assert!(run(&["migrate", "down", "--yes", "--data", path(&data)]).status.success());
    assert_refused(&serve(path(&data), &[]), "the database schema is 1 step(s) behind; run `nql migrate up`");
    assert_refused(&serve(path(&data), &["--create"]), "the database schema is 1 step(s) behind");
    drop(Server::start(nql(&serve(path(&data), &["--migrate"]))));
    drop(Server::start(nql(&serve(path(&data), &[]))));
    // An empty file is no database either.
    let empty = parent.path().join("empty.sqlite");
    fs::write(&empty, b"").unwrap();
    set_private(&empty);
    let url = format!("sqlite://{}", empty.display());
    assert_refused(&serve(path(&data), &["--database-url", &url]), "the database is empty");
}

/// Changes a database behind the back of the program.
fn alter(file: &Path, sql: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut line = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        sqlx::query(sql).execute(&mut line).await.unwrap();
        line.close().await.unwrap();
    });
}

fn set_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

pub fn a_damaged_database_is_not_served() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    drop(Server::start(nql(&serve(path(&data), &["--create"]))));
    let file = data.join("nql.sqlite");
    alter(&file, "PRAGMA wal_checkpoint(TRUNCATE)");
    for part in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{part}", file.display()));
    }
    let whole = fs::read(&file).unwrap();
    // The pages in the middle are full of something else.
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64 * 1024].fill(0x5a);
    for bytes in [damaged, b"this is no database".repeat(1_000)] {
        fs::write(&file, bytes).unwrap();
        assert_refused(&serve(path(&data), &[]), &format!("the database {} is damaged", file.display()));
        assert_refused(&["doctor", "--data", path(&data)], "is damaged");
    }
    fs::write(&file, whole).unwrap();
    drop(Server::start(nql(&serve(path(&data), &[]))));
}

pub fn a_mistake_in_an_option_is_told_with_its_name_and_value() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    for (option, value) in [
        ("--origins", "*"),
        ("--origins", "nql.example"),
        ("--origins", "https://nql.example/"),
        ("--origins", "https://nql.example,*"),
        ("--origins", "ftp://nql.example"),
        ("--front-end", "nql.example"),
        ("--front-end", "mailto:a@nql.example"),
        ("--front-end", "https://nql.example/?a=1"),
        ("--log", "inof"),
        ("--log", "nql=debgu"),
        ("--log", "info,sqlx"),
        ("--limits", "STAFF=0/5"),
        ("--limits", "STAFF=1/1,STAFF=2/2"),
        ("--limits", "CHEF=1/1"),
        ("--issuer", ""),
        ("--database-connections", "0"),
        ("--token-minutes", "0"),
        ("--smtp", "mail.example"),
        ("--mail-from", "x"),
    ] {
        let output = run(&serve(path(&data), &["--create", option, value]));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{option} {value}: {said}");
        let part = value.rsplit(',').next().unwrap();
        assert!(said.contains(option) && said.contains(part) && !said.contains("panicked"), "{option} {value}: {said}");
        assert!(!data.exists(), "{option} {value}");
    }
    let good = [
        "--create",
        "--origins",
        "https://nql.example,http://localhost:5173",
        "--log",
        "warn,nql=info",
        "--front-end",
        "https://nql.example/app",
    ];
    drop(Server::start(nql(&serve(path(&data), &good))));
}

pub fn a_line_of_the_log_is_json_and_tells_of_which_request_it_is() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    let server = Server::start(nql(&serve(path(&data), &["--create", "--log-format", "json", "--public-schema"])));
    let id = "x-request-id: trial-0001\r\n";
    assert!(server.ask(id, r#"{"query":"query Now { currentCampaign { name } }"}"#).contains("trial-0001"));
    let log = server.logged("\"request_id\":\"trial-0001\"");
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.len(), 1, "{log}");
    let (line, span) = (answered[0], &answered[0]["span"]);
    assert_eq!((&line["status"], &line["route"], &line["level"]), (&json!(200), &json!("graphql"), &json!("INFO")));
    assert!(line["milliseconds"].is_number());
    assert_eq!(
        (&span["request_id"], &span["operation"], &span["role"]),
        (&json!("trial-0001"), &json!("Now"), &json!("ANONYMOUS")),
        "{line}"
    );
    // What goes wrong is told with the request that the caller can name.
    let file = data.join("nql.sqlite");
    alter(&file, "ALTER TABLE prize RENAME TO gone");
    let failed = server.ask("x-request-id: trial-0002\r\n", r#"{"query":"{ prizes(first: 1) { totalCount } }"}"#);
    assert!(failed.contains("INTERNAL_SERVER_ERROR"), "{failed}");
    let log = server.logged("\"request_id\":\"trial-0002\"");
    let told = |line: &str| {
        ["trial-0002", "request failed", "\"operation\":\"prizes\""].iter().all(|word| line.contains(word))
    };
    assert!(log.lines().any(told), "{log}");
    drop(server);
    // The sentence at the end too.
    let ended = run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        path(&parent.path().join("nowhere")),
        "--log-format",
        "json",
    ]);
    let said = String::from_utf8(ended.stderr).unwrap();
    for line in said.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    assert!(said.contains("there is no database"), "{said}");
}

pub fn headers_of_a_handshake_come_as_the_client_writes_them() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    let server = Server::start(nql(&serve(path(&data), &["--create"])));
    for (name, version) in
        [("Sec-WebSocket-Protocol", "Sec-WebSocket-Version"), ("sec-websocket-protocol", "sec-websocket-version")]
    {
        let mut stream = server.connect();
        let request = format!(
            "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{version}: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{name}: graphql-transport-ws\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = vec![0; 1024];
        let length = stream.read(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
        assert!(
            answer.starts_with("HTTP/1.1 101") && answer.contains(&format!("{name}: graphql-transport-ws")),
            "{answer}"
        );
    }
}

pub fn whoever_stops_reading_ends_a_command_without_a_word() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    drop(Server::start(nql(&serve(path(&data), &["--create"]))));
    for arguments in [
        vec!["doctor", "--data", path(&data)],
        vec!["schema"],
        vec!["keys", "list", "--data", path(&data)],
        vec!["preview-mail"],
        vec!["migrate", "status", "--data", path(&data)],
    ] {
        let mut child = nql(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.as_str()), (Some(141), ""), "{arguments:?}");
    }
    // Who looks makes nothing.
    fs::remove_dir_all(data.join("keys")).unwrap();
    assert_refused(&["doctor", "--data", path(&data)], "there are no keys in");
    assert_refused(&["keys", "list", "--data", path(&data)], "there are no keys in");
    assert!(!data.join("keys").exists());
    // The server makes new ones only for a database that no others have signed for.
    assert_refused(&serve(path(&data), &[]), "which signs for this database");
    assert!(run(&["keys", "adopt", "--data", path(&data)]).status.success());
    drop(Server::start(nql(&serve(path(&data), &[]))));
}

pub fn a_key_that_is_retired_keeps_no_server_from_starting() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("data");
    drop(Server::start(nql(&serve(path(&data), &["--create"]))));
    assert!(run(&["keys", "rotate", "--now", "--data", path(&data)]).status.success());
    drop(Server::start(nql(&serve(path(&data), &[]))));
    let listed = String::from_utf8(run(&["keys", "list", "--data", path(&data)]).stdout).unwrap();
    let newest = listed.lines().find(|line| line.contains("signs")).unwrap().split(' ').next().unwrap().to_owned();
    assert!(run(&["keys", "retire", &newest, "--data", path(&data)]).status.success());
    drop(Server::start(nql(&serve(path(&data), &[]))));
}

trial! {
    async fn servers_of_one_database_sign_with_the_same_keys(house) {
        let now = house.clock.now();
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mine, theirs) = (KeyRing::open(one.path(), Purpose::Access, now).unwrap(), KeyRing::open(other.path(), Purpose::Access, now).unwrap());
        let kid = mine.list(now)[0].kid.clone();
        assert_eq!(compare(&house.db, &mine, now).await.unwrap(), Agreed::Yes, "nobody has signed yet");
        assert_eq!(agree(&house.db, &mine, now).await.unwrap(), Agreed::Yes);
        assert_eq!(agree(&house.db, &theirs, now).await.unwrap(), Agreed::No(kid.clone()));
        // A second key of the first folder: known at once, and needed by all from when it signs.
        let later = now + PUBLISHED;
        mine.rotate(later, now).unwrap();
        let copy = tempfile::tempdir().unwrap();
        fs::create_dir(copy.path().join("keys")).unwrap();
        let first = fs::read_dir(one.path().join("keys")).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
        fs::copy(&first, copy.path().join("keys").join(first.file_name().unwrap())).unwrap();
        let behind = KeyRing::read(copy.path(), Purpose::Access, now).unwrap();
        assert_eq!(agree(&house.db, &mine, now).await.unwrap(), Agreed::Yes);
        assert_eq!(agree(&house.db, &behind, now).await.unwrap(), Agreed::Yes);
        let newest = mine.list(later).into_iter().find(|key| key.is_signing).unwrap().kid;
        assert_eq!(agree(&house.db, &behind, later).await.unwrap(), Agreed::No(newest.clone()));
        mine.retire(&kid, later).unwrap();
        assert_eq!(agree(&house.db, &mine, later).await.unwrap(), Agreed::Yes);
        assert_eq!(agree(&house.db, &mine, now - TimeDelta::hours(2)).await.unwrap(), Agreed::Yes, "the clock was set back");
        adopt(&house.db, &theirs, later).await.unwrap();
        assert_eq!(agree(&house.db, &theirs, later).await.unwrap(), Agreed::Yes);
        assert_eq!(agree(&house.db, &mine, later).await.unwrap(), Agreed::No(theirs.list(later)[0].kid.clone()));
        // Those of credentials are another matter, and adopting the one leaves the other.
        let issuer = KeyRing::open(one.path(), Purpose::Credentials, later).unwrap();
        assert_eq!(agree(&house.db, &issuer, later).await.unwrap(), Agreed::Yes);
        adopt(&house.db, &mine, later).await.unwrap();
        let foreign = KeyRing::open(other.path(), Purpose::Credentials, later).unwrap();
        assert_eq!(agree(&house.db, &foreign, later).await.unwrap(), Agreed::No(issuer.list(later)[0].kid.clone()));
    }
}
