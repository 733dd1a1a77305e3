//! What staff are told of a jury.

use std::collections::BTreeMap;

use async_graphql::{Enum, ID, SimpleObject};
use chrono::NaiveDate;
use entity::ids::JurorId;

use super::{
    chart::Severity,
    rules::{Concern, Finish, Health, Notice, Standing},
};
use crate::{
    answered,
    api::{Day, Decimal, policy::policy},
    auth::Audience::Staff,
};

/// How a jury is doing.
#[derive(SimpleObject)]
pub struct JuryHealth {
    /// Evaluations that are needed in all.
    #[graphql(directive = policy::apply(vec![Staff]))]
    seats: i32,
    /// Those for which no juror is asked.
    #[graphql(directive = policy::apply(vec![Staff]))]
    open_seats: i32,
    /// Evaluations that are in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    handed_in: i32,
    /// Evaluations that are past their last day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    overdue: i32,
    /// Last day for evaluations.
    #[graphql(directive = policy::apply(vec![Staff]))]
    due_on: Day,
    /// Evaluations a day over the last 14 days on which somebody was there, in hundredths.
    #[graphql(directive = policy::apply(vec![Staff]))]
    pace: Decimal,
    /// When the last juror will be done at the pace of now; null when nothing moves, seats are open, or all is in. Open
    /// seats are not foretold.
    #[graphql(directive = policy::apply(vec![Staff]))]
    finish_on: Option<Day>,
    /// Whether something comes after the last day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_late: bool,
    /// Each juror, the most urgent first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Vec<JurorStanding>,
    /// What is worth a look, the most urgent first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    notices: Vec<JuryNotice>,
    /// Evaluations handed in on each day since judging began.
    #[graphql(directive = policy::apply(vec![Staff]))]
    days: Vec<JuryDay>,
    /// The same as a page of its own, with charts, in Dutch: HTML without scripts, which asks nobody for anything. Show it
    /// in a frame, or open `/jury` of this server.
    #[graphql(directive = policy::apply(vec![Staff]))]
    page: String,
}

/// How one juror is doing.
#[derive(SimpleObject)]
pub struct JurorStanding {
    /// Who.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: ID,
    /// Name.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// Applications that she takes on at most.
    #[graphql(directive = policy::apply(vec![Staff]))]
    most: i32,
    /// Asked, and not answered.
    #[graphql(directive = policy::apply(vec![Staff]))]
    not_answered: i32,
    /// Taken on, and not begun.
    #[graphql(directive = policy::apply(vec![Staff]))]
    not_begun: i32,
    /// Begun.
    #[graphql(directive = policy::apply(vec![Staff]))]
    writing: i32,
    /// In.
    #[graphql(directive = policy::apply(vec![Staff]))]
    handed_in: i32,
    /// Past their last day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    overdue: i32,
    /// Scores that her drafts still need.
    #[graphql(directive = policy::apply(vec![Staff]))]
    scores_missing: i32,
    /// Comments that her drafts still need.
    #[graphql(directive = policy::apply(vec![Staff]))]
    comments_missing: i32,
    /// Evaluations a day over the last 14 days on which she was there, in hundredths.
    #[graphql(directive = policy::apply(vec![Staff]))]
    pace: Decimal,
    /// When she will be done at her pace; null when nothing moves, or all is in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    finish_on: Option<Day>,
    /// Whether something of hers is or will be late.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_late: bool,
    /// Mean of her totals; null before one is in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    mean_total: Option<Decimal>,
    /// How much less she gives for the same work than the average juror, in points; null when the scores cannot be
    /// calibrated. Below twice `severityError` it may be chance.
    #[graphql(directive = policy::apply(vec![Staff]))]
    severity: Option<Decimal>,
    /// Standard error of `severity`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    severity_error: Option<Decimal>,
    /// How much more she gives in the later half of her evaluations than in the earlier one, severity and quality of the
    /// applications apart; null before six are in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    drift: Option<Decimal>,
    /// Whether `drift` is more than two standard errors. With few evaluations that is a hint and no more.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_drifting: bool,
}

/// A day of judging.
#[derive(SimpleObject)]
pub struct JuryDay {
    /// Which.
    #[graphql(directive = policy::apply(vec![Staff]))]
    on: Day,
    /// Handed in that day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    handed_in: i32,
    /// Handed in up to that day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    total: i32,
}

/// Something about a juror, or about the jury, that is worth a look.
#[derive(SimpleObject)]
pub struct JuryNotice {
    /// Who; null when it is about the jury as a whole.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: Option<ID>,
    /// What.
    #[graphql(directive = policy::apply(vec![Staff]))]
    concern: JuryConcern,
    /// The same as a sentence.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
}

/// What is worth a look. May grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum JuryConcern {
    /// Evaluations are needed that no juror was asked for; of the jury as a whole.
    OpenSeats,
    /// Evaluations are past their last day.
    Overdue,
    /// Evaluations will come in after their last day, or never at this pace.
    WillBeLate,
    /// Invitations lie unanswered for a week or more.
    NoAnswer,
    /// She has more than she takes on; or as much, while seats are open.
    NoRoom,
    /// Her scores moved.
    Drifting,
    /// What she took on a week ago or more waits, and nothing came in since.
    Idle,
}

impl From<Concern> for JuryConcern {
    fn from(concern: Concern) -> Self {
        match concern {
            Concern::OpenSeats { .. } => Self::OpenSeats,
            Concern::Overdue { .. } => Self::Overdue,
            Concern::WillBeLate { .. } => Self::WillBeLate,
            Concern::NoAnswer { .. } => Self::NoAnswer,
            Concern::NoRoom { .. } => Self::NoRoom,
            Concern::Drifting(_) => Self::Drifting,
            Concern::Idle { .. } => Self::Idle,
        }
    }
}

fn number(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

fn centi(value: i32) -> Decimal {
    Decimal(i64::from(value))
}

fn pace(pace: super::rules::Pace) -> Decimal {
    let hundredths = (100 * pace.evaluations).checked_div(pace.days).unwrap_or(0);
    Decimal(i64::try_from(hundredths).unwrap_or(i64::MAX))
}

fn day(finish: Finish) -> Option<Day> {
    let on = |on: NaiveDate| Some(Day(on));
    match finish {
        Finish::On(day) => on(day),
        Finish::Done | Finish::Unknown => None,
    }
}

impl JuryHealth {
    /// Of a jury.
    pub(super) fn of(health: &Health<JurorId>, severities: &BTreeMap<JurorId, Severity>, page: String) -> Self {
        let notice = |notice: &Notice<JurorId>| JuryNotice {
            juror_id: notice.juror.map(|juror| ID(juror.to_string())),
            concern: notice.concern.into(),
            text: notice.to_string(),
        };
        let of_day = |day: &super::rules::Day| JuryDay {
            on: Day(day.on),
            handed_in: number(day.handed_in),
            total: number(day.total),
        };
        Self {
            seats: number(health.seats.needed),
            open_seats: number(health.seats.open()),
            handed_in: number(health.counts.handed_in),
            overdue: number(health.overdue),
            due_on: Day(health.campaign.due_on),
            pace: pace(health.pace),
            finish_on: day(health.finish),
            is_late: health.is_late,
            jurors: health.jurors.iter().map(|one| JurorStanding::of(one, severities.get(&one.juror))).collect(),
            notices: health.notices.iter().map(notice).collect(),
            days: health.days.iter().map(of_day).collect(),
            page,
        }
    }
}

impl JurorStanding {
    fn of(standing: &Standing<JurorId>, severity: Option<&Severity>) -> Self {
        let counts = standing.counts;
        Self {
            juror_id: ID(standing.juror.to_string()),
            name: standing.name.clone(),
            most: number(standing.most),
            not_answered: number(counts.not_answered),
            not_begun: number(counts.accepted),
            writing: number(counts.writing),
            handed_in: number(counts.handed_in),
            overdue: number(standing.overdue.left()),
            scores_missing: number(standing.scores_missing),
            comments_missing: number(standing.comments_missing),
            pace: pace(standing.pace),
            finish_on: day(standing.finish),
            is_late: standing.is_late(),
            mean_total: standing.mean_total_centi.map(centi),
            severity: severity.map(|severity| centi(severity.centi)),
            severity_error: severity.map(|severity| centi(severity.error_centi)),
            drift: standing.drift.map(|drift| centi(drift.centi)),
            is_drifting: standing.is_drifting(),
        }
    }
}

answered! {
    JuryHealth => "health";
}
