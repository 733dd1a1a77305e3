//! Every step goes up, down and up again, and what must never be violated is refused by the database itself.

use entity::{
    ids::UserId,
    kinds::{Community, Role},
    school_membership, user,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;

use crate::{
    support::{House, db::Engine},
    trial,
};

trial! {
    async fn every_step_goes_up_down_and_up_again(house) {
        let connection = house.db.connection();
        let steps = u32::try_from(Migrator::migrations().len()).unwrap();
        for _ in 0..steps {
            Migrator::down(house.db.pool(), Some(1)).await.unwrap();
        }
        let tables = match house.engine {
            Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'",
            Engine::Postgres => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_name <> 'seaql_migrations' \
                                 UNION ALL SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace",
        };
        let backend = connection.get_database_backend();
        let left = connection.query_all_raw(sea_orm::Statement::from_string(backend, tables)).await.unwrap();
        let left: Vec<String> = left.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        assert_eq!(left, Vec::<String>::new());
        Migrator::up(house.db.pool(), None).await.unwrap();
        house.staff().await;
    }

    async fn what_an_office_said_of_older_accounts_is_filled_in_from_the_log(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        house.teacher("Lotte Verhaegen", &school).await;
        let made = json!({ "email": "nieuw@nql.example", "name": "Nieuw", "roles": ["TEACHER"], "schoolId": school });
        house.act(staff, "createUser", made, "user { id }").await.done();
        house.seat("Nadia Ouali", &[Role::Juror], None).await;
        let mut juror = House::juror_input(&campaign, "x");
        juror["email"] = json!("nadia.ouali@nql.example");
        juror["schools"] = json!([{ "schoolId": school, "fromOn": "2020-09-01" }]);
        house.act(staff, "inviteJuror", juror, "juror { id }").await.done();
        let connection = house.db.connection();
        let told = async || {
            let mut ties: Vec<_> = school_membership::Entity::find().all(connection).await.unwrap().into_iter().map(|tie| (tie.user_id, tie.made_by_community)).collect();
            let mut users: Vec<_> = user::Entity::find().all(connection).await.unwrap().into_iter().map(|user| (user.id, user.made_by_community)).collect();
            ties.sort();
            users.sort();
            (ties, users)
        };
        let before = told().await;
        let offices = |rows: &[(UserId, Option<Community>)]| rows.iter().filter(|(_, office)| *office == Some(Community::Vl)).count();
        assert_eq!((offices(&before.0), before.0.len(), offices(&before.1)), (2, 3, 1));
        let later = Migrator::migrations().iter().filter(|step| step.name() >= "m0023").count();
        Migrator::down(house.db.pool(), Some(u32::try_from(later).unwrap())).await.unwrap();
        Migrator::up(house.db.pool(), None).await.unwrap();
        assert_eq!(told().await, before);
    }

    async fn names_that_were_there_are_folded_as_new_ones_are(house) {
        let staff = house.staff().await;
        let abroad = house.school(staff, "Scuola Verdi's «Ærø»", Community::Foreign).await;
        let school = house.school(staff, "L’Athénée; Zuid", Community::Vl).await;
        let lotte = house.teacher("Zoë Wählt", &school).await;
        let project = house.ended_project(lotte, "Große Cartes numériques", &school, &abroad).await;
        house.unknown_partner(&project, "Liceo «Rossi»").await;
        let campaign = house.open_campaign(staff).await;
        house.complete_application(lotte, &campaign, &project).await;
        let connection = house.db.connection();
        let keys = async || {
            let sql = "SELECT name_key AS key FROM \"user\" UNION ALL SELECT name_key || city_key || search_key FROM school UNION ALL \
                       SELECT title_key FROM project UNION ALL SELECT title_key FROM revision_project UNION ALL SELECT name_key FROM unknown_partner";
            let rows = connection.query_all_raw(sea_orm::Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
            let mut keys: Vec<String> = rows.iter().map(|row| row.try_get("", "key").unwrap()).collect();
            keys.sort();
            keys
        };
        let before = keys().await;
        assert!(before.iter().any(|key| key.starts_with("grosse cartes numeriques")), "{before:?}");
        let later = Migrator::migrations().iter().filter(|step| step.name() >= "m0041").count();
        Migrator::down(house.db.pool(), Some(u32::try_from(later).unwrap())).await.unwrap();
        Migrator::up(house.db.pool(), None).await.unwrap();
        assert_eq!(keys().await, before);
        for sql in ["UPDATE school SET name = 'x'", "UPDATE \"user\" SET name = 'x'", "UPDATE project SET title = 'x'", "UPDATE school SET board = 'x'"] {
            assert!(connection.execute_unprepared(sql).await.unwrap_err().to_string().contains("_key"), "{sql}");
        }
    }

    async fn the_audit_log_cannot_be_changed(house) {
        let staff = house.staff().await;
        house.draft_campaign(staff).await;
        for sql in ["UPDATE audit_event SET action = 'nothing'", "DELETE FROM audit_event"] {
            let error = house.db.connection().execute_unprepared(sql).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
        }
    }

    async fn a_rubric_in_use_cannot_be_changed(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        for sql in ["UPDATE criterion SET minimum_centi = 0", "UPDATE indicator SET text = ''"] {
            let error = house.db.connection().execute_unprepared(sql).await.unwrap_err();
            assert!(error.to_string().contains("frozen"), "{error}");
        }
    }
}
