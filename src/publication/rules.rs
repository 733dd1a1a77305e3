//! Which results go out together, and their hash: approval is of exactly these results.

use std::collections::BTreeMap;

use entity::{
    ids::{ApplicationId, CriterionId, DecisionId},
    kinds::{Community, Outcome, ReleaseDifference, ReleaseGapReason, ScoreBand, Track},
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::stop::reasons;

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

/// One result as its teacher would read it, and what it rests on. Whatever is in it is approved, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The application.
    pub application: ApplicationId,
    /// The decision, and whether it is ratified.
    pub decision: Option<(DecisionId, bool)>,
    /// Whether the texts are approved.
    pub is_approved: bool,
    /// What the page shows.
    pub page: Page,
    /// Subject and text of the mail.
    pub mail: Option<(String, String)>,
    /// What the certificate says, where there will be one.
    pub certificate: Option<Certificate>,
}

/// What the page of an application shows of its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The title of the project.
    pub project: String,
    /// The outcome.
    pub outcome: Option<Outcome>,
    /// The explanation.
    pub motivation: String,
    /// The feedback on the whole.
    pub feedback: String,
    /// The feedback on each criterion, with its title in the mail.
    pub parts: Vec<(CriterionId, String, String)>,
    /// In which band each score is, where the campaign tells teachers that.
    pub bands: Vec<(CriterionId, ScoreBand)>,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Name of the teacher.
    pub name: String,
    /// Name of the school.
    pub school: String,
    /// The title of the project.
    pub project: String,
    /// The label.
    pub track: Track,
    /// The school year.
    pub school_year: String,
}

impl Line {
    /// Hash of everything in it.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(json!(self).to_string()))
    }

    /// What it still lacks.
    pub fn gaps(&self) -> Vec<ReleaseGapReason> {
        let is_decided = self.decision.is_some();
        let has_feedback = !self.page.feedback.is_empty() || self.page.parts.iter().any(|(.., text)| !text.is_empty());
        reasons([
            (!is_decided, ReleaseGapReason::NotDecided),
            (is_decided && self.page.motivation.is_empty(), ReleaseGapReason::MotivationMissing),
            (!has_feedback, ReleaseGapReason::FeedbackMissing),
            (has_feedback && !self.is_approved, ReleaseGapReason::TextsNotApproved),
            (self.decision.is_some_and(|(_, is_ratified)| !is_ratified), ReleaseGapReason::NotRatified),
        ])
    }
}

/// Hash of a set of results, from those of each. The order in which they are given does not matter.
pub fn set_hash<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    let mut lines: Vec<String> = lines.into_iter().map(Line::hash).collect();
    lines.sort_unstable();
    hex::encode(Sha256::digest(lines.join("\n")))
}

/// How results differ from those that were prepared, of which the hash of each is known; the same ones are left out.
pub fn differences<'a>(
    prepared: &BTreeMap<ApplicationId, String>,
    now: impl IntoIterator<Item = &'a Line>,
) -> Vec<(ApplicationId, ReleaseDifference)> {
    let now: BTreeMap<ApplicationId, String> = now.into_iter().map(|line| (line.application, line.hash())).collect();
    let gone = prepared.keys().filter(|id| !now.contains_key(id)).map(|id| (*id, ReleaseDifference::Removed));
    let new = now.iter().filter_map(|(id, hash)| match prepared.get(id) {
        None => Some((*id, ReleaseDifference::Added)),
        Some(known) if known != hash => Some((*id, ReleaseDifference::Changed)),
        Some(_) => None,
    });
    let mut all: Vec<(ApplicationId, ReleaseDifference)> = gone.chain(new).collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn line(number: u128, text: &str) -> Line {
        let id = Uuid::from_u128(number);
        let said = |what: &str| format!("{what} {text}");
        Line {
            application: id.into(),
            decision: Some((id.into(), true)),
            is_approved: true,
            page: Page {
                project: said("project"),
                outcome: Some(Outcome::Awarded),
                motivation: said("motivation"),
                feedback: said("feedback"),
                parts: vec![(id.into(), said("title"), said("part"))],
                bands: vec![(id.into(), ScoreBand::Good)],
            },
            mail: Some((said("subject"), said("mail"))),
            certificate: Some(Certificate {
                name: said("name"),
                school: said("school"),
                project: said("project"),
                track: Track::Nql,
                school_year: said("year"),
            }),
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
    fn every_word_of_a_result_counts() {
        let (line, other) = (line(1, "x"), line(2, "y"));
        let lines = [line.clone(), other.clone()];
        let on_certificate = |change: fn(&mut Certificate)| {
            let mut certificate = line.certificate.clone().unwrap();
            change(&mut certificate);
            Line { certificate: Some(certificate), ..line.clone() }
        };
        let mut others = vec![
            on_certificate(|it| it.name.push('!')),
            on_certificate(|it| it.school.push('!')),
            on_certificate(|it| it.project.push('!')),
            on_certificate(|it| it.track = Track::Belgica),
            on_certificate(|it| it.school_year.push('!')),
        ];
        for change in [
            |line: &mut Line| line.application = Uuid::from_u128(9).into(),
            |line: &mut Line| line.decision = None,
            |line: &mut Line| line.decision = Some((Uuid::from_u128(9).into(), true)),
            |line: &mut Line| line.decision = Some((Uuid::from_u128(1).into(), false)),
            |line: &mut Line| line.is_approved = false,
            |line: &mut Line| line.page.project.push('!'),
            |line: &mut Line| line.page.outcome = Some(Outcome::NotAwarded),
            |line: &mut Line| line.page.motivation.push('!'),
            |line: &mut Line| line.page.feedback.push('!'),
            |line: &mut Line| line.page.parts.clear(),
            |line: &mut Line| {
                line.page.parts = vec![(Uuid::from_u128(1).into(), "title x!".to_owned(), "part x".to_owned())];
            },
            |line: &mut Line| {
                line.page.parts = vec![(Uuid::from_u128(1).into(), "title x".to_owned(), "part x!".to_owned())];
            },
            |line: &mut Line| line.mail = Some(("subject x".to_owned(), "mail x!".to_owned())),
            |line: &mut Line| line.mail = Some(("subject x!".to_owned(), "mail x".to_owned())),
            |line: &mut Line| line.certificate = None,
            |line: &mut Line| line.page.bands = Vec::new(),
        ] {
            let mut changed = line.clone();
            change(&mut changed);
            others.push(changed);
        }
        for changed in others {
            assert_ne!(changed.hash(), line.hash(), "{changed:?}");
            assert_ne!(set_hash(&[changed, other.clone()]), set_hash(&lines));
        }
    }

    #[test]
    fn what_a_result_lacks_is_told_in_the_order_in_which_it_is_made() {
        use ReleaseGapReason::{FeedbackMissing, MotivationMissing, NotDecided, NotRatified, TextsNotApproved};
        let whole = line(1, "x");
        assert_eq!(whole.gaps(), []);
        let no_texts =
            Page { motivation: String::new(), feedback: String::new(), parts: Vec::new(), ..whole.page.clone() };
        let bare = Line { decision: None, is_approved: false, page: no_texts, ..whole.clone() };
        assert_eq!(bare.gaps(), [NotDecided, FeedbackMissing]);
        let unwritten = Line { decision: whole.decision.map(|(id, _)| (id, false)), ..bare };
        assert_eq!(unwritten.gaps(), [MotivationMissing, FeedbackMissing, NotRatified]);
        assert_eq!(Line { page: whole.page.clone(), ..unwritten }.gaps(), [TextsNotApproved, NotRatified]);
    }

    #[test]
    fn what_was_added_removed_or_changed_is_told_and_the_rest_is_not() {
        use ReleaseDifference::{Added, Changed, Removed};
        let lines = [line(1, "x"), line(2, "x"), line(3, "x")];
        let prepared: BTreeMap<_, _> = lines.iter().map(|line| (line.application, line.hash())).collect();
        assert_eq!(differences(&prepared, &lines), []);
        let now = [line(1, "x"), line(3, "y"), line(4, "x")];
        let id = |number| ApplicationId::from(Uuid::from_u128(number));
        assert_eq!(differences(&prepared, &now), [(id(2), Removed), (id(3), Changed), (id(4), Added)]);
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(numbers in prop::collection::btree_set(1u128..1000, 1..8), turn in 0usize..8) {
            let mut lines: Vec<Line> = numbers.iter().map(|number| line(*number, "x")).collect();
            let hash = set_hash(&lines);
            let turn = turn % lines.len();
            lines.rotate_left(turn);
            prop_assert_eq!(&set_hash(&lines), &hash);
            lines.pop();
            prop_assert_ne!(set_hash(&lines), hash);
        }
    }
}
