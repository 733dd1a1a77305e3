//! Labels: granted with the results, checked by anybody, revoked with a reason.

use entity::{kinds::Track, label};
use serde_json::json;

use crate::trial;

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
}
