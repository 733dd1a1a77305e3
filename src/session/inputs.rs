//! What the mutations of sessions take.

use async_graphql::InputObject;
use entity::{
    ids::{ServiceKeyId, UserId},
    kinds::ServiceScope,
};

use crate::api::{Day, Gid, Word};

/// Who signs in.
#[derive(Clone, InputObject)]
pub struct SignInInput {
    /// Address.
    pub email: String,
    /// Password; compared in the Unicode normal form NFKC.
    pub password: String,
}

/// Who wants a link.
#[derive(Clone, InputObject)]
pub struct RequestSignInLinkInput {
    /// Address; the link goes there.
    pub email: String,
}

/// The link that came by mail.
#[derive(Clone, InputObject)]
pub struct SignInWithLinkInput {
    /// The token in it.
    pub link_token: String,
}

/// Somebody for whom an identity provider vouches.
#[derive(Clone, InputObject)]
pub struct SignInWithProviderInput {
    /// The ID token that the provider gave, as it is.
    pub id_token: String,
    /// The nonce that the front end asked the provider with: random, and another one each time.
    pub nonce: String,
}

/// An account of an identity provider that will sign a user in.
#[derive(Clone, InputObject)]
pub struct LinkIdentityInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The provider, as it calls itself: an address.
    pub issuer: String,
    /// The account, as the provider calls it.
    pub subject: String,
    /// Why; for the audit log.
    pub reason: String,
}

/// An account of an identity provider that signs a user in no more.
#[derive(Clone, InputObject)]
pub struct UnlinkIdentityInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The provider, as it calls itself: an address.
    pub issuer: String,
    /// Why; for the audit log.
    pub reason: String,
}

/// The session to keep going.
#[derive(Clone, InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token that came last.
    pub refresh_token: String,
}

/// The session to end.
#[derive(Clone, InputObject)]
pub struct SignOutInput {
    /// The refresh token that came last.
    pub refresh_token: String,
    /// Whether every other session of this user ends too.
    #[graphql(default)]
    pub everywhere: bool,
}

/// Another password.
#[derive(Clone, InputObject)]
pub struct ChangePasswordInput {
    /// The password of today.
    pub current_password: String,
    /// The new one: 8 to 128 characters, hard to guess. It is the same one however a keyboard puts its letters together
    /// (Unicode normal form NFKC), when it is set and when it is tried; blanks at its ends count.
    pub new_password: String,
}

/// A first password, or another one for who forgot hers.
#[derive(Clone, InputObject)]
pub struct ResetPasswordInput {
    /// The token in the link that came by mail.
    pub link_token: String,
    /// The new one: 8 to 128 characters, hard to guess. It is the same one however a keyboard puts its letters together
    /// (Unicode normal form NFKC), when it is set and when it is tried; blanks at its ends count.
    pub new_password: String,
}

/// A new key.
#[derive(Clone, InputObject)]
pub struct MakeServiceKeyInput {
    /// The service account: a user with the role SERVICE.
    pub user_id: Gid<UserId>,
    /// What it is for, for people.
    pub name: String,
    /// What it may be used for; at least one.
    pub scopes: Vec<Word<ServiceScope>>,
    /// The last day on which it is good; within two years.
    pub expires_on: Day,
}

/// A key that is good no more.
#[derive(Clone, InputObject)]
pub struct RevokeServiceKeyInput {
    /// Which.
    pub service_key_id: Gid<ServiceKeyId>,
    /// Why; for the audit log.
    pub reason: String,
}

/// A key, in exchange for a token.
#[derive(Clone, InputObject)]
pub struct ExchangeServiceKeyInput {
    /// The secret that was shown when the key was made.
    pub secret: String,
}
