//! Answers about plans that no row holds.

use async_graphql::{Enum, ID, SimpleObject};
use entity::{
    assignment_plan,
    ids::{ApplicationId, JurorId},
    kinds::{PlanState, Tie},
};

use super::{
    rules::{Built, Facts, JurorFacts, Question, has_begun, most_of},
    told::{Told, ToldCut, ToldStep},
};
use crate::{
    answered,
    api::{Word, policy::policy},
    auth::Audience::Staff,
    jury::{
        assign::{Change, Explanation, Move, WhyNot},
        rules::Ties,
    },
};

/// What a plan comes to, and whether it can be relied on.
#[derive(SimpleObject)]
pub struct PlanInspection {
    /// Where it stands.
    #[graphql(directive = policy::apply(vec![Staff]))]
    state: Word<PlanState>,
    /// Whether applications, jurors, ties and bounds are what they were: only then can it be committed.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_current: bool,
    /// Whether a check without the solver, made just now, finds that it keeps every rule and no plan is better in the
    /// levels that are proven. Null when there is no plan or it is not current.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_proven: Option<bool>,
    /// What it was asked to keep low, the most important first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    levels: Vec<PlanLevel>,
    /// What each juror has to do by it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    loads: Vec<PlannedLoad>,
    /// Jurors who are linked by applications that they share. With more than one group severity cannot be compared
    /// between them, and scores cannot be calibrated.
    #[graphql(directive = policy::apply(vec![Staff]))]
    groups: Vec<Vec<ID>>,
    /// How well jurors are linked, in thousandths: 0 for groups that never mix. The second-smallest eigenvalue of the
    /// Laplacian of the graph of shared applications. It decides nothing.
    #[graphql(directive = policy::apply(vec![Staff]))]
    link_strength: i32,
    /// For how many projects with several applications the wish was met; null without a wish.
    #[graphql(directive = policy::apply(vec![Staff]))]
    wishes_met: Option<i32>,
    /// How many projects have several applications; null without a wish.
    #[graphql(directive = policy::apply(vec![Staff]))]
    wishes: Option<i32>,
    /// Why there is no plan: each of these cannot be, whatever the plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    cuts: Vec<PlanCut>,
    /// What would help where there is no plan: each of these is enough, the one with the fewest steps first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    remedies: Vec<PlanRemedy>,
}

/// Something that a plan keeps low. The least of an earlier one counts for more than all of the later ones together.
#[derive(SimpleObject)]
pub struct PlanLevel {
    /// `change`: pairs that were not there before. `school level`, `subject`: jurors who do not know it. `load`: sum of the
    /// squared loads. `same jurors in a project`, `different jurors in a project`: seats that miss the wish. `repeated
    /// juror pairs`: applications that two jurors share after their first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// What it comes to.
    #[graphql(directive = policy::apply(vec![Staff]))]
    cost: i32,
    /// Whether no plan is better here without being worse in a level before it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_proven: bool,
}

/// What a juror has to do.
#[derive(SimpleObject)]
pub struct PlannedLoad {
    /// Who.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: ID,
    /// Applications of this plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    planned: i32,
    /// Those of them that she has opened: they stay hers.
    #[graphql(directive = policy::apply(vec![Staff]))]
    begun: i32,
    /// Applications of the campaign beside this plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    elsewhere: i32,
    /// What she takes on at most in this plan, after absences and work elsewhere.
    #[graphql(directive = policy::apply(vec![Staff]))]
    most: i32,
}

/// Something that cannot be.
#[derive(SimpleObject)]
pub struct PlanCut {
    /// Applications that need seats; none where jurors are to take more than there is for them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_ids: Vec<ID>,
    /// The only jurors who could give them, or who are to take that much.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_ids: Vec<ID>,
    /// Seats that are needed, or applications that these jurors are to take at least.
    #[graphql(directive = policy::apply(vec![Staff]))]
    needed: i32,
    /// Those that there are.
    #[graphql(directive = policy::apply(vec![Staff]))]
    available: i32,
    /// The same as a sentence.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
}

/// What would make a plan possible: all its steps together.
#[derive(SimpleObject)]
pub struct PlanRemedy {
    /// The steps.
    #[graphql(directive = policy::apply(vec![Staff]))]
    steps: Vec<PlanStep>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PlanStepKind {
    /// Let the juror agree to `by` more: `updateJuror` with a `capacity` that is so much higher. Who is away for part of the
    /// time takes on a share of it, so it may be more than the seats that are missing.
    RaiseMost,
    /// Ask for `by` fewer of this juror: lower `fewest`.
    LowerFewest,
    /// Clear what ties the juror to the application, if it does not matter: `clearConflict`.
    Clear,
    /// Invite another juror who may judge these applications.
    Invite,
}

/// A step of a remedy.
#[derive(SimpleObject)]
pub struct PlanStep {
    /// What to do.
    #[graphql(directive = policy::apply(vec![Staff]))]
    kind: PlanStepKind,
    /// With whom; null when it is somebody new.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: Option<ID>,
    /// For which applications.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_ids: Vec<ID>,
    /// By how many.
    #[graphql(directive = policy::apply(vec![Staff]))]
    by: Option<i32>,
}

/// Two plans for the same applications beside each other.
#[derive(SimpleObject)]
pub struct PlanComparison {
    /// What each comes to, level by level. The first level in which they differ says which one is better.
    #[graphql(directive = policy::apply(vec![Staff]))]
    levels: Vec<ComparedLevel>,
    /// Whether the two rest on the same applications, jurors, ties and bounds.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_same_input: bool,
    /// How many pairs both have.
    #[graphql(directive = policy::apply(vec![Staff]))]
    shared: i32,
    /// Pairs that only the first has.
    #[graphql(directive = policy::apply(vec![Staff]))]
    only_first: Vec<PlanPair>,
    /// Pairs that only the second has.
    #[graphql(directive = policy::apply(vec![Staff]))]
    only_second: Vec<PlanPair>,
}

/// A level of two plans.
#[derive(SimpleObject)]
pub struct ComparedLevel {
    /// As in `PlanLevel`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// What the first comes to; null if it does not have this level.
    #[graphql(directive = policy::apply(vec![Staff]))]
    first: Option<i32>,
    /// What the second comes to.
    #[graphql(directive = policy::apply(vec![Staff]))]
    second: Option<i32>,
}

/// An application and a juror.
#[derive(SimpleObject)]
pub struct PlanPair {
    /// The application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_id: ID,
    /// The juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: ID,
}

/// Why a juror is, or is not, planned for an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PairVerdict {
    /// She is: `regret` says what the plan would lose without this pair, `moves` who would judge what instead.
    Planned,
    /// She is, and has opened it: nothing was decided.
    Begun,
    /// She must not: see `ties`, `readsLanguage` and `isInJury`.
    Away,
    /// A tie that staff decide on: with `clearConflict` she may be planned.
    Undecided,
    /// No plan with this pair keeps everybody's bounds and what has begun.
    Impossible,
    /// It would cost more, or as much: see `regret` and `moves`.
    Dearer,
}

/// A cost in one level.
#[derive(SimpleObject)]
pub struct LevelCost {
    /// As in `PlanLevel`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// The cost; less than nothing is a gain.
    #[graphql(directive = policy::apply(vec![Staff]))]
    cost: i32,
}

/// An application handed on.
#[derive(SimpleObject)]
#[expect(clippy::struct_field_names, reason = "fields of the API are called after what they name")]
pub struct PlanMove {
    /// Which.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_id: ID,
    /// Who would not judge it any more.
    #[graphql(directive = policy::apply(vec![Staff]))]
    from_juror_id: ID,
    /// Who would judge it instead.
    #[graphql(directive = policy::apply(vec![Staff]))]
    to_juror_id: ID,
}

/// Why a juror is, or is not, planned for an application. The first cost that is not zero decides.
#[derive(SimpleObject)]
pub struct PairExplanation {
    /// The short answer.
    #[graphql(directive = policy::apply(vec![Staff]))]
    verdict: PairVerdict,
    /// What ties her to it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    ties: Vec<Word<Tie>>,
    /// Whether she reads the language that it is written in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reads_language: bool,
    /// Whether she is in this jury.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_in_jury: bool,
    /// What the pair costs; empty if it is not planned.
    #[graphql(directive = policy::apply(vec![Staff]))]
    parts: Vec<LevelCost>,
    /// What the plan would gain if she could take one application more; all zero if she has room, empty if she is not
    /// planned.
    #[graphql(directive = policy::apply(vec![Staff]))]
    scarcity: Vec<LevelCost>,
    /// What the other choice would cost the plan, everybody else moving as is best; null where there is none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    regret: Option<Vec<LevelCost>>,
    /// Who would move. The moves happen together.
    #[graphql(directive = policy::apply(vec![Staff]))]
    moves: Vec<PlanMove>,
}

/// Who could judge an application.
#[derive(SimpleObject)]
pub struct JurorChoices {
    /// Every juror of the jury, those first who may be asked and know level and subject, then those with the most room.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Vec<JurorChoice>,
}

/// A juror beside an application.
#[derive(SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct JurorChoice {
    /// Who.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: ID,
    /// Whether nothing stands against asking her.
    #[graphql(directive = policy::apply(vec![Staff]))]
    may_be_asked: bool,
    /// Whether she judges it already.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_assigned: bool,
    /// What ties her to it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    ties: Vec<Word<Tie>>,
    /// Whether she reads the language that it is written in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reads_language: bool,
    /// Whether she knows the level of the school, or does not say which levels she knows.
    #[graphql(directive = policy::apply(vec![Staff]))]
    knows_level: bool,
    /// Whether she knows one of its subjects, or does not say which subjects she knows.
    #[graphql(directive = policy::apply(vec![Staff]))]
    knows_subject: bool,
    /// Applications that she has in the campaign.
    #[graphql(directive = policy::apply(vec![Staff]))]
    load: i32,
    /// Applications that she takes on at most, after absences.
    #[graphql(directive = policy::apply(vec![Staff]))]
    most: i32,
}

/// An application and who is planned for it.
pub(super) type Pair = (ApplicationId, JurorId);

fn number(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

fn costs(names: &[String], costs: &[i64]) -> Vec<LevelCost> {
    let cost = |(name, cost): (&String, &i64)| LevelCost { name: name.clone(), cost: number(*cost) };
    names.iter().zip(costs).map(cost).collect()
}

fn ids<T: ToString>(ids: &[T]) -> Vec<ID> {
    ids.iter().map(|id| ID(id.to_string())).collect()
}

fn words(ties: Option<&Ties>) -> Vec<Word<Tie>> {
    ties.into_iter().flat_map(Ties::iter).map(Word).collect()
}

impl PlanCut {
    fn of(cut: &ToldCut) -> Self {
        let ToldCut { applications, jurors, needed, available } = cut;
        let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let who = many(jurors.len(), "juror");
        let text = if applications.is_empty() {
            format!("{who} must take {needed} at least; there are {available} for them")
        } else {
            let need = if applications.len() == 1 { "needs" } else { "need" };
            let have = if jurors.len() == 1 { "has" } else { "have" };
            let what = many(applications.len(), "application");
            let seats = many(usize::try_from(*needed).unwrap_or(usize::MAX), "seat");
            format!("{what} {need} {seats} that only {who} can give, who {have} {available} free")
        };
        Self {
            application_ids: ids(applications),
            juror_ids: ids(jurors),
            needed: number(*needed),
            available: number(*available),
            text,
        }
    }
}

impl PlanStep {
    fn of(step: &ToldStep) -> Self {
        let (kind, juror, applications, by) = match step {
            ToldStep::RaiseMost(juror, by) => (PlanStepKind::RaiseMost, Some(juror), Vec::new(), Some(*by)),
            ToldStep::LowerFewest(juror, by) => (PlanStepKind::LowerFewest, Some(juror), Vec::new(), Some(*by)),
            ToldStep::Clear(application, juror) => (PlanStepKind::Clear, Some(juror), vec![*application], None),
            ToldStep::Invite(applications) => (PlanStepKind::Invite, None, applications.clone(), None),
        };
        let juror_id = juror.map(|juror| ID(juror.to_string()));
        Self { kind, juror_id, application_ids: ids(&applications), by: by.map(number) }
    }
}

impl PlanInspection {
    /// Of a plan; `proof` is what the check says of it, if it is current.
    pub(super) fn of(plan: &assignment_plan::Model, told: &Told, proof: Option<bool>, loads: Vec<PlannedLoad>) -> Self {
        let level = |(place, (name, cost)): (usize, (&String, &i64))| PlanLevel {
            name: name.clone(),
            cost: number(*cost),
            is_proven: place < told.proven,
        };
        Self {
            state: Word(plan.state),
            is_current: proof.is_some(),
            is_proven: proof,
            levels: told.levels.iter().zip(&told.objective).enumerate().map(level).collect(),
            loads,
            groups: told.groups.iter().map(|group| ids(group)).collect(),
            link_strength: number(told.link_strength),
            wishes_met: told.met.map(|(met, _)| number(met)),
            wishes: told.met.map(|(_, all)| number(all)),
            cuts: told.cuts.iter().map(PlanCut::of).collect(),
            remedies: told
                .remedies
                .iter()
                .map(|steps| PlanRemedy { steps: steps.iter().map(PlanStep::of).collect() })
                .collect(),
        }
    }
}

impl PlannedLoad {
    /// Of every juror of a case.
    pub(super) fn all(facts: &Facts, question: &Question, pairs: &[Pair]) -> Vec<Self> {
        let load = |juror: &JurorFacts| {
            let begun = facts
                .applications
                .iter()
                .filter(|known| known.live.iter().any(|(who, state)| *who == juror.id && has_begun(*state)))
                .count();
            Self {
                juror_id: ID(juror.id.to_string()),
                planned: number(pairs.iter().filter(|(_, who)| *who == juror.id).count()),
                begun: number(begun),
                elsewhere: number(juror.elsewhere),
                most: number(most_of(juror, question, u32::try_from(begun).unwrap_or(u32::MAX))),
            }
        };
        facts.jurors.iter().map(load).collect()
    }
}

impl PlanComparison {
    /// Of two plans.
    pub(super) fn of((first, second): (&Told, &Told), (ours, theirs): (&[Pair], &[Pair])) -> Self {
        let cost = |told: &Told, name: &String| {
            let place = told.levels.iter().position(|known| known == name)?;
            told.objective.get(place).map(|cost| number(*cost))
        };
        let names = first.levels.iter().chain(second.levels.iter().filter(|name| !first.levels.contains(name)));
        let level =
            |name: &String| ComparedLevel { name: name.clone(), first: cost(first, name), second: cost(second, name) };
        let pair = |(application, juror): &Pair| PlanPair {
            application_id: ID(application.to_string()),
            juror_id: ID(juror.to_string()),
        };
        // Both come in the order of their ids.
        let lacks =
            |pairs: &[(ApplicationId, JurorId)], one: &(ApplicationId, JurorId)| pairs.binary_search(one).is_err();
        Self {
            levels: names.map(level).collect(),
            is_same_input: first.input == second.input,
            shared: number(ours.iter().filter(|one| !lacks(theirs, one)).count()),
            only_first: ours.iter().filter(|one| lacks(theirs, one)).map(pair).collect(),
            only_second: theirs.iter().filter(|one| lacks(ours, one)).map(pair).collect(),
        }
    }
}

/// What the solver says of a pair.
pub(super) enum Said {
    /// It is in the plan.
    Planned(Explanation),
    /// It is not.
    Not(WhyNot),
}

impl PairExplanation {
    /// Of a pair of a case.
    pub(super) fn of(
        said: Said,
        names: &[String],
        built: &Built,
        (ties, reads_language, is_in_jury): (Option<&Ties>, bool, bool),
    ) -> Self {
        let empty = Self {
            verdict: PairVerdict::Away,
            ties: words(ties),
            reads_language,
            is_in_jury,
            parts: Vec::new(),
            scarcity: Vec::new(),
            regret: None,
            moves: Vec::new(),
        };
        let of_change = |change: Option<Change>| match change {
            Some(Change { cost, moves: steps }) => (Some(costs(names, &cost)), moves(built, &steps)),
            None => (None, Vec::new()),
        };
        match said {
            Said::Planned(Explanation { parts, is_fixed, scarcity, regret }) => {
                let (regret, moves) = of_change(regret);
                Self {
                    verdict: if is_fixed { PairVerdict::Begun } else { PairVerdict::Planned },
                    parts: costs(names, &parts),
                    scarcity: costs(names, &scarcity),
                    regret,
                    moves,
                    ..empty
                }
            }
            Said::Not(WhyNot::Dearer(change)) => {
                let (regret, moves) = of_change(Some(change));
                Self { verdict: PairVerdict::Dearer, regret, moves, ..empty }
            }
            Said::Not(WhyNot::SoftConflict) => Self { verdict: PairVerdict::Undecided, ..empty },
            Said::Not(WhyNot::Impossible) => Self { verdict: PairVerdict::Impossible, ..empty },
            Said::Not(WhyNot::Forbidden | WhyNot::Judges) => empty,
        }
    }
}

fn moves(built: &Built, moves: &[Move]) -> Vec<PlanMove> {
    let of_move = |one: &Move| {
        let juror = |number: usize| built.jurors.get(number).map(|id| ID(id.to_string()));
        Some(PlanMove {
            application_id: ID(built.applications.get(one.application)?.to_string()),
            from_juror_id: juror(one.from)?,
            to_juror_id: juror(one.to)?,
        })
    };
    moves.iter().filter_map(of_move).collect()
}

impl JurorChoices {
    /// For one application of the facts.
    pub(super) fn of(facts: &Facts, question: &Question, id: ApplicationId) -> Option<Self> {
        let application = facts.applications.iter().find(|application| application.id == id)?;
        let choice = |juror: &JurorFacts| {
            let ties = facts.ties.get(&(id, juror.id));
            let is_here = |known: &&super::rules::ApplicationFacts| known.live.iter().any(|(who, _)| *who == juror.id);
            let load = juror.elsewhere + u32::try_from(facts.applications.iter().filter(is_here).count()).unwrap_or(0);
            let (from, to) = question.days;
            let most = crate::jury::rules::room(juror.most, from, to, &juror.absences);
            let is_assigned = is_here(&application);
            let reads_language =
                application.language.as_ref().is_none_or(|language| juror.languages.contains(language));
            let knows_level = juror.levels.is_empty() || juror.levels.contains(&application.level);
            let says_nothing = juror.subjects.is_empty() || application.subjects.is_empty();
            let is_kept = ties.is_some_and(Ties::keep_away);
            JurorChoice {
                juror_id: ID(juror.id.to_string()),
                may_be_asked: juror.is_open && !is_assigned && !is_kept && reads_language && load < most,
                is_assigned,
                ties: words(ties),
                reads_language,
                knows_level,
                knows_subject: says_nothing || !juror.subjects.is_disjoint(&application.subjects),
                load: number(load),
                most: number(most),
            }
        };
        let mut jurors: Vec<JurorChoice> = facts.jurors.iter().map(choice).collect();
        jurors.sort_by_key(|juror| {
            let misses = (!juror.may_be_asked, !juror.ties.is_empty(), !juror.knows_level, !juror.knows_subject);
            (misses, juror.load - juror.most)
        });
        Some(Self { jurors })
    }
}

answered! {
    PlanInspection => "inspection";
    PlanComparison => "comparison";
    PairExplanation => "explanation";
    JurorChoices => "choices";
}
