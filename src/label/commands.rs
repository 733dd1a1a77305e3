//! What can happen to a label.

use super::objects::Label;
use entity::{
    application,
    ids::{CampaignId, LabelId},
    label,
};
use fair::code;

use super::{
    inputs::{RestoreLabelInput, RevokeLabelInput},
    rules::{next_serial, prefix},
    store,
};
use crate::{
    api::right::Held,
    application::{self as applications, rules::Stake},
    campaign, refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Grant the label for an application (R97, R99). Called when results are published; an application has one label
/// at most (INV-24), so the one that holds is returned.
pub async fn grant(work: &Work, application: &application::Model) -> Result<LabelId, Stop> {
    if let Some(known) = store::find_active(work, application.id).await? {
        return Ok(known.id);
    }
    let campaign = campaign::get(work, application.campaign_id).await?;
    let prefix = prefix(application.track, &campaign.school_year);
    let last = store::last_serial(work, &prefix).await?;
    let label = label::Model {
        id: work.id(),
        application_id: application.id,
        teacher_id: application.teacher_id,
        serial: next_serial(&prefix, last.as_deref()),
        verify_code: code::random(work.chance()),
        granted_at: work.now(),
        revoked_at: None,
        revoke_reason: None,
    };
    let id = label.id;
    store::insert(work, label).await?;
    work.audit_as("grantLabel", id).await?;
    Ok(id)
}

refusals! {
    /// Why a label cannot be revoked.
    RevokeLabelRefusal {
        /// The label was revoked before.
        AlreadyRevoked "ALREADY_REVOKED" on ["labelId"] = "the label is revoked already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The reason shows who judged, for example with the name of a juror. Applicants read the reason.
        NamesAJuror "NAMES_A_JUROR" on ["reason"] = "the reason names a juror, and the teachers read it";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["labelId"] = "{stake}: somebody else must do this";
    }
}

/// Revoke a label, with a reason; of which campaign it was. What was given for it is looked at again by who calls this.
pub async fn revoke(work: &Work, input: RevokeLabelInput) -> Answer<(LabelId, CampaignId), RevokeLabelRefusal> {
    use RevokeLabelRefusal as Refusal;
    let (mut label, application, stake) = locked(work, input.label_id.0).await?;
    let reason = input.reason.as_str();
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    if label.revoked_at.is_some() {
        refusals.push(Refusal::AlreadyRevoked);
    }
    if reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if applications::names_a_juror(work, &application, reason).await? {
        refusals.push(Refusal::NamesAJuror);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    label.revoked_at = Some(work.now());
    label.revoke_reason = Some(reason.to_owned());
    let id = label.id;
    store::save(work, label).await?;
    work.audit_as_because("revokeLabel", id, Some(reason), None).await?;
    Ok(Ok((id, application.campaign_id)))
}

refusals! {
    /// Why a label is not restored.
    RestoreLabelRefusal {
        /// The label was not revoked.
        NotRevoked "NOT_REVOKED" on ["labelId"] = "the label was not revoked";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["labelId"] = "{stake}: somebody else must do this";
    }
}

/// Let a label hold again, with its number and code; of which campaign it was. The audit log keeps that it was revoked, and
/// why. What was given for it is looked at again by who calls this.
pub async fn restore(work: &Work, input: RestoreLabelInput) -> Answer<(LabelId, CampaignId), RestoreLabelRefusal> {
    use RestoreLabelRefusal as Refusal;
    let (mut label, application, stake) = locked(work, input.label_id.0).await?;
    let reason = input.reason.as_str();
    let mut refusals =
        reasons([(label.revoked_at.is_none(), Refusal::NotRevoked), (reason.is_empty(), Refusal::ReasonMissing)]);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    label.revoked_at = None;
    label.revoke_reason = None;
    let id = label.id;
    store::save(work, label).await?;
    work.audit_as_because("restoreLabel", id, Some(reason), None).await?;
    Ok(Ok((id, application.campaign_id)))
}

/// A label that the caller may revoke or restore, its application, and what the caller has to do with it. The campaign is
/// locked too, so that nothing is given for a label meanwhile.
async fn locked(work: &Work, id: LabelId) -> Result<(Held<label::Model>, application::Model, Option<Stake>), Stop> {
    let application = applications::get(work, store::get(work, id).await?.application_id).await?;
    campaign::get_locked(work, application.campaign_id).await?;
    let label = work.hold(Label::REVOKE, id).await?;
    let stake = applications::stakes(work).await?.in_application(&application);
    Ok((label, application, stake))
}
