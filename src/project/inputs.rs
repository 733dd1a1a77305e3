//! What the mutations of projects take.

use async_graphql::InputObject;
use entity::{
    ids::{ProjectId, SchoolId, UnknownPartnerId, UserId},
    kinds::{MemberRole, Track},
};

use crate::api::{Day, Gid, Word};

/// A new project. Which label it can go for is derived from the schools.
#[derive(Clone, InputObject)]
pub struct CreateProjectInput {
    /// Its title; at most 200 characters, no names of pupils.
    pub title: String,
    /// Its name in the address on ESEP; taken from `esepUrl` if left out.
    pub slug: Option<String>,
    /// Its address on ESEP: https. One project per address.
    pub esep_url: String,
    /// When it was registered on ESEP; not in the future.
    pub esep_registered_on: Day,
    /// First day.
    pub started_on: Day,
    /// What it is about; at most 10,000 characters, no names of pupils.
    pub summary: String,
    /// The school that you take part with; you must work there today.
    pub school_id: Gid<SchoolId>,
    /// Whether you, with this school, are one of those who started the project.
    pub is_founder: bool,
    /// The other schools, 1 to 100. With yours, one or two of them are founders.
    pub partners: Vec<ProjectPartnerInput>,
}

/// A school that takes part.
#[derive(Clone, InputObject)]
pub struct ProjectPartnerInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Whether one of its teachers is one of those who started the project.
    pub is_founder: bool,
}

/// One more school for a project.
#[derive(Clone, InputObject)]
pub struct AddProjectPartnerInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Whether one of its teachers is one of those who started the project; two schools at most.
    pub is_founder: bool,
    /// What the registration form told this school as (`unknownPartners` of the project), where it has another name there.
    /// A school that takes part already is taken off that list, and no more.
    pub unknown_partner_id: Option<Gid<UnknownPartnerId>>,
    /// Why; staff must say so once step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// One more teacher for a project.
#[derive(Clone, InputObject)]
pub struct AddProjectMemberInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// Address that the teacher signs in with.
    pub email: String,
    /// The school that the teacher takes part with: one of the project, where the teacher works today.
    pub school_id: Gid<SchoolId>,
    /// The teacher's part; `FOUNDER` only with a school that started the project.
    pub role: Word<MemberRole>,
    /// Why; staff must say so once step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// A project that has ended.
#[derive(Clone, InputObject)]
pub struct EndProjectInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Last day; not before the first, not in the future.
    pub ended_on: Day,
    /// Why; staff must say so once step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// A project that is corrected. What is left out stays as it is. The address, when it was registered on ESEP and its first
/// day stay once somebody has registered it here, unless staff correct them.
#[derive(Clone, InputObject)]
pub struct UpdateProjectInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Its title; at most 200 characters, no names of pupils.
    pub title: Option<String>,
    /// Its address on ESEP: https. One project per address; its name is taken from it.
    pub esep_url: Option<String>,
    /// When it was registered on ESEP; not in the future.
    pub esep_registered_on: Option<Day>,
    /// First day; not after the last.
    pub started_on: Option<Day>,
    /// What it is about; at most 10,000 characters, no names of pupils.
    pub summary: Option<String>,
    /// How many teachers take part abroad, country by country; in place of what was told before.
    pub foreign_teachers: Option<Vec<ForeignTeachersInput>>,
    /// Why; staff must say so once step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// Teachers of a project in one other country: how many, never who.
#[derive(Clone, InputObject)]
pub struct ForeignTeachersInput {
    /// Country, two capital letters (ISO 3166), not `BE`.
    pub country: String,
    /// How many, 1 to 1,000.
    pub teachers: i32,
}

/// A school that takes no part after all.
#[derive(Clone, InputObject)]
pub struct RemoveProjectPartnerInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// Why; staff must say so once step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// A teacher who takes no part after all.
#[derive(Clone, InputObject)]
pub struct RemoveProjectMemberInput {
    /// The project.
    pub project_id: Gid<ProjectId>,
    /// The teacher.
    pub user_id: Gid<UserId>,
    /// Why; staff must say so once step 2 has closed for a campaign that the project is registered for.
    pub reason: Option<String>,
}

/// Schools of which one wants to know for which label their project would go.
#[derive(Clone, InputObject)]
pub struct TrackPreviewInput {
    /// A project whose schools count; none for one that is not entered yet.
    pub project_id: Option<Gid<ProjectId>>,
    /// Schools that count beside them, at most 100.
    #[graphql(default)]
    pub schools: Vec<ProjectPartnerInput>,
}

/// Another label than the founders make it.
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

/// An address that was entered with a project it does not belong to.
#[derive(Clone, InputObject)]
pub struct FreeProjectAddressInput {
    /// The project that has the address.
    pub project_id: Gid<ProjectId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The teacher whose project the address belongs to; told by mail, as is who entered the other project.
    pub claimant_id: Gid<UserId>,
    /// How this is known; kept in the audit log.
    pub reason: String,
}
