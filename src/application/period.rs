//! What staff do to run the period: remind, look at addresses, and send to the jury what is complete.

use super::objects::Application;
use chrono::TimeDelta;
use entity::{
    application, campaign,
    ids::{ApplicationId, RevisionLinkId},
    kinds::{ApplicationStage, ApplicationStatus, CampaignStatus, MessageTemplate},
    link_check,
};
use serde_json::json;

use super::{
    answers::DraftReminders,
    inputs::{AdmitApplicationsInput, RecordLinkCheckInput, RemindDraftsInput},
    rules::{NotReminded, Stake, not_reminded},
    state::{awaits_admission, status_of},
    store,
};
use crate::{
    account,
    api::Word,
    campaign as campaigns,
    campaign::rules::{day_of, end_of_day, has_passed},
    notification::{self, Mail},
    project, refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Applications that are named in one request, at most.
const MOST_NAMED: usize = 200;

refusals! {
    /// Why applications are not sent to the jury.
    AdmitApplicationsRefusal {
        /// The list is empty, or has more than 200 applications.
        HowMany "HOW_MANY" on ["applicationIds"] = "name 1 to 200 applications";
        /// The campaign is not in a phase where this can be done: its deadlines have not passed, or the jury has ended
        /// its work.
        WrongStatus { application_id: ApplicationId, campaign_status: Word<CampaignStatus> } "WRONG_STATUS" on ["applicationIds"] = "the campaign of {application_id} is {campaign_status}";
        /// The application is not complete, or staff have decided on it already.
        NotWaiting { application_id: ApplicationId, status: Word<ApplicationStatus> } "NOT_WAITING" on ["applicationIds"] = "the application {application_id} is {status}";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["applicationIds"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Send complete applications to the jury, all or none (R92).
pub async fn admit(work: &Work, input: AdmitApplicationsInput) -> Answer<Vec<ApplicationId>, AdmitApplicationsRefusal> {
    use AdmitApplicationsRefusal as Refusal;
    // In the order of their ids: two who admit the same ones wait for each other, and do not lock each other out.
    let mut ids: Vec<ApplicationId> = input.application_ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    if !(1..=MOST_NAMED).contains(&ids.len()) {
        return Ok(Err(vec![Refusal::HowMany]));
    }
    let stakes = store::stakes(work).await?;
    let mut refusals = Vec::new();
    for id in &ids {
        let application = store::hold(work, Application::REVIEW, *id).await?;
        let status = campaigns::get(work, application.campaign_id).await?.status;
        let is_time = matches!(status, CampaignStatus::Closed | CampaignStatus::Evaluation);
        let waits = awaits_admission(application.state, application.stage);
        let stands = status_of(application.state, application.stage);
        refusals.extend(reasons([
            (!is_time, Refusal::WrongStatus { application_id: *id, campaign_status: Word(status) }),
            (!waits, Refusal::NotWaiting { application_id: *id, status: Word(stands) }),
        ]));
        let stake = stakes.in_application(&application);
        refusals.extend(stake.map(|stake| Refusal::NotImpartial { application_id: *id, stake }));
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    for id in &ids {
        store::set_stage(work, *id, ApplicationStage::Admissible).await?;
        let facts = json!({ "stage": ApplicationStage::Admissible });
        work.audit_as_because("decideAdmissibility", *id, None, Some(facts)).await?;
    }
    Ok(Ok(ids))
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
        /// The campaign is not open for teachers.
        CampaignNotOpen { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_OPEN" on ["campaignId"] = "the campaign is {campaign_status}: this can be done only while it is open";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["campaignId"] = "step 2 has closed";
        /// Neither `applicationIds` nor `untouchedForDays` is given.
        WhomMissing "WHOM_MISSING" on ["untouchedForDays"] = "name applications, or say for how many days nobody changed them";
        /// The list is empty, or has more than 200 applications.
        HowMany "HOW_MANY" on ["applicationIds"] = "name 1 to 200 applications";
        /// The number of days is not 1 to 365.
        DaysOutOfBounds "DAYS_OUT_OF_BOUNDS" on ["untouchedForDays"] = "give 1 to 365 days";
    }
}

/// Remind teachers of drafts that were left alone: one mail a day for an application, while step 2 is open.
pub async fn remind(work: &Work, input: RemindDraftsInput) -> Answer<DraftReminders, RemindDraftsRefusal> {
    use RemindDraftsRefusal as Refusal;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    let named = input.application_ids.map(|ids| ids.into_iter().map(|id| id.0).collect::<Vec<_>>());
    let days = input.untouched_for_days;
    let refusals = reasons([
        (campaign.status != CampaignStatus::Open, Refusal::CampaignNotOpen { campaign_status: Word(campaign.status) }),
        (has_passed(campaign.submission_deadline, work.now()), Refusal::DeadlinePassed),
        (named.is_none() && days.is_none(), Refusal::WhomMissing),
        (named.as_ref().is_some_and(|ids| !(1..=MOST_NAMED).contains(&ids.len())), Refusal::HowMany),
        (days.is_some_and(|days| !(1..=365).contains(&days)), Refusal::DaysOutOfBounds),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let since = days.map(|days| end_of_day(day_of(work.now()) - TimeDelta::days(days.into())));
    let mut drafts = match &named {
        Some(ids) => named_ones(work, ids).await?,
        None => store::list_drafts(work, campaign.id, since.unwrap_or(work.now())).await?,
    };
    // What is the caller's own is not in the caller's hands: colleagues remind of it.
    let stakes = store::stakes(work).await?;
    drafts.retain(|draft| {
        work.actor().looks_after(draft.track, draft.community) && stakes.in_application(draft).is_none()
    });
    let (mut queued, mut left_out) = (0, Vec::new());
    for draft in drafts {
        let why_not = if draft.campaign_id == campaign.id {
            not_reminded(draft.state, draft.updated_at, since)
        } else {
            Some(NotReminded::OtherCampaign)
        };
        let why_not = match why_not {
            None => send_reminder(work, &draft, &campaign).await?,
            known => known,
        };
        match why_not {
            None => queued += 1,
            Some(why) => left_out.push((draft.id, why)),
        }
    }
    let facts = json!({ "queued": queued, "leftOut": left_out.len(), "untouchedForDays": days });
    work.audit_because(campaign.id, None, Some(facts)).await?;
    Ok(Ok(DraftReminders::of(queued, left_out)))
}

/// Applications by their ids; one that the caller may not remind of is not there.
async fn named_ones(work: &Work, ids: &[ApplicationId]) -> Result<Vec<application::Model>, Stop> {
    let mut applications: Vec<application::Model> = Vec::new();
    for id in ids {
        let application = work.look(Application::REMIND, *id).await?;
        if applications.iter().all(|known| known.id != *id) {
            applications.push(application);
        }
    }
    Ok(applications)
}

/// Writes the mail, unless it is there or there is nobody to read it.
async fn send_reminder(
    work: &Work,
    draft: &application::Model,
    campaign: &campaign::Model,
) -> Result<Option<NotReminded>, Stop> {
    let teacher = account::get(work, draft.teacher_id).await?;
    if teacher.erased_at.is_some() {
        return Ok(Some(NotReminded::TeacherGone));
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
        return Ok(Some(NotReminded::RemindedToday));
    }
    notification::enqueue(work, mail).await?;
    Ok(None)
}
