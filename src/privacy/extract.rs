//! What an export gives: of each table the rows that are about the person and that she may know, and of these the columns
//! that she may know. It is made by one statement, so that it is of one instant.
//!
//! These conditions are its own, on purpose: staff and admins who export for a person get what she would get, whatever
//! they may read themselves, but for the drafts: those staff get only while the person asks for it. Before results are out nothing tells of them (INV-22), and never who judged (INV-33).

use crate::db::Dialect;

/// How a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    /// An id of this kind.
    Id(&'static str),
    /// A text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// An instant.
    Instant,
    /// A local date.
    Date,
    /// JSON as it is kept.
    Json,
    /// A text of a draft, that stands among what was handed in.
    Draft,
    /// A text that is computed; the statement stands here.
    Computed(&'static str),
}

/// What an export holds of what its person is writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The drafts too.
    Whole,
    /// What was handed in, and no draft: a draft is its writer's own.
    HandedIn,
}

/// Tables that hold what is being written; what was handed in stands in those of the revisions.
const DRAFTS: [&str; 5] =
    ["application_answer", "draft_text", "application_subject", "application_method", "evidence_link"];

/// A table in an export.
struct Extract {
    table: &'static str,
    columns: &'static [(&'static str, As)],
    /// Which rows `it`; `$1` is the person.
    rows: &'static str,
    /// What they are ordered by.
    order: &'static str,
}

const HERS: &str = "EXISTS (SELECT 1 FROM application a WHERE a.id = it.application_id AND a.teacher_id = $1)";
const HERS_AND_OUT: &str = "EXISTS (SELECT 1 FROM application a WHERE a.id = it.application_id AND a.teacher_id = $1 \
                            AND a.published_at IS NOT NULL)";
const HERS_AND_CORRECTED: &str = "it.confirmed_at IS NOT NULL AND EXISTS (SELECT 1 FROM application a \
                                  WHERE a.id = it.application_id AND a.teacher_id = $1)";
const OF_HER_FEEDBACK: &str = "EXISTS (SELECT 1 FROM feedback f JOIN application a ON a.id = f.application_id \
                               WHERE f.id = it.feedback_id AND a.teacher_id = $1 AND a.published_at IS NOT NULL)";
const OF_HER_REVISION: &str = "EXISTS (SELECT 1 FROM application_revision r JOIN application a ON a.id = r.application_id \
                               WHERE r.id = it.revision_id AND a.teacher_id = $1)";

use As::{Computed, Date, Draft, Id, Instant, Json, Number, Text, Truth};

const EXTRACTS: &[Extract] = &[
    Extract {
        table: "user",
        columns: &[
            ("id", Id("user")),
            ("name", Text),
            ("email", Text),
            ("locale", Text),
            ("community", Text),
            ("status", Text),
            ("export_asked_at", Instant),
            ("created_at", Instant),
            ("updated_at", Instant),
        ],
        rows: "it.id = $1",
        order: "it.id",
    },
    Extract { table: "user_role", columns: &[("role", Text)], rows: "it.user_id = $1", order: "it.role" },
    Extract {
        table: "school_membership",
        columns: &[("id", Id("school_membership")), ("school_id", Id("school")), ("from_on", Date), ("to_on", Date)],
        rows: "it.user_id = $1",
        order: "it.id",
    },
    Extract {
        table: "school_invitation",
        columns: &[
            ("id", Id("school_invitation")),
            ("school_id", Id("school")),
            ("from_on", Date),
            ("asked_at", Instant),
        ],
        rows: "it.user_id = $1",
        order: "it.id",
    },
    Extract { table: "credential", columns: &[("changed_at", Instant)], rows: "it.user_id = $1", order: "it.user_id" },
    Extract {
        table: "session",
        columns: &[
            ("id", Id("session")),
            ("method", Text),
            ("started_at", Instant),
            ("expires_at", Instant),
            ("ended_at", Instant),
            ("end_reason", Text),
        ],
        rows: "it.user_id = $1",
        order: "it.id",
    },
    Extract {
        table: "sign_in_link",
        columns: &[("made_at", Instant), ("expires_at", Instant), ("used_at", Instant)],
        rows: "it.user_id = $1",
        order: "it.made_at, it.hash",
    },
    Extract {
        table: "external_identity",
        columns: &[
            ("id", Id("external_identity")),
            ("issuer", Text),
            ("subject", Text),
            ("linked_at", Instant),
            ("last_used_at", Instant),
        ],
        rows: "it.user_id = $1",
        order: "it.linked_at, it.id",
    },
    Extract {
        table: "project",
        columns: &[
            ("id", Id("project")),
            ("title", Text),
            ("slug", Text),
            ("esep_url", Text),
            ("esep_registered_on", Date),
            ("started_on", Date),
            ("ended_on", Date),
            ("summary", Text),
            ("created_at", Instant),
        ],
        rows: "it.created_by_id = $1",
        order: "it.id",
    },
    Extract {
        table: "project_member",
        columns: &[
            ("id", Id("project_member")),
            ("project_id", Id("project")),
            ("school_id", Id("school")),
            ("role", Text),
        ],
        rows: "it.user_id = $1",
        order: "it.id",
    },
    Extract {
        table: "registration",
        columns: &[
            ("id", Id("registration")),
            ("campaign_id", Id("campaign")),
            ("project_id", Id("project")),
            ("school_id", Id("school")),
            ("community", Text),
            ("track", Text),
            ("state", Text),
            ("submitted_at", Instant),
            ("confirmed_at", Instant),
            ("review_reason", Text),
            ("created_at", Instant),
        ],
        rows: "it.teacher_id = $1",
        order: "it.id",
    },
    Extract {
        table: "eligibility_answer",
        columns: &[
            ("id", Id("eligibility_answer")),
            ("registration_id", Id("registration")),
            ("condition", Text),
            ("holds", Truth),
            ("finding", Text),
            ("said", Truth),
            ("project_date", Date),
            ("source", Text),
            ("override_reason", Text),
            ("answered_at", Instant),
        ],
        rows: "EXISTS (SELECT 1 FROM registration r WHERE r.id = it.registration_id AND r.teacher_id = $1)",
        order: "it.id",
    },
    // What she sent in the form, as staff imported it.
    Extract {
        table: "import_row",
        columns: &[
            ("id", Id("import_row")),
            ("campaign_id", Id("campaign")),
            ("email", Text),
            ("cells", Text),
            ("outcome", Text),
            ("committed_at", Instant),
            ("created_at", Instant),
        ],
        rows: "it.teacher_id = $1 OR it.email = (SELECT u.email FROM \"user\" u WHERE u.id = $1)",
        order: "it.id",
    },
    Extract {
        table: "application",
        columns: &[
            ("id", Id("application")),
            ("registration_id", Id("registration")),
            ("campaign_id", Id("campaign")),
            ("project_id", Id("project")),
            ("school_id", Id("school")),
            ("track", Text),
            // What staff and jury do with it looks the same until it is out.
            (
                "status",
                Computed(
                    "CASE WHEN it.stage IS NULL THEN it.state WHEN it.published_at IS NOT NULL THEN 'PUBLISHED' \
                     ELSE 'IN_EVALUATION' END",
                ),
            ),
            ("summary", Draft),
            ("consent_declared_at", Instant),
            ("submitted_at", Instant),
            ("published_at", Instant),
            ("esep_submitted_at", Instant),
            ("sequence_in_school_year", Number),
            ("texts_erased_at", Instant),
            ("previous_application_id", Id("application")),
            ("created_at", Instant),
        ],
        rows: "it.teacher_id = $1",
        order: "it.id",
    },
    Extract {
        table: "application_answer",
        columns: &[
            ("id", Id("application_answer")),
            ("application_id", Id("application")),
            ("criterion_id", Id("criterion")),
            ("text", Text),
            ("own_teacher", Text),
            ("own_pupils", Text),
            ("example", Text),
            ("updated_at", Instant),
        ],
        rows: HERS,
        order: "it.id",
    },
    Extract {
        table: "draft_text",
        columns: &[
            ("id", Id("draft_text")),
            ("application_id", Id("application")),
            ("criterion_id", Id("criterion")),
            ("field", Text),
            ("text", Text),
            ("version", Number),
            ("is_refused", Truth),
            ("saved_at", Instant),
        ],
        rows: HERS,
        order: "it.id",
    },
    Extract {
        table: "application_subject",
        columns: &[("application_id", Id("application")), ("subject", Text)],
        rows: HERS,
        order: "it.application_id, it.subject",
    },
    Extract {
        table: "application_method",
        columns: &[("application_id", Id("application")), ("method", Text)],
        rows: HERS,
        order: "it.application_id, it.method",
    },
    Extract {
        table: "evidence_link",
        columns: &[
            ("id", Id("evidence_link")),
            ("application_id", Id("application")),
            ("criterion_id", Id("criterion")),
            ("kind", Text),
            ("url", Text),
            ("label", Text),
            ("created_at", Instant),
        ],
        rows: HERS,
        order: "it.id",
    },
    Extract {
        table: "application_revision",
        columns: &[
            ("id", Id("application_revision")),
            ("application_id", Id("application")),
            ("number", Number),
            ("summary", Text),
            ("sha256", Text),
            ("submitted_at", Instant),
        ],
        rows: HERS,
        order: "it.id",
    },
    Extract {
        table: "revision_project",
        columns: &[("id", Id("application_revision")), ("title", Text), ("summary", Text)],
        rows: "EXISTS (SELECT 1 FROM application_revision r JOIN application a ON a.id = r.application_id \
               WHERE r.id = it.id AND a.teacher_id = $1)",
        order: "it.id",
    },
    Extract {
        table: "revision_answer",
        columns: &[
            ("id", Id("revision_answer")),
            ("revision_id", Id("application_revision")),
            ("criterion_id", Id("criterion")),
            ("text", Text),
            ("own_teacher", Text),
            ("own_pupils", Text),
            ("example", Text),
        ],
        rows: OF_HER_REVISION,
        order: "it.id",
    },
    Extract {
        table: "revision_link",
        columns: &[
            ("id", Id("revision_link")),
            ("revision_id", Id("application_revision")),
            ("criterion_id", Id("criterion")),
            ("kind", Text),
            ("url", Text),
            ("label", Text),
        ],
        rows: OF_HER_REVISION,
        order: "it.id",
    },
    Extract {
        table: "revision_subject",
        columns: &[("revision_id", Id("application_revision")), ("subject", Text)],
        rows: OF_HER_REVISION,
        order: "it.revision_id, it.subject",
    },
    Extract {
        table: "revision_method",
        columns: &[("revision_id", Id("application_revision")), ("method", Text)],
        rows: OF_HER_REVISION,
        order: "it.revision_id, it.method",
    },
    Extract {
        table: "decision",
        columns: &[
            ("id", Id("decision")),
            ("application_id", Id("application")),
            ("outcome", Text),
            ("motivation", Text),
        ],
        rows: HERS_AND_OUT,
        order: "it.id",
    },
    // What was proposed only is of the office.
    Extract {
        table: "correction",
        columns: &[
            ("id", Id("correction")),
            ("application_id", Id("application")),
            ("outcome", Text),
            ("motivation", Text),
            ("earlier_outcome", Text),
            ("earlier_motivation", Text),
            ("confirmed_at", Instant),
        ],
        rows: HERS_AND_CORRECTED,
        order: "it.id",
    },
    Extract {
        table: "reconsideration",
        columns: &[
            ("id", Id("reconsideration")),
            ("application_id", Id("application")),
            ("state", Text),
            ("ground", Text),
            ("text", Text),
            ("answer", Text),
            ("answered_at", Instant),
            ("settled_at", Instant),
            ("created_at", Instant),
        ],
        rows: HERS,
        order: "it.id",
    },
    Extract {
        table: "photo",
        columns: &[
            ("id", Id("photo")),
            ("prize_award_id", Id("prize_award")),
            ("state", Text),
            ("occasion", Text),
            ("shows", Text),
            ("purposes", Json),
            ("channels", Json),
            ("statement", Text),
            ("consent_at", Instant),
            ("approved_at", Instant),
            ("created_at", Instant),
        ],
        rows: "it.uploader_id = $1",
        order: "it.id",
    },
    Extract {
        table: "feedback",
        columns: &[("id", Id("feedback")), ("application_id", Id("application")), ("text", Text)],
        rows: HERS_AND_OUT,
        order: "it.id",
    },
    Extract {
        table: "feedback_part",
        columns: &[("feedback_id", Id("feedback")), ("criterion_id", Id("criterion")), ("text", Text)],
        rows: OF_HER_FEEDBACK,
        order: "it.feedback_id, it.criterion_id",
    },
    Extract {
        table: "label",
        columns: &[
            ("id", Id("label")),
            ("application_id", Id("application")),
            ("serial", Text),
            ("verify_code", Text),
            ("granted_at", Instant),
            ("revoked_at", Instant),
            ("revoke_reason", Text),
            ("holder_name", Text),
            ("certified_at", Instant),
            ("collected_at", Instant),
        ],
        rows: HERS_AND_OUT,
        order: "it.id",
    },
    Extract {
        table: "event_invitation",
        columns: &[
            ("id", Id("event_invitation")),
            ("event_id", Id("event")),
            ("application_id", Id("application")),
            ("state", Text),
            ("guests", Number),
            ("needs", Text),
            ("answered_at", Instant),
            ("attended_at", Instant),
            ("created_at", Instant),
        ],
        rows: "it.teacher_id = $1",
        order: "it.id",
    },
    Extract {
        table: "juror",
        columns: &[
            ("id", Id("juror")),
            ("experience", Text),
            ("languages", Json),
            ("subjects", Json),
            ("school_levels", Json),
            ("capacity", Number),
            ("created_at", Instant),
        ],
        rows: "it.id = $1",
        order: "it.id",
    },
    Extract {
        table: "juror_absence",
        columns: &[("id", Id("juror_absence")), ("from_on", Date), ("to_on", Date)],
        rows: "it.juror_id = $1",
        order: "it.id",
    },
    Extract {
        table: "jury_membership",
        columns: &[
            ("id", Id("jury_membership")),
            ("campaign_id", Id("campaign")),
            ("track", Text),
            ("state", Text),
            ("invited_at", Instant),
        ],
        rows: "it.juror_id = $1",
        order: "it.id",
    },
    // Her own ties. Whom else they are about is not hers, but for the school.
    Extract {
        table: "conflict_of_interest",
        columns: &[
            ("id", Id("conflict")),
            ("scope", Text),
            ("school_id", Id("school")),
            ("kind", Text),
            ("is_hard", Truth),
            ("reason", Text),
            ("recorded_at", Instant),
            ("withdrawn_at", Instant),
        ],
        rows: "it.juror_id = $1",
        order: "it.id",
    },
    // What is planned, and what was taken back, she does not know of.
    Extract {
        table: "assignment",
        columns: &[
            ("id", Id("assignment")),
            ("application_id", Id("application")),
            ("state", Text),
            ("due_at", Instant),
            ("attested_at", Instant),
            ("ended_reason", Text),
        ],
        rows: "it.juror_id = $1 AND it.state NOT IN ('PROPOSED', 'REVOKED')",
        order: "it.id",
    },
    Extract {
        table: "evaluation",
        columns: &[
            ("id", Id("evaluation")),
            ("assignment_id", Id("assignment")),
            ("application_id", Id("application")),
            ("state", Text),
            ("total_centi", Number),
            ("comment", Text),
            ("internal_note", Text),
            ("submitted_at", Instant),
            ("created_at", Instant),
        ],
        rows: "it.juror_id = $1",
        order: "it.id",
    },
    Extract {
        table: "evaluation_score",
        columns: &[
            ("id", Id("evaluation_score")),
            ("evaluation_id", Id("evaluation")),
            ("criterion_id", Id("criterion")),
            ("score", Number),
            ("comment", Text),
        ],
        rows: "EXISTS (SELECT 1 FROM evaluation e WHERE e.id = it.evaluation_id AND e.juror_id = $1)",
        order: "it.id",
    },
    Extract {
        table: "refused_text",
        columns: &[
            ("id", Id("refused_text")),
            ("assignment_id", Id("assignment")),
            ("criterion_id", Id("criterion")),
            ("field", Text),
            ("text", Text),
            ("version", Number),
            ("refused_at", Instant),
        ],
        rows: "EXISTS (SELECT 1 FROM assignment s WHERE s.id = it.assignment_id AND s.juror_id = $1 AND s.state NOT IN ('PROPOSED', 'REVOKED'))",
        order: "it.id",
    },
    Extract {
        table: "panel",
        columns: &[
            ("id", Id("panel")),
            ("application_id", Id("application")),
            ("state", Text),
            ("comment", Text),
            ("created_at", Instant),
        ],
        rows: "EXISTS (SELECT 1 FROM evaluation e WHERE e.id = it.evaluation_id AND e.juror_id = $1)",
        order: "it.id",
    },
    Extract {
        table: "panel_answer",
        columns: &[("panel_id", Id("panel")), ("agrees", Truth), ("reason", Text)],
        rows: "it.agrees IS NOT NULL AND EXISTS (SELECT 1 FROM evaluation e WHERE e.id = it.evaluation_id AND e.juror_id = $1)",
        order: "it.id",
    },
    Extract {
        table: "message",
        columns: &[
            ("id", Id("message")),
            ("template", Text),
            ("email", Text),
            ("locale", Text),
            ("facts", Json),
            ("state", Text),
            ("created_at", Instant),
            ("sent_at", Instant),
        ],
        rows: "it.recipient_id = $1",
        order: "it.id",
    },
    // What she did, and what was done to her account; not by whom, nor why. What followed by itself from what a teacher or a
    // juror did is not hers: it would tell of results.
    Extract {
        table: "audit_event",
        columns: &[
            ("id", Id("audit_event")),
            ("at", Instant),
            ("is_own_act", Computed("CASE WHEN it.actor_id = $1 THEN 'YES' ELSE 'NO' END")),
            ("role", Computed("CASE WHEN it.actor_id = $1 THEN it.role END")),
            ("action", Text),
            ("entity", Text),
            ("entity_id", Id("")),
        ],
        rows: "(it.actor_id = $1 AND (it.role IN ('STAFF', 'ADMIN') \
               OR it.entity NOT IN ('consolidation', 'decision', 'feedback', 'label', 'publication_batch', 'publication_item'))) \
               OR (it.entity = 'user' AND it.entity_id = $1)",
        order: "it.id",
    },
];

/// Whether an export gives a column.
pub fn gives(table: &str, column: &str) -> bool {
    let its = EXTRACTS.iter().filter(|extract| extract.table == table);
    its.flat_map(|extract| extract.columns).any(|(name, _)| *name == column)
}

/// The tables of an export, as they are called in it, in order.
pub fn tables() -> impl Iterator<Item = String> {
    EXTRACTS.iter().map(|extract| camel(extract.table))
}

/// The one statement: the number of the table, and a row as JSON; `$1` is the person.
pub fn statement(dialect: Dialect, reach: Reach) -> String {
    let parts: Vec<String> =
        EXTRACTS.iter().enumerate().map(|(number, extract)| extract.select(dialect, reach, number)).collect();
    format!("SELECT number, item FROM ({}) everything ORDER BY number, place", parts.join(" UNION ALL "))
}

impl Extract {
    fn select(&self, dialect: Dialect, reach: Reach, number: usize) -> String {
        let pairs: Vec<String> = self
            .columns
            .iter()
            .map(|(name, written)| format!("'{}', {}", camel(name), written.sql(dialect, reach, name)))
            .collect();
        let is_out_of_reach = reach == Reach::HandedIn && DRAFTS.contains(&self.table);
        let rows = if is_out_of_reach { "1 = 0" } else { self.rows };
        let object = match dialect {
            Dialect::Sqlite => format!("json_object({})", pairs.join(", ")),
            Dialect::Postgres => format!("json_build_object({})::text", pairs.join(", ")),
        };
        format!(
            "SELECT {number} AS number, {object} AS item, row_number() OVER (ORDER BY {}) AS place FROM \"{}\" it WHERE {}",
            self.order, self.table, rows
        )
    }
}

impl As {
    fn sql(self, dialect: Dialect, reach: Reach, name: &str) -> String {
        let column = format!("it.\"{name}\"");
        match self {
            Id("") => format!("it.\"entity\" || '_' || {}", dialect.hex(&column)),
            Id(prefix) => format!("'{prefix}_' || {}", dialect.hex(&column)),
            Truth if dialect == Dialect::Sqlite => format!("json(CASE WHEN {column} THEN 'true' ELSE 'false' END)"),
            Json if dialect == Dialect::Sqlite => format!("json({column})"),
            Draft if reach == Reach::HandedIn => "NULL".to_owned(),
            Text | Draft | Number | Truth | Json => column,
            Instant => dialect.instant(&column),
            Date => dialect.date(&column),
            Computed(sql) => sql.to_owned(),
        }
    }
}

/// `own_pupils` as the API spells it.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut camel, word| {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
        camel
    })
}
