//! What the API shows of the keys of programs, and of accounts of identity providers.

use crate::{api::object::Object, object, queries};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![ServiceKey::declare(), ExternalIdentity::declare()]
}

object! {
    /// A key of a program. Its secret was shown only when it was made.
    ServiceKey("service_key") from "service_key"
    rows {
        Admin => Cond::Always;
        Service => mine("user_id");
    }
    fields {
        /// The program. Null if the caller may not see this user.
        user: "User" [Admin, Service] = one("user_id");
        /// What it is for.
        name: "String!" [Admin, Service] = value("name");
        /// What it may be used for.
        scopes: "[ServiceScope!]!" [Admin, Service] = value("scopes");
        /// When it was made.
        madeAt: "DateTime!" [Admin, Service] = value("made_at");
        /// The key works until this instant.
        expiresAt: "DateTime!" [Admin, Service] = value("expires_at");
        /// When it was last exchanged for a token; null before the first time.
        lastUsedAt: "DateTime" [Admin, Service] = value("last_used_at");
        /// When it was revoked; null if it was not revoked.
        revokedAt: "DateTime" [Admin, Service] = value("revoked_at");
        /// Counts up with every change.
        version: "Int!" [Admin, Service] = value("version");
    }
    orders {
        /// When it was made.
        MADE_AT: "DateTime" Desc [Admin, Service] = col("made_at");
    }
}

object! {
    /// An account of an identity provider that can sign a user in (`signInWithProvider`). Users can see their own.
    ExternalIdentity("external_identity") from "external_identity"
    rows {
        Teacher => mine("user_id");
        Juror => mine("user_id");
        Staff => mine("user_id");
        Admin => Cond::Always;
    }
    fields {
        /// The user that it signs in. Null if the caller may not see this user.
        user: "User" [Teacher, Juror, Staff, Admin] = one("user_id");
        /// The provider: its `iss`, which is an address.
        issuer: "String!" [Teacher, Juror, Staff, Admin] = value("issuer");
        /// The account: its `sub` at the provider.
        subject: "String!" [Teacher, Juror, Staff, Admin] = value("subject");
        /// When it was linked to the user.
        linkedAt: "DateTime!" [Teacher, Juror, Staff, Admin] = value("linked_at");
        /// When it was last used to sign in; null before the first time.
        lastUsedAt: "DateTime" [Teacher, Juror, Staff, Admin] = value("last_used_at");
    }
}

queries! {
    /// The keys of programs, the newest first. A program sees its own.
    serviceKeys: "ServiceKey" [Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
