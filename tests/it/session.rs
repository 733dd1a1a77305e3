//! Signing in and out: who gets in, how often, and how it ends.

use std::net::SocketAddr;

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, Utc};
use entity::{
    audit_event, credential,
    ids::UserId,
    kinds::{Community, MessageStatus, MessageTemplate, Role},
    message, refresh_token, service_key, session, sign_in_attempt, sign_in_link, user, user_role,
};
use nql::{auth::Actor, session::commands, work::Work};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

pub const PASSWORD: &str = "rustig-paard-kiest-blauw";
const TOKENS: &str = "sessionTokens { accessToken accessTokenExpiresAt refreshToken expiresAt }";

/// A link, as a mail would bring it.
pub async fn link(house: &House, user: UserId) -> String {
    let work = Work::begin(&house.db, house.clock.now(), house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
    let token = commands::make_link(&work, user).await.unwrap();
    work.commit().await.unwrap();
    token
}

async fn set_password(house: &House, person: Person, password: &str) -> Reply {
    let input = json!({ "linkToken": link(house, person.id).await, "newPassword": password });
    house.act(None, "resetPassword", input, TOKENS).await
}

async fn sign_in(house: &House, email: &str, password: &str) -> Reply {
    house.act(None, "signIn", json!({ "email": email, "password": password }), TOKENS).await
}

async fn refresh(house: &House, token: &str) -> Reply {
    house.act(None, "refreshSession", json!({ "refreshToken": token }), TOKENS).await
}

fn refresh_token(reply: &Reply) -> String {
    reply.done()["sessionTokens"]["refreshToken"].as_str().unwrap().to_owned()
}

/// Who the server takes the bearer of an access token for.
async fn viewer(house: &House, reply: &Reply) -> Reply {
    let token = reply.done()["sessionTokens"]["accessToken"].as_str().unwrap().to_owned();
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    let body = json!({ "query": "{ viewer { email } }" }).to_string();
    let response = house.send(request.body(Body::from(body)).unwrap()).await;
    Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

async fn staff(house: &House) -> (Person, &'static str) {
    (house.staff().await, "staf.vlaanderen@nql.example")
}

/// The same as `House::act`, as nobody and from an address.
async fn act_from(house: &House, address: &str, mutation: &str, input: Value, selection: &str) -> Reply {
    let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($input: {input_type}!) {{ it: {mutation}(input: $input) {{ {selection} userErrors {{ code }} }} }}"
    );
    let mut request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        // What a header says counts for nothing.
        .header("x-forwarded-for", format!("10.0.0.{}", house.ids.bytes::<1>()[0]));
    let peer = SocketAddr::new(address.parse().unwrap(), 4_000);
    request.extensions_mut().unwrap().insert(ConnectInfo(peer));
    let body = json!({ "query": query, "variables": { "input": input } }).to_string();
    let response = house.send(request.body(Body::from(body)).unwrap()).await;
    let is_slowed = response.status() == StatusCode::TOO_MANY_REQUESTS;
    assert_eq!(response.headers().contains_key(header::RETRY_AFTER), is_slowed);
    Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

async fn sign_in_from(house: &House, address: &str, email: &str, password: &str) -> Reply {
    act_from(house, address, "signIn", json!({ "email": email, "password": password }), TOKENS).await
}

/// Who was too fast waits for so many seconds.
#[track_caller]
fn assert_slowed(reply: &Reply, seconds: u64) {
    reply.assert_error("RATE_LIMITED");
    assert_eq!(reply.body["errors"][0]["extensions"]["retryAfter"], seconds, "{}", reply.text);
}

/// What a reply says, without the id of its request.
fn said(reply: &Reply) -> Value {
    let mut body = reply.body.clone();
    for error in body["errors"].as_array_mut().into_iter().flatten() {
        error["extensions"]["requestId"].take();
    }
    body
}

fn later(house: &House, seconds: i64) {
    house.clock.set(house.clock.now() + chrono::TimeDelta::seconds(seconds));
}

/// What the audit log says of refused attempts, once it is written.
async fn refused(house: &House) -> Vec<Value> {
    nql::session::write_refused(&house.http.api).await.unwrap();
    let rows = audit_event::Entity::find().filter(audit_event::Column::Action.eq("refuseSignIn"));
    let rows = rows.all(house.db.connection()).await.unwrap();
    rows.into_iter().map(|row| row.facts.unwrap()).collect()
}

async fn audited(house: &House, action: &str) -> u64 {
    let rows = audit_event::Entity::find().filter(audit_event::Column::Action.eq(action));
    rows.count(house.db.connection()).await.unwrap()
}

/// The one user with a role has another one instead.
async fn becomes(house: &House, before: Role, after: Role) {
    let held = user_role::Entity::find().filter(user_role::Column::Role.eq(before));
    let held = held.one(house.db.connection()).await.unwrap().unwrap();
    user_role::Entity::delete_by_id((held.user_id, before)).exec(house.db.connection()).await.unwrap();
    let row = user_role::ActiveModel { user_id: Set(held.user_id), role: Set(after) };
    row.insert(house.db.connection()).await.unwrap();
}

/// The secret of a key of a program.
async fn key(house: &House) -> String {
    let (admin, service) = (house.admin().await, house.service().await);
    let input = json!({ "userId": service.id.to_string(), "name": "Synchronisatie", "scopes": ["LABEL_READ"], "expiresOn": "2026-09-30" });
    house
        .act(admin, "makeServiceKey", input, "serviceKeyTokens { secret }")
        .await
        .text_at("/it/serviceKeyTokens/secret")
}

trial! {
    async fn a_password_set_by_link_signs_in_until_the_token_expires(house) {
        let (person, email) = staff(&house).await;
        sign_in(&house, email, PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        set_password(&house, person, PASSWORD).await.done();
        let reply = sign_in(&house, "Staf.Vlaanderen@NQL.example", PASSWORD).await;
        assert_eq!(viewer(&house, &reply).await.at("/viewer/email"), email);
        assert_eq!(reply.done()["sessionTokens"]["accessTokenExpiresAt"], "2025-10-01T10:15:00.000Z");
        assert_eq!(reply.done()["sessionTokens"]["expiresAt"], "2025-10-31T10:00:00.000Z");
        house.set_instant("2025-10-01T10:16:00Z");
        viewer(&house, &reply).await.assert_error("UNAUTHENTICATED");
        // What is kept opens no door.
        let kept = credential::Entity::find_by_id(person.id).one(house.db.connection()).await.unwrap().unwrap();
        assert!(kept.password_hash.starts_with("$argon2id$"), "{}", kept.password_hash);
        let told: Vec<Option<Value>> = audit_event::Entity::find().all(house.db.connection()).await.unwrap().into_iter().map(|event| event.facts).collect();
        assert!(!format!("{told:?}").contains(PASSWORD));
    }

    async fn whoever_does_not_get_in_is_answered_alike(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        let wrong = sign_in(&house, email, "rustig-paard-kiest-rood").await;
        let unknown = sign_in(&house, "niemand@nql.example", PASSWORD).await;
        let mut locked = user::Entity::find_by_id(person.id).one(house.db.connection()).await.unwrap().unwrap().into_active_model();
        locked.status = Set(entity::kinds::UserStatus::Locked);
        locked.update(house.db.connection()).await.unwrap();
        let locked = sign_in(&house, email, PASSWORD).await;
        wrong.assert_refused(&["CREDENTIALS_WRONG"]);
        assert_eq!(wrong.text, unknown.text);
        assert_eq!(wrong.text, locked.text);
        // Only the one that reset it.
        assert_eq!(house.count::<session::Entity>().await, 1);
        let told = refused(&house).await;
        assert_eq!(told, [json!({ "mutation": "signIn", "code": "CREDENTIALS_WRONG", "count": 3, "networks": 1, "since": house.clock.now() })]);
        let asked = |email: &'static str| {
            let house = house.clone();
            async move { house.act(None, "requestSignInLink", json!({ "email": email }), "isRequested").await }
        };
        let mails = house.count::<message::Entity>().await;
        assert_eq!(asked("staf.vlaanderen@nql.example").await.text, asked("niemand@nql.example").await.text);
        assert_eq!(house.count::<message::Entity>().await, mails, "she may not sign in, and he is nobody");
        asked("niemand").await.assert_refused(&["NOT_AN_EMAIL"]);
        asked("nie\0mand@nql.example").await.assert_error("BAD_USER_INPUT");
    }

    async fn a_link_signs_its_one_person_in_once_and_within_the_hour(house) {
        let (person, email) = staff(&house).await;
        let input = json!({ "email": email });
        assert_eq!(house.act(None, "requestSignInLink", input, "isRequested").await.done()["isRequested"], true);
        let mail = message::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(mail.recipient_id, person.id);
        assert_eq!(mail.facts, json!({ "name": "Staf Vlaanderen" }), "the secret is made when the mail is sent");
        let with = |token: String| {
            let house = house.clone();
            async move { house.act(None, "signInWithLink", json!({ "linkToken": token }), TOKENS).await }
        };
        let token = link(&house, person.id).await;
        let kept = sign_in_link::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert!(!kept.hash.contains(&token));
        assert_eq!(viewer(&house, &with(token.clone()).await).await.at("/viewer/email"), email);
        with(token).await.assert_refused(&["LINK_INVALID"]);
        let late = link(&house, person.id).await;
        house.set_instant("2025-10-01T11:00:00Z");
        with(late).await.assert_refused(&["LINK_INVALID"]);
        with("verzonnen".to_owned()).await.assert_refused(&["LINK_INVALID"]);
        assert_eq!(house.count::<session::Entity>().await, 1);
    }

    async fn a_refresh_token_is_good_once_and_reuse_ends_the_session(house) {
        let (person, _) = staff(&house).await;
        let first = refresh_token(&set_password(&house, person, PASSWORD).await);
        house.set_instant("2025-10-01T10:14:00Z");
        let reply = refresh(&house, &first).await;
        let second = refresh_token(&reply);
        assert_ne!(first, second);
        viewer(&house, &reply).await.data();
        // The answer was lost: the same one again, for ten seconds.
        house.set_instant("2025-10-01T10:14:09Z");
        assert_eq!(refresh_token(&refresh(&house, &first).await), second);
        // Another window of the same browser comes late, and goes on where the first one is.
        let third = refresh_token(&refresh(&house, &second).await);
        let fourth = refresh_token(&refresh(&house, &third).await);
        for late in [&first, &second, &third] {
            assert_eq!(refresh_token(&refresh(&house, late).await), fourth);
        }
        // After that somebody else holds the first.
        house.set_instant("2025-10-01T10:14:10Z");
        assert_eq!(refresh_token(&refresh(&house, &second).await), fourth, "used at 10:14:09");
        refresh(&house, &first).await.assert_refused(&["SESSION_OVER"]);
        refresh(&house, &fourth).await.assert_refused(&["SESSION_OVER"]);
        let over = session::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(over.end_reason, Some(entity::kinds::SessionEnd::Reused));
        assert_eq!(audited(&house, "reuseRefreshToken").await, 1);
        refresh(&house, "verzonnen").await.assert_refused(&["SESSION_OVER"]);
    }

    async fn a_late_second_use_is_theft(house) {
        let (person, _) = staff(&house).await;
        let first = refresh_token(&set_password(&house, person, PASSWORD).await);
        let second = refresh_token(&refresh(&house, &first).await);
        house.set_instant("2025-10-01T10:00:10Z");
        refresh(&house, &first).await.assert_refused(&["SESSION_OVER"]);
        refresh(&house, &second).await.assert_refused(&["SESSION_OVER"]);
    }

    async fn whoever_signs_in_or_goes_on_brings_a_header_that_counts_for_nothing(house) {
        let (person, email) = staff(&house).await;
        let both = house.seat("Bea Beide", &[Role::Staff, Role::Admin], Some(Community::Vl)).await;
        let expired = house.token(person.id).await;
        let mut open = refresh_token(&set_password(&house, person, PASSWORD).await);
        house.set_instant("2025-10-01T12:00:00Z");
        let ambiguous = house.token(both.id).await;
        let as_juror = [("authorization", format!("Bearer {ambiguous}")), ("x-nql-role", "JUROR".to_owned())];
        let headers = [
            vec![("authorization", format!("Bearer {expired}"))], vec![("authorization", "Bearer verzonnen".to_owned())],
            vec![("authorization", "Bearer ".to_owned())], vec![("authorization", "Basic YTpi".to_owned())],
            vec![("authorization", format!("Bearer {ambiguous}"))], as_juror.to_vec(),
        ];
        let send = async |headers: &[(&'static str, String)], query: &str, variables: Value| {
            let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            let response = house.send(request.body(Body::from(json!({ "query": query, "variables": variables }).to_string())).unwrap()).await;
            let (status, challenge) = (response.status(), response.headers().get(header::WWW_AUTHENTICATE).cloned());
            (status, challenge, Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()))
        };
        let act = |name: &str, selection: &str| {
            let input_type = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
            format!("mutation($input: {input_type}!) {{ it: {name}(input: $input) {{ {selection} userErrors {{ code }} }} }}")
        };
        let refreshed = act("refreshSession", "sessionTokens { refreshToken accessToken }");
        for headers in &headers {
            let (status, _, reply) = send(headers, &refreshed, json!({ "input": { "refreshToken": open } })).await;
            assert_eq!(status, StatusCode::OK, "{headers:?}: {}", reply.text);
            open = refresh_token(&reply);
            let token = json!({ "input": { "linkToken": link(&house, person.id).await } });
            send(headers, &act("signInWithLink", "sessionTokens { accessToken }"), token).await.2.done();
            let password = json!({ "input": { "email": email, "password": PASSWORD } });
            let (_, _, reply) = send(headers, &act("signIn", "sessionTokens { refreshToken }"), password).await;
            let out = json!({ "input": { "refreshToken": refresh_token(&reply) } });
            send(headers, &act("signOut", "isSignedOut"), out).await.2.done();
            // One thing that is not for everybody, and the token is what is wrong.
            let written = house.written().await;
            let mixed = "mutation($input: RefreshSessionInput!) { it: refreshSession(input: $input) { userErrors { code } } signOff: lockUser(input: { userId: \"x\", expectedVersion: 1, reason: \"x\" }) { userErrors { code } } }";
            let (_, _, reply) = send(headers, mixed, json!({ "input": { "refreshToken": open } })).await;
            assert!(reply.body["data"].is_null(), "{}", reply.text);
            assert_eq!(house.written().await, written);
        }
        // What is for everybody is answered as for nobody, and says so; what is not is refused.
        for headers in &headers[..4] {
            let (status, challenge, reply) = send(headers, "{ currentCampaign { name } __typename }", json!({})).await;
            assert_eq!((status, challenge.unwrap().to_str().unwrap()), (StatusCode::OK, "Bearer error=\"invalid_token\""));
            assert_eq!(reply.body, json!({ "data": { "currentCampaign": null, "__typename": "Query" }, "extensions": { "tokenIgnored": true } }));
            for query in ["{ viewer { id } }", "{ currentCampaign { name } viewer { id } }"] {
                let (status, challenge, reply) = send(headers, query, json!({})).await;
                assert_eq!((status, challenge.unwrap().to_str().unwrap()), (StatusCode::UNAUTHORIZED, "Bearer error=\"invalid_token\""));
                assert_eq!(reply.body["errors"][0]["message"], "The token is not valid.");
            }
            send(headers, "{ nothing }", json!({})).await.2.assert_error("GRAPHQL_VALIDATION_FAILED");
        }
        // A token that is good is never left out.
        let (_, challenge, reply) = send(&[("authorization", format!("Bearer {}", house.token(person.id).await))], "{ currentCampaign { name } }", json!({})).await;
        assert!(challenge.is_none() && reply.body.get("extensions").is_none());
    }

    async fn two_parallel_refreshes_get_the_same_successor(house) {
        let (person, _) = staff(&house).await;
        let first = refresh_token(&set_password(&house, person, PASSWORD).await);
        let (one, other) = tokio::join!(refresh(&house, &first), refresh(&house, &first));
        assert_eq!(refresh_token(&one), refresh_token(&other));
    }

    async fn what_has_been_over_for_a_month_is_forgotten_and_nothing_else(house) {
        let (person, _) = staff(&house).await;
        let over = refresh_token(&set_password(&house, person, PASSWORD).await);
        house.act(None, "signOut", json!({ "refreshToken": over }), "isSignedOut").await.done();
        house.set_instant("2025-10-20T10:00:00Z");
        let live = refresh_token(&set_password(&house, person, PASSWORD).await);
        let forget = async |now: &str| nql::session::forget_over(&house.db, now.parse::<DateTime<Utc>>().unwrap() - nql::session::REMEMBERED).await.unwrap();
        forget("2025-10-31T09:59:59Z").await;
        assert_eq!((house.count::<session::Entity>().await, house.count::<refresh_token::Entity>().await), (2, 2));
        forget("2025-10-31T12:00:00Z").await;
        assert_eq!((house.count::<session::Entity>().await, house.count::<refresh_token::Entity>().await, house.count::<sign_in_link::Entity>().await), (1, 1, 1));
        refresh(&house, &over).await.assert_refused(&["SESSION_OVER"]);
        refresh_token(&refresh(&house, &live).await);
    }

    async fn a_session_ends_after_thirty_days_however_busy(house) {
        let (person, _) = staff(&house).await;
        let first = refresh_token(&set_password(&house, person, PASSWORD).await);
        house.set_instant("2025-10-31T09:59:59Z");
        let second = refresh_token(&refresh(&house, &first).await);
        house.set_instant("2025-10-31T10:00:00Z");
        refresh(&house, &second).await.assert_refused(&["SESSION_OVER"]);
    }

    async fn signing_out_here_leaves_the_others_and_everywhere_leaves_none(house) {
        let (person, email) = staff(&house).await;
        let here = set_password(&house, person, PASSWORD).await;
        let there = sign_in(&house, email, PASSWORD).await;
        let third = sign_in(&house, email, PASSWORD).await;
        let out = |token: String, everywhere: bool| {
            let house = house.clone();
            async move { house.act(None, "signOut", json!({ "refreshToken": token, "isEverywhere": everywhere }), "isSignedOut").await }
        };
        out(refresh_token(&here), false).await.done();
        out(refresh_token(&here), false).await.assert_refused(&["SESSION_OVER"]);
        refresh(&house, &refresh_token(&here)).await.assert_refused(&["SESSION_OVER"]);
        viewer(&house, &there).await.data();
        out(refresh_token(&there), true).await.done();
        for reply in [&here, &there, &third] {
            viewer(&house, reply).await.assert_error("UNAUTHENTICATED");
            refresh(&house, &refresh_token(reply)).await.assert_refused(&["SESSION_OVER"]);
        }
        viewer(&house, &sign_in(&house, email, PASSWORD).await).await.data();
    }

    async fn a_changed_password_ends_every_other_session_and_is_told_by_mail(house) {
        let (person, email) = staff(&house).await;
        let old = set_password(&house, person, PASSWORD).await;
        let change = |current: &'static str, new: &'static str| {
            let house = house.clone();
            async move {
                let input = json!({ "currentPassword": current, "newPassword": new });
                house.act(person, "changePassword", input, TOKENS).await
            }
        };
        change("onjuist", "stille-trein-wacht-groen").await.assert_refused(&["CREDENTIALS_WRONG"]);
        change(PASSWORD, "kort").await.assert_refused(&["PASSWORD_LENGTH"]);
        change(PASSWORD, "stafvlaanderen").await.assert_refused(&["PASSWORD_GUESSABLE"]);
        viewer(&house, &old).await.data();
        let new = change(PASSWORD, "stille-trein-wacht-groen").await;
        viewer(&house, &new).await.data();
        viewer(&house, &old).await.assert_error("UNAUTHENTICATED");
        refresh(&house, &refresh_token(&old)).await.assert_refused(&["SESSION_OVER"]);
        sign_in(&house, email, PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        sign_in(&house, email, "stille-trein-wacht-groen").await.done();
        assert_eq!(house.count::<message::Entity>().await, 2, "one when it was set, one when it changed");
        assert_eq!(crate::mail::templates_that_can_be_written(&house).await.len(), 1);
    }

    async fn a_weak_password_does_not_use_the_link_up(house) {
        let (person, _) = staff(&house).await;
        let token = link(&house, person.id).await;
        let reset = |password: &'static str| {
            let (house, token) = (house.clone(), token.clone());
            async move { house.act(None, "resetPassword", json!({ "linkToken": token, "newPassword": password }), TOKENS).await }
        };
        reset("kort").await.assert_refused(&["PASSWORD_LENGTH"]);
        reset("qwertyuiop").await.assert_refused(&["PASSWORD_GUESSABLE"]);
        for guess in ["eTwinning!", "Kwaliteitslabel2026", "staf.vlaanderen", "StafVlaanderen1", "ｅＴｗｉｎｎｉｎｇ！"] {
            reset(guess).await.assert_refused(&["PASSWORD_GUESSABLE"]);
        }
        assert_eq!(house.count::<credential::Entity>().await, 0);
        reset(PASSWORD).await.done();
        reset(PASSWORD).await.assert_refused(&["LINK_INVALID"]);
    }

    async fn the_school_of_a_teacher_is_no_password(house) {
        let staff = house.staff().await;
        let school = house.school(staff, "Klimopschool Wilsele", Community::Vl).await;
        let teacher = house.teacher("Lotte Verhaegen", &school).await;
        for guess in ["KlimopschoolWilsele", "klimopschool2026", "Wilsele-Verhaegen"] {
            set_password(&house, teacher, guess).await.assert_refused(&["PASSWORD_GUESSABLE"]);
        }
        set_password(&house, teacher, PASSWORD).await.done();
    }

    async fn a_password_is_the_same_on_every_keyboard(house) {
        let (person, email) = staff(&house).await;
        // One letter with an accent, or a letter and an accent; a ligature, wide letters.
        let (composed, apart) = ("z\u{e9}bre-\u{fb01}let-kiest-\u{ff42}lauw", "ze\u{301}bre-filet-kiest-blauw");
        set_password(&house, person, composed).await.done();
        sign_in(&house, email, apart).await.done();
        let input = json!({ "currentPassword": apart, "newPassword": format!("{apart} ") });
        house.act(person, "changePassword", input, TOKENS).await.done();
        sign_in(&house, email, &format!("{composed} ")).await.done();
        // Blanks and accents count.
        for other in [composed.to_owned(), "zebre-filet-kiest-blauw ".to_owned()] {
            sign_in(&house, email, &other).await.assert_refused(&["CREDENTIALS_WRONG"]);
        }
    }

    async fn another_role_ends_the_sessions_of_its_holder(house) {
        let hearing = house.hearing().await;
        let elsewhere = house.school(hearing.staff, "De Klinkaert", Community::Vl).await;
        let stien = house.teacher("Stien Roels", &elsewhere).await;
        let old = house.token(stien.id).await;
        let mut input = House::juror_input(&hearing.campaign, "Stien Roels");
        input["email"] = json!("stien.roels@nql.example");
        let session = refresh_token(&set_password(&house, stien, PASSWORD).await);
        house.act(hearing.staff, "inviteJuror", input, "juror { id }").await.done();
        assert_ne!(house.token(stien.id).await, old);
        refresh(&house, &session).await.assert_refused(&["SESSION_OVER"]);
    }

    async fn guesses_are_counted_field_by_field_and_slow_down_and_shut_nothing(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        // Twenty in one request count as twenty.
        let fields: Vec<String> = (0..20).map(|number| format!("a{number}: signIn(input: $input) {{ userErrors {{ code }} }}")).collect();
        let input = json!({ "input": { "email": email, "password": "onjuist" } });
        let reply = house.ask(None, &format!("mutation($input: SignInInput!) {{ {} }}", fields.join(" ")), input).await;
        reply.assert_error("RATE_LIMITED");
        let told = refused(&house).await;
        assert_eq!(told[0]["count"], 10);
        assert_eq!((&told[0]["code"], &told[1]["code"]), (&json!("CREDENTIALS_WRONG"), &json!("RATE_LIMITED")));
        // The right password waits too, for half a minute and not longer, and nobody else does.
        assert_slowed(&sign_in(&house, email, PASSWORD).await, 30);
        sign_in(&house, "ander@nql.example", PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        sign_in_from(&house, "192.0.2.1", email, PASSWORD).await.done();
        later(&house, 29);
        assert_slowed(&sign_in(&house, email, PASSWORD).await, 1);
        later(&house, 1);
        sign_in(&house, email, "onjuist").await.assert_refused(&["CREDENTIALS_WRONG"]);
        assert_slowed(&sign_in(&house, email, PASSWORD).await, 30);
        // The link is apart, and whoever got in has all tries again.
        let with = json!({ "linkToken": link(&house, person.id).await });
        house.act(None, "signInWithLink", with, TOKENS).await.done();
        for _ in 0..3 {
            sign_in(&house, email, "onjuist").await.assert_refused(&["CREDENTIALS_WRONG"]);
        }
        // And the right ones count for nothing.
        for _ in 0..12 {
            sign_in(&house, email, PASSWORD).await.done();
        }
    }

    async fn nobody_waits_for_a_clock_that_was_set_back(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        for _ in 0..10 {
            sign_in(&house, email, "onjuist").await.assert_refused(&["CREDENTIALS_WRONG"]);
        }
        assert_slowed(&sign_in(&house, email, PASSWORD).await, 30);
        later(&house, -60);
        assert_slowed(&sign_in(&house, email, PASSWORD).await, 90);
        later(&house, -7_200);
        sign_in(&house, email, PASSWORD).await.done();
    }

    async fn an_attacker_with_many_networks_slows_only_networks_that_are_not_known(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        sign_in_from(&house, "198.51.100.1", email, PASSWORD).await.done();
        // Ten networks with ten guesses each, and the next network has none left. It is the same for nobody.
        for (name, last) in [(email, 1), ("niemand@nql.example", 2)] {
            for number in 0..100 {
                let address = format!("203.0.{last}.{}", number / 10);
                sign_in_from(&house, &address, name, "onjuist").await.assert_refused(&["CREDENTIALS_WRONG"]);
            }
        }
        let somebody = sign_in_from(&house, "203.0.113.9", email, "onjuist").await;
        assert_slowed(&somebody, 10);
        assert_eq!(said(&somebody), said(&sign_in_from(&house, "203.0.113.9", "niemand@nql.example", "onjuist").await));
        assert_eq!(said(&somebody), said(&sign_in_from(&house, "203.0.113.9", email, PASSWORD).await), "it is not looked at");
        // At home a wrong one is told as a stranger is told, so that nobody learns whose home it is; and the right one
        // gets in.
        assert_eq!(said(&somebody), said(&sign_in_from(&house, "198.51.100.1", email, "onjuist").await));
        for _ in 0..12 {
            sign_in_from(&house, "198.51.100.1", email, PASSWORD).await.done();
        }
        // In a new place the link gets in, and from then on it is known.
        assert_slowed(&sign_in_from(&house, "198.51.100.2", email, PASSWORD).await, 10);
        let with = json!({ "linkToken": link(&house, person.id).await });
        act_from(&house, "198.51.100.2", "signInWithLink", with, TOKENS).await.done();
        sign_in_from(&house, "198.51.100.2", email, PASSWORD).await.done();
        // In ten seconds there is one guess for all of the others.
        later(&house, 10);
        sign_in_from(&house, "203.0.113.9", email, "onjuist").await.assert_refused(&["CREDENTIALS_WRONG"]);
        assert_slowed(&sign_in_from(&house, "203.0.113.8", email, "onjuist").await, 10);
        // A month later it is anybody's network again, and nothing is kept.
        house.set_instant("2025-11-01T10:00:00Z");
        nql::session::forget_tried(&house.db, house.clock.now()).await.unwrap();
        assert_eq!(house.count::<sign_in_attempt::Entity>().await, 0);
    }

    async fn a_hundred_wrong_passwords_do_not_shut_a_school(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        sign_in_from(&house, "2001:db8::1", email, PASSWORD).await.done();
        for number in 0..100 {
            // One house has many addresses of version 6; it counts once.
            let address = if number % 2 == 0 { "2001:db8::1" } else { "2001:db8::2" };
            let wrong = sign_in_from(&house, address, &format!("leraar{number}@nql.example"), "onjuist").await;
            wrong.assert_refused(&["CREDENTIALS_WRONG"]);
        }
        assert_slowed(&sign_in_from(&house, "2001:db8::3", "ander@nql.example", PASSWORD).await, 3);
        sign_in_from(&house, "2001:db8:0:1::3", "ander@nql.example", PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        // Who was here before gets in, and so does whoever comes by link, or with a key.
        sign_in_from(&house, "2001:db8::3", email, PASSWORD).await.done();
        let new = house.second_staff().await;
        let with = json!({ "linkToken": link(&house, new.id).await, "newPassword": PASSWORD });
        act_from(&house, "2001:db8::4", "resetPassword", with, TOKENS).await.done();
        sign_in_from(&house, "2001:db8::4", "stien.vlaanderen@nql.example", PASSWORD).await.done();
        let secret = key(&house).await;
        act_from(&house, "2001:db8::4", "exchangeServiceKey", json!({ "secret": secret }), "serviceTokens { accessToken }").await.done();
        later(&house, 3);
        sign_in_from(&house, "2001:db8::3", "ander@nql.example", PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
    }

    async fn what_cannot_be_guessed_gets_in_however_many_wrong_ones_come_from_its_network(house) {
        let (person, _) = staff(&house).await;
        let session = refresh_token(&set_password(&house, person, PASSWORD).await);
        let (secret, token) = (key(&house).await, link(&house, person.id).await);
        let here = "192.0.2.7";
        let acts = [
            ("signInWithLink", "linkToken", "LINK_INVALID"), ("refreshSession", "refreshToken", "SESSION_OVER"), ("signOut", "refreshToken", "SESSION_OVER"),
            ("exchangeServiceKey", "secret", "KEY_INVALID"),
        ];
        for (mutation, field, code) in acts {
            let wrong = async |address: &str| act_from(&house, address, mutation, json!({ field: "verzonnen" }), "__typename").await;
            for _ in 0..100 {
                wrong(here).await.assert_refused(&[code]);
            }
            assert_slowed(&wrong(here).await, 3);
            wrong("192.0.2.8").await.assert_refused(&[code]);
            later(&house, 3);
            wrong(here).await.assert_refused(&[code]);
            assert_slowed(&wrong(here).await, 3);
        }
        act_from(&house, here, "exchangeServiceKey", json!({ "secret": secret }), "serviceTokens { accessToken }").await.done();
        let next = refresh_token(&act_from(&house, here, "refreshSession", json!({ "refreshToken": session }), TOKENS).await);
        act_from(&house, here, "signOut", json!({ "refreshToken": next }), "isSignedOut").await.done();
        act_from(&house, here, "signInWithLink", json!({ "linkToken": token }), TOKENS).await.done();
    }

    async fn a_session_goes_on_as_often_as_it_needs_to(house) {
        let (person, _) = staff(&house).await;
        let mut token = refresh_token(&set_password(&house, person, PASSWORD).await);
        for _ in 0..30 {
            token = refresh_token(&refresh(&house, &token).await);
        }
        let rows = house.count::<audit_event::Entity>().await;
        assert_slowed(&refresh(&house, &token).await, 30);
        assert_eq!(house.count::<audit_event::Entity>().await, rows);
        // The token is not used up.
        later(&house, 30);
        refresh_token(&refresh(&house, &token).await);
    }

    async fn who_gets_in_without_end_does_not_fill_the_trail(house) {
        let (person, _) = staff(&house).await;
        let enter = async || {
            let with = json!({ "linkToken": link(&house, person.id).await });
            house.act(None, "signInWithLink", with, "__typename").await
        };
        let secret = key(&house).await;
        let exchange = async || house.act(None, "exchangeServiceKey", json!({ "secret": secret }), "__typename").await;
        for _ in 0..100 {
            enter().await.done();
            exchange().await.done();
        }
        let sessions = house.count::<session::Entity>().await;
        let entered = (audited(&house, "signIn").await, audited(&house, "exchangeServiceKey").await);
        assert_slowed(&enter().await, 10);
        assert_slowed(&exchange().await, 10);
        assert_eq!((audited(&house, "signIn").await, audited(&house, "exchangeServiceKey").await), entered);
        assert_eq!(house.count::<session::Entity>().await, sessions);
        // Others get in, and in ten seconds these do.
        let other = json!({ "linkToken": link(&house, house.second_staff().await.id).await });
        house.act(None, "signInWithLink", other, "__typename").await.done();
        later(&house, 10);
        enter().await.done();
        exchange().await.done();
    }

    async fn links_that_are_asked_for_again_and_again_fill_no_mailbox_and_keep_nobody_out(house) {
        let (person, email) = staff(&house).await;
        let ask = async |address: &str, email: &str| act_from(&house, address, "requestSignInLink", json!({ "email": email }), "isRequested").await;
        let first = ask("192.0.2.1", email).await;
        assert_eq!(first.done()["isRequested"], true);
        for number in 2..20 {
            assert_eq!(ask(&format!("192.0.2.{number}"), email).await.text, first.text);
        }
        assert_eq!(ask("192.0.2.1", "niemand@nql.example").await.text, first.text);
        assert_eq!(house.count::<message::Entity>().await, 3);
        assert_eq!(audited(&house, "requestSignInLink").await, 3);
        assert_eq!(refused(&house).await[0]["count"], 17);
        later(&house, 15 * 60);
        ask("192.0.2.1", email).await.done();
        ask("192.0.2.1", email).await.done();
        assert_eq!(house.count::<message::Entity>().await, 4);
        // Who used one has not asked too often.
        let with = json!({ "linkToken": link(&house, person.id).await });
        house.act(None, "signInWithLink", with, TOKENS).await.done();
        ask("192.0.2.1", email).await.done();
        assert_eq!(house.count::<message::Entity>().await, 5);
    }

    async fn a_million_refusals_do_not_make_the_audit_log_longer(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        let rows = house.count::<audit_event::Entity>().await;
        let input = json!({ "input": { "refreshToken": "verzonnen" } });
        let fields: Vec<String> = (0..20).map(|number| format!("a{number}: refreshSession(input: $input) {{ userErrors {{ code }} }}")).collect();
        for _ in 0..50 {
            house.ask(None, &format!("mutation($input: RefreshSessionInput!) {{ {} }}", fields.join(" ")), input.clone()).await.data();
        }
        for number in 0..60 {
            let address = format!("192.0.2.{number}");
            act_from(&house, &address, "signOut", json!({ "refreshToken": "verzonnen" }), "__typename").await.assert_refused(&["SESSION_OVER"]);
            act_from(&house, &address, "resetPassword", json!({ "linkToken": "verzonnen", "newPassword": PASSWORD }), "__typename").await.assert_refused(&["LINK_INVALID"]);
            act_from(&house, &address, "requestSignInLink", json!({ "email": "niemand@nql.example" }), "isRequested").await.done();
        }
        sign_in(&house, email, "onjuist").await.assert_refused(&["CREDENTIALS_WRONG"]);
        assert_eq!(house.count::<audit_event::Entity>().await, rows);
        let told = refused(&house).await;
        let counts: Vec<_> = told.iter().map(|facts| (facts["mutation"].as_str().unwrap(), facts["code"].as_str().unwrap(), facts["count"].as_u64().unwrap(), facts["networks"].as_u64().unwrap())).collect();
        assert_eq!(counts, [
            ("refreshSession", "SESSION_OVER", 1_000, 1), ("requestSignInLink", "NOTHING_SENT", 60, 60),
            ("resetPassword", "LINK_INVALID", 60, 60), ("signIn", "CREDENTIALS_WRONG", 1, 1), ("signOut", "SESSION_OVER", 60, 60),
        ]);
        assert!(!format!("{told:?}").contains("192.0.2."));
        assert_eq!(refused(&house).await.len(), 5, "and nothing twice");
        // What somebody who is signed in was refused is told with the name.
        let wrong = json!({ "currentPassword": "onjuist", "newPassword": "stille-trein-wacht-groen" });
        for _ in 0..10 {
            house.act(person, "changePassword", wrong.clone(), TOKENS).await.assert_refused(&["CREDENTIALS_WRONG"]);
        }
        assert_slowed(&house.act(person, "changePassword", wrong, TOKENS).await, 30);
        let told = audit_event::Entity::find().filter(audit_event::Column::Action.eq("refuseSignIn")).filter(audit_event::Column::ActorId.eq(person.id));
        assert_eq!(told.count(house.db.connection()).await.unwrap(), 10);
        sign_in(&house, email, PASSWORD).await.done();
    }

    async fn a_link_dies_with_whatever_ends_the_sessions(house) {
        let (person, email) = staff(&house).await;
        let admin = house.admin().await;
        let open = set_password(&house, person, PASSWORD).await;
        let version = async || {
            let query = "query($id: ID!) { node(id: $id) { ... on User { version } } }";
            house.ask(admin, query, json!({ "id": person.id.to_string() })).await.number_at("/node/version")
        };
        let other = "stille-trein-wacht-groen";
        for what in ["signOut", "changePassword", "resetPassword", "lockUser", "changeRoles"] {
            let old = link(&house, person.id).await;
            house.act(None, "requestSignInLink", json!({ "email": email }), "isRequested").await.done();
            later(&house, 15 * 60);
            let (who, acts) = match what {
                "signOut" => (None, vec![(what, json!({ "refreshToken": refresh_token(&open), "isEverywhere": true }))]),
                "changePassword" => (Some(person), vec![(what, json!({ "currentPassword": PASSWORD, "newPassword": other }))]),
                "resetPassword" => (None, vec![(what, json!({ "linkToken": link(&house, person.id).await, "newPassword": PASSWORD }))]),
                "lockUser" => (Some(admin), vec![(what, json!({ "reason": "Uit dienst." })), ("unlockUser", json!({ "reason": "Terug." }))]),
                _ => (Some(admin), vec![(what, json!({ "roles": ["TEACHER"], "community": null, "reason": "Andere taak." }))]),
            };
            for (act, mut input) in acts {
                if who == Some(admin) {
                    input["userId"] = json!(person.id.to_string());
                    input["expectedVersion"] = json!(version().await);
                }
                house.act(who, act, input, "__typename").await.done();
            }
            let kept = credential::Entity::find_by_id(person.id).one(house.db.connection()).await.unwrap();
            let (rows, sessions) = (house.written().await, house.count::<session::Entity>().await);
            let reset = json!({ "linkToken": old, "newPassword": "de-inbreker-komt-binnen" });
            house.act(None, "resetPassword", reset, TOKENS).await.assert_refused(&["LINK_INVALID"]);
            house.act(None, "signInWithLink", json!({ "linkToken": old }), TOKENS).await.assert_refused(&["LINK_INVALID"]);
            assert_eq!(credential::Entity::find_by_id(person.id).one(house.db.connection()).await.unwrap(), kept, "{what}");
            assert_eq!((house.written().await, house.count::<session::Entity>().await), (rows, sessions), "{what}");
            // And what was asked for before is not made afterwards.
            let waiting = message::Entity::find().filter(message::Column::State.eq(MessageStatus::Pending)).filter(message::Column::Template.eq(MessageTemplate::SignInLink));
            assert_eq!(waiting.count(house.db.connection()).await.unwrap(), 0, "{what}");
        }
        house.act(None, "signInWithLink", json!({ "linkToken": link(&house, person.id).await }), TOKENS).await.done();
    }

    async fn using_one_link_ends_the_others_even_at_once(house) {
        let (person, _) = staff(&house).await;
        let (one, other, third) = (link(&house, person.id).await, link(&house, person.id).await, link(&house, person.id).await);
        let somebody_elses = link(&house, house.second_staff().await.id).await;
        let with = async |token: &str| house.act(None, "signInWithLink", json!({ "linkToken": token }), TOKENS).await;
        let (one, other) = tokio::join!(with(&one), with(&other));
        let used = [&one, &other].iter().filter(|reply| reply.data()["it"]["sessionTokens"].is_object()).count();
        assert_eq!((used, house.count::<session::Entity>().await), (1, 1));
        with(&third).await.assert_refused(&["LINK_INVALID"]);
        with(&somebody_elses).await.done();
    }

    async fn a_program_comes_in_by_nothing_but_its_key(house) {
        let (person, email) = staff(&house).await;
        let open = set_password(&house, person, PASSWORD).await;
        let token = link(&house, person.id).await;
        // What it had as a person does not make it more than its keys do.
        becomes(&house, Role::Staff, Role::Service).await;
        let sessions = house.count::<session::Entity>().await;
        sign_in(&house, email, PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        house.act(None, "signInWithLink", json!({ "linkToken": token }), TOKENS).await.assert_refused(&["LINK_INVALID"]);
        let reset = json!({ "linkToken": token, "newPassword": "stille-trein-wacht-groen" });
        house.act(None, "resetPassword", reset, TOKENS).await.assert_refused(&["LINK_INVALID"]);
        refresh(&house, &refresh_token(&open)).await.assert_refused(&["SESSION_OVER"]);
        assert_eq!(house.count::<session::Entity>().await, sessions);
    }

    async fn a_key_ends_with_the_program_that_it_is_for(house) {
        let secret = key(&house).await;
        let exchange = async || house.act(None, "exchangeServiceKey", json!({ "secret": secret }), "serviceTokens { accessToken }").await;
        exchange().await.done();
        becomes(&house, Role::Service, Role::Teacher).await;
        exchange().await.assert_refused(&["KEY_INVALID"]);
    }

    async fn c25_c39_a_program_gets_in_with_a_key_and_sees_what_the_key_is_for(house) {
        let (admin, service) = (house.admin().await, house.service().await);
        let make = |who: Person, scopes: Value| {
            let house = house.clone();
            let input = json!({ "userId": service.id.to_string(), "name": "Synchronisatie", "scopes": scopes, "expiresOn": "2026-09-30" });
            async move { house.act(who, "makeServiceKey", input, "serviceKeyTokens { serviceKeyId secret }").await }
        };
        make(house.staff().await, json!(["LABEL_READ"])).await.assert_error("FORBIDDEN");
        let nul = json!({ "userId": service.id.to_string(), "name": "a\0b", "scopes": ["LABEL_READ"], "expiresOn": "2026-09-30" });
        house.act(admin, "makeServiceKey", nul, "__typename").await.assert_error("BAD_USER_INPUT");
        assert_eq!(house.count::<service_key::Entity>().await, 0);
        let wrong = json!({ "userId": admin.id.to_string(), "name": " ", "scopes": [], "expiresOn": "2027-12-31" });
        house.act(admin, "makeServiceKey", wrong, "__typename").await
            .assert_refused(&["NOT_A_SERVICE", "NAME_MISSING", "SCOPES_MISSING", "EXPIRY_OUT_OF_BOUNDS"]);
        let first = make(admin, json!(["LABEL_READ", "PUBLICATION_READ"])).await;
        let secret = first.text_at("/it/serviceKeyTokens/secret");
        let kept = service_key::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert!(secret.starts_with("nqls_") && !kept.hash.contains(&secret) && kept.last_used_at.is_none());
        let exchange = |secret: String| {
            let house = house.clone();
            async move { house.act(None, "exchangeServiceKey", json!({ "secret": secret }), "serviceTokens { accessToken accessTokenExpiresAt }").await }
        };
        let ask = async |token: &str, query: &str| {
            let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").header(header::AUTHORIZATION, format!("Bearer {token}"));
            let response = house.send(request.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await;
            Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
        };
        let token = exchange(secret.clone()).await.text_at("/it/serviceTokens/accessToken");
        ask(&token, "{ labels { totalCount nodes { serial } } currentCampaign { name } }").await.data();
        for query in [
            "{ schools { totalCount } }", "{ labels { nodes { application { id } } } }", "{ ...F } fragment F on Query { applications { totalCount } }",
            "{ node(id: \"application_00000000000000000000000000000001\") { ... on Application { id } } }",
            "mutation { markEsepPublished(input: { publicationItemIds: [] }) { userErrors { code } } }",
        ] {
            ask(&token, query).await.assert_error("FORBIDDEN");
        }
        let seen = house.ask(admin, "{ serviceKeys { nodes { name scopes lastUsedAt user { name } } } }", json!({})).await;
        assert_eq!(seen.at("/serviceKeys/nodes/0/scopes"), &json!(["LABEL_READ", "PUBLICATION_READ"]));
        assert_eq!(seen.at("/serviceKeys/nodes/0/lastUsedAt"), "2025-10-01T10:00:00.000Z");
        // A second key takes over before the first is revoked.
        let second = make(admin, json!(["SCHOOL_READ"])).await.text_at("/it/serviceKeyTokens/secret");
        let other = exchange(second.clone()).await.text_at("/it/serviceTokens/accessToken");
        let revoke = json!({ "serviceKeyId": first.at("/it/serviceKeyTokens/serviceKeyId"), "reason": "Vervangen." });
        house.act(admin, "revokeServiceKey", revoke.clone(), "serviceKey { revokedAt }").await.done();
        house.act(admin, "revokeServiceKey", revoke, "serviceKey { revokedAt }").await.assert_refused(&["ALREADY_REVOKED"]);
        ask(&token, "{ labels { totalCount } }").await.assert_error("UNAUTHENTICATED");
        // What the other key brought goes on.
        ask(&other, "{ schools { totalCount } }").await.data();
        exchange(secret).await.assert_refused(&["KEY_INVALID"]);
        let token = exchange(second.clone()).await.text_at("/it/serviceTokens/accessToken");
        ask(&token, "{ schools { totalCount } }").await.data();
        house.set_instant("2026-09-30T22:00:00Z");
        exchange(second).await.assert_refused(&["KEY_INVALID"]);
    }
    async fn c36_a_locked_user_is_out_at_once_and_an_admin_is_never_locked_by_herself(house) {
        let (person, email) = staff(&house).await;
        let admin = house.admin().await;
        let open = set_password(&house, person, PASSWORD).await;
        let version = async |who: Person| {
            let query = "query($id: ID!) { node(id: $id) { ... on User { version status } } }";
            house.ask(admin, query, json!({ "id": who.id.to_string() })).await.number_at("/node/version")
        };
        let act = async |who: Person, mutation: &str, on: Person, reason: &str| {
            let input = json!({ "userId": on.id.to_string(), "expectedVersion": version(on).await, "reason": reason });
            house.act(who, mutation, input, "user { status }").await
        };
        act(house.second_staff().await, "lockUser", person, "x").await.assert_error("FORBIDDEN");
        act(admin, "lockUser", admin, " ").await.assert_refused(&["YOURSELF", "REASON_MISSING"]);
        act(admin, "unlockUser", person, "x").await.assert_refused(&["NOT_LOCKED"]);
        viewer(&house, &open).await.data();
        assert_eq!(act(admin, "lockUser", person, "Uit dienst.").await.done()["user"]["status"], "LOCKED");
        act(admin, "lockUser", person, "Nog eens.").await.assert_refused(&["ALREADY_LOCKED"]);
        viewer(&house, &open).await.assert_error("UNAUTHENTICATED");
        refresh(&house, &refresh_token(&open)).await.assert_refused(&["SESSION_OVER"]);
        sign_in(&house, email, PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        act(admin, "unlockUser", person, "Terug.").await.done();
        refresh(&house, &refresh_token(&open)).await.assert_refused(&["SESSION_OVER"]);
        viewer(&house, &sign_in(&house, email, PASSWORD).await).await.data();
    }

    async fn c36_other_roles_end_what_was_open(house) {
        let (person, _) = staff(&house).await;
        let admin = house.admin().await;
        let open = set_password(&house, person, PASSWORD).await;
        let change = |who: Person, on: Person, roles: Value, community: Value| {
            let house = house.clone();
            async move {
                let query = "query($id: ID!) { node(id: $id) { ... on User { version } } }";
                let version = house.ask(admin, query, json!({ "id": on.id.to_string() })).await.number_at("/node/version");
                let input = json!({ "userId": on.id.to_string(), "expectedVersion": version, "roles": roles, "community": community, "reason": "Andere taak." });
                house.act(who, "changeRoles", input, "user { roles community }").await
            }
        };
        change(person, person, json!(["ADMIN"]), Value::Null).await.assert_error("FORBIDDEN");
        change(admin, admin, json!(["ADMIN", "STAFF"]), Value::Null).await.assert_refused(&["YOURSELF", "COMMUNITY_MISMATCH"]);
        change(admin, person, json!([]), json!("VL")).await.assert_refused(&["ROLES_MISSING", "COMMUNITY_MISMATCH"]);
        change(admin, person, json!(["JUROR"]), Value::Null).await.assert_refused(&["JUROR_ADDED"]);
        let reply = change(admin, person, json!(["TEACHER"]), Value::Null).await;
        assert_eq!(reply.done()["user"], json!({ "roles": ["TEACHER"], "community": null }));
        viewer(&house, &open).await.assert_error("UNAUTHENTICATED");
        house.ask(person, "{ users { totalCount } }", json!({})).await.assert_error("FORBIDDEN");
        let told = house.ask(admin, "{ auditTrail(filter: { action: { eq: \"changeRoles\" } }) { nodes { reason } } }", json!({})).await;
        assert_eq!(told.at("/auditTrail/nodes"), &json!([{ "reason": "Andere taak." }]));
    }
}
