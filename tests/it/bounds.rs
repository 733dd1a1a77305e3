//! What one caller may fill: what is asked of a payload, how long an answer gets, what the process remembers of documents.

use entity::{
    audit_event,
    ids::SchoolId,
    kinds::{Community, Role},
    project, school, sign_in_attempt, user,
};
use nql::api::Settings;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::{
    support::{House, Person, Reply},
    trial,
};

/// The same house, with limits.
fn strict(house: &House, limits: &str) -> House {
    House::with(house.engine, house.db.clone(), Settings { limits: limits.parse().unwrap(), ..Settings::open() })
}

/// A mutation with a payload of its own.
async fn create_project(house: &House, teacher: Person, input: &Value, payload: &str) -> Reply {
    let query = format!("mutation($input: CreateProjectInput!) {{ it: createProject(input: $input) {payload} }}");
    house.ask(teacher, &query, json!({ "input": input })).await
}

/// Lists of projects in lists of their applications.
fn nested(levels: usize) -> String {
    format!("{}{{ id }}{}", "{ applications { project ".repeat(levels), " } }".repeat(levels))
}

/// Puts a school in a town of a million letters.
async fn long_city(house: &House, id: &str) {
    let known = school::Entity::find_by_id(id.parse::<SchoolId>().unwrap());
    let mut known = known.one(house.db.connection()).await.unwrap().unwrap().into_active_model();
    known.city = Set("x".repeat(1_000_000));
    known.city_key = Set(nql::fold::key(&"x".repeat(1_000_000)));
    known.update(house.db.connection()).await.unwrap();
}

/// `field` under so many keys.
fn aliases(times: usize, field: &str) -> String {
    (0..times).map(|number| format!("a{number}: {field}")).collect::<Vec<_>>().join(" ")
}

trial! {
    async fn a_payload_costs_what_a_query_costs_and_is_refused_before_anything_is_written(house) {
        let staff = house.staff().await;
        let (own, other) = (house.school(staff, "De Eik", Community::Vl).await, house.school(staff, "Scuola", Community::Foreign).await);
        let teacher = house.teacher("An Peeters", &own).await;
        let input = House::project_input("De bijen", &own, &other);
        let house = strict(&house, "");
        let written = house.written().await;
        let deep = format!("{{ project {} }}", nested(5));
        create_project(&house, teacher, &input, &deep).await.assert_error("QUERY_TOO_COMPLEX");
        // Nor behind a fragment, under other keys, in an interface, or beside a field that is cheap.
        for hidden in [
            format!("{{ userErrors {{ code }} ...F }} }} fragment F on CreateProjectPayload {{ project {}", nested(5)),
            format!("{{ {} }}", aliases(99, &format!("project {}", nested(3)))),
            format!("{{ project {{ id ... on Node {{ ... on Project {} }} }} }}", nested(5)),
        ] {
            let reply = create_project(&house, teacher, &input, &hidden).await;
            assert_eq!(reply.body["errors"][0]["extensions"]["code"], "QUERY_TOO_COMPLEX", "{}", reply.text);
        }
        assert_eq!(house.written().await, written);
        assert_eq!(house.count::<project::Entity>().await, 0);
        // What is affordable is answered as before.
        let reply = create_project(&house, teacher, &input, "{ project { title applications { id } } userErrors { ... on UserError { message } } }").await;
        assert_eq!(reply.at("/it"), &json!({ "project": { "title": "De bijen", "applications": [] }, "userErrors": [] }));
    }

    async fn a_payload_is_paid_for(house) {
        let staff = house.staff().await;
        let (own, other) = (house.school(staff, "De Eik", Community::Vl).await, house.school(staff, "Scuola", Community::Foreign).await);
        let teacher = house.teacher("An Peeters", &own).await;
        let house = strict(&house, "TEACHER=2000/1000");
        // The same input again and again is refused by the rules; that its payload would be dear counts each time.
        let input = House::project_input("De bijen", &own, &other);
        let mut answered = 0;
        for _ in 0..10 {
            let reply = create_project(&house, teacher, &input, "{ project { applications { project { applications { id status } } } } userErrors { code } }").await;
            if reply.body["errors"][0]["extensions"]["code"] == "RATE_LIMITED" {
                break;
            }
            answered += 1;
        }
        assert!((4..8).contains(&answered), "{answered}");
    }

    async fn an_answer_is_bounded_in_bytes_whatever_asks_for_it(house) {
        let staff = house.staff().await;
        let (own, other) = (house.school(staff, "De Eik", Community::Vl).await, house.school(staff, "Scuola", Community::Foreign).await);
        let teacher = house.teacher("An Peeters", &own).await;
        long_city(&house, &own).await;
        let city = |times: usize| format!("query($id: ID!) {{ school(id: $id) {{ {} }} }}", aliases(times, "city"));
        house.ask(staff, &city(8), json!({ "id": own })).await.data();
        house.ask(staff, &city(9), json!({ "id": own })).await.assert_error("QUERY_TOO_COMPLEX");
        let many = format!("query($id: ID!) {{ {} }}", aliases(9, "school(id: $id) { city }"));
        house.ask(staff, &many, json!({ "id": own })).await.assert_error("QUERY_TOO_COMPLEX");
        // In payloads: in one of their fields, and over all of an operation. What was asked for is done.
        for (number, payload) in [
            format!("{{ project {{ {} }} }}", aliases(9, "partners { school { city } }")),
            format!("{{ {} }}", aliases(9, "project { partners { school { city } } }")),
        ].iter().enumerate() {
            let input = House::project_input(&format!("De bijen {number}"), &own, &other);
            let reply = create_project(&house, teacher, &input, payload).await;
            reply.assert_error("QUERY_TOO_COMPLEX");
            // A part of a payload that is too long is null, and the others are told.
            assert!(reply.text.len() < 8_500_000 && reply.text.contains("is gebeurd"), "{:.300}", reply.text);
            assert_eq!(reply.text.len() < 1_000, number == 0, "{:.300}", reply.text);
            assert_eq!(house.count::<project::Entity>().await, u64::try_from(number).unwrap() + 1);
        }
    }

    async fn a_value_that_no_row_holds_is_not_told_a_hundred_times(house) {
        let teacher = house.seat("An Peeters", &[Role::Teacher], None).await;
        let mut known = user::Entity::find_by_id(teacher.id).one(house.db.connection()).await.unwrap().unwrap().into_active_model();
        known.name = Set("x".repeat(1_000_000));
        known.name_key = Set(nql::fold::key(&"x".repeat(1_000_000)));
        // No index takes so long a name; nobody gets one in by the API.
        house.db.connection().execute_unprepared("DROP INDEX user_name_key").await.unwrap();
        known.update(house.db.connection()).await.unwrap();
        let export = |times: usize| format!("query($input: PersonalDataExportInput!) {{ personalDataExport(input: $input) {{ {} }} }}", aliases(times, "personalData"));
        let input = json!({ "input": { "userId": teacher.id.to_string() } });
        house.ask(teacher, &export(2), input.clone()).await.data();
        let reply = house.ask(teacher, &export(50), input).await;
        reply.assert_error("QUERY_TOO_COMPLEX");
        assert!(reply.text.len() < 1_000);
    }

    async fn the_schema_is_told_once_and_not_over_and_over(house) {
        let deep = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
        house.ask(None, deep, json!({})).await.assert_error("QUERY_TOO_COMPLEX");
        // Few words, and megabytes of them: what lists types within what lists types.
        for deep in [
            "{ __type(name: \"Node\") { possibleTypes { interfaces { possibleTypes { interfaces { possibleTypes { name } } } } } } }",
            "{ __type(name: \"Query\") { fields { type { fields { type { fields { type { name } } } } } } } }",
            "{ __schema { types { fields { type { fields { name } } } } } }", "{ __schema { types { ...F } } } fragment F on __Type { possibleTypes { interfaces { name } } }",
            "{ a: __type(name: \"Node\") { ...F } } fragment F on __Type { possibleTypes { fields { ... { args { type { inputFields { name } } } } } } }",
        ] {
            house.ask(None, deep, json!({})).await.assert_error("QUERY_TOO_COMPLEX");
        }
        for by_hand in ["{ __type(name: \"Query\") { fields { name args { name type { name } } type { name ofType { name } fields { name type { name } } } } } }", "{ __type(name: \"Node\") { possibleTypes { name fields { name } } } }"] {
            let reply = house.ask(None, by_hand, json!({})).await;
            assert!(reply.data()["__type"].is_object() && reply.text.len() < 200_000, "{} bytes", reply.text.len());
        }
        let often = format!("{{ {} }}", aliases(20, "__schema { types { fields { name args { name type { name ofType { name } } } type { name ofType { name } } } } }"));
        house.ask(None, &often, json!({})).await.assert_error("QUERY_TOO_COMPLEX");
        let usual = "{ __schema { queryType { name } types { ...T } directives { name args { ...I } } } }
            fragment T on __Type { kind name description fields(includeDeprecated: true) { name description args { ...I } type { ...R } isDeprecated deprecationReason } inputFields { ...I } interfaces { ...R } enumValues(includeDeprecated: true) { name description } possibleTypes { ...R } }
            fragment I on __InputValue { name description type { ...R } defaultValue }
            fragment R on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } }";
        let house = strict(&house, "");
        house.ask(None, usual, json!({})).await.data();
    }

    async fn hostile_documents_leave_memory_where_it_was(house) {
        let staff = house.staff().await;
        let (own, other) = (house.school(staff, "De Eik", Community::Vl).await, house.school(staff, "Scuola", Community::Foreign).await);
        let teacher = house.teacher("An Peeters", &own).await;
        let input = json!({ "input": House::project_input("De bijen", &own, &other) });
        let house = strict(&house, "ANONYMOUS=4000000000/5000,TEACHER=4000000000/20000");
        house.ask(None, "{ currentCampaign { id } }", json!({})).await.data();
        let api = &house.http.api;
        let before = api.remembered();
        assert!(before > 0);
        let fields = aliases(40, "timeline { text }");
        let dear = format!("campaigns(first: 100) {{ nodes {{ {fields} }} }}");
        for number in 0..50 {
            // Too dear: under other keys, with variables of another shape, behind a fragment, in a payload.
            house.ask(None, &format!("{{ b{number}: {dear} }}"), json!({})).await.assert_error("QUERY_TOO_COMPLEX");
            let sized = format!("query Q{number}($n: Int, $f: CampaignFilter) {{ campaigns(first: $n, filter: $f) {{ nodes {{ ...F }} }} }} fragment F on Campaign {{ {fields} }}");
            house.ask(None, &sized, json!({ "n": 100, "f": { "schoolYear": { "in": vec!["x"; number] } } })).await.assert_error("QUERY_TOO_COMPLEX");
            let payload = format!("mutation($input: CreateProjectInput!) {{ b{number}: createProject(input: $input) {{ project {} }} }}", nested(5));
            house.ask(teacher, &payload, input.clone()).await.assert_error("QUERY_TOO_COMPLEX");
            // Not valid, not allowed, no GraphQL, with a value that is none.
            house.ask(None, &format!("{{ nothing{number} {{ {fields} }} }}"), json!({})).await.assert_error("GRAPHQL_VALIDATION_FAILED");
            house.ask(None, &format!("{{ b{number}: schools {{ totalCount }} campaigns {{ nodes {{ {fields} }} }} }}"), json!({})).await.assert_error("UNAUTHENTICATED");
            house.ask(None, &format!("{{ b{number}("), json!({})).await.assert_error("GRAPHQL_PARSE_FAILED");
            let missing = format!("query Q{number}($id: ID!) {{ campaign(id: $id) {{ {fields} }} }}");
            house.ask(None, &missing, json!({ "id": "nothing" })).await.assert_error("BAD_USER_INPUT");
        }
        assert_eq!(api.remembered(), before);
        assert_eq!(house.count::<project::Entity>().await, 0);
        // What may be answered is remembered, within bounds.
        for number in 0..400 {
            let long = format!("query Q{number} {{ {} }}", aliases(2, &format!("currentCampaign {{ {fields} }}")));
            house.ask(None, &long, json!({})).await.data();
            let shaped = json!({ "f": { "schoolYear": { "in": vec!["x"; number % 200] } } });
            house.ask(None, "query($f: CampaignFilter) { campaigns(filter: $f) { totalCount } }", shaped).await.data();
        }
        assert!(api.remembered() > before && api.remembered() < 96 * 1024 * 1024, "{}", api.remembered());
    }

    async fn a_refusal_costs_what_it_took_to_find_out(house) {
        for (asked, code) in [("nothing", "GRAPHQL_VALIDATION_FAILED"), ("id name status", "QUERY_TOO_COMPLEX")] {
            let house = strict(&house, "ANONYMOUS=3000/100");
            let mut refused = 0;
            while refused < 40 {
                let document = format!("{{ b{refused}: campaigns(first: 100) {{ nodes {{ {asked} }} }} }} #{}", "x".repeat(16_000));
                let reply = house.ask(None, &document, json!({})).await;
                if reply.body["errors"][0]["extensions"]["code"] == "RATE_LIMITED" {
                    break;
                }
                reply.assert_error(code);
                refused += 1;
            }
            assert!((4..14).contains(&refused), "{code}: {refused}");
        }
    }

    async fn a_fragment_at_the_root_hides_no_mutation(house) {
        let act = |number: usize| format!("a{number}: signIn(input: {{ email: \"a{number}@nql.example\", password: \"x\" }}) {{ userErrors {{ code }} }} ");
        let acts = |from: usize, to: usize| (from..to).map(act).collect::<String>();
        let before = (house.count::<audit_event::Entity>().await, house.count::<sign_in_attempt::Entity>().await);
        for hidden in [
            format!("mutation {{ ...F }} fragment F on Mutation {{ {} }}", acts(0, 21)),
            format!("mutation {{ ...F ...G }} fragment F on Mutation {{ {} }} fragment G on Mutation {{ {} }}", acts(0, 11), acts(11, 22)),
            format!("mutation {{ ... {{ ... on Mutation {{ {} }} }} }}", acts(0, 21)),
            format!("query {{ ...F }} fragment F on Query {{ {} }}", aliases(21, "currentCampaign { id }")),
        ] {
            house.ask(None, &hidden, json!({})).await.assert_error("QUERY_TOO_COMPLEX");
        }
        // Twenty are allowed, and each has its price.
        let house = strict(&house, "ANONYMOUS=1000/160");
        let of = |number: usize| format!("mutation {{ ...F }} fragment F on Mutation {{ {} }}", acts(0, number));
        house.ask(None, &of(3), json!({})).await.assert_error("QUERY_TOO_COMPLEX");
        assert_eq!((house.count::<audit_event::Entity>().await, house.count::<sign_in_attempt::Entity>().await), before);
        let two = house.ask(None, &of(2), json!({})).await;
        assert!(two.data()["a1"].is_object(), "{}", two.text);
    }

    async fn a_mutation_runs_once_however_often_its_key_stands_there(house) {
        let staff = house.staff().await;
        let query = "mutation($input: CreateSchoolInput!) { it: createSchool(input: $input) { school { id } } ...F } \
                     fragment F on Mutation { it: createSchool(input: $input) { school { name } ... on CreateSchoolPayload { school { city } userErrors { code } } } }";
        let input = json!({ "name": "De Eik", "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY" });
        let reply = house.ask(staff, query, json!({ "input": input })).await;
        assert_eq!((reply.text_at("/it/school/name"), reply.text_at("/it/school/city")), ("De Eik".to_owned(), "Gent".to_owned()));
        assert!(reply.at("/it/school/id").is_string());
        assert_eq!(house.count::<school::Entity>().await, 1);
    }
}
