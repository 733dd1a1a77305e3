//! Reads as a whole: every declaration runs on both databases, in one statement, for everybody.

use nql::{
    api::{
        model::model,
        object::{Object, Source},
    },
    auth::Audience,
};
use serde_json::json;

use crate::{support::House, trial};

/// A selection of everything of an object that an audience may ask for, some levels deep.
pub fn everything(object: &Object, audience: Audience, depth: usize) -> String {
    let mut selection = String::from("__typename");
    for field in &object.fields {
        if !field.audiences.contains(&audience) {
            continue;
        }
        let target = field.ty.named().trim_end_matches("Connection");
        let inner = model().objects.iter().find(|known| known.name == target);
        let text = match (&field.source, inner) {
            (Source::Id | Source::Value(_), _) => field.name.to_owned(),
            (_, Some(inner)) if depth > 0 => {
                let arguments = match &field.source {
                    Source::Back { by, .. } if !by.is_empty() => "(code: \"C1\")",
                    _ => "",
                };
                let inner = everything(inner, audience, depth - 1);
                match &field.source {
                    Source::Page { .. } => format!(
                        "{}(first: 2) {{ totalCount edges {{ cursor node {{ {inner} }} }} pageInfo {{ hasNextPage endCursor }} }}",
                        field.name
                    ),
                    _ => format!("{}{arguments} {{ {inner} }}", field.name),
                }
            }
            _ => continue,
        };
        selection.push(' ');
        selection.push_str(&text);
    }
    selection
}

trial! {
    async fn a_list_is_sorted_by_a_few_keys_at_most(house) {
        let admin = house.admin().await;
        let sorted = async |keys: usize| {
            let keys = vec!["{ field: NAME }"; keys].join(" ");
            house.ask(admin, &format!("{{ schools(orderBy: [{keys}]) {{ totalCount }} }}"), json!({})).await
        };
        assert_eq!(sorted(5).await.at("/schools/totalCount"), 0);
        sorted(6).await.assert_error("QUERY_TOO_COMPLEX");
    }

    async fn every_declared_field_reads_on_this_database(house) {
        let people = everybody(&house).await;
        house.open_campaign(people.iter().find_map(|(audience, person)| (*audience == Audience::Staff).then_some(*person).flatten()).unwrap()).await;
        for (audience, person) in people {
            for object in &model().objects {
                let Some(prefix) = object.prefix else { continue };
                let selection = everything(object, audience, 1);
                let query = format!("{{ node(id: \"{prefix}_{:032x}\") {{ id ... on {} {{ {selection} }} }} }}", 1, object.name);
                let reply = house.ask(person, &query, json!({})).await;
                assert_eq!(reply.data(), &json!({ "node": null }), "{audience:?} {}", object.name);
            }
        }
    }

    async fn every_list_reads_in_one_statement_with_every_order_and_filter(house) {
        let people = everybody(&house).await;
        for (audience, person) in people {
            for root in &model().roots {
                if !root.audiences.contains(&audience) || !matches!(root.source, nql::api::object::RootSource::Page { .. }) {
                    continue;
                }
                let object = model().objects.iter().find(|object| object.name == root.object).unwrap();
                let by = if root.name == "ranking" { format!("campaignId: \"campaign_{:032x}\", track: NQL, ", 1) } else { String::new() };
                for order in &object.orders {
                    if !order.audiences.contains(&audience) {
                        continue;
                    }
                    for direction in ["ASC", "DESC"] {
                        let query = format!(
                            "{{ {}({by}first: 2, orderBy: [{{ field: {}, direction: {direction} }}]) {{ totalCount nodes {{ id }} edges {{ cursor }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}",
                            root.name, order.name
                        );
                        house.ask(person, "{ __typename }", json!({})).await;
                        let before = house.db.reads();
                        house.ask(person, &query, json!({})).await.data();
                        assert_eq!(house.db.reads(), before + 1);
                    }
                }
                for filter in object.filters.iter().filter(|filter| filter.audiences.contains(&audience)) {
                    let query = format!("{{ {}({by}filter: {{ not: {{ {}: {{ isNull: true }} }} }}) {{ totalCount }} }}", root.name, filter.name);
                    house.ask(person, &query, json!({})).await.data();
                }
            }
        }
    }
}

/// Somebody of every audience.
pub async fn everybody(house: &House) -> Vec<(Audience, Option<crate::support::Person>)> {
    use entity::kinds::Role;
    vec![
        (Audience::Anonymous, None),
        (Audience::Teacher, Some(house.seat("Tine Leerkracht", &[Role::Teacher], None).await)),
        (Audience::Juror, Some(house.seat("Joris Jurylid", &[Role::Juror], None).await)),
        (Audience::Staff, Some(house.staff().await)),
        (Audience::Admin, Some(house.admin().await)),
        (Audience::Service, Some(house.service().await)),
    ]
}
