//! Campaigns: who may run them, what freezes, what moves.

use entity::{campaign, message, user};
use serde_json::json;

use crate::{support::House, trial};

const STATUS: &str = "campaign { status version }";

trial! {
    async fn staff_create_a_campaign_with_deadlines_at_the_end_of_the_day_in_brussels(house) {
        let staff = house.staff().await;
        let selection = "campaign { status registrationDeadline submissionDeadline isRegistrationOpen version \
                         rubric { code passTotal criteria { code isGate indicators { code } } } timeline { kind takesPlaceOn } }";
        let reply = house.act(staff, "createCampaign", House::campaign_input(), selection).await;
        let campaign = &reply.done()["campaign"];
        assert_eq!(campaign["status"], "DRAFT");
        assert_eq!(campaign["submissionDeadline"], "2026-07-01T22:00:00.000Z");
        assert_eq!(campaign["isRegistrationOpen"], false);
        assert_eq!(campaign["rubric"]["passTotal"], "15.00");
        assert_eq!(campaign["rubric"]["criteria"].as_array().unwrap().len(), 8);
        assert_eq!(campaign["rubric"]["criteria"][0]["indicators"][7]["code"], "C1.8");
        assert_eq!(campaign["timeline"], json!([{ "kind": "RESULTS", "takesPlaceOn": "2026-10-31" }]));
    }

    async fn a_draft_campaign_does_not_exist_for_anybody_but_staff(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let query = "query($id: ID!) { campaign(id: $id) { name } node(id: $id) { id } campaigns { totalCount } currentCampaign { id } }";
        let reply = house.ask(None, query, json!({ "id": id })).await;
        assert_eq!(reply.data(), &json!({ "campaign": null, "node": null, "campaigns": { "totalCount": 0 }, "currentCampaign": null }));
        let reply = house.ask(staff, query, json!({ "id": id })).await;
        assert_eq!(reply.at("/campaigns/totalCount"), 1);
    }

    async fn every_reason_against_a_campaign_is_told_at_once(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["schoolYear"] = json!("2025-2027");
        input["submissionClosesOn"] = json!("2026-06-30");
        input["esepTo"] = json!("2025-03-31");
        input["resultsPlannedOn"] = json!("2026-01-01");
        input["settings"] = json!({ "jurorsPerApplication": 6 });
        let reply = house.act(staff, "createCampaign", input, "campaign { id }").await;
        reply.assert_refused(&["NOT_A_SCHOOL_YEAR", "SUBMISSION_BEFORE_REGISTRATION", "WINDOW_EMPTY", "RESULTS_TOO_EARLY", "SETTING_OUT_OF_BOUNDS"]);
        assert_eq!(reply.at("/it/campaign"), &json!(null));
        assert_eq!(house.count::<campaign::Entity>().await, 0);
        house.draft_campaign(staff).await;
        let reply = house.act(staff, "createCampaign", House::campaign_input(), "campaign { id }").await;
        reply.assert_refused(&["SCHOOL_YEAR_TAKEN"]);
    }

    async fn nobody_but_staff_and_admin_creates_a_campaign(house) {
        let teacher = house.seat("An Peeters", &[entity::kinds::Role::Teacher], None).await;
        let reply = house.act(teacher, "createCampaign", House::campaign_input(), "campaign { id }").await;
        reply.assert_error("FORBIDDEN");
        let reply = house.act(None, "createCampaign", House::campaign_input(), "campaign { id }").await;
        reply.assert_error("UNAUTHENTICATED");
        assert_eq!(house.count::<campaign::Entity>().await, 0);
    }

    async fn a_retry_with_the_same_key_has_one_effect_and_the_same_answer(house) {
        let staff = house.staff().await;
        let mut input = House::campaign_input();
        input["idempotencyKey"] = json!("once");
        let first = house.act(staff, "createCampaign", input.clone(), "campaign { id version }").await;
        let second = house.act(staff, "createCampaign", input.clone(), "campaign { id version }").await;
        first.done();
        assert_eq!(first.text, second.text);
        assert_eq!(house.count::<campaign::Entity>().await, 1);
        input["name"] = json!("another");
        let reply = house.act(staff, "createCampaign", input, "campaign { id }").await;
        reply.assert_error("IDEMPOTENCY_KEY_REUSED");
    }

    async fn a_campaign_moves_on_one_step_at_a_time(house) {
        let staff = house.staff().await;
        let id = house.draft_campaign(staff).await;
        let moved = async |mutation: &str, version: i64| {
            let input = json!({ "campaignId": id, "expectedVersion": version });
            house.act_with(staff, mutation, "MoveCampaignInput", input, STATUS).await
        };
        moved("closeCampaign", 1).await.assert_refused(&["WRONG_STATUS"]);
        assert_eq!(moved("openCampaign", 1).await.done()["campaign"]["status"], "OPEN");
        let stale = moved("closeCampaign", 1).await;
        stale.assert_refused(&["VERSION_CONFLICT"]);
        assert_eq!(stale.at("/it/userErrors/0/currentVersion"), 2);
        moved("closeCampaign", 2).await.assert_refused(&["DEADLINE_AHEAD"]);
        house.set_instant("2026-07-01T22:00:00Z");
        assert_eq!(moved("closeCampaign", 2).await.done()["campaign"]["status"], "CLOSED");
        assert_eq!(moved("startEvaluation", 3).await.done()["campaign"]["status"], "EVALUATION");
        assert_eq!(moved("startDeliberation", 4).await.done()["campaign"]["status"], "DELIBERATION");
        assert_eq!(moved("resumeEvaluation", 5).await.done()["campaign"]["status"], "EVALUATION");
        moved("resumeEvaluation", 6).await.assert_refused(&["WRONG_STATUS"]);
    }

    async fn an_open_campaign_is_public(house) {
        let staff = house.staff().await;
        house.open_campaign(staff).await;
        let query = "{ currentCampaign { schoolYear isRegistrationOpen isSubmissionOpen timeline { text } } }";
        let reply = house.ask(None, query, json!({})).await;
        assert_eq!(reply.at("/currentCampaign/isRegistrationOpen"), true);
        house.set_instant("2026-07-01T21:59:59.999Z");
        assert_eq!(house.ask(None, query, json!({})).await.at("/currentCampaign/isSubmissionOpen"), true);
        house.set_instant("2026-07-01T22:00:00Z");
        assert_eq!(house.ask(None, query, json!({})).await.at("/currentCampaign/isSubmissionOpen"), false);
    }

    async fn a_deadline_moves_later_for_all_and_never_earlier(house) {
        let staff = house.staff().await;
        let id = house.open_campaign(staff).await;
        let extend = async |day: &str, reason: &str, version: i64| {
            let input = json!({ "campaignId": id, "expectedVersion": version, "submissionClosesOn": day, "reason": reason });
            house.act(staff, "extendDeadlines", input, "campaign { submissionDeadline }").await
        };
        extend("2026-06-30", "", 2).await.assert_refused(&["NOT_LATER", "SUBMISSION_BEFORE_REGISTRATION", "REASON_MISSING"]);
        extend("2026-07-08", "storing", 1).await.assert_refused(&["VERSION_CONFLICT"]);
        let reply = extend("2026-07-08", "storing bij ESEP", 2).await;
        assert_eq!(reply.done()["campaign"]["submissionDeadline"], "2026-07-08T22:00:00.000Z");
        let admin = house.admin().await;
        let trail = house.ask(admin, "{ auditTrail(filter: { action: { eq: \"extendDeadlines\" } }) { nodes { reason entity } } }", json!({})).await;
        assert_eq!(trail.at("/auditTrail/nodes"), &json!([{ "reason": "storing bij ESEP", "entity": "campaign" }]));
    }

    async fn users_are_made_once_per_address_and_told_by_mail(house) {
        let staff = house.staff().await;
        let input = json!({ "email": "An.Peeters@School.Example", "name": "An Peeters", "roles": ["TEACHER"] });
        let reply = house.act(staff, "createUser", input.clone(), "user { email roles }").await;
        // Not at a school of the community yet: staff do not see her.
        assert_eq!(reply.done()["user"], json!(null));
        assert_eq!(house.count::<message::Entity>().await, 1);
        house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["EMAIL_TAKEN"]);
        let users = house.count::<user::Entity>().await;
        let juror = json!({ "email": "j@x.example", "name": "J", "roles": ["ADMIN"] });
        house.act(staff, "createUser", juror, "user { id }").await.assert_error("FORBIDDEN");
        assert_eq!(house.count::<user::Entity>().await, users);
    }
}
