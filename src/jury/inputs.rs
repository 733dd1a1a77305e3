//! What the mutations of jurors, conflicts and assignments take.

use async_graphql::{Enum, InputObject};
use entity::{
    ids::{
        ApplicationId, AssignmentId, AssignmentPlanId, CampaignId, ConflictClearanceId, ConflictId, JurorAbsenceId,
        JurorId, ProjectId, SchoolId, UserId,
    },
    kinds::{ProjectWish, SchoolLevel, Subject, Track},
};

use crate::api::{Day, Gid, Word};

/// A school where a juror works or worked.
#[derive(Clone, InputObject)]
pub struct JurorSchoolInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// First day at the school.
    pub from_on: Day,
    /// Last day at the school. Null or left out: the juror still works there.
    pub to_on: Option<Day>,
}

/// A juror to invite to the jury of a campaign.
#[derive(Clone, InputObject)]
pub struct InviteJurorInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The labels that the juror judges; at least one.
    pub tracks: Vec<Word<Track>>,
    /// Mail address to sign in with. If there is an account with this address, it becomes the account of the juror too.
    /// It must be a juror already, work in your community, or be made by staff of your community.
    pub email: String,
    /// Name. Used only for a new account.
    pub name: String,
    /// Language of mails: `nl`, `fr`, `de` or `en`. Used only for a new account.
    #[graphql(default_with = "\"nl\".to_owned()")]
    pub locale: String,
    /// Experience in education. If the account was made by staff of another community, this and all following fields
    /// but `schools` are ignored.
    pub experience: String,
    /// Languages that the juror reads: `nl`, `fr`, `de`, `en`; at least one.
    pub languages: Vec<String>,
    /// Most applications that the juror agrees to; it may be more than `Campaign.jurorMaxLoad`. Null or left out:
    /// `Campaign.jurorMaxLoad`.
    pub capacity: Option<i32>,
    /// Subjects that the juror knows. Left out or empty: the juror can judge all subjects.
    #[graphql(default)]
    pub subjects: Vec<Word<Subject>>,
    /// School levels that the juror knows. Left out or empty: the juror can judge all levels.
    #[graphql(default)]
    pub school_levels: Vec<Word<SchoolLevel>>,
    /// Schools where the juror works, or worked in the look-back period (`Campaign.conflictLookBackYears`). The juror
    /// judges no application of these schools.
    #[graphql(default)]
    pub schools: Vec<JurorSchoolInput>,
}

/// A conflict of interest of a juror. Give exactly one of `schoolId`, `projectId`, `teacherId` and `applicationId`.
#[derive(Clone, InputObject)]
pub struct RecordConflictInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The conflict is about this school, and about every project that the school takes part in.
    pub school_id: Option<Gid<SchoolId>>,
    /// The conflict is about this project.
    pub project_id: Option<Gid<ProjectId>>,
    /// The conflict is about this teacher.
    pub teacher_id: Option<Gid<UserId>>,
    /// The conflict is about this application only.
    pub application_id: Option<Gid<ApplicationId>>,
    /// True (hard): the juror must not judge what the conflict is about. False (soft): staff decide for each
    /// application.
    #[graphql(default = true)]
    pub is_hard: bool,
    /// Why; kept with the conflict of interest and in the audit log.
    pub reason: String,
}

/// A conflict of interest of the caller. Give exactly one of `schoolId` and `applicationId`.
#[derive(Clone, InputObject)]
pub struct DeclareConflictInput {
    /// The conflict is about this school, and about every project that the school takes part in.
    pub school_id: Option<Gid<SchoolId>>,
    /// The conflict is about this application only; it is one of your assignments.
    pub application_id: Option<Gid<ApplicationId>>,
    /// Why; kept with the conflict of interest and in the audit log.
    pub reason: String,
}

/// A conflict of interest to withdraw.
#[derive(Clone, InputObject)]
pub struct WithdrawConflictInput {
    /// The conflict.
    pub conflict_of_interest_id: Gid<ConflictId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// A juror to ask for an application.
#[derive(Clone, InputObject)]
pub struct AssignJurorInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// Last day for the evaluation. Null or left out: the last day of the campaign.
    pub due_on: Option<Day>,
}

/// The answer of a juror to an assignment. Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AssignmentAnswer {
    /// I accept, and I declare that I have no conflict of interest. The application opens.
    Accept,
    /// I cannot judge it, for another reason than a conflict of interest. This is not possible after scores are saved.
    Decline,
    /// I have read it and cannot judge it: I see no evidence, or I do not know the field. What I wrote is kept but does
    /// not count, and another juror is looked for.
    CannotJudge,
    /// I have a conflict of interest. It is recorded, and my evaluation does not count.
    Recuse,
}

/// The answer to an assignment.
#[derive(Clone, InputObject)]
pub struct RespondToAssignmentInput {
    /// The assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The answer of the juror.
    pub answer: AssignmentAnswer,
    /// Why. Needed for every answer but `ACCEPT`.
    pub reason: Option<String>,
}

/// An assignment to take back.
#[derive(Clone, InputObject)]
pub struct RevokeAssignmentInput {
    /// The assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why the assignment is taken back; kept with it and in the audit log.
    pub reason: String,
}

/// Changes of what is known of a juror. What is left out stays as it is.
#[derive(Clone, InputObject)]
pub struct UpdateJurorInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Experience in education. Null or left out: it stays as it is.
    pub experience: Option<String>,
    /// Languages that the juror reads: `nl`, `fr`, `de`, `en`; at least one. Null or left out: they stay as they are.
    pub languages: Option<Vec<String>>,
    /// Subjects that the juror knows. Empty: the juror can judge all subjects. Null or left out: they stay as they are.
    pub subjects: Option<Vec<Word<Subject>>>,
    /// School levels that the juror knows. Empty: the juror can judge all levels. Null or left out: they stay as they
    /// are.
    pub school_levels: Option<Vec<Word<SchoolLevel>>>,
    /// Most applications that the juror agrees to; it may be more than `Campaign.jurorMaxLoad`. Existing assignments
    /// stay. Null or left out: it stays as it is.
    pub capacity: Option<i32>,
}

/// A time in which a juror is away.
#[derive(Clone, InputObject)]
pub struct RecordAbsenceInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// First day.
    pub from_on: Day,
    /// Last day.
    pub to_on: Day,
}

/// An absence to remove.
#[derive(Clone, InputObject)]
pub struct RemoveAbsenceInput {
    /// The absence.
    pub absence_id: Gid<JurorAbsenceId>,
}

/// A school where a juror works or worked.
#[derive(Clone, InputObject)]
pub struct RecordJurorSchoolInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The school, and the time at it.
    pub school: JurorSchoolInput,
}

/// A juror who leaves the jury for a label.
#[derive(Clone, InputObject)]
pub struct WithdrawJurorInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// A tie between a juror and an application that staff looked at and that is no obstacle.
#[derive(Clone, InputObject)]
pub struct ClearConflictInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// Why it is no obstacle.
    pub reason: String,
}

/// A clearance to withdraw.
#[derive(Clone, InputObject)]
pub struct WithdrawClearanceInput {
    /// The clearance.
    pub conflict_clearance_id: Gid<ConflictClearanceId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The campaign whose assignments are checked for new ties.
#[derive(Clone, InputObject)]
pub struct ScreenConflictsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
}

/// A plan to work out: which juror judges which application.
#[derive(Clone, InputObject)]
pub struct SimulateAssignmentInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label. For NQL only the applications of your own community are planned, for Belgica all.
    pub track: Word<Track>,
    /// A number that decides between plans that are equally good. The same input with the same seed gives the same
    /// plan.
    #[graphql(default = 1)]
    pub seed: i32,
    /// The least number of applications for each juror, for jurors who can take that many.
    #[graphql(default = 0)]
    pub minimum_per_juror: i32,
    /// Whether the applications for one project should have the same jurors or different ones. More important goals go
    /// first. Null or left out: no wish.
    pub project_wish: Option<Word<ProjectWish>>,
    /// Last day for the evaluations. Null or left out: the last day of the campaign.
    pub due_on: Option<Day>,
}

/// A plan to cancel.
#[derive(Clone, InputObject)]
pub struct CancelAssignmentPlanInput {
    /// The plan.
    pub assignment_plan_id: Gid<AssignmentPlanId>,
    /// The version that you saw. Any version is accepted while the plan is being worked out.
    pub expected_version: i32,
}

/// A plan to carry out.
#[derive(Clone, InputObject)]
pub struct CommitAssignmentPlanInput {
    /// The plan.
    pub assignment_plan_id: Gid<AssignmentPlanId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The `hash` of the plan: exactly the plan that you saw is carried out.
    pub expected_hash: String,
}

/// A plan to look at.
#[derive(Clone, InputObject)]
pub struct AssignmentPlanInspectionInput {
    /// The plan.
    pub assignment_plan_id: Gid<AssignmentPlanId>,
}

/// Two plans for the same applications.
#[derive(Clone, InputObject)]
pub struct AssignmentPlanComparisonInput {
    /// The first plan.
    pub assignment_plan_id: Gid<AssignmentPlanId>,
    /// The second plan.
    pub other_assignment_plan_id: Gid<AssignmentPlanId>,
}

/// A juror and an application in a plan, to be explained.
#[derive(Clone, InputObject)]
#[expect(clippy::struct_field_names, reason = "fields of the API are called after what they name")]
pub struct AssignmentExplanationInput {
    /// The plan.
    pub assignment_plan_id: Gid<AssignmentPlanId>,
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The juror, whether planned for the application or not.
    pub juror_id: Gid<JurorId>,
}

/// An application that needs a juror.
#[derive(Clone, InputObject)]
pub struct JurorChoicesInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
}

/// The jurors to remind.
#[derive(Clone, InputObject)]
pub struct RemindJurorsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// Only jurors with an evaluation that is late, or due within this number of days (calendar days in Brussels): 0 is
    /// due today, 1 is due today or tomorrow. Null or left out: all jurors with an open evaluation.
    pub due_within_days: Option<i32>,
}
