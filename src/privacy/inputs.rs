//! What the mutations about personal data take.

use async_graphql::{InputObject, InputType, InputValueResult, Value, indexmap, registry::Registry};
use entity::ids::{CampaignId, UserId};

use crate::api::{Gid, schema::input_type};

/// Whose data.
#[derive(Clone, InputObject)]
pub struct PersonalDataExportInput {
    /// Who.
    pub user_id: Gid<UserId>,
    /// Why, for the audit log; can be left out by the person herself.
    pub reason: Option<String>,
}

/// A request for an export by staff: nothing is to be said of it.
#[derive(Clone)]
pub struct RequestPersonalDataInput;

impl InputType for RequestPersonalDataInput {
    type RawValueType = Self;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "RequestPersonalDataInput".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = Self::type_name();
        registry.types.insert(name.to_string(), input_type(&name, "A request for an export by staff.", Vec::new()));
        format!("{name}!")
    }

    fn parse(_: Option<Value>) -> InputValueResult<Self> {
        Ok(Self)
    }

    fn to_value(&self) -> Value {
        Value::Object(indexmap::IndexMap::new())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
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
}

/// A campaign whose list is to be seen.
#[derive(Clone, InputObject)]
pub struct RetentionPreviewInput {
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
}
