//! How alike the applications for one project are: a signal for staff, and for nobody else (F6, INV-22, INV-33).

use entity::{application, help_text, indicator, kinds::Community, kinds::Role};
use sea_orm::EntityTrait;
use serde_json::json;

use crate::{
    support::{House, Person},
    trial,
};

const SHOWN: &str = "comparison { compared pairs { first { id } second { id } perMille sharedPrints allPrints passages { words \
                     first { criterionCode field text } second { criterionCode field text } } } }";

/// A project of one school with two applicants, and their applications.
struct Scene {
    staff: Person,
    campaign: String,
    project: String,
    lotte: Person,
    first: String,
    second: String,
}

/// Two teachers of one project, who have not written anything yet.
struct Two {
    staff: Person,
    campaign: String,
    project: String,
    lotte: Person,
    wim: Person,
}

async fn two(house: &House) -> Two {
    let staff = house.staff().await;
    let campaign = house.open_campaign(staff).await;
    let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let lotte = house.teacher("Lotte Verhaegen", &school).await;
    let wim = house.teacher("Wim De Backer", &school).await;
    let project = house.ended_project(lotte, "De bijen", &school, &abroad).await;
    let add =
        json!({ "projectId": project, "email": "wim.de.backer@nql.example", "schoolId": school, "role": "PARTNER" });
    house.act(lotte, "addProjectMember", add, "project { id }").await.done();
    Two { staff, campaign, project, lotte, wim }
}

async fn scene(house: &House) -> Scene {
    let Two { staff, campaign, project, lotte, wim } = two(house).await;
    let first = house.complete_application(lotte, &campaign, &project).await;
    let second = house.complete_application(wim, &campaign, &project).await;
    Scene { staff, campaign, project, lotte, first, second }
}

async fn compare(house: &House, who: impl Into<Option<Person>>, scene: &Scene) -> crate::support::Reply {
    let input = json!({ "projectId": scene.project, "campaignId": scene.campaign });
    house.act(who, "similarities", input, SHOWN).await
}

trial! {
    async fn staff_see_which_passages_two_applications_share(house) {
        let scene = scene(&house).await;
        let written = house.written().await;
        let reply = compare(&house, scene.staff, &scene).await;
        let comparison = &reply.done()["comparison"];
        assert_eq!(comparison["compared"], 2);
        let pair = &comparison["pairs"][0];
        assert_eq!((&pair["first"]["id"], &pair["second"]["id"]), (&json!(scene.first), &json!(scene.second)));
        // The two were written by the same hand.
        assert_eq!(pair["perMille"], 1_000);
        assert_eq!(pair["sharedPrints"], pair["allPrints"]);
        let passages = pair["passages"].as_array().unwrap();
        assert!(!passages.is_empty());
        for passage in passages {
            assert_eq!(passage["first"]["text"], passage["second"]["text"]);
        }
        assert_eq!(house.written().await, written, "a signal changes nothing");
        assert_eq!(house.count::<application::Entity>().await, 2);
    }

    async fn nobody_else_ever_learns_of_it(house) {
        let scene = scene(&house).await;
        let admin = house.admin().await;
        let juror = house.seat("Nadia Ouali", &[Role::Juror], None).await;
        for who in [scene.lotte, juror, admin, house.service().await] {
            compare(&house, who, &scene).await.assert_error("FORBIDDEN");
        }
        compare(&house, None, &scene).await.assert_error("UNAUTHENTICATED");
        compare(&house, house.foreign_staff().await, &scene).await.assert_error("NOT_FOUND");
    }

    async fn what_is_quoted_of_the_form_and_a_few_words_are_no_likeness(house) {
        let Two { staff, campaign, project, lotte, wim } = two(&house).await;
        let db = house.db.connection();
        let help = help_text::Entity::find().all(db).await.unwrap();
        let questions = indicator::Entity::find().all(db).await.unwrap();
        let mut form: Vec<&str> = help.iter().flat_map(|row| [row.text_nl.as_str(), &row.text_fr]).collect();
        form.extend(questions.iter().map(|row| row.text.as_str()));
        let form = form.join("\n");
        assert!(form.len() > 500, "{form}");
        for (who, own) in [(lotte, "Mijn klas keek naar bijen."), (wim, "Bij ons ging het om honing.")] {
            let id = house.written_draft(who, &campaign, &project).await;
            let answer = |code: &str| json!({
                "criterionCode": code, "text": format!("{own}\n{form}\n{own} ({code})").chars().take(9_000).collect::<String>(),
                "ownTeacher": "Ik hielp hen telkens.", "ownPupils": "Zij deden het zelf.", "example": "Een podcast over bijen.",
            });
            let answers = ["C1", "C2", "C3", "C4", "C5"].map(answer);
            let input = json!({
                "applicationId": id, "expectedVersion": house.version(who, "application", &id).await,
                "answers": answers,
            });
            house.act(who, "saveApplicationDraft", input, "application { id }").await.done();
            let input = json!({ "applicationId": id, "expectedVersion": house.version(who, "application", &id).await });
            house.act(who, "submitApplication", input, "application { id }").await.done();
        }
        let input = json!({ "projectId": project, "campaignId": campaign });
        let reply = house.act(staff, "similarities", input, SHOWN).await;
        assert_eq!(reply.done()["comparison"], json!({ "compared": 2, "pairs": [] }));
    }

    async fn one_application_is_like_nothing(house) {
        let hearing = house.hearing().await;
        let input = json!({ "projectId": hearing.project, "campaignId": hearing.campaign });
        let reply = house.act(hearing.staff, "similarities", input, SHOWN).await;
        reply.assert_refused(&["TOO_FEW_APPLICATIONS"]);
        let unknown = json!({ "projectId": "project_00000000000000000000000000000001", "campaignId": hearing.campaign });
        let reply = house.act(hearing.staff, "similarities", unknown, SHOWN).await;
        reply.assert_error("NOT_FOUND");
        assert_eq!(reply.body["data"], json!({ "it": null }));
    }
}
