//! The GraphQL schema: types made of the declarations.

use std::sync::OnceLock;

use async_graphql::{
    CacheControl, ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, Response, Schema,
    ServerError, ServerResult, SubscriptionType, ValidationResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, NextValidation, ResolveInfo,
    },
    futures_util::Stream,
    indexmap::IndexMap,
    parser::types::Field as Selected,
    registry::{
        __DirectiveLocation as Location, Deprecation, MetaDirective, MetaDirectiveInvocation, MetaEnumValue, MetaField,
        MetaInputValue, MetaType, MetaTypeId, Registry,
    },
    resolver_utils::resolve_container,
};

use super::{
    act::Act,
    connection::{PAGE_DEFAULT, PAGE_MAXIMUM},
    limit::RateLimit,
    model::{EnumType, Model, model},
    object::{Choice, Field, LOCALE, Object, Root, RootSource, Source, View, Watched},
    payload,
    plan::SERVER_TIME,
    policy,
    request::Request,
    role::Only,
};
use crate::auth::Audience;

/// The schema.
pub type ApiSchema = Schema<Query, Mutation, Subscription>;

/// Builds the schema. Validation, introspection and mutations are the library's; reads are planned.
pub fn build() -> ApiSchema {
    Schema::build(Query, Mutation, Subscription).disable_suggestions().extension(CheckOnly).finish()
}

/// What of the schema is for an audience; made once.
pub fn build_for(audience: Audience) -> ApiSchema {
    static MADE: [OnceLock<ApiSchema>; Audience::ALL.len()] = [const { OnceLock::new() }; Audience::ALL.len()];
    let make = || {
        let whole = Schema::build(Query, Mutation, Subscription).disable_suggestions().extension(CheckOnly);
        whole.directive(Only(audience)).finish()
    };
    let place = Audience::ALL.iter().zip(&MADE).find(|(known, _)| **known == audience);
    place.map_or_else(make, |(_, made)| made.get_or_init(make).clone())
}

/// The schema as text, sorted.
pub fn print(schema: &ApiSchema) -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    format!("{}\n", schema.sdl_with_options(options).trim_end())
}

/// In the data of a request that is to be validated and not executed.
pub struct ValidateOnly;

/// In the data of a request whose document was validated before.
pub struct Validated;

/// Validates and executes apart: a document is validated once, and executed as often as it comes. And bounds what a
/// mutation answers.
struct CheckOnly;

impl ExtensionFactory for CheckOnly {
    fn create(&self) -> std::sync::Arc<dyn Extension> {
        std::sync::Arc::new(CheckOnly)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for CheckOnly {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        if ctx.data_opt::<Validated>().is_some() {
            return Ok(ValidationResult { cache_control: CacheControl::default(), complexity: 0, depth: 0 });
        }
        next.run(ctx).await
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> async_graphql::Response {
        if ctx.data_opt::<ValidateOnly>().is_some() {
            return async_graphql::Response::new(Value::Null);
        }
        next.run(ctx, operation_name).await
    }

    /// Values that no row holds count for the length of the answer when they are made: an alias is a copy. Rows are
    /// counted where they are read.
    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let value = next.run(ctx, info).await?;
        if let Some(request) = ctx.data_opt::<Request>() {
            let bytes = match &value {
                Some(Value::String(text)) => text.len(),
                Some(Value::Number(_) | Value::Boolean(_) | Value::Enum(_)) => size_of::<Value>(),
                Some(Value::Null | Value::Binary(_) | Value::List(_) | Value::Object(_)) | None => 0,
            };
            request.room.take(bytes)?;
        }
        Ok(value)
    }
}

/// `Query`: its fields are planned, so the library resolves none of them.
pub struct Query;

impl OutputType for Query {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Query".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            register(registry, model());
            let mut fields: IndexMap<String, MetaField> =
                model().roots.iter().map(|root| (root.name.to_owned(), root_field(root))).collect();
            for act in &model().computed {
                let field = payload::register(registry, act);
                fields.insert(field.name.clone(), field);
            }
            RateLimit::create_type_info(registry);
            // No field returns this interface, and the library drops what no field returns. Names with two underscores
            // are printed nowhere, and `precheck` refuses them.
            fields.insert("__userError".to_owned(), inheriting("__userError", "Keeps the interface.", "UserError"));
            let doc = "The time of the server, by which deadlines are kept. Compare with it, not with the clock of the device.";
            fields.insert(SERVER_TIME.to_owned(), field(SERVER_TIME, doc, "DateTime!", &Audience::ALL));
            let doc = "How much the caller may still ask for in this minute; null if that is not limited.";
            fields.insert("rateLimit".to_owned(), field("rateLimit", doc, "RateLimit", &Audience::ALL));
            object_type(
                "Query",
                "Everything that can be read. All fields of one operation show the data of the same moment, but for those that are \
                 computed when you ask: these read it for themselves.",
                fields,
            )
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl ContainerType for Query {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        if let Some(act) = model().computed(&ctx.item.node.name.node) {
            return Ok(Some(answered(ctx, act).await));
        }
        if ctx.item.node.name.node != "rateLimit" {
            return Ok(None);
        }
        let Some(Some(limit)) = ctx.data_opt::<Option<RateLimit>>() else { return Ok(Some(Value::Null)) };
        let selection = ctx.with_selection_set(&ctx.item.node.selection_set);
        OutputType::resolve(limit, &selection, ctx.item).await.map(Some)
    }
}

impl ObjectType for Query {}

/// `Mutation`: its fields are looked up in the tables of the concepts.
pub struct Mutation;

impl OutputType for Mutation {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Mutation".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let fields = model().acts.iter().map(|act| payload::register(registry, act)).collect();
            object_type("Mutation", model().about_acts, self::fields(fields))
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl ContainerType for Mutation {
    /// What failed is null: what was done before it is told all the same.
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let Some(act) = model().act(&ctx.item.node.name.node) else { return Ok(None) };
        Ok(Some(answered(ctx, act).await))
    }
}

/// What comes of an act; null beside an error.
async fn answered(ctx: &Context<'_>, act: &'static Act) -> Value {
    act.answer(ctx, ctx.item).await.unwrap_or_else(|error| {
        ctx.add_error(ctx.set_error_path(error.at(ctx.item.pos).into()));
        Value::Null
    })
}

impl ObjectType for Mutation {}

/// `Subscription`: [`super::watch`] serves it, the library only validates.
pub struct Subscription;

impl SubscriptionType for Subscription {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Subscription".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let fields = model().watched.iter().map(|watched| (watched.name.to_owned(), watched_field(registry, watched)));
        let fields = fields.collect();
        let doc = "Everything that can be watched, over a WebSocket (`graphql-transport-ws`). An event comes when the values that you \
                   select change for you, whatever the cause: a change by somebody, or a deadline that passes. Changes that \
                   happen while the socket is closed are not sent later, so read the data again after you connect.";
        let mut ty = object_type("Subscription", doc, fields);
        if let MetaType::Object { is_subscription, .. } = &mut ty {
            *is_subscription = true;
        }
        add(registry, ty);
        "Subscription!".to_owned()
    }

    fn create_field_stream<'a>(
        &'a self,
        _: &'a Context<'_>,
    ) -> Option<std::pin::Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        None
    }
}

fn watched_field(registry: &mut Registry, watched: &Watched) -> MetaField {
    match &watched.view {
        View::Rows { object } => {
            let name = lower(object);
            let event = format!("{object}Changed");
            let own = vec![
                inheriting("id", "The id of what changed.", "ID!"),
                inheriting(
                    &name,
                    "The data now; null if the caller may not see it any more. An event comes when a value that you select here \
                     changes, also in objects above or below it. If you do not select this field, an event comes when a field of \
                     the object itself changes.",
                    object,
                ),
            ];
            let doc = format!("An event of `{}`.", watched.name);
            add(registry, made_type(&event, &doc, fields(own)));
            let mut made = field(watched.name, watched.doc, &format!("{event}!"), &watched.audiences);
            let doc = "Only the one with this id. Null or left out: all that the caller may see.";
            made.args = inputs(vec![input("id", doc, "ID")]);
            made
        }
        View::One { ty, of } => {
            let mut made = field(watched.name, watched.doc, &format!("{ty}!"), &watched.audiences);
            let argument = format!("{}Id", lower(of));
            made.args = inputs(vec![input(&argument, "The id of the one to watch.", "ID!")]);
            made
        }
    }
}

/// `Application` as a field is called: `application`.
pub(super) fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().map(|letter| letter.to_ascii_lowercase()).chain(letters).collect()
}

/// Registers the types of everything that is declared.
fn register(registry: &mut Registry, model: &Model) {
    policy::policy::register(registry);
    for (name, doc, url) in [
        (
            "DateTime",
            "An instant in RFC 3339, such as `2026-07-01T22:00:00.000Z`. Answers are in UTC, with milliseconds. An input may have another offset; its year is 1900 to 2200, and it is not a leap second.",
            "https://scalars.graphql.org/andimarek/date-time",
        ),
        (
            "Date",
            "A date in Brussels, such as `2026-07-01`. An input has four, two and two digits; its year is 1900 to 2200.",
            "https://scalars.graphql.org/andimarek/local-date",
        ),
        (
            "Decimal",
            "A decimal number with two digits after the point. Answers have it as a string: `\"17.50\"`. An input is a string \
             or a number with at most two digits after the point: `\"17.5\"`, `17.5`, `17`.",
            "https://en.wikipedia.org/wiki/Decimal",
        ),
    ] {
        add(registry, scalar(name, doc, url));
    }
    for enumeration in &model.enums {
        add(registry, enum_type(enumeration.name, enumeration.doc, &enumeration.values));
        if is_filtered_by(model, enumeration) {
            let ty = format!("{}!", enumeration.name);
            add(
                registry,
                input_type(
                    &format!("{}Filter", enumeration.name),
                    "A condition on a value. If you give several fields, all must hold. Leave out fields that you do not need: null is refused.",
                    vec![
                        input("eq", "The value is this.", enumeration.name),
                        input("in", "The value is one of these; at most 200.", &format!("[{ty}]")),
                        input("isNull", "True: there is no value. False: there is a value.", "Boolean"),
                    ],
                ),
            );
        }
    }
    operators(registry);
    add(
        registry,
        enum_type(
            "OrderDirection",
            "The direction of sorting. Closed: no value will be added.",
            &[
                ("ASC", "Ascending: the smallest, the earliest, or the first in the alphabet comes first."),
                ("DESC", "Descending: the largest, the latest, or the last in the alphabet comes first."),
            ],
        ),
    );
    let everyone = Audience::ALL;
    let node_id = field(
        "id",
        "The id. It never changes, and is the same everywhere in the API. Do not read anything from its text.",
        "ID!",
        &everyone,
    );
    let mut node = interface("Node", "An object with an id, which `node` and `nodes` can read.", vec![node_id]);
    for object in &model.objects {
        if object.prefix.is_some() {
            registry.implements.entry(object.name.to_owned()).or_default().insert("Node".to_owned());
            if let MetaType::Interface { possible_types, .. } = &mut node {
                possible_types.insert(object.name.to_owned());
            }
        }
        let fields = object.fields.iter().map(|field| (field.name.to_owned(), declared_field(field, model))).collect();
        add(registry, object_type(object.name, &object.doc, fields));
        if object.is_paged() {
            page_types(registry, object);
        }
    }
    add(registry, node);
    add(
        registry,
        made_type(
            "PageInfo",
            "The place of a page in its list.",
            fields(vec![
                inheriting(
                    "hasNextPage",
                    "Whether more rows follow. With `last`: whether `before` was given.",
                    "Boolean!",
                ),
                inheriting(
                    "hasPreviousPage",
                    "Whether rows come before these. With `first`: whether `after` was given.",
                    "Boolean!",
                ),
                inheriting("startCursor", "Cursor of the first row, for `before`; null on an empty page.", "String"),
                inheriting("endCursor", "Cursor of the last row, for `after`; null on an empty page.", "String"),
            ]),
        ),
    );
}

/// The directive and the enum of audiences it takes.
impl policy::policy {
    fn register(registry: &mut Registry) {
        let argument = input("allow", "The groups of callers that may use the field.", "[Audience!]!");
        let mut args = IndexMap::new();
        args.insert("allow".to_owned(), argument);
        <Audience as async_graphql::InputType>::create_type_info(registry);
        let whole = "The fields of this type have no policy of their own. Whoever may use a field that returns this type may read them.";
        for (name, doc, locations, args) in [
            ("policy", "Which groups of callers may use this field.", vec![Location::FIELD_DEFINITION], args),
            (policy::INHERITS, whole, vec![Location::OBJECT, Location::INTERFACE], IndexMap::new()),
        ] {
            let directive = MetaDirective {
                name: name.to_owned(),
                description: Some(doc.to_owned()),
                locations,
                args,
                is_repeatable: false,
                visible: None,
                composable: None,
            };
            registry.directives.insert(name.to_owned(), directive);
        }
    }
}

fn is_filtered_by(model: &Model, enumeration: &EnumType) -> bool {
    model.objects.iter().flat_map(|object| &object.filters).any(|filter| filter.ty == enumeration.name)
}

/// Filter inputs of the scalars.
fn operators(registry: &mut Registry) {
    let doc = "A condition on a value. If you give several fields, all must hold. Leave out fields that you do not need: null is refused.";
    let eq = |ty: &str| input("eq", "The value is this.", ty);
    let one_of = |ty: &str| input("in", "The value is one of these; at most 200.", &format!("[{ty}!]"));
    let is_null = || input("isNull", "True: there is no value. False: there is a value.", "Boolean");
    add(registry, input_type("IdFilter", doc, vec![eq("ID"), one_of("ID"), is_null()]));
    add(registry, input_type("BooleanFilter", doc, vec![eq("Boolean"), is_null()]));
    add(
        registry,
        input_type(
            "StringFilter",
            doc,
            vec![
                eq("String"),
                one_of("String"),
                input("startsWith", "The text starts with this. Capitals and accents count.", "String"),
                input("contains", "The text contains this. Capitals and accents count.", "String"),
                input(
                    "search",
                    "The text contains this. Capitals are ignored; in names, titles and towns accents and punctuation too: \
                     `athenee` finds *Athénée*, and `l'ecole` finds *L’École*.",
                    "String",
                ),
                is_null(),
            ],
        ),
    );
    for (name, ty) in [("IntFilter", "Int"), ("DateTimeFilter", "DateTime"), ("DateFilter", "Date")] {
        add(
            registry,
            input_type(
                name,
                doc,
                vec![
                    eq(ty),
                    input("gte", "The value is this, or later (larger).", ty),
                    input("lt", "The value is earlier (smaller) than this.", ty),
                    is_null(),
                ],
            ),
        );
    }
}

fn page_types(registry: &mut Registry, object: &Object) {
    let name = object.name;
    add(
        registry,
        made_type(
            &format!("{name}Edge"),
            "A row of a page, with its cursor.",
            fields(vec![
                inheriting(
                    "cursor",
                    "Give this to `after` or `before`, to get a page on that side of this row.",
                    "String!",
                ),
                inheriting("node", "The row.", &format!("{name}!")),
            ]),
        ),
    );
    add(
        registry,
        made_type(
            &format!("{name}Connection"),
            "A page of a list. Use `nodes` for the rows, or `edges` for the rows with their cursors.",
            fields(vec![
                inheriting("edges", "The rows with their cursors.", &format!("[{name}Edge!]!")),
                inheriting("nodes", "The rows.", &format!("[{name}!]!")),
                inheriting("pageInfo", "The place of the page in the list.", "PageInfo!"),
                inheriting(
                    "totalCount",
                    "Number of rows on all pages that the caller may see. They are counted only if you select this field.",
                    "Int!",
                ),
            ]),
        ),
    );
    if !object.filters.is_empty() {
        let own = format!("{name}Filter");
        let mut inputs: Vec<MetaInputValue> = object
            .filters
            .iter()
            .map(|filter| input(filter.name, &requires(&filter.doc, &filter.audiences), &filter_type(filter.ty)))
            .collect();
        inputs.push(input("and", "All of these conditions hold.", &format!("[{own}!]")));
        inputs.push(input("or", "At least one of these conditions holds.", &format!("[{own}!]")));
        inputs.push(input("not", "This condition does not hold.", &own));
        add(
            registry,
            input_type(
                &own,
                "Conditions on the rows. If you give several fields, all must hold. At most 20 conditions, nested at most 3 levels deep. Leave out fields that you do not need: null is refused.",
                inputs,
            ),
        );
    }
    let words: Vec<(&str, String)> =
        object.orders.iter().map(|order| (order.name, requires(&order.doc, &order.audiences))).collect();
    let words: Vec<(&str, &str)> = words.iter().map(|(name, doc)| (*name, doc.as_str())).collect();
    add(registry, enum_type(&format!("{name}OrderField"), "What to sort by. May grow: values can be added.", &words));
    let mut direction = input("direction", "The direction.", "OrderDirection!");
    direction.default_value = Some("ASC".to_owned());
    add(
        registry,
        input_type(
            &format!("{name}Order"),
            "What to sort by, and in which direction.",
            vec![input("field", "What to sort by.", &format!("{name}OrderField!")), direction],
        ),
    );
}

fn filter_type(ty: &str) -> String {
    match ty {
        "ID" => "IdFilter".to_owned(),
        other => format!("{other}Filter"),
    }
}

/// A description that says who may use what it describes.
fn requires(doc: &str, audiences: &[Audience]) -> String {
    let words: Vec<&str> = audiences.iter().map(|audience| audience.word()).collect();
    format!("{doc} For: {}.", words.join(", "))
}

fn root_field(root: &Root) -> MetaField {
    let (ty, args) = match &root.source {
        RootSource::ById => (root.object.to_owned(), vec![input("id", "The id.", "ID!")]),
        RootSource::First { .. } => (root.object.to_owned(), Vec::new()),
        RootSource::Chosen { by } => (root.object.to_owned(), choices(by, true)),
        RootSource::ByOneOf { by } => {
            let one = |choice: &Choice| {
                let doc = format!("The {}. Give exactly one of the arguments.", thing(choice.name));
                input(choice.name, &doc, choice.ty)
            };
            (root.object.to_owned(), by.iter().map(one).collect())
        }
        RootSource::Page { by, .. } => {
            let mut args = choices(by, true);
            args.extend(model().object(root.object).map(page_arguments).unwrap_or_default());
            (format!("{}Connection!", root.object), args)
        }
        RootSource::Node => ("Node".to_owned(), vec![input("id", "The id of any object.", "ID!")]),
        RootSource::Nodes => {
            ("[Node]!".to_owned(), vec![input("ids", "The ids of any objects; at most 100.", "[ID!]!")])
        }
    };
    let mut made = field(root.name, &root.doc, &ty, &root.audiences);
    made.args = inputs(args);
    made
}

fn declared_field(declared: &Field, model: &Model) -> MetaField {
    let mut made = field(declared.name, &declared.doc, declared.ty.0, &declared.audiences);
    made.args = inputs(match &declared.source {
        Source::Id | Source::Value(_) | Source::One { .. } => Vec::new(),
        Source::Translated { .. } => {
            let doc =
                "The language of the text. Null or left out: the language of the reader, as for `UserError.message`.";
            vec![input(LOCALE, doc, "Locale")]
        }
        Source::Back { by, .. } => choices(by, true),
        Source::Many { by, .. } => choices(by, false),
        Source::Page { .. } => {
            let target = declared.ty.named().trim_end_matches("Connection");
            model.objects.iter().find(|object| object.name == target).map(page_arguments).unwrap_or_default()
        }
    });
    made
}

fn choices(by: &[Choice], is_required: bool) -> Vec<MetaInputValue> {
    by.iter()
        .map(|choice| {
            let ty = if is_required { format!("{}!", choice.ty) } else { choice.ty.to_owned() };
            let thing = thing(choice.name);
            let doc =
                if is_required { format!("The {thing}.") } else { format!("The {thing}. Null or left out: all.") };
            input(choice.name, &doc, &ty)
        })
        .collect()
}

/// What an argument chooses by, in words.
fn thing(name: &str) -> &str {
    match name {
        "email" => "mail address",
        "esepUrl" => "address of the project, in any spelling in which ESEP or the old TwinSpace shows it",
        "faseNumber" => "FASE number of the French community",
        "institutionNumber" => "number from the Flemish education department",
        "oid" => "organisation id of Erasmus+",
        "pic" => "participant identification code",
        "schoolYear" => "school year, such as `2025-2026`",
        "serial" => "number on the certificate, such as `BEL-2024-0010`",
        "track" => "label",
        name => name.trim_end_matches("Id"),
    }
}

fn page_arguments(object: &Object) -> Vec<MetaInputValue> {
    let name = object.name;
    let default = object.orders.first().map_or("", |order| order.name);
    let mut args = Vec::new();
    if !object.filters.is_empty() {
        args.push(input(
            "filter",
            "Only rows that meet these conditions. Null or left out: all rows that the caller may see.",
            &format!("{name}Filter"),
        ));
    }
    args.push(input(
        "orderBy",
        &format!("How to sort, the most important key first. Null or left out: by {default}."),
        &format!("[{name}Order!]"),
    ));
    let first = format!(
        "Most rows on the page, 1 to {PAGE_MAXIMUM}, from its start on. Null or left out: {PAGE_DEFAULT}, unless `last` is given."
    );
    args.push(input("first", &first, "Int"));
    args.push(input(
        "after",
        "Only rows after the one with this cursor. Null or left out: from the first row on.",
        "String",
    ));
    let last = format!(
        "Most rows on the page, 1 to {PAGE_MAXIMUM}, from its end back; their order is the same as with `first`. Not together with `first`."
    );
    args.push(input("last", &last, "Int"));
    args.push(input(
        "before",
        "Only rows before the one with this cursor. Null or left out: to the last row.",
        "String",
    ));
    args
}

// ---- the library's records, with everything we do not use left empty ----

fn add(registry: &mut Registry, ty: MetaType) {
    registry.types.insert(ty.name().to_owned(), ty);
}

pub(super) fn field(name: &str, doc: &str, ty: &str, audiences: &[Audience]) -> MetaField {
    let directive_invocations: Vec<MetaDirectiveInvocation> =
        if audiences.is_empty() { Vec::new() } else { vec![policy::allow(audiences)] };
    MetaField {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        args: IndexMap::new(),
        ty: ty.to_owned(),
        deprecation: Deprecation::NoDeprecated,
        cache_control: async_graphql::CacheControl::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: Vec::new(),
        override_from: None,
        compute_complexity: None,
        directive_invocations,
        requires_scopes: Vec::new(),
    }
}

pub(super) fn fields(list: Vec<MetaField>) -> IndexMap<String, MetaField> {
    list.into_iter().map(|field| (field.name.clone(), field)).collect()
}

pub(super) fn input(name: &str, doc: &str, ty: &str) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        ty: ty.to_owned(),
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}

pub(super) fn inputs(list: Vec<MetaInputValue>) -> IndexMap<String, MetaInputValue> {
    list.into_iter().map(|input| (input.name.clone(), input)).collect()
}

/// A type that is made here and not declared: its fields inherit their policy.
pub(super) fn made_type(name: &str, doc: &str, fields: IndexMap<String, MetaField>) -> MetaType {
    let mut made = object_type(name, doc, fields);
    if let MetaType::Object { directive_invocations, .. } = &mut made {
        directive_invocations.push(inherits());
    }
    made
}

/// Says so of a type.
pub(super) fn inherits() -> MetaDirectiveInvocation {
    MetaDirectiveInvocation { name: policy::INHERITS.to_owned(), args: IndexMap::new() }
}

fn object_type(name: &str, doc: &str, fields: IndexMap<String, MetaField>) -> MetaType {
    MetaType::Object {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        fields,
        cache_control: async_graphql::CacheControl::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: Vec::new(),
        is_subscription: false,
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

pub(super) fn interface(name: &str, doc: &str, list: Vec<MetaField>) -> MetaType {
    MetaType::Interface {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        fields: fields(list),
        possible_types: async_graphql::indexmap::IndexSet::new(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

fn scalar(name: &str, doc: &str, url: &str) -> MetaType {
    MetaType::Scalar {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        is_valid: Some(std::sync::Arc::new(|value| matches!(value, Value::String(_)))),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        specified_by_url: Some(url.to_owned()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

pub(super) fn enum_type(name: &str, doc: &str, values: &[(&str, &str)]) -> MetaType {
    let value = |(word, doc): &(&str, &str)| {
        (
            (*word).to_owned(),
            MetaEnumValue {
                name: (*word).to_owned(),
                description: Some((*doc).trim().to_owned()),
                deprecation: Deprecation::NoDeprecated,
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                directive_invocations: Vec::new(),
            },
        )
    };
    MetaType::Enum {
        name: name.to_owned(),
        description: Some(doc.trim().to_owned()),
        enum_values: values.iter().map(value).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// An input object.
pub fn input_type(name: &str, doc: &str, list: Vec<MetaInputValue>) -> MetaType {
    MetaType::InputObject {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        input_fields: inputs(list),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        oneof: false,
        directive_invocations: Vec::new(),
    }
}

/// A field of a type that is made here and not declared: it inherits its policy.
pub(super) fn inheriting(name: &str, doc: &str, ty: &str) -> MetaField {
    field(name, doc, ty, &[])
}
