//! Typed identifiers: an id of one kind does not compile where another is wanted.
//!
//! On the wire, in logs and in exports an id has one form: `kind_` and the 32 hex digits of a `UUIDv7`, or of a random
//! UUID where the instant of its making is nobody's business.

use std::{fmt, str::FromStr};

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an id starts with on the wire, and the `Uuid` behind it.
pub trait Id: Copy + From<Uuid> + Into<Uuid> + fmt::Display + FromStr<Err = WrongId> + Send + Sync {
    /// `application` in `application_0197c3...`.
    const PREFIX: &'static str;
    /// Whether an id tells when it was made, as a `UUIDv7` does. Ids of what jurors see of each other do not.
    const TELLS_TIME: bool;
}

/// The text is not an id of the kind that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongId {
    /// Prefix of the kind that was wanted.
    pub wanted: &'static str,
}

impl fmt::Display for WrongId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an id of the form {}_ and 32 hex digits", self.wanted)
    }
}

impl std::error::Error for WrongId {}

/// Reads the 32 hex digits behind `prefix_`; lower case only, so that an id has one spelling.
pub fn parse(prefix: &'static str, text: &str) -> Result<Uuid, WrongId> {
    let known = split(text).filter(|(of, _)| *of == prefix);
    known.map(|(_, id)| id).ok_or(WrongId { wanted: prefix })
}

/// The prefix of an id of any kind, and what is behind it.
pub fn split(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, hex) = text.rsplit_once('_')?;
    let is_prefix = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !is_prefix || hex.len() != 32 || !hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    Some((prefix, Uuid::try_parse(hex).ok()?))
}

macro_rules! typed_id {
    (tells_time) => { true };
    (tells_time untimed) => { false };
    ($($name:ident = $prefix:literal $($untimed:ident)?;)*) => {$(
        #[doc = concat!("`", $prefix, "_` and 32 hex digits.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            const TELLS_TIME: bool = typed_id!(tells_time $($untimed)?);
        }

        /// `SeaORM` asks this of every key; no database counts these up.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64($prefix))
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = WrongId;

            fn from_str(text: &str) -> Result<Self, WrongId> {
                parse($prefix, text).map(Self)
            }
        }
    )*};
}

typed_id! {
    UserId = "user";
    SessionId = "session";
    ServiceKeyId = "service_key";
    ExternalIdentityId = "external_identity";
    AttemptId = "sign_in_attempt";
    AuditEventId = "audit_event";
    MessageId = "message";
    RubricVersionId = "rubric_version";
    CriterionId = "criterion";
    IndicatorId = "indicator";
    CampaignId = "campaign";
    CampaignMilestoneId = "campaign_milestone";
    SchoolId = "school";
    SchoolMembershipId = "school_membership";
    SchoolInvitationId = "school_invitation";
    ProjectId = "project";
    ProjectPartnerId = "project_partner";
    UnknownPartnerId = "unknown_partner";
    ProjectMemberId = "project_member";
    ForeignParticipationId = "foreign_participation";
    RegistrationId = "registration";
    EligibilityAnswerId = "eligibility_answer";
    EligibilityRuleId = "eligibility_rule";
    ApplicationId = "application";
    ApplicationAnswerId = "application_answer";
    DraftTextId = "draft_text";
    RefusedTextId = "refused_text";
    DraftRemarkId = "draft_remark";
    FormSessionId = "form_session";
    HelpTextId = "help_text";
    EvidenceLinkId = "evidence_link";
    ApplicationRevisionId = "application_revision";
    RevisionAnswerId = "revision_answer";
    RevisionLinkId = "revision_link";
    RevisionPartnerId = "revision_partner";
    RevisionMemberId = "revision_member";
    LinkCheckId = "link_check";
    JurorId = "juror";
    JurorAbsenceId = "juror_absence";
    JuryMembershipId = "jury_membership";
    ConflictId = "conflict";
    ConflictClearanceId = "conflict_clearance";
    AssignmentId = "assignment";
    AssignmentPlanId = "assignment_plan";
    PlannedPairId = "planned_pair";
    EvaluationId = "evaluation" untimed;
    EvaluationScoreId = "evaluation_score" untimed;
    ConsolidationId = "consolidation" untimed;
    ConsolidationScoreId = "consolidation_score" untimed;
    PanelId = "panel" untimed;
    PanelScoreId = "panel_score" untimed;
    PanelAnswerId = "panel_answer" untimed;
    DecisionId = "decision" untimed;
    FeedbackId = "feedback" untimed;
    FeedbackPartId = "feedback_part" untimed;
    DecisionEvaluationId = "decision_evaluation" untimed;
    CorrectionId = "correction";
    ReconsiderationId = "reconsideration";
    DecisionStepId = "decision_step" untimed;
    ResultRemarkId = "result_remark" untimed;
    PhotoId = "photo";
    PublicationBatchId = "publication_batch";
    PublicationItemId = "publication_item";
    LabelId = "label";
    CertificateDesignId = "certificate_design";
    CertificatePictureId = "certificate_picture";
    SponsorId = "sponsor";
    PrizeId = "prize";
    PrizeComponentId = "prize_component";
    PrizeAwardId = "prize_award";
    PrizeShareId = "prize_share";
    PrizeVoucherId = "prize_voucher";
    EqlCandidacyId = "eql_candidacy";
    EqlConditionId = "eql_condition" untimed;
    EqlCountryId = "eql_country" untimed;
    EqlNominationId = "eql_nomination";
    EventId = "event";
    EventInvitationId = "event_invitation";
    JobId = "job";
    UploadId = "upload";
    ImportBatchId = "import";
    ImportRowId = "import_row";
    ImportFindingId = "import_finding";
}

/// A juror is a user: the row about the jury work has the user's id.
impl From<UserId> for JurorId {
    fn from(id: UserId) -> Self {
        Self(id.0)
    }
}

impl From<JurorId> for UserId {
    fn from(id: JurorId) -> Self {
        Self(id.0)
    }
}

/// Hands a macro the ids that are answered with: the name of a field that holds one, of a field that holds several, and of the
/// object that is shown.
#[macro_export]
macro_rules! each_shown {
    ($macro:ident) => {
        $macro! {
            ApplicationId => "application", "applications", "Application";
            AssignmentId => "assignment", "assignments", "Assignment";
            AssignmentPlanId => "assignmentPlan", "assignmentPlans", "AssignmentPlan";
            CampaignId => "campaign", "campaigns", "Campaign";
            ConflictClearanceId => "conflictClearance", "conflictClearances", "ConflictClearance";
            ConflictId => "conflictOfInterest", "conflictsOfInterest", "ConflictOfInterest";
            ConsolidationId => "consolidation", "consolidations", "Consolidation";
            CorrectionId => "correction", "corrections", "Correction";
            ReconsiderationId => "reconsideration", "reconsiderations", "Reconsideration";
            DecisionId => "decision", "decisions", "Decision";
            ExternalIdentityId => "externalIdentity", "externalIdentities", "ExternalIdentity";
            EvidenceLinkId => "evidenceLink", "evidenceLinks", "EvidenceLink";
            EqlCandidacyId => "eqlCandidacy", "eqlCandidacies", "EqlCandidacy";
            EqlNominationId => "eqlNomination", "eqlNominations", "EqlNomination";
            EventId => "event", "events", "Event";
            EventInvitationId => "eventInvitation", "eventInvitations", "EventInvitation";
            CriterionId => "criterion", "criteria", "Criterion";
            EvaluationId => "evaluation", "evaluations", "Evaluation";
            ImportBatchId => "importBatch", "importBatches", "ImportBatch";
            ImportRowId => "importRow", "importRows", "ImportRow";
            JobId => "job", "jobs", "Job";
            JurorId => "juror", "jurors", "Juror";
            LabelId => "label", "labels", "Label";
            CertificateDesignId => "certificateDesign", "certificateDesigns", "CertificateDesign";
            MessageId => "message", "messages", "Message";
            PanelId => "panel", "panels", "Panel";
            PhotoId => "photo", "photos", "Photo";
            PrizeAwardId => "prizeAward", "prizeAwards", "PrizeAward";
            PrizeId => "prize", "prizes", "Prize";
            PrizeVoucherId => "prizeVoucher", "prizeVouchers", "PrizeVoucher";
            SponsorId => "sponsor", "sponsors", "Sponsor";
            ProjectId => "project", "projects", "Project";
            PublicationBatchId => "publicationBatch", "publicationBatches", "PublicationBatch";
            PublicationItemId => "publicationItem", "publicationItems", "PublicationItem";
            RegistrationId => "registration", "registrations", "Registration";
            RevisionLinkId => "revisionLink", "revisionLinks", "RevisionLink";
            SchoolId => "school", "schools", "School";
            ServiceKeyId => "serviceKey", "serviceKeys", "ServiceKey";
            UserId => "user", "users", "User";
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_written() {
        let id = ProjectId(Uuid::from_u128(0x0197_c3aa_0000_7000_8000_0000_0000_0001));
        assert_eq!(id.to_string(), "project_0197c3aa000070008000000000000001");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_or_spelling_is_refused() {
        for text in
            ["school_0197c3aa000070008000000000000001", "project_0197C3AA000070008000000000000001", "project_", ""]
        {
            assert_eq!(text.parse::<ProjectId>(), Err(WrongId { wanted: "project" }), "{text}");
        }
    }
}
