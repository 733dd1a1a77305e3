//! Decimals with two digits after the point: hundredths where they are reckoned with, `17.50` where they are read.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// What a text that is no decimal should have been.
pub const WANTED: &str = "a number with at most two digits after the point, such as 17.50, is wanted";

/// The hundredths of `17.50`, `17.5`, `-3`; none if it is no such number, or has more than seven digits before the point.
pub fn parse(text: &str) -> Option<i32> {
    let (is_negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
    let (whole, part) = size.split_once('.').unwrap_or((size, "0"));
    let is_number =
        |digits: &str, most| (1..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole, 7) || !is_number(part, 2) {
        return None;
    }
    let centi: i32 = format!("{whole}{part:0<2}").parse().ok()?;
    Some(if is_negative { -centi } else { centi })
}

/// Hundredths as people write them.
pub fn show(centi: impl Into<i64>) -> String {
    let centi = centi.into();
    let (sign, size) = (if centi < 0 { "-" } else { "" }, centi.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// Hundredths in a document.
pub fn serialize<S: Serializer>(centi: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&show(*centi))
}

/// Hundredths out of a document.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom(WANTED))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_number_with_two_places_is_read() {
        for (text, centi) in
            [("17.50", 1750), ("17.5", 1750), ("17", 1700), ("-0.05", -5), ("0", 0), ("9999999.99", 999_999_999)]
        {
            assert_eq!(parse(text), Some(centi), "{text}");
        }
        for text in ["", "-", ".5", "5.", "1.005", "1,5", "+1", "1e2", "10000000", " 1", "1.-5", "--1", "NaN"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(centi in -999_999_999..=999_999_999_i32) {
            prop_assert_eq!(parse(&show(centi)), Some(centi));
        }
    }
}
