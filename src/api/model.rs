//! Everything the concepts declare, in one place.

use std::{collections::HashMap, sync::LazyLock};

use entity::kinds::{self, Kind};

use super::{
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
    fn of<K: Kind>() -> Self {
        Self { name: K::NAME, doc: K::DOC, values: K::VALUES.iter().map(|(_, word, doc)| (*word, *doc)).collect() }
    }
}

/// All declarations.
pub struct Model {
    /// Objects, in the order of their concepts.
    pub objects: Vec<Object>,
    /// Fields of `Query`.
    pub roots: Vec<Root>,
    /// Fields of `Subscription`.
    pub watched: Vec<Watched>,
    /// Enums.
    pub enums: Vec<EnumType>,
    names: HashMap<&'static str, usize>,
    prefixes: HashMap<&'static str, usize>,
}

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::new(crate::objects(), crate::roots(), crate::subscription::watched()));

/// The model of this system.
pub fn model() -> &'static Model {
    &MODEL
}

macro_rules! enums {
    ($($kind:ident)*) => { vec![$(EnumType::of::<kinds::$kind>()),*] };
}

impl Model {
    /// A model of these declarations.
    pub fn new(objects: Vec<Object>, roots: Vec<Root>, watched: Vec<Watched>) -> Self {
        let enums = enums![
            AnswerSource ApplicationStatus AssignmentStatus PrizeAwardStatus PublicationBatchStatus CalibrationObstacleCode CampaignStatus Community ComponentKind
            ConflictKind ConflictScope ConsolidationMethod ConsolidationStatus DecisionStatus DraftField EligibilityCondition EligibilityFinding EmailStatus EqlGround EqlCandidacyStatus EsepStatus EvaluationStatus FormSessionStatus HelpPlace ImportCode ImportColumn ImportOutcome ImportSeverity IndicatorSource LinkKind MailFailure MemberRole JuryMembershipStatus Method
            MessageStatus MessageTemplate MilestoneKind Outcome PanelStatus AssignmentPlanStatus ProjectKind ProjectStatus ProjectWish RegistrationStatus RemarkCode Role RuleSeverity
            SchoolLevel Subject Tie Track UserStatus
        ];
        let names = objects.iter().enumerate().map(|(index, object)| (object.name, index)).collect();
        let prefixes = objects.iter().enumerate().filter_map(|(index, object)| Some((object.prefix?, index))).collect();
        Self { objects, roots, watched, enums, names, prefixes }
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
        let kind = match name {
            "teacherId" | "actorId" => "user",
            _ => name.trim_end_matches("Id"),
        };
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
