//! How a jury is doing, for staff.

use entity::ids::JurorId;
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Hearing},
    trial,
};

const HEALTH: &str = "juryHealth { seats openSeats handedIn overdue dueOn pace finishesOn isLate days { countedOn handedIn total } page \
    notices { juror { id } concern count maximumApplications days finishesOn lastOn drift message } jurors { juror { id } name maximumApplications notAnswered notBegun writing handedIn overdue scoresMissing \
    commentsMissing pace finishesOn isLate meanTotal severity severityError drift isDrifting } }";

async fn inspect(house: &House, who: Person, hearing: &Hearing, track: &str) -> Reply {
    let input = json!({ "campaignId": hearing.campaign, "track": track });
    house.act(who, "juryHealth", input, HEALTH).await
}

fn of(health: &Value, juror: Person) -> Value {
    let id = JurorId::from(juror.id).to_string();
    let jurors = health["jurors"].as_array().unwrap();
    jurors.iter().find(|standing| standing["juror"]["id"] == json!(id)).unwrap().clone()
}

trial! {
    async fn staff_see_load_pace_and_what_is_missing(house) {
        let hearing = house.hearing().await;
        inspect(&house, hearing.staff, &hearing, "NQL").await.assert_refused(&["NOBODY_ASKED"]);
        let mut jurors = Vec::new();
        for name in ["Nadia <b>Ouali</b>", "Sam Peeters", "Jan Smet"] {
            jurors.push(house.juror(&hearing, name).await);
        }
        house.evaluated(hearing.staff, jurors[0], &hearing.application, [4; 8]).await;
        let begun = house.accepted(hearing.staff, jurors[1], &hearing.application).await;
        let some = json!({ "assignmentId": begun, "scores": [{ "criterionCode": "C1", "score": 3, "comment": "Goed." }, { "criterionCode": "G1", "score": 3 }] });
        house.act(jurors[1], "saveEvaluationDraft", some, "evaluation { id }").await.done();
        house.assignment(hearing.staff, jurors[2], &hearing.other).await;
        house.set_day("2026-07-12");
        let health = inspect(&house, hearing.staff, &hearing, "NQL").await.done()["juryHealth"].clone();
        assert_eq!((&health["seats"], &health["openSeats"], &health["handedIn"]), (&json!(4), &json!(1), &json!(1)));
        assert_eq!((&health["dueOn"], &health["overdue"]), (&json!("2026-09-15"), &json!(0)));
        assert_eq!(health["days"].as_array().unwrap().len(), 11, "from the second to the twelfth of July");
        assert_eq!(health["days"][10]["total"], 1);
        assert_eq!(health["pace"], "0.09", "one in eleven days");
        let nadia = of(&health, jurors[0]);
        assert_eq!((&nadia["handedIn"], &nadia["meanTotal"], &nadia["severity"]), (&json!(1), &json!("20.00"), &Value::Null));
        let sam = of(&health, jurors[1]);
        assert_eq!((&sam["writing"], &sam["scoresMissing"], &sam["commentsMissing"]), (&json!(1), &json!(6), &json!(4)));
        assert_eq!(of(&health, jurors[2])["notAnswered"], 1);
        let concerns: Vec<&Value> = health["notices"].as_array().unwrap().iter().map(|notice| &notice["concern"]).collect();
        let unanswered = health["notices"].as_array().unwrap().iter().find(|notice| notice["concern"] == "NO_ANSWER");
        let unanswered = unanswered.unwrap_or_else(|| panic!("{concerns:?}"));
        let days = &unanswered["days"];
        assert_eq!(unanswered["count"], 1);
        let name = of(&health, jurors[2])["name"].as_str().unwrap().to_owned();
        assert_eq!(unanswered["message"], format!("{name}: uitnodigingen zonder antwoord: 1; dagen sinds de eerste: {days}"));
        let page = health["page"].as_str().unwrap();
        assert!(page.contains("Sam Peeters") && page.contains("<svg") && !page.contains("<script"));
        assert!(page.contains("Nadia &lt;b&gt;Ouali") && !page.contains("<b>Ouali"), "a name is text");
        house.set_day("2026-09-20");
        let late = inspect(&house, hearing.staff, &hearing, "NQL").await.done()["juryHealth"].clone();
        assert_eq!((&late["overdue"], &late["isLate"]), (&json!(2), &json!(true)));
    }

    async fn a_third_juror_is_needed_unless_the_jurors_agree_among_themselves(house) {
        let hearing = house.hearing().await;
        let (nadia, sam) = (house.juror(&hearing, "Nadia Ouali").await, house.juror(&hearing, "Sam Peeters").await);
        house.evaluated(hearing.staff, nadia, &hearing.application, [5; 8]).await;
        house.evaluated(hearing.staff, sam, &hearing.application, [2; 8]).await;
        let seats = async || inspect(&house, hearing.staff, &hearing, "NQL").await.done()["juryHealth"]["seats"].clone();
        assert_eq!(seats().await, 4, "two for each of two");
        let differ = json!({ "applicationIds": [hearing.application] });
        house.act(hearing.staff, "consolidateApplications", differ, "consolidations { status }").await.done();
        assert_eq!(seats().await, 5, "a third juror is asked");
        let panel = json!({ "applicationId": hearing.application, "jurorId": JurorId::from(nadia.id).to_string(), "reason": "Overleg." });
        house.act(hearing.staff, "nameConsolidator", panel, "panel { status }").await.done();
        assert_eq!(seats().await, 4, "the two agree between them");
        let apart = json!({ "applicationId": hearing.application, "reason": "Het lukt niet." });
        house.act(hearing.staff, "dissolvePanel", apart, "application { id }").await.done();
        assert_eq!(seats().await, 5);
    }

    async fn nobody_but_staff_sees_how_a_jury_is_doing_and_each_community_its_own(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        house.evaluated(hearing.staff, juror, &hearing.application, [4; 8]).await;
        for who in [hearing.teacher, juror, house.admin().await, house.service().await] {
            let refused = inspect(&house, who, &hearing, "NQL").await;
            refused.assert_error("FORBIDDEN");
            assert!(!refused.text.contains("Nadia"));
        }
        inspect(&house, hearing.german_staff, &hearing, "NQL").await.assert_refused(&["NOBODY_ASKED"]);
        inspect(&house, hearing.staff, &hearing, "BELGICA").await.assert_refused(&["NOBODY_ASKED"]);
    }

    async fn the_page_of_the_jury_runs_its_own_script_only_and_is_served_to_anybody(house) {
        use axum::{body::Body, http::Request};
        for (path, kind) in [("/jury", "text/html"), ("/jury/jury.js", "text/javascript"), ("/jury/jury.css", "text/css")] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = house.send(request).await;
            assert_eq!(response.status(), 200, "{path}");
            let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
            assert!(header("content-type").starts_with(kind), "{path}");
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
        }
    }
}
