//! Mutations of requests to look at a result again.

use entity::ids::ReconsiderationId;

use super::{
    commands::{
        self, AdmitReconsiderationRefusal, AnswerReconsiderationRefusal, RequestReconsiderationRefusal,
        WithdrawReconsiderationRefusal,
    },
    inputs::{
        AdmitReconsiderationInput, AnswerReconsiderationInput, RequestReconsiderationInput,
        WithdrawReconsiderationInput,
    },
    objects::Reconsideration,
};
use crate::{acts, application::Application};

acts! {
    /// Ask to look at a result again because the procedure was not followed, as the teacher of the application: once, after any
    /// outcome, until `Decision.reconsiderationClosesAt`. It is no second opinion of the jury: staff answer it.
    requestReconsideration(RequestReconsiderationInput) -> ReconsiderationId | RequestReconsiderationRefusal
        [Teacher; Application::QUESTION(applicationId)] = commands::request;

    /// Take back a request that is not answered yet. There is no second one.
    withdrawReconsideration(WithdrawReconsiderationInput) -> ReconsiderationId | WithdrawReconsiderationRefusal
        [Teacher; Reconsideration::WITHDRAW(reconsiderationId)] = commands::withdraw;

    /// Look into a request: it is about the procedure. Its teacher sees this, and gets no mail.
    admitReconsideration(AdmitReconsiderationInput) -> ReconsiderationId | AdmitReconsiderationRefusal
        [Staff; Reconsideration::HANDLE(reconsiderationId)] = commands::admit;

    /// Answer a request; its teacher gets a mail. `INADMISSIBLE` ends one that is not about the procedure, `UPHOLD` one after which
    /// the result stays. After `GRANT` the result is looked at again: it ends when the result was set right (`reviseDecision`,
    /// `confirmCorrection`), or with `UPHOLD` if the same comes out.
    answerReconsideration(AnswerReconsiderationInput) -> ReconsiderationId | AnswerReconsiderationRefusal
        [Staff; Reconsideration::HANDLE(reconsiderationId)] = commands::answer;
}
