//! Certificates: their design, the file of each, the name on it, and how it reaches its holder.

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use entity::{audit_event, certificate_design, kinds::Track, upload, user};
use nql::api::Settings;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    support::{
        House, Person, Reply,
        given::{POINT, Results},
    },
    trial,
};

/// One of 5,000 points in a row.
const WIDE: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x13\x88\x00\x00\x00\x01\x08\x00\x00\x00\x00\x17z\x1bT\x00\x00\x00\x1cIDATx\xda\xed\xc11\x01\x00\x00\x00\xc2\xa0\xf5Om\x0a?\xa0\x00\x00\x00\x00\x80\xbb\x01\x13\x89\x00\x01\xa0\x98f\xdd\x00\x00\x00\x00IEND\xaeB`\x82";

const CERTIFICATE: &str = "certificateFile { fileName mediaType base64 sha256 isIssued }";
const DESIGN: &str =
    "certificateDesign { id community signatoryName version pictures { id kind position shows mediaType } }";

fn signed(campaign: &str, version: i32, pictures: &Value) -> Value {
    json!({
        "campaignId": campaign, "expectedVersion": version, "signatoryName": "Sara Gilissen",
        "signatoryFunction": "Coördinator eTwinning Vlaanderen", "pictures": pictures,
    })
}

/// Results that are out, with a design of the Flemish community; the id of the label of its teacher.
async fn released(house: &House) -> (Results, String) {
    let results = house.results().await;
    results.decide(house, Track::Nql).await;
    results.publish(house, Track::Nql).await;
    house.act(results.staff, "setCertificateDesign", signed(&results.campaign, 0, &json!([])), DESIGN).await.done();
    let mine = house.ask(results.teacher, "{ labels { nodes { id } } }", json!({})).await;
    let label = mine.text_at("/labels/nodes/0/id");
    (results, label)
}

fn document(reply: &Reply) -> Vec<u8> {
    BASE64_STANDARD.decode(reply.done()["certificateFile"]["base64"].as_str().unwrap()).unwrap()
}

trial! {
    async fn staff_set_how_the_certificates_of_their_community_look(house) {
        let results = house.results().await;
        let (staff, campaign) = (results.staff, results.campaign.as_str());
        let logo = house.picture(staff).await;
        let pictures = json!([
            { "kind": "LOGO", "uploadId": logo, "shows": "eTwinning Vlaanderen" },
            { "kind": "SIGNATURE", "uploadId": house.picture(staff).await, "shows": "Handtekening" },
        ]);
        let set = house.act(staff, "setCertificateDesign", signed(campaign, 0, &pictures), DESIGN).await;
        let design = &set.done()["certificateDesign"];
        assert_eq!((&design["community"], &design["version"]), (&json!("VL"), &json!(1)));
        let known = design["pictures"].as_array().unwrap().clone();
        let of = |id: &Value, version: i32, pictures: &Value| {
            let mut input = signed(campaign, version, pictures);
            input["certificateDesignId"] = id.clone();
            input
        };
        let id = design["id"].clone();
        assert_eq!(known.iter().map(|one| (one["kind"].as_str().unwrap(), one["shows"].as_str().unwrap())).collect::<Vec<_>>(), [
            ("LOGO", "eTwinning Vlaanderen"), ("SIGNATURE", "Handtekening"),
        ]);
        // A file is used once; a picture that is there stays, and one that is not named goes.
        house.act(staff, "setCertificateDesign", of(&id, 1, &pictures), DESIGN).await.assert_error("NOT_FOUND");
        let keep = json!([{ "kind": "LOGO", "pictureId": known[0]["id"], "shows": "eTwinning" }]);
        let set = house.act(staff, "setCertificateDesign", of(&id, 1, &keep), DESIGN).await;
        assert_eq!(set.done()["certificateDesign"]["pictures"].as_array().unwrap().len(), 1);
        let late = house.act(staff, "setCertificateDesign", of(&id, 1, &keep), DESIGN).await;
        late.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(late.at("/it/certificateDesign/version"), 2);
        house.act(staff, "setCertificateDesign", signed(campaign, 0, &keep), DESIGN).await.assert_refused(&["ALREADY_SET"]);
        // Others have their own.
        let german = house.act(results.german_staff, "setCertificateDesign", signed(campaign, 0, &json!([])), DESIGN).await;
        let german = german.done()["certificateDesign"]["id"].clone();
        house.act(staff, "setCertificateDesign", of(&german, 1, &json!([])), DESIGN).await.assert_error("FORBIDDEN");
        let query = "query($id: ID!) { node(id: $id) { ... on Campaign { certificateDesigns { community } } } }";
        let asked = house.ask(staff, query, json!({ "id": campaign })).await;
        assert_eq!(asked.at("/node/certificateDesigns"), &json!([{ "community": "DG" }, { "community": "VL" }]));
        let others = json!([{ "kind": "LOGO", "pictureId": known[1]["id"], "shows": "x" }]);
        let reply = house.act(results.german_staff, "setCertificateDesign", of(&german, 1, &others), DESIGN).await;
        reply.assert_refused(&["PICTURE_UNKNOWN"]);
        assert_eq!(reply.at("/it/userErrors/0/path"), &json!(["input", "pictures", "0", "pictureId"]));
        assert_eq!(house.count::<certificate_design::Entity>().await, 2);
    }

    async fn a_design_that_cannot_be_printed_is_refused_with_all_reasons_and_its_places(house) {
        let results = house.results().await;
        let (staff, campaign) = (results.staff, results.campaign.as_str());
        let mut half = POINT.to_vec();
        half.truncate(45);
        let pictures = json!([
            { "kind": "LOGO", "uploadId": house.file(staff, "image/png", half).await, "shows": "Half" },
            { "kind": "LOGO", "uploadId": house.file(staff, "image/png", b"%PDF-1.7".to_vec()).await, "shows": "Geen beeld" },
            { "kind": "LOGO", "uploadId": house.file(staff, "image/png", WIDE.to_vec()).await, "shows": "Te breed" },
        ]);
        let written = house.written().await;
        let reply = house.act(staff, "setCertificateDesign", signed(campaign, 0, &pictures), DESIGN).await;
        reply.assert_refused(&["UNREADABLE", "UNREADABLE", "TOO_LARGE"]);
        assert_eq!(reply.at("/it/userErrors/2/path"), &json!(["input", "pictures", "2", "uploadId"]));
        let late = json!([{ "kind": "LOGO", "shows": "Niets" }, pictures[0]]);
        let reply = house.act(staff, "setCertificateDesign", signed(campaign, 0, &late), DESIGN).await;
        reply.assert_refused(&["PICTURE_UNCLEAR", "UNREADABLE"]);
        assert_eq!(reply.at("/it/userErrors/1/path"), &json!(["input", "pictures", "1", "uploadId"]));
        let unclear = json!([
            { "kind": "LOGO", "shows": "Niets" }, { "kind": "SIGNATURE", "uploadId": pictures[0]["uploadId"], "shows": " " },
        ]);
        house.act(staff, "setCertificateDesign", signed(campaign, 0, &unclear), DESIGN).await.assert_refused(&["PICTURE_UNCLEAR", "SHOWS_MISSING"]);
        let many: Vec<Value> = (0..5).map(|_| json!({ "kind": "LOGO", "uploadId": pictures[0]["uploadId"], "shows": "x" })).collect();
        let mut input = signed(campaign, 0, &json!(many));
        input["signatoryName"] = json!(" ");
        input["signatoryFunction"] = json!("漢字");
        house.act(staff, "setCertificateDesign", input, DESIGN).await.assert_refused(&["SIGNATORY_MISSING", "LETTER_UNKNOWN", "TOO_MANY_PICTURES"]);
        // What was refused is still there to be named again.
        assert_eq!(house.written().await, written);
        assert_eq!(house.count::<upload::Entity>().await, 3);
        let service = house.service().await;
        for other in [results.teacher, results.juror, house.admin().await, service] {
            house.act(other, "setCertificateDesign", signed(campaign, 0, &json!([])), "__typename").await.assert_error("FORBIDDEN");
        }
        let central = house.seat("Centrale Staf", &[entity::kinds::Role::Staff], None).await;
        house.act(central, "setCertificateDesign", signed(campaign, 0, &json!([])), "__typename").await.assert_refused(&["NO_COMMUNITY"]);
        assert_eq!(house.count::<certificate_design::Entity>().await, 0);
    }

    async fn a_teacher_gets_the_certificate_in_four_languages_and_always_the_same(house) {
        let (results, label) = released(&house).await;
        let asked = async |who: Person, language: Option<&str>| {
            house.act(who, "certificate", json!({ "labelId": label, "language": language }), CERTIFICATE).await
        };
        let first = asked(results.teacher, None).await;
        let pdf = document(&first);
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() < 100_000, "{}", pdf.len());
        let file = &first.done()["certificateFile"];
        assert_eq!((&file["fileName"], &file["mediaType"], &file["isIssued"]), (
            &json!("certificaat-nql-2025-0001-lotte-verhaegen.pdf"), &json!("application/pdf"), &json!(false),
        ));
        assert_eq!(file["sha256"], hex::encode(Sha256::digest(&pdf)));
        house.set_day("2027-01-01");
        assert_eq!(document(&asked(results.teacher, Some("NL")).await), pdf);
        assert_eq!(document(&asked(results.staff, None).await), pdf);
        for (language, name) in [("FR", "certificat"), ("DE", "zertifikat"), ("EN", "certificate")] {
            let other = asked(results.teacher, Some(language)).await;
            assert_ne!(document(&other), pdf);
            assert!(other.text_at("/it/certificateFile/fileName").starts_with(&format!("{name}-nql")), "{language}");
        }
        asked(results.german_staff, None).await.assert_error("NOT_FOUND");
        let stranger = house.teacher("Karel Vreemd", &results.school).await;
        asked(stranger, None).await.assert_error("NOT_FOUND");
        for other in [results.juror, house.admin().await, house.service().await] {
            asked(other, None).await.assert_error("FORBIDDEN");
        }
        let input = json!({ "labelId": label, "reason": "fraude" });
        house.act(results.staff, "revokeLabel", input, "__typename").await.done();
        asked(results.teacher, None).await.assert_refused(&["REVOKED"]);
    }

    async fn without_a_design_or_an_address_there_is_no_certificate(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let mine = house.ask(results.teacher, "{ labels { nodes { id } } }", json!({})).await;
        let label = mine.text_at("/labels/nodes/0/id");
        let written = house.written().await;
        house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await.assert_refused(&["NO_DESIGN"]);
        house.act(results.staff, "issueCertificates", json!({ "labelIds": [label] }), "__typename").await.assert_refused(&["NO_DESIGN"]);
        let sample = json!({ "campaignId": results.campaign, "track": "NQL" });
        house.act(results.staff, "certificateSample", sample.clone(), CERTIFICATE).await.assert_refused(&["NO_DESIGN"]);
        assert_eq!(house.written().await, written);
        house.act(results.staff, "setCertificateDesign", signed(&results.campaign, 0, &json!([])), DESIGN).await.done();
        assert!(document(&house.act(results.staff, "certificateSample", sample.clone(), CERTIFICATE).await).starts_with(b"%PDF"));
        let nowhere = House::with(house.engine, house.db.clone(), Settings { public_url: None, ..Settings::open() });
        nowhere.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await.assert_refused(&["NO_PUBLIC_URL"]);
        nowhere.act(results.staff, "certificateSample", sample, CERTIFICATE).await.assert_refused(&["NO_PUBLIC_URL"]);
        nowhere.act(results.staff, "issueCertificates", json!({ "labelIds": [label] }), "__typename").await.assert_refused(&["NO_PUBLIC_URL"]);
    }

    async fn the_holder_chooses_the_name_and_who_sees_it(house) {
        let (results, label) = released(&house).await;
        let before = document(&house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await);
        let named = async |who: Person, name: Value, is_public: bool| {
            let input = json!({ "labelId": label, "name": name, "isNamePublic": is_public });
            house.act(who, "setCertificateHolder", input, "label { holderName isNamePublic verifyCode }").await
        };
        let written = house.written().await;
        for (name, refused) in [
            (json!(" "), vec!["NAME_MISSING"]), (json!("Lotte \u{6f22}"), vec!["LETTER_UNKNOWN"]), (json!("zie www.fout.be"), vec!["NAME_UNFIT"]),
        ] {
            named(results.teacher, name, true).await.assert_refused(&refused);
        }
        let stranger = house.teacher("Karel Vreemd", &results.school).await;
        named(stranger, json!("Karel"), true).await.assert_error("NOT_FOUND");
        for other in [results.staff, results.juror, house.admin().await, house.service().await] {
            named(other, json!("Karel"), true).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let reply = named(results.teacher, json!("Charlotte Đặng-Verhaegen"), false).await;
        assert_eq!(reply.done()["label"]["holderName"], "Charlotte Đặng-Verhaegen");
        let code = reply.text_at("/it/label/verifyCode");
        assert_ne!(document(&house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await), before);
        let verified = async || {
            let query = "query($code: String!) { verifyCertificate(code: $code) { holderName track } }";
            house.ask(None, query, json!({ "code": code })).await.at("/verifyCertificate").clone()
        };
        let page = async || {
            let response = house.send(Request::get(format!("/verify/{code}")).body(Body::empty()).unwrap()).await;
            String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
        };
        assert_eq!(verified().await, json!({ "holderName": null, "track": "NQL" }));
        assert!(!page().await.contains("Charlotte"));
        named(results.teacher, json!("Charlotte <b>Verhaegen"), true).await.done();
        assert_eq!(verified().await["holderName"], "Charlotte <b>Verhaegen");
        let shown = page().await;
        assert!(shown.contains("Charlotte &lt;b&gt;Verhaegen") && !shown.contains("<b>"), "{shown}");
        // The name of the account comes back, and with it nothing that is public.
        named(results.teacher, Value::Null, false).await.done();
        assert_eq!(document(&house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await), before);
        assert_eq!(verified().await["holderName"], Value::Null);
    }

    async fn certificates_are_issued_and_handed_out_one_by_one(house) {
        let (results, label) = released(&house).await;
        let issue = async |who: Person| {
            house.act(who, "issueCertificates", json!({ "labelIds": [label] }), "labels { status certificateSha256 }").await
        };
        let (service, admin) = (house.service().await, house.admin().await);
        let written = house.written().await;
        issue(results.german_staff).await.assert_refused(&["NOT_FOUND"]);
        for other in [results.teacher, results.juror, admin, service] {
            issue(other).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let issued = issue(results.staff).await;
        assert_eq!(issued.done()["labels"][0]["status"], "CERTIFIED");
        let file = house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await;
        assert_eq!(file.done()["certificateFile"]["sha256"], issued.done()["labels"][0]["certificateSha256"]);
        assert_eq!(file.done()["certificateFile"]["isIssued"], true);
        issue(results.staff).await.assert_refused(&["ALREADY_ISSUED"]);
        // Another name: it is another certificate.
        let input = json!({ "labelId": label, "name": "L. Verhaegen", "isNamePublic": false });
        house.act(results.teacher, "setCertificateHolder", input, "__typename").await.done();
        let file = house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await;
        assert_eq!(file.done()["certificateFile"]["isIssued"], false);
        issue(results.staff).await.done();
        let collect = async |who: Person, gift: bool| {
            house.act(who, "recordCollections", json!({ "labelIds": [label], "hasGift": gift }), "labels { status collectedAt giftHandedAt }").await
        };
        let post = async |who: Person, day: &str| {
            house.act(who, "recordPostings", json!({ "labelIds": [label], "postedOn": day }), "labels { status postedOn }").await
        };
        post(results.staff, "2199-01-01").await.assert_refused(&["DAY_NOT_PAST"]);
        let written = house.written().await;
        for other in [results.teacher, results.juror, admin, service] {
            collect(other, true).await.assert_error("FORBIDDEN");
            post(other, "2026-07-01").await.assert_error("FORBIDDEN");
        }
        collect(results.german_staff, true).await.assert_refused(&["NOT_FOUND"]);
        assert_eq!(house.written().await, written);
        let posted = post(results.staff, "2026-07-01").await;
        assert_eq!(posted.done()["labels"][0], json!({ "status": "SENT", "postedOn": "2026-07-01" }));
        let collected = collect(results.staff, false).await;
        assert!(collected.done()["labels"][0]["giftHandedAt"].is_string());
        collect(results.staff, true).await.assert_refused(&["ALREADY_COLLECTED"]);
        post(results.staff, "2026-07-01").await.assert_refused(&["ALREADY_COLLECTED"]);
        let told = house.ask(results.teacher, "{ labels(filter: { status: { eq: SENT } }) { totalCount } }", json!({})).await;
        assert_eq!(told.at("/labels/totalCount"), 1);
        assert!(house.count::<audit_event::Entity>().await > 0);
        let input = json!({ "labelId": label, "reason": "fraude" });
        house.act(results.staff, "revokeLabel", input, "label { status }").await.done();
        issue(results.staff).await.assert_refused(&["REVOKED"]);
        collect(results.staff, true).await.assert_refused(&["REVOKED", "ALREADY_COLLECTED"]);
    }

    async fn a_label_is_a_credential_that_others_check_without_us(house) {
        let (results, label) = released(&house).await;
        let asked = async |who: Person| house.act(who, "credential", json!({ "labelId": label }), "credentialFile { fileName mediaType jwt }").await;
        let first = asked(results.teacher).await;
        assert_eq!(first.at("/it/credentialFile/mediaType"), "application/vc+jwt");
        assert_eq!(first.at("/it/credentialFile/fileName"), "certificaat-nql-2025-0001-lotte-verhaegen.jwt");
        let jwt = first.text_at("/it/credentialFile/jwt");
        house.set_day("2027-01-01");
        assert_eq!(asked(results.teacher).await.text_at("/it/credentialFile/jwt"), jwt, "the same label, the same bytes");
        // Whoever checks it has our name, and finds the key and the list behind it.
        let got = async |path: &str| {
            let response = house.send(Request::get(path).body(Body::empty()).unwrap()).await;
            let (status, body) = (response.status(), to_bytes(response.into_body(), 1 << 20).await.unwrap());
            (status.as_u16(), String::from_utf8(body.to_vec()).unwrap())
        };
        let document: Value = serde_json::from_str(&got("/.well-known/did.json").await.1).unwrap();
        let checked = |jwt: &str| {
            let header = jsonwebtoken::decode_header(jwt).unwrap();
            assert_eq!(header.typ.as_deref(), Some("vc+jwt"));
            let method = document["verificationMethod"].as_array().unwrap().iter().find(|method| method["id"] == *header.kid.as_ref().unwrap());
            let key = jsonwebtoken::DecodingKey::from_ed_components(method.unwrap()["publicKeyJwk"]["x"].as_str().unwrap()).unwrap();
            let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
            rules.required_spec_claims.clear();
            (rules.validate_exp, rules.validate_nbf) = (false, false);
            jsonwebtoken::decode::<Value>(jwt, &key, &rules).unwrap().claims
        };
        let claims = checked(&jwt);
        assert_eq!(claims["iss"], document["id"]);
        assert_eq!((&claims["issuer"]["id"], &claims["id"]), (&claims["iss"], &claims["jti"]));
        assert_eq!(claims["validFrom"], "2026-10-05T22:00:00Z");
        let achievement = &claims["credentialSubject"]["achievement"];
        assert_eq!(achievement["name"], "Nationaal kwaliteitslabel eTwinning 2025-2026");
        let identities = &claims["credentialSubject"]["identifier"];
        let (salt, hash) = (identities[0]["salt"].as_str().unwrap(), identities[0]["identityHash"].as_str().unwrap());
        let lotte = user::Entity::find().filter(user::Column::Name.eq("Lotte Verhaegen"));
        let email = lotte.one(house.db.connection()).await.unwrap().unwrap().email;
        assert_eq!(hash, format!("sha256${}", hex::encode(Sha256::digest(format!("{email}{salt}")))));
        assert!(!claims.to_string().contains(&email), "the address itself");
        assert_eq!(identities[1]["identityHash"], "Lotte Verhaegen");
        // The list says that it holds, and then that it does not.
        let status = &claims["credentialStatus"];
        assert_eq!((&status["statusListIndex"], &status["statusPurpose"]), (&json!("1"), &json!("revocation")));
        let list = status["statusListCredential"].as_str().unwrap().strip_prefix("http://localhost:8000").unwrap().to_owned();
        let bits = async || {
            let (code, jwt) = got(&list).await;
            assert_eq!(code, 200);
            let claims = checked(&jwt);
            assert_eq!((&claims["issuer"], &claims["id"]), (&document["id"], &status["statusListCredential"]));
            let list = claims["credentialSubject"]["encodedList"].as_str().unwrap().strip_prefix('u').unwrap().to_owned();
            let packed = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(list).unwrap();
            let mut bits = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut bits).unwrap();
            bits
        };
        assert!(bits().await.iter().all(|byte| *byte == 0));
        for (path, why) in [("/credentials/status/BEL-2025", "no such label yet"), ("/credentials/status/NQL-%25", "no name")] {
            assert_eq!(got(path).await.0, 404, "{why}");
        }
        // Nobody else gets it.
        let stranger = house.teacher("Karel Vreemd", &results.school).await;
        asked(stranger).await.assert_error("NOT_FOUND");
        for other in [results.staff, results.juror, house.admin().await, house.service().await] {
            asked(other).await.assert_error("FORBIDDEN");
        }
        let input = json!({ "labelId": label, "reason": "fraude" });
        house.act(results.staff, "revokeLabel", input.clone(), "__typename").await.done();
        asked(results.teacher).await.assert_refused(&["REVOKED"]);
        let revoked = bits().await;
        assert_eq!((revoked[0], revoked[1..].iter().all(|byte| *byte == 0)), (0b0100_0000, true));
        house.act(results.staff, "restoreLabel", input, "__typename").await.done();
        assert!(bits().await.iter().all(|byte| *byte == 0));
        let nowhere = House::with(house.engine, house.db.clone(), Settings { public_url: None, ..Settings::open() });
        nowhere.act(results.teacher, "credential", json!({ "labelId": label }), "__typename").await.assert_refused(&["NO_PUBLIC_URL"]);
    }

    async fn staff_print_all_certificates_of_their_office_in_one_file(house) {
        let (results, label) = released(&house).await;
        let get = async |who: Option<Person>, file: &str| {
            let mut request = Request::get(format!("/certificates/{}/{file}", results.campaign));
            if let Some(who) = who {
                request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.token(who.id).await));
            }
            let response = house.send(request.body(Body::empty()).unwrap()).await;
            let status = response.status().as_u16();
            let media = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
            (status, media, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
        };
        let printed = async || {
            let acts = audit_event::Entity::find().filter(audit_event::Column::Action.eq("printCertificates"));
            acts.count(house.db.connection()).await.unwrap()
        };
        let (service, admin) = (house.service().await, house.admin().await);
        for (who, status) in [
            (None, 401), (Some(results.teacher), 403), (Some(results.juror), 403), (Some(admin), 403), (Some(service), 403),
        ] {
            let (answered, media, body) = get(who, "NQL.pdf").await;
            assert_eq!((answered, media.as_str()), (status, "application/json"), "{}", String::from_utf8_lossy(&body));
        }
        assert_eq!(printed().await, 0);
        let (status, media, all) = get(Some(results.staff), "NQL.pdf").await;
        assert_eq!((status, media.as_str()), (200, "application/pdf"));
        assert!(all.starts_with(b"%PDF-1.7"));
        let (status, media, archive) = get(Some(results.staff), "NQL.zip").await;
        assert_eq!((status, media.as_str()), (200, "application/zip"));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["nql-2025-0001-lotte-verhaegen.pdf"]);
        let mut one = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut one).unwrap();
        assert_eq!(one, document(&house.act(results.teacher, "certificate", json!({ "labelId": label }), CERTIFICATE).await));
        assert_eq!(printed().await, 2);
        // Of another community, of a label that is not out, and of one that was revoked, there is none.
        assert_eq!(get(Some(results.german_staff), "NQL.pdf").await.0, 400);
        assert_eq!(get(Some(results.staff), "BELGICA.pdf").await.0, 400);
        for nothing in ["NQL.exe", "nql.pdf", "NQL", "NQL.pdf.zip"] {
            assert_eq!(get(Some(results.staff), nothing).await.0, 404, "{nothing}");
        }
        let input = json!({ "labelId": label, "reason": "fraude" });
        house.act(results.staff, "revokeLabel", input, "__typename").await.done();
        assert_eq!(get(Some(results.staff), "NQL.zip").await.0, 400);
        assert_eq!(printed().await, 2);
    }
}
