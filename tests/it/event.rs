//! The event: who is invited, who comes, who waits, and who was there.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use chrono::TimeDelta;
use entity::{
    audit_event, event, event_invitation, event_link,
    ids::EventInvitationId,
    kinds::{EventInvitationStatus, MessageStatus, MessageTemplate},
    label, message,
};
use nql::intake::sheet::Cell;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    mail::sender,
    prize::Contest,
    support::{
        House, Person, Reply,
        sink::{Arrived, Sink},
    },
    trial,
};

const EVENT: &str = "event { id version status seats }";
const INVITATION: &str = "eventInvitation { status guests needs }";
const BY_LINK: &str = "invitationByLink { title status guests eventStatus mostGuests }";

/// An event as it is planned.
fn plan() -> Value {
    json!({
        "title": "Breng Europa naar je klas", "place": "Het Pand", "address": "Onderbergen 1, 9000 Gent",
        "startsAt": "2026-11-05T13:00:00Z", "endsAt": "2026-11-05T16:00:00Z", "answersCloseOn": "2026-10-28",
        "remindOn": "2026-10-24", "seats": 5, "mostGuests": 2, "communities": ["VL"],
    })
}

/// The plan, with something else in it.
fn plan_with(mut more: Value) -> Value {
    let mut plan = plan();
    plan.as_object_mut().unwrap().append(more.as_object_mut().unwrap());
    plan
}

/// So many teachers with a label that is out, all of one project.
async fn labelled(house: &House, teachers: usize) -> Contest {
    let sheets = vec![[500; 8]; teachers];
    let contest = Contest::of(house, &[("Tijm", &sheets)]).await;
    contest.publish(house).await;
    contest
}

async fn planned(house: &House, contest: &Contest, more: Value) -> String {
    let input = json!({ "campaignId": contest.campaign, "event": plan_with(more) });
    let reply = house.act(contest.staff, "planEvent", input, EVENT).await;
    reply.done()["event"]["id"].as_str().unwrap().to_owned()
}

async fn invite(house: &House, who: Person, event: &str) -> Reply {
    house.act(who, "inviteToEvent", json!({ "eventId": event, "tracks": ["NQL", "BELGICA"] }), EVENT).await
}

/// So many teachers, invited to an event.
async fn invited(house: &House, teachers: usize, more: Value) -> (Contest, String) {
    let contest = labelled(house, teachers).await;
    let event = planned(house, &contest, more).await;
    invite(house, contest.staff, &event).await.done();
    (contest, event)
}

/// What a teacher sees of the only invitation.
async fn own(house: &House, teacher: Person) -> Value {
    let query = "{ eventInvitations { totalCount nodes { id status guests attendedAt event { id title status } } } }";
    let reply = house.ask(teacher, query, json!({})).await;
    assert_eq!(reply.at("/eventInvitations/totalCount"), 1);
    reply.at("/eventInvitations/nodes/0").clone()
}

async fn status(house: &House, teacher: Person) -> String {
    own(house, teacher).await["status"].as_str().unwrap().to_owned()
}

/// A teacher answers the own invitation: so many guests, or not coming.
async fn answer(house: &House, teacher: Person, guests: Option<i32>) -> Reply {
    let id = own(house, teacher).await["id"].clone();
    let input = json!({ "eventInvitationId": id, "isComing": guests.is_some(), "guests": guests.unwrap_or(0) });
    house.act(teacher, "answerEventInvitation", input, INVITATION).await
}

async fn mails(house: &House, template: MessageTemplate) -> Vec<message::Model> {
    let of = message::Entity::find().filter(message::Column::Template.eq(template));
    of.all(house.db.connection()).await.unwrap()
}

/// Sends what waits.
async fn sent(house: &House) -> Vec<Arrived> {
    let sink = Sink::open().await;
    sender(house, &sink).send_due().await.unwrap();
    sink.arrived()
}

/// A mail without the line ends of its transport.
fn whole(mail: &Arrived) -> String {
    mail.raw().replace("=\r\n", "").replace("\r\n ", "")
}

/// The secret of the link in a mail.
fn token(mail: &Arrived) -> String {
    let raw = whole(mail);
    let (_, rest) = raw.split_once("https://front.example/event#").unwrap_or_else(|| panic!("no link in {raw}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn by_link(house: &House, token: &str, guests: Option<i32>) -> Reply {
    let input = json!({ "linkToken": token, "isComing": guests.is_some(), "guests": guests.unwrap_or(0) });
    house.act(None, "answerEventInvitationByLink", input, BY_LINK).await
}

async fn guests(house: &House, who: Person, event: &str) -> Reply {
    let shown = "eventGuests { seats taken waiting attended rows { name school status guests hasAttended eventInvitation { id } labels { status } } }";
    house.act(who, "eventGuests", json!({ "eventId": event }), shown).await
}

trial! {
    async fn those_who_hold_a_label_are_invited_once_and_nobody_else_learns_of_it(house) {
        let contest = labelled(&house, 2).await;
        let stranger = house.teacher("Els Peeters", &contest.schools[0][0]).await;
        let event = planned(&house, &contest, json!({})).await;
        let empty = "{ events { totalCount } eventInvitations { totalCount } }";
        let nothing = json!({ "events": { "totalCount": 0 }, "eventInvitations": { "totalCount": 0 } });
        assert_eq!(house.ask(contest.teachers[0], empty, json!({})).await.data(), &nothing, "nobody is told of a plan");
        invite(&house, contest.staff, &event).await.done();
        invite(&house, contest.second, &event).await.assert_refused(&["NOBODY_TO_INVITE"]);
        assert_eq!(mails(&house, MessageTemplate::EventInvitation).await.len(), 2);
        for teacher in &contest.teachers {
            let seen = own(&house, *teacher).await;
            assert_eq!((&seen["status"], &seen["event"]["title"]), (&json!("INVITED"), &json!("Breng Europa naar je klas")));
        }
        // Not who has no label, nor an office that does not share it: by no way.
        let theirs = own(&house, contest.teachers[0]).await["id"].clone();
        let german = house.foreign_staff().await;
        for other in [stranger, german] {
            assert_eq!(house.ask(other, empty, json!({})).await.data(), &nothing);
            let node = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
            let nodes = house.ask(other, node, json!({ "ids": [event, theirs] })).await;
            assert_eq!(nodes.at("/nodes"), &json!([null, null]));
        }
        let other = house.ask(contest.teachers[1], "query($id: ID!) { node(id: $id) { id } }", json!({ "id": theirs })).await;
        assert_eq!(other.at("/node"), &Value::Null);
        guests(&house, german, &event).await.assert_error("NOT_FOUND");
        let listed = guests(&house, contest.staff, &event).await;
        let names: Vec<&Value> = listed.done()["eventGuests"]["rows"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
        assert_eq!(names, ["Leerkracht Tijm 0", "Leerkracht Tijm 1"]);
        assert_eq!(listed.at("/it/eventGuests/rows/0/labels"), &json!([{ "status": "GRANTED" }]));
        let admin = house.admin().await;
        assert_eq!(guests(&house, admin, &event).await.done()["eventGuests"]["rows"].as_array().unwrap().len(), 2);
        for other in [contest.teachers[0], contest.juror, house.service().await] {
            guests(&house, other, &event).await.assert_error("FORBIDDEN");
        }
    }

    async fn only_staff_of_its_communities_lead_an_event(house) {
        let (contest, event) = invited(&house, 1, json!({})).await;
        let invitation = own(&house, contest.teachers[0]).await["id"].clone();
        let (german, admin, service) = (house.foreign_staff().await, house.admin().await, house.service().await);
        let acts = [
            ("planEvent", json!({ "campaignId": contest.campaign, "event": plan() })),
            ("updateEvent", json!({ "eventId": event, "expectedVersion": 1, "event": plan_with(json!({ "seats": 9 })) })),
            ("cancelEvent", json!({ "eventId": event, "expectedVersion": 1, "reason": "Sneeuw." })),
            ("inviteToEvent", json!({ "eventId": event, "tracks": ["NQL"] })),
            ("takeBackAttendance", json!({ "eventInvitationId": invitation })),
            ("checkInByCode", json!({ "eventId": event, "code": "x" })),
        ];
        let written = house.written().await;
        for (name, input) in &acts {
            for other in [contest.teachers[0], contest.juror, admin, service] {
                house.act(other, name, input.clone(), "__typename").await.assert_error("FORBIDDEN");
            }
            house.act(None, name, input.clone(), "__typename").await.assert_error("UNAUTHENTICATED");
            if *name != "planEvent" {
                house.act(german, name, input.clone(), "__typename").await.assert_error("NOT_FOUND");
            }
        }
        let there = json!({ "eventInvitationIds": [invitation] });
        for other in [contest.teachers[0], contest.juror, admin] {
            house.act(other, "recordAttendance", there.clone(), "__typename").await.assert_error("FORBIDDEN");
        }
        house.act(german, "recordAttendance", there, "__typename").await.assert_refused(&["NOT_FOUND"]);
        let comes = json!({ "eventInvitationId": invitation, "isComing": true });
        for other in [contest.juror, admin] {
            house.act(other, "answerEventInvitation", comes.clone(), "__typename").await.assert_error("FORBIDDEN");
        }
        house.act(german, "answerEventInvitation", comes, "__typename").await.assert_error("NOT_FOUND");
        assert_eq!((house.written().await, house.count::<event::Entity>().await), (written, 1));
    }

    async fn what_is_no_plan_is_refused_with_all_that_is_wrong(house) {
        let (contest, event) = invited(&house, 2, json!({ "seats": 3 })).await;
        let plan_it = async |more: Value| {
            let input = json!({ "campaignId": contest.campaign, "event": plan_with(more) });
            house.act(contest.staff, "planEvent", input, EVENT).await
        };
        let wrong = json!({
            "title": " ", "address": "", "startsAt": "2026-10-01T10:00:00Z", "endsAt": "2026-10-01T09:00:00Z", "seats": 0,
            "mostGuests": 21, "communities": ["FWB", "FOREIGN"], "remindOn": "2026-10-06",
        });
        plan_it(wrong).await.assert_refused(&[
            "TITLE_MISSING", "PLACE_MISSING", "START_PAST", "END_NOT_LATER", "SEATS_OUT_OF_BOUNDS", "GUESTS_OUT_OF_BOUNDS",
            "COMMUNITY_FOREIGN", "OWN_COMMUNITY_MISSING", "ANSWERS_CLOSE_OUT_OF_BOUNDS", "REMIND_OUT_OF_BOUNDS",
        ]);
        plan_it(json!({ "title": "Zie www.dief.example" })).await.assert_refused(&["NAME_UNFIT"]);
        plan_it(json!({ "answersCloseOn": "2026-11-06" })).await.assert_refused(&["ANSWERS_CLOSE_OUT_OF_BOUNDS"]);
        plan_it(json!({ "remindOn": "2026-10-29" })).await.assert_refused(&["REMIND_OUT_OF_BOUNDS"]);
        assert_eq!(house.count::<event::Entity>().await, 1);
        answer(&house, contest.teachers[0], Some(1)).await.done();
        let update = async |version: i64, more: Value| {
            let input = json!({ "eventId": event, "expectedVersion": version, "event": plan_with(more) });
            house.act(contest.staff, "updateEvent", input, EVENT).await
        };
        update(9, json!({})).await.assert_refused(&["VERSION_CONFLICT"]);
        update(1, json!({ "seats": 1, "communities": ["FWB"] })).await.assert_refused(&["SEATS_TAKEN", "COMMUNITY_STAYS", "OWN_COMMUNITY_MISSING"]);
        assert_eq!(update(1, json!({ "communities": ["VL", "DG"] })).await.done()["event"]["version"], 2);
        assert!(mails(&house, MessageTemplate::EventChanged).await.is_empty(), "nobody has to come elsewhere");
        let german = house.foreign_staff().await;
        assert_eq!(guests(&house, german, &event).await.done()["eventGuests"]["rows"].as_array().unwrap().len(), 2);
        let cancel = json!({ "eventId": event, "expectedVersion": 2, "reason": " " });
        house.act(contest.staff, "cancelEvent", cancel, EVENT).await.assert_refused(&["REASON_MISSING"]);
        house.set_instant("2026-11-05T13:00:00Z");
        update(2, json!({ "communities": ["VL", "DG"] })).await.assert_refused(&["BEGUN", "START_PAST"]);
        let cancel = json!({ "eventId": event, "expectedVersion": 2, "reason": "Sneeuw." });
        house.act(contest.staff, "cancelEvent", cancel, EVENT).await.assert_refused(&["BEGUN"]);
        invite(&house, contest.staff, &event).await.assert_refused(&["ANSWERS_CLOSED"]);
    }

    async fn who_finds_no_seat_waits_and_gets_the_first_that_falls_free(house) {
        let (contest, event) = invited(&house, 4, json!({ "seats": 4 })).await;
        let [one, two, three, four] = contest.teachers[..] else { panic!("four teachers") };
        assert_eq!(answer(&house, one, Some(2)).await.done()["eventInvitation"], json!({ "status": "ACCEPTED", "guests": 2, "needs": null }));
        assert_eq!(answer(&house, two, Some(1)).await.done()["eventInvitation"]["status"], "WAITING");
        house.clock.set(house.clock.now() + TimeDelta::minutes(1));
        assert_eq!(answer(&house, three, Some(1)).await.done()["eventInvitation"]["status"], "WAITING");
        house.clock.set(house.clock.now() + TimeDelta::minutes(1));
        // Who fits has a seat, and who has one does not lose it by asking for more.
        assert_eq!(answer(&house, four, Some(0)).await.done()["eventInvitation"]["status"], "ACCEPTED");
        answer(&house, four, Some(1)).await.assert_refused(&["NO_SEATS"]);
        answer(&house, one, Some(3)).await.assert_refused(&["GUESTS_OUT_OF_BOUNDS"]);
        answer(&house, one, Some(-1)).await.assert_refused(&["GUESTS_OUT_OF_BOUNDS"]);
        assert_eq!((status(&house, four).await.as_str(), status(&house, one).await.as_str()), ("ACCEPTED", "ACCEPTED"));
        // One seat falls free: too few for those who wait. Another, and the first of them comes in.
        answer(&house, one, Some(1)).await.done();
        assert_eq!([status(&house, two).await, status(&house, three).await], ["WAITING", "WAITING"]);
        assert!(mails(&house, MessageTemplate::EventSeat).await.is_empty());
        answer(&house, four, None).await.done();
        assert_eq!([status(&house, two).await, status(&house, three).await, status(&house, four).await], ["ACCEPTED", "WAITING", "DECLINED"]);
        let listed = guests(&house, contest.staff, &event).await;
        assert_eq!((listed.at("/it/eventGuests/taken"), listed.at("/it/eventGuests/waiting")), (&json!(4), &json!(2)));
        // More seats.
        let input = json!({ "eventId": event, "expectedVersion": 1, "event": plan_with(json!({ "seats": 6 })) });
        house.act(contest.staff, "updateEvent", input, EVENT).await.done();
        assert_eq!(status(&house, three).await, "ACCEPTED");
        let told: Vec<_> = mails(&house, MessageTemplate::EventSeat).await.iter().map(|mail| mail.recipient_id).collect();
        assert_eq!(told, [two.id, three.id]);
        // After the day to answer only fewer come.
        house.set_day("2026-10-29");
        answer(&house, four, Some(0)).await.assert_refused(&["ANSWERS_CLOSED"]);
        answer(&house, two, Some(2)).await.assert_refused(&["ANSWERS_CLOSED"]);
        answer(&house, two, Some(0)).await.done();
        // By phone.
        let id = own(&house, three).await["id"].clone();
        let phone = json!({ "eventInvitationId": id, "isComing": false });
        assert_eq!(house.act(contest.staff, "answerEventInvitation", phone, INVITATION).await.done()["eventInvitation"]["status"], "DECLINED");
        house.set_instant("2026-11-05T13:00:00Z");
        answer(&house, one, None).await.assert_refused(&["BEGUN"]);
    }

    async fn of_two_who_answer_at_once_one_gets_the_last_seat(house) {
        let (contest, event) = invited(&house, 2, json!({ "seats": 1 })).await;
        let beside = house.another().await;
        let (one, other) = tokio::join!(answer(&house, contest.teachers[0], Some(0)), answer(&beside, contest.teachers[1], Some(0)));
        let mut came = [one, other].map(|reply| reply.done()["eventInvitation"]["status"].as_str().unwrap().to_owned());
        came.sort();
        assert_eq!(came, ["ACCEPTED", "WAITING"]);
        // The one gives it back while the other asks again: nobody is left waiting beside a free seat.
        let first = usize::from(status(&house, contest.teachers[0]).await == "WAITING");
        let (one, other) = tokio::join!(answer(&house, contest.teachers[first], None), answer(&beside, contest.teachers[1 - first], Some(0)));
        assert_eq!(one.done()["eventInvitation"]["status"], "DECLINED");
        other.done();
        assert_eq!(status(&house, contest.teachers[1 - first]).await, "ACCEPTED");
        assert_eq!(guests(&house, contest.staff, &event).await.done()["eventGuests"]["taken"], 1);
    }

    async fn a_link_answers_without_signing_in_as_often_as_its_teacher_likes(house) {
        let (contest, event) = invited(&house, 2, json!({})).await;
        let arrived = sent(&house).await;
        let arrived: Vec<_> = arrived.iter().filter(|mail| mail.header("Subject").contains("Uitnodiging")).collect();
        assert_eq!(arrived.len(), 2);
        let mail = arrived.iter().find(|mail| mail.to.contains(".0@")).unwrap();
        let link = token(mail);
        let links = event_link::Entity::find().all(house.db.connection()).await.unwrap();
        assert!(links.len() == 2 && links.iter().all(|kept| kept.hash != link));
        let written = house.written().await;
        let shown = async |token: &str| house.act(None, "eventInvitationByLink", json!({ "linkToken": token }), BY_LINK).await;
        for unknown in ["geen", "", &link[1..]] {
            by_link(&house, unknown, Some(0)).await.assert_refused(&["LINK_INVALID"]);
            shown(unknown).await.assert_refused(&["LINK_INVALID"]);
        }
        assert_eq!(house.written().await, written);
        let expected = json!({ "title": "Breng Europa naar je klas", "status": "INVITED", "guests": 0, "eventStatus": "PLANNED", "mostGuests": 2 });
        assert_eq!(shown(&link).await.done()["invitationByLink"], expected);
        assert_eq!(by_link(&house, &link, Some(1)).await.done()["invitationByLink"]["status"], "ACCEPTED");
        assert_eq!(status(&house, contest.teachers[0]).await, "ACCEPTED");
        assert_eq!(status(&house, contest.teachers[1]).await, "INVITED", "a link is of one invitation");
        by_link(&house, &link, Some(3)).await.assert_refused(&["GUESTS_OUT_OF_BOUNDS"]);
        assert_eq!(by_link(&house, &link, None).await.done()["invitationByLink"]["status"], "DECLINED");
        // It opens nothing else.
        house.act(None, "signInWithLink", json!({ "linkToken": link }), "__typename").await.assert_refused(&["LINK_INVALID"]);
        house.set_day("2026-10-29");
        by_link(&house, &link, Some(0)).await.assert_refused(&["ANSWERS_CLOSED"]);
        house.set_instant("2026-11-05T13:00:00Z");
        by_link(&house, &link, None).await.assert_refused(&["BEGUN"]);
        house.set_day("2026-12-06");
        house.wait().await;
        by_link(&house, &link, None).await.assert_refused(&["LINK_INVALID"]);
        assert_eq!(guests(&house, contest.staff, &event).await.done()["eventGuests"]["taken"], 0);
        let acts = audit_event::Entity::find().filter(audit_event::Column::Action.eq("answerEventInvitationByLink"));
        assert_eq!(acts.count(house.db.connection()).await.unwrap(), 2);
    }

    async fn its_mails_put_an_event_into_the_calendar_move_it_and_take_it_out(house) {
        let (contest, event) = invited(&house, 3, json!({})).await;
        sent(&house).await;
        answer(&house, contest.teachers[0], Some(0)).await.done();
        answer(&house, contest.teachers[2], None).await.done();
        let moved = json!({ "startsAt": "2026-11-06T09:00:00Z", "endsAt": "2026-11-06T11:00:00Z", "place": "De Krook" });
        let update = |version: i64, more: Value| json!({ "eventId": event, "expectedVersion": version, "event": plan_with(more) });
        house.act(contest.staff, "updateEvent", update(1, json!({ "place": "De Vooruit" })), EVENT).await.done();
        house.act(contest.staff, "updateEvent", update(2, moved), EVENT).await.done();
        let arrived = sent(&house).await;
        // Who said no is not told, and of two changes only the later one.
        let mut to: Vec<_> = arrived.iter().map(|mail| mail.to.clone()).collect();
        to.sort();
        assert_eq!(to, ["leerkracht.tijm.0@nql.example", "leerkracht.tijm.1@nql.example"]);
        let raw = whole(&arrived[0]);
        let id = event.rsplit_once('_').unwrap().1.to_owned();
        let uid = |raw: &str| raw.lines().find_map(|line| line.strip_prefix("UID:")).unwrap().trim().replace('-', "");
        for part in ["BEGIN:VEVENT", "DTSTART:20261106T090000Z", "DTEND:20261106T110000Z", "SEQUENCE:3", "SUMMARY:", "De Krook", "event#"] {
            assert!(raw.contains(part), "{part}: {raw}");
        }
        assert_eq!(uid(&raw), format!("{id}@nql"));
        let cancel = json!({ "eventId": event, "expectedVersion": 3, "reason": "De zaal is dicht." });
        assert_eq!(house.act(contest.staff, "cancelEvent", cancel.clone(), EVENT).await.done()["event"]["status"], "CANCELLED");
        house.act(contest.staff, "cancelEvent", json!({ "eventId": event, "expectedVersion": 4, "reason": "Nog eens." }), EVENT).await.assert_refused(&["CANCELLED"]);
        let arrived = sent(&house).await;
        assert_eq!(arrived.len(), 2);
        let last = whole(&arrived[0]);
        for part in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:4", "De zaal is dicht."] {
            assert!(last.contains(part), "{part}: {last}");
        }
        assert_eq!((uid(&last), last.contains("event#")), (uid(&raw), false));
        answer(&house, contest.teachers[1], Some(0)).await.assert_refused(&["CANCELLED"]);
        invite(&house, contest.staff, &event).await.assert_refused(&["CANCELLED"]);
    }

    async fn a_mail_about_an_event_that_is_over_is_not_sent(house) {
        let (contest, event) = invited(&house, 2, json!({})).await;
        answer(&house, contest.teachers[0], Some(0)).await.done();
        let cancel = json!({ "eventId": event, "expectedVersion": 1, "reason": "Sneeuw." });
        house.act(contest.staff, "cancelEvent", cancel, EVENT).await.done();
        sent(&house).await;
        let invitations = mails(&house, MessageTemplate::EventInvitation).await;
        assert!(invitations.iter().all(|mail| mail.state == MessageStatus::Cancelled), "{invitations:?}");
        assert!(mails(&house, MessageTemplate::EventCancelled).await.iter().all(|mail| mail.state == MessageStatus::Sent));
    }

    async fn who_is_silent_is_reminded_once_and_lapses(house) {
        let (contest, _) = invited(&house, 2, json!({})).await;
        answer(&house, contest.teachers[0], None).await.done();
        house.wait().await;
        assert!(mails(&house, MessageTemplate::EventReminder).await.is_empty());
        let jobs = house.ask(contest.staff, "{ jobs { nodes { kind status dueAt } } }", json!({})).await;
        assert!(jobs.at("/jobs/nodes").as_array().unwrap().contains(&json!({ "kind": "EVENT_REMINDER", "status": "WAITING", "dueAt": "2026-10-23T22:00:00.000Z" })), "{}", jobs.text);
        house.set_day("2026-10-24");
        house.wait().await;
        house.wait().await;
        let told: Vec<_> = mails(&house, MessageTemplate::EventReminder).await.iter().map(|mail| mail.recipient_id).collect();
        assert_eq!(told, [contest.teachers[1].id]);
        let arrived = sent(&house).await;
        let reminder = arrived.iter().find(|mail| mail.header("Subject").contains("Kom je?")).unwrap();
        by_link(&house, &token(reminder), Some(1)).await.done();
        by_link(&house, &token(reminder), None).await.done();
        assert_eq!(status(&house, contest.teachers[1]).await, "DECLINED");
    }

    async fn an_invitation_lapses_when_the_day_to_answer_is_past(house) {
        let (contest, event) = invited(&house, 1, json!({ "remindOn": null })).await;
        house.set_day("2026-10-29");
        assert_eq!(status(&house, contest.teachers[0]).await, "LAPSED");
        let lapsed = "{ eventInvitations(filter: { status: { eq: LAPSED } }) { totalCount } }";
        assert_eq!(house.ask(contest.staff, lapsed, json!({})).await.at("/eventInvitations/totalCount"), 1);
        answer(&house, contest.teachers[0], Some(0)).await.assert_refused(&["ANSWERS_CLOSED"]);
        // With more time it holds again.
        let input = json!({ "eventId": event, "expectedVersion": 1, "event": plan_with(json!({ "answersCloseOn": "2026-11-02", "remindOn": null })) });
        house.act(contest.staff, "updateEvent", input, EVENT).await.done();
        answer(&house, contest.teachers[0], Some(0)).await.done();
    }

    async fn what_guests_need_is_kept_for_thirty_days_after_the_event(house) {
        let (contest, _) = invited(&house, 1, json!({})).await;
        let id = own(&house, contest.teachers[0]).await["id"].clone();
        let input = json!({ "eventInvitationId": id, "isComing": true, "needs": "Een plaats voor een rolstoel." });
        house.act(contest.teachers[0], "answerEventInvitation", input, INVITATION).await.done();
        let long = json!({ "eventInvitationId": id, "isComing": true, "needs": "x".repeat(1_001) });
        house.act(contest.teachers[0], "answerEventInvitation", long, INVITATION).await.assert_refused(&["TEXT_TOO_LONG"]);
        let export = house.act(contest.teachers[0], "personalDataExport", json!({ "userId": contest.teachers[0].id.to_string() }), "personalData").await;
        assert!(export.text.contains("rolstoel"), "{}", export.text);
        let needs = async || event_invitation::Entity::find().one(house.db.connection()).await.unwrap().unwrap().needs;
        house.set_day("2026-12-05");
        house.wait().await;
        assert!(needs().await.is_some());
        house.set_day("2026-12-06");
        house.wait().await;
        assert_eq!((needs().await, house.count::<event_link::Entity>().await), (None, 0));
    }

    async fn at_the_desk_certificates_are_noted_as_collected(house) {
        let (contest, event) = invited(&house, 3, json!({})).await;
        let mut ids = Vec::new();
        for teacher in &contest.teachers {
            ids.push(own(&house, *teacher).await["id"].clone());
        }
        answer(&house, contest.teachers[0], Some(0)).await.done();
        let there = async |ids: &[Value], more: Value| {
            let mut input = json!({ "eventInvitationIds": ids });
            for (key, value) in more.as_object().into_iter().flatten() {
                input[key] = value.clone();
            }
            house.act(contest.staff, "recordAttendance", input, "eventInvitations { id attendedAt }").await
        };
        there(&ids[..1], json!({})).await.assert_refused(&["TOO_EARLY"]);
        house.set_day("2026-11-05");
        // Also who did not answer; one without the gift.
        assert_eq!(there(&ids[..1], json!({})).await.done()["eventInvitations"].as_array().unwrap().len(), 1);
        there(&ids[..1], json!({})).await.assert_refused(&["ALREADY_RECORDED"]);
        there(&ids[1..2], json!({ "hasGift": false })).await.done();
        let labels = async || label::Entity::find().all(house.db.connection()).await.unwrap();
        let noted = async |teacher: Person| {
            let all = labels().await;
            let label = all.iter().find(|label| label.teacher_id == teacher.id).unwrap();
            (label.collected_at.is_some(), label.gift_handed_at.is_some())
        };
        assert_eq!([noted(contest.teachers[0]).await, noted(contest.teachers[1]).await], [(true, true), (true, false)]);
        // With the QR code of the certificate.
        let code = labels().await.into_iter().find(|label| label.teacher_id == contest.teachers[2].id).unwrap().verify_code;
        let check_in = async |code: &str| house.act(contest.staff, "checkInByCode", json!({ "eventId": event, "code": code }), "eventInvitation { attendedAt }").await;
        check_in("geen").await.assert_refused(&["CODE_UNKNOWN"]);
        assert_ne!(check_in(&format!("https://nql.example/verify/{}", code.to_lowercase())).await.done()["eventInvitation"]["attendedAt"], Value::Null);
        check_in(&code).await.assert_refused(&["ALREADY_RECORDED"]);
        assert_eq!(noted(contest.teachers[2]).await, (true, true));
        assert_eq!(guests(&house, contest.staff, &event).await.done()["eventGuests"]["attended"], 3);
        // The list for the desk.
        let input = json!({ "eventId": event, "language": "FR" });
        let file = house.act(contest.staff, "eventGuestsSheet", input, "sheetFile { base64 }").await.text_at("/it/sheetFile/base64");
        let sheet = nql::intake::sheet::read(&BASE64_STANDARD.decode(file).unwrap()).unwrap();
        let cells: Vec<Vec<String>> = sheet.rows.iter().map(|line| line.cells.iter().map(Cell::spelled).collect()).collect();
        assert_eq!(cells[0], ["Nom", "École", "Réponse", "Accompagnants", "Présence"]);
        let listed = guests(&house, contest.staff, &event).await.done()["eventGuests"]["rows"].as_array().unwrap().clone();
        assert_eq!(cells.len(), listed.len() + 1);
        for (row, guest) in cells[1..].iter().zip(&listed) {
            assert_eq!((json!(row[0]), json!(row[1]), json!(row[3])), (guest["name"].clone(), guest["school"].clone(), json!(guest["guests"].to_string())));
            assert_eq!(row.get(4).is_some_and(|there| there == "oui"), guest["hasAttended"] == true);
        }
        let back = json!({ "eventInvitationId": ids[2] });
        assert_eq!(house.act(contest.staff, "takeBackAttendance", back.clone(), "eventInvitation { attendedAt }").await.done()["eventInvitation"]["attendedAt"], Value::Null);
        house.act(contest.staff, "takeBackAttendance", back, "__typename").await.assert_refused(&["NOT_RECORDED"]);
        assert_eq!(noted(contest.teachers[2]).await, (true, true), "the certificate is handed over all the same");
    }

    async fn staff_note_the_certificates_of_their_own_community_at_a_shared_event(house) {
        let (contest, event) = invited(&house, 1, json!({ "communities": ["VL", "DG"] })).await;
        let german = house.foreign_staff().await;
        let id = own(&house, contest.teachers[0]).await["id"].clone();
        let code = label::Entity::find().one(house.db.connection()).await.unwrap().unwrap().verify_code;
        house.set_day("2026-11-05");
        house.act(german, "recordAttendance", json!({ "eventInvitationIds": [id] }), "__typename").await.done();
        let label = async || label::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(label().await.collected_at, None);
        house.act(german, "checkInByCode", json!({ "eventId": event, "code": code }), "__typename").await.assert_refused(&["ALREADY_RECORDED"]);
        house.act(contest.staff, "checkInByCode", json!({ "eventId": event, "code": code }), "__typename").await.done();
        assert!(label().await.collected_at.is_some());
    }

    async fn who_loses_the_label_loses_the_seat(house) {
        let (contest, event) = invited(&house, 2, json!({ "seats": 1 })).await;
        answer(&house, contest.teachers[0], Some(0)).await.done();
        assert_eq!(answer(&house, contest.teachers[1], Some(0)).await.done()["eventInvitation"]["status"], "WAITING");
        let labels = house.ask(contest.teachers[0], "{ labels { nodes { id } } }", json!({})).await;
        let input = json!({ "labelId": labels.at("/labels/nodes/0/id"), "reason": "Niet het eigen werk." });
        house.act(contest.staff, "revokeLabel", input.clone(), "__typename").await.done();
        assert_eq!([status(&house, contest.teachers[0]).await, status(&house, contest.teachers[1]).await], ["WITHDRAWN", "ACCEPTED"]);
        answer(&house, contest.teachers[0], Some(0)).await.assert_refused(&["WITHDRAWN"]);
        invite(&house, contest.staff, &event).await.assert_refused(&["NOBODY_TO_INVITE"]);
        // It holds again: so does the invitation, and there is no seat any more.
        house.act(contest.staff, "restoreLabel", input, "__typename").await.done();
        invite(&house, contest.staff, &event).await.done();
        assert_eq!(answer(&house, contest.teachers[0], Some(0)).await.done()["eventInvitation"]["status"], "WAITING");
    }

    async fn who_is_erased_comes_no_more(house) {
        let (contest, _) = invited(&house, 2, json!({ "seats": 1 })).await;
        sent(&house).await;
        let id = own(&house, contest.teachers[0]).await["id"].as_str().unwrap().to_owned();
        let input = json!({ "eventInvitationId": id, "isComing": true, "needs": "Een plaats voor een rolstoel." });
        house.act(contest.teachers[0], "answerEventInvitation", input, INVITATION).await.done();
        answer(&house, contest.teachers[1], Some(0)).await.done();
        let admin = house.admin().await;
        let user = contest.teachers[0].id.to_string();
        let query = "query($id: ID!) { node(id: $id) { ... on User { version } } }";
        let version = house.ask(admin, query, json!({ "id": user })).await.number_at("/node/version");
        let erase = json!({ "userId": user, "expectedVersion": version, "reason": "Op vraag." });
        house.act(admin, "eraseUser", erase, "__typename").await.done();
        let id: EventInvitationId = id.parse().unwrap();
        let row = event_invitation::Entity::find_by_id(id).one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((row.state, row.needs, row.guests), (EventInvitationStatus::Withdrawn, None, 0));
        let links = event_link::Entity::find().filter(event_link::Column::InvitationId.eq(id));
        assert_eq!(links.count(house.db.connection()).await.unwrap(), 0);
        assert_eq!(status(&house, contest.teachers[1]).await, "ACCEPTED");
    }
}
