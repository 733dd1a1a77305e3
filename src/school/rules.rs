//! What makes a country and the numbers of a school.

use std::fmt;

/// A country, two capital letters (ISO 3166).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(&'static str);

impl Country {
    /// The country behind a code; `None` when there is none.
    pub fn of(code: &str) -> Option<Self> {
        COUNTRIES.split_ascii_whitespace().find(|known| *known == code).map(Self)
    }

    /// Whether it is Belgium: its schools belong to a community (R63).
    pub fn is_belgium(self) -> bool {
        self.0 == "BE"
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// ISO 3166-1 alpha-2.
const COUNTRIES: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ \
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The ways in which schools are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// By the Flemish education department.
    Institution,
    /// By the French community.
    Fase,
    /// By Erasmus+, as an organisation.
    Oid,
    /// By the European Commission, as a participant.
    Pic,
}

/// A number that tells one school from another. It has one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// The number of the Flemish education department: six digits.
    pub fn institution(text: &str) -> Option<Self> {
        digits(text, 6..=6)
    }

    /// The FASE number of the French community: one to five digits.
    pub fn fase(text: &str) -> Option<Self> {
        digits(text, 1..=5)
    }

    /// The organisation id of Erasmus+: `E` and eight digits.
    pub fn oid(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('E')?;
        digits(rest, 8..=8).map(|_| Self(text.to_owned()))
    }

    /// The participant identification code: nine digits.
    pub fn pic(text: &str) -> Option<Self> {
        digits(text, 9..=9)
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.0
    }
}

fn digits(text: &str, long: std::ops::RangeInclusive<usize>) -> Option<Number> {
    let fits = long.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| Number(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn there_are_249_countries_in_alphabetical_order() {
        let codes: Vec<&str> = COUNTRIES.split_ascii_whitespace().collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted());
    }

    #[test]
    fn a_country_has_one_spelling() {
        assert_eq!(Country::of("BE").map(|country| country.to_string()).as_deref(), Some("BE"));
        for code in ["", "B", "be", "BEL", "XX", "UK", "BE "] {
            assert_eq!(Country::of(code), None, "{code}");
        }
    }

    #[test]
    fn numbers_have_their_length_and_nothing_else() {
        assert!(Number::institution("025874").is_some());
        assert!(Number::fase("1").is_some() && Number::fase("95412").is_some());
        assert!(Number::oid("E10203040").is_some());
        assert!(Number::pic("123456789").is_some());
        for text in ["", "12345", "1234567", "12345a", " 12345"] {
            assert_eq!(Number::institution(text), None, "{text}");
        }
        assert_eq!(Number::fase("123456"), None);
        for text in ["E1020304", "10203040", "e10203040", "E1020304x"] {
            assert_eq!(Number::oid(text), None, "{text}");
        }
        assert_eq!(Number::pic("12345678"), None);
    }

    proptest! {
        #[test]
        fn a_number_is_kept_as_it_was_given(text in "E?[0-9]{1,10}") {
            for number in [Number::institution(&text), Number::fase(&text), Number::oid(&text), Number::pic(&text)] {
                prop_assert!(number.is_none_or(|number| String::from(number) == text));
            }
        }
    }
}
