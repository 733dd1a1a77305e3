//! Publications: two people, one set, everything at once, first by e-mail and then on ESEP.

use std::collections::BTreeSet;

use entity::{
    application, audit_event,
    ids::PublicationItemId,
    kinds::{MailFailure, MessageStatus, MessageTemplate, Track},
    label, message, publication_batch, publication_item,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Results},
    trial,
};

async fn approve(house: &House, who: Person, batch: &str, hash: &Value) -> Reply {
    let input = json!({ "publicationBatchId": batch, "expectedHash": hash });
    house.act(who, "approvePublication", input, "publicationBatch { status version }").await
}

async fn publish(house: &House, who: Person, batch: &str, version: i64) -> Reply {
    house.publish(who, batch, version).await
}

async fn schedule(house: &House, who: Person, batch: &str, (version, is_scheduled): (i64, bool)) -> Reply {
    let input = json!({ "publicationBatchId": batch, "expectedVersion": version, "isScheduled": is_scheduled });
    let shown = "publicationBatch { isScheduled goesOutAt heldAt version }";
    house.act(who, "scheduleRelease", input, shown).await
}

async fn reached(house: &House, who: Person, item: &str, how: &str) -> Reply {
    let input = json!({ "publicationItemId": item, "how": how });
    house.act(who, "markReachedOtherwise", input, "publicationItem { emailStatus reachedAt }").await
}

async fn on_esep(house: &House, who: Person, items: &[&str]) -> Reply {
    house
        .act(
            who,
            "markEsepPublished",
            json!({ "publicationItemIds": items }),
            "publicationItems { emailStatus esepStatus }",
        )
        .await
}

/// The item of an application in a release, as staff see it.
async fn item(house: &House, who: Person, results: &Results, track: &str, application: &str) -> String {
    let query = "query($id: ID!, $track: Track!) { publicationBatches(campaignId: $id, filter: { track: { eq: $track } }) { nodes { items { nodes { id application { id } } } } } }";
    let reply = house.ask(who, query, json!({ "id": results.campaign, "track": track })).await;
    let batches = reply.at("/publicationBatches/nodes").as_array().unwrap().clone();
    let mut nodes = batches.iter().flat_map(|batch| batch["items"]["nodes"].as_array().unwrap());
    let found = nodes.find(|node| node["application"]["id"] == application);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

/// The status of the release of a track, for NQL of the Flemish one.
async fn batch_state(house: &House, results: &Results, track: &str) -> String {
    let query = "query($id: ID!) { publicationBatches(campaignId: $id) { nodes { track community status } } }";
    let reply = house.ask(results.staff, query, json!({ "id": results.campaign })).await;
    let batches = reply.at("/publicationBatches/nodes").as_array().unwrap().clone();
    let found = batches.iter().find(|batch| batch["track"] == track && batch["community"] != "DG");
    found.unwrap()["status"].as_str().unwrap().to_owned()
}

async fn campaign_status(house: &House, results: &Results) -> String {
    let query = "query($id: ID!) { campaign(id: $id) { status } }";
    house.ask(results.staff, query, json!({ "id": results.campaign })).await.text_at("/campaign/status")
}

const BOUNCED: &str = "publicationItems { emailStatus reachedAt bouncedAt }";
const EXCUSED: &str = "publicationItems { esepStatus }";

/// The mail server took every mail.
async fn all_sent(house: &House) {
    for mail in message::Entity::find().all(house.db.connection()).await.unwrap() {
        let sent = message::ActiveModel {
            id: Set(mail.id),
            state: Set(MessageStatus::Sent),
            failure: Set(None),
            sent_at: Set(Some(house.clock.now())),
            ..Default::default()
        };
        sent.update(house.db.connection()).await.unwrap();
    }
}

async fn others(house: &House, results: &Results) -> [Person; 3] {
    [results.teacher, results.juror, house.service().await]
}

trial! {
    async fn nothing_is_prepared_without_ratified_decisions_and_approved_feedback(house) {
        let results = house.results().await;
        results.prepare(&house, Track::Nql).await.assert_refused(&["NOT_RATIFIED", "FEEDBACK_MISSING"]);
        let draft = house.act(results.staff, "createCampaign", {
            let mut input = House::campaign_input();
            input["schoolYear"] = json!("2026-2027");
            input
        }, "campaign { id }").await.text_at("/it/campaign/id");
        let input = json!({ "campaignId": draft, "track": "NQL", "community": "VL" });
        house.act(results.staff, "preparePublication", input.clone(), "publicationBatch { id }").await.assert_refused(&["NOTHING_TO_PUBLISH"]);
        for other in others(&house, &results).await.into_iter().chain([house.admin().await]) {
            house.act(other, "preparePublication", input.clone(), "publicationBatch { id }").await.assert_error("FORBIDDEN");
        }
        // A release of NQL is of one community, by its own staff; one of Belgica is of all.
        for (input, code) in [
            (json!({ "campaignId": results.campaign, "track": "NQL" }), "COMMUNITY_MISSING"),
            (json!({ "campaignId": results.campaign, "track": "NQL", "community": "DG" }), "OTHER_COMMUNITY"),
            (json!({ "campaignId": results.campaign, "track": "BELGICA", "community": "VL" }), "COMMUNITY_SHARED"),
        ] {
            house.act(results.staff, "preparePublication", input, "publicationBatch { id }").await.assert_refused(&[code]);
        }
        assert_eq!(house.count::<publication_batch::Entity>().await, 0);
        results.decide(&house, Track::Nql).await;
        let reply = results.prepare(&house, Track::Nql).await;
        assert_eq!(reply.done()["publicationBatch"]["status"], "PREPARED");
        assert_eq!(reply.text_at("/it/publicationBatch/setHash").len(), 64);
        assert_eq!(house.count::<publication_item::Entity>().await, 2);
        results.prepare(&house, Track::Nql).await.assert_refused(&["ALREADY_PREPARED"]);
    }

    async fn a_second_person_approves_exactly_what_was_prepared(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let prepared = results.prepare(&house, Track::Nql).await;
        let (id, hash) = (prepared.text_at("/it/publicationBatch/id"), prepared.at("/it/publicationBatch/setHash").clone());
        approve(&house, results.staff, &id, &hash).await.assert_refused(&["SAME_PERSON"]);
        approve(&house, results.second, &id, &json!("0".repeat(64))).await.assert_refused(&["HASH_MISMATCH"]);
        for other in others(&house, &results).await {
            approve(&house, other, &id, &hash).await.assert_error("FORBIDDEN");
        }
        for act in ["approvePublication", "publishResults", "scheduleRelease"] {
            let mut input = json!({ "publicationBatchId": id });
            match act {
                "approvePublication" => input["expectedHash"] = hash.clone(),
                "publishResults" => input["expectedVersion"] = json!(1),
                _ => (input["expectedVersion"], input["isScheduled"]) = (json!(1), json!(true)),
            }
            house.act(results.german_staff, act, input, "__typename").await.assert_error("FORBIDDEN");
        }
        publish(&house, results.staff, &id, 1).await.assert_refused(&["WRONG_STATUS"]);
        let admin = house.admin().await;
        assert_eq!(approve(&house, admin, &id, &hash).await.done()["publicationBatch"], json!({ "status": "APPROVED", "version": 2 }));
        approve(&house, results.second, &id, &hash).await.assert_refused(&["WRONG_STATUS"]);
        // Feedback changes after the approval: what was approved must not go out.
        house.save_texts(results.staff, &results.good, json!({ "feedback": "Toch anders." })).await.done();
        publish(&house, results.staff, &id, 2).await.assert_refused(&["HASH_MISMATCH"]);
        results.prepare(&house, Track::Nql).await.assert_refused(&["FEEDBACK_MISSING"]);
        house.approve_texts(results.staff, &results.good).await.done();
        publish(&house, results.staff, &id, 2).await.assert_refused(&["HASH_MISMATCH"]);
        let again = results.prepare(&house, Track::Nql).await;
        assert_eq!(again.done()["publicationBatch"]["status"], "PREPARED");
        assert_ne!(again.at("/it/publicationBatch/setHash"), &hash);
        assert_eq!(again.text_at("/it/publicationBatch/id"), id);
        approve(&house, results.second, &id, &hash).await.assert_refused(&["HASH_MISMATCH"]);
        approve(&house, results.second, &id, again.at("/it/publicationBatch/setHash")).await.done();
        assert_eq!(house.count::<publication_item::Entity>().await, 2);
        assert_eq!(house.count::<label::Entity>().await, 0);
    }

    async fn a_title_or_school_that_is_called_otherwise_is_approved_again(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let (id, version) = results.approved(&house, Track::Nql).await;
        let db = house.db.connection();
        let school: entity::ids::SchoolId = results.school.parse().unwrap();
        let project: entity::ids::ProjectId = results.project.parse().unwrap();
        let called = async |name: &str, title: &str| {
            let row = entity::school::ActiveModel { id: Set(school), name: Set(name.to_owned()), name_key: Set(nql::fold::key(name)), ..Default::default() };
            row.update(db).await.unwrap();
            let row = entity::project::ActiveModel { id: Set(project), title: Set(title.to_owned()), title_key: Set(nql::fold::key(title)), ..Default::default() };
            row.update(db).await.unwrap();
        };
        called("De Acht Wegen", "De bijen").await;
        publish(&house, results.staff, &id, version).await.assert_refused(&["HASH_MISMATCH"]);
        called("De Zeven Wegen", "De wespen en de bijen").await;
        publish(&house, results.staff, &id, version).await.assert_refused(&["HASH_MISMATCH"]);
        called("De Zeven Wegen", "De bijen").await;
        publish(&house, results.staff, &id, version).await.done();
    }

    async fn results_go_out_all_at_once_and_name_no_juror(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.decide(&house, Track::Belgica).await;
        let (id, version) = results.approved(&house, Track::Nql).await;
        let seen = "query($id: ID!) { application(id: $id) { status publishedAt decision { outcome motivation } feedback { text } label { serial } } }";
        let before = house.ask(results.teacher, seen, json!({ "id": results.good })).await;
        let hidden = json!({ "status": "IN_EVALUATION", "publishedAt": null, "decision": null, "feedback": null, "label": null });
        assert_eq!(before.at("/application"), &hidden);
        publish(&house, results.staff, &id, 1).await.assert_refused(&["VERSION_CONFLICT"]);
        for other in others(&house, &results).await.into_iter().chain([house.admin().await]) {
            publish(&house, other, &id, version).await.assert_error("FORBIDDEN");
        }
        let results_mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::ResultPublished));
        assert_eq!(results_mails.clone().all(house.db.connection()).await.unwrap().len(), 0);
        let reply = publish(&house, results.staff, &id, version).await;
        assert_eq!(reply.done()["publicationBatch"]["status"], "EMAILED");
        let after = house.ask(results.teacher, seen, json!({ "id": results.good })).await;
        assert_eq!(after.at("/application/status"), "PUBLISHED");
        assert_eq!(after.at("/application/decision"), &json!({ "outcome": "AWARDED", "motivation": "Een sterk project." }));
        assert_eq!(after.at("/application/feedback/text"), "Werk vaker in gemengde groepjes.");
        assert_eq!(after.at("/application/label/serial"), "NQL-2025-0001");
        let belgica = house.ask(results.teacher, seen, json!({ "id": results.belgica })).await;
        assert_eq!(belgica.at("/application"), &hidden);
        let mails = results_mails.all(house.db.connection()).await.unwrap();
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().all(|mail| !mail.facts.to_string().contains("Claes")));
        let awarded: Vec<_> = mails.iter().filter(|mail| mail.facts["outcome"] == "AWARDED").collect();
        assert_eq!(awarded.len(), 1);
        assert_eq!(awarded[0].facts["projectTitle"], "De bijen");
        assert_eq!(house.count::<label::Entity>().await, 1);
        publish(&house, results.staff, &id, version + 1).await.assert_refused(&["WRONG_STATUS"]);
        results.prepare(&house, Track::Nql).await.assert_refused(&["ALREADY_PREPARED"]);
        results.publish(&house, Track::Belgica).await;
        assert_eq!(campaign_status(&house, &results).await, "DELIBERATION");
        results.publish_german(&house).await;
        assert_eq!(campaign_status(&house, &results).await, "PUBLISHED");
        let labels = house.ask(results.teacher, "{ labels { nodes { serial } } }", json!({})).await;
        let serials = labels.at("/labels/nodes").as_array().unwrap().clone();
        assert!(serials.contains(&json!({ "serial": "BEL-2025-0001" })), "{serials:?}");
    }

    async fn esep_comes_after_the_mail_or_another_way_to_the_reader(house) {
        let results = house.results().await;
        let service = house.service().await;
        results.decide(&house, Track::Nql).await;
        let (batch, version) = results.approved(&house, Track::Nql).await;
        let good = item(&house, results.staff, &results, "NQL", &results.good).await;
        reached(&house, results.staff, &good, "belde").await.assert_refused(&["NOT_RELEASED"]);
        // A program does not know of a release before it is out.
        on_esep(&house, service, &[&good]).await.assert_refused(&["NOT_FOUND"]);
        publish(&house, results.staff, &batch, version).await.done();
        results.publish_german(&house).await;
        let weak = item(&house, results.staff, &results, "NQL", &results.weak).await;
        let german = item(&house, results.german_staff, &results, "NQL", &results.inadmissible).await;
        on_esep(&house, service, &[&good, &weak]).await.assert_refused(&["MAIL_NOT_ACCEPTED", "MAIL_NOT_ACCEPTED"]);
        on_esep(&house, service, &[]).await.assert_refused(&["HOW_MANY"]);
        reached(&house, results.german_staff, &good, "belde").await.assert_error("NOT_FOUND");
        on_esep(&house, results.german_staff, &[&good]).await.assert_refused(&["NOT_FOUND"]);
        for other in [results.teacher, results.juror, house.admin().await] {
            reached(&house, other, &good, "belde").await.assert_error("FORBIDDEN");
            on_esep(&house, other, &[&good]).await.assert_error("FORBIDDEN");
        }
        reached(&house, service, &good, "belde").await.assert_error("FORBIDDEN");
        reached(&house, results.staff, &good, " ").await.assert_refused(&["HOW_MISSING"]);
        assert_eq!(reached(&house, results.staff, &good, "belde").await.done()["publicationItem"]["emailStatus"], "REACHED_OTHERWISE");
        reached(&house, results.staff, &good, "belde").await.assert_refused(&["ALREADY_REACHED"]);
        // The mail server took the mails of the others.
        let state = async |id: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on PublicationItem { emailStatus reachedAt } } }";
            house.ask(results.staff, query, json!({ "id": id })).await.at("/node").clone()
        };
        assert_eq!(state(&weak).await, json!({ "emailStatus": "QUEUED", "reachedAt": null }));
        let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::ResultPublished));
        let of_weak = publication_item::Entity::find_by_id(weak.parse::<PublicationItemId>().unwrap()).one(house.db.connection()).await.unwrap().unwrap();
        let given_up = message::ActiveModel {
            id: Set(of_weak.message_id.unwrap()), state: Set(MessageStatus::Failed), failure: Set(Some(MailFailure::Refused)), ..Default::default()
        };
        given_up.update(house.db.connection()).await.unwrap();
        assert_eq!(state(&weak).await["emailStatus"], "FAILED");
        for mail in mails.all(house.db.connection()).await.unwrap() {
            let sent = message::ActiveModel {
                id: Set(mail.id), state: Set(MessageStatus::Sent), failure: Set(None), sent_at: Set(Some(house.clock.now())), ..Default::default()
            };
            sent.update(house.db.connection()).await.unwrap();
        }
        assert_eq!(state(&weak).await, json!({ "emailStatus": "ACCEPTED", "reachedAt": house.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true) }));
        reached(&house, results.staff, &weak, "belde").await.assert_refused(&["ALREADY_REACHED"]);
        let reply = on_esep(&house, service, &[&good, &weak]).await;
        let marked = reply.done()["publicationItems"].as_array().unwrap();
        assert_eq!(marked.len(), 2);
        assert!(marked.iter().all(|one| one["esepStatus"] == "MARKED"));
        assert!(marked.iter().any(|one| one["emailStatus"] == "ACCEPTED"));
        on_esep(&house, service, &[&good]).await.assert_refused(&["ALREADY_MARKED"]);
        // It does not wait for the other community.
        assert_eq!(batch_state(&house, &results, "NQL").await, "ESEP_DONE");
        on_esep(&house, results.german_staff, &[&german]).await.done();
    }

    async fn a_text_that_is_missing_in_one_community_holds_up_no_other_and_nobody_learns_of_its_results(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.decide(&house, Track::Belgica).await;
        // One German text is not approved.
        house.save_texts(results.german_staff, &results.inadmissible, json!({ "feedback": "Doch anders." })).await.done();
        let german = crate::support::given::unit(&results.campaign, Track::Nql, "DG");
        house.act(results.german_staff, "preparePublication", german, "__typename").await.assert_refused(&["FEEDBACK_MISSING"]);
        let prize = json!({ "campaignId": results.campaign, "track": "NQL", "rank": 1, "title": "Prijs", "components": [{ "kind": "MONEY", "amountCents": 100, "description": "Geld" }] });
        let prize = house.act(results.staff, "definePrize", prize, "prize { id }").await.text_at("/it/prize/id");
        let award = json!({ "prizeId": prize, "projectId": results.project, "schoolIds": [results.school] });
        let award = house.act(results.staff, "awardPrize", award, "prizeAward { id }").await.text_at("/it/prizeAward/id");
        house.act(results.second, "ratifyPrizeAward", json!({ "prizeAwardId": award, "expectedVersion": 1 }), "__typename").await.done();
        let uta = application::Entity::find_by_id(results.inadmissible.parse::<entity::ids::ApplicationId>().unwrap()).one(house.db.connection()).await.unwrap().unwrap();
        let uta = Person { id: uta.teacher_id, role: entity::kinds::Role::Teacher };
        let service = house.service().await;
        let all = "query($id: ID!) { application(id: $id) { status publishedAt decision { outcome } feedback { text } label { serial } }             prizes { totalCount } eqlCandidacies { totalCount } labels { totalCount } applications { totalCount nodes { status publishedAt } } currentCampaign { status } }";
        let known = async || house.ask(uta, all, json!({ "id": results.inadmissible })).await.text;
        let at_first = known().await;
        results.publish_own(&house, Track::Nql).await;
        results.publish(&house, Track::Belgica).await;
        assert_eq!(known().await, at_first, "she learns nothing");
        assert_eq!(house.ask(results.teacher, all, json!({ "id": results.good })).await.at("/application/decision/outcome"), "AWARDED");
        let of_service = "query($id: ID!) { publicationBatches(campaignId: $id) { totalCount nodes { community items { totalCount } } } eqlCandidacies { totalCount } }";
        let seen = house.ask(service, of_service, json!({ "id": results.campaign })).await;
        assert_eq!((seen.number_at("/publicationBatches/totalCount"), seen.number_at("/eqlCandidacies/totalCount")), (2, 0));
        assert!(!seen.text.contains("DG"), "{}", seen.text);
        // A prize would tell her that there is none for her.
        let announce = json!({ "campaignId": results.campaign, "track": "NQL" });
        house.act(results.staff, "announcePrizes", announce.clone(), "__typename").await.assert_refused(&["NOT_PUBLISHED"]);
        let version = house.version(results.staff, "campaign", &results.campaign).await;
        let archive = json!({ "campaignId": results.campaign, "expectedVersion": version });
        house.act(results.staff, "archiveCampaign", archive, "__typename").await.assert_refused(&["RESULTS_AHEAD"]);
        assert_eq!(campaign_status(&house, &results).await, "DELIBERATION");
        assert_eq!(known().await, at_first, "nor by what was tried");
        house.approve_texts(results.german_staff, &results.inadmissible).await.done();
        results.publish_german(&house).await;
        assert_eq!(campaign_status(&house, &results).await, "PUBLISHED");
        house.act(results.staff, "announcePrizes", announce, "__typename").await.done();
        assert_ne!(known().await, at_first);
    }

    async fn results_go_out_before_the_planned_instant_only_with_a_reason_that_is_kept(house) {
        let results = house.results().await;
        results.decide(&house, Track::Belgica).await;
        let (id, version) = results.approved(&house, Track::Belgica).await;
        let input = |reason: Value| json!({ "publicationBatchId": id, "expectedVersion": version, "reason": reason });
        let written = house.written().await;
        for reason in [Value::Null, json!(" ")] {
            house.act(results.staff, "publishResults", input(reason), "__typename").await.assert_refused(&["EARLIER_THAN_PLANNED"]);
        }
        assert_eq!(house.written().await, written);
        house.act(results.staff, "publishResults", input(json!("De pers weet het al.")), "__typename").await.done();
        let kept = audit_event::Entity::find().filter(audit_event::Column::Reason.eq("De pers weet het al.")).all(house.db.connection()).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.action.as_str()).collect::<Vec<_>>(), ["publishResults"]);
    }

    async fn at_the_planned_instant_no_reason_is_needed(house) {
        let results = house.results().await;
        results.decide(&house, Track::Belgica).await;
        let (id, version) = results.approved(&house, Track::Belgica).await;
        house.set_day("2026-10-31");
        house.act(results.staff, "publishResults", json!({ "publicationBatchId": id, "expectedVersion": version }), "__typename").await.done();
    }

    async fn an_approved_release_goes_out_by_itself_once_and_not_before(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let prepared = results.prepare(&house, Track::Nql).await;
        let id = prepared.text_at("/it/publicationBatch/id");
        schedule(&house, results.staff, &id, (1, true)).await.assert_refused(&["WRONG_STATUS"]);
        approve(&house, results.second, &id, prepared.at("/it/publicationBatch/setHash")).await.done();
        let (german, german_version) = results.german_approved(&house).await;
        let written = house.written().await;
        for other in others(&house, &results).await.into_iter().chain([house.admin().await]) {
            schedule(&house, other, &id, (2, true)).await.assert_error("FORBIDDEN");
        }
        schedule(&house, results.staff, &id, (1, true)).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.written().await, written);
        let planned = json!("2026-10-30T23:00:00.000Z");
        assert_eq!(schedule(&house, results.staff, &id, (2, true)).await.done()["publicationBatch"], json!({ "isScheduled": true, "goesOutAt": planned, "heldAt": null, "version": 3 }));
        schedule(&house, results.german_staff, &german, (german_version, true)).await.done();
        let not = schedule(&house, results.german_staff, &german, (german_version + 1, false)).await;
        assert_eq!(not.done()["publicationBatch"]["goesOutAt"], Value::Null);
        let release = async || house.wait().await;
        let mails = async || {
            let of = message::Column::Template.eq(MessageTemplate::ResultPublished);
            message::Entity::find().filter(of).all(house.db.connection()).await.unwrap().len()
        };
        house.set_day("2026-10-30");
        assert_eq!((release().await, mails().await), (0, 0));
        house.set_day("2026-10-31");
        let (one, other) = tokio::join!(release(), release());
        assert_eq!((one + other, mails().await, release().await), (1, 2, 0));
        assert_eq!(batch_state(&house, &results, "NQL").await, "EMAILED");
        assert_eq!(house.count::<label::Entity>().await, 1);
        let of = audit_event::Column::Action.eq("publishResults");
        let kept = audit_event::Entity::find().filter(of).all(house.db.connection()).await.unwrap();
        assert_eq!(kept.iter().map(|one| (one.actor_id, one.facts.as_ref().unwrap()["isScheduled"].clone())).collect::<Vec<_>>(), [(None, json!(true))]);
        schedule(&house, results.staff, &id, (4, false)).await.assert_refused(&["WRONG_STATUS"]);
        // The other one was taken back, and waits for a person.
        publish(&house, results.german_staff, &german, german_version + 2).await.done();
    }

    async fn a_release_that_changed_since_it_was_approved_does_not_go_out_by_itself_and_staff_see_that(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let (id, version) = results.approved(&house, Track::Nql).await;
        schedule(&house, results.staff, &id, (version, true)).await.done();
        let (german, german_version) = results.german_approved(&house).await;
        schedule(&house, results.german_staff, &german, (german_version, true)).await.done();
        house.save_texts(results.staff, &results.good, json!({ "feedback": "Toch anders." })).await.done();
        house.approve_texts(results.staff, &results.good).await.done();
        house.set_day("2026-10-31");
        assert_eq!(house.wait().await, 2, "one is held, the other one goes out");
        let seen = "query($id: ID!) { publicationBatches(campaignId: $id, filter: { community: { eq: VL } }) { nodes { status isScheduled goesOutAt heldAt version } } }";
        let seen = async || house.ask(results.staff, seen, json!({ "id": results.campaign })).await.at("/publicationBatches/nodes/0").clone();
        let held = house.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        assert_eq!(seen().await, json!({ "status": "APPROVED", "isScheduled": false, "goesOutAt": null, "heldAt": held, "version": version + 2 }));
        assert_eq!(house.count::<label::Entity>().await, 0);
        let hidden = house.ask(results.teacher, "query($id: ID!) { application(id: $id) { status decision { outcome } } }", json!({ "id": results.good })).await;
        assert_eq!(hidden.at("/application"), &json!({ "status": "IN_EVALUATION", "decision": null }));
        schedule(&house, results.staff, &id, (version + 2, true)).await.assert_refused(&["HASH_MISMATCH"]);
        // It is prepared and approved again, and goes out.
        let (_, version) = results.approved(&house, Track::Nql).await;
        assert_eq!(seen().await["heldAt"], Value::Null);
        schedule(&house, results.staff, &id, (version, true)).await.done();
        assert_eq!(house.wait().await, 1);
        assert_eq!(house.count::<label::Entity>().await, 1);
    }

    async fn staff_see_which_forms_on_esep_are_missing_until_one_is_sent_or_excused(house) {
        let results = house.results().await;
        let missing = async |who: Person| {
            let query = "query($id: ID!) { applications(filter: { campaignId: { eq: $id }, isEsepFormMissing: { eq: true } }) { nodes { id isEsepFormMissing } } campaign(id: $id) { progress { applicationsWithoutEsepForm } } }";
            let reply = house.ask(who, query, json!({ "id": results.campaign })).await;
            let rows = reply.at("/applications/nodes").as_array().unwrap();
            assert_eq!((json!(rows.len()), rows.iter().all(|row| row["isEsepFormMissing"] == true)), (reply.at("/campaign/progress/applicationsWithoutEsepForm").clone(), true));
            rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
        };
        // Those of Belgica have no form there, and the German-speaking one is of other staff.
        assert_eq!(missing(results.staff).await, BTreeSet::from([results.good.clone(), results.weak.clone()]));
        assert_eq!(missing(results.german_staff).await.len(), 1);
        let asked = "query($id: ID!) { application(id: $id) { isEsepFormMissing } }";
        house.ask(results.teacher, asked, json!({ "id": results.good })).await.assert_error("FORBIDDEN");
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        assert_eq!(missing(results.staff).await.len(), 2);
        let sent = json!({ "applicationId": results.good, "submittedAt": "2025-10-01T10:00:00Z" });
        house.act(results.staff, "recordEsepSubmission", sent, "__typename").await.done();
        assert_eq!(missing(results.staff).await, BTreeSet::from([results.weak.clone()]));
        let item = item(&house, results.staff, &results, "NQL", &results.weak).await;
        house.act(results.staff, "excuseFromEsep", json!({ "publicationItemIds": [item], "reason": "Nooit verstuurd." }), "__typename").await.done();
        assert_eq!(missing(results.staff).await, BTreeSet::new());
    }

    async fn a_campaign_is_put_away_once_its_results_are_out_or_when_it_has_none(house) {
        let results = house.results().await;
        let archive = async |who: Person, campaign: &str| {
            let version = house.version(results.staff, "campaign", campaign).await;
            house.act(who, "archiveCampaign", json!({ "campaignId": campaign, "expectedVersion": version }), "campaign { status }").await
        };
        archive(results.staff, &results.campaign).await.assert_refused(&["RESULTS_AHEAD"]);
        for track in [Track::Nql, Track::Belgica] {
            results.decide(&house, track).await;
            results.publish(&house, track).await;
        }
        let written = house.written().await;
        for other in others(&house, &results).await {
            archive(other, &results.campaign).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        assert_eq!(archive(results.staff, &results.campaign).await.done()["campaign"]["status"], "ARCHIVED");
        archive(results.staff, &results.campaign).await.assert_refused(&["WRONG_STATUS"]);
        // Nobody handed in anything.
        let mut input = House::campaign_input();
        for (field, value) in [("schoolYear", "2026-2027"), ("name", "NQL 2026-2027"), ("registrationClosesOn", "2027-06-01"), ("submissionClosesOn", "2027-07-01"), ("esepWindowOpensOn", "2027-04-01"), ("esepWindowClosesOn", "2027-07-01"), ("evaluationsDueOn", "2027-09-15"), ("resultsPlannedOn", "2027-10-29")] {
            input[field] = json!(value);
        }
        let empty = house.open_campaign_of(results.staff, input).await;
        archive(results.staff, &empty).await.assert_refused(&["WRONG_STATUS"]);
        house.set_day("2027-07-02");
        house.move_campaign(results.staff, "closeCampaign", &empty).await;
        assert_eq!(archive(house.admin().await, &empty).await.done()["campaign"]["status"], "ARCHIVED");
    }

    async fn belgica_has_no_form_on_esep(house) {
        let results = house.results().await;
        results.decide(&house, Track::Belgica).await;
        results.publish(&house, Track::Belgica).await;
        let id = item(&house, results.staff, &results, "BELGICA", &results.belgica).await;
        on_esep(&house, results.staff, &[&id]).await.assert_refused(&["NOT_NEEDED"]);
        reached(&house, results.staff, &id, "persoonlijk").await.done();
        assert_eq!(batch_state(&house, &results, "BELGICA").await, "ESEP_DONE");
    }

    async fn a_release_of_belgica_is_over_when_its_mails_are_sent_until_one_comes_back(house) {
        let results = house.results().await;
        results.decide(&house, Track::Belgica).await;
        results.publish(&house, Track::Belgica).await;
        let id = item(&house, results.staff, &results, "BELGICA", &results.belgica).await;
        let bounce = json!({ "publicationItemIds": [id], "what": "550" });
        house.act(results.staff, "recordBounces", bounce.clone(), BOUNCED).await.assert_refused(&["NOT_SENT"]);
        assert_eq!(batch_state(&house, &results, "BELGICA").await, "EMAILED");
        all_sent(&house).await;
        // Nobody has to say so.
        assert_eq!(batch_state(&house, &results, "BELGICA").await, "ESEP_DONE");
        let written = house.written().await;
        for other in [results.teacher, results.juror, house.admin().await] {
            house.act(other, "recordBounces", bounce.clone(), BOUNCED).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let reply = house.act(house.service().await, "recordBounces", bounce.clone(), BOUNCED).await;
        let told = &reply.done()["publicationItems"][0];
        assert_eq!((&told["emailStatus"], &told["reachedAt"], told["bouncedAt"].is_string()), (&json!("FAILED"), &Value::Null, true));
        assert_eq!(batch_state(&house, &results, "BELGICA").await, "EMAILED");
        house.act(results.staff, "recordBounces", bounce.clone(), BOUNCED).await.assert_refused(&["NOT_SENT"]);
        reached(&house, results.staff, &id, "belde").await.done();
        assert_eq!(batch_state(&house, &results, "BELGICA").await, "ESEP_DONE");
        house.act(results.staff, "recordBounces", bounce, BOUNCED).await.assert_refused(&["ALREADY_REACHED"]);
    }

    async fn who_never_sent_the_form_on_esep_holds_up_no_release(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        all_sent(&house).await;
        let good = item(&house, results.staff, &results, "NQL", &results.good).await;
        let weak = item(&house, results.staff, &results, "NQL", &results.weak).await;
        on_esep(&house, results.staff, &[&good]).await.done();
        let excuse = |reason: &str| json!({ "publicationItemIds": [weak], "reason": reason });
        house.act(results.staff, "excuseFromEsep", excuse(" "), EXCUSED).await.assert_refused(&["REASON_MISSING"]);
        let written = house.written().await;
        for other in [results.teacher, results.juror, house.admin().await, house.service().await] {
            house.act(other, "excuseFromEsep", excuse("x"), EXCUSED).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        assert_eq!(batch_state(&house, &results, "NQL").await, "EMAILED");
        let reply = house.act(results.staff, "excuseFromEsep", excuse("Nooit verstuurd op ESEP."), EXCUSED).await;
        assert_eq!(reply.done()["publicationItems"][0]["esepStatus"], "EXCUSED");
        assert_eq!(batch_state(&house, &results, "NQL").await, "ESEP_DONE");
        // It came after all.
        let reply = on_esep(&house, results.staff, &[&weak]).await;
        assert_eq!(reply.done()["publicationItems"][0]["esepStatus"], "MARKED");
        house.act(results.staff, "excuseFromEsep", excuse("x"), EXCUSED).await.assert_refused(&["ALREADY_MARKED"]);
        // A mail that comes back later makes it open again.
        let bounce = json!({ "publicationItemIds": [weak] });
        house.act(results.staff, "recordBounces", bounce, "publicationItems { emailStatus }").await.done();
        assert_eq!(batch_state(&house, &results, "NQL").await, "EMAILED");
    }
}
