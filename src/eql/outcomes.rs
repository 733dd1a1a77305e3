//! What became of the projects that were nominated: told by others, and recorded with who told it and on which day (INV-28).
//!
//! One person may record it, as nothing is decided by that: it repeats a document that is named, against which anybody can hold
//! it, and the audit log says who did. What contradicts an earlier document is recorded only by who says that it is a
//! correction.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    eql_candidacy,
    ids::{EqlCandidacyId, ProjectId},
    kinds::{EqlCandidacyStatus, EqlOutcome},
};
use serde_json::json;

use super::{
    commands::is_out,
    inputs::{EqlOutcomeInput, ImportEqlOutcomesInput},
    objects::EqlCandidacy,
    rules::{Fate, status},
    store,
};
use crate::{
    api::{Gid, Part, each},
    campaign::{self, rules::day_of},
    project::{self, rules::ProjectAddress},
    refusals,
    stop::{Answer, Stop, reasons, unless},
    work::Work,
};

refusals! {
    /// Why it is not recorded what became of a project.
    ImportEqlOutcomesRefusal {
        Rows(project_id: ProjectId, "items", 500);
        /// The results of the campaign are not public yet.
        NotPublished "NOT_PUBLISHED" on ["campaignId"] = "the results of this campaign are not out yet";
        /// The source is empty.
        SourceMissing "SOURCE_MISSING" on ["source"] = "say where this is known from";
        /// The day has not come.
        DayNotPast { latest_on: NaiveDate } "DAY_NOT_PAST" on ["announcedOn"] = "give today, {latest_on}, or an earlier day";
        /// Neither the id nor the address of the project is given, or both are.
        WhichProject "WHICH_PROJECT" on ["items"] = "name the project by its id or by its address, and not by both";
        /// No project has this address.
        UnknownAddress { address: String } "UNKNOWN_ADDRESS" on ["items"] = "there is no project with the address {address}";
        /// The project is a candidate of another campaign.
        OtherCampaign { project_id: ProjectId } "OTHER_CAMPAIGN" on ["items"] = "the project {project_id} is a candidate of another campaign, and not of this one";
        /// The project was not nominated.
        NotNominated { project_id: ProjectId } "NOT_NOMINATED" on ["items"] = "the project {project_id} was not nominated, or does not take part any more";
        /// The list gives this project two outcomes.
        TwoOutcomes { project_id: ProjectId } "TWO_OUTCOMES" on ["items"] = "the list says two things of the project {project_id}: ask where it comes from";
        /// Exactly this is recorded already.
        AlreadyRecorded { project_id: ProjectId } "ALREADY_RECORDED" on ["items"] = "this is recorded of the project {project_id} already";
        /// Something else is recorded of it.
        Contradicts { project_id: ProjectId } "CONTRADICTS" on ["items"] = "something else is recorded of the project {project_id}: if that was wrong, say that this is a correction";
    }
}

/// A row of the list, by whatever it names its project.
enum Named<'a> {
    As(EqlOutcome),
    Nothing,
    Nowhere(&'a str),
}

/// Record what became of nominated projects, each on its own.
pub async fn import(
    work: &Work,
    input: ImportEqlOutcomesInput,
) -> Answer<Part<Vec<EqlCandidacyId>>, ImportEqlOutcomesRefusal> {
    use ImportEqlOutcomesRefusal as Refusal;
    let campaign = campaign::get_locked(work, input.campaign_id.0).await?;
    let (today, announced_on, source) = (day_of(work.now()), input.announced_on.0, input.source.as_str());
    let refusals = reasons([
        (!is_out(&campaign), Refusal::NotPublished),
        (source.is_empty(), Refusal::SourceMissing),
        (announced_on > today, Refusal::DayNotPast { latest_on: today }),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (mut rows, mut named) = (Vec::new(), HashMap::new());
    for item in &input.items {
        let (project, row) = project_of(work, item).await?;
        rows.push(Gid(project));
        named.entry(project).or_insert_with(Vec::new).push(row);
    }
    let (named, is_correction) = (&named, input.is_correction);
    let judge = |project_id| async move {
        let rows = named.get(&project_id).map(Vec::as_slice).unwrap_or_default();
        let outcome = match rows.first() {
            Some(Named::As(outcome)) => *outcome,
            Some(Named::Nothing) => return Ok(Err(vec![Refusal::WhichProject])),
            Some(Named::Nowhere(address)) => {
                return Ok(Err(vec![Refusal::UnknownAddress { address: (*address).to_owned() }]));
            }
            None => return Err(Stop::failure("a row that nobody named")),
        };
        let candidacies = store::see_of(work, project_id).await?;
        let Some(seen) = candidacies.iter().find(|one| one.campaign_id == campaign.id) else {
            let Some(other) = candidacies.first() else { return Err(Stop::NotFound) };
            work.look(EqlCandidacy::RECORD, other.id).await?;
            return Ok(Err(vec![Refusal::OtherCampaign { project_id }]));
        };
        let known = work.hold(EqlCandidacy::RECORD, seen.id).await?.into_row();
        let is_contradicted = rows.iter().any(|row| matches!(row, Named::As(other) if *other != outcome));
        let is_same = known.outcome == Some(outcome);
        let refusals = reasons([
            (!known.is_nominated || known.withdrawn_at.is_some(), Refusal::NotNominated { project_id }),
            (is_contradicted, Refusal::TwoOutcomes { project_id }),
            (is_same, Refusal::AlreadyRecorded { project_id }),
            (known.outcome.is_some() && !is_same && !is_correction, Refusal::Contradicts { project_id }),
        ]);
        let fate = Fate { outcome: Some(outcome), is_nominated: true, is_decided: true, is_withdrawn: false };
        let recorded = eql_candidacy::Model {
            state: status(fate, true, EqlCandidacyStatus::Eligible),
            outcome: Some(outcome),
            outcome_source: Some(source.to_owned()),
            outcome_on: Some(announced_on),
            outcome_recorded_at: Some(work.now()),
            ..known.clone()
        };
        Ok(unless(refusals, (known.outcome, recorded)))
    };
    each(work, &rows, judge, |(earlier, recorded)| keep(work, earlier, recorded)).await
}

/// The project that a row names. One that names none has an id that nothing has, so that it is a row of its own.
async fn project_of<'a>(work: &Work, item: &'a EqlOutcomeInput) -> Result<(ProjectId, Named<'a>), Stop> {
    match (&item.project_id, item.esep_url.as_deref()) {
        (Some(id), None) => Ok((id.0, Named::As(item.outcome.0))),
        (None, Some(address)) => {
            let known = match address.parse::<ProjectAddress>() {
                Ok(parsed) => project::at_address(work, &parsed.url).await?,
                Err(_) => None,
            };
            Ok(match known {
                Some(id) => (id, Named::As(item.outcome.0)),
                None => (work.id(), Named::Nowhere(address)),
            })
        }
        (Some(_), Some(_)) | (None, None) => Ok((work.id(), Named::Nothing)),
    }
}

async fn keep(
    work: &Work,
    earlier: Option<EqlOutcome>,
    recorded: eql_candidacy::Model,
) -> Result<EqlCandidacyId, Stop> {
    let id = recorded.id;
    let facts = json!({
        "outcome": [earlier, recorded.outcome], "source": recorded.outcome_source, "announcedOn": recorded.outcome_on,
    });
    store::save(work, recorded).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(id)
}
