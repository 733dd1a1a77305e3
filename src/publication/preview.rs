//! A release before it goes out: exactly what each teacher will read, what is missing, and what is not as it was prepared.

use std::collections::BTreeMap;

use entity::{
    ids::ApplicationId,
    kinds::{Community, Outcome},
};

use super::{
    answers::{Counts, ReleasePreview, Shown},
    commands::hash_of,
    inputs::ReleasePreviewInput,
    rules::{Line, NoUnit, Unit, differences},
    standing::{stakes_in, standings},
    store,
};
use crate::{
    api::{Word, act::Call},
    application::rules::Stake,
    decision::Hold,
    refusals,
    stop::{Answer, Stop},
    work::Work,
};

/// So many results on a page.
const MOST: i32 = 100;

refusals! {
    /// Why there is nothing to look at.
    ReleasePreviewRefusal {
        /// `community` is missing: a release for this label is of one community.
        CommunityMissing "COMMUNITY_MISSING" on ["community"] = "the results of this label are released for each community: say for which";
        /// `community` is given, and Belgica is released for all communities together.
        CommunityShared "COMMUNITY_SHARED" on ["community"] = "the results of this label are released for all communities together: leave the community out";
        /// The caller does not work for this community.
        OtherCommunity { community: Word<Community> } "OTHER_COMMUNITY" on ["community"] = "the results of {community} are released by its own staff";
        /// The number of results is not 1 to 100.
        HowMany "HOW_MANY" on ["first"] = "ask for 1 to 100 results at once";
        /// The results are public already.
        AlreadyReleased "ALREADY_RELEASED" on ["track"] = "these results are public already";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must look at the release.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["track"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Looks at a release as it would go out now. Nothing changes.
pub async fn preview(
    work: &Work,
    call: &Call<'_>,
    input: ReleasePreviewInput,
) -> Answer<ReleasePreview, ReleasePreviewRefusal> {
    use ReleasePreviewRefusal as Refusal;
    let unit = match Unit::of(input.track.0, input.community.map(|community| community.0)) {
        Ok(unit) => unit,
        Err(NoUnit::CommunityMissing) => return Ok(Err(vec![Refusal::CommunityMissing])),
        Err(NoUnit::CommunityShared) => return Ok(Err(vec![Refusal::CommunityShared])),
    };
    if let Some(community) = unit.community
        && !work.actor().looks_after(unit.track, community)
    {
        return Ok(Err(vec![Refusal::OtherCommunity { community: Word(community) }]));
    }
    if !(1..=MOST).contains(&input.first) {
        return Ok(Err(vec![Refusal::HowMany]));
    }
    let prepared = store::see_batch(work, input.campaign_id.0, unit).await?;
    if prepared.as_ref().is_some_and(|batch| batch.published_at.is_some()) {
        return Ok(Err(vec![Refusal::AlreadyReleased]));
    }
    let standings = standings(work, input.campaign_id.0, (unit, Hold::Seen)).await?;
    let mine = stakes_in(work, &standings).await?;
    if !mine.is_empty() {
        let refuse = |(application, stake)| Refusal::NotImpartial { application_id: application, stake };
        return Ok(Err(mine.into_iter().map(refuse).collect()));
    }
    let items = match &prepared {
        Some(batch) => store::list_items(work, batch.id).await?,
        None => Vec::new(),
    };
    let before: BTreeMap<ApplicationId, String> =
        items.into_iter().map(|item| (item.application_id, item.line_hash)).collect();
    let lines = || standings.iter().map(|standing| &standing.line);
    let changes = if prepared.is_some() { differences(&before, lines()) } else { Vec::new() };
    let gaps = lines().flat_map(|line| line.gaps().into_iter().map(move |gap| (line.application, gap))).collect();
    let size = usize::try_from(input.first).map_err(Stop::failure)?;
    let after = input.after.map(|id| id.0);
    let mut rest = standings.iter().filter(|one| after.is_none_or(|after| one.application.id > after));
    let mut shown = Vec::new();
    for standing in rest.by_ref().take(size) {
        let mail = standing.letter(&call.request.api.front).map_err(Stop::failure)?;
        shown.push(Shown { line: Line { mail, ..standing.line.clone() }, locale: standing.teacher.locale.clone() });
    }
    let has_more = rest.next().is_some();
    let hash = hash_of(&standings);
    Ok(Ok(ReleasePreview::of(prepared.as_ref(), hash, (counts(lines), gaps, changes), (shown, has_more))))
}

fn counts<'a, Lines: Iterator<Item = &'a Line>>(lines: impl Fn() -> Lines) -> Counts {
    let count = |outcome: Option<Outcome>| lines().filter(|line| line.page.outcome == outcome).count();
    Counts {
        awarded: count(Some(Outcome::Awarded)),
        not_awarded: count(Some(Outcome::NotAwarded)),
        inadmissible: count(Some(Outcome::Inadmissible)),
        undecided: count(None),
    }
}
