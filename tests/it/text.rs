//! What comes in: texts, dates and addresses, at every way in.

use async_graphql::{
    Name, Value as ConstValue,
    indexmap::IndexMap,
    parser::types::{BaseType, Type},
};
use entity::{
    audit_event,
    ids::JurorId,
    juror, jury_membership,
    kinds::{JuryMembershipStatus, Role, Track},
    project, user,
};
use nql::{
    api::{
        policy::{Printed, PrintedType},
        texts,
    },
    text,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use crate::{application::scene, support::House, trial};

/// A text with everything that does not belong in one.
const ODD: &str = "  \u{202e}Ca\u{200b}fe\u{301}\r\nde\u{b}la\u{a0}Gare \u{feff} ";
/// How it is kept on several lines, and on one.
const LINES: &str = "Café\nde\nla\u{a0}Gare";
const LINE: &str = "Café de la Gare";
/// What comes through byte for byte, wherever it stands in an input.
const AS_IT_IS: [&str; 13] = [
    "currentPassword",
    "document",
    "expectedHash",
    "idToken",
    "idempotencyKey",
    "issuer",
    "linkToken",
    "newPassword",
    "nonce",
    "password",
    "refreshToken",
    "secret",
    "subject",
];
/// What nobody can see.
const NOTHING: [&str; 11] = [
    "",
    " \n",
    "\u{200b}\u{200d}",
    "\u{3164}",
    "\u{115f}\u{1160}",
    "\u{2800}",
    "\u{301}",
    "\u{202e}\u{202c}",
    "\u{feff}\u{ad}",
    "\u{a0}\u{b4}",
    "\u{7f}\u{1b}",
];

/// A value of a type with an odd text wherever a text may be; nothing below what contains itself.
fn odd(printed: &Printed, ty: &Type, inside: &mut Vec<String>) -> ConstValue {
    match &ty.base {
        BaseType::List(inner) => ConstValue::List(vec![odd(printed, inner, inside)]),
        BaseType::Named(name) if name == "String" => ConstValue::String(ODD.to_owned()),
        BaseType::Named(name) => match printed.get(name) {
            Some(PrintedType::Input(fields)) if !inside.iter().any(|known| known == name.as_str()) => {
                inside.push(name.to_string());
                let fields: IndexMap<Name, ConstValue> =
                    fields.iter().map(|field| (Name::new(&field.name), odd(printed, &field.ty, inside))).collect();
                inside.pop();
                ConstValue::Object(fields)
            }
            _ => ConstValue::Null,
        },
    }
}

/// Every text in a value, with the name of the field it is in.
fn found(name: &str, value: &ConstValue, into: &mut Vec<(String, String)>) {
    match value {
        ConstValue::String(text) => into.push((name.to_owned(), text.clone())),
        ConstValue::List(items) => items.iter().for_each(|item| found(name, item, into)),
        ConstValue::Object(fields) => fields.iter().for_each(|(name, value)| found(name, value, into)),
        _ => {}
    }
}

trial! {
    async fn every_text_of_every_mutation_passes_the_gate(house) {
        let printed = house.http.api.printed();
        let (mut opaque, mut texts) = (Vec::new(), 0);
        for (field, _) in printed.matrix() {
            let Some(mutation) = field.strip_prefix("Mutation.") else { continue };
            for argument in &printed.field("Mutation", mutation).unwrap().args {
                let mut value = odd(printed, &argument.ty, &mut Vec::new());
                texts::keep(printed, &argument.ty, &argument.name, &mut value).unwrap();
                let mut all = Vec::new();
                found(&argument.name, &value, &mut all);
                for (name, kept) in all {
                    texts += 1;
                    if kept == ODD {
                        opaque.push(name);
                    } else {
                        assert!([LINES, LINE].contains(&kept.as_str()), "{mutation}.{name}: {kept:?}");
                        assert_eq!(text::line(&kept), LINE, "{mutation}.{name}: {kept:?}");
                    }
                }
            }
        }
        opaque.sort();
        opaque.dedup();
        // Whoever adds to these lists says why it must come through as it is.
        assert_eq!(opaque, AS_IT_IS);
        assert!(texts > 200, "{texts}");
    }

    async fn a_text_is_kept_alike_however_it_was_sent(house) {
        let scene = scene(&house).await;
        let who = scene.teacher;
        let set = "updateProject(input: { projectId: $id, expectedVersion: $version";
        let shown = "project { title summary version } userErrors { code }";
        let written = ODD.replace('\r', "\\r").replace('\n', "\\n").replace('\u{b}', "\\u000b");
        let documents = [
            format!("mutation($id: ID!, $version: Int!, $odd: String!) {{ it: {set}, title: $odd, summary: $odd }}) {{ {shown} }} }}"),
            format!("mutation($id: ID!, $version: Int!) {{ it: {set}, title: \"{written}\", summary: \"{written}\" }}) {{ {shown} }} }}"),
            format!("mutation($id: ID!, $version: Int!, $by: String = \"{written}\") {{ it: {set}, title: $by, summary: $by }}) {{ {shown} }} }}"),
        ];
        let other = async || {
            let version = house.version(who, "project", &scene.project).await;
            let input = json!({ "projectId": scene.project, "expectedVersion": version, "title": "De mieren", "summary": "Anders." });
            house.act(who, "updateProject", input, "project { id }").await.done();
        };
        for document in documents {
            other().await;
            let version = house.version(who, "project", &scene.project).await;
            let variables = json!({ "id": scene.project, "version": version, "odd": ODD });
            let reply = house.ask(who, &document, variables).await;
            assert_eq!(reply.done()["project"]["title"], LINE, "{document}");
            assert_eq!(reply.done()["project"]["summary"], LINES, "{document}");
        }
        other().await;
        let version = house.version(who, "project", &scene.project).await;
        let input = json!({ "projectId": scene.project, "expectedVersion": version, "title": ODD, "summary": ODD });
        let reply = house.act(who, "updateProject", input, "project { title summary }").await;
        assert_eq!(reply.done()["project"], json!({ "title": LINE, "summary": LINES }));
        let row = project::Entity::find().one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.summary.as_str()), (LINE, LINES));
        // What is looked for is spelled like what is kept.
        for typed in ["Cafe\u{301} de la", "Ca\u{200b}f\u{e9}", "\u{202e}de la Gare"] {
            let query = "query($text: String!) { projects(filter: { title: { search: $text } }) { totalCount } }";
            let reply = house.ask(scene.staff, query, json!({ "text": typed })).await;
            assert_eq!(reply.at("/projects/totalCount"), 1, "{typed:?}");
        }
    }

    async fn a_key_is_a_key_and_a_reason_a_reason_though_one_variable_is_both(house) {
        let (staff, admin) = (house.staff().await, house.admin().await);
        let lock = async |key: &str| {
            let document = "mutation($id: ID!, $version: Int!, $odd: String!) {
                it: lockUser(input: { userId: $id, expectedVersion: $version, reason: $odd, idempotencyKey: $odd }) { user { version } userErrors { code } }
            }";
            let id = staff.id.to_string();
            house.ask(admin, document, json!({ "id": id, "version": 1, "odd": key })).await
        };
        let first = lock(" fraude\u{200b}").await;
        assert_eq!(first.done()["user"]["version"], 2);
        assert_eq!(lock(" fraude\u{200b}").await.done()["user"]["version"], 2);
        // Another key: the same act comes too late.
        lock("fraude").await.assert_refused(&["ALREADY_LOCKED", "VERSION_CONFLICT"]);
        let said = audit_event::Entity::find().filter(audit_event::Column::Action.eq("lockUser"));
        let said = said.one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(said.reason.as_deref(), Some("fraude"));
    }

    async fn what_nobody_can_see_is_missing(house) {
        let scene = scene(&house).await;
        let (staff, teacher, admin) = (scene.staff, scene.teacher, house.admin().await);
        let id = house.empty_draft(teacher, &scene.campaign, &scene.project).await;
        let written = house.written().await;
        for nothing in NOTHING {
            let input = json!({ "email": "an@nql.example", "name": nothing, "locale": "nl", "roles": ["TEACHER"] });
            house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["NAME_MISSING"]);
            let mut input = House::campaign_input();
            (input["name"], input["schoolYear"]) = (json!(nothing), json!("2026-2027"));
            input["milestones"] = json!([]);
            let reply = house.act(staff, "createCampaign", input, "campaign { id }").await;
            assert!(reply.text.contains("NAME_WRONG"), "{}", reply.text);
            let mut input = House::juror_input(&scene.campaign, "Marthe Maes");
            (input["name"], input["experience"]) = (json!(nothing), json!(nothing));
            let reply = house.act(staff, "inviteJuror", input, "juror { id }").await;
            reply.assert_refused(&["EXPERIENCE_MISSING", "NAME_MISSING"]);
            for field in ["name", "city"] {
                let mut input = json!({ "name": "De Bij", "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY" });
                input[field] = json!(nothing);
                let reply = house.act(staff, "createSchool", input, "school { id }").await;
                reply.assert_refused(&[format!("{}_MISSING", field.to_uppercase()).as_str()]);
                let mut input = json!({ "schoolId": scene.flemish, "expectedVersion": 1 });
                input[field] = json!(nothing);
                let reply = house.act(staff, "updateSchool", input, "school { id }").await;
                reply.assert_refused(&[format!("{}_MISSING", field.to_uppercase()).as_str()]);
            }
            let mut input = House::project_input("De mieren", &scene.flemish, &scene.abroad);
            input["title"] = json!(nothing);
            house.act(teacher, "createProject", input, "project { id }").await.assert_refused(&["TITLE_MISSING"]);
            let input = json!({ "applicationId": id, "kind": "OTHER", "url": "https://school.example/x", "label": nothing });
            house.act(teacher, "addEvidenceLink", input, "evidenceLink { id }").await.assert_refused(&["LABEL_MISSING"]);
            let user = teacher.id.to_string();
            let input = json!({ "userId": user, "expectedVersion": 1, "reason": nothing });
            house.act(admin, "lockUser", input, "user { id }").await.assert_refused(&["REASON_MISSING"]);
        }
        assert_eq!(house.written().await, written);
    }

    async fn what_the_jury_writes_says_something(house) {
        let results = house.results().await;
        results.propose(&house, Track::Nql).await;
        results.advise(&house, &results.good).await;
        for nothing in NOTHING {
            let texts = json!({ "motivation": nothing, "feedback": nothing });
            house.save_texts(results.staff, &results.good, texts).await.done();
            house.approve_texts(results.staff, &results.good).await.assert_refused(&["TEXT_MISSING", "TEXT_MISSING"]);
        }
    }

    async fn words_of_an_answer_never_join_and_a_line_break_is_one_character(house) {
        let scene = scene(&house).await;
        let id = house.empty_draft(scene.teacher, &scene.campaign, &scene.project).await;
        let save = async |text: &str| {
            let version = house.version(scene.teacher, "application", &id).await;
            let input = json!({ "applicationId": id, "expectedVersion": version, "answers": [{ "criterionCode": "C1", "text": text }] });
            house.act(scene.teacher, "saveApplicationDraft", input, "application { answers { text } }").await
        };
        for by in ["\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let reply = save(&format!("een{by}twee")).await;
            assert!(reply.done().to_string().contains("een\\ntwee"), "{by:?}: {}", reply.text);
        }
        save(&"a\r\n".repeat(5_000)).await.done();
        save(&"a\r\n".repeat(5_001)).await.assert_refused(&["TEXT_TOO_LONG"]);
        save(&"e\u{301}".repeat(10_000)).await.done();
        save(&"a".repeat(20_001)).await.assert_error("BAD_USER_INPUT");
    }

    async fn a_date_is_read_alike_at_every_way_in(house) {
        let scene = scene(&house).await;
        let written = house.written().await;
        for date in [
            "+20270-07-01", "-0005-01-02", "0000-01-01", "2027-7-1", "20270-07-01", "1899-12-31", "2201-01-01", "2027-02-30", "2027-07-01T00:00:00Z",
            " 2027-07-01", "2027-07-01\n", "2027/07/01", "\u{ff12}027-07-01", "",
        ] {
            let mut input = House::project_input("De mieren", &scene.flemish, &scene.abroad);
            input["startedOn"] = json!(date);
            let reply = house.act(scene.teacher, "createProject", input, "project { id }").await;
            reply.assert_error("BAD_USER_INPUT");
            assert!(reply.text.contains("$input.startedOn"), "{}", reply.text);
            let inline = format!(
                "mutation {{ endProject(input: {{ projectId: \"{}\", expectedVersion: 2, endedOn: {} }}) {{ userErrors {{ code }} }} }}",
                scene.project, json!(date)
            );
            let reply = house.ask(scene.teacher, &inline, json!({})).await;
            reply.assert_error("BAD_USER_INPUT");
            assert!(reply.text.contains("input.endedOn"), "{}", reply.text);
        }
        for instant in [
            "2026-01-01T23:59:60Z", "+20270-07-01T00:00:00Z", "0000-01-01T00:00:00Z", "1900-01-01T00:00:00+01:00", "2026-01-01T00:00:00", "2026-01-01",
            "2026-1-1T00:00:00Z", "2026-01-01 00:00:00Z", "",
        ] {
            let filter = format!("{{ applications(filter: {{ updatedAt: {{ gte: {} }} }}) {{ totalCount }} }}", json!(instant));
            house.ask(scene.staff, &filter, json!({})).await.assert_error("BAD_USER_INPUT");
            let filter = "query($at: DateTime!) { applications(filter: { updatedAt: { gte: $at } }) { totalCount } }";
            house.ask(scene.staff, filter, json!({ "at": instant })).await.assert_error("BAD_USER_INPUT");
        }
        assert_eq!(house.written().await, written);
        for good in ["1900-01-01", "2200-12-31", "2028-02-29"] {
            let input = json!({ "projectId": scene.project, "expectedVersion": 2, "endedOn": good });
            house.act(scene.teacher, "endProject", input, "project { id }").await.data();
        }
        for good in ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456+02:00"] {
            let filter = "query($at: DateTime!) { applications(filter: { updatedAt: { gte: $at } }) { totalCount } }";
            house.ask(scene.staff, filter, json!({ "at": good })).await.data();
        }
    }

    async fn no_mail_is_promised_to_what_is_no_address(house) {
        let scene = scene(&house).await;
        let staff = scene.staff;
        let version = house.version(staff, "campaign", &scene.campaign).await;
        let written = house.written().await;
        for email in [
            "j\u{f6}rg@example.be", "a@b", "a..b@c.be", "a.@c.be", "a@c.be.", "\"a b\"@c.be", "a@[192.0.2.1]", "a@192.0.2.1", "a@c.invalid",
            "An <a@c.be>", "a@c.be,b@c.be", "a b@c.be", "@c.be", "a@", "", &format!("{}@c.be", "a".repeat(65)), &format!("a@{}.be", "b".repeat(64)),
        ] {
            let input = json!({ "email": email, "name": "An", "locale": "nl", "roles": ["TEACHER"] });
            house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["NOT_AN_EMAIL"]);
            let mut input = House::juror_input(&scene.campaign, "Marthe Maes");
            input["email"] = json!(email);
            house.act(staff, "inviteJuror", input, "juror { id }").await.assert_refused(&["NOT_AN_EMAIL"]);
            let input = json!({ "schoolId": scene.flemish, "email": email, "fromOn": "2025-09-01" });
            house.act(staff, "inviteToSchool", input, "isAsked").await.assert_refused(&["NOT_AN_EMAIL"]);
            let input = json!({ "email": email });
            house.act(None, "requestSignInLink", input, "__typename").await.assert_refused(&["NOT_AN_EMAIL"]);
            let input = json!({ "campaignId": scene.campaign, "expectedVersion": version, "email": email, "url": "https://etwinning.example" });
            house.act(staff, "setContact", input, "campaign { id }").await.assert_refused(&["NOT_AN_ADDRESS"]);
        }
        assert_eq!(house.written().await, written);
        // One folding: small letters, and the name that the network knows.
        let input = json!({ "email": " An@B\u{fc}cher.BE ", "name": "An", "locale": "nl", "roles": ["TEACHER"] });
        house.act(staff, "createUser", input, "user { id }").await.done();
        let made = user::Entity::find().filter(user::Column::Name.eq("An")).one(house.db.connection()).await.unwrap().unwrap();
        assert_eq!(made.email, "an@xn--bcher-kva.be");
        let input = json!({ "email": "AN@xn--bcher-kva.be", "name": "An", "locale": "nl", "roles": ["TEACHER"] });
        house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["EMAIL_TAKEN"]);
        let input = json!({ "campaignId": scene.campaign, "expectedVersion": version, "email": "Info@B\u{fc}cher.be", "url": "https://etwinning.example" });
        let reply = house.act(staff, "setContact", input, "campaign { contactEmail }").await;
        assert_eq!(reply.done()["campaign"]["contactEmail"], "info@xn--bcher-kva.be");
    }

    async fn numbers_of_schools_are_read_as_people_write_them(house) {
        let staff = house.staff().await;
        let made = async |name: &str, field: &str, number: &str| {
            let mut input = json!({ "name": name, "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY" });
            input[field] = json!(number);
            house.act(staff, "createSchool", input, "school { institutionNumber oid pic }").await
        };
        assert_eq!(made("Een", "institutionNumber", "025 874").await.done()["school"]["institutionNumber"], "025874");
        made("Twee", "institutionNumber", "025-874").await.assert_refused(&["INSTITUTION_NUMBER_TAKEN"]);
        made("Twee", "institutionNumber", "0258.74").await.assert_refused(&["NOT_AN_INSTITUTION_NUMBER"]);
        assert_eq!(made("Drie", "oid", "e 1020 3040").await.done()["school"]["oid"], "E10203040");
        made("Vier", "oid", "E10203040").await.assert_refused(&["OID_TAKEN"]);
        assert_eq!(made("Vijf", "pic", "123 456 789").await.done()["school"]["pic"], "123456789");
    }

    async fn no_spelling_hides_the_name_of_a_juror(house) {
        let results = house.results().await;
        let staff = results.staff;
        // One who judges, and one of the same jury who does not.
        let juror = user::Entity::find_by_id(results.juror.id).one(house.db.connection()).await.unwrap().unwrap();
        let db = house.db.connection();
        let name = "Marthe Cla\u{eb}s".to_owned();
        user::ActiveModel { id: Set(juror.id), name_key: Set(nql::fold::key(&name)), name: Set(name), ..Default::default() }.update(db).await.unwrap();
        let other = house.seat("Ida Van den Berg", &[Role::Juror], None).await;
        let seat = juror::Entity::find().one(db).await.unwrap().unwrap();
        let id = JurorId::from(other.id);
        juror::Model { id, ..seat }.into_active_model().reset_all().insert(db).await.unwrap();
        let seat = jury_membership::Model {
            id: house.ids.next(house.clock.now()),
            campaign_id: results.campaign.parse().unwrap(),
            track: Track::Nql,
            juror_id: id,
            state: JuryMembershipStatus::Active,
            invited_at: house.clock.now(),
            not_for: json!([]),
        };
        seat.into_active_model().reset_all().insert(db).await.unwrap();
        let other = user::Entity::find_by_id(other.id).one(db).await.unwrap().unwrap();
        results.propose(&house, Track::Nql).await;
        results.advise(&house, &results.good).await;
        let hidden = [
            "Marthe Claes vond het mooi.", "marthe cla\u{eb}s", "Marthe Cla\u{65}\u{308}s", "Mar\u{200b}the Cl\u{ad}aes", "Ｍａｒｔｈｅ Ｃｌａｅｓ", "Marthe\u{2028}Claes",
            "M. Claes", "Claes, Marthe", "Volgens Claes is dit goed.", "Claes vond het mooi.", "CLA\u{cb}S",
            &format!("Vragen: {}", juror.email), &juror.email.to_uppercase(), &juror.email.replace('@', " (at) "),
            "Ida Van den Berg", "Van den Berg, Ida", "I. van den Berg", &other.email,
        ];
        for text in hidden {
            let criteria = json!([{ "criterionCode": "C2", "text": text }]);
            house.save_texts(staff, &results.good, json!({ "motivation": text, "feedback": text, "criteria": criteria })).await.done();
            house.approve_texts(staff, &results.good).await.assert_refused(&["NAMES_A_JUROR"; 3]);
        }
        // The last name of who judges another application, and what the applicants call things, give nobody away.
        results.advise(&house, &results.good).await;
        for text in ["Een berg werk: in Berg zag men de bijen.", "Lotte Verhaegen en De Zeven Wegen mogen trots zijn.", "claes"] {
            house.save_texts(staff, &results.good, json!({ "motivation": text })).await.done();
            results.approve_texts(&house, &results.good).await;
        }
        let project = project::Entity::find().filter(project::Column::Title.eq("De bijen")).one(db).await.unwrap().unwrap();
        let project = project::ActiveModel { id: Set(project.id), summary: Set("Op bezoek bij bakker Claes.".to_owned()), ..Default::default() };
        project.update(db).await.unwrap();
        house.save_texts(staff, &results.good, json!({ "motivation": "Het bezoek aan Claes was leerrijk." })).await.done();
        results.approve_texts(&house, &results.good).await;
    }
}
