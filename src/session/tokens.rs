//! What a sign-in hands out. It is shown once and kept nowhere.

use async_graphql::{ID, SimpleObject, Value, registry::Registry};

use super::commands::Opened;
use crate::{
    answered,
    api::{
        Answered, Instant, Request,
        act::{Done, Outcome},
        policy::policy,
    },
    auth::Audience,
    stop::Stop,
};

/// The tokens of a session. Keep both in memory, or the refresh token in a place that no script can read.
#[derive(SimpleObject)]
pub struct SessionTokens {
    /// Access token, for the header `Authorization: Bearer ...` of every request.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    access_token: String,
    /// The access token works until this instant: some minutes.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    access_token_expires_at: Instant,
    /// Refresh token, for `refreshSession`. It works once; each answer has the next one.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    refresh_token: String,
    /// The session can be continued until this instant.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    expires_at: Instant,
}

impl SessionTokens {
    /// The tokens of a session that was opened or kept going.
    pub(super) fn of(request: &Request, opened: Opened) -> Result<Self, Stop> {
        let (tokens, now) = (&request.api.tokens, request.api.clock.now());
        Ok(Self {
            access_token: tokens.mint(opened.user, opened.access_version, now)?,
            access_token_expires_at: Instant(tokens.expiry(now)),
            refresh_token: opened.refresh_token,
            expires_at: Instant(opened.expires_at),
        })
    }
}

macro_rules! done {
    ($($name:ident => $field:literal: $doc:literal;)*) => {$(
        #[doc = $doc]
        pub struct $name;

        impl Answered for $name {
            const FIELD: &'static str = $field;

            fn ty(_: &mut Registry) -> String {
                "Boolean".to_owned()
            }

            fn outcome(self) -> Outcome {
                Done::Plain(Value::Boolean(true)).into()
            }
        }
    )*};
}

done! {
    LinkRequested => "isRequested": "A link is on its way, if somebody has this address.";
    SignedOut => "isSignedOut": "The session is over.";
}

/// A new key. Its secret is shown only here.
#[derive(SimpleObject)]
pub struct ServiceKeyTokens {
    /// The key.
    #[graphql(directive = policy::apply(vec![Audience::Admin]))]
    pub(super) service_key_id: ID,
    /// The secret, for `exchangeServiceKey`.
    #[graphql(directive = policy::apply(vec![Audience::Admin]))]
    pub(super) secret: String,
}

/// The access token of a program, for some minutes.
#[derive(SimpleObject)]
pub struct ServiceTokens {
    /// Access token, for the header `Authorization: Bearer ...` of every request.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    pub(super) access_token: String,
    /// The access token works until this instant: some minutes. Then exchange the key again.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    pub(super) access_token_expires_at: Instant,
}

answered! {
    SessionTokens => "sessionTokens";
    ServiceKeyTokens => "serviceKeyTokens";
    ServiceTokens => "serviceTokens";
}
