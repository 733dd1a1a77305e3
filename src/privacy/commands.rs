//! What can happen to personal data.

use crate::{account::User, campaign::Campaign};
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    application, assignment, campaign,
    ids::{ApplicationId, CampaignId, JurorId, MessageId, UserId},
    kinds::{CampaignStatus, Kind, RetentionKind, Role},
    photo as photos, user,
};
use serde_json::{Value, json};

use super::{
    access::{self, Subject},
    answers::{PersonalData, RetentionPreview},
    extract::{self, Reach},
    inputs::{
        ApplyRetentionInput, EraseUserInput, PersonalDataExportInput, RequestPersonalDataInput, RetentionPreviewInput,
        SetRetentionInput,
    },
    rules::{Calendar, Due, File, list_hash},
    store,
};
use crate::{
    account,
    api::Word,
    application as applications,
    auth::Verdict,
    campaign as campaigns,
    campaign::rules::{Keep, MONTHS, days_of_school_year, end_of_day, end_of_days, start_of_day},
    correction, decision, event, intake, jury, label, notification, photo, reconsideration, refusals, score, session,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why personal data are not exported.
    PersonalDataExportRefusal {
        /// The reason is empty. It is needed because you export the data of somebody else.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The data of this person were erased: there is nothing to export.
        Erased "ERASED" on ["userId"] = "this person's data were erased";
    }
}

/// What there is of a person and she may know, as one JSON document of one instant.
pub async fn export(work: &Work, input: PersonalDataExportInput) -> Answer<PersonalData, PersonalDataExportRefusal> {
    use PersonalDataExportRefusal as Refusal;
    let id = input.user_id.0;
    let user = account::get(work, id).await?;
    let account = account::account_of(work, &user).await?;
    let subject = Subject {
        id,
        communities: account.communities(),
        roles: account.roles,
        asks: user.export_asked_at.is_some_and(|asked| work.now() < end_of_days(asked, ASKED)),
    };
    access::may_export(work.actor(), &subject).heed()?;
    let reach = match access::may_export_drafts(work.actor(), &subject) {
        Verdict::Allow => Reach::Whole,
        Verdict::Refuse(_) | Verdict::Hide => Reach::HandedIn,
    };
    let reason = input.reason.as_deref().filter(|reason| !reason.is_empty());
    let mut refusals = Vec::new();
    if reason.is_none() && !work.actor().is(id) {
        refusals.push(Refusal::ReasonMissing);
    }
    if user.erased_at.is_some() {
        refusals.push(Refusal::Erased);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let mut tables: Vec<(String, Vec<Value>)> = extract::tables().map(|name| (name, Vec::new())).collect();
    for (number, row) in store::extract(work, id, reach).await? {
        if let Some((_, rows)) = tables.get_mut(number) {
            rows.push(row);
        }
    }
    let rows: usize = tables.iter().map(|(_, rows)| rows.len()).sum();
    let document: serde_json::Map<String, Value> = tables.into_iter().map(|(name, rows)| (name, rows.into())).collect();
    let facts = json!({ "rows": rows, "drafts": reach == Reach::Whole });
    work.audit_because(id, reason, Some(facts)).await?;
    Ok(Ok(PersonalData(Value::Object(document).to_string())))
}

/// For how many days staff may act on somebody's request for an export.
const ASKED: u64 = 30;

refusals! {
    /// Why nothing is noted.
    RequestPersonalDataRefusal {
        /// You asked less than 30 days ago.
        AlreadyRequested "ALREADY_REQUESTED" on [] = "you asked for your data less than 30 days ago";
    }
}

/// Put on record that the caller asks staff for an export with all that the caller wrote.
pub async fn request(work: &Work, _: RequestPersonalDataInput) -> Answer<UserId, RequestPersonalDataRefusal> {
    access::may_request(work.actor()).heed()?;
    let user = account::get_locked(work, work.user()?).await?;
    if user.export_asked_at.is_some_and(|asked| work.now() < end_of_days(asked, ASKED)) {
        return Ok(Err(vec![RequestPersonalDataRefusal::AlreadyRequested]));
    }
    account::commands::note_export_asked(work, user.id).await?;
    work.audit(user.id).await?;
    Ok(Ok(user.id))
}

refusals! {
    /// Why a person cannot be erased.
    EraseUserRefusal {
        VersionConflict;
        /// You cannot erase your own account.
        Yourself "YOURSELF" on ["userId"] = "somebody else must do this";
        /// The data of this person were erased before.
        AlreadyErased "ALREADY_ERASED" on ["userId"] = "this person's data were erased";
        /// This account is a program, not a person.
        NotAPerson "NOT_A_PERSON" on ["userId"] = "this is a program: revoke its keys and lock it";
        /// Applications of this person are not decided yet.
        ApplicationUndecided { count: usize } "APPLICATION_UNDECIDED" on ["userId"] = "{count} applications of this person are not decided yet: the person takes them back, or waits for the results";
        /// The person is a juror in a campaign that is not over.
        AssignmentOpen { count: u64 } "ASSIGNMENT_OPEN" on ["userId"] = "this juror has {count} assignments in a campaign that is not over: revoke them, or wait for the results";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Erase a person: what names her goes now, what was decided on stays without her name until its time is over.
pub async fn erase(work: &Work, input: EraseUserInput) -> Answer<UserId, EraseUserRefusal> {
    use EraseUserRefusal as Refusal;
    let id = input.user_id.0;
    let user = work.hold(User::ADMINISTER, id).await?.into_row();
    if user.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: user.version }]));
    }
    if user.erased_at.is_some() {
        return Ok(Err(vec![Refusal::AlreadyErased]));
    }
    let files = files_of(work, id).await?;
    let undecided = files.iter().filter(|(_, calendar, file)| !file.is_draft() && !calendar.is_over()).count();
    let open = jury::count_running(work, JurorId::from(id)).await?;
    let refusals = reasons([
        (work.actor().is(id), Refusal::Yourself),
        (account::roles(work, id).await?.contains(&Role::Service), Refusal::NotAPerson),
        (undecided > 0, Refusal::ApplicationUndecided { count: undecided }),
        (open > 0, Refusal::AssignmentOpen { count: open }),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    forget(work, user, &files).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

/// A file with the campaign that it is of.
type Placed = (ApplicationId, Calendar, File);

async fn files_of(work: &Work, teacher: UserId) -> Result<Vec<Placed>, Stop> {
    let hers = applications::list_all_of_teacher_locked(work, teacher).await?;
    let campaigns = store::campaigns(work, hers.iter().map(|application| application.campaign_id).collect()).await?;
    let mut files = Vec::new();
    for application in hers {
        let campaign = campaigns.iter().find(|campaign| campaign.id == application.campaign_id);
        let campaign = campaign.ok_or_else(|| Stop::failure("an application without a campaign"))?;
        files.push((application.id, calendar(campaign, work.now()), file(&application)));
    }
    Ok(files)
}

/// Concept by concept, the account last: others find her by it.
async fn forget(work: &Work, user: user::Model, files: &[Placed]) -> Result<(), Stop> {
    let id = user.id;
    let (drafts, decided): (Vec<&Placed>, Vec<&Placed>) = files.iter().partition(|(_, _, file)| file.is_draft());
    let ids = |files: Vec<&Placed>| files.into_iter().map(|(id, ..)| *id).collect::<Vec<_>>();
    applications::erase_texts(work, &ids(drafts)).await?;
    applications::erase_drafts(work, &ids(decided)).await?;
    applications::erase_registrations(work, id).await?;
    intake::forget(work, &user).await?;
    photo::forget(work, id).await?;
    score::forget(work, id.into()).await?;
    jury::forget(work, id).await?;
    label::forget_holder(work, id).await?;
    event::forget(work, id).await?;
    notification::forget_recipient(work, id).await?;
    session::forget(work, &user).await?;
    work.forget_keys(id).await?;
    account::commands::erase(work, user).await
}

refusals! {
    /// Why it is not set.
    SetRetentionRefusal {
        VersionConflict;
        /// A number of months is not 1 to 240.
        SettingOutOfBounds { setting: &'static str, kind: Word<RetentionKind> } "SETTING_OUT_OF_BOUNDS" on [setting] = "{kind}: keep this for 1 to 240 months";
        /// Nothing would change.
        NothingChanged "NOTHING_CHANGED" on [] = "nothing would change: it is so already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Set for how long a campaign keeps what (Q22). It is no rule of the contest, so it changes after opening too.
pub async fn set_retention(work: &Work, input: SetRetentionInput) -> Answer<CampaignId, SetRetentionRefusal> {
    use SetRetentionRefusal as Refusal;
    let campaign = work.hold(Campaign::RETAIN, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let known = keep_of(&campaign);
    let keep = Keep {
        drafts: input.drafts_months.unwrap_or(known.drafts),
        applications: input.applications_months.unwrap_or(known.applications),
        juror_links: input.juror_links_months.unwrap_or(known.juror_links),
        messages: input.messages_months.unwrap_or(known.messages),
        photos: input.photos_months.unwrap_or(known.photos),
    };
    let mut refusals = Vec::new();
    for (setting, kind, months) in [
        ("draftsMonths", RetentionKind::Draft, keep.drafts),
        ("applicationsMonths", RetentionKind::ApplicationTexts, keep.applications),
        ("jurorLinksMonths", RetentionKind::JurorLink, keep.juror_links),
        ("messagesMonths", RetentionKind::Message, keep.messages),
        ("photosMonths", RetentionKind::Photo, keep.photos),
    ] {
        if !MONTHS.contains(&months) {
            refusals.push(Refusal::SettingOutOfBounds { setting, kind: Word(kind) });
        }
    }
    if keep == known {
        refusals.push(Refusal::NothingChanged);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let facts = json!({
        "drafts": [known.drafts, keep.drafts],
        "applications": [known.applications, keep.applications],
        "jurorLinks": [known.juror_links, keep.juror_links],
        "messages": [known.messages, keep.messages],
        "photos": [known.photos, keep.photos],
    });
    let id = campaign.id;
    campaigns::save_keep(work, campaign, keep).await?;
    work.audit_because(id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok(id))
}

/// What is due in a campaign, with what is needed to take it away.
struct Overdue {
    drafts: Vec<(ApplicationId, DateTime<Utc>)>,
    texts: Vec<(ApplicationId, DateTime<Utc>)>,
    links: Vec<(assignment::Model, DateTime<Utc>)>,
    mails: Vec<(MessageId, DateTime<Utc>)>,
    photos: Vec<photos::Model>,
}

impl Overdue {
    fn list(&self) -> Vec<Due> {
        fn words<T: ToString>(rows: &[(T, DateTime<Utc>)]) -> Vec<(String, DateTime<Utc>)> {
            rows.iter().map(|(id, since)| (id.to_string(), *since)).collect()
        }
        let links = self.links.iter().map(|(assignment, since)| (assignment.id.to_string(), *since)).collect();
        let photos = self.photos.iter().map(|photo| (photo.id.to_string(), photo.created_at)).collect();
        vec![
            Due { kind: RetentionKind::Draft, rows: words(&self.drafts) },
            Due { kind: RetentionKind::ApplicationTexts, rows: words(&self.texts) },
            Due { kind: RetentionKind::JurorLink, rows: links },
            Due { kind: RetentionKind::Message, rows: words(&self.mails) },
            Due { kind: RetentionKind::Photo, rows: photos },
        ]
    }
}

async fn overdue(work: &Work, campaign: &campaign::Model) -> Result<Overdue, Stop> {
    let calendar = calendar(campaign, work.now());
    let mut found = Overdue {
        drafts: Vec::new(),
        texts: Vec::new(),
        links: Vec::new(),
        mails: Vec::new(),
        photos: photo::list_before(work, campaign.id, calendar.photos_before()).await?,
    };
    let mut linked: BTreeMap<ApplicationId, DateTime<Utc>> = BTreeMap::new();
    for application in applications::list_of_campaign(work, campaign.id).await? {
        let file = file(&application);
        if let Some(since) = calendar.link_due(file) {
            linked.insert(application.id, since);
        }
        match calendar.due(file).filter(|_| application.texts_erased_at.is_none()) {
            Some((RetentionKind::Draft, since)) => found.drafts.push((application.id, since)),
            Some((_, since)) => found.texts.push((application.id, since)),
            None => {}
        }
    }
    for assignment in jury::list_of_people(work, campaign.id).await? {
        if let Some(since) = linked.get(&assignment.application_id) {
            found.links.push((assignment, *since));
        }
    }
    // A mail is of no campaign: it goes with the one in whose school year it was written.
    if let Some((first, last)) = days_of_school_year(&campaign.school_year) {
        let until = end_of_day(last).min(calendar.mails_before());
        found.mails = notification::list_to_forget(work, start_of_day(first), until).await?;
    }
    Ok(found)
}

refusals! {
    /// Why there is no list.
    RetentionPreviewRefusal {
        /// The campaign was never opened: it keeps nothing.
        NotOpened "NOT_OPENED" on ["campaignId"] = "this campaign was never opened";
    }
}

/// List what a campaign has kept for long enough. It is computed, and no declared read: it is a mutation that writes that
/// somebody looked, and nothing else.
pub async fn preview(work: &Work, input: RetentionPreviewInput) -> Answer<RetentionPreview, RetentionPreviewRefusal> {
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    if campaign.status == CampaignStatus::Draft {
        return Ok(Err(vec![RetentionPreviewRefusal::NotOpened]));
    }
    let due = overdue(work, &campaign).await?.list();
    let hash = list_hash(campaign.id, &due);
    work.audit_because(campaign.id, None, Some(facts(&hash, &due))).await?;
    Ok(Ok(RetentionPreview::of(hash, due)))
}

refusals! {
    /// Why a list is not applied.
    ApplyRetentionRefusal {
        /// The list has changed since you saw it.
        ListChanged "LIST_CHANGED" on ["expectedHash"] = "the list has changed since you looked at it: look at it again";
        /// Nothing can be erased yet.
        NothingDue "NOTHING_DUE" on ["campaignId"] = "nothing has to be erased now";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Take away exactly what was listed.
pub async fn apply(work: &Work, input: ApplyRetentionInput) -> Answer<CampaignId, ApplyRetentionRefusal> {
    use ApplyRetentionRefusal as Refusal;
    // Locked, so that two people do not apply at once, and nobody changes the months meanwhile.
    let campaign = work.hold(Campaign::RETAIN, input.campaign_id.0).await?;
    let overdue = overdue(work, &campaign).await?;
    let due = overdue.list();
    let hash = list_hash(campaign.id, &due);
    let mut refusals = Vec::new();
    if hash != input.expected_hash {
        refusals.push(Refusal::ListChanged);
    } else if due.iter().all(|due| due.rows.is_empty()) {
        refusals.push(Refusal::NothingDue);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    unlink(work, overdue.links).await?;
    let ids = |rows: Vec<(ApplicationId, DateTime<Utc>)>| rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    applications::erase_texts(work, &ids(overdue.drafts)).await?;
    let texts = ids(overdue.texts);
    applications::erase_texts(work, &texts).await?;
    jury::erase_texts(work, &texts).await?;
    score::erase_texts(work, &texts).await?;
    decision::erase_texts(work, &texts).await?;
    correction::erase_texts(work, &texts).await?;
    reconsideration::erase_texts(work, &texts).await?;
    let mails: Vec<MessageId> = overdue.mails.into_iter().map(|(id, _)| id).collect();
    notification::forget(work, &mails).await?;
    photo::delete(work, &overdue.photos).await?;
    let facts = facts(&hash, &due);
    work.audit_because(campaign.id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok(campaign.id))
}

/// Each juror's place is taken by a row that names nobody: her evaluations of this campaign still belong together. The
/// rows are made in a random order, so that their ids do not tell whose place they take.
async fn unlink(work: &Work, links: Vec<(assignment::Model, DateTime<Utc>)>) -> Result<(), Stop> {
    let mut jurors: BTreeMap<JurorId, Vec<assignment::Model>> = BTreeMap::new();
    for (assignment, _) in links {
        jurors.entry(assignment.juror_id).or_default().push(assignment);
    }
    let mut shuffled: Vec<_> = jurors.into_iter().map(|juror| (work.chance::<16>(), juror)).collect();
    shuffled.sort_by_key(|(chance, _)| *chance);
    for (_, (juror, hers)) in shuffled {
        let nobody = JurorId::from(account::insert_nobody(work).await?);
        jury::unlink(work, juror, nobody, &hers).await?;
        score::unlink(work, &hers.iter().map(|assignment| assignment.id).collect::<Vec<_>>(), nobody).await?;
    }
    Ok(())
}

fn facts(hash: &str, due: &[Due]) -> Value {
    let counts: serde_json::Map<String, Value> =
        due.iter().map(|due| (due.kind.word().to_owned(), due.rows.len().into())).collect();
    json!({ "hash": hash, "counts": counts })
}

fn keep_of(campaign: &campaign::Model) -> Keep {
    Keep {
        drafts: campaign.keep_drafts_months,
        applications: campaign.keep_applications_months,
        juror_links: campaign.keep_juror_links_months,
        messages: campaign.keep_messages_months,
        photos: campaign.keep_photos_months,
    }
}

fn calendar(campaign: &campaign::Model, now: DateTime<Utc>) -> Calendar {
    Calendar {
        status: campaign.status,
        submission_deadline: campaign.submission_deadline,
        keep: keep_of(campaign),
        now,
    }
}

fn file(application: &application::Model) -> File {
    File { state: application.state, published_at: application.published_at, updated_at: application.updated_at }
}
