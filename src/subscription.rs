//! `Subscription`: what can be watched, over every concept.

use crate::{
    api::object::{Count, View, Watched},
    auth::Audience,
};

/// Every field of `Subscription`.
pub fn watched() -> Vec<Watched> {
    let count = |name, pages, filter, doc| Count { name, doc, pages, filter };
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
            view: View::Counts {
                ty: "CampaignProgress",
                doc: "How far a campaign is, counting what the caller may see.",
                object: "Campaign",
                counts: vec![
                    count(
                        "registrationsToReview",
                        "registrations",
                        "state: {eq: NEEDS_REVIEW}",
                        "Registrations that a person has to look at.",
                    ),
                    count(
                        "registrationsConfirmed",
                        "registrations",
                        "state: {eq: CONFIRMED}",
                        "Registrations for which step 2 is open.",
                    ),
                    count(
                        "applicationsInDraft",
                        "applications",
                        "status: {eq: DRAFT}",
                        "Applications that are being written.",
                    ),
                    count(
                        "applicationsComplete",
                        "applications",
                        "status: {eq: COMPLETE}",
                        "Applications with both steps, not yet admitted.",
                    ),
                    count(
                        "applicationsAdmissible",
                        "applications",
                        "status: {eq: ADMISSIBLE}",
                        "Applications that are admitted and wait for the jury.",
                    ),
                    count(
                        "applicationsInEvaluation",
                        "applications",
                        "status: {eq: IN_EVALUATION}",
                        "Applications that are with the jury.",
                    ),
                    count(
                        "applicationsEvaluated",
                        "applications",
                        "status: {eq: EVALUATED}",
                        "Applications whose evaluations are merged.",
                    ),
                    count(
                        "applicationsDecided",
                        "applications",
                        "status: {eq: DECIDED}",
                        "Applications with an outcome that is not published.",
                    ),
                    count(
                        "applicationsPublished",
                        "applications",
                        "status: {eq: PUBLISHED}",
                        "Applications whose outcome is published.",
                    ),
                    count(
                        "assignmentsUnanswered",
                        "assignments",
                        "state: {eq: INVITED}",
                        "Jurors who have not said whether they judge an application.",
                    ),
                    count(
                        "assignmentsOpen",
                        "assignments",
                        "state: {in: [ACCEPTED, IN_PROGRESS]}",
                        "Evaluations that are promised and not handed in.",
                    ),
                    count(
                        "assignmentsSubmitted",
                        "assignments",
                        "state: {eq: SUBMITTED}",
                        "Evaluations that are handed in.",
                    ),
                ],
            },
        },
    ]
}
