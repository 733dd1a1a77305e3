//! What can happen to a request to look at a result again.

use entity::{
    application,
    ids::{ApplicationId, MessageId, ReconsiderationId},
    kinds::{CampaignStatus, MessageTemplate, ReconsiderationStatus},
    reconsideration,
};
use serde_json::json;

use super::{
    inputs::{
        AdmitReconsiderationInput, AnswerReconsiderationInput, RequestReconsiderationInput,
        WithdrawReconsiderationInput,
    },
    objects::Reconsideration,
    state::{Step, after, is_settled},
    store,
};
use crate::{
    account,
    api::Word,
    application::{self as applications, Application, rules::Stake},
    campaign,
    decision::see_decisions,
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Characters of what is asked or answered at most.
const LONGEST: usize = 5_000;

refusals! {
    /// Why a result is not looked at again.
    RequestReconsiderationRefusal {
        /// The result is not out.
        NotPublished "NOT_PUBLISHED" on ["applicationId"] = "the result of this application is not known yet";
        /// The campaign does not offer it.
        NotOffered "NOT_OFFERED" on ["applicationId"] = "nobody can ask to look at this result again";
        /// The days to ask are over.
        TooLate "TOO_LATE" on ["applicationId"] = "the days to ask to look at this result again are over";
        /// It was asked before, even if that was taken back.
        AlreadyRequested "ALREADY_REQUESTED" on ["applicationId"] = "you asked to look at this result again already, and can do so once";
        /// The campaign is put away.
        CampaignArchived "CAMPAIGN_ARCHIVED" on ["applicationId"] = "the campaign is archived: its results do not change any more";
        /// The text is empty.
        TextMissing "TEXT_MISSING" on ["text"] = "say what went wrong";
        /// The text is too long.
        TextTooLong { limit: usize } "TEXT_TOO_LONG" on ["text"] = "this text has more than {limit} characters";
    }
}

/// Ask to look at a result again (Q8).
pub async fn request(
    work: &Work,
    input: RequestReconsiderationInput,
) -> Answer<ReconsiderationId, RequestReconsiderationRefusal> {
    use RequestReconsiderationRefusal as Refusal;
    let application = applications::hold(work, Application::QUESTION, input.application_id.0).await?.into_row();
    let text = input.text;
    let mut refusals = reasons([
        (text.is_empty(), Refusal::TextMissing),
        (text.chars().count() > LONGEST, Refusal::TextTooLong { limit: LONGEST }),
    ]);
    if application.published_at.is_none() {
        refusals.push(Refusal::NotPublished);
        return Ok(Err(refusals));
    }
    let campaign = campaign::get(work, application.campaign_id).await?;
    let decision = see_decisions(work, &[application.id]).await?.pop();
    let closes_at = decision.and_then(|decision| decision.reconsideration_closes_at);
    refusals.extend(reasons([
        (closes_at.is_none(), Refusal::NotOffered),
        (closes_at.is_some_and(|closes_at| closes_at <= work.now()), Refusal::TooLate),
        (store::find(work, application.id).await?.is_some(), Refusal::AlreadyRequested),
        (campaign.status == CampaignStatus::Archived, Refusal::CampaignArchived),
    ]));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let request = reconsideration::Model {
        id: work.id(),
        application_id: application.id,
        state: ReconsiderationStatus::Submitted,
        ground: input.ground.0,
        text,
        admitted_by_id: None,
        admitted_at: None,
        answer: None,
        answered_by_id: None,
        answered_at: None,
        settled_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let id = request.id;
    store::insert(work, request).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a request is not taken back.
    WithdrawReconsiderationRefusal {
        VersionConflict;
        /// It is answered or taken back already.
        WrongStatus { status: Word<ReconsiderationStatus> } "WRONG_STATUS" on ["reconsiderationId"] = "the request is {status}";
    }
}

/// Take back a request that is not answered.
pub async fn withdraw(
    work: &Work,
    input: WithdrawReconsiderationInput,
) -> Answer<ReconsiderationId, WithdrawReconsiderationRefusal> {
    use WithdrawReconsiderationRefusal as Refusal;
    let request = work.hold(Reconsideration::WITHDRAW, input.reconsideration_id.0).await?.into_row();
    if request.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: request.version }]));
    }
    let Some(state) = after(request.state, Step::Withdraw) else {
        return Ok(Err(vec![Refusal::WrongStatus { status: Word(request.state) }]));
    };
    let id = request.id;
    store::save(work, reconsideration::Model { state, settled_at: Some(work.now()), ..request }).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a request is not looked into.
    AdmitReconsiderationRefusal {
        VersionConflict;
        /// It is looked into, answered or taken back already.
        WrongStatus { status: Word<ReconsiderationStatus> } "WRONG_STATUS" on ["reconsiderationId"] = "the request is {status}";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["reconsiderationId"] = "{stake}: somebody else must do this";
    }
}

/// Look into a request.
pub async fn admit(
    work: &Work,
    input: AdmitReconsiderationInput,
) -> Answer<ReconsiderationId, AdmitReconsiderationRefusal> {
    use AdmitReconsiderationRefusal as Refusal;
    let (request, _, stake) = held(work, input.reconsideration_id.0).await?;
    if request.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: request.version }]));
    }
    let next = after(request.state, Step::Admit);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(reasons([(next.is_none(), Refusal::WrongStatus { status: Word(request.state) })]));
    let (Some(next), true) = (next, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let (id, by, now) = (request.id, work.user()?, work.now());
    let admitted = reconsideration::Model { state: next, admitted_by_id: Some(by), admitted_at: Some(now), ..request };
    store::save(work, admitted).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a request is not answered.
    AnswerReconsiderationRefusal {
        VersionConflict;
        /// This cannot be answered to it as it stands: look into it first (`admitReconsideration`), or it is settled already.
        WrongStatus { status: Word<ReconsiderationStatus> } "WRONG_STATUS" on ["reconsiderationId"] = "the request is {status}";
        /// A correction of the result waits for a second person.
        CorrectionWaits "CORRECTION_WAITS" on ["ruling"] = "a correction of this result waits for a second person: confirm it, or take it back";
        /// The answer is empty.
        AnswerMissing "ANSWER_MISSING" on ["answer"] = "give the answer that the teacher reads";
        /// The answer is too long.
        AnswerTooLong { limit: usize } "ANSWER_TOO_LONG" on ["answer"] = "this text has more than {limit} characters";
        /// The answer shows who judged, for example with the name of a juror.
        NamesAJuror "NAMES_A_JUROR" on ["answer"] = "this text names a juror, and the teacher reads it";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["reconsiderationId"] = "{stake}: somebody else must do this";
    }
}

/// Answer a request: the teacher is told.
pub async fn answer(
    work: &Work,
    input: AnswerReconsiderationInput,
) -> Answer<ReconsiderationId, AnswerReconsiderationRefusal> {
    use AnswerReconsiderationRefusal as Refusal;
    let (request, application, stake) = held(work, input.reconsideration_id.0).await?;
    if request.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: request.version }]));
    }
    let answer = input.answer;
    let next = after(request.state, Step::Answer(input.ruling.0));
    let is_upheld = next == Some(ReconsiderationStatus::Upheld);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(reasons([
        (next.is_none(), Refusal::WrongStatus { status: Word(request.state) }),
        (is_upheld && store::is_being_corrected(work, application.id).await?, Refusal::CorrectionWaits),
        (answer.is_empty(), Refusal::AnswerMissing),
        (answer.chars().count() > LONGEST, Refusal::AnswerTooLong { limit: LONGEST }),
        (applications::names_a_juror(work, &application, &answer).await?, Refusal::NamesAJuror),
    ]));
    let (Some(next), true) = (next, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let (id, now) = (request.id, work.now());
    let campaign = campaign::get(work, application.campaign_id).await?;
    let teacher = account::get(work, application.teacher_id).await?;
    let [title] = &applications::titles_of_hand_in(work, std::slice::from_ref(&application)).await?[..] else {
        return Err(Stop::failure("an application without a title"));
    };
    let facts = json!({
        "projectTitle": title, "reconsideration": next, "answer": answer,
        "contactEmail": campaign.contact_email, "contactUrl": campaign.contact_url,
    });
    let audited = json!({ "status": [request.state, next] });
    let answered = reconsideration::Model {
        state: next,
        answer: Some(answer),
        answered_by_id: Some(work.user()?),
        answered_at: Some(now),
        settled_at: is_settled(next).then_some(now),
        ..request
    };
    // A request that was granted may be answered again.
    let mail =
        Mail::to(&teacher, MessageTemplate::ReconsiderationAnswered).once_per(id).once_per(work.id::<MessageId>());
    store::save(work, answered).await?;
    work.audit_because(id, None, Some(audited)).await?;
    notification::enqueue(work, mail.saying(facts)).await?;
    Ok(Ok(id))
}

/// The result of an application was set right: a request that was granted ends with it.
pub async fn revise(work: &Work, application: ApplicationId) -> Result<(), Stop> {
    let Some(request) = store::find(work, application).await? else { return Ok(()) };
    let Some(state) = after(request.state, Step::Revise) else { return Ok(()) };
    let id = request.id;
    store::save(work, reconsideration::Model { state, settled_at: Some(work.now()), ..request }).await?;
    work.audit_as("settleReconsideration", id).await
}

/// A request that the caller may handle and its application, locked, and what the caller has to do with it.
async fn held(
    work: &Work,
    id: ReconsiderationId,
) -> Result<(reconsideration::Model, application::Model, Option<Stake>), Stop> {
    let seen = work.look(Reconsideration::HANDLE, id).await?;
    // The campaign and the application first, as where a result is corrected.
    let application = applications::get(work, seen.application_id).await?;
    campaign::get_locked(work, application.campaign_id).await?;
    let application = applications::get_locked(work, application.id).await?;
    let request = work.hold(Reconsideration::HANDLE, id).await?.into_row();
    let stake = applications::stakes(work).await?.in_application(&application);
    Ok((request, application, stake))
}
