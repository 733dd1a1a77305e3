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
    /// Estimate how severe each juror is, from the evaluations that are in, and where the applications would stand without
    /// that. When the scores do not allow it, the answer says why. It decides nothing, nothing changes, and nobody else
    /// learns of it.
    calibration(CalibrationInput) -> ScoreCalibration | CalibrationRefusal [Staff] ending
        = calibrate::calibrate_scores;

    /// See how a jury is doing: load, pace, when it will be done, what is missing, how severe its jurors are, and what is
    /// worth a look; as figures, and as a page with charts. Nothing is written, and nobody else learns of it.
    juryHealth(JuryHealthInput) -> JuryHealth | JuryHealthRefusal [Staff] ending = report::inspect;
}
