//! What can happen to evaluations and their consolidation.

use super::objects::Evaluation;
use crate::{application::Application, jury::Assignment};
use std::collections::BTreeMap;

use async_graphql::MaybeUndefined;
use entity::{
    application, assignment, campaign, consolidation, criterion, evaluation, evaluation_score,
    ids::{ApplicationId, AssignmentId, ConsolidationId, CriterionId, EvaluationId},
    kinds::{
        ApplicationStage, CampaignStatus, ConsolidationMethod, ConsolidationStatus, EvaluationField, EvaluationStatus,
        PanelStatus,
    },
    refused_text,
};
use serde_json::json;

use super::{
    inputs::{
        ConsolidateApplicationsInput, CriterionScoreInput, ReopenEvaluationInput, SaveEvaluationDraftInput,
        SubmitEvaluationInput,
    },
    panel,
    rules::{Finding, Item, Rule, Sheet},
    state::{Verb, after},
    store,
};
use crate::{
    account,
    api::{Part, Word, each},
    application::{self as applications, rules::Stake},
    audit,
    jury::{self, state::Verb as AssignmentVerb},
    refusals,
    stop::{Answer, Stop, reasons, unless},
    text::says_something,
    window::Save,
    work::Work,
};

/// Characters in one text at most.
pub(super) const TEXT_MAXIMUM: usize = 10_000;

refusals! {
    /// Why an evaluation is not saved.
    SaveEvaluationDraftRefusal {
        /// Somebody saved it first: you in another window, for example.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// The campaign is not in the phase `EVALUATION`.
        EvaluationClosed "EVALUATION_CLOSED" on ["assignmentId"] = "the jury does not work on this campaign now; ask the eTwinning team";
        /// The evaluation is handed in; staff can give it back (`reopenEvaluation`).
        AlreadySubmitted "ALREADY_SUBMITTED" on ["assignmentId"] = "you have handed in this evaluation; ask the eTwinning team to give it back";
        /// The rubric has no criterion or gate with this code.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["scores"] = "there is no criterion {criterion}";
        /// A criterion is given twice.
        CriterionTwice { criterion: String } "CRITERION_TWICE" on ["scores"] = "{criterion} is given twice: give it once";
        /// The score is outside the scale.
        ScoreOutOfScale { criterion: String, lowest_score: i32, highest_score: i32 } "SCORE_OUT_OF_SCALE" on ["scores"] = "the score of {criterion} must be from {lowest_score} to {highest_score}";
        /// A comment on a criterion has more than 10,000 characters.
        CommentTooLong { criterion: String } "COMMENT_TOO_LONG" on ["scores", "comment"] = "the comment on criterion {criterion} has more than 10,000 characters";
        /// Another text has more than 10,000 characters.
        TextTooLong { field: &'static str } "TEXT_TOO_LONG" on [field] = "a text has at most 10,000 characters";
    }
}

/// Save part of an evaluation: scores, comments, the internal note. Only what is given changes, and only what the window has
/// seen as it is: what comes from one that is behind, or too late, is refused and kept all the same. The conflicts of interest
/// are asked for again (INV-10): with one, the assignment is as if it were not there.
pub async fn save_draft(
    work: &Work,
    input: SaveEvaluationDraftInput,
) -> Answer<EvaluationId, SaveEvaluationDraftRefusal> {
    use SaveEvaluationDraftRefusal as Refusal;
    let (assignment, campaign) = open(work, input.assignment_id.0).await?;
    let scored = crate::campaign::scored(work, &campaign).await?;
    let asked = |item: &&criterion::Model| input.scores.iter().any(|score| score.criterion_code == item.code);
    let asked = scored.items.iter().filter(asked).map(|item| item.id).collect();
    let (known, rows) = store::find_with_scores(work, assignment.id, asked).await?.unzip();
    let version = known.as_ref().map_or(0, |known: &evaluation::Model| known.version);
    let is_begun = known.is_some();
    let mut barred = reasons([
        (campaign.status != CampaignStatus::Evaluation, Refusal::EvaluationClosed),
        (known.as_ref().is_some_and(|known| after(known.state, Verb::Write).is_none()), Refusal::AlreadySubmitted),
    ]);
    let mut faults = Vec::new();
    let mut given: Vec<(&criterion::Model, CriterionScoreInput)> = Vec::new();
    for score in input.scores {
        let code = &score.criterion_code;
        let Some(item) = scored.items.iter().find(|item| item.code == *code) else {
            faults.push(Refusal::UnknownCriterion { criterion: code.clone() });
            continue;
        };
        if given.iter().any(|(known, _)| known.id == item.id) {
            faults.push(Refusal::CriterionTwice { criterion: code.clone() });
        }
        let (minimum, maximum) = (scored.rubric.scale_min, scored.rubric.scale_max);
        if let MaybeUndefined::Value(value) = score.score
            && !(minimum..=maximum).contains(&value)
        {
            faults.push(Refusal::ScoreOutOfScale {
                criterion: code.clone(),
                lowest_score: minimum,
                highest_score: maximum,
            });
        }
        if score.comment.as_deref().is_some_and(is_too_long) {
            faults.push(Refusal::CommentTooLong { criterion: code.clone() });
        }
        given.push((item, score));
    }
    let others = [("comment", &input.comment), ("internalNote", &input.internal_note)];
    let others = others.into_iter().filter(|(_, text)| text.as_deref().is_some_and(is_too_long));
    faults.extend(others.map(|(field, _)| Refusal::TextTooLong { field }));
    let mut evaluation = match known {
        Some(known) => known,
        None => begun(work, &assignment).await?,
    };
    let mut rows = rows.unwrap_or_default();
    let seen = input.expected_version.unwrap_or(0);
    let mut save = Save::on(version, seen);
    save.put((&mut evaluation.comment, &mut evaluation.comment_version), input.comment);
    save.put((&mut evaluation.internal_note, &mut evaluation.internal_note_version), input.internal_note);
    for (item, score) in given {
        let at = rows.iter().position(|row| row.criterion_id == item.id).unwrap_or_else(|| {
            rows.push(blank(work, evaluation.id, item.id));
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(at) else { continue };
        let value = match score.score {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(value) => Some(Some(value)),
        };
        save.put((&mut row.score, &mut row.score_version), value);
        save.put((&mut row.comment, &mut row.comment_version), score.comment);
    }
    if save.is_behind {
        barred.push(Refusal::VersionConflict { current_version: version });
    }
    if !barred.is_empty() {
        keep_refused(work, &assignment, &save, &evaluation, &rows).await?;
    }
    if !barred.is_empty() || !faults.is_empty() {
        return Ok(Err(barred.into_iter().chain(faults).collect()));
    }
    let id = evaluation.id;
    // What says nothing new is no new version.
    if !is_begun {
        store::insert(work, evaluation).await?;
    } else if save.is_new {
        store::save(work, evaluation).await?;
    }
    let is_changed = |row: &evaluation_score::Model| [row.score_version, row.comment_version].contains(&save.version);
    store::save_scores(work, rows.into_iter().filter(is_changed).collect()).await?;
    jury::commands::follow(work, assignment, AssignmentVerb::Begin).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

fn is_too_long(text: &str) -> bool {
    text.chars().count() > TEXT_MAXIMUM
}

/// Keeps what was given and refused, where it says something else than what is stored.
async fn keep_refused(
    work: &Work,
    assignment: &assignment::Model,
    save: &Save,
    evaluation: &evaluation::Model,
    rows: &[evaluation_score::Model],
) -> Result<(), Stop> {
    use EvaluationField::{Comment, InternalNote, Score};
    let whole = [
        (evaluation.comment_version, None, Comment, evaluation.comment.clone()),
        (evaluation.internal_note_version, None, InternalNote, evaluation.internal_note.clone()),
    ];
    let of_items = rows.iter().flat_map(|row| {
        let score = row.score.map_or_else(String::new, |score| score.to_string());
        [
            (row.score_version, Some(row.criterion_id), Score, score),
            (row.comment_version, Some(row.criterion_id), Comment, row.comment.clone()),
        ]
    });
    // What has no place in an evaluation is not kept either.
    let given =
        |(since, _, _, text): &(i32, _, _, String)| *since == save.version && !text.is_empty() && !is_too_long(text);
    let text = |(_, criterion_id, field, text)| refused_text::Model {
        id: work.id(),
        assignment_id: assignment.id,
        criterion_id,
        field,
        text,
        version: save.seen,
        refused_at: work.now(),
    };
    let texts = whole.into_iter().chain(of_items).filter(given).map(text).collect();
    let is_kept = store::keep_refused(work, assignment.id, texts).await?;
    if is_kept { work.audit_as("keepRefusedEvaluation", assignment.id).await } else { Ok(()) }
}

/// The caller's assignment, open for evaluation, and its campaign.
async fn open(work: &Work, id: AssignmentId) -> Result<(assignment::Model, campaign::Model), Stop> {
    let assignment = jury::hold(work, Assignment::EVALUATE, id).await?.into_row();
    let campaign = crate::campaign::get(work, assignment.campaign_id).await?;
    if jury::commands::is_tied(work, &assignment).await? {
        return Err(Stop::NotFound);
    }
    Ok((assignment, campaign))
}

/// An empty evaluation, bound to the revision that stands now.
async fn begun(work: &Work, assignment: &assignment::Model) -> Result<evaluation::Model, Stop> {
    let application = applications::get(work, assignment.application_id).await?;
    let revision = application.submitted_revision_id;
    Ok(evaluation::Model {
        id: work.id(),
        assignment_id: assignment.id,
        application_id: assignment.application_id,
        juror_id: assignment.juror_id,
        revision_id: revision.ok_or_else(|| Stop::failure("an application with jurors has no revision"))?,
        state: EvaluationStatus::Draft,
        total_centi: None,
        comment: String::new(),
        internal_note: String::new(),
        submitted_at: None,
        comment_version: 0,
        internal_note_version: 0,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    })
}

/// Nothing on a criterion yet.
fn blank(work: &Work, evaluation_id: EvaluationId, criterion_id: CriterionId) -> evaluation_score::Model {
    evaluation_score::Model {
        id: work.id(),
        evaluation_id,
        criterion_id,
        score: None,
        comment: String::new(),
        score_version: 0,
        comment_version: 0,
        updated_at: work.now(),
    }
}

refusals! {
    /// Why an evaluation is not taken.
    SubmitEvaluationRefusal {
        /// Somebody saved it first: you in another window, for example.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// The campaign is not in the phase `EVALUATION`.
        EvaluationClosed "EVALUATION_CLOSED" on ["assignmentId"] = "the jury does not work on this campaign now; ask the eTwinning team";
        /// The evaluation is handed in already.
        AlreadySubmitted "ALREADY_SUBMITTED" on ["assignmentId"] = "you have handed in this evaluation already";
        /// A criterion or gate has no score.
        ScoreMissing { criterion: String } "SCORE_MISSING" on ["assignmentId"] = "give {criterion} a score";
        /// A criterion has no comment.
        CommentMissing { criterion: String } "COMMENT_MISSING" on ["assignmentId"] = "comment on criterion {criterion}";
    }
}

/// Hand an evaluation in: every criterion and gate has a score, and every criterion a comment (INV-14).
pub async fn submit(work: &Work, input: SubmitEvaluationInput) -> Answer<EvaluationId, SubmitEvaluationRefusal> {
    use SubmitEvaluationRefusal as Refusal;
    let (assignment, campaign) = open(work, input.assignment_id.0).await?;
    let evaluation = store::find(work, assignment.id).await?;
    let version = evaluation.as_ref().map_or(0, |evaluation| evaluation.version);
    let next = match &evaluation {
        Some(evaluation) => after(evaluation.state, Verb::Submit),
        // One that is not begun lacks everything, and that is told.
        None => Some(EvaluationStatus::Submitted),
    };
    let mut refusals = reasons([
        (version != input.expected_version, Refusal::VersionConflict { current_version: version }),
        (campaign.status != CampaignStatus::Evaluation, Refusal::EvaluationClosed),
        (next.is_none(), Refusal::AlreadySubmitted),
    ]);
    let rule = rule_of(work, &campaign).await?;
    let rows = match &evaluation {
        Some(evaluation) => store::scores(work, evaluation.id).await?,
        None => Vec::new(),
    };
    let mut scores = BTreeMap::new();
    for item in &rule.items {
        let row = rows.iter().find(|row| row.criterion_id == item.id);
        match row.and_then(|row| row.score) {
            Some(score) => drop(scores.insert(item.id, score)),
            None => refusals.push(Refusal::ScoreMissing { criterion: item.code.clone() }),
        }
        let is_gate = item.weight == 0;
        if !is_gate && row.is_none_or(|row| !says_something(&row.comment)) {
            refusals.push(Refusal::CommentMissing { criterion: item.code.clone() });
        }
    }
    let (Some(mut evaluation), Some(next), true) = (evaluation, next, refusals.is_empty()) else {
        return Ok(Err(refusals));
    };
    let (id, application) = (evaluation.id, evaluation.application_id);
    let sheet = Sheet { id, scores };
    let facts = json!({ "state": [evaluation.state, next], "content": content_of(&evaluation, &rule, &rows) });
    evaluation.state = next;
    evaluation.total_centi = Some(rule.total_of(&sheet));
    evaluation.submitted_at = Some(work.now());
    store::save(work, evaluation).await?;
    jury::commands::follow(work, assignment, AssignmentVerb::HandIn).await?;
    panel::begin_anew(work, application).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

/// Stands for all that a juror hands in: what a later change, by whichever way, is held against.
fn content_of(evaluation: &evaluation::Model, rule: &Rule, rows: &[evaluation_score::Model]) -> String {
    let row = |item: &Item| {
        let row = rows.iter().find(|row| row.criterion_id == item.id);
        json!([item.code, row.and_then(|row| row.score), row.map(|row| row.comment.as_str())])
    };
    let scores: Vec<serde_json::Value> = rule.items.iter().map(row).collect();
    audit::mark(&json!([scores, evaluation.comment, evaluation.internal_note]).to_string())
}

/// What a campaign judges by.
pub async fn rule_of(work: &Work, campaign: &campaign::Model) -> Result<Rule, Stop> {
    let scored = crate::campaign::scored(work, campaign).await?;
    let items = scored.items.iter().map(|item| Item {
        id: item.id,
        code: item.code.clone(),
        weight: if item.gate_of_id.is_some() { 0 } else { item.weight },
        minimum_centi: item.minimum_centi,
    });
    Ok(Rule {
        items: items.collect(),
        pass_total_centi: scored.rubric.pass_total_centi,
        discrepancy_centi: campaign.discrepancy_centi,
    })
}

refusals! {
    /// Why an evaluation cannot be given back.
    ReopenEvaluationRefusal {
        VersionConflict;
        /// The evaluation is not handed in, or is used in a result already.
        WrongStatus { status: Word<EvaluationStatus> } "WRONG_STATUS" on ["evaluationId"] = "the evaluation is {status}";
        /// The campaign is not in the phase `EVALUATION`.
        EvaluationClosed "EVALUATION_CLOSED" on ["evaluationId"] = "the jury does not work on this campaign now: let the campaign go back to evaluation first";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["evaluationId"] = "{stake}: somebody else must do this";
        /// The juror has become staff or admin since, and cannot judge any more.
        WorksForOffice "WORKS_FOR_OFFICE" on ["evaluationId"] = "the juror works for the office now, and does not judge any more";
    }
}

/// Give an evaluation back to its juror, before it is used in a result (INV-16).
pub async fn reopen(work: &Work, input: ReopenEvaluationInput) -> Answer<EvaluationId, ReopenEvaluationRefusal> {
    use ReopenEvaluationRefusal as Refusal;
    // The juror, the assignment, the application and then the evaluation, as everywhere: two works wait for each other and
    // never in a circle. Nobody gives the juror another role before this work ends.
    let known = work.look(Evaluation::REOPEN, input.evaluation_id.0).await?;
    let juror = account::get_locked(work, known.juror_id.into()).await?;
    let assignment = jury::get_locked(work, known.assignment_id).await?;
    let application = applications::get_locked(work, known.application_id).await?;
    let mut evaluation = work.hold(Evaluation::REOPEN, input.evaluation_id.0).await?.into_row();
    let outdated = (evaluation.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: evaluation.version });
    let campaign = crate::campaign::get(work, application.campaign_id).await?;
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    let next = after(evaluation.state, Verb::Reopen);
    if next.is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(evaluation.state) });
    }
    if campaign.status != CampaignStatus::Evaluation {
        refusals.push(Refusal::EvaluationClosed);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let stake = applications::stakes(work).await?.in_application(&application);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    if account::is_office(work, juror.id).await? {
        refusals.push(Refusal::WorksForOffice);
    }
    let Some(next) = next.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = evaluation.id;
    evaluation.state = next;
    evaluation.submitted_at = None;
    evaluation.total_centi = None;
    store::save(work, evaluation).await?;
    jury::commands::follow(work, assignment, AssignmentVerb::Reopen).await?;
    // A third juror may have been asked because of it.
    take_back(work, application.id).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    jury::planning::commands::propose(work, application.id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why evaluations are not merged.
    ConsolidateApplicationsRefusal {
        Rows(application_id: ApplicationId, "applicationIds", 100);
        /// The application is not with the jury.
        NotInEvaluation { application_id: ApplicationId } "NOT_IN_EVALUATION" on ["applicationIds"] = "the application {application_id} is not with the jury";
        /// A juror has not handed in yet.
        EvaluationsMissing { application_id: ApplicationId } "EVALUATIONS_MISSING" on ["applicationIds"] = "the application {application_id} has too few evaluations, or a juror is still at work";
        /// A juror who handed in has a conflict of interest with the application.
        JurorTied { application_id: ApplicationId } "JUROR_TIED" on ["applicationIds"] = "a juror of the application {application_id} has a conflict of interest: look for conflicts in the jury first";
        /// The application has a result already.
        AlreadyConsolidated { application_id: ApplicationId } "ALREADY_CONSOLIDATED" on ["applicationIds"] = "the application {application_id} has its result already";
        /// A panel is working on the result. `dissolvePanel` ends the panel.
        PanelAtWork { application_id: ApplicationId } "PANEL_AT_WORK" on ["applicationIds"] = "the jurors of the application {application_id} still have to agree on its result: wait for them, or dissolve their panel";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["applicationIds"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Merge the evaluations of applications into results (INV-17), each on its own. Where the jurors differ too much, a third
/// is asked instead (Q5).
pub async fn consolidate(
    work: &Work,
    input: ConsolidateApplicationsInput,
) -> Answer<Part<Vec<ConsolidationId>>, ConsolidateApplicationsRefusal> {
    use ConsolidateApplicationsRefusal as Refusal;
    let stakes = &applications::stakes(work).await?;
    let judge = |id| async move {
        let application = applications::hold(work, Application::MERGE, id).await?.into_row();
        let stake = stakes.in_application(&application);
        let mut refusals: Vec<Refusal> =
            stake.map(|stake| Refusal::NotImpartial { application_id: id, stake }).into_iter().collect();
        let known = store::consolidation_of(work, id).await?;
        let waits = match known.as_ref().map(|known| known.state) {
            Some(ConsolidationStatus::Merged) => {
                refusals.push(Refusal::AlreadyConsolidated { application_id: id });
                return Ok(Err(refusals));
            }
            Some(ConsolidationStatus::ThirdJuror) => true,
            None => false,
        };
        if application.stage != Some(ApplicationStage::InEvaluation) {
            refusals.push(Refusal::NotInEvaluation { application_id: id });
            return Ok(Err(refusals));
        }
        let campaign = crate::campaign::get(work, application.campaign_id).await?;
        let evaluations = store::list_handed_in(work, id).await?;
        let seats = usize::try_from(campaign.jurors_per_application).unwrap_or(usize::MAX) + usize::from(waits);
        let live = jury::list_live(work, id).await?;
        // Of these, the first that holds says what to do about the others.
        if store::find_panel(work, id).await?.is_some_and(|panel| panel.state != PanelStatus::Agreed) {
            refusals.push(Refusal::PanelAtWork { application_id: id });
        } else if jury::commands::any_tied(work, &live).await? {
            refusals.push(Refusal::JurorTied { application_id: id });
        } else if evaluations.len() < seats || live.len() > evaluations.len() {
            refusals.push(Refusal::EvaluationsMissing { application_id: id });
        }
        Ok(unless(refusals, (application, campaign, known, evaluations)))
    };
    each(work, &input.application_ids, judge, |(application, campaign, known, evaluations)| async move {
        let rule = rule_of(work, &campaign).await?;
        let finding = rule.merge(&store::sheets(work, &evaluations).await?);
        let id = settle(work, &application, known, &evaluations, &rule, &finding).await?;
        work.audit(id).await?;
        Ok(id)
    })
    .await
}

/// Writes what came of the evaluations of an application. Once it is a result they are locked, and the application is
/// evaluated.
pub(super) async fn settle(
    work: &Work,
    application: &application::Model,
    known: Option<consolidation::Model>,
    evaluations: &[evaluation::Model],
    rule: &Rule,
    finding: &Finding,
) -> Result<ConsolidationId, Stop> {
    let id = known.as_ref().map_or_else(|| work.id(), |known| known.id);
    let merged = finding.merged.as_ref();
    let row = consolidation::Model {
        id,
        application_id: application.id,
        campaign_id: application.campaign_id,
        track: application.track,
        method: merged.map_or(ConsolidationMethod::Average, |merged| merged.method),
        state: if merged.is_some() { ConsolidationStatus::Merged } else { ConsolidationStatus::ThirdJuror },
        total_centi: merged.map(|merged| merged.total.centi()),
        total_sixtieths: merged.map(|merged| merged.total.0),
        spread_centi: finding.spread_centi,
        is_discrepant: finding.is_discrepant,
        rank_key: merged.map_or_else(String::new, |merged| rule.rank_key(merged, finding.spread_centi)),
        merged_at: merged.map(|_| work.now()),
        version: known.as_ref().map_or(1, |known| known.version + 1),
        created_at: known.map_or(work.now(), |known| known.created_at),
        updated_at: work.now(),
    };
    store::save_consolidation(work, row, merged.map_or(&[], |merged| &merged.scores)).await?;
    if merged.is_some() {
        let used: Vec<EvaluationId> = evaluations.iter().map(|evaluation| evaluation.id).collect();
        store::set_state(work, &used, EvaluationStatus::Locked).await?;
        applications::set_stage(work, application.id, ApplicationStage::Evaluated).await?;
    } else {
        // The solver looks for the third juror (Q5).
        jury::planning::commands::propose(work, application.id).await?;
    }
    Ok(id)
}

/// An evaluation that does not count, or would not count any more, because its juror has a conflict of interest.
#[derive(Debug)]
pub struct Late {
    /// The assignment, which ended.
    pub assignment: assignment::Model,
    /// The application as it stood before. When its result is out nothing was changed.
    pub application: application::Model,
}

/// Voids the evaluations of assignments that ended, takes back the results they were used in, and merges what is left
/// where that is enough (INV-11, INV-17). Once a result is out it stands: it is never quietly recomputed. Tells of which
/// applications a result was, or would have been, taken back.
pub async fn void(work: &Work, ended: &[assignment::Model]) -> Result<Vec<Late>, Stop> {
    let mut late = Vec::new();
    for assignment in ended {
        let application = applications::get_locked(work, assignment.application_id).await?;
        let Some(evaluation) = store::find(work, assignment.id).await? else { continue };
        let has_counted = matches!(evaluation.state, EvaluationStatus::Submitted | EvaluationStatus::Locked);
        if application.stage == Some(ApplicationStage::Published) {
            if has_counted {
                late.push(Late { assignment: assignment.clone(), application });
            }
            continue;
        }
        store::set_state(work, &[evaluation.id], EvaluationStatus::Void).await?;
        work.audit_as("voidEvaluation", evaluation.id).await?;
        // What it was used in, or what asked for a third juror because of it.
        let had_panel = store::find_panel(work, application.id).await?.is_some();
        if has_counted && take_back(work, application.id).await? {
            // Whether the jurors of a panel agree anew, or another judges, is for staff to say.
            if !had_panel {
                merge_what_is_left(work, &application).await?;
            }
            late.push(Late { assignment: assignment.clone(), application });
        }
    }
    Ok(late)
}

/// Computes a result anew from the evaluations that are left, if they are enough and nobody is at work.
async fn merge_what_is_left(work: &Work, application: &application::Model) -> Result<(), Stop> {
    let campaign = crate::campaign::get(work, application.campaign_id).await?;
    let evaluations = store::list_handed_in(work, application.id).await?;
    let live = jury::list_live(work, application.id).await?;
    let seats = usize::try_from(campaign.jurors_per_application).unwrap_or(usize::MAX);
    if evaluations.len() < seats || live.len() > evaluations.len() || jury::commands::any_tied(work, &live).await? {
        return Ok(());
    }
    let rule = rule_of(work, &campaign).await?;
    let finding = rule.merge(&store::sheets(work, &evaluations).await?);
    let id = settle(work, application, None, &evaluations, &rule, &finding).await?;
    work.audit_as("consolidateApplications", id).await
}

/// Takes a result back, or the finding that a third juror is needed: the evaluations that are left can be merged anew
/// once enough jurors have judged (INV-11, INV-17). A panel falls with it. Tells whether there was any.
async fn take_back(work: &Work, application: ApplicationId) -> Result<bool, Stop> {
    panel::take_back(work, application).await?;
    let Some(known) = store::consolidation_of(work, application).await? else { return Ok(false) };
    let left = store::list_handed_in(work, application).await?;
    let left: Vec<EvaluationId> = left.iter().map(|evaluation| evaluation.id).collect();
    store::set_state(work, &left, EvaluationStatus::Submitted).await?;
    store::delete_consolidation(work, known.id).await?;
    let facts = serde_json::json!({ "totalCenti": known.total_centi, "evaluationsLeft": left });
    work.audit_as_because("takeBackConsolidation", known.id, None, Some(facts)).await?;
    applications::set_stage(work, application, ApplicationStage::InEvaluation).await?;
    Ok(true)
}
