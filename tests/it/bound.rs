//! How much one person makes, and whom it keeps waiting.

use std::{collections::BTreeSet, fs, path::Path};

use chrono::TimeDelta;
use entity::{
    application_revision, audit_event, ids::UserId, kinds::MessageTemplate, message, project, project_member,
    registration, session,
};
use nql::{api::Settings, bound};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, prelude::*};
use serde_json::{Value, json};

use crate::{
    application::{Scene, scene},
    support::{House, Person, Reply},
    trial,
};

/// Every table that a store adds rows to is in one of the two lists, and no other.
pub fn every_table_that_somebody_adds_to_is_bounded() {
    fn stores(folder: &Path, into: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && name != "demo" {
                stores(&path, into);
            } else if ["store.rs", "work.rs"].contains(&name) {
                into.push(fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut texts = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    stores(&root.join("src"), &mut texts);
    stores(&root.join("engine/src"), &mut texts);
    let mut added = BTreeSet::new();
    for text in &texts {
        for marker in ["::ActiveModel", "::Entity::insert"] {
            for (at, _) in text.match_indices(marker) {
                let before = &text[..at];
                let table = before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap();
                if !table.is_empty() && table != "sea_orm" {
                    added.insert(table.to_owned());
                }
            }
        }
    }
    assert!(added.len() > 40, "the search found too little: {added:?}");
    let mut listed = Vec::new();
    listed.extend(bound::ALL.iter().map(|bound| bound.table.to_owned()));
    listed.extend(bound::OTHERWISE.iter().flat_map(|(tables, _)| *tables).map(|table| (*table).to_owned()));
    for table in &added {
        let times = listed.iter().filter(|known| *known == table).count();
        assert_eq!(times, 1, "{table} is in the lists of bounds {times} times");
    }
}

async fn hand_in(house: &House, scene: &Scene, id: &str) -> Reply {
    let version = house.version(scene.teacher, "application", id).await;
    let input = json!({ "applicationId": id, "expectedVersion": version });
    house.act(scene.teacher, "submitApplication", input, "application { status }").await
}

async fn write(house: &House, scene: &Scene, id: &str, summary: &str) {
    let version = house.version(scene.teacher, "application", id).await;
    let input = json!({ "applicationId": id, "expectedVersion": version, "summary": summary });
    house.act(scene.teacher, "saveApplicationDraft", input, "application { id }").await.done();
}

async fn mails_to(house: &House, who: Person) -> Vec<message::Model> {
    let hers = message::Entity::find().filter(message::Column::RecipientId.eq(who.id));
    hers.order_by_asc(message::Column::Id).all(house.db.connection()).await.unwrap()
}

trial! {
    async fn nothing_is_handed_in_twice_word_for_word(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let (written, mails) = (house.written().await, house.count::<message::Entity>().await);
        for _ in 0..3 {
            hand_in(&house, &scene, &id).await.assert_refused(&["NOTHING_NEW"]);
        }
        // There and back again is nothing new either.
        write(&house, &scene, &id, "Beter.").await;
        write(&house, &scene, &id, "Een podcast over bijen.").await;
        hand_in(&house, &scene, &id).await.assert_refused(&["NOTHING_NEW"]);
        assert_eq!(house.count::<application_revision::Entity>().await, 1);
        assert_eq!(house.count::<message::Entity>().await, mails);
        assert_eq!(house.written().await, written + 2);
        // A key that is used again is the same hand-in, and what was taken back can be handed in as it is.
        write(&house, &scene, &id, "Beter.").await;
        hand_in(&house, &scene, &id).await.done();
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        house.act(scene.teacher, "withdrawApplication", input, "application { id }").await.done();
        house.open_form(scene.teacher, &id).await;
        hand_in(&house, &scene, &id).await.done();
        assert_eq!(house.count::<application_revision::Entity>().await, 3);
    }

    async fn an_application_is_handed_in_a_few_times_an_hour(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        for number in 2..=5 {
            write(&house, &scene, &id, &format!("Versie {number}.")).await;
            hand_in(&house, &scene, &id).await.done();
        }
        let mails = house.count::<message::Entity>().await;
        write(&house, &scene, &id, "Versie 6.").await;
        let refused = hand_in(&house, &scene, &id).await;
        refused.assert_refused(&["TOO_MANY_HAND_INS"]);
        assert!(refused.text_at("/it/userErrors/0/message").contains("1 oktober 2025, 13:00"), "{}", refused.text);
        // Taking it back makes no room.
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        house.act(scene.teacher, "withdrawApplication", input, "application { id }").await.done();
        house.open_form(scene.teacher, &id).await;
        hand_in(&house, &scene, &id).await.assert_refused(&["TOO_MANY_HAND_INS"]);
        assert_eq!(house.count::<application_revision::Entity>().await, 5);
        assert_eq!(house.count::<message::Entity>().await, mails);
        house.set_instant("2025-10-01T10:59:59.999Z");
        hand_in(&house, &scene, &id).await.assert_refused(&["TOO_MANY_HAND_INS"]);
        house.set_instant("2025-10-01T11:00:00Z");
        house.open_form(scene.teacher, &id).await;
        hand_in(&house, &scene, &id).await.done();
    }

    async fn a_mail_waits_for_no_second_mail_of_somebody_else(house) {
        let scene = scene(&house).await;
        let id = house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        for number in 2..=5 {
            write(&house, &scene, &id, &format!("Versie {number}.")).await;
            hand_in(&house, &scene, &id).await.done();
        }
        house.clock.set(house.clock.now() + TimeDelta::minutes(1));
        let wim = house.teacher("Wim De Backer", &scene.flemish).await;
        let ants = house.ended_project(wim, "De mieren", &scene.flemish, &scene.abroad).await;
        house.registration(wim, &scene.campaign, &ants).await;
        let lotte = mails_to(&house, scene.teacher).await;
        assert_eq!(lotte.iter().map(|mail| mail.turn).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(mails_to(&house, wim).await[0].turn, 0);
        let order = crate::mail::order_of_sending(&house).await;
        let places: Vec<usize> = (0..order.len()).filter(|place| order[*place].starts_with("wim")).collect();
        // Six mails of Lotte were there before; one of them goes first.
        assert_eq!(places, [1], "{order:?}");
        // An hour later nobody remembers.
        house.clock.set(house.clock.now() + TimeDelta::hours(1));
        house.open_form(scene.teacher, &id).await;
        write(&house, &scene, &id, "Versie 6.").await;
        hand_in(&house, &scene, &id).await.done();
        assert_eq!(mails_to(&house, scene.teacher).await.last().unwrap().turn, 0);
    }

    async fn a_teacher_enters_a_bounded_number_of_projects_in_a_year(house) {
        let scene = scene(&house).await;
        for number in 2..=bound::PROJECTS.most {
            house.project(scene.teacher, &format!("Project {number}"), &scene.flemish, &scene.abroad).await;
        }
        let written = house.written().await;
        let input = House::project_input("Een te veel", &scene.flemish, &scene.abroad);
        let refused = house.act(scene.teacher, "createProject", input.clone(), "project { id }").await;
        refused.assert_refused(&["TOO_MANY_PROJECTS"]);
        assert!(refused.text_at("/it/userErrors/0/message").contains("1 oktober 2026, 12:00"), "{}", refused.text);
        assert_eq!(house.count::<project::Entity>().await, u64::from(bound::PROJECTS.most));
        assert_eq!(house.written().await, written);
        // A colleague is not kept waiting, and a year later there is room.
        let wim = house.teacher("Wim De Backer", &scene.flemish).await;
        house.project(wim, "De mieren", &scene.flemish, &scene.abroad).await;
        house.set_instant("2026-10-01T10:00:00Z");
        house.act(scene.teacher, "createProject", input, "project { id }").await.done();
    }

    async fn registering_and_taking_back_ends_after_some_times(house) {
        let scene = scene(&house).await;
        for _ in 0..bound::REGISTRATIONS.most {
            let id = house.registration(scene.teacher, &scene.campaign, &scene.project).await;
            let version = house.version(scene.teacher, "registration", &id).await;
            let input = json!({ "registrationId": id, "expectedVersion": version });
            house.act(scene.teacher, "withdrawRegistration", input, "registration { id }").await.done();
        }
        let (written, mails) = (house.written().await, house.count::<message::Entity>().await);
        let input = House::registration_input(&scene.campaign, &scene.project);
        let refused = house.act(scene.teacher, "submitRegistration", input.clone(), "registration { id }").await;
        refused.assert_refused(&["TOO_MANY_REGISTRATIONS"]);
        assert_eq!(house.count::<registration::Entity>().await, u64::from(bound::REGISTRATIONS.most));
        assert_eq!((house.written().await, house.count::<message::Entity>().await), (written, mails));
        house.set_instant("2025-10-02T10:00:00Z");
        house.act(scene.teacher, "submitRegistration", input, "registration { id }").await.done();
    }

    async fn a_project_has_a_bounded_number_of_teachers(house) {
        let scene = scene(&house).await;
        let db = house.db.connection();
        let known = project_member::Entity::find().one(db).await.unwrap().unwrap();
        for number in 1..bound::MEMBERS.most {
            let who = house.seat(&format!("Leraar {number}"), &[entity::kinds::Role::Teacher], None).await;
            let member = project_member::Model { id: house.ids.next(house.clock.now()), user_id: who.id, ..known.clone() };
            member.into_active_model().reset_all().insert(db).await.unwrap();
        }
        house.teacher("Wim De Backer", &scene.flemish).await;
        let input = json!({ "projectId": scene.project, "email": "wim.de.backer@nql.example", "schoolId": scene.flemish, "role": "PARTNER" });
        for who in [scene.teacher, scene.staff] {
            house.act(who, "addProjectMember", input.clone(), "project { id }").await.assert_refused(&["TOO_MANY_MEMBERS"]);
        }
        assert_eq!(house.count::<project_member::Entity>().await, u64::from(bound::MEMBERS.most));
    }

    async fn a_juror_declares_a_bounded_number_of_conflicts_in_a_day(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Marthe Maes").await;
        let mut schools = Vec::new();
        for number in 0..=bound::CONFLICTS.most {
            schools.push(house.school(hearing.staff, &format!("Basisschool {number}"), entity::kinds::Community::Vl).await);
        }
        let declare = async |school: &String| {
            let input = json!({ "schoolId": school, "reason": "Mijn zus werkt er." });
            house.act(juror, "declareConflict", input, "conflictOfInterest { id }").await
        };
        let (last, others) = schools.split_last().unwrap();
        for school in others {
            declare(school).await.done();
        }
        let written = house.written().await;
        declare(last).await.assert_refused(&["TOO_MANY_CONFLICTS"]);
        assert_eq!(house.written().await, written);
        // Staff still note what they are told.
        let input = json!({ "jurorId": entity::ids::JurorId::from(juror.id).to_string(), "schoolId": hearing.school, "isHard": true, "reason": "Zij belde." });
        house.act(hearing.staff, "recordConflict", input, "conflictOfInterest { id }").await.done();
    }

    async fn of_many_sessions_the_latest_are_kept(house) {
        let person = house.seat("Lotte Verhaegen", &[entity::kinds::Role::Teacher], None).await;
        let mut tokens = Vec::new();
        for _ in 0..=bound::SESSIONS.most {
            house.clock.set(house.clock.now() + TimeDelta::hours(1));
            let link = crate::session::link(&house, person.id).await;
            let reply = house.act(None, "signInWithLink", json!({ "linkToken": link }), "sessionTokens { refreshToken }").await;
            reply.done();
            tokens.push(reply.text_at("/it/sessionTokens/refreshToken"));
        }
        let hers = session::Entity::find().filter(session::Column::UserId.eq(person.id));
        assert_eq!(hers.count(house.db.connection()).await.unwrap(), u64::from(bound::SESSIONS.most));
        let goes_on = async |token: &str| {
            let reply = house.act(None, "refreshSession", json!({ "refreshToken": token }), "sessionTokens { refreshToken }").await;
            reply.at("/it/userErrors").as_array().unwrap().is_empty()
        };
        assert!(!goes_on(&tokens[0]).await);
        assert!(goes_on(tokens.last().unwrap()).await);
    }

    async fn what_one_person_does_in_an_hour_is_bounded_whatever_it_is(house) {
        let scene = scene(&house).await;
        let metered = House::with(house.engine, house.db.clone(), Settings { limits: "TEACHER=4000000000/50000,STAFF=4000000000/50000".parse().unwrap(), ..Settings::open() });
        // Ids of its own.
        for _ in 0..10_000 {
            let _: UserId = metered.ids.next(house.clock.now());
        }
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        acted(&house, scene.teacher.id, bound::ACTS.most).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version, "summary": "Nog eens." });
        let written = house.written().await;
        let refused = metered.act(scene.teacher, "saveApplicationDraft", input.clone(), "application { id }").await;
        refused.assert_error("RATE_LIMITED");
        assert_eq!(house.written().await, written);
        assert_eq!(house.version(scene.teacher, "application", &id).await, version);
        // She may still read, and others write.
        metered.ask(scene.teacher, "{ applications { totalCount } }", json!({})).await.data();
        acted(&house, scene.staff.id, bound::ACTS.most).await;
        metered.school(scene.staff, "De Vlindertuin", entity::kinds::Community::Vl).await;
        house.clock.set(house.clock.now() + TimeDelta::hours(1));
        metered.clock.set(house.clock.now());
        house.open_form(scene.teacher, &id).await;
        metered.act(scene.teacher, "saveApplicationDraft", input, "application { id }").await.done();
    }

    async fn who_is_refused_without_end_does_not_fill_the_trail(house) {
        let scene = scene(&house).await;
        let refused = async || house.ask(scene.teacher, "{ jurors { totalCount } }", json!({})).await.assert_error("FORBIDDEN");
        let rows = async || {
            let rows = audit_event::Entity::find().filter(audit_event::Column::Action.eq("refuse"));
            rows.all(house.db.connection()).await.unwrap()
        };
        let before = rows().await.len();
        refused().await;
        assert_eq!(rows().await.len(), before + 1);
        acted(&house, scene.teacher.id, bound::ACTS.most).await;
        let before = house.count::<audit_event::Entity>().await;
        for _ in 0..30 {
            refused().await;
        }
        assert_eq!(house.count::<audit_event::Entity>().await, before);
        nql::session::write_refused(&house.http.api).await.unwrap();
        assert_eq!(house.count::<audit_event::Entity>().await, before + 1);
        let sum = rows().await.into_iter().find(|row| row.actor_id.is_none()).unwrap().facts.unwrap();
        assert_eq!((&sum["code"], &sum["count"], &sum["networks"]), (&json!("FORBIDDEN"), &json!(30), &json!(1)));
    }

    async fn an_address_that_was_taken_first_is_freed_by_staff(house) {
        let scene = scene(&house).await;
        let (squatter, claimant) = (house.teacher("Wim De Backer", &scene.flemish).await, scene.teacher);
        let taken = house.project(squatter, "Niet van mij", &scene.flemish, &scene.abroad).await;
        let mut mine = House::project_input("De mieren", &scene.flemish, &scene.abroad);
        mine["esepUrl"] = json!("https://esep.example/projects/niet-van-mij");
        house.act(claimant, "createProject", mine.clone(), "project { id }").await.assert_refused(&["ESEP_URL_TAKEN"]);
        let free = async |who: Person, version: i64, claimant: UserId, reason: &str| {
            let input = json!({ "projectId": taken, "expectedVersion": version, "rightfulTeacherId": claimant.to_string(), "reason": reason });
            house.act(who, "freeProjectAddress", input, "project { esepUrl version }").await
        };
        let written = house.written().await;
        free(house.foreign_staff().await, 1, claimant.id, "Gebeld.").await.assert_error("NOT_FOUND");
        for other in [claimant, squatter, house.admin().await, house.service().await] {
            free(other, 1, claimant.id, "Gebeld.").await.assert_error("FORBIDDEN");
        }
        free(scene.staff, 1, squatter.id, " ").await.assert_refused(&["SAME_PERSON", "REASON_MISSING"]);
        free(scene.staff, 1, scene.staff.id, "Gebeld.").await.assert_refused(&["NOT_A_TEACHER"]);
        free(scene.staff, 2, claimant.id, "Gebeld.").await.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(house.written().await, written);
        let freed = free(scene.staff, 1, claimant.id, "Gebeld met beide scholen.").await;
        assert_eq!(freed.done()["project"], json!({ "esepUrl": format!("https://freed.invalid/{taken}"), "version": 2 }));
        for (who, side) in [(squatter, "HOLDER"), (claimant, "CLAIMANT")] {
            let told = mails_to(&house, who).await;
            let told: Vec<&Value> = told.iter().filter(|mail| mail.template == MessageTemplate::ProjectAddressFreed).map(|mail| &mail.facts["side"]).collect();
            assert_eq!(told, [side]);
        }
        crate::mail::templates_that_can_be_written(&house).await;
        free(scene.staff, 2, claimant.id, "Nog eens.").await.assert_refused(&["ALREADY_FREE"]);
        // It is not taken back a moment later.
        let back = async |who: Person, url: &str| {
            let input = json!({ "projectId": taken, "expectedVersion": 2, "esepUrl": url });
            house.act(who, "updateProject", input, "project { esepUrl }").await
        };
        back(squatter, "https://esep.example/projects/niet-van-mij").await.assert_refused(&["ADDRESS_FREED"]);
        house.act(claimant, "createProject", mine, "project { id }").await.done();
        back(scene.staff, "https://esep.example/projects/van-mij").await.done();
    }
}

/// Somebody has done so much just now.
async fn acted(house: &House, who: UserId, times: u32) {
    let known = audit_event::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
    let at = house.clock.now();
    let rows =
        (0..times).map(|_| audit_event::Model { id: house.ids.next(at), at, actor_id: Some(who), ..known.clone() });
    for some in rows.map(|row| row.into_active_model().reset_all()).collect::<Vec<_>>().chunks(100) {
        audit_event::Entity::insert_many(some.to_vec()).exec_without_returning(house.db.connection()).await.unwrap();
    }
}
