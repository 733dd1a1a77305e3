//! What the mutations of registrations and applications take.

use async_graphql::{Enum, InputObject};
use entity::{
    ids::{
        ApplicationId, CampaignId, DraftTextId, EvidenceLinkId, ProjectId, RegistrationId, RevisionLinkId, SchoolId,
    },
    kinds::{EligibilityCondition, LinkKind, Method, Subject},
};

use crate::{
    api::{Gid, Instant, Word},
    campaign::EligibilityRuleInput,
};

/// Step 1.
#[derive(Clone, InputObject)]
pub struct SubmitRegistrationInput {
    /// The campaign that is open.
    pub campaign_id: Gid<CampaignId>,
    /// The project that you take part in.
    pub project_id: Gid<ProjectId>,
    /// The school that you apply with: one of the project, where you work today. The one you take part with if
    /// left out.
    pub school_id: Option<Gid<SchoolId>>,
    /// What you say of the conditions for taking part.
    pub answers: EligibilityAnswersInput,
}

/// What a teacher says of the conditions for taking part. A "no" does not end it: staff look at the registration.
#[derive(Clone, InputObject)]
#[expect(clippy::struct_excessive_bools, reason = "four questions with yes or no, as on the form")]
pub struct EligibilityAnswersInput {
    /// The project had activities in the school year of the campaign.
    pub activity_in_school_year: bool,
    /// Results can be seen on the TwinSpace.
    pub results_visible: bool,
    /// The pupils worked together with another class.
    pub collaborated: bool,
    /// The pupils communicated with another class.
    pub communicated: bool,
}

/// A registration that is not sent yet.
#[derive(Clone, InputObject)]
pub struct EligibilityCheckInput {
    /// The campaign that is open.
    pub campaign_id: Gid<CampaignId>,
    /// The project that you take part in.
    pub project_id: Gid<ProjectId>,
    /// What you would say of the conditions for taking part.
    pub answers: EligibilityAnswersInput,
}

/// Other rules, to be tried on a campaign.
#[derive(Clone, InputObject)]
pub struct EligibilityRulesPreviewInput {
    /// The campaign whose registrations they are tried on, such as last year's.
    pub campaign_id: Gid<CampaignId>,
    /// The conditions that would count otherwise; the others stay as they are in this campaign.
    pub rules: Vec<EligibilityRuleInput>,
}

/// What staff find of a registration. Closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RegistrationVerdict {
    /// Take it: step 2 opens, and the conditions in doubt count as met.
    Confirm,
    /// Do not take it.
    Refuse,
}

/// What staff find of a registration in doubt.
#[derive(Clone, InputObject)]
pub struct ReviewRegistrationInput {
    /// The registration.
    pub registration_id: Gid<RegistrationId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// What you find of it.
    pub verdict: RegistrationVerdict,
    /// Why; the teacher reads it, and it is kept in the audit log.
    pub reason: String,
}

/// A condition that staff decide to hold.
#[derive(Clone, InputObject)]
pub struct OverrideEligibilityInput {
    /// The registration.
    pub registration_id: Gid<RegistrationId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The condition.
    pub condition: Word<EligibilityCondition>,
    /// Why; the teacher reads it, and it is kept in the audit log.
    pub reason: String,
}

/// A registration that is taken back.
#[derive(Clone, InputObject)]
pub struct WithdrawRegistrationInput {
    /// The registration.
    pub registration_id: Gid<RegistrationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// Step 2, to be written.
#[derive(Clone, InputObject)]
pub struct OpenApplicationFormInput {
    /// Step 1; confirmed.
    pub registration_id: Gid<RegistrationId>,
}

/// A form that stays open.
#[derive(Clone, InputObject)]
pub struct RenewFormSessionInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
}

/// A form that is closed.
#[derive(Clone, InputObject)]
pub struct CloseApplicationFormInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
}

/// Texts that go into the draft of a later campaign.
#[derive(Clone, InputObject)]
pub struct CarryOverDraftInput {
    /// The application that has the texts: one that lapsed, that was taken back, or whose results are out.
    pub application_id: Gid<ApplicationId>,
    /// Your registration of the same project for the later campaign; confirmed, its draft still empty.
    pub registration_id: Gid<RegistrationId>,
}

/// As what an application is exported. May grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ExportFormat {
    /// Plain text, to be pasted field by field into the form on ESEP.
    Text,
    /// A document for word processors.
    Docx,
}

/// What of an application is exported. Closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ExportSource {
    /// The working draft.
    Draft,
    /// What was handed in last.
    HandedIn,
}

/// An application to take along.
#[derive(Clone, InputObject)]
pub struct ApplicationExportInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// As what.
    pub format: ExportFormat,
    /// What of it.
    pub source: ExportSource,
}

/// Changes to the working draft. What is left out stays as it is.
#[derive(Clone, InputObject)]
pub struct SaveApplicationDraftInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw. With `VERSION_CONFLICT`, read the draft again and merge: nothing was lost.
    pub expected_version: i32,
    /// What it is about; at most 10,000 characters, no names of pupils.
    pub summary: Option<String>,
    /// Answers that changed.
    #[graphql(default)]
    pub answers: Vec<ApplicationAnswerInput>,
    /// All subjects that the project was taught in; left out, they stay.
    pub subjects: Option<Vec<Word<Subject>>>,
    /// All ways of teaching; left out, they stay.
    pub methods: Option<Vec<Word<Method>>>,
}

/// A text to put back.
#[derive(Clone, InputObject)]
pub struct RestoreDraftTextInput {
    /// The text, from `draftHistory`.
    pub draft_text_id: Gid<DraftTextId>,
    /// The version of the application that you saw.
    pub expected_version: i32,
}

/// A changed answer. What is left out stays as it is; every text has at most 10,000 characters. Write of pupils without
/// their names.
#[derive(Clone, InputObject)]
pub struct ApplicationAnswerInput {
    /// `C1` to `C5`; gates are scored by the jury and not answered.
    pub criterion_code: String,
    /// The answer; no names of pupils.
    pub text: Option<String>,
    /// Your own part; needed to hand in. No names of pupils.
    pub own_teacher: Option<String>,
    /// The part of your pupils; needed to hand in. What they did, no names of pupils.
    pub own_pupils: Option<String>,
    /// An example of a result or an activity; no names of pupils.
    pub example: Option<String>,
}

/// An address that shows what the draft says.
#[derive(Clone, InputObject)]
pub struct AddEvidenceLinkInput {
    /// The application; 30 addresses at most.
    pub application_id: Gid<ApplicationId>,
    /// What is shown. To hand in, one `TWINSPACE` at least is needed.
    pub kind: Word<LinkKind>,
    /// The address: http or https, at a host that everybody can reach, without user or password.
    pub url: String,
    /// What it is called; at most 200 characters, no names of pupils.
    pub label: String,
    /// The criterion it belongs to, `C1` to `C5`; the whole if left out.
    pub criterion_code: Option<String>,
}

/// An address that is taken out of the draft.
#[derive(Clone, InputObject)]
pub struct RemoveEvidenceLinkInput {
    /// The address.
    pub evidence_link_id: Gid<EvidenceLinkId>,
}

/// The declaration that the parents gave their consent. Consent forms and names of pupils are never sent here.
#[derive(Clone, InputObject)]
pub struct DeclareConsentInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// An application that is handed in.
#[derive(Clone, InputObject)]
pub struct SubmitApplicationInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw: what you read is what is handed in.
    pub expected_version: i32,
}

/// An application that is taken back.
#[derive(Clone, InputObject)]
pub struct WithdrawApplicationInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// The form on ESEP was sent.
#[derive(Clone, InputObject)]
pub struct RecordEsepSubmissionInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// When; not in the future.
    pub at: Instant,
}

/// Whether an application goes to the jury. Closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Admissibility {
    /// It goes to the jury.
    Admissible,
    /// It does not; a reason is needed.
    Inadmissible,
}

/// Whether an application goes to the jury.
#[derive(Clone, InputObject)]
pub struct DecideAdmissibilityInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// Whether it does.
    pub admissibility: Admissibility,
    /// Why; needed for `INADMISSIBLE`, kept in the audit log.
    pub reason: Option<String>,
}

/// Complete applications that all go to the jury.
#[derive(Clone, InputObject)]
pub struct AdmitApplicationsInput {
    /// The applications; 200 at most.
    pub application_ids: Vec<Gid<ApplicationId>>,
}

/// What staff found when they opened an address.
#[derive(Clone, InputObject)]
pub struct RecordLinkCheckInput {
    /// The address, as it was handed in last.
    pub revision_link_id: Gid<RevisionLinkId>,
    /// Whether it could be opened.
    pub is_reachable: bool,
}

/// Whom to remind of a draft. Where both are given, both must hold.
#[derive(Clone, InputObject)]
pub struct RemindDraftsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// These applications, 200 at most; left out, all drafts of the campaign that you may review.
    pub application_ids: Option<Vec<Gid<ApplicationId>>>,
    /// Only what was not changed for so many days of the calendar in Brussels, 1 to 365. Wanted when no applications are
    /// named.
    pub untouched_for_days: Option<i32>,
}

/// The applications for a project in a campaign that are compared.
#[derive(Clone, InputObject)]
pub struct SimilaritiesInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
}
