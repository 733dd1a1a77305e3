//! Two windows on one draft, of a teacher and of a juror: what each writes is saved beside the other, or is kept and told.

use std::collections::BTreeMap;

use entity::{audit_event, refused_text};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Value, json};

use crate::{
    application::scene,
    support::{House, Person, Reply},
    trial,
};

/// Saves of a run.
const SAVES: usize = 80;

/// A text by its place: code of the criterion, or nothing, and name of the field.
type Texts = BTreeMap<(&'static str, &'static str), String>;

/// What is saved, by whom.
struct Draft<'a> {
    house: &'a House,
    who: Person,
    id: String,
    mutation: &'static str,
    /// The list of the input, and the places that there are.
    list: &'static str,
    places: &'static [(&'static str, &'static str)],
}

impl Draft<'_> {
    async fn save(&self, version: i64, texts: &Texts) -> Reply {
        let id = if self.list == "scores" { "assignmentId" } else { "applicationId" };
        let mut input = json!({ id: self.id, "expectedVersion": version });
        let mut items: BTreeMap<&str, Value> = BTreeMap::new();
        for ((code, field), text) in texts {
            if code.is_empty() {
                input[*field] = json!(text);
            } else {
                items.entry(code).or_insert_with(|| json!({ "criterionCode": code }))[*field] = json!(text);
            }
        }
        input[self.list] = items.into_values().collect();
        let shown = if self.list == "scores" {
            "stored: evaluation { version comment internalNote items: scores { criterion { code } comment } }"
        } else {
            "stored: application { version summary items: answers { criterion { code } text ownTeacher example } }"
        };
        self.house.act(self.who, self.mutation, input, shown).await
    }

    /// The texts of an answer, and their version.
    fn read(&self, stored: &Value) -> (i64, Texts) {
        let text = |(code, field): (&str, &str)| {
            let item = stored["items"].as_array().unwrap().iter().find(|item| item["criterion"]["code"] == code);
            let whole = if code.is_empty() { Some(stored) } else { item };
            whole.and_then(|it| it[field].as_str()).unwrap_or_default().to_owned()
        };
        (stored["version"].as_i64().unwrap(), self.places.iter().map(|place| (*place, text(*place))).collect())
    }

    /// Everything that was kept because it was refused.
    async fn kept(&self) -> Vec<String> {
        let (query, at) = if self.list == "scores" {
            (
                "query($id: ID!) { assignment(id: $id) { it: refusedTexts(first: 100) { nodes { text } } } }",
                "assignment",
            )
        } else {
            (
                "query($id: ID!) { application(id: $id) { it: draftHistory(first: 100, filter: { isRefused: { eq: true } }) { nodes { text } } } }",
                "application",
            )
        };
        let reply = self.house.ask(self.who, query, json!({ "id": self.id })).await;
        let nodes = reply.at(&format!("/{at}/it/nodes")).as_array().unwrap().clone();
        nodes.iter().map(|node| node["text"].as_str().unwrap().to_owned()).collect()
    }

    /// Two windows save whatever they like. Nothing is replaced that a window has not seen, nothing is refused without need,
    /// and every word is stored or kept.
    async fn two_windows_save(&self, seed: u64) {
        let mut chance = StdRng::seed_from_u64(seed);
        let first = self.save(0, &Texts::new()).await;
        let mut stored = self.read(&first.body["data"]["it"]["stored"]);
        let mut windows = [stored.clone(), stored.clone()];
        let (mut taken, mut refused) = (0, 0);
        for turn in 0..SAVES {
            let window = &mut windows[chance.random_range(0..2)];
            let given: Texts = (0..chance.random_range(1..=2))
                .map(|one| (*self.places.choose(&mut chance).unwrap(), format!("beurt {turn} {one}")))
                .collect();
            let reply = self.save(window.0, &given).await;
            let is_unseen = given.keys().any(|place| stored.1[place] != window.1[place]);
            if is_unseen {
                reply.assert_refused(&["VERSION_CONFLICT"]);
                refused += 1;
                assert_eq!(
                    self.read(reply.at("/it/stored")),
                    stored,
                    "what is stored is answered, and has not changed"
                );
                let kept = self.kept().await;
                assert!(given.values().all(|text| kept.contains(text)), "{given:?} is not in {kept:?}");
            } else {
                let saved = self.read(&reply.done()["stored"]);
                taken += 1;
                stored.1.extend(given);
                stored.0 += 1;
                assert_eq!(saved, stored, "what is given is stored, and nothing else has changed");
            }
            // Some windows show what they were answered, others are left as they were.
            if chance.random_bool(0.7) {
                *window = stored.clone();
            }
        }
        assert!(taken > 10 && refused > 10, "{taken} taken, {refused} refused");
    }
}

trial! {
    async fn two_windows_of_a_teacher_lose_no_word_and_replace_nothing_unseen(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let places = &[("", "summary"), ("C1", "text"), ("C1", "ownTeacher"), ("C2", "text"), ("C3", "example")];
        let draft = Draft { house: &house, who: scene.teacher, id, mutation: "saveApplicationDraft", list: "answers", places };
        draft.two_windows_save(1).await;
    }

    async fn two_windows_of_a_juror_lose_no_word_and_replace_nothing_unseen(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let id = house.accepted(hearing.staff, juror, &hearing.application).await;
        let places = &[("", "comment"), ("", "internalNote"), ("C1", "comment"), ("C2", "comment"), ("G1", "comment")];
        let draft = Draft { house: &house, who: juror, id, mutation: "saveEvaluationDraft", list: "scores", places };
        draft.two_windows_save(2).await;
    }

    async fn score_and_comment_are_saved_from_two_windows_and_the_same_score_is_no_conflict(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let id = house.accepted(hearing.staff, juror, &hearing.application).await;
        let save = async |version: Value, score: Value| {
            let input = json!({ "assignmentId": id, "expectedVersion": version, "scores": [score] });
            house.act(juror, "saveEvaluationDraft", input, "evaluation { version scores { score comment } }").await
        };
        save(Value::Null, json!({ "criterionCode": "C1", "score": 4 })).await.done();
        // The other window saw nothing yet.
        let merged = save(Value::Null, json!({ "criterionCode": "C1", "comment": "Goed." })).await;
        assert_eq!(merged.done()["evaluation"], json!({ "version": 2, "scores": [{ "score": 4, "comment": "Goed." }] }));
        assert_eq!(save(json!(0), json!({ "criterionCode": "C1", "score": 4 })).await.number_at("/it/evaluation/version"), 2);
        let behind = save(json!(0), json!({ "criterionCode": "C1", "score": 2, "comment": "Goed." })).await;
        behind.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(behind.at("/it/evaluation"), &json!({ "version": 2, "scores": [{ "score": 4, "comment": "Goed." }] }));
        save(json!(1), json!({ "criterionCode": "C1", "score": null })).await.done();
        save(json!(9), json!({ "criterionCode": "C2", "score": 1 })).await.assert_refused(&["VERSION_CONFLICT"]);
        let query = "query($id: ID!) { assignment(id: $id) { refusedTexts { nodes { field criterion { code } text version } } } }";
        let kept = house.ask(juror, query, json!({ "id": id })).await;
        assert_eq!(kept.at("/assignment/refusedTexts/nodes"), &json!([
            { "field": "SCORE", "criterion": { "code": "C2" }, "text": "1", "version": 9 },
            { "field": "SCORE", "criterion": { "code": "C1" }, "text": "2", "version": 0 },
        ]));
    }

    async fn what_a_juror_could_not_save_is_kept_once_and_read_by_nobody_else(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let other = house.juror(&hearing, "Sam Peeters").await;
        let id = house.accepted(hearing.staff, juror, &hearing.application).await;
        let save = async |version: i32, comment: &str| {
            let input = json!({ "assignmentId": id, "expectedVersion": version, "comment": comment, "internalNote": "Onder ons." });
            house.act(juror, "saveEvaluationDraft", input, "evaluation { comment }").await
        };
        house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
        let written = house.count::<audit_event::Entity>().await;
        for _ in 0..2 {
            let late = save(0, "Te laat.").await;
            late.assert_refused(&["EVALUATION_CLOSED"]);
            assert!(late.at("/it/evaluation").is_null(), "there is none");
        }
        assert_eq!(house.count::<audit_event::Entity>().await, written + 1, "word for word the same is kept once");
        save(0, &"é".repeat(10_001)).await.assert_refused(&["EVALUATION_CLOSED", "TEXT_TOO_LONG"]);
        assert_eq!(house.count::<refused_text::Entity>().await, 2);
        let query = "query($id: ID!) { assignment(id: $id) { refusedTexts { nodes { id text } } } }";
        let mine = house.ask(juror, query, json!({ "id": id })).await;
        let nodes = mine.at("/assignment/refusedTexts/nodes").as_array().unwrap().clone();
        assert_eq!(nodes.len(), 2);
        let node = json!({ "id": nodes[0]["id"] });
        let by_id = "query($id: ID!) { node(id: $id) { id } }";
        assert!(house.ask(juror, by_id, node.clone()).await.at("/node").is_object());
        for who in [other, hearing.staff, hearing.teacher, house.admin().await] {
            let seen = house.ask(who, by_id, node.clone()).await;
            assert!(seen.at("/node").is_null(), "{}", seen.text);
        }
        assert!(house.ask(other, query, json!({ "id": id })).await.at("/assignment").is_null());
        house.ask(hearing.staff, query, json!({ "id": id })).await.assert_error("FORBIDDEN");
        // Of each part the last twenty.
        for turn in 0..25 {
            save(0, &format!("Te laat, {turn}.")).await.assert_refused(&["EVALUATION_CLOSED"]);
        }
        assert_eq!(house.count::<refused_text::Entity>().await, 21);
    }

    async fn subjects_and_methods_are_chosen_in_two_windows(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let save = async |version: i32, more: Value| {
            let mut input = json!({ "applicationId": id, "expectedVersion": version });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(scene.teacher, "saveApplicationDraft", input, "application { version summary subjects methods }").await
        };
        save(1, json!({ "summary": "bijen" })).await.done();
        save(1, json!({ "subjects": ["HISTORY"] })).await.done();
        let both = save(1, json!({ "methods": ["DEBATE"] })).await;
        assert_eq!(both.done()["application"], json!({ "version": 4, "summary": "bijen", "subjects": ["HISTORY"], "methods": ["DEBATE"] }));
        save(2, json!({ "subjects": ["FRENCH"] })).await.assert_refused(&["VERSION_CONFLICT"]);
        save(2, json!({ "methods": [] })).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(save(2, json!({ "subjects": ["HISTORY"], "methods": ["DEBATE"] })).await.number_at("/it/application/version"), 4);
        assert_eq!(save(3, json!({ "subjects": ["FRENCH"] })).await.done()["application"]["subjects"], json!(["FRENCH"]));
    }
}
