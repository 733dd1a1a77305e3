//! What the mutations of projects take.

use async_graphql::InputObject;
use entity::{
    ids::{ProjectId, SchoolId, UnknownPartnerId, UserId},
    kinds::{MemberRole, Track},
};

use crate::api::{Day, Gid, Word};

/// A new project. The system derives from the schools which label it can get.
#[derive(Clone, InputObject)]
pub struct CreateProjectInput {
    /// Its title; at most 200 characters, no names of pupils.
    pub title: String,
    /// Last part of its address on ESEP. Null or left out: it is taken from `esepUrl`.
    pub slug: Option<String>,
    /// Its address on ESEP (https). Every project has its own.
    pub esep_url: String,
    /// When it was registered on ESEP; not in the future.
    pub esep_registered_on: Day,
    /// First day.
    pub started_on: Day,
    /// What the project is about; at most 10,000 characters, no names of pupils.
    pub summary: String,
    /// The school that you take part with; you work there today.
    pub school_id: Gid<SchoolId>,
    /// Whether you are a founder of the project, with this school.
    pub is_founder: bool,
    /// The other schools, 1 to 100. Together with yours, one or two schools are founders.
    pub partners: Vec<ProjectPartnerInput>,
}

/// A school that takes part in a project.
#[derive(Clone, InputObject)]
pub struct ProjectPartnerInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Whether the school is a founder: one of its teachers started the project.
    pub is_founder: bool,
}

/// A school to add to a project.
#[derive(Clone, InputObject)]
pub struct AddProjectPartnerInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Whether the school is a founder: one of its teachers started the project. A project has at most two founding
    /// schools.
    pub is_founder: bool,
    /// The entry of `Project.unknownPartners` that stands for this school, if the registration form gave it another
    /// name; the entry is removed. If the school takes part already, only the entry is removed. Null or left out: none.
    pub unknown_partner_id: Option<Gid<UnknownPartnerId>>,
    /// Why. Needed for staff after step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// A teacher to add to a project.
#[derive(Clone, InputObject)]
pub struct AddProjectMemberInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// Mail address with which the teacher signs in.
    pub email: String,
    /// The school that the teacher takes part with: it is a school of the project, and the teacher works there today.
    pub school_id: Gid<SchoolId>,
    /// The part of the teacher. `FOUNDER` is possible only with a founding school.
    pub role: Word<MemberRole>,
    /// Why. Needed for staff after step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// A project that has ended.
#[derive(Clone, InputObject)]
pub struct EndProjectInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Last day of the project; not before its first day, not in the future.
    pub ended_on: Day,
    /// Why. Needed for staff after step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// Corrections of a project. What is left out stays as it is. After a teacher has registered the project, only staff
/// can change its address, its date of registration on ESEP, and its first day.
#[derive(Clone, InputObject)]
pub struct UpdateProjectInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Its title; at most 200 characters, no names of pupils. Null or left out: it stays as it is.
    pub title: Option<String>,
    /// Its address on ESEP (https). Every project has its own. `slug` is taken from it. Null or left out: it stays as
    /// it is.
    pub esep_url: Option<String>,
    /// When it was registered on ESEP; not in the future. Null or left out: it stays as it is.
    pub esep_registered_on: Option<Day>,
    /// First day; not after the last day. Null or left out: it stays as it is.
    pub started_on: Option<Day>,
    /// What the project is about; at most 10,000 characters, no names of pupils. Null or left out: it stays as it is.
    pub summary: Option<String>,
    /// The number of teachers in each country abroad. The list replaces the one before. Null or left out: it stays as
    /// it is.
    pub foreign_teachers: Option<Vec<ForeignTeachersInput>>,
    /// Why. Needed for staff after step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// How many teachers of one other country take part in a project; not who they are.
#[derive(Clone, InputObject)]
pub struct ForeignTeachersInput {
    /// Country code of two capital letters (ISO 3166), not `BE`.
    pub country: String,
    /// Number of teachers, 1 to 1,000.
    pub teachers: i32,
}

/// A school to remove from a project.
#[derive(Clone, InputObject)]
pub struct RemoveProjectPartnerInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Why. Needed for staff after step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// A teacher to remove from a project.
#[derive(Clone, InputObject)]
pub struct RemoveProjectMemberInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The teacher.
    pub user_id: Gid<UserId>,
    /// Why. Needed for staff after step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// Schools for which the label of their project is derived.
#[derive(Clone, InputObject)]
pub struct TrackPreviewInput {
    /// A project whose schools count. Null or left out: a project that is not entered yet.
    pub project_id: Option<Gid<ProjectId>>,
    /// More schools that count, at most 100.
    #[graphql(default)]
    pub schools: Vec<ProjectPartnerInput>,
}

/// A label that staff give a project, although its schools do not lead to it.
#[derive(Clone, InputObject)]
pub struct OverrideTrackInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The label.
    pub track: Word<Track>,
    /// Why; kept with the project and in the audit log.
    pub reason: String,
}

/// An ESEP address that was entered for the wrong project.
#[derive(Clone, InputObject)]
pub struct FreeProjectAddressInput {
    /// The project that has the address now.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The teacher whose project the address belongs to. This teacher gets a mail, and so does the teacher who entered
    /// the other project.
    pub rightful_teacher_id: Gid<UserId>,
    /// How you know that the address belongs to the other project; kept in the audit log.
    pub reason: String,
}
