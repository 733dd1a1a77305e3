//! Mutations of decisions, and those of the jury that may take a result and its decision back.

use entity::ids::{ApplicationId, AssignmentId, ConflictId, DecisionId, JurorId};

use super::{
    commands::{
        self, AdjustDecisionRefusal, ApproveFeedbackRefusal, ProposeDecisionsRefusal, RatifyDecisionsRefusal,
        WriteFeedbackRefusal, WriteMotivationRefusal,
    },
    inputs::{
        AdjustDecisionInput, ApproveFeedbackInput, ProposeDecisionsInput, RatifyDecisionsInput, WriteFeedbackInput,
        WriteMotivationInput,
    },
    late,
};
use crate::{
    acts,
    jury::{
        self, DeclareConflictInput, InviteJurorInput, RecordConflictInput, RecordJurorSchoolInput,
        RespondToAssignmentInput, ScreenConflictsInput, WithdrawJurorInput,
        clearance::ScreenConflictsRefusal,
        commands::{DeclareConflictRefusal, InviteJurorRefusal, RecordConflictRefusal, RespondToAssignmentRefusal},
        profile::{RecordJurorSchoolRefusal, WithdrawJurorRefusal},
    },
};

acts! {
    /// Invite a juror to the jury of a campaign. Her schools and projects become conflicts of interest.
    inviteJuror(InviteJurorInput) -> JurorId | InviteJurorRefusal [Staff]
        = |work, input| late::following(work, jury::commands::invite(work, input));

    /// Accept, decline or recuse. Accepting attests that you have no conflict of interest, and opens the application.
    respondToAssignment(RespondToAssignmentInput) -> AssignmentId | RespondToAssignmentRefusal [Juror]
        = |work, input| late::following(work, jury::commands::respond(work, input));

    /// Declare what keeps you away. Assignments that it touches end, and your evaluations there do not count.
    declareConflict(DeclareConflictInput) -> ConflictId | DeclareConflictRefusal [Juror]
        = |work, input| late::following(work, jury::commands::declare_conflict(work, input));

    /// Record what keeps a juror away. With a hard one, assignments that it touches end, and the evaluations there do not
    /// count: those of applications that the caller looks after. For those of other communities it is noted, and their
    /// staff are told (`ConflictOfInterest.leftTo`).
    recordConflict(RecordConflictInput) -> ConflictId | RecordConflictRefusal [Staff]
        = |work, input| late::following(work, jury::commands::record_conflict(work, input));

    /// Note where a juror works or worked: assignments that this touches end, and the evaluations there do not count. The
    /// juror, and staff for the applications that they look after; for others it is noted, and their staff are told.
    recordJurorSchool(RecordJurorSchoolInput) -> JurorId | RecordJurorSchoolRefusal [Juror, Staff]
        = |work, input| late::following(work, jury::profile::record_school(work, input));

    /// Let a juror leave the jury of a label. What was handed in stays; what was not ends, and a plan that gives it to others
    /// is proposed. While the juror has work for another community, the juror stays in the jury for that one
    /// (`JuryMembership.notFor`), and its staff are told.
    withdrawJuror(WithdrawJurorInput) -> JurorId | WithdrawJurorRefusal [Staff]
        = |work, input| late::following(work, jury::profile::withdraw(work, input));

    /// Look through the assignments of a campaign for ties that came up since jurors were asked: somebody changed
    /// schools, or joined a project. Those end, their evaluations do not count, and a repair is proposed. What was decided
    /// on them is decided anew; a result that is out stays, and staff are told.
    screenConflicts(ScreenConflictsInput) -> Vec<AssignmentId> | ScreenConflictsRefusal [Staff]
        = |work, input| late::following(work, jury::clearance::screen(work, input));

    /// Apply the rule of the label to every application of a track that has no decision yet: to all, or to none.
    proposeDecisions(ProposeDecisionsInput) -> Vec<DecisionId> | ProposeDecisionsRefusal [Staff] = commands::propose;

    /// Write the explanation that the applicant reads with the outcome.
    writeMotivation(WriteMotivationInput) -> DecisionId | WriteMotivationRefusal [Staff] = commands::write_motivation;

    /// Write what the jury advises the applicant. Feedback that changes must be approved again.
    writeFeedback(WriteFeedbackInput) -> ApplicationId | WriteFeedbackRefusal [Staff] = commands::write_feedback;

    /// Approve feedback. Without approved feedback no result goes out.
    approveFeedback(ApproveFeedbackInput) -> ApplicationId | ApproveFeedbackRefusal [Staff] = commands::approve_feedback;

    /// Set another outcome than that of the rule, with a reason. The explanation must be written anew.
    adjustDecision(AdjustDecisionInput) -> DecisionId | AdjustDecisionRefusal [Staff] = commands::adjust;

    /// Confirm decisions as a second person: all of them, or none.
    ratifyDecisions(RatifyDecisionsInput) -> Vec<DecisionId> | RatifyDecisionsRefusal [Staff] = commands::ratify;
}
