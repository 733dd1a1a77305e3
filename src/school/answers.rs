//! Answers about schools that no row holds.

use async_graphql::{ID, SimpleObject};
use entity::{ids::SchoolId, kinds::DoubleGround};

use crate::{
    answered,
    api::{Word, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Groups that are shown.
const SHOWN: usize = 200;

/// Schools that may have been entered twice.
#[derive(SimpleObject)]
pub struct SchoolDoubles {
    /// How many groups there are.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    count: i32,
    /// The first two hundred of them. A school may be in several.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    groups: Vec<SchoolDoubleGroup>,
}

/// Schools that may be one.
#[derive(SimpleObject)]
pub struct SchoolDoubleGroup {
    /// Why they may be.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    ground: Word<DoubleGround>,
    /// Their ids, the oldest first: ask `nodes` for the rest.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    school_ids: Vec<ID>,
}

impl SchoolDoubles {
    /// These groups.
    pub(super) fn of(groups: Vec<(DoubleGround, Vec<SchoolId>)>) -> Self {
        let count = i32::try_from(groups.len()).unwrap_or(i32::MAX);
        let group = |(ground, ids): (DoubleGround, Vec<SchoolId>)| SchoolDoubleGroup {
            ground: Word(ground),
            school_ids: ids.into_iter().map(|id| ID(id.to_string())).collect(),
        };
        Self { count, groups: groups.into_iter().take(SHOWN).map(group).collect() }
    }
}

answered! {
    SchoolDoubles => "doubles";
}
