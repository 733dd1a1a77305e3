//! Arranges what a test starts from, through the API.

use entity::{
    kinds::{Community, Kind, Role},
    school_membership,
};
use sea_orm::{ActiveModelTrait, Set};
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

    /// A school; its id.
    pub async fn school(&self, staff: Person, name: &str, community: Community) -> String {
        let country = if community == Community::Foreign { "IT" } else { "BE" };
        let input = json!({
            "name": name, "community": community.word(), "country": country, "city": "Gent", "level": "PRIMARY",
        });
        let reply = self.act(staff, "createSchool", input, "school { id }").await;
        reply.done()["school"]["id"].as_str().unwrap().to_owned()
    }

    /// A teacher who works at a school.
    pub async fn teacher(&self, name: &str, school: &str) -> Person {
        let teacher = self.seat(name, &[Role::Teacher], None).await;
        self.works_at(teacher, school).await;
        teacher
    }

    /// Somebody works at a school, since 2020.
    pub async fn works_at(&self, person: Person, school: &str) {
        let row = school_membership::ActiveModel {
            id: Set(self.ids.next(self.clock.now())),
            user_id: Set(person.id),
            school_id: Set(school.parse().unwrap()),
            from_on: Set("2020-09-01".parse().unwrap()),
            to_on: Set(None),
        };
        row.insert(self.db.connection()).await.unwrap();
    }

    /// What a project of two founding schools is entered with; its title is its address too.
    pub fn project_input(title: &str, own: &str, other: &str) -> Value {
        json!({
            "title": title,
            "esepUrl": format!("https://esep.example/projects/{}", title.to_lowercase().replace(' ', "-")),
            "esepRegisteredOn": "2025-05-02",
            "startedOn": "2025-09-15",
            "summary": "Leerlingen van twee scholen werken samen.",
            "schoolId": own,
            "isFounder": true,
            "partners": [{ "schoolId": other, "isFounder": true }],
        })
    }

    /// A project that still runs, founded by a teacher of `own` together with the school `other`; its id.
    pub async fn project(&self, teacher: Person, title: &str, own: &str, other: &str) -> String {
        let input = Self::project_input(title, own, other);
        let reply = self.act(teacher, "createProject", input, "project { id }").await;
        reply.done()["project"]["id"].as_str().unwrap().to_owned()
    }

    /// A project that has ended; its id.
    pub async fn ended_project(&self, teacher: Person, title: &str, own: &str, other: &str) -> String {
        let project = self.project(teacher, title, own, other).await;
        let version = self.version(teacher, "project", &project).await;
        let input = json!({ "projectId": project, "expectedVersion": version, "endedOn": "2025-09-30" });
        self.act(teacher, "endProject", input, "project { id }").await.done();
        project
    }

    /// The version of a `project`, a `registration` or an `application` as somebody sees it.
    pub async fn version(&self, who: Person, object: &str, id: &str) -> i64 {
        let query = format!("query($id: ID!) {{ {object}(id: $id) {{ version }} }}");
        self.ask(who, &query, json!({ "id": id })).await.number_at(&format!("/{object}/version"))
    }

    /// What a project is registered with when nothing is in doubt.
    pub fn registration_input(campaign: &str, project: &str) -> Value {
        json!({
            "campaignId": campaign,
            "projectId": project,
            "answers": { "activityInSchoolYear": true, "resultsVisible": true, "collaborated": true, "communicated": true },
        })
    }

    /// Step 1, confirmed; its id.
    pub async fn registration(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let input = Self::registration_input(campaign, project);
        let reply = self.act(teacher, "submitRegistration", input, "registration { id state }").await;
        assert_eq!(reply.done()["registration"]["state"], "CONFIRMED");
        reply.text_at("/it/registration/id")
    }

    /// Step 2, empty; its id.
    pub async fn empty_draft(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let registration = self.registration(teacher, campaign, project).await;
        let input = json!({ "registrationId": registration });
        self.act(teacher, "openApplicationForm", input, "application { id }").await.text_at("/it/application/id")
    }

    /// Step 2, ready to be handed in if its project has ended; its id.
    pub async fn written_draft(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let id = self.empty_draft(teacher, campaign, project).await;
        let answer = |code: &str| {
            json!({
                "criterionCode": code, "text": format!("Wat wij deden voor {code}."), "ownTeacher": "Ik begeleidde.",
                "ownPupils": "Zij maakten een podcast.", "example": "De podcast.",
            })
        };
        let answers = ["C1", "C2", "C3", "C4", "C5"].map(answer);
        let input = json!({
            "applicationId": id, "expectedVersion": 1, "summary": "Een podcast over bijen.",
            "answers": answers,
        });
        self.act(teacher, "saveApplicationDraft", input, "application { id }").await.done();
        let input = json!({
            "applicationId": id, "kind": "TWINSPACE", "url": "https://twinspace.example/bijen", "label": "TwinSpace",
        });
        self.act(teacher, "addEvidenceLink", input, "application { id }").await.done();
        let version = self.version(teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        self.act(teacher, "declareConsent", input, "application { id }").await.done();
        id
    }

    /// Steps 1 and 2 of a project that has ended, both in; the application's id.
    pub async fn complete_application(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let id = self.written_draft(teacher, campaign, project).await;
        let version = self.version(teacher, "application", &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        self.act(teacher, "submitApplication", input, "application { id }").await.done();
        id
    }
}
