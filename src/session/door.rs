//! What happens before a transaction begins and when it was refused: attempts are counted, passwords hashed and
//! providers asked, without a lock on anything.
//!
//! Two kinds of secrets come to the door. A password can be guessed, so a guess is counted before it is looked at, and
//! given back when it was right. A link, a key, a refresh token or the word of a provider cannot: the right one always
//! gets in, and only what was wrong is counted, for each mutation and network apart. Whoever is too fast waits for
//! seconds; nobody is ever shut out by what others do: an account that got in from a network waits there for failures
//! on itself only.

use std::{net::IpAddr, sync::Arc, time::Duration};

use entity::{kinds::UserStatus, user};
use serde_json::json;
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

use super::{
    commands::{
        self, ChangePasswordRefusal, ExchangeServiceKeyRefusal, Opened, RefreshSessionRefusal,
        RequestSignInLinkRefusal, ResetPasswordRefusal, SignInRefusal, SignInWithLinkRefusal,
        SignInWithProviderRefusal, SignOutRefusal,
    },
    inputs::{
        ChangePasswordInput, ExchangeServiceKeyInput, RefreshSessionInput, RequestSignInLinkInput, ResetPasswordInput,
        SignInInput, SignInWithLinkInput, SignInWithProviderInput, SignOutInput,
    },
    password,
    rules::{GUESSES, GUESSES_OF_ACCOUNT, KNOWN, LINKS_ASKED, MISSES, Pace, digest},
    store,
    tokens::{LinkRequested, ServiceTokens, SessionTokens, SignedOut},
};
use crate::{
    account::{self, EmailAddress},
    api::{Api, Call, Refusal, Request, limit::network, sums::ANYTHING},
    auth::{Actor, provider::Vouched},
    stop::{Answer, Stop},
    work::Work,
};

/// An answer that must not tell whether there is such a user takes at least this long.
const AT_LEAST: Duration = Duration::from_millis(100);
/// The same, for somebody who is too fast: long enough to look at a password first.
const TOO_FAST: Duration = Duration::from_millis(250);
/// Between one look at what was refused and the next.
const SUMMED: Duration = Duration::from_mins(10);
/// What is no miss: a guess, which was counted before; a password that may not be one; a provider that is away.
const NO_MISS: [&str; 4] = ["CREDENTIALS_WRONG", "PASSWORD_LENGTH", "PASSWORD_GUESSABLE", "PROVIDER_UNAVAILABLE"];

pub(super) async fn sign_in(call: &Call<'_>, input: SignInInput) -> Answer<SessionTokens, SignInRefusal> {
    let request = call.request;
    let told = Instant::now() + TOO_FAST;
    let email = input.email.parse::<EmailAddress>().ok();
    let name = email.as_ref().map_or_else(|| input.email.clone(), ToString::to_string);
    let guess = match Guess::begin(request, &name).await? {
        Ok(guess) => guess,
        Err(wait) => return too_fast(call, told, wait).await,
    };
    let db = request.api.db.connection();
    let user = match &email {
        Some(email) => account::find_by_email(db, email).await?,
        None => None,
    };
    let (user, hash) = proven(request, user, input.password.clone()).await?;
    if user.as_ref().is_none_or(|user| user.status != UserStatus::Active)
        && let Some(wait) = guess.strangers_wait
    {
        // As a stranger is told.
        return too_fast(call, told, wait).await;
    }
    let renewed = match hash.filter(|hash| user.is_some() && password::is_outdated(hash)) {
        Some(_) => Some(password::hash(input.password).await?),
        None => None,
    };
    let work = at_door(request).await?;
    let answer = commands::sign_in(&work, user, renewed).await;
    opened(call, work, answer, &guess.taken).await
}

pub(super) async fn sign_in_with_link(
    call: &Call<'_>,
    input: SignInWithLinkInput,
) -> Answer<SessionTokens, SignInWithLinkRefusal> {
    let request = call.request;
    let work = at_door(request).await?;
    let answer = commands::sign_in_with_link(&work, &input.link_token).await;
    opened(call, work, answer, &[]).await
}

pub(super) async fn sign_in_with_provider(
    call: &Call<'_>,
    input: SignInWithProviderInput,
) -> Answer<SessionTokens, SignInWithProviderRefusal> {
    let request = call.request;
    let clock = &request.api.clock;
    let vouched = request.api.providers.verify(&input.id_token, &input.nonce, clock.outside()).await;
    let vouched = vouched.map(|vouched| Vouched { over_at: vouched.over_at + clock.ahead(), ..vouched });
    let work = at_door(request).await?;
    let answer = commands::sign_in_with_provider(&work, vouched).await;
    opened(call, work, answer, &[]).await
}

pub(super) async fn request_link(
    call: &Call<'_>,
    input: RequestSignInLinkInput,
) -> Answer<LinkRequested, RequestSignInLinkRefusal> {
    type Refusal = RequestSignInLinkRefusal;
    let request = call.request;
    let answered = Instant::now() + AT_LEAST;
    let Ok(email) = input.email.parse::<EmailAddress>() else {
        return Ok(Err(vec![Refusal::NotAnEmail]));
    };
    if let Some(wait) = take_turn(call, LINKS_ASKED).await? {
        return too_fast(call, answered, wait).await;
    }
    let user = account::find_by_email(request.api.db.connection(), &email).await?;
    let work = at_door(request).await?;
    if commands::request_link(&work, user).await? {
        work.commit().await?;
    } else {
        drop(work);
        note(call, "NOTHING_SENT");
    }
    sleep_until(answered).await;
    Ok(Ok(LinkRequested))
}

pub(super) async fn refresh(
    call: &Call<'_>,
    input: RefreshSessionInput,
) -> Answer<SessionTokens, RefreshSessionRefusal> {
    let request = call.request;
    let work = at_door(request).await?;
    let answer = commands::refresh(&work, &input.refresh_token).await;
    kept(call, work, answer, |opened| SessionTokens::of(request, opened)).await
}

pub(super) async fn sign_out(call: &Call<'_>, input: SignOutInput) -> Answer<SignedOut, SignOutRefusal> {
    let request = call.request;
    let work = at_door(request).await?;
    let answer = commands::sign_out(&work, &input.refresh_token, input.is_everywhere).await;
    kept(call, work, answer, |()| Ok(SignedOut)).await
}

pub(super) async fn change_password(
    call: &Call<'_>,
    input: ChangePasswordInput,
) -> Answer<SessionTokens, ChangePasswordRefusal> {
    let request = call.request;
    let api = &request.api;
    let db = api.db.connection();
    let Some(id) = request.actor.id() else { return Err(Stop::forbidden("Sign in first.")) };
    // Apart from signing in: who has found a token must not keep its owner from that.
    let guesses = format!("password of {id}");
    if let Some(wait) = store::take_try(db, &guesses, GUESSES, api.clock.now()).await? {
        return Err(Stop::later(wait));
    }
    let user = store::get_user(db, id).await?;
    let (user, _) = proven(request, user, input.current_password).await?;
    if user.is_some() {
        store::forget_tries(db, &guesses).await?;
    }
    let hash = password::hash(input.new_password.clone()).await?;
    let work = request.work().await?;
    let answer = commands::change_password(&work, user, &input.new_password, hash).await;
    opened(call, work, answer, &[]).await
}

pub(super) async fn reset_password(
    call: &Call<'_>,
    input: ResetPasswordInput,
) -> Answer<SessionTokens, ResetPasswordRefusal> {
    let request = call.request;
    // Nobody makes us hash passwords with links that there are not.
    let db = request.api.db.connection();
    let hash = match store::find_link(db, &digest(&input.link_token)).await? {
        Some(link) if link.used_at.is_none() => Some(password::hash(input.new_password.clone()).await?),
        Some(_) | None => None,
    };
    let work = at_door(request).await?;
    let answer = match hash {
        Some(hash) => commands::reset_password(&work, &input.link_token, &input.new_password, hash).await,
        None => Ok(Err(vec![ResetPasswordRefusal::LinkInvalid])),
    };
    opened(call, work, answer, &[]).await
}

pub(super) async fn exchange_key(
    call: &Call<'_>,
    input: ExchangeServiceKeyInput,
) -> Answer<ServiceTokens, ExchangeServiceKeyRefusal> {
    let request = call.request;
    let work = at_door(request).await?;
    let answer = commands::exchange_key(&work, &input.secret).await;
    let (tokens, now) = (&request.api.tokens, request.api.clock.now());
    kept(call, work, answer, |bearer| {
        Ok(ServiceTokens {
            access_token: tokens.sign(bearer, now)?,
            access_token_expires_at: crate::api::Instant(tokens.expiry(now)),
        })
    })
    .await
}

/// Opens the work of somebody who is not signed in yet, whoever the header speaks of: the credential is in the input.
async fn at_door(request: &Request) -> Result<Work, Stop> {
    request.api.work(&Actor::Anonymous, request.request_id.clone()).await
}

/// A password that somebody tries on an account, counted before it is looked at.
struct Guess {
    /// What it was counted for beside the account from this network.
    taken: Vec<(String, Pace)>,
    /// How long somebody would have to wait who never got in from here; the caller need not.
    strangers_wait: Option<i64>,
}

impl Guess {
    /// Counts it for the account from this network, for this network, and for the account from wherever; or says how
    /// many milliseconds there are to wait, and counts nothing. The last two do not hold where this account got in
    /// lately: failures elsewhere, or on other accounts, keep nobody from anything. It is the same whether there is
    /// such an account or not.
    async fn begin(request: &Request, email: &str) -> Result<Result<Self, i64>, Stop> {
        let (api, now) = (&request.api, request.api.clock.now());
        let here = at(email, request.address);
        let mut guess = Self { taken: Vec::new(), strangers_wait: None };
        let transaction = api.db.begin().await?;
        if let Some(wait) = store::take_try(&transaction, &here, GUESSES, now).await? {
            drop(transaction);
            return Ok(Err(wait));
        }
        let network = request.address.map(|address| (format!("passwords from {}", network(address)), MISSES));
        let account = (format!("passwords of {email}"), GUESSES_OF_ACCOUNT);
        for (subject, pace) in network.into_iter().chain([account]) {
            match store::take_try(&transaction, &subject, pace, now).await? {
                None => guess.taken.push((subject, pace)),
                wait => guess.strangers_wait = guess.strangers_wait.max(wait),
            }
        }
        if let Some(wait) = guess.strangers_wait
            && !store::is_known(&transaction, &here, now - KNOWN).await?
        {
            drop(transaction);
            return Ok(Err(wait));
        }
        transaction.commit().await?;
        Ok(Ok(guess))
    }
}

/// Under which name an account is known from a network.
fn at(email: &str, address: Option<IpAddr>) -> String {
    format!("{email} from {}", address.map(network).unwrap_or_default())
}

/// Counts for one mutation and network; how many milliseconds there are to wait, if that is too often.
async fn take_turn(call: &Call<'_>, pace: Pace) -> Result<Option<i64>, Stop> {
    let request = call.request;
    let Some(address) = request.address else { return Ok(None) };
    let (subject, now) = (format!("{} from {}", call.act.name, network(address)), request.api.clock.now());
    store::take_try(request.api.db.connection(), &subject, pace, now).await
}

/// Remembers for the audit log that something was refused.
fn note(call: &Call<'_>, code: &'static str) {
    let request = call.request;
    let network = request.address.map(network).unwrap_or_default();
    request.api.refused.count((call.act.name, code), &network, request.api.clock.now());
}

/// Answers somebody who is too fast, at `told`: how long it took tells nothing.
async fn too_fast<T>(call: &Call<'_>, told: Instant, wait: i64) -> Result<T, Stop> {
    note(call, "RATE_LIMITED");
    sleep_until(told).await;
    Err(Stop::later(wait))
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

/// Somebody got in: from here on the account is known here, and what was `taken` for the guess was no failure. The rows
/// are locked in the order of `Guess::begin`.
async fn opened<R: Refusal>(
    call: &Call<'_>,
    work: Work,
    answer: Answer<Opened, R>,
    taken: &[(String, Pace)],
) -> Answer<SessionTokens, R> {
    let request = call.request;
    if let Ok(Ok(opened)) = &answer {
        store::remember_known(&work, &at(&opened.email, request.address), opened.user).await?;
        for (subject, pace) in taken {
            store::give_try_back(&work, subject, *pace).await?;
        }
    }
    kept(call, work, answer, |opened| SessionTokens::of(request, opened)).await
}

/// Commits what was done, and what a refusal changed. What was wrong is counted.
async fn kept<A, T, R: Refusal>(
    call: &Call<'_>,
    work: Work,
    answer: Answer<A, R>,
    shape: impl FnOnce(A) -> Result<T, Stop>,
) -> Answer<T, R> {
    let refusals = match answer? {
        Ok(done) => {
            work.commit().await?;
            return Ok(Ok(shape(done)?));
        }
        Err(refusals) => refusals,
    };
    let is_told = work.is_audited();
    if is_told {
        work.commit().await?;
    } else {
        drop(work);
    }
    for code in refusals.iter().map(Refusal::code) {
        if !is_told {
            note(call, code);
        }
        if !NO_MISS.contains(&code) {
            count_miss(call).await?;
        }
    }
    Ok(Err(refusals))
}

async fn count_miss(call: &Call<'_>) -> Result<(), Stop> {
    match take_turn(call, MISSES).await? {
        Some(wait) => too_fast(call, Instant::now(), wait).await,
        None => Ok(()),
    }
}

/// Counts a secret that opens nothing, for the mutation and the network, and remembers it for the audit log; whoever is too fast
/// is told to wait. For secrets of other concepts, which open something else than a session.
pub async fn miss(call: &Call<'_>, code: &'static str) -> Result<(), Stop> {
    note(call, code);
    count_miss(call).await
}

/// Writes into the audit log what was refused since the last time: one row per mutation and reason.
pub async fn write_refused(api: &Api) -> Result<(), Stop> {
    let sums = api.refused.take();
    if sums.is_empty() {
        return Ok(());
    }
    let written = async {
        let work = api.work(&Actor::Anonymous, None).await?;
        for ((mutation, code), sum) in &sums {
            let facts = json!({
                "mutation": mutation, "code": code, "count": sum.count, "networks": sum.networks, "since": sum.since,
            });
            let action = if *mutation == ANYTHING { "refuse" } else { "refuseSignIn" };
            work.audit_as_because(action, entity::ids::UserId(Uuid::nil()), None, Some(facts)).await?;
        }
        work.commit().await
    };
    let written = written.await;
    if written.is_err() {
        api.refused.put_back(sums);
    }
    written
}

/// Writes what was refused every now and then, for as long as the process lives.
pub async fn keep_writing_refused(api: Arc<Api>) {
    loop {
        sleep(SUMMED).await;
        if let Err(error) = write_refused(&api).await {
            tracing::error!(?error, "refused attempts are not in the audit log yet");
        }
    }
}
