//! What is computed of evaluations and consolidations.

use super::{
    calibrate::{self, CalibrationRefusal},
    calibrated::ScoreCalibration,
    health::{
        JuryHealth,
        report::{self, JuryHealthRefusal},
    },
    inputs::{CalibrationInput, JuryHealthInput},
};
use crate::computed;

computed! {
    /// Estimate how severe each juror is, from the evaluations that are handed in, and how the applications would rank
    /// without differences in severity. If the scores do not allow it, the answer says why. Nothing is decided by it,
    /// nothing changes, and only staff see it.
    calibration(CalibrationInput) -> ScoreCalibration | CalibrationRefusal [Staff] ending
        = calibrate::calibrate_scores;

    /// See how the work of a jury goes: load, pace, expected end, missing evaluations, severity of the jurors, and what
    /// is worth a look. The answer has figures, and a page with charts. Nothing changes, and only staff see it.
    juryHealth(JuryHealthInput) -> JuryHealth | JuryHealthRefusal [Staff] ending = report::inspect;
}
