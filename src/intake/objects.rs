//! What the API shows of imports.

use crate::{
    api::object::{Cond, Expr, Object, col, count},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![ImportBatch::declare(), ImportRow::declare(), ImportFinding::declare()]
}

fn rows_that(when: Cond) -> Expr {
    count("import_row", "batch_id", when)
}

fn come_to(outcome: &'static str) -> Expr {
    rows_that(col("outcome").is_word(outcome))
}

object! {
    /// A spreadsheet of the registration form, as it was read. Staff of one community share their imports.
    ImportBatch("import") from "import_batch"
    rows {
        Staff => col("community").is(Expr::MyCommunity);
    }
    fields {
        /// For which campaign.
        campaign: "Campaign" [Staff] = one("campaign_id");
        /// For which community.
        community: "Community!" [Staff] = value("community");
        /// Hash of the file.
        sha256: "String!" [Staff] = value("sha256");
        /// Which sheet of the file was read: the first that is shown and has something in it. Empty for a text file.
        sheet: "String!" [Staff] = value("sheet");
        /// Headings that were not understood; their columns count for nothing.
        ignoredColumns: "[String!]!" [Staff] = value("ignored_columns");
        /// Rows.
        total: "Int!" [Staff] = value(rows_that(Cond::Always));
        /// Rows that make a registration.
        newRows: "Int!" [Staff] = value(come_to("NEW"));
        /// Rows of which something is there and something is new.
        updateRows: "Int!" [Staff] = value(come_to("UPDATE"));
        /// Rows of which all is there.
        sameRows: "Int!" [Staff] = value(come_to("SAME"));
        /// Rows of which nothing comes before they are fixed.
        errorRows: "Int!" [Staff] = value(come_to("ERROR"));
        /// Rows that `commitImport` has still to do.
        remaining: "Int!" [Staff] = value(rows_that(col("outcome").one_of(&["NEW", "UPDATE"]).and(Cond::IsNull(col("committed_at")))));
        /// The rows.
        rows: "ImportRowConnection!" [Staff] = page("batch_id");
        /// When rows were last committed; null before.
        committedAt: "DateTime" [Staff] = value("committed_at");
        /// When it was read.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// Counts up with every commit; for `expectedVersion`.
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
    /// One answer to the registration form, and what comes of it.
    ImportRow("import_row") from "import_row"
    rows {
        Staff => belongs_to("ImportBatch", "batch_id");
    }
    fields {
        /// The import.
        batch: "ImportBatch" [Staff] = one("batch_id");
        /// Number of the row in the file.
        number: "Int!" [Staff] = value("number");
        /// The teacher's address, in its one spelling; empty if there is none.
        email: "String!" [Staff] = value("email");
        /// What it says, as a JSON object: the words of `ImportColumn` as keys, texts as values.
        cells: "String!" [Staff] = value("cells");
        /// What comes of it.
        outcome: "ImportOutcome!" [Staff] = value("outcome");
        /// What is wrong with it, or worth a look.
        findings: "[ImportFinding!]!" [Staff] = many("row_id", "position");
        /// The registration that is there, or that was made; null when there is none that you may see.
        registration: "Registration" [Staff] = one("registration_id");
        /// When it was committed; null before.
        committedAt: "DateTime" [Staff] = value("committed_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    filters {
        /// What comes of it.
        outcome: "ImportOutcome" [Staff] = FilterOn::Value(col("outcome"));
        /// The teacher's address.
        email: "String" [Staff] = FilterOn::Value(col("email"));
        /// When it was committed.
        committedAt: "DateTime" [Staff] = FilterOn::Value(col("committed_at"));
    }
    orders {
        /// Its place in the file.
        NUMBER: "Int" Asc [Staff] = col("number");
    }
}

object! {
    /// What was found of a row.
    ImportFinding("import_finding") from "import_finding"
    rows {
        Staff => belongs_to("ImportRow", "row_id");
    }
    fields {
        /// How bad it is.
        severity: "ImportSeverity!" [Staff] = value("severity");
        /// What it is.
        code: "ImportCode!" [Staff] = value("code");
        /// In which column; null for the row as a whole.
        column: "ImportColumn" [Staff] = value("about");
        /// Why, where the code does not say it; empty otherwise.
        text: "String!" [Staff] = value("text");
    }
}

queries! {
    /// An import by its id.
    importBatch: "ImportBatch" [Staff] = RootSource::ById;
    /// Imports of your community, the latest first.
    importBatches: "ImportBatch" [Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
