//! What the API shows of campaigns and rubrics.

use crate::{api::object::Object, object, queries};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Campaign::declare(),
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
        /// Applications per juror at most.
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
        /// What is judged, and how.
        rubric: "RubricVersion" [Everyone] = one("rubric_version_id");
        /// How much each condition for taking part counts.
        eligibilityRules: "[EligibilityRule!]!" [Everyone] = many("campaign_id", "condition");
        /// The public timeline.
        timeline: "[CampaignMilestone!]!" [Everyone] = many("campaign_id", "takes_place_on");
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
    /// The campaign that is open; null when none is.
    currentCampaign: "Campaign" [Everyone] =
        RootSource::First { when: col("status").is_word("OPEN"), order: ("school_year", Direction::Desc) };
    /// A campaign by its id.
    campaign: "Campaign" [Everyone] = RootSource::ById;
    /// The campaign of a school year.
    campaignOf: "Campaign" [Everyone] =
        RootSource::Chosen { by: vec![Choice { name: "schoolYear", ty: "String", expr: col("school_year") }] };
    /// Campaigns, the latest first.
    campaigns: "Campaign" [Everyone] =
        RootSource::Page { when: Cond::Always, by: Vec::new() };
}
