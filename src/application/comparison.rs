//! Comparing the applications for one project: a signal for staff (F6, R133).

use crate::project::Project;
use std::cmp::Reverse;

use entity::ids::ApplicationId;
use fair::{
    similarity::{Document, Given, Likeness},
    stop::{GoOn, Stopped},
};

use super::{
    compared::{Comparison, Pair, Place},
    inputs::SimilaritiesInput,
    store,
};
use crate::{campaign, refusals, stop::Answer, work::Work};

refusals! {
    /// Why nothing is compared.
    SimilaritiesRefusal {
        /// Fewer than two applications that you may review are handed in.
        TooFewApplications { count: usize } "TOO_FEW_APPLICATIONS" on ["projectId"] = "there is nothing to compare: for this project, {count} applications were handed in";
    }
}

/// An application, ready to be compared.
type Compared = (ApplicationId, Document<Place>);

/// Pairs that are told, the most alike.
const SHOWN: usize = 100;

/// Compare what was handed in last, of the applications that the caller reviews. The summary is left out: it tells of the
/// project, and they share that. So is what they quote of the form. Nothing is written.
pub async fn compare(work: &Work, input: SimilaritiesInput) -> Answer<Comparison, SimilaritiesRefusal> {
    let (project, campaign) = (input.project_id.0, input.campaign_id.0);
    work.look(Project::CHANGE, project).await?;
    let rubric = campaign::get(work, campaign).await?.rubric_version_id;
    let form = campaign::texts_of_form(work, rubric).await?;
    let mut texts = Vec::new();
    let stakes = store::stakes(work).await?;
    for (application, its) in store::list_handed_in(work, project, campaign).await? {
        let is_impartial = stakes.in_application(&application).is_none();
        if is_impartial && work.actor().looks_after(application.track, application.community) {
            texts.push((application.id, its));
        }
    }
    let count = texts.len();
    if count < 2 {
        return Ok(Err(vec![SimilaritiesRefusal::TooFewApplications { count }]));
    }
    let comparison = work.compute(move |go_on| {
        let given = Given::of(form.iter().map(String::as_str));
        let mut documents: Vec<Compared> = Vec::new();
        for (id, texts) in texts {
            go_on()?;
            documents.push((id, Document::of(texts, &given)));
        }
        compared(&documents, go_on)
    });
    comparison.await.map(Ok)
}

/// All of them, two by two.
fn compared(documents: &[Compared], go_on: GoOn<'_>) -> Result<Comparison, Stopped> {
    let mut pairs: Vec<(&Compared, &Compared, Likeness)> = Vec::new();
    for (position, one) in documents.iter().enumerate() {
        for other in documents.iter().skip(position + 1) {
            go_on()?;
            let likeness = one.1.likeness(&other.1);
            if likeness.shared > 0 {
                pairs.push((one, other, likeness));
            }
        }
    }
    pairs.sort_by_key(|(_, _, likeness)| Reverse(likeness.per_mille()));
    pairs.truncate(SHOWN);
    let mut told = Vec::new();
    for (one, other, likeness) in pairs {
        go_on()?;
        told.push(Pair { first: one.0, second: other.0, likeness, passages: one.1.passages(&other.1) });
    }
    Ok(Comparison::of(documents.len(), told.into_iter()))
}
