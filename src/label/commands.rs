//! What can happen to a label.

use super::objects::Label;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    application,
    ids::{CampaignId, LabelId, UserId},
    label,
};
use fair::code;
use serde_json::json;

use super::{
    inputs::{
        RecordCollectionsInput, RecordPostingsInput, RestoreLabelInput, RevokeLabelInput, SetCertificateHolderInput,
    },
    rules::{next_serial, prefix},
    store,
};
use crate::{
    api::{Part, each, right::Held},
    application::{self as applications, rules::Stake},
    campaign::{self, rules::day_of},
    refusals,
    stop::{Answer, Stop, reasons, unless},
    typeset::is_printable,
    wording::{Unfit, shown, unfit_name},
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
        holder_name: None,
        is_name_public: false,
        certified_at: None,
        certificate_sha256: None,
        collected_at: None,
        gift_handed_at: None,
        posted_on: None,
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

/// The label follows an outcome that was set right: it is granted, holds again, or is revoked for this reason, which its
/// teacher reads. What was given for it is looked at again by who calls this.
pub async fn follow(work: &Work, application: &application::Model, is_earned: bool, why: &str) -> Result<(), Stop> {
    let Some(known) = store::find_latest(work, application.id).await? else {
        if is_earned {
            grant(work, application).await?;
        }
        return Ok(());
    };
    if known.revoked_at.is_none() == is_earned {
        return Ok(());
    }
    let mut label = work.hold(Label::REVOKE, known.id).await?;
    label.revoked_at = (!is_earned).then(|| work.now());
    label.revoke_reason = (!is_earned).then(|| why.to_owned());
    let id = label.id;
    store::save(work, label).await?;
    work.audit_as_because(if is_earned { "restoreLabel" } else { "revokeLabel" }, id, Some(why), None).await
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

refusals! {
    /// Why the name on a certificate is not set.
    SetCertificateHolderRefusal {
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name, or none for the name of your account";
        /// The name is too long, or contains a web or mail address or invisible characters.
        NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on ["name"] = "the name {name} {why}";
        /// The font of the certificates does not have a letter of the name.
        LetterUnknown { letter: String } "LETTER_UNKNOWN" on ["name"] = "the certificate has no letter {letter}: write the name otherwise";
    }
}

/// Set how a certificate names its holder (R97, R99).
pub async fn set_holder(work: &Work, input: SetCertificateHolderInput) -> Answer<LabelId, SetCertificateHolderRefusal> {
    use SetCertificateHolderRefusal as Refusal;
    let label = work.hold(Label::NAME, input.label_id.0).await?;
    let mut refusals = Vec::new();
    if let Some(name) = &input.name {
        refusals.extend(name.is_empty().then_some(Refusal::NameMissing));
        refusals.extend(unfit_name(name).map(|why| Refusal::NameUnfit { name: shown(name), why }));
        let unknown = name.chars().find(|letter| !is_printable(*letter));
        refusals.extend(unknown.map(|letter| Refusal::LetterUnknown { letter: letter.to_string() }));
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = label.id;
    let is_name_public = input.is_name_public;
    store::save(work, label.with(|label| label::Model { holder_name: input.name, is_name_public, ..label })).await?;
    work.audit_because(id, None, Some(json!({ "isNamePublic": is_name_public }))).await?;
    Ok(Ok(id))
}

/// Whether it is noted that the certificate of a label was collected, and the gift with it if that is asked.
pub fn is_collected(label: &label::Model, has_gift: bool) -> bool {
    label.collected_at.is_some() && (label.gift_handed_at.is_some() || !has_gift)
}

/// A label whose holder has the certificate now, and the gift if it was handed over (R98).
pub fn collected(label: Held<label::Model>, now: DateTime<Utc>, has_gift: bool) -> Held<label::Model> {
    label.with(|label| label::Model {
        collected_at: label.collected_at.or(Some(now)),
        gift_handed_at: label.gift_handed_at.or(has_gift.then_some(now)),
        ..label
    })
}

refusals! {
    /// Why it is not noted that certificates were collected.
    RecordCollectionsRefusal {
        Rows(label_id: LabelId, "labelIds", 100);
        /// The label was revoked.
        Revoked { label_id: LabelId } "REVOKED" on ["labelIds"] = "the label {label_id} was revoked";
        /// It is noted already.
        AlreadyCollected { label_id: LabelId } "ALREADY_COLLECTED" on ["labelIds"] = "it is noted already that the certificate of {label_id} was collected";
    }
}

/// Note whose certificates were collected, and who got the gift (R98, R99).
pub async fn record_collections(
    work: &Work,
    input: RecordCollectionsInput,
) -> Answer<Part<Vec<LabelId>>, RecordCollectionsRefusal> {
    use RecordCollectionsRefusal as Refusal;
    let judge = |id| async move {
        let label = work.hold(Label::HAND_OUT, id).await?;
        let refusals = reasons([
            (label.revoked_at.is_some(), Refusal::Revoked { label_id: id }),
            (is_collected(&label, input.has_gift), Refusal::AlreadyCollected { label_id: id }),
        ]);
        Ok(unless(refusals, collected(label, work.now(), input.has_gift)))
    };
    each(work, &input.label_ids, judge, |label| keep(work, label)).await
}

refusals! {
    /// Why it is not noted that certificates went by post.
    RecordPostingsRefusal {
        Rows(label_id: LabelId, "labelIds", 100);
        /// The day has not come.
        DayNotPast { latest_on: NaiveDate } "DAY_NOT_PAST" on ["postedOn"] = "give today, {latest_on}, or an earlier day";
        /// The label was revoked.
        Revoked { label_id: LabelId } "REVOKED" on ["labelIds"] = "the label {label_id} was revoked";
        /// Its holder collected the certificate.
        AlreadyCollected { label_id: LabelId } "ALREADY_COLLECTED" on ["labelIds"] = "it is noted already that the certificate of {label_id} was collected";
    }
}

/// Note which certificates went by post.
pub async fn record_postings(
    work: &Work,
    input: RecordPostingsInput,
) -> Answer<Part<Vec<LabelId>>, RecordPostingsRefusal> {
    use RecordPostingsRefusal as Refusal;
    let (today, day, has_gift) = (day_of(work.now()), input.posted_on.0, input.has_gift);
    if day > today {
        return Ok(Err(vec![Refusal::DayNotPast { latest_on: today }]));
    }
    let judge = |id| async move {
        let label = work.hold(Label::HAND_OUT, id).await?;
        let refusals = reasons([
            (label.revoked_at.is_some(), Refusal::Revoked { label_id: id }),
            (label.collected_at.is_some(), Refusal::AlreadyCollected { label_id: id }),
        ]);
        let now = work.now();
        let sent = label.with(|label| label::Model {
            posted_on: Some(day),
            gift_handed_at: label.gift_handed_at.or(has_gift.then_some(now)),
            ..label
        });
        Ok(unless(refusals, sent))
    };
    each(work, &input.label_ids, judge, |label| keep(work, label)).await
}

async fn keep(work: &Work, label: Held<label::Model>) -> Result<LabelId, Stop> {
    let id = label.id;
    store::save(work, label).await?;
    work.audit(id).await?;
    Ok(id)
}

/// Forgets the names that a teacher chose for certificates, and shows none to the public.
pub async fn forget_holder(work: &Work, teacher: UserId) -> Result<(), Stop> {
    store::forget_holder(work, teacher).await
}
