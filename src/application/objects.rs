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

/// What its teacher did with an application. A draft lapses when step 2 closes, and is one again when the deadline moves
/// (INV-02, INV-03).
fn state() -> Expr {
    let deadline = via("campaign_id", "campaign", "submission_deadline");
    let has_lapsed = col("state").is_word("DRAFT").and(deadline.not_after(Expr::Now));
    either(has_lapsed, Expr::Word("LAPSED"), "state")
}

/// An instant of the campaign has not come yet.
fn before(deadline: &'static str) -> Cond {
    !via("campaign_id", "campaign", deadline).not_after(Expr::Now)
}

/// Its teacher still works with it, before step 2 closes.
fn is_open() -> Cond {
    col("state").one_of(&["DRAFT", "COMPLETE"]).and(before("submission_deadline"))
}

/// Its form is open: it was neither closed nor left alone for too long.
fn has_open_form() -> Cond {
    exists(
        "form_session",
        "application_id",
        "id",
        Cond::IsNull(col("closed_at")).and(!col("expires_at").not_after(Expr::Now)),
    )
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
    /// Step 1: a teacher registers a project for a campaign.
    Registration("registration") from "registration"
    rows {
        Teacher => mine("teacher_id");
        Staff => stake::of_my_office().and(!stake::in_registration());
        Admin => Cond::Always;
        Service => Cond::Always;
    }
    writes registration {
        /// Take it back, and write the application that follows it.
        WRITE { Teacher => mine("teacher_id"); };
        /// Confirm it, refuse it, or decide that it meets a condition.
        REVIEW { Staff => stake::of_my_office(); } while !stake::in_registration();
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Teacher, Staff, Admin, Service] = one("campaign_id");
        /// The project. Null if the caller may not see it.
        project: "Project" [Teacher, Staff, Admin, Service] = one("project_id");
        /// The teacher who applies. Null if the caller may not see this user.
        teacher: "User" [Teacher, Staff, Admin] = one("teacher_id");
        /// The school that the teacher applies with. Null if the caller may not see it.
        school: "School" [Teacher, Staff, Admin] = one("school_id");
        /// The label.
        track: "Track!" [Teacher, Staff, Admin, Service] = value("track");
        /// The status.
        status: "RegistrationStatus!" [Teacher, Staff, Admin, Service] = value("state");
        /// When the teacher sent it.
        submittedAt: "DateTime!" [Teacher, Staff, Admin] = value("submitted_at");
        /// When step 2 opened; null before that.
        confirmedAt: "DateTime" [Teacher, Staff, Admin] = value("confirmed_at");
        /// Why staff look at the registration, or why they refused it; null otherwise.
        reviewReason: "String" [Teacher, Staff, Admin] = value("review_reason");
        /// Whether the teacher had already registered as many projects as are judged in a school year
        /// (`Campaign.applicationsPerTeacher`) when this one was sent. The teacher can then hand in only that number;
        /// more are refused.
        isBeyondLimit: "Boolean!" [Teacher, Staff, Admin] = value("is_beyond_limit");
        /// The conditions for taking part, each with its answer.
        eligibilityAnswers: "[EligibilityAnswer!]!" [Teacher, Staff, Admin] = many("registration_id", "condition");
        /// Step 2; null until the teacher opens the form.
        application: "Application" [Teacher, Staff] = back("registration_id");
        /// Whether the caller can open the form of step 2 now (`openApplicationForm`).
        viewerCanOpenForm: "Boolean!" [Teacher] = whether(Cond::And(vec![
            col("state").is_word("CONFIRMED"),
            before("submission_deadline"),
            !exists("application", "registration_id", "id", col("state").is_word("CARRIED_OVER")),
        ]));
        /// Whether the caller can take it back now (`withdrawRegistration`).
        viewerCanWithdraw: "Boolean!" [Teacher] = whether(
            col("state").one_of(&["NEEDS_REVIEW", "CONFIRMED"]).and(before("registration_deadline"))
        );
        /// Whether the caller can confirm or refuse it now (`reviewRegistration`).
        viewerCanReview: "Boolean!" [Staff] = whether(col("state").is_word("NEEDS_REVIEW"));
        /// When it was created.
        createdAt: "DateTime!" [Teacher, Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Teacher, Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Teacher, Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("campaign_id"));
        /// The project.
        projectId: "ID" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("project_id"));
        /// The status.
        status: "RegistrationStatus" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("state"));
        /// The label.
        track: "Track" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("track"));
        /// The school that the teacher registers with.
        schoolId: "ID" [Staff, Admin] = FilterOn::Value(col("school_id"));
        /// Name of the teacher.
        teacherName: "String" [Staff, Admin] = FilterOn::Value(told("teacher_id", "User", "user", "name"));
        /// Title of the project.
        projectTitle: "String" [Staff, Admin] = FilterOn::Value(told("project_id", "Project", "project", "title"));
        /// Name of the school.
        schoolName: "String" [Staff, Admin] = FilterOn::Value(told("school_id", "School", "school", "name"));
        /// Whether step 2 is handed in too.
        isComplete: "Boolean" [Staff] = FilterOn::Value(Expr::Holds(Box::new(
            exists("application", "registration_id", "id", col("state").is_word("COMPLETE")),
        )));
        /// Whether a condition for taking part is not met.
        hasUnmetCondition: "Boolean" [Staff, Admin] = FilterOn::Value(is_unmet("id"));
    }
    orders {
        /// When it was created.
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
        /// The condition.
        condition: "EligibilityCondition!" [Teacher, Staff, Admin] = value("condition");
        /// Whether the condition is met.
        isMet: "Boolean!" [Teacher, Staff, Admin] = value("holds");
        /// What was found at first, before staff decided otherwise.
        finding: "EligibilityFinding!" [Teacher, Staff, Admin] = value("finding");
        /// Whether the teacher answered yes; null for conditions that dates decide.
        hasAnsweredYes: "Boolean" [Teacher, Staff, Admin] = value("said");
        /// The date of the project that decides; null if no date decides, or if the date was not known.
        occurredOn: "Date" [Teacher, Staff, Admin] = value("project_date");
        /// The first date that meets the condition; null if there is none.
        earliestOn: "Date" [Teacher, Staff, Admin] = value("earliest");
        /// The last date that meets the condition; null if there is none.
        latestOn: "Date" [Teacher, Staff, Admin] = value("latest");
        /// Who or what decided.
        source: "AnswerSource!" [Teacher, Staff, Admin] = value("source");
        /// Why staff decided otherwise; null if they did not.
        overrideReason: "String" [Teacher, Staff, Admin] = value("override_reason");
    }
}

/// It is complete here, and its teacher is not known to have sent the form on ESEP: it cannot be published there, unless that is
/// settled (Q28).
pub fn lacks_esep_form() -> Cond {
    let settled = col("esep_excused_at").is_set().or(col("esep_marked_at").is_set());
    Cond::And(vec![
        col("track").is_word("NQL"),
        col("state").is_word("COMPLETE"),
        Cond::IsNull(col("esep_submitted_at")),
        !exists("publication_item", "application_id", "id", settled),
    ])
}

object! {
    /// Step 2: the application of one teacher. It is about the part of this teacher in the project only. Only the
    /// teacher reads the working draft; jury and staff read what was handed in.
    Application("application") from "application"
    rows {
        Teacher => mine("teacher_id");
        Juror => reached_from("Assignment", "application_id", jury::opens());
        Staff => stake::of_my_office().and(!stake::in_application());
        Service => col("state").is_word("COMPLETE");
    }
    writes application {
        /// Write the draft and hand it in.
        WRITE { Teacher => mine("teacher_id"); } while stake::before_close();
        /// Close its form, and take texts out of it into a later one.
        KEEP { Teacher => mine("teacher_id"); };
        /// Ask to look at its result again.
        QUESTION { Teacher => mine("teacher_id"); };
        /// Note when the form on ESEP was sent.
        RECORD_ESEP {
            Teacher => mine("teacher_id");
            Staff => stake::of_my_office().and(!stake::in_application());
        };
        /// Remind its teacher of the draft.
        REMIND { Staff => stake::of_my_office(); };
        /// Note which of its links can be opened, also when its result is out.
        CHECK_LINKS { Staff => stake::of_my_office(); } while !stake::in_application();
        /// Decide whether it goes to the jury.
        REVIEW { Staff => stake::of_my_office(); } while stake::unreleased_and_impartial();
        /// Decide who judges it.
        ASSIGN { Staff => stake::of_my_office(); } while !stake::in_application();
        /// Merge its evaluations into a result, and form a panel on it.
        MERGE { Staff => stake::of_my_office(); } while stake::unreleased_and_impartial();
        /// Sit on its panel: who has handed in an evaluation of it.
        SIT { Juror => exists("evaluation", "application_id", "id", mine("juror_id")).and(!stake::works_for_office()); };
        /// Decide on its result, and write what its teacher is told.
        DECIDE { Staff => stake::of_my_office(); } while stake::unreleased_and_impartial();
    }
    fields {
        /// The status, as far as the caller may know it.
        status: "ApplicationStatus!" [Teacher, Juror, Staff, Service] = value(status());
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Teacher, Juror, Staff] = one("campaign_id");
        /// The project. Null if the caller may not see it.
        project: "Project" [Teacher, Juror, Staff] = one("project_id");
        /// The registration (step 1). Null if the caller may not see it.
        registration: "Registration" [Teacher, Staff] = one("registration_id");
        /// The teacher who applies. Null if the caller may not see this user.
        teacher: "User" [Teacher, Juror, Staff] = one("teacher_id");
        /// The school that the teacher applies with. Null if the caller may not see it.
        school: "School" [Teacher, Juror, Staff] = one("school_id");
        /// The label.
        track: "Track!" [Teacher, Juror, Staff] = value("track");
        /// The community of the school.
        community: "Community!" [Teacher, Juror, Staff] = value("community");
        /// Summary in the working draft.
        summary: "String!" [Teacher] = value("summary");
        /// The answers in the working draft: one for each criterion that the teacher has written on.
        answers: "[ApplicationAnswer!]!" [Teacher] = many("application_id", "criterion_id");
        /// What is missing in the working draft, or could be better, in the order of the form.
        remarks: "[DraftRemark!]!" [Teacher] = many("application_id", "position");
        /// The form that the teacher writes the draft in; null until it is opened.
        formSession: "FormSession" [Teacher, Staff] = back("application_id");
        /// The subjects that the project was taught in, in the working draft.
        subjects: "[Subject!]!" [Teacher] = value(words("application_subject", "application_id", "subject"));
        /// The teaching methods, in the working draft.
        methods: "[Method!]!" [Teacher] = value(words("application_method", "application_id", "method"));
        /// The application of an earlier campaign whose texts this draft got; null if none.
        previousApplication: "Application" [Teacher, Staff] = one("previous_application_id");
        /// Earlier versions of the texts of the working draft, the latest first; the last fifty of each text. It also
        /// has texts that were refused, because they came too late or from a window with an old version.
        draftHistory: "DraftTextConnection!" [Teacher] = page("application_id");
        /// The addresses with evidence in the working draft.
        evidenceLinks: "[EvidenceLink!]!" [Teacher] = many("application_id", "created_at");
        /// Whether the teacher declared that the parents gave their consent.
        hasDeclaredConsent: "Boolean!" [Teacher, Juror, Staff] = whether(col("consent_declared_at").is_set());
        /// What was handed in last; null before the first time.
        submittedRevision: "ApplicationRevision" [Teacher, Juror, Staff] = one("submitted_revision_id");
        /// All versions that were handed in, the oldest first.
        revisions: "[ApplicationRevision!]!" [Teacher, Staff] = many("application_id", "number");
        /// Whether the teacher changed the draft after it was handed in, also if it was changed back: to tell, hand it in
        /// again. Null while it is not handed in.
        hasChangedSinceHandedIn: "Boolean" [Teacher] = value(either(
            col("state").is_word("COMPLETE"),
            Expr::Holds(Box::new(!col("version").not_after(col("handed_in_version")))),
            Expr::Null,
        ));
        /// When it was handed in last; null before the first time.
        submittedAt: "DateTime" [Teacher, Staff] = value("submitted_at");
        /// When the teacher changed it last.
        updatedAt: "DateTime!" [Teacher, Staff] = value("updated_at");
        /// When the results were published; null before.
        publishedAt: "DateTime" [Teacher, Juror, Staff] = value("published_at");
        /// When the teacher sent the form on ESEP; null if not known.
        esepSubmittedAt: "DateTime" [Teacher, Staff] = value("esep_submitted_at");
        /// Whether the form on ESEP that goes with it is not known to be sent, though it is complete here. The result cannot be
        /// published there without it. False for `BELGICA`, and once the result is there, or excused (`excuseFromEsep`).
        isEsepFormMissing: "Boolean!" [Staff] = whether(lacks_esep_form());
        /// Its place among the applications of the teacher in the school year: 1, 2, ... Only the first ones are judged
        /// (`Campaign.applicationsPerTeacher`). Null before it is handed in.
        sequenceInSchoolYear: "Int" [Teacher, Staff] = value("sequence_in_school_year");
        /// When its texts were erased, because their time was over or the teacher asked for it. Null while it has
        /// texts.
        textsErasedAt: "DateTime" [Teacher, Staff] = value("texts_erased_at");
        /// The assignments of jurors to this application; jurors see only their own.
        assignments: "[Assignment!]!" [Juror, Staff] = many("application_id", "id");
        /// The evaluations; jurors see those of other jurors only after they have handed in their own.
        evaluations: "[Evaluation!]!" [Juror, Staff] = many("application_id", "id");
        /// The result that the evaluations were merged into; null before that.
        consolidation: "Consolidation" [Juror, Staff] = back("application_id");
        /// The panel: its jurors must agree on one result. Null if there is no panel.
        panel: "Panel" [Juror, Staff] = back("application_id");
        /// The outcome; null until the caller may know it.
        decision: "Decision" [Teacher, Juror, Staff] = back("application_id");
        /// What the jury advises; null until the caller may know it.
        feedback: "Feedback" [Teacher, Juror, Staff] = back("application_id");
        /// The teacher's request to look at the result again; null if there is none, or the caller may not see it.
        reconsideration: "Reconsideration" [Teacher, Staff] = back("application_id");
        /// What is missing in the texts that go with the result, or could be better; of the explanation (`decision`) and of the
        /// feedback. See `saveResultTexts`.
        resultRemarks: "[ResultRemark!]!" [Staff] = many("application_id", "position");
        /// The label; null if the application has none (yet).
        label: "Label" [Teacher, Staff] = back("application_id");
        /// Whether the caller can write in the draft now: step 2 is open, and so is the form (`openApplicationForm` opens
        /// it).
        viewerCanEdit: "Boolean!" [Teacher] =
            whether(Cond::And(vec![is_open(), has_open_form(), Cond::IsNull(col("texts_erased_at"))]));
        /// Whether the caller can hand it in now, as far as its status, the registration and the deadline go. What is missing
        /// in the draft is in `remarks`.
        viewerCanSubmit: "Boolean!" [Teacher] = whether(Cond::And(vec![
            is_open(),
            via("campaign_id", "campaign", "status").is_word("OPEN"),
            via("registration_id", "registration", "state").is_word("CONFIRMED"),
        ]));
        /// Whether the caller can take it back now (`withdrawApplication`).
        viewerCanWithdraw: "Boolean!" [Teacher] = whether(is_open());
        /// Whether the caller can decide now if it goes to the jury (`decideAdmissibility`).
        viewerCanDecideAdmissibility: "Boolean!" [Staff] = whether(Cond::And(vec![
            col("state").is_word("COMPLETE"),
            Cond::IsNull(col("stage")),
            via("campaign_id", "campaign", "status").one_of(&["CLOSED", "EVALUATION"]),
        ]));
        /// When it was created.
        createdAt: "DateTime!" [Teacher, Staff] = value("created_at");
        /// Counts up with every change that the teacher makes; for `expectedVersion`.
        version: "Int!" [Teacher, Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Juror, Staff] = FilterOn::Value(col("campaign_id"));
        /// The project.
        projectId: "ID" [Teacher, Juror, Staff] = FilterOn::Value(col("project_id"));
        /// The label.
        track: "Track" [Teacher, Juror, Staff] = FilterOn::Value(col("track"));
        /// The status, as far as the caller may know it.
        status: "ApplicationStatus" [Teacher, Juror, Staff, Service] = FilterOn::Value(status());
        /// When the teacher changed it last.
        updatedAt: "DateTime" [Teacher, Staff] = FilterOn::Value(col("updated_at"));
        /// The school that the teacher applies with.
        schoolId: "ID" [Staff] = FilterOn::Value(col("school_id"));
        /// Name of the teacher.
        teacherName: "String" [Staff] = FilterOn::Value(told("teacher_id", "User", "user", "name"));
        /// Title of the project.
        projectTitle: "String" [Staff] = FilterOn::Value(told("project_id", "Project", "project", "title"));
        /// Name of the school.
        schoolName: "String" [Staff] = FilterOn::Value(told("school_id", "School", "school", "name"));
        /// Whether a condition for taking part is not met.
        hasUnmetCondition: "Boolean" [Staff] = FilterOn::Value(is_unmet("registration_id"));
        /// Whether the form on ESEP that goes with it is not known to be sent.
        isEsepFormMissing: "Boolean" [Staff] = FilterOn::Value(Expr::Holds(Box::new(lacks_esep_form())));
        /// Whether staff could not open an address of the version that was handed in last.
        hasUnreachableLink: "Boolean" [Staff] = FilterOn::Value(Expr::Holds(Box::new(exists(
            "revision_link",
            "revision_id",
            "submitted_revision_id",
            exists("link_check", "revision_link_id", "id", !col("is_reachable").is_true()),
        ))));
    }
    orders {
        /// When it was created.
        CREATED_AT: "DateTime" Desc [Teacher, Juror, Staff, Service] = col("created_at");
        /// When the teacher changed it last.
        UPDATED_AT: "DateTime" Desc [Teacher, Staff] = col("updated_at");
    }
}

object! {
    /// The answer on one criterion, in the working draft.
    ApplicationAnswer("application_answer") from "application_answer"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// The criterion. Null if the caller may not see it.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The text of the answer.
        text: "String!" [Teacher] = value("text");
        /// What the teacher did in the project.
        ownTeacher: "String!" [Teacher] = value("own_teacher");
        /// What the teacher's own pupils did in the project.
        ownPupils: "String!" [Teacher] = value("own_pupils");
        /// An example of a result or an activity.
        example: "String!" [Teacher] = value("example");
        /// When it was saved.
        updatedAt: "DateTime!" [Teacher] = value("updated_at");
    }
}

object! {
    /// A web address with evidence, in the working draft.
    EvidenceLink("evidence_link") from "evidence_link"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Teacher] = one("application_id");
        /// What the address shows.
        kind: "LinkKind!" [Teacher] = value("kind");
        /// The web address.
        url: "String!" [Teacher] = value("url");
        /// Name of the address.
        label: "String!" [Teacher] = value("label");
        /// The criterion that the address belongs to; null for the whole application.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// When it was added.
        createdAt: "DateTime!" [Teacher] = value("created_at");
    }
}

object! {
    /// An earlier version of a text of the working draft. `restoreDraftText` puts it back.
    DraftText("draft_text") from "draft_text"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Teacher] = one("application_id");
        /// Which text.
        field: "DraftField!" [Teacher] = value("field");
        /// The criterion of the text; null for the summary.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The text.
        text: "String!" [Teacher] = value("text");
        /// The version of the application that was saved with this text. For a refused text: the version that the
        /// window had.
        version: "Int!" [Teacher] = value("version");
        /// Whether the text was refused. A refused text is kept only here.
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
    /// A remark on a working draft: something is missing or could be better. It never prevents a save.
    DraftRemark("draft_remark") from "draft_remark"
    rows {
        Teacher => belongs_to("Application", "application_id");
    }
    fields {
        /// What the remark says.
        code: "RemarkCode!" [Teacher] = value("code");
        /// Whether the application cannot be handed in until this is settled.
        isBlocking: "Boolean!" [Teacher] = whether(col("code").one_of(BLOCKING));
        /// The criterion that it is about; null for the summary and for the whole application.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The text that it is about; null if it is about no text.
        field: "DraftField" [Teacher] = value("field");
        /// The address that it is about; null if it is about no address.
        evidenceLink: "EvidenceLink" [Teacher] = one("evidence_link_id");
        /// Number of words of the text; null if the remark is not about its length.
        words: "Int" [Teacher] = value("words");
        /// For `TOO_LONG` the highest number of words, for `VERY_SHORT` the lowest; null for other remarks.
        wordsExpected: "Int" [Teacher] = value("words_expected");
        /// For `OTHER_LANGUAGE` the language that the text seems to be in, such as `fr`; null for other remarks.
        language: "String" [Teacher] = value("language");
    }
}

object! {
    /// The form of step 2. It is open while the teacher writes in it. When it closes, saved texts are kept.
    FormSession("form_session") from "form_session"
    rows {
        Teacher => belongs_to("Application", "application_id");
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// Whether the form can be written in now.
        status: "FormSessionStatus!" [Teacher, Staff] = value(either(
            col("closed_at").is_set(),
            Expr::Word("CLOSED"),
            either(col("expires_at").not_after(Expr::Now), Expr::Word("EXPIRED"), Expr::Word("ACTIVE")),
        ));
        /// When it was opened.
        openedAt: "DateTime!" [Teacher, Staff] = value("opened_at");
        /// When the form closes, unless something is saved, or the form is renewed, before that.
        expiresAt: "DateTime!" [Teacher, Staff] = value("expires_at");
        /// When to warn the teacher first: five minutes before it closes.
        warnsAt: "DateTime!" [Teacher, Staff] = value("warns_at");
        /// When to warn the teacher again: one minute before it closes.
        warnsAgainAt: "DateTime!" [Teacher, Staff] = value("warns_again_at");
        /// When the teacher closed the form; null while it is open, or if it expired.
        closedAt: "DateTime" [Teacher, Staff] = value("closed_at");
        /// The version of the application that was last saved in this form.
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
        /// Counts the versions that were handed in: 1, 2, ...
        number: "Int!" [Teacher, Juror, Staff] = value("number");
        /// What the application is about. Read this first.
        summary: "String!" [Teacher, Juror, Staff] = value("summary");
        /// Title of the project when the application was handed in.
        projectTitle: "String!" [Teacher, Juror, Staff] = value(via("id", "revision_project", "title"));
        /// What the project is about, as it was described when the application was handed in.
        projectSummary: "String!" [Teacher, Juror, Staff] = value(via("id", "revision_project", "summary"));
        /// Schools that took part in the project when the application was handed in. Conflicts of interest of jurors
        /// are found from these.
        partners: "[RevisionPartner!]!" [Teacher, Juror, Staff] = many("revision_id", "id");
        /// SHA-256 of everything that was handed in, in hexadecimal.
        sha256: "String!" [Teacher, Staff] = value("sha256");
        /// When it was handed in.
        submittedAt: "DateTime!" [Teacher, Staff] = value("submitted_at");
        /// The answers on the criteria.
        answers: "[RevisionAnswer!]!" [Teacher, Juror, Staff] = many("revision_id", "criterion_id");
        /// The addresses with evidence.
        links: "[RevisionLink!]!" [Teacher, Juror, Staff] = many("revision_id", "id");
        /// The subjects that the project was taught in.
        subjects: "[Subject!]!" [Teacher, Juror, Staff] = value(words("revision_subject", "revision_id", "subject"));
        /// The teaching methods.
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
        /// The school. Null if the caller may not see it.
        school: "School" [Teacher, Juror, Staff] = one("school_id");
        /// Whether the school is a founder of the project.
        isFounder: "Boolean!" [Teacher, Juror, Staff] = value("is_founder");
    }
}

object! {
    /// The answer on one criterion, as it was handed in.
    RevisionAnswer("revision_answer") from "revision_answer"
    rows {
        Teacher => belongs_to("ApplicationRevision", "revision_id");
        Juror => belongs_to("ApplicationRevision", "revision_id");
        Staff => belongs_to("ApplicationRevision", "revision_id");
    }
    fields {
        /// The criterion. Null if the caller may not see it.
        criterion: "Criterion" [Teacher, Juror, Staff] = one("criterion_id");
        /// The text of the answer.
        text: "String!" [Teacher, Juror, Staff] = value("text");
        /// What the teacher did in the project.
        ownTeacher: "String!" [Teacher, Juror, Staff] = value("own_teacher");
        /// What the teacher's own pupils did in the project.
        ownPupils: "String!" [Teacher, Juror, Staff] = value("own_pupils");
        /// An example of a result or an activity.
        example: "String!" [Teacher, Juror, Staff] = value("example");
    }
}

object! {
    /// A web address with evidence, as it was handed in.
    RevisionLink("revision_link") from "revision_link"
    rows {
        Teacher => belongs_to("ApplicationRevision", "revision_id");
        Juror => belongs_to("ApplicationRevision", "revision_id");
        Staff => belongs_to("ApplicationRevision", "revision_id");
    }
    fields {
        /// What the address shows.
        kind: "LinkKind!" [Teacher, Juror, Staff] = value("kind");
        /// The web address.
        url: "String!" [Teacher, Juror, Staff] = value("url");
        /// Name of the address.
        label: "String!" [Teacher, Juror, Staff] = value("label");
        /// The criterion that the address belongs to; null for the whole application.
        criterion: "Criterion" [Teacher, Juror, Staff] = one("criterion_id");
        /// Whether staff could open the address; null if nobody has tried.
        check: "LinkCheck" [Teacher, Staff] = back("revision_link_id");
    }
}

object! {
    /// Whether staff could open an address with evidence when they last tried. The server itself never opens one.
    LinkCheck() from "link_check"
    rows {
        Teacher => belongs_to("RevisionLink", "revision_link_id");
        Staff => belongs_to("RevisionLink", "revision_link_id");
    }
    fields {
        /// Whether staff could open it.
        isReachable: "Boolean!" [Teacher, Staff] = value("is_reachable");
        /// When staff last tried.
        checkedAt: "DateTime!" [Teacher, Staff] = value("checked_at");
    }
}

queries! {
    /// A registration by its id; null if there is none that the caller may see.
    registration: "Registration" [Teacher, Staff, Admin, Service] = RootSource::ById;
    /// Registrations that the caller may see, the latest first.
    registrations: "Registration" [Teacher, Staff, Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// An application by its id; null if there is none that the caller may see.
    application: "Application" [Teacher, Juror, Staff, Service] = RootSource::ById;
    /// Applications that the caller may see, the latest first.
    applications: "Application" [Teacher, Juror, Staff, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
