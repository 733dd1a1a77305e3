//! What can be done, and what can be computed: the tables of every concept.

use crate::{
    account, api::act::Act, application, campaign, certificate, correction, decision, eql, event, intake, job, jury,
    label, merge, notification, photo, privacy, prize, project, publication, reconsideration, school, score, session,
};

/// What `Mutation` says of itself.
pub const DOC: &str = "Everything that can be done. The fields of an operation are done one after the other, each in its own \
    transaction. If one fails, it is null and `errors` says why; the ones before it stay done. A mutation does all \
    that its input asks for, or nothing, and `userErrors` has all reasons at once. A few judge each row of a list on its own; \
    their descriptions say so.\n\n\
    Texts of inputs are normalised: Unicode normal form NFC, no blanks at their ends, no control characters, no invisible \
    characters (but joiners stay where they join letters), and `\\n` for every line break. Names, titles, addresses and numbers \
    become one line, with one blank between words. Lengths are counted in characters of the normalised text. A text without a \
    visible character counts as empty. Passwords, tokens, keys and configuration documents are not changed.";

const CONCEPTS: [&[Act]; 23] = [
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
    label::ACTS,
    event::ACTS,
    publication::ACTS,
    reconsideration::ACTS,
    correction::ACTS,
    certificate::ACTS,
    photo::ACTS,
    merge::ACTS,
    privacy::ACTS,
    notification::ACTS,
    job::ACTS,
];

/// Every mutation.
pub fn acts() -> impl Iterator<Item = &'static Act> {
    CONCEPTS.iter().copied().flatten()
}

const COMPUTED: [&[Act]; 13] = [
    application::COMPUTED,
    campaign::COMPUTED,
    certificate::COMPUTED,
    decision::COMPUTED,
    event::COMPUTED,
    jury::COMPUTED,
    merge::COMPUTED,
    privacy::COMPUTED,
    prize::COMPUTED,
    project::COMPUTED,
    publication::COMPUTED,
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
