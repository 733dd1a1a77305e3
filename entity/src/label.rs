//! The national quality label of one teacher for one project (INV-24).

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, LabelId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "label")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LabelId,
    pub application_id: ApplicationId,
    pub teacher_id: UserId,
    pub serial: String,
    pub verify_code: String,
    pub granted_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    pub revoke_reason: Option<String>,
    /// The name on the certificate, where its holder wants another than that of the account.
    pub holder_name: Option<String>,
    /// Whether who checks the certificate sees the name of its holder.
    pub is_name_public: bool,
    /// When its certificate was issued last, and the SHA-256 of that.
    pub certified_at: Option<DateTimeUtc>,
    pub certificate_sha256: Option<String>,
    /// When its holder collected the certificate, and the gift.
    pub collected_at: Option<DateTimeUtc>,
    pub gift_handed_at: Option<DateTimeUtc>,
    /// The day on which it went by post.
    pub posted_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
