//! Registrations and applications as commands load and save them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    application, application_answer, application_method, application_revision, application_subject, assignment,
    criterion, draft_remark, draft_text, eligibility_answer, evaluation, evidence_link, form_session,
    ids::{
        ApplicationId, ApplicationRevisionId, CampaignId, CriterionId, DraftRemarkId, DraftTextId, EvidenceLinkId,
        JurorId, ProjectId, RegistrationId, RevisionLinkId, SchoolId, UserId,
    },
    jury_membership,
    kinds::{
        ApplicationStage, ApplicationState, DraftField, JuryMembershipStatus, Method, RegistrationStatus, Subject,
        Track,
    },
    label, link_check, project, project_member, project_partner, registration, revision_answer, revision_link,
    revision_member, revision_method, revision_partner, revision_project, revision_subject, school, user,
};
use fair::similarity::Text;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    TryInsertResult,
    sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr},
};

use super::{
    compared::Place,
    rules::{HandedIn, Link, Stake, Stakes, Written},
    screening::File,
};
use crate::{
    account,
    api::{object::RightOn, right::Held},
    campaign::{self as campaigns, rules::day_of},
    db::{AT_ONCE, any_conflict, is_guard},
    moved::Moved,
    naming::{Hidden, Own, names_any},
    stop::{Stop, found},
    work::Work,
};

/// Versions of each text of a draft that are kept.
const KEPT: u64 = 50;
/// An application by its id.
pub async fn get(work: &Work, id: ApplicationId) -> Result<application::Model, Stop> {
    found(application::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Those of these applications that there are.
pub async fn list(work: &Work, ids: &[ApplicationId]) -> Result<Vec<application::Model>, Stop> {
    let these = application::Column::Id.is_in(ids.iter().copied());
    Ok(application::Entity::find().filter(these).order_by_asc(application::Column::Id).all(work.tx()).await?)
}

/// An application by its id, so that nobody changes it or moves its campaign before this work ends.
pub async fn get_locked(work: &Work, id: ApplicationId) -> Result<application::Model, Stop> {
    hold_campaign(work, id).await?;
    found(application::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The same, for what a right allows the caller to do to it.
pub async fn hold(
    work: &Work,
    right: RightOn<application::Entity>,
    id: ApplicationId,
) -> Result<Held<application::Model>, Stop> {
    hold_campaign(work, id).await?;
    work.hold(right, id).await
}

async fn hold_campaign(work: &Work, id: ApplicationId) -> Result<(), Stop> {
    let its = application::Entity::find_by_id(id).select_only().column(application::Column::CampaignId);
    campaigns::hold(work, its.into_query()).await
}

/// What ties the caller to applications and registrations.
pub async fn stakes(work: &Work) -> Result<Stakes, Stop> {
    let user = work.user()?;
    let seats = project_member::Entity::find().filter(project_member::Column::UserId.eq(user)).all(work.tx()).await?;
    let judged = evaluation::Entity::find().filter(evaluation::Column::JurorId.eq(JurorId::from(user)));
    Ok(Stakes {
        user,
        projects: seats.into_iter().map(|seat| seat.project_id).collect(),
        schools: account::schools_of(work, user, day_of(work.now())).await?.into_iter().collect(),
        evaluated: judged.all(work.tx()).await?.into_iter().map(|evaluation| evaluation.application_id).collect(),
    })
}

/// Whether a text about an application gives away who judges (INV-33).
pub async fn names_a_juror(work: &Work, application: &application::Model, text: &str) -> Result<bool, Stop> {
    let judges = judges_of(work, application.campaign_id, std::slice::from_ref(application)).await?;
    Ok(judges.values().any(|judges| judges.are_named_in(text)))
}

/// Whom a text about an application must not name, and what its applicants call things.
#[derive(Clone, Debug, Default)]
pub struct Judges {
    hidden: Vec<Hidden>,
    own: Own,
}

impl Judges {
    /// Whether a text gives one of them away.
    pub fn are_named_in(&self, text: &str) -> bool {
        names_any(text, &self.hidden, &self.own)
    }
}

/// Whom texts about applications of one campaign must not name (INV-33); for all of them in as many statements as for one.
pub async fn judges_of(
    work: &Work,
    campaign: CampaignId,
    applications: &[application::Model],
) -> Result<HashMap<ApplicationId, Judges>, Stop> {
    let ids = || applications.iter().map(|application| application.id);
    let asked = assignment::Entity::find().filter(assignment::Column::ApplicationId.is_in(ids()));
    let mut close: HashMap<ApplicationId, HashSet<UserId>> = HashMap::new();
    for one in asked.all(work.tx()).await? {
        close.entry(one.application_id).or_default().insert(one.juror_id.into());
    }
    let works: Vec<_> = applications.iter().map(|one| (one.project_id, one.school_id, one.teacher_id)).collect();
    let mut own: HashMap<ApplicationId, Own> = ids().zip(own_words(work, &works).await?).collect();
    let mut handed_in: HashMap<ApplicationRevisionId, ApplicationId> = HashMap::new();
    for application in applications {
        own.entry(application.id).or_default().text(&application.summary);
        handed_in.extend(application.submitted_revision_id.map(|revision| (revision, application.id)));
    }
    if !handed_in.is_empty() {
        let theirs = revision_answer::Column::RevisionId.is_in(handed_in.keys().copied());
        for answer in revision_answer::Entity::find().filter(theirs).all(work.tx()).await? {
            let Some(id) = handed_in.get(&answer.revision_id) else { continue };
            let own = own.entry(*id).or_default();
            for text in [&answer.text, &answer.own_teacher, &answer.own_pupils, &answer.example] {
                own.text(text);
            }
        }
    }
    let jury = jury_of(work, campaign, close.values().flatten().copied().collect()).await?;
    let mut judges = HashMap::new();
    for id in ids() {
        let close = close.get(&id);
        let is_close = |person: &UserId| close.is_some_and(|close| close.contains(person));
        let hidden = jury.iter().map(|(person, one)| Hidden { is_close: is_close(person), ..one.clone() }).collect();
        judges.insert(id, Judges { hidden, own: own.remove(&id).unwrap_or_default() });
    }
    Ok(judges)
}

/// Whether a text about a registration gives away who may judge (INV-33).
pub(super) async fn names_a_juror_to(work: &Work, row: &registration::Model, text: &str) -> Result<bool, Stop> {
    let own = own_words(work, &[(row.project_id, row.school_id, row.teacher_id)]).await?.pop().unwrap_or_default();
    let jury = jury_of(work, row.campaign_id, HashSet::new()).await?;
    Ok(names_any(text, &jury.into_iter().map(|(_, one)| one).collect::<Vec<_>>(), &own))
}

/// The jury of a campaign, and who else was asked; nobody is close to anything yet.
async fn jury_of(work: &Work, campaign: CampaignId, asked: HashSet<UserId>) -> Result<Vec<(UserId, Hidden)>, Stop> {
    let seats = jury_membership::Entity::find().filter(jury_membership::Column::CampaignId.eq(campaign));
    let seated = seats.all(work.tx()).await?.into_iter().map(|seat| UserId::from(seat.juror_id));
    let ids: HashSet<UserId> = seated.chain(asked).collect();
    let people = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(work.tx()).await?;
    let hidden = |person: user::Model| (person.id, Hidden { is_close: false, name: person.name, email: person.email });
    Ok(people.into_iter().map(hidden).collect())
}

/// What applicants call things and each other, for each of these projects with a school and a teacher.
async fn own_words(work: &Work, works: &[(ProjectId, SchoolId, UserId)]) -> Result<Vec<Own>, Stop> {
    let projects = || works.iter().map(|(project, ..)| *project);
    let named = project::Entity::find().filter(project::Column::Id.is_in(projects())).all(work.tx()).await?;
    let partners = project_partner::Entity::find().filter(project_partner::Column::ProjectId.is_in(projects()));
    let partners = partners.all(work.tx()).await?;
    let schools = partners.iter().map(|partner| partner.school_id).chain(works.iter().map(|(_, school, _)| *school));
    let schools: HashSet<SchoolId> = schools.collect();
    let schools = school::Entity::find().filter(school::Column::Id.is_in(schools)).all(work.tx()).await?;
    let members = project_member::Entity::find().filter(project_member::Column::ProjectId.is_in(projects()));
    let members = members.all(work.tx()).await?;
    let people = members.iter().map(|member| member.user_id).chain(works.iter().map(|(.., teacher)| *teacher));
    let people: HashSet<UserId> = people.collect();
    let people = user::Entity::find().filter(user::Column::Id.is_in(people)).all(work.tx()).await?;
    let named: HashMap<ProjectId, project::Model> = named.into_iter().map(|project| (project.id, project)).collect();
    let schools: HashMap<SchoolId, school::Model> = schools.into_iter().map(|school| (school.id, school)).collect();
    let people: HashMap<UserId, user::Model> = people.into_iter().map(|person| (person.id, person)).collect();
    let mut all = Vec::new();
    for (project, school, teacher) in works {
        let mut own = Own::default();
        if let Some(project) = named.get(project) {
            own.text(&project.title);
            own.text(&project.summary);
        }
        let theirs = partners.iter().filter(|partner| partner.project_id == *project).map(|one| one.school_id);
        for school in theirs.chain([*school]).filter_map(|id| schools.get(&id)) {
            own.text(&school.name);
            own.text(&school.city);
        }
        let theirs = members.iter().filter(|member| member.project_id == *project).map(|one| one.user_id);
        for person in theirs.chain([*teacher]).filter_map(|id| people.get(&id)) {
            own.person(&person.name);
        }
        all.push(own);
    }
    Ok(all)
}

impl Stakes {
    /// What the caller has to do with an application.
    pub fn in_application(&self, row: &application::Model) -> Option<Stake> {
        self.in_work_of((row.teacher_id, row.project_id, row.school_id), Some(row.id))
    }

    /// What the caller has to do with a registration.
    pub fn in_registration(&self, row: &registration::Model) -> Option<Stake> {
        self.in_work_of((row.teacher_id, row.project_id, row.school_id), None)
    }

    /// What the caller has to do with which of these applications.
    pub fn among<'a>(
        &self,
        rows: impl IntoIterator<Item = &'a application::Model>,
    ) -> impl Iterator<Item = (ApplicationId, Stake)> {
        rows.into_iter().filter_map(move |row| self.in_application(row).map(|stake| (row.id, stake)))
    }
}

/// The complete applications of a track, in the order of their ids.
pub async fn list_complete(work: &Work, campaign: CampaignId, track: Track) -> Result<Vec<application::Model>, Stop> {
    let complete = application::Entity::find()
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::Track.eq(track))
        .filter(application::Column::State.eq(ApplicationState::Complete));
    Ok(complete.order_by_asc(application::Column::Id).all(work.tx()).await?)
}

/// Moves an application on its way through jury and decision. Its version stays: that counts what its
/// teacher does, and must not tell her what the jury does (INV-22).
pub async fn set_stage(work: &Work, id: ApplicationId, stage: ApplicationStage) -> Result<(), Stop> {
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::Stage, Expr::value(stage))
        .filter(application::Column::Id.eq(id));
    if stage == ApplicationStage::Published {
        update = update.col_expr(application::Column::PublishedAt, Expr::value(work.now()));
    }
    update.exec(work.tx()).await?;
    Ok(())
}

/// Puts an application back to where nothing is decided on it.
pub async fn await_admission(work: &Work, id: ApplicationId) -> Result<(), Stop> {
    application::Entity::update_many()
        .col_expr(application::Column::Stage, Expr::value(None::<ApplicationStage>))
        .filter(application::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Moves admissible applications of these on to the jury; the others stay where they are.
pub async fn send_to_jury(work: &Work, ids: &[ApplicationId]) -> Result<(), Stop> {
    for some in ids.chunks(AT_ONCE) {
        application::Entity::update_many()
            .col_expr(application::Column::Stage, Expr::value(ApplicationStage::InEvaluation))
            .filter(application::Column::Id.is_in(some.iter().copied()))
            .filter(application::Column::Stage.eq(ApplicationStage::Admissible))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// A registration by its id, so that nobody changes it or moves its campaign before this work ends. Who needs its
/// application too locks that second.
pub(super) async fn get_registration_locked(work: &Work, id: RegistrationId) -> Result<registration::Model, Stop> {
    hold_campaign_of(work, id).await?;
    found(registration::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The same, for what a right allows the caller to do to it.
pub(super) async fn hold_registration(
    work: &Work,
    right: RightOn<registration::Entity>,
    id: RegistrationId,
) -> Result<Held<registration::Model>, Stop> {
    hold_campaign_of(work, id).await?;
    work.hold(right, id).await
}

async fn hold_campaign_of(work: &Work, id: RegistrationId) -> Result<(), Stop> {
    let its = registration::Entity::find_by_id(id).select_only().column(registration::Column::CampaignId);
    campaigns::hold(work, its.into_query()).await
}

/// A registration by its id.
pub(super) async fn get_registration(work: &Work, id: RegistrationId) -> Result<registration::Model, Stop> {
    found(registration::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Whether a teacher has registered a project in a campaign and not taken it back.
pub(super) async fn is_registered(
    work: &Work,
    campaign: CampaignId,
    project: ProjectId,
    teacher: UserId,
) -> Result<bool, Stop> {
    let live = registration::Entity::find()
        .filter(registration::Column::CampaignId.eq(campaign))
        .filter(registration::Column::ProjectId.eq(project))
        .filter(registration::Column::TeacherId.eq(teacher))
        .filter(registration::Column::State.ne(RegistrationStatus::Withdrawn));
    Ok(live.count(work.tx()).await? > 0)
}

/// Whether a user is in the jury of a track (INV-13).
pub(super) async fn is_juror(work: &Work, campaign: CampaignId, track: Track, user: UserId) -> Result<bool, Stop> {
    let seat = jury_membership::Entity::find()
        .filter(jury_membership::Column::CampaignId.eq(campaign))
        .filter(jury_membership::Column::Track.eq(track))
        .filter(jury_membership::Column::JurorId.eq(JurorId::from(user)))
        .filter(jury_membership::Column::State.eq(JuryMembershipStatus::Active));
    Ok(seat.count(work.tx()).await? > 0)
}

/// Whether a teacher holds a label for a project from another campaign (Q12).
pub(super) async fn holds_label(
    work: &Work,
    project: ProjectId,
    teacher: UserId,
    other_than: CampaignId,
) -> Result<bool, Stop> {
    let earlier = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::ProjectId.eq(project))
        .filter(application::Column::TeacherId.eq(teacher))
        .filter(application::Column::CampaignId.ne(other_than));
    let valid = label::Entity::find()
        .filter(label::Column::ApplicationId.in_subquery(earlier.into_query()))
        .filter(label::Column::RevokedAt.is_null());
    Ok(valid.count(work.tx()).await? > 0)
}

/// Registrations of a teacher for the label that counts, taken back and refused ones not counted (INV-09, Q11).
pub(super) async fn count_registrations(work: &Work, campaign: CampaignId, teacher: UserId) -> Result<u64, Stop> {
    use registration::Column;
    let gone = [RegistrationStatus::Withdrawn, RegistrationStatus::Ineligible];
    let hers = registration::Entity::find()
        .filter(Column::CampaignId.eq(campaign))
        .filter(Column::TeacherId.eq(teacher))
        .filter(Column::Track.eq(Track::Nql))
        .filter(Column::State.is_not_in(gone));
    Ok(hers.count(work.tx()).await?)
}

/// The registrations of a campaign with all that conditions are about.
pub(super) async fn files_of(work: &Work, campaign: CampaignId) -> Result<Vec<File>, Stop> {
    let its = registration::Entity::find().filter(registration::Column::CampaignId.eq(campaign));
    let ids = its.clone().select_only().column(registration::Column::Id).into_query();
    let answers = eligibility_answer::Entity::find()
        .filter(eligibility_answer::Column::RegistrationId.in_subquery(ids))
        .order_by_asc(eligibility_answer::Column::Condition)
        .all(work.tx())
        .await?;
    let mut by_registration: HashMap<RegistrationId, Vec<eligibility_answer::Model>> = HashMap::new();
    for answer in answers {
        by_registration.entry(answer.registration_id).or_default().push(answer);
    }
    let projects = its.clone().select_only().column(registration::Column::ProjectId).into_query();
    let projects = project::Entity::find().filter(project::Column::Id.in_subquery(projects)).all(work.tx()).await?;
    let projects: HashMap<ProjectId, project::Model> = projects.into_iter().map(|one| (one.id, one)).collect();
    let begun: HashSet<RegistrationId> =
        list_of_campaign(work, campaign).await?.into_iter().map(|application| application.registration_id).collect();
    let file = |registration: registration::Model| {
        Some(File {
            answers: by_registration.remove(&registration.id).unwrap_or_default(),
            project: projects.get(&registration.project_id)?.clone(),
            is_begun: begun.contains(&registration.id),
            registration,
        })
    };
    Ok(its.order_by_asc(registration::Column::Id).all(work.tx()).await?.into_iter().filter_map(file).collect())
}

/// What came of writing a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inserted {
    /// It is there.
    Done,
    /// The teacher has one already.
    Twice,
    /// The teacher is in the jury: the database says so itself (INV-13).
    IsJuror,
}

/// Writes a new registration.
pub(super) async fn insert_registration(work: &Work, registration: registration::Model) -> Result<Inserted, Stop> {
    let row = registration::ActiveModel::from(registration).reset_all();
    match registration::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await
    {
        Ok(TryInsertResult::Inserted(rows)) if rows > 0 => Ok(Inserted::Done),
        Ok(TryInsertResult::Inserted(_) | TryInsertResult::Conflicted | TryInsertResult::Empty) => Ok(Inserted::Twice),
        Err(error) if is_guard(&error, "applicant_is_no_juror") => Ok(Inserted::IsJuror),
        Err(error) => Err(error.into()),
    }
}

/// Writes a changed registration; its version counts up.
pub(super) async fn save_registration(work: &Work, registration: Held<registration::Model>) -> Result<(), Stop> {
    let registration = registration.into_row();
    let unchanged = registration::Column::Version.eq(registration.version);
    let changed = registration::Model { version: registration.version + 1, updated_at: work.now(), ..registration };
    let changed = registration::ActiveModel::from(changed).reset_all();
    registration::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// Writes the answers of a new registration.
pub(super) async fn insert_conditions(work: &Work, answers: Vec<eligibility_answer::Model>) -> Result<(), Stop> {
    let rows = answers.into_iter().map(|answer| eligibility_answer::ActiveModel::from(answer).reset_all());
    eligibility_answer::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Takes a registration away that nobody has written for.
pub(super) async fn delete_registration(work: &Work, id: RegistrationId) -> Result<(), Stop> {
    let its = eligibility_answer::Column::RegistrationId.eq(id);
    eligibility_answer::Entity::delete_many().filter(its).exec(work.tx()).await?;
    registration::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Whether a teacher has registered with a school and not taken it back.
pub(super) async fn has_registered_with(work: &Work, teacher: UserId, school: SchoolId) -> Result<bool, Stop> {
    let live = registration::Entity::find()
        .filter(registration::Column::TeacherId.eq(teacher))
        .filter(registration::Column::SchoolId.eq(school))
        .filter(registration::Column::State.ne(RegistrationStatus::Withdrawn));
    Ok(live.one(work.tx()).await?.is_some())
}

/// The answers of a registration.
pub(super) async fn conditions_of(work: &Work, id: RegistrationId) -> Result<Vec<eligibility_answer::Model>, Stop> {
    let its = eligibility_answer::Entity::find().filter(eligibility_answer::Column::RegistrationId.eq(id));
    Ok(its.order_by_asc(eligibility_answer::Column::Condition).all(work.tx()).await?)
}

/// Writes a changed answer of a registration.
pub(super) async fn save_condition(work: &Work, answer: eligibility_answer::Model) -> Result<(), Stop> {
    let changed = eligibility_answer::Model { answered_at: work.now(), ..answer };
    eligibility_answer::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// The application of a registration, so that nobody changes it before this work ends.
pub(super) async fn find_by_registration_locked(
    work: &Work,
    id: RegistrationId,
) -> Result<Option<application::Model>, Stop> {
    let its = application::Entity::find().filter(application::Column::RegistrationId.eq(id));
    Ok(its.lock_exclusive().one(work.tx()).await?)
}

/// All applications of a teacher in a campaign, so that nobody changes one before this work ends: two that are
/// handed in at once must not get the same number (INV-09).
pub(super) async fn list_of_teacher_locked(
    work: &Work,
    campaign: CampaignId,
    teacher: UserId,
) -> Result<Vec<application::Model>, Stop> {
    let hers = application::Entity::find()
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::TeacherId.eq(teacher));
    Ok(hers.order_by_asc(application::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// The applications of a teacher, of every campaign, so that nobody hands one in before this work ends.
pub async fn list_all_of_teacher_locked(work: &Work, teacher: UserId) -> Result<Vec<application::Model>, Stop> {
    let hers = application::Entity::find().filter(application::Column::TeacherId.eq(teacher));
    Ok(hers.order_by_asc(application::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// The applications of a campaign.
pub async fn list_of_campaign(work: &Work, campaign: CampaignId) -> Result<Vec<application::Model>, Stop> {
    let its = application::Entity::find().filter(application::Column::CampaignId.eq(campaign));
    Ok(its.order_by_asc(application::Column::Id).all(work.tx()).await?)
}

/// The drafts of a campaign that were changed before an instant and not since, the oldest first.
pub(super) async fn list_drafts(
    work: &Work,
    campaign: CampaignId,
    untouched_since: DateTime<Utc>,
) -> Result<Vec<application::Model>, Stop> {
    let drafts = application::Entity::find()
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::State.eq(ApplicationState::Draft))
        .filter(application::Column::UpdatedAt.lt(untouched_since));
    Ok(drafts.order_by_asc(application::Column::UpdatedAt).order_by_asc(application::Column::Id).all(work.tx()).await?)
}

/// An address that was handed in, and the application that it was handed in with.
pub(super) async fn get_revision_link(
    work: &Work,
    id: RevisionLinkId,
) -> Result<(revision_link::Model, ApplicationId), Stop> {
    let link = found(revision_link::Entity::find_by_id(id).one(work.tx()).await?)?;
    let revision = found(application_revision::Entity::find_by_id(link.revision_id).one(work.tx()).await?)?;
    Ok((link, revision.application_id))
}

/// Writes whether an address could be opened; what was found before is replaced.
pub(super) async fn put_link_check(work: &Work, check: link_check::Model) -> Result<(), Stop> {
    let known = link_check::Entity::find().filter(link_check::Column::RevisionLinkId.eq(check.revision_link_id));
    match known.one(work.tx()).await? {
        Some(known) => {
            let again = link_check::Model { id: known.id, ..check };
            link_check::ActiveModel::from(again).reset_all().update(work.tx()).await?;
        }
        None => {
            link_check::ActiveModel::from(check).reset_all().insert(work.tx()).await?;
        }
    }
    Ok(())
}

/// Takes the working draft out of applications: the texts, not the rows that statistics count.
pub async fn erase_drafts(work: &Work, ids: &[ApplicationId]) -> Result<(), Stop> {
    for some in ids.chunks(AT_ONCE) {
        let ids = some.iter().copied();
        application::Entity::update_many()
            .col_expr(application::Column::Summary, Expr::value(""))
            .filter(application::Column::Id.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        application_answer::Entity::delete_many()
            .filter(application_answer::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        draft_text::Entity::delete_many()
            .filter(draft_text::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        draft_remark::Entity::delete_many()
            .filter(draft_remark::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        evidence_link::Entity::delete_many()
            .filter(evidence_link::Column::ApplicationId.is_in(ids))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// Takes every text out of applications: the working draft, what was handed in, and why step 1 was in doubt. The
/// database lets through nothing else, and only for what is marked here (INV-04).
pub async fn erase_texts(work: &Work, ids: &[ApplicationId]) -> Result<(), Stop> {
    erase_drafts(work, ids).await?;
    for some in ids.chunks(AT_ONCE) {
        let ids = some.iter().copied();
        application::Entity::update_many()
            .col_expr(application::Column::TextsErasedAt, Expr::value(work.now()))
            .filter(application::Column::Id.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        let revisions = application_revision::Entity::find()
            .select_only()
            .column(application_revision::Column::Id)
            .filter(application_revision::Column::ApplicationId.is_in(ids.clone()))
            .into_query();
        revision_answer::Entity::update_many()
            .col_expr(revision_answer::Column::Text, Expr::value(""))
            .col_expr(revision_answer::Column::OwnTeacher, Expr::value(""))
            .col_expr(revision_answer::Column::OwnPupils, Expr::value(""))
            .col_expr(revision_answer::Column::Example, Expr::value(""))
            .filter(revision_answer::Column::RevisionId.in_subquery(revisions.clone()))
            .exec(work.tx())
            .await?;
        revision_link::Entity::update_many()
            .col_expr(revision_link::Column::Url, Expr::value(""))
            .col_expr(revision_link::Column::Label, Expr::value(""))
            .filter(revision_link::Column::RevisionId.in_subquery(revisions))
            .exec(work.tx())
            .await?;
        application_revision::Entity::update_many()
            .col_expr(application_revision::Column::Summary, Expr::value(""))
            .filter(application_revision::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        let registrations = application::Entity::find()
            .select_only()
            .column(application::Column::RegistrationId)
            .filter(application::Column::Id.is_in(ids))
            .into_query();
        erase_reasons(work, registration::Column::Id.in_subquery(registrations)).await?;
    }
    Ok(())
}

/// Takes the reasons out of the registrations of a teacher on which no application rests any more.
pub async fn erase_registrations(work: &Work, teacher: UserId) -> Result<(), Stop> {
    let live = application::Entity::find()
        .select_only()
        .column(application::Column::RegistrationId)
        .filter(application::Column::TeacherId.eq(teacher))
        .filter(application::Column::TextsErasedAt.is_null())
        .into_query();
    let hers = registration::Column::TeacherId.eq(teacher);
    erase_reasons(work, hers.and(registration::Column::Id.not_in_subquery(live))).await
}

async fn erase_reasons(work: &Work, which: SimpleExpr) -> Result<(), Stop> {
    let registrations =
        registration::Entity::find().select_only().column(registration::Column::Id).filter(which.clone()).into_query();
    eligibility_answer::Entity::update_many()
        .col_expr(eligibility_answer::Column::OverrideReason, Expr::value(""))
        .filter(eligibility_answer::Column::RegistrationId.in_subquery(registrations))
        .filter(eligibility_answer::Column::OverrideReason.is_not_null())
        .exec(work.tx())
        .await?;
    registration::Entity::update_many()
        .col_expr(registration::Column::ReviewReason, Expr::value(""))
        .filter(which)
        .filter(registration::Column::ReviewReason.is_not_null())
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Keeps a text of a draft, and forgets the oldest of the same text when there are too many. One that is refused again,
/// word for word, is kept once; `false` then.
pub(super) async fn keep_text(work: &Work, text: draft_text::Model) -> Result<bool, Stop> {
    let same = draft_text::Entity::find()
        .filter(draft_text::Column::ApplicationId.eq(text.application_id))
        .filter(draft_text::Column::Field.eq(text.field))
        .filter(match text.criterion_id {
            Some(criterion) => draft_text::Column::CriterionId.eq(criterion),
            None => draft_text::Column::CriterionId.is_null(),
        });
    if text.is_refused {
        let word_for_word =
            same.clone().filter(draft_text::Column::IsRefused.eq(true)).filter(draft_text::Column::Text.eq(&text.text));
        if word_for_word.count(work.tx()).await? > 0 {
            return Ok(false);
        }
    }
    // What was refused is nowhere else: what is saved every half minute does not push it out.
    let same = same.filter(draft_text::Column::IsRefused.eq(text.is_refused));
    let newest_first = same.order_by_desc(draft_text::Column::SavedAt).order_by_desc(draft_text::Column::Id);
    let old = newest_first.select_only().column(draft_text::Column::Id).offset(KEPT - 1).limit(KEPT);
    let old: Vec<DraftTextId> = old.into_tuple().all(work.tx()).await?;
    if !old.is_empty() {
        draft_text::Entity::delete_many().filter(draft_text::Column::Id.is_in(old)).exec(work.tx()).await?;
    }
    work.tx().later(&draft_text::Entity::insert(draft_text::ActiveModel::from(text).reset_all())).await?;
    Ok(true)
}

/// The texts of a draft that were saved in a later version than this one.
pub(super) async fn changed_since(
    work: &Work,
    id: ApplicationId,
    version: i32,
) -> Result<HashSet<(Option<CriterionId>, DraftField)>, Stop> {
    let saved = draft_text::Entity::find()
        .filter(draft_text::Column::ApplicationId.eq(id))
        .filter(draft_text::Column::IsRefused.eq(false))
        .filter(draft_text::Column::Version.gt(version));
    let which = saved.select_only().column(draft_text::Column::CriterionId).column(draft_text::Column::Field);
    Ok(which.into_tuple().all(work.tx()).await?.into_iter().collect())
}

/// The form of an application, open or not.
pub(super) async fn find_form(work: &Work, id: ApplicationId) -> Result<Option<form_session::Model>, Stop> {
    Ok(form_session::Entity::find().filter(form_session::Column::ApplicationId.eq(id)).one(work.tx()).await?)
}

/// Writes the form of an application; there is one each.
pub(super) async fn put_form(work: &Work, form: form_session::Model) -> Result<(), Stop> {
    use form_session::Column;
    let again = OnConflict::column(Column::ApplicationId)
        .update_columns([
            Column::OpenedAt,
            Column::ExpiresAt,
            Column::WarnsAt,
            Column::WarnsAgainAt,
            Column::ClosedAt,
            Column::LastSavedVersion,
        ])
        .to_owned();
    let row = form_session::ActiveModel::from(form).reset_all();
    Ok(work.tx().later(&form_session::Entity::insert(row).on_conflict(again)).await?)
}

/// What is said of a draft.
pub(super) async fn remarks_of(work: &Work, id: ApplicationId) -> Result<Vec<draft_remark::Model>, Stop> {
    Ok(draft_remark::Entity::find().filter(draft_remark::Column::ApplicationId.eq(id)).all(work.tx()).await?)
}

/// Writes what is said of a draft now, and takes away what is not said any more.
pub(super) async fn change_remarks(
    work: &Work,
    gone: Vec<DraftRemarkId>,
    new: Vec<draft_remark::Model>,
) -> Result<(), Stop> {
    if !gone.is_empty() {
        draft_remark::Entity::delete_many().filter(draft_remark::Column::Id.is_in(gone)).exec(work.tx()).await?;
    }
    if !new.is_empty() {
        let rows = new.into_iter().map(|remark| draft_remark::ActiveModel::from(remark).reset_all());
        work.tx().later(&draft_remark::Entity::insert_many(rows)).await?;
    }
    Ok(())
}

/// The subjects of a draft.
pub(super) async fn subjects_of(work: &Work, id: ApplicationId) -> Result<Vec<Subject>, Stop> {
    use application_subject::{Column, Entity};
    let its = Entity::find().filter(Column::ApplicationId.eq(id)).order_by_asc(Column::Subject).all(work.tx()).await?;
    Ok(its.into_iter().map(|row| row.subject).collect())
}

/// Writes the subjects of a draft.
pub(super) async fn set_subjects(work: &Work, id: ApplicationId, subjects: &[Subject]) -> Result<(), Stop> {
    use application_subject::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::ApplicationId.eq(id)).exec(work.tx()).await?;
    let rows = subjects.iter().map(|one| ActiveModel { application_id: Set(id), subject: Set(*one) });
    Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The ways of teaching in a draft.
pub(super) async fn methods_of(work: &Work, id: ApplicationId) -> Result<Vec<Method>, Stop> {
    use application_method::{Column, Entity};
    let its = Entity::find().filter(Column::ApplicationId.eq(id)).order_by_asc(Column::Method).all(work.tx()).await?;
    Ok(its.into_iter().map(|row| row.method).collect())
}

/// Writes the ways of teaching in a draft.
pub(super) async fn set_methods(work: &Work, id: ApplicationId, methods: &[Method]) -> Result<(), Stop> {
    use application_method::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::ApplicationId.eq(id)).exec(work.tx()).await?;
    let rows = methods.iter().map(|one| ActiveModel { application_id: Set(id), method: Set(*one) });
    Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// A text of a draft as it once was.
pub(super) async fn get_text(work: &Work, id: DraftTextId) -> Result<draft_text::Model, Stop> {
    found(draft_text::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Writes a new application.
pub(super) async fn insert(work: &Work, application: application::Model) -> Result<(), Stop> {
    application::ActiveModel::from(application).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes an application that its teacher changed; its version counts up.
pub(super) async fn save(work: &Work, application: application::Model) -> Result<(), Stop> {
    let unchanged = application::Column::Version.eq(application.version);
    let changed = application::Model { version: application.version + 1, updated_at: work.now(), ..application };
    let changed = application::ActiveModel::from(changed).reset_all();
    Ok(work.tx().later(&application::Entity::update(changed).validate()?.filter(unchanged)).await?)
}

/// Writes when the form on ESEP was sent. The version stays: the draft is the same, and staff do this too.
pub(super) async fn set_esep_submitted(
    work: &Work,
    id: ApplicationId,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), Stop> {
    application::Entity::update_many()
        .col_expr(application::Column::EsepSubmittedAt, Expr::value(at))
        .filter(application::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The answers in the draft of an application.
pub(super) async fn answers_of(work: &Work, id: ApplicationId) -> Result<Vec<application_answer::Model>, Stop> {
    let its = application_answer::Entity::find().filter(application_answer::Column::ApplicationId.eq(id));
    Ok(its.order_by_asc(application_answer::Column::CriterionId).all(work.tx()).await?)
}

/// Writes an answer of the draft for the first time.
pub(super) async fn insert_answer(work: &Work, answer: application_answer::Model) -> Result<(), Stop> {
    let row = application_answer::ActiveModel::from(answer).reset_all();
    Ok(work.tx().later(&application_answer::Entity::insert(row)).await?)
}

/// Writes a changed answer of the draft.
pub(super) async fn save_answer(work: &Work, answer: application_answer::Model) -> Result<(), Stop> {
    let changed = application_answer::ActiveModel::from(answer).reset_all();
    Ok(work.tx().later(&application_answer::Entity::update(changed).validate()?).await?)
}

/// The addresses in the draft of an application, in the order in which they were added.
pub(super) async fn links_of(work: &Work, id: ApplicationId) -> Result<Vec<evidence_link::Model>, Stop> {
    let its = evidence_link::Entity::find().filter(evidence_link::Column::ApplicationId.eq(id));
    Ok(its.order_by_asc(evidence_link::Column::Id).all(work.tx()).await?)
}

/// An address by its id.
pub(super) async fn get_link(work: &Work, id: EvidenceLinkId) -> Result<evidence_link::Model, Stop> {
    found(evidence_link::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Writes a new address.
pub(super) async fn insert_link(work: &Work, link: evidence_link::Model) -> Result<(), Stop> {
    evidence_link::ActiveModel::from(link).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed address of the draft.
pub(super) async fn save_link(work: &Work, link: evidence_link::Model) -> Result<(), Stop> {
    evidence_link::ActiveModel::from(link).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes an address out of the draft; somebody else may have done so a moment ago.
pub(super) async fn delete_link(work: &Work, id: EvidenceLinkId) -> Result<(), Stop> {
    let deleted = evidence_link::Entity::delete_by_id(id).exec(work.tx()).await?;
    found((deleted.rows_affected > 0).then_some(()))
}

/// The number of the revision that was handed in last; 0 before the first.
pub(super) async fn last_revision(work: &Work, id: ApplicationId) -> Result<i32, Stop> {
    let its = application_revision::Entity::find().filter(application_revision::Column::ApplicationId.eq(id));
    let last = its.order_by_desc(application_revision::Column::Number).one(work.tx()).await?;
    Ok(last.map_or(0, |revision| revision.number))
}

/// The revision that was handed in last for an application and not taken back.
pub(super) async fn standing_revision(
    work: &Work,
    application: &application::Model,
) -> Result<Option<application_revision::Model>, Stop> {
    let Some(id) = application.submitted_revision_id else { return Ok(None) };
    Ok(application_revision::Entity::find_by_id(id).one(work.tx()).await?)
}

/// The title under which an application was handed in: what is written to its teacher from then on names it so.
pub async fn title_of_hand_in(work: &Work, application: &application::Model) -> Result<String, Stop> {
    let handed_in = match application.submitted_revision_id {
        Some(id) => revision_project::Entity::find_by_id(id).one(work.tx()).await?,
        None => None,
    };
    match handed_in {
        Some(handed_in) => Ok(handed_in.title),
        None => Ok(found(project::Entity::find_by_id(application.project_id).one(work.tx()).await?)?.title),
    }
}

/// The same for many applications, in the order in which they are given.
pub async fn titles_of_hand_in(work: &Work, applications: &[application::Model]) -> Result<Vec<String>, Stop> {
    let revisions = applications.iter().filter_map(|application| application.submitted_revision_id);
    let handed_in = revision_project::Entity::find().filter(revision_project::Column::Id.is_in(revisions));
    let handed_in = handed_in.all(work.tx()).await?.into_iter().map(|row| (row.id, row.title));
    let handed_in: HashMap<ApplicationRevisionId, String> = handed_in.collect();
    let projects = applications.iter().map(|application| application.project_id);
    let named = project::Entity::find().filter(project::Column::Id.is_in(projects)).all(work.tx()).await?;
    let named: HashMap<ProjectId, String> = named.into_iter().map(|project| (project.id, project.title)).collect();
    let title = |application: &application::Model| {
        let as_handed_in = application.submitted_revision_id.and_then(|revision| handed_in.get(&revision));
        as_handed_in.or_else(|| named.get(&application.project_id)).cloned().unwrap_or_default()
    };
    Ok(applications.iter().map(title).collect())
}

/// What was handed in as a revision.
pub(super) async fn handed_in(
    work: &Work,
    application: &application::Model,
    id: ApplicationRevisionId,
    criteria: &[criterion::Model],
) -> Result<HandedIn, Stop> {
    let revision = found(application_revision::Entity::find_by_id(id).one(work.tx()).await?)?;
    let code = |id: CriterionId| criteria.iter().find(|one| one.id == id).map(|one| one.code.clone());
    let answers = revision_answer::Entity::find().filter(revision_answer::Column::RevisionId.eq(id));
    let links = revision_link::Entity::find().filter(revision_link::Column::RevisionId.eq(id));
    let subjects = revision_subject::Entity::find().filter(revision_subject::Column::RevisionId.eq(id));
    let methods = revision_method::Entity::find().filter(revision_method::Column::RevisionId.eq(id));
    let written = |answer: revision_answer::Model| Written {
        criterion: code(answer.criterion_id).unwrap_or_default(),
        text: answer.text,
        own_teacher: answer.own_teacher,
        own_pupils: answer.own_pupils,
        example: answer.example,
    };
    let link = |link: revision_link::Model| Link {
        kind: link.kind,
        url: link.url,
        label: link.label,
        criterion: link.criterion_id.and_then(code),
    };
    Ok(HandedIn {
        summary: revision.summary,
        answers: answers.all(work.tx()).await?.into_iter().map(written).collect(),
        links: links.order_by_asc(revision_link::Column::Id).all(work.tx()).await?.into_iter().map(link).collect(),
        subjects: subjects.all(work.tx()).await?.into_iter().map(|row| row.subject).collect(),
        methods: methods.all(work.tx()).await?.into_iter().map(|row| row.method).collect(),
        ..HandedIn::by(application.id, revision.submitted_by_id, application.track, revision.number)
    })
}

/// Writes what was handed in. It never changes (INV-04).
pub(super) async fn insert_revision(
    work: &Work,
    revision: application_revision::Model,
    answers: Vec<revision_answer::Model>,
    links: Vec<revision_link::Model>,
    subjects: &[Subject],
    methods: &[Method],
) -> Result<(), Stop> {
    let id: ApplicationRevisionId = revision.id;
    application_revision::ActiveModel::from(revision).reset_all().insert(work.tx()).await?;
    let answers = answers.into_iter().map(|answer| revision_answer::ActiveModel::from(answer).reset_all());
    revision_answer::Entity::insert_many(answers).exec_without_returning(work.tx()).await?;
    let links = links.into_iter().map(|link| revision_link::ActiveModel::from(link).reset_all());
    revision_link::Entity::insert_many(links).exec_without_returning(work.tx()).await?;
    let subjects =
        subjects.iter().map(|one| revision_subject::ActiveModel { revision_id: Set(id), subject: Set(*one) });
    revision_subject::Entity::insert_many(subjects).exec_without_returning(work.tx()).await?;
    let methods = methods.iter().map(|one| revision_method::ActiveModel { revision_id: Set(id), method: Set(*one) });
    revision_method::Entity::insert_many(methods).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes the project beside what was handed in for it, as it is now. It never changes (INV-04).
pub(super) async fn insert_revision_project(
    work: &Work,
    id: ApplicationRevisionId,
    (project, partners, members): (&project::Model, Vec<project_partner::Model>, Vec<project_member::Model>),
) -> Result<(), Stop> {
    let row = revision_project::Model {
        id,
        title: project.title.clone(),
        title_key: project.title_key.clone(),
        summary: project.summary.clone(),
    };
    revision_project::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    let partner = |seat: project_partner::Model| revision_partner::Model {
        id: work.id(),
        revision_id: id,
        school_id: seat.school_id,
        is_founder: seat.is_founder,
    };
    let rows = partners.into_iter().map(|seat| revision_partner::ActiveModel::from(partner(seat)).reset_all());
    revision_partner::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    let member = |seat: project_member::Model| revision_member::Model {
        id: work.id(),
        revision_id: id,
        user_id: seat.user_id,
        school_id: seat.school_id,
    };
    let rows = members.into_iter().map(|seat| revision_member::ActiveModel::from(member(seat)).reset_all());
    revision_member::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Moves registrations and applications of a school to another that it is a double of. Versions stay: they count what
/// teachers change.
pub async fn move_school(work: &Work, from: SchoolId, to: SchoolId) -> Result<[Moved; 2], Stop> {
    let of_school = registration::Column::SchoolId.eq(from);
    let rows = registration::Entity::find().filter(of_school.clone()).order_by_asc(registration::Column::Id);
    let registrations = rows.all(work.tx()).await?.into_iter().map(|row| row.id.into()).collect();
    registration::Entity::update_many()
        .col_expr(registration::Column::SchoolId, Expr::value(to))
        .filter(of_school)
        .exec(work.tx())
        .await?;
    let of_school = application::Column::SchoolId.eq(from);
    let rows = application::Entity::find().filter(of_school.clone()).order_by_asc(application::Column::Id);
    let applications = rows.all(work.tx()).await?.into_iter().map(|row| row.id.into()).collect();
    application::Entity::update_many()
        .col_expr(application::Column::SchoolId, Expr::value(to))
        .filter(of_school)
        .exec(work.tx())
        .await?;
    // What was handed in names the kept school too: jurors who worked at the double are tied as before.
    revision_partner::Entity::update_many()
        .col_expr(revision_partner::Column::SchoolId, Expr::value(to))
        .filter(revision_partner::Column::SchoolId.eq(from))
        .exec(work.tx())
        .await?;
    revision_member::Entity::update_many()
        .col_expr(revision_member::Column::SchoolId, Expr::value(to))
        .filter(revision_member::Column::SchoolId.eq(from))
        .exec(work.tx())
        .await?;
    Ok([
        Moved { moved: registrations, ..Moved::of("registration") },
        Moved { moved: applications, ..Moved::of("application") },
    ])
}

/// The applications for a project in a campaign that are in, with the texts that were handed in last, but for the summary.
pub(super) async fn list_handed_in(
    work: &Work,
    project: ProjectId,
    campaign: CampaignId,
) -> Result<Vec<(application::Model, Vec<Text<Place>>)>, Stop> {
    let rows = application::Entity::find()
        .filter(application::Column::ProjectId.eq(project))
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::State.eq(ApplicationState::Complete))
        .order_by_asc(application::Column::Id)
        .all(work.tx())
        .await?;
    let mut handed_in = Vec::new();
    for application in rows {
        let Some(revision) = application.submitted_revision_id else { continue };
        let answers = revision_answer::Entity::find()
            .filter(revision_answer::Column::RevisionId.eq(revision))
            .order_by_asc(revision_answer::Column::Id)
            .all(work.tx())
            .await?;
        let ids = answers.iter().map(|answer| answer.criterion_id);
        let criteria = criterion::Entity::find().filter(criterion::Column::Id.is_in(ids)).all(work.tx()).await?;
        let mut texts = Vec::new();
        for answer in answers {
            let criterion = criteria.iter().find(|criterion| criterion.id == answer.criterion_id);
            let code = criterion.map(|criterion| criterion.code.clone()).unwrap_or_default();
            for (field, text) in [
                (DraftField::Text, answer.text),
                (DraftField::OwnTeacher, answer.own_teacher),
                (DraftField::OwnPupils, answer.own_pupils),
                (DraftField::Example, answer.example),
            ] {
                texts.push(Text { place: (code.clone(), field), text });
            }
        }
        handed_in.push((application, texts));
    }
    Ok(handed_in)
}
