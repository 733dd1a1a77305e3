//! What the API shows of campaigns and rubrics.

use crate::{
    api::object::{Cond, Expr, Object, Source, belongs_to, col, count, either, exists, value, via},
    application,
    auth::Audience,
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Campaign::declare(),
        CampaignProgress::declare(),
        CampaignMilestone::declare(),
        RubricVersion::declare(),
        Criterion::declare(),
        Indicator::declare(),
        HelpText::declare(),
        EligibilityRule::declare(),
    ]
}

object! {
    /// One year of the label: registration, application, jury and results. Only staff see drafts.
    Campaign("campaign") from "campaign"
    rows {
        Anonymous => !col("status").is_word("DRAFT");
        Teacher => !col("status").is_word("DRAFT");
        Juror => !col("status").is_word("DRAFT");
        Staff => Cond::Always;
        Admin => Cond::Always;
        Service => !col("status").is_word("DRAFT");
    }
    writes campaign {
        /// Prepare it, and lead it through its year.
        RUN { Staff => Cond::Always; Admin => Cond::Always; };
        /// Decide in it: results, prizes, releases, and candidates for the European label.
        DECIDE { Staff => Cond::Always; };
        /// Approve what is decided in it.
        APPROVE { Staff => Cond::Always; Admin => Cond::Always; };
        /// Say for how long it keeps what, and take away what was kept for long enough.
        RETAIN { Admin => Cond::Always; };
    }
    fields {
        /// The school year, such as `2025-2026`.
        schoolYear: "String!" [Everyone] = value("school_year");
        /// Name for the public.
        name: "String!" [Everyone] = value("name");
        /// The status.
        status: "CampaignStatus!" [Everyone] = value("status");
        /// Step 1 is refused from this instant on.
        registrationClosesAt: "DateTime!" [Everyone] = value("registration_deadline");
        /// Step 2 is refused from this instant on.
        submissionClosesAt: "DateTime!" [Everyone] = value("submission_deadline");
        /// Whether a registration (step 1) would be accepted now.
        isRegistrationOpen: "Boolean!" [Everyone] =
            whether(col("status").is_word("OPEN").and(!col("registration_deadline").not_after(Expr::Now)));
        /// Whether an application (step 2) would be accepted now.
        isSubmissionOpen: "Boolean!" [Everyone] =
            whether(col("status").is_word("OPEN").and(!col("submission_deadline").not_after(Expr::Now)));
        /// First day on which a project may have been registered on ESEP.
        esepWindowOpensOn: "Date!" [Everyone] = value("esep_from");
        /// Last day on which a project may have been registered on ESEP.
        esepWindowClosesOn: "Date!" [Everyone] = value("esep_to");
        /// When the results are to be published.
        resultsPlannedAt: "DateTime!" [Everyone] = value("results_planned_at");
        /// When the evaluations of the jury are due.
        evaluationsDueAt: "DateTime!" [Juror, Staff, Admin] = value("evaluations_due_at");
        /// Mail address for questions.
        contactEmail: "String!" [Everyone] = value("contact_email");
        /// Address of the web page with all information.
        contactUrl: "String!" [Everyone] = value("contact_url");
        /// How many applications of one teacher are judged in this school year.
        applicationsPerTeacher: "Int!" [Everyone] = value("applications_per_teacher");
        /// The form of step 2 closes when nothing is saved for this number of minutes. Saved texts are kept.
        formMinutes: "Int!" [Everyone] = value("form_minutes");
        /// Advised number of words of the summary at most. A longer summary gets a remark, but is not refused.
        summaryWords: "Int!" [Everyone] = value("summary_words");
        /// Advised number of words of every other text of an application at most. A longer text gets a remark, but is
        /// not refused.
        answerWords: "Int!" [Everyone] = value("answer_words");
        /// Whether the texts of a result must be approved by somebody who wrote none of them (`approveResultTexts`).
        hasSecondPersonForTexts: "Boolean!" [Staff, Admin] = value("texts_by_second_person");
        /// For how many days after the day of a result its teacher may ask to look at it again (`requestReconsideration`). 0: this is
        /// not offered.
        reconsiderationDays: "Int!" [Everyone] = value("reconsideration_days");
        /// Whether teachers read, once results are out, in which band the merged score of their own application is on each
        /// criterion (`Decision.bands`).
        hasScoreBands: "Boolean!" [Everyone] = value("has_score_bands");
        /// Jurors per application.
        jurorsPerApplication: "Int!" [Staff, Admin] = value("jurors_per_application");
        /// Most applications for one juror, if the juror did not agree to another number (`Juror.capacity`).
        jurorMaxLoad: "Int!" [Juror, Staff, Admin] = value("juror_max_load");
        /// When the totals of two jurors differ by this number of points or more, a third juror is asked.
        discrepancy: "Decimal!" [Staff, Admin] = value("discrepancy_centi");
        /// Budget for all prizes together, in cents.
        prizeBudgetCents: "Int!" [Staff, Admin] = value("prize_budget_cents");
        /// For how many months drafts are kept that were never handed in, or were taken back.
        keepDraftsMonths: "Int!" [Staff, Admin] = value("keep_drafts_months");
        /// For how many months the texts of applications, and what the jury wrote about them, are kept.
        keepApplicationsMonths: "Int!" [Staff, Admin] = value("keep_applications_months");
        /// For how many months it stays known which juror judged which application.
        keepJurorLinksMonths: "Int!" [Staff, Admin] = value("keep_juror_links_months");
        /// For how many months address and content of mails are kept.
        keepMessagesMonths: "Int!" [Staff, Admin] = value("keep_messages_months");
        /// For how many months photos of prizes are kept, if nobody withdraws them.
        keepPhotosMonths: "Int!" [Staff, Admin] = value("keep_photos_months");
        /// The language in which teachers of the Flemish community write step 2: `nl`, `fr` or `de`.
        languageVl: "String!" [Everyone] = value("language_vl");
        /// The language in which teachers of the French community write step 2: `nl`, `fr` or `de`.
        languageFwb: "String!" [Everyone] = value("language_fwb");
        /// The language in which teachers of the German-speaking community write step 2: `nl`, `fr` or `de`.
        languageDg: "String!" [Everyone] = value("language_dg");
        /// The rubric: what the jury scores, and how. Null if the caller may not see it.
        rubric: "RubricVersion" [Everyone] = one("rubric_version_id");
        /// The consequence of each condition for taking part.
        eligibilityRules: "[EligibilityRule!]!" [Everyone] = many("campaign_id", "condition");
        /// The public timeline; it also says what is open for the caller, and until when.
        timeline: "[CampaignMilestone!]!" [Everyone] = many("campaign_id", "takes_place_on");
        /// How certificates look: at most one design for each community.
        certificateDesigns: "[CertificateDesign!]!" [Staff, Admin] = many("campaign_id", "community");
        /// Counts of registrations, applications and assignments that the caller may see.
        /// `Subscription.campaignProgress` tells when they change. Null if the caller may not see it.
        progress: "CampaignProgress" [Staff] = one("id");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The status.
        status: "CampaignStatus" [Everyone] = FilterOn::Value(col("status"));
        /// The school year.
        schoolYear: "String" [Everyone] = FilterOn::Value(col("school_year"));
    }
    orders {
        /// The school year.
        SCHOOL_YEAR: "String" Desc [Everyone] = col("school_year");
    }
}

/// How many registrations of the campaign the caller may see that meet a condition.
fn registrations(when: Cond) -> Source {
    value(count("registration", "campaign_id", belongs_to("Registration", "id").and(when)))
}

/// The same of applications.
fn applications(when: Cond) -> Source {
    value(count("application", "campaign_id", belongs_to("Application", "id").and(when)))
}

/// The same of applications by where they stand with staff and jury.
fn at_stage(stage: &'static str) -> Source {
    applications(col("stage").is_word(stage))
}

/// The same of assignments.
fn assignments(when: Cond) -> Source {
    let of = via("application_id", "application", col("campaign_id"));
    value(count("assignment", of, belongs_to("Assignment", "id").and(when)))
}

object! {
    /// How far a campaign is: counts of what the caller may see.
    CampaignProgress() from "campaign"
    rows {
        Staff => Cond::Always;
    }
    fields {
        /// Registrations that staff must look at.
        registrationsToReview: "Int!" [Staff] = registrations(col("state").is_word("NEEDS_REVIEW"));
        /// Registrations that are confirmed: step 2 is open.
        registrationsConfirmed: "Int!" [Staff] = registrations(col("state").is_word("CONFIRMED"));
        /// Confirmed registrations without a complete step 2.
        registrationsIncomplete: "Int!" [Staff] = registrations(
            col("state").is_word("CONFIRMED").and(!exists(
                "application",
                "registration_id",
                "id",
                col("state").is_word("COMPLETE"),
            )),
        );
        /// Applications that are being written.
        applicationsInDraft: "Int!" [Staff] = applications(
            col("state")
                .is_word("DRAFT")
                .and(!via("campaign_id", "campaign", "submission_deadline").not_after(Expr::Now)),
        );
        /// Drafts that were not handed in before step 2 closed. They are kept, and can be carried over to the next
        /// campaign.
        applicationsLapsed: "Int!" [Staff] = applications(
            col("state")
                .is_word("DRAFT")
                .and(via("campaign_id", "campaign", "submission_deadline").not_after(Expr::Now)),
        );
        /// Applications with an address that staff could not open, in the version that was handed in last.
        applicationsWithUnreachableLink: "Int!" [Staff] = applications(exists(
            "revision_link",
            "revision_id",
            "submitted_revision_id",
            exists("link_check", "revision_link_id", "id", !col("is_reachable").is_true()),
        ));
        /// Complete applications whose form on ESEP is not known to be sent: see `Application.isEsepFormMissing`.
        applicationsWithoutEsepForm: "Int!" [Staff] = applications(application::lacks_esep_form());
        /// Complete applications for which staff have not decided yet whether they go to the jury.
        applicationsComplete: "Int!" [Staff] =
            applications(col("state").is_word("COMPLETE").and(Cond::IsNull(col("stage"))));
        /// Applications that go to the jury, before the jury starts.
        applicationsAdmissible: "Int!" [Staff] = at_stage("ADMISSIBLE");
        /// Applications that are with the jury.
        applicationsInEvaluation: "Int!" [Staff] = at_stage("IN_EVALUATION");
        /// Applications whose evaluations are merged into a result.
        applicationsEvaluated: "Int!" [Staff] = at_stage("EVALUATED");
        /// Applications with an outcome that is not public yet.
        applicationsDecided: "Int!" [Staff] = at_stage("DECIDED");
        /// Applications with a public outcome.
        applicationsPublished: "Int!" [Staff] = at_stage("PUBLISHED");
        /// Assignments that the juror has not answered.
        assignmentsUnanswered: "Int!" [Staff] = assignments(col("state").is_word("INVITED"));
        /// Evaluations that jurors agreed to, and have not handed in.
        assignmentsOpen: "Int!" [Staff] = assignments(col("state").one_of(&["ACCEPTED", "IN_PROGRESS"]));
        /// Evaluations that are handed in.
        assignmentsSubmitted: "Int!" [Staff] = assignments(col("state").is_word("SUBMITTED"));
    }
}

/// When a day on the timeline ends something, for the caller. That of the jury is none of the public's.
fn closes() -> Expr {
    let of = |kind, deadline, otherwise| {
        either(col("kind").is_word(kind), via("campaign_id", "campaign", deadline), otherwise)
    };
    let steps = |otherwise| {
        let step_2 = of("SUBMISSION_CLOSES", "submission_deadline", otherwise);
        of("REGISTRATION_CLOSES", "registration_deadline", step_2)
    };
    for_the_jury(steps(of("JURY_WORK", "evaluations_due_at", Expr::Null)), steps(Expr::Null))
}

/// One value for jury, staff and admin, another for the rest.
fn for_the_jury(then: Expr, otherwise: Expr) -> Expr {
    let audiences = &[Audience::Juror, Audience::Staff, Audience::Admin];
    Expr::For { audiences, then: Box::new(then), otherwise: Box::new(otherwise) }
}

/// Whether what the day is about can be done now, by the caller.
fn is_open() -> Expr {
    let during = |kinds, now| col("kind").one_of(kinds).and(exists("campaign", "id", col("campaign_id"), now));
    let before = |deadline| col("status").is_word("OPEN").and(!col(deadline).not_after(Expr::Now));
    let steps = during(&["REGISTRATION_OPENS", "REGISTRATION_CLOSES"], before("registration_deadline"))
        .or(during(&["SUBMISSION_CLOSES"], before("submission_deadline")));
    // An evaluation that is late is taken too, for as long as the jury works.
    let all = steps.clone().or(during(&["JURY_WORK"], col("status").is_word("EVALUATION")));
    for_the_jury(Expr::Holds(Box::new(all)), Expr::Holds(Box::new(steps)))
}

object! {
    /// A day on the public timeline.
    CampaignMilestone("campaign_milestone") from "campaign_milestone"
    rows {
        Everyone => belongs_to("Campaign", "campaign_id");
    }
    fields {
        /// What the day is about.
        kind: "MilestoneKind!" [Everyone] = value("kind");
        /// The day.
        takesPlaceOn: "Date!" [Everyone] = value("takes_place_on");
        /// Text for the public.
        text: "String!" [Everyone] = value("public_text");
        /// When it opened for teachers or jurors; null before that, and for a day that opens nothing.
        opensAt: "DateTime" [Everyone] = value(either(
            col("kind").one_of(&["REGISTRATION_OPENS", "REGISTRATION_CLOSES", "SUBMISSION_CLOSES"]),
            via("campaign_id", "campaign", col("opened_at")),
            Expr::Null,
        ));
        /// What the day is about is refused from this instant on, by the clock of the server. Null if nothing closes
        /// for the caller. It changes when a deadline is extended. For `JURY_WORK` it is when evaluations are due; late
        /// ones are accepted while `isOpen` is true.
        closesAt: "DateTime" [Everyone] = value(closes());
        /// The last day before `closesAt`, in Brussels, to be shown to people; null if `closesAt` is
        /// null.
        closesOn: "Date" [Everyone] = value(Expr::LastDay(Box::new(closes())));
        /// Whether the caller can now do what the day is about.
        isOpen: "Boolean!" [Everyone] = value(is_open());
        /// Seconds until the deadline, rounded up. Null if it is not open, if the deadline has passed, or if there is
        /// none.
        secondsLeft: "Int" [Everyone] = value(either(
            is_open().is_true().and(!closes().not_after(Expr::Now)),
            Expr::SecondsUntil(Box::new(closes())),
            Expr::Null,
        ));
    }
}

object! {
    /// The consequences when a condition for taking part is not met. They cannot change once the campaign is open.
    EligibilityRule("eligibility_rule") from "eligibility_rule"
    rows {
        Everyone => belongs_to("Campaign", "campaign_id");
    }
    fields {
        /// The condition.
        condition: "EligibilityCondition!" [Everyone] = value("condition");
        /// The consequence for a registration when the condition is not met.
        atRegistration: "RuleSeverity!" [Everyone] = value("at_registration");
        /// The consequence for an application when it is handed in and the condition is not met. With `REVIEW` staff
        /// must first decide that the condition counts as met.
        atHandIn: "RuleSeverity!" [Everyone] = value("at_hand_in");
    }
}

object! {
    /// A version of the rubric. It cannot change once a campaign that uses it is open.
    RubricVersion("rubric_version") from "rubric_version"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Name of the version.
        code: "String!" [Everyone] = value("code");
        /// Lowest score.
        scaleMin: "Int!" [Everyone] = value("scale_min");
        /// Highest score.
        scaleMax: "Int!" [Everyone] = value("scale_max");
        /// An application earns the label when its total is at least this, and every minimum is reached.
        passTotal: "Decimal!" [Everyone] = value("pass_total_centi");
        /// What the jury scores: the criteria, then the gates.
        criteria: "[Criterion!]!" [Everyone] = many("rubric_version_id", "position");
        /// The help texts of the forms, in the order of the forms.
        help: "[HelpText!]!" [Everyone] = many("rubric_version_id", "position");
        /// One criterion or gate, by its code; null if there is none with this code.
        criterion: "Criterion" [Everyone] = back("rubric_version_id").by("code", "String", "code");
    }
}

object! {
    /// Something that the jury scores: one of the five criteria, or a gate below a criterion. A gate has a minimum of
    /// its own, and does not count in the total.
    Criterion("criterion") from "criterion"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Code: `C1` to `C5` for criteria, `G1` to `G3` for gates.
        code: "String!" [Everyone] = value("code");
        /// Place in the rubric, for sorting.
        position: "Int!" [Everyone] = value("position");
        /// Title, in one language. To get several, ask for it several times: `nl: title(locale: NL) fr: title(locale: FR)`.
        title: "String!" [Everyone] = translated("title");
        /// What the jury looks for, in Dutch.
        guidance: "String!" [Everyone] = value("guidance");
        /// Whether it is a gate.
        isGate: "Boolean!" [Everyone] = whether(col("gate_of_id").is_set());
        /// The criterion that the gate belongs to; null for a criterion.
        gateOf: "Criterion" [Everyone] = one("gate_of_id");
        /// The score is multiplied by this in the total; 0 for a gate.
        weight: "Int!" [Everyone] = value("weight");
        /// The score that is needed for the label.
        minimum: "Decimal!" [Everyone] = value("minimum_centi");
        /// Its sub-questions.
        indicators: "[Indicator!]!" [Everyone] = many("criterion_id", "position");
    }
}

object! {
    /// A sub-question of a criterion, to help the jury.
    Indicator("indicator") from "indicator"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Code, such as `C1.1`.
        code: "String!" [Everyone] = value("code");
        /// The question, in Dutch.
        text: "String!" [Everyone] = value("text");
        /// Who wrote it.
        source: "IndicatorSource!" [Everyone] = value("source");
        /// The gate that the sub-question counts for; null if none.
        gate: "Criterion" [Everyone] = one("gate_id");
    }
}

object! {
    /// A help text beside a question of a form. The page at `Campaign.contactUrl` has all information.
    HelpText("help_text") from "help_text"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Where to show it.
        place: "HelpPlace!" [Everyone] = value("place");
        /// The criterion that it is shown beside; null if it is not for a single criterion.
        criterion: "Criterion" [Everyone] = one("criterion_id");
        /// The help text, in one language. To get several, ask for it several times: `nl: text(locale: NL) fr: text(locale:
        /// FR)`.
        text: "String!" [Everyone] = translated("text");
    }
}

queries! {
    /// The current campaign: the last one that was opened and is not archived. It stays the current one after step 2
    /// has closed, for the jury, the results and the event. `isRegistrationOpen` and `isSubmissionOpen` say what
    /// teachers can do. Null if there is none.
    currentCampaign: "Campaign" [Everyone] = RootSource::First {
        when: col("status").one_of(&["OPEN", "CLOSED", "EVALUATION", "DELIBERATION", "PUBLISHED"]),
        order: ("school_year", Direction::Desc),
    };
    /// A campaign by its id; null if there is none that the caller may see.
    campaign: "Campaign" [Everyone] = RootSource::ById;
    /// The campaign of a school year; null if there is none that the caller may see.
    campaignOf: "Campaign" [Everyone] =
        RootSource::Chosen { by: vec![chosen("schoolYear", "String", "school_year")] };
    /// Campaigns, the latest first.
    campaigns: "Campaign" [Everyone] =
        RootSource::Page { when: Cond::Always, by: Vec::new() };
}
