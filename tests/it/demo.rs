//! The demo data: a story that is lived through, and a multiple of it for load tests.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    application, application_revision, assignment, audit_event, eql_candidacy, evaluation,
    kinds::{EqlCandidacyStatus, Kind as _, PrizeAwardStatus, ReconsiderationStatus},
    prize_award, project, reconsideration, registration, school_invitation, unknown_partner,
};
use nql::{campaign::rules::day_of, clock::Clock, demo, rehearsal};
use sea_orm::EntityTrait;
use serde_json::json;

use crate::{
    support::{House, Person},
    trial,
};

async fn staff(house: &House) -> Person {
    use sea_orm::{ColumnTrait, QueryFilter};
    let karolien = entity::user::Column::Email.eq("karolien.vanhaecke@nql-vlaanderen.example");
    let user = entity::user::Entity::find().filter(karolien).one(house.db.connection()).await.unwrap().unwrap();
    Person { id: user.id, role: entity::kinds::Role::Staff }
}

trial! {
    async fn the_demo_data_can_be_multiplied(house) {
        demo::fill(&house.db, 4).await.unwrap();
        let projects = house.count::<project::Entity>().await;
        assert!(projects > 4 * 60 && projects.is_multiple_of(4), "{projects}");
        assert_eq!(house.count::<application::Entity>().await % 4, 0);
        assert!(house.count::<assignment::Entity>().await > 4 * 120);
    }
}

trial! { on Demo;
    async fn the_demo_starts_where_its_story_ends_and_is_never_over(house) {
        // It is there: nothing is made again.
        let written = house.written().await;
        let end = demo::fill(&house.db, 1).await.unwrap();
        assert_eq!(house.written().await, written);
        let clock = rehearsal::clock_of(&house.db).await.unwrap();
        assert!(matches!(clock, Clock::Shifted(_)) && (clock.now() - end).num_seconds() < 30, "{end}");
        let last = audit_event::Entity::find().all(house.db.connection()).await.unwrap();
        assert!(last.iter().all(|event| event.at <= end), "nothing happens after the end");
        house.clock.set(end);
        let query = "{ currentCampaign { isSubmissionOpen }
            campaigns { nodes { schoolYear status evaluationsDueAt } }
            late: assignments(filter: { status: { in: [ACCEPTED, IN_PROGRESS] } }) { totalCount nodes { dueAt } } }";
        let reply = house.ask(staff(&house).await, query, json!({})).await;
        assert_eq!(reply.at("/currentCampaign/isSubmissionOpen"), true, "{}", reply.text);
        assert!(reply.number_at("/late/totalCount") > 5);
        for assignment in reply.at("/late/nodes").as_array().unwrap() {
            let due: chrono::DateTime<chrono::Utc> = assignment["dueAt"].as_str().unwrap().parse().unwrap();
            assert!(due > end, "a juror is late");
        }
    }

    async fn people_of_the_demo_come_on_days_of_their_own(house) {
        let db = house.db.connection();
        let spread = |days: BTreeSet<NaiveDate>| days.len();
        let handed_in: Vec<NaiveDate> = evaluation::Entity::find().all(db).await.unwrap().into_iter()
            .filter_map(|evaluation| evaluation.submitted_at).map(day_of).collect();
        let mut by_day: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for day in &handed_in {
            *by_day.entry(*day).or_default() += 1;
        }
        assert!(handed_in.len() > 80 && by_day.len() > 40, "{} on {} days", handed_in.len(), by_day.len());
        assert!(by_day.values().all(|count| *count < 12), "{by_day:?}");
        let registered = registration::Entity::find().all(db).await.unwrap();
        assert!(spread(registered.iter().filter_map(|one| one.submitted_at).map(day_of).collect()) > 40);
        let revisions = application_revision::Entity::find().all(db).await.unwrap();
        assert!(spread(revisions.iter().map(|one| day_of(one.submitted_at)).collect()) > 20);
        assert!(!school_invitation::Entity::find().all(db).await.unwrap().is_empty());
        assert!(unknown_partner::Entity::find().all(db).await.unwrap().len() > 1);
    }

    async fn the_demo_shows_a_candidate_for_the_european_label_in_every_status_after_the_list_is_confirmed(house) {
        let all = eql_candidacy::Entity::find().all(house.db.connection()).await.unwrap();
        let shown: BTreeSet<EqlCandidacyStatus> = all.iter().map(|one| one.state).collect();
        let missing: Vec<_> = EqlCandidacyStatus::VALUES.iter().map(|(status, ..)| *status).filter(|status| !shown.contains(status)).collect();
        assert_eq!(missing, [EqlCandidacyStatus::Eligible]);
    }

    async fn the_demo_shows_a_request_to_look_at_a_result_again_in_every_status_of_the_office_but_admitted(house) {
        let shown: BTreeSet<ReconsiderationStatus> =
            reconsideration::Entity::find().all(house.db.connection()).await.unwrap().into_iter().map(|request| request.state).collect();
        let missing: Vec<_> = ReconsiderationStatus::VALUES.iter().map(|(status, ..)| *status).filter(|status| !shown.contains(status)).collect();
        assert_eq!(missing, [ReconsiderationStatus::Withdrawn, ReconsiderationStatus::Admitted]);
    }

    async fn the_demo_shows_a_prize_in_every_status_but_one_that_is_not_confirmed_yet(house) {
        let shown: BTreeSet<PrizeAwardStatus> =
            prize_award::Entity::find().all(house.db.connection()).await.unwrap().into_iter().map(|award| award.state).collect();
        let missing: Vec<_> = PrizeAwardStatus::VALUES.iter().map(|(status, ..)| *status).filter(|status| !shown.contains(status)).collect();
        assert_eq!(missing, [PrizeAwardStatus::Ratified, PrizeAwardStatus::TakenBack]);
    }
}
