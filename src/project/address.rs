//! An address on ESEP that was entered with a project it does not belong to.

use super::objects::Project;
use entity::{
    ids::ProjectId,
    kinds::{MessageTemplate, Role},
    project,
};
use serde_json::json;

use super::{
    inputs::FreeProjectAddressInput,
    rules::{freed_address, is_freed},
    store,
};
use crate::{
    account,
    notification::{self, Mail},
    refusals,
    stop::{Answer, reasons},
    work::Work,
};

refusals! {
    /// Why the address of a project is not freed.
    FreeProjectAddressRefusal {
        VersionConflict;
        /// The address of this project is free already.
        AlreadyFree "ALREADY_FREE" on ["projectId"] = "the address of this project is free already";
        /// There is no teacher with this id.
        NotATeacher "NOT_A_TEACHER" on ["rightfulTeacherId"] = "there is no such teacher";
        /// This teacher entered the project that has the address now.
        SamePerson "SAME_PERSON" on ["rightfulTeacherId"] = "this teacher entered the project that has the address";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Free the address of a project, so that the project that it belongs to can be entered. Both sides are told.
pub async fn free(work: &Work, input: FreeProjectAddressInput) -> Answer<ProjectId, FreeProjectAddressRefusal> {
    use FreeProjectAddressRefusal as Refusal;
    let known = work.hold(Project::DECIDE, input.project_id.0).await?;
    if known.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: known.version }]));
    }
    let claimant = input.rightful_teacher_id.0;
    let reason = input.reason.as_str();
    let refusals = reasons([
        (is_freed(&known.esep_url), Refusal::AlreadyFree),
        (!account::holds(work, claimant, Role::Teacher).await?, Refusal::NotATeacher),
        (claimant == known.created_by_id, Refusal::SamePerson),
        (reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    for (side, user) in [("HOLDER", known.created_by_id), ("CLAIMANT", claimant)] {
        let facts = json!({ "side": side, "project": known.title });
        let reader = account::get(work, user).await?;
        let mail = Mail::to(&reader, MessageTemplate::ProjectAddressFreed);
        notification::enqueue(work, mail.once_per(known.id).once_per(claimant).saying(facts)).await?;
    }
    let id = known.id;
    let facts = json!({ "esepUrl": known.esep_url, "claimant": claimant.to_string() });
    let freed = known.with(|row| project::Model { esep_url: freed_address(id), twinspace_number: None, ..row });
    store::save(work, freed).await?;
    work.audit_because(id, Some(reason), Some(facts)).await?;
    Ok(Ok(id))
}
