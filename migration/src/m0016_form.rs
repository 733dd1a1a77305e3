//! The form of step 2: for how long it stays open, what is said of a draft, and where a draft came from.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0016_form",
    up: r"
ALTER TABLE campaign ADD COLUMN form_minutes {int} NOT NULL DEFAULT 20 CHECK (form_minutes BETWEEN 10 AND 480);
ALTER TABLE campaign ADD COLUMN summary_words {int} NOT NULL DEFAULT 150 CHECK (summary_words > 0);
ALTER TABLE campaign ADD COLUMN answer_words {int} NOT NULL DEFAULT 200 CHECK (answer_words > 0);
ALTER TABLE application ADD COLUMN previous_application_id {id} REFERENCES application (id);
CREATE TABLE form_session (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    opened_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    warns_at {instant} NOT NULL,
    warns_again_at {instant} NOT NULL,
    closed_at {instant},
    last_saved_version {int} NOT NULL
) {strict};
CREATE TABLE draft_remark (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    code {text} NOT NULL CHECK (code IN ('SUMMARY_MISSING', 'ANSWER_MISSING', 'OWN_CONTRIBUTION_MISSING',
        'TWINSPACE_LINK_MISSING', 'CONSENT_MISSING', 'TOO_LONG', 'VERY_SHORT', 'OTHER_LANGUAGE', 'EXAMPLE_MISSING', 'PROOF_MISSING')),
    criterion_id {id} REFERENCES criterion (id),
    field {text} CHECK (field IS NULL OR field IN ('SUMMARY', 'TEXT', 'OWN_TEACHER', 'OWN_PUPILS', 'EXAMPLE')),
    evidence_link_id {id} REFERENCES evidence_link (id) ON DELETE CASCADE,
    position {int} NOT NULL,
    words {int},
    words_expected {int},
    language {text}
) {strict};
CREATE INDEX draft_remark_of_application ON draft_remark (application_id, position);
CREATE TABLE help_text (
    id {id} PRIMARY KEY,
    rubric_version_id {id} NOT NULL REFERENCES rubric_version (id),
    place {text} NOT NULL CHECK (place IN ('REGISTRATION', 'APPLICATION', 'SUMMARY', 'CRITERION', 'ANSWER', 'OWN_TEACHER', 'OWN_PUPILS', 'EXAMPLE', 'EVIDENCE', 'ESEP_FORM', 'CONSENT')),
    criterion_id {id} REFERENCES criterion (id),
    position {int} NOT NULL,
    text_nl {text} NOT NULL,
    text_en {text} NOT NULL,
    text_fr {text} NOT NULL,
    text_de {text} NOT NULL
) {strict};
CREATE INDEX help_text_of_rubric ON help_text (rubric_version_id, position);
CREATE TABLE application_subject (
    application_id {id} NOT NULL REFERENCES application (id),
    subject {text} NOT NULL CHECK (subject IN ('ARTS', 'CITIZENSHIP', 'ECONOMICS', 'ENGLISH', 'FRENCH', 'GEOGRAPHY', 'GERMAN', 'HISTORY', 'INFORMATICS', 'MATHEMATICS', 'MOTHER_TONGUE', 'OTHER_LANGUAGE', 'PHYSICAL_EDUCATION', 'SCIENCE', 'TECHNOLOGY', 'VOCATIONAL', 'OTHER')),
    PRIMARY KEY (application_id, subject)
) {strict};
CREATE TABLE application_method (
    application_id {id} NOT NULL REFERENCES application (id),
    method {text} NOT NULL CHECK (method IN ('ANALYSIS', 'COLLABORATIVE_LEARNING', 'CREATIVE_WORK', 'DEBATE', 'GAME_BASED_LEARNING', 'PEER_TEACHING', 'PROBLEM_SOLVING', 'PROJECT_BASED_LEARNING', 'RESEARCH', 'OTHER')),
    PRIMARY KEY (application_id, method)
) {strict};
CREATE TABLE revision_subject (
    revision_id {id} NOT NULL REFERENCES application_revision (id),
    subject {text} NOT NULL CHECK (subject IN ('ARTS', 'CITIZENSHIP', 'ECONOMICS', 'ENGLISH', 'FRENCH', 'GEOGRAPHY', 'GERMAN', 'HISTORY', 'INFORMATICS', 'MATHEMATICS', 'MOTHER_TONGUE', 'OTHER_LANGUAGE', 'PHYSICAL_EDUCATION', 'SCIENCE', 'TECHNOLOGY', 'VOCATIONAL', 'OTHER')),
    PRIMARY KEY (revision_id, subject)
) {strict};
CREATE TABLE revision_method (
    revision_id {id} NOT NULL REFERENCES application_revision (id),
    method {text} NOT NULL CHECK (method IN ('ANALYSIS', 'COLLABORATIVE_LEARNING', 'CREATIVE_WORK', 'DEBATE', 'GAME_BASED_LEARNING', 'PEER_TEACHING', 'PROBLEM_SOLVING', 'PROJECT_BASED_LEARNING', 'RESEARCH', 'OTHER')),
    PRIMARY KEY (revision_id, method)
) {strict};
",
    guards: &[Guard::AppendOnly("revision_subject"), Guard::AppendOnly("revision_method")],
    before_down: "
ALTER TABLE application DROP COLUMN previous_application_id;
ALTER TABLE campaign DROP COLUMN answer_words;
ALTER TABLE campaign DROP COLUMN summary_words;
ALTER TABLE campaign DROP COLUMN form_minutes;
",
    tables: &[
        "form_session",
        "draft_remark",
        "help_text",
        "application_subject",
        "application_method",
        "revision_subject",
        "revision_method",
    ],
};
