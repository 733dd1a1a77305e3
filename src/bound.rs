//! How much one person makes: every table that people beside the office add rows to, with its bound. What is in neither
//! list here does not pass the tests.

use chrono::TimeDelta;

pub use crate::work::ACTS;
use crate::work::Bound;

const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::days(1);
const YEAR: TimeDelta = TimeDelta::days(365);

/// Projects that a teacher enters.
pub const PROJECTS: Bound =
    Bound { table: "project", of: "created_by_id", most: 30, within: Some(("created_at", YEAR)) };
/// Teachers in Belgium who take part in a project.
pub const MEMBERS: Bound = Bound { table: "project_member", of: "project_id", most: 200, within: None };
/// Registrations that a teacher sends, those taken back with them: each causes a mail.
pub const REGISTRATIONS: Bound =
    Bound { table: "registration", of: "teacher_id", most: 20, within: Some(("created_at", DAY)) };
/// Hand-ins of an application: each causes a mail.
pub const HAND_INS: Bound =
    Bound { table: "application_revision", of: "application_id", most: 5, within: Some(("submitted_at", HOUR)) };
/// Conflicts of interest that a juror declares.
pub const CONFLICTS: Bound =
    Bound { table: "conflict_of_interest", of: "recorded_by_id", most: 50, within: Some(("recorded_at", DAY)) };
/// Sessions of somebody that go on or ended lately: with the next, the oldest goes.
pub const SESSIONS: Bound = Bound { table: "session", of: "user_id", most: 50, within: None };

/// All of them.
pub const ALL: [Bound; 7] = [ACTS, PROJECTS, MEMBERS, REGISTRATIONS, HAND_INS, CONFLICTS, SESSIONS];

/// Tables that grow without a bound of their own, and why they cannot be filled.
pub const OTHERWISE: &[(&[&str], &str)] = &[
    (
        &[
            "assignment",
            "assignment_plan",
            "campaign",
            "campaign_milestone",
            "certificate_design",
            "certificate_picture",
            "conflict_clearance",
            "criterion",
            "eligibility_rule",
            "event",
            "event_community",
            "external_identity",
            "help_text",
            "import_batch",
            "import_finding",
            "import_row",
            "indicator",
            "juror",
            "jury_membership",
            "link_check",
            "planned_pair",
            "prize",
            "prize_award",
            "prize_component",
            "prize_share",
            "prize_voucher",
            "publication_batch",
            "publication_item",
            "rubric_version",
            "school",
            "school_membership",
            "service_key",
            "sponsor",
            "user",
            "user_role",
        ],
        "made by the office, or by people once for themselves as the office lets them",
    ),
    (
        &[
            "consolidation",
            "consolidation_score",
            "correction",
            "decision",
            "decision_step",
            "eql_candidacy",
            "eql_condition",
            "eql_country",
            "eql_nomination",
            "feedback",
            "feedback_part",
            "label",
            "reconsideration",
            "result_remark",
        ],
        "one for each application or project, or each of their texts, of the jury and the office",
    ),
    (
        &["decision_evaluation", "evaluation", "evaluation_score", "panel", "panel_answer", "panel_score"],
        "one for each application and juror who is asked, and the rubric",
    ),
    (
        &["application", "eligibility_answer", "form_session"],
        "one for each registration (and condition), and those are bounded",
    ),
    (
        &["application_answer", "application_method", "application_subject", "draft_remark"],
        "one for each application and word of a closed list",
    ),
    (&["event_invitation"], "one for each event and teacher with a label, whom the office invites"),
    (&["event_link"], "one for each mail about an invitation"),
    (&["juror_absence"], "100 for each juror"),
    (&["upload"], "20 of each person who may send files that wait to be read, a day at most"),
    (&["photo"], "60 for each prize that was given"),
    (&["evidence_link"], "30 for each application"),
    (&["draft_text"], "the last of each text of an application"),
    (&["refused_text"], "the last of each part of an evaluation"),
    (
        &[
            "revision_answer",
            "revision_link",
            "revision_member",
            "revision_method",
            "revision_partner",
            "revision_project",
            "revision_subject",
        ],
        "part of a hand-in, and those are bounded",
    ),
    (&["project_partner"], "101 for each project"),
    (&["unknown_partner"], "20 for each row of an import, which the office reads"),
    (&["school_invitation"], "10 that are open for each person"),
    (&["heartbeat", "rehearsal"], "one row"),
    (
        &["job"],
        "one for each release that is scheduled, day of reminding, and application with a label; two for each school with a prize, and for each event",
    ),
    (&["signing_key"], "one for each key that an operator makes"),
    (&["foreign_participation"], "one for each project and country"),
    (&["message"], "caused by a row that is bounded, once"),
    (&["idempotency_key", "audit_seal"], "one for each act, and those are bounded"),
    (&["refresh_token"], "one for each minute of a session, and they go with it"),
    (&["credential"], "one for each person"),
    (&["sign_in_attempt", "sign_in_link", "used_id_token"], "counted as attempts, and forgotten when over"),
];
