//! What the parser lets pass in the values that a document has in it: a field of an input object that is there twice (it
//! keeps the last), and characters that a database cannot keep. One pass over the text of a document that parses.

use std::collections::HashSet;

use async_graphql::Pos;

use super::error::{ApiError, ApiResult, Code};

/// What a bracket opened.
enum Frame<'a> {
    Arguments,
    Selection,
    Object(HashSet<&'a str>),
}

/// Refuses what the parser lets pass.
pub fn check(document: &str) -> ApiResult<()> {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut rest = document;
    while let Some(next) = rest.chars().next() {
        let at = document.len() - rest.len();
        let length = match next {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => string(document, rest)?,
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
                    return Err(ApiError::new(Code::ValidationFailed, message).at(position(document, at)));
                }
                length
            }
            other => other.len_utf8(),
        };
        rest = &rest[length..];
    }
    Ok(())
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

/// The length of the string at the start of `rest`.
fn string(document: &str, rest: &str) -> ApiResult<usize> {
    let (fence, is_block) = if rest.starts_with("\"\"\"") { ("\"\"\"", true) } else { ("\"", false) };
    let mut inside = &rest[fence.len()..];
    while !inside.is_empty() && !inside.starts_with(fence) {
        let is_nul = inside.starts_with('\0') || (!is_block && inside.starts_with("\\u0000"));
        if is_nul {
            let at = position(document, document.len() - inside.len());
            return Err(ApiError::new(Code::BadUserInput, "A text without NUL characters is wanted.").at(at));
        }
        let escape = if is_block { "\\\"\"\"" } else { "\\" };
        let skipped = if inside.starts_with(escape) { escape.len() } else { 0 };
        let letter =
            if skipped > 0 && is_block { 0 } else { inside[skipped..].chars().next().map_or(0, char::len_utf8) };
        inside = &inside[skipped + letter..];
    }
    Ok(rest.len() - inside.len() + fence.len().min(inside.len()))
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
            let found = check(document).err().map(|error| (error.locations[0].line, error.locations[0].column));
            assert_eq!(found, at, "{document}");
        }
    }

    #[test]
    fn a_text_that_a_database_cannot_keep_is_refused() {
        for bad in
            ["{ a(x: \"\\u0000\") }", "{ a(x: \"b\\\\\\u0000\") }", "{ a(x: \"\0\") }", "{ a(x: \"\"\"\0\"\"\") }"]
        {
            assert_eq!(check(bad).err().map(|error| error.code), Some(Code::BadUserInput), "{bad:?}");
        }
        for good in ["{ a(x: \"\\\\u0000\") }", "{ a(x: \"\"\"\\u0000\"\"\") }", "{ a(x: \"\\u0001é\") } # \\u0000"] {
            assert!(check(good).is_ok(), "{good:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[a-c(){}\\[\\]:,$#\"\\\\ \né\0]{0,60}") {
            let _ = check(&text);
        }
    }
}
