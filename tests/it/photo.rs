//! Photos of prizes: what is kept of them, who sees them when, and what is left of one that is withdrawn; and what a school gets
//! to tell others of its label.

use std::io::{Cursor, Read as _};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use chrono::{DateTime, Utc};
use entity::{kinds::Kind as _, photo, upload};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use nql::photo::sweep;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{
    prize::Contest,
    support::{House, Person, Reply},
    trial,
    winner::everything,
};

/// What a camera wrote, which nobody may find.
const PLACE: &str = "51.0543N-3.7174E";
const SHOWN: &str = "photo { id status version }";

/// A photo as a telephone has it: where it was taken stands in it three times.
fn telling() -> Vec<u8> {
    let mut content = Vec::new();
    let mut encoder = JpegEncoder::new(&mut content);
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x0e\0\x02\0\0\0\x10\0\0\0\x1a\0\0\0\0".to_vec();
    exif.extend(PLACE.as_bytes());
    encoder.set_exif_metadata(exif).unwrap();
    let picture =
        RgbImage::from_fn(40, 30, |x, y| Rgb([u8::try_from(x * 6).unwrap(), u8::try_from(y * 8).unwrap(), 90]));
    encoder.write_image(&picture, 40, 30, ExtendedColorType::Rgb8).unwrap();
    // A comment, and a packet of XMP, behind the first two bytes.
    for (marker, text) in [(0xfe_u8, PLACE.to_owned()), (0xe1, format!("http://ns.adobe.com/xap/1.0/\0<x>{PLACE}</x>"))]
    {
        let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        let segment = [&[0xff, marker][..], &length, text.as_bytes()].concat();
        content.splice(2..2, segment);
    }
    assert_eq!(content.windows(PLACE.len()).filter(|some| *some == PLACE.as_bytes()).count(), 3);
    content
}

/// Asks for an address as somebody or as nobody.
pub async fn get(house: &House, who: Option<Person>, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path);
    if let Some(who) = who {
        request = request
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token(who.id).await))
            .header("x-nql-role", who.role.word());
    }
    let (parts, body) = house.send(request.body(Body::empty()).unwrap()).await.into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

/// The names of all files.
async fn files(house: &House) -> Vec<String> {
    house.http.api.files.list("photos").await.unwrap().into_iter().map(|one| one.name).collect()
}

async fn approve(house: &House, who: Person, photo: &str, version: i64) -> Reply {
    house.act(who, "approvePhoto", json!({ "photoId": photo, "expectedVersion": version }), SHOWN).await
}

async fn withdraw(house: &House, who: Person, photo: &str, reason: Option<&str>) -> Reply {
    let input = json!({ "photoId": photo, "reason": reason });
    house.act(who, "withdrawPhoto", input, "prizeAward { id } removedId").await
}

/// Whether somebody sees a photo: as an object, below its prize, and its two files; all of them alike.
async fn sees(house: &House, who: Option<Person>, award: &str, photo: &str) -> bool {
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on PrizeAward { photos { id } } } }";
    let reply = house.ask(who, query, json!({ "ids": [photo, award] })).await;
    let seen = !reply.at("/nodes/0").is_null();
    let below = reply.at("/nodes/1/photos").as_array().unwrap();
    assert_eq!(below.iter().any(|one| one["id"] == photo), seen, "{}", reply.text);
    for path in [format!("/photos/{photo}"), format!("/photos/{photo}/thumbnail")] {
        let (status, headers, content) = get(house, who, &path).await;
        assert_eq!(status == StatusCode::OK, seen, "{path}: {status}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("no-store"));
        if seen {
            assert_eq!(headers[header::CONTENT_TYPE], "image/jpeg");
            assert!(image::load_from_memory(&content).is_ok());
        } else {
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
    }
    seen
}

trial! {
    async fn only_the_pixels_of_a_photo_are_kept(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let winner = contest.teachers[0];
        let (status, sent) = house.send_photo(winner, "image/jpeg", telling()).await;
        assert_eq!(status, StatusCode::CREATED);
        let is_told = |text: &str| {
            let text = text.to_lowercase();
            text.contains(&PLACE.to_lowercase()) || text.contains(&hex::encode(PLACE)) || text.contains("457869660000")
        };
        assert!(is_told(&hex::encode(telling())), "the search finds it where it is");
        // While it waits, and when it is kept.
        let waiting = everything(&house).await;
        assert!(waiting.to_lowercase().contains("ffd8ffe0") && !is_told(&waiting));
        let input = json!({ "prizeAwardId": awards[0], "uploadId": sent["id"], "occasion": "HANDOVER", "shows": "De taart" });
        let photo = house.act(winner, "addPhoto", input.clone(), SHOWN).await.text_at("/it/photo/id");
        assert!(!is_told(&everything(&house).await));
        assert_eq!(house.count::<upload::Entity>().await, 0);
        let names = files(&house).await;
        assert_eq!(names.len(), 2);
        for name in names {
            let content = house.http.api.files.find(&name).await.unwrap().unwrap();
            assert!(!is_told(&hex::encode(content)), "{name}");
            assert!(!name.contains(&photo[6..]), "a name says nothing");
        }
        let (_, _, shown) = get(&house, Some(winner), &format!("/photos/{photo}")).await;
        assert!(!is_told(&hex::encode(&shown)));
        let shown = image::load_from_memory(&shown).unwrap().to_rgb8();
        assert_eq!(shown.dimensions(), (40, 30));
        assert!(shown.get_pixel(38, 2).0[0] > 200 && shown.get_pixel(2, 2).0[0] < 40, "it is the same picture");
        // A file is used once.
        house.act(winner, "addPhoto", input, SHOWN).await.assert_error("NOT_FOUND");
    }

    async fn a_photo_that_cannot_be_taken_is_refused_with_the_reason(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let winner = contest.teachers[0];
        let (admin, service) = (house.admin().await, house.service().await);
        // Before the announcement nobody has won anything.
        contest.define(&house, 1).await;
        let award = contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        contest.publish(&house).await;
        assert_eq!(house.send_photo(winner, "image/jpeg", telling()).await.0, StatusCode::FORBIDDEN);
        let early = json!({ "prizeAwardId": award, "uploadId": house.photo(contest.staff).await, "occasion": "EVENT", "shows": "x" });
        house.act(contest.staff, "addPhoto", early, SHOWN).await.assert_refused(&["WRONG_STATUS"]);
        let ratify = json!({ "prizeAwardId": award, "expectedVersion": 1 });
        house.act(contest.second, "ratifyPrizeAward", ratify, "prizeAward { id }").await.done();
        house.act(contest.staff, "announcePrizes", contest.track(), "prizeAwards { id }").await.done();
        let written = house.written().await;
        for (who, status) in [
            (None, StatusCode::UNAUTHORIZED),
            (Some(contest.teachers[1]), StatusCode::FORBIDDEN),
            (Some(contest.juror), StatusCode::FORBIDDEN),
            (Some(admin), StatusCode::FORBIDDEN),
            (Some(service), StatusCode::FORBIDDEN),
        ] {
            assert_eq!(house.send_photo(who, "image/jpeg", telling()).await.0, status);
        }
        let heic = [b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), vec![0; 64]].concat();
        let mut bomb = telling();
        // The frame says 60,000 by 60,000 points.
        let frame = bomb.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        for (media, content, status, said) in [
            ("image/heic", vec![0; 10], StatusCode::UNSUPPORTED_MEDIA_TYPE, "HEIC"),
            ("image/jpeg", heic, StatusCode::UNSUPPORTED_MEDIA_TYPE, "HEIC"),
            ("image/gif", b"GIF89a".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "JPEG, PNG of WebP"),
            ("image/png", b"GIF89a".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "JPEG, PNG of WebP"),
            ("image/jpeg", telling()[..200].to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "JPEG, PNG of WebP"),
            ("image/jpeg", bomb, StatusCode::PAYLOAD_TOO_LARGE, "50 miljoen punten"),
            ("image/jpeg", vec![0; 15_000_001], StatusCode::PAYLOAD_TOO_LARGE, "15 MB"),
        ] {
            let (found, body) = house.send_photo(winner, media, content).await;
            let text = body["errors"][0]["message"].as_str().unwrap();
            assert!(found == status && text.contains(said), "{media}: {found} {text}");
        }
        // A teacher sends photos, and no spreadsheets.
        let sheet = Request::post("/uploads")
            .header(header::CONTENT_TYPE, "text/csv")
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token(winner.id).await));
        assert_eq!(house.send(sheet.body(Body::from("a;b")).unwrap()).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(house.written().await, written);
        // What was sent as a picture for a certificate is none for a prize, and what another sent is nobody else's.
        let add = async |who: Person, upload: &Value, shows: &str| {
            let input = json!({ "prizeAwardId": award, "uploadId": upload, "occasion": "EVENT", "shows": shows });
            house.act(who, "addPhoto", input, SHOWN).await
        };
        let logo = house.picture(contest.staff).await;
        add(contest.staff, &logo, " ").await.assert_refused(&["NOT_A_PHOTO", "SHOWS_MISSING"]);
        let sent = house.photo(winner).await;
        add(winner, &sent, &"x".repeat(301)).await.assert_refused(&["TEXT_TOO_LONG"]);
        add(contest.staff, &sent, "Zout").await.assert_error("NOT_FOUND");
        add(contest.teachers[1], &sent, "Zout").await.assert_error("FORBIDDEN");
        for person in [contest.juror, admin, service] {
            add(person, &sent, "Zout").await.assert_error("FORBIDDEN");
        }
        assert_eq!((house.count::<photo::Entity>().await, files(&house).await.len()), (0, 0));
        add(winner, &sent, "Zout").await.done();
    }

    async fn who_sees_a_photo_follows_from_consent_and_approval(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        let colleague = house.teacher("Els Peeters", &contest.schools[0][0]).await;
        let (german, admin, service) = (house.foreign_staff().await, house.admin().await, house.service().await);
        let photo = house.added_photo(winner, award).await;
        let all = [Some(winner), Some(contest.staff), Some(colleague), Some(contest.teachers[1]), Some(german), Some(admin), None];
        let sees_it = async |expected: [bool; 7], when: &str| {
            for (who, expected) in all.into_iter().zip(expected) {
                assert_eq!(sees(&house, who, award, &photo).await, expected, "{when}: {who:?}");
            }
            // For whom there are no prizes there are no photos either.
            for who in [contest.juror, service] {
                let (status, ..) = get(&house, Some(who), &format!("/photos/{photo}")).await;
                assert_eq!(status, StatusCode::NOT_FOUND);
            }
        };
        let (own, school, everybody) = ([true, true, false, false, false, false, false], [true, true, true, false, false, false, false], [true; 7]);
        sees_it(own, "added").await;
        house.consented_photo(winner, &photo, 1, &["WEBSITE", "PRESS"]).await;
        sees_it(own, "consented").await;
        approve(&house, contest.staff, &photo, 2).await.done();
        sees_it(everybody, "approved for the website").await;
        // Others read nothing of how it came to be.
        let query = "query($id: ID!) { node(id: $id) { ... on Photo { statement } } }";
        house.ask(winner, query, json!({ "id": photo })).await.assert_error("FORBIDDEN");
        for (who, told) in [(contest.second, json!("Formulieren van alle ouders, op school.")), (german, Value::Null)] {
            assert_eq!(house.ask(who, query, json!({ "id": photo })).await.at("/node/statement"), &told);
        }
        house.ask(None, "query($id: ID!) { node(id: $id) { ... on Photo { uploader { id } } } }", json!({ "id": photo })).await.assert_error("UNAUTHENTICATED");
        // Less is agreed to now: it must be approved anew, and is hidden meanwhile.
        house.consented_photo(winner, &photo, 3, &["SCHOOL"]).await;
        sees_it(own, "consented anew").await;
        approve(&house, contest.second, &photo, 4).await.done();
        sees_it(school, "approved for the school").await;
        house.consented_photo(winner, &photo, 5, &["SOCIAL_MEDIA"]).await;
        approve(&house, contest.second, &photo, 6).await.done();
        sees_it(own, "approved for others than this server shows it to").await;
        house.consented_photo(winner, &photo, 7, &["WEBSITE"]).await;
        approve(&house, contest.second, &photo, 8).await.done();
        sees_it(everybody, "approved once more").await;
        withdraw(&house, winner, &photo, None).await.done();
        sees_it([false; 7], "withdrawn").await;
    }

    async fn consent_is_declared_and_a_photo_approved_by_those_who_may(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (winner, german) = (contest.teachers[0], house.foreign_staff().await);
        let photo = house.added_photo(winner, &awards[0]).await;
        let declare = async |who: Person, version: i64, words: &[&str], statement: &str| {
            let purposes: Vec<&str> = words.iter().copied().filter(|word| *word == "REPORT").collect();
            let channels: Vec<&str> = words.iter().copied().filter(|word| *word != "REPORT").collect();
            let input = json!({ "photoId": photo, "expectedVersion": version, "purposes": purposes, "channels": channels, "statement": statement });
            house.act(who, "declarePhotoConsent", input, "photo { id status version purposes channels }").await
        };
        let written = house.written().await;
        declare(winner, 2, &[], " ").await.assert_refused(&["VERSION_CONFLICT"]);
        declare(winner, 1, &[], " ").await.assert_refused(&["PURPOSES_MISSING", "CHANNELS_MISSING", "STATEMENT_MISSING"]);
        declare(winner, 1, &["REPORT", "SCHOOL"], &"x".repeat(1_001)).await.assert_refused(&["TEXT_TOO_LONG"]);
        for person in [contest.teachers[1], german] {
            declare(person, 1, &["REPORT", "SCHOOL"], "Zo.").await.assert_error("NOT_FOUND");
        }
        for person in [contest.juror, house.admin().await, house.service().await] {
            declare(person, 1, &["REPORT", "SCHOOL"], "Zo.").await.assert_error("FORBIDDEN");
            approve(&house, person, &photo, 1).await.assert_error("FORBIDDEN");
        }
        approve(&house, contest.staff, &photo, 1).await.assert_refused(&["WRONG_STATUS"]);
        approve(&house, winner, &photo, 1).await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        // On the word of the school, by staff: who does so does not approve it.
        let told = declare(contest.staff, 1, &["REPORT", "SCHOOL", "PRESS", "SCHOOL"], "De directeur belde.").await;
        let expected = json!({ "id": photo, "status": "CONSENTED", "version": 2, "purposes": ["REPORT"], "channels": ["SCHOOL", "PRESS"] });
        assert_eq!(told.done()["photo"], expected);
        approve(&house, contest.second, &photo, 1).await.assert_refused(&["VERSION_CONFLICT"]);
        approve(&house, contest.staff, &photo, 2).await.assert_refused(&["SAME_PERSON"]);
        approve(&house, german, &photo, 2).await.assert_error("NOT_FOUND");
        assert_eq!(approve(&house, contest.second, &photo, 2).await.done()["photo"]["status"], "APPROVED");
        approve(&house, contest.second, &photo, 3).await.assert_refused(&["WRONG_STATUS"]);
        let waiting = "{ photos(filter: { status: { eq: CONSENTED } }) { totalCount } }";
        assert_eq!(house.ask(contest.staff, waiting, json!({})).await.at("/photos/totalCount"), 0);
        house.ask(winner, waiting, json!({})).await.assert_error("FORBIDDEN");
    }

    async fn a_photo_that_is_withdrawn_is_gone_with_its_files(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        let colleague = house.teacher("Els Peeters", &contest.schools[0][0]).await;
        let [one, other, third] = [house.added_photo(winner, award).await, house.added_photo(winner, award).await, house.added_photo(contest.staff, award).await];
        house.consented_photo(winner, &other, 1, &["SCHOOL"]).await;
        approve(&house, contest.second, &other, 2).await.done();
        let written = house.written().await;
        for person in [colleague, contest.teachers[1], house.foreign_staff().await] {
            withdraw(&house, person, &one, Some("Zo.")).await.assert_error("NOT_FOUND");
        }
        for person in [contest.juror, house.admin().await, house.service().await] {
            withdraw(&house, person, &one, Some("Zo.")).await.assert_error("FORBIDDEN");
        }
        withdraw(&house, contest.staff, &one, Some(" ")).await.assert_refused(&["REASON_MISSING"]);
        assert_eq!((house.written().await, files(&house).await.len()), (written, 6));
        assert_eq!(withdraw(&house, winner, &one, None).await.done(), &json!({ "prizeAward": { "id": award }, "removedId": one, "userErrors": [] }));
        assert_eq!(files(&house).await.len(), 4);
        // Whoever may see it at the school may say no for the school.
        withdraw(&house, colleague, &other, Some("Een ouder belde.")).await.done();
        withdraw(&house, contest.second, &third, Some("Onscherp.")).await.done();
        assert_eq!((house.count::<photo::Entity>().await, files(&house).await.len()), (0, 0));
        withdraw(&house, winner, &one, None).await.assert_error("NOT_FOUND");
        let noted = entity::audit_event::Entity::find().all(house.db.connection()).await.unwrap();
        let mut reasons: Vec<_> = noted.iter().filter(|event| event.action == "withdrawPhoto").map(|event| event.reason.as_deref()).collect();
        reasons.sort_unstable();
        assert_eq!(reasons, [None, Some("Een ouder belde."), Some("Onscherp.")]);
    }

    async fn a_photo_that_was_kept_for_three_years_goes_with_its_files_and_a_younger_one_stays(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner, admin) = (awards[0].as_str(), contest.teachers[0], house.admin().await);
        let public = async || {
            let photo = house.added_photo(winner, award).await;
            house.consented_photo(winner, &photo, 1, &["WEBSITE"]).await;
            approve(&house, contest.staff, &photo, 2).await.done();
            photo
        };
        house.set_instant("2026-12-01T10:00:00Z");
        let old = public().await;
        house.set_instant("2026-12-01T23:30:00Z");
        let young = public().await;
        let all = files(&house).await;
        let mut input = House::campaign_input();
        for (field, value) in [
            ("schoolYear", "2026-2027"), ("name", "NQL 2026-2027"), ("registrationClosesOn", "2027-06-01"), ("submissionClosesOn", "2027-07-01"),
            ("esepWindowOpensOn", "2027-04-01"), ("esepWindowClosesOn", "2027-07-01"), ("evaluationsDueOn", "2027-09-15"), ("resultsPlannedOn", "2027-10-29"),
        ] {
            input[field] = json!(value);
        }
        let next = house.open_campaign_of(contest.staff, input).await;
        let due = async |campaign: &str| {
            let shown = "retentionPreview { hash due { kind count oldestAt ids } }";
            let reply = house.act(admin, "retentionPreview", json!({ "campaignId": campaign }), shown).await;
            let list = reply.done()["retentionPreview"].clone();
            let photos = list["due"].as_array().unwrap().iter().find(|due| due["kind"] == "PHOTO").unwrap().clone();
            (list["hash"].as_str().unwrap().to_owned(), photos)
        };
        let none = json!({ "kind": "PHOTO", "count": 0, "oldestAt": null, "ids": [] });
        // The day on which it was added counts, in Brussels: the younger one was added on the next day.
        house.set_instant("2029-12-01T22:59:59Z");
        assert_eq!(due(&contest.campaign).await.1, none);
        house.set_instant("2029-12-01T23:00:00Z");
        let (hash, photos) = due(&contest.campaign).await;
        assert_eq!(photos, json!({ "kind": "PHOTO", "count": 1, "oldestAt": "2026-12-01T10:00:00.000Z", "ids": [old] }));
        assert_eq!(due(&next).await.1, none);
        for photo in [&old, &young] {
            assert!(sees(&house, None, award, photo).await, "a list takes nothing away");
        }
        let input = json!({ "campaignId": contest.campaign, "expectedHash": hash, "reason": "De tijd is om." });
        let written = house.written().await;
        house.act(contest.staff, "applyRetention", input.clone(), "__typename").await.assert_error("FORBIDDEN");
        assert_eq!((house.written().await, files(&house).await), (written, all));
        house.act(admin, "applyRetention", input, "campaign { id }").await.done();
        for who in [None, Some(winner), Some(contest.staff)] {
            assert!(!sees(&house, who, award, &old).await);
            assert!(sees(&house, who, award, &young).await);
        }
        assert_eq!((house.count::<photo::Entity>().await, files(&house).await.len()), (1, 2));
        assert_eq!(due(&contest.campaign).await.1, none);
        // A campaign may keep them for longer.
        house.set_instant("2030-01-01T00:00:00Z");
        let version = house.version(admin, "campaign", &contest.campaign).await;
        let months = json!({ "campaignId": contest.campaign, "expectedVersion": version, "photosMonths": 240, "reason": "Op vraag." });
        house.act(admin, "setRetention", months, "campaign { keepPhotosMonths }").await.done();
        assert_eq!(due(&contest.campaign).await.1, none);
    }

    async fn what_no_photo_names_is_swept_and_nothing_else(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let photo = house.added_photo(contest.teachers[0], &awards[0]).await;
        let before = files(&house).await;
        // A process that was killed between the files and the row leaves these; one that was killed after the first file, this.
        for name in ["photos/0000", "photos/0000-small", "photos/1111"] {
            house.http.api.files.put(name, vec![1]).await.unwrap();
        }
        assert_eq!(sweep(&house.http.api, DateTime::<Utc>::MIN_UTC).await.unwrap(), 0, "they may still get a row");
        assert_eq!(files(&house).await.len(), 5);
        assert_eq!(sweep(&house.http.api, DateTime::<Utc>::MAX_UTC).await.unwrap(), 3);
        assert_eq!(files(&house).await, before);
        assert!(sees(&house, Some(contest.staff), &awards[0], &photo).await);
    }

    async fn photos_go_with_the_person_on_whose_word_they_rest(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let winner = contest.teachers[0];
        let photo = house.added_photo(winner, &awards[0]).await;
        house.consented_photo(winner, &photo, 1, &["WEBSITE"]).await;
        approve(&house, contest.staff, &photo, 2).await.done();
        let of_office = house.added_photo(contest.staff, &awards[0]).await;
        let exported = json!({ "userId": winner.id.to_string() });
        let data = house.act(winner, "personalDataExport", exported, "personalData").await;
        assert!(data.text.contains("De klas met de taart") && data.text.contains("Formulieren van alle ouders"), "{}", data.text);
        let admin = house.admin().await;
        let version = house.ask(admin, "query($id: ID!) { node(id: $id) { ... on User { version } } }", json!({ "id": winner.id.to_string() })).await;
        let input = json!({ "userId": winner.id.to_string(), "expectedVersion": version.at("/node/version"), "reason": "Op eigen vraag." });
        house.act(admin, "eraseUser", input, "user { status }").await.done();
        assert!(!sees(&house, None, &awards[0], &photo).await);
        assert!(sees(&house, Some(contest.staff), &awards[0], &of_office).await);
        assert_eq!((house.count::<photo::Entity>().await, files(&house).await.len()), (1, 2));
    }

    async fn a_school_gets_what_it_can_tell_of_its_label(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        let label = house.ask(winner, "{ labels { nodes { id serial } } }", json!({})).await;
        let (path, serial) = (format!("/promo-kits/{}", label.text_at("/labels/nodes/0/id")), label.text_at("/labels/nodes/0/serial"));
        assert_ne!(get(&house, Some(winner), &path).await.0, StatusCode::OK, "no design is set yet");
        let logo = json!([{ "kind": "LOGO", "uploadId": house.picture(contest.staff).await, "shows": "eTwinning" }]);
        let design = json!({ "campaignId": contest.campaign, "expectedVersion": 0, "signatoryName": "Sara Gilissen", "signatoryFunction": "Coördinator", "pictures": logo });
        house.act(contest.staff, "setCertificateDesign", design, "certificateDesign { id }").await.done();
        let [shown, waiting, public] = [house.added_photo(winner, award).await, house.added_photo(winner, award).await, house.added_photo(winner, award).await];
        for (photo, channel) in [(&shown, "SCHOOL"), (&public, "PRESS")] {
            house.consented_photo(winner, photo, 1, &[channel]).await;
            approve(&house, contest.staff, photo, 2).await.done();
        }
        house.consented_photo(winner, &waiting, 1, &["SCHOOL"]).await;
        let (status, headers, content) = get(&house, Some(winner), &path).await;
        assert_eq!((status, headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "application/zip"));
        assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("promopakket-"), "{headers:?}");
        let mut archive = zip::ZipArchive::new(Cursor::new(content.clone())).unwrap();
        let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["certificate.pdf", "label.svg", "logo-1.png", "photos/01-de-klas-met-de-taart.jpg", "text.txt"]);
        let mut text = String::new();
        archive.by_name("text.txt").unwrap().read_to_string(&mut text).unwrap();
        assert!(text.contains("“Zout”") && text.contains("het nationaal kwaliteitslabel eTwinning") && text.contains("/verify/"), "{text}");
        let mut certificate = Vec::new();
        archive.by_name("certificate.pdf").unwrap().read_to_end(&mut certificate).unwrap();
        assert!(certificate.starts_with(b"%PDF-"));
        // The same for staff, and the same bytes; for others there is nothing.
        assert_eq!(get(&house, Some(contest.second), &path).await.2, content);
        let colleague = house.teacher("Els Peeters", &contest.schools[0][0]).await;
        for who in [colleague, contest.teachers[1], contest.juror, house.foreign_staff().await, house.admin().await, house.service().await] {
            assert_eq!(get(&house, Some(who), &path).await.0, StatusCode::NOT_FOUND, "{who:?}");
        }
        assert_eq!(get(&house, None, &path).await.0, StatusCode::UNAUTHORIZED);
        // A photo that is withdrawn is in no kit, and a label that is revoked has none.
        withdraw(&house, winner, &shown, None).await.done();
        let less = get(&house, Some(winner), &path).await.2;
        assert_eq!(zip::ZipArchive::new(Cursor::new(less)).unwrap().len(), 4);
        let revoke = json!({ "labelId": label.at("/labels/nodes/0/id"), "reason": "Fraude." });
        house.act(contest.staff, "revokeLabel", revoke, "label { isValid }").await.done();
        for who in [winner, contest.staff] {
            let (status, _, content) = get(&house, Some(who), &path).await;
            assert!(status != StatusCode::OK && !String::from_utf8_lossy(&content).contains(&serial), "{status}");
        }
    }
}

trial! {
    async fn the_photos_of_a_prize_are_bounded(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let staff = contest.staff;
        for _ in 0..nql::photo::commands::MOST {
            house.added_photo(staff, &awards[0]).await;
        }
        let input = json!({ "prizeAwardId": awards[0], "uploadId": house.photo(staff).await, "occasion": "EVENT", "shows": "Te veel" });
        house.act(staff, "addPhoto", input, SHOWN).await.assert_refused(&["TOO_MANY"]);
    }
}
