//! What comes at once is answered as if it had come one after the other.
//!
//! The judge is the product itself: two acts are done one after the other, in both orders; then the house is put back as it
//! was, and they are done at once. The answers and the rows must be those of one of the two orders. On Postgres the race is no
//! luck: nobody may write into the audit log until both have come that far, so both have decided before either is done.

use std::{cell::Cell, collections::BTreeMap, fmt::Write, panic::AssertUnwindSafe, time::Duration};

use async_graphql::futures_util::{FutureExt, future::join_all};
use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use chrono::{DateTime, Utc};
use entity::{
    ids::JurorId,
    kinds::{Community, Kind, MessageTemplate, Role},
};
use nql::{
    auth::Actor,
    db::{Database, Transaction},
    work::Work,
};
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value as Sql};
use serde_json::{Value, json};

use crate::{
    matrices::{mutations, outcome},
    session::{PASSWORD, link},
    support::{
        Engine, House, Person, Reply,
        db::beside,
        given::SCORED,
        story::{Phase, Story, behind, wire},
    },
    trial,
};

/// When each mutation can be done. A new one needs its line here, and its input in [`call`].
const WHEN: &[(Phase, &[&str])] = &[
    (
        Phase::Open,
        &[
            "addEvidenceLink",
            "addProjectMember",
            "addProjectPartner",
            "answerSchoolInvitation",
            "applyConfiguration",
            "changePassword",
            "changeRoles",
            "eligibilityCheck",
            "cloneCampaign",
            "closeApplicationForm",
            "commitImport",
            "createCampaign",
            "createProject",
            "createSchool",
            "createUser",
            "declareConsent",
            "endProject",
            "eraseUser",
            "exchangeServiceKey",
            "applicationExport",
            "configurationExport",
            "personalDataExport",
            "extendDeadlines",
            "schoolDoubles",
            "fixImportRow",
            "freeProjectAddress",
            "inviteJuror",
            "inviteToSchool",
            "linkIdentity",
            "lockUser",
            "makeServiceKey",
            "mergeSchools",
            "openApplicationForm",
            "overrideEligibility",
            "overrideTrack",
            "configurationPreview",
            "eligibilityRulesPreview",
            "previewImport",
            "schoolMergePreview",
            "trackPreview",
            "recordAbsence",
            "recordJurorSchool",
            "refreshSession",
            "remindDrafts",
            "removeEvidenceLink",
            "removeProjectMember",
            "removeProjectPartner",
            "renewFormSession",
            "requestPersonalData",
            "requestSignInLink",
            "resendMessage",
            "resetPassword",
            "restoreDraftText",
            "reviewRegistration",
            "revokeServiceKey",
            "saveApplicationDraft",
            "setContact",
            "setEligibilityRules",
            "setLanguages",
            "setMilestones",
            "setRetention",
            "signIn",
            "signInWithLink",
            "signInWithProvider",
            "signOut",
            "submitApplication",
            "submitRegistration",
            "takeBackImportRow",
            "unlinkIdentity",
            "unlockUser",
            "updateJuror",
            "updateEvidenceLink",
            "updateProfile",
            "updateProject",
            "updateSchool",
            "withdrawConsent",
            "withdrawJuror",
            "withdrawRegistration",
        ],
    ),
    (
        Phase::HandedIn,
        &[
            "admitApplications",
            "carryOverDraft",
            "closeCampaign",
            "similarities",
            "decideAdmissibility",
            "recordEsepSubmission",
            "recordLinkCheck",
            "takeBackAdmissibility",
            "withdrawApplication",
        ],
    ),
    (Phase::Closed, &["openCampaign", "startEvaluation"]),
    (
        Phase::Asked,
        &[
            "assignJuror",
            "cancelAssignmentPlan",
            "clearConflict",
            "commitAssignmentPlan",
            "assignmentPlanComparison",
            "declareConflict",
            "assignmentExplanation",
            "jurorChoices",
            "assignmentPlanInspection",
            "recordConflict",
            "remindJurors",
            "removeAbsence",
            "respondToAssignment",
            "revokeAssignment",
            "screenConflicts",
            "simulateAssignment",
            "withdrawClearance",
        ],
    ),
    (
        Phase::Judging,
        &["reopenEvaluation", "saveEvaluationDraft", "startDeliberation", "submitEvaluation", "withdrawConflict"],
    ),
    (
        Phase::Judged,
        &[
            "answerPanelResult",
            "calibration",
            "consolidateApplications",
            "dissolvePanel",
            "juryHealth",
            "nameConsolidator",
            "proposePanelResult",
        ],
    ),
    (Phase::Merged, &["proposeDecisions"]),
    (
        Phase::Proposed,
        &[
            "adjustDecision",
            "approveResultTexts",
            "createSponsor",
            "definePrize",
            "draftResultTexts",
            "importResultTexts",
            "prizeBudget",
            "ratifyDecisions",
            "removePrize",
            "resultTextsPreview",
            "resultTextsSheet",
            "resumeEvaluation",
            "saveResultTexts",
            "setSponsorLogo",
            "updatePrize",
            "updateSponsor",
        ],
    ),
    (
        Phase::Ratified,
        &[
            "approvePublication",
            "awardPrize",
            "decisionReplay",
            "outcomesUnder",
            "preparePublication",
            "projectRanking",
            "proposePrizes",
            "publishResults",
            "ratifyPrizeAward",
            "releasePreview",
            "scheduleRelease",
            "splitPrize",
            "takeBackPrizeAward",
            "takeBackRatifications",
        ],
    ),
    (
        Phase::Published,
        &[
            "announcePrizes",
            "archiveCampaign",
            "computeEqlCandidates",
            "certificate",
            "certificateSample",
            "confirmCorrection",
            "credential",
            "excuseFromEsep",
            "importEqlOutcomes",
            "issueCertificates",
            "markEsepPublished",
            "markReachedOtherwise",
            "nominateForEql",
            "proposeEqlCandidates",
            "recordBounces",
            "recordCollections",
            "recordForeignLabels",
            "recordPostings",
            "restoreLabel",
            "reviseDecision",
            "revokeLabel",
            "setCertificateDesign",
            "setCertificateHolder",
            "takeBackCorrection",
            "withdrawEqlCandidacy",
        ],
    ),
    (
        Phase::Announced,
        &[
            "acceptPrize",
            "admitReconsideration",
            "answerEventInvitation",
            "answerEventInvitationByLink",
            "answerReconsideration",
            "cancelEvent",
            "checkInByCode",
            "declinePrize",
            "eventGuests",
            "eventGuestsSheet",
            "eventInvitationByLink",
            "forfeitPrize",
            "inviteToEvent",
            "namePrizeContact",
            "planEvent",
            "recordAttendance",
            "requestReconsideration",
            "takeBackAttendance",
            "updateEvent",
            "withdrawReconsideration",
        ],
    ),
    (
        Phase::Told,
        &[
            "addPhoto",
            "applyRetention",
            "approvePhoto",
            "closePrizeAward",
            "declarePhotoConsent",
            "enterVoucher",
            "planPrizeVisit",
            "recordPrizeHandover",
            "reportPrizeUse",
            "retentionPreview",
            "retryJob",
            "revealVoucher",
            "withdrawPhoto",
        ],
    ),
];

/// These need an identity provider: [`crate::provider`] lets them meet themselves. Here they meet others, refused.
const WITHOUT_PROVIDER: [&str; 2] = ["linkIdentity", "signInWithProvider"];

/// One act, ready to be sent.
#[derive(Clone)]
struct Call {
    name: &'static str,
    who: Option<Person>,
    /// Made before anything is sent: what comes second does not know what the first did.
    token: Option<String>,
    input: Value,
}

impl Call {
    async fn of(house: &House, name: &'static str, who: Option<Person>, input: Value) -> Self {
        let mut call = Self { name, who, token: None, input };
        call.sign_in(house).await;
        call
    }

    async fn sign_in(&mut self, house: &House) {
        if let Some(person) = self.who {
            self.token = Some(house.token(person.id).await);
        }
    }

    async fn send(&self, house: &House) -> Reply {
        let (name, input_type) = (self.name, input_type(self.name));
        let kind = if nql::mutation::is_computed(name) { "query" } else { "mutation" };
        let query = format!(
            "{kind}($input: {input_type}!) {{ it: {name}(input: $input) {{ __typename userErrors {{ code message }} }} }}"
        );
        let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        if let (Some(token), Some(person)) = (&self.token, self.who) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            request = request.header("x-nql-role", person.role.word());
        }
        let body = json!({ "query": query, "variables": { "input": self.input } }).to_string();
        let response = house.send(request.body(Body::from(body)).unwrap()).await;
        Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
    }
}

/// The type of the input of a mutation.
fn input_type(name: &str) -> String {
    let moves = ["openCampaign", "closeCampaign", "startEvaluation", "startDeliberation", "resumeEvaluation"];
    let of = if moves.contains(&name) { "moveCampaign" } else { name };
    format!("{}{}Input", of[..1].to_uppercase(), &of[1..])
}

/// A house as it stood, to be put back.
struct Saved {
    now: DateTime<Utc>,
    tables: BTreeMap<String, bool>,
    beside: Database,
    times: Cell<i32>,
}

impl Saved {
    /// On Postgres, where works meet; SQLite lets one in at a time.
    async fn of(house: &House) -> Self {
        let beside = beside(&house.db).await;
        let sql = "SELECT t.table_name AS name, bool_or(c.column_name = 'version') AS versioned \
             FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name) \
             WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND t.table_name <> 'seaql_migrations' \
             AND t.table_name NOT LIKE 'saved_%' GROUP BY 1";
        let rows = beside.query_all_raw(Statement::from_string(beside.get_database_backend(), sql)).await.unwrap();
        let tables: BTreeMap<String, bool> =
            rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "versioned").unwrap())).collect();
        let mut script = String::new();
        for table in tables.keys() {
            let _ =
                write!(script, "DROP TABLE IF EXISTS saved_{table}; CREATE TABLE saved_{table} AS TABLE \"{table}\";");
        }
        beside.execute_unprepared(&script).await.unwrap();
        Self { now: house.clock.now(), tables, beside, times: Cell::new(0) }
    }

    /// Puts everything back.
    async fn put_back(&self, house: &House) {
        let mut script = "BEGIN; SET LOCAL session_replication_role = replica;".to_owned();
        for table in self.tables.keys() {
            let _ = write!(script, "DELETE FROM \"{table}\"; INSERT INTO \"{table}\" SELECT * FROM saved_{table};");
        }
        // What is remembered of somebody's rights is older each time.
        self.times.set(self.times.get() + 1);
        let _ =
            write!(script, "UPDATE \"user\" SET access_version = access_version + {}; COMMIT", 100 * self.times.get());
        self.beside.execute_unprepared(&script).await.unwrap();
        house.clock.set(self.now);
    }

    /// How many rows each table has, and how often they were changed. Guesses are counted before anything is done.
    async fn measure(&self) -> BTreeMap<String, (i64, i64)> {
        let part = |(table, versioned): (&String, &bool)| {
            let versions = if *versioned { "coalesce(sum(version), 0)::bigint" } else { "0::bigint" };
            format!("SELECT '{table}' AS name, count(*) AS rows, {versions} AS versions FROM \"{table}\"")
        };
        let sql = self
            .tables
            .iter()
            .filter(|(table, _)| *table != "sign_in_attempt")
            .map(part)
            .collect::<Vec<_>>()
            .join(" UNION ALL ");
        let statement = Statement::from_string(self.beside.get_database_backend(), sql);
        let rows = self.beside.query_all_raw(statement).await.unwrap();
        let of = |row: &sea_orm::QueryResult| {
            (row.try_get("", "name").unwrap(), (row.try_get("", "rows").unwrap(), row.try_get("", "versions").unwrap()))
        };
        rows.iter().map(of).collect()
    }

    /// What differs from how it was.
    async fn changes(&self, before: &BTreeMap<String, (i64, i64)>) -> BTreeMap<String, (i64, i64)> {
        let now = self.measure().await;
        let change = |(table, (rows, versions)): (String, (i64, i64))| {
            let was = before[&table];
            (table, (rows - was.0, versions - was.1))
        };
        now.into_iter().map(change).filter(|(_, change)| *change != (0, 0)).collect()
    }
}

/// What came of two acts: their answers, and what they changed.
type Came = ([String; 2], BTreeMap<String, (i64, i64)>);

/// How many wait for the transaction of `holder`, or for somebody who does.
async fn waiting(db: &Database, holder: i32) -> i64 {
    let sql = "WITH RECURSIVE waits(pid) AS ( \
               SELECT a.pid FROM pg_stat_activity a WHERE a.wait_event_type = 'Lock' AND $1 = ANY(pg_blocking_pids(a.pid)) \
               UNION SELECT a.pid FROM pg_stat_activity a JOIN waits w ON w.pid = ANY(pg_blocking_pids(a.pid)) \
               WHERE a.wait_event_type = 'Lock') SELECT count(*) AS waiting FROM waits";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [Sql::from(holder)]);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "waiting").unwrap()
}

/// Nobody is done before somebody says so.
const NOBODY_IS_DONE: &str = "LOCK TABLE audit_event IN SHARE MODE";

/// Keeps others waiting until somebody says so.
async fn gate(db: &Database, lock: &str) -> (Transaction, i32) {
    let gate = db.begin().await.unwrap();
    gate.execute_unprepared(lock).await.unwrap();
    let pid = Statement::from_string(db.get_database_backend(), "SELECT pg_backend_pid()");
    let pid = gate.query_one_raw(pid).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    (gate, pid)
}

/// Sends acts at once: none is done before every one has come as far as it gets alone.
async fn at_once<const N: usize>(house: &House, db: &Database, calls: [&Call; N]) -> [Reply; N] {
    let (gate, pid) = gate(db, NOBODY_IS_DONE).await;
    let over = Cell::new(0);
    let sent = join_all(calls.map(|call| async {
        let reply = call.send(house).await;
        over.set(over.get() + 1);
        reply
    }));
    let open = async {
        for _ in 0..200 {
            if waiting(db, pid).await + over.get() >= i64::try_from(N).unwrap() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        gate.commit().await.unwrap();
    };
    let (replies, ()) = tokio::join!(sent, open);
    replies.try_into().unwrap()
}

/// How two acts are sent.
#[derive(Clone, Copy)]
enum Way {
    Once,
    OneAfterTheOther,
    TheOtherFirst,
    AtOnce,
}

/// Puts the house back, makes two acts ready, and sends them.
async fn play(
    house: &House,
    story: &Story,
    saved: &Saved,
    names: [&'static str; 2],
    key: Option<&str>,
    way: Way,
) -> (Came, [String; 2]) {
    saved.put_back(house).await;
    let mut one = call(house, story, names[0]).await;
    let mut two = if names[0] == names[1] { one.clone() } else { call(house, story, names[1]).await };
    for call in [&mut one, &mut two] {
        call.sign_in(house).await;
        if let Some(key) = key {
            call.input["idempotencyKey"] = json!(key);
        }
    }
    let before = saved.measure().await;
    let [first, second] = match way {
        Way::Once => {
            let reply = one.send(house).await;
            let again = Reply { text: reply.text.clone(), body: reply.body.clone() };
            [reply, again]
        }
        Way::OneAfterTheOther => [one.send(house).await, two.send(house).await],
        Way::TheOtherFirst => {
            let second = two.send(house).await;
            [one.send(house).await, second]
        }
        Way::AtOnce => at_once(house, &saved.beside, [&one, &two]).await,
    };
    let mut answers = [outcome(&first), outcome(&second)];
    if names[0] == names[1] {
        answers.sort();
    }
    ((answers, saved.changes(&before).await), [first.text, second.text])
}

/// Acts that meet in every run: what one decides, the other changes.
const MEETINGS: &[[&str; 2]] = &[
    ["submitApplication", "lockUser"],
    ["submitApplication", "changeRoles"],
    ["submitApplication", "eraseUser"],
    ["submitApplication", "withdrawRegistration"],
    ["submitApplication", "saveApplicationDraft"],
    ["submitApplication", "extendDeadlines"],
    ["submitApplication", "mergeSchools"],
    ["createProject", "mergeSchools"],
    ["submitRegistration", "mergeSchools"],
    ["answerSchoolInvitation", "mergeSchools"],
    ["updateSchool", "mergeSchools"],
    ["signIn", "lockUser"],
    ["refreshSession", "lockUser"],
    ["signOut", "lockUser"],
    ["changePassword", "lockUser"],
    ["revokeServiceKey", "exchangeServiceKey"],
    ["setMilestones", "extendDeadlines"],
    ["applyConfiguration", "setEligibilityRules"],
    ["addProjectPartner", "addProjectMember"],
    ["closeCampaign", "withdrawApplication"],
    ["admitApplications", "decideAdmissibility"],
    ["admitApplications", "withdrawApplication"],
    ["commitAssignmentPlan", "recordConflict"],
    ["commitAssignmentPlan", "assignJuror"],
    ["commitAssignmentPlan", "respondToAssignment"],
    ["declareConflict", "respondToAssignment"],
    ["declareConflict", "revokeAssignment"],
    ["submitEvaluation", "startDeliberation"],
    ["saveEvaluationDraft", "startDeliberation"],
    ["reopenEvaluation", "startDeliberation"],
    ["saveEvaluationDraft", "submitEvaluation"],
    ["consolidateApplications", "nameConsolidator"],
    ["answerPanelResult", "dissolvePanel"],
    ["answerPanelResult", "proposePanelResult"],
    ["approveResultTexts", "saveResultTexts"],
    ["draftResultTexts", "saveResultTexts"],
    ["importResultTexts", "saveResultTexts"],
    ["ratifyDecisions", "adjustDecision"],
    ["ratifyDecisions", "saveResultTexts"],
    ["ratifyDecisions", "resumeEvaluation"],
    ["publishResults", "preparePublication"],
    ["publishResults", "scheduleRelease"],
    ["publishResults", "awardPrize"],
    ["revokeLabel", "announcePrizes"],
    ["revokeLabel", "recordForeignLabels"],
    ["confirmCorrection", "revokeLabel"],
    ["admitReconsideration", "withdrawReconsideration"],
    ["answerReconsideration", "withdrawReconsideration"],
    ["nominateForEql", "revokeLabel"],
    ["nominateForEql", "withdrawEqlCandidacy"],
    ["nominateForEql", "recordForeignLabels"],
    ["importEqlOutcomes", "withdrawEqlCandidacy"],
    ["importEqlOutcomes", "revokeLabel"],
    ["updatePrize", "definePrize"],
    ["updatePrize", "removePrize"],
    ["acceptPrize", "declinePrize"],
    ["acceptPrize", "forfeitPrize"],
    ["enterVoucher", "revealVoucher"],
    ["planPrizeVisit", "recordPrizeHandover"],
    ["reportPrizeUse", "closePrizeAward"],
    ["declarePhotoConsent", "approvePhoto"],
    ["withdrawPhoto", "approvePhoto"],
    ["markEsepPublished", "markReachedOtherwise"],
];

/// Pairs beside those, chosen anew by each `NQL_PROPERTY_SEED`; `NQL_RACE_PAIRS=2000` tries as good as all.
const PAIRS: usize = 20;

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

/// What a race of two acts shows that no order of them would, if anything.
async fn race(house: &House, story: &Story, saved: &Saved, names: [&'static str; 2]) -> Option<String> {
    Box::pin(caught(names, raced(house, story, saved, names))).await
}

/// What is wrong with a case, also when it ends in a panic: the others go on.
async fn caught(names: [&'static str; 2], case: impl Future<Output = Option<String>>) -> Option<String> {
    match AssertUnwindSafe(case).catch_unwind().await {
        Ok(fault) => fault,
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
            Some(format!("{} and {}: {}", names[0], names[1], said.unwrap_or_default()))
        }
    }
}

async fn raced(house: &House, story: &Story, saved: &Saved, names: [&'static str; 2]) -> Option<String> {
    let (in_order, _) = play(house, story, saved, names, None, Way::OneAfterTheOther).await;
    let mut right = vec![in_order];
    if names[0] != names[1] {
        right.push(play(house, story, saved, names, None, Way::TheOtherFirst).await.0);
    }
    let (came, texts) = play(house, story, saved, names, None, Way::AtOnce).await;
    (!right.contains(&came)).then(|| {
        let [one, two] = names;
        format!("{one} and {two} at once:\n  came   {came:?}\n  right  {right:?}\n  {}\n  {}", texts[0], texts[1])
    })
}

/// Whether a mutation takes an idempotency key.
fn takes_key(name: &str) -> bool {
    let (printed, of) = (include_str!("../../schema.graphql"), input_type(name));
    let start = printed.find(&format!("input {of} {{")).unwrap_or_else(|| panic!("no {of}"));
    printed[start..].split("\n}").next().unwrap().contains("idempotencyKey")
}

/// What is wrong when an act is done twice at once, if anything.
async fn meets_itself(house: &House, story: &Story, saved: &Saved, name: &'static str) -> Option<String> {
    let ((answers, alone), texts) = play(house, story, saved, [name; 2], None, Way::Once).await;
    if answers[0] != "done" && !WITHOUT_PROVIDER.contains(&name) {
        return Some(format!("{name} is not done even alone: {}", texts[0]));
    }
    if let Some(fault) = raced(house, story, saved, [name; 2]).await {
        return Some(fault);
    }
    if !takes_key(name) || answers[0] != "done" {
        return None;
    }
    let (came, texts) = play(house, story, saved, [name; 2], Some("k"), Way::AtOnce).await;
    let mut once = alone;
    once.insert("idempotency_key".to_owned(), (1, 0));
    let is_right = texts[0] == texts[1] && came.0[0] == "done" && came.1 == once;
    (!is_right).then(|| {
        format!(
            "{name} twice at once with one key:\n  came   {came:?}\n  right  {once:?}\n  {}\n  {}",
            texts[0], texts[1]
        )
    })
}

fn chosen(name: &str) -> bool {
    std::env::var("NQL_RACE").map_or(true, |only| only.split(',').any(|one| one == name))
}

trial! {
    async fn every_act_meets_itself_and_is_done_as_if_one_had_come_after_the_other(house) {
        let mut known: Vec<&str> = WHEN.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        known.sort_unstable();
        let mut all = mutations();
        all.sort_unstable();
        assert_eq!(known, all, "every mutation is tried, once");
        if house.engine == Engine::Sqlite {
            return;
        }
        let story = Story::begin(&house).await;
        let mut faults = Vec::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            let Some((_, names)) = WHEN.iter().find(|(when, _)| *when == phase) else { continue };
            let saved = Saved::of(&house).await;
            for name in names.iter().copied().filter(|name| chosen(name)) {
                let begun = std::time::Instant::now();
                faults.extend(Box::pin(caught([name; 2], meets_itself(&house, &story, &saved, name))).await);
                if std::env::var("NQL_RACE_TIMES").is_ok() {
                    eprintln!("{name}: {:?}", begun.elapsed());
                }
            }
            saved.put_back(&house).await;
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }
}

trial! {
    async fn two_acts_at_once_come_to_what_one_order_of_them_comes_to(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let mut chance = StdRng::seed_from_u64(number("NQL_PROPERTY_SEED", 1).try_into().unwrap());
        let mut pairs: Vec<[&str; 2]> = WHEN
            .iter()
            .flat_map(|(_, names)| names.iter().enumerate().flat_map(|(at, one)| names[at + 1..].iter().map(|other| [*one, *other])))
            .filter(|pair| !MEETINGS.iter().any(|known| known.iter().all(|name| pair.contains(name))))
            .collect();
        pairs.shuffle(&mut chance);
        pairs.truncate(number("NQL_RACE_PAIRS", PAIRS));
        pairs.extend(MEETINGS);
        let story = Story::begin(&house).await;
        let mut faults = Vec::new();
        let mut met = 0;
        for phase in Phase::ALL {
            story.reach(phase).await;
            let Some((_, names)) = WHEN.iter().find(|(when, _)| *when == phase) else { continue };
            let saved = Saved::of(&house).await;
            for pair in pairs.iter().filter(|pair| pair.iter().all(|name| names.contains(name))) {
                met += 1;
                if chosen(pair[0]) || chosen(pair[1]) {
                    faults.extend(Box::pin(race(&house, &story, &saved, *pair)).await);
                }
            }
            saved.put_back(&house).await;
        }
        assert_eq!(met, pairs.len(), "a pair is of two acts of one phase");
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    async fn what_began_before_a_step_of_its_campaign_and_ends_after_it_is_judged_by_it(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let story = Story::begin(&house).await;
        for phase in Phase::ALL.into_iter().take_while(|phase| *phase <= Phase::Judging) {
            story.reach(phase).await;
        }
        let saved = Saved::of(&house).await;
        for (name, step, who) in [
            ("submitEvaluation", "startDeliberation", story.judge),
            ("saveEvaluationDraft", "startDeliberation", story.judge),
            ("submitEvaluation", "lockUser", story.second_judge),
        ] {
            saved.put_back(&house).await;
            let act = call(&house, &story, name).await;
            let step = if step == "lockUser" {
                let version = version(&house, "user", &who.id.to_string()).await;
                let input = json!({ "userId": who.id.to_string(), "expectedVersion": version, "reason": "Daarom." });
                Call::of(&house, "lockUser", Some(story.admin), input).await
            } else {
                call(&house, &story, step).await
            };
            // The act has begun, and cannot go on.
            let (gate, pid) = gate(&saved.beside, &format!(
                "SELECT 1 FROM assignment WHERE id = '{}' FOR UPDATE", behind(act.input["assignmentId"].as_str().unwrap())
            )).await;
            let is_over = Cell::new(false);
            let stepped = async {
                while waiting(&saved.beside, pid).await < 1 {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                let reply = step.send(&house).await;
                is_over.set(true);
                reply
            };
            let open = async {
                for _ in 0..200 {
                    if is_over.get() || waiting(&saved.beside, pid).await > 1 {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                let is_first = is_over.get();
                gate.commit().await.unwrap();
                is_first
            };
            let (acted, stepped, was_over) = tokio::join!(act.send(&house), stepped, open);
            assert_eq!(outcome(&stepped), "done");
            assert_eq!(outcome(&acted) == "done", !was_over, "{name} beside {}: {}", step.name, acted.text);
        }
    }

    async fn ten_requests_at_once_with_one_key_have_one_answer_and_one_effect(house) {
        let staff = house.staff().await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        let mut project = House::project_input("De bijen", &school, &abroad);
        project["idempotencyKey"] = json!("eens");
        let mut campaign = House::campaign_input();
        campaign["idempotencyKey"] = json!("eens");
        let entered = json!({
            "name": "De Vlindertuin", "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY",
            "institutionNumber": "123456", "idempotencyKey": "eens",
        });
        for (who, name, input, selection) in [
            (lotte, "createProject", project, "project { id }"),
            (staff, "createCampaign", campaign, "campaign { id }"),
            (staff, "createSchool", entered, "school { id }"),
        ] {
            let written = house.written().await;
            let sent = (0..10).map(|_| house.act(who, name, input.clone(), selection));
            let replies = join_all(sent).await;
            replies[0].done();
            assert!(replies.iter().all(|reply| reply.text == replies[0].text), "{replies:?}");
            assert_eq!(house.written().await, written + 1, "{name}");
            // With another input it is no repetition.
            let mut other = input.clone();
            other[if name == "createProject" { "title" } else { "name" }] = json!("Anders");
            house.act(who, name, other, selection).await.assert_error("IDEMPOTENCY_KEY_REUSED");
        }
    }
}

/// The oldest row of a table that meets a condition, as it is on the wire; `$1` is `about`.
async fn row(house: &House, table: &str, condition: &str, about: &str) -> String {
    let object = nql::api::model::model().objects.iter().find(|object| object.table == table).unwrap();
    let sql = format!("SELECT it.id FROM \"{table}\" it WHERE {condition} ORDER BY it.id LIMIT 1");
    let statement = Statement::from_sql_and_values(house.db.get_database_backend(), sql, [Sql::from(behind(about))]);
    let found = house.db.query_one_raw(statement).await.unwrap();
    let found = found.unwrap_or_else(|| panic!("no row of {table} with {condition}"));
    wire(object.prefix.unwrap(), found.try_get("", "id").unwrap())
}

/// A link to an invitation, as a mail has it.
async fn event_link(house: &House, invitation: &str) -> String {
    let mails =
        entity::message::Entity::find().filter(entity::message::Column::Template.eq(MessageTemplate::EventInvitation));
    let mails = mails.all(house.db.connection()).await.unwrap();
    let mail = mails.iter().find(|mail| mail.facts["invitation"] == *invitation).unwrap();
    let work = Work::begin(&house.db, house.clock.now(), house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
    let token = nql::event::make_link(&work, mail).await.unwrap();
    work.commit().await.unwrap();
    token
}

/// The version of a row.
async fn version(house: &House, table: &str, id: &str) -> i32 {
    let sql = format!("SELECT version FROM \"{table}\" WHERE id = $1");
    let statement = Statement::from_sql_and_values(house.db.get_database_backend(), sql, [Sql::from(behind(id))]);
    house.db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "version").unwrap()
}

async fn put(house: &House, sql: &str) {
    house.db.execute_unprepared(sql).await.unwrap();
}

async fn done(house: &House, who: impl Into<Option<Person>>, name: &str, input: Value, selection: &str) -> Reply {
    let reply = house.act(who, name, input, selection).await;
    reply.done();
    reply
}

/// A draft campaign for another year that is open, with a project of Els registered in it that staff confirmed.
async fn next_year(house: &House, story: &Story, project: &str) -> String {
    let mut input = House::campaign_input();
    for (key, value) in [
        ("schoolYear", "2029-2030"),
        ("registrationClosesOn", "2027-07-01"),
        ("submissionClosesOn", "2027-07-01"),
        ("evaluationsDueOn", "2027-09-15"),
        ("resultsPlannedOn", "2027-10-31"),
    ] {
        input[key] = json!(value);
    }
    input["milestones"] = json!([]);
    let campaign = house.open_campaign_of(story.staff, input).await;
    let input = House::registration_input(&campaign, project);
    done(house, story.els, "submitRegistration", input, "registration { id }").await.text_at("/it/registration/id")
}

/// The campaign is closed, and nothing is looked at yet.
async fn close(house: &House, story: &Story) {
    house.set_day("2026-07-02");
    let close =
        json!({ "campaignId": story.campaign, "expectedVersion": version(house, "campaign", &story.campaign).await });
    house.act_with(story.staff, "closeCampaign", "MoveCampaignInput", close, "__typename").await;
}

/// An act of this name, in the phase in which [`WHEN`] tries it, ready to be sent by somebody who may.
#[expect(clippy::too_many_lines, reason = "one arm per mutation")]
#[expect(clippy::match_same_arms, reason = "a line for each act, in the order of the schema")]
async fn call(house: &House, story: &Story, name: &'static str) -> Call {
    let (campaign, next) = (story.campaign.as_str(), story.next_campaign.as_str());
    let (lotte, wim, els) = (story.lotte, story.wim, story.els);
    let (staff, second, admin) = (story.staff, story.second_staff, story.admin);
    let (of_lotte, of_wim, of_els) = (story.of_lotte.as_str(), story.of_wim.as_str(), story.of_els.as_str());
    let (bees, school, abroad) = (story.bees.as_str(), story.school.as_str(), story.abroad.as_str());
    let juror = |person: Person| JurorId::from(person.id).to_string();
    let user = |person: Person| person.id.to_string();
    let in_campaign =
        async |id: &str| json!({ "campaignId": id, "expectedVersion": version(house, "campaign", id).await });
    let of_application = "application_id = $1";
    let with_version = async |table: &str, field: &str, id: &str| {
        let mut input = json!({ "expectedVersion": version(house, table, id).await });
        input[field] = json!(id);
        input
    };
    let and = |mut input: Value, more: Value| {
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        input
    };
    let why = json!({ "reason": "Daarom." });
    let wasps = async || row(house, "project", "id = (SELECT project_id FROM application WHERE id = $1)", of_els).await;
    let registration_of = async |id: &str| {
        row(house, "registration", "id = (SELECT registration_id FROM application WHERE id = $1)", id).await
    };
    // Acts that are made ready together do not get in each other's way.
    let own = format!("Mieren {}", name.to_lowercase());
    let told = own.replace(' ', "-");
    let import_row = format!(
        "1;30/09/2025 16:12:40;{told}@nql.example;Iemand Nieuw;De Zeven Wegen;Gent;{own};\
         https://esep.example/projects/{told};2/05/2025;30/09/2025;Italië;Ja;Ja;Ja"
    );
    let imported = async || house.import(staff, campaign, &[&import_row]).await.text_at("/it/importBatch/id");
    let (who, input): (Option<Person>, Value) = match name {
        // People.
        "createUser" => (Some(admin), json!({ "email": "nieuw@nql.example", "name": "Nieuw", "roles": ["TEACHER"] })),
        "inviteToSchool" => {
            house.seat("Greet Smits", &[Role::Teacher], None).await;
            (Some(staff), json!({ "email": "greet.smits@nql.example", "schoolId": school, "fromOn": "2025-09-01" }))
        }
        "answerSchoolInvitation" => {
            let asked = row(house, "school_invitation", "user_id = $1", &user(lotte)).await;
            (Some(lotte), json!({ "schoolInvitationId": asked, "answer": "CONFIRM" }))
        }
        "lockUser" => (Some(admin), and(with_version("user", "userId", &user(els)).await, why)),
        "unlockUser" => {
            let lock = and(with_version("user", "userId", &user(wim)).await, why.clone());
            done(house, admin, "lockUser", lock, "__typename").await;
            (Some(admin), and(with_version("user", "userId", &user(wim)).await, why))
        }
        "changeRoles" => {
            let input = and(with_version("user", "userId", &user(els)).await, why);
            (Some(admin), and(input, json!({ "roles": ["TEACHER", "ADMIN"] })))
        }
        "eraseUser" => (Some(admin), and(with_version("user", "userId", &user(els)).await, why)),
        "requestPersonalData" => (Some(lotte), json!({})),
        "personalDataExport" => (Some(lotte), json!({ "userId": user(lotte) })),
        "resendMessage" => {
            let mail = "template = 'REGISTRATION_CONFIRMED' AND recipient_id = $1";
            let mail = row(house, "message", mail, &user(lotte)).await;
            put(
                house,
                "UPDATE message SET state = 'FAILED', failure = 'GIVEN_UP' WHERE template = 'REGISTRATION_CONFIRMED'",
            )
            .await;
            (Some(staff), and(json!({ "messageId": mail }), why))
        }
        "retryJob" => {
            put(house, "UPDATE job SET state = 'FAILED', failure = 'ERROR'").await;
            let job = row(house, "job", of_application, of_lotte).await;
            (Some(staff), with_version("job", "jobId", &job).await)
        }
        // The door.
        "signIn" => {
            let set = json!({ "linkToken": link(house, els.id).await, "newPassword": PASSWORD });
            done(house, None, "resetPassword", set, "__typename").await;
            (None, json!({ "email": "els.peeters@nql.example", "password": PASSWORD }))
        }
        "requestSignInLink" => (None, json!({ "email": "els.peeters@nql.example" })),
        "signInWithLink" => (None, json!({ "linkToken": link(house, els.id).await })),
        "signInWithProvider" => (None, json!({ "idToken": "geen", "nonce": "geen" })),
        "linkIdentity" => {
            let input = json!({ "userId": user(els), "issuer": "https://elders.example", "subject": "els" });
            (Some(admin), and(input, why))
        }
        "unlinkIdentity" => {
            let input = json!({ "userId": user(lotte), "issuer": "https://login.scholen.example" });
            (Some(admin), and(input, why))
        }
        "refreshSession" | "signOut" => {
            let with = json!({ "linkToken": link(house, els.id).await });
            let reply = done(house, None, "signInWithLink", with, "sessionTokens { refreshToken }").await;
            (None, json!({ "refreshToken": reply.text_at("/it/sessionTokens/refreshToken") }))
        }
        "changePassword" => {
            let set = json!({ "linkToken": link(house, els.id).await, "newPassword": PASSWORD });
            done(house, None, "resetPassword", set, "__typename").await;
            (Some(els), json!({ "currentPassword": PASSWORD, "newPassword": "stille-trein-wacht-groen" }))
        }
        "resetPassword" => (None, json!({ "linkToken": link(house, els.id).await, "newPassword": PASSWORD })),
        "makeServiceKey" => {
            let input = json!({ "userId": user(story.service), "name": "Sync", "scopes": ["LABEL_READ"], "expiresOn": "2026-09-30" });
            (Some(admin), input)
        }
        "revokeServiceKey" => {
            let key = row(house, "service_key", "user_id = $1", &user(story.service)).await;
            (Some(admin), and(json!({ "serviceKeyId": key }), why))
        }
        "exchangeServiceKey" => {
            let input = json!({ "userId": user(story.service), "name": "Sync", "scopes": ["LABEL_READ"], "expiresOn": "2026-09-30" });
            let made = done(house, admin, "makeServiceKey", input, "serviceKeyTokens { secret }").await;
            (None, json!({ "secret": made.text_at("/it/serviceKeyTokens/secret") }))
        }
        // Campaigns.
        "createCampaign" => {
            let mut input = House::campaign_input();
            input["schoolYear"] = json!("2028-2029");
            (Some(staff), input)
        }
        "cloneCampaign" => (Some(staff), json!({ "campaignId": campaign, "schoolYear": "2028-2029" })),
        "setMilestones" => (
            Some(staff),
            and(
                in_campaign(campaign).await,
                json!({ "milestones": [{ "kind": "RESULTS", "takesPlaceOn": "2026-10-30", "text": "Anders" }] }),
            ),
        ),
        "setContact" => (
            Some(staff),
            and(
                in_campaign(campaign).await,
                json!({ "email": "anders@epos.example", "url": "https://anders.example" }),
            ),
        ),
        "setLanguages" => (Some(staff), and(in_campaign(next).await, json!({ "vl": "fr" }))),
        "setEligibilityRules" => {
            let rules = json!([{ "condition": "COLLABORATED", "atRegistration": "BLOCK", "atHandIn": "BLOCK" }]);
            (Some(staff), and(in_campaign(next).await, json!({ "rules": rules })))
        }
        "eligibilityRulesPreview" => {
            let rules = json!([{ "condition": "COLLABORATED", "atRegistration": "BLOCK", "atHandIn": "BLOCK" }]);
            (Some(staff), json!({ "campaignId": campaign, "rules": rules }))
        }
        "configurationExport" => (Some(staff), json!({ "campaignId": campaign })),
        "configurationPreview" | "applyConfiguration" => {
            let out = done(house, staff, "configurationExport", json!({ "campaignId": next }), "configuration").await;
            let document = out.text_at("/it/configuration").replace("NQL 2025-2026", "Een andere naam");
            let input = json!({ "campaignId": next, "document": document });
            if name == "configurationPreview" {
                (Some(staff), input)
            } else {
                let seen =
                    done(house, staff, "configurationPreview", input.clone(), "configurationPreview { hash }").await;
                (Some(staff), and(input, json!({ "expectedHash": seen.text_at("/it/configurationPreview/hash") })))
            }
        }
        "extendDeadlines" => {
            let later = json!({ "registrationClosesOn": "2026-07-08", "submissionClosesOn": "2026-07-08" });
            (Some(staff), and(and(in_campaign(campaign).await, later), why))
        }
        "closeCampaign" => {
            house.set_day("2026-07-02");
            (Some(staff), in_campaign(campaign).await)
        }
        "openCampaign" => (Some(staff), in_campaign(next).await),
        "startEvaluation" | "startDeliberation" | "resumeEvaluation" => (Some(staff), in_campaign(campaign).await),
        "setRetention" => (Some(admin), and(and(in_campaign(campaign).await, json!({ "draftsMonths": 12 })), why)),
        "retentionPreview" | "applyRetention" => {
            house.set_day("2040-01-01");
            let input = json!({ "campaignId": campaign });
            if name == "retentionPreview" {
                (Some(admin), input)
            } else {
                let seen = done(house, admin, "retentionPreview", input.clone(), "retentionPreview { hash }").await;
                (
                    Some(admin),
                    and(and(input, json!({ "expectedHash": seen.text_at("/it/retentionPreview/hash") })), why),
                )
            }
        }
        // Schools and projects.
        "createSchool" => {
            let input = json!({ "name": "De Vlindertuin", "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY", "institutionNumber": "123456" });
            (Some(staff), input)
        }
        "updateSchool" => {
            (Some(staff), and(with_version("school", "schoolId", school).await, json!({ "name": "De Acht Wegen" })))
        }
        "schoolDoubles" => (Some(staff), json!({})),
        "schoolMergePreview" | "mergeSchools" => {
            let double = house.school(staff, "De 7 Wegen", Community::Vl).await;
            let greet = house.teacher(&own, &double).await;
            house.ended_project(greet, &own, &double, abroad).await;
            let mut input = json!({ "keptSchoolId": school, "duplicateSchoolId": double });
            if name == "mergeSchools" {
                input["expectedVersion"] = json!(version(house, "school", school).await);
                input["expectedDuplicateVersion"] = json!(version(house, "school", &double).await);
                input["reason"] = json!("Tweemaal ingevoerd.");
            }
            (Some(staff), input)
        }
        "createProject" => (Some(els), House::project_input(&own, school, abroad)),
        "addProjectPartner" => {
            let more = json!({ "schoolId": story.french_school, "isFounder": false });
            (Some(lotte), and(with_version("project", "projectId", bees).await, more))
        }
        "removeProjectPartner" => {
            let join = and(
                with_version("project", "projectId", bees).await,
                json!({ "schoolId": story.french_school, "isFounder": false }),
            );
            done(house, lotte, "addProjectPartner", join, "__typename").await;
            (
                Some(lotte),
                and(with_version("project", "projectId", bees).await, json!({ "schoolId": story.french_school })),
            )
        }
        "addProjectMember" => (
            Some(lotte),
            json!({ "projectId": bees, "email": "els.peeters@nql.example", "schoolId": school, "role": "PARTNER" }),
        ),
        "removeProjectMember" => {
            let join =
                json!({ "projectId": bees, "email": "els.peeters@nql.example", "schoolId": school, "role": "PARTNER" });
            done(house, lotte, "addProjectMember", join, "__typename").await;
            (Some(lotte), json!({ "projectId": bees, "userId": user(els) }))
        }
        "endProject" => {
            let running = house.project(els, &own, school, abroad).await;
            (Some(els), and(with_version("project", "projectId", &running).await, json!({ "endedOn": "2025-09-30" })))
        }
        "updateProfile" => (Some(lotte), json!({ "name": "Lotte Verhaegen-Claes", "locale": "fr" })),
        "updateProject" => {
            (Some(lotte), and(with_version("project", "projectId", bees).await, json!({ "summary": "Anders." })))
        }
        "trackPreview" => (Some(lotte), json!({ "projectId": bees })),
        "overrideTrack" => {
            let other = house.school(staff, "De Vlindertuin", Community::Vl).await;
            let id = house.project(els, &own, school, &other).await;
            (Some(staff), and(and(with_version("project", "projectId", &id).await, json!({ "track": "BELGICA" })), why))
        }
        "freeProjectAddress" => {
            let id = house.project(els, &own, school, abroad).await;
            (
                Some(staff),
                and(
                    and(with_version("project", "projectId", &id).await, json!({ "rightfulTeacherId": user(lotte) })),
                    why,
                ),
            )
        }
        // Step 1.
        "eligibilityCheck" | "submitRegistration" => {
            let id = house.ended_project(els, &own, school, abroad).await;
            (Some(els), House::registration_input(campaign, &id))
        }
        "reviewRegistration" | "overrideEligibility" => {
            let id = house.ended_project(els, &own, school, abroad).await;
            let mut input = House::registration_input(campaign, &id);
            input["answers"]["hasCollaborated"] = json!(false);
            let sent = done(house, els, "submitRegistration", input, "registration { id }").await;
            let id = sent.text_at("/it/registration/id");
            let input = and(with_version("registration", "registrationId", &id).await, why);
            let more = if name == "reviewRegistration" {
                json!({ "verdict": "CONFIRM" })
            } else {
                json!({ "condition": "COLLABORATED" })
            };
            (Some(staff), and(input, more))
        }
        "withdrawRegistration" => {
            (Some(els), with_version("registration", "registrationId", &registration_of(of_els).await).await)
        }
        "previewImport" => {
            // Sent twice, it is taken once: the file goes with the first.
            let sent = house.upload(staff, &import_row).await;
            (Some(staff), json!({ "campaignId": campaign, "uploadId": sent }))
        }
        "commitImport" => (Some(staff), with_version("import_batch", "importBatchId", &imported().await).await),
        "fixImportRow" => {
            let import = imported().await;
            let id = row(house, "import_row", "batch_id = $1", &import).await;
            let values = json!([{ "column": "NAME", "text": "Iemand Anders" }]);
            (Some(staff), and(with_version("import_row", "importRowId", &id).await, json!({ "values": values })))
        }
        "takeBackImportRow" => {
            let import = imported().await;
            let commit = with_version("import_batch", "importBatchId", &import).await;
            done(house, staff, "commitImport", commit, "__typename").await;
            let id = row(house, "import_row", "batch_id = $1", &import).await;
            (Some(staff), and(with_version("import_row", "importRowId", &id).await, why))
        }
        // Step 2.
        "openApplicationForm" => {
            let id = house.ended_project(els, &own, school, abroad).await;
            (Some(els), json!({ "registrationId": house.registration(els, campaign, &id).await }))
        }
        "renewFormSession" | "closeApplicationForm" => (Some(els), json!({ "applicationId": of_els })),
        "applicationExport" => (Some(els), json!({ "applicationId": of_els, "format": "TEXT", "source": "DRAFT" })),
        "saveApplicationDraft" => (
            Some(els),
            and(with_version("application", "applicationId", of_els).await, json!({ "summary": "Wespen." })),
        ),
        "restoreDraftText" => {
            let text = row(house, "draft_text", of_application, of_els).await;
            (
                Some(els),
                and(
                    json!({ "draftTextId": text }),
                    json!({ "expectedVersion": version(house, "application", of_els).await }),
                ),
            )
        }
        "addEvidenceLink" => (
            Some(els),
            json!({ "applicationId": of_els, "kind": "OTHER", "url": "https://wespen.example", "label": "Nog iets" }),
        ),
        "removeEvidenceLink" => {
            (Some(els), json!({ "evidenceLinkId": row(house, "evidence_link", of_application, of_els).await }))
        }
        "updateEvidenceLink" => {
            let id = row(house, "evidence_link", of_application, of_els).await;
            (Some(els), json!({ "evidenceLinkId": id, "label": "Anders" }))
        }
        "declareConsent" | "withdrawConsent" | "submitApplication" => {
            (Some(els), with_version("application", "applicationId", of_els).await)
        }
        "withdrawApplication" => (Some(lotte), with_version("application", "applicationId", of_lotte).await),
        "carryOverDraft" => {
            close(house, story).await;
            let registration = next_year(house, story, &wasps().await).await;
            let state = row(house, "registration", "id = $1", &registration).await;
            put(house, "UPDATE registration SET state = 'CONFIRMED' WHERE state = 'NEEDS_REVIEW'").await;
            (Some(els), json!({ "applicationId": of_els, "registrationId": state }))
        }
        "recordEsepSubmission" => {
            (Some(lotte), json!({ "applicationId": of_lotte, "submittedAt": "2025-10-01T09:00:00Z" }))
        }
        "recordLinkCheck" => {
            let its = "revision_id IN (SELECT id FROM application_revision WHERE application_id = $1)";
            (
                Some(staff),
                json!({ "revisionLinkId": row(house, "revision_link", its, of_lotte).await, "isReachable": true }),
            )
        }
        "remindDrafts" => {
            house.set_day("2025-10-10");
            (Some(staff), json!({ "campaignId": campaign, "untouchedForDays": 5 }))
        }
        "admitApplications" => {
            close(house, story).await;
            (Some(staff), json!({ "applicationIds": [of_lotte, of_wim] }))
        }
        "decideAdmissibility" => {
            close(house, story).await;
            (Some(staff), json!({ "applicationId": of_lotte, "admissibility": "ADMISSIBLE" }))
        }
        "takeBackAdmissibility" => {
            close(house, story).await;
            let goes_on = json!({ "applicationId": of_lotte, "admissibility": "ADMISSIBLE" });
            done(house, staff, "decideAdmissibility", goes_on, "__typename").await;
            (Some(staff), and(json!({ "applicationId": of_lotte }), why))
        }
        "similarities" => (Some(staff), json!({ "projectId": bees, "campaignId": campaign })),
        // The jury.
        "inviteJuror" => (Some(staff), House::juror_input(campaign, "Nieuw Jurylid")),
        "updateJuror" => {
            let input = and(json!({ "jurorId": juror(story.spare) }), json!({ "capacity": 3 }));
            (Some(staff), and(input, json!({ "expectedVersion": version(house, "juror", &juror(story.spare)).await })))
        }
        "recordAbsence" => {
            (Some(staff), json!({ "jurorId": juror(story.spare), "fromOn": "2026-08-01", "toOn": "2026-08-05" }))
        }
        "removeAbsence" => {
            let away = json!({ "jurorId": juror(story.spare), "fromOn": "2026-08-11", "toOn": "2026-08-15" });
            done(house, staff, "recordAbsence", away, "__typename").await;
            (
                Some(staff),
                json!({ "absenceId": row(house, "juror_absence", "juror_id = $1", &juror(story.spare)).await }),
            )
        }
        "recordJurorSchool" => {
            let place = json!({ "schoolId": story.french_school, "fromOn": "2020-09-01" });
            (Some(staff), json!({ "jurorId": juror(story.spare), "school": place }))
        }
        "withdrawJuror" => {
            (Some(staff), and(json!({ "jurorId": juror(story.spare), "campaignId": campaign, "track": "NQL" }), why))
        }
        "recordConflict" => (Some(staff), and(json!({ "jurorId": juror(story.spare), "applicationId": of_wim }), why)),
        "declareConflict" => (Some(story.judge), and(json!({ "applicationId": of_lotte }), why)),
        "withdrawConflict" => {
            let conflict = row(house, "conflict_of_interest", "juror_id = $1", &juror(story.tied)).await;
            (Some(story.tied), and(json!({ "conflictOfInterestId": conflict }), why))
        }
        "clearConflict" => {
            let noted =
                json!({ "jurorId": juror(story.spare), "applicationId": of_wim, "isHard": false, "reason": "Buren." });
            done(house, staff, "recordConflict", noted, "__typename").await;
            (Some(staff), and(json!({ "jurorId": juror(story.spare), "applicationId": of_wim }), why))
        }
        "withdrawClearance" => {
            let clearance = row(house, "conflict_clearance", "juror_id = $1", &juror(story.asked)).await;
            (Some(staff), and(json!({ "conflictClearanceId": clearance }), why))
        }
        "screenConflicts" => {
            house.works_at(story.asked, school).await;
            (Some(staff), json!({ "campaignId": campaign }))
        }
        "assignJuror" => {
            let its = "application_id = $1 AND juror_id = (SELECT max(juror_id::text)::uuid FROM assignment WHERE application_id = $1)";
            let one = row(house, "assignment", its, of_wim).await;
            let revoke = and(with_version("assignment", "assignmentId", &one).await, why);
            done(house, staff, "revokeAssignment", revoke, "__typename").await;
            (Some(staff), json!({ "applicationId": of_wim, "jurorId": juror(story.spare) }))
        }
        "respondToAssignment" => {
            let (id, version) = story.assignment(of_lotte, story.judge).await;
            (Some(story.judge), json!({ "assignmentId": id, "expectedVersion": version, "answer": "ACCEPT" }))
        }
        "revokeAssignment" => {
            let (id, version) = story.assignment(of_lotte, story.judge).await;
            (Some(staff), and(json!({ "assignmentId": id, "expectedVersion": version }), why))
        }
        "simulateAssignment" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL" })),
        "cancelAssignmentPlan"
        | "commitAssignmentPlan"
        | "assignmentPlanInspection"
        | "assignmentPlanComparison"
        | "assignmentExplanation" => {
            let plan = json!({ "campaignId": campaign, "track": "NQL" });
            let asked = done(house, staff, "simulateAssignment", plan, "assignmentPlan { id }").await;
            let id = asked.text_at("/it/assignmentPlan/id");
            house.plan_all().await;
            let versioned = with_version("assignment_plan", "assignmentPlanId", &id).await;
            let input = match name {
                "cancelAssignmentPlan" => versioned,
                "commitAssignmentPlan" => {
                    let query = "query($id: ID!) { node(id: $id) { ... on AssignmentPlan { hash } } }";
                    let hash = house.ask(staff, query, json!({ "id": id })).await.text_at("/node/hash");
                    and(versioned, json!({ "expectedHash": hash }))
                }
                "assignmentPlanInspection" => json!({ "assignmentPlanId": id }),
                "assignmentPlanComparison" => {
                    let other = row(house, "assignment_plan", "campaign_id = $1 AND state = 'READY'", campaign).await;
                    json!({ "assignmentPlanId": id, "otherAssignmentPlanId": other })
                }
                _ => json!({ "assignmentPlanId": id, "applicationId": of_lotte, "jurorId": juror(story.spare) }),
            };
            (Some(staff), input)
        }
        "jurorChoices" => (Some(staff), json!({ "applicationId": of_lotte })),
        "remindJurors" => (Some(staff), json!({ "campaignId": campaign })),
        "juryHealth" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL" })),
        // Scores.
        "saveEvaluationDraft" | "submitEvaluation" => {
            let (id, _) = story.assignment(of_lotte, story.second_judge).await;
            let evaluation = row(house, "evaluation", "assignment_id = $1", &id).await;
            let input =
                json!({ "assignmentId": id, "expectedVersion": version(house, "evaluation", &evaluation).await });
            let more = if name == "submitEvaluation" { json!({}) } else { json!({ "comment": "Anders." }) };
            (Some(story.second_judge), and(input, more))
        }
        "reopenEvaluation" => {
            let its = "application_id = $1 AND state = 'SUBMITTED'";
            let id = row(house, "evaluation", its, of_lotte).await;
            (Some(staff), and(with_version("evaluation", "evaluationId", &id).await, why))
        }
        "consolidateApplications" => (Some(staff), json!({ "applicationIds": [of_lotte, of_wim] })),
        "calibration" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL" })),
        "nameConsolidator" => {
            (Some(staff), and(json!({ "applicationId": of_lotte, "jurorId": juror(story.judge) }), why))
        }
        "proposePanelResult" => {
            let scores = SCORED.map(|code| json!({ "criterionCode": code, "score": "4.00" }));
            let input = json!({ "applicationId": story.of_claire, "expectedVersion": 2, "scores": scores, "comment": "Toch zo." });
            (Some(story.judge), input)
        }
        "answerPanelResult" => (
            Some(story.second_judge),
            json!({ "applicationId": story.of_claire, "expectedVersion": 2, "hasAgreed": true }),
        ),
        "dissolvePanel" => (Some(staff), and(json!({ "applicationId": story.of_claire }), why)),
        // Results.
        "proposeDecisions" => {
            house.set_day("2026-10-06");
            house.move_campaign(staff, "startDeliberation", campaign).await;
            (Some(staff), json!({ "campaignId": campaign, "track": "NQL" }))
        }
        "adjustDecision" => {
            let (id, version) = story.decision(of_lotte).await;
            let input = json!({ "decisionId": id, "expectedVersion": version });
            (Some(staff), and(input, json!({ "outcome": "NOT_AWARDED", "reason": "Toch niet." })))
        }
        "ratifyDecisions" => (Some(second), json!({ "decisionIds": [story.decision(of_lotte).await.0] })),
        "takeBackRatifications" => {
            let input = json!({ "decisionIds": [story.decision(of_lotte).await.0] });
            (Some(staff), and(input, why))
        }
        "decisionReplay" => (Some(staff), json!({ "decisionId": story.decision(of_lotte).await.0 })),
        "outcomesUnder" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL", "threshold": "20.00" })),
        "draftResultTexts" => {
            house.save_texts(staff, of_lotte, json!({ "motivation": "", "feedback": "" })).await;
            (Some(staff), json!({ "campaignId": campaign, "track": "NQL", "community": "VL" }))
        }
        "resultTextsSheet" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL", "community": "VL" })),
        "resultTextsPreview" | "importResultTexts" => {
            let (decision, feedback) = house.text_versions(of_lotte).await;
            let headings = "applicationId;decisionVersion;feedbackVersion;Feedback";
            let file = format!("{headings}\n{of_lotte};{decision};{feedback};Een advies uit het blad.\n");
            let sent = house.file(staff, "text/csv", file.into_bytes()).await;
            let mut input = json!({ "campaignId": campaign, "track": "NQL", "community": "VL", "uploadId": sent });
            if name == "importResultTexts" {
                let seen = house.act(staff, "resultTextsPreview", input.clone(), "resultTextsPreview { hash }").await;
                input["expectedHash"] = seen.done()["resultTextsPreview"]["hash"].clone();
            }
            (Some(staff), input)
        }
        "saveResultTexts" => {
            let (decision, feedback) = house.text_versions(of_lotte).await;
            let item = json!({
                "applicationId": of_lotte, "expectedDecisionVersion": decision, "motivation": "Een andere uitleg.",
                "expectedFeedbackVersion": feedback, "feedback": "Een ander advies.",
            });
            (Some(staff), json!({ "items": [item] }))
        }
        "approveResultTexts" => {
            house.save_texts(staff, of_lotte, json!({ "feedback": "Een ander advies." })).await;
            let (decision, feedback) = house.text_versions(of_lotte).await;
            let item = json!({
                "applicationId": of_lotte, "expectedDecisionVersion": decision, "expectedFeedbackVersion": feedback,
            });
            (Some(staff), json!({ "items": [item] }))
        }
        "preparePublication" | "approvePublication" => {
            house.save_texts(staff, of_lotte, json!({ "feedback": "Een ander advies." })).await;
            house.approve_texts(staff, of_lotte).await;
            let track = json!({ "campaignId": campaign, "track": "NQL", "community": "VL" });
            if name == "preparePublication" {
                (Some(staff), track)
            } else {
                let set = done(house, staff, "preparePublication", track, "publicationBatch { id setHash }").await;
                (
                    Some(second),
                    json!({ "publicationBatchId": set.at("/it/publicationBatch/id"), "expectedHash": set.at("/it/publicationBatch/setHash") }),
                )
            }
        }
        "releasePreview" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL", "community": "VL" })),
        "publishResults" => {
            let batch = row(house, "publication_batch", "campaign_id = $1 AND track = 'NQL'", campaign).await;
            (Some(staff), and(with_version("publication_batch", "publicationBatchId", &batch).await, why))
        }
        "scheduleRelease" => {
            let batch = row(house, "publication_batch", "campaign_id = $1 AND track = 'NQL'", campaign).await;
            let input = with_version("publication_batch", "publicationBatchId", &batch).await;
            (Some(staff), and(input, json!({ "isScheduled": true })))
        }
        "markReachedOtherwise" => {
            let item = row(house, "publication_item", of_application, of_lotte).await;
            (Some(staff), json!({ "publicationItemId": item, "how": "Aan de telefoon." }))
        }
        "markEsepPublished" => {
            let item = row(house, "publication_item", of_application, of_lotte).await;
            let reached = json!({ "publicationItemId": item, "how": "Aan de telefoon." });
            done(house, staff, "markReachedOtherwise", reached, "__typename").await;
            (Some(staff), json!({ "publicationItemIds": [item] }))
        }
        "excuseFromEsep" => {
            let item = row(house, "publication_item", of_application, of_lotte).await;
            (Some(staff), and(json!({ "publicationItemIds": [item] }), why))
        }
        "recordBounces" => {
            let item = row(house, "publication_item", of_application, of_lotte).await;
            let mail = "UPDATE message SET state = 'SENT', failure = NULL, sent_at = created_at WHERE template = 'RESULT_PUBLISHED'";
            house.db.connection().execute_unprepared(mail).await.unwrap();
            (Some(staff), json!({ "publicationItemIds": [item] }))
        }
        "archiveCampaign" => (Some(staff), in_campaign(campaign).await),
        "restoreLabel" => {
            let input = and(json!({ "labelId": row(house, "label", of_application, of_lotte).await }), why);
            done(house, staff, "revokeLabel", input.clone(), "__typename").await;
            (Some(staff), input)
        }
        "issueCertificates" | "recordCollections" => {
            (Some(staff), json!({ "labelIds": [row(house, "label", of_application, of_lotte).await] }))
        }
        "recordPostings" => {
            let label = row(house, "label", of_application, of_lotte).await;
            (Some(staff), json!({ "labelIds": [label], "postedOn": "2026-10-01" }))
        }
        "certificate" => (Some(lotte), json!({ "labelId": row(house, "label", of_application, of_lotte).await })),
        "credential" => (Some(lotte), json!({ "labelId": row(house, "label", of_application, of_lotte).await })),
        "certificateSample" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL" })),
        "reviseDecision" => {
            let (id, version) = story.decision(&story.of_lotte).await;
            (
                Some(staff),
                and(
                    json!({ "decisionId": id, "expectedVersion": version, "outcome": "NOT_AWARDED", "motivation": "Toch niet." }),
                    why,
                ),
            )
        }
        "confirmCorrection" => {
            let correction = story.revise(&story.of_lotte).await;
            (Some(story.second_staff), json!({ "correctionId": correction, "expectedVersion": 1 }))
        }
        "takeBackCorrection" => {
            let correction = story.revise(&story.of_lotte).await;
            (Some(staff), and(json!({ "correctionId": correction }), why))
        }
        "requestReconsideration" => (
            Some(wim),
            json!({ "applicationId": of_wim, "ground": "PROCEDURAL", "text": "De bijlage werd niet gelezen." }),
        ),
        "admitReconsideration" | "answerReconsideration" | "withdrawReconsideration" => {
            let id = row(house, "reconsideration", of_application, of_lotte).await;
            let input = with_version("reconsideration", "reconsiderationId", &id).await;
            match name {
                "admitReconsideration" => (Some(staff), input),
                "withdrawReconsideration" => (Some(lotte), input),
                _ => (
                    Some(staff),
                    and(input, json!({ "ruling": "INADMISSIBLE", "answer": "Dit gaat over de beoordeling." })),
                ),
            }
        }
        "setCertificateDesign" => {
            let design = row(house, "certificate_design", "campaign_id = $1", campaign).await;
            (
                Some(staff),
                json!({ "campaignId": campaign, "certificateDesignId": design, "expectedVersion": 1, "signatoryName": "Sara Gilissen", "signatoryFunction": "Coördinator" }),
            )
        }
        "setCertificateHolder" => {
            let label = row(house, "label", of_application, of_lotte).await;
            (Some(lotte), json!({ "labelId": label, "name": "Lotte V.", "isNamePublic": true }))
        }
        "revokeLabel" => {
            (Some(staff), and(json!({ "labelId": row(house, "label", of_application, of_lotte).await }), why))
        }
        "definePrize" => {
            let components = json!([{ "kind": "VOUCHER", "amountCents": 5_000, "description": "Boeken", "sponsorName": "Nieuwe sponsor" }]);
            (
                Some(staff),
                json!({ "campaignId": campaign, "track": "NQL", "rank": 3, "title": "Prijs 3", "components": components }),
            )
        }
        "updatePrize" => {
            let prize = row(house, "prize", "campaign_id = $1 AND rank = 2", campaign).await;
            let components =
                json!([{ "kind": "MONEY", "amountCents": 7_000, "description": "Geld", "sponsorName": "Sponsor 2" }]);
            let anew = json!({ "rank": 2, "title": "Andere prijs", "components": components });
            (Some(staff), and(with_version("prize", "prizeId", &prize).await, anew))
        }
        "removePrize" => {
            let prize = row(house, "prize", "campaign_id = $1 AND rank = 2", campaign).await;
            (Some(staff), with_version("prize", "prizeId", &prize).await)
        }
        "createSponsor" => (Some(staff), json!({ "name": "Nieuwe sponsor", "website": "https://sponsor.example" })),
        "updateSponsor" | "setSponsorLogo" => {
            let part =
                row(house, "prize_component", "prize_id IN (SELECT id FROM prize WHERE campaign_id = $1)", campaign)
                    .await;
            let part = house
                .ask(
                    staff,
                    "query($id: ID!) { node(id: $id) { ... on PrizeComponent { sponsor { id version } } } }",
                    json!({ "id": part }),
                )
                .await;
            let sponsor = part.at("/node/sponsor");
            let known = json!({ "sponsorId": sponsor["id"], "expectedVersion": sponsor["version"] });
            let anew = if name == "updateSponsor" {
                json!({ "name": "Andere naam" })
            } else {
                json!({ "uploadId": house.picture(staff).await, "shows": "De naam in letters" })
            };
            (Some(staff), and(known, anew))
        }
        "prizeBudget" => (Some(staff), json!({ "campaignId": campaign })),
        "projectRanking" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL" })),
        "proposePrizes" => {
            // The first prize is nobody's again.
            let award = row(house, "prize_award", "project_id = $1", bees).await;
            let given = with_version("prize_award", "prizeAwardId", &award).await;
            done(house, second, "takeBackPrizeAward", and(given, why), "__typename").await;
            (Some(staff), json!({ "campaignId": campaign, "track": "NQL" }))
        }
        "awardPrize" | "ratifyPrizeAward" | "splitPrize" | "takeBackPrizeAward" => {
            let prize = row(house, "prize", "campaign_id = $1 AND rank = 2", campaign).await;
            let award = and(json!({ "prizeId": prize, "projectId": bees, "schoolIds": [school] }), why.clone());
            if name == "awardPrize" {
                (Some(staff), award)
            } else {
                let given = done(house, staff, "awardPrize", award, "prizeAward { id }").await;
                let given = json!({ "prizeAwardId": given.at("/it/prizeAward/id"), "expectedVersion": 1 });
                let more = match name {
                    "splitPrize" => json!({ "shares": [{ "schoolId": school, "amountCents": 5_000 }] }),
                    "takeBackPrizeAward" => why,
                    _ => json!({}),
                };
                (Some(second), and(given, more))
            }
        }
        "planEvent" | "updateEvent" | "cancelEvent" | "inviteToEvent" | "eventGuests" | "eventGuestsSheet"
        | "checkInByCode" => {
            let event = row(house, "event", "campaign_id = $1", campaign).await;
            let plan = json!({
                "title": "Een ander event", "place": "De Krook", "address": "Miriam Makebaplein 1, 9000 Gent",
                "startsAt": "2027-11-06T13:00:00Z", "endsAt": "2027-11-06T16:00:00Z", "answersCloseOn": "2027-10-28",
                "seats": 3, "mostGuests": 1, "communities": ["VL"],
            });
            let input = match name {
                "planEvent" => json!({ "campaignId": campaign, "event": plan }),
                "updateEvent" => and(with_version("event", "eventId", &event).await, json!({ "event": plan })),
                "cancelEvent" => and(with_version("event", "eventId", &event).await, why),
                "inviteToEvent" => {
                    put(house, "DELETE FROM event_invitation WHERE state = 'INVITED'").await;
                    json!({ "eventId": event, "tracks": ["NQL", "BELGICA"] })
                }
                "eventGuests" => json!({ "eventId": event }),
                "eventGuestsSheet" => json!({ "eventId": event, "language": "NL" }),
                _ => {
                    house.set_day("2026-11-05");
                    let query = "{ labels { nodes { verifyCode } } }";
                    let code = house.ask(lotte, query, json!({})).await.text_at("/labels/nodes/0/verifyCode");
                    json!({ "eventId": event, "code": code })
                }
            };
            (Some(staff), input)
        }
        "answerEventInvitation" | "recordAttendance" | "takeBackAttendance" => {
            let id = row(house, "event_invitation", "teacher_id = $1", &user(lotte)).await;
            if name == "answerEventInvitation" {
                (Some(lotte), json!({ "eventInvitationId": id, "isComing": true, "guests": 1 }))
            } else {
                house.set_day("2026-11-05");
                let there = json!({ "eventInvitationIds": [id] });
                if name == "recordAttendance" {
                    (Some(staff), there)
                } else {
                    done(house, staff, "recordAttendance", there, "__typename").await;
                    (Some(staff), json!({ "eventInvitationId": id }))
                }
            }
        }
        "answerEventInvitationByLink" | "eventInvitationByLink" => {
            let id = row(house, "event_invitation", "teacher_id = $1", &user(lotte)).await;
            let token = event_link(house, &id).await;
            let more = if name == "eventInvitationByLink" { json!({}) } else { json!({ "isComing": false }) };
            (None, and(json!({ "linkToken": token }), more))
        }
        "acceptPrize" | "declinePrize" | "forfeitPrize" | "namePrizeContact" => {
            let award = row(house, "prize_award", "project_id = $1", bees).await;
            let given = async || with_version("prize_award", "prizeAwardId", &award).await;
            match name {
                "forfeitPrize" => (Some(staff), and(given().await, why)),
                "namePrizeContact" => {
                    done(house, lotte, "acceptPrize", given().await, "__typename").await;
                    (Some(lotte), and(given().await, json!({ "contactId": user(story.wim) })))
                }
                _ => (Some(lotte), given().await),
            }
        }
        "enterVoucher" => {
            let award = row(house, "prize_award", "project_id = $1", bees).await;
            let of_first = "prize_id IN (SELECT id FROM prize WHERE campaign_id = $1 AND rank = 1)";
            let part = row(house, "prize_component", of_first, campaign).await;
            let code =
                json!({ "prizeAwardId": award, "prizeComponentId": part, "schoolId": school, "secret": "BON-2" });
            (Some(staff), code)
        }
        "planPrizeVisit" | "recordPrizeHandover" | "reportPrizeUse" | "closePrizeAward" => {
            let award = row(house, "prize_award", "project_id = $1", bees).await;
            let given = async || with_version("prize_award", "prizeAwardId", &award).await;
            let today = json!({ "handedOverOn": "2027-03-02" });
            let query = "query($id: ID!) { node(id: $id) { ... on PrizeAward { handedOverOn } } }";
            let is_there = !house.ask(staff, query, json!({ "id": award })).await.at("/node/handedOverOn").is_null();
            if ["reportPrizeUse", "closePrizeAward"].contains(&name) && !is_there {
                done(house, staff, "recordPrizeHandover", and(given().await, today.clone()), "__typename").await;
            }
            match name {
                "planPrizeVisit" => {
                    let visit = json!({ "startsAt": "2027-04-08T12:30:00Z", "endsAt": "2027-04-08T14:00:00Z", "place": "Gent", "staff": "Sara Gilissen" });
                    (Some(staff), and(given().await, visit))
                }
                "recordPrizeHandover" => (Some(staff), and(given().await, today)),
                "reportPrizeUse" => (Some(lotte), and(given().await, json!({ "text": "We kopen boeken." }))),
                _ => (Some(staff), given().await),
            }
        }
        "revealVoucher" => {
            let of_bees = "share_id IN (SELECT id FROM prize_share WHERE project_id = $1)";
            (Some(lotte), json!({ "prizeVoucherId": row(house, "prize_voucher", of_bees, bees).await }))
        }
        "addPhoto" => {
            let award = row(house, "prize_award", "project_id = $1", bees).await;
            let sent = house.photo(lotte).await;
            (
                Some(lotte),
                json!({ "prizeAwardId": award, "uploadId": sent, "occasion": "PRIZE_USE", "shows": "Boeken" }),
            )
        }
        "declarePhotoConsent" | "approvePhoto" | "withdrawPhoto" => {
            let of_bees = "prize_award_id IN (SELECT id FROM prize_award WHERE project_id = $1)";
            let photo = row(house, "photo", of_bees, bees).await;
            let given = with_version("photo", "photoId", &photo).await;
            let agreed =
                json!({ "purposes": ["REPORT"], "channels": ["SCHOOL"], "statement": "Formulieren op school." });
            match name {
                "declarePhotoConsent" => (Some(lotte), and(given, agreed)),
                "approvePhoto" => (Some(staff), given),
                _ => (Some(lotte), json!({ "photoId": photo })),
            }
        }
        "announcePrizes" => (Some(staff), json!({ "campaignId": campaign, "track": "NQL" })),
        "computeEqlCandidates" => (Some(staff), json!({ "campaignId": campaign })),
        "proposeEqlCandidates" => (Some(staff), json!({ "campaignId": campaign })),
        "nominateForEql" => {
            let (list, hash) = story.propose_for_eql().await;
            (Some(story.second_staff), json!({ "eqlNominationId": list, "expectedHash": hash }))
        }
        "withdrawEqlCandidacy" => {
            let candidacy = row(house, "eql_candidacy", "project_id = $1", bees).await;
            let given = with_version("eql_candidacy", "eqlCandidacyId", &candidacy).await;
            (Some(staff), and(given, why))
        }
        "importEqlOutcomes" => {
            let abroad = json!({ "projectId": bees, "campaignId": campaign, "countries": ["IT"], "source": "Mail van het bureau." });
            done(house, staff, "recordForeignLabels", abroad, "__typename").await;
            let (list, hash) = story.propose_for_eql().await;
            let list = json!({ "eqlNominationId": list, "expectedHash": hash });
            done(house, story.second_staff, "nominateForEql", list, "__typename").await;
            let items = json!([{ "projectId": bees, "outcome": "AWARDED" }]);
            (
                Some(staff),
                json!({ "campaignId": campaign, "source": "Brief", "announcedOn": "2026-09-01", "items": items }),
            )
        }
        "recordForeignLabels" => (
            Some(staff),
            json!({ "projectId": bees, "campaignId": campaign, "countries": ["IT"], "source": "Mail van het bureau." }),
        ),
        other => panic!("no input for {other}"),
    };
    Call::of(house, name, who, input).await
}
