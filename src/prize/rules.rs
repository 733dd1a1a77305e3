//! Who comes first, and which prize goes to whom by that (R82, R110, Q6, Q7, INV-36): exact numbers, and never the time of
//! handing in.

use std::collections::BTreeSet;

use entity::{
    ids::{ApplicationId, PrizeId, ProjectId},
    kinds::PrizeChoiceReason,
};

use crate::score::rules::{Exact, Mean};

/// A labelled application, as far as it counts for its project.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Which.
    pub application: ApplicationId,
    /// Its total.
    pub total: Exact,
    /// What it has at each step of the campaign's rule; more is better.
    pub steps: Vec<Exact>,
}

/// A project with the means of its labelled applications.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which.
    pub project: ProjectId,
    /// The applications.
    pub applications: Vec<ApplicationId>,
    /// Of their totals.
    pub mean: Mean,
    steps: Vec<Mean>,
}

impl Standing {
    /// Of a project by its applications; none without any.
    pub fn of(project: ProjectId, counted: &[Counted]) -> Option<Self> {
        let mean = Mean::of(&counted.iter().map(|one| one.total).collect::<Vec<_>>())?;
        let count = counted.first().map_or(0, |one| one.steps.len());
        let at =
            |step: usize| Mean::of(&counted.iter().filter_map(|one| one.steps.get(step).copied()).collect::<Vec<_>>());
        let applications = counted.iter().map(|one| one.application).collect();
        Some(Self { project, applications, mean, steps: (0..count).filter_map(at).collect() })
    }

    fn key(&self) -> (Mean, &[Mean]) {
        (self.mean, &self.steps)
    }

    /// The first step at which it differs from another one; none if it never does.
    fn parts_from(&self, other: &Self) -> Option<usize> {
        self.steps.iter().zip(&other.steps).position(|(one, other)| one != other)
    }
}

/// A project in the ranking.
#[derive(Clone, Debug)]
pub struct Place {
    /// The project.
    pub standing: Standing,
    /// 1 is the best; the same for projects that nothing parts.
    pub rank: usize,
    /// The last step that was needed to part it from the others with its mean; none where none was, or none helps.
    pub tie_break: Option<usize>,
    /// Nothing parts it from another project.
    pub is_tied: bool,
}

/// The projects in order, the best first; those that nothing parts in the order of their ids.
pub fn ranking(mut all: Vec<Standing>) -> Vec<Place> {
    all.sort_by(|one, other| other.key().cmp(&one.key()).then(one.project.cmp(&other.project)));
    let place = |one: &Standing| {
        let others = || all.iter().filter(|other| other.project != one.project && other.mean == one.mean);
        let is_tied = others().any(|other| other.key() == one.key());
        Place {
            rank: 1 + all.iter().filter(|other| other.key() > one.key()).count(),
            tie_break: others().filter_map(|other| one.parts_from(other)).max(),
            is_tied,
            standing: one.clone(),
        }
    };
    all.iter().map(place).collect()
}

/// A prize that nobody has yet.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// Which.
    pub prize: PrizeId,
    /// It is for one level or theme.
    pub is_for_some: bool,
}

/// Prizes that a person must give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Why.
    pub reason: PrizeChoiceReason,
    /// The prizes, the first one first.
    pub prizes: Vec<PrizeId>,
    /// The projects that can win them.
    pub projects: Vec<ProjectId>,
}

/// Which prizes go to whom by the ranking, and where a person must choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// What the ranking says.
    pub given: Vec<(PrizeId, ProjectId)>,
    /// What it leaves open.
    pub choices: Vec<Choice>,
}

/// Fills the open prizes, the first one first, with the projects in their order; those in `out` win nothing more. Projects
/// that nothing parts take their places together: a person says who of them gets which.
pub fn fill(open: &[Open], places: &[Place], out: &BTreeSet<ProjectId>) -> Filled {
    let mut filled = Filled::default();
    let (own, mut prizes): (Vec<Open>, Vec<Open>) = open.iter().partition(|prize| prize.is_for_some);
    prizes.reverse();
    let left: Vec<&Place> = places.iter().filter(|place| !out.contains(&place.standing.project)).collect();
    for group in left.chunk_by(|one, other| one.rank == other.rank) {
        let theirs: Vec<PrizeId> = group.iter().map_while(|_| prizes.pop()).map(|open| open.prize).collect();
        match (theirs.as_slice(), group) {
            ([], _) => break,
            ([prize], [place]) => filled.given.push((*prize, place.standing.project)),
            _ => filled.choices.push(Choice {
                reason: PrizeChoiceReason::Tie,
                prizes: theirs,
                projects: group.iter().map(|place| place.standing.project).collect(),
            }),
        }
    }
    if !left.is_empty() {
        filled.choices.extend(own.iter().map(|open| Choice {
            reason: PrizeChoiceReason::Category,
            prizes: vec![open.prize],
            projects: left.iter().map(|place| place.standing.project).collect(),
        }));
    }
    filled
}

/// A sum in equal parts that add up to it exactly; the first ones have a cent more where it does not divide.
pub fn even(cents: i64, parts: usize) -> Vec<i64> {
    let count = i64::try_from(parts).unwrap_or(i64::MAX).max(1);
    (0..count).take(parts).map(|part| cents / count + i64::from(part < cents % count)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn project(number: usize) -> ProjectId {
        ProjectId(Uuid::from_u128(number as u128))
    }

    fn prize(number: usize) -> Open {
        Open { prize: PrizeId(Uuid::from_u128(number as u128)), is_for_some: false }
    }

    /// A project with applications that have a total and what each step looks at.
    fn standing(number: usize, results: &[(i32, Vec<i32>)]) -> Standing {
        let counted = results.iter().map(|(total, steps)| Counted {
            application: ApplicationId(Uuid::from_u128(0)),
            total: Exact(*total),
            steps: steps.iter().map(|step| Exact(*step)).collect(),
        });
        Standing::of(project(number), &counted.collect::<Vec<_>>()).unwrap()
    }

    fn told(places: &[Place]) -> Vec<(usize, usize, Option<usize>, bool)> {
        let number = |place: &Place| usize::try_from(place.standing.project.0.as_u128()).unwrap();
        places.iter().map(|place| (number(place), place.rank, place.tie_break, place.is_tied)).collect()
    }

    #[test]
    fn a_mean_is_compared_exactly_and_a_tie_is_resolved_by_the_first_step_that_helps() {
        // A third of a sixtieth more is more.
        let more = standing(1, &[(1_000, vec![0, 0]), (1_000, vec![0, 0]), (1_001, vec![0, 0])]);
        let less = standing(2, &[(1_000, vec![300, 300])]);
        assert_eq!(told(&ranking(vec![less, more])), [(1, 1, None, false), (2, 2, None, false)]);
        let one = |number, steps: [i32; 2]| standing(number, &[(1_000, steps.to_vec())]);
        let all = vec![one(1, [5, 1]), one(2, [5, 2]), one(3, [4, 9]), one(4, [4, 9])];
        let expected = [(2, 1, Some(1), false), (1, 2, Some(1), false), (3, 3, Some(0), true), (4, 3, Some(0), true)];
        assert_eq!(told(&ranking(all)), expected);
    }

    #[test]
    fn a_prize_goes_to_the_next_and_a_tie_to_a_person() {
        let one = |number, total| standing(number, &[(total, vec![])]);
        let places = ranking(vec![one(1, 90), one(2, 80), one(3, 80), one(4, 70), one(5, 60)]);
        let open = [prize(1), prize(2), prize(3), prize(4)];
        let tie = |prizes: &[usize]| Choice {
            reason: PrizeChoiceReason::Tie,
            prizes: prizes.iter().map(|number| prize(*number).prize).collect(),
            projects: vec![project(2), project(3)],
        };
        let filled = fill(&open, &places, &BTreeSet::new());
        assert_eq!(filled.given, [(prize(1).prize, project(1)), (prize(4).prize, project(4))]);
        assert_eq!(filled.choices, [tie(&[2, 3])]);
        // One prize for two that are equal: still a person. One of them has it: the other is next.
        assert_eq!(fill(&open[..2], &places, &BTreeSet::new()).choices, [tie(&[2])]);
        let filled = fill(&open[2..], &places, &BTreeSet::from([project(1), project(2)]));
        assert_eq!(filled.given, [(prize(3).prize, project(3)), (prize(4).prize, project(4))]);
        // What is for some is for a person to give, and takes no place.
        let special = Open { is_for_some: true, ..prize(9) };
        let filled = fill(&[special, prize(1)], &places[..1], &BTreeSet::new());
        assert_eq!(filled.given, [(prize(1).prize, project(1))]);
        let category =
            Choice { reason: PrizeChoiceReason::Category, prizes: vec![special.prize], projects: vec![project(1)] };
        assert_eq!(filled.choices, [category]);
        assert_eq!(fill(&open, &[], &BTreeSet::new()), Filled::default());
    }

    proptest! {
        #[test]
        fn the_ranking_is_a_total_preorder_whatever_the_order_of_the_projects(
            // Few values, so that there are ties of every depth.
            results in prop::collection::vec(prop::collection::vec((60..64, prop::collection::vec(0..2, 3..=3)), 1..4), 1..9),
            turn in 0usize..9,
        ) {
            let all: Vec<Standing> = results.iter().enumerate().map(|(number, results)| standing(number, results)).collect();
            let places = ranking(all.clone());
            let mut other = all.clone();
            other.rotate_left(turn % all.len());
            other.reverse();
            prop_assert_eq!(told(&places), told(&ranking(other)));
            prop_assert_eq!(places.len(), all.len());
            for (position, place) in places.iter().enumerate() {
                // Nobody stands behind a project that is worse, and equals share their rank.
                for behind in &places[position + 1..] {
                    prop_assert!(behind.standing.key() <= place.standing.key());
                    prop_assert_eq!(behind.rank == place.rank, behind.standing.key() == place.standing.key());
                }
                prop_assert_eq!(place.is_tied, places.iter().filter(|other| other.rank == place.rank).count() > 1);
                let same_mean = places.iter().filter(|other| other.standing.mean == place.standing.mean).count();
                prop_assert!(same_mean == 1 || place.is_tied || place.tie_break.is_some());
                prop_assert!(same_mean > 1 || place.tie_break.is_none());
            }
        }

        #[test]
        fn what_is_filled_follows_the_ranking(totals in prop::collection::vec(60..66, 0..9), prizes in 0usize..9, gone in 0usize..9) {
            let all: Vec<Standing> = totals.iter().enumerate().map(|(number, total)| standing(number, &[(*total, vec![])])).collect();
            let places = ranking(all);
            let open: Vec<Open> = (0..prizes).map(prize).collect();
            let filled = fill(&open, &places, &BTreeSet::from([project(gone)]));
            let rank = |project: &ProjectId| places.iter().find(|place| place.standing.project == *project).unwrap().rank;
            let mut ranks: Vec<(PrizeId, usize)> = filled.given.iter().map(|(prize, project)| (*prize, rank(project))).collect();
            for choice in &filled.choices {
                prop_assert!(choice.projects.len() >= choice.prizes.len());
                ranks.extend(choice.prizes.iter().map(|prize| (*prize, rank(&choice.projects[0]))));
            }
            ranks.sort();
            prop_assert!(ranks.is_sorted_by_key(|(_, rank)| *rank));
            let left = places.iter().filter(|place| place.standing.project != project(gone)).count();
            prop_assert_eq!(ranks.len(), prizes.min(left));
            prop_assert!(!filled.given.iter().any(|(_, winner)| *winner == project(gone)));
        }

        #[test]
        fn shares_add_up_and_differ_by_a_cent_at_most(cents in 0i64..10_000_000, parts in 1usize..12) {
            let shares = even(cents, parts);
            prop_assert_eq!((shares.len(), shares.iter().sum::<i64>()), (parts, cents));
            prop_assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1);
        }
    }
}
