//! The outcome of an application and why (INV-20).

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ApplicationRevisionId, DecisionId, RubricVersionId, UserId};
use crate::kinds::{ConsolidationMethod, DecisionBasis, DecisionStatus, Outcome};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionId,
    pub application_id: ApplicationId,
    pub outcome: Outcome,
    pub rule_outcome: Outcome,
    /// What the rule would say of the total that calibration estimated, and that total; none where it would say the same, and where
    /// nothing was estimated.
    pub calibrated_outcome: Option<Outcome>,
    pub calibrated_total_centi: Option<i32>,
    pub state: DecisionStatus,
    pub motivation: String,
    /// Who wrote it last; nobody while it stands as it was made.
    pub motivation_by_id: Option<UserId>,
    pub basis: DecisionBasis,
    /// How the evaluations were merged; none without them.
    pub method: Option<ConsolidationMethod>,
    /// The revision and the rubric that were judged; none where nothing was.
    pub revision_id: Option<ApplicationRevisionId>,
    pub rubric_version_id: Option<RubricVersionId>,
    pub proposed_by_id: UserId,
    pub adjusted_by_id: Option<UserId>,
    pub adjust_reason: Option<String>,
    pub ratified_by_id: Option<UserId>,
    pub ratified_at: Option<DateTimeUtc>,
    /// When it was set right after it was out.
    pub corrected_at: Option<DateTimeUtc>,
    /// From when on its teacher cannot ask any more to look at it again; none where that is not offered.
    pub reconsideration_closes_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
