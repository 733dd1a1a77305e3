//! What can happen to plans of who judges what.

use super::super::objects::AssignmentPlan;
use crate::application::Application;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{
    application, assignment, assignment_plan, campaign,
    ids::{ApplicationId, AssignmentId, AssignmentPlanId, CampaignId, JurorId},
    kinds::{
        ApplicationStage, AssignmentPlanStatus, AssignmentStatus, CampaignStatus, Community, MessageTemplate, Track,
    },
    planned_pair,
};
use serde_json::json;

use super::{
    answers::{
        AssignmentExplanation, AssignmentPlanComparison, AssignmentPlanInspection, JurorChoices, Pair, PlannedLoad,
        Said,
    },
    rules::{Built, Facts, Question, build},
    store,
    told::Told,
};
use crate::{
    account,
    api::Word,
    application::{self as applications, rules::Stake},
    campaign::{
        self as campaigns,
        rules::{day_of, end_of_day, last_day_before},
    },
    jury::{
        access,
        inputs::{
            AssignmentExplanationInput, AssignmentPlanComparisonInput, AssignmentPlanInspectionInput,
            CancelAssignmentPlanInput, CommitAssignmentPlanInput, JurorChoicesInput, SimulateAssignmentInput,
        },
        rules::look_back,
        store as jury_store,
    },
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};
use fair::assign::{Plan, Reader, check};

/// Plans for the same applications that may wait at once.
const WAITING: u64 = 5;

/// What a plan was asked.
pub(super) fn question_of(plan: &assignment_plan::Model) -> Question {
    Question {
        seed: u64::try_from(plan.seed).unwrap_or(0),
        fewest: u32::try_from(plan.fewest).unwrap_or(0),
        wish: plan.project_wish,
        days: (plan.as_of, plan.due_on),
    }
}

refusals! {
    /// Why nothing is planned.
    SimulateAssignmentRefusal {
        /// The campaign is still open for registration, or too close to the results.
        CampaignNotReady { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_READY" on ["campaignId"] = "jurors can be planned only while the campaign is closed or in evaluation; the campaign is {campaign_status}";
        /// No application that you may review needs jurors.
        NothingToPlan "NOTHING_TO_PLAN" on ["track"] = "no application needs jurors";
        /// A number is negative.
        NumberNegative "NUMBER_NEGATIVE" on ["seed"] = "a number cannot be negative";
        /// The last day for evaluations has passed.
        DueInPast "DUE_IN_PAST" on ["dueOn"] = "the last day for evaluations is over: choose a later one";
        /// Too many plans wait to be worked out.
        TooManyWaiting "TOO_MANY_WAITING" on ["campaignId"] = "five plans for these applications wait already: cancel one, or wait";
    }
}

/// Ask for a plan. It is worked out beside the request, and carried out by `commit` only.
pub async fn simulate(
    work: &Work,
    input: SimulateAssignmentInput,
) -> Answer<AssignmentPlanId, SimulateAssignmentRefusal> {
    use SimulateAssignmentRefusal as Refusal;
    let track = input.track.0;
    let community = access::planned_community(work.actor(), track)?;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    // One after the other: no more wait at once than may.
    work.tx().queue_for(&format!("plans of {}", campaign.id)).await?;
    let due_on = input.due_on.map(|day| day.0);
    let plan = assignment_plan::Model {
        seed: input.seed,
        fewest: input.minimum_per_juror,
        project_wish: input.project_wish.map(|wish| wish.0),
        asked_by_id: Some(work.user()?),
        ..new(work, &campaign, (track, community), due_on)
    };
    let refusals = reasons([
        (
            !matches!(campaign.status, CampaignStatus::Closed | CampaignStatus::Evaluation),
            Refusal::CampaignNotReady { campaign_status: Word(campaign.status) },
        ),
        (input.seed < 0 || input.minimum_per_juror < 0, Refusal::NumberNegative),
        (plan.due_on < plan.as_of, Refusal::DueInPast),
        (store::count_planned(work, &plan).await? == 0, Refusal::NothingToPlan),
        (store::count_waiting(work, &plan).await? >= WAITING, Refusal::TooManyWaiting),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = plan.id;
    store::insert(work, plan).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

fn new(
    work: &Work,
    campaign: &campaign::Model,
    (track, community): (Track, Option<Community>),
    due_on: Option<NaiveDate>,
) -> assignment_plan::Model {
    assignment_plan::Model {
        id: work.id(),
        campaign_id: campaign.id,
        track,
        community,
        state: AssignmentPlanStatus::Queued,
        is_proposal: false,
        seed: 1,
        fewest: 0,
        project_wish: None,
        as_of: day_of(work.now()),
        due_on: due_on.unwrap_or_else(|| last_day_before(campaign.evaluations_due_at)),
        done: 0,
        seats: 0,
        hash: None,
        outcome: None,
        failure: None,
        asked_by_id: None,
        leased_until: None,
        finished_at: None,
        committed_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    }
}

/// Has the smallest change planned that gives an application its jurors again: after a no, a conflict that came up, or a
/// juror too few. It is a proposal: staff commit it, or not. Nothing happens outside evaluation.
pub async fn propose(work: &Work, id: ApplicationId) -> Result<(), Stop> {
    let application = applications::get(work, id).await?;
    let community = (application.track == Track::Nql).then_some(application.community);
    propose_for(work, application.campaign_id, (application.track, community)).await
}

/// The same, for all applications of a part of the jury.
pub async fn propose_for(
    work: &Work,
    campaign: CampaignId,
    (track, community): (Track, Option<Community>),
) -> Result<(), Stop> {
    let campaign = campaigns::get(work, campaign).await?;
    let mut plan = new(work, &campaign, (track, community), None);
    // Late as it is: jurors get two weeks.
    plan.due_on = plan.due_on.max(plan.as_of + chrono::Days::new(14));
    plan.is_proposal = true;
    if campaign.status != CampaignStatus::Evaluation || store::has_proposal_queued(work, &plan).await? {
        return Ok(());
    }
    store::put_away(work, &plan).await?;
    let id = plan.id;
    store::insert(work, plan).await?;
    work.audit_as("proposeAssignment", id).await
}

refusals! {
    /// Why a plan is not taken back.
    CancelAssignmentPlanRefusal {
        /// Somebody, or the system, changed the plan first.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// The plan is carried out or cancelled already.
        WrongStatus { status: Word<AssignmentPlanStatus> } "WRONG_STATUS" on ["assignmentPlanId"] = "the plan is {status}";
    }
}

/// Take a plan back, or put it away. Work on it stops within a second.
pub async fn cancel(
    work: &Work,
    input: CancelAssignmentPlanInput,
) -> Answer<AssignmentPlanId, CancelAssignmentPlanRefusal> {
    use CancelAssignmentPlanRefusal as Refusal;
    let plan = work.hold(AssignmentPlan::RUN, input.assignment_plan_id.0).await?;
    let is_under_way = matches!(plan.state, AssignmentPlanStatus::Queued | AssignmentPlanStatus::Running);
    // A plan under way changes by itself: there is nothing to overwrite.
    if plan.version != input.expected_version && !is_under_way {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: plan.version }]));
    }
    if matches!(plan.state, AssignmentPlanStatus::Committed | AssignmentPlanStatus::Cancelled) {
        return Ok(Err(vec![Refusal::WrongStatus { status: Word(plan.state) }]));
    }
    let id = plan.id;
    let plan = plan.into_row();
    store::save(work, assignment_plan::Model { state: AssignmentPlanStatus::Cancelled, leased_until: None, ..plan })
        .await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

async fn get(work: &Work, id: AssignmentPlanId) -> Result<assignment_plan::Model, Stop> {
    work.look(AssignmentPlan::RUN, id).await
}

refusals! {
    /// Why a plan is not carried out.
    CommitAssignmentPlanRefusal {
        VersionConflict;
        /// The plan is not ready, or carried out already.
        WrongStatus { status: Word<AssignmentPlanStatus> } "WRONG_STATUS" on ["assignmentPlanId"] = "the plan is {status}";
        /// This is not the hash of the plan that you saw.
        HashMismatch "HASH_MISMATCH" on ["expectedHash"] = "this is not the plan that you saw: look at it again";
        /// The campaign is not in the phase `EVALUATION`.
        CampaignNotInEvaluation { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_IN_EVALUATION" on ["assignmentPlanId"] = "the jury works only while the campaign is in evaluation; the campaign is {campaign_status}";
        /// Applications, jurors, ties or limits have changed since the plan was made.
        PlanStale "PLAN_STALE" on ["assignmentPlanId"] = "jurors, applications or conflicts have changed since the plan was made: make a new plan";
        /// The last day for evaluations has passed.
        DueInPast "DUE_IN_PAST" on ["assignmentPlanId"] = "the last day for evaluations is over: make a new plan with a later one";
        /// The caller has an interest in an application; other staff must decide who judges it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["assignmentPlanId"] = "{stake}: somebody else must decide who judges {application_id}";
    }
}

/// Carry a plan out: its jurors are asked, in one mail each, and invitations that it has no place for are taken back. All
/// of it, or nothing (INV-10).
pub async fn commit(
    work: &Work,
    input: CommitAssignmentPlanInput,
) -> Answer<AssignmentPlanId, CommitAssignmentPlanRefusal> {
    use CommitAssignmentPlanRefusal as Refusal;
    let plan = work.hold(AssignmentPlan::RUN, input.assignment_plan_id.0).await?;
    let campaign = campaigns::get(work, plan.campaign_id).await?;
    let refusals = reasons([
        (plan.version != input.expected_version, Refusal::VersionConflict { current_version: plan.version }),
        (plan.state != AssignmentPlanStatus::Ready, Refusal::WrongStatus { status: Word(plan.state) }),
        (
            campaign.status != CampaignStatus::Evaluation,
            Refusal::CampaignNotInEvaluation { campaign_status: Word(campaign.status) },
        ),
        (plan.hash.as_ref().is_some_and(|hash| *hash != input.expected_hash), Refusal::HashMismatch),
        (plan.due_on < day_of(work.now()), Refusal::DueInPast),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let pairs = store::pairs(work.tx(), plan.id).await?;
    // Jurors, then assignments, then applications, as everywhere: works wait for each other and never in a circle.
    store::lock_jurors(work, &pairs.iter().map(|pair| pair.juror_id).collect()).await?;
    let invited = store::list_invited_locked(work, &plan).await?;
    let planned = store::list_applications_locked(work, &plan).await?;
    let stakes = applications::stakes(work).await?;
    let refuse = |(application, stake)| Refusal::NotImpartial { application_id: application, stake };
    let refusals: Vec<Refusal> = stakes.among(&planned).map(refuse).collect();
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (facts, proof) = prove(work, &plan, &pairs).await?;
    if proof != Some(true) {
        return Ok(Err(vec![Refusal::PlanStale]));
    }
    let kept: BTreeSet<Pair> = pairs_of(&pairs).into_iter().collect();
    let moved: Vec<AssignmentId> = invited
        .iter()
        .filter(|assignment| !kept.contains(&(assignment.application_id, assignment.juror_id)))
        .map(|assignment| assignment.id)
        .collect();
    store::revoke(work, &moved, MOVED).await?;
    let asked = ask(work, &campaign, &plan, &facts, &kept).await?;
    let id = plan.id;
    let facts = json!({ "hash": plan.hash, "asked": asked, "takenBack": moved });
    let plan = plan.into_row();
    let done =
        assignment_plan::Model { state: AssignmentPlanStatus::Committed, committed_at: Some(work.now()), ..plan };
    store::put_away(work, &done).await?;
    store::save(work, done).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

/// Said of an invitation that a plan has no place for.
const MOVED: &str = "MOVED";

/// Writes an assignment for every pair that has none, and a mail for every juror who has new ones; how many.
async fn ask(
    work: &Work,
    campaign: &campaign::Model,
    plan: &assignment_plan::Model,
    facts: &Facts,
    pairs: &BTreeSet<Pair>,
) -> Result<usize, Stop> {
    let since = look_back(plan.as_of, campaign.conflict_look_back_years);
    let due_at = end_of_day(plan.due_on);
    let first = u32::try_from(campaign.jurors_per_application).unwrap_or(u32::MAX);
    let mut new = Vec::new();
    for application in &facts.applications {
        let live = |juror: JurorId| application.live.iter().any(|(who, _)| *who == juror);
        let round = if application.seats > first { 2 } else { 1 };
        let of_it = pairs
            .range((application.id, JurorId(uuid::Uuid::nil()))..)
            .map_while(|(id, juror)| (*id == application.id).then_some(*juror));
        new.extend(of_it.filter(|juror| !live(*juror)).map(|juror| assignment::Model {
            id: work.id(),
            application_id: application.id,
            juror_id: juror,
            campaign_id: campaign.id,
            round,
            state: AssignmentStatus::Invited,
            due_at,
            attested_at: None,
            ended_reason: None,
            cannot_judge: false,
            conflicts_since: Some(since),
            version: 1,
            created_at: work.now(),
            updated_at: work.now(),
        }));
    }
    let jurors: BTreeSet<JurorId> = new.iter().map(|assignment| assignment.juror_id).collect();
    let asked: Vec<ApplicationId> = new.iter().map(|assignment| assignment.application_id).collect();
    for juror in jurors {
        let recipient = account::get(work, juror.into()).await?;
        let count = new.iter().filter(|assignment| assignment.juror_id == juror).count();
        let facts = json!({
            "name": recipient.name,
            "schoolYear": campaign.school_year,
            "dueAt": due_at,
            "count": count,
            "contactEmail": campaign.contact_email,
            "contactUrl": campaign.contact_url,
        });
        let mail = Mail::to(&recipient, MessageTemplate::AssignmentInvited).once_per(plan.id).saying(facts);
        notification::enqueue(work, mail).await?;
    }
    let count = new.len();
    jury_store::insert_many(work, new).await?;
    applications::send_to_jury(work, &asked).await?;
    Ok(count)
}

/// The facts of today, and whether the plan still is the best one for them; `None` when they are others than those it
/// was made for.
async fn prove(
    work: &Work,
    plan: &assignment_plan::Model,
    pairs: &[planned_pair::Model],
) -> Result<(Facts, Option<bool>), Stop> {
    let facts = store::facts(work, plan).await?;
    let (question, told) = (question_of(plan), Told::read(plan.outcome.as_ref())?);
    let (hash, pairs) = (plan.hash.clone().unwrap_or_default(), pairs.to_vec());
    let proven = work.compute(move |go_on| {
        let built = build(&facts, &question);
        go_on()?;
        let proof = told.plan(&built, &hash, &pairs).and_then(|plan| is_proven(&built, &plan));
        Ok((facts, proof))
    });
    proven.await
}

fn is_proven(built: &Built, plan: &Plan) -> Option<bool> {
    match check(&built.case, plan) {
        Ok(()) => Some(true),
        Err(fair::assign::Doubt::Stale) => None,
        Err(_) => Some(false),
    }
}

fn pairs_of(pairs: &[planned_pair::Model]) -> Vec<Pair> {
    pairs.iter().map(|pair| (pair.application_id, pair.juror_id)).collect()
}

refusals! {
    /// Why a plan is not looked into.
    AssignmentPlanInspectionRefusal {
        /// The plan is not worked out yet.
        NotWorkedOut { status: Word<AssignmentPlanStatus> } "NOT_WORKED_OUT" on ["assignmentPlanId"] = "the plan is {status}";
    }
}

/// What a plan comes to, whether it still holds, or why there is none. Nothing is written.
pub async fn inspect(
    work: &Work,
    input: AssignmentPlanInspectionInput,
) -> Answer<AssignmentPlanInspection, AssignmentPlanInspectionRefusal> {
    let plan = get(work, input.assignment_plan_id.0).await?;
    if matches!(plan.state, AssignmentPlanStatus::Queued | AssignmentPlanStatus::Running) {
        return Ok(Err(vec![AssignmentPlanInspectionRefusal::NotWorkedOut { status: Word(plan.state) }]));
    }
    let pairs = store::pairs(work.tx(), plan.id).await?;
    let (facts, proof) = prove(work, &plan, &pairs).await?;
    let told = Told::read(plan.outcome.as_ref())?;
    let loads = PlannedLoad::all(&facts, &question_of(&plan), &pairs_of(&pairs));
    let proof = proof.filter(|_| plan.hash.is_some());
    Ok(Ok(AssignmentPlanInspection::of(&plan, &told, proof, loads)))
}

refusals! {
    /// Why two plans are not compared.
    AssignmentPlanComparisonRefusal {
        /// One of the two has no plan to compare.
        NoPlan { status: Word<AssignmentPlanStatus> } "NO_PLAN" on [] = "one of the two plans is {status}";
        /// The two plans are for different campaigns, labels or communities.
        OtherApplications "OTHER_APPLICATIONS" on ["otherAssignmentPlanId"] = "the two plans are for different campaigns, labels or communities";
    }
}

/// Two plans beside each other. Nothing is written.
pub async fn compare(
    work: &Work,
    input: AssignmentPlanComparisonInput,
) -> Answer<AssignmentPlanComparison, AssignmentPlanComparisonRefusal> {
    use AssignmentPlanComparisonRefusal as Refusal;
    let (first, second) =
        (get(work, input.assignment_plan_id.0).await?, get(work, input.other_assignment_plan_id.0).await?);
    let scope = |plan: &assignment_plan::Model| (plan.campaign_id, plan.track, plan.community);
    if scope(&first) != scope(&second) {
        return Ok(Err(vec![Refusal::OtherApplications]));
    }
    if let Some(none) = [&first, &second].into_iter().find(|plan| plan.hash.is_none()) {
        return Ok(Err(vec![Refusal::NoPlan { status: Word(none.state) }]));
    }
    let outcomes = (Told::read(first.outcome.as_ref())?, Told::read(second.outcome.as_ref())?);
    // Who would judge what is the caller's own is not told.
    let stakes = applications::stakes(work).await?;
    let of_campaign = applications::list_of_campaign(work, first.campaign_id).await?;
    let own: BTreeSet<ApplicationId> = stakes.among(&of_campaign).map(|(id, _)| id).collect();
    let told = |rows: &[planned_pair::Model]| {
        pairs_of(rows).into_iter().filter(|(application, _)| !own.contains(application)).collect::<Vec<_>>()
    };
    let ours = told(&store::pairs(work.tx(), first.id).await?);
    let theirs = told(&store::pairs(work.tx(), second.id).await?);
    Ok(Ok(AssignmentPlanComparison::of((&outcomes.0, &outcomes.1), (&ours, &theirs))))
}

refusals! {
    /// Why nothing is explained.
    AssignmentExplanationRefusal {
        /// There is no plan to explain.
        NoPlan { status: Word<AssignmentPlanStatus> } "NO_PLAN" on ["assignmentPlanId"] = "the plan is {status}";
        /// Applications, jurors, ties or limits have changed since the plan was made.
        PlanStale "PLAN_STALE" on ["assignmentPlanId"] = "jurors, applications or conflicts have changed since the plan was made: make a new plan";
        /// The caller has an interest in this application; other staff must look at who judges it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Why a juror is, or is not, planned for an application. Nothing is written.
pub async fn explain(
    work: &Work,
    input: AssignmentExplanationInput,
) -> Answer<AssignmentExplanation, AssignmentExplanationRefusal> {
    use AssignmentExplanationRefusal as Refusal;
    let plan = get(work, input.assignment_plan_id.0).await?;
    let (application, juror) = (input.application_id.0, input.juror_id.0);
    if plan.state != AssignmentPlanStatus::Ready {
        return Ok(Err(vec![Refusal::NoPlan { status: Word(plan.state) }]));
    }
    let asked = applications::get(work, application).await?;
    if let Some(stake) = applications::stakes(work).await?.in_application(&asked) {
        return Ok(Err(vec![Refusal::NotImpartial { stake }]));
    }
    let pairs = store::pairs(work.tx(), plan.id).await?;
    let facts = store::facts(work, &plan).await?;
    let (question, told) = (question_of(&plan), Told::read(plan.outcome.as_ref())?);
    let hash = plan.hash.unwrap_or_default();
    let explained = work.compute(move |go_on| {
        let built = build(&facts, &question);
        go_on()?;
        let (Some(row), Some(column)) = (built.application(application), built.juror(juror)) else {
            return Ok(Err(Stop::NotFound));
        };
        let Some(plan) = told.plan(&built, &hash, &pairs) else { return Ok(Ok(None)) };
        let Ok(mut reader) = Reader::new(&built.case, &plan) else { return Ok(Ok(None)) };
        go_on()?;
        let said = match reader.explain(row, column) {
            Some(explanation) => Said::Planned(explanation),
            None => match reader.why_not(row, column) {
                Some(why_not) => Said::Not(why_not),
                None => return Ok(Err(Stop::NotFound)),
            },
        };
        let known = facts.applications.get(row);
        let language = known.and_then(|known| known.language.as_ref());
        let who = facts.jurors.get(column);
        let reads = language.is_none_or(|language| who.is_some_and(|juror| juror.languages.contains(language)));
        let is_in_jury = who.is_some_and(|juror| juror.is_open);
        let ties = facts.ties.get(&(application, juror));
        Ok(Ok(Some(AssignmentExplanation::of(said, &told.levels, &built, (ties, reads, is_in_jury)))))
    });
    Ok(explained.await??.ok_or_else(|| vec![Refusal::PlanStale]))
}

refusals! {
    /// Why no jurors are looked for.
    JurorChoicesRefusal {
        /// The application does not go to the jury, or has a result already.
        NotAdmissible "NOT_ADMISSIBLE" on ["applicationId"] = "only an admissible application that is not judged yet has jurors";
        /// The caller has an interest in this application; other staff must look at who judges it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Who could judge an application, and what stands against each. Nothing is written.
pub async fn find_jurors(work: &Work, input: JurorChoicesInput) -> Answer<JurorChoices, JurorChoicesRefusal> {
    let application: application::Model = work.look(Application::ASSIGN, input.application_id.0).await?;
    let campaign = campaigns::get(work, application.campaign_id).await?;
    let is_admissible =
        matches!(application.stage, Some(ApplicationStage::Admissible | ApplicationStage::InEvaluation));
    let mut refusals = reasons([(!is_admissible, JurorChoicesRefusal::NotAdmissible)]);
    let stake = applications::stakes(work).await?.in_application(&application);
    refusals.extend(stake.map(|stake| JurorChoicesRefusal::NotImpartial { stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let community = (application.track == Track::Nql).then_some(application.community);
    let mut plan = new(work, &campaign, (application.track, community), None);
    plan.due_on = plan.due_on.max(plan.as_of);
    let facts = store::facts(work, &plan).await?;
    let choices = work.compute(move |_| Ok(JurorChoices::of(&facts, &question_of(&plan), application.id)));
    Ok(choices.await?.ok_or_else(|| vec![JurorChoicesRefusal::NotAdmissible]))
}
