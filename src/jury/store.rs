//! Jurors, conflicts of interest and assignments as commands load and save them.

use crate::api::{object::RightOn, right::Held};
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    application, assignment, campaign, conflict_clearance, conflict_of_interest, consolidation,
    ids::{ApplicationId, AssignmentId, CampaignId, ConflictId, JurorAbsenceId, JurorId, ProjectId, SchoolId, UserId},
    juror, juror_absence, jury_membership,
    kinds::{
        AssignmentStatus, CampaignStatus, Community, ConsolidationStatus, JuryMembershipStatus, Kind,
        RegistrationStatus, Tie, Track,
    },
    project, project_member, project_partner, registration, revision_partner, school, school_membership, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Statement, Value,
    sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr},
};
use uuid::Uuid;

use super::rules::{Target, Ties};
use crate::{
    campaign as campaigns,
    db::AT_ONCE,
    moved::Moved,
    stop::{Stop, found},
    work::Work,
};

/// States in which an assignment binds nobody.
pub(super) const OVER: [AssignmentStatus; 3] =
    [AssignmentStatus::Declined, AssignmentStatus::Recused, AssignmentStatus::Revoked];

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
pub(super) async fn save_juror(work: &Work, juror: Held<juror::Model>) -> Result<(), Stop> {
    let juror = juror.into_row();
    let unchanged = juror::Column::Version.eq(juror.version);
    let changed = juror::Model { version: juror.version + 1, updated_at: work.now(), ..juror };
    let changed = juror::ActiveModel::from(changed).reset_all();
    juror::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// The part of a juror in the jury of a track; `None` when the staff of `office` let the juror go.
pub(super) async fn membership(
    work: &Work,
    campaign: CampaignId,
    track: Track,
    juror: JurorId,
    office: Option<Community>,
) -> Result<Option<jury_membership::Model>, Stop> {
    let known = find_membership(work, campaign, track, juror).await?;
    Ok(known.filter(|known| known.state == JuryMembershipStatus::Active && !is_let_go(known, office)))
}

/// The same, whatever became of it.
pub(super) async fn find_membership(
    work: &Work,
    campaign: CampaignId,
    track: Track,
    juror: JurorId,
) -> Result<Option<jury_membership::Model>, Stop> {
    let theirs = jury_membership::Entity::find()
        .filter(jury_membership::Column::CampaignId.eq(campaign))
        .filter(jury_membership::Column::Track.eq(track))
        .filter(jury_membership::Column::JurorId.eq(juror));
    Ok(theirs.one(work.tx()).await?)
}

/// Whether the staff of `office` let a juror go who is in the jury for others.
pub(super) fn is_let_go(membership: &jury_membership::Model, office: Option<Community>) -> bool {
    let words = membership.not_for.as_array().into_iter().flatten();
    office.is_some_and(|office| words.filter_map(serde_json::Value::as_str).any(|word| word == office.word()))
}

/// Writes a changed part in a jury.
pub(super) async fn save_membership(work: &Work, membership: jury_membership::Model) -> Result<(), Stop> {
    jury_membership::ActiveModel::from(membership).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes a new part in a jury, or a new beginning of one that ended.
pub(super) async fn insert_membership(work: &Work, membership: jury_membership::Model) -> Result<(), Stop> {
    let of_her =
        [jury_membership::Column::CampaignId, jury_membership::Column::Track, jury_membership::Column::JurorId];
    let begins = [jury_membership::Column::State, jury_membership::Column::InvitedAt, jury_membership::Column::NotFor];
    jury_membership::Entity::insert(jury_membership::ActiveModel::from(membership).reset_all())
        .on_conflict(OnConflict::columns(of_her).update_columns(begins).to_owned())
        .exec_without_returning(work.tx())
        .await?;
    Ok(())
}

/// The live assignments of a juror in the jury of a track, so that nobody changes them before this work ends.
pub(super) async fn list_live_of(
    work: &Work,
    (campaign, track): (CampaignId, Track),
    juror: JurorId,
) -> Result<Vec<assignment::Model>, Stop> {
    let applications = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::Track.eq(track))
        .into_query();
    let hers = assignment::Entity::find()
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_not_in(OVER))
        .filter(assignment::Column::ApplicationId.in_subquery(applications));
    Ok(hers.order_by_asc(assignment::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// The live assignments of a campaign.
pub(super) async fn list_live_of_campaign(work: &Work, campaign: CampaignId) -> Result<Vec<assignment::Model>, Stop> {
    let live = assignment::Entity::find()
        .filter(assignment::Column::CampaignId.eq(campaign))
        .filter(assignment::Column::State.is_not_in(OVER));
    Ok(live.order_by_asc(assignment::Column::JurorId).order_by_asc(assignment::Column::Id).all(work.tx()).await?)
}

/// The assignments of a campaign that are not handed in, of jurors who are persons.
pub(super) async fn list_open_of_campaign(work: &Work, campaign: CampaignId) -> Result<Vec<assignment::Model>, Stop> {
    let mut open = list_of_people(work, campaign).await?;
    open.retain(|assignment| match assignment.state {
        AssignmentStatus::Invited | AssignmentStatus::Accepted | AssignmentStatus::InProgress => true,
        AssignmentStatus::Submitted
        | AssignmentStatus::Declined
        | AssignmentStatus::Recused
        | AssignmentStatus::Revoked => false,
    });
    Ok(open)
}

/// Writes an absence.
pub(super) async fn insert_absence(work: &Work, absence: juror_absence::Model) -> Result<(), Stop> {
    juror_absence::ActiveModel::from(absence).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// An absence by its id.
pub(super) async fn get_absence(work: &Work, id: JurorAbsenceId) -> Result<juror_absence::Model, Stop> {
    found(juror_absence::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Takes an absence out; somebody else may have done so a moment ago.
pub(super) async fn delete_absence(work: &Work, id: JurorAbsenceId) -> Result<(), Stop> {
    let deleted = juror_absence::Entity::delete_by_id(id).exec(work.tx()).await?;
    found((deleted.rows_affected > 0).then_some(()))
}

/// How many absences are noted of a juror.
pub(super) async fn count_absences(work: &Work, juror: JurorId) -> Result<u64, Stop> {
    let hers = juror_absence::Entity::find().filter(juror_absence::Column::JurorId.eq(juror));
    Ok(hers.count(work.tx()).await?)
}

/// The clearance that holds for a juror and an application.
pub(super) async fn clearance(
    work: &Work,
    juror: JurorId,
    application: ApplicationId,
) -> Result<Option<conflict_clearance::Model>, Stop> {
    let holds = conflict_clearance::Entity::find()
        .filter(conflict_clearance::Column::JurorId.eq(juror))
        .filter(conflict_clearance::Column::ApplicationId.eq(application))
        .filter(conflict_clearance::Column::WithdrawnAt.is_null());
    Ok(holds.one(work.tx()).await?)
}

/// Writes a new clearance.
pub(super) async fn insert_clearance(work: &Work, clearance: conflict_clearance::Model) -> Result<(), Stop> {
    conflict_clearance::ActiveModel::from(clearance).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed clearance.
pub(super) async fn save_clearance(work: &Work, clearance: Held<conflict_clearance::Model>) -> Result<(), Stop> {
    conflict_clearance::ActiveModel::from(clearance.into_row()).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Whether a user applies for this label in this campaign.
pub(super) async fn is_applicant(work: &Work, campaign: CampaignId, track: Track, user: UserId) -> Result<bool, Stop> {
    let live = registration::Entity::find()
        .filter(registration::Column::CampaignId.eq(campaign))
        .filter(registration::Column::Track.eq(track))
        .filter(registration::Column::TeacherId.eq(user))
        .filter(registration::Column::State.ne(RegistrationStatus::Withdrawn));
    Ok(live.count(work.tx()).await? > 0)
}

/// The projects that a user takes part in.
pub(super) async fn projects_of(work: &Work, user: UserId) -> Result<Vec<ProjectId>, Stop> {
    let rows = project_member::Entity::find().filter(project_member::Column::UserId.eq(user));
    let rows = rows.order_by_asc(project_member::Column::ProjectId).all(work.tx()).await?;
    Ok(rows.into_iter().map(|row| row.project_id).collect())
}

/// Whether a hard conflict of this juror with this target is known, or was recorded by staff of `office`.
pub(super) async fn has_conflict(
    work: &Work,
    juror: JurorId,
    target: Target,
    office: Option<Community>,
) -> Result<bool, Stop> {
    let told = Condition::any().add(conflict_of_interest::Column::ToldBy.is_null());
    let told = match office {
        Some(office) => told.add(conflict_of_interest::Column::ToldBy.eq(office)),
        None => told,
    };
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
        .filter(told)
        .filter(same);
    Ok(known.count(work.tx()).await? > 0)
}

/// The conflict that holds and says the same as this one, whatever the reason.
pub(super) async fn find_same(work: &Work, conflict: &conflict_of_interest::Model) -> Result<Option<ConflictId>, Stop> {
    use conflict_of_interest::Column;
    let target = [
        (Column::SchoolId, conflict.school_id.map(Uuid::from)),
        (Column::ProjectId, conflict.project_id.map(Uuid::from)),
        (Column::TeacherId, conflict.teacher_id.map(Uuid::from)),
        (Column::ApplicationId, conflict.application_id.map(Uuid::from)),
    ];
    let mut same = conflict_of_interest::Entity::find()
        .filter(Column::JurorId.eq(conflict.juror_id))
        .filter(Column::Kind.eq(conflict.kind))
        .filter(Column::IsHard.eq(conflict.is_hard))
        .filter(Column::WithdrawnAt.is_null());
    same = match conflict.told_by {
        Some(office) => same.filter(Column::ToldBy.eq(office)),
        None => same.filter(Column::ToldBy.is_null()),
    };
    for (column, id) in target {
        same = if let Some(id) = id { same.filter(column.eq(id)) } else { same };
    }
    Ok(same.one(work.tx()).await?.map(|known| known.id))
}

/// Writes a new conflict.
pub(super) async fn insert_conflict(work: &Work, conflict: conflict_of_interest::Model) -> Result<(), Stop> {
    conflict_of_interest::ActiveModel::from(conflict).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed conflict.
pub(super) async fn save_conflict(work: &Work, conflict: Held<conflict_of_interest::Model>) -> Result<(), Stop> {
    conflict_of_interest::ActiveModel::from(conflict.into_row()).reset_all().update(work.tx()).await?;
    Ok(())
}

/// An assignment by its id.
pub(super) async fn get(work: &Work, id: AssignmentId) -> Result<assignment::Model, Stop> {
    found(assignment::Entity::find_by_id(id).one(work.tx()).await?)
}

/// An assignment by its id, so that nobody changes it or moves its campaign before this work ends.
pub async fn get_locked(work: &Work, id: AssignmentId) -> Result<assignment::Model, Stop> {
    hold_campaign(work, id).await?;
    found(assignment::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The same, for what a right allows the caller to do to it.
pub async fn hold(
    work: &Work,
    right: RightOn<assignment::Entity>,
    id: AssignmentId,
) -> Result<Held<assignment::Model>, Stop> {
    hold_campaign(work, id).await?;
    work.hold(right, id).await
}

async fn hold_campaign(work: &Work, id: AssignmentId) -> Result<(), Stop> {
    let its = assignment::Entity::find_by_id(id).select_only().column(assignment::Column::CampaignId);
    campaigns::hold(work, its.into_query()).await
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
    let hers = assignment::Entity::find()
        .filter(assignment::Column::ApplicationId.eq(application))
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.ne(AssignmentStatus::Revoked));
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
    let its = about(target);
    let mut applications = application::Entity::find().select_only().column(application::Column::Id).filter(its);
    let hers = assignment::Entity::find()
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_not_in(OVER))
        .filter(assignment::Column::ApplicationId.in_subquery(QuerySelect::query(&mut applications).to_owned()));
    Ok(hers.order_by_asc(assignment::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// The applications that are in, of campaigns that are not over, that a conflict is about.
pub(super) async fn list_about(work: &Work, target: Target) -> Result<Vec<application::Model>, Stop> {
    let running = campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Id)
        .filter(campaign::Column::Status.ne(CampaignStatus::Archived))
        .into_query();
    let theirs = application::Entity::find()
        .filter(about(target))
        .filter(application::Column::Stage.is_not_null())
        .filter(application::Column::CampaignId.in_subquery(running));
    Ok(theirs.all(work.tx()).await?)
}

/// Applications that a conflict is about.
fn about(target: Target) -> Condition {
    match target {
        Target::School(id) => of_school(id),
        Target::Project(id) => Condition::all().add(application::Column::ProjectId.eq(id)),
        Target::Teacher(id) => Condition::all().add(application::Column::TeacherId.eq(id)),
        Target::Application(id) => Condition::all().add(application::Column::Id.eq(id)),
    }
}

/// Whether a community has a part in a project, as in the rows of `Project`: a school of it takes part, or it is Belgica.
pub(super) async fn has_part(work: &Work, id: ProjectId, community: Option<Community>) -> Result<bool, Stop> {
    let ours = school::Entity::find()
        .select_only()
        .column(school::Column::Id)
        .filter(school::Column::Community.eq(community))
        .into_query();
    let partner = project_partner::Entity::find()
        .filter(project_partner::Column::ProjectId.eq(id))
        .filter(project_partner::Column::SchoolId.in_subquery(ours));
    let shared = project::Entity::find_by_id(id).filter(project::Column::Track.eq(Track::Belgica));
    Ok(partner.count(work.tx()).await? > 0 || shared.count(work.tx()).await? > 0)
}

/// Writes a new assignment.
pub(super) async fn insert(work: &Work, assignment: assignment::Model) -> Result<(), Stop> {
    assignment::ActiveModel::from(assignment).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes new assignments.
pub(super) async fn insert_many(work: &Work, assignments: Vec<assignment::Model>) -> Result<(), Stop> {
    for some in assignments.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(|row| assignment::ActiveModel::from(row).reset_all());
        assignment::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

/// Takes assignments back; their versions count up.
pub(super) async fn revoke_many(work: &Work, ids: &[AssignmentId], reason: &str) -> Result<(), Stop> {
    for some in ids.chunks(AT_ONCE) {
        assignment::Entity::update_many()
            .col_expr(assignment::Column::State, Expr::value(AssignmentStatus::Revoked))
            .col_expr(assignment::Column::EndedReason, Expr::value(reason))
            .col_expr(assignment::Column::Version, Expr::col(assignment::Column::Version).add(1))
            .col_expr(assignment::Column::UpdatedAt, Expr::value(work.now()))
            .filter(assignment::Column::Id.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// Writes a changed assignment; its version counts up.
pub(super) async fn save(work: &Work, assignment: assignment::Model) -> Result<(), Stop> {
    let unchanged = assignment::Column::Version.eq(assignment.version);
    let changed = assignment::Model { version: assignment.version + 1, updated_at: work.now(), ..assignment };
    let changed = assignment::ActiveModel::from(changed).reset_all();
    assignment::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
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
        subjects: serde_json::json!([]),
        school_levels: serde_json::json!([]),
        capacity: 0,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    insert_juror(work, row).await?;
    // A clearance names her beside an application, and is of no use any more.
    for some in hers.chunks(AT_ONCE) {
        conflict_clearance::Entity::delete_many()
            .filter(conflict_clearance::Column::JurorId.eq(juror))
            .filter(conflict_clearance::Column::ApplicationId.is_in(some.iter().map(|one| one.application_id)))
            .exec(work.tx())
            .await?;
    }
    let campaigns: BTreeSet<CampaignId> = hers.iter().map(|one| one.campaign_id).collect();
    for campaign in campaigns {
        super::planning::forget(work, juror, campaign).await?;
    }
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
        .col_expr(juror::Column::Subjects, Expr::value(serde_json::json!([])))
        .col_expr(juror::Column::SchoolLevels, Expr::value(serde_json::json!([])))
        .filter(juror::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    juror_absence::Entity::delete_many().filter(juror_absence::Column::JurorId.eq(id)).exec(work.tx()).await?;
    conflict_clearance::Entity::update_many()
        .col_expr(conflict_clearance::Column::Reason, Expr::value(""))
        .filter(conflict_clearance::Column::JurorId.eq(id))
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
        conflict_clearance::Entity::update_many()
            .col_expr(conflict_clearance::Column::Reason, Expr::value(""))
            .filter(conflict_clearance::Column::ApplicationId.is_in(ids.clone()))
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

/// Locks the jurors who work, or worked, at one of these schools or have a conflict with it, in the order of their ids: none
/// is asked to judge anything before this work ends.
pub async fn lock_at(work: &Work, schools: &[SchoolId]) -> Result<(), Stop> {
    let there = school_membership::Entity::find()
        .select_only()
        .column(school_membership::Column::UserId)
        .filter(school_membership::Column::SchoolId.is_in(schools.iter().copied()))
        .into_query();
    let tied = conflict_of_interest::Entity::find()
        .select_only()
        .column(conflict_of_interest::Column::JurorId)
        .filter(conflict_of_interest::Column::SchoolId.is_in(schools.iter().copied()))
        .into_query();
    let theirs = Condition::any().add(juror::Column::Id.in_subquery(there)).add(juror::Column::Id.in_subquery(tied));
    let rows = juror::Entity::find().filter(theirs).order_by_asc(juror::Column::Id);
    rows.lock_exclusive().all(work.tx()).await?;
    Ok(())
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

/// Applications of a school, or of a project that it took part in when they were handed in.
fn of_school(id: SchoolId) -> Condition {
    let mut revisions = revision_partner::Entity::find()
        .select_only()
        .column(revision_partner::Column::RevisionId)
        .filter(revision_partner::Column::SchoolId.eq(id));
    let taking_part = QuerySelect::query(&mut revisions).to_owned();
    Condition::any()
        .add(application::Column::SchoolId.eq(id))
        .add(application::Column::SubmittedRevisionId.in_subquery(taking_part))
}

/// Whether the jurors of an application differed so much that a third is asked.
pub(super) async fn waits_for_third(work: &Work, application: ApplicationId) -> Result<bool, Stop> {
    let waiting = consolidation::Entity::find()
        .filter(consolidation::Column::ApplicationId.eq(application))
        .filter(consolidation::Column::State.eq(ConsolidationStatus::ThirdJuror));
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
    let values = [since.into(), application.into(), juror.into()];
    let tied = tied(work, "id = $2", "id = $3", values).await?;
    Ok(tied.into_values().next().unwrap_or_default())
}

/// What ties the jurors of a campaign to its applications, by application and juror; who is not tied is not there.
pub(super) async fn ties_of_campaign(
    work: &Work,
    campaign: CampaignId,
    since: NaiveDate,
) -> Result<BTreeMap<(ApplicationId, JurorId), Ties>, Stop> {
    let jurors = "id IN (SELECT juror_id FROM jury_membership WHERE campaign_id = $2) \
                  OR id IN (SELECT juror_id FROM assignment WHERE campaign_id = $2)";
    tied(work, "campaign_id = $2 AND stage IS NOT NULL", jurors, [since.into(), campaign.into()]).await
}

/// Whether the juror of a live assignment must keep away from its application.
pub(super) async fn is_tied(work: &Work, assignment: AssignmentId) -> Result<bool, Stop> {
    let sql = "SELECT 1 FROM assignment_tie WHERE assignment_id = $1";
    let statement = Statement::from_sql_and_values(work.tx().get_database_backend(), sql, [assignment.into()]);
    Ok(work.tx().query_one_raw(statement).await?.is_some())
}

/// The live assignments of a campaign whose jurors must keep away from what they are assigned.
pub(super) async fn tied_of_campaign(work: &Work, campaign: CampaignId) -> Result<BTreeSet<AssignmentId>, Stop> {
    let sql = "SELECT t.assignment_id FROM assignment s JOIN assignment_tie t ON t.assignment_id = s.id WHERE s.campaign_id = $1";
    let statement = Statement::from_sql_and_values(work.tx().get_database_backend(), sql, [campaign.into()]);
    let rows = work.tx().query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get("", "assignment_id")).collect::<Result<_, _>>()?)
}

/// `applications` and `jurors` are conditions on the rows of these tables, with placeholders from $2 on.
async fn tied<const N: usize>(
    work: &Work,
    applications: &str,
    jurors: &str,
    values: [Value; N],
) -> Result<BTreeMap<(ApplicationId, JurorId), Ties>, Stop> {
    let sql = format!(
        "WITH a AS (SELECT id, teacher_id, project_id, school_id, submitted_revision_id, community, track \
             FROM application WHERE {applications}), \
         j AS (SELECT id FROM juror WHERE {jurors}), \
         held AS (SELECT m.user_id, m.school_id, m.told_by FROM school_membership m JOIN j ON j.id = m.user_id \
             WHERE m.to_on IS NULL OR m.to_on >= $1), \
         told AS ({TIES}) \
         SELECT t.application_id, t.juror_id, t.tie FROM told t WHERE t.tie NOT IN ('SHARED_PROJECT', 'SAME_BOARD', 'SOFT_CONFLICT') \
             OR NOT EXISTS (SELECT 1 FROM conflict_clearance c WHERE c.juror_id = t.juror_id \
                 AND c.application_id = t.application_id AND c.withdrawn_at IS NULL)"
    );
    let statement = Statement::from_sql_and_values(work.tx().get_database_backend(), sql, values);
    let mut found: BTreeMap<(ApplicationId, JurorId), Ties> = BTreeMap::new();
    for row in work.tx().query_all_raw(statement).await? {
        let name: String = row.try_get("", "tie")?;
        let tie = Tie::of(&name).ok_or_else(|| Stop::failure(format!("no tie is called {name}")))?;
        found.entry((row.try_get("", "application_id")?, row.try_get("", "juror_id")?)).or_default().add(tie);
    }
    Ok(found)
}

/// Every tie of the jurors `j` to the applications `a`; `held` is where the jurors work, or worked long enough ago. Who takes
/// part in the project is who did when the application was handed in: no teacher drives a juror off by changing it later. Nor
/// by another project that somebody joins later. What staff said binds their own applications and Belgica, and is for the
/// staff of others to weigh. What keeps a juror away from an assignment is in the view `assignment_tie` too, for reads.
const TIES: &str = "
SELECT a.id AS application_id, j.id AS juror_id, 'OWN_APPLICATION' AS tie FROM a JOIN j ON j.id = a.teacher_id
UNION ALL SELECT a.id, h.user_id, CASE WHEN h.told_by IS NULL OR h.told_by = a.community OR a.track = 'BELGICA'
    THEN 'SAME_SCHOOL' ELSE 'SOFT_CONFLICT' END FROM held h JOIN a ON a.school_id = h.school_id
UNION ALL SELECT a.id, h.user_id, CASE WHEN h.told_by IS NULL OR h.told_by = a.community OR a.track = 'BELGICA'
    THEN 'SAME_SCHOOL' ELSE 'SOFT_CONFLICT' END FROM held h JOIN revision_partner p ON p.school_id = h.school_id
    JOIN a ON a.submitted_revision_id = p.revision_id
UNION ALL SELECT a.id, j.id, 'SAME_PROJECT' FROM j JOIN revision_member m ON m.user_id = j.id
    JOIN a ON a.submitted_revision_id = m.revision_id
UNION ALL SELECT a.id, j.id, 'SHARED_PROJECT' FROM j JOIN project_member mine ON mine.user_id = j.id
    JOIN project p ON p.id = mine.project_id AND (p.ended_on IS NULL OR p.ended_on >= $1)
    JOIN project_member theirs ON theirs.project_id = p.id AND theirs.user_id <> j.id
    JOIN a ON a.teacher_id = theirs.user_id AND a.project_id <> p.id
    JOIN application_revision r ON r.id = a.submitted_revision_id
        AND (mine.joined_at IS NULL OR mine.joined_at <= r.submitted_at)
        AND (theirs.joined_at IS NULL OR theirs.joined_at <= r.submitted_at)
UNION ALL SELECT a.id, j.id, CASE WHEN c.is_hard AND (c.told_by IS NULL OR c.told_by = a.community
    OR a.track = 'BELGICA') THEN 'HARD_CONFLICT' ELSE 'SOFT_CONFLICT' END FROM j
    JOIN conflict_of_interest c ON c.juror_id = j.id AND c.withdrawn_at IS NULL
    JOIN a ON a.id = c.application_id OR a.project_id = c.project_id OR a.school_id = c.school_id
        OR a.teacher_id = c.teacher_id
UNION ALL SELECT a.id, j.id, CASE WHEN c.is_hard AND (c.told_by IS NULL OR c.told_by = a.community
    OR a.track = 'BELGICA') THEN 'HARD_CONFLICT' ELSE 'SOFT_CONFLICT' END FROM j
    JOIN conflict_of_interest c ON c.juror_id = j.id AND c.withdrawn_at IS NULL
    JOIN revision_partner p ON p.school_id = c.school_id JOIN a ON a.submitted_revision_id = p.revision_id
UNION ALL SELECT a.id, h.user_id, 'SAME_BOARD' FROM held h JOIN school mine ON mine.id = h.school_id
    JOIN school theirs ON lower(theirs.board) = lower(mine.board) AND theirs.id <> mine.id JOIN a ON a.school_id = theirs.id
UNION ALL SELECT a.id, j.id, 'DECLINED_BEFORE' FROM j JOIN assignment s ON s.juror_id = j.id AND s.state = 'DECLINED'
    JOIN a ON a.id = s.application_id";
