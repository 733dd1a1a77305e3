//! `Mutation`: the mutations of every concept in one type.

use async_graphql::MergedObject;

use crate::{
    account, application, campaign, decision, eql, intake, jury, merge, notification, privacy, prize, project,
    publication, school, score, session,
};

/// Everything that can be done. Each field is its own transaction; they run in order, and a later failure
/// does not undo an earlier success.
///
/// Texts are kept in one spelling: in the Unicode normal form NFC, without blanks at their ends, control characters and
/// what cannot be seen (joiners stay where they join), and with `\n` for every kind of line break. Names, titles, addresses
/// and numbers are one line, with one blank between words. Lengths are counted in characters of that. A text in which
/// nobody can see anything is as good as missing. Passwords, tokens, keys and configuration documents come through as
/// they are.
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
