//! What the concepts declare, handed to the engine (`api`, `auth`, `work`, `db`) as plain tables.

use entity::kinds;

use crate::{
    account,
    api::{
        model::{Declared, EnumType},
        object::{Object, Root, RootSource},
    },
    application, audit,
    auth::Audience,
    campaign, decision, eql, intake, jury, label, mutation, notification, prize, project, publication, school, score,
    sentences::{ANSWERS, SENTENCES},
    session, subscription,
};

macro_rules! enums {
    ($($kind:ident)*) => { vec![$(EnumType::of::<kinds::$kind>()),*] };
}

/// Everything.
pub fn declared() -> Declared {
    Declared {
        objects: objects(),
        roots: roots(),
        watched: subscription::watched(),
        enums: enums![
            AnswerSource ApplicationStatus AssignmentStatus PrizeAwardStatus PublicationBatchStatus CalibrationObstacleCode CampaignStatus Community ComponentKind
            ConflictKind ConflictScope ConsolidationMethod ConsolidationStatus DecisionStatus DraftField EligibilityCondition EligibilityFinding EmailStatus EqlGround EqlCandidacyStatus EsepStatus EvaluationField EvaluationStatus FormSessionStatus HelpPlace ImportCode ImportColumn ImportOutcome ImportSeverity IndicatorSource LinkKind MailFailure MemberRole JuryMembershipStatus Method
            MessageStatus MessageTemplate MilestoneKind Outcome PanelStatus AssignmentPlanStatus ProjectKind ProjectStatus ProjectWish RegistrationStatus RemarkCode Role RuleSeverity
            SchoolLevel Subject Tie Track UserStatus
        ],
        sentences: SENTENCES.iter().chain(ANSWERS).collect(),
        acts: mutation::acts().collect(),
        about_acts: mutation::DOC,
        computed: mutation::computed().collect(),
        opens: session::OPENS.to_vec(),
        open: session::OPEN,
        noted: [jury::NOTED, score::NOTED].concat(),
        as_it_is: &AS_IT_IS,
        lines: &LINES,
        ids: &[("teacherId", "user"), ("actorId", "user")],
    }
}

/// What comes through as it is: secrets, what others have signed or named, and documents whose strings are read by
/// their own reader.
const AS_IT_IS: [&str; 13] = [
    "currentPassword",
    "document",
    "expectedHash",
    "idToken",
    "idempotencyKey",
    "issuer",
    "linkToken",
    "newPassword",
    "nonce",
    "password",
    "refreshToken",
    "secret",
    "subject",
];
/// What is one line: names, titles, addresses, codes and numbers.
const LINES: [&str; 25] = [
    "board",
    "city",
    "contactEmail",
    "contactUrl",
    "countries",
    "country",
    "criterionCode",
    "dg",
    "email",
    "esepUrl",
    "faseNumber",
    "fwb",
    "institutionNumber",
    "label",
    "languages",
    "locale",
    "name",
    "oid",
    "pic",
    "schoolYear",
    "slug",
    "sponsorName",
    "title",
    "url",
    "vl",
];

/// Every object of the API, concept by concept.
fn objects() -> Vec<Object> {
    [
        account::objects(),
        session::objects(),
        campaign::objects(),
        school::objects(),
        project::objects(),
        application::objects(),
        intake::objects(),
        jury::objects(),
        score::objects(),
        decision::objects(),
        label::objects(),
        prize::objects(),
        eql::objects(),
        publication::objects(),
        notification::objects(),
        audit::objects(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every field of `Query`.
fn roots() -> Vec<Root> {
    let anything = |name, doc: &str, source| Root {
        name,
        doc: doc.to_owned(),
        object: "",
        audiences: Audience::ALL.to_vec(),
        source,
    };
    let node =
        anything("node", "An object of any type by its id; null if there is none that you may see.", RootSource::Node);
    let nodes = anything(
        "nodes",
        "Objects of any type, in the order of `ids`; null in the place of each one that you may not see.",
        RootSource::Nodes,
    );
    [
        account::roots(),
        session::roots(),
        campaign::roots(),
        school::roots(),
        project::roots(),
        application::roots(),
        intake::roots(),
        jury::roots(),
        score::roots(),
        decision::roots(),
        label::roots(),
        prize::roots(),
        eql::roots(),
        publication::roots(),
        notification::roots(),
        audit::roots(),
        vec![node, nodes],
    ]
    .into_iter()
    .flatten()
    .collect()
}
