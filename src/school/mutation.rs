//! Mutations of schools.

use entity::ids::SchoolId;

use super::{
    answers::SchoolDoubles,
    commands::{self, CreateSchoolRefusal, FindSchoolDoublesRefusal, UpdateSchoolRefusal},
    inputs::{CreateSchoolInput, FindSchoolDoublesInput, UpdateSchoolInput},
};
use crate::acts;

acts! {
    /// Enter a school, in Belgium or abroad.
    createSchool(CreateSchoolInput) -> SchoolId | CreateSchoolRefusal [Staff, Admin] = commands::create;

    /// Correct a school: its name, town, level, board and numbers.
    updateSchool(UpdateSchoolInput) -> SchoolId | UpdateSchoolRefusal [Staff, Admin] = commands::update;

    /// Look for schools that may have been entered twice, among those that you look after. Nothing changes: `mergeSchools`
    /// makes them one.
    findSchoolDoubles(FindSchoolDoublesInput) -> SchoolDoubles | FindSchoolDoublesRefusal [Staff, Admin] unwritten
        = commands::find_doubles;
}
