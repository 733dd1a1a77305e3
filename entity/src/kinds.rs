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
    /// What someone may be. A request acts in one role at a time. Closed.
    Role {
        /// Registers projects and applies for the label.
        Teacher "TEACHER",
        /// Judges applications.
        Juror "JUROR",
        /// Works for the national support organisation of a community.
        Staff "STAFF",
        /// Runs the system.
        Admin "ADMIN",
        /// A program that syncs data.
        Service "SERVICE",
    }

    /// Whether a user may sign in. Closed.
    UserStatus {
        /// May sign in.
        Active "ACTIVE",
        /// May not sign in.
        Locked "LOCKED",
    }

    /// A community of Belgium, or abroad. Closed.
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

    /// Which label a project goes for. Closed.
    Track {
        /// National quality label: founders from different countries.
        Nql "NQL",
        /// Belgica: founders from Belgium, two communities or more.
        Belgica "BELGICA",
    }

    /// Where a campaign stands. Closed; moves downwards only.
    CampaignStatus {
        /// Being prepared; everything can change.
        Draft "DRAFT",
        /// Teachers register and apply; rubric and rules are frozen.
        Open "OPEN",
        /// Both deadlines have passed; admissibility is decided.
        Closed "CLOSED",
        /// The jury judges.
        Evaluation "EVALUATION",
        /// Results are decided and prepared.
        Deliberation "DELIBERATION",
        /// Results are out.
        Published "PUBLISHED",
        /// Kept for the record.
        Archived "ARCHIVED",
    }

    /// What a date on the timeline is about. May grow.
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

    /// Where a sub-question comes from. Closed.
    IndicatorSource {
        /// The information deck of the national support organisation.
        Deck "DECK",
        /// The European School Education Platform.
        Esep "ESEP",
    }

    /// Level of a school. Closed.
    SchoolLevel {
        /// Primary school.
        Primary "PRIMARY",
        /// Secondary school.
        Secondary "SECONDARY",
    }

    /// Whether a project still runs. Closed.
    ProjectStatus {
        /// Running.
        Ongoing "ONGOING",
        /// Finished.
        Ended "ENDED",
    }

    /// Where the founders of a project come from. Closed.
    ProjectKind {
        /// Different countries.
        European "EUROPEAN",
        /// The same country.
        National "NATIONAL",
    }

    /// Why a project goes for its label, or for none (F1, Q13). Closed.
    TrackGround {
        /// Its founders are from different countries: the national quality label.
        FoundersOfTwoCountries "FOUNDERS_OF_TWO_COUNTRIES",
        /// Its founders are from Belgium, and schools of two communities take part: Belgica.
        TwoCommunities "TWO_COMMUNITIES",
        /// Its founders are from Belgium, and all its Belgian schools are of one community: none.
        OneCommunity "ONE_COMMUNITY",
        /// Its founders are from one other country: none here.
        FoundersAbroad "FOUNDERS_ABROAD",
        /// Nobody founded it: none.
        NoFounders "NO_FOUNDERS",
    }

    /// Why two schools may be one. May grow.
    DoubleGround {
        /// Same name and same town, whatever the capitals, accents and punctuation.
        SameNameAndTown "SAME_NAME_AND_TOWN",
        /// The same FASE number, but for zeros in front.
        SameFaseNumber "SAME_FASE_NUMBER",
    }

    /// Part of a teacher in a project. Closed.
    MemberRole {
        /// One of the two who started it.
        Founder "FOUNDER",
        /// Joined.
        Partner "PARTNER",
    }

    /// Where a registration (step 1) stands. Closed.
    RegistrationState {
        /// Not sent yet.
        Draft "DRAFT",
        /// Sent.
        Submitted "SUBMITTED",
        /// A person has to look: a condition is not met.
        NeedsReview "NEEDS_REVIEW",
        /// Accepted: step 2 is open.
        Confirmed "CONFIRMED",
        /// Refused by staff, with a reason.
        Ineligible "INELIGIBLE",
        /// Taken back by the teacher.
        Withdrawn "WITHDRAWN",
        /// Never sent before the deadline; kept.
        Lapsed "LAPSED",
    }

    /// A condition for taking part. Closed.
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

    /// What is found of a condition for taking part. Closed.
    EligibilityFinding {
        /// It holds.
        Pass "PASS",
        /// It does not hold.
        Fail "FAIL",
        /// It cannot be told from what is known, such as when a project ends that still runs.
        NeedsPerson "NEEDS_PERSON",
    }

    /// What becomes of a condition that does not hold, or of which that cannot be told. Closed.
    RuleSeverity {
        /// Nothing.
        Ignore "IGNORE",
        /// The teacher is warned.
        Warn "WARN",
        /// Staff look at it first.
        Review "REVIEW",
        /// It is refused.
        Block "BLOCK",
    }

    /// Who answered a condition. Closed.
    AnswerSource {
        /// The teacher said so.
        Teacher "TEACHER",
        /// Follows from the project's data on ESEP.
        Esep "ESEP",
        /// Staff decided otherwise, with a reason.
        Staff "STAFF",
    }

    /// What the teacher did with an application (step 2). Closed.
    ApplicationState {
        /// Being written.
        Draft "DRAFT",
        /// Handed in while step 1 is not confirmed any more.
        Submitted "SUBMITTED",
        /// Both steps are in: on its way to the jury.
        Complete "COMPLETE",
        /// Taken back by the teacher.
        Withdrawn "WITHDRAWN",
        /// Not handed in before the deadline; kept.
        Lapsed "LAPSED",
        /// Copied to the next campaign.
        CarriedOver "CARRIED_OVER",
    }

    /// What staff and jury did with a complete application. Closed.
    ApplicationStage {
        /// Goes to the jury.
        Admissible "ADMISSIBLE",
        /// Does not go to the jury.
        Inadmissible "INADMISSIBLE",
        /// The jury judges.
        InEvaluation "IN_EVALUATION",
        /// The evaluations are merged.
        Evaluated "EVALUATED",
        /// The outcome is known to staff.
        Decided "DECIDED",
        /// The outcome is known to the teacher.
        Published "PUBLISHED",
    }

    /// Where an application stands, as far as the caller may know. Until the results are published,
    /// teachers, jurors and integrations read every step after `COMPLETE` as `IN_EVALUATION`. Closed.
    ApplicationStatus {
        /// Being written.
        Draft "DRAFT",
        /// Handed in, step 1 open again.
        Submitted "SUBMITTED",
        /// Both steps are in.
        Complete "COMPLETE",
        /// Taken back.
        Withdrawn "WITHDRAWN",
        /// Not handed in before the deadline; the draft is kept.
        Lapsed "LAPSED",
        /// Copied to the next campaign.
        CarriedOver "CARRIED_OVER",
        /// Goes to the jury. Staff only.
        Admissible "ADMISSIBLE",
        /// Does not go to the jury. Staff only.
        Inadmissible "INADMISSIBLE",
        /// With the jury.
        InEvaluation "IN_EVALUATION",
        /// Evaluations are merged. Staff only.
        Evaluated "EVALUATED",
        /// Outcome known to staff. Staff only.
        Decided "DECIDED",
        /// Outcome is out.
        Published "PUBLISHED",
    }

    /// A text of a draft. Closed.
    DraftField {
        /// What the application is about.
        Summary "SUMMARY",
        /// The answer on a criterion.
        Text "TEXT",
        /// The teacher's own part.
        OwnTeacher "OWN_TEACHER",
        /// The part of the teacher's pupils.
        OwnPupils "OWN_PUPILS",
        /// An example of a result or an activity.
        Example "EXAMPLE",
    }

    /// Whether a form can be written in. Closed.
    FormState {
        /// It is open: what is saved is taken.
        Active "ACTIVE",
        /// Its teacher closed it; `openApplicationForm` opens it again.
        Closed "CLOSED",
        /// Nothing was written for too long. What was saved stays; `openApplicationForm` opens it again.
        Expired "EXPIRED",
    }

    /// What is said of a working draft. The first five keep it from being handed in; the others are advice. May grow.
    RemarkCode {
        /// The summary is empty.
        SummaryMissing "SUMMARY_MISSING",
        /// A criterion is not answered.
        AnswerMissing "ANSWER_MISSING",
        /// The part of the teacher or of the pupils is not told.
        OwnContributionMissing "OWN_CONTRIBUTION_MISSING",
        /// There is no address on the TwinSpace.
        TwinspaceLinkMissing "TWINSPACE_LINK_MISSING",
        /// The consent of the parents is not declared.
        ConsentMissing "CONSENT_MISSING",
        /// The text has more words than the jury wants to read.
        TooLong "TOO_LONG",
        /// The text has few words: be concrete.
        VeryShort "VERY_SHORT",
        /// The text seems to be in another language than the jury reads.
        OtherLanguage "OTHER_LANGUAGE",
        /// A criterion is answered without an example.
        ExampleMissing "EXAMPLE_MISSING",
        /// An address outside the TwinSpace has none on the TwinSpace beside it.
        ProofMissing "PROOF_MISSING",
    }

    /// Where help is shown. May grow.
    HelpPlace {
        /// Beside the form of step 1.
        Registration "REGISTRATION",
        /// Above the form of step 2.
        Application "APPLICATION",
        /// Beside the summary.
        Summary "SUMMARY",
        /// Beside one criterion.
        Criterion "CRITERION",
        /// Beside the answer on any criterion.
        Answer "ANSWER",
        /// Beside the teacher's own part.
        OwnTeacher "OWN_TEACHER",
        /// Beside the part of the pupils.
        OwnPupils "OWN_PUPILS",
        /// Beside an example.
        Example "EXAMPLE",
        /// Beside the addresses.
        Evidence "EVIDENCE",
        /// Beside the declaration of consent.
        Consent "CONSENT",
        /// How the form on ESEP is sent.
        EsepForm "ESEP_FORM",
    }

    /// A subject that a project is taught in. May grow.
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

    /// A way of teaching. May grow.
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

    /// What an evidence address shows. May grow.
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

    /// Whether a juror takes part in a jury. Closed.
    MembershipState {
        /// Takes part.
        Active "ACTIVE",
        /// Does not take part any more.
        Withdrawn "WITHDRAWN",
    }

    /// What a conflict of interest is about. Closed.
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

    /// Where a conflict of interest comes from. Closed.
    ConflictKind {
        /// Follows from the data.
        Auto "AUTO",
        /// Declared by the juror.
        Declared "DECLARED",
        /// Recorded by staff.
        Staff "STAFF",
    }

    /// Where an assignment stands. Overdue is derived from `dueAt`. Closed.
    AssignmentState {
        /// Planned; the juror does not know yet.
        Proposed "PROPOSED",
        /// The juror is asked.
        Invited "INVITED",
        /// The juror attested that there is no conflict.
        Accepted "ACCEPTED",
        /// Scores are being written.
        InProgress "IN_PROGRESS",
        /// The evaluation is in.
        Submitted "SUBMITTED",
        /// The juror said no.
        Declined "DECLINED",
        /// The juror has a conflict.
        Recused "RECUSED",
        /// Taken back by staff.
        Revoked "REVOKED",
    }

    /// What ties a juror to an application. May grow.
    Tie {
        /// The application is her own. Nobody can lift this.
        Own "OWN",
        /// She works, or worked in the look-back period, at its school or at a partner of its project. Nobody can lift this.
        School "SCHOOL",
        /// She takes part in the project. Nobody can lift this.
        Project "PROJECT",
        /// A conflict that keeps her away was declared by her or recorded by staff; it ends when that is withdrawn.
        Recorded "RECORDED",
        /// She and the applicant took part in another project together in the look-back period. It keeps her away until
        /// staff clear it.
        Together "TOGETHER",
        /// A school where she works, or worked in the look-back period, is under the board of the applicant's school.
        /// Staff decide.
        Board "BOARD",
        /// A conflict was recorded that staff weigh case by case.
        Noted "NOTED",
        /// She was asked before, and said no or that she cannot judge it. She is not asked again.
        SaidNo "SAID_NO",
    }

    /// Where a plan of who judges what stands. Closed.
    PlanState {
        /// Waits for its turn.
        Queued "QUEUED",
        /// Being worked out.
        Running "RUNNING",
        /// Worked out: it can be looked at, compared and committed.
        Ready "READY",
        /// Worked out that there is none; `inspectAssignmentPlan` says why, and what would help.
        Impossible "IMPOSSIBLE",
        /// It could not be worked out: `failure` says why.
        Failed "FAILED",
        /// Taken back before it was ready, or put away after.
        Cancelled "CANCELLED",
        /// Carried out: its jurors are asked.
        Committed "COMMITTED",
    }

    /// Which jurors the applications for one project should have. Closed.
    ProjectWish {
        /// The same: consistent, and less to read.
        Same "SAME",
        /// Different ones: independent.
        Different "DIFFERENT",
    }

    /// Where an evaluation stands. Closed.
    EvaluationState {
        /// Being written.
        Draft "DRAFT",
        /// Handed in.
        Submitted "SUBMITTED",
        /// Used in a result.
        Locked "LOCKED",
        /// Given back to the juror by staff.
        Reopened "REOPENED",
        /// Of a juror who has a conflict, cannot judge it, or left the jury; kept, not used.
        Void "VOID",
    }

    /// How evaluations were merged. Closed.
    ConsolidationMethod {
        /// Mean per criterion.
        Average "AVERAGE",
        /// Mean of the two evaluations whose totals are closest.
        ClosestTwo "CLOSEST_TWO",
        /// What the jurors agreed on, as one of them proposed it.
        Panel "PANEL",
    }

    /// Where a panel stands. Closed.
    PanelState {
        /// The consolidator has still to propose a result.
        Open "OPEN",
        /// A result is proposed; the others answer.
        Proposed "PROPOSED",
        /// All agree: it is the result.
        Agreed "AGREED",
    }

    /// Where a consolidation stands. Closed.
    ConsolidationState {
        /// The jurors differ too much: a third is asked.
        ThirdJuror "THIRD_JUROR",
        /// Merged.
        Merged "MERGED",
        /// Merged, and approved by staff.
        Approved "APPROVED",
    }

    /// Why scores cannot be calibrated. May grow.
    CalibrationObstacleCode {
        /// A juror scored the same application more than once.
        Repeated "REPEATED",
        /// A score is not on the scale.
        OffScale "OFF_SCALE",
        /// A juror has too few scores.
        TooFewScores "TOO_FEW_SCORES",
        /// Groups of jurors share no application: fixed panels.
        Unconnected "UNCONNECTED",
        /// There are too few jurors.
        TooFewJurors "TOO_FEW_JURORS",
        /// There are too few applications.
        TooFewApplications "TOO_FEW_APPLICATIONS",
        /// Too few applications were read by more than one juror.
        TooFewOverlaps "TOO_FEW_OVERLAPS",
        /// All scores are equal.
        NoVariance "NO_VARIANCE",
        /// The jurors agree to the last digit.
        NoError "NO_ERROR",
    }

    /// Result of an application. Closed.
    Outcome {
        /// Earns the label.
        Awarded "AWARDED",
        /// Does not earn the label.
        NotAwarded "NOT_AWARDED",
        /// Was not judged.
        Inadmissible "INADMISSIBLE",
    }

    /// Where a decision stands. Closed.
    DecisionState {
        /// Follows from the rule.
        Proposed "PROPOSED",
        /// Changed by staff, with a reason.
        Adjusted "ADJUSTED",
        /// Confirmed by a second person.
        Ratified "RATIFIED",
        /// Known to the teacher.
        Published "PUBLISHED",
    }

    /// Where the publication of a track stands. Closed.
    BatchState {
        /// Ready to be approved by a second person.
        Prepared "PREPARED",
        /// Approved: can be released.
        Approved "APPROVED",
        /// Released; mails are on their way.
        Emailed "EMAILED",
        /// Every item is on ESEP too.
        EsepDone "ESEP_DONE",
    }

    /// Whether the mail with a result has reached its reader. Closed.
    EmailState {
        /// Not released yet.
        Pending "PENDING",
        /// In the outbox.
        Queued "QUEUED",
        /// Accepted for delivery.
        Accepted "ACCEPTED",
        /// Refused by the mail server, or given up: see `Message.failure`. `resendMessage` sends it again.
        Failed "FAILED",
        /// Staff reached the teacher in another way.
        ReachedOtherwise "REACHED_OTHERWISE",
    }

    /// Whether a result is on ESEP. Closed.
    EsepState {
        /// Not yet.
        Pending "PENDING",
        /// On ESEP.
        Marked "MARKED",
        /// Not needed: Belgica has no form on ESEP.
        NotNeeded "NOT_NEEDED",
    }

    /// What a part of a prize is. Closed.
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

    /// Where a prize stands. May grow.
    AwardState {
        /// Proposed by staff.
        Proposed "PROPOSED",
        /// Confirmed by a second person.
        Ratified "RATIFIED",
        /// Public.
        Announced "ANNOUNCED",
        /// Not given after all: the school refused it, or does not hold the label any more.
        Declined "DECLINED",
    }

    /// Where a project stands for the European label. May grow.
    EqlState {
        /// Meets the conditions.
        Eligible "ELIGIBLE",
        /// Does not meet the conditions.
        NotEligible "NOT_ELIGIBLE",
        /// Proposed to the European level.
        Nominated "NOMINATED",
        /// Meets the conditions, not among the nominated.
        NotNominated "NOT_NOMINATED",
    }

    /// What a project still lacks for the European label, as its teachers are told: no figures. May grow.
    EqlGround {
        /// Nothing: all that is asked for is there.
        Met "MET",
        /// A national label in more countries, as far as those are recorded.
        Countries "COUNTRIES",
        /// Results of its labelled applications that are high enough, on the European scale.
        Results "RESULTS",
    }

    /// Where a mail stands. Closed.
    MessageState {
        /// Waits to be sent.
        Pending "PENDING",
        /// Accepted by the mail server.
        Sent "SENT",
        /// Given up.
        Failed "FAILED",
        /// Not to be sent any more.
        Cancelled "CANCELLED",
    }

    /// Why a mail was given up. Closed.
    MailFailure {
        /// The mail server takes no mail to this address, or not this mail.
        Refused "REFUSED",
        /// It was tried for three days.
        GivenUp "GIVEN_UP",
        /// Its address is none, or its text cannot be written.
        Unwritable "UNWRITABLE",
    }

    /// Which mail it is. May grow.
    MessageTemplate {
        /// Step 1 is confirmed, with help for step 2 (R68, R69).
        RegistrationConfirmed "REGISTRATION_CONFIRMED",
        /// Step 1 arrived, and a person looks at it first: a condition is not met.
        RegistrationInReview "REGISTRATION_IN_REVIEW",
        /// Staff refused a registration, with a reason.
        RegistrationRefused "REGISTRATION_REFUSED",
        /// Both steps are in (R91).
        ApplicationComplete "APPLICATION_COMPLETE",
        /// A draft was left alone for some time, and step 2 is open.
        DraftReminder "DRAFT_REMINDER",
        /// A juror is asked to judge.
        AssignmentInvited "ASSIGNMENT_INVITED",
        /// A juror has evaluations to hand in, soon or already late (Q20).
        EvaluationReminder "EVALUATION_REMINDER",
        /// Staff changed a project whose applications are being judged.
        ProjectChanged "PROJECT_CHANGED",
        /// Staff have to look at a conflict of interest in the jury.
        JuryConflict "JURY_CONFLICT",
        /// The result is known (R95).
        ResultPublished "RESULT_PUBLISHED",
        /// A school won a prize.
        PrizeAnnounced "PRIZE_ANNOUNCED",
        /// Someone may now sign in.
        Welcome "WELCOME",
        /// A link that signs its one person in (R72).
        SignInLink "SIGN_IN_LINK",
        /// The password changed; somebody else may have done it.
        PasswordChanged "PASSWORD_CHANGED",
        /// An account of an identity provider now signs this person in; somebody else may have done it.
        IdentityLinked "IDENTITY_LINKED",
        /// An office asks whether this person works at a school.
        SchoolInvitation "SCHOOL_INVITATION",
        /// The address that a project was entered with belongs to another, and is free for it.
        ProjectAddressFreed "PROJECT_ADDRESS_FREED",
    }

    /// What the key of a program may be used for. May grow.
    ServiceScope {
        /// Read schools.
        SchoolRead "SCHOOL_READ",
        /// Read projects.
        ProjectRead "PROJECT_READ",
        /// Read where registrations stand.
        RegistrationRead "REGISTRATION_READ",
        /// Read where applications stand, and outcomes that are out.
        ApplicationRead "APPLICATION_READ",
        /// Read labels.
        LabelRead "LABEL_READ",
        /// Read candidates for the European label.
        EqlRead "EQL_READ",
        /// Read what is to be published on ESEP.
        PublicationRead "PUBLICATION_READ",
        /// Note what was published on ESEP.
        PublicationWrite "PUBLICATION_WRITE",
    }

    /// How somebody signed in. May grow.
    SignInMethod {
        /// With address and password.
        Password "PASSWORD",
        /// With a link that came by mail.
        Link "LINK",
        /// With an identity provider outside.
        Provider "PROVIDER",
    }

    /// Why a session ended before its time. May grow.
    SessionEnd {
        /// Signed out.
        SignedOut "SIGNED_OUT",
        /// A refresh token came a second time: it is in other hands too.
        Reused "REUSED",
    }

    /// What a campaign keeps for a time only. May grow.
    RetentionKind {
        /// A draft on which nothing was decided: never handed in, or taken back.
        Draft "DRAFT",
        /// The texts of an application, what the jury wrote on it, and what was written to its teacher.
        ApplicationTexts "APPLICATION_TEXTS",
        /// That it was this juror who was asked to judge, or judged, an application.
        JurorLink "JUROR_LINK",
        /// Address and content of a mail.
        Message "MESSAGE",
    }

    /// What comes of a row of an import. Closed.
    ImportOutcome {
        /// A registration is made, and whatever it needs.
        New "NEW",
        /// The registration is there; its project has ended since.
        Update "UPDATE",
        /// All of it is there.
        Same "SAME",
        /// Nothing comes of it before it is fixed.
        Error "ERROR",
    }

    /// How bad it is. Closed.
    ImportSeverity {
        /// The row cannot be committed.
        Error "ERROR",
        /// It can; somebody should look.
        Warning "WARNING",
    }

    /// A column of the registration form. May grow.
    ImportColumn {
        /// Number of the answer in the form.
        FormsId "FORMS_ID",
        /// When the form was sent, by its own clock; counts for the deadline.
        CompletedAt "COMPLETED_AT",
        /// Address of the teacher.
        Email "EMAIL",
        /// Name of the teacher.
        Name "NAME",
        /// Name of the school.
        School "SCHOOL",
        /// Number of the school: six digits, or FASE.
        SchoolNumber "SCHOOL_NUMBER",
        /// Town of the school.
        City "CITY",
        /// Community of the school.
        Community "COMMUNITY",
        /// Title of the project.
        Title "TITLE",
        /// Address of the project on ESEP, or its name in it.
        EsepUrl "ESEP_URL",
        /// When the project was registered on ESEP.
        RegisteredOn "REGISTERED_ON",
        /// First day of the project.
        StartedOn "STARTED_ON",
        /// Last day of the project.
        EndedOn "ENDED_ON",
        /// Whether the project still runs.
        Status "STATUS",
        /// The other schools that started the project: countries, or communities of Belgium.
        Partners "PARTNERS",
        /// Whether there were activities in the school year.
        Activity "ACTIVITY",
        /// Whether it was registered in time on ESEP, as the teacher says; the date decides.
        InWindow "IN_WINDOW",
        /// Whether results can be seen on the TwinSpace.
        Results "RESULTS",
        /// Whether the pupils worked together and communicated with another class.
        Together "TOGETHER",
        /// Whether the project ends before the deadline, as the teacher says; the date decides.
        Ended "ENDED",
        /// Which label, as the teacher says; the schools that started the project decide.
        Track "TRACK",
    }

    /// What was found of a row of an import. May grow.
    ImportCode {
        /// There is nothing in a column that is needed.
        Missing "MISSING",
        /// Not an e-mail address.
        NotAnEmail "NOT_AN_EMAIL",
        /// Not a date, or not an instant; or one that may be two days (see `DATE_IN_DOUBT`).
        NotADate "NOT_A_DATE",
        /// Neither yes nor no.
        NotYesOrNo "NOT_YES_OR_NO",
        /// Not one of the choices of the form.
        UnknownWord "UNKNOWN_WORD",
        /// Not an address of a project on ESEP.
        NotAnAddress "NOT_AN_ADDRESS",
        /// More than 200 characters.
        TextTooLong "TEXT_TOO_LONG",
        /// Not a number of a school, or the number of another school than the one that is named.
        NotASchoolNumber "NOT_A_SCHOOL_NUMBER",
        /// There is no such school; enter it, and judge the row again.
        UnknownSchool "UNKNOWN_SCHOOL",
        /// Several schools are called so; give the number.
        AmbiguousSchool "AMBIGUOUS_SCHOOL",
        /// The school is not in Belgium.
        SchoolNotInBelgium "SCHOOL_NOT_IN_BELGIUM",
        /// Staff of the community of the school import this row; only Belgica is shared.
        OtherCommunity "OTHER_COMMUNITY",
        /// The text is neither a country nor a community of Belgium: it is left out.
        UnknownPartner "UNKNOWN_PARTNER",
        /// Founders of one country, and schools of one community: the project fits no label. Or no partner says where it is.
        NoTrack "NO_TRACK",
        /// It is in the future.
        DateInFuture "DATE_IN_FUTURE",
        /// The project ends before it starts.
        EndsBeforeItStarts "ENDS_BEFORE_IT_STARTS",
        /// The form was sent after step 1 had closed. A deadline is never extended for one.
        Late "LATE",
        /// An earlier row of the file is about the same teacher and project.
        Double "DOUBLE",
        /// The account with this address does not work in your community, or has an office: its owner says so first
        /// (`inviteToSchool`), or its own office imports the row.
        AccountElsewhere "ACCOUNT_ELSEWHERE",
        /// The project with this address is of another community: its founders or its own office add the school first.
        ProjectElsewhere "PROJECT_ELSEWHERE",
        /// The cell holds an error of the spreadsheet, such as `#N/A`, or a formula whose value was not stored (`#FORMULA!`).
        CellError "CELL_ERROR",
        /// Staff have refused this registration; an import does not bring it again.
        RegistrationRefused "REGISTRATION_REFUSED",
        /// The file does not say whether the day or the month comes first. Where the date was read, the text says as what.
        DateInDoubt "DATE_IN_DOUBT",
        /// Letters were lost, or may be others: the file mixes encodings.
        Garbled "GARBLED",
        /// The row is hidden in the file.
        HiddenRow "HIDDEN_ROW",
        /// More stands in the row than there are columns; that counts for nothing.
        ExtraCells "EXTRA_CELLS",
        /// Staff took back what came of this row. Correct it, and have it judged again.
        Undone "UNDONE",
        /// The teacher may not sign in.
        TeacherLocked "TEACHER_LOCKED",
        /// Who is in the jury of a label does not apply for it.
        IsJuror "IS_JUROR",
        /// The teacher has taken this registration back; an import does not bring it again.
        TakenBack "TAKEN_BACK",
        /// The rules of the act itself refused it; the text says why.
        Refused "REFUSED",
        /// The project was registered on ESEP outside the window: staff look at the registration.
        OutsideWindow "OUTSIDE_WINDOW",
        /// The teacher says no: staff look at the registration.
        InDoubt "IN_DOUBT",
        /// The project does not end before step 2 closes; it must, to hand in.
        StillRuns "STILL_RUNS",
        /// More registrations than applications that are judged.
        TooManyApplications "TOO_MANY_APPLICATIONS",
        /// A partner school is not known by this name: it is listed with the project (`unknownPartners`).
        PartnerNotFound "PARTNER_NOT_FOUND",
        /// The school was found by its name, without a number.
        FoundByName "FOUND_BY_NAME",
        /// The number is of a school with another name.
        NameDiffers "NAME_DIFFERS",
        /// The schools that started the project make it another label.
        TrackDiffers "TRACK_DIFFERS",
        /// The dates say otherwise.
        SaysOtherwise "SAYS_OTHERWISE",
    }
}
