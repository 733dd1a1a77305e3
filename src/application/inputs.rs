//! What the mutations of registrations and applications take.

use async_graphql::{Enum, InputObject, MaybeUndefined};
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

/// A project to register: step 1.
#[derive(Clone, InputObject)]
pub struct SubmitRegistrationInput {
    /// The campaign. It is open.
    pub campaign_id: Gid<CampaignId>,
    /// The project that you take part in.
    pub project_id: Gid<ProjectId>,
    /// The school that you apply with: it takes part in the project, and you work there today. Null or left out: the
    /// school that you take part in the project with.
    pub school_id: Option<Gid<SchoolId>>,
    /// Your answers on the conditions for taking part.
    pub answers: EligibilityAnswersInput,
}

/// The answers of a teacher on the conditions for taking part. With the answer `false` the registration is not always
/// refused: mostly staff look at it first.
#[derive(Clone, InputObject)]
#[expect(clippy::struct_excessive_bools, reason = "four questions with yes or no, as on the form")]
pub struct EligibilityAnswersInput {
    /// The project had activities in the school year of the campaign.
    pub has_activity_in_school_year: bool,
    /// Results can be seen on the TwinSpace.
    pub has_visible_results: bool,
    /// The pupils worked together with another class.
    pub has_collaborated: bool,
    /// The pupils communicated with another class.
    pub has_communicated: bool,
}

/// A registration that is not sent yet.
#[derive(Clone, InputObject)]
pub struct EligibilityCheckInput {
    /// The campaign. It is open.
    pub campaign_id: Gid<CampaignId>,
    /// The project that you take part in.
    pub project_id: Gid<ProjectId>,
    /// Your answers on the conditions for taking part.
    pub answers: EligibilityAnswersInput,
}

/// Other conditions, to try on a campaign.
#[derive(Clone, InputObject)]
pub struct EligibilityRulesPreviewInput {
    /// The campaign whose registrations are used, for example last year's.
    pub campaign_id: Gid<CampaignId>,
    /// The conditions that change; all others stay as they are in this campaign.
    pub rules: Vec<EligibilityRuleInput>,
}

/// What staff decide on a registration. Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RegistrationVerdict {
    /// Accept it: step 2 opens, and conditions in doubt count as met.
    Confirm,
    /// Refuse it.
    Refuse,
}

/// The decision of staff on a registration in doubt.
#[derive(Clone, InputObject)]
pub struct ReviewRegistrationInput {
    /// The registration.
    pub registration_id: Gid<RegistrationId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The decision.
    pub verdict: RegistrationVerdict,
    /// Why; the teacher reads it, and it is kept in the audit log.
    pub reason: String,
}

/// A condition for taking part that counts as met, because staff say so.
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

/// The registration to take back.
#[derive(Clone, InputObject)]
pub struct WithdrawRegistrationInput {
    /// The registration.
    pub registration_id: Gid<RegistrationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// The registration whose form of step 2 opens.
#[derive(Clone, InputObject)]
pub struct OpenApplicationFormInput {
    /// The registration (step 1). It is confirmed.
    pub registration_id: Gid<RegistrationId>,
}

/// The form to keep open.
#[derive(Clone, InputObject)]
pub struct RenewFormSessionInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
}

/// The form to close.
#[derive(Clone, InputObject)]
pub struct CloseApplicationFormInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
}

/// Texts of an old application that are copied into the draft of a later campaign.
#[derive(Clone, InputObject)]
pub struct CarryOverDraftInput {
    /// The application with the texts: it lapsed, was taken back, or its results are public.
    pub application_id: Gid<ApplicationId>,
    /// Your registration of the same project for the later campaign. It is confirmed, and its draft is still empty.
    pub registration_id: Gid<RegistrationId>,
}

/// The file format of an export. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ExportFormat {
    /// Plain text, to paste field by field into the form on ESEP.
    Text,
    /// A document for word processors.
    Docx,
}

/// Which version of an application is exported. Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ExportSource {
    /// The working draft.
    Draft,
    /// The version that was handed in last.
    HandedIn,
}

/// The application to export.
#[derive(Clone, InputObject)]
pub struct ApplicationExportInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The file format.
    pub format: ExportFormat,
    /// Which version.
    pub source: ExportSource,
}

/// Changes of the working draft. What is left out stays as it is.
#[derive(Clone, InputObject)]
pub struct SaveApplicationDraftInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version whose texts you saw. Take it from an answer only together with the texts of that answer, or a later
    /// save can replace what another window wrote. After `VERSION_CONFLICT`, the answer has the draft as it is stored:
    /// merge it with your texts, and nothing is lost.
    pub expected_version: i32,
    /// What it is about; at most 10,000 characters, no names of pupils. Null or left out: it stays as it is.
    pub summary: Option<String>,
    /// The answers that change.
    #[graphql(default)]
    pub answers: Vec<ApplicationAnswerInput>,
    /// All subjects that the project was taught in. Null or left out: they stay as they are.
    pub subjects: Option<Vec<Word<Subject>>>,
    /// All teaching methods. Null or left out: they stay as they are.
    pub methods: Option<Vec<Word<Method>>>,
}

/// An earlier text that is put back into the draft.
#[derive(Clone, InputObject)]
pub struct RestoreDraftTextInput {
    /// The earlier text, from `draftHistory`.
    pub draft_text_id: Gid<DraftTextId>,
    /// The version of the application that you saw.
    pub expected_version: i32,
}

/// A changed answer. What is left out stays as it is; every text has at most 10,000 characters. Write of pupils without
/// their names.
#[derive(Clone, InputObject)]
pub struct ApplicationAnswerInput {
    /// `C1` to `C5`. Gates have no answer: only the jury scores them.
    pub criterion_code: String,
    /// The answer; no names of pupils. Null or left out: it stays as it is.
    pub text: Option<String>,
    /// What you did; no names of pupils. It must not be empty when the application is handed in. Null or left out: it
    /// stays as it is.
    pub own_teacher: Option<String>,
    /// What your pupils did; no names of pupils. It must not be empty when the application is handed in. Null or left
    /// out: it stays as it is.
    pub own_pupils: Option<String>,
    /// An example of a result or an activity; no names of pupils. Null or left out: it stays as it is.
    pub example: Option<String>,
}

/// A web address with evidence for what the draft says.
#[derive(Clone, InputObject)]
pub struct AddEvidenceLinkInput {
    /// The application. It has at most 30 addresses.
    pub application_id: Gid<ApplicationId>,
    /// What the address shows. An application needs at least one `TWINSPACE` to be handed in.
    pub kind: Word<LinkKind>,
    /// The address: http or https, at a host that everybody can reach, without user name or password.
    pub url: String,
    /// A name for the address; at most 200 characters, no names of pupils.
    pub label: String,
    /// The criterion that the address belongs to, `C1` to `C5`. Null or left out: the whole application.
    pub criterion_code: Option<String>,
}

/// Changes of a web address of the draft.
#[derive(Clone, InputObject)]
pub struct UpdateEvidenceLinkInput {
    /// The address to change.
    pub evidence_link_id: Gid<EvidenceLinkId>,
    /// What it shows. Null or left out: it stays as it is.
    pub kind: Option<Word<LinkKind>>,
    /// The address: http or https, at a host that everybody can reach, without user name or password. Null or left out:
    /// it stays as it is.
    pub url: Option<String>,
    /// A name for the address; at most 200 characters, no names of pupils. Null or left out: it stays as it is.
    pub label: Option<String>,
    /// The criterion that it belongs to, `C1` to `C5`. Left out: it stays as it is. Null: the whole application.
    pub criterion_code: MaybeUndefined<String>,
}

/// The address to remove from the draft.
#[derive(Clone, InputObject)]
pub struct RemoveEvidenceLinkInput {
    /// The address to remove.
    pub evidence_link_id: Gid<EvidenceLinkId>,
}

/// The declaration that the parents gave their consent. Never send consent forms or names of pupils.
#[derive(Clone, InputObject)]
pub struct DeclareConsentInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// The declaration of consent to take back.
#[derive(Clone, InputObject)]
pub struct WithdrawConsentInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// The application to hand in.
#[derive(Clone, InputObject)]
pub struct SubmitApplicationInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw: exactly that version is handed in.
    pub expected_version: i32,
}

/// The application to take back.
#[derive(Clone, InputObject)]
pub struct WithdrawApplicationInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// The note that the teacher sent the form on ESEP.
#[derive(Clone, InputObject)]
pub struct RecordEsepSubmissionInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// When the form was sent; not in the future.
    pub submitted_at: Instant,
}

/// Whether an application goes to the jury. Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Admissibility {
    /// It goes to the jury.
    Admissible,
    /// It does not go to the jury; give a reason.
    Inadmissible,
}

/// Whether an application goes to the jury.
#[derive(Clone, InputObject)]
pub struct DecideAdmissibilityInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The decision.
    pub admissibility: Admissibility,
    /// Why; kept in the audit log. Needed for `INADMISSIBLE`; can be null or left out for `ADMISSIBLE`.
    pub reason: Option<String>,
}

/// Complete applications, all of which go to the jury.
#[derive(Clone, InputObject)]
pub struct AdmitApplicationsInput {
    /// The applications, 1 to 200.
    pub application_ids: Vec<Gid<ApplicationId>>,
}

/// Whether staff could open an address with evidence.
#[derive(Clone, InputObject)]
pub struct RecordLinkCheckInput {
    /// The address, from the version that was handed in last.
    pub revision_link_id: Gid<RevisionLinkId>,
    /// Whether it could be opened.
    pub is_reachable: bool,
}

/// Which teachers are reminded of their drafts. If you give both `applicationIds` and `untouchedForDays`, both must
/// hold.
#[derive(Clone, InputObject)]
pub struct RemindDraftsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// Only these applications, 1 to 200. Null or left out: all drafts of the campaign that you may review.
    pub application_ids: Option<Vec<Gid<ApplicationId>>>,
    /// Only drafts that were not changed for this number of days, 1 to 365 (calendar days in Brussels). Needed if
    /// `applicationIds` is left out.
    pub untouched_for_days: Option<i32>,
}

/// The applications for one project in one campaign, to be compared.
#[derive(Clone, InputObject)]
pub struct SimilaritiesInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
}
