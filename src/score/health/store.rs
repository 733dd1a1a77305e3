//! What is known of a jury's work.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{ApplicationId, CampaignId, JurorId},
    juror, juror_absence, jury_membership,
    kinds::{AssignmentStatus, Community, JuryMembershipStatus, Track},
    user,
};
use fair::health::Juror;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, Statement};

use super::report::Seat;
use crate::{db::AT_ONCE, stop::Stop, work::Work};

/// The assignments of a track that jurors know of; of one community, or of all.
pub(super) async fn seats(
    work: &Work,
    campaign: CampaignId,
    track: Track,
    community: Option<Community>,
) -> Result<Vec<Seat>, Stop> {
    let values = [campaign.into(), track.into(), community.into()];
    let statement = Statement::from_sql_and_values(work.tx().get_database_backend(), SEATS, values);
    work.tx().query_all_raw(statement).await?.iter().map(seat).collect()
}

fn seat(row: &QueryResult) -> Result<Seat, Stop> {
    Ok(Seat {
        application: row.try_get("", "application_id")?,
        juror: row.try_get("", "juror_id")?,
        state: row.try_get("", "state")?,
        invited_at: row.try_get("", "created_at")?,
        due_at: row.try_get("", "due_at")?,
        submitted_at: row.try_get("", "submitted_at")?,
        total_centi: row.try_get("", "total_centi")?,
        scores: row.try_get("", "scores")?,
        comments: row.try_get("", "comments")?,
    })
}

const SEATS: &str = "
SELECT s.application_id, s.juror_id, s.state, s.created_at, s.due_at, e.submitted_at, e.total_centi,
    (SELECT count(*) FROM evaluation_score x WHERE x.evaluation_id = e.id AND x.score IS NOT NULL) AS scores,
    (SELECT count(*) FROM evaluation_score x JOIN criterion c ON c.id = x.criterion_id
        WHERE x.evaluation_id = e.id AND c.gate_of_id IS NULL AND trim(x.comment) <> '') AS comments
FROM assignment s JOIN application a ON a.id = s.application_id
LEFT JOIN evaluation e ON e.assignment_id = s.id AND e.state <> 'VOID'
WHERE a.campaign_id = $1 AND a.track = $2 AND (CAST($3 AS TEXT) IS NULL OR a.community = CAST($3 AS TEXT))
    AND s.state <> 'PROPOSED' ORDER BY s.id";

/// How many evaluations are needed in all: those of a campaign for each admitted application, one more where a third juror
/// is asked and the jurors are not to agree among themselves, and never fewer than there are.
pub(super) async fn seats_needed(
    work: &Work,
    campaign: &campaign::Model,
    track: Track,
    community: Option<Community>,
    seats: &[Seat],
) -> Result<u32, Stop> {
    let values = [campaign.id.into(), track.into(), community.into()];
    let statement = Statement::from_sql_and_values(work.tx().get_database_backend(), ADMITTED, values);
    let mut live: BTreeMap<ApplicationId, u32> = BTreeMap::new();
    for seat in seats {
        let is_over =
            matches!(seat.state, AssignmentStatus::Declined | AssignmentStatus::Recused | AssignmentStatus::Revoked);
        if !is_over {
            *live.entry(seat.application).or_default() += 1;
        }
    }
    let first = u32::try_from(campaign.jurors_per_application).unwrap_or(0);
    let mut needed = 0;
    for row in work.tx().query_all_raw(statement).await? {
        let waits: i64 = row.try_get("", "waits")?;
        let there = live.get(&row.try_get("", "id")?).copied().unwrap_or(0);
        needed += Ord::max(first + u32::try_from(waits).unwrap_or(0), there);
    }
    Ok(needed)
}

const ADMITTED: &str = "
SELECT a.id, (SELECT count(*) FROM consolidation c WHERE c.application_id = a.id AND c.state = 'THIRD_JUROR'
        AND NOT EXISTS (SELECT 1 FROM panel p WHERE p.application_id = a.id AND p.state <> 'AGREED')) AS waits
FROM application a WHERE a.campaign_id = $1 AND a.track = $2
    AND (CAST($3 AS TEXT) IS NULL OR a.community = CAST($3 AS TEXT)) AND a.stage IS NOT NULL AND a.stage <> 'INADMISSIBLE'
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.application_id = a.id AND d.rule_outcome = 'INADMISSIBLE')";

/// Who is in the jury of a track, and who has an assignment of these.
pub(super) async fn jurors(
    work: &Work,
    campaign: &campaign::Model,
    track: Track,
    seats: &[Seat],
) -> Result<Vec<Juror<JurorId>>, Stop> {
    let members = jury_membership::Entity::find()
        .filter(jury_membership::Column::CampaignId.eq(campaign.id))
        .filter(jury_membership::Column::Track.eq(track))
        .filter(jury_membership::Column::State.eq(JuryMembershipStatus::Active));
    let members = members.all(work.tx()).await?.into_iter().map(|member| member.juror_id);
    let all: BTreeSet<JurorId> = members.chain(seats.iter().map(|seat| seat.juror)).collect();
    let mut jurors = Vec::new();
    for some in all.iter().copied().collect::<Vec<_>>().chunks(AT_ONCE) {
        let ids = || some.iter().copied();
        let names = user::Entity::find().filter(user::Column::Id.is_in(ids().map(entity::ids::UserId::from)));
        let mut names: BTreeMap<JurorId, String> =
            names.all(work.tx()).await?.into_iter().map(|user| (user.id.into(), user.name)).collect();
        let absences = juror_absence::Entity::find()
            .filter(juror_absence::Column::JurorId.is_in(ids()))
            .order_by_asc(juror_absence::Column::FromOn);
        let mut away: BTreeMap<JurorId, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
        for row in absences.all(work.tx()).await? {
            away.entry(row.juror_id).or_default().push((row.from_on, row.to_on));
        }
        for row in juror::Entity::find().filter(juror::Column::Id.is_in(ids())).all(work.tx()).await? {
            jurors.push(Juror {
                id: row.id,
                name: names.remove(&row.id).unwrap_or_default(),
                most: u32::try_from(row.capacity).unwrap_or(0),
                absences: away.remove(&row.id).unwrap_or_default(),
            });
        }
    }
    Ok(jurors)
}
