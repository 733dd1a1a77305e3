//! Projects as commands load and save them.

use std::collections::HashMap;

use crate::api::right::Held;
use entity::{
    application, campaign, foreign_participation,
    ids::{ApplicationRevisionId, ProjectId, SchoolId, UnknownPartnerId, UserId},
    kinds::{ApplicationState, CampaignStatus, Community, MemberRole, RegistrationStatus, Track},
    project, project_member, project_partner, registration, unknown_partner,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    TryInsertResult, sea_query::Expr,
};

use crate::{
    db::any_conflict,
    fold::key,
    moved::Moved,
    stop::{Stop, found},
    work::Work,
};

/// A project by its id.
pub async fn get(work: &Work, id: ProjectId) -> Result<project::Model, Stop> {
    found(project::Entity::find_by_id(id).one(work.tx()).await?)
}

/// What the projects among `ids` are called.
pub async fn titles(work: &Work, ids: &[ProjectId]) -> Result<HashMap<ProjectId, String>, Stop> {
    let among = project::Entity::find().filter(project::Column::Id.is_in(ids.iter().copied()));
    Ok(among.all(work.tx()).await?.into_iter().map(|project| (project.id, project.title)).collect())
}

/// A project by its id, so that nobody changes it before this work ends.
pub async fn get_locked(work: &Work, id: ProjectId) -> Result<project::Model, Stop> {
    found(project::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The projects that one of these schools takes part in, so that nobody changes them before this work ends.
pub async fn lock_at(work: &Work, schools: &[SchoolId]) -> Result<Vec<ProjectId>, Stop> {
    let seats = project_partner::Entity::find()
        .select_only()
        .column(project_partner::Column::ProjectId)
        .filter(project_partner::Column::SchoolId.is_in(schools.iter().copied()))
        .into_query();
    let theirs = project::Entity::find().filter(project::Column::Id.in_subquery(seats));
    let theirs = theirs.order_by_asc(project::Column::Id).lock_exclusive().all(work.tx()).await?;
    Ok(theirs.into_iter().map(|project| project.id).collect())
}

/// The part of a user in a project; `None` for who takes no part.
pub async fn member(work: &Work, project: ProjectId, user: UserId) -> Result<Option<project_member::Model>, Stop> {
    let hers = project_member::Entity::find()
        .filter(project_member::Column::ProjectId.eq(project))
        .filter(project_member::Column::UserId.eq(user));
    Ok(hers.one(work.tx()).await?)
}

/// Whether a user takes part in a project.
pub async fn is_member(work: &Work, project: ProjectId, user: UserId) -> Result<bool, Stop> {
    Ok(member(work, project, user).await?.is_some())
}

/// The schools that take part in a project, in the order in which they joined.
pub async fn partner_schools(work: &Work, project: ProjectId) -> Result<Vec<SchoolId>, Stop> {
    Ok(partners(work, project).await?.into_iter().map(|partner| partner.school_id).collect())
}

/// The partners of a project, in the order in which they joined.
pub async fn partners(work: &Work, project: ProjectId) -> Result<Vec<project_partner::Model>, Stop> {
    let its = project_partner::Entity::find().filter(project_partner::Column::ProjectId.eq(project));
    Ok(its.order_by_asc(project_partner::Column::Id).all(work.tx()).await?)
}

/// The project that has this address on ESEP.
pub async fn at_address(work: &Work, address: &str) -> Result<Option<ProjectId>, Stop> {
    let known = project::Entity::find().filter(project::Column::EsepUrl.eq(address));
    Ok(known.one(work.tx()).await?.map(|project| project.id))
}

/// What makes a project stand still once step 2 has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// It is registered.
    Registered,
    /// An application for it is in.
    HandedIn,
}

/// The campaign for which step 2 has closed and that makes a project stand still; the latest of them.
pub(super) async fn closed_campaign(work: &Work, id: ProjectId, since: Since) -> Result<Option<campaign::Model>, Stop> {
    let fallen = [RegistrationStatus::Withdrawn, RegistrationStatus::Ineligible];
    let handed_in = application::Entity::find()
        .select_only()
        .column(application::Column::RegistrationId)
        .filter(application::Column::ProjectId.eq(id))
        .filter(application::Column::State.eq(ApplicationState::Complete))
        .into_query();
    let campaigns = registration::Entity::find()
        .select_only()
        .column(registration::Column::CampaignId)
        .filter(registration::Column::ProjectId.eq(id))
        .filter(registration::Column::State.is_not_in(fallen))
        .apply_if((since == Since::HandedIn).then_some(handed_in), |rows, ids| {
            rows.filter(registration::Column::Id.in_subquery(ids))
        })
        .into_query();
    let closed = campaign::Entity::find()
        .filter(campaign::Column::Id.in_subquery(campaigns))
        .filter(campaign::Column::SubmissionDeadline.lte(work.now()));
    Ok(closed.order_by_desc(campaign::Column::SubmissionDeadline).one(work.tx()).await?)
}

/// The communities of which an application for a project is being judged.
pub(super) async fn judging_communities(work: &Work, id: ProjectId) -> Result<Vec<Community>, Stop> {
    let running = campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Id)
        .filter(campaign::Column::Status.is_not_in([CampaignStatus::Published, CampaignStatus::Archived]))
        .into_query();
    let judged = application::Entity::find()
        .select_only()
        .column(application::Column::Community)
        .distinct()
        .filter(application::Column::ProjectId.eq(id))
        .filter(application::Column::State.eq(ApplicationState::Complete))
        .filter(application::Column::CampaignId.in_subquery(running));
    Ok(judged.into_tuple().all(work.tx()).await?)
}

/// Notes what was handed in last for a project. The version stays: nothing of the project changes by it.
pub async fn hand_in(work: &Work, id: ProjectId, revision: ApplicationRevisionId) -> Result<(), Stop> {
    project::Entity::update_many()
        .col_expr(project::Column::HandedInRevisionId, Expr::value(revision))
        .filter(project::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Whether somebody has registered a project, for whatever label, and not taken it back.
pub(super) async fn is_registered(work: &Work, id: ProjectId) -> Result<bool, Stop> {
    let live = registration::Entity::find()
        .filter(registration::Column::ProjectId.eq(id))
        .filter(registration::Column::State.ne(RegistrationStatus::Withdrawn));
    Ok(live.count(work.tx()).await? > 0)
}

/// Whether somebody has ever registered a project with this school, or this teacher did.
pub(super) async fn has_registrations(
    work: &Work,
    id: ProjectId,
    school: Option<SchoolId>,
    teacher: Option<UserId>,
) -> Result<bool, Stop> {
    let its = registration::Entity::find()
        .filter(registration::Column::ProjectId.eq(id))
        .apply_if(school, |rows, school| rows.filter(registration::Column::SchoolId.eq(school)))
        .apply_if(teacher, |rows, teacher| rows.filter(registration::Column::TeacherId.eq(teacher)));
    Ok(its.count(work.tx()).await? > 0)
}

/// The teachers of a project.
pub async fn members(work: &Work, project: ProjectId) -> Result<Vec<project_member::Model>, Stop> {
    let its = project_member::Entity::find().filter(project_member::Column::ProjectId.eq(project));
    Ok(its.order_by_asc(project_member::Column::Id).all(work.tx()).await?)
}

/// Teachers of a project abroad, country by country.
pub(super) async fn foreign_teachers(work: &Work, project: ProjectId) -> Result<Vec<(String, i32)>, Stop> {
    let its = foreign_participation::Entity::find().filter(foreign_participation::Column::ProjectId.eq(project));
    let rows = its.order_by_asc(foreign_participation::Column::Country).all(work.tx()).await?;
    Ok(rows.into_iter().map(|row| (row.country, row.teachers)).collect())
}

/// Writes them in place of those that were told before.
pub(super) async fn replace_foreign_teachers(
    work: &Work,
    project_id: ProjectId,
    told: Vec<(String, i32)>,
) -> Result<(), Stop> {
    let its = foreign_participation::Column::ProjectId.eq(project_id);
    foreign_participation::Entity::delete_many().filter(its).exec(work.tx()).await?;
    for (country, teachers) in told {
        let row = foreign_participation::Model { id: work.id(), project_id, country, teachers };
        foreign_participation::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    }
    Ok(())
}

/// Takes a school out of a project.
pub(super) async fn delete_partner(work: &Work, seat: project_partner::Model) -> Result<(), Stop> {
    project_partner::Entity::delete_by_id(seat.id).exec(work.tx()).await?;
    Ok(())
}

/// Takes a teacher out of a project.
pub(super) async fn delete_member(work: &Work, member: project_member::Model) -> Result<(), Stop> {
    project_member::Entity::delete_by_id(member.id).exec(work.tx()).await?;
    Ok(())
}

/// Whether somebody has registered a project for this label and not taken it back.
pub(super) async fn is_registered_for(work: &Work, id: ProjectId, track: Track) -> Result<bool, Stop> {
    let live = registration::Entity::find()
        .filter(registration::Column::ProjectId.eq(id))
        .filter(registration::Column::Track.eq(track))
        .filter(registration::Column::State.ne(RegistrationStatus::Withdrawn));
    Ok(live.count(work.tx()).await? > 0)
}

/// Writes a new project; `false` when its address is taken.
pub(super) async fn insert(work: &Work, project: project::Model) -> Result<bool, Stop> {
    let row = project::ActiveModel::from(project).reset_all();
    let written =
        project::Entity::insert(row).on_conflict(any_conflict()).try_insert().exec_without_returning(work.tx()).await?;
    Ok(is_written(&written))
}

/// Writes a changed project; its version counts up.
pub(super) async fn save(work: &Work, project: Held<project::Model>) -> Result<(), Stop> {
    write(work, project.into_row()).await
}

async fn write(work: &Work, project: project::Model) -> Result<(), Stop> {
    let unchanged = project::Column::Version.eq(project.version);
    let changed = project::Model {
        title_key: key(&project.title),
        version: project.version + 1,
        updated_at: work.now(),
        ..project
    };
    let changed = project::ActiveModel::from(changed).reset_all();
    project::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// Writes that a school takes part.
pub(super) async fn insert_partner(work: &Work, partner: project_partner::Model) -> Result<(), Stop> {
    project_partner::ActiveModel::from(partner).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes that a teacher takes part; `false` when she does already.
pub(super) async fn insert_member(
    work: &Work,
    project: ProjectId,
    user: UserId,
    school: SchoolId,
    role: MemberRole,
) -> Result<bool, Stop> {
    let row = project_member::ActiveModel {
        id: Set(work.id()),
        project_id: Set(project),
        user_id: Set(user),
        school_id: Set(school),
        role: Set(role),
        joined_at: Set(Some(work.now())),
    };
    let written = project_member::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
    Ok(is_written(&written))
}

/// The schools that a project is told to have and that are not known.
pub(super) async fn unknown_partners(work: &Work, project: ProjectId) -> Result<Vec<unknown_partner::Model>, Stop> {
    let its = unknown_partner::Entity::find().filter(unknown_partner::Column::ProjectId.eq(project));
    Ok(its.order_by_asc(unknown_partner::Column::Id).all(work.tx()).await?)
}

/// Writes one, unless it is there.
pub(super) async fn insert_unknown(work: &Work, unknown: unknown_partner::Model) -> Result<(), Stop> {
    let row = unknown_partner::ActiveModel::from(unknown).reset_all();
    unknown_partner::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
    Ok(())
}

/// Takes one off the list.
pub(super) async fn delete_unknown(work: &Work, id: UnknownPartnerId) -> Result<(), Stop> {
    unknown_partner::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Seats a school at the projects of its double. Where both take part they hold one seat, and it founded the project if one
/// of them did. The seats of the double stand until [`close_seats`]: prizes hang on them.
pub async fn open_seats(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    let mut moved = Moved::of("project_partner");
    let at = |school: SchoolId| {
        let seats = project_partner::Entity::find().filter(project_partner::Column::SchoolId.eq(school));
        seats.order_by_asc(project_partner::Column::ProjectId)
    };
    let known = at(to).all(work.tx()).await?;
    for seat in at(from).all(work.tx()).await? {
        match known.iter().find(|known| known.project_id == seat.project_id) {
            None => {
                moved.moved.push(seat.id.into());
                insert_partner(work, project_partner::Model { id: work.id(), school_id: to, ..seat }).await?;
            }
            Some(same) => {
                moved.joined.push(seat.id.into());
                let founder = project_partner::Model { is_founder: same.is_founder || seat.is_founder, ..same.clone() };
                project_partner::ActiveModel::from(founder).reset_all().update(work.tx()).await?;
            }
        }
        let project = get_locked(work, seat.project_id).await?;
        write(work, project).await?;
    }
    Ok(moved)
}

/// Takes the seats of a double away, once nothing hangs on them any more.
pub async fn close_seats(work: &Work, school: SchoolId) -> Result<(), Stop> {
    let its = project_partner::Column::SchoolId.eq(school);
    project_partner::Entity::delete_many().filter(its).exec(work.tx()).await?;
    Ok(())
}

/// Moves who takes part with a school to another that it is a double of.
pub async fn move_members(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    let its = project_member::Column::SchoolId.eq(from);
    let rows = project_member::Entity::find().filter(its.clone()).order_by_asc(project_member::Column::Id);
    let moved = rows.all(work.tx()).await?.into_iter().map(|row| row.id.into()).collect();
    project_member::Entity::update_many()
        .col_expr(project_member::Column::SchoolId, Expr::value(to))
        .filter(its)
        .exec(work.tx())
        .await?;
    Ok(Moved { moved, ..Moved::of("project_member") })
}

fn is_written(written: &TryInsertResult<u64>) -> bool {
    match written {
        TryInsertResult::Inserted(rows) => *rows > 0,
        TryInsertResult::Conflicted | TryInsertResult::Empty => false,
    }
}
