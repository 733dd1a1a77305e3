//! The answer to one condition for taking part (R01-R06).

use sea_orm::entity::prelude::*;

use crate::ids::{EligibilityAnswerId, RegistrationId};
use crate::kinds::{AnswerSource, EligibilityCondition, EligibilityFinding};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "eligibility_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EligibilityAnswerId,
    pub registration_id: RegistrationId,
    pub condition: EligibilityCondition,
    pub holds: bool,
    pub source: AnswerSource,
    pub override_reason: Option<String>,
    pub answered_at: DateTimeUtc,
    pub finding: EligibilityFinding,
    /// What the teacher said; none where dates decide.
    pub said: Option<bool>,
    pub project_date: Option<Date>,
    pub earliest: Option<Date>,
    pub latest: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
