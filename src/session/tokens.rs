//! What a sign-in hands out. It is shown once and kept nowhere.

use async_graphql::{ID, SimpleObject, Value, registry::Registry};

use super::commands::Opened;
use crate::{
    answered,
    api::{Answered, Instant, Request, act::Done, policy::policy},
    auth::Audience,
    stop::Stop,
};

/// Keeps somebody signed in. Keep both tokens in memory, or the refresh token where no script reads it.
#[derive(SimpleObject)]
pub struct SessionTokens {
    /// For the header `Authorization: Bearer ...` of every request.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    access_token: String,
    /// Until when it is good: minutes.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    access_token_expires_at: Instant,
    /// For `refreshSession`, once: each answer brings the next one.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    refresh_token: String,
    /// Until when the session can be kept going.
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

            fn done(self) -> Done {
                Done::Plain(Value::Boolean(true))
            }
        }
    )*};
}

done! {
    LinkRequested => "isRequested": "A link is on its way, if somebody has this address.";
    SignedOut => "isSignedOut": "The session is over.";
}

/// A new key. The secret is shown once and kept nowhere.
#[derive(SimpleObject)]
pub struct ServiceKeyTokens {
    /// The key.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    pub(super) service_key_id: ID,
    /// For `exchangeServiceKey`.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    pub(super) secret: String,
}

/// Lets a program in for some minutes.
#[derive(SimpleObject)]
pub struct ServiceTokens {
    /// For the header `Authorization: Bearer ...` of every request.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    pub(super) access_token: String,
    /// Until when it is good: minutes. Then exchange the key again.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    pub(super) access_token_expires_at: Instant,
}

answered! {
    SessionTokens => "session";
    ServiceKeyTokens => "made";
    ServiceTokens => "access";
}
