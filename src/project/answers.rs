//! Answers about projects that no row holds.

use async_graphql::SimpleObject;
use entity::kinds::{ProjectKind, Track, TrackGround};

use super::rules::{Place, derive_track, explanation, ground_of, what_would_change};
use crate::{
    answered,
    api::{Word, policy::policy},
    auth::Audience::{Staff, Teacher},
};

/// Which label a project of these schools can get, and why: for the teacher to confirm before registering.
#[derive(SimpleObject)]
pub struct TrackPreview {
    /// Where the founders come from.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    kind: Word<ProjectKind>,
    /// The label; null if the project can get none.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    track: Option<Word<Track>>,
    /// Why the project can get this label, or none.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    ground: Word<TrackGround>,
    /// Why, in Dutch, for teachers.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    explanation: String,
    /// What would change the label.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    changes: Vec<TrackChange>,
}

/// What would change the label.
#[derive(SimpleObject)]
pub struct TrackChange {
    /// The change, in Dutch, for teachers.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    explanation: String,
    /// The label after the change; null if the project can get none.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    track: Option<Word<Track>>,
}

impl TrackPreview {
    /// For these founders and partners.
    pub(super) fn of(founders: &[Place], partners: &[Place]) -> Self {
        let (kind, track) = derive_track(founders, partners);
        let ground = ground_of(founders, partners);
        let change = |(explanation, track): (&str, Option<Track>)| TrackChange {
            explanation: explanation.to_owned(),
            track: track.map(Word),
        };
        Self {
            kind: Word(kind),
            track: track.map(Word),
            ground: Word(ground),
            explanation: explanation(ground).to_owned(),
            changes: what_would_change(founders, partners).into_iter().map(change).collect(),
        }
    }
}

answered! {
    TrackPreview => "trackPreview";
}
