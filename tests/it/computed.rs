//! What is computed is a read, and what fails hides nothing of what was done.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use entity::{
    audit_event,
    ids::JurorId,
    kinds::{Kind, Role},
    school, user,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person},
    trial,
};

/// Over GET, with the headers of a client.
async fn get(house: &House, who: Person, query: &str, variables: &Value) -> (StatusCode, Value) {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let uri = format!("/graphql?query={}&variables={}", encode(query), encode(&variables.to_string()));
    let request = Request::get(uri)
        .header(header::AUTHORIZATION, format!("Bearer {}", house.token(who.id).await))
        .header("x-nql-role", who.role.word());
    let response = house.send(request.body(Body::empty()).unwrap()).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

/// What a refused mutation says, to somebody who asks for these languages.
async fn said(house: &House, who: Option<Person>, languages: Option<&str>) -> String {
    let query = r#"mutation { it: requestSignInLink(input: { email: "geen adres" }) { userErrors { code message } } }"#;
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    if let Some(person) = who {
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.token(person.id).await));
    }
    if let Some(languages) = languages {
        request = request.header(header::ACCEPT_LANGUAGE, languages);
    }
    let response = house.send(request.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await;
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(body["data"]["it"]["userErrors"][0]["code"], "NOT_AN_EMAIL", "{body}");
    body["data"]["it"]["userErrors"][0]["message"].as_str().unwrap().to_owned()
}

trial! {
    async fn what_is_computed_stands_beside_other_fields_and_goes_over_get(house) {
        let hearing = house.hearing().await;
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        house.evaluated(hearing.staff, nadia, &hearing.application, [4; 8]).await;
        let query = "query($c: ID!, $id: ID!) { \
            before: application(id: $id) { status } \
            health: juryHealth(input: { campaignId: $c, track: NQL }) { juryHealth { seats } userErrors { code } } \
            ...F application(id: $id) { id } __typename } \
            fragment F on Query { refused: juryHealth(input: { campaignId: $c, track: BELGICA }) { __typename juryHealth { seats } userErrors { code reason path } } }";
        let variables = json!({ "c": hearing.campaign, "id": hearing.application });
        let posted = house.ask(hearing.staff, query, variables.clone()).await;
        let expected = json!({
            "before": { "status": "IN_EVALUATION" },
            "health": { "juryHealth": { "seats": 4 }, "userErrors": [] },
            "refused": { "__typename": "JuryHealthPayload", "juryHealth": null, "userErrors": [{ "code": "NOBODY_ASKED", "reason": "NOBODY_ASKED", "path": ["input", "track"] }] },
            "application": { "id": hearing.application },
            "__typename": "Query",
        });
        assert_eq!(posted.data(), &expected);
        let order = ["\"before\":", "\"health\":", "\"refused\":", "\"application\":", "\"Query\""].map(|key| posted.text.find(key).unwrap());
        assert!(order.is_sorted(), "in the order of the selection: {}", posted.text);
        let (status, body) = get(&house, hearing.staff, query, &variables).await;
        assert_eq!((status, &body["data"]), (StatusCode::OK, &expected));
    }

    async fn what_an_answer_names_is_an_object_and_is_read_by_one_statement(house) {
        let hearing = house.hearing().await;
        for name in ["Nadia Ouali", "Sam Peeters"] {
            let juror = house.juror(&hearing, name).await;
            house.assignment(hearing.staff, juror, &hearing.application).await;
            house.assignment(hearing.staff, juror, &hearing.other).await;
        }
        house.set_day("2026-09-20");
        let ask = async |selection: &str| {
            let before = house.db.reads();
            let query = format!(
                "query($c: ID!, $n: Boolean = true) {{ juryHealth(input: {{ campaignId: $c, track: NQL }}) {{ juryHealth {{ {selection} }} }} }} \
                fragment J on Juror {{ name ...I @include(if: $n) }} fragment I on Node {{ id __typename }}"
            );
            let reply = house.ask(hearing.staff, &query, json!({ "c": hearing.campaign })).await;
            (reply.at("/juryHealth/juryHealth").clone(), house.db.reads() - before)
        };
        let (_, plain) = ask("jurors { name juror { ...J } }").await;
        assert_eq!(plain, 2, "the query itself, and the jurors");
        let (told, read) = ask("jurors { name juror { ...J } own: juror { memberships { track } juror: email } } notices { who: juror { ...J } } notices { who: juror { __typename } }").await;
        assert_eq!(read, 3, "jurors of which the same is selected are read together");
        let jurors = told["jurors"].as_array().unwrap();
        assert_eq!(jurors.len(), 2);
        for one in jurors {
            assert_eq!((&one["juror"]["name"], &one["juror"]["__typename"]), (&one["name"], &json!("Juror")));
            assert!(one["juror"]["id"].as_str().unwrap().starts_with("juror_"), "{one}");
            assert_eq!(one["own"]["memberships"], json!([{ "track": "NQL" }]));
            assert!(one["own"]["juror"].as_str().unwrap().contains('@'), "{one}");
        }
        let notices = told["notices"].as_array().unwrap();
        assert!(notices.iter().any(|one| jurors.iter().any(|known| known["juror"] == one["who"])), "{told}");
        // What a field of such an object is for holds as everywhere.
        let query = "query($c: ID!) { similarities(input: { campaignId: $c, projectId: $c }) { comparison { pairs { first { id } second { summary } } } } }";
        house.ask(hearing.staff, query, json!({ "c": hearing.campaign })).await.assert_error("FORBIDDEN");
    }

    async fn what_is_computed_fails_by_itself(house) {
        let hearing = house.hearing().await;
        let query = "query($id: ID!, $none: ID!) { jurorChoices(input: { applicationId: $none }) { userErrors { code } } application(id: $id) { status } }";
        let none = "application_00000000000000000000000000000001";
        let reply = house.ask(hearing.staff, query, json!({ "id": hearing.application, "none": none })).await;
        assert_eq!(reply.body["data"], json!({ "jurorChoices": null, "application": { "status": "ADMISSIBLE" } }), "{}", reply.text);
        assert_eq!((&reply.body["errors"][0]["path"], &reply.body["errors"][0]["extensions"]["code"]), (&json!(["jurorChoices"]), &json!("NOT_FOUND")));
        // Who may not ask is refused before anything is worked out.
        for who in [hearing.teacher, house.service().await] {
            let reply = house.ask(who, query, json!({ "id": hearing.application, "none": none })).await;
            reply.assert_error("FORBIDDEN");
            assert_eq!(reply.body.get("data"), None, "{}", reply.text);
        }
    }

    async fn that_somebody_asked_is_written_down_and_nothing_else(house) {
        let hearing = house.hearing().await;
        let written = house.written().await;
        let input = json!({ "userId": hearing.teacher.id.to_string() });
        house.act(hearing.teacher, "personalDataExport", input, "personalData").await.done();
        assert_eq!(house.written().await, written + 1);
        let told = audit_event::Entity::find().all(house.db.connection()).await.unwrap();
        assert_eq!(told.iter().filter(|event| event.action == "personalDataExport").count(), 1);
        // A refused one leaves no trace of that kind.
        let export = json!({ "applicationId": hearing.application, "format": "TEXT", "source": "HANDED_IN" });
        house.act(hearing.staff, "applicationExport", export, "exportedFile { __typename }").await.assert_error("FORBIDDEN");
        assert_eq!(house.written().await, written + 1);
    }

    async fn a_transaction_that_only_reads_writes_nothing_and_sees_one_instant(house) {
        let hearing = house.hearing().await;
        let reading = house.db.begin_reading().await.unwrap();
        let before = school::Entity::find().all(&reading).await.unwrap().len();
        // Whoever writes does not wait for it, nor it for them.
        house.school(hearing.staff, "De Late Eik", entity::kinds::Community::Vl).await;
        assert_eq!(school::Entity::find().all(&reading).await.unwrap().len(), before, "what it saw it goes on seeing");
        for sql in ["UPDATE school SET city = 'x'", "DELETE FROM school", " insert INTO school SELECT * FROM school"] {
            assert!(reading.execute_unprepared(sql).await.is_err(), "{sql}");
        }
        drop(reading);
        let all = school::Entity::find().all(house.db.connection()).await.unwrap();
        assert_eq!(all.len(), before + 1);
        assert!(all.iter().all(|school| school.city != "x"));
    }

    async fn a_mutation_that_fails_does_not_hide_what_was_done_before_it(house) {
        let hearing = house.hearing().await;
        let nadia = JurorId::from(house.juror(&hearing, "Nadia Ouali").await.id).to_string();
        let query = "mutation($juror: ID!, $school: ID!) { \
            first: recordConflict(input: { jurorId: $juror, schoolId: $school, reason: \"Familie.\" }) { conflictOfInterest { reason } userErrors { code } } \
            second: recordConflict(input: { jurorId: \"juror_00000000000000000000000000000001\", schoolId: $school, reason: \"x\" }) { conflictOfInterest { reason } userErrors { code } } \
            third: recordConflict(input: { jurorId: $juror, schoolId: $school, reason: \" \" }) { conflictOfInterest { reason } userErrors { code path } } }";
        let reply = house.ask(hearing.staff, query, json!({ "juror": nadia, "school": hearing.school })).await;
        assert_eq!(reply.body["data"], json!({
            "first": { "conflictOfInterest": { "reason": "Familie." }, "userErrors": [] },
            "second": null,
            "third": { "conflictOfInterest": null, "userErrors": [{ "code": "REASON_MISSING", "path": ["input", "reason"] }] },
        }), "{}", reply.text);
        assert_eq!(reply.body["errors"].as_array().unwrap().len(), 1);
        assert_eq!(reply.body["errors"][0]["path"], json!(["second"]));
    }

    async fn a_refusal_speaks_the_language_that_is_asked_for_or_that_of_the_account(house) {
        let who = house.seat("Amélie Dubois", &[Role::Teacher], None).await;
        let mut row = user::Entity::find_by_id(who.id).one(house.db.connection()).await.unwrap().unwrap().into_active_model();
        row.locale = Set("fr".to_owned());
        row.update(house.db.connection()).await.unwrap();
        let english = said(&house, None, None).await;
        assert_eq!(said(&house, None, Some("en")).await, english);
        assert_eq!(said(&house, None, Some("pl, *;q=0.1")).await, english, "none that we speak");
        let french = said(&house, Some(who), None).await;
        assert_ne!(french, english);
        assert_eq!(said(&house, None, Some("fr")).await, french);
        let dutch = said(&house, Some(who), Some("nl-BE,nl;q=0.9,en;q=0.5")).await;
        assert!(dutch != english && dutch != french, "{dutch}");
        assert_eq!(said(&house, Some(who), Some("en;q=0.2, NL ;q=0.8")).await, dutch);
        assert_eq!(said(&house, Some(who), Some("nl;q=0, de")).await, said(&house, None, Some("de-AT")).await);
    }

    async fn what_is_wrong_with_a_request_is_told_alike_wherever_it_stands(house) {
        let hearing = house.hearing().await;
        let juror = JurorId::from(house.juror(&hearing, "Nadia Ouali").await.id).to_string();
        let written = house.written().await;
        let query = "query($id: ID!) { application(id: $id) { status } }";
        let filtered = "query($id: ApplicationFilter) { applications(filter: $id) { totalCount } }";
        let computed = "query($id: JurorChoicesInput!) { jurorChoices(input: $id) { userErrors { code } } }";
        let mutation = "mutation($id: DecideAdmissibilityInput!) { decideAdmissibility(input: $id) { userErrors { code } } }";
        let input = |id: &Value| json!({ "applicationId": id, "admissibility": "ADMISSIBLE" });
        let kinds = |id: Value| [
            (query, id.clone(), json!(["id"])),
            (filtered, json!({ "and": [{ "projectId": { "eq": id } }] }), json!(["filter", "and", "0", "projectId", "eq"])),
            (computed, json!({ "applicationId": id }), json!(["input", "applicationId"])),
            (mutation, input(&id), json!(["input", "applicationId"])),
        ];
        let unknown = |more: Value| json!({ "applicationId": hearing.application, "admissibility": "ADMISSIBLE", "colour": more });
        let mut cases = Vec::new();
        for (id, message) in [
            (json!("x"), "an id of the form {}_ and 32 hex digits is wanted"),
            (json!(juror), "an id of the form {}_ and 32 hex digits is wanted"),
            (json!(5.5), "{} is not a value of ID"),
            (json!(null), "{} must not be null"),
        ] {
            // A comparison with null is another thing.
            cases.extend(kinds(id.clone()).into_iter().filter(|(query, ..)| *query != filtered || !id.is_null()).map(|(query, value, way)| (query, value, way, message)));
        }
        cases.push((filtered, json!({ "colour": { "eq": "x" } }), json!(["filter"]), "{} has no field `colour`"));
        cases.push((computed, json!({ "applicationId": hearing.application, "colour": 1 }), json!(["input"]), "{} has no field `colour`"));
        cases.push((mutation, unknown(json!(1)), json!(["input"]), "{} has no field `colour`"));
        let mut told = std::collections::BTreeMap::new();
        for (query, value, way, message) in cases {
            let said = async |languages: &str| {
                let request = Request::post("/graphql")
                    .header(header::CONTENT_TYPE, "application/json")
                    .header(header::ACCEPT_LANGUAGE, languages)
                    .header(header::AUTHORIZATION, format!("Bearer {}", house.token(hearing.staff.id).await));
                let body = json!({ "query": query, "variables": { "id": value } });
                let response = house.send(request.body(Body::from(body.to_string())).unwrap()).await;
                let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
                let body: Value = serde_json::from_slice(&bytes).unwrap();
                assert_eq!(body["errors"].as_array().unwrap().len(), 1, "{body}");
                body["errors"][0].clone()
            };
            let error = said("en").await;
            assert_eq!((&error["extensions"]["code"], &error["extensions"]["argument"]), (&json!("BAD_USER_INPUT"), &way), "{error}");
            assert_eq!(error["locations"].as_array().unwrap().len(), 1, "{error}");
            let text = error["message"].as_str().unwrap();
            let (before, after) = message.split_once("{}").unwrap();
            assert!(text.starts_with(before) && text.ends_with(after), "{text}");
            for language in ["nl", "fr", "de"] {
                let other = said(language).await;
                assert_eq!((&other["extensions"]["code"], &other["extensions"]["argument"]), (&error["extensions"]["code"], &way));
                assert_ne!(other["message"], error["message"], "{language}");
                told.entry((message, language)).or_insert_with(Vec::new).push(other["message"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(told.len(), 4 * 3);
        // Who may not ask, or is not signed in, is told so alike as well.
        for (query, value, _) in kinds(json!(hearing.application)).into_iter().skip(2) {
            for (who, code) in [(Some(hearing.teacher), "FORBIDDEN"), (None, "UNAUTHENTICATED")] {
                let reply = house.ask(who, query, json!({ "id": value })).await;
                reply.assert_error(code);
                assert_eq!(reply.body["errors"][0]["locations"].as_array().unwrap().len(), 1, "{}", reply.text);
            }
        }
        assert_eq!(house.written().await, written, "nothing is written");
    }

    async fn a_refusal_leads_to_the_place_in_the_input(house) {
        let hearing = house.hearing().await;
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        let assignment = house.accepted(hearing.staff, nadia, &hearing.application).await;
        let query = "mutation($input: SaveEvaluationDraftInput!) { it: saveEvaluationDraft(input: $input) { userErrors { reason path criterion lowestScore highestScore } } }";
        let input = json!({ "assignmentId": assignment, "internalNote": "x".repeat(10_001), "scores": [
            { "criterionCode": "C2", "score": 3, "comment": "x".repeat(10_001) }, { "criterionCode": "C1", "score": 99 }, { "criterionCode": "C2" },
        ] });
        let reply = house.ask(nadia, query, json!({ "input": input })).await;
        let mut told: Vec<String> = reply.at("/it/userErrors").as_array().unwrap().iter().map(|error| format!("{} {} {}", error["reason"], error["path"], error["criterion"])).collect();
        told.sort();
        assert_eq!(told, [
            r#""COMMENT_TOO_LONG" ["input","scores","0","comment"] "C2""#,
            r#""CRITERION_TWICE" ["input","scores","2"] "C2""#,
            r#""SCORE_OUT_OF_SCALE" ["input","scores","1"] "C1""#,
            r#""TEXT_TOO_LONG" ["input","internalNote"] null"#,
        ]);
    }

    async fn who_goes_away_is_computed_nothing_for_and_others_are_answered_meanwhile(house) {
        let hearing = house.hearing().await;
        let nadia = house.juror(&hearing, "Nadia Ouali").await;
        house.evaluated(hearing.staff, nadia, &hearing.application, [4; 8]).await;
        let computing = house.http.api.computing.clone();
        // Every place is taken by something that takes as long as this trial says.
        let mut taken = Vec::new();
        for _ in 0..computing.free() {
            let (release, is_released) = std::sync::mpsc::channel::<()>();
            let computing = computing.clone();
            let endless = tokio::task::spawn_local(async move {
                computing.run(move |_| { let _ = is_released.recv(); Ok(()) }).await.unwrap();
            });
            taken.push((release, endless));
        }
        while computing.free() > 0 {
            tokio::task::yield_now().await;
        }
        let before = computing.waiting();
        let jury = json!({ "campaignId": hearing.campaign, "track": "NQL" });
        let acts = [
            ("calibration", jury.clone(), "scoreCalibration { scores }"),
            ("juryHealth", jury, "juryHealth { seats }"),
            ("jurorChoices", json!({ "applicationId": hearing.application }), "jurorChoices { __typename }"),
            ("schoolDoubles", json!({}), "schoolDoubles { __typename }"),
        ];
        for (name, input, shown) in &acts {
            let mut asked = Box::pin(house.act(hearing.staff, name, input.clone(), shown));
            let waits = async {
                while computing.waiting() == before {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                reply = &mut asked => panic!("{name} was answered: {}", reply.text),
                () = waits => {}
            }
            let other = house.ask(hearing.teacher, "{ viewer { name } }", json!({})).await;
            assert_eq!(other.at("/viewer/name"), "Lotte Verhaegen", "{name} keeps nobody waiting");
            drop(asked);
            assert_eq!(computing.waiting(), before, "{name}: nobody waits any more");
        }
        for (release, endless) in taken {
            release.send(()).unwrap();
            endless.await.unwrap();
        }
        for (name, input, shown) in acts {
            house.act(hearing.staff, name, input, shown).await.data();
        }
        assert_eq!(computing.waiting(), 0);
    }
}
