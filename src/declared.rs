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
    campaign, certificate, correction, decision, eql, event, intake, job, jury, label, mutation, notification, photo,
    prize, project, publication, reconsideration, school, score,
    sentences::{ANSWERS, SENTENCES},
    session, subscription,
};

macro_rules! enums {
    ($($kind:ident)*) => { vec![$(EnumType::of::<kinds::$kind>()),*] };
}

/// Hands everything to the engine; whoever uses it does so first.
pub fn declare() {
    engine::declare(declared);
}

fn declared() -> Declared {
    Declared {
        objects: objects(),
        roots: roots(),
        watched: subscription::watched(),
        enums: enums![
            AnswerSource ApplicationStatus AssignmentStatus PrizeAwardStatus PrizeChoiceReason PublicationBatchStatus CalibrationObstacleCode CampaignStatus CertificatePictureKind Community ComponentKind CorrectionStatus
            ConflictKind ConflictScope ConsolidationMethod ConsolidationStatus DecisionBasis DecisionStatus DraftField EligibilityCondition EligibilityFinding EmailStatus EqlConditionKind EqlGround EqlCandidacyStatus EqlNominationStatus EqlOutcome EsepStatus EventInvitationStatus EventStatus EvaluationField EvaluationStatus FormSessionStatus HelpPlace ImportCode ImportColumn ImportOutcome ImportSeverity IndicatorSource JobFailure JobKind JobStatus LabelStatus LinkKind Locale MailFailure PhotoChannel PhotoOccasion PhotoPurpose PhotoStatus MemberRole JuryMembershipStatus Method
            MessageStatus MessageTemplate MilestoneKind Outcome PanelStatus AssignmentPlanStatus ProjectKind ProjectStatus ProjectWish ReconsiderationGround ReconsiderationRuling ReconsiderationStatus RegistrationStatus ReleaseDifference ReleaseGapReason RemarkCode ReplayStep ResultRemarkCode ResultSheetProblem ResultTextPart Role RuleSeverity ScoreBand
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
        keys: &KEYS,
        ids: &[("teacherId", "user"), ("rightfulTeacherId", "user"), ("actorId", "user")],
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
const LINES: [&str; 35] = [
    "address",
    "board",
    "city",
    "code",
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
    "newProject",
    "oid",
    "pic",
    "place",
    "schoolYear",
    "shows",
    "signatoryFunction",
    "signatoryName",
    "slug",
    "sponsorName",
    "staff",
    "theme",
    "title",
    "url",
    "vl",
    "website",
];

/// Texts by which something is searched and sorted, and their keys.
const KEYS: [(&str, &str, &str); 9] = [
    ("user", "name", "name_key"),
    ("school", "name", "name_key"),
    ("school", "city", "city_key"),
    ("school", "board", "board_key"),
    ("school", "search_key", "search_key"),
    ("project", "title", "title_key"),
    ("revision_project", "title", "title_key"),
    ("sponsor", "name", "name_key"),
    ("unknown_partner", "name", "name_key"),
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
        event::objects(),
        prize::objects(),
        eql::objects(),
        publication::objects(),
        reconsideration::objects(),
        correction::objects(),
        certificate::objects(),
        photo::objects(),
        notification::objects(),
        job::objects(),
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
        event::roots(),
        prize::roots(),
        eql::roots(),
        publication::roots(),
        reconsideration::roots(),
        correction::roots(),
        photo::roots(),
        notification::roots(),
        job::roots(),
        audit::roots(),
        vec![node, nodes],
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use async_graphql::{Variables, parser::parse_query};
    use engine::{
        api::{
            bound::Slot,
            folded::{folded, key_of},
            model::model,
            object::{Cond, Expr, FilterOn, Source, col, either, exists, via},
            plan::Compiler,
            watch::own_values,
        },
        auth::scope::{self, Scopes},
        db::Dialect,
    };
    use entity::kinds::{Kind as _, ServiceScope};

    use super::*;

    /// Texts that are no names: codes, words and addresses, which have one spelling, and what is sorted by it.
    const CODES: [&str; 15] = [
        "AuditEvent.action",
        "AuditEvent.kind",
        "Campaign.SCHOOL_YEAR",
        "Campaign.schoolYear",
        "Consolidation.RANK",
        "EqlCountry.country",
        "ForeignParticipation.country",
        "ImportRow.email",
        "PanelAnswer.reason",
        "School.country",
        "School.faseNumber",
        "School.institutionNumber",
        "School.oid",
        "School.pic",
        "User.email",
    ];

    fn needed(on: &str, field: &str, ty: &str, allow: Option<&[Audience]>) -> Option<Scopes> {
        declare();
        scope::needed(model(), on, field, ty, allow)
    }

    #[test]
    fn the_key_is_found_however_a_text_is_reached() {
        declare();
        let title = via("project_id", "project", "title");
        let key = via("project_id", "project", "title_key");
        assert_eq!(folded(&title, "application"), Some(key.clone()));
        let seen = exists("a", "id", "id", Cond::Always);
        assert_eq!(
            folded(&either(seen.clone(), title, Expr::Null), "application"),
            Some(either(seen, key, Expr::Null))
        );
        assert_eq!(folded(&col("title"), "application"), None);
        assert_eq!((key_of("school", "name"), key_of("school", "oid")), ("name_key", "oid"));
    }

    #[test]
    fn every_name_is_searched_and_sorted_by_its_key() {
        declare();
        let mut seen = 0;
        for object in &model().objects {
            let filters = object.filters.iter().filter(|filter| filter.ty == "String").map(|filter| {
                let (expr, table) = match &filter.on {
                    FilterOn::Value(expr) => (expr, object.table),
                    FilterOn::Any { table, expr, .. } => (expr, *table),
                };
                (filter.name, folded(expr, table).is_some())
            });
            let orders = object.orders.iter().filter(|order| order.ty == "String");
            let orders = orders.map(|order| (order.name, folded(&order.expr, object.table).is_some()));
            for (name, is_folded) in filters.chain(orders) {
                let place = format!("{}.{name}", object.name);
                assert_ne!(is_folded, CODES.contains(&place.as_str()), "{place}");
                seen += 1;
            }
            for field in &object.fields {
                if let Source::Many { order: (column, _), .. } = &field.source
                    && let Some(inner) = model().objects.iter().find(|inner| inner.name == field.ty.named())
                    && inner.fields.iter().any(|it| {
                        it.ty.named() == "String"
                            && matches!(&it.source, Source::Value(Expr::Column(of)) if of == column)
                    })
                {
                    let place = format!("{}.{column}", inner.name);
                    assert_ne!(key_of(inner.table, column) != *column, CODES.contains(&place.as_str()), "{place}");
                }
            }
        }
        assert!(seen > 20, "the search found too little");
    }

    #[test]
    fn a_plan_knows_every_table_that_its_statement_reads() {
        declare();
        let (fragments, variables) = (HashMap::new(), Variables::default());
        for object in &model().objects {
            for audience in object.audiences() {
                let shown = object.fields.iter().filter(|field| field.audiences.contains(&audience));
                let fields = shown.filter_map(|field| match &field.source {
                    Source::Id | Source::Value(_) | Source::Translated { .. } => Some(field.name.to_owned()),
                    Source::One { .. } | Source::Many { .. } => Some(format!("{} {{ __typename }}", field.name)),
                    Source::Page { .. } => Some(format!("{} {{ totalCount }}", field.name)),
                    Source::Back { .. } => None,
                });
                let query = format!("{{ __typename {} }}", fields.collect::<Vec<_>>().join(" "));
                let document = parse_query(query).unwrap();
                let (_, operation) = document.operations.iter().next().unwrap();
                let compiler = Compiler::new(model(), Dialect::Sqlite, audience, &fragments, &variables);
                let plan = compiler.watched(object, false, &[vec![&operation.node.selection_set.node]]).unwrap();
                let read: BTreeSet<&str> =
                    plan.sql.split("FROM \"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
                // The check of the caller's rights is in every statement, and who loses rights is sent away anyway.
                let missing: Vec<_> =
                    read.iter().filter(|table| **table != "user" && !plan.tables.contains(table)).collect();
                assert!(missing.is_empty() && plan.tables.contains(&object.table), "{}: {missing:?}", object.name);
                assert_eq!(plan.is_timed, plan.slots.iter().any(|slot| matches!(slot, Slot::Now | Slot::Today)));
            }
        }
    }

    #[test]
    fn whoever_may_watch_may_see_some_row() {
        declare();
        for watched in &model().watched {
            let object = model().object(watched.view.shown()).unwrap();
            assert!(watched.audiences.iter().all(|audience| object.audiences().contains(audience)), "{}", watched.name);
            assert!(model().object(watched.view.named_by()).unwrap().prefix.is_some(), "{}", watched.name);
            for audience in &watched.audiences {
                own_values(object, *audience).unwrap();
            }
        }
    }

    #[test]
    fn every_scope_opens_something_and_is_told_by_its_word() {
        declare();
        for (scope, ..) in ServiceScope::VALUES {
            assert_eq!(Scopes::of([scope.word()]).words(), [scope.word()]);
            assert!(model().opens.iter().any(|(known, ..)| known == scope), "{}", scope.word());
        }
        assert!(Scopes::of(["NOTHING"]).is_empty());
    }

    #[test]
    fn a_list_its_pages_and_its_rows_need_the_same() {
        let labels = Scopes::of(["LABEL_READ"]);
        let (programs, everybody) = ([Audience::Staff, Audience::Service], Audience::ALL);
        let (programs, everybody) = (Some(programs.as_slice()), Some(everybody.as_slice()));
        for (on, field, ty, allow) in [
            ("Query", "labels", "LabelConnection", programs),
            ("LabelConnection", "totalCount", "Int", None),
            ("LabelEdge", "node", "Label", None),
            ("Label", "serial", "String", programs),
        ] {
            assert_eq!(needed(on, field, ty, allow), Some(labels), "{on}.{field}");
        }
        let payload = "MarkEsepPublishedPayload";
        let writes = Some(Scopes::of(["PUBLICATION_WRITE"]));
        assert_eq!(needed("Mutation", "markEsepPublished", payload, programs), writes);
        for (on, field, ty, allow) in [
            ("Query", "currentCampaign", "Campaign", everybody),
            ("Mutation", "exchangeServiceKey", "ExchangeServiceKeyPayload", everybody),
            ("MarkEsepPublishedPayload", "userErrors", "MarkEsepPublishedError", None),
        ] {
            assert_eq!(needed(on, field, ty, allow), Some(Scopes::default()), "{on}.{field}");
        }
        for (on, field, ty, allow) in [
            ("Query", "viewer", "User", programs),
            ("User", "email", "String", programs),
            ("Mutation", "changeRoles", "ChangeRolesPayload", programs),
            ("Mutation", "signOut", "SignOutPayload", everybody),
        ] {
            assert_eq!(needed(on, field, ty, allow), None, "{on}.{field}");
        }
        assert_eq!(labels.lacks(labels.with(Scopes::of(["EQL_READ"]))), Scopes::of(["EQL_READ"]));
    }
}
