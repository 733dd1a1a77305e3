//! Texts that stand twice in the database: as they are shown, and as they are searched and sorted (see [`crate::fold::key`]).
//! A search or an order over such a text takes its key, whatever the declaration says it is reached by.

use super::object::Expr;

/// A table, a text in it, and its key.
const KEYS: [(&str, &str, &str); 8] = [
    ("user", "name", "name_key"),
    ("school", "name", "name_key"),
    ("school", "city", "city_key"),
    ("school", "board", "board_key"),
    ("school", "search_key", "search_key"),
    ("project", "title", "title_key"),
    ("revision_project", "title", "title_key"),
    ("unknown_partner", "name", "name_key"),
];

/// The column with the key of a text; the column itself where it has none.
pub fn key_of(table: &str, column: &'static str) -> &'static str {
    find(table, column).unwrap_or(column)
}

fn find(table: &str, column: &str) -> Option<&'static str> {
    KEYS.iter().find(|(of, text, _)| *of == table && *text == column).map(|(_, _, key)| *key)
}

/// The key of a value of a row of `table`; `None` for what is no such text, such as a code or an address.
pub fn folded(expr: &Expr, table: &str) -> Option<Expr> {
    let both = |one: &Expr, other: &Expr| match (folded(one, table), folded(other, table)) {
        (Some(one), Some(other)) => Some((Box::new(one), Box::new(other))),
        // Where there is no text there is no key.
        (Some(one), None) if *other == Expr::Null => Some((Box::new(one), Box::new(Expr::Null))),
        (None, Some(other)) if *one == Expr::Null => Some((Box::new(Expr::Null), Box::new(other))),
        (Some(_) | None, None) | (None, Some(_)) => None,
    };
    match expr {
        Expr::Column(column) => find(table, column).map(Expr::Column),
        &Expr::Via { column, table, ref expr } => {
            Some(Expr::Via { column, table, expr: Box::new(folded(expr, table)?) })
        }
        Expr::First(values) => values.iter().map(|value| folded(value, table)).collect::<Option<_>>().map(Expr::First),
        Expr::If { when, then, otherwise } => {
            let (then, otherwise) = both(then, otherwise)?;
            Some(Expr::If { when: when.clone(), then, otherwise })
        }
        &Expr::For { audiences, ref then, ref otherwise } => {
            let (then, otherwise) = both(then, otherwise)?;
            Some(Expr::For { audiences, then, otherwise })
        }
        Expr::Word(_)
        | Expr::Number(_)
        | Expr::Null
        | Expr::Me
        | Expr::MyCommunity
        | Expr::Now
        | Expr::Today
        | Expr::LastDay(_)
        | Expr::SecondsUntil(_)
        | Expr::Holds(_)
        | Expr::Count { .. }
        | Expr::Words { .. }
        | Expr::GlobalId { .. }
        | Expr::Said { .. }
        | Expr::Spoken { .. }
        | Expr::Part { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        model::model,
        object::{FilterOn, Source, col, either, exists, via},
    };

    /// Texts that are no names: codes, words and addresses, which have one spelling, and what is sorted by it.
    const CODES: [&str; 14] = [
        "AuditEvent.action",
        "AuditEvent.kind",
        "Campaign.SCHOOL_YEAR",
        "Campaign.schoolYear",
        "Consolidation.RANK",
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

    #[test]
    fn the_key_is_found_however_a_text_is_reached() {
        let title = via("project_id", "project", "title");
        let key = via("project_id", "project", "title_key");
        assert_eq!(folded(&title, "application"), Some(key.clone()));
        let seen = exists("a", "id", "id", crate::api::object::Cond::Always);
        assert_eq!(
            folded(&either(seen.clone(), title, Expr::Null), "application"),
            Some(either(seen, key, Expr::Null))
        );
        assert_eq!(folded(&col("title"), "application"), None);
        assert_eq!((key_of("school", "name"), key_of("school", "oid")), ("name_key", "oid"));
    }

    #[test]
    fn every_name_is_searched_and_sorted_by_its_key() {
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
}
