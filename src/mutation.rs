//! `Mutation`: the mutations of every concept in one type.

use async_graphql::MergedObject;

use crate::{
    account, application, campaign, decision, eql, intake, jury, merge, notification, privacy, prize, project,
    publication, school, score, session,
};

/// Everything that can be done. Each field is its own transaction; they run in order, and a later failure
/// does not undo an earlier success.
#[derive(MergedObject, Default)]
pub struct Mutation(
    account::AccountMutation,
    session::SessionMutation,
    campaign::CampaignMutation,
    school::SchoolMutation,
    project::ProjectMutation,
    application::ApplicationMutation,
    intake::IntakeMutation,
    jury::JuryMutation,
    score::ScoreMutation,
    decision::DecisionMutation,
    prize::PrizeMutation,
    eql::EqlMutation,
    publication::PublicationMutation,
    merge::MergeMutation,
    privacy::PrivacyMutation,
    notification::NotificationMutation,
);
