//! Step 1 and step 2: registrations, drafts, and the revisions that were handed in.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0004_application",
    up: r#"
CREATE TABLE registration (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    project_id {id} NOT NULL,
    teacher_id {id} NOT NULL,
    school_id {id} NOT NULL REFERENCES school (id),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG')),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    state {text} NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'NEEDS_REVIEW', 'CONFIRMED', 'INELIGIBLE', 'WITHDRAWN', 'LAPSED')),
    submitted_at {instant},
    confirmed_at {instant},
    review_reason {text},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (id, campaign_id, project_id, teacher_id, track),
    FOREIGN KEY (project_id, teacher_id) REFERENCES project_member (project_id, user_id),
    CHECK (state <> 'CONFIRMED' OR confirmed_at IS NOT NULL)
) {strict};
CREATE UNIQUE INDEX registration_one_live ON registration (campaign_id, project_id, teacher_id) WHERE state <> 'WITHDRAWN';
CREATE INDEX registration_teacher ON registration (teacher_id, campaign_id);
CREATE INDEX registration_project ON registration (project_id, campaign_id);

CREATE TABLE eligibility_answer (
    id {id} PRIMARY KEY,
    registration_id {id} NOT NULL REFERENCES registration (id),
    condition {text} NOT NULL CHECK (condition IN ('ACTIVITY_IN_SCHOOL_YEAR', 'REGISTERED_IN_WINDOW', 'RESULTS_VISIBLE', 'COLLABORATED', 'COMMUNICATED', 'ENDED_BY_DEADLINE')),
    holds {bool} NOT NULL,
    source {text} NOT NULL CHECK (source IN ('TEACHER', 'ESEP', 'STAFF')),
    override_reason {text},
    answered_at {instant} NOT NULL,
    UNIQUE (registration_id, condition),
    CHECK (source <> 'STAFF' OR override_reason IS NOT NULL)
) {strict};

CREATE TABLE application (
    id {id} PRIMARY KEY,
    registration_id {id} NOT NULL,
    campaign_id {id} NOT NULL,
    project_id {id} NOT NULL,
    teacher_id {id} NOT NULL,
    track {text} NOT NULL,
    school_id {id} NOT NULL REFERENCES school (id),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG')),
    state {text} NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'COMPLETE', 'WITHDRAWN', 'LAPSED', 'CARRIED_OVER')),
    stage {text} CHECK (stage IN ('ADMISSIBLE', 'INADMISSIBLE', 'IN_EVALUATION', 'EVALUATED', 'DECIDED', 'PUBLISHED')),
    summary {text} NOT NULL,
    consent_declared_at {instant},
    submitted_at {instant},
    published_at {instant},
    esep_submitted_at {instant},
    sequence_in_school_year {int},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (registration_id),
    FOREIGN KEY (registration_id, campaign_id, project_id, teacher_id, track)
        REFERENCES registration (id, campaign_id, project_id, teacher_id, track),
    CHECK (stage IS NULL OR state = 'COMPLETE'),
    CHECK ((coalesce(stage, '') = 'PUBLISHED') = (published_at IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX application_one_live ON application (campaign_id, project_id, teacher_id) WHERE state NOT IN ('WITHDRAWN', 'CARRIED_OVER');
CREATE INDEX application_campaign ON application (campaign_id, track, stage);
CREATE INDEX application_project ON application (project_id);
CREATE INDEX application_teacher ON application (teacher_id, campaign_id);
CREATE INDEX application_created ON application (created_at, id);

CREATE TABLE application_answer (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    text {text} NOT NULL CHECK (length(text) <= 10000),
    own_teacher {text} NOT NULL CHECK (length(own_teacher) <= 10000),
    own_pupils {text} NOT NULL CHECK (length(own_pupils) <= 10000),
    example {text} NOT NULL CHECK (length(example) <= 10000),
    updated_at {instant} NOT NULL,
    UNIQUE (application_id, criterion_id)
) {strict};

CREATE TABLE evidence_link (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    criterion_id {id} REFERENCES criterion (id),
    kind {text} NOT NULL CHECK (kind IN ('TWINSPACE', 'WORK_PLAN', 'MEETING_NOTES', 'FINAL_PRODUCT', 'PUPIL_GUIDE', 'OTHER')),
    url {text} NOT NULL CHECK (url LIKE 'http://%' OR url LIKE 'https://%'),
    label {text} NOT NULL,
    created_at {instant} NOT NULL
) {strict};
CREATE INDEX evidence_link_application ON evidence_link (application_id);

CREATE TABLE application_revision (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    number {int} NOT NULL CHECK (number > 0),
    summary {text} NOT NULL,
    sha256 {text} NOT NULL,
    submitted_at {instant} NOT NULL,
    submitted_by_id {id} NOT NULL REFERENCES "user" (id),
    UNIQUE (application_id, number),
    UNIQUE (id, application_id)
) {strict};

CREATE TABLE revision_answer (
    id {id} PRIMARY KEY,
    revision_id {id} NOT NULL REFERENCES application_revision (id),
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    text {text} NOT NULL,
    own_teacher {text} NOT NULL,
    own_pupils {text} NOT NULL,
    example {text} NOT NULL,
    UNIQUE (revision_id, criterion_id)
) {strict};

CREATE TABLE revision_link (
    id {id} PRIMARY KEY,
    revision_id {id} NOT NULL REFERENCES application_revision (id),
    criterion_id {id} REFERENCES criterion (id),
    kind {text} NOT NULL,
    url {text} NOT NULL,
    label {text} NOT NULL
) {strict};
CREATE INDEX revision_link_revision ON revision_link (revision_id);

ALTER TABLE application ADD COLUMN submitted_revision_id {id} REFERENCES application_revision (id);
"#,
    guards: &[
        Guard::AppendOnly("application_revision"),
        Guard::AppendOnly("revision_answer"),
        Guard::AppendOnly("revision_link"),
        Guard::Refuse {
            rule: "application_step_2_needs_step_1",
            table: "application",
            when: "NOT EXISTS (SELECT 1 FROM registration r WHERE r.id = NEW.registration_id AND r.state IN ('CONFIRMED', 'WITHDRAWN', 'LAPSED'))",
        },
        Guard::Refuse {
            rule: "application_revision_is_its_own",
            table: "application",
            when: "NEW.submitted_revision_id IS NOT NULL AND NOT EXISTS \
                   (SELECT 1 FROM application_revision r WHERE r.id = NEW.submitted_revision_id AND r.application_id = NEW.id)",
        },
    ],
    before_down: "UPDATE application SET submitted_revision_id = NULL",
    tables: &[
        "registration",
        "eligibility_answer",
        "application",
        "application_answer",
        "evidence_link",
        "application_revision",
        "revision_answer",
        "revision_link",
    ],
};
