//! What the API shows of imports.

use super::words::FINDINGS;
use crate::{
    api::object::{Cond, Expr, Object, col, count, either},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![ImportBatch::declare(), ImportRow::declare(), ImportFinding::declare()]
}

fn rows_that(when: Cond) -> Expr {
    count("import_row", "batch_id", when)
}

/// What a rule said when it refused a row is kept in every language.
fn is_refused() -> Cond {
    col("code").is_word("REFUSED")
}

fn text() -> Expr {
    either(is_refused(), Expr::Word(""), col("text"))
}

fn message() -> Expr {
    let has_read = col("code").is_word("DATE_IN_DOUBT").and(!col("text").is_word(""));
    let of = either(has_read, Expr::Word("DATE_READ"), col("code"));
    let text = either(is_refused(), Expr::Spoken { column: "text" }, col("text"));
    Expr::Said { words: FINDINGS, of: Box::new(of), facts: vec![("text", text)] }
}

fn come_to(outcome: &'static str) -> Expr {
    rows_that(col("outcome").is_word(outcome))
}

object! {
    /// A spreadsheet with answers to the registration form, as it was read. Staff of one community share their imports.
    ImportBatch("import") from "import_batch"
    rows {
        Staff => col("community").is(Expr::MyCommunity);
    }
    writes import_batch {
        /// Go on with it.
        GO_ON { Staff => col("community").is(Expr::MyCommunity); };
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Staff] = one("campaign_id");
        /// The community whose staff uploaded it.
        community: "Community!" [Staff] = value("community");
        /// SHA-256 of the file, in hexadecimal.
        sha256: "String!" [Staff] = value("sha256");
        /// Name of the sheet that was read: the first visible one with content. Empty for a text file.
        sheet: "String!" [Staff] = value("sheet");
        /// Headings that were not recognised; their columns are ignored.
        ignoredColumns: "[String!]!" [Staff] = value("ignored_columns");
        /// Number of rows.
        total: "Int!" [Staff] = value(rows_that(Cond::Always));
        /// Number of rows that make a registration.
        newRows: "Int!" [Staff] = value(come_to("NEW"));
        /// Number of rows whose registration exists, and that have something new.
        updateRows: "Int!" [Staff] = value(come_to("UPDATE"));
        /// Number of rows with nothing new.
        sameRows: "Int!" [Staff] = value(come_to("SAME"));
        /// Number of rows with an error, to be fixed first.
        errorRows: "Int!" [Staff] = value(come_to("ERROR"));
        /// Number of rows that `commitImport` can still import.
        remaining: "Int!" [Staff] = value(rows_that(col("outcome").one_of(&["NEW", "UPDATE"]).and(Cond::IsNull(col("committed_at")))));
        /// The rows.
        rows: "ImportRowConnection!" [Staff] = page("batch_id");
        /// When rows were last imported; null before the first time.
        committedAt: "DateTime" [Staff] = value("committed_at");
        /// When it was read.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff] = value("updated_at");
        /// Counts up with every import of rows; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Staff] = FilterOn::Value(col("campaign_id"));
    }
    orders {
        /// When it was read.
        CREATED_AT: "DateTime" Desc [Staff] = col("created_at");
    }
}

object! {
    /// A row of the spreadsheet: one answer to the registration form, and what an import of it does.
    ImportRow("import_row") from "import_row"
    rows {
        Staff => belongs_to("ImportBatch", "batch_id");
    }
    fields {
        /// The import. Null if the caller may not see it.
        batch: "ImportBatch" [Staff] = one("batch_id");
        /// Number of the row in the file.
        number: "Int!" [Staff] = value("number");
        /// Mail address of the teacher, normalised; empty if there is none.
        email: "String!" [Staff] = value("email");
        /// The cells, as a JSON object with text values; the keys are the values of `ImportColumn`.
        cells: "String!" [Staff] = value("cells");
        /// What the import of the row does.
        outcome: "ImportOutcome!" [Staff] = value("outcome");
        /// What is wrong with the row, or worth a look.
        findings: "[ImportFinding!]!" [Staff] = many("row_id", "position");
        /// The registration that exists or that the row made; null if there is none that you may see.
        registration: "Registration" [Staff] = one("registration_id");
        /// When the row was imported; null before that.
        committedAt: "DateTime" [Staff] = value("committed_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    filters {
        /// What the import of the row does.
        outcome: "ImportOutcome" [Staff] = FilterOn::Value(col("outcome"));
        /// Mail address of the teacher.
        email: "String" [Staff] = FilterOn::Value(col("email"));
        /// When the row was imported.
        committedAt: "DateTime" [Staff] = FilterOn::Value(col("committed_at"));
    }
    orders {
        /// Number of the row in the file.
        NUMBER: "Int" Asc [Staff] = col("number");
    }
}

object! {
    /// Something that was found in a row.
    ImportFinding("import_finding") from "import_finding"
    rows {
        Staff => belongs_to("ImportRow", "row_id");
    }
    fields {
        /// How serious it is.
        severity: "ImportSeverity!" [Staff] = value("severity");
        /// What was found.
        code: "ImportCode!" [Staff] = value("code");
        /// The column; null if it is about the whole row.
        column: "ImportColumn" [Staff] = value("about");
        /// The same in words, for people, in the language of the reader as `UserError.message` is.
        message: "String!" [Staff] = value(message());
        /// The text that it is about, such as an error in a cell; empty if there is none. For `DATE_IN_DOUBT`, the date
        /// that was read and the date that it may be: `2026-06-05 / 2026-05-06`.
        text: "String!" [Staff] = value(text());
    }
}

queries! {
    /// An import by its id; null if there is none that the caller may see.
    importBatch: "ImportBatch" [Staff] = RootSource::ById;
    /// Imports of your community, the latest first.
    importBatches: "ImportBatch" [Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
