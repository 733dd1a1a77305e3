//! Closed enums that are kept in columns, under the names that GraphQL gives them.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// What the API needs to know of an enum: its name, its values and what they mean.
pub trait Kind: Copy + Eq + Send + Sync + 'static {
    /// Name of the GraphQL type.
    const NAME: &'static str;
    /// What the enum says, for a front-end developer.
    const DOC: &'static str;
    /// Every value: its word in the column and on the wire, and its meaning.
    const VALUES: &'static [(Self, &'static str, &'static str)];

    /// The word in the column and on the wire.
    fn word(self) -> &'static str {
        Self::VALUES.iter().find(|(value, ..)| *value == self).map_or("", |(_, word, _)| word)
    }

    /// The value behind a word.
    fn of(word: &str) -> Option<Self> {
        Self::VALUES.iter().find(|(_, known, _)| *known == word).map(|(value, ..)| *value)
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $meaning:literal])+ $variant:ident $word:literal,)+ })*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[doc = $meaning])+ #[sea_orm(string_value = $word)] #[serde(rename = $word)] $variant,)+
        }

        impl Kind for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc),+);
            const VALUES: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$variant, $word, concat!($($meaning),+))),+];
        }
    )*};
}

kinds! {
    /// What someone may be. A request acts in one role at a time. Closed: no value will be added.
    Role {
        /// Registers projects and applies for the label.
        Teacher "TEACHER",
        /// Scores applications for the label.
        Juror "JUROR",
        /// Works for the national support organisation of a community.
        Staff "STAFF",
        /// Runs the system.
        Admin "ADMIN",
        /// A program that exchanges data with this system; not a person.
        Service "SERVICE",
    }

    /// A language that this system speaks. Closed: no value will be added.
    Locale {
        /// Dutch.
        Nl "NL",
        /// French.
        Fr "FR",
        /// German.
        De "DE",
        /// English.
        En "EN",
    }

    /// Whether a user may sign in. Closed: no value will be added.
    UserStatus {
        /// May sign in.
        Active "ACTIVE",
        /// May not sign in.
        Locked "LOCKED",
    }

    /// A community of Belgium, or abroad. Closed: no value will be added.
    Community {
        /// Flemish community.
        Vl "VL",
        /// French community (Fédération Wallonie-Bruxelles).
        Fwb "FWB",
        /// German-speaking community.
        Dg "DG",
        /// Not in Belgium.
        Foreign "FOREIGN",
    }

    /// Which label a project goes for. Closed: no value will be added.
    Track {
        /// National quality label: founders from different countries.
        Nql "NQL",
        /// Belgica, the Belgian label: founders from Belgium, schools of two communities or more.
        Belgica "BELGICA",
    }

    /// The phase of a campaign, in this order. Only `resumeEvaluation` goes one phase back. Closed: no value will
    /// be added.
    CampaignStatus {
        /// Being prepared; everything can change. Only staff see it.
        Draft "DRAFT",
        /// Teachers register and apply. The rubric and the rules cannot change any more.
        Open "OPEN",
        /// Both deadlines have passed. Staff decide which applications go to the jury.
        Closed "CLOSED",
        /// The jury scores the applications.
        Evaluation "EVALUATION",
        /// The jury has ended its work. Staff decide the results.
        Deliberation "DELIBERATION",
        /// The results are public.
        Published "PUBLISHED",
        /// Over, and kept for the record.
        Archived "ARCHIVED",
    }

    /// What a date on the timeline of a campaign is about. May grow: values can be added.
    MilestoneKind {
        /// First day to register.
        RegistrationOpens "REGISTRATION_OPENS",
        /// Last day to register (step 1).
        RegistrationCloses "REGISTRATION_CLOSES",
        /// Last day to hand in (step 2).
        SubmissionCloses "SUBMISSION_CLOSES",
        /// The jury starts.
        JuryWork "JURY_WORK",
        /// Results are announced.
        Results "RESULTS",
        /// The event where labels are handed out.
        Event "EVENT",
        /// News about the European label.
        EqlInfo "EQL_INFO",
    }

    /// Who wrote a sub-question of a criterion. Closed: no value will be added.
    IndicatorSource {
        /// The information deck of the national support organisation.
        Deck "DECK",
        /// The European School Education Platform.
        Esep "ESEP",
    }

    /// Level of a school. Closed: no value will be added.
    SchoolLevel {
        /// Primary school.
        Primary "PRIMARY",
        /// Secondary school.
        Secondary "SECONDARY",
    }

    /// Whether a project still runs. Closed: no value will be added.
    ProjectStatus {
        /// Running.
        Ongoing "ONGOING",
        /// Finished.
        Ended "ENDED",
    }

    /// Where the founders of a project come from. Closed: no value will be added.
    ProjectKind {
        /// Different countries.
        European "EUROPEAN",
        /// The same country.
        National "NATIONAL",
    }

    /// Why a project can get this label, or none. Closed: no value will be added.
    TrackGround {
        /// The founders are from different countries: the project can get the national quality label.
        FoundersOfTwoCountries "FOUNDERS_OF_TWO_COUNTRIES",
        /// The founders are from Belgium, and schools of at least two communities take part: the project can get
        /// Belgica.
        TwoCommunities "TWO_COMMUNITIES",
        /// The founders are from Belgium, and all Belgian schools are of one community: the project can get no label.
        OneCommunity "ONE_COMMUNITY",
        /// All founders are from one country that is not Belgium: the project can get no label here.
        FoundersAbroad "FOUNDERS_ABROAD",
        /// The project has no founders: it can get no label.
        NoFounders "NO_FOUNDERS",
    }

    /// Why two entries may be the same school. May grow: values can be added.
    DoubleGround {
        /// Same name and same town. Capitals, accents and punctuation are ignored.
        SameNameAndTown "SAME_NAME_AND_TOWN",
        /// The same FASE number. Zeros in front are ignored.
        SameFaseNumber "SAME_FASE_NUMBER",
    }

    /// The part of a teacher in a project. Closed: no value will be added.
    MemberRole {
        /// The teacher is one of the two founders of the project.
        Founder "FOUNDER",
        /// The teacher joined the project later.
        Partner "PARTNER",
    }

    /// The state of a registration (step 1). Closed: no value will be added.
    RegistrationStatus {
        /// Staff must look at it first: a condition for taking part is not met, or in doubt.
        NeedsReview "NEEDS_REVIEW",
        /// Accepted: the teacher can write step 2.
        Confirmed "CONFIRMED",
        /// Refused by staff, with a reason.
        Ineligible "INELIGIBLE",
        /// Taken back by the teacher.
        Withdrawn "WITHDRAWN",
    }

    /// A condition for taking part. Closed: no value will be added.
    EligibilityCondition {
        /// The project had activities in the school year of the campaign.
        ActivityInSchoolYear "ACTIVITY_IN_SCHOOL_YEAR",
        /// The project was registered on ESEP inside the window of the campaign.
        RegisteredInWindow "REGISTERED_IN_WINDOW",
        /// Results can be seen on the TwinSpace.
        ResultsVisible "RESULTS_VISIBLE",
        /// The pupils worked together with another class.
        Collaborated "COLLABORATED",
        /// The pupils communicated with another class.
        Communicated "COMMUNICATED",
        /// The project has ended by the deadline.
        EndedByDeadline "ENDED_BY_DEADLINE",
    }

    /// Whether a condition for taking part is met. Closed: no value will be added.
    EligibilityFinding {
        /// The condition is met.
        Pass "PASS",
        /// The condition is not met.
        Fail "FAIL",
        /// The data do not say whether the condition is met; staff decide. Example: the project still runs, and has no
        /// end date.
        NeedsPerson "NEEDS_PERSON",
    }

    /// The consequence for a registration or an application when a condition for taking part is not met, or when it is
    /// not known whether it is met. Closed: no value will be added.
    RuleSeverity {
        /// No consequence.
        Ignore "IGNORE",
        /// The teacher gets a warning.
        Warn "WARN",
        /// Staff must look at it first.
        Review "REVIEW",
        /// The registration or application is refused.
        Block "BLOCK",
    }

    /// Who or what decided whether a condition is met. Closed: no value will be added.
    AnswerSource {
        /// The teacher answered.
        Teacher "TEACHER",
        /// The dates of the project on ESEP decided.
        Esep "ESEP",
        /// Staff decided otherwise, and gave a reason.
        Staff "STAFF",
    }

    /// What the teacher did with an application (step 2). Closed: no value will be added.
    ApplicationState {
        /// Being written.
        Draft "DRAFT",
        /// Both steps are in: on its way to the jury.
        Complete "COMPLETE",
        /// Taken back by the teacher.
        Withdrawn "WITHDRAWN",
        /// Copied to the next campaign.
        CarriedOver "CARRIED_OVER",
    }

    /// What staff and jury did with a complete application. Closed: no value will be added.
    ApplicationStage {
        /// Goes to the jury.
        Admissible "ADMISSIBLE",
        /// Does not go to the jury.
        Inadmissible "INADMISSIBLE",
        /// The jury scores the applications.
        InEvaluation "IN_EVALUATION",
        /// The evaluations are merged.
        Evaluated "EVALUATED",
        /// The outcome is known to staff.
        Decided "DECIDED",
        /// The outcome is known to the teacher.
        Published "PUBLISHED",
    }

    /// The state of an application, as far as the caller may know it. Until the results are published, teachers, jurors
    /// and integrations read every step after `COMPLETE` as `IN_EVALUATION`. Closed: no value will be added.
    ApplicationStatus {
        /// Being written.
        Draft "DRAFT",
        /// Step 1 is confirmed and step 2 is handed in.
        Complete "COMPLETE",
        /// The teacher took it back.
        Withdrawn "WITHDRAWN",
        /// Not handed in before the deadline; the draft is kept.
        Lapsed "LAPSED",
        /// Copied to the next campaign.
        CarriedOver "CARRIED_OVER",
        /// It goes to the jury. Only staff see this value.
        Admissible "ADMISSIBLE",
        /// It does not go to the jury. Only staff see this value.
        Inadmissible "INADMISSIBLE",
        /// The jury has it.
        InEvaluation "IN_EVALUATION",
        /// The evaluations of the jurors are merged into one result. Only staff see this value.
        Evaluated "EVALUATED",
        /// Staff have decided the outcome. Only staff see this value.
        Decided "DECIDED",
        /// The results are public.
        Published "PUBLISHED",
    }

    /// Which text of a draft it is. Closed: no value will be added.
    DraftField {
        /// What the application is about.
        Summary "SUMMARY",
        /// The answer on a criterion.
        Text "TEXT",
        /// What the teacher did in the project.
        OwnTeacher "OWN_TEACHER",
        /// What the teacher's own pupils did in the project.
        OwnPupils "OWN_PUPILS",
        /// An example of a result or an activity.
        Example "EXAMPLE",
    }

    /// A part of an evaluation. Closed: no value will be added.
    EvaluationField {
        /// The score on a criterion or gate.
        Score "SCORE",
        /// The comment on a criterion or gate, or on the whole application.
        Comment "COMMENT",
        /// The note for staff.
        InternalNote "INTERNAL_NOTE",
    }

    /// Whether the form of step 2 can be written in. Closed: no value will be added.
    FormSessionStatus {
        /// The form is open: texts can be saved.
        Active "ACTIVE",
        /// The teacher closed the form. `openApplicationForm` opens it again.
        Closed "CLOSED",
        /// The form closed because nothing was saved for too long. Saved texts are kept; `openApplicationForm` opens
        /// the form again.
        Expired "EXPIRED",
    }

    /// What a remark on a working draft says. With one of the first five, the draft cannot be handed in; the others are
    /// advice. May grow: values can be added.
    RemarkCode {
        /// The summary is empty.
        SummaryMissing "SUMMARY_MISSING",
        /// A criterion is not answered.
        AnswerMissing "ANSWER_MISSING",
        /// The text on the teacher's own part is empty, or the text on the part of the pupils.
        OwnContributionMissing "OWN_CONTRIBUTION_MISSING",
        /// No address on the TwinSpace was added.
        TwinspaceLinkMissing "TWINSPACE_LINK_MISSING",
        /// The teacher has not declared that the parents gave their consent.
        ConsentMissing "CONSENT_MISSING",
        /// The text has more words than the campaign advises.
        TooLong "TOO_LONG",
        /// The text has few words: the teacher should give more facts.
        VeryShort "VERY_SHORT",
        /// The text seems to be in another language than the one that the community writes in.
        OtherLanguage "OTHER_LANGUAGE",
        /// A criterion is answered without an example.
        ExampleMissing "EXAMPLE_MISSING",
        /// An address outside the TwinSpace was added, and no address on the TwinSpace for the same criterion.
        ProofMissing "PROOF_MISSING",
    }

    /// One of the texts that a teacher reads with a result. Closed: no value will be added.
    ResultTextPart {
        /// The explanation of the outcome.
        Motivation "MOTIVATION",
        /// The feedback of the jury on the whole application.
        Feedback "FEEDBACK",
        /// The feedback of the jury on one criterion.
        Criterion "CRITERION",
    }

    /// What is wrong with a row of a spreadsheet with texts of results. May grow: values can be added.
    ResultSheetProblem {
        /// The row names no application for this label from this community about whose result you may write now.
        UnknownApplication "UNKNOWN_APPLICATION",
        /// An earlier row is about the same application.
        RowRepeated "ROW_REPEATED",
        /// Somebody has changed the explanation, or the feedback, since the spreadsheet was made.
        VersionConflict "VERSION_CONFLICT",
        /// The decision is confirmed: its explanation does not change any more.
        WrongStatus "WRONG_STATUS",
        /// Nothing is decided yet: there is nothing to explain.
        ResultMissing "RESULT_MISSING",
        /// The text has a letter that may have been another one before the file was saved.
        LetterInDoubt "LETTER_IN_DOUBT",
    }

    /// What a remark on a text of a result says. With one of the first two, the texts cannot be approved; the others are
    /// advice. May grow: values can be added.
    ResultRemarkCode {
        /// The text is empty.
        Missing "MISSING",
        /// The text shows who judges. It contains the name or address of a juror of the campaign, or the last name of a
        /// juror of this application with a capital letter. A word that the applicants use themselves is allowed.
        NamesAJuror "NAMES_A_JUROR",
        /// The text has fewer than ten words.
        VeryShort "VERY_SHORT",
        /// The text seems to be in another language than that of the community of the applicant.
        OtherLanguage "OTHER_LANGUAGE",
        /// The text seems to tell a score. Teachers do not see scores.
        TellsAScore "TELLS_A_SCORE",
        /// The explanation seems to speak of another outcome: it congratulates on a label that was not given, or regrets one
        /// that was.
        ContradictsOutcome "CONTRADICTS_OUTCOME",
        /// Another application for the same label in the same community has exactly this text.
        SameText "SAME_TEXT",
    }

    /// Where in the form a help text is shown. May grow: values can be added.
    HelpPlace {
        /// Beside the form of step 1.
        Registration "REGISTRATION",
        /// Above the form of step 2.
        Application "APPLICATION",
        /// Beside the summary.
        Summary "SUMMARY",
        /// Beside a criterion.
        Criterion "CRITERION",
        /// Beside the answer on each criterion.
        Answer "ANSWER",
        /// Beside the text on the teacher's own part.
        OwnTeacher "OWN_TEACHER",
        /// Beside the text on the part of the pupils.
        OwnPupils "OWN_PUPILS",
        /// Beside the text with an example.
        Example "EXAMPLE",
        /// Beside the addresses.
        Evidence "EVIDENCE",
        /// Beside the declaration of consent.
        Consent "CONSENT",
        /// On how to send the form on ESEP.
        EsepForm "ESEP_FORM",
    }

    /// A subject that a project is taught in. May grow: values can be added.
    Subject {
        /// Art and music.
        Arts "ARTS",
        /// Citizenship, religion, philosophy.
        Citizenship "CITIZENSHIP",
        /// Economics and business.
        Economics "ECONOMICS",
        /// English.
        English "ENGLISH",
        /// French.
        French "FRENCH",
        /// Geography.
        Geography "GEOGRAPHY",
        /// German.
        German "GERMAN",
        /// History.
        History "HISTORY",
        /// Information technology and media.
        Informatics "INFORMATICS",
        /// Mathematics.
        Mathematics "MATHEMATICS",
        /// The language of the school.
        MotherTongue "MOTHER_TONGUE",
        /// Another language.
        OtherLanguage "OTHER_LANGUAGE",
        /// Physical education.
        PhysicalEducation "PHYSICAL_EDUCATION",
        /// Natural sciences.
        Science "SCIENCE",
        /// Technology and crafts.
        Technology "TECHNOLOGY",
        /// A vocational subject.
        Vocational "VOCATIONAL",
        /// Anything else.
        Other "OTHER",
    }

    /// A way of teaching. May grow: values can be added.
    Method {
        /// Pupils analyse.
        Analysis "ANALYSIS",
        /// Pupils learn together.
        CollaborativeLearning "COLLABORATIVE_LEARNING",
        /// Pupils create.
        CreativeWork "CREATIVE_WORK",
        /// Pupils debate.
        Debate "DEBATE",
        /// Pupils play to learn.
        GameBasedLearning "GAME_BASED_LEARNING",
        /// Pupils teach each other.
        PeerTeaching "PEER_TEACHING",
        /// Pupils solve a problem.
        ProblemSolving "PROBLEM_SOLVING",
        /// Pupils work on a project.
        ProjectBasedLearning "PROJECT_BASED_LEARNING",
        /// Pupils do research.
        Research "RESEARCH",
        /// Anything else.
        Other "OTHER",
    }

    /// What an address with evidence shows. May grow: values can be added.
    LinkKind {
        /// A page of the TwinSpace.
        Twinspace "TWINSPACE",
        /// The work plan.
        WorkPlan "WORK_PLAN",
        /// Notes of a meeting.
        MeetingNotes "MEETING_NOTES",
        /// The joint final product.
        FinalProduct "FINAL_PRODUCT",
        /// The guide for pupils.
        PupilGuide "PUPIL_GUIDE",
        /// Anything else.
        Other "OTHER",
    }

    /// Whether a juror is in a jury. Closed: no value will be added.
    JuryMembershipStatus {
        /// The juror is in the jury.
        Active "ACTIVE",
        /// The juror has left the jury.
        Withdrawn "WITHDRAWN",
    }

    /// What a conflict of interest is about. Closed: no value will be added.
    ConflictScope {
        /// A school.
        School "SCHOOL",
        /// A project.
        Project "PROJECT",
        /// A teacher.
        Teacher "TEACHER",
        /// One application.
        Application "APPLICATION",
    }

    /// Where a conflict of interest comes from. Closed: no value will be added.
    ConflictKind {
        /// The system found it in the data.
        Auto "AUTO",
        /// Declared by the juror.
        Declared "DECLARED",
        /// Recorded by staff.
        Staff "STAFF",
    }

    /// The state of an assignment. No value says that it is late: see `Assignment.isOverdue`. Closed: no value will be
    /// added.
    AssignmentStatus {
        /// The juror is asked.
        Invited "INVITED",
        /// The juror accepted, and declared to have no conflict of interest.
        Accepted "ACCEPTED",
        /// The juror has saved scores.
        InProgress "IN_PROGRESS",
        /// The juror has handed in the evaluation.
        Submitted "SUBMITTED",
        /// The juror said no.
        Declined "DECLINED",
        /// The juror has a conflict of interest.
        Recused "RECUSED",
        /// Staff took it back.
        Revoked "REVOKED",
    }

    /// What ties a juror to an application. The look-back period is the number of years that
    /// `Campaign.conflictLookBackYears` says. May grow: values can be added.
    Tie {
        /// The application is the juror's own. The juror must not judge it; staff cannot clear this.
        OwnApplication "OWN_APPLICATION",
        /// The juror works at the school of the application or at a partner school of its project, or worked there in
        /// the look-back period. The juror must not judge it; staff cannot clear this.
        SameSchool "SAME_SCHOOL",
        /// The juror takes part in the project. The juror must not judge it; staff cannot clear this.
        SameProject "SAME_PROJECT",
        /// The juror declared a hard conflict of interest, or staff recorded one. The juror must not judge the
        /// application until the conflict is withdrawn.
        HardConflict "HARD_CONFLICT",
        /// The juror and the applicant took part in another project together in the look-back period. The juror must
        /// not judge the application unless staff clear it.
        SharedProject "SHARED_PROJECT",
        /// A school where the juror works, or worked in the look-back period, has the same board as the applicant's
        /// school. Staff decide.
        SameBoard "SAME_BOARD",
        /// Staff recorded a soft conflict of interest: they decide for each application.
        SoftConflict "SOFT_CONFLICT",
        /// The juror was asked before, and declined or could not judge it. The juror is not asked again.
        DeclinedBefore "DECLINED_BEFORE",
    }

    /// The state of a plan of which juror judges which application. Closed: no value will be added.
    AssignmentPlanStatus {
        /// It waits to be worked out.
        Queued "QUEUED",
        /// The system works it out now.
        Running "RUNNING",
        /// Worked out: it can be looked at, compared and committed.
        Ready "READY",
        /// There is no plan that keeps all rules. `assignmentPlanInspection` says why, and what would help.
        Impossible "IMPOSSIBLE",
        /// The system could not work it out: see `failure`.
        Failed "FAILED",
        /// Staff cancelled it.
        Cancelled "CANCELLED",
        /// Carried out: the jurors of the plan are asked.
        Committed "COMMITTED",
    }

    /// Whether the applications for one project should have the same jurors. Closed: no value will be added.
    ProjectWish {
        /// The same jurors: the scores are more consistent, and each juror reads fewer projects.
        Same "SAME",
        /// Different jurors: the scores are independent.
        Different "DIFFERENT",
    }

    /// The state of an evaluation. Closed: no value will be added.
    EvaluationStatus {
        /// Being written.
        Draft "DRAFT",
        /// Handed in.
        Submitted "SUBMITTED",
        /// Used in a result; it cannot change any more.
        Locked "LOCKED",
        /// Staff gave it back to the juror, who can change it.
        Reopened "REOPENED",
        /// It does not count: the juror has a conflict of interest, cannot judge the application, or left the jury. It
        /// is kept.
        Void "VOID",
    }

    /// How the evaluations of an application were merged into one result. Closed: no value will be added.
    ConsolidationMethod {
        /// The mean of all evaluations, criterion by criterion.
        Average "AVERAGE",
        /// The mean of the two evaluations whose totals are closest to each other.
        ClosestTwo "CLOSEST_TWO",
        /// The result that one juror of a panel proposed, and to which all others agreed.
        Panel "PANEL",
    }

    /// Where the merged score on a criterion or gate is, in place of the number. From the minimum to the end of the scale there are
    /// three bands of the same width; a score between two is in the higher one. Closed: no value will be added.
    ScoreBand {
        /// Less than the minimum of the criterion.
        BelowMinimum "BELOW_MINIMUM",
        /// The minimum is reached; the first third of the way to the end of the scale.
        Sufficient "SUFFICIENT",
        /// The second third.
        Good "GOOD",
        /// The last third.
        Excellent "EXCELLENT",
    }

    /// The state of a panel: the jurors of an application who must agree on one result. Closed: no value will be added.
    PanelStatus {
        /// The consolidator (the juror who proposes) has not proposed a result yet.
        Open "OPEN",
        /// A result is proposed; the other jurors answer.
        Proposed "PROPOSED",
        /// All jurors agree: the proposal is the result of the application.
        Agreed "AGREED",
    }

    /// The state of the merging of the evaluations of an application. Closed: no value will be added.
    ConsolidationStatus {
        /// The scores of the jurors differ too much: a third juror is asked.
        ThirdJuror "THIRD_JUROR",
        /// The evaluations are merged into a result.
        Merged "MERGED",
    }

    /// Why the scores of a jury cannot be calibrated. May grow: values can be added.
    CalibrationObstacleCode {
        /// A juror scored the same application more than once.
        Repeated "REPEATED",
        /// A score is outside the scale of the rubric.
        OffScale "OFF_SCALE",
        /// A juror has given too few scores.
        TooFewScores "TOO_FEW_SCORES",
        /// There are groups of jurors that share no application, so that they cannot be compared.
        Unconnected "UNCONNECTED",
        /// There are too few jurors.
        TooFewJurors "TOO_FEW_JURORS",
        /// There are too few applications.
        TooFewApplications "TOO_FEW_APPLICATIONS",
        /// Too few applications were judged by more than one juror.
        TooFewOverlaps "TOO_FEW_OVERLAPS",
        /// All scores are equal.
        NoVariance "NO_VARIANCE",
        /// The jurors agree exactly: there is no difference left to estimate from.
        NoError "NO_ERROR",
    }

    /// The result of an application. Closed: no value will be added.
    Outcome {
        /// The application earns the label.
        Awarded "AWARDED",
        /// The application does not earn the label.
        NotAwarded "NOT_AWARDED",
        /// The application did not go to the jury.
        Inadmissible "INADMISSIBLE",
    }

    /// What a decision rests on. Closed: no value will be added.
    DecisionBasis {
        /// The evaluations of the jury.
        Evaluations "EVALUATIONS",
        /// The application was not admissible: the jury did not get it.
        NotAdmissible "NOT_ADMISSIBLE",
        /// Nothing now: the result was taken back because a juror has a conflict of interest, and the jury must give
        /// another.
        TakenBack "TAKEN_BACK",
    }

    /// At what a decision does not come out as it was stored, in the order in which one follows from the other. May grow:
    /// values can be added.
    ReplayStep {
        /// What it rests on: evaluations, or that it was not admissible.
        Basis "BASIS",
        /// The evaluations, their totals, or which of them count.
        Evaluations "EVALUATIONS",
        /// How the evaluations are merged.
        Method "METHOD",
        /// The merged score on a criterion or gate.
        Score "SCORE",
        /// What is needed on a criterion or gate.
        Minimum "MINIMUM",
        /// The total.
        Total "TOTAL",
        /// The total that is needed.
        Threshold "THRESHOLD",
        /// Which criteria and gates there are.
        Criteria "CRITERIA",
        /// The outcome by the rule.
        Outcome "OUTCOME",
    }

    /// How far a label is with its holder. Closed: no value will be added.
    LabelStatus {
        /// It was granted; its certificate is not issued.
        Granted "GRANTED",
        /// Its certificate is issued.
        Certified "CERTIFIED",
        /// Its holder collected the certificate.
        Collected "COLLECTED",
        /// The certificate went by post.
        Sent "SENT",
        /// It was revoked and counts nowhere.
        Revoked "REVOKED",
    }

    /// What a picture on a certificate is. May grow: values can be added.
    CertificatePictureKind {
        /// A logo at the top.
        Logo "LOGO",
        /// The signature at the foot.
        Signature "SIGNATURE",
    }

    /// Where a correction of a result stands. Closed: no value will be added.
    CorrectionStatus {
        /// It waits for a second person.
        Proposed "PROPOSED",
        /// A second person confirmed it: the result is the right one now.
        Confirmed "CONFIRMED",
        /// It was taken back.
        TakenBack "TAKEN_BACK",
    }

    /// On which ground a teacher asks to look at a result again. May grow: values can be added.
    ReconsiderationGround {
        /// The procedure was not followed: a rule, a deadline or a step that the campaign promises.
        Procedural "PROCEDURAL",
    }

    /// Where a request to look at a result again stands. Closed: no value will be added.
    ReconsiderationStatus {
        /// Staff have not looked at it yet.
        Submitted "SUBMITTED",
        /// The teacher took it back.
        Withdrawn "WITHDRAWN",
        /// It is not about the procedure: nobody looks at the result again.
        Inadmissible "INADMISSIBLE",
        /// It is about the procedure: staff look into it.
        Admitted "ADMITTED",
        /// Something went wrong: the result is looked at again. It ends as `REVISED` or `UPHELD`.
        Granted "GRANTED",
        /// The result stays as it is.
        Upheld "UPHELD",
        /// The result was set right.
        Revised "REVISED",
    }

    /// What staff answer to a request to look at a result again. Closed: no value will be added.
    ReconsiderationRuling {
        /// It is not about the procedure. Only before it is admitted.
        Inadmissible "INADMISSIBLE",
        /// The result stays as it is.
        Uphold "UPHOLD",
        /// Something went wrong: the result is looked at again.
        Grant "GRANT",
    }

    /// The state of a decision. Closed: no value will be added.
    DecisionStatus {
        /// The rule of the label gives this outcome.
        Proposed "PROPOSED",
        /// Staff set another outcome, and gave a reason.
        Adjusted "ADJUSTED",
        /// Confirmed by a second person.
        Ratified "RATIFIED",
        /// The result is public: the teacher can read it.
        Published "PUBLISHED",
    }

    /// The state of the release of the results for a label. Closed: no value will be added.
    PublicationBatchStatus {
        /// Ready to be approved by a second person.
        Prepared "PREPARED",
        /// Approved by a second person: it can be released.
        Approved "APPROVED",
        /// Released: the results are public, and mails are on their way.
        Emailed "EMAILED",
        /// Every teacher is reached, and every result that belongs on ESEP is published there too, or excused. It is `EMAILED`
        /// again if a mail comes back.
        EsepDone "ESEP_DONE",
    }

    /// What a result still lacks before it can go out, in the order in which it is made. May grow: values can be added.
    ReleaseGapReason {
        /// Nothing is decided yet.
        NotDecided "NOT_DECIDED",
        /// The decision has no explanation.
        MotivationMissing "MOTIVATION_MISSING",
        /// There is no feedback.
        FeedbackMissing "FEEDBACK_MISSING",
        /// The texts are not approved (`approveResultTexts`).
        TextsNotApproved "TEXTS_NOT_APPROVED",
        /// A second person has not confirmed the decision (`ratifyDecisions`).
        NotRatified "NOT_RATIFIED",
    }

    /// How a result differs from what was prepared. Closed: no value will be added.
    ReleaseDifference {
        /// It was not in the release.
        Added "ADDED",
        /// It is not in the release any more.
        Removed "REMOVED",
        /// Its teacher would read something else.
        Changed "CHANGED",
    }

    /// Whether the mail with a result has reached the teacher. Closed: no value will be added.
    EmailStatus {
        /// The result is not released yet, so there is no mail.
        Pending "PENDING",
        /// The mail waits to be sent.
        Queued "QUEUED",
        /// The mail server accepted the mail.
        Accepted "ACCEPTED",
        /// The mail could not be delivered: see `Message.failure`. `resendMessage` sends it again.
        Failed "FAILED",
        /// Staff told the teacher in another way.
        ReachedOtherwise "REACHED_OTHERWISE",
    }

    /// Whether a result is published on ESEP. Closed: no value will be added.
    EsepStatus {
        /// Not published on ESEP yet.
        Pending "PENDING",
        /// Published on ESEP.
        Marked "MARKED",
        /// Not needed: Belgica has no form on ESEP.
        NotNeeded "NOT_NEEDED",
        /// It will not be: staff noted why.
        Excused "EXCUSED",
    }

    /// What a part of a prize is. Closed: no value will be added.
    ComponentKind {
        /// Money.
        Money "MONEY",
        /// A voucher.
        Voucher "VOUCHER",
        /// Goods.
        Goods "GOODS",
        /// A service.
        Service "SERVICE",
    }

    /// The state of a prize that was given. May grow: values can be added.
    PrizeAwardStatus {
        /// Staff gave it; a second person must confirm it.
        Proposed "PROPOSED",
        /// Confirmed by a second person.
        Ratified "RATIFIED",
        /// Public: the winner is known to everybody.
        Announced "ANNOUNCED",
        /// The schools accepted it.
        Accepted "ACCEPTED",
        /// The schools do not want it.
        Declined "DECLINED",
        /// The schools do not get it: the label does not hold any more, or staff ended it, with the reason.
        Forfeited "FORFEITED",
        /// Staff took the proposal back before it was announced, with the reason.
        TakenBack "TAKEN_BACK",
        /// The day of the visit is planned.
        VisitPlanned "VISIT_PLANNED",
        /// The schools have it.
        HandedOver "HANDED_OVER",
        /// A school told what it does with it.
        FollowedUp "FOLLOWED_UP",
        /// Done.
        Closed "CLOSED",
    }

    /// What a photo shows. May grow: values can be added.
    PhotoOccasion {
        /// How the prize was handed over.
        Handover "HANDOVER",
        /// The day of the ceremony.
        Event "EVENT",
        /// The project itself.
        Project "PROJECT",
        /// What the school does with the prize.
        PrizeUse "PRIZE_USE",
    }

    /// The state of a photo. Closed: no value will be added. One that was withdrawn is gone.
    PhotoStatus {
        /// Nobody declared yet that those who are on it agree.
        Added "ADDED",
        /// It is declared; staff have not approved it.
        Consented "CONSENTED",
        /// Staff approved it: those may see it for whom consent was given.
        Approved "APPROVED",
    }

    /// What a photo may be used for. May grow: values can be added.
    PhotoPurpose {
        /// To tell how the project and the prize went.
        Report "REPORT",
        /// To make eTwinning and the school known.
        Promotion "PROMOTION",
        /// To train teachers.
        Training "TRAINING",
    }

    /// Where a photo may be shown. May grow: values can be added.
    PhotoChannel {
        /// To those who work at the schools that got the prize, and by the schools in what they make of the label.
        School "SCHOOL",
        /// To everybody, on the website of the national support organisation.
        Website "WEBSITE",
        /// On social media of the national support organisation.
        SocialMedia "SOCIAL_MEDIA",
        /// In print and in the press.
        Press "PRESS",
    }

    /// Why a person must choose who wins a prize. May grow: values can be added.
    PrizeChoiceReason {
        /// The projects are equal by every step of the campaign's rule.
        Tie "TIE",
        /// The prize is for one level or theme, and the ranking does not know which projects are for it.
        Category "CATEGORY",
    }

    /// The state of a project as a candidate for the European label. May grow: values can be added.
    EqlCandidacyStatus {
        /// The project meets the conditions.
        Eligible "ELIGIBLE",
        /// The project does not meet the conditions.
        NotEligible "NOT_ELIGIBLE",
        /// Proposed for the European label.
        Nominated "NOMINATED",
        /// The project is not proposed this year. Either others were, or it met the conditions too late.
        NotNominated "NOT_NOMINATED",
        /// The project does not take part: its teachers do not want to.
        Withdrawn "WITHDRAWN",
        /// It was proposed, and has the European label.
        Awarded "AWARDED",
        /// It was proposed, and did not get the European label.
        NotAwarded "NOT_AWARDED",
    }

    /// What became of a project that was proposed for the European label. Closed: no value will be added.
    EqlOutcome {
        /// It has the European label.
        Awarded "AWARDED",
        /// It did not get the European label.
        NotAwarded "NOT_AWARDED",
    }

    /// A condition of the European label, or advice on it. May grow: values can be added.
    EqlConditionKind {
        /// The teachers who take part in the project here and handed in an application in this campaign. This is advice: it does
        /// not decide.
        Teachers "TEACHERS",
        /// Countries in which the project has a national label.
        Countries "COUNTRIES",
        /// The highest total of the rubric must be that of the European scale, or means cannot be compared.
        Scale "SCALE",
        /// The mean of the labelled applications must be above what is asked.
        Average "AVERAGE",
        /// Only a share of the labelled projects of the campaign is proposed: those with the highest means.
        Share "SHARE",
    }

    /// Where a list of projects that are proposed for the European label stands. Closed: no value will be added.
    EqlNominationStatus {
        /// It waits for a second person.
        Proposed "PROPOSED",
        /// A second person confirmed it: its projects are nominated.
        Confirmed "CONFIRMED",
    }

    /// What a project still lacks for the European label, without figures: teachers read it. May grow: values can be
    /// added.
    EqlGround {
        /// Nothing: the project meets all conditions.
        Met "MET",
        /// National labels in more countries. Only recorded countries count.
        Countries "COUNTRIES",
        /// Higher results of the applications that earned a label.
        Results "RESULTS",
        /// Nothing is asked: the project does not take part.
        Withdrawn "WITHDRAWN",
    }

    /// The state of an event. Closed: no value will be added.
    EventStatus {
        /// It takes place, or took place.
        Planned "PLANNED",
        /// It does not take place.
        Cancelled "CANCELLED",
    }

    /// The state of an invitation to an event. Closed: no value will be added.
    EventInvitationStatus {
        /// The teacher has not answered yet.
        Invited "INVITED",
        /// The teacher comes, and has a seat.
        Accepted "ACCEPTED",
        /// The teacher would like to come, and there is no seat. If one falls free, the teacher gets it by itself, and a mail.
        Waiting "WAITING",
        /// The teacher does not come.
        Declined "DECLINED",
        /// The teacher did not answer in time.
        Lapsed "LAPSED",
        /// The invitation does not hold any more: the teacher holds no label of the campaign any more, or was erased.
        Withdrawn "WITHDRAWN",
    }

    /// The state of a mail. Closed: no value will be added.
    MessageStatus {
        /// The mail waits to be sent.
        Pending "PENDING",
        /// The mail server accepted the mail.
        Sent "SENT",
        /// The mail could not be delivered, and is not tried again.
        Failed "FAILED",
        /// The mail will not be sent any more.
        Cancelled "CANCELLED",
    }

    /// Why a mail was not delivered. Closed: no value will be added.
    MailFailure {
        /// The mail server refused the address or the mail.
        Refused "REFUSED",
        /// The system tried for three days.
        GivenUp "GIVEN_UP",
        /// The address is not valid, or the text of the mail could not be made.
        Unwritable "UNWRITABLE",
    }

    /// Which kind of mail it is. May grow: values can be added.
    MessageTemplate {
        /// To the teacher: step 1 is confirmed, with help for step 2.
        RegistrationConfirmed "REGISTRATION_CONFIRMED",
        /// To the teacher: step 1 has arrived, and staff look at it first, as a condition is not met or in doubt.
        RegistrationInReview "REGISTRATION_IN_REVIEW",
        /// To the teacher: staff refused the registration, with the reason.
        RegistrationRefused "REGISTRATION_REFUSED",
        /// To the teacher: both steps are complete.
        ApplicationComplete "APPLICATION_COMPLETE",
        /// To the teacher: the draft of step 2 was not changed for some time, and step 2 is still open.
        DraftReminder "DRAFT_REMINDER",
        /// To the juror: please judge an application.
        AssignmentInvited "ASSIGNMENT_INVITED",
        /// To the juror: evaluations are due soon, or late.
        EvaluationReminder "EVALUATION_REMINDER",
        /// Staff changed a project whose applications are being judged.
        ProjectChanged "PROJECT_CHANGED",
        /// To staff: look at a conflict of interest in the jury.
        JuryConflict "JURY_CONFLICT",
        /// To the teacher: the result is known.
        ResultPublished "RESULT_PUBLISHED",
        /// To the teacher: the result was wrong, and is set right.
        ResultCorrected "RESULT_CORRECTED",
        /// To the teacher who asked to look at a result again: what staff answer.
        ReconsiderationAnswered "RECONSIDERATION_ANSWERED",
        /// A school won a prize.
        PrizeAnnounced "PRIZE_ANNOUNCED",
        /// To a teacher with the label: where the project stands for the European label.
        EqlInfo "EQL_INFO",
        /// To a teacher with the label: whether the project has the European label.
        EqlOutcome "EQL_OUTCOME",
        /// To the teachers of a school that won a prize: the day of the visit, with a file for their calendar.
        PrizeVisitPlanned "PRIZE_VISIT_PLANNED",
        /// To the teacher who speaks for a school about a prize: what does the school do with it?
        PrizeFollowUp "PRIZE_FOLLOW_UP",
        /// To a teacher with the label: an invitation to an event, with a link to answer and a file for the calendar.
        EventInvitation "EVENT_INVITATION",
        /// To a teacher who has not answered the invitation to an event: the day to answer comes near.
        EventReminder "EVENT_REMINDER",
        /// To a teacher who is invited to an event: its place or time has changed.
        EventChanged "EVENT_CHANGED",
        /// To a teacher who waited for a seat at an event: there is one.
        EventSeat "EVENT_SEAT",
        /// To a teacher who is invited to an event: it does not take place.
        EventCancelled "EVENT_CANCELLED",
        /// To a new user: you can sign in now.
        Welcome "WELCOME",
        /// A link to sign in, for this user only.
        SignInLink "SIGN_IN_LINK",
        /// To a user: your password has changed. If it was not you, somebody else did it.
        PasswordChanged "PASSWORD_CHANGED",
        /// To a user: an account of an identity provider now signs you in. If you did not ask for it, somebody else
        /// did.
        IdentityLinked "IDENTITY_LINKED",
        /// Staff of a community ask whether the user works at a school.
        SchoolInvitation "SCHOOL_INVITATION",
        /// To both teachers: the ESEP address of a project belongs to another project, and can be used for that one
        /// now.
        ProjectAddressFreed "PROJECT_ADDRESS_FREED",
    }

    /// What the system does by itself. May grow: values can be added.
    JobKind {
        /// An approved release goes out at `Campaign.resultsPlannedAt` (`scheduleRelease`).
        Release "RELEASE",
        /// Jurors whose evaluations are due soon, or late, are reminded by mail.
        JuryReminder "JURY_REMINDER",
        /// On the day `EQL_INFO` of the timeline, a teacher with the label is told by mail where the project stands for the
        /// European label.
        EqlInfo "EQL_INFO",
        /// When it is recorded whether a project has the European label, its teachers with the label are told by mail: on the day
        /// `EQL_INFO` of the timeline at the earliest.
        EqlOutcome "EQL_OUTCOME",
        /// Six months after a school got its prize, and once more later, the teacher who speaks for it is asked by mail what the
        /// school does with it, as long as nobody told (`reportPrizeUse`).
        PrizeFollowUp "PRIZE_FOLLOW_UP",
        /// Teachers who have not answered their invitation to an event are reminded by mail, on `Event.remindOn`.
        EventReminder "EVENT_REMINDER",
        /// 30 days after an event, what guests need and the links to answer with are erased.
        EventCleanup "EVENT_CLEANUP",
    }

    /// The state of what the system does by itself. Closed: no value will be added.
    JobStatus {
        /// It is not due yet, or is done within a minute or so. What went wrong before is tried again at `nextAttemptAt`.
        Waiting "WAITING",
        /// It is done.
        Done "DONE",
        /// It went wrong several times, and is not tried again by itself: see `failure` and `retryJob`.
        Failed "FAILED",
        /// What it was for is gone: a release was not scheduled any more, or no evaluation is open.
        Cancelled "CANCELLED",
    }

    /// Why the system could not do something by itself. May grow: values can be added.
    JobFailure {
        /// Something went wrong. The log of the server says what, beside the id of the job.
        Error "ERROR",
        /// The server stopped each time while it was at it.
        Interrupted "INTERRUPTED",
    }

    /// What the key of a program may be used for. May grow: values can be added.
    ServiceScope {
        /// Read schools.
        SchoolRead "SCHOOL_READ",
        /// Read projects.
        ProjectRead "PROJECT_READ",
        /// Read the states of registrations.
        RegistrationRead "REGISTRATION_READ",
        /// Read the states of applications, and public outcomes.
        ApplicationRead "APPLICATION_READ",
        /// Read labels.
        LabelRead "LABEL_READ",
        /// Read candidates for the European label.
        EqlRead "EQL_READ",
        /// Record which projects got the European label.
        EqlWrite "EQL_WRITE",
        /// Read the results that are to be published on ESEP.
        PublicationRead "PUBLICATION_READ",
        /// Note which results are published on ESEP.
        PublicationWrite "PUBLICATION_WRITE",
    }

    /// How somebody signed in. May grow: values can be added.
    SignInMethod {
        /// With address and password.
        Password "PASSWORD",
        /// With a link that came by mail.
        Link "LINK",
        /// With an identity provider outside.
        Provider "PROVIDER",
    }

    /// Why a session ended before its time. May grow: values can be added.
    SessionEnd {
        /// Signed out.
        SignedOut "SIGNED_OUT",
        /// A refresh token came a second time: it is in other hands too.
        Reused "REUSED",
    }

    /// What a campaign keeps for a limited time. May grow: values can be added.
    RetentionKind {
        /// A draft that was never handed in, or that was taken back.
        Draft "DRAFT",
        /// The texts of an application, what the jury wrote about it, and what was written to the teacher.
        ApplicationTexts "APPLICATION_TEXTS",
        /// Which juror was asked to judge, or judged, an application.
        JurorLink "JUROR_LINK",
        /// Address and content of a mail.
        Message "MESSAGE",
        /// A photo of a prize, with its file.
        Photo "PHOTO",
    }

    /// What the import of a row would do. Closed: no value will be added.
    ImportOutcome {
        /// It makes a registration, and the teacher and project if they are missing.
        New "NEW",
        /// The registration exists already; the project has ended since, and that is noted.
        Update "UPDATE",
        /// Nothing: everything in the row exists already.
        Same "SAME",
        /// Nothing: the row has an error that must be fixed first.
        Error "ERROR",
    }

    /// How serious a finding is. Closed: no value will be added.
    ImportSeverity {
        /// The row cannot be imported.
        Error "ERROR",
        /// The row can be imported, but somebody should look at it.
        Warning "WARNING",
    }

    /// A column of the registration form. May grow: values can be added.
    ImportColumn {
        /// Number of the answer in the registration form.
        FormsId "FORMS_ID",
        /// When the teacher sent the form, by the clock of the form. This instant counts for the deadline.
        CompletedAt "COMPLETED_AT",
        /// Address of the teacher.
        Email "EMAIL",
        /// Name of the teacher.
        Name "NAME",
        /// Name of the school.
        School "SCHOOL",
        /// Number of the school: six digits (Flemish community), or FASE number (French community).
        SchoolNumber "SCHOOL_NUMBER",
        /// Town of the school.
        City "CITY",
        /// Community of the school.
        Community "COMMUNITY",
        /// Title of the project.
        Title "TITLE",
        /// Address of the project on ESEP, or the last part of that address.
        EsepUrl "ESEP_URL",
        /// When the project was registered on ESEP.
        RegisteredOn "REGISTERED_ON",
        /// First day of the project.
        StartedOn "STARTED_ON",
        /// Last day of the project.
        EndedOn "ENDED_ON",
        /// Whether the project still runs.
        Status "STATUS",
        /// The other founding schools: countries, or communities of Belgium.
        Partners "PARTNERS",
        /// Whether there were activities in the school year.
        Activity "ACTIVITY",
        /// Whether the project was registered on ESEP in time, as the teacher says. The date of registration decides.
        InWindow "IN_WINDOW",
        /// Whether results can be seen on the TwinSpace.
        Results "RESULTS",
        /// Whether the pupils worked together and communicated with another class.
        Together "TOGETHER",
        /// Whether the project ends before the deadline, as the teacher says. The last day of the project decides.
        Ended "ENDED",
        /// Which label, as the teacher says. The founding schools decide.
        Track "TRACK",
    }

    /// What is wrong with a row of an import, or worth a look. May grow: values can be added.
    ImportCode {
        /// A needed column is empty.
        Missing "MISSING",
        /// Not an e-mail address.
        NotAnEmail "NOT_AN_EMAIL",
        /// Not a date or an instant, or a date that can be read in two ways (see `DATE_IN_DOUBT`).
        NotADate "NOT_A_DATE",
        /// Neither yes nor no.
        NotYesOrNo "NOT_YES_OR_NO",
        /// Not one of the choices of the form.
        UnknownWord "UNKNOWN_WORD",
        /// Not an address of a project on ESEP.
        NotAnAddress "NOT_AN_ADDRESS",
        /// More than 200 characters.
        TextTooLong "TEXT_TOO_LONG",
        /// Not a valid school number, or the number of another school than the one that the row names.
        NotASchoolNumber "NOT_A_SCHOOL_NUMBER",
        /// No such school is known. Enter it with `createSchool`, then judge the row again with `fixImportRow`.
        UnknownSchool "UNKNOWN_SCHOOL",
        /// Several schools have this name. Give the number.
        AmbiguousSchool "AMBIGUOUS_SCHOOL",
        /// The school is not in Belgium.
        SchoolNotInBelgium "SCHOOL_NOT_IN_BELGIUM",
        /// Only staff of the community of the school can import this row. Rows for Belgica can be imported by all
        /// staff.
        OtherCommunity "OTHER_COMMUNITY",
        /// The text names neither a country nor a community of Belgium. It is ignored.
        UnknownPartner "UNKNOWN_PARTNER",
        /// The project can get no label: its founders are of one country, and its schools of one community. Or the row
        /// does not say where any partner school is.
        NoTrack "NO_TRACK",
        /// The date is in the future.
        DateInFuture "DATE_IN_FUTURE",
        /// The project ends before it starts.
        EndsBeforeItStarts "ENDS_BEFORE_IT_STARTS",
        /// The form was sent after the deadline of step 1. The deadline is not extended for a single teacher.
        Late "LATE",
        /// An earlier row of the file has the same teacher and project.
        Double "DOUBLE",
        /// The account with this address does not belong to your community, or it belongs to staff. Ask its owner first
        /// (`inviteToSchool`), or let staff of the other community import the row.
        AccountElsewhere "ACCOUNT_ELSEWHERE",
        /// The project with this address belongs to another community. Its founders, or staff of that community, must
        /// add the school first.
        ProjectElsewhere "PROJECT_ELSEWHERE",
        /// The cell holds a spreadsheet error such as `#N/A`, or a formula without a stored value (`#FORMULA!`).
        CellError "CELL_ERROR",
        /// Staff have refused this registration before. An import does not make it again.
        RegistrationRefused "REGISTRATION_REFUSED",
        /// The file does not say whether the day or the month comes first. If a date could be read,
        /// `ImportFinding.text` says which one was taken.
        DateInDoubt "DATE_IN_DOUBT",
        /// Some letters may be wrong or lost: the file mixes character encodings.
        Garbled "GARBLED",
        /// The row is hidden in the spreadsheet.
        HiddenRow "HIDDEN_ROW",
        /// The row has more cells than there are columns. The additional cells are ignored.
        ExtraCells "EXTRA_CELLS",
        /// Staff took back what this row had made. Correct the row, then judge it again.
        Undone "UNDONE",
        /// The account of the teacher is locked.
        TeacherLocked "TEACHER_LOCKED",
        /// The teacher is in the jury for this label, and so cannot apply for it.
        IsJuror "IS_JUROR",
        /// The teacher has taken back this registration. An import does not make it again.
        TakenBack "TAKEN_BACK",
        /// Another rule refused the row: see `ImportFinding.text`.
        Refused "REFUSED",
        /// The project was registered on ESEP outside the dates of the campaign. Staff must review the registration.
        OutsideWindow "OUTSIDE_WINDOW",
        /// The teacher answered "no" to this condition. Staff must review the registration.
        InDoubt "IN_DOUBT",
        /// The project does not end before the deadline of step 2. It must, before the teacher can hand in.
        StillRuns "STILL_RUNS",
        /// The teacher has more registrations than applications that are judged in a school year.
        TooManyApplications "TOO_MANY_APPLICATIONS",
        /// No school with this name is known. It is listed with the project (`Project.unknownPartners`).
        PartnerNotFound "PARTNER_NOT_FOUND",
        /// The row has no school number; the school was found by its name.
        FoundByName "FOUND_BY_NAME",
        /// The school with this number has another name.
        NameDiffers "NAME_DIFFERS",
        /// The founding schools make it another label than the one in the row.
        TrackDiffers "TRACK_DIFFERS",
        /// The dates in the row say otherwise.
        SaysOtherwise "SAYS_OTHERWISE",
    }
}
