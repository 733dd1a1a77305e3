//! Which results go out together, and their hash: approval is of exactly these results.

use entity::{
    ids::{ApplicationId, DecisionId},
    kinds::{Community, Kind, Outcome, Track},
};
use sha2::{Digest, Sha256};

/// Results that go out together: those for a label, of one community unless the communities share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The label.
    pub track: Track,
    /// The community; none for Belgica.
    pub community: Option<Community>,
}

/// Why results cannot go out together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoUnit {
    /// Of which community is not said.
    CommunityMissing,
    /// They are of no community alone.
    CommunityShared,
}

impl Unit {
    /// Those for a label in a community.
    pub fn of(track: Track, community: Option<Community>) -> Result<Self, NoUnit> {
        match (track, community) {
            (Track::Nql, None) => Err(NoUnit::CommunityMissing),
            (Track::Belgica, Some(_)) => Err(NoUnit::CommunityShared),
            (Track::Nql, Some(_)) | (Track::Belgica, None) => Ok(Self { track, community }),
        }
    }

    /// Whether the result of an application goes out with these.
    pub fn has(self, track: Track, community: Community) -> bool {
        self.track == track && self.community.is_none_or(|own| own == community)
    }
}

/// One result as it would go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The application.
    pub application: ApplicationId,
    /// The decision on it, if it is ratified.
    pub decision: Option<(DecisionId, Outcome, String)>,
    /// The feedback on it, if it is approved.
    pub feedback: Option<String>,
    /// The titles and names under which it goes out: in the mail, on the label and in the list of results.
    pub names: Vec<String>,
}

/// Hash of a set of results: of each application its decision, outcome, and the texts and names that go out. The order in
/// which they are given does not matter.
pub fn set_hash(lines: &[Line]) -> String {
    let mut lines: Vec<String> = lines.iter().map(Line::canonical).collect();
    lines.sort_unstable();
    sha256(&lines.concat())
}

impl Line {
    fn canonical(&self) -> String {
        let decision = self.decision.as_ref().map_or_else(String::new, |(id, outcome, motivation)| {
            format!("{id} {} {}", outcome.word(), sha256(motivation))
        });
        let feedback = self.feedback.as_deref().map(sha256).unwrap_or_default();
        let names: Vec<String> = self.names.iter().map(|name| sha256(name)).collect();
        format!("{}|{decision}|{feedback}|{}\n", self.application, names.join(" "))
    }
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn line(number: u128, outcome: Outcome, motivation: &str, feedback: &str) -> Line {
        let id = Uuid::from_u128(number);
        Line {
            application: id.into(),
            decision: Some((id.into(), outcome, motivation.to_owned())),
            feedback: Some(feedback.to_owned()),
            names: vec!["De bijen".to_owned(), "De Zeven Wegen".to_owned()],
        }
    }

    #[test]
    fn an_application_is_in_one_unit_and_no_other() {
        let communities = || Community::VALUES.iter().map(|(community, ..)| *community);
        let units: Vec<Unit> = [Track::Nql, Track::Belgica]
            .into_iter()
            .flat_map(|track| communities().map(Some).chain([None]).filter_map(move |of| Unit::of(track, of).ok()))
            .collect();
        assert_eq!(units.len(), communities().count() + 1);
        for track in [Track::Nql, Track::Belgica] {
            for community in communities() {
                assert_eq!(
                    units.iter().filter(|unit| unit.has(track, community)).count(),
                    1,
                    "{track:?} {community:?}"
                );
            }
        }
        assert_eq!(Unit::of(Track::Nql, None), Err(NoUnit::CommunityMissing));
        assert_eq!(Unit::of(Track::Belgica, Some(Community::Vl)), Err(NoUnit::CommunityShared));
    }

    #[test]
    fn every_part_of_a_result_counts() {
        let line = line(1, Outcome::Awarded, "goed", "meer");
        let hash = set_hash(std::slice::from_ref(&line));
        assert_eq!(hash.len(), 64);
        let (id, outcome, motivation) = line.decision.clone().unwrap();
        for other in [
            Line { application: Uuid::from_u128(2).into(), ..line.clone() },
            Line { decision: None, ..line.clone() },
            Line { decision: Some((Uuid::from_u128(2).into(), outcome, motivation.clone())), ..line.clone() },
            Line { decision: Some((id, Outcome::NotAwarded, motivation)), ..line.clone() },
            Line { decision: Some((id, outcome, "beter".to_owned())), ..line.clone() },
            Line { feedback: None, ..line.clone() },
            Line { feedback: Some("minder".to_owned()), ..line.clone() },
            Line { names: vec!["De wespen".to_owned(), "De Zeven Wegen".to_owned()], ..line.clone() },
            Line { names: vec!["De bijen".to_owned(), "Zeven Wegen".to_owned()], ..line.clone() },
            Line { names: vec!["De bijenDe Zeven Wegen".to_owned()], ..line.clone() },
        ] {
            assert_ne!(set_hash(std::slice::from_ref(&other)), hash, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(numbers in prop::collection::btree_set(1u128..1000, 1..8), turn in 0usize..8) {
            let mut lines: Vec<Line> =
                numbers.iter().map(|number| line(*number, Outcome::Awarded, "goed", "meer")).collect();
            let hash = set_hash(&lines);
            let turn = turn % lines.len();
            lines.rotate_left(turn);
            prop_assert_eq!(&set_hash(&lines), &hash);
            lines.pop();
            prop_assert_ne!(set_hash(&lines), hash);
        }
    }
}
