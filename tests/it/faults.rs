//! A full disk, a connection that is cut, a request that is given up half way: what was answered is there, what was not
//! leaves nothing behind, and the next request is served.

use std::{collections::BTreeMap, future::poll_fn, pin::pin, task::Poll, time::Duration};

use async_graphql::futures_util::future::join_all;
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use entity::{ids::SchoolId, kinds::Kind, school, user};
use nql::{auth::Actor, db::PoolOptions, work::Work};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Statement};
use serde_json::{Value, json};

use crate::{
    application::scene,
    support::{
        Engine, House, Person, Reply, db,
        wire_cutter::{Cut, WireCutter},
    },
    trial,
};

/// Runs a work and lets go of it when it has waited `most` times, `late` after that. How often it waited, and what it came
/// to if it came to its end: how far it gets does not rest on how fast the machine is.
async fn let_go<T>(most: usize, late: Duration, work: impl Future<Output = T>) -> (usize, Option<T>) {
    let mut work = pin!(work);
    let mut waits = 0;
    let told = poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(told) => Poll::Ready(Some(told)),
        Poll::Pending if waits == most => Poll::Ready(None),
        Poll::Pending => {
            waits += 1;
            Poll::Pending
        }
    });
    let told = told.await;
    if told.is_none() {
        tokio::time::sleep(late).await;
    }
    (waits, told)
}

/// Tables that saving a draft writes; whatever it writes first or last, one of them is where it fails.
const WRITTEN: [&str; 5] = ["application", "draft_text", "draft_remark", "form_session", "audit_event"];

/// Makes faults possible: from then on a write to the table that [`fail_at`] names ends as the database ends it by itself. On
/// SQLite the transaction is rolled back under the connection, as on a full disk; on Postgres the connection is gone.
async fn lay_faults(house: &House) {
    let db = house.db.connection();
    db.execute_unprepared("CREATE TABLE fault (at text)").await.unwrap();
    if house.engine == Engine::Postgres {
        let sql = "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
            IF EXISTS (SELECT 1 FROM fault WHERE at = TG_TABLE_NAME) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; \
            RETURN NEW; END $$";
        db.execute_unprepared(sql).await.unwrap();
    }
    for table in WRITTEN {
        for event in ["INSERT", "UPDATE"] {
            let sql = match house.engine {
                Engine::Sqlite => format!(
                    "CREATE TRIGGER fault_{table}_{event} BEFORE {event} ON {table} WHEN EXISTS (SELECT 1 FROM fault WHERE at = '{table}') \
                     BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END"
                ),
                Engine::Postgres => format!(
                    "CREATE TRIGGER fault_{event} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION fault()"
                ),
            };
            db.execute_unprepared(&sql).await.unwrap();
        }
    }
}

async fn fail_at(house: &House, table: Option<&str>) {
    let sql = match table {
        Some(table) => format!("INSERT INTO fault (at) VALUES ('{table}')"),
        None => "DELETE FROM fault".to_owned(),
    };
    house.db.connection().execute_unprepared(&sql).await.unwrap();
}

/// How long the file of SQLite may get for the connections that are open now: no longer than it is, or as long as any.
async fn limit_disk(house: &House, pages: &'static str) {
    let pool = house.db.pool().get_sqlite_connection_pool();
    let mut lines = Vec::new();
    while lines.len() < 4 {
        let mut line = pool.acquire().await.unwrap();
        sea_orm::sqlx::query(pages).execute(&mut *line).await.unwrap();
        lines.push(line);
    }
}

const FULL: &str = "PRAGMA max_page_count = 1";
const FREE: &str = "PRAGMA max_page_count = 4294967294";

/// An answer, with its status and when to try again.
type Told = (StatusCode, Option<String>, Reply);

async fn request(house: &House, who: Person, query: &str, variables: Value) -> Request<Body> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {}", house.token(who.id).await))
        .header("x-nql-role", who.role.word())
        .body(Body::from(body))
        .unwrap()
}

async fn send(house: &House, request: Request<Body>) -> Told {
    let response = house.send(request).await;
    let status = response.status();
    let wait = response.headers().get(header::RETRY_AFTER).map(|wait| wait.to_str().unwrap().to_owned());
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, wait, Reply::new(body.to_vec()))
}

async fn answer(house: &House, who: Person, query: &str, variables: Value) -> Told {
    send(house, request(house, who, query, variables).await).await
}

#[track_caller]
fn assert_try_later((status, wait, reply): &Told) {
    reply.assert_error("TRY_LATER");
    assert_eq!((*status, wait.as_deref()), (StatusCode::SERVICE_UNAVAILABLE, Some("2")), "{}", reply.text);
    assert_eq!(reply.body["errors"][0]["extensions"]["retryAfter"], 2);
}

const MAKE: &str = "mutation($input: CreateSchoolInput!) { it: createSchool(input: $input) { school { id } userErrors { code message } } }";

fn school_named(name: &str, key: Option<&str>) -> Value {
    json!({ "input": { "name": name, "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY", "idempotencyKey": key } })
}

async fn ready(house: &House) -> StatusCode {
    house.send(Request::get("/health/ready").body(Body::empty()).unwrap()).await.status()
}

/// Another server on the same database, whose connections go through a cutter.
async fn behind_cutter(house: &House) -> (WireCutter, House) {
    let url = db::address(&db::name(&house.db).await);
    let to = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let cutter = WireCutter::open(to).await;
    let mut through = url;
    through.set_host(Some("127.0.0.1")).unwrap();
    through.set_port(Some(cutter.port)).unwrap();
    let options = PoolOptions { connections: 4, ..PoolOptions::default() };
    let db = nql::db::Database::connect(through.as_str(), &options).await.unwrap();
    (cutter, House::on(house.engine, db))
}

/// Ends the connections of another server from within Postgres, as an operator does.
async fn end_all(house: &House, other: &House) {
    let mine = || Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid() FROM pg_sleep(0.05)");
    for row in join_all((0..4).map(|_| other.db.query_one_raw(mine()))).await {
        let pid: i32 = row.unwrap().unwrap().try_get_by_index(0).unwrap();
        let end = Statement::from_string(DbBackend::Postgres, format!("SELECT pg_terminate_backend({pid}, 1000)"));
        house.db.query_one_raw(end).await.unwrap();
    }
}

trial! {
    async fn what_was_acknowledged_is_there_after_a_hundred_faults_at_random_points(house) {
        let scene = scene(&house).await;
        house.set_instant("2026-05-04T10:00:00Z");
        let registration = house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        let open = json!({ "registrationId": registration });
        let opened = house.act(scene.teacher, "openApplicationForm", open, "application { id version }").await;
        let id = opened.text_at("/it/application/id");
        let mut version = opened.number_at("/it/application/version");
        lay_faults(&house).await;
        let mut chance = StdRng::seed_from_u64(12);
        let mut stored = json!("");
        let (mut acknowledged, mut failed) = (0, 0);
        for round in 0..100 {
            let table = WRITTEN.get(chance.random_range(0..WRITTEN.len() + 2)).copied();
            if table.is_some() && house.engine == Engine::Sqlite && chance.random_bool(0.1) {
                limit_disk(&house, FULL).await;
            }
            fail_at(&house, table).await;
            let summary = format!("{round} {}", "woord ".repeat(chance.random_range(50..300)).trim_end());
            let input = json!({ "applicationId": id, "expectedVersion": version, "summary": summary });
            let saved = house.act(scene.teacher, "saveApplicationDraft", input, "application { version summary }").await;
            fail_at(&house, None).await;
            if saved.body["data"]["it"]["application"].is_object() && saved.body["errors"].is_null() {
                let application = saved.done()["application"].clone();
                version = application["version"].as_i64().unwrap();
                stored = application["summary"].clone();
                acknowledged += 1;
            } else {
                failed += 1;
            }
            // All connections say the same, and it is what was answered last.
            let query = "query($id: ID!) { application(id: $id) { version summary } }";
            for _ in 0..4 {
                let seen = house.ask(scene.teacher, query, json!({ "id": id })).await;
                assert_eq!(seen.at("/application"), &json!({ "version": version, "summary": stored }), "round {round}, {table:?}");
            }
        }
        assert!(acknowledged > 15 && failed > 15, "{acknowledged} saved, {failed} failed");
    }

    async fn a_write_on_a_full_disk_is_told_to_try_later_and_readiness_knows_until_one_works(house) {
        let staff = house.staff().await;
        assert_eq!(ready(&house).await, StatusCode::OK);
        let written = house.written().await;
        // The row that readiness writes cannot be written either.
        house.db.connection().execute_unprepared("ALTER TABLE heartbeat RENAME TO gone").await.unwrap();
        match house.engine {
            Engine::Sqlite => limit_disk(&house, FULL).await,
            Engine::Postgres => {
                let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                    RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$; \
                    CREATE TRIGGER full_disk BEFORE INSERT ON school FOR EACH ROW EXECUTE FUNCTION full_disk(); \
                    CREATE TRIGGER full_disk BEFORE INSERT ON upload FOR EACH ROW EXECUTE FUNCTION full_disk()";
                house.db.connection().execute_unprepared(full).await.unwrap();
            }
        }
        let long = format!("De Zeven Wegen {}", "x".repeat(150));
        // SQLite finds a place for a few rows in pages that it has.
        let mut told = answer(&house, staff, MAKE, school_named(&long, None)).await;
        let mut made = 0;
        while house.engine == Engine::Sqlite && told.0 == StatusCode::OK {
            made += 1;
            assert!(made < 200, "the disk is not full");
            told = answer(&house, staff, MAKE, school_named(&format!("{made} {long}"), None)).await;
        }
        assert_try_later(&told);
        assert_eq!(house.written().await, written + made);
        assert_eq!(house.count::<school::Entity>().await, made);
        assert_eq!(ready(&house).await, StatusCode::SERVICE_UNAVAILABLE);
        let file = Request::post("/uploads")
            .header(header::CONTENT_TYPE, "text/csv")
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token(staff.id).await))
            .body(Body::from("a;b\n".repeat(50_000)))
            .unwrap();
        let (status, wait, told) = send(&house, file).await;
        told.assert_error("TRY_LATER");
        assert_eq!((status, wait.as_deref()), (StatusCode::SERVICE_UNAVAILABLE, Some("2")));
        assert_eq!(house.count::<entity::upload::Entity>().await, 0);
        house.ask(staff, "{ schools { totalCount } }", json!({})).await.data();
        assert_eq!(ready(&house).await, StatusCode::SERVICE_UNAVAILABLE, "that it can be read says nothing of writing");
        house.db.connection().execute_unprepared("ALTER TABLE gone RENAME TO heartbeat").await.unwrap();
        match house.engine {
            Engine::Sqlite => limit_disk(&house, FREE).await,
            Engine::Postgres => {
                house.db.connection().execute_unprepared("DROP FUNCTION full_disk() CASCADE").await.unwrap();
            }
        }
        let (_, _, again) = answer(&house, staff, MAKE, school_named(&long, None)).await;
        again.done();
        assert_eq!(ready(&house).await, StatusCode::OK);
    }

    async fn nothing_is_added_to_a_work_of_which_a_statement_failed(house) {
        let staff = house.staff().await;
        let written = house.written().await;
        let now = house.clock.now();
        let taken = user::Entity::find_by_id(staff.id).one(house.db.connection()).await.unwrap().unwrap();
        let work = Work::begin(&house.db, now, house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
        work.audit_as("before", staff.id).await.unwrap();
        // Whoever swallows the error gets no further.
        taken.into_active_model().reset_all().insert(work.tx()).await.unwrap_err();
        work.audit_as("after", staff.id).await.unwrap_err();
        work.commit().await.unwrap_err();
        assert_eq!(house.written().await, written);
        // Going back to a mark makes it whole again.
        let taken = user::Entity::find_by_id(staff.id).one(house.db.connection()).await.unwrap().unwrap();
        let work = Work::begin(&house.db, now, house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
        work.audit_as("before", staff.id).await.unwrap();
        work.mark().await.unwrap();
        taken.into_active_model().reset_all().insert(work.tx()).await.unwrap_err();
        work.undo().await.unwrap();
        work.unmark().await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.written().await, written + 1);
    }

    async fn a_work_that_is_given_up_anywhere_leaves_neither_rows_nor_a_lock(house) {
        let staff = house.staff().await;
        let work = async || {
            let work = Work::begin(&house.db, house.clock.now(), house.ids.clone(), &Actor::Anonymous, None).await?;
            for _ in 0..20 {
                work.audit_as("given up", staff.id).await?;
            }
            work.commit().await
        };
        let written = house.written().await;
        let mut chance = StdRng::seed_from_u64(4);
        let mut finished = 0;
        for round in 0..60 {
            let late = Duration::from_micros(chance.random_range(0..3_000));
            // Most of them early: a work waits seldom for a database that is fast.
            let most = [0, 0, 0, 0, 1, 1, 2, 3, 5, 8][chance.random_range(0..10)];
            if let (_, Some(told)) = let_go(most, late, work()).await {
                told.unwrap();
                finished += 1;
            }
            answer(&house, staff, MAKE, school_named(&format!("School {round}"), None)).await.2.done();
            // A commit that was under way may have been done, all of it; what was not committed never.
            let seen = house.written().await - written - house.count::<school::Entity>().await;
            assert!(seen % 20 == 0 && seen / 20 >= finished && seen / 20 <= round + 1, "round {round}: {seen} rows, {finished} works");
        }
        assert!(finished < 55, "hardly any was given up");
        assert_eq!(house.count::<school::Entity>().await, 60);
    }

    async fn a_request_that_is_given_up_anywhere_is_done_whole_or_not_at_all(house) {
        let staff = house.staff().await;
        answer(&house, staff, MAKE, school_named("De eerste", None)).await.2.done();
        let whole = request(&house, staff, MAKE, school_named("De tweede", None)).await;
        let (whole, told) = let_go(usize::MAX, Duration::ZERO, send(&house, whole)).await;
        told.unwrap().2.done();
        let written = house.written().await;
        let mut chance = StdRng::seed_from_u64(9);
        let mut acknowledged = Vec::new();
        for round in 0..60 {
            let name = format!("School {round}");
            let request = request(&house, staff, MAKE, school_named(&name, None)).await;
            // The caller goes away, or it takes too long: the server lets go of it where it is.
            let late = Duration::from_micros(chance.random_range(0..1_000));
            if let (_, Some(told)) = let_go(chance.random_range(0..2 * whole + 2), late, send(&house, request)).await {
                told.2.done();
                acknowledged.push(name);
            }
        }
        assert!((1..60).contains(&acknowledged.len()), "{} of 60", acknowledged.len());
        answer(&house, staff, MAKE, school_named("De laatste", None)).await.2.done();
        let stored = school::Entity::find().all(house.db.connection()).await.unwrap();
        for name in &acknowledged {
            assert!(stored.iter().any(|school| school.name == *name), "{name} was acknowledged and is lost");
        }
        assert_eq!(house.written().await - written, u64::try_from(stored.len() - 2).unwrap(), "each with its audit row");
    }

    async fn whoever_waits_too_long_for_others_is_told_to_try_later(house) {
        let staff = house.staff().await;
        let written = house.written().await;
        answer(&house, staff, "{ schools { totalCount } }", json!({})).await.2.data();
        let request = request(&house, staff, MAKE, school_named("De Zeven Wegen", None)).await;
        // All turns are taken: the one of SQLite, or every connection to Postgres.
        let mut others = Vec::new();
        while others.len() < if house.engine == Engine::Sqlite { 1 } else { 4 } {
            others.push(house.db.begin().await.unwrap());
        }
        assert_try_later(&send(&house, request).await);
        drop(others);
        assert_eq!(house.written().await, written);
        let (_, _, again) = answer(&house, staff, MAKE, school_named("De Zeven Wegen", None)).await;
        again.done();
    }

    async fn on_postgres_what_takes_too_long_is_told_to_try_later(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let staff = house.staff().await;
        let options = PoolOptions { connections: 2, statement_timeout: Duration::from_millis(300) };
        let address = db::address(&db::name(&house.db).await);
        let other = House::on(house.engine, nql::db::Database::connect(address.as_str(), &options).await.unwrap());
        let written = house.written().await;
        let others = house.db.begin().await.unwrap();
        others.execute_unprepared("LOCK TABLE school IN ACCESS EXCLUSIVE MODE").await.unwrap();
        assert_try_later(&answer(&other, staff, "{ schools { totalCount } }", json!({})).await);
        assert_try_later(&answer(&other, staff, MAKE, school_named("De Zeven Wegen", None)).await);
        drop(others);
        assert_eq!(house.written().await, written);
        answer(&other, staff, MAKE, school_named("De Zeven Wegen", None)).await.2.done();
        other.db.pool().clone().close().await.unwrap();
    }

    async fn on_postgres_nobody_notices_that_all_connections_are_gone(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let (cutter, other) = behind_cutter(&house).await;
        let staff = house.staff().await;
        let read = "{ viewer { id } schools { totalCount } }";
        for round in 0..10 {
            // Every connection of the other server has been used, and then all are gone.
            let all = (0..4).map(|_| other.ask(staff, read, json!({})));
            for reply in join_all(all).await {
                reply.data();
            }
            match round % 3 {
                0 => cutter.cut_all(),
                _ => end_all(&house, &other).await,
            }
            if round % 2 == 0 {
                for reply in join_all((0..12).map(|_| other.ask(staff, read, json!({})))).await {
                    reply.data();
                }
            }
            let (status, _, reply) = answer(&other, staff, MAKE, school_named(&format!("School {round}"), None)).await;
            assert_eq!(status, StatusCode::OK, "{}", reply.text);
            reply.done();
        }
        assert_eq!(house.count::<school::Entity>().await, 10);
        other.db.pool().clone().close().await.unwrap();
    }

    async fn on_postgres_a_lost_answer_to_commit_is_no_success_and_can_be_asked_again(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let (cutter, other) = behind_cutter(&house).await;
        let staff = house.staff().await;
        let mut known = BTreeMap::new();
        for (round, cut) in [Cut::Before, Cut::After, Cut::After, Cut::Before].into_iter().enumerate() {
            let (name, key) = (format!("School {round}"), format!("key {round}"));
            cutter.arm("COMMIT", 0, cut);
            let told = answer(&other, staff, MAKE, school_named(&name, Some(&key))).await;
            assert!(!cutter.disarm(), "it was not cut");
            assert_try_later(&told);
            let is_there = usize::from(cut == Cut::After);
            assert_eq!(house.count::<school::Entity>().await, u64::try_from(known.len() + is_there).unwrap(), "{cut:?}");
            let (_, _, again) = answer(&other, staff, MAKE, school_named(&name, Some(&key))).await;
            let id: SchoolId = again.text_at("/it/school/id").parse().unwrap();
            known.insert(name, id);
        }
        let schools = school::Entity::find().all(house.db.connection()).await.unwrap();
        let stored: BTreeMap<_, _> = schools.into_iter().map(|school| (school.name, school.id)).collect();
        assert_eq!(stored, known);
        other.db.pool().clone().close().await.unwrap();
    }

    async fn on_postgres_connections_cut_at_random_messages_lose_nothing_that_was_acknowledged(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let (cutter, other) = behind_cutter(&house).await;
        let staff = house.staff().await;
        let mut chance = StdRng::seed_from_u64(7);
        let (mut known, mut doubtful) = (Vec::new(), 0);
        for round in 0..60 {
            let cut = if chance.random_bool(0.5) { Cut::Before } else { Cut::After };
            cutter.arm(["", "BEGIN", "INSERT", "COMMIT"][chance.random_range(0..4)], chance.random_range(0..3), cut);
            let name = format!("School {round}");
            let (status, wait, reply) = answer(&other, staff, MAKE, school_named(&name, None)).await;
            cutter.disarm();
            if status == StatusCode::OK {
                reply.done();
                known.push(name);
            } else {
                assert_try_later(&(status, wait, reply));
                doubtful += 1;
            }
        }
        let stored: Vec<String> = school::Entity::find().all(house.db.connection()).await.unwrap().into_iter().map(|school| school.name).collect();
        for name in &known {
            assert!(stored.contains(name), "{name} was acknowledged and is lost");
        }
        assert!(doubtful > 5 && known.len() > 20, "{} known, {doubtful} doubtful", known.len());
        other.db.pool().clone().close().await.unwrap();
    }
}
