//! Signing in and out: who gets in, how often, and how it ends.

use std::net::SocketAddr;

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, Utc};
use entity::{audit_event, credential, ids::UserId, message, refresh_token, service_key, session, sign_in_link, user};
use nql::{auth::Actor, session::commands, work::Work};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

pub const PASSWORD: &str = "rustig-paard-kiest-blauw";
const TOKENS: &str = "session { accessToken accessTokenExpiresAt refreshToken expiresAt }";

/// A link, as a mail would bring it.
async fn link(house: &House, user: UserId) -> String {
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
    reply.done()["session"]["refreshToken"].as_str().unwrap().to_owned()
}

/// Who the server takes the bearer of an access token for.
async fn viewer(house: &House, reply: &Reply) -> Reply {
    let token = reply.done()["session"]["accessToken"].as_str().unwrap().to_owned();
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

async fn audited(house: &House, action: &str) -> u64 {
    let rows = audit_event::Entity::find().filter(audit_event::Column::Action.eq(action));
    rows.count(house.db.connection()).await.unwrap()
}

trial! {
    async fn a_password_set_by_link_signs_in_until_the_token_expires(house) {
        let (person, email) = staff(&house).await;
        sign_in(&house, email, PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        set_password(&house, person, PASSWORD).await.done();
        let reply = sign_in(&house, "Staf.Vlaanderen@NQL.example", PASSWORD).await;
        assert_eq!(viewer(&house, &reply).await.at("/viewer/email"), email);
        assert_eq!(reply.done()["session"]["accessTokenExpiresAt"], "2025-10-01T10:15:00.000Z");
        assert_eq!(reply.done()["session"]["expiresAt"], "2025-10-31T10:00:00.000Z");
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
        assert_eq!(audited(&house, "refuseSignIn").await, 3);
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
        let third = refresh_token(&refresh(&house, &second).await);
        // The successor was used, so nothing was lost: somebody else holds the first.
        refresh(&house, &first).await.assert_refused(&["SESSION_OVER"]);
        refresh(&house, &third).await.assert_refused(&["SESSION_OVER"]);
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
            async move { house.act(None, "signOut", json!({ "refreshToken": token, "everywhere": everywhere }), "isSignedOut").await }
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
        assert_eq!(house.count::<credential::Entity>().await, 0);
        reset(PASSWORD).await.done();
        reset(PASSWORD).await.assert_refused(&["LINK_INVALID"]);
    }

    async fn another_role_ends_the_sessions_of_its_holder(house) {
        let hearing = house.hearing().await;
        let stien = house.second_staff().await;
        let old = house.token(stien.id).await;
        let mut input = House::juror_input(&hearing.campaign, "Stien Vlaanderen");
        input["email"] = json!("stien.vlaanderen@nql.example");
        let session = refresh_token(&set_password(&house, stien, PASSWORD).await);
        house.act(hearing.staff, "inviteJuror", input, "juror { id }").await.done();
        assert_ne!(house.token(stien.id).await, old);
        refresh(&house, &session).await.assert_refused(&["SESSION_OVER"]);
    }

    async fn attempts_are_counted_per_account_field_by_field(house) {
        let (person, email) = staff(&house).await;
        set_password(&house, person, PASSWORD).await.done();
        // Twenty in one request count as twenty.
        let fields: Vec<String> = (0..20).map(|number| format!("a{number}: signIn(input: $input) {{ userErrors {{ code }} }}")).collect();
        let input = json!({ "input": { "email": email, "password": "onjuist" } });
        let reply = house.ask(None, &format!("mutation($input: SignInInput!) {{ {} }}", fields.join(" ")), input).await;
        reply.assert_error("RATE_LIMITED");
        let refused = |code: &str| reply.text.matches(code).count();
        assert_eq!(audited(&house, "refuseSignIn").await, 10);
        assert!(refused("RATE_LIMITED") >= 1);
        // The right password does not help, and somebody else is not kept waiting.
        sign_in(&house, email, PASSWORD).await.assert_error("RATE_LIMITED");
        sign_in(&house, "ander@nql.example", PASSWORD).await.assert_refused(&["CREDENTIALS_WRONG"]);
        house.set_instant("2025-10-01T10:15:01Z");
        sign_in(&house, email, PASSWORD).await.done();
    }

    async fn attempts_are_counted_per_address_and_answered_429(house) {
        let from = |address: &'static str, forwarded: usize| {
            let house = house.clone();
            async move {
                let mut request = Request::post("/graphql")
                    .header(header::CONTENT_TYPE, "application/json")
                    .header("x-forwarded-for", format!("10.0.0.{}", forwarded % 250));
                let peer: SocketAddr = address.parse().unwrap();
                request.extensions_mut().unwrap().insert(ConnectInfo(peer));
                let query = "mutation($input: SignInWithLinkInput!) { signInWithLink(input: $input) { userErrors { code } } }";
                let body = json!({ "query": query, "variables": { "input": { "linkToken": forwarded.to_string() } } });
                house.send(request.body(Body::from(body.to_string())).unwrap()).await
            }
        };
        for number in 0..100 {
            // One house has many addresses of version 6; it counts once. What a header says counts for nothing.
            let address = if number % 2 == 0 { "[2001:db8::1]:4000" } else { "[2001:db8::2]:4000" };
            assert_eq!(from(address, number).await.status(), StatusCode::OK);
        }
        let response = from("[2001:db8::3]:4000", 100).await;
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "900");
        assert_eq!(from("192.0.2.7:4000", 101).await.status(), StatusCode::OK);
    }
    async fn c25_c39_a_program_gets_in_with_a_key_and_sees_what_the_key_is_for(house) {
        let (admin, service) = (house.admin().await, house.service().await);
        let make = |who: Person, scopes: Value| {
            let house = house.clone();
            let input = json!({ "userId": service.id.to_string(), "name": "Synchronisatie", "scopes": scopes, "expiresOn": "2026-09-30" });
            async move { house.act(who, "makeServiceKey", input, "made { serviceKeyId secret }").await }
        };
        make(house.staff().await, json!(["LABEL_READ"])).await.assert_error("FORBIDDEN");
        let nul = json!({ "userId": service.id.to_string(), "name": "a\0b", "scopes": ["LABEL_READ"], "expiresOn": "2026-09-30" });
        house.act(admin, "makeServiceKey", nul, "__typename").await.assert_error("BAD_USER_INPUT");
        assert_eq!(house.count::<service_key::Entity>().await, 0);
        let wrong = json!({ "userId": admin.id.to_string(), "name": " ", "scopes": [], "expiresOn": "2027-12-31" });
        house.act(admin, "makeServiceKey", wrong, "__typename").await
            .assert_refused(&["NOT_A_SERVICE", "NAME_MISSING", "SCOPES_MISSING", "EXPIRY_OUT_OF_BOUNDS"]);
        let first = make(admin, json!(["LABEL_READ", "PUBLICATION_READ"])).await;
        let secret = first.text_at("/it/made/secret");
        let kept = service_key::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert!(secret.starts_with("nqls_") && !kept.hash.contains(&secret) && kept.last_used_at.is_none());
        let exchange = |secret: String| {
            let house = house.clone();
            async move { house.act(None, "exchangeServiceKey", json!({ "secret": secret }), "access { accessToken accessTokenExpiresAt }").await }
        };
        let ask = async |token: &str, query: &str| {
            let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").header(header::AUTHORIZATION, format!("Bearer {token}"));
            let response = house.send(request.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await;
            Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
        };
        let token = exchange(secret.clone()).await.text_at("/it/access/accessToken");
        ask(&token, "{ labels { totalCount nodes { serial } } currentCampaign { name } viewer { name } }").await.data();
        for query in [
            "{ schools { totalCount } }", "{ labels { nodes { application { id } } } }", "{ ...F } fragment F on Query { applications { totalCount } }",
            "{ node(id: \"application_00000000000000000000000000000001\") { ... on Application { id } } }",
            "mutation { markEsepPublished(input: { itemIds: [] }) { userErrors { code } } }",
        ] {
            ask(&token, query).await.assert_error("FORBIDDEN");
        }
        let seen = house.ask(admin, "{ serviceKeys { nodes { name scopes lastUsedAt user { name } } } }", json!({})).await;
        assert_eq!(seen.at("/serviceKeys/nodes/0/scopes"), &json!(["LABEL_READ", "PUBLICATION_READ"]));
        assert_eq!(seen.at("/serviceKeys/nodes/0/lastUsedAt"), "2025-10-01T10:00:00.000Z");
        // A second key takes over before the first is revoked.
        let second = make(admin, json!(["SCHOOL_READ"])).await.text_at("/it/made/secret");
        let revoke = json!({ "serviceKeyId": first.at("/it/made/serviceKeyId"), "reason": "Vervangen." });
        house.act(admin, "revokeServiceKey", revoke.clone(), "serviceKey { revokedAt }").await.done();
        house.act(admin, "revokeServiceKey", revoke, "serviceKey { revokedAt }").await.assert_refused(&["ALREADY_REVOKED"]);
        ask(&token, "{ labels { totalCount } }").await.assert_error("UNAUTHENTICATED");
        exchange(secret).await.assert_refused(&["KEY_INVALID"]);
        let token = exchange(second.clone()).await.text_at("/it/access/accessToken");
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
