//! The whole cycle as a teacher, a juror and staff see it: what each receives at every phase is what the permissions
//! allow, and nothing of it can be told from counts, filters or orders (INV-22, INV-33).

use std::collections::BTreeSet;

use entity::message;
use nql::{
    api::{
        model::{Model, model},
        object::{Cond, Object, RootSource, Source},
    },
    auth::Audience,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{
        House, Person, Reply,
        story::{CANARY, Phase, Story, behind},
    },
    trial,
};

/// How far an answer follows the edges from a row.
const DEPTH: usize = 2;

/// Kinds of rows that everybody may read: no answer has to follow them.
const PUBLIC: [&str; 3] = ["Campaign", "RubricVersion", "Criterion"];

/// Rows of a page: all that can be asked of them must not cost too much.
const PAGE: i64 = 5;
/// Rows of a page inside a page.
const NESTED: i64 = 4;

/// Every field of an object that an audience may ask for, and of what is behind it.
fn everything(model: &Model, object: &Object, audience: Audience, depth: usize) -> String {
    let mut selection = vec!["__typename".to_owned()];
    for field in object.fields.iter().filter(|field| field.audiences.contains(&audience)) {
        let nested = || {
            let named = field.ty.named();
            let behind = model.object(named.trim_end_matches("Connection")).unwrap();
            let inner = everything(model, behind, audience, depth - 1);
            if named.ends_with("Connection") { format!("totalCount nodes {{ {inner} }}") } else { inner }
        };
        match &field.source {
            Source::Id | Source::Value(_) | Source::Translated { .. } => selection.push(field.name.to_owned()),
            Source::Back { by, .. } if !by.is_empty() => {}
            // It leads to more of the same.
            Source::One { column: "previous_application_id" | "evidence_link_id" } => {}
            _ if PUBLIC.contains(&field.ty.named()) => selection.push(format!("{} {{ id }}", field.name)),
            Source::Page { .. } if depth > 0 => {
                selection.push(format!("{}(first: {NESTED}) {{ {} }}", field.name, nested()));
            }
            Source::One { .. } | Source::Back { .. } | Source::Many { .. } if depth > 0 => {
                selection.push(format!("{} {{ {} }}", field.name, nested()));
            }
            Source::One { .. } | Source::Back { .. } | Source::Many { .. } | Source::Page { .. } => {}
        }
    }
    selection.join(" ")
}

/// Everything that somebody can ask for: every page of every root, as wide as it goes.
async fn all_that_can_be_read(house: &House, who: Option<Person>, audience: Audience) -> Vec<Reply> {
    let model = model();
    let mut replies = Vec::new();
    for root in model.roots.iter().filter(|root| root.audiences.contains(&audience)) {
        let object = model.object(root.object);
        let query = match &root.source {
            RootSource::Page { by, .. } if by.is_empty() => {
                let inner = everything(model, object.unwrap(), audience, DEPTH);
                format!(
                    "query($after: String) {{ it: {}(first: {PAGE}, after: $after) {{ nodes {{ {inner} }} pageInfo {{ hasNextPage endCursor }} }} }}",
                    root.name
                )
            }
            RootSource::First { .. } => {
                format!("{{ {} {{ {} }} }}", root.name, everything(model, object.unwrap(), audience, DEPTH))
            }
            RootSource::Page { .. }
            | RootSource::ById
            | RootSource::Chosen { .. }
            | RootSource::ByOneOf { .. }
            | RootSource::Node
            | RootSource::Nodes => continue,
        };
        let mut after = Value::Null;
        loop {
            let reply = house.ask(who, &query, json!({ "after": after })).await;
            let page = reply.data()["it"]["pageInfo"].clone();
            replies.push(reply);
            if page["hasNextPage"] != true {
                break;
            }
            after = page["endCursor"].clone();
        }
    }
    replies
}

/// All `__typename`s in an answer.
fn kinds(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("__typename").and_then(Value::as_str).map(ToOwned::to_owned));
            fields.values().for_each(|value| kinds(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| kinds(value, into)),
        _ => {}
    }
}

/// The ids on the wire end in these digits.
fn digits(id: Uuid) -> String {
    id.simple().to_string()
}

const FATE: &str = "query($id: ID!) { application(id: $id) {
    status publishedAt decision { outcome motivation } feedback { text } label { serial revokedAt }
} }";

/// Whether what an application came to is known to its teacher.
fn is_out(phase: Phase) -> bool {
    phase >= Phase::Published
}

trial! {
    async fn a_teacher_learns_outcome_motivation_and_feedback_and_only_once_they_are_out(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
            for (who, id, outcome, serial) in [
                (story.lotte, &story.of_lotte, "AWARDED", json!("NQL-2025-0001")),
                (story.wim, &story.of_wim, "NOT_AWARDED", Value::Null),
                (story.els, &story.of_els, "", Value::Null),
            ] {
                let reply = house.ask(who, FATE, json!({ "id": id })).await;
                let status = match phase {
                    Phase::Open => "DRAFT",
                    Phase::HandedIn if outcome.is_empty() => "DRAFT",
                    _ if outcome.is_empty() => "LAPSED",
                    Phase::HandedIn => "COMPLETE",
                    _ if is_out(phase) => "PUBLISHED",
                    _ => "IN_EVALUATION",
                };
                assert_eq!(reply.at("/application/status"), status, "{phase:?}");
                let expected = if is_out(phase) && !outcome.is_empty() {
                    json!({
                        "decision": { "outcome": outcome, "motivation": "De uitleg." }, "feedback": { "text": "Het advies." },
                        "label": (outcome == "AWARDED").then(|| json!({ "serial": serial, "revokedAt": null })),
                    })
                } else {
                    json!({ "decision": null, "feedback": null, "label": null })
                };
                for (field, value) in expected.as_object().unwrap() {
                    assert_eq!(&reply.at("/application")[field], value, "{field} at {phase:?}");
                }
                assert_eq!(reply.at("/application/publishedAt").is_string(), is_out(phase) && !outcome.is_empty());
            }
        }
    }

    async fn two_teachers_whose_fates_differ_cannot_tell_before_the_results_are_out(house) {
        let story = Story::begin(&house).await;
        // Everything but what each wrote or is called.
        let same = "query($status: ApplicationStatus!) {
            applications { totalCount nodes { status publishedAt track decision { outcome } feedback { text } label { serial } } }
            asked: applications(filter: { status: { eq: $status } }) { totalCount }
            messages { totalCount nodes { template status } } labels { totalCount } prizes { totalCount nodes { rank } }
            eqlCandidacies(orderBy: [{ field: STATUS }]) { totalCount nodes { status } }
        }";
        for phase in Phase::ALL.into_iter().filter(|phase| !is_out(*phase)) {
            story.reach(phase).await;
            for status in ["IN_EVALUATION", "ADMISSIBLE", "EVALUATED", "DECIDED", "PUBLISHED"] {
                let awarded = house.ask(story.lotte, same, json!({ "status": status })).await;
                let not_awarded = house.ask(story.wim, same, json!({ "status": status })).await;
                assert_eq!(awarded.data(), not_awarded.data(), "{phase:?}");
                let hidden = status != "IN_EVALUATION" || phase < Phase::Closed;
                assert_eq!(awarded.number_at("/asked/totalCount"), i64::from(!hidden), "{status} at {phase:?}");
                assert_eq!(awarded.number_at("/labels/totalCount"), 0);
                assert_eq!(awarded.number_at("/prizes/totalCount"), 0);
                assert_eq!(awarded.number_at("/eqlCandidacies/totalCount"), 0);
            }
        }
    }

    async fn nothing_a_teacher_can_read_names_a_juror_or_holds_a_comment(house) {
        let story = Story::begin(&house).await;
        let jurors = [story.judge, story.second_judge, story.asked, story.spare, story.tied, story.stranger];
        let never = ["Juror", "JuryMembership", "Assignment", "Evaluation", "EvaluationScore", "Consolidation",
            "ConsolidationScore", "ConflictOfInterest", "PublicationBatch", "PublicationItem", "AuditEvent"];
        let after = ["Decision", "Feedback", "Label"];
        for phase in Phase::ALL {
            story.reach(phase).await;
            for teacher in [story.lotte, story.wim, story.els, story.bert, story.claire] {
                let mut seen = BTreeSet::new();
                for reply in all_that_can_be_read(&house, Some(teacher), Audience::Teacher).await {
                    assert!(!reply.text.to_lowercase().contains(CANARY), "{phase:?}: {}", reply.text);
                    for juror in jurors {
                        assert!(!reply.text.contains(&digits(juror.id.into())), "{phase:?}: {}", reply.text);
                    }
                    kinds(&reply.body, &mut seen);
                }
                for kind in never {
                    assert!(!seen.contains(kind), "a teacher saw {kind} at {phase:?}");
                }
                for kind in after {
                    assert!(is_out(phase) || !seen.contains(kind), "a teacher saw {kind} at {phase:?}");
                }
                assert!(phase >= Phase::Announced || !seen.contains("PrizeAward"), "a teacher saw a prize at {phase:?}");
                let mails = message::Entity::find().filter(message::Column::RecipientId.eq(teacher.id));
                for mail in mails.all(house.db.connection()).await.unwrap() {
                    let facts = mail.facts.to_string();
                    assert!(!facts.to_lowercase().contains(CANARY), "{facts}");
                    assert!(jurors.iter().all(|juror| !facts.contains(&digits(juror.id.into()))), "{facts}");
                }
            }
        }
    }

    async fn two_teachers_of_one_project_never_see_each_others_content(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
            for (one, other) in [(story.lotte, &story.of_wim), (story.wim, &story.of_lotte), (story.bert, &story.of_claire)] {
                let about = Some(behind(other));
                let mut theirs = story.rows("Application", "id = $1", about).await;
                for kind in ["ApplicationAnswer", "EvidenceLink", "ApplicationRevision", "Decision", "Feedback", "Label"] {
                    theirs.extend(story.rows(kind, "application_id = $1", about).await);
                }
                for kind in ["RevisionAnswer", "RevisionLink"] {
                    let condition = "revision_id IN (SELECT id FROM application_revision WHERE application_id = $1)";
                    theirs.extend(story.rows(kind, condition, about).await);
                }
                theirs.extend(story.rows("Registration", "id IN (SELECT registration_id FROM application WHERE id = $1)", about).await);
                for reply in all_that_can_be_read(&house, Some(one), Audience::Teacher).await {
                    for id in &theirs {
                        assert!(!reply.text.contains(&digits(behind(id))), "{id} at {phase:?}");
                    }
                }
                assert!(story.seen(Some(one), &theirs).await.iter().all(|seen| !seen), "{phase:?}");
            }
        }
    }

    async fn a_juror_reads_after_attesting_sees_others_after_handing_in_and_learns_the_outcome_last(house) {
        let story = Story::begin(&house).await;
        let query = "query($id: ID!) { application(id: $id) {
            status submittedRevision { number } assignments { juror { name } } evaluations { isMine internalNote assignment { id } }
            consolidation { total } decision { outcome } feedback { text }
        } }";
        for phase in Phase::ALL {
            story.reach(phase).await;
            for (juror, in_first) in [(story.judge, true), (story.second_judge, false)] {
                let reply = house.ask(juror, query, json!({ "id": story.of_lotte })).await;
                let seen = reply.at("/application");
                if phase < Phase::Judging {
                    assert!(seen.is_null(), "{phase:?}: {seen}");
                    continue;
                }
                assert_eq!(seen["submittedRevision"]["number"], 1);
                assert_eq!(seen["assignments"].as_array().unwrap().len(), 1);
                let evaluations = seen["evaluations"].as_array().unwrap();
                let mine = evaluations.iter().filter(|one| one["isMine"] == true).count();
                assert_eq!(mine, 1);
                // At `judging` one has handed in and the other has not: neither has anything of the other to read.
                assert_eq!(evaluations.len(), if phase == Phase::Judging { 1 } else { 2 }, "{in_first} {phase:?}");
                for other in evaluations.iter().filter(|one| one["isMine"] == false) {
                    assert_eq!(other, &json!({ "isMine": false, "internalNote": null, "assignment": null }));
                }
                assert_eq!(seen["consolidation"].is_null(), phase < Phase::Merged, "{phase:?}");
                assert_eq!(seen["decision"].is_null(), !is_out(phase), "{phase:?}");
                assert_eq!(seen["feedback"].is_null(), !is_out(phase), "{phase:?}");
                assert_eq!(seen["status"], if is_out(phase) { "PUBLISHED" } else { "IN_EVALUATION" });
            }
            for juror in [story.asked, story.spare, story.tied, story.stranger] {
                let reply = house.ask(juror, query, json!({ "id": story.of_lotte })).await;
                assert!(reply.at("/application").is_null(), "{phase:?}");
                let applications = house.ask(juror, "{ applications { totalCount } projects { totalCount } }", json!({})).await;
                assert_eq!(applications.data(), &json!({ "applications": { "totalCount": 0 }, "projects": { "totalCount": 0 } }));
            }
        }
    }

    async fn staff_read_all_but_the_draft_of_their_community_and_of_belgica(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
            let all = "{ applications { totalCount nodes { id } } evaluations { totalCount } decisions { totalCount } }";
            let flemish = house.ask(story.staff, all, json!({})).await;
            let german = house.ask(story.german_staff, all, json!({})).await;
            assert_eq!(flemish.number_at("/applications/totalCount"), 5);
            assert_eq!(german.number_at("/applications/totalCount"), 2, "Belgica only");
            let evaluations = match phase {
                _ if phase < Phase::Judging => (0, 0),
                Phase::Judging => (4, 0),
                _ => (9, 4),
            };
            let decisions = if phase < Phase::Proposed { (0, 0) } else { (4, 2) };
            for (of, expected) in [("evaluations", evaluations), ("decisions", decisions)] {
                let count = |reply: &Reply| reply.number_at(&format!("/{of}/totalCount"));
                assert_eq!((count(&flemish), count(&german)), expected, "{of} at {phase:?}");
            }
            let draft = "query($id: ID!) { application(id: $id) { summary } }";
            house.ask(story.staff, draft, json!({ "id": story.of_lotte })).await.assert_error("FORBIDDEN");
        }
    }

    async fn what_may_not_be_read_may_not_be_filtered_or_sorted_by(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let (lotte, judge) = (story.lotte, story.judge);
        for (who, query) in [
            (lotte, "{ decisions(filter: { outcome: { eq: AWARDED } }) { totalCount } }"),
            (lotte, "{ evaluations { totalCount } }"),
            (lotte, "{ eqlCandidacies(orderBy: [{ field: AVERAGE }]) { totalCount } }"),
            (lotte, "{ projects(filter: { schoolId: { isNull: false } }) { totalCount } }"),
            (judge, "{ decisions { totalCount } }"),
            (judge, "{ evaluations(filter: { jurorId: { isNull: false } }) { totalCount } }"),
            (judge, "{ evaluations(filter: { not: { applicationId: { isNull: true } } }) { totalCount } }"),
            (judge, "{ assignments(filter: { jurorId: { isNull: false } }) { totalCount } }"),
            (judge, "{ prizes { totalCount } }"),
            (story.service, "{ applications(filter: { track: { eq: NQL } }) { totalCount } }"),
            (story.service, "{ decisions { totalCount } }"),
            (story.service, "{ eqlCandidacies(orderBy: [{ field: AVERAGE }]) { totalCount } }"),
        ] {
            house.ask(who, query, json!({})).await.assert_error("FORBIDDEN");
        }
    }

    async fn an_interface_is_never_wider_than_the_type_behind_it(house) {
        let story = Story::begin(&house).await;
        let model = model();
        for phase in Phase::ALL {
            story.reach(phase).await;
            for (relation, who) in story.relations() {
                let audience = who.map_or(Audience::Anonymous, |person| Audience::from(person.role));
                for object in model.objects.iter().filter(|object| object.prefix.is_some()) {
                    let ids = story.rows(object.name, "1 = 1", None).await;
                    let seen = story.seen(who, &ids).await;
                    let visible: BTreeSet<&String> = ids.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(id, _)| id).collect();
                    let has_scope = object.rows.iter().any(|(known, _)| *known == audience);
                    assert!(has_scope || visible.is_empty(), "{relation} sees {} at {phase:?}", object.name);
                    for root in model.roots.iter().filter(|root| root.object == object.name && root.audiences.contains(&audience)) {
                        match &root.source {
                            RootSource::Page { when: Cond::Always, by } if by.is_empty() => {
                                let query = format!("{{ it: {}(first: 100) {{ totalCount nodes {{ id }} }} }}", root.name);
                                let reply = house.ask(who, &query, json!({})).await;
                                assert_eq!(reply.number_at("/it/totalCount"), i64::try_from(visible.len()).unwrap(), "{relation}: {} at {phase:?}", root.name);
                                let listed = reply.at("/it/nodes").as_array().unwrap();
                                assert!(listed.iter().all(|node| visible.contains(&node["id"].as_str().unwrap().to_owned())), "{relation}: {}", root.name);
                            }
                            RootSource::ById => {
                                if ids.is_empty() {
                                    continue;
                                }
                                let one = |(number, id): (usize, &String)| format!("a{number}: {}(id: \"{id}\") {{ id }}", root.name);
                                let query: Vec<String> = ids.iter().enumerate().map(one).collect();
                                let reply = house.ask(who, &format!("{{ {} }}", query.join(" ")), json!({})).await;
                                for (number, (id, seen)) in ids.iter().zip(&seen).enumerate() {
                                    assert_eq!(!reply.at(&format!("/a{number}")).is_null(), *seen, "{relation}: {id} at {phase:?}");
                                }
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }
}
