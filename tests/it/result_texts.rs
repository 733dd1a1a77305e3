//! The texts that a teacher reads with a result: first versions, what is said of them, who writes and approves them.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use entity::{
    campaign, evaluation, evaluation_score, feedback, feedback_part,
    kinds::{ApplicationStage, Kind, Role, Track},
    result_remark,
};
use nql::{
    intake::sheet::Cell,
    spreadsheet::{Column, Entry},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::{
    support::{
        House, Person, Reply,
        given::{Hearing, Results, on_each_criterion},
    },
    trial,
};

const ADVICE: &str = "De jury raadt aan om leerlingen vaker samen te laten kiezen.";

async fn draft(house: &House, who: Person, campaign: &str, track: Track, community: &str) -> Reply {
    let input = json!({ "campaignId": campaign, "track": track.word(), "community": community });
    house.act(who, "draftResultTexts", input, "applications { id }").await
}

/// What staff see of the texts of an application.
async fn texts(house: &House, who: Person, application: &str) -> Value {
    let query = "query($id: ID!) { application(id: $id) {
        decision { motivation isMotivationDrafted }
        feedback { text isDrafted approvedAt parts { criterion { code } text isDrafted } }
    } }";
    house.ask(who, query, json!({ "id": application })).await.at("/application").clone()
}

/// Code, text and criterion of each remark.
async fn remarks(house: &House, who: Person, application: &str) -> Vec<(String, String, String)> {
    let query = "query($id: ID!) { application(id: $id) { resultRemarks { code part isBlocking message criterion { code } } } }";
    let reply = house.ask(who, query, json!({ "id": application })).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = reply.at("/application/resultRemarks").as_array().unwrap().clone();
    let mut found = Vec::new();
    for one in all {
        let blocks = ["MISSING", "NAMES_A_JUROR"].contains(&one["code"].as_str().unwrap());
        assert_eq!(one["isBlocking"], json!(blocks), "{one}");
        assert!(!text(&one["message"]).is_empty(), "{one}");
        found.push((text(&one["code"]), text(&one["part"]), text(&one["criterion"]["code"])));
    }
    found.sort();
    found
}

fn codes(remarks: &[(String, String, String)]) -> Vec<(&str, &str)> {
    remarks.iter().map(|(code, part, _)| (code.as_str(), part.as_str())).collect()
}

/// Two jurors judged one application, and everything is decided on.
async fn judged(house: &House, comments: [&str; 2]) -> Hearing {
    let hearing = house.hearing().await;
    let mut jurors = Vec::new();
    for name in ["Nadia Ouali", "Sam Peeters"] {
        jurors.push(house.juror(&hearing, name).await);
    }
    for (juror, comment) in jurors.iter().zip(comments) {
        let id = house.accepted(hearing.staff, *juror, &hearing.application).await;
        house.scored(*juror, &id, [4; 8]).await;
        let scores = json!([{ "criterionCode": "C1", "score": 4, "comment": comment }]);
        let input = json!({ "assignmentId": id, "expectedVersion": 1, "scores": scores, "comment": format!("In het geheel: {comment}") });
        house.act(*juror, "saveEvaluationDraft", input, "evaluation { id }").await.done();
        let input = json!({ "assignmentId": id, "expectedVersion": 2 });
        house.act(*juror, "submitEvaluation", input, "evaluation { status }").await.done();
    }
    let input = json!({ "applicationIds": [hearing.application] });
    house.act(hearing.staff, "consolidateApplications", input, "consolidations { id }").await.done();
    for other in [&hearing.other, &hearing.german] {
        house.set_stage(other, ApplicationStage::Inadmissible).await;
    }
    house.move_campaign(hearing.staff, "startDeliberation", &hearing.campaign).await;
    let track = json!({ "campaignId": hearing.campaign, "track": "NQL" });
    house.act(hearing.staff, "proposeDecisions", track, "decisions { id }").await.done();
    hearing
}

fn ids(reply: &Reply) -> Vec<String> {
    let rows = reply.done()["applications"].as_array().unwrap().clone();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn others(house: &House, results: &Results) -> Vec<Person> {
    let teacher = house.seat("Sam Anders", &[Role::Teacher], None).await;
    vec![results.teacher, results.juror, house.admin().await, house.service().await, teacher]
}

/// The texts of Flanders for the national label, as a spreadsheet gives them: the headings, then each row.
async fn sheet(house: &House, staff: Person, campaign: &str) -> Vec<Vec<String>> {
    let input = json!({ "campaignId": campaign, "track": "NQL", "community": "VL" });
    let reply = house.act(staff, "resultTextsSheet", input, "sheetFile { fileName mediaType base64 }").await;
    assert_eq!(reply.text_at("/it/sheetFile/fileName"), "2025-2026-nql-vl.xlsx");
    let content = BASE64_STANDARD.decode(reply.text_at("/it/sheetFile/base64")).unwrap();
    let sheet = nql::intake::sheet::read(&content).unwrap();
    sheet
        .rows
        .iter()
        .map(|line| (0..14).map(|at| line.cells.get(at).map(Cell::spelled).unwrap_or_default()).collect())
        .collect()
}

/// Sends a spreadsheet; the input that looks it through.
async fn sent(house: &House, staff: Person, campaign: &str, rows: &[Vec<String>]) -> Value {
    let entry = |text: &String| Entry::Text(text.clone());
    let columns: Vec<Column> =
        rows[0].iter().map(|heading| Column { heading: heading.clone(), width: Some(20) }).collect();
    let cells: Vec<Vec<Entry>> = rows[1..].iter().map(|row| row.iter().map(entry).collect()).collect();
    let content = nql::spreadsheet::write("Teksten", &columns, &cells, house.clock.now()).unwrap();
    let upload = house.file(staff, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content).await;
    json!({ "campaignId": campaign, "track": "NQL", "community": "VL", "uploadId": upload })
}

const PREVIEW: &str = "resultTextsPreview { hash savedCount problemCount rows {
    row application { id } changes { column part criterion { code } before after remarks } problems { column reason }
} }";

async fn looked_through(house: &House, staff: Person, input: &Value) -> Value {
    house.act(staff, "resultTextsPreview", input.clone(), PREVIEW).await.done()["resultTextsPreview"].clone()
}

async fn saved(house: &House, staff: Person, input: &Value, hash: &Value) -> Reply {
    let mut input = input.clone();
    input["expectedHash"] = hash.clone();
    house.act(staff, "importResultTexts", input, "applications { id }").await
}

/// The row of an application.
fn row_of<'a>(rows: &'a mut [Vec<String>], id: &str) -> &'a mut Vec<String> {
    rows.iter_mut().find(|row| row[0] == id).unwrap()
}

/// Row, column and reason of each problem.
fn problems(seen: &Value) -> Vec<(i64, String, String)> {
    let mut all = Vec::new();
    for row in seen["rows"].as_array().unwrap() {
        for problem in row["problems"].as_array().unwrap() {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            all.push((row["row"].as_i64().unwrap(), text(&problem["column"]), text(&problem["reason"])));
        }
    }
    all
}

trial! {
    async fn an_office_edits_all_its_texts_in_one_spreadsheet(house) {
        let hearing = judged(&house, ["Sterk gedacht.", "Kan nog groeien."]).await;
        let (staff, id) = (hearing.staff, hearing.application.as_str());
        draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await.done();
        let mut rows = sheet(&house, staff, &hearing.campaign).await;
        assert_eq!(rows[0][..9], ["applicationId", "decisionVersion", "feedbackVersion", "Project", "School", "Leerkracht", "Resultaat", "Uitleg", "Feedback"]);
        assert!(rows[0][9].starts_with("C1 ") && rows[0][13].starts_with("C5 "), "{:?}", rows[0]);
        let mut named: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
        let mut both = [id, hearing.other.as_str()];
        named.sort_unstable();
        both.sort_unstable();
        assert_eq!(named, both, "not those of the German-speaking community");
        let before = texts(&house, staff, id).await;
        // Nobody touched it: nothing changes.
        let input = sent(&house, staff, &hearing.campaign, &rows).await;
        let seen = looked_through(&house, staff, &input).await;
        assert_eq!((&seen["savedCount"], &seen["problemCount"], &seen["rows"]), (&json!(0), &json!(0), &json!([])));
        assert_eq!(saved(&house, staff, &input, &seen["hash"]).await.done()["applications"], json!([]));
        assert_eq!(texts(&house, staff, id).await, before);
        // Two cells of one row, and the rows in another order; one text begins like a formula.
        let formula = "=1+1 is geen formule, maar wat de jury van deze aanvraag zegt.";
        let row = row_of(&mut rows, id);
        (row[7], row[10]) = (formula.to_owned(), format!("{ADVICE}\nEn verder zo."));
        rows[1..].reverse();
        let number = rows.iter().position(|row| row[0] == id).unwrap() + 1;
        let input = sent(&house, staff, &hearing.campaign, &rows).await;
        let seen = looked_through(&house, staff, &input).await;
        let [told] = seen["rows"].as_array().unwrap().as_slice() else { panic!("{seen}") };
        assert_eq!((&told["row"], &told["application"]["id"], &told["problems"]), (&json!(number), &json!(id), &json!([])));
        let changes = told["changes"].as_array().unwrap();
        assert_eq!((&changes[0]["column"], &changes[0]["part"], &changes[0]["after"]), (&json!("H"), &json!("MOTIVATION"), &json!(formula)));
        assert_eq!(changes[0]["before"], before["decision"]["motivation"]);
        assert_eq!((&changes[1]["column"], &changes[1]["criterion"]["code"]), (&json!("K"), &json!("C2")));
        assert_eq!(saved(&house, staff, &input, &seen["hash"]).await.done()["applications"], json!([{ "id": id }]));
        let after = texts(&house, staff, id).await;
        assert_eq!((&after["decision"]["motivation"], &after["decision"]["isMotivationDrafted"]), (&json!(formula), &json!(false)));
        assert_eq!(after["feedback"]["text"], before["feedback"]["text"]);
        for (part, old) in after["feedback"]["parts"].as_array().unwrap().iter().zip(before["feedback"]["parts"].as_array().unwrap()) {
            let is_new = part["criterion"]["code"] == "C2";
            assert_eq!(part["isDrafted"], json!(!is_new));
            assert_eq!(part["text"], if is_new { json!(format!("{ADVICE}\nEn verder zo.")) } else { old["text"].clone() });
        }
        // The file is used.
        saved(&house, staff, &input, &seen["hash"]).await.assert_error("NOT_FOUND");
    }

    async fn what_somebody_changed_meanwhile_is_a_conflict_and_stays(house) {
        let hearing = judged(&house, ["Sterk gedacht.", "Kan nog groeien."]).await;
        let (staff, id, other) = (hearing.staff, hearing.application.as_str(), hearing.other.as_str());
        draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await.done();
        let mut rows = sheet(&house, staff, &hearing.campaign).await;
        house.save_texts(staff, id, json!({ "feedback": ADVICE })).await.done();
        for row in &mut rows[1..] {
            row[8] = format!("Uit het blad: {ADVICE}");
        }
        let number = |id: &str| i64::try_from(rows.iter().position(|row| row[0] == id).unwrap()).unwrap() + 1;
        let (of_id, of_other) = (number(id), number(other));
        let input = sent(&house, staff, &hearing.campaign, &rows).await;
        let seen = looked_through(&house, staff, &input).await;
        assert_eq!(problems(&seen), [(of_id, "I".to_owned(), "VERSION_CONFLICT".to_owned())]);
        assert_eq!((&seen["savedCount"], &seen["problemCount"]), (&json!(1), &json!(1)));
        // Somebody changes the other one after the look: nothing is saved of what nobody saw.
        house.save_texts(staff, other, json!({ "feedback": "Ondertussen anders." })).await.done();
        let written = house.written().await;
        let refused = saved(&house, staff, &input, &seen["hash"]).await;
        refused.assert_refused(&["PREVIEW_CHANGED"]);
        assert_eq!(house.written().await, written);
        // Another file under the same name of what was seen.
        row_of(&mut rows, other)[2] = house.text_versions(other).await.1.to_string();
        let again = sent(&house, staff, &hearing.campaign, &rows).await;
        saved(&house, staff, &again, &seen["hash"]).await.assert_refused(&["PREVIEW_CHANGED"]);
        let seen = looked_through(&house, staff, &again).await;
        assert_eq!(problems(&seen), [(of_id, "I".to_owned(), "VERSION_CONFLICT".to_owned())]);
        assert_eq!(saved(&house, staff, &again, &seen["hash"]).await.done()["applications"], json!([{ "id": other }]));
        assert_eq!(texts(&house, staff, id).await["feedback"]["text"], ADVICE);
        assert_eq!(texts(&house, staff, other).await["feedback"]["text"], format!("Uit het blad: {ADVICE}"));
        assert!(of_other > 1);
    }

    async fn a_spreadsheet_says_in_which_row_and_column_something_is_wrong(house) {
        let hearing = judged(&house, ["Sterk gedacht.", "Kan nog groeien."]).await;
        let (staff, id, other) = (hearing.staff, hearing.application.as_str(), hearing.other.as_str());
        draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await.done();
        let rows = sheet(&house, staff, &hearing.campaign).await;
        let with = |id: &str, cells: &[(usize, &str)]| {
            let mut row = rows.iter().find(|row| row[0] == id).unwrap().clone();
            for (at, text) in cells {
                (*text).clone_into(&mut row[*at]);
            }
            row
        };
        let names_her = "Volgens Nadia Ouali kan dit beter, en dat zegt ze al jaren tegen iedereen.";
        let wrong = [
            rows[0].clone(),
            with(id, &[(8, names_her)]),
            with(id, &[(8, ADVICE)]),
            with(other, &[(0, &hearing.german)]),
            with(other, &[(0, "geen id")]),
            with(other, &[(1, ""), (7, ADVICE), (9, "EÃ©n.")]),
        ];
        let input = sent(&house, staff, &hearing.campaign, &wrong).await;
        let seen = looked_through(&house, staff, &input).await;
        let expected = [
            (3, "", "ROW_REPEATED"),
            (4, "", "UNKNOWN_APPLICATION"),
            (5, "", "UNKNOWN_APPLICATION"),
            (6, "H", "VERSION_CONFLICT"),
            (6, "J", "LETTER_IN_DOUBT"),
        ];
        assert_eq!(problems(&seen), expected.map(|(row, column, reason)| (row, column.to_owned(), reason.to_owned())));
        assert_eq!(seen["rows"][0]["changes"][0]["remarks"], json!(["NAMES_A_JUROR"]), "{seen}");
        // A confirmed decision keeps its explanation; its feedback may still change.
        house.save_texts(staff, id, json!({ "motivation": ADVICE })).await.done();
        let second = house.seat("Bea Claes", &[Role::Staff], Some(entity::kinds::Community::Vl)).await;
        let query = "query($id: ID!) { application(id: $id) { decision { id } } }";
        let decision = house.ask(staff, query, json!({ "id": id })).await.text_at("/application/decision/id");
        house.act(second, "ratifyDecisions", json!({ "decisionIds": [decision] }), "decisions { id }").await.done();
        let mut rows = sheet(&house, staff, &hearing.campaign).await;
        rows.retain(|row| row[0] != other);
        let row = row_of(&mut rows, id);
        (row[7], row[8]) = ("Iets anders, na de bekrachtiging.".to_owned(), ADVICE.to_owned());
        let input = sent(&house, staff, &hearing.campaign, &rows).await;
        assert_eq!(problems(&looked_through(&house, staff, &input).await), [(2, "H".to_owned(), "WRONG_STATUS".to_owned())]);
        // Files that are no such sheet.
        for (content, code) in [("Naam;Feedback\nLotte;Mooi\n", "COLUMNS_MISSING"), ("", "UNREADABLE")] {
            let upload = house.file(staff, "text/csv", content.as_bytes().to_vec()).await;
            let input = json!({ "campaignId": hearing.campaign, "track": "NQL", "community": "VL", "uploadId": upload });
            house.act(staff, "resultTextsPreview", input.clone(), PREVIEW).await.assert_refused(&[code]);
            saved(&house, staff, &input, &json!("0")).await.assert_refused(&["PREVIEW_CHANGED"]);
        }
    }

    async fn a_spreadsheet_with_texts_is_for_staff_of_the_community_alone(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        let upload = house.file(results.staff, "text/csv", b"applicationId\n".to_vec()).await;
        let office = json!({ "campaignId": results.campaign, "track": "NQL", "community": "VL" });
        let mut file = office.clone();
        file["uploadId"] = upload.clone();
        let written = house.written().await;
        let acts = [("resultTextsSheet", &office, "sheetFile { base64 }"), ("resultTextsPreview", &file, PREVIEW)];
        for other in others(&house, &results).await {
            let written = house.written().await;
            for (act, input, shown) in acts {
                house.act(other, act, input.clone(), shown).await.assert_error("FORBIDDEN");
            }
            saved(&house, other, &file, &json!("0")).await.assert_error("FORBIDDEN");
            assert_eq!(house.written().await, written);
        }
        let german = results.german_staff;
        house.act(german, "resultTextsSheet", office.clone(), "sheetFile { base64 }").await.assert_refused(&["OTHER_COMMUNITY"]);
        // The file of somebody else is none.
        house.act(german, "resultTextsPreview", file.clone(), PREVIEW).await.assert_error("NOT_FOUND");
        saved(&house, german, &file, &json!("0")).await.assert_error("NOT_FOUND");
        file["uploadId"] = house.file(german, "text/csv", b"applicationId\n".to_vec()).await;
        house.act(german, "resultTextsPreview", file.clone(), PREVIEW).await.assert_refused(&["OTHER_COMMUNITY"]);
        saved(&house, german, &file, &json!("0")).await.assert_refused(&["OTHER_COMMUNITY"]);
        assert!(house.written().await >= written);
        assert_eq!((house.count::<feedback::Entity>().await, house.count::<feedback_part::Entity>().await), (0, 0));
    }

    async fn first_versions_are_made_of_the_comments_and_the_reasons(house) {
        let comments = ["Sterk gedacht.", "Kan nog groeien."];
        let hearing = judged(&house, comments).await;
        let (staff, id) = (hearing.staff, hearing.application.as_str());
        let mut made = ids(&draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await);
        made.sort_unstable();
        let mut both = vec![hearing.application.clone(), hearing.other.clone()];
        both.sort_unstable();
        assert_eq!(made, both, "not those of the German-speaking community");
        let seen = texts(&house, staff, id).await;
        let motivation = seen["decision"]["motivation"].as_str().unwrap();
        assert!(motivation.starts_with("Je aanvraag voor “"), "{motivation}");
        assert!(motivation.ends_with("Daarom krijg je het nationale kwaliteitslabel."), "{motivation}");
        assert_eq!((&seen["decision"]["isMotivationDrafted"], &seen["feedback"]["isDrafted"]), (&json!(true), &json!(true)));
        let parts = seen["feedback"]["parts"].as_array().unwrap();
        let of = |code: &str| parts.iter().find(|part| part["criterion"]["code"] == code).unwrap()["text"].as_str().unwrap().to_owned();
        assert_eq!(parts.len(), 5, "what is said of a gate is about its criterion");
        for comment in comments {
            assert!(of("C1").contains(comment) && seen["feedback"]["text"].as_str().unwrap().contains(comment), "{seen}");
        }
        assert_eq!(of("C2").matches("Over C2.").count(), 1, "both wrote the same");
        assert!(!seen.to_string().contains("Onder ons"), "the note is for staff");
        // One that was not judged.
        let seen = texts(&house, staff, &hearing.other).await;
        assert!(seen["decision"]["motivation"].as_str().unwrap().contains("voldoet niet aan de voorwaarden"), "{seen}");
        assert!(seen["feedback"]["text"].as_str().unwrap().starts_with("De jury heeft deze aanvraag niet beoordeeld"), "{seen}");
        assert_eq!(seen["feedback"]["parts"], json!([]));
        let german = draft(&house, hearing.german_staff, &hearing.campaign, Track::Nql, "DG").await;
        assert_eq!(ids(&german), [hearing.german.as_str()]);
        let seen = texts(&house, hearing.german_staff, &hearing.german).await;
        assert!(seen["decision"]["motivation"].as_str().unwrap().starts_with("Ihr Antrag für „"), "{seen}");
        // Nothing changed since.
        assert_eq!(ids(&draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await), [""; 0]);
    }

    async fn who_wrote_which_comment_does_not_show_in_their_order(house) {
        let comments = ["Sterk gedacht.", "Kan nog groeien."];
        let hearing = judged(&house, comments).await;
        draft(&house, hearing.staff, &hearing.campaign, Track::Nql, "VL").await.done();
        let before = texts(&house, hearing.staff, &hearing.application).await;
        // The same comments, of the other juror each.
        let db = house.db.connection();
        let all = evaluation::Entity::find().all(db).await.unwrap();
        let [one, other] = all.as_slice() else { panic!("{all:?}") };
        let swap = [(one.clone(), other.comment.clone(), other.id), (other.clone(), one.comment.clone(), one.id)];
        let scores = evaluation_score::Entity::find().all(db).await.unwrap();
        for (row, comment, from) in swap {
            for score in scores.iter().filter(|score| score.evaluation_id == row.id) {
                let theirs = scores.iter().find(|other| other.evaluation_id == from && other.criterion_id == score.criterion_id);
                let row = evaluation_score::ActiveModel { id: Set(score.id), comment: Set(theirs.unwrap().comment.clone()), ..Default::default() };
                row.update(db).await.unwrap();
            }
            let row = evaluation::ActiveModel { id: Set(row.id), comment: Set(comment), ..Default::default() };
            row.update(db).await.unwrap();
        }
        assert_eq!(ids(&draft(&house, hearing.staff, &hearing.campaign, Track::Nql, "VL").await), [""; 0]);
        assert_eq!(texts(&house, hearing.staff, &hearing.application).await, before);
    }

    async fn what_somebody_wrote_stays_and_the_rest_is_made_again(house) {
        let hearing = judged(&house, ["Sterk gedacht.", "Kan nog groeien."]).await;
        let (staff, id) = (hearing.staff, hearing.application.as_str());
        draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await.done();
        let own = json!({ "feedback": ADVICE, "criteria": [{ "criterionCode": "C2", "text": ADVICE }] });
        house.save_texts(staff, id, own).await.done();
        house.approve_texts(staff, id).await.done();
        // The facts change: another outcome, and another comment.
        let db = house.db.connection();
        for score in evaluation_score::Entity::find().all(db).await.unwrap() {
            let mut row = score.clone().into_active_model();
            row.comment = Set(format!("Anders: {}", score.comment));
            row.update(db).await.unwrap();
        }
        let decision = house.text_versions(id).await.0;
        let query = "query($id: ID!) { application(id: $id) { decision { id } } }";
        let decision_id = house.ask(staff, query, json!({ "id": id })).await.text_at("/application/decision/id");
        let adjust = json!({ "decisionId": decision_id, "expectedVersion": decision, "outcome": "NOT_AWARDED", "reason": "Geheim." });
        house.act(staff, "adjustDecision", adjust, "decision { id }").await.done();
        assert_eq!(ids(&draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await), [id]);
        let seen = texts(&house, staff, id).await;
        assert!(seen["decision"]["motivation"].as_str().unwrap().ends_with("deze keer niet."), "{seen}");
        assert!(!seen.to_string().contains("Geheim"), "{seen}");
        assert_eq!((&seen["feedback"]["text"], &seen["feedback"]["isDrafted"]), (&json!(ADVICE), &json!(false)));
        assert_eq!(seen["feedback"]["approvedAt"], Value::Null);
        for part in seen["feedback"]["parts"].as_array().unwrap() {
            let is_own = part["criterion"]["code"] == "C2";
            assert_eq!((part["text"] == ADVICE, &part["isDrafted"]), (is_own, &json!(!is_own)), "{part}");
            assert!(is_own || part["text"].as_str().unwrap().contains("Anders: "), "{part}");
        }
        // One that is taken out is made again.
        house.save_texts(staff, id, json!({ "feedback": "" })).await.done();
        draft(&house, staff, &hearing.campaign, Track::Nql, "VL").await.done();
        assert!(texts(&house, staff, id).await["feedback"]["text"].as_str().unwrap().contains("Sterk gedacht."));
    }

    async fn an_explanation_names_the_criteria_and_no_number(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        draft(&house, results.staff, &results.campaign, Track::Nql, "VL").await.done();
        let seen = texts(&house, results.staff, &results.weak).await;
        let motivation = seen["decision"]["motivation"].as_str().unwrap();
        assert!(motivation.contains("Op het criterium “") && motivation.contains("haalt ze het minimum niet."), "{motivation}");
        assert!(!motivation.chars().any(|letter| letter.is_ascii_digit()), "{motivation}");
        let found = remarks(&house, results.staff, &results.weak).await;
        let expected = [vec![("MISSING", "CRITERION"); 5], vec![("MISSING", "FEEDBACK")]].concat();
        assert_eq!(codes(&found), expected, "no juror wrote anything");
    }

    async fn only_staff_of_a_community_make_write_and_approve_its_texts(house) {
        let results = house.results().await;
        draft(&house, results.staff, &results.campaign, Track::Belgica, "DG").await.assert_refused(&["NOTHING_TO_DRAFT"]);
        results.propose(&house, Track::Nql).await;
        let reply = draft(&house, results.german_staff, &results.campaign, Track::Nql, "VL").await;
        reply.assert_refused(&["OTHER_COMMUNITY"]);
        let all = json!({ "motivation": ADVICE, "feedback": ADVICE, "criteria": on_each_criterion(ADVICE) });
        house.save_texts(results.german_staff, &results.good, all.clone()).await.assert_refused(&["NOT_FOUND"]);
        house.approve_texts(results.german_staff, &results.good).await.assert_refused(&["NOT_FOUND"]);
        for other in others(&house, &results).await {
            let written = house.written().await;
            draft(&house, other, &results.campaign, Track::Nql, "VL").await.assert_error("FORBIDDEN");
            house.save_texts(other, &results.good, all.clone()).await.assert_error("FORBIDDEN");
            house.approve_texts(other, &results.good).await.assert_error("FORBIDDEN");
            assert_eq!(house.written().await, written);
        }
        assert_eq!((house.count::<feedback::Entity>().await, house.count::<feedback_part::Entity>().await), (0, 0));
        // Staff who take part in the project leave it to others.
        let own = house.seat("Joris Maes", &[Role::Staff], Some(entity::kinds::Community::Vl)).await;
        house.works_at(own, &results.school).await;
        let written = house.written().await;
        draft(&house, own, &results.campaign, Track::Nql, "VL").await.assert_refused(&["NOTHING_TO_DRAFT"]);
        assert_eq!(house.written().await, written);
    }

    async fn what_is_wrong_with_a_text_is_said_and_what_must_not_go_out_blocks_it(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        let (staff, id) = (results.staff, results.weak.as_str());
        let missing = remarks(&house, staff, id).await;
        assert_eq!(missing.len(), 7, "nothing is written yet: {missing:?}");
        let refused = house.approve_texts(staff, id).await;
        refused.assert_refused(&["TEXT_MISSING"; 7]);
        for name in ["de uitleg ontbreekt", "de feedback ontbreekt", "de feedback op een criterium C5 ontbreekt"] {
            assert!(refused.text.contains(name), "{}", refused.text);
        }
        let french = "Le jury a trouvé la collaboration entre les élèves très forte, et conseille de leur laisser encore plus \
                      souvent le choix des activités pendant toute la durée du projet.";
        let mut all = json!({
            "motivation": "Proficiat, je krijgt het label voor dit mooie project van je klas.",
            "feedback": "Volgens Marthe Claes kan de samenwerking tussen de scholen nog beter.",
            "criteria": on_each_criterion(ADVICE),
        });
        all["criteria"][0]["text"] = json!(french);
        all["criteria"][1]["text"] = json!("Je haalde hier 3,5 op 5, en dat is voor een eerste project heel mooi.");
        all["criteria"][2]["text"] = json!("Kort.");
        house.save_texts(staff, id, all.clone()).await.done();
        let found = remarks(&house, staff, id).await;
        let of = |code: &str, part: &str, criterion: &str| (code.to_owned(), part.to_owned(), criterion.to_owned());
        assert_eq!(
            found,
            [
                of("CONTRADICTS_OUTCOME", "MOTIVATION", ""),
                of("NAMES_A_JUROR", "FEEDBACK", ""),
                of("OTHER_LANGUAGE", "CRITERION", "C1"),
                of("TELLS_A_SCORE", "CRITERION", "C2"),
                of("VERY_SHORT", "CRITERION", "C3"),
            ]
        );
        house.approve_texts(staff, id).await.assert_refused(&["NAMES_A_JUROR"]);
        // Another application gets one of these texts: both are told.
        let same = json!({ "feedback": ADVICE, "criteria": on_each_criterion(ADVICE), "motivation": "Sterk." });
        house.save_texts(staff, &results.good, same).await.done();
        let again = remarks(&house, staff, id).await;
        assert!(codes(&again).iter().filter(|one| **one == ("SAME_TEXT", "CRITERION")).count() == 2, "{again:?}");
        assert!(codes(&remarks(&house, staff, &results.good).await).contains(&("SAME_TEXT", "FEEDBACK")));
        // What is advice does not stand in the way.
        house.save_texts(staff, id, json!({ "feedback": "Volgens de jury kan de samenwerking tussen de scholen nog beter." })).await.done();
        house.approve_texts(staff, id).await.done();
        // Nobody but staff sees remarks, and not those of another community.
        let query = "query($id: ID!) { application(id: $id) { resultRemarks { code } } }";
        assert_eq!(house.ask(results.german_staff, query, json!({ "id": id })).await.at("/application"), &Value::Null);
        for other in [results.teacher, results.juror] {
            house.ask(other, query, json!({ "id": id })).await.assert_error("FORBIDDEN");
        }
        assert!(house.count::<result_remark::Entity>().await > 0);
    }

    async fn a_campaign_may_ask_a_second_person(house) {
        let results = house.results().await;
        let db = house.db.connection();
        let mut row = campaign::Entity::find().one(db).await.unwrap().unwrap().into_active_model();
        row.texts_by_second_person = Set(true);
        row.update(db).await.unwrap();
        results.propose(&house, Track::Nql).await;
        let id = results.good.as_str();
        let all = json!({ "motivation": ADVICE, "feedback": ADVICE, "criteria": on_each_criterion(ADVICE) });
        house.save_texts(results.staff, id, all).await.done();
        // Somebody else changes one text: now both wrote some of them.
        house.save_texts(results.second, id, json!({ "criteria": [{ "criterionCode": "C3", "text": "Mooi werk." }] })).await.done();
        for writer in [results.staff, results.second] {
            house.approve_texts(writer, id).await.assert_refused(&["SAME_PERSON"]);
        }
        let third = house.seat("Karel Vlaanderen", &[Role::Staff], Some(entity::kinds::Community::Vl)).await;
        house.approve_texts(third, id).await.done();
    }

    async fn a_teacher_reads_all_of_it_once_the_result_is_out(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        let query = "query($id: ID!) { application(id: $id) { feedback { text parts { criterion { code } text } } } }";
        let before = house.ask(results.teacher, query, json!({ "id": results.good })).await;
        assert_eq!(before.at("/application/feedback"), &Value::Null);
        results.publish(&house, Track::Nql).await;
        let after = house.ask(results.teacher, query, json!({ "id": results.good })).await;
        assert_eq!(after.at("/application/feedback/text"), "Werk vaker in gemengde groepjes.");
        assert_eq!(after.at("/application/feedback/parts").as_array().unwrap().len(), 5);
        let mails = entity::message::Entity::find().all(house.db.connection()).await.unwrap();
        let told = mails.iter().find(|mail| mail.facts.to_string().contains("Werk vaker in gemengde groepjes.")).unwrap();
        assert_eq!(told.facts["feedback"].as_str().unwrap().matches("Zo voort.").count(), 5);
        house.save_texts(results.staff, &results.good, json!({ "feedback": ADVICE })).await.assert_refused(&["WRONG_STAGE"]);
        house.approve_texts(results.staff, &results.good).await.assert_refused(&["ALREADY_APPROVED", "WRONG_STAGE"]);
    }

    async fn what_another_window_saved_is_not_lost(house) {
        let results = house.results().await;
        let early = json!({ "items": [{ "applicationId": results.good, "motivation": ADVICE }] });
        house.act(results.staff, "saveResultTexts", early, "__typename").await.assert_refused(&["RESULT_MISSING"]);
        results.propose(&house, Track::Nql).await;
        results.motivate(&house, &results.good).await;
        results.advise(&house, &results.good).await;
        let stale = json!({
            "applicationId": results.good, "expectedDecisionVersion": 1, "motivation": "Anders.", "feedback": "Anders.",
        });
        let reply = house.act(results.staff, "saveResultTexts", json!({ "items": [stale] }), "__typename").await;
        reply.assert_refused(&["VERSION_CONFLICT", "VERSION_CONFLICT"]);
        let paths: Vec<&Value> = reply.at("/it/userErrors").as_array().unwrap().iter().map(|error| &error["path"]).collect();
        let path = |field: &str| json!(["input", "items", "0", field]);
        assert_eq!(paths, [&path("motivation"), &path("feedback")]);
        let seen = texts(&house, results.staff, &results.good).await;
        assert_eq!(seen["decision"]["motivation"], "Een sterk project.");
        results.ratify(&house, &results.good).await;
        house.save_texts(results.staff, &results.good, json!({ "motivation": "Te laat." })).await.assert_refused(&["WRONG_STATUS"]);
        let twice = json!([{ "criterionCode": "C1", "text": "a" }, { "criterionCode": "C1", "text": "b" }, { "criterionCode": "C9", "text": "c" }]);
        house.save_texts(results.staff, &results.good, json!({ "criteria": twice })).await.assert_refused(&["WRONG_CRITERION", "WRONG_CRITERION"]);
    }
}
