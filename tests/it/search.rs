//! Names, titles and towns in three languages: found with and without accents and signs, sorted as readers expect, the same
//! on both databases and whatever the collation of a cluster.

use entity::kinds::{Community, Role};
use migration::{Migrator, MigratorTrait};
use nql::db::{Database, PoolOptions};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::{
    application::{Scene, scene},
    support::{House, Person, db::Engine},
    trial,
};

/// In the order in which a reader expects them.
const NAMES: [&str; 9] = [
    "Athénée Royal",
    "Ecole",
    "École",
    "Ecole du Parc",
    "École-du-Parc",
    "Edegem Zuid",
    "Große Straße",
    "Œuvre du Sacré-Cœur",
    "Oever",
];

/// The values of `field` of everything that a list answers, page by page.
async fn walk(
    house: &House,
    who: Person,
    list: &str,
    field: &str,
    filter: &Value,
    order: &str,
    first: usize,
) -> Vec<String> {
    let object = match list {
        "schools" => "School",
        "users" => "User",
        "jurors" => "Juror",
        "projects" => "Project",
        "registrations" => "Registration",
        "applications" => "Application",
        other => panic!("{other}"),
    };
    let sorted = if order.is_empty() { String::new() } else { format!(", orderBy: [{order}]") };
    let query = format!(
        "query($after: String, $filter: {object}Filter) {{ {list}(first: {first}, after: $after, filter: $filter{sorted}) \
         {{ totalCount nodes {{ {field} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let reply = house.ask(who, &query, json!({ "after": after, "filter": filter })).await;
        let nodes = reply.at(&format!("/{list}/nodes")).as_array().unwrap().clone();
        let at = format!("/{}", field.replace(" { ", "/").replace(" }", ""));
        found.extend(nodes.iter().map(|node| node.pointer(&at).unwrap().as_str().unwrap().to_owned()));
        if reply.at(&format!("/{list}/pageInfo/hasNextPage")) == false {
            assert_eq!(reply.at(&format!("/{list}/totalCount")), found.len());
            return found;
        }
        after = reply.at(&format!("/{list}/pageInfo/endCursor")).clone();
    }
}

/// Schools, users and projects by name, in one go and one by one, up and down.
async fn sorts(house: &House) {
    let (staff, admin) = (house.staff().await, house.admin().await);
    let abroad = house.school(staff, "Zzz", Community::Foreign).await;
    // Not in their order.
    for place in [4, 1, 8, 0, 6, 3, 7, 2, 5] {
        let school = house.school(staff, NAMES[place], Community::Vl).await;
        let teacher = house.seat(&format!("{place}"), &[Role::Teacher], None).await;
        house.works_at(teacher, &school).await;
        let own = json!({ "title": NAMES[place], "slug": format!("p{place}") });
        let mut input = House::project_input(NAMES[place], &school, &abroad);
        input.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        input["esepUrl"] = json!(format!("https://esep.example/projects/p{place}"));
        house.act(teacher, "createProject", input, "project { id }").await.done();
        house.seat(NAMES[place], &[Role::Service], None).await;
    }
    for (list, field, order) in [("schools", "name", "NAME"), ("projects", "title", "TITLE"), ("users", "name", "NAME")]
    {
        for (direction, first) in [("ASC", 100), ("ASC", 1), ("DESC", 2)] {
            let order = format!("{{ field: {order}, direction: {direction} }}");
            let mut found = walk(house, admin, list, field, &json!({}), &order, first).await;
            found.retain(|name| NAMES.contains(&name.as_str()));
            if direction == "DESC" {
                found.reverse();
            }
            assert_eq!(found, NAMES, "{list} {order} by {first}");
        }
    }
}

trial! {
    async fn names_sort_as_readers_expect(house) {
        sorts(&house).await;
    }

    async fn names_sort_alike_on_a_cluster_with_another_collation(house) {
        if house.engine == Engine::Sqlite {
            return;
        }
        let name = format!("nql_test_{}_icu", std::process::id());
        let outside = house.db.connection();
        outside.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'")).await.unwrap();
        let url = crate::support::db::address(&name);
        let db = Database::connect(url.as_str(), &PoolOptions { connections: 4, ..PoolOptions::default() }).await.unwrap();
        Migrator::up(db.pool(), None).await.unwrap();
        // A text without our collation sorts otherwise here.
        let sql = "SELECT 'a' < 'B' AS is_other";
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        assert!(row.try_get::<bool>("", "is_other").unwrap());
        let there = House::on(Engine::Postgres, db.clone());
        sorts(&there).await;
        db.pool().clone().close().await.unwrap();
        outside.execute_unprepared(&format!("DROP DATABASE {name}")).await.unwrap();
    }

    async fn what_is_typed_with_and_without_accents_finds_the_same(house) {
        let Scene { staff, campaign, abroad, .. } = scene(&house).await;
        let admin = house.admin().await;
        let made = json!({ "name": "L’Athénée d'Ixelles", "community": "VL", "country": "BE", "city": "Liège", "level": "PRIMARY", "board": "Communauté française" });
        let school = house.act(staff, "createSchool", made, "school { id }").await.text_at("/it/school/id");
        let teacher = house.teacher("Zoë Wählt", &school).await;
        let project = house.ended_project(teacher, "Cartes numériques – Ærø", &school, &abroad).await;
        house.empty_draft(teacher, &campaign, &project).await;
        for (list, field, filter, sought, found) in [
            ("schools", "name", "name", &["athenee", "ATHÉNÉE", "l'athenee", "L’ATHE", "athene\u{301}e", "ａｔｈéｎée"][..], "L’Athénée d'Ixelles"),
            ("schools", "name", "city", &["liege", "Liège", "LIE"], "L’Athénée d'Ixelles"),
            ("schools", "name", "searchKey", &["ixelles liege", "Ixelles, Liège"], "L’Athénée d'Ixelles"),
            ("users", "name", "name", &["wahlt", "WÄHLT", "zoe wa"], "Zoë Wählt"),
            ("projects", "title", "title", &["numeriques", "Numériques", "numériques - aero", "ærø"], "Cartes numériques – Ærø"),
            ("registrations", "project { title }", "projectTitle", &["numeriques", "AERO"], "Cartes numériques – Ærø"),
            ("registrations", "project { title }", "teacherName", &["wahlt"], "Cartes numériques – Ærø"),
            ("applications", "project { title }", "schoolName", &["athénée", "athenee d ixelles"], "Cartes numériques – Ærø"),
            ("applications", "project { title }", "teacherName", &["zoë", "zoe"], "Cartes numériques – Ærø"),
        ] {
            for sought in sought {
                let who = if list == "users" { admin } else { staff };
                let names = walk(&house, who, list, field, &json!({ filter: { "search": sought } }), "", 10).await;
                assert_eq!(names, [found], "{list} {filter} {sought}");
            }
            let none = walk(&house, staff, list, field, &json!({ filter: { "search": "athenaeum" } }), "", 10).await;
            assert_eq!(none, [""; 0], "{list} {filter}");
        }
        let of_board = walk(&house, staff, "schools", "name", &json!({ "board": { "search": "francaise" } }), "", 10).await;
        assert_eq!(of_board, ["L’Athénée d'Ixelles"]);
        let invited = json!({
            "campaignId": campaign, "tracks": ["NQL"], "email": "jury@jury.example", "name": "Gaëlle D’Hooghe",
            "experience": "Gaf dertig jaar les.", "languages": ["nl", "fr"],
        });
        house.act(staff, "inviteJuror", invited, "juror { id }").await.done();
        for sought in ["gaelle", "Gaëlle", "d'hooghe", "GAELLE D HOO"] {
            let names = walk(&house, staff, "jurors", "name", &json!({ "name": { "search": sought } }), "{ field: NAME }", 10).await;
            assert_eq!(names, ["Gaëlle D’Hooghe"], "{sought}");
        }
        // What has one spelling is looked for as it is.
        let by_address = walk(&house, admin, "users", "name", &json!({ "email": { "search": "ZOË" } }), "", 10).await;
        assert_eq!(by_address.len(), 1, "{by_address:?}");
        // A new name is found at once, and the old one no more.
        let version = house.version(staff, "school", &school).await;
        let renamed = json!({ "schoolId": school, "expectedVersion": version, "name": "Institut Saint-Côme" });
        house.act(staff, "updateSchool", renamed, "school { id }").await.done();
        for (sought, count) in [("saint come", 1), ("athenee", 0)] {
            assert_eq!(walk(&house, staff, "schools", "name", &json!({ "name": { "search": sought } }), "", 10).await.len(), count, "{sought}");
        }
    }
}
