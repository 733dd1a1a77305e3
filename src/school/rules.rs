//! What makes a country and the numbers of a school, and which schools may be one.

use std::{collections::BTreeMap, fmt};

use entity::{
    ids::SchoolId,
    kinds::{Community, DoubleGround},
};

use crate::{
    fold::plain,
    only_said,
    text::is_blank,
    words::{Language, Said},
};

/// A text of a school, as people call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchoolText {
    /// What the school is called.
    Name,
    /// Its town.
    City,
    /// Its board.
    Board,
}

impl SchoolText {
    /// Its field in an input.
    pub fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::City => "city",
            Self::Board => "board",
        }
    }
}

impl Said for SchoolText {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Name => {
                ["de naam van de school", "le nom de l'école", "der Name der Schule", "the name of the school"]
            }
            Self::City => ["de gemeente", "la localité", "der Ort", "the town"],
            Self::Board => {
                ["het schoolbestuur", "le pouvoir organisateur", "der Schulträger", "the board of the school"]
            }
        }
    }
}

only_said!(SchoolText);

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

/// What a country is called, in Dutch, French, German and English; its code where this is not known.
pub fn country_name(code: &str, language: Language) -> &str {
    let line = NAMES.lines().filter_map(|line| line.split_once(' ')).find(|(known, _)| *known == code);
    let place = match language {
        Language::Nl => 0,
        Language::Fr => 1,
        Language::De => 2,
        Language::En => 3,
    };
    line.and_then(|(_, names)| names.split('|').nth(place)).unwrap_or(code)
}

/// The countries of Europe and around it, where projects have partners.
const NAMES: &str = include_str!("countries.txt");

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

impl Numbering {
    /// All of them, in the order of [`Numbers`].
    pub const ALL: [Self; 4] = [Self::Institution, Self::Fase, Self::Oid, Self::Pic];

    /// The number that a school of this community has by `text`; `None` when it is none of them.
    pub fn parse(self, community: Community, text: &str) -> Option<Number> {
        match self {
            Self::Institution if community == Community::Vl => Number::institution(text),
            Self::Fase if community == Community::Fwb => Number::fase(text),
            Self::Institution | Self::Fase => None,
            Self::Oid => Number::oid(text),
            Self::Pic => Number::pic(text),
        }
    }
}

/// The numbers of a school, in the order of [`Numbering::ALL`].
pub type Numbers = [Option<String>; 4];

/// The numbers of a school that two entries tell of: each fills what the other leaves blank. The error says in which
/// numberings they contradict each other: then they are two schools, or one of them is mistyped.
pub fn united(kept: &Numbers, double: &Numbers) -> Result<Numbers, Vec<Numbering>> {
    let pairs = || kept.iter().zip(double);
    let contradictions: Vec<Numbering> = Numbering::ALL
        .into_iter()
        .zip(pairs())
        .filter(|(_, (kept, double))| kept.is_some() && double.is_some() && kept != double)
        .map(|(numbering, _)| numbering)
        .collect();
    if !contradictions.is_empty() {
        return Err(contradictions);
    }
    let mut numbers = Numbers::default();
    for (number, (kept, double)) in numbers.iter_mut().zip(pairs()) {
        *number = kept.clone().or_else(|| double.clone());
    }
    Ok(numbers)
}

/// Name and town as schools are searched by: in small letters, without accents and signs.
pub fn search_key(name: &str, city: &str) -> String {
    plain(&format!("{name} {city}"))
}

/// What is compared of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: SchoolId,
    /// Its name.
    pub name: String,
    /// Country (ISO 3166).
    pub country: String,
    /// Town.
    pub city: String,
    /// FASE number.
    pub fase: Option<String>,
}

/// Groups of two entries or more that may be one school, each with the reason; a school may be in several. Other numbers
/// than FASE have one spelling, and the database lets no two schools have the same.
pub fn likely_doubles(entries: &[Entry]) -> Vec<(DoubleGround, Vec<SchoolId>)> {
    let mut groups: BTreeMap<(DoubleGround, String), Vec<SchoolId>> = BTreeMap::new();
    for entry in entries {
        let name = plain(&entry.name);
        if !name.is_empty() {
            let key = format!("{}|{}|{name}", entry.country, plain(&entry.city));
            groups.entry((DoubleGround::SameNameAndTown, key)).or_default().push(entry.id);
        }
        if let Some(fase) = &entry.fase {
            let key = fase.trim_start_matches('0').to_owned();
            groups.entry((DoubleGround::SameFaseNumber, key)).or_default().push(entry.id);
        }
    }
    let several = groups.into_iter().filter(|(_, ids)| ids.len() > 1);
    several.map(|((ground, _), ids)| (ground, ids)).collect()
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
        let rest = text.strip_prefix(['E', 'e'])?;
        digits(rest, 8..=8).map(|Self(digits)| Self(format!("E{digits}")))
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

/// Digits, without the blanks and dashes between groups of them.
fn digits(text: &str, long: std::ops::RangeInclusive<usize>) -> Option<Number> {
    let text: String = text.chars().filter(|letter| !is_blank(*letter) && *letter != '-').collect();
    let fits = long.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(Number(text))
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
    fn a_country_has_a_name_in_four_languages() {
        let codes: Vec<&str> = NAMES.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| Country::of(code).is_some()), "{codes:?}");
        assert!(NAMES.lines().all(|line| line.split('|').count() == 4 && !line.contains("||")));
        for (code, language, name) in [
            ("BE", Language::Nl, "België"),
            ("CH", Language::Fr, "Suisse"),
            ("CZ", Language::De, "Tschechien"),
            ("MK", Language::En, "North Macedonia"),
            ("JP", Language::Nl, "JP"),
        ] {
            assert_eq!(country_name(code, language), name);
        }
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
        for text in ["E1020304", "10203040", "EE10203040", "E1020304x", "E1020.3040"] {
            assert_eq!(Number::oid(text), None, "{text}");
        }
        assert_eq!(Number::pic("12345678"), None);
        for (typed, number) in [
            (Number::institution("025 874"), "025874"),
            (Number::oid("e1020-3040"), "E10203040"),
            (Number::oid("E 102 030\u{a0}40"), "E10203040"),
            (Number::pic("123 456-789"), "123456789"),
        ] {
            assert_eq!(typed.map(String::from).as_deref(), Some(number));
        }
    }

    fn entry(id: u128, name: &str, city: &str, fase: Option<&str>) -> Entry {
        Entry {
            id: SchoolId(uuid::Uuid::from_u128(id)),
            name: name.to_owned(),
            country: "BE".to_owned(),
            city: city.to_owned(),
            fase: fase.map(ToOwned::to_owned),
        }
    }

    #[test]
    fn doubles_have_one_name_in_one_town_or_one_number() {
        let entries = [
            entry(1, "École du Parc", "Namur", Some("407")),
            entry(2, "ECOLE DU PARC!", "namur", None),
            entry(3, "École du Parc", "Liège", Some("0407")),
            entry(4, "De Zeven Wegen", "Gent", Some("408")),
            Entry { country: "LU".to_owned(), ..entry(5, "De Zeven Wegen", "Gent", None) },
        ];
        let id = |place: usize| entries[place].id;
        assert_eq!(
            likely_doubles(&entries),
            [(DoubleGround::SameNameAndTown, vec![id(0), id(1)]), (DoubleGround::SameFaseNumber, vec![id(0), id(2)]),]
        );
    }

    #[test]
    fn a_number_is_of_its_community() {
        for (numbering, text, communities) in [
            (Numbering::Institution, "012345", vec![Community::Vl]),
            (Numbering::Fase, "407", vec![Community::Fwb]),
            (Numbering::Oid, "E10203040", vec![Community::Vl, Community::Fwb, Community::Dg, Community::Foreign]),
            (Numbering::Pic, "123456789", vec![Community::Vl, Community::Fwb, Community::Dg, Community::Foreign]),
        ] {
            for community in [Community::Vl, Community::Fwb, Community::Dg, Community::Foreign] {
                let is_one = numbering.parse(community, text).is_some();
                assert_eq!(is_one, communities.contains(&community), "{numbering:?} {community:?}");
            }
        }
    }

    fn numbers() -> impl Strategy<Value = Numbers> {
        let one = || prop::option::of(prop_oneof![Just("1".to_owned()), Just("2".to_owned())]);
        [one(), one(), one(), one()]
    }

    proptest! {
        #[test]
        fn uniting_loses_no_number_and_makes_up_none(kept in numbers(), double in numbers()) {
            match united(&kept, &double) {
                Ok(numbers) => for (place, number) in numbers.iter().enumerate() {
                    for given in [&kept[place], &double[place]] {
                        prop_assert!(given.is_none() || given == number);
                    }
                    prop_assert!(*number == kept[place] || *number == double[place]);
                },
                Err(contradictions) => {
                    prop_assert!(!contradictions.is_empty());
                    for numbering in contradictions {
                        let place = Numbering::ALL.iter().position(|known| *known == numbering).unwrap();
                        prop_assert!(kept[place].is_some() && double[place].is_some() && kept[place] != double[place]);
                    }
                }
            }
        }

        #[test]
        fn it_does_not_matter_which_entry_is_kept_for_the_numbers(kept in numbers(), double in numbers()) {
            prop_assert_eq!(united(&kept, &double), united(&double, &kept));
        }

        #[test]
        fn spelling_hides_no_double(name in "[a-zé]{1,6}( [a-zé]{1,6})?", city in "[a-zé]{1,6}", sign in "[-' !]{1,2}") {
            let other = name.to_uppercase().replace(' ', &format!("{sign} "));
            let entries = [entry(1, &name, &city, None), entry(2, &other, &city.to_uppercase(), None)];
            prop_assert_eq!(likely_doubles(&entries).len(), 1);
        }

        #[test]
        fn a_number_is_kept_as_it_was_given(text in "E?[0-9]{1,10}") {
            for number in [Number::institution(&text), Number::fase(&text), Number::oid(&text), Number::pic(&text)] {
                prop_assert!(number.is_none_or(|number| String::from(number) == text));
            }
        }
    }
}
