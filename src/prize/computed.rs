//! What is computed of prizes.

use super::{
    answers::{PrizeBudget, ProjectRanking},
    defining::{self, PrizeBudgetRefusal},
    inputs::{PrizeBudgetInput, ProjectRankingInput},
    ranking::{self, ProjectRankingRefusal},
};
use crate::computed;

computed! {
    /// Rank the projects of a label by the exact mean of their labelled applications, with how each tie was resolved. Nothing
    /// changes.
    projectRanking(ProjectRankingInput) -> ProjectRanking | ProjectRankingRefusal [Staff] = ranking::show;

    /// See what the prizes of a campaign cost, and what that leaves of its budget. Nothing changes.
    prizeBudget(PrizeBudgetInput) -> PrizeBudget | PrizeBudgetRefusal [Staff] = defining::budget;
}
