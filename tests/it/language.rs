//! Whoever is refused reads why in the language that was asked for, else in that of the account, else in English.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
    routing::get,
};
use entity::kinds::{Community, Kind, Role};
use nql::{api::Settings, sentences::ANSWERS};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    application::scene,
    support::{House, Person},
    trial,
};

/// Words that stand in English sentences and in no Dutch ones.
const ENGLISH: [&str; 17] = [
    "the", "this", "that", "you", "your", "not", "are", "and", "for", "with", "from", "must", "give", "send", "first",
    "says", "there",
];

/// A Dutch sentence that is declared, and has nothing English in it.
#[track_caller]
fn assert_dutch(said: &str) {
    // Names of headers, media types and fields are the same in every language.
    let words = said.split(|letter: char| letter.is_whitespace() || ".,;:()".contains(letter));
    let english: Vec<&str> = words.filter(|word| ENGLISH.contains(&word.to_lowercase().as_str())).collect();
    assert!(english.is_empty(), "{said}: {english:?}");
    assert!(ANSWERS.iter().any(|[_, dutch, ..]| is_of(said, dutch)), "no Dutch sentence: {said}");
}

/// Whether a text is what a template says, whatever its facts are.
fn is_of(said: &str, template: &str) -> bool {
    let mut rest = said;
    let mut parts = template.split('{');
    let Some(rest_of_it) = parts.next().and_then(|first| rest.strip_prefix(first)) else { return false };
    rest = rest_of_it;
    for part in parts {
        let after = part.split_once('}').map_or("", |(_, after)| after);
        let Some((_, found)) = (if after.is_empty() { Some((rest, "")) } else { rest.split_once(after) }) else {
            return false;
        };
        rest = found;
    }
    rest.is_empty()
}

fn message(bytes: &[u8]) -> String {
    let body: Value = serde_json::from_slice(bytes).unwrap();
    let error = &body["errors"][0];
    assert!(error["extensions"]["requestId"].is_string(), "{body}");
    error["message"].as_str().unwrap_or_else(|| panic!("{body}")).to_owned()
}

/// What a request is refused with, in a language.
async fn refused(house: &House, mut request: Request<Body>, language: &str) -> String {
    request.headers_mut().insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
    let response = house.send(request).await;
    message(&to_bytes(response.into_body(), usize::MAX).await.unwrap())
}

/// The same, by the language of the account alone.
async fn refused_to(house: &House, person: Person, query: &str, variables: Value) -> String {
    let reply = house.ask(person, query, variables).await;
    message(reply.text.as_bytes())
}

const JSON: &str = "application/json";

trial! {
    async fn what_is_no_operation_is_refused_in_the_language_that_is_asked_for(house) {
        let post = |media: &'static str, body: String| {
            Request::post("/graphql").header(header::CONTENT_TYPE, media).body(Body::from(body)).unwrap()
        };
        let with = |name: &'static str, value: &'static str| {
            let request = Request::post("/graphql").header(header::CONTENT_TYPE, JSON).header(name, value);
            request.body(Body::from(r#"{"query":"{ __typename }"}"#)).unwrap()
        };
        let get = |address: &'static str| Request::get(address).body(Body::empty()).unwrap();
        let upload = |media: &'static str| {
            Request::post("/uploads").header(header::CONTENT_TYPE, media).body(Body::from("a;b")).unwrap()
        };
        let large = || format!(r#"{{"query":"{}"}}"#, "x".repeat(300_000));
        let cases: [(&str, &dyn Fn() -> Request<Body>); 19] = [
            ("Er is niets op dit adres.", &|| get("/nowhere")),
            ("Bewerkingen gaan via POST, queries ook via GET.", &|| Request::put("/graphql").body(Body::empty()).unwrap()),
            ("Stuur application/json in UTF-8.", &|| post("text/plain", "{}".to_owned())),
            ("Stuur het ongecomprimeerd.", &|| with("content-encoding", "gzip")),
            ("Het verzoek is groter dan 256 kB.", &|| post(JSON, large())),
            ("Het verzoek is één JSON-object; er zijn geen reeksen.", &|| post(JSON, "[]".to_owned())),
            ("Het verzoek is niet de JSON van een GraphQL-verzoek.", &|| post(JSON, "{".to_owned())),
            ("Er is geen `query`.", &|| post(JSON, "{}".to_owned())),
            ("Een deel van het adres staat er twee keer.", &|| get("/graphql?query=a&query=b")),
            ("`variables` is geen JSON-object.", &|| get("/graphql?query=%7B__typename%7D&variables=1")),
            ("Mutaties gaan via POST.", &|| get("/graphql?query=mutation%7B__typename%7D")),
            ("Aanvaard application/graphql-response+json of application/json.", &|| with("accept", "text/html")),
            ("x-nql-schema noemt geen rol, en is niet WHOLE.", &|| with("x-nql-schema", "NONE")),
            ("x-nql-role noemt geen rol.", &|| with("x-nql-role", "KING")),
            ("Het document is langer dan 32 kB.", &|| post(JSON, format!(r#"{{"query":"{{ __typename }} #{}"}}"#, "x".repeat(33_000)))),
            ("Stuur text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, image/png of image/jpeg.", &|| upload(JSON)),
            ("Meld je eerst aan.", &|| upload("text/csv")),
            ("Bestanden komen via POST.", &|| get("/uploads")),
            ("Dit is geen begin van een WebSocket.", &|| {
                Request::get("/graphql").header(header::UPGRADE, "websocket").body(Body::empty()).unwrap()
            }),
        ];
        for (dutch, request) in cases {
            let said = refused(&house, request(), "nl-BE, en;q=0.5").await;
            assert_eq!(said, dutch);
            assert_dutch(&said);
            let row = ANSWERS.iter().find(|[_, template, ..]| is_of(dutch, template)).unwrap();
            for (language, template) in [("en", row[0]), ("fr", row[2]), ("de", row[3]), ("it", row[0])] {
                let said = refused(&house, request(), language).await;
                assert!(is_of(&said, template), "{language}: {said}");
            }
        }
        // A token that is not good.
        let viewer = Request::post("/graphql").header(header::CONTENT_TYPE, JSON).header("authorization", "Bearer x");
        let viewer = viewer.body(Body::from(r#"{"query":"{ viewer { id } }"}"#)).unwrap();
        assert_eq!(refused(&house, viewer, "nl").await, "Het token is niet geldig.");
    }

    async fn who_is_signed_in_and_asks_for_no_language_is_refused_in_that_of_the_account(house) {
        let staff = house.seat("Bea Bakker", &[Role::Staff], Some(Community::Vl)).await;
        let token = format!("Bearer {}", house.token(staff.id).await);
        let request = Request::post("/graphql").header(header::AUTHORIZATION, &token).header(header::CONTENT_TYPE, "text/plain");
        let response = house.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(message(&to_bytes(response.into_body(), usize::MAX).await.unwrap()), "Stuur application/json in UTF-8.");
        let upload = Request::post("/uploads").header(header::CONTENT_TYPE, "text/csv").header(header::AUTHORIZATION, &token);
        let large = Body::from(vec![b'x'; 2 * 1024 * 1024 + 1]);
        let response = house.send(upload.body(large).unwrap()).await;
        assert_eq!(message(&to_bytes(response.into_body(), usize::MAX).await.unwrap()), "Een bestand heeft hoogstens 2 MB.");
    }

    async fn what_is_not_for_the_caller_is_refused_in_the_language_of_the_account(house) {
        let scene = scene(&house).await;
        let both = house.seat("Bo Both", &[Role::Teacher, Role::Juror], None).await;
        let admin = house.seat("Ada Admin", &[Role::Admin], None).await;
        let francophone = house.seat("Fleur Forêt", &[Role::Staff], Some(Community::Fwb)).await;
        // By what somebody is.
        let query = "mutation($input: UpdateSchoolInput!) { updateSchool(input: $input) { userErrors { code } } }";
        let input = json!({ "input": { "schoolId": scene.flemish, "expectedVersion": 1, "city": "Gent" } });
        let said = refused_to(&house, francophone, query, input).await;
        assert_dutch(&said);
        // By what somebody has to do with a row.
        let query = "mutation($input: CreateUserInput!) { createUser(input: $input) { userErrors { code } } }";
        let input = json!({ "input": { "email": "an@nql.example", "name": "An", "locale": "nl", "roles": ["JUROR"] } });
        let said = refused_to(&house, admin, query, input).await;
        assert_eq!(said, "medewerkers nodigen de juryleden uit");
        assert_dutch(&said);
        // By the field.
        let said = refused_to(&house, both, "{ auditTrail(first: 1) { totalCount } }", json!({})).await;
        assert_dutch(&said);
        // By the filter, and by what the filter says.
        for query in [
            "{ campaigns(first: 1, filter: { schoolYear: null }) { totalCount } }",
            "{ campaigns(first: 0) { totalCount } }",
            "{ application(id: \"x\") { id } }",
        ] {
            assert_dutch(&refused_to(&house, scene.staff, query, json!({})).await);
        }
        // By the role that is left open.
        let token = format!("Bearer {}", house.token(both.id).await);
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, JSON).header(header::AUTHORIZATION, token);
        let body = Body::from(r#"{"query":"{ viewer { id } }"}"#);
        let response = house.send(request.body(body).unwrap()).await;
        let said = message(&to_bytes(response.into_body(), usize::MAX).await.unwrap());
        assert!(said.starts_with("Je hebt de rollen ") && said.contains("TEACHER, JUROR"), "{said}");
    }

    async fn a_text_that_is_there_in_several_languages_comes_in_one(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        let query = "query($locale: Locale) { currentCampaign { rubric { criteria {
            title asked: title(locale: $locale) nl: title(locale: NL) fr: title(locale: FR) de: title(locale: DE) en: title(locale: EN)
        } help { text nl: text(locale: NL) en: text(locale: EN) } } } }";
        let titles = async |who: Option<Person>, language: Option<&str>, locale: Value| {
            let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, JSON);
            if let Some(language) = language {
                request = request.header(header::ACCEPT_LANGUAGE, language);
            }
            if let Some(who) = who {
                let token = format!("Bearer {}", house.token(who.id).await);
                request = request.header(header::AUTHORIZATION, token).header("x-nql-role", who.role.word());
            }
            let body = json!({ "query": query, "variables": { "locale": locale } }).to_string();
            let response = house.send(request.body(Body::from(body)).unwrap()).await;
            let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body: Value = serde_json::from_slice(&bytes).unwrap();
            let rubric = body["data"]["currentCampaign"]["rubric"].clone();
            assert!(rubric["help"].as_array().unwrap().iter().all(|help| help["nl"] != help["en"]), "{body}");
            rubric["criteria"][0].clone()
        };
        let all = titles(None, None, json!(null)).await;
        let said: Vec<&Value> = ["nl", "fr", "de", "en"].map(|language| &all[language]).to_vec();
        assert!(said.iter().enumerate().all(|(at, one)| one.is_string() && !said[..at].contains(one)), "{all}");
        // The argument, else the header, else the account, else English.
        assert_eq!(all["title"], all["en"]);
        assert_eq!(titles(None, Some("de"), json!(null)).await["title"], all["de"]);
        assert_eq!(titles(Some(staff), None, json!(null)).await["title"], all["nl"]);
        assert_eq!(titles(Some(staff), Some("fr-BE"), json!(null)).await["asked"], all["fr"]);
        assert_eq!(titles(Some(staff), Some("fr-BE"), json!("DE")).await["asked"], all["de"]);
    }

    async fn what_costs_too_much_or_comes_too_often_is_refused_in_dutch(house) {
        let staff = house.seat("Bea Bakker", &[Role::Staff], Some(Community::Vl)).await;
        let settings = Settings { limits: "STAFF=60/30".parse().unwrap(), notes_reading: true, ..Settings::open() };
        let strict = House::with(house.engine, house.db.clone(), settings);
        let query = "{ campaigns(first: 100) { nodes { id } } }";
        let said = refused_to(&strict, staff, query, json!({})).await;
        assert!(said.starts_with("De bewerking kost ") && said.ends_with("; hoogstens 30 is toegelaten."), "{said}");
        let mut said = String::new();
        for _ in 0..100 {
            let reply = strict.ask(staff, "{ campaigns(first: 10) { nodes { id } } }", json!({})).await;
            if reply.body["errors"][0]["extensions"]["code"] == "RATE_LIMITED" {
                said = message(reply.text.as_bytes());
                break;
            }
        }
        assert!(said.starts_with("Te vaak. Probeer opnieuw over "), "{said}");
        assert_dutch(&said);
    }

    async fn what_breaks_or_takes_too_long_is_told_in_dutch(house) {
        let routes = Router::new().route("/panic", get(panics)).route("/slow", get(std::future::pending::<()>));
        let guarded = nql::http::guard(routes, house.http.clone(), Duration::from_millis(200));
        for (path, start) in [("/panic", "Er ging iets mis bij ons."), ("/slow", "Dit lukt nu niet; ")] {
            let request = Request::get(path).header(header::ACCEPT_LANGUAGE, "nl").body(Body::empty()).unwrap();
            let response = guarded.clone().oneshot(request).await.unwrap();
            let said = message(&to_bytes(response.into_body(), usize::MAX).await.unwrap());
            assert!(said.starts_with(start), "{said}");
            assert_dutch(&said);
        }
    }
}

async fn panics() {
    panic!("something broke");
}
