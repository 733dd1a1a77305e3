//! Results as they stand: with everything that goes out with each.

use std::collections::HashMap;

use entity::{
    application, campaign as campaigns, decision as decisions,
    ids::{ApplicationId, CampaignId, CriterionId},
    kinds::{DecisionStatus, MessageTemplate, Outcome, ScoreBand},
    user,
};
use serde_json::{Value, json};

use super::rules::{Certificate, Line, Page, Unit};
use crate::{
    account,
    application::{self as applications, rules::Stake},
    campaign,
    decision::{self, Advice, Hold},
    notification::text::{Frame, Unwritable, write},
    project, school,
    stop::Stop,
    words::Language,
    work::Work,
};

/// A result as it stands.
pub(super) struct Standing {
    pub application: application::Model,
    pub decision: Option<decisions::Model>,
    /// The teacher, as written to now.
    pub teacher: user::Model,
    /// What the mail says, once there is something to say.
    pub facts: Option<Value>,
    /// Everything that its teacher would read.
    pub line: Line,
}

/// What a result is told with.
struct Told {
    campaign: campaigns::Model,
    /// The title as it was handed in.
    title: String,
    project: String,
    school: String,
    /// In which band each score is, where the campaign tells teachers that.
    bands: Vec<(CriterionId, ScoreBand)>,
}

impl Standing {
    /// The mail, to be read at this address of the front end.
    pub fn letter(&self, front: &str) -> Result<Option<(String, String)>, Unwritable> {
        let Some(facts) = &self.facts else { return Ok(None) };
        letter(&self.teacher, facts, front).map(Some)
    }

    fn of(
        application: application::Model,
        (decision, feedback): (Option<decisions::Model>, Option<Advice>),
        teacher: user::Model,
        told: &Told,
    ) -> Result<Self, Unwritable> {
        let facts = decision.as_ref().zip(feedback.as_ref()).map(|(decision, feedback)| {
            // Nothing about who judged, and no score (INV-33, Q10).
            json!({
                "projectTitle": told.title,
                "track": application.track,
                "outcome": decision.outcome,
                "motivation": decision.motivation,
                "feedback": feedback.text,
                "reconsiderationDays": told.campaign.reconsideration_days,
                "contactEmail": told.campaign.contact_email,
                "contactUrl": told.campaign.contact_url,
            })
        });
        // Where the front end is, is a matter of the server, and no word of a result.
        let mail = facts.as_ref().map(|facts| letter(&teacher, facts, "")).transpose()?;
        let is_awarded = decision.as_ref().is_some_and(|decision| decision.outcome == Outcome::Awarded);
        let certificate = is_awarded.then(|| Certificate {
            name: teacher.name.clone(),
            school: told.school.clone(),
            project: told.project.clone(),
            track: application.track,
            school_year: told.campaign.school_year.clone(),
        });
        let line = Line {
            application: application.id,
            decision: decision.as_ref().map(|one| (one.id, one.state == DecisionStatus::Ratified)),
            is_approved: feedback.as_ref().is_some_and(|feedback| feedback.is_approved),
            page: Page {
                project: told.project.clone(),
                outcome: decision.as_ref().map(|decision| decision.outcome),
                motivation: decision.as_ref().map(|decision| decision.motivation.clone()).unwrap_or_default(),
                feedback: feedback.as_ref().map(|feedback| feedback.overall.clone()).unwrap_or_default(),
                parts: feedback.as_ref().map(|feedback| feedback.parts.clone()).unwrap_or_default(),
                bands: told.bands.clone(),
            },
            mail,
            certificate,
        };
        Ok(Self { application, decision, teacher, facts, line })
    }
}

/// The mail with a result, in the language of its reader.
fn letter(teacher: &user::Model, facts: &Value, front: &str) -> Result<(String, String), Unwritable> {
    let frame = Frame { name: &teacher.name, front, link: None };
    let letter = write(MessageTemplate::ResultPublished, Language::of(&teacher.locale), facts, frame)?;
    Ok((letter.subject, letter.text))
}

/// The results that go out together as they stand now, in the order of the ids of their applications.
pub(super) async fn standings(
    work: &Work,
    campaign: CampaignId,
    (unit, hold): (Unit, Hold),
) -> Result<Vec<Standing>, Stop> {
    let campaign = campaign::get(work, campaign).await?;
    let mut complete = applications::list_complete(work, campaign.id, unit.track).await?;
    complete.retain(|application| unit.has(application.track, application.community));
    let ids: Vec<ApplicationId> = complete.iter().map(|application| application.id).collect();
    let decided = match hold {
        Hold::Locked => decision::list_decisions(work, &ids).await?,
        Hold::Seen => decision::see_decisions(work, &ids).await?,
    };
    let mut decided: HashMap<ApplicationId, decisions::Model> =
        decided.into_iter().map(|one| (one.application_id, one)).collect();
    let mut bands = if campaign.has_score_bands {
        decision::list_bands(work, &decided.values().map(|one| one.id).collect::<Vec<_>>()).await?
    } else {
        HashMap::new()
    };
    let mut advised = decision::list_advice(work, &campaign, (&complete, hold)).await?;
    let titles = applications::titles_of_hand_in(work, &complete).await?;
    let projects = project::titles(work, &complete.iter().map(|one| one.project_id).collect::<Vec<_>>()).await?;
    let schools = school::names(work, &complete.iter().map(|one| one.school_id).collect::<Vec<_>>()).await?;
    let teachers = account::list(work, &complete.iter().map(|one| one.teacher_id).collect::<Vec<_>>()).await?;
    let standings = work.compute(move |go_on| {
        let mut standings = Vec::new();
        for (application, title) in complete.into_iter().zip(titles) {
            go_on()?;
            let id = application.id;
            let Some(teacher) = teachers.get(&application.teacher_id).cloned() else { return Ok(Err(None)) };
            let bands = decided.get(&id).and_then(|decision| bands.remove(&decision.id)).unwrap_or_default();
            let told = Told {
                bands,
                campaign: campaign.clone(),
                title,
                project: projects.get(&application.project_id).cloned().unwrap_or_default(),
                school: schools.get(&application.school_id).cloned().unwrap_or_default(),
            };
            match Standing::of(application, (decided.remove(&id), advised.remove(&id)), teacher, &told) {
                Ok(standing) => standings.push(standing),
                Err(error) => return Ok(Err(Some(error))),
            }
        }
        Ok(Ok(standings))
    });
    standings.await?.map_err(|error| match error {
        Some(error) => Stop::failure(error),
        None => Stop::failure("an application without its teacher"),
    })
}

/// With which of these results the caller has something to do.
pub(super) async fn stakes_in(work: &Work, standings: &[Standing]) -> Result<Vec<(ApplicationId, Stake)>, Stop> {
    let stakes = applications::stakes(work).await?;
    Ok(stakes.among(standings.iter().map(|standing| &standing.application)).collect())
}
