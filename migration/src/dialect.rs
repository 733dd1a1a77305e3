//! How one text of SQL is read by both databases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// One reversible step: SQL with placeholders, the tables it makes, and which of them never change a row.
pub struct Step {
    /// File name; the order of the names is the order of the steps.
    pub name: &'static str,
    /// Statements with `{id} {text} {int} {big} {bool} {instant} {date} {json} {strict}` placeholders.
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
        if !self.before_down.is_empty() {
            connection.execute_unprepared(&spell(self.before_down, backend)).await?;
        }
        for guard in self.guards {
            connection.execute_unprepared(&guard.drop(backend)).await?;
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
            Guard::AppendOnly(table) => format!("guard_{table}_append_only"),
            Guard::Refuse { rule, .. } => format!("guard_{rule}"),
        }
    }

    fn events(&self) -> &'static [&'static str] {
        match self {
            Guard::AppendOnly(_) => &["UPDATE", "DELETE"],
            Guard::Refuse { .. } => &["INSERT", "UPDATE"],
        }
    }

    fn drop(&self, backend: DbBackend) -> String {
        let function = self.function();
        if backend == DbBackend::Postgres {
            return format!("DROP FUNCTION {function}() CASCADE");
        }
        let drop = |event: &&str| format!("DROP TRIGGER {function}_{};", event.to_lowercase());
        self.events().iter().map(drop).collect::<Vec<_>>().join(" ")
    }

    fn create(&self, backend: DbBackend) -> String {
        let function = self.function();
        let (table, message, when) = match self {
            Guard::AppendOnly(table) => (table, format!("{table} is append-only"), "TRUE"),
            Guard::Refuse { rule, table, when } => (table, (*rule).to_owned(), *when),
        };
        if backend == DbBackend::Postgres {
            return format!(
                "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF {when} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{function}'; END IF; \
                 RETURN NEW; END $$; \
                 CREATE TRIGGER {function} BEFORE {} ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION {function}();",
                self.events().join(" OR ")
            );
        }
        let trigger = |event: &&str| {
            format!(
                "CREATE TRIGGER {function}_{} BEFORE {event} ON \"{table}\" WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END;",
                event.to_lowercase()
            )
        };
        self.events().iter().map(trigger).collect::<Vec<_>>().join(" ")
    }
}

/// Replaces the placeholders by what `backend` calls them.
fn spell(sql: &str, backend: DbBackend) -> String {
    let postgres = backend == DbBackend::Postgres;
    let words: [(&str, &str, &str); 9] = [
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
        ("{strict}", "", "STRICT"),
    ];
    words.iter().fold(sql.to_owned(), |sql, (word, on_postgres, on_sqlite)| {
        sql.replace(word, if postgres { on_postgres } else { on_sqlite })
    })
}
