//! What the conditions for taking part would make of a project, or other rules of a whole campaign: nothing is decided here
//! (R06).

use async_graphql::{Enum, SimpleObject};
use chrono::NaiveDate;
use entity::{
    campaign, eligibility_answer,
    ids::RegistrationId,
    kinds::{EligibilityCondition, EligibilityFinding, RuleSeverity, Track},
    project as projects, registration,
};
use serde_json::json;

use super::{
    access,
    eligibility::{Judged, Step, heaviest, judge, weight},
    inputs::{EligibilityCheckInput, EligibilityRulesPreviewInput},
    registration::{as_found, dates_of, is_beyond_limit, judged_again, said, window_of},
    store,
};
use crate::{
    answered,
    api::{Day, One, Word, policy::policy},
    auth::{
        Actor,
        Audience::{Admin, Staff, Teacher},
    },
    campaign as campaigns,
    campaign::eligibility::{Rule, given_twice, rule_set},
    project, refusals,
    stop::Answer,
    work::Work,
};

/// Changes that are listed.
const LISTED: usize = 1_000;

/// What would happen to a registration.
#[derive(SimpleObject)]
pub struct EligibilityCheck {
    /// The most serious consequence of all conditions. With `IGNORE` or `WARN` the registration is confirmed at once;
    /// with `REVIEW` staff look at it first; with `BLOCK` it is refused.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    consequence: Word<RuleSeverity>,
    /// All conditions for taking part.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    conditions: Vec<CheckedCondition>,
    /// The label that the project can get; null if it can get none.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    track: Option<Word<Track>>,
    /// Whether you have already registered as many projects as are judged of one teacher in a school year.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    is_beyond_limit: bool,
}

/// The result of the check of one condition.
#[derive(SimpleObject)]
pub struct CheckedCondition {
    /// The condition.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    condition: Word<EligibilityCondition>,
    /// Whether the condition is met.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    finding: Word<EligibilityFinding>,
    /// The consequence for the registration.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    consequence: Word<RuleSeverity>,
    /// The consequence when the application is handed in, if nothing changes until then.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    consequence_at_hand_in: Word<RuleSeverity>,
    /// The date of the project that decides; null if no date decides, or if the date is not known.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    occurred_on: Option<Day>,
    /// The first date that meets the condition; null if there is none.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    earliest_on: Option<Day>,
    /// The last date that meets the condition; null if there is none.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    latest_on: Option<Day>,
}

impl CheckedCondition {
    fn of(judged: &Judged, rules: &[Rule]) -> Self {
        let day = |date: Option<NaiveDate>| date.map(Day);
        Self {
            condition: Word(judged.condition),
            finding: Word(judged.finding),
            consequence: Word(weight(judged, rules, Step::Registration)),
            consequence_at_hand_in: Word(weight(judged, rules, Step::HandIn)),
            occurred_on: day(judged.project_date),
            earliest_on: day(judged.earliest),
            latest_on: day(judged.latest),
        }
    }
}

/// A step of applying. Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ApplyingStep {
    /// Step 1, when the teacher registers.
    Registration,
    /// Step 2, when it is handed in.
    HandIn,
}

/// How other conditions would have changed the consequences.
#[derive(SimpleObject)]
pub struct EligibilityRulesPreview {
    /// Number of registrations that were looked at.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    registrations: i32,
    /// Number of registrations with another consequence, in one step or both.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    changed: i32,
    /// The registrations with another consequence; at most the first 1,000.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    changes: Vec<EligibilityChange>,
}

/// A registration or its application that would have another consequence.
#[derive(SimpleObject)]
pub struct EligibilityChange {
    /// The registration; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    registration: One<RegistrationId>,
    /// The step.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    step: ApplyingStep,
    /// The consequence by the present conditions of the campaign.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    before: Word<RuleSeverity>,
    /// The consequence by the conditions that are tried.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    after: Word<RuleSeverity>,
    /// The conditions that make the difference.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    conditions: Vec<Word<EligibilityCondition>>,
}

answered! {
    EligibilityCheck => "eligibilityCheck";
    EligibilityRulesPreview => "eligibilityRulesPreview";
}

refusals! {
    /// Why the conditions are not looked at.
    EligibilityCheckRefusal {
        /// The campaign is not open for teachers.
        CampaignNotOpen "CAMPAIGN_NOT_OPEN" on ["campaignId"] = "the campaign is not open";
    }
}

/// What would come of a registration.
pub async fn check(work: &Work, input: EligibilityCheckInput) -> Answer<EligibilityCheck, EligibilityCheckRefusal> {
    let teacher = work.user()?;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    let project = project::get(work, input.project_id.0).await?;
    let member = project::member(work, project.id, teacher).await?;
    access::may_register(work.actor(), member.map(|member| member.role), campaign.status).heed()?;
    if campaign.status != entity::kinds::CampaignStatus::Open {
        return Ok(Err(vec![EligibilityCheckRefusal::CampaignNotOpen]));
    }
    let rules = campaigns::rules_of(work, campaign.id).await?;
    let judged = judge(said(&input.answers), dates_of(&project), window_of(&campaign));
    let check = EligibilityCheck {
        consequence: Word(heaviest(&judged, &rules, Step::Registration)),
        conditions: judged.iter().map(|one| CheckedCondition::of(one, &rules)).collect(),
        track: project.track.map(Word),
        is_beyond_limit: is_beyond_limit(work, &campaign, teacher, project.track).await?,
    };
    work.audit(project.id).await?;
    Ok(Ok(check))
}

refusals! {
    /// Why other rules are not tried.
    EligibilityRulesPreviewRefusal {
        /// A condition is given twice.
        ConditionTwice { condition: Word<EligibilityCondition> } "CONDITION_TWICE" on ["rules"] = "give every condition once";
    }
}

/// What other rules would have made of the registrations of a campaign, as far as the caller may see them.
pub async fn preview(
    work: &Work,
    input: EligibilityRulesPreviewInput,
) -> Answer<EligibilityRulesPreview, EligibilityRulesPreviewRefusal> {
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    let given: Vec<Rule> = input.rules.iter().map(Rule::from).collect();
    if let Some(condition) = given_twice(&given) {
        return Ok(Err(vec![EligibilityRulesPreviewRefusal::ConditionTwice { condition: Word(condition) }]));
    }
    let before = campaigns::rules_of(work, campaign.id).await?;
    // What is left out stays as it is in this campaign: of two rules for a condition the first counts.
    let after = rule_set(&[given, before.clone()].concat());
    let files = store::files_of(work, campaign.id).await?;
    let stakes = store::stakes(work).await?;
    let is_seen = |file: &&File| {
        let is_looked_after = work.actor().looks_after(file.registration.track, file.registration.community);
        // What is the caller's own is for colleagues to look at.
        (is_looked_after || matches!(work.actor(), Actor::Admin(_)))
            && stakes.in_registration(&file.registration).is_none()
    };
    let files: Vec<&File> = files.iter().filter(is_seen).collect();
    let mut changes = Vec::new();
    let mut others = 0;
    for file in &files {
        let found = file.changes(&campaign, &before, &after);
        others += i32::from(!found.is_empty());
        changes.extend(found);
    }
    changes.truncate(LISTED);
    let registrations = i32::try_from(files.len()).unwrap_or(i32::MAX);
    let facts = json!({ "registrations": registrations, "changed": others });
    work.audit_because(campaign.id, None, Some(facts)).await?;
    Ok(Ok(EligibilityRulesPreview { registrations, changed: others, changes }))
}

/// A registration with all that conditions are about.
pub(super) struct File {
    pub registration: registration::Model,
    pub answers: Vec<eligibility_answer::Model>,
    pub project: projects::Model,
    /// Whether an application was begun.
    pub is_begun: bool,
}

impl File {
    fn changes(&self, campaign: &campaign::Model, before: &[Rule], after: &[Rule]) -> Vec<EligibilityChange> {
        let then: Vec<Judged> = self.answers.iter().map(as_found).collect();
        let now = judged_again(&self.answers, &self.project, campaign);
        let steps = [(Step::Registration, ApplyingStep::Registration, then), (Step::HandIn, ApplyingStep::HandIn, now)];
        let steps = steps.into_iter().filter(|(step, ..)| *step == Step::Registration || self.is_begun);
        let change = |(step, name, judged): (Step, ApplyingStep, Vec<Judged>)| {
            let (old, new) = (heaviest(&judged, before, step), heaviest(&judged, after, step));
            let other = judged.iter().filter(|one| weight(one, before, step) != weight(one, after, step));
            (old != new).then(|| EligibilityChange {
                registration: One(self.registration.id),
                step: name,
                before: Word(old),
                after: Word(new),
                conditions: other.map(|one| Word(one.condition)).collect(),
            })
        };
        steps.filter_map(change).collect()
    }
}
