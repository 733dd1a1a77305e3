//! What the API shows of labels.

use fair::code;

use crate::{api::object::Object, object, queries, stake};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Label::declare(), VerifiedLabel::declare()]
}

object! {
    /// The national quality label of one teacher for one project. It is granted when the results are published.
    Label("label") from "label"
    rows {
        Teacher => mine("teacher_id");
        Staff => belongs_to("Application", "application_id");
        Admin => Cond::Always;
        Service => Cond::Always;
    }
    writes label {
        /// Revoke it, and restore it.
        REVOKE { Staff => stake::of_my_office_in("application_id"); } while !stake::in_application_of("application_id");
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Teacher, Staff, Service] = one("application_id");
        /// The teacher who earned the label. Null if the caller may not see this user.
        teacher: "User" [Teacher, Staff, Admin] = one("teacher_id");
        /// Number on the certificate.
        serial: "String!" [Teacher, Staff, Admin, Service] = value("serial");
        /// Code on the certificate. With it everybody can check the certificate (`verifyCertificate`).
        verifyCode: "String!" [Teacher, Staff] = value("verify_code");
        /// When it was granted.
        grantedAt: "DateTime!" [Teacher, Staff, Admin, Service] = value("granted_at");
        /// Whether the label holds: it was not revoked.
        isValid: "Boolean!" [Teacher, Staff, Admin, Service] = whether(Cond::IsNull(col("revoked_at")));
        /// When it was revoked; null while it holds.
        revokedAt: "DateTime" [Teacher, Staff, Admin, Service] = value("revoked_at");
        /// Why it was revoked; null while it holds.
        revokeReason: "String" [Teacher, Staff, Admin] = value("revoke_reason");
    }
    filters {
        /// Whether the label holds. Use true to list or count labels, as revoked labels are kept.
        isValid: "Boolean" [Teacher, Staff, Admin, Service] = FilterOn::Value(Expr::Holds(Box::new(Cond::IsNull(col("revoked_at")))));
    }
    orders {
        /// When it was granted.
        GRANTED_AT: "DateTime" Desc [Teacher, Staff, Admin, Service] = col("granted_at");
    }
}

object! {
    /// What the public can see of a certificate: whether it is genuine.
    VerifiedLabel() from "label"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Number on the certificate.
        serial: "String!" [Everyone] = value("serial");
        /// Whether the label holds.
        isValid: "Boolean!" [Everyone] = whether(Cond::IsNull(col("revoked_at")));
    }
}

queries! {
    /// Labels that the caller may see, the latest first.
    labels: "Label" [Teacher, Staff, Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// The label with this number on its certificate; null if there is none that the caller may see.
    labelOf: "Label" [Teacher, Staff, Admin, Service] =
        RootSource::Chosen { by: vec![typed("serial", "serial", |text| Some(text.trim().to_uppercase()))] };
    /// Check the code on a certificate; null if no certificate has this code. Capitals, blanks, dashes and points are
    /// ignored. The letters O, I and L are read as 0 and 1.
    verifyCertificate: "VerifiedLabel" [Everyone] =
        RootSource::Chosen { by: vec![typed("code", "verify_code", |text| Some(code::typed(text)))] };
}
