//! The languages that people are spoken to in, and how days and titles are said in each.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Brussels;

use crate::kinds::Locale;

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// German.
    De,
    /// English.
    En,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nl, Self::Fr, Self::De, Self::En];

    /// The language of a locale; Dutch for those that we do not speak.
    pub fn of(locale: &str) -> Self {
        match locale.get(..2) {
            Some("fr") => Self::Fr,
            Some("de") => Self::De,
            Some("en") => Self::En,
            Some(_) | None => Self::Nl,
        }
    }

    /// The language that a header asks for, `Accept-Language: fr-BE, nl;q=0.5`; none when we speak none of those.
    pub fn asked(header: &str) -> Option<Self> {
        let known = header.split(',').filter_map(|one| {
            let (tag, weight) = one.split_once(';').map_or((one, None), |(tag, rest)| (tag, Some(rest)));
            let weight =
                weight.and_then(|rest| rest.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok())?;
            let language = tag.trim().split('-').next()?;
            let spoken = Self::ALL.into_iter().find(|it| it.word().eq_ignore_ascii_case(language))?;
            (weight > 0.0).then_some((spoken, weight))
        });
        // Of those that are asked for alike, the first.
        known.reduce(|best: (Self, f32), next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
    }

    /// As a header says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The one in this language, of texts in Dutch, French, German and English.
    pub const fn choose(self, [nl, fr, de, en]: [&str; 4]) -> &str {
        match self {
            Self::Nl => nl,
            Self::Fr => fr,
            Self::De => de,
            Self::En => en,
        }
    }
}

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::Nl => Self::Nl,
            Locale::Fr => Self::Fr,
            Locale::De => Self::De,
            Locale::En => Self::En,
        }
    }
}

/// A word that people read.
pub trait Said {
    /// In Dutch, French, German and English.
    fn in_all(self) -> [&'static str; 4];

    /// In a language.
    fn said(self, language: Language) -> &'static str
    where
        Self: Sized,
    {
        language.choose(self.in_all())
    }
}

/// What a language is called.
impl Said for Language {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Nl => ["Nederlands", "néerlandais", "Niederländisch", "Dutch"],
            Self::Fr => ["Frans", "français", "Französisch", "French"],
            Self::De => ["Duits", "allemand", "Deutsch", "German"],
            Self::En => ["Engels", "anglais", "Englisch", "English"],
        }
    }
}

impl Language {
    /// An instant as people in Brussels say it.
    pub fn instant(self, at: DateTime<Utc>) -> String {
        let clock = at.with_timezone(&Brussels);
        format!("{}, {:02}:{:02}", self.day(clock.date_naive()), clock.hour(), clock.minute())
    }

    /// A title in the quotes of the language. It has none of its own: nothing in it passes for what the mail says.
    pub fn quote(self, title: &str) -> String {
        let is_quote =
            |letter: char| matches!(letter, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '＂' | '〝' | '〞');
        let title: String = title.chars().map(|letter| if is_quote(letter) { '\'' } else { letter }).collect();
        match self {
            Self::Nl | Self::En => format!("“{title}”"),
            Self::Fr => format!("« {title} »"),
            Self::De => format!("„{title}“"),
        }
    }

    /// A day, with the name of its month.
    pub fn day(self, day: NaiveDate) -> String {
        let name = usize::try_from(day.month0()).ok().and_then(|month| self.months().split(' ').nth(month));
        let (number, month, year) = (day.day(), name.unwrap_or_default(), day.year());
        match (self, number) {
            (Self::De, _) => format!("{number}. {month} {year}"),
            (Self::Fr, 1) => format!("1er {month} {year}"),
            (Self::Nl | Self::Fr | Self::En, _) => format!("{number} {month} {year}"),
        }
    }

    fn months(self) -> &'static str {
        match self {
            Self::Nl => "januari februari maart april mei juni juli augustus september oktober november december",
            Self::Fr => "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            Self::De => "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            Self::En => "January February March April May June July August September October November December",
        }
    }
}
