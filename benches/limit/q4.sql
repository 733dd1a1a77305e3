-- The ranking of a track, for a member of staff. $1: the member of staff, $2: the campaign, $3: the track.
WITH me AS MATERIALIZED (SELECT community FROM "user" WHERE id = $1 AND status = 'ACTIVE')
SELECT json_build_object('data', json_build_object('ranking', json_build_object(
  'nodes', coalesce(json_agg(json_build_object(
    'total', round(x.total_centi / 100.0, 2)::text,
    'spread', round(x.spread_centi / 100.0, 2)::text,
    'isDiscrepant', x.is_discrepant,
    'application', json_build_object(
      'id', 'application_' || replace(x.application_id::text, '-', ''),
      'project', (SELECT json_build_object('title', p.title) FROM project p WHERE p.id = x.project_id),
      'school', (SELECT json_build_object('name', s.name, 'city', s.city) FROM school s WHERE s.id = x.school_id),
      'decision', (SELECT json_build_object('outcome', d.outcome) FROM decision d WHERE d.application_id = x.application_id)
    )
  ) ORDER BY x.rank_key DESC, x.id DESC), '[]')
)))::text
FROM (
  SELECT c.*, a.project_id, a.school_id
  FROM consolidation c
  -- With a plain join the planner would sort all results instead of reading the first hundred.
  CROSS JOIN LATERAL (SELECT * FROM application WHERE id = c.application_id LIMIT 1) a
  WHERE c.campaign_id = $2 AND c.track = $3
    AND (a.track = 'BELGICA' OR a.community = (SELECT community FROM me))
    AND (SELECT status FROM campaign WHERE id = $2) IN ('DELIBERATION', 'PUBLISHED', 'ARCHIVED')
  ORDER BY c.rank_key DESC, c.id DESC LIMIT 100
) x
