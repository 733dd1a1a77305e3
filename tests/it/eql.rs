//! Candidates for the European label: computed when the results are out, and again when more is known.

use entity::{
    eql_candidacy,
    kinds::{EqlCandidacyStatus, Kind, MessageStatus, MessageTemplate, Track},
    message,
};
use nql::{
    notification::text::{Frame, write},
    words::Language,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    mail::order_of_sending,
    support::{
        House, Person, Reply,
        given::Results,
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
            "eqlCandidacy { status average countriesWithNql countriesSource reason }",
        )
        .await
}

async fn compute(house: &House, who: Person, results: &Results) -> Reply {
    let input = json!({ "campaignId": results.campaign });
    house
        .act(who, "computeEqlCandidates", input, "eqlCandidacies { status average countriesWithNql project { id } }")
        .await
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
        assert_eq!(candidacy["countriesSource"], "lijst van het CSS");
        assert!(candidacy["reason"].as_str().unwrap().contains("22.50 op 25.00"));
        // Computing again keeps what was recorded.
        let reply = compute(&house, staff, &results).await;
        assert_eq!(reply.done()["eqlCandidacies"][0]["status"], "ELIGIBLE");
        assert_eq!(record(&house, staff, &results, json!([]), "vergissing").await.done()["eqlCandidacy"]["status"], "NOT_ELIGIBLE");
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
        assert_eq!((house.wait().await, mails().await.len()), (0, 0));
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
        for field in ["reason", "average", "countriesWithNql", "countriesSource", "computedAt"] {
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
}

async fn revoke(house: &House, results: &Results) {
    let query = "query($id: ID!) { application(id: $id) { label { id } } }";
    let label = house.ask(results.teacher, query, json!({ "id": results.good })).await;
    let input = json!({ "labelId": label.at("/application/label/id"), "reason": "fraude" });
    house.act(results.staff, "revokeLabel", input, "label { isValid }").await.done();
}
