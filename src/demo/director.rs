//! Calls the API as the people of the demo do.

use std::sync::Arc;

use async_graphql::Variables;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{ids::UserId, kinds::Role};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Value, json};

use super::{DemoError, Tell};
use crate::{
    api::{Api, Caller, Operation, Reply},
    clock::{Clock, day_of, start_of_day},
    due::Runner,
    jury::planning::Planner,
};

/// A day as it is written.
pub fn day(text: &str) -> Result<NaiveDate, DemoError> {
    text.parse().map_err(|_| DemoError::Failed(format!("{text} is no day")))
}

/// Somebody of the demo, in a role.
#[derive(Clone, Copy, Debug)]
pub struct Someone {
    pub id: UserId,
    pub role: Role,
}

/// Tells everybody what to do, and when.
pub struct Director {
    api: Arc<Api>,
    clock: Clock,
    chance: StdRng,
    tell: Tell,
}

/// The first and the last day of a part of the story.
pub type Span = (NaiveDate, NaiveDate);

/// The hours between which people of the demo work, in Brussels.
const AWAKE: (i64, i64) = (10, 21);

impl Director {
    pub fn new(api: Arc<Api>, clock: Clock, tell: Tell) -> Self {
        Self { api, clock, chance: StdRng::seed_from_u64(2024), tell }
    }

    /// It is nine in the morning of this day in Brussels.
    pub fn on(&self, day: &str) -> Result<(), DemoError> {
        self.go(start_of_day(self::day(day)?) + TimeDelta::hours(9));
        Ok(())
    }

    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// It is this instant.
    pub fn go(&self, to: DateTime<Utc>) {
        if day_of(to) != day_of(self.now()) {
            (self.tell)(&format!("nql makes the demo; in its story it is {}", day_of(to).format("%-d %B %Y")));
        }
        self.clock.set(to);
    }

    /// It is some instant at which people work, from the first to the last day.
    pub fn go_sometime(&mut self, span: Span) {
        let at = self.sometime(span);
        self.go(at);
    }

    /// The same, as people are with a last day before them: most come late.
    pub fn go_rather_late(&mut self, span: Span) {
        let at = self.sometime(span).max(self.sometime(span));
        self.go(at);
    }

    fn sometime(&mut self, (from, to): Span) -> DateTime<Utc> {
        let day = from + TimeDelta::days(self.chance.random_range(0..=(to - from).num_days().max(0)));
        let minute = self.chance.random_range(AWAKE.0 * 60..AWAKE.1 * 60);
        start_of_day(day) + TimeDelta::minutes(minute)
    }

    /// What is due by itself is done, and what will be is known.
    pub async fn wait(&self) -> Result<(), DemoError> {
        let (db, clock, ids) = (self.api.db.clone(), self.clock.clone(), self.api.ids.clone());
        Runner { db, clock, ids }.run_due().await?;
        Ok(())
    }

    /// A moment later.
    pub fn later(&self, minutes: i64) {
        self.clock.set(self.clock.now() + TimeDelta::minutes(minutes));
    }

    /// A number from 0 up to but not including `below`.
    pub fn number(&mut self, below: usize) -> usize {
        self.chance.random_range(0..below.max(1))
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.choose(&mut self.chance)
    }

    /// Has every plan that waits worked out.
    pub async fn work_plans_out(&self) -> Result<(), DemoError> {
        let (db, clock, ids) = (self.api.db.clone(), self.clock.clone(), self.api.ids.clone());
        let planned = Planner { db, clock, ids }.run_due().await;
        planned.map_err(|stop| DemoError::Failed(stop.to_string()))?;
        Ok(())
    }

    /// The API itself.
    pub fn api(&self) -> &Arc<Api> {
        &self.api
    }

    /// A mutation that must be accepted; `shown` is the field of its payload and what is asked of it.
    pub async fn act(&self, who: Someone, mutation: &str, input: Value, shown: &str) -> Result<Value, DemoError> {
        match self.try_act(who, mutation, input, shown).await? {
            Ok(value) => Ok(value),
            Err(codes) => Err(DemoError::Script { step: mutation.to_owned(), why: codes.join(", ") }),
        }
    }

    /// A mutation that may be refused: the codes then.
    pub async fn try_act(
        &self,
        who: Someone,
        mutation: &str,
        input: Value,
        shown: &str,
    ) -> Result<Result<Value, Vec<String>>, DemoError> {
        let field = shown.split_whitespace().next().unwrap_or_default();
        let ty = match mutation {
            "openCampaign" | "closeCampaign" | "startEvaluation" | "startDeliberation" => "MoveCampaign",
            other => {
                &format!("{}{}", other.get(..1).unwrap_or_default().to_uppercase(), other.get(1..).unwrap_or_default())
            }
        };
        let query = format!(
            "mutation($input: {ty}Input!) {{ it: {mutation}(input: $input) {{ {shown} userErrors {{ code message }} }} }}"
        );
        let data = self.ask(who, &query, json!({ "input": input })).await?;
        let errors = data["it"]["userErrors"].as_array().cloned().unwrap_or_default();
        if errors.is_empty() {
            return Ok(Ok(data["it"][field].clone()));
        }
        Ok(Err(errors.iter().map(|error| error["code"].as_str().unwrap_or_default().to_owned()).collect()))
    }

    /// A query, or a mutation as a whole: its `data`.
    pub async fn ask(&self, who: Someone, query: &str, variables: Value) -> Result<Value, DemoError> {
        let failed = |why: String| DemoError::Script { step: query.chars().take(80).collect(), why };
        let caller = Caller { user: Some(who.id), role: Some(who.role), ..Caller::default() };
        let operation =
            Operation { query: query.to_owned(), variables: Variables::from_json(variables), ..Operation::default() };
        match self.api.execute(caller, operation).await {
            Reply::Executed(executed) => {
                let answer: Value =
                    serde_json::from_slice(&executed.body).map_err(|error| failed(error.to_string()))?;
                if answer.get("errors").is_some() {
                    return Err(failed(answer["errors"].to_string()));
                }
                Ok(answer["data"].clone())
            }
            Reply::Refused(errors) => {
                Err(failed(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")))
            }
        }
    }
}
