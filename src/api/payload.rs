//! What a mutation answers: the object it changed, read by a plan like any other read, or the reasons
//! why the rules refuse it.

use std::marker::PhantomData;

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, InputType, InputValueError, InputValueResult, OutputType, Positioned,
    ServerResult, Value,
    indexmap::IndexMap,
    parser::types::Field as Selected,
    registry::{MetaTypeId, Registry},
    resolver_utils::resolve_container,
};
use entity::{
    ids::{self, Id},
    kinds::Kind,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    request::RequestExt,
    schema::{enum_type, inheriting, inherits, made_type},
};

/// Why the rules refuse an act. One enum per mutation; never reused by another.
pub trait Refusal: std::fmt::Display + Send + Sync + 'static {
    /// The mutation as its types are named: `SubmitApplication`.
    const MUTATION: &'static str;
    /// Every code and what it means.
    const CODES: &'static [(&'static str, &'static str)];

    /// The code of this one.
    fn code(&self) -> &'static str;
    /// The input field it is about.
    fn path(&self) -> &'static [&'static str];
    /// What it rests on.
    fn facts(&self) -> Vec<(&'static str, String)>;
    /// The version that is stored, when another was expected.
    fn current_version(&self) -> Option<i32> {
        let knows = matches!(self.code(), "VERSION_CONFLICT" | "FORM_SESSION_EXPIRED");
        let facts = if knows { self.facts() } else { Vec::default() };
        facts.into_iter().find(|(name, _)| *name == "current").and_then(|(_, version)| version.parse().ok())
    }
}

/// What a mutation answers with, beside the reasons why not.
pub trait Answered: Send + Sync + 'static {
    /// Name of the field in the payload.
    const FIELD: &'static str;

    /// Type of the field; it is null when the mutation was refused.
    fn ty() -> String;
    /// Puts that type into the schema, where nothing else does.
    fn register(_: &mut Registry) {}
    /// Its value, as the caller asks for it.
    fn resolve(&self, ctx: &Context<'_>) -> impl Future<Output = ServerResult<Value>> + Send;
}

/// Says under which name an answer that no row holds shows up in its payload: a `SimpleObject` with its own policy.
#[macro_export]
macro_rules! answered {
    ($($name:ident => $field:literal;)*) => {$(
        impl $crate::api::Answered for $name {
            const FIELD: &'static str = $field;

            fn ty() -> String {
                stringify!($name).to_owned()
            }

            fn register(registry: &mut async_graphql::registry::Registry) {
                <Self as async_graphql::OutputType>::create_type_info(registry);
            }

            async fn resolve(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                let selection = ctx.with_selection_set(&ctx.item.node.selection_set);
                async_graphql::OutputType::resolve(self, &selection, ctx.item).await
            }
        }
    )*};
}

/// Ids of rows that are read again for the caller.
pub trait Shown: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Name of the field in the payload.
    const FIELD: &'static str;
    /// Name of the object.
    const OBJECT: &'static str;
    /// Whether it is several.
    const IS_LIST: bool = false;

    /// The rows.
    fn rows(&self) -> Vec<Uuid>;
}

impl<T: Shown> Answered for T {
    const FIELD: &'static str = <T as Shown>::FIELD;

    fn ty() -> String {
        if T::IS_LIST { format!("[{}!]", T::OBJECT) } else { T::OBJECT.to_owned() }
    }

    async fn resolve(&self, ctx: &Context<'_>) -> ServerResult<Value> {
        ctx.request().read_rows(ctx, &self.rows()).await.map_err(Into::into)
    }
}

/// Says under which name an id shows up in payloads.
#[macro_export]
macro_rules! shown {
    ($($id:ident => $field:literal, $many:literal, $object:literal;)*) => {$(
        impl $crate::api::Shown for entity::ids::$id {
            const FIELD: &'static str = $field;
            const OBJECT: &'static str = $object;

            fn rows(&self) -> Vec<uuid::Uuid> {
                vec![self.0]
            }
        }

        impl $crate::api::Shown for Vec<entity::ids::$id> {
            const FIELD: &'static str = $many;
            const OBJECT: &'static str = $object;
            const IS_LIST: bool = true;

            fn rows(&self) -> Vec<uuid::Uuid> {
                self.iter().map(|id| id.0).collect()
            }
        }
    )*};
}

shown! {
    ApplicationId => "application", "applications", "Application";
    AssignmentId => "assignment", "assignments", "Assignment";
    AssignmentPlanId => "plan", "plans", "AssignmentPlan";
    CampaignId => "campaign", "campaigns", "Campaign";
    ConflictClearanceId => "clearance", "clearances", "ConflictClearance";
    ConflictId => "conflict", "conflicts", "ConflictOfInterest";
    ConsolidationId => "consolidation", "consolidations", "Consolidation";
    DecisionId => "decision", "decisions", "Decision";
    ExternalIdentityId => "externalIdentity", "externalIdentities", "ExternalIdentity";
    EqlCandidacyId => "eqlCandidacy", "eqlCandidacies", "EqlCandidacy";
    EvaluationId => "evaluation", "evaluations", "Evaluation";
    ImportBatchId => "import", "imports", "ImportBatch";
    ImportRowId => "importRow", "importRows", "ImportRow";
    JurorId => "juror", "jurors", "Juror";
    LabelId => "label", "labels", "Label";
    MessageId => "message", "messages", "Message";
    PanelId => "panel", "panels", "Panel";
    PrizeAwardId => "prizeAward", "prizeAwards", "PrizeAward";
    PrizeId => "prize", "prizes", "Prize";
    ProjectId => "project", "projects", "Project";
    PublicationBatchId => "publicationBatch", "publicationBatches", "PublicationBatch";
    PublicationItemId => "publicationItem", "publicationItems", "PublicationItem";
    RegistrationId => "registration", "registrations", "Registration";
    RevisionLinkId => "revisionLink", "revisionLinks", "RevisionLink";
    SchoolId => "school", "schools", "School";
    ServiceKeyId => "serviceKey", "serviceKeys", "ServiceKey";
    UserId => "user", "users", "User";
}

/// Declares why a mutation may be refused: variants with their facts, each with its code, the input field
/// it is about, and its sentence.
#[macro_export]
macro_rules! refusals {
    (
        $(#[doc = $doc:literal])+
        $name:ident for $mutation:literal {
            $( $(#[doc = $meaning:literal])+ $variant:ident $({ $($fact:ident: $ty:ty),+ })? $code:literal on [$($path:literal),*] = $sentence:literal; )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[allow(missing_docs, reason = "a fact is explained by the sentence it stands in")]
        pub enum $name {
            $( $(#[doc = $meaning])+ #[error($sentence)] $variant $({ $($fact: $ty),+ })? ),*
        }

        impl $crate::api::Refusal for $name {
            const MUTATION: &'static str = $mutation;
            const CODES: &'static [(&'static str, &'static str)] = &[$(($code, concat!($($meaning),+))),*];

            fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code),*
                }
            }

            fn path(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant { .. } => &["input" $(, $path)*]),*
                }
            }

            fn facts(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant $({ $($fact),+ })? => vec![$($((stringify!($fact), format!("{:?}", $fact))),+)?]),*
                }
            }
        }
    };
}

/// The payload of a mutation. The object is null exactly when `userErrors` is not empty, unless the mutation says otherwise.
pub struct Payload<T, R> {
    result: Option<T>,
    refusals: Vec<R>,
}

impl<T: Answered, R: Refusal> Payload<T, R> {
    /// It is done.
    pub fn done(result: T) -> Self {
        Self { result: Some(result), refusals: Vec::new() }
    }

    /// The same; refused, it shows the row as it stands beside the reasons.
    #[must_use]
    pub fn beside(self, row: T) -> Self {
        Self { result: self.result.or(Some(row)), ..self }
    }

    /// It is refused, and nothing was written.
    pub fn refused(refusals: Vec<R>) -> Self {
        Self { result: None, refusals }
    }
}

impl<T: Answered, R: Refusal> OutputType for Payload<T, R> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}Payload", R::MUTATION).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            UserError::<R>::create_type_info(registry);
            T::register(registry);
            let mut fields = IndexMap::new();
            let doc = "What came of it, as the caller may see it; null when `userErrors` is not empty, unless the mutation says otherwise.";
            fields.insert(T::FIELD.to_owned(), inheriting(T::FIELD, doc, &T::ty()));
            let errors = format!("[{}!]!", UserError::<R>::type_name());
            let doc = "Every reason why it was refused; empty when it was done.";
            fields.insert("userErrors".to_owned(), inheriting("userErrors", doc, &errors));
            made_type(&Self::type_name(), &format!("What `{}` answers.", R::MUTATION), fields)
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl<T: Answered, R: Refusal> ContainerType for Payload<T, R> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        if ctx.item.node.name.node == "userErrors" {
            let refusals: Vec<UserError<'_, R>> = self.refusals.iter().map(UserError).collect();
            let selection = ctx.with_selection_set(&ctx.item.node.selection_set);
            return OutputType::resolve(&refusals, &selection, ctx.item).await.map(Some);
        }
        let Some(result) = &self.result else { return Ok(Some(Value::Null)) };
        result.resolve(ctx).await.map(Some)
    }
}

/// One reason, as the API shows it.
struct UserError<'a, R>(&'a R);

impl<R: Refusal> UserError<'_, R> {
    fn code_type() -> String {
        format!("{}ErrorCode", R::MUTATION)
    }
}

impl<R: Refusal> OutputType for UserError<'_, R> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}Error", R::MUTATION).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let interface = UserErrors::<R>::register(registry);
        let (name, code) = (Self::type_name().to_string(), Self::code_type());
        registry
            .types
            .insert(code.clone(), enum_type(&code, &format!("Why `{}` was refused. May grow.", R::MUTATION), R::CODES));
        let mut fields = IndexMap::new();
        let doc = "For programs: match it exhaustively.";
        fields.insert("code".to_owned(), inheriting("code", doc, &format!("{code}!")));
        for (field, doc, ty) in USER_ERROR {
            fields.insert(field.to_owned(), inheriting(field, doc, ty));
        }
        registry.types.insert(name.clone(), made_type(&name, "A reason that a person can do something about.", fields));
        registry.implements.entry(name.clone()).or_default().insert(interface);
        format!("{name}!")
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

/// Fields that every user error has.
const USER_ERROR: [(&str, &str, &str); 3] = [
    ("message", "For people, in English.", "String!"),
    ("path", "The way to the input field it is about, such as `[\"input\", \"marks\"]`.", "[String!]!"),
    ("currentVersion", "The version that is stored; only with `VERSION_CONFLICT` and `FORM_SESSION_EXPIRED`.", "Int"),
];

struct UserErrors<R>(PhantomData<R>);

impl<R: Refusal> UserErrors<R> {
    fn register(registry: &mut Registry) -> String {
        use async_graphql::registry::MetaType;
        let entry = registry.types.entry("UserError".to_owned()).or_insert_with(|| MetaType::Interface {
            name: "UserError".to_owned(),
            description: Some(
                "A reason why a mutation was refused. One fragment on this fits every mutation.".to_owned(),
            ),
            fields: USER_ERROR
                .iter()
                .map(|(field, doc, ty)| ((*field).to_owned(), inheriting(field, doc, ty)))
                .collect(),
            possible_types: async_graphql::indexmap::IndexSet::new(),
            extends: false,
            keys: None,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            rust_typename: None,
            directive_invocations: vec![inherits()],
            requires_scopes: Vec::new(),
        });
        if let MetaType::Interface { possible_types, .. } = entry {
            possible_types.insert(UserError::<R>::type_name().to_string());
        }
        "UserError".to_owned()
    }
}

impl<R: Refusal> ContainerType for UserError<'_, R> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(Some(match ctx.item.node.name.node.as_str() {
            "code" => Value::Enum(async_graphql::Name::new(self.0.code())),
            "message" => Value::from(self.0.to_string()),
            "path" => Value::List(self.0.path().iter().map(|step| Value::from(*step)).collect()),
            "currentVersion" => self.0.current_version().map_or(Value::Null, Value::from),
            _ => return Ok(None),
        }))
    }
}

/// A global id in an input: refused when it names another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gid<T>(pub T);

impl<T: Id> InputType for Gid<T> {
    type RawValueType = T;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "ID".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <async_graphql::ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let text = match value {
            Some(Value::String(text)) => text,
            // GraphQL takes a number for an id.
            Some(Value::Number(number)) => number.to_string(),
            other => return Err(InputValueError::expected_type(other.unwrap_or_default())),
        };
        text.parse().map(Self).map_err(|ids::WrongId { wanted }| {
            InputValueError::custom(format!("an id of the form {wanted}_ and 32 hex digits is wanted"))
        })
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&T> {
        Some(&self.0)
    }
}

/// The word of an enum in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word<K>(pub K);

impl<K: Kind> InputType for Word<K> {
    type RawValueType = K;

    fn type_name() -> std::borrow::Cow<'static, str> {
        K::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        if !registry.types.contains_key(K::NAME) {
            let values: Vec<(&str, &str)> = K::VALUES.iter().map(|(_, word, doc)| (*word, *doc)).collect();
            registry.types.insert(K::NAME.to_owned(), enum_type(K::NAME, K::DOC, &values));
        }
        format!("{}!", K::NAME)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let word = match &value {
            Some(Value::Enum(word)) => Some(word.as_str()),
            Some(Value::String(word)) => Some(word.as_str()),
            _ => None,
        };
        word.and_then(K::of).map(Self).ok_or_else(|| InputValueError::custom(format!("not a value of {}", K::NAME)))
    }

    fn to_value(&self) -> Value {
        Value::Enum(async_graphql::Name::new(self.0.word()))
    }

    fn as_raw_value(&self) -> Option<&K> {
        Some(&self.0)
    }
}

/// The word of an enum in an answer that no row holds.
impl<K: Kind> OutputType for Word<K> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        K::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Self as InputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::Enum(async_graphql::Name::new(self.0.word())))
    }
}

/// A local date in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub chrono::NaiveDate);

impl InputType for Day {
    type RawValueType = chrono::NaiveDate;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Date!".to_owned()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match &value {
            Some(Value::String(text)) => {
                let day = crate::clock::day(text).map(Self);
                day.ok_or_else(|| InputValueError::custom("a date such as 2026-07-01, from 1900 to 2200, is wanted"))
            }
            _ => Err(InputValueError::expected_type(value.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&chrono::NaiveDate> {
        Some(&self.0)
    }
}

/// A local date in an answer that no row holds.
impl OutputType for Day {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Date!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::from(self.0.to_string()))
    }
}

/// A decimal in an answer that no row holds: so many hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal(pub i64);

impl OutputType for Decimal {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Decimal!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        Ok(Value::from(format!("{sign}{}.{:02}", size / 100, size % 100)))
    }
}

/// An instant in an input, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(pub chrono::DateTime<chrono::Utc>);

impl InputType for Instant {
    type RawValueType = chrono::DateTime<chrono::Utc>;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "DateTime".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "DateTime!".to_owned()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match &value {
            Some(Value::String(text)) => crate::clock::instant(text).map(Self).ok_or_else(|| {
                InputValueError::custom("an instant such as 2026-07-01T22:00:00Z, from 1900 to 2200, is wanted")
            }),
            _ => Err(InputValueError::expected_type(value.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_rfc3339())
    }

    fn as_raw_value(&self) -> Option<&chrono::DateTime<chrono::Utc>> {
        Some(&self.0)
    }
}

/// An instant in an answer that no row holds.
impl OutputType for Instant {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "DateTime".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "DateTime!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::from(self.0.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)))
    }
}
