//! Jurors, their conflicts of interest, their work and their scores.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0005_jury",
    up: r#"
CREATE TABLE juror (
    id {id} PRIMARY KEY REFERENCES "user" (id),
    experience {text} NOT NULL,
    languages {json} NOT NULL,
    capacity {int} NOT NULL CHECK (capacity >= 0),
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
) {strict};

CREATE TABLE jury_membership (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    juror_id {id} NOT NULL REFERENCES juror (id),
    state {text} NOT NULL CHECK (state IN ('ACTIVE', 'WITHDRAWN')),
    invited_at {instant} NOT NULL,
    UNIQUE (campaign_id, track, juror_id)
) {strict};
CREATE INDEX jury_membership_juror ON jury_membership (juror_id);

CREATE TABLE conflict_of_interest (
    id {id} PRIMARY KEY,
    juror_id {id} NOT NULL REFERENCES juror (id),
    scope {text} NOT NULL CHECK (scope IN ('SCHOOL', 'PROJECT', 'TEACHER', 'APPLICATION')),
    school_id {id} REFERENCES school (id),
    project_id {id} REFERENCES project (id),
    teacher_id {id} REFERENCES "user" (id),
    application_id {id} REFERENCES application (id),
    kind {text} NOT NULL CHECK (kind IN ('AUTO', 'DECLARED', 'STAFF')),
    is_hard {bool} NOT NULL,
    reason {text} NOT NULL,
    recorded_by_id {id} REFERENCES "user" (id),
    recorded_at {instant} NOT NULL,
    withdrawn_at {instant},
    CHECK ((scope = 'SCHOOL') = (school_id IS NOT NULL)),
    CHECK ((scope = 'PROJECT') = (project_id IS NOT NULL)),
    CHECK ((scope = 'TEACHER') = (teacher_id IS NOT NULL)),
    CHECK ((scope = 'APPLICATION') = (application_id IS NOT NULL))
) {strict};
CREATE INDEX conflict_of_interest_juror ON conflict_of_interest (juror_id);

CREATE TABLE assignment (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    juror_id {id} NOT NULL REFERENCES juror (id),
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    round {int} NOT NULL CHECK (round IN (1, 2)),
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'INVITED', 'ACCEPTED', 'IN_PROGRESS', 'SUBMITTED', 'DECLINED', 'RECUSED', 'REVOKED')),
    due_at {instant} NOT NULL,
    attested_at {instant},
    ended_reason {text},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK (state NOT IN ('ACCEPTED', 'IN_PROGRESS', 'SUBMITTED') OR attested_at IS NOT NULL)
) {strict};
CREATE UNIQUE INDEX assignment_one_live ON assignment (application_id, juror_id) WHERE state NOT IN ('DECLINED', 'RECUSED', 'REVOKED');
CREATE INDEX assignment_juror ON assignment (juror_id, due_at, id);
CREATE INDEX assignment_application ON assignment (application_id, juror_id);

CREATE TABLE evaluation (
    id {id} PRIMARY KEY,
    assignment_id {id} NOT NULL UNIQUE REFERENCES assignment (id),
    application_id {id} NOT NULL,
    juror_id {id} NOT NULL REFERENCES juror (id),
    revision_id {id} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'LOCKED', 'REOPENED', 'VOID')),
    total_centi {int},
    comment {text} NOT NULL,
    internal_note {text} NOT NULL,
    submitted_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    FOREIGN KEY (revision_id, application_id) REFERENCES application_revision (id, application_id),
    CHECK (state NOT IN ('SUBMITTED', 'LOCKED') OR (submitted_at IS NOT NULL AND total_centi IS NOT NULL))
) {strict};
CREATE INDEX evaluation_application ON evaluation (application_id);
CREATE INDEX evaluation_juror ON evaluation (juror_id);

CREATE TABLE evaluation_score (
    id {id} PRIMARY KEY,
    evaluation_id {id} NOT NULL REFERENCES evaluation (id),
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    score {int} CHECK (score BETWEEN 0 AND 100),
    comment {text} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (evaluation_id, criterion_id)
) {strict};
"#,
    guards: &[
        Guard::Refuse {
            rule: "juror_is_no_applicant",
            table: "jury_membership",
            when: "NEW.state = 'ACTIVE' AND EXISTS (SELECT 1 FROM registration r WHERE r.campaign_id = NEW.campaign_id \
                   AND r.track = NEW.track AND r.teacher_id = NEW.juror_id AND r.state <> 'WITHDRAWN')",
        },
        Guard::Refuse {
            rule: "applicant_is_no_juror",
            table: "registration",
            when: "NEW.state <> 'WITHDRAWN' AND EXISTS (SELECT 1 FROM jury_membership m WHERE m.campaign_id = NEW.campaign_id \
                   AND m.track = NEW.track AND m.juror_id = NEW.teacher_id AND m.state = 'ACTIVE')",
        },
        Guard::Refuse {
            rule: "assignment_without_conflict",
            table: "assignment",
            when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM conflict_of_interest c \
                   JOIN application a ON a.id = NEW.application_id WHERE c.juror_id = NEW.juror_id AND c.is_hard \
                   AND c.withdrawn_at IS NULL AND (c.application_id = a.id OR c.project_id = a.project_id \
                   OR c.school_id = a.school_id OR c.teacher_id = a.teacher_id \
                   OR EXISTS (SELECT 1 FROM project_partner p WHERE p.project_id = a.project_id AND p.school_id = c.school_id)))",
        },
    ],
    before_down: "",
    tables: &["juror", "jury_membership", "conflict_of_interest", "assignment", "evaluation", "evaluation_score"],
};
