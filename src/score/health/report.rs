//! Looking at a jury. Nothing is written.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ApplicationId, JurorId},
    kinds::{AssignmentStatus, Community, Track},
};
use fair::{
    calibration::{Calibration, Fixed, Look, Question, Row, calibrate_while},
    health::{Assignment, Campaign, HandedIn, State, health},
};

use super::{
    answers::JuryHealth,
    chart::{self, Severity},
    store as load,
};
use crate::{
    campaign as campaigns,
    campaign::rules::{day_of, last_day_before},
    refusals,
    score::{commands::rule_of, inputs::JuryHealthInput, rules::Rule, store},
    stop::Answer,
    work::Work,
};

refusals! {
    /// Why a jury is not looked at.
    JuryHealthRefusal {
        /// No juror was asked to judge an application yet.
        NobodyAsked "NOBODY_ASKED" on ["track"] = "no juror of this jury was asked to judge anything yet";
    }
}

/// An assignment, as it is loaded.
pub struct Seat {
    /// Of what.
    pub application: ApplicationId,
    /// With whom.
    pub juror: JurorId,
    /// Where it stands.
    pub state: AssignmentStatus,
    /// When she was asked.
    pub invited_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub due_at: DateTime<Utc>,
    /// When the evaluation was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Its total.
    pub total_centi: Option<i32>,
    /// Scores that are written.
    pub scores: i64,
    /// Comments on criteria that are written.
    pub comments: i64,
}

/// How the jury of a track is doing, with the applications that the caller looks after: those of her community for NQL, all
/// for Belgica. Severity comes from all scores of the track that are in.
pub async fn inspect(work: Work, input: JuryHealthInput) -> Answer<JuryHealth, JuryHealthRefusal> {
    let track = input.track.0;
    let campaign = campaigns::get(&work, input.campaign_id.0).await?;
    let community = match track {
        Track::Belgica => None,
        Track::Nql => work.actor().person().and_then(|person| person.community),
    };
    let seats = load::seats(&work, campaign.id, track, community).await?;
    let Some(first) = seats.iter().map(|seat| seat.invited_at).min() else {
        return Ok(Err(vec![JuryHealthRefusal::NobodyAsked]));
    };
    let needed = load::seats_needed(&work, &campaign, track, community, &seats).await?;
    let listed = load::jurors(&work, &campaign, track, &seats).await?;
    let rubric = campaigns::rubric_of(&work, &campaign).await?;
    let rule = rule_of(&work, &campaign).await?;
    let rows: Vec<Row<ApplicationId, JurorId>> = store::scored(&work, campaign.id, track, None)
        .await?
        .into_iter()
        .map(|one| Row { application: one.application, juror: one.juror, score: one.score_centi })
        .collect();
    let question = Question {
        scale: rule.total(|_| 100 * rubric.scale_min)..=rule.total(|_| 100 * rubric.scale_max),
        threshold: rule.pass_total_centi,
        prizes: 0,
        look: Look::default(),
    };
    let asked = Campaign {
        today: day_of(work.now()),
        begun_on: day_of(first).min(day_of(work.now())),
        due_on: last_day_before(campaign.evaluations_due_at),
        seats: needed,
    };
    let title = title(&campaign.school_year, track, community);
    let computing = work.end();
    let answer = computing.run(move |go_on| {
        let found = calibrate_while(go_on, &rows, &question)?.ok();
        let rows: Vec<Assignment<JurorId>> = seats.iter().map(|seat| assignment(seat, &rule, found.as_ref())).collect();
        let health = health(asked, &listed, &rows);
        let severities = found.map_or_else(BTreeMap::new, |found| severities(&found));
        let page = chart::page(&title, &health, &severities);
        Ok(JuryHealth::of(&health, &severities, page))
    });
    Ok(Ok(answer.await?))
}

/// Dutch, as the page is.
fn title(school_year: &str, track: Track, community: Option<Community>) -> String {
    let label = match (track, community) {
        (Track::Belgica, _) => "Belgica",
        (Track::Nql, Some(Community::Fwb)) => "kwaliteitslabel, Franse Gemeenschap",
        (Track::Nql, Some(Community::Dg)) => "kwaliteitslabel, Duitstalige Gemeenschap",
        (Track::Nql, Some(Community::Vl | Community::Foreign) | None) => "kwaliteitslabel, Vlaanderen",
    };
    format!("De jury van {school_year}: {label}")
}

fn assignment(seat: &Seat, rule: &Rule, found: Option<&Calibration<ApplicationId, JurorId>>) -> Assignment<JurorId> {
    let missing =
        |needed: usize, written: i64| u32::try_from(i64::try_from(needed).unwrap_or(0) - written).unwrap_or(0);
    let criteria = rule.items.iter().filter(|item| item.weight > 0).count();
    let state = match (seat.state, seat.submitted_at) {
        (AssignmentStatus::Submitted, Some(at)) => State::HandedIn(HandedIn {
            on: day_of(at),
            sequence: u64::try_from(at.timestamp_millis()).unwrap_or(0),
            total_centi: seat.total_centi,
            residual_centi: residual(seat, found),
        }),
        (AssignmentStatus::InProgress | AssignmentStatus::Submitted, _) => State::Writing {
            scores_missing: missing(rule.items.len(), seat.scores),
            comments_missing: missing(criteria, seat.comments),
        },
        (AssignmentStatus::Accepted, _) => State::Accepted,
        (AssignmentStatus::Invited, _) => State::NotAnswered,
        (AssignmentStatus::Declined, _) => State::Declined,
        (AssignmentStatus::Recused, _) => State::Recused,
        (AssignmentStatus::Revoked, _) => State::Revoked,
    };
    Assignment { juror: seat.juror, state, invited_on: day_of(seat.invited_at), due_on: last_day_before(seat.due_at) }
}

/// What she gave above what her severity and the calibrated value make one expect.
fn residual(seat: &Seat, found: Option<&Calibration<ApplicationId, JurorId>>) -> Option<i32> {
    let found = found?;
    let value = found.applications.iter().find(|one| one.application == seat.application)?.value;
    let severity = found.jurors.iter().find(|one| one.juror == seat.juror)?.severity;
    Some(seat.total_centi? - rounded(value) + rounded(severity))
}

fn severities(found: &Calibration<ApplicationId, JurorId>) -> BTreeMap<JurorId, Severity> {
    let one = |juror: &fair::calibration::Severity<JurorId>| {
        (juror.juror, Severity { centi: rounded(juror.severity), error_centi: rounded(juror.error) })
    };
    found.jurors.iter().map(one).collect()
}

/// The nearest whole number of hundredths of a point.
fn rounded(value: Fixed) -> i32 {
    let half = Fixed::ONE / 2;
    i32::try_from((value.thousandths() + half).div_euclid(Fixed::ONE)).unwrap_or(i32::MAX)
}
