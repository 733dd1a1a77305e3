//! Mutations about personal data.

use entity::ids::{CampaignId, UserId};

use super::{
    answers::{PersonalData, RetentionList},
    commands::{
        self, ApplyRetentionRefusal, EraseUserRefusal, ExportPersonalDataRefusal, PreviewRetentionRefusal,
        RequestPersonalDataRefusal, SetRetentionRefusal,
    },
    inputs::{
        ApplyRetentionInput, EraseUserInput, ExportPersonalDataInput, PreviewRetentionInput, RequestPersonalDataInput,
        SetRetentionInput,
    },
};
use crate::acts;

acts! {
    /// Export what there is of a person. Everybody exports her own data, in whatever role; staff export those of the
    /// teachers of their community, admins those of everybody, with a reason and with the same content: what is not out,
    /// who judged, and data of others are not in it. Staff get no drafts, unless the person asked in the last 30 days
    /// (`requestPersonalData`). `personalData` is a JSON document: one key per table, its rows as objects, with the ids,
    /// enums and instants of this API. It is a mutation because it writes to the audit log.
    exportPersonalData(ExportPersonalDataInput) -> PersonalData | ExportPersonalDataRefusal [Teacher, Juror, Staff, Admin] once
        = commands::export;

    /// Ask staff for an export of what there is of you. For 30 days what they export for you holds your drafts too.
    requestPersonalData(RequestPersonalDataInput) -> UserId | RequestPersonalDataRefusal [Teacher, Juror, Staff, Admin]
        = commands::request;

    /// Erase a person, for good. Name, address, places of work, ways to sign in, drafts and the content of mails go. What
    /// was handed in and decided stays, without a name, until its time is over: numbers, outcomes, labels, audit log.
    eraseUser(EraseUserInput) -> UserId | EraseUserRefusal [Admin] = commands::erase;

    /// Set for how long a campaign keeps what.
    setRetention(SetRetentionInput) -> CampaignId | SetRetentionRefusal [Admin] = commands::set_retention;

    /// List what a campaign has kept for long enough. Nothing changes but the audit log.
    previewRetention(PreviewRetentionInput) -> RetentionList | PreviewRetentionRefusal [Staff, Admin] once
        = commands::preview;

    /// Take away exactly what `previewRetention` listed, for good. Scores, results, decisions and labels stay, and can be
    /// computed again.
    applyRetention(ApplyRetentionInput) -> CampaignId | ApplyRetentionRefusal [Admin] = commands::apply;
}
