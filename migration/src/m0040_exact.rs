//! Results are kept exactly: in sixtieths of a point, of which every mean of one to six whole scores, and every half point, is
//! a whole number. What is shown stays rounded beside them; what is compared and ranked is the exact number. And the days that
//! a campaign opened with, before anybody got more time.
//!
//! A mean over applications has no such unit: it is kept in billionths of a point. Two means of fewer than 4,000 applications
//! each are the same there only if they are the same.
//!
//! `latest_registration` and `latest_application` have what is there for the latest campaign that a project was registered
//! for: what is told of a project's teachers is of one campaign, and not of all years.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0040_exact",
    up: r"
ALTER TABLE consolidation ADD COLUMN total_sixtieths {int};
ALTER TABLE consolidation_score ADD COLUMN score_sixtieths {int} NOT NULL DEFAULT 0;
UPDATE consolidation_score SET score_sixtieths = coalesce((SELECT sum(s.score) * 60 / count(*)
    FROM consolidation c JOIN evaluation e ON e.application_id = c.application_id AND e.state = 'LOCKED'
    JOIN evaluation_score s ON s.evaluation_id = e.id AND s.criterion_id = consolidation_score.criterion_id
    WHERE c.id = consolidation_score.consolidation_id AND c.method = 'AVERAGE'), score_centi * 3 / 5);
UPDATE consolidation SET total_sixtieths = coalesce((SELECT sum(x.score_sixtieths * c.weight)
    FROM consolidation_score x JOIN criterion c ON c.id = x.criterion_id AND c.gate_of_id IS NULL
    WHERE x.consolidation_id = consolidation.id), total_centi * 3 / 5) WHERE total_centi IS NOT NULL;
UPDATE consolidation SET total_centi = (10 * total_sixtieths + 3) / 6,
    rank_key = substr(CAST(100000000 + total_sixtieths AS VARCHAR), 2)
        || coalesce((SELECT substr(CAST(100000000 + x.score_sixtieths AS VARCHAR), 2) FROM consolidation_score x
            JOIN criterion c ON c.id = x.criterion_id AND c.code = 'C1' WHERE x.consolidation_id = consolidation.id), '00000000')
        || coalesce((SELECT substr(CAST(100000000 + x.score_sixtieths AS VARCHAR), 2) FROM consolidation_score x
            JOIN criterion c ON c.id = x.criterion_id AND c.code = 'C5' WHERE x.consolidation_id = consolidation.id), '00000000')
        || coalesce((SELECT substr(CAST(100000000 + x.score_sixtieths AS VARCHAR), 2) FROM consolidation_score x
            JOIN criterion c ON c.id = x.criterion_id AND c.code = 'C2' WHERE x.consolidation_id = consolidation.id), '00000000')
        || substr(CAST(199999999 - spread_centi AS VARCHAR), 2)
    WHERE total_sixtieths IS NOT NULL;
ALTER TABLE prize_award ADD COLUMN basis_score_billionths {big};
ALTER TABLE eql_candidacy ADD COLUMN average_billionths {big} NOT NULL DEFAULT 0;
UPDATE eql_candidacy SET average_billionths = CAST(average_centi AS BIGINT) * 10000000;
ALTER TABLE campaign ADD COLUMN calendar_at_opening {json};
CREATE VIEW latest_registration AS SELECT r.project_id, r.teacher_id, r.school_id, r.state FROM registration r
WHERE r.campaign_id = (SELECT x.campaign_id FROM registration x JOIN campaign c ON c.id = x.campaign_id
    WHERE x.project_id = r.project_id AND x.state NOT IN ('DRAFT', 'WITHDRAWN') ORDER BY c.school_year DESC LIMIT 1);
CREATE VIEW latest_application AS SELECT a.project_id, a.teacher_id, a.school_id, a.state FROM application a
WHERE a.campaign_id = (SELECT x.campaign_id FROM registration x JOIN campaign c ON c.id = x.campaign_id
    WHERE x.project_id = a.project_id AND x.state NOT IN ('DRAFT', 'WITHDRAWN') ORDER BY c.school_year DESC LIMIT 1);
",
    guards: &[],
    before_down: r"
DROP VIEW latest_application;
DROP VIEW latest_registration;
ALTER TABLE campaign DROP COLUMN calendar_at_opening;
ALTER TABLE eql_candidacy DROP COLUMN average_billionths;
ALTER TABLE prize_award DROP COLUMN basis_score_billionths;
UPDATE consolidation SET rank_key = substr(CAST(1000000 + total_centi AS VARCHAR), 2)
        || coalesce((SELECT substr(CAST(1000000 + x.score_centi AS VARCHAR), 2) FROM consolidation_score x
            JOIN criterion c ON c.id = x.criterion_id AND c.code = 'C1' WHERE x.consolidation_id = consolidation.id), '000000')
        || coalesce((SELECT substr(CAST(1000000 + x.score_centi AS VARCHAR), 2) FROM consolidation_score x
            JOIN criterion c ON c.id = x.criterion_id AND c.code = 'C5' WHERE x.consolidation_id = consolidation.id), '000000')
        || coalesce((SELECT substr(CAST(1000000 + x.score_centi AS VARCHAR), 2) FROM consolidation_score x
            JOIN criterion c ON c.id = x.criterion_id AND c.code = 'C2' WHERE x.consolidation_id = consolidation.id), '000000')
        || substr(CAST(1099999 - spread_centi AS VARCHAR), 2)
    WHERE total_centi IS NOT NULL;
ALTER TABLE consolidation_score DROP COLUMN score_sixtieths;
ALTER TABLE consolidation DROP COLUMN total_sixtieths;
",
    tables: &[],
};
