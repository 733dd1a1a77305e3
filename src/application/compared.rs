//! Answers about applications that no row holds.

use async_graphql::{ID, SimpleObject};
use entity::{ids::ApplicationId, kinds::DraftField};

use super::similarity::{Likeness, Passage, Text};
use crate::{
    answered,
    api::{Word, policy::policy},
    auth::Audience::Staff,
};

/// Two applications that have something in common.
pub(super) struct Pair {
    /// The first.
    pub first: ApplicationId,
    /// The second.
    pub second: ApplicationId,
    /// How much.
    pub likeness: Likeness,
    /// Where.
    pub passages: Vec<Passage>,
}

/// What the applications for one project have in common, two by two. It is a signal: it decides nothing, and nobody but
/// staff learns of it.
#[derive(SimpleObject)]
pub struct Comparison {
    /// How many applications were compared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    compared: i32,
    /// Pairs that have something in common, the most alike first; a hundred at most.
    #[graphql(directive = policy::apply(vec![Staff]))]
    pairs: Vec<ApplicationPair>,
}

/// Two applications that have something in common.
#[derive(SimpleObject)]
pub struct ApplicationPair {
    /// The first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    first_id: ID,
    /// The second.
    #[graphql(directive = policy::apply(vec![Staff]))]
    second_id: ID,
    /// How alike they are: shared prints of a thousand, rounded down. 1,000 is the same text.
    #[graphql(directive = policy::apply(vec![Staff]))]
    per_mille: i32,
    /// Prints that both have: of every four runs of five words one.
    #[graphql(directive = policy::apply(vec![Staff]))]
    shared_prints: i32,
    /// Prints that one or both have.
    #[graphql(directive = policy::apply(vec![Staff]))]
    all_prints: i32,
    /// The longest passages that both have; 25 at most.
    #[graphql(directive = policy::apply(vec![Staff]))]
    passages: Vec<SharedPassage>,
}

/// A passage that two applications have in common, but for capitals, accents and signs.
#[derive(SimpleObject)]
pub struct SharedPassage {
    /// Its length in words.
    #[graphql(directive = policy::apply(vec![Staff]))]
    words: i32,
    /// In the first application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    first: PassagePlace,
    /// In the second.
    #[graphql(directive = policy::apply(vec![Staff]))]
    second: PassagePlace,
}

/// Where a passage stands.
#[derive(SimpleObject)]
pub struct PassagePlace {
    /// Code of the criterion that it answers, such as `C1`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion_code: String,
    /// Which part of the answer it is in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    field: Word<DraftField>,
    /// As it was written.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl Comparison {
    /// Of so many applications.
    pub(super) fn of(compared: usize, pairs: impl Iterator<Item = Pair>) -> Self {
        let passage = |passage: Passage| SharedPassage {
            words: number(passage.words),
            first: PassagePlace::of(passage.first),
            second: PassagePlace::of(passage.second),
        };
        let pair = |pair: Pair| ApplicationPair {
            first_id: ID(pair.first.to_string()),
            second_id: ID(pair.second.to_string()),
            per_mille: number(pair.likeness.per_mille()),
            shared_prints: number(pair.likeness.shared),
            all_prints: number(pair.likeness.all),
            passages: pair.passages.into_iter().map(passage).collect(),
        };
        Self { compared: number(compared), pairs: pairs.map(pair).collect() }
    }
}

impl PassagePlace {
    fn of(Text { criterion, field, text }: Text) -> Self {
        Self { criterion_code: criterion, field: Word(field), text }
    }
}

answered! {
    Comparison => "comparison";
}
