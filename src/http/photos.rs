//! `/photos`: the file of a photo, for those who may see it at that moment; `/sponsors`: the logo of a sponsor, likewise; and
//! `/promo-kits`, what a school gets to tell others of its label.

use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use entity::ids::{LabelId, PhotoId, SponsorId};

use super::{Http, asker::Asker, attachment, not_found, refuse};
use crate::{
    api::{ApiError, Code},
    photo::{
        commands::look,
        kit::{Kit, note},
    },
    prize::look_at_logo,
    stop::Stop,
};

/// Answers a photo.
pub(super) async fn whole(State(http): State<Http>, asker: Asker, Path(photo): Path<String>) -> Response {
    show(&http, asker, &photo, false).await
}

/// Answers the thumbnail of a photo.
pub(super) async fn small(State(http): State<Http>, asker: Asker, Path(photo): Path<String>) -> Response {
    show(&http, asker, &photo, true).await
}

/// Answers the logo of a sponsor.
pub(super) async fn logo(State(http): State<Http>, asker: Asker, Path(sponsor): Path<String>) -> Response {
    let Ok(sponsor) = sponsor.parse::<SponsorId>() else { return not_found().await };
    let read = async || -> Result<Vec<u8>, ApiError> {
        let work = asker.admitted(&http, "sponsorLogo").await?.reading().await?;
        Ok(look_at_logo(&work, sponsor).await?)
    };
    shown(read().await, "image/png").await
}

/// A photo, or its thumbnail.
async fn show(http: &Http, asker: Asker, photo: &str, is_small: bool) -> Response {
    let Ok(photo) = photo.parse::<PhotoId>() else { return not_found().await };
    let read = async || -> Result<Vec<u8>, ApiError> {
        let work = asker.admitted(http, "photo").await?.reading().await?;
        Ok(look(&work, photo, is_small).await?)
    };
    shown(read().await, "image/jpeg").await
}

/// What is not there and what is not for the caller answer alike.
async fn shown(read: Result<Vec<u8>, ApiError>, media: &'static str) -> Response {
    match read {
        Ok(content) => {
            // Not kept by anybody: what is withdrawn is seen nowhere. And what is in the file is a picture, whatever else it
            // could be taken for.
            let about = [
                (header::CONTENT_TYPE, media),
                (header::CACHE_CONTROL, "private, no-store"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
            ];
            (about, content).into_response()
        }
        Err(error) => unseen(error).await,
    }
}

/// Answers the promo kit of a label.
pub(super) async fn promo_kit(State(http): State<Http>, asker: Asker, Path(label): Path<String>) -> Response {
    let Ok(label) = label.parse::<LabelId>() else { return not_found().await };
    match packed(&http, asker, label).await {
        Ok((name, content)) => attachment("application/zip", &name, content),
        Err(error) => unseen(error).await,
    }
}

async fn packed(http: &Http, asker: Asker, label: LabelId) -> Result<(String, Vec<u8>), ApiError> {
    let caller = asker.signed_in(http, "promoKit").await?;
    let work = caller.reading().await?;
    let kit = match Kit::of(&work, label).await {
        Ok(kit) => kit,
        Err(stop) => {
            drop(work);
            return Err(caller.refused(stop).await);
        }
    };
    let name = kit.name();
    // It is packed when nobody waits for the database any more.
    let content = work.end().run(move |go_on| kit.archive(go_on)).await?.map_err(Stop::failure)?;
    let work = caller.work().await?;
    note(&work, label).await?;
    work.commit().await?;
    Ok((name, content))
}

/// What is not for the caller answers as what is not there.
async fn unseen(error: ApiError) -> Response {
    if matches!(error.code, Code::NotFound | Code::Forbidden) { not_found().await } else { refuse(error) }
}
