//! How the certificates of a support organisation look: who signs them. Its pictures are [`crate::certificate_picture`].

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, CertificateDesignId};
use crate::kinds::Community;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_design")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateDesignId,
    pub campaign_id: CampaignId,
    pub community: Community,
    pub signatory_name: String,
    pub signatory_function: String,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
