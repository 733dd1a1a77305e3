//! Mail leaves once, to a mail server that fails in every way.

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use entity::{
    assignment,
    ids::{
        ApplicationId, ApplicationRevisionId, AssignmentId, AttemptId, CampaignId, CorrectionId, EqlCandidacyId,
        EventInvitationId, ExternalIdentityId, MessageId, PrizeAwardId, PrizeShareId, ProjectId, ReconsiderationId,
        RegistrationId, SchoolInvitationId,
    },
    kinds::{Kind, MailFailure, MessageStatus, MessageTemplate, Role},
    message, sign_in_link, user,
};
use nql::{
    auth::Actor,
    notification::{
        self, Mail, Post, Sender,
        text::{self, Frame},
    },
    start::make_link,
    words::Language,
    work::Work,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use crate::{
    support::{
        House,
        sink::{Arrived, Order, Sink},
        story::{Phase, Story, wire},
    },
    trial,
};

const FRONT: &str = "https://front.example";

pub fn sender(house: &House, sink: &Sink) -> Sender {
    let relay = format!("smtp://{}?tls=none", sink.address).parse().unwrap();
    Sender {
        db: house.db.clone(),
        clock: house.clock.clone(),
        ids: house.ids.clone(),
        post: Post::new(relay, None, "NQL <no-reply@nql.example>".parse().unwrap()).unwrap(),
        front: FRONT.to_owned(),
        pause: Duration::ZERO,
        make_link,
    }
}

/// Writes so many mails to one reader, a second apart.
async fn written(house: &House, count: usize) -> Vec<message::Model> {
    let name = format!("Els {}", mails(house).await.len());
    let who = house.seat(&name, &[Role::Teacher], None).await;
    let reader = user::Entity::find_by_id(who.id).one(house.db.connection()).await.unwrap().unwrap();
    for _ in 0..count {
        let now = house.clock.now() + TimeDelta::seconds(1);
        house.clock.set(now);
        let work = Work::begin(&house.db, now, house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
        let mail = Mail::to(&reader, MessageTemplate::PasswordChanged).once_per(work.id::<AttemptId>());
        notification::enqueue(&work, mail.saying(json!({ "name": reader.name }))).await.unwrap();
        work.audit_as("write", who.id).await.unwrap();
        work.commit().await.unwrap();
    }
    mails(house).await
}

async fn mails(house: &House) -> Vec<message::Model> {
    message::Entity::find().order_by_asc(message::Column::Id).all(house.db.connection()).await.unwrap()
}

fn later(house: &House, by: TimeDelta) {
    house.clock.set(house.clock.now() + by);
}

/// How often each mail arrived, by its Message-ID.
fn by_name(arrived: &[Arrived]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for mail in arrived {
        *counts.entry(mail.header("Message-ID")).or_default() += 1;
    }
    counts
}

fn name_of(mail: &message::Model) -> String {
    format!("<{}@nql.example>", wire("message", mail.id.into()))
}

/// Each of these mails once, and no other.
fn assert_each_once(sink: &Sink, mails: &[message::Model]) {
    let expected: BTreeMap<String, usize> = mails.iter().map(|mail| (name_of(mail), 1)).collect();
    assert_eq!(by_name(&sink.arrived()), expected);
}

/// Sends what waits; whom it reached, one after the other.
pub async fn order_of_sending(house: &House) -> Vec<String> {
    let sink = Sink::open().await;
    sender(house, &sink).send_due().await.unwrap();
    sink.arrived().into_iter().map(|mail| mail.to).collect()
}

/// Every mail that commands wrote in this house can be written in every language, from their facts alone; which they are.
pub async fn templates_that_can_be_written(house: &House) -> Vec<MessageTemplate> {
    let mut seen = Vec::new();
    for mail in mails(house).await {
        for language in Language::ALL {
            let link = format!("{FRONT}/sign-in#x");
            let frame = Frame { name: "Els", front: FRONT, link: Some(&link) };
            let letter = text::write(mail.template, language, &mail.facts, frame);
            letter.unwrap_or_else(|error| panic!("{} in {language:?}: {error}", mail.template.word()));
        }
        for fact in text::example(mail.template).as_object().unwrap().keys() {
            assert!(mail.facts.get(fact).is_some(), "{} is shown with {fact}", mail.template.word());
        }
        if !seen.contains(&mail.template) {
            seen.push(mail.template);
        }
    }
    seen
}

trial! {
    async fn every_mail_of_a_campaign_arrives_once_in_the_language_of_its_reader(house) {
        let story = Story::begin(&house).await;
        let french = user::ActiveModel { id: Set(story.claire.id), locale: Set("fr".to_owned()), ..Default::default() };
        french.update(house.db.connection()).await.unwrap();
        let input = json!({ "email": "nieuw@nql.example", "name": "Nieuwe Leraar", "locale": "de", "roles": ["TEACHER"] });
        house.act(story.staff, "createUser", input, "user { id }").await.done();
        let sink = Sink::open().await;
        let mut sent = 0;
        for phase in Phase::ALL {
            story.reach(phase).await;
            if phase == Phase::Asked {
                let input = json!({ "campaignId": story.campaign });
                house.act(story.staff, "remindJurors", input, "jurorReminders { queued }").await.done();
            }
            if phase == Phase::Announced {
                let corrections = house.ask(story.staff, "{ corrections { nodes { id } } }", json!({})).await;
                let input = json!({ "correctionId": corrections.at("/corrections/nodes/0/id"), "expectedVersion": 1 });
                house.act(story.second_staff, "confirmCorrection", input, "__typename").await.done();
                let requests = house.ask(story.staff, "{ reconsiderations { nodes { id } } }", json!({})).await;
                let input = json!({
                    "reconsiderationId": requests.at("/reconsiderations/nodes/0/id"), "expectedVersion": 1,
                    "ruling": "INADMISSIBLE", "answer": "Dit gaat over de beoordeling zelf.",
                });
                house.act(story.staff, "answerReconsideration", input, "__typename").await.done();
            }
            sent += sender(&house, &sink).send_due().await.unwrap();
        }
        let input = json!({ "email": "lotte.verhaegen@nql.example" });
        house.act(None, "requestSignInLink", input, "isRequested").await.done();
        let seen = templates_that_can_be_written(&house).await;
        let elsewhere = [
            MessageTemplate::RegistrationInReview,
            MessageTemplate::RegistrationRefused,
            MessageTemplate::DraftReminder,
            MessageTemplate::PasswordChanged,
            MessageTemplate::IdentityLinked,
            MessageTemplate::SchoolInvitation,
            MessageTemplate::ProjectAddressFreed,
            MessageTemplate::JuryConflict,
            MessageTemplate::ProjectChanged,
            MessageTemplate::EqlOutcome,
            MessageTemplate::PrizeFollowUp,
            MessageTemplate::EventReminder,
            MessageTemplate::EventChanged,
            MessageTemplate::EventSeat,
            MessageTemplate::EventCancelled,
        ];
        for (template, ..) in MessageTemplate::VALUES.iter().filter(|(template, ..)| !elsewhere.contains(template)) {
            assert!(seen.contains(template), "{} is written in the story", template.word());
        }
        sent += sender(&house, &sink).send_due().await.unwrap();
        let (over, written): (Vec<message::Model>, Vec<message::Model>) =
            mails(&house).await.into_iter().partition(|mail| mail.state == MessageStatus::Cancelled);
        // Within a phase some jurors answer before their mail leaves, and so does Lotte, who is invited to the event.
        let asked = [MessageTemplate::AssignmentInvited, MessageTemplate::EvaluationReminder, MessageTemplate::EventInvitation];
        assert!(over.iter().all(|mail| asked.contains(&mail.template)), "{over:?}");
        assert_eq!(sent, written.len());
        assert_each_once(&sink, &written);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 0);
        let arrived = sink.arrived();
        for mail in written {
            assert_eq!((mail.state, mail.attempts, mail.failure), (MessageStatus::Sent, 1, None));
            assert!(mail.sent_at.is_some());
            let name = name_of(&mail);
            let here = arrived.iter().find(|arrived| arrived.header("Message-ID") == name).unwrap();
            assert_eq!(here.to, mail.email);
            assert_eq!(here.header("Content-Language"), mail.locale);
            assert_eq!((here.header("From").as_str(), here.header("Auto-Submitted").as_str()), ("NQL <no-reply@nql.example>", "auto-generated"));
        }
        let to = |who: &str, part: &str| arrived.iter().find(|mail| mail.to.starts_with(who) && mail.header("Subject").contains(part)).unwrap();
        let result = to("lotte", "nieuws over je aanvraag");
        assert!(result.text().contains("Van harte gefeliciteerd: je krijgt het nationale kwaliteitslabel"), "{}", result.text());
        assert_eq!(result.header("Reply-To"), "etwinning@epos.example");
        assert!(to("wim", "nieuws over je aanvraag").text().contains("Je krijgt het label dit jaar niet."));
        assert!(to("claire", "candidature est bien arrivée").text().contains("Votre candidature pour le projet « Over de taalgrens »"));
        assert!(to("nieuw", "Willkommen").text().starts_with("Guten Tag Nieuwe Leraar,\n"));
    }

    async fn a_link_in_a_mail_signs_in_once_and_its_secret_is_kept_nowhere(house) {
        let staff = house.staff().await;
        house.act(None, "requestSignInLink", json!({ "email": "staf.vlaanderen@nql.example" }), "isRequested").await.done();
        let sink = Sink::open().await;
        // The first try fails: the second has a secret of its own.
        sink.order(&[Order::AnswerText(451)]);
        sender(&house, &sink).send_due().await.unwrap();
        later(&house, TimeDelta::minutes(2));
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 1);
        let text = sink.arrived()[0].text();
        let token = text.lines().find_map(|line| line.strip_prefix("https://front.example/sign-in#")).unwrap().to_owned();
        let mail = &mails(&house).await[0];
        assert!(!format!("{mail:?}").contains(&token));
        let links = sign_in_link::Entity::find().all(house.db.connection()).await.unwrap();
        assert!(links.iter().all(|link| link.user_id == staff.id && link.hash != token));
        let with = |token: String| {
            let house = house.clone();
            async move { house.act(None, "signInWithLink", json!({ "linkToken": token }), "__typename").await }
        };
        with(token.clone()).await.done();
        with(token).await.assert_refused(&["LINK_INVALID"]);
    }

    async fn a_mail_does_not_wait_for_a_clock_that_was_set_back(house) {
        let written = written(&house, 2).await;
        let sink = Sink::open().await;
        sink.order(&[Order::AnswerText(451)]);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 1);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 0, "it waits for its second try");
        later(&house, TimeDelta::minutes(-1));
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 0, "another process has another clock");
        later(&house, TimeDelta::hours(-2));
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 1);
        assert_each_once(&sink, &written);
    }

    async fn what_the_server_will_not_take_fails_and_what_it_cannot_take_now_is_tried_again(house) {
        let written = written(&house, 4).await;
        let sink = Sink::open().await;
        sink.order(&[Order::AnswerRecipient(550), Order::AnswerRecipient(451), Order::AnswerText(554), Order::Take]);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 1);
        assert_eq!(sink.connections(), 1, "a refusal does not end the connection");
        let states = |mails: Vec<message::Model>| mails.iter().map(|mail| (mail.state, mail.failure, mail.last_reply.clone())).collect::<Vec<_>>();
        let refused = |code: &str| (MessageStatus::Failed, Some(MailFailure::Refused), Some(code.to_owned()));
        assert_eq!(states(mails(&house).await), [
            refused("550"), (MessageStatus::Pending, None, Some("451".to_owned())), refused("554"),
            (MessageStatus::Sent, None, Some(format!("so be it for {}", written[3].email))),
        ]);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 0, "not before its time");
        later(&house, TimeDelta::minutes(2));
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 1);
        // A server that has enough of us, or never heard of our sender, says nothing about the mail.
        let admin = house.admin().await;
        let again = |mail: &message::Model, reason: &str| json!({ "messageId": wire("message", mail.id.into()), "reason": reason });
        let moved = user::ActiveModel { id: Set(written[0].recipient_id), email: Set("nieuw@nql.example".to_owned()), ..Default::default() };
        moved.update(house.db.connection()).await.unwrap();
        house.act(admin, "resendMessage", again(&written[1], "x"), "message { id }").await.assert_refused(&["NOT_FAILED"]);
        let staff = house.staff().await;
        house.act(staff, "resendMessage", again(&written[0], "x"), "message { id }").await.assert_error("NOT_FOUND");
        let done = house.act(admin, "resendMessage", again(&written[0], "ander adres"), "message { status failure attempts }").await;
        assert_eq!(done.at("/it/message"), &json!({ "status": "PENDING", "failure": null, "attempts": 0 }));
        sink.order(&[Order::AnswerSender(421), Order::AnswerSender(421)]);
        let stopped = sender(&house, &sink).send_due().await.unwrap_err();
        assert_eq!(stopped.to_string(), "the mail server: 421");
        assert_eq!(mails(&house).await[0].attempts, 0, "it was not begun");
        sink.order(&[Order::Take]);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap_or(0) + sender(&house, &sink).send_due().await.unwrap(), 1);
        let last = sink.arrived().pop().unwrap();
        assert_eq!((last.to.as_str(), last.header("Message-ID")), ("nieuw@nql.example", name_of(&written[0])));
    }

    async fn a_mail_is_given_up_after_three_days_and_none_grows_old_while_the_server_is_away(house) {
        written(&house, 1).await;
        let sink = Sink::open().await;
        let begun = house.clock.now();
        let mut tries = 0;
        loop {
            sink.order(&[Order::AnswerSender(530)]);
            sender(&house, &sink).send_due().await.unwrap();
            tries += 1;
            let mail = mails(&house).await.remove(0);
            let Some(next) = mail.next_attempt_at else {
                assert_eq!((mail.state, mail.failure), (MessageStatus::Failed, Some(MailFailure::GivenUp)));
                break;
            };
            house.clock.set(next);
        }
        assert!((13..=18).contains(&tries) && house.clock.now() > begun + TimeDelta::hours(48), "{tries} tries");
        written(&house, 1).await;
        let mut away = sender(&house, &sink);
        away.post = Post::new("smtp://127.0.0.1:1?tls=none".parse().unwrap(), None, "a@nql.example".parse().unwrap()).unwrap();
        away.send_due().await.unwrap_err();
        let mail = mails(&house).await.remove(1);
        assert_eq!((mail.attempts, mail.next_attempt_at), (0, None));
    }

    async fn two_senders_on_one_database_send_each_mail_once(house) {
        let written = written(&house, 40).await;
        let other = house.another().await;
        let sink = Sink::open().await;
        sink.dawdle(Duration::from_millis(2));
        let (first, second) = (sender(&house, &sink), sender(&other, &sink));
        let (first, second) = tokio::join!(first.send_due(), second.send_due());
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first + second, 40);
        assert!(first > 5 && second > 5, "{first} and {second}: both work");
        assert_each_once(&sink, &written);
    }

    async fn a_connection_that_is_lost_loses_no_mail_and_doubles_one_only_after_the_servers_yes(house) {
        let written = written(&house, 4).await;
        let sink = Sink::open().await;
        // Lost before the yes: it did not arrive. Lost after it: nobody can know, so it is sent again.
        sink.order(&[Order::Take, Order::AnswerSender(421), Order::Take, Order::DropBefore, Order::DropAfter]);
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 2);
        later(&house, TimeDelta::minutes(2));
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 2);
        let expected: BTreeMap<String, usize> = written.iter().zip([1, 1, 1, 2]).map(|(mail, times)| (name_of(mail), times)).collect();
        assert_eq!(by_name(&sink.arrived()), expected);
        let texts: Vec<String> = sink.arrived().iter().map(Arrived::text).collect();
        assert!(texts.iter().all(|text| *text == texts[0]));
    }

    async fn senders_that_are_killed_at_any_point_lose_no_mail(house) {
        let written = written(&house, 30).await;
        let other = house.another().await;
        let sink = Sink::open().await;
        sink.dawdle(Duration::from_millis(2));
        let (mut kills, mut round) = (0, 0);
        while message::Entity::find().filter(message::Column::State.eq(MessageStatus::Pending)).count(house.db.connection()).await.unwrap() > 0 {
            round += 1;
            let (victim, survivor) = (sender(&house, &sink), sender(&other, &sink));
            let victim = tokio::spawn(async move { victim.send_due().await.unwrap() });
            let survivor = tokio::spawn(async move { survivor.send_due().await.unwrap() });
            // Another point each time, spread over a whole mail and more; later and later, so that a slow machine gets there.
            tokio::time::sleep(Duration::from_micros(2_500 + 1_700 * round % 23_000 + 500 * round)).await;
            victim.abort();
            kills += usize::from(victim.await.is_err());
            if round % 3 == 0 {
                survivor.abort();
                kills += usize::from(survivor.await.is_err());
            } else {
                survivor.await.unwrap();
            }
            later(&house, TimeDelta::minutes(6));
        }
        // What a sender had handed over when it died may have been taken a moment later.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let counts = by_name(&sink.arrived());
        let names: Vec<String> = written.iter().map(name_of).collect();
        assert!(names.iter().all(|name| counts.contains_key(name)), "every mail arrived");
        assert_eq!(counts.len(), names.len());
        let tried: BTreeMap<String, i32> = mails(&house).await.iter().map(|mail| (name_of(mail), mail.attempts)).collect();
        let doubles: Vec<_> = counts.iter().filter(|(_, count)| **count > 1).collect();
        assert!(doubles.len() <= kills, "{doubles:?} with {kills} kills");
        assert!(doubles.iter().all(|(name, _)| tried[*name] > 1), "only what was in the hands of one that died");
    }

    async fn who_was_erased_or_may_not_sign_in_gets_nothing_and_nobody_gets_an_old_link(house) {
        let staff = house.staff().await;
        let admin = house.admin().await;
        let school = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
        for (email, name) in [("weg@nql.example", "Weg Is Weg"), ("dicht@nql.example", "Dicht Is Dicht"), ("oud@nql.example", "Oud Is Oud")] {
            let input = json!({ "email": email, "name": name, "roles": ["TEACHER"], "schoolId": school });
            house.act(staff, "createUser", input, "user { id }").await.done();
        }
        let users: Vec<_> = mails(&house).await.iter().map(|mail| mail.recipient_id).collect();
        let input = json!({ "userId": users[0].to_string(), "expectedVersion": 1, "reason": "zij vroeg het" });
        house.act(admin, "eraseUser", input, "__typename").await.done();
        let input = json!({ "userId": users[1].to_string(), "expectedVersion": 1, "reason": "misbruik" });
        house.act(admin, "lockUser", input, "__typename").await.done();
        house.act(None, "requestSignInLink", json!({ "email": "oud@nql.example" }), "isRequested").await.done();
        later(&house, TimeDelta::minutes(61));
        let sink = Sink::open().await;
        assert_eq!(sender(&house, &sink).send_due().await.unwrap(), 1);
        let arrived = sink.arrived();
        assert_eq!((arrived[0].to.as_str(), arrived[0].header("Subject").as_str()), ("oud@nql.example", "Welkom: je kunt je nu aanmelden"));
        let states: Vec<_> = mails(&house).await.iter().map(|mail| mail.state).collect();
        let cancelled = MessageStatus::Cancelled;
        assert_eq!(states, [cancelled, cancelled, MessageStatus::Sent, cancelled]);
    }

    async fn a_mail_whose_cause_is_gone_is_not_sent_whatever_its_kind(house) {
        let who = house.seat("Els Peeters", &[Role::Teacher], None).await;
        let reader = user::Entity::find_by_id(who.id).one(house.db.connection()).await.unwrap().unwrap();
        let now = house.clock.now();
        let work = Work::begin(&house.db, now, house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
        // What these are about is not there, and never was.
        for (template, ..) in MessageTemplate::VALUES {
            let mail = Mail::to(&reader, *template).saying(text::example(*template));
            let mail = match template {
                MessageTemplate::RegistrationConfirmed | MessageTemplate::RegistrationInReview | MessageTemplate::RegistrationRefused => {
                    mail.once_per(work.id::<RegistrationId>())
                }
                MessageTemplate::ApplicationComplete => mail.once_per(work.id::<ApplicationId>()).once_per(work.id::<ApplicationRevisionId>()),
                MessageTemplate::DraftReminder | MessageTemplate::ResultPublished => mail.once_per(work.id::<ApplicationId>()),
                MessageTemplate::AssignmentInvited => mail.once_per(work.id::<AssignmentId>()),
                MessageTemplate::EvaluationReminder => mail.once_per(work.id::<CampaignId>()),
                MessageTemplate::ResultCorrected => mail.once_per(work.id::<CorrectionId>()),
                MessageTemplate::ReconsiderationAnswered => mail.once_per(work.id::<ReconsiderationId>()),
                MessageTemplate::PrizeAnnounced | MessageTemplate::PrizeVisitPlanned => mail.once_per(work.id::<PrizeAwardId>()),
                MessageTemplate::PrizeFollowUp => mail.once_per(work.id::<PrizeShareId>()),
                MessageTemplate::EqlInfo | MessageTemplate::EqlOutcome => mail.once_per(work.id::<EqlCandidacyId>()),
                MessageTemplate::EventInvitation
                | MessageTemplate::EventReminder
                | MessageTemplate::EventChanged
                | MessageTemplate::EventSeat
                | MessageTemplate::EventCancelled => mail.once_per(work.id::<EventInvitationId>()),
                MessageTemplate::IdentityLinked => mail.once_per(work.id::<ExternalIdentityId>()),
                MessageTemplate::SchoolInvitation => mail.once_per(work.id::<SchoolInvitationId>()),
                MessageTemplate::ProjectAddressFreed => mail.once_per(work.id::<ProjectId>()),
                MessageTemplate::ProjectChanged | MessageTemplate::JuryConflict => mail.once_per(work.id::<MessageId>()),
                MessageTemplate::Welcome | MessageTemplate::PasswordChanged | MessageTemplate::SignInLink => mail.once_per(work.id::<AttemptId>()),
            };
            notification::enqueue(&work, mail).await.unwrap();
        }
        work.audit_as("write", who.id).await.unwrap();
        work.commit().await.unwrap();
        let sink = Sink::open().await;
        sender(&house, &sink).send_due().await.unwrap();
        let mut sent: Vec<MessageTemplate> = mails(&house).await.iter().filter(|mail| mail.state == MessageStatus::Sent).map(|mail| mail.template).collect();
        sent.sort_unstable();
        let mut personal = vec![MessageTemplate::Welcome, MessageTemplate::PasswordChanged, MessageTemplate::SignInLink];
        personal.sort_unstable();
        assert_eq!(sent, personal, "what was said to a person about an account");
        assert!(mails(&house).await.iter().all(|mail| mail.state != MessageStatus::Pending));
    }

    async fn a_mail_says_what_holds_when_it_is_sent_and_goes_where_its_reader_is_then(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", entity::kinds::Community::Foreign).await;
        let mut teachers = Vec::new();
        for (name, title) in [("Lotte Verhaegen", "De bijen"), ("Wim De Backer", "De wespen"), ("Els Peeters", "De vlinders")] {
            let teacher = house.teacher(name, &school).await;
            let project = house.ended_project(teacher, title, &school, &abroad).await;
            let draft = house.written_draft(teacher, &campaign, &project).await;
            teachers.push((teacher, draft));
        }
        later(&house, TimeDelta::days(3));
        let input = json!({ "campaignId": campaign, "untouchedForDays": 1 });
        house.act(staff, "remindDrafts", input, "draftReminders { queued }").await.done();
        // One hands in, one takes all of it back, one has another address; and the deadline is extended.
        let registration = |draft: &str| {
            let (house, draft) = (house.clone(), draft.to_owned());
            async move { house.ask(staff, "query($id: ID!) { application(id: $id) { registration { id version } } }", json!({ "id": draft })).await.at("/application/registration").clone() }
        };
        house.open_form(teachers[0].0, &teachers[0].1).await;
        let version = house.version(teachers[0].0, "application", &teachers[0].1).await;
        let input = json!({ "applicationId": teachers[0].1, "expectedVersion": version });
        house.act(teachers[0].0, "submitApplication", input, "application { id }").await.done();
        let theirs = registration(&teachers[1].1).await;
        let input = json!({ "registrationId": theirs["id"], "expectedVersion": theirs["version"] });
        house.act(teachers[1].0, "withdrawRegistration", input, "registration { status }").await.done();
        let moved = user::ActiveModel { id: Set(teachers[2].0.id), email: Set("els@nieuw.example".to_owned()), ..Default::default() };
        moved.update(house.db.connection()).await.unwrap();
        let version = house.version(staff, "campaign", &campaign).await;
        let input = json!({ "campaignId": campaign, "expectedVersion": version, "reason": "storing", "submissionClosesOn": "2026-07-15" });
        house.act(staff, "extendDeadlines", input, "campaign { id }").await.done();
        let sink = Sink::open().await;
        sender(&house, &sink).send_due().await.unwrap();
        let mut told: Vec<(String, String)> = mails(&house).await.iter().map(|mail| (mail.template.word().to_owned(), format!("{:?}", mail.state))).collect();
        told.sort();
        let count = |template: &str, state: &str| told.iter().filter(|(word, is)| word == template && is == state).count();
        assert_eq!((count("REGISTRATION_CONFIRMED", "Sent"), count("REGISTRATION_CONFIRMED", "Cancelled")), (2, 1), "{told:?}");
        assert_eq!((count("DRAFT_REMINDER", "Sent"), count("DRAFT_REMINDER", "Cancelled")), (1, 2), "{told:?}");
        assert_eq!(count("APPLICATION_COMPLETE", "Sent"), 1);
        let els: Vec<Arrived> = sink.arrived().into_iter().filter(|mail| mail.to == "els@nieuw.example").collect();
        assert_eq!(els.len(), 2);
        for mail in els {
            assert!(mail.text().contains("15 juli 2026") && !mail.text().contains("1 juli 2026"), "{}", mail.text());
        }
    }

    async fn jurors_are_asked_and_reminded_of_what_still_waits_for_them(house) {
        let hearing = house.hearing().await;
        let (nadia, sam) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        let asked = house.assignment(hearing.staff, nadia, &hearing.application).await;
        house.assignment(hearing.staff, nadia, &hearing.other).await;
        house.assignment(hearing.staff, sam, &hearing.application).await;
        let input = json!({ "campaignId": hearing.campaign });
        house.act(hearing.staff, "remindJurors", input, "jurorReminders { queued }").await.done();
        // Nadia answers one question, Sam all of them, before any mail leaves.
        for row in assignment::Entity::find().all(house.db.connection()).await.unwrap() {
            let is_over = row.juror_id == sam.id.into() || row.id.to_string() == asked;
            if is_over {
                let no = json!({ "assignmentId": row.id.to_string(), "expectedVersion": 1, "answer": "DECLINE", "reason": "Geen tijd." });
                let who = if row.juror_id == sam.id.into() { sam } else { nadia };
                house.act(who, "respondToAssignment", no, "assignment { id }").await.done();
            }
        }
        let sink = Sink::open().await;
        sender(&house, &sink).send_due().await.unwrap();
        let states = |template: MessageTemplate, state: MessageStatus| {
            let house = house.clone();
            async move { mails(&house).await.iter().filter(|mail| mail.template == template && mail.state == state).count() }
        };
        assert_eq!(states(MessageTemplate::AssignmentInvited, MessageStatus::Sent).await, 1);
        assert_eq!(states(MessageTemplate::AssignmentInvited, MessageStatus::Cancelled).await, 2);
        assert_eq!(states(MessageTemplate::EvaluationReminder, MessageStatus::Sent).await, 1);
        assert_eq!(states(MessageTemplate::EvaluationReminder, MessageStatus::Cancelled).await, 1);
        let reminder = sink.arrived().into_iter().find(|mail| mail.header("Subject").contains("Je beoordelingen")).unwrap();
        assert!(reminder.text().contains("Er wacht nog één beoordeling op je"), "{}", reminder.text());
    }

    async fn a_link_that_nobody_waits_for_is_good_for_a_week_and_one_that_was_asked_for_for_an_hour(house) {
        let staff = house.staff().await;
        let input = json!({ "email": "nieuw@nql.example", "name": "Nieuwe Leraar", "roles": ["TEACHER"] });
        house.act(staff, "createUser", input, "user { id }").await.done();
        house.act(None, "requestSignInLink", json!({ "email": "staf.vlaanderen@nql.example" }), "isRequested").await.done();
        let sink = Sink::open().await;
        sender(&house, &sink).send_due().await.unwrap();
        let token = |to: &str| {
            let mail = sink.arrived().into_iter().find(|mail| mail.to.starts_with(to)).unwrap();
            mail.text().lines().find_map(|line| line.strip_prefix("https://front.example/sign-in#").map(ToOwned::to_owned)).unwrap()
        };
        let (welcome, asked) = (token("nieuw"), token("staf"));
        let with = |token: String| {
            let house = house.clone();
            async move { house.act(None, "signInWithLink", json!({ "linkToken": token }), "__typename").await }
        };
        later(&house, TimeDelta::hours(25));
        with(asked).await.assert_refused(&["LINK_INVALID"]);
        with(welcome.clone()).await.done();
        with(welcome).await.assert_refused(&["LINK_INVALID"]);
    }
}
