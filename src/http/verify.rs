//! A page on which anybody checks the code of a certificate, in four languages and without a script. It asks the API as
//! nobody does, within the limit of nobody, and shows no more than the API tells nobody.

use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use fair::code;
use serde_json::{Value, json};

use super::{Http, NoSecrets, RequestId, asker::Address, graphql};
use crate::{
    api::{Caller, Executed, Operation, Reply},
    words::{Language, Said},
};

/// What the page may do: show itself, and send its form.
const CSP: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// What is asked.
const CHECK: &str = "query verify($code: String!) { verifyCertificate(code: $code) { serial isValid holderName } }";
/// Longer is no code, however it is typed.
const LONGEST: usize = 100;

/// What stands behind the question mark.
#[derive(Default)]
struct Asked {
    code: String,
    lang: String,
}

impl Asked {
    fn of(query: Option<&str>) -> Self {
        let mut asked = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "code" => asked.code = value.into_owned(),
                "lang" => asked.lang = value.into_owned(),
                _ => {}
            }
        }
        asked
    }
}

/// What is found.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    /// The number, and who holds it, where the holder lets everybody know.
    Valid(String, Option<String>),
    Revoked(String),
    Unknown,
    Later,
}

#[derive(Clone, Copy)]
enum Text {
    Title,
    Code,
    Check,
    Serial,
    Holder,
    Valid,
    Revoked,
    Unknown,
    Later,
}

impl Said for Text {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Title => {
                ["Een certificaat nakijken", "Vérifier un certificat", "Ein Zertifikat prüfen", "Check a certificate"]
            }
            Self::Code => [
                "Code op het certificaat",
                "Code sur le certificat",
                "Code auf dem Zertifikat",
                "Code on the certificate",
            ],
            Self::Check => ["Nakijken", "Vérifier", "Prüfen", "Check"],
            Self::Serial => ["Nummer", "Numéro", "Nummer", "Number"],
            Self::Holder => ["Toegekend aan", "Décerné à", "Verliehen an", "Awarded to"],
            Self::Valid => [
                "Dit certificaat is geldig.",
                "Ce certificat est valable.",
                "Dieses Zertifikat ist gültig.",
                "This certificate is valid.",
            ],
            Self::Revoked => [
                "Dit certificaat geldt niet meer: het label is ingetrokken.",
                "Ce certificat n'est plus valable : le label a été retiré.",
                "Dieses Zertifikat gilt nicht mehr: Das Siegel wurde entzogen.",
                "This certificate is no longer valid: the label was revoked.",
            ],
            Self::Unknown => [
                "Er is geen certificaat met deze code. Kijk na of ze juist is overgenomen.",
                "Aucun certificat ne porte ce code. Vérifiez s'il est bien recopié.",
                "Es gibt kein Zertifikat mit diesem Code. Prüfen Sie, ob er richtig abgeschrieben ist.",
                "There is no certificate with this code. Check that it is copied correctly.",
            ],
            Self::Later => [
                "Dit kan nu niet worden nagekeken. Probeer het over een minuut opnieuw.",
                "Ceci ne peut pas être vérifié maintenant. Réessayez dans une minute.",
                "Das kann jetzt nicht geprüft werden. Versuchen Sie es in einer Minute noch einmal.",
                "This cannot be checked now. Try again in a minute.",
            ],
        }
    }
}

pub(super) async fn form(
    State(http): State<Http>,
    address: Address,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&http, address, id, &headers, &Asked::of(query.as_deref())).await
}

pub(super) async fn of_code(
    State(http): State<Http>,
    address: Address,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&http, address, id, &headers, &Asked { code, ..Asked::of(query.as_deref()) }).await
}

pub(super) async fn style() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (kind, include_str!("verify/verify.css")).into_response()
}

async fn answer(
    http: &Http,
    Address(address): Address,
    RequestId(id): RequestId,
    headers: &HeaderMap,
    asked: &Asked,
) -> Response {
    let language = Language::asked(&asked.lang).or_else(|| graphql::asked(headers)).unwrap_or(Language::Nl);
    let code = code::typed(&asked.code);
    let found = match asked.code.trim() {
        "" => Found::Nothing,
        text if text.len() > LONGEST => Found::Unknown,
        text => find(http, Caller { address, ..Caller::default() }, text, id).await,
    };
    let status = match found {
        Found::Nothing | Found::Valid(..) | Found::Revoked(_) => StatusCode::OK,
        Found::Unknown => StatusCode::NOT_FOUND,
        Found::Later => StatusCode::TOO_MANY_REQUESTS,
    };
    let mut response = (status, page(language, &code, &found)).into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_LANGUAGE, language.word()),
        (header::VARY, "accept-language"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(NoSecrets);
    response
}

async fn find(http: &Http, caller: Caller, code: &str, request_id: String) -> Found {
    let operation = Operation {
        query: CHECK.to_owned(),
        name: None,
        variables: async_graphql::Variables::from_json(json!({ "code": code })),
        request_id: Some(request_id),
        is_read_only: true,
    };
    let Reply::Executed(Executed { body, .. }) = http.api.execute_for_anybody(caller, operation).await else {
        return Found::Later;
    };
    let reply: Value = serde_json::from_slice(&body).unwrap_or_default();
    match reply.pointer("/data/verifyCertificate") {
        Some(Value::Null) => Found::Unknown,
        Some(label) => {
            let serial = label["serial"].as_str().unwrap_or_default().to_owned();
            let holder = label["holderName"].as_str().map(ToOwned::to_owned);
            if label["isValid"] == true { Found::Valid(serial, holder) } else { Found::Revoked(serial) }
        }
        None => Found::Later,
    }
}

/// A text that is nothing but text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// The page. Of what was typed it repeats letters and digits only.
fn page(language: Language, code: &str, found: &Found) -> String {
    let text = |text: Text| text.said(language);
    let code = Some(code).filter(|code| code.len() <= LONGEST && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let code = code.unwrap_or_default();
    let links: Vec<String> = Language::ALL
        .into_iter()
        .map(|other| {
            let (word, here) = (other.word(), if other == language { " aria-current=\"true\"" } else { "" });
            format!(
                "<a href=\"/verify/{code}?lang={word}\" lang=\"{word}\" hreflang=\"{word}\"{here}>{}</a>",
                other.said(other)
            )
        })
        .collect();
    let told = |class: &str, what: Text, facts: &[(Text, &str)]| {
        let fact = |(what, fact): &(Text, &str)| format!("<p>{}: {}</p>", text(*what), escaped(fact));
        let facts: String = facts.iter().map(fact).collect();
        format!("<div class=\"told {class}\" role=\"status\"><p><strong>{}</strong></p>{facts}</div>", text(what))
    };
    let told = match found {
        Found::Nothing => String::new(),
        Found::Valid(serial, None) => told("valid", Text::Valid, &[(Text::Serial, serial)]),
        Found::Valid(serial, Some(holder)) => {
            told("valid", Text::Valid, &[(Text::Serial, serial), (Text::Holder, holder)])
        }
        Found::Revoked(serial) => told("revoked", Text::Revoked, &[(Text::Serial, serial)]),
        Found::Unknown => told("unknown", Text::Unknown, &[]),
        Found::Later => told("later", Text::Later, &[]),
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/verify/verify.css\">\n</head>\n<body>\n\
         <nav>{links}</nav>\n<main>\n<h1>{title}</h1>\n{told}\n\
         <form action=\"/verify\" method=\"get\">\n<input type=\"hidden\" name=\"lang\" value=\"{lang}\">\n\
         <label for=\"code\">{label}</label>\n\
         <input id=\"code\" name=\"code\" value=\"{code}\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" required>\n\
         <button>{check}</button>\n</form>\n</main>\n</body>\n</html>\n",
        lang = language.word(),
        title = text(Text::Title),
        links = links.join(" "),
        label = text(Text::Code),
        check = text(Text::Check),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_becomes_markup() {
        for typed in ["\"><script>alert(1)</script>", "a&b", "é"] {
            let page = page(Language::En, typed, &Found::Unknown);
            assert!(!page.contains(typed) && !page.contains("<script"), "{page}");
        }
        let page =
            page(Language::Nl, "ABC123", &Found::Valid("NQL-2025-0001".to_owned(), Some("<i>Lotte & Co".to_owned())));
        assert!(page.contains("value=\"ABC123\"") && page.contains("href=\"/verify/ABC123?lang=fr\""), "{page}");
        assert!(page.contains("Dit certificaat is geldig.") && page.contains("Nummer: NQL-2025-0001"), "{page}");
        assert!(page.contains("Toegekend aan: &lt;i&gt;Lotte &amp; Co") && !page.contains("<i>"), "{page}");
    }
}
