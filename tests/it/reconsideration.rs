//! A teacher asks to look at a result again, and staff answer.

use entity::{
    kinds::{Community, MessageTemplate, Role, Track},
    message, reconsideration,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Results},
    trial,
};

const SHOWN: &str = "reconsideration { id status text answer version }";
const WINDOW: &str = "query($id: ID!) { application(id: $id) { decision {
    reconsiderationClosesAt reconsiderationClosesOn viewerCanRequestReconsideration
} reconsideration { id status answer version } } }";
const ERROR: &str = "De jury las de bijlage niet.";

async fn ask(house: &House, who: Person, application: &str, text: &str) -> Reply {
    let input = json!({ "applicationId": application, "ground": "PROCEDURAL", "text": text });
    house.act(who, "requestReconsideration", input, SHOWN).await
}

async fn admit(house: &House, who: Person, (id, version): (&str, i64)) -> Reply {
    let input = json!({ "reconsiderationId": id, "expectedVersion": version });
    house.act(who, "admitReconsideration", input, SHOWN).await
}

async fn answer(house: &House, who: Person, (id, version): (&str, i64), (ruling, answer): (&str, &str)) -> Reply {
    let input = json!({ "reconsiderationId": id, "expectedVersion": version, "ruling": ruling, "answer": answer });
    house.act(who, "answerReconsideration", input, SHOWN).await
}

async fn window(house: &House, who: Person, application: &str) -> Value {
    house.ask(who, WINDOW, json!({ "id": application })).await.at("/application").clone()
}

/// The answers that were mailed, as far as they say how it stands.
async fn mailed(house: &House) -> Vec<(entity::ids::UserId, Value)> {
    let mails = message::Entity::find().filter(message::Column::Template.eq(MessageTemplate::ReconsiderationAnswered));
    let mails = mails.all(house.db.connection()).await.unwrap();
    mails.into_iter().map(|mail| (mail.recipient_id, mail.facts["reconsideration"].clone())).collect()
}

/// Flemish results that are out since 6 October.
async fn released(house: &House) -> Results {
    let results = house.results().await;
    results.decide(house, Track::Nql).await;
    results.publish(house, Track::Nql).await;
    results
}

/// A request of Lotte; its id.
async fn asked(house: &House, results: &Results) -> String {
    ask(house, results.teacher, &results.good, ERROR).await.text_at("/it/reconsideration/id")
}

trial! {
    async fn a_teacher_asks_once_until_the_end_of_the_last_day(house) {
        let results = released(&house).await;
        let seen = window(&house, results.teacher, &results.good).await;
        assert_eq!(seen["decision"], json!({
            "reconsiderationClosesAt": "2026-10-21T22:00:00.000Z", "reconsiderationClosesOn": "2026-10-21", "viewerCanRequestReconsideration": true,
        }));
        assert_eq!(seen["reconsideration"], Value::Null);
        house.set_day("2026-10-21");
        let reply = ask(&house, results.teacher, &results.good, ERROR).await;
        let request = &reply.done()["reconsideration"];
        assert_eq!((&request["status"], &request["text"]), (&json!("SUBMITTED"), &json!(ERROR)));
        ask(&house, results.teacher, &results.good, ERROR).await.assert_refused(&["ALREADY_REQUESTED"]);
        let id = request["id"].as_str().unwrap();
        let input = json!({ "reconsiderationId": id, "expectedVersion": 1 });
        let taken_back = house.act(results.teacher, "withdrawReconsideration", input, "reconsideration { status viewerCanWithdraw }").await;
        assert_eq!(taken_back.done()["reconsideration"], json!({ "status": "WITHDRAWN", "viewerCanWithdraw": false }));
        let seen = window(&house, results.teacher, &results.good).await;
        assert_eq!(seen["decision"]["viewerCanRequestReconsideration"], false);
        ask(&house, results.teacher, &results.good, ERROR).await.assert_refused(&["ALREADY_REQUESTED"]);
        house.set_day("2026-10-22");
        ask(&house, teacher_of(&house, &results.weak).await, &results.weak, ERROR).await.assert_refused(&["TOO_LATE"]);
        assert_eq!(house.count::<reconsideration::Entity>().await, 1);
    }

    async fn what_cannot_be_asked_is_refused_and_writes_nothing(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        ask(&house, results.teacher, &results.good, " ").await.assert_refused(&["NOT_PUBLISHED", "TEXT_MISSING"]);
        results.publish(&house, Track::Nql).await;
        let written = house.written().await;
        ask(&house, results.teacher, &results.good, &"x".repeat(5_001)).await.assert_refused(&["TEXT_TOO_LONG"]);
        let other = teacher_of(&house, &results.weak).await;
        ask(&house, other, &results.good, ERROR).await.assert_error("NOT_FOUND");
        for who in [results.staff, results.juror, house.admin().await, house.service().await] {
            ask(&house, who, &results.good, ERROR).await.assert_error("FORBIDDEN");
        }
        assert_eq!((house.count::<reconsideration::Entity>().await, house.written().await), (0, written));
    }

    async fn a_campaign_without_days_offers_nothing(house) {
        let results = house.results().await;
        let row = entity::campaign::Entity::update_many()
            .col_expr(entity::campaign::Column::ReconsiderationDays, sea_orm::sea_query::Expr::value(0));
        row.exec(house.db.connection()).await.unwrap();
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let seen = window(&house, results.teacher, &results.good).await;
        assert_eq!(seen["decision"], json!({
            "reconsiderationClosesAt": null, "reconsiderationClosesOn": null, "viewerCanRequestReconsideration": false,
        }));
        ask(&house, results.teacher, &results.good, ERROR).await.assert_refused(&["NOT_OFFERED"]);
        assert_eq!(house.count::<reconsideration::Entity>().await, 0);
    }

    async fn what_is_not_about_the_procedure_ends_with_an_answer_and_a_mail(house) {
        let results = released(&house).await;
        let id = asked(&house, &results).await;
        let written = house.written().await;
        for (given, refused) in [
            (("INADMISSIBLE", " "), vec!["ANSWER_MISSING"]), (("INADMISSIBLE", "Marthe Claes las alles."), vec!["NAMES_A_JUROR"]),
            (("UPHOLD", "Alles is nagekeken."), vec!["WRONG_STATUS"]), (("GRANT", "Alles is nagekeken."), vec!["WRONG_STATUS"]),
        ] {
            answer(&house, results.staff, (&id, 1), given).await.assert_refused(&refused);
        }
        let given = ("INADMISSIBLE", "Dit gaat over de beoordeling zelf.");
        answer(&house, results.staff, (&id, 2), given).await.assert_refused(&["VERSION_CONFLICT"]);
        answer(&house, results.german_staff, (&id, 1), given).await.assert_error("NOT_FOUND");
        for who in [results.teacher, results.juror, house.admin().await] {
            answer(&house, who, (&id, 1), given).await.assert_error("FORBIDDEN");
        }
        assert_eq!((house.written().await, mailed(&house).await), (written, vec![]));
        answer(&house, results.staff, (&id, 1), given).await.done();
        let seen = window(&house, results.teacher, &results.good).await;
        assert_eq!(seen["reconsideration"], json!({ "id": id, "status": "INADMISSIBLE", "answer": given.1, "version": 2 }));
        assert_eq!(mailed(&house).await, [(results.teacher.id, json!("INADMISSIBLE"))]);
        admit(&house, results.staff, (&id, 2)).await.assert_refused(&["WRONG_STATUS"]);
        let input = json!({ "reconsiderationId": id, "expectedVersion": 2 });
        house.act(results.teacher, "withdrawReconsideration", input, SHOWN).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn a_request_that_is_granted_ends_when_two_persons_set_the_result_right(house) {
        let results = released(&house).await;
        let other = teacher_of(&house, &results.weak).await;
        let id = ask(&house, other, &results.weak, "Een bijlage ging verloren.").await.text_at("/it/reconsideration/id");
        admit(&house, results.german_staff, (&id, 1)).await.assert_error("NOT_FOUND");
        admit(&house, results.staff, (&id, 1)).await.done();
        admit(&house, results.staff, (&id, 2)).await.assert_refused(&["WRONG_STATUS"]);
        answer(&house, results.second, (&id, 2), ("GRANT", "Er ontbrak inderdaad een bijlage.")).await.done();
        let (decision, version) = results.decision(&house, &results.weak).await;
        let input = json!({
            "decisionId": decision, "expectedVersion": version, "outcome": "AWARDED", "motivation": "Met de bijlage is het een sterk project.", "reason": "De bijlage.",
        });
        let proposed = house.act(results.staff, "reviseDecision", input, "decision { corrections { id } }").await;
        answer(&house, results.staff, (&id, 3), ("UPHOLD", "Het blijft zo.")).await.assert_refused(&["CORRECTION_WAITS"]);
        let seen = window(&house, other, &results.weak).await;
        assert_eq!((&seen["reconsideration"]["status"], &seen["reconsideration"]["version"]), (&json!("GRANTED"), &json!(3)));
        house.set_day("2026-10-12");
        let input = json!({ "correctionId": proposed.at("/it/decision/corrections/0/id"), "expectedVersion": 1 });
        house.act(results.second, "confirmCorrection", input, "__typename").await.done();
        let seen = window(&house, other, &results.weak).await;
        assert_eq!(seen["reconsideration"]["status"], "REVISED");
        assert_eq!((&seen["decision"]["reconsiderationClosesOn"], &seen["decision"]["viewerCanRequestReconsideration"]), (&json!("2026-10-27"), &json!(false)));
        assert_eq!(mailed(&house).await, [(other.id, json!("GRANTED"))], "the corrected result has a mail of its own");
        answer(&house, results.staff, (&id, 4), ("UPHOLD", "Het blijft zo.")).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn a_result_may_stay_after_all_and_an_outcome_that_changed_can_be_questioned_anew(house) {
        let results = released(&house).await;
        let id = asked(&house, &results).await;
        admit(&house, results.staff, (&id, 1)).await.done();
        answer(&house, results.staff, (&id, 2), ("GRANT", "Een stap werd overgeslagen.")).await.done();
        answer(&house, results.staff, (&id, 3), ("UPHOLD", "Met die stap komt hetzelfde eruit.")).await.done();
        let told = mailed(&house).await.into_iter().map(|(_, status)| status).collect::<Vec<_>>();
        assert_eq!(told, [json!("GRANTED"), json!("UPHELD")]);
        // Wim was not told of an error of ours before his days were over.
        house.set_day("2026-11-20");
        let (decision, version) = results.decision(&house, &results.weak).await;
        let input = json!({ "decisionId": decision, "expectedVersion": version, "outcome": "INADMISSIBLE", "motivation": "Geen deelname.", "reason": "Fout." });
        let proposed = house.act(results.staff, "reviseDecision", input, "decision { corrections { id } }").await;
        let input = json!({ "correctionId": proposed.at("/it/decision/corrections/0/id"), "expectedVersion": 1 });
        house.act(results.second, "confirmCorrection", input, "__typename").await.done();
        ask(&house, teacher_of(&house, &results.weak).await, &results.weak, ERROR).await.done();
    }

    async fn who_has_something_to_do_with_it_and_who_judged_know_nothing_of_it(house) {
        let results = released(&house).await;
        let id = asked(&house, &results).await;
        let node = "query($id: ID!) { node(id: $id) { id } }";
        let sees = async |who: Person| house.ask(who, node, json!({ "id": id })).await.at("/node") != &Value::Null;
        let colleague = teacher_of(&house, &results.weak).await;
        let partial = house.seat("Ella Deelnemer", &[Role::Staff], Some(Community::Vl)).await;
        house.works_at(partial, &results.school).await;
        for (who, expected) in [
            (results.teacher, true), (results.staff, true), (house.admin().await, true),
            (results.juror, false), (colleague, false), (results.german_staff, false), (partial, false), (house.service().await, false),
        ] {
            assert_eq!(sees(who).await, expected, "{who:?}");
        }
        let list = "{ reconsiderations { totalCount } }";
        for (who, expected) in [(results.staff, 1), (results.german_staff, 0), (partial, 0)] {
            assert_eq!(house.ask(who, list, json!({})).await.number_at("/reconsiderations/totalCount"), expected, "{who:?}");
        }
        let written = house.written().await;
        admit(&house, partial, (&id, 1)).await.assert_refused(&["NOT_IMPARTIAL"]);
        assert_eq!(house.written().await, written);
    }

    async fn what_was_asked_and_answered_is_its_teachers_to_have_and_goes_with_the_file(house) {
        let results = house.results().await;
        for track in [Track::Nql, Track::Belgica] {
            results.decide(&house, track).await;
            results.publish(&house, track).await;
        }
        let id = asked(&house, &results).await;
        answer(&house, results.staff, (&id, 1), ("INADMISSIBLE", "Dit gaat over de beoordeling zelf.")).await.done();
        for (who, expected) in [(results.teacher, 1), (teacher_of(&house, &results.weak).await, 0)] {
            let input = json!({ "userId": who.id.to_string(), "reason": null });
            let reply = house.act(who, "personalDataExport", input, "personalData").await;
            let text = reply.done()["personalData"].as_str().unwrap().to_owned();
            let given: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(given["reconsideration"].as_array().unwrap().len(), expected);
            assert_eq!([ERROR, "Dit gaat over de beoordeling zelf."].map(|part| text.contains(part)), [expected == 1; 2]);
        }
        house.set_day("2032-01-01");
        let admin = house.admin().await;
        let preview = json!({ "campaignId": results.campaign });
        let preview = house.act(results.staff, "retentionPreview", preview, "retentionPreview { hash }").await;
        let input = json!({
            "campaignId": results.campaign, "expectedHash": preview.at("/it/retentionPreview/hash"), "reason": "De tijd is om.",
        });
        house.act(admin, "applyRetention", input, "__typename").await.done();
        let row = reconsideration::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((row.text.as_str(), row.answer.as_deref()), ("(erased)", Some("(erased)")));
        assert_eq!(row.state, entity::kinds::ReconsiderationStatus::Inadmissible);
    }

    async fn a_campaign_is_not_put_away_while_a_request_waits(house) {
        let results = house.results().await;
        for track in [Track::Nql, Track::Belgica] {
            results.decide(&house, track).await;
            results.publish(&house, track).await;
        }
        let id = asked(&house, &results).await;
        let query = "query($id: ID!) { campaign(id: $id) { version } }";
        let version = house.ask(results.staff, query, json!({ "id": results.campaign })).await.number_at("/campaign/version");
        let input = json!({ "campaignId": results.campaign, "expectedVersion": version });
        house.act(results.staff, "archiveCampaign", input.clone(), "__typename").await.assert_refused(&["RECONSIDERATIONS_OPEN"]);
        answer(&house, results.staff, (&id, 1), ("INADMISSIBLE", "Dit gaat over de beoordeling zelf.")).await.done();
        house.act(results.staff, "archiveCampaign", input, "__typename").await.done();
        let other = teacher_of(&house, &results.weak).await;
        ask(&house, other, &results.weak, ERROR).await.assert_refused(&["CAMPAIGN_ARCHIVED"]);
        assert_eq!(window(&house, other, &results.weak).await["decision"]["viewerCanRequestReconsideration"], false);
    }
}

/// The teacher of an application.
async fn teacher_of(house: &House, application: &str) -> Person {
    let id: entity::ids::ApplicationId = application.parse().unwrap();
    let row = entity::application::Entity::find_by_id(id).one(house.db.connection()).await.unwrap().unwrap();
    Person { id: row.teacher_id, role: Role::Teacher }
}
