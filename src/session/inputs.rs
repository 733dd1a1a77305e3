//! What the mutations of sessions take.

use async_graphql::InputObject;

/// Who signs in.
#[derive(Clone, InputObject)]
pub struct SignInInput {
    /// Address.
    pub email: String,
    /// Password.
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
    /// The new one: 8 to 128 characters, hard to guess.
    pub new_password: String,
}

/// A first password, or another one for who forgot hers.
#[derive(Clone, InputObject)]
pub struct ResetPasswordInput {
    /// The token in the link that came by mail.
    pub link_token: String,
    /// The new one: 8 to 128 characters, hard to guess.
    pub new_password: String,
}
