//! What the key of a program opens, and in which role anybody acts.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use entity::{
    kinds::{Community, Role},
    user_role,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

/// Sends an operation with a token, and a role if there is one.
pub async fn ask(house: &House, token: &str, role: Option<&str>, query: &str) -> (StatusCode, Reply) {
    let mut request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(role) = role {
        request = request.header("x-nql-role", role);
    }
    let response = house.send(request.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await;
    let status = response.status();
    (status, Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()))
}

/// A token of a key with these scopes.
async fn key(house: &House, admin: Person, program: Person, scopes: Value) -> String {
    let input =
        json!({ "userId": program.id.to_string(), "name": "Sync", "scopes": scopes, "expiresOn": "2026-09-30" });
    let made = house.act(admin, "makeServiceKey", input, "serviceKeyTokens { secret }").await;
    let secret = json!({ "secret": made.text_at("/it/serviceKeyTokens/secret") });
    house
        .act(None, "exchangeServiceKey", secret, "serviceTokens { accessToken }")
        .await
        .text_at("/it/serviceTokens/accessToken")
}

/// A row that says that somebody holds a role.
fn holds(person: Person, role: Role) -> user_role::ActiveModel {
    user_role::ActiveModel { user_id: Set(person.id), role: Set(role) }
}

const ALL: [&str; 9] = [
    "SCHOOL_READ",
    "PROJECT_READ",
    "REGISTRATION_READ",
    "APPLICATION_READ",
    "LABEL_READ",
    "EQL_READ",
    "EQL_WRITE",
    "PUBLICATION_READ",
    "PUBLICATION_WRITE",
];

trial! {
    async fn a_key_acts_as_a_program_and_in_no_other_role(house) {
        let (admin, service) = (house.admin().await, house.service().await);
        let token = key(&house, admin, service, json!(["LABEL_READ"])).await;
        let made = format!("mutation {{ changeRoles(input: {{ userId: \"{}\", expectedVersion: 1, roles: [ADMIN], reason: \"x\" }}) {{ userErrors {{ code }} }} }}", service.id);
        let written = house.written().await;
        for role in ["ADMIN", "STAFF", "TEACHER", "JUROR"] {
            for query in [made.as_str(), "{ labels { totalCount } }", "{ auditTrail { totalCount } }"] {
                ask(&house, &token, Some(role), query).await.1.assert_error("FORBIDDEN");
            }
        }
        ask(&house, &token, None, &made).await.1.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        for role in [None, Some("SERVICE")] {
            ask(&house, &token, role, "{ labels { totalCount } }").await.1.data();
        }
    }

    async fn a_program_is_nobody_else(house) {
        let (admin, service, staff) = (house.admin().await, house.service().await, house.staff().await);
        let written = house.written().await;
        let input = json!({ "userId": service.id.to_string(), "expectedVersion": 1, "roles": ["SERVICE", "ADMIN"], "reason": "Handig." });
        house.act(admin, "changeRoles", input, "user { id }").await.assert_refused(&["SERVICE_ALONE"]);
        let input = json!({ "userId": staff.id.to_string(), "expectedVersion": 1, "roles": ["STAFF", "SERVICE"], "community": "VL", "reason": "Handig." });
        house.act(admin, "changeRoles", input, "user { id }").await.assert_refused(&["SERVICE_ALONE"]);
        let input = json!({ "email": "beide@nql.example", "name": "Beide", "locale": "nl", "roles": ["SERVICE", "TEACHER"] });
        house.act(admin, "createUser", input, "user { id }").await.assert_refused(&["SERVICE_ALONE"]);
        // And the database says so, in both directions.
        let db = house.db.connection();
        for role in [Role::Teacher, Role::Juror, Role::Staff, Role::Admin] {
            let error = holds(service, role).insert(db).await.unwrap_err().to_string();
            assert!(error.contains("service_stands_alone"), "{error}");
        }
        for person in [admin, staff] {
            let error = holds(person, Role::Service).insert(db).await.unwrap_err().to_string();
            assert!(error.contains("service_stands_alone"), "{error}");
        }
        assert_eq!(house.written().await, written);
        assert_eq!(user_role::Entity::find().all(db).await.unwrap().len(), 3);
        // A person becomes a program, or a program a person, as a whole.
        let input = json!({ "userId": service.id.to_string(), "expectedVersion": 1, "roles": ["TEACHER"], "reason": "Een mens." });
        house.act(admin, "changeRoles", input, "user { roles }").await.done();
    }

    async fn what_no_scope_names_is_closed_to_keys(house) {
        let (admin, service, staff) = (house.admin().await, house.service().await, house.staff().await);
        house.open_campaign(staff).await;
        let token = key(&house, admin, service, json!(ALL)).await;
        let written = house.written().await;
        for query in [
            "{ viewer { name } }", "{ viewer { id } labels { totalCount } }", "{ serviceKeys { totalCount } }",
            "mutation { signOut(input: { refreshToken: \"x\", isEverywhere: true }) { userErrors { code } } }",
            "mutation { requestSignInLink(input: { email: \"ada.beheer@nql.example\" }) { userErrors { code } } }",
            "mutation { ...F } fragment F on Mutation { signIn(input: { email: \"a@nql.example\", password: \"x\" }) { userErrors { code } } }",
        ] {
            ask(&house, &token, None, query).await.1.assert_error("FORBIDDEN");
        }
        let me = format!("{{ node(id: \"{}\") {{ ... on User {{ id }} }} }}", service.id);
        ask(&house, &token, None, &me).await.1.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        // What scopes name is open, and what anybody may see.
        let open = "{ schools { totalCount } projects { totalCount } registrations { totalCount } applications { totalCount nodes { status } } labels { totalCount } \
                    currentCampaign { name timeline { text } } rateLimit { limit } __typename }";
        let (_, reply) = ask(&house, &token, None, open).await;
        assert_eq!(reply.text_at("/currentCampaign/name"), "NQL 2025-2026");
        let (_, reply) = ask(&house, &token, None, "{ schools { totalCount } viewer @include(if: false) { name } }").await;
        assert_eq!(reply.data(), &json!({ "schools": { "totalCount": 0 } }), "what is left out needs no scope");
        // A token from the command line has no scopes: its account says what it may see.
        ask(&house, &house.token(service.id).await, None, "{ viewer { name } }").await.1.data();
    }

    async fn somebody_with_several_roles_says_in_which_one_she_acts(house) {
        let both = house.seat("Bea Beide", &[Role::Staff, Role::Admin], Some(Community::Vl)).await;
        let token = house.token(both.id).await;
        let written = house.written().await;
        let school = "mutation { createSchool(input: { name: \"De Eik\", community: VL, country: \"BE\", city: \"Gent\", level: PRIMARY }) { userErrors { code } } }";
        for query in ["{ viewer { name } }", "{ currentCampaign { name } }", school] {
            let (status, reply) = ask(&house, &token, None, query).await;
            reply.assert_error("BAD_REQUEST");
            assert_eq!(status, StatusCode::BAD_REQUEST);
            assert!(reply.text.contains("STAFF, ADMIN") && reply.text.contains("x-nql-role"), "{}", reply.text);
        }
        let upload = Request::post("/uploads").header(header::CONTENT_TYPE, "text/csv").header(header::AUTHORIZATION, format!("Bearer {token}"));
        assert_eq!(house.send(upload.body(Body::from("a,b")).unwrap()).await.status(), StatusCode::BAD_REQUEST);
        assert_eq!(house.written().await, written);
        for role in ["STAFF", "ADMIN"] {
            assert_eq!(ask(&house, &token, Some(role), "{ viewer { name } }").await.1.text_at("/viewer/name"), "Bea Beide");
        }
        ask(&house, &token, Some("TEACHER"), "{ viewer { name } }").await.1.assert_error("FORBIDDEN");
        // Who has one role need not say it.
        let one = house.second_staff().await;
        ask(&house, &house.token(one.id).await, None, "{ viewer { name } }").await.1.data();
    }
}
