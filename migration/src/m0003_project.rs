//! Schools, who works there, and the projects they run together.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0003_project",
    up: r#"
CREATE TABLE school (
    id {id} PRIMARY KEY,
    name {text} NOT NULL CHECK (name <> ''),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG', 'FOREIGN')),
    country {text} NOT NULL CHECK (length(country) = 2),
    city {text} NOT NULL,
    level {text} NOT NULL CHECK (level IN ('PRIMARY', 'SECONDARY')),
    institution_number {text} UNIQUE CHECK (length(institution_number) = 6),
    fase_number {text} UNIQUE,
    oid {text} UNIQUE CHECK (length(oid) = 9),
    pic {text} UNIQUE CHECK (length(pic) = 9),
    merged_into_id {id} REFERENCES school (id),
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK ((community = 'FOREIGN') = (country <> 'BE')),
    CHECK (merged_into_id <> id)
) {strict};
CREATE INDEX school_name ON school (name, id);

CREATE TABLE school_membership (
    id {id} PRIMARY KEY,
    user_id {id} NOT NULL REFERENCES "user" (id),
    school_id {id} NOT NULL REFERENCES school (id),
    from_on {date} NOT NULL,
    to_on {date},
    UNIQUE (user_id, school_id, from_on),
    CHECK (to_on IS NULL OR to_on >= from_on)
) {strict};
CREATE INDEX school_membership_school ON school_membership (school_id);

CREATE TABLE project (
    id {id} PRIMARY KEY,
    title {text} NOT NULL CHECK (title <> ''),
    slug {text} NOT NULL,
    esep_url {text} NOT NULL UNIQUE CHECK (esep_url LIKE 'https://%'),
    esep_registered_on {date} NOT NULL,
    started_on {date} NOT NULL,
    ended_on {date},
    summary {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('ONGOING', 'ENDED')),
    kind {text} NOT NULL CHECK (kind IN ('EUROPEAN', 'NATIONAL')),
    track {text} CHECK (track IN ('NQL', 'BELGICA')),
    created_by_id {id} NOT NULL REFERENCES "user" (id),
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK ((status = 'ENDED') = (ended_on IS NOT NULL)),
    CHECK (ended_on IS NULL OR ended_on >= started_on),
    CHECK (track IS NULL OR (track = 'BELGICA') = (kind = 'NATIONAL'))
) {strict};
CREATE INDEX project_title ON project (title, id);

CREATE TABLE project_partner (
    id {id} PRIMARY KEY,
    project_id {id} NOT NULL REFERENCES project (id),
    school_id {id} NOT NULL REFERENCES school (id),
    is_founder {bool} NOT NULL,
    UNIQUE (project_id, school_id)
) {strict};
CREATE INDEX project_partner_school ON project_partner (school_id);

CREATE TABLE project_member (
    id {id} PRIMARY KEY,
    project_id {id} NOT NULL REFERENCES project (id),
    user_id {id} NOT NULL REFERENCES "user" (id),
    school_id {id} NOT NULL REFERENCES school (id),
    role {text} NOT NULL CHECK (role IN ('FOUNDER', 'PARTNER')),
    UNIQUE (project_id, user_id)
) {strict};
CREATE INDEX project_member_user ON project_member (user_id, project_id);
"#,
    guards: &[],
    before_down: "",
    tables: &["school", "school_membership", "project", "project_partner", "project_member"],
};
