//! The code of a voucher that a school gets, until it is shown.

use sea_orm::entity::prelude::*;

use crate::ids::{PrizeComponentId, PrizeShareId, PrizeVoucherId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prize_voucher")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrizeVoucherId,
    pub share_id: PrizeShareId,
    pub component_id: PrizeComponentId,
    /// The code, as only the keys of this installation open it; none once it was shown.
    pub sealed: Option<String>,
    pub entered_by_id: UserId,
    pub entered_at: DateTimeUtc,
    pub shown_to_id: Option<UserId>,
    pub shown_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
