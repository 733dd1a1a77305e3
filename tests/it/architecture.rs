//! The layers, read from the `use` lines and words of the source itself.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use nql::{
    api::error::{BROKEN, TRY_LATER},
    sentences::{ANSWERS, SENTENCES},
};

/// Concepts in the order in which they may know each other.
const ORDER: [&[&str]; 19] = [
    &["account"],
    &["session"],
    &["campaign"],
    &["school"],
    &["project"],
    &["application"],
    &["intake"],
    &["jury"],
    &["score"],
    &["decision"],
    &["reconsideration"],
    &["label", "prize", "eql"],
    &["event"],
    &["publication"],
    &["correction"],
    &["certificate"],
    &["photo"],
    &["merge"],
    &["privacy"],
];
/// Concepts that everybody may call, and that call nobody.
const BELOW: [&str; 3] = ["notification", "audit", "job"];

/// Words that a file of one of these names must not contain, and why. A name that is not here is none.
const BANNED: [(&[&str], &[&str], &str); 14] = [
    (
        &[
            "rules.rs",
            "state.rs",
            "chart.rs",
            "dates.rs",
            "document.rs",
            "eligibility.rs",
            "plan_file.rs",
            "register.rs",
            "remark.rs",
            "rubric.rs",
            "text.rs",
            "words.rs",
        ],
        &["sea_orm", "async fn", "async_graphql", "Work", "::Model"],
        "pure decisions on plain values",
    ),
    (&["access.rs", "extract.rs"], &["sea_orm", "async fn", "async_graphql"], "pure"),
    (&["drawing.rs"], &["sea_orm", "async fn", "async_graphql", "Work"], "what is drawn follows from what is printed"),
    (&["configuration.rs", "told.rs"], &["sea_orm", "async fn", "Work"], "what is kept is read and said, nothing else"),
    (&["objects.rs"], &["sea_orm", "async fn"], "declarations declare"),
    (&["inputs.rs", "reader.rs", "sheet.rs", "tokens.rs"], &["sea_orm", "async fn"], "inputs are read, nothing else"),
    (&["answers.rs", "calibrated.rs", "compared.rs"], &["sea_orm", "async fn"], "answers are put in their form"),
    (
        &[
            "address.rs",
            "answering.rs",
            "calibrate.rs",
            "carry.rs",
            "clearance.rs",
            "comparison.rs",
            "credential.rs",
            "defining.rs",
            "door.rs",
            "draft.rs",
            "due.rs",
            "ending.rs",
            "exchange.rs",
            "form.rs",
            "invitation.rs",
            "kit.rs",
            "late.rs",
            "outcomes.rs",
            "panel.rs",
            "period.rs",
            "preview.rs",
            "printing.rs",
            "profile.rs",
            "ranking.rs",
            "registration.rs",
            "reminders.rs",
            "replay.rs",
            "report.rs",
            "sender.rs",
            "standing.rs",
            "texts.rs",
            "visit.rs",
            "voucher.rs",
        ],
        &["sea_orm", "async_graphql", "#[Object]", "spawn_blocking"],
        "commands know neither SQL nor GraphQL, and compute what takes long with their work",
    ),
    (&["planner.rs"], &["sea_orm", "async_graphql", "#[Object]"], "it plans beside the requests"),
    (
        &["commands.rs"],
        &["sea_orm", "async_graphql::Context", "#[Object]", "spawn_blocking"],
        "commands know neither SQL nor GraphQL",
    ),
    (&["export.rs", "screening.rs"], &["sea_orm"], "commands with their answer know no SQL"),
    (&["password.rs", "post.rs"], &["sea_orm", "async_graphql", "Work"], "work for others knows nothing of ours"),
    (&["mutation.rs", "computed.rs"], &["sea_orm", "if ", "async fn"], "what can be done or computed is declared"),
    (&["holds.rs", "store.rs"], &["async_graphql", "refusals!"], "stores load and save"),
];

/// Who reads rows of a concept that comes later, with the tables, and why. Nothing is written so.
const AHEAD: [(&str, &[&str], &str); 13] = [
    (
        "account/store.rs",
        &["assignment", "campaign", "jury_membership", "school"],
        "whoever judges keeps the role, and one works at a school that stands",
    ),
    (
        "application/store.rs",
        &["assignment", "evaluation", "jury_membership", "label"],
        "a form that is judged stays shut, a juror does not apply, and a label is not earned twice",
    ),
    ("decision/store.rs", &["label"], "what a label was given for is not decided anew"),
    ("intake/store.rs", &["jury_membership"], "a juror does not apply, on paper either"),
    ("jury/planning/store.rs", &["consolidation", "panel"], "what has a result needs no more jurors"),
    ("jury/store.rs", &["consolidation"], "what has a result needs no more jurors"),
    (
        "notification/holds.rs",
        &[
            "application",
            "assignment",
            "assignment_plan",
            "campaign",
            "correction",
            "decision",
            "eql_candidacy",
            "event",
            "event_invitation",
            "external_identity",
            "label",
            "prize_award",
            "prize_share",
            "project",
            "reconsideration",
            "registration",
            "school_invitation",
            "user",
            "user_role",
        ],
        "a mail is sent only while what caused it holds",
    ),
    ("notification/mod.rs", &["user"], "whom a mail is for"),
    (
        "notification/store.rs",
        &["project", "project_member", "school", "school_membership", "user", "user_role"],
        "whose mails staff may see, and where a mail goes",
    ),
    ("project/store.rs", &["application", "registration"], "what was handed in stands still"),
    ("reconsideration/store.rs", &["correction"], "a result that is being set right does not stay"),
    ("score/store.rs", &["prize"], "a calibration says who might win"),
    ("session/store.rs", &["school"], "the name of a school is no password"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn engine() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("engine/src")
}

fn files() -> Vec<(PathBuf, String)> {
    files_in(&source())
}

fn files_in(folder: &Path) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                into.push((path, text));
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, &mut files);
    files.sort();
    files
}

/// The code, without comments and without its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn rank(concept: &str) -> Option<usize> {
    ORDER.iter().position(|group| group.contains(&concept))
}

fn concept_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(source()).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?.to_owned();
    (rank(&first).is_some() || BELOW.contains(&first.as_str())).then_some(first)
}

/// Every path that the code imports, or names from the root: `crate::jury::rules`.
fn paths(code: &str) -> Vec<String> {
    fn spread(before: &str, tree: &str, into: &mut Vec<String>) {
        let Some((path, inside)) = tree.split_once('{') else {
            let name = tree.split(" as ").next().unwrap_or_default().trim();
            return into.push(format!("{before}{name}"));
        };
        let before = format!("{before}{}", path.trim());
        let (mut depth, mut from) = (0, 0);
        let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
        for (at, letter) in inside.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    spread(&before, &inside[from..at], into);
                    from = at + 1;
                }
                _ => {}
            }
        }
        if !inside[from..].trim().is_empty() {
            spread(&before, &inside[from..], into);
        }
    }
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let is_statement = rest[..at].chars().rev().find(|letter| *letter != ' ').is_none_or(|before| before == '\n')
            || rest[..at].ends_with("pub ");
        rest = &rest[at + 4..];
        if is_statement && let Some((tree, after)) = rest.split_once(';') {
            spread("", tree, &mut found);
            rest = after;
        }
    }
    for root in ["crate::", "entity::"] {
        let named = code.split(root).skip(1).map(|rest| {
            let path = rest.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
            format!("{root}{}", path.into_iter().next().unwrap_or_default())
        });
        found.extend(named.filter(|path| path != root));
    }
    found
}

/// Whether something of this concept may know something of the other.
fn may_know(concept: &str, other: &str) -> bool {
    concept == other || BELOW.contains(&other) || (!BELOW.contains(&concept) && rank(other) < rank(concept))
}

pub fn paths_are_found_in_whatever_form() {
    let code = "use crate::{\n    audit, jury::{self, rules::{a, b as c}},\n};\npub use super::x;\nfn f() { because(crate::score::y()); }";
    let all = [
        "crate::audit",
        "crate::jury::self",
        "crate::jury::rules::a",
        "crate::jury::rules::b",
        "super::x",
        "crate::score::y",
    ];
    assert_eq!(paths(code), all);
    assert!(may_know("score", "jury") && may_know("jury", "audit") && !may_know("jury", "score"));
    assert!(!may_know("audit", "jury") && !may_know("prize", "label"));
}

pub fn a_file_keeps_to_what_its_name_promises() {
    for (path, text) in files() {
        if concept_of(&path).is_none() {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = code(&text);
        if name == "mod.rs" {
            assert!(!text.contains("async_graphql"), "{}: a face shows what others made", path.display());
            continue;
        }
        let rule = BANNED.iter().find(|(names, ..)| names.contains(&name));
        let Some((_, words, why)) = rule else {
            panic!("{}: no rule says what is in a file of this name", path.display())
        };
        for word in *words {
            assert!(!text.contains(word), "{}: `{word}`: {why}", path.display());
        }
    }
    let files = files();
    for name in BANNED.iter().flat_map(|(names, ..)| *names) {
        assert!(
            files.iter().any(|(path, _)| concept_of(path).is_some() && path.ends_with(name)),
            "no file is called {name}"
        );
    }
}

pub fn concepts_know_each_other_forward_only_and_through_their_face() {
    for (path, text) in files() {
        let Some(concept) = concept_of(&path) else { continue };
        // Declarations name each other by name, and an edge leads both ways.
        let is_declared = path.ends_with("objects.rs");
        for known in paths(&code(&text)) {
            let mut steps = known.split("::").skip_while(|step| *step == "crate");
            let other = steps.next().unwrap_or_default();
            if !known.starts_with("crate::") || (rank(other).is_none() && !BELOW.contains(&other)) || other == concept {
                continue;
            }
            assert!(steps.next() != Some("store"), "{}: goes into the store of {other}", path.display());
            assert!(is_declared || may_know(&concept, other), "{}: {concept} must not know {other}", path.display());
        }
    }
}

/// Tables that the engine keeps for itself: who is calling, and what they did.
const ENGINE: [&str; 4] = ["audit_event", "idempotency_key", "service_key", "user"];

/// That it knows no concept is kept by the compiler: it is a crate of its own.
pub fn the_engine_names_only_tables_of_its_own() {
    let others = ["Entity", "each_shown", "ids", "kinds", "language"];
    let named: BTreeSet<String> = files_in(&engine())
        .iter()
        .flat_map(|(_, text)| paths(&code(text)))
        .filter_map(|path| Some(path.strip_prefix("entity::")?.split("::").next()?.to_owned()))
        .filter(|name| !others.contains(&name.as_str()))
        .collect();
    assert_eq!(named, ENGINE.map(ToOwned::to_owned).into());
}

/// What begins a sentence that people read, each in the language of the reader.
const TOLD: [&str; 6] =
    ["Sentence::new(", "Verdict::Refuse(", "Stop::forbidden(", "Stop::bad_input(", "ApiError::said(", "plain_error("];
/// Errors of a document that only who writes programs meets, in English.
const FOR_PROGRAMMERS: [&str; 5] =
    ["OperationResolutionFailure", "ParseFailed", "PersistedQueryNotSupported", "QueryTooComplex", "ValidationFailed"];

/// The text that is written next, behind codes and names; none if something else is.
fn text_next(code: &str) -> Option<String> {
    let code = code.trim_start_matches(|letter: char| {
        letter.is_alphanumeric() || "_:,".contains(letter) || letter.is_whitespace()
    });
    let (text, _) = code.strip_prefix('"')?.split_once('"')?;
    Some(whole(text))
}

/// A text that goes on in the next line, in one.
fn whole(text: &str) -> String {
    let mut parts = text.split("\\\n");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| whole + part.trim_start())
}

pub fn what_people_read_is_said_in_every_language() {
    let rows = SENTENCES.iter().chain(ANSWERS).map(|[english, ..]| *english);
    let known: BTreeSet<&str> = rows.collect();
    let mut told = 0;
    for (path, text) in files().into_iter().chain(files_in(&engine())) {
        if path.ends_with("sentences.rs") {
            continue;
        }
        let code = code(&text);
        for begin in TOLD {
            for (at, _) in code.match_indices(begin) {
                let Some(text) = text_next(&code[at + begin.len()..]).filter(|text| !text.is_empty()) else { continue };
                assert!(known.contains(text.as_str()) || text == "{text}", "{}: {text}", path.display());
                told += 1;
            }
        }
        for (at, begin) in code.match_indices("ApiError::new(Code::") {
            let word = code[at + begin.len()..].split(|letter: char| !letter.is_alphanumeric()).next().unwrap();
            assert!(FOR_PROGRAMMERS.contains(&word), "{}: {word} is told to people", path.display());
        }
    }
    assert!(told > 100, "the search found too little: {told}");
    for constant in [TRY_LATER, BROKEN] {
        assert!(known.contains(constant), "{constant}");
    }
}

pub fn who_reads_rows_of_a_later_concept_is_listed_with_the_reason() {
    let owners = owners();
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for (path, text) in files() {
        let Some(concept) = concept_of(&path) else { continue };
        let known = paths(&code(&text));
        let ahead: Vec<&str> = owners
            .iter()
            .filter(|(table, owner)| {
                let entity = format!("entity::{table}");
                !may_know(&concept, owner)
                    && known.iter().any(|path| *path == entity || path.starts_with(&format!("{entity}::")))
            })
            .map(|(table, _)| table.as_str())
            .collect();
        if !ahead.is_empty() {
            let file = path.strip_prefix(source()).unwrap().to_str().unwrap().to_owned();
            found.push((file, ahead));
        }
    }
    let listed: Vec<(String, Vec<&str>)> =
        AHEAD.iter().map(|(file, tables, _)| ((*file).to_owned(), tables.to_vec())).collect();
    assert_eq!(found, listed);
    assert!(AHEAD.iter().all(|(.., why)| !why.is_empty()));
}

/// Every table that is written, and where.
fn writers() -> Vec<(String, PathBuf)> {
    let mut writers: Vec<(String, PathBuf)> = Vec::new();
    for (path, text) in files() {
        if path.components().any(|part| part.as_os_str() == "demo") {
            continue;
        }
        let text = code(&text);
        for line in text.lines() {
            for marker in ["::ActiveModel", "::Entity::update_many", "::Entity::delete", "::Entity::insert"] {
                let Some((before, _)) = line.split_once(marker) else { continue };
                let table =
                    before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default();
                if table.is_empty() || table == "sea_orm" {
                    continue;
                }
                let writer = (table.to_owned(), path.clone());
                if !writers.contains(&writer) {
                    writers.push(writer);
                }
            }
        }
    }
    writers.sort();
    writers
}

/// The concept whose store writes each table.
fn owners() -> Vec<(String, String)> {
    let owner = |(table, path): (String, PathBuf)| Some((table, concept_of(&path)?));
    writers().into_iter().filter_map(owner).collect()
}

pub fn a_table_is_written_by_one_store() {
    let writers = writers();
    for (table, path) in &writers {
        let name = path.file_name().unwrap();
        assert!(name == "store.rs" || name == "work.rs", "{}: writes {table}", path.display());
        let others: Vec<_> = writers.iter().filter(|(known, other)| known == table && other != path).collect();
        assert!(others.is_empty(), "{table} is written by {} and by {}", path.display(), others[0].1.display());
    }
    assert!(writers.len() > 10, "the search found too little: {writers:?}");
}

/// Codes of rules in a comment: `R66`, `INV-15`, `Q6`, `F1`; of `R01-R06` the first and the last.
fn codes(comment: &str) -> Vec<String> {
    let whole = comment.replace("INV-", "INV_");
    let words = whole.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let codes = words.filter(|word| {
        let letters = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let digits = word.len() - letters.len();
        match letters {
            "INV_" => digits == 2,
            "R" => digits >= 2,
            "Q" | "F" => digits >= 1,
            _ => false,
        }
    });
    codes.map(|code| code.replace('_', "-")).collect()
}

pub fn every_rule_that_a_comment_cites_is_defined() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = fs::read_to_string(root.join("docs/rules.md")).unwrap();
    let rows = rules.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next());
    let defined: BTreeSet<String> = rows.flat_map(codes).collect();
    let folders = ["src", "engine/src", "fair/src", "entity/src", "migration/src", "tests/it"];
    let texts: Vec<String> =
        folders.iter().flat_map(|folder| files_in(&root.join(folder))).map(|(_, text)| text).collect();
    let comments = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.trim_start().strip_prefix("//"));
    let cited: BTreeSet<String> = comments.flat_map(codes).collect();
    assert!(cited.len() > 100, "the search found too little: {cited:?}");
    assert_eq!(cited, defined, "the codes that comments cite, and those of docs/rules.md");
}
