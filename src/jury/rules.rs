//! What keeps a juror away from an application (R80, INV-10, Q19).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use entity::{
    ids::{ApplicationId, ProjectId, SchoolId, UserId},
    kinds::{ConflictScope, Tie},
};

/// Why somebody is kept away where the system found it, as it is kept: the person works or worked at a school.
pub const AT_SCHOOL: &str = "AT_SCHOOL";
/// The same: the person takes part in a project.
pub const IN_PROJECT: &str = "IN_PROJECT";
/// The same: something else came up.
pub const TIED: &str = "TIED";

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties(BTreeSet<Tie>);

/// Whether a tie keeps a juror away, whatever anybody thinks of it (INV-10, INV-11).
pub fn keeps_away(tie: Tie) -> bool {
    match tie {
        Tie::OwnApplication | Tie::SameSchool | Tie::SameProject | Tie::HardConflict | Tie::SharedProject => true,
        Tie::SameBoard | Tie::SoftConflict | Tie::DeclinedBefore => false,
    }
}

impl Ties {
    /// Adds one.
    pub fn add(&mut self, tie: Tie) {
        self.0.insert(tie);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Tie> + '_ {
        self.0.iter().copied()
    }

    /// Whether one of them keeps the juror away.
    pub fn keep_away(&self) -> bool {
        self.iter().any(keeps_away)
    }

    /// Those that keep the juror away.
    pub fn held(&self) -> Vec<Tie> {
        self.iter().filter(|tie| keeps_away(*tie)).collect()
    }

    /// Whether one of them is for staff to weigh (Q19).
    pub fn want_a_decision(&self) -> bool {
        self.iter().any(|tie| matches!(tie, Tie::SameBoard | Tie::SoftConflict))
    }

    /// Whether all that stands between them is something that staff may clear.
    pub fn can_be_cleared(&self) -> bool {
        let may_clear = |tie| matches!(tie, Tie::SameBoard | Tie::SoftConflict | Tie::SharedProject);
        self.iter().any(may_clear) && !self.iter().any(|tie| keeps_away(tie) && !may_clear(tie))
    }

    /// Whether she was asked before, and said no.
    pub fn tell_of_a_no(&self) -> bool {
        self.0.contains(&Tie::DeclinedBefore)
    }
}

impl FromIterator<Tie> for Ties {
    fn from_iter<T: IntoIterator<Item = Tie>>(ties: T) -> Self {
        Self(ties.into_iter().collect())
    }
}

/// How many applications a juror takes on at most who is away for part of the time: her share of the days from `from` to
/// `to`, both included, rounded down. Absences may overlap.
pub fn room(most: u32, from: NaiveDate, to: NaiveDate, absences: &[(NaiveDate, NaiveDate)]) -> u32 {
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let is_here = |day: &&NaiveDate| !absences.iter().any(|(begin, end)| (begin..=end).contains(day));
    let here = u64::try_from(days.iter().filter(is_here).count()).unwrap_or(u64::MAX);
    let all = u64::try_from(days.len()).unwrap_or(u64::MAX).max(1);
    u32::try_from(u64::from(most) * here / all).unwrap_or(most)
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
    fn a_tie_keeps_away_or_is_for_staff_or_says_no() {
        use entity::kinds::Kind;
        let ties = |ties: &[Tie]| ties.iter().copied().collect::<Ties>();
        assert!(!Ties::default().keep_away());
        for (tie, ..) in Tie::VALUES {
            let one = ties(&[*tie]);
            let ways = [one.keep_away(), one.want_a_decision(), one.tell_of_a_no()];
            assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{tie:?}");
            assert_eq!(one.keep_away(), !one.held().is_empty(), "{tie:?}");
        }
        let all = Tie::VALUES.iter().map(|(tie, ..)| *tie).collect::<Ties>();
        assert_eq!(all.held().len(), 5);
    }

    #[test]
    fn who_is_away_for_part_of_the_time_takes_on_her_share() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (from, to) = (day("2026-09-01"), day("2026-09-10"));
        assert_eq!(room(10, from, to, &[]), 10);
        assert_eq!(room(10, from, to, &[(day("2026-08-20"), day("2026-09-03"))]), 7);
        let overlapping = [(day("2026-09-02"), day("2026-09-05")), (day("2026-09-04"), day("2026-09-06"))];
        assert_eq!(room(3, from, to, &overlapping), 1, "half of the days, rounded down");
        assert_eq!(room(10, from, to, &[(day("2026-01-01"), day("2026-12-31"))]), 0);
        assert_eq!(room(10, to, from, &[]), 0, "no days at all");
    }

    #[test]
    fn languages_are_known_and_come_in_order() {
        let given = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(languages(&given(&["fr", "nl", "fr"])), Some(vec!["nl", "fr"]));
        assert_eq!(languages(&given(&[])), Some(vec![]));
        assert_eq!(languages(&given(&["nl", "latin"])), None);
    }
}
