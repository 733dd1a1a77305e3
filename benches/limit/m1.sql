-- A juror saves one score. $1: the juror, $2: the assignment, $3: the version of the evaluation that she saw,
-- $4: the code of the criterion, $5: the score, $6: the comment. One statement is one transaction.
WITH mine AS (
  UPDATE evaluation e SET version = e.version + 1, updated_at = now()
  FROM assignment a JOIN "user" u ON u.id = a.juror_id JOIN campaign y ON y.id = a.campaign_id
  WHERE a.id = $2 AND a.juror_id = $1 AND a.state IN ('ACCEPTED', 'IN_PROGRESS') AND u.status = 'ACTIVE'
    AND y.status = 'EVALUATION' AND e.assignment_id = a.id AND e.state IN ('DRAFT', 'REOPENED') AND e.version = $3
  RETURNING e.id, e.version, y.rubric_version_id, u.community
), score AS (
  INSERT INTO evaluation_score (id, evaluation_id, criterion_id, score, comment, updated_at)
  SELECT gen_random_uuid(), mine.id, c.id, $5, $6, now()
  FROM mine JOIN criterion c ON c.rubric_version_id = mine.rubric_version_id AND c.code = $4
  ON CONFLICT (evaluation_id, criterion_id)
  DO UPDATE SET score = excluded.score, comment = excluded.comment, updated_at = excluded.updated_at
), audit AS (
  INSERT INTO audit_event (id, at, actor_id, role, community, action, entity, entity_id)
  SELECT gen_random_uuid(), now(), $1, 'JUROR', mine.community, 'saveEvaluationDraft', 'evaluation', mine.id FROM mine
)
SELECT format('{"data":{"saveEvaluationDraft":{"evaluation":{"id":"evaluation_%s","version":%s},"userErrors":[]}}}',
  replace(mine.id::text, '-', ''), mine.version)
FROM mine
