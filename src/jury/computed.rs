//! What is computed of jurors and assignments. Those that may end a begun evaluation are with the
//! scores.

use super::{
    inputs::{
        AssignmentExplanationInput, AssignmentPlanComparisonInput, AssignmentPlanInspectionInput, JurorChoicesInput,
    },
    planning::{
        JurorChoices, PairExplanation, PlanComparison, PlanInspection,
        commands::{
            self as plans, AssignmentExplanationRefusal, AssignmentPlanComparisonRefusal,
            AssignmentPlanInspectionRefusal, JurorChoicesRefusal,
        },
    },
};
use crate::computed;

computed! {
    /// See what a plan comes to, whether it still holds and is the best one, or why there is none and what would help.
    /// Nothing is written.
    assignmentPlanInspection(AssignmentPlanInspectionInput) -> PlanInspection | AssignmentPlanInspectionRefusal [Staff]
        = plans::inspect;

    /// Put two plans for the same applications beside each other. Nothing is written.
    assignmentPlanComparison(AssignmentPlanComparisonInput) -> PlanComparison | AssignmentPlanComparisonRefusal [Staff]
        = plans::compare;

    /// See why a juror is, or is not, planned for an application, and what it would take. Nothing is written.
    assignmentExplanation(AssignmentExplanationInput) -> PairExplanation | AssignmentExplanationRefusal [Staff]
        = plans::explain;

    /// See who could judge an application, and what stands against each: to assign a juror by hand. Nothing is written.
    jurorChoices(JurorChoicesInput) -> JurorChoices | JurorChoicesRefusal [Staff] = plans::find_jurors;
}
