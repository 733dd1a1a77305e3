//! A logo or the signature on certificates.

use sea_orm::entity::prelude::*;

use crate::ids::{CertificateDesignId, CertificatePictureId};
use crate::kinds::CertificatePictureKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_picture")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificatePictureId,
    pub design_id: CertificateDesignId,
    pub kind: CertificatePictureKind,
    pub position: i32,
    /// What it shows, for who cannot see it.
    pub shows: String,
    pub media_type: String,
    pub content: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
