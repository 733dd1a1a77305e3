//! Mutations of certificates.

use entity::ids::{CertificateDesignId, LabelId};

use super::{
    commands::{self, IssueCertificatesRefusal, SetCertificateDesignRefusal},
    inputs::{IssueCertificatesInput, SetCertificateDesignInput},
    objects::CertificateDesign,
};
use crate::{acts, api::Part, campaign::Campaign, label::Label};

acts! {
    /// Set how the certificates of your community look in a campaign: who signs them, the signature, the logos. What is left
    /// out goes. See the result with `certificateSample`. Certificates that were issued before are issued again if they shall
    /// look like this.
    setCertificateDesign(SetCertificateDesignInput) -> CertificateDesignId | SetCertificateDesignRefusal
        [Staff; Campaign::DECIDE(campaignId), CertificateDesign::SET()] = commands::set_design;

    /// Issue the certificates of labels, before they are printed: the SHA-256 of each is kept, and anybody who checks the
    /// certificate can compare it. A certificate that has changed since is issued again; its number and code stay.
    issueCertificates(IssueCertificatesInput) -> Part<Vec<LabelId>> | IssueCertificatesRefusal
        [Staff; Label::HAND_OUT(labelIds)] = commands::issue;
}
