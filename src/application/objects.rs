//! What the API shows of registrations and applications.

use crate::{
    api::object::{Cond, Expr, Object, belongs_to, col, either, exists, via},
    auth::Audience,
    jury, object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Registration::declare(),
        EligibilityAnswer::declare(),
        Application::declare(),
        ApplicationAnswer::declare(),
        EvidenceLink::declare(),
        DraftText::declare(),
        DraftRemark::declare(),
        FormSession::declare(),
        ApplicationRevision::declare(),
        RevisionPartner::declare(),
        RevisionAnswer::declare(),
        RevisionLink::declare(),
        LinkCheck::declare(),
    ]
}

/// Of the community that staff work for, or Belgica, which the communities share (Q15).
fn of_my_community() -> Cond {
    col("track").is_word("BELGICA").or(col("community").is(Expr::MyCommunity))
}

/// What its teacher did with an application. A draft lapses when step 2 closes, and is one again when the deadline moves
/// (INV-02, INV-03).
fn state() -> Expr {
    let deadline = via("campaign_id", "campaign", "submission_deadline");
    let has_lapsed = col("state").is_word("DRAFT").and(deadline.not_after(Expr::Now));
    either(has_lapsed, Expr::Word("LAPSED"), "state")
}

/// Where an application stands. Until it is published, all that staff and jury do with it looks the same to
/// everybody else (INV-22).
fn status() -> Expr {
    let known = Expr::First(vec![col("stage"), state()]);
    let embargoed = either(
        Cond::IsNull(col("stage")),
        state(),
        either(col("published_at").is_set(), Expr::Word("PUBLISHED"), Expr::Word("IN_EVALUATION")),
    );
    Expr::For { audiences: &[Audience::Staff], then: Box::new(known), otherwise: Box::new(embargoed) }
}

/// A text of a row that this one refers to; none when the caller may not see that row.
fn told(column: &'static str, object: &'static str, table: &'static str, text: &'static str) -> Expr {
    either(belongs_to(object, column), via(column, table, text), Expr::Null)
}

/// Whether a condition for taking part does not hold; that a project has ended is asked again, as when it is handed in
/// (R05, R06, INV-05).
fn is_unmet(registration: &'static str) -> Expr {
    let fails = || !col("holds").is_true();
    let is_end = || col("condition").is_word("ENDED_BY_DEADLINE");
    let answer = |when| exists("eligibility_answer", "registration_id", registration, when);
    let last_day = Expr::LastDay(Box::new(via("campaign_id", "campaign", "submission_deadline")));
    let has_ended = via("project_id", "project", "ended_on").not_after(last_day);
    let unmet = answer(fails().and(!is_end())).or(answer(fails().and(is_end())).and(!has_ended));
    Expr::Holds(Box::new(unmet))
}

object! {
    /// Step 1: a teacher tells that an application will follow.
    Registration("registration") from "registration"
    rows {
        Teacher => mine("teacher_id");
        Staff => of_my_community().and(!stake::in_registration());
        Admin => Cond::Always;
        Service => Cond::Always;
    }
    fields {
        /// For which campaign.
        campaign: "Campaign" [Teacher, Staff, Admin, Service] = one("campaign_id");
        /// For which project.
        project: "Project" [Teacher, Staff, Admin, Service] = one("project_id");
        /// Who applies.
        teacher: "User" [Teacher, Staff, Admin] = one("teacher_id");
        /// With which school.
        school: "School" [Teacher, Staff, Admin] = one("school_id");
        /// Which label.
        track: "Track!" [Teacher, Staff, Admin, Service] = value("track");
        /// Where it stands.
        state: "RegistrationState!" [Teacher, Staff, Admin, Service] = value("state");
        /// When it was sent; null for a draft.
        submittedAt: "DateTime" [Teacher, Staff, Admin] = value("submitted_at");
        /// When step 2 opened; null before.
        confirmedAt: "DateTime" [Teacher, Staff, Admin] = value("confirmed_at");
        /// Why a person has to look, or why it was refused; null otherwise.
        reviewReason: "String" [Teacher, Staff, Admin] = value("review_reason");
        /// Whether its teacher had registered as many projects already as are judged of one teacher in a school year: hand in
        /// the best, the others are refused (`Campaign.applicationsPerTeacher`). As it was when it was sent.
        isBeyondLimit: "Boolean!" [Teacher, Staff, Admin] = value("is_beyond_limit");
        /// The answers to the conditions for taking part.
        eligibilityAnswers: "[EligibilityAnswer!]!" [Teacher, Staff, Admin] = many("registration_id", "condition");
        /// Step 2; null until the form is opened.
        application: "Application" [Teacher, Staff] = back("registration_id");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Teacher, Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("campaign_id"));
        /// The project.
        projectId: "ID" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("project_id"));
        /// Where it stands.
        state: "RegistrationState" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("state"));
        /// Which label.
        track: "Track" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("track"));
        /// The school that the teacher registers with.
        schoolId: "ID" [Staff, Admin] = FilterOn::Value(col("school_id"));
        /// Name of the teacher.
        teacherName: "String" [Staff, Admin] = FilterOn::Value(told("teacher_id", "User", "user", "name"));
        /// Title of the project.
        projectTitle: "String" [Staff, Admin] = FilterOn::Value(told("project_id", "Project", "project", "title"));
        /// Name of the school.
        schoolName: "String" [Staff, Admin] = FilterOn::Value(told("school_id", "School", "school", "name"));
        /// Whether step 2 is in too.
        isComplete: "Boolean" [Staff] = FilterOn::Value(Expr::Holds(Box::new(
            exists("application", "registration_id", "id", col("state").is_word("COMPLETE")),
        )));
        /// Whether a condition for taking part does not hold.
        hasUnmetCondition: "Boolean" [Staff, Admin] = FilterOn::Value(is_unmet("id"));
    }
    orders {
        /// When it was begun.
        CREATED_AT: "DateTime" Desc [Teacher, Staff, Admin, Service] = col("created_at");
    }
}

object! {
    /// The answer to one condition for taking part.
    EligibilityAnswer("eligibility_answer") from "eligibility_answer"
    rows {
        Teacher => belongs_to("Registration", "registration_id");
        Staff => belongs_to("Registration", "registration_id");
        Admin => Cond::Always;
    }
    fields {
        /// Which condition.
        condition: "EligibilityCondition!" [Teacher, Staff, Admin] = value("condition");
        /// Whether it holds.
        holds: "Boolean!" [Teacher, Staff, Admin] = value("holds");
        /// What was found, before staff decided otherwise.
        finding: "EligibilityFinding!" [Teacher, Staff, Admin] = value("finding");
        /// What the teacher said; null where dates decide.
        said: "Boolean" [Teacher, Staff, Admin] = value("said");
        /// The date of the project that was looked at; null where none decides, or it was not known.
        projectDate: "Date" [Teacher, Staff, Admin] = value("project_date");
        /// The first day that would do; null if there is none.
        earliest: "Date" [Teacher, Staff, Admin] = value("earliest");
        /// The last day that would do; null if there is none.
        latest: "Date" [Teacher, Staff, Admin] = value("latest");
        /// Who says so.
        source: "AnswerSource!" [Teacher, Staff, Admin] = value("source");
        /// Why staff decided otherwise; null if they did not.
        overrideReason: "String" [Teacher, Staff, Admin] = value("override_reason");
    }
}

object! {
    /// Step 2: one teacher's own application. It speaks of that teacher's part in the project only. The working draft
    /// is for its teacher alone; jury and staff read what was handed in.
    Application("application") from "application"
    rows {
        Teacher => mine("teacher_id");
        Juror => reached_from("Assignment", "application_id", jury::opens());
        Staff => of_my_community().and(!stake::in_application());
        Service => col("state").is_word("COMPLETE");
    }
    fields {
        /// Where it stands, as far as the caller may know.
        status: "ApplicationStatus!" [Teacher, Juror, Staff, Service] = value(status());
        /// For which campaign.
        campaign: "Campaign" [Teacher, Juror, Staff] = one("campaign_id");
        /// For which project.
        project: "Project" [Teacher, Juror, Staff] = one("project_id");
        /// Step 1.
        registration: "Registration" [Teacher, Staff] = one("registration_id");
        /// Who applies.
        teacher: "User" [Teacher, Juror, Staff] = one("teacher_id");
        /// With which school.
        school: "School" [Teacher, Juror, Staff] = one("school_id");
        /// Which label.
        track: "Track!" [Teacher, Juror, Staff] = value("track");
        /// The community of the school.
        community: "Community!" [Teacher, Juror, Staff] = value("community");
        /// Summary in the working draft.
        summary: "String!" [Teacher] = value("summary");
        /// The working draft, one answer per criterion that was written to.
        answers: "[ApplicationAnswer!]!" [Teacher] = many("application_id", "criterion_id");
        /// What is to be said of the working draft, in the order of the form: what is missing before it can be handed in, and
        /// what could be better.
        remarks: "[DraftRemark!]!" [Teacher] = many("application_id", "position");
        /// The form in which the draft is written; null until it is opened.
        formSession: "FormSession" [Teacher, Staff] = back("application_id");
        /// The subjects that the project was taught in, in the working draft.
        subjects: "[Subject!]!" [Teacher] = value(words("application_subject", "application_id", "subject"));
        /// The ways of teaching, in the working draft.
        methods: "[Method!]!" [Teacher] = value(words("application_method", "application_id", "method"));
        /// The application of an earlier campaign that this draft was taken from; null if none.
        previousApplication: "Application" [Teacher, Staff] = one("previous_application_id");
        /// What the texts of the working draft were before, the latest first: of each text the last fifty. Also what came
        /// too late or from a window that was behind, and was refused.
        draftHistory: "DraftTextConnection!" [Teacher] = page("application_id");
        /// The addresses in the working draft.
        evidenceLinks: "[EvidenceLink!]!" [Teacher] = many("application_id", "created_at");
        /// Whether the teacher declared that the parents gave their consent.
        hasDeclaredConsent: "Boolean!" [Teacher, Juror, Staff] = whether(col("consent_declared_at").is_set());
        /// What was handed in last; null before.
        submittedRevision: "ApplicationRevision" [Teacher, Juror, Staff] = one("submitted_revision_id");
        /// All that was handed in, the oldest first.
        revisions: "[ApplicationRevision!]!" [Teacher, Staff] = many("application_id", "number");
        /// When it was handed in last; null before.
        submittedAt: "DateTime" [Teacher, Staff] = value("submitted_at");
        /// When its teacher changed it last.
        updatedAt: "DateTime!" [Teacher, Staff] = value("updated_at");
        /// When the results were published; null before.
        publishedAt: "DateTime" [Teacher, Juror, Staff] = value("published_at");
        /// When the teacher sent the form on ESEP; null if that is not known.
        esepSubmittedAt: "DateTime" [Teacher, Staff] = value("esep_submitted_at");
        /// Which of the teacher's applications of the school year it is; only the first ones are judged. Null before it is handed in.
        sequenceInSchoolYear: "Int" [Teacher, Staff] = value("sequence_in_school_year");
        /// When its texts were erased: the time for which they are kept is over, or its teacher asked for it. Null while it has them.
        textsErasedAt: "DateTime" [Teacher, Staff] = value("texts_erased_at");
        /// Jurors that are asked to judge it; a juror sees only her own.
        assignments: "[Assignment!]!" [Juror, Staff] = many("application_id", "id");
        /// Evaluations; a juror sees those of others after handing in her own.
        evaluations: "[Evaluation!]!" [Juror, Staff] = many("application_id", "id");
        /// The evaluations merged; null before.
        consolidation: "Consolidation" [Juror, Staff] = back("application_id");
        /// Its jurors, when they are to agree on a result; null otherwise.
        panel: "Panel" [Juror, Staff] = back("application_id");
        /// The outcome; null until the caller may know it.
        decision: "Decision" [Teacher, Juror, Staff] = back("application_id");
        /// What the jury advises; null until the caller may know it.
        feedback: "Feedback" [Teacher, Juror, Staff] = back("application_id");
        /// The label; null if there is none (yet).
        label: "Label" [Teacher, Staff] = back("application_id");
        /// Counts up with every change that its teacher makes; for `expectedVersion`.
        version: "Int!" [Teacher, Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Juror, Staff] = FilterOn::Value(col("campaign_id"));
        /// The project.
        projectId: "ID" [Teacher, Juror, Staff] = FilterOn::Value(col("project_id"));
        /// Which label.
        track: "Track" [Teacher, Juror, Staff] = FilterOn::Value(col("track"));
        /// Where it stands, as far as the caller may know.
        status: "ApplicationStatus" [Teacher, Juror, Staff, Service] = FilterOn::Value(status());
        /// When its teacher changed it last.
        updatedAt: "DateTime" [Teacher, Staff] = FilterOn::Value(col("updated_at"));
        /// The school that the teacher applies with.
        schoolId: "ID" [Staff] = FilterOn::Value(col("school_id"));
        /// Name of the teacher.
        teacherName: "String" [Staff] = FilterOn::Value(told("teacher_id", "User", "user", "name"));
        /// Title of the project.
        projectTitle: "String" [Staff] = FilterOn::Value(told("project_id", "Project", "project", "title"));
        /// Name of the school.
        schoolName: "String" [Staff] = FilterOn::Value(told("school_id", "School", "school", "name"));
        /// Whether a condition for taking part does not hold.
        hasUnmetCondition: "Boolean" [Staff] = FilterOn::Value(is_unmet("registration_id"));
        /// Whether an address that was handed in last could not be opened.
        hasUnreachableLink: "Boolean" [Staff] = FilterOn::Value(Expr::Holds(Box::new(exists(
            "revision_link",
            "revision_id",
            "submitted_revision_id",
            exists("link_check", "revision_link_id", "id", !col("is_reachable").is_true()),
        ))));
    }
    orders {
        /// When it was begun.
        CREATED_AT: "DateTime" Desc [Teacher, Juror, Staff, Service] = col("created_at");
        /// When its teacher changed it last.
        UPDATED_AT: "DateTime" Desc [Teacher, Staff] = col("updated_at");
    }
}

object! {
    /// The working draft of the answer on one criterion.
    ApplicationAnswer("application_answer") from "application_answer"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// On what.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The answer.
        text: "String!" [Teacher] = value("text");
        /// The teacher's own part.
        ownTeacher: "String!" [Teacher] = value("own_teacher");
        /// The part of the teacher's pupils.
        ownPupils: "String!" [Teacher] = value("own_pupils");
        /// An example of a result or an activity.
        example: "String!" [Teacher] = value("example");
        /// When it was saved.
        updatedAt: "DateTime!" [Teacher] = value("updated_at");
    }
}

object! {
    /// An address in the working draft that shows what it says.
    EvidenceLink("evidence_link") from "evidence_link"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// What is shown.
        kind: "LinkKind!" [Teacher] = value("kind");
        /// The address.
        url: "String!" [Teacher] = value("url");
        /// What it is called.
        label: "String!" [Teacher] = value("label");
        /// The criterion it belongs to; null for the whole.
        criterion: "Criterion" [Teacher] = one("criterion_id");
    }
}

object! {
    /// A text of the working draft as it once was. `restoreDraftText` puts it back.
    DraftText("draft_text") from "draft_text"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// Which text.
        field: "DraftField!" [Teacher] = value("field");
        /// The criterion it is about; null for the summary.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The text.
        text: "String!" [Teacher] = value("text");
        /// The version of the application that it came with; of a refused text, the version that its window knew.
        version: "Int!" [Teacher] = value("version");
        /// Whether it was refused and is kept here only.
        isRefused: "Boolean!" [Teacher] = value("is_refused");
        /// When it was saved, or refused.
        savedAt: "DateTime!" [Teacher] = value("saved_at");
    }
    filters {
        /// Which text.
        field: "DraftField" [Teacher] = FilterOn::Value(col("field"));
        /// The criterion.
        criterionId: "ID" [Teacher] = FilterOn::Value(col("criterion_id"));
        /// Whether it was refused.
        isRefused: "Boolean" [Teacher] = FilterOn::Value(col("is_refused"));
    }
    orders {
        /// When it was saved.
        SAVED_AT: "DateTime" Desc [Teacher] = col("saved_at");
    }
}

object! {
    /// Something that is to be said of a working draft. Advice: it never keeps a draft from being saved.
    DraftRemark("draft_remark") from "draft_remark"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// What is said.
        code: "RemarkCode!" [Teacher] = value("code");
        /// Whether the application cannot be handed in before this is settled.
        isBlocking: "Boolean!" [Teacher] = whether(col("code").one_of(BLOCKING));
        /// The criterion it is about; null for the summary and for the whole.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The text it is about; null if it is about none.
        field: "DraftField" [Teacher] = value("field");
        /// The address it is about; null if it is about none.
        evidenceLink: "EvidenceLink" [Teacher] = one("evidence_link_id");
        /// How many words the text has; null where words are not counted.
        words: "Int" [Teacher] = value("words");
        /// With `TOO_LONG` the most, with `VERY_SHORT` the fewest words that it should have; null otherwise.
        wordsExpected: "Int" [Teacher] = value("words_expected");
        /// With `OTHER_LANGUAGE` the language that the text seems to be in, such as `fr`; null otherwise.
        language: "String" [Teacher] = value("language");
    }
}

object! {
    /// The form of step 2, open for as long as it is written in. When it closes, nothing that was saved is lost.
    FormSession("form_session") from "form_session"
    rows {
        Teacher => belongs_to("Application", "application_id");
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// Whether it can be written in now.
        state: "FormState!" [Teacher, Staff] = value(either(
            col("closed_at").is_set(),
            Expr::Word("CLOSED"),
            either(col("expires_at").not_after(Expr::Now), Expr::Word("EXPIRED"), Expr::Word("ACTIVE")),
        ));
        /// When it was opened.
        openedAt: "DateTime!" [Teacher, Staff] = value("opened_at");
        /// It closes at this instant, unless something is saved or it is renewed before.
        expiresAt: "DateTime!" [Teacher, Staff] = value("expires_at");
        /// When to warn first: five minutes before.
        warnsAt: "DateTime!" [Teacher, Staff] = value("warns_at");
        /// When to warn again: one minute before.
        warnsAgainAt: "DateTime!" [Teacher, Staff] = value("warns_again_at");
        /// When it was closed; null while it is open, or has expired.
        closedAt: "DateTime" [Teacher, Staff] = value("closed_at");
        /// The version of the application that was saved last in it.
        lastSavedVersion: "Int!" [Teacher, Staff] = value("last_saved_version");
    }
}

/// Remarks that keep an application from being handed in.
const BLOCKING: &[&str] =
    &["SUMMARY_MISSING", "ANSWER_MISSING", "OWN_CONTRIBUTION_MISSING", "TWINSPACE_LINK_MISSING", "CONSENT_MISSING"];

object! {
    /// An application as it was handed in; it never changes.
    ApplicationRevision("application_revision") from "application_revision"
    rows {
        Teacher => belongs_to("Application", "application_id");
        Juror => reached_from("Application", "submitted_revision_id", Cond::Always);
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// 1, 2, ...
        number: "Int!" [Teacher, Juror, Staff] = value("number");
        /// What the application is about; read this first.
        summary: "String!" [Teacher, Juror, Staff] = value("summary");
        /// Title of the project as it was then.
        projectTitle: "String!" [Teacher, Juror, Staff] = value(via("id", "revision_project", "title"));
        /// What the project is about, as it was told then.
        projectSummary: "String!" [Teacher, Juror, Staff] = value(via("id", "revision_project", "summary"));
        /// Schools that took part in the project then. What ties a juror to the application rests on them.
        partners: "[RevisionPartner!]!" [Teacher, Juror, Staff] = many("revision_id", "id");
        /// Hash of all that was handed in.
        sha256: "String!" [Teacher, Staff] = value("sha256");
        /// When it was handed in.
        submittedAt: "DateTime!" [Teacher, Staff] = value("submitted_at");
        /// The answers.
        answers: "[RevisionAnswer!]!" [Teacher, Juror, Staff] = many("revision_id", "criterion_id");
        /// The addresses.
        links: "[RevisionLink!]!" [Teacher, Juror, Staff] = many("revision_id", "id");
        /// The subjects that the project was taught in.
        subjects: "[Subject!]!" [Teacher, Juror, Staff] = value(words("revision_subject", "revision_id", "subject"));
        /// The ways of teaching.
        methods: "[Method!]!" [Teacher, Juror, Staff] = value(words("revision_method", "revision_id", "method"));
    }
}

object! {
    /// A school that took part in the project when an application was handed in.
    RevisionPartner() from "revision_partner"
    rows {
        Teacher => belongs_to("ApplicationRevision", "revision_id");
        Juror => belongs_to("ApplicationRevision", "revision_id");
        Staff => belongs_to("ApplicationRevision", "revision_id");
    }
    fields {
        /// The school.
        school: "School" [Teacher, Juror, Staff] = one("school_id");
        /// Whether one of its teachers started the project.
        isFounder: "Boolean!" [Teacher, Juror, Staff] = value("is_founder");
    }
}

object! {
    /// The answer on one criterion as handed in.
    RevisionAnswer("revision_answer") from "revision_answer"
    rows {
        Teacher => belongs_to("ApplicationRevision", "revision_id");
        Juror => belongs_to("ApplicationRevision", "revision_id");
        Staff => belongs_to("ApplicationRevision", "revision_id");
    }
    fields {
        /// On what.
        criterion: "Criterion" [Teacher, Juror, Staff] = one("criterion_id");
        /// The answer.
        text: "String!" [Teacher, Juror, Staff] = value("text");
        /// The teacher's own part.
        ownTeacher: "String!" [Teacher, Juror, Staff] = value("own_teacher");
        /// The part of the teacher's pupils.
        ownPupils: "String!" [Teacher, Juror, Staff] = value("own_pupils");
        /// An example of a result or an activity.
        example: "String!" [Teacher, Juror, Staff] = value("example");
    }
}

object! {
    /// An address as handed in.
    RevisionLink("revision_link") from "revision_link"
    rows {
        Teacher => belongs_to("ApplicationRevision", "revision_id");
        Juror => belongs_to("ApplicationRevision", "revision_id");
        Staff => belongs_to("ApplicationRevision", "revision_id");
    }
    fields {
        /// What is shown.
        kind: "LinkKind!" [Teacher, Juror, Staff] = value("kind");
        /// The address.
        url: "String!" [Teacher, Juror, Staff] = value("url");
        /// What it is called.
        label: "String!" [Teacher, Juror, Staff] = value("label");
        /// The criterion it belongs to; null for the whole.
        criterion: "Criterion" [Teacher, Juror, Staff] = one("criterion_id");
        /// Whether it could be opened; null while nobody tried.
        check: "LinkCheck" [Teacher, Staff] = back("revision_link_id");
    }
}

object! {
    /// Whether an address that was handed in could be opened, when staff last tried. The server never opens one.
    LinkCheck() from "link_check"
    rows {
        Teacher => belongs_to("RevisionLink", "revision_link_id");
        Staff => belongs_to("RevisionLink", "revision_link_id");
    }
    fields {
        /// Whether it could.
        isReachable: "Boolean!" [Teacher, Staff] = value("is_reachable");
        /// When it was tried.
        checkedAt: "DateTime!" [Teacher, Staff] = value("checked_at");
    }
}

queries! {
    /// A registration by its id.
    registration: "Registration" [Teacher, Staff, Admin, Service] = RootSource::ById;
    /// Registrations that the caller may see, the latest first.
    registrations: "Registration" [Teacher, Staff, Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// An application by its id.
    application: "Application" [Teacher, Juror, Staff, Service] = RootSource::ById;
    /// Applications that the caller may see, the latest first.
    applications: "Application" [Teacher, Juror, Staff, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
