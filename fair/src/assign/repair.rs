//! A plan that must change after it was made: as few pairs as possible, and no evaluation that has started.

use std::ops::ControlFlow;

use super::{
    case::Case,
    plan::Plan,
    solve::{Progress, Start, Unsolved, run},
};

/// What happened, by numbers of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A juror judges nothing but what she has started.
    DroppedOut {
        /// Who.
        juror: usize,
    },
    /// A conflict surfaced. A started pair must first be taken out of the started ones (INV-11).
    Conflict {
        /// Of what.
        application: usize,
        /// Who.
        juror: usize,
    },
}

/// A plan, repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// What is to be planned after the events; [`super::check`] and [`super::Reader`] take it with the plan.
    pub case: Case,
    /// The new plan. Its first level is how many pairs are new.
    pub plan: Plan,
    /// Pairs that were not there.
    pub added: Vec<(usize, usize)>,
    /// Pairs that are no longer there.
    pub removed: Vec<(usize, usize)>,
}

/// Repairs a plan after these events. What has started stays; of all plans that then keep the rules, this one has the
/// fewest new pairs, and among those it is the best.
pub fn repair(
    case: &Case,
    plan: &Plan,
    started: &[(usize, usize)],
    events: &[Event],
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Repaired, Unsolved> {
    let mut case = case.clone();
    case.follow(&plan.pairs);
    case.set_fixed(started);
    case.put_change_first();
    for event in events {
        match *event {
            Event::DroppedOut { juror } => case.retire(juror),
            Event::Conflict { application, juror } => case.forbid(application, juror),
        }
    }
    let repaired = run(&case, Start::Before, watch)?;
    let (added, removed) = (repaired.new_since(plan), plan.new_since(&repaired));
    Ok(Repaired { case, plan: repaired, added, removed })
}
