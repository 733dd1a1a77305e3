//! Answers about applications that no row holds.

use async_graphql::SimpleObject;
use entity::{ids::ApplicationId, kinds::DraftField};

use fair::similarity::{Likeness, Passage, Text};

use crate::{
    answered,
    api::{One, Word, policy::policy},
    auth::Audience::Staff,
};

/// Where a text of an application stands: the code of the criterion that it answers, and which part of the answer it is.
pub(super) type Place = (String, DraftField);

/// Two applications that have something in common.
pub(super) struct Pair {
    /// The first.
    pub first: ApplicationId,
    /// The second.
    pub second: ApplicationId,
    /// How much.
    pub likeness: Likeness,
    /// Where.
    pub passages: Vec<Passage<Place>>,
}

/// What the applications for one project have in common, compared two by two. It is only a signal: nothing is decided
/// by it, and only staff see it.
#[derive(SimpleObject)]
pub struct Comparison {
    /// Number of applications that were compared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    compared: i32,
    /// Pairs with something in common, the most similar first; at most 100.
    #[graphql(directive = policy::apply(vec![Staff]))]
    pairs: Vec<ApplicationPair>,
}

/// Two applications that have something in common.
#[derive(SimpleObject)]
pub struct ApplicationPair {
    /// The first application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    first: One<ApplicationId>,
    /// The second application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    second: One<ApplicationId>,
    /// How similar the texts are, from 0 to 1,000, rounded down: `sharedPrints` of `allPrints`, in thousandths. 1,000
    /// means the same text.
    #[graphql(directive = policy::apply(vec![Staff]))]
    per_mille: i32,
    /// Number of text prints that both have. A print stands for five words in a row; one in four of them is used.
    #[graphql(directive = policy::apply(vec![Staff]))]
    shared_prints: i32,
    /// Number of different text prints that both have together.
    #[graphql(directive = policy::apply(vec![Staff]))]
    all_prints: i32,
    /// The longest passages that both have; at most 25.
    #[graphql(directive = policy::apply(vec![Staff]))]
    passages: Vec<SharedPassage>,
}

/// A passage that two applications have in common. Capitals, accents and punctuation are ignored.
#[derive(SimpleObject)]
pub struct SharedPassage {
    /// Length in words.
    #[graphql(directive = policy::apply(vec![Staff]))]
    words: i32,
    /// Where it is in the first application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    first: PassagePlace,
    /// Where it is in the second application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    second: PassagePlace,
}

/// Where a passage is.
#[derive(SimpleObject)]
pub struct PassagePlace {
    /// Code of the criterion of the answer, such as `C1`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion_code: String,
    /// Which part of the answer it is in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    field: Word<DraftField>,
    /// The passage, as the teacher wrote it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl Comparison {
    /// Of so many applications.
    pub(super) fn of(compared: usize, pairs: impl Iterator<Item = Pair>) -> Self {
        let passage = |passage: Passage<Place>| SharedPassage {
            words: number(passage.words),
            first: PassagePlace::of(passage.first),
            second: PassagePlace::of(passage.second),
        };
        let pair = |pair: Pair| ApplicationPair {
            first: One(pair.first),
            second: One(pair.second),
            per_mille: number(pair.likeness.per_mille()),
            shared_prints: number(pair.likeness.shared),
            all_prints: number(pair.likeness.all),
            passages: pair.passages.into_iter().map(passage).collect(),
        };
        Self { compared: number(compared), pairs: pairs.map(pair).collect() }
    }
}

impl PassagePlace {
    fn of(Text { place: (criterion, field), text }: Text<Place>) -> Self {
        Self { criterion_code: criterion, field: Word(field), text }
    }
}

answered! {
    Comparison => "comparison";
}
