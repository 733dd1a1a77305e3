//! What is asked for certificates.

use async_graphql::InputObject;
use entity::{
    ids::{CampaignId, CertificateDesignId, CertificatePictureId, LabelId, UploadId},
    kinds::{CertificatePictureKind, Locale, Track},
};

use crate::api::{Gid, Word};

/// How the certificates of your support organisation look.
#[derive(Clone, InputObject)]
pub struct SetCertificateDesignInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The design that you change; none while your community has none in this campaign.
    pub certificate_design_id: Option<Gid<CertificateDesignId>>,
    /// The version of it that you read; 0 for a new one.
    #[graphql(default)]
    pub expected_version: i32,
    /// Who signs.
    pub signatory_name: String,
    /// As what, such as `Coördinator eTwinning Vlaanderen`.
    pub signatory_function: String,
    /// The logos from left to right, 4 at most, and the signature.
    #[graphql(default)]
    pub pictures: Vec<CertificatePictureInput>,
}

/// A picture: a new file, or one that the design has already.
#[derive(Clone, InputObject)]
pub struct CertificatePictureInput {
    /// What it is.
    pub kind: Word<CertificatePictureKind>,
    /// A file that was sent to `/uploads` as `image/png` or `image/jpeg`, 2 MB at most; give this or `pictureId`.
    pub upload_id: Option<Gid<UploadId>>,
    /// A picture of the design (`CertificateDesign.pictures`) that stays.
    pub picture_id: Option<Gid<CertificatePictureId>>,
    /// What it shows, for readers who cannot see it, such as `eTwinning Vlaanderen`.
    pub shows: String,
}

/// Whose certificate.
#[derive(Clone, InputObject)]
pub struct CertificateInput {
    /// The label.
    pub label_id: Gid<LabelId>,
    /// The language of its words; that of the community of the application if left out. What is issued is in that one.
    pub language: Option<Word<Locale>>,
}

/// Whose credential.
#[derive(Clone, InputObject)]
pub struct CredentialInput {
    /// The label.
    pub label_id: Gid<LabelId>,
    /// The language of its words; that of the community of the application if left out.
    pub language: Option<Word<Locale>>,
}

/// Which sample.
#[derive(Clone, InputObject)]
pub struct CertificateSampleInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The language of its words; that of your community if left out.
    pub language: Option<Word<Locale>>,
}

/// Labels whose certificates are issued.
#[derive(Clone, InputObject)]
pub struct IssueCertificatesInput {
    /// The labels, 1 to 100.
    pub label_ids: Vec<Gid<LabelId>>,
}
