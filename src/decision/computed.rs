//! What is computed of decisions.

use super::{
    answers::{DecisionReplay, OutcomesUnder},
    inputs::{DecisionReplayInput, OutcomesUnderInput},
    replay::{self, DecisionReplayRefusal, OutcomesUnderRefusal},
};
use crate::computed;

computed! {
    /// Compute a decision again from the stored evaluations and the rubric, and see whether it comes out as it was stored
    /// and, if not, where it differs. Nothing changes.
    decisionReplay(DecisionReplayInput) -> DecisionReplay | DecisionReplayRefusal [Staff] = replay::replay;

    /// Try another rule on the results of a jury: another total or other minima, without third jurors, or with the
    /// differences in severity between jurors taken out. See which outcomes would change. Nothing changes.
    outcomesUnder(OutcomesUnderInput) -> OutcomesUnder | OutcomesUnderRefusal [Staff] ending = replay::outcomes_under;
}
