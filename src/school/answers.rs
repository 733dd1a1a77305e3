//! Answers about schools that no row holds.

use async_graphql::SimpleObject;
use entity::{ids::SchoolId, kinds::DoubleGround};

use crate::{
    answered,
    api::{Many, Word, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Groups that are shown.
const SHOWN: usize = 200;

/// Schools that were perhaps entered twice.
#[derive(SimpleObject)]
pub struct SchoolDoubles {
    /// Number of groups.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    count: i32,
    /// The first 200 groups. A school may be in several groups.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    groups: Vec<SchoolDoubleGroup>,
}

/// Entries that are perhaps the same school.
#[derive(SimpleObject)]
pub struct SchoolDoubleGroup {
    /// Why they may be the same school.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    ground: Word<DoubleGround>,
    /// The schools, the oldest first.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    schools: Many<SchoolId>,
}

impl SchoolDoubles {
    /// These groups.
    pub(super) fn of(groups: Vec<(DoubleGround, Vec<SchoolId>)>) -> Self {
        let count = i32::try_from(groups.len()).unwrap_or(i32::MAX);
        let group = |(ground, ids): (DoubleGround, Vec<SchoolId>)| SchoolDoubleGroup {
            ground: Word(ground),
            schools: Many(ids),
        };
        Self { count, groups: groups.into_iter().take(SHOWN).map(group).collect() }
    }
}

answered! {
    SchoolDoubles => "schoolDoubles";
}
