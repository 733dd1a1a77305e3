//! What the API shows of labels.

use fair::code;

use crate::{
    api::object::{Cond, Expr, Object, col, either, via},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Label::declare(), VerifiedLabel::declare()]
}

/// How far a label is with its holder.
fn status() -> Expr {
    let word = |is: Cond, word, otherwise| either(is, Expr::Word(word), otherwise);
    let issued = word(col("certified_at").is_set(), "CERTIFIED", Expr::Word("GRANTED"));
    let collected = word(col("collected_at").is_set(), "COLLECTED", issued);
    let sent = word(col("posted_on").is_set(), "SENT", collected);
    word(col("revoked_at").is_set(), "REVOKED", sent)
}

/// The name on the certificate.
fn holder() -> Expr {
    Expr::First(vec![col("holder_name"), via("teacher_id", "user", "name")])
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
        /// Say which name its certificate bears, and whether the public sees it.
        NAME { Teacher => mine("teacher_id"); };
        /// Get its certificate.
        PRINT { Teacher => mine("teacher_id"); Staff => stake::of_my_office_in("application_id"); };
        /// Issue its certificate, and note how it reached its holder.
        HAND_OUT { Staff => stake::of_my_office_in("application_id"); };
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
        /// How far it is with its holder.
        status: "LabelStatus!" [Teacher, Staff, Admin, Service] = value(status());
        /// The name on the certificate: the one that its holder chose (`setCertificateHolder`), else that of the account.
        holderName: "String!" [Teacher, Staff] = value(holder());
        /// Whether the public sees that name when it checks the certificate.
        isNamePublic: "Boolean!" [Teacher, Staff] = value("is_name_public");
        /// When its certificate was issued last; null before that.
        certifiedAt: "DateTime" [Teacher, Staff, Admin] = value("certified_at");
        /// SHA-256 of the certificate that was issued last, in hexadecimal; null before that.
        certificateSha256: "String" [Teacher, Staff, Admin] = value("certificate_sha256");
        /// When its holder collected the certificate; null if that is not noted.
        collectedAt: "DateTime" [Teacher, Staff, Admin] = value("collected_at");
        /// When its holder got the gift; null if that is not noted.
        giftHandedAt: "DateTime" [Teacher, Staff, Admin] = value("gift_handed_at");
        /// The day on which the certificate went by post; null if it did not.
        postedOn: "Date" [Teacher, Staff, Admin] = value("posted_on");
    }
    filters {
        /// How far it is with its holder.
        status: "LabelStatus" [Teacher, Staff, Admin, Service] = FilterOn::Value(status());
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
        /// Which label it is.
        track: "Track!" [Everyone] = value(via("application_id", "application", "track"));
        /// Who holds it; null unless the holder lets everybody know.
        holderName: "String" [Everyone] = value(either(col("is_name_public").is_true(), holder(), Expr::Null));
        /// SHA-256 of the certificate that was issued last, in hexadecimal: a file with another one is another file. Null
        /// before one is issued.
        certificateSha256: "String" [Everyone] = value("certificate_sha256");
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
