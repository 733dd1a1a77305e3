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
    /// Address to sign in with. Somebody who has an account keeps it and becomes a juror too: who judges already, works in
    /// your community, or has an account that your office made.
    pub email: String,
    /// Name; of a new account only.
    pub name: String,
    /// Language of mails: `nl`, `fr`, `de` or `en`; of a new account only.
    #[graphql(default_with = "\"nl\".to_owned()")]
    pub locale: String,
    /// Experience in education. This and what follows, but for the schools, stays as it is known of a juror whose account the
    /// office of another community made.
    pub experience: String,
    /// Languages that she reads: `nl`, `fr`, `de`, `en`; at least one.
    pub languages: Vec<String>,
    /// Applications that she agrees to at most; `Campaign.jurorMaxLoad` if left out. It may be more than that.
    pub capacity: Option<i32>,
    /// Subjects that she knows; left out or empty: any.
    #[graphql(default)]
    pub subjects: Vec<Word<Subject>>,
    /// School levels that she knows; left out or empty: any.
    #[graphql(default)]
    pub school_levels: Vec<Word<SchoolLevel>>,
    /// Where she works, or worked in the look-back period of the campaign: she judges nothing from there.
    #[graphql(default)]
    pub schools: Vec<JurorSchoolInput>,
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
}

/// A conflict that does not hold any more.
#[derive(Clone, InputObject)]
pub struct WithdrawConflictInput {
    /// The conflict.
    pub conflict_id: Gid<ConflictId>,
    /// Why; kept in the audit log.
    pub reason: String,
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
}

/// What a juror answers. Closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AssignmentAnswer {
    /// I judge it, and attest that I have no conflict of interest. The application opens.
    Accept,
    /// I cannot judge it, for another reason than a conflict of interest. Not possible once scores are saved.
    Decline,
    /// I have read it and cannot judge it, whatever I would score: I see no evidence, or it is outside what I know. What I
    /// wrote is kept and does not count; another juror is looked for.
    CannotJudge,
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
}

/// What changes of what is known of a juror; what is left out stays.
#[derive(Clone, InputObject)]
pub struct UpdateJurorInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Experience in education.
    pub experience: Option<String>,
    /// Languages that she reads: `nl`, `fr`, `de`, `en`; at least one.
    pub languages: Option<Vec<String>>,
    /// Subjects that she knows; empty: any.
    pub subjects: Option<Vec<Word<Subject>>>,
    /// School levels that she knows; empty: any.
    pub school_levels: Option<Vec<Word<SchoolLevel>>>,
    /// Applications that she agrees to at most, also above `Campaign.jurorMaxLoad`. What she has been asked already stays.
    pub capacity: Option<i32>,
}

/// When a juror is away.
#[derive(Clone, InputObject)]
pub struct RecordAbsenceInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// First day.
    pub from_on: Day,
    /// Last day.
    pub to_on: Day,
}

/// An absence that does not take place.
#[derive(Clone, InputObject)]
pub struct RemoveAbsenceInput {
    /// The absence.
    pub absence_id: Gid<JurorAbsenceId>,
}

/// Where a juror works or worked.
#[derive(Clone, InputObject)]
pub struct RecordJurorSchoolInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// Where, and when.
    pub school: JurorSchoolInput,
}

/// A juror who leaves the jury of a track.
#[derive(Clone, InputObject)]
pub struct WithdrawJurorInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// From which jury.
    pub campaign_id: Gid<CampaignId>,
    /// For which label.
    pub track: Word<Track>,
    /// Why.
    pub reason: String,
}

/// A tie that staff looked at and found to be no obstacle.
#[derive(Clone, InputObject)]
pub struct ClearConflictInput {
    /// The juror.
    pub juror_id: Gid<JurorId>,
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// Why it is none.
    pub reason: String,
}

/// A clearance that does not hold any more.
#[derive(Clone, InputObject)]
pub struct WithdrawClearanceInput {
    /// The clearance.
    pub clearance_id: Gid<ConflictClearanceId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The assignments of a campaign, looked through for ties that came up since.
#[derive(Clone, InputObject)]
pub struct ScreenConflictsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
}

/// A plan to be worked out.
#[derive(Clone, InputObject)]
pub struct SimulateAssignmentInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// For which label. For NQL the applications of your own community are planned, for Belgica all.
    pub track: Word<Track>,
    /// Breaks ties: the same input and seed give the same plan.
    #[graphql(default = 1)]
    pub seed: i32,
    /// Fewest applications for a juror, where so many are allowed to her.
    #[graphql(default = 0)]
    pub fewest: i32,
    /// Which jurors the applications for one project should have, where nothing more important speaks against it.
    pub project_wish: Option<Word<ProjectWish>>,
    /// Last day for the evaluations; that of the campaign if left out.
    pub due_on: Option<Day>,
}

/// A plan to be taken back.
#[derive(Clone, InputObject)]
pub struct CancelAssignmentPlanInput {
    /// The plan.
    pub plan_id: Gid<AssignmentPlanId>,
    /// The version that you saw; of a plan under way any.
    pub expected_version: i32,
}

/// A plan to be carried out.
#[derive(Clone, InputObject)]
pub struct CommitAssignmentPlanInput {
    /// The plan.
    pub plan_id: Gid<AssignmentPlanId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Its `hash`: what you looked at is what is carried out.
    pub expected_hash: String,
}

/// A plan to be looked into.
#[derive(Clone, InputObject)]
pub struct AssignmentPlanInspectionInput {
    /// The plan.
    pub plan_id: Gid<AssignmentPlanId>,
}

/// Two plans for the same applications.
#[derive(Clone, InputObject)]
pub struct AssignmentPlanComparisonInput {
    /// The first.
    pub plan_id: Gid<AssignmentPlanId>,
    /// The second.
    pub other_plan_id: Gid<AssignmentPlanId>,
}

/// A pair to be explained.
#[derive(Clone, InputObject)]
#[expect(clippy::struct_field_names, reason = "fields of the API are called after what they name")]
pub struct AssignmentExplanationInput {
    /// The plan.
    pub plan_id: Gid<AssignmentPlanId>,
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The juror, planned for it or not.
    pub juror_id: Gid<JurorId>,
}

/// An application that needs a juror.
#[derive(Clone, InputObject)]
pub struct JurorChoicesInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
}

/// Jurors to be reminded.
#[derive(Clone, InputObject)]
pub struct RemindJurorsInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// Only who has something due within so many days of the calendar in Brussels, or late already: 0 is what is due today, 1
    /// also what is due tomorrow. Everybody with something open if left out.
    pub due_within_days: Option<i32>,
}
