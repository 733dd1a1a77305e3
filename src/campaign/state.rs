//! Where a campaign stands, and what moves it on.

use entity::kinds::CampaignStatus;

/// What moves a campaign on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Teachers may register; rules and rubric freeze.
    Open,
    /// Both deadlines have passed.
    Close,
    /// The jury starts.
    StartEvaluation,
    /// The jury is done.
    StartDeliberation,
    /// The jury has work again: a late conflict sent an application back to it.
    ResumeEvaluation,
    /// The results of every track are out.
    Publish,
    /// Put away: its results are out, or it has none. Who calls this knows that.
    Archive,
}

/// Where the step leads; `None` when it does not start here.
pub fn after(status: CampaignStatus, step: Step) -> Option<CampaignStatus> {
    use CampaignStatus::{Archived, Closed, Deliberation, Draft, Evaluation, Open, Published};
    match (status, step) {
        (Draft, Step::Open) => Some(Open),
        (Open, Step::Close) => Some(Closed),
        (Closed, Step::StartEvaluation) | (Deliberation, Step::ResumeEvaluation) => Some(Evaluation),
        (Evaluation, Step::StartDeliberation) => Some(Deliberation),
        (Deliberation, Step::Publish) => Some(Published),
        (Closed | Evaluation | Deliberation | Published, Step::Archive) => Some(Archived),
        (Draft | Open | Closed | Evaluation | Deliberation | Published | Archived, _) => None,
    }
}

/// A part of the configuration, as far as it freezes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The timeline, and where people with questions are sent.
    Told,
    /// The deadlines of steps 1 and 2.
    Deadlines,
    /// When the jury has to be done.
    EvaluationsDue,
    /// When the results are planned.
    ResultsPlanned,
    /// Everything that is decided by: name, window, languages, settings, rubric.
    Rules,
}

/// How a part may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freedom {
    /// As staff like.
    Free,
    /// To a later day, for everybody, with a reason (INV-08).
    Later,
    /// Not at all.
    Frozen,
}

/// How a part of the configuration may change where the campaign stands (INV-08).
pub fn freedom(status: CampaignStatus, part: Part) -> Freedom {
    use CampaignStatus::{Archived, Closed, Deliberation, Draft, Evaluation, Open, Published};
    match (status, part) {
        (Draft, _) | (Open | Closed | Evaluation | Deliberation | Published, Part::Told) => Freedom::Free,
        (Open, Part::Deadlines)
        | (Open | Closed | Evaluation, Part::EvaluationsDue)
        | (Open | Closed | Evaluation | Deliberation, Part::ResultsPlanned) => Freedom::Later,
        (Open | Closed | Evaluation | Deliberation | Published | Archived, _) => Freedom::Frozen,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;

    #[test]
    fn each_step_on_starts_at_exactly_one_status_and_leads_to_the_next() {
        let order: Vec<CampaignStatus> = CampaignStatus::VALUES.iter().map(|(status, ..)| *status).collect();
        let steps = [Step::Open, Step::Close, Step::StartEvaluation, Step::StartDeliberation, Step::Publish];
        for (from, status) in order.iter().enumerate() {
            for (at, step) in steps.iter().enumerate() {
                let expected = (from == at).then(|| order[from + 1]);
                assert_eq!(after(*status, *step), expected, "{status:?} {step:?}");
            }
        }
    }

    #[test]
    fn what_is_closed_can_be_put_away() {
        for (status, ..) in CampaignStatus::VALUES {
            let can = !matches!(status, CampaignStatus::Draft | CampaignStatus::Open | CampaignStatus::Archived);
            assert_eq!(after(*status, Step::Archive), can.then_some(CampaignStatus::Archived), "{status:?}");
        }
    }

    #[test]
    fn only_deliberation_goes_back_and_only_to_evaluation() {
        for (status, ..) in CampaignStatus::VALUES {
            let back = (*status == CampaignStatus::Deliberation).then_some(CampaignStatus::Evaluation);
            assert_eq!(after(*status, Step::ResumeEvaluation), back, "{status:?}");
        }
    }

    #[test]
    fn after_opening_the_rules_are_frozen_and_days_only_move_on() {
        use Freedom::{Free, Frozen, Later};
        let parts = [Part::Told, Part::Deadlines, Part::EvaluationsDue, Part::ResultsPlanned, Part::Rules];
        let expected = [
            [Free, Free, Free, Free, Free],
            [Free, Later, Later, Later, Frozen],
            [Free, Frozen, Later, Later, Frozen],
            [Free, Frozen, Later, Later, Frozen],
            [Free, Frozen, Frozen, Later, Frozen],
            [Free, Frozen, Frozen, Frozen, Frozen],
            [Frozen, Frozen, Frozen, Frozen, Frozen],
        ];
        for ((status, ..), row) in CampaignStatus::VALUES.iter().zip(expected) {
            assert_eq!(parts.map(|part| freedom(*status, part)), row, "{status:?}");
        }
    }
}
