//! Mutations of decisions, and those of the jury that may take a result and its decision back.

use crate::campaign::Campaign;
use entity::ids::{ApplicationId, AssignmentId, ConflictId, DecisionId, JurorId};

use super::objects::Decision;
use super::{
    commands::{
        self, AdjustDecisionRefusal, ProposeDecisionsRefusal, RatifyDecisionsRefusal, TakeBackRatificationsRefusal,
    },
    exchange::{self, ImportResultTextsRefusal},
    inputs::{
        AdjustDecisionInput, ApproveResultTextsInput, DraftResultTextsInput, ImportResultTextsInput,
        ProposeDecisionsInput, RatifyDecisionsInput, SaveResultTextsInput, TakeBackAdmissibilityInput,
        TakeBackRatificationsInput,
    },
    late::{self, TakeBackAdmissibilityRefusal},
    texts::{self, ApproveResultTextsRefusal, DraftResultTextsRefusal, SaveResultTextsRefusal},
};
use crate::{
    acts,
    api::Part,
    application::Application,
    jury::{
        self, Assignment, DeclareConflictInput, InviteJurorInput, Juror, RecordConflictInput, RecordJurorSchoolInput,
        RespondToAssignmentInput, ScreenConflictsInput, WithdrawJurorInput,
        clearance::ScreenConflictsRefusal,
        commands::{DeclareConflictRefusal, InviteJurorRefusal, RecordConflictRefusal, RespondToAssignmentRefusal},
        profile::{RecordJurorSchoolRefusal, WithdrawJurorRefusal},
    },
};

acts! {
    /// Invite a juror to the jury of a campaign. The schools and projects of the juror become conflicts of interest.
    inviteJuror(InviteJurorInput) -> JurorId | InviteJurorRefusal [Staff; Juror::CHANGE(), Assignment::END()]
        = |work, input| late::following(work, jury::commands::invite(work, input));

    /// Answer an assignment: accept it, decline it, or report a conflict of interest. If you accept, you declare that
    /// you have no conflict of interest, and the application opens for you.
    respondToAssignment(RespondToAssignmentInput) -> AssignmentId | RespondToAssignmentRefusal
        [Juror; Assignment::ANSWER(assignmentId), Assignment::END()]
        = |work, input| late::following(work, jury::commands::respond(work, input));

    /// Declare a conflict of interest of your own. Your assignments for the applications concerned end, and your
    /// evaluations of them do not count.
    declareConflict(DeclareConflictInput) -> ConflictId | DeclareConflictRefusal [Juror; Assignment::END()]
        = |work, input| late::following(work, jury::commands::declare_conflict(work, input));

    /// Record a conflict of interest of a juror. If it is hard, assignments of the juror that it concerns end, and
    /// their evaluations do not count. This holds for the applications that the caller may review; staff of other
    /// communities are told, and decide on theirs (`ConflictOfInterest.communitiesToDecide`).
    recordConflict(RecordConflictInput) -> ConflictId | RecordConflictRefusal
        [Staff; Application::ASSIGN(), Assignment::END()]
        = |work, input| late::following(work, jury::commands::record_conflict(work, input));

    /// Note a school where a juror works or worked. Assignments that this concerns end, and their evaluations do not
    /// count. Jurors note their own schools. For staff this holds for the applications that they may review; staff of
    /// other communities are told, and decide on theirs.
    recordJurorSchool(RecordJurorSchoolInput) -> JurorId | RecordJurorSchoolRefusal
        [Juror, Staff; Juror::KEEP(jurorId), Assignment::END()]
        = |work, input| late::following(work, jury::profile::record_school(work, input));

    /// Let a juror leave the jury for a label. Evaluations that are handed in stay; other assignments end, and the
    /// system proposes a plan that gives them to other jurors. While the juror has assignments for another community,
    /// the juror stays in the jury for that community (`JuryMembership.excludedCommunities`), and its staff are told.
    withdrawJuror(WithdrawJurorInput) -> JurorId | WithdrawJurorRefusal
        [Staff; Juror::RELEASE(jurorId), Assignment::END()]
        = |work, input| late::following(work, jury::profile::withdraw(work, input));

    /// Look for ties between jurors and their applications that are new since the jurors were asked, for example a
    /// juror who has changed schools or joined a project. Such assignments end, their evaluations do not count, and the
    /// system proposes other jurors. Results that are not public yet must be decided again; public results stay, and
    /// staff are told. The answer is the assignments that ended.
    screenConflicts(ScreenConflictsInput) -> Vec<AssignmentId> | ScreenConflictsRefusal [Staff; Assignment::END()]
        = |work, input| late::following(work, jury::clearance::screen(work, input));

    /// Apply the rule of the label to every application of a track that has no decision: to all of them, or none.
    proposeDecisions(ProposeDecisionsInput) -> Vec<DecisionId> | ProposeDecisionsRefusal
        [Staff; Campaign::DECIDE(campaignId)] = commands::propose;

    /// Make first versions of the texts that teachers read with their results, for all applications for one label from one
    /// community, in the language of that community: the explanation, from the reasons of the outcome; and the feedback, on
    /// the whole and on each criterion, from the comments that the jurors wrote for the applicant, in an order that does not
    /// show who wrote them. They tell no score. A text that somebody has written stays; a text that was made here, and that
    /// nobody has changed, is made again. Applications in which the caller has an interest are left out. The answer is the
    /// applications of which a text changed.
    draftResultTexts(DraftResultTextsInput) -> Vec<ApplicationId> | DraftResultTextsRefusal
        [Staff; Campaign::DECIDE(campaignId)] = texts::draft;

    /// Save the texts that teachers read with their results. Texts that change must be approved again. What can be better is
    /// in `Application.resultRemarks`; a remark never prevents a save.
    saveResultTexts(SaveResultTextsInput) -> Part<Vec<ApplicationId>> | SaveResultTextsRefusal
        [Staff; Application::DECIDE()] = texts::save;

    /// Save the texts of a spreadsheet, exactly as `resultTextsPreview` showed them. Rows with a problem are left out; the
    /// others are saved, all together. Texts that change must be approved again. The answer is the applications of which a text
    /// changed.
    importResultTexts(ImportResultTextsInput) -> Vec<ApplicationId> | ImportResultTextsRefusal
        [Staff; Campaign::DECIDE(campaignId)] = exchange::import;

    /// Approve the texts that teachers read with their results. A result can be published only with approved texts. They
    /// cannot be approved while one is missing or names a juror. If the campaign says so (`hasSecondPersonForTexts`),
    /// somebody who wrote none of them must approve them.
    approveResultTexts(ApproveResultTextsInput) -> Part<Vec<ApplicationId>> | ApproveResultTextsRefusal
        [Staff; Application::DECIDE()] = texts::approve;

    /// Take back that decisions were confirmed, to mend their texts or outcomes. Afterwards a second person confirms them
    /// again, and a release that has them is prepared again. Possible until the results are public.
    takeBackRatifications(TakeBackRatificationsInput) -> Part<Vec<DecisionId>> | TakeBackRatificationsRefusal
        [Staff; Decision::DECIDE(decisionIds)] = commands::take_back_ratifications;

    /// Take back that an application goes to the jury, or does not, if that was a mistake: decide again with
    /// `decideAdmissibility`, for which the campaign must not be in deliberation (`resumeEvaluation`). Possible until jurors
    /// have it or the results are public. If the jury has judged it by mistake, use `adjustDecision`.
    takeBackAdmissibility(TakeBackAdmissibilityInput) -> ApplicationId | TakeBackAdmissibilityRefusal
        [Staff; Application::DECIDE(applicationId)] = late::take_back_admissibility;

    /// Set another outcome than the rule gives, with a reason. The explanation must then be written again.
    adjustDecision(AdjustDecisionInput) -> DecisionId | AdjustDecisionRefusal
        [Staff; Decision::DECIDE(decisionId)] = commands::adjust;

    /// Confirm decisions as a second person.
    ratifyDecisions(RatifyDecisionsInput) -> Part<Vec<DecisionId>> | RatifyDecisionsRefusal
        [Staff; Decision::DECIDE(decisionIds)] = commands::ratify;
}
