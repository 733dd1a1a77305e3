//! What the API shows of jurors and their assignments.

use super::rules::{AT_SCHOOL, IN_PROJECT, TIED};
use crate::{
    api::object::{Cond, Expr, Object, col, either, exists, mine, via},
    object, queries, stake,
};

/// What is private between jurors: that the office read it is written down.
pub const NOTED: &[(&str, &str)] = &[("ConflictOfInterest", "reason")];

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Juror::declare(),
        JurorAbsence::declare(),
        JuryMembership::declare(),
        ConflictOfInterest::declare(),
        ConflictClearance::declare(),
        Assignment::declare(),
        AssignmentPlan::declare(),
        PlannedPair::declare(),
    ]
}

/// A text of the project of an application, as it was when that was handed in.
fn as_handed_in(text: &'static str) -> Expr {
    via("submitted_revision_id", "revision_project", text)
}

/// The assignment opens its application to its juror: who attested that there is no conflict of interest (INV-12), and must
/// not keep away from it (INV-10, INV-11). A tie counts from the moment it is there, whoever noticed it.
pub fn opens() -> Cond {
    let readable = col("state").one_of(&["ACCEPTED", "IN_PROGRESS", "SUBMITTED"]);
    Cond::And(vec![readable, col("attested_at").is_set(), !is_tied()])
}

/// The juror must keep away from the application.
fn is_tied() -> Cond {
    // Under OR it is looked up for the row; alone it would be worked out for all assignments that there are.
    Cond::Or(vec![exists("assignment_tie", "assignment_id", "id", Cond::Always)])
}

/// The jury works on the campaign now.
fn is_in_evaluation() -> Cond {
    via("campaign_id", "campaign", "status").is_word("EVALUATION")
}

/// The language in which an application is written for its jury (Q14).
fn language() -> Expr {
    let of = |language| via("campaign_id", "campaign", language);
    let others = either(col("community").is_word("DG"), of("language_dg"), of("language_vl"));
    either(col("community").is_word("FWB"), of("language_fwb"), others)
}

/// It is known to its juror, and its campaign still goes on: what was judged in other years takes up no room.
fn counts_against_capacity() -> Cond {
    let is_over = via("campaign_id", "campaign", "status").one_of(&["PUBLISHED", "ARCHIVED"]);
    col("state").one_of(crate::jury::LIVE_AND_KNOWN).and(!is_over)
}

/// It is about what the caller has something to do with beside the office: who is asked to judge that is for colleagues.
fn about_what_is_mine() -> Cond {
    Cond::Or(vec![
        mine("teacher_id"),
        stake::works_at("school_id"),
        stake::in_project("project_id"),
        stake::in_application_of("application_id"),
    ])
}

/// The community whose office made the account of a juror.
fn made_by() -> Expr {
    via("id", "user", "made_by_community")
}

/// The juror said so.
fn is_declared() -> Cond {
    col("kind").is_word("DECLARED")
}

/// Why an assignment ended, where it was the system that said so.
const ENDED: &[(&str, &str)] = &[
    ("MOVED", "A new plan asks another juror."),
    (TIED, "something ties the juror to the application"),
    (AT_SCHOOL, "the juror works or worked at this school"),
    (IN_PROJECT, "the juror takes part in this project"),
    ("OWN_APPLICATION", "the application is the juror's own"),
    ("SAME_SCHOOL", "the juror works or worked at a school of the project"),
    ("SAME_PROJECT", "the juror takes part in the project"),
    ("HARD_CONFLICT", "a conflict of interest is recorded"),
    ("SHARED_PROJECT", "the juror and the applicant took part in another project together"),
];
/// Why there is no plan.
const FAILED: &[(&str, &str)] = &[
    ("STUCK", "jurors judge applications that they are tied to; call `screenConflicts` first: {pairs}"),
    ("UNPROVEN", "the system could not prove that the plan is right; tell support: {text}"),
    ("FLAWED", "the jury and the applications do not fit together; tell support: {text}"),
];
/// Why there is a conflict of interest that the system found, as it is kept.
const FOUND: &[(&str, &str)] =
    &[(AT_SCHOOL, "the juror works or worked at this school"), (IN_PROJECT, "the juror takes part in this project")];

/// Is, or was, in a jury: not a row that stands in the place of a juror who is not to be known any more.
fn is_in_a_jury() -> Cond {
    exists("jury_membership", "juror_id", "id", Cond::Always)
}

object! {
    /// What is known of a juror for the work of the jury. Teachers never see who is in the jury. Jurors see only
    /// themselves.
    Juror("juror") from "juror"
    rows {
        Juror => mine("id");
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    writes juror {
        /// Note what keeps the juror away.
        KEEP { Juror => mine("id"); Staff => Cond::Always; };
        /// Say what the juror takes on and knows, and when the juror is away. That counts for all who ask the juror: staff do it
        /// of whom their own office made the account, or none.
        CHANGE { Juror => mine("id"); Staff => Cond::IsNull(made_by()).or(made_by().is(Expr::MyCommunity)); };
        /// Let the juror go.
        RELEASE { Staff => Cond::Always; };
    }
    fields {
        /// Name of the juror.
        name: "String!" [Juror, Staff, Admin] = value(via("id", "user", "name"));
        /// Mail address.
        email: "String!" [Juror, Staff, Admin] = value(via("id", "user", "email"));
        /// Experience in education, in words.
        experience: "String!" [Juror, Staff, Admin] = value("experience");
        /// Languages that the juror reads.
        languages: "[String!]!" [Juror, Staff, Admin] = value("languages");
        /// Subjects that the juror knows. Empty: the juror can judge all subjects.
        subjects: "[Subject!]!" [Juror, Staff, Admin] = value("subjects");
        /// School levels that the juror knows. Empty: the juror can judge all levels.
        schoolLevels: "[SchoolLevel!]!" [Juror, Staff, Admin] = value("school_levels");
        /// Times in which the juror is away.
        absences: "[JurorAbsence!]!" [Juror, Staff, Admin] = many("juror_id", "from_on");
        /// Most applications that the juror agrees to.
        capacity: "Int!" [Juror, Staff, Admin] = value("capacity");
        /// Number of applications that the juror is asked to judge, or has judged, in campaigns whose results are not
        /// public. It counts towards `capacity`. Assignments that are only planned are not counted.
        load: "Int!" [Juror, Staff, Admin] = value(count("assignment", "juror_id", counts_against_capacity()));
        /// The juries that the juror is in.
        memberships: "[JuryMembership!]!" [Juror, Staff, Admin] = many("juror_id", "invited_at");
        /// Conflicts of interest.
        conflicts: "[ConflictOfInterest!]!" [Juror, Staff, Admin] = many("juror_id", "recorded_at");
        /// Ties that staff looked at and that are no obstacle.
        clearances: "[ConflictClearance!]!" [Staff, Admin] = many("juror_id", "cleared_at");
        /// When it was created.
        createdAt: "DateTime!" [Juror, Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Juror, Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Juror, Staff, Admin] = value("version");
    }
    filters {
        /// The name.
        name: "String" [Staff, Admin] = FilterOn::Value(via("id", "user", "name"));
        /// The juror is in the jury of this campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Any { table: "jury_membership", column: "juror_id", expr: col("campaign_id") };
    }
    orders {
        /// The name.
        NAME: "String" Asc [Staff, Admin] = via("id", "user", "name");
    }
}

object! {
    /// A time in which a juror is away. The juror gets fewer applications, in proportion to the days that are left
    /// until evaluations are due.
    JurorAbsence("juror_absence") from "juror_absence"
    rows {
        Juror => mine("juror_id");
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// First day.
        fromOn: "Date!" [Juror, Staff, Admin] = value("from_on");
        /// Last day.
        toOn: "Date!" [Juror, Staff, Admin] = value("to_on");
    }
}

object! {
    /// A juror in the jury for one label.
    JuryMembership("jury_membership") from "jury_membership"
    rows {
        Juror => mine("juror_id");
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Juror, Staff, Admin] = one("campaign_id");
        /// The label.
        track: "Track!" [Juror, Staff, Admin] = value("track");
        /// Whether the juror is still in it.
        status: "JuryMembershipStatus!" [Juror, Staff, Admin] = value("state");
        /// Communities that the juror no longer judges for, while still judging for others.
        excludedCommunities: "[Community!]!" [Juror, Staff, Admin] = value("not_for");
    }
}

object! {
    /// A conflict of interest between a juror and a school, project, teacher or application. If it is hard, the juror
    /// must not judge what it is about.
    ConflictOfInterest("conflict") from "conflict_of_interest"
    rows {
        Juror => mine("juror_id");
        Staff => !about_what_is_mine();
        Admin => Cond::Always;
    }
    writes conflict_of_interest {
        /// Take it back: who said so. What is known of a juror anyhow is nobody's word; staff take it back where all that it is
        /// about is theirs, which is asked beside this.
        WITHDRAW {
            Juror => mine("juror_id").and(is_declared());
            Staff => Cond::And(vec![!is_declared(), Cond::IsNull(col("told_by")).or(col("told_by").is(Expr::MyCommunity))]);
        };
    }
    fields {
        /// The juror. Null if the caller may not see this juror.
        juror: "Juror" [Juror, Staff, Admin] = one("juror_id");
        /// What the conflict of interest is about.
        scope: "ConflictScope!" [Juror, Staff, Admin] = value("scope");
        /// Who wrote it.
        kind: "ConflictKind!" [Juror, Staff, Admin] = value("kind");
        /// The community whose staff recorded it. It counts for applications of that community; staff of other
        /// communities decide for theirs. Null if it counts for all applications.
        recordedByCommunity: "Community" [Juror, Staff, Admin] = value("told_by");
        /// Communities whose staff must still decide, because the juror judges one of their applications. They record
        /// the conflict too, or clear it.
        communitiesToDecide: "[Community!]!" [Staff, Admin] = value(words("conflict_left", "conflict_id", "community"));
        /// True (hard): the juror must not judge what it is about. False (soft): staff decide for each application.
        isHard: "Boolean!" [Juror, Staff, Admin] = value("is_hard");
        /// Why there is a conflict of interest.
        reason: "String!" [Juror, Staff, Admin] = value(Expr::Said { words: FOUND, of: Box::new(col("reason")), facts: Vec::new() });
        /// The school; null if it is not about a school.
        school: "School" [Juror, Staff, Admin] = one("school_id");
        /// When it was recorded.
        recordedAt: "DateTime!" [Juror, Staff, Admin] = value("recorded_at");
        /// When it was withdrawn; null while it holds.
        withdrawnAt: "DateTime" [Juror, Staff, Admin] = value("withdrawn_at");
    }
    filters {
        /// The juror.
        jurorId: "ID" [Staff, Admin] = FilterOn::Value(col("juror_id"));
        /// Staff of this community must still decide on it.
        communitiesToDecide: "Community" [Staff, Admin] = FilterOn::Any { table: "conflict_left", column: "conflict_id", expr: col("community") };
    }
    orders {
        /// When it was recorded.
        RECORDED_AT: "DateTime" Desc [Juror, Staff, Admin] = col("recorded_at");
    }
}

object! {
    /// Staff looked at a tie between a juror and an application, and decided that it is no obstacle: the same board, a
    /// shared project, or a soft conflict of interest. The system does not report this tie again.
    ConflictClearance("conflict_clearance") from "conflict_clearance"
    rows {
        Staff => belongs_to("Application", "application_id");
        Admin => Cond::Always;
    }
    writes conflict_clearance {
        /// Let the tie count again.
        WITHDRAW { Staff => stake::of_my_office_in("application_id"); } while !stake::in_application_of("application_id");
    }
    fields {
        /// The juror. Null if the caller may not see this juror.
        juror: "Juror" [Staff, Admin] = one("juror_id");
        /// The application. Null if the caller may not see it.
        application: "Application" [Staff] = one("application_id");
        /// Why the tie is no obstacle.
        reason: "String!" [Staff, Admin] = value("reason");
        /// When staff cleared it.
        clearedAt: "DateTime!" [Staff, Admin] = value("cleared_at");
        /// When it was withdrawn; null while it holds.
        withdrawnAt: "DateTime" [Staff, Admin] = value("withdrawn_at");
    }
}

object! {
    /// One juror who is asked to judge one application. The juror first sees project, school and applicant, to check
    /// for a conflict of interest. The application itself opens when the juror declares that there is none.
    Assignment("assignment") from "assignment"
    rows {
        Juror => mine("juror_id").and(!col("state").is_word("REVOKED"));
        Staff => belongs_to("Application", "application_id");
    }
    writes assignment {
        /// Say whether one takes it.
        ANSWER { Juror => mine("juror_id").and(!col("state").is_word("REVOKED")); };
        /// Write its evaluation: who attested that there is no conflict of interest, and does not work for the office.
        EVALUATE {
            Juror => Cond::And(vec![
                mine("juror_id"),
                col("state").one_of(&["ACCEPTED", "IN_PROGRESS", "SUBMITTED"]),
                !stake::works_for_office(),
            ]);
        } while via("campaign_id", "campaign", "status").is_word("EVALUATION");
        /// End it, because of a conflict of interest or because its juror leaves.
        END { Juror => mine("juror_id"); Staff => stake::of_my_office_in("application_id"); };
        /// Take it back.
        REVOKE { Staff => stake::of_my_office_in("application_id"); } while !stake::in_application_of("application_id");
    }
    fields {
        /// The status.
        status: "AssignmentStatus!" [Juror, Staff] = value("state");
        /// 1 for the first jurors, 2 for a third juror.
        round: "Int!" [Staff] = value("round");
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Juror, Staff] = one("campaign_id");
        /// The label that is applied for.
        track: "Track!" [Juror, Staff] = value(via("application_id", "application", "track"));
        /// The language that the application is to be written in, such as `nl`.
        language: "String!" [Juror, Staff] = value(via("application_id", "application", language()));
        /// When the evaluation is due.
        dueAt: "DateTime!" [Juror, Staff] = value("due_at");
        /// Whether it is late.
        isOverdue: "Boolean!" [Juror, Staff] =
            whether(col("due_at").not_after(Expr::Now).and(col("state").one_of(&["INVITED", "ACCEPTED", "IN_PROGRESS"])));
        /// When the juror declared to have no conflict of interest; null before that.
        attestedAt: "DateTime" [Juror, Staff] = value("attested_at");
        /// Title of the project when the application was handed in, for the juror to check for a conflict of interest.
        projectTitle: "String!" [Juror, Staff] = value(via("application_id", "application", as_handed_in("title")));
        /// School of the applicant, for the juror to check for a conflict of interest.
        schoolName: "String!" [Juror, Staff] = value(via("application_id", "application", via("school_id", "school", "name")));
        /// Name of the applicant, for the juror to check for a conflict of interest.
        applicantName: "String!" [Juror, Staff] = value(via("application_id", "application", via("teacher_id", "user", "name")));
        /// The application. For the juror it is null until the juror declares to have no conflict of interest.
        application: "Application" [Juror, Staff] = one("application_id");
        /// The juror who is asked. Null if the caller may not see this juror.
        juror: "Juror" [Juror, Staff] = one("juror_id");
        /// The evaluation; null until the juror begins it.
        evaluation: "Evaluation" [Juror, Staff] = back("assignment_id");
        /// What the juror wrote in the evaluation and could not save, the latest first; the last twenty of each part.
        refusedTexts: "RefusedTextConnection!" [Juror] = page("assignment_id");
        /// Why the juror declined or reported a conflict of interest, or why staff took it back; null otherwise.
        endedReason: "String" [Juror, Staff] = value(Expr::Said { words: ENDED, of: Box::new(col("ended_reason")), facts: Vec::new() });
        /// Whether the juror read the application and then could not judge it.
        isUnableToJudge: "Boolean!" [Juror, Staff] = value("cannot_judge");
        /// Whether the caller can declare now to have no conflict of interest (`respondToAssignment` with `ACCEPT`).
        viewerCanAttest: "Boolean!" [Juror] =
            whether(Cond::And(vec![col("state").is_word("INVITED"), is_in_evaluation(), !is_tied()]));
        /// Whether the caller can decline now (`respondToAssignment` with `DECLINE`).
        viewerCanDecline: "Boolean!" [Juror] = whether(col("state").one_of(&["INVITED", "ACCEPTED"]));
        /// Whether the caller can say now that the application cannot be judged (`respondToAssignment` with
        /// `CANNOT_JUDGE`).
        viewerCanGiveUp: "Boolean!" [Juror] = whether(col("state").one_of(&["ACCEPTED", "IN_PROGRESS"]));
        /// Whether the caller can report a conflict of interest now (`respondToAssignment` with `RECUSE`).
        viewerCanRecuse: "Boolean!" [Juror] =
            whether(col("state").one_of(&["INVITED", "ACCEPTED", "IN_PROGRESS", "SUBMITTED"]));
        /// Whether the caller can write the evaluation now, the first time too (`saveEvaluationDraft`).
        viewerCanEvaluate: "Boolean!" [Juror] =
            whether(Cond::And(vec![
                opens(),
                !col("state").is_word("SUBMITTED"),
                is_in_evaluation(),
                !stake::works_for_office(),
            ]));
        /// Whether the caller can take it back now (`revokeAssignment`).
        viewerCanRevoke: "Boolean!" [Staff] =
            whether(col("state").one_of(&["INVITED", "ACCEPTED", "IN_PROGRESS"]));
        /// When it was created.
        createdAt: "DateTime!" [Juror, Staff] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Juror, Staff] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Juror, Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Juror, Staff] = FilterOn::Value(col("campaign_id"));
        /// The juror.
        jurorId: "ID" [Staff] = FilterOn::Value(col("juror_id"));
        /// The application.
        applicationId: "ID" [Staff] = FilterOn::Value(col("application_id"));
        /// The status.
        status: "AssignmentStatus" [Juror, Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it is due.
        DUE_AT: "DateTime" Asc [Juror, Staff] = col("due_at");
    }
}

object! {
    /// A plan of which juror judges which application. The system works it out in the background: read it again, or
    /// subscribe to it, until `status` is READY, IMPOSSIBLE or FAILED. Nothing changes for jurors before
    /// `commitAssignmentPlan`.
    AssignmentPlan("assignment_plan") from "assignment_plan"
    rows {
        Staff => stake::of_my_office();
    }
    writes assignment_plan {
        /// Look into it, cancel it, and carry it out.
        RUN { Staff => stake::of_my_office(); };
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Staff] = one("campaign_id");
        /// The label.
        track: "Track!" [Staff] = value("track");
        /// The community whose applications are planned; null for Belgica, for which all communities are planned
        /// together.
        community: "Community" [Staff] = value("community");
        /// The status.
        status: "AssignmentPlanStatus!" [Staff] = value("state");
        /// Whether the system made it by itself, because a juror declined, a conflict of interest was found, or a third
        /// juror is needed. Such a plan changes as little as possible.
        isProposal: "Boolean!" [Staff] = value("is_proposal");
        /// The number that decides between plans that are equally good.
        seed: "Int!" [Staff] = value("seed");
        /// The least number of applications for each juror, as it was asked for.
        minimumPerJuror: "Int!" [Staff] = value("fewest");
        /// Whether the applications for one project should have the same jurors or different ones; null if there is no
        /// wish.
        projectWish: "ProjectWish" [Staff] = value("project_wish");
        /// The day on which absences and look-back periods are counted.
        countedOn: "Date!" [Staff] = value("as_of");
        /// Last day for the evaluations.
        dueOn: "Date!" [Staff] = value("due_on");
        /// Number of steps that are done, of `steps`: for a progress bar.
        done: "Int!" [Staff] = value("done");
        /// Number of all steps; 0 before the work on it begins.
        steps: "Int!" [Staff] = value("seats");
        /// SHA-256 of the plan and of all data that it depends on, for `expectedHash`; null before it is ready.
        hash: "String" [Staff] = value("hash");
        /// Why the system could not work it out; null if it could.
        failure: "String" [Staff] = value(kept_sentence("failure", FAILED));
        /// The jurors and applications that the plan puts together.
        pairs: "[PlannedPair!]!" [Staff] = many("plan_id", "application_id");
        /// When it was asked for.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// When it was worked out, or found to be impossible; null before that.
        finishedAt: "DateTime" [Staff] = value("finished_at");
        /// When it was carried out; null before that.
        committedAt: "DateTime" [Staff] = value("committed_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Staff] = FilterOn::Value(col("campaign_id"));
        /// The label.
        track: "Track" [Staff] = FilterOn::Value(col("track"));
        /// The status.
        status: "AssignmentPlanStatus" [Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was asked for.
        CREATED_AT: "DateTime" Desc [Staff] = col("created_at");
    }
}

object! {
    /// One juror who is planned for one application.
    PlannedPair("planned_pair") from "planned_pair"
    rows {
        Staff => belongs_to("AssignmentPlan", "plan_id").and(belongs_to("Application", "application_id"));
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Staff] = one("application_id");
        /// The juror who would judge it. Null if the caller may not see this juror.
        juror: "Juror" [Staff] = one("juror_id");
        /// Whether the juror had opened the application before the plan was made; the pair then stays as it is.
        isFixed: "Boolean!" [Staff] = value("is_fixed");
        /// Whether the juror would be asked now, and was not asked before.
        isNew: "Boolean!" [Staff] = value("is_new");
        /// What the pair costs: one number for each level of `AssignmentPlanInspection.levels`, in the same order.
        costs: "[Int!]!" [Staff] = value("costs");
    }
}

queries! {
    /// An assignment by its id; null if there is none that the caller may see.
    assignment: "Assignment" [Juror, Staff] = RootSource::ById;
    /// Assignments that the caller may see. For a juror: the juror's work list.
    assignments: "Assignment" [Juror, Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// Jurors, by name.
    jurors: "Juror" [Staff, Admin] = RootSource::Page { when: is_in_a_jury(), by: Vec::new() };
    /// Plans of which juror judges which application, the latest first.
    assignmentPlans: "AssignmentPlan" [Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// A plan by its id; null if there is none that the caller may see.
    assignmentPlan: "AssignmentPlan" [Staff] = RootSource::ById;
    /// Conflicts of interest; jurors see only their own.
    conflicts: "ConflictOfInterest" [Juror, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
