//! What can happen to a candidate for the European label.

use chrono::NaiveDate;
use entity::{
    campaign as campaigns, eql_candidacy, eql_nomination,
    ids::{ApplicationId, CampaignId, EqlCandidacyId, EqlNominationId, ProjectId},
    kinds::{CampaignStatus, EqlCandidacyStatus, EqlNominationStatus, Track},
};
use serde_json::json;

use super::{
    inputs::{
        ComputeEqlCandidatesInput, NominateForEqlInput, ProposeEqlCandidatesInput, RecordForeignLabelsInput,
        WithdrawEqlCandidacyInput,
    },
    objects::{EqlCandidacy, EqlNomination},
    rules::{WrongChoice, is_country, wrong_choices},
    standing::{List, draw},
    store,
};
use crate::{
    application::{self as applications, rules::Stake},
    campaign::{self, Campaign, rules::day_of},
    decision,
    project::Project,
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

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
    let ids = draw(work, &campaign, None).await?.keep(work, List::Stays).await?;
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
        /// The day has not come.
        DayNotPast { latest_on: NaiveDate } "DAY_NOT_PAST" on ["knownOn"] = "give today, {latest_on}, or an earlier day";
        /// It is already decided who is proposed for the European label.
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
    let campaign = campaign::get_locked(work, input.campaign_id.0).await?;
    let candidacy = store::get_locked(work, input.project_id.0, campaign.id).await?;
    let mut countries = input.countries;
    countries.sort_unstable();
    countries.dedup();
    let (source, today) = (input.source.as_str(), day_of(work.now()));
    let known_on = input.known_on.map_or(today, |day| day.0);
    let nomination = store::find_nomination(work, campaign.id).await?;
    let is_decided = nomination.is_some_and(|list| list.state == EqlNominationStatus::Confirmed);
    let mut refusals = Vec::new();
    for country in countries.iter().filter(|country| !is_country(country)) {
        refusals.push(Refusal::NotACountry { country: country.clone() });
    }
    refusals.extend(reasons([
        (countries.iter().any(|country| country == "BE"), Refusal::BelgiumIncluded),
        (source.is_empty(), Refusal::SourceMissing),
        (known_on > today, Refusal::DayNotPast { latest_on: today }),
        (is_decided, Refusal::AlreadySettled),
    ]));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = candidacy.id;
    let countries_with_nql = 1 + i32::try_from(countries.len()).map_err(Stop::failure)?;
    store::clear_countries(work, id).await?;
    for country in &countries {
        store::insert_country(work, id, country.clone(), (Some(source.to_owned()), known_on)).await?;
    }
    store::save(work, eql_candidacy::Model { countries_with_nql, ..candidacy }).await?;
    draw(work, &campaign, None).await?.keep(work, List::Stays).await?;
    let facts = json!({ "countries": countries, "source": source, "knownOn": known_on });
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

/// Whether the results of a campaign are out, and its projects can be candidates.
pub(super) fn is_out(campaign: &campaigns::Model) -> bool {
    match campaign.status {
        CampaignStatus::Published | CampaignStatus::Archived => true,
        CampaignStatus::Draft
        | CampaignStatus::Open
        | CampaignStatus::Closed
        | CampaignStatus::Evaluation
        | CampaignStatus::Deliberation => false,
    }
}

/// With which of the applications with a label the caller has something to do.
async fn stakes(work: &Work, campaign: CampaignId) -> Result<Vec<(ApplicationId, Stake)>, Stop> {
    let awarded = decision::list_awarded(work, campaign, Track::Nql).await?;
    let stakes = applications::stakes(work).await?;
    Ok(stakes.among(awarded.iter().map(|one| &one.application)).collect())
}

refusals! {
    /// Why projects cannot be proposed.
    ProposeEqlCandidatesRefusal {
        /// The results are not public yet.
        NotPublished "NOT_PUBLISHED" on ["campaignId"] = "projects can be proposed only after the results are out";
        /// The list is confirmed.
        AlreadyNominated "ALREADY_NOMINATED" on ["campaignId"] = "a second person confirmed the list already";
        /// The list waits for a second person, and nothing has changed.
        AlreadyProposed "ALREADY_PROPOSED" on ["campaignId"] = "exactly this list waits for a second person already";
        /// The project is not one of equal ones of which only some fit in the list.
        NotTied { project_id: ProjectId } "NOT_TIED" on ["chosenProjectIds"] = "there is no choice to make about the project {project_id}: it is in the list or out of it by the rule";
        /// More equal projects are chosen than fit.
        TooManyChosen { limit: i32 } "TOO_MANY_CHOSEN" on ["chosenProjectIds"] = "of the equal projects, {limit} at most fit in the list";
        /// The reason for the choice is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["campaignId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Propose the projects that the rule gives, as the first of two persons (INV-27).
pub async fn propose(
    work: &Work,
    input: ProposeEqlCandidatesInput,
) -> Answer<EqlNominationId, ProposeEqlCandidatesRefusal> {
    use ProposeEqlCandidatesRefusal as Refusal;
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?.into_row();
    if !is_out(&campaign) {
        return Ok(Err(vec![Refusal::NotPublished]));
    }
    let known = store::find_nomination(work, campaign.id).await?;
    let chosen: Vec<ProjectId> = input.chosen_project_ids.iter().map(|id| id.0).collect();
    let drawn = draw(work, &campaign, Some(&chosen)).await?;
    if drawn.is_decided {
        return Ok(Err(vec![Refusal::AlreadyNominated]));
    }
    let hash = drawn.hash();
    let reason = input.reason.as_deref().filter(|reason| !reason.is_empty());
    let is_same = known.as_ref().is_some_and(|known| known.set_hash == hash);
    let mut refusals = reasons([
        (is_same, Refusal::AlreadyProposed),
        (!chosen.is_empty() && reason.is_none(), Refusal::ReasonMissing),
    ]);
    refusals.extend(wrong_choices(&chosen, &drawn.ranking()).into_iter().map(|wrong| match wrong {
        WrongChoice::NotTied(project_id) => Refusal::NotTied { project_id },
        WrongChoice::TooMany(limit) => Refusal::TooManyChosen { limit },
    }));
    let mine = stakes(work, campaign.id).await?;
    refusals.extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let fresh = eql_nomination::Model {
        id: known.as_ref().map_or_else(|| work.id(), |known| known.id),
        campaign_id: campaign.id,
        state: EqlNominationStatus::Proposed,
        set_hash: hash.clone(),
        labelled: drawn.labelled,
        places: drawn.places,
        listed: drawn.listed()?,
        proposed_by_id: work.user()?,
        confirmed_by_id: None,
        confirmed_at: None,
        version: known.as_ref().map_or(1, |known| known.version),
        created_at: known.as_ref().map_or_else(|| work.now(), |known| known.created_at),
        updated_at: work.now(),
    };
    let (id, facts) = (fresh.id, json!({ "setHash": hash, "listed": fresh.listed, "places": fresh.places }));
    drawn.keep(work, List::Stays).await?;
    match known {
        Some(_) => store::save_nomination(work, fresh).await?,
        None => store::insert_nomination(work, fresh).await?,
    }
    work.audit_because(id, reason, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why projects are not nominated.
    NominateForEqlRefusal {
        /// The list is confirmed already.
        AlreadyNominated "ALREADY_NOMINATED" on ["eqlNominationId"] = "a second person confirmed the list already";
        /// The list has changed since it was proposed, or since you saw it.
        HashMismatch "HASH_MISMATCH" on ["expectedHash"] = "the list is not the one that you saw, or has changed since it was proposed: propose it again";
        /// You proposed this list; a second person must confirm it.
        SamePerson "SAME_PERSON" on ["eqlNominationId"] = "you proposed this list: a second person must confirm it";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["eqlNominationId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Confirm exactly the list that was proposed, as a second person: its projects are nominated, the others are not.
pub async fn nominate(work: &Work, input: NominateForEqlInput) -> Answer<EqlNominationId, NominateForEqlRefusal> {
    use NominateForEqlRefusal as Refusal;
    let seen = work.look(EqlNomination::CONFIRM, input.eql_nomination_id.0).await?;
    let campaign = campaign::get_locked(work, seen.campaign_id).await?;
    let nomination = work.hold(EqlNomination::CONFIRM, seen.id).await?.into_row();
    let user = work.user()?;
    let drawn = draw(work, &campaign, None).await?;
    if drawn.is_decided {
        return Ok(Err(vec![Refusal::AlreadyNominated]));
    }
    let is_same = input.expected_hash == nomination.set_hash && drawn.hash() == nomination.set_hash;
    let mut refusals =
        reasons([(!is_same, Refusal::HashMismatch), (nomination.proposed_by_id == user, Refusal::SamePerson)]);
    let mine = stakes(work, campaign.id).await?;
    refusals.extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (id, facts) = (nomination.id, json!({ "setHash": nomination.set_hash, "listed": nomination.listed }));
    drawn.keep(work, List::IsConfirmed).await?;
    let confirmed = eql_nomination::Model {
        state: EqlNominationStatus::Confirmed,
        confirmed_by_id: Some(user),
        confirmed_at: Some(work.now()),
        ..nomination
    };
    store::save_nomination(work, confirmed).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why it is not noted whether a project takes part.
    WithdrawEqlCandidacyRefusal {
        VersionConflict;
        /// It is so already.
        NothingChanged "NOTHING_CHANGED" on ["isWithdrawn"] = "nothing would change: it is so already";
        /// It is recorded what became of it.
        OutcomeKnown "OUTCOME_KNOWN" on ["eqlCandidacyId"] = "it is known already whether this project has the European label";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Note that a project does not take part, as its teachers ask, or that it does after all.
pub async fn withdraw(
    work: &Work,
    input: WithdrawEqlCandidacyInput,
) -> Answer<EqlCandidacyId, WithdrawEqlCandidacyRefusal> {
    use WithdrawEqlCandidacyRefusal as Refusal;
    let seen = work.look(EqlCandidacy::CHANGE, input.eql_candidacy_id.0).await?;
    let campaign = campaign::get_locked(work, seen.campaign_id).await?;
    let candidacy = work.hold(EqlCandidacy::CHANGE, seen.id).await?.into_row();
    if candidacy.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: candidacy.version }]));
    }
    let refusals = reasons([
        (candidacy.withdrawn_at.is_some() == input.is_withdrawn, Refusal::NothingChanged),
        (candidacy.outcome.is_some(), Refusal::OutcomeKnown),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = candidacy.id;
    let changed = eql_candidacy::Model {
        // What else it is, is computed with the others.
        state: if input.is_withdrawn { EqlCandidacyStatus::Withdrawn } else { candidacy.state },
        withdrawn_at: input.is_withdrawn.then(|| work.now()),
        withdraw_reason: input.is_withdrawn.then(|| input.reason.clone()),
        ..candidacy
    };
    store::save(work, changed).await?;
    draw(work, &campaign, None).await?.keep(work, List::Stays).await?;
    work.audit_because(id, Some(&input.reason), Some(json!({ "isWithdrawn": input.is_withdrawn }))).await?;
    Ok(Ok(id))
}
