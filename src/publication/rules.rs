//! The hash of what is released: approval is of exactly these results.

use entity::{
    ids::{ApplicationId, DecisionId},
    kinds::{Kind, Outcome},
};
use sha2::{Digest, Sha256};

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
