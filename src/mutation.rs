//! What can be done, and what can be computed: the tables of every concept.

use crate::{
    account, api::act::Act, application, campaign, decision, eql, intake, jury, merge, notification, privacy, prize,
    project, publication, school, score, session,
};

/// What `Mutation` says of itself.
pub const DOC: &str = "Everything that can be done. Each field is its own transaction; they run in order, and a later failure \
    does not undo an earlier success: the field that failed is null, and `errors` says why.\n\n\
    Texts are kept in one spelling: in the Unicode normal form NFC, without blanks at their ends, control characters and what \
    cannot be seen (joiners stay where they join), and with `\\n` for every kind of line break. Names, titles, addresses and \
    numbers are one line, with one blank between words. Lengths are counted in characters of that. A text in which nobody can \
    see anything is as good as missing. Passwords, tokens, keys and configuration documents come through as they are.";

const CONCEPTS: [&[Act]; 16] = [
    account::ACTS,
    session::ACTS,
    campaign::ACTS,
    school::ACTS,
    project::ACTS,
    application::ACTS,
    intake::ACTS,
    jury::ACTS,
    score::ACTS,
    decision::ACTS,
    prize::ACTS,
    eql::ACTS,
    publication::ACTS,
    merge::ACTS,
    privacy::ACTS,
    notification::ACTS,
];

/// Every mutation.
pub fn acts() -> impl Iterator<Item = &'static Act> {
    CONCEPTS.iter().copied().flatten()
}

const COMPUTED: [&[Act]; 8] = [
    application::COMPUTED,
    campaign::COMPUTED,
    jury::COMPUTED,
    merge::COMPUTED,
    privacy::COMPUTED,
    project::COMPUTED,
    school::COMPUTED,
    score::COMPUTED,
];

/// Every field of `Query` that is computed.
pub fn computed() -> impl Iterator<Item = &'static Act> {
    COMPUTED.iter().copied().flatten()
}

/// Whether a field of `Query` is computed.
pub fn is_computed(name: &str) -> bool {
    computed().any(|act| act.name == name)
}
