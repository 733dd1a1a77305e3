//! What the API shows of the design of certificates.

use crate::{api::object::Object, object};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![CertificateDesign::declare(), CertificatePicture::declare()]
}

object! {
    /// How the certificates of a community look in a campaign.
    CertificateDesign("certificate_design") from "certificate_design"
    rows {
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    writes certificate_design {
        /// Set it.
        SET { Staff => col("community").is(Expr::MyCommunity); };
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Staff, Admin] = one("campaign_id");
        /// The community.
        community: "Community!" [Staff, Admin] = value("community");
        /// Who signs.
        signatoryName: "String!" [Staff, Admin] = value("signatory_name");
        /// As what.
        signatoryFunction: "String!" [Staff, Admin] = value("signatory_function");
        /// The logos and the signature, in the order in which they were given.
        pictures: "[CertificatePicture!]!" [Staff, Admin] = many("design_id", "position");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
}

object! {
    /// A logo or the signature on certificates.
    CertificatePicture("certificate_picture") from "certificate_picture"
    rows {
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// What it is.
        kind: "CertificatePictureKind!" [Staff, Admin] = value("kind");
        /// Its place, from 0.
        position: "Int!" [Staff, Admin] = value("position");
        /// What it shows, for readers who cannot see it.
        shows: "String!" [Staff, Admin] = value("shows");
        /// Its type: `image/png` or `image/jpeg`.
        mediaType: "String!" [Staff, Admin] = value("media_type");
    }
}
