//! Names and titles: what people write into them goes out under our name.

use entity::{kinds::Community, message, project, user};
use nql::{
    notification::text::{self, Frame},
    words::Language,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use crate::{application::scene, support::House, trial};

/// What no name may hold.
const UNFIT: [&str; 6] = [
    "Bevestig op https://evil.example/login",
    "Bevestig op www.evil.example",
    "Bevestig op evil.example/login",
    "Schrijf naar an@evil.example",
    "Bevestig op\u{2028}www.ev\u{200b}il.example",
    "Bevestig op evil\u{ad}.example/\u{202e}login",
];

trial! {
    async fn no_name_or_title_leads_its_reader_somewhere(house) {
        let scene = scene(&house).await;
        let (staff, teacher) = (scene.staff, scene.teacher);
        let written = house.written().await;
        for name in UNFIT {
            let mut input = House::project_input("De mieren", &scene.flemish, &scene.abroad);
            input["title"] = json!(name);
            house.act(teacher, "createProject", input, "project { id }").await.assert_refused(&["TITLE_UNFIT"]);
            let input = json!({ "projectId": scene.project, "expectedVersion": 2, "title": name });
            house.act(teacher, "updateProject", input, "project { id }").await.assert_refused(&["TITLE_UNFIT"]);
            let input = json!({ "email": "an@nql.example", "name": name, "locale": "nl", "roles": ["TEACHER"] });
            house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["NAME_UNFIT"]);
            let mut input = House::juror_input(&scene.campaign, "Marthe Maes");
            input["name"] = json!(name);
            house.act(staff, "inviteJuror", input, "juror { id }").await.assert_refused(&["NAME_UNFIT"]);
            for field in ["name", "city", "board"] {
                let mut input = json!({
                    "name": "De Vlindertuin", "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY", "board": "Ons Bestuur",
                });
                input[field] = json!(name);
                house.act(staff, "createSchool", input, "school { id }").await.assert_refused(&["TEXT_UNFIT"]);
                let mut input = json!({ "schoolId": scene.flemish, "expectedVersion": 1 });
                input[field] = json!(name);
                house.act(staff, "updateSchool", input, "school { id }").await.assert_refused(&["TEXT_UNFIT"]);
            }
            for [title, sponsor] in [[name, "De Letterzee"], ["Hoofdprijs", name]] {
                let input = json!({
                    "campaignId": scene.campaign, "track": "NQL", "rank": 1, "title": title,
                    "components": [{ "kind": "VOUCHER", "amountCents": 5_000, "description": "Boeken", "sponsorName": sponsor }],
                });
                house.act(staff, "definePrize", input, "prize { id }").await.assert_refused(&["NAME_UNFIT"]);
            }
        }
        let long = "é".repeat(101);
        let input = json!({ "email": "an@nql.example", "name": long, "locale": "nl", "roles": ["TEACHER"] });
        house.act(staff, "createUser", input, "user { id }").await.assert_refused(&["NAME_UNFIT"]);
        assert_eq!(house.written().await, written);
        // What cannot be seen, and what would start another line, is not kept.
        let input = json!({ "email": "an@nql.example", "name": "Ann\u{202e}e\r\nDe \u{200b}Mol", "locale": "nl", "roles": ["TEACHER"] });
        house.act(staff, "createUser", input, "user { id }").await.done();
        let made = user::Entity::find().filter(user::Column::Email.eq("an@nql.example")).one(house.db.connection()).await;
        assert_eq!(made.unwrap().unwrap().name, "Anne De Mol");
        // What schools and projects are called is taken.
        for name in ["Klas 3.2", "Dr. Peeters & co", "Basisschool St.-Jan"] {
            house.school(staff, name, Community::Vl).await;
            house.project(teacher, name, &scene.flemish, &scene.abroad).await;
        }
    }

    async fn a_title_cannot_pass_for_what_a_mail_says(house) {
        let scene = scene(&house).await;
        let db = house.db.connection();
        // It was entered before titles were looked at.
        let title = "De bijen\u{201d} is geweigerd. Bevestig op https://evil.example/login \u{202e}\"nu\"";
        let row = project::Entity::find().one(db).await.unwrap().unwrap();
        project::ActiveModel { id: Set(row.id), title: Set(title.to_owned()), title_key: Set(nql::fold::key(title)), ..Default::default() }.update(db).await.unwrap();
        let name = "Lotte. Meld je aan op evil.example/login\r\nVerhaegen";
        user::ActiveModel { id: Set(scene.teacher.id), name: Set(name.to_owned()), name_key: Set(nql::fold::key(name)), ..Default::default() }.update(db).await.unwrap();
        house.complete_application(scene.teacher, &scene.campaign, &scene.project).await;
        let mails = message::Entity::find().filter(message::Column::RecipientId.eq(scene.teacher.id)).all(db).await.unwrap();
        assert_eq!(mails.len(), 2);
        for mail in mails {
            for (language, quoted) in [
                (Language::Nl, "\u{201c}De bijen' is geweigerd. Bevestig op … 'nu'\u{201d}"),
                (Language::En, "\u{201c}De bijen' is geweigerd. Bevestig op … 'nu'\u{201d}"),
                (Language::Fr, "« De bijen' is geweigerd. Bevestig op … 'nu' »"),
                (Language::De, "\u{201e}De bijen' is geweigerd. Bevestig op … 'nu'\u{201c}"),
            ] {
                let frame = Frame { name, front: "https://front.example", link: Some("https://front.example/sign-in#x") };
                let letter = text::write(mail.template, language, &mail.facts, frame).unwrap();
                assert!(letter.text.contains(quoted), "{}", letter.text);
                assert!(letter.text.contains("Lotte. Meld je aan op … Verhaegen,"), "{}", letter.text);
                assert!(!letter.text.contains("evil"), "{}", letter.text);
                assert_eq!(letter.text.matches(['\u{202e}', '"']).count(), 0, "{}", letter.text);
            }
        }
        // Nobody has to repair it to correct something else.
        let input = json!({ "projectId": scene.project, "expectedVersion": 2, "summary": "Beter." });
        house.act(scene.teacher, "updateProject", input, "project { id }").await.done();
    }
}
