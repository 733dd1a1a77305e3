//! Whether a project may take part: what is found of each condition, from plain values, and what the rules of the campaign
//! make of it (R01-R06, INV-05). Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::kinds::{AnswerSource, EligibilityCondition, EligibilityFinding, RuleSeverity};

use crate::campaign::{
    eligibility::Rule,
    rules::{day_of, end_of_day},
};

/// What a teacher says of four conditions.
pub type Said = [(EligibilityCondition, bool); 4];

/// The dates of a project that conditions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProjectDates {
    /// When it was registered on ESEP.
    pub registered_on: NaiveDate,
    /// Last day; none while it runs.
    pub ended_on: Option<NaiveDate>,
}

/// The dates of a campaign that conditions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CampaignDates {
    /// First day on which a project may have been registered on ESEP.
    pub esep_from: NaiveDate,
    /// Last such day.
    pub esep_to: NaiveDate,
    /// When step 2 closes.
    pub submission_deadline: DateTime<Utc>,
}

/// What is found of one condition, and the values it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which.
    pub condition: EligibilityCondition,
    /// What is found.
    pub finding: EligibilityFinding,
    /// Who says so.
    pub source: AnswerSource,
    /// What the teacher says; none where dates decide.
    pub said: Option<bool>,
    /// The date of the project; none where none decides, or it is not known.
    pub project_date: Option<NaiveDate>,
    /// The first day that will do.
    pub earliest: Option<NaiveDate>,
    /// The last day that will do.
    pub latest: Option<NaiveDate>,
}

/// Finds of all six conditions: four as the teacher says, two as the dates say.
pub fn judge(said: Said, project: ProjectDates, campaign: CampaignDates) -> Vec<Judged> {
    let by_word = said.into_iter().map(|(condition, said)| Judged {
        condition,
        finding: if said { EligibilityFinding::Pass } else { EligibilityFinding::Fail },
        source: AnswerSource::Teacher,
        said: Some(said),
        project_date: None,
        earliest: None,
        latest: None,
    });
    let by_date = [in_window(project.registered_on, campaign), ended(project.ended_on, campaign.submission_deadline)];
    by_word.chain(by_date).collect()
}

fn in_window(registered_on: NaiveDate, campaign: CampaignDates) -> Judged {
    let holds = is_in_window(registered_on, campaign);
    Judged {
        condition: EligibilityCondition::RegisteredInWindow,
        finding: if holds { EligibilityFinding::Pass } else { EligibilityFinding::Fail },
        source: AnswerSource::Esep,
        said: None,
        project_date: Some(registered_on),
        earliest: Some(campaign.esep_from),
        latest: Some(campaign.esep_to),
    }
}

fn ended(ended_on: Option<NaiveDate>, deadline: DateTime<Utc>) -> Judged {
    let finding = match ended_on {
        // A project that runs may end in time, and may be in its last stage.
        None => EligibilityFinding::NeedsPerson,
        Some(_) if has_ended_by(ended_on, deadline) => EligibilityFinding::Pass,
        Some(_) => EligibilityFinding::Fail,
    };
    Judged {
        condition: EligibilityCondition::EndedByDeadline,
        finding,
        source: AnswerSource::Esep,
        said: None,
        project_date: ended_on,
        earliest: None,
        latest: Some(day_of(deadline - TimeDelta::milliseconds(1))),
    }
}

/// Whether a project was registered on ESEP inside the window; both ends are inside (R02).
pub fn is_in_window(registered_on: NaiveDate, campaign: CampaignDates) -> bool {
    (campaign.esep_from..=campaign.esep_to).contains(&registered_on)
}

/// Whether a project has ended before step 2 closes: its last day is over by then (R05, Q9).
pub fn has_ended_by(ended_on: Option<NaiveDate>, deadline: DateTime<Utc>) -> bool {
    ended_on.is_some_and(|last_day| end_of_day(last_day) <= deadline)
}

/// A step at which the rules are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Step 1.
    Registration,
    /// Step 2 as it is handed in.
    HandIn,
}

/// What the rules make of one finding at a step. What staff decided to hold, holds.
pub fn weight(judged: &Judged, rules: &[Rule], step: Step) -> RuleSeverity {
    let rule = rules.iter().find(|rule| rule.condition == judged.condition);
    match (judged.finding, rule, step) {
        (EligibilityFinding::Pass, ..) => RuleSeverity::Ignore,
        (_, Some(rule), Step::Registration) => rule.at_registration,
        (_, Some(rule), Step::HandIn) => rule.at_hand_in,
        // A condition that no rule tells of is looked at.
        (_, None, _) => RuleSeverity::Review,
    }
}

/// The conditions that weigh this much.
pub fn that_weigh(
    judged: &[Judged],
    rules: &[Rule],
    step: Step,
    severities: &[RuleSeverity],
) -> Vec<EligibilityCondition> {
    let weighs = |one: &&Judged| severities.contains(&weight(one, rules, step));
    judged.iter().filter(weighs).map(|one| one.condition).collect()
}

/// What keeps step 1 from being confirmed at once: staff look at it.
pub fn doubts(judged: &[Judged], rules: &[Rule]) -> Vec<EligibilityCondition> {
    that_weigh(judged, rules, Step::Registration, &[RuleSeverity::Review])
}

/// What step 2 cannot be handed in with: it is refused, or nobody has looked at it.
pub fn obstacles(judged: &[Judged], rules: &[Rule]) -> Vec<EligibilityCondition> {
    that_weigh(judged, rules, Step::HandIn, &[RuleSeverity::Block, RuleSeverity::Review])
}

/// The heaviest thing that the rules make of it all.
pub fn heaviest(judged: &[Judged], rules: &[Rule], step: Step) -> RuleSeverity {
    judged.iter().map(|one| weight(one, rules, step)).max().unwrap_or(RuleSeverity::Ignore)
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::eligibility::rule_set;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn campaign() -> CampaignDates {
        CampaignDates {
            esep_from: day("2025-04-01"),
            esep_to: day("2026-03-31"),
            submission_deadline: end_of_day(day("2026-07-01")),
        }
    }

    fn said(holds: bool) -> Said {
        [
            (EligibilityCondition::ActivityInSchoolYear, holds),
            (EligibilityCondition::ResultsVisible, holds),
            (EligibilityCondition::Collaborated, holds),
            (EligibilityCondition::Communicated, holds),
        ]
    }

    #[test]
    fn the_window_has_both_its_ends_inside() {
        for (on, inside) in [("2025-03-31", false), ("2025-04-01", true), ("2026-03-31", true), ("2026-04-01", false)] {
            assert_eq!(is_in_window(day(on), campaign()), inside, "{on}");
        }
    }

    #[test]
    fn a_project_may_end_on_the_last_day_itself() {
        let deadline = campaign().submission_deadline;
        for (on, ended) in [("2026-06-30", true), ("2026-07-01", true), ("2026-07-02", false)] {
            assert_eq!(has_ended_by(Some(day(on)), deadline), ended, "{on}");
        }
        assert!(!has_ended_by(None, deadline));
    }

    #[test]
    fn every_condition_is_judged_once_with_the_values_it_rests_on() {
        let project = ProjectDates { registered_on: day("2025-05-01"), ended_on: None };
        let judged = judge(said(true), project, campaign());
        let mut conditions: Vec<_> = judged.iter().map(|one| one.condition).collect();
        conditions.sort_unstable();
        let all: Vec<_> = EligibilityCondition::VALUES.iter().map(|(condition, ..)| *condition).collect();
        assert_eq!(conditions, all);
        let of = |condition| *judged.iter().find(|one| one.condition == condition).unwrap();
        let window = of(EligibilityCondition::RegisteredInWindow);
        assert_eq!(window.project_date, Some(day("2025-05-01")));
        assert_eq!((window.earliest, window.latest), (Some(day("2025-04-01")), Some(day("2026-03-31"))));
        let ended = of(EligibilityCondition::EndedByDeadline);
        assert_eq!((ended.finding, ended.latest), (EligibilityFinding::NeedsPerson, Some(day("2026-07-01"))));
        assert_eq!(of(EligibilityCondition::Collaborated).said, Some(true));
    }

    #[test]
    fn a_running_project_may_register_and_not_hand_in() {
        let rules = rule_set(&[]);
        let with =
            |ended_on| judge(said(true), ProjectDates { registered_on: day("2025-05-01"), ended_on }, campaign());
        assert_eq!(doubts(&with(None), &rules), []);
        assert_eq!(heaviest(&with(None), &rules, Step::Registration), RuleSeverity::Warn);
        assert_eq!(obstacles(&with(None), &rules), [EligibilityCondition::EndedByDeadline]);
        assert_eq!(obstacles(&with(Some(day("2026-06-01"))), &rules), []);
    }

    #[test]
    fn the_table_of_severities() {
        use RuleSeverity::{Block, Ignore, Review, Warn};
        let failed = Judged { finding: EligibilityFinding::Fail, ..in_window(day("2020-01-01"), campaign()) };
        for severity in [Ignore, Warn, Review, Block] {
            let rule = Rule { condition: failed.condition, at_registration: severity, at_hand_in: severity };
            let (one, rules) = ([failed], [rule]);
            assert_eq!(doubts(&one, &rules).len(), usize::from(severity == Review), "{severity:?}");
            assert_eq!(obstacles(&one, &rules).len(), usize::from(severity >= Review), "{severity:?}");
            let met = [Judged { finding: EligibilityFinding::Pass, ..failed }];
            assert_eq!((doubts(&met, &rules).len(), obstacles(&met, &rules).len()), (0, 0), "{severity:?}");
        }
        assert_eq!(weight(&failed, &[], Step::HandIn), Review);
    }

    proptest! {
        #[test]
        fn by_default_whatever_step_1_doubts_blocks_step_2(holds: [bool; 4], registered in 0i64..800, ended in prop::option::of(0i64..800)) {
            let start = day("2025-01-01");
            let on = |days: i64| start + TimeDelta::days(days);
            let project = ProjectDates { registered_on: on(registered), ended_on: ended.map(on) };
            let mut answers = said(true);
            for (answer, holds) in answers.iter_mut().zip(holds) {
                answer.1 = holds;
            }
            let (judged, rules) = (judge(answers, project, campaign()), rule_set(&[]));
            let blocking = obstacles(&judged, &rules);
            prop_assert!(doubts(&judged, &rules).iter().all(|doubt| blocking.contains(doubt)));
        }
    }
}
