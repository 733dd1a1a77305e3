//! Answers about plans that no row holds.

use async_graphql::{Enum, SimpleObject};
use entity::{
    assignment_plan,
    ids::{ApplicationId, JurorId},
    kinds::{AssignmentPlanStatus, Tie},
};

use super::{
    rules::{Built, Facts, JurorFacts, Question, has_begun, most_of},
    told::{Told, ToldCut, ToldStep},
};
use crate::{
    answered,
    api::{Many, One, Word, fact::Sentence, policy::policy},
    auth::Audience::Staff,
    jury::rules::Ties,
};
use fair::assign::{Change, Explanation, Move, WhyNot};

/// A plan in figures, and whether it is valid and the best one.
#[derive(SimpleObject)]
pub struct AssignmentPlanInspection {
    /// The status.
    #[graphql(directive = policy::apply(vec![Staff]))]
    status: Word<AssignmentPlanStatus>,
    /// Whether applications, jurors, ties and limits are still as they were when the plan was made. Only then can it be
    /// carried out.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_current: bool,
    /// Whether an independent check, made now, confirms that the plan keeps every rule and that no plan is better in
    /// the levels with `isProven`. Null if there is no plan, or if it is not current.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_proven: Option<bool>,
    /// The levels: what the plan keeps as low as possible, the most important first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    levels: Vec<PlanLevel>,
    /// How many applications each juror gets.
    #[graphql(directive = policy::apply(vec![Staff]))]
    loads: Vec<PlannedLoad>,
    /// Groups of jurors that are connected by shared applications. With more than one group, the severity of their
    /// jurors cannot be compared, and scores cannot be calibrated.
    #[graphql(directive = policy::apply(vec![Staff]))]
    groups: Vec<Many<JurorId>>,
    /// How strongly the jurors are connected by shared applications, in thousandths; 0 if there are separate groups.
    /// Mathematically: the second-smallest eigenvalue of the Laplacian of the graph of shared applications. Nothing is
    /// decided by it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    link_strength: i32,
    /// Number of projects with several applications for which `projectWish` is fulfilled; null without a wish.
    #[graphql(directive = policy::apply(vec![Staff]))]
    wishes_met: Option<i32>,
    /// Number of projects with several applications; null without a wish.
    #[graphql(directive = policy::apply(vec![Staff]))]
    wishes: Option<i32>,
    /// Why there is no plan: each entry shows something that no plan can fulfil. Empty if there is a plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    cuts: Vec<PlanCut>,
    /// What would make a plan possible: each entry alone is enough, the one with the fewest steps first. Empty if there
    /// is a plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    remedies: Vec<PlanRemedy>,
}

/// Something that a plan keeps as low as possible. A smaller cost in an earlier level is always better, whatever the
/// costs in later levels.
#[derive(SimpleObject)]
pub struct PlanLevel {
    /// `change`: pairs that did not exist before. `school level`, `subject`: jurors who do not know the level or the
    /// subject. `load`: sum of the squares of the jurors' numbers of applications. `same jurors in a project`,
    /// `different jurors in a project`: assignments that miss the wish. `repeated juror pairs`: applications that the
    /// same two jurors share, after the first one.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// The cost of the plan in this level.
    #[graphql(directive = policy::apply(vec![Staff]))]
    cost: i32,
    /// Whether it is proven that no plan has a lower cost here without a higher cost in an earlier level.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_proven: bool,
}

/// How many applications a juror gets.
#[derive(SimpleObject)]
pub struct PlannedLoad {
    /// The juror; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: One<JurorId>,
    /// Number of applications in this plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    planned: i32,
    /// Number of those that the juror has opened; they stay with the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    begun: i32,
    /// Number of applications of the campaign outside this plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    elsewhere: i32,
    /// Most applications that the juror can take in this plan, after absences and other work.
    #[graphql(directive = policy::apply(vec![Staff]))]
    maximum_applications: i32,
}

/// Something that no plan can fulfil. A seat is one place for a juror at an application.
#[derive(SimpleObject)]
pub struct PlanCut {
    /// What cannot be fulfilled.
    #[graphql(directive = policy::apply(vec![Staff]))]
    kind: PlanCutKind,
    /// Applications that need seats. Empty if the jurors should take more applications than there are for them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications: Many<ApplicationId>,
    /// The only jurors who could fill these seats, or the jurors who should take that many applications.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Many<JurorId>,
    /// Number of seats that are needed, or least number of applications that these jurors should take.
    #[graphql(directive = policy::apply(vec![Staff]))]
    needed: i32,
    /// Number of seats or applications that are available.
    #[graphql(directive = policy::apply(vec![Staff]))]
    available: i32,
    /// The same in words, for people, in the language of the reader as `UserError.message` is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    message: Sentence,
}

/// What no plan can fulfil. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PlanCutKind {
    /// The jurors should take more applications than there are for them.
    Minimum,
    /// Applications need more seats than the jurors have who could judge them.
    Seats,
}

/// What would make a plan possible: all steps together.
#[derive(SimpleObject)]
pub struct PlanRemedy {
    /// The steps.
    #[graphql(directive = policy::apply(vec![Staff]))]
    steps: Vec<PlanStep>,
}

/// The kind of a step that would help. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PlanStepKind {
    /// Let the juror agree to `applicationCount` applications more: raise `capacity` by that number with `updateJuror`. If
    /// the juror
    /// is away for a part of the time, only a part of the capacity counts, so `applicationCount` can be more than the missing seats.
    RaiseCapacity,
    /// Ask for `applicationCount` applications fewer for this juror: lower `minimumPerJuror`.
    LowerMinimum,
    /// Clear the tie between the juror and the application with `clearConflict`, if it is no obstacle.
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
    /// The juror; null if it is a new juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: Option<One<JurorId>>,
    /// The applications.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications: Many<ApplicationId>,
    /// Number of applications that the step is about, for `LOWER_MINIMUM` and `RAISE_CAPACITY`; null for other steps.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_count: Option<i32>,
}

/// Two plans for the same applications, compared.
#[derive(SimpleObject)]
pub struct AssignmentPlanComparison {
    /// The costs of both, level by level. The first level that differs says which plan is better.
    #[graphql(directive = policy::apply(vec![Staff]))]
    levels: Vec<ComparedLevel>,
    /// Whether both plans were made with the same applications, jurors, ties and limits.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_same_input: bool,
    /// Number of pairs that both plans have.
    #[graphql(directive = policy::apply(vec![Staff]))]
    shared: i32,
    /// Pairs that only the first plan has.
    #[graphql(directive = policy::apply(vec![Staff]))]
    only_first: Vec<PlanPair>,
    /// Pairs that only the second plan has.
    #[graphql(directive = policy::apply(vec![Staff]))]
    only_second: Vec<PlanPair>,
}

/// The costs of two plans in one level.
#[derive(SimpleObject)]
pub struct ComparedLevel {
    /// Name of the level, as in `PlanLevel.name`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// The cost of the first plan; null if it does not have this level.
    #[graphql(directive = policy::apply(vec![Staff]))]
    first: Option<i32>,
    /// The cost of the second plan; null if it does not have this level.
    #[graphql(directive = policy::apply(vec![Staff]))]
    second: Option<i32>,
}

/// One juror for one application.
#[derive(SimpleObject)]
pub struct PlanPair {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// The juror; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: One<JurorId>,
}

/// Whether a juror is planned for an application, and why or why not. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PairVerdict {
    /// The juror is planned. `oppositeCosts` says what the plan would lose without this pair, `moves` who would then judge
    /// what.
    Planned,
    /// The juror is planned and has opened the application before: the plan had no choice.
    AlreadyBegun,
    /// The juror must not judge it: see `ties`, `isLanguageKnown` and `isInJury`.
    NotAllowed,
    /// There is a tie that staff can clear. After `clearConflict` the juror may be planned.
    NeedsClearance,
    /// No plan with this pair can keep all limits and all evaluations that are begun.
    Impossible,
    /// The juror could be planned, but the plan would cost more, or the same: see `oppositeCosts` and `moves`.
    MoreCostly,
}

/// A cost in one level of a plan.
#[derive(SimpleObject)]
pub struct LevelCost {
    /// Name of the level, as in `PlanLevel.name`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// The cost. A negative number means that the plan gets better.
    #[graphql(directive = policy::apply(vec![Staff]))]
    cost: i32,
}

/// An application that would go from one juror to another.
#[derive(SimpleObject)]
pub struct PlanMove {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// The juror who would no longer judge it; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    from: One<JurorId>,
    /// The juror who would judge it instead; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    to: One<JurorId>,
}

/// Why a juror is, or is not, planned for an application. In a list of costs, the first one that is not 0 decides.
#[derive(SimpleObject)]
pub struct AssignmentExplanation {
    /// The short answer.
    #[graphql(directive = policy::apply(vec![Staff]))]
    verdict: PairVerdict,
    /// The ties of the juror to the application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    ties: Vec<Word<Tie>>,
    /// Whether the juror reads the language of the application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_language_known: bool,
    /// Whether the juror is in this jury.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_in_jury: bool,
    /// What the pair costs, level by level; empty if it is not in the plan.
    #[graphql(directive = policy::apply(vec![Staff]))]
    parts: Vec<LevelCost>,
    /// What the plan would gain if the juror could take one more application: all 0 if the juror has room, empty if the
    /// juror is not planned for this application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    gain_with_more_room: Vec<LevelCost>,
    /// What the opposite choice (with this pair instead of without it, or the other way round) would cost the plan,
    /// with the best moves of all others. Null if there is no other choice.
    #[graphql(directive = policy::apply(vec![Staff]))]
    opposite_costs: Option<Vec<LevelCost>>,
    /// The moves of applications that the opposite choice would need, all together.
    #[graphql(directive = policy::apply(vec![Staff]))]
    moves: Vec<PlanMove>,
}

/// The jurors who could judge an application.
#[derive(SimpleObject)]
pub struct JurorChoices {
    /// All jurors of the jury. First those who may be asked and know the school level and a subject, then those with
    /// the most room.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Vec<JurorChoice>,
}

/// A juror, as a choice for an application.
#[derive(SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct JurorChoice {
    /// The juror; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: One<JurorId>,
    /// Whether nothing is against asking this juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_available: bool,
    /// Whether the juror is assigned to the application already.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_assigned: bool,
    /// The ties of the juror to the application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    ties: Vec<Word<Tie>>,
    /// Whether the juror reads the language of the application.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_language_known: bool,
    /// Whether the juror knows the level of the school. Also true if the juror names no levels.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_level_known: bool,
    /// Whether the juror knows a subject of the application. Also true if the juror names no subjects.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_subject_known: bool,
    /// Number of applications that the juror has in this campaign.
    #[graphql(directive = policy::apply(vec![Staff]))]
    load: i32,
    /// Most applications that the juror can take, after absences.
    #[graphql(directive = policy::apply(vec![Staff]))]
    maximum_applications: i32,
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

fn words(ties: Option<&Ties>) -> Vec<Word<Tie>> {
    ties.into_iter().flat_map(Ties::iter).map(Word).collect()
}

impl PlanCut {
    fn of(cut: &ToldCut) -> Self {
        let ToldCut { applications, jurors, needed, available } = cut;
        let kind = if applications.is_empty() { PlanCutKind::Minimum } else { PlanCutKind::Seats };
        let message = Sentence::new(match kind {
            PlanCutKind::Minimum => {
                "these jurors ({jurors}) must take at least {needed}; for them there are {available}"
            }
            PlanCutKind::Seats => {
                "these applications ({applications}) need seats ({needed}) that only these jurors ({jurors}) can give; free are {available}"
            }
        });
        let message = message.with("applications", applications.len()).with("jurors", jurors.len());
        Self {
            kind,
            applications: Many(applications.clone()),
            jurors: Many(jurors.clone()),
            needed: number(*needed),
            available: number(*available),
            message: message.with("needed", *needed).with("available", *available),
        }
    }
}

impl PlanStep {
    fn of(step: &ToldStep) -> Self {
        let (kind, juror, applications, by) = match step {
            ToldStep::RaiseMost(juror, by) => (PlanStepKind::RaiseCapacity, Some(juror), Vec::new(), Some(*by)),
            ToldStep::LowerFewest(juror, by) => (PlanStepKind::LowerMinimum, Some(juror), Vec::new(), Some(*by)),
            ToldStep::Clear(application, juror) => (PlanStepKind::Clear, Some(juror), vec![*application], None),
            ToldStep::Invite(applications) => (PlanStepKind::Invite, None, applications.clone(), None),
        };
        Self {
            kind,
            juror: juror.copied().map(One),
            applications: Many(applications),
            application_count: by.map(number),
        }
    }
}

impl AssignmentPlanInspection {
    /// Of a plan; `proof` is what the check says of it, if it is current.
    pub(super) fn of(plan: &assignment_plan::Model, told: &Told, proof: Option<bool>, loads: Vec<PlannedLoad>) -> Self {
        let level = |(place, (name, cost)): (usize, (&String, &i64))| PlanLevel {
            name: name.clone(),
            cost: number(*cost),
            is_proven: place < told.proven,
        };
        Self {
            status: Word(plan.state),
            is_current: proof.is_some(),
            is_proven: proof,
            levels: told.levels.iter().zip(&told.objective).enumerate().map(level).collect(),
            loads,
            groups: told.groups.iter().cloned().map(Many).collect(),
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
                juror: One(juror.id),
                planned: number(pairs.iter().filter(|(_, who)| *who == juror.id).count()),
                begun: number(begun),
                elsewhere: number(juror.elsewhere),
                maximum_applications: number(most_of(juror, question, u32::try_from(begun).unwrap_or(u32::MAX))),
            }
        };
        facts.jurors.iter().map(load).collect()
    }
}

impl AssignmentPlanComparison {
    /// Of two plans.
    pub(super) fn of((first, second): (&Told, &Told), (ours, theirs): (&[Pair], &[Pair])) -> Self {
        let cost = |told: &Told, name: &String| {
            let place = told.levels.iter().position(|known| known == name)?;
            told.objective.get(place).map(|cost| number(*cost))
        };
        let names = first.levels.iter().chain(second.levels.iter().filter(|name| !first.levels.contains(name)));
        let level =
            |name: &String| ComparedLevel { name: name.clone(), first: cost(first, name), second: cost(second, name) };
        let pair = |(application, juror): &Pair| PlanPair { application: One(*application), juror: One(*juror) };
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

impl AssignmentExplanation {
    /// Of a pair of a case.
    pub(super) fn of(
        said: Said,
        names: &[String],
        built: &Built,
        (ties, is_language_known, is_in_jury): (Option<&Ties>, bool, bool),
    ) -> Self {
        let empty = Self {
            verdict: PairVerdict::NotAllowed,
            ties: words(ties),
            is_language_known,
            is_in_jury,
            parts: Vec::new(),
            gain_with_more_room: Vec::new(),
            opposite_costs: None,
            moves: Vec::new(),
        };
        let of_change = |change: Option<Change>| match change {
            Some(Change { cost, moves: steps }) => (Some(costs(names, &cost)), moves(built, &steps)),
            None => (None, Vec::new()),
        };
        match said {
            Said::Planned(Explanation { parts, is_fixed, scarcity, regret }) => {
                let (opposite_costs, moves) = of_change(regret);
                Self {
                    verdict: if is_fixed { PairVerdict::AlreadyBegun } else { PairVerdict::Planned },
                    parts: costs(names, &parts),
                    gain_with_more_room: costs(names, &scarcity),
                    opposite_costs,
                    moves,
                    ..empty
                }
            }
            Said::Not(WhyNot::Dearer(change)) => {
                let (opposite_costs, moves) = of_change(Some(change));
                Self { verdict: PairVerdict::MoreCostly, opposite_costs, moves, ..empty }
            }
            Said::Not(WhyNot::SoftConflict) => Self { verdict: PairVerdict::NeedsClearance, ..empty },
            Said::Not(WhyNot::Impossible) => Self { verdict: PairVerdict::Impossible, ..empty },
            Said::Not(WhyNot::Forbidden | WhyNot::Judges) => empty,
        }
    }
}

fn moves(built: &Built, moves: &[Move]) -> Vec<PlanMove> {
    let of_move = |one: &Move| {
        let juror = |number: usize| built.jurors.get(number).copied().map(One);
        Some(PlanMove {
            application: One(*built.applications.get(one.application)?),
            from: juror(one.from)?,
            to: juror(one.to)?,
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
            let is_language_known =
                application.language.as_ref().is_none_or(|language| juror.languages.contains(language));
            let is_level_known = juror.levels.is_empty() || juror.levels.contains(&application.level);
            let says_nothing = juror.subjects.is_empty() || application.subjects.is_empty();
            let is_kept = ties.is_some_and(Ties::keep_away);
            JurorChoice {
                juror: One(juror.id),
                is_available: juror.is_open && !is_assigned && !is_kept && is_language_known && load < most,
                is_assigned,
                ties: words(ties),
                is_language_known,
                is_level_known,
                is_subject_known: says_nothing || !juror.subjects.is_disjoint(&application.subjects),
                load: number(load),
                maximum_applications: number(most),
            }
        };
        let mut jurors: Vec<JurorChoice> = facts.jurors.iter().map(choice).collect();
        jurors.sort_by_key(|juror| {
            let misses = (!juror.is_available, !juror.ties.is_empty(), !juror.is_level_known, !juror.is_subject_known);
            (misses, juror.load - juror.maximum_applications)
        });
        Some(Self { jurors })
    }
}

answered! {
    AssignmentPlanInspection => "assignmentPlanInspection";
    AssignmentPlanComparison => "assignmentPlanComparison";
    AssignmentExplanation => "assignmentExplanation";
    JurorChoices => "jurorChoices";
}
