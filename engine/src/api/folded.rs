//! Texts that stand twice in the database: as they are shown, and as they are searched and sorted (see [`fair::fold::key`]).
//! A search or an order over such a text takes its key, whatever the declaration says it is reached by.

use super::{model::model, object::Expr};

/// The column with the key of a text; the column itself where it has none.
pub fn key_of(table: &str, column: &'static str) -> &'static str {
    find(table, column).unwrap_or(column)
}

fn find(table: &str, column: &str) -> Option<&'static str> {
    model().keys.iter().find(|(of, text, _)| *of == table && *text == column).map(|(_, _, key)| *key)
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
