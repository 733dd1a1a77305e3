//! What goes wrong, and its one way onto the wire.

use std::{any::Any, error::Error, sync::Arc};

use async_graphql::{ErrorExtensionValues, ServerError};
use entity::language::Language;

use super::fact::{Fact as _, Sentence, translated};
use crate::{db::Trouble, stop::Stop};

/// Seconds after which it makes sense to ask a database again that did not do something.
pub const PASSES: u64 = 2;
/// What is said then. The answer to a write may be lost after the write was done.
pub const TRY_LATER: &str = "This is not possible now; try again in a few seconds. If you were saving something, look first whether \
    it was saved, or send the same again with its idempotency key.";

/// What is said of a failure that does not pass by itself.
pub const BROKEN: &str = "Something went wrong on our side. Give support the request id.";

/// The closed list of codes in `errors[].extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
    /// The request is not one.
    BadRequest,
    /// A mutation came by GET.
    WriteOverGet,
    /// A value is wrong.
    BadUserInput,
    /// There is no such operation in the document.
    OperationResolutionFailure,
    /// Sign in first.
    Unauthenticated,
    /// Not for this audience.
    Forbidden,
    /// No such thing, or none the caller may know of.
    NotFound,
    /// The operation asks for too much.
    QueryTooComplex,
    /// The document is too long.
    QueryTooLarge,
    /// Too often in a short time.
    RateLimited,
    /// The schema is not shown to this caller.
    IntrospectionDisabled,
    /// The idempotency key was used for something else.
    IdempotencyKeyReused,
    /// Only the hash of a document came: documents are not kept under hashes here.
    PersistedQueryNotSupported,
    /// The database does not do it now.
    TryLater,
    /// We could not.
    Internal,
}

impl Code {
    /// As it stands on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::BadRequest | Self::WriteOverGet => "BAD_REQUEST",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::QueryTooComplex => "QUERY_TOO_COMPLEX",
            Self::QueryTooLarge => "QUERY_TOO_LARGE",
            Self::RateLimited => "RATE_LIMITED",
            Self::IntrospectionDisabled => "INTROSPECTION_DISABLED",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::TryLater => "TRY_LATER",
            Self::Internal => "INTERNAL_SERVER_ERROR",
        }
    }
}

/// An error that the caller gets to see. It has no `Display`: nothing else turns into a message by accident.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// Which one.
    pub code: Code,
    /// A sentence for a person.
    pub message: String,
    /// Where in the document, if anywhere.
    pub locations: Vec<async_graphql::Pos>,
    /// Seconds to wait before it makes sense to try again.
    pub retry_after: Option<u64>,
    /// The way to the value that is wrong: the argument, and the way into it.
    pub argument: Vec<String>,
    /// What the message says, where it rests on facts.
    pub sentence: Option<Box<Sentence>>,
}

/// What a resolver returns.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error that only who writes programs meets, in English.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message, locations: Vec::new(), retry_after: None, argument: Vec::new(), sentence: None }
    }

    /// An error that a person may meet: it is worded in the language of whoever does.
    pub fn said(code: Code, sentence: impl Into<Sentence>) -> Self {
        let sentence = sentence.into();
        let message = sentence.said(Language::En);
        Self { sentence: Some(Box::new(sentence)), ..Self::new(code, message) }
    }

    /// It is about something inside this argument, or part of one.
    #[must_use]
    pub fn inside(mut self, name: impl Into<String>) -> Self {
        self.argument.insert(0, name.into());
        self
    }

    /// The same in a language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        if let Some(message) = worded(&self.message, self.sentence.as_deref(), language) {
            self.message = message;
        }
        self
    }

    /// An error at a place in the document.
    #[must_use]
    pub fn at(mut self, location: async_graphql::Pos) -> Self {
        self.locations.push(location);
        self
    }

    /// A failure: logged here, once, with its chain; masked for the caller. One that passes by itself says when to try again.
    pub fn internal(error: &(dyn Error + 'static)) -> Self {
        let mut chain = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            chain = format!("{chain}: {cause}");
            next = cause.source();
        }
        tracing::error!(error = chain, "request failed");
        if Trouble::of(error).is_some() {
            return Self { retry_after: Some(PASSES), ..Self::said(Code::TryLater, TRY_LATER) };
        }
        Self::said(Code::Internal, BROKEN)
    }
}

/// A message in a language; none where it is no sentence of ours. What the library passes on may have lost that it is one.
pub fn worded(message: &str, sentence: Option<&Sentence>, language: Language) -> Option<String> {
    match sentence {
        Some(sentence) => Some(sentence.said(language)),
        None => translated(message, language).map(ToOwned::to_owned),
    }
}

/// That an id of this kind is wanted.
pub fn wanted_id(prefix: &str) -> ApiError {
    let sentence = Sentence::new("an id of the form {prefix}_ and 32 hex digits is wanted");
    ApiError::said(Code::BadUserInput, sentence.with("prefix", prefix.to_owned()))
}

impl From<Stop> for ApiError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Failure(error) => Self::internal(error.as_ref()),
            Stop::Forbidden(why) => Self::said(Code::Forbidden, why),
            Stop::SignedOut => Self::said(Code::Unauthenticated, "The token is not valid."),
            Stop::NotFound => Self::said(Code::NotFound, "There is no such thing, or it is not for you to see."),
            Stop::BadInput(why) => Self::said(Code::BadUserInput, why),
            Stop::WrongId { prefix, .. } => wanted_id(&prefix),
            Stop::TooMany { retry_after } => Self {
                retry_after: Some(retry_after),
                ..Self::said(
                    Code::RateLimited,
                    Sentence::new("Too often. Try again in {seconds} seconds.").with("seconds", retry_after),
                )
            },
            Stop::KeyReused => {
                Self::said(Code::IdempotencyKeyReused, "This idempotency key was used with another input.")
            }
        }
    }
}

impl ApiError {
    fn extensions(&self) -> ErrorExtensionValues {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", self.code.word());
        if let Some(seconds) = self.retry_after {
            extensions.set("retryAfter", seconds);
        }
        if !self.argument.is_empty() {
            extensions.set("argument", self.argument.clone());
        }
        extensions
    }
}

impl From<ApiError> for Vec<ApiError> {
    fn from(error: ApiError) -> Self {
        vec![error]
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let extensions = Some(error.extensions());
        let source = error.sentence.map(|sentence| Arc::new(*sentence) as Arc<dyn Any + Send + Sync>);
        Self { extensions, source, ..Self::new(error.message) }
    }
}

impl From<ApiError> for ServerError {
    fn from(error: ApiError) -> Self {
        let extensions = Some(error.extensions());
        let source = error.sentence.map(|sentence| Arc::new(*sentence) as Arc<dyn Any + Send + Sync>);
        Self { locations: error.locations, extensions, source, ..Self::new(error.message, None) }
    }
}
