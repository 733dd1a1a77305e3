//! When someone works or worked at a school.

use sea_orm::entity::prelude::*;

use crate::ids::{SchoolId, SchoolMembershipId, UserId};
use crate::kinds::Community;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SchoolMembershipId,
    pub user_id: UserId,
    pub school_id: SchoolId,
    pub from_on: Date,
    pub to_on: Option<Date>,
    /// The office that said so; none where nobody's did, such as when the person said so.
    pub made_by_community: Option<Community>,
    /// The office that said so of a juror; it binds that office's applications only. None where it counts everywhere.
    pub told_by: Option<Community>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
