//! What a decision rests on, as data: what was judged, the evaluations and how they were merged, and each comparison.
//!
//! Decisions that are there get theirs from the results that they were made of. Of three evaluations those two count whose
//! mean is the result.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0044_decision_trace",
    up: r"
CREATE TABLE decision_step (
    id {id} PRIMARY KEY,
    decision_id {id} NOT NULL REFERENCES decision (id),
    position {int} NOT NULL,
    criterion_id {id} REFERENCES criterion (id),
    score_centi {int} NOT NULL,
    score_sixtieths {int} NOT NULL,
    minimum_centi {int} NOT NULL,
    is_reached {bool} NOT NULL,
    UNIQUE (decision_id, position)
) {strict};
CREATE TABLE decision_evaluation (
    id {id} PRIMARY KEY,
    decision_id {id} NOT NULL REFERENCES decision (id),
    evaluation_id {id} NOT NULL REFERENCES evaluation (id),
    total_centi {int} NOT NULL,
    is_counted {bool} NOT NULL,
    UNIQUE (decision_id, evaluation_id)
) {strict};
CREATE INDEX decision_evaluation_of_evaluation ON decision_evaluation (evaluation_id);
ALTER TABLE decision ADD COLUMN basis {text} NOT NULL DEFAULT 'EVALUATIONS' CHECK (basis IN ('EVALUATIONS', 'NOT_ADMISSIBLE', 'TAKEN_BACK'));
ALTER TABLE decision ADD COLUMN method {text} CHECK (method IN ('AVERAGE', 'CLOSEST_TWO', 'PANEL'));
ALTER TABLE decision ADD COLUMN revision_id {id} REFERENCES application_revision (id);
ALTER TABLE decision ADD COLUMN rubric_version_id {id} REFERENCES rubric_version (id);
UPDATE decision SET basis = 'NOT_ADMISSIBLE' WHERE rule_outcome = 'INADMISSIBLE';
UPDATE decision SET basis = 'TAKEN_BACK' WHERE basis = 'EVALUATIONS' AND NOT EXISTS
    (SELECT 1 FROM consolidation c WHERE c.application_id = decision.application_id AND c.total_sixtieths IS NOT NULL);
UPDATE decision SET
    method = (SELECT c.method FROM consolidation c WHERE c.application_id = decision.application_id),
    revision_id = (SELECT a.submitted_revision_id FROM application a WHERE a.id = decision.application_id),
    rubric_version_id = (SELECT g.rubric_version_id FROM application a JOIN campaign g ON g.id = a.campaign_id WHERE a.id = decision.application_id)
WHERE basis = 'EVALUATIONS';
INSERT INTO decision_step (id, decision_id, position, criterion_id, score_centi, score_sixtieths, minimum_centi, is_reached)
SELECT c.id, d.id, 0, NULL, c.total_centi, c.total_sixtieths, v.pass_total_centi, 100 * c.total_sixtieths >= 60 * v.pass_total_centi
FROM decision d JOIN consolidation c ON c.application_id = d.application_id JOIN rubric_version v ON v.id = d.rubric_version_id
WHERE d.basis = 'EVALUATIONS';
INSERT INTO decision_step (id, decision_id, position, criterion_id, score_centi, score_sixtieths, minimum_centi, is_reached)
SELECT s.id, d.id, 1 + (SELECT count(*) FROM criterion b WHERE b.rubric_version_id = r.rubric_version_id AND (b.position < r.position OR (b.position = r.position AND b.id < r.id))),
    s.criterion_id, s.score_centi, s.score_sixtieths, r.minimum_centi, 100 * s.score_sixtieths >= 60 * r.minimum_centi
FROM decision d JOIN consolidation c ON c.application_id = d.application_id
JOIN consolidation_score s ON s.consolidation_id = c.id JOIN criterion r ON r.id = s.criterion_id
WHERE d.basis = 'EVALUATIONS';
INSERT INTO decision_evaluation (id, decision_id, evaluation_id, total_centi, is_counted)
SELECT e.id, d.id, e.id, e.total_centi, d.method = 'AVERAGE'
FROM decision d JOIN evaluation e ON e.application_id = d.application_id
WHERE d.basis = 'EVALUATIONS' AND e.state = 'LOCKED' AND d.method <> 'CLOSEST_TWO';
INSERT INTO decision_evaluation (id, decision_id, evaluation_id, total_centi, is_counted)
SELECT e.id, d.id, e.id, e.total_centi, EXISTS
    (SELECT 1 FROM evaluation o WHERE o.application_id = e.application_id AND o.id <> e.id AND o.state = 'LOCKED'
        AND 3 * (e.total_centi + o.total_centi) = 10 * c.total_sixtieths)
FROM decision d JOIN evaluation e ON e.application_id = d.application_id JOIN consolidation c ON c.application_id = d.application_id
WHERE d.basis = 'EVALUATIONS' AND e.state = 'LOCKED' AND d.method = 'CLOSEST_TWO';
ALTER TABLE decision DROP COLUMN rule_trace;
",
    guards: &[],
    before_down: r"
ALTER TABLE decision ADD COLUMN rule_trace {json} NOT NULL DEFAULT '[]';
ALTER TABLE decision DROP COLUMN rubric_version_id;
ALTER TABLE decision DROP COLUMN revision_id;
ALTER TABLE decision DROP COLUMN method;
ALTER TABLE decision DROP COLUMN basis;
",
    tables: &["decision_evaluation", "decision_step"],
};
