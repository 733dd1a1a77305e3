//! From what is known of applications and jurors to a case for the solver.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    ids::{ApplicationId, JurorId, ProjectId},
    kinds::{AssignmentStatus, ProjectWish, SchoolLevel, Subject},
};

use fair::assign::{Application, Case, Conflict, Juror, Level, Project};

use crate::jury::rules::{Ties, room};

/// Everything that a plan depends on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What needs jurors.
    pub applications: Vec<ApplicationFacts>,
    /// Who may be asked, and who judges something of this already.
    pub jurors: Vec<JurorFacts>,
    /// Who is tied to what.
    pub ties: BTreeMap<(ApplicationId, JurorId), Ties>,
}

/// An application that needs jurors.
#[derive(Clone, Debug)]
pub struct ApplicationFacts {
    /// Which.
    pub id: ApplicationId,
    /// For which project.
    pub project: ProjectId,
    /// The language that it is written in (Q14); `None` where none is asked for.
    pub language: Option<String>,
    /// Level of the school.
    pub level: SchoolLevel,
    /// Subjects that it is about.
    pub subjects: BTreeSet<Subject>,
    /// How many jurors it needs.
    pub seats: u32,
    /// Who is asked to judge it, or judges it.
    pub live: Vec<(JurorId, AssignmentStatus)>,
}

/// A juror.
#[derive(Clone, Debug)]
pub struct JurorFacts {
    /// Who.
    pub id: JurorId,
    /// Whether she may be asked for more: she is in this jury.
    pub is_open: bool,
    /// Most applications in the campaign that she agrees to (Q20).
    pub most: u32,
    /// Applications of the campaign that she has beside those that are planned.
    pub elsewhere: u32,
    /// Languages that she reads.
    pub languages: BTreeSet<String>,
    /// Subjects that she knows; none: she does not say.
    pub subjects: BTreeSet<Subject>,
    /// Levels that she knows; none: she does not say.
    pub levels: BTreeSet<SchoolLevel>,
    /// When she is away.
    pub absences: Vec<(NaiveDate, NaiveDate)>,
}

/// What is asked of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// What breaks ties.
    pub seed: u64,
    /// Fewest applications for a juror, where so many are allowed to her.
    pub fewest: u32,
    /// Which jurors the applications for one project should have.
    pub wish: Option<ProjectWish>,
    /// First and last day of the work.
    pub days: (NaiveDate, NaiveDate),
}

/// A case, and whose its numbers are.
#[derive(Clone, Debug)]
pub struct Built {
    /// For the solver.
    pub case: Case,
    /// By number of the case.
    pub applications: Vec<ApplicationId>,
    /// By number of the case.
    pub jurors: Vec<JurorId>,
    /// Evaluations that have begun although the juror is tied to the application: these must end first (INV-11).
    pub stuck: Vec<(ApplicationId, JurorId)>,
    /// By number of the case: by how much the juror's capacity has to rise so that she takes so many more than now.
    rises: Vec<Rise>,
}

/// What it takes that a juror is asked for more.
#[derive(Clone, Debug)]
struct Rise {
    juror: JurorFacts,
    question: Question,
    /// What she takes at most now.
    most: u32,
}

impl Rise {
    /// How much more she has to agree to so that she takes `by` more: of what she agrees to she takes her share of the days.
    /// `None` when nothing she could agree to is enough.
    fn of(&self, by: u32) -> Option<u32> {
        let (mut low, mut high) = (0, MOST_MORE);
        if !self.is_enough(high, by) {
            return None;
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            *(if self.is_enough(middle, by) { &mut high } else { &mut low }) = middle;
        }
        Some(high)
    }

    /// Whether she takes `by` more than now when she agrees to `more` more.
    fn is_enough(&self, more: u32, by: u32) -> bool {
        let juror = JurorFacts { most: self.juror.most.saturating_add(more), ..self.juror.clone() };
        most_of(&juror, &self.question, 0) >= self.most.saturating_add(by)
    }
}

/// No juror is asked to agree to more than so many more.
const MOST_MORE: u32 = 1_000;

impl Built {
    /// Number of an application.
    pub fn application(&self, id: ApplicationId) -> Option<usize> {
        self.applications.iter().position(|known| *known == id)
    }

    /// Number of a juror.
    pub fn juror(&self, id: JurorId) -> Option<usize> {
        self.jurors.iter().position(|known| *known == id)
    }

    /// By how much a juror's capacity has to rise so that she takes `by` more; `None` when that helps nothing.
    pub fn rise(&self, id: JurorId, by: u32) -> Option<u32> {
        self.rises.get(self.juror(id)?)?.of(by)
    }
}

/// Whether the juror has opened the application: then it is hers, whatever the plan.
pub fn has_begun(state: AssignmentStatus) -> bool {
    match state {
        AssignmentStatus::Accepted | AssignmentStatus::InProgress | AssignmentStatus::Submitted => true,
        AssignmentStatus::Invited
        | AssignmentStatus::Declined
        | AssignmentStatus::Recused
        | AssignmentStatus::Revoked => false,
    }
}

/// What this juror costs this application at each level: 0 if school level or subject are among those that she knows.
fn costs(application: &ApplicationFacts, juror: &JurorFacts) -> [i64; 2] {
    let knows_level = juror.levels.is_empty() || juror.levels.contains(&application.level);
    let are_known = juror.subjects.is_empty() || application.subjects.is_empty();
    let knows_subject = are_known || !juror.subjects.is_disjoint(&application.subjects);
    [i64::from(!knows_level), i64::from(!knows_subject)]
}

/// How many applications a juror takes on at most in this plan, without those that she has elsewhere. What she has begun
/// is hers however much it is.
pub fn most_of(juror: &JurorFacts, question: &Question, begun: u32) -> u32 {
    let (from, to) = question.days;
    let free = room(juror.most, from, to, &juror.absences).saturating_sub(juror.elsewhere);
    if juror.is_open { free.max(begun) } else { begun }
}

/// Builds the case. Jurors who are kept away, do not read the language or said no are not let in at all; a tie that
/// staff decide on is a soft conflict.
pub fn build(facts: &Facts, question: &Question) -> Built {
    let is_repair = facts.applications.iter().any(|application| !application.live.is_empty());
    let mut levels = vec![Level::Pair("school level".to_owned()), Level::Pair("subject".to_owned()), Level::Load];
    if is_repair {
        levels.insert(0, Level::Change);
    }
    levels.extend(question.wish.map(|wish| {
        Level::Project(match wish {
            ProjectWish::Same => Project::Same,
            ProjectWish::Different => Project::Different,
        })
    }));
    levels.push(Level::Overlap);
    let mut case = Case::new(levels, question.seed);
    let (mut stuck, mut rises) = (Vec::new(), Vec::new());
    for application in &facts.applications {
        let begun = application.live.iter().filter(|(_, state)| has_begun(*state)).count();
        let seats = application.seats.max(u32::try_from(begun).unwrap_or(u32::MAX));
        let project = Some(application.project.to_string());
        case.application(Application { key: application.id.to_string(), seats, project });
    }
    for (number, juror) in facts.jurors.iter().enumerate() {
        let hers = |application: &ApplicationFacts| {
            application.live.iter().find(|(who, _)| *who == juror.id).map(|(_, state)| *state)
        };
        let begun = facts.applications.iter().filter_map(hers).filter(|state| has_begun(*state)).count();
        let begun = u32::try_from(begun).unwrap_or(u32::MAX);
        let most = most_of(juror, question, begun);
        let mut allowed = Vec::new();
        for (application, known) in facts.applications.iter().enumerate() {
            let state = hers(known);
            let has_begun = state.is_some_and(has_begun);
            let none = Ties::default();
            let ties = facts.ties.get(&(known.id, juror.id)).unwrap_or(&none);
            if has_begun && ties.keep_away() {
                stuck.push((known.id, juror.id));
                continue;
            }
            let reads = known.language.as_ref().is_none_or(|language| juror.languages.contains(language));
            let is_let = juror.is_open && reads && !ties.keep_away() && !ties.tell_of_a_no();
            if !is_let && !has_begun {
                continue;
            }
            let is_asked = state.is_some();
            let is_soft = ties.want_a_decision() && !is_asked;
            allowed.push((application, if is_soft { Conflict::Soft } else { Conflict::None }, state));
        }
        let hard = allowed.iter().filter(|(_, conflict, _)| *conflict == Conflict::None).count();
        let fewest = question.fewest.saturating_sub(juror.elsewhere).min(u32::try_from(hard).unwrap_or(u32::MAX));
        case.juror(Juror { key: juror.id.to_string(), min: fewest.min(most), max: most });
        // One application more is asked of nobody who is away all the time, or has left.
        let rise = Rise { juror: juror.clone(), question: *question, most };
        if !rise.is_enough(MOST_MORE, 1) {
            case.hold_firm(number);
        }
        rises.push(rise);
        for (application, conflict, state) in allowed {
            let Some(known) = facts.applications.get(application) else { continue };
            case.allow(application, number, conflict, &costs(known, juror));
            if state.is_some() {
                case.keep(application, number);
            }
            if state.is_some_and(has_begun) {
                case.fix(application, number);
            }
        }
    }
    Built {
        case,
        applications: facts.applications.iter().map(|application| application.id).collect(),
        jurors: facts.jurors.iter().map(|juror| juror.id).collect(),
        stuck,
        rises,
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use entity::kinds::Tie;
    use fair::assign::{Plan, Unsolved, solve};
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn question() -> Question {
        Question { seed: 1, fewest: 0, wish: None, days: (day("2026-09-01"), day("2026-09-10")) }
    }

    fn juror(number: u128) -> JurorFacts {
        JurorFacts {
            id: JurorId(Uuid::from_u128(100 + number)),
            is_open: true,
            most: 10,
            elsewhere: 0,
            languages: BTreeSet::from(["nl".to_owned()]),
            subjects: BTreeSet::new(),
            levels: BTreeSet::new(),
            absences: Vec::new(),
        }
    }

    fn application(number: u128) -> ApplicationFacts {
        ApplicationFacts {
            id: ApplicationId(Uuid::from_u128(number)),
            project: ProjectId(Uuid::from_u128(1000 + number)),
            language: Some("nl".to_owned()),
            level: SchoolLevel::Primary,
            subjects: BTreeSet::from([Subject::Arts]),
            seats: 1,
            live: Vec::new(),
        }
    }

    fn facts(applications: u128, jurors: u128) -> Facts {
        Facts {
            applications: (0..applications).map(application).collect(),
            jurors: (0..jurors).map(juror).collect(),
            ties: BTreeMap::new(),
        }
    }

    fn plan(facts: &Facts, question: &Question) -> Result<Plan, Unsolved> {
        solve(&build(facts, question).case, &mut |_| ControlFlow::Continue(()))
    }

    fn seated(facts: &Facts, question: &Question) -> Vec<(usize, usize)> {
        plan(facts, question).unwrap().pairs
    }

    #[test]
    fn who_is_tied_or_does_not_read_it_or_said_no_is_not_asked() {
        for tie in [
            Tie::OwnApplication,
            Tie::SameSchool,
            Tie::SameProject,
            Tie::HardConflict,
            Tie::SharedProject,
            Tie::DeclinedBefore,
            Tie::SameBoard,
            Tie::SoftConflict,
        ] {
            let mut facts = facts(1, 2);
            facts.ties.insert((facts.applications[0].id, facts.jurors[0].id), Ties::from_iter([tie]));
            assert_eq!(seated(&facts, &question()), [(0, 1)], "{tie:?}");
        }
        let mut other = facts(1, 2);
        other.jurors[0].languages = BTreeSet::from(["fr".to_owned()]);
        assert_eq!(seated(&other, &question()), [(0, 1)]);
    }

    #[test]
    fn only_a_tie_that_staff_decide_on_is_offered_as_a_way_out() {
        for (tie, is_offered) in
            [(Tie::SameBoard, true), (Tie::SoftConflict, true), (Tie::SameSchool, false), (Tie::SharedProject, false)]
        {
            let mut facts = facts(1, 1);
            facts.ties.insert((facts.applications[0].id, facts.jurors[0].id), Ties::from_iter([tie]));
            let Err(Unsolved::Impossible(shortage)) = plan(&facts, &question()) else { panic!("{tie:?}") };
            let lifts = |help: &fair::assign::Help| matches!(help, fair::assign::Help::Lift { .. });
            let offered = shortage.remedies.iter().any(|remedy| remedy.steps.iter().any(lifts));
            assert_eq!(offered, is_offered, "{tie:?}");
        }
    }

    #[test]
    fn a_remedy_asks_for_what_can_be_agreed_to_and_is_enough_when_it_is() {
        let mut facts = facts(2, 2);
        for juror in &mut facts.jurors {
            juror.most = 0;
        }
        // One is there half of the days, the other on none.
        facts.jurors[0].absences = vec![(day("2026-09-01"), day("2026-09-05"))];
        facts.jurors[1].absences = vec![(day("2026-08-01"), day("2026-09-30"))];
        let built = build(&facts, &question());
        let Err(Unsolved::Impossible(shortage)) = plan(&facts, &question()) else { panic!() };
        let raised: Vec<(JurorId, u32)> = shortage
            .remedies
            .iter()
            .flat_map(|remedy| &remedy.steps)
            .filter_map(|step| {
                let fair::assign::Help::RaiseMax { juror, by } = step else { return None };
                Some((juror.parse().unwrap(), *by))
            })
            .collect();
        assert_eq!(raised, [(facts.jurors[0].id, 2)], "nothing is asked of who is away");
        let (juror, by) = raised[0];
        assert_eq!((built.rise(juror, by), built.rise(facts.jurors[1].id, 1)), (Some(4), None), "half of four are two");
        facts.jurors[0].most += 3;
        assert!(plan(&facts, &question()).is_err(), "one less is not enough");
        facts.jurors[0].most += 1;
        assert_eq!(seated(&facts, &question()), [(0, 0), (1, 0)]);
    }

    #[test]
    fn level_counts_before_subject_and_subject_before_even_loads() {
        let mut facts = facts(2, 3);
        facts.jurors[0].levels = BTreeSet::from([SchoolLevel::Secondary]);
        facts.jurors[1].subjects = BTreeSet::from([Subject::History]);
        facts.jurors[2].subjects = BTreeSet::from([Subject::Arts]);
        assert_eq!(seated(&facts, &question()), [(0, 2), (1, 2)], "both to the one who knows, though loads are uneven");
        facts.jurors[2].most = 0;
        assert_eq!(seated(&facts, &question()), [(0, 1), (1, 1)], "the wrong subject before the wrong level");
    }

    #[test]
    fn what_has_begun_stays_and_as_few_others_as_can_be_move() {
        let mut facts = facts(3, 3);
        for (number, juror, state) in
            [(0, 0, AssignmentStatus::InProgress), (1, 0, AssignmentStatus::Invited), (2, 1, AssignmentStatus::Invited)]
        {
            let who = facts.jurors[juror].id;
            facts.applications[number].live = vec![(who, state)];
        }
        assert_eq!(seated(&facts, &question()), [(0, 0), (1, 0), (2, 1)], "nothing moves for even loads");
        facts.jurors[0].is_open = false;
        let plan = seated(&facts, &question());
        assert_eq!(plan[0], (0, 0), "begun");
        assert_eq!(plan[2], (2, 1), "not touched");
        assert_ne!(plan[1].1, 0, "she left the jury");
        facts.ties.insert((facts.applications[0].id, facts.jurors[0].id), Ties::from_iter([Tie::SameSchool]));
        let built = build(&facts, &question());
        assert_eq!(built.stuck, [(facts.applications[0].id, facts.jurors[0].id)]);
    }

    #[test]
    fn work_elsewhere_and_absence_take_room() {
        let mut facts = facts(4, 2);
        facts.jurors[0].most = 4;
        facts.jurors[0].elsewhere = 2;
        facts.jurors[0].absences = vec![(day("2026-09-01"), day("2026-09-03"))];
        // 4 applications on 7 of 10 days are 2, and 2 she has elsewhere.
        assert!(seated(&facts, &question()).iter().all(|(_, juror)| *juror == 1));
        let fewest = Question { fewest: 3, ..question() };
        assert!(
            seated(&facts, &fewest).iter().all(|(_, juror)| *juror == 1),
            "and no minimum asks for what she cannot"
        );
    }
}
