//! Mutations of sessions: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ExternalIdentityId, ServiceKeyId, UserId};

use super::{
    commands::{
        self, ChangePasswordRefusal, ExchangeServiceKeyRefusal, LinkIdentityRefusal, MakeServiceKeyRefusal,
        RefreshSessionRefusal, RequestSignInLinkRefusal, ResetPasswordRefusal, RevokeServiceKeyRefusal, SignInRefusal,
        SignInWithLinkRefusal, SignInWithProviderRefusal, SignOutRefusal, UnlinkIdentityRefusal,
    },
    door,
    inputs::{
        ChangePasswordInput, ExchangeServiceKeyInput, LinkIdentityInput, MakeServiceKeyInput, RefreshSessionInput,
        RequestSignInLinkInput, ResetPasswordInput, RevokeServiceKeyInput, SignInInput, SignInWithLinkInput,
        SignInWithProviderInput, SignOutInput, UnlinkIdentityInput,
    },
    tokens::{LinkRequested, ServiceKeyTokens, ServiceTokens, SessionTokens, SignedOut},
};
use crate::{
    act,
    api::{ApiResult, Payload, RequestExt, policy::policy},
    auth::Audience::{self, Admin, Juror, Staff, Teacher},
};

/// Mutations of sessions.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Sign in with address and password. After ten wrong ones there is a try every half a minute, and until then
    /// `RATE_LIMITED` says in how many seconds; a link always signs in. Right ones count for nothing.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> ApiResult<Payload<SessionTokens, SignInRefusal>> {
        door::sign_in(ctx.request(), input).await
    }

    /// Ask for a link by mail that signs in once, within the hour. The answer is the same for an address that nobody
    /// has. Who asks a fourth time within a quarter of an hour gets none more: those that came are good until one of
    /// them is used, the password changes, or the user signs out everywhere.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn request_sign_in_link(
        &self,
        ctx: &Context<'_>,
        input: RequestSignInLinkInput,
    ) -> ApiResult<Payload<LinkRequested, RequestSignInLinkRefusal>> {
        door::request_link(ctx.request(), input).await
    }

    /// Sign in with the link that came by mail. Other links of the same user are good no more.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn sign_in_with_link(
        &self,
        ctx: &Context<'_>,
        input: SignInWithLinkInput,
    ) -> ApiResult<Payload<SessionTokens, SignInWithLinkRefusal>> {
        door::sign_in_with_link(ctx.request(), input).await
    }

    /// Sign in with the ID token of an identity provider that this system trusts. The front end goes through the
    /// authorization code flow with PKCE and a nonce by itself. An ID token signs in once, within ten minutes. The
    /// provider says who somebody is, not what she may do: there must be a user already.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn sign_in_with_provider(
        &self,
        ctx: &Context<'_>,
        input: SignInWithProviderInput,
    ) -> ApiResult<Payload<SessionTokens, SignInWithProviderRefusal>> {
        door::sign_in_with_provider(ctx.request(), input).await
    }

    /// Let an account of an identity provider sign a user in. The user is told by mail.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn link_identity(
        &self,
        ctx: &Context<'_>,
        input: LinkIdentityInput,
    ) -> ApiResult<Payload<ExternalIdentityId, LinkIdentityRefusal>> {
        let providers = &ctx.request().api.providers;
        act!(ctx, "linkIdentity", input, |work| commands::link_identity(work, providers, input.clone()))
    }

    /// Take an account of an identity provider from a user. Her sessions and tokens end at once. A provider that is
    /// believed in addresses links it again at the next sign-in: to keep her out, lock the user.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn unlink_identity(
        &self,
        ctx: &Context<'_>,
        input: UnlinkIdentityInput,
    ) -> ApiResult<Payload<UserId, UnlinkIdentityRefusal>> {
        act!(ctx, "unlinkIdentity", input, |work| commands::unlink_identity(work, input.clone()))
    }

    /// Keep a session going, before the access token expires or after: a token in the header that is good no more is
    /// ignored here, as it is where people sign in and out. A refresh token is good once. When it comes again within ten
    /// seconds, because an answer was lost or two windows asked at once, the answer is the newest token of the session;
    /// when it comes later the session ends, for whoever holds it.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        input: RefreshSessionInput,
    ) -> ApiResult<Payload<SessionTokens, RefreshSessionRefusal>> {
        door::refresh(ctx.request(), input).await
    }

    /// Sign out here, and throw the access token away: it is good for its last minutes. Or everywhere: every session,
    /// every access token and every link of the user ends at once.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn sign_out(&self, ctx: &Context<'_>, input: SignOutInput) -> ApiResult<Payload<SignedOut, SignOutRefusal>> {
        door::sign_out(ctx.request(), input).await
    }

    /// Change the caller's password. Every other session ends, and every link; a mail says that it changed.
    #[graphql(directive = policy::apply(vec![Teacher, Juror, Staff, Admin]))]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        input: ChangePasswordInput,
    ) -> ApiResult<Payload<SessionTokens, ChangePasswordRefusal>> {
        door::change_password(ctx.request(), input).await
    }

    /// Set a first or a new password with a link that came by mail (`requestSignInLink`), and sign in.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        input: ResetPasswordInput,
    ) -> ApiResult<Payload<SessionTokens, ResetPasswordRefusal>> {
        door::reset_password(ctx.request(), input).await
    }

    /// Make a key for a program. Its secret is in this answer and nowhere else.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn make_service_key(
        &self,
        ctx: &Context<'_>,
        input: MakeServiceKeyInput,
    ) -> ApiResult<Payload<ServiceKeyTokens, MakeServiceKeyRefusal>> {
        door::make_key(ctx.request(), input).await
    }

    /// Revoke a key of a program: the access tokens that it brought end at once, and those of other keys do not. To rotate
    /// keys, make the new one first: several are good at a time.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn revoke_service_key(
        &self,
        ctx: &Context<'_>,
        input: RevokeServiceKeyInput,
    ) -> ApiResult<Payload<ServiceKeyId, RevokeServiceKeyRefusal>> {
        act!(ctx, "revokeServiceKey", input, |work| commands::revoke_key(work, input.clone()))
    }

    /// Exchange the key of a program for an access token with the scopes of the key.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    async fn exchange_service_key(
        &self,
        ctx: &Context<'_>,
        input: ExchangeServiceKeyInput,
    ) -> ApiResult<Payload<ServiceTokens, ExchangeServiceKeyRefusal>> {
        door::exchange_key(ctx.request(), input).await
    }
}
