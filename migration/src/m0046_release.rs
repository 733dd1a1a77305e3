//! A release is of one community, except for Belgica, which the communities share.
//!
//! A release of all communities that is out becomes one for each; one that is not out is prepared again. Both tables are made
//! anew: neither database takes a rule of uniqueness out of a table in the same way.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0046_release",
    up: r#"
CREATE TABLE new_batch (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    community {text} CHECK (community IN ('VL', 'FWB', 'DG')),
    state {text} NOT NULL CHECK (state IN ('PREPARED', 'APPROVED', 'EMAILED', 'ESEP_DONE')),
    set_hash {text} NOT NULL,
    prepared_by_id {id} NOT NULL REFERENCES "user" (id),
    approved_by_id {id} REFERENCES "user" (id),
    approved_at {instant},
    is_scheduled {bool} NOT NULL DEFAULT FALSE,
    held_at {instant},
    published_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT publication_batch_two_persons CHECK (approved_by_id <> prepared_by_id),
    CHECK ((track = 'BELGICA') = (community IS NULL)),
    CHECK (state = 'PREPARED' OR approved_by_id IS NOT NULL),
    CHECK (state = 'APPROVED' OR NOT is_scheduled),
    CHECK ((state IN ('EMAILED', 'ESEP_DONE')) = (published_at IS NOT NULL))
) {strict};
CREATE TABLE new_item (
    id {id} PRIMARY KEY,
    batch_id {id} NOT NULL REFERENCES new_batch (id),
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    line_hash {text} NOT NULL DEFAULT '',
    email_state {text} NOT NULL CHECK (email_state IN ('PENDING', 'QUEUED', 'ACCEPTED', 'REACHED_OTHERWISE')),
    message_id {id} REFERENCES message (id),
    reached_at {instant},
    esep_state {text} NOT NULL CHECK (esep_state IN ('PENDING', 'MARKED', 'NOT_NEEDED')),
    esep_marked_at {instant},
    esep_excused_at {instant},
    bounced_at {instant},
    CHECK ((email_state IN ('ACCEPTED', 'REACHED_OTHERWISE')) = (reached_at IS NOT NULL)),
    CHECK ((esep_state = 'MARKED') = (esep_marked_at IS NOT NULL)),
    CONSTRAINT publication_item_mail_first CHECK (esep_marked_at IS NULL OR (reached_at IS NOT NULL AND esep_marked_at >= reached_at))
) {strict};
INSERT INTO new_batch (id, campaign_id, track, community, state, set_hash, prepared_by_id, approved_by_id, approved_at, published_at, version, created_at, updated_at)
SELECT b.id, b.campaign_id, b.track, NULL, b.state, b.set_hash, b.prepared_by_id, b.approved_by_id, b.approved_at, b.published_at, b.version, b.created_at, b.updated_at
FROM publication_batch b WHERE b.track = 'BELGICA';
INSERT INTO new_batch (id, campaign_id, track, community, state, set_hash, prepared_by_id, approved_by_id, approved_at, published_at, version, created_at, updated_at)
SELECT CASE WHEN g.community = g.kept THEN b.id ELSE {new} END,
    b.campaign_id, b.track, g.community, b.state, b.set_hash, b.prepared_by_id, b.approved_by_id, b.approved_at, b.published_at, b.version, b.created_at, b.updated_at
FROM publication_batch b JOIN (
    SELECT DISTINCT i.batch_id, a.community, (
        SELECT max(o.community) FROM publication_item x JOIN application o ON o.id = x.application_id WHERE x.batch_id = i.batch_id
    ) AS kept
    FROM publication_item i JOIN application a ON a.id = i.application_id
) g ON g.batch_id = b.id
WHERE b.track = 'NQL' AND b.published_at IS NOT NULL;
INSERT INTO new_item (id, batch_id, application_id, email_state, message_id, reached_at, esep_state, esep_marked_at, esep_excused_at, bounced_at)
SELECT i.id, n.id, i.application_id, i.email_state, i.message_id, i.reached_at, i.esep_state, i.esep_marked_at, i.esep_excused_at, i.bounced_at
FROM publication_item i JOIN publication_batch b ON b.id = i.batch_id JOIN application a ON a.id = i.application_id
JOIN new_batch n ON n.campaign_id = b.campaign_id AND n.track = b.track AND (n.community IS NULL OR n.community = a.community);
DROP TABLE publication_item;
DROP TABLE publication_batch;
ALTER TABLE new_batch RENAME TO publication_batch;
ALTER TABLE new_item RENAME TO publication_item;
CREATE UNIQUE INDEX publication_batch_unit ON publication_batch (campaign_id, COALESCE(community, 'BELGICA'));
CREATE INDEX publication_batch_scheduled ON publication_batch (campaign_id) WHERE is_scheduled;
CREATE INDEX publication_item_batch ON publication_item (batch_id);
"#,
    guards: &[],
    before_down: r#"
CREATE TABLE old_batch (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    state {text} NOT NULL CHECK (state IN ('PREPARED', 'APPROVED', 'EMAILED', 'ESEP_DONE')),
    set_hash {text} NOT NULL,
    prepared_by_id {id} NOT NULL REFERENCES "user" (id),
    approved_by_id {id} REFERENCES "user" (id),
    approved_at {instant},
    published_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (campaign_id, track),
    CONSTRAINT publication_batch_two_persons CHECK (approved_by_id <> prepared_by_id),
    CHECK (state = 'PREPARED' OR approved_by_id IS NOT NULL),
    CHECK ((state IN ('EMAILED', 'ESEP_DONE')) = (published_at IS NOT NULL))
) {strict};
CREATE TABLE old_item (
    id {id} PRIMARY KEY,
    batch_id {id} NOT NULL REFERENCES old_batch (id),
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    email_state {text} NOT NULL CHECK (email_state IN ('PENDING', 'QUEUED', 'ACCEPTED', 'REACHED_OTHERWISE')),
    reached_at {instant},
    esep_state {text} NOT NULL CHECK (esep_state IN ('PENDING', 'MARKED', 'NOT_NEEDED')),
    esep_marked_at {instant},
    message_id {id} REFERENCES message (id),
    esep_excused_at {instant},
    bounced_at {instant},
    CHECK ((email_state IN ('ACCEPTED', 'REACHED_OTHERWISE')) = (reached_at IS NOT NULL)),
    CHECK ((esep_state = 'MARKED') = (esep_marked_at IS NOT NULL)),
    CONSTRAINT publication_item_mail_first CHECK (esep_marked_at IS NULL OR (reached_at IS NOT NULL AND esep_marked_at >= reached_at))
) {strict};
INSERT INTO old_batch (id, campaign_id, track, state, set_hash, prepared_by_id, approved_by_id, approved_at, published_at, version, created_at, updated_at)
SELECT b.id, b.campaign_id, b.track, b.state, b.set_hash, b.prepared_by_id, b.approved_by_id, b.approved_at, b.published_at, b.version, b.created_at, b.updated_at
FROM publication_batch b WHERE b.published_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM publication_batch o WHERE o.campaign_id = b.campaign_id AND o.track = b.track
    AND o.published_at IS NOT NULL AND o.community > b.community
);
INSERT INTO old_item (id, batch_id, application_id, email_state, reached_at, esep_state, esep_marked_at, message_id, esep_excused_at, bounced_at)
SELECT i.id, o.id, i.application_id, i.email_state, i.reached_at, i.esep_state, i.esep_marked_at, i.message_id, i.esep_excused_at, i.bounced_at
FROM publication_item i JOIN publication_batch b ON b.id = i.batch_id
JOIN old_batch o ON o.campaign_id = b.campaign_id AND o.track = b.track
WHERE b.published_at IS NOT NULL;
DROP TABLE publication_item;
DROP TABLE publication_batch;
ALTER TABLE old_batch RENAME TO publication_batch;
ALTER TABLE old_item RENAME TO publication_item;
CREATE INDEX publication_item_batch ON publication_item (batch_id);
"#,
    tables: &[],
};
