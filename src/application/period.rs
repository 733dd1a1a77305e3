//! What staff do to run the period: remind, look at addresses, and send to the jury what is complete.

use super::objects::Application;
use chrono::TimeDelta;
use entity::{
    application, campaign,
    ids::{ApplicationId, RevisionLinkId},
    kinds::{ApplicationStage, ApplicationState, ApplicationStatus, CampaignStatus, MessageTemplate},
    link_check,
};
use serde_json::json;

use super::{
    answers::DraftReminders,
    inputs::{AdmitApplicationsInput, RecordLinkCheckInput, RemindDraftsInput},
    rules::{NotReminded, Stake},
    state::{awaits_admission, status_of},
    store,
};
use crate::{
    account,
    api::{Part, Word, each, each::RowRefusal as _},
    campaign as campaigns,
    campaign::rules::{day_of, end_of_day, has_passed},
    notification::{self, Mail},
    project, refusals,
    stop::{Answer, Stop, reasons, unless},
    work::Work,
};

refusals! {
    /// Why applications are not sent to the jury.
    AdmitApplicationsRefusal {
        Rows(application_id: ApplicationId, "applicationIds", 200);
        /// The campaign is not in a phase where this can be done: its deadlines have not passed, or the jury has ended
        /// its work.
        WrongStatus { application_id: ApplicationId, campaign_status: Word<CampaignStatus> } "WRONG_STATUS" on ["applicationIds"] = "the campaign of {application_id} is {campaign_status}";
        /// The application is not complete, or staff have decided on it already.
        NotWaiting { application_id: ApplicationId, status: Word<ApplicationStatus> } "NOT_WAITING" on ["applicationIds"] = "the application {application_id} is {status}";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["applicationIds"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Send complete applications to the jury, each on its own (R92).
pub async fn admit(
    work: &Work,
    input: AdmitApplicationsInput,
) -> Answer<Part<Vec<ApplicationId>>, AdmitApplicationsRefusal> {
    use AdmitApplicationsRefusal as Refusal;
    let stakes = &store::stakes(work).await?;
    let judge = |id| async move {
        let application = store::hold(work, Application::REVIEW, id).await?;
        let status = campaigns::get(work, application.campaign_id).await?.status;
        let is_time = matches!(status, CampaignStatus::Closed | CampaignStatus::Evaluation);
        let waits = awaits_admission(application.state, application.stage);
        let stands = status_of(application.state, application.stage);
        let mut refusals = reasons([
            (!is_time, Refusal::WrongStatus { application_id: id, campaign_status: Word(status) }),
            (!waits, Refusal::NotWaiting { application_id: id, status: Word(stands) }),
        ]);
        let stake = stakes.in_application(&application);
        refusals.extend(stake.map(|stake| Refusal::NotImpartial { application_id: id, stake }));
        Ok(unless(refusals, id))
    };
    each(work, &input.application_ids, judge, |id| async move {
        store::set_stage(work, id, ApplicationStage::Admissible).await?;
        let facts = json!({ "stage": ApplicationStage::Admissible });
        work.audit_as_because("decideAdmissibility", id, None, Some(facts)).await?;
        Ok(id)
    })
    .await
}

refusals! {
    /// Why it cannot be noted whether an address could be opened.
    RecordLinkCheckRefusal {
        /// The teacher has handed in a newer version since.
        NotHandedInLast "NOT_HANDED_IN_LAST" on ["revisionLinkId"] = "another version of the application was handed in last: look at that one";
        /// The texts of the application were erased, and this address too.
        Erased "ERASED" on ["revisionLinkId"] = "the address was erased";
        /// The caller has an interest in the application; other staff must look at it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["revisionLinkId"] = "{stake}: somebody else must do this";
    }
}

/// Note whether an address that was handed in could be opened (R03). The server never opens one (INV-32).
pub async fn record_link_check(
    work: &Work,
    input: RecordLinkCheckInput,
) -> Answer<RevisionLinkId, RecordLinkCheckRefusal> {
    use RecordLinkCheckRefusal as Refusal;
    let (link, application) = store::get_revision_link(work, input.revision_link_id.0).await?;
    let application = store::hold(work, Application::CHECK_LINKS, application).await?;
    let mut refusals = reasons([
        (application.submitted_revision_id != Some(link.revision_id), Refusal::NotHandedInLast),
        (application.texts_erased_at.is_some(), Refusal::Erased),
    ]);
    let stake = store::stakes(work).await?.in_application(&application);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let check = link_check::Model {
        id: work.id(),
        revision_link_id: link.id,
        is_reachable: input.is_reachable,
        checked_by_id: work.user()?,
        checked_at: work.now(),
    };
    store::put_link_check(work, check).await?;
    let facts = json!({ "link": link.id.to_string(), "isReachable": input.is_reachable });
    work.audit_because(application.id, None, Some(facts)).await?;
    Ok(Ok(link.id))
}

refusals! {
    /// Why nobody is reminded.
    RemindDraftsRefusal {
        Rows(application_id: ApplicationId, "applicationIds", 200);
        /// The campaign is not open for teachers.
        CampaignNotOpen { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_OPEN" on ["campaignId"] = "the campaign is {campaign_status}: this can be done only while it is open";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["campaignId"] = "step 2 has closed";
        /// Neither `applicationIds` nor `untouchedForDays` is given.
        WhomMissing "WHOM_MISSING" on ["untouchedForDays"] = "name applications, or say for how many days nobody changed them";
        /// The number of days is not 1 to 365.
        DaysOutOfBounds "DAYS_OUT_OF_BOUNDS" on ["untouchedForDays"] = "give 1 to 365 days";
        /// The application is no draft: it is handed in, taken back, or does not count any more.
        NotADraft { application_id: ApplicationId } "NOT_A_DRAFT" on ["applicationIds"] = "the application {application_id} is not a draft";
        /// The application belongs to another campaign.
        OtherCampaign { application_id: ApplicationId } "OTHER_CAMPAIGN" on ["applicationIds"] = "the application {application_id} belongs to another campaign";
        /// The draft was changed in the given number of days.
        Touched { application_id: ApplicationId } "TOUCHED" on ["applicationIds"] = "the application {application_id} was changed in these days";
        /// The teacher was reminded of the draft today already.
        RemindedToday { application_id: ApplicationId } "REMINDED_TODAY" on ["applicationIds"] = "the teacher of {application_id} was reminded today already";
        /// The data of the teacher were erased.
        TeacherGone { application_id: ApplicationId } "TEACHER_GONE" on ["applicationIds"] = "the data of the teacher of {application_id} were erased";
        /// The caller has an interest in the application; other staff remind of it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["applicationIds"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Remind teachers of drafts that were left alone: one mail a day for an application, while step 2 is open.
pub async fn remind(work: &Work, input: RemindDraftsInput) -> Answer<Part<DraftReminders>, RemindDraftsRefusal> {
    use RemindDraftsRefusal as Refusal;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    let (named, days) = (input.application_ids, input.untouched_for_days);
    let mut refusals = reasons([
        (campaign.status != CampaignStatus::Open, Refusal::CampaignNotOpen { campaign_status: Word(campaign.status) }),
        (has_passed(campaign.submission_deadline, work.now()), Refusal::DeadlinePassed),
        (named.is_none() && days.is_none(), Refusal::WhomMissing),
        (days.is_some_and(|days| !(1..=365).contains(&days)), Refusal::DaysOutOfBounds),
    ]);
    refusals.extend(named.as_ref().and_then(|ids| Refusal::of_length(ids.len())));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let since = days.map(|days| end_of_day(day_of(work.now()) - TimeDelta::days(days.into())));
    // What is the caller's own is not in the caller's hands: colleagues remind of it.
    let (stakes, campaign) = (&store::stakes(work).await?, &campaign);
    let reminders = if let Some(ids) = named {
        let judge = |id| async move {
            let draft = work.look(Application::REMIND, id).await?;
            let is_draft = draft.state == ApplicationState::Draft;
            let is_touched = since.is_some_and(|since| draft.updated_at >= since);
            let mut refusals = reasons([
                (draft.campaign_id != campaign.id, Refusal::OtherCampaign { application_id: id }),
                (!is_draft, Refusal::NotADraft { application_id: id }),
                (is_draft && is_touched, Refusal::Touched { application_id: id }),
            ]);
            let stake = stakes.in_application(&draft);
            refusals.extend(stake.map(|stake| Refusal::NotImpartial { application_id: id, stake }));
            if !refusals.is_empty() {
                return Ok(Err(refusals));
            }
            Ok(reminder(work, &draft, campaign).await?.map_err(|why| match why {
                NotReminded::RemindedToday => vec![Refusal::RemindedToday { application_id: id }],
                NotReminded::TeacherGone => vec![Refusal::TeacherGone { application_id: id }],
            }))
        };
        match each(work, &ids, judge, |mail| notification::enqueue(work, mail)).await? {
            Ok(sent) => sent.map(|sent| DraftReminders::of(sent.len(), Vec::new())),
            Err(refusals) => return Ok(Err(refusals)),
        }
    } else {
        let (mut queued, mut left_out) = (0, Vec::new());
        for draft in store::list_drafts(work, campaign.id, since.unwrap_or(work.now())).await? {
            let is_own = stakes.in_application(&draft).is_some();
            if is_own || !work.actor().looks_after(draft.track, draft.community) {
                continue;
            }
            match reminder(work, &draft, campaign).await? {
                Ok(mail) => {
                    notification::enqueue(work, mail).await?;
                    queued += 1;
                }
                Err(why) => left_out.push((draft.id, why)),
            }
        }
        Part::whole(DraftReminders::of(queued, left_out))
    };
    if let Some(reminders) = reminders.done() {
        let (queued, left_out) = reminders.counts();
        let facts = json!({ "queued": queued, "leftOut": left_out, "untouchedForDays": days });
        work.audit_because(campaign.id, None, Some(facts)).await?;
    }
    Ok(Ok(reminders))
}

/// The mail, unless it is there or there is nobody to read it.
async fn reminder(
    work: &Work,
    draft: &application::Model,
    campaign: &campaign::Model,
) -> Result<Result<Mail, NotReminded>, Stop> {
    let teacher = account::get(work, draft.teacher_id).await?;
    if teacher.erased_at.is_some() {
        return Ok(Err(NotReminded::TeacherGone));
    }
    let project = project::get(work, draft.project_id).await?;
    let facts = json!({
        "project": project.title,
        "track": draft.track,
        "schoolYear": campaign.school_year,
        "submissionDeadline": campaign.submission_deadline,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    let mail =
        Mail::to(&teacher, MessageTemplate::DraftReminder).once_per(draft.id).once_on(day_of(work.now())).saying(facts);
    if notification::is_known(work, &mail).await? {
        return Ok(Err(NotReminded::RemindedToday));
    }
    Ok(Ok(mail))
}
