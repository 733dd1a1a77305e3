-- A juror saves one score. $1: the juror, $2: the assignment, $3: the code of the criterion, $4: the score,
-- $5: the comment. One statement is one transaction.
WITH mine AS (
  UPDATE evaluation e SET version = e.version + 1, updated_at = now()
  FROM assignment a JOIN "user" u ON u.id = a.juror_id
  WHERE a.id = $2 AND a.juror_id = $1 AND a.state IN ('ACCEPTED', 'IN_PROGRESS') AND u.status = 'ACTIVE'
    AND e.assignment_id = a.id AND e.state IN ('DRAFT', 'REOPENED')
  RETURNING e.id, e.version, a.campaign_id
), score AS (
  INSERT INTO evaluation_score (id, evaluation_id, criterion_id, score, comment, updated_at)
  SELECT gen_random_uuid(), mine.id, c.id, $4, $5, now()
  FROM mine
  JOIN campaign y ON y.id = mine.campaign_id
  JOIN criterion c ON c.rubric_version_id = y.rubric_version_id AND c.code = $3
  ON CONFLICT (evaluation_id, criterion_id)
  DO UPDATE SET score = excluded.score, comment = excluded.comment, updated_at = excluded.updated_at
), audit AS (
  INSERT INTO audit_event (id, at, actor_id, role, action, entity, entity_id)
  SELECT gen_random_uuid(), now(), $1, 'JUROR', 'saveEvaluationDraft', 'evaluation', mine.id FROM mine
)
SELECT json_build_object('data', json_build_object('saveEvaluationDraft', json_build_object(
  'evaluation', json_build_object('id', 'evaluation_' || replace(mine.id::text, '-', ''), 'version', mine.version),
  'userErrors', '[]'::json
)))::text
FROM mine
