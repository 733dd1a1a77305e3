//! What the mutations about personal data take.

use async_graphql::{InputObject, InputType, InputValueResult, Value, indexmap, registry::Registry};
use entity::ids::{CampaignId, UserId};

use crate::api::{Gid, schema::input_type};

/// The person whose data are exported.
#[derive(Clone, InputObject)]
pub struct PersonalDataExportInput {
    /// The person whose data are exported.
    pub user_id: Gid<UserId>,
    /// Why; for the audit log. Can be null or left out if you export your own data.
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
        registry.types.insert(
            name.to_string(),
            input_type(
                &name,
                "The request that staff export your data. It needs nothing but an optional key.",
                Vec::new(),
            ),
        );
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

/// The person to erase.
#[derive(Clone, InputObject)]
pub struct EraseUserInput {
    /// The person to erase.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; for the audit log. Write no names: the audit log is kept for years and cannot be changed.
    pub reason: String,
}

/// For how many months a campaign keeps its data, 1 to 240. What is left out stays as it is.
#[derive(Clone, InputObject)]
pub struct SetRetentionInput {
    /// The campaign, in any phase.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Months for drafts that were never handed in, or were taken back, counted from the deadline of step 2. Null or
    /// left out: it stays as it is.
    pub drafts_months: Option<i32>,
    /// Months for the texts of applications, and for what was written about them, counted from the day of the result.
    /// Null or left out: it stays as it is.
    pub applications_months: Option<i32>,
    /// Months for which juror judged which application, counted from the day of the result. Null or left out: it stays
    /// as it is.
    pub juror_links_months: Option<i32>,
    /// Months for address and content of the mails of the school year, counted from the day on which they were written.
    /// Null or left out: it stays as it is.
    pub messages_months: Option<i32>,
    /// Months for photos of prizes, counted from the day on which they were added; one that is withdrawn goes at once.
    /// Null or left out: it stays as it is.
    pub photos_months: Option<i32>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The campaign whose list is made.
#[derive(Clone, InputObject)]
pub struct RetentionPreviewInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
}

/// A list of old data, to erase.
#[derive(Clone, InputObject)]
pub struct ApplyRetentionInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The hash of the list that you saw: exactly that list is erased.
    pub expected_hash: String,
    /// Why; kept in the audit log.
    pub reason: String,
}
