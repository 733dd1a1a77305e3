//! Arranges what a test starts from, through the API.

use entity::kinds::{Community, Role};
use serde_json::{Value, json};

use super::{House, Person};

impl House {
    /// Somebody who works for the Flemish community.
    pub async fn staff(&self) -> Person {
        self.seat("Staf Vlaanderen", &[Role::Staff], Some(Community::Vl)).await
    }

    /// A second one.
    pub async fn second_staff(&self) -> Person {
        self.seat("Stien Vlaanderen", &[Role::Staff], Some(Community::Vl)).await
    }

    /// Somebody who works for the German-speaking community.
    pub async fn foreign_staff(&self) -> Person {
        self.seat("Gerd Ostbelgien", &[Role::Staff], Some(Community::Dg)).await
    }

    /// Somebody who runs the system.
    pub async fn admin(&self) -> Person {
        self.seat("Ada Beheer", &[Role::Admin], None).await
    }

    /// A program.
    pub async fn service(&self) -> Person {
        self.seat("Sync Dienst", &[Role::Service], None).await
    }

    /// What a campaign 2025-2026 is created with.
    pub fn campaign_input() -> Value {
        json!({
            "schoolYear": "2025-2026",
            "name": "NQL 2025-2026",
            "registrationClosesOn": "2026-07-01",
            "submissionClosesOn": "2026-07-01",
            "esepFrom": "2025-04-01",
            "esepTo": "2026-03-31",
            "evaluationsDueOn": "2026-09-15",
            "resultsPlannedOn": "2026-10-31",
            "contactEmail": "etwinning@epos.example",
            "contactUrl": "https://www.etwinning.example",
            "milestones": [{ "kind": "RESULTS", "on": "2026-10-31", "text": "Resultaten" }],
        })
    }

    /// A campaign that is a draft; its id.
    pub async fn draft_campaign(&self, staff: Person) -> String {
        let reply = self.act(staff, "createCampaign", Self::campaign_input(), "campaign { id }").await;
        reply.done()["campaign"]["id"].as_str().unwrap().to_owned()
    }

    /// A campaign that is open; its id.
    pub async fn open_campaign(&self, staff: Person) -> String {
        let id = self.draft_campaign(staff).await;
        self.move_campaign(staff, "openCampaign", &id).await;
        id
    }

    /// Moves a campaign on.
    pub async fn move_campaign(&self, staff: Person, mutation: &str, id: &str) {
        let query = "query($id: ID!) { campaign(id: $id) { version } }";
        let version = self.ask(staff, query, json!({ "id": id })).await.number_at("/campaign/version");
        let input = json!({ "campaignId": id, "expectedVersion": version });
        self.act_with(staff, mutation, "MoveCampaignInput", input, "campaign { status }").await.done();
    }
}
