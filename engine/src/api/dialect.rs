//! How Postgres and SQLite spell the JSON of an answer: the same bytes from both.

use crate::db::Dialect;

impl Dialect {
    /// The `n`th bound value, counted from 1.
    pub(super) fn placeholder(self, n: usize) -> String {
        match self {
            Self::Sqlite => format!("?{n}"),
            Self::Postgres => format!("${n}"),
        }
    }

    /// A text as a JSON string.
    pub(super) fn json_text(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("json_quote({sql})"),
            Self::Postgres => format!("to_json({sql})"),
        }
    }

    /// A JSON list of texts or numbers. Postgres has it with a blank behind each comma: the driver wrote it as `jsonb`.
    pub(super) fn json_list(self, sql: &str) -> String {
        match self {
            Self::Sqlite => sql.to_owned(),
            Self::Postgres => format!(
                "(SELECT concat('[', string_agg(CASE json_typeof(e) WHEN 'string' THEN to_json(e #>> '{{}}')::text ELSE e::text END, ',' ORDER BY n), ']') FROM json_array_elements(({sql})::json) WITH ORDINALITY AS l(e, n))"
            ),
        }
    }

    /// The 32 hex digits of an id.
    pub fn hex(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("lower(hex({sql}))"),
            Self::Postgres => format!("encode(uuid_send({sql}), 'hex')"),
        }
    }

    /// The bytes of a text as hex digits.
    pub(super) fn hex_text(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("lower(hex({sql}))"),
            Self::Postgres => format!("encode(convert_to({sql}, 'UTF8'), 'hex')"),
        }
    }

    /// An instant as RFC 3339, UTC, milliseconds.
    pub fn instant(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%fZ', {sql})"),
            Self::Postgres => format!(r#"to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"#),
        }
    }

    /// An instant that is bound, where nothing else says that it is one.
    pub(super) fn given_instant(self, placeholder: &str) -> String {
        match self {
            Self::Sqlite => placeholder.to_owned(),
            Self::Postgres => format!("{placeholder}::timestamptz"),
        }
    }

    /// A local date.
    pub fn date(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("strftime('%Y-%m-%d', {sql})"),
            Self::Postgres => format!("to_char({sql}, 'YYYY-MM-DD')"),
        }
    }

    /// The date of an instant in UTC. Of a midnight in Brussels that is the day before: it falls at 22:00 or 23:00.
    pub(super) fn utc_day(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("date({sql})"),
            Self::Postgres => format!("(({sql}) AT TIME ZONE 'UTC')::date"),
        }
    }

    /// Whole seconds from one instant to another, which has no fractions; rounded up.
    pub(super) fn seconds_between(self, from: &str, to: &str) -> String {
        match self {
            Self::Sqlite => format!("(unixepoch({to}) - unixepoch({from}))"),
            Self::Postgres => format!("ceil(extract(epoch FROM ({to}) - {from}))::bigint"),
        }
    }

    /// A text with the letters A to Z small, and all others as they are.
    pub(super) fn small(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("lower({sql})"),
            Self::Postgres => format!("lower(({sql}) COLLATE \"C\")"),
        }
    }

    /// Hundredths as a decimal with two digits behind the point.
    pub(super) fn decimal(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("printf('%d.%02d', {sql} / 100, {sql} % 100)"),
            Self::Postgres => format!("({sql} / 100 || '.' || lpad(({sql} % 100)::text, 2, '0'))"),
        }
    }

    /// A small number with leading zeros, so that it sorts as text.
    pub(super) fn padded(self, sql: &str) -> String {
        match self {
            Self::Sqlite => format!("printf('%04d', {sql})"),
            Self::Postgres => format!("lpad({sql}::text, 4, '0')"),
        }
    }

    /// Where `needle` stands in `hay`, counted from 1; 0 for nowhere.
    pub(super) fn position(self, hay: &str, needle: &str) -> String {
        match self {
            Self::Sqlite => format!("instr({hay}, {needle})"),
            Self::Postgres => format!("strpos({hay}, {needle})"),
        }
    }

    /// A list of ids in JSON as rows called `ids`, with their place in it; and how one of the ids is called.
    pub(super) fn listed_ids(self, json: &str) -> (String, &'static str) {
        let rows = match self {
            Self::Sqlite => format!("(SELECT unhex(value) AS id, key AS place FROM json_each({json})) ids"),
            Self::Postgres => format!(
                "(SELECT one::uuid AS id, place FROM json_array_elements_text({json}::json) WITH ORDINALITY AS l(one, place)) ids"
            ),
        };
        (rows, "ids.id")
    }

    /// A part of a text that holds a JSON object, as a text; `otherwise` where it holds something else.
    pub(super) fn part_of(self, text: &str, name: &str, otherwise: &str) -> String {
        let part = match self {
            Self::Sqlite => format!("json_extract({text}, '$.' || {name})"),
            Self::Postgres => format!("({text})::json ->> {name}"),
        };
        format!("(CASE WHEN {text} LIKE '{{%' THEN {part} ELSE {otherwise} END)")
    }

    /// What a word says in a language, of a JSON object with what words say in every language.
    pub(super) fn word_in(self, all: &str, language: &str, word: &str) -> String {
        match self {
            Self::Sqlite => format!("(SELECT value FROM json_each({all}, '$.' || {language}) WHERE key = {word})"),
            Self::Postgres => format!("({all}::json -> {language} ->> {word})"),
        }
    }

    /// All rows, but in their order: SQLite would otherwise feel free to drop the order of an inner select.
    pub(super) fn no_limit(self) -> &'static str {
        match self {
            Self::Sqlite => " LIMIT -1",
            Self::Postgres => "",
        }
    }
}
