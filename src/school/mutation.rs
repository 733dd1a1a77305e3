//! Mutations of schools.

use super::objects::School;
use entity::ids::SchoolId;

use super::{
    commands::{self, CreateSchoolRefusal, UpdateSchoolRefusal},
    inputs::{CreateSchoolInput, UpdateSchoolInput},
};
use crate::acts;

acts! {
    /// Enter a school, in Belgium or abroad.
    createSchool(CreateSchoolInput) -> SchoolId | CreateSchoolRefusal [Staff, Admin] = commands::create;

    /// Correct a school: its name, town, level, board and numbers.
    updateSchool(UpdateSchoolInput) -> SchoolId | UpdateSchoolRefusal
        [Staff, Admin; School::CHANGE(schoolId)] = commands::update;
}
