//! What can happen to a session. An attempt that is refused is counted before and after this, at the door.

use crate::account::User;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    external_identity,
    ids::{ExternalIdentityId, ServiceKeyId, SessionId, UserId},
    kinds::{Kind, MessageTemplate, Role, SessionEnd, SignInMethod, UserStatus},
    refresh_token, service_key, session, user,
};
use serde_json::json;

use super::{
    inputs::{LinkIdentityInput, MakeServiceKeyInput, RevokeServiceKeyInput, UnlinkIdentityInput},
    rules::{
        ENTRIES, GRACE, KEY, LINK, LINKS_SENT, Pace, REFRESHES, SESSION, SUBJECT, Weakness, Worth, digest, secret,
        successor, weakness, worth,
    },
    store,
    tokens::ServiceKeyTokens,
};
use crate::{
    account::{self, EmailAddress},
    auth::{
        provider::{Doubt, Providers, Vouched},
        scope::Scopes,
        token::Bearer,
    },
    clock::end_of_day,
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// A session that goes on from here.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose.
    pub user: UserId,
    /// The address of that user.
    pub email: String,
    /// Of which version of her rights.
    pub access_version: i32,
    /// The token that keeps it going.
    pub refresh_token: String,
    /// Until when it can be kept going.
    pub expires_at: DateTime<Utc>,
}

refusals! {
    /// Why somebody cannot sign in with a password.
    SignInRefusal {
        /// Address and password do not belong together, nobody has this address, or the user may not sign in. The
        /// refusal does not say which.
        CredentialsWrong "CREDENTIALS_WRONG" on ["password"] = "the address and the password do not belong together";
    }
}

/// Sign in with a password; `user` is who gave the right one. `renewed` is its hash, where it is to be kept anew.
pub async fn sign_in(work: &Work, user: Option<user::Model>, renewed: Option<String>) -> Answer<Opened, SignInRefusal> {
    let Some(user) = only_people(work, user).await? else {
        return Ok(Err(vec![SignInRefusal::CredentialsWrong]));
    };
    if let Some(hash) = renewed {
        store::save_password(work, user.id, hash).await?;
    }
    Ok(Ok(open(work, &user, SignInMethod::Password).await?))
}

refusals! {
    /// Why somebody cannot sign in with a link.
    SignInWithLinkRefusal {
        /// The link was used, is too old, or never existed. The refusal does not say which.
        LinkInvalid "LINK_INVALID" on ["linkToken"] = "this link is not valid, or not any more; ask for another";
    }
}

/// Sign in with a link: its one person, once (R72).
pub async fn sign_in_with_link(work: &Work, token: &str) -> Answer<Opened, SignInWithLinkRefusal> {
    let Some(user) = holder(work, token).await? else {
        return Ok(Err(vec![SignInWithLinkRefusal::LinkInvalid]));
    };
    use_links(work, user.id).await?;
    Ok(Ok(open(work, &user, SignInMethod::Link).await?))
}

refusals! {
    /// Why somebody cannot sign in with a provider.
    SignInWithProviderRefusal {
        /// The token is not valid, was used before, or names nobody who may sign in. The refusal does not say which.
        ProviderTokenInvalid "PROVIDER_TOKEN_INVALID" on ["idToken"] = "this sign-in is not valid, or not any more, or no user belongs to it; begin again, or ask the eTwinning team";
        /// The identity provider does not answer. The token may be valid: try again in a moment.
        ProviderUnavailable "PROVIDER_UNAVAILABLE" on ["idToken"] = "the service that you sign in with does not answer; try again in a moment";
    }
}

/// Sign in with a provider that vouches for somebody. The first time, a verified address links its account to the user
/// who has that address; no user and no role is ever made of it (C34).
pub async fn sign_in_with_provider(
    work: &Work,
    vouched: Result<Vouched, Doubt>,
) -> Answer<Opened, SignInWithProviderRefusal> {
    use SignInWithProviderRefusal as Refusal;
    let vouched = match vouched {
        Ok(vouched) => vouched,
        Err(Doubt::Invalid) => return Ok(Err(vec![Refusal::ProviderTokenInvalid])),
        Err(Doubt::Unavailable) => return Ok(Err(vec![Refusal::ProviderUnavailable])),
    };
    let known = store::find_identity(work, &vouched.issuer, &vouched.subject).await?;
    let user = match &known {
        Some(identity) => Some(account::get(work, identity.user_id).await?),
        None => stranger(work, &vouched).await?,
    };
    let Some(user) = only_people(work, user).await? else {
        return Ok(Err(vec![Refusal::ProviderTokenInvalid]));
    };
    if !store::use_id_token(work, vouched.hash.clone(), vouched.over_at).await? {
        return Ok(Err(vec![Refusal::ProviderTokenInvalid]));
    }
    if let Some(identity) = known {
        store::use_identity(work, identity).await?;
    } else {
        let (id, used_at) = (work.id(), Some(work.now()));
        if !link(work, id, &user, &vouched.provider, (vouched.issuer.clone(), vouched.subject), used_at).await? {
            return Ok(Err(vec![Refusal::ProviderTokenInvalid]));
        }
        let facts = json!({ "issuer": vouched.issuer, "by": "EMAIL" });
        work.audit_as_because("linkIdentity", id, None, Some(facts)).await?;
    }
    Ok(Ok(open(work, &user, SignInMethod::Provider).await?))
}

/// The user with the address that a provider has verified, unless another account of that provider is hers already:
/// then the address has changed hands. She is locked until the work is over, so that two cannot become hers at once.
async fn stranger(work: &Work, vouched: &Vouched) -> Result<Option<user::Model>, Stop> {
    let email = vouched.email.as_deref().and_then(|email| email.parse::<EmailAddress>().ok());
    let Some(email) = email else { return Ok(None) };
    let Some(user) = account::find_by_email(work.tx(), &email).await? else { return Ok(None) };
    let user = account::get_locked(work, user.id).await?;
    let other = store::identity_of(work, &vouched.issuer, user.id).await?;
    Ok(other.is_none().then_some(user))
}

/// The user, if she may sign in and is no program: those have keys of their own, and no way in without scopes.
async fn only_people(work: &Work, user: Option<user::Model>) -> Result<Option<user::Model>, Stop> {
    let Some(user) = user.filter(|user| user.status == UserStatus::Active) else { return Ok(None) };
    Ok((!account::holds(work, user.id, Role::Service).await?).then_some(user))
}

/// Links an account of a provider to a user, and tells her; `false` when it is somebody's already.
async fn link(
    work: &Work,
    id: ExternalIdentityId,
    user: &user::Model,
    provider: &str,
    (issuer, subject): (String, String),
    last_used_at: Option<DateTime<Utc>>,
) -> Result<bool, Stop> {
    let row = external_identity::Model { id, issuer, subject, user_id: user.id, linked_at: work.now(), last_used_at };
    if !store::insert_identity(work, row).await? {
        return Ok(false);
    }
    let facts = json!({ "name": user.name, "provider": provider });
    let mail = Mail::to(user, MessageTemplate::IdentityLinked).once_per(id).saying(facts);
    notification::enqueue(work, mail).await?;
    Ok(true)
}

refusals! {
    /// Why an account of a provider cannot be linked.
    LinkIdentityRefusal {
        /// The user is not active, or is a program.
        NotAPerson "NOT_A_PERSON" on ["userId"] = "only a person who may sign in can be linked to an account elsewhere";
        /// The system does not trust this provider.
        UnknownIssuer "UNKNOWN_ISSUER" on ["issuer"] = "the system does not know this sign-in service";
        /// The subject is empty or longer than 255 characters.
        SubjectOutOfBounds "SUBJECT_OUT_OF_BOUNDS" on ["subject"] = "the number of the account has 1 to 255 characters";
        /// The account is linked to this user or to another one already.
        AlreadyLinked "ALREADY_LINKED" on ["subject"] = "this account is linked to a user already";
        /// Another account of this provider is linked to the user.
        HasAnother "HAS_ANOTHER" on ["userId"] = "this user is linked to another account of this sign-in service: unlink that one first";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Link an account of a provider to a user by hand. She is told, because who has the account can now be her.
pub async fn link_identity(
    work: &Work,
    providers: &Providers,
    input: LinkIdentityInput,
) -> Answer<ExternalIdentityId, LinkIdentityRefusal> {
    use LinkIdentityRefusal as Refusal;
    let user = work.hold(User::ADMINISTER, input.user_id.0).await?.into_row();
    let is_linked = store::find_identity(work, &input.issuer, &input.subject).await?.is_some();
    let provider = providers.name_of(&input.issuer);
    let refusals = reasons([
        (only_people(work, Some(user.clone())).await?.is_none(), Refusal::NotAPerson),
        (provider.is_none(), Refusal::UnknownIssuer),
        (!SUBJECT.contains(&input.subject.chars().count()), Refusal::SubjectOutOfBounds),
        (is_linked, Refusal::AlreadyLinked),
        (!is_linked && store::identity_of(work, &input.issuer, user.id).await?.is_some(), Refusal::HasAnother),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    let Some(provider) = provider.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = work.id();
    if !link(work, id, &user, provider, (input.issuer.clone(), input.subject), None).await? {
        return Ok(Err(vec![Refusal::AlreadyLinked]));
    }
    let facts = json!({ "issuer": input.issuer, "by": "SUBJECT" });
    work.audit_because(id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why an account of a provider cannot be taken from a user.
    UnlinkIdentityRefusal {
        /// The user has no linked account of this provider.
        NotLinked "NOT_LINKED" on ["issuer"] = "this user is linked to no account of this sign-in service";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Take an account of a provider from a user; what is open ends at once.
pub async fn unlink_identity(work: &Work, input: UnlinkIdentityInput) -> Answer<UserId, UnlinkIdentityRefusal> {
    use UnlinkIdentityRefusal as Refusal;
    let user = work.hold(User::ADMINISTER, input.user_id.0).await?.into_row();
    let known = store::identity_of(work, &input.issuer, user.id).await?;
    let mut refusals = Vec::new();
    if known.is_none() {
        refusals.push(Refusal::NotLinked);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let Some(identity) = known.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let (id, identity_id) = (user.id, identity.id);
    store::delete_identity(work, identity).await?;
    account::commands::renew_access(work, user).await?;
    let facts = json!({ "issuer": input.issuer });
    work.audit_because(identity_id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why no link can be sent.
    RequestSignInLinkRefusal {
        /// Not an e-mail address.
        NotAnEmail "NOT_AN_EMAIL" on ["email"] = "this is not an e-mail address";
    }
}

/// Ask for a link by mail; whether one is on its way. The secret in it is made when it is sent. One that was sent a
/// moment ago is as good: whoever asks again and again fills nobody's mailbox, and keeps nobody out.
pub async fn request_link(work: &Work, user: Option<user::Model>) -> Result<bool, Stop> {
    let Some(user) = only_people(work, user).await? else { return Ok(false) };
    // Before the tries: whoever uses a link locks them in this order.
    let user = account::get_locked(work, user.id).await?;
    if store::take_try(work.tx(), &links_of(user.id), LINKS_SENT, work.now()).await?.is_some() {
        return Ok(false);
    }
    let asked: entity::ids::AttemptId = work.id();
    let mail = Mail::to(&user, MessageTemplate::SignInLink).once_per(asked).saying(json!({ "name": user.name }));
    notification::enqueue(work, mail).await?;
    work.audit_as("requestSignInLink", user.id).await?;
    Ok(true)
}

/// Under which name the links of a user are counted.
fn links_of(user: UserId) -> String {
    format!("links of {user}")
}

/// Make a link for a user: the secret that signs her in once, within the hour (C38). Only its hash is kept.
pub async fn make_link(work: &Work, user: UserId) -> Result<String, Stop> {
    make_link_for(work, user, LINK).await
}

/// The same, good for as long as is given: a mail that nobody waits for is read later.
pub async fn make_link_for(work: &Work, user: UserId, lives: TimeDelta) -> Result<String, Stop> {
    let token = secret(work.chance());
    let user = account::get(work, user).await?;
    store::insert_link(work, digest(&token), &user, work.now() + lives).await?;
    work.audit_as("makeSignInLink", user.id).await?;
    Ok(token)
}

/// One link is used, and no other one of the same user is good any more.
async fn use_links(work: &Work, user: UserId) -> Result<(), Stop> {
    store::use_links(work, user).await?;
    store::forget_tries(work.tx(), &links_of(user)).await
}

refusals! {
    /// Why a session does not go on.
    RefreshSessionRefusal {
        /// The session is over: sign in again.
        SessionOver "SESSION_OVER" on ["refreshToken"] = "you are signed out; sign in again";
    }
}

/// Keep a session going: a refresh token is used once. A second use within some seconds goes on where the first does:
/// its answer was lost, or two windows of one browser asked at once. A later one ends the session (C35).
pub async fn refresh(work: &Work, token: &str) -> Answer<Opened, RefreshSessionRefusal> {
    let Some((user, session)) = session_of(work, token).await? else {
        return Ok(Err(vec![RefreshSessionRefusal::SessionOver]));
    };
    at_pace(work, &format!("session {}", session.id), REFRESHES).await?;
    // Read again, now that the session is locked: two requests may bring the same token.
    let Some(known) = store::find_token(work, &digest(token)).await? else {
        return Ok(Err(vec![RefreshSessionRefusal::SessionOver]));
    };
    let next = match worth(known.used_at, work.now()) {
        Worth::Fresh => {
            let salt = secret(work.chance());
            let next = successor(token, &salt);
            store::use_token(work, known, salt).await?;
            store::insert_token(work, digest(&next), session.id).await?;
            work.audit_as("refreshSession", session.id).await?;
            next
        }
        Worth::Again => {
            work.audit_as("refreshSessionAgain", session.id).await?;
            newest(work, token, known).await?
        }
        Worth::Stolen => {
            let facts = json!({ "graceSeconds": GRACE.num_seconds() });
            work.audit_as_because("reuseRefreshToken", session.id, None, Some(facts)).await?;
            store::end_session(work, session, SessionEnd::Reused).await?;
            return Ok(Err(vec![RefreshSessionRefusal::SessionOver]));
        }
    };
    Ok(Ok(Opened {
        user: user.id,
        email: user.email,
        access_version: user.access_version,
        refresh_token: next,
        expires_at: session.expires_at,
    }))
}

/// The token at the end of what followed `token`: the only one that is not used yet.
async fn newest(work: &Work, token: &str, mut known: refresh_token::Model) -> Result<String, Stop> {
    let mut newest = token.to_owned();
    while let Some(salt) = &known.successor_salt {
        newest = successor(&newest, salt);
        known =
            store::find_token(work, &digest(&newest)).await?.ok_or_else(|| Stop::failure("a token went missing"))?;
    }
    Ok(newest)
}

refusals! {
    /// Why somebody cannot sign out.
    SignOutRefusal {
        /// The session is over already.
        SessionOver "SESSION_OVER" on ["refreshToken"] = "you are signed out already";
    }
}

/// Sign out here: this session does not go on, and its access token is good for its last minutes. Or everywhere: every
/// session and every access token ends now.
pub async fn sign_out(work: &Work, token: &str, everywhere: bool) -> Answer<(), SignOutRefusal> {
    let known = match (everywhere, store::find_token(work, &digest(token)).await?) {
        (true, Some(known)) => store::find_session(work, known.session_id).await?,
        (true, None) | (false, _) => None,
    };
    // The user first, as where a user is locked or erased.
    let bound = match known {
        Some(session) => Some(account::get_to_bind(work, session.user_id).await?),
        None => None,
    };
    let Some((_, session)) = session_of(work, token).await? else {
        return Ok(Err(vec![SignOutRefusal::SessionOver]));
    };
    work.audit_as(if everywhere { "signOutEverywhere" } else { "signOut" }, session.id).await?;
    store::end_session(work, session, SessionEnd::SignedOut).await?;
    if let Some(user) = bound {
        account::commands::renew_access(work, user).await?;
    }
    Ok(Ok(()))
}

refusals! {
    /// Why a password cannot change.
    ChangePasswordRefusal {
        /// The current password is wrong.
        CredentialsWrong "CREDENTIALS_WRONG" on ["currentPassword"] = "this is not your password";
        /// The password is not 8 to 128 characters long.
        PasswordLength "PASSWORD_LENGTH" on ["newPassword"] = "a password has 8 to 128 characters";
        /// The password is too easy to guess: it has common words, the words of eTwinning and its labels, or the user's
        /// own name, address or school.
        PasswordGuessable "PASSWORD_GUESSABLE" on ["newPassword"] = "this password is easy to guess: make it longer, or use several words";
    }
}

/// Change one's password. Every other session ends; this one goes on with new tokens (C36).
pub async fn change_password(
    work: &Work,
    user: Option<user::Model>,
    new: &str,
    hash: String,
) -> Answer<Opened, ChangePasswordRefusal> {
    use ChangePasswordRefusal as Refusal;
    let Some(user) = user.filter(|user| work.actor().is(user.id)) else {
        let facts = json!({ "mutation": "ChangePassword", "code": "CREDENTIALS_WRONG" });
        work.audit_as_because("refuseSignIn", work.user()?, None, Some(facts)).await?;
        return Ok(Err(vec![Refusal::CredentialsWrong]));
    };
    match weakness_for(work, &user, new).await? {
        Some(Weakness::Length) => Ok(Err(vec![Refusal::PasswordLength])),
        Some(Weakness::Guessable) => Ok(Err(vec![Refusal::PasswordGuessable])),
        None => Ok(Ok(replace_password(work, user, hash, SignInMethod::Password).await?)),
    }
}

refusals! {
    /// Why a password cannot be reset.
    ResetPasswordRefusal {
        /// The link was used, is too old, or never existed. The refusal does not say which.
        LinkInvalid "LINK_INVALID" on ["linkToken"] = "this link is not valid, or not any more; ask for another";
        /// The password is not 8 to 128 characters long.
        PasswordLength "PASSWORD_LENGTH" on ["newPassword"] = "a password has 8 to 128 characters";
        /// The password is too easy to guess: it has common words, the words of eTwinning and its labels, or the user's
        /// own name, address or school.
        PasswordGuessable "PASSWORD_GUESSABLE" on ["newPassword"] = "this password is easy to guess: make it longer, or use several words";
    }
}

/// Set a password with a link. A refused password does not use the link up.
pub async fn reset_password(work: &Work, token: &str, new: &str, hash: String) -> Answer<Opened, ResetPasswordRefusal> {
    use ResetPasswordRefusal as Refusal;
    let Some(user) = holder(work, token).await? else {
        return Ok(Err(vec![Refusal::LinkInvalid]));
    };
    match weakness_for(work, &user, new).await? {
        Some(Weakness::Length) => Ok(Err(vec![Refusal::PasswordLength])),
        Some(Weakness::Guessable) => Ok(Err(vec![Refusal::PasswordGuessable])),
        None => {
            use_links(work, user.id).await?;
            Ok(Ok(replace_password(work, user, hash, SignInMethod::Link).await?))
        }
    }
}

/// What is wrong with a password for this user, if anything.
async fn weakness_for(work: &Work, user: &user::Model, password: &str) -> Result<Option<Weakness>, Stop> {
    let schools = store::schools_of(work, user.id).await?;
    let places = schools.iter().flat_map(|school| [school.name.as_str(), &school.city]);
    let about: Vec<&str> = [user.email.as_str(), &user.name].into_iter().chain(places).collect();
    Ok(weakness(password, &about))
}

async fn replace_password(work: &Work, user: user::Model, hash: String, method: SignInMethod) -> Result<Opened, Stop> {
    let seen = user.access_version;
    let user = account::get_locked(work, user.id).await?;
    // Another change was faster: it ended everything that was open.
    if user.access_version != seen {
        return Err(Stop::SignedOut);
    }
    store::save_password(work, user.id, hash).await?;
    let changed: SessionId = work.id();
    let mail = Mail::to(&user, MessageTemplate::PasswordChanged).once_per(changed).saying(json!({ "name": user.name }));
    notification::enqueue(work, mail).await?;
    work.audit_as("changePassword", user.id).await?;
    account::commands::renew_access(work, user.clone()).await?;
    let user = account::get(work, user.id).await?;
    open(work, &user, method).await
}

refusals! {
    /// Why a key cannot be made.
    MakeServiceKeyRefusal {
        /// The user is not an active program.
        NotAService "NOT_A_SERVICE" on ["userId"] = "only a program that may sign in has a key";
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "say what the key is for";
        /// No scope is given.
        ScopesMissing "SCOPES_MISSING" on ["scopes"] = "say what the key opens: at least one thing";
        /// The last day is not between tomorrow and two years from now.
        ExpiryOutOfBounds "EXPIRY_OUT_OF_BOUNDS" on ["expiresOn"] = "a key is valid for at least a day and at most two years";
    }
}

/// Make a key for a program. Its secret is shown once. Several may be good at a time, so that one can
/// take over from another.
pub async fn make_key(work: &Work, input: MakeServiceKeyInput) -> Answer<ServiceKeyTokens, MakeServiceKeyRefusal> {
    use MakeServiceKeyRefusal as Refusal;
    let user = work.hold(User::ADMINISTER, input.user_id.0).await?.into_row();
    let is_service = account::holds(work, user.id, Role::Service).await? && user.status == UserStatus::Active;
    let expires_at = end_of_day(input.expires_on.0);
    let refusals = reasons([
        (!is_service, Refusal::NotAService),
        (input.name.is_empty(), Refusal::NameMissing),
        (input.scopes.is_empty(), Refusal::ScopesMissing),
        (expires_at <= work.now() || expires_at > work.now() + KEY, Refusal::ExpiryOutOfBounds),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id: ServiceKeyId = work.id();
    let secret = format!("nqls_{}", secret(work.chance()));
    let words = Scopes::of(input.scopes.iter().map(|scope| scope.0.word())).words();
    let key = service_key::Model {
        id,
        user_id: user.id,
        name: input.name,
        hash: digest(&secret),
        scopes: json!(words),
        made_by_id: work.user()?,
        made_at: work.now(),
        expires_at,
        last_used_at: None,
        revoked_at: None,
        version: 1,
    };
    store::insert_key(work, key).await?;
    work.audit_because(id, None, Some(json!({ "scopes": words }))).await?;
    Ok(Ok(ServiceKeyTokens { service_key_id: id.to_string().into(), secret }))
}

refusals! {
    /// Why a key cannot be revoked.
    RevokeServiceKeyRefusal {
        /// The key was revoked before.
        AlreadyRevoked "ALREADY_REVOKED" on ["serviceKeyId"] = "this key is revoked already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Revoke a key. The tokens that it was exchanged for end at once, and no others.
pub async fn revoke_key(work: &Work, input: RevokeServiceKeyInput) -> Answer<ServiceKeyId, RevokeServiceKeyRefusal> {
    use RevokeServiceKeyRefusal as Refusal;
    let mut key = store::key_locked(work, input.service_key_id.0).await?;
    let mut refusals = Vec::new();
    if key.revoked_at.is_some() {
        refusals.push(Refusal::AlreadyRevoked);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    // What the program is doing now is waited for.
    account::get_to_bind(work, key.user_id).await?;
    let id = key.id;
    key.revoked_at = Some(work.now());
    store::save_key(work, key).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a key brings no token.
    ExchangeServiceKeyRefusal {
        /// The key was revoked, has expired, or never existed. The refusal does not say which.
        KeyInvalid "KEY_INVALID" on ["secret"] = "this key is not valid, or not any more";
    }
}

/// Exchange a key for the right to a token.
pub async fn exchange_key(work: &Work, secret: &str) -> Answer<Bearer, ExchangeServiceKeyRefusal> {
    let known = store::key_by_hash_locked(work, &digest(secret)).await?;
    let known = known.filter(|key| key.revoked_at.is_none() && work.now() < key.expires_at);
    let Some(mut key) = known else { return Ok(Err(vec![ExchangeServiceKeyRefusal::KeyInvalid])) };
    let user = account::get(work, key.user_id).await?;
    // A key does not outlive that its account is a program.
    if user.status != UserStatus::Active || !account::holds(work, user.id, Role::Service).await? {
        return Ok(Err(vec![ExchangeServiceKeyRefusal::KeyInvalid]));
    }
    at_pace(work, &format!("entries with {}", key.id), ENTRIES).await?;
    let words = key.scopes.as_array().into_iter().flatten().filter_map(|word| word.as_str());
    let scopes = Scopes::of(words);
    let id = key.id;
    key.last_used_at = Some(work.now());
    store::save_key(work, key).await?;
    work.audit_as("exchangeServiceKey", id).await?;
    Ok(Ok(Bearer { user: user.id, access_version: user.access_version, scopes: Some(scopes), key: Some(id) }))
}

/// Who a link is for, if it is good: what ended the sessions of that user since it was made ended it too. The user is
/// locked until the work is over: of two links that come at once, the second finds that it was used.
async fn holder(work: &Work, token: &str) -> Result<Option<user::Model>, Stop> {
    let hash = digest(token);
    let Some(link) = store::find_link(work.tx(), &hash).await? else { return Ok(None) };
    let user = account::get_locked(work, link.user_id).await?;
    let unused = store::find_link(work.tx(), &hash).await?.filter(|link| link.used_at.is_none());
    let is_good = unused.is_some_and(|link| work.now() < link.expires_at && link.access_version == user.access_version);
    only_people(work, is_good.then_some(user)).await
}

/// The session that a refresh token belongs to, locked, if it goes on.
async fn session_of(work: &Work, token: &str) -> Result<Option<(user::Model, session::Model)>, Stop> {
    let Some(known) = store::find_token(work, &digest(token)).await? else { return Ok(None) };
    let Some(session) = store::session_locked(work, known.session_id).await? else { return Ok(None) };
    let user = account::get(work, session.user_id).await?;
    let goes_on =
        session.ended_at.is_none() && work.now() < session.expires_at && session.access_version == user.access_version;
    Ok(only_people(work, goes_on.then_some(user)).await?.map(|user| (user, session)))
}

/// Takes a turn of what only its owner can do, or says when there is one.
async fn at_pace(work: &Work, subject: &str, pace: Pace) -> Result<(), Stop> {
    let wait = store::take_try(work.tx(), subject, pace, work.now()).await?;
    wait.map_or(Ok(()), |wait| Err(Stop::later(wait)))
}

async fn open(work: &Work, user: &user::Model, method: SignInMethod) -> Result<Opened, Stop> {
    at_pace(work, &format!("entries of {}", user.id), ENTRIES).await?;
    let session = session::Model {
        id: work.id(),
        user_id: user.id,
        method,
        access_version: user.access_version,
        started_at: work.now(),
        expires_at: work.now() + SESSION,
        ended_at: None,
        end_reason: None,
    };
    let (id, expires_at) = (session.id, session.expires_at);
    let refresh_token = secret(work.chance());
    store::insert_session(work, session).await?;
    store::insert_token(work, digest(&refresh_token), id).await?;
    work.audit_as("signIn", user.id).await?;
    let (id, email, access_version) = (user.id, user.email.clone(), user.access_version);
    Ok(Opened { user: id, email, access_version, refresh_token, expires_at })
}
