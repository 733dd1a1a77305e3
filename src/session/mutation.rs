//! Mutations of sessions.

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
use crate::{acts, api::Call, work::Work};

acts! {
    /// Sign in with address and password. After ten wrong ones there is a try every half a minute, and until then
    /// `RATE_LIMITED` says in how many seconds; a link always signs in. Right ones count for nothing.
    signIn(SignInInput) -> SessionTokens | SignInRefusal [Everybody] whole = door::sign_in;

    /// Ask for a link by mail that signs in once, within the hour. The answer is the same for an address that nobody
    /// has. Who asks a fourth time within a quarter of an hour gets none more: those that came are good until one of
    /// them is used, the password changes, or the user signs out everywhere.
    requestSignInLink(RequestSignInLinkInput) -> LinkRequested | RequestSignInLinkRefusal [Everybody] whole
        = door::request_link;

    /// Sign in with the link that came by mail. Other links of the same user are good no more.
    signInWithLink(SignInWithLinkInput) -> SessionTokens | SignInWithLinkRefusal [Everybody] whole = door::sign_in_with_link;

    /// Sign in with the ID token of an identity provider that this system trusts. The front end goes through the
    /// authorization code flow with PKCE and a nonce by itself. An ID token signs in once, within ten minutes. The
    /// provider says who somebody is, not what she may do: there must be a user already.
    signInWithProvider(SignInWithProviderInput) -> SessionTokens | SignInWithProviderRefusal [Everybody] whole
        = door::sign_in_with_provider;

    /// Let an account of an identity provider sign a user in. The user is told by mail.
    linkIdentity(LinkIdentityInput) -> ExternalIdentityId | LinkIdentityRefusal [Admin] asking
        = async |work: &Work, call: &Call<'_>, input| {
            commands::link_identity(work, &call.request.api.providers, input).await
        };

    /// Take an account of an identity provider from a user. Her sessions and tokens end at once. A provider that is
    /// believed in addresses links it again at the next sign-in: to keep her out, lock the user.
    unlinkIdentity(UnlinkIdentityInput) -> UserId | UnlinkIdentityRefusal [Admin] = commands::unlink_identity;

    /// Keep a session going, before the access token expires or after: a token in the header that is good no more is
    /// ignored here, as it is where people sign in and out. A refresh token is good once. When it comes again within ten
    /// seconds, because an answer was lost or two windows asked at once, the answer is the newest token of the session;
    /// when it comes later the session ends, for whoever holds it.
    refreshSession(RefreshSessionInput) -> SessionTokens | RefreshSessionRefusal [Everybody] whole = door::refresh;

    /// Sign out here, and throw the access token away: it is good for its last minutes. Or everywhere: every session,
    /// every access token and every link of the user ends at once.
    signOut(SignOutInput) -> SignedOut | SignOutRefusal [Everybody] whole = door::sign_out;

    /// Change the caller's password. Every other session ends, and every link; a mail says that it changed.
    changePassword(ChangePasswordInput) -> SessionTokens | ChangePasswordRefusal [Teacher, Juror, Staff, Admin] whole
        = door::change_password;

    /// Set a first or a new password with a link that came by mail (`requestSignInLink`), and sign in.
    resetPassword(ResetPasswordInput) -> SessionTokens | ResetPasswordRefusal [Everybody] whole = door::reset_password;

    /// Make a key for a program. Its secret is in this answer and nowhere else.
    makeServiceKey(MakeServiceKeyInput) -> ServiceKeyTokens | MakeServiceKeyRefusal [Admin] once = commands::make_key;

    /// Revoke a key of a program: the access tokens that it brought end at once, and those of other keys do not. To rotate
    /// keys, make the new one first: several are good at a time.
    revokeServiceKey(RevokeServiceKeyInput) -> ServiceKeyId | RevokeServiceKeyRefusal [Admin] = commands::revoke_key;

    /// Exchange the key of a program for an access token with the scopes of the key.
    exchangeServiceKey(ExchangeServiceKeyInput) -> ServiceTokens | ExchangeServiceKeyRefusal [Everybody] whole
        = door::exchange_key;
}
