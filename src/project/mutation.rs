//! Mutations of projects.

use entity::ids::ProjectId;

use super::{
    address::{self, FreeProjectAddressRefusal},
    commands::{
        self, AddProjectMemberRefusal, AddProjectPartnerRefusal, CreateProjectRefusal, EndProjectRefusal,
        OverrideTrackRefusal, RemoveProjectMemberRefusal, RemoveProjectPartnerRefusal, UpdateProjectRefusal,
    },
    inputs::{
        AddProjectMemberInput, AddProjectPartnerInput, CreateProjectInput, EndProjectInput, FreeProjectAddressInput,
        OverrideTrackInput, RemoveProjectMemberInput, RemoveProjectPartnerInput, UpdateProjectInput,
    },
};
use crate::acts;

acts! {
    /// Enter a project that you take part in. Which label it can go for is derived from its schools.
    createProject(CreateProjectInput) -> ProjectId | CreateProjectRefusal [Teacher] = commands::create;

    /// Let one more school take part. Which label the project can go for may change with it, as long as nobody
    /// has registered.
    addProjectPartner(AddProjectPartnerInput) -> ProjectId | AddProjectPartnerRefusal [Teacher, Staff]
        = commands::add_partner;

    /// Let one more teacher take part, so that she can register. Teachers who started the project, and staff.
    addProjectMember(AddProjectMemberInput) -> ProjectId | AddProjectMemberRefusal [Teacher, Staff] = commands::add_member;

    /// Note that a project has ended: only then can its teachers hand in.
    endProject(EndProjectInput) -> ProjectId | EndProjectRefusal [Teacher, Staff] = commands::end;

    /// Correct a project, and tell how many teachers take part abroad. Teachers who started it, and staff.
    updateProject(UpdateProjectInput) -> ProjectId | UpdateProjectRefusal [Teacher, Staff] = commands::update;

    /// Take a school out of a project that it takes no part in after all. Teachers who started it, and staff.
    removeProjectPartner(RemoveProjectPartnerInput) -> ProjectId | RemoveProjectPartnerRefusal [Teacher, Staff]
        = commands::remove_partner;

    /// Take a teacher out of a project who takes no part in it after all: oneself, or others if one started it, and staff.
    removeProjectMember(RemoveProjectMemberInput) -> ProjectId | RemoveProjectMemberRefusal [Teacher, Staff]
        = commands::remove_member;

    /// Let a project of one community into Belgica, though its schools make it go for neither label.
    overrideTrack(OverrideTrackInput) -> ProjectId | OverrideTrackRefusal [Staff] = commands::override_track;

    /// Free the address on ESEP that was entered with a project it does not belong to, so that the other project can be
    /// entered. The first one gets a new address from staff (`updateProject`). Both teachers are told by mail.
    freeProjectAddress(FreeProjectAddressInput) -> ProjectId | FreeProjectAddressRefusal [Staff] = address::free;
}
