//! What a preview of a release answers.

use async_graphql::SimpleObject;
use entity::{
    ids::{ApplicationId, CriterionId, PublicationBatchId},
    kinds::{Outcome, ReleaseDifference, ReleaseGapReason, ScoreBand, Track},
    language::Language,
    publication_batch,
};

use super::rules::{Certificate, Line};
use crate::{
    answered,
    api::{One, Word, policy::policy},
    auth::Audience::Staff,
};

/// A release as it would go out now.
#[derive(SimpleObject)]
pub struct ReleasePreview {
    /// The release as it was prepared last; null before that.
    #[graphql(directive = policy::apply(vec![Staff]))]
    publication_batch: Option<One<PublicationBatchId>>,
    /// SHA-256 of everything that teachers will read. `preparePublication` takes it down as `PublicationBatch.setHash`, and
    /// `approvePublication` approves it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    hash: String,
    /// Whether the release is prepared, and nothing has changed since.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_as_prepared: bool,
    /// Number of results.
    #[graphql(directive = policy::apply(vec![Staff]))]
    result_count: i32,
    /// Number of results with the outcome `AWARDED`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    awarded_count: i32,
    /// Number of results with the outcome `NOT_AWARDED`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    not_awarded_count: i32,
    /// Number of results with the outcome `INADMISSIBLE`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    inadmissible_count: i32,
    /// Number of applications without an outcome.
    #[graphql(directive = policy::apply(vec![Staff]))]
    undecided_count: i32,
    /// Everything that is missing. The release can be prepared when this is empty.
    #[graphql(directive = policy::apply(vec![Staff]))]
    missing: Vec<ReleaseGap>,
    /// How the results differ from the release as it was prepared last; empty if they do not, or it was not prepared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    changes: Vec<ReleaseChange>,
    /// The results after `after`, at most `first` of them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    results: Vec<ReleaseResult>,
    /// Whether there are more after these.
    #[graphql(directive = policy::apply(vec![Staff]))]
    has_more: bool,
}

/// Something that a result lacks.
#[derive(SimpleObject)]
pub struct ReleaseGap {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// What it lacks.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reason: Word<ReleaseGapReason>,
}

/// A result that is not as it was prepared.
#[derive(SimpleObject)]
pub struct ReleaseChange {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// How it differs.
    #[graphql(directive = policy::apply(vec![Staff]))]
    difference: Word<ReleaseDifference>,
}

/// What the teacher of an application will read.
#[derive(SimpleObject)]
pub struct ReleaseResult {
    /// The application, whose `id` is what `after` takes; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// What it still lacks; empty if it can go out.
    #[graphql(directive = policy::apply(vec![Staff]))]
    missing: Vec<Word<ReleaseGapReason>>,
    /// The outcome on the page; null if nothing is decided.
    #[graphql(directive = policy::apply(vec![Staff]))]
    outcome: Option<Word<Outcome>>,
    /// The explanation on the page; empty if there is none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    motivation: String,
    /// The feedback on the whole on the page; empty if there is none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    feedback: String,
    /// The feedback on each criterion on the page.
    #[graphql(directive = policy::apply(vec![Staff]))]
    parts: Vec<ReleaseFeedbackPart>,
    /// In which band each merged score is on the page; empty if the campaign does not tell teachers that
    /// (`Campaign.hasScoreBands`).
    #[graphql(directive = policy::apply(vec![Staff]))]
    bands: Vec<ReleaseBand>,
    /// The mail; null while there is no decision or no feedback to tell.
    #[graphql(directive = policy::apply(vec![Staff]))]
    mail: Option<ReleaseMail>,
    /// What the certificate says; null if the outcome is not `AWARDED`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    certificate: Option<ReleaseCertificate>,
}

/// Feedback on one criterion.
#[derive(SimpleObject)]
pub struct ReleaseFeedbackPart {
    /// The criterion; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion: One<CriterionId>,
    /// The feedback.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
}

/// In which band a score is.
#[derive(SimpleObject)]
pub struct ReleaseBand {
    /// The criterion or gate; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion: One<CriterionId>,
    /// The band.
    #[graphql(directive = policy::apply(vec![Staff]))]
    band: Word<ScoreBand>,
}

/// The mail with a result, as it will be sent.
#[derive(SimpleObject)]
pub struct ReleaseMail {
    /// Its language: that of the teacher's account.
    #[graphql(directive = policy::apply(vec![Staff]))]
    language: String,
    /// Its subject.
    #[graphql(directive = policy::apply(vec![Staff]))]
    subject: String,
    /// Its text.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
}

/// What the certificate of a label will say.
#[derive(SimpleObject)]
pub struct ReleaseCertificate {
    /// Name of the teacher.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// Name of the school.
    #[graphql(directive = policy::apply(vec![Staff]))]
    school_name: String,
    /// Title of the project.
    #[graphql(directive = policy::apply(vec![Staff]))]
    project_title: String,
    /// The label.
    #[graphql(directive = policy::apply(vec![Staff]))]
    track: Word<Track>,
    /// The school year, such as `2025-2026`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    school_year: String,
}

/// How many results have which outcome.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    pub awarded: usize,
    pub not_awarded: usize,
    pub inadmissible: usize,
    pub undecided: usize,
}

/// A result as its teacher will read it, in the language of the teacher's account.
pub(super) struct Shown {
    pub line: Line,
    pub locale: String,
}

/// What is missing where.
pub(super) type Gaps = Vec<(ApplicationId, ReleaseGapReason)>;
/// What is not as it was prepared.
pub(super) type Changes = Vec<(ApplicationId, ReleaseDifference)>;

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl ReleasePreview {
    /// Of a release as it was prepared, the hash that it has now, what is to be said of all of it, and a page of results.
    pub(super) fn of(
        prepared: Option<&publication_batch::Model>,
        hash: String,
        (counts, gaps, changes): (Counts, Gaps, Changes),
        (shown, has_more): (Vec<Shown>, bool),
    ) -> Self {
        let Counts { awarded, not_awarded, inadmissible, undecided } = counts;
        let gap = |(application, reason)| ReleaseGap { application: One(application), reason: Word(reason) };
        let change =
            |(application, difference)| ReleaseChange { application: One(application), difference: Word(difference) };
        Self {
            publication_batch: prepared.map(|batch| One(batch.id)),
            is_as_prepared: prepared.is_some_and(|batch| batch.set_hash == hash),
            hash,
            result_count: number(awarded + not_awarded + inadmissible + undecided),
            awarded_count: number(awarded),
            not_awarded_count: number(not_awarded),
            inadmissible_count: number(inadmissible),
            undecided_count: number(undecided),
            missing: gaps.into_iter().map(gap).collect(),
            changes: changes.into_iter().map(change).collect(),
            results: shown.into_iter().map(ReleaseResult::of).collect(),
            has_more,
        }
    }
}

impl ReleaseResult {
    fn of(Shown { line, locale }: Shown) -> Self {
        let missing = line.gaps().into_iter().map(Word).collect();
        let Line { application, page, mail, certificate, .. } = line;
        let part = |(criterion, _, text)| ReleaseFeedbackPart { criterion: One(criterion), text };
        let band = |(criterion, band)| ReleaseBand { criterion: One(criterion), band: Word(band) };
        let language = Language::of(&locale).word().to_owned();
        Self {
            application: One(application),
            missing,
            outcome: page.outcome.map(Word),
            motivation: page.motivation,
            feedback: page.feedback,
            parts: page.parts.into_iter().map(part).collect(),
            bands: page.bands.into_iter().map(band).collect(),
            mail: mail.map(|(subject, text)| ReleaseMail { language, subject, text }),
            certificate: certificate.map(ReleaseCertificate::of),
        }
    }
}

impl ReleaseCertificate {
    fn of(Certificate { name, school, project, track, school_year }: Certificate) -> Self {
        Self { name, school_name: school, project_title: project, track: Word(track), school_year }
    }
}

answered! {
    ReleasePreview => "releasePreview";
}
