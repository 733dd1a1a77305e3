//! What is computed of decisions.

use super::{
    answers::{DecisionReplay, OutcomesUnder, ResultTextsPreview},
    exchange::{self, ResultTextsPreviewRefusal, ResultTextsSheetRefusal},
    inputs::{DecisionReplayInput, OutcomesUnderInput, ResultTextsPreviewInput, ResultTextsSheetInput},
    replay::{self, DecisionReplayRefusal, OutcomesUnderRefusal},
};
use crate::{computed, spreadsheet::SheetFile};

computed! {
    /// Compute a decision again from the stored evaluations and the rubric, and see whether it comes out as it was stored
    /// and, if not, where it differs. Nothing changes.
    decisionReplay(DecisionReplayInput) -> DecisionReplay | DecisionReplayRefusal [Staff] = replay::replay;

    /// Try another rule on the results of a jury: another total or other minima, without third jurors, or with the
    /// differences in severity between jurors taken out. See which outcomes would change. Nothing changes.
    outcomesUnder(OutcomesUnderInput) -> OutcomesUnder | OutcomesUnderRefusal [Staff] ending = replay::outcomes_under;

    /// Get the texts that teachers will read with their results as a spreadsheet (xlsx) to edit: a row for each application for
    /// one label from one community about whose result you may write now, with its project, school, teacher and outcome, its
    /// explanation, and its feedback on the whole and on each criterion. Then send the file to `/uploads`, see with
    /// `resultTextsPreview` what it changes, and save with `importResultTexts`. Rows may be sorted or removed; leave the hidden
    /// columns and the headings.
    resultTextsSheet(ResultTextsSheetInput) -> SheetFile | ResultTextsSheetRefusal [Staff] = exchange::export;

    /// See what a spreadsheet with texts would change, row by row, and what is wrong with it. A text that somebody changed since
    /// the spreadsheet was made is a conflict, and stays as it is. Nothing changes.
    resultTextsPreview(ResultTextsPreviewInput) -> ResultTextsPreview | ResultTextsPreviewRefusal [Staff] = exchange::preview;
}
