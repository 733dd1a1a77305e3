//! A file that was sent and not used yet; it goes when it is used, or after a day.

use sea_orm::entity::prelude::*;

use crate::ids::{UploadId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    pub owner_id: UserId,
    pub media_type: String,
    pub sha256: String,
    pub content: Vec<u8>,
    /// The small one of a photo, and how large the photo is; nothing of other files.
    pub thumbnail: Option<Vec<u8>>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub uploaded_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
