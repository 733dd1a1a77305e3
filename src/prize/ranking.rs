//! The ranking of projects as commands ask for it, and the proposals that follow from it.

use std::collections::{BTreeSet, HashMap};

use entity::{
    campaign as campaigns,
    ids::{ApplicationId, PrizeAwardId, PrizeId, ProjectId, SchoolId, UserId},
    kinds::{CampaignStatus, Community, PrizeAwardStatus, PrizeChoiceReason, Track},
    prize, prize_award,
};
use serde_json::json;

use super::{
    answers::{PrizeProposal, ProjectRanking},
    commands::reconsider,
    inputs::{ProjectRankingInput, ProposePrizesInput},
    rules::{Counted, Filled, Open, Place, Standing, fill, ranking},
    state::is_live,
    store,
};
use crate::{
    application::{self as applications, rules::Stake},
    auth::Person,
    campaign::{
        self, Campaign,
        rules::{SPREAD, tie_breaks},
    },
    decision::{self, Awarded},
    refusals,
    score::{
        self,
        rules::{Exact, Mean},
    },
    stop::{Answer, Stop},
    work::Work,
};

/// The projects of a track, the best first.
pub(super) struct Ranking {
    /// The steps that part projects with the same mean.
    pub steps: Vec<String>,
    /// The projects.
    pub places: Vec<Place>,
    /// The applications that count.
    pub awarded: Vec<Awarded>,
}

/// The communities whose projects staff rank; Belgica is shared by all (Q15).
pub(super) fn office(work: &Work) -> Vec<Community> {
    work.actor().person().and_then(|person| person.community).into_iter().collect()
}

/// The ranking of the projects with a labelled application of one of these communities.
pub(super) async fn of(
    work: &Work,
    campaign: &campaigns::Model,
    track: Track,
    office: &[Community],
) -> Result<Ranking, Stop> {
    let awarded = decision::list_awarded(work, campaign.id, track).await?;
    let steps = tie_breaks(&campaign.prize_tie_breaks);
    let rule = score::rule_of(work, campaign).await?;
    let results: Vec<_> = awarded.iter().map(|one| one.consolidation).collect();
    let scores = decision::list_all_scores(work, &results).await?.into_iter();
    let scores: HashMap<_, Exact> =
        scores.map(|score| ((score.consolidation_id, score.criterion_id), Exact(score.score_sixtieths))).collect();
    let step = |one: &Awarded, code: &String| {
        if code == SPREAD {
            return Exact(-one.spread_centi);
        }
        let item = rule.items.iter().find(|item| item.code == *code);
        item.and_then(|item| scores.get(&(one.consolidation, item.id)).copied()).unwrap_or_default()
    };
    let is_ours = |one: &&Awarded| track == Track::Belgica || office.contains(&one.application.community);
    let projects: BTreeSet<ProjectId> = awarded.iter().filter(is_ours).map(|one| one.application.project_id).collect();
    let standing = |project: ProjectId| {
        let theirs = awarded.iter().filter(|one| one.application.project_id == project);
        let counted = theirs.map(|one| Counted {
            application: one.application.id,
            total: one.total,
            steps: steps.iter().map(|code| step(one, code)).collect(),
        });
        Standing::of(project, &counted.collect::<Vec<_>>())
    };
    let places = ranking(projects.into_iter().filter_map(standing).collect());
    Ok(Ranking { steps, places, awarded })
}

impl Ranking {
    /// Which of the open prizes go to whom by it. Who has a prize, or lost one that was announced, wins nothing more by it.
    pub fn fill(&self, prizes: &[prize::Model], awards: &[prize_award::Model]) -> Filled {
        let is_given = |prize: &prize::Model| awards.iter().any(|one| one.prize_id == prize.id && is_live(one.state));
        let open = prizes
            .iter()
            .filter(|prize| !is_given(prize))
            .map(|prize| Open { prize: prize.id, is_for_some: prize.level.is_some() || prize.theme.is_some() });
        let is_out = |one: &&prize_award::Model| is_live(one.state) || one.announced_at.is_some();
        let out = awards.iter().filter(is_out).map(|one| one.project_id);
        fill(&open.collect::<Vec<_>>(), &self.places, &out.collect())
    }

    /// The schools that earned the label with a project (INV-26), in the order of their applications.
    pub fn schools(&self, project: ProjectId) -> Vec<SchoolId> {
        schools(&self.awarded, project)
    }
}

/// The schools that earned the label with a project (INV-26, Q7), in the order of their applications.
pub(super) fn schools(awarded: &[Awarded], project: ProjectId) -> Vec<SchoolId> {
    let mut schools = Vec::new();
    for one in awarded.iter().filter(|one| one.application.project_id == project) {
        if !schools.contains(&one.application.school_id) {
            schools.push(one.application.school_id);
        }
    }
    schools
}

/// What a prize for a project rests on: the mean of its labelled applications (Q7).
pub(super) fn basis(awarded: &[Awarded], project: ProjectId) -> Option<Mean> {
    let theirs = awarded.iter().filter(|one| one.application.project_id == project);
    Mean::of(&theirs.map(|one| one.total).collect::<Vec<_>>())
}

/// With which complete applications of a track, of these communities, the caller has something to do.
async fn stakes_in(
    work: &Work,
    campaign: &campaigns::Model,
    track: Track,
    office: &[Community],
) -> Result<Vec<(ApplicationId, Stake)>, Stop> {
    let mut complete = applications::list_complete(work, campaign.id, track).await?;
    complete.retain(|one| track == Track::Belgica || office.contains(&one.community));
    Ok(applications::stakes(work).await?.among(&complete).collect())
}

refusals! {
    /// Why there is no ranking for the caller.
    ProjectRankingRefusal {
        /// The caller has an interest in one of the applications, or evaluated one; other staff must rank the projects.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["track"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// The ranking of the projects that the caller's office looks after.
pub(super) async fn show(work: &Work, input: ProjectRankingInput) -> Answer<ProjectRanking, ProjectRankingRefusal> {
    let (campaign, track) = (campaign::get(work, input.campaign_id.0).await?, input.track.0);
    let office = office(work);
    let mine = stakes_in(work, &campaign, track, &office).await?;
    if !mine.is_empty() {
        let refuse = |(application_id, stake)| ProjectRankingRefusal::NotImpartial { application_id, stake };
        return Ok(Err(mine.into_iter().map(refuse).collect()));
    }
    let ranking = of(work, &campaign, track, &office).await?;
    let prizes: Vec<PrizeId> = of_track(work, &campaign, track).await?.into_iter().map(|prize| prize.id).collect();
    let mut awards = store::see_awards(work, &prizes).await?;
    awards.retain(|award| is_live(award.state));
    let awards: Vec<_> = awards.into_iter().map(|award| (award.project_id, award.id)).collect();
    Ok(Ok(ProjectRanking::of(ranking.steps, ranking.places, &awards)))
}

async fn of_track(work: &Work, campaign: &campaigns::Model, track: Track) -> Result<Vec<prize::Model>, Stop> {
    let mut prizes = store::list_prizes(work, campaign.id).await?;
    prizes.retain(|prize| prize.track == track);
    Ok(prizes)
}

/// Whether prizes can be given yet.
pub(super) fn is_time(status: CampaignStatus) -> bool {
    match status {
        CampaignStatus::Deliberation | CampaignStatus::Published | CampaignStatus::Archived => true,
        CampaignStatus::Draft | CampaignStatus::Open | CampaignStatus::Closed | CampaignStatus::Evaluation => false,
    }
}

refusals! {
    /// Why prizes cannot be proposed.
    ProposePrizesRefusal {
        /// The campaign has not reached the phase `DELIBERATION`.
        NotInDeliberation "NOT_IN_DELIBERATION" on ["campaignId"] = "prizes can be given only once the campaign is in deliberation";
        /// Every prize of this label is given, or no project is left that could win one.
        NothingToPropose "NOTHING_TO_PROPOSE" on ["track"] = "every prize of this label is given, or no project is left for it";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must propose the prizes.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["track"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Propose a winner for every prize that nobody has, as far as the ranking says who.
pub(super) async fn propose(work: &Work, input: ProposePrizesInput) -> Answer<PrizeProposal, ProposePrizesRefusal> {
    use ProposePrizesRefusal as Refusal;
    // Locked, so that nothing else is given meanwhile.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?;
    let (track, office) = (input.track.0, office(work));
    reconsider(work, campaign.id).await?;
    let mine = stakes_in(work, &campaign, track, &office).await?;
    let mut refusals: Vec<Refusal> =
        mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }).collect();
    if !is_time(campaign.status) {
        refusals.push(Refusal::NotInDeliberation);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let prizes = of_track(work, &campaign, track).await?;
    let awards = store::list_awards(work, &prizes.iter().map(|prize| prize.id).collect::<Vec<_>>()).await?;
    let ranking = of(work, &campaign, track, &office).await?;
    let Filled { given, choices } = ranking.fill(&prizes, &awards);
    if given.is_empty() && choices.is_empty() {
        return Ok(Err(vec![Refusal::NothingToPropose]));
    }
    let user = work.user()?;
    let mut proposed = Vec::new();
    for (prize, project) in given {
        proposed.extend(give(work, &ranking.awarded, (prize, project), None, user).await?);
    }
    let facts = json!({ "track": track, "proposed": proposed.len(), "choices": choices.len() });
    work.audit_because(campaign.id, None, Some(facts)).await?;
    Ok(Ok(PrizeProposal::of(proposed, choices)))
}

/// Proposes the next project for a prize that is free again, by the ranking of the office of `by`: what is proposed, or why a
/// person must choose.
pub(super) async fn propose_next(
    work: &Work,
    campaign: &campaigns::Model,
    prize: &prize::Model,
    by: &Person,
) -> Result<(Option<PrizeAwardId>, Option<PrizeChoiceReason>), Stop> {
    let prizes = of_track(work, campaign, prize.track).await?;
    let awards = store::list_awards(work, &prizes.iter().map(|prize| prize.id).collect::<Vec<_>>()).await?;
    let office: Vec<Community> = by.community.into_iter().collect();
    let ranking = of(work, campaign, prize.track, &office).await?;
    let filled = ranking.fill(&prizes, &awards);
    let why = filled.choices.iter().find(|choice| choice.prizes.contains(&prize.id)).map(|choice| choice.reason);
    let proposed = match filled.given.into_iter().find(|(free, _)| *free == prize.id) {
        Some(given) => give(work, &ranking.awarded, given, None, by.id).await?,
        None => None,
    };
    Ok((proposed, why))
}

/// Writes that a project gets a prize, shared evenly by its schools.
async fn give(
    work: &Work,
    awarded: &[Awarded],
    (prize, project): (PrizeId, ProjectId),
    reason: Option<String>,
    user: UserId,
) -> Result<Option<PrizeAwardId>, Stop> {
    match basis(awarded, project) {
        Some(basis) => {
            let to = (project, schools(awarded, project));
            Ok(Some(write(work, prize, to, basis, (reason, user)).await?))
        }
        None => Ok(None),
    }
}

/// Writes that schools get a prize for a project, in even shares.
pub(super) async fn write(
    work: &Work,
    prize_id: PrizeId,
    (project_id, schools): (ProjectId, Vec<SchoolId>),
    basis: Mean,
    (reason, proposed_by_id): (Option<String>, UserId),
) -> Result<PrizeAwardId, Stop> {
    let id: PrizeAwardId = work.id();
    let facts = json!({ "basis": basis.centi(), "exactly": basis.fraction(), "schools": schools.len() });
    let award = prize_award::Model {
        id,
        prize_id,
        project_id,
        basis_score_centi: basis.centi(),
        basis_score_billionths: Some(basis.billionths()),
        state: PrizeAwardStatus::Proposed,
        reason: reason.clone(),
        fall_reason: None,
        closing_reason: None,
        successor_id: None,
        choice_reason: None,
        visit_starts_at: None,
        visit_ends_at: None,
        visit_place: None,
        visit_staff: None,
        has_presentation: false,
        cake_pieces: None,
        cake_note: None,
        handed_over_on: None,
        handed_over_by_id: None,
        proposed_by_id,
        ratified_by_id: None,
        announced_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::insert_award(work, award).await?;
    store::share_evenly(work, (id, prize_id, project_id), &schools).await?;
    work.audit_as_because("awardPrize", id, reason.as_deref(), Some(facts)).await?;
    Ok(id)
}
