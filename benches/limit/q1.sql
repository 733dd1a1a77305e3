-- A juror's work list. $1: the juror.
SELECT json_build_object('data', json_build_object('assignments', json_build_object(
  'nodes', coalesce(json_agg(json_build_object(
    'id', 'assignment_' || replace(a.id::text, '-', ''),
    'state', a.state,
    'dueAt', to_char(a.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'isOverdue', a.due_at <= now() AND a.state IN ('INVITED', 'ACCEPTED', 'IN_PROGRESS'),
    'version', a.version,
    'application', CASE WHEN a.is_readable THEN json_build_object(
      'id', 'application_' || replace(p.id::text, '-', ''),
      'status', CASE
        WHEN p.stage IS NULL THEN p.state
        WHEN p.published_at IS NOT NULL THEN 'PUBLISHED'
        ELSE 'IN_EVALUATION'
      END,
      'track', p.track,
      'project', json_build_object('title', j.title),
      'school', json_build_object('name', s.name, 'city', s.city)
    ) END,
    'evaluation', CASE WHEN e.id IS NOT NULL THEN json_build_object(
      'id', 'evaluation_' || replace(e.id::text, '-', ''),
      'state', e.state,
      'total', round(e.total_centi / 100.0, 2)::text,
      'version', e.version,
      'scores', coalesce(scores.list, '[]')
    ) END
  ) ORDER BY a.place) FILTER (WHERE a.place <= 30), '[]'),
  'pageInfo', json_build_object('hasNextPage', count(*) > 30)
)))::text
FROM (
  SELECT a.*, row_number() OVER (ORDER BY a.due_at, a.id) AS place,
    a.state IN ('ACCEPTED', 'IN_PROGRESS', 'SUBMITTED') AND a.attested_at IS NOT NULL AS is_readable
  FROM (
    SELECT * FROM assignment
    WHERE juror_id = (SELECT id FROM "user" WHERE id = $1 AND status = 'ACTIVE')
      AND state NOT IN ('PROPOSED', 'REVOKED')
    ORDER BY due_at, id LIMIT 31
  ) a
) a
JOIN application p ON p.id = a.application_id
JOIN project j ON j.id = p.project_id
JOIN school s ON s.id = p.school_id
LEFT JOIN evaluation e ON e.assignment_id = a.id
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object(
    'criterion', json_build_object('code', c.code),
    'score', x.score
  ) ORDER BY x.criterion_id) AS list
  FROM evaluation_score x JOIN criterion c ON c.id = x.criterion_id
  WHERE x.evaluation_id = e.id
) scores ON TRUE
