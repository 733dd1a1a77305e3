//! What is computed of prizes.

use super::{
    answers::ProjectRanking,
    inputs::ProjectRankingInput,
    ranking::{self, ProjectRankingRefusal},
};
use crate::computed;

computed! {
    /// Rank the projects of a label by the exact mean of their labelled applications, with how each tie was resolved. Nothing
    /// changes.
    projectRanking(ProjectRankingInput) -> ProjectRanking | ProjectRankingRefusal [Staff] = ranking::show;
}
