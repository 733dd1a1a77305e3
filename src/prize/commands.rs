//! What can happen to a prize.

use crate::campaign::Campaign;
use crate::project::Project;
use std::collections::BTreeMap;

use entity::{
    campaign as campaigns,
    ids::{ApplicationId, CampaignId, PrizeAwardId, PrizeId, ProjectId, SchoolId},
    kinds::{ApplicationStage, Kind, MessageTemplate, PrizeAwardStatus, Track},
    prize, prize_award,
};
use serde_json::json;

use super::{
    inputs::{AnnouncePrizesInput, AwardPrizeInput, RatifyPrizeAwardInput, SplitPrizeInput, TakeBackPrizeAwardInput},
    ranking::{self, basis, is_time, office},
    state::{FALLEN, Holding, Step, after, fallen, is_live},
    store,
};
use crate::{
    account,
    api::{
        Word,
        fact::{Fact as _, Sentence},
        right::Held,
    },
    application::{self as applications, rules::Stake},
    decision,
    notification::{self, Mail},
    refusals,
    score::rules::Mean,
    stop::{Answer, Stop, reasons},
    words::Language,
    work::Work,
};

refusals! {
    /// Why a prize cannot be given.
    AwardPrizeRefusal {
        /// The campaign has not reached the phase `DELIBERATION`.
        NotInDeliberation "NOT_IN_DELIBERATION" on ["prizeId"] = "prizes can be given only once the campaign is in deliberation";
        /// The prize was removed: nobody can win it any more.
        Removed "REMOVED" on ["prizeId"] = "this prize was removed";
        /// No application of the project earned the label.
        ProjectNotAwarded "PROJECT_NOT_AWARDED" on ["projectId"] = "no application of this project earned this label in this campaign";
        /// No school is named.
        SchoolsMissing "SCHOOLS_MISSING" on ["schoolIds"] = "name at least one school";
        /// The school is named twice.
        SchoolTwice { school_id: SchoolId } "SCHOOL_TWICE" on ["schoolIds"] = "this school is named twice";
        /// No teacher of the school earned the label with this project.
        SchoolNotAwarded { school_id: SchoolId } "SCHOOL_NOT_AWARDED" on ["schoolIds"] = "no teacher of this school earned the label with this project";
        /// The prize is given already.
        AlreadyAwarded "ALREADY_AWARDED" on ["prizeId"] = "this prize is given already";
        /// The ranking does not say that the project wins this prize, so a reason is needed.
        ReasonMissing "REASON_MISSING" on ["reason"] = "the ranking does not give this prize to this project: give a reason";
        /// The caller has an interest in an application of the project, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["projectId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Give a prize to schools for a project (R112). Its score is the mean of the project's labelled applications (Q7). A choice
/// that the ranking leaves open, or another one than it makes, is recorded with its reason (Q6).
pub async fn award(work: &Work, input: AwardPrizeInput) -> Answer<PrizeAwardId, AwardPrizeRefusal> {
    use AwardPrizeRefusal as Refusal;
    // Locked, so that of what is given, looked at again and announced one comes after the other.
    let campaign = work.hold(Campaign::DECIDE, store::get(work, input.prize_id.0).await?.campaign_id).await?;
    let prize = store::get_locked(work, input.prize_id.0).await?;
    let project_id = input.project_id.0;
    work.look(Project::CHANGE, project_id).await?;
    reconsider(work, campaign.id).await?;
    let mut prizes = store::list_prizes(work, campaign.id).await?;
    prizes.retain(|one| one.track == prize.track);
    let awards = store::list_awards(work, &prizes.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    let ranking = ranking::of(work, &campaign, prize.track, &office(work)).await?;
    let basis = basis(&ranking.awarded, project_id);
    let reason = input.reason.filter(|reason| !reason.is_empty());
    let mut refusals = reasons([
        (!is_time(campaign.status), Refusal::NotInDeliberation),
        (prize.removed_at.is_some(), Refusal::Removed),
        (basis.is_none(), Refusal::ProjectNotAwarded),
        (input.school_ids.is_empty(), Refusal::SchoolsMissing),
        (awards.iter().any(|one| one.prize_id == prize.id && is_live(one.state)), Refusal::AlreadyAwarded),
    ]);
    let schools: Vec<SchoolId> = input.school_ids.iter().map(|school| school.0).collect();
    if basis.is_some() {
        let whose = ranking.schools(project_id);
        for (place, school) in schools.iter().enumerate() {
            if schools.iter().take(place).any(|before| before == school) {
                refusals.push(Refusal::SchoolTwice { school_id: *school });
            } else if !whose.contains(school) || !store::takes_part(work, project_id, *school).await? {
                refusals.push(Refusal::SchoolNotAwarded { school_id: *school });
            }
        }
        let is_next = ranking.fill(&prizes, &awards).given.contains(&(prize.id, project_id));
        if !is_next && reason.is_none() && refusals.is_empty() {
            refusals.push(Refusal::ReasonMissing);
        }
    }
    let mine = stakes_in(work, &prize, project_id).await?;
    refusals.extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    let (Some(basis), true) = (basis, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let by = (reason, work.user()?);
    Ok(Ok(ranking::write(work, prize.id, (project_id, schools), basis, by).await?))
}

/// Look again at the prizes of a campaign that were given and are not announced: what each rests on may have changed, when
/// a label was revoked or a result was corrected. It falls back then, with the reason. Each step of a prize begins with
/// this, so that none is taken on what is gone.
pub async fn reconsider(work: &Work, campaign: CampaignId) -> Result<(), Stop> {
    let prizes = store::list_prizes(work, campaign).await?;
    for (track, ..) in Track::VALUES {
        let ids: Vec<PrizeId> = prizes.iter().filter(|prize| prize.track == *track).map(|prize| prize.id).collect();
        let awards = store::list_awards(work, &ids).await?;
        if awards.is_empty() {
            continue;
        }
        let shares = store::list_shares(work, &awards.iter().map(|award| award.id).collect::<Vec<_>>()).await?;
        let awarded = decision::list_awarded(work, campaign, *track).await?;
        for award in awards {
            let theirs = shares.iter().filter(|share| share.prize_award_id == award.id);
            let theirs: Vec<SchoolId> = theirs.map(|share| share.school_id).collect();
            let with_label = ranking::schools(&awarded, award.project_id);
            let left: Vec<SchoolId> = theirs.iter().copied().filter(|school| with_label.contains(school)).collect();
            let holding = match left.len() {
                0 => Holding::None,
                some if some < theirs.len() => Holding::Some,
                _ => Holding::All,
            };
            let now = basis(&awarded, award.project_id);
            // What was given before results were kept exactly is known to the hundredth.
            let was = award.basis_score_billionths.unwrap_or(i64::from(award.basis_score_centi) * 10_000_000);
            let is = now.map(|now| match award.basis_score_billionths {
                Some(_) => now.billionths(),
                None => i64::from(now.centi()) * 10_000_000,
            });
            let Some((state, why)) = fallen(award.state, was, is, holding) else { continue };
            let (id, project) = (award.id, award.project_id);
            if holding == Holding::Some {
                store::share_evenly(work, (id, award.prize_id, project), &left).await?;
            }
            let basis = [Some(award.basis_score_centi), now.map(Mean::centi)];
            let facts = json!({ "state": [award.state, state], "basis": basis, "schools": [theirs.len(), left.len()] });
            let changed = prize_award::Model {
                state,
                basis_score_centi: now.map_or(award.basis_score_centi, Mean::centi),
                basis_score_billionths: now.map(Mean::billionths).or(award.basis_score_billionths),
                ratified_by_id: None,
                fall_reason: Some(why.clone()),
                ..award
            };
            store::save_award(work, changed).await?;
            let why = fallen_why(Some(&why)).said(Language::En);
            work.audit_as_because("reconsiderPrize", id, Some(&why), Some(facts)).await?;
        }
    }
    Ok(())
}

/// A prize that was given, which the caller may act on, locked, and its campaign: looked at again before anything is done. If
/// it has changed, by somebody else or just now, that is told in its place.
enum Given {
    Same(Box<(Held<campaigns::Model>, prize_award::Model)>),
    Other { current_version: i32 },
    Fallen(Sentence),
}

async fn given(work: &Work, id: PrizeAwardId, expected_version: i32) -> Result<Given, Stop> {
    let campaign = work.hold(Campaign::DECIDE, store::campaign_of(work, id).await?).await?;
    let award = store::get_award_locked(work, id).await?;
    work.look(Project::CHANGE, award.project_id).await?;
    if award.version != expected_version {
        return Ok(Given::Other { current_version: award.version });
    }
    reconsider(work, campaign.id).await?;
    let award = store::get_award_locked(work, id).await?;
    if award.version != expected_version {
        return Ok(Given::Fallen(fallen_why(award.fall_reason.as_deref())));
    }
    Ok(Given::Same(Box::new((campaign, award))))
}

refusals! {
    /// Why a prize is not split like this.
    SplitPrizeRefusal {
        VersionConflict;
        /// It is confirmed already, or was taken back.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The label or the results for which the prize was given have changed. Look at the prize again.
        BasisChanged { why: Sentence } "BASIS_CHANGED" on ["prizeAwardId"] = "look at the prize again: {why}";
        /// No school is named.
        SchoolsMissing "SCHOOLS_MISSING" on ["shares"] = "name at least one school";
        /// The school is named twice.
        SchoolTwice { school_id: SchoolId } "SCHOOL_TWICE" on ["shares", "schoolId"] = "this school is named twice";
        /// No teacher of the school earned the label with this project.
        SchoolNotAwarded { school_id: SchoolId } "SCHOOL_NOT_AWARDED" on ["shares", "schoolId"] = "no teacher of this school earned the label with this project";
        /// An amount is negative.
        AmountNegative { place: usize } "AMOUNT_NEGATIVE" on ["shares", place, "amountCents"] = "an amount cannot be negative";
        /// The shares do not add up to what the prize is worth.
        NotTheWhole { needed: i64, given: i64 } "NOT_THE_WHOLE" on ["shares"] = "the prize is worth {needed} cents, and the shares are {given} cents together";
        /// The caller has an interest in an application of the project, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["prizeAwardId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Say how the schools of a project share a prize (INV-26, INV-36, Q7). Who says it stands for the proposal from then on.
pub async fn split(work: &Work, input: SplitPrizeInput) -> Answer<PrizeAwardId, SplitPrizeRefusal> {
    use SplitPrizeRefusal as Refusal;
    let (campaign, award) = match given(work, input.prize_award_id.0, input.expected_version).await? {
        Given::Same(known) => *known,
        Given::Other { current_version } => return Ok(Err(vec![Refusal::VersionConflict { current_version }])),
        Given::Fallen(why) => return Ok(Err(vec![Refusal::BasisChanged { why }])),
    };
    let prize = store::get(work, award.prize_id).await?;
    let state = after(award.state, Step::Split);
    let mut refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (input.shares.is_empty(), Refusal::SchoolsMissing),
    ]);
    let whose = ranking::schools(&decision::list_awarded(work, campaign.id, prize.track).await?, award.project_id);
    let shares: Vec<(SchoolId, i64)> =
        input.shares.iter().map(|share| (share.school_id.0, share.amount_cents.into())).collect();
    for (place, (school_id, amount)) in shares.iter().copied().enumerate() {
        if shares.iter().take(place).any(|(before, _)| *before == school_id) {
            refusals.push(Refusal::SchoolTwice { school_id });
        } else if !whose.contains(&school_id) || !store::takes_part(work, award.project_id, school_id).await? {
            refusals.push(Refusal::SchoolNotAwarded { school_id });
        }
        if amount < 0 {
            refusals.push(Refusal::AmountNegative { place });
        }
    }
    let (given, needed): (i64, i64) =
        (shares.iter().map(|(_, amount)| amount).sum(), store::worth(work, std::slice::from_ref(&prize)).await?);
    if given != needed {
        refusals.push(Refusal::NotTheWhole { needed, given });
    }
    let mine = stakes_in(work, &prize, award.project_id).await?;
    refusals.extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = award.id;
    store::share(work, (id, award.project_id), &shares).await?;
    let facts = json!({ "shares": shares.iter().map(|(school, cents)| (school.to_string(), *cents)).collect::<BTreeMap<_, _>>() });
    let changed = prize_award::Model { state, proposed_by_id: work.user()?, fall_reason: None, ..award };
    store::save_award(work, changed).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a prize that was given is not taken back.
    TakeBackPrizeAwardRefusal {
        VersionConflict;
        /// It is announced, or was taken back before.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in an application of the project, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["prizeAwardId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Take back that a prize was given, before it is announced.
pub async fn take_back(work: &Work, input: TakeBackPrizeAwardInput) -> Answer<PrizeAwardId, TakeBackPrizeAwardRefusal> {
    use TakeBackPrizeAwardRefusal as Refusal;
    work.hold(Campaign::DECIDE, store::campaign_of(work, input.prize_award_id.0).await?).await?;
    let award = store::get_award_locked(work, input.prize_award_id.0).await?;
    work.look(Project::CHANGE, award.project_id).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let state = after(award.state, Step::TakeBack);
    let mut refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    let mine = stakes_in(work, &store::get(work, award.prize_id).await?, award.project_id).await?;
    refusals.extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = award.id;
    let closing_reason = Some(input.reason.clone());
    store::save_award(work, prize_award::Model { state, ratified_by_id: None, closing_reason, ..award }).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a prize that was given cannot be ratified.
    RatifyPrizeAwardRefusal {
        VersionConflict;
        /// You gave this prize yourself; a second person must confirm it.
        SamePerson "SAME_PERSON" on ["prizeAwardId"] = "you gave this prize: a second person must confirm it";
        /// It cannot be confirmed in its present status.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The label or the results for which the prize was given have changed. Look at the prize again.
        BasisChanged { why: Sentence } "BASIS_CHANGED" on ["prizeAwardId"] = "look at the prize again: {why}";
        /// The caller has an interest in an application of the project, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["prizeAwardId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Why a prize fell back, as it is said.
fn fallen_why(kept: Option<&str>) -> Sentence {
    kept.and_then(|kept| Sentence::of_kept(kept, FALLEN)).unwrap_or(Sentence::new(""))
}

/// Confirm a prize as a second person.
pub async fn ratify(work: &Work, input: RatifyPrizeAwardInput) -> Answer<PrizeAwardId, RatifyPrizeAwardRefusal> {
    use RatifyPrizeAwardRefusal as Refusal;
    let mut award = match given(work, input.prize_award_id.0, input.expected_version).await? {
        Given::Same(known) => known.1,
        Given::Other { current_version } => return Ok(Err(vec![Refusal::VersionConflict { current_version }])),
        // It fell back just now, and that is kept.
        Given::Fallen(why) => return Ok(Err(vec![Refusal::BasisChanged { why }])),
    };
    let user = work.user()?;
    let state = after(award.state, Step::Ratify);
    let mut refusals = Vec::new();
    if award.proposed_by_id == user {
        refusals.push(Refusal::SamePerson);
    }
    if state.is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(award.state) });
    }
    let prize = store::get(work, award.prize_id).await?;
    let mine = stakes_in(work, &prize, award.project_id).await?;
    refusals.extend(
        mine.into_iter().map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    award.state = state;
    award.ratified_by_id = Some(user);
    award.fall_reason = None;
    let id = award.id;
    store::save_award(work, award).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// With which applications for the project that a prize is about the caller has something to do.
pub(super) async fn stakes_in(
    work: &Work,
    prize: &prize::Model,
    project: ProjectId,
) -> Result<Vec<(ApplicationId, Stake)>, Stop> {
    let mut complete = applications::list_complete(work, prize.campaign_id, prize.track).await?;
    complete.retain(|application| application.project_id == project);
    Ok(applications::stakes(work).await?.among(&complete).collect())
}

refusals! {
    /// Why prizes cannot be announced.
    AnnouncePrizesRefusal {
        /// Not all results for this label are public yet, of every community.
        NotPublished "NOT_PUBLISHED" on ["track"] = "not all results of this label are published yet";
        /// No confirmed prize waits to be announced.
        NothingToAnnounce "NOTHING_TO_ANNOUNCE" on ["track"] = "no confirmed prize of this label waits to be announced";
        /// The caller has an interest in an application with a prize, or evaluated one; other staff must announce the
        /// prizes.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["track"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Announce the ratified prizes of a track, and tell the labelled teachers of the schools that won.
pub async fn announce(work: &Work, input: AnnouncePrizesInput) -> Answer<Vec<PrizeAwardId>, AnnouncePrizesRefusal> {
    use AnnouncePrizesRefusal as Refusal;
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?;
    let track = input.track.0;
    let mut prizes = store::list_prizes(work, campaign.id).await?;
    prizes.retain(|prize| prize.track == track);
    let ids: Vec<PrizeId> = prizes.iter().map(|prize| prize.id).collect();
    reconsider(work, campaign.id).await?;
    let mut awards = store::list_awards(work, &ids).await?;
    awards.retain(|award| after(award.state, Step::Announce).is_some());
    let mut refusals = Vec::new();
    let mut complete = applications::list_complete(work, campaign.id, track).await?;
    // Who waits for a result would read in the prizes of others that there is none for them (INV-22).
    if complete.is_empty() || complete.iter().any(|one| one.stage != Some(ApplicationStage::Published)) {
        refusals.push(Refusal::NotPublished);
    }
    if awards.is_empty() {
        refusals.push(Refusal::NothingToAnnounce);
    }
    complete.retain(|application| awards.iter().any(|award| award.project_id == application.project_id));
    let stakes = applications::stakes(work).await?;
    refusals.extend(
        stakes
            .among(&complete)
            .map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let awarded = decision::list_awarded(work, campaign.id, track).await?;
    let shares = store::list_shares(work, &awards.iter().map(|award| award.id).collect::<Vec<_>>()).await?;
    let mut announced = Vec::new();
    for award in awards {
        let Some(state) = after(award.state, Step::Announce) else { continue };
        let (id, prize_id) = (award.id, award.prize_id);
        let gets = |school| shares.iter().any(|share| share.prize_award_id == id && share.school_id == school);
        let winners = awarded.iter().map(|one| &one.application);
        let winners = winners.filter(|one| one.project_id == award.project_id && gets(one.school_id));
        let prize = prizes.iter().find(|prize| prize.id == prize_id);
        for winner in winners {
            let teacher = account::get(work, winner.teacher_id).await?;
            let facts = json!({
                "prize": prize.map(|prize| &prize.title),
                "rank": prize.map(|prize| prize.rank),
                "schoolYear": campaign.school_year,
                "track": track,
                "contactEmail": campaign.contact_email,
                "contactUrl": campaign.contact_url,
            });
            let mail = Mail::to(&teacher, MessageTemplate::PrizeAnnounced).once_per(id).saying(facts);
            notification::enqueue(work, mail).await?;
        }
        store::save_award(work, prize_award::Model { state, announced_at: Some(work.now()), ..award }).await?;
        work.audit(id).await?;
        announced.push(id);
    }
    Ok(Ok(announced))
}
