//! The release of one result: by e-mail, then on ESEP (INV-23).

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, MessageId, PublicationBatchId, PublicationItemId};
use crate::kinds::{EmailStatus, EsepStatus};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicationItemId,
    pub batch_id: PublicationBatchId,
    pub application_id: ApplicationId,
    /// Hash of everything that its teacher reads, as the release was prepared; empty in a release from before it was kept.
    pub line_hash: String,
    pub email_state: EmailStatus,
    pub reached_at: Option<DateTimeUtc>,
    pub esep_state: EsepStatus,
    pub esep_marked_at: Option<DateTimeUtc>,
    /// When staff noted that it will not be on ESEP.
    pub esep_excused_at: Option<DateTimeUtc>,
    /// When somebody noted that the mail came back.
    pub bounced_at: Option<DateTimeUtc>,
    pub message_id: Option<MessageId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
