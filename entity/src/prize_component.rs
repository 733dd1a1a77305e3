//! Money, voucher, goods or service that make up a prize.

use sea_orm::entity::prelude::*;

use crate::ids::{PrizeComponentId, PrizeId, SponsorId};
use crate::kinds::ComponentKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prize_component")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrizeComponentId,
    pub prize_id: PrizeId,
    pub kind: ComponentKind,
    pub amount_cents: i64,
    pub currency: String,
    pub sponsor_id: Option<SponsorId>,
    pub description: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
