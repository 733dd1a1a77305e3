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
    /// Put away.
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
        (Published, Step::Archive) => Some(Archived),
        (Draft | Open | Closed | Evaluation | Deliberation | Published | Archived, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;

    #[test]
    fn each_step_on_starts_at_exactly_one_status_and_leads_to_the_next() {
        let order: Vec<CampaignStatus> = CampaignStatus::VALUES.iter().map(|(status, ..)| *status).collect();
        let steps =
            [Step::Open, Step::Close, Step::StartEvaluation, Step::StartDeliberation, Step::Publish, Step::Archive];
        for (from, status) in order.iter().enumerate() {
            for (at, step) in steps.iter().enumerate() {
                let expected = (from == at).then(|| order[from + 1]);
                assert_eq!(after(*status, *step), expected, "{status:?} {step:?}");
            }
        }
    }
    #[test]
    fn only_deliberation_goes_back_and_only_to_evaluation() {
        for (status, ..) in CampaignStatus::VALUES {
            let back = (*status == CampaignStatus::Deliberation).then_some(CampaignStatus::Evaluation);
            assert_eq!(after(*status, Step::ResumeEvaluation), back, "{status:?}");
        }
    }
}
