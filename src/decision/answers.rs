//! What the reads that compute answer about decisions.

use async_graphql::SimpleObject;
use entity::{
    ids::{ApplicationId, CriterionId, DecisionId},
    kinds::{Outcome, ReplayStep, ResultRemarkCode, ResultSheetProblem, ResultTextPart},
};

use super::{
    exchange::{Change, Planned},
    rules::Difference,
    sheet::column_name,
};
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

/// What a spreadsheet with texts would change.
#[derive(SimpleObject)]
pub struct ResultTextsPreview {
    /// Names all this; for `importResultTexts`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    hash: String,
    /// Number of applications of which texts would be saved.
    #[graphql(directive = policy::apply(vec![Staff]))]
    saved_count: i32,
    /// Number of rows that would be left out, as something is wrong with them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    problem_count: i32,
    /// The rows in which a text changes or something is wrong, in their order.
    #[graphql(directive = policy::apply(vec![Staff]))]
    rows: Vec<ResultTextsRow>,
}

/// A row of a spreadsheet with texts.
#[derive(SimpleObject)]
pub struct ResultTextsRow {
    /// Its number as a spreadsheet program shows it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    row: i32,
    /// The application; null if the row names none, or you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: Option<One<ApplicationId>>,
    /// The texts that differ from those that are stored.
    #[graphql(directive = policy::apply(vec![Staff]))]
    changes: Vec<ResultTextChange>,
    /// Why the row would be left out; empty if it would be saved.
    #[graphql(directive = policy::apply(vec![Staff]))]
    problems: Vec<ResultTextsRowProblem>,
}

/// A text of a spreadsheet that differs from the stored one.
#[derive(SimpleObject)]
pub struct ResultTextChange {
    /// The column as a spreadsheet program shows it, such as `H`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    column: String,
    /// Which text.
    #[graphql(directive = policy::apply(vec![Staff]))]
    part: Word<ResultTextPart>,
    /// The criterion that it is about; null if it is about none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion: Option<One<CriterionId>>,
    /// The text that is stored; empty if there is none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    before: String,
    /// The text of the spreadsheet; empty if it takes the text out.
    #[graphql(directive = policy::apply(vec![Staff]))]
    after: String,
    /// What would be said of the new text; with `MISSING` or `NAMES_A_JUROR` it could not be approved. Empty if the row would be
    /// left out.
    #[graphql(directive = policy::apply(vec![Staff]))]
    remarks: Vec<Word<ResultRemarkCode>>,
}

/// Something that is wrong with a row of a spreadsheet with texts.
#[derive(SimpleObject)]
pub struct ResultTextsRowProblem {
    /// The column as a spreadsheet program shows it, such as `H`; null if it is about the row.
    #[graphql(directive = policy::apply(vec![Staff]))]
    column: Option<String>,
    /// What.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reason: Word<ResultSheetProblem>,
}

impl ResultTextsPreview {
    /// Of these rows.
    pub(super) fn of(hash: String, rows: Vec<Planned>) -> Self {
        let count = |holds: fn(&&Planned) -> bool| i32::try_from(rows.iter().filter(holds).count()).unwrap_or(i32::MAX);
        let saved_count = count(|row| row.problems.is_empty() && !row.changes.is_empty());
        let problem_count = count(|row| !row.problems.is_empty());
        let told = rows.into_iter().filter(|row| !row.problems.is_empty() || !row.changes.is_empty());
        Self { hash, saved_count, problem_count, rows: told.map(ResultTextsRow::of).collect() }
    }
}

impl ResultTextsRow {
    fn of(row: Planned) -> Self {
        let change = |change: Change| ResultTextChange {
            column: column_name(change.column),
            part: Word(change.part),
            criterion: change.criterion.map(One),
            before: change.before,
            after: change.after,
            remarks: change.remarks.into_iter().map(Word).collect(),
        };
        let problem = |(column, reason): (Option<usize>, _)| ResultTextsRowProblem {
            column: column.map(column_name),
            reason: Word(reason),
        };
        Self {
            row: row.number,
            application: row.application.map(One),
            changes: row.changes.into_iter().map(change).collect(),
            problems: row.problems.into_iter().map(problem).collect(),
        }
    }
}

answered! {
    ResultTextsPreview => "resultTextsPreview";
    DecisionReplay => "decisionReplay";
    OutcomesUnder => "outcomesUnder";
}
