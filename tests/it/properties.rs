//! The compiled reads, held against a slow evaluation of the same declarations, for everybody, on both databases.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use entity::{
    kinds::{Kind, Role, UserStatus},
    user, user_role,
};
use nql::{api::model::model, auth::Audience};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sea_orm::EntityTrait;

use crate::{
    random::{Maker, Operation, operators},
    reference::{Reference, Rows, Val, Viewer, id_of},
    shrink,
    support::{Engine, House, Person, Start, db::Fresh},
    trial,
};

/// Random operations when `NQL_PROPERTY_CASES` does not say. It goes on, up to six times as many, until everything
/// that is declared was asked for and had a row.
const CASES: usize = 600;
/// Operations that one viewer asks before it is somebody else's turn.
const TURN: usize = 4;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Everybody who may act, in each of their roles.
async fn cast(house: &House) -> Vec<(Person, Option<String>)> {
    let users = user::Entity::find().all(house.db.connection()).await.unwrap();
    let roles = user_role::Entity::find().all(house.db.connection()).await.unwrap();
    let mut cast = Vec::new();
    for held in roles {
        let user = users.iter().find(|user| user.id == held.user_id).unwrap();
        if user.status == UserStatus::Active {
            let community = user.community.map(|community| community.word().to_owned());
            cast.push((Person { id: user.id, role: held.role }, community));
        }
    }
    cast.sort_by_key(|(person, _)| (person.id.0, person.role.word()));
    cast
}

fn role_of(audience: Audience) -> Option<Role> {
    [Role::Teacher, Role::Juror, Role::Staff, Role::Admin, Role::Service]
        .into_iter()
        .find(|role| Audience::from(*role) == audience)
}

/// Ids of everything that has one.
fn ids(rows: &Rows) -> Vec<String> {
    let objects = model().objects.iter().filter_map(|object| Some((object, object.prefix?)));
    objects
        .flat_map(|(object, prefix)| {
            rows.of(object.table).iter().map(move |row| format!("{prefix}_{}", id_of(row).simple()))
        })
        .collect()
}

/// Texts and instants that occur, by the name of their column.
fn words(rows: &Rows) -> BTreeMap<String, Vec<String>> {
    let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for object in &model().objects {
        for (column, value) in rows.of(object.table).iter().flatten() {
            let word = match value {
                Val::Text(text) => text.clone(),
                Val::Instant(instant) => instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                _ => continue,
            };
            words.entry(column.clone()).or_default().insert(word);
        }
    }
    words.into_iter().map(|(column, words)| (column, words.into_iter().collect())).collect()
}

/// What an operation came to.
enum Outcome {
    Agrees,
    /// It was too much to ask, by the limits on cost.
    TooMuch,
    /// In a word, and at length.
    Fails(&'static str, String),
}

/// One viewer at work.
struct Turn<'a> {
    houses: &'a [House],
    person: Option<Person>,
    reference: RefCell<Reference<'a>>,
}

impl Turn<'_> {
    async fn outcome(&self, operation: &Operation) -> Outcome {
        let mut answers = Vec::new();
        for house in self.houses {
            let before = house.db.reads();
            let reply = house.ask(self.person, &operation.query, operation.variables.clone()).await;
            let statements = house.db.reads() - before;
            let code = reply.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            match code {
                "" if statements == 1 => answers.push(reply.text),
                "" => return Outcome::Fails("statements", format!("{statements} statements")),
                "QUERY_TOO_COMPLEX" if statements == 0 => return Outcome::TooMuch,
                "INTERNAL_SERVER_ERROR" => return Outcome::Fails("fails", reply.text),
                _ => return Outcome::Fails("refused", reply.text),
            }
        }
        let data = self.reference.borrow_mut().answer(&operation.query, &operation.variables);
        let expected = format!("{{\"data\":{data}}}");
        for (house, answer) in self.houses.iter().zip(answers) {
            if answer != expected {
                let engine = house.engine.name();
                return Outcome::Fails("differs", format!("{engine}: {answer}\nexpected: {expected}"));
            }
        }
        Outcome::Agrees
    }

    /// The smallest operation found that still fails in the same way.
    async fn shrunk(&self, operation: &Operation, wanted: &str) -> (Operation, String) {
        let (mut smallest, mut detail) = (operation.clone(), String::new());
        'again: loop {
            for candidate in shrink::smaller(&smallest) {
                if let Outcome::Fails(word, why) = self.outcome(&candidate).await
                    && word == wanted
                {
                    (smallest, detail) = (candidate, why);
                    continue 'again;
                }
            }
            return (smallest, detail);
        }
    }
}

/// Everything that the model declares and that can be asked for.
fn declared() -> BTreeSet<String> {
    let mut declared = BTreeSet::new();
    for root in &model().roots {
        declared.insert(format!("root {}", root.name));
    }
    for object in &model().objects {
        for field in &object.fields {
            declared.insert(format!("field {}.{}", object.name, field.name));
        }
        for order in &object.orders {
            for way in ["ASC", "DESC"] {
                declared.insert(format!("order {}.{} {way}", object.name, order.name));
            }
        }
        for filter in &object.filters {
            for operator in operators(filter.ty) {
                declared.insert(format!("filter {}.{} {operator}", object.name, filter.name));
            }
        }
    }
    declared
}

trial! { on Demo;
    async fn random_reads_answer_as_a_slow_evaluation_does_in_one_statement(house) {
        let cases = setting("NQL_PROPERTY_CASES").map_or(CASES, |cases| usize::try_from(cases).unwrap());
        let seed = setting("NQL_PROPERTY_SEED").unwrap_or(1);
        let rows = Rows::load(house.db.connection()).await;
        let (ids, words, cast) = (ids(&rows), words(&rows), cast(&house).await);
        let mut houses = vec![house];
        if houses[0].engine == Engine::Postgres {
            let other = Fresh::new(Engine::Sqlite, Start::Demo).await;
            houses.push(House::on(Engine::Sqlite, other.db));
        }
        let seen = RefCell::default();
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut done, mut too_much, mut turn) = (0, 0, 0);
        let missing = || declared().difference(&seen.borrow()).cloned().collect::<Vec<String>>();
        while done < cases || (cases >= CASES && done < 6 * cases && !missing().is_empty()) {
            let audience = Audience::ALL[turn % Audience::ALL.len()];
            turn += 1;
            let fitting: Vec<_> = cast.iter().filter(|(person, _)| Some(person.role) == role_of(audience)).collect();
            let chosen = fitting.choose(&mut rng);
            let now = words["at"].choose(&mut rng).unwrap();
            for house in &houses {
                house.set_instant(now);
            }
            let viewer = Viewer {
                audience,
                me: chosen.map(|(person, _)| person.id.0),
                community: chosen.and_then(|(_, community)| community.clone()),
                now: now.parse().unwrap(),
            };
            let person = chosen.map(|(person, _)| *person);
            let reference = RefCell::new(Reference::new(&rows, &viewer, &seen));
            let turn = Turn { houses: &houses, person, reference };
            let mut maker = Maker::new(audience, &ids, &words, &seen, StdRng::seed_from_u64(rng.random()));
            for _ in 0..TURN {
                let operation = maker.operation();
                match turn.outcome(&operation).await {
                    Outcome::Agrees => done += 1,
                    Outcome::TooMuch => too_much += 1,
                    Outcome::Fails(word, detail) => {
                        let (smallest, shorter) = turn.shrunk(&operation, word).await;
                        let detail = if shorter.is_empty() { detail } else { shorter };
                        panic!(
                            "NQL_PROPERTY_SEED={seed}, case {done}, {person:?} at {now} {word}\n{}\n{}\n{detail}",
                            smallest.query, smallest.variables
                        );
                    }
                }
            }
        }
        assert!(too_much < cases / 4, "{too_much} operations were too much to ask");
        assert!(cases < CASES || missing().is_empty(), "never computed: {:#?}", missing());
        eprintln!("{done} operations, {too_much} too much");
    }
}
