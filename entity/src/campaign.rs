//! One yearly cycle of the label.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, RubricVersionId};
use crate::kinds::CampaignStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignId,
    pub school_year: String,
    pub name: String,
    pub status: CampaignStatus,
    pub rubric_version_id: RubricVersionId,
    pub registration_deadline: DateTimeUtc,
    pub submission_deadline: DateTimeUtc,
    pub esep_from: Date,
    pub esep_to: Date,
    pub results_planned_at: DateTimeUtc,
    pub evaluations_due_at: DateTimeUtc,
    pub contact_email: String,
    pub contact_url: String,
    pub language_vl: String,
    pub language_fwb: String,
    pub language_dg: String,
    pub applications_per_teacher: i32,
    pub jurors_per_application: i32,
    pub juror_max_load: i32,
    pub conflict_look_back_years: i32,
    pub discrepancy_centi: i32,
    pub prize_budget_cents: i64,
    /// How projects with the same mean are parted, in this order: codes of criteria, and `SPREAD`, with commas.
    pub prize_tie_breaks: String,
    pub eql_minimum_centi: i32,
    pub eql_scale_max_centi: i32,
    pub eql_share_percent: i32,
    pub eql_countries: i32,
    pub keep_drafts_months: i32,
    pub keep_applications_months: i32,
    pub keep_juror_links_months: i32,
    pub keep_messages_months: i32,
    pub keep_photos_months: i32,
    pub form_minutes: i32,
    pub summary_words: i32,
    pub answer_words: i32,
    pub texts_by_second_person: bool,
    pub reconsideration_days: i32,
    /// Whether teachers are told in which band their scores are.
    pub has_score_bands: bool,
    pub opened_at: Option<DateTimeUtc>,
    pub calendar_at_opening: Option<Json>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
