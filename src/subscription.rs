//! `Subscription`: what can be watched, over every concept.

use crate::{
    api::object::{View, Watched},
    auth::Audience,
};

/// Every field of `Subscription`.
pub fn watched() -> Vec<Watched> {
    vec![
        Watched {
            name: "applicationChanged",
            doc: "An application that the caller may see came, went, or changed in her eyes. What staff and jury do with it \
                  changes nothing in the eyes of its teacher until it is published.",
            audiences: vec![Audience::Teacher, Audience::Juror, Audience::Staff],
            view: View::Rows { object: "Application", pages: "applications", order: "CREATED_AT" },
        },
        Watched {
            name: "assignmentChanged",
            doc: "An assignment that the caller may see came, went, or changed in her eyes: a juror's work list.",
            audiences: vec![Audience::Juror, Audience::Staff],
            view: View::Rows { object: "Assignment", pages: "assignments", order: "DUE_AT" },
        },
        Watched {
            name: "campaignProgress",
            doc: "How far a campaign is: at once, and again when one of the counts has changed.",
            audiences: vec![Audience::Staff],
            view: View::Counts { ty: "CampaignProgress", object: "Campaign", field: "progress" },
        },
    ]
}
