//! `/certificates`: all certificates of a release in one file, for the printer or to send on.

use axum::{
    extract::{Path, State},
    response::Response,
};
use entity::{
    ids::CampaignId,
    kinds::{Kind, Track},
};

use super::{Http, asker::Asker, attachment, not_found, refuse};
use crate::{
    api::ApiError,
    certificate::printing::{Release, note},
    stop::Stop,
};

/// What is asked for.
#[derive(Clone, Copy)]
enum Form {
    Document,
    Archive,
}

/// `NQL.pdf`: the label, and the form of the file.
fn asked(file: &str) -> Option<(Track, Form)> {
    let (track, form) = file.split_once('.')?;
    let (track, ..) = Track::VALUES.iter().find(|(_, word, ..)| *word == track)?;
    match form {
        "pdf" => Some((*track, Form::Document)),
        "zip" => Some((*track, Form::Archive)),
        _ => None,
    }
}

/// Answers the file.
pub(super) async fn give(
    State(http): State<Http>,
    asker: Asker,
    Path((campaign, file)): Path<(String, String)>,
) -> Response {
    let (Ok(campaign), Some((track, form))) = (campaign.parse(), asked(&file)) else { return not_found().await };
    let media = match form {
        Form::Document => "application/pdf",
        Form::Archive => "application/zip",
    };
    match made(&http, asker, (campaign, track, form)).await {
        Ok(content) => attachment(media, &format!("certificates-{file}"), content),
        Err(error) => refuse(error),
    }
}

async fn made(
    http: &Http,
    asker: Asker,
    (campaign, track, form): (CampaignId, Track, Form),
) -> Result<Vec<u8>, ApiError> {
    let caller = asker.signed_in(http, "certificates").await?;
    let work = caller.reading().await?;
    let release = match Release::of(&work, campaign, track).await {
        Ok(release) => release,
        Err(stop) => {
            drop(work);
            return Err(caller.refused(stop).await);
        }
    };
    // It is drawn when nobody waits for the database any more.
    let computing = work.end();
    let content = computing.run(move |go_on| match form {
        Form::Document => release.document(go_on),
        Form::Archive => release.archive(go_on),
    });
    let content = content.await?.map_err(Stop::failure)?;
    let work = caller.work().await?;
    note(&work, campaign).await?;
    work.commit().await?;
    Ok(content)
}
