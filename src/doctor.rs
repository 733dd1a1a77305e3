//! `nql doctor`: checks configuration, database and invariants, and says what to do.

use std::process::ExitCode;

use sea_orm::{ConnectionTrait, Statement};

use crate::{
    api::{Api, Settings},
    audit,
    auth::{
        Actor,
        keys::{KeyError, KeyRing, Purpose},
        shared::{Agreed, compare},
        token::Tokens,
    },
    clock::Ids,
    config::Config,
    db::{self, Database},
    decision, job, notification, rehearsal, say,
    start::{self, StartError},
    work::Work,
};

/// Something that must not be found: what it means, the rule it breaks, and how to count it.
struct Ailment {
    rule: &'static str,
    what: &'static str,
    count: &'static str,
}

/// What constraints cannot say in one row.
const AILMENTS: [Ailment; 9] = [
    Ailment {
        rule: "INV-04",
        what: "complete applications without a revision that was handed in",
        count: "SELECT count(*) FROM application WHERE state = 'COMPLETE' AND submitted_revision_id IS NULL",
    },
    Ailment {
        rule: "INV-13",
        what: "people who are juror and applicant in one track",
        count: "SELECT count(*) FROM jury_membership m JOIN registration r ON r.campaign_id = m.campaign_id AND r.track = m.track \
                AND r.teacher_id = m.juror_id WHERE m.state = 'ACTIVE' AND r.state <> 'WITHDRAWN'",
    },
    Ailment {
        rule: "INV-13",
        what: "staff and admins in the jury of a campaign that is not over",
        count: "SELECT count(*) FROM jury_membership m JOIN campaign c ON c.id = m.campaign_id \
                WHERE m.state = 'ACTIVE' AND c.status NOT IN ('PUBLISHED', 'ARCHIVED') AND EXISTS \
                (SELECT 1 FROM user_role r WHERE r.user_id = m.juror_id AND r.role IN ('STAFF', 'ADMIN'))",
    },
    Ailment {
        rule: "INV-10",
        what: "live assignments with a hard conflict of interest",
        count: "SELECT count(*) FROM assignment s JOIN application a ON a.id = s.application_id JOIN conflict_of_interest c \
                ON c.juror_id = s.juror_id AND c.is_hard AND c.withdrawn_at IS NULL \
                WHERE s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND (c.application_id = a.id OR c.project_id = a.project_id \
                OR c.school_id = a.school_id OR c.teacher_id = a.teacher_id)",
    },
    Ailment {
        rule: "INV-17",
        what: "merged results with an evaluation that is not locked",
        count: "SELECT count(*) FROM evaluation e JOIN consolidation c ON c.application_id = e.application_id \
                WHERE c.state <> 'THIRD_JUROR' AND e.state IN ('DRAFT', 'SUBMITTED', 'REOPENED')",
    },
    Ailment {
        rule: "INV-21",
        what: "published results without approved feedback",
        count: "SELECT count(*) FROM application a WHERE a.published_at IS NOT NULL AND NOT EXISTS \
                (SELECT 1 FROM feedback f WHERE f.application_id = a.id AND f.approved_at IS NOT NULL)",
    },
    Ailment {
        rule: "INV-22",
        what: "published decisions whose application is not published",
        count: "SELECT count(*) FROM decision d JOIN application a ON a.id = d.application_id \
                WHERE d.state = 'PUBLISHED' AND a.published_at IS NULL",
    },
    Ailment {
        rule: "INV-24",
        what: "labels for applications that were not awarded",
        count: "SELECT count(*) FROM label l JOIN decision d ON d.application_id = l.application_id \
                WHERE l.revoked_at IS NULL AND d.outcome <> 'AWARDED'",
    },
    Ailment {
        rule: "INV-27",
        what: "national projects among the candidates for the European label",
        count: "SELECT count(*) FROM eql_candidacy e JOIN project p ON p.id = e.project_id \
                WHERE p.kind = 'NATIONAL' AND e.state IN ('ELIGIBLE', 'NOMINATED')",
    },
];

/// Looks at everything, reports every finding, and exits with 1 if there is one.
pub async fn examine(config: &Config) -> Result<ExitCode, StartError> {
    let mut findings = 0;
    let providers = start::settings(config)?.providers;
    say!("ok    {} identity provider(s) are trusted", providers.count());
    let db = start::database(config, false).await?;
    start::look_through(config).await?;
    say!("ok    database {} answers ({:?})", db::name(&config.database()), db.dialect());
    let (newer, missing) = start::schema_state(&db).await?;
    if let Some(step) = newer.into_iter().next() {
        return Err(StartError::NewerSchema(step));
    }
    if !missing.is_empty() {
        say!("FOUND schema is {} step(s) behind: run `nql migrate up`", missing.len());
        return Ok(ExitCode::FAILURE);
    }
    say!("ok    schema is up to date");
    let clock = rehearsal::clock_of(&db).await?;
    if rehearsal::is_one(&db).await? {
        say!("note  this is a rehearsal, in which it is {}", clock.now().to_rfc3339());
    }
    for purpose in Purpose::ALL {
        let keys = match KeyRing::read(&config.data, purpose, clock.now()) {
            Ok(keys) => keys,
            Err(KeyError::None(_)) if purpose == Purpose::Credentials => {
                say!("note  no keys for credentials yet: the next start of `nql serve` makes one");
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let (folder, of) = (purpose.folder(&config.data), purpose.word());
        say!("ok    keys of {of} in {}", folder.display());
        if let Agreed::No(kid) = compare(&db, &keys, clock.now()).await? {
            findings += 1;
            say!("FOUND the key {kid} signs for this database and is not in the folder: see `nql keys adopt`");
        }
    }
    Api::new(db.clone(), clock.clone(), Ids::random(), Tokens::unkept(), Settings::open())
        .map_err(StartError::Unguarded)?;
    say!("ok    every field has a policy");
    findings += mail(config, &db).await?;
    let failed = job::count_failed(&db).await?;
    if failed > 0 {
        findings += 1;
        say!("FOUND {failed} job(s) were given up: see `jobs(filter: {{ status: {{ eq: FAILED }} }})`, and `retryJob`");
    }
    let chain = audit::verify(&db, clock.now()).await?;
    match &chain.broken_at {
        None => say!("ok    audit log: {} sealed events, the last seal is {}", chain.sealed, chain.head),
        Some(event) => {
            findings += 1;
            say!("FOUND audit log: {event} is not what was sealed: keep the database as it is and ask for help");
        }
    }
    if chain.late > 0 {
        findings += 1;
        say!("FOUND audit log: {} events are not sealed: start the server, it seals them", chain.late);
    }
    let work = Work::reading(&db, clock.now(), Ids::random(), &Actor::Anonymous, None).await?;
    let (count_of_decisions, others) = decision::replay_all(&work).await?;
    drop(work);
    if others.is_empty() {
        say!("ok    INV-20: {count_of_decisions} decisions come out the same when they are computed again");
    } else {
        findings += 1;
        let some: Vec<String> = others.iter().take(5).map(ToString::to_string).collect();
        say!(
            "FOUND INV-20: {} decision(s) come out otherwise: ask `decisionReplay` where ({})",
            others.len(),
            some.join(", ")
        );
    }
    for ailment in &AILMENTS {
        let found = count(&db, ailment.count).await?;
        if found == 0 {
            say!("ok    {}: no {}", ailment.rule, ailment.what);
        } else {
            findings += 1;
            say!("FOUND {}: {found} {}: keep the database as it is and ask for help", ailment.rule, ailment.what);
        }
    }
    Ok(if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is said of mail, and how many findings that are.
async fn mail(config: &Config, db: &Database) -> Result<usize, StartError> {
    let mut findings = 0;
    let (waiting, failed) = notification::unsent(db).await?;
    match start::post(config)? {
        None => say!("note  no mail server is named (--smtp): nothing is sent, {waiting} mail(s) wait"),
        Some((post, _)) => match post.open().await {
            Ok(line) => {
                line.close().await;
                say!("ok    mail server answers, {waiting} mail(s) wait");
            }
            Err(why) => {
                findings += 1;
                say!("FOUND mail server: {why}; {waiting} mail(s) wait: check --smtp");
            }
        },
    }
    if failed > 0 {
        findings += 1;
        say!(
            "FOUND {failed} mail(s) were given up: see `messages(filter: {{ status: {{ eq: FAILED }} }})`, and `resendMessage`"
        );
    }
    Ok(findings)
}

async fn count(db: &Database, sql: &str) -> Result<i64, StartError> {
    let connection = db.connection();
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    Ok(row.and_then(|row| row.try_get_by_index(0).ok()).unwrap_or(0))
}
