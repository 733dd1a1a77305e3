//! What the API shows of labels.

use crate::{api::object::Object, object, queries};

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
    fields {
        /// For which application.
        application: "Application" [Teacher, Staff, Service] = one("application_id");
        /// Whose.
        teacher: "User" [Teacher, Staff, Admin] = one("teacher_id");
        /// Number on the certificate.
        serial: "String!" [Teacher, Staff, Admin, Service] = value("serial");
        /// Code on the certificate with which anybody can check it.
        verifyCode: "String!" [Teacher, Staff] = value("verify_code");
        /// When it was granted.
        grantedAt: "DateTime!" [Teacher, Staff, Admin, Service] = value("granted_at");
        /// Whether it holds: it was not revoked.
        isValid: "Boolean!" [Teacher, Staff, Admin, Service] = whether(Cond::IsNull(col("revoked_at")));
        /// When it was revoked; null while it holds.
        revokedAt: "DateTime" [Teacher, Staff, Admin, Service] = value("revoked_at");
        /// Why it was revoked; null while it holds.
        revokeReason: "String" [Teacher, Staff, Admin] = value("revoke_reason");
    }
    filters {
        /// Whether it holds. Ask for true to list or count labels: those that were revoked stay on file.
        isValid: "Boolean" [Teacher, Staff, Admin, Service] = FilterOn::Value(Expr::Holds(Box::new(Cond::IsNull(col("revoked_at")))));
    }
    orders {
        /// When it was granted.
        GRANTED_AT: "DateTime" Desc [Teacher, Staff, Admin, Service] = col("granted_at");
    }
}

object! {
    /// What the public learns of a certificate: whether it is genuine.
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
    /// Checks the code on a certificate; null for a code that was never given out. Capitals, blanks, dashes and points do
    /// not count, and the letters O, I and L are read as the digits that they look like.
    verifyCertificate: "VerifiedLabel" [Everyone] =
        RootSource::Chosen { by: vec![Choice { name: "code", ty: "String", expr: col("verify_code"), is_typed: true }] };
}
