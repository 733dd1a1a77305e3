//! What the API shows of campaigns and rubrics.

use crate::{
    api::object::{Cond, Expr, Object, Source, belongs_to, col, count, either, exists, value, via},
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
    /// One yearly cycle of the label. Drafts are for staff only.
    Campaign("campaign") from "campaign"
    rows {
        Anonymous => !col("status").is_word("DRAFT");
        Teacher => !col("status").is_word("DRAFT");
        Juror => !col("status").is_word("DRAFT");
        Staff => Cond::Always;
        Admin => Cond::Always;
        Service => !col("status").is_word("DRAFT");
    }
    fields {
        /// `2025-2026`.
        schoolYear: "String!" [Everyone] = value("school_year");
        /// Name for the public.
        name: "String!" [Everyone] = value("name");
        /// Where it stands.
        status: "CampaignStatus!" [Everyone] = value("status");
        /// Step 1 is refused at and after this instant.
        registrationDeadline: "DateTime!" [Everyone] = value("registration_deadline");
        /// Step 2 is refused at and after this instant.
        submissionDeadline: "DateTime!" [Everyone] = value("submission_deadline");
        /// Whether a registration (step 1) would be accepted now.
        isRegistrationOpen: "Boolean!" [Everyone] =
            whether(col("status").is_word("OPEN").and(!col("registration_deadline").not_after(Expr::Now)));
        /// Whether an application (step 2) would be accepted now.
        isSubmissionOpen: "Boolean!" [Everyone] =
            whether(col("status").is_word("OPEN").and(!col("submission_deadline").not_after(Expr::Now)));
        /// First day on which a project may have been registered on ESEP.
        esepFrom: "Date!" [Everyone] = value("esep_from");
        /// Last such day.
        esepTo: "Date!" [Everyone] = value("esep_to");
        /// When the results are planned.
        resultsPlannedAt: "DateTime!" [Everyone] = value("results_planned_at");
        /// When the jury has to be done.
        evaluationsDueAt: "DateTime!" [Juror, Staff, Admin] = value("evaluations_due_at");
        /// Address for questions.
        contactEmail: "String!" [Everyone] = value("contact_email");
        /// Page with all information.
        contactUrl: "String!" [Everyone] = value("contact_url");
        /// Applications of one teacher that are judged in this school year.
        applicationsPerTeacher: "Int!" [Everyone] = value("applications_per_teacher");
        /// Minutes without writing after which the form of step 2 closes. What was saved stays.
        formMinutes: "Int!" [Everyone] = value("form_minutes");
        /// Words of a summary at most; above it a remark is made, nothing more.
        summaryWords: "Int!" [Everyone] = value("summary_words");
        /// Words of any other text of an application at most; above it a remark is made, nothing more.
        answerWords: "Int!" [Everyone] = value("answer_words");
        /// Jurors per application.
        jurorsPerApplication: "Int!" [Staff, Admin] = value("jurors_per_application");
        /// Applications per juror at most, where the juror agrees to no other number: `Juror.capacity` counts.
        jurorMaxLoad: "Int!" [Juror, Staff, Admin] = value("juror_max_load");
        /// Gap between two totals that calls a third juror.
        discrepancy: "Decimal!" [Staff, Admin] = value("discrepancy_centi");
        /// All prizes together, in cents.
        prizeBudgetCents: "Int!" [Staff, Admin] = value("prize_budget_cents");
        /// Months for which drafts are kept on which nothing was decided.
        keepDraftsMonths: "Int!" [Staff, Admin] = value("keep_drafts_months");
        /// Months for which the texts of applications are kept, and what the jury wrote on them.
        keepApplicationsMonths: "Int!" [Staff, Admin] = value("keep_applications_months");
        /// Months for which it is known who judged what.
        keepJurorLinksMonths: "Int!" [Staff, Admin] = value("keep_juror_links_months");
        /// Months for which address and content of mails are kept.
        keepMessagesMonths: "Int!" [Staff, Admin] = value("keep_messages_months");
        /// The language in which teachers of the Flemish community write step 2: `nl`, `fr` or `de`.
        languageVl: "String!" [Everyone] = value("language_vl");
        /// The same of the French community.
        languageFwb: "String!" [Everyone] = value("language_fwb");
        /// The same of the German-speaking community.
        languageDg: "String!" [Everyone] = value("language_dg");
        /// What is judged, and how.
        rubric: "RubricVersion" [Everyone] = one("rubric_version_id");
        /// How much each condition for taking part counts.
        eligibilityRules: "[EligibilityRule!]!" [Everyone] = many("campaign_id", "condition");
        /// The public timeline, with what is open for the caller and until when.
        timeline: "[CampaignMilestone!]!" [Everyone] = many("campaign_id", "takes_place_on");
        /// How far it is, counting what the caller may see. `Subscription.campaignProgress` tells when it changes.
        progress: "CampaignProgress" [Staff] = one("id");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// Where it stands.
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
    /// How far a campaign is, counting what the caller may see.
    CampaignProgress() from "campaign"
    rows {
        Staff => Cond::Always;
    }
    fields {
        /// Registrations that a person has to look at.
        registrationsToReview: "Int!" [Staff] = registrations(col("state").is_word("NEEDS_REVIEW"));
        /// Registrations for which step 2 is open.
        registrationsConfirmed: "Int!" [Staff] = registrations(col("state").is_word("CONFIRMED"));
        /// Of those, the ones of which step 2 is not in.
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
        /// Drafts that were not handed in when step 2 closed. They are kept, and may go on in the next campaign.
        applicationsLapsed: "Int!" [Staff] = applications(
            col("state").is_word("LAPSED").or(col("state")
                .is_word("DRAFT")
                .and(via("campaign_id", "campaign", "submission_deadline").not_after(Expr::Now))),
        );
        /// Applications with an address, as handed in last, that staff could not open.
        applicationsWithUnreachableLink: "Int!" [Staff] = applications(exists(
            "revision_link",
            "revision_id",
            "submitted_revision_id",
            exists("link_check", "revision_link_id", "id", !col("is_reachable").is_true()),
        ));
        /// Applications with both steps, not yet admitted.
        applicationsComplete: "Int!" [Staff] =
            applications(col("state").is_word("COMPLETE").and(Cond::IsNull(col("stage"))));
        /// Applications that are admitted and wait for the jury.
        applicationsAdmissible: "Int!" [Staff] = at_stage("ADMISSIBLE");
        /// Applications that are with the jury.
        applicationsInEvaluation: "Int!" [Staff] = at_stage("IN_EVALUATION");
        /// Applications whose evaluations are merged.
        applicationsEvaluated: "Int!" [Staff] = at_stage("EVALUATED");
        /// Applications with an outcome that is not published.
        applicationsDecided: "Int!" [Staff] = at_stage("DECIDED");
        /// Applications whose outcome is published.
        applicationsPublished: "Int!" [Staff] = at_stage("PUBLISHED");
        /// Jurors who have not said whether they judge an application.
        assignmentsUnanswered: "Int!" [Staff] = assignments(col("state").is_word("INVITED"));
        /// Evaluations that are promised and not handed in.
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
    /// A date on the public timeline.
    CampaignMilestone("campaign_milestone") from "campaign_milestone"
    rows {
        Everyone => belongs_to("Campaign", "campaign_id");
    }
    fields {
        /// What it is about.
        kind: "MilestoneKind!" [Everyone] = value("kind");
        /// The day.
        takesPlaceOn: "Date!" [Everyone] = value("takes_place_on");
        /// What the public reads.
        text: "String!" [Everyone] = value("public_text");
        /// When what it is about opened; null before that, and for a day that opens nothing.
        opensAt: "DateTime" [Everyone] = value(either(
            col("kind").one_of(&["REGISTRATION_OPENS", "REGISTRATION_CLOSES", "SUBMISSION_CLOSES"]),
            via("campaign_id", "campaign", col("opened_at")),
            Expr::Null,
        ));
        /// Refused at and after this instant, by the clock of the server; null for a day that closes nothing for the
        /// caller. It moves when the deadline is extended. Of `JURY_WORK` it is when evaluations are due: late ones are taken
        /// too, for as long as `isOpen`.
        effectiveDeadline: "DateTime" [Everyone] = value(closes());
        /// The same to be printed: the last day, in Brussels.
        lastDay: "Date" [Everyone] = value(Expr::LastDay(Box::new(closes())));
        /// Whether the caller can do now what it is about.
        isOpen: "Boolean!" [Everyone] = value(is_open());
        /// Seconds until the deadline, rounded up; null while it is not open, after the deadline, and where there is none.
        secondsLeft: "Int" [Everyone] = value(either(
            is_open().is_true().and(!closes().not_after(Expr::Now)),
            Expr::SecondsUntil(Box::new(closes())),
            Expr::Null,
        ));
    }
}

object! {
    /// What becomes of a project of which a condition for taking part does not hold. Frozen from the moment the campaign
    /// opens.
    EligibilityRule("eligibility_rule") from "eligibility_rule"
    rows {
        Everyone => belongs_to("Campaign", "campaign_id");
    }
    fields {
        /// The condition.
        condition: "EligibilityCondition!" [Everyone] = value("condition");
        /// What becomes of a registration then.
        atRegistration: "RuleSeverity!" [Everyone] = value("at_registration");
        /// What becomes of an application then, when it is handed in. `REVIEW`: staff have to decide before.
        atHandIn: "RuleSeverity!" [Everyone] = value("at_hand_in");
    }
}

object! {
    /// A version of the rubric. Frozen from the moment a campaign opens with it.
    RubricVersion("rubric_version") from "rubric_version"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Names the version.
        code: "String!" [Everyone] = value("code");
        /// Lowest score.
        scaleMin: "Int!" [Everyone] = value("scale_min");
        /// Highest score.
        scaleMax: "Int!" [Everyone] = value("scale_max");
        /// Total that earns the label.
        passTotal: "Decimal!" [Everyone] = value("pass_total_centi");
        /// What is scored: the criteria, then the gates.
        criteria: "[Criterion!]!" [Everyone] = many("rubric_version_id", "position");
        /// The help beside the questions, in the order of the forms.
        help: "[HelpText!]!" [Everyone] = many("rubric_version_id", "position");
        /// One of the criteria and gates, by its code.
        criterion: "Criterion" [Everyone] = back("rubric_version_id").by("code", "String", "code");
    }
}

object! {
    /// Something that is scored: one of the five criteria, or a gate under one. A gate has a minimum of its
    /// own and adds nothing to the total.
    Criterion("criterion") from "criterion"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// `C1` to `C5`, `G1` to `G3`.
        code: "String!" [Everyone] = value("code");
        /// Place in the rubric.
        position: "Int!" [Everyone] = value("position");
        /// Title in Dutch.
        title: "String!" [Everyone] = value("title_nl");
        /// Title in English.
        titleEn: "String!" [Everyone] = value("title_en");
        /// Title in French.
        titleFr: "String!" [Everyone] = value("title_fr");
        /// Title in German.
        titleDe: "String!" [Everyone] = value("title_de");
        /// What to look for, in Dutch.
        guidance: "String!" [Everyone] = value("guidance");
        /// Whether it is a gate.
        isGate: "Boolean!" [Everyone] = whether(col("gate_of_id").is_set());
        /// The criterion that this gate is under; null for a criterion.
        gateOf: "Criterion" [Everyone] = one("gate_of_id");
        /// How often it counts in the total; 0 for a gate.
        weight: "Int!" [Everyone] = value("weight");
        /// What it must reach for the label.
        minimum: "Decimal!" [Everyone] = value("minimum_centi");
        /// Its sub-questions.
        indicators: "[Indicator!]!" [Everyone] = many("criterion_id", "position");
    }
}

object! {
    /// A sub-question of a criterion.
    Indicator("indicator") from "indicator"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// `C1.1`.
        code: "String!" [Everyone] = value("code");
        /// The question, in Dutch.
        text: "String!" [Everyone] = value("text");
        /// Where it comes from.
        source: "IndicatorSource!" [Everyone] = value("source");
        /// The gate it counts for; null if none.
        gate: "Criterion" [Everyone] = one("gate_id");
    }
}

object! {
    /// Help beside a question of the forms. All information is on the page at `Campaign.contactUrl`.
    HelpText("help_text") from "help_text"
    rows {
        Everyone => Cond::Always;
    }
    fields {
        /// Where to show it.
        place: "HelpPlace!" [Everyone] = value("place");
        /// Beside which criterion; null for all.
        criterion: "Criterion" [Everyone] = one("criterion_id");
        /// The help, in Dutch.
        text: "String!" [Everyone] = value("text_nl");
        /// The help, in English.
        textEn: "String!" [Everyone] = value("text_en");
        /// The help, in French.
        textFr: "String!" [Everyone] = value("text_fr");
        /// The help, in German.
        textDe: "String!" [Everyone] = value("text_de");
    }
}

queries! {
    /// The campaign that goes on: the latest that has opened and is not archived. After step 2 has closed it is still this
    /// one, with its timeline: for the jury, the results and the event. `isRegistrationOpen` and `isSubmissionOpen` say what
    /// teachers can do. Null when there is none.
    currentCampaign: "Campaign" [Everyone] = RootSource::First {
        when: col("status").one_of(&["OPEN", "CLOSED", "EVALUATION", "DELIBERATION", "PUBLISHED"]),
        order: ("school_year", Direction::Desc),
    };
    /// A campaign by its id.
    campaign: "Campaign" [Everyone] = RootSource::ById;
    /// The campaign of a school year.
    campaignOf: "Campaign" [Everyone] =
        RootSource::Chosen { by: vec![Choice { name: "schoolYear", ty: "String", expr: col("school_year"), is_typed: false }] };
    /// Campaigns, the latest first.
    campaigns: "Campaign" [Everyone] =
        RootSource::Page { when: Cond::Always, by: Vec::new() };
}
