//! One whole campaign, played through the API by a small cast. It stops at each phase to let a test look.

use std::fmt::Write;

use entity::{
    ids::{JurorId, UserId},
    kinds::{Community, Kind, Role, Track},
};
use nql::api::model::model;
use sea_orm::{ConnectionTrait, Statement, Value as Sql};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{House, Person};

/// Every juror's name and address, every comment and every internal note has this in it: no teacher may ever read it.
pub const CANARY: &str = "kanarie";

/// How far the story is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The campaign is open, and everybody has a draft.
    Open,
    /// The applications are in; one teacher never hands in.
    HandedIn,
    /// The campaign is closed, and the applications are admissible.
    Closed,
    /// The jury works; jurors are asked and none has answered.
    Asked,
    /// Of two jurors of an application one has handed in and one is at work; a third found a conflict.
    Judging,
    /// All evaluations are in; a juror declined.
    Judged,
    /// The evaluations are merged.
    Merged,
    /// The campaign deliberates; decisions, explanations and feedback are written.
    Proposed,
    /// A second person confirmed the decisions, the prize and the release.
    Ratified,
    /// The results are out.
    Published,
    /// The winner of the prize is known.
    Announced,
    /// The day of the news on the European label.
    Told,
}

impl Phase {
    pub const ALL: [Self; 12] = [
        Self::Open,
        Self::HandedIn,
        Self::Closed,
        Self::Asked,
        Self::Judging,
        Self::Judged,
        Self::Merged,
        Self::Proposed,
        Self::Ratified,
        Self::Published,
        Self::Announced,
        Self::Told,
    ];

    /// As it heads a column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::HandedIn => "handed-in",
            Self::Closed => "closed",
            Self::Asked => "asked",
            Self::Judging => "judging",
            Self::Judged => "judged",
            Self::Merged => "merged",
            Self::Proposed => "proposed",
            Self::Ratified => "ratified",
            Self::Published => "published",
            Self::Announced => "announced",
            Self::Told => "told",
        }
    }
}

/// Who and what the story is about. "Its teacher" is Lotte throughout.
pub struct Story {
    house: House,
    /// Teacher of the bees; her application earns the label.
    pub lotte: Person,
    /// Teacher of the bees too; his application does not.
    pub wim: Person,
    /// Teacher of another project; never hands in.
    pub els: Person,
    /// Flemish teacher of the Belgica project.
    pub bert: Person,
    /// French-speaking teacher of the Belgica project.
    pub claire: Person,
    /// Judges everything, and hands in first.
    pub judge: Person,
    /// Judges everything, and hands in second.
    pub second_judge: Person,
    /// Is asked to judge Wim's application, and declines in the end.
    pub asked: Person,
    /// Is in the jury and judges nothing.
    pub spare: Person,
    /// Accepted Lotte's application, and then found a conflict of interest.
    pub tied: Person,
    /// A juror who is not in this jury.
    pub stranger: Person,
    pub staff: Person,
    pub second_staff: Person,
    pub german_staff: Person,
    pub admin: Person,
    pub service: Person,
    pub campaign: String,
    /// The campaign of the year after; a draft.
    pub next_campaign: String,
    pub bees: String,
    pub border: String,
    pub school: String,
    pub french_school: String,
    pub abroad: String,
    pub of_lotte: String,
    pub of_wim: String,
    pub of_els: String,
    pub of_bert: String,
    pub of_claire: String,
}

impl Story {
    /// The first phase: everybody has a draft.
    pub async fn begin(house: &House) -> Self {
        let house = house.clone();
        let staff = house.staff().await;
        let second_staff = house.second_staff().await;
        let german_staff = house.foreign_staff().await;
        let (admin, service) = (house.admin().await, house.service().await);
        let key = json!({ "userId": service.id.to_string(), "name": "Website", "scopes": ["LABEL_READ"], "expiresOn": "2026-12-31" });
        house.act(admin, "makeServiceKey", key, "serviceKeyTokens { serviceKeyId }").await.done();
        let mut input = House::campaign_input();
        input["milestones"] = json!([
            { "kind": "RESULTS", "takesPlaceOn": "2026-10-31", "text": "Resultaten" },
            { "kind": "EQL_INFO", "takesPlaceOn": "2027-03-01", "text": "Europees label" },
        ]);
        // Of one project with the label, a quarter is none.
        input["settings"] = json!({ "eqlSharePercent": 100 });
        let campaign = house.act(staff, "createCampaign", input.clone(), "campaign { id }").await;
        let campaign = campaign.text_at("/it/campaign/id");
        house.move_campaign(staff, "openCampaign", &campaign).await;
        input["schoolYear"] = json!("2026-2027");
        let next_campaign = house.act(staff, "createCampaign", input, "campaign { id }").await;
        let next_campaign = next_campaign.text_at("/it/campaign/id");
        let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let french_school = house.school(staff, "École du Parc", Community::Fwb).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        let wim = house.teacher("Wim De Backer", &school).await;
        let els = house.teacher("Els Peeters", &school).await;
        let bert = house.teacher("Bert Maes", &school).await;
        let claire = house.teacher("Claire Dumont", &french_school).await;
        for who in [lotte, staff] {
            house.identity(who, "https://login.scholen.example").await;
        }
        let bees = house.ended_project(lotte, "De bijen", &school, &abroad).await;
        let wasps = house.ended_project(els, "De wespen", &school, &abroad).await;
        let border = house.ended_project(bert, "Over de taalgrens", &school, &french_school).await;
        for (who, project, email, at) in [
            (lotte, &bees, "wim.de.backer@nql.example", &school),
            (bert, &border, "claire.dumont@nql.example", &french_school),
        ] {
            let input = json!({ "projectId": project, "email": email, "schoolId": at, "role": "PARTNER" });
            house.act(who, "addProjectMember", input, "project { id }").await.done();
        }
        let invite = async |name: &str, tracks: &[&str]| {
            let name = format!("{name} {CANARY}");
            let input = json!({
                "campaignId": campaign, "tracks": tracks, "email": format!("{}@jury.example", name.replace(' ', ".")),
                "name": name, "experience": "Gaf dertig jaar les.", "languages": ["nl", "fr"],
            });
            let id = house.act(staff, "inviteJuror", input, "juror { id }").await.text_at("/it/juror/id");
            Person { id: UserId::from(id.parse::<JurorId>().unwrap()), role: Role::Juror }
        };
        let judge = invite("Marthe", &["NQL", "BELGICA"]).await;
        let second_judge = invite("Nadia", &["NQL", "BELGICA"]).await;
        let asked = invite("Oscar", &["NQL"]).await;
        let spare = invite("Pieter", &["NQL"]).await;
        let tied = invite("Quinten", &["NQL"]).await;
        let stranger = house.seat(&format!("Rita {CANARY}"), &[Role::Juror], None).await;
        let of_lotte = house.written_draft(lotte, &campaign, &bees).await;
        let of_wim = house.written_draft(wim, &campaign, &bees).await;
        let of_els = house.written_draft(els, &campaign, &wasps).await;
        let of_bert = house.written_draft(bert, &campaign, &border).await;
        let of_claire = house.written_draft(claire, &campaign, &border).await;
        house.asked_where_they_work(lotte, &school).await;
        house.unknown_partner(&bees, "Liceo Rossi").await;
        // The old form brought Lotte's registration once more.
        let row = "1;30/09/2025 16:12:40;lotte.verhaegen@nql.example;Lotte Verhaegen;De Zeven Wegen;Gent;De bijen;\
                   https://esep.example/projects/de-bijen;2/05/2025;30/09/2025;Italië;Ja;Ja;Ja";
        house.import(staff, &campaign, &[row]).await;
        Self {
            house,
            lotte,
            wim,
            els,
            bert,
            claire,
            judge,
            second_judge,
            asked,
            spare,
            tied,
            stranger,
            staff,
            second_staff,
            german_staff,
            admin,
            service,
            campaign,
            next_campaign,
            bees,
            border,
            school,
            french_school,
            abroad,
            of_lotte,
            of_wim,
            of_els,
            of_bert,
            of_claire,
        }
    }

    /// The cast and what each is to Lotte's application, in the order in which they are listed.
    pub fn relations(&self) -> [(&'static str, Option<Person>); 17] {
        [
            ("teacher Lotte, whose application it is", Some(self.lotte)),
            ("teacher Wim, of the same project", Some(self.wim)),
            ("teacher Els, of another project", Some(self.els)),
            ("teacher Bert, Belgica, Flemish", Some(self.bert)),
            ("teacher Claire, Belgica, French-speaking", Some(self.claire)),
            ("juror who judges it, first to hand in", Some(self.judge)),
            ("juror who judges it, second to hand in", Some(self.second_judge)),
            ("juror asked for Wim's, not attested", Some(self.asked)),
            ("juror of this jury, not assigned", Some(self.spare)),
            ("juror with a conflict of interest", Some(self.tied)),
            ("juror of no jury", Some(self.stranger)),
            ("staff, Flemish", Some(self.staff)),
            ("staff, Flemish, second", Some(self.second_staff)),
            ("staff, German-speaking", Some(self.german_staff)),
            ("admin", Some(self.admin)),
            ("service", Some(self.service)),
            ("anonymous", None),
        ]
    }

    /// Plays on from the phase before to `phase`.
    pub async fn reach(&self, phase: Phase) {
        match phase {
            Phase::Open => {}
            Phase::HandedIn => self.hand_in().await,
            Phase::Closed => self.close().await,
            Phase::Asked => self.ask_jurors().await,
            Phase::Judging => self.begin_judging().await,
            Phase::Judged => {
                self.finish_judging().await;
                self.sit().await;
            }
            Phase::Merged => {
                self.answer_panel(true).await;
                let input = json!({ "applicationIds": [&self.of_lotte, &self.of_wim, &self.of_bert] });
                self.house.act(self.staff, "consolidateApplications", input, "__typename").await.done();
            }
            Phase::Proposed => self.propose().await,
            Phase::Ratified => self.ratify().await,
            Phase::Published => {
                for track in [Track::Nql, Track::Belgica] {
                    let (id, version) = self.batch(track).await;
                    self.house.publish(self.staff, &id, version).await.done();
                }
            }
            Phase::Announced => {
                let input = json!({ "campaignId": self.campaign, "track": "NQL" });
                self.house.act(self.staff, "announcePrizes", input, "__typename").await.done();
                self.revise(&self.of_lotte).await;
                self.question(&self.of_lotte, self.lotte).await;
                self.propose_for_eql().await;
                self.invite().await;
            }
            Phase::Told => {
                self.house.set_day("2027-03-02");
                self.house.wait().await;
                self.accept().await;
            }
        }
    }

    /// Proposes another explanation of a result that is out; the correction.
    pub async fn revise(&self, application: &str) -> String {
        let (id, version) = self.decision(application).await;
        let input = json!({
            "decisionId": id, "expectedVersion": version, "outcome": "AWARDED", "motivation": "Een sterk project, rechtgezet.",
            "reason": "Een woord ontbrak.",
        });
        self.house
            .act(self.staff, "reviseDecision", input, "decision { corrections { id } }")
            .await
            .text_at("/it/decision/corrections/0/id")
    }

    /// A teacher asks to look at a result again; the request.
    pub async fn question(&self, application: &str, teacher: Person) -> String {
        let input =
            json!({ "applicationId": application, "ground": "PROCEDURAL", "text": "De bijlage werd niet gelezen." });
        self.house
            .act(teacher, "requestReconsideration", input, "reconsideration { id }")
            .await
            .text_at("/it/reconsideration/id")
    }

    /// Proposes what the rule gives for the European label: the list and its hash.
    pub async fn propose_for_eql(&self) -> (String, String) {
        let shown = "eqlNomination { id setHash }";
        let input = json!({ "campaignId": self.campaign });
        let list = self.house.act(self.staff, "proposeEqlCandidates", input, shown).await;
        (list.text_at("/it/eqlNomination/id"), list.text_at("/it/eqlNomination/setHash"))
    }

    fn judged(&self) -> [&String; 4] {
        [&self.of_lotte, &self.of_wim, &self.of_bert, &self.of_claire]
    }

    async fn hand_in(&self) {
        for (who, id) in [
            (self.lotte, &self.of_lotte),
            (self.wim, &self.of_wim),
            (self.bert, &self.of_bert),
            (self.claire, &self.of_claire),
        ] {
            let version = self.house.version(who, "application", id).await;
            let input = json!({ "applicationId": id, "expectedVersion": version });
            self.house.act(who, "submitApplication", input, "__typename").await.done();
        }
    }

    async fn close(&self) {
        self.house.set_day("2026-07-02");
        self.house.move_campaign(self.staff, "closeCampaign", &self.campaign).await;
        for id in self.judged() {
            let input = json!({ "applicationId": id, "admissibility": "ADMISSIBLE" });
            self.house.act(self.staff, "decideAdmissibility", input, "__typename").await.done();
        }
    }

    async fn assign(&self, application: &str, juror: Person) {
        let input = json!({ "applicationId": application, "jurorId": JurorId::from(juror.id).to_string() });
        self.house.act(self.staff, "assignJuror", input, "__typename").await.done();
    }

    async fn ask_jurors(&self) {
        self.house.move_campaign(self.staff, "startEvaluation", &self.campaign).await;
        self.assign(&self.of_lotte, self.judge).await;
        self.assign(&self.of_lotte, self.tied).await;
        self.assign(&self.of_wim, self.judge).await;
        self.assign(&self.of_wim, self.asked).await;
        for id in [&self.of_bert, &self.of_claire] {
            self.assign(id, self.judge).await;
            self.assign(id, self.second_judge).await;
        }
        let oscar = JurorId::from(self.asked.id).to_string();
        let away = json!({ "jurorId": oscar, "fromOn": "2025-10-01", "toOn": "2025-10-15" });
        self.house.act(self.staff, "recordAbsence", away, "__typename").await.done();
        let reason = format!("Buren, {CANARY}.");
        let noted = json!({ "jurorId": oscar, "applicationId": self.of_wim, "isHard": false, "reason": reason });
        self.house.act(self.staff, "recordConflict", noted, "__typename").await.done();
        let cleared = json!({ "jurorId": oscar, "applicationId": self.of_wim, "reason": reason });
        self.house.act(self.staff, "clearConflict", cleared, "__typename").await.done();
        let plan = json!({ "campaignId": self.campaign, "track": "NQL" });
        self.house.act(self.staff, "simulateAssignment", plan, "__typename").await.done();
        self.house.plan_all().await;
    }

    /// Id and version of a juror's assignment, as staff see it.
    pub async fn assignment(&self, application: &str, juror: Person) -> (String, i64) {
        let query = "query($application: ID!, $juror: ID!) {
            assignments(filter: { applicationId: { eq: $application }, jurorId: { eq: $juror } }) { nodes { id version } }
        }";
        let variables = json!({ "application": application, "juror": JurorId::from(juror.id).to_string() });
        let reply = self.house.ask(self.staff, query, variables).await;
        (reply.text_at("/assignments/nodes/0/id"), reply.number_at("/assignments/nodes/0/version"))
    }

    async fn answer(&self, application: &str, juror: Person, answer: &str) {
        let (id, version) = self.assignment(application, juror).await;
        let reason = (answer != "ACCEPT").then(|| format!("Een reden, {CANARY}."));
        let input = json!({ "assignmentId": id, "expectedVersion": version, "answer": answer, "reason": reason });
        self.house.act(juror, "respondToAssignment", input, "__typename").await.done();
    }

    async fn write_evaluation(&self, application: &str, juror: Person, score: i32) {
        let (id, _) = self.assignment(application, juror).await;
        let scores: Vec<Value> = ["C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3"]
            .map(|code| json!({ "criterionCode": code, "score": score, "comment": format!("Opmerking, {CANARY}.") }))
            .to_vec();
        let input = json!({
            "assignmentId": id, "scores": scores, "comment": format!("In het geheel, {CANARY}."),
            "internalNote": format!("Onder ons, {CANARY}."),
        });
        self.house.act(juror, "saveEvaluationDraft", input, "__typename").await.done();
    }

    async fn write_too_late(&self, application: &str, juror: Person) {
        let (id, _) = self.assignment(application, juror).await;
        let input = json!({ "assignmentId": id, "expectedVersion": 2, "internalNote": format!("Te laat onder ons, {CANARY}.") });
        self.house.act(juror, "saveEvaluationDraft", input, "__typename").await.assert_refused(&["ALREADY_SUBMITTED"]);
    }

    async fn hand_evaluation_in(&self, application: &str, juror: Person) {
        let (id, _) = self.assignment(application, juror).await;
        let input = json!({ "assignmentId": id, "expectedVersion": 1 });
        self.house.act(juror, "submitEvaluation", input, "__typename").await.done();
    }

    async fn begin_judging(&self) {
        for id in self.judged() {
            self.answer(id, self.judge, "ACCEPT").await;
        }
        self.answer(&self.of_lotte, self.tied, "ACCEPT").await;
        self.write_evaluation(&self.of_lotte, self.tied, 0).await;
        self.answer(&self.of_lotte, self.tied, "RECUSE").await;
        self.assign(&self.of_lotte, self.second_judge).await;
        for id in [&self.of_lotte, &self.of_bert, &self.of_claire] {
            self.answer(id, self.second_judge, "ACCEPT").await;
        }
        self.write_evaluation(&self.of_lotte, self.judge, 5).await;
        self.hand_evaluation_in(&self.of_lotte, self.judge).await;
        self.write_too_late(&self.of_lotte, self.judge).await;
        self.write_evaluation(&self.of_lotte, self.second_judge, 5).await;
        self.write_evaluation(&self.of_wim, self.judge, 1).await;
    }

    async fn finish_judging(&self) {
        self.answer(&self.of_wim, self.asked, "DECLINE").await;
        self.assign(&self.of_wim, self.second_judge).await;
        self.answer(&self.of_wim, self.second_judge, "ACCEPT").await;
        self.hand_evaluation_in(&self.of_lotte, self.second_judge).await;
        self.hand_evaluation_in(&self.of_wim, self.judge).await;
        self.write_evaluation(&self.of_wim, self.second_judge, 1).await;
        self.hand_evaluation_in(&self.of_wim, self.second_judge).await;
        for id in [&self.of_bert, &self.of_claire] {
            for juror in [self.judge, self.second_judge] {
                self.write_evaluation(id, juror, 4).await;
                self.hand_evaluation_in(id, juror).await;
            }
        }
    }

    /// The jurors of Claire's application are to agree, and do not yet.
    async fn sit(&self) {
        let juror = JurorId::from(self.judge.id).to_string();
        let input = json!({ "applicationId": self.of_claire, "jurorId": juror, "reason": "Overleg." });
        self.house.act(self.staff, "nameConsolidator", input, "__typename").await.done();
        let scores = super::given::SCORED.map(|code| json!({ "criterionCode": code, "score": "4.00" }));
        let input = json!({
            "applicationId": self.of_claire, "expectedVersion": 1, "scores": scores,
            "comment": format!("Wij zijn het eens, {CANARY}."),
        });
        self.house.act(self.judge, "proposePanelResult", input, "__typename").await.done();
        self.answer_panel(false).await;
    }

    async fn answer_panel(&self, agrees: bool) {
        let reason = (!agrees).then(|| format!("Nog niet, {CANARY}."));
        let input =
            json!({ "applicationId": self.of_claire, "expectedVersion": 2, "hasAgreed": agrees, "reason": reason });
        self.house.act(self.second_judge, "answerPanelResult", input, "__typename").await.done();
    }

    /// Id and version of a decision, as staff see it.
    pub async fn decision(&self, application: &str) -> (String, i64) {
        let query = "query($id: ID!) { application(id: $id) { decision { id version } } }";
        let reply = self.house.ask(self.staff, query, json!({ "id": application })).await;
        (reply.text_at("/application/decision/id"), reply.number_at("/application/decision/version"))
    }

    async fn propose(&self) {
        self.house.set_day("2026-10-06");
        self.house.move_campaign(self.staff, "startDeliberation", &self.campaign).await;
        for track in [Track::Nql, Track::Belgica] {
            let input = json!({ "campaignId": self.campaign, "track": track.word() });
            self.house.act(self.staff, "proposeDecisions", input, "__typename").await.done();
        }
        for application in self.judged() {
            self.house.write_texts(self.staff, application).await;
        }
        for rank in [1, 2] {
            let input = json!({
                "campaignId": self.campaign, "track": "NQL", "rank": rank, "title": format!("Prijs {rank}"),
                "components": [
                    { "kind": "VOUCHER", "amountCents": 5_000, "description": "Boeken", "sponsorName": format!("Sponsor {rank}") },
                ],
            });
            self.house.act(self.staff, "definePrize", input, "__typename").await.done();
        }
        let logo = json!([{ "kind": "LOGO", "uploadId": self.house.picture(self.staff).await, "shows": "eTwinning" }]);
        let design = json!({ "campaignId": self.campaign, "signatoryName": "Sara Gilissen", "signatoryFunction": "Coördinator", "pictures": logo });
        self.house.act(self.staff, "setCertificateDesign", design, "__typename").await.done();
    }

    async fn ratify(&self) {
        for application in self.judged() {
            let (id, _) = self.decision(application).await;
            self.house
                .act(self.second_staff, "ratifyDecisions", json!({ "decisionIds": [id] }), "__typename")
                .await
                .done();
        }
        let prizes = self.house.ask(self.staff, "{ prizes { nodes { id } } }", json!({})).await;
        let input =
            json!({ "prizeId": prizes.at("/prizes/nodes/0/id"), "projectId": self.bees, "schoolIds": [self.school] });
        let award = self.house.act(self.staff, "awardPrize", input, "prizeAward { id }").await;
        let input = json!({ "prizeAwardId": award.at("/it/prizeAward/id"), "expectedVersion": 1 });
        self.house.act(self.second_staff, "ratifyPrizeAward", input, "__typename").await.done();
        for track in [Track::Nql, Track::Belgica] {
            let unit = super::given::unit(&self.campaign, track, "VL");
            self.house.approved(self.staff, self.second_staff, unit).await;
        }
    }

    /// Flemish staff plan an event, and invite those who hold a label; Lotte says what she needs.
    async fn invite(&self) {
        let event = json!({
            "title": "Breng Europa naar je klas", "place": "Het Pand", "address": "Onderbergen 1, 9000 Gent",
            "startsAt": "2026-11-05T13:00:00Z", "endsAt": "2026-11-05T16:00:00Z", "answersCloseOn": "2026-10-28",
            "seats": 2, "mostGuests": 1, "communities": ["VL"],
        });
        let input = json!({ "campaignId": self.campaign, "event": event });
        let event = self.house.act(self.staff, "planEvent", input, "event { id }").await.text_at("/it/event/id");
        let input = json!({ "eventId": event, "tracks": ["NQL", "BELGICA"] });
        self.house.act(self.staff, "inviteToEvent", input, "__typename").await.done();
        let own = self.house.ask(self.lotte, "{ eventInvitations { nodes { id } } }", json!({})).await;
        let id = own.at("/eventInvitations/nodes/0/id");
        let input = json!({ "eventInvitationId": id, "isComing": true, "needs": "Een plaats vooraan." });
        self.house.act(self.lotte, "answerEventInvitation", input, "__typename").await.done();
    }

    /// Lotte's school wants its prize, gets the code of its voucher, and knows when the visit is.
    async fn accept(&self) {
        let query = "{ prizes { nodes { components { id } awards { id version } } } }";
        let prizes = self.house.ask(self.staff, query, json!({})).await;
        let (award, part) = (prizes.at("/prizes/nodes/0/awards/0"), prizes.at("/prizes/nodes/0/components/0/id"));
        let input = json!({ "prizeAwardId": award["id"], "expectedVersion": award["version"] });
        self.house.act(self.lotte, "acceptPrize", input, "__typename").await.done();
        let secret = format!("BON-{CANARY}");
        let input =
            json!({ "prizeAwardId": award["id"], "prizeComponentId": part, "schoolId": self.school, "secret": secret });
        self.house.act(self.staff, "enterVoucher", input, "__typename").await.done();
        let input = json!({
            "prizeAwardId": award["id"], "expectedVersion": award["version"].as_i64().unwrap() + 1,
            "startsAt": "2027-04-08T12:30:00Z", "endsAt": "2027-04-08T14:00:00Z", "place": "De Zeven Wegen",
            "staff": "Sara Gilissen", "cakePieces": 40, "cakeNote": "Zonder noten.",
        });
        self.house.act(self.staff, "planPrizeVisit", input, "__typename").await.done();
        let photo = self.house.added_photo(self.lotte, award["id"].as_str().unwrap()).await;
        self.house.consented_photo(self.lotte, &photo, 1, &["SCHOOL", "WEBSITE"]).await;
    }

    /// Id and version of the release of a track.
    async fn batch(&self, track: Track) -> (String, i64) {
        let query = "query($id: ID!, $track: Track!) { publicationBatches(campaignId: $id, filter: { track: { eq: $track } }) { nodes { id version } } }";
        let reply = self.house.ask(self.staff, query, json!({ "id": self.campaign, "track": track.word() })).await;
        (reply.text_at("/publicationBatches/nodes/0/id"), reply.number_at("/publicationBatches/nodes/0/version"))
    }

    /// The ids on the wire of the rows of a kind that meet a condition, the oldest first; `$1` is `about`.
    pub async fn rows(&self, kind: &str, condition: &str, about: Option<Uuid>) -> Vec<String> {
        let object = model().object(kind).unwrap_or_else(|_| panic!("no object is called {kind}"));
        let connection = self.house.db.connection();
        let sql = format!("SELECT it.id FROM \"{}\" it WHERE {condition} ORDER BY it.id", object.table);
        let values: Vec<Sql> = about.into_iter().map(Sql::from).collect();
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        let prefix = object.prefix.unwrap();
        let rows = connection.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| wire(prefix, row.try_get("", "id").unwrap())).collect()
    }

    /// Which of some ids somebody sees through `nodes`.
    pub async fn seen(&self, who: Option<Person>, ids: &[String]) -> Vec<bool> {
        let mut seen = Vec::new();
        for ids in ids.chunks(100) {
            let reply =
                self.house.ask(who, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
            let nodes = reply.at("/nodes").as_array().unwrap();
            assert_eq!(nodes.len(), ids.len());
            for (node, id) in nodes.iter().zip(ids) {
                assert!(node.is_null() || node["id"] == **id, "{}", reply.text);
                seen.push(!node.is_null());
            }
        }
        seen
    }
}

/// An id as it is on the wire.
pub fn wire(prefix: &str, id: Uuid) -> String {
    let mut text = format!("{prefix}_");
    let _ = write!(text, "{}", id.simple());
    text
}

/// What is behind an id on the wire.
pub fn behind(id: &str) -> Uuid {
    Uuid::try_parse(id.rsplit_once('_').unwrap().1).unwrap()
}
