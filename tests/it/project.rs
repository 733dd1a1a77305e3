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

    async fn staff_let_nobody_take_part_whom_they_may_not_bind(house) {
        let scene = scene(&house).await;
        let border = house.project(scene.teacher, "Over de taalgrens", &scene.flemish, &scene.french).await;
        let claire = house.teacher("Claire Dumont", &scene.french).await;
        house.teacher("Wim Debacker", &scene.flemish).await;
        let add = |email: &str, school: &str| json!({ "projectId": border, "email": email, "schoolId": school, "role": "PARTNER" });
        let written = house.written().await;
        // Belgica is shared; its teachers are not, and nobody learns whether there is one.
        for email in ["claire.dumont@nql.example", "niemand@nql.example"] {
            house.act(scene.staff, "addProjectMember", add(email, &scene.french), "project { id }").await.assert_refused(&["NOT_A_TEACHER"]);
        }
        assert_eq!((house.written().await, house.count::<project_member::Entity>().await), (written, 1));
        let query = "query($id: ID!) { node(id: $id) { ... on User { email } } }";
        assert!(!house.ask(scene.staff, query, json!({ "id": claire.id.to_string() })).await.text.contains("claire"));
        house.act(scene.staff, "addProjectMember", add("wim.debacker@nql.example", &scene.flemish), "project { id }").await.done();
        house.act(scene.teacher, "addProjectMember", add("claire.dumont@nql.example", &scene.french), "project { id }").await.done();
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
        // No office here speaks for a teacher abroad; a founder does.
        add(scene.staff, "anna.rossi@nql.example", &scene.abroad, "FOUNDER").await.assert_refused(&["NOT_A_TEACHER"]);
        add(scene.teacher, "anna.rossi@nql.example", &scene.abroad, "FOUNDER").await.done();
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

    async fn founders_correct_a_project_and_tell_who_takes_part_abroad(house) {
        let scene = scene(&house).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let update = async |who: Person, version: i64, change: Value| {
            let mut input = json!({ "projectId": id, "expectedVersion": version });
            input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let shown = "project { title slug esepUrl twinspaceNumber esepRegisteredOn version foreignParticipations { country teachers } }";
            house.act(who, "updateProject", input, shown).await
        };
        let change = json!({
            "title": " De wilde bijen ", "esepRegisteredOn": "2025-05-03",
            "esepUrl": "https://school-education.ec.europa.eu/nl/etwinning/projects/wilde-bijen/twinspace/pages/1",
            "foreignTeachers": [{ "country": "PL", "teachers": 2 }, { "country": "IT", "teachers": 1 }],
        });
        assert_eq!(update(scene.teacher, 1, change).await.done()["project"], json!({
            "title": "De wilde bijen", "slug": "wilde-bijen", "twinspaceNumber": null, "esepRegisteredOn": "2025-05-03", "version": 2,
            "esepUrl": "https://school-education.ec.europa.eu/en/etwinning/projects/wilde-bijen",
            "foreignParticipations": [{ "country": "IT", "teachers": 1 }, { "country": "PL", "teachers": 2 }],
        }));
        let old = json!({ "esepUrl": "https://twinspace.etwinning.net/122324/home" });
        assert_eq!(update(scene.staff, 2, old).await.done()["project"]["twinspaceNumber"], 122_324);
        update(scene.teacher, 2, json!({ "title": "X" })).await.assert_refused(&["VERSION_CONFLICT"]);
        update(scene.teacher, 3, json!({ "title": "De wilde bijen" })).await.assert_refused(&["NOTHING_CHANGED"]);
        let wrong = json!({
            "title": " ", "summary": "s".repeat(10_001), "esepUrl": "https://ESEP.example/projects/de-wespen",
            "esepRegisteredOn": "2025-10-02",
            "foreignTeachers": [{ "country": "BE", "teachers": 1 }, { "country": "IT", "teachers": 1 }, { "country": "IT", "teachers": 2 }, { "country": "PL", "teachers": 0 }],
        });
        update(scene.teacher, 3, wrong).await.assert_refused(&[
            "TITLE_MISSING", "TEXT_TOO_LONG", "ESEP_URL_TAKEN", "REGISTERED_IN_THE_FUTURE", "NOT_ABROAD", "COUNTRY_TWICE", "TEACHERS_OUT_OF_BOUNDS",
        ]);
        update(scene.teacher, 3, json!({ "esepUrl": "http://esep.example/x" })).await.assert_refused(&["NOT_A_PUBLIC_ADDRESS"]);
        update(scene.teacher, 3, json!({ "esepUrl": "https://school-education.ec.europa.eu/en/news" })).await.assert_refused(&["NOT_A_PROJECT"]);
        let end = json!({ "projectId": id, "expectedVersion": 3, "endedOn": "2025-09-30" });
        house.act(scene.teacher, "endProject", end, "project { id }").await.done();
        update(scene.teacher, 4, json!({ "startedOn": "2025-10-01" })).await.assert_refused(&["ENDED_BEFORE_IT_STARTED"]);
        let colleague = house.teacher("Wim Debacker", &scene.flemish).await;
        let add = json!({ "projectId": id, "email": "wim.debacker@nql.example", "schoolId": scene.flemish, "role": "PARTNER" });
        house.act(scene.teacher, "addProjectMember", add, "project { id }").await.done();
        update(colleague, 4, json!({ "title": "X" })).await.assert_error("FORBIDDEN");
        let stranger = house.teacher("Vreemde Leraar", &scene.flemish).await;
        update(stranger, 4, json!({ "title": "X" })).await.assert_error("NOT_FOUND");
        update(house.admin().await, 4, json!({ "title": "X" })).await.assert_error("FORBIDDEN");
        let shown = house.ask(scene.teacher, "query($id: ID!) { project(id: $id) { title version } }", json!({ "id": id })).await;
        assert_eq!(shown.at("/project"), &json!({ "title": "De wilde bijen", "version": 4 }));
    }

    async fn what_a_registration_was_judged_by_is_corrected_by_staff_only(house) {
        let scene = scene(&house).await;
        let campaign = house.open_campaign(scene.staff).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        house.registration(scene.teacher, &campaign, &id).await;
        let change = json!({
            "projectId": id, "expectedVersion": 1, "title": "De bijen", "startedOn": "2025-09-16", "esepRegisteredOn": "2025-05-03",
            "esepUrl": "https://esep.example/projects/anders",
        });
        let reply = house.act(scene.teacher, "updateProject", change.clone(), "project { id }").await;
        reply.assert_refused(&["REGISTERED_ALREADY", "REGISTERED_ALREADY", "REGISTERED_ALREADY"]);
        let title = json!({ "projectId": id, "expectedVersion": 1, "title": "De wilde bijen" });
        house.act(scene.teacher, "updateProject", title, "project { id }").await.done();
        let mut change = change;
        change["expectedVersion"] = json!(2);
        house.act(scene.staff, "updateProject", change, "project { id }").await.done();
    }

    async fn schools_and_teachers_leave_unless_something_hangs_on_them(house) {
        let scene = scene(&house).await;
        let campaign = house.open_campaign(scene.staff).await;
        let id = house.project(scene.teacher, "De bijen", &scene.flemish, &scene.abroad).await;
        let remove = async |who: Person, school: &str, version: i64| {
            let input = json!({ "projectId": id, "expectedVersion": version, "schoolId": school });
            house.act(who, "removeProjectPartner", input, "project { track version partners { school { id } } }").await
        };
        let leave = async |who: Person, user: Person| {
            let input = json!({ "projectId": id, "userId": user.id.to_string() });
            house.act(who, "removeProjectMember", input, "project { id }").await
        };
        let join = json!({ "projectId": id, "expectedVersion": 1, "schoolId": scene.french, "isFounder": false });
        house.act(scene.teacher, "addProjectPartner", join, "project { id }").await.done();
        let luc = house.teacher("Luc Martin", &scene.french).await;
        let add = json!({ "projectId": id, "email": "luc.martin@nql.example", "schoolId": scene.french, "role": "PARTNER" });
        house.act(scene.teacher, "addProjectMember", add.clone(), "project { id }").await.done();
        remove(scene.teacher, &scene.french, 2).await.assert_refused(&["HAS_MEMBERS"]);
        remove(scene.teacher, &scene.french, 1).await.assert_refused(&["VERSION_CONFLICT"]);
        remove(luc, &scene.french, 2).await.assert_error("FORBIDDEN");
        leave(luc, scene.teacher).await.assert_error("FORBIDDEN");
        leave(scene.teacher, scene.teacher).await.assert_refused(&["LAST_FOUNDER"]);
        let stranger = house.teacher("Vreemde Leraar", &scene.flemish).await;
        leave(stranger, luc).await.assert_error("NOT_FOUND");
        remove(stranger, &scene.french, 2).await.assert_error("NOT_FOUND");
        leave(scene.teacher, stranger).await.assert_refused(&["NOT_A_MEMBER"]);
        assert_eq!((house.count::<project_member::Entity>().await, house.count::<project_partner::Entity>().await), (2, 3));
        leave(luc, luc).await.data();
        assert_eq!(house.count::<project_member::Entity>().await, 1);
        house.act(scene.teacher, "addProjectMember", add, "project { id }").await.done();
        house.registration(luc, &campaign, &id).await;
        leave(scene.teacher, luc).await.assert_refused(&["HAS_REGISTERED"]);
        remove(scene.teacher, &scene.french, 2).await.assert_refused(&["HAS_MEMBERS", "HAS_REGISTRATIONS"]);
        // Without the school abroad nobody of another country would have founded it, and it is registered for NQL.
        remove(scene.teacher, &scene.abroad, 2).await.assert_refused(&["TRACK_SETTLED"]);
        let nobody = "school_00000000000000000000000000000001";
        remove(scene.teacher, nobody, 2).await.assert_refused(&["NOT_A_PARTNER"]);
        let small = house.project(scene.teacher, "De wespen", &scene.flemish, &scene.abroad).await;
        let input = json!({ "projectId": small, "expectedVersion": 1, "schoolId": scene.abroad });
        let refused = house.act(scene.staff, "removeProjectPartner", input, "removedId project { id }").await;
        refused.assert_refused(&["PARTNERS_MISSING"]);
        assert_eq!(refused.at("/it/removedId"), &json!(null), "nothing was removed");
        let join = json!({ "projectId": small, "expectedVersion": 1, "schoolId": scene.french, "isFounder": false });
        house.act(scene.teacher, "addProjectPartner", join, "project { id }").await.done();
        let input = json!({ "projectId": small, "expectedVersion": 2, "schoolId": scene.abroad });
        let reply = house.act(scene.staff, "removeProjectPartner", input, "gone: removedId project { track version partners { isFounder } }").await;
        assert_eq!(reply.done()["gone"], scene.abroad);
        assert_eq!(reply.done()["project"], json!({ "track": "BELGICA", "version": 3, "partners": [{ "isFounder": true }, { "isFounder": false }] }));
        let other = House::project_input("De mieren", &scene.flemish, &scene.abroad);
        let mut other = other;
        other["isFounder"] = json!(false);
        other["partners"][0]["isFounder"] = json!(true);
        let ants = house.act(scene.teacher, "createProject", other, "project { id }").await.text_at("/it/project/id");
        let join = json!({ "projectId": ants, "expectedVersion": 1, "schoolId": scene.french, "isFounder": false });
        house.act(scene.staff, "addProjectPartner", join, "project { id }").await.done();
        let input = json!({ "projectId": ants, "expectedVersion": 2, "schoolId": scene.abroad });
        house.act(scene.staff, "removeProjectPartner", input, "project { id }").await.assert_refused(&["FOUNDERS_OUT_OF_BOUNDS"]);
    }

    async fn a_label_is_proposed_with_its_reason_before_anybody_registers(house) {
        let scene = scene(&house).await;
        let shown = "trackPreview { kind track ground explanation changes { explanation track } }";
        let seat = |school: &str, is_founder: bool| json!({ "schoolId": school, "isFounder": is_founder });
        let ask = async |who: Person, input: Value| house.act(who, "trackPreview", input, shown).await;
        let written = house.written().await;
        let reply = ask(scene.teacher, json!({ "schools": [seat(&scene.flemish, true), seat(&scene.abroad, false)] })).await;
        let proposal = &reply.done()["trackPreview"];
        assert_eq!((&proposal["kind"], &proposal["track"], &proposal["ground"]), (&json!("NATIONAL"), &Value::Null, &json!("ONE_COMMUNITY")));
        let changes: Vec<&Value> = proposal["changes"].as_array().unwrap().iter().map(|change| &change["track"]).collect();
        assert_eq!(changes, ["NQL", "BELGICA"]);
        assert!(proposal["explanation"].as_str().unwrap().contains("geen van beide labels"));
        for (first, second, ground, track) in [
            (&scene.flemish, &scene.abroad, "FOUNDERS_OF_TWO_COUNTRIES", json!("NQL")),
            (&scene.flemish, &scene.french, "TWO_COMMUNITIES", json!("BELGICA")),
        ] {
            let reply = ask(scene.staff, json!({ "schools": [seat(first, true), seat(second, true)] })).await;
            assert_eq!(reply.done()["trackPreview"]["ground"], ground);
            assert_eq!(reply.done()["trackPreview"]["track"], track);
            assert_eq!(reply.done()["trackPreview"]["changes"], json!([]));
        }
        assert_eq!(ask(scene.teacher, json!({ "schools": [seat(&scene.abroad, true)] })).await.done()["trackPreview"]["ground"], "FOUNDERS_ABROAD");
        assert_eq!(ask(scene.teacher, json!({ "schools": [seat(&scene.abroad, false)] })).await.done()["trackPreview"]["ground"], "NO_FOUNDERS");
        ask(scene.teacher, json!({})).await.assert_refused(&["SCHOOLS_MISSING"]);
        let unknown = "school_00000000000000000000000000000001";
        let wrong = json!({ "schools": [seat(&scene.flemish, true), seat(&scene.flemish, true), seat(unknown, true)] });
        ask(scene.teacher, wrong).await.assert_refused(&["SCHOOL_TWICE", "UNKNOWN_SCHOOL", "FOUNDERS_OUT_OF_BOUNDS"]);
        let many = json!({ "schools": vec![seat(&scene.flemish, false); 101] });
        ask(scene.teacher, many).await.assert_refused(&["TOO_MANY_PARTNERS"]);
        assert_eq!(house.written().await, written);
        let other = house.school(scene.staff, "De Kleine Beer", Community::Vl).await;
        let id = house.project(scene.teacher, "Om de hoek", &scene.flemish, &other).await;
        let reply = ask(scene.teacher, json!({ "projectId": id, "schools": [seat(&scene.french, false)] })).await;
        assert_eq!(reply.done()["trackPreview"]["track"], "BELGICA");
        assert_eq!(ask(scene.teacher, json!({ "projectId": id })).await.done()["trackPreview"]["track"], Value::Null);
        let stranger = house.teacher("Vreemde Leraar", &scene.flemish).await;
        ask(stranger, json!({ "projectId": id })).await.assert_error("NOT_FOUND");
        ask(house.admin().await, json!({ "projectId": id })).await.assert_error("FORBIDDEN");
    }

    async fn staff_let_a_project_of_one_community_into_belgica(house) {
        let scene = scene(&house).await;
        let other = house.school(scene.staff, "De Kleine Beer", Community::Vl).await;
        let id = house.project(scene.teacher, "Om de hoek", &scene.flemish, &other).await;
        let decide = async |who: Person, version: i64, track: &str, reason: &str| {
            let input = json!({ "projectId": id, "expectedVersion": version, "track": track, "reason": reason });
            house.act(who, "overrideTrack", input, "project { track trackReason version }").await
        };
        decide(scene.teacher, 1, "BELGICA", "graag").await.assert_error("FORBIDDEN");
        decide(house.foreign_staff().await, 1, "BELGICA", "graag").await.assert_error("NOT_FOUND");
        decide(scene.staff, 2, "BELGICA", "graag").await.assert_refused(&["VERSION_CONFLICT"]);
        decide(scene.staff, 1, "NQL", " ").await.assert_refused(&["NOT_OPEN_TO_IT", "REASON_MISSING"]);
        let stays = house.ask(scene.staff, "query($id: ID!) { project(id: $id) { track version } }", json!({ "id": id })).await;
        assert_eq!(stays.at("/project"), &json!({ "track": null, "version": 1 }));
        let reply = decide(scene.staff, 1, "BELGICA", "met een school in Brussel als gast").await;
        assert_eq!(reply.done()["project"], json!({ "track": "BELGICA", "trackReason": "met een school in Brussel als gast", "version": 2 }));
        decide(scene.staff, 2, "BELGICA", "nog eens").await.assert_refused(&["NOTHING_CHANGED"]);
        // It stands when a school joins that changes nothing, and goes when the schools make it a label of their own.
        let join = async |school: &str, version: i64| {
            let input = json!({ "projectId": id, "expectedVersion": version, "schoolId": school, "isFounder": false });
            house.act(scene.staff, "addProjectPartner", input, "project { track trackReason }").await.done()["project"].clone()
        };
        assert_eq!(join(&scene.abroad, 2).await, json!({ "track": "BELGICA", "trackReason": "met een school in Brussel als gast" }));
        assert_eq!(join(&scene.french, 3).await, json!({ "track": "BELGICA", "trackReason": null }));
    }

    async fn colleagues_and_staff_learn_who_has_applied_and_nothing_more(house) {
        let hearing = house.hearing().await;
        let colleague = house.teacher("Wim Debacker", &hearing.school).await;
        let add = json!({
            "projectId": hearing.project, "email": "wim.debacker@nql.example", "schoolId": hearing.school, "role": "PARTNER", "reason": "Was vergeten.",
        });
        house.act(hearing.staff, "addProjectMember", add, "project { id }").await.done();
        let query = "query($id: ID!) { project(id: $id) { memberCount registeredCount submittedCount \
                     partners { hasRegistered hasSubmitted school { id } } members { hasRegistered hasSubmitted user { name } } applications { id } } }";
        let ask = async |who: Person| house.ask(who, query, json!({ "id": hearing.project })).await;
        let told = json!({
            "memberCount": 2, "registeredCount": 1, "submittedCount": 1,
            "partners": [
                { "hasRegistered": true, "hasSubmitted": true, "school": { "id": hearing.school } },
                { "hasRegistered": false, "hasSubmitted": false, "school": { "id": hearing.abroad } },
            ],
            "members": [
                { "hasRegistered": true, "hasSubmitted": true, "user": { "name": "Lotte Verhaegen" } },
                { "hasRegistered": false, "hasSubmitted": false, "user": { "name": "Wim Debacker" } },
            ],
        });
        for (who, applications) in [(hearing.teacher, json!([{ "id": hearing.application }])), (colleague, json!([]))] {
            let mut told = told.clone();
            told["applications"] = applications;
            assert_eq!(ask(who).await.at("/project"), &told);
        }
        assert_eq!(ask(hearing.staff).await.at("/project/submittedCount"), 1);
        // Who is outside learns nothing, and a juror never, not even of what she judges.
        let stranger = house.teacher("Vreemde Leraar", &hearing.school).await;
        assert_eq!(ask(stranger).await.at("/project"), &Value::Null);
        assert_eq!(ask(hearing.german_staff).await.at("/project"), &Value::Null);
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        house.accepted(hearing.staff, juror, &hearing.application).await;
        for field in ["memberCount", "registeredCount", "submittedCount", "partners { hasRegistered }", "partners { hasSubmitted }", "members { hasSubmitted }", "foreignParticipations { teachers }"] {
            let query = format!("query($id: ID!) {{ project(id: $id) {{ {field} }} }}");
            house.ask(juror, &query, json!({ "id": hearing.project })).await.assert_error("FORBIDDEN");
        }
        let seen = house.ask(juror, "query($id: ID!) { project(id: $id) { title } }", json!({ "id": hearing.project })).await;
        assert_eq!(seen.at("/project/title"), "De bijen");
    }
}
