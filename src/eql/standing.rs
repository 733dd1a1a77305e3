//! Where the projects of a campaign stand for the European label, and who is proposed by the rule: first drawn, then kept.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    campaign as campaigns, eql_candidacy,
    ids::{CampaignId, EqlCandidacyId, ProjectId, UserId},
    kinds::{DecisionStatus, EqlCandidacyStatus, EqlNominationStatus, Track},
};

use super::{
    rules::{
        Around, Demand, Fate, Finding, Line, Place, Rival, Standing, list_hash, places, ranked, rubric_max_centi,
        standing, status, trace,
    },
    store,
};
use crate::{
    application as applications,
    campaign::{self, rules::day_of},
    decision,
    score::rules::Exact,
    stop::Stop,
    work::Work,
};

/// Belgium itself.
const HOME: &str = "BE";

/// The candidates of a campaign as they stand now. Nothing is written yet.
pub(super) struct Drawn {
    campaign: CampaignId,
    /// The list is confirmed: who is in it, and by what, does not change.
    pub is_decided: bool,
    /// Projects with a label, of which a share may be proposed.
    pub labelled: i32,
    /// How many may be proposed.
    pub places: i32,
    rows: Vec<Row>,
}

struct Row {
    id: EqlCandidacyId,
    project: ProjectId,
    known: Option<eql_candidacy::Model>,
    has_label: bool,
    countries: BTreeSet<String>,
    standing: Standing,
    place: Option<Place>,
    is_chosen: bool,
    trace: Vec<Finding>,
    /// What it was judged by until now.
    earlier: Option<Vec<Finding>>,
}

impl Row {
    fn is_withdrawn(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.withdrawn_at.is_some())
    }

    fn number_of_countries(&self) -> i32 {
        self.known.as_ref().map_or(1, |known| known.countries_with_nql)
    }
}

/// Computes where every project of a campaign stands that has a label, or had one (INV-27). `chosen` are the projects that
/// staff choose among equal ones; `None` for those that they chose before.
pub(super) async fn draw(
    work: &Work,
    campaign: &campaigns::Model,
    chosen: Option<&[ProjectId]>,
) -> Result<Drawn, Stop> {
    let demand = demand(work, campaign).await?;
    let known = store::list(work, campaign.id).await?;
    let nomination = store::find_nomination(work, campaign.id).await?;
    let confirmed = nomination.filter(|nomination| nomination.state == EqlNominationStatus::Confirmed);
    let all = totals(work, campaign.id).await?;
    let labelled = i32::try_from(all.len()).map_err(Stop::failure)?;
    let european = store::list_european(work, &all.keys().copied().collect::<Vec<_>>()).await?;
    let mut totals: BTreeMap<ProjectId, Vec<Exact>> =
        all.into_iter().filter(|(project, _)| european.contains(project)).collect();
    for candidacy in &known {
        totals.entry(candidacy.project_id).or_default();
    }
    let ids: Vec<ProjectId> = totals.keys().copied().collect();
    let teachers = store::teachers(work, &ids).await?;
    let applied = applied(work, campaign.id).await?;
    let known_ids: Vec<EqlCandidacyId> = known.iter().map(|candidacy| candidacy.id).collect();
    let (countries, mut traces) = (store::countries(work, &known_ids).await?, store::traces(work, &known_ids).await?);
    let mut rows: Vec<Row> = Vec::new();
    for (project, totals) in &totals {
        let known = known.iter().find(|candidacy| candidacy.project_id == *project).cloned();
        let mut its = known.as_ref().and_then(|known| countries.get(&known.id)).cloned().unwrap_or_default();
        its.insert(HOME.to_owned());
        let number = known.as_ref().map_or(1, |known| known.countries_with_nql);
        let was_chosen = known.as_ref().is_some_and(|known| known.is_chosen);
        rows.push(Row {
            id: known.as_ref().map_or_else(|| work.id(), |known| known.id),
            earlier: known.as_ref().and_then(|known| traces.remove(&known.id)),
            project: *project,
            has_label: !totals.is_empty(),
            standing: standing(totals, number, &demand),
            countries: its,
            place: None,
            is_chosen: chosen.map_or(was_chosen, |chosen| chosen.contains(project)),
            trace: Vec::new(),
            known,
        });
    }
    let places = confirmed.as_ref().map_or_else(|| places(labelled, campaign.eql_share_percent), |list| list.places);
    if confirmed.is_none() {
        let takes_part = |row: &&mut Row| row.standing.state == EqlCandidacyStatus::Eligible && !row.is_withdrawn();
        let mut rivals: Vec<&mut Row> = rows.iter_mut().filter(takes_part).collect();
        let means: Vec<Rival> = rivals
            .iter()
            .map(|row| Rival { average: row.standing.average_billionths, is_chosen: row.is_chosen })
            .collect();
        for (row, place) in rivals.iter_mut().zip(ranked(&means, places)) {
            row.place = Some(place);
        }
    }
    for row in &mut rows {
        let nobody = BTreeSet::new();
        let theirs = teachers.get(&row.project).unwrap_or(&nobody);
        let handed_in = applied.get(&row.project).unwrap_or(&nobody);
        let number = |count: usize| i32::try_from(count).map_err(Stop::failure);
        let around = Around {
            teachers: number(theirs.union(handed_in).count())?,
            applied: number(handed_in.len())?,
            countries: row.number_of_countries(),
        };
        let totals = totals.get(&row.project).map(Vec::as_slice).unwrap_or_default();
        // What was proposed keeps what it was proposed by.
        let kept = row.earlier.clone().filter(|_| confirmed.is_some());
        row.trace = kept.unwrap_or_else(|| trace(totals, around, &demand, (places, row.place)));
    }
    Ok(Drawn { campaign: campaign.id, is_decided: confirmed.is_some(), labelled, places, rows })
}

impl Drawn {
    /// Where each project stands among those that may be proposed.
    pub fn ranking(&self) -> Vec<(ProjectId, Option<Place>)> {
        self.rows.iter().map(|row| (row.project, row.place)).collect()
    }

    /// How many are proposed.
    pub fn listed(&self) -> Result<i32, Stop> {
        let listed = self.rows.iter().filter(|row| row.place.is_some_and(|place| place.is_listed));
        i32::try_from(listed.count()).map_err(Stop::failure)
    }

    /// SHA-256 of who is in the list, who is not, and why.
    pub fn hash(&self) -> String {
        let line = |row: &Row| Line {
            id: row.id,
            is_listed: row.place.is_some_and(|place| place.is_listed),
            is_withdrawn: row.is_withdrawn(),
            average: row.standing.average_billionths,
            countries: row.countries.clone(),
            trace: row.trace.clone(),
        };
        list_hash(&self.rows.iter().map(line).collect::<Vec<_>>())
    }

    /// Writes what changed; the ids of all.
    pub async fn keep(self, work: &Work, list: List) -> Result<Vec<EqlCandidacyId>, Stop> {
        let confirms = list == List::IsConfirmed;
        let mut ids = Vec::new();
        for row in self.rows {
            let is_listed = match &row.known {
                Some(known) if self.is_decided => known.is_listed,
                Some(_) | None => row.place.is_some_and(|place| place.is_listed),
            };
            let fate = Fate {
                outcome: row.known.as_ref().and_then(|known| known.outcome),
                is_withdrawn: row.is_withdrawn(),
                is_nominated: (confirms && is_listed) || row.known.as_ref().is_some_and(|known| known.is_nominated),
                is_decided: self.is_decided || confirms,
            };
            let fresh = eql_candidacy::Model {
                average_centi: row.standing.average_centi,
                average_billionths: row.standing.average_billionths,
                state: status(fate, row.has_label, row.standing.state),
                reason: row.standing.reason,
                is_listed,
                is_chosen: row.is_chosen,
                is_nominated: fate.is_nominated,
                ..row.known.clone().unwrap_or_else(|| nothing_known(work, (row.id, row.project, self.campaign)))
            };
            ids.push(row.id);
            match row.known {
                None => {
                    store::insert(work, fresh).await?;
                    store::insert_country(work, row.id, HOME.to_owned(), (None, day_of(work.now()))).await?;
                }
                Some(known) if fresh != known => {
                    store::save(work, eql_candidacy::Model { computed_at: work.now(), ..fresh }).await?;
                }
                Some(_) => {}
            }
            if row.earlier.as_ref() != Some(&row.trace) {
                store::save_trace(work, row.id, &row.trace).await?;
            }
        }
        Ok(ids)
    }
}

/// Whether the list is confirmed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// By this work.
    IsConfirmed,
    /// It stays as it is.
    Stays,
}

/// A candidate of which nothing is known yet.
fn nothing_known(
    work: &Work,
    (id, project_id, campaign_id): (EqlCandidacyId, ProjectId, CampaignId),
) -> eql_candidacy::Model {
    eql_candidacy::Model {
        id,
        project_id,
        campaign_id,
        average_centi: 0,
        average_billionths: 0,
        countries_with_nql: 1,
        state: EqlCandidacyStatus::NotEligible,
        reason: String::new(),
        is_listed: false,
        is_chosen: false,
        is_nominated: false,
        withdrawn_at: None,
        withdraw_reason: None,
        outcome: None,
        outcome_source: None,
        outcome_on: None,
        outcome_recorded_at: None,
        computed_at: work.now(),
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    }
}

/// The teachers who handed in an application for each project.
async fn applied(work: &Work, campaign: CampaignId) -> Result<BTreeMap<ProjectId, BTreeSet<UserId>>, Stop> {
    let mut applied: BTreeMap<ProjectId, BTreeSet<UserId>> = BTreeMap::new();
    for one in applications::list_complete(work, campaign, Track::Nql).await? {
        applied.entry(one.project_id).or_default().insert(one.teacher_id);
    }
    Ok(applied)
}

/// What a campaign asks of a candidate.
async fn demand(work: &Work, campaign: &campaigns::Model) -> Result<Demand, Stop> {
    let rubric = campaign::rubric_of(work, campaign).await?;
    let scored = campaign::scored_items(work, rubric.id).await?;
    let weights: Vec<i32> = scored.iter().map(|item| item.weight).collect();
    Ok(Demand {
        minimum_centi: campaign.eql_minimum_centi,
        scale_max_centi: campaign.eql_scale_max_centi,
        rubric_max_centi: rubric_max_centi(&weights, rubric.scale_max),
        countries: campaign.eql_countries,
    })
}

/// The totals of the published applications with a label, per project.
async fn totals(work: &Work, campaign: CampaignId) -> Result<BTreeMap<ProjectId, Vec<Exact>>, Stop> {
    let mut totals: BTreeMap<ProjectId, Vec<Exact>> = BTreeMap::new();
    for one in decision::list_awarded(work, campaign, Track::Nql).await? {
        if one.state == DecisionStatus::Published {
            totals.entry(one.application.project_id).or_default().push(one.total);
        }
    }
    Ok(totals)
}
