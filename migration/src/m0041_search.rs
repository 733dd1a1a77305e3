//! How names and titles are searched and sorted stands beside them, the same on both databases whatever their collation; and
//! indexes for questions to the audit log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::dialect::{Guard, Step, run};

/// Beside what a step does, it folds the texts that are there.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        STEP.name
    }
}

/// Guards see to it that whoever writes a text writes its key too: the key ends with the text.
const STEP: Step = Step {
    name: "m0041_search",
    up: "
ALTER TABLE \"user\" ADD COLUMN name_key {text} NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN name_key {text} NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN city_key {text} NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN board_key {text};
ALTER TABLE project ADD COLUMN title_key {text} NOT NULL DEFAULT '';
ALTER TABLE revision_project ADD COLUMN title_key {text} NOT NULL DEFAULT '';
ALTER TABLE unknown_partner ADD COLUMN name_key {text} NOT NULL DEFAULT '';
CREATE INDEX user_name_key ON \"user\" (name_key, id);
CREATE INDEX school_name_key ON school (name_key, id);
CREATE INDEX project_title_key ON project (title_key, id);
CREATE INDEX audit_event_action ON audit_event (action, at, id);
CREATE INDEX audit_event_community ON audit_event (community, at, id);
",
    guards: &[
        Guard::Refuse {
            rule: "user_key",
            table: "user",
            when: "substr(NEW.name_key, length(NEW.name_key) - length(NEW.name)) <> '\u{1f}' || NEW.name",
        },
        Guard::Refuse {
            rule: "school_key",
            table: "school",
            when: "substr(NEW.name_key, length(NEW.name_key) - length(NEW.name)) <> '\u{1f}' || NEW.name \
                   OR substr(NEW.city_key, length(NEW.city_key) - length(NEW.city)) <> '\u{1f}' || NEW.city \
                   OR (NEW.board IS NULL) <> (NEW.board_key IS NULL) \
                   OR substr(NEW.board_key, length(NEW.board_key) - length(NEW.board)) <> '\u{1f}' || NEW.board",
        },
        Guard::Refuse {
            rule: "project_key",
            table: "project",
            when: "substr(NEW.title_key, length(NEW.title_key) - length(NEW.title)) <> '\u{1f}' || NEW.title",
        },
        Guard::Refuse {
            rule: "revision_project_key",
            table: "revision_project",
            when: "substr(NEW.title_key, length(NEW.title_key) - length(NEW.title)) <> '\u{1f}' || NEW.title",
        },
        Guard::Refuse {
            rule: "unknown_partner_key",
            table: "unknown_partner",
            when: "substr(NEW.name_key, length(NEW.name_key) - length(NEW.name)) <> '\u{1f}' || NEW.name",
        },
    ],
    before_down: "
DROP INDEX audit_event_community;
DROP INDEX audit_event_action;
DROP INDEX project_title_key;
DROP INDEX school_name_key;
DROP INDEX user_name_key;
ALTER TABLE unknown_partner DROP COLUMN name_key;
ALTER TABLE revision_project DROP COLUMN title_key;
ALTER TABLE project DROP COLUMN title_key;
ALTER TABLE school DROP COLUMN board_key;
ALTER TABLE school DROP COLUMN city_key;
ALTER TABLE school DROP COLUMN name_key;
ALTER TABLE \"user\" DROP COLUMN name_key;
",
    tables: &[],
};

/// A text and its key. The `search_key` of schools was there, and is folded now in rows that nobody has changed since.
const TEXTS: [(&str, &str, &str); 7] = [
    ("user", "name", "name_key"),
    ("school", "name", "name_key"),
    ("school", "city", "city_key"),
    ("school", "board", "board_key"),
    ("project", "title", "title_key"),
    ("revision_project", "title", "title_key"),
    ("unknown_partner", "name", "name_key"),
];

/// What was handed in never changes, but for this.
const FROZEN: Guard = Guard::AppendOnly("revision_project");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        // The guards come last: they refuse a row of which one key is written and another is not yet.
        run(manager, std::iter::once(crate::dialect::spell(STEP.up, backend))).await?;
        let mut statements = vec![FROZEN.drop(backend)];
        for (table, text, key) in TEXTS {
            for (id, text) in texts(manager, table, text).await? {
                statements
                    .push(format!("UPDATE \"{table}\" SET {key} = '{}' WHERE id = {id}", escaped(&folded(&text))));
            }
        }
        for (id, text) in texts(manager, "school", "name || ' ' || city").await? {
            statements.push(format!("UPDATE school SET search_key = '{}' WHERE id = {id}", escaped(&plain(&text))));
        }
        statements.push(FROZEN.create(backend));
        statements.extend(STEP.guards.iter().map(|guard| guard.create(backend)));
        run(manager, statements.into_iter()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        STEP.down(manager).await
    }
}

/// The texts of a table that there are, each with the id of its row as SQL has it.
pub(crate) async fn texts(
    manager: &SchemaManager<'_>,
    table: &str,
    text: &str,
) -> Result<Vec<(String, String)>, DbErr> {
    let backend = manager.get_database_backend();
    let id = if backend == DbBackend::Postgres { "'''' || id::text || ''''" } else { "'X''' || hex(id) || ''''" };
    let sql = format!("SELECT {id} AS id, {text} AS text FROM \"{table}\" WHERE {text} IS NOT NULL");
    let rows = manager.get_connection().query_all_raw(Statement::from_string(backend, sql)).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "text")?))).collect()
}

/// A text inside quotes of SQL.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\'', "''")
}

/// As the server folded when this step was made. When it folds otherwise one day, another step folds again.
pub(crate) fn folded(text: &str) -> String {
    format!("{}\u{1f}{text}", plain(text))
}

fn plain(text: &str) -> String {
    let is_sign = |letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter);
    let seen = text.chars().filter(|letter| is_blank(*letter) || !is_hidden(*letter));
    let bare: String = seen.flat_map(letters).map(|letter| if is_sign(letter) { ' ' } else { letter }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{2800}'
}

fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{2028}' | '\u{2029}' | '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(letter) & 0xfffe == 0xfffe
}

fn letters(letter: char) -> impl Iterator<Item = char> {
    std::iter::once(letter)
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
        .flat_map(|letter| written_out(letter).chars().chain(written_out(letter).is_empty().then_some(letter)))
}

fn written_out(letter: char) -> &'static str {
    match letter {
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2bd}' | '\u{2be}' | '\u{2bf}' | '\u{a78c}' => "'",
        _ => "",
    }
}
