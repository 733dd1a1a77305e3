//! What is judged stays as it was handed in: the project stands still for its teachers, and staff say why they change it.

use entity::{
    ids::JurorId,
    kinds::{Community, Role},
    project_member, project_partner, revision_member, revision_partner, revision_project,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

/// Every way in which a teacher changes a project, with an input that would be taken before step 2 closes.
async fn changes(
    house: &House,
    founder: Person,
    project: &str,
    (school, other): (&str, &str),
) -> Vec<(&'static str, Value)> {
    let version = house.version(founder, "project", project).await;
    let query = "query($id: ID!) { project(id: $id) { members { role user { id } } } }";
    let members = house.ask(founder, query, json!({ "id": project })).await;
    let partner =
        members.at("/project/members").as_array().unwrap().iter().find(|one| one["role"] == "PARTNER").unwrap()["user"]
            ["id"]
            .clone();
    vec![
        ("updateProject", json!({ "projectId": project, "expectedVersion": version, "title": "De beste bijen" })),
        ("updateProject", json!({ "projectId": project, "expectedVersion": version, "summary": "Veel mooier." })),
        (
            "updateProject",
            json!({
                "projectId": project, "expectedVersion": version, "foreignTeachers": [{ "country": "IT", "teachers": 9 }],
            }),
        ),
        (
            "addProjectPartner",
            json!({ "projectId": project, "expectedVersion": version, "schoolId": other, "isFounder": false }),
        ),
        (
            "addProjectMember",
            json!({ "projectId": project, "email": "els.peeters@nql.example", "schoolId": school, "role": "PARTNER" }),
        ),
        ("removeProjectMember", json!({ "projectId": project, "userId": partner })),
    ]
}

async fn told(house: &House) -> u64 {
    use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};
    let mails = entity::message::Entity::find().filter(entity::message::Column::Template.eq("PROJECT_CHANGED"));
    mails.count(house.db.connection()).await.unwrap()
}

async fn update(house: &House, who: Person, project: &str, change: Value) -> Reply {
    let mut input = json!({ "projectId": project, "expectedVersion": house.version(who, "project", project).await });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    house.act(who, "updateProject", input, "project { title }").await
}

async fn join(house: &House, who: Person, project: &str, school: &str, reason: Option<&str>) -> Reply {
    let version = house.version(who, "project", project).await;
    let input = json!({ "projectId": project, "expectedVersion": version, "schoolId": school, "isFounder": false, "reason": reason });
    house.act(who, "addProjectPartner", input, "project { id }").await
}

trial! {
    async fn a_project_stands_still_for_its_teachers_from_the_deadline_on(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let other = house.school(staff, "De Klinkaert", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        house.teacher("Wim De Backer", &school).await;
        house.teacher("Els Peeters", &school).await;
        let project = house.ended_project(lotte, "De bijen", &school, &abroad).await;
        let free = house.project(lotte, "De wespen", &school, &abroad).await;
        for project in [&project, &free] {
            let wim = json!({ "projectId": project, "email": "wim.de.backer@nql.example", "schoolId": school, "role": "PARTNER" });
            house.act(lotte, "addProjectMember", wim, "project { id }").await.done();
        }
        house.complete_application(lotte, &campaign, &project).await;
        house.set_instant("2026-07-01T21:59:59Z");
        update(&house, lotte, &project, json!({ "summary": "Nog net op tijd." })).await.done();
        let frozen = async || {
            let (partners, members) = (house.count::<project_partner::Entity>().await, house.count::<project_member::Entity>().await);
            let written = house.written().await;
            for (mutation, input) in changes(&house, lotte, &project, (&school, &other)).await {
                let reply = house.act(lotte, mutation, input, "__typename").await;
                reply.assert_refused(&["PROJECT_FROZEN"]);
                assert!(reply.text.contains("NQL 2025-2026"), "{}", reply.text);
            }
            // A partner does no more than a founder.
            let version = house.version(lotte, "project", &project).await;
            let leave = json!({ "projectId": project, "expectedVersion": version, "schoolId": abroad });
            let left = house.act(lotte, "removeProjectPartner", leave, "__typename").await;
            assert!(left.text.contains("PROJECT_FROZEN"), "{}", left.text);
            assert_eq!((house.count::<project_partner::Entity>().await, house.count::<project_member::Entity>().await), (partners, members));
            assert_eq!(house.written().await, written);
        };
        house.set_instant("2026-07-01T22:00:00Z");
        frozen().await;
        // Another project is as free as before.
        update(&house, lotte, &free, json!({ "title": "De hoornaars" })).await.done();
        for (step, day) in [("closeCampaign", "2026-07-02"), ("startEvaluation", "2026-07-05")] {
            house.set_day(day);
            house.move_campaign(staff, step, &campaign).await;
            frozen().await;
        }
    }

    async fn a_project_that_was_not_handed_in_may_still_end(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        let project = house.project(lotte, "De bijen", &school, &abroad).await;
        house.registration(lotte, &campaign, &project).await;
        house.set_day("2026-07-02");
        update(&house, lotte, &project, json!({ "title": "De beste bijen" })).await.assert_refused(&["PROJECT_FROZEN"]);
        let version = house.version(lotte, "project", &project).await;
        let end = json!({ "projectId": project, "expectedVersion": version, "endedOn": "2026-06-30" });
        house.act(lotte, "endProject", end, "project { id }").await.done();
    }

    async fn jurors_read_the_project_that_was_handed_in(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let other = house.school(staff, "De Klinkaert", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        let project = house.ended_project(lotte, "De bijen", &school, &abroad).await;
        let application = house.complete_application(lotte, &campaign, &project).await;
        // Changed after it was handed in: first by its teacher, in time, then by staff.
        update(&house, lotte, &project, json!({ "title": "De beste bijen", "summary": "Een prijs waard." })).await.done();
        join(&house, lotte, &project, &other, None).await.done();
        house.set_day("2026-07-02");
        house.move_campaign(staff, "closeCampaign", &campaign).await;
        let input = json!({ "applicationId": application, "admissibility": "ADMISSIBLE" });
        house.act(staff, "decideAdmissibility", input, "__typename").await.done();
        house.move_campaign(staff, "startEvaluation", &campaign).await;
        let input = House::juror_input(&campaign, "Nadia Ouali");
        let nadia: JurorId = house.act(staff, "inviteJuror", input, "juror { id }").await.text_at("/it/juror/id").parse().unwrap();
        let nadia = Person { id: nadia.into(), role: Role::Juror };
        let assignment = house.accepted(staff, nadia, &application).await;
        update(&house, staff, &project, json!({ "title": "De allerbeste bijen", "reason": "Zij vroeg het." })).await.done();
        let query = "query($id: ID!, $assignment: ID!) {
            application(id: $id) {
                project { title summary partners { school { id } } }
                submittedRevision { projectTitle projectSummary partners { school { id } isFounder } }
            }
            node(id: $assignment) { ... on Assignment { projectTitle } }
            projects(filter: { title: { search: \"beste\" } }) { totalCount }
            byTitle: projects(orderBy: [{ field: TITLE }]) { nodes { title } }
        }";
        let seen = house.ask(nadia, query, json!({ "id": application, "assignment": assignment })).await;
        let summary = "Leerlingen van twee scholen werken samen.";
        assert_eq!(seen.at("/application/project"), &json!({
            "title": "De bijen", "summary": summary, "partners": [{ "school": { "id": school } }, { "school": { "id": abroad } }],
        }));
        assert_eq!(seen.at("/application/submittedRevision"), &json!({
            "projectTitle": "De bijen", "projectSummary": summary,
            "partners": [{ "school": { "id": school }, "isFounder": true }, { "school": { "id": abroad }, "isFounder": true }],
        }));
        assert_eq!(seen.at("/node/projectTitle"), "De bijen");
        assert_eq!(seen.at("/projects/totalCount"), 0, "not even by looking for it");
        assert_eq!(seen.at("/byTitle/nodes"), &json!([{ "title": "De bijen" }]));
        assert!(!seen.text.contains("beste") && !seen.text.contains(&other), "{}", seen.text);
        let title = "query($id: ID!) { project(id: $id) { title } }";
        for who in [lotte, staff] {
            assert_eq!(house.ask(who, title, json!({ "id": project })).await.text_at("/project/title"), "De allerbeste bijen");
        }
    }

    async fn who_joins_a_project_after_the_hand_in_drives_no_juror_off(house) {
        let hearing = house.hearing().await;
        let elsewhere = house.school(hearing.staff, "De Klinkaert", Community::Vl).await;
        let griet = house.teacher("Griet Roels", &elsewhere).await;
        let mut input = House::juror_input(&hearing.campaign, "x");
        input["email"] = json!("griet.roels@nql.example");
        house.act(hearing.staff, "inviteJuror", input, "juror { id }").await.done();
        let juror = Person { role: Role::Juror, ..griet };
        let assignment = house.accepted(hearing.staff, juror, &hearing.application).await;
        // Her school, by the applicant and by staff; then she herself, and another project done together.
        join(&house, hearing.teacher, &hearing.project, &elsewhere, None).await.assert_refused(&["PROJECT_FROZEN"]);
        join(&house, hearing.staff, &hearing.project, &elsewhere, Some("Was vergeten.")).await.done();
        let member = json!({
            "projectId": hearing.project, "email": "griet.roels@nql.example", "schoolId": elsewhere, "role": "PARTNER", "reason": "Was vergeten.",
        });
        house.act(hearing.staff, "addProjectMember", member, "__typename").await.done();
        let new = house.project(hearing.teacher, "De valstrik", &hearing.school, &elsewhere).await;
        let member = json!({ "projectId": new, "email": "griet.roels@nql.example", "schoolId": elsewhere, "role": "PARTNER" });
        house.act(hearing.teacher, "addProjectMember", member, "__typename").await.done();
        let screen = json!({ "campaignId": hearing.campaign });
        let ended = house.act(hearing.staff, "screenConflicts", screen, "assignments { id }").await;
        assert_eq!(ended.done()["assignments"], json!([]));
        house.scored(juror, &assignment, [4; 8]).await;
        let input = json!({ "assignmentId": assignment, "expectedVersion": 1 });
        house.act(juror, "submitEvaluation", input, "__typename").await.done();
    }

    async fn staff_say_why_they_change_what_is_judged_and_the_staff_of_the_jury_are_told(house) {
        let hearing = house.hearing().await;
        let (second, elsewhere) = (house.second_staff().await, house.school(hearing.staff, "De Klinkaert", Community::Vl).await);
        let written = house.written().await;
        join(&house, hearing.staff, &hearing.project, &elsewhere, None).await.assert_refused(&["REASON_MISSING"]);
        join(&house, hearing.staff, &hearing.project, &elsewhere, Some("  ")).await.assert_refused(&["REASON_MISSING"]);
        update(&house, hearing.staff, &hearing.project, json!({ "title": "Anders" })).await.assert_refused(&["REASON_MISSING"]);
        assert_eq!((house.written().await, told(&house).await), (written, 0));
        join(&house, second, &hearing.project, &elsewhere, Some("Was vergeten.")).await.done();
        assert_eq!(told(&house).await, 2, "the Flemish staff, and nobody of the German-speaking community");
        let query = "{ messages(filter: { template: { eq: PROJECT_CHANGED } }) { nodes { recipient { id } } } }";
        let mails = house.ask(hearing.staff, query, json!({})).await;
        assert!(!mails.text.contains(&hearing.german_staff.id.to_string()), "{}", mails.text);
        update(&house, hearing.staff, &hearing.project, json!({ "title": "Anders", "reason": "Stond verkeerd." })).await.done();
        assert_eq!(told(&house).await, 4);
        let trail = "{ auditTrail(filter: { action: { eq: \"updateProject\" } }) { nodes { reason } } }";
        let admin = house.admin().await;
        assert_eq!(house.ask(admin, trail, json!({})).await.at("/auditTrail/nodes"), &json!([{ "reason": "Stond verkeerd." }]));
    }

    async fn what_was_handed_in_never_changes_but_for_schools_that_become_one(house) {
        use sea_orm::ConnectionTrait;
        let hearing = house.hearing().await;
        let db = house.db.connection();
        for sql in [
            "UPDATE revision_project SET title = title",
            "DELETE FROM revision_project",
            "UPDATE revision_partner SET is_founder = FALSE",
            "DELETE FROM revision_partner",
            "DELETE FROM revision_member",
        ] {
            let error = db.execute_unprepared(sql).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{sql}: {error}");
        }
        let keep = house.school(hearing.staff, "De 7 Wegen", Community::Vl).await;
        let version = async |id: &str| house.version(hearing.staff, "school", id).await;
        let input = json!({
            "keptSchoolId": keep, "expectedVersion": version(&keep).await, "duplicateSchoolId": hearing.school,
            "expectedDuplicateVersion": version(&hearing.school).await, "reason": "tweemaal ingevoerd",
        });
        house.act(hearing.staff, "mergeSchools", input, "school { id }").await.done();
        let double: entity::ids::SchoolId = hearing.school.parse().unwrap();
        let partners = revision_partner::Entity::find().all(db).await.unwrap();
        assert!(!partners.is_empty() && partners.iter().all(|one| one.school_id != double));
    }

    async fn what_was_handed_in_before_keeps_the_project_as_it_is(house) {
        let hearing = house.hearing().await;
        let db = house.db.connection();
        let before = (
            revision_project::Entity::find().all(db).await.unwrap().len(),
            revision_partner::Entity::find().all(db).await.unwrap().len(),
            revision_member::Entity::find().all(db).await.unwrap().len(),
        );
        let steps = Migrator::migrations();
        let at = steps.iter().position(|step| step.name() == "m0028_hand_in").unwrap();
        Migrator::down(house.db.pool(), Some(u32::try_from(steps.len() - at).unwrap())).await.unwrap();
        Migrator::up(house.db.pool(), None).await.unwrap();
        let projects = revision_project::Entity::find().all(db).await.unwrap();
        assert!(projects.iter().any(|one| one.title == "De bijen"));
        let partners = revision_partner::Entity::find().all(db).await.unwrap();
        let members = revision_member::Entity::find().all(db).await.unwrap();
        assert_eq!((projects.len(), partners.len(), members.len()), before);
        let project: entity::ids::ProjectId = hearing.project.parse().unwrap();
        let project = entity::project::Entity::find_by_id(project).one(db).await.unwrap().unwrap();
        assert!(project.handed_in_revision_id.is_some());
    }
}
