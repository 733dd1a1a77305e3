//! What can happen to a candidate for the European label.

use crate::campaign::Campaign;
use crate::project::Project;
use std::collections::BTreeMap;

use entity::{
    campaign as campaigns, eql_candidacy,
    ids::{CampaignId, EqlCandidacyId, ProjectId},
    kinds::{CampaignStatus, DecisionStatus, EqlCandidacyStatus, Track},
};
use serde_json::json;

use super::{
    inputs::{ComputeEqlCandidatesInput, RecordForeignLabelsInput},
    rules::{Demand, is_country, rubric_max_centi, standing},
    store,
};
use crate::{
    campaign, decision, refusals,
    score::rules::Exact,
    stop::{Answer, Stop},
    work::Work,
};

/// Belgium itself.
const HOME: i32 = 1;

refusals! {
    /// Why candidates cannot be computed.
    ComputeEqlCandidatesRefusal {
        /// The results are not public yet.
        NotPublished "NOT_PUBLISHED" on ["campaignId"] = "candidates can be computed only after the results are out";
    }
}

/// Compute the candidates of a campaign anew (R121).
pub async fn recompute(
    work: &Work,
    input: ComputeEqlCandidatesInput,
) -> Answer<Vec<EqlCandidacyId>, ComputeEqlCandidatesRefusal> {
    use ComputeEqlCandidatesRefusal as Refusal;
    // Locked, so that two people do not compute at once.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?;
    match campaign.status {
        CampaignStatus::Published => Ok(Ok(compute(work, campaign.id).await?)),
        CampaignStatus::Draft
        | CampaignStatus::Open
        | CampaignStatus::Closed
        | CampaignStatus::Evaluation
        | CampaignStatus::Deliberation
        | CampaignStatus::Archived => Ok(Err(vec![Refusal::NotPublished])),
    }
}

/// Compute where every labelled project of a campaign stands for the European label. Called when its results are
/// published: no teacher has to do anything (R122). National projects are left out (INV-27). A project that has lost its
/// last label stays on the list, as one that is no candidate.
pub async fn compute(work: &Work, campaign: CampaignId) -> Result<Vec<EqlCandidacyId>, Stop> {
    let campaign = campaign::get(work, campaign).await?;
    let demand = demand(work, &campaign).await?;
    let known = store::list(work, campaign.id).await?;
    let mut totals = totals(work, campaign.id).await?;
    for candidacy in &known {
        totals.entry(candidacy.project_id).or_default();
    }
    let mut ids = Vec::new();
    for (project_id, totals) in totals {
        let known = known.iter().find(|candidacy| candidacy.project_id == project_id);
        let countries = known.map_or(HOME, |candidacy| candidacy.countries_with_nql);
        let standing = standing(&totals, countries, &demand);
        let id = if let Some(known) = known {
            let changed = eql_candidacy::Model {
                average_centi: standing.average_centi,
                average_billionths: standing.average_billionths,
                state: if is_settled(known.state) { known.state } else { standing.state },
                reason: standing.reason,
                computed_at: work.now(),
                ..known.clone()
            };
            store::save(work, changed).await?;
            known.id
        } else {
            let candidacy = eql_candidacy::Model {
                id: work.id(),
                project_id,
                campaign_id: campaign.id,
                average_centi: standing.average_centi,
                average_billionths: standing.average_billionths,
                countries_with_nql: countries,
                countries_source: None,
                state: standing.state,
                reason: standing.reason,
                computed_at: work.now(),
                version: 1,
                created_at: work.now(),
                updated_at: work.now(),
            };
            let id = candidacy.id;
            store::insert(work, candidacy).await?;
            id
        };
        ids.push(id);
    }
    let facts = json!({ "candidates": ids.len() });
    work.audit_as_because("computeEqlCandidates", campaign.id, None, Some(facts)).await?;
    Ok(ids)
}

refusals! {
    /// Why labels of other countries cannot be recorded.
    RecordForeignLabelsRefusal {
        /// This is not a country code of two capital letters.
        NotACountry { country: String } "NOT_A_COUNTRY" on ["countries"] = "write a country as two capital letters (ISO 3166), and not as {country}";
        /// Belgium is in the list; it is always counted.
        BelgiumIncluded "BELGIUM_INCLUDED" on ["countries"] = "Belgium is counted already: leave it out";
        /// The source is empty.
        SourceMissing "SOURCE_MISSING" on ["source"] = "say where this is known from";
        /// It is already decided whether the project is proposed for the European label.
        AlreadySettled "ALREADY_SETTLED" on ["projectId"] = "the nomination of this project is decided already";
    }
}

/// Record in which other countries a project earned a national label, and compute where it stands anew.
pub async fn record_foreign_labels(
    work: &Work,
    input: RecordForeignLabelsInput,
) -> Answer<EqlCandidacyId, RecordForeignLabelsRefusal> {
    use RecordForeignLabelsRefusal as Refusal;
    work.look(Project::CHANGE, input.project_id.0).await?;
    // The campaign first, as where candidates are computed.
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    let candidacy = store::get_locked(work, input.project_id.0, input.campaign_id.0).await?;
    let mut countries = input.countries;
    countries.sort_unstable();
    countries.dedup();
    let source = input.source.as_str();
    let mut refusals = Vec::new();
    for country in countries.iter().filter(|country| !is_country(country)) {
        refusals.push(Refusal::NotACountry { country: country.clone() });
    }
    if countries.iter().any(|country| country == "BE") {
        refusals.push(Refusal::BelgiumIncluded);
    }
    if source.is_empty() {
        refusals.push(Refusal::SourceMissing);
    }
    if is_settled(candidacy.state) {
        refusals.push(Refusal::AlreadySettled);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let totals = totals(work, campaign.id).await?.remove(&candidacy.project_id).unwrap_or_default();
    let countries_with_nql = HOME + i32::try_from(countries.len()).map_err(Stop::failure)?;
    let demand = demand(work, &campaign).await?;
    let standing = standing(&totals, countries_with_nql, &demand);
    let id = candidacy.id;
    let changed = eql_candidacy::Model {
        average_centi: standing.average_centi,
        average_billionths: standing.average_billionths,
        countries_with_nql,
        countries_source: Some(source.to_owned()),
        state: standing.state,
        reason: standing.reason,
        computed_at: work.now(),
        ..candidacy
    };
    store::save(work, changed).await?;
    let facts = json!({ "countries": countries, "source": source });
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
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

/// The totals of the published, labelled applications, per project that can be a candidate.
async fn totals(work: &Work, campaign: CampaignId) -> Result<BTreeMap<ProjectId, Vec<Exact>>, Stop> {
    let mut totals: BTreeMap<ProjectId, Vec<Exact>> = BTreeMap::new();
    for one in decision::list_awarded(work, campaign, Track::Nql).await? {
        if one.state == DecisionStatus::Published {
            totals.entry(one.application.project_id).or_default().push(one.total);
        }
    }
    let projects: Vec<ProjectId> = totals.keys().copied().collect();
    let european = store::list_european(work, &projects).await?;
    totals.retain(|project, _| european.contains(project));
    Ok(totals)
}

/// Whether the nomination is settled: what is computed later does not undo it.
fn is_settled(state: EqlCandidacyStatus) -> bool {
    match state {
        EqlCandidacyStatus::Nominated | EqlCandidacyStatus::NotNominated => true,
        EqlCandidacyStatus::Eligible | EqlCandidacyStatus::NotEligible => false,
    }
}
