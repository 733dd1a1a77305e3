-- What PostGraphile calls where nql has a query or mutation of its own. In a schema of their own, dropped again
-- when the comparison is over.
CREATE SCHEMA bench;

CREATE FUNCTION bench.projects_of_campaign(campaign_id uuid, community text) RETURNS SETOF public.project
LANGUAGE sql STABLE AS $$
  SELECT * FROM public.project p
  WHERE EXISTS (
    SELECT 1 FROM public.registration r
    WHERE r.project_id = p.id AND r.campaign_id = projects_of_campaign.campaign_id
  )
  AND (p.track = 'BELGICA' OR (
    SELECT TRUE FROM public.project_partner x JOIN public.school s ON s.id = x.school_id
    WHERE x.project_id = p.id AND s.community = projects_of_campaign.community LIMIT 1
  ))
  ORDER BY p.title, p.id
$$;

CREATE FUNCTION bench.ranking(campaign_id uuid, track text, community text) RETURNS SETOF public.consolidation
LANGUAGE sql STABLE AS $$
  SELECT c.* FROM public.consolidation c
  CROSS JOIN LATERAL (SELECT * FROM public.application WHERE id = c.application_id LIMIT 1) a
  WHERE c.campaign_id = ranking.campaign_id AND c.track = ranking.track
    AND (a.track = 'BELGICA' OR a.community = ranking.community)
  ORDER BY c.rank_key DESC, c.id DESC
$$;

CREATE FUNCTION bench.save_score(
  juror uuid, assignment uuid, expected_version integer, code text, score integer, comment text
)
RETURNS public.evaluation
LANGUAGE sql VOLATILE AS $$
  WITH mine AS (
    UPDATE public.evaluation e SET version = e.version + 1, updated_at = now()
    FROM public.assignment a JOIN public."user" u ON u.id = a.juror_id JOIN public.campaign y ON y.id = a.campaign_id
    WHERE a.id = save_score.assignment AND a.juror_id = save_score.juror AND u.status = 'ACTIVE'
      AND y.status = 'EVALUATION' AND a.state IN ('ACCEPTED', 'IN_PROGRESS') AND e.assignment_id = a.id
      AND e.state IN ('DRAFT', 'REOPENED') AND e.version = save_score.expected_version
    RETURNING e.*
  ), score AS (
    INSERT INTO public.evaluation_score (id, evaluation_id, criterion_id, score, comment, updated_at)
    SELECT gen_random_uuid(), mine.id, c.id, save_score.score, save_score.comment, now()
    FROM mine
    JOIN public.assignment a ON a.id = mine.assignment_id
    JOIN public.campaign y ON y.id = a.campaign_id
    JOIN public.criterion c ON c.rubric_version_id = y.rubric_version_id AND c.code = save_score.code
    ON CONFLICT (evaluation_id, criterion_id)
    DO UPDATE SET score = excluded.score, comment = excluded.comment, updated_at = excluded.updated_at
  ), audit AS (
    INSERT INTO public.audit_event (id, at, actor_id, role, community, action, entity, entity_id)
    SELECT gen_random_uuid(), now(), save_score.juror, 'JUROR', u.community, 'saveEvaluationDraft', 'evaluation', mine.id
    FROM mine JOIN public."user" u ON u.id = save_score.juror
  )
  SELECT * FROM mine
$$;
