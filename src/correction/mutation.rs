//! Mutations of corrections.

use entity::ids::{CorrectionId, DecisionId};

use super::{
    commands::{self, ConfirmCorrectionRefusal, ReviseDecisionRefusal, TakeBackCorrectionRefusal},
    inputs::{ConfirmCorrectionInput, ReviseDecisionInput, TakeBackCorrectionInput},
    objects::Correction,
};
use crate::{acts, decision::Decision, label::Label};

acts! {
    /// Propose to set a result right that is out and is wrong: its outcome, its explanation, or both. Nothing changes before a
    /// second person confirms it (`confirmCorrection`). The answer is the decision: the proposal is the last of its
    /// `corrections`. Before results are out, use `takeBackRatifications`.
    reviseDecision(ReviseDecisionInput) -> DecisionId | ReviseDecisionRefusal
        [Staff; Decision::REVISE(decisionId)] = commands::propose;

    /// Confirm a correction as a second person. The result changes at once, and the teacher gets a mail. A label is granted or
    /// revoked as the new outcome says, and its certificate and credential with it; prizes that are not announced and the
    /// candidates for the European label are looked at again; a result that was marked as being on ESEP must be marked again. A
    /// request to look at the result again that was granted (`answerReconsideration`) ends with it.
    confirmCorrection(ConfirmCorrectionInput) -> CorrectionId | ConfirmCorrectionRefusal
        [Staff; Correction::SETTLE(correctionId), Decision::REVISE(), Label::REVOKE()] = commands::confirm;

    /// Take back a correction that nobody has confirmed. The result stays as it is.
    takeBackCorrection(TakeBackCorrectionInput) -> CorrectionId | TakeBackCorrectionRefusal
        [Staff; Correction::SETTLE(correctionId), Decision::REVISE()] = commands::take_back;
}
