//! What can happen to a panel: jurors agree on a result that one of them, the consolidator, proposes (INV-17). Staff name
//! her and never score; no juror learns who another is.

use crate::application::Application;
use std::collections::BTreeMap;

use entity::{
    application, campaign, consolidation, evaluation,
    ids::{ApplicationId, CriterionId, EvaluationId, PanelId, UserId},
    kinds::{ApplicationStage, ConsolidationStatus, PanelStatus},
    panel,
};
use serde_json::json;

use super::{
    commands::{TEXT_MAXIMUM, rule_of, settle},
    inputs::{AnswerPanelResultInput, DissolvePanelInput, NameConsolidatorInput, ProposePanelResultInput},
    rules::{Finding, Rule, range},
    store,
};
use crate::{
    api::Decimal,
    application::{self as applications, rules::Stake},
    jury, refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Steps in which a panel scores, in hundredths: half a point.
const STEP: i32 = 50;

refusals! {
    /// Why nobody is named.
    NameConsolidatorRefusal {
        /// The application is not with the jury.
        NotInEvaluation "NOT_IN_EVALUATION" on ["applicationId"] = "the application is not with the jury";
        /// The application has a result already.
        AlreadyConsolidated "ALREADY_CONSOLIDATED" on ["applicationId"] = "the application has its result already";
        /// Fewer than two evaluations are handed in, or a juror has not handed in yet.
        EvaluationsMissing "EVALUATIONS_MISSING" on ["applicationId"] = "fewer than two evaluations are handed in, or a juror is still at work";
        /// This juror has not handed in an evaluation of the application.
        NotOnPanel "NOT_ON_PANEL" on ["jurorId"] = "the juror has handed in no evaluation of this application";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Let the jurors of an application agree on its result, as one of them proposes it. Naming another takes back what
/// was proposed.
pub async fn name_consolidator(work: &Work, input: NameConsolidatorInput) -> Answer<PanelId, NameConsolidatorRefusal> {
    use NameConsolidatorRefusal as Refusal;
    let application = applications::hold(work, Application::MERGE, input.application_id.0).await?;
    let evaluations = store::list_handed_in(work, application.id).await?;
    let hers = evaluations.iter().find(|evaluation| evaluation.juror_id == input.juror_id.0);
    let known = store::consolidation_of(work, application.id).await?;
    let mut refusals = reasons([
        (application.stage != Some(ApplicationStage::InEvaluation), Refusal::NotInEvaluation),
        (known.is_some_and(|known| known.state != ConsolidationStatus::ThirdJuror), Refusal::AlreadyConsolidated),
        (evaluations.len() < 2 || is_at_work(work, &application, &evaluations).await?, Refusal::EvaluationsMissing),
        (hers.is_none(), Refusal::NotOnPanel),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    let stake = applications::stakes(work).await?.in_application(&application);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    let Some(hers) = hers.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let before = store::find_panel(work, application.id).await?;
    let id = before.as_ref().map_or_else(|| work.id(), |panel| panel.id);
    let facts = json!({ "evaluation": hers.id });
    if before.as_ref().is_some_and(|panel| panel.evaluation_id == hers.id) {
        // The consolidator is named already: what was proposed stays.
        work.audit_because(id, Some(&input.reason), Some(facts)).await?;
        return Ok(Ok(id));
    }
    store::clear_panel(work, id).await?;
    let panel = panel::Model {
        id,
        application_id: application.id,
        evaluation_id: hers.id,
        state: PanelStatus::Open,
        comment: String::new(),
        version: before.as_ref().map_or(0, |panel| panel.version),
        created_at: before.map_or(work.now(), |panel| panel.created_at),
        updated_at: work.now(),
    };
    store::save_panel(work, panel).await?;
    work.audit_because(id, Some(&input.reason), Some(facts)).await?;
    // A third juror is not needed any more, and one less is to be found.
    jury::planning::commands::propose(work, application.id).await?;
    Ok(Ok(id))
}

/// Whether a juror has still to hand in.
async fn is_at_work(
    work: &Work,
    application: &application::Model,
    evaluations: &[evaluation::Model],
) -> Result<bool, Stop> {
    Ok(jury::list_live(work, application.id).await?.len() > evaluations.len())
}

/// A panel, and the evaluation of the member who acts.
struct Sitting {
    application: application::Model,
    campaign: campaign::Model,
    panel: panel::Model,
    evaluations: Vec<evaluation::Model>,
    mine: EvaluationId,
    is_at_work: bool,
}

/// The panel of an application, for a juror who is on it. Her conflicts of interest are asked for again (INV-10).
async fn sit(work: &Work, id: ApplicationId) -> Result<Sitting, Stop> {
    let application = applications::hold(work, Application::SIT, id).await?.into_row();
    let evaluations = store::list_handed_in(work, id).await?;
    let is_mine = |evaluation: &&evaluation::Model| work.actor().id() == Some(UserId::from(evaluation.juror_id));
    let mine = evaluations.iter().find(is_mine);
    let live = jury::list_live(work, id).await?;
    let assignment = live.iter().find(|assignment| mine.is_some_and(|mine| mine.assignment_id == assignment.id));
    let panel = store::find_panel(work, id).await?;
    let (Some(mine), Some(assignment), Some(panel)) = (mine, assignment, panel) else { return Err(Stop::NotFound) };
    let campaign = crate::campaign::get(work, application.campaign_id).await?;
    if jury::commands::is_tied(work, assignment).await? {
        return Err(Stop::NotFound);
    }
    let is_at_work = live.len() > evaluations.len();
    Ok(Sitting { mine: mine.id, application, campaign, panel, evaluations, is_at_work })
}

refusals! {
    /// Why a proposal is not taken.
    ProposePanelResultRefusal {
        /// There is a new proposal, or another juror was named.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// The panel has agreed already: the proposal is the result.
        AlreadyAgreed "ALREADY_AGREED" on ["applicationId"] = "the panel has agreed already";
        /// A juror who was added has not handed in yet.
        EvaluationsMissing "EVALUATIONS_MISSING" on ["applicationId"] = "a juror is still at work";
        /// The rubric has no criterion or gate with this code.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["scores"] = "there is no criterion {criterion}";
        /// A criterion is given twice.
        CriterionTwice { criterion: String } "CRITERION_TWICE" on ["scores"] = "{criterion} is given twice: give it once";
        /// A criterion or gate has no score.
        ScoreMissing { criterion: String } "SCORE_MISSING" on ["scores"] = "give {criterion} a score";
        /// The score is lower than the lowest, or higher than the highest, score of the jurors.
        ScoreOutsidePanel { criterion: String, lowest: Decimal, highest: Decimal } "SCORE_OUTSIDE_PANEL" on ["scores"] = "the jurors gave {lowest} to {highest} points for criterion {criterion}: choose a score between these";
        /// The score is not a multiple of half a point.
        ScoreNotHalf { criterion: String } "SCORE_NOT_HALF" on ["scores"] = "give whole or half points for criterion {criterion}: half a point is 0.50";
        /// The comment is empty.
        CommentMissing "COMMENT_MISSING" on ["comment"] = "say how the panel comes to this result";
        /// A text is too long.
        TextTooLong "TEXT_TOO_LONG" on ["comment"] = "a text has at most 10,000 characters";
    }
}

/// Propose a result, as the consolidator: a score for everything, each between those that the jurors gave. A new
/// proposal takes the answers to the one before back.
pub async fn propose(work: &Work, input: ProposePanelResultInput) -> Answer<PanelId, ProposePanelResultRefusal> {
    use ProposePanelResultRefusal as Refusal;
    let Sitting { campaign, mut panel, evaluations, mine, is_at_work, .. } = sit(work, input.application_id.0).await?;
    if panel.evaluation_id != mine {
        return Err(Stop::NotFound);
    }
    let mut refusals = reasons([
        (panel.version != input.expected_version, Refusal::VersionConflict { current_version: panel.version }),
        (panel.state == PanelStatus::Agreed, Refusal::AlreadyAgreed),
        (is_at_work, Refusal::EvaluationsMissing),
        (input.comment.is_empty(), Refusal::CommentMissing),
        (input.comment.chars().count() > TEXT_MAXIMUM, Refusal::TextTooLong),
    ]);
    let rule = rule_of(work, &campaign).await?;
    let sheets = store::sheets(work, &evaluations).await?;
    let mut scores: BTreeMap<CriterionId, i32> = BTreeMap::new();
    for given in &input.scores {
        let (code, score) = (given.criterion_code.clone(), given.score.centi());
        let Some(item) = rule.items.iter().find(|item| item.code == code) else {
            refusals.push(Refusal::UnknownCriterion { criterion: code });
            continue;
        };
        let (lowest, highest) = range(&sheets, item.id);
        if score % STEP != 0 {
            refusals.push(Refusal::ScoreNotHalf { criterion: code.clone() });
        }
        if !(lowest..=highest).contains(&score) {
            refusals.push(Refusal::ScoreOutsidePanel {
                criterion: code.clone(),
                lowest: Decimal(lowest.into()),
                highest: Decimal(highest.into()),
            });
        }
        if scores.insert(item.id, score).is_some() {
            refusals.push(Refusal::CriterionTwice { criterion: code });
        }
    }
    let missing = rule.items.iter().filter(|item| !scores.contains_key(&item.id));
    refusals.extend(missing.map(|item| Refusal::ScoreMissing { criterion: item.code.clone() }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = panel.id;
    if panel.state == PanelStatus::Proposed
        && panel.comment == input.comment
        && store::panel_scores(work, id).await? == scores
    {
        // The same proposal again: the answers to it stay.
        work.audit(id).await?;
        return Ok(Ok(id));
    }
    let others = evaluations.iter().map(|evaluation| evaluation.id).filter(|other| *other != mine);
    store::clear_panel(work, id).await?;
    store::ask_panel(work, id, &scores, others).await?;
    panel.state = PanelStatus::Proposed;
    panel.comment = input.comment;
    let facts = json!({ "totalCenti": rule.agreed(&scores).total.centi() });
    store::save_panel(work, panel).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why an answer is not taken.
    AnswerPanelResultRefusal {
        /// There is a new proposal.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// There is no proposal yet.
        NothingProposed "NOTHING_PROPOSED" on ["applicationId"] = "no result is proposed yet: the juror who was named for that proposes one first";
        /// The panel has agreed already: the proposal is the result.
        AlreadyAgreed "ALREADY_AGREED" on ["applicationId"] = "the panel has agreed already";
        /// You made this proposal: only the other jurors answer it.
        OwnProposal "OWN_PROPOSAL" on ["applicationId"] = "you proposed this result yourself: the other jurors answer";
        /// A juror who was added has not handed in yet.
        EvaluationsMissing "EVALUATIONS_MISSING" on ["applicationId"] = "a juror is still at work";
        /// The reason is empty. It is needed because you do not agree.
        ReasonMissing "REASON_MISSING" on ["reason"] = "say why you do not agree";
        /// A text is too long.
        TextTooLong "TEXT_TOO_LONG" on ["reason"] = "a text has at most 10,000 characters";
    }
}

/// Agree to what is proposed, or say why not. When all agree it is the result, as if the evaluations were merged.
pub async fn answer(work: &Work, input: AnswerPanelResultInput) -> Answer<PanelId, AnswerPanelResultRefusal> {
    use AnswerPanelResultRefusal as Refusal;
    let sitting = sit(work, input.application_id.0).await?;
    let panel = &sitting.panel;
    let reason = input.reason.as_deref().unwrap_or_default();
    let mut answers = store::panel_answers(work, panel.id).await?;
    let mine = answers.iter_mut().find(|answer| answer.evaluation_id == sitting.mine);
    let refusals = reasons([
        (panel.version != input.expected_version, Refusal::VersionConflict { current_version: panel.version }),
        (panel.state == PanelStatus::Open, Refusal::NothingProposed),
        (panel.state == PanelStatus::Agreed, Refusal::AlreadyAgreed),
        (panel.evaluation_id == sitting.mine, Refusal::OwnProposal),
        (sitting.is_at_work, Refusal::EvaluationsMissing),
        (!input.has_agreed && reason.is_empty(), Refusal::ReasonMissing),
        (reason.chars().count() > TEXT_MAXIMUM, Refusal::TextTooLong),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = panel.id;
    let mine = mine.ok_or_else(|| Stop::failure("a member of a panel is not asked"))?;
    mine.agrees = Some(input.has_agreed);
    reason.clone_into(&mut mine.reason);
    store::save_answer(work, mine.clone()).await?;
    let facts = json!({ "agrees": input.has_agreed });
    work.audit_because(id, Some(reason).filter(|reason| !reason.is_empty()), Some(facts)).await?;
    if answers.iter().all(|answer| answer.agrees == Some(true)) {
        conclude(work, sitting).await?;
    }
    Ok(Ok(id))
}

/// What all agree on becomes the result. Spread and discrepancy stay those of the evaluations.
async fn conclude(work: &Work, sitting: Sitting) -> Result<(), Stop> {
    let Sitting { application, campaign, mut panel, evaluations, .. } = sitting;
    let rule: Rule = rule_of(work, &campaign).await?;
    let scores = store::panel_scores(work, panel.id).await?;
    let found = rule.merge(&store::sheets(work, &evaluations).await?);
    let finding = Finding { merged: Some(rule.agreed(&scores)), ..found };
    panel.state = PanelStatus::Agreed;
    store::save_panel(work, panel).await?;
    let known: Option<consolidation::Model> = store::consolidation_of(work, application.id).await?;
    let id = settle(work, &application, known, &evaluations, &rule, &finding).await?;
    work.audit_as("consolidateApplications", id).await
}

refusals! {
    /// Why a panel is not dissolved.
    DissolvePanelRefusal {
        /// The application has no panel.
        NoPanel "NO_PANEL" on ["applicationId"] = "the application has no panel: name the juror who proposes its result first";
        /// The panel has agreed already: the proposal is the result.
        AlreadyAgreed "ALREADY_AGREED" on ["applicationId"] = "the panel has agreed already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// End a panel that does not agree: a third juror is asked, or the evaluations are merged by the rule.
pub async fn dissolve(work: &Work, input: DissolvePanelInput) -> Answer<ApplicationId, DissolvePanelRefusal> {
    use DissolvePanelRefusal as Refusal;
    let application = applications::hold(work, Application::MERGE, input.application_id.0).await?;
    let panel = store::find_panel(work, application.id).await?;
    let mut refusals = reasons([
        (panel.is_none(), Refusal::NoPanel),
        (panel.as_ref().is_some_and(|panel| panel.state == PanelStatus::Agreed), Refusal::AlreadyAgreed),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    let stake = applications::stakes(work).await?.in_application(&application);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    let Some(panel) = panel.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    store::delete_panel(work, panel.id).await?;
    work.audit_because(panel.id, Some(&input.reason), None).await?;
    // Where the jurors differ a third is asked again.
    jury::planning::commands::propose(work, application.id).await?;
    Ok(Ok(application.id))
}

/// Somebody joined a panel by handing in: what was proposed before counts no more.
pub(super) async fn begin_anew(work: &Work, application: ApplicationId) -> Result<(), Stop> {
    let Some(panel) = store::find_panel(work, application).await? else { return Ok(()) };
    store::clear_panel(work, panel.id).await?;
    store::open_panel(work, panel.id).await
}

/// An evaluation that a panel rests on does not count any more: the panel falls, with all that was agreed (INV-11).
pub(super) async fn take_back(work: &Work, application: ApplicationId) -> Result<(), Stop> {
    let Some(panel) = store::find_panel(work, application).await? else { return Ok(()) };
    store::delete_panel(work, panel.id).await?;
    work.audit_as("takeBackPanel", panel.id).await
}
