//! What is wrong with the text of a document before and beside what the parser says: brackets in brackets so deep that it
//! would run out of stack; and in values a field of an input object that is there twice (the parser keeps the last), and
//! characters that a database cannot keep. One pass, over any text.

use std::collections::HashSet;

use async_graphql::Pos;

use super::error::{ApiError, Code};

/// Brackets in brackets: more than any operation needs, and few enough for a recursive parser.
const NESTING: usize = 64;

/// What is wrong with a text.
#[derive(Debug, Default)]
pub struct Faults {
    /// It must not be parsed.
    pub nesting: Option<ApiError>,
    /// The first of those that the parser lets pass.
    pub value: Option<ApiError>,
}

/// What a bracket opened.
enum Frame<'a> {
    Arguments,
    Selection,
    Object(HashSet<&'a str>),
}

/// Reads a text.
pub fn read(document: &str) -> Faults {
    let mut faults = Faults::default();
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut open = 0_usize;
    let mut rest = document;
    while let Some(next) = rest.chars().next() {
        let at = document.len() - rest.len();
        match next {
            '(' | '{' | '[' => open += 1,
            ')' | '}' | ']' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > NESTING {
            let message = format!("at most {NESTING} brackets in brackets");
            faults.nesting = Some(ApiError::new(Code::QueryTooComplex, message).at(position(document, at)));
            return faults;
        }
        let length = match next {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => {
                let (length, nul) = string(rest);
                if let Some(nul) = nul {
                    let error = ApiError::said(Code::BadUserInput, "a text without NUL characters is wanted");
                    faults.value.get_or_insert(error.at(position(document, at + nul)));
                }
                length
            }
            '(' => {
                frames.push(Frame::Arguments);
                1
            }
            '{' => {
                let is_value = matches!(frames.last(), Some(Frame::Arguments | Frame::Object(_)));
                frames.push(if is_value { Frame::Object(HashSet::new()) } else { Frame::Selection });
                1
            }
            ')' | '}' => {
                frames.pop();
                1
            }
            '$' => 1 + name(&rest[1..]),
            _ if is_in_name(next) => {
                let length = name(rest);
                let (word, behind) = rest.split_at(length);
                if let Some(Frame::Object(fields)) = frames.last_mut()
                    && is_before_colon(behind)
                    && !fields.insert(word)
                {
                    let message = format!("The field `{word:.60}` of an input object is there twice.");
                    let error = ApiError::new(Code::ValidationFailed, message).at(position(document, at));
                    faults.value.get_or_insert(error);
                }
                length
            }
            other => other.len_utf8(),
        };
        rest = &rest[length..];
    }
    faults
}

fn is_in_name(letter: char) -> bool {
    letter == '_' || letter.is_ascii_alphanumeric()
}

fn name(text: &str) -> usize {
    text.find(|letter| !is_in_name(letter)).unwrap_or(text.len())
}

/// Whether only blanks, commas and comments stand between here and a colon.
fn is_before_colon(mut text: &str) -> bool {
    loop {
        text = text.trim_start_matches([' ', '\t', '\n', '\r', ',', '\u{feff}']);
        let Some(comment) = text.strip_prefix('#') else { return text.starts_with(':') };
        let Some(end) = comment.find(['\n', '\r']) else { return false };
        text = &comment[end..];
    }
}

/// The length of the string at the start of a text, and where the first NUL in it stands.
fn string(text: &str) -> (usize, Option<usize>) {
    let (fence, is_block) = if text.starts_with("\"\"\"") { ("\"\"\"", true) } else { ("\"", false) };
    let mut inside = &text[fence.len()..];
    let mut nul = None;
    while !inside.is_empty() && !inside.starts_with(fence) {
        if inside.starts_with('\0') || (!is_block && inside.starts_with("\\u0000")) {
            nul = nul.or(Some(text.len() - inside.len()));
        }
        let escape = if is_block { "\\\"\"\"" } else { "\\" };
        let skipped = if inside.starts_with(escape) { escape.len() } else { 0 };
        let letter =
            if skipped > 0 && is_block { 0 } else { inside[skipped..].chars().next().map_or(0, char::len_utf8) };
        inside = &inside[skipped + letter..];
    }
    (text.len() - inside.len() + fence.len().min(inside.len()), nul)
}

fn position(document: &str, at: usize) -> Pos {
    let before = &document[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Pos { line, column }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_field_that_is_there_twice_is_refused_where_it_stands() {
        for (document, at) in [
            ("{ a(x: {b: 1, b: 2}) }", Some((1, 15))),
            ("{ a(x: [{b: 1}, {c: {b: 2}}, {b: {c: 1\n c # the same\n : 2}}]) }", Some((2, 2))),
            ("query($x: In = {b: 1, b: 2}) { a }", Some((1, 23))),
            ("{ a @d(x: {b: 1 b: 2}) }", Some((1, 17))),
            // A field of a selection may be there as often as it likes, a name may be a value too.
            ("{ a: b a: b c(x: {b: b, c: $b, d: \"b: 1\", e: [b, b]}) { b: d b: d } }", None),
            ("{ a(x: {b: \"\"\"b: \\\"\"\" } b: 1\"\"\", c: \"\\\" b: 1\"}, y: {b: 1}) } # {b: 1 b: 2}", None),
            ("query($b: Int = 1, $c: [Int!]! = [1]) { a(b: 1) { b } }", None),
        ] {
            let found = read(document).value.map(|error| (error.locations[0].line, error.locations[0].column));
            assert_eq!(found, at, "{document}");
        }
    }

    #[test]
    fn a_text_that_a_database_cannot_keep_is_refused() {
        for bad in
            ["{ a(x: \"\\u0000\") }", "{ a(x: \"b\\\\\\u0000\") }", "{ a(x: \"\0\") }", "{ a(x: \"\"\"\0\"\"\") }"]
        {
            assert_eq!(read(bad).value.map(|error| error.code), Some(Code::BadUserInput), "{bad:?}");
        }
        for good in ["{ a(x: \"\\\\u0000\") }", "{ a(x: \"\"\"\\u0000\"\"\") }", "{ a(x: \"\\u0001é\") } # \\u0000"] {
            assert!(read(good).value.is_none(), "{good:?}");
        }
    }

    #[test]
    fn brackets_are_counted_where_they_are_brackets() {
        let nested = |depth: usize| format!("{{ a(x: {}{}) }}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(NESTING - 2)).nesting.is_none());
        assert_eq!(read(&nested(NESTING - 1)).nesting.map(|error| error.code), Some(Code::QueryTooComplex));
        for deep in ["{a", "[", "(a:", "{and:[", "}{[", "\"\"{["] {
            assert!(read(&deep.repeat(200)).nesting.is_some(), "{deep}");
        }
        for flat in ["{a}", "[]", "#{\n", "\"{\"", "\"\"\"{[(\"\"\"", ")", "$"] {
            assert!(read(&flat.repeat(200)).nesting.is_none(), "{flat}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[a-c(){}\\[\\]:,$#\"\\\\ \né\0]{0,60}") {
            read(&text);
        }
    }
}
