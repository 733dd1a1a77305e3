//! What the reads that compute answer about decisions.

use async_graphql::SimpleObject;
use entity::{
    ids::{ApplicationId, CriterionId, DecisionId},
    kinds::{Outcome, ReplayStep},
};

use super::rules::Difference;
use crate::{
    answered,
    api::{Decimal, One, Word, policy::policy},
    auth::Audience::Staff,
    score::rules::Exact,
};

/// A decision, computed again from the stored evaluations and the rubric.
#[derive(SimpleObject)]
pub struct DecisionReplay {
    /// The decision; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    decision: One<DecisionId>,
    /// Whether everything comes out as it was stored.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_same: bool,
    /// What does not, the first cause first; empty if all is the same.
    #[graphql(directive = policy::apply(vec![Staff]))]
    differences: Vec<DecisionDifference>,
}

/// Where a decision does not come out as it was stored.
#[derive(SimpleObject)]
pub struct DecisionDifference {
    /// At what.
    #[graphql(directive = policy::apply(vec![Staff]))]
    step: Word<ReplayStep>,
    /// The criterion or gate; null if it is about none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion: Option<One<CriterionId>>,
    /// The number that is stored, in points, rounded to hundredths; null where it is not about a number.
    #[graphql(directive = policy::apply(vec![Staff]))]
    stored: Option<Decimal>,
    /// The number that is computed; null likewise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    computed: Option<Decimal>,
}

impl DecisionReplay {
    /// Of a decision, with what differs.
    pub(super) fn of(decision: DecisionId, differences: &[Difference]) -> Self {
        let differences: Vec<_> = differences.iter().map(DecisionDifference::of).collect();
        Self { decision: One(decision), is_same: differences.is_empty(), differences }
    }
}

impl DecisionDifference {
    fn of(difference: &Difference) -> Self {
        let points = |number: Option<Exact>| number.map(|number| Decimal(number.centi().into()));
        Self {
            step: Word(difference.step),
            criterion: difference.criterion.map(One),
            stored: points(difference.kept),
            computed: points(difference.computed),
        }
    }
}

/// What would have come out under another rule. Only applications that the jury came to a result on count, and that the
/// caller may review.
#[derive(SimpleObject)]
pub struct OutcomesUnder {
    /// Number of applications that count.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_count: i32,
    /// Number of them that earn the label by the rule of the campaign.
    #[graphql(directive = policy::apply(vec![Staff]))]
    awarded_count: i32,
    /// Number of them that would earn it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    would_be_awarded_count: i32,
    /// The applications whose outcome would be another.
    #[graphql(directive = policy::apply(vec![Staff]))]
    changes: Vec<OutcomeUnder>,
}

/// An application whose outcome would be another.
#[derive(SimpleObject)]
pub struct OutcomeUnder {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// The outcome by the rule of the campaign.
    #[graphql(directive = policy::apply(vec![Staff]))]
    outcome: Word<Outcome>,
    /// The outcome that it would have.
    #[graphql(directive = policy::apply(vec![Staff]))]
    would_be: Word<Outcome>,
    /// The total, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    total: Decimal,
    /// The total that it would have, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    total_would_be: Decimal,
}

/// One application under two rules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Both {
    pub application: ApplicationId,
    pub outcome: Outcome,
    pub total: Exact,
    /// Under the other rule.
    pub would_be: Outcome,
    pub total_would_be: Decimal,
}

impl OutcomesUnder {
    /// Of these.
    pub(super) fn of(all: &[Both]) -> Self {
        let count =
            |holds: fn(&Both) -> bool| i32::try_from(all.iter().filter(|one| holds(one)).count()).unwrap_or(i32::MAX);
        let change = |one: &Both| OutcomeUnder {
            application: One(one.application),
            outcome: Word(one.outcome),
            would_be: Word(one.would_be),
            total: Decimal(one.total.centi().into()),
            total_would_be: one.total_would_be,
        };
        Self {
            application_count: count(|_| true),
            awarded_count: count(|one| one.outcome == Outcome::Awarded),
            would_be_awarded_count: count(|one| one.would_be == Outcome::Awarded),
            changes: all.iter().filter(|one| one.would_be != one.outcome).map(change).collect(),
        }
    }
}

answered! {
    DecisionReplay => "decisionReplay";
    OutcomesUnder => "outcomesUnder";
}
