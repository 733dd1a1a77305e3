//! Everything the concepts declare, in one place.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{LazyLock, OnceLock},
};

use entity::kinds::{Kind, ServiceScope};

use super::{
    act::Act,
    error::{ApiError, ApiResult},
    object::{Object, Root, Watched},
};

/// An enum of the API.
pub struct EnumType {
    /// Name of the GraphQL type.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// Words and their meanings.
    pub values: Vec<(&'static str, &'static str)>,
}

impl EnumType {
    /// The enum of a column.
    pub fn of<K: Kind>() -> Self {
        Self { name: K::NAME, doc: K::DOC, values: K::VALUES.iter().map(|(_, word, doc)| (*word, *doc)).collect() }
    }
}

/// What the concepts declare, as plain tables: the engine knows none of them by name.
#[derive(Default)]
pub struct Declared {
    /// Objects, in the order of their concepts.
    pub objects: Vec<Object>,
    /// Fields of `Query` that answer with rows.
    pub roots: Vec<Root>,
    /// Fields of `Subscription`.
    pub watched: Vec<Watched>,
    /// Enums.
    pub enums: Vec<EnumType>,
    /// What is told in sentences: in English, as they are declared, and in Dutch, French and German.
    pub sentences: Vec<&'static [&'static str; 4]>,
    /// Fields of `Mutation`.
    pub acts: Vec<&'static Act>,
    /// What `Mutation` says of itself.
    pub about_acts: &'static str,
    /// Fields of `Query` that are computed.
    pub computed: Vec<&'static Act>,
    /// Objects that the key of a program opens by each scope, and mutations. What is not here is closed to keys, but for
    /// what anybody may see.
    pub opens: Vec<Opens>,
    /// What a program may do whatever its key allows.
    pub open: &'static [&'static str],
    /// Fields of which it is written down that the office read them.
    pub noted: Vec<(&'static str, &'static str)>,
    /// Fields of inputs whose texts come through as they are, byte for byte.
    pub as_it_is: &'static [&'static str],
    /// Fields of inputs whose texts are one line.
    pub lines: &'static [&'static str],
    /// Texts that stand twice in the database: the table, the column as it is shown, and the one that is searched and sorted.
    pub keys: &'static [(&'static str, &'static str, &'static str)],
    /// Arguments that take ids of a kind that their name does not say, with the prefix of it.
    pub ids: &'static [(&'static str, &'static str)],
}

/// A scope, the objects that it lets a program read, and the mutations that it lets it do.
pub type Opens = (ServiceScope, &'static [&'static str], &'static [&'static str]);

/// All declarations.
pub struct Model {
    /// As they were handed over.
    declared: Declared,
    names: HashMap<&'static str, usize>,
    prefixes: HashMap<&'static str, usize>,
}

impl Deref for Model {
    type Target = Declared;

    fn deref(&self) -> &Declared {
        &self.declared
    }
}

static DECLARED: OnceLock<fn() -> Declared> = OnceLock::new();

/// Says what there is, before anything is asked for; the first to say it is heeded. Where nobody has said it there is nothing,
/// and nothing is allowed.
pub fn declare(declared: fn() -> Declared) {
    let _ = DECLARED.set(declared);
}

static MODEL: OnceLock<Model> = OnceLock::new();
static NOTHING: LazyLock<Model> = LazyLock::new(|| Model::new(Declared::default()));

/// The model of this system.
pub fn model() -> &'static Model {
    DECLARED.get().map_or_else(|| &*NOTHING, |declared| MODEL.get_or_init(|| Model::new(declared())))
}

/// Whether a field of `Query` is computed.
pub fn is_computed(name: &str) -> bool {
    model().computed(name).is_some()
}

impl Model {
    /// A model of these declarations.
    pub fn new(declared: Declared) -> Self {
        let objects = || declared.objects.iter().enumerate();
        let names = objects().map(|(index, object)| (object.name, index)).collect();
        let prefixes = objects().filter_map(|(index, object)| Some((object.prefix?, index))).collect();
        Self { declared, names, prefixes }
    }

    /// The field of `Mutation` with this name.
    pub fn act(&self, name: &str) -> Option<&'static Act> {
        self.acts.iter().copied().find(|act| act.name == name)
    }

    /// The computed field of `Query` with this name.
    pub fn computed(&self, name: &str) -> Option<&'static Act> {
        self.computed.iter().copied().find(|act| act.name == name)
    }

    /// The object with this name.
    pub fn object(&self, name: &str) -> ApiResult<&Object> {
        let object = self.names.get(name).and_then(|index| self.objects.get(*index));
        object.ok_or_else(|| ApiError::internal(&std::io::Error::other(format!("no object is called {name}"))))
    }

    /// The field of `Query` with this name.
    pub fn root(&self, name: &str) -> Option<&Root> {
        self.roots.iter().find(|root| root.name == name)
    }

    /// The prefix of the ids that an argument such as `campaignId` takes; empty where it takes those of any kind.
    pub fn prefix_of_argument(&self, name: &str) -> &'static str {
        let said = self.ids.iter().find(|(argument, _)| *argument == name);
        let kind = said.map_or_else(|| name.trim_end_matches("Id"), |(_, prefix)| *prefix);
        let snake = kind.chars().fold(String::new(), |mut snake, letter| {
            if letter.is_ascii_uppercase() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
            snake
        });
        self.prefixes.get_key_value(snake.as_str()).map_or("", |(prefix, _)| prefix)
    }
}

/// The kind of object whose ids start as `id` does.
pub fn type_of_ids<'a>(model: &'a Model, id: &str) -> Option<&'a Object> {
    let (prefix, _) = entity::ids::split(id)?;
    model.prefixes.get(prefix).and_then(|index| model.objects.get(*index))
}
