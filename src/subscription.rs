//! `Subscription`: what can be watched, over every concept.

use crate::{
    api::object::{View, Watched},
    auth::Audience::{self, Admin, Juror, Staff, Teacher},
};

/// Every field of `Subscription`.
pub fn watched() -> Vec<Watched> {
    vec![
        rows(
            "registrationChanged",
            "A registration was added, removed or changed, as far as the caller may see it.",
            &[Teacher, Staff, Admin],
            "Registration",
        ),
        rows(
            "applicationChanged",
            "An application was added, removed or changed, as far as the caller may see it. This includes what you select of \
             it, such as its form, its evaluations or its decision. Teachers get no event for the work of staff and jury \
             before the results are published.",
            &[Teacher, Juror, Staff],
            "Application",
        ),
        rows(
            "assignmentChanged",
            "An assignment was added, removed or changed, as far as the caller may see it. For a juror: the juror's work list.",
            &[Juror, Staff],
            "Assignment",
        ),
        rows(
            "assignmentPlanChanged",
            "A plan of which juror judges which application was asked for, made progress, was worked out, or was carried out.",
            &[Staff],
            "AssignmentPlan",
        ),
        rows(
            "importBatchChanged",
            "A spreadsheet was read, or some of its rows were imported. Select `remaining` to see how many rows are left.",
            &[Staff],
            "ImportBatch",
        ),
        rows(
            "publicationBatchChanged",
            "A release of results was prepared, approved or published. Select its `items` to follow the mails.",
            &[Staff, Admin],
            "PublicationBatch",
        ),
        Watched {
            name: "campaignProgress",
            doc: "How far a campaign is. The first event comes at once, the next ones when a count that you select changes.",
            audiences: vec![Staff],
            view: View::One { ty: "CampaignProgress", of: "Campaign" },
        },
    ]
}

fn rows(name: &'static str, doc: &'static str, audiences: &[Audience], object: &'static str) -> Watched {
    Watched { name, doc, audiences: audiences.to_vec(), view: View::Rows { object } }
}
