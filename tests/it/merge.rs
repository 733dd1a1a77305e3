//! Two entries of one school that become one: nothing is lost, and nobody judges her own school by it.

use entity::{
    application, audit_event, conflict_of_interest,
    kinds::{ApplicationStage, Community, Role, Track},
    prize_share, project_member, project_partner, registration, school, school_membership,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::{
    support::{House, Person},
    trial,
};

/// Rows that point to a school, table by table.
async fn pointing(house: &House, school: &str) -> [u64; 7] {
    let db = house.db.connection();
    let id: entity::ids::SchoolId = school.parse().unwrap();
    macro_rules! count {
        ($($table:ident)*) => {
            [$($table::Entity::find().filter($table::Column::SchoolId.eq(id)).count(db).await.unwrap()),*]
        };
    }
    count!(school_membership project_partner project_member registration application conflict_of_interest prize_share)
}

async fn merge(house: &House, who: Person, keep: &str, double: &str) -> crate::support::Reply {
    let version = async |id: &str| {
        let query = "query($id: ID!) { school(id: $id) { version } }";
        house.ask(who, query, json!({ "id": id })).await.number_at("/school/version")
    };
    let input = json!({
        "keptSchoolId": keep, "expectedVersion": version(keep).await, "duplicateSchoolId": double,
        "expectedDuplicateVersion": version(double).await, "reason": "tweemaal ingevoerd",
    });
    house.act(who, "mergeSchools", input, "school { id name version }").await
}

async fn preview(house: &House, who: Person, keep: &str, double: &str) -> Value {
    let input = json!({ "keptSchoolId": keep, "duplicateSchoolId": double });
    let reply =
        house.act(who, "schoolMergePreview", input, "schoolMergePreview { tables { table moved joined } }").await;
    reply.done()["schoolMergePreview"]["tables"].clone()
}

fn numbers(tables: &Value, field: &str) -> Vec<u64> {
    tables.as_array().unwrap().iter().map(|table| table[field].as_u64().unwrap()).collect()
}

trial! {
    async fn everything_of_a_double_belongs_to_the_kept_school(house) {
        let results = house.results().await;
        results.decide(&house, Track::Nql).await;
        results.publish(&house, Track::Nql).await;
        let staff = results.staff;
        let query = "query($id: ID!) { application(id: $id) { school { id name } project { id } } }";
        let good = house.ask(staff, query, json!({ "id": results.good })).await;
        let (double, project) = (good.text_at("/application/school/id"), good.text_at("/application/project/id"));
        let prize = json!({ "campaignId": results.campaign, "track": "NQL", "rank": 1, "title": "Prijs", "components": [{ "kind": "MONEY", "amountCents": 1000, "description": "Geld" }] });
        let prize = house.act(staff, "definePrize", prize, "prize { id }").await.text_at("/it/prize/id");
        house.act(staff, "awardPrize", json!({ "prizeId": prize, "projectId": project, "schoolIds": [double] }), "prizeAward { id }").await.done();
        let keep = house.school(staff, good.at("/application/school/name").as_str().unwrap(), Community::Vl).await;
        let before = pointing(&house, &double).await;
        assert!(before[0] > 0 && before[1] > 0 && before[2] > 0 && before[3] > 0 && before[4] > 0 && before[6] == 1, "{before:?}");
        let written = house.written().await;
        let tables = preview(&house, staff, &keep, &double).await;
        assert_eq!(numbers(&tables, "moved"), before);
        assert_eq!(numbers(&tables, "joined"), [0; 7]);
        assert_eq!(pointing(&house, &double).await, before, "a preview moves nothing");
        assert_eq!(house.written().await, written);
        let reply = merge(&house, staff, &keep, &double).await;
        assert_eq!(reply.done()["school"]["id"], json!(keep));
        assert_eq!(pointing(&house, &keep).await, before);
        assert_eq!(pointing(&house, &double).await, [0; 7]);
        let shown = house.ask(staff, query, json!({ "id": results.good })).await;
        assert_eq!(shown.at("/application/school/id"), &json!(keep));
        let led = house.ask(staff, "query($id: ID!) { school(id: $id) { mergedInto { id } } }", json!({ "id": double })).await;
        assert_eq!(led.at("/school/mergedInto/id"), &json!(keep));
        let listed = house.ask(staff, "{ schools(first: 100) { nodes { id } } }", json!({})).await;
        assert!(!listed.text.contains(&double) && listed.text.contains(&keep));
        let told = audit_event::Entity::find().filter(audit_event::Column::Action.eq("mergeSchools"))
            .order_by_asc(audit_event::Column::Id).all(house.db.connection()).await.unwrap();
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].reason.as_deref(), Some("tweemaal ingevoerd"));
        assert_eq!(told[0].facts.as_ref().unwrap()["moved"]["registration"].as_array().unwrap().len() as u64, before[3]);
    }

    async fn two_seats_at_a_project_become_one_and_the_founder_wins(house) {
        let staff = house.staff().await;
        let keep = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let double = house.school(staff, "De 7 Wegen", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let teacher = house.teacher("Lotte Verhaegen", &double).await;
        house.works_at(teacher, &keep).await;
        let project = house.project(teacher, "De bijen", &double, &abroad).await;
        let join = json!({ "projectId": project, "expectedVersion": 1, "schoolId": keep, "isFounder": false });
        house.act(teacher, "addProjectPartner", join, "project { id }").await.done();
        let tables = preview(&house, staff, &keep, &double).await;
        assert_eq!(numbers(&tables, "joined"), [1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(numbers(&tables, "moved"), [0, 0, 1, 0, 0, 0, 0]);
        merge(&house, staff, &keep, &double).await.done();
        let query = "query($id: ID!) { project(id: $id) { track version partners { isFounder school { id } } members { role school { id } } } }";
        let shown = house.ask(teacher, query, json!({ "id": project })).await;
        assert_eq!(shown.at("/project"), &json!({
            "track": "NQL", "version": 3,
            "partners": [{ "isFounder": true, "school": { "id": abroad } }, { "isFounder": true, "school": { "id": keep } }],
            "members": [{ "role": "FOUNDER", "school": { "id": keep } }],
        }));
        assert_eq!(pointing(&house, &keep).await, [1, 1, 1, 0, 0, 0, 0]);
        assert_eq!(pointing(&house, &double).await, [0; 7]);
        // She goes on with the kept school; nothing new can point to the double.
        let input = House::project_input("De wespen", &keep, &double);
        house.act(teacher, "createProject", input, "project { id }").await.assert_refused(&["UNKNOWN_SCHOOL"]);
        let user = json!({ "email": "nieuw@nql.example", "name": "Nieuw", "roles": ["TEACHER"], "locale": "nl", "schoolId": double });
        house.act(staff, "createUser", user, "user { id }").await.assert_refused(&["UNKNOWN_SCHOOL"]);
        let change = json!({ "schoolId": double, "expectedVersion": 2, "name": "Weer anders" });
        house.act(staff, "updateSchool", change, "school { id }").await.assert_refused(&["ALREADY_MERGED"]);
        house.act(staff, "schoolDoubles", json!({ "schoolId": double }), "schoolDoubles { count }").await.assert_refused(&["ALREADY_MERGED"]);
    }

    async fn numbers_fill_blanks_and_never_contradict(house) {
        let staff = house.staff().await;
        let school = async |name: &str, rest: Value| {
            let mut input = json!({ "name": name, "community": "VL", "country": "BE", "city": "Gent", "level": "PRIMARY" });
            input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            house.act(staff, "createSchool", input, "school { id }").await.text_at("/it/school/id")
        };
        let keep = school("Een", json!({ "institutionNumber": "012345", "pic": "912345678" })).await;
        let double = school("Twee", json!({ "oid": "E10012345", "board": "Groep Leie" })).await;
        let third = school("Drie", json!({ "institutionNumber": "054321", "oid": "E10054321", "pic": "123456789" })).await;
        merge(&house, staff, &keep, &double).await.done();
        let query = "query($id: ID!) { school(id: $id) { name board institutionNumber oid pic } }";
        let kept = house.ask(staff, query, json!({ "id": keep })).await;
        assert_eq!(kept.at("/school"), &json!({
            "name": "Een", "board": "Groep Leie", "institutionNumber": "012345", "oid": "E10012345", "pic": "912345678",
        }));
        let codes = ["INSTITUTION_NUMBERS_DIFFER", "OIDS_DIFFER", "PICS_DIFFER"];
        merge(&house, staff, &keep, &third).await.assert_refused(&codes);
        let input = json!({ "keptSchoolId": keep, "duplicateSchoolId": third });
        house.act(staff, "schoolMergePreview", input, "schoolMergePreview { tables { table } }").await.assert_refused(&codes);
        let fase = async |name: &str, fase: &str| {
            let input = json!({ "name": name, "community": "FWB", "country": "BE", "city": "Namur", "level": "PRIMARY", "faseNumber": fase });
            house.act(staff, "createSchool", input, "school { id }").await.text_at("/it/school/id")
        };
        let (one, other) = (fase("A", "407").await, fase("B", "408").await);
        let admin = house.admin().await;
        merge(&house, admin, &one, &other).await.assert_refused(&["FASE_NUMBERS_DIFFER"]);
        // What was merged into a double follows it.
        let last = school("Laatste", json!({})).await;
        merge(&house, staff, &last, &keep).await.done();
        let led = house.ask(staff, "query($id: ID!) { school(id: $id) { mergedInto { id } } }", json!({ "id": double })).await;
        assert_eq!(led.at("/school/mergedInto/id"), &json!(last));
        merge(&house, staff, &last, &double).await.assert_refused(&["ALREADY_MERGED"]);
    }

    async fn every_reason_against_a_merge_is_told_and_nothing_moves(house) {
        let staff = house.staff().await;
        let flemish = house.school(staff, "De Zeven Wegen", Community::Vl).await;
        let other = house.school(staff, "De Acht Wegen", Community::Vl).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        let german = house.school(staff, "Schule am Park", Community::Dg).await;
        house.teacher("Lotte Verhaegen", &other).await;
        let written = house.written().await;
        let input = |keep: &str, double: &str, versions: (i32, i32), reason: &str| json!({
            "keptSchoolId": keep, "expectedVersion": versions.0, "duplicateSchoolId": double, "expectedDuplicateVersion": versions.1, "reason": reason,
        });
        let act = async |who: Person, input: Value| house.act(who, "mergeSchools", input, "school { id }").await;
        act(staff, input(&flemish, &flemish, (1, 1), " ")).await.assert_refused(&["REASON_MISSING", "SAME_SCHOOL"]);
        act(staff, input(&flemish, &other, (2, 1), "dubbel")).await.assert_refused(&["VERSION_CONFLICT"]);
        act(staff, input(&flemish, &other, (1, 2), "dubbel")).await.assert_refused(&["DOUBLE_CHANGED"]);
        act(staff, input(&flemish, &abroad, (1, 1), "dubbel")).await.assert_refused(&["COMMUNITY_MISMATCH"]);
        let same = json!({ "keptSchoolId": flemish, "duplicateSchoolId": flemish });
        house.act(staff, "schoolMergePreview", same, "schoolMergePreview { tables { table } }").await.assert_refused(&["SAME_SCHOOL"]);
        for who in [house.foreign_staff().await, house.seat("T", &[Role::Teacher], None).await, house.seat("J", &[Role::Juror], None).await] {
            act(who, input(&flemish, &other, (1, 1), "dubbel")).await.assert_error("FORBIDDEN");
            let pair = json!({ "keptSchoolId": flemish, "duplicateSchoolId": other });
            house.act(who, "schoolMergePreview", pair, "schoolMergePreview { tables { table } }").await.assert_error("FORBIDDEN");
        }
        act(staff, input(&german, &flemish, (1, 1), "dubbel")).await.assert_error("FORBIDDEN");
        let nobody = "school_00000000000000000000000000000001";
        act(staff, input(&flemish, nobody, (1, 1), "dubbel")).await.assert_error("NOT_FOUND");
        assert_eq!(house.written().await, written);
        assert_eq!(pointing(&house, &other).await, [1, 0, 0, 0, 0, 0, 0]);
        let merged = school::Entity::find().filter(school::Column::MergedIntoId.is_not_null()).count(house.db.connection()).await.unwrap();
        assert_eq!(merged, 0);
    }

    async fn no_juror_comes_to_judge_her_own_school_by_a_merge(house) {
        let hearing = house.hearing().await;
        let juror = house.juror(&hearing, "Nadia Ouali").await;
        let double = house.school(hearing.staff, "De 7 Wegen", Community::Vl).await;
        let assignment = house.assignment(hearing.staff, juror, &hearing.application).await;
        house.works_at(juror, &double).await;
        let input = json!({ "keptSchoolId": hearing.school, "duplicateSchoolId": double });
        house.act(hearing.staff, "schoolMergePreview", input, "schoolMergePreview { tables { table } }").await.assert_refused(&["JUROR_TIED"]);
        merge(&house, hearing.staff, &hearing.school, &double).await.assert_refused(&["JUROR_TIED"]);
        // The other way round, the application comes to the school where the juror works.
        let input = json!({ "keptSchoolId": double, "duplicateSchoolId": hearing.school });
        house.act(hearing.staff, "schoolMergePreview", input, "schoolMergePreview { tables { table } }").await.assert_refused(&["JUROR_TIED"]);
        merge(&house, hearing.staff, &double, &hearing.school).await.assert_refused(&["JUROR_TIED"]);
        assert_eq!(pointing(&house, &double).await, [1, 0, 0, 0, 0, 0, 0]);
        let query = "query($id: ID!) { assignment(id: $id) { version } }";
        let version = house.ask(hearing.staff, query, json!({ "id": assignment })).await.number_at("/assignment/version");
        let input = json!({ "assignmentId": assignment, "expectedVersion": version, "reason": "zelfde school" });
        house.act(hearing.staff, "revokeAssignment", input, "assignment { id }").await.done();
        merge(&house, hearing.staff, &hearing.school, &double).await.done();
        let input = json!({ "applicationId": hearing.application, "jurorId": entity::ids::JurorId::from(juror.id).to_string() });
        let again = house.act(hearing.staff, "assignJuror", input, "assignment { id }").await;
        again.assert_refused(&["CONFLICT"]);
        assert_eq!(house.count::<application::Entity>().await, 3);
        assert!(application::Entity::find().filter(application::Column::Stage.eq(ApplicationStage::InEvaluation)).count(house.db.connection()).await.unwrap() <= 1);
    }

    async fn whatever_hangs_on_two_entries_hangs_on_the_kept_one_after(house) {
        let staff = house.staff().await;
        let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
        let mut draw = move |below: u64| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            chance % below
        };
        let campaign = house.open_campaign(staff).await;
        let abroad = house.school(staff, "Scuola Verdi", Community::Foreign).await;
        for round in 0..6 {
            let keep = house.school(staff, &format!("School {round}"), Community::Vl).await;
            let double = house.school(staff, &format!("Schule {round}"), Community::Vl).await;
            let third = house.school(staff, &format!("Ander {round}"), Community::Vl).await;
            let schools = [&keep, &double, &third];
            let mut founded: Vec<(String, bool, bool)> = Vec::new();
            let mut people: Vec<(Person, bool)> = Vec::new();
            for number in 0..3 + draw(4) {
                let home = schools[usize::try_from(draw(3)).unwrap()];
                let teacher = house.teacher(&format!("Leraar {round} {number}"), home).await;
                let second = schools[usize::try_from(draw(3)).unwrap()];
                if second != home {
                    house.works_at(teacher, second).await;
                }
                let is_ours = |school: &String| *school == keep || *school == double;
                people.push((teacher, is_ours(home) || is_ours(second)));
                if draw(2) == 0 {
                    let project = house.project(teacher, &format!("Project {round} {number}"), home, &abroad).await;
                    let (mut seats, mut founds, mut version) = (is_ours(home), is_ours(home), 1);
                    for school in schools {
                        if school != home && draw(2) == 0 {
                            let join = json!({ "projectId": project, "expectedVersion": version, "schoolId": school, "isFounder": false });
                            house.act(teacher, "addProjectPartner", join, "project { id }").await.done();
                            version += 1;
                            seats |= is_ours(school);
                        }
                    }
                    founds &= seats;
                    founded.push((project, seats, founds));
                }
            }
            for (number, school) in schools.into_iter().enumerate() {
                let mut invited = House::juror_input(&campaign, &format!("Jurylid {round} {number}"));
                invited["schools"] = json!([{ "schoolId": school, "fromOn": "2024-09-01" }]);
                if draw(3) > 0 {
                    house.act(staff, "inviteJuror", invited, "juror { id }").await.done();
                }
            }
            let (kept, doubled, other) = (pointing(&house, &keep).await, pointing(&house, &double).await, pointing(&house, &third).await);
            let joined = numbers(&preview(&house, staff, &keep, &double).await, "joined");
            merge(&house, staff, &keep, &double).await.done();
            let after = pointing(&house, &keep).await;
            for table in 0..7 {
                assert_eq!(after[table] + joined[table], kept[table] + doubled[table], "table {table} of round {round}");
            }
            assert_eq!(pointing(&house, &double).await, [0; 7]);
            assert_eq!(pointing(&house, &third).await, other);
            for (person, works_there) in people {
                let at: entity::ids::SchoolId = keep.parse().unwrap();
                let hers = school_membership::Entity::find().filter(school_membership::Column::UserId.eq(person.id))
                    .filter(school_membership::Column::SchoolId.eq(at)).count(house.db.connection()).await.unwrap();
                assert_eq!(hers, u64::from(works_there));
            }
            for (project, seats, founds) in founded {
                let query = "query($id: ID!) { project(id: $id) { partners { isFounder school { id } } } }";
                let shown = house.ask(staff, query, json!({ "id": project })).await;
                let partners = shown.at("/project/partners").as_array().unwrap().clone();
                let ours: Vec<&Value> = partners.iter().filter(|seat| seat["school"]["id"] == json!(keep)).collect();
                assert_eq!(ours.len(), usize::from(seats));
                assert!(ours.iter().all(|seat| seat["isFounder"] == json!(founds)), "{partners:?}");
            }
        }
    }
}
