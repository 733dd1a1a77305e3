//! How a jury is doing: what is in, at which pace the rest comes, when it will be done, and what is worth a look.
//!
//! Pure: today is an argument, and the order of the rows makes no difference. Figures are exact: a pace is a ratio of
//! whole numbers, scores are hundredths of a point, and a root is taken of integers.
//!
//! **Pace.** Evaluations handed in over the last 14 days that count, those days included: today and back, never before
//! judging began, and without days of absence. A juror's absences are her own; for the jury as a whole a day counts
//! when somebody was there.
//!
//! **Finish.** A juror with something left is done on the n-th day after today on which she is there, where n is what
//! is left divided by her pace, rounded up. While she has handed in fewer than two, the median pace of the jurors who
//! have and who still move stands in. Nothing moves: nothing is foretold. The jury is done when its last juror is.
//! Seats that nobody sits in belong to no juror, so no day covers them.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
    fmt,
};

use chrono::{Days, NaiveDate};

use crate::fold::key;

/// How many days a pace looks back.
const PACE_DAYS: u64 = 14;
/// From how many evaluations on a juror has a pace of her own.
const OWN_PACE_FROM: u32 = 2;
/// How many days an invitation may lie.
const ANSWER_DAYS: i64 = 7;
/// After how many of her days without handing in a juror is idle.
const IDLE_DAYS: u64 = 7;
/// From how many evaluations on drift is looked for.
const DRIFT_FROM: usize = 6;
/// No residual is larger, in hundredths; keeps every product within its type.
const RESIDUAL_MOST: i32 = 1_000_000;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Today, where the jury is.
    pub today: NaiveDate,
    /// First day of judging.
    pub begun_on: NaiveDate,
    /// Last day for evaluations.
    pub due_on: NaiveDate,
    /// How many evaluations are needed in all.
    pub seats: u32,
}

/// A juror. Everybody who has an assignment is listed: rows of others are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Juror<J> {
    /// Who.
    pub id: J,
    /// How staff call her.
    pub name: String,
    /// How many applications she takes at most.
    pub most: u32,
    /// First and last day of each absence.
    pub absences: Vec<(NaiveDate, NaiveDate)>,
}

/// One application with one juror.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment<J> {
    /// Whose.
    pub juror: J,
    /// Where it stands.
    pub state: State,
    /// When she was asked.
    pub invited_on: NaiveDate,
    /// Last day for the evaluation.
    pub due_on: NaiveDate,
}

/// Where an assignment stands, with what is known of it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Asked.
    NotAnswered,
    /// Taken on, nothing written yet.
    Accepted,
    /// There is a draft.
    Writing {
        /// Scores it still needs.
        scores_missing: u32,
        /// Comments it still needs.
        comments_missing: u32,
    },
    /// The evaluation is in.
    HandedIn(HandedIn),
    /// She said no.
    Declined,
    /// There was a conflict of interest.
    Recused,
    /// Staff took it back.
    Revoked,
}

/// An evaluation that is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedIn {
    /// When. A day outside judging counts as its nearest day.
    pub on: NaiveDate,
    /// Settles the order within a day.
    pub sequence: u64,
    /// Its total, in hundredths of a point.
    pub total_centi: Option<i32>,
    /// How much more she gave than her severity makes one expect of this application, in hundredths of a point;
    /// `None` where that cannot be estimated.
    pub residual_centi: Option<i32>,
}

/// How many assignments stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Asked, no answer.
    pub not_answered: u32,
    /// Taken on, not begun.
    pub accepted: u32,
    /// With a draft.
    pub writing: u32,
    /// In.
    pub handed_in: u32,
    /// Refused by the juror.
    pub declined: u32,
    /// Ended by a conflict of interest.
    pub recused: u32,
    /// Taken back by staff.
    pub revoked: u32,
}

impl Counts {
    fn of<'a>(states: impl IntoIterator<Item = &'a State>) -> Self {
        let mut counts = Self::default();
        for state in states {
            let count = match state {
                State::NotAnswered => &mut counts.not_answered,
                State::Accepted => &mut counts.accepted,
                State::Writing { .. } => &mut counts.writing,
                State::HandedIn(_) => &mut counts.handed_in,
                State::Declined => &mut counts.declined,
                State::Recused => &mut counts.recused,
                State::Revoked => &mut counts.revoked,
            };
            *count += 1;
        }
        counts
    }

    /// What may still come in.
    pub fn left(self) -> u32 {
        self.not_answered + self.accepted + self.writing
    }

    /// What takes up room: in, or may still come in.
    pub fn load(self) -> u32 {
        self.left() + self.handed_in
    }
}

/// The evaluations that are needed, and who is to write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// How many are needed.
    pub needed: u32,
    /// A juror took it on.
    pub filled: u32,
    /// A juror was asked.
    pub asked: u32,
}

impl Seats {
    /// Nobody was found yet.
    pub fn open(self) -> u32 {
        self.needed.saturating_sub(self.filled).saturating_sub(self.asked)
    }
}

/// One day of judging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub on: NaiveDate,
    /// Handed in that day.
    pub handed_in: u32,
    /// Handed in up to that day, the day included.
    pub total: u32,
}

/// Evaluations over days that count, as it is: 2 over 14 and 1 over 7 are equally fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Handed in.
    pub evaluations: u64,
    /// Days that count; none before judging has begun.
    pub days: u64,
}

impl Pace {
    /// Whether it leads nowhere.
    pub fn is_still(self) -> bool {
        self.evaluations == 0 || self.days == 0
    }

    /// Days that so many evaluations take, rounded up; `None` when it leads nowhere.
    fn days_for(self, evaluations: u64) -> Option<u64> {
        (!self.is_still()).then(|| evaluations.saturating_mul(self.days).div_ceil(self.evaluations))
    }

    /// By value, the slower one first; neither is still.
    fn slower(&self, other: &Self) -> Ordering {
        (self.evaluations * other.days).cmp(&(other.evaluations * self.days))
    }

    /// The middle one of those that move; between two, half way.
    fn median(paces: impl Iterator<Item = Self>) -> Option<Self> {
        let mut paces: Vec<_> = paces.filter(|pace| !pace.is_still()).collect();
        paces.sort_by(Self::slower);
        let upper = *paces.get(paces.len() / 2)?;
        let lower = *paces.get((paces.len() - 1) / 2)?;
        Some(Self {
            evaluations: lower.evaluations * upper.days + upper.evaluations * lower.days,
            days: 2 * lower.days * upper.days,
        })
    }
}

/// When the work will be done; the later, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finish {
    /// Nothing is left.
    Done,
    /// On this day, at this pace.
    On(NaiveDate),
    /// Something is left and nothing moves.
    Unknown,
}

/// How a juror's scores moved while she judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// How much more she gives in the later half than in the earlier, severity and quality of the applications apart;
    /// in hundredths of a point. An evaluation in the middle belongs to the later half.
    pub centi: i32,
    /// Standard error of that, in hundredths of a point.
    pub error_centi: i32,
    /// Whether it is more than two standard errors, before either is rounded.
    pub is_drifting: bool,
}

/// How one juror is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<J> {
    /// Who.
    pub juror: J,
    /// How staff call her.
    pub name: String,
    /// How many applications she takes at most.
    pub most: u32,
    /// Her assignments.
    pub counts: Counts,
    /// Those past their last day.
    pub overdue: Counts,
    /// How many will come in after their last day if she takes them in the order of those days, overdue ones included.
    pub late: u32,
    /// Her own pace.
    pub pace: Pace,
    /// When she will be done.
    pub finish: Finish,
    /// Scores that her drafts still need.
    pub scores_missing: u32,
    /// Comments that her drafts still need.
    pub comments_missing: u32,
    /// Mean of her totals in hundredths of a point, rounded half up.
    pub mean_total_centi: Option<i32>,
    /// Looked for from six evaluations on.
    pub drift: Option<Drift>,
}

impl<J> Standing<J> {
    /// Whether something of hers is or will be late.
    pub fn is_late(&self) -> bool {
        self.late > 0
    }

    /// Whether her scores moved.
    pub fn is_drifting(&self) -> bool {
        self.drift.is_some_and(|drift| drift.is_drifting)
    }
}

/// Something about a juror, or about the jury, that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice<J> {
    /// Who; none when it is about the jury as a whole.
    pub juror: Option<J>,
    /// How staff call her; empty for the jury.
    pub name: String,
    /// What.
    pub concern: Concern,
}

/// What is worth a look, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Evaluations are needed that no juror was asked for.
    OpenSeats {
        /// How many.
        count: u32,
        /// Days since the last day for evaluations, when that has passed.
        late: Option<i64>,
    },
    /// Evaluations are past their last day.
    Overdue {
        /// How many.
        count: u32,
        /// Days since the first of those last days.
        days: i64,
    },
    /// Evaluations will come in after their last day, or never at this pace.
    WillBeLate {
        /// How many, those that are overdue left out.
        count: u32,
        /// When she will be done.
        finish: Finish,
    },
    /// Invitations lie unanswered for seven days or more.
    NoAnswer {
        /// How many.
        count: u32,
        /// Days since the first.
        days: i64,
    },
    /// She has more than she takes; or as much, while seats are open.
    NoRoom {
        /// What she has.
        load: u32,
        /// What she takes at most.
        most: u32,
    },
    /// Her scores moved.
    Drifting(Drift),
    /// What she took on seven or more of her days ago waits, and nothing came in since.
    Idle {
        /// How many wait.
        count: u32,
        /// When she last handed in.
        last_on: Option<NaiveDate>,
    },
}

/// How the jury is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health<J> {
    /// What was asked.
    pub campaign: Campaign,
    /// All assignments.
    pub counts: Counts,
    /// How many are past their last day.
    pub overdue: u32,
    /// Needed and filled.
    pub seats: Seats,
    /// Every day from the first of judging to today; only today before judging has begun.
    pub days: Vec<Day>,
    /// Pace of all together.
    pub pace: Pace,
    /// When the last juror will be done. Never `Done` while seats are open.
    pub finish: Finish,
    /// Whether something comes after the last day for evaluations.
    pub is_late: bool,
    /// Each juror, most urgent first: overdue, late, done last, most left; then by name.
    pub jurors: Vec<Standing<J>>,
    /// What is worth a look, most urgent first.
    pub notices: Vec<Notice<J>>,
}

/// How the jury is doing.
pub fn health<J: Copy + Ord>(campaign: Campaign, jurors: &[Juror<J>], assignments: &[Assignment<J>]) -> Health<J> {
    let mut rows: BTreeMap<J, Vec<Assignment<J>>> = jurors.iter().map(|juror| (juror.id, Vec::new())).collect();
    for assignment in assignments {
        if let Some(rows) = rows.get_mut(&assignment.juror) {
            rows.push(*assignment);
        }
    }
    let files: Vec<_> =
        jurors.iter().filter_map(|juror| rows.remove(&juror.id).map(|rows| File::of(campaign, juror, rows))).collect();

    let median = Pace::median(files.iter().filter(|file| file.counts.handed_in >= OWN_PACE_FROM).map(|file| file.pace));
    let counts = Counts::of(files.iter().flat_map(|file| &file.rows).map(|row| &row.state));
    let seats = Seats {
        needed: campaign.seats,
        filled: counts.accepted + counts.writing + counts.handed_in,
        asked: counts.not_answered,
    };
    let handed_in: Vec<_> = files.iter().flat_map(|file| &file.handed_in).map(|sheet| sheet.on).collect();
    let (since, counted) =
        last_days(campaign, PACE_DAYS, |day| !files.is_empty() && files.iter().all(|file| file.absences.covers(day)));

    let late = campaign.today.signed_duration_since(campaign.due_on).num_days();
    let open = Concern::OpenSeats { count: seats.open(), late: Some(late).filter(|late| *late > 0) };
    let of_jury = Notice { juror: None, name: String::new(), concern: open };
    // Before anybody is asked, every seat is open, and that is no news.
    let is_begun = files.iter().any(|file| !file.rows.is_empty());
    let mut notices: Vec<_> = Some(of_jury).filter(|_| seats.open() > 0 && is_begun).into_iter().collect();
    let mut standings: Vec<_> = Vec::new();
    for file in &files {
        let standing = file.standing(median);
        notices.extend(file.concerns(&standing, seats).into_iter().map(|concern| Notice {
            juror: Some(standing.juror),
            name: standing.name.clone(),
            concern,
        }));
        standings.push(standing);
    }
    notices.sort_by_cached_key(|it| (it.concern.urgency(), key(&it.name), it.juror));
    standings.sort_by_cached_key(|it| {
        let work = Reverse((it.overdue.left(), it.late, it.finish, it.counts.left()));
        (work, key(&it.name), it.juror)
    });

    let finish = match standings.iter().map(|standing| standing.finish).max().unwrap_or(Finish::Done) {
        Finish::Done if seats.open() > 0 => Finish::Unknown,
        finish @ (Finish::Done | Finish::On(_) | Finish::Unknown) => finish,
    };
    let is_late = match finish {
        Finish::Done => false,
        Finish::On(day) => day > campaign.due_on,
        Finish::Unknown => campaign.today > campaign.due_on,
    };
    Health {
        campaign,
        counts,
        overdue: standings.iter().map(|standing| standing.overdue.left()).sum(),
        seats,
        days: days(campaign, &handed_in),
        pace: Pace {
            evaluations: since.map_or(0, |since| length(handed_in.iter().filter(|on| **on >= since))),
            days: counted,
        },
        finish,
        is_late,
        jurors: standings,
        notices,
    }
}

/// What is known of a juror.
struct File<'a, J> {
    campaign: Campaign,
    juror: &'a Juror<J>,
    rows: Vec<Assignment<J>>,
    absences: Absences,
    counts: Counts,
    /// In the order of handing in, on days of judging.
    handed_in: Vec<HandedIn>,
    pace: Pace,
}

impl<'a, J: Copy + Ord> File<'a, J> {
    fn of(campaign: Campaign, juror: &'a Juror<J>, rows: Vec<Assignment<J>>) -> Self {
        let mut handed_in: Vec<_> = rows
            .iter()
            .filter_map(|row| match row.state {
                State::HandedIn(sheet) => Some(HandedIn { on: within(campaign, sheet.on), ..sheet }),
                State::NotAnswered
                | State::Accepted
                | State::Writing { .. }
                | State::Declined
                | State::Recused
                | State::Revoked => None,
            })
            .collect();
        handed_in.sort_by_key(|sheet| (sheet.on, sheet.sequence, sheet.residual_centi));
        let absences = Absences::of(&juror.absences);
        let (since, days) = last_days(campaign, PACE_DAYS, |day| absences.covers(day));
        let evaluations = since.map_or(0, |since| length(handed_in.iter().filter(|sheet| sheet.on >= since)));
        let counts = Counts::of(rows.iter().map(|row| &row.state));
        Self { campaign, juror, rows, absences, counts, handed_in, pace: Pace { evaluations, days } }
    }

    fn standing(&self, median: Option<Pace>) -> Standing<J> {
        let pace = if self.counts.handed_in < OWN_PACE_FROM { median } else { Some(self.pace) };
        let done_on = |evaluations| {
            let days = pace?.days_for(evaluations)?;
            self.absences.day_after(self.campaign.today, days)
        };
        let mut due: Vec<_> = self.left().map(|row| row.due_on).collect();
        due.sort_unstable();
        let late = due
            .iter()
            .zip(1..)
            .filter(|(due_on, nth)| done_on(*nth).map_or(self.campaign.today > **due_on, |done_on| done_on > **due_on));
        let finish = match self.counts.left() {
            0 => Finish::Done,
            left => done_on(left.into()).map_or(Finish::Unknown, Finish::On),
        };
        let missing = self.rows.iter().filter_map(|row| match row.state {
            State::Writing { scores_missing, comments_missing } => Some((scores_missing, comments_missing)),
            State::NotAnswered
            | State::Accepted
            | State::HandedIn(_)
            | State::Declined
            | State::Recused
            | State::Revoked => None,
        });
        let (scores_missing, comments_missing) =
            missing.fold((0_u32, 0_u32), |sum, it| (sum.0.saturating_add(it.0), sum.1.saturating_add(it.1)));
        let totals: Vec<_> = self.handed_in.iter().filter_map(|sheet| sheet.total_centi).collect();
        let residuals: Vec<_> = self.handed_in.iter().filter_map(|sheet| sheet.residual_centi).collect();
        Standing {
            juror: self.juror.id,
            name: self.juror.name.clone(),
            most: self.juror.most,
            counts: self.counts,
            overdue: Counts::of(self.overdue().map(|row| &row.state)),
            late: u32::try_from(late.count()).unwrap_or(u32::MAX),
            pace: self.pace,
            finish,
            scores_missing,
            comments_missing,
            mean_total_centi: mean(&totals),
            drift: drift(&residuals),
        }
    }

    /// What may still come in.
    fn left(&self) -> impl Iterator<Item = &Assignment<J>> {
        self.rows.iter().filter(|row| match row.state {
            State::NotAnswered | State::Accepted | State::Writing { .. } => true,
            State::HandedIn(_) | State::Declined | State::Recused | State::Revoked => false,
        })
    }

    /// What should have come in.
    fn overdue(&self) -> impl Iterator<Item = &Assignment<J>> {
        self.left().filter(|row| row.due_on < self.campaign.today)
    }

    fn concerns(&self, standing: &Standing<J>, seats: Seats) -> Vec<Concern> {
        let today = self.campaign.today;
        let ago = |day: NaiveDate| today.signed_duration_since(day).num_days();
        let (load, most) = (standing.counts.load(), standing.most);
        let will_be_late = standing.late.saturating_sub(standing.overdue.left());

        let mut concerns = Vec::new();
        if let Some(first) = self.overdue().map(|row| row.due_on).min() {
            concerns.push(Concern::Overdue { count: standing.overdue.left(), days: ago(first) });
        }
        if will_be_late > 0 {
            concerns.push(Concern::WillBeLate { count: will_be_late, finish: standing.finish });
        }
        let unanswered = self.rows.iter().filter(|row| row.state == State::NotAnswered).map(|row| ago(row.invited_on));
        let unanswered: Vec<_> = unanswered.filter(|days| *days >= ANSWER_DAYS).collect();
        if let Some(days) = unanswered.iter().max() {
            concerns
                .push(Concern::NoAnswer { count: u32::try_from(unanswered.len()).unwrap_or(u32::MAX), days: *days });
        }
        if load > most || load > 0 && load == most && seats.open() > 0 {
            concerns.push(Concern::NoRoom { load, most });
        }
        if let Some(drift) = standing.drift.filter(|drift| drift.is_drifting) {
            concerns.push(Concern::Drifting(drift));
        }
        concerns.extend(self.idleness());
        concerns
    }

    fn idleness(&self) -> Option<Concern> {
        let (since, days) = last_days(self.campaign, IDLE_DAYS, |day| self.absences.covers(day));
        let since = since.filter(|_| days == IDLE_DAYS)?;
        let last_on = self.handed_in.last().map(|sheet| sheet.on);
        let waiting = self.rows.iter().filter(|row| match row.state {
            State::Accepted | State::Writing { .. } => row.invited_on <= since,
            State::NotAnswered | State::HandedIn(_) | State::Declined | State::Recused | State::Revoked => false,
        });
        let count = u32::try_from(waiting.count()).unwrap_or(u32::MAX);
        (count > 0 && last_on.is_none_or(|on| on < since)).then_some(Concern::Idle { count, last_on })
    }
}

/// Days on which a juror is away, in order and apart from each other.
struct Absences(Vec<(NaiveDate, NaiveDate)>);

impl Absences {
    fn of(absences: &[(NaiveDate, NaiveDate)]) -> Self {
        let mut sorted: Vec<_> = absences.iter().filter(|(from, to)| from <= to).copied().collect();
        sorted.sort_unstable();
        let mut apart: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for (from, to) in sorted {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                Some(_) | None => apart.push((from, to)),
            }
        }
        Self(apart)
    }

    fn covers(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// The n-th day after this one on which she is there; `None` past the end of time.
    fn day_after(&self, day: NaiveDate, nth: u64) -> Option<NaiveDate> {
        let tomorrow = day.succ_opt()?;
        let mut end = day.checked_add_days(Days::new(nth))?;
        for (from, to) in &self.0 {
            let from = (*from).max(tomorrow);
            if from > end {
                break;
            }
            let away = to.signed_duration_since(from).num_days() + 1;
            end = end.checked_add_days(Days::new(u64::try_from(away).unwrap_or(0)))?;
        }
        Some(end)
    }
}

/// The last days of judging up to today that are not left out, no more than `most`: the first of them, and how many.
fn last_days(campaign: Campaign, most: u64, is_out: impl Fn(NaiveDate) -> bool) -> (Option<NaiveDate>, u64) {
    let back = std::iter::successors(Some(campaign.today), NaiveDate::pred_opt);
    let judging = back.take_while(|day| *day >= campaign.begun_on);
    let counted = judging.filter(|day| !is_out(*day)).take(usize::try_from(most).unwrap_or(usize::MAX));
    counted.fold((None, 0), |(_, count), day| (Some(day), count + 1))
}

/// The nearest day of judging so far.
fn within(campaign: Campaign, day: NaiveDate) -> NaiveDate {
    day.max(campaign.begun_on).min(campaign.today)
}

fn days(campaign: Campaign, handed_in: &[NaiveDate]) -> Vec<Day> {
    let mut per_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for on in handed_in {
        *per_day.entry(*on).or_default() += 1;
    }
    let first = within(campaign, campaign.begun_on);
    let all = std::iter::successors(Some(first), NaiveDate::succ_opt).take_while(|day| *day <= campaign.today);
    let mut total = 0;
    all.map(|on| {
        let handed_in = per_day.get(&on).copied().unwrap_or(0);
        total += handed_in;
        Day { on, handed_in, total }
    })
    .collect()
}

fn length(items: impl Iterator) -> u64 {
    u64::try_from(items.count()).unwrap_or(u64::MAX)
}

/// Rounded half up; `None` of nothing.
fn mean(values: &[i32]) -> Option<i32> {
    let count = i128::try_from(values.len()).ok().filter(|count| *count > 0)?;
    let sum: i128 = values.iter().copied().map(i128::from).sum();
    i32::try_from(half_up(sum, count)).ok()
}

/// The quotient, rounded half up; below one, a divisor counts as one.
fn half_up(dividend: i128, divisor: i128) -> i128 {
    let divisor = divisor.max(1);
    (2 * dividend + divisor).div_euclid(2 * divisor)
}

/// Half of a juror's evaluations.
struct Half {
    count: i128,
    sum: i128,
    /// Sample variance times `count * (count - 1)`.
    spread: i128,
}

impl Half {
    fn of(residuals: &[i32]) -> Option<Self> {
        let residuals = residuals.iter().map(|it| i128::from((*it).clamp(-RESIDUAL_MOST, RESIDUAL_MOST)));
        let count = i128::try_from(residuals.len()).ok()?;
        let sum: i128 = residuals.clone().sum();
        let squares: i128 = residuals.map(|it| it * it).sum();
        Some(Self { count, sum, spread: count * squares - sum * sum })
    }

    /// The square of this half's standard error, over the common denominator of [`drift`].
    fn error(&self, other: &Self) -> i128 {
        self.spread * other.count * other.count * (other.count - 1)
    }
}

/// Later mean minus earlier mean, with the standard error of a difference of two means of unequal variance; compared in
/// whole numbers.
fn drift(residuals: &[i32]) -> Option<Drift> {
    if residuals.len() < DRIFT_FROM {
        return None;
    }
    let (earlier, later) = residuals.split_at_checked(residuals.len() / 2)?;
    let (earlier, later) = (Half::of(earlier)?, Half::of(later)?);
    let freedom = (earlier.count - 1) * (later.count - 1);
    let product = earlier.count * later.count;
    let difference = later.sum * earlier.count - earlier.sum * later.count;
    let error = earlier.error(&later) + later.error(&earlier);
    let twice = (4 * error / (product * product * freedom).max(1)).checked_isqrt()?;
    Some(Drift {
        centi: i32::try_from(half_up(difference, product)).ok()?,
        error_centi: i32::try_from(i128::midpoint(twice, 1)).ok()?,
        is_drifting: difference * difference * freedom > 4 * error,
    })
}

impl Concern {
    /// The kind, then the size.
    fn urgency(&self) -> (u8, Reverse<(i64, i64)>) {
        let (kind, size, count) = match *self {
            Self::OpenSeats { count, late: None } => (3, i64::from(count), 0),
            Self::OpenSeats { count, late: Some(days) } | Self::Overdue { count, days } => (0, days, count.into()),
            Self::WillBeLate { count, finish } => {
                let days = match finish {
                    Finish::Done => i64::MIN,
                    Finish::On(day) => day.signed_duration_since(NaiveDate::MIN).num_days(),
                    Finish::Unknown => i64::MAX,
                };
                (1, days, count.into())
            }
            Self::NoAnswer { count, days } => (2, days, count.into()),
            Self::NoRoom { load, most } => (3, i64::from(load) - i64::from(most), load.into()),
            Self::Drifting(drift) => (4, drift.centi.unsigned_abs().into(), 0),
            Self::Idle { count, last_on } => {
                let days = last_on.map_or(i64::MAX, |on| NaiveDate::MAX.signed_duration_since(on).num_days());
                (5, days, count.into())
            }
        };
        (kind, Reverse((size, count)))
    }
}

impl<J> fmt::Display for Notice<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.juror {
            Some(_) => write!(f, "{}: {}", self.name, self.concern),
            None => write!(f, "{}", self.concern),
        }
    }
}

impl fmt::Display for Concern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::OpenSeats { count, late } => {
                write!(f, "no juror was found for {} yet", counted(count, "evaluation"))?;
                late.map_or(Ok(()), |days| write!(f, ", and the last day was {} ago", counted(days, "day")))
            }
            Self::Overdue { count, days } => {
                write!(f, "{} overdue, the first by {}", counted(count, "evaluation"), counted(days, "day"))
            }
            Self::WillBeLate { count, finish: Finish::On(day) } => {
                write!(f, "{} will be late, done on {day} at this pace", counted(count, "evaluation"))
            }
            Self::WillBeLate { count, finish: Finish::Done | Finish::Unknown } => {
                write!(f, "{} will be late", counted(count, "evaluation"))
            }
            Self::NoAnswer { count, days } => {
                write!(f, "no answer to {}, the first {} ago", counted(count, "invitation"), counted(days, "day"))
            }
            Self::NoRoom { load, most } => write!(f, "no room left, has {load} of at most {most}"),
            Self::Drifting(drift) => {
                let (size, error) = (drift.centi.unsigned_abs(), drift.error_centi.unsigned_abs());
                let way = if drift.centi < 0 { "less" } else { "more" };
                write!(f, "gives {} {way} than before, standard error {}", Points(size), Points(error))
            }
            Self::Idle { count, last_on: Some(day) } => {
                write!(f, "nothing handed in since {day}, {} to go", counted(count, "evaluation"))
            }
            Self::Idle { count, last_on: None } => {
                write!(f, "nothing handed in yet, {} to go", counted(count, "evaluation"))
            }
        }
    }
}

/// Hundredths as points.
struct Points(u32);

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

fn counted(count: impl Into<i64>, noun: &str) -> String {
    let count = count.into();
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// The n-th day of judging; the zeroth is the first.
    fn day(nth: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + chrono::TimeDelta::days(nth)
    }

    fn on_day(today: i64) -> Campaign {
        Campaign { today: day(today), begun_on: day(0), due_on: day(30), seats: 0 }
    }

    fn juror(id: u8) -> Juror<u8> {
        Juror { id, name: format!("Juror {id}"), most: 50, absences: Vec::new() }
    }

    fn row(juror: u8, state: State) -> Assignment<u8> {
        Assignment { juror, state, invited_on: day(0), due_on: day(30) }
    }

    fn handed_in(on: i64) -> State {
        State::HandedIn(HandedIn { on: day(on), sequence: 0, total_centi: None, residual_centi: None })
    }

    fn rows(juror: u8, states: impl IntoIterator<Item = State>) -> Vec<Assignment<u8>> {
        states.into_iter().map(|state| row(juror, state)).collect()
    }

    fn concerns(health: &Health<u8>) -> Vec<String> {
        health.notices.iter().map(ToString::to_string).collect()
    }

    const DRAFT: State = State::Writing { scores_missing: 2, comments_missing: 3 };

    #[test]
    fn an_empty_jury_is_done() {
        let health = health::<u8>(on_day(2), &[], &[]);
        assert_eq!(health.finish, Finish::Done);
        assert_eq!(health.pace, Pace { evaluations: 0, days: 3 });
        assert_eq!(
            health.days.iter().map(|it| (it.on, it.total)).collect::<Vec<_>>(),
            [0, 1, 2].map(|it| (day(it), 0))
        );
        assert!(!health.is_late && health.notices.is_empty());
    }

    #[test]
    fn nobody_is_done_while_seats_are_open() {
        let campaign = Campaign { seats: 3, ..on_day(2) };
        let health = health(campaign, &[juror(1)], &rows(1, [handed_in(1), State::Declined]));
        assert_eq!(health.seats, Seats { needed: 3, filled: 1, asked: 0 });
        assert_eq!(health.seats.open(), 2);
        assert_eq!(health.finish, Finish::Unknown);
    }

    #[test]
    fn everything_is_counted_where_it_stands() {
        let states = [State::NotAnswered, State::Accepted, DRAFT, DRAFT, handed_in(0), handed_in(2), handed_in(2)];
        let gone = [State::Declined, State::Recused, State::Revoked];
        let health = health(on_day(3), &[juror(1)], &rows(1, states.into_iter().chain(gone)));
        let counts =
            Counts { not_answered: 1, accepted: 1, writing: 2, handed_in: 3, declined: 1, recused: 1, revoked: 1 };
        assert_eq!(health.counts, counts);
        assert_eq!((counts.left(), counts.load()), (4, 7));
        assert_eq!(health.jurors[0].counts, counts);
        assert_eq!((health.jurors[0].scores_missing, health.jurors[0].comments_missing), (4, 6));
        let series: Vec<_> = health.days.iter().map(|day| (day.handed_in, day.total)).collect();
        assert_eq!(series, [(1, 1), (0, 1), (2, 3), (0, 3)]);
    }

    #[test]
    fn what_is_left_takes_as_long_as_the_pace_says() {
        // 4 in the 10 days 0..=9; 3 left take 3 * 10 / 4 = 7.5, so 8 days: day 17.
        let states = [0, 3, 6, 9].map(handed_in).into_iter().chain([State::Accepted; 3]);
        let health = health(on_day(9), &[juror(1)], &rows(1, states));
        assert_eq!(health.jurors[0].pace, Pace { evaluations: 4, days: 10 });
        assert_eq!(health.jurors[0].finish, Finish::On(day(17)));
        assert_eq!(health.finish, Finish::On(day(17)));
        assert!(!health.is_late);
    }

    #[test]
    fn only_the_last_fourteen_days_make_a_pace() {
        // Days 7..=20: the one of day 6 is too old.
        let states = [6, 7, 20].map(handed_in).into_iter().chain([State::Accepted; 2]);
        let health = health(on_day(20), &[juror(1)], &rows(1, states));
        assert_eq!(health.jurors[0].pace, Pace { evaluations: 2, days: 14 });
        assert_eq!(health.jurors[0].finish, Finish::On(day(34)));
        assert!(health.is_late && health.jurors[0].is_late());
    }

    #[test]
    fn days_of_absence_do_not_count() {
        // There on days 0, 1, 6..=9 so far: 3 in 6 days; 2 left take 4 days, and days 11 and 12 do not count.
        let away = Juror { absences: vec![(day(2), day(3)), (day(3), day(5)), (day(11), day(12))], ..juror(1) };
        let states = [0, 6, 9].map(handed_in).into_iter().chain([State::Accepted; 2]);
        let health = health(on_day(9), &[away], &rows(1, states));
        assert_eq!(health.jurors[0].pace, Pace { evaluations: 3, days: 6 });
        assert_eq!(health.jurors[0].finish, Finish::On(day(15)));
        assert_eq!(health.pace, Pace { evaluations: 3, days: 6 });
    }

    #[test]
    fn a_day_counts_for_the_jury_when_somebody_is_there() {
        let away = |id, from, to| Juror { absences: vec![(day(from), day(to))], ..juror(id) };
        let health = health(on_day(9), &[away(1, 2, 5), away(2, 4, 7)], &rows(1, [handed_in(0)]));
        assert_eq!(health.pace, Pace { evaluations: 1, days: 8 });
    }

    #[test]
    fn a_beginner_goes_at_the_median_pace_of_those_who_move() {
        // 4 in 10 days, 2 in 10 days, and one who stands still: the median is 3 in 10. 3 left: 10 days.
        let paces = [rows(1, [0, 1, 2, 3].map(handed_in)), rows(2, [0, 9].map(handed_in)), rows(4, [State::Accepted])];
        let beginner = rows(3, [handed_in(5), State::Accepted, State::NotAnswered, DRAFT]);
        let mut all: Vec<_> = paces.into_iter().flatten().chain(beginner).collect();
        let jurors = [1, 2, 3, 4].map(juror);
        let finish = |all: &[_]| {
            let health = health(on_day(9), &jurors, all);
            health.jurors.iter().find(|it| it.juror == 3).map(|it| it.finish)
        };
        assert_eq!(finish(&all), Some(Finish::On(day(19))));
        all.retain(|row| row.juror > 2);
        assert_eq!(finish(&all), Some(Finish::Unknown));
    }

    #[test]
    fn a_juror_who_stopped_is_not_foretold() {
        let states = [0, 1].map(handed_in).into_iter().chain([State::Accepted]);
        let health = health(on_day(20), &[juror(1)], &rows(1, states));
        assert_eq!((health.finish, health.is_late), (Finish::Unknown, false));
        assert_eq!(concerns(&health), ["Juror 1: nothing handed in since 2026-03-03, 1 evaluation to go"]);
    }

    #[test]
    fn the_jury_is_late_from_the_day_after_the_last() {
        let states: Vec<_> = [0, 3, 6, 9].map(handed_in).into_iter().chain([State::Accepted; 3]).collect();
        let due = |due| health(Campaign { due_on: day(due), ..on_day(9) }, &[juror(1)], &rows(1, states.clone()));
        assert_eq!(due(17).finish, Finish::On(day(17)));
        assert_eq!((due(16).is_late, due(17).is_late), (true, false));
    }

    #[test]
    fn a_juror_is_idle_after_seven_of_her_days() {
        let idle = |today, absences: &[_], states: &[State]| {
            let juror = Juror { absences: absences.to_vec(), ..juror(1) };
            !health(on_day(today), &[juror], &rows(1, states.iter().copied())).notices.is_empty()
        };
        let waiting = [State::Accepted];
        assert_eq!((idle(5, &[], &waiting), idle(6, &[], &waiting)), (false, true));
        assert_eq!((idle(7, &[(day(2), day(3))], &waiting), idle(8, &[(day(2), day(3))], &waiting)), (false, true));
        let once = [State::Accepted, handed_in(3)];
        assert_eq!((idle(9, &[], &once), idle(10, &[], &once)), (false, true));
        assert!(!idle(10, &[], &[handed_in(3)]));
        let asked_late = Assignment { invited_on: day(1), ..row(1, State::Accepted) };
        assert!(health(on_day(6), &[juror(1)], &[asked_late]).notices.is_empty());
    }

    #[test]
    fn an_evaluation_is_overdue_from_the_day_after_its_last() {
        let due = |today| health(on_day(today), &[juror(1)], &rows(1, [State::NotAnswered, DRAFT, handed_in(1)]));
        assert_eq!((due(30).overdue, due(30).is_late), (0, false));
        let late = due(31);
        assert_eq!((late.overdue, late.is_late), (2, true));
        assert_eq!(late.jurors[0].overdue, Counts { not_answered: 1, writing: 1, ..Counts::default() });
        assert_eq!(concerns(&late)[0], "Juror 1: 2 evaluations overdue, the first by 1 day");
    }

    #[test]
    fn what_is_taken_in_the_order_of_its_last_days_may_still_be_late() {
        // One a day: due on days 10, 10 and 14, done on days 10, 11 and 12.
        let mut all = rows(1, (0..10).map(handed_in).chain([State::Accepted; 3]));
        for (row, due) in all.iter_mut().rev().zip([10, 14, 10]) {
            row.due_on = day(due);
        }
        let health = health(on_day(9), &[juror(1)], &all);
        let days = health.jurors[0].pace.days;
        assert_eq!((days, health.jurors[0].late), (10, 1));
        assert_eq!(concerns(&health), ["Juror 1: 1 evaluation will be late, done on 2026-03-14 at this pace"]);
    }

    #[test]
    fn notices_come_most_urgent_first() {
        let campaign = Campaign { seats: 100, ..on_day(8) };
        let full = Juror { most: 1, ..juror(1) };
        let asked = |on, id| Assignment { invited_on: day(on), ..row(id, State::NotAnswered) };
        let overdue = |due, id| Assignment { due_on: day(due), invited_on: day(8), ..row(id, State::Accepted) };
        let all = [asked(1, 1), asked(2, 2), overdue(7, 3), overdue(2, 4), row(5, State::Accepted)];
        let health = health(campaign, &[full, juror(2), juror(3), juror(4), juror(5)], &all);
        assert_eq!(
            concerns(&health),
            [
                "Juror 4: 1 evaluation overdue, the first by 6 days",
                "Juror 3: 1 evaluation overdue, the first by 1 day",
                "Juror 1: no answer to 1 invitation, the first 7 days ago",
                "no juror was found for 95 evaluations yet",
                "Juror 1: no room left, has 1 of at most 1",
                "Juror 5: nothing handed in yet, 1 evaluation to go",
            ]
        );
    }

    #[test]
    fn what_is_overdue_outweighs_what_will_be() {
        // Both at 2 in 10 days. Juror 1 has one overdue; juror 2 has nine, the fifth of which comes on day 34.
        let mut all = rows(1, [0, 1].map(handed_in).into_iter().chain([State::Accepted]));
        all[2].due_on = day(8);
        all.extend(rows(2, [0, 1].map(handed_in).into_iter().chain([State::Accepted; 9])));
        let health = health(on_day(9), &[2, 1].map(juror), &all);
        let found: Vec<_> = health.jurors.iter().map(|it| (it.juror, it.overdue.left(), it.late)).collect();
        assert_eq!(found, [(1, 1, 1), (2, 0, 5)]);
    }

    #[test]
    fn jurors_come_most_urgent_first() {
        // Nothing moves: 4 has most left, 2 and 3 as much as each other, 1 little but overdue, 5 nothing.
        let mut all = rows(1, [State::Accepted]);
        all[0].due_on = day(0);
        all.extend([4, 4, 4, 3, 2, 3, 2].map(|id| row(id, State::Accepted)));
        let health = health(on_day(3), &[5, 4, 3, 2, 1].map(juror), &all);
        assert_eq!(health.jurors.iter().map(|it| it.juror).collect::<Vec<_>>(), [1, 4, 2, 3, 5]);
    }

    #[test]
    fn a_full_juror_is_no_news_once_every_seat_is_taken() {
        let full = |most| health(on_day(0), &[Juror { most, ..juror(1) }], &rows(1, [State::Accepted; 2]));
        assert!(full(2).notices.is_empty());
        assert_eq!(concerns(&full(1)), ["Juror 1: no room left, has 2 of at most 1"]);
        let takes_none = Juror { most: 0, ..juror(1) };
        assert!(health(Campaign { seats: 9, ..on_day(0) }, &[takes_none], &[]).notices.is_empty());
    }

    #[test]
    fn a_seat_that_nobody_sits_in_is_told_and_more_so_when_the_last_day_is_over() {
        let seen = |today| health(Campaign { seats: 4, ..on_day(today) }, &[juror(1)], &rows(1, [handed_in(0)]));
        assert_eq!(concerns(&seen(1)), ["no juror was found for 3 evaluations yet"]);
        let late = seen(32);
        assert_eq!(concerns(&late), ["no juror was found for 3 evaluations yet, and the last day was 2 days ago"]);
        assert!(late.is_late && late.notices[0].juror.is_none());
    }

    #[test]
    fn a_mean_is_rounded_half_up() {
        let means = [vec![], vec![1, 2], vec![-1, -2], vec![1, 1, 2], vec![i32::MAX, i32::MAX]];
        let expected = [None, Some(2), Some(-1), Some(1), Some(i32::MAX)];
        assert_eq!(means.map(|it| mean(&it)), expected);
    }

    #[test]
    fn drift_is_the_later_half_less_the_earlier() {
        // Means 0 and 400, variances 10000 and 30000: error = sqrt(40000 / 3) = 115.47.
        let found = drift(&[-100, 0, 100, 200, 500, 500]).unwrap();
        assert_eq!(found, Drift { centi: 400, error_centi: 115, is_drifting: true });
        // Means 0 and 200 with the same spread: 200 < 230.9.
        let found = drift(&[-100, 0, 100, 0, 300, 300]).unwrap();
        assert_eq!(found, Drift { centi: 200, error_centi: 115, is_drifting: false });
        // Seven: 0 and 100 over 3 and 4; variances 100 and 400 / 3: error = sqrt(100 / 3 + 100 / 3) = 8.16.
        let found = drift(&[-10, 0, 10, 90, 90, 110, 110]).unwrap();
        assert_eq!(found, Drift { centi: 100, error_centi: 8, is_drifting: true });
        assert_eq!(drift(&[0, 0, 0, 9, 9]), None);
        assert!(!drift(&[0; 6]).unwrap().is_drifting);
        assert!(!drift(&[-1, 0, 1, -1, 0, 1]).unwrap().is_drifting);
    }

    #[test]
    fn drift_is_exact_at_two_standard_errors() {
        // Variance 3 in each half of three: error = sqrt(2), and the limit 2 * sqrt(2) lies between 2 and 3.
        let with = |step| drift(&[-2, 1, 1, step - 2, step + 1, step + 1]).unwrap().is_drifting;
        assert_eq!((with(2), with(3)), (false, true));
        // Variance 8 in each half of four: error 2, and a difference of exactly 4 is not more than twice that.
        let spread = |step| drift(&[-2, -2, 0, 4, step - 2, step - 2, step, step + 4]).unwrap();
        assert_eq!(spread(4), Drift { centi: 4, error_centi: 2, is_drifting: false });
        assert!(spread(5).is_drifting);
        let wide = |step| drift(&[-2, 0, 2, -2, 2, step - 2, step, step + 2, step - 2, step + 2]).unwrap();
        assert_eq!((wide(2).is_drifting, wide(3).is_drifting, wide(2).error_centi), (false, true, 1));
    }

    #[test]
    fn drift_follows_the_order_of_handing_in() {
        let sheet = |(nth, residual): (u64, i32)| {
            let sheet =
                HandedIn { on: day(0), sequence: nth, total_centi: Some(residual), residual_centi: Some(residual) };
            row(1, State::HandedIn(sheet))
        };
        let all: Vec<_> = [(5, 500), (0, 100), (3, 500), (1, 0), (4, 200), (2, -100)].map(sheet).into();
        let health = health(on_day(1), &[juror(1)], &all);
        assert_eq!(health.jurors[0].mean_total_centi, Some(200));
        assert_eq!(concerns(&health), ["Juror 1: gives 4.00 more than before, standard error 1.15"]);
        let swapped: Vec<_> = [(0, 500), (5, 100), (3, 500), (1, 0), (4, 200), (2, -100)].map(sheet).into();
        assert!(self::health(on_day(1), &[juror(1)], &swapped).notices.is_empty());
    }

    #[test]
    fn the_ends_of_time_are_survived() {
        let ends = [NaiveDate::MIN, NaiveDate::MAX];
        let away = Juror { absences: vec![(day(10), NaiveDate::MAX), (day(9), day(3))], ..juror(1) };
        let mut all = rows(1, [0, 1].map(handed_in).into_iter().chain([State::Accepted; 4]));
        assert_eq!(health(on_day(8), &[away], &all).finish, Finish::Unknown);
        for (row, end) in all.iter_mut().zip(ends.into_iter().cycle()) {
            (row.due_on, row.invited_on) = (end, end);
        }
        let last =
            Campaign { today: NaiveDate::MAX, begun_on: NaiveDate::MAX, due_on: NaiveDate::MIN, seats: u32::MAX };
        assert_eq!(health(last, &[juror(1)], &all).days.len(), 1);
        let early = Campaign { today: NaiveDate::MIN, begun_on: NaiveDate::MAX, ..last };
        let unbegun = health(early, &[juror(1)], &all);
        assert_eq!((unbegun.pace.days, unbegun.days[0].total), (0, 2));
    }

    fn any_state() -> impl Strategy<Value = State> {
        let residual = proptest::option::of(-2_000..2_000);
        let sheet = (-5_i64..40, 0_u64..4, proptest::option::of(0..10_000), residual).prop_map(
            |(on, sequence, total_centi, residual_centi)| {
                State::HandedIn(HandedIn { on: day(on), sequence, total_centi, residual_centi })
            },
        );
        prop_oneof![
            Just(State::NotAnswered),
            Just(State::Accepted),
            Just(DRAFT),
            sheet.clone(),
            sheet,
            Just(State::Declined),
            Just(State::Recused),
            Just(State::Revoked),
        ]
    }

    fn any_row() -> impl Strategy<Value = Assignment<u8>> {
        (0_u8..4, any_state(), -9_i64..30, 0_i64..50).prop_map(|(juror, state, invited, due)| Assignment {
            juror,
            state,
            invited_on: day(invited),
            due_on: day(due),
        })
    }

    fn any_absences() -> impl Strategy<Value = Vec<(NaiveDate, NaiveDate)>> {
        vec((-5_i64..60, -2_i64..12).prop_map(|(from, length)| (day(from), day(from + length))), 0..4)
    }

    fn any_jury() -> impl Strategy<Value = (Campaign, Vec<Juror<u8>>, Vec<Assignment<u8>>)> {
        let campaign = (-2_i64..40, 0_u32..60).prop_map(|(today, seats)| Campaign { seats, ..on_day(today) });
        let jurors = vec((0_u32..9, any_absences()), 4).prop_map(|all| {
            let numbered = all.into_iter().zip(0_u8..);
            numbered.map(|((most, absences), id)| Juror { most, absences, ..juror(id) }).collect()
        });
        (campaign, jurors, vec(any_row(), 0..60))
    }

    fn finish_of(health: &Health<u8>, juror: u8) -> Finish {
        health.jurors.iter().find(|it| it.juror == juror).unwrap().finish
    }

    proptest! {
        #[test]
        fn sums_add_up((campaign, jurors, rows) in any_jury()) {
            let health = health(campaign, &jurors, &rows);
            let sum = |of: fn(&Standing<u8>) -> u32| health.jurors.iter().map(of).sum::<u32>();
            let gone = health.counts.declined + health.counts.recused + health.counts.revoked;
            prop_assert_eq!(usize::try_from(health.counts.load() + gone).unwrap(), rows.len());
            prop_assert_eq!(sum(|it| it.counts.load()), health.counts.load());
            prop_assert_eq!(sum(|it| it.counts.handed_in), health.counts.handed_in);
            prop_assert_eq!(sum(|it| it.overdue.left()), health.overdue);
            prop_assert_eq!(health.days.iter().map(|day| day.handed_in).sum::<u32>(), health.counts.handed_in);
            prop_assert_eq!(health.days.last().unwrap().total, health.counts.handed_in);
            prop_assert_eq!(health.days.last().unwrap().on, campaign.today);
            prop_assert!(health.seats.filled + health.seats.asked + health.seats.open() >= health.seats.needed);
            prop_assert!(health.jurors.iter().all(|it| it.late >= it.overdue.left() && it.late <= it.counts.left()));
        }

        #[test]
        fn the_order_of_rows_makes_no_difference(
            (campaign, jurors, rows) in any_jury(), shuffle in vec(any::<u64>(), 64),
        ) {
            let expected = health(campaign, &jurors, &rows);
            let mut keyed: Vec<_> = shuffle.iter().zip(rows).collect();
            keyed.sort_by_key(|(key, _)| **key);
            let rows: Vec<_> = keyed.into_iter().map(|(_, row)| row).collect();
            let jurors: Vec<_> = jurors.into_iter().rev().collect();
            prop_assert_eq!(health(campaign, &jurors, &rows), expected);
        }

        #[test]
        fn what_is_left_is_done_after_today_and_on_a_day_she_is_there((campaign, jurors, rows) in any_jury()) {
            let health = health(campaign, &jurors, &rows);
            for juror in &jurors {
                if let Finish::On(finish) = finish_of(&health, juror.id) {
                    prop_assert!(finish > campaign.today);
                    prop_assert!(!juror.absences.iter().any(|(from, to)| (*from..=*to).contains(&finish)));
                    prop_assert!(health.finish >= Finish::On(finish));
                }
            }
        }

        #[test]
        fn an_absence_to_come_never_makes_it_earlier(
            (campaign, mut jurors, rows) in any_jury(), from in 1_i64..20, length in 0_i64..9,
        ) {
            let before = health(campaign, &jurors, &rows);
            let away = |days| campaign.today + chrono::TimeDelta::days(days);
            jurors[0].absences.push((away(from), away(from + length)));
            let after = health(campaign, &jurors, &rows);
            prop_assert!(finish_of(&after, 0) >= finish_of(&before, 0));
            prop_assert!(after.finish >= before.finish);
            prop_assert_eq!(finish_of(&after, 1), finish_of(&before, 1));
        }

        #[test]
        fn the_nth_day_is_found_as_one_counts_on_a_calendar(absences in any_absences(), nth in 1_u64..30) {
            let absences = Absences::of(&absences);
            let mut today = day(3);
            for _ in 0..nth {
                today = today.succ_opt().unwrap();
                while absences.covers(today) {
                    today = today.succ_opt().unwrap();
                }
            }
            prop_assert_eq!(absences.day_after(day(3), nth), Some(today));
        }

        #[test]
        fn drift_agrees_with_floating_point(residuals in vec(-5_000_i32..5_000, 6..40)) {
            let (earlier, later) = residuals.split_at(residuals.len() / 2);
            let half = |values: &[i32]| {
                let count = values.iter().map(|_| 1.0).sum::<f64>();
                let mean = values.iter().map(|it| f64::from(*it)).sum::<f64>() / count;
                let squares = values.iter().map(|it| (f64::from(*it) - mean).powi(2)).sum::<f64>();
                (mean, squares / (count - 1.0) / count)
            };
            let ((before, a), (after, b)) = (half(earlier), half(later));
            let found = drift(&residuals).unwrap();
            prop_assert!((f64::from(found.centi) - (after - before)).abs() < 0.501);
            prop_assert!((f64::from(found.error_centi) - (a + b).sqrt()).abs() < 0.501);
        }
    }
}
