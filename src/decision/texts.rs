//! The texts that a teacher reads with a result: first versions of them, what staff write, what is said of it, and approval
//! (R83, R94, INV-21).

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use entity::{
    application, campaign as campaigns, criterion, decision, feedback, feedback_part,
    ids::{ApplicationId, CampaignId, CriterionId, DecisionId, ResultRemarkId, UserId},
    kinds::{ApplicationStage, Community, DecisionStatus, Outcome, ResultRemarkCode, ResultTextPart, Track},
    result_remark,
};
use serde_json::json;

use super::{
    commands::{awaits_result, takes_feedback},
    inputs::{
        ApproveResultTextsInput, CriterionTextInput, DraftResultTextsInput, ResultTextsInput, SaveResultTextsInput,
    },
    remark::{Remark, Texts, remarks, same_texts},
    rules::Ruled,
    state::{Step, after},
    store,
    text::{Ground, advice_without_jury, merged, motivation, whole},
    told::TextOf,
};
use crate::{
    api::{Part, Word, each_or_none},
    application::{self as applications, Application, Judges, rules::Stake},
    audit,
    campaign::{self, Campaign, Scored},
    refusals,
    stop::{Answer, Stop, reasons, unless},
    words::Language,
    work::Work,
};

/// So many applications at once.
const MOST: usize = 1_000;

/// The texts of an application, as they are stored.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub application: application::Model,
    pub decision: Option<decision::Model>,
    feedback: Option<feedback::Model>,
    parts: Vec<feedback_part::Model>,
}

impl Stored {
    /// Whether a jury came to a result.
    fn is_judged(&self) -> bool {
        let by_rule = self.decision.as_ref().map(|decision| decision.rule_outcome);
        self.application.stage != Some(ApplicationStage::Inadmissible) && by_rule != Some(Outcome::Inadmissible)
    }

    /// The versions of the decision and of the feedback; 0 where there is none yet.
    pub fn versions(&self) -> [i32; 2] {
        [
            self.decision.as_ref().map_or(0, |decision| decision.version),
            self.feedback.as_ref().map_or(0, |feedback| feedback.version),
        ]
    }

    /// One of them; empty where nobody has written it.
    pub fn text(&self, part: ResultTextPart, criterion: Option<CriterionId>) -> &str {
        match part {
            ResultTextPart::Motivation => self.decision.as_ref().map_or("", |decision| &decision.motivation),
            ResultTextPart::Feedback => self.feedback.as_ref().map_or("", |feedback| &feedback.text),
            ResultTextPart::Criterion => criterion.and_then(|id| self.part(id)).map_or("", |part| &part.text),
        }
    }

    /// It with new texts.
    pub fn with(mut self, edit: Edit) -> Self {
        self.parts.retain(|part| edit.new_parts.iter().all(|new| new.id != part.id));
        self.parts.extend(edit.new_parts);
        (self.decision, self.feedback) = (edit.decision, Some(edit.feedback));
        self
    }

    fn part(&self, criterion: CriterionId) -> Option<&feedback_part::Model> {
        self.parts.iter().find(|part| part.criterion_id == criterion)
    }

    /// It as it is looked at: with a text on each criterion that was judged.
    pub fn texts<'a>(&'a self, criteria: &[CriterionId], language: Language) -> Texts<'a> {
        let text = |criterion: &CriterionId| (*criterion, self.part(*criterion).map_or("", |part| part.text.as_str()));
        let is_told = |(_, text): &(CriterionId, &str)| self.is_judged() || !text.is_empty();
        let motivation = self.decision.as_ref().map_or(("", false), |one| {
            (one.motivation.as_str(), one.motivation_by_id.is_none() && !one.motivation.is_empty())
        });
        Texts {
            outcome: self.decision.as_ref().map(|decision| decision.outcome),
            motivation,
            feedback: self.feedback.as_ref().map_or("", |feedback| feedback.text.as_str()),
            criteria: criteria.iter().map(text).filter(is_told).collect(),
            language: language.word(),
        }
    }

    /// Who wrote any of it last.
    fn writers(&self) -> impl Iterator<Item = UserId> {
        let of_motivation = self.decision.as_ref().and_then(|decision| decision.motivation_by_id);
        let of_whole =
            self.feedback.as_ref().filter(|feedback| !feedback.is_made).map(|feedback| feedback.edited_by_id);
        of_motivation.into_iter().chain(of_whole).chain(self.parts.iter().filter_map(|part| part.edited_by_id))
    }
}

/// Whether the rows are kept as they are until the work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// They are.
    Locked,
    /// They are as they are now.
    Seen,
}

/// The texts of many applications, in as many statements as of one.
pub(super) async fn stored(work: &Work, of: Vec<application::Model>, hold: Hold) -> Result<Vec<Stored>, Stop> {
    let ids: Vec<ApplicationId> = of.iter().map(|application| application.id).collect();
    let (decisions, feedback) = match hold {
        Hold::Locked => (store::list_decisions(work, &ids).await?, store::list_feedback(work, &ids).await?),
        Hold::Seen => (store::see_decisions(work, &ids).await?, store::see_feedback(work, &ids).await?),
    };
    let feedback_ids: Vec<_> = feedback.iter().map(|one| one.id).collect();
    let mut parts: HashMap<_, Vec<feedback_part::Model>> = HashMap::new();
    for part in store::list_parts(work, &feedback_ids).await? {
        parts.entry(part.feedback_id).or_default().push(part);
    }
    let mut decisions: HashMap<_, _> = decisions.into_iter().map(|one| (one.application_id, one)).collect();
    let mut feedback: HashMap<_, _> = feedback.into_iter().map(|one| (one.application_id, one)).collect();
    let put = |application: application::Model| {
        let feedback = feedback.remove(&application.id);
        let parts = feedback.as_ref().and_then(|one| parts.remove(&one.id)).unwrap_or_default();
        Stored { decision: decisions.remove(&application.id), feedback, parts, application }
    };
    Ok(of.into_iter().map(put).collect())
}

/// The language in which an applicant is written to: that of the community, English for who is of none.
pub(super) fn language(campaign: &campaigns::Model, community: Community) -> Language {
    match community {
        Community::Vl | Community::Fwb | Community::Dg => {
            Language::asked(applications::language_of(campaign, community)).unwrap_or(Language::En)
        }
        Community::Foreign => Language::En,
    }
}

pub(super) fn criteria_of(scored: &Scored) -> impl Iterator<Item = &criterion::Model> {
    scored.items.iter().filter(|item| item.gate_of_id.is_none())
}

pub(super) fn title_in(language: Language, criterion: &criterion::Model) -> &str {
    match language {
        Language::Nl => &criterion.title_nl,
        Language::Fr => &criterion.title_fr,
        Language::De => &criterion.title_de,
        Language::En => &criterion.title_en,
    }
}

/// Feedback as it goes out.
#[derive(Clone, Debug)]
pub struct Advice {
    /// All of it in one piece, as a mail says it.
    pub text: String,
    /// That on the whole.
    pub overall: String,
    /// That on each criterion, with its title.
    pub parts: Vec<(CriterionId, String, String)>,
    /// Whether it was approved.
    pub is_approved: bool,
}

/// The feedback on applications of one campaign as it goes out.
pub async fn list_advice(
    work: &Work,
    campaign: &campaigns::Model,
    (of, hold): (&[application::Model], Hold),
) -> Result<HashMap<ApplicationId, Advice>, Stop> {
    let scored = campaign::scored(work, campaign).await?;
    let mut all = HashMap::new();
    for one in stored(work, of.to_vec(), hold).await? {
        let Some(feedback) = &one.feedback else { continue };
        let language = language(campaign, one.application.community);
        let part = |criterion: &criterion::Model| {
            Some((criterion.id, title_in(language, criterion).to_owned(), one.part(criterion.id)?.text.clone()))
        };
        let parts: Vec<(CriterionId, String, String)> = criteria_of(&scored).filter_map(part).collect();
        let said = parts.iter().map(|(_, title, text)| (title.as_str(), text.as_str()));
        let advice = Advice {
            text: whole(&feedback.text, said),
            overall: feedback.text.clone(),
            is_approved: feedback.approved_at.is_some(),
            parts,
        };
        all.insert(one.application.id, advice);
    }
    Ok(all)
}

/// The applications of a label from a community about whose results the caller may write now.
pub(super) async fn list_office(
    work: &Work,
    campaign: CampaignId,
    (track, community): (Track, Community),
) -> Result<Vec<application::Model>, Stop> {
    let stakes = applications::stakes(work).await?;
    let mut group = applications::list_complete(work, campaign, track).await?;
    group.retain(|one| one.community == community && takes_feedback(one.stage) && stakes.in_application(one).is_none());
    Ok(group)
}

refusals! {
    /// Why no first versions are made.
    DraftResultTextsRefusal {
        /// The caller does not work for this community, and the label is not shared.
        OtherCommunity { community: Word<Community> } "OTHER_COMMUNITY" on ["community"] = "the texts for {community} are made by its own staff";
        /// No application for this label in this community has a result that is not public yet, or the caller has an interest in
        /// each that has.
        NothingToDraft "NOTHING_TO_DRAFT" on ["track"] = "there is no result to write about: the jury is not done, or the results are public, or other staff must do this";
        /// There are too many applications to do this at once.
        TooMany { limit: usize } "TOO_MANY" on ["track"] = "texts can be made for at most {limit} applications at once";
    }
}

/// Makes first versions of the texts of a community, of the jurors' comments and the reasons of the outcome. What somebody has
/// written stays.
pub async fn draft(work: &Work, input: DraftResultTextsInput) -> Answer<Vec<ApplicationId>, DraftResultTextsRefusal> {
    use DraftResultTextsRefusal as Refusal;
    let (track, community) = (input.track.0, input.community.0);
    // Locked, so that nobody decides meanwhile.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?.into_row();
    let group = list_office(work, campaign.id, (track, community)).await?;
    let refusals = reasons([
        (!work.actor().looks_after(track, community), Refusal::OtherCommunity { community: input.community }),
        (group.is_empty(), Refusal::NothingToDraft),
        (group.len() > MOST, Refusal::TooMany { limit: MOST }),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let source = Source::of(work, campaign, (track, community), &group).await?;
    let mut changed = Changed::default();
    for one in stored(work, group, Hold::Locked).await? {
        let new = source.draft(work, &one)?;
        new.trace(work).await?;
        changed.take(new);
    }
    let made = changed.applications.clone();
    changed.save(work).await?;
    refresh(work, &source.campaign, &made).await?;
    let facts = json!({ "track": track, "community": community, "applications": made.len() });
    work.audit_because(source.campaign.id, None, Some(facts)).await?;
    Ok(Ok(made))
}

/// What first versions are made of.
struct Source {
    campaign: campaigns::Model,
    scored: Arc<Scored>,
    track: Track,
    language: Language,
    titles: HashMap<ApplicationId, String>,
    comments: HashMap<(ApplicationId, Option<CriterionId>), Vec<String>>,
    traces: HashMap<DecisionId, Ruled>,
}

impl Source {
    async fn of(
        work: &Work,
        campaign: campaigns::Model,
        (track, community): (Track, Community),
        group: &[application::Model],
    ) -> Result<Self, Stop> {
        let ids: Vec<ApplicationId> = group.iter().map(|application| application.id).collect();
        let scored = campaign::scored(work, &campaign).await?;
        let titles = ids.iter().copied().zip(applications::titles_of_hand_in(work, group).await?).collect();
        // What is said of a gate is about the criterion that it is under.
        let over: HashMap<_, _> =
            scored.items.iter().map(|item| (item.id, item.gate_of_id.unwrap_or(item.id))).collect();
        let mut comments: HashMap<_, Vec<String>> = HashMap::new();
        for (application, on, comment) in store::list_comments(work, &ids).await? {
            let on = on.and_then(|item| over.get(&item).copied());
            comments.entry((application, on)).or_default().push(comment);
        }
        let decisions = store::see_decisions(work, &ids).await?;
        let traces = store::traces(work, &decisions).await?;
        let traces = decisions.iter().map(|decision| decision.id).zip(traces).collect();
        let language = language(&campaign, community);
        Ok(Self { campaign, scored, track, language, titles, comments, traces })
    }

    /// Makes anew what nobody has written.
    fn draft(&self, work: &Work, one: &Stored) -> Result<Edit, Stop> {
        let id = one.application.id;
        let mut new = Edit::of(work, one)?;
        if let Some(decision) = &one.decision
            && (decision.motivation.is_empty() || decision.motivation_by_id.is_none())
            && after(decision.state, Step::Explain).is_some()
            && !awaits_result(one.application.stage)
        {
            let title = self.titles.get(&id).map_or("", String::as_str);
            let text = motivation(self.language, self.track, title, &self.ground(decision));
            new.motivation(text, None);
        }
        if one.feedback.as_ref().is_none_or(|feedback| feedback.is_made || feedback.text.is_empty()) {
            let text =
                if one.is_judged() { self.advice(id, None) } else { advice_without_jury(self.language).to_owned() };
            new.feedback(text, None);
        }
        for criterion in criteria_of(&self.scored).filter(|_| one.is_judged()) {
            let known = one.part(criterion.id);
            if known.is_none_or(|part| part.edited_by_id.is_none() || part.text.is_empty()) {
                new.part(work, criterion.id, self.advice(id, Some(criterion.id)), None);
            }
        }
        Ok(new)
    }

    fn advice(&self, application: ApplicationId, on: Option<CriterionId>) -> String {
        merged(self.comments.get(&(application, on)).into_iter().flatten().map(String::as_str))
    }

    /// What the outcome rests on.
    fn ground(&self, decision: &decision::Model) -> Ground {
        if decision.outcome != decision.rule_outcome {
            return Ground::Adjusted(decision.outcome);
        }
        match decision.outcome {
            Outcome::Awarded => Ground::Reached,
            Outcome::Inadmissible => Ground::NotJudged,
            Outcome::NotAwarded => {
                let steps = self.traces.get(&decision.id).map_or(&[][..], |trace| &trace.steps);
                let missed = || steps.iter().filter(|step| !step.is_reached);
                let items =
                    missed().filter_map(|step| self.scored.items.iter().find(|item| Some(item.id) == step.criterion));
                let criteria = items.map(|item| title_in(self.language, item).to_owned()).collect();
                let is_total = missed().any(|step| step.criterion.is_none());
                Ground::Missed { criteria, is_total }
            }
        }
    }
}

/// New texts of one application.
pub(super) struct Edit {
    application: ApplicationId,
    decision: Option<decision::Model>,
    feedback: feedback::Model,
    is_new: bool,
    parts: Vec<feedback_part::Model>,
    new_parts: Vec<feedback_part::Model>,
    has_motivation: bool,
    has_feedback: bool,
}

impl Edit {
    pub fn of(work: &Work, one: &Stored) -> Result<Self, Stop> {
        let first = feedback::Model {
            id: work.id(),
            application_id: one.application.id,
            text: String::new(),
            edited_by_id: work.user()?,
            is_made: true,
            approved_at: None,
            version: 0,
            created_at: work.now(),
            updated_at: work.now(),
        };
        Ok(Self {
            application: one.application.id,
            decision: one.decision.clone(),
            is_new: one.feedback.is_none(),
            feedback: one.feedback.clone().unwrap_or(first),
            parts: one.parts.clone(),
            new_parts: Vec::new(),
            has_motivation: false,
            has_feedback: false,
        })
    }

    /// Writes down what changes, of the rows that nobody is told of before the results are out (INV-22); false if nothing does.
    pub async fn trace(&self, work: &Work) -> Result<bool, Stop> {
        if let Some(decision) = self.decision.as_ref().filter(|_| self.has_motivation) {
            let facts = json!({ "text": audit::mark(&decision.motivation) });
            work.audit_because(decision.id, None, Some(facts)).await?;
        }
        if self.has_feedback {
            let parts: Vec<_> = self.new_parts.iter().map(|part| audit::mark(&part.text)).collect();
            let facts = json!({ "text": audit::mark(&self.feedback.text), "parts": parts });
            work.audit_because(self.feedback.id, None, Some(facts)).await?;
        }
        Ok(self.has_motivation || self.has_feedback)
    }

    /// Another explanation, by somebody or as it was made.
    pub fn motivation(&mut self, text: String, by: Option<UserId>) {
        if let Some(decision) = self.decision.as_mut().filter(|decision| decision.motivation != text) {
            decision.motivation_by_id = by.filter(|_| !text.is_empty());
            decision.motivation = text;
            self.has_motivation = true;
        }
    }

    /// Other feedback on the whole.
    pub fn feedback(&mut self, text: String, by: Option<UserId>) {
        if self.feedback.text != text {
            self.feedback.is_made = by.is_none() || text.is_empty();
            self.feedback.edited_by_id = by.unwrap_or(self.feedback.edited_by_id);
            self.feedback.text = text;
            self.has_feedback = true;
        }
    }

    /// Other feedback on a criterion.
    pub fn part(&mut self, work: &Work, criterion_id: CriterionId, text: String, by: Option<UserId>) {
        let known = self.parts.iter().find(|part| part.criterion_id == criterion_id);
        if known.map_or("", |part| part.text.as_str()) == text {
            return;
        }
        let id = known.map_or_else(|| work.id(), |part| part.id);
        let edited_by_id = by.filter(|_| !text.is_empty());
        let feedback_id = self.feedback.id;
        self.new_parts.push(feedback_part::Model { id, feedback_id, criterion_id, text, edited_by_id });
        self.has_feedback = true;
    }
}

/// Texts that are to be written.
#[derive(Default)]
pub(super) struct Changed {
    pub applications: Vec<ApplicationId>,
    decisions: Vec<decision::Model>,
    feedback: Vec<feedback::Model>,
    parts: Vec<feedback_part::Model>,
}

impl Changed {
    /// Takes in what changed; what changes is approved again.
    pub fn take(&mut self, edit: Edit) {
        let Edit { decision, mut feedback, is_new, has_motivation, has_feedback, .. } = edit;
        if has_motivation || has_feedback {
            self.applications.push(edit.application);
        }
        if has_motivation {
            self.decisions.extend(decision);
        }
        let lapses = has_motivation && feedback.approved_at.is_some();
        if has_feedback || (lapses && !is_new) {
            feedback.approved_at = None;
            self.feedback.push(feedback);
        }
        self.parts.extend(edit.new_parts);
    }

    pub async fn save(self, work: &Work) -> Result<(), Stop> {
        store::save_motivations(work, &self.decisions).await?;
        store::save_all_feedback(work, &self.feedback).await?;
        store::save_parts(work, &self.parts).await
    }
}

refusals! {
    /// Why the texts of an application cannot be saved.
    SaveResultTextsRefusal {
        Rows(application_id: ApplicationId, "items", 100);
        /// Somebody else saved a change first, of the explanation (`field` is `motivation`) or of the feedback (`feedback`).
        /// The version is 0 when there is none yet.
        VersionConflict { application_id: ApplicationId, field: &'static str, current_version: i32 } "VERSION_CONFLICT" on ["items", field] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// The decision is confirmed already: its explanation does not change any more.
        WrongStatus { application_id: ApplicationId, status: Word<DecisionStatus> } "WRONG_STATUS" on ["items", "motivation"] = "the decision is {status}";
        /// Nothing was decided yet, or the result was taken back: there is nothing to explain.
        ResultMissing { application_id: ApplicationId } "RESULT_MISSING" on ["items", "motivation"] = "there is no decision to explain: decide once the jury has a result";
        /// The application has no result yet, or its result is public already.
        WrongStage { application_id: ApplicationId } "WRONG_STAGE" on ["items"] = "feedback can be written only after the jury is done and before the result is out";
        /// The rubric of the campaign has no such criterion, or it is named twice.
        WrongCriterion { application_id: ApplicationId, criterion: String } "WRONG_CRITERION" on ["items", "criteria"] = "the rubric has no criterion {criterion}, or you named it twice";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["items"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Saves texts of many results, each application on its own. What changes must be approved again.
pub async fn save(
    work: &Work,
    input: SaveResultTextsInput,
) -> Answer<Part<Vec<ApplicationId>>, SaveResultTextsRefusal> {
    use SaveResultTextsRefusal as Refusal;
    let user = work.user()?;
    let rows: Vec<_> = input.items.iter().map(|item| item.application_id).collect();
    let others = input.others();
    let mut items: HashMap<ApplicationId, ResultTextsInput> = HashMap::new();
    for item in input.items {
        items.entry(item.application_id.0).or_insert(item);
    }
    let (stakes, campaigns) = (&applications::stakes(work).await?, &Campaigns::of(work, items.keys()).await?);
    let items = &items;
    let judge = |id| async move {
        let (one, stake) = hold(work, stakes, id).await?;
        let campaign = campaigns.get(one.application.campaign_id)?;
        let Some(item) = items.get(&id) else { return Err(Stop::failure("a row that nobody named")) };
        let mut new = Edit::of(work, &one)?;
        let mut refusals = Vec::new();
        let conflict = |field, expected: Option<i32>, current_version| {
            (expected.unwrap_or(0) != current_version).then_some(Refusal::VersionConflict {
                application_id: id,
                field,
                current_version,
            })
        };
        if let Some(text) = &item.motivation {
            let status = one.decision.as_ref().map(|decision| decision.state);
            let version = one.decision.as_ref().map_or(0, |decision| decision.version);
            refusals.extend(conflict("motivation", item.expected_decision_version, version));
            match status {
                Some(status) if after(status, Step::Explain).is_none() => {
                    refusals.push(Refusal::WrongStatus { application_id: id, status: Word(status) });
                }
                Some(_) if !awaits_result(one.application.stage) => {}
                Some(_) | None => refusals.push(Refusal::ResultMissing { application_id: id }),
            }
            new.motivation(text.clone(), Some(user));
        }
        let criteria: &[CriterionTextInput] = item.criteria.as_deref().unwrap_or_default();
        if item.feedback.is_some() || !criteria.is_empty() {
            let version = one.feedback.as_ref().map_or(0, |feedback| feedback.version);
            refusals.extend(conflict("feedback", item.expected_feedback_version, version));
        }
        if let Some(text) = &item.feedback {
            new.feedback(text.clone(), Some(user));
        }
        let mut named = HashSet::new();
        for CriterionTextInput { criterion_code, text } in criteria {
            let known = criteria_of(&campaign.scored).find(|criterion| criterion.code == *criterion_code);
            match known.filter(|criterion| named.insert(criterion.id)) {
                Some(criterion) => new.part(work, criterion.id, text.clone(), Some(user)),
                None => {
                    refusals.push(Refusal::WrongCriterion { application_id: id, criterion: criterion_code.clone() });
                }
            }
        }
        if !takes_feedback(one.application.stage) {
            refusals.push(Refusal::WrongStage { application_id: id });
        }
        refusals.extend(stake.map(|stake| Refusal::NotImpartial { application_id: id, stake }));
        Ok(unless(refusals, (one.application, new)))
    };
    let saved = each_or_none(work, (&rows, others), judge, |(application, new)| async move {
        if !new.trace(work).await? {
            // What was there already was saved again.
            work.audit(application.campaign_id).await?;
        }
        let mut changed = Changed::default();
        changed.take(new);
        changed.save(work).await?;
        Ok(application)
    });
    let saved = match saved.await? {
        Ok(saved) => saved,
        Err(refusals) => return Ok(Err(refusals)),
    };
    refresh_all(work, campaigns, saved.done().into_iter().flatten()).await?;
    Ok(Ok(saved.map(|saved| saved.into_iter().map(|application| application.id).collect())))
}

refusals! {
    /// Why the texts of an application cannot be approved.
    ApproveResultTextsRefusal {
        Rows(application_id: ApplicationId, "items", 100);
        /// The explanation (`field` is `expectedDecisionVersion`) or the feedback (`expectedFeedbackVersion`) is not the one that
        /// you saw. The version is 0 when there is none yet.
        VersionConflict { application_id: ApplicationId, field: &'static str, current_version: i32 } "VERSION_CONFLICT" on ["items", field] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// A text is missing: the explanation, the feedback on the whole, or the feedback on a criterion.
        TextMissing { application_id: ApplicationId, part: Word<ResultTextPart>, criterion: TextOf } "TEXT_MISSING" on ["items"] = "{criterion} is missing: write it first";
        /// A text shows who judges. It contains the name or address of a juror of the campaign, or the last name of a juror of
        /// this application with a capital letter. A word that the applicants use themselves is allowed.
        NamesAJuror { application_id: ApplicationId, part: Word<ResultTextPart>, criterion: TextOf } "NAMES_A_JUROR" on ["items"] = "{criterion} names a juror";
        /// The texts are approved already.
        AlreadyApproved { application_id: ApplicationId } "ALREADY_APPROVED" on ["items"] = "these texts are approved already";
        /// The application has no result yet, or its result is public already.
        WrongStage { application_id: ApplicationId } "WRONG_STAGE" on ["items"] = "feedback can be approved only after the jury is done and before the result is out";
        /// You wrote one of the texts, and the campaign wants a second person to approve them.
        SamePerson { application_id: ApplicationId } "SAME_PERSON" on ["items"] = "you wrote one of these texts: a second person must approve them";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["items"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Approves the texts of many results, each application on its own: without that no result goes out (INV-21).
pub async fn approve(
    work: &Work,
    input: ApproveResultTextsInput,
) -> Answer<Part<Vec<ApplicationId>>, ApproveResultTextsRefusal> {
    use ApproveResultTextsRefusal as Refusal;
    let user = work.user()?;
    let rows: Vec<_> = input.items.iter().map(|item| item.application_id).collect();
    let others = input.others();
    let mut expected: HashMap<ApplicationId, [i32; 2]> = HashMap::new();
    for item in &input.items {
        let versions = [item.expected_decision_version, item.expected_feedback_version];
        expected.entry(item.application_id.0).or_insert(versions);
    }
    let (stakes, campaigns) = (&applications::stakes(work).await?, &Campaigns::of(work, expected.keys()).await?);
    let (expected, judges) = (&expected, &campaigns.judges(work, expected.keys()).await?);
    let judge = |id| async move {
        let (one, stake) = hold(work, stakes, id).await?;
        let campaign = campaigns.get(one.application.campaign_id)?;
        let mut refusals: Vec<Refusal> = Vec::new();
        let current = one.versions();
        let fields = ["expectedDecisionVersion", "expectedFeedbackVersion"];
        let expected = expected.get(&id).copied().unwrap_or_default();
        for (field, (expected, current_version)) in fields.into_iter().zip(expected.into_iter().zip(current)) {
            if expected != current_version {
                refusals.push(Refusal::VersionConflict { application_id: id, field, current_version });
            }
        }
        let criteria: Vec<CriterionId> = criteria_of(&campaign.scored).map(|criterion| criterion.id).collect();
        let texts = one.texts(&criteria, language(&campaign.row, one.application.community));
        let is_named = |text: &str| judges.get(&id).is_some_and(|judges| judges.are_named_in(text));
        for remark in remarks(&texts, is_named) {
            let code = remark.criterion.and_then(|id| criteria_of(&campaign.scored).find(|item| item.id == id));
            let criterion = TextOf { part: remark.part, criterion: code.map(|item| item.code.clone()) };
            let part = Word(remark.part);
            match remark.code {
                ResultRemarkCode::Missing => {
                    refusals.push(Refusal::TextMissing { application_id: id, part, criterion });
                }
                ResultRemarkCode::NamesAJuror => {
                    refusals.push(Refusal::NamesAJuror { application_id: id, part, criterion });
                }
                ResultRemarkCode::VeryShort
                | ResultRemarkCode::OtherLanguage
                | ResultRemarkCode::TellsAScore
                | ResultRemarkCode::ContradictsOutcome
                | ResultRemarkCode::SameText => {}
            }
        }
        let is_approved = one.feedback.as_ref().is_some_and(|feedback| feedback.approved_at.is_some());
        let is_own = campaign.row.texts_by_second_person && one.writers().any(|writer| writer == user);
        refusals.extend(reasons([
            (is_approved, Refusal::AlreadyApproved { application_id: id }),
            (!takes_feedback(one.application.stage), Refusal::WrongStage { application_id: id }),
            (is_own, Refusal::SamePerson { application_id: id }),
        ]));
        refusals.extend(stake.map(|stake| Refusal::NotImpartial { application_id: id, stake }));
        Ok(unless(refusals, one.feedback))
    };
    each_or_none(work, (&rows, others), judge, |feedback| async move {
        let Some(feedback) = feedback else { return Err(Stop::failure("feedback is approved that is not there")) };
        let (id, application) = (feedback.id, feedback.application_id);
        store::save_feedback(work, feedback::Model { approved_at: Some(work.now()), ..feedback }).await?;
        work.audit(id).await?;
        Ok(application)
    })
    .await
}

/// The texts of an application that the caller may decide on, locked, and what the caller has to do with it.
async fn hold(
    work: &Work,
    stakes: &applications::rules::Stakes,
    id: ApplicationId,
) -> Result<(Stored, Option<Stake>), Stop> {
    let application = applications::hold(work, Application::DECIDE, id).await?.into_row();
    let stake = stakes.in_application(&application);
    let one = stored(work, vec![application], Hold::Locked).await?.pop();
    Ok((one.ok_or(Stop::NotFound)?, stake))
}

/// The campaigns of some applications, with what each judges by.
struct Campaigns(HashMap<CampaignId, OneCampaign>);

struct OneCampaign {
    row: campaigns::Model,
    scored: Arc<Scored>,
}

impl Campaigns {
    async fn of(work: &Work, applications: impl Iterator<Item = &ApplicationId>) -> Result<Self, Stop> {
        let ids: Vec<ApplicationId> = applications.copied().collect();
        let known = applications::list(work, &ids).await?;
        let known: BTreeSet<CampaignId> = known.iter().map(|application| application.campaign_id).collect();
        let mut all = HashMap::new();
        for id in known {
            let row = campaign::get(work, id).await?;
            all.insert(id, OneCampaign { scored: campaign::scored(work, &row).await?, row });
        }
        Ok(Self(all))
    }

    fn get(&self, id: CampaignId) -> Result<&OneCampaign, Stop> {
        self.0.get(&id).ok_or(Stop::NotFound)
    }

    /// Whom texts about these applications must not name.
    async fn judges(
        &self,
        work: &Work,
        applications: impl Iterator<Item = &ApplicationId>,
    ) -> Result<HashMap<ApplicationId, Judges>, Stop> {
        let ids: Vec<ApplicationId> = applications.copied().collect();
        let known = applications::list(work, &ids).await?;
        let mut all = HashMap::new();
        for campaign in self.0.keys() {
            let theirs: Vec<_> = known.iter().filter(|one| one.campaign_id == *campaign).cloned().collect();
            all.extend(applications::judges_of(work, *campaign, &theirs).await?);
        }
        Ok(all)
    }
}

async fn refresh_all<'a>(
    work: &Work,
    campaigns: &Campaigns,
    changed: impl Iterator<Item = &'a application::Model>,
) -> Result<(), Stop> {
    let mut by_campaign: BTreeMap<CampaignId, Vec<ApplicationId>> = BTreeMap::new();
    for application in changed {
        by_campaign.entry(application.campaign_id).or_default().push(application.id);
    }
    for (campaign, ids) in by_campaign {
        refresh(work, &campaigns.get(campaign)?.row, &ids).await?;
    }
    Ok(())
}

/// Takes back the approval of texts of which something changed.
pub(super) async fn unapprove(work: &Work, application: ApplicationId) -> Result<(), Stop> {
    match store::find_feedback(work, application).await?.filter(|feedback| feedback.approved_at.is_some()) {
        Some(feedback) => store::save_feedback(work, feedback::Model { approved_at: None, ..feedback }).await,
        None => Ok(()),
    }
}

/// Says anew what is to be said of the texts of these applications, and of who has the same text as they.
pub(super) async fn refresh(work: &Work, campaign: &campaigns::Model, changed: &[ApplicationId]) -> Result<(), Stop> {
    let changed: HashSet<ApplicationId> = changed.iter().copied().collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut group = Vec::new();
    for (track, ..) in <Track as entity::kinds::Kind>::VALUES {
        let all = applications::list_complete(work, campaign.id, *track).await?;
        let of_changed = all.iter().filter(|one| changed.contains(&one.id)).map(|one| one.community);
        let communities: HashSet<Community> = of_changed.collect();
        group.extend(all.into_iter().filter(|one| communities.contains(&one.community)));
    }
    let ids: Vec<ApplicationId> = group.iter().map(|application| application.id).collect();
    let touched: Vec<_> = group.iter().filter(|one| changed.contains(&one.id)).cloned().collect();
    let judges = applications::judges_of(work, campaign.id, &touched).await?;
    let known = store::list_remarks(work, &ids).await?;
    let all = stored(work, group, Hold::Seen).await?;
    let scored = campaign::scored(work, campaign).await?;
    let criteria: Vec<CriterionId> = criteria_of(&scored).map(|criterion| criterion.id).collect();
    let campaign = campaign.clone();
    let said = work.compute(move |go_on| {
        let texts = |one: &Stored| one.application.community;
        let mut groups: BTreeMap<(&str, &str), Vec<(ApplicationId, Texts<'_>)>> = BTreeMap::new();
        let mut said: HashMap<ApplicationId, Vec<Remark>> = HashMap::new();
        for one in &all {
            go_on()?;
            let (id, track, community) = (one.application.id, one.application.track, texts(one));
            let texts = one.texts(&criteria, language(&campaign, community));
            if let Some(judges) = judges.get(&id) {
                said.insert(id, remarks(&texts, |text| judges.are_named_in(text)));
            }
            let key = (entity::kinds::Kind::word(track), entity::kinds::Kind::word(community));
            groups.entry(key).or_default().push((id, texts));
        }
        let same: HashMap<_, _> = groups.values().flat_map(|group| same_texts(group)).collect();
        Ok((said, same))
    });
    let (mut said, mut same) = said.await?;
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let mut before: HashMap<ApplicationId, Vec<result_remark::Model>> = HashMap::new();
    for row in known {
        before.entry(row.application_id).or_default().push(row);
    }
    for id in ids {
        let mut old = before.remove(&id).unwrap_or_default();
        let mut now = same.remove(&id).unwrap_or_default();
        if changed.contains(&id) {
            now.extend(said.remove(&id).unwrap_or_default());
        } else {
            // Of itself nothing else is to be said of it.
            old.retain(|row| row.code == ResultRemarkCode::SameText);
        }
        for remark in now {
            let row = row(work, id, &remark);
            match old.iter().position(|known| result_remark::Model { id: known.id, ..row.clone() } == *known) {
                Some(at) => drop(old.swap_remove(at)),
                None => new.push(row),
            }
        }
        gone.extend(old.into_iter().map(|row| row.id));
    }
    store::change_remarks(work, &gone, new).await
}

fn row(work: &Work, application_id: ApplicationId, remark: &Remark) -> result_remark::Model {
    result_remark::Model {
        id: work.id::<ResultRemarkId>(),
        application_id,
        code: remark.code,
        part: remark.part,
        criterion_id: remark.criterion,
        same_as_id: remark.same_as,
        language: remark.language.map(ToOwned::to_owned),
        position: 10 * (remark.part as i32) + remark.code as i32,
    }
}
