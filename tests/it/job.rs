//! What the system does by itself: once, whichever server comes first, and seen by staff.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    campaign, job,
    kinds::{Community, JobFailure, JobKind, JobStatus, MessageTemplate, Role, Track},
    label, message,
};
use nql::{auth::Actor, job as jobs, publication, work::Work};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};

use crate::{
    support::{
        House, Person, Reply,
        given::Results,
        story::{Phase, Story},
    },
    trial,
};

/// A Flemish release that is decided, approved and scheduled: its id and version.
async fn scheduled(house: &House, results: &Results) -> (String, i64) {
    results.decide(house, Track::Nql).await;
    let (id, version) = results.approved(house, Track::Nql).await;
    schedule(house, results, &id, (version, true)).await;
    (id, version + 1)
}

async fn schedule(house: &House, results: &Results, id: &str, (version, is_scheduled): (i64, bool)) {
    let input = json!({ "publicationBatchId": id, "expectedVersion": version, "isScheduled": is_scheduled });
    house.act(results.staff, "scheduleRelease", input, "__typename").await.done();
}

/// What staff see of jobs, the next first.
async fn seen(house: &House, who: Person) -> Value {
    let query =
        "{ jobs(first: 100) { nodes { kind status dueAt attempts nextAttemptAt failure publicationBatch { id } } } }";
    house.ask(who, query, json!({})).await.at("/jobs/nodes").clone()
}

async fn rows(house: &House) -> Vec<job::Model> {
    job::Entity::find().order_by_asc(job::Column::Id).all(house.db.connection()).await.unwrap()
}

async fn mails(house: &House, template: MessageTemplate) -> u64 {
    let of = message::Entity::find().filter(message::Column::Template.eq(template));
    of.count(house.db.connection()).await.unwrap()
}

async fn retry(house: &House, who: impl Into<Option<Person>>, job: &job::Model, version: i32) -> Reply {
    let input = json!({ "jobId": job.id.to_string(), "expectedVersion": version });
    house.act(who, "retryJob", input, "job { status attempts failure }").await
}

fn wire(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// The day on which results are planned.
const PLANNED: &str = "2026-10-31";

trial! {
    async fn of_servers_that_look_at_once_one_does_it_and_staff_see_what_comes_and_what_was_done(house) {
        let results = house.results().await;
        let (batch, _) = scheduled(&house, &results).await;
        assert_eq!(house.wait().await, 0);
        let mut expected = json!({
            "kind": "RELEASE", "status": "WAITING", "dueAt": "2026-10-30T23:00:00.000Z", "attempts": 0,
            "nextAttemptAt": null, "failure": null, "publicationBatch": { "id": batch },
        });
        assert_eq!(seen(&house, results.staff).await, json!([expected]));
        house.set_day(PLANNED);
        let other = house.another().await;
        other.clock.set(house.clock.now());
        let (one, two, three) = tokio::join!(house.wait(), other.wait(), house.wait());
        assert_eq!((one + two + three, mails(&house, MessageTemplate::ResultPublished).await), (1, 2));
        assert_eq!((house.wait().await, other.wait().await), (0, 0));
        assert_eq!(house.count::<label::Entity>().await, 1);
        (expected["status"], expected["attempts"]) = (json!("DONE"), json!(1));
        assert_eq!(seen(&house, results.staff).await, json!([expected]));
    }

    async fn what_a_server_left_unfinished_another_does_and_the_first_undoes_nothing(house) {
        let results = house.results().await;
        scheduled(&house, &results).await;
        house.set_day(PLANNED);
        house.runner().look(JobKind::Release).await.unwrap();
        let now = house.clock.now();
        let id = jobs::list_due(&house.db, now).await.unwrap()[0];
        let taken = jobs::take(&house.db, id, now).await.unwrap().unwrap();
        assert!(jobs::take(&house.db, id, now).await.unwrap().is_none());
        // It dies with all of its work done and nothing committed.
        let work = Work::begin(&house.db, now, house.ids.clone(), &Actor::Anonymous, None).await.unwrap();
        let mine = jobs::find_taken(&work, &taken).await.unwrap().unwrap();
        assert!(publication::release(&work, &mine).await.unwrap());
        jobs::finish(&work, mine).await.unwrap();
        drop(work);
        assert_eq!((house.wait().await, mails(&house, MessageTemplate::ResultPublished).await), (0, 0), "it may be at it still");
        house.clock.set(now + TimeDelta::minutes(10));
        let other = house.another().await;
        other.clock.set(house.clock.now());
        assert_eq!((other.wait().await, mails(&house, MessageTemplate::ResultPublished).await), (1, 2));
        // It was not dead, only slow.
        assert!(!house.runner().attempt(taken).await.unwrap());
        let [row] = rows(&house).await.try_into().unwrap();
        assert_eq!((row.state, row.attempts, row.failure), (JobStatus::Done, 2, None));
        assert_eq!((mails(&house, MessageTemplate::ResultPublished).await, house.count::<label::Entity>().await), (2, 1));
    }

    async fn what_ends_its_server_each_time_is_given_up(house) {
        let results = house.results().await;
        scheduled(&house, &results).await;
        house.set_day(PLANNED);
        house.runner().look(JobKind::Release).await.unwrap();
        let id = jobs::list_due(&house.db, house.clock.now()).await.unwrap()[0];
        for attempt in 1..=6 {
            let taken = jobs::take(&house.db, id, house.clock.now()).await.unwrap().unwrap();
            assert_eq!(taken.attempts, attempt);
            house.clock.set(house.clock.now() + TimeDelta::minutes(10));
        }
        assert_eq!((house.wait().await, house.count::<label::Entity>().await), (0, 0));
        let [row] = rows(&house).await.try_into().unwrap();
        assert_eq!((row.state, row.failure), (JobStatus::Failed, Some(JobFailure::Interrupted)));
    }

    async fn what_fails_keeps_nothing_else_is_tried_again_later_and_given_up_until_staff_say_so(house) {
        let results = house.results().await;
        scheduled(&house, &results).await;
        let (german, german_version) = results.german_approved(&house).await;
        let input = json!({ "publicationBatchId": german, "expectedVersion": german_version, "isScheduled": true });
        house.act(results.german_staff, "scheduleRelease", input, "__typename").await.done();
        // The Flemish one grants a label, and that cannot be written.
        let change = async |sql: &str| house.db.connection().execute_unprepared(sql).await.unwrap();
        change("ALTER TABLE label RENAME COLUMN posted_on TO gone").await;
        house.set_day(PLANNED);
        assert_eq!(house.wait().await, 1, "the German-speaking one");
        let failing = async || rows(&house).await.into_iter().find(|row| row.state != JobStatus::Done).unwrap();
        let first = failing().await;
        assert_eq!((first.state, first.attempts, first.failure), (JobStatus::Waiting, 1, Some(JobFailure::Error)));
        for (attempts, minutes) in (1..).zip([1, 5, 30, 120, 480]) {
            let now = house.clock.now();
            assert_eq!((failing().await.attempts, failing().await.next_attempt_at), (attempts, Some(now + TimeDelta::minutes(minutes))));
            house.clock.set(now + TimeDelta::minutes(minutes) - TimeDelta::milliseconds(1));
            house.wait().await;
            assert_eq!(failing().await.attempts, attempts, "not yet");
            house.clock.set(now + TimeDelta::minutes(minutes));
            house.wait().await;
        }
        let failed = failing().await;
        assert_eq!((failed.state, failed.attempts, failed.next_attempt_at), (JobStatus::Failed, 6, None));
        assert_eq!(failed.ended_at, Some(house.clock.now()));
        house.clock.set(house.clock.now() + TimeDelta::days(1));
        assert_eq!((house.wait().await, failing().await.attempts, mails(&house, MessageTemplate::ResultPublished).await), (0, 6, 1));
        let told = seen(&house, results.staff).await;
        assert_eq!(told.as_array().unwrap().iter().filter(|job| job["failure"] == "ERROR" && job["status"] == "FAILED").count(), 1, "{told}");
        // Nobody else has it tried again.
        change("ALTER TABLE label RENAME COLUMN gone TO posted_on").await;
        let written = house.written().await;
        for other in [results.teacher, results.juror, house.service().await, results.german_staff] {
            retry(&house, other, &failed, failed.version).await.assert_error("FORBIDDEN");
        }
        retry(&house, None, &failed, failed.version).await.assert_error("UNAUTHENTICATED");
        retry(&house, results.staff, &failed, failed.version - 1).await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!((house.written().await, failing().await), (written, failed.clone()));
        let again = retry(&house, results.staff, &failed, failed.version).await;
        assert_eq!(again.done()["job"], json!({ "status": "WAITING", "attempts": 0, "failure": null }));
        retry(&house, house.admin().await, &failed, failed.version + 1).await.assert_refused(&["NOT_FAILED"]);
        assert_eq!((house.wait().await, mails(&house, MessageTemplate::ResultPublished).await), (1, 3));
        assert!(rows(&house).await.iter().all(|row| row.state == JobStatus::Done && row.failure.is_none()));
    }

    async fn what_is_not_wanted_any_more_is_cancelled_and_what_is_planned_for_later_moves(house) {
        let results = house.results().await;
        let (id, version) = scheduled(&house, &results).await;
        house.wait().await;
        schedule(&house, &results, &id, (version, false)).await;
        house.set_day(PLANNED);
        assert_eq!((house.wait().await, house.count::<label::Entity>().await), (0, 0));
        assert_eq!(rows(&house).await[0].state, JobStatus::Cancelled);
        house.set_day("2026-10-30");
        schedule(&house, &results, &id, (version + 1, true)).await;
        house.wait().await;
        let later = house.clock.now() + TimeDelta::days(5);
        let moved = campaign::ActiveModel { id: Set(results.campaign.parse().unwrap()), results_planned_at: Set(later), ..Default::default() };
        moved.update(house.db.connection()).await.unwrap();
        house.set_day(PLANNED);
        assert_eq!((house.wait().await, house.count::<label::Entity>().await), (0, 0));
        let statuses = seen(&house, results.staff).await;
        let statuses: Vec<_> = statuses.as_array().unwrap().iter().map(|job| (job["status"].clone(), job["dueAt"].clone())).collect();
        assert_eq!(statuses[1], (json!("WAITING"), json!(wire(later))));
        house.clock.set(later);
        assert_eq!((house.wait().await, house.count::<label::Entity>().await), (1, 1));
    }

    async fn a_job_that_turns_out_not_to_be_due_is_no_attempt(house) {
        let results = house.results().await;
        let (id, version) = scheduled(&house, &results).await;
        house.set_day(PLANNED);
        house.runner().look(JobKind::Release).await.unwrap();
        let taken = jobs::list_due(&house.db, house.clock.now()).await.unwrap()[0];
        let taken = jobs::take(&house.db, taken, house.clock.now()).await.unwrap().unwrap();
        // Between that it was taken and that it begins.
        schedule(&house, &results, &id, (version, false)).await;
        assert!(!house.runner().attempt(taken).await.unwrap());
        let [row] = rows(&house).await.try_into().unwrap();
        assert_eq!((row.state, row.attempts, row.failure, row.next_attempt_at), (JobStatus::Waiting, 0, None, None));
        house.wait().await;
        assert_eq!((rows(&house).await[0].state, house.count::<label::Entity>().await), (JobStatus::Cancelled, 0));
    }

    async fn jurors_are_reminded_on_the_days_that_follow_from_what_they_have_open(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "An Jury").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        house.wait().await;
        let days = async || {
            let query = "{ jobs(filter: { kind: { eq: JURY_REMINDER } }) { nodes { dueAt status } } }";
            let reply = house.ask(hearing.staff, query, json!({})).await;
            reply.at("/jobs/nodes").as_array().unwrap().iter().map(|job| format!("{} {}", job["dueAt"].as_str().unwrap(), job["status"].as_str().unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(days().await, ["2026-08-31T22:00:00.000Z WAITING", "2026-09-11T22:00:00.000Z WAITING", "2026-09-15T22:00:00.000Z WAITING"]);
        house.set_day("2026-09-12");
        // Whoever is asked on such a day is reminded from the next one on.
        let late = house.juror(&hearing, "Bo Jury").await;
        house.accepted(hearing.staff, late, &hearing.other).await;
        assert_eq!((house.wait().await, mails(&house, MessageTemplate::EvaluationReminder).await), (2, 1));
        house.set_day("2026-09-16");
        assert_eq!((house.wait().await, mails(&house, MessageTemplate::EvaluationReminder).await), (1, 3));
        house.set_day("2026-09-20");
        assert_eq!((house.wait().await, mails(&house, MessageTemplate::EvaluationReminder).await), (0, 3));
    }

    async fn jobs_are_for_staff_and_admins_and_that_of_an_application_for_who_sees_it(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let query = "{ jobs(filter: { kind: { eq: EQL_INFO } }) { totalCount nodes { kind application { id } } } }";
        let of_lotte = json!({ "totalCount": 1, "nodes": [{ "kind": "EQL_INFO", "application": { "id": story.of_lotte } }] });
        for who in [story.staff, story.second_staff] {
            assert_eq!(house.ask(who, query, json!({})).await.at("/jobs"), &of_lotte);
        }
        let none = house.ask(story.german_staff, query, json!({})).await;
        assert_eq!(none.at("/jobs"), &json!({ "totalCount": 0, "nodes": [] }));
        // Admins see the job, and nothing of the application.
        house.ask(story.admin, query, json!({})).await.assert_error("FORBIDDEN");
        assert_eq!(house.ask(story.admin, "{ jobs(filter: { kind: { eq: EQL_INFO } }) { totalCount } }", json!({})).await.at("/jobs/totalCount"), 1);
        for who in [story.lotte, story.wim, story.judge, story.service] {
            house.ask(who, query, json!({})).await.assert_error("FORBIDDEN");
        }
        house.ask(None, query, json!({})).await.assert_error("UNAUTHENTICATED");
        // Staff who work at the school have nothing to do with it as staff, and those of another community have not either.
        let all = rows(&house).await;
        let job = all.iter().find(|job| job.kind == JobKind::EqlInfo).unwrap();
        let at_school = house.seat("Sofie Dubbel", &[Role::Staff], Some(Community::Vl)).await;
        house.works_at(at_school, &story.school).await;
        for who in [at_school, story.german_staff] {
            retry(&house, who, job, job.version).await.assert_error("NOT_FOUND");
        }
        assert_eq!(rows(&house).await, all);
    }
}
