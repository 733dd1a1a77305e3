//! What the reads that compute answer about certificates.

use async_graphql::SimpleObject;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::{
    answered,
    api::policy::policy,
    auth::Audience::{Staff, Teacher},
};

/// A certificate as a file.
#[derive(SimpleObject)]
pub struct CertificateFile {
    /// A name for the file. It has only characters that every computer accepts.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    file_name: String,
    /// Its type: `application/pdf`.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    media_type: &'static str,
    /// Its bytes, in base64.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    base64: String,
    /// SHA-256 of its bytes, in hexadecimal.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    sha256: String,
    /// Whether it is, byte by byte, the certificate that was issued last; false before one is issued.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    is_issued: bool,
}

answered! {
    CertificateFile => "certificateFile";
    CredentialFile => "credentialFile";
}

impl CertificateFile {
    /// A document with a name, beside the hash of the one that was issued.
    pub(super) fn of(file_name: String, document: &[u8], issued: Option<&str>) -> Self {
        let sha256 = hash(document);
        let is_issued = issued == Some(sha256.as_str());
        Self { file_name, media_type: "application/pdf", base64: STANDARD.encode(document), sha256, is_issued }
    }
}

/// A label as a credential: an Open Badge 3.0, which others can check without us.
#[derive(SimpleObject)]
pub struct CredentialFile {
    /// A name for the file. It has only characters that every computer accepts.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    pub(super) file_name: String,
    /// Its type: `application/vc+jwt`.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    pub(super) media_type: &'static str,
    /// The credential: a signed token (VC-JWT, `EdDSA`). Its issuer is the `did:web` of this server. Keep it as a file, or give
    /// it to a wallet or a backpack for badges.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    pub(super) jwt: String,
}

/// SHA-256 in hexadecimal.
pub(super) fn hash(document: &[u8]) -> String {
    hex::encode(Sha256::digest(document))
}
