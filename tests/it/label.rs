//! Labels: granted with the results, checked by anybody, revoked with a reason.

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use entity::{kinds::Track, label};
use nql::api::Settings;
use serde_json::json;

use crate::{support::House, trial};

const SHOWN: &str = "label { serial isValid revokedAt revokeReason }";

trial! {
    async fn a_label_has_a_serial_and_a_code_that_anybody_can_check(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        assert_eq!(house.count::<label::Entity>().await, 0);
        results.publish(&house, Track::Nql).await;
        assert_eq!(house.count::<label::Entity>().await, 1);
        let mine = "{ labels { nodes { id serial verifyCode application { id } } } }";
        let reply = house.ask(results.teacher, mine, json!({})).await;
        assert_eq!(reply.at("/labels/nodes/0/serial"), "NQL-2025-0001");
        assert_eq!(reply.text_at("/labels/nodes/0/application/id"), results.good);
        for (serial, who, found) in [
            (" nql-2025-0001", results.teacher, true), ("NQL-2025-0001", results.staff, true), ("NQL-2025-0002", results.staff, false), ("", results.staff, false),
        ] {
            let found = if found { json!({ "id": reply.text_at("/labels/nodes/0/id") }) } else { json!(null) };
            let query = "query($serial: String!) { labelOf(serial: $serial) { id } }";
            assert_eq!(house.ask(who, query, json!({ "serial": serial })).await.at("/labelOf"), &found, "{serial}");
        }
        let code = reply.text_at("/labels/nodes/0/verifyCode");
        assert_eq!(code.len(), 26);
        let check = "query($code: String!) { verifyCertificate(code: $code) { serial isValid } }";
        let reply = house.ask(None, check, json!({ "code": code })).await;
        assert_eq!(reply.at("/verifyCertificate"), &json!({ "serial": "NQL-2025-0001", "isValid": true }));
        // However somebody types it from paper.
        let groups: Vec<String> = code.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        let alike = code.replace('0', "o").replace('1', "l");
        for typed in [code.to_lowercase(), groups.join(" "), groups.join("-"), groups.join("."), format!(" {alike}\u{a0}"), alike] {
            let inline = format!("{{ verifyCertificate(code: {}) {{ serial }} }}", json!(typed));
            for reply in [house.ask(None, check, json!({ "code": typed })).await, house.ask(None, &inline, json!({})).await] {
                assert_eq!(reply.at("/verifyCertificate/serial"), "NQL-2025-0001", "{typed:?}");
            }
        }
        for other in [&code[..25], &format!("{code}0"), "", "''", "\u{e9}"] {
            assert_eq!(house.ask(None, check, json!({ "code": other })).await.at("/verifyCertificate"), &json!(null), "{other:?}");
        }
    }

    async fn staff_of_the_community_revoke_a_label_with_a_reason(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let mine = house.ask(results.teacher, "{ labels { nodes { id verifyCode } } }", json!({})).await;
        let (id, code) = (mine.text_at("/labels/nodes/0/id"), mine.text_at("/labels/nodes/0/verifyCode"));
        let revoke = async |who, reason: &str| {
            let input = json!({ "labelId": id, "reason": reason });
            house.act(who, "revokeLabel", input, "label { revokeReason revokedAt }").await
        };
        revoke(results.staff, " ").await.assert_refused(&["REASON_MISSING"]);
        revoke(results.staff, "Volgens M. Cla\u{e8}s").await.assert_refused(&["NAMES_A_JUROR"]);
        revoke(results.german_staff, "fraude").await.assert_error("NOT_FOUND");
        let service = house.service().await;
        for other in [results.teacher, results.juror, house.admin().await, service] {
            revoke(other, "fraude").await.assert_error("FORBIDDEN");
        }
        let check = "query($code: String!) { verifyCertificate(code: $code) { isValid } }";
        assert_eq!(house.ask(None, check, json!({ "code": code })).await.at("/verifyCertificate/isValid"), true);
        let valid = "{ labels(filter: { isValid: { eq: true } }) { totalCount } }";
        assert_eq!(house.ask(service, valid, json!({})).await.at("/labels/totalCount"), 1);
        let ranked = async || {
            let query = "query($id: ID!) { ranking(campaignId: $id, track: NQL) { nodes { application { id } } } }";
            house.ask(results.staff, query, json!({ "id": results.campaign })).await.at("/ranking/nodes").clone()
        };
        let (good, weak) = (json!({ "application": { "id": results.good } }), json!({ "application": { "id": results.weak } }));
        assert_eq!(ranked().await, json!([good, weak]));
        assert_eq!(revoke(results.staff, "fraude").await.done()["label"]["revokeReason"], "fraude");
        assert_eq!(house.ask(None, check, json!({ "code": code })).await.at("/verifyCertificate/isValid"), false);
        assert_eq!(house.ask(service, valid, json!({})).await.at("/labels/totalCount"), 0);
        assert_eq!(ranked().await, json!([weak]));
        let held = house.ask(results.teacher, "{ labels { nodes { isValid revokeReason } } }", json!({})).await;
        assert_eq!(held.at("/labels/nodes/0"), &json!({ "isValid": false, "revokeReason": "fraude" }));
        revoke(results.staff, "nog eens").await.assert_refused(&["ALREADY_REVOKED"]);
    }

    async fn a_label_that_was_revoked_by_mistake_holds_again(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let mine = house.ask(results.teacher, "{ labels { nodes { id verifyCode } } }", json!({})).await;
        let (id, code) = (mine.text_at("/labels/nodes/0/id"), mine.text_at("/labels/nodes/0/verifyCode"));
        let again = |reason: &str| json!({ "labelId": id, "reason": reason });
        house.act(results.staff, "restoreLabel", again(" "), SHOWN).await.assert_refused(&["NOT_REVOKED", "REASON_MISSING"]);
        house.act(results.staff, "revokeLabel", again("fraude"), "__typename").await.done();
        let ranked = async || {
            let query = "query($id: ID!) { ranking(campaignId: $id, track: NQL) { nodes { application { id } } } }";
            house.ask(results.staff, query, json!({ "id": results.campaign })).await.at("/ranking/nodes").as_array().unwrap().len()
        };
        let check = async || {
            let query = "query($code: String!) { verifyCertificate(code: $code) { isValid } }";
            house.ask(None, query, json!({ "code": code })).await.at("/verifyCertificate/isValid").clone()
        };
        assert_eq!((ranked().await, check().await), (1, json!(false)));
        let written = house.written().await;
        house.act(results.german_staff, "restoreLabel", again("x"), SHOWN).await.assert_error("NOT_FOUND");
        for other in [results.teacher, results.juror, house.admin().await, house.service().await] {
            house.act(other, "restoreLabel", again("x"), SHOWN).await.assert_error("FORBIDDEN");
        }
        house.act(results.staff, "restoreLabel", again(" "), SHOWN).await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(house.written().await, written);
        let reply = house.act(results.staff, "restoreLabel", again("Het was een andere leerkracht."), SHOWN).await;
        let holds = json!({ "serial": "NQL-2025-0001", "isValid": true, "revokedAt": null, "revokeReason": null });
        assert_eq!(reply.done()["label"], holds);
        assert_eq!((ranked().await, check().await), (2, json!(true)));
    }

    async fn anybody_checks_a_certificate_on_a_page_in_four_languages(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let mine = house.ask(results.teacher, "{ labels { nodes { id verifyCode } } }", json!({})).await;
        let (id, code) = (mine.text_at("/labels/nodes/0/id"), mine.text_at("/labels/nodes/0/verifyCode"));
        let page = async |path: String, language: Option<&str>| {
            let mut request = Request::get(path);
            if let Some(language) = language {
                request = request.header(header::ACCEPT_LANGUAGE, language);
            }
            let response = house.send(request.body(Body::empty()).unwrap()).await;
            let (status, policy) = (response.status().as_u16(), response.headers()[header::CONTENT_SECURITY_POLICY].clone());
            assert!(policy.to_str().unwrap().starts_with("default-src 'none'"));
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            (status, String::from_utf8(body.to_vec()).unwrap())
        };
        for (query, language, said) in [
            ("", None, "Dit certificaat is geldig."), ("", Some("fr-BE, en;q=0.5"), "Ce certificat est valable."),
            ("?lang=de", Some("fr"), "Dieses Zertifikat ist gültig."), ("?lang=en", None, "This certificate is valid."),
        ] {
            let (status, text) = page(format!("/verify/{code}{query}"), language).await;
            assert!(status == 200 && text.contains(said) && text.contains("NQL-2025-0001"), "{status} {text}");
            // Who holds it, and with which school, is nobody's business.
            for secret in ["Lotte", "Verhaegen", "De bijen", "De Zeven Wegen", "<script"] {
                assert!(!text.contains(secret), "{secret}");
            }
        }
        let small = code.to_lowercase();
        let (status, text) = page(format!("/verify?code={}-{}", &small[..10], &small[10..]), None).await;
        assert!(status == 200 && text.contains("Dit certificaat is geldig."), "{text}");
        let (status, text) = page("/verify".to_owned(), None).await;
        assert!(status == 200 && text.contains("<form action=\"/verify\" method=\"get\">") && !text.contains("role=\"status\""), "{text}");
        for other in [format!("/verify/{}", "0".repeat(26)), format!("/verify/{}", "A".repeat(2_000)), "/verify?code=%22%3E%3Cscript%3E".to_owned(), "/verify/%F0%9F%90%9D".to_owned()] {
            let (status, text) = page(other, None).await;
            assert!(status == 404 && text.contains("Er is geen certificaat met deze code.") && !text.contains("<script"), "{status} {text}");
        }
        house.act(results.staff, "revokeLabel", json!({ "labelId": id, "reason": "fraude" }), "__typename").await.done();
        let (status, text) = page(format!("/verify/{code}"), None).await;
        assert!(status == 200 && text.contains("het label is ingetrokken") && !text.contains("fraude"), "{text}");
        // It is asked within the limit of nobody.
        let few = "ANONYMOUS=40/40".parse().unwrap();
        let house = House::with(house.engine, house.db.clone(), Settings { limits: few, ..Settings::open() });
        let mut told = Vec::new();
        for _ in 0..41 {
            let response = house.send(Request::get(format!("/verify/{code}")).body(Body::empty()).unwrap()).await;
            told.push(response.status().as_u16());
        }
        assert_eq!((told[0], told[40]), (200, 429), "{told:?}");
    }
}
