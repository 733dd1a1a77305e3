//! What is computed of certificates.

use super::{
    answers::{CertificateFile, CredentialFile},
    commands::{self, CertificateRefusal, CertificateSampleRefusal},
    credential::{self, CredentialRefusal},
    inputs::{CertificateInput, CertificateSampleInput, CredentialInput},
};
use crate::computed;

computed! {
    /// Get the certificate of a label as a PDF: for archives (PDF/A-2u) and for readers who listen (PDF/UA-1). The same label
    /// gives the same bytes.
    certificate(CertificateInput) -> CertificateFile | CertificateRefusal [Teacher, Staff] = commands::certificate;

    /// Get a label of yours as a credential that you keep: an Open Badge 3.0, signed by this server. It bears your name as the
    /// certificate does, and your mail address so that only who knows the address can compare it. Anybody can check it without
    /// us, and sees when it is revoked.
    credential(CredentialInput) -> CredentialFile | CredentialRefusal [Teacher] = credential::credential;

    /// See how the certificates of your community look, with an invented teacher, school and project. Its code is none.
    certificateSample(CertificateSampleInput) -> CertificateFile | CertificateSampleRefusal [Staff] = commands::sample_of_mine;
}
