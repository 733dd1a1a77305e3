//! Decisions computed again: by the rule that they were made by, and by another one.

use entity::{decision, decision_step, kinds::Role};
use nql::{auth::Actor, clock::Ids, decision::replay_all, work::Work};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    support::{House, Person},
    trial,
};

const REPLAY: &str =
    "decisionReplay { decision { id } isSame differences { step criterion { code } stored computed } }";
const UNDER: &str = "outcomesUnder { applicationCount awardedCount wouldBeAwardedCount
    changes { application { id } outcome wouldBe total totalWouldBe } }";

async fn replay(house: &House, who: Person, id: &str) -> Value {
    house.act(who, "decisionReplay", json!({ "decisionId": id }), REPLAY).await.done()["decisionReplay"].clone()
}

async fn all(house: &House) -> (usize, Vec<String>) {
    let work = Work::reading(&house.db, house.clock.now(), Ids::random(), &Actor::Anonymous, None).await.unwrap();
    let (count, others) = replay_all(&work).await.unwrap();
    (count, others.iter().map(ToString::to_string).collect())
}

async fn staff_of(house: &House, community: &str) -> Person {
    let rows = entity::user::Entity::find().all(house.db.connection()).await.unwrap();
    let roles = entity::user_role::Entity::find().filter(entity::user_role::Column::Role.eq(Role::Staff));
    let roles = roles.all(house.db.connection()).await.unwrap();
    let is_one = |user: &&entity::user::Model| {
        user.community.is_some_and(|known| entity::kinds::Kind::word(known) == community)
            && roles.iter().any(|role| role.user_id == user.id)
    };
    Person { id: rows.iter().find(is_one).unwrap().id, role: Role::Staff }
}

trial! { on Demo;
    async fn every_decision_of_the_demo_comes_out_the_same(house) {
        let decisions = house.count::<decision::Entity>().await;
        assert!(decisions > 30);
        assert_eq!(all(&house).await, (usize::try_from(decisions).unwrap(), Vec::new()));
        let staff = staff_of(&house, "VL").await;
        let mine = house.ask(staff, "{ decisions(first: 100) { nodes { id basis } } }", json!({})).await;
        let mine = mine.at("/decisions/nodes").as_array().unwrap().clone();
        assert!(mine.len() > 10);
        let judged: Vec<&str> = mine.iter().filter(|one| one["basis"] == "EVALUATIONS").map(|one| one["id"].as_str().unwrap()).collect();
        for id in &judged {
            assert_eq!(replay(&house, staff, id).await["isSame"], true);
        }
        // A number that is not the one it was is found, where it is.
        let id: entity::ids::DecisionId = judged[0].parse().unwrap();
        let step = decision_step::Entity::find()
            .filter(decision_step::Column::DecisionId.eq(id))
            .filter(decision_step::Column::Position.eq(1));
        let step = step.one(house.db.connection()).await.unwrap().unwrap();
        let (id, was) = (judged[0].to_owned(), step.score_sixtieths);
        let change = sea_orm::Statement::from_sql_and_values(
            house.db.connection().get_database_backend(),
            "UPDATE decision_step SET score_sixtieths = score_sixtieths - 30 WHERE id = $1",
            [step.id.into()],
        );
        house.db.connection().execute_raw(change).await.unwrap();
        let again = replay(&house, staff, &id).await;
        let points = |sixtieths: i32| format!("{}.{:02}", sixtieths / 60, (sixtieths % 60 * 100 + 30) / 60);
        let expected = json!([{
            "step": "SCORE", "criterion": { "code": "C1" }, "stored": points(was - 30), "computed": points(was),
        }]);
        assert_eq!((&again["isSame"], &again["differences"]), (&json!(false), &expected));
        assert_eq!(all(&house).await.1, [id]);
    }

    async fn another_rule_says_whose_outcome_would_change_and_changes_nothing(house) {
        let staff = staff_of(&house, "VL").await;
        let query = "{ campaigns { nodes { id status } } decisions(first: 100) { nodes { ruleOutcome application { id track campaign { id } } } } }";
        let known = house.ask(staff, query, json!({})).await;
        let campaign = known.at("/campaigns/nodes").as_array().unwrap().iter().find(|one| one["status"] == "PUBLISHED").unwrap()["id"].clone();
        let before = house.written().await;
        let under = async |more: Value| {
            let mut input = json!({ "campaignId": campaign, "track": "NQL" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(staff, "outcomesUnder", input, UNDER).await
        };
        let same = under(json!({})).await;
        let same = &same.done()["outcomesUnder"];
        let (count, awarded) = (same["applicationCount"].as_i64().unwrap(), same["awardedCount"].as_i64().unwrap());
        assert!(count > awarded && awarded > 3, "{count} {awarded}");
        assert_eq!((&same["wouldBeAwardedCount"], &same["changes"]), (&same["awardedCount"], &json!([])));
        // The same as the decisions that were made.
        let of = |outcome: &str| known.at("/decisions/nodes").as_array().unwrap().iter().filter(|one| {
            one["ruleOutcome"] == outcome && one["application"]["track"] == "NQL" && one["application"]["campaign"]["id"] == campaign
        }).count();
        assert_eq!(awarded, i64::try_from(of("AWARDED")).unwrap());
        let none = under(json!({ "threshold": "25.00" })).await;
        let none = &none.done()["outcomesUnder"];
        let lost = none["changes"].as_array().unwrap();
        assert_eq!(i64::try_from(lost.len()).unwrap() + none["wouldBeAwardedCount"].as_i64().unwrap(), awarded);
        assert!(lost.iter().all(|one| one["outcome"] == "AWARDED" && one["wouldBe"] == "NOT_AWARDED" && one["total"] == one["totalWouldBe"]));
        let minima: Vec<Value> = ["C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3"].map(|code| json!({ "criterionCode": code, "minimum": "0.00" })).to_vec();
        let every = under(json!({ "threshold": "5.00", "minima": minima })).await;
        assert_eq!(every.done()["outcomesUnder"]["wouldBeAwardedCount"], count);
        assert_eq!(i64::try_from(every.done()["outcomesUnder"]["changes"].as_array().unwrap().len()).unwrap(), count - awarded);
        under(json!({ "isCalibrated": true })).await.assert_refused(&["NOT_CALIBRATABLE"]);
        under(json!({ "isWithoutThirdJurors": true })).await.done();
        under(json!({ "threshold": "26.00", "minima": [{ "criterionCode": "C9", "minimum": "1.00" }, { "criterionCode": "C1", "minimum": "6.00" }] })).await
            .assert_refused(&["THRESHOLD_OFF_SCALE", "UNKNOWN_CRITERION", "MINIMUM_OFF_SCALE"]);
        assert_eq!(house.written().await, before);
    }
}

trial! {
    async fn only_staff_who_look_after_it_compute_a_decision_again(house) {
        let results = house.results().await;
        results.propose(&house, entity::kinds::Track::Nql).await;
        let (id, _) = results.decision(&house, &results.good).await;
        // Its result came from nowhere: there are no evaluations behind it.
        let again = replay(&house, results.staff, &id).await;
        let steps: Vec<&str> = again["differences"].as_array().unwrap().iter().map(|one| one["step"].as_str().unwrap()).collect();
        assert_eq!(steps[0], "BASIS");
        let ask = json!({ "decisionId": id });
        house.act(results.german_staff, "decisionReplay", ask.clone(), REPLAY).await.assert_error("NOT_FOUND");
        let under = json!({ "campaignId": results.campaign, "track": "NQL" });
        // Staff of another community see that there is nothing of theirs.
        let german = house.act(results.german_staff, "outcomesUnder", under.clone(), UNDER).await;
        assert_eq!(german.done()["outcomesUnder"]["applicationCount"], 0);
        let flemish = house.act(results.staff, "outcomesUnder", under.clone(), UNDER).await;
        assert_eq!(flemish.done()["outcomesUnder"]["applicationCount"], 2);
        house.act(results.staff, "outcomesUnder", json!({ "campaignId": results.campaign, "track": "NQL", "isCalibrated": true }), UNDER).await
            .assert_refused(&["NOT_CALIBRATABLE"]);
        for other in [results.teacher, results.juror, house.admin().await, house.service().await] {
            house.act(other, "decisionReplay", ask.clone(), REPLAY).await.assert_error("FORBIDDEN");
            house.act(other, "outcomesUnder", under.clone(), UNDER).await.assert_error("FORBIDDEN");
        }
    }
}
