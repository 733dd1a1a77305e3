-- One application whole, for a juror who judges it. $1: the juror, $2: the application.
SELECT json_build_object('data', json_build_object('application', json_build_object(
  'id', 'application_' || replace(a.id::text, '-', ''),
  'status', CASE
    WHEN a.stage IS NULL THEN a.state
    WHEN a.published_at IS NOT NULL THEN 'PUBLISHED'
    ELSE 'IN_EVALUATION'
  END,
  'track', a.track,
  'community', a.community,
  'hasDeclaredConsent', a.consent_declared_at IS NOT NULL,
  'project', json_build_object('title', p.title, 'esepUrl', p.esep_url, 'summary', p.summary),
  'school', json_build_object('name', s.name, 'city', s.city),
  'submittedRevision', CASE WHEN r.id IS NOT NULL THEN json_build_object(
    'number', r.number,
    'summary', r.summary,
    'answers', (
      SELECT coalesce(json_agg(json_build_object(
        'criterion', json_build_object('code', c.code, 'title', c.title_nl),
        'text', x.text,
        'ownTeacher', x.own_teacher,
        'ownPupils', x.own_pupils,
        'example', x.example
      ) ORDER BY x.criterion_id), '[]')
      FROM revision_answer x JOIN criterion c ON c.id = x.criterion_id
      WHERE x.revision_id = r.id
    ),
    'links', (
      SELECT coalesce(json_agg(json_build_object('kind', l.kind, 'url', l.url, 'label', l.label) ORDER BY l.id), '[]')
      FROM revision_link l
      WHERE l.revision_id = r.id
    )
  ) END,
  'assignments', (
    SELECT json_agg(json_build_object(
      'id', 'assignment_' || replace(y.id::text, '-', ''),
      'state', y.state,
      'dueAt', to_char(y.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ) ORDER BY y.id)
    FROM assignment y
    WHERE y.application_id = a.id AND y.juror_id = $1 AND y.state NOT IN ('PROPOSED', 'REVOKED')
  ),
  'evaluations', (
    SELECT coalesce(json_agg(json_build_object(
      'id', 'evaluation_' || replace(e.id::text, '-', ''),
      'isMine', e.juror_id = $1,
      'state', e.state,
      'total', round(e.total_centi / 100.0, 2)::text,
      'comment', e.comment,
      'scores', (
        SELECT coalesce(json_agg(json_build_object(
          'criterion', json_build_object('code', c.code),
          'score', x.score,
          'comment', x.comment
        ) ORDER BY x.criterion_id), '[]')
        FROM evaluation_score x JOIN criterion c ON c.id = x.criterion_id
        WHERE x.evaluation_id = e.id
      )
    ) ORDER BY e.id), '[]')
    FROM evaluation e
    WHERE e.application_id = a.id AND (e.juror_id = $1 OR e.state IN ('SUBMITTED', 'LOCKED') AND EXISTS (
      SELECT 1 FROM evaluation o
      WHERE o.application_id = a.id AND o.juror_id = $1 AND o.state IN ('SUBMITTED', 'LOCKED')
    ))
  )
)))::text
FROM application a
JOIN project p ON p.id = a.project_id
JOIN school s ON s.id = a.school_id
LEFT JOIN application_revision r ON r.id = a.submitted_revision_id
WHERE a.id = $2 AND EXISTS (
  SELECT 1 FROM assignment y JOIN "user" u ON u.id = y.juror_id
  WHERE y.application_id = a.id AND y.juror_id = $1 AND u.status = 'ACTIVE' AND y.attested_at IS NOT NULL
    AND y.state IN ('ACCEPTED', 'IN_PROGRESS', 'SUBMITTED')
)
