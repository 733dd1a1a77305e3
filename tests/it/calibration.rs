//! How severe jurors are: an estimate for staff, from the scores that are in, and for nobody else (INV-33, INV-36).

use std::collections::BTreeSet;

use entity::{
    application, assignment, audit_event, evaluation, evaluation_score,
    ids::{ApplicationId, CampaignId, JurorId},
    jury_membership,
    kinds::{ApplicationStage, AssignmentStatus, EvaluationStatus, Role, Track},
    prize,
};
use fair::calibration::{Calibration, Look, Question, Row, calibrate};
use nql::{
    api::{policy::Printed, schema},
    auth::Audience,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply, given::Hearing},
    trial,
};

const SHOWN: &str = "scoreCalibration { threshold prizes scores applicationsCounted jurorsCounted \
    obstacles { code message advice found needed score jurors { id } applications { id } groups { size jurors { id } } } \
    estimate { mean varianceOfApplications varianceOfJurors varianceOfError allocation warnings { code message } seed draws intervalPercent \
    applications { application { id } rawMean value deviation reachesThreshold expectedRank bestRank worstRank winsPrize isLabelChanged isPrizeChanged } \
    jurors { juror { id } severity error misfit scores } } }";

/// How much more than they deserve the jurors give.
const MILD: [i32; 4] = [1, 0, -1, 0];
/// What the applications deserve on each criterion; on some, in turn, a juror sees a point more.
const WORTH: [i32; 8] = [4, 3, 2, 3, 3, 2, 3, 4];

/// A hearing whose scores are in.
struct Scene {
    hearing: Hearing,
    jurors: Vec<Person>,
    applications: Vec<ApplicationId>,
}

/// Eight applications: the three of the hearing, and others like the first, put straight into the tables.
async fn applications(house: &House, hearing: &Hearing) -> Vec<ApplicationId> {
    let db = house.db.connection();
    let mut applications: Vec<ApplicationId> =
        [&hearing.application, &hearing.other, &hearing.german].map(|id| id.parse().unwrap()).into();
    let first = application::Entity::find_by_id(applications[0]).one(db).await.unwrap().unwrap();
    let revision = entity::application_revision::Entity::find_by_id(first.submitted_revision_id.unwrap());
    let revision = revision.one(db).await.unwrap().unwrap();
    let registration = entity::registration::Entity::find_by_id(first.registration_id).one(db).await.unwrap().unwrap();
    let member =
        entity::project_member::Entity::find().filter(entity::project_member::Column::ProjectId.eq(first.project_id));
    let member = member.one(db).await.unwrap().unwrap();
    for number in applications.len()..WORTH.len() {
        let teacher = house.seat(&format!("Leerkracht {number}"), &[Role::Teacher], None).await;
        let now = house.clock.now();
        let mut row = member.clone().into_active_model().reset_all();
        row.id = Set(house.ids.next(now));
        row.user_id = Set(teacher.id);
        row.insert(db).await.unwrap();
        let mut row = registration.clone().into_active_model().reset_all();
        row.id = Set(house.ids.next(now));
        row.teacher_id = Set(teacher.id);
        let registered = row.insert(db).await.unwrap();
        let mut row = first.clone().into_active_model().reset_all();
        row.id = Set(house.ids.next(now));
        row.registration_id = Set(registered.id);
        row.teacher_id = Set(teacher.id);
        row.submitted_revision_id = Set(None);
        row.sequence_in_school_year = Set(Some(1));
        let made = row.insert(db).await.unwrap();
        let mut row = revision.clone().into_active_model().reset_all();
        row.id = Set(house.ids.next(now));
        row.application_id = Set(made.id);
        row.insert(db).await.unwrap();
        applications.push(made.id);
    }
    applications
}

/// The applications, each read by those of the four jurors that `reads` says; the third is of the German-speaking
/// community.
async fn scene(house: &House, reads: impl Fn(usize, usize) -> bool) -> Scene {
    let hearing = house.hearing().await;
    let mut jurors = Vec::new();
    for name in ["Nadia Ouali", "Sam Peeters", "Jan Smet", "Els Maes"] {
        jurors.push(house.juror(&hearing, name).await);
    }
    let applications = applications(house, &hearing).await;
    let db = house.db.connection();
    let first = application::Entity::find_by_id(applications[0]).one(db).await.unwrap().unwrap();
    let campaign = entity::campaign::Entity::find_by_id(first.campaign_id).one(db).await.unwrap().unwrap();
    let items = entity::criterion::Entity::find()
        .filter(entity::criterion::Column::RubricVersionId.eq(campaign.rubric_version_id));
    let items = items.all(db).await.unwrap();
    for (place, id) in applications.iter().enumerate() {
        let revision = entity::application_revision::Entity::find()
            .filter(entity::application_revision::Column::ApplicationId.eq(*id));
        let revision = revision.one(db).await.unwrap().unwrap();
        for (number, juror) in jurors.iter().enumerate().filter(|(number, _)| reads(place, *number)) {
            let now = house.clock.now();
            let (worth, mild) = (WORTH[place], MILD[number]);
            let assigned = assignment::ActiveModel {
                id: Set(house.ids.next(now)),
                application_id: Set(*id),
                juror_id: Set(JurorId::from(juror.id)),
                campaign_id: Set(campaign.id),
                round: Set(1),
                state: Set(AssignmentStatus::Submitted),
                due_at: Set(campaign.evaluations_due_at),
                attested_at: Set(Some(now)),
                ended_reason: Set(None),
                cannot_judge: Set(false),
                conflicts_since: Set(None),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
            };
            let assigned = assigned.insert(db).await.unwrap();
            let (place, number) = (i32::try_from(place).unwrap(), i32::try_from(number).unwrap());
            let worth =
                |item: i32| (worth + mild + i32::from((7 * item + 5 * place + 3 * number) % 4 == 0)).clamp(0, 5);
            let total: i32 =
                items.iter().filter(|item| item.gate_of_id.is_none()).map(|item| 100 * worth(item.position)).sum();
            let judged = evaluation::ActiveModel {
                comment_version: Set(1),
                internal_note_version: Set(1),
                id: Set(house.ids.next(now)),
                assignment_id: Set(assigned.id),
                application_id: Set(*id),
                juror_id: Set(assigned.juror_id),
                revision_id: Set(revision.id),
                state: Set(EvaluationStatus::Submitted),
                total_centi: Set(Some(total)),
                comment: Set(String::new()),
                internal_note: Set(String::new()),
                submitted_at: Set(Some(now)),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
            };
            let judged = judged.insert(db).await.unwrap();
            for item in &items {
                let score = evaluation_score::ActiveModel {
                    score_version: Set(1),
                    comment_version: Set(1),
                    id: Set(house.ids.next(now)),
                    evaluation_id: Set(judged.id),
                    criterion_id: Set(item.id),
                    score: Set(Some(worth(item.position))),
                    comment: Set("Goed.".to_owned()),
                    updated_at: Set(now),
                };
                score.insert(db).await.unwrap();
            }
        }
    }
    Scene { hearing, jurors, applications }
}

/// Everybody reads three of four.
fn overlapping(place: usize, juror: usize) -> bool {
    place % 4 != juror
}

/// Two panels that share nothing.
fn fixed(place: usize, juror: usize) -> bool {
    place % 2 == juror % 2
}

async fn ask(house: &House, who: impl Into<Option<Person>>, scene: &Scene, more: Value) -> Reply {
    let mut input = json!({ "campaignId": scene.hearing.campaign, "track": "NQL" });
    for (key, value) in more.as_object().unwrap() {
        input[key] = value.clone();
    }
    house.act(who, "calibration", input, SHOWN).await
}

fn decimal(hundredths: i64) -> Value {
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.abs());
    json!(format!("{sign}{}.{:02}", size / 100, size % 100))
}

/// Rounded half away from zero.
fn rounded(value: i64, per: i64) -> Value {
    decimal((2 * value.abs() + per) / (2 * per) * value.signum())
}

/// What the module makes of the rows that are stored.
async fn expected(house: &House, prizes: usize) -> Calibration<ApplicationId, JurorId> {
    let rows = evaluation::Entity::find()
        .filter(evaluation::Column::State.is_in([EvaluationStatus::Submitted, EvaluationStatus::Locked]));
    let rows: Vec<Row<ApplicationId, JurorId>> = rows
        .all(house.db.connection())
        .await
        .unwrap()
        .into_iter()
        .map(|row| Row { application: row.application_id, juror: row.juror_id, score: row.total_centi.unwrap() })
        .collect();
    calibrate(&rows, &Question { scale: 0..=2_500, threshold: 1_500, prizes, look: Look::default() }).unwrap()
}

trial! {
    async fn staff_read_what_the_scores_say_without_severity(house) {
        let scene = scene(&house, overlapping).await;
        let row = prize::ActiveModel {
            id: Set(house.ids.next(house.clock.now())),
            campaign_id: Set(scene.hearing.campaign.parse::<CampaignId>().unwrap()),
            track: Set(Track::Nql),
            rank: Set(1),
            title: Set("Hoofdprijs".to_owned()),
            level: Set(None),
            theme: Set(None),
            removed_at: Set(None),
            version: Set(1),
            created_at: Set(house.clock.now()),
            updated_at: Set(house.clock.now()),
        };
        row.insert(house.db.connection()).await.unwrap();
        let written = house.written().await;
        let reply = ask(&house, scene.hearing.staff, &scene, json!({})).await;
        let told = &reply.done()["scoreCalibration"];
        assert_eq!(house.written().await, written, "nothing is written");
        assert_eq!((&told["scores"], &told["applicationsCounted"], &told["jurorsCounted"]), (&json!(24), &json!(8), &json!(4)));
        assert_eq!((&told["threshold"], &told["prizes"], &told["obstacles"]), (&json!("15.00"), &json!(1), &json!([])));
        let right = expected(&house, 1).await;
        let estimate = &told["estimate"];
        assert_eq!(estimate["mean"], rounded(right.mean.thousandths(), 1_000));
        for (name, variance) in [
            ("varianceOfApplications", right.variance_of_applications), ("varianceOfJurors", right.variance_of_jurors), ("varianceOfError", right.variance_of_error),
        ] {
            assert_eq!(estimate[name], rounded(variance.thousandths(), 100_000), "{name}");
        }
        assert_eq!(estimate["allocation"], rounded(right.allocation.thousandths(), 10));
        assert_eq!((&estimate["seed"], &estimate["draws"], &estimate["intervalPercent"]), (&json!("1"), &json!(1000), &json!(90)));
        let mut applications = Vec::new();
        for one in right.applications.iter().filter(|one| one.application != scene.applications[2]) {
            // The raw mean is that of the stored scores, exactly.
            let totals = evaluation::Entity::find().filter(evaluation::Column::ApplicationId.eq(one.application));
            let totals: Vec<i64> = totals.all(house.db.connection()).await.unwrap().iter().map(|row| row.total_centi.unwrap().into()).collect();
            let count = i64::try_from(totals.len()).unwrap();
            applications.push(json!({
                "application": { "id": one.application.to_string() },
                "rawMean": decimal((2 * totals.iter().sum::<i64>() + count) / (2 * count)),
                "value": rounded(one.value.thousandths(), 1_000), "deviation": rounded(one.deviation.thousandths(), 1_000),
                "reachesThreshold": rounded(one.reaches_threshold.thousandths(), 10), "expectedRank": rounded(one.expected_rank.thousandths(), 10),
                "bestRank": one.rank_interval.0, "worstRank": one.rank_interval.1, "winsPrize": rounded(one.wins_prize.thousandths(), 10),
                "isLabelChanged": one.change.label, "isPrizeChanged": one.change.prize,
            }));
        }
        assert_eq!(estimate["applications"], json!(applications));
        let jurors: Vec<Value> = right.jurors.iter().map(|one| json!({
            "juror": { "id": one.juror.to_string() }, "severity": rounded(one.severity.thousandths(), 1_000), "error": rounded(one.error.thousandths(), 1_000),
            "misfit": rounded(one.misfit.thousandths(), 10), "scores": one.scores,
        })).collect();
        assert_eq!(estimate["jurors"], json!(jurors));
        // The mild one is mild, the severe one severe.
        let severity = |person: Person| right.jurors.iter().find(|one| one.juror == JurorId::from(person.id)).unwrap().severity;
        assert!(severity(scene.jurors[0]) < severity(scene.jurors[1]) && severity(scene.jurors[1]) < severity(scene.jurors[2]));
    }

    async fn only_what_would_differ_is_told_when_that_is_asked(house) {
        let scene = scene(&house, overlapping).await;
        let right = expected(&house, 2).await;
        let changed: Vec<Value> = right.applications.iter()
            .filter(|one| one.change.is_any() && one.application != scene.applications[2]).map(|one| json!(one.application.to_string())).collect();
        let told = ask(&house, scene.hearing.staff, &scene, json!({ "prizes": 2, "isChangedOnly": true })).await;
        let told: Vec<Value> = told.at("/it/scoreCalibration/estimate/applications").as_array().unwrap().iter().map(|one| one["application"]["id"].clone()).collect();
        assert_eq!(told, changed);
        assert!(!changed.is_empty() && changed.len() < 7, "the scene shows the difference: {}", changed.len());
    }

    async fn one_criterion_is_calibrated_by_itself(house) {
        let scene = scene(&house, overlapping).await;
        let reply = ask(&house, scene.hearing.staff, &scene, json!({ "criterionCode": "C1" })).await;
        let told = &reply.done()["scoreCalibration"];
        assert_eq!((&told["threshold"], &told["prizes"], &told["scores"]), (&json!("2.50"), &json!(0), &json!(24)));
        let c1 = entity::criterion::Entity::find().filter(entity::criterion::Column::Code.eq("C1")).one(house.db.connection()).await.unwrap().unwrap();
        for one in told["estimate"]["applications"].as_array().unwrap() {
            let id: ApplicationId = one["application"]["id"].as_str().unwrap().parse().unwrap();
            let its = evaluation::Entity::find().filter(evaluation::Column::ApplicationId.eq(id)).all(house.db.connection()).await.unwrap();
            let scores = evaluation_score::Entity::find().filter(evaluation_score::Column::CriterionId.eq(c1.id))
                .filter(evaluation_score::Column::EvaluationId.is_in(its.iter().map(|row| row.id))).all(house.db.connection()).await.unwrap();
            let (sum, count) = (scores.iter().map(|row| i64::from(row.score.unwrap())).sum::<i64>(), i64::try_from(scores.len()).unwrap());
            assert_eq!(one["rawMean"], decimal((200 * sum + count) / (2 * count)));
        }
        ask(&house, scene.hearing.staff, &scene, json!({ "criterionCode": "C9" })).await.assert_refused(&["UNKNOWN_CRITERION"]);
        ask(&house, scene.hearing.staff, &scene, json!({ "criterionCode": "C1", "threshold": "5.01", "prizes": -1 })).await
            .assert_refused(&["THRESHOLD_OFF_SCALE", "PRIZES_NEGATIVE"]);
    }

    async fn fixed_panels_are_told_and_not_calibrated(house) {
        let scene = scene(&house, fixed).await;
        let reply = ask(&house, scene.hearing.staff, &scene, json!({})).await;
        let told = &reply.done()["scoreCalibration"];
        assert_eq!(told["estimate"], Value::Null);
        let obstacles = told["obstacles"].as_array().unwrap();
        let apart = obstacles.iter().find(|one| one["code"] == "UNCONNECTED").unwrap();
        let groups: BTreeSet<BTreeSet<&str>> = apart["groups"].as_array().unwrap().iter()
            .map(|group| group["jurors"].as_array().unwrap().iter().map(|juror| juror["id"].as_str().unwrap()).collect()).collect();
        let ids: Vec<String> = scene.jurors.iter().map(|juror| JurorId::from(juror.id).to_string()).collect();
        let wanted = [[0, 2], [1, 3]].map(|group| group.map(|at| ids[at].as_str()).into());
        assert_eq!(groups, BTreeSet::from(wanted));
        assert!(apart["advice"].as_str().unwrap().contains("een jurylid van elke groep"));
        assert_eq!(apart["message"], "de juryleden vallen uiteen in 2 groepen die geen aanvraag delen");
        assert_eq!((&apart["found"], &apart["needed"]), (&json!(2), &Value::Null));
        // Nothing is in of Belgica: that is told the same way.
        let empty = ask(&house, scene.hearing.staff, &scene, json!({ "track": "BELGICA" })).await;
        let codes: Vec<&Value> = empty.at("/it/scoreCalibration/obstacles").as_array().unwrap().iter().map(|one| &one["code"]).collect();
        assert_eq!(codes, ["TOO_FEW_APPLICATIONS", "TOO_FEW_JURORS", "TOO_FEW_OVERLAPS"]);
    }

    async fn staff_of_another_community_see_no_row_of_this_one(house) {
        let scene = scene(&house, overlapping).await;
        let reply = ask(&house, scene.hearing.german_staff, &scene, json!({})).await;
        let told = &reply.done()["scoreCalibration"];
        assert_eq!(told["applicationsCounted"], 8, "all count");
        let shown: Vec<&Value> = told["estimate"]["applications"].as_array().unwrap().iter().map(|one| &one["application"]["id"]).collect();
        assert_eq!(shown, [&json!(scene.hearing.german)]);
        for id in scene.applications.iter().filter(|id| **id != scene.applications[2]) {
            assert!(!reply.text.contains(&id.to_string()));
        }
    }

    async fn nobody_else_learns_how_severe_a_juror_is(house) {
        let scene = scene(&house, overlapping).await;
        for who in [scene.jurors[0], scene.hearing.teacher, house.admin().await, house.service().await] {
            ask(&house, who, &scene, json!({})).await.assert_error("FORBIDDEN");
        }
        ask(&house, None, &scene, json!({})).await.assert_error("UNAUTHENTICATED");
        let unknown = json!({ "campaignId": "campaign_00000000000000000000000000000001" });
        ask(&house, scene.hearing.staff, &scene, unknown).await.assert_error("NOT_FOUND");
        // And no field of it is open to anybody else.
        let printed = Printed::read(&schema::print(&schema::build())).unwrap();
        let mut fields = 0;
        for (field, allow) in printed.matrix() {
            let ty = field.split('.').next().unwrap();
            if ty.starts_with("Calibrat") || ["ScoreCalibration", "JurorSeverity"].contains(&ty) {
                assert_eq!(allow, [Audience::Staff], "{field}");
                fields += 1;
            }
        }
        assert!(fields > 30);
    }

    async fn another_rule_can_take_the_totals_without_severity(house) {
        let scene = scene(&house, overlapping).await;
        let staff = scene.hearing.staff;
        let mine: Vec<String> = scene.applications.iter().map(ToString::to_string).filter(|id| *id != scene.hearing.german).collect();
        for id in &mine {
            house.set_stage(id, ApplicationStage::InEvaluation).await;
        }
        let merged = "consolidations { application { id } total }";
        house.act(staff, "consolidateApplications", json!({ "applicationIds": mine }), merged).await.done();
        let right = expected(&house, 0).await;
        let minima: Vec<Value> = ["C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3"].map(|code| json!({ "criterionCode": code, "minimum": "0.00" })).to_vec();
        let shown = "outcomesUnder { applicationCount wouldBeAwardedCount changes { application { id } outcome wouldBe totalWouldBe } }";
        let mut changes = 0;
        for threshold in [1_100, 1_300, 1_500, 1_700, 1_900] {
            let input = json!({ "campaignId": scene.hearing.campaign, "track": "NQL", "threshold": decimal(threshold), "minima": minima, "isCalibrated": true });
            let reply = house.act(staff, "outcomesUnder", input, shown).await;
            let told = &reply.done()["outcomesUnder"];
            assert_eq!(told["applicationCount"], mine.len());
            let reaches = |one: &&fair::calibration::Calibrated<ApplicationId>| one.value.thousandths() >= 1_000 * threshold;
            let shown = || right.applications.iter().filter(|one| mine.contains(&one.application.to_string()));
            assert_eq!(told["wouldBeAwardedCount"], shown().filter(reaches).count());
            for change in told["changes"].as_array().unwrap() {
                let one = shown().find(|one| change["application"]["id"] == one.application.to_string()).unwrap();
                assert_eq!(change["wouldBe"], if reaches(&one) { "AWARDED" } else { "NOT_AWARDED" });
                assert_eq!(change["totalWouldBe"], rounded(one.value.thousandths(), 1_000));
                changes += 1;
            }
        }
        assert!(changes > 2, "{changes}");
    }

    async fn a_decision_tells_staff_where_calibration_leads_elsewhere_and_is_made_by_the_rule_alone(house) {
        let scene = scene(&house, overlapping).await;
        let (staff, german) = (scene.hearing.staff, scene.hearing.german_staff);
        let all: Vec<String> = scene.applications.iter().map(ToString::to_string).collect();
        for id in &all {
            house.set_stage(id, ApplicationStage::InEvaluation).await;
        }
        let (theirs, mine): (Vec<&String>, Vec<&String>) = all.iter().partition(|id| **id == scene.hearing.german);
        for (who, ids) in [(staff, &mine), (german, &theirs)] {
            house.act(who, "consolidateApplications", json!({ "applicationIds": ids }), "consolidations { total }").await.done();
        }
        let right = expected(&house, 0).await;
        house.move_campaign(staff, "startDeliberation", &scene.hearing.campaign).await;
        let input = json!({ "campaignId": scene.hearing.campaign, "track": "NQL" });
        house.act(staff, "proposeDecisions", input, "decisions { id }").await.done();
        let shown = "{ decisions(first: 50) { nodes { id application { id } outcome ruleOutcome calibratedOutcome calibratedTotal steps { criterion { code } isReached } } } }";
        let told = house.ask(staff, shown, json!({})).await;
        let told = told.at("/decisions/nodes").as_array().unwrap();
        assert_eq!(told.len(), mine.len());
        let mut elsewhere = 0;
        for decision in told {
            let one = right.applications.iter().find(|one| decision["application"]["id"] == one.application.to_string()).unwrap();
            let steps = decision["steps"].as_array().unwrap();
            let reached = |is_total: bool| steps.iter().filter(|step| step["criterion"].is_null() == is_total).all(|step| step["isReached"] == true);
            let word = |is_awarded: bool| if is_awarded { "AWARDED" } else { "NOT_AWARDED" };
            assert_eq!(decision["ruleOutcome"], word(reached(true) && reached(false)));
            assert_eq!(decision["outcome"], decision["ruleOutcome"], "it decides nothing");
            let would_be = word(reached(false) && one.value.thousandths() >= 1_500_000);
            let differs = decision["ruleOutcome"] != would_be;
            let (outcome, total) = if differs { (json!(would_be), rounded(one.value.thousandths(), 1_000)) } else { (Value::Null, Value::Null) };
            assert_eq!((&decision["calibratedOutcome"], &decision["calibratedTotal"]), (&outcome, &total));
            elsewhere += usize::from(differs);
        }
        // It comes out the same, with the advice, and without as decisions have none that were made before.
        for change in ["version = version", "calibrated_outcome = NULL, calibrated_total_centi = NULL"] {
            house.db.connection().execute_unprepared(&format!("UPDATE decision SET {change}")).await.unwrap();
            for decision in told {
                let again = house.act(staff, "decisionReplay", json!({ "decisionId": decision["id"] }), "decisionReplay { isSame }").await;
                assert_eq!(again.done()["decisionReplay"]["isSame"], true);
            }
        }
        assert!(elsewhere > 0 && elsewhere < mine.len(), "the scene shows the difference: {elsewhere}");
        for who in [scene.jurors[0], scene.hearing.teacher, house.admin().await, house.service().await] {
            let query = "query($id: ID!) { node(id: $id) { ... on Decision { calibratedOutcome } } }";
            house.ask(who, query, json!({ "id": told[0]["id"] })).await.assert_error("FORBIDDEN");
        }
    }

    async fn what_is_in_counts_and_reading_it_is_written_down(house) {
        let scene = scene(&house, |place, juror| overlapping(place, juror) && (place > 0 || juror < 2)).await;
        // Through the API: one more evaluation, which counts once it is handed in.
        let (juror, staff) = (scene.jurors[0], scene.hearing.staff);
        let id = house.accepted(staff, juror, &scene.hearing.application).await;
        house.scored(juror, &id, [2; 8]).await;
        let count = async || ask(&house, staff, &scene, json!({})).await.number_at("/it/scoreCalibration/scores");
        assert_eq!(count().await, 22, "a draft never enters an aggregate");
        let input = json!({ "assignmentId": id, "expectedVersion": 1 });
        house.act(juror, "submitEvaluation", input, "evaluation { status }").await.done();
        assert_eq!(count().await, 23);
        // A juror who is not to be known any more counts, and is not shown.
        let hers = jury_membership::Column::JurorId.eq(JurorId::from(scene.jurors[3].id));
        jury_membership::Entity::delete_many().filter(hers).exec(house.db.connection()).await.unwrap();
        let told = ask(&house, staff, &scene, json!({})).await;
        assert_eq!(told.number_at("/it/scoreCalibration/jurorsCounted"), 4);
        assert_eq!(told.at("/it/scoreCalibration/estimate/jurors").as_array().unwrap().len(), 3);
        let noting = House::with(house.engine, house.db.clone(), nql::api::Settings { notes_reading: true, ..nql::api::Settings::open() });
        ask(&noting, staff, &scene, json!({})).await.done();
        let read = audit_event::Entity::find().filter(audit_event::Column::Action.eq("read")).all(house.db.connection()).await.unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].facts, Some(json!({ "fields": ["JurorSeverity.severity"], "operation": null, "ids": [scene.hearing.campaign] })));
    }
}
