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
            "A registration that the caller may see came, went, or changed in their eyes.",
            &[Teacher, Staff, Admin],
            "Registration",
        ),
        rows(
            "applicationChanged",
            "An application that the caller may see came, went, or changed in their eyes: with what you select of it, such as \
             its form, its evaluations or its decision. What staff and jury do with it changes nothing in the eyes of its \
             teacher until it is published.",
            &[Teacher, Juror, Staff],
            "Application",
        ),
        rows(
            "assignmentChanged",
            "An assignment that the caller may see came, went, or changed in their eyes: a juror's work list.",
            &[Juror, Staff],
            "Assignment",
        ),
        rows(
            "assignmentPlanChanged",
            "A plan of who judges what was asked for, went on, was worked out, or was carried out.",
            &[Staff],
            "AssignmentPlan",
        ),
        rows(
            "importBatchChanged",
            "An import was read, or went on: select `remaining` to see how far it is.",
            &[Staff],
            "ImportBatch",
        ),
        rows(
            "publicationBatchChanged",
            "A release was prepared, approved, or came out; select its `items` to follow the mails.",
            &[Staff, Admin],
            "PublicationBatch",
        ),
        Watched {
            name: "campaignProgress",
            doc: "How far a campaign is: at once, and again when one of the counts that you select has changed.",
            audiences: vec![Staff],
            view: View::One { ty: "CampaignProgress", of: "Campaign" },
        },
    ]
}

fn rows(name: &'static str, doc: &'static str, audiences: &[Audience], object: &'static str) -> Watched {
    Watched { name, doc, audiences: audiences.to_vec(), view: View::Rows { object } }
}
