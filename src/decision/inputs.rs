//! What the mutations of decisions take.

use async_graphql::InputObject;
use entity::{
    ids::{ApplicationId, CampaignId, DecisionId, UploadId},
    kinds::{Community, Outcome, Track},
};

use crate::api::{Decimal, Gid, Others, Word};

/// The applications of one label for which decisions are proposed. All must have a result.
#[derive(Clone, InputObject)]
pub struct ProposeDecisionsInput {
    /// The campaign. It is in the phase `DELIBERATION`.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
}

/// A decision to compute again.
#[derive(Clone, InputObject)]
pub struct DecisionReplayInput {
    /// The decision.
    pub decision_id: Gid<DecisionId>,
}

/// Another rule to try on the results of a jury. What is left out is as it was.
#[derive(Clone, InputObject)]
pub struct OutcomesUnderInput {
    /// The campaign, of now or of an earlier year.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The total that is needed, in points.
    pub threshold: Option<Decimal>,
    /// What is needed on single criteria and gates.
    #[graphql(default)]
    pub minima: Vec<CriterionMinimumInput>,
    /// Whether only the jurors count that each application had at first, so that no third juror does. Results of panels stay.
    #[graphql(default = false)]
    pub is_without_third_jurors: bool,
    /// Whether the total is the one that `calibration` estimates, in which no juror is more severe than another. Scores on
    /// criteria and gates stay.
    #[graphql(default = false)]
    pub is_calibrated: bool,
}

/// What is needed on a criterion or gate.
#[derive(Clone, InputObject)]
pub struct CriterionMinimumInput {
    /// `C1` to `C5`, or a gate such as `G1`.
    pub criterion_code: String,
    /// The score that is needed, in points.
    pub minimum: Decimal,
}

/// The applications for which first versions of the texts are made: those for one label from one community.
#[derive(Clone, InputObject)]
pub struct DraftResultTextsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The community of the applicants. For `NQL` the one that the caller works for.
    pub community: Word<Community>,
}

/// The applications whose texts you want as a spreadsheet: those for one label from one community.
#[derive(Clone, InputObject)]
pub struct ResultTextsSheetInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The community of the applicants. For `NQL` the one that you work for.
    pub community: Word<Community>,
}

/// A spreadsheet with texts, to look through.
#[derive(Clone, InputObject)]
pub struct ResultTextsPreviewInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The community of the applicants.
    pub community: Word<Community>,
    /// The file of `resultTextsSheet` with your changes, sent to `/uploads`.
    pub upload_id: Gid<UploadId>,
}

/// A spreadsheet with texts to save.
#[derive(Clone, InputObject)]
pub struct ImportResultTextsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The community of the applicants.
    pub community: Word<Community>,
    /// The file, sent to `/uploads`. It is removed once it is used.
    pub upload_id: Gid<UploadId>,
    /// The `hash` of `resultTextsPreview`: you save exactly what you saw there.
    pub expected_hash: String,
}

/// Texts of results.
#[derive(Clone, InputObject)]
pub struct SaveResultTextsInput {
    /// One item per application, 1 to 100.
    pub items: Vec<ResultTextsInput>,
    /// Whether nothing is saved if one application is refused. If false, the others are saved.
    #[graphql(default = false)]
    pub is_all_or_nothing: bool,
}

/// The texts of the result of one application. A text that is null or left out stays as it is; an empty one is removed, and
/// `draftResultTexts` can make it again.
#[derive(Clone, InputObject)]
pub struct ResultTextsInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the decision that you saw. Needed with `motivation`.
    pub expected_decision_version: Option<i32>,
    /// The explanation of the outcome.
    pub motivation: Option<String>,
    /// The version of the feedback that you saw. 0, null or left out: there is no feedback yet.
    pub expected_feedback_version: Option<i32>,
    /// The feedback of the jury on the whole application.
    pub feedback: Option<String>,
    /// The feedback of the jury on single criteria. Criteria that are left out stay as they are.
    pub criteria: Option<Vec<CriterionTextInput>>,
}

/// The feedback of the jury on one criterion.
#[derive(Clone, InputObject)]
pub struct CriterionTextInput {
    /// Code of the criterion, such as `C1`.
    pub criterion_code: String,
    /// The feedback.
    pub text: String,
}

/// Texts of results that may be published.
#[derive(Clone, InputObject)]
pub struct ApproveResultTextsInput {
    /// One item per application, 1 to 100.
    pub items: Vec<ApprovedTextsInput>,
    /// Whether nothing is approved if one application is refused. If false, the others are approved.
    #[graphql(default = false)]
    pub is_all_or_nothing: bool,
}

/// The texts of the result of one application, exactly as you saw them.
#[derive(Clone, InputObject)]
pub struct ApprovedTextsInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the decision that you saw.
    pub expected_decision_version: i32,
    /// The version of the feedback that you saw.
    pub expected_feedback_version: i32,
}

/// What becomes of the other items when one is refused.
fn others(is_all_or_nothing: bool) -> Others {
    if is_all_or_nothing { Others::Fall } else { Others::Stand }
}

impl SaveResultTextsInput {
    /// What becomes of the other items when one is refused.
    pub fn others(&self) -> Others {
        others(self.is_all_or_nothing)
    }
}

impl ApproveResultTextsInput {
    /// What becomes of the other items when one is refused.
    pub fn others(&self) -> Others {
        others(self.is_all_or_nothing)
    }
}

/// Another outcome than the rule gives.
#[derive(Clone, InputObject)]
pub struct AdjustDecisionInput {
    /// The decision.
    pub decision_id: Gid<DecisionId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The outcome.
    pub outcome: Word<Outcome>,
    /// Why; kept with the decision and in the audit log.
    pub reason: String,
}

/// Decisions whose confirmation you take back.
#[derive(Clone, InputObject)]
pub struct TakeBackRatificationsInput {
    /// The decisions, 1 to 100.
    pub decision_ids: Vec<Gid<DecisionId>>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// An application on which it is decided again whether it goes to the jury.
#[derive(Clone, InputObject)]
pub struct TakeBackAdmissibilityInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// Decisions that you confirm as a second person.
#[derive(Clone, InputObject)]
pub struct RatifyDecisionsInput {
    /// The decisions, 1 to 100.
    pub decision_ids: Vec<Gid<DecisionId>>,
}
