//! A release before it goes out: what is shown is what is sent, and what is approved is all of it.

use std::collections::BTreeSet;

use entity::{
    application,
    ids::ApplicationId,
    kinds::{ApplicationStage, ApplicationState, MessageTemplate, Role, Track},
    message, user,
};
use nql::{
    fold::key,
    notification::text::{Frame, write},
    words::Language,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};

use crate::{
    support::{
        House, Person, Reply,
        given::{Results, on_each_criterion, unit},
    },
    trial,
};

const SHOWN: &str = "releasePreview { publicationBatch { id } hash isAsPrepared resultCount awardedCount notAwardedCount inadmissibleCount undecidedCount \
    missing { application { id } reason } changes { application { id } difference } hasMore \
    results { application { id } missing outcome motivation feedback parts { criterion { code } text } mail { language subject text } \
        certificate { name schoolName projectTitle track schoolYear } } }";

async fn look(house: &House, who: Person, input: Value) -> Reply {
    house.act(who, "releasePreview", input, SHOWN).await
}

/// The preview of the Flemish release.
async fn preview(house: &House, results: &Results) -> Value {
    look(house, results.staff, results.unit(Track::Nql)).await.done()["releasePreview"].clone()
}

/// It is written somewhere, whatever the rules say.
async fn set(house: &House, sql: &str) {
    house.db.connection().execute_unprepared(sql).await.unwrap();
}

trial! {
    async fn what_is_shown_before_is_what_teachers_read_after(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let before = preview(&house, &results).await;
        assert_eq!((&before["publicationBatch"], &before["isAsPrepared"], &before["changes"], &before["missing"]), (&Value::Null, &json!(false), &json!([]), &json!([])));
        let counts = ["resultCount", "awardedCount", "notAwardedCount", "inadmissibleCount", "undecidedCount"].map(|of| before[of].as_i64().unwrap());
        assert_eq!(counts, [2, 1, 1, 0, 0]);
        let prepared = results.prepare(&house, Track::Nql).await;
        assert_eq!(prepared.at("/it/publicationBatch/setHash"), &before["hash"]);
        let now = preview(&house, &results).await;
        assert_eq!((&now["isAsPrepared"], &now["publicationBatch"]["id"]), (&json!(true), prepared.at("/it/publicationBatch/id")));
        let input = json!({ "publicationBatchId": now["publicationBatch"]["id"], "expectedHash": now["hash"] });
        house.act(results.second, "approvePublication", input, "publicationBatch { id }").await.done();
        house.publish(results.staff, now["publicationBatch"]["id"].as_str().unwrap(), 2).await.done();
        let of = message::Column::Template.eq(MessageTemplate::ResultPublished);
        let mails = message::Entity::find().filter(of).all(house.db.connection()).await.unwrap();
        assert_eq!(mails.len(), 2);
        let users = user::Entity::find().all(house.db.connection()).await.unwrap();
        for shown in now["results"].as_array().unwrap() {
            let id = shown["application"]["id"].as_str().unwrap();
            let mail = mails.iter().find(|mail| mail.dedup_key.contains(id)).unwrap();
            let reader = users.iter().find(|user| user.id == mail.recipient_id).unwrap();
            let frame = Frame { name: &reader.name, front: "", link: None };
            let sent = write(mail.template, Language::of(&mail.locale), &mail.facts, frame).unwrap();
            assert_eq!(shown["mail"], json!({ "language": "nl", "subject": sent.subject, "text": sent.text }));
            let query = "query($id: ID!) { application(id: $id) { project { title } school { name } campaign { schoolYear } decision { outcome motivation } feedback { text parts { criterion { code } text } } label { teacher { name } } } }";
            let page = house.ask(Person { id: reader.id, role: Role::Teacher }, query, json!({ "id": id })).await.at("/application").clone();
            assert_eq!((&shown["outcome"], &shown["motivation"]), (&page["decision"]["outcome"], &page["decision"]["motivation"]));
            assert_eq!((&shown["feedback"], &shown["parts"]), (&page["feedback"]["text"], &page["feedback"]["parts"]));
            assert_eq!(shown["certificate"].is_null(), page["label"].is_null());
            if !page["label"].is_null() {
                assert_eq!(shown["certificate"], json!({
                    "name": page["label"]["teacher"]["name"], "schoolName": page["school"]["name"], "projectTitle": page["project"]["title"],
                    "track": "NQL", "schoolYear": page["campaign"]["schoolYear"],
                }));
            }
        }
        look(&house, results.staff, results.unit(Track::Nql)).await.assert_refused(&["ALREADY_RELEASED"]);
    }

    async fn a_release_is_looked_at_by_staff_of_its_community_alone(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let input = results.unit(Track::Nql);
        for other in [results.teacher, results.juror, house.service().await, house.admin().await] {
            look(&house, other, input.clone()).await.assert_error("FORBIDDEN");
        }
        look(&house, results.german_staff, input.clone()).await.assert_refused(&["OTHER_COMMUNITY"]);
        look(&house, results.staff, json!({ "campaignId": results.campaign, "track": "NQL" })).await.assert_refused(&["COMMUNITY_MISSING"]);
        let shared = json!({ "campaignId": results.campaign, "track": "BELGICA", "community": "VL" });
        look(&house, results.staff, shared).await.assert_refused(&["COMMUNITY_SHARED"]);
        for first in [0, 101] {
            let mut input = input.clone();
            input["first"] = json!(first);
            look(&house, results.staff, input).await.assert_refused(&["HOW_MANY"]);
        }
        // Belgica is of everybody's.
        results.decide(&house, Track::Belgica).await;
        look(&house, results.german_staff, results.unit(Track::Belgica)).await.done();
    }

    async fn what_is_missing_is_told_with_where(house) {
        let results = house.results().await;
        let gaps = async || {
            let preview = preview(&house, &results).await;
            let mut of_good: Vec<String> = Vec::new();
            for gap in preview["missing"].as_array().unwrap() {
                if gap["application"]["id"] == results.good {
                    of_good.push(gap["reason"].as_str().unwrap().to_owned());
                }
            }
            let shown = preview["results"].as_array().unwrap().iter().find(|one| one["application"]["id"] == results.good).unwrap();
            assert_eq!(shown["missing"], json!(of_good));
            (of_good, shown["mail"].is_null(), preview["undecidedCount"].as_i64().unwrap())
        };
        assert_eq!(gaps().await, (vec!["NOT_DECIDED".to_owned(), "FEEDBACK_MISSING".to_owned()], true, 2));
        results.propose(&house, Track::Nql).await;
        assert_eq!(gaps().await.0, ["MOTIVATION_MISSING", "FEEDBACK_MISSING", "NOT_RATIFIED"]);
        results.motivate(&house, &results.good).await;
        results.advise(&house, &results.good).await;
        assert_eq!(gaps().await, (vec!["TEXTS_NOT_APPROVED".to_owned(), "NOT_RATIFIED".to_owned()], false, 0));
        results.approve_texts(&house, &results.good).await;
        results.ratify(&house, &results.good).await;
        assert_eq!(gaps().await.0, [""; 0]);
        assert_eq!(preview(&house, &results).await["missing"].as_array().unwrap().len(), 3, "the other one");
    }

    async fn results_are_shown_page_by_page(house) {
        let results = house.results().await;
        let mut input = results.unit(Track::Nql);
        input["first"] = json!(1);
        let first = look(&house, results.staff, input.clone()).await.done()["releasePreview"].clone();
        assert_eq!((first["results"].as_array().unwrap().len(), &first["hasMore"]), (1, &json!(true)));
        input["after"] = first["results"][0]["application"]["id"].clone();
        let second = look(&house, results.staff, input).await.done()["releasePreview"].clone();
        assert_eq!((second["results"].as_array().unwrap().len(), &second["hasMore"]), (1, &json!(false)));
        let mut seen = vec![first["results"][0]["application"]["id"].clone(), second["results"][0]["application"]["id"].clone()];
        seen.sort_by_key(Value::to_string);
        let mut both = vec![json!(results.good), json!(results.weak)];
        both.sort_by_key(Value::to_string);
        assert_eq!((seen, &first["hash"], second["resultCount"].as_i64()), (both, &second["hash"], Some(2)));
    }

    async fn how_results_differ_from_what_was_prepared_is_told(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.prepare(&house, Track::Nql).await;
        house.save_texts(results.staff, &results.weak, json!({ "criteria": on_each_criterion("Nog eens.") })).await.done();
        let now = preview(&house, &results).await;
        assert_eq!(now["changes"], json!([{ "application": { "id": results.weak }, "difference": "CHANGED" }]));
        assert_eq!((&now["isAsPrepared"], &now["missing"]), (&json!(false), &json!([{ "application": { "id": results.weak }, "reason": "TEXTS_NOT_APPROVED" }])));
        // One leaves the release, and comes back.
        let id = results.good.parse::<ApplicationId>().unwrap();
        let now_is = async |state: ApplicationState, stage: Option<ApplicationStage>| {
            let row = application::ActiveModel { id: Set(id), state: Set(state), stage: Set(stage), ..Default::default() };
            row.update(house.db.connection()).await.unwrap();
        };
        now_is(ApplicationState::Withdrawn, None).await;
        house.approve_texts(results.staff, &results.weak).await.done();
        let now = preview(&house, &results).await;
        let kinds: BTreeSet<&str> = now["changes"].as_array().unwrap().iter().map(|one| one["difference"].as_str().unwrap()).collect();
        assert_eq!(kinds, BTreeSet::from(["CHANGED", "REMOVED"]));
        results.prepare(&house, Track::Nql).await;
        now_is(ApplicationState::Complete, Some(ApplicationStage::Decided)).await;
        assert_eq!(preview(&house, &results).await["changes"], json!([{ "application": { "id": results.good }, "difference": "ADDED" }]));
    }

    async fn whichever_word_changes_what_was_approved_does_not_go_out(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let (id, version) = results.approved(&house, Track::Nql).await;
        let approved = preview(&house, &results).await["hash"].clone();
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let named = |table: &str, column: &str, old: &str, new: &str| {
            let to = |text: &str| format!("UPDATE {table} SET {column} = {0}, {column}_key = {1} WHERE {column} IN ({2}, {3})", quoted(text), quoted(&key(text)), quoted(old), quoted(new));
            (to(new), to(old))
        };
        let plain = |table: &str, column: &str, old: &str, new: &str| {
            let to = |from: &str, text: &str| format!("UPDATE {table} SET {column} = {} WHERE {column} = {}", quoted(text), quoted(from));
            (to(old, new), to(new, old))
        };
        let sources = [
            ("name of the teacher", named("\"user\"", "name", "Lotte Verhaegen", "Lotte Verhagen")),
            ("language of the teacher", ("UPDATE \"user\" SET locale = 'fr' WHERE name = 'Lotte Verhaegen'".to_owned(), "UPDATE \"user\" SET locale = 'nl' WHERE name = 'Lotte Verhaegen'".to_owned())),
            ("title of the project", named("project", "title", "De bijen", "De hommels")),
            ("name of the school", named("school", "name", "De Zeven Wegen", "De Acht Wegen")),
            ("explanation", plain("decision", "motivation", "Een sterk project.", "Een zwak project.")),
            ("feedback on the whole", plain("feedback", "text", "Werk vaker in gemengde groepjes.", "Werk nooit in groepjes.")),
            ("feedback on criteria", plain("feedback_part", "text", "Zo voort.", "Zo niet voort.")),
            ("address for questions", plain("campaign", "contact_email", "etwinning@epos.example", "iemand@epos.example")),
            ("page for questions", plain("campaign", "contact_url", "https://www.etwinning.example", "https://www.ergens.example")),
        ];
        for (what, (change, undo)) in sources {
            set(&house, &change).await;
            assert_ne!(preview(&house, &results).await["hash"], approved, "{what}");
            let written = house.written().await;
            house.publish(results.staff, &id, version).await.assert_refused(&["HASH_MISMATCH"]);
            assert_eq!(house.written().await, written, "{what}");
            set(&house, &undo).await;
            assert_eq!(preview(&house, &results).await["hash"], approved, "{what}");
        }
        house.publish(results.staff, &id, version).await.done();
    }

    async fn who_has_a_stake_in_a_result_does_not_look_at_the_release(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        house.works_at(results.second, &results.school).await;
        let refused = look(&house, results.second, unit(&results.campaign, Track::Nql, "VL")).await;
        refused.assert_refused(&["NOT_IMPARTIAL", "NOT_IMPARTIAL"]);
        assert!(!refused.text.contains("sterk project"), "{}", refused.text);
    }
}
