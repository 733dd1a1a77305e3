//! Multiplies the demo data for load tests: every project, school, teacher and application is copied inside
//! the database, in bulk. Three copies share their jurors, so that a juror has a full work list.

use sea_orm::{ConnectionTrait, EntityTrait, IdenStatic, Iterable};

use super::{DemoError, Tell};
use crate::db::{Database, Dialect};

/// Which copies of a row are made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copies {
    All,
    /// Of jurors: one for each three.
    EveryThird,
}

/// Columns that refer to what is not copied.
const KEPT: [&str; 14] = [
    "campaign_id",
    "rubric_version_id",
    "criterion_id",
    "batch_id",
    "recorded_by_id",
    "proposed_by_id",
    "adjusted_by_id",
    "ratified_by_id",
    "edited_by_id",
    "motivation_by_id",
    "merged_into_id",
    "submitted_revision_id",
    "actor_id",
    "message_id",
];
/// Columns of text that must differ from copy to copy.
const UNIQUE: [&str; 4] = ["email", "esep_url", "serial", "verify_code"];
/// Columns that a copy leaves empty.
const EMPTY: [&str; 6] =
    ["institution_number", "fase_number", "oid", "pic", "submitted_revision_id", "handed_in_revision_id"];

const TEACHERS: &str = "SELECT user_id FROM user_role WHERE role = 'TEACHER'";
const JURORS: &str = "SELECT user_id FROM user_role WHERE role = 'JUROR'";

/// Makes `scale` times as much of everything.
pub async fn multiply(db: &Database, scale: u32, tell: &Tell) -> Result<(), DemoError> {
    use entity::{
        application, application_answer, application_revision, assignment, conflict_of_interest, consolidation,
        consolidation_score, decision, eligibility_answer, eql_candidacy, evaluation, evaluation_score, evidence_link,
        feedback, feedback_part, juror, jury_membership, label, project, project_member, project_partner,
        publication_item, registration, revision_answer, revision_link, revision_member, revision_partner,
        revision_project, school, school_membership, user, user_role,
    };
    if scale < 2 {
        return Ok(());
    }
    let copier = Copier { db, scale, tell };
    copier.copy::<school::Entity>("TRUE", Copies::All).await?;
    copier.copy::<user::Entity>(&format!("id IN ({TEACHERS})"), Copies::All).await?;
    copier.copy::<user::Entity>(&format!("id IN ({JURORS})"), Copies::EveryThird).await?;
    copier.copy::<user_role::Entity>("role = 'TEACHER'", Copies::All).await?;
    copier.copy::<school_membership::Entity>(&format!("user_id IN ({TEACHERS})"), Copies::All).await?;
    copier.copy::<school_membership::Entity>(&format!("user_id IN ({JURORS})"), Copies::EveryThird).await?;
    copier.copy::<user_role::Entity>("role = 'JUROR'", Copies::EveryThird).await?;
    copier.copy::<project::Entity>("TRUE", Copies::All).await?;
    copier.copy::<project_partner::Entity>("TRUE", Copies::All).await?;
    copier.copy::<project_member::Entity>("TRUE", Copies::All).await?;
    copier.copy::<registration::Entity>("TRUE", Copies::All).await?;
    copier.copy::<eligibility_answer::Entity>("TRUE", Copies::All).await?;
    copier.copy::<application::Entity>("TRUE", Copies::All).await?;
    copier.copy::<application_answer::Entity>("TRUE", Copies::All).await?;
    copier.copy::<evidence_link::Entity>("TRUE", Copies::All).await?;
    copier.copy::<application_revision::Entity>("TRUE", Copies::All).await?;
    copier.copy::<revision_project::Entity>("TRUE", Copies::All).await?;
    copier.copy::<revision_partner::Entity>("TRUE", Copies::All).await?;
    copier.copy::<revision_member::Entity>("TRUE", Copies::All).await?;
    copier.copy::<revision_answer::Entity>("TRUE", Copies::All).await?;
    copier.copy::<revision_link::Entity>("TRUE", Copies::All).await?;
    copier.hand_in().await?;
    copier.copy::<juror::Entity>("TRUE", Copies::EveryThird).await?;
    copier.copy::<jury_membership::Entity>("TRUE", Copies::EveryThird).await?;
    copier.copy::<conflict_of_interest::Entity>("TRUE", Copies::EveryThird).await?;
    copier.copy::<assignment::Entity>("TRUE", Copies::All).await?;
    copier.copy::<evaluation::Entity>("TRUE", Copies::All).await?;
    copier.copy::<evaluation_score::Entity>("TRUE", Copies::All).await?;
    // What a panel agreed on is not copied: the database would ask for its panel first.
    copier.copy::<consolidation::Entity>("method <> 'PANEL'", Copies::All).await?;
    let by_rule = "consolidation_id IN (SELECT id FROM consolidation WHERE method <> 'PANEL')";
    copier.copy::<consolidation_score::Entity>(by_rule, Copies::All).await?;
    copier.copy::<decision::Entity>("TRUE", Copies::All).await?;
    copier.copy::<feedback::Entity>("TRUE", Copies::All).await?;
    copier.copy::<feedback_part::Entity>("TRUE", Copies::All).await?;
    copier.copy::<label::Entity>("TRUE", Copies::All).await?;
    copier.copy::<publication_item::Entity>("TRUE", Copies::All).await?;
    copier.copy::<eql_candidacy::Entity>("TRUE", Copies::All).await?;
    copier.run("ANALYZE").await
}

struct Copier<'a> {
    db: &'a Database,
    scale: u32,
    tell: &'a Tell,
}

impl Copier<'_> {
    /// Copies the rows of a table that meet `which`.
    async fn copy<E: EntityTrait>(&self, which: &str, copies: Copies) -> Result<(), DemoError> {
        let table = E::default().table_name().to_owned();
        (self.tell)(&format!("nql multiplies the demo by {}: {}", self.scale, table.replace('_', " ")));
        let columns: Vec<&str> = E::Column::iter().map(|column| IdenStatic::as_str(&column)).collect();
        let values: Vec<String> = columns.iter().map(|column| self.value(column)).collect();
        let listed: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let every = if copies == Copies::EveryThird { " AND n.k % 3 = 0" } else { "" };
        let sql = format!(
            "INSERT INTO \"{table}\" ({}) {} SELECT {} FROM \"{table}\" t CROSS JOIN n WHERE {which}{every}",
            listed.join(", "),
            self.numbers(),
            values.join(", "),
        );
        self.run(&sql).await
    }

    /// Runs a statement that may take its time.
    async fn run(&self, sql: &str) -> Result<(), DemoError> {
        let sql = match self.db.dialect() {
            Dialect::Postgres => format!("BEGIN; SET LOCAL statement_timeout = 0; {sql}; COMMIT"),
            Dialect::Sqlite => sql.to_owned(),
        };
        self.db.connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    /// The numbers of the copies.
    fn numbers(&self) -> String {
        let last = self.scale - 1;
        match self.db.dialect() {
            Dialect::Postgres => format!("WITH n AS (SELECT generate_series(1, {last}) AS k)"),
            Dialect::Sqlite => {
                format!("WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {last})")
            }
        }
    }

    fn value(&self, column: &str) -> String {
        if EMPTY.contains(&column) {
            return "NULL".to_owned();
        }
        if KEPT.contains(&column) {
            return format!("t.\"{column}\"");
        }
        match column {
            "juror_id" => {
                let copied = self.copied("t.\"juror_id\"", "(n.k - n.k % 3)");
                format!("CASE WHEN n.k < 3 THEN t.\"juror_id\" ELSE {copied} END")
            }
            "email" => "n.k || '.' || t.\"email\"".to_owned(),
            _ if UNIQUE.contains(&column) => format!("t.\"{column}\" || '-' || n.k"),
            "id" => self.copied("t.\"id\"", "n.k"),
            _ if column.ends_with("_id") => self.copied(&format!("t.\"{column}\""), "n.k"),
            _ => format!("t.\"{column}\""),
        }
    }

    /// The id of the copy: the first four digits are its number, from 8000, or from C000 where the id begins so by chance.
    /// Time does not get there, and the last ones are all that tells ids of one instant apart.
    fn copied(&self, id: &str, number: &str) -> String {
        match self.db.dialect() {
            Dialect::Postgres => {
                let base = format!("CASE WHEN left({id}::text, 1) = '8' THEN 49152 ELSE 32768 END");
                format!("overlay({id}::text placing to_hex({base} + {number}) from 1)::uuid")
            }
            Dialect::Sqlite => {
                let base = format!("CASE WHEN substr(hex({id}), 1, 1) = '8' THEN 49152 ELSE 32768 END");
                let copied = format!("unhex(printf('%04X', {base} + {number}) || substr(hex({id}), 5))");
                format!("CASE WHEN {id} IS NULL THEN NULL ELSE {copied} END")
            }
        }
    }

    /// The copies of applications point to the copies of what was handed in.
    async fn hand_in(&self) -> Result<(), DemoError> {
        let sql = "UPDATE application SET submitted_revision_id = (SELECT r.id FROM application_revision r \
                   WHERE r.application_id = application.id ORDER BY r.number DESC LIMIT 1) \
                   WHERE submitted_revision_id IS NULL AND state = 'COMPLETE'";
        self.run(sql).await?;
        let sql = "UPDATE project SET handed_in_revision_id = (SELECT r.id FROM application a JOIN application_revision r \
                   ON r.id = a.submitted_revision_id WHERE a.project_id = project.id ORDER BY r.submitted_at DESC, r.id DESC LIMIT 1) \
                   WHERE handed_in_revision_id IS NULL";
        self.run(sql).await
    }
}
