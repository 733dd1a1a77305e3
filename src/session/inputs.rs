//! What the mutations of sessions take.

use async_graphql::InputObject;
use entity::{
    ids::{ServiceKeyId, UserId},
    kinds::ServiceScope,
};

use crate::api::{Day, Gid, Word};

/// What somebody signs in with.
#[derive(Clone, InputObject)]
pub struct SignInInput {
    /// Mail address.
    pub email: String,
    /// Password. It is compared in the Unicode normal form NFKC.
    pub password: String,
}

/// Somebody who wants a link to sign in.
#[derive(Clone, InputObject)]
pub struct RequestSignInLinkInput {
    /// Mail address; the link is sent to it.
    pub email: String,
}

/// A link from a mail, to sign in with.
#[derive(Clone, InputObject)]
pub struct SignInWithLinkInput {
    /// The token in the link.
    pub link_token: String,
}

/// An ID token of an identity provider, to sign in with.
#[derive(Clone, InputObject)]
pub struct SignInWithProviderInput {
    /// The ID token, unchanged.
    pub id_token: String,
    /// The nonce that the front end sent to the provider. It is random, and different each time.
    pub nonce: String,
}

/// An account of an identity provider that can sign a user in from now on.
#[derive(Clone, InputObject)]
pub struct LinkIdentityInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The provider: its `iss`, which is an address.
    pub issuer: String,
    /// The account: its `sub` at the provider.
    pub subject: String,
    /// Why; for the audit log.
    pub reason: String,
}

/// An account of an identity provider that can no longer sign a user in.
#[derive(Clone, InputObject)]
pub struct UnlinkIdentityInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The provider: its `iss`, which is an address.
    pub issuer: String,
    /// Why; for the audit log.
    pub reason: String,
}

/// The session to continue.
#[derive(Clone, InputObject)]
pub struct RefreshSessionInput {
    /// The latest refresh token of the session.
    pub refresh_token: String,
}

/// The session to end.
#[derive(Clone, InputObject)]
pub struct SignOutInput {
    /// The latest refresh token of the session.
    pub refresh_token: String,
    /// True: every session of the user ends. False or left out: only this one ends.
    #[graphql(default)]
    pub is_everywhere: bool,
}

/// A new password.
#[derive(Clone, InputObject)]
pub struct ChangePasswordInput {
    /// The present password.
    pub current_password: String,
    /// The new password: 8 to 128 characters, hard to guess. Blanks at its ends count. It is compared in the Unicode
    /// normal form NFKC, so that it works on every keyboard.
    pub new_password: String,
}

/// A first password, or a new one after the user forgot it.
#[derive(Clone, InputObject)]
pub struct ResetPasswordInput {
    /// The token in the link that came by mail.
    pub link_token: String,
    /// The new password: 8 to 128 characters, hard to guess. Blanks at its ends count. It is compared in the Unicode
    /// normal form NFKC, so that it works on every keyboard.
    pub new_password: String,
}

/// A key to make for a program.
#[derive(Clone, InputObject)]
pub struct MakeServiceKeyInput {
    /// The program: a user with the role SERVICE.
    pub user_id: Gid<UserId>,
    /// What the key is for, in words.
    pub name: String,
    /// What the key may be used for; at least one.
    pub scopes: Vec<Word<ServiceScope>>,
    /// The last day of the key; at most two years from now.
    pub expires_on: Day,
}

/// A key to revoke.
#[derive(Clone, InputObject)]
pub struct RevokeServiceKeyInput {
    /// The key.
    pub service_key_id: Gid<ServiceKeyId>,
    /// Why; for the audit log.
    pub reason: String,
}

/// A key to exchange for an access token.
#[derive(Clone, InputObject)]
pub struct ExchangeServiceKeyInput {
    /// The secret, which was shown when the key was made.
    pub secret: String,
}
