//! Links from mails: whoever has one answers without signing in. A secret cannot be guessed; what was wrong is counted, for each
//! network apart, as where somebody signs in.

use super::{
    answering::{self, AnswerEventInvitationByLinkRefusal, EventInvitationByLinkRefusal},
    answers::InvitationByLink,
    inputs::{AnswerEventInvitationByLinkInput, EventInvitationByLinkInput},
};
use crate::{
    api::{Call, Refusal},
    auth::Actor,
    session,
    stop::{Answer, Stop},
};

/// Answers an invitation, whoever the header speaks of: the link is in the input.
pub(super) async fn answer_by_link(
    call: &Call<'_>,
    input: AnswerEventInvitationByLinkInput,
) -> Answer<InvitationByLink, AnswerEventInvitationByLinkRefusal> {
    let request = call.request;
    let work = request.api.work(&Actor::Anonymous, request.request_id.clone()).await?;
    match answering::answer_by_link(&work, input).await? {
        Ok(shown) => {
            work.commit().await?;
            Ok(Ok(shown))
        }
        Err(refusals) => {
            drop(work);
            count(call, &refusals).await?;
            Ok(Err(refusals))
        }
    }
}

/// Shows an invitation.
pub(super) async fn show_by_link(
    call: &Call<'_>,
    input: EventInvitationByLinkInput,
) -> Answer<InvitationByLink, EventInvitationByLinkRefusal> {
    let work = call.request.reading().await?;
    let answer = answering::show_by_link(&work, &input.link_token).await?;
    drop(work);
    if let Err(refusals) = &answer {
        count(call, refusals).await?;
    }
    Ok(answer)
}

/// Counts a link that leads nowhere.
async fn count<R: Refusal>(call: &Call<'_>, refusals: &[R]) -> Result<(), Stop> {
    match refusals.iter().map(Refusal::code).find(|code| *code == "LINK_INVALID") {
        Some(code) => session::miss(call, code).await,
        None => Ok(()),
    }
}
