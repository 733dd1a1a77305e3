//! What happens before a transaction begins: attempts are counted, passwords hashed and providers asked, without a lock on anything.

use std::time::Duration;

use entity::{ids::AttemptId, user};
use tokio::time::{Instant, sleep_until};

use super::{
    commands::{
        self, ChangePasswordRefusal, ExchangeServiceKeyRefusal, MakeServiceKeyRefusal, Opened, RefreshSessionRefusal,
        RequestSignInLinkRefusal, ResetPasswordRefusal, SignInRefusal, SignInWithLinkRefusal,
        SignInWithProviderRefusal, SignOutRefusal,
    },
    inputs::{
        ChangePasswordInput, ExchangeServiceKeyInput, MakeServiceKeyInput, RefreshSessionInput, RequestSignInLinkInput,
        ResetPasswordInput, SignInInput, SignInWithLinkInput, SignInWithProviderInput, SignOutInput,
    },
    password,
    rules::{PER_ACCOUNT, PER_ADDRESS, WINDOW, account_subject, digest},
    store,
    tokens::{LinkRequested, ServiceKeyTokens, ServiceTokens, SessionTokens, SignedOut},
};
use crate::{
    account::{self, EmailAddress},
    api::{Answered, ApiResult, Payload, Refusal, Request, limit::network},
    stop::{Answer, Stop},
    work::Work,
};

/// An answer that must not tell whether there is such a user takes at least this long.
const AT_LEAST: Duration = Duration::from_millis(100);

pub(super) async fn sign_in(request: &Request, input: SignInInput) -> ApiResult<Payload<SessionTokens, SignInRefusal>> {
    let email = input.email.parse::<EmailAddress>().ok();
    attempt(request, email.as_ref()).await?;
    let db = request.api.db.connection();
    let user = match &email {
        Some(email) => account::find_by_email(db, email).await?,
        None => None,
    };
    let (user, hash) = proven(request, user, input.password.clone()).await?;
    let renewed = match hash.filter(|hash| user.is_some() && password::is_outdated(hash)) {
        Some(_) => Some(password::hash(input.password).await?),
        None => None,
    };
    let work = request.work().await?;
    let answer = commands::sign_in(&work, user, renewed).await;
    opened(request, work, answer).await
}

pub(super) async fn sign_in_with_link(
    request: &Request,
    input: SignInWithLinkInput,
) -> ApiResult<Payload<SessionTokens, SignInWithLinkRefusal>> {
    attempt(request, None).await?;
    let work = request.work().await?;
    let answer = commands::sign_in_with_link(&work, &input.link_token).await;
    opened(request, work, answer).await
}

pub(super) async fn sign_in_with_provider(
    request: &Request,
    input: SignInWithProviderInput,
) -> ApiResult<Payload<SessionTokens, SignInWithProviderRefusal>> {
    attempt(request, None).await?;
    let vouched = request.api.providers.verify(&input.id_token, &input.nonce, request.api.clock.now()).await;
    if let Ok(vouched) = &vouched {
        count(request, &format!("identity {} {}", vouched.issuer, vouched.subject), PER_ACCOUNT).await?;
    }
    let work = request.work().await?;
    let answer = commands::sign_in_with_provider(&work, vouched).await;
    opened(request, work, answer).await
}

pub(super) async fn request_link(
    request: &Request,
    input: RequestSignInLinkInput,
) -> ApiResult<Payload<LinkRequested, RequestSignInLinkRefusal>> {
    let answered = Instant::now() + AT_LEAST;
    let Ok(email) = input.email.parse::<EmailAddress>() else {
        return Ok(Payload::refused(vec![RequestSignInLinkRefusal::NotAnEmail]));
    };
    attempt(request, Some(&email)).await?;
    let user = account::find_by_email(request.api.db.connection(), &email).await?;
    let work = request.work().await?;
    commands::request_link(&work, user).await?;
    work.commit().await?;
    sleep_until(answered).await;
    Ok(Payload::done(LinkRequested))
}

pub(super) async fn refresh(
    request: &Request,
    input: RefreshSessionInput,
) -> ApiResult<Payload<SessionTokens, RefreshSessionRefusal>> {
    let work = request.work().await?;
    let answer = commands::refresh(&work, &input.refresh_token).await;
    opened(request, work, answer).await
}

pub(super) async fn sign_out(request: &Request, input: SignOutInput) -> ApiResult<Payload<SignedOut, SignOutRefusal>> {
    let work = request.work().await?;
    let answer = commands::sign_out(&work, &input.refresh_token, input.everywhere).await;
    kept(work, answer, |()| Ok(SignedOut)).await
}

pub(super) async fn change_password(
    request: &Request,
    input: ChangePasswordInput,
) -> ApiResult<Payload<SessionTokens, ChangePasswordRefusal>> {
    let id = request.actor.id();
    let user = match id {
        Some(id) => store::get_user(request.api.db.connection(), id).await?,
        None => None,
    };
    let email = user.as_ref().and_then(|user| user.email.parse::<EmailAddress>().ok());
    attempt(request, email.as_ref()).await?;
    let (user, _) = proven(request, user, input.current_password).await?;
    let hash = password::hash(input.new_password.clone()).await?;
    let work = request.work().await?;
    let answer = commands::change_password(&work, user, &input.new_password, hash).await;
    opened(request, work, answer).await
}

pub(super) async fn reset_password(
    request: &Request,
    input: ResetPasswordInput,
) -> ApiResult<Payload<SessionTokens, ResetPasswordRefusal>> {
    attempt(request, None).await?;
    let hash = password::hash(input.new_password.clone()).await?;
    let work = request.work().await?;
    let answer = commands::reset_password(&work, &input.link_token, &input.new_password, hash).await;
    opened(request, work, answer).await
}

pub(super) async fn make_key(
    request: &Request,
    input: MakeServiceKeyInput,
) -> ApiResult<Payload<ServiceKeyTokens, MakeServiceKeyRefusal>> {
    let work = request.work().await?;
    let (id, secret) = match commands::make_key(&work, input).await {
        Ok(Ok(made)) => made,
        Ok(Err(refusals)) => return Ok(Payload::refused(refusals)),
        Err(stop) => {
            drop(work);
            request.note_refusal("makeServiceKey", &stop).await?;
            return Err(stop.into());
        }
    };
    work.commit().await?;
    Ok(Payload::done(ServiceKeyTokens { service_key_id: id.to_string().into(), secret }))
}

pub(super) async fn exchange_key(
    request: &Request,
    input: ExchangeServiceKeyInput,
) -> ApiResult<Payload<ServiceTokens, ExchangeServiceKeyRefusal>> {
    attempt(request, None).await?;
    let work = request.work().await?;
    let answer = commands::exchange_key(&work, &input.secret).await;
    let (tokens, now) = (&request.api.tokens, request.api.clock.now());
    kept(work, answer, |bearer| {
        Ok(ServiceTokens {
            access_token: tokens.sign(bearer, now)?,
            access_token_expires_at: crate::api::Instant(tokens.expiry(now)),
        })
    })
    .await
}

/// Counts an attempt on an account and from an address before anything is looked up: whoever comes too often is
/// turned away, whether there is such an account or not (C14, C38).
async fn attempt(request: &Request, email: Option<&EmailAddress>) -> Result<(), Stop> {
    let account = email.map(|email| (account_subject(&email.to_string()), PER_ACCOUNT));
    let address = request.address.map(|address| (format!("address {}", network(address)), PER_ADDRESS));
    for (subject, most) in account.into_iter().chain(address) {
        count(request, &subject, most).await?;
    }
    Ok(())
}

/// Counts an attempt of one kind. Who or what it is about is kept as a hash.
async fn count(request: &Request, subject: &str, most: u64) -> Result<(), Stop> {
    let (api, subject) = (&request.api, digest(subject));
    let now = api.clock.now();
    let id: AttemptId = api.ids.next(now);
    store::note_attempt(&api.db, id, subject.clone(), now, now - WINDOW).await?;
    if store::attempts_since(&api.db, &subject, now - WINDOW).await? > most {
        return Err(Stop::TooMany { retry_after: WINDOW.num_seconds().unsigned_abs() });
    }
    Ok(())
}

/// The user, if the password is hers; and the hash that is kept of it.
async fn proven(
    request: &Request,
    user: Option<user::Model>,
    password: String,
) -> Result<(Option<user::Model>, Option<String>), Stop> {
    let hash = match &user {
        Some(user) => store::password_hash(request.api.db.connection(), user.id).await?,
        None => None,
    };
    let is_hers = password::matches(password, hash.clone()).await?;
    Ok((user.filter(|_| is_hers), hash))
}

async fn opened<R: Refusal>(
    request: &Request,
    work: Work,
    answer: Answer<Opened, R>,
) -> ApiResult<Payload<SessionTokens, R>> {
    kept(work, answer, |opened| SessionTokens::of(request, opened)).await
}

/// Commits whatever came of it: a refused attempt is written down too.
async fn kept<A, T: Answered, R: Refusal>(
    work: Work,
    answer: Answer<A, R>,
    shape: impl FnOnce(A) -> Result<T, Stop>,
) -> ApiResult<Payload<T, R>> {
    let answer = answer?;
    work.commit().await?;
    Ok(match answer {
        Ok(done) => Payload::done(shape(done)?),
        Err(refusals) => Payload::refused(refusals),
    })
}
