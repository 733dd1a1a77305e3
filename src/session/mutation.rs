//! Mutations of sessions.

use crate::account::User;
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
    /// Sign in with mail address and password. After ten wrong passwords, one try is allowed every half minute;
    /// `RATE_LIMITED` says in how many seconds the next one is. Signing in with a link is always possible. Right
    /// passwords do not count.
    signIn(SignInInput) -> SessionTokens | SignInRefusal [Everybody] whole = door::sign_in;

    /// Ask for a link by mail that signs the user in. It works once, within one hour. The answer is the same when
    /// nobody has this address. Only three links are sent within a quarter of an hour. Links that were sent stay valid
    /// until one of them is used, the password changes, or the user signs out everywhere.
    requestSignInLink(RequestSignInLinkInput) -> LinkRequested | RequestSignInLinkRefusal [Everybody] whole
        = door::request_link;

    /// Sign in with the link from a mail. All other links of the user then end.
    signInWithLink(SignInWithLinkInput) -> SessionTokens | SignInWithLinkRefusal
        [Everybody] whole = door::sign_in_with_link;

    /// Sign in with the ID token of an identity provider that this system trusts. The front end itself uses the
    /// authorization code flow with PKCE and a nonce. An ID token works once, within ten minutes. The provider says who
    /// the person is, but not what the person may do: the user must exist already.
    signInWithProvider(SignInWithProviderInput) -> SessionTokens | SignInWithProviderRefusal [Everybody] whole
        = door::sign_in_with_provider;

    /// Link an account of an identity provider to a user, so that it can sign the user in. The user gets a mail.
    linkIdentity(LinkIdentityInput) -> ExternalIdentityId | LinkIdentityRefusal [Admin; User::ADMINISTER(userId)] asking
        = async |work: &Work, call: &Call<'_>, input| {
            commands::link_identity(work, &call.request.api.providers, input).await
        };

    /// Unlink an account of an identity provider from a user. All sessions and tokens of the user end at once. If the
    /// system trusts the mail addresses of the provider, the next sign-in links the account again: to keep the user
    /// out, use `lockUser`.
    unlinkIdentity(UnlinkIdentityInput) -> UserId | UnlinkIdentityRefusal
        [Admin; User::ADMINISTER(userId)] = commands::unlink_identity;

    /// Continue a session, before or after its access token expires. An access token in the header is ignored, even if
    /// it is not valid. A refresh token works once. If it comes again within ten seconds, because an answer was lost or
    /// two windows asked at once, the answer has the newest token of the session. If it comes again later, the session
    /// ends for everybody who uses it.
    refreshSession(RefreshSessionInput) -> SessionTokens | RefreshSessionRefusal [Everybody] whole = door::refresh;

    /// Sign out. Without `isEverywhere`, only this session ends; then delete the access token, as it stays valid for some
    /// minutes. With `isEverywhere`, all sessions, access tokens and links of the user end at once.
    signOut(SignOutInput) -> SignedOut | SignOutRefusal [Everybody] whole = door::sign_out;

    /// Change the caller's own password. Every other session and every link ends, and the user gets a mail.
    changePassword(ChangePasswordInput) -> SessionTokens | ChangePasswordRefusal [Teacher, Juror, Staff, Admin] whole
        = door::change_password;

    /// Set a first or a new password with a link from a mail (`requestSignInLink`), and sign in.
    resetPassword(ResetPasswordInput) -> SessionTokens | ResetPasswordRefusal [Everybody] whole = door::reset_password;

    /// Make a key for a program. Only this answer has the secret.
    makeServiceKey(MakeServiceKeyInput) -> ServiceKeyTokens | MakeServiceKeyRefusal
        [Admin; User::ADMINISTER(userId)] once = commands::make_key;

    /// Revoke a key of a program. Access tokens from this key end at once; those from other keys do not. To replace a
    /// key, make the new one first: a program can have several.
    revokeServiceKey(RevokeServiceKeyInput) -> ServiceKeyId | RevokeServiceKeyRefusal [Admin] = commands::revoke_key;

    /// Exchange the key of a program for an access token with the scopes of the key.
    exchangeServiceKey(ExchangeServiceKeyInput) -> ServiceTokens | ExchangeServiceKeyRefusal [Everybody] whole
        = door::exchange_key;
}
