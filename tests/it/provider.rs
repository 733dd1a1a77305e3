//! Identity providers outside: whom they bring in, what is refused, and how often they are asked (C34).

use std::net::SocketAddr;

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::{audit_event, external_identity, kinds::Role, message, session, used_id_token, user, user_role};
use jsonwebtoken::{Algorithm, Header};
use migration::{Migrator, MigratorTrait};
use nql::auth::provider::{Doubt, Providers};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::{
    support::{
        House, Person, Reply,
        outside::{AUDIENCE, Mood, NONCE, Outside, Pair},
    },
    trial,
};

const TOKENS: &str = "sessionTokens { accessToken refreshToken }";
const STAF: &str = "staf.vlaanderen@nql.example";
const INVALID: &[&str] = &["PROVIDER_TOKEN_INVALID"];
const UNAVAILABLE: &[&str] = &["PROVIDER_UNAVAILABLE"];

async fn sign_in(house: &House, token: &str) -> Reply {
    house.act(None, "signInWithProvider", json!({ "idToken": token, "nonce": NONCE }), TOKENS).await
}

/// Who the server takes the bearer of an access token for.
async fn viewer(house: &House, reply: &Reply) -> Reply {
    let token = reply.text_at("/it/sessionTokens/accessToken");
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    let body = json!({ "query": "{ viewer { email roles externalIdentities { subject lastUsedAt } } }" }).to_string();
    let response = house.send(request.body(Body::from(body)).unwrap()).await;
    Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

async fn audited(house: &House, action: &str) -> u64 {
    let rows = audit_event::Entity::find().filter(audit_event::Column::Action.eq(action));
    rows.count(house.db.connection()).await.unwrap()
}

/// The users and what they may do, as text.
async fn rights(house: &House) -> String {
    let users = user::Entity::find().order_by_asc(user::Column::Id).all(house.db.connection()).await.unwrap();
    let roles =
        user_role::Entity::find().order_by_asc(user_role::Column::UserId).all(house.db.connection()).await.unwrap();
    format!("{users:?} {roles:?}")
}

async fn version(house: &House, admin: Person, who: Person) -> i64 {
    let query = "query($id: ID!) { node(id: $id) { ... on User { version } } }";
    house.ask(admin, query, json!({ "id": who.id.to_string() })).await.number_at("/node/version")
}

fn with(claims: &Value, changes: &Value) -> Value {
    let mut claims = claims.clone();
    for (key, value) in changes.as_object().unwrap() {
        claims[key] = value.clone();
    }
    claims
}

/// A token with a header that no library would write, signed with `key` if there is one.
fn raw(header: &Value, claims: &Value, pair: Option<&Pair>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = pair.map_or(String::new(), |pair| pair.signature(&message));
    format!("{message}.{signature}")
}

trial! {
    async fn c34_a_verified_address_signs_its_user_in_and_links_the_account(house) {
        let pairs = [Pair::new("ed", Algorithm::EdDSA), Pair::new("ec", Algorithm::ES256), Pair::new("rs", Algorithm::RS256), Pair::new("ps", Algorithm::PS256)];
        let outside = Outside::open(&pairs.iter().collect::<Vec<_>>()).await;
        let house = outside.house(&house, "EMAIL");
        let staf = house.staff().await;
        let before = rights(&house).await;
        let reply = sign_in(&house, &pairs[0].sign(&outside.claims(&house, "s-1", "Staf.Vlaanderen@NQL.example"))).await;
        let seen = viewer(&house, &reply).await;
        assert_eq!(seen.at("/viewer/email"), STAF);
        assert_eq!(seen.at("/viewer/externalIdentities"), &json!([{ "subject": "s-1", "lastUsedAt": "2025-10-01T10:00:00.000Z" }]));
        let kept = session::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((kept.user_id, kept.method), (staf.id, entity::kinds::SignInMethod::Provider));
        // She is told, once; the audit log has the link and the sign-in.
        let mail = message::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((mail.recipient_id, mail.facts), (staf.id, json!({ "name": "Staf Vlaanderen", "provider": "School" })));
        assert_eq!(crate::mail::templates_that_can_be_written(&house).await, [mail.template]);
        assert_eq!((audited(&house, "linkIdentity").await, audited(&house, "signIn").await), (1, 1));
        // From now on the account counts, not the address: with each kind of key.
        for (number, pair) in pairs.iter().enumerate() {
            let changed = json!({ "email": "elders@nql.example", "email_verified": false, "jti": number });
            let reply = sign_in(&house, &pair.sign(&with(&outside.claims(&house, "s-1", STAF), &changed))).await;
            assert_eq!(viewer(&house, &reply).await.at("/viewer/email"), STAF, "{:?}", pair.algorithm);
        }
        assert_eq!(house.count::<external_identity::Entity>().await, 1);
        assert_eq!(house.count::<message::Entity>().await, 1);
        assert_eq!(rights(&house).await, before, "nobody was made, and nobody may do more");
        assert_eq!(outside.asked(), (1, 1));
    }

    async fn c34_a_token_that_is_not_good_is_refused_alike_and_leaves_nothing(house) {
        let (ed, ec) = (Pair::new("ed", Algorithm::EdDSA), Pair::new("ec", Algorithm::ES256));
        let rs = Pair::new("rs", Algorithm::RS256);
        let stranger = Pair::new("ed", Algorithm::EdDSA);
        let mut unknown = Pair::new("unknown", Algorithm::EdDSA);
        let outside = Outside::open(&[&ed, &ec, &rs]).await;
        let house = outside.house(&house, "EMAIL");
        let (_, admin, locked) = (house.staff().await, house.admin().await, house.second_staff().await);
        house.service().await;
        let input = json!({ "userId": locked.id.to_string(), "expectedVersion": version(&house, admin, locked).await, "reason": "Uit dienst." });
        house.act(admin, "lockUser", input, "user { status }").await.done();
        let before = (rights(&house).await, house.written().await, house.count::<message::Entity>().await);
        let now = house.clock.now().timestamp();
        let good = outside.claims(&house, "s-1", STAF);
        let mut table: Vec<(String, String)> = [
            json!({ "iss": "https://id.example" }), json!({ "iss": format!("{}/", outside.issuer) }),
            json!({ "aud": "other" }), json!({ "aud": [AUDIENCE, "other"] }), json!({ "aud": null }), json!({ "azp": "other" }),
            json!({ "exp": now - 30 }), json!({ "exp": null }), json!({ "iat": now + 31 }), json!({ "iat": now - 630 }),
            json!({ "iat": null }), json!({ "nbf": now + 31 }), json!({ "nonce": "another" }), json!({ "nonce": null }),
            json!({ "sub": "" }), json!({ "sub": "s".repeat(256) }), json!({ "sub": null }),
            json!({ "email_verified": false }), json!({ "email_verified": "true" }), json!({ "email_verified": null }),
            json!({ "email": null }), json!({ "email": "niemand@nql.example" }), json!({ "email": "geen adres" }),
            json!({ "email": "sync.dienst@nql.example" }), json!({ "email": "stien.vlaanderen@nql.example" }),
            json!({ "filler": "x".repeat(8192) }),
        ].iter().map(|change| (change.to_string().chars().take(60).collect(), ed.sign(&with(&good, change)))).collect();
        let header = |changes: Value| with(&json!({ "alg": "EdDSA", "typ": "JWT", "kid": "ed" }), &changes);
        unknown.jwk["kid"] = json!("ed");
        let public = |pair: &Pair, part: &str| URL_SAFE_NO_PAD.decode(pair.jwk[part].as_str().unwrap()).unwrap();
        let shared = |kid: &str, secret: &[u8]| {
            let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
            let message = raw(&serde_json::to_value(header).unwrap(), &good, None);
            let message = message.trim_end_matches('.');
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(ring::hmac::sign(&key, message.as_bytes())))
        };
        table.extend([
            ("another key".to_owned(), stranger.sign(&good)),
            ("a key nobody knows".to_owned(), unknown.sign(&good)),
            ("no key".to_owned(), raw(&json!({ "alg": "EdDSA" }), &good, Some(&ed))),
            ("the key of another kind".to_owned(), raw(&header(json!({ "kid": "rs" })), &good, Some(&ed))),
            ("an algorithm of another kind".to_owned(), raw(&header(json!({ "alg": "RS256" })), &good, Some(&ed))),
            ("an algorithm that the key is not for".to_owned(), raw(&header(json!({ "alg": "PS256", "kid": "rs" })), &good, Some(&Pair { algorithm: Algorithm::PS256, ..rs.clone() }))),
            ("none".to_owned(), raw(&header(json!({ "alg": "none" })), &good, None)),
            ("no signature".to_owned(), raw(&header(json!({})), &good, None)),
            ("HS256 with the public key of Ed25519".to_owned(), shared("ed", &public(&ed, "x"))),
            ("HS256 with the public key of RSA".to_owned(), shared("rs", &public(&rs, "n"))),
            ("HS256 with the public key as it is published".to_owned(), shared("rs", rs.jwk.to_string().as_bytes())),
            ("crit".to_owned(), raw(&header(json!({ "crit": ["exp"] })), &good, Some(&ed))),
            ("an access token".to_owned(), raw(&header(json!({ "typ": "at+jwt" })), &good, Some(&ed))),
            ("a key of its own".to_owned(), raw(&header(json!({ "kid": "own", "jwk": unknown.jwk })), &good, Some(&unknown))),
            ("a key of its own under a known name".to_owned(), raw(&header(json!({ "jwk": unknown.jwk })), &good, Some(&unknown))),
            ("an address of keys".to_owned(), raw(&header(json!({ "kid": "own", "jku": "https://evil.example/jwks" })), &good, Some(&unknown))),
            ("a certificate".to_owned(), raw(&header(json!({ "x5u": "https://evil.example/x", "kid": "own" })), &good, Some(&unknown))),
            ("other claims".to_owned(), {
                let signed = ed.sign(&good);
                let forged = URL_SAFE_NO_PAD.encode(with(&good, &json!({ "sub": "s-2" })).to_string());
                let parts: Vec<&str> = signed.split('.').collect();
                format!("{}.{forged}.{}", parts[0], parts[2])
            }),
            ("no token".to_owned(), "geen".to_owned()),
            ("nothing".to_owned(), String::new()),
            ("one of ours".to_owned(), house.token(admin.id).await),
        ]);
        let told = sign_in(&house, "geen").await;
        told.assert_refused(INVALID);
        for (what, token) in &table {
            assert_eq!(sign_in(&house, token).await.text, told.text, "{what}");
        }
        let empty = json!({ "idToken": ed.sign(&with(&good, &json!({ "nonce": "" }))), "nonce": "" });
        assert_eq!(house.act(None, "signInWithProvider", empty, TOKENS).await.text, told.text);
        assert_eq!((rights(&house).await, house.written().await, house.count::<message::Entity>().await), before);
        assert_eq!(house.count::<session::Entity>().await, 0);
        assert_eq!(house.count::<external_identity::Entity>().await, 0);
        assert_eq!(house.count::<used_id_token::Entity>().await, 0);
        nql::session::write_refused(&house.http.api).await.unwrap();
        let refused = audit_event::Entity::find().filter(audit_event::Column::Action.eq("refuseSignIn"));
        let refused = refused.one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(refused.facts.unwrap()["count"], table.len() + 2);
        // And this one is good.
        sign_in(&house, &ed.sign(&good)).await.done();
    }

    async fn c34_an_id_token_signs_in_once(house) {
        let pair = Pair::new("a", Algorithm::ES256);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        house.staff().await;
        let token = pair.sign(&outside.claims(&house, "s-1", STAF));
        sign_in(&house, &token).await.done();
        sign_in(&house, &token).await.assert_refused(INVALID);
        // Another signature under the same claims makes no other token of it.
        let resigned = pair.sign(&outside.claims(&house, "s-1", STAF));
        assert_ne!(resigned, token);
        sign_in(&house, &resigned).await.assert_refused(INVALID);
        let token = pair.sign(&with(&outside.claims(&house, "s-1", STAF), &json!({ "jti": 1 })));
        let (one, other, third) = tokio::join!(sign_in(&house, &token), sign_in(&house, &token), sign_in(&house, &token));
        let done = [one, other, third].iter().filter(|reply| reply.data()["it"]["sessionTokens"].is_object()).count();
        assert_eq!(done, 1);
        assert_eq!(house.count::<used_id_token::Entity>().await, 2);
        // It is forgotten when it is good no more, not before.
        house.set_instant("2025-10-01T10:05:29Z");
        sign_in(&house, &token).await.assert_refused(INVALID);
        house.set_instant("2025-10-01T10:05:31Z");
        sign_in(&house, &token).await.assert_refused(INVALID);
        sign_in(&house, &pair.sign(&outside.claims(&house, "s-1", STAF))).await.done();
        assert_eq!(house.count::<used_id_token::Entity>().await, 1);
    }

    async fn c34_two_accounts_never_become_one_user_at_once(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        house.staff().await;
        let of = |subject: &str| pair.sign(&outside.claims(&house, subject, STAF));
        let tokens = [of("s-1"), of("s-2"), pair.sign(&with(&outside.claims(&house, "s-1", STAF), &json!({ "jti": 1 })))];
        let (one, other, again) = tokio::join!(sign_in(&house, &tokens[0]), sign_in(&house, &tokens[1]), sign_in(&house, &tokens[2]));
        for reply in [&one, &other, &again] {
            reply.data();
        }
        assert_eq!(house.count::<external_identity::Entity>().await, 1);
    }

    async fn c34_an_address_that_changes_hands_brings_nobody_in(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        let (staf, admin) = (house.staff().await, house.admin().await);
        let first = sign_in(&house, &pair.sign(&outside.claims(&house, "s-1", STAF))).await;
        sign_in(&house, &pair.sign(&outside.claims(&house, "s-2", STAF))).await.assert_refused(INVALID);
        // Nor does a lock let her in by another door.
        let input = json!({ "userId": staf.id.to_string(), "expectedVersion": version(&house, admin, staf).await, "reason": "Uit dienst." });
        house.act(admin, "lockUser", input, "user { status }").await.done();
        viewer(&house, &first).await.assert_error("UNAUTHENTICATED");
        let later = pair.sign(&with(&outside.claims(&house, "s-1", STAF), &json!({ "jti": 2 })));
        sign_in(&house, &later).await.assert_refused(INVALID);
        let input = json!({ "userId": staf.id.to_string(), "expectedVersion": version(&house, admin, staf).await, "reason": "Terug." });
        house.act(admin, "unlockUser", input, "user { status }").await.done();
        sign_in(&house, &later).await.done();
    }

    async fn c34_without_addresses_an_admin_links_and_unlinks(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "SUBJECT");
        let (staf, admin, service) = (house.staff().await, house.admin().await, house.service().await);
        let second = house.second_staff().await;
        let token = |number: u32| pair.sign(&with(&outside.claims(&house, "s-1", STAF), &json!({ "jti": number })));
        sign_in(&house, &token(1)).await.assert_refused(INVALID);
        let link = |who: Person, on: Person, issuer: &str, subject: &str, reason: &str| {
            let house = house.clone();
            let input = json!({ "userId": on.id.to_string(), "issuer": issuer, "subject": subject, "reason": reason });
            async move { house.act(who, "linkIdentity", input, "externalIdentity { id subject lastUsedAt user { email } }").await }
        };
        let issuer = outside.issuer.as_str();
        link(staf, staf, issuer, "s-1", "x").await.assert_error("FORBIDDEN");
        link(admin, service, "https://id.example", "", " ").await
            .assert_refused(&["NOT_A_PERSON", "UNKNOWN_ISSUER", "SUBJECT_OUT_OF_BOUNDS", "REASON_MISSING"]);
        let linked = link(admin, staf, issuer, "s-1", "Op vraag van de school.").await;
        assert_eq!(linked.done()["externalIdentity"]["user"]["email"], STAF);
        assert_eq!(linked.at("/it/externalIdentity/lastUsedAt"), &Value::Null);
        link(admin, second, issuer, "s-1", "x").await.assert_refused(&["ALREADY_LINKED"]);
        link(admin, staf, issuer, "s-2", "x").await.assert_refused(&["HAS_ANOTHER"]);
        assert_eq!(house.count::<message::Entity>().await, 1, "she is told");
        let open = sign_in(&house, &token(1)).await;
        assert_eq!(viewer(&house, &open).await.at("/viewer/roles"), &json!(["STAFF"]));
        // Others do not see it.
        let query = "query($id: ID!) { node(id: $id) { ... on User { externalIdentities { subject } } } }";
        let about = json!({ "id": staf.id.to_string() });
        assert_eq!(house.ask(second, query, about.clone()).await.at("/node/externalIdentities"), &json!([]));
        assert_eq!(house.ask(admin, query, about).await.at("/node/externalIdentities/0/subject"), "s-1");
        let unlink = |who: Person, reason: &str| {
            let house = house.clone();
            let input = json!({ "userId": staf.id.to_string(), "issuer": outside.issuer, "reason": reason });
            async move { house.act(who, "unlinkIdentity", input, "user { externalIdentities { id } }").await }
        };
        unlink(second, "x").await.assert_error("FORBIDDEN");
        unlink(admin, " ").await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(unlink(admin, "Account gesloten.").await.done()["user"]["externalIdentities"], json!([]));
        unlink(admin, " ").await.assert_refused(&["NOT_LINKED", "REASON_MISSING"]);
        viewer(&house, &open).await.assert_error("UNAUTHENTICATED");
        let refresh = json!({ "refreshToken": open.text_at("/it/sessionTokens/refreshToken") });
        house.act(None, "refreshSession", refresh, TOKENS).await.assert_refused(&["SESSION_OVER"]);
        sign_in(&house, &token(2)).await.assert_refused(INVALID);
        let told = house.ask(admin, "{ auditTrail(filter: { action: { in: [\"linkIdentity\", \"unlinkIdentity\"] } }) { nodes { action reason } } }", json!({})).await;
        assert_eq!(told.at("/auditTrail/nodes").as_array().unwrap().len(), 2, "{}", told.text);
    }

    async fn c34_an_account_of_a_program_signs_nobody_in(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        let program = house.seat("Bea Beide", &[Role::Service], None).await;
        sign_in(&house, &pair.sign(&outside.claims(&house, "s-1", "bea.beide@nql.example"))).await.assert_refused(INVALID);
        house.identity(program, &outside.issuer).await;
        sign_in(&house, &pair.sign(&outside.claims(&house, &program.id.to_string(), STAF))).await.assert_refused(INVALID);
        assert_eq!(house.count::<session::Entity>().await, 0);
    }

    async fn c34_a_thousand_unknown_keys_ask_the_provider_once(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        house.staff().await;
        let providers = outside.trusted("EMAIL");
        let claims = outside.claims(&house, "s-1", STAF);
        let storm = async |providers: &Providers, house: &House| {
            let mut storm = tokio::task::JoinSet::new();
            for _ in 0..1000 {
                let (providers, now) = (providers.clone(), house.clock.now());
                let kid = hex::encode(house.ids.bytes::<8>());
                let token = Pair { kid, ..pair.clone() }.sign(&claims);
                storm.spawn(async move { providers.verify(&token, NONCE, now).await });
            }
            storm.join_all().await
        };
        // Nothing is known yet: one request brings the keys, and says that there are none of these names.
        let answers = storm(&providers, &house).await;
        assert!(answers.iter().all(|answer| *answer == Err(Doubt::Invalid)), "{answers:?}");
        assert_eq!(outside.asked(), (1, 1));
        storm(&providers, &house).await;
        assert_eq!(outside.asked(), (1, 1));
        house.set_instant("2025-10-01T10:01:00Z");
        storm(&providers, &house).await;
        assert_eq!(outside.asked(), (1, 2), "once a minute");
        // A provider that does not answer is asked once, too.
        outside.is(Mood::Down);
        house.set_instant("2025-10-01T10:02:00Z");
        let answers = storm(&providers, &house).await;
        assert!(answers.iter().all(|answer| *answer == Err(Doubt::Unavailable)), "{answers:?}");
        assert_eq!(outside.asked(), (1, 3));
        // Through the API it is the same.
        outside.is(Mood::Well);
        let mut replies = tokio::task::JoinSet::new();
        for number in 0..50 {
            let (house, token) = (house.clone(), Pair { kid: format!("k{number}"), ..pair.clone() }.sign(&claims));
            replies.spawn_local(async move { sign_in(&house, &token).await.assert_refused(INVALID) });
        }
        replies.join_all().await;
        assert_eq!(outside.asked(), (2, 4));
    }

    async fn c34_a_provider_changes_its_keys_without_a_restart(house) {
        let (old, new) = (Pair::new("old", Algorithm::EdDSA), Pair::new("new", Algorithm::ES256));
        let outside = Outside::open(&[&old]).await;
        let house = outside.house(&house, "EMAIL");
        house.staff().await;
        let token = |pair: &Pair| pair.sign(&outside.claims(&house, "s-1", STAF));
        sign_in(&house, &token(&old)).await.done();
        outside.rotate(&[&new]);
        house.set_instant("2025-10-01T10:00:59Z");
        sign_in(&house, &token(&new)).await.assert_refused(INVALID);
        sign_in(&house, &token(&old)).await.done();
        assert_eq!(outside.asked(), (1, 1));
        house.set_instant("2025-10-01T10:01:00Z");
        sign_in(&house, &token(&new)).await.done();
        sign_in(&house, &token(&old)).await.assert_refused(INVALID);
        assert_eq!(outside.asked(), (1, 2));
        // A key that is taken back is good for ten minutes at most.
        outside.rotate(&[&old]);
        house.set_instant("2025-10-01T10:10:59Z");
        sign_in(&house, &token(&new)).await.done();
        house.set_instant("2025-10-01T10:11:00Z");
        sign_in(&house, &token(&new)).await.assert_refused(INVALID);
        assert_eq!(outside.asked(), (1, 3));
    }

    async fn c34_a_provider_that_is_down_keeps_nobody_out_whose_key_is_known(house) {
        let (known, unknown) = (Pair::new("known", Algorithm::EdDSA), Pair::new("unknown", Algorithm::EdDSA));
        let outside = Outside::open(&[&known]).await;
        let house = outside.house(&house, "EMAIL");
        house.staff().await;
        let number = std::cell::Cell::new(0);
        let token = |pair: &Pair| {
            number.set(number.get() + 1);
            pair.sign(&with(&outside.claims(&house, "s-1", STAF), &json!({ "jti": number.get() })))
        };
        outside.is(Mood::Down);
        sign_in(&house, &token(&known)).await.assert_refused(UNAVAILABLE);
        sign_in(&house, &token(&known)).await.assert_refused(UNAVAILABLE);
        assert_eq!(outside.asked(), (1, 0), "it is left alone");
        outside.is(Mood::Well);
        house.set_instant("2025-10-01T10:00:09Z");
        sign_in(&house, &token(&known)).await.assert_refused(UNAVAILABLE);
        house.set_instant("2025-10-01T10:00:10Z");
        sign_in(&house, &token(&known)).await.done();
        outside.is(Mood::Down);
        for instant in ["2025-10-01T10:30:00Z", "2025-10-02T10:00:09Z"] {
            house.set_instant(instant);
            sign_in(&house, &token(&known)).await.done();
            sign_in(&house, &token(&unknown)).await.assert_refused(UNAVAILABLE);
        }
        house.set_instant("2025-10-02T10:00:20Z");
        sign_in(&house, &token(&known)).await.assert_refused(UNAVAILABLE);
        outside.is(Mood::Well);
        house.set_instant("2025-10-02T10:00:30Z");
        sign_in(&house, &token(&unknown)).await.assert_refused(INVALID);
        sign_in(&house, &token(&known)).await.done();
    }

    async fn c34_a_provider_that_lies_redirects_or_talks_too_much_is_not_believed(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        for mood in [Mood::Lies, Mood::Redirects, Mood::Talks] {
            let outside = Outside::open(&[&pair]).await;
            outside.is(mood);
            let token = pair.sign(&outside.claims(&house, "s-1", STAF));
            let providers = outside.trusted("EMAIL");
            assert_eq!(providers.verify(&token, NONCE, house.clock.now()).await, Err(Doubt::Unavailable), "{mood:?}");
            assert!(outside.asked().1 <= 1, "{mood:?}");
        }
    }

    async fn c34_a_file_of_keys_is_read_again_when_it_changes(house) {
        let (old, new) = (Pair::new("a", Algorithm::EdDSA), Pair::new("bb", Algorithm::EdDSA));
        let folder = tempfile::tempdir().unwrap();
        let write = |pair: &Pair| std::fs::write(folder.path().join("keys.json"), json!({ "keys": [pair.jwk] }).to_string()).unwrap();
        write(&old);
        let entry = json!([{ "name": "School", "issuer": "https://id.example", "audience": AUDIENCE, "jwks": "keys.json", "by": "EMAIL" }]);
        std::fs::write(folder.path().join("providers.json"), entry.to_string()).unwrap();
        let providers = Providers::read(&folder.path().join("providers.json")).unwrap();
        let now = house.clock.now();
        let token = |pair: &Pair| {
            let claims = json!({ "iss": "https://id.example", "aud": AUDIENCE, "sub": "s", "iat": now.timestamp(), "exp": now.timestamp() + 300, "nonce": NONCE });
            pair.sign(&claims)
        };
        assert_eq!(providers.verify(&token(&old), NONCE, now).await.unwrap().subject, "s");
        assert_eq!(providers.verify(&token(&new), NONCE, now).await, Err(Doubt::Invalid));
        write(&new);
        assert_eq!(providers.verify(&token(&new), NONCE, now).await.unwrap().email, None);
        assert_eq!(providers.verify(&token(&old), NONCE, now).await, Err(Doubt::Invalid));
        // One that is broken, or gone, changes nothing.
        std::fs::write(folder.path().join("keys.json"), "{").unwrap();
        assert!(providers.verify(&token(&new), NONCE, now).await.is_ok());
        std::fs::remove_file(folder.path().join("keys.json")).unwrap();
        assert!(providers.verify(&token(&new), NONCE, now).await.is_ok());
    }

    async fn c34_wrong_tokens_slow_a_network_down_and_the_right_one_gets_in(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        house.staff().await;
        let from_here = async |token: &str| {
            let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
            request.extensions_mut().unwrap().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 4_000))));
            let query = "mutation($input: SignInWithProviderInput!) { it: signInWithProvider(input: $input) { userErrors { code } } }";
            let body = json!({ "query": query, "variables": { "input": { "idToken": token, "nonce": NONCE } } }).to_string();
            let response = house.send(request.body(Body::from(body)).unwrap()).await;
            Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
        };
        // A token that was used is wrong like any other.
        let claims = outside.claims(&house, "s-1", STAF);
        let token = pair.sign(&claims);
        from_here(&token).await.done();
        for _ in 0..100 {
            from_here(&token).await.assert_refused(INVALID);
        }
        from_here(&token).await.assert_error("RATE_LIMITED");
        from_here(&pair.sign(&with(&claims, &json!({ "jti": 1 })))).await.done();
    }

    async fn c34_the_step_back_ends_sessions_of_providers_only(house) {
        let pair = Pair::new("a", Algorithm::EdDSA);
        let outside = Outside::open(&[&pair]).await;
        let house = outside.house(&house, "EMAIL");
        let staf = house.staff().await;
        sign_in(&house, &pair.sign(&outside.claims(&house, "s-1", STAF))).await.done();
        let by_link = session::Model {
            id: house.ids.next(house.clock.now()),
            method: entity::kinds::SignInMethod::Password,
            ..session::Entity::find().one(house.db.connection()).await.unwrap().unwrap()
        };
        let kept = by_link.id;
        session::Entity::insert(session::ActiveModel::from(by_link)).exec(house.db.connection()).await.unwrap();
        let back = Migrator::migrations().iter().rev().take_while(|step| step.name() != "m0010_service_key").count();
        Migrator::down(house.db.pool(), Some(u32::try_from(back).unwrap())).await.unwrap();
        let left = session::Entity::find().all(house.db.connection()).await.unwrap();
        assert_eq!(left.iter().map(|session| (session.id, session.user_id, session.method)).collect::<Vec<_>>(),
            vec![(kept, staf.id, entity::kinds::SignInMethod::Password)]);
        Migrator::up(house.db.pool(), None).await.unwrap();
        let again = pair.sign(&with(&outside.claims(&house, "s-1", STAF), &json!({ "jti": 1 })));
        sign_in(&house, &again).await.done();
    }
}
