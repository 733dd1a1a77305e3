//! Mutations about personal data.

use entity::ids::{CampaignId, UserId};

use super::{
    commands::{self, ApplyRetentionRefusal, EraseUserRefusal, RequestPersonalDataRefusal, SetRetentionRefusal},
    inputs::{ApplyRetentionInput, EraseUserInput, RequestPersonalDataInput, SetRetentionInput},
};
use crate::acts;

acts! {
    /// Ask staff for an export of what there is of you. For 30 days what they export for you holds your drafts too.
    requestPersonalData(RequestPersonalDataInput) -> UserId | RequestPersonalDataRefusal [Teacher, Juror, Staff, Admin]
        = commands::request;

    /// Erase a person, for good. Name, address, places of work, ways to sign in, drafts and the content of mails go. What
    /// was handed in and decided stays, without a name, until its time is over: numbers, outcomes, labels, audit log.
    eraseUser(EraseUserInput) -> UserId | EraseUserRefusal [Admin] = commands::erase;

    /// Set for how long a campaign keeps what.
    setRetention(SetRetentionInput) -> CampaignId | SetRetentionRefusal [Admin] = commands::set_retention;

    /// Take away exactly what `retentionPreview` listed, for good. Scores, results, decisions and labels stay, and can be
    /// computed again.
    applyRetention(ApplyRetentionInput) -> CampaignId | ApplyRetentionRefusal [Admin] = commands::apply;
}
