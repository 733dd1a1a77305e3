//! Whether a mail still holds when it is sent. A mail may wait: for its turn, for a server that is away, for an hour at which
//! it is tried again. Every kind names what caused it; that is asked again when the mail is taken from the outbox, and what
//! the mail says of days and numbers is said as it is then.

use chrono::{DateTime, Utc};
use entity::{
    application as applications, assignment as assignments, assignment_plan, campaign as campaigns, correction,
    decision, eql_candidacy, event, event_invitation, external_identity,
    ids::{
        ApplicationId, ApplicationRevisionId, AssignmentId, AssignmentPlanId, CampaignId, CorrectionId, EqlCandidacyId,
        EventInvitationId, ExternalIdentityId, JurorId, PrizeAwardId, PrizeShareId, ProjectId, ReconsiderationId,
        RegistrationId, SchoolInvitationId,
    },
    kinds::{
        ApplicationStage, ApplicationState, AssignmentStatus, CampaignStatus, EventInvitationStatus, EventStatus, Kind,
        MessageTemplate, Outcome, PrizeAwardStatus, RegistrationStatus, Role, UserStatus,
    },
    label as labels, message, prize_award, prize_share, project as projects, reconsideration, registration,
    school_invitation, user, user_role,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::{Value, json};

use super::rules::ASKED_FOR;

/// What a mail says now; `None` when its cause is gone, or nobody is there to read it.
pub(super) async fn ask<C: ConnectionTrait>(
    tx: &C,
    mail: &message::Model,
    reader: &user::Model,
    now: DateTime<Utc>,
) -> Result<Option<Value>, DbErr> {
    if reader.erased_at.is_some() || reader.status != UserStatus::Active {
        return Ok(None);
    }
    let asking = Asking { tx, mail, now };
    match mail.template {
        // Who asked for a link waits no longer for it, and may have asked for another.
        MessageTemplate::SignInLink => Ok(asking.as_it_is(mail.created_at + ASKED_FOR >= now)),
        // What happened to an account stays true, and its owner must know.
        MessageTemplate::Welcome | MessageTemplate::PasswordChanged => Ok(asking.as_it_is(true)),
        MessageTemplate::IdentityLinked => asking.identity().await,
        MessageTemplate::SchoolInvitation => asking.question().await,
        MessageTemplate::ProjectAddressFreed => asking.address().await,
        MessageTemplate::RegistrationConfirmed => asking.registration(RegistrationStatus::Confirmed).await,
        MessageTemplate::RegistrationInReview => asking.registration(RegistrationStatus::NeedsReview).await,
        MessageTemplate::RegistrationRefused => asking.registration(RegistrationStatus::Ineligible).await,
        MessageTemplate::ApplicationComplete => asking.hand_in().await,
        MessageTemplate::DraftReminder => asking.draft().await,
        MessageTemplate::AssignmentInvited => asking.invitation().await,
        MessageTemplate::EvaluationReminder => asking.evaluations().await,
        MessageTemplate::ProjectChanged | MessageTemplate::JuryConflict => asking.office().await,
        MessageTemplate::ResultPublished => asking.result().await,
        MessageTemplate::ResultCorrected => asking.correction().await,
        MessageTemplate::ReconsiderationAnswered => asking.reconsideration().await,
        MessageTemplate::PrizeAnnounced => asking.prize().await,
        MessageTemplate::EqlInfo => asking.candidacy().await,
        MessageTemplate::EqlOutcome => asking.european_outcome().await,
        MessageTemplate::PrizeVisitPlanned => asking.visit().await,
        MessageTemplate::PrizeFollowUp => asking.prize_use().await,
        MessageTemplate::EventInvitation | MessageTemplate::EventReminder => {
            let is_asked = |event: &event::Model, state| {
                state == EventInvitationStatus::Invited && now < event.answers_close_at.min(event.starts_at)
            };
            asking.event(EventStatus::Planned, is_asked).await
        }
        MessageTemplate::EventSeat => {
            let has_seat =
                |event: &event::Model, state| state == EventInvitationStatus::Accepted && now < event.starts_at;
            asking.event(EventStatus::Planned, has_seat).await
        }
        // What changed twice is told by the later mail.
        MessageTemplate::EventChanged => {
            let revision = mail.facts.get("revision").cloned();
            let is_told = |event: &event::Model, state| {
                is_expected(state) && now < event.starts_at && revision == Some(json!(event.version))
            };
            asking.event(EventStatus::Planned, is_told).await
        }
        MessageTemplate::EventCancelled => asking.event(EventStatus::Cancelled, |_, state| is_expected(state)).await,
    }
}

/// Whether somebody may come to an event.
fn is_expected(state: EventInvitationStatus) -> bool {
    match state {
        EventInvitationStatus::Invited | EventInvitationStatus::Accepted | EventInvitationStatus::Waiting => true,
        EventInvitationStatus::Declined | EventInvitationStatus::Lapsed | EventInvitationStatus::Withdrawn => false,
    }
}

struct Asking<'a, C> {
    tx: &'a C,
    mail: &'a message::Model,
    now: DateTime<Utc>,
}

impl<C: ConnectionTrait> Asking<'_, C> {
    /// What the mail is about: the ids behind its kind and its reader, as `once_per` wrote them.
    fn about<T: std::str::FromStr>(&self, place: usize) -> Option<T> {
        self.mail.dedup_key.split(':').nth(place + 2)?.parse().ok()
    }

    fn as_it_is(&self, holds: bool) -> Option<Value> {
        holds.then(|| self.mail.facts.clone())
    }

    /// The mail with these of its facts as they are now.
    fn saying<const N: usize>(&self, now: [(&str, Value); N]) -> Value {
        let mut facts = self.mail.facts.clone();
        for (name, value) in now {
            if let Some(fact) = facts.get_mut(name) {
                *fact = value;
            }
        }
        facts
    }

    async fn identity(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<ExternalIdentityId>(0) else { return Ok(None) };
        let known = external_identity::Entity::find_by_id(id).one(self.tx).await?;
        Ok(self.as_it_is(known.is_some_and(|known| known.user_id == self.mail.recipient_id)))
    }

    /// A question that was answered is gone.
    async fn question(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<SchoolInvitationId>(0) else { return Ok(None) };
        Ok(self.as_it_is(school_invitation::Entity::find_by_id(id).one(self.tx).await?.is_some()))
    }

    /// Its holder is asked for another address only while there is none.
    async fn address(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<ProjectId>(0) else { return Ok(None) };
        let project = projects::Entity::find_by_id(id).one(self.tx).await?;
        let is_holder = self.mail.facts.get("side").and_then(Value::as_str) == Some("HOLDER");
        let is_freed = |project: &projects::Model| project.esep_url.contains(&project.id.0.simple().to_string());
        Ok(self.as_it_is(project.is_some_and(|project| !is_holder || is_freed(&project))))
    }

    async fn registration(&self, state: RegistrationStatus) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<RegistrationId>(0) else { return Ok(None) };
        let known = registration::Entity::find_by_id(id).one(self.tx).await?;
        let Some(known) = known.filter(|known| known.state == state) else { return Ok(None) };
        let Some(campaign) = self.campaign(known.campaign_id).await? else { return Ok(None) };
        Ok(Some(self.saying([("submissionDeadline", json!(campaign.submission_deadline))])))
    }

    /// Of two versions that were handed in only the later one is confirmed.
    async fn hand_in(&self) -> Result<Option<Value>, DbErr> {
        let Some(application) = self.application().await? else { return Ok(None) };
        let is_last = application.submitted_revision_id == self.about::<ApplicationRevisionId>(1);
        let counts = match application.state {
            ApplicationState::Complete => true,
            ApplicationState::Draft | ApplicationState::Withdrawn | ApplicationState::CarriedOver => false,
        };
        Ok(self.as_it_is(is_last && counts))
    }

    async fn draft(&self) -> Result<Option<Value>, DbErr> {
        let Some(application) = self.application().await? else { return Ok(None) };
        let Some(campaign) = self.campaign(application.campaign_id).await? else { return Ok(None) };
        let can = campaign.status == CampaignStatus::Open && self.now < campaign.submission_deadline;
        if application.state != ApplicationState::Draft || !can {
            return Ok(None);
        }
        Ok(Some(self.saying([("submissionDeadline", json!(campaign.submission_deadline))])))
    }

    /// What of one question to judge, or of those that a plan made, still waits for an answer.
    async fn invitation(&self) -> Result<Option<Value>, DbErr> {
        let juror = JurorId::from(self.mail.recipient_id);
        let asked = assignments::Entity::find()
            .filter(assignments::Column::JurorId.eq(juror))
            .filter(assignments::Column::State.eq(AssignmentStatus::Invited));
        let asked = match (self.about::<AssignmentId>(0), self.about::<AssignmentPlanId>(0)) {
            (Some(id), _) => asked.filter(assignments::Column::Id.eq(id)),
            (None, Some(id)) => {
                let Some(plan) = assignment_plan::Entity::find_by_id(id).one(self.tx).await? else { return Ok(None) };
                asked
                    .filter(assignments::Column::CampaignId.eq(plan.campaign_id))
                    .filter(assignments::Column::CreatedAt.eq(self.mail.created_at))
            }
            (None, None) => return Ok(None),
        };
        let asked = asked.all(self.tx).await?;
        let Some(first) = asked.iter().min_by_key(|one| one.due_at) else { return Ok(None) };
        let campaign = self.campaign(first.campaign_id).await?;
        if campaign.is_none_or(|campaign| campaign.status != CampaignStatus::Evaluation) {
            return Ok(None);
        }
        Ok(Some(self.saying([("count", json!(asked.len())), ("dueAt", json!(first.due_at))])))
    }

    async fn evaluations(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<CampaignId>(0) else { return Ok(None) };
        let Some(campaign) = self.campaign(id).await? else { return Ok(None) };
        if campaign.status != CampaignStatus::Evaluation {
            return Ok(None);
        }
        let waits = [AssignmentStatus::Invited, AssignmentStatus::Accepted, AssignmentStatus::InProgress];
        let open = assignments::Entity::find()
            .filter(assignments::Column::CampaignId.eq(id))
            .filter(assignments::Column::JurorId.eq(JurorId::from(self.mail.recipient_id)))
            .filter(assignments::Column::State.is_in(waits));
        let open = open.all(self.tx).await?;
        if open.is_empty() {
            return Ok(None);
        }
        let late = open.iter().filter(|one| one.due_at <= self.now).count();
        let next = open.iter().map(|one| one.due_at).filter(|due| *due > self.now).min();
        let next = next.unwrap_or(campaign.evaluations_due_at);
        Ok(Some(self.saying([("open", json!(open.len())), ("late", json!(late)), ("dueAt", json!(next))])))
    }

    /// Staff are told while they are staff.
    async fn office(&self) -> Result<Option<Value>, DbErr> {
        let seats = user_role::Entity::find()
            .filter(user_role::Column::UserId.eq(self.mail.recipient_id))
            .filter(user_role::Column::Role.eq(Role::Staff));
        Ok(self.as_it_is(seats.one(self.tx).await?.is_some()))
    }

    /// A label that was revoked meanwhile is not given by a mail.
    async fn result(&self) -> Result<Option<Value>, DbErr> {
        let application = self.application().await?;
        let published = application.filter(|one| one.stage == Some(ApplicationStage::Published));
        let Some(application) = published else { return Ok(None) };
        if self.mail.facts.get("outcome").and_then(Value::as_str) != Some(Outcome::Awarded.word()) {
            return Ok(self.as_it_is(true));
        }
        let labels = labels::Entity::find()
            .filter(labels::Column::ApplicationId.eq(application.id))
            .filter(labels::Column::RevokedAt.is_null());
        Ok(self.as_it_is(labels.one(self.tx).await?.is_some()))
    }

    /// Of two corrections of one result only the later one is told.
    async fn correction(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<CorrectionId>(0) else { return Ok(None) };
        let Some(known) = correction::Entity::find_by_id(id).one(self.tx).await? else { return Ok(None) };
        let of = decision::Entity::find_by_id(known.decision_id).one(self.tx).await?;
        Ok(self.as_it_is(of.is_some_and(|of| known.confirmed_at.is_some() && of.corrected_at == known.confirmed_at)))
    }

    /// An answer that another one followed is not told any more.
    async fn reconsideration(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<ReconsiderationId>(0) else { return Ok(None) };
        let known = reconsideration::Entity::find_by_id(id).one(self.tx).await?;
        let told = self.mail.facts.get("reconsideration").and_then(Value::as_str);
        Ok(self.as_it_is(known.is_some_and(|known| told == Some(known.state.word()))))
    }

    async fn prize(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<PrizeAwardId>(0) else { return Ok(None) };
        let award = prize_award::Entity::find_by_id(id).one(self.tx).await?;
        Ok(self.as_it_is(award.is_some_and(|award| {
            matches!(
                award.state,
                PrizeAwardStatus::Announced
                    | PrizeAwardStatus::Accepted
                    | PrizeAwardStatus::VisitPlanned
                    | PrizeAwardStatus::HandedOver
                    | PrizeAwardStatus::FollowedUp
                    | PrizeAwardStatus::Closed
            )
        })))
    }

    /// Whoever holds no label with the project any more is not told where it stands.
    async fn candidacy(&self) -> Result<Option<Value>, DbErr> {
        let candidacy = self.candidate().await?;
        Ok(candidacy.map(|candidacy| self.saying([("candidacy", json!(candidacy.state))])))
    }

    /// Nor what became of it. Of two outcomes the one that was recorded last is told.
    async fn european_outcome(&self) -> Result<Option<Value>, DbErr> {
        let outcome = self.candidate().await?.and_then(|candidacy| candidacy.outcome);
        Ok(outcome.map(|outcome| self.saying([("europeanOutcome", json!(outcome))])))
    }

    /// The candidate that the mail is about, if its reader holds a label with the project.
    async fn candidate(&self) -> Result<Option<eql_candidacy::Model>, DbErr> {
        let Some(id) = self.about::<EqlCandidacyId>(0) else { return Ok(None) };
        let Some(candidacy) = eql_candidacy::Entity::find_by_id(id).one(self.tx).await? else { return Ok(None) };
        let theirs = applications::Entity::find()
            .select_only()
            .column(applications::Column::Id)
            .filter(applications::Column::ProjectId.eq(candidacy.project_id))
            .filter(applications::Column::CampaignId.eq(candidacy.campaign_id))
            .filter(applications::Column::TeacherId.eq(self.mail.recipient_id));
        let labels = labels::Entity::find()
            .filter(labels::Column::ApplicationId.in_subquery(theirs.into_query()))
            .filter(labels::Column::RevokedAt.is_null());
        let holds = labels.one(self.tx).await?.is_some();
        Ok(holds.then_some(candidacy))
    }

    /// A visit that was planned anew is told by a later mail.
    async fn visit(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<PrizeAwardId>(0) else { return Ok(None) };
        let award = prize_award::Entity::find_by_id(id).one(self.tx).await?;
        let told = |fact: &str| self.mail.facts.get(fact).cloned();
        Ok(self.as_it_is(award.is_some_and(|award| {
            award.state == PrizeAwardStatus::VisitPlanned
                && told("visitStartsAt") == Some(json!(award.visit_starts_at))
                && told("visitEndsAt") == Some(json!(award.visit_ends_at))
                && told("place") == Some(json!(award.visit_place))
        })))
    }

    /// A school is asked what it does with its prize only while nobody told, and only who speaks for it.
    async fn prize_use(&self) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<PrizeShareId>(0) else { return Ok(None) };
        let share = prize_share::Entity::find_by_id(id).one(self.tx).await?;
        let asked = share.filter(|share| share.use_text.is_none() && share.contact_id == Some(self.mail.recipient_id));
        let Some(share) = asked else { return Ok(None) };
        let award = prize_award::Entity::find_by_id(share.prize_award_id).one(self.tx).await?;
        let can_tell = |award: prize_award::Model| {
            matches!(award.state, PrizeAwardStatus::HandedOver | PrizeAwardStatus::FollowedUp)
        };
        Ok(self.as_it_is(award.is_some_and(can_tell)))
    }

    /// What a mail says of an event is said as the event stands now.
    async fn event(
        &self,
        state: EventStatus,
        holds: impl Fn(&event::Model, EventInvitationStatus) -> bool,
    ) -> Result<Option<Value>, DbErr> {
        let Some(id) = self.about::<EventInvitationId>(0) else { return Ok(None) };
        let Some(invitation) = event_invitation::Entity::find_by_id(id).one(self.tx).await? else { return Ok(None) };
        let event = event::Entity::find_by_id(invitation.event_id).one(self.tx).await?;
        let event = event.filter(|event| event.state == state && holds(event, invitation.state));
        Ok(event.map(|event| {
            self.saying([
                ("event", json!(event.title)),
                ("eventStartsAt", json!(event.starts_at)),
                ("eventEndsAt", json!(event.ends_at)),
                ("place", json!(event.place)),
                ("address", json!(event.address)),
                ("answersCloseAt", json!(event.answers_close_at)),
                ("guests", json!(invitation.guests)),
                ("revision", json!(event.version)),
                ("plannedAt", json!(event.updated_at)),
            ])
        }))
    }

    async fn application(&self) -> Result<Option<applications::Model>, DbErr> {
        let Some(id) = self.about::<ApplicationId>(0) else { return Ok(None) };
        applications::Entity::find_by_id(id).one(self.tx).await
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<campaigns::Model>, DbErr> {
        campaigns::Entity::find_by_id(id).one(self.tx).await
    }
}
