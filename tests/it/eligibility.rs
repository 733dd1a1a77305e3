//! Conditions for taking part: what is found of each, what the rules of a campaign make of it, and what other rules would.

use entity::{eligibility_answer, eligibility_rule, registration};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Value, json};

use crate::{
    application::{Scene, scene},
    support::{House, Person, Reply},
    trial,
};

const CHECK: &str = "eligibilityCheck { consequence track isBeyondLimit conditions { condition finding consequence consequenceAtHandIn occurredOn earliestOn latestOn } }";

fn answers(collaborated: bool) -> Value {
    json!({ "hasActivityInSchoolYear": true, "hasVisibleResults": true, "hasCollaborated": collaborated, "hasCommunicated": true })
}

fn one<'a>(all: &'a Value, condition: &str) -> &'a Value {
    all.as_array().unwrap().iter().find(|one| one["condition"] == condition).unwrap()
}

/// A campaign with other rules that is open, and a teacher with a project that still runs.
async fn strict(house: &House, rules: Value) -> Scene {
    let staff = house.staff().await;
    let campaign = house.draft_campaign(staff).await;
    let input = json!({ "campaignId": campaign, "expectedVersion": 1, "rules": rules });
    house.act(staff, "setEligibilityRules", input, "campaign { id }").await.done();
    house.move_campaign(staff, "openCampaign", &campaign).await;
    let flemish = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
    let french = house.school(staff, "École du Parc", entity::kinds::Community::Fwb).await;
    let abroad = house.school(staff, "Scuola Verdi", entity::kinds::Community::Foreign).await;
    let teacher = house.teacher("Lotte Verhaegen", &flemish).await;
    let project = house.project(teacher, "De bijen", &flemish, &abroad).await;
    Scene { staff, campaign, teacher, project, flemish, french, abroad }
}

async fn register(house: &House, scene: &Scene, project: &str, collaborated: bool) -> Reply {
    let input = json!({ "campaignId": scene.campaign, "projectId": project, "answers": answers(collaborated) });
    let shown = "registration { id status isBeyondLimit eligibilityAnswers { condition finding isMet hasAnsweredYes occurredOn earliestOn latestOn } }";
    house.act(scene.teacher, "submitRegistration", input, shown).await
}

trial! {
    async fn what_would_come_of_a_registration_is_told_before_it_is_sent(house) {
        let scene = scene(&house).await;
        let check = async |who: Person, collaborated: bool| {
            let input = json!({ "campaignId": scene.campaign, "projectId": scene.project, "answers": answers(collaborated) });
            house.act(who, "eligibilityCheck", input, CHECK).await
        };
        let good = check(scene.teacher, true).await;
        assert_eq!(good.at("/it/eligibilityCheck/consequence"), "IGNORE");
        assert_eq!(good.at("/it/eligibilityCheck/track"), "NQL");
        let conditions = good.at("/it/eligibilityCheck/conditions");
        assert_eq!(conditions.as_array().unwrap().len(), 6);
        assert_eq!(one(conditions, "REGISTERED_IN_WINDOW"), &json!({
            "condition": "REGISTERED_IN_WINDOW", "finding": "PASS", "consequence": "IGNORE", "consequenceAtHandIn": "IGNORE",
            "occurredOn": "2025-05-02", "earliestOn": "2025-04-01", "latestOn": "2026-03-31",
        }));
        assert_eq!(one(conditions, "ENDED_BY_DEADLINE")["latestOn"], "2026-07-01");
        let doubtful = check(scene.teacher, false).await;
        assert_eq!(doubtful.at("/it/eligibilityCheck/consequence"), "REVIEW");
        assert_eq!(one(doubtful.at("/it/eligibilityCheck/conditions"), "COLLABORATED")["consequenceAtHandIn"], "BLOCK");
        let stranger = house.teacher("Wim Debacker", &scene.flemish).await;
        let written = house.written().await;
        check(stranger, true).await.assert_error("NOT_FOUND");
        check(scene.staff, true).await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        assert_eq!(house.count::<registration::Entity>().await, 0);
        house.set_instant("2026-07-02T10:00:00Z");
        house.move_campaign(scene.staff, "closeCampaign", &scene.campaign).await;
        check(scene.teacher, true).await.assert_refused(&["CAMPAIGN_NOT_OPEN"]);
    }

    async fn an_answer_is_kept_with_the_values_it_rests_on(house) {
        let scene = scene(&house).await;
        let running = house.project(scene.teacher, "De vijver", &scene.flemish, &scene.abroad).await;
        let reply = register(&house, &scene, &running, true).await;
        // A project that runs is registered: whether it ends in time, nobody can tell.
        assert_eq!(reply.at("/it/registration/status"), "CONFIRMED");
        let found = reply.at("/it/registration/eligibilityAnswers");
        assert_eq!(one(found, "ENDED_BY_DEADLINE"), &json!({
            "condition": "ENDED_BY_DEADLINE", "finding": "NEEDS_PERSON", "isMet": false, "hasAnsweredYes": null,
            "occurredOn": null, "earliestOn": null, "latestOn": "2026-07-01",
        }));
        assert_eq!(one(found, "COLLABORATED")["hasAnsweredYes"], true);
    }

    async fn the_rules_of_a_campaign_decide_what_a_failed_condition_does(house) {
        let rules = json!([
            { "condition": "COLLABORATED", "atRegistration": "BLOCK", "atHandIn": "BLOCK" },
            { "condition": "ENDED_BY_DEADLINE", "atRegistration": "IGNORE", "atHandIn": "WARN" },
        ]);
        let scene = strict(&house, rules).await;
        let query = "query($id: ID!) { campaign(id: $id) { eligibilityRules { condition atRegistration atHandIn } } }";
        let shown = house.ask(None, query, json!({ "id": scene.campaign })).await;
        assert_eq!(shown.at("/campaign/eligibilityRules").as_array().unwrap().len(), 6);
        assert_eq!(one(shown.at("/campaign/eligibilityRules"), "COLLABORATED")["atRegistration"], "BLOCK");
        register(&house, &scene, &scene.project, false).await.assert_refused(&["NOT_ELIGIBLE"]);
        assert_eq!(house.count::<registration::Entity>().await, 0);
        assert_eq!(house.count::<eligibility_answer::Entity>().await, 0);
        // That it still runs is no obstacle here.
        let id = house.written_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let version = house.version(scene.teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        house.act(scene.teacher, "submitApplication", input, "application { id }").await.done();
    }

    async fn the_rules_freeze_when_the_campaign_opens(house) {
        let staff = house.staff().await;
        let campaign = house.draft_campaign(staff).await;
        let rule = json!({ "condition": "COLLABORATED", "atRegistration": "WARN", "atHandIn": "WARN" });
        let set = async |who: Person, version: i64, rules: Value| {
            let input = json!({ "campaignId": campaign, "expectedVersion": version, "rules": rules });
            house.act(who, "setEligibilityRules", input, "campaign { version eligibilityRules { condition atHandIn } }").await
        };
        set(staff, 9, json!([rule])).await.assert_refused(&["VERSION_CONFLICT"]);
        set(staff, 1, json!([rule, rule])).await.assert_refused(&["CONDITION_TWICE"]);
        let done = set(staff, 1, json!([rule])).await;
        assert_eq!(one(&done.done()["campaign"]["eligibilityRules"], "COLLABORATED")["atHandIn"], "WARN");
        let school = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
        let teacher = house.teacher("Lotte Verhaegen", &school).await;
        let written = house.written().await;
        set(teacher, 2, json!([rule])).await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written);
        house.move_campaign(staff, "openCampaign", &campaign).await;
        set(staff, 3, json!([rule])).await.assert_refused(&["FROZEN"]);
        // Not even by another way.
        let row = eligibility_rule::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        let forced = eligibility_rule::ActiveModel { at_hand_in: Set(entity::kinds::RuleSeverity::Ignore), ..row.into() };
        assert!(forced.update(house.db.connection()).await.is_err());
    }

    async fn other_rules_are_tried_on_a_campaign_and_nothing_changes(house) {
        let scene = scene(&house).await;
        let doubtful = house.ended_project(scene.teacher, "De vijver", &scene.flemish, &scene.abroad).await;
        house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        let in_doubt = register(&house, &scene, &doubtful, false).await.text_at("/it/registration/id");
        let belgica = scene.belgica(&house).await;
        let shared = register(&house, &scene, &belgica, false).await.text_at("/it/registration/id");
        let preview = async |who: Person, condition: &str, severity: &str| {
            let rules = json!([{ "condition": condition, "atRegistration": severity, "atHandIn": "BLOCK" }]);
            let input = json!({ "campaignId": scene.campaign, "rules": rules });
            house.act(who, "eligibilityRulesPreview", input, "eligibilityRulesPreview { registrations changed changes { registration { id } step before after conditions } }").await
        };
        let stricter = preview(scene.staff, "COLLABORATED", "BLOCK").await;
        let change = |id: &str| json!({ "registration": { "id": id }, "step": "REGISTRATION", "before": "REVIEW", "after": "BLOCK", "conditions": ["COLLABORATED"] });
        assert_eq!(stricter.at("/it/eligibilityRulesPreview"), &json!({ "registrations": 3, "changed": 2, "changes": [change(&in_doubt), change(&shared)] }));
        assert_eq!(preview(scene.staff, "COLLABORATED", "REVIEW").await.at("/it/eligibilityRulesPreview/changed"), 0);
        // Staff of another community try them on what they share.
        let foreign = house.foreign_staff().await;
        assert_eq!(preview(foreign, "COLLABORATED", "BLOCK").await.at("/it/eligibilityRulesPreview"), &json!({ "registrations": 1, "changed": 1, "changes": [change(&shared)] }));
        assert_eq!(preview(house.admin().await, "COLLABORATED", "BLOCK").await.at("/it/eligibilityRulesPreview/registrations"), 3);
        preview(scene.teacher, "COLLABORATED", "BLOCK").await.assert_error("FORBIDDEN");
        let reply = house.ask(scene.teacher, "query($id: ID!) { registration(id: $id) { status } }", json!({ "id": in_doubt })).await;
        assert_eq!(reply.at("/registration/status"), "NEEDS_REVIEW");
    }

    async fn who_registers_more_than_is_judged_is_warned_at_once_and_by_mail(house) {
        let scene = scene(&house).await;
        for number in 1..=5 {
            let project = house.ended_project(scene.teacher, &format!("Project {number}"), &scene.flemish, &scene.abroad).await;
            let reply = register(&house, &scene, &project, true).await;
            assert_eq!(reply.at("/it/registration/isBeyondLimit"), number == 5, "{number}");
        }
        // Belgica is not counted.
        let belgica = scene.belgica(&house).await;
        let input = json!({ "campaignId": scene.campaign, "projectId": belgica, "answers": answers(true) });
        assert_eq!(house.act(scene.teacher, "eligibilityCheck", input.clone(), CHECK).await.at("/it/eligibilityCheck/isBeyondLimit"), false);
        let mails = entity::message::Entity::find().all(house.db.connection()).await.unwrap();
        let limits: Vec<&Value> = mails.iter().filter(|mail| mail.facts["limit"] != Value::Null).map(|mail| &mail.facts["limit"]).collect();
        assert_eq!(limits.iter().filter(|limit| **limit == "BEYOND").count(), 1);
        assert_eq!(limits.len(), 5);
        // One that is taken back makes room.
        let reply = house.ask(scene.teacher, "{ registrations { nodes { id version } } }", json!({})).await;
        let first = reply.at("/registrations/nodes/4").clone();
        let back = json!({ "registrationId": first["id"], "expectedVersion": first["version"] });
        house.act(scene.teacher, "withdrawRegistration", back, "registration { id }").await.done();
        let again = house.ended_project(scene.teacher, "Project 6", &scene.flemish, &scene.abroad).await;
        assert_eq!(register(&house, &scene, &again, true).await.at("/it/registration/isBeyondLimit"), true);
    }
}
