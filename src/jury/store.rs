//! Jurors, conflicts of interest and assignments as commands load and save them.

use chrono::NaiveDate;
use entity::{
    application, assignment, campaign, conflict_of_interest, consolidation,
    ids::{ApplicationId, AssignmentId, CampaignId, ConflictId, JurorId, ProjectId, SchoolId, UserId},
    juror, jury_membership,
    kinds::{AssignmentState, CampaignStatus, ConsolidationState, MembershipState, RegistrationState, Track},
    project_member, project_partner, registration, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::rules::{Target, Ties};
use crate::{
    db::AT_ONCE,
    moved::Moved,
    stop::{Stop, found},
    work::Work,
};

const OVER: [AssignmentState; 3] = [AssignmentState::Declined, AssignmentState::Recused, AssignmentState::Revoked];

/// A juror, so that nobody gives her more work before this work ends; `None` for who is none.
pub(super) async fn find_juror_locked(work: &Work, id: JurorId) -> Result<Option<juror::Model>, Stop> {
    Ok(juror::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// Writes a new juror.
pub(super) async fn insert_juror(work: &Work, juror: juror::Model) -> Result<(), Stop> {
    juror::ActiveModel::from(juror).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed juror; the version counts up.
pub(super) async fn save_juror(work: &Work, juror: juror::Model) -> Result<(), Stop> {
    let changed = juror::Model { version: juror.version + 1, updated_at: work.now(), ..juror };
    juror::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// The part of a juror in the jury of a track.
pub(super) async fn membership(
    work: &Work,
    campaign: CampaignId,
    track: Track,
    juror: JurorId,
) -> Result<Option<jury_membership::Model>, Stop> {
    let hers = jury_membership::Entity::find()
        .filter(jury_membership::Column::CampaignId.eq(campaign))
        .filter(jury_membership::Column::Track.eq(track))
        .filter(jury_membership::Column::JurorId.eq(juror))
        .filter(jury_membership::Column::State.eq(MembershipState::Active));
    Ok(hers.one(work.tx()).await?)
}

/// Writes a new part in a jury.
pub(super) async fn insert_membership(work: &Work, membership: jury_membership::Model) -> Result<(), Stop> {
    jury_membership::ActiveModel::from(membership).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Whether a user applies for this label in this campaign.
pub(super) async fn is_applicant(work: &Work, campaign: CampaignId, track: Track, user: UserId) -> Result<bool, Stop> {
    let live = registration::Entity::find()
        .filter(registration::Column::CampaignId.eq(campaign))
        .filter(registration::Column::Track.eq(track))
        .filter(registration::Column::TeacherId.eq(user))
        .filter(registration::Column::State.ne(RegistrationState::Withdrawn));
    Ok(live.count(work.tx()).await? > 0)
}

/// The projects that a user takes part in.
pub(super) async fn projects_of(work: &Work, user: UserId) -> Result<Vec<ProjectId>, Stop> {
    let rows = project_member::Entity::find().filter(project_member::Column::UserId.eq(user));
    let rows = rows.order_by_asc(project_member::Column::ProjectId).all(work.tx()).await?;
    Ok(rows.into_iter().map(|row| row.project_id).collect())
}

/// A conflict by its id, so that nobody changes it before this work ends.
pub(super) async fn get_conflict_locked(work: &Work, id: ConflictId) -> Result<conflict_of_interest::Model, Stop> {
    found(conflict_of_interest::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// Whether a hard conflict of this juror with this target is known.
pub(super) async fn has_conflict(work: &Work, juror: JurorId, target: Target) -> Result<bool, Stop> {
    let same = match target {
        Target::School(id) => conflict_of_interest::Column::SchoolId.eq(id),
        Target::Project(id) => conflict_of_interest::Column::ProjectId.eq(id),
        Target::Teacher(id) => conflict_of_interest::Column::TeacherId.eq(id),
        Target::Application(id) => conflict_of_interest::Column::ApplicationId.eq(id),
    };
    let known = conflict_of_interest::Entity::find()
        .filter(conflict_of_interest::Column::JurorId.eq(juror))
        .filter(conflict_of_interest::Column::IsHard.eq(true))
        .filter(conflict_of_interest::Column::WithdrawnAt.is_null())
        .filter(same);
    Ok(known.count(work.tx()).await? > 0)
}

/// Writes a new conflict.
pub(super) async fn insert_conflict(work: &Work, conflict: conflict_of_interest::Model) -> Result<(), Stop> {
    conflict_of_interest::ActiveModel::from(conflict).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed conflict.
pub(super) async fn save_conflict(work: &Work, conflict: conflict_of_interest::Model) -> Result<(), Stop> {
    conflict_of_interest::ActiveModel::from(conflict).reset_all().update(work.tx()).await?;
    Ok(())
}

/// An assignment by its id, so that nobody changes it before this work ends.
pub async fn get_locked(work: &Work, id: AssignmentId) -> Result<assignment::Model, Stop> {
    found(assignment::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The assignments of an application that still bind a juror to it, the first one first.
pub async fn list_live(work: &Work, application: ApplicationId) -> Result<Vec<assignment::Model>, Stop> {
    let its = assignment::Entity::find()
        .filter(assignment::Column::ApplicationId.eq(application))
        .filter(assignment::Column::State.is_not_in(OVER));
    Ok(its.order_by_asc(assignment::Column::Id).all(work.tx()).await?)
}

/// Whether a juror knows of an application: she is, or was, asked to judge it.
pub(super) async fn knows(work: &Work, juror: JurorId, application: ApplicationId) -> Result<bool, Stop> {
    let unknown = [AssignmentState::Proposed, AssignmentState::Revoked];
    let hers = assignment::Entity::find()
        .filter(assignment::Column::ApplicationId.eq(application))
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_not_in(unknown));
    Ok(hers.count(work.tx()).await? > 0)
}

/// How many applications of a campaign a juror has to judge, or has judged.
pub(super) async fn load(work: &Work, campaign: CampaignId, juror: JurorId) -> Result<u64, Stop> {
    let hers = assignment::Entity::find()
        .filter(assignment::Column::CampaignId.eq(campaign))
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_not_in(OVER));
    Ok(hers.count(work.tx()).await?)
}

/// The live assignments of a juror that a conflict touches (INV-11).
pub(super) async fn list_touched(work: &Work, juror: JurorId, target: Target) -> Result<Vec<assignment::Model>, Stop> {
    let its = match target {
        Target::School(id) => of_school(id),
        Target::Project(id) => Condition::all().add(application::Column::ProjectId.eq(id)),
        Target::Teacher(id) => Condition::all().add(application::Column::TeacherId.eq(id)),
        Target::Application(id) => Condition::all().add(application::Column::Id.eq(id)),
    };
    let mut applications = application::Entity::find().select_only().column(application::Column::Id).filter(its);
    let hers = assignment::Entity::find()
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_not_in(OVER))
        .filter(assignment::Column::ApplicationId.in_subquery(QuerySelect::query(&mut applications).to_owned()));
    Ok(hers.order_by_asc(assignment::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// Writes a new assignment.
pub(super) async fn insert(work: &Work, assignment: assignment::Model) -> Result<(), Stop> {
    assignment::ActiveModel::from(assignment).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed assignment; its version counts up.
pub(super) async fn save(work: &Work, assignment: assignment::Model) -> Result<(), Stop> {
    let changed = assignment::Model { version: assignment.version + 1, updated_at: work.now(), ..assignment };
    assignment::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// The assignments of a juror that bind her to a campaign that is not over.
pub async fn count_running(work: &Work, juror: JurorId) -> Result<u64, Stop> {
    let over = [CampaignStatus::Published, CampaignStatus::Archived];
    let running = campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Id)
        .filter(campaign::Column::Status.is_not_in(over))
        .into_query();
    let hers = assignment::Entity::find()
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_not_in(OVER))
        .filter(assignment::Column::CampaignId.in_subquery(running));
    Ok(hers.count(work.tx()).await?)
}

/// The assignments of a campaign whose juror is a person, with their applications.
pub async fn list_of_people(work: &Work, campaign: CampaignId) -> Result<Vec<assignment::Model>, Stop> {
    let people = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::ErasedAt.is_null())
        .into_query();
    let its = assignment::Entity::find()
        .filter(assignment::Column::CampaignId.eq(campaign))
        .filter(assignment::Column::JurorId.in_subquery(people));
    Ok(its.order_by_asc(assignment::Column::Id).all(work.tx()).await?)
}

/// Puts a row that names nobody in the place of the juror of these assignments, and of her conflicts with what they are
/// about. Their reasons go: they may tell who she is.
pub async fn unlink(work: &Work, juror: JurorId, nobody: JurorId, hers: &[assignment::Model]) -> Result<(), Stop> {
    let row = juror::Model {
        id: nobody,
        experience: String::new(),
        languages: serde_json::json!([]),
        capacity: 0,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    insert_juror(work, row).await?;
    for some in hers.chunks(AT_ONCE) {
        conflict_of_interest::Entity::update_many()
            .col_expr(conflict_of_interest::Column::JurorId, Expr::value(nobody))
            .col_expr(conflict_of_interest::Column::RecordedById, Expr::value(None::<UserId>))
            .col_expr(conflict_of_interest::Column::Reason, Expr::value(""))
            .filter(conflict_of_interest::Column::JurorId.eq(juror))
            .filter(conflict_of_interest::Column::ApplicationId.is_in(some.iter().map(|one| one.application_id)))
            .exec(work.tx())
            .await?;
        assignment::Entity::update_many()
            .col_expr(assignment::Column::JurorId, Expr::value(nobody))
            .col_expr(assignment::Column::EndedReason, without_text(assignment::Column::EndedReason))
            .filter(assignment::Column::Id.is_in(some.iter().map(|one| one.id)))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// Takes out what a person wrote, or others wrote, about her as a juror, and about her ties to others.
pub async fn forget(work: &Work, user: UserId) -> Result<(), Stop> {
    let id = JurorId::from(user);
    juror::Entity::update_many()
        .col_expr(juror::Column::Experience, Expr::value(""))
        .col_expr(juror::Column::Languages, Expr::value(serde_json::json!([])))
        .filter(juror::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    let hers = conflict_of_interest::Column::JurorId.eq(id).or(conflict_of_interest::Column::TeacherId.eq(user));
    conflict_of_interest::Entity::update_many()
        .col_expr(conflict_of_interest::Column::Reason, Expr::value(""))
        .filter(hers)
        .exec(work.tx())
        .await?;
    assignment::Entity::update_many()
        .col_expr(assignment::Column::EndedReason, without_text(assignment::Column::EndedReason))
        .filter(assignment::Column::JurorId.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Takes out the reasons that jurors gave about applications.
pub async fn erase_texts(work: &Work, applications: &[ApplicationId]) -> Result<(), Stop> {
    for some in applications.chunks(AT_ONCE) {
        let ids = some.iter().copied();
        assignment::Entity::update_many()
            .col_expr(assignment::Column::EndedReason, without_text(assignment::Column::EndedReason))
            .filter(assignment::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        conflict_of_interest::Entity::update_many()
            .col_expr(conflict_of_interest::Column::Reason, Expr::value(""))
            .filter(conflict_of_interest::Column::ApplicationId.is_in(ids))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// Empty where there was a text, null where there was none.
fn without_text(column: assignment::Column) -> SimpleExpr {
    Expr::case(column.is_not_null(), "").finally(None::<String>).into()
}

/// Moves conflicts with a school to another that it is a double of.
pub async fn move_school(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    let its = conflict_of_interest::Column::SchoolId.eq(from);
    let rows = conflict_of_interest::Entity::find().filter(its.clone()).order_by_asc(conflict_of_interest::Column::Id);
    let moved = rows.all(work.tx()).await?.into_iter().map(|row| row.id.into()).collect();
    conflict_of_interest::Entity::update_many()
        .col_expr(conflict_of_interest::Column::SchoolId, Expr::value(to))
        .filter(its)
        .exec(work.tx())
        .await?;
    Ok(Moved { moved, ..Moved::of("conflict_of_interest") })
}

/// The live assignments on applications of a school, or of a project that it takes part in.
pub(super) async fn list_at_school(work: &Work, school: SchoolId) -> Result<Vec<assignment::Model>, Stop> {
    let mut applications =
        application::Entity::find().select_only().column(application::Column::Id).filter(of_school(school));
    let live = assignment::Entity::find()
        .filter(assignment::Column::State.is_not_in(OVER))
        .filter(assignment::Column::ApplicationId.in_subquery(QuerySelect::query(&mut applications).to_owned()));
    Ok(live.order_by_asc(assignment::Column::Id).all(work.tx()).await?)
}

/// Applications of a school, or of a project that it takes part in.
fn of_school(id: SchoolId) -> Condition {
    let mut projects = project_partner::Entity::find()
        .select_only()
        .column(project_partner::Column::ProjectId)
        .filter(project_partner::Column::SchoolId.eq(id));
    let taking_part = QuerySelect::query(&mut projects).to_owned();
    Condition::any()
        .add(application::Column::SchoolId.eq(id))
        .add(application::Column::ProjectId.in_subquery(taking_part))
}

/// Whether the jurors of an application differed so much that a third is asked.
pub(super) async fn waits_for_third(work: &Work, application: ApplicationId) -> Result<bool, Stop> {
    let waiting = consolidation::Entity::find()
        .filter(consolidation::Column::ApplicationId.eq(application))
        .filter(consolidation::Column::State.eq(ConsolidationState::ThirdJuror));
    Ok(waiting.count(work.tx()).await? > 0)
}

/// What ties a juror to an application; `since` is the first day of the look-back period. One statement: this is
/// asked at every save (INV-10).
pub(super) async fn ties(
    work: &Work,
    juror: JurorId,
    application: ApplicationId,
    since: NaiveDate,
) -> Result<Ties, Stop> {
    let statement = Statement::from_sql_and_values(
        work.tx().get_database_backend(),
        TIES,
        [application.into(), juror.into(), since.into()],
    );
    let row = found(work.tx().query_one_raw(statement).await?)?;
    let holds = |column: &str| row.try_get::<i32>("", column).map(|count| count > 0);
    Ok(Ties {
        is_own: holds("is_own")?,
        works_there: holds("works_there")?,
        takes_part: holds("takes_part")?,
        is_recorded: holds("is_recorded")?,
    })
}

const TIES: &str = "
SELECT CASE WHEN a.teacher_id = $2 THEN 1 ELSE 0 END AS is_own,
    CASE WHEN EXISTS (SELECT 1 FROM school_membership m WHERE m.user_id = $2 AND (m.to_on IS NULL OR m.to_on >= $3)
        AND (m.school_id = a.school_id OR EXISTS (SELECT 1 FROM project_partner p
            WHERE p.project_id = a.project_id AND p.school_id = m.school_id))) THEN 1 ELSE 0 END AS works_there,
    CASE WHEN EXISTS (SELECT 1 FROM project_member m WHERE m.project_id = a.project_id AND m.user_id = $2)
        THEN 1 ELSE 0 END AS takes_part,
    CASE WHEN EXISTS (SELECT 1 FROM conflict_of_interest c WHERE c.juror_id = $2 AND c.is_hard AND c.withdrawn_at IS NULL
        AND (c.application_id = a.id OR c.project_id = a.project_id OR c.school_id = a.school_id
            OR c.teacher_id = a.teacher_id OR EXISTS (SELECT 1 FROM project_partner p
            WHERE p.project_id = a.project_id AND p.school_id = c.school_id))) THEN 1 ELSE 0 END AS is_recorded
FROM application a WHERE a.id = $1";
