//! The clock of a demo or a rehearsal: whose it is, and what comes while it moves.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    audit_event,
    kinds::{Community, Kind, MessageTemplate, Role, Track},
    message,
};
use nql::{
    campaign::rules::day_of,
    clock::{self, Clock},
    http::{self, Http},
    rehearsal::{self, Rehearsal, Unmoved, Wanted},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    support::{House, Person},
    trial,
};

/// What is sent to `/clock`, as somebody or as nobody.
async fn send(house: &House, http: &Http, who: Option<Person>, body: Option<Value>) -> (StatusCode, Value) {
    let request = if body.is_some() { Request::post("/clock") } else { Request::get("/clock") };
    let mut request = request.header(header::CONTENT_TYPE, "application/json");
    if let Some(person) = who {
        let bearer = format!("Bearer {}", house.token(person.id).await);
        request = request.header(header::AUTHORIZATION, bearer).header("x-nql-role", person.role.word());
    }
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    let response = http::router(http.clone()).oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

/// The house with a clock that can be moved.
async fn rehearsing(house: &House) -> Http {
    let rehearsal = Rehearsal::begin(house.http.api.clone(), None, false).await.unwrap();
    Http { rehearsal: Some(rehearsal), ..house.http.clone() }
}

trial! {
    async fn where_time_is_real_there_is_no_clock_to_move(house) {
        let admin = house.admin().await;
        for body in [None, Some(json!({ "day": "2026-01-01" }))] {
            let (status, answer) = send(&house, &house.http, Some(admin), body).await;
            assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (StatusCode::NOT_FOUND, &json!("NOT_FOUND")));
        }
        let config = house.send(Request::get("/graphiql/config.json").body(Body::empty()).unwrap()).await;
        let config: Value = serde_json::from_slice(&to_bytes(config.into_body(), usize::MAX).await.unwrap()).unwrap();
        assert_eq!((&config["now"], &config["users"]), (&Value::Null, &json!([])));
    }

    async fn an_admin_moves_the_clock_forward_and_nobody_else_does(house) {
        let (admin, http) = (house.admin().await, rehearsing(&house).await);
        let staff = house.staff().await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let teacher = house.teacher("Lotte Verhaegen", &school).await;
        let juror = house.seat("Joris Jurylid", &[Role::Juror], None).await;
        let (begun, written) = (house.clock.now(), house.written().await);
        let to = |day: &str| Some(json!({ "day": day }));
        for (who, status, code) in [
            (None, StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
            (Some(teacher), StatusCode::FORBIDDEN, "FORBIDDEN"),
            (Some(juror), StatusCode::FORBIDDEN, "FORBIDDEN"),
            (Some(staff), StatusCode::FORBIDDEN, "FORBIDDEN"),
            (Some(house.service().await), StatusCode::FORBIDDEN, "FORBIDDEN"),
        ] {
            let (got, answer) = send(&house, &http, who, to("2026-01-01")).await;
            assert_eq!((got, &answer["errors"][0]["extensions"]["code"]), (status, &json!(code)), "{who:?}");
        }
        for (body, status) in [
            (to("2025-09-30"), StatusCode::UNPROCESSABLE_ENTITY),
            (to("2031-01-01"), StatusCode::UNPROCESSABLE_ENTITY),
            (to("soon"), StatusCode::BAD_REQUEST),
            (Some(json!({ "day": "2026-01-01", "back": true })), StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(send(&house, &http, Some(admin), body.clone()).await.0, status, "{body:?}");
        }
        assert_eq!(house.clock.now(), begun);
        assert_eq!(house.written().await, written);
        let (status, answer) = send(&house, &http, Some(admin), to("2026-01-01")).await;
        assert_eq!((status, &answer["now"]), (StatusCode::OK, &json!("2026-01-01T08:00:00Z")));
        assert_eq!(send(&house, &http, None, None).await.1, answer);
        let moved = audit_event::Entity::find().filter(audit_event::Column::Action.eq("moveClock"));
        let noted = moved.one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((noted.actor_id, noted.at, noted.facts.unwrap()["to"].clone()), (Some(admin.id), begun, json!("2026-01-01")));
    }

    async fn what_days_bring_comes_on_its_day(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "An Jury").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        let (http, admin) = (rehearsing(&house).await, house.admin().await);
        // Two steps of reminding and the day after the last lie on the way, and every day only once.
        send(&house, &http, Some(admin), Some(json!({ "day": "2026-09-13" }))).await;
        send(&house, &http, Some(admin), Some(json!({ "day": "2026-10-30" }))).await;
        let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::EvaluationReminder));
        let mails = mails.order_by_asc(message::Column::CreatedAt).all(house.db.connection()).await.unwrap();
        let days: Vec<String> = mails.iter().map(|mail| day_of(mail.created_at).to_string()).collect();
        assert_eq!(days, ["2026-09-01", "2026-09-12", "2026-09-16"]);
        // A draft has lapsed, and the form is closed, without anybody having been there.
        assert_eq!(house.clock.now(), "2026-10-30T08:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    async fn the_clock_goes_to_a_time_of_a_day_and_not_back_within_it(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "An Jury").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        let rehearsal = rehearsing(&house).await.rehearsal.unwrap();
        let wanted = |text: &str| rehearsal.at(Wanted::Instant(clock::local_instant(text).unwrap()));
        let now = rehearsal.advance(wanted("2026-09-12T08:00")).await.unwrap();
        assert_eq!(now, "2026-09-12T06:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert!(matches!(rehearsal.advance(wanted("2026-09-12T07:30")).await, Err(Unmoved::Back(_))));
        assert_eq!(house.clock.now(), now);
        // A day is its morning, or what is left of it.
        let day = "2026-09-12".parse().unwrap();
        assert_eq!(rehearsal.at(Wanted::Day(day)), "2026-09-12T07:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let late = rehearsal.advance(wanted("2026-09-12T22:45")).await.unwrap();
        assert_eq!(rehearsal.at(Wanted::Day(day)), late);
        // What the days bring on the way came, each once.
        let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::EvaluationReminder));
        let mails = mails.order_by_asc(message::Column::CreatedAt).all(house.db.connection()).await.unwrap();
        let days: Vec<String> = mails.iter().map(|mail| day_of(mail.created_at).to_string()).collect();
        assert_eq!(days, ["2026-09-01", "2026-09-12"]);
    }

    async fn a_release_that_was_scheduled_goes_out_in_the_morning_of_its_day(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let (id, version) = results.approved(&house, Track::Nql).await;
        let input = json!({ "publicationBatchId": id, "expectedVersion": version, "isScheduled": true });
        house.act(results.staff, "scheduleRelease", input, "__typename").await.done();
        let (http, admin) = (rehearsing(&house).await, house.admin().await);
        send(&house, &http, Some(admin), Some(json!({ "day": "2026-11-05" }))).await;
        let query = "{ jobs { nodes { kind status dueAt endedAt } } }";
        let job = json!({ "kind": "RELEASE", "status": "DONE", "dueAt": "2026-10-30T23:00:00.000Z", "endedAt": "2026-10-31T08:00:00.000Z" });
        assert_eq!(house.ask(results.staff, query, json!({})).await.at("/jobs/nodes"), &json!([job]));
        let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::ResultPublished));
        assert_eq!(mails.all(house.db.connection()).await.unwrap().len(), 2);
    }

    async fn a_database_has_a_clock_of_its_own_only_if_it_was_made_for_that(house) {
        assert!(matches!(rehearsal::clock_of(&house.db).await.unwrap(), Clock::System));
        let admin = house.admin().await;
        assert!(!rehearsal::make(&house.db).await.unwrap(), "somebody works there: {admin:?}");
        assert!(!rehearsal::is_one(&house.db).await.unwrap());
        house.db.connection().execute_unprepared("DELETE FROM user_role").await.unwrap();
        house.db.connection().execute_unprepared("DELETE FROM \"user\"").await.unwrap();
        assert!(rehearsal::make(&house.db).await.unwrap());
        let clock = rehearsal::clock_of(&house.db).await.unwrap();
        assert!(matches!(clock, Clock::Shifted(_)) && clock.ahead().num_milliseconds().abs() < 1_000);
        // Once it is one, it stays one, whoever works there.
        house.admin().await;
        assert!(rehearsal::make(&house.db).await.unwrap());
    }

    async fn a_clock_goes_on_from_where_it_stood_and_servers_follow_each_other(house) {
        rehearsal::make(&house.db).await.unwrap();
        let api = |clock: &Clock| {
            let clock = clock.clone();
            let (db, ids) = (house.db.clone(), house.ids.clone());
            let tokens = nql::auth::token::Tokens::unkept();
            std::sync::Arc::new(nql::api::Api::new(db, clock, ids, tokens, nql::api::Settings::open()).unwrap())
        };
        let clock = rehearsal::clock_of(&house.db).await.unwrap();
        let first = Rehearsal::begin(api(&clock), None, false).await.unwrap();
        first.advance(clock.now() + TimeDelta::days(100)).await.unwrap();
        let other = rehearsal::clock_of(&house.db).await.unwrap();
        assert!((other.now() - clock.now()).num_milliseconds().abs() < 2_000);
        // Nobody ran it for a month.
        let month_ago = nql::clock::Clock::System.now() - TimeDelta::days(30);
        let seen = entity::rehearsal::Entity::update_many()
            .col_expr(entity::rehearsal::Column::SeenAt, sea_orm::sea_query::Expr::value(month_ago));
        seen.exec(house.db.connection()).await.unwrap();
        let later = rehearsal::clock_of(&house.db).await.unwrap();
        let stood = clock.now() - TimeDelta::days(30);
        assert!(later.now() >= stood && later.now() < stood + TimeDelta::seconds(30));
    }
}
