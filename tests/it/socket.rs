//! `/graphql` over a WebSocket: the protocol and its limits, and who is told what.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use async_graphql::futures_util::{SinkExt, StreamExt};
use entity::{audit_event, import_batch, kinds::Kind};
use nql::api::{Caller, Opened, Operation, Watching};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set, Statement};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use crate::{
    application::scene,
    support::{
        Engine, House, Person,
        story::{Phase, Story},
    },
    trial,
};

/// Longest time to wait for something that must come.
const SOON: Duration = Duration::from_secs(20);

/// A client of its own making, which may misbehave.
struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    /// Connects with these headers; the status of the answer when there is no socket.
    async fn knock(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self(stream)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    async fn connect(address: SocketAddr) -> Self {
        Self::knock(address, &[PROTOCOL]).await.unwrap()
    }

    /// Connects and says who it is.
    async fn of(house: &House, address: SocketAddr, person: Person) -> Self {
        let mut client = Self::connect(address).await;
        let token = format!("Bearer {}", house.token(person.id).await);
        let who = json!({ "Authorization": token, "x-nql-role": person.role.word() });
        client.say(json!({ "type": "connection_init", "payload": who })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn ask(&mut self, id: &str, query: &str) {
        self.say(json!({ "id": id, "type": "subscribe", "payload": { "query": query } })).await;
    }

    /// The next message.
    async fn hear(&mut self) -> Value {
        loop {
            match timeout(SOON, self.0.next()).await.expect("nothing came").unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code with which the other side closes.
    async fn closed(self) -> u16 {
        self.closed_because().await.0
    }

    /// The same, and what it says.
    async fn closed_because(mut self) -> (u16, String) {
        loop {
            match timeout(SOON, self.0.next()).await.expect("it stays open") {
                Some(Ok(Message::Close(frame))) => {
                    let frame = frame.unwrap();
                    return (frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");
const WATCH: &str = "subscription { applicationChanged { id application { status version } } }";

/// Opens an operation as a person, without a socket.
pub async fn open(house: &House, person: Person, query: &str) -> Opened {
    let caller = Caller { user: Some(person.id), role: Some(person.role), ..Caller::default() };
    house.http.api.open(caller, Operation { query: query.to_owned(), ..Operation::default() }).await
}

/// Watches as a person.
async fn watch(house: &House, person: Person, query: &str) -> Box<Watching> {
    match open(house, person, query).await {
        Opened::Watching(watching) => watching,
        Opened::Answered(reply) => panic!("{reply:?}"),
    }
}

/// Everything that there is to tell now.
async fn news(watching: &mut Watching) -> Vec<Value> {
    watching.look().await.unwrap();
    let mut events = Vec::new();
    while let Some(event) = watching.take().await.unwrap() {
        events.push(serde_json::from_slice::<Value>(&event).unwrap()["data"].take());
    }
    events
}

trial! {
    async fn c42_only_our_pages_and_programs_open_sockets_and_only_with_the_protocol(house) {
        let address = house.listen().await;
        let own = format!("http://{address}");
        for (headers, expected) in [
            (vec![], 400),
            (vec![("sec-websocket-protocol", "graphql-ws")], 400),
            (vec![PROTOCOL, ("origin", "https://evil.example")], 403),
            (vec![PROTOCOL, ("origin", "null")], 403),
        ] {
            assert_eq!(Client::knock(address, &headers).await.err(), Some(expected), "{headers:?}");
        }
        for headers in [vec![PROTOCOL], vec![("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")], vec![PROTOCOL, ("origin", own.as_str())], vec![PROTOCOL, ("origin", "https://nql.example")]] {
            assert!(Client::knock(address, &headers).await.is_ok(), "{headers:?}");
        }
    }

    async fn c42_who_does_not_keep_to_the_protocol_is_closed_with_its_code(house) {
        let address = house.listen().await;
        let staff = house.staff().await;
        assert_eq!(Client::connect(address).await.closed().await, 4408, "no init");
        let init = || json!({ "type": "connection_init" });
        let subscribe = |id: Value, payload: Value| json!({ "id": id, "type": "subscribe", "payload": payload });
        let watch = json!({ "query": WATCH });
        let token = |token: &str| json!({ "type": "connection_init", "payload": { "authorization": token } });
        let good = house.token(staff.id).await;
        for (what, messages, code) in [
            ("no JSON", vec![json!(1)], 4400),
            ("a list", vec![json!([init()])], 4400),
            ("no type", vec![json!({})], 4400),
            ("an unknown type", vec![json!({ "type": "start" })], 4400),
            ("a payload that is no object", vec![json!({ "type": "connection_init", "payload": 1 })], 4400),
            ("a header that is no text", vec![json!({ "type": "connection_init", "payload": { "authorization": 1 } })], 4400),
            ("two inits", vec![init(), init()], 4429),
            ("an operation before init", vec![subscribe(json!("1"), watch.clone())], 4401),
            ("no id", vec![init(), subscribe(Value::Null, watch.clone())], 4400),
            ("an empty id", vec![init(), subscribe(json!(""), watch.clone())], 4400),
            ("an id that is a number", vec![init(), subscribe(json!(1), watch.clone())], 4400),
            ("no operation", vec![init(), subscribe(json!("1"), Value::Null)], 4400),
            ("an operation by position", vec![init(), subscribe(json!("1"), json!([WATCH]))], 4400),
            ("a bad token", vec![token("Bearer x")], 4403),
            ("no bearer", vec![token("Basic x")], 4403),
            ("half a token", vec![token(&format!("Bearer {}", &good[..good.len() - 4]))], 4403),
        ] {
            let mut client = Client::connect(address).await;
            for message in messages {
                client.say(message).await;
            }
            assert_eq!(client.closed().await, code, "{what}");
        }
        let mut binary = Client::connect(address).await;
        binary.0.send(Message::binary(vec![1])).await.unwrap();
        assert_eq!(binary.closed().await, 4400, "no text");
        let mut large = Client::connect(address).await;
        large.say(json!({ "type": "ping", "payload": { "x": "x".repeat(70_000) } })).await;
        assert_eq!(large.closed().await, 1009);
        let mut twice = Client::of(&house, address, staff).await;
        twice.ask("a", WATCH).await;
        twice.ask("a", WATCH).await;
        assert_eq!(twice.closed().await, 4409);
    }

    async fn a_token_is_honoured_wherever_clients_put_it_or_refused_with_a_reason(house) {
        let address = house.listen().await;
        let staff = house.staff().await;
        let both = house.seat("Bea Beide", &[entity::kinds::Role::Staff, entity::kinds::Role::Admin], Some(entity::kinds::Community::Vl)).await;
        let (token, other) = (house.token(staff.id).await, house.token(both.id).await);
        let bearer = format!("Bearer {token}");
        let others = format!("Bearer {other}");
        let init = |payload: Value| json!({ "type": "connection_init", "payload": payload });
        let name = async |mut client: Client| {
            assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
            client.ask("q", "{ viewer { name } }").await;
            client.hear().await["payload"]["data"]["viewer"]["name"].as_str().map(ToOwned::to_owned)
        };
        for payload in [
            json!({ "authorization": bearer }), json!({ "AUTHORIZATION": bearer }), json!({ "authToken": token }), json!({ "authToken": bearer }),
            json!({ "token": token }), json!({ "accessToken": token }), json!({ "headers": { "Authorization": bearer } }),
            json!({ "headers": { "authorization": bearer }, "Authorization": bearer, "x": 1, "lang": "nl" }), json!({ "Authorization": token }),
        ] {
            let mut client = Client::connect(address).await;
            client.say(init(payload.clone())).await;
            assert_eq!(name(client).await.as_deref(), Some("Staf Vlaanderen"), "{payload}");
        }
        // In the handshake; what the first message says goes before.
        for (headers, payload, expected) in [
            (vec![PROTOCOL, ("authorization", bearer.as_str())], Value::Null, "Staf Vlaanderen"),
            (vec![PROTOCOL, ("authorization", others.as_str()), ("x-nql-role", "ADMIN")], json!({}), "Bea Beide"),
            (vec![PROTOCOL, ("authorization", others.as_str())], json!({ "authorization": null, "headers": { "X-NQL-Role": "ADMIN" } }), "Bea Beide"),
            (vec![PROTOCOL, ("authorization", others.as_str())], json!({ "authToken": token }), "Staf Vlaanderen"),
            (vec![PROTOCOL, ("authorization", "Bearer verzonnen")], json!({ "authToken": token }), "Staf Vlaanderen"),
        ] {
            let mut client = Client::knock(address, &headers).await.unwrap();
            client.say(init(payload.clone())).await;
            assert_eq!(name(client).await.as_deref(), Some(expected), "{headers:?} {payload}");
        }
        for (payload, why) in [
            (json!({ "jwt": token }), "put the token into `authorization`"), (json!({ "headers": { "cookie": bearer } }), "put the token into `authorization`"),
            (json!({ "authorization": bearer, "headers": { "authorization": others } }), "two texts for one header"),
            (json!({ "authorization": "Basic eDp5" }), "a token comes as `Bearer TOKEN`"), (json!({ "authorization": bearer, "x-nql-role": "CHEF" }), "x-nql-role names no role"),
            (json!({ "authorization": "" }), "the token is not valid, or not any more"), (json!({ "authToken": "undefined" }), "the token is not valid, or not any more"),
        ] {
            let mut client = Client::connect(address).await;
            client.say(init(payload.clone())).await;
            assert_eq!(client.closed_because().await, (4403, format!("Forbidden: {why}")), "{payload}");
        }
        let mut client = Client::knock(address, &[PROTOCOL, ("authorization", "Bearer verzonnen")]).await.unwrap();
        client.say(init(Value::Null)).await;
        assert_eq!(client.closed().await, 4403);
        // Over a moment ago: over HTTP it would still do, and here it would be closed at once, again and again.
        for instant in ["2025-10-01T10:15:00Z", "2025-10-01T10:15:29Z", "2025-10-01T12:00:00Z"] {
            house.set_instant(instant);
            let mut client = Client::connect(address).await;
            client.say(init(json!({ "authorization": bearer }))).await;
            assert_eq!(client.closed_because().await, (4403, "Forbidden: the token is not valid, or not any more".to_owned()), "{instant}");
        }
    }

    async fn a_reason_to_close_fits_into_its_frame(house) {
        let address = house.listen().await;
        let staff = house.staff().await;
        for letter in ["a", "é", "语", "🙂"] {
            let id = letter.repeat(128 / letter.len());
            let mut client = Client::of(&house, address, staff).await;
            client.ask(&id, WATCH).await;
            client.ask(&id, WATCH).await;
            let (code, reason) = client.closed_because().await;
            assert_eq!(code, 4409);
            assert!(reason.starts_with("Subscriber for ") && reason.len() <= 123 && reason.len() > 123 - letter.len(), "{reason}");
        }
    }

    async fn what_cannot_be_done_now_closes_the_socket_so_that_clients_come_again(house) {
        let address = house.listen().await;
        let staff = house.staff().await;
        let mut open = Client::of(&house, address, staff).await;
        open.ask("a", WATCH).await;
        open.ask("q", "{ viewer { name } }").await;
        open.hear().await;
        open.hear().await;
        // All turns are taken, and the role of whoever comes is not known yet.
        let mut late = Client::of(&house, address, staff).await;
        let mut others = Vec::new();
        while others.len() < if house.engine == crate::support::Engine::Sqlite { 0 } else { 4 } {
            others.push(house.db.begin().await.unwrap());
        }
        if others.is_empty() {
            return;
        }
        late.ask("a", WATCH).await;
        // Who watches hears nothing, answers pings, and goes on watching.
        tokio::select! {
            why = late.closed_because() => assert_eq!(why, (1013, "Try again later".to_owned())),
            told = open.hear() => panic!("{told}"),
        }
        drop(others);
        house.open_campaign(staff).await;
        open.ask("q", "{ viewer { name } }").await;
        assert_eq!(open.hear().await["type"], "next");
    }

    async fn c42_operations_are_bounded_checked_and_end_when_they_are_told_to(house) {
        let address = house.listen().await;
        let (staff, teacher) = (house.staff().await, house.seat("Lotte Verhaegen", &[entity::kinds::Role::Teacher], None).await);
        let mut client = Client::of(&house, address, staff).await;
        client.say(json!({ "type": "ping", "payload": { "n": 1 } })).await;
        assert_eq!(client.hear().await, json!({ "type": "pong", "payload": { "n": 1 } }));
        // A query is answered and over; a mutation goes over POST.
        client.ask("q", "{ viewer { name } }").await;
        assert_eq!(client.hear().await["payload"]["data"]["viewer"]["name"], "Staf Vlaanderen");
        assert_eq!(client.hear().await, json!({ "id": "q", "type": "complete" }));
        let written = house.written().await;
        for (query, code) in [
            ("mutation { createSchool(input: {name: \"x\", community: VL, country: \"BE\", city: \"y\", level: PRIMARY}) { school { id } } }", "BAD_REQUEST"),
            ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { a: applicationChanged { id } b: assignmentChanged { id } }", "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { applicationChanged(id: \"school_1\") { id } }", "BAD_USER_INPUT"),
            ("subscription { applicationChanged(id: \"application_00000000000000000000000000000001\") { id } }", "NOT_FOUND"),
            ("subscription { campaignProgress(campaignId: \"campaign_00000000000000000000000000000001\") { applicationsInDraft } }", "NOT_FOUND"),
            ("subscription($x: ID! = \"school_1\") { campaignProgress(campaignId: $x) { applicationsInDraft } }", "BAD_USER_INPUT"),
            ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ] {
            client.ask("x", query).await;
            let told = client.hear().await;
            assert_eq!((told["type"].as_str(), told["payload"][0]["extensions"]["code"].as_str()), (Some("error"), Some(code)), "{query}: {told}");
        }
        assert_eq!(house.written().await, written);
        // What is not for her is refused, and written down.
        let mut hers = Client::of(&house, address, teacher).await;
        hers.ask("x", "subscription { assignmentChanged { id } }").await;
        assert_eq!(hers.hear().await["payload"][0]["extensions"]["code"], "FORBIDDEN");
        let refused = audit_event::Entity::find().filter(audit_event::Column::Action.eq("refuse"));
        assert_eq!(refused.filter(audit_event::Column::ActorId.eq(teacher.id)).count(house.db.connection()).await.unwrap(), 1);
        let mut nobody = Client::connect(address).await;
        nobody.say(json!({ "type": "connection_init" })).await;
        nobody.hear().await;
        nobody.ask("x", WATCH).await;
        assert_eq!(nobody.hear().await["payload"][0]["extensions"]["code"], "UNAUTHENTICATED");
        // The handshake says a language, or the first message does, as a header of a request.
        for (header, first) in [("fr", json!({})), ("nl", json!({ "Accept-Language": "fr" })), ("nl", json!({ "headers": { "accept-language": "fr" } }))] {
            let mut nobody = Client::knock(address, &[PROTOCOL, ("accept-language", header)]).await.unwrap();
            nobody.say(json!({ "type": "connection_init", "payload": first })).await;
            nobody.hear().await;
            nobody.ask("x", WATCH).await;
            let told = nobody.hear().await["payload"][0]["message"].as_str().unwrap().to_owned();
            assert!(told.ends_with(" est réservé aux personnes connectées."), "{told}");
        }
        // Fifty at a time, and room again when one ends.
        for number in 0..50 {
            client.ask(&number.to_string(), WATCH).await;
        }
        client.ask("more", WATCH).await;
        let told = client.hear().await;
        assert_eq!((told["id"].as_str(), told["payload"][0]["extensions"]["code"].as_str()), (Some("more"), Some("RATE_LIMITED")));
        assert_eq!(told["payload"][0]["message"], "Een socket heeft hoogstens 50 bewerkingen.", "in the language of the account");
        client.say(json!({ "id": "7", "type": "complete" })).await;
        client.ask("7", "{ viewer { name } }").await;
        assert_eq!(client.hear().await["id"], "7");
    }

    async fn c42_a_user_has_ten_sockets(house) {
        let address = house.listen().await;
        let staff = house.staff().await;
        let mut open = Vec::new();
        for _ in 0..10 {
            open.push(Client::of(&house, address, staff).await);
        }
        let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {}", house.token(staff.id).await) } });
        let mut more = Client::connect(address).await;
        more.say(init.clone()).await;
        assert_eq!(more.closed().await, 4429);
        open.pop().unwrap().0.close(None).await.unwrap();
        let again = async {
            loop {
                let mut again = Client::connect(address).await;
                again.say(init.clone()).await;
                if let Some(Ok(Message::Text(_))) = again.0.next().await {
                    break;
                }
            }
        };
        timeout(SOON, again).await.expect("a place that is left is free");
    }

    async fn c42_a_socket_ends_with_the_rights_it_was_opened_with(house) {
        let address = house.listen().await;
        let (staff, admin) = (house.staff().await, house.admin().await);
        let teacher = house.seat("Lotte Verhaegen", &[entity::kinds::Role::Teacher], None).await;
        let mut client = Client::of(&house, address, teacher).await;
        client.ask("a", WATCH).await;
        let idle = Client::of(&house, address, teacher).await;
        let lock = json!({ "userId": teacher.id.to_string(), "expectedVersion": 1, "reason": "Op verzoek." });
        house.act(admin, "lockUser", lock, "user { id }").await.done();
        assert_eq!((client.closed().await, idle.closed().await), (4403, 4403), "locked");
        let client = Client::of(&house, address, staff).await;
        house.set_instant("2025-10-01T10:14:59Z");
        let mut other = Client::of(&house, address, staff).await;
        house.set_instant("2025-10-01T10:15:00Z");
        assert_eq!(client.closed().await, 4403, "the token is over");
        other.ask("q", "{ viewer { name } }").await;
        assert_eq!(other.hear().await["type"], "next");
        house.http.sockets.close();
        assert_eq!(other.closed().await, 1001, "the server stops");
        timeout(SOON, house.http.sockets.closed()).await.unwrap();
    }

    async fn c43_whoever_does_not_read_is_dropped_and_nothing_grows(house) {
        let address = house.listen().await;
        let mut client = Client::of(&house, address, house.staff().await).await;
        let whole = "{ __schema { types { name description fields { name description type { name } args { name description } } inputFields { name description } enumValues { name description } } } }";
        for number in 0..40 {
            client.ask(&number.to_string(), whole).await;
        }
        // It keeps the socket and takes nothing from it.
        timeout(SOON, house.http.sockets.closed()).await.expect("it is dropped");
        drop(client);
        let mut other = Client::of(&house, address, house.second_staff().await).await;
        other.ask("q", "{ viewer { name } }").await;
        assert_eq!(other.hear().await["type"], "next");
        // It reads nothing more, so it does not answer pings either.
        timeout(SOON, house.http.sockets.closed()).await.expect("it is dropped");
    }

    async fn events_reach_whoever_watches_in_another_process(house) {
        let other = house.another().await;
        let passing = [tokio::spawn(house.db.clone().pass_beats()), tokio::spawn(other.db.clone().pass_beats())];
        let address = other.listen().await;
        let staff = house.staff().await;
        let campaign = house.open_campaign(staff).await;
        let school = house.school(staff, "De Zeven Wegen", entity::kinds::Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", entity::kinds::Community::Foreign).await;
        let lotte = house.teacher("Lotte Verhaegen", &school).await;
        let project = house.ended_project(lotte, "De bijen", &school, &abroad).await;
        let mut hers = Client::of(&other, address, lotte).await;
        hers.ask("a", WATCH).await;
        let mut progress = Client::of(&other, address, staff).await;
        progress.ask("p", &format!("subscription {{ campaignProgress(campaignId: \"{campaign}\") {{ applicationsInDraft registrationsConfirmed }} }}")).await;
        assert_eq!(progress.hear().await["payload"]["data"]["campaignProgress"], json!({ "applicationsInDraft": 0, "registrationsConfirmed": 0 }));
        // Both watch by now: an operation of the same socket was answered after them.
        hers.ask("q", "{ viewer { id } }").await;
        hers.hear().await;
        hers.hear().await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let application = house.empty_draft(lotte, &campaign, &project).await;
        let told = hers.hear().await;
        assert_eq!(told["payload"]["data"]["applicationChanged"], json!({ "id": application, "application": { "status": "DRAFT", "version": 1 } }));
        loop {
            let told = progress.hear().await["payload"]["data"]["campaignProgress"].take();
            if told == json!({ "applicationsInDraft": 1, "registrationsConfirmed": 1 }) {
                break;
            }
        }
        for task in passing {
            task.abort();
        }
        if house.engine == crate::support::Engine::Postgres {
            other.db.pool().clone().close().await.unwrap();
        }
    }

    async fn somebody_is_told_of_what_changed_in_her_eyes_and_of_nothing_else(house) {
        let story = Story::begin(&house).await;
        let of_assignments = "subscription { assignmentChanged { id assignment { status } } }";
        let watchers = [
            ("lotte", story.lotte, WATCH), ("els", story.els, WATCH), ("claire", story.claire, WATCH),
            ("judge", story.judge, of_assignments), ("judge, applications", story.judge, "subscription { applicationChanged { id application { status } } }"),
            ("second judge", story.second_judge, of_assignments), ("asked", story.asked, of_assignments),
            ("tied", story.tied, of_assignments), ("spare", story.spare, of_assignments),
            ("staff", story.staff, WATCH), ("german staff", story.german_staff, WATCH),
        ];
        let mut watching = Vec::new();
        for (name, person, query) in watchers {
            watching.push((name, watch(&house, person, query).await));
        }
        let mut told: BTreeMap<(&str, &str), Vec<Value>> = BTreeMap::new();
        for phase in Phase::ALL.into_iter().skip(1) {
            story.reach(phase).await;
            for (name, watching) in &mut watching {
                told.insert((name, phase.word()), news(watching).await);
            }
        }
        let phases = |who: &str| -> Vec<&str> {
            Phase::ALL.iter().map(|phase| phase.word()).filter(|phase| told.get(&(who, *phase)).is_some_and(|events| !events.is_empty())).collect()
        };
        // A teacher hears of her own steps, of the deadline, of the jury as a whole, and of the results.
        assert_eq!(phases("lotte"), ["handed-in", "closed", "published"]);
        assert_eq!(told[&("lotte", "published")], [json!({ "applicationChanged": { "id": story.of_lotte, "application": { "status": "PUBLISHED", "version": told[&("lotte", "published")][0]["applicationChanged"]["application"]["version"] } } })]);
        assert_eq!(phases("claire"), ["handed-in", "closed", "published"]);
        // Who did not hand in hears that her draft has lapsed.
        assert_eq!(phases("els"), ["closed"]);
        // A juror hears of what she is asked and does herself, not of what others do with the same application.
        assert_eq!(phases("judge"), ["asked", "judging", "judged"]);
        assert_eq!(phases("judge, applications"), ["judging", "published"]);
        assert_eq!(phases("second judge"), ["asked", "judging", "judged"]);
        assert_eq!(phases("asked"), ["asked", "judged"]);
        assert_eq!(phases("tied"), ["asked", "judging"]);
        assert_eq!(phases("spare"), [""; 0]);
        // Staff hear of all that goes on, in their community and in Belgica.
        let steps = ["handed-in", "closed", "asked", "merged", "proposed", "published"];
        assert_eq!((phases("staff"), phases("german staff")), (steps.to_vec(), steps.to_vec()));
        for (_, events) in told.iter().filter(|((who, _), _)| *who == "german staff") {
            for event in events {
                let id = event["applicationChanged"]["id"].as_str().unwrap();
                assert!([&story.of_bert, &story.of_claire].iter().any(|of| *of == id), "{event}");
            }
        }
    }

    async fn what_is_selected_is_told_wherever_it_changes(house) {
        let scene = scene(&house).await;
        house.set_instant("2026-05-04T10:00:00Z");
        let admin = house.admin().await;
        let of_form = "subscription { applicationChanged { application { formSession { status expiresAt closedAt } } } }";
        let mut hers = watch(&house, scene.teacher, of_form).await;
        let mut of_staff = watch(&house, scene.staff, "subscription { applicationChanged { application { formSession { status } } } }").await;
        let mut of_school = watch(&house, scene.staff, "subscription { applicationChanged { application { school { name } } } }").await;
        let mut of_all = watch(&house, scene.staff, "subscription { applicationChanged { application { teacher { name } project { partners { school { name } } } } } }").await;
        let registration = house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        let open = json!({ "registrationId": registration });
        let id = house.act(scene.teacher, "openApplicationForm", open.clone(), "application { id }").await.text_at("/it/application/id");
        let form = |state: &str, expires: &str, closed: Value| json!({ "applicationChanged": { "application": { "formSession": { "status": state, "expiresAt": expires, "closedAt": closed } } } });
        let state = |state: &str| vec![json!({ "applicationChanged": { "application": { "formSession": { "status": state } } } })];
        assert_eq!(news(&mut hers).await, [form("ACTIVE", "2026-05-04T10:20:00.000Z", Value::Null)]);
        assert_eq!(news(&mut of_staff).await, state("ACTIVE"));
        assert_eq!((news(&mut of_school).await.len(), news(&mut of_all).await.len()), (1, 1));
        // Renewed elsewhere: whoever selects no more than the state hears nothing.
        house.set_instant("2026-05-04T10:10:00Z");
        house.act(scene.teacher, "renewFormSession", json!({ "applicationId": id }), "application { id }").await.done();
        assert_eq!(news(&mut hers).await, [form("ACTIVE", "2026-05-04T10:30:00.000Z", Value::Null)]);
        assert_eq!(news(&mut of_staff).await, [""; 0]);
        // It expires by itself.
        house.set_instant("2026-05-04T10:30:00Z");
        assert_eq!(news(&mut hers).await, [form("EXPIRED", "2026-05-04T10:30:00.000Z", Value::Null)]);
        assert_eq!(news(&mut of_staff).await, state("EXPIRED"));
        house.act(scene.teacher, "openApplicationForm", open, "application { id }").await.done();
        house.act(scene.teacher, "closeApplicationForm", json!({ "applicationId": id }), "application { id }").await.done();
        assert_eq!(news(&mut hers).await, [form("CLOSED", "2026-05-04T10:50:00.000Z", json!("2026-05-04T10:30:00.000Z"))]);
        assert_eq!(news(&mut of_staff).await, state("CLOSED"));
        // The name of its school, and of a school of its project; each tells who selects it.
        for (school, name, told) in [(&scene.flemish, "De Acht Wegen", (1, 1)), (&scene.abroad, "Scuola Rossi", (0, 1)), (&scene.french, "Nulle part", (0, 0))] {
            let version = house.version(scene.staff, "school", school).await;
            let input = json!({ "schoolId": school, "expectedVersion": version, "name": name });
            house.act(admin, "updateSchool", input, "school { id }").await.done();
            assert_eq!((news(&mut of_school).await.len(), news(&mut of_all).await.len()), told, "{name}");
        }
        assert_eq!(news(&mut hers).await, [""; 0]);
        // What is changed back before it was told is no news.
        of_school.look().await.unwrap();
        for name in ["Anders", "De Acht Wegen"] {
            let version = house.version(scene.staff, "school", &scene.flemish).await;
            let input = json!({ "schoolId": scene.flemish, "expectedVersion": version, "name": name });
            house.act(scene.staff, "updateSchool", input, "school { id }").await.done();
            if name == "Anders" {
                of_school.look().await.unwrap();
            }
        }
        assert_eq!(of_school.take().await.unwrap(), None);
    }

    async fn seconds_that_go_by_are_no_news_and_a_deadline_is(house) {
        let scene = scene(&house).await;
        let draft = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let query = format!("subscription {{ applicationChanged(id: \"{draft}\") {{ id application {{ status campaign {{ isSubmissionOpen timeline {{ kind secondsLeft }} }} }} }} }}");
        let mut hers = watch(&house, scene.teacher, &query).await;
        for instant in ["2026-06-30T21:59:50Z", "2026-07-01T21:59:50Z", "2026-07-01T21:59:59Z"] {
            house.set_instant(instant);
            assert_eq!(news(&mut hers).await, [""; 0], "{instant}");
        }
        house.set_instant("2026-07-01T22:00:00Z");
        let told = news(&mut hers).await;
        assert_eq!(told.len(), 1);
        let application = &told[0]["applicationChanged"]["application"];
        assert_eq!((&application["status"], &application["campaign"]["isSubmissionOpen"]), (&json!("LAPSED"), &json!(false)));
        // A later deadline, and the event has the seconds as they are then.
        let version = house.version(scene.staff, "campaign", &scene.campaign).await;
        let input = json!({ "campaignId": scene.campaign, "expectedVersion": version, "submissionClosesOn": "2026-07-02", "reason": "Storing." });
        house.act(scene.staff, "extendDeadlines", input, "campaign { id }").await.done();
        let told = news(&mut hers).await;
        let timeline = told[0]["applicationChanged"]["application"]["campaign"]["timeline"].as_array().unwrap();
        assert!(timeline.iter().any(|day| day["secondsLeft"] == 86_400), "{told:?}");
        assert_eq!(news(&mut hers).await, [""; 0]);
    }

    async fn a_deadline_reaches_an_open_socket(house) {
        let scene = scene(&house).await;
        house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let address = house.listen().await;
        house.set_instant("2026-07-01T21:59:59Z");
        let mut hers = Client::of(&house, address, scene.teacher).await;
        hers.ask("a", WATCH).await;
        hers.ask("q", "{ viewer { id } }").await;
        hers.hear().await;
        hers.hear().await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        house.set_instant("2026-07-01T22:00:00Z");
        assert_eq!(hers.hear().await["payload"]["data"]["applicationChanged"]["application"]["status"], "LAPSED");
    }

    async fn a_juror_hears_of_the_other_ones_work_when_it_may_be_read_and_not_before(house) {
        let story = Story::begin(&house).await;
        for phase in [Phase::HandedIn, Phase::Closed, Phase::Asked, Phase::Judging] {
            story.reach(phase).await;
        }
        let whole = "subscription { assignmentChanged { id assignment { application { id evaluations { status total scores { score } } } } } }";
        let mut judge = watch(&house, story.judge, whole).await;
        let mut second = watch(&house, story.second_judge, whole).await;
        let mut spare = watch(&house, story.spare, whole).await;
        let mut teacher = watch(&house, story.lotte, "subscription { applicationChanged { application { status decision { outcome } feedback { text } registration { status } } } }").await;
        story.reach(Phase::Judged).await;
        let about = |events: &[Value], application: &str| {
            events.iter().filter(|event| event["assignmentChanged"]["assignment"]["application"]["id"] == application).map(|event| event["assignmentChanged"]["assignment"]["application"]["evaluations"].as_array().unwrap().len()).collect::<Vec<_>>()
        };
        // The first had handed in before: the other's evaluation came into sight. The second handed in and sees both.
        assert_eq!(about(&news(&mut judge).await, &story.of_lotte), [2]);
        assert_eq!(about(&news(&mut second).await, &story.of_lotte), [2]);
        assert_eq!((news(&mut spare).await, news(&mut teacher).await), (vec![], vec![]));
    }

    async fn a_plan_is_told_when_it_is_worked_out(house) {
        let hearing = house.hearing().await;
        for name in ["Nadia Ouali", "Sam Peeters"] {
            house.juror(&hearing, name).await;
        }
        let mut plans = watch(&house, hearing.staff, "subscription { assignmentPlanChanged { id assignmentPlan { status pairs { juror { name } } } } }").await;
        let mut others = watch(&house, hearing.german_staff, "subscription { assignmentPlanChanged { id } }").await;
        let input = json!({ "campaignId": hearing.campaign, "track": "NQL" });
        house.act(hearing.staff, "simulateAssignment", input, "assignmentPlan { id }").await.done();
        let told = news(&mut plans).await;
        assert_eq!((told.len(), &told[0]["assignmentPlanChanged"]["assignmentPlan"]["status"]), (1, &json!("QUEUED")));
        house.plan_all().await;
        let told = news(&mut plans).await;
        let plan = &told[0]["assignmentPlanChanged"]["assignmentPlan"];
        assert_eq!((told.len(), &plan["status"]), (1, &json!("READY")), "{told:?}");
        assert!(!plan["pairs"].as_array().unwrap().is_empty());
        assert_eq!(news(&mut others).await, [""; 0]);
    }

    async fn a_release_is_told_to_staff_and_to_nobody_else(house) {
        let results = house.results().await;
        let of_release = "subscription { publicationBatchChanged { publicationBatch { status publishedAt } } }";
        let mut staff = watch(&house, results.staff, of_release).await;
        results.decide(&house, entity::kinds::Track::Nql).await;
        assert_eq!(news(&mut staff).await, [""; 0]);
        results.publish(&house, entity::kinds::Track::Nql).await;
        let told = news(&mut staff).await;
        let states: Vec<_> = told.iter().map(|one| &one["publicationBatchChanged"]["publicationBatch"]["status"]).collect();
        assert_eq!(states, ["EMAILED", "EMAILED"], "one for each community: {told:?}");
        let teacher = house.seat("Nog Iemand", &[entity::kinds::Role::Teacher], None).await;
        assert!(matches!(open(&house, teacher, of_release).await, Opened::Answered(_)));
    }

    async fn registrations_and_imports_are_watched_by_whom_they_concern(house) {
        let scene = scene(&house).await;
        let other = house.teacher("Wim De Backer", &scene.flemish).await;
        let query = "subscription { registrationChanged { id registration { status application { status } } } }";
        let mut hers = watch(&house, scene.teacher, query).await;
        let mut his = watch(&house, other, query).await;
        let mut staff = watch(&house, scene.staff, query).await;
        let registration = house.registration(scene.teacher, &scene.campaign, &scene.project).await;
        let told = json!({ "registrationChanged": { "id": registration, "registration": { "status": "CONFIRMED", "application": null } } });
        assert_eq!((news(&mut hers).await, news(&mut staff).await, news(&mut his).await), (vec![told.clone()], vec![told], vec![]));
        house.act(scene.teacher, "openApplicationForm", json!({ "registrationId": registration }), "application { id }").await.done();
        assert_eq!(news(&mut hers).await[0]["registrationChanged"]["registration"]["application"]["status"], "DRAFT");
        let german = house.foreign_staff().await;
        let mut imports = watch(&house, scene.staff, "subscription { importBatchChanged { importBatch { total } } }").await;
        let mut elsewhere = watch(&house, german, "subscription { importBatchChanged { id } }").await;
        house.import(scene.staff, &scene.campaign, &["1;30/09/2025 16:12:40;x@nql.example;X;De Zeven Wegen;Gent;Y;https://esep.example/projects/y;2/05/2025;30/09/2025;Italië;Ja;Ja;Ja"]).await;
        assert_eq!(news(&mut imports).await, [json!({ "importBatchChanged": { "importBatch": { "total": 1 } } })]);
        assert_eq!(news(&mut elsewhere).await, [""; 0]);
    }

    async fn the_oldest_of_many_rows_is_watched_too(house) {
        let staff = house.staff().await;
        let campaign: entity::ids::CampaignId = house.open_campaign(staff).await.parse().unwrap();
        let batch = |number: u32| import_batch::ActiveModel {
            id: Set(house.ids.next(house.clock.now() + chrono::TimeDelta::milliseconds(number.into()))),
            campaign_id: Set(campaign),
            made_by_id: Set(staff.id),
            community: Set(entity::kinds::Community::Vl),
            sha256: Set(format!("{number:064}")),
            sheet: Set(String::new()),
            ignored_columns: Set(json!([])),
            committed_at: Set(None),
            version: Set(1),
            created_at: Set(house.clock.now()),
            updated_at: Set(house.clock.now()),
        };
        for some in (0..1_250).collect::<Vec<u32>>().chunks(250) {
            let rows = some.iter().map(|number| batch(*number));
            import_batch::Entity::insert_many(rows).exec_without_returning(house.db.connection()).await.unwrap();
        }
        let mut all = watch(&house, staff, "subscription { importBatchChanged { importBatch { sha256 version } } }").await;
        let touched: Vec<String> = [0, 100, 1_249].map(|number| format!("{number:064}")).into();
        let update = import_batch::Entity::update_many().col_expr(import_batch::Column::Version, sea_orm::sea_query::Expr::value(2));
        update.filter(import_batch::Column::Sha256.is_in(touched.clone())).exec(house.db.connection()).await.unwrap();
        let told = news(&mut all).await;
        let told: Vec<&str> = told.iter().map(|event| event["importBatchChanged"]["importBatch"]["sha256"].as_str().unwrap()).collect();
        assert_eq!(told, touched);
    }

    async fn however_much_is_written_it_is_read_now_and_then_and_other_tables_wake_nobody(house) {
        let scene = scene(&house).await;
        house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let pace = nql::api::Pace { pause: Duration::from_millis(300), tick: SOON, patience: SOON };
        let calm = House::with(house.engine, house.db.clone(), nql::api::Settings { pace, ..nql::api::Settings::open() });
        let mut watching = watch(&calm, scene.teacher, "subscription { applicationChanged { application { version } } }").await;
        for table in ["school", "application"] {
            let sql = &format!("UPDATE {table} SET version = version + 1");
            let (before, begun) = (house.db.reads(), std::time::Instant::now());
            let write = async {
                for _ in 0..60 {
                    house.db.execute_unprepared(sql).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(15)).await;
                }
            };
            let hear = async { while watching.next().await.is_ok() {} };
            tokio::select! { () = write => {}, () = hear => panic!("it is over") }
            // A look, and what it finds is read once more to be told.
            let looks = (house.db.reads() - before).div_ceil(2);
            let most = if table == "school" { 0 } else { u64::try_from(begun.elapsed().as_millis()).unwrap() / 300 + 2 };
            assert!(looks <= most && (looks > 0) == (most > 0), "{sql}: {looks} of {most}");
        }
    }

    async fn the_views_of_the_database_are_known_to_whoever_waits_for_writes(house) {
        let sql = match house.engine {
            Engine::Sqlite => "SELECT name AS name FROM sqlite_master WHERE type = 'view' ORDER BY name",
            Engine::Postgres => "SELECT table_name::text AS name FROM information_schema.views WHERE table_schema = current_schema() ORDER BY 1",
        };
        let rows = house.db.query_all_raw(Statement::from_string(house.db.get_database_backend(), sql)).await.unwrap();
        let views: Vec<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        assert_eq!(views, nql::db::VIEWS);
    }

    async fn whatever_goes_out_of_sight_is_told_without_a_word_on_it(house) {
        let story = Story::begin(&house).await;
        for phase in [Phase::HandedIn, Phase::Closed, Phase::Asked] {
            story.reach(phase).await;
        }
        let mut all = watch(&house, story.asked, "subscription($x: ID) { it: assignmentChanged(id: $x) { __typename id ...Whole } } fragment Whole on AssignmentChanged { assignment { status projectTitle } }").await;
        let (assignment, version) = story.assignment(&story.of_wim, story.asked).await;
        assert_eq!(news(&mut all).await, [""; 0]);
        let input = json!({ "assignmentId": assignment, "expectedVersion": version, "reason": "Anders verdeeld." });
        house.act(story.staff, "revokeAssignment", input, "assignment { status }").await.done();
        assert_eq!(news(&mut all).await, [json!({ "it": { "__typename": "AssignmentChanged", "id": assignment, "assignment": null } })]);
        assert_eq!(news(&mut all).await, [""; 0]);
    }
}
