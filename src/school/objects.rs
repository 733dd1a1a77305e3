//! What the API shows of schools.

use super::rules::Number;
use crate::{api::object::Object, object, queries};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![School::declare()]
}

object! {
    /// A school, in Belgium or abroad.
    School("school") from "school"
    rows {
        SignedIn => Cond::Always;
    }
    writes school {
        /// Correct it, and say that it is another one: staff of its community, all staff for one abroad, and admins.
        CHANGE {
            Admin => Cond::Always;
            Staff => col("community").is_word("FOREIGN").or(col("community").is(Expr::MyCommunity));
        };
    }
    fields {
        /// Its name.
        name: "String!" [SignedIn] = value("name");
        /// Its community; `FOREIGN` if it is not in Belgium.
        community: "Community!" [SignedIn] = value("community");
        /// Country code of two capital letters (ISO 3166).
        country: "String!" [SignedIn] = value("country");
        /// Town.
        city: "String!" [SignedIn] = value("city");
        /// Its level.
        level: "SchoolLevel!" [SignedIn] = value("level");
        /// Number from the Flemish education department, six digits; null for other schools and if not known.
        institutionNumber: "String" [Staff, Admin, Service] = value("institution_number");
        /// FASE number of a school of the French community; null for other schools and if not known.
        faseNumber: "String" [Staff, Admin, Service] = value("fase_number");
        /// Organisation id of Erasmus+: `E` and eight digits; null if not known.
        oid: "String" [Staff, Admin, Service] = value("oid");
        /// Participant identification code of the European Commission, nine digits; null if not known.
        pic: "String" [Staff, Admin, Service] = value("pic");
        /// Its board or school group; null if not known.
        board: "String" [Staff, Admin] = value("board");
        /// The school that this entry was merged into; null for all others. The entry can still be read by its id, so
        /// that old references still work.
        mergedInto: "School" [SignedIn] = one("merged_into_id");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The name.
        name: "String" [SignedIn] = FilterOn::Value(col("name"));
        /// The community.
        community: "Community" [SignedIn] = FilterOn::Value(col("community"));
        /// The country.
        country: "String" [SignedIn] = FilterOn::Value(col("country"));
        /// The town.
        city: "String" [SignedIn] = FilterOn::Value(col("city"));
        /// Name and town together, for a search box: give `search` what the user types.
        searchKey: "String" [SignedIn] = FilterOn::Value(col("search_key"));
        /// Number from the Flemish education department.
        institutionNumber: "String" [Staff, Admin, Service] = FilterOn::Value(col("institution_number"));
        /// FASE number of the French community.
        faseNumber: "String" [Staff, Admin, Service] = FilterOn::Value(col("fase_number"));
        /// Organisation id of Erasmus+.
        oid: "String" [Staff, Admin, Service] = FilterOn::Value(col("oid"));
        /// Participant identification code.
        pic: "String" [Staff, Admin, Service] = FilterOn::Value(col("pic"));
        /// The board or school group.
        board: "String" [Staff, Admin] = FilterOn::Value(col("board"));
    }
    orders {
        /// The name.
        NAME: "String" Asc [SignedIn] = col("name");
    }
}

queries! {
    /// A school by its id; null if there is none that the caller may see.
    school: "School" [SignedIn] = RootSource::ById;
    /// The school with a number; null if there is none. Blanks and dashes in the number are ignored.
    schoolOf: "School" [Staff, Admin, Service] = RootSource::ByOneOf {
        by: vec![
            typed("institutionNumber", "institution_number", |text| Number::institution(text).map(String::from)),
            typed("faseNumber", "fase_number", |text| Number::fase(text).map(String::from)),
            typed("oid", "oid", |text| Number::oid(text).map(String::from)),
            typed("pic", "pic", |text| Number::pic(text).map(String::from)),
        ],
    };
    /// Schools, by name. Entries that were merged into another school are left out.
    schools: "School" [SignedIn] = RootSource::Page { when: Cond::IsNull(col("merged_into_id")), by: Vec::new() };
}
