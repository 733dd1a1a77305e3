//! Mutations of jurors and assignments. Those that may end a begun evaluation are with the
//! scores.

use entity::ids::{AssignmentId, AssignmentPlanId, ConflictClearanceId, ConflictId, JurorId};

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
use crate::acts;

acts! {
    /// Note that a conflict of interest does not hold any more: a juror of what the juror declared, staff of what their office
    /// recorded. What it ended stays ended.
    withdrawConflict(WithdrawConflictInput) -> ConflictId | WithdrawConflictRefusal [Juror, Staff]
        = commands::withdraw_conflict;

    /// Ask a juror to judge an application; she gets a mail. Staff of the community of its school; Belgica is shared.
    assignJuror(AssignJurorInput) -> AssignmentId | AssignJurorRefusal [Staff] = commands::assign;

    /// Take an assignment back, before its evaluation is in.
    revokeAssignment(RevokeAssignmentInput) -> AssignmentId | RevokeAssignmentRefusal [Staff] = commands::revoke;

    /// Change what is known of a juror: staff, and she herself.
    updateJuror(UpdateJurorInput) -> JurorId | UpdateJurorRefusal [Juror, Staff] = profile::update;

    /// Note when a juror is away: she takes on her share of the time that is left. Staff, and she herself.
    recordAbsence(RecordAbsenceInput) -> JurorId | RecordAbsenceRefusal [Juror, Staff] = profile::record_absence;

    /// Take an absence out.
    removeAbsence(RemoveAbsenceInput) -> JurorId | RemoveAbsenceRefusal [Juror, Staff] = profile::remove_absence;

    /// Note that a tie keeps a juror from nothing: a shared board, a project done together, a conflict to be weighed. It
    /// is not found again by itself. Her own school and project, and what she declared, cannot be cleared.
    clearConflict(ClearConflictInput) -> ConflictClearanceId | ClearConflictRefusal [Staff] = clearance::clear;

    /// Take a clearance back: the tie counts again.
    withdrawClearance(WithdrawClearanceInput) -> ConflictClearanceId | WithdrawClearanceRefusal [Staff]
        = clearance::withdraw;

    /// Ask for the best plan of who judges what. It is worked out beside the request; follow `state` of the plan. Where
    /// jurors are asked already, what they have opened stays and as little as can be changes. Nobody learns of it.
    simulateAssignment(SimulateAssignmentInput) -> AssignmentPlanId | SimulateAssignmentRefusal [Staff] = plans::simulate;

    /// Take a plan back, or put it away. Work on it stops.
    cancelAssignmentPlan(CancelAssignmentPlanInput) -> AssignmentPlanId | CancelAssignmentPlanRefusal [Staff]
        = plans::cancel;

    /// Carry a plan out: its jurors are asked, each in one mail, and invitations that it has no place for are taken back.
    /// All of it, or nothing when what it rests on has changed.
    commitAssignmentPlan(CommitAssignmentPlanInput) -> AssignmentPlanId | CommitAssignmentPlanRefusal [Staff]
        = plans::commit;

    /// Remind jurors of evaluations that they have not handed in, in one mail a day each. They are reminded by themselves
    /// two weeks and three days before the last day, and when they are late.
    remindJurors(RemindJurorsInput) -> JurorReminders | RemindJurorsRefusal [Staff] once = reminders::remind;
}
