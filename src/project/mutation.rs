//! Mutations of projects.

use super::objects::Project;
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
    /// Enter a project that you take part in. The system derives from its schools which label it can get.
    createProject(CreateProjectInput) -> ProjectId | CreateProjectRefusal [Teacher] = commands::create;

    /// Add a school to a project. As long as nobody has registered the project, this can change the label that it can
    /// get.
    addProjectPartner(AddProjectPartnerInput) -> ProjectId | AddProjectPartnerRefusal
        [Teacher, Staff; Project::CHANGE(projectId)]
        = commands::add_partner;

    /// Add a teacher to a project, so that the teacher can register. For founders of the project, and staff.
    addProjectMember(AddProjectMemberInput) -> ProjectId | AddProjectMemberRefusal
        [Teacher, Staff; Project::CORRECT(projectId)] = commands::add_member;

    /// Note that a project has ended. Before that, its teachers cannot hand in.
    endProject(EndProjectInput) -> ProjectId | EndProjectRefusal
        [Teacher, Staff; Project::CHANGE(projectId)] = commands::end;

    /// Correct a project, and set how many teachers abroad take part. For founders of the project, and staff.
    updateProject(UpdateProjectInput) -> ProjectId | UpdateProjectRefusal
        [Teacher, Staff; Project::CORRECT(projectId)] = commands::update;

    /// Remove a school that does not take part in the project. For founders of the project, and staff.
    removeProjectPartner(RemoveProjectPartnerInput) -> ProjectId | RemoveProjectPartnerRefusal
        [Teacher, Staff; Project::CORRECT(projectId)]
        removing(schoolId) = commands::remove_partner;

    /// Remove a teacher who does not take part in the project. Teachers can remove themselves; founders of the project
    /// and staff can remove others.
    removeProjectMember(RemoveProjectMemberInput) -> ProjectId | RemoveProjectMemberRefusal
        [Teacher, Staff; Project::CHANGE(), Project::CORRECT()]
        removing(userId) = commands::remove_member;

    /// Let a project of one Belgian community into Belgica, although its schools do not lead to a label.
    overrideTrack(OverrideTrackInput) -> ProjectId | OverrideTrackRefusal
        [Staff; Project::DECIDE(projectId)] = commands::override_track;

    /// Free an ESEP address that was entered for the wrong project, so that the right project can be entered. Staff
    /// give the wrong project a new address later (`updateProject`). Both teachers get a mail.
    freeProjectAddress(FreeProjectAddressInput) -> ProjectId | FreeProjectAddressRefusal
        [Staff; Project::DECIDE(projectId)] = address::free;
}
