//! What the API shows of projects.

use super::rules::ProjectAddress;
use crate::{
    api::object::{Cond, Expr, Object, col, exists, exists_like, mine, via},
    auth::Audience,
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Project::declare(),
        ForeignParticipation::declare(),
        ProjectPartner::declare(),
        UnknownPartner::declare(),
        ProjectMember::declare(),
    ]
}

/// A school of the caller's community takes part, or the project is Belgica, which the communities share (Q15); not one in
/// which the caller takes part, or a school where the caller works: colleagues look after that.
fn of_my_community() -> Cond {
    shared().and(!stake::in_project("id"))
}

fn shared() -> Cond {
    let partner =
        exists("project_partner", "project_id", "id", via("school_id", "school", "community").is(Expr::MyCommunity));
    col("track").is_word("BELGICA").or(partner)
}

/// The caller takes part in it, as one of its founders if so.
fn in_it(is_founder: bool) -> Cond {
    let member = mine("user_id");
    let member = if is_founder { member.and(col("role").is_word("FOUNDER")) } else { member };
    exists("project_member", "project_id", "id", member)
}

/// A text of a project. A juror reads the one that was handed in last: what changes later is not judged.
fn told(text: &'static str) -> Expr {
    let handed_in = via("handed_in_revision_id", "revision_project", text);
    Expr::For {
        audiences: &[Audience::Juror],
        then: Box::new(Expr::First(vec![handed_in, col(text)])),
        otherwise: Box::new(col(text)),
    }
}

/// The school of this row took part when an application for the project was handed in last.
fn took_part() -> Cond {
    Cond::Exists {
        table: "revision_partner",
        on: vec![
            ("school_id", col("school_id")),
            ("revision_id", via("project_id", "project", "handed_in_revision_id")),
        ],
        when: Box::new(Cond::Always),
    }
}

/// Step 1 is in for the project of this row and what `ours` of it holds (R74), in the latest campaign that the project was
/// registered for. Colleagues and staff learn that, and no more: neither what came of it, nor when.
fn registered(ours: &'static str, theirs: &'static str) -> Cond {
    let is_in = col("state").one_of(&["NEEDS_REVIEW", "CONFIRMED", "INELIGIBLE"]);
    exists_like("latest_registration", &[("project_id", "project_id"), (theirs, ours)], is_in)
}

/// The same, of step 2.
fn submitted(ours: &'static str, theirs: &'static str) -> Cond {
    let is_in = col("state").is_word("COMPLETE");
    exists_like("latest_application", &[("project_id", "project_id"), (theirs, ours)], is_in)
}

object! {
    /// An eTwinning project. Teachers see the projects that they take part in. Jurors see the projects of the
    /// applications that they judge.
    Project("project") from "project"
    rows {
        Teacher => exists("project_member", "project_id", "id", mine("user_id"));
        Juror => reached_from("Application", "project_id", Cond::Always);
        Staff => of_my_community();
        Admin => Cond::Always;
        Service => Cond::Always;
    }
    writes project {
        /// Change it: its teachers, and the staff who look after it.
        CHANGE { Teacher => in_it(false); Staff => of_my_community(); };
        /// Correct it, and say who takes part: those who started it, and the staff who look after it.
        CORRECT { Teacher => in_it(true); Staff => of_my_community(); };
        /// Say which label it goes for, and free its address: the staff who look after it.
        DECIDE { Staff => of_my_community(); };
    }
    fields {
        /// Its title. A juror reads the title that was handed in last.
        title: "String!" [SignedIn] = value(told("title"));
        /// Last part of its address on ESEP.
        slug: "String!" [SignedIn] = value("slug");
        /// Its address on ESEP. It starts with `https://freed.invalid/` after staff freed the address for another
        /// project.
        esepUrl: "String!" [SignedIn] = value("esep_url");
        /// When it was registered on ESEP.
        esepRegisteredOn: "Date!" [Teacher, Juror, Staff, Admin] = value("esep_registered_on");
        /// First day.
        startedOn: "Date!" [Teacher, Juror, Staff, Admin] = value("started_on");
        /// Last day; null while the project runs and no last day is known.
        endedOn: "Date" [Teacher, Juror, Staff, Admin] = value("ended_on");
        /// What the project is about. A juror reads what was handed in last.
        summary: "String!" [Teacher, Juror, Staff, Admin] = value(told("summary"));
        /// Whether it is still running.
        status: "ProjectStatus!" [SignedIn] = value("status");
        /// Where its founders come from.
        kind: "ProjectKind!" [Teacher, Juror, Staff, Admin] = value("kind");
        /// The label that it can get, derived from its schools; null if it can get none.
        track: "Track" [SignedIn] = value("track");
        /// Why staff gave it this label; null if the label was derived.
        trackReason: "String" [Staff, Admin] = value("track_reason");
        /// Its number on the old TwinSpace; null on ESEP.
        twinspaceNumber: "Int" [SignedIn] = value("twinspace_number");
        /// Number of teachers in each country abroad; not who they are.
        foreignParticipations: "[ForeignParticipation!]!" [Teacher, Staff, Admin] = many("project_id", "country");
        /// Number of teachers in Belgium who take part.
        memberCount: "Int!" [Teacher, Staff, Admin] = value(count("project_member", "project_id", Cond::Always));
        /// How many of these teachers have registered the project (step 1), in its latest campaign.
        registeredCount: "Int!" [Teacher, Staff, Admin] = value(count("project_member", "project_id", registered("user_id", "teacher_id")));
        /// How many of these teachers have handed in (step 2), in that campaign. It is good for the European label to
        /// have more, but not a condition.
        submittedCount: "Int!" [Teacher, Staff, Admin] = value(count("project_member", "project_id", submitted("user_id", "teacher_id")));
        /// Schools that take part. A juror sees those that took part when the application was handed in last; see also
        /// `ApplicationRevision.partners`.
        partners: "[ProjectPartner!]!" [Teacher, Juror, Staff, Admin] = many("project_id", "id");
        /// Partner schools in the registration form that are not known yet. `addProjectPartner` adds the school and
        /// removes it from this list.
        unknownPartners: "[UnknownPartner!]!" [Staff, Admin] = many("project_id", "name");
        /// Teachers in Belgium who take part.
        members: "[ProjectMember!]!" [Teacher, Staff, Admin] = many("project_id", "id");
        /// Applications for the project that the caller may see.
        applications: "[Application!]!" [Teacher, Juror, Staff] = many("project_id", "created_at").by("campaignId", "ID", "campaign_id");
        /// When it was created.
        createdAt: "DateTime!" [Teacher, Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Teacher, Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Teacher, Staff, Admin] = value("version");
    }
    filters {
        /// The title.
        title: "String" [Teacher, Juror, Staff, Admin] = FilterOn::Value(told("title"));
        /// The label.
        track: "Track" [Teacher, Staff, Admin] = FilterOn::Value(col("track"));
        /// Whether it is still running.
        status: "ProjectStatus" [Teacher, Staff, Admin] = FilterOn::Value(col("status"));
        /// The project is registered for this campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Any { table: "registration", column: "project_id", expr: col("campaign_id") };
        /// Community of a partner school that is not known yet (`unknownPartners`).
        unknownPartnerCommunity: "Community" [Staff, Admin] = FilterOn::Any { table: "unknown_partner", column: "project_id", expr: col("community") };
        /// A school that takes part in it.
        schoolId: "ID" [Staff, Admin] = FilterOn::Any { table: "project_partner", column: "project_id", expr: col("school_id") };
    }
    orders {
        /// The title.
        TITLE: "String" Asc [SignedIn] = told("title");
        /// When it was registered on ESEP.
        ESEP_REGISTERED_ON: "Date" Asc [Teacher, Juror, Staff, Admin] = col("esep_registered_on");
    }
}

object! {
    /// A school that takes part in a project.
    ProjectPartner("project_partner") from "project_partner"
    rows {
        Teacher => belongs_to("Project", "project_id");
        Juror => belongs_to("Project", "project_id").and(took_part());
        Staff => belongs_to("Project", "project_id");
        Admin => Cond::Always;
    }
    fields {
        /// The school. Null if the caller may not see it.
        school: "School" [Teacher, Juror, Staff, Admin] = one("school_id");
        /// Whether the school is a founder of the project.
        isFounder: "Boolean!" [Teacher, Juror, Staff, Admin] = value("is_founder");
        /// Whether a teacher of the school has registered the project (step 1), in its latest campaign.
        hasRegistered: "Boolean!" [Teacher, Staff, Admin] = whether(registered("school_id", "school_id"));
        /// Whether a teacher of the school has handed in (step 2), in that campaign.
        hasSubmitted: "Boolean!" [Teacher, Staff, Admin] = whether(submitted("school_id", "school_id"));
    }
}

object! {
    /// A partner school in the registration form that is not known yet. As long as it is not known, conflicts of
    /// interest of jurors with it are not found.
    UnknownPartner("unknown_partner") from "unknown_partner"
    rows {
        Staff => belongs_to("Project", "project_id");
        Admin => Cond::Always;
    }
    fields {
        /// Its name in the form; empty if the form gives only the place.
        name: "String!" [Staff, Admin] = value("name");
        /// Country code of two capital letters (ISO 3166).
        country: "String!" [Staff, Admin] = value("country");
        /// Its community; `FOREIGN` if it is not in Belgium.
        community: "Community!" [Staff, Admin] = value("community");
    }
}

object! {
    /// How many teachers of one other country take part in a project; not who they are.
    ForeignParticipation() from "foreign_participation"
    rows {
        Teacher => belongs_to("Project", "project_id");
        Staff => belongs_to("Project", "project_id");
        Admin => Cond::Always;
    }
    fields {
        /// Country code of two capital letters (ISO 3166).
        country: "String!" [Teacher, Staff, Admin] = value("country");
        /// Number of teachers.
        teachers: "Int!" [Teacher, Staff, Admin] = value("teachers");
    }
}

object! {
    /// A teacher who takes part in a project. Other teachers of the project see whether this teacher has applied, but
    /// not the application or its result.
    ProjectMember("project_member") from "project_member"
    rows {
        Teacher => belongs_to("Project", "project_id");
        Staff => belongs_to("Project", "project_id");
        Admin => Cond::Always;
    }
    fields {
        /// The teacher. Null if the caller may not see this user.
        user: "User" [Teacher, Staff, Admin] = one("user_id");
        /// The school that the teacher takes part with. Null if the caller may not see it.
        school: "School" [Teacher, Staff, Admin] = one("school_id");
        /// The part of the teacher.
        role: "MemberRole!" [Teacher, Staff, Admin] = value("role");
        /// Whether the teacher has registered the project (step 1), in its latest campaign.
        hasRegistered: "Boolean!" [Teacher, Staff, Admin] = whether(registered("user_id", "teacher_id"));
        /// Whether the teacher has handed in (step 2), in that campaign.
        hasSubmitted: "Boolean!" [Teacher, Staff, Admin] = whether(submitted("user_id", "teacher_id"));
    }
}

queries! {
    /// A project by its id; null if there is none that the caller may see.
    project: "Project" [SignedIn] = RootSource::ById;
    /// The project at an address of ESEP; null if there is none that the caller may see.
    projectOf: "Project" [SignedIn] = RootSource::Chosen {
        by: vec![typed("esepUrl", "esep_url", |text| Some(text.parse::<ProjectAddress>().ok()?.url))],
    };
    /// Projects that the caller may see, by title.
    projects: "Project" [SignedIn] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
