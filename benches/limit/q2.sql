-- The projects of a campaign, for a member of staff. $1: the member of staff, $2: the campaign.
WITH me AS MATERIALIZED (SELECT community FROM "user" WHERE id = $1 AND status = 'ACTIVE')
SELECT json_build_object('data', json_build_object('projects', json_build_object(
  'nodes', coalesce(json_agg(json_build_object(
    'id', 'project_' || replace(p.id::text, '-', ''),
    'title', p.title,
    'track', p.track,
    'status', p.status,
    'partners', coalesce(partners.list, '[]'),
    'applications', coalesce(applications.list, '[]')
  ) ORDER BY p.place) FILTER (WHERE p.place <= 50), '[]'),
  'pageInfo', json_build_object('hasNextPage', count(*) > 50)
)))::text
FROM (
  SELECT p.*, row_number() OVER (ORDER BY p.title, p.id) AS place
  FROM (
    SELECT * FROM project p
    WHERE EXISTS (SELECT 1 FROM registration r WHERE r.project_id = p.id AND r.campaign_id = $2)
      -- With EXISTS the planner would look at the partners of all projects first.
      AND (p.track = 'BELGICA' OR (
        SELECT TRUE FROM project_partner x JOIN school s ON s.id = x.school_id
        WHERE x.project_id = p.id AND s.community = (SELECT community FROM me) LIMIT 1
      ))
    ORDER BY p.title, p.id LIMIT 51
  ) p
) p
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object(
    'isFounder', x.is_founder,
    'school', (
      SELECT json_build_object('name', s.name, 'community', s.community, 'country', s.country)
      FROM school s WHERE s.id = x.school_id
    )
  ) ORDER BY x.id) AS list
  FROM project_partner x
  WHERE x.project_id = p.id
) partners ON TRUE
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object(
    'id', 'application_' || replace(a.id::text, '-', ''),
    'status', coalesce(a.stage, a.state),
    'consolidation', CASE WHEN c.id IS NOT NULL THEN json_build_object(
      'state', c.state, 'total', round(c.total_centi / 100.0, 2)::text
    ) END,
    'decision', CASE WHEN d.id IS NOT NULL THEN json_build_object('outcome', d.outcome, 'state', d.state) END
  ) ORDER BY a.created_at, a.id) AS list
  FROM application a
  LEFT JOIN consolidation c ON c.application_id = a.id
  LEFT JOIN decision d ON d.application_id = a.id
  WHERE a.project_id = p.id AND a.campaign_id = $2
    AND (a.track = 'BELGICA' OR a.community = (SELECT community FROM me))
) applications ON TRUE
