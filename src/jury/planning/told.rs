//! What the solver said, as it is kept with a plan.

use std::collections::BTreeMap;

use entity::{
    ids::{ApplicationId, JurorId},
    planned_pair,
};
use fair::assign::{Cut, Help, Met, Plan, Shortage, overlap};
use serde::{Deserialize, Serialize};

use super::rules::Built;
use crate::stop::Stop;

/// What the solver said: of a plan, or of why there is none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Names of the levels, the most important first.
    pub levels: Vec<String>,
    /// What the plan comes to in each.
    pub objective: Vec<i64>,
    /// How many of them are proven to be lowest.
    pub proven: usize,
    /// Applications for one project whose wish was met, and all of them.
    pub met: Option<(usize, usize)>,
    /// The certificate: what one application more costs at each juror.
    pub worth: BTreeMap<JurorId, String>,
    /// SHA-256 of everything that the plan depends on.
    pub input: String,
    /// Jurors who are linked through shared applications.
    pub groups: Vec<Vec<JurorId>>,
    /// How well they are linked, in thousandths.
    pub link_strength: i64,
    /// What makes a plan impossible.
    pub cuts: Vec<ToldCut>,
    /// What would make one possible, each of these by itself.
    pub remedies: Vec<Vec<ToldStep>>,
}

/// Something that cannot be, whatever the plan.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ToldCut {
    /// Applications that need seats; none where it is about the least that jurors take.
    pub applications: Vec<ApplicationId>,
    /// The only jurors who could give them.
    pub jurors: Vec<JurorId>,
    /// Seats or applications that are needed.
    pub needed: u32,
    /// Those that there are.
    pub available: u32,
}

/// A step that helps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToldStep {
    /// The juror agrees to so many more.
    RaiseMost(JurorId, u32),
    /// The juror takes so many fewer at least.
    LowerFewest(JurorId, u32),
    /// Staff clear what ties the juror to the application.
    Clear(ApplicationId, JurorId),
    /// Another juror who may judge these.
    Invite(Vec<ApplicationId>),
}

impl Told {
    /// Of a plan.
    pub fn of_plan(built: &Built, plan: &Plan) -> Self {
        let linked = overlap(plan);
        let juror = |number: &usize| built.jurors.get(*number).copied();
        Self {
            levels: built.case.levels().iter().map(|level| level.word().to_owned()).collect(),
            objective: plan.objective.iter().map(|cost| i64::try_from(*cost).unwrap_or(i64::MAX)).collect(),
            proven: plan.proven,
            met: plan.met.map(|met| (met.projects, met.of)),
            worth: built.jurors.iter().copied().zip(plan.worth.iter().map(ToString::to_string)).collect(),
            input: hex::encode(plan.input),
            groups: linked.parts.iter().map(|part| part.iter().filter_map(juror).collect()).collect(),
            link_strength: thousandths(linked.strength),
            ..Self::default()
        }
    }

    /// Of a case that has none.
    pub fn of_shortage(built: &Built, shortage: &Shortage) -> Self {
        let applications = |keys: &[String]| keys.iter().filter_map(|key| key.parse().ok()).collect();
        let jurors = |keys: &[String]| keys.iter().filter_map(|key| key.parse().ok()).collect();
        let cut = |cut: &Cut| match cut {
            Cut::Seats { applications: keys, needed, jurors: who, free } => {
                ToldCut { applications: applications(keys), jurors: jurors(who), needed: *needed, available: *free }
            }
            Cut::Minimum { jurors: who, needed, available } => {
                ToldCut { applications: Vec::new(), jurors: jurors(who), needed: *needed, available: *available }
            }
        };
        let step = |help: &Help| {
            Some(match help {
                Help::RaiseMax { juror, by } => {
                    let juror = juror.parse().ok()?;
                    ToldStep::RaiseMost(juror, built.rise(juror, *by)?)
                }
                Help::LowerMin { juror, by } => ToldStep::LowerFewest(juror.parse().ok()?, *by),
                Help::Lift { application, juror } => ToldStep::Clear(application.parse().ok()?, juror.parse().ok()?),
                Help::Add { applications: keys } => ToldStep::Invite(applications(keys)),
            })
        };
        Self {
            levels: built.case.levels().iter().map(|level| level.word().to_owned()).collect(),
            cuts: shortage.cuts.iter().map(cut).collect(),
            // One of whose steps cannot be done is no remedy.
            remedies: shortage
                .remedies
                .iter()
                .filter_map(|remedy| remedy.steps.iter().map(step).collect::<Option<Vec<_>>>())
                .collect(),
            ..Self::default()
        }
    }

    /// As it was kept.
    pub fn read(kept: Option<&serde_json::Value>) -> Result<Self, Stop> {
        kept.map_or_else(|| Ok(Self::default()), |kept| serde_json::from_value(kept.clone()).map_err(Stop::failure))
    }

    /// The plan again, for the case of today; `None` when that has other applications or jurors.
    pub fn plan(&self, built: &Built, hash: &str, pairs: &[planned_pair::Model]) -> Option<Plan> {
        let of_pair =
            |pair: &planned_pair::Model| Some((built.application(pair.application_id)?, built.juror(pair.juror_id)?));
        let worth = |juror: &JurorId| self.worth.get(juror)?.parse().ok();
        Some(Plan {
            pairs: pairs.iter().map(of_pair).collect::<Option<_>>()?,
            objective: self.objective.iter().map(|cost| i128::from(*cost)).collect(),
            proven: self.proven,
            met: self.met.map(|(projects, of)| Met { projects, of }),
            seed: built.case.seed(),
            input: bytes(&self.input)?,
            hash: bytes(hash)?,
            worth: built.jurors.iter().map(worth).collect::<Option<_>>()?,
        })
    }
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}

#[allow(clippy::cast_possible_truncation, reason = "an eigenvalue is at most the number of jurors times applications")]
fn thousandths(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}
