//! Prizes: within the budget, for a school that earned the label, confirmed by a second person, public at last.

use axum::http::{HeaderValue, StatusCode, header};
use entity::{
    consolidation,
    ids::ApplicationId,
    kinds::{Community, Role, Track},
    message, prize, prize_award, prize_share, sponsor,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::{
    support::{
        House, Person, Reply,
        given::{POINT, Results},
    },
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
    let input = json!({ "prizeId": prize, "projectId": project, "schoolIds": [school] });
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

async fn award_again(house: &House, contest: &Contest, prize: &str) -> Reply {
    award(house, contest.staff, prize, &contest.projects[0], &contest.schools[0][0]).await
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

    async fn a_prize_is_described_anew_until_it_is_announced_and_confirmed_anew(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[500; 8], [500; 8]]), ("Zout", &[[450; 8]])]).await;
        let prize = define(&house, contest.staff, &contest.campaign, 1, 10_000).await.text_at("/it/prize/id");
        define(&house, contest.staff, &contest.campaign, 2, 10_000).await.done();
        let award = contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        ratify(&house, contest.second, &award, 1).await.done();
        let update = async |who: Person, version: i64, rank: i32, cents: i32| {
            let parts = json!([{ "kind": "MONEY", "amountCents": cents, "description": "Geld", "sponsorName": "De Letterzee" }]);
            let input = json!({ "prizeId": prize, "expectedVersion": version, "rank": rank, "title": "Grote prijs", "level": "PRIMARY", "components": parts });
            house.act(who, "updatePrize", input, "prize { title level version components { amountCents } awards { status fallReason shares { amountCents } proposedBy { id } ratifiedBy { id } version } }").await
        };
        let written = house.written().await;
        for person in [contest.teachers[0], contest.juror, house.admin().await, house.service().await] {
            update(person, 1, 1, 9_000).await.assert_error("FORBIDDEN");
        }
        update(contest.second, 2, 1, 9_000).await.assert_refused(&["VERSION_CONFLICT"]);
        update(contest.second, 1, 2, 490_000).await.assert_refused(&["RANK_TAKEN", "BUDGET_EXCEEDED"]);
        update(contest.second, 1, 0, -1).await.assert_refused(&["RANK_OUT_OF_BOUNDS", "AMOUNT_NEGATIVE"]);
        // Of another community: the project that has it does not exist there.
        update(house.foreign_staff().await, 1, 1, 9_000).await.assert_error("NOT_FOUND");
        assert_eq!(house.written().await, written);
        let told = update(contest.second, 1, 1, 9_001).await.done()["prize"].clone();
        assert_eq!((&told["title"], &told["level"], &told["version"]), (&json!("Grote prijs"), &json!("PRIMARY"), &json!(2)));
        let given = &told["awards"][0];
        assert_eq!(given["shares"], json!([{ "amountCents": 4_501 }, { "amountCents": 4_500 }]));
        assert_eq!((&given["status"], &given["ratifiedBy"]), (&json!("PROPOSED"), &Value::Null));
        assert_eq!(given["fallReason"], "de prijs is gewijzigd: de scholen delen hem weer gelijk");
        // Who changed it does not confirm it.
        ratify(&house, contest.second, &award, 3).await.assert_refused(&["SAME_PERSON"]);
        ratify(&house, contest.staff, &award, 3).await.done();
        contest.publish(&house).await;
        house.act(contest.staff, "announcePrizes", contest.track(), "prizeAwards { id }").await.done();
        update(contest.second, 2, 1, 9_000).await.assert_refused(&["ALREADY_ANNOUNCED"]);
    }

    async fn a_prize_that_nobody_has_is_removed_and_its_money_is_free(house) {
        let contest = Contest::of(&house, &[("Zout", &[[450; 8]])]).await;
        let prize = define(&house, contest.staff, &contest.campaign, 1, 490_000).await.text_at("/it/prize/id");
        let award = contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        let remove = async |who: Person, version: i64| {
            house.act(who, "removePrize", json!({ "prizeId": prize, "expectedVersion": version }), "campaign { id } removedId").await
        };
        remove(contest.staff, 1).await.assert_refused(&["ALREADY_AWARDED"]);
        let back = json!({ "prizeAwardId": award, "expectedVersion": 1, "reason": "Fout." });
        house.act(contest.staff, "takeBackPrizeAward", back, "prizeAward { id }").await.done();
        remove(contest.staff, 2).await.assert_refused(&["VERSION_CONFLICT"]);
        for person in [contest.teachers[0], contest.juror, house.admin().await, house.service().await] {
            remove(person, 1).await.assert_error("FORBIDDEN");
        }
        assert_eq!(remove(contest.staff, 1).await.done()["removedId"], json!(prize));
        assert_eq!(house.ask(contest.staff, "{ prizes { totalCount } }", json!({})).await.at("/prizes/totalCount"), 0);
        remove(contest.staff, 2).await.assert_refused(&["REMOVED"]);
        award_again(&house, &contest, &prize).await.assert_refused(&["REMOVED"]);
        // What was is kept, and its rank and money are there for another.
        assert_eq!(house.count::<prize_award::Entity>().await, 1);
        define(&house, contest.staff, &contest.campaign, 1, 490_000).await.done();
    }

    async fn the_budget_is_told_in_euros(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        contest.announce(&house, 1).await;
        define(&house, contest.staff, &contest.campaign, 2, 95_000).await.done();
        let told = async |who: Person| house.act(who, "prizeBudget", json!({ "campaignId": contest.campaign }), "prizeBudget { budget planned awarded left }").await;
        let amounts = json!({ "budget": "5000.00", "planned": "1150.00", "awarded": "150.00", "left": "3850.00" });
        assert_eq!(told(contest.staff).await.done()["prizeBudget"], amounts);
        for person in [contest.teachers[0], contest.juror, house.admin().await, house.service().await] {
            told(person).await.assert_error("FORBIDDEN");
        }
    }

    async fn sponsors_are_noted_by_the_office_and_their_contact_is_its_own(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let admin = house.admin().await;
        let create = async |who: Person, name: &str, website: &str| {
            let input = json!({ "name": name, "website": website, "contact": "An Claes, 09 123 45 67" });
            house.act(who, "createSponsor", input, "sponsor { id name website contact version }").await
        };
        for person in [contest.teachers[0], contest.juror, admin, house.service().await] {
            create(person, "De Letterzee", "https://letterzee.example").await.assert_error("FORBIDDEN");
        }
        create(contest.staff, " ", "javascript:alert(1)").await.assert_refused(&["NAME_MISSING", "NOT_A_WEB_ADDRESS"]);
        assert_eq!(house.count::<sponsor::Entity>().await, 0);
        let made = create(contest.staff, "De Letterzee", "https://letterzee.example").await.done()["sponsor"].clone();
        create(contest.staff, "De Letterzee", "").await.assert_refused(&["NAME_TAKEN"]);
        // A part of a prize names it; the public reads its website then, and never whom to ask.
        contest.announce(&house, 1).await;
        assert_eq!(house.count::<sponsor::Entity>().await, 1);
        let shown = "{ prizes { nodes { components { sponsor { name website } } } } }";
        let public = house.ask(None, shown, json!({})).await;
        assert_eq!(public.at("/prizes/nodes/0/components/1/sponsor"), &json!({ "name": "De Letterzee", "website": "https://letterzee.example" }));
        for (who, code) in [(None, "UNAUTHENTICATED"), (Some(contest.teachers[0]), "FORBIDDEN")] {
            house.ask(who, "{ prizes { nodes { components { sponsor { contact } } } } }", json!({})).await.assert_error(code);
        }
        let update = async |who: Person, version: i64, name: &str| {
            let input = json!({ "sponsorId": made["id"], "expectedVersion": version, "name": name });
            house.act(who, "updateSponsor", input, "sponsor { name website version }").await
        };
        update(contest.staff, 2, "Letterzee").await.assert_refused(&["VERSION_CONFLICT"]);
        for person in [contest.teachers[0], contest.juror, admin] {
            update(person, 1, "Letterzee").await.assert_error("FORBIDDEN");
        }
        assert_eq!(update(contest.second, 1, "Letterzee").await.done()["sponsor"], json!({ "name": "Letterzee", "website": null, "version": 2 }));
    }

    async fn what_a_sponsor_gives_and_what_of_it_is_spent_is_told_to_staff(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let create = async |name: &str, cents: Option<i32>| {
            let input = json!({ "name": name, "budgetCents": cents });
            house.act(contest.staff, "createSponsor", input, "sponsor { id version budgetCents }").await
        };
        create("Zeeland", Some(-1)).await.assert_refused(&["BUDGET_NEGATIVE"]);
        create("De Letterzee", Some(8_000)).await.done();
        let other = create("Étoile", Some(20_000)).await.done()["sponsor"].clone();
        create("Zonder afspraak", None).await.done();
        contest.announce(&house, 1).await;
        define(&house, contest.staff, &contest.campaign, 2, 95_000).await.done();
        let shown = "prizeBudget { sponsors { sponsor { name } budget planned awarded left } }";
        let told = async || house.act(contest.staff, "prizeBudget", json!({ "campaignId": contest.campaign }), shown).await.done()["prizeBudget"]["sponsors"].clone();
        let letters = json!({ "sponsor": { "name": "De Letterzee" }, "budget": "80.00", "planned": "100.00", "awarded": "50.00", "left": "-20.00" });
        let star = json!({ "sponsor": { "name": "Étoile" }, "budget": "200.00", "planned": "0.00", "awarded": "0.00", "left": "200.00" });
        assert_eq!(told().await, json!([letters, star]));
        let input = json!({ "sponsorId": other["id"], "expectedVersion": 1, "name": "Étoile" });
        assert_eq!(house.act(contest.second, "updateSponsor", input, "sponsor { budgetCents }").await.done()["sponsor"]["budgetCents"], Value::Null);
        assert_eq!(told().await, json!([letters]));
        // The public learns who pays for it, and not what was agreed.
        for (who, code) in [(None, "UNAUTHENTICATED"), (Some(contest.teachers[0]), "FORBIDDEN"), (Some(house.admin().await), "FORBIDDEN")] {
            house.ask(who, "{ prizes { nodes { components { sponsor { budgetCents } } } } }", json!({})).await.assert_error(code);
        }
        // Staff find a sponsor by its name, page by page.
        let query = "query($first: Int, $after: String, $filter: SponsorFilter) { sponsors(first: $first, after: $after, filter: $filter) { totalCount nodes { name } pageInfo { endCursor hasNextPage } } }";
        let found = house.ask(contest.second, query, json!({ "filter": { "name": { "search": "etoile" } } })).await;
        assert_eq!(found.at("/sponsors/nodes"), &json!([{ "name": "Étoile" }]));
        let page = house.ask(contest.second, query, json!({ "first": 2 })).await;
        assert_eq!((page.at("/sponsors/totalCount"), page.at("/sponsors/nodes")), (&json!(3), &json!([{ "name": "De Letterzee" }, { "name": "Étoile" }])));
        let next = house.ask(contest.second, query, json!({ "first": 2, "after": page.at("/sponsors/pageInfo/endCursor") })).await;
        assert_eq!((next.at("/sponsors/nodes"), next.at("/sponsors/pageInfo/hasNextPage")), (&json!([{ "name": "Zonder afspraak" }]), &json!(false)));
        for person in [contest.teachers[0], contest.juror, house.service().await] {
            house.ask(person, "{ sponsors { totalCount } }", json!({})).await.assert_error("FORBIDDEN");
        }
    }

    async fn the_logo_of_a_sponsor_is_seen_by_whoever_sees_that_it_pays(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let (admin, service) = (house.admin().await, house.service().await);
        let made = house.act(contest.staff, "createSponsor", json!({ "name": "De Letterzee" }), "sponsor { id }").await.text_at("/it/sponsor/id");
        let hidden = house.act(contest.staff, "createSponsor", json!({ "name": "Nog niets" }), "sponsor { id }").await.text_at("/it/sponsor/id");
        let set = async |who: Person, sponsor: &str, version: i64, upload: Value, shows: &str| {
            let input = json!({ "sponsorId": sponsor, "expectedVersion": version, "uploadId": upload, "shows": shows });
            house.act(who, "setSponsorLogo", input, "sponsor { hasLogo logoShows version }").await
        };
        let sent = house.picture(contest.staff).await;
        let broken = house.file(contest.staff, "image/png", POINT[..40].to_vec()).await;
        let written = house.written().await;
        for person in [contest.teachers[0], contest.juror, admin, service] {
            set(person, &made, 1, sent.clone(), "Letters").await.assert_error("FORBIDDEN");
        }
        // The file of somebody else.
        assert!(set(contest.second, &made, 1, sent.clone(), "Letters").await.text.contains("\"errors\""));
        set(contest.staff, &made, 2, sent.clone(), " ").await.assert_refused(&["VERSION_CONFLICT"]);
        set(contest.staff, &made, 1, sent.clone(), " ").await.assert_refused(&["SHOWS_MISSING"]);
        set(contest.staff, &made, 1, sent.clone(), &"x".repeat(301)).await.assert_refused(&["TEXT_TOO_LONG"]);
        set(contest.staff, &made, 1, broken, "Letters").await.assert_refused(&["UNREADABLE"]);
        set(contest.staff, &made, 1, Value::Null, "Letters").await.assert_refused(&["NOTHING_CHANGED"]);
        assert_eq!(house.written().await, written);
        let told = set(contest.staff, &made, 1, sent, "De naam in letters").await;
        assert_eq!(told.done()["sponsor"], json!({ "hasLogo": true, "logoShows": "De naam in letters", "version": 2 }));
        set(contest.staff, &hidden, 1, house.picture(contest.staff).await, "Niets").await.done();
        let get = async |who: Option<Person>, sponsor: &str| crate::photo::get(&house, who, &format!("/sponsors/{sponsor}/logo")).await;
        let sees = async |who: Option<Person>, sponsor: &str| {
            let (status, headers, content) = get(who, sponsor).await;
            let query = "query($id: ID!) { node(id: $id) { id } }";
            let is_node = !house.ask(who, query, json!({ "id": sponsor })).await.at("/node").is_null();
            assert_eq!(status == StatusCode::OK, is_node, "{status}");
            if is_node {
                assert_eq!((&headers[header::CONTENT_TYPE], &headers["x-content-type-options"]), (&HeaderValue::from_static("image/png"), &HeaderValue::from_static("nosniff")));
                assert!(image::load_from_memory_with_format(&content, image::ImageFormat::Png).is_ok());
            } else {
                assert_eq!(status, StatusCode::NOT_FOUND);
            }
            is_node
        };
        let (staff, teacher) = (Some(contest.second), Some(contest.teachers[0]));
        for who in [None, teacher] {
            assert!(!sees(who, &made).await, "nobody won its prize yet");
        }
        assert!(sees(staff, &made).await && sees(Some(admin), &made).await);
        contest.announce(&house, 1).await;
        for who in [None, teacher, staff, Some(admin)] {
            assert!(sees(who, &made).await);
            assert_eq!(sees(who, &hidden).await, who == staff || who == Some(admin), "it pays for nothing");
        }
        for who in [contest.juror, service] {
            assert_eq!(get(Some(who), &made).await.0, StatusCode::NOT_FOUND);
        }
        let shown = "{ prizes { nodes { components { sponsor { name hasLogo logoShows } } } } }";
        let public = house.ask(None, shown, json!({})).await;
        assert_eq!(public.at("/prizes/nodes/0/components/1/sponsor"), &json!({ "name": "De Letterzee", "hasLogo": true, "logoShows": "De naam in letters" }));
        // What is noted of it anew leaves its logo.
        let input = json!({ "sponsorId": made, "expectedVersion": 2, "name": "De Letterzee", "website": "https://letterzee.example" });
        assert_eq!(house.act(contest.staff, "updateSponsor", input, "sponsor { hasLogo }").await.done()["sponsor"]["hasLogo"], true);
        let gone = set(contest.second, &made, 3, Value::Null, "").await;
        assert_eq!(gone.done()["sponsor"], json!({ "hasLogo": false, "logoShows": null, "version": 4 }));
        assert_eq!(get(staff, &made).await.0, StatusCode::NOT_FOUND);
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
        let public = "{ prizes { nodes { title awards { shares { schoolName } status } } } }";
        assert_eq!(house.ask(None, public, json!({})).await.at("/prizes/nodes"), &json!([]));
        results.publish(&house, Track::Nql).await;
        let before = house.count::<message::Entity>().await;
        let reply = announce(&house, staff, &results).await;
        assert_eq!(reply.done()["prizeAwards"][0]["status"], "ANNOUNCED");
        assert_eq!(house.count::<message::Entity>().await, before + 1);
        let mail: Value = house.ask(results.teacher, "{ messages { nodes { template } } }", json!({})).await.at("/messages/nodes").clone();
        assert!(mail.as_array().unwrap().contains(&json!({ "template": "PRIZE_ANNOUNCED" })));
        let shown = json!([{ "title": "Hoofdprijs", "awards": [{ "shares": [{ "schoolName": "De Zeven Wegen" }], "status": "ANNOUNCED" }] }]);
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
            "status": "FORFEITED", "ratifiedBy": null, "version": 3,
            "fallReason": "geen leerkracht van de scholen heeft nog het label voor dit project",
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

    async fn projects_are_ranked_by_the_exact_mean_and_ties_by_the_rule_of_the_campaign(house) {
        // The same mean: 22.50. The first is ahead at C1, the next two only differ at C2; the last has a higher total once.
        let contest = Contest::of(&house, &[
            ("Zout", &[[500, 400, 450, 450, 450, 300, 300, 300]]),
            ("Peper", &[[450, 500, 400, 450, 450, 300, 300, 300]]),
            ("Munt", &[[450, 450, 450, 450, 450, 300, 300, 300]]),
            ("Tijm", &[[500, 500, 500, 500, 500, 300, 300, 300], [400, 350, 400, 400, 400, 300, 300, 300]]),
        ]).await;
        let ranking = contest.ranking(&house, contest.staff).await;
        assert_eq!(ranking["tieBreaks"], json!(["C1", "C5", "C2", "SPREAD"]));
        let place = |rank: i32, title: &str, mean: &str, exact: &str, count: usize, tie: Value| {
            json!([rank, title, mean, exact, count, tie, false])
        };
        assert_eq!(told(&ranking), [
            place(1, "Zout", "22.50", "45/2", 1, json!("C1")),
            place(2, "Peper", "22.50", "45/2", 1, json!("C2")),
            place(3, "Munt", "22.50", "45/2", 1, json!("C2")),
            place(4, "Tijm", "22.25", "89/4", 2, Value::Null),
        ]);
        let written = house.written().await;
        for person in [contest.teachers[0], contest.juror, house.admin().await, house.service().await] {
            house.act(person, "projectRanking", contest.track(), "projectRanking { tieBreaks }").await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        // Another office ranks its own: nothing of this one.
        let german = house.foreign_staff().await;
        assert_eq!(contest.ranking(&house, german).await["places"], json!([]));
    }

    async fn the_order_of_the_steps_is_that_of_the_configuration(house) {
        let staff = house.staff().await;
        let campaign = house.draft_campaign(staff).await;
        let reply = house.act(staff, "configurationExport", json!({ "campaignId": campaign }), "configuration").await;
        let mut document: Value = serde_json::from_str(&reply.text_at("/it/configuration")).unwrap();
        assert_eq!(document["prizeTieBreaks"], json!(["C1", "C5", "C2", "SPREAD"]));
        let preview = async |document: &Value| {
            let input = json!({ "campaignId": campaign, "document": document.to_string() });
            let shown = "configurationPreview { hash changes { path after } faults { path code } }";
            house.act(staff, "configurationPreview", input, shown).await.done()["configurationPreview"].clone()
        };
        document["prizeTieBreaks"] = json!(["C9", "SPREAD", "SPREAD", "G1"]);
        let faults: Vec<Value> = preview(&document).await["faults"].as_array().unwrap().iter().map(|fault| fault["path"].clone()).collect();
        assert_eq!(faults, ["prizeTieBreaks[0]", "prizeTieBreaks[2]", "prizeTieBreaks[3]"]);
        document["prizeTieBreaks"] = json!(["SPREAD", "C3"]);
        let seen = preview(&document).await;
        assert_eq!(seen["changes"], json!([{ "path": "prizeTieBreaks", "after": "[\"SPREAD\",\"C3\"]" }]));
        let input = json!({ "campaignId": campaign, "document": document.to_string(), "expectedHash": seen["hash"] });
        house.act(staff, "applyConfiguration", input, "campaign { id }").await.done();
        let shown = "projectRanking { tieBreaks }";
        let reply = house.act(staff, "projectRanking", json!({ "campaignId": campaign, "track": "NQL" }), shown).await;
        assert_eq!(reply.done()["projectRanking"]["tieBreaks"], json!(["SPREAD", "C3"]));
    }

    async fn who_has_a_stake_gets_no_ranking_and_proposes_nothing(house) {
        let contest = Contest::of(&house, &[("Zout", &[[450; 8]])]).await;
        define(&house, contest.staff, &contest.campaign, 1, 10_000).await.done();
        house.works_at(contest.second, &contest.schools[0][0]).await;
        let shown = "projectRanking { places { rank } }";
        house.act(contest.second, "projectRanking", contest.track(), shown).await.assert_refused(&["NOT_IMPARTIAL"]);
        contest.propose(&house, contest.second).await.assert_refused(&["NOT_IMPARTIAL"]);
        assert_eq!(house.count::<prize_award::Entity>().await, 0);
    }

    async fn prizes_are_proposed_by_the_ranking_and_a_person_chooses_between_equals(house) {
        let contest = Contest::of(&house, &[
            ("Zout", &[[500; 8]]),
            ("Peper", &[[450; 8]]),
            ("Munt", &[[450; 8]]),
            ("Tijm", &[[400; 8], [400; 8]]),
        ]).await;
        contest.propose(&house, contest.staff).await.assert_refused(&["NOTHING_TO_PROPOSE"]);
        let mut prizes = Vec::new();
        for rank in 1..=4 {
            prizes.push(define(&house, contest.staff, &contest.campaign, rank, 10_001).await.text_at("/it/prize/id"));
        }
        for person in [contest.teachers[0], contest.juror, house.admin().await, house.service().await] {
            contest.propose(&house, person).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<prize_award::Entity>().await, 0);
        let reply = contest.propose(&house, contest.staff).await;
        let proposal = &reply.done()["prizeProposal"];
        let given: Vec<(&Value, &Value)> = proposal["prizeAwards"].as_array().unwrap().iter()
            .map(|award| (&award["prize"]["rank"], &award["projectTitle"])).collect();
        assert_eq!(given, [(&json!(1), &json!("Zout")), (&json!(4), &json!("Tijm"))]);
        // Two schools share the last one to the cent.
        let shares = &proposal["prizeAwards"][1]["shares"];
        assert_eq!((&shares[0]["amountCents"], &shares[1]["amountCents"]), (&json!(7_501), &json!(7_500)));
        let choice = &proposal["choices"];
        let mut titles: Vec<&str> = choice[0]["projects"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
        titles.sort_unstable();
        assert_eq!((&choice[0]["reason"], titles, &choice[0]["prizes"]), (&json!("TIE"), vec!["Munt", "Peper"], &json!([{ "rank": 2 }, { "rank": 3 }])));
        assert_eq!(choice.as_array().unwrap().len(), 1);
        // The choice takes a reason, which is kept; what is left follows from the ranking again.
        let choose = async |prize: &str, project: usize, reason: Value| {
            let input = json!({ "prizeId": prize, "projectId": contest.projects[project], "schoolIds": [contest.schools[project][0]], "reason": reason });
            house.act(contest.staff, "awardPrize", input, "prizeAward { reason version }").await
        };
        choose(&prizes[1], 2, json!(" ")).await.assert_refused(&["REASON_MISSING"]);
        let chosen = choose(&prizes[1], 2, json!("De jury koos na een gesprek.")).await;
        assert_eq!(chosen.done()["prizeAward"]["reason"], "De jury koos na een gesprek.");
        let reply = contest.propose(&house, contest.staff).await;
        let proposal = &reply.done()["prizeProposal"];
        assert_eq!(proposal["prizeAwards"][0]["projectTitle"], "Peper");
        assert_eq!(proposal["choices"], json!([]));
        contest.propose(&house, contest.staff).await.assert_refused(&["NOTHING_TO_PROPOSE"]);
        let ranking = contest.ranking(&house, contest.staff).await;
        assert!(ranking["places"].as_array().unwrap().iter().all(|place| place["prizeAward"]["status"] == "PROPOSED"));
    }

    async fn a_prize_that_departs_from_the_ranking_takes_a_reason(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let prize = define(&house, contest.staff, &contest.campaign, 1, 10_000).await.text_at("/it/prize/id");
        award(&house, contest.staff, &prize, &contest.projects[1], &contest.schools[1][0]).await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(house.count::<prize_award::Entity>().await, 0);
        award(&house, contest.staff, &prize, &contest.projects[0], &contest.schools[0][0]).await.done();
    }

    async fn schools_share_a_prize_to_the_cent(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[400; 8], [400; 8]]), ("Munt", &[[300; 8]])]).await;
        define(&house, contest.staff, &contest.campaign, 1, 10_001).await.done();
        let award = contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        let [one, other] = [0, 1].map(|school| contest.schools[0][school].as_str());
        let elsewhere = contest.schools[1][0].as_str();
        let split = async |who: Person, version: i64, shares: &[(&str, i64)]| {
            let shares: Vec<Value> = shares.iter().map(|(school, cents)| json!({ "schoolId": school, "amountCents": cents })).collect();
            let input = json!({ "prizeAwardId": award, "expectedVersion": version, "shares": shares });
            house.act(who, "splitPrize", input, "prizeAward { version shares { amountCents } proposedBy { id } }").await
        };
        let before = house.written().await;
        split(contest.second, 1, &[(one, 10_000), (other, 5_000)]).await.assert_refused(&["NOT_THE_WHOLE"]);
        split(contest.second, 1, &[(one, 15_001), (elsewhere, 0)]).await.assert_refused(&["SCHOOL_NOT_AWARDED"]);
        split(contest.second, 1, &[(one, 15_002), (other, -1)]).await.assert_refused(&["AMOUNT_NEGATIVE"]);
        split(contest.second, 1, &[(one, 15_000), (one, 1)]).await.assert_refused(&["SCHOOL_TWICE"]);
        split(contest.second, 1, &[]).await.assert_refused(&["SCHOOLS_MISSING", "NOT_THE_WHOLE"]);
        split(contest.second, 2, &[(one, 15_001)]).await.assert_refused(&["VERSION_CONFLICT"]);
        for person in [contest.teachers[0], contest.juror, house.admin().await] {
            split(person, 1, &[(one, 15_001)]).await.assert_error("FORBIDDEN");
        }
        split(house.foreign_staff().await, 1, &[(one, 15_001)]).await.assert_error("NOT_FOUND");
        assert_eq!(house.written().await, before);
        let reply = split(contest.second, 1, &[(one, 15_000), (other, 1)]).await;
        assert_eq!(reply.done()["prizeAward"]["shares"], json!([{ "amountCents": 15_000 }, { "amountCents": 1 }]));
        // Who split it does not confirm it; who proposed it can now.
        ratify(&house, contest.second, &award, 2).await.assert_refused(&["SAME_PERSON"]);
        ratify(&house, contest.staff, &award, 2).await.done();
        split(contest.staff, 3, &[(one, 15_001)]).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn a_school_without_a_label_leaves_its_share_to_the_others(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[400; 8], [400; 8]])]).await;
        define(&house, contest.staff, &contest.campaign, 1, 10_001).await.done();
        let award = contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        ratify(&house, contest.second, &award, 1).await.done();
        contest.publish(&house).await;
        let label = house.ask(contest.teachers[1], "{ labels { nodes { id } } }", json!({})).await.text_at("/labels/nodes/0/id");
        house.act(contest.staff, "revokeLabel", json!({ "labelId": label, "reason": "fraude" }), "label { isValid }").await.done();
        let query = "{ prizes { nodes { awards { status fallReason shares { schoolName amountCents } version } } } }";
        let told = house.ask(contest.staff, query, json!({})).await;
        let award = told.at("/prizes/nodes/0/awards/0");
        assert_eq!(award["shares"], json!([{ "schoolName": "Tijm 0", "amountCents": 15_001 }]));
        assert_eq!(award["status"], "PROPOSED");
        assert!(award["fallReason"].as_str().unwrap().contains("de andere delen de prijs"), "{award}");
        assert_eq!(house.count::<prize_share::Entity>().await, 1);
    }

    async fn a_wrong_proposal_is_taken_back_with_a_reason_until_it_is_announced(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        define(&house, contest.staff, &contest.campaign, 1, 10_000).await.done();
        let propose = async || contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        let first = propose().await;
        let take_back = async |who: Person, award: &str, version: i64, reason: &str| {
            let input = json!({ "prizeAwardId": award, "expectedVersion": version, "reason": reason });
            house.act(who, "takeBackPrizeAward", input, "prizeAward { status closingReason version }").await
        };
        let before = house.written().await;
        take_back(contest.staff, &first, 1, " ").await.assert_refused(&["REASON_MISSING"]);
        take_back(contest.staff, &first, 2, "Fout.").await.assert_refused(&["VERSION_CONFLICT"]);
        for person in [contest.teachers[0], contest.juror, house.admin().await, house.service().await] {
            take_back(person, &first, 1, "Fout.").await.assert_error("FORBIDDEN");
        }
        take_back(house.foreign_staff().await, &first, 1, "Fout.").await.assert_error("NOT_FOUND");
        assert_eq!(house.written().await, before);
        let reply = take_back(contest.second, &first, 1, "Verkeerde school.").await;
        assert_eq!(reply.done()["prizeAward"], json!({ "status": "TAKEN_BACK", "closingReason": "Verkeerde school.", "version": 2 }));
        take_back(contest.staff, &first, 2, "Nog eens.").await.assert_refused(&["WRONG_STATUS"]);
        ratify(&house, contest.second, &first, 2).await.assert_refused(&["WRONG_STATUS"]);
        // The project is first again, also after it was confirmed and taken back.
        let second = propose().await;
        ratify(&house, contest.second, &second, 1).await.done();
        take_back(contest.staff, &second, 2, "Toch niet.").await.done();
        let third = propose().await;
        ratify(&house, contest.second, &third, 1).await.done();
        contest.publish(&house).await;
        house.act(contest.staff, "announcePrizes", contest.track(), "prizeAwards { id }").await.done();
        take_back(contest.staff, &third, 3, "Te laat.").await.assert_refused(&["WRONG_STATUS"]);
        // What was taken back is nobody's business outside.
        let public = house.ask(None, "{ prizes { nodes { awards { status } } } }", json!({})).await;
        assert_eq!(public.at("/prizes/nodes/0/awards"), &json!([{ "status": "ANNOUNCED" }]));
    }
}

/// Projects with applications that all earned the label.
pub struct Contest {
    pub staff: Person,
    pub second: Person,
    pub juror: Person,
    pub campaign: String,
    pub projects: Vec<String>,
    /// Those of each project.
    pub schools: Vec<Vec<String>>,
    pub teachers: Vec<Person>,
    pub applications: Vec<String>,
}

impl Contest {
    /// Each project has an application, of a school of its own, for each sheet of scores.
    pub async fn of(house: &House, projects: &[(&str, &[[i32; 8]])]) -> Self {
        let (staff, second) = (house.staff().await, house.second_staff().await);
        let campaign = house.open_campaign(staff).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let juror = house.seat("Marthe Claes", &[Role::Juror], None).await;
        let mut contest = Self {
            staff,
            second,
            juror,
            campaign,
            projects: Vec::new(),
            schools: Vec::new(),
            teachers: Vec::new(),
            applications: Vec::new(),
        };
        let mut sheets = Vec::new();
        for (title, results) in projects {
            let (mut schools, mut project) = (Vec::new(), String::new());
            for (place, scores) in results.iter().enumerate() {
                let name = format!("{title} {place}");
                let school = house.school(staff, &name, Community::Vl).await;
                let teacher = house.teacher(&format!("Leerkracht {name}"), &school).await;
                if place == 0 {
                    project = house.ended_project(teacher, title, &school, &abroad).await;
                } else {
                    let version = house.version(staff, "project", &project).await;
                    let join = json!({ "projectId": project, "expectedVersion": version, "schoolId": school, "isFounder": false });
                    house.act(staff, "addProjectPartner", join, "project { id }").await.done();
                    let email = format!("leerkracht.{}@nql.example", name.to_lowercase().replace(' ', "."));
                    let join = json!({ "projectId": project, "email": email, "schoolId": school, "role": "PARTNER" });
                    house.act(staff, "addProjectMember", join, "project { id }").await.done();
                }
                let application = house.complete_application(teacher, &contest.campaign, &project).await;
                schools.push(school);
                contest.teachers.push(teacher);
                sheets.push((application, *scores));
            }
            contest.projects.push(project);
            contest.schools.push(schools);
        }
        house.set_day("2026-07-02");
        house.move_campaign(staff, "closeCampaign", &contest.campaign).await;
        for (application, _) in &sheets {
            let input = json!({ "applicationId": application, "admissibility": "ADMISSIBLE" });
            house.act(staff, "decideAdmissibility", input, "application { id }").await.done();
        }
        house.move_campaign(staff, "startEvaluation", &contest.campaign).await;
        house.juror_row(juror).await;
        for (application, scores) in &sheets {
            house.judged(juror, application, *scores).await;
        }
        house.set_day("2026-10-06");
        house.move_campaign(staff, "startDeliberation", &contest.campaign).await;
        house.act(staff, "proposeDecisions", contest.track(), "decisions { id }").await.done();
        for (application, _) in sheets {
            house.write_texts(staff, &application).await;
            let query = "query($id: ID!) { application(id: $id) { decision { id outcome } } }";
            let reply = house.ask(staff, query, json!({ "id": application })).await;
            assert_eq!(reply.at("/application/decision/outcome"), "AWARDED");
            let ids = json!({ "decisionIds": [reply.at("/application/decision/id")] });
            house.act(second, "ratifyDecisions", ids, "decisions { id }").await.done();
            contest.applications.push(application);
        }
        contest
    }

    pub fn track(&self) -> Value {
        json!({ "campaignId": self.campaign, "track": "NQL" })
    }

    async fn ranking(&self, house: &House, who: Person) -> Value {
        let shown = "projectRanking { tieBreaks places { rank project { title } mean exactMean applications { id } tieBreak isTied prizeAward { status } } }";
        house.act(who, "projectRanking", self.track(), shown).await.done()["projectRanking"].clone()
    }

    pub async fn propose(&self, house: &House, who: Person) -> Reply {
        let shown = "prizeProposal { prizeAwards { id projectTitle prize { rank } shares { amountCents } } choices { reason prizes { rank } projects { title } } }";
        house.act(who, "proposePrizes", self.track(), shown).await
    }

    /// Defines so many prizes.
    pub async fn define(&self, house: &House, prizes: i32) {
        for rank in 1..=prizes {
            define(house, self.staff, &self.campaign, rank, 10_000).await.done();
        }
    }

    /// Gives as many prizes as there are to the first projects, and announces them; their ids, the first prize first.
    pub async fn announce(&self, house: &House, prizes: i32) -> Vec<String> {
        self.define(house, prizes).await;
        self.propose(house, self.staff).await.done();
        self.publish(house).await;
        let query = "{ prizes { nodes { awards { id } } } }";
        let given = house.ask(self.staff, query, json!({})).await;
        let given: Vec<String> = given
            .at("/prizes/nodes")
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|prize| Some(prize["awards"][0]["id"].as_str()?.to_owned()))
            .collect();
        for award in &given {
            ratify(house, self.second, award, 1).await.done();
        }
        house.act(self.staff, "announcePrizes", self.track(), "prizeAwards { id }").await.done();
        given
    }

    /// Lets the results go out.
    pub async fn publish(&self, house: &House) {
        let mut unit = self.track();
        unit["community"] = json!("VL");
        let batch = house.act(self.staff, "preparePublication", unit, "publicationBatch { id setHash }").await;
        let batch = batch.done()["publicationBatch"].clone();
        let input = json!({ "publicationBatchId": batch["id"], "expectedHash": batch["setHash"] });
        let approved = house.act(self.second, "approvePublication", input, "publicationBatch { version }").await;
        let input = json!({ "publicationBatchId": batch["id"], "expectedVersion": approved.at("/it/publicationBatch/version"), "reason": "Voor de pers." });
        house.act(self.staff, "publishResults", input, "publicationBatch { id }").await.done();
    }
}

/// The places of a ranking, in a row each.
fn told(ranking: &Value) -> Vec<Value> {
    let place = |place: &Value| {
        json!([
            place["rank"],
            place["project"]["title"],
            place["mean"],
            place["exactMean"],
            place["applications"].as_array().unwrap().len(),
            place["tieBreak"],
            place["isTied"]
        ])
    };
    ranking["places"].as_array().unwrap().iter().map(place).collect()
}

async fn revoke(house: &House, results: &Results) {
    let label = house.ask(results.teacher, "{ labels { nodes { id } } }", json!({})).await;
    let input = json!({ "labelId": label.text_at("/labels/nodes/0/id"), "reason": "fraude" });
    house.act(results.staff, "revokeLabel", input, "label { isValid }").await.done();
}
