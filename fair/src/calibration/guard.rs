//! When not to calibrate.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use super::Row;

/// Fewer scores than this say nothing of a juror.
const SCORES_PER_JUROR: usize = 4;
/// Fewer jurors than this have no spread.
const JURORS: usize = 3;
/// Fewer applications than this have no spread.
const APPLICATIONS: usize = 6;
/// How many more scores there must be than applications and jurors together: what is left to see the error by.
const SPARE_SCORES: usize = 5;

/// Why scores cannot be calibrated. The raw scores stand; [`advice`](Self::advice) says what would help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCalibratable<A, J> {
    /// Two scores by one juror of one application: which one counts was not decided.
    #[error("a juror scored the same application more than once")]
    Repeated {
        /// What was scored twice.
        application: A,
        /// By whom.
        juror: J,
    },
    /// A score that does not exist.
    #[error("a score of {score} is not on the scale")]
    OffScale {
        /// Of what.
        application: A,
        /// By whom.
        juror: J,
        /// What it is.
        score: i32,
    },
    /// A juror whose severity cannot be told from chance.
    #[error("a juror has {scores} scores, at least {needed} needed")]
    TooFewScores {
        /// Who.
        juror: J,
        /// How many there are.
        scores: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Groups of jurors that share no application: whether one is more severe or got weaker work cannot be known.
    #[error("the jurors fall apart in {} groups that share no application", .0.len())]
    Unconnected(
        /// Who is in each group, in order.
        Vec<Vec<J>>,
    ),
    /// Too small a jury.
    #[error("{found} jurors, at least {needed} needed")]
    TooFewJurors {
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Too little work.
    #[error("{found} applications, at least {needed} needed")]
    TooFewApplications {
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Too few applications were read by more than one juror.
    #[error("{found} scores, at least {needed} needed for so many applications and jurors")]
    TooFewOverlaps {
        /// How many scores there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// All scores are equal.
    #[error("all scores are equal")]
    NoVariance,
    /// The jurors differ by a constant only, to the last digit.
    #[error("the jurors agree to the last digit")]
    NoError,
}

impl<A, J> NotCalibratable<A, J> {
    /// What staff can do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Repeated { .. } => "Give the one score that counts.",
            Self::OffScale { .. } => "Correct the score, or calibrate against the rubric that it was given by.",
            Self::TooFewScores { .. } => "Assign more applications to this juror, or leave this juror's scores out.",
            Self::Unconnected(_) => "Let a juror of each group read an application of another group.",
            Self::TooFewJurors { .. } | Self::TooFewApplications { .. } => "Decide on raw scores, with a third juror.",
            Self::TooFewOverlaps { .. } => "Let more applications be read by a second or third juror.",
            Self::NoVariance => "There is nothing to calibrate; raw scores decide.",
            Self::NoError => "Check for copied scores; if they were given independently, raw scores decide.",
        }
    }
}

/// Every reason not to calibrate these rows, but for [`NotCalibratable::NoError`], which the fit finds.
pub(super) fn reasons<A: Copy + Ord, J: Copy + Ord>(
    rows: &[Row<A, J>],
    scale: &RangeInclusive<i32>,
) -> Result<(), Vec<NotCalibratable<A, J>>> {
    let mut sorted = rows.to_vec();
    sorted.sort_unstable_by_key(|row| (row.application, row.juror, row.score));
    let mut reasons = Vec::new();
    let mut scores: BTreeMap<J, usize> = BTreeMap::new();
    for row in &sorted {
        *scores.entry(row.juror).or_default() += 1;
        if !scale.contains(&row.score) {
            reasons.push(NotCalibratable::OffScale {
                application: row.application,
                juror: row.juror,
                score: row.score,
            });
        }
    }
    let by_pair = sorted.chunk_by(|one, other| (one.application, one.juror) == (other.application, other.juror));
    reasons.extend(by_pair.filter(|same| same.len() > 1).filter_map(<[_]>::first).map(|row| {
        let Row { application, juror, .. } = *row;
        NotCalibratable::Repeated { application, juror }
    }));
    let few = scores.iter().filter(|(_, scores)| **scores < SCORES_PER_JUROR);
    reasons.extend(few.map(|(juror, scores)| NotCalibratable::TooFewScores {
        juror: *juror,
        scores: *scores,
        needed: SCORES_PER_JUROR,
    }));
    let groups = groups(&sorted);
    if groups.len() > 1 {
        reasons.push(NotCalibratable::Unconnected(groups));
    }
    let applications = sorted.chunk_by(|one, other| one.application == other.application).count();
    if applications < APPLICATIONS {
        reasons.push(NotCalibratable::TooFewApplications { found: applications, needed: APPLICATIONS });
    }
    if scores.len() < JURORS {
        reasons.push(NotCalibratable::TooFewJurors { found: scores.len(), needed: JURORS });
    }
    let needed = applications + scores.len() + SPARE_SCORES;
    if sorted.len() < needed {
        reasons.push(NotCalibratable::TooFewOverlaps { found: sorted.len(), needed });
    }
    let mut different = sorted.iter().map(|row| row.score);
    let first = different.next();
    if first.is_some() && different.all(|score| Some(score) == first) {
        reasons.push(NotCalibratable::NoVariance);
    }
    if reasons.is_empty() { Ok(()) } else { Err(reasons) }
}

/// Jurors who are linked by applications that they share, directly or through others. Rows come by application.
fn groups<A: Copy + Ord, J: Copy + Ord>(rows: &[Row<A, J>]) -> Vec<Vec<J>> {
    let mut groups: Vec<BTreeSet<J>> = Vec::new();
    for panel in rows.chunk_by(|one, other| one.application == other.application) {
        let mut panel: BTreeSet<J> = panel.iter().map(|row| row.juror).collect();
        groups.retain_mut(|group| {
            let is_apart = group.is_disjoint(&panel);
            if !is_apart {
                panel.append(group);
            }
            is_apart
        });
        groups.push(panel);
    }
    groups.sort();
    groups.into_iter().map(|group| group.into_iter().collect()).collect()
}
