//! What the endpoint withstands: requests that are no requests, documents that cost too much, tokens that are not ours.
//! Each trial names the points of docs/security.md that it proves.

use std::collections::BTreeSet;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::{
    audit_event, campaign,
    kinds::{Community, Kind, Role},
};
use nql::{
    api::{Settings, policy::Printed, schema},
    auth::Audience,
};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    reads::everybody,
    support::{House, Person, Reply},
    trial,
};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text));
        body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

async fn send(house: &House, request: Request<Body>) -> Answer {
    let response = house.send(request).await;
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

/// A POST of a body with these headers.
async fn post(house: &House, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
    let mut request = Request::post("/graphql");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(house, request.body(Body::from(body.into())).unwrap()).await
}

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");

async fn document(house: &House, document: &str) -> Reply {
    house.ask(None, document, json!({})).await
}

async fn bearer(house: &House, token: &str) -> Answer {
    let header = format!("Bearer {token}");
    post(house, &[JSON, ("authorization", &header)], r#"{"query":"{ viewer { id } }"}"#).await
}

async fn panics() {
    panic!("the secret of the house");
}

/// The same house, with other settings.
fn strict(house: &House, limits: &str, is_schema_public: bool) -> House {
    let settings =
        Settings { limits: limits.parse().unwrap(), is_schema_public, notes_reading: true, ..Settings::open() };
    House::with(house.engine, house.db.clone(), settings)
}

trial! {
    async fn c01_c02_operations_come_as_json_over_post_only(house) {
        let body = r#"{"query":"{ __typename }"}"#;
        for wrong in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", "application/json; charset=latin1", ""] {
            let answer = post(&house, &[("content-type", wrong)], body).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST"), "{wrong}");
        }
        assert_eq!(post(&house, &[], body).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        for right in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
            assert_eq!(post(&house, &[("content-type", right)], body).await.status, StatusCode::OK, "{right}");
        }
        let get = async |query: &'static str| send(&house, Request::get(format!("/graphql?{query}")).body(Body::empty()).unwrap()).await;
        assert_eq!(get("query=query($n:Int)%7Bcampaigns(first:$n)%7BtotalCount%7D%7D&variables=%7B%22n%22:1%7D").await.text, r#"{"data":{"campaigns":{"totalCount":0}}}"#);
        let mutation = get("query=mutation%7B__typename%7D").await;
        assert_eq!((mutation.status, mutation.headers[header::ALLOW].to_str().unwrap()), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
        for wrong in ["", "query=%7B__typename%7D&variables=1", "query=%7B__typename%7D&variables=%7B", "query=%7Ba%7D&query=%7Bb%7D"] {
            assert_eq!(get(wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
        for method in [Method::PUT, Method::PATCH, Method::DELETE] {
            let request = Request::builder().method(method.clone()).uri("/graphql?query=mutation%7B__typename%7D");
            let answer = send(&house, request.header("content-type", "application/json").body(Body::from(body)).unwrap()).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
            assert_eq!(answer.headers[header::ALLOW], "GET, POST");
        }
    }

    async fn c03_large_bodies_and_documents_are_not_read(house) {
        let large = format!(r#"{{"query":"{{ __typename }}","variables":{{"x":"{}"}}}}"#, "x".repeat(300_000));
        let answer = post(&house, &[JSON], large).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "QUERY_TOO_LARGE"));
        let long = format!("{{ __typename }} #{}", "x".repeat(33_000));
        document(&house, &long).await.assert_error("QUERY_TOO_LARGE");
    }

    async fn c04_c05_a_request_is_one_object_with_the_right_types(house) {
        let nested = format!(r#"{{"query":"{{__typename}}","variables":{{"x":{}1{}}}}}"#, "[".repeat(5_000), "]".repeat(5_000));
        for wrong in [
            r#"["{ __typename }"]"#, r#"[{"query":"{ __typename }"}]"#, "[]", "null", "1", "", "{", r#"{"query":1}"#, "{}",
            r#"{"query":"{ __typename }","variables":[1]}"#, r#"{"query":"{ __typename }","variables":"x"}"#,
            r#"{"query":"{ __typename }","operationName":1}"#, r#"{"query":"{ __typename }","extensions":1}"#, nested.as_str(),
        ] {
            let answer = post(&house, &[JSON], wrong).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{wrong:.60}");
            assert!(!answer.text.contains("line"), "no words of the parser: {}", answer.text);
        }
        // A name that is empty is no name.
        assert_eq!(post(&house, &[JSON], r#"{"query":"{ __typename }","operationName":""}"#).await.status, StatusCode::OK);
    }

    async fn c06_the_answer_is_in_the_media_type_that_was_asked_for(house) {
        let body = r#"{"query":"{ __typename }"}"#;
        let media = async |accept: &'static str| post(&house, &[JSON, ("accept", accept)], body).await;
        assert_eq!(media("text/html").await.status, StatusCode::NOT_ACCEPTABLE);
        for (accept, expected) in [
            ("application/json", "application/json; charset=utf-8"),
            ("*/*", "application/json; charset=utf-8"),
            ("application/graphql-response+json", "application/graphql-response+json; charset=utf-8"),
            ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json; charset=utf-8"),
            ("application/graphql-response+json;q=0.1, application/json;q=0.9", "application/json; charset=utf-8"),
        ] {
            assert_eq!(media(accept).await.headers[header::CONTENT_TYPE], expected, "{accept}");
        }
        for (wrong, code) in [("{", "GRAPHQL_PARSE_FAILED"), ("{ nothing }", "GRAPHQL_VALIDATION_FAILED")] {
            let body = json!({ "query": wrong }).to_string();
            let strict = post(&house, &[JSON, GRAPHQL], body.clone()).await;
            assert_eq!((strict.status, strict.code().as_str()), (StatusCode::BAD_REQUEST, code));
            let lenient = post(&house, &[JSON], body).await;
            assert_eq!((lenient.status, lenient.code().as_str()), (StatusCode::OK, code));
            assert!(!lenient.text.contains("\"data\""), "what was not executed has no data");
        }
    }

    async fn c06_what_is_accepted_is_read_as_http_says(house) {
        let graphql = "application/graphql-response+json; charset=utf-8";
        let json = "application/json; charset=utf-8";
        for (lines, expected) in [
            (vec![], Some(json)), (vec![""], Some(json)), (vec![" , "], Some(json)), (vec!["*/*"], Some(json)), (vec!["application/*"], Some(json)),
            (vec!["text/html", "application/json"], Some(json)), (vec!["text/html", "application/graphql-response+json"], Some(graphql)),
            (vec!["application/json;q=0.5", "application/graphql-response+json"], Some(graphql)), (vec!["", "text/html"], None),
            (vec!["application/json;q=0"], None), (vec!["*/*;q=0"], None), (vec!["application/json;q=0, */*"], Some(graphql)),
            (vec!["*/*, application/json;q=0"], Some(graphql)), (vec!["application/graphql-response+json;q=0, application/*;q=0.1"], Some(json)),
            (vec!["application/graphql-response+json, application/json"], Some(graphql)), (vec!["application/json, application/graphql-response+json"], Some(json)),
            (vec!["*/*, application/graphql-response+json"], Some(graphql)), (vec!["application/json;q=0.9, */*;q=0.1"], Some(json)),
            (vec!["APPLICATION/JSON ; Q=0.3 , Application/GraphQL-Response+JSON; q = 0.2"], Some(json)), (vec!["application/graphql-response+json; charset=utf-8"], Some(graphql)),
            (vec!["text/html, application/xhtml+xml, */*;q=0.8"], Some(json)), (vec!["application/json;q=nonsense"], Some(json)), (vec!["text/*"], None),
        ] {
            let headers: Vec<_> = [JSON].into_iter().chain(lines.iter().map(|line| ("accept", *line))).collect();
            let answer = post(&house, &headers, r#"{"query":"{ __typename }"}"#).await;
            let found = (answer.status == StatusCode::OK).then(|| answer.headers[header::CONTENT_TYPE].to_str().unwrap());
            assert_eq!(found, expected, "{lines:?}");
            assert_eq!(answer.status == StatusCode::NOT_ACCEPTABLE, expected.is_none(), "{lines:?}");
        }
    }

    async fn a_probe_for_a_kept_document_is_told_to_send_the_document(house) {
        let probe = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38" } } });
        for media in [vec![JSON], vec![JSON, GRAPHQL]] {
            let answer = post(&house, &media, probe.to_string()).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::OK, "PERSISTED_QUERY_NOT_SUPPORTED"));
            assert!(answer.text.contains("\"message\":\"PersistedQueryNotSupported\""), "{}", answer.text);
        }
        let get = |more: &str| Request::get(format!("/graphql?extensions=%7B%22persistedQuery%22%3A%7B%7D%7D{more}")).body(Body::empty()).unwrap();
        assert_eq!(send(&house, get("")).await.code(), "PERSISTED_QUERY_NOT_SUPPORTED");
        assert_eq!(send(&house, get("&query=%7B__typename%7D&variables=null&operationName=")).await.text, r#"{"data":{"__typename":"Query"}}"#);
        // Then it sends both.
        let both = json!({ "query": "{ __typename }", "extensions": probe["extensions"] }).to_string();
        assert_eq!(post(&house, &[JSON], both).await.text, r#"{"data":{"__typename":"Query"}}"#);
        assert_eq!(post(&house, &[JSON], r#"{"extensions":{"other":1}}"#).await.code(), "BAD_REQUEST");
    }

    async fn a_whole_number_is_whole_however_json_writes_it(house) {
        let pages = async |n: &str| post(&house, &[JSON], format!(r#"{{"query":"query($n: Int) {{ campaigns(first: $n) {{ totalCount }} }}","variables":{{"n":{n}}}}}"#)).await;
        for good in ["25", "25.0", "2.5e1", "1E2", "null"] {
            assert_eq!(pages(good).await.text, r#"{"data":{"campaigns":{"totalCount":0}}}"#, "{good}");
        }
        for bad in ["25.5", "1e-1", "2147483648.0", "1e400", "\"25\"", "true", "[25.5]"] {
            assert_ne!(pages(bad).await.text, r#"{"data":{"campaigns":{"totalCount":0}}}"#, "{bad}");
        }
        assert_eq!(pages("25.5").await.code(), "BAD_USER_INPUT");
        // In a document a number with a point is another kind of value.
        document(&house, "{ campaigns(first: 25.0) { totalCount } }").await.assert_error("GRAPHQL_VALIDATION_FAILED");
        document(&house, "query($n: Int = 25.0) { campaigns(first: $n) { totalCount } }").await.assert_error("GRAPHQL_VALIDATION_FAILED");
    }

    async fn directives_on_a_typename_count_as_on_any_field(house) {
        let staff = house.staff().await;
        for (x, expected) in [(true, json!({ "__typename": "Query", "b": "Query" })), (false, json!({ "b": "Query" }))] {
            let query = "query($x: Boolean!) { __typename @include(if: $x) ...F } fragment F on Query { b: __typename @skip(if: false) @include(if: true) }";
            assert_eq!(house.ask(None, query, json!({ "x": x })).await.data(), &expected);
            let nested = "query($x: Boolean!) { schools { __typename @skip(if: $x) totalCount } }";
            assert_eq!(house.ask(staff, nested, json!({ "x": x })).await.data()["schools"].get("__typename").is_some(), !x);
            let mutation = "mutation($x: Boolean!, $i: CreateSchoolInput!) { __typename @include(if: $x) it: createSchool(input: $i) { __typename @include(if: $x) school { __typename @include(if: $x) city } } }";
            let input = json!({ "name": format!("De Eik {x}"), "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY" });
            let made = house.ask(staff, mutation, json!({ "x": x, "i": input })).await;
            let expected = if x { json!({ "__typename": "Mutation", "it": { "__typename": "CreateSchoolPayload", "school": { "__typename": "School", "city": "Gent" } } }) } else { json!({ "it": { "school": { "city": "Gent" } } }) };
            assert_eq!(made.data(), &expected);
            let schema = "query($x: Boolean!) { __schema { __typename @include(if: $x) queryType { name } } }";
            assert_eq!(house.ask(None, schema, json!({ "x": x })).await.data()["__schema"].get("__typename").is_some(), x);
        }
        house.ask(None, "query($x: Boolean!) { __typename @include(if: $x) }", json!({})).await.assert_error("BAD_USER_INPUT");
        for wrong in ["{ __typename @include }", "{ __typename @include(if: 1) }", "{ __typename @include(if: $x) }", "query($x: String!) { __typename @include(if: $x) }", "{ __typename @skip(if: true) @skip(if: true) }"] {
            document(&house, wrong).await.assert_error("GRAPHQL_VALIDATION_FAILED");
        }
    }

    async fn a_variable_stands_where_its_type_fits(house) {
        let staff = house.staff().await;
        for right in [
            "query($id: ID!) { project(id: $id) { id } }",
            "query($id: ID = \"project_0\") { project(id: $id) { id } }",
            "query($n: Int) { projects(first: $n) { totalCount } }",
            "query($id: ID) { projects(filter: { campaignId: { eq: $id } }) { totalCount } }",
            "query($ids: [ID!]!) { projects(filter: { campaignId: { in: $ids } }) { totalCount } }",
            "query($id: ID!) { projects(filter: { campaignId: { in: [$id] } }) { totalCount } }",
            "query($d: OrderDirection) { projects(orderBy: [{ field: TITLE, direction: $d }]) { totalCount } }",
        ] {
            let answer = house.ask(staff, right, json!({ "id": "project_0", "ids": [] })).await;
            assert!(!answer.text.contains("GRAPHQL_VALIDATION_FAILED"), "{right}: {}", answer.text);
        }
        for wrong in [
            "query($id: Int!) { project(id: $id) { id } }",
            "query($id: ID) { project(id: $id) { id } }",
            "query($id: [ID!]!) { project(id: $id) { id } }",
            "query($id: ID!) { projects(filter: { campaignId: { in: $id } }) { totalCount } }",
            "query($ids: [ID]!) { projects(filter: { campaignId: { in: $ids } }) { totalCount } }",
            "query($id: ID!) { projects(filter: { and: [{ campaignId: { eq: $id } }, { nothing: { eq: 1 } }] }) { totalCount } }",
            "query($id: ID!) { projects(filter: { and: [{ campaignId: { eq: $id } }, { campaignId: 1.5 }] }) { totalCount } }",
            "query($id: ID!) { projects(filter: { and: [{ campaignId: { eq: $id } }, { campaignId: { eq: true } }] }) { totalCount } }",
            "query($d: OrderDirection) { projects(orderBy: [{ direction: $d }]) { totalCount } }",
            "query($d: OrderDirection) { projects(orderBy: [{ field: NOTHING, direction: $d }]) { totalCount } }",
            "query($n: String!) { createSchool: projects(filter: [[{ campaignId: { eq: $n } }]]) { totalCount } }",
            "query($id: String!) { ...F } fragment F on Query { project(id: $id) { id } }",
            "query($x: String!) { projects { totalCount @skip(if: $x) } }",
            "mutation($c: String!) { createSchool(input: { name: \"x\", community: $c, country: \"BE\", city: \"x\", level: PRIMARY }) { school { id } } }",
        ] {
            let answer = house.ask(staff, wrong, json!({ "id": "project_0", "ids": [], "x": "y", "c": "VL", "n": "x" })).await;
            answer.assert_error("GRAPHQL_VALIDATION_FAILED");
        }
    }

    async fn a_body_is_one_json_object_in_utf_8_and_nothing_is_there_twice(house) {
        let good = r#"{"query":"\ufeff{ __typename }","variables":null,"operationName":null,"extensions":null,"other":1}"#;
        for body in [good.to_owned(), format!("\u{feff}{good}"), format!(" \n{good} ")] {
            assert_eq!(post(&house, &[JSON], body.clone()).await.text, r#"{"data":{"__typename":"Query"}}"#, "{body}");
        }
        for bad in [
            r#"{"query":"{ __typename }","query":"{ a }"}"#, r#"{"query":"query($x: Int) { __typename }","variables":{"x":1,"x":2}}"#,
            r#"{"query":"{ __typename }","variables":{"a":{"b":1,"b":2}}}"#, r#"{"query":"{ __typename }"} {}"#, r#"{"query":null}"#,
        ] {
            assert_eq!(post(&house, &[JSON], bad).await.code(), "BAD_REQUEST", "{bad}");
        }
        let latin = [&b"{\"query\":\"{ a(x: \\\"\xe9\\\") }\"}"[..]].concat();
        let request = Request::post("/graphql").header("content-type", "application/json").body(Body::from(latin)).unwrap();
        assert_eq!(send(&house, request).await.code(), "BAD_REQUEST");
        let zipped = post(&house, &[JSON, ("content-encoding", "gzip")], good).await;
        assert_eq!((zipped.status, zipped.headers[header::ACCEPT_ENCODING].to_str().unwrap()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "identity"));
        assert_eq!(post(&house, &[JSON, ("content-encoding", "identity")], good).await.status, StatusCode::OK);
        assert_eq!(post(&house, &[("content-type", "application/json; charset=utf8")], good).await.status, StatusCode::OK);
        let head = Request::head("/graphql?query=%7B__typename%7D").body(Body::empty()).unwrap();
        let head = send(&house, head).await;
        assert_eq!((head.status, head.text.as_str(), head.headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "", "application/json; charset=utf-8"));
    }

    async fn c07_pages_of_the_listed_origins_may_call_and_no_others(house) {
        let preflight = async |origin: &'static str| {
            let request = Request::builder().method(Method::OPTIONS).uri("/graphql").header("origin", origin)
                .header("access-control-request-method", "POST").header("access-control-request-headers", "authorization,x-nql-role");
            send(&house, request.body(Body::empty()).unwrap()).await
        };
        let ours = preflight("https://nql.example").await;
        assert_eq!(ours.headers["access-control-allow-origin"], "https://nql.example");
        assert!(ours.headers["access-control-allow-headers"].to_str().unwrap().contains("x-nql-role"));
        assert!(!ours.headers.contains_key("access-control-allow-credentials"));
        for other in ["https://evil.example", "https://nql.example.evil.example", "null", "http://nql.example"] {
            assert!(!preflight(other).await.headers.contains_key("access-control-allow-origin"), "{other}");
        }
    }

    async fn what_anybody_may_see_is_kept_and_asked_for_again_by_its_tag(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let get = async |query: &str, headers: &[(&str, &str)]| {
            let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
            let mut request = Request::get(format!("/graphql?query={query}"));
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            send(&house, request.body(Body::empty()).unwrap()).await
        };
        let query = "{ currentCampaign { name status } }";
        let first = get(query, &[]).await;
        assert_eq!(first.headers[header::CACHE_CONTROL], "public, no-cache");
        let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
            let same = get(query, &[("if-none-match", &known)]).await;
            assert_eq!((same.status, same.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
            assert_eq!(same.headers[header::ETAG], tag.as_str());
            let vary = same.headers.get_all(header::VARY).iter().map(|it| it.to_str().unwrap()).collect::<Vec<_>>().join(",");
            for part in ["authorization", "accept-language", "x-nql-schema"] {
                assert!(vary.contains(part), "{vary}");
            }
        }
        house.set_day("2026-07-02");
        house.move_campaign(staff, "closeCampaign", &campaign).await;
        let other = get(query, &[("if-none-match", &tag)]).await;
        assert_eq!(other.status, StatusCode::OK);
        assert_ne!(other.headers[header::ETAG], tag.as_str());
        // What somebody asks, what is refused and what comes by POST is kept by nobody.
        let token = format!("Bearer {}", house.token(staff.id).await);
        let mine = get(query, &[("authorization", &token), ("if-none-match", "*")]).await;
        let void = get(query, &[("authorization", "Bearer nonsense"), ("if-none-match", "*")]).await;
        let refused = get("{ schools { totalCount } }", &[GRAPHQL, ("if-none-match", "*")]).await;
        let posted = post(&house, &[JSON, ("if-none-match", "*")], json!({ "query": query }).to_string()).await;
        for (answer, status) in [(mine, StatusCode::OK), (void, StatusCode::OK), (refused, StatusCode::UNAUTHORIZED), (posted, StatusCode::OK)] {
            assert_eq!(answer.status, status, "{}", answer.text);
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
            assert!(!answer.headers.contains_key(header::ETAG));
        }
    }

    async fn long_answers_are_compressed_unless_they_may_hold_a_secret(house) {
        let admin = house.admin().await;
        let ask = async |document: String, encoding: &str| {
            let mut request = Request::post("/graphql").header(JSON.0, JSON.1).header("x-nql-role", "ADMIN");
            request = request.header("authorization", format!("Bearer {}", house.token(admin.id).await)).header("accept-encoding", encoding);
            let response = house.send(request.body(Body::from(json!({ "query": document }).to_string())).unwrap()).await;
            let encoding = response.headers().get(header::CONTENT_ENCODING).map(|it| it.to_str().unwrap().to_owned());
            (encoding, to_bytes(response.into_body(), usize::MAX).await.unwrap().len())
        };
        let long = (0..100).map(|place| format!("a{place}: __typename ")).collect::<Vec<_>>().concat();
        let query = format!("{{ viewer {{ {long} }} }}");
        let (plain, length) = ask(query.clone(), "identity").await;
        assert!(plain.is_none() && length > 1_024);
        for encoding in ["gzip", "br"] {
            let (found, packed) = ask(query.clone(), encoding).await;
            assert_eq!(found.as_deref(), Some(encoding));
            assert!(packed * 4 < length, "{packed} of {length}");
        }
        assert_eq!(ask("{ viewer { name } }".to_owned(), "gzip").await.0, None, "it is short");
        let program = house.service().await;
        let make = format!(
            "mutation {{ makeServiceKey(input: {{ userId: \"{}\", name: \"Sync\", scopes: [LABEL_READ], expiresOn: \"2026-09-30\" }}) {{ {long} serviceKeyTokens {{ secret }} }} }}",
            program.id
        );
        let (found, length) = ask(make, "gzip, br").await;
        assert!(found.is_none() && length > 1_024, "{found:?} {length}");
        // No query answers with a secret.
        let printed = Printed::read(&schema::print(&schema::build())).unwrap();
        let secret: Vec<String> = printed.fields().into_iter().filter(|it| it.ends_with("Token") || it.ends_with(".secret")).collect();
        assert!(secret.len() >= 4, "{secret:?}");
        for field in secret {
            let (ty, _) = field.split_once('.').unwrap();
            let holders: Vec<String> = printed.fields().into_iter().filter(|it| printed.leads_to(it, ty)).collect();
            assert!(holders.iter().all(|holder| holder.contains("Payload.")), "{ty} is in {holders:?}");
            for holder in holders {
                let payload = holder.split_once('.').unwrap().0;
                let asked: Vec<String> = printed.fields().into_iter().filter(|it| printed.leads_to(it, payload)).collect();
                assert!(!asked.is_empty() && asked.iter().all(|it| it.starts_with("Mutation.")), "{payload} is in {asked:?}");
            }
        }
    }

    async fn c08_c18_every_answer_has_its_headers_and_nothing_of_the_inside(house) {
        let answer = post(&house, &[JSON, ("x-request-id", "req-12345678")], r#"{"query":"{ __typename }"}"#).await;
        assert_eq!(answer.text, r#"{"data":{"__typename":"Query"}}"#);
        assert_eq!(answer.headers["x-request-id"], "req-12345678");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers[header::VARY].to_str().unwrap().matches("authorization").count(), 1);
        let made_up = post(&house, &[JSON, ("x-request-id", "<script>")], "{}").await;
        assert_ne!(made_up.headers["x-request-id"], "<script>");
    }

    async fn c46_no_name_of_a_request_brings_anything_else_into_the_log(house) {
        let staff = house.staff().await;
        let authorization = format!("Bearer {}", house.token(staff.id).await);
        let key = format!("nqls_{}", "x".repeat(43));
        for given in ["short", "two words", "a;b=c-d-e-f", "\"},{\"level\":\"x", &key, &"x".repeat(43), &"x".repeat(4_000)] {
            let caller = [("x-request-id", given), ("authorization", &authorization), ("x-nql-role", "STAFF")];
            let headers = [&caller[..], &[JSON]].concat();
            let forbidden = post(&house, &headers, r#"{"query":"mutation { lockUser(input: { userId: \"user_00000000000000000000000000000001\", expectedVersion: 1, reason: \"x\" }) { userErrors { code } } }"}"#).await;
            assert_eq!(forbidden.code(), "FORBIDDEN", "{}", forbidden.text);
            let mut answers = vec![forbidden, post(&house, &headers, "{").await];
            for (path, media) in [("/uploads", "text/csv"), ("/nowhere", "text/plain"), ("/graphql", "text/plain")] {
                let mut request = Request::post(path).header("content-type", media);
                for (name, value) in caller {
                    request = request.header(name, value);
                }
                answers.push(send(&house, request.body(Body::from("a;b")).unwrap()).await);
            }
            for answer in answers {
                assert!(!answer.text.contains(given), "{}", answer.text);
                assert_eq!(answer.headers["x-request-id"].len(), 24, "one of ours");
            }
        }
        let named: Vec<String> = audit_event::Entity::find().all(house.db.connection()).await.unwrap().into_iter().filter_map(|event| event.request_id).collect();
        assert!(named.len() >= 7, "{named:?}");
        assert!(named.iter().all(|name| name.len() == 24 && name.bytes().all(|byte| byte.is_ascii_hexdigit())), "{named:?}");
        let uuid = "01a15836-aa60-7108-aa97-e19e3a959f1e";
        assert_eq!(post(&house, &[JSON, ("x-request-id", uuid)], "{}").await.headers["x-request-id"], uuid);
    }

    async fn c10_a_hostile_document_is_refused_before_anything_walks_it(house) {
        let bomb = (0..22).map(|level| format!("fragment F{level} on Query {{ ...F{} ...F{} }}", level + 1, level + 1));
        let bomb = format!("{{ ...F0 }} {} fragment F22 on Query {{ __typename }}", bomb.collect::<Vec<_>>().join(" "));
        let aliases = (0..200).map(|number| format!("a{number}: __typename")).collect::<Vec<_>>().join(" ");
        let fields = "__typename ".repeat(1_500);
        let directives = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(60));
        let deep = format!("{}id{}", "{ campaigns { nodes ".repeat(9), "} }".repeat(9));
        let roots = format!("{{ {} }}", (0..21).map(|number| format!("a{number}: currentCampaign {{ id }}")).collect::<Vec<_>>().join(" "));
        for (name, hostile) in [
            ("fragment bomb", bomb), ("aliases", format!("{{ {aliases} }}")), ("fields", format!("{{ {fields} }}")),
            ("directives", directives), ("depth", deep), ("roots", roots),
            // Deep enough to run a parser that is recursive out of stack, and with it the whole process.
            ("objects in a value", format!("{{ campaigns(filter: {}{}) {{ totalCount }} }}", "{not: ".repeat(3_000), "}".repeat(3_000))),
            ("lists in a value", format!("{{ nodes(ids: {}{}) {{ id }} }}", "[".repeat(10_000), "]".repeat(10_000))),
            ("lists in a type", format!("query($x: {}ID{}) {{ __typename }}", "[".repeat(10_000), "]".repeat(10_000))),
            ("selections", format!("{}x{}", "{ x ".repeat(5_000), "}".repeat(5_000))), ("nothing closed", "{a(b:[".repeat(4_000)),
        ] {
            let reply = document(&house, &hostile).await;
            assert_eq!(reply.body["errors"][0]["extensions"]["code"], "QUERY_TOO_COMPLEX", "{name}: {}", reply.text);
        }
        document(&house, "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }").await.assert_error("GRAPHQL_VALIDATION_FAILED");
        for wrong in ["{ __typename @nothing }", "{ __typename(a: 1) }", "{ __typename { id } }", "{ __userError { message } }"] {
            document(&house, wrong).await.assert_error("GRAPHQL_VALIDATION_FAILED");
        }
    }

    async fn c11_an_operation_costs_what_its_pages_hold(house) {
        for size in ["-1", "0", "101", "2147483647"] {
            let reply = document(&house, &format!("{{ campaigns(first: {size}) {{ nodes {{ id }} }} }}")).await;
            reply.assert_error("BAD_USER_INPUT");
        }
        let house = strict(&house, "ANONYMOUS=20000/150", true);
        document(&house, "{ campaigns(first: 10) { nodes { id name } } }").await.data();
        document(&house, "{ campaigns(first: 100) { nodes { id name } } }").await.assert_error("QUERY_TOO_COMPLEX");
        let sized = house.ask(None, "query($n: Int) { campaigns(first: $n) { nodes { id name } } }", json!({ "n": 100 })).await;
        sized.assert_error("QUERY_TOO_COMPLEX");
    }

    async fn c12_c16_c17_errors_are_few_and_tell_nothing(house) {
        let unknown = (0..300).map(|number| format!("nothing{number}")).collect::<Vec<_>>().join(" ");
        let reply = document(&house, &format!("{{ currentCampaign {{ {unknown} }} }}")).await;
        assert_eq!(reply.body["errors"].as_array().unwrap().len(), 20);
        let echo = document(&house, "{ geheim-wachtwoord( }").await;
        assert!(!echo.text.contains("geheim"), "{}", echo.text);
        let near = document(&house, "{ currentCampain { id } }").await;
        assert!(!near.text.contains("currentCampaign"), "no suggestions: {}", near.text);
        let staff = house.staff().await;
        house.db.connection().execute_unprepared("ALTER TABLE message RENAME TO gone").await.unwrap();
        let failed = house.ask(staff, "{ messages { nodes { template } } }", json!({})).await;
        failed.assert_error("INTERNAL_SERVER_ERROR");
        assert!(!failed.text.contains("table") && !failed.text.contains("relation"), "{}", failed.text);
        assert!(failed.body["errors"][0]["extensions"]["requestId"].is_string());
        house.db.connection().execute_unprepared("ALTER TABLE gone RENAME TO message").await.unwrap();
    }

    async fn c15_the_schema_is_for_people_who_are_signed_in(house) {
        let closed = strict(&house, "off", false);
        let staff = house.staff().await;
        for query in ["{ __schema { queryType { name } } }", "{ __type(name: \"Query\") { name } }", "{ ...F } fragment F on Query { __schema { queryType { name } } }",
            "query($n: Int = 1) { campaigns(first: $n) { totalCount } ...F __schema { queryType { ...T } } } fragment F on Query { rateLimit { cost } } fragment T on __Type { name }"] {
            closed.ask(None, query, json!({})).await.assert_error("INTROSPECTION_DISABLED");
            let shown = closed.ask(staff, query, json!({})).await;
            assert!(shown.body["errors"].is_null(), "{}", shown.text);
        }
        closed.ask(None, "{ __typename }", json!({})).await.data();
    }

    async fn c15_introspection_tells_of_what_is_for_the_role(house) {
        let closed = strict(&house, "off", false);
        let query = json!({ "query": "{ __schema { types { name fields { name } } } hidden: __type(name: \"ServiceKey\") { name } }" }).to_string();
        let told = async |house: &House, who: Option<Person>, shown: Option<&str>| {
            let mut headers = vec![JSON, GRAPHQL];
            let (token, role) = match who {
                Some(person) => (format!("Bearer {}", house.token(person.id).await), person.role.word()),
                None => (String::new(), ""),
            };
            if who.is_some() {
                headers.extend([("authorization", token.as_str()), ("x-nql-role", role)]);
            }
            headers.extend(shown.map(|shown| ("x-nql-schema", shown)));
            post(house, &headers, query.clone()).await
        };
        for (audience, person) in everybody(&house).await {
            // Twice: it is remembered.
            for _ in 0..2 {
                let own = told(&house, person, None).await;
                let body: Value = serde_json::from_str(&own.text).unwrap();
                let fields = body["data"]["__schema"]["types"].as_array().unwrap().iter().flat_map(|ty| {
                    let fields = ty["fields"].as_array().cloned().unwrap_or_default();
                    fields.into_iter().map(move |field| format!("{}.{}", ty["name"].as_str().unwrap(), field["name"].as_str().unwrap()))
                });
                let found: BTreeSet<String> = fields.filter(|field| !field.contains("__")).collect();
                let printed = Printed::read(&schema::print(&schema::build_for(audience))).unwrap();
                assert_eq!(found, printed.fields(), "{audience:?}");
                let is_hidden = !matches!(audience, Audience::Admin | Audience::Service);
                assert_eq!(body["data"]["hidden"].is_null(), is_hidden, "{audience:?}");
            }
            let may = matches!(audience, Audience::Staff | Audience::Admin);
            for shown in ["WHOLE", "ADMIN"] {
                assert!(told(&house, person, Some(shown)).await.text.contains("\"ServiceKey\""), "a public schema is whole for whoever wants it");
                let answer = told(&closed, person, Some(shown)).await;
                assert_eq!((answer.status == StatusCode::OK, answer.text.contains("\"ServiceKey\"")), (may, may), "{audience:?} {shown}");
                let expected = if audience == Audience::Anonymous { "INTROSPECTION_DISABLED" } else { "FORBIDDEN" };
                assert!(may || answer.code() == expected, "{}", answer.text);
            }
            assert_eq!(told(&house, person, Some("PUPIL")).await.code(), "BAD_REQUEST");
        }
    }

    async fn c26_c32_a_token_that_is_not_ours_is_no_token_at_all(house) {
        let staff = house.staff().await;
        let good = house.token(staff.id).await;
        assert_eq!(bearer(&house, &good).await.status, StatusCode::OK);
        let [head, claims, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
        let forged = |head: &str| format!("{}.{claims}.{signature}", URL_SAFE_NO_PAD.encode(head));
        let other = serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        let mut other = other.as_object().unwrap().clone();
        other.insert("ver".to_owned(), json!(99));
        let changed = format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(json!(other).to_string()));
        for (name, token) in [
            ("alg none", forged(r#"{"alg":"none","typ":"at+jwt"}"#)),
            ("alg none, no signature", format!("{}.{claims}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#))),
            ("other family", forged(r#"{"alg":"HS256","typ":"at+jwt"}"#)),
            ("key in the header", forged(r#"{"alg":"EdDSA","typ":"at+jwt","jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"}}"#)),
            ("key elsewhere", forged(r#"{"alg":"EdDSA","typ":"at+jwt","jku":"https://evil.example/jwks.json"}"#)),
            ("changed claims", changed),
            ("no token", "x".to_owned()),
            ("nothing", String::new()),
            ("long", "x".repeat(9_000)),
        ] {
            let answer = bearer(&house, &token).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"), "{name}");
            assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer error=\"invalid_token\"", "{name}");
        }
        let body = r#"{"query":"{ currentCampaign { id } }"}"#;
        let bearer = format!("Bearer {good}");
        let twice = post(&house, &[JSON, ("authorization", &bearer), ("authorization", &bearer)], body).await;
        assert_eq!(twice.status, StatusCode::UNAUTHORIZED);
        let viewer = r#"{"query":"{ viewer { id } }"}"#;
        assert_eq!(post(&house, &[JSON, ("authorization", "Basic eDp5")], viewer).await.status, StatusCode::UNAUTHORIZED);
        // A token in an address opens nothing.
        let request = Request::post(format!("/graphql?access_token={good}")).header("content-type", "application/json");
        let answer = send(&house, request.body(Body::from(r#"{"query":"{ schools { totalCount } }"}"#)).unwrap()).await;
        assert_eq!(answer.code(), "UNAUTHENTICATED");
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer", "no token was sent, so none is invalid");
        // What it says of roles is nothing: the database says.
        let as_admin = post(&house, &[JSON, ("authorization", &bearer), ("x-nql-role", "ADMIN")], body).await;
        assert_eq!(as_admin.code(), "FORBIDDEN");
    }

    async fn c40_a_minute_is_used_up_by_user_and_by_network(house) {
        let house = strict(&house, "STAFF=100/50000,ANONYMOUS=30/5000", true);
        let (an, bo) = (house.staff().await, house.second_staff().await);
        let ask = async |who: Person| {
            let token = format!("Bearer {}", house.token(who.id).await);
            post(&house, &[JSON, ("authorization", &token)], r#"{"query":"{ rateLimit { cost limit remaining used } viewer { name } }"}"#).await
        };
        let first = ask(an).await;
        let body: Value = serde_json::from_str(&first.text).unwrap();
        let limit = &body["data"]["rateLimit"];
        assert_eq!(limit["limit"], 100);
        assert_eq!(limit["used"].as_i64().unwrap(), 10 + limit["cost"].as_i64().unwrap());
        assert_eq!(first.headers["ratelimit-policy"], "\"minute\";q=100;w=60");
        let mut last = first;
        for _ in 0..10 {
            last = ask(an).await;
        }
        assert_eq!((last.status, last.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
        let wait: u64 = last.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait));
        assert_eq!(ask(bo).await.status, StatusCode::OK);
        // Without limits there is nothing to tell.
        let open = strict(&house, "off", true);
        assert_eq!(open.ask(None, "{ rateLimit { limit } }", json!({})).await.at("/rateLimit"), &Value::Null);
    }

    async fn b06_every_variable_is_checked_before_the_first_field_runs(house) {
        let staff = house.staff().await;
        let query = "mutation($a: CreateCampaignInput!, $b: CreateCampaignInput!) { \
                     a: createCampaign(input: $a) { userErrors { code } } b: createCampaign(input: $b) { userErrors { code } } }";
        house.ask(staff, query, json!({ "a": House::campaign_input() })).await.assert_error("BAD_USER_INPUT");
        assert_eq!(house.count::<campaign::Entity>().await, 0);
        assert_eq!(house.count::<audit_event::Entity>().await, 0);
    }

    async fn c09_panics_and_what_takes_too_long_answer_json(house) {
        let routes = Router::new()
            .route("/panic", get(panics))
            .route("/slow", get(std::future::pending::<()>));
        let guarded = nql::http::guard(routes, house.http.clone(), std::time::Duration::from_millis(200));
        let ask = async |path: &str| {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = guarded.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
        };
        let panicked = (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", None);
        let slow = (StatusCode::SERVICE_UNAVAILABLE, "TRY_LATER", Some("2"));
        for (path, (status, code, wait)) in [("/panic", panicked), ("/slow", slow)] {
            let answer = ask(path).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path}");
            assert_eq!(answer.headers.get("retry-after").map(|wait| wait.to_str().unwrap()), wait, "{path}");
            assert!(!answer.text.contains("secret"), "{}", answer.text);
            assert!(answer.headers.contains_key("x-request-id") && answer.headers.contains_key("x-content-type-options"));
        }
    }

    async fn a_field_of_an_input_that_is_there_twice_is_refused(house) {
        let query = "{ schools(filter: { name: { eq: \"a\" }, name: { eq: \"b\" } }) { totalCount } }";
        let reply = house.ask(house.staff().await, query, json!({})).await;
        reply.assert_error("GRAPHQL_VALIDATION_FAILED");
        assert_eq!(reply.body["errors"][0]["locations"], json!([{ "line": 1, "column": 40 }]));
    }

    async fn texts_that_a_database_cannot_keep_are_refused_wherever_they_stand(house) {
        let staff = house.staff().await;
        let name = "x\u{0}y";
        let school = json!({ "name": name, "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY" });
        let written = house.written().await;
        house.act(staff, "createSchool", school, "school { id }").await.assert_error("BAD_USER_INPUT");
        house.ask(None, "mutation { signIn(input: { email: \"a\\u0000@nql.example\", password: \"x\" }) { userErrors { code } } }", json!({})).await.assert_error("BAD_USER_INPUT");
        house.ask(staff, "query($t: String) { schools(filter: { name: { contains: $t } }) { totalCount } }", json!({ "t": name })).await.assert_error("BAD_USER_INPUT");
        assert_eq!(house.written().await, written);
    }

    async fn c44_c49_odd_values_are_values_or_bad_input_and_never_a_failure(house) {
        let staff = house.staff().await;
        house.school(staff, "100% _school_ \\ 'x'", Community::Vl).await;
        let find = async |text: &str| {
            let query = "query($t: String!) { schools(filter: { name: { contains: $t } }) { totalCount } }";
            house.ask(staff, query, json!({ "t": text })).await
        };
        for (text, expected) in [("%", 1), ("_", 1), ("\\", 1), ("'", 1), ("%%", 0), ("1%_", 0), ("100% _s", 1)] {
            assert_eq!(find(text).await.number_at("/schools/totalCount"), expected, "{text}");
        }
        for odd in ["", "school_", "school_0", "project_00000000000000000000000000000001", "SCHOOL_00000000000000000000000000000001", "\u{0}", "💥", "' OR 1=1 --"] {
            let reply = house.ask(staff, "query($id: ID!) { school(id: $id) { id } }", json!({ "id": odd })).await;
            reply.assert_error("BAD_USER_INPUT");
            let reply = house.ask(staff, "query($after: String) { schools(after: $after) { totalCount } }", json!({ "after": odd })).await;
            reply.assert_error("BAD_USER_INPUT");
        }
    }

    async fn every_query_and_mutation_that_the_page_offers_fits_the_schema(house) {
        let tabs: Value = serde_json::from_str(include_str!("../../src/http/graphiql/tabs.json")).unwrap();
        let mut asked = 0;
        for (role, tabs) in tabs.as_object().unwrap() {
            let who = match Role::of(role) {
                Some(known) => Some(house.seat(role, &[known], (known == Role::Staff).then_some(Community::Vl)).await),
                None => None,
            };
            // A subscription is not asked over HTTP.
            let is_asked = |tab: &&Value| !tab["query"].as_str().unwrap().starts_with("subscription");
            for tab in tabs.as_array().unwrap().iter().filter(is_asked) {
                let query = tab["query"].as_str().unwrap();
                let reply = house.ask(who, query, serde_json::from_str(tab["variables"].as_str().unwrap()).unwrap()).await;
                let is_refused = ["GRAPHQL_VALIDATION_FAILED", "FORBIDDEN"].iter().any(|code| reply.text.contains(code));
                assert!(!is_refused, "{role}: {query}\n{}", reply.text);
                asked += 1;
            }
        }
        assert!(asked > 15, "{asked}");
    }

    async fn c47_the_page_runs_its_own_scripts_only(house) {
        let answer = send(&house, Request::get("/graphiql").body(Body::empty()).unwrap()).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-eval"), "{policy}");
        assert!(!answer.text.contains("https://"), "nothing from elsewhere");
    }
}

/// C22: an input does not take what the rules decide.
pub fn c22_no_input_takes_what_the_rules_decide() {
    let sdl = nql::api::schema::print(&nql::api::schema::build());
    let document = async_graphql::parser::parse_schema(sdl).unwrap();
    for definition in document.definitions {
        let async_graphql::parser::types::TypeSystemDefinition::Type(ty) = definition else { continue };
        let async_graphql::parser::types::TypeKind::InputObject(input) = &ty.node.kind else { continue };
        let name = ty.node.name.node.as_str();
        for field in &input.fields {
            let field = field.node.name.node.as_str();
            let decided = ["id", "ownerId", "status", "version", "createdAt", "teacherId", "actorId"].contains(&field);
            // A filter asks for these; a conflict names its teacher.
            let is_asked = name.ends_with("Filter") || (name, field) == ("RecordConflictInput", "teacherId");
            assert!(!decided || is_asked, "{name}.{field}");
        }
    }
}
