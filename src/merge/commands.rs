//! How two entries become one.

use crate::api::right::Held;
use entity::{ids::SchoolId, school as schools};
use serde_json::{Value, json};

use super::{
    answers::SchoolMergePreview,
    inputs::{MergeSchoolsInput, SchoolMergePreviewInput},
};
use crate::{
    account, application, jury,
    moved::Moved,
    prize, project, refusals,
    school::{
        self,
        commands::{NotOne, mark_merged, told},
        rules::Numbering,
    },
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why two schools would not become one.
    SchoolMergePreviewRefusal {
        /// The kept school and the double are the same entry.
        SameSchool "SAME_SCHOOL" on ["duplicateSchoolId"] = "this is the same school twice";
        /// One of the two was merged into another school before.
        AlreadyMerged "ALREADY_MERGED" on [] = "one of the two schools was merged into another: take that one";
        /// The two have different countries or communities.
        CommunityMismatch "COMMUNITY_MISMATCH" on [] = "the schools are in different countries or communities, so they are two schools";
        /// Both schools have this number, and the numbers differ.
        InstitutionNumbersDiffer "INSTITUTION_NUMBERS_DIFFER" on [] = "the two schools have different institution numbers: correct one, or they are two schools";
        /// Both schools have this number, and the numbers differ.
        FaseNumbersDiffer "FASE_NUMBERS_DIFFER" on [] = "the two schools have different FASE numbers: correct one, or they are two schools";
        /// Both schools have this number, and the numbers differ.
        OidsDiffer "OIDS_DIFFER" on [] = "the two schools have different organisation IDs (OID): correct one, or they are two schools";
        /// Both schools have this number, and the numbers differ.
        PicsDiffer "PICS_DIFFER" on [] = "the two schools have different participant codes (PIC): correct one, or they are two schools";
        /// A juror would judge an application of the juror's own school.
        JurorTied { count: usize } "JUROR_TIED" on [] = "the jurors of {count} assignments would then have a tie to this school: record these conflicts or revoke the assignments first";
    }
}

refusals! {
    /// Why two schools do not become one.
    MergeSchoolsRefusal {
        /// Somebody else changed the kept school first.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// Somebody else changed the double first.
        DoubleChanged { duplicate_version: i32 } "DOUBLE_CHANGED" on ["expectedDuplicateVersion"] = "the double has changed since you read it; it is now version {duplicate_version}: read it again, and repeat what still holds";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The kept school and the double are the same entry.
        SameSchool "SAME_SCHOOL" on ["duplicateSchoolId"] = "this is the same school twice";
        /// One of the two was merged into another school before.
        AlreadyMerged "ALREADY_MERGED" on [] = "one of the two schools was merged into another: take that one";
        /// The two have different countries or communities.
        CommunityMismatch "COMMUNITY_MISMATCH" on [] = "the schools are in different countries or communities, so they are two schools";
        /// Both schools have this number, and the numbers differ.
        InstitutionNumbersDiffer "INSTITUTION_NUMBERS_DIFFER" on [] = "the two schools have different institution numbers: correct one, or they are two schools";
        /// Both schools have this number, and the numbers differ.
        FaseNumbersDiffer "FASE_NUMBERS_DIFFER" on [] = "the two schools have different FASE numbers: correct one, or they are two schools";
        /// Both schools have this number, and the numbers differ.
        OidsDiffer "OIDS_DIFFER" on [] = "the two schools have different organisation IDs (OID): correct one, or they are two schools";
        /// Both schools have this number, and the numbers differ.
        PicsDiffer "PICS_DIFFER" on [] = "the two schools have different participant codes (PIC): correct one, or they are two schools";
        /// A juror would judge an application of the juror's own school.
        JurorTied { count: usize } "JUROR_TIED" on [] = "the jurors of {count} assignments would then have a tie to this school: record these conflicts or revoke the assignments first";
    }
}

/// Why two entries cannot become one.
enum Obstacle {
    NotOne(NotOne),
    JurorTied(usize),
}

impl From<Obstacle> for SchoolMergePreviewRefusal {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NotOne(NotOne::Merged) => Self::AlreadyMerged,
            Obstacle::NotOne(NotOne::Elsewhere) => Self::CommunityMismatch,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Institution)) => Self::InstitutionNumbersDiffer,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Fase)) => Self::FaseNumbersDiffer,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Oid)) => Self::OidsDiffer,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Pic)) => Self::PicsDiffer,
            Obstacle::JurorTied(count) => Self::JurorTied { count },
        }
    }
}

impl From<Obstacle> for MergeSchoolsRefusal {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NotOne(NotOne::Merged) => Self::AlreadyMerged,
            Obstacle::NotOne(NotOne::Elsewhere) => Self::CommunityMismatch,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Institution)) => Self::InstitutionNumbersDiffer,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Fase)) => Self::FaseNumbersDiffer,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Oid)) => Self::OidsDiffer,
            Obstacle::NotOne(NotOne::Numbers(Numbering::Pic)) => Self::PicsDiffer,
            Obstacle::JurorTied(count) => Self::JurorTied { count },
        }
    }
}

/// Tell what a merge would move: it is done, and taken back by whoever answers.
pub async fn preview(
    work: &Work,
    input: SchoolMergePreviewInput,
) -> Answer<SchoolMergePreview, SchoolMergePreviewRefusal> {
    let (keep, double) = (input.kept_school_id.0, input.duplicate_school_id.0);
    both(work, keep, double).await?;
    if keep == double {
        return Ok(Err(vec![SchoolMergePreviewRefusal::SameSchool]));
    }
    Ok(match unite(work, keep, double).await? {
        Ok(moved) => Ok(SchoolMergePreview::of(moved)),
        Err(obstacles) => Err(obstacles.into_iter().map(SchoolMergePreviewRefusal::from).collect()),
    })
}

/// Make one school of two entries of it.
pub async fn merge_schools(work: &Work, input: MergeSchoolsInput) -> Answer<SchoolId, MergeSchoolsRefusal> {
    use MergeSchoolsRefusal as Refusal;
    let (keep, double) = (input.kept_school_id.0, input.duplicate_school_id.0);
    let (kept, merged) = both(work, keep, double).await?;
    let outdated = reasons([
        (kept.version != input.expected_version, Refusal::VersionConflict { current_version: kept.version }),
        (
            merged.version != input.expected_duplicate_version,
            Refusal::DoubleChanged { duplicate_version: merged.version },
        ),
    ]);
    if !outdated.is_empty() {
        return Ok(Err(outdated));
    }
    let reason = input.reason.as_str();
    let mut refusals = reasons([(reason.is_empty(), Refusal::ReasonMissing), (keep == double, Refusal::SameSchool)]);
    if keep == double {
        return Ok(Err(refusals));
    }
    let moved = match unite(work, keep, double).await? {
        Ok(moved) if refusals.is_empty() => moved,
        Ok(_) => return Ok(Err(refusals)),
        Err(obstacles) => {
            refusals.extend(obstacles.into_iter().map(Refusal::from));
            return Ok(Err(refusals));
        }
    };
    let rows = |pick: fn(&Moved) -> &[uuid::Uuid]| -> serde_json::Map<String, Value> {
        let some = moved.iter().filter(|rows| !pick(rows).is_empty());
        some.map(|rows| (rows.table.to_owned(), json!(pick(rows)))).collect()
    };
    let facts = json!({
        "double": double.to_string(),
        "kept": told(&kept),
        "merged": told(&merged),
        "moved": rows(|rows| &rows.moved),
        "joined": rows(|rows| &rows.joined),
    });
    work.audit_because(keep, Some(reason), Some(facts)).await?;
    let facts = json!({ "into": keep.to_string() });
    work.audit_because(double, Some(reason), Some(facts)).await?;
    Ok(Ok(keep))
}

/// The two schools, if the caller looks after both. Their projects come first, as in every work on a project.
async fn both(
    work: &Work,
    keep: SchoolId,
    double: SchoolId,
) -> Result<(Held<schools::Model>, Held<schools::Model>), Stop> {
    let projects = project::lock_at(work, &[keep, double]).await?;
    let (kept, merged) = school::hold_both(work, keep, double).await?;
    if projects != project::lock_at(work, &[keep, double]).await? {
        return Err(Stop::overtaken());
    }
    jury::lock_at(work, &[keep, double]).await?;
    for id in [kept.id, merged.id] {
        school::commands::heed_own(work, id).await?;
    }
    Ok((kept, merged))
}

/// Concept by concept. A prize is for a school of the project, so seats at the projects open before prizes move, and close
/// after.
async fn unite(work: &Work, keep: SchoolId, double: SchoolId) -> Result<Result<Vec<Moved>, Vec<Obstacle>>, Stop> {
    let memberships = account::move_school(work, double, keep).await?;
    let seats = project::open_seats(work, double, keep).await?;
    let members = project::move_members(work, double, keep).await?;
    let [registrations, applications] = application::move_school(work, double, keep).await?;
    let conflicts = jury::move_school(work, double, keep).await?;
    let prizes = prize::move_school(work, double, keep).await?;
    project::close_seats(work, double).await?;
    let mut obstacles = Vec::new();
    if let Err(reasons) = mark_merged(work, keep, double).await? {
        obstacles.extend(reasons.into_iter().map(Obstacle::NotOne));
    }
    let tied = jury::commands::count_tied(work, keep).await?;
    if tied > 0 {
        obstacles.push(Obstacle::JurorTied(tied));
    }
    if !obstacles.is_empty() {
        return Ok(Err(obstacles));
    }
    Ok(Ok(vec![memberships, seats, members, registrations, applications, conflicts, prizes]))
}
