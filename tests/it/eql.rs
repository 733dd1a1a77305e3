//! Candidates for the European label: computed when the results are out, and again when more is known.

use entity::{
    eql_candidacy, eql_nomination,
    kinds::{Community, EqlCandidacyStatus, Kind, MessageStatus, MessageTemplate, Role, Track},
    message,
};
use nql::{
    notification::text::{Frame, write},
    words::Language,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    mail::order_of_sending,
    support::{
        House, Person, Reply,
        given::{Results, on_each_criterion, unit},
        story::{Phase, Story},
    },
    trial,
};

async fn record(house: &House, who: Person, results: &Results, countries: Value, source: &str) -> Reply {
    let input = json!({
        "projectId": results.project, "campaignId": results.campaign, "countries": countries, "source": source,
    });
    house
        .act(
            who,
            "recordForeignLabels",
            input,
            "eqlCandidacy { status average countriesWithNql countries { country source knownOn } reason }",
        )
        .await
}

async fn compute(house: &House, who: Person, results: &Results) -> Reply {
    let input = json!({ "campaignId": results.campaign });
    house
        .act(who, "computeEqlCandidates", input, "eqlCandidacies { status average countriesWithNql project { id } }")
        .await
}

/// A campaign whose results are out: one teacher and project for each total, all with the label.
struct Year {
    staff: Person,
    second: Person,
    german_staff: Person,
    admin: Person,
    service: Person,
    campaign: String,
    school: String,
    abroad: String,
    teachers: Vec<Person>,
    projects: Vec<String>,
    labels: Vec<String>,
}

/// A year in which `percent` of the projects may be proposed, with these scores of each criterion, in hundredths.
async fn year(house: &House, percent: i32, scores: &[i32]) -> Year {
    let (staff, second, german_staff) = (house.staff().await, house.second_staff().await, house.foreign_staff().await);
    let (admin, service) = (house.admin().await, house.service().await);
    let mut input = House::campaign_input();
    input["settings"] = json!({ "eqlSharePercent": percent });
    input["milestones"] = json!([{ "kind": "EQL_INFO", "takesPlaceOn": "2027-03-01", "text": "Europees label" }]);
    let campaign = house.open_campaign_of(staff, input).await;
    let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let (mut teachers, mut projects, mut applications) = (Vec::new(), Vec::new(), Vec::new());
    for (number, _) in scores.iter().enumerate() {
        let name = ["Anna Aerts", "Bart Bos", "Cato Cools", "Dirk Daems", "Elke Elst", "Fien Faes"][number];
        let teacher = house.teacher(name, &school).await;
        let project = house.ended_project(teacher, &format!("Van {name}"), &school, &abroad).await;
        applications.push(house.complete_application(teacher, &campaign, &project).await);
        teachers.push(teacher);
        projects.push(project);
    }
    house.set_day("2026-07-02");
    house.move_campaign(staff, "closeCampaign", &campaign).await;
    house.act(staff, "admitApplications", json!({ "applicationIds": applications }), "__typename").await.done();
    house.move_campaign(staff, "startEvaluation", &campaign).await;
    let juror = house.seat("Marthe Claes", &[Role::Juror], None).await;
    house.juror_row(juror).await;
    for (application, score) in applications.iter().zip(scores) {
        house.judged(juror, application, [*score; 8]).await;
    }
    house.set_day("2026-10-06");
    house.move_campaign(staff, "startDeliberation", &campaign).await;
    let input = json!({ "campaignId": campaign, "track": "NQL" });
    let decided = house.act(staff, "proposeDecisions", input, "decisions { id }").await;
    for application in &applications {
        let texts = json!({ "motivation": "Sterk.", "feedback": "Zo voort.", "criteria": on_each_criterion("Goed.") });
        house.save_texts(staff, application, texts).await.done();
        house.approve_texts(staff, application).await.done();
    }
    let ids: Vec<&Value> = decided.done()["decisions"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    house.act(second, "ratifyDecisions", json!({ "decisionIds": ids }), "__typename").await.done();
    let (batch, version) = house.approved(staff, second, unit(&campaign, Track::Nql, "VL")).await;
    house.publish(staff, &batch, version).await.done();
    let mut labels = Vec::new();
    for (teacher, application) in teachers.iter().zip(&applications) {
        let query = "query($id: ID!) { application(id: $id) { label { id } } }";
        labels.push(house.ask(*teacher, query, json!({ "id": application })).await.text_at("/application/label/id"));
    }
    Year { staff, second, german_staff, admin, service, campaign, school, abroad, teachers, projects, labels }
}

const NOMINATION: &str = "eqlNomination { id status setHash labelledProjects places listedProjects }";

impl Year {
    /// Records a label in Italy for each project.
    async fn known_abroad(&self, house: &House) {
        for project in &self.projects {
            let input = json!({ "projectId": project, "campaignId": self.campaign, "countries": ["IT"], "source": "lijst van het CSS" });
            house.act(self.staff, "recordForeignLabels", input, "__typename").await.done();
        }
    }

    async fn propose(&self, house: &House, chosen: &[&String]) -> Reply {
        let input = json!({ "campaignId": self.campaign, "chosenProjectIds": chosen, "reason": "De jury koos." });
        house.act(self.staff, "proposeEqlCandidates", input, NOMINATION).await
    }

    /// Confirms a list that was proposed.
    async fn nominate(&self, house: &House, who: Person, proposed: &Reply) -> Reply {
        let list = proposed.at("/it/eqlNomination");
        let input = json!({ "eqlNominationId": list["id"], "expectedHash": list["setHash"] });
        house.act(who, "nominateForEql", input, NOMINATION).await
    }

    /// Proposes and confirms the list of the rule.
    async fn nominated(&self, house: &House) {
        let proposed = self.propose(house, &[]).await;
        self.nominate(house, self.second, &proposed).await.done();
    }

    /// A field of each project's candidacy, as staff read it.
    async fn of_each(&self, house: &House, field: &str) -> Vec<Value> {
        let query = format!("{{ eqlCandidacies(first: 50) {{ nodes {{ project {{ id }} {field} }} }} }}");
        let reply = house.ask(self.staff, &query, json!({})).await;
        let nodes = reply.at("/eqlCandidacies/nodes").as_array().unwrap();
        let name = field.split_whitespace().next().unwrap();
        let of = |project: &String| nodes.iter().find(|node| node["project"]["id"] == **project).unwrap();
        self.projects.iter().map(|project| of(project)[name].clone()).collect()
    }

    /// Id and version of a candidacy.
    async fn candidacy(&self, house: &House, number: usize) -> (Value, Value) {
        (self.of_each(house, "id").await[number].clone(), self.of_each(house, "version").await[number].clone())
    }

    async fn withdraw(&self, house: &House, who: Person, number: usize, is_withdrawn: bool) -> Reply {
        let (id, version) = self.candidacy(house, number).await;
        let input = json!({
            "eqlCandidacyId": id, "expectedVersion": version, "isWithdrawn": is_withdrawn, "reason": "De leerkracht vroeg het.",
        });
        house.act(who, "withdrawEqlCandidacy", input, "eqlCandidacy { status withdrawReason }").await
    }

    async fn revoke(&self, house: &House, mutation: &str, number: usize) {
        let input = json!({ "labelId": self.labels[number], "reason": "fraude" });
        house.act(self.staff, mutation, input, "__typename").await.done();
    }

    async fn import(&self, house: &House, who: Person, items: Value) -> Reply {
        self.import_with(house, who, json!({ "items": items })).await
    }

    async fn import_with(&self, house: &House, who: Person, more: Value) -> Reply {
        let mut input =
            json!({ "campaignId": self.campaign, "source": "Brief van het CSS, 4 mei", "announcedOn": "2026-10-06" });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        let shown = "eqlCandidacies { status outcome outcomeSource outcomeOn }";
        house.act(who, "importEqlOutcomes", input, shown).await
    }

    /// A token of a key with these scopes.
    async fn key(&self, house: &House, scopes: Value) -> String {
        let id = self.service.id.to_string();
        let input = json!({ "userId": id, "name": "CSS", "scopes": scopes, "expiresOn": "2027-06-30" });
        let made = house.act(self.admin, "makeServiceKey", input, "serviceKeyTokens { secret }").await;
        let secret = json!({ "secret": made.text_at("/it/serviceKeyTokens/secret") });
        let token = house.act(None, "exchangeServiceKey", secret, "serviceTokens { accessToken }").await;
        token.text_at("/it/serviceTokens/accessToken")
    }

    async fn mails(&self, house: &House, template: MessageTemplate) -> Vec<message::Model> {
        let of = message::Entity::find().filter(message::Column::Template.eq(template));
        of.all(house.db.connection()).await.unwrap()
    }
}

fn row(project: &str, outcome: &str) -> Value {
    json!({ "projectId": project, "outcome": outcome })
}

trial! {
    async fn candidates_are_computed_when_the_last_track_goes_out(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.decide(&house, Track::Belgica).await;
        results.publish(&house, Track::Nql).await;
        compute(&house, results.staff, &results).await.assert_refused(&["NOT_PUBLISHED"]);
        record(&house, results.staff, &results, json!(["IT"]), "mail").await.assert_error("NOT_FOUND");
        assert_eq!(house.count::<eql_candidacy::Entity>().await, 0);
        results.publish(&house, Track::Belgica).await;
        // The Belgica project earned its label too, and is no candidate.
        assert_eq!(house.count::<eql_candidacy::Entity>().await, 1);
        let reply = compute(&house, results.staff, &results).await;
        let expected = json!([{
            "status": "NOT_ELIGIBLE", "average": "22.50", "countriesWithNql": 1, "project": { "id": results.project },
        }]);
        assert_eq!(reply.done()["eqlCandidacies"], expected);
        for other in [results.teacher, results.juror, house.admin().await, house.service().await] {
            compute(&house, other, &results).await.assert_error("FORBIDDEN");
            record(&house, other, &results, json!(["IT"]), "mail").await.assert_error("FORBIDDEN");
        }
        let hidden = "{ eqlCandidacies { totalCount } }";
        assert_eq!(house.ask(results.teacher, hidden, json!({})).await.at("/eqlCandidacies/totalCount"), 0);
    }

    async fn labels_of_other_countries_make_a_candidate(house) {
        let results = house.results().await;
        for track in [Track::Nql, Track::Belgica] {
            results.decide(&house, track).await;
            results.publish(&house, track).await;
        }
        let staff = results.staff;
        let reply = record(&house, staff, &results, json!(["BE", "it"]), " ").await;
        reply.assert_refused(&["BELGIUM_INCLUDED", "NOT_A_COUNTRY", "SOURCE_MISSING"]);
        let reply = record(&house, staff, &results, json!(["IT", "FR", "IT"]), "lijst van het CSS").await;
        let candidacy = &reply.done()["eqlCandidacy"];
        assert_eq!(candidacy["status"], "ELIGIBLE");
        assert_eq!(candidacy["countriesWithNql"], 3);
        let (source, day) = ("lijst van het CSS", "2026-10-06");
        let countries = json!([
            { "country": "BE", "source": null, "knownOn": day },
            { "country": "FR", "source": source, "knownOn": day },
            { "country": "IT", "source": source, "knownOn": day },
        ]);
        assert_eq!(candidacy["countries"], countries);
        assert!(candidacy["reason"].as_str().unwrap().contains("22.50 op 25.00"));
        // Computing again keeps what was recorded.
        let reply = compute(&house, staff, &results).await;
        assert_eq!(reply.done()["eqlCandidacies"][0]["status"], "ELIGIBLE");
        assert_eq!(record(&house, staff, &results, json!([]), "vergissing").await.done()["eqlCandidacy"]["status"], "NOT_ELIGIBLE");
        let ahead = json!({
            "projectId": results.project, "campaignId": results.campaign, "countries": ["IT"], "source": "mail", "knownOn": "2026-10-07",
        });
        house.act(staff, "recordForeignLabels", ahead, "__typename").await.assert_refused(&["DAY_NOT_PAST"]);
    }
    async fn teachers_are_told_from_the_first_minute_of_the_day(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL.into_iter().take_while(|phase| *phase != Phase::Told) {
            story.reach(phase).await;
        }
        let query = "{ eqlCandidacies { totalCount } }";
        let told = async || house.ask(story.lotte, query, json!({})).await.number_at("/eqlCandidacies/totalCount");
        house.set_instant("2027-02-28T22:59:59.999Z");
        assert_eq!(told().await, 0);
        // Midnight in Brussels.
        house.set_instant("2027-02-28T23:00:00Z");
        assert!(told().await > 0);
    }

    async fn a_teacher_with_the_label_is_told_by_mail_on_the_day_once_and_without_a_figure(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL.into_iter().take_while(|phase| *phase != Phase::Told) {
            story.reach(phase).await;
        }
        let of = message::Column::Template.eq(MessageTemplate::EqlInfo);
        let mails = async || message::Entity::find().filter(of.clone()).all(house.db.connection()).await.unwrap();
        house.set_instant("2027-02-28T22:59:59.999Z");
        // What else was due by then is done.
        house.wait().await;
        assert_eq!(mails().await.len(), 0);
        house.set_instant("2027-02-28T23:00:00Z");
        assert_eq!(house.wait().await, 1);
        let told = mails().await;
        // Wim is of the same project and did not earn the label, and Belgica is no European project.
        let [mail] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(mail.recipient_id, story.lotte.id);
        let facts = json!({ "projectTitle": "De bijen", "schoolYear": "2025-2026", "candidacy": "NOT_ELIGIBLE", "contactEmail": "etwinning@epos.example", "contactUrl": "https://www.etwinning.example" });
        assert_eq!(mail.facts, facts);
        for language in Language::ALL {
            let letter = write(mail.template, language, &mail.facts, Frame { name: "Lotte", front: "https://nql.example", link: None }).unwrap();
            let text = letter.text.replace("2025-2026", "");
            assert!(!text.contains(|letter: char| letter.is_ascii_digit()), "{text}");
            for (other, ..) in EqlCandidacyStatus::VALUES.iter().filter(|(other, ..)| *other != EqlCandidacyStatus::NotEligible) {
                let mut facts = mail.facts.clone();
                facts["candidacy"] = json!(other.word());
                let told = write(mail.template, language, &facts, Frame { name: "Lotte", front: "https://nql.example", link: None }).unwrap();
                assert_eq!(told.subject, letter.subject);
                assert_ne!(told.text, letter.text);
            }
        }
        house.set_day("2027-03-05");
        assert_eq!((house.wait().await, mails().await.len()), (0, 1));
    }

    async fn a_mail_on_a_candidate_says_what_holds_when_it_leaves_and_goes_to_nobody_without_a_label(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let sent = async || {
            let of = message::Column::Template.eq(MessageTemplate::EqlInfo);
            let mail = message::Entity::find().filter(of).one(house.db.connection()).await.unwrap().unwrap();
            (mail.state, mail.facts["candidacy"].clone())
        };
        let input = json!({ "projectId": story.bees, "campaignId": story.campaign, "countries": ["IT"], "source": "mail" });
        house.act(story.staff, "recordForeignLabels", input, "__typename").await.done();
        assert_eq!(sent().await, (MessageStatus::Pending, json!("NOT_ELIGIBLE")));
        let label = house.ask(story.lotte, "query($id: ID!) { application(id: $id) { label { id } } }", json!({ "id": story.of_lotte })).await;
        let revoked = json!({ "labelId": label.at("/application/label/id"), "reason": "fraude" });
        house.act(story.staff, "revokeLabel", revoked.clone(), "__typename").await.done();
        order_of_sending(&house).await;
        assert_eq!(sent().await, (MessageStatus::Cancelled, json!("NOT_ELIGIBLE")));
        // The label holds again, and the mail had waited.
        house.act(story.staff, "restoreLabel", revoked, "__typename").await.done();
        house.db.connection().execute_unprepared("UPDATE message SET state = 'PENDING' WHERE template = 'EQL_INFO'").await.unwrap();
        order_of_sending(&house).await;
        assert_eq!(sent().await, (MessageStatus::Sent, json!("ELIGIBLE")));
    }

    async fn a_teacher_reads_what_a_candidate_lacks_and_no_figure_of_a_colleague(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let query = "{ eqlCandidacies { nodes { status ground project { title } } } }";
        let reply = house.ask(story.lotte, query, json!({})).await;
        let bees = json!([{ "status": "NOT_ELIGIBLE", "ground": "COUNTRIES", "project": { "title": "De bijen" } }]);
        assert_eq!(reply.at("/eqlCandidacies/nodes"), &bees);
        for field in ["reason", "average", "countriesWithNql", "computedAt", "isListed", "isChosen", "outcome", "outcomeSource", "outcomeOn", "outcomeRecordedAt", "withdrawnAt", "withdrawReason", "countries { country }", "conditions { isMet }"] {
            let query = format!("{{ eqlCandidacies {{ nodes {{ {field} }} }} }}");
            house.ask(story.lotte, &query, json!({})).await.assert_error("FORBIDDEN");
        }
        // Wim is of the same project and did not earn the label: that somebody did is not for him.
        assert_eq!(house.ask(story.wim, query, json!({})).await.at("/eqlCandidacies/nodes"), &json!([]));
        let input = json!({ "projectId": story.bees, "campaignId": story.campaign, "countries": ["IT"], "source": "mail" });
        house.act(story.staff, "recordForeignLabels", input, "__typename").await.done();
        let reply = house.ask(story.lotte, query, json!({})).await;
        assert_eq!(reply.at("/eqlCandidacies/nodes/0/ground"), "MET");
    }

    async fn a_revoked_label_counts_for_no_candidate(house) {
        let results = house.results().await;
        for track in [Track::Nql, Track::Belgica] {
            results.decide(&house, track).await;
            results.publish(&house, track).await;
        }
        let staff = results.staff;
        record(&house, staff, &results, json!(["IT"]), "lijst").await.done();
        revoke(&house, &results).await;
        let query = "{ eqlCandidacies { nodes { status average reason } } }";
        let reply = house.ask(staff, query, json!({})).await;
        let reason = "Geen aanvraag van het project heeft nog een label.";
        let expected = json!([{ "status": "NOT_ELIGIBLE", "average": "0.00", "reason": reason }]);
        assert_eq!(reply.at("/eqlCandidacies/nodes"), &expected);
        // Computing anew and more countries change nothing.
        assert_eq!(compute(&house, staff, &results).await.done()["eqlCandidacies"][0]["status"], "NOT_ELIGIBLE");
        let reply = record(&house, staff, &results, json!(["IT", "FR"]), "lijst").await;
        assert_eq!(reply.done()["eqlCandidacy"]["status"], "NOT_ELIGIBLE");
    }

    async fn the_rule_is_shown_condition_by_condition_with_what_was_asked_and_found(house) {
        let year = year(&house, 50, &[460, 440, 390]).await;
        for project in [&year.projects[0], &year.projects[2]] {
            let input = json!({ "projectId": project, "campaignId": year.campaign, "countries": ["IT"], "source": "lijst" });
            house.act(year.staff, "recordForeignLabels", input, "__typename").await.done();
        }
        // A colleague takes part and did not apply.
        let colleague = house.teacher("Gwen Geens", &year.school).await;
        assert_eq!(colleague.role, Role::Teacher);
        let input = json!({ "projectId": year.projects[0], "email": "gwen.geens@nql.example", "schoolId": year.school, "role": "PARTNER", "reason": "Zij werkte mee." });
        house.act(year.staff, "addProjectMember", input, "__typename").await.done();
        house.act(year.staff, "computeEqlCandidates", json!({ "campaignId": year.campaign }), "__typename").await.done();
        let told = year.of_each(&house, "conditions { condition asked found isMet }").await;
        let line = |condition: &str, asked: &str, found: Option<&str>, is_met: bool| {
            json!({ "condition": condition, "asked": asked, "found": found, "isMet": is_met })
        };
        let scale = || line("SCALE", "25.00", Some("25.00"), true);
        assert_eq!(told[0], json!([
            line("TEACHERS", "2.00", Some("1.00"), false), line("COUNTRIES", "2.00", Some("2.00"), true), scale(),
            line("AVERAGE", "20.00", Some("23.00"), true), line("SHARE", "1.00", Some("1.00"), true),
        ]));
        assert_eq!(told[1], json!([
            line("TEACHERS", "1.00", Some("1.00"), true), line("COUNTRIES", "2.00", Some("1.00"), false), scale(),
            line("AVERAGE", "20.00", Some("22.00"), true), line("SHARE", "1.00", None, false),
        ]));
        assert_eq!(told[2], json!([
            line("TEACHERS", "1.00", Some("1.00"), true), line("COUNTRIES", "2.00", Some("2.00"), true), scale(),
            line("AVERAGE", "20.00", Some("19.50"), false), line("SHARE", "1.00", None, false),
        ]));
        // Another teacher's application is advice and decides nothing.
        assert_eq!(year.of_each(&house, "status").await, ["ELIGIBLE", "NOT_ELIGIBLE", "NOT_ELIGIBLE"]);
        assert_eq!(year.of_each(&house, "isListed").await, [true, false, false]);
        let query = "{ eqlCandidacies { nodes { conditions { isMet } countries { country } } } }";
        assert_eq!(house.ask(year.german_staff, query, json!({})).await.at("/eqlCandidacies/nodes"), &json!([]));
        house.ask(year.service, query, json!({})).await.assert_error("FORBIDDEN");
    }

    async fn the_list_is_the_best_of_a_share_and_people_choose_between_equals_only(house) {
        let year = year(&house, 50, &[460, 440, 440, 420]).await;
        year.known_abroad(&house).await;
        let written = house.written().await;
        let none: [&String; 0] = [];
        for (chosen, codes) in [
            (vec![&year.projects[0]], vec!["NOT_TIED"]),
            (vec![&year.projects[3]], vec!["NOT_TIED"]),
            (vec![&year.projects[1], &year.projects[2]], vec!["TOO_MANY_CHOSEN"]),
        ] {
            year.propose(&house, &chosen).await.assert_refused(&codes);
        }
        let unsaid = json!({ "campaignId": year.campaign, "chosenProjectIds": [year.projects[1]] });
        house.act(year.staff, "proposeEqlCandidates", unsaid, "__typename").await.assert_refused(&["REASON_MISSING"]);
        assert_eq!((house.written().await, house.count::<eql_nomination::Entity>().await), (written, 0));
        let list = year.propose(&house, &none).await;
        let list = &list.done()["eqlNomination"];
        assert_eq!((&list["labelledProjects"], &list["places"], &list["listedProjects"]), (&json!(4), &json!(2), &json!(1)));
        assert_eq!(year.of_each(&house, "isListed").await, [true, false, false, false]);
        let chosen = year.propose(&house, &[&year.projects[2]]).await;
        assert_ne!(chosen.done()["eqlNomination"]["setHash"], list["setHash"]);
        assert_eq!(year.of_each(&house, "isListed").await, [true, false, true, false]);
        assert_eq!(year.of_each(&house, "isChosen").await, [false, false, true, false]);
        // Computing anew keeps the choice.
        house.act(year.staff, "computeEqlCandidates", json!({ "campaignId": year.campaign }), "__typename").await.done();
        year.nominate(&house, year.second, &chosen).await.done();
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED", "NOT_NOMINATED", "NOMINATED", "NOT_NOMINATED"]);
    }

    async fn a_second_person_confirms_exactly_the_list_that_a_first_one_proposed(house) {
        let year = year(&house, 100, &[460, 440]).await;
        year.known_abroad(&house).await;
        let others = [year.teachers[0], year.admin, year.service];
        let proposal = json!({ "campaignId": year.campaign });
        for who in others {
            house.act(who, "proposeEqlCandidates", proposal.clone(), "__typename").await.assert_error("FORBIDDEN");
        }
        let at_school = house.seat("Sofie Dubbel", &[Role::Staff], Some(Community::Vl)).await;
        house.works_at(at_school, &year.school).await;
        let refused = house.act(at_school, "proposeEqlCandidates", proposal.clone(), "__typename").await;
        refused.assert_refused(&["NOT_IMPARTIAL", "NOT_IMPARTIAL"]);
        assert_eq!(house.count::<eql_nomination::Entity>().await, 0);
        let proposed = year.propose(&house, &[]).await;
        assert_eq!(proposed.done()["eqlNomination"]["status"], "PROPOSED");
        let written = house.written().await;
        year.propose(&house, &[]).await.assert_refused(&["ALREADY_PROPOSED"]);
        year.nominate(&house, year.staff, &proposed).await.assert_refused(&["SAME_PERSON"]);
        year.nominate(&house, at_school, &proposed).await.assert_refused(&["NOT_IMPARTIAL", "NOT_IMPARTIAL"]);
        let wrong = json!({ "eqlNominationId": proposed.at("/it/eqlNomination/id"), "expectedHash": "x" });
        house.act(year.second, "nominateForEql", wrong, "__typename").await.assert_refused(&["HASH_MISMATCH"]);
        for who in others {
            year.nominate(&house, who, &proposed).await.assert_error("FORBIDDEN");
        }
        assert_eq!(house.written().await, written);
        assert_eq!(year.of_each(&house, "status").await, ["ELIGIBLE", "ELIGIBLE"]);
        // A list that changed meanwhile is another: by a country, by a project that does not take part, by a label.
        let input = json!({ "projectId": year.projects[1], "campaignId": year.campaign, "countries": ["FR"], "source": "lijst" });
        house.act(year.staff, "recordForeignLabels", input, "__typename").await.done();
        year.nominate(&house, year.second, &proposed).await.assert_refused(&["HASH_MISMATCH"]);
        let proposed = year.propose(&house, &[]).await;
        year.withdraw(&house, year.staff, 1, true).await.done();
        year.nominate(&house, year.second, &proposed).await.assert_refused(&["HASH_MISMATCH"]);
        year.withdraw(&house, year.staff, 1, false).await.done();
        year.revoke(&house, "revokeLabel", 0).await;
        year.nominate(&house, year.second, &proposed).await.assert_refused(&["HASH_MISMATCH"]);
        year.revoke(&house, "restoreLabel", 0).await;
        assert_eq!(year.of_each(&house, "status").await, ["ELIGIBLE", "ELIGIBLE"]);
        // All is as it was: this is the list again.
        let confirmed = year.nominate(&house, year.second, &proposed).await;
        assert_eq!(confirmed.done()["eqlNomination"]["status"], "CONFIRMED");
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED", "NOMINATED"]);
        year.nominate(&house, year.second, &proposed).await.assert_refused(&["ALREADY_NOMINATED"]);
        year.propose(&house, &[]).await.assert_refused(&["ALREADY_NOMINATED"]);
        let input = json!({ "projectId": year.projects[1], "campaignId": year.campaign, "countries": [], "source": "lijst" });
        house.act(year.staff, "recordForeignLabels", input, "__typename").await.assert_refused(&["ALREADY_SETTLED"]);
    }

    async fn what_was_proposed_keeps_what_it_was_proposed_by_and_goes_without_a_label(house) {
        let year = year(&house, 50, &[460, 440]).await;
        year.known_abroad(&house).await;
        year.nominated(&house).await;
        let trace = "conditions { condition asked found isMet }";
        let before = year.of_each(&house, trace).await;
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED", "NOT_NOMINATED"]);
        year.revoke(&house, "revokeLabel", 0).await;
        assert_eq!(year.of_each(&house, "status").await, ["NOT_ELIGIBLE", "NOT_NOMINATED"]);
        assert_eq!(year.of_each(&house, trace).await, before);
        year.revoke(&house, "restoreLabel", 0).await;
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED", "NOT_NOMINATED"]);
        assert_eq!(year.of_each(&house, trace).await, before);
        assert_eq!(year.of_each(&house, "isListed").await, [true, false]);
    }

    async fn a_project_that_does_not_take_part_leaves_its_place_and_can_come_back(house) {
        let year = year(&house, 50, &[460, 440]).await;
        year.known_abroad(&house).await;
        for who in [year.teachers[0], year.admin, year.service] {
            year.withdraw(&house, who, 0, true).await.assert_error("FORBIDDEN");
        }
        year.withdraw(&house, year.german_staff, 0, true).await.assert_error("NOT_FOUND");
        let (id, version) = year.candidacy(&house, 0).await;
        let input = json!({ "eqlCandidacyId": id, "expectedVersion": 999, "reason": " " });
        house.act(year.staff, "withdrawEqlCandidacy", input, "__typename").await.assert_refused(&["VERSION_CONFLICT"]);
        let input = json!({ "eqlCandidacyId": id, "expectedVersion": version, "isWithdrawn": false, "reason": " " });
        house.act(year.staff, "withdrawEqlCandidacy", input, "__typename").await.assert_refused(&["NOTHING_CHANGED", "REASON_MISSING"]);
        let reply = year.withdraw(&house, year.staff, 0, true).await;
        let told = json!({ "status": "WITHDRAWN", "withdrawReason": "De leerkracht vroeg het." });
        assert_eq!(reply.done()["eqlCandidacy"], told);
        assert_eq!(year.of_each(&house, "isListed").await, [false, true]);
        year.withdraw(&house, year.staff, 0, false).await.done();
        assert_eq!(year.of_each(&house, "isListed").await, [true, false]);
        year.nominated(&house).await;
        // After the list too; nobody moves up, and the project comes back to where it was.
        year.withdraw(&house, year.staff, 0, true).await.done();
        assert_eq!(year.of_each(&house, "status").await, ["WITHDRAWN", "NOT_NOMINATED"]);
        year.import(&house, year.staff, json!([row(&year.projects[0], "AWARDED")])).await.assert_refused(&["NOT_NOMINATED"]);
        year.withdraw(&house, year.staff, 0, false).await.done();
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED", "NOT_NOMINATED"]);
        year.import(&house, year.staff, json!([row(&year.projects[0], "NOT_AWARDED")])).await.done();
        year.withdraw(&house, year.staff, 0, true).await.assert_refused(&["OUTCOME_KNOWN"]);
    }

    async fn each_row_of_outcomes_is_answered_on_its_own_and_none_comes_without_source_and_day(house) {
        let year = year(&house, 75, &[460, 450, 440, 390]).await;
        year.known_abroad(&house).await;
        let wasps = house.ended_project(year.teachers[0], "De wespen", &year.school, &year.abroad).await;
        let early = json!([row(&year.projects[0], "AWARDED")]);
        year.import(&house, year.staff, early.clone()).await.assert_refused(&["NOT_NOMINATED"]);
        year.nominated(&house).await;
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED", "NOMINATED", "NOMINATED", "NOT_ELIGIBLE"]);
        let written = house.written().await;
        let faulty = json!({ "source": " ", "announcedOn": "2026-10-07", "items": early });
        year.import_with(&house, year.staff, faulty).await.assert_refused(&["SOURCE_MISSING", "DAY_NOT_PAST"]);
        year.import(&house, year.staff, json!([])).await.assert_refused(&["HOW_MANY"]);
        for who in [year.teachers[0], year.admin] {
            year.import(&house, who, early.clone()).await.assert_error("FORBIDDEN");
        }
        year.import(&house, year.german_staff, early.clone()).await.assert_refused(&["NOT_FOUND"]);
        assert_eq!(house.written().await, written);
        let address = house.ask(year.staff, "query($id: ID!) { project(id: $id) { esepUrl } }", json!({ "id": year.projects[1] })).await.text_at("/project/esepUrl");
        let items = json!([
            row(&year.projects[0], "AWARDED"),
            { "esepUrl": address, "outcome": "NOT_AWARDED" },
            row("project_00000000000070008000000000000001", "AWARDED"),
            row(&wasps, "AWARDED"),
            row(&year.projects[3], "AWARDED"),
            { "esepUrl": "https://esep.example/projects/niemand", "outcome": "AWARDED" },
            { "esepUrl": "geen adres", "outcome": "AWARDED" },
            { "outcome": "AWARDED" },
            { "projectId": year.projects[0], "esepUrl": address, "outcome": "AWARDED" },
            row(&year.projects[2], "AWARDED"),
            row(&year.projects[2], "NOT_AWARDED"),
            row(&year.projects[1], "NOT_AWARDED"),
        ]);
        let reply = year.import(&house, year.staff, items).await;
        let told = |status: &str| json!({ "status": status, "outcome": status, "outcomeSource": "Brief van het CSS, 4 mei", "outcomeOn": "2026-10-06" });
        assert_eq!(reply.at("/it/eqlCandidacies"), &json!([told("AWARDED"), told("NOT_AWARDED")]));
        let errors = reply.at("/it/userErrors").as_array().unwrap().iter();
        let found: Vec<(&str, &str)> = errors.map(|error| (error["path"][2].as_str().unwrap(), error["code"].as_str().unwrap())).collect();
        assert_eq!(found, [
            ("2", "NOT_FOUND"), ("3", "NOT_FOUND"), ("4", "NOT_NOMINATED"), ("5", "UNKNOWN_ADDRESS"), ("6", "UNKNOWN_ADDRESS"),
            ("7", "WHICH_PROJECT"), ("8", "WHICH_PROJECT"), ("9", "TWO_OUTCOMES"), ("10", "NAMED_TWICE"), ("11", "NAMED_TWICE"),
        ]);
        assert_eq!(year.of_each(&house, "status").await, ["AWARDED", "NOT_AWARDED", "NOMINATED", "NOT_ELIGIBLE"]);
        // The same again, and something else.
        let again = json!([row(&year.projects[0], "AWARDED"), row(&year.projects[1], "AWARDED")]);
        year.import(&house, year.staff, again.clone()).await.assert_refused(&["ALREADY_RECORDED", "CONTRADICTS"]);
        let correction = json!({ "source": "Rechtzetting van het CSS", "isCorrection": true, "items": [again[1]] });
        year.import_with(&house, year.staff, correction).await.done();
        assert_eq!(year.of_each(&house, "status").await, ["AWARDED", "AWARDED", "NOMINATED", "NOT_ELIGIBLE"]);
        // What others decided stays known when a label is revoked.
        year.revoke(&house, "revokeLabel", 0).await;
        assert_eq!(year.of_each(&house, "status").await[0], "AWARDED");
        // Of another campaign.
        let mut next = House::campaign_input();
        next["schoolYear"] = json!("2026-2027");
        let next = house.act(year.staff, "createCampaign", next, "campaign { id }").await.text_at("/it/campaign/id");
        let not_yet = json!({ "campaignId": next, "items": [row(&year.projects[2], "AWARDED")] });
        year.import_with(&house, year.staff, not_yet).await.assert_refused(&["NOT_PUBLISHED"]);
        let db = house.db.connection();
        let known = eql_candidacy::Entity::find().one(db).await.unwrap().unwrap();
        let (id, project_id) = (house.ids.next(house.clock.now()), wasps.parse().unwrap());
        let elsewhere = eql_candidacy::Model { id, project_id, campaign_id: next.parse().unwrap(), ..known };
        eql_candidacy::ActiveModel::from(elsewhere).reset_all().insert(db).await.unwrap();
        let other = json!([row(&wasps, "AWARDED")]);
        year.import(&house, year.staff, other.clone()).await.assert_refused(&["OTHER_CAMPAIGN"]);
        year.import(&house, year.german_staff, other).await.assert_refused(&["NOT_FOUND"]);
        let wrong = "UPDATE eql_candidacy SET outcome_source = NULL WHERE outcome IS NOT NULL";
        assert!(house.db.connection().execute_unprepared(wrong).await.is_err(), "the database keeps the source");
    }

    async fn a_program_records_outcomes_with_a_scope_of_its_own(house) {
        let year = year(&house, 100, &[460]).await;
        year.known_abroad(&house).await;
        year.nominated(&house).await;
        let mutation = format!(
            "mutation {{ importEqlOutcomes(input: {{ campaignId: \"{}\", source: \"Lijst\", announcedOn: \"2026-10-05\", items: [{{ projectId: \"{}\", outcome: AWARDED }}] }}) {{ eqlCandidacies {{ status }} userErrors {{ code }} }} }}",
            year.campaign, year.projects[0]
        );
        for scopes in [json!(["EQL_READ"]), json!(["PUBLICATION_WRITE", "PROJECT_READ"])] {
            let token = year.key(&house, scopes).await;
            crate::keys::ask(&house, &token, None, &mutation).await.1.assert_error("FORBIDDEN");
        }
        assert_eq!(year.of_each(&house, "status").await, ["NOMINATED"]);
        let token = year.key(&house, json!(["EQL_READ", "EQL_WRITE"])).await;
        let reply = crate::keys::ask(&house, &token, None, &mutation).await.1;
        let done = json!({ "eqlCandidacies": [{ "status": "AWARDED" }], "userErrors": [] });
        assert_eq!(reply.at("/importEqlOutcomes"), &done);
    }

    async fn teachers_learn_the_outcome_on_the_day_or_after_it_once_and_no_other_than_their_own(house) {
        let year = year(&house, 100, &[460, 450, 440]).await;
        year.known_abroad(&house).await;
        year.nominated(&house).await;
        let seen = async |number: usize| {
            let query = "{ eqlCandidacies { nodes { status ground project { title } } } }";
            house.ask(year.teachers[number], query, json!({})).await.at("/eqlCandidacies/nodes").clone()
        };
        // The first is known before the day, and the news tells it.
        year.import(&house, year.staff, json!([row(&year.projects[0], "NOT_AWARDED")])).await.done();
        house.set_instant("2027-02-28T22:59:59.999Z");
        assert_eq!((house.wait().await, seen(0).await), (0, json!([])));
        house.set_instant("2027-02-28T23:00:00Z");
        assert_eq!(seen(0).await, json!([{ "status": "NOT_AWARDED", "ground": "MET", "project": { "title": "Van Anna Aerts" } }]));
        assert_eq!(seen(1).await, json!([{ "status": "NOMINATED", "ground": "MET", "project": { "title": "Van Bart Bos" } }]));
        assert_eq!(house.wait().await, 3);
        let news = year.mails(&house, MessageTemplate::EqlInfo).await;
        let said: Vec<_> = news.iter().map(|mail| (mail.recipient_id, mail.facts["candidacy"].clone())).collect();
        for (teacher, status) in year.teachers.iter().zip(["NOT_AWARDED", "NOMINATED", "NOMINATED"]) {
            assert!(said.contains(&(teacher.id, json!(status))), "{said:?}");
        }
        assert_eq!(year.mails(&house, MessageTemplate::EqlOutcome).await, []);
        house.set_day("2027-05-04");
        let both = json!([row(&year.projects[1], "AWARDED"), row(&year.projects[2], "NOT_AWARDED")]);
        year.import(&house, year.staff, both).await.done();
        assert_eq!((house.wait().await, house.wait().await), (2, 0));
        let told = year.mails(&house, MessageTemplate::EqlOutcome).await;
        let mut said: Vec<_> = told.iter().map(|mail| (mail.recipient_id, mail.facts["europeanOutcome"].clone())).collect();
        said.sort_by_key(|(to, _)| year.teachers.iter().position(|teacher| teacher.id == *to));
        assert_eq!(said, [(year.teachers[1].id, json!("AWARDED")), (year.teachers[2].id, json!("NOT_AWARDED"))]);
        for language in Language::ALL {
            let frame = Frame { name: "Bart", front: "https://nql.example", link: None };
            let [first, second] = &told[..] else { panic!("{told:?}") };
            let [first, second] = [first, second].map(|mail| write(mail.template, language, &mail.facts, Frame { ..frame }).unwrap());
            assert_eq!(first.subject, second.subject, "no result in the subject");
            assert_ne!(first.text, second.text);
        }
        // What was wrong is set right by another mail; a teacher without a label gets none.
        house.set_day("2027-05-05");
        let right = json!({ "isCorrection": true, "items": [row(&year.projects[1], "NOT_AWARDED"), row(&year.projects[2], "AWARDED")] });
        year.import_with(&house, year.staff, right).await.done();
        year.revoke(&house, "revokeLabel", 2).await;
        assert_eq!((house.wait().await, house.wait().await), (1, 0));
        assert_eq!(year.mails(&house, MessageTemplate::EqlOutcome).await.len(), 3);
        assert_eq!(seen(2).await, json!([]));
        order_of_sending(&house).await;
        let states: Vec<_> = year.mails(&house, MessageTemplate::EqlOutcome).await.iter().map(|mail| (mail.recipient_id, mail.state, mail.facts["europeanOutcome"].clone())).collect();
        // Both mails to the second teacher had waited, and say what holds when they leave.
        let sent = states.iter().filter(|(to, state, said)| *to == year.teachers[1].id && *state == MessageStatus::Sent && *said == "NOT_AWARDED");
        assert_eq!(sent.count(), 2, "{states:?}");
        assert!(states.contains(&(year.teachers[2].id, MessageStatus::Cancelled, json!("NOT_AWARDED"))), "{states:?}");
    }
}

async fn revoke(house: &House, results: &Results) {
    let query = "query($id: ID!) { application(id: $id) { label { id } } }";
    let label = house.ask(results.teacher, query, json!({ "id": results.good })).await;
    let input = json!({ "labelId": label.at("/application/label/id"), "reason": "fraude" });
    house.act(results.staff, "revokeLabel", input, "label { isValid }").await.done();
}
