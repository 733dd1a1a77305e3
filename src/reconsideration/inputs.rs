//! What the mutations of requests to look at a result again take.

use async_graphql::InputObject;
use entity::{
    ids::{ApplicationId, ReconsiderationId},
    kinds::{ReconsiderationGround, ReconsiderationRuling},
};

use crate::api::{Gid, Word};

/// A request to look at a result again.
#[derive(Clone, InputObject)]
pub struct RequestReconsiderationInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// On which ground.
    pub ground: Word<ReconsiderationGround>,
    /// What went wrong, and where; at most 5,000 characters. Staff read it; jurors do not.
    pub text: String,
}

/// A request that its teacher takes back.
#[derive(Clone, InputObject)]
pub struct WithdrawReconsiderationInput {
    /// The request.
    pub reconsideration_id: Gid<ReconsiderationId>,
    /// The version of it that you read.
    pub expected_version: i32,
}

/// A request that staff look into.
#[derive(Clone, InputObject)]
pub struct AdmitReconsiderationInput {
    /// The request.
    pub reconsideration_id: Gid<ReconsiderationId>,
    /// The version of it that you read.
    pub expected_version: i32,
}

/// An answer to a request.
#[derive(Clone, InputObject)]
pub struct AnswerReconsiderationInput {
    /// The request.
    pub reconsideration_id: Gid<ReconsiderationId>,
    /// The version of it that you read.
    pub expected_version: i32,
    /// What is answered.
    pub ruling: Word<ReconsiderationRuling>,
    /// Why, in words for the teacher; at most 5,000 characters.
    pub answer: String,
}
