//! How one text of SQL is read by both databases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// One reversible step: SQL with placeholders, the tables it makes, and which of them never change a row.
pub struct Step {
    /// File name; the order of the names is the order of the steps.
    pub name: &'static str,
    /// Statements with `{id} {text} {int} {big} {bool} {instant} {date} {json} {bytes} {strict} {new}` placeholders.
    pub up: &'static str,
    /// Rules as triggers, with the same placeholders replaced.
    pub guards: &'static [Guard],
    /// What must happen before the tables can go, with the same placeholders: a circle of references is cut here, and
    /// what was changed in other tables is taken back.
    pub before_down: &'static str,
    /// Tables in the order of creation; `down` drops them in reverse.
    pub tables: &'static [&'static str],
}

/// A rule that a constraint cannot say: a trigger.
pub enum Guard {
    /// Rows are written once: no update, no delete.
    AppendOnly(&'static str),
    /// The same, but an update is let through while `but` holds; `OLD` and `NEW` are the row.
    AppendOnlyBut {
        /// Table the trigger watches.
        table: &'static str,
        /// A condition over `OLD` and `NEW`.
        but: &'static str,
    },
    /// An update of `table` is refused while `when` holds; `OLD` and `NEW` are the row.
    Change {
        /// Name of the rule; also the text of the error.
        rule: &'static str,
        /// Table the trigger watches.
        table: &'static str,
        /// A condition over `OLD` and `NEW`.
        when: &'static str,
    },
    /// An insert into `table` (or an update of it) is refused while `when` holds; `NEW` is the row.
    Refuse {
        /// Name of the rule; also the text of the error.
        rule: &'static str,
        /// Table the trigger watches.
        table: &'static str,
        /// A condition over `NEW`.
        when: &'static str,
    },
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let connection = manager.get_connection();
        connection.execute_unprepared(&spell(self.up, backend)).await?;
        for guard in self.guards {
            connection.execute_unprepared(&guard.create(backend)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let connection = manager.get_connection();
        for guard in self.guards {
            connection.execute_unprepared(&guard.drop(backend)).await?;
        }
        if !self.before_down.is_empty() {
            connection.execute_unprepared(&spell(self.before_down, backend)).await?;
        }
        for table in self.tables.iter().rev() {
            let cascade = if backend == DbBackend::Postgres { "CASCADE" } else { "" };
            connection.execute_unprepared(&format!("DROP TABLE \"{table}\" {cascade}")).await?;
        }
        Ok(())
    }
}

impl Guard {
    fn function(&self) -> String {
        match self {
            Guard::AppendOnly(table) | Guard::AppendOnlyBut { table, .. } => format!("guard_{table}_append_only"),
            Guard::Refuse { rule, .. } | Guard::Change { rule, .. } => format!("guard_{rule}"),
        }
    }

    /// What is watched, and what is refused then.
    fn events(&self) -> Vec<(&'static str, String)> {
        match self {
            Guard::AppendOnly(_) => vec![("UPDATE", "TRUE".to_owned()), ("DELETE", "TRUE".to_owned())],
            Guard::AppendOnlyBut { but, .. } => {
                vec![("UPDATE", format!("NOT ({but})")), ("DELETE", "TRUE".to_owned())]
            }
            Guard::Refuse { when, .. } => vec![("INSERT", (*when).to_owned()), ("UPDATE", (*when).to_owned())],
            Guard::Change { when, .. } => vec![("UPDATE", (*when).to_owned())],
        }
    }

    pub(crate) fn drop(&self, backend: DbBackend) -> String {
        let function = self.function();
        if backend == DbBackend::Postgres {
            return format!("DROP FUNCTION {function}() CASCADE");
        }
        let drop = |(event, _): &(&str, String)| format!("DROP TRIGGER {function}_{};", event.to_lowercase());
        self.events().iter().map(drop).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn create(&self, backend: DbBackend) -> String {
        let function = self.function();
        let (table, message) = match self {
            Guard::AppendOnly(table) | Guard::AppendOnlyBut { table, .. } => (table, format!("{table} is append-only")),
            Guard::Refuse { rule, table, .. } | Guard::Change { rule, table, .. } => (table, (*rule).to_owned()),
        };
        if backend == DbBackend::Postgres {
            let refuse = |(event, when): &(&str, String)| {
                format!(
                    "IF TG_OP = '{event}' THEN IF {when} THEN RAISE EXCEPTION '{message}' \
                     USING ERRCODE = 'check_violation', CONSTRAINT = '{function}'; END IF; END IF;"
                )
            };
            let events: Vec<&str> = self.events().iter().map(|(event, _)| *event).collect();
            return format!(
                "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} RETURN NEW; END $$; \
                 CREATE TRIGGER {function} BEFORE {} ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION {function}();",
                self.events().iter().map(refuse).collect::<Vec<_>>().join(" "),
                events.join(" OR ")
            );
        }
        let trigger = |(event, when): &(&str, String)| {
            format!(
                "CREATE TRIGGER {function}_{} BEFORE {event} ON \"{table}\" WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END;",
                event.to_lowercase()
            )
        };
        self.events().iter().map(trigger).collect::<Vec<_>>().join(" ")
    }
}

/// Replaces the placeholders by what `backend` calls them.
pub(crate) fn spell(sql: &str, backend: DbBackend) -> String {
    let postgres = backend == DbBackend::Postgres;
    let words: [(&str, &str, &str); 11] = [
        ("{id}", "uuid", "BLOB"),
        // The C collation orders by code point, as SQLite does: the same page on both databases.
        ("{text}", "text COLLATE \"C\"", "TEXT"),
        ("{int}", "integer", "INTEGER"),
        ("{big}", "bigint", "INTEGER"),
        ("{bool}", "boolean", "INTEGER"),
        ("{instant}", "timestamptz", "TEXT"),
        ("{date}", "date", "TEXT"),
        // `json` and not `jsonb`: the keys keep the order in which they were written.
        ("{json}", "json", "TEXT"),
        ("{bytes}", "bytea", "BLOB"),
        ("{strict}", "", "STRICT"),
        // A new id, where rows are made of others.
        ("{new}", "gen_random_uuid()", "randomblob(16)"),
    ];
    words.iter().fold(sql.to_owned(), |sql, (word, on_postgres, on_sqlite)| {
        sql.replace(word, if postgres { on_postgres } else { on_sqlite })
    })
}

/// Runs everything on one connection: another of the pool may still believe in a trigger that was dropped.
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: impl Iterator<Item = String>) -> Result<(), DbErr> {
    let statements: Vec<String> = statements.map(|sql| sql.trim().trim_end_matches(';').to_owned()).collect();
    manager.get_connection().execute_unprepared(&format!("{};", statements.join(";\n"))).await?;
    Ok(())
}
