//! What is computed of jurors and assignments. Those that may end a begun evaluation are with the
//! scores.

use super::{
    inputs::{
        AssignmentExplanationInput, AssignmentPlanComparisonInput, AssignmentPlanInspectionInput, JurorChoicesInput,
    },
    planning::{
        AssignmentExplanation, AssignmentPlanComparison, AssignmentPlanInspection, JurorChoices,
        commands::{
            self as plans, AssignmentExplanationRefusal, AssignmentPlanComparisonRefusal,
            AssignmentPlanInspectionRefusal, JurorChoicesRefusal,
        },
    },
};
use crate::computed;

computed! {
    /// Look at a plan: the applications of each juror, whether the plan is still valid, and whether it is the best one.
    /// If there is no plan: why, and what would help. Nothing changes.
    assignmentPlanInspection(AssignmentPlanInspectionInput) -> AssignmentPlanInspection | AssignmentPlanInspectionRefusal [Staff]
        = plans::inspect;

    /// Compare two plans for the same applications. Nothing changes.
    assignmentPlanComparison(AssignmentPlanComparisonInput) -> AssignmentPlanComparison | AssignmentPlanComparisonRefusal [Staff]
        = plans::compare;

    /// See why a juror is, or is not, planned for an application, and what a change would cost. Nothing changes.
    assignmentExplanation(AssignmentExplanationInput) -> AssignmentExplanation | AssignmentExplanationRefusal [Staff]
        = plans::explain;

    /// See which jurors could judge an application, and what is against each: for assigning a juror by hand. Nothing
    /// changes.
    jurorChoices(JurorChoicesInput) -> JurorChoices | JurorChoicesRefusal [Staff] = plans::find_jurors;
}
