//! What makes an application complete, and what was handed in.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    ids::{ApplicationId, ProjectId, SchoolId, UserId},
    kinds::{DraftField, FormSessionStatus, LinkKind, Method, Subject, Track},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{only_said, text::says_something, words::Said};

/// Characters of an answer or a summary at most (Q17).
pub const LONGEST_TEXT: usize = 10_000;
/// Characters of the name of a link at most.
pub const LONGEST_LABEL: usize = 200;
/// Links in an application at most.
pub const MOST_LINKS: usize = 30;

/// What the caller has to do with an application beside the office: somebody else acts on it (INV-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stake {
    /// It is the caller's own.
    Own,
    /// The caller takes part in its project.
    Project,
    /// The caller works at its school.
    School,
    /// The caller evaluated it, or began to.
    Evaluated,
    /// The caller is the juror whom it is about.
    Juror,
}

impl Said for Stake {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Own => ["dit is van jezelf", "ceci est à vous", "dies ist von Ihnen selbst", "this is your own"],
            Self::Project => [
                "je neemt deel aan dit project",
                "vous participez à ce projet",
                "Sie nehmen an diesem Projekt teil",
                "you take part in this project",
            ],
            Self::School => [
                "je werkt in deze school",
                "vous travaillez dans cette école",
                "Sie arbeiten an dieser Schule",
                "you work at this school",
            ],
            Self::Evaluated => {
                ["je hebt dit beoordeeld", "vous avez évalué ceci", "Sie haben dies bewertet", "you evaluated this"]
            }
            Self::Juror => [
                "je bent zelf dit jurylid",
                "vous êtes vous-même ce membre du jury",
                "Sie sind selbst dieses Jurymitglied",
                "you are this juror",
            ],
        }
    }
}

only_said!(Stake);

/// What ties the caller to applications and registrations, read once and asked row by row.
#[derive(Clone, Debug)]
pub struct Stakes {
    /// The caller.
    pub user: UserId,
    /// Projects in which the caller takes part.
    pub projects: BTreeSet<ProjectId>,
    /// Schools where the caller works today.
    pub schools: BTreeSet<SchoolId>,
    /// Applications that the caller evaluated, or began to, whatever came of it.
    pub evaluated: BTreeSet<ApplicationId>,
}

impl Stakes {
    /// What the caller has to do with what a teacher of a school sent for a project; the application, if there is one yet.
    pub fn in_work_of(
        &self,
        (teacher, project, school): (UserId, ProjectId, SchoolId),
        application: Option<ApplicationId>,
    ) -> Option<Stake> {
        let stakes = [
            (teacher == self.user, Stake::Own),
            (self.projects.contains(&project), Stake::Project),
            (self.schools.contains(&school), Stake::School),
            (application.is_some_and(|id| self.evaluated.contains(&id)), Stake::Evaluated),
        ];
        stakes.into_iter().find_map(|(holds, stake)| holds.then_some(stake))
    }
}

/// Why nobody is reminded of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReminded {
    /// Its teacher was reminded of it today.
    RemindedToday,
    /// Its teacher was erased.
    TeacherGone,
}

/// The number that an application gets among those of its teacher in the school year: the lowest that is free, or
/// none when `limit` are taken (INV-09).
pub fn next_sequence(taken: &[i32], limit: i32) -> Option<i32> {
    (1..=limit).find(|number| !taken.contains(number))
}

/// For how long a form stays open, and when its teacher is warned (R66, Q18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The form closes at this instant.
    pub expires_at: DateTime<Utc>,
    /// Five minutes before.
    pub warns_at: DateTime<Utc>,
    /// One minute before.
    pub warns_again_at: DateTime<Utc>,
}

/// The lease of a form in which something was done at `now`.
pub fn lease(now: DateTime<Utc>, minutes: i32) -> Lease {
    let expires_at = now + TimeDelta::minutes(minutes.into());
    let before = |minutes| expires_at - TimeDelta::minutes(minutes);
    Lease { expires_at, warns_at: before(5), warns_again_at: before(1) }
}

/// Whether a form can be written in: at the end of its lease it cannot.
pub fn form_state(
    closed_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> FormSessionStatus {
    match closed_at {
        Some(_) => FormSessionStatus::Closed,
        None if expires_at <= now => FormSessionStatus::Expired,
        None => FormSessionStatus::Active,
    }
}

/// The answer on one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// `C1` to `C5`.
    pub criterion: String,
    /// The answer.
    pub text: String,
    /// The teacher's own part.
    pub own_teacher: String,
    /// The part of the teacher's pupils.
    pub own_pupils: String,
    /// An example of a result or an activity.
    pub example: String,
}

/// An address that shows what the answers say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What is shown.
    pub kind: LinkKind,
    /// The address.
    pub url: String,
    /// What it is called.
    pub label: String,
    /// The criterion it belongs to; none for the whole.
    pub criterion: Option<String>,
}

/// All that is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HandedIn {
    /// The application.
    pub application: String,
    /// 1, 2, ...
    pub number: i32,
    /// Who hands it in.
    pub teacher: String,
    /// Which label.
    pub track: Track,
    /// When the teacher declared that the parents gave their consent (R25).
    pub consent_declared_at: Option<DateTime<Utc>>,
    /// What it is about.
    pub summary: String,
    /// The answers, in the order of the rubric.
    pub answers: Vec<Written>,
    /// The addresses, in the order in which they were added.
    pub links: Vec<Link>,
    /// The subjects that the project was taught in (R45). Older revisions have none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// The ways of teaching (R31).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
}

impl HandedIn {
    /// With nothing written yet.
    pub fn by(application: ApplicationId, teacher: UserId, track: Track, number: i32) -> Self {
        Self {
            application: application.to_string(),
            number,
            teacher: teacher.to_string(),
            track,
            consent_declared_at: None,
            summary: String::new(),
            answers: Vec::new(),
            links: Vec::new(),
            subjects: Vec::new(),
            methods: Vec::new(),
        }
    }

    /// SHA-256 over this as JSON, without spaces and with its keys in the order above: proof that nothing changed
    /// since (INV-04).
    pub fn sha256(&self) -> Result<String, serde_json::Error> {
        Ok(hex::encode(Sha256::digest(serde_json::to_vec(self)?)))
    }
}

/// What is missing before an application can be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The summary.
    Summary,
    /// The answer on a criterion.
    Answer(String),
    /// The part of the teacher, or that of the pupils, in the answer on a criterion (F6).
    OwnContribution(String, DraftField),
    /// An address on the TwinSpace (R03).
    TwinspaceLink,
    /// The declaration that the parents gave their consent (R25).
    Consent,
}

/// Everything that is missing, in the order of the form; nothing means that it can be handed in.
pub fn gaps(handed_in: &HandedIn, criteria: &[&str]) -> Vec<Gap> {
    let is_blank = |text: &str| !says_something(text);
    let mut gaps = Vec::new();
    if is_blank(&handed_in.summary) {
        gaps.push(Gap::Summary);
    }
    for criterion in criteria {
        let written = handed_in.answers.iter().find(|written| written.criterion == *criterion);
        if written.is_none_or(|written| is_blank(&written.text)) {
            gaps.push(Gap::Answer((*criterion).to_owned()));
        }
        if written.is_none_or(|written| is_blank(&written.own_teacher)) {
            gaps.push(Gap::OwnContribution((*criterion).to_owned(), DraftField::OwnTeacher));
        }
        if written.is_none_or(|written| is_blank(&written.own_pupils)) {
            gaps.push(Gap::OwnContribution((*criterion).to_owned(), DraftField::OwnPupils));
        }
    }
    if !handed_in.links.iter().any(|link| link.kind == LinkKind::Twinspace) {
        gaps.push(Gap::TwinspaceLink);
    }
    if handed_in.consent_declared_at.is_none() {
        gaps.push(Gap::Consent);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CRITERIA: [&str; 5] = ["C1", "C2", "C3", "C4", "C5"];

    fn complete() -> HandedIn {
        let written = |criterion: &str| Written {
            criterion: criterion.to_owned(),
            text: "wat".to_owned(),
            own_teacher: "ik".to_owned(),
            own_pupils: "zij".to_owned(),
            example: String::new(),
        };
        let link = Link {
            kind: LinkKind::Twinspace,
            url: "https://twinspace.example/bees".to_owned(),
            label: "Bees".to_owned(),
            criterion: None,
        };
        HandedIn {
            consent_declared_at: Some(DateTime::UNIX_EPOCH),
            summary: "bijen".to_owned(),
            answers: CRITERIA.into_iter().map(written).collect(),
            links: vec![link],
            ..HandedIn::by(ApplicationId(uuid::Uuid::nil()), UserId(uuid::Uuid::nil()), Track::Nql, 1)
        }
    }

    #[test]
    fn a_form_closes_at_the_end_of_its_lease_and_warns_twice_before() {
        let opened: DateTime<Utc> = "2026-06-01T10:00:00Z".parse().unwrap();
        let lease = lease(opened, 20);
        let minutes = |at: DateTime<Utc>| (at - opened).num_minutes();
        assert_eq!([minutes(lease.warns_at), minutes(lease.warns_again_at), minutes(lease.expires_at)], [15, 19, 20]);
        let just_before = lease.expires_at - TimeDelta::milliseconds(1);
        assert_eq!(form_state(None, lease.expires_at, just_before), FormSessionStatus::Active);
        assert_eq!(form_state(None, lease.expires_at, lease.expires_at), FormSessionStatus::Expired);
        for now in [opened, lease.expires_at] {
            assert_eq!(form_state(Some(opened), lease.expires_at, now), FormSessionStatus::Closed);
        }
    }

    type Spoil = fn(&mut HandedIn);

    #[test]
    fn each_gap_is_told() {
        assert_eq!(gaps(&complete(), &CRITERIA), []);
        let nothing = HandedIn::by(ApplicationId(uuid::Uuid::nil()), UserId(uuid::Uuid::nil()), Track::Nql, 1);
        assert_eq!(gaps(&nothing, &CRITERIA).len(), 1 + 3 * 5 + 1 + 1);
        let cases: [(Spoil, Gap); 6] = [
            (|one| one.summary = " \n".to_owned(), Gap::Summary),
            (|one| one.answers[2].text.clear(), Gap::Answer("C3".to_owned())),
            (|one| one.answers[0].own_teacher.clear(), Gap::OwnContribution("C1".to_owned(), DraftField::OwnTeacher)),
            (|one| one.answers[4].own_pupils.clear(), Gap::OwnContribution("C5".to_owned(), DraftField::OwnPupils)),
            (|one| one.links[0].kind = LinkKind::Other, Gap::TwinspaceLink),
            (|one| one.consent_declared_at = None, Gap::Consent),
        ];
        for (spoil, gap) in cases {
            let mut spoiled = complete();
            spoil(&mut spoiled);
            assert_eq!(gaps(&spoiled, &CRITERIA), [gap]);
        }
    }

    #[test]
    fn the_hash_stays_the_same_from_release_to_release() {
        let hash = complete().sha256().unwrap();
        assert_eq!(hash, "dd59c82125eafa3d064f11fd6347ea07dbf556787fc3b1fdda80dd3aabb66903");
    }

    proptest! {
        #[test]
        fn a_free_number_is_given_and_never_one_too_many(mut taken in prop::collection::vec(1i32..=6, 0..6), limit in 1i32..=6) {
            taken.sort_unstable();
            taken.dedup();
            match next_sequence(&taken, limit) {
                Some(number) => {
                    prop_assert!((1..=limit).contains(&number) && !taken.contains(&number));
                    prop_assert!((1..number).all(|lower| taken.contains(&lower)));
                }
                None => prop_assert!((1..=limit).all(|number| taken.contains(&number))),
            }
        }

        #[test]
        fn another_text_has_another_hash(text in "[a-z \"{}\\\\]{0,12}") {
            let mut other = complete();
            other.answers[1].text.clone_from(&text);
            prop_assert_eq!(other.sha256().unwrap() == complete().sha256().unwrap(), text == "wat");
        }
    }
}
