//! What follows when a conflict of interest is found, however late (INV-11): the evaluation does not count, the result is
//! computed again, a decision is proposed again, and staff are told. A result that is out stays, and staff are told. So it is
//! when staff were wrong about what goes to the jury.

use entity::{
    application, assignment, decision,
    ids::ApplicationId,
    kinds::{ApplicationStage, ApplicationStatus, DecisionBasis, DecisionStatus, MessageTemplate},
};
use serde_json::json;

use super::{
    commands::{OfWhat, Results},
    inputs::TakeBackAdmissibilityInput,
    rules::Ruled,
    store, texts,
};
use crate::{
    account,
    api::Word,
    application::{self as applications, Application, rules::Stake, state::status_of},
    campaign, jury,
    notification::{self, Mail},
    refusals,
    score::{self, commands::Late},
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Carries out an act of the jury that may end assignments, and all that follows from those that ended.
pub async fn following<T, R>(
    work: &Work,
    act: impl Future<Output = Answer<(T, Vec<assignment::Model>), R>>,
) -> Answer<T, R> {
    let (done, ended) = match act.await? {
        Ok(done) => done,
        Err(refusals) => return Ok(Err(refusals)),
    };
    for late in score::commands::void(work, &ended).await? {
        let is_out = late.application.stage == Some(ApplicationStage::Published);
        if !is_out {
            lapse(work, &late.application, TAKEN_BACK).await?;
        }
        tell(work, &late, if is_out { "OUT" } else { "TAKEN_BACK" }).await?;
    }
    Ok(Ok(done))
}

refusals! {
    /// Why it cannot be decided again whether an application goes to the jury.
    TakeBackAdmissibilityRefusal {
        /// Nothing is decided yet, or the jury has the application. Then the outcome is set by `adjustDecision`.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}";
        /// Jurors have the application. End their assignments first.
        WithJury { count: usize } "WITH_JURY" on ["applicationId"] = "{count} jurors have this application: take it back from them first";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Takes back that an application goes to the jury, or does not: it waits again. A decision on it waits too.
pub async fn take_back_admissibility(
    work: &Work,
    input: TakeBackAdmissibilityInput,
) -> Answer<ApplicationId, TakeBackAdmissibilityRefusal> {
    use TakeBackAdmissibilityRefusal as Refusal;
    let application = applications::hold(work, Application::DECIDE, input.application_id.0).await?.into_row();
    let stake = applications::stakes(work).await?.in_application(&application);
    let decision = store::list_decisions(work, &[application.id]).await?.pop();
    let is_refused = decision.is_some_and(|decision| decision.basis == DecisionBasis::NotAdmissible);
    let can_be = match application.stage {
        Some(ApplicationStage::Admissible | ApplicationStage::Inadmissible) => true,
        Some(ApplicationStage::Decided) => is_refused,
        None | Some(ApplicationStage::InEvaluation | ApplicationStage::Evaluated | ApplicationStage::Published) => {
            false
        }
    };
    let jurors = jury::list_live(work, application.id).await?.len();
    let status = status_of(application.state, application.stage);
    let mut refusals = reasons([
        (!can_be, Refusal::WrongStatus { status: Word(status) }),
        (can_be && jurors > 0, Refusal::WithJury { count: jurors }),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    applications::await_admission(work, application.id).await?;
    lapse(work, &application, &input.reason).await?;
    work.audit_because(application.id, Some(&input.reason), Some(json!({ "stage": application.stage }))).await?;
    Ok(Ok(application.id))
}

/// Puts a decision back to where a result leads, and takes back what was confirmed on it. Without a result it waits for
/// one. An approved release is of other results then, and does not go out.
async fn lapse(work: &Work, application: &application::Model, why: &str) -> Result<(), Stop> {
    texts::unapprove(work, application.id).await?;
    let Some(known) = store::list_decisions(work, &[application.id]).await?.pop() else { return Ok(()) };
    let campaign = campaign::get(work, application.campaign_id).await?;
    let now = applications::get(work, application.id).await?;
    let merged = score::consolidation_of(work, application.id).await?;
    let jury = Results::of(work, &campaign, merged.into_iter().collect()).await?;
    let ruled = match jury.ruled(&now) {
        Some(ruled) => {
            applications::set_stage(work, application.id, ApplicationStage::Decided).await?;
            ruled
        }
        None => Ruled::waiting(known.rule_outcome),
    };
    let facts = json!({ "state": known.state, "outcome": [known.outcome, ruled.outcome] });
    let id = known.id;
    let estimates = jury.estimates(work, campaign.id, application.track).await?;
    store::save(work, proposed(&known, jury.of_what(&now, &ruled, &estimates), &ruled)).await?;
    store::save_traces(work, &[(id, ruled)], jury.highest_centi).await?;
    texts::refresh(work, &campaign, &[application.id]).await?;
    work.audit_as_because("lapseDecision", id, Some(why), Some(facts)).await
}

/// Why a decision is put back, in the audit log.
const TAKEN_BACK: &str = "Its result was taken back: a juror has a conflict of interest.";

/// A decision by the rule, which nobody explained, adjusted or confirmed.
pub(super) fn proposed(known: &decision::Model, of: OfWhat, ruled: &Ruled) -> decision::Model {
    decision::Model {
        outcome: ruled.outcome,
        rule_outcome: ruled.outcome,
        calibrated_outcome: of.advised.map(|(outcome, _)| outcome),
        calibrated_total_centi: of.advised.map(|(_, total)| total),
        state: DecisionStatus::Proposed,
        motivation: String::new(),
        motivation_by_id: None,
        basis: ruled.basis,
        method: ruled.method,
        revision_id: of.revision,
        rubric_version_id: of.rubric,
        adjusted_by_id: None,
        adjust_reason: None,
        ratified_by_id: None,
        ratified_at: None,
        ..known.clone()
    }
}

/// Tells the staff of its community what became of an application.
async fn tell(work: &Work, late: &Late, case: &str) -> Result<(), Stop> {
    let application = &late.application;
    let campaign = campaign::get(work, application.campaign_id).await?;
    let facts = json!({
        "case": case,
        "office": application.community,
        "juror": account::get(work, late.assignment.juror_id.into()).await?.name,
        "projectTitle": applications::title_of_hand_in(work, application).await?,
        "schoolYear": campaign.school_year,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    for recipient in account::list_staff(work, &[application.community]).await? {
        let mail = Mail::to(&recipient, MessageTemplate::JuryConflict).once_per(late.assignment.id);
        notification::enqueue(work, mail.saying(facts.clone())).await?;
    }
    Ok(())
}
