//! Events and invitations as commands load and save them.

use std::collections::{HashMap, HashSet};

use entity::{
    application, event, event_community, event_invitation, event_link,
    ids::{CampaignId, EventId, EventInvitationId, LabelId, UserId},
    kinds::{Community, EventInvitationStatus, EventStatus, Track},
    label,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    db::AT_ONCE,
    stop::{Stop, found},
    work::Work,
};

/// An event by its id.
pub(super) async fn get(work: &Work, id: EventId) -> Result<event::Model, Stop> {
    found(event::Entity::find_by_id(id).one(work.tx()).await?)
}

/// The same, so that nobody gives its seats away before this work ends.
pub(super) async fn get_locked(work: &Work, id: EventId) -> Result<event::Model, Stop> {
    found(event::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The events of a campaign that take place and have not begun, so that nobody gives their seats away before this work ends.
pub(super) async fn list_ahead(work: &Work, campaign: CampaignId) -> Result<Vec<event::Model>, Stop> {
    let theirs = event::Entity::find()
        .filter(event::Column::CampaignId.eq(campaign))
        .filter(event::Column::State.eq(EventStatus::Planned))
        .filter(event::Column::StartsAt.gt(work.now()));
    Ok(theirs.order_by_asc(event::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// The events that take place and can be answered, of which people are reminded.
pub(super) async fn list_to_remind(work: &Work) -> Result<Vec<event::Model>, Stop> {
    let theirs = event::Entity::find()
        .filter(event::Column::State.eq(EventStatus::Planned))
        .filter(event::Column::RemindOn.is_not_null())
        .filter(event::Column::AnswersCloseAt.gt(work.now()));
    Ok(theirs.order_by_asc(event::Column::Id).all(work.tx()).await?)
}

/// The events of which it is known what guests need, or of which there are links.
pub(super) async fn list_to_clean(work: &Work) -> Result<Vec<event::Model>, Stop> {
    let linked = event_link::Entity::find().select_only().column(event_link::Column::InvitationId);
    let kept =
        event_invitation::Column::Needs.is_not_null().or(event_invitation::Column::Id.in_subquery(linked.into_query()));
    let kept = event_invitation::Entity::find().select_only().column(event_invitation::Column::EventId).filter(kept);
    let theirs = event::Entity::find().filter(event::Column::Id.in_subquery(kept.into_query()));
    Ok(theirs.order_by_asc(event::Column::Id).all(work.tx()).await?)
}

/// Writes a new event.
pub(super) async fn insert(work: &Work, event: event::Model) -> Result<(), Stop> {
    event::ActiveModel::from(event).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed event, and gives it back as it is then; its version counts up.
pub(super) async fn save(work: &Work, event: event::Model) -> Result<event::Model, Stop> {
    let changed = event::Model { version: event.version + 1, updated_at: work.now(), ..event };
    event::ActiveModel::from(changed.clone()).reset_all().update(work.tx()).await?;
    Ok(changed)
}

/// The communities that share an event.
pub(super) async fn communities(work: &Work, id: EventId) -> Result<Vec<Community>, Stop> {
    let theirs = event_community::Entity::find().filter(event_community::Column::EventId.eq(id));
    let rows = theirs.order_by_asc(event_community::Column::Community).all(work.tx()).await?;
    Ok(rows.into_iter().map(|row| row.community).collect())
}

/// Writes that communities share an event.
pub(super) async fn share(work: &Work, event_id: EventId, communities: &[Community]) -> Result<(), Stop> {
    for community in communities {
        let row = event_community::Model { event_id, community: *community };
        event_community::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    }
    Ok(())
}

/// Those who hold a label of these tracks in a campaign, each once, with an application that earned one. With an office, only
/// those whom it looks after (Q15).
pub(super) async fn list_holders(
    work: &Work,
    campaign: CampaignId,
    (tracks, office): (&[Track], Option<Community>),
) -> Result<Vec<application::Model>, Stop> {
    let holding = label::Entity::find()
        .select_only()
        .column(label::Column::ApplicationId)
        .filter(label::Column::RevokedAt.is_null());
    let mut theirs = application::Entity::find()
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::Track.is_in(tracks.iter().copied()))
        .filter(application::Column::Id.in_subquery(holding.into_query()));
    if let Some(office) = office {
        let is_theirs = application::Column::Track.eq(Track::Belgica).or(application::Column::Community.eq(office));
        theirs = theirs.filter(is_theirs);
    }
    let mut holders = theirs.order_by_asc(application::Column::Id).all(work.tx()).await?;
    let mut seen = HashSet::new();
    holders.retain(|one| seen.insert(one.teacher_id));
    Ok(holders)
}

/// The labels that hold of each of these teachers in a campaign, and are of an office (Q15).
pub(super) async fn labels_of(
    work: &Work,
    campaign: CampaignId,
    (teachers, office): (&[UserId], Option<Community>),
) -> Result<HashMap<UserId, Vec<LabelId>>, Stop> {
    let mut labels: HashMap<UserId, Vec<LabelId>> = HashMap::new();
    let Some(office) = office else { return Ok(labels) };
    for some in teachers.chunks(AT_ONCE) {
        let earned = application::Entity::find()
            .select_only()
            .column(application::Column::Id)
            .filter(application::Column::CampaignId.eq(campaign))
            .filter(application::Column::Track.eq(Track::Belgica).or(application::Column::Community.eq(office)))
            .filter(application::Column::TeacherId.is_in(some.iter().copied()));
        let theirs = label::Entity::find()
            .filter(label::Column::ApplicationId.in_subquery(earned.into_query()))
            .filter(label::Column::RevokedAt.is_null());
        for label in theirs.order_by_asc(label::Column::Id).all(work.tx()).await? {
            labels.entry(label.teacher_id).or_default().push(label.id);
        }
    }
    Ok(labels)
}

/// The invitations to an event, in the order in which they were written.
pub(super) async fn invitations(work: &Work, event: EventId) -> Result<Vec<event_invitation::Model>, Stop> {
    let theirs = event_invitation::Entity::find().filter(event_invitation::Column::EventId.eq(event));
    Ok(theirs.order_by_asc(event_invitation::Column::Id).all(work.tx()).await?)
}

/// An invitation by its id, so that nobody changes it before this work ends.
pub(super) async fn invitation_locked(work: &Work, id: EventInvitationId) -> Result<event_invitation::Model, Stop> {
    found(event_invitation::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The invitation of a teacher to an event.
pub(super) async fn find_invitation(
    work: &Work,
    event: EventId,
    teacher: UserId,
) -> Result<Option<event_invitation::Model>, Stop> {
    let theirs = event_invitation::Entity::find()
        .filter(event_invitation::Column::EventId.eq(event))
        .filter(event_invitation::Column::TeacherId.eq(teacher));
    Ok(theirs.one(work.tx()).await?)
}

/// The invitations of a teacher.
pub(super) async fn list_of_teacher(work: &Work, teacher: UserId) -> Result<Vec<event_invitation::Model>, Stop> {
    let theirs = event_invitation::Entity::find().filter(event_invitation::Column::TeacherId.eq(teacher));
    Ok(theirs.order_by_asc(event_invitation::Column::EventId).all(work.tx()).await?)
}

/// Writes a new invitation.
pub(super) async fn insert_invitation(work: &Work, invitation: event_invitation::Model) -> Result<(), Stop> {
    event_invitation::ActiveModel::from(invitation).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed invitation; its version counts up.
pub(super) async fn save_invitation(work: &Work, invitation: event_invitation::Model) -> Result<(), Stop> {
    let changed = event_invitation::Model { version: invitation.version + 1, updated_at: work.now(), ..invitation };
    event_invitation::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes the hash of a link to an invitation.
pub(super) async fn insert_link(work: &Work, hash: String, invitation_id: EventInvitationId) -> Result<(), Stop> {
    let link = event_link::Model { hash, invitation_id, made_at: work.now() };
    event_link::ActiveModel::from(link).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// The invitation to which a link leads.
pub(super) async fn find_linked(work: &Work, hash: &str) -> Result<Option<event_invitation::Model>, Stop> {
    let Some(link) = event_link::Entity::find_by_id(hash.to_owned()).one(work.tx()).await? else { return Ok(None) };
    Ok(event_invitation::Entity::find_by_id(link.invitation_id).one(work.tx()).await?)
}

/// Takes out what was said with invitations, and the links to them.
pub(super) async fn blank(work: &Work, invitations: &[EventInvitationId]) -> Result<(), Stop> {
    for some in invitations.chunks(AT_ONCE) {
        event_link::Entity::delete_many()
            .filter(event_link::Column::InvitationId.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
        event_invitation::Entity::update_many()
            .col_expr(event_invitation::Column::Needs, Expr::value(None::<String>))
            .filter(event_invitation::Column::Id.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// The states of invitations that speak of somebody who may still come.
pub(super) const EXPECTED: [EventInvitationStatus; 3] =
    [EventInvitationStatus::Invited, EventInvitationStatus::Accepted, EventInvitationStatus::Waiting];
