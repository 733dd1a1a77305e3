//! Prizes: within the budget, for a school that earned the label, confirmed by a second person, public at last.

use entity::{consolidation, ids::ApplicationId, kinds::Track, message, prize, prize_award, sponsor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Results},
    trial,
};

async fn define(house: &House, who: Person, campaign: &str, rank: i32, cents: i32) -> Reply {
    let input = json!({
        "campaignId": campaign, "track": "NQL", "rank": rank, "title": "Hoofdprijs",
        "components": [
            { "kind": "MONEY", "amountCents": cents, "description": "Geldprijs" },
            { "kind": "VOUCHER", "amountCents": 5_000, "description": "Boeken", "sponsorName": "De Letterzee" },
        ],
    });
    let shown = "prize { id rank components { kind amountCents currency sponsor { name } } }";
    house.act(who, "definePrize", input, shown).await
}

async fn award(house: &House, who: Person, prize: &str, project: &str, school: &str) -> Reply {
    let input = json!({ "prizeId": prize, "projectId": project, "schoolId": school });
    house.act(who, "awardPrize", input, "prizeAward { id status basisScore version }").await
}

async fn ratify(house: &House, who: Person, award: &str, version: i64) -> Reply {
    let input = json!({ "prizeAwardId": award, "expectedVersion": version });
    house.act(who, "ratifyPrizeAward", input, "prizeAward { status version }").await
}

async fn announce(house: &House, who: Person, results: &Results) -> Reply {
    let input = json!({ "campaignId": results.campaign, "track": "NQL" });
    house.act(who, "announcePrizes", input, "prizeAwards { status announcedAt }").await
}

async fn others(house: &House, results: &Results) -> [Person; 4] {
    [results.teacher, results.juror, house.admin().await, house.service().await]
}

trial! {
    async fn prizes_stay_within_the_budget_of_the_campaign(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let reply = define(&house, staff, &campaign, 1, 300_000).await;
        let components = &reply.done()["prize"]["components"];
        assert_eq!(components[0], json!({ "kind": "MONEY", "amountCents": 300_000, "currency": "EUR", "sponsor": null }));
        assert_eq!(components[1]["sponsor"]["name"], "De Letterzee");
        define(&house, staff, &campaign, 1, 200_000).await.assert_refused(&["RANK_TAKEN", "BUDGET_EXCEEDED"]);
        define(&house, staff, &campaign, 0, -1).await.assert_refused(&["RANK_OUT_OF_BOUNDS", "AMOUNT_NEGATIVE"]);
        let empty = json!({ "campaignId": campaign, "track": "NQL", "rank": 2, "title": " ", "components": [] });
        house.act(staff, "definePrize", empty, "prize { id }").await.assert_refused(&["TITLE_MISSING", "COMPONENTS_MISSING"]);
        for other in [house.admin().await, house.service().await] {
            define(&house, other, &campaign, 2, 0).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<prize::Entity>().await, 1);
        define(&house, staff, &campaign, 2, 190_000).await.done();
        assert_eq!(house.count::<sponsor::Entity>().await, 1);
    }

    async fn a_prize_follows_the_label_of_the_school(house) {
        let results = house.results().await;
        let staff = results.staff;
        let prize = define(&house, staff, &results.campaign, 1, 100_000).await.text_at("/it/prize/id");
        award(&house, staff, &prize, &results.project, &results.school).await.assert_refused(&["PROJECT_NOT_AWARDED"]);
        results.decide(&house, Track::Nql).await;
        let elsewhere = house.school(staff, "Elders", entity::kinds::Community::Vl).await;
        award(&house, staff, &prize, &results.project, &elsewhere).await.assert_refused(&["SCHOOL_NOT_AWARDED"]);
        for other in others(&house, &results).await {
            award(&house, other, &prize, &results.project, &results.school).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<prize_award::Entity>().await, 0);
        let reply = award(&house, staff, &prize, &results.project, &results.school).await;
        assert_eq!(reply.done()["prizeAward"]["basisScore"], "22.50");
        assert_eq!(reply.at("/it/prizeAward/status"), "PROPOSED");
        award(&house, staff, &prize, &results.project, &results.school).await.assert_refused(&["ALREADY_AWARDED"]);
    }

    async fn no_prize_is_given_before_the_campaign_deliberates(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", entity::kinds::Community::Foreign).await;
        let teacher = house.teacher("Lotte Verhaegen", &school).await;
        let project = house.ended_project(teacher, "De bijen", &school, &abroad).await;
        let prize = define(&house, staff, &campaign, 1, 0).await.text_at("/it/prize/id");
        award(&house, staff, &prize, &project, &school).await.assert_refused(&["NOT_IN_DELIBERATION", "PROJECT_NOT_AWARDED"]);
    }

    async fn a_prize_is_ratified_by_another_and_announced_after_the_results(house) {
        let results = house.results().await;
        let (staff, second) = (results.staff, results.second);
        results.decide(&house, Track::Nql).await;
        let prize = define(&house, staff, &results.campaign, 1, 100_000).await.text_at("/it/prize/id");
        announce(&house, staff, &results).await.assert_refused(&["NOT_PUBLISHED", "NOTHING_TO_ANNOUNCE"]);
        let id = award(&house, staff, &prize, &results.project, &results.school).await.text_at("/it/prizeAward/id");
        ratify(&house, staff, &id, 1).await.assert_refused(&["SAME_PERSON"]);
        ratify(&house, second, &id, 2).await.assert_refused(&["VERSION_CONFLICT"]);
        for other in others(&house, &results).await {
            ratify(&house, other, &id, 1).await.assert_error("FORBIDDEN");
            announce(&house, other, &results).await.assert_error("FORBIDDEN");
        }
        assert_eq!(ratify(&house, second, &id, 1).await.done()["prizeAward"], json!({ "status": "RATIFIED", "version": 2 }));
        ratify(&house, second, &id, 2).await.assert_refused(&["WRONG_STATUS"]);
        announce(&house, staff, &results).await.assert_refused(&["NOT_PUBLISHED"]);
        let public = "{ prizes { nodes { title awards { schoolName status } } } }";
        assert_eq!(house.ask(None, public, json!({})).await.at("/prizes/nodes"), &json!([]));
        results.publish(&house, Track::Nql).await;
        let before = house.count::<message::Entity>().await;
        let reply = announce(&house, staff, &results).await;
        assert_eq!(reply.done()["prizeAwards"][0]["status"], "ANNOUNCED");
        assert_eq!(house.count::<message::Entity>().await, before + 1);
        let mail: Value = house.ask(results.teacher, "{ messages { nodes { template } } }", json!({})).await.at("/messages/nodes").clone();
        assert!(mail.as_array().unwrap().contains(&json!({ "template": "PRIZE_ANNOUNCED" })));
        let shown = json!([{ "title": "Hoofdprijs", "awards": [{ "schoolName": "De Zeven Wegen", "status": "ANNOUNCED" }] }]);
        assert_eq!(house.ask(None, public, json!({})).await.at("/prizes/nodes"), &shown);
        announce(&house, staff, &results).await.assert_refused(&["NOTHING_TO_ANNOUNCE"]);
    }

    async fn a_revoked_label_wins_no_prize(house) {
        let results = house.results().await;
        let staff = results.staff;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let prize = define(&house, staff, &results.campaign, 1, 100_000).await.text_at("/it/prize/id");
        revoke(&house, &results).await;
        let written = house.written().await;
        award(&house, staff, &prize, &results.project, &results.school).await.assert_refused(&["PROJECT_NOT_AWARDED"]);
        assert_eq!(house.count::<prize_award::Entity>().await, 0);
        assert_eq!(house.written().await, written);
    }

    async fn a_prize_falls_back_with_the_label_it_was_given_for(house) {
        let results = house.results().await;
        let (staff, second) = (results.staff, results.second);
        results.decide(&house, Track::Nql).await;
        let prize = define(&house, staff, &results.campaign, 1, 100_000).await.text_at("/it/prize/id");
        let id = award(&house, staff, &prize, &results.project, &results.school).await.text_at("/it/prizeAward/id");
        ratify(&house, second, &id, 1).await.done();
        results.publish(&house, Track::Nql).await;
        let mails = house.count::<message::Entity>().await;
        revoke(&house, &results).await;
        let query = "{ prizes { nodes { awards { status fallReason ratifiedBy { id } version } } } }";
        let fallen = json!([{
            "status": "DECLINED", "ratifiedBy": null, "version": 3,
            "fallReason": "geen leerkracht van deze school heeft nog het label voor dit project",
        }]);
        assert_eq!(house.ask(staff, query, json!({})).await.at("/prizes/nodes/0/awards"), &fallen);
        announce(&house, staff, &results).await.assert_refused(&["NOTHING_TO_ANNOUNCE"]);
        assert_eq!(house.count::<message::Entity>().await, mails);
        let public = "{ prizes { totalCount } }";
        assert_eq!(house.ask(None, public, json!({})).await.at("/prizes/totalCount"), 0);
        // The prize is free again, for a school that holds a label.
        award(&house, staff, &prize, &results.project, &results.school).await.assert_refused(&["PROJECT_NOT_AWARDED"]);
    }

    async fn a_prize_that_is_announced_stays_when_its_label_is_revoked(house) {
        let results = house.results().await;
        let (staff, second) = (results.staff, results.second);
        results.decide(&house, Track::Nql).await;
        let prize = define(&house, staff, &results.campaign, 1, 100_000).await.text_at("/it/prize/id");
        let id = award(&house, staff, &prize, &results.project, &results.school).await.text_at("/it/prizeAward/id");
        ratify(&house, second, &id, 1).await.done();
        results.publish(&house, Track::Nql).await;
        announce(&house, staff, &results).await.done();
        revoke(&house, &results).await;
        let query = "{ prizes { nodes { awards { status fallReason } } } }";
        let stands = json!([{ "status": "ANNOUNCED", "fallReason": null }]);
        assert_eq!(house.ask(staff, query, json!({})).await.at("/prizes/nodes/0/awards"), &stands);
    }

    async fn a_prize_on_a_result_that_was_corrected_is_confirmed_anew(house) {
        let results = house.results().await;
        let (staff, second) = (results.staff, results.second);
        results.decide(&house, Track::Nql).await;
        let prize = define(&house, staff, &results.campaign, 1, 100_000).await.text_at("/it/prize/id");
        let id = award(&house, staff, &prize, &results.project, &results.school).await.text_at("/it/prizeAward/id");
        let correct = async |total: i32| {
            let of = results.good.parse::<ApplicationId>().unwrap();
            consolidation::Entity::update_many()
                .col_expr(consolidation::Column::TotalCenti, Expr::value(total))
                .col_expr(consolidation::Column::TotalSixtieths, Expr::value(total * 3 / 5))
                .filter(consolidation::Column::ApplicationId.eq(of))
                .exec(house.db.connection())
                .await
                .unwrap();
        };
        correct(2100).await;
        ratify(&house, second, &id, 1).await.assert_refused(&["BASIS_CHANGED"]);
        let query = "{ prizes { nodes { awards { status basisScore fallReason version } } } }";
        let why = "het gemiddelde van de aanvragen van het project met een label was 22.50 en is 21.00";
        let again = json!([{ "status": "PROPOSED", "basisScore": "21.00", "fallReason": why, "version": 2 }]);
        assert_eq!(house.ask(staff, query, json!({})).await.at("/prizes/nodes/0/awards"), &again);
        ratify(&house, second, &id, 2).await.done();
        // The same between the second person and the announcement.
        correct(2000).await;
        results.publish(&house, Track::Nql).await;
        announce(&house, staff, &results).await.assert_refused(&["NOTHING_TO_ANNOUNCE"]);
        let reply = house.ask(staff, query, json!({})).await;
        assert_eq!(reply.at("/prizes/nodes/0/awards/0/status"), "PROPOSED");
        assert_eq!(reply.at("/prizes/nodes/0/awards/0/basisScore"), "20.00");
        ratify(&house, second, &id, 4).await.done();
        let announced = announce(&house, staff, &results).await;
        assert_eq!(announced.done()["prizeAwards"][0]["status"], "ANNOUNCED");
    }
}

async fn revoke(house: &House, results: &Results) {
    let label = house.ask(results.teacher, "{ labels { nodes { id } } }", json!({})).await;
    let input = json!({ "labelId": label.text_at("/labels/nodes/0/id"), "reason": "fraude" });
    house.act(results.staff, "revokeLabel", input, "label { isValid }").await.done();
}
