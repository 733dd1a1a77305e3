//! Non-interference: what somebody may not know changes nothing of what she is answered, whatever she asks. One secret of
//! the database is changed behind its back; a corpus of operations, made of everything that is declared, is asked before
//! and after by everybody; who may not know must get the same bytes, and somebody who may must not (INV-22, INV-33, INV-34).

use std::cell::RefCell;

use entity::{
    application, conflict_of_interest,
    ids::{ConflictId, JurorId},
    kinds::{ConflictKind, ConflictScope, MessageTemplate},
    message,
};
use nql::{
    api::{
        Opened, Watching,
        model::model,
        object::{Object, RootSource, View},
    },
    auth::Audience,
};
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    matrices::{Act, acts},
    properties::{ids, words},
    random::{Maker, Operation},
    reads::everything,
    reference::Rows,
    socket,
    support::{
        House, Person,
        story::{Phase, Story, behind},
    },
    trial,
};

/// Random operations per viewer and secret.
const OPERATIONS: usize = 40;
/// Mutations with a fault in them, per viewer and secret.
const ACTS: usize = 6;
/// These count attempts, so that they answer differently every time, or may find nothing wrong and go on with the story.
const LEFT_OUT: [&str; 20] = [
    "signIn",
    "requestSignInLink",
    "signInWithLink",
    "refreshSession",
    "signOut",
    "changePassword",
    "resetPassword",
    "exchangeServiceKey",
    "requestPersonalData",
    "openApplicationForm",
    "removeEvidenceLink",
    "recordAttendance",
    "consolidateApplications",
    "proposeDecisions",
    "draftResultTexts",
    "ratifyDecisions",
    "preparePublication",
    "announcePrizes",
    "proposePrizes",
    "computeEqlCandidates",
];

/// Somebody of the story, or nobody.
type Viewer = (&'static str, Option<Person>);

/// One secret.
struct Secret<'a> {
    name: &'static str,
    /// Who may know of it: everybody else must not notice.
    known_to: Vec<Option<Person>>,
    /// Statements that change it; `$1` is a row's id.
    changes: Vec<(&'a str, Uuid)>,
}

fn audience(viewer: Viewer) -> Audience {
    viewer.1.map_or(Audience::Anonymous, |person| person.role.into())
}

/// What a viewer may ask: every list whole, and random operations over ids and words that occur.
fn corpus(viewer: Viewer, rows: &Rows, seed: u64) -> Vec<Operation> {
    let (ids, words, asked) = (ids(rows), words(rows), RefCell::default());
    let audience = audience(viewer);
    let mut operations = Vec::new();
    for root in model().roots.iter().filter(|root| root.audiences.contains(&audience)) {
        if let RootSource::Page { by, .. } = &root.source
            && by.is_empty()
        {
            let object = model().object(root.object).unwrap();
            let query = format!(
                "{{ {}(first: 50) {{ totalCount edges {{ cursor node {{ {} }} }} }} }}",
                root.name,
                everything(object, audience, 1)
            );
            operations.push(Operation { query, variables: json!({}) });
        }
    }
    // These hang deep below what is asked first.
    for (name, prefix) in [("PrizeVoucher", "prize_voucher_"), ("Photo", "photo_"), ("Decision", "decision_")] {
        let deep: Vec<&String> = ids.iter().filter(|id| id.starts_with(prefix)).collect();
        let of_name = |object: &&Object| object.name == name && object.audiences().contains(&audience);
        if let Some(object) = model().objects.iter().find(of_name) {
            let query = format!(
                "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on {name} {{ {} }} }} }}",
                everything(object, audience, 1)
            );
            operations.push(Operation { query, variables: json!({ "ids": deep }) });
        }
    }
    let mut maker = Maker::new(audience, &ids, &words, &asked, StdRng::seed_from_u64(seed));
    operations.extend((0..OPERATIONS).map(|_| maker.operation()));
    operations
}

/// The answers, without what is new in each request.
async fn answers(house: &House, viewer: Viewer, corpus: &[Operation]) -> Vec<String> {
    let mut answers = Vec::new();
    for operation in corpus {
        let reply = house.ask(viewer.1, &operation.query, operation.variables.clone()).await;
        let mut body = reply.body;
        for error in body.get_mut("errors").and_then(Value::as_array_mut).into_iter().flatten() {
            assert_ne!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{}", operation.query);
            error["extensions"]["requestId"] = Value::Null;
        }
        answers.push(if body.get("errors").is_some() { body.to_string() } else { reply.text });
    }
    answers
}

/// What is answered to mutations with a fault in them: the reasons must not tell either.
async fn refusals(house: &House, story: &Story, acts: &[Act], seed: u64) -> Vec<Vec<String>> {
    let mut answers = Vec::new();
    for (place, (_, who)) in (0..).zip(story.relations()) {
        let mut order: Vec<&Act> = acts.iter().filter(|act| !LEFT_OUT.contains(&act.name)).collect();
        order.shuffle(&mut StdRng::seed_from_u64(seed * 100 + place));
        let mut hers = Vec::new();
        for Act { name, input_type, input } in order.into_iter().take(ACTS) {
            let mut reply = match input_type {
                Some(input_type) => house.act_with(who, name, input_type, input.clone(), "__typename").await,
                None => house.act(who, name, input.clone(), "__typename").await,
            };
            for error in reply.body.get_mut("errors").and_then(Value::as_array_mut).into_iter().flatten() {
                error["extensions"]["requestId"] = Value::Null;
            }
            hers.push(format!("{name}: {}", reply.body));
        }
        answers.push(hers);
    }
    answers
}

/// Somebody who watches everything that they may, with all that can be selected of it.
async fn watches(house: &House, viewer: Viewer, story: &Story) -> Vec<Box<Watching>> {
    let Some(person) = viewer.1 else { return Vec::new() };
    let audience = audience(viewer);
    let mut watching = Vec::new();
    for watched in model().watched.iter().filter(|watched| watched.audiences.contains(&audience)) {
        let (name, object) = (watched.name, model().object(watched.view.shown()).unwrap());
        let all = everything(object, audience, 1);
        let query = match watched.view {
            View::Rows { object } => {
                let field = object[..1].to_lowercase() + &object[1..];
                format!("subscription {{ {name} {{ id {field} {{ {all} }} }} }}")
            }
            View::One { .. } => format!("subscription {{ {name}(campaignId: \"{}\") {{ {all} }} }}", story.campaign),
        };
        let Opened::Watching(mut theirs) = socket::open(house, person, &query).await else {
            panic!("{} may not watch: {query}", viewer.0);
        };
        while theirs.take().await.unwrap().is_some() {}
        watching.push(theirs);
    }
    watching
}

/// Fails when somebody notices who may not know; counts those who may.
fn weigh(secret: &Secret<'_>, viewer: Viewer, asked: &str, before: &str, after: &str) -> usize {
    if before == after {
        return 0;
    }
    let at = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count().saturating_sub(60);
    let part = |text: &str| text.chars().skip(at).take(160).collect::<String>();
    assert!(
        secret.known_to.contains(&viewer.1),
        "{}: {} notices\n{asked}\nbefore: ...{}\nafter:  ...{}",
        secret.name,
        viewer.0,
        part(before),
        part(after)
    );
    1
}

/// Changes the secret and looks who notices.
async fn try_secret(house: &House, story: &Story, secret: Secret<'_>, seed: u64) {
    let viewers = story.relations();
    let acts = acts(story).await;
    let refused = refusals(house, story, &acts, seed).await;
    let rows = Rows::load(house.db.connection()).await;
    let mut before = Vec::new();
    for viewer in viewers {
        let corpus = corpus(viewer, &rows, seed);
        let answers = answers(house, viewer, &corpus).await;
        before.push((viewer, corpus, answers, watches(house, viewer, story).await));
    }
    let connection = house.db.connection();
    for (sql, id) in &secret.changes {
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), *sql, [(*id).into()]);
        let done = connection.execute_raw(statement).await.unwrap_or_else(|error| panic!("{}: {error}", secret.name));
        assert!(done.rows_affected() > 0, "{}: `{sql}` changes nothing", secret.name);
    }
    let mut noticed = 0;
    for (viewer, corpus, before, mut watching) in before {
        for watching in &mut watching {
            watching.look().await.unwrap();
            while let Some(event) = watching.take().await.unwrap() {
                noticed += weigh(&secret, viewer, "an event", "", &String::from_utf8(event).unwrap());
            }
        }
        let after = answers(house, viewer, &corpus).await;
        for (operation, (before, after)) in corpus.iter().zip(before.iter().zip(&after)) {
            let asked = format!("{}\n{}", operation.query, operation.variables);
            noticed += weigh(&secret, viewer, &asked, before, after);
        }
    }
    assert!(noticed > 0, "{}: nobody notices, so this proves nothing", secret.name);
    let after = refusals(house, story, &acts, seed).await;
    for (viewer, (before, after)) in viewers.into_iter().zip(refused.iter().zip(&after)) {
        for (before, after) in before.iter().zip(after) {
            weigh(&secret, viewer, "a mutation", before, after);
        }
    }
}

trial! {
    async fn nobody_notices_what_she_may_not_know(house) {
        let story = Story::begin(&house).await;
        let staff = [Some(story.staff), Some(story.second_staff), Some(story.admin)];
        let knowing = |others: &[Person]| staff.iter().copied().chain(others.iter().copied().map(Some)).collect::<Vec<_>>();
        let (lotte, els, bert) = (behind(&story.of_lotte), behind(&story.of_els), behind(&story.of_bert));
        try_secret(&house, &story, Secret {
            name: "a draft",
            known_to: knowing(&[story.els]),
            changes: vec![
                ("UPDATE application SET summary = 'Anders.', version = version + 1 WHERE id = $1", els),
                ("UPDATE application_answer SET text = 'Heel anders.' WHERE application_id = $1", els),
                ("DELETE FROM evidence_link WHERE application_id = $1", els),
            ],
        }, 1).await;
        for phase in [Phase::HandedIn, Phase::Closed, Phase::Asked, Phase::Judging] {
            story.reach(phase).await;
        }
        let score = evaluation(&house, lotte, story.judge).await;
        try_secret(&house, &story, Secret {
            name: "a score that was handed in",
            known_to: knowing(&[story.judge]),
            changes: vec![
                ("UPDATE evaluation_score SET score = 4, comment = 'Anders.' WHERE evaluation_id = $1 AND criterion_id IN (SELECT id FROM criterion WHERE code = 'C1')", score),
                ("UPDATE evaluation SET comment = 'Anders.', internal_note = 'Anders.', total_centi = 2400 WHERE id = $1", score),
            ],
        }, 2).await;
        let draft = evaluation(&house, lotte, story.second_judge).await;
        try_secret(&house, &story, Secret {
            name: "a score in a draft",
            known_to: knowing(&[story.second_judge]),
            changes: vec![("UPDATE evaluation_score SET score = 4, comment = 'Nog niet.' WHERE evaluation_id = $1 AND criterion_id IN (SELECT id FROM criterion WHERE code = 'C1')", draft)],
        }, 3).await;
        conflict(&house, story.spare, lotte).await;
        try_secret(&house, &story, Secret {
            name: "a conflict of interest",
            // One jury serves every community, so all staff may know what keeps a juror away.
            known_to: knowing(&[story.spare, story.german_staff]),
            changes: vec![("UPDATE conflict_of_interest SET reason = 'Iets anders.', is_hard = NOT is_hard WHERE juror_id = $1", story.spare.id.0)],
        }, 4).await;
        try_secret(&house, &story, Secret {
            name: "a plan of who judges what",
            known_to: knowing(&[]),
            changes: vec![
                ("UPDATE assignment_plan SET hash = 'anders', seed = 2 WHERE campaign_id = $1 AND state = 'READY'", behind(&story.campaign)),
                ("DELETE FROM planned_pair WHERE application_id = $1", lotte),
            ],
        }, 11).await;
        try_secret(&house, &story, Secret {
            name: "a tie that staff cleared",
            known_to: knowing(&[]),
            changes: vec![("UPDATE conflict_clearance SET reason = 'Anders.' WHERE juror_id = $1", story.asked.id.0)],
        }, 12).await;
        try_secret(&house, &story, Secret {
            name: "when a juror is away",
            // One jury serves every community.
            known_to: knowing(&[story.asked, story.german_staff]),
            changes: vec![("UPDATE juror_absence SET to_on = '2025-12-31' WHERE juror_id = $1", story.asked.id.0)],
        }, 13).await;
        story.reach(Phase::Judged).await;
        let claire = behind(&story.of_claire);
        try_secret(&house, &story, Secret {
            name: "what a panel says",
            // Belgica is shared by all staff.
            known_to: knowing(&[story.judge, story.second_judge, story.german_staff]),
            changes: vec![
                ("UPDATE panel SET comment = 'Anders.' WHERE application_id = $1", claire),
                ("UPDATE panel_answer SET reason = 'Anders.' WHERE panel_id IN (SELECT id FROM panel WHERE application_id = $1)", claire),
            ],
        }, 9).await;
        let [there, back] = [("Pieter", "Nadia"), ("Nadia", "Pieter")].map(|(to, from)| ["assignment", "evaluation"].map(|table| format!(
            "UPDATE {table} SET juror_id = (SELECT id FROM \"user\" WHERE name LIKE '{to}%') WHERE application_id = $1 \
             AND juror_id = (SELECT id FROM \"user\" WHERE name LIKE '{from}%')"
        )));
        try_secret(&house, &story, Secret {
            name: "who sits on a panel",
            // The other member does not learn of it.
            known_to: knowing(&[story.second_judge, story.spare, story.german_staff]),
            changes: there.iter().map(|sql| (sql.as_str(), claire)).collect(),
        }, 10).await;
        for sql in back {
            let statement = Statement::from_sql_and_values(house.db.connection().get_database_backend(), sql, [claire.into()]);
            house.db.connection().execute_raw(statement).await.unwrap();
        }
        try_secret(&house, &story, Secret {
            name: "the juror of a pair",
            // All staff see how much every juror has to do.
            known_to: knowing(&[story.second_judge, story.spare, story.german_staff]),
            changes: vec![
                ("UPDATE assignment SET juror_id = (SELECT id FROM \"user\" WHERE name LIKE 'Pieter%') WHERE application_id = $1 AND juror_id = (SELECT id FROM \"user\" WHERE name LIKE 'Nadia%')", lotte),
                ("UPDATE evaluation SET juror_id = (SELECT id FROM \"user\" WHERE name LIKE 'Pieter%') WHERE application_id = $1 AND juror_id = (SELECT id FROM \"user\" WHERE name LIKE 'Nadia%')", lotte),
            ],
        }, 8).await;
        story.reach(Phase::Merged).await;
        try_secret(&house, &story, Secret {
            name: "a merged result",
            // Those who judged it read what was merged; the spare one is one of them by now.
            known_to: knowing(&[story.judge, story.spare]),
            changes: vec![
                ("UPDATE consolidation SET total_centi = 2300 WHERE application_id = $1", lotte),
                ("UPDATE consolidation_score SET score_centi = 480 WHERE consolidation_id IN (SELECT id FROM consolidation WHERE application_id = $1)", lotte),
            ],
        }, 5).await;
        story.reach(Phase::Proposed).await;
        try_secret(&house, &story, Secret {
            name: "a decision before its day",
            known_to: knowing(&[]),
            changes: vec![
                ("UPDATE decision SET outcome = 'NOT_AWARDED', rule_outcome = 'NOT_AWARDED', motivation = 'Anders.' WHERE application_id = $1", lotte),
                ("UPDATE feedback SET text = 'Anders.' WHERE application_id = $1", lotte),
                ("UPDATE feedback_part SET text = 'Anders.' WHERE feedback_id IN (SELECT id FROM feedback WHERE application_id = $1)", lotte),
                ("UPDATE decision_step SET score_centi = 111 WHERE decision_id IN (SELECT id FROM decision WHERE application_id = $1)", lotte),
                ("UPDATE decision_evaluation SET total_centi = 111 WHERE decision_id IN (SELECT id FROM decision WHERE application_id = $1)", lotte),
                ("DELETE FROM result_remark WHERE application_id = $1", lotte),
            ],
        }, 6).await;
        let everybody = knowing(&[]).into_iter().chain([Some(story.german_staff)]).collect();
        try_secret(&house, &story, Secret {
            name: "a decision of Belgica before its day",
            known_to: everybody,
            changes: vec![("UPDATE decision SET motivation = 'Anders.' WHERE application_id = $1", bert)],
        }, 7).await;
    }

    async fn nobody_notices_after_the_release_what_is_a_colleagues(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL.into_iter().filter(|phase| *phase <= Phase::Published) {
            story.reach(phase).await;
        }
        let staff = [Some(story.staff), Some(story.second_staff), Some(story.admin)];
        let knowing = |others: &[Person]| staff.iter().copied().chain(others.iter().copied().map(Some)).collect::<Vec<_>>();
        let (lotte, wim) = (behind(&story.of_lotte), behind(&story.of_wim));
        let (campaign, bees) = (behind(&story.campaign), behind(&story.bees));
        try_secret(&house, &story, Secret {
            name: "the outcome of a colleague",
            known_to: knowing(&[story.wim, story.judge, story.second_judge, story.service]),
            changes: vec![
                ("UPDATE decision SET outcome = 'INADMISSIBLE', rule_outcome = 'INADMISSIBLE', motivation = 'Anders.' WHERE application_id = $1", wim),
                ("UPDATE feedback SET text = 'Anders.' WHERE application_id = $1", wim),
                ("UPDATE feedback_part SET text = 'Anders.' WHERE feedback_id IN (SELECT id FROM feedback WHERE application_id = $1)", wim),
                ("UPDATE decision_step SET score_centi = 111 WHERE decision_id IN (SELECT id FROM decision WHERE application_id = $1)", wim),
                ("UPDATE decision_evaluation SET total_centi = 111 WHERE decision_id IN (SELECT id FROM decision WHERE application_id = $1)", wim),
                ("DELETE FROM result_remark WHERE application_id = $1", wim),
            ],
        }, 21).await;
        try_secret(&house, &story, Secret {
            name: "what calibration said of a colleague's result, and of one's own",
            known_to: knowing(&[]),
            changes: vec![
                ("UPDATE decision SET calibrated_outcome = 'NOT_AWARDED', calibrated_total_centi = 1111 WHERE rule_outcome = 'AWARDED' AND application_id = $1", lotte),
            ],
        }, 32).await;
        try_secret(&house, &story, Secret {
            name: "the label of a colleague",
            known_to: knowing(&[story.lotte, story.service]),
            changes: vec![(
                "UPDATE label SET granted_at = (SELECT a.submitted_at FROM application a WHERE a.id = label.application_id) WHERE application_id = $1",
                lotte,
            )],
        }, 22).await;
        story.reach(Phase::Announced).await;
        // Not before: a prize that is not announced falls back when its score changes.
        try_secret(&house, &story, Secret {
            name: "the score of a colleague, and the rank",
            known_to: knowing(&[story.judge, story.second_judge]),
            changes: vec![
                ("UPDATE consolidation SET total_centi = 2300, rank_key = '00001' WHERE application_id = $1", lotte),
                ("UPDATE consolidation_score SET score_centi = 480 WHERE consolidation_id IN (SELECT id FROM consolidation WHERE application_id = $1)", lotte),
            ],
        }, 23).await;
        try_secret(&house, &story, Secret {
            name: "the score that a prize rests on",
            // All staff read that of a prize that is announced.
            known_to: knowing(&[story.german_staff]),
            changes: vec![("UPDATE prize_award SET basis_score_centi = 2100 WHERE project_id = $1", bees)],
        }, 24).await;
        try_secret(&house, &story, Secret {
            name: "a prize without a winner, and its rank",
            known_to: knowing(&[story.german_staff]),
            changes: vec![("UPDATE prize SET rank = 7, title = 'Anders' WHERE campaign_id = $1 AND rank = 2", campaign)],
        }, 25).await;
        try_secret(&house, &story, Secret {
            name: "a nomination before its day",
            known_to: knowing(&[story.service]),
            changes: vec![("UPDATE eql_candidacy SET state = 'NOMINATED' WHERE project_id = $1", bees)],
        }, 26).await;
        let outcome = "UPDATE eql_candidacy SET is_listed = TRUE, is_nominated = TRUE, outcome = 'AWARDED', outcome_source = 'Brief', \
                       outcome_on = '2026-12-01', outcome_recorded_at = created_at WHERE project_id = $1";
        try_secret(&house, &story, Secret {
            name: "what became of a candidate, and by what",
            known_to: knowing(&[]),
            changes: vec![
                (outcome, bees),
                ("UPDATE eql_country SET known_on = '2026-11-01' WHERE candidacy_id IN (SELECT id FROM eql_candidacy WHERE project_id = $1)", bees),
            ],
        }, 30).await;
        try_secret(&house, &story, Secret {
            name: "how many projects are proposed for the European label",
            known_to: knowing(&[story.german_staff]),
            changes: vec![("UPDATE eql_nomination SET places = 7, set_hash = 'x' WHERE campaign_id = $1", campaign)],
        }, 31).await;
        try_secret(&house, &story, Secret {
            name: "a correction that nobody has confirmed",
            known_to: knowing(&[]),
            changes: vec![("UPDATE correction SET outcome = 'NOT_AWARDED', motivation = 'Anders.', reason = 'Anders.' WHERE application_id = $1", behind(&story.of_lotte))],
        }, 29).await;
        try_secret(&house, &story, Secret {
            name: "a request to look at a result again",
            known_to: knowing(&[story.lotte]),
            changes: vec![
                ("UPDATE reconsideration SET text = 'Anders.', version = 9 WHERE application_id = $1", behind(&story.of_lotte)),
                ("UPDATE reconsideration SET state = 'WITHDRAWN', settled_at = created_at WHERE application_id = $1", behind(&story.of_lotte)),
            ],
        }, 32).await;
        try_secret(&house, &story, Secret {
            name: "an invitation to an event, which tells that somebody holds a label",
            known_to: knowing(&[story.lotte]),
            changes: vec![
                ("UPDATE event_invitation SET guests = 1, needs = 'Anders.' WHERE teacher_id = $1", story.lotte.id.0),
                ("UPDATE event_invitation SET attended_at = created_at WHERE teacher_id = $1", story.lotte.id.0),
            ],
        }, 30).await;
        story.reach(Phase::Told).await;
        let vouchers = "WHERE share_id IN (SELECT id FROM prize_share WHERE project_id = $1)";
        let (sealed, entered) = (
            format!("UPDATE prize_voucher SET sealed = 'anders' {vouchers}"),
            format!("UPDATE prize_voucher SET entered_at = (SELECT min(created_at) FROM campaign) {vouchers}"),
        );
        try_secret(&house, &story, Secret {
            name: "the code of a voucher, and when it was entered",
            known_to: knowing(&[story.lotte]),
            changes: vec![(&sealed, bees), (&entered, bees)],
        }, 29).await;
        let photo = "WHERE prize_award_id IN (SELECT id FROM prize_award WHERE project_id = $1)";
        let photo = format!("UPDATE photo SET shows = 'Anders.', occasion = 'EVENT', statement = 'Anders.', version = 9 {photo}");
        try_secret(&house, &story, Secret {
            name: "a photo that nobody approved",
            known_to: knowing(&[story.lotte]),
            changes: vec![(&photo, bees)],
        }, 30).await;
        try_secret(&house, &story, Secret {
            name: "the mean of a project's labelled applications",
            known_to: knowing(&[]),
            changes: vec![
                ("UPDATE eql_candidacy SET average_centi = 2101, reason = 'Anders.' WHERE project_id = $1", bees),
                ("UPDATE eql_condition SET found_centi = 111 WHERE candidacy_id IN (SELECT id FROM eql_candidacy WHERE project_id = $1)", bees),
            ],
        }, 27).await;
        try_secret(&house, &story, Secret {
            name: "a nomination of others",
            // Only those who hold a label with the project.
            known_to: knowing(&[story.lotte, story.service]),
            changes: vec![("UPDATE eql_candidacy SET state = 'NOT_ELIGIBLE' WHERE project_id = $1", bees)],
        }, 28).await;
    }

    async fn of_scores_a_teacher_reads_a_band_of_her_own_and_only_where_the_campaign_says_so(house) {
        let story = Story::begin(&house).await;
        let campaign = behind(&story.campaign);
        let tell = async |is_told: &str| {
            let sql = format!("UPDATE campaign SET has_score_bands = {is_told} WHERE id = $1");
            let connection = house.db.connection();
            let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [campaign.into()]);
            connection.execute_raw(statement).await.unwrap();
        };
        tell("TRUE").await;
        for phase in Phase::ALL.into_iter().filter(|phase| *phase <= Phase::Ratified) {
            story.reach(phase).await;
        }
        let query = "query($id: ID!) { application(id: $id) { decision { bands { criterion { code } band } } } }";
        let read = async |who: Person, id: &str| house.ask(who, query, json!({ "id": id })).await.at("/application")["decision"]["bands"].clone();
        assert_eq!(read(story.lotte, &story.of_lotte).await, Value::Null, "before results are out");
        let unit = json!({ "campaignId": story.campaign, "track": "NQL", "community": "VL" });
        let shown = "releasePreview { results { application { id } bands { criterion { code } band } } }";
        let preview = house.act(story.staff, "releasePreview", unit, shown).await.done()["releasePreview"]["results"].clone();
        story.reach(Phase::Published).await;
        for (who, id) in [(story.lotte, &story.of_lotte), (story.wim, &story.of_wim)] {
            let bands = read(who, id).await;
            // The five criteria and the three gates, as staff saw before that they would be read.
            assert_eq!(bands.as_array().unwrap().len(), 8);
            assert_eq!(preview.as_array().unwrap().iter().find(|one| one["application"]["id"] == *id).unwrap()["bands"], bands);
            let steps = "query($id: ID!) { application(id: $id) { decision { steps { criterion { code } isReached } } } }";
            let steps = house.ask(story.staff, steps, json!({ "id": id })).await.at("/application/decision/steps").clone();
            for band in bands.as_array().unwrap() {
                let step = steps.as_array().unwrap().iter().find(|step| step["criterion"] == band["criterion"]).unwrap();
                assert_eq!(step["isReached"], band["band"] != "BELOW_MINIMUM");
            }
        }
        assert_eq!(read(story.wim, &story.of_lotte).await, Value::Null);
        for who in [story.judge, story.staff, story.admin, story.service] {
            house.ask(who, query, json!({ "id": story.of_lotte })).await.assert_error("FORBIDDEN");
        }
        // Not before: a prize that is not announced falls back when its score changes.
        story.reach(Phase::Announced).await;
        let staff = [Some(story.staff), Some(story.second_staff), Some(story.admin)];
        let knowing = |others: &[Person]| staff.iter().copied().chain(others.iter().copied().map(Some)).collect::<Vec<_>>();
        let lotte = behind(&story.of_lotte);
        let of_decision = "decision_id IN (SELECT id FROM decision WHERE application_id = $1)";
        let (score, single, band, both) = (
            format!("UPDATE decision_step SET score_centi = 301, score_sixtieths = 181 WHERE {of_decision}"),
            format!("UPDATE decision_evaluation SET total_centi = 111 WHERE {of_decision}"),
            format!("UPDATE decision_step SET band = 'GOOD' WHERE band = 'EXCELLENT' AND {of_decision}"),
            format!("UPDATE decision_step SET band = 'SUFFICIENT', score_centi = 260 WHERE band IS NOT NULL AND is_reached AND {of_decision}"),
        );
        try_secret(&house, &story, Secret {
            name: "the numbers behind a band, and those of a single juror",
            known_to: knowing(&[story.judge, story.second_judge]),
            changes: vec![
                (&score, lotte),
                (&single, lotte),
                ("UPDATE consolidation_score SET score_centi = 480 WHERE consolidation_id IN (SELECT id FROM consolidation WHERE application_id = $1)", lotte),
                ("UPDATE evaluation_score SET score = 4, comment = 'Anders.' WHERE evaluation_id IN (SELECT id FROM evaluation WHERE application_id = $1 AND state = 'LOCKED')", lotte),
            ],
        }, 41).await;
        try_secret(&house, &story, Secret {
            name: "a band",
            known_to: vec![Some(story.lotte)],
            changes: vec![(&band, lotte)],
        }, 42).await;
        tell("FALSE").await;
        assert_eq!(read(story.lotte, &story.of_lotte).await, json!([]));
        try_secret(&house, &story, Secret {
            name: "a score and its band where no bands are told",
            known_to: knowing(&[]),
            changes: vec![(&both, lotte)],
        }, 43).await;
    }

    async fn a_colleague_gets_the_mails_of_no_application_but_his_own(house) {
        let story = Story::begin(&house).await;
        for phase in Phase::ALL {
            story.reach(phase).await;
        }
        let mails = |who: Person| message::Entity::find().filter(message::Column::RecipientId.eq(who.id)).all(house.db.connection());
        let of_lotte = mails(story.lotte).await.unwrap();
        assert!(of_lotte.iter().any(|mail| mail.template == MessageTemplate::PrizeAnnounced));
        let of_wim = mails(story.wim).await.unwrap();
        let templates: Vec<MessageTemplate> = of_wim.iter().map(|mail| mail.template).collect();
        let own = [MessageTemplate::RegistrationConfirmed, MessageTemplate::ApplicationComplete, MessageTemplate::ResultPublished];
        assert_eq!(templates, own);
        // Lotte earned the label, the prize and 25.00; Wim did not.
        let said = serde_json::to_string(&of_wim.iter().map(|mail| &mail.facts).collect::<Vec<_>>()).unwrap();
        assert!(said.contains("NOT_AWARDED"), "{said}");
        for secret in ["\"AWARDED\"", "25.00", "Prijs", "Lotte"] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
    }
}

/// The evaluation of an application by a juror.
async fn evaluation(house: &House, application: Uuid, juror: Person) -> Uuid {
    let connection = house.db.connection();
    let sql = "SELECT e.id FROM evaluation e JOIN assignment a ON a.id = e.assignment_id WHERE a.application_id = $1 AND a.juror_id = $2";
    let statement =
        Statement::from_sql_and_values(connection.get_database_backend(), sql, [application.into(), juror.id.0.into()]);
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "id").unwrap()
}

async fn conflict(house: &House, juror: Person, application_id: Uuid) {
    let application =
        application::Entity::find_by_id(application_id).one(house.db.connection()).await.unwrap().unwrap();
    let id: ConflictId = house.ids.next(house.clock.now());
    let row = conflict_of_interest::ActiveModel {
        id: Set(id),
        juror_id: Set(JurorId::from(juror.id)),
        scope: Set(ConflictScope::Application),
        school_id: Set(None),
        project_id: Set(None),
        teacher_id: Set(None),
        application_id: Set(Some(application.id)),
        kind: Set(ConflictKind::Staff),
        is_hard: Set(true),
        reason: Set("Iets.".to_owned()),
        told_by: Set(None),
        recorded_by_id: Set(None),
        recorded_at: Set(house.clock.now()),
        withdrawn_at: Set(None),
    };
    row.insert(house.db.connection()).await.unwrap();
}
