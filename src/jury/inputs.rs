//! What the mutations of jurors, conflicts and assignments take.

use async_graphql::{Enum, InputObject};
use entity::{
    ids::{ApplicationId, AssignmentId, CampaignId, ConflictId, JurorId, ProjectId, SchoolId, UserId},
    kinds::Track,
};

use crate::api::{Day, Gid, Word};

/// A school where a juror works or worked.
#[derive(Clone, InputObject)]
pub struct JurorSchoolInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Since when.
    pub from_on: Day,
    /// The last day there; left out while she still works there.
    pub to_on: Option<Day>,
}

/// A juror for a campaign.
#[derive(Clone, InputObject)]
pub struct InviteJurorInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// For which labels; at least one.
    pub tracks: Vec<Word<Track>>,
    /// Address to sign in with. Somebody who has an account keeps it and becomes a juror too.
    pub email: String,
    /// Name; of a new account only.
    pub name: String,
    /// Language of mails: `nl`, `fr`, `de` or `en`; of a new account only.
    #[graphql(default_with = "\"nl\".to_owned()")]
    pub locale: String,
    /// Experience in education.
    pub experience: String,
    /// Languages that she reads: `nl`, `fr`, `de`, `en`; at least one.
    pub languages: Vec<String>,
    /// Applications that she takes on at most; the maximum of the campaign if left out.
    pub capacity: Option<i32>,
    /// Where she works, or worked in the look-back period of the campaign: she judges nothing from there.
    #[graphql(default)]
    pub schools: Vec<JurorSchoolInput>,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// What keeps a juror away. Give exactly one of `schoolId`, `projectId`, `teacherId` and `applicationId`.
#[derive(Clone, InputObject)]
pub struct RecordConflictInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// Everything of this school, and every project that it takes part in.
    pub school_id: Option<Gid<SchoolId>>,
    /// Everything of this project.
    pub project_id: Option<Gid<ProjectId>>,
    /// Everything of this teacher.
    pub teacher_id: Option<Gid<UserId>>,
    /// This application only.
    pub application_id: Option<Gid<ApplicationId>>,
    /// Whether it keeps her away; a soft one is for staff to weigh.
    #[graphql(default = true)]
    pub is_hard: bool,
    /// Why.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// What keeps you away. Give exactly one of `schoolId` and `applicationId`.
#[derive(Clone, InputObject)]
pub struct DeclareConflictInput {
    /// Everything of this school, and every project that it takes part in.
    pub school_id: Option<Gid<SchoolId>>,
    /// This application, of one of your assignments.
    pub application_id: Option<Gid<ApplicationId>>,
    /// Why.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// A conflict that does not hold any more.
#[derive(Clone, InputObject)]
pub struct WithdrawConflictInput {
    /// The conflict.
    pub conflict_id: Gid<ConflictId>,
    /// Why; kept in the audit log.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// Who judges what.
#[derive(Clone, InputObject)]
pub struct AssignJurorInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// Last day for the evaluation; that of the campaign if left out.
    pub due_on: Option<Day>,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// What a juror answers. Closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AssignmentAnswer {
    /// I judge it, and attest that I have no conflict of interest. The application opens.
    Accept,
    /// I cannot judge it, for another reason than a conflict of interest. Not possible once scores are saved.
    Decline,
    /// I have a conflict of interest. It is recorded, and an evaluation of mine does not count.
    Recuse,
}

/// The answer to an assignment.
#[derive(Clone, InputObject)]
pub struct RespondToAssignmentInput {
    /// The assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The answer.
    pub answer: AssignmentAnswer,
    /// Why; required unless you accept.
    pub reason: Option<String>,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// An assignment that is taken back.
#[derive(Clone, InputObject)]
pub struct RevokeAssignmentInput {
    /// The assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}
