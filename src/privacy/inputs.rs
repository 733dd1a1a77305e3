//! What the mutations about personal data take.

use async_graphql::InputObject;
use entity::ids::{CampaignId, UserId};

use crate::api::Gid;

/// Whose data.
#[derive(Clone, InputObject)]
pub struct ExportPersonalDataInput {
    /// Who.
    pub user_id: Gid<UserId>,
    /// Why, for the audit log; can be left out by the person herself.
    pub reason: Option<String>,
}

/// A request for an export by staff.
#[derive(Clone, InputObject)]
pub struct RequestPersonalDataInput {
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// A person who is erased.
#[derive(Clone, InputObject)]
pub struct EraseUserInput {
    /// Who.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why, for the audit log, which is kept for years and cannot be changed: without names.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// For how long a campaign keeps what, in months, 1 to 240. What is left out stays as it is.
#[derive(Clone, InputObject)]
pub struct SetRetentionInput {
    /// The campaign, before or after it opened.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Drafts on which nothing was decided, from the deadline of step 2.
    pub drafts_months: Option<i32>,
    /// The texts of applications and of what was written on them, from the day of the result.
    pub applications_months: Option<i32>,
    /// Who judged what, from the day of the result.
    pub juror_links_months: Option<i32>,
    /// Address and content of mails of its school year, from the day on which they were written.
    pub messages_months: Option<i32>,
    /// Why; kept in the audit log.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// A campaign whose list is to be seen.
#[derive(Clone, InputObject)]
pub struct PreviewRetentionInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
}

/// A list that is applied.
#[derive(Clone, InputObject)]
pub struct ApplyRetentionInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The hash of the list that you saw: exactly that is applied.
    pub expected_hash: String,
    /// Why; kept in the audit log.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}
