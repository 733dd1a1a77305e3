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
    }
    orders {
        /// The name.
        NAME: "String" Asc [SignedIn] = col("name");
    }
}

queries! {
    /// A school by its id.
    school: "School" [SignedIn] = RootSource::ById;
    /// Schools, by name.
    schools: "School" [SignedIn] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
