//! What a juror can judge and when she is away, ties that follow from the data, and plans of who judges what.

use crate::dialect::{Guard, Step};

/// `assignment.conflicts_since` is the first day of the look-back period when the juror was asked: the database itself
/// compares it with the days on which she worked somewhere. `assignment_plan.outcome` and `shortage` are what the solver
/// said; nobody asks the database about their parts.
pub const STEP: Step = Step {
    name: "m0021_jury",
    up: r#"
ALTER TABLE juror ADD COLUMN subjects {json} NOT NULL DEFAULT '[]';
ALTER TABLE juror ADD COLUMN school_levels {json} NOT NULL DEFAULT '[]';
CREATE TABLE juror_absence (
    id {id} PRIMARY KEY,
    juror_id {id} NOT NULL REFERENCES juror (id),
    from_on {date} NOT NULL,
    to_on {date} NOT NULL,
    CHECK (to_on >= from_on)
) {strict};
CREATE INDEX juror_absence_juror ON juror_absence (juror_id, from_on);
CREATE TABLE conflict_clearance (
    id {id} PRIMARY KEY,
    juror_id {id} NOT NULL REFERENCES juror (id),
    application_id {id} NOT NULL REFERENCES application (id),
    reason {text} NOT NULL,
    cleared_by_id {id} REFERENCES "user" (id),
    cleared_at {instant} NOT NULL,
    withdrawn_at {instant}
) {strict};
CREATE UNIQUE INDEX conflict_clearance_one ON conflict_clearance (juror_id, application_id) WHERE withdrawn_at IS NULL;
CREATE INDEX conflict_clearance_application ON conflict_clearance (application_id);
ALTER TABLE assignment ADD COLUMN conflicts_since {date};
ALTER TABLE assignment ADD COLUMN cannot_judge {bool} NOT NULL DEFAULT FALSE CHECK (NOT cannot_judge OR state = 'DECLINED');
CREATE TABLE assignment_plan (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    community {text} CHECK (community IN ('VL', 'FWB', 'DG')),
    state {text} NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'READY', 'IMPOSSIBLE', 'FAILED', 'CANCELLED', 'COMMITTED')),
    is_proposal {bool} NOT NULL,
    seed {int} NOT NULL CHECK (seed >= 0),
    fewest {int} NOT NULL CHECK (fewest >= 0),
    project_wish {text} CHECK (project_wish IN ('SAME', 'DIFFERENT')),
    as_of {date} NOT NULL,
    due_on {date} NOT NULL CHECK (due_on >= as_of),
    done {int} NOT NULL CHECK (done >= 0),
    seats {int} NOT NULL CHECK (seats >= done),
    hash {text},
    outcome {json},
    failure {text},
    asked_by_id {id} REFERENCES "user" (id),
    leased_until {instant},
    finished_at {instant},
    committed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK (track <> 'BELGICA' OR community IS NULL),
    CHECK ((state = 'RUNNING') = (leased_until IS NOT NULL)),
    CHECK (state NOT IN ('READY', 'COMMITTED') OR (hash IS NOT NULL AND outcome IS NOT NULL)),
    CHECK ((state = 'COMMITTED') = (committed_at IS NOT NULL))
) {strict};
CREATE INDEX assignment_plan_campaign ON assignment_plan (campaign_id, created_at, id);
CREATE INDEX assignment_plan_open ON assignment_plan (created_at) WHERE state IN ('QUEUED', 'RUNNING');
CREATE TABLE planned_pair (
    id {id} PRIMARY KEY,
    plan_id {id} NOT NULL REFERENCES assignment_plan (id),
    application_id {id} NOT NULL REFERENCES application (id),
    juror_id {id} NOT NULL REFERENCES juror (id),
    is_fixed {bool} NOT NULL,
    is_new {bool} NOT NULL,
    costs {json} NOT NULL,
    UNIQUE (plan_id, application_id, juror_id)
) {strict};
CREATE INDEX planned_pair_juror ON planned_pair (juror_id);
"#,
    guards: &[
        Guard::Refuse {
            rule: "assignment_without_tie",
            table: "assignment",
            when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM application a \
                   WHERE a.id = NEW.application_id AND (a.teacher_id = NEW.juror_id \
                   OR EXISTS (SELECT 1 FROM project_member p WHERE p.project_id = a.project_id AND p.user_id = NEW.juror_id) \
                   OR EXISTS (SELECT 1 FROM school_membership m WHERE m.user_id = NEW.juror_id \
                       AND (m.to_on IS NULL OR m.to_on >= NEW.conflicts_since) AND (m.school_id = a.school_id \
                       OR EXISTS (SELECT 1 FROM project_partner p WHERE p.project_id = a.project_id AND p.school_id = m.school_id)))))",
        },
        Guard::Refuse {
            rule: "conflict_beside_assignment",
            table: "conflict_of_interest",
            when: "NEW.is_hard AND NEW.withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM assignment s \
                   JOIN application a ON a.id = s.application_id WHERE s.juror_id = NEW.juror_id \
                   AND s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND (a.id = NEW.application_id \
                   OR a.project_id = NEW.project_id OR a.school_id = NEW.school_id OR a.teacher_id = NEW.teacher_id \
                   OR EXISTS (SELECT 1 FROM project_partner p WHERE p.project_id = a.project_id AND p.school_id = NEW.school_id)))",
        },
        Guard::Refuse {
            rule: "planned_pair_of_a_finished_plan",
            table: "planned_pair",
            when: "EXISTS (SELECT 1 FROM assignment_plan p WHERE p.id = NEW.plan_id AND p.state <> 'RUNNING')",
        },
    ],
    before_down: "
ALTER TABLE assignment DROP COLUMN cannot_judge;
ALTER TABLE assignment DROP COLUMN conflicts_since;
ALTER TABLE juror DROP COLUMN school_levels;
ALTER TABLE juror DROP COLUMN subjects;
",
    tables: &["juror_absence", "conflict_clearance", "assignment_plan", "planned_pair"],
};
