//! Arranges what a test starts from, through the API.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use entity::{
    application, assignment, campaign, consolidation, consolidation_score, criterion, decision, external_identity,
    feedback,
    ids::{ApplicationId, ConsolidationId, JurorId},
    juror,
    kinds::{
        ApplicationStage, AssignmentStatus, Community, ConsolidationMethod, ConsolidationStatus, Kind, Role, Track,
    },
    school_invitation, school_membership, unknown_partner,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};

use super::{House, Person, Reply};

/// A picture of one point.
pub const POINT: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\xdac`0n\x00\x00\x00\xea\x00\xb4\xd5\x84\xd9\xcb\x00\x00\x00\x00IEND\xaeB`\x82";

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
            "esepWindowOpensOn": "2025-04-01",
            "esepWindowClosesOn": "2026-03-31",
            "evaluationsDueOn": "2026-09-15",
            "resultsPlannedOn": "2026-10-31",
            "contactEmail": "etwinning@epos.example",
            "contactUrl": "https://www.etwinning.example",
            "milestones": [{ "kind": "RESULTS", "takesPlaceOn": "2026-10-31", "text": "Resultaten" }],
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

    /// The same, of another input.
    pub async fn open_campaign_of(&self, staff: Person, input: Value) -> String {
        let id = self.act(staff, "createCampaign", input, "campaign { id }").await.text_at("/it/campaign/id");
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
            made_by_community: Set(None),
            told_by: Set(None),
        };
        row.insert(self.db.connection()).await.unwrap();
    }

    /// The office of the Flemish community has asked whether somebody works at a school.
    pub async fn asked_where_they_work(&self, person: Person, school: &str) {
        let row = school_invitation::ActiveModel {
            id: Set(self.ids.next(self.clock.now())),
            user_id: Set(person.id),
            school_id: Set(school.parse().unwrap()),
            from_on: Set("2025-09-01".parse().unwrap()),
            made_by_community: Set(Community::Vl),
            asked_at: Set(self.clock.now()),
        };
        row.insert(self.db.connection()).await.unwrap();
    }

    /// The form told of an Italian school in a project that nobody has found.
    pub async fn unknown_partner(&self, project: &str, name: &str) {
        let row = unknown_partner::ActiveModel {
            id: Set(self.ids.next(self.clock.now())),
            project_id: Set(project.parse().unwrap()),
            name: Set(name.to_owned()),
            name_key: Set(nql::fold::key(name)),
            country: Set("IT".to_owned()),
            community: Set(Community::Foreign),
        };
        row.insert(self.db.connection()).await.unwrap();
    }

    /// Somebody signs in with an account of an identity provider.
    pub async fn identity(&self, person: Person, issuer: &str) {
        let row = external_identity::ActiveModel {
            id: Set(self.ids.next(self.clock.now())),
            issuer: Set(issuer.to_owned()),
            subject: Set(person.id.to_string()),
            user_id: Set(person.id),
            linked_at: Set(self.clock.now()),
            last_used_at: Set(None),
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
            "answers": { "hasActivityInSchoolYear": true, "hasVisibleResults": true, "hasCollaborated": true, "hasCommunicated": true },
        })
    }

    /// Step 1, confirmed; its id.
    pub async fn registration(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let input = Self::registration_input(campaign, project);
        let reply = self.act(teacher, "submitRegistration", input, "registration { id status }").await;
        assert_eq!(reply.done()["registration"]["status"], "CONFIRMED");
        reply.text_at("/it/registration/id")
    }

    /// A spreadsheet of the registration form, read and not committed; the answer of the mutation.
    pub async fn import(&self, staff: Person, campaign: &str, rows: &[&str]) -> Reply {
        let input = json!({ "campaignId": campaign, "uploadId": self.upload(staff, &rows.join("\n")).await });
        let reply = self.act(staff, "previewImport", input, "importBatch { id }").await;
        reply.done();
        reply
    }

    /// A spreadsheet of the registration form with these rows, sent and not read; the id of the file.
    pub async fn upload(&self, staff: Person, rows: &str) -> Value {
        let headings = "Id;Tijd van voltooien;E-mail;Naam;School;Gemeente;Titel;Link naar het project;Registratiedatum;Einddatum;\
                        Partnerlanden;Activiteiten in schooljaar 2025-2026?;Resultaten zichtbaar op de TwinSpace?;\
                        Leerlingen samengewerkt en gecommuniceerd met een andere klas?";
        let file = format!("{headings}\n{rows}\n");
        self.file(staff, "text/csv", file.into_bytes()).await
    }

    /// A picture of one point, sent; the id of the file.
    pub async fn picture(&self, staff: Person) -> Value {
        self.file(staff, "image/png", POINT.to_vec()).await
    }

    /// A file that was sent; its id.
    pub async fn file(&self, staff: Person, media: &str, content: Vec<u8>) -> Value {
        let request = Request::post("/uploads")
            .header(header::CONTENT_TYPE, media)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token(staff.id).await));
        let response = self.send(request.body(Body::from(content)).unwrap()).await;
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let sent: Value = serde_json::from_slice(&body).unwrap();
        sent["id"].clone()
    }

    /// A small photo, sent; the id of the file.
    pub async fn photo(&self, who: Person) -> Value {
        let mut content = Vec::new();
        let picture = image::RgbImage::from_pixel(24, 16, image::Rgb([200, 120, 40]));
        picture.write_to(&mut std::io::Cursor::new(&mut content), image::ImageFormat::Png).unwrap();
        let (_, body) = self.send_photo(who, "image/png", content).await;
        body["id"].clone()
    }

    /// Sends a photo; the status and what is answered.
    pub async fn send_photo(
        &self,
        who: impl Into<Option<Person>>,
        media: &str,
        content: Vec<u8>,
    ) -> (StatusCode, Value) {
        let mut request = Request::post("/uploads?for=photo").header(header::CONTENT_TYPE, media);
        if let Some(who) = who.into() {
            request = request
                .header(header::AUTHORIZATION, format!("Bearer {}", self.token(who.id).await))
                .header("x-nql-role", who.role.word());
        }
        let response = self.send(request.body(Body::from(content)).unwrap()).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    /// A photo that is added to a prize; its id.
    pub async fn added_photo(&self, who: Person, award: &str) -> String {
        let input = json!({
            "prizeAwardId": award, "uploadId": self.photo(who).await, "occasion": "HANDOVER", "shows": "De klas met de taart",
        });
        self.act(who, "addPhoto", input, "photo { id }").await.text_at("/it/photo/id")
    }

    /// Declares what those on a photo agree to.
    pub async fn consented_photo(&self, who: Person, photo: &str, version: i64, channels: &[&str]) {
        let input = json!({
            "photoId": photo, "expectedVersion": version, "purposes": ["REPORT"], "channels": channels,
            "statement": "Formulieren van alle ouders, op school.",
        });
        self.act(who, "declarePhotoConsent", input, "__typename").await.done();
    }

    /// Step 2, empty; its id.
    pub async fn empty_draft(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let registration = self.registration(teacher, campaign, project).await;
        let input = json!({ "registrationId": registration });
        self.act(teacher, "openApplicationForm", input, "application { id }").await.text_at("/it/application/id")
    }

    /// Opens the form of an application again.
    pub async fn open_form(&self, teacher: Person, application: &str) {
        let query = "query($id: ID!) { application(id: $id) { registration { id } } }";
        let registration = self.ask(teacher, query, json!({ "id": application })).await;
        let input = json!({ "registrationId": registration.at("/application/registration/id") });
        self.act(teacher, "openApplicationForm", input, "application { id }").await.done();
    }

    /// Step 2, ready to be handed in if its project has ended; its id.
    pub async fn written_draft(&self, teacher: Person, campaign: &str, project: &str) -> String {
        let id = self.empty_draft(teacher, campaign, project).await;
        self.write_out(teacher, &id).await;
        id
    }

    /// Fills an empty draft in.
    async fn write_out(&self, teacher: Person, id: &str) {
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
        self.act(teacher, "addEvidenceLink", input, "evidenceLink { id }").await.done();
        let version = self.version(teacher, "application", id).await;
        let input = json!({ "applicationId": id, "expectedVersion": version });
        self.act(teacher, "declareConsent", input, "application { id }").await.done();
    }

    /// Step 2 of a registration of a project that has ended, opened, filled in and handed in; the application's id.
    pub async fn hand_in(&self, teacher: Person, registration: &Value) -> String {
        let input = json!({ "registrationId": registration });
        let id =
            self.act(teacher, "openApplicationForm", input, "application { id }").await.text_at("/it/application/id");
        self.write_out(teacher, &id).await;
        let input = json!({ "applicationId": id, "expectedVersion": self.version(teacher, "application", &id).await });
        self.act(teacher, "submitApplication", input, "application { id }").await.done();
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

/// A campaign that deliberates: two teachers of one school with an application each for an international project, one
/// of them good and one weak; one for Belgica; and one of the German-speaking community that was not admissible.
pub struct Results {
    pub staff: Person,
    pub second: Person,
    pub german_staff: Person,
    pub german_second: Person,
    pub juror: Person,
    pub campaign: String,
    pub teacher: Person,
    pub project: String,
    pub school: String,
    pub good: String,
    pub weak: String,
    pub belgica: String,
    pub inadmissible: String,
}

impl House {
    /// What the jury of "Marthe Claes" comes to; see [`Results`].
    pub async fn results(&self) -> Results {
        let staff = self.staff().await;
        let second = self.second_staff().await;
        let german_staff = self.foreign_staff().await;
        let german_second = self.seat("Greta Ostbelgien", &[Role::Staff], Some(Community::Dg)).await;
        let campaign = self.open_campaign(staff).await;
        let school = self.school(staff, "De Zeven Wegen", Community::Vl).await;
        let french = self.school(staff, "École du Parc", Community::Fwb).await;
        let german = self.school(german_staff, "Schule am Park", Community::Dg).await;
        let abroad = self.school(staff, "Scuola Verdi", Community::Foreign).await;
        let teacher = self.teacher("Lotte Verhaegen", &school).await;
        let other = self.teacher("Wim De Backer", &school).await;
        let third = self.teacher("Uta Klein", &german).await;
        let project = self.ended_project(teacher, "De bijen", &school, &abroad).await;
        let wasps = self.ended_project(other, "De wespen", &school, &abroad).await;
        let border = self.ended_project(teacher, "Over de taalgrens", &school, &french).await;
        let ants = self.ended_project(third, "Die Ameisen", &german, &abroad).await;
        let good = self.complete_application(teacher, &campaign, &project).await;
        let weak = self.complete_application(other, &campaign, &wasps).await;
        let belgica = self.complete_application(teacher, &campaign, &border).await;
        let inadmissible = self.complete_application(third, &campaign, &ants).await;
        self.set_day("2026-07-02");
        self.move_campaign(staff, "closeCampaign", &campaign).await;
        for id in [&good, &weak, &belgica] {
            let input = json!({ "applicationId": id, "admissibility": "ADMISSIBLE" });
            self.act(staff, "decideAdmissibility", input, "application { id }").await.done();
        }
        let input =
            json!({ "applicationId": inadmissible, "admissibility": "INADMISSIBLE", "reason": "niet zichtbaar" });
        self.act(german_staff, "decideAdmissibility", input, "application { id }").await.done();
        self.move_campaign(staff, "startEvaluation", &campaign).await;
        let juror = self.seat("Marthe Claes", &[Role::Juror], None).await;
        self.juror_row(juror).await;
        for (id, scores) in [(&good, [450; 8]), (&weak, [450, 450, 450, 450, 450, 245, 450, 450]), (&belgica, [300; 8])]
        {
            self.judged(juror, id, scores).await;
        }
        self.set_day("2026-10-06");
        self.move_campaign(staff, "startDeliberation", &campaign).await;
        Results {
            staff,
            second,
            german_staff,
            german_second,
            juror,
            campaign,
            teacher,
            project,
            school,
            good,
            weak,
            belgica,
            inadmissible,
        }
    }

    /// Somebody who judges.
    pub async fn juror_row(&self, juror: Person) {
        let row = juror::ActiveModel {
            id: Set(JurorId::from(juror.id)),
            experience: Set("Gaf dertig jaar les.".to_owned()),
            languages: Set(json!(["nl"])),
            subjects: Set(json!([])),
            school_levels: Set(json!([])),
            capacity: Set(10),
            version: Set(1),
            created_at: Set(self.clock.now()),
            updated_at: Set(self.clock.now()),
        };
        row.insert(self.db.connection()).await.unwrap();
    }

    /// An application was judged: scores of the five criteria and the three gates, in hundredths.
    pub async fn judged(&self, juror: Person, application: &str, scores: [i32; 8]) {
        let db = self.db.connection();
        let id: ApplicationId = application.parse().unwrap();
        let row = application::Entity::find_by_id(id).one(db).await.unwrap().unwrap();
        let campaign = campaign::Entity::find_by_id(row.campaign_id).one(db).await.unwrap().unwrap();
        let assignment = assignment::ActiveModel {
            id: Set(self.ids.next(self.clock.now())),
            application_id: Set(id),
            juror_id: Set(JurorId::from(juror.id)),
            campaign_id: Set(row.campaign_id),
            round: Set(1),
            state: Set(AssignmentStatus::Submitted),
            due_at: Set(campaign.evaluations_due_at),
            attested_at: Set(Some(self.clock.now())),
            ended_reason: Set(None),
            cannot_judge: Set(false),
            conflicts_since: Set(None),
            version: Set(1),
            created_at: Set(self.clock.now()),
            updated_at: Set(self.clock.now()),
        };
        assignment.insert(db).await.unwrap();
        let consolidation: ConsolidationId = self.ids.next(self.clock.now());
        let total: i32 = scores.iter().take(5).sum();
        let merged = consolidation::ActiveModel {
            id: Set(consolidation),
            application_id: Set(id),
            campaign_id: Set(row.campaign_id),
            track: Set(row.track),
            method: Set(ConsolidationMethod::Average),
            state: Set(ConsolidationStatus::Merged),
            total_centi: Set(Some(total)),
            total_sixtieths: Set(Some(total * 3 / 5)),
            spread_centi: Set(0),
            is_discrepant: Set(false),
            rank_key: Set(format!("{total:05}")),
            merged_at: Set(Some(self.clock.now())),
            version: Set(1),
            created_at: Set(self.clock.now()),
            updated_at: Set(self.clock.now()),
        };
        merged.insert(db).await.unwrap();
        let items = criterion::Entity::find()
            .filter(criterion::Column::RubricVersionId.eq(campaign.rubric_version_id))
            .all(db)
            .await
            .unwrap();
        for item in items {
            let score = scores[usize::try_from(item.position).unwrap() - 1];
            let row = consolidation_score::ActiveModel {
                id: Set(self.ids.next(self.clock.now())),
                consolidation_id: Set(consolidation),
                criterion_id: Set(item.id),
                score_centi: Set(score),
                score_sixtieths: Set(score * 3 / 5),
            };
            row.insert(db).await.unwrap();
        }
        self.set_stage(application, ApplicationStage::Evaluated).await;
    }

    /// An application stands elsewhere.
    pub async fn set_stage(&self, application: &str, stage: ApplicationStage) {
        let id: ApplicationId = application.parse().unwrap();
        let row = application::ActiveModel { id: Set(id), stage: Set(Some(stage)), ..Default::default() };
        row.update(self.db.connection()).await.unwrap();
    }
}

/// The same feedback on each criterion.
pub fn on_each_criterion(text: &str) -> Value {
    ["C1", "C2", "C3", "C4", "C5"].iter().map(|code| json!({ "criterionCode": code, "text": text })).collect()
}

impl House {
    /// The versions of the decision on an application and of the feedback; 0 where there is none.
    pub async fn text_versions(&self, application: &str) -> (i32, i32) {
        let (db, id) = (self.db.connection(), application.parse::<ApplicationId>().unwrap());
        let decided = decision::Entity::find().filter(decision::Column::ApplicationId.eq(id)).one(db).await.unwrap();
        let advised = feedback::Entity::find().filter(feedback::Column::ApplicationId.eq(id)).one(db).await.unwrap();
        (decided.map_or(0, |row| row.version), advised.map_or(0, |row| row.version))
    }

    /// Saves texts of the result of one application, as somebody who has just read them.
    pub async fn save_texts(&self, who: Person, application: &str, texts: Value) -> Reply {
        let (decision, feedback) = self.text_versions(application).await;
        let mut item = texts;
        item["applicationId"] = json!(application);
        item["expectedDecisionVersion"] = json!(decision);
        item["expectedFeedbackVersion"] = json!(feedback);
        let shown = "applications { id decision { motivation status version } feedback { text approvedAt version } }";
        self.act(who, "saveResultTexts", json!({ "items": [item] }), shown).await
    }

    /// Approves the texts of the result of one application, as somebody who has just read them.
    pub async fn approve_texts(&self, who: Person, application: &str) -> Reply {
        let (decision, feedback) = self.text_versions(application).await;
        let item = json!({
            "applicationId": application, "expectedDecisionVersion": decision, "expectedFeedbackVersion": feedback,
        });
        let shown = "applications { id feedback { approvedAt version } }";
        self.act(who, "approveResultTexts", json!({ "items": [item] }), shown).await
    }

    /// Writes all texts of the result of one application, and approves them.
    pub async fn write_texts(&self, who: Person, application: &str) {
        let criteria = on_each_criterion("Zo voort.");
        let texts = json!({ "motivation": "De uitleg.", "feedback": "Het advies.", "criteria": criteria });
        self.save_texts(who, application, texts).await.done();
        self.approve_texts(who, application).await.done();
    }
}

impl Results {
    /// Who decides on an application, and who confirms it.
    fn people(&self, application: &str) -> (Person, Person) {
        if application == self.inadmissible {
            (self.german_staff, self.german_staff)
        } else {
            (self.staff, self.second)
        }
    }

    /// Decides on a track by the rule.
    pub async fn propose(&self, house: &House, track: Track) {
        let input = json!({ "campaignId": self.campaign, "track": track.word() });
        house.act(self.staff, "proposeDecisions", input, "decisions { id }").await.done();
    }

    /// Id and version of the decision on an application.
    pub async fn decision(&self, house: &House, application: &str) -> (String, i64) {
        let query = "query($id: ID!) { application(id: $id) { decision { id version } } }";
        let reply = house.ask(self.people(application).0, query, json!({ "id": application })).await;
        (reply.text_at("/application/decision/id"), reply.number_at("/application/decision/version"))
    }

    /// Writes the explanation of a decision.
    pub async fn motivate(&self, house: &House, application: &str) {
        let texts = json!({ "motivation": "Een sterk project." });
        house.save_texts(self.people(application).0, application, texts).await.done();
    }

    /// Writes feedback on an application.
    pub async fn advise(&self, house: &House, application: &str) {
        let criteria = if application == self.inadmissible { json!([]) } else { on_each_criterion("Zo voort.") };
        let texts = json!({ "feedback": "Werk vaker in gemengde groepjes.", "criteria": criteria });
        house.save_texts(self.people(application).0, application, texts).await.done();
    }

    /// Approves the texts of an application.
    pub async fn approve_texts(&self, house: &House, application: &str) {
        house.approve_texts(self.people(application).0, application).await.done();
    }

    /// Confirms the decision on an application, as a second person.
    pub async fn ratify(&self, house: &House, application: &str) {
        let (id, _) = self.decision(house, application).await;
        let input = json!({ "decisionIds": [id] });
        house.act(self.people(application).1, "ratifyDecisions", input, "decisions { id }").await.done();
    }

    /// The applications of a track.
    pub fn of(&self, track: Track) -> Vec<&String> {
        match track {
            Track::Nql => vec![&self.good, &self.weak, &self.inadmissible],
            Track::Belgica => vec![&self.belgica],
        }
    }

    /// Everything that a track needs before it can go out.
    pub async fn decide(&self, house: &House, track: Track) {
        self.propose(house, track).await;
        for application in self.of(track) {
            self.motivate(house, application).await;
            self.advise(house, application).await;
            self.approve_texts(house, application).await;
            self.ratify(house, application).await;
        }
    }

    /// What a release is prepared with: for NQL the Flemish one.
    pub fn unit(&self, track: Track) -> Value {
        unit(&self.campaign, track, "VL")
    }

    /// Prepares a release, for NQL the Flemish one.
    pub async fn prepare(&self, house: &House, track: Track) -> Reply {
        house.act(self.staff, "preparePublication", self.unit(track), PREPARED).await
    }

    /// A release that is approved, for NQL the Flemish one: its id and version.
    pub async fn approved(&self, house: &House, track: Track) -> (String, i64) {
        house.approved(self.staff, self.second, self.unit(track)).await
    }

    /// The same of the German-speaking community, for NQL.
    pub async fn german_approved(&self, house: &House) -> (String, i64) {
        let unit = unit(&self.campaign, Track::Nql, "DG");
        house.approved(self.german_staff, self.german_second, unit).await
    }

    /// Lets the results of the German-speaking community for NQL go out; the id of their release.
    pub async fn publish_german(&self, house: &House) -> String {
        let (id, version) = self.german_approved(house).await;
        house.publish(self.german_staff, &id, version).await.done();
        id
    }

    /// Lets a decided release go out, for NQL the Flemish one; its id.
    pub async fn publish_own(&self, house: &House, track: Track) -> String {
        let (id, version) = self.approved(house, track).await;
        house.publish(self.staff, &id, version).await.done();
        id
    }

    /// Lets all results of a decided track go out; the id of the release, for NQL the Flemish one.
    pub async fn publish(&self, house: &House, track: Track) -> String {
        let id = self.publish_own(house, track).await;
        if track == Track::Nql {
            self.publish_german(house).await;
        }
        id
    }
}

/// What is asked of a release that was prepared.
const PREPARED: &str = "publicationBatch { id setHash version status }";

/// What a release is prepared with.
pub fn unit(campaign: &str, track: Track, community: &str) -> Value {
    let mut unit = json!({ "campaignId": campaign, "track": track.word() });
    if track == Track::Nql {
        unit["community"] = json!(community);
    }
    unit
}

impl House {
    /// A release that somebody prepared, and somebody else approved: its id and version.
    pub async fn approved(&self, staff: Person, second: Person, unit: Value) -> (String, i64) {
        let batch = self.act(staff, "preparePublication", unit, PREPARED).await;
        let id = batch.text_at("/it/publicationBatch/id");
        let input = json!({ "publicationBatchId": id, "expectedHash": batch.at("/it/publicationBatch/setHash") });
        let reply = self.act(second, "approvePublication", input, "publicationBatch { version }").await;
        (id, reply.number_at("/it/publicationBatch/version"))
    }

    /// Lets a release go out, whenever results are planned.
    pub async fn publish(&self, who: Person, batch: &str, version: i64) -> Reply {
        let input = json!({ "publicationBatchId": batch, "expectedVersion": version, "reason": "Alles is klaar." });
        self.act(who, "publishResults", input, "publicationBatch { status publishedAt }").await
    }
}

/// A campaign that is with the jury: an application of a Flemish school, another of another school, and one of the
/// German-speaking community, all admissible.
pub struct Hearing {
    pub staff: Person,
    pub german_staff: Person,
    pub campaign: String,
    pub teacher: Person,
    pub school: String,
    pub abroad: String,
    pub project: String,
    pub application: String,
    pub other: String,
    pub german: String,
}

/// Codes of what is scored.
pub const SCORED: [&str; 8] = ["C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3"];

impl House {
    /// See [`Hearing`].
    pub async fn hearing(&self) -> Hearing {
        let staff = self.staff().await;
        let german_staff = self.foreign_staff().await;
        let campaign = self.open_campaign(staff).await;
        let school = self.school(staff, "De Zeven Wegen", Community::Vl).await;
        let second = self.school(staff, "De Vlindertuin", Community::Vl).await;
        let third = self.school(german_staff, "Schule am Park", Community::Dg).await;
        let abroad = self.school(staff, "Scuola Verdi", Community::Foreign).await;
        let teacher = self.teacher("Lotte Verhaegen", &school).await;
        let wim = self.teacher("Wim De Backer", &second).await;
        let uta = self.teacher("Uta Klein", &third).await;
        let project = self.ended_project(teacher, "De bijen", &school, &abroad).await;
        let wasps = self.ended_project(wim, "De wespen", &second, &abroad).await;
        let ants = self.ended_project(uta, "Die Ameisen", &third, &abroad).await;
        let application = self.complete_application(teacher, &campaign, &project).await;
        let other = self.complete_application(wim, &campaign, &wasps).await;
        let german = self.complete_application(uta, &campaign, &ants).await;
        self.set_day("2026-07-02");
        self.move_campaign(staff, "closeCampaign", &campaign).await;
        for (who, id) in [(staff, &application), (staff, &other), (german_staff, &german)] {
            let input = json!({ "applicationId": id, "admissibility": "ADMISSIBLE" });
            self.act(who, "decideAdmissibility", input, "application { id }").await.done();
        }
        self.move_campaign(staff, "startEvaluation", &campaign).await;
        Hearing { staff, german_staff, campaign, teacher, school, abroad, project, application, other, german }
    }

    /// Two teachers did a project together that ended a year before.
    pub async fn project_together(&self, one: Person, other: Person, school: &str, other_school: &str) {
        use entity::{ids::SchoolId, kinds::MemberRole, project, project_member};
        use sea_orm::{ActiveModelTrait, IntoActiveModel};
        let db = self.db.connection();
        let known = project::Entity::find().one(db).await.unwrap().unwrap();
        let ended_on = Some("2025-06-30".parse().unwrap());
        let id = self.ids.next(self.clock.now());
        let started_on = "2025-01-10".parse().unwrap();
        let (slug, title) = ("vroeger".to_owned(), "Vroeger".to_owned());
        let esep_url = "https://esep.example/projects/vroeger".to_owned();
        let title_key = nql::fold::key(&title);
        let before = project::Model { id, slug, esep_url, title, title_key, started_on, ended_on, ..known };
        before.into_active_model().reset_all().insert(db).await.unwrap();
        for (who, school) in [(one, school), (other, other_school)] {
            let member = project_member::Model {
                id: self.ids.next(self.clock.now()),
                project_id: id,
                user_id: who.id,
                school_id: school.parse::<SchoolId>().unwrap(),
                role: MemberRole::Founder,
                joined_at: None,
            };
            member.into_active_model().reset_all().insert(db).await.unwrap();
        }
    }

    /// What a juror who reads Dutch is invited with.
    pub fn juror_input(campaign: &str, name: &str) -> Value {
        json!({
            "campaignId": campaign, "tracks": ["NQL"], "name": name, "experience": "Gaf dertig jaar les.",
            "email": format!("{}@jury.example", nql::fold::plain(name).replace(' ', ".")), "languages": ["nl"],
        })
    }

    /// A juror without conflicts.
    pub async fn juror(&self, hearing: &Hearing, name: &str) -> Person {
        let input = Self::juror_input(&hearing.campaign, name);
        let reply = self.act(hearing.staff, "inviteJuror", input, "juror { id }").await;
        reply.done();
        let id: JurorId = reply.text_at("/it/juror/id").parse().unwrap();
        Person { id: id.into(), role: Role::Juror }
    }

    /// A juror is asked to judge an application; the assignment's id.
    pub async fn assignment(&self, staff: Person, juror: Person, application: &str) -> String {
        let input = json!({ "applicationId": application, "jurorId": JurorId::from(juror.id).to_string() });
        let reply = self.act(staff, "assignJuror", input, "assignment { id }").await;
        reply.done();
        reply.text_at("/it/assignment/id")
    }

    /// A juror is asked and attests that there is no conflict; the assignment's id.
    pub async fn accepted(&self, staff: Person, juror: Person, application: &str) -> String {
        let id = self.assignment(staff, juror, application).await;
        let input = json!({ "assignmentId": id, "expectedVersion": 1, "answer": "ACCEPT" });
        self.act(juror, "respondToAssignment", input, "assignment { id }").await.done();
        id
    }

    /// A juror scores everything, with comments, and does not hand in yet.
    pub async fn scored(&self, juror: Person, assignment: &str, scores: [i32; 8]) {
        let scores: Vec<Value> = SCORED
            .iter()
            .zip(scores)
            .map(|(code, score)| json!({ "criterionCode": code, "score": score, "comment": format!("Over {code}.") }))
            .collect();
        let input = json!({ "assignmentId": assignment, "scores": scores, "internalNote": "Onder ons." });
        self.act(juror, "saveEvaluationDraft", input, "evaluation { id }").await.done();
    }

    /// A juror judges an application to the end; the assignment's id.
    pub async fn evaluated(&self, staff: Person, juror: Person, application: &str, scores: [i32; 8]) -> String {
        let id = self.accepted(staff, juror, application).await;
        self.scored(juror, &id, scores).await;
        let input = json!({ "assignmentId": id, "expectedVersion": 1 });
        self.act(juror, "submitEvaluation", input, "evaluation { status }").await.done();
        id
    }
}
