//! Mutations of jurors and assignments. Those that may end a begun evaluation are with the
//! scores.

use entity::ids::{AssignmentId, AssignmentPlanId, ConflictClearanceId, ConflictId, JurorId};

use super::objects::{Assignment, AssignmentPlan, ConflictClearance, ConflictOfInterest, Juror};
use super::{
    answers::JurorReminders,
    clearance::{self, ClearConflictRefusal, WithdrawClearanceRefusal},
    commands::{self, AssignJurorRefusal, RevokeAssignmentRefusal, WithdrawConflictRefusal},
    inputs::{
        AssignJurorInput, CancelAssignmentPlanInput, ClearConflictInput, CommitAssignmentPlanInput, RecordAbsenceInput,
        RemindJurorsInput, RemoveAbsenceInput, RevokeAssignmentInput, SimulateAssignmentInput, UpdateJurorInput,
        WithdrawClearanceInput, WithdrawConflictInput,
    },
    planning::commands::{
        self as plans, CancelAssignmentPlanRefusal, CommitAssignmentPlanRefusal, SimulateAssignmentRefusal,
    },
    profile::{self, RecordAbsenceRefusal, RemoveAbsenceRefusal, UpdateJurorRefusal},
    reminders::{self, RemindJurorsRefusal},
};
use crate::{acts, application::Application};

acts! {
    /// Note that a conflict of interest does not hold any more. A juror withdraws what the juror declared; staff
    /// withdraw what staff of their community recorded. Assignments that it ended stay ended.
    withdrawConflict(WithdrawConflictInput) -> ConflictId | WithdrawConflictRefusal
        [Juror, Staff; ConflictOfInterest::WITHDRAW(conflictOfInterestId)]
        = commands::withdraw_conflict;

    /// Ask a juror to judge an application; the juror gets a mail. For staff of the community of the school; for
    /// Belgica, staff of every community.
    assignJuror(AssignJurorInput) -> AssignmentId | AssignJurorRefusal
        [Staff; Application::ASSIGN(applicationId)] = commands::assign;

    /// Take back an assignment before its evaluation is handed in.
    revokeAssignment(RevokeAssignmentInput) -> AssignmentId | RevokeAssignmentRefusal
        [Staff; Assignment::REVOKE(assignmentId)] = commands::revoke;

    /// Change what is known of a juror. Jurors can change their own data, staff those of every juror.
    updateJuror(UpdateJurorInput) -> JurorId | UpdateJurorRefusal
        [Juror, Staff; Juror::CHANGE(jurorId)] = profile::update;

    /// Note when a juror is away: the juror then gets fewer applications, in proportion to the days that are left.
    /// Jurors note their own absences, staff those of every juror.
    recordAbsence(RecordAbsenceInput) -> JurorId | RecordAbsenceRefusal
        [Juror, Staff; Juror::CHANGE(jurorId)] = profile::record_absence;

    /// Remove an absence.
    removeAbsence(RemoveAbsenceInput) -> JurorId | RemoveAbsenceRefusal
        [Juror, Staff; Juror::CHANGE()] removing(absenceId) = profile::remove_absence;

    /// Note that a tie between a juror and an application is no obstacle: the same board, a shared project, or a soft
    /// conflict of interest. The system does not report this tie again. The juror's own school and project, and a
    /// conflict that the juror declared, cannot be cleared.
    clearConflict(ClearConflictInput) -> ConflictClearanceId | ClearConflictRefusal
        [Staff; Application::ASSIGN(applicationId)] = clearance::clear;

    /// Withdraw a clearance: the tie counts again.
    withdrawClearance(WithdrawClearanceInput) -> ConflictClearanceId | WithdrawClearanceRefusal
        [Staff; ConflictClearance::WITHDRAW(conflictClearanceId)]
        = clearance::withdraw;

    /// Ask for the best plan of which juror judges which application. The system works it out in the background; follow
    /// `status` of the plan. If jurors are asked already, evaluations that were begun stay with their jurors, and as
    /// little as possible changes. Jurors are not told.
    simulateAssignment(SimulateAssignmentInput) -> AssignmentPlanId | SimulateAssignmentRefusal
        [Staff] = plans::simulate;

    /// Cancel a plan. If it is being worked out, the work stops.
    cancelAssignmentPlan(CancelAssignmentPlanInput) -> AssignmentPlanId | CancelAssignmentPlanRefusal
        [Staff; AssignmentPlan::RUN(assignmentPlanId)]
        = plans::cancel;

    /// Carry out a plan. Its jurors are asked, each in one mail, and open invitations that are not in the plan are
    /// taken back. All is done, or nothing if the data under the plan have changed.
    commitAssignmentPlan(CommitAssignmentPlanInput) -> AssignmentPlanId | CommitAssignmentPlanRefusal
        [Staff; AssignmentPlan::RUN(assignmentPlanId)]
        = plans::commit;

    /// Remind jurors by mail of evaluations that they have not handed in; each juror gets at most one mail a day. The
    /// system itself reminds them two weeks before the last day, three days before it, and when they are late.
    remindJurors(RemindJurorsInput) -> JurorReminders | RemindJurorsRefusal [Staff] once = reminders::remind;
}
