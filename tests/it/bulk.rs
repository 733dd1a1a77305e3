//! Lists of rows: each is judged on its own, and told at its place.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use entity::{
    audit_event, eql_candidacy,
    ids::PublicationItemId,
    kinds::{Community, Kind, MessageStatus, Role, Track},
    message, publication_item,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::{Value, json};

use crate::{
    support::{
        House, Person, Reply,
        given::{Results, on_each_criterion},
        story::{Phase, Story, behind},
    },
    trial,
};

/// A mutation that takes a list, and rows of every sort for it.
struct Bulk {
    name: &'static str,
    /// The field of the input with the list, and what an error calls one row.
    list: (&'static str, &'static str),
    most: usize,
    who: Person,
    /// The rest of the input.
    rest: Value,
    /// What is asked of the payload, and where the rows that were done stand in it.
    shown: &'static str,
    rows: &'static str,
    good: Vec<String>,
    /// Rows that are refused, with their codes.
    refused: Vec<(String, Vec<&'static str>)>,
    /// A row of another community.
    hidden: String,
    /// What else stands in the list beside the id of a row; null where it is a list of ids.
    beside: Value,
}

impl Bulk {
    fn input(&self, ids: &[&str]) -> Value {
        let mut input = self.rest.clone();
        input[self.list.0] = self.items(ids);
        input
    }

    fn items(&self, ids: &[&str]) -> Value {
        let item = |id: &&str| {
            let mut item = self.beside.clone();
            item[self.list.1] = json!(id);
            item
        };
        if self.beside.is_null() { json!(ids) } else { ids.iter().map(item).collect() }
    }

    async fn send(&self, house: &House, input: &Value, language: &str) -> Reply {
        let query = format!(
            "mutation($input: {}{}Input!) {{ it: {}(input: $input) {{ {} userErrors {{ code reason path message {} }} }} }}",
            self.name[..1].to_uppercase(),
            &self.name[1..],
            self.name,
            self.shown,
            self.list.1
        );
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT_LANGUAGE, language)
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token(self.who.id).await))
            .header("x-nql-role", self.who.role.word());
        let body = json!({ "query": query, "variables": { "input": input } }).to_string();
        let response = house.send(request.body(Body::from(body)).unwrap()).await;
        Reply::new(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
    }

    async fn ask(&self, house: &House, ids: &[&str]) -> Reply {
        self.send(house, &self.input(ids), "en").await
    }

    /// A row of the same kind that does not exist.
    fn unknown(&self) -> String {
        format!("{}_00000000000070008000000000000001", prefix(&self.hidden))
    }

    /// Place and code of each error that must come of a list, in the order of the list.
    fn told(&self, ids: &[&str]) -> Vec<(String, String)> {
        let mut told = Vec::new();
        for (place, id) in ids.iter().enumerate() {
            let is_hidden = **id == self.hidden || **id == self.unknown();
            let own = self.refused.iter().find(|(row, _)| *row == **id);
            let codes = match own {
                _ if ids[..place].contains(id) => vec!["NAMED_TWICE"],
                _ if is_hidden => vec!["NOT_FOUND"],
                Some((_, codes)) => codes.clone(),
                None => Vec::new(),
            };
            told.extend(codes.into_iter().map(|code| (place.to_string(), code.to_owned())));
        }
        told
    }
}

/// What ids of this kind begin with.
fn prefix(id: &str) -> &str {
    id.rsplit_once('_').unwrap().0
}

/// Place and code of each error.
fn errors(bulk: &Bulk, reply: &Reply) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{}", reply.text)).to_owned();
    let one = |error: &Value| {
        assert_eq!((&error["path"][0], &error["path"][1]), (&json!("input"), &json!(bulk.list.0)), "{}", reply.text);
        assert_eq!(error["reason"], error["code"], "{}", reply.text);
        (text(&error["path"][2]), text(&error["code"]))
    };
    let mut found: Vec<_> = reply.at("/it/userErrors").as_array().unwrap().iter().map(one).collect();
    assert!(found.is_sorted_by_key(|(place, _)| place.parse::<usize>().unwrap()), "{}", reply.text);
    found.sort();
    found
}

/// How often something was done to a row, by the audit log.
async fn done_to(house: &House, id: &str) -> u64 {
    let its = audit_event::Entity::find().filter(audit_event::Column::EntityId.eq(behind(id)));
    its.filter(audit_event::Column::Action.ne("refuse")).count(house.db.connection()).await.unwrap()
}

async fn admitting(house: &House) -> Bulk {
    let (staff, german_staff) = (house.staff().await, house.foreign_staff().await);
    let campaign = house.open_campaign(staff).await;
    let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let own = house.school(staff, "De Vlindertuin", Community::Vl).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let german = house.school(german_staff, "Schule am Park", Community::Dg).await;
    let people = [("Lotte Verhaegen", &school), ("Wim De Backer", &school), ("Els Maes", &own), ("Uta Klein", &german)];
    let mut handed_in = Vec::new();
    for (name, school) in people {
        let teacher = house.teacher(name, school).await;
        let project = house.ended_project(teacher, &format!("Van {name}"), school, &abroad).await;
        handed_in.push(house.complete_application(teacher, &campaign, &project).await);
    }
    let an = house.teacher("An Claes", &school).await;
    let project = house.project(an, "De mieren", &school, &abroad).await;
    let draft = house.empty_draft(an, &campaign, &project).await;
    house.set_day("2026-07-02");
    house.move_campaign(staff, "closeCampaign", &campaign).await;
    let joris = house.seat("Joris Maes", &[Role::Staff], Some(Community::Vl)).await;
    house.works_at(joris, &own).await;
    let [lotte, wim, els, uta] = handed_in.try_into().unwrap();
    Bulk {
        name: "admitApplications",
        list: ("applicationIds", "applicationId"),
        most: 200,
        who: joris,
        rest: json!({}),
        shown: "applications { id status }",
        rows: "/it/applications",
        good: vec![lotte, wim],
        refused: vec![(draft, vec!["NOT_WAITING"]), (els, vec!["NOT_IMPARTIAL"])],
        hidden: uta,
        beside: Value::Null,
    }
}

async fn reminding(house: &House) -> Bulk {
    let (staff, german_staff) = (house.staff().await, house.foreign_staff().await);
    let campaign = house.open_campaign(staff).await;
    let school = house.school(staff, "De Zeven Wegen", Community::Vl).await;
    let own = house.school(staff, "De Vlindertuin", Community::Vl).await;
    let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
    let german = house.school(german_staff, "Schule am Park", Community::Dg).await;
    let mut drafts = Vec::new();
    for (name, school) in
        [("Lotte Verhaegen", &school), ("Wim De Backer", &school), ("Els Maes", &own), ("Uta Klein", &german)]
    {
        let teacher = house.teacher(name, school).await;
        let project = house.ended_project(teacher, &format!("Van {name}"), school, &abroad).await;
        drafts.push(house.empty_draft(teacher, &campaign, &project).await);
    }
    let an = house.teacher("An Claes", &school).await;
    let project = house.ended_project(an, "De mieren", &school, &abroad).await;
    let done = house.complete_application(an, &campaign, &project).await;
    let joris = house.seat("Joris Maes", &[Role::Staff], Some(Community::Vl)).await;
    house.works_at(joris, &own).await;
    let [lotte, wim, els, uta] = drafts.try_into().unwrap();
    Bulk {
        name: "remindDrafts",
        list: ("applicationIds", "applicationId"),
        most: 200,
        who: joris,
        rest: json!({ "campaignId": campaign }),
        shown: "draftReminders { queued leftOut { reason } }",
        rows: "/it/draftReminders/queued",
        good: vec![lotte, wim],
        refused: vec![(done, vec!["NOT_A_DRAFT"]), (els, vec!["NOT_IMPARTIAL"])],
        hidden: uta,
        beside: Value::Null,
    }
}

async fn consolidating(house: &House) -> Bulk {
    let hearing = house.hearing().await;
    for name in ["Nadia Ouali", "Sam Peeters"] {
        let juror = house.juror(&hearing, name).await;
        house.evaluated(hearing.staff, juror, &hearing.application, [4; 8]).await;
    }
    Bulk {
        name: "consolidateApplications",
        list: ("applicationIds", "applicationId"),
        most: 100,
        who: hearing.staff,
        rest: json!({}),
        shown: "consolidations { application { id } status }",
        rows: "/it/consolidations",
        good: vec![hearing.application.clone()],
        refused: vec![(hearing.other.clone(), vec!["NOT_IN_EVALUATION"])],
        hidden: hearing.german.clone(),
        beside: Value::Null,
    }
}

async fn ratifying(house: &House) -> Bulk {
    let results = house.results().await;
    results.propose(house, Track::Nql).await;
    results.motivate(house, &results.good).await;
    Bulk {
        name: "ratifyDecisions",
        list: ("decisionIds", "decisionId"),
        most: 100,
        who: results.second,
        rest: json!({}),
        shown: "decisions { id status }",
        rows: "/it/decisions",
        good: vec![results.decision(house, &results.good).await.0],
        refused: vec![(results.decision(house, &results.weak).await.0, vec!["MOTIVATION_MISSING"])],
        hidden: results.decision(house, &results.inadmissible).await.0,
        beside: Value::Null,
    }
}

async fn taking_back(house: &House) -> Bulk {
    let results = house.results().await;
    results.propose(house, Track::Nql).await;
    results.motivate(house, &results.good).await;
    results.ratify(house, &results.good).await;
    Bulk {
        name: "takeBackRatifications",
        list: ("decisionIds", "decisionId"),
        most: 100,
        who: results.staff,
        rest: json!({ "reason": "Een tikfout in de uitleg." }),
        shown: "decisions { id status }",
        rows: "/it/decisions",
        good: vec![results.decision(house, &results.good).await.0],
        refused: vec![(results.decision(house, &results.weak).await.0, vec!["WRONG_STATUS"])],
        hidden: results.decision(house, &results.inadmissible).await.0,
        beside: Value::Null,
    }
}

/// Results that are out, by application, and those of which the mail was sent.
async fn released(house: &House, sent: bool) -> (Results, impl Fn(&String) -> String) {
    let results = house.results().await;
    results.decide(house, Track::Nql).await;
    results.decide(house, Track::Belgica).await;
    results.publish(house, Track::Nql).await;
    results.publish(house, Track::Belgica).await;
    let db = house.db.connection();
    let items = publication_item::Entity::find().all(db).await.unwrap();
    for item in items.iter().filter(|item| sent && item.application_id.to_string() == results.good) {
        let sent = message::ActiveModel {
            id: Set(item.message_id.unwrap()),
            state: Set(MessageStatus::Sent),
            sent_at: Set(Some(house.clock.now())),
            ..Default::default()
        };
        sent.update(db).await.unwrap();
    }
    let of = move |application: &String| {
        let item = items.iter().find(|item| item.application_id.to_string() == *application).unwrap();
        item.id.to_string()
    };
    (results, of)
}

async fn excusing(house: &House) -> Bulk {
    let (results, of) = released(house, false).await;
    Bulk {
        name: "excuseFromEsep",
        list: ("publicationItemIds", "publicationItemId"),
        most: 100,
        who: results.staff,
        rest: json!({ "reason": "Het formulier op ESEP werd nooit verstuurd." }),
        shown: "publicationItems { id esepStatus }",
        rows: "/it/publicationItems",
        good: vec![of(&results.good), of(&results.weak)],
        refused: vec![(of(&results.belgica), vec!["NOT_NEEDED"])],
        hidden: of(&results.inadmissible),
        beside: Value::Null,
    }
}

async fn bouncing(house: &House) -> Bulk {
    let (results, of) = released(house, true).await;
    Bulk {
        name: "recordBounces",
        list: ("publicationItemIds", "publicationItemId"),
        most: 100,
        who: results.staff,
        rest: json!({ "what": "550 mailbox unavailable" }),
        shown: "publicationItems { id emailStatus reachedAt }",
        rows: "/it/publicationItems",
        good: vec![of(&results.good)],
        refused: vec![(of(&results.weak), vec!["NOT_SENT"])],
        hidden: of(&results.inadmissible),
        beside: Value::Null,
    }
}

async fn marking(house: &House) -> Bulk {
    let results = house.results().await;
    results.decide(house, Track::Nql).await;
    results.publish(house, Track::Nql).await;
    let items = publication_item::Entity::find().all(house.db.connection()).await.unwrap();
    let of = |application: &String| -> String {
        let item = items.iter().find(|item| item.application_id.to_string() == *application).unwrap();
        PublicationItemId::to_string(&item.id)
    };
    let good = of(&results.good);
    let input = json!({ "publicationItemId": good, "how": "belde" });
    house.act(results.staff, "markReachedOtherwise", input, "__typename").await.done();
    Bulk {
        name: "markEsepPublished",
        list: ("publicationItemIds", "publicationItemId"),
        most: 100,
        who: results.staff,
        rest: json!({}),
        shown: "publicationItems { id esepStatus }",
        rows: "/it/publicationItems",
        good: vec![good],
        refused: vec![(of(&results.weak), vec!["MAIL_NOT_ACCEPTED"])],
        hidden: of(&results.inadmissible),
        beside: Value::Null,
    }
}

async fn saving(house: &House) -> Bulk {
    let results = house.results().await;
    results.propose(house, Track::Nql).await;
    results.advise(house, &results.weak).await;
    Bulk {
        name: "saveResultTexts",
        list: ("items", "applicationId"),
        most: 100,
        who: results.staff,
        rest: json!({}),
        shown: "applications { id feedback { text } }",
        rows: "/it/applications",
        good: vec![results.good.clone()],
        refused: vec![(results.weak.clone(), vec!["VERSION_CONFLICT"])],
        hidden: results.inadmissible.clone(),
        beside: json!({ "feedback": "Mooi.", "criteria": [{ "criterionCode": "C1", "text": "Sterk." }] }),
    }
}

async fn approving(house: &House) -> Bulk {
    let results = house.results().await;
    results.propose(house, Track::Nql).await;
    for application in [&results.good, &results.weak] {
        results.motivate(house, application).await;
        results.advise(house, application).await;
    }
    let nameless = json!({ "motivation": "Volgens Marthe Claes is dit zwak.", "criteria": on_each_criterion("") });
    house.save_texts(results.staff, &results.weak, nameless).await.done();
    house
        .save_texts(results.staff, &results.good, json!({ "motivation": "Sterk." , "feedback": "Sterk." }))
        .await
        .done();
    let codes = ["TEXT_MISSING", "TEXT_MISSING", "TEXT_MISSING", "TEXT_MISSING", "TEXT_MISSING", "NAMES_A_JUROR"];
    Bulk {
        name: "approveResultTexts",
        list: ("items", "applicationId"),
        most: 100,
        who: results.staff,
        rest: json!({}),
        shown: "applications { id feedback { approvedAt } }",
        rows: "/it/applications",
        good: vec![results.good.clone()],
        refused: vec![(results.weak.clone(), codes.to_vec())],
        hidden: results.inadmissible.clone(),
        beside: json!({ "expectedDecisionVersion": 3, "expectedFeedbackVersion": 2 }),
    }
}

async fn importing(house: &House) -> Bulk {
    let story = Story::begin(house).await;
    for phase in Phase::ALL.into_iter().take_while(|phase| *phase != Phase::Announced) {
        story.reach(phase).await;
    }
    let abroad =
        json!({ "projectId": story.bees, "campaignId": story.campaign, "countries": ["IT"], "source": "Lijst" });
    house.act(story.staff, "recordForeignLabels", abroad, "__typename").await.done();
    let (list, hash) = story.propose_for_eql().await;
    let input = json!({ "eqlNominationId": list, "expectedHash": hash });
    house.act(story.second_staff, "nominateForEql", input, "__typename").await.done();
    // Candidates that were not nominated: one of the same school, and one of another community.
    let german = house.school(story.german_staff, "Schule am Park", Community::Dg).await;
    let mut others = Vec::new();
    for (name, school) in [("Gwen Geens", &story.school), ("Uta Klein", &german)] {
        let teacher = house.teacher(name, school).await;
        let project = house.ended_project(teacher, &format!("Van {name}"), school, &story.abroad).await;
        let known = eql_candidacy::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        let row = eql_candidacy::Model {
            id: house.ids.next(house.clock.now()),
            project_id: project.parse().unwrap(),
            is_listed: false,
            is_nominated: false,
            ..known
        };
        eql_candidacy::ActiveModel::from(row).reset_all().insert(house.db.connection()).await.unwrap();
        others.push(project);
    }
    let [weak, hidden] = others.try_into().unwrap();
    Bulk {
        name: "importEqlOutcomes",
        list: ("items", "projectId"),
        most: 500,
        who: story.staff,
        rest: json!({ "campaignId": story.campaign, "source": "Brief", "announcedOn": "2026-09-01" }),
        shown: "eqlCandidacies { project { id } status }",
        rows: "/it/eqlCandidacies",
        good: vec![story.bees.clone()],
        refused: vec![(weak, vec!["NOT_NOMINATED"])],
        hidden,
        beside: json!({ "outcome": "AWARDED" }),
    }
}

/// Everything that is claimed of a list, for one mutation.
async fn holds(house: &House, bulk: &Bulk) {
    let name = bulk.name;
    let unknown = bulk.unknown();
    let (hidden, unknown) = (bulk.hidden.as_str(), unknown.as_str());
    let refused: Vec<&str> = bulk.refused.iter().map(|(id, _)| id.as_str()).collect();
    let good: Vec<&str> = bulk.good.iter().map(String::as_str).collect();
    let mails = async || message::Entity::find().count(house.db.connection()).await.unwrap();
    let before = (house.written().await, mails().await);

    // As a whole: nothing, too many, what is no id at all.
    let many: Vec<String> = (0..=bulk.most).map(|at| format!("{}_{at:032x}", prefix(&bulk.hidden))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for ids in [&[] as &[&str], &many] {
        let reply = bulk.ask(house, ids).await;
        assert_eq!(reply.at("/it/userErrors/0/code"), "HOW_MANY", "{name}");
        assert_eq!(reply.at("/it/userErrors").as_array().unwrap().len(), 1, "{name}: {}", reply.text);
        assert!(reply.text_at("/it/userErrors/0/message").contains(&bulk.most.to_string()), "{name}: {}", reply.text);
    }
    let reply = bulk.ask(house, &[good[0], "school_00000000000070008000000000000001"]).await;
    reply.assert_error("BAD_USER_INPUT");
    let mut place = vec!["input", bulk.list.0, "1"];
    place.extend((!bulk.beside.is_null()).then_some(bulk.list.1));
    assert_eq!(reply.body["errors"][0]["extensions"]["argument"], json!(place), "{name}");

    // Nothing can be done: nothing is written, and every place says why. What is hidden is as what is not there.
    let nothing = [refused.as_slice(), &[hidden, unknown, hidden]].concat();
    let reply = bulk.ask(house, &nothing).await;
    assert_eq!(errors(bulk, &reply), sorted(bulk.told(&nothing)), "{name}: {}", reply.text);
    let field = bulk.rows.split('/').nth(2).unwrap();
    assert_eq!(reply.at(&format!("/it/{field}")), &Value::Null, "{name}");
    let list = reply.at("/it/userErrors").as_array().unwrap();
    let of = |id: &str| {
        let error = list.iter().find(|error| error[bulk.list.1] == id).unwrap_or_else(|| panic!("{}", reply.text));
        (error["code"].clone(), error["message"].to_string().replace(id, "it"))
    };
    assert_eq!(of(hidden), of(unknown), "{name}: what is hidden tells nothing of itself");
    assert_eq!((house.written().await, mails().await), before, "{name} wrote what it refused");

    // A mixed list, with rows of every sort: what can be done is done, once.
    let mixed = [&refused[..1], &good[..1], &[hidden, good[0], unknown], &refused[1..], &good[1..]].concat();
    let mut input = bulk.input(&mixed);
    let takes_key = name != "remindDrafts";
    if takes_key {
        input["idempotencyKey"] = json!("eens");
    }
    let mut was = BTreeMap::new();
    for id in mixed.iter().filter(|id| !good.contains(id)) {
        was.insert(*id, done_to(house, id).await);
    }
    let reply = bulk.send(house, &input, "en").await;
    assert_eq!(errors(bulk, &reply), sorted(bulk.told(&mixed)), "{name}: {}", reply.text);
    let rows = reply.at(bulk.rows);
    if let Some(rows) = rows.as_array() {
        let id = |row: &Value| {
            row.pointer("/application/id")
                .or(row.pointer("/project/id"))
                .unwrap_or(&row["id"])
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(rows.iter().map(id).collect::<Vec<_>>(), good, "{name}: as the caller named them");
    } else {
        assert_eq!(rows, &json!(good.len()), "{name}");
        assert_eq!(mails().await - before.1, u64::try_from(good.len()).unwrap(), "{name}");
    }
    for (id, times) in was {
        assert_eq!(done_to(house, id).await, times, "{name} did something to {id}, which it refused");
    }
    let written = house.written().await;
    assert!(written > before.0, "{name}");

    // The same request again: the same answer, in the language of today, and nothing is done.
    if takes_key {
        let again = bulk.send(house, &input, "en").await;
        assert_eq!(again.data(), reply.data(), "{name}");
        let french = bulk.send(house, &input, "fr").await;
        assert_eq!(errors(bulk, &french), errors(bulk, &reply), "{name}");
        let messages = |reply: &Reply| -> Vec<String> {
            let all = reply.at("/it/userErrors").as_array().unwrap();
            all.iter().map(|error| error["message"].as_str().unwrap().to_owned()).collect()
        };
        assert!(messages(&french).iter().zip(messages(&reply)).all(|(one, other)| *one != other), "{}", french.text);
        let mut other = input.clone();
        other[bulk.list.0] = bulk.items(&good);
        bulk.send(house, &other, "en").await.assert_error("IDEMPOTENCY_KEY_REUSED");
    }
    assert_eq!(house.written().await, written, "{name} did it again");
    // Without a key each place says that it is done.
    let done = bulk.ask(house, &good).await;
    let places: BTreeSet<String> = errors(bulk, &done).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places.len(), good.len(), "{name}: {}", done.text);
    assert_eq!(house.written().await, written, "{name} wrote what it refused");
}

fn sorted(mut all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.sort();
    all
}

trial! {
    async fn applications_are_admitted_one_by_one(house) {
        holds(&house, &admitting(&house).await).await;
    }

    async fn teachers_are_reminded_one_by_one(house) {
        holds(&house, &reminding(&house).await).await;
    }

    async fn evaluations_are_merged_one_by_one(house) {
        holds(&house, &consolidating(&house).await).await;
    }

    async fn decisions_are_confirmed_one_by_one(house) {
        holds(&house, &ratifying(&house).await).await;
    }

    async fn texts_are_saved_one_by_one(house) {
        holds(&house, &saving(&house).await).await;
    }

    async fn texts_are_approved_one_by_one(house) {
        holds(&house, &approving(&house).await).await;
    }

    async fn a_caller_who_wants_all_or_nothing_gets_it(house) {
        {
            let bulk = approving(&house).await;
            let written = house.written().await;
            let mixed = [bulk.good[0].as_str(), bulk.refused[0].0.as_str()];
            let mut input = bulk.input(&mixed);
            input["isAllOrNothing"] = json!(true);
            let reply = bulk.send(&house, &input, "en").await;
            assert_eq!(errors(&bulk, &reply), sorted(bulk.told(&mixed)), "{}", reply.text);
            assert_eq!(reply.at(bulk.rows), &Value::Null, "{}", reply.text);
            assert_eq!(house.written().await, written, "{}", bulk.name);
            input["items"] = bulk.items(&mixed[..1]);
            let reply = bulk.send(&house, &input, "en").await;
            assert_eq!(reply.done()["applications"][0]["id"], mixed[0]);
        }
    }

    async fn results_are_excused_from_esep_one_by_one(house) {
        holds(&house, &excusing(&house).await).await;
    }

    async fn outcomes_of_the_european_label_are_recorded_one_by_one(house) {
        holds(&house, &importing(&house).await).await;
    }

    async fn mails_that_came_back_are_noted_one_by_one(house) {
        holds(&house, &bouncing(&house).await).await;
    }

    async fn confirmations_are_taken_back_one_by_one(house) {
        holds(&house, &taking_back(&house).await).await;
    }

    async fn results_are_marked_one_by_one(house) {
        holds(&house, &marking(&house).await).await;
    }

    async fn every_mutation_that_takes_rows_one_by_one_is_tried_here(_house) {
        let mut found: Vec<&str> = nql::mutation::acts().filter(|act| act.is_part).map(|act| act.name).collect();
        found.sort_unstable();
        assert_eq!(found, [
            "admitApplications", "approveResultTexts", "consolidateApplications", "excuseFromEsep", "importEqlOutcomes", "issueCertificates", "markEsepPublished",
            "ratifyDecisions", "recordAttendance", "recordBounces", "recordCollections", "recordPostings", "remindDrafts", "saveResultTexts", "takeBackRatifications",
        ]);
        // A list of ids is never taken in another way.
        for act in nql::mutation::acts() {
            let lists = act.rights.iter().any(|right| right.argument.is_some() && right.is_list);
            assert!(!lists || act.is_part, "{}", act.name);
        }
    }
}
