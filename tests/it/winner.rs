//! A prize after it was announced: its schools want it or do not, who is next, and what becomes of it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use entity::{
    audit_event,
    kinds::{Community, MessageTemplate, PrizeAwardStatus, Role},
    prize_award, prize_share, prize_voucher,
};
use nql::campaign::rules::day_of;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    mail::sender,
    privacy::{columns, rows_of},
    prize::Contest,
    support::{Engine, House, Person, Reply, sink::Sink, story::behind},
    trial,
};

/// Acts on a prize that was given, as somebody who saw a version.
async fn act(house: &House, who: Person, name: &str, (award, version): (&str, i64), more: Value) -> Reply {
    let mut input = json!({ "prizeAwardId": award, "expectedVersion": version });
    for (key, value) in more.as_object().into_iter().flatten() {
        input[key] = value.clone();
    }
    house.act(who, name, input, "prizeAward { id status version shares { contact { id } } }").await
}

/// The prize that follows on another, as staff see it.
async fn next(house: &House, contest: &Contest, award: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on PrizeAward { \
                 status closingReason choiceReason successor { id status projectTitle reason proposedBy { id } prize { rank } } } } }";
    house.ask(contest.staff, query, json!({ "id": award })).await.at("/node").clone()
}

/// Every value of every table, as text.
pub async fn everything(house: &House) -> String {
    let mut all = String::new();
    for column in columns(house).await {
        let (table, column) = (&column[0], &column[1]);
        let value = match house.engine {
            Engine::Sqlite => format!("quote(\"{column}\")"),
            Engine::Postgres => format!("coalesce(\"{column}\"::text, '')"),
        };
        let rows = rows_of(house, &format!("SELECT {value} FROM \"{table}\"")).await;
        all.extend(rows.into_iter().flatten());
    }
    all
}

/// Whoever must not answer for the schools.
async fn others(house: &House, contest: &Contest) -> [Person; 3] {
    [contest.juror, house.admin().await, house.service().await]
}

trial! {
    async fn a_winner_accepts_a_prize_and_says_who_speaks_for_the_school(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner, loser) = (awards[0].as_str(), contest.teachers[0], contest.teachers[1]);
        let colleague = house.teacher("Wim De Backer", &contest.schools[0][0]).await;
        let stranger = house.teacher("Els Peeters", &contest.schools[0][0]).await;
        let join = json!({ "projectId": contest.projects[0], "email": "wim.de.backer@nql.example", "schoolId": contest.schools[0][0], "role": "PARTNER", "reason": "Vergeten." });
        house.act(contest.staff, "addProjectMember", join, "project { id }").await.done();
        let written = house.written().await;
        for person in others(&house, &contest).await {
            act(&house, person, "acceptPrize", (award, 3), json!({})).await.assert_error("FORBIDDEN");
        }
        // Without the label, of another project, of another community: all of them see it, as everybody does.
        for person in [colleague, loser, house.foreign_staff().await] {
            act(&house, person, "acceptPrize", (award, 3), json!({ "reason": "Zo." })).await.assert_error("FORBIDDEN");
        }
        act(&house, winner, "acceptPrize", (award, 2), json!({})).await.assert_refused(&["VERSION_CONFLICT"]);
        for unknown in [stranger, loser] {
            let contact = json!({ "contactId": unknown.id.to_string() });
            act(&house, winner, "acceptPrize", (award, 3), contact).await.assert_refused(&["CONTACT_UNKNOWN"]);
        }
        act(&house, contest.staff, "acceptPrize", (award, 3), json!({})).await.assert_refused(&["REASON_MISSING"]);
        act(&house, winner, "namePrizeContact", (award, 3), json!({ "contactId": colleague.id.to_string() })).await.assert_refused(&["WRONG_STATUS"]);
        assert_eq!(house.written().await, written);
        let reply = act(&house, winner, "acceptPrize", (award, 3), json!({})).await;
        assert_eq!(reply.done()["prizeAward"]["status"], "ACCEPTED");
        assert_eq!(reply.at("/it/prizeAward/shares/0/contact/id"), &json!(winner.id.to_string()));
        act(&house, winner, "acceptPrize", (award, 4), json!({})).await.assert_refused(&["WRONG_STATUS"]);
        // The others read that it was announced, and no more; who works at the school reads how it stands.
        let query = "query($id: ID!) { node(id: $id) { ... on PrizeAward { status version } } }";
        let (all, nothing) = (json!({ "status": "ACCEPTED", "version": 4 }), json!({ "status": "ANNOUNCED", "version": null }));
        for (who, told) in [(loser, nothing), (stranger, all.clone()), (contest.staff, all)] {
            assert_eq!(house.ask(who, query, json!({ "id": award })).await.at("/node"), &told);
        }
        let public = "query($id: ID!) { node(id: $id) { ... on PrizeAward { status } } }";
        assert_eq!(house.ask(None, public, json!({ "id": award })).await.at("/node/status"), "ANNOUNCED");
        let named = act(&house, winner, "namePrizeContact", (award, 4), json!({ "contactId": colleague.id.to_string() })).await;
        assert_eq!(named.done()["prizeAward"]["shares"][0]["contact"]["id"], json!(colleague.id.to_string()));
        act(&house, colleague, "namePrizeContact", (award, 5), json!({ "contactId": colleague.id.to_string() })).await.assert_error("FORBIDDEN");
    }

    async fn staff_note_on_the_word_of_the_school_that_it_accepts(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[400; 8], [400; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let word = json!({ "reason": "De directeur belde.", "contactId": contest.teachers[1].id.to_string() });
        act(&house, contest.staff, "acceptPrize", (&awards[0], 3), word).await.done();
        let shares = prize_share::Entity::find().all(house.db.connection()).await.unwrap();
        let named: Vec<_> = shares.iter().filter_map(|share| share.contact_id).collect();
        assert_eq!(named, [contest.teachers[1].id]);
        // A teacher names nobody for the other school.
        let other = json!({ "contactId": contest.teachers[1].id.to_string() });
        act(&house, contest.teachers[0], "namePrizeContact", (&awards[0], 4), other).await.assert_refused(&["CONTACT_UNKNOWN"]);
        let kept = audit_event::Entity::find().filter(audit_event::Column::Action.eq("acceptPrize"));
        let kept = kept.one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(kept.reason.as_deref(), Some("De directeur belde."));
    }

    async fn a_prize_that_a_winner_declines_is_proposed_for_the_next(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]]), ("Munt", &[[400; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        let written = house.written().await;
        for person in others(&house, &contest).await.into_iter().chain([contest.teachers[1], house.foreign_staff().await]) {
            act(&house, person, "declinePrize", (award, 3), json!({ "reason": "Zo." })).await.assert_error("FORBIDDEN");
        }
        act(&house, contest.staff, "declinePrize", (award, 3), json!({ "reason": " " })).await.assert_refused(&["REASON_MISSING"]);
        assert_eq!(house.written().await, written);
        let reply = act(&house, winner, "declinePrize", (award, 3), json!({ "reason": "Wij wonnen al genoeg." })).await;
        assert_eq!(reply.done()["prizeAward"]["status"], "DECLINED");
        let told = next(&house, &contest, award).await;
        assert_eq!((&told["status"], &told["closingReason"], &told["choiceReason"]), (&json!("DECLINED"), &json!("Wij wonnen al genoeg."), &Value::Null));
        let successor = &told["successor"];
        assert_eq!((&successor["status"], &successor["projectTitle"], &successor["prize"]["rank"]), (&json!("PROPOSED"), &json!("Peper"), &json!(1)));
        // Who proposed the first one stands for the next: another person of the office confirms it.
        assert_eq!(successor["proposedBy"]["id"], json!(contest.staff.id.to_string()));
        let ratify = |who: Person| house.act(who, "ratifyPrizeAward", json!({ "prizeAwardId": successor["id"], "expectedVersion": 1 }), "prizeAward { status }");
        ratify(contest.staff).await.assert_refused(&["SAME_PERSON"]);
        // The winner reads what became of its own prize, and nothing of who is next; nobody outside reads either.
        let seen = "{ prizes { nodes { awards { id status } } } }";
        assert_eq!(house.ask(winner, seen, json!({})).await.at("/prizes/nodes"), &json!([{ "awards": [{ "id": award, "status": "DECLINED" }] }]));
        for who in [None, Some(contest.teachers[1]), Some(contest.juror)] {
            let reply = house.ask(who, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [award, successor["id"]] })).await;
            assert_eq!(reply.at("/nodes"), &json!([null, null]));
        }
        let query = "query($id: ID!) { node(id: $id) { ... on PrizeAward { successor { id } } } }";
        house.ask(winner, query, json!({ "id": award })).await.assert_error("FORBIDDEN");
        ratify(contest.second).await.done();
        house.act(contest.staff, "announcePrizes", contest.track(), "prizeAwards { id }").await.done();
        act(&house, winner, "acceptPrize", (award, 4), json!({})).await.assert_refused(&["WRONG_STATUS"]);
        // Who said no is not asked again.
        act(&house, contest.teachers[1], "declinePrize", (successor["id"].as_str().unwrap(), 3), json!({})).await.done();
        assert_eq!(next(&house, &contest, successor["id"].as_str().unwrap()).await["successor"]["projectTitle"], "Munt");
    }

    async fn where_a_person_must_choose_who_is_next_nothing_is_proposed(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]]), ("Munt", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        act(&house, contest.teachers[0], "declinePrize", (&awards[0], 3), json!({})).await.done();
        let told = next(&house, &contest, &awards[0]).await;
        assert_eq!((&told["successor"], &told["choiceReason"]), (&Value::Null, &json!("TIE")));
        let live = prize_award::Entity::find().filter(prize_award::Column::State.ne(PrizeAwardStatus::Declined));
        assert!(live.one(house.db.connection()).await.unwrap().is_none());
    }

    async fn a_prize_that_schools_share_is_not_declined_by_one_of_them(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[400; 8], [400; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        act(&house, contest.teachers[0], "declinePrize", (&awards[0], 3), json!({})).await.assert_refused(&["SHARED"]);
        let word = json!({ "reason": "Beide scholen belden." });
        act(&house, contest.second, "declinePrize", (&awards[0], 3), word).await.done();
        // Nobody is left.
        let told = next(&house, &contest, &awards[0]).await;
        assert_eq!((&told["successor"], &told["choiceReason"]), (&Value::Null, &Value::Null));
    }

    async fn staff_end_what_nobody_answers_and_stand_for_the_next(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]]), ("Munt", &[[400; 8]])]).await;
        let awards = contest.announce(&house, 2).await;
        let award = awards[1].as_str();
        let written = house.written().await;
        for person in others(&house, &contest).await.into_iter().chain([contest.teachers[1], house.foreign_staff().await]) {
            act(&house, person, "forfeitPrize", (award, 3), json!({ "reason": "Zo." })).await.assert_error("FORBIDDEN");
        }
        act(&house, contest.second, "forfeitPrize", (award, 3), json!({ "reason": " " })).await.assert_refused(&["REASON_MISSING"]);
        // Who works at a school that can be next lets others do it.
        let third = house.seat("Dries Aerts", &[Role::Staff], Some(Community::Vl)).await;
        house.works_at(third, &contest.schools[2][0]).await;
        act(&house, third, "forfeitPrize", (award, 3), json!({ "reason": "Zo." })).await.assert_refused(&["NOT_IMPARTIAL"]);
        assert_eq!(house.count::<prize_award::Entity>().await, 2);
        assert!(house.written().await >= written);
        act(&house, contest.second, "forfeitPrize", (award, 3), json!({ "reason": "Niemand antwoordt." })).await.done();
        let told = next(&house, &contest, award).await;
        assert_eq!((&told["status"], &told["successor"]["projectTitle"]), (&json!("FORFEITED"), &json!("Munt")));
        // Who ended it does not confirm what follows from it.
        let input = json!({ "prizeAwardId": told["successor"]["id"], "expectedVersion": 1 });
        house.act(contest.second, "ratifyPrizeAward", input.clone(), "prizeAward { id }").await.assert_refused(&["SAME_PERSON"]);
        house.act(contest.staff, "ratifyPrizeAward", input, "prizeAward { id }").await.done();
        assert_eq!(behind(award), behind(&awards[1]));
    }

    async fn who_will_win_learns_nothing_by_answering_before_the_announcement(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        contest.define(&house, 1).await;
        let award = contest.propose(&house, contest.staff).await.text_at("/it/prizeProposal/prizeAwards/0/id");
        contest.publish(&house).await;
        for version in [1, 2] {
            for name in ["acceptPrize", "declinePrize"] {
                act(&house, contest.teachers[0], name, (&award, version), json!({})).await.assert_error("NOT_FOUND");
            }
        }
        let word = json!({ "reason": "De directeur belde." });
        act(&house, contest.staff, "acceptPrize", (&award, 1), word).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn who_lost_the_label_answers_for_no_school(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let label = house.ask(contest.teachers[0], "{ labels { nodes { id } } }", json!({})).await.text_at("/labels/nodes/0/id");
        house.act(contest.staff, "revokeLabel", json!({ "labelId": label, "reason": "fraude" }), "label { isValid }").await.done();
        for name in ["acceptPrize", "declinePrize"] {
            act(&house, contest.teachers[0], name, (&awards[0], 3), json!({})).await.assert_error("FORBIDDEN");
        }
        act(&house, contest.staff, "forfeitPrize", (&awards[0], 3), json!({ "reason": "Het label is ingetrokken." })).await.done();
    }

    async fn the_code_of_a_voucher_is_shown_once_to_who_speaks_for_the_school_and_kept_nowhere(house) {
        const CODE: &str = "BON-7Q4X-VOOR-DE-BOEKEN";
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let others = others(&house, &contest).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        let parts = house.ask(winner, "{ prizes { nodes { components { id kind } } } }", json!({})).await;
        let [money, voucher] = [0, 1].map(|place| parts.at("/prizes/nodes/0/components")[place]["id"].clone());
        let enter = async |who: Person, part: &Value, school: &str, secret: &str| {
            let input = json!({ "prizeAwardId": award, "prizeComponentId": part, "schoolId": school, "secret": secret });
            house.act(who, "enterVoucher", input, "prizeVoucher { id shownAt }").await
        };
        let (own, other) = (contest.schools[0][0].as_str(), contest.schools[1][0].as_str());
        enter(contest.staff, &voucher, own, CODE).await.assert_refused(&["WRONG_STATUS"]);
        act(&house, winner, "acceptPrize", (award, 3), json!({})).await.done();
        let written = house.written().await;
        enter(contest.staff, &money, other, " ").await.assert_refused(&["NOT_A_VOUCHER", "SCHOOL_UNKNOWN", "SECRET_MISSING"]);
        enter(contest.staff, &voucher, own, &"x".repeat(501)).await.assert_refused(&["SECRET_TOO_LONG"]);
        for person in others.into_iter().chain([winner, house.foreign_staff().await]) {
            enter(person, &voucher, own, CODE).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.count::<prize_voucher::Entity>().await, 0);
        assert_eq!(house.written().await, written);
        let entered = enter(contest.staff, &voucher, own, CODE).await;
        let id = entered.done()["prizeVoucher"]["id"].clone();
        assert!(!entered.text.contains(CODE));
        let reveal = async |who: Person, id: &Value| {
            house.act(who, "revealVoucher", json!({ "prizeVoucherId": id }), "voucherSecret { secret prizeVoucher { shownAt } }").await
        };
        // Staff, a colleague of the school and the winner of nothing do not read it; nor does anybody find it in a row.
        let colleague = house.teacher("Els Peeters", own).await;
        let written = house.written().await;
        for person in others.into_iter().chain([contest.staff]) {
            reveal(person, &id).await.assert_error("FORBIDDEN");
        }
        for person in [colleague, contest.teachers[1]] {
            reveal(person, &id).await.assert_error("NOT_FOUND");
        }
        assert_eq!(house.written().await, written);
        let kept = prize_voucher::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert!(kept.sealed.is_some_and(|sealed| !sealed.contains(CODE) && !sealed.contains(&STANDARD.encode(CODE))));
        let shown = reveal(winner, &id).await;
        assert_eq!(shown.done()["voucherSecret"]["secret"], CODE);
        assert!(shown.at("/it/voucherSecret/prizeVoucher/shownAt").is_string());
        reveal(winner, &id).await.assert_refused(&["ALREADY_SHOWN"]);
        let kept = prize_voucher::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((kept.sealed, kept.shown_to_id), (None, Some(winner.id)));
        // Another code takes its place, and is shown again.
        let again = enter(contest.second, &voucher, own, "BON-2").await.done()["prizeVoucher"]["id"].clone();
        assert_eq!(house.count::<prize_voucher::Entity>().await, 1);
        reveal(winner, &id).await.assert_error("NOT_FOUND");
        assert_eq!(reveal(winner, &again).await.done()["voucherSecret"]["secret"], "BON-2");
        // It was noted who read it, and nothing that was written holds it.
        let noted = audit_event::Entity::find().filter(audit_event::Column::Action.eq("revealVoucher"));
        let noted = noted.all(house.db.connection()).await.unwrap();
        assert!(noted.len() == 2 && noted.iter().all(|event| event.actor_id == Some(winner.id)));
        let everything = everything(&house).await;
        assert!(everything.contains("Leerkracht Zout 0"), "what is looked through is there");
        assert!(!everything.contains(CODE) && !everything.contains("BON-2"));
    }

    async fn the_code_of_a_prize_that_is_declined_is_gone(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        act(&house, winner, "acceptPrize", (award, 3), json!({})).await.done();
        let parts = house.ask(winner, "{ prizes { nodes { components { id } } } }", json!({})).await;
        let input = json!({ "prizeAwardId": award, "prizeComponentId": parts.at("/prizes/nodes/0/components/1/id"), "schoolId": contest.schools[0][0], "secret": "BON-3" });
        house.act(contest.staff, "enterVoucher", input, "prizeVoucher { id }").await.done();
        act(&house, winner, "declinePrize", (award, 4), json!({})).await.done();
        assert_eq!(house.count::<prize_voucher::Entity>().await, 0);
    }

    async fn a_visit_is_planned_told_with_a_calendar_file_and_moved(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]]), ("Peper", &[[450; 8]])]).await;
        let german = house.foreign_staff().await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        let visit = json!({
            "startsAt": "2026-12-08T12:30:00Z", "endsAt": "2026-12-08T14:00:00Z", "place": "Zout 0, Gent", "staff": "Sara Gilissen",
            "cakePieces": 40, "cakeNote": "Twee keer zonder noten.",
        });
        act(&house, contest.staff, "planPrizeVisit", (award, 3), visit.clone()).await.assert_refused(&["WRONG_STATUS"]);
        act(&house, winner, "acceptPrize", (award, 3), json!({})).await.done();
        let written = house.written().await;
        let wrong = json!({ "startsAt": "2020-12-08T12:30:00Z", "endsAt": "2020-12-08T12:30:00Z", "place": " ", "staff": "", "cakePieces": 0, "cakeNote": "x".repeat(4_001) });
        act(&house, contest.staff, "planPrizeVisit", (award, 4), wrong).await.assert_refused(&[
            "START_PAST", "END_NOT_LATER", "PLACE_MISSING", "STAFF_MISSING", "PIECES_OUT_OF_BOUNDS", "TEXT_TOO_LONG",
        ]);
        act(&house, contest.staff, "planPrizeVisit", (award, 3), visit.clone()).await.assert_refused(&["VERSION_CONFLICT"]);
        for person in others(&house, &contest).await.into_iter().chain([winner, german]) {
            act(&house, person, "planPrizeVisit", (award, 4), visit.clone()).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let planned = act(&house, contest.staff, "planPrizeVisit", (award, 4), visit.clone()).await;
        assert_eq!(planned.done()["prizeAward"]["status"], "VISIT_PLANNED");
        // The school and its office read what is planned; others, who see the prize, do not.
        let query = "query($id: ID!) { node(id: $id) { ... on PrizeAward { visitStartsAt visitPlace visitStaff cakePieces cakeNote handedOverOn } } }";
        let told = json!({ "visitStartsAt": "2026-12-08T12:30:00.000Z", "visitPlace": "Zout 0, Gent", "visitStaff": "Sara Gilissen", "cakePieces": 40, "cakeNote": "Twee keer zonder noten.", "handedOverOn": null });
        for who in [winner, contest.second] {
            assert_eq!(house.ask(who, query, json!({ "id": award })).await.at("/node"), &told);
        }
        for who in [contest.teachers[1], german] {
            let told = house.ask(who, query, json!({ "id": award })).await;
            assert!(told.at("/node").as_object().unwrap().values().all(Value::is_null), "{}", told.text);
        }
        // Planned anew before the first mail went: only the second says something, and it moves the same entry.
        let mut later = visit;
        later["startsAt"] = json!("2026-12-09T08:00:00Z");
        later["endsAt"] = json!("2026-12-09T09:00:00Z");
        act(&house, contest.staff, "planPrizeVisit", (award, 5), later).await.done();
        let sink = Sink::open().await;
        sender(&house, &sink).send_due().await.unwrap();
        let mails: Vec<_> = sink.arrived().into_iter().filter(|mail| mail.raw().contains("text/calendar")).collect();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].to.starts_with("leerkracht.zout.0@"), "{}", mails[0].to);
        let raw = mails[0].raw();
        for part in ["BEGIN:VEVENT", "DTSTART:20261209T080000Z", "DTEND:20261209T090000Z", "SEQUENCE:5"] {
            assert!(raw.contains(part), "{part}: {raw}");
        }
        assert!(!raw.contains("noten"), "what is noted for the cake stays in the office");
    }

    async fn a_school_is_asked_twice_at_most_what_it_does_with_its_prize(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[500; 8], [500; 8]]), ("Peper", &[[450; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let award = awards[0].as_str();
        let [one, other] = [contest.teachers[0], contest.teachers[1]];
        // Only one of the two schools says who speaks for it.
        act(&house, one, "acceptPrize", (award, 3), json!({})).await.done();
        let asked = async |until: &str| {
            house.set_day(until);
            house.wait().await;
            // Once more at the same instant: nobody is asked again.
            house.wait().await;
            let of = entity::message::Column::Template.eq(MessageTemplate::PrizeFollowUp);
            let mails = entity::message::Entity::find().filter(of).all(house.db.connection()).await.unwrap();
            assert!(mails.iter().all(|mail| mail.recipient_id == one.id));
            mails.len()
        };
        let today = day_of(house.clock.now());
        let in_months = |months: u32, days: u64| (today + chrono::Months::new(months) + chrono::Days::new(days)).to_string();
        act(&house, contest.staff, "recordPrizeHandover", (award, 4), json!({ "handedOverOn": today })).await.done();
        assert_eq!(asked(&(today + chrono::Months::new(6) - chrono::Days::new(1)).to_string()).await, 0);
        assert_eq!(asked(&in_months(6, 0)).await, 1);
        // Staff see what comes.
        let comes = house.ask(contest.staff, "{ jobs(filter: { kind: { eq: PRIZE_FOLLOW_UP } }) { nodes { status } } }", json!({})).await;
        assert_eq!(comes.text.matches("WAITING").count(), 1, "{}", comes.text);
        // What another school tells does not answer for this one, and this one may be asked again.
        act(&house, other, "reportPrizeUse", (award, 5), json!({ "text": "We gaan op stap." })).await.done();
        assert_eq!(asked(&in_months(7, 20)).await, 1);
        assert_eq!(asked(&in_months(8, 0)).await, 2);
        assert_eq!(asked(&in_months(30, 0)).await, 2);
        let sink = Sink::open().await;
        // It told before the mail left: the mail is not sent.
        act(&house, one, "reportPrizeUse", (award, 6), json!({ "text": "Boeken." })).await.done();
        sender(&house, &sink).send_due().await.unwrap();
        assert!(!sink.arrived().iter().any(|mail| mail.header("Subject").contains("wat doet je school")));
    }

    async fn a_school_that_told_is_not_asked(house) {
        let contest = Contest::of(&house, &[("Zout", &[[500; 8]])]).await;
        let awards = contest.announce(&house, 1).await;
        let (award, winner) = (awards[0].as_str(), contest.teachers[0]);
        act(&house, winner, "acceptPrize", (award, 3), json!({})).await.done();
        let today = day_of(house.clock.now());
        act(&house, contest.staff, "recordPrizeHandover", (award, 4), json!({ "handedOverOn": today })).await.done();
        act(&house, winner, "reportPrizeUse", (award, 5), json!({ "text": "Boeken." })).await.done();
        house.set_day(&(today + chrono::Months::new(9)).to_string());
        house.wait().await;
        let of = entity::message::Column::Template.eq(MessageTemplate::PrizeFollowUp);
        assert!(entity::message::Entity::find().filter(of).one(house.db.connection()).await.unwrap().is_none());
    }

    async fn a_prize_is_handed_over_used_and_closed(house) {
        let contest = Contest::of(&house, &[("Tijm", &[[500; 8], [500; 8]]), ("Peper", &[[450; 8]])]).await;
        let others = others(&house, &contest).await;
        let german = house.foreign_staff().await;
        let awards = contest.announce(&house, 1).await;
        let award = awards[0].as_str();
        let [one, other] = [contest.teachers[0], contest.teachers[1]];
        act(&house, one, "acceptPrize", (award, 3), json!({})).await.done();
        let use_of = json!({ "text": "We kopen boeken over bijen.", "newProject": "De hommels" });
        act(&house, one, "reportPrizeUse", (award, 4), use_of.clone()).await.assert_refused(&["WRONG_STATUS"]);
        act(&house, contest.staff, "closePrizeAward", (award, 4), json!({})).await.assert_refused(&["WRONG_STATUS"]);
        let written = house.written().await;
        let today = json!({ "handedOverOn": day_of(house.clock.now()) });
        act(&house, contest.staff, "recordPrizeHandover", (award, 4), json!({ "handedOverOn": "2099-01-01" })).await.assert_refused(&["DAY_NOT_PAST"]);
        for person in others.into_iter().chain([one, german]) {
            act(&house, person, "recordPrizeHandover", (award, 4), today.clone()).await.assert_error("FORBIDDEN");
            act(&house, person, "closePrizeAward", (award, 4), json!({})).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        let given = act(&house, contest.staff, "recordPrizeHandover", (award, 4), today).await;
        assert_eq!(given.done()["prizeAward"]["status"], "HANDED_OVER");
        // Too late for a no.
        act(&house, contest.staff, "declinePrize", (award, 5), json!({ "reason": "Zo." })).await.assert_refused(&["WRONG_STATUS"]);
        for person in others.into_iter().chain([contest.staff, contest.teachers[2]]) {
            act(&house, person, "reportPrizeUse", (award, 5), use_of.clone()).await.assert_error("FORBIDDEN");
        }
        act(&house, one, "reportPrizeUse", (award, 5), json!({ "text": " " })).await.assert_refused(&["TEXT_MISSING"]);
        let told = act(&house, one, "reportPrizeUse", (award, 5), use_of).await;
        assert_eq!(told.done()["prizeAward"]["status"], "FOLLOWED_UP");
        act(&house, other, "reportPrizeUse", (award, 6), json!({ "text": "We gaan op stap." })).await.done();
        // Each school reads its own word; the office reads both.
        let query = "query($id: ID!) { node(id: $id) { ... on PrizeAward { shares { useText newProject } } } }";
        let first = json!({ "useText": "We kopen boeken over bijen.", "newProject": "De hommels" });
        let (second, none) = (json!({ "useText": "We gaan op stap.", "newProject": null }), json!({ "useText": null, "newProject": null }));
        for (who, shares) in [
            (one, json!([first, none])),
            (other, json!([none, second])),
            (contest.teachers[2], json!([none, none])),
            (german, json!([none, none])),
            (contest.second, json!([first, second])),
        ] {
            assert_eq!(house.ask(who, query, json!({ "id": award })).await.at("/node/shares"), &shares);
        }
        let closed = act(&house, contest.second, "closePrizeAward", (award, 7), json!({})).await;
        assert_eq!(closed.done()["prizeAward"]["status"], "CLOSED");
        act(&house, one, "reportPrizeUse", (award, 8), json!({ "text": "Nog iets." })).await.assert_refused(&["WRONG_STATUS"]);
        // The public reads all the while that it was announced.
        let public = house.ask(None, "{ prizes { nodes { awards { status } } } }", json!({})).await;
        assert_eq!(public.at("/prizes/nodes/0/awards"), &json!([{ "status": "ANNOUNCED" }]));
    }
}
