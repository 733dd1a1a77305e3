//! Projects: which label they can go for, who takes part, and when they end.

use entity::{
    kinds::{Community, Role},
    project, project_member, project_partner,
};
use serde_json::{Value, json};

use crate::{
    support::{House, Person},
    trial,
};

/// Schools of all kinds, and a teacher at the Flemish one.
struct Scene {
    staff: Person,
    teacher: Person,
    flemish: String,
    french: String,
    abroad: String,
}

async fn scene(house: &House) -> Scene {
    let staff = house.staff().await;
    let flemish = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let french = house.school(staff, "École du Parc", Community::Fwb).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let teacher = house.teacher("Lotte Verhaegen", &flemish).await;
    Scene { staff, teacher, flemish, french, abroad }
}

const SHOWN: &str = "project { id title slug esepUrl status kind track version partners { isFounder school { name } } \
                     members { role user { name } school { name } hasRegistered } }";

trial! {
    async fn a_teacher_enters_a_project_and_takes_part_in_it(house) {
        let scene = scene(&house).await;
        let input = House::project_input("De bijen", &scene.flemish, &scene.abroad);
        let reply = house.act(scene.teacher, "createProject", input, SHOWN).await;
        let project = &reply.done()["project"];
        assert_eq!(project["slug"], "de-bijen");
        assert_eq!((&project["status"], &project["kind"], &project["track"]), (&json!("ONGOING"), &json!("EUROPEAN"), &json!("NQL")));
        assert_eq!(project["partners"], json!([
            { "isFounder": true, "school": { "name": "De Zeven Wegen" } },
            { "isFounder": true, "school": { "name": "Scuola Verdi" } },
        ]));
        assert_eq!(project["members"], json!([{
            "role": "FOUNDER", "user": { "name": "Lotte Verhaegen" }, "school": { "name": "De Zeven Wegen" }, "hasRegistered": false,
        }]));
    }

    async fn the_schools_decide_which_label_a_project_goes_for(house) {
        let scene = scene(&house).await;
        let flemish = house.school(scene.staff, "De Kleine Beer", Community::Vl).await;
        let track = async |title: &str, other: &str| {
            let id = house.project(scene.teacher, title, &scene.flemish, other).await;
            let query = "query($id: ID!) { project(id: $id) { kind track version } }";
            let reply = house.ask(scene.teacher, query, json!({ "id": id })).await;
            (id, reply.at("/project").clone())
        };
        assert_eq!(track("Over de grens", &scene.abroad).await.1["track"], "NQL");
        assert_eq!(track("Over de taalgrens", &scene.french).await.1["track"], "BELGICA");
        let (neither, shown) = track("Om de hoek", &flemish).await;
        assert_eq!(shown, json!({ "kind": "NATIONAL", "track": null, "version": 1 }));
        let input = json!({ "projectId": neither, "expectedVersion": 1, "schoolId": scene.french, "isFounder": false });
        let reply = house.act(scene.teacher, "addProjectPartner", input, "project { kind track version }").await;
        assert_eq!(reply.done()["project"], json!({ "kind": "NATIONAL", "track": "BELGICA", "version": 2 }));
    }

    async fn every_reason_against_a_project_is_told_at_once(house) {
        let scene = scene(&house).await;
        house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        let wrong = json!({
            "title": " ", "slug": "s".repeat(201), "esepUrl": "https://localhost/projects/1", "esepRegisteredOn": "2025-10-02",
            "startedOn": "2025-09-01", "summary": "s".repeat(10_001), "schoolId": scene.french, "isFounder": true,
            "partners": [
                { "schoolId": scene.french, "isFounder": true },
                { "schoolId": "school_00000000000000000000000000000001", "isFounder": true },
            ],
        });
        let reply = house.act(scene.teacher, "createProject", wrong, "project { id }").await;
        reply.assert_refused(&[
            "TITLE_MISSING", "TEXT_TOO_LONG", "TEXT_TOO_LONG", "NOT_A_PUBLIC_ADDRESS", "REGISTERED_IN_THE_FUTURE",
            "NOT_YOUR_SCHOOL", "SCHOOL_TWICE", "UNKNOWN_SCHOOL", "FOUNDERS_OUT_OF_BOUNDS",
        ]);
        let change = async |change: fn(&mut Value), codes: &[&str]| {
            let mut input = House::project_input("De wespen", &scene.flemish, &scene.abroad);
            change(&mut input);
            house.act(scene.teacher, "createProject", input, "project { id }").await.assert_refused(codes);
        };
        change(|input| input["partners"] = json!([]), &["PARTNERS_MISSING"]).await;
        change(|input| input["esepUrl"] = json!("http://esep.example/projects/wespen"), &["NOT_A_PUBLIC_ADDRESS"]).await;
        change(|input| input["esepUrl"] = json!("https://ESEP.example:443/projects/de-bijen"), &["ESEP_URL_TAKEN"]).await;
        let many = json!({ "schoolId": scene.abroad, "isFounder": false });
        let mut input = House::project_input("De wespen", &scene.flemish, &scene.abroad);
        input["partners"] = json!(vec![many; 101]);
        house.act(scene.teacher, "createProject", input, "project { id }").await.assert_refused(&["TOO_MANY_PARTNERS"]);
        assert_eq!(house.count::<project::Entity>().await, 1);
        assert_eq!(house.count::<project_partner::Entity>().await, 2);
    }

    async fn nobody_but_a_teacher_enters_a_project(house) {
        let scene = scene(&house).await;
        let input = House::project_input("De bijen", &scene.flemish, &scene.abroad);
        house.act(scene.staff, "createProject", input.clone(), "project { id }").await.assert_error("FORBIDDEN");
        house.act(None, "createProject", input, "project { id }").await.assert_error("UNAUTHENTICATED");
        assert_eq!(house.count::<project::Entity>().await, 0);
    }

    async fn a_school_joins_once(house) {
        let scene = scene(&house).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        let join = async |school: &str, is_founder: bool, version: i64| {
            let input = json!({ "projectId": id, "expectedVersion": version, "schoolId": school, "isFounder": is_founder });
            house.act(scene.teacher, "addProjectPartner", input, "project { version partners { isFounder } }").await
        };
        join(&scene.abroad, true, 1).await.assert_refused(&["ALREADY_A_PARTNER", "FOUNDERS_OUT_OF_BOUNDS"]);
        join("school_00000000000000000000000000000001", false, 1).await.assert_refused(&["UNKNOWN_SCHOOL"]);
        let stale = join(&scene.french, false, 2).await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 1);
        assert_eq!(house.count::<project_partner::Entity>().await, 2);
        assert_eq!(join(&scene.french, false, 1).await.done()["project"]["partners"].as_array().unwrap().len(), 3);
    }

    async fn a_label_that_somebody_registered_for_stays(house) {
        let scene = scene(&house).await;
        let campaign = house.open_campaign(scene.staff).await;
        let input = json!({
            "title": "Drie talen", "esepUrl": "https://esep.example/projects/drie", "esepRegisteredOn": "2025-05-02",
            "startedOn": "2025-09-15", "summary": "", "schoolId": scene.flemish, "isFounder": true,
            "partners": [{ "schoolId": scene.french, "isFounder": false }],
        });
        let id = house.act(scene.teacher, "createProject", input, "project { id }").await.text_at("/it/project/id");
        house.registration(scene.teacher, &campaign, &id).await;
        let input = json!({ "projectId": id, "expectedVersion": 1, "schoolId": scene.abroad, "isFounder": true });
        let reply = house.act(scene.teacher, "addProjectPartner", input.clone(), "project { id }").await;
        reply.assert_refused(&["TRACK_SETTLED"]);
        let mut partner = input;
        partner["isFounder"] = json!(false);
        house.act(scene.teacher, "addProjectPartner", partner, "project { track }").await.done();
    }

    async fn founders_let_teachers_take_part(house) {
        let scene = scene(&house).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        let colleague = house.teacher("Wim Debacker", &scene.flemish).await;
        house.teacher("Anna Rossi", &scene.abroad).await;
        house.seat("Piet Nergens", &[Role::Teacher], None).await;
        let add = async |who: Person, email: &str, school: &str, role: &str| {
            let input = json!({ "projectId": id, "email": email, "schoolId": school, "role": role });
            house.act(who, "addProjectMember", input, "project { members { role user { name } } }").await
        };
        add(scene.teacher, "piet.nergens@nql.example", &scene.flemish, "PARTNER").await.assert_refused(&["NOT_A_TEACHER"]);
        add(scene.teacher, "nobody@nql.example", &scene.flemish, "PARTNER").await.assert_refused(&["NOT_A_TEACHER"]);
        add(scene.teacher, "not an address", &scene.flemish, "PARTNER").await.assert_refused(&["NOT_A_TEACHER"]);
        add(scene.teacher, "staf.vlaanderen@nql.example", &scene.flemish, "PARTNER").await.assert_refused(&["NOT_A_TEACHER"]);
        add(scene.teacher, "wim.debacker@nql.example", &scene.french, "PARTNER").await.assert_refused(&["NOT_A_TEACHER", "NOT_A_PARTNER"]);
        add(scene.teacher, "lotte.verhaegen@nql.example", &scene.flemish, "PARTNER").await.assert_refused(&["ALREADY_A_MEMBER"]);
        assert_eq!(house.count::<project_member::Entity>().await, 1);
        let reply = add(scene.teacher, "Wim.Debacker@NQL.example", &scene.flemish, "PARTNER").await;
        assert_eq!(reply.done()["project"]["members"], json!([
            { "role": "FOUNDER", "user": { "name": "Lotte Verhaegen" } }, { "role": "PARTNER", "user": { "name": "Wim Debacker" } },
        ]));
        add(colleague, "anna.rossi@nql.example", &scene.abroad, "PARTNER").await.assert_error("FORBIDDEN");
        add(scene.staff, "anna.rossi@nql.example", &scene.abroad, "FOUNDER").await.done();
        let join = json!({ "projectId": id, "expectedVersion": 1, "schoolId": scene.french, "isFounder": false });
        house.act(colleague, "addProjectPartner", join, "project { id }").await.done();
        house.teacher("Luc Martin", &scene.french).await;
        add(scene.teacher, "luc.martin@nql.example", &scene.french, "FOUNDER").await.assert_refused(&["NOT_A_FOUNDING_SCHOOL"]);
    }

    async fn a_project_ends_once_and_never_in_the_future(house) {
        let scene = scene(&house).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        let end = async |on: &str, version: i64| {
            let input = json!({ "projectId": id, "expectedVersion": version, "endedOn": on });
            house.act(scene.teacher, "endProject", input, "project { status endedOn version }").await
        };
        end("2025-09-14", 1).await.assert_refused(&["ENDED_BEFORE_IT_STARTED"]);
        end("2025-10-02", 1).await.assert_refused(&["ENDED_IN_THE_FUTURE"]);
        end("2025-10-01", 2).await.assert_refused(&["VERSION_CONFLICT"]);
        let reply = end("2025-10-01", 1).await;
        assert_eq!(reply.done()["project"], json!({ "status": "ENDED", "endedOn": "2025-10-01", "version": 2 }));
        end("2025-10-01", 2).await.assert_refused(&["ALREADY_ENDED"]);
    }

    async fn a_project_does_not_exist_for_who_takes_no_part(house) {
        let scene = scene(&house).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let german = house.foreign_staff().await;
        let juror = house.seat("Jan Jury", &[Role::Juror], None).await;
        let acts = [
            ("addProjectPartner", json!({ "projectId": id, "expectedVersion": 1, "schoolId": scene.french, "isFounder": false })),
            ("addProjectMember", json!({ "projectId": id, "email": "wim.debacker@nql.example", "schoolId": scene.flemish, "role": "PARTNER" })),
            ("endProject", json!({ "projectId": id, "expectedVersion": 1, "endedOn": "2025-09-30" })),
        ];
        for (mutation, input) in acts {
            house.act(stranger, mutation, input.clone(), "project { id }").await.assert_error("NOT_FOUND");
            house.act(german, mutation, input.clone(), "project { id }").await.assert_error("NOT_FOUND");
            house.act(juror, mutation, input.clone(), "project { id }").await.assert_error("FORBIDDEN");
            house.act(None, mutation, input, "project { id }").await.assert_error("UNAUTHENTICATED");
        }
        assert_eq!(house.version(scene.teacher, "project", &id).await, 1);
        assert_eq!(house.count::<project_partner::Entity>().await, 2);
        assert_eq!(house.count::<project_member::Entity>().await, 1);
    }
}
