//! What keeps a juror away from an application (R80, INV-10, Q19).

use std::fmt;

use chrono::{Datelike, NaiveDate};
use entity::{
    ids::{ApplicationId, ProjectId, SchoolId, UserId},
    kinds::ConflictScope,
};

/// What a conflict of interest is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Everything of a school, and of every project that it takes part in.
    School(SchoolId),
    /// Everything of a project.
    Project(ProjectId),
    /// Everything of a teacher.
    Teacher(UserId),
    /// One application.
    Application(ApplicationId),
}

impl Target {
    /// Its kind.
    pub fn scope(self) -> ConflictScope {
        match self {
            Self::School(_) => ConflictScope::School,
            Self::Project(_) => ConflictScope::Project,
            Self::Teacher(_) => ConflictScope::Teacher,
            Self::Application(_) => ConflictScope::Application,
        }
    }
}

/// The one of several that is given; `None` when it is none or more than one.
pub fn only(given: &[Option<Target>]) -> Option<Target> {
    let mut given = given.iter().flatten();
    given.next().copied().filter(|_| given.next().is_none())
}

/// What ties a juror to an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four ties, each of which may hold")]
pub struct Ties {
    /// It is her own.
    pub is_own: bool,
    /// She works, or worked in the look-back period, at the school of the applicant or at a partner of the project.
    pub works_there: bool,
    /// She takes part in the project.
    pub takes_part: bool,
    /// A hard conflict is recorded.
    pub is_recorded: bool,
}

impl Ties {
    /// Whether nothing keeps her away.
    pub fn are_none(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for Ties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ties = [
            (self.is_own, "the application is the juror's own"),
            (self.works_there, "the juror works or worked at a school of the project"),
            (self.takes_part, "the juror takes part in the project"),
            (self.is_recorded, "a conflict of interest is recorded"),
        ];
        let held: Vec<&str> = ties.iter().filter(|(holds, _)| *holds).map(|(_, text)| *text).collect();
        f.write_str(&held.join("; "))
    }
}

/// The first day of the look-back period: schools that a juror left before it do not count any more.
pub fn look_back(today: NaiveDate, years: i32) -> NaiveDate {
    // 29 February has no counterpart in most years.
    let year = today.year() - years;
    today.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).unwrap_or(today)
}

/// Languages of the system, without doubles and in a fixed order; `None` when one is unknown.
pub fn languages(given: &[String]) -> Option<Vec<&'static str>> {
    const KNOWN: [&str; 4] = ["nl", "fr", "de", "en"];
    let is_known = given.iter().all(|language| KNOWN.contains(&language.as_str()));
    is_known.then(|| KNOWN.into_iter().filter(|known| given.iter().any(|language| language == known)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_back_period_counts_whole_years() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(look_back(day("2026-07-02"), 2), day("2024-07-02"));
        assert_eq!(look_back(day("2028-02-29"), 1), day("2027-02-28"));
        assert_eq!(look_back(day("2028-02-29"), 4), day("2024-02-29"));
        assert_eq!(look_back(day("2026-07-02"), 0), day("2026-07-02"));
    }

    #[test]
    fn exactly_one_target_is_a_target() {
        let school = Some(Target::School(SchoolId(uuid::Uuid::nil())));
        let project = Some(Target::Project(ProjectId(uuid::Uuid::nil())));
        assert_eq!(only(&[school, None]), school);
        assert_eq!(only(&[None, project]), project);
        assert_eq!(only(&[school, project]), None);
        assert_eq!(only(&[None, None]), None);
    }

    #[test]
    fn every_tie_is_told() {
        assert!(Ties::default().are_none());
        let ties = Ties { is_own: true, works_there: true, takes_part: true, is_recorded: true };
        assert_eq!(ties.to_string().matches(';').count(), 3);
        for tie in [
            Ties { is_own: true, ..Ties::default() },
            Ties { works_there: true, ..Ties::default() },
            Ties { takes_part: true, ..Ties::default() },
            Ties { is_recorded: true, ..Ties::default() },
        ] {
            assert!(!tie.are_none());
            assert!(!tie.to_string().is_empty());
        }
    }

    #[test]
    fn languages_are_known_and_come_in_order() {
        let given = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(languages(&given(&["fr", "nl", "fr"])), Some(vec!["nl", "fr"]));
        assert_eq!(languages(&given(&[])), Some(vec![]));
        assert_eq!(languages(&given(&["nl", "latin"])), None);
    }
}
