//! The tour in the README: every operation in it is run on the demo data, and answers what it says.

use std::fmt::Write;

use async_graphql_value::ConstValue;
use entity::kinds::{Kind, Role};
use nql::demo;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    support::{House, Person},
    trial,
};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

trial! {
    async fn every_operation_of_the_tour_answers_what_the_readme_says(house) {
        house.clock.set(demo::fill(&house.db, 1).await.unwrap());
        let text = std::fs::read_to_string(README).unwrap();
        let mut parts = text.split("<!-- as ");
        let mut rewritten = parts.next().unwrap().to_owned();
        let mut told = 0;
        // What was called so when the README was written, and how it is called now.
        let mut renamed: Vec<(String, String)> = Vec::new();
        for part in parts {
            let (who, rest) = part.split_once(" -->\n```graphql\n").unwrap();
            let (query, rest) = rest.split_once("```\n```json\n").unwrap();
            let (expected, after) = rest.split_once("```\n").unwrap();
            let (role, email) = who.split_once(' ').unwrap();
            let query = renamed.iter().fold(query.to_owned(), |query, (then, now)| query.replace(then, now));
            let reply = house.ask(someone(&house, role, email).await, &query, json!({})).await;
            let answer = without_request_id(&reply.text);
            if std::env::var_os("NQL_UPDATE_GOLDEN").is_none() {
                assert!(!reply.text.contains("NOT_FOUND"), "{query}");
                assert_eq!(answer, serde_json::from_str::<ConstValue>(expected).unwrap(), "{query}");
            }
            let answer = laid_out(&answer, 0);
            renamed.extend(ids_in(expected).zip(ids_in(&answer)));
            write!(rewritten, "<!-- as {who} -->\n```graphql\n{query}```\n```json\n{answer}\n```\n{after}").unwrap();
            told += 1;
        }
        assert!(told > 7, "only {told} operations were found");
        if std::env::var_os("NQL_UPDATE_GOLDEN").is_some() {
            std::fs::write(README, rewritten).unwrap();
        }
    }
}

/// Every id in an answer, in its order.
fn ids_in(answer: &str) -> impl Iterator<Item = String> {
    let is_id = |word: &&str| word.rsplit_once('_').is_some_and(|(_, hex)| hex.len() == 32);
    answer.split('"').filter(is_id).map(ToOwned::to_owned)
}

async fn someone(house: &House, role: &str, email: &str) -> Person {
    let user = entity::user::Entity::find().filter(entity::user::Column::Email.eq(email));
    let user = user.one(house.db.connection()).await.unwrap().unwrap();
    Person { id: user.id, role: Role::of(role).unwrap() }
}

/// The answer without what is new every time.
fn without_request_id(text: &str) -> ConstValue {
    let mut answer: ConstValue = serde_json::from_str(text).unwrap();
    if let ConstValue::Object(answer) = &mut answer
        && let Some(ConstValue::List(errors)) = answer.get_mut("errors")
    {
        for error in errors {
            let ConstValue::Object(error) = error else { panic!("{error}") };
            let ConstValue::Object(extensions) = &mut error["extensions"] else { panic!() };
            extensions.shift_remove("requestId").unwrap();
        }
    }
    answer
}

/// JSON as a person would lay it out: on one line what fits there. The order of the fields stays.
fn laid_out(value: &ConstValue, depth: usize) -> String {
    let (indent, outdent) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    let flat = serde_json::to_string(value).unwrap();
    let (open, close, items): (_, _, Vec<String>) = match value {
        ConstValue::Object(fields) => {
            let field = |(name, value)| format!("\"{name}\": {}", laid_out(value, depth + 1));
            ("{", "}", fields.iter().map(field).collect())
        }
        ConstValue::List(items) => ("[", "]", items.iter().map(|item| laid_out(item, depth + 1)).collect()),
        _ => return flat,
    };
    if flat.len() + 2 * depth <= 100 || items.is_empty() {
        let pad = if open == "{" { " " } else { "" };
        return format!("{open}{pad}{}{pad}{close}", items.join(", "));
    }
    format!("{open}\n{indent}{}\n{outdent}{close}", items.join(&format!(",\n{indent}")))
}
