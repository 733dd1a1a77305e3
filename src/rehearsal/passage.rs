//! How time passes in a rehearsal: day by day, with what each brings by itself.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use tokio::sync::Mutex;

use super::store;
use crate::{
    api::Api,
    clock::{day_of, start_of_day},
    due::Runner,
    notification::Sender,
    session,
    stop::Stop,
};

/// How far the clock moves at once, in days.
pub const FURTHEST: i64 = 400;
/// When the day begins for those who work in it.
const MORNING: TimeDelta = TimeDelta::hours(9);

/// Where somebody wants the clock to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// In the morning of this day.
    Day(NaiveDate),
    /// At this instant.
    Instant(DateTime<Utc>),
}

/// The clock of a demo or a rehearsal that is served.
pub struct Rehearsal {
    /// Whose clock it is.
    pub api: Arc<Api>,
    /// What sends mail, if a mail server was named.
    pub sender: Option<Arc<Sender>>,
    /// Whether anybody may act as anybody: in the demo.
    pub is_open: bool,
    turn: Mutex<()>,
}

/// Why the clock stays where it is.
#[derive(Debug, thiserror::Error)]
pub enum Unmoved {
    /// What happened after that has happened.
    #[error("it is {0} already, and the clock does not go back: begin again with a new database")]
    Back(NaiveDate),
    /// Further than anything that is planned.
    #[error("the clock moves {FURTHEST} days at most at once")]
    TooFar,
    /// We could not.
    #[error("the clock came to {0} and no further")]
    Stopped(NaiveDate, #[source] Stop),
}

impl Rehearsal {
    /// Takes up the clock of a database that has one of its own.
    pub async fn begin(api: Arc<Api>, sender: Option<Arc<Sender>>, is_open: bool) -> Result<Arc<Self>, Stop> {
        store::insert(&api.db, &api.clock).await?;
        Ok(Arc::new(Self { api, sender, is_open, turn: Mutex::default() }))
    }

    /// Says every now and then that the clock runs, and follows where another server has moved it.
    pub async fn keep_running(self: Arc<Self>) {
        loop {
            tokio::time::sleep(store::BEAT.to_std().unwrap_or_default()).await;
            if let Err(error) = store::beat(&self.api.db, &self.api.clock).await {
                tracing::error!(?error, "the clock of this rehearsal is not kept");
            }
        }
    }

    /// The morning of a day; what is left of today.
    pub fn morning(&self, day: NaiveDate) -> DateTime<Utc> {
        let (now, morning) = (self.api.clock.now(), start_of_day(day) + MORNING);
        if day == day_of(now) { now.max(morning) } else { morning }
    }

    /// The instant that is wanted.
    pub fn at(&self, wanted: Wanted) -> DateTime<Utc> {
        match wanted {
            Wanted::Day(day) => self.morning(day),
            Wanted::Instant(instant) => instant,
        }
    }

    /// Whether the clock may move so far.
    pub fn check(&self, to: DateTime<Utc>) -> Result<(), Unmoved> {
        let now = self.api.clock.now();
        // A moment may have passed since somebody asked.
        if to < now - TimeDelta::seconds(1) {
            return Err(Unmoved::Back(day_of(now)));
        }
        if to - now > TimeDelta::days(FURTHEST) { Err(Unmoved::TooFar) } else { Ok(()) }
    }

    /// Moves the clock forward, through the morning of every day on the way: each brings what is due by itself then.
    pub async fn advance(&self, to: DateTime<Utc>) -> Result<DateTime<Utc>, Unmoved> {
        let _turn = self.turn.lock().await;
        self.check(to)?;
        let mut day = day_of(self.api.clock.now());
        let stopped = |day: NaiveDate| move |stop| Unmoved::Stopped(day, stop);
        while let Some(next) = day.checked_add_days(Days::new(1)).filter(|next| start_of_day(*next) + MORNING < to) {
            self.reach(start_of_day(next) + MORNING).await.map_err(stopped(day))?;
            day = next;
        }
        self.reach(to).await.map_err(stopped(day))?;
        Ok(self.api.clock.now())
    }

    /// It is that late, and what comes of itself by then has come. What is due is so by its own dates, so that nothing
    /// happens twice: jurors are reminded, releases go out, what is over is forgotten, mails leave. A draft lapses, a form closes and a
    /// deadline passes by being read later.
    async fn reach(&self, at: DateTime<Utc>) -> Result<(), Stop> {
        let Api { db, clock, ids, .. } = self.api.as_ref();
        clock.set(at);
        store::keep(db, clock).await?;
        Runner { db: db.clone(), clock: clock.clone(), ids: ids.clone() }.run_due().await?;
        session::tidy(db, clock).await?;
        if let Some(sender) = &self.sender
            && let Err(trouble) = sender.send_due().await
        {
            tracing::warn!(error = ?trouble, "mail is not sent");
        }
        // Whoever watches looks again.
        db.pulse().beat_for_all();
        Ok(())
    }
}
