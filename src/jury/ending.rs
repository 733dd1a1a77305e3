//! The one gate through which assignments end, row by row: each by those who decide on it. What is left over stays as it
//! is, and the staff who decide on that are told (INV-10, INV-11).

use super::objects::Assignment;
use std::collections::BTreeMap;

use entity::{
    application, assignment,
    ids::{CampaignId, Id},
    kinds::{Community, Kind, MessageTemplate},
};
use serde_json::json;

use super::{
    access, planning,
    state::{Verb, after},
    store,
};
use crate::{
    account,
    api::fact::Sentence,
    application as applications,
    auth::Actor,
    campaign::{self, rules::day_of},
    notification::{self, Mail},
    stop::Stop,
    work::Work,
};

/// What became of the assignments that an act touches.
#[derive(Default)]
pub(super) struct Ending {
    /// Those that ended.
    pub ended: Vec<assignment::Model>,
    /// Those on which staff of other communities decide: one of them for each community and campaign.
    left: BTreeMap<(Community, CampaignId), assignment::Model>,
}

impl Ending {
    /// Whether nothing is left for others.
    pub fn is_whole(&self) -> bool {
        self.left.is_empty()
    }

    /// Adds another.
    pub fn and(mut self, other: Self) -> Self {
        self.ended.extend(other.ended);
        self.left.extend(other.left);
        self
    }

    /// Tells the staff of those that are left, once a day about `thing`; what ended goes on to the scores.
    pub async fn tell(self, work: &Work, case: &str, thing: impl Id) -> Result<Vec<assignment::Model>, Stop> {
        let office = access::office(work.actor())?.map_or("", Kind::word);
        for ((community, campaign), assignment) in self.left {
            let campaign = campaign::get(work, campaign).await?;
            let application = applications::get(work, assignment.application_id).await?;
            let facts = json!({
                "case": case,
                "office": office,
                "juror": account::get(work, assignment.juror_id.into()).await?.name,
                "projectTitle": applications::title_of_hand_in(work, &application).await?,
                "schoolYear": campaign.school_year,
                "contactEmail": campaign.contact_email,
                "contactUrl": campaign.contact_url,
            });
            for recipient in account::list_staff(work, &[community]).await? {
                let mail = Mail::to(&recipient, MessageTemplate::JuryConflict).once_per(thing);
                notification::enqueue(work, mail.once_on(day_of(work.now())).saying(facts.clone())).await?;
            }
        }
        Ok(self.ended)
    }
}

/// Why assignments end.
#[derive(Clone, Copy)]
pub(super) enum Reason<'a> {
    /// As who ends them says it: that of staff names their office.
    Told(&'a str),
    /// As the system found it: one of the words that are kept, and said to each reader in the language of the reader.
    Found(&'static str),
}

impl Reason<'_> {
    /// As it is kept beside an assignment.
    pub fn kept(self, actor: &Actor) -> String {
        match (self, access::office(actor)) {
            (Self::Told(reason), Ok(Some(office))) => format!("{}: {reason}", office.word()),
            (Self::Told(reason), Ok(None) | Err(_)) => reason.to_owned(),
            (Self::Found(word), _) => word.to_owned(),
        }
    }
}

/// Ends those of the assignments that the verb ends from where they stand, and on which the caller decides.
pub(super) async fn end(
    work: &Work,
    touched: Vec<assignment::Model>,
    verb: Verb,
    reason: Reason<'_>,
) -> Result<Ending, Stop> {
    let mut ending = Ending::default();
    for assignment in touched {
        let Some(state) = after(assignment.state, verb) else { continue };
        let application = applications::get(work, assignment.application_id).await?;
        if work.look(Assignment::END, assignment.id).await.is_err_and(|stop| stop.is_verdict()) {
            ending.left.insert((application.community, application.campaign_id), assignment);
            continue;
        }
        let kept = reason.kept(work.actor());
        let ended = assignment::Model { state, ended_reason: Some(kept.clone()), ..assignment };
        store::save(work, ended.clone()).await?;
        let action = if verb == Verb::Recuse { "recuse" } else { "revokeAssignment" };
        match reason {
            Reason::Told(_) => work.audit_as_because(action, ended.id, Some(&kept), None).await?,
            Reason::Found(found) => {
                work.audit_as_because(action, ended.id, None, Some(json!({ "found": found }))).await?;
            }
        }
        planning::commands::propose(work, ended.application_id).await?;
        ending.ended.push(ended);
    }
    Ok(ending)
}

/// Goes on only if the caller has no stake in these applications, where staff speak of a juror: what keeps a juror away from
/// them, or lets one back, says who judges them (INV-13). A juror speaks of nobody else.
pub(super) async fn heed_stakes(work: &Work, touched: &[application::Model]) -> Result<(), Stop> {
    if !matches!(work.actor(), Actor::Staff(_)) {
        return Ok(());
    }
    match applications::stakes(work).await?.among(touched).next() {
        Some((_, stake)) => {
            Err(Stop::forbidden(Sentence::new("{stake}: somebody else must do this").with("stake", stake)))
        }
        None => Ok(()),
    }
}
