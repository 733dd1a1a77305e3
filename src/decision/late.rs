//! What follows when a conflict of interest is found, however late (INV-11): the evaluation does not count, the result is
//! computed again, a decision is proposed again, and staff are told. A result that is out stays, and staff are told.

use entity::{
    application, assignment, decision,
    kinds::{ApplicationStage, DecisionStatus, MessageTemplate, Outcome},
};
use serde_json::json;

use super::{commands::result_of, store, texts};
use crate::{
    account, application as applications, campaign,
    notification::{self, Mail},
    score::{self, commands::Late},
    stop::{Answer, Stop},
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
            lapse(work, &late.application).await?;
        }
        tell(work, &late, if is_out { "OUT" } else { "TAKEN_BACK" }).await?;
    }
    Ok(Ok(done))
}

/// Puts a decision back to where a result leads, and takes back what was confirmed on it. Without a result it waits for
/// one. An approved release is of other results then, and does not go out.
async fn lapse(work: &Work, application: &application::Model) -> Result<(), Stop> {
    texts::unapprove(work, application.id).await?;
    let Some(known) = store::list_decisions(work, &[application.id]).await?.pop() else { return Ok(()) };
    let campaign = campaign::get(work, application.campaign_id).await?;
    let rubric = campaign::rubric_of(work, &campaign).await?;
    let rule = score::rule_of(work, &campaign).await?;
    let now = applications::get(work, application.id).await?;
    let merged = score::consolidation_of(work, application.id).await?;
    let (outcome, trace) = match result_of(work, &now, merged.as_ref(), &rubric, &rule).await? {
        Some(result) => {
            applications::set_stage(work, application.id, ApplicationStage::Decided).await?;
            result
        }
        None => (known.rule_outcome, vec![TAKEN_BACK.to_owned()]),
    };
    let facts = json!({ "state": known.state, "outcome": [known.outcome, outcome] });
    let id = known.id;
    store::save(work, proposed(&known, outcome, &trace)).await?;
    texts::refresh(work, &campaign, &[application.id]).await?;
    work.audit_as_because("lapseDecision", id, Some(TAKEN_BACK), Some(facts)).await
}

/// Said of a decision whose result was taken back.
const TAKEN_BACK: &str = "Its result was taken back: a juror has a conflict of interest.";

/// A decision by the rule, which nobody explained, adjusted or confirmed.
pub(super) fn proposed(known: &decision::Model, outcome: Outcome, trace: &[String]) -> decision::Model {
    decision::Model {
        outcome,
        rule_outcome: outcome,
        state: DecisionStatus::Proposed,
        motivation: String::new(),
        motivation_by_id: None,
        rule_trace: json!(trace),
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
