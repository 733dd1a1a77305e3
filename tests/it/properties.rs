//! The compiled reads, held against a slow evaluation of the same declarations, for everybody, on both databases.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use entity::{
    kinds::{Kind, Role, UserStatus},
    user, user_role,
};
use nql::{
    api::{
        model::model,
        object::{Object, RootSource, Source},
    },
    auth::Audience,
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{
    random::{Maker, Operation, operators},
    reference::{Reference, Rows, Val, Viewer, id_of},
    shrink,
    support::{Engine, House, Person, Reply, Start, db::Fresh},
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
pub fn ids(rows: &Rows) -> Vec<String> {
    let objects = model().objects.iter().filter_map(|object| Some((object, object.prefix?)));
    objects
        .flat_map(|(object, prefix)| {
            rows.of(object.table).iter().map(move |row| format!("{prefix}_{}", id_of(row).simple()))
        })
        .collect()
}

/// Texts and instants that occur, by the name of their column.
pub fn words(rows: &Rows) -> BTreeMap<String, Vec<String>> {
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

/// The object that a declared name is about; none for a root.
fn object_of(name: &str) -> Option<&str> {
    Some(name.split_once(' ')?.1.split_once('.')?.0)
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

/// A connection: what stands around it, and where it is found in the answer.
struct List {
    object: &'static Object,
    open: String,
    close: &'static str,
    at: &'static str,
}

/// What is asked of a list.
struct Wish<'a> {
    size: usize,
    /// Whether it is a page from the end.
    is_back: bool,
    /// The cursor after which it starts, or before which it ends.
    from: Option<&'a str>,
    order: &'a Value,
    filter: &'a Value,
}

impl List {
    async fn page(&self, house: &House, person: Option<Person>, wish: Wish<'_>) -> Reply {
        let (name, open, close) = (self.object.name, &self.open, self.close);
        let (declared, used) = if self.object.filters.is_empty() {
            (String::new(), "")
        } else {
            (format!(", $filter: {name}Filter"), ", filter: $filter")
        };
        let query = format!(
            "query($first: Int, $after: String, $last: Int, $before: String, $order: [{name}Order!]{declared}) {{ \
             {open}first: $first, after: $after, last: $last, before: $before, orderBy: $order{used}) {{ totalCount edges {{ cursor node {{ id }} }} \
             pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} {close}"
        );
        let (size, from) = if wish.is_back { ("last", "before") } else { ("first", "after") };
        let mut variables = json!({ size: wish.size, from: wish.from, "order": wish.order });
        if !self.object.filters.is_empty() {
            variables["filter"] = wish.filter.clone();
        }
        house.ask(person, &query, variables).await
    }

    /// The ids on all pages of this size, in order, read from the start on or from the end back.
    async fn walk(
        &self,
        house: &House,
        person: Option<Person>,
        (size, is_back): (usize, bool),
        order: &Value,
        filter: &Value,
    ) -> Vec<Value> {
        let (mut ids, mut from) = (Vec::new(), None::<String>);
        loop {
            let wish = Wish { size, is_back, from: from.as_deref(), order, filter };
            let reply = self.page(house, person, wish).await;
            let page = reply.at(self.at);
            let (edges, info) = (page["edges"].as_array().unwrap(), &page["pageInfo"]);
            let there = edges.iter().map(|edge| edge["node"]["id"].clone());
            let at = if is_back { 0 } else { ids.len() };
            ids.splice(at..at, there);
            assert_eq!(info["startCursor"], edges.first().map_or(Value::Null, |edge| edge["cursor"].clone()));
            assert_eq!(info["endCursor"], edges.last().map_or(Value::Null, |edge| edge["cursor"].clone()));
            let (behind, ahead, next) = if is_back {
                ("hasNextPage", "hasPreviousPage", "startCursor")
            } else {
                ("hasPreviousPage", "hasNextPage", "endCursor")
            };
            assert_eq!(info[behind], from.is_some());
            if info[ahead] == false {
                assert_eq!(page["totalCount"], ids.len(), "{}", self.open);
                return ids;
            }
            assert_eq!(edges.len(), size);
            from = Some(info[next].as_str().unwrap().to_owned());
        }
    }
}

/// The lists that an audience may ask for: of `Query`, and of the thing of each kind that has the longest.
async fn lists(house: &House, person: Option<Person>, audience: Audience, ids: &[String]) -> Vec<List> {
    let mut lists = Vec::new();
    for root in model().roots.iter().filter(|root| root.audiences.contains(&audience)) {
        let RootSource::Page { by, .. } = &root.source else { continue };
        let object = model().object(root.object).unwrap();
        if by.is_empty() {
            lists.push(List { object, open: format!("it: {}(", root.name), close: "}", at: "/it" });
            continue;
        }
        let narrowed = match root.name {
            "ranking" => "track: NQL, ",
            "publicationBatches" => "",
            other => panic!("a new list with required arguments: {other}"),
        };
        for campaign in ids.iter().filter(|id| id.rsplit_once('_').is_some_and(|(kind, _)| kind == "campaign")) {
            let open = format!("it: {}(campaignId: \"{campaign}\", {narrowed}", root.name);
            lists.push(List { object, open, close: "}", at: "/it" });
        }
    }
    for parent in &model().objects {
        for field in parent.fields.iter().filter(|field| field.audiences.contains(&audience)) {
            let (Source::Page { .. }, Some(prefix)) = (&field.source, parent.prefix) else { continue };
            let object = model().object(field.ty.named().trim_end_matches("Connection")).unwrap();
            let mut longest = (0, String::new());
            for id in ids.iter().filter(|id| id.rsplit_once('_').is_some_and(|(known, _)| known == prefix)).take(40) {
                let on = parent.name;
                let query = format!("{{ node(id: \"{id}\") {{ ... on {on} {{ {} {{ totalCount }} }} }} }}", field.name);
                let reply = house.ask(person, &query, json!({})).await;
                let total = reply.data()["node"][field.name]["totalCount"].as_u64().unwrap_or(0);
                longest = longest.max((total, id.clone()));
            }
            if longest.0 > 0 {
                let open = format!("node(id: \"{}\") {{ ... on {} {{ it: {}(", longest.1, parent.name, field.name);
                lists.push(List { object, open, close: "} } }", at: "/node/it" });
            }
        }
    }
    lists
}

/// Every way that an audience may sort: each order both ways, and two keys at once.
fn sortings(object: &Object, audience: Audience) -> Vec<Value> {
    let orders: Vec<&str> =
        object.orders.iter().filter(|order| order.audiences.contains(&audience)).map(|order| order.name).collect();
    let mut found = vec![Value::Null];
    for order in &orders {
        for way in ["ASC", "DESC"] {
            found.push(json!([{ "field": order, "direction": way }]));
        }
    }
    if let [first, second, ..] = orders.as_slice() {
        found.push(json!([{ "field": first, "direction": "DESC" }, { "field": second, "direction": "ASC" }]));
        found.push(json!([{ "field": second, "direction": "ASC" }, { "field": first, "direction": "DESC" }]));
    }
    found
}

/// What chance alone would not reach, or only with luck: rows of few people, and rows far down. Everybody in these roles asks
/// it.
const CERTAIN: [(&[Role], &str); 4] = [
    (
        &[Role::Staff],
        "{ applications(first: 40) { nodes { submittedRevision { links { url check { __typename isReachable checkedAt } } } } } }",
    ),
    (
        &[Role::Teacher, Role::Juror],
        "{ viewer { schoolInvitations { __typename id fromOn community askedAt school { name } } } }",
    ),
    (
        &[Role::Staff, Role::Admin],
        "{ projects(first: 100) { nodes { unknownPartners { __typename id name country community } } } }",
    ),
    (
        &[Role::Teacher, Role::Staff],
        "{ prizes(first: 5) { nodes { awards { shares { vouchers { __typename id component { kind } enteredAt shownAt } } } } } }",
    ),
];

trial! { on Demo;
    async fn random_reads_answer_as_a_slow_evaluation_does_in_one_statement(house) {
        let cases = setting("NQL_PROPERTY_CASES").map_or(CASES, |cases| usize::try_from(cases).unwrap());
        let seed = setting("NQL_PROPERTY_SEED").unwrap_or(1);
        let rows = Rows::load(house.db.connection()).await;
        let (ids, words, cast) = (ids(&rows), words(&rows), cast(&house).await);
        let mut houses = vec![house];
        if houses[0].engine == Engine::Postgres {
            let other = Fresh::new(Engine::Sqlite, Start::Demo).await;
            rows.assert_same(&Rows::load(other.db.connection()).await);
            houses.push(House::on(Engine::Sqlite, other.db));
        }
        let seen = RefCell::default();
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut done, mut too_much, mut turn) = (0, 0, 0);
        let missing = || declared().difference(&seen.borrow()).cloned().collect::<Vec<String>>();
        let last = words["at"].last().unwrap();
        for (person, community) in &cast {
            for (_, query) in CERTAIN.iter().filter(|(roles, _)| roles.contains(&person.role)) {
                for house in &houses {
                    house.set_instant(last);
                }
                let viewer = Viewer {
                    audience: Audience::from(person.role),
                    me: Some(person.id.0),
                    community: community.clone(),
                    now: last.parse().unwrap(),
                };
                let reference = RefCell::new(Reference::new(&rows, &viewer, &seen));
                let turn = Turn { houses: &houses, person: Some(*person), reference };
                let operation = Operation { query: (*query).to_owned(), variables: json!({}) };
                if let Outcome::Fails(word, detail) = turn.outcome(&operation).await {
                    panic!("{person:?} {word}\n{query}\n{detail}");
                }
            }
        }
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
                // What chance left over is gone for.
                let left = if done < cases { Vec::new() } else { missing() };
                let object = left.choose(&mut rng).and_then(|name| object_of(name));
                let operation = object.and_then(|object| maker.towards(object)).unwrap_or_else(|| maker.operation());
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
        assert!(too_much < done / 4, "{too_much} operations were too much to ask, {done} were not");
        assert!(cases < CASES || missing().is_empty(), "never computed: {:#?}", missing());
    }

    async fn pages_of_any_size_make_the_list_of_the_largest_pages_in_every_order(house) {
        let rows = Rows::load(house.db.connection()).await;
        let (ids, words, cast, seen) = (ids(&rows), words(&rows), cast(&house).await, RefCell::default());
        house.set_instant(words["at"].last().unwrap());
        let mut rng = StdRng::seed_from_u64(setting("NQL_PROPERTY_SEED").unwrap_or(1));
        let (mut walked, mut longest) = (0, 0);
        for audience in Audience::ALL {
            let fitting: Vec<_> = cast.iter().filter(|(person, _)| Some(person.role) == role_of(audience)).collect();
            let person = fitting.choose(&mut rng).map(|(person, _)| *person);
            let mut maker = Maker::new(audience, &ids, &words, &seen, StdRng::seed_from_u64(rng.random()));
            for list in lists(&house, person, audience, &ids).await {
                let filters = [Value::Null, maker.filter(list.object, 1).unwrap_or(Value::Null)];
                for order in sortings(list.object, audience) {
                    for filter in &filters {
                        let whole = list.walk(&house, person, (100, false), &order, filter).await;
                        let size = if whole.len() > 60 { 7 } else { rng.random_range(1..=7) };
                        for is_back in [false, true] {
                            let pages = list.walk(&house, person, (size, is_back), &order, filter).await;
                            assert_eq!(pages, whole, "{person:?} {} by {order} with {filter} by {size}, back: {is_back}", list.open);
                        }
                        let distinct: BTreeSet<&str> = whole.iter().filter_map(Value::as_str).collect();
                        assert_eq!(distinct.len(), whole.len(), "a row is on two pages");
                        (walked, longest) = (walked + 1, longest.max(whole.len()));
                    }
                }
            }
        }
        assert!(walked > 200 && longest > 100, "{walked} lists, the longest {longest}");
    }

    async fn a_cursor_of_one_order_is_refused_for_another(house) {
        let rows = Rows::load(house.db.connection()).await;
        let (ids, cast) = (ids(&rows), cast(&house).await);
        let mut refused = 0;
        for audience in Audience::ALL {
            let person = cast.iter().map(|(person, _)| *person).find(|person| Some(person.role) == role_of(audience));
            for list in lists(&house, person, audience, &ids).await {
                let orders = sortings(list.object, audience);
                for order in &orders[1..] {
                    let wish = Wish { size: 1, is_back: false, from: None, order, filter: &Value::Null };
                    let reply = list.page(&house, person, wish).await;
                    let Some(cursor) = reply.at(list.at)["pageInfo"]["endCursor"].as_str() else { continue };
                    for other in orders[1..].iter().filter(|other| *other != order) {
                        let before = house.db.reads();
                        let wish = Wish { size: 1, is_back: refused % 2 == 1, from: Some(cursor), order: other, filter: &Value::Null };
                        list.page(&house, person, wish).await.assert_error("BAD_USER_INPUT");
                        assert_eq!(house.db.reads(), before);
                        refused += 1;
                    }
                }
            }
        }
        assert!(refused > 50, "{refused}");
    }
}

trial! {
    async fn selections_are_merged_spread_and_switched_as_written(house) {
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let (user, none) = (staff.id.to_string(), format!("school_{:032x}", 1));
        let ids = json!({ "campaign": campaign, "user": user, "none": none, "yes": true, "no": false });
        for (query, expected) in [
            (
                "query($campaign: ID!) { a: campaign(id: $campaign) { schoolYear } a: campaign(id: $campaign) { name schoolYear } }",
                r#"{"a":{"schoolYear":"2025-2026","name":"NQL 2025-2026"}}"#,
            ),
            (
                "{ viewer { a: name c: community b: name ... { d: name } } }",
                r#"{"viewer":{"a":"Staf Vlaanderen","c":"VL","b":"Staf Vlaanderen","d":"Staf Vlaanderen"}}"#,
            ),
            (
                "query($campaign: ID!) { node(id: $campaign) { __typename ...N ... on User { name } ... on Campaign { name } } } \
                 fragment N on Node { same: id ... on Campaign { year: schoolYear } ... on School { name } }",
                r#"{"node":{"__typename":"Campaign","same":"CAMPAIGN","year":"2025-2026","name":"NQL 2025-2026"}}"#,
            ),
            (
                "query($yes: Boolean!, $no: Boolean!) { viewer { a: name @skip(if: $yes) b: name @skip(if: $no) \
                 c: name @include(if: $yes) d: name @include(if: $no) e: name @include(if: $yes) @skip(if: $yes) \
                 ... @include(if: $no) { f: name } ... on User @include(if: $yes) { g: name } ...F @skip(if: $yes) } \
                 h: viewer @skip(if: $yes) { name } } fragment F on User { i: name }",
                r#"{"viewer":{"b":"Staf Vlaanderen","c":"Staf Vlaanderen","g":"Staf Vlaanderen"}}"#,
            ),
            (
                "query($campaign: ID!, $user: ID!, $none: ID!) { nodes(ids: [$user, $none, \"nonsense\", $campaign, $user, \"user_1\"]) \
                 { __typename id ... on User { name } ... on Campaign { schoolYear } } one: node(id: $none) { id } }",
                r#"{"nodes":[{"__typename":"User","id":"USER","name":"Staf Vlaanderen"},null,null,{"__typename":"Campaign","id":"CAMPAIGN","schoolYear":"2025-2026"},{"__typename":"User","id":"USER","name":"Staf Vlaanderen"},null],"one":null}"#,
            ),
            (
                "{ __typename campaigns { __typename edges { __typename node { __typename } } pageInfo { t: __typename } \
                 nodes { __typename schoolYear } nodes { name } totalCount } users(filter: { email: { eq: \"no\" } }) { nodes { id } } }",
                r#"{"__typename":"Query","campaigns":{"__typename":"CampaignConnection","edges":[{"__typename":"CampaignEdge","node":{"__typename":"Campaign"}}],"pageInfo":{"t":"PageInfo"},"nodes":[{"__typename":"Campaign","schoolYear":"2025-2026","name":"NQL 2025-2026"}],"totalCount":1},"users":{"nodes":[]}}"#,
            ),
        ] {
            let variables: serde_json::Map<String, Value> = ids
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, _)| query.contains(&format!("${name}:")))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            let before = house.db.reads();
            let reply = house.ask(staff, query, Value::Object(variables)).await;
            let expected = expected.replace("CAMPAIGN", &campaign).replace("USER", &user);
            assert_eq!(reply.text, format!("{{\"data\":{expected}}}"), "{query}");
            assert_eq!(house.db.reads(), before + 1);
        }
    }

    async fn a_wrong_selection_never_reaches_the_database(house) {
        let staff = house.staff().await;
        let juror = house.seat("Joris Jurylid", &[Role::Juror], None).await;
        let campaign = house.open_campaign(staff).await;
        let no = |query: &str, code: &'static str| (Some(staff), query.to_owned(), json!({}), code);
        let many = |count: usize, part: &str| part.repeat(count);
        let school = "query($id: ID!) { school(id: $id) { name } }";
        let deep_filter = r#"{ not: { not: { not: { not: { name: { eq: "x" } } } } } }"#;
        let aliases = (0..101).map(|n| format!("a{n}: name")).collect::<Vec<_>>().join(" ");
        let roots = (0..21).map(|n| format!("r{n}: __typename")).collect::<Vec<_>>().join(" ");
        let leaves = many(21, r#"{ name: { eq: "x" } } "#);
        let (values, nodes) = (many(201, r#""x" "#), many(101, r#""school_1" "#));
        let spiral = "pupils: applications { id project { ".repeat(8);
        let mut cases: Vec<(Option<Person>, String, Value, &str)> = vec![
            no("{ viewer { name ", "GRAPHQL_PARSE_FAILED"),
            no("{ viewer { shoeSize } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ viewer }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ viewer { name { x } } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ viewer { ... on School { name } } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ viewer { ...Nothing } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ viewer { ...F } } fragment F on User { ...F }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ schools(size: 2) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ schools(first: \"2\") { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ school { name } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ school(id: $id) { name } }", "GRAPHQL_VALIDATION_FAILED"),
            no("{ a: viewer { name } a: schools { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
            no(school, "BAD_USER_INPUT"),
            no("{ schools(first: 0) { totalCount } }", "BAD_USER_INPUT"),
            no("{ schools(last: 0) { totalCount } }", "BAD_USER_INPUT"),
            no("{ schools(last: 101) { totalCount } }", "BAD_USER_INPUT"),
            no("{ schools(first: 1, last: 1) { totalCount } }", "BAD_USER_INPUT"),
            no("{ schools(before: \"00\") { totalCount } }", "BAD_USER_INPUT"),
            no("{ schools(first: 101) { totalCount } }", "BAD_USER_INPUT"),
            no("{ schools(after: \"00\") { totalCount } }", "BAD_USER_INPUT"),
            no(&format!("{{ schools(filter: {deep_filter}) {{ totalCount }} }}"), "BAD_USER_INPUT"),
            no(&format!("{{ schools(filter: {{ or: [{leaves}] }}) {{ totalCount }} }}"), "BAD_USER_INPUT"),
            no(&format!("{{ schools(filter: {{ name: {{ in: [{values}] }} }}) {{ totalCount }} }}"), "BAD_USER_INPUT"),
            no(&format!("{{ nodes(ids: [{nodes}]) {{ id }} }}"), "BAD_USER_INPUT"),
            no(&format!("{{ projects {{ nodes {{ {spiral} id {} }} }} }}", many(16, "} ")), "QUERY_TOO_COMPLEX"),
            no(&format!("{{ viewer {{ {aliases} }} }}"), "QUERY_TOO_COMPLEX"),
            no(&format!("{{ {roots} }}"), "QUERY_TOO_COMPLEX"),
            no(&format!("{{ viewer {{ {} }} }}", many(1_001, "name ")), "QUERY_TOO_COMPLEX"),
            no(&format!("{{ viewer {{ {} }} }}", many(51, "name @skip(if: false) ")), "QUERY_TOO_COMPLEX"),
            no(
                "{ projects(first: 100) { nodes { applications { revisions { number links { url } answers { text ownTeacher \
                 ownPupils example } } } } } }",
                "QUERY_TOO_COMPLEX",
            ),
            no(
                "{ projects(last: 100) { nodes { applications { revisions { number links { url } answers { text ownTeacher \
                 ownPupils example } } } } } }",
                "QUERY_TOO_COMPLEX",
            ),
            no(&format!("{{ viewer {{ name }} }}{}", many(33_000, " ")), "QUERY_TOO_LARGE"),
            (None, "{ schools { totalCount } }".to_owned(), json!({}), "UNAUTHENTICATED"),
        ];
        for (query, variables) in [
            (school, json!({ "id": null })),
            (school, json!({ "id": campaign })),
            ("query($n: Int) { schools(first: $n) { totalCount } }", json!({ "n": "2" })),
        ] {
            cases.push((Some(staff), query.to_owned(), variables, "BAD_USER_INPUT"));
        }
        for query in [
            "{ users { totalCount } }",
            "{ viewer { name } users @include(if: true) { totalCount } }",
            "{ node(id: \"user_00000000000000000000000000000001\") { ... on Node { ... on AuditEvent { action } } } }",
            "{ assignments(filter: { jurorId: { isNull: false } }) { totalCount } }",
        ] {
            cases.push((Some(juror), query.to_owned(), json!({}), "FORBIDDEN"));
        }
        for (person, query, variables, code) in cases {
            let before = house.db.reads();
            let reply = house.ask(person, &query, variables).await;
            assert_eq!(reply.body["errors"][0]["extensions"]["code"], code, "{query}\n{}", reply.text);
            assert_eq!(reply.body.get("data"), None, "{query}");
            assert_eq!(house.db.reads(), before, "{query}");
        }
    }
}
