//! Mutations about personal data.

use crate::{account::User, campaign::Campaign};
use entity::ids::{CampaignId, UserId};

use super::{
    commands::{self, ApplyRetentionRefusal, EraseUserRefusal, RequestPersonalDataRefusal, SetRetentionRefusal},
    inputs::{ApplyRetentionInput, EraseUserInput, RequestPersonalDataInput, SetRetentionInput},
};
use crate::acts;

acts! {
    /// Ask staff for an export of your own data. In the next 30 days their export of your data contains your drafts
    /// too.
    requestPersonalData(RequestPersonalDataInput) -> UserId | RequestPersonalDataRefusal [Teacher, Juror, Staff, Admin]
        = commands::request;

    /// Erase the data of a person. This cannot be undone. Name, address, schools, ways to sign in, drafts and the
    /// content of mails are erased. What was handed in and decided is kept without a name until its time is over:
    /// figures, outcomes, labels, audit log.
    eraseUser(EraseUserInput) -> UserId | EraseUserRefusal [Admin; User::ADMINISTER(userId)] = commands::erase;

    /// Set for how many months a campaign keeps its data.
    setRetention(SetRetentionInput) -> CampaignId | SetRetentionRefusal
        [Admin; Campaign::RETAIN(campaignId)] = commands::set_retention;

    /// Erase exactly what `retentionPreview` listed. This cannot be undone. Scores, results, decisions and labels are
    /// kept, and results can still be computed again.
    applyRetention(ApplyRetentionInput) -> CampaignId | ApplyRetentionRefusal
        [Admin; Campaign::RETAIN(campaignId)] = commands::apply;
}
