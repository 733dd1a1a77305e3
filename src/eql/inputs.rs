//! What the mutations of candidates for the European label take.

use async_graphql::InputObject;
use entity::{
    ids::{CampaignId, EqlCandidacyId, EqlNominationId, ProjectId},
    kinds::EqlOutcome,
};

use crate::api::{Day, Gid, Word};

/// The campaign whose candidates for the European label are computed.
#[derive(Clone, InputObject)]
pub struct ComputeEqlCandidatesInput {
    /// The campaign. Its results are published.
    pub campaign_id: Gid<CampaignId>,
}

/// Countries outside Belgium in which a project has a national label.
#[derive(Clone, InputObject)]
pub struct RecordForeignLabelsInput {
    /// The project. It is a candidate of the campaign.
    pub project_id: Gid<ProjectId>,
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The countries, as codes of two capital letters such as `FR`, without `BE`. The list replaces the one recorded
    /// before.
    pub countries: Vec<String>,
    /// How this is known.
    pub source: String,
    /// The day of that source; not later than today. Null for today.
    pub known_on: Option<Day>,
}

/// The campaign whose best projects are proposed for the European label.
#[derive(Clone, InputObject)]
pub struct ProposeEqlCandidatesInput {
    /// The campaign. Its results are published.
    pub campaign_id: Gid<CampaignId>,
    /// Where projects with equal means do not all fit in the list: those that do. The others stay out. None of them is in the list
    /// if this is left out.
    #[graphql(default)]
    pub chosen_project_ids: Vec<Gid<ProjectId>>,
    /// Why these; needed only with `chosenProjectIds`, and kept in the audit log.
    pub reason: Option<String>,
}

/// A list that you confirm as a second person.
#[derive(Clone, InputObject)]
pub struct NominateForEqlInput {
    /// The list.
    pub eql_nomination_id: Gid<EqlNominationId>,
    /// The `setHash` that you saw: you confirm exactly this list.
    pub expected_hash: String,
}

/// Whether a project takes part in the European label.
#[derive(Clone, InputObject)]
pub struct WithdrawEqlCandidacyInput {
    /// The candidate.
    pub eql_candidacy_id: Gid<EqlCandidacyId>,
    /// The version of it that you read.
    pub expected_version: i32,
    /// False if the project takes part after all.
    #[graphql(default = true)]
    pub is_withdrawn: bool,
    /// Why. Only staff read it.
    pub reason: String,
}

/// What became of nominated projects, by one document.
#[derive(Clone, InputObject)]
pub struct ImportEqlOutcomesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The document that says so, such as a letter of the Central Support Service.
    pub source: String,
    /// The day of that document; not later than today.
    pub announced_on: Day,
    /// Whether it sets right what was recorded before. If false, what contradicts that is refused.
    #[graphql(default = false)]
    pub is_correction: bool,
    /// One item for each project, 1 to 500.
    pub items: Vec<EqlOutcomeInput>,
}

/// What became of one project. Give its id or its address, and not both.
#[derive(Clone, InputObject)]
pub struct EqlOutcomeInput {
    /// The project.
    pub project_id: Option<Gid<ProjectId>>,
    /// Its address on ESEP or on the old TwinSpace, on any of its pages and in any language.
    pub esep_url: Option<String>,
    /// What became of it.
    pub outcome: Word<EqlOutcome>,
}
