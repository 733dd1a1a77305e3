//! What staff are told of a jury.

use std::collections::BTreeMap;

use async_graphql::{Enum, SimpleObject};
use chrono::NaiveDate;
use entity::ids::JurorId;
use fair::health::{Concern, Finish, Health, Notice, Standing};

use super::chart::Severity;
use crate::{
    answered,
    api::{Day, Decimal, One, fact::Sentence, policy::policy},
    auth::Audience::Staff,
};

/// How the work of a jury goes.
#[derive(SimpleObject)]
pub struct JuryHealth {
    /// Number of evaluations that are needed in all: one for each juror that an application needs.
    #[graphql(directive = policy::apply(vec![Staff]))]
    seats: i32,
    /// Number of needed evaluations for which no juror is asked yet.
    #[graphql(directive = policy::apply(vec![Staff]))]
    open_seats: i32,
    /// Number of evaluations that are handed in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    handed_in: i32,
    /// Number of evaluations that are late.
    #[graphql(directive = policy::apply(vec![Staff]))]
    overdue: i32,
    /// Last day for evaluations.
    #[graphql(directive = policy::apply(vec![Staff]))]
    due_on: Day,
    /// Evaluations handed in for each day, over the last 14 days on which at least one juror was not away; with two
    /// digits after the point.
    #[graphql(directive = policy::apply(vec![Staff]))]
    pace: Decimal,
    /// The day on which the last juror will be ready, at the present pace. Null if nothing is handed in, if there are
    /// needed evaluations without a juror, or if all are handed in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    finishes_on: Option<Day>,
    /// Whether an evaluation is expected after the last day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_late: bool,
    /// Each juror, the most urgent first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Vec<JurorStanding>,
    /// What is worth a look, the most urgent first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    notices: Vec<JuryNotice>,
    /// Number of evaluations handed in on each day since the jury began.
    #[graphql(directive = policy::apply(vec![Staff]))]
    days: Vec<JuryDay>,
    /// The same as a web page with charts, in Dutch: HTML without scripts, which loads nothing from elsewhere. Show it
    /// in a frame, or open `/jury` on this server.
    #[graphql(directive = policy::apply(vec![Staff]))]
    page: String,
}

/// How the work of one juror goes.
#[derive(SimpleObject)]
pub struct JurorStanding {
    /// The juror; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: One<JurorId>,
    /// Name.
    #[graphql(directive = policy::apply(vec![Staff]))]
    name: String,
    /// Most applications that the juror can take.
    #[graphql(directive = policy::apply(vec![Staff]))]
    maximum_applications: i32,
    /// Number of assignments that the juror has not answered.
    #[graphql(directive = policy::apply(vec![Staff]))]
    not_answered: i32,
    /// Number of accepted assignments that the juror has not begun.
    #[graphql(directive = policy::apply(vec![Staff]))]
    not_begun: i32,
    /// Number of evaluations that the juror has begun.
    #[graphql(directive = policy::apply(vec![Staff]))]
    writing: i32,
    /// Number of evaluations that the juror has handed in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    handed_in: i32,
    /// Number of evaluations that are late.
    #[graphql(directive = policy::apply(vec![Staff]))]
    overdue: i32,
    /// Number of scores that are missing in the drafts of the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    scores_missing: i32,
    /// Number of comments that are missing in the drafts of the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    comments_missing: i32,
    /// Evaluations handed in for each day, over the last 14 days on which the juror was not away; with two digits after
    /// the point.
    #[graphql(directive = policy::apply(vec![Staff]))]
    pace: Decimal,
    /// The day on which the juror will be ready, at the present pace. Null if nothing is handed in, or if all is handed
    /// in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    finishes_on: Option<Day>,
    /// Whether an evaluation of the juror is late, or will be.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_late: bool,
    /// Mean of the totals that the juror gave; null before one is handed in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    mean_total: Option<Decimal>,
    /// By how many points this juror scores lower than the average juror for the same work; negative for a juror who
    /// scores higher. Null if the scores cannot be calibrated. Less than twice `severityError` may be chance.
    #[graphql(directive = policy::apply(vec![Staff]))]
    severity: Option<Decimal>,
    /// Standard error of `severity`, in points; null if `severity` is null.
    #[graphql(directive = policy::apply(vec![Staff]))]
    severity_error: Option<Decimal>,
    /// By how many points the juror scores higher in the later half of the evaluations than in the earlier half, after
    /// differences in severity and quality are taken out. Null before six are handed in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    drift: Option<Decimal>,
    /// Whether `drift` is more than twice its standard error. With few evaluations this is only a hint.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_drifting: bool,
}

/// One day of the work of a jury.
#[derive(SimpleObject)]
pub struct JuryDay {
    /// The day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    counted_on: Day,
    /// Number of evaluations handed in on that day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    handed_in: i32,
    /// Number of evaluations handed in up to the end of that day.
    #[graphql(directive = policy::apply(vec![Staff]))]
    total: i32,
}

/// Something about a juror, or about the whole jury, that is worth a look.
#[derive(SimpleObject)]
pub struct JuryNotice {
    /// The juror; null if it is about the whole jury.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: Option<One<JurorId>>,
    /// What is worth a look.
    #[graphql(directive = policy::apply(vec![Staff]))]
    concern: JuryConcern,
    /// The number of evaluations that it is about: for `NO_ANSWER` of invitations, for `NO_ROOM` of applications. Null for
    /// `DRIFTING`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    count: Option<i32>,
    /// For `NO_ROOM`, the most applications that the juror can take; null otherwise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    maximum_applications: Option<i32>,
    /// For how many days it has been so; for `OPEN_SEATS` since the last day for evaluations, if that is past. Null where
    /// no days are counted.
    #[graphql(directive = policy::apply(vec![Staff]))]
    days: Option<i32>,
    /// For `WILL_BE_LATE`, the day on which the last evaluation will come; null if that cannot be told, and otherwise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    finishes_on: Option<Day>,
    /// For `IDLE`, the day on which the juror last handed in an evaluation; null if there is none, and otherwise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    last_on: Option<Day>,
    /// For `DRIFTING`, by how many points the scores became higher, or lower if it is negative; null otherwise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    drift: Option<Decimal>,
    /// The same in words, for people, in the language of the reader as `UserError.message` is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    message: Sentence,
}

/// What is worth a look. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum JuryConcern {
    /// Some evaluations have no juror yet. This is about the whole jury.
    OpenSeats,
    /// Evaluations of the juror are late.
    Overdue,
    /// Evaluations of the juror will be late, or will never be ready at this pace.
    WillBeLate,
    /// The juror has not answered an invitation for a week or more.
    NoAnswer,
    /// The juror has more applications than the juror can take; or exactly as many, while other evaluations have no
    /// juror.
    NoRoom,
    /// The scores of the juror became higher or lower over time.
    Drifting,
    /// The juror has had open evaluations for a week or more, and has handed in nothing since.
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

fn pace(pace: fair::health::Pace) -> Decimal {
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
        let of_day = |day: &fair::health::Day| JuryDay {
            counted_on: Day(day.on),
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
            finishes_on: day(health.finish),
            is_late: health.is_late,
            jurors: health.jurors.iter().map(|one| JurorStanding::of(one, severities.get(&one.juror))).collect(),
            notices: health.notices.iter().map(JuryNotice::of).collect(),
            days: health.days.iter().map(of_day).collect(),
            page,
        }
    }
}

impl JuryNotice {
    fn of(notice: &Notice<JurorId>) -> Self {
        let none = Self {
            juror: notice.juror.map(One),
            concern: notice.concern.into(),
            count: None,
            maximum_applications: None,
            days: None,
            finishes_on: None,
            last_on: None,
            drift: None,
            message: message(notice),
        };
        match notice.concern {
            Concern::OpenSeats { count, late } => Self { count: Some(number(count)), days: late.map(number), ..none },
            Concern::Overdue { count, days } | Concern::NoAnswer { count, days } => {
                Self { count: Some(number(count)), days: Some(number(days)), ..none }
            }
            Concern::WillBeLate { count, finish } => {
                Self { count: Some(number(count)), finishes_on: day(finish), ..none }
            }
            Concern::NoRoom { load, most } => {
                Self { count: Some(number(load)), maximum_applications: Some(number(most)), ..none }
            }
            Concern::Drifting(drift) => Self { drift: Some(centi(drift.centi)), ..none },
            Concern::Idle { count, last_on } => Self { count: Some(number(count)), last_on: last_on.map(Day), ..none },
        }
    }
}

/// A notice in words.
fn message(notice: &Notice<JurorId>) -> Sentence {
    let sentence = match notice.concern {
        Concern::OpenSeats { count, late: None } => {
            Sentence::new("evaluations for which no juror is found yet: {count}").with("count", count)
        }
        Concern::OpenSeats { count, late: Some(days) } => {
            let sentence = Sentence::new(
                "evaluations for which no juror is found yet: {count}; days since the last day for evaluations: {days}",
            );
            sentence.with("count", count).with("days", days)
        }
        Concern::Overdue { count, days } => {
            let sentence = Sentence::new("{name}: late evaluations: {count}; days since the first was due: {days}");
            sentence.with("count", count).with("days", days)
        }
        Concern::WillBeLate { count, finish: Finish::On(day) } => {
            let sentence = Sentence::new(
                "{name}: evaluations that will be late: {count}; at this pace the last one comes on {day}",
            );
            sentence.with("count", count).with("day", day)
        }
        Concern::WillBeLate { count, finish: Finish::Done | Finish::Unknown } => {
            Sentence::new("{name}: evaluations that will be late: {count}").with("count", count)
        }
        Concern::NoAnswer { count, days } => {
            let sentence =
                Sentence::new("{name}: invitations without an answer: {count}; days since the first: {days}");
            sentence.with("count", count).with("days", days)
        }
        Concern::NoRoom { load, most } => {
            let sentence = Sentence::new("{name}: no room left; applications: {count}, at most {maximum}");
            sentence.with("count", load).with("maximum", most)
        }
        Concern::Drifting(drift) => {
            let sentence = Sentence::new(if drift.centi < 0 {
                "{name}: gives lower scores than before, by {points} points; standard error: {error}"
            } else {
                "{name}: gives higher scores than before, by {points} points; standard error: {error}"
            });
            sentence.with("points", centi(drift.centi.saturating_abs())).with("error", centi(drift.error_centi))
        }
        Concern::Idle { count, last_on: Some(day) } => {
            let sentence = Sentence::new("{name}: nothing handed in since {day}; evaluations to do: {count}");
            sentence.with("count", count).with("day", day)
        }
        Concern::Idle { count, last_on: None } => {
            Sentence::new("{name}: nothing handed in yet; evaluations to do: {count}").with("count", count)
        }
    };
    sentence.with("name", notice.name.clone())
}

impl JurorStanding {
    fn of(standing: &Standing<JurorId>, severity: Option<&Severity>) -> Self {
        let counts = standing.counts;
        Self {
            juror: One(standing.juror),
            name: standing.name.clone(),
            maximum_applications: number(standing.most),
            not_answered: number(counts.not_answered),
            not_begun: number(counts.accepted),
            writing: number(counts.writing),
            handed_in: number(counts.handed_in),
            overdue: number(standing.overdue.left()),
            scores_missing: number(standing.scores_missing),
            comments_missing: number(standing.comments_missing),
            pace: pace(standing.pace),
            finishes_on: day(standing.finish),
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
    JuryHealth => "juryHealth";
}
