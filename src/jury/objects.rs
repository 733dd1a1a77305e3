//! What the API shows of jurors and their assignments.

use crate::{
    api::object::{Cond, Expr, Object, col, exists, mine, via},
    object, queries, stake,
};

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
    // Under OR it is looked up for the row; alone it would be worked out for all assignments that there are.
    let tied = Cond::Or(vec![exists("assignment_tie", "assignment_id", "id", Cond::Always)]);
    Cond::And(vec![readable, col("attested_at").is_set(), !tied])
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

/// Is, or was, in a jury: not a row that stands in the place of a juror who is not to be known any more.
fn is_in_a_jury() -> Cond {
    exists("jury_membership", "juror_id", "id", Cond::Always)
}

object! {
    /// What the jury work needs to know of a juror. Teachers never see who is in the jury; jurors see themselves.
    Juror("juror") from "juror"
    rows {
        Juror => mine("id");
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// Name.
        name: "String!" [Juror, Staff, Admin] = value(via("id", "user", "name"));
        /// Address.
        email: "String!" [Juror, Staff, Admin] = value(via("id", "user", "email"));
        /// Experience in education.
        experience: "String!" [Juror, Staff, Admin] = value("experience");
        /// Languages that she reads.
        languages: "[String!]!" [Juror, Staff, Admin] = value("languages");
        /// Subjects that she knows; empty: any.
        subjects: "[Subject!]!" [Juror, Staff, Admin] = value("subjects");
        /// School levels that she knows; empty: any.
        schoolLevels: "[SchoolLevel!]!" [Juror, Staff, Admin] = value("school_levels");
        /// When she is away.
        absences: "[JurorAbsence!]!" [Juror, Staff, Admin] = many("juror_id", "from_on");
        /// Applications that she agrees to at most.
        capacity: "Int!" [Juror, Staff, Admin] = value("capacity");
        /// Applications she is asked to judge, or has judged, in campaigns whose results are not out: what counts against her
        /// capacity. Assignments that staff have not sent are left out.
        load: "Int!" [Juror, Staff, Admin] = value(count("assignment", "juror_id", counts_against_capacity()));
        /// The juries she is in.
        memberships: "[JuryMembership!]!" [Juror, Staff, Admin] = many("juror_id", "invited_at");
        /// Conflicts of interest.
        conflicts: "[ConflictOfInterest!]!" [Juror, Staff, Admin] = many("juror_id", "recorded_at");
        /// Ties that staff looked at and found to be no obstacle.
        clearances: "[ConflictClearance!]!" [Staff, Admin] = many("juror_id", "cleared_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Juror, Staff, Admin] = value("version");
    }
    filters {
        /// The name.
        name: "String" [Staff, Admin] = FilterOn::Value(via("id", "user", "name"));
        /// A campaign in whose jury she is.
        campaignId: "ID" [Staff, Admin] = FilterOn::Any { table: "jury_membership", column: "juror_id", expr: col("campaign_id") };
    }
    orders {
        /// The name.
        NAME: "String" Asc [Staff, Admin] = via("id", "user", "name");
    }
}

object! {
    /// When a juror is away. She takes on her share of the days that are left until evaluations are due.
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
    /// A juror takes part in the jury of a track.
    JuryMembership("jury_membership") from "jury_membership"
    rows {
        Juror => mine("juror_id");
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// In which campaign.
        campaign: "Campaign" [Juror, Staff, Admin] = one("campaign_id");
        /// For which label.
        track: "Track!" [Juror, Staff, Admin] = value("track");
        /// Whether she still does.
        state: "MembershipState!" [Juror, Staff, Admin] = value("state");
        /// Communities whose staff let the juror go, while the juror goes on for others: not asked to judge for these.
        notFor: "[Community!]!" [Juror, Staff, Admin] = value("not_for");
    }
}

object! {
    /// A tie between a juror and a school, project, teacher or application. A hard one keeps her away from it.
    ConflictOfInterest("conflict") from "conflict_of_interest"
    rows {
        Juror => mine("juror_id");
        Staff => !about_what_is_mine();
        Admin => Cond::Always;
    }
    fields {
        /// Whose.
        juror: "Juror" [Juror, Staff, Admin] = one("juror_id");
        /// What it is about.
        scope: "ConflictScope!" [Juror, Staff, Admin] = value("scope");
        /// Where it comes from.
        kind: "ConflictKind!" [Juror, Staff, Admin] = value("kind");
        /// The community whose staff say so. It counts for applications that they look after; for those of others it is noted,
        /// and their staff weigh it. Null when it counts for all.
        toldBy: "Community" [Juror, Staff, Admin] = value("told_by");
        /// Communities whose staff have still to weigh it: the juror judges something of theirs that it is about. They record
        /// it too, or clear it.
        leftTo: "[Community!]!" [Staff, Admin] = value(words("conflict_left", "conflict_id", "community"));
        /// Whether it keeps the juror away; a soft one is for staff to weigh.
        isHard: "Boolean!" [Juror, Staff, Admin] = value("is_hard");
        /// Why.
        reason: "String!" [Juror, Staff, Admin] = value("reason");
        /// The school, if it is about one.
        school: "School" [Juror, Staff, Admin] = one("school_id");
        /// When it was recorded.
        recordedAt: "DateTime!" [Juror, Staff, Admin] = value("recorded_at");
        /// When it was taken back; null while it holds.
        withdrawnAt: "DateTime" [Juror, Staff, Admin] = value("withdrawn_at");
    }
    filters {
        /// The juror.
        jurorId: "ID" [Staff, Admin] = FilterOn::Value(col("juror_id"));
        /// A community whose staff have still to weigh it.
        leftTo: "Community" [Staff, Admin] = FilterOn::Any { table: "conflict_left", column: "conflict_id", expr: col("community") };
    }
    orders {
        /// When it was recorded.
        RECORDED_AT: "DateTime" Desc [Juror, Staff, Admin] = col("recorded_at");
    }
}

object! {
    /// Staff looked at a tie between a juror and an application, and found that it keeps her from nothing: a shared board, a
    /// project done together, a conflict that was to be weighed. It is not found again by itself.
    ConflictClearance("conflict_clearance") from "conflict_clearance"
    rows {
        Staff => belongs_to("Application", "application_id");
        Admin => Cond::Always;
    }
    fields {
        /// Whose.
        juror: "Juror" [Staff, Admin] = one("juror_id");
        /// For which application.
        application: "Application" [Staff] = one("application_id");
        /// Why.
        reason: "String!" [Staff, Admin] = value("reason");
        /// When.
        clearedAt: "DateTime!" [Staff, Admin] = value("cleared_at");
        /// When it was taken back; null while it holds.
        withdrawnAt: "DateTime" [Staff, Admin] = value("withdrawn_at");
    }
}

object! {
    /// One juror asked to judge one application. The juror learns project, school and applicant, so that she can tell
    /// whether there is a conflict of interest; the content opens once she has attested that there is none.
    Assignment("assignment") from "assignment"
    rows {
        Juror => mine("juror_id").and(!col("state").one_of(&["PROPOSED", "REVOKED"]));
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// Where it stands.
        state: "AssignmentState!" [Juror, Staff] = value("state");
        /// 1, or 2 for a third juror.
        round: "Int!" [Staff] = value("round");
        /// When the evaluation is due.
        dueAt: "DateTime!" [Juror, Staff] = value("due_at");
        /// Whether it is late.
        isOverdue: "Boolean!" [Juror, Staff] =
            whether(col("due_at").not_after(Expr::Now).and(col("state").one_of(&["INVITED", "ACCEPTED", "IN_PROGRESS"])));
        /// When the juror attested that there is no conflict of interest; null before.
        attestedAt: "DateTime" [Juror, Staff] = value("attested_at");
        /// Title of the project as it was handed in, to tell whether there is a conflict of interest.
        projectTitle: "String!" [Juror, Staff] = value(via("application_id", "application", as_handed_in("title")));
        /// School of the applicant, to tell whether there is a conflict of interest.
        schoolName: "String!" [Juror, Staff] = value(via("application_id", "application", via("school_id", "school", "name")));
        /// Name of the applicant, to tell whether there is a conflict of interest.
        applicantName: "String!" [Juror, Staff] = value(via("application_id", "application", via("teacher_id", "user", "name")));
        /// The application; null for the juror until she has attested that there is no conflict of interest.
        application: "Application" [Juror, Staff] = one("application_id");
        /// Who is asked.
        juror: "Juror" [Juror, Staff] = one("juror_id");
        /// The evaluation; null before it is begun.
        evaluation: "Evaluation" [Juror, Staff] = back("assignment_id");
        /// Why it was declined, recused or revoked; null otherwise.
        endedReason: "String" [Juror, Staff] = value("ended_reason");
        /// Whether the juror opened it and found that she cannot judge it.
        cannotJudge: "Boolean!" [Juror, Staff] = value("cannot_judge");
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
        /// Where it stands.
        state: "AssignmentState" [Juror, Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it is due.
        DUE_AT: "DateTime" Asc [Juror, Staff] = col("due_at");
    }
}

object! {
    /// A plan of who judges what. It is worked out beside the requests: ask again, or watch it, until `state` is READY,
    /// IMPOSSIBLE or FAILED. Nothing happens before `commitAssignmentPlan`.
    AssignmentPlan("assignment_plan") from "assignment_plan"
    rows {
        Staff => col("track").is_word("BELGICA").or(col("community").is(Expr::MyCommunity));
    }
    fields {
        /// For which campaign.
        campaign: "Campaign" [Staff] = one("campaign_id");
        /// For which label.
        track: "Track!" [Staff] = value("track");
        /// For the applications of which community; null for Belgica, which is shared.
        community: "Community" [Staff] = value("community");
        /// Where it stands.
        state: "PlanState!" [Staff] = value("state");
        /// Whether the system had it worked out by itself: somebody said no, a conflict came up, or a third juror is
        /// needed. It changes as little as can be.
        isProposal: "Boolean!" [Staff] = value("is_proposal");
        /// What breaks ties.
        seed: "Int!" [Staff] = value("seed");
        /// Fewest applications for a juror that were asked for.
        fewest: "Int!" [Staff] = value("fewest");
        /// Which jurors the applications for one project should have.
        projectWish: "ProjectWish" [Staff] = value("project_wish");
        /// The day from which absences and look-back periods are counted.
        asOf: "Date!" [Staff] = value("as_of");
        /// Last day for the evaluations.
        dueOn: "Date!" [Staff] = value("due_on");
        /// Steps that are done, of `steps`: how far it is.
        done: "Int!" [Staff] = value("done");
        /// Steps in all; 0 before it is begun.
        steps: "Int!" [Staff] = value("seats");
        /// SHA-256 of all that it depends on and of its pairs, for `expectedHash`; null before it is ready.
        hash: "String" [Staff] = value("hash");
        /// Why it could not be worked out; null otherwise.
        failure: "String" [Staff] = value("failure");
        /// Who judges what by it.
        pairs: "[PlannedPair!]!" [Staff] = many("plan_id", "application_id");
        /// When it was asked for.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// When it was worked out, or found to be impossible; null before.
        finishedAt: "DateTime" [Staff] = value("finished_at");
        /// When it was carried out; null otherwise.
        committedAt: "DateTime" [Staff] = value("committed_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Staff] = FilterOn::Value(col("campaign_id"));
        /// The label.
        track: "Track" [Staff] = FilterOn::Value(col("track"));
        /// Where it stands.
        state: "PlanState" [Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was asked for.
        CREATED_AT: "DateTime" Desc [Staff] = col("created_at");
    }
}

object! {
    /// A juror and an application that belong together in a plan.
    PlannedPair("planned_pair") from "planned_pair"
    rows {
        Staff => belongs_to("AssignmentPlan", "plan_id").and(belongs_to("Application", "application_id"));
    }
    fields {
        /// What is judged.
        application: "Application" [Staff] = one("application_id");
        /// By whom.
        juror: "Juror" [Staff] = one("juror_id");
        /// Whether she had opened it, so that it stays hers whatever the plan.
        isFixed: "Boolean!" [Staff] = value("is_fixed");
        /// Whether she would be asked now: she was not asked before.
        isNew: "Boolean!" [Staff] = value("is_new");
        /// What the pair costs, one number for each of the levels that `assignmentPlanInspection` names.
        costs: "[Int!]!" [Staff] = value("costs");
    }
}

queries! {
    /// An assignment by its id.
    assignment: "Assignment" [Juror, Staff] = RootSource::ById;
    /// Assignments that the caller may see; a juror's own work list.
    assignments: "Assignment" [Juror, Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// Jurors, by name.
    jurors: "Juror" [Staff, Admin] = RootSource::Page { when: is_in_a_jury(), by: Vec::new() };
    /// Plans of who judges what, those asked for last first.
    assignmentPlans: "AssignmentPlan" [Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// A plan by its id.
    assignmentPlan: "AssignmentPlan" [Staff] = RootSource::ById;
    /// Conflicts of interest; a juror sees her own.
    conflicts: "ConflictOfInterest" [Juror, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
