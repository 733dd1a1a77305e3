//! The register of personal data: every column that holds a person's id, or text about or by a person. A test holds it
//! against the live schema, so that no later step forgets it.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The person herself: who she is, where she works, how she signs in, what she sent in for herself.
    Person,
    /// Whom a row is about or who made it: a number that says nothing once the person is taken out of her row.
    Number,
    /// What somebody wrote or did in office: staff on applicants, jurors on applications.
    Office,
}

/// What becomes of it when the person is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays, for this reason.
    Kept(&'static str),
    /// It stays as long as the file of the application does, and goes with it. Where nothing was decided it goes at once.
    WithFile,
    /// Its text goes, its row stays.
    Blanked,
    /// Its row goes.
    Deleted,
}

/// Whether the person gets it in an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// She gets it of her own rows.
    Yes,
    /// She does not, for this reason.
    No(&'static str),
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether it is exported.
    pub given: Given,
}

const fn entry(table: &'static str, column: &'static str, holds: Holds, fate: Fate, given: Given) -> Entry {
    Entry { table, column, holds, fate, given }
}

use Fate::{Blanked, Deleted, Kept, WithFile};
use Given::{No, Yes};
use Holds::{Number, Office, Person};

const NUMBER: Fate = Kept("a number that names nobody");
const LOG: Fate =
    Kept("the audit log cannot be changed; it holds no names of its own accord, and is kept for seven years");
const SHARED: Fate = Kept("a project belongs to all who take part in it");
const SECRET: Given = No("it opens a door, and is kept as a hash");
const OTHERS: Given = No("it would tell who judged, or what is not out");
const ACTS: Given = No("what she did in office is in the rows of the audit log");
const HERSELF: Given = No("it is she");
const FOLDED: Given = No("it is the text beside it, folded");
const TECHNICAL: Given = No("it says nothing of her");

/// Every such column.
pub const REGISTER: &[Entry] = &[
    entry("user", "name", Person, Blanked, Yes),
    entry("user", "name_key", Person, Blanked, FOLDED),
    entry("user", "email", Person, Blanked, Yes),
    entry("user", "locale", Person, Blanked, Yes),
    entry("user_role", "user_id", Number, Deleted, HERSELF),
    entry("school_membership", "user_id", Number, Deleted, HERSELF),
    entry("school_invitation", "user_id", Number, Deleted, HERSELF),
    entry("credential", "user_id", Number, Deleted, HERSELF),
    entry("credential", "password_hash", Person, Deleted, SECRET),
    entry("session", "user_id", Number, Deleted, HERSELF),
    entry("refresh_token", "hash", Person, Deleted, SECRET),
    entry("refresh_token", "successor_salt", Person, Deleted, SECRET),
    entry("sign_in_link", "user_id", Number, Deleted, HERSELF),
    entry("sign_in_link", "hash", Person, Deleted, SECRET),
    entry("external_identity", "user_id", Number, Deleted, HERSELF),
    entry("external_identity", "issuer", Person, Deleted, Yes),
    entry("external_identity", "subject", Person, Deleted, Yes),
    entry("used_id_token", "hash", Person, Deleted, No("a hash, for ten minutes")),
    entry("sign_in_attempt", "subject", Person, Deleted, No("a hash, for thirty days")),
    entry("sign_in_attempt", "user_id", Number, Deleted, HERSELF),
    entry("service_key", "user_id", Number, Kept("a program is no person"), No("a program is no person")),
    entry("service_key", "made_by_id", Number, NUMBER, ACTS),
    entry("service_key", "name", Office, Kept("it names a program"), No("it names a program")),
    entry("service_key", "hash", Office, Kept("it belongs to a program"), SECRET),
    entry("service_key", "scopes", Office, Kept("it belongs to a program"), No("it belongs to a program")),
    entry("audit_event", "actor_id", Number, LOG, HERSELF),
    entry("audit_event", "entity_id", Number, LOG, Yes),
    entry("audit_event", "reason", Office, LOG, No("it may be about others")),
    entry("audit_event", "facts", Office, LOG, No("it may be about others, or not out")),
    entry("audit_event", "request_id", Number, LOG, TECHNICAL),
    entry("message", "recipient_id", Number, NUMBER, HERSELF),
    entry("message", "email", Person, Blanked, Yes),
    entry("message", "facts", Person, Blanked, Yes),
    entry("message", "dedup_key", Number, NUMBER, TECHNICAL),
    entry("message", "last_reply", Person, Blanked, TECHNICAL),
    entry("idempotency_key", "actor_id", Number, Deleted, HERSELF),
    entry("idempotency_key", "key", Number, Deleted, TECHNICAL),
    entry("idempotency_key", "request_hash", Number, Deleted, TECHNICAL),
    entry("idempotency_key", "result", Number, Deleted, TECHNICAL),
    entry("project", "created_by_id", Number, NUMBER, HERSELF),
    entry("project", "title", Person, SHARED, Yes),
    entry("project", "title_key", Person, SHARED, FOLDED),
    entry("project", "slug", Person, SHARED, Yes),
    entry("project", "esep_url", Person, SHARED, Yes),
    entry("project", "summary", Person, SHARED, Yes),
    entry("project", "track_reason", Office, SHARED, ACTS),
    entry("project_member", "user_id", Number, NUMBER, HERSELF),
    entry("registration", "teacher_id", Number, NUMBER, HERSELF),
    entry("registration", "review_reason", Office, WithFile, Yes),
    entry("eligibility_answer", "override_reason", Office, WithFile, Yes),
    entry("eligibility_answer", "project_date", Number, Kept("a date of a project"), Yes),
    entry("eligibility_answer", "earliest", Number, Kept("a date of a campaign"), TECHNICAL),
    entry("eligibility_answer", "latest", Number, Kept("a date of a campaign"), TECHNICAL),
    entry("eligibility_answer", "finding", Number, Kept("a word of a closed list"), Yes),
    entry("link_check", "checked_by_id", Number, NUMBER, ACTS),
    entry("upload", "owner_id", Number, Deleted, HERSELF),
    entry("upload", "content", Office, Deleted, No("a file of a day about others, of which the rows are kept")),
    entry("upload", "sha256", Number, Deleted, TECHNICAL),
    entry("upload", "media_type", Number, Deleted, TECHNICAL),
    entry("upload", "thumbnail", Person, Deleted, No("a file of a day, of which the photo is kept")),
    entry("import_batch", "made_by_id", Number, NUMBER, ACTS),
    entry("import_batch", "sha256", Number, NUMBER, TECHNICAL),
    entry("import_batch", "sheet", Number, Kept("the name of a sheet"), TECHNICAL),
    entry("import_batch", "ignored_columns", Number, Kept("headings of a form"), TECHNICAL),
    entry("import_row", "teacher_id", Number, NUMBER, HERSELF),
    entry("import_row", "source_key", Number, Kept("a hash, so that the same answer is not imported twice"), TECHNICAL),
    entry("import_row", "email", Person, Blanked, Yes),
    entry("import_row", "cells", Person, Blanked, Yes),
    entry("import_row", "made", Number, NUMBER, TECHNICAL),
    entry("import_finding", "code", Number, Kept("a word of a closed list"), TECHNICAL),
    entry("import_finding", "severity", Number, Kept("a word of a closed list"), TECHNICAL),
    entry("import_finding", "about", Number, Kept("a word of a closed list"), TECHNICAL),
    entry("import_finding", "text", Number, Blanked, No("what it quotes is in the row")),
    entry("application", "teacher_id", Number, NUMBER, HERSELF),
    entry("application", "summary", Person, Blanked, Yes),
    entry("draft_text", "text", Person, Deleted, Yes),
    entry("draft_remark", "code", Number, Deleted, TECHNICAL),
    entry("draft_remark", "language", Number, Deleted, TECHNICAL),
    entry("application_subject", "subject", Number, Kept("a word of a closed list"), Yes),
    entry("application_method", "method", Number, Kept("a word of a closed list"), Yes),
    entry("revision_subject", "subject", Number, Kept("a word of a closed list"), Yes),
    entry("revision_method", "method", Number, Kept("a word of a closed list"), Yes),
    entry("application_answer", "text", Person, Deleted, Yes),
    entry("application_answer", "own_teacher", Person, Deleted, Yes),
    entry("application_answer", "own_pupils", Person, Deleted, Yes),
    entry("application_answer", "example", Person, Deleted, Yes),
    entry("evidence_link", "url", Person, Deleted, Yes),
    entry("evidence_link", "label", Person, Deleted, Yes),
    entry("application_revision", "submitted_by_id", Number, NUMBER, HERSELF),
    entry("application_revision", "summary", Person, WithFile, Yes),
    entry("application_revision", "sha256", Number, NUMBER, Yes),
    entry("revision_project", "title", Person, SHARED, Yes),
    entry("revision_project", "title_key", Person, SHARED, FOLDED),
    entry("revision_project", "summary", Person, SHARED, Yes),
    entry("revision_member", "user_id", Number, NUMBER, HERSELF),
    entry("revision_answer", "text", Person, WithFile, Yes),
    entry("revision_answer", "own_teacher", Person, WithFile, Yes),
    entry("revision_answer", "own_pupils", Person, WithFile, Yes),
    entry("revision_answer", "example", Person, WithFile, Yes),
    entry("revision_link", "url", Person, WithFile, Yes),
    entry("revision_link", "label", Person, WithFile, Yes),
    entry("juror", "id", Number, NUMBER, Yes),
    entry("juror", "experience", Person, Blanked, Yes),
    entry("juror", "languages", Person, Blanked, Yes),
    entry("juror", "subjects", Person, Blanked, Yes),
    entry("juror", "school_levels", Person, Blanked, Yes),
    entry("juror_absence", "juror_id", Number, Deleted, HERSELF),
    entry("conflict_clearance", "juror_id", Number, NUMBER, HERSELF),
    entry("conflict_clearance", "cleared_by_id", Number, NUMBER, ACTS),
    entry("conflict_clearance", "reason", Office, Blanked, OTHERS),
    entry("assignment_plan", "asked_by_id", Number, NUMBER, ACTS),
    entry("assignment_plan", "project_wish", Number, Kept("a word of a closed list"), TECHNICAL),
    entry("assignment_plan", "as_of", Number, Kept("a date of a campaign"), TECHNICAL),
    entry("assignment_plan", "leased_until", Number, Kept("an instant of a program"), TECHNICAL),
    entry("assignment_plan", "hash", Number, NUMBER, TECHNICAL),
    entry("assignment_plan", "outcome", Number, Kept("numbers that name nobody; emptied with the pairs"), TECHNICAL),
    entry("assignment_plan", "failure", Number, Kept("ids and a sentence of the rules"), TECHNICAL),
    entry("planned_pair", "juror_id", Number, NUMBER, OTHERS),
    entry("planned_pair", "costs", Number, NUMBER, TECHNICAL),
    entry("jury_membership", "juror_id", Number, NUMBER, HERSELF),
    entry("jury_membership", "not_for", Number, Kept("words of a closed list"), TECHNICAL),
    entry("conflict_of_interest", "juror_id", Number, NUMBER, HERSELF),
    entry("conflict_of_interest", "teacher_id", Number, NUMBER, OTHERS),
    entry("conflict_of_interest", "recorded_by_id", Number, NUMBER, ACTS),
    entry("conflict_of_interest", "reason", Person, Blanked, Yes),
    entry("assignment", "juror_id", Number, NUMBER, HERSELF),
    entry("assignment", "ended_reason", Person, Blanked, Yes),
    entry("assignment", "conflicts_since", Number, Kept("a date of a campaign"), TECHNICAL),
    entry("evaluation", "juror_id", Number, NUMBER, HERSELF),
    entry("evaluation", "comment", Office, WithFile, Yes),
    entry("evaluation", "internal_note", Office, WithFile, Yes),
    entry("evaluation_score", "comment", Office, WithFile, Yes),
    entry("refused_text", "text", Office, Deleted, Yes),
    entry("panel", "comment", Office, WithFile, Yes),
    entry("panel_answer", "reason", Office, WithFile, Yes),
    entry("decision", "proposed_by_id", Number, NUMBER, ACTS),
    entry("decision", "adjusted_by_id", Number, NUMBER, ACTS),
    entry("decision", "ratified_by_id", Number, NUMBER, ACTS),
    entry("decision", "motivation", Office, WithFile, Yes),
    entry("decision", "motivation_by_id", Number, NUMBER, ACTS),
    entry("decision", "adjust_reason", Office, WithFile, OTHERS),
    entry("reconsideration", "text", Person, WithFile, Yes),
    entry("reconsideration", "ground", Person, WithFile, Yes),
    entry("reconsideration", "answer", Office, WithFile, Yes),
    entry("reconsideration", "admitted_by_id", Number, NUMBER, ACTS),
    entry("reconsideration", "answered_by_id", Number, NUMBER, ACTS),
    entry("correction", "motivation", Office, WithFile, Yes),
    entry("correction", "earlier_motivation", Office, WithFile, Yes),
    entry("correction", "reason", Office, WithFile, OTHERS),
    entry("correction", "proposed_by_id", Number, NUMBER, ACTS),
    entry("correction", "confirmed_by_id", Number, NUMBER, ACTS),
    entry("feedback", "edited_by_id", Number, NUMBER, ACTS),
    entry("feedback", "text", Office, WithFile, Yes),
    entry("feedback_part", "edited_by_id", Number, NUMBER, ACTS),
    entry("feedback_part", "text", Office, WithFile, Yes),
    entry("result_remark", "code", Number, Deleted, TECHNICAL),
    entry("result_remark", "part", Number, Deleted, TECHNICAL),
    entry("result_remark", "language", Number, Deleted, TECHNICAL),
    entry("publication_batch", "prepared_by_id", Number, NUMBER, ACTS),
    entry("publication_batch", "approved_by_id", Number, NUMBER, ACTS),
    entry("label", "teacher_id", Number, NUMBER, HERSELF),
    entry("label", "serial", Number, Kept("a label can be verified for as long as it holds"), Yes),
    entry("label", "verify_code", Number, Kept("a label can be verified for as long as it holds"), Yes),
    entry("label", "holder_name", Person, Blanked, Yes),
    entry("label", "revoke_reason", Office, Kept("why a label does not hold is part of the label"), Yes),
    entry("event", "title", Office, Kept("what an event was called"), No("about an event")),
    entry("event", "place", Office, Kept("where an event was"), No("about an event")),
    entry("event", "address", Office, Kept("where an event was"), No("about an event")),
    entry(
        "event",
        "cancel_reason",
        Office,
        Kept("why an event was cancelled is part of the event"),
        No("about an event"),
    ),
    entry("event_invitation", "teacher_id", Number, NUMBER, HERSELF),
    entry("event_invitation", "needs", Person, Blanked, Yes),
    entry("event_link", "hash", Person, Deleted, SECRET),
    entry("sponsor", "name", Office, Kept("a sponsor is no person"), No("about a sponsor")),
    entry("sponsor", "name_key", Office, Kept("a sponsor is no person"), FOLDED),
    entry("sponsor", "logo", Office, Kept("a sponsor is no person"), No("about a sponsor")),
    entry("sponsor", "logo_shows", Office, Kept("a sponsor is no person"), No("about a sponsor")),
    entry("sponsor", "website", Office, Kept("a sponsor is no person"), No("about a sponsor")),
    entry("sponsor", "contact", Office, Kept("whom to ask at a sponsor"), No("about a sponsor")),
    entry("prize_award", "handed_over_by_id", Number, NUMBER, ACTS),
    entry("prize_award", "visit_place", Office, Kept("where a school got its prize"), No("about a prize")),
    entry("prize_award", "visit_staff", Office, Kept("who of the office brought a prize"), No("about a prize")),
    entry("prize_award", "cake_note", Office, Kept("without names, as it is asked for"), No("about a prize")),
    entry("prize_share", "use_text", Office, Kept("what a school does with its prize"), No("of a school")),
    entry("prize_share", "new_project", Office, Kept("what a school does with its prize"), No("of a school")),
    entry("prize_voucher", "sealed", Office, Kept("a voucher belongs to a school"), SECRET),
    entry("prize_voucher", "entered_by_id", Number, NUMBER, ACTS),
    entry("prize_voucher", "shown_to_id", Number, NUMBER, HERSELF),
    entry("photo", "uploader_id", Number, Deleted, HERSELF),
    entry("photo", "occasion", Number, Deleted, Yes),
    entry("photo", "shows", Person, Deleted, Yes),
    entry("photo", "file", Number, Deleted, TECHNICAL),
    entry("photo", "purposes", Number, Deleted, Yes),
    entry("photo", "channels", Number, Deleted, Yes),
    entry("photo", "statement", Person, Deleted, Yes),
    entry("photo", "consent_by_id", Number, Deleted, HERSELF),
    entry("photo", "approved_by_id", Number, NUMBER, ACTS),
    entry("prize_share", "contact_id", Number, NUMBER, HERSELF),
    entry("prize_award", "proposed_by_id", Number, NUMBER, ACTS),
    entry("prize_award", "ratified_by_id", Number, NUMBER, ACTS),
    entry(
        "eql_candidacy",
        "reason",
        Office,
        Kept("the figures of a project, in words of the system"),
        No("about a project"),
    ),
    entry("eql_country", "country", Office, Kept("in which countries a project has a label"), No("about a project")),
    entry("eql_candidacy", "outcome_source", Office, Kept("where an outcome is known from"), No("about a project")),
    entry("eql_candidacy", "withdraw_reason", Office, Kept("why a project takes no part"), No("about a project")),
    entry("eql_country", "source", Office, Kept("where a label abroad is known from"), No("about a project")),
    entry("eql_nomination", "proposed_by_id", Number, NUMBER, ACTS),
    entry("eql_nomination", "confirmed_by_id", Number, NUMBER, ACTS),
    entry(
        "prize_award",
        "fall_reason",
        Office,
        Kept("why a prize was not given, in words of the system"),
        No("about a prize"),
    ),
    entry("prize_award", "reason", Office, Kept("why a project won is part of the prize"), No("about a prize")),
    entry(
        "prize_award",
        "closing_reason",
        Office,
        Kept("why a prize was not given is part of the prize"),
        No("about a prize"),
    ),
];

/// Tables without personal data.
pub const IMPERSONAL_TABLES: &[&str] = &[
    "audit_seal",
    "campaign",
    "campaign_milestone",
    "certificate_design",
    "certificate_picture",
    "criterion",
    "eligibility_rule",
    "eql_condition",
    "event_community",
    "foreign_participation",
    "heartbeat",
    "help_text",
    "indicator",
    "job",
    "panel_score",
    "prize",
    "prize_component",
    "project_partner",
    "publication_item",
    "rehearsal",
    "revision_partner",
    "rubric_version",
    "signing_key",
    "school",
    "unknown_partner",
];

/// Columns of text that hold a word of a closed list, a hash or a sort key, whatever the table.
pub const IMPERSONAL_COLUMNS: &[&str] = &[
    "action",
    "band",
    "basis",
    "calibrated_outcome",
    "certificate_sha256",
    "choice_reason",
    "community",
    "condition",
    "earlier_outcome",
    "end_reason",
    "entity",
    "failure",
    "field",
    "kind",
    "line_hash",
    "locale",
    "made_by_community",
    "method",
    "mutation",
    "outcome",
    "rank_key",
    "role",
    "rule_outcome",
    "scope",
    "set_hash",
    "source",
    "stage",
    "state",
    "status",
    "template",
    "told_by",
    "track",
];

/// What becomes of a column; `None` for one without personal data.
pub fn fate(table: &str, column: &str) -> Option<Fate> {
    REGISTER.iter().find(|entry| entry.table == table && entry.column == column).map(|entry| entry.fate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::extract::gives;

    #[test]
    fn a_column_is_registered_once() {
        for entry in REGISTER {
            let same = REGISTER.iter().filter(|other| (other.table, other.column) == (entry.table, entry.column));
            assert_eq!(same.count(), 1, "{}.{}", entry.table, entry.column);
        }
    }

    #[test]
    fn an_export_gives_what_the_register_says() {
        for entry in REGISTER {
            assert_eq!(gives(entry.table, entry.column), entry.given == Yes, "{}.{}", entry.table, entry.column);
        }
    }
}
