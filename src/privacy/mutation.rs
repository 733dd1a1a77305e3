//! Mutations about personal data: parse, call, shape.

use async_graphql::{Context, Object};
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
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Juror, Staff, Teacher},
};

/// Mutations about personal data.
#[derive(Default)]
pub struct PrivacyMutation;

#[Object]
impl PrivacyMutation {
    /// Export what there is of a person. Everybody exports her own data, in whatever role; staff export those of the
    /// teachers of their community, admins those of everybody, with a reason and with the same content: what is not out,
    /// who judged, and data of others are not in it. Staff get no drafts, unless the person asked in the last 30 days
    /// (`requestPersonalData`). `personalData` is a JSON document: one key per table, its rows as objects, with the ids,
    /// enums and instants of this API. It is a mutation because it writes to the audit log.
    #[graphql(directive = policy::apply(vec![Teacher, Juror, Staff, Admin]))]
    async fn export_personal_data(
        &self,
        ctx: &Context<'_>,
        input: ExportPersonalDataInput,
    ) -> ApiResult<Payload<PersonalData, ExportPersonalDataRefusal>> {
        answer!(ctx, "exportPersonalData", answer_once, |work| commands::export(work, input.clone()))
    }

    /// Ask staff for an export of what there is of you. For 30 days what they export for you holds your drafts too.
    #[graphql(directive = policy::apply(vec![Teacher, Juror, Staff, Admin]))]
    async fn request_personal_data(
        &self,
        ctx: &Context<'_>,
        input: RequestPersonalDataInput,
    ) -> ApiResult<Payload<UserId, RequestPersonalDataRefusal>> {
        act!(ctx, "requestPersonalData", input, |work| commands::request(work, input.clone()))
    }

    /// Erase a person, for good. Name, address, places of work, ways to sign in, drafts and the content of mails go. What
    /// was handed in and decided stays, without a name, until its time is over: numbers, outcomes, labels, audit log.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn erase_user(
        &self,
        ctx: &Context<'_>,
        input: EraseUserInput,
    ) -> ApiResult<Payload<UserId, EraseUserRefusal>> {
        act!(ctx, "eraseUser", input, |work| commands::erase(work, input.clone()))
    }

    /// Set for how long a campaign keeps what.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn set_retention(
        &self,
        ctx: &Context<'_>,
        input: SetRetentionInput,
    ) -> ApiResult<Payload<CampaignId, SetRetentionRefusal>> {
        act!(ctx, "setRetention", input, |work| commands::set_retention(work, input.clone()))
    }

    /// List what a campaign has kept for long enough. Nothing changes but the audit log.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn preview_retention(
        &self,
        ctx: &Context<'_>,
        input: PreviewRetentionInput,
    ) -> ApiResult<Payload<RetentionList, PreviewRetentionRefusal>> {
        answer!(ctx, "previewRetention", answer_once, |work| commands::preview(work, input.clone()))
    }

    /// Take away exactly what `previewRetention` listed, for good. Scores, results, decisions and labels stay, and can be
    /// computed again.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn apply_retention(
        &self,
        ctx: &Context<'_>,
        input: ApplyRetentionInput,
    ) -> ApiResult<Payload<CampaignId, ApplyRetentionRefusal>> {
        act!(ctx, "applyRetention", input, |work| commands::apply(work, input.clone()))
    }
}
