//! The layers, read from the `use` lines and words of the source itself.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Concepts in the order in which they may know each other.
const ORDER: [&[&str]; 14] = [
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
    &["label", "prize", "eql"],
    &["publication"],
    &["merge"],
    &["privacy"],
];
/// Concepts that everybody may call, and that call nobody.
const BELOW: [&str; 2] = ["notification", "audit"];

/// Words that a file of this name must not contain, and why.
const BANNED: [(&str, &[&str], &str); 15] = [
    (
        "rules.rs",
        &["sea_orm", "async fn", "async_graphql", "Work", "::Model"],
        "rules are pure decisions on plain values",
    ),
    ("state.rs", &["sea_orm", "async fn", "async_graphql", "Work", "::Model"], "states are pure"),
    ("access.rs", &["sea_orm", "async fn", "async_graphql"], "access rules are pure"),
    ("objects.rs", &["sea_orm", "async fn"], "declarations declare"),
    ("inputs.rs", &["sea_orm", "async fn"], "inputs are parsed, nothing else"),
    ("commands.rs", &["sea_orm", "async_graphql::Context", "#[Object]"], "commands know neither SQL nor GraphQL"),
    ("registration.rs", &["sea_orm", "async_graphql"], "commands know neither SQL nor GraphQL"),
    ("period.rs", &["sea_orm", "async_graphql"], "commands know neither SQL nor GraphQL"),
    ("panel.rs", &["sea_orm", "async_graphql"], "commands know neither SQL nor GraphQL"),
    ("calibrate.rs", &["sea_orm", "async_graphql"], "commands know neither SQL nor GraphQL"),
    ("comparison.rs", &["sea_orm", "async_graphql"], "commands know neither SQL nor GraphQL"),
    ("draft.rs", &["sea_orm", "async_graphql"], "commands know neither SQL nor GraphQL"),
    ("mutation.rs", &["sea_orm", "if ", "async fn"], "mutations are declared"),
    ("computed.rs", &["sea_orm", "if ", "async fn"], "what is computed is declared"),
    ("store.rs", &["async_graphql", "refusals!"], "stores load and save"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files() -> Vec<(PathBuf, String)> {
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
    walk(&source(), &mut files);
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

pub fn a_file_keeps_to_what_its_name_promises() {
    for (path, text) in files() {
        if concept_of(&path).is_none() {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        for (file, words, why) in BANNED.iter().filter(|(file, ..)| *file == name) {
            for word in *words {
                assert!(!code(&text).contains(word), "{}: `{word}`: {why} ({file})", path.display());
            }
        }
    }
}

pub fn concepts_know_each_other_forward_only_and_through_their_face() {
    for (path, text) in files() {
        let Some(concept) = concept_of(&path) else { continue };
        let text = code(&text);
        for other in ORDER.iter().copied().flatten().chain(&BELOW) {
            if *other == concept {
                continue;
            }
            assert!(!text.contains(&format!("{other}::store")), "{}: goes into the store of {other}", path.display());
            let knows = text.contains(&format!("crate::{other}::"))
                || text
                    .lines()
                    .any(|line| line.starts_with(&format!("    {other}::")) || line.trim() == format!("{other},"));
            // Declarations name each other by name, and everybody speaks of days in Brussels.
            let is_declared = path.ends_with("objects.rs")
                || ["day_of", "end_of_day"].iter().any(|day| text.contains(&format!("campaign::rules::{day}")));
            if !knows || is_declared {
                continue;
            }
            assert!(
                !BELOW.contains(&concept.as_str()),
                "{}: {concept} is called by all and calls none",
                path.display()
            );
            let (mine, theirs) = (rank(&concept), rank(other));
            assert!(theirs.is_none() || theirs < mine, "{}: {concept} must not know {other}", path.display());
        }
    }
}

pub fn a_table_is_written_by_one_store() {
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
    for (table, path) in &writers {
        let name = path.file_name().unwrap();
        assert!(name == "store.rs" || name == "work.rs", "{}: writes {table}", path.display());
        let others: Vec<_> = writers.iter().filter(|(known, other)| known == table && other != path).collect();
        assert!(others.is_empty(), "{table} is written by {} and by {}", path.display(), others[0].1.display());
    }
    assert!(writers.len() > 10, "the search found too little: {writers:?}");
}
