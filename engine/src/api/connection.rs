//! Pages: their limits, and the cursors that lead from one to the next.
//!
//! A cursor is opaque: the hex digits of a JSON list that names the list it belongs to, the values of the sort keys of
//! its row as far as the row tells them to the caller, and the row's id. The database writes it, so only the check is
//! here.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use uuid::Uuid;

use super::bound::{Bound, Key};
use crate::clock;

/// Rows of a page when `first` is not given.
pub const PAGE_DEFAULT: i64 = 25;
/// Rows of a page at most.
pub const PAGE_MAXIMUM: i64 = 100;

/// Names a list by everything that decides which rows it has and in which order.
pub fn name_of(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    // 32 bits are enough to notice a cursor of another list.
    hasher.finish() >> 32
}

/// The `index`th key in `cursor`; `None` when the cursor is broken or of another list.
pub fn key_of(cursor: &str, of: u64, index: usize, key: Key) -> Option<Bound> {
    let bytes = hex::decode(cursor).ok()?;
    let values: Vec<Value> = serde_json::from_slice(&bytes).ok()?;
    if values.first()?.as_u64()? != of {
        return None;
    }
    let value = values.get(index + 1)?;
    match key {
        Key::Int => value.as_i64().map(Bound::Int),
        Key::Text => value.as_str().filter(|text| !text.contains('\0')).map(|text| Bound::Text(text.to_owned())),
        Key::Id => Uuid::try_parse(value.as_str()?).ok().map(Bound::Id),
        Key::Date => clock::day(value.as_str()?).map(Bound::Date),
        Key::Instant => clock::instant(value.as_str()?).map(Bound::Instant),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_whatever_is_taken_for_a_cursor_by_a_panic(text in ".{0,80}", index in 0usize..4) {
            for key in [Key::Text, Key::Int, Key::Instant, Key::Date, Key::Id] {
                let _ = key_of(&text, 1, index, key);
            }
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = hex::encode(r#"[7,"a"]"#);
        assert_eq!(key_of(&cursor, 7, 0, Key::Text), Some(Bound::Text("a".to_owned())));
        assert_eq!(key_of(&cursor, 8, 0, Key::Text), None);
        assert_eq!(key_of(&cursor, 7, 1, Key::Text), None);
    }
}
