//! Reads as a whole: every declaration runs on both databases, in one statement, for everybody.

use entity::kinds::Community;
use nql::{
    api::{
        model::model,
        object::{Object, Source},
    },
    auth::Audience,
};
use serde_json::json;

use crate::{support::House, trial};

/// A selection of everything of an object that an audience may ask for, some levels deep.
pub fn everything(object: &Object, audience: Audience, depth: usize) -> String {
    let mut selection = String::from("__typename");
    for field in &object.fields {
        if !field.audiences.contains(&audience) {
            continue;
        }
        let target = field.ty.named().trim_end_matches("Connection");
        let inner = model().objects.iter().find(|known| known.name == target);
        let text = match (&field.source, inner) {
            (Source::Id | Source::Value(_) | Source::Translated { .. }, _) => field.name.to_owned(),
            (_, Some(inner)) if depth > 0 => {
                let arguments = match &field.source {
                    Source::Back { by, .. } if !by.is_empty() => "(code: \"C1\")",
                    _ => "",
                };
                let inner = everything(inner, audience, depth - 1);
                match &field.source {
                    Source::Page { .. } => format!(
                        "{}(first: 2) {{ totalCount edges {{ cursor node {{ {inner} }} }} pageInfo {{ hasNextPage endCursor }} }}",
                        field.name
                    ),
                    _ => format!("{}{arguments} {{ {inner} }}", field.name),
                }
            }
            _ => continue,
        };
        selection.push(' ');
        selection.push_str(&text);
    }
    selection
}

trial! {
    async fn a_list_is_sorted_by_a_few_keys_at_most(house) {
        let admin = house.admin().await;
        let sorted = async |keys: usize| {
            let keys = vec!["{ field: NAME }"; keys].join(" ");
            house.ask(admin, &format!("{{ schools(orderBy: [{keys}]) {{ totalCount }} }}"), json!({})).await
        };
        assert_eq!(sorted(5).await.at("/schools/totalCount"), 0);
        sorted(6).await.assert_error("QUERY_TOO_COMPLEX");
    }

    async fn every_declared_field_reads_on_this_database(house) {
        let people = everybody(&house).await;
        house.open_campaign(people.iter().find_map(|(audience, person)| (*audience == Audience::Staff).then_some(*person).flatten()).unwrap()).await;
        for (audience, person) in people {
            for object in &model().objects {
                let Some(prefix) = object.prefix else { continue };
                let selection = everything(object, audience, 1);
                let query = format!("{{ node(id: \"{prefix}_{:032x}\") {{ id ... on {} {{ {selection} }} }} }}", 1, object.name);
                let reply = house.ask(person, &query, json!({})).await;
                assert_eq!(reply.data(), &json!({ "node": null }), "{audience:?} {}", object.name);
            }
        }
    }

    async fn every_list_reads_in_one_statement_with_every_order_and_filter(house) {
        let people = everybody(&house).await;
        for (audience, person) in people {
            for root in &model().roots {
                if !root.audiences.contains(&audience) || !matches!(root.source, nql::api::object::RootSource::Page { .. }) {
                    continue;
                }
                let object = model().objects.iter().find(|object| object.name == root.object).unwrap();
                let campaign = format!("campaignId: \"campaign_{:032x}\", ", 1);
                let by = match root.name {
                    "ranking" => format!("{campaign}track: NQL, "),
                    "publicationBatches" => campaign,
                    _ => String::new(),
                };
                for order in &object.orders {
                    if !order.audiences.contains(&audience) {
                        continue;
                    }
                    for direction in ["ASC", "DESC"] {
                        let query = format!(
                            "{{ {}({by}first: 2, orderBy: [{{ field: {}, direction: {direction} }}]) {{ totalCount nodes {{ id }} edges {{ cursor }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}",
                            root.name, order.name
                        );
                        house.ask(person, "{ __typename }", json!({})).await;
                        let before = house.db.reads();
                        house.ask(person, &query, json!({})).await.data();
                        assert_eq!(house.db.reads(), before + 1);
                    }
                }
                for filter in object.filters.iter().filter(|filter| filter.audiences.contains(&audience)) {
                    let query = format!("{{ {}({by}filter: {{ not: {{ {}: {{ isNull: true }} }} }}) {{ totalCount }} }}", root.name, filter.name);
                    house.ask(person, &query, json!({})).await.data();
                }
            }
        }
    }

    async fn what_skip_and_include_leave_out_is_not_refused(house) {
        let people = everybody(&house).await;
        let juror = people.iter().find_map(|(audience, person)| (*audience == Audience::Juror).then_some(*person)).unwrap();
        let mine = json!({ "viewer": { "name": "Joris Jurylid" } });
        for out in [
            "{ viewer { name } users @include(if: false) { nodes { email } } }",
            "{ viewer { name status @skip(if: true) } }",
            "{ viewer { name ... @include(if: false) { status } } }",
            "{ viewer { name } ...F @skip(if: true) } fragment F on Query { users { totalCount } }",
            "{ viewer { name } ...F } fragment F on Query { ... @skip(if: true) { ...G } } fragment G on Query { users { totalCount } }",
        ] {
            assert_eq!(house.ask(juror, out, json!({})).await.data(), &mine, "{out}");
        }
        // Each document is asked with one value after the other: what is remembered of it serves both.
        for query in [
            "query($x: Boolean!) { viewer { name } users @include(if: $x) { nodes { email } } }",
            "query($x: Boolean = false) { viewer { name ... @include(if: $x) { status } } }",
            "query($x: Boolean!) { viewer { name } ...F @include(if: $x) } fragment F on Query { users { totalCount } }",
            "query($x: Boolean!) { viewer { name } ...F @skip(if: true) ...F @include(if: $x) } fragment F on Query { users { totalCount } }",
            "query($x: Boolean!) { viewer { name } ... @include(if: $x) { users @include(if: true) { totalCount } } }",
        ] {
            for _ in 0..2 {
                assert_eq!(house.ask(juror, query, json!({ "x": false })).await.data(), &mine, "{query}");
                let before = house.db.reads();
                let refused = house.ask(juror, query, json!({ "x": true })).await;
                refused.assert_error("FORBIDDEN");
                assert_eq!((refused.body.get("data"), house.db.reads()), (None, before), "{query}");
            }
        }
        let school = "mutation($x: Boolean!) { __typename createSchool(input: { name: \"De Eik\", community: VL, country: \"BE\", city: \"Gent\", level: PRIMARY }) \
                      @include(if: $x) { school { name } } }";
        for (who, code) in [(None, "UNAUTHENTICATED"), (juror, "FORBIDDEN")] {
            let written = house.written().await;
            assert_eq!(house.ask(who, school, json!({ "x": false })).await.data(), &json!({ "__typename": "Mutation" }));
            house.ask(who, school, json!({ "x": true })).await.assert_error(code);
            assert_eq!((house.written().await, house.count::<entity::school::Entity>().await), (written, 0));
        }
    }

    async fn what_may_be_null_is_null_for_nobody_and_refuses_nothing(house) {
        let staff = house.staff().await;
        let (campaign, school) = (house.open_campaign(staff).await, house.school(staff, "De Linde", Community::Vl).await);
        let about = json!({ "id": school });
        let query = "query($id: ID!) { me: viewer { id name locale } school(id: $id) { name city } currentCampaign { id } ...F } \
                     fragment F on Query { viewer { roles } }";
        let expected = json!({ "me": null, "school": null, "currentCampaign": { "id": campaign }, "viewer": null });
        assert_eq!(house.ask(None, query, about.clone()).await.data(), &expected);
        assert_eq!(house.ask(staff, query, about.clone()).await.at("/school/name"), "De Linde");
        // What is never null, what is computed and what is done is refused, and so is all beside it.
        for refused in [
            "{ viewer { id } schools { totalCount } }",
            "query($id: ID!) { viewer { id } node(id: $id) { ... on School { name } } }",
            "query($id: ID!) { viewer { id } schoolDoubles(input: { schoolId: $id }) { userErrors { code } } }",
            "mutation { signOut(input: { refreshToken: \"x\" }) { userErrors { code } } requestPersonalData(input: {}) { userErrors { code } } }",
        ] {
            let reply = house.ask(None, refused, if refused.contains("$id") { about.clone() } else { json!({}) }).await;
            reply.assert_error("UNAUTHENTICATED");
            assert_eq!(reply.body.get("data"), None, "{refused}");
        }
        // Somebody in another role is told so.
        let teacher = house.teacher("Tine Leerkracht", &school).await;
        house.ask(teacher, "query($id: ID!) { evaluation(id: $id) { id } }", json!({ "id": "evaluation_00000000000000000000000000000001" })).await
            .assert_error("FORBIDDEN");
    }
    async fn a_row_is_found_by_what_it_is_called_outside(house) {
        let people = everybody(&house).await;
        let person = |wanted| people.iter().find_map(|(audience, person)| (*audience == wanted).then_some(*person)).flatten().unwrap();
        let (staff, admin, service) = (person(Audience::Staff), person(Audience::Admin), person(Audience::Service));
        let numbers = json!({
            "name": "De Linde", "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY",
            "institutionNumber": "123456", "oid": "E10012345", "pic": "912345678",
        });
        let linde = house.act(staff, "createSchool", numbers, "school { id }").await.text_at("/it/school/id");
        let eik = house.school(staff, "De Eik", Community::Vl).await;
        for (number, found) in [
            ("institutionNumber: \"123456\"", true), ("institutionNumber: \"12 34-56\"", true), ("oid: \"e10012345\"", true),
            ("pic: \"912 345 678\"", true), ("pic: null, oid: \"E10012345\"", true), ("institutionNumber: \"654321\"", false),
            ("faseNumber: \"12345\"", false), ("oid: \"no number\"", false), ("oid: \"\"", false),
        ] {
            let query = format!("{{ it: schoolOf({number}) {{ id }} }}");
            let expected = if found { json!({ "id": linde }) } else { json!(null) };
            for who in [staff, admin, service] {
                assert_eq!(house.ask(who, &query, json!({})).await.at("/it"), &expected, "{number}");
            }
            // Whoever may not read a number does not look by it.
            for who in [Audience::Teacher, Audience::Juror] {
                house.ask(person(who), &query, json!({})).await.assert_error("FORBIDDEN");
            }
            assert_eq!(house.ask(None, &query, json!({})).await.at("/it"), &json!(null));
        }
        for wrong in ["{ schoolOf { id } }", "{ schoolOf(oid: null) { id } }", "{ schoolOf(oid: \"E10012345\", pic: \"912345678\") { id } }"] {
            house.ask(staff, wrong, json!({})).await.assert_error("BAD_USER_INPUT");
        }
        let query = "query($o: String, $p: String) { it: schoolOf(oid: $o, pic: $p) { id } }";
        assert_eq!(house.ask(staff, query, json!({ "o": "E10012345" })).await.at("/it/id"), &json!(linde));
        house.ask(staff, query, json!({ "o": "E10012345", "p": "912345678" })).await.assert_error("BAD_USER_INPUT");

        let (tine, tom) = (house.teacher("Tine Bakker", &linde).await, house.teacher("Tom Kuiper", &eik).await);
        let bees = house.project(tine, "De Bijen", &linde, &eik).await;
        let query = "query($at: String!) { it: projectOf(esepUrl: $at) { id } }";
        for (at, who, found) in [
            ("https://esep.example/projects/de-bijen", tine, true), (" https://ESEP.example:443/projects/de-bijen ", tine, true),
            ("https://esep.example/projects/de-bijen", staff, true), ("https://esep.example/projects/wespen", tine, false),
            ("no address", tine, false), ("https://esep.example/projects/de-bijen", tom, false),
        ] {
            let expected = if found { json!({ "id": bees }) } else { json!(null) };
            assert_eq!(house.ask(who, query, json!({ "at": at })).await.at("/it"), &expected, "{at} {who:?}");
        }
        let query = "query($email: String!) { it: userOf(email: $email) { name } }";
        for (email, found) in [("tine.bakker@nql.example", true), (" Tine.Bakker@NQL.example", true), ("tine@nql.example", false), ("tine", false)] {
            let expected = if found { json!({ "name": "Tine Bakker" }) } else { json!(null) };
            assert_eq!(house.ask(admin, query, json!({ "email": email })).await.at("/it"), &expected, "{email}");
            house.ask(tine, query, json!({ "email": email })).await.assert_error("FORBIDDEN");
        }
        let foreign = house.foreign_staff().await;
        assert_eq!(house.ask(foreign, query, json!({ "email": "tine.bakker@nql.example" })).await.at("/it"), &json!(null), "of another community");
    }

    async fn the_server_tells_what_time_it_is_by_its_own_clock(house) {
        for (_, person) in everybody(&house).await {
            assert_eq!(house.ask(person, "{ serverTime }", json!({})).await.data(), &json!({ "serverTime": "2025-10-01T10:00:00.000Z" }));
        }
        house.set_instant("2026-03-29T00:59:59.250Z");
        let told = house.ask(None, "{ a: serverTime ...F } fragment F on Query { b: serverTime campaigns { totalCount } }", json!({})).await;
        let now = "2026-03-29T00:59:59.250Z";
        assert_eq!(told.data(), &json!({ "a": now, "b": now, "campaigns": { "totalCount": 0 } }));
    }
}

/// Somebody of every audience.
pub async fn everybody(house: &House) -> Vec<(Audience, Option<crate::support::Person>)> {
    use entity::kinds::Role;
    vec![
        (Audience::Anonymous, None),
        (Audience::Teacher, Some(house.seat("Tine Leerkracht", &[Role::Teacher], None).await)),
        (Audience::Juror, Some(house.seat("Joris Jurylid", &[Role::Juror], None).await)),
        (Audience::Staff, Some(house.staff().await)),
        (Audience::Admin, Some(house.admin().await)),
        (Audience::Service, Some(house.service().await)),
    ]
}
