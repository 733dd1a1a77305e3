//! The event at which certificates are handed over: who shares it, who is invited, and the links to answer with.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0055_event",
    up: r#"
CREATE TABLE event (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    title {text} NOT NULL,
    place {text} NOT NULL,
    address {text} NOT NULL,
    starts_at {instant} NOT NULL,
    ends_at {instant} NOT NULL,
    answers_close_at {instant} NOT NULL,
    remind_on {date},
    seats {int} NOT NULL CHECK (seats > 0),
    most_guests {int} NOT NULL CHECK (most_guests >= 0),
    state {text} NOT NULL CHECK (state IN ('PLANNED', 'CANCELLED')),
    cancel_reason {text},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK (ends_at > starts_at),
    CHECK ((state = 'CANCELLED') = (cancel_reason IS NOT NULL))
) {strict};
CREATE INDEX event_of_campaign ON event (campaign_id);
CREATE TABLE event_community (
    event_id {id} NOT NULL REFERENCES event (id),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG')),
    PRIMARY KEY (event_id, community)
) {strict};
CREATE TABLE event_invitation (
    id {id} PRIMARY KEY,
    event_id {id} NOT NULL REFERENCES event (id),
    teacher_id {id} NOT NULL REFERENCES "user" (id),
    application_id {id} NOT NULL REFERENCES application (id),
    state {text} NOT NULL CHECK (state IN ('INVITED', 'ACCEPTED', 'WAITING', 'DECLINED', 'WITHDRAWN')),
    guests {int} NOT NULL CHECK (guests >= 0),
    needs {text},
    answered_at {instant},
    queued_at {instant},
    attended_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT event_invitation_once UNIQUE (event_id, teacher_id),
    CHECK ((state = 'WAITING') = (queued_at IS NOT NULL)),
    CHECK (guests = 0 OR state IN ('ACCEPTED', 'WAITING'))
) {strict};
CREATE INDEX event_invitation_of_teacher ON event_invitation (teacher_id);
CREATE INDEX event_invitation_of_application ON event_invitation (application_id);
CREATE TABLE event_link (
    hash {text} PRIMARY KEY,
    invitation_id {id} NOT NULL REFERENCES event_invitation (id),
    made_at {instant} NOT NULL
) {strict};
CREATE INDEX event_link_of_invitation ON event_link (invitation_id);
"#,
    guards: &[],
    before_down: "",
    tables: &["event", "event_community", "event_invitation", "event_link"],
};
