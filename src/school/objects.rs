//! What the API shows of schools.

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
    fields {
        /// Its name.
        name: "String!" [SignedIn] = value("name");
        /// Its community, or `FOREIGN`.
        community: "Community!" [SignedIn] = value("community");
        /// Country, two letters (ISO 3166).
        country: "String!" [SignedIn] = value("country");
        /// Town.
        city: "String!" [SignedIn] = value("city");
        /// Its level.
        level: "SchoolLevel!" [SignedIn] = value("level");
        /// Number given by the Flemish education department, six digits; null elsewhere.
        institutionNumber: "String" [Staff, Admin, Service] = value("institution_number");
        /// Number in the French community; null elsewhere.
        faseNumber: "String" [Staff, Admin, Service] = value("fase_number");
        /// Organisation id of Erasmus+: `E` and eight digits; null if unknown.
        oid: "String" [Staff, Admin, Service] = value("oid");
        /// Participant identification code, nine digits; null if unknown.
        pic: "String" [Staff, Admin, Service] = value("pic");
        /// Its board or school group; null if unknown.
        board: "String" [Staff, Admin] = value("board");
        /// The school that it is a double of, and that took its place everywhere; null for all others. The old id stays good,
        /// so that what others have noted down leads on.
        mergedInto: "School" [SignedIn] = one("merged_into_id");
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
        /// Name and town together, for a search box: `search` takes what is typed as it is.
        searchKey: "String" [SignedIn] = FilterOn::Value(col("search_key"));
        /// Number given by the Flemish education department.
        institutionNumber: "String" [Staff, Admin, Service] = FilterOn::Value(col("institution_number"));
        /// Number in the French community.
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
    /// A school by its id.
    school: "School" [SignedIn] = RootSource::ById;
    /// Schools, by name; without those that were merged into another.
    schools: "School" [SignedIn] = RootSource::Page { when: Cond::IsNull(col("merged_into_id")), by: Vec::new() };
}
