//! What is computed of certificates.

use super::{
    answers::CertificateFile,
    commands::{self, CertificateRefusal, CertificateSampleRefusal},
    inputs::{CertificateInput, CertificateSampleInput},
};
use crate::computed;

computed! {
    /// Get the certificate of a label as a PDF: for archives (PDF/A-2u) and for readers who listen (PDF/UA-1). The same label
    /// gives the same bytes.
    certificate(CertificateInput) -> CertificateFile | CertificateRefusal [Teacher, Staff] = commands::certificate;

    /// See how the certificates of your community look, with an invented teacher, school and project. Its code is none.
    certificateSample(CertificateSampleInput) -> CertificateFile | CertificateSampleRefusal [Staff] = commands::sample_of_mine;
}
