//! What happens in the demo, from September 2024 to September 2026: a year that is published, one of which the jury has
//! a week left, and one that has just opened.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{NaiveDate, TimeDelta};
use entity::{ids::UserId, kinds::Role};
use serde_json::{Value, json};

use super::{
    DemoError, FIRST, Tell,
    content::{self, Content},
    director::{Director, Someone, Span, day},
};
use crate::{
    account,
    api::{Api, Caller},
    clock::Clock,
    decimal, intake, photo,
    picture::prepare,
};

/// Who GraphiQL offers to act as: those with the most to see.
pub const CAST: &[(Role, &[&str])] = &[
    (Role::Teacher, &["charlotte.willems@go-de-mijnlamp.example", "celine.dumoulin@sainte-aldegonde.example"]),
    (Role::Juror, &[NADIA, "frederik.allaert@jury.example"]),
    (Role::Staff, &["karolien.vanhaecke@nql-vlaanderen.example", "delphine.warnier@etw-federation.example"]),
    (Role::Admin, &[FIRST]),
    (Role::Service, &["sync@nql.example"]),
];

/// A juror who is in the middle of an evaluation when the story ends.
const NADIA: &str = "nadia.ouali@jury.example";

/// How well an application is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quality {
    Strong,
    Good,
    Thin,
}

/// A year of the demo.
struct Year {
    name: &'static str,
    /// Projects of the content that belong to it.
    projects: Vec<usize>,
    opens: String,
    /// When projects were registered on ESEP, when they start and when they end.
    registered: String,
    started: String,
    ended: String,
    /// When projects are entered, when their teachers register, when founders say that they have ended, and when teachers
    /// hand in.
    founding: Span,
    registering: Span,
    ending: Span,
    handing_in: Span,
    input: Value,
}

impl Year {
    /// Whether it is the year in which everybody is writing still.
    fn is_open(&self) -> bool {
        self.name == OPEN
    }
}

/// The year that has just opened when the story ends.
const OPEN: &str = "2026-2027";

/// Everybody and everything that was made so far.
struct Cast {
    content: Content,
    admin: Someone,
    staff: Vec<(Someone, String)>,
    schools: Vec<String>,
    teachers: Vec<Someone>,
}

impl Cast {
    /// The member of staff who works for a community.
    fn staff_of(&self, community: &str) -> Someone {
        self.staff.iter().find(|(_, theirs)| theirs == community).map_or(self.admin, |(someone, _)| *someone)
    }
}

/// An application on its way.
struct Entry {
    id: String,
    community: String,
    quality: Quality,
}

/// The identity provider that the demo trusts while it is played.
pub const PROVIDER: &str = "https://login.scholen.example";

/// Plays the whole script. Returns the first user.
pub async fn play(api: Arc<Api>, clock: Clock, tell: Tell) -> Result<UserId, DemoError> {
    let mut director = Director::new(api, clock, tell);
    director.on("2024-09-02")?;
    let cast = gather(&director).await?;
    let first = year("2024-2025", 0..19, 45..51)?;
    let entries = apply(&mut director, &cast, &first).await?;
    let judging = Judging::of("2025", day("2025-08-28")?, usize::MAX)?;
    let campaign = judge(&mut director, &cast, &first, &entries, &judging).await?;
    decide(&mut director, &cast, &campaign, &entries).await?;
    // The news of the European label goes out, before the story turns back to the year after.
    director.on("2026-03-02")?;
    director.wait().await?;
    director.on("2026-05-04")?;
    learn_of_outcomes(&director, &cast, &campaign).await?;
    director.wait().await?;
    let second = year("2025-2026", 19..38, 51..57)?;
    let entries = apply(&mut director, &cast, &second).await?;
    director.on("2026-07-01")?;
    let service =
        director.ask(cast.admin, "{ users(filter: { role: { eq: SERVICE } }) { nodes { id } } }", json!({})).await?;
    let key = json!({
        "userId": service["users"]["nodes"][0]["id"], "name": "Website van het steunpunt", "expiresOn": "2028-06-30",
        "scopes": ["SCHOOL_READ", "PROJECT_READ", "LABEL_READ"],
    });
    director.act(cast.admin, "makeServiceKey", key, "serviceKeyTokens { serviceKeyId }").await?;
    judge(&mut director, &cast, &second, &entries, &Judging::of("2026", day("2026-09-04")?, 30)?).await?;
    director.on("2026-09-01")?;
    director.wait().await?;
    let third = year(OPEN, 38..45, 57..60)?;
    apply(&mut director, &cast, &third).await?;
    director.on("2026-09-08")?;
    for (number, someone) in cast.teachers.iter().take(2).chain([&cast.admin]).enumerate() {
        let input = json!({
            "userId": someone.id.to_string(), "issuer": PROVIDER, "subject": format!("account-{number}"),
            "reason": "Meldt zich aan met het account van de school.",
        });
        director.act(cast.admin, "linkIdentity", input, "externalIdentity { id }").await?;
    }
    invite(&director, &cast).await?;
    director.on("2026-09-07")?;
    let rows = content::REGISTRATIONS.split_inclusive(|byte| *byte == b'\n');
    let first = rows.take(1 + COMMITTED).flatten().copied().collect();
    let import = preview(&director, &cast, first).await?;
    let input = json!({ "importBatchId": import["id"], "expectedVersion": import["version"] });
    director.act(cast.staff_of("VL"), "commitImport", input, "importBatch { id }").await?;
    // The longer file of two days later is looked at, and not committed yet.
    director.on("2026-09-09")?;
    preview(&director, &cast, content::REGISTRATIONS.to_vec()).await?;
    director.wait().await?;
    Ok(cast.admin.id)
}

/// Rows of the form's first file.
const COMMITTED: usize = 3;

/// An office asks teachers whether they work at a school; some have answered, some not yet.
async fn invite(director: &Director, cast: &Cast) -> Result<(), DemoError> {
    let asked = cast.content.teachers.iter().zip(&cast.teachers).filter(|(teacher, _)| teacher.school < 8);
    for (number, (teacher, someone)) in asked.step_by(2).take(8).enumerate() {
        let school = cast.schools.get((teacher.school + 1) % 8);
        let input = json!({ "email": teacher.email, "schoolId": school, "fromOn": "2026-09-01" });
        director.later(3);
        director.act(cast.staff_of("VL"), "inviteToSchool", input, "isAsked").await?;
        if number % 4 == 3 {
            let query = "{ viewer { schoolInvitations { id } } }";
            let open = director.ask(*someone, query, json!({})).await?;
            let answer = if number == 3 { "CONFIRM" } else { "DENY" };
            let input = json!({ "schoolInvitationId": open["viewer"]["schoolInvitations"][0]["id"], "answer": answer });
            director.act(*someone, "answerSchoolInvitation", input, "user { id }").await?;
        }
    }
    Ok(())
}

/// Staff look at a file that the old form brought in.
async fn preview(director: &Director, cast: &Cast, file: Vec<u8>) -> Result<Value, DemoError> {
    let staff = cast.staff_of("VL");
    let campaigns = director.ask(staff, "{ campaigns { nodes { id schoolYear } } }", json!({})).await?;
    let campaigns = campaigns["campaigns"]["nodes"].as_array().cloned().unwrap_or_default();
    let campaign = campaigns.iter().find(|campaign| campaign["schoolYear"] == OPEN).map(id_of);
    let input = json!({ "campaignId": campaign, "uploadId": send(director, staff, ("text/csv", file)).await? });
    director.act(staff, "previewImport", input, "importBatch { id version }").await
}

/// Sends a file; its id.
async fn send(director: &Director, staff: Someone, (media, file): (&str, Vec<u8>)) -> Result<String, DemoError> {
    let caller = Caller { user: Some(staff.id), role: Some(staff.role), ..Caller::default() };
    let actor = director.api().admit(caller).await.map_err(|error| DemoError::Failed(error.message))?;
    let work = director.api().work(&actor, None).await?;
    let file = intake::keep_upload(&work, media, file).await?;
    work.commit().await?;
    Ok(file.to_string())
}

fn year(
    school_year: &'static str,
    international: std::ops::Range<usize>,
    belgica: std::ops::Range<usize>,
) -> Result<Year, DemoError> {
    let first: i32 = school_year.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
    let day = |years: i32, rest: &str| format!("{}-{rest}", first + years);
    let is_open = school_year == OPEN;
    let opens = if is_open { "09-01" } else { "09-15" };
    let input = json!({
        "schoolYear": school_year,
        "name": format!("Nationaal kwaliteitslabel {school_year}"),
        "registrationClosesOn": day(1, "07-01"),
        "submissionClosesOn": day(1, "07-01"),
        "esepWindowOpensOn": day(0, "04-01"),
        "esepWindowClosesOn": day(1, "03-31"),
        "evaluationsDueOn": day(1, "09-15"),
        "resultsPlannedOn": day(1, "10-30"),
        "contactEmail": "etwinning@nql.example",
        "contactUrl": "https://www.nql.example/kwaliteitslabel",
        // The year whose results are out tells its teachers in which band they are.
        "settings": { "prizeBudgetCents": 500_000, "hasScoreBands": first == 2024 },
        "milestones": [
            { "kind": "REGISTRATION_OPENS", "takesPlaceOn": day(0, opens), "text": "Je kunt je project registreren (stap 1)." },
            { "kind": "REGISTRATION_CLOSES", "takesPlaceOn": day(1, "07-01"), "text": "Laatste dag om je project te registreren." },
            { "kind": "SUBMISSION_CLOSES", "takesPlaceOn": day(1, "07-01"), "text": "Laatste dag om je aanvraag in te dienen (stap 2)." },
            { "kind": "JURY_WORK", "takesPlaceOn": day(1, "07-02"), "text": "De onafhankelijke jury leest alle aanvragen." },
            { "kind": "RESULTS", "takesPlaceOn": day(1, "10-30"), "text": "Je krijgt je resultaat per e-mail, daarna op ESEP." },
            { "kind": "EVENT", "takesPlaceOn": day(1, "11-05"), "text": "Breng Europa naar je klas: uitreiking van de labels in Gent." },
            { "kind": "EQL_INFO", "takesPlaceOn": day(2, "03-02"), "text": "Nieuws over het Europese kwaliteitslabel." },
        ],
    });
    let span = |years: i32, from: &str, to: &str| {
        Ok::<_, DemoError>((self::day(&day(years, from))?, self::day(&day(years, to))?))
    };
    // An open year is told as far as it has come: a short project, and everything within its first days.
    let (started, ended, [founding, registering, ending, handing_in]) = if is_open {
        let days = [("09-01", "09-02"), ("09-03", "09-04"), ("09-05", "09-06"), ("09-07", "09-08")];
        (day(0, "05-11"), day(0, "09-04"), days.map(|(from, to)| span(0, from, to)))
    } else {
        let days = [
            span(0, "10-01", "12-12"),
            span(1, "03-15", "06-05"),
            span(1, "06-06", "06-10"),
            span(1, "06-11", "07-01"),
        ];
        (day(0, "10-01"), day(1, "05-29"), days)
    };
    Ok(Year {
        name: school_year,
        projects: international.chain(belgica).collect(),
        opens: day(0, opens),
        registered: day(0, "05-02"),
        started,
        ended,
        founding: founding?,
        registering: registering?,
        ending: ending?,
        handing_in: handing_in?,
        input,
    })
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap_or_default().to_owned()
}

fn someone(value: &Value, role: Role) -> Result<Someone, DemoError> {
    let id: UserId = id_of(value).parse().map_err(|_| DemoError::Failed(format!("no user in {value}")))?;
    Ok(Someone { id, role })
}

/// People and schools.
async fn gather(director: &Director) -> Result<Cast, DemoError> {
    let api = director.api();
    let work = api.work(&crate::auth::Actor::Anonymous, None).await?;
    let first = account::commands::found(&work, FIRST, "Ada Beheer").await?;
    let admin = Someone {
        id: first.map_err(|refusals| DemoError::Script { step: "found".to_owned(), why: format!("{refusals:?}") })?,
        role: Role::Admin,
    };
    work.commit().await?;
    let mut cast =
        Cast { content: content::read()?, admin, staff: Vec::new(), schools: Vec::new(), teachers: Vec::new() };
    for person in &cast.content.staff {
        let input =
            json!({ "email": person.email, "name": person.name, "roles": ["STAFF"], "community": person.community });
        let made = director.act(admin, "createUser", input, "user { id }").await?;
        cast.staff.push((someone(&made, Role::Staff)?, person.community.clone()));
    }
    let service = json!({ "email": "sync@nql.example", "name": "Sync", "roles": ["SERVICE"], "locale": "en" });
    director.act(admin, "createUser", service, "user { id }").await?;
    for school in &cast.content.schools {
        let mut input = json!({
            "name": school.name, "community": school.community, "country": school.country,
            "city": school.city, "level": school.level,
        });
        for (key, value) in [
            ("institutionNumber", &school.institution_number),
            ("faseNumber", &school.fase_number),
            ("oid", &school.oid),
        ] {
            if let Some(value) = value {
                input[key] = json!(value);
            }
        }
        cast.schools.push(id_of(&director.act(admin, "createSchool", input, "school { id }").await?));
    }
    for teacher in &cast.content.teachers {
        let school = cast.schools.get(teacher.school).cloned().unwrap_or_default();
        let input = json!({
            "email": teacher.email, "name": teacher.name, "roles": ["TEACHER"], "schoolId": school,
            "joinedSchoolOn": "2020-09-01",
        });
        let made = director.act(admin, "createUser", input, "user { id }").await?;
        cast.teachers.push(someone(&made, Role::Teacher)?);
    }
    Ok(cast)
}

/// Teachers of a project, the founder first: indexes into the content. Four of five work in Flanders; a Belgica
/// project is founded in two communities.
fn team(project: usize) -> Vec<usize> {
    const FLEMISH: usize = 60;
    const FRENCH: usize = 24;
    const GERMAN: usize = 10;
    let flemish = |n: usize| n % FLEMISH;
    let french = |n: usize| FLEMISH + n % FRENCH;
    let german = |n: usize| FLEMISH + FRENCH + n % GERMAN;
    let size = match project % 4 {
        0 => 3,
        1 => 1,
        _ => 2,
    };
    let mut team: Vec<usize> = if project >= 45 {
        let partner = if project.is_multiple_of(3) { german(project) } else { french(project * 5) };
        vec![flemish(project * 7), partner, flemish(project * 7 + 1)]
    } else if project % 8 == 5 {
        vec![french(project), flemish(project * 3), french(project + 1)]
    } else {
        vec![flemish(project * 2), flemish(project * 2 + 1), french(project + 2)]
    };
    team.truncate(size.max(if project >= 45 { 2 } else { 1 }));
    team
}

/// Steps 1 and 2 of every project of a year.
async fn apply(director: &mut Director, cast: &Cast, year: &Year) -> Result<Vec<Entry>, DemoError> {
    director.on(&year.opens)?;
    let staff = cast.staff_of("VL");
    let campaign = director.act(staff, "createCampaign", year.input.clone(), "campaign { id version }").await?;
    let input = json!({ "campaignId": id_of(&campaign), "expectedVersion": campaign["version"] });
    director.act(staff, "openCampaign", input, "campaign { id }").await?;
    let mut entries = Vec::new();
    for &number in &year.projects {
        let team = team(number);
        let project = found(director, cast, year, number, &team).await?;
        let mut written = Vec::new();
        for (place, &teacher) in team.iter().enumerate() {
            let quality = match (number * 3 + place * 5) % 10 {
                0..=3 => Quality::Strong,
                4..=7 => Quality::Good,
                _ => Quality::Thin,
            };
            // In the open year some are still writing, and one in ten of the others never hands in.
            let is_open = year.is_open();
            let stays_draft = if is_open { place > 0 || number % 2 == 0 } else { (number + place) % 11 == 10 };
            let step = Step {
                campaign: id_of(&campaign),
                project: project.clone(),
                teacher,
                number,
                quality,
                stays_draft,
                is_doubtful: is_open && number % 5 == 1,
            };
            if let Some(draft) = write(director, cast, year, &step).await? {
                written.push((step, draft));
            }
        }
        // Two projects of a year are still running when their teachers apply.
        if number % 13 != 12 {
            end(director, cast, year, &project, team.first()).await?;
        }
        for (step, draft) in &written {
            entries.extend(hand_in(director, cast, year, step, draft).await?);
        }
    }
    Ok(entries)
}

/// A project with its schools and teachers.
async fn found(
    director: &mut Director,
    cast: &Cast,
    year: &Year,
    number: usize,
    team: &[usize],
) -> Result<String, DemoError> {
    let school_of = |teacher: usize| {
        let school = cast.content.teachers.get(teacher).map_or(0, |teacher| teacher.school);
        cast.schools.get(school).cloned().unwrap_or_default()
    };
    let founder = team.first().copied().unwrap_or_default();
    let own = school_of(founder);
    let mut partners: Vec<Value> = Vec::new();
    if number < 45 {
        let abroad = cast.schools.get(30 + number % 10).cloned().unwrap_or_default();
        partners.push(json!({ "schoolId": abroad, "isFounder": true }));
    }
    for (place, &teacher) in team.iter().enumerate().skip(1) {
        let school = school_of(teacher);
        let is_there = school == own || partners.iter().any(|partner| partner["schoolId"] == school.as_str());
        if !is_there {
            partners.push(json!({ "schoolId": school, "isFounder": number >= 45 && place == 1 }));
        }
    }
    let content = cast.content.projects.get(number);
    let (title, slug, summary) = content.map_or(("", "", ""), |one| (&one.title, &one.slug, &one.summary));
    let someone = |teacher: usize| cast.teachers.get(teacher).copied().unwrap_or(cast.admin);
    let input = json!({
        "title": title, "slug": slug, "summary": summary,
        "esepUrl": format!("https://school-education.ec.europa.eu/en/etwinning/projects/{slug}"),
        "esepRegisteredOn": year.registered, "startedOn": year.started,
        "schoolId": own, "isFounder": true, "partners": partners,
    });
    director.go_sometime(year.founding);
    let made = director.act(someone(founder), "createProject", input, "project { id version }").await?;
    let project = id_of(&made);
    if number.is_multiple_of(9) && number < 45 {
        let told = json!([{ "country": "IT", "teachers": 1 + number / 9 }, { "country": "PL", "teachers": 2 }]);
        let input = json!({ "projectId": project, "expectedVersion": made["version"], "foreignTeachers": told });
        director.act(someone(founder), "updateProject", input, "project { id }").await?;
    }
    for &teacher in team.iter().skip(1) {
        let email = cast.content.teachers.get(teacher).map_or("", |teacher| &teacher.email);
        let input = json!({ "projectId": project, "email": email, "schoolId": school_of(teacher), "role": "PARTNER" });
        director.later(4);
        director.act(someone(founder), "addProjectMember", input, "project { id }").await?;
    }
    Ok(project)
}

/// The founder says that the project has ended.
async fn end(
    director: &mut Director,
    cast: &Cast,
    year: &Year,
    project: &str,
    founder: Option<&usize>,
) -> Result<(), DemoError> {
    director.go_sometime(year.ending);
    let founder = founder.and_then(|founder| cast.teachers.get(*founder)).copied().unwrap_or(cast.admin);
    let query = "query($id: ID!) { project(id: $id) { version } }";
    let version = director.ask(founder, query, json!({ "id": project })).await?["project"]["version"].clone();
    let input = json!({ "projectId": project, "expectedVersion": version, "endedOn": year.ended });
    director.act(founder, "endProject", input, "project { id }").await?;
    Ok(())
}

/// One teacher's way through steps 1 and 2.
struct Step {
    campaign: String,
    project: String,
    teacher: usize,
    number: usize,
    quality: Quality,
    stays_draft: bool,
    /// The teacher says that a condition is not met.
    is_doubtful: bool,
}

/// What a teacher has not written yet when the project ends, and the form that it belongs to.
struct Draft {
    id: String,
    registration: String,
    rest: Vec<Value>,
}

/// Step 1, and the first evening with step 2.
async fn write(director: &mut Director, cast: &Cast, year: &Year, step: &Step) -> Result<Option<Draft>, DemoError> {
    let teacher = cast.teachers.get(step.teacher).copied().unwrap_or(cast.admin);
    director.go_sometime(year.registering);
    let input = json!({
        "campaignId": step.campaign, "projectId": step.project,
        "answers": {
            "hasActivityInSchoolYear": true, "hasVisibleResults": true, "hasCollaborated": !step.is_doubtful, "hasCommunicated": true,
        },
    });
    let registration = director.act(teacher, "submitRegistration", input, "registration { id status }").await?;
    if registration["status"] == "NEEDS_REVIEW" {
        return Ok(None);
    }
    let registration = id_of(&registration);
    director.later(25);
    let form = open(director, teacher, &registration).await?;
    let id = id_of(&form);
    let (from, to) = match step.quality {
        Quality::Strong => (0, 3),
        Quality::Good => (3, 3),
        Quality::Thin => (6, 2),
    };
    let mut answers = Vec::new();
    for (criterion, variants) in &cast.content.answers {
        let variants = variants.get(from..from + to).unwrap_or(variants);
        if let Some(answer) = director.pick(variants) {
            answers.push(json!({
                "criterionCode": criterion, "text": answer.text, "ownTeacher": answer.own_teacher,
                "ownPupils": answer.own_pupils, "example": answer.example,
            }));
        }
    }
    if step.stays_draft {
        answers.truncate(3);
    }
    // Who hands in writes the rest on another day.
    let rest = answers.split_off(3.min(answers.len()));
    let content = cast.content.projects.get(step.number);
    let (summary, slug) = content.map_or(("", ""), |one| (&one.summary, &one.slug));
    let input =
        json!({ "applicationId": id, "expectedVersion": form["version"], "summary": summary, "answers": answers });
    director.later(15);
    director.act(teacher, "saveApplicationDraft", input, "application { id }").await?;
    let space = format!("https://school-education.ec.europa.eu/en/etwinning/projects/{slug}/twinspace");
    for (kind, page, label, criterion) in [
        ("TWINSPACE", "", "TwinSpace", None),
        ("WORK_PLAN", "/pages/werkplan", "Ons werkplan", Some("C1")),
        ("FINAL_PRODUCT", "/pages/eindproduct", "Eindproduct", Some("C5")),
    ] {
        let mut input = json!({ "applicationId": id, "kind": kind, "url": format!("{space}{page}"), "label": label });
        if let Some(criterion) = criterion {
            input["criterionCode"] = json!(criterion);
        }
        director.act(teacher, "addEvidenceLink", input, "evidenceLink { id }").await?;
    }
    Ok((!step.stays_draft).then_some(Draft { id, registration, rest }))
}

/// A teacher opens the form of step 2, which closes by itself when nothing is written in it.
async fn open(director: &Director, teacher: Someone, registration: &str) -> Result<Value, DemoError> {
    let input = json!({ "registrationId": registration });
    director.act(teacher, "openApplicationForm", input, "application { id version }").await
}

/// The last evening with step 2.
async fn hand_in(
    director: &mut Director,
    cast: &Cast,
    year: &Year,
    step: &Step,
    draft: &Draft,
) -> Result<Option<Entry>, DemoError> {
    let teacher = cast.teachers.get(step.teacher).copied().unwrap_or(cast.admin);
    let Draft { id, registration, rest } = draft;
    director.go_rather_late(year.handing_in);
    let form = open(director, teacher, registration).await?;
    let mut seen = form["version"].clone();
    for answer in rest {
        director.later(12);
        let input = json!({ "applicationId": id, "expectedVersion": seen, "answers": [answer] });
        seen =
            director.act(teacher, "saveApplicationDraft", input, "application { version }").await?["version"].clone();
    }
    let declared = json!({ "applicationId": id, "expectedVersion": version(director, teacher, id).await? });
    director.act(teacher, "declareConsent", declared, "application { id }").await?;
    let submitted = json!({ "applicationId": id, "expectedVersion": version(director, teacher, id).await? });
    // A project that still runs does not count as ended: its application stays a draft.
    let handed_in = director.try_act(teacher, "submitApplication", submitted, "application { id community }").await?;
    Ok(handed_in.ok().map(|application| Entry {
        id: id.clone(),
        community: application["community"].as_str().unwrap_or_default().to_owned(),
        quality: step.quality,
    }))
}

async fn version(director: &Director, teacher: Someone, id: &str) -> Result<Value, DemoError> {
    let query = "query($id: ID!) { application(id: $id) { version } }";
    Ok(director.ask(teacher, query, json!({ "id": id })).await?["application"]["version"].clone())
}

/// The campaign moves on by one step.
async fn advance(director: &Director, staff: Someone, campaign: &str, mutation: &str) -> Result<(), DemoError> {
    let query = "query($id: ID!) { campaign(id: $id) { version } }";
    let version = director.ask(staff, query, json!({ "id": campaign })).await?["campaign"]["version"].clone();
    let input = json!({ "campaignId": campaign, "expectedVersion": version });
    director.act(staff, mutation, input, "campaign { id }").await?;
    Ok(())
}

/// The summer of a jury.
struct Judging {
    /// When jurors answer, when they judge, and when a third one does.
    answering: Span,
    scoring: Span,
    again: Span,
    /// The day on which step 2 is closed, and the one on which judging begins.
    closes: String,
    begins: String,
    /// How many applications are judged to the end.
    evaluated: usize,
}

impl Judging {
    /// Of a calendar year, until the day on which the last one hands in.
    fn of(year: &str, last: NaiveDate, evaluated: usize) -> Result<Self, DemoError> {
        let on = |rest: &str| day(&format!("{year}-{rest}"));
        Ok(Self {
            answering: (on("07-07")?, on("07-12")?),
            scoring: (on("07-13")?, last - TimeDelta::days(5)),
            again: (last - TimeDelta::days(1), last),
            closes: format!("{year}-07-02"),
            begins: format!("{year}-07-06"),
            evaluated,
        })
    }
}

/// The jury is invited and judges. Returns the campaign.
async fn judge(
    director: &mut Director,
    cast: &Cast,
    year: &Year,
    entries: &[Entry],
    judging: &Judging,
) -> Result<String, DemoError> {
    let evaluated = judging.evaluated;
    director.on(&judging.closes)?;
    let staff = cast.staff_of("VL");
    let query = "query($year: String!) { campaignOf(schoolYear: $year) { id } }";
    let campaign = id_of(&director.ask(staff, query, json!({ "year": year.name })).await?["campaignOf"]);
    advance(director, staff, &campaign, "closeCampaign").await?;
    for (place, entry) in entries.iter().enumerate() {
        let verdict = if place == 17 && evaluated > entries.len() {
            json!({ "applicationId": entry.id, "admissibility": "INADMISSIBLE", "reason": "De resultaten zijn niet zichtbaar op de TwinSpace." })
        } else {
            json!({ "applicationId": entry.id, "admissibility": "ADMISSIBLE" })
        };
        director.later(25);
        director.act(staff_for(cast, entry), "decideAdmissibility", verdict, "application { id }").await?;
    }
    for entry in entries.iter().take(6) {
        look_at_links(director, staff_for(cast, entry), &entry.id).await?;
    }
    director.on(&judging.begins)?;
    advance(director, staff, &campaign, "startEvaluation").await?;
    let mut jury = Vec::new();
    for juror in &cast.content.jurors {
        let schools: Vec<Value> = juror
            .schools
            .iter()
            .filter_map(|school| cast.schools.get(*school))
            .map(|school| json!({ "schoolId": school, "fromOn": "2019-09-01" }))
            .collect();
        let input = json!({
            "email": juror.email, "name": juror.name, "locale": "nl", "experience": juror.experience,
            "languages": juror.languages, "schools": schools, "campaignId": campaign, "tracks": ["NQL", "BELGICA"],
        });
        let made = director.act(staff, "inviteJuror", input, "juror { id }").await?;
        let user = id_of(&made).replacen("juror_", "user_", 1);
        let id: UserId = user.parse().map_err(|_| DemoError::Failed(format!("no juror in {made}")))?;
        jury.push((Someone { id, role: Role::Juror }, id_of(&made)));
    }
    if let (Some((_, juror)), Some(school)) = (jury.first(), cast.schools.get(7)) {
        let input = json!({
            "jurorId": juror, "schoolId": school,
            "reason": "Haar partner geeft er les.",
        });
        director.act(staff, "recordConflict", input, "conflictOfInterest { id }").await?;
    }
    let nadia = cast.content.jurors.iter().zip(&jury).find(|(juror, _)| juror.email == NADIA);
    let nadia = nadia.map(|(_, (someone, _))| someone.id);
    let mut next = 0;
    // The first jurors of a year who differ are to agree, after a third has judged.
    let mut panel = Some(if evaluated > entries.len() { Ending::Agreed } else { Ending::Open });
    for (place, entry) in entries.iter().enumerate() {
        if place == 17 && evaluated > entries.len() {
            continue;
        }
        director.on(&judging.begins)?;
        director.later(60);
        let seated = seat(director, cast, entry, &jury, &mut next, 2).await?;
        let finishes = place < evaluated;
        let mut last = director.now();
        for (order, (juror, assignment)) in seated.into_iter().enumerate() {
            director.go_sometime(judging.answering);
            if finishes || (place % 3 + order) % 3 == 0 || nadia == Some(juror.id) {
                accept(director, juror, &assignment).await?;
                director.go_rather_late(judging.scoring);
                evaluate(director, cast, entry, juror, &assignment, finishes).await?;
                last = last.max(director.now());
            } else if place % 3 == 1 {
                accept(director, juror, &assignment).await?;
            }
        }
        if finishes {
            // Staff look at it the next day.
            director.go(last + TimeDelta::hours(14));
            consolidate(director, cast, entry, &jury, &mut next, (&mut panel, judging.again)).await?;
        }
    }
    if evaluated <= entries.len() {
        plan_the_rest(director, cast, &campaign, entries, &jury).await?;
    }
    Ok(campaign)
}

/// Staff ask for the best plan for what is not judged yet. They know of an absence, and have cleared a tie.
async fn plan_the_rest(
    director: &Director,
    cast: &Cast,
    campaign: &str,
    entries: &[Entry],
    jury: &[(Someone, String)],
) -> Result<(), DemoError> {
    let (Some((first, away)), Some((_, neighbour)), Some(entry)) = (jury.first(), jury.get(1), entries.last()) else {
        return Ok(());
    };
    director.on("2026-09-07")?;
    let query = "query($id: ID!) { node(id: $id) { ... on Juror { version } } }";
    let profile = director.ask(*first, query, json!({ "id": away })).await?;
    let knows = json!({ "jurorId": away, "expectedVersion": profile["node"]["version"], "subjects": ["FRENCH", "ENGLISH"], "schoolLevels": ["SECONDARY"] });
    director.act(*first, "updateJuror", knows, "juror { id }").await?;
    let absence = json!({ "jurorId": away, "fromOn": "2026-08-10", "toOn": "2026-08-16" });
    director.act(*first, "recordAbsence", absence, "juror { id }").await?;
    let staff = staff_for(cast, entry);
    let noted = json!({
        "jurorId": neighbour, "applicationId": entry.id, "isHard": false, "reason": "Woont in dezelfde straat.",
    });
    director.act(staff, "recordConflict", noted, "conflictOfInterest { id }").await?;
    let cleared = json!({ "jurorId": neighbour, "applicationId": entry.id, "reason": "Ze kennen elkaar niet." });
    director.act(staff, "clearConflict", cleared, "conflictClearance { id }").await?;
    for (who, track) in [(cast.staff_of("VL"), "NQL"), (staff, "BELGICA")] {
        let plan = json!({ "campaignId": campaign, "track": track });
        // There may be nothing left to plan.
        let _ = director.try_act(who, "simulateAssignment", plan, "assignmentPlan { id }").await?;
    }
    director.work_plans_out().await
}

/// Staff open the addresses of an application; the last one is not there any more.
async fn look_at_links(director: &Director, staff: Someone, application: &str) -> Result<(), DemoError> {
    let query = "query($id: ID!) { application(id: $id) { submittedRevision { links { id } } } }";
    let seen = director.ask(staff, query, json!({ "id": application })).await?;
    let links = seen["application"]["submittedRevision"]["links"].as_array().cloned().unwrap_or_default();
    for (place, link) in links.iter().enumerate() {
        let input = json!({ "revisionLinkId": id_of(link), "isReachable": place + 1 < links.len() });
        director.act(staff, "recordLinkCheck", input, "revisionLink { id }").await?;
    }
    Ok(())
}

fn staff_for(cast: &Cast, entry: &Entry) -> Someone {
    cast.staff_of(&entry.community)
}

/// Asks jurors in turn until `seats` of them can be assigned; who has a conflict or too much work is passed over.
async fn seat(
    director: &Director,
    cast: &Cast,
    entry: &Entry,
    jury: &[(Someone, String)],
    next: &mut usize,
    seats: usize,
) -> Result<Vec<(Someone, String)>, DemoError> {
    let mut seated = Vec::new();
    for _ in 0..jury.len() {
        let Some((juror, id)) = jury.get(*next % jury.len()) else { break };
        *next += 1;
        let input = json!({ "applicationId": entry.id, "jurorId": id });
        if let Ok(assignment) =
            director.try_act(staff_for(cast, entry), "assignJuror", input, "assignment { id }").await?
        {
            seated.push((*juror, id_of(&assignment)));
        }
        if seated.len() == seats {
            break;
        }
    }
    Ok(seated)
}

async fn accept(director: &Director, juror: Someone, assignment: &str) -> Result<(), DemoError> {
    let input = json!({ "assignmentId": assignment, "expectedVersion": 1, "answer": "ACCEPT" });
    director.act(juror, "respondToAssignment", input, "assignment { id }").await?;
    Ok(())
}

/// A juror reads, scores every criterion with a comment, some at first and the rest after a pause, and hands in.
async fn evaluate(
    director: &mut Director,
    cast: &Cast,
    entry: &Entry,
    juror: Someone,
    assignment: &str,
    finishes: bool,
) -> Result<(), DemoError> {
    let base = match entry.quality {
        Quality::Strong => 4,
        Quality::Good => 3,
        Quality::Thin => 2,
    };
    let mut scores = Vec::new();
    for code in ["C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3"] {
        let score = (base + director.number(3)).saturating_sub(usize::from(director.number(3) == 0)).min(5);
        let comments = cast.content.comments.by_criterion.get(code).and_then(|scores| scores.get(&score.to_string()));
        let comment = comments.and_then(|comments| director.pick(comments)).cloned().unwrap_or_default();
        scores.push(json!({ "criterionCode": code, "score": score, "comment": comment }));
    }
    let rest = scores.split_off(3);
    let input = json!({ "assignmentId": assignment, "scores": scores.clone() });
    let evaluation = director.act(juror, "saveEvaluationDraft", input, "evaluation { version }").await?;
    if finishes {
        let pause = director.number(50);
        director.later(20 + i64::try_from(pause).unwrap_or_default());
        let input = json!({ "assignmentId": assignment, "expectedVersion": evaluation["version"], "scores": rest });
        let evaluation = director.act(juror, "saveEvaluationDraft", input, "evaluation { version }").await?;
        director.later(2);
        let input = json!({ "assignmentId": assignment, "expectedVersion": evaluation["version"] });
        director.act(juror, "submitEvaluation", input, "evaluation { id }").await?;
    } else {
        // Another window, which has not seen that, says something else: it is kept beside what is stored.
        let comments = cast.content.comments.by_criterion.get("C1").into_iter();
        let is_new = |comment: &&String| scores.iter().all(|score| score["comment"] != **comment);
        let other = comments.flat_map(BTreeMap::values).flatten().rfind(is_new);
        let input = json!({ "assignmentId": assignment, "scores": [{ "criterionCode": "C1", "comment": other }] });
        drop(director.try_act(juror, "saveEvaluationDraft", input, "evaluation { version }").await?);
    }
    Ok(())
}

/// The evaluations are merged; where the jurors differ too much a third judges first.
async fn consolidate(
    director: &mut Director,
    cast: &Cast,
    entry: &Entry,
    jury: &[(Someone, String)],
    next: &mut usize,
    (panel, again): (&mut Option<Ending>, Span),
) -> Result<(), DemoError> {
    let staff = staff_for(cast, entry);
    let input = json!({ "applicationIds": [entry.id] });
    let merged = director.act(staff, "consolidateApplications", input.clone(), "consolidations { status }").await?;
    if merged[0]["status"] == "THIRD_JUROR" {
        for (juror, assignment) in seat(director, cast, entry, jury, next, 1).await? {
            director.later(90);
            accept(director, juror, &assignment).await?;
            director.go_sometime(again);
            evaluate(director, cast, entry, juror, &assignment, true).await?;
        }
        director.later(24 * 60);
        match panel.take() {
            Some(ending) => agree(director, cast, entry, jury, ending).await?,
            None => drop(director.act(staff, "consolidateApplications", input, "consolidations { status }").await?),
        }
    }
    Ok(())
}

/// How far a panel gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Somebody does not agree.
    Open,
    /// All do.
    Agreed,
}

/// One of the jurors proposes what lies halfway between the lowest and the highest score, and the others answer.
async fn agree(
    director: &Director,
    cast: &Cast,
    entry: &Entry,
    jury: &[(Someone, String)],
    ending: Ending,
) -> Result<(), DemoError> {
    let query =
        "query($id: ID!) { application(id: $id) { evaluations { juror { id } scores { criterion { code } score } } } }";
    let data = director.ask(staff_for(cast, entry), query, json!({ "id": entry.id })).await?;
    let evaluations = data["application"]["evaluations"].as_array().cloned().unwrap_or_default();
    let mut given: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for row in evaluations.iter().flat_map(|evaluation| evaluation["scores"].as_array().into_iter().flatten()) {
        let score = row["score"].as_i64().unwrap_or_default();
        let (lowest, highest) =
            given.entry(row["criterion"]["code"].as_str().unwrap_or_default()).or_insert((score, score));
        (*lowest, *highest) = ((*lowest).min(score), (*highest).max(score));
    }
    let scores: Vec<Value> = given
        .into_iter()
        .map(|(code, (lowest, highest))| json!({ "criterionCode": code, "score": decimal::show(50 * (lowest + highest)) }))
        .collect();
    let mut members = jury.iter().filter(|(_, id)| evaluations.iter().any(|one| one["juror"]["id"] == json!(id)));
    let Some((consolidator, id)) = members.next() else { return Ok(()) };
    let reason = "De jury verschilt te veel; overleg brengt meer op dan een gemiddelde.";
    let input = json!({ "applicationId": entry.id, "jurorId": id, "reason": reason });
    director.act(staff_for(cast, entry), "nameConsolidator", input, "panel { id }").await?;
    let input = json!({
        "applicationId": entry.id, "expectedVersion": 1, "scores": scores,
        "comment": "Halverwege: het plan is sterk, de uitvoering hebben wij minder kunnen zien.",
    });
    director.later(180);
    director.act(*consolidator, "proposePanelResult", input, "panel { id }").await?;
    for (member, _) in members {
        director.later(75);
        let answer = match ending {
            Ending::Agreed => json!({ "applicationId": entry.id, "expectedVersion": 2, "hasAgreed": true }),
            Ending::Open => json!({
                "applicationId": entry.id, "expectedVersion": 2, "hasAgreed": false,
                "reason": "De eigen inbreng van de leerkracht weegt voor mij zwaarder.",
            }),
        };
        director.act(*member, "answerPanelResult", answer, "panel { id }").await?;
    }
    Ok(())
}

/// From results to prizes.
async fn decide(director: &mut Director, cast: &Cast, campaign: &str, entries: &[Entry]) -> Result<(), DemoError> {
    let staff = cast.staff_of("VL");
    let second = cast.staff.get(1).map_or(staff, |(someone, _)| *someone);
    director.on("2025-10-06")?;
    advance(director, staff, campaign, "startDeliberation").await?;
    for track in ["NQL", "BELGICA"] {
        director
            .act(staff, "proposeDecisions", json!({ "campaignId": campaign, "track": track }), "decisions { id }")
            .await?;
    }
    // First versions of what teachers read, and beside them a word on the whole, which the jurors did not write.
    for community in ["VL", "FWB", "DG"] {
        for track in ["NQL", "BELGICA"] {
            let input = json!({ "campaignId": campaign, "track": track, "community": community });
            director.later(7);
            let step = "draftResultTexts";
            let made = director.try_act(cast.staff_of(community), step, input, "applications { id }").await?;
            // Where nobody of a community went for a label there is nothing to make.
            if let Err(codes) = made
                && codes != ["NOTHING_TO_DRAFT"]
            {
                return Err(DemoError::Script { step: step.to_owned(), why: codes.join(", ") });
            }
        }
    }
    let mut decided = Vec::new();
    let mut approved: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for entry in entries {
        let staff = staff_for(cast, entry);
        let query = "query($id: ID!) { application(id: $id) { decision { id version outcome } feedback { version } consolidation { scores { score criterion { code } } } } }";
        let data = director.ask(staff, query, json!({ "id": entry.id })).await?;
        let (decision, feedback) = (&data["application"]["decision"], &data["application"]["feedback"]);
        let outcome = decision["outcome"].as_str().unwrap_or_default();
        let which = weakest(&data["application"]["consolidation"]["scores"], outcome);
        let texts = cast.content.comments.feedback.get(outcome);
        let advice = texts.and_then(|texts| texts.get(which % texts.len().max(1))).cloned().unwrap_or_default();
        let item = json!({
            "applicationId": entry.id, "expectedFeedbackVersion": feedback["version"], "feedback": advice,
        });
        director.later(7);
        let saved = "applications { feedback { version } }";
        let saved = director.act(staff, "saveResultTexts", json!({ "items": [item] }), saved).await?;
        approved.entry(entry.community.as_str()).or_default().push(json!({
            "applicationId": entry.id, "expectedDecisionVersion": decision["version"],
            "expectedFeedbackVersion": saved.pointer("/0/feedback/version"),
        }));
        decided.push((id_of(decision), entry.community.clone()));
    }
    for (community, items) in approved {
        for some in items.chunks(100) {
            let input = json!({ "items": some });
            director.act(cast.staff_of(community), "approveResultTexts", input, "applications { id }").await?;
        }
    }
    director.on("2025-10-13")?;
    // A second person of the same community confirms; for other communities that is whoever did not propose.
    for community in ["VL", "FWB", "DG"] {
        let ratifier = if community == "VL" { second } else { cast.staff_of(community) };
        let theirs: Vec<&String> = decided.iter().filter(|(_, of)| of == community).map(|(id, _)| id).collect();
        for some in theirs.chunks(100) {
            director.act(ratifier, "ratifyDecisions", json!({ "decisionIds": some }), "decisions { id }").await?;
        }
    }
    award(director, campaign, staff, second).await?;
    release(director, cast, campaign, second).await?;
    for track in ["NQL", "BELGICA"] {
        director
            .act(staff, "announcePrizes", json!({ "campaignId": campaign, "track": track }), "prizeAwards { id }")
            .await?;
    }
    let event = invite_to_event(director, cast, campaign).await?;
    live_on(director, campaign, staff, second).await?;
    director.on("2025-11-05")?;
    for (community, signatory, function) in [
        ("VL", "Karolien Vanhaecke", "Coördinator eTwinning Vlaanderen"),
        ("FWB", "Anne Delvaux", "Coordinatrice eTwinning Fédération Wallonie-Bruxelles"),
        ("DG", "Petra Heinen", "Koordinatorin eTwinning Ostbelgien"),
    ] {
        hand_out(director, cast.staff_of(community), (campaign, community), (signatory, function)).await?;
    }
    attend(director, staff, &event).await?;
    correct(director, campaign, staff, second).await?;
    reconsider(director, campaign, staff, second).await?;
    director.on("2025-11-12")?;
    learn_of_labels_abroad(director, cast, campaign).await?;
    director.on("2025-11-19")?;
    nominate(director, cast, campaign, (staff, second)).await
}

/// Two explanations were wrong: one is set right, and the other waits for a second person.
async fn correct(director: &Director, campaign: &str, staff: Someone, second: Someone) -> Result<(), DemoError> {
    let query = "query($id: ID!) { decisions(first: 100, filter: { campaignId: { eq: $id }, outcome: { eq: NOT_AWARDED } }) \
                 { nodes { id version motivation application { track school { community } } } } }";
    let found = director.ask(staff, query, json!({ "id": campaign })).await?;
    let of_office = |decision: &&Value| {
        let application = &decision["application"];
        application["track"] == "NQL" && application["school"]["community"] == "VL"
    };
    let found = found["decisions"]["nodes"].as_array().into_iter().flatten().filter(of_office);
    for (place, decision) in (0..).zip(found.take(2)) {
        let motivation = decision["motivation"].as_str().unwrap_or_default();
        let input = json!({
            "decisionId": decision["id"], "expectedVersion": decision["version"], "outcome": "NOT_AWARDED",
            "motivation": format!("{motivation} De schooltaal werd eerst verkeerd vermeld."),
            "reason": "De leerkracht wees ons op een fout in de uitleg.",
        });
        let revised = director.act(staff, "reviseDecision", input, "decision { corrections { id version } }").await?;
        if place == 0 {
            let correction = &revised["corrections"][0];
            let input = json!({ "correctionId": correction["id"], "expectedVersion": correction["version"] });
            director.act(second, "confirmCorrection", input, "correction { id }").await?;
        }
    }
    Ok(())
}

/// Five teachers ask to look at a result again: one waits, one is not about the procedure, in one nothing went wrong, one is
/// looked at again, and of the last one the explanation was set right.
async fn reconsider(director: &Director, campaign: &str, staff: Someone, second: Someone) -> Result<(), DemoError> {
    let query = "query($id: ID!) { applications(first: 100, filter: { campaignId: { eq: $id }, track: { eq: NQL }, status: { eq: PUBLISHED } }) \
                 { nodes { id community teacher { id } decision { id outcome motivation correctedAt corrections { id } } } } }";
    let found = director.ask(staff, query, json!({ "id": campaign })).await?;
    let is_as_it_was =
        |one: &&Value| one["community"] == "VL" && one["decision"]["corrections"].as_array().is_some_and(Vec::is_empty);
    let mut found: Vec<&Value> =
        found["applications"]["nodes"].as_array().into_iter().flatten().filter(is_as_it_was).collect();
    // Whoever got no label asks first.
    found.sort_by_key(|one| one["decision"]["outcome"] == "AWARDED");
    let cases: [(&str, &[(&str, &str)]); 5] = [
        ("Ik kreeg pas na de laatste dag te horen dat er een bijlage ontbrak.", &[]),
        (
            "De jury vindt onze podcast te kort. Wij vinden van niet.",
            &[("INADMISSIBLE", "Dit gaat over het oordeel van de jury en niet over de procedure.")],
        ),
        (
            "Onze aanvraag werd volgens mij door één jurylid gelezen.",
            &[("UPHOLD", "Twee juryleden hebben de aanvraag volledig gelezen en beoordeeld.")],
        ),
        (
            "De link naar de TwinSpace werkte niet in de week van de beoordeling.",
            &[("GRANT", "De TwinSpace was die week inderdaad gesloten. We bekijken de aanvraag opnieuw.")],
        ),
        (
            "In de uitleg staat een ander project.",
            &[("GRANT", "Er staat inderdaad een zin uit een andere uitleg. We zetten dat recht.")],
        ),
    ];
    for (place, (application, (text, answers))) in found.into_iter().zip(cases).enumerate() {
        let teacher = someone(&application["teacher"], Role::Teacher)?;
        director.later(13);
        let input = json!({ "applicationId": application["id"], "ground": "PROCEDURAL", "text": text });
        let shown = "reconsideration { id version }";
        let mut request = director.act(teacher, "requestReconsideration", input, shown).await?;
        for (ruling, answer) in answers {
            director.later(17);
            if *ruling != "INADMISSIBLE" {
                let input = json!({ "reconsiderationId": request["id"], "expectedVersion": request["version"] });
                request = director.act(staff, "admitReconsideration", input, shown).await?;
            }
            let input = json!({
                "reconsiderationId": request["id"], "expectedVersion": request["version"], "ruling": ruling, "answer": answer,
            });
            request = director.act(staff, "answerReconsideration", input, shown).await?;
        }
        if place == 4 {
            let query = "query($id: ID!) { application(id: $id) { decision { id version outcome motivation } } }";
            let known = director.ask(staff, query, json!({ "id": application["id"] })).await?;
            let decision = &known["application"]["decision"];
            let motivation = decision["motivation"].as_str().unwrap_or_default();
            let input = json!({
                "decisionId": decision["id"], "expectedVersion": decision["version"], "outcome": decision["outcome"],
                "motivation": format!("{motivation} Deze uitleg is rechtgezet."), "reason": "Een zin was van een ander project.",
            });
            let revised =
                director.act(staff, "reviseDecision", input, "decision { corrections { id version } }").await?;
            let correction = &revised["corrections"][0];
            let input = json!({ "correctionId": correction["id"], "expectedVersion": correction["version"] });
            director.act(second, "confirmCorrection", input, "correction { id }").await?;
        }
    }
    Ok(())
}

/// The results of each community, and those of Belgica, go out: the Flemish ones by themselves when they are planned, Belgica a
/// day earlier, the others by hand. What the French Community told its teachers by telephone is on ESEP too.
async fn release(director: &Director, cast: &Cast, campaign: &str, second: Someone) -> Result<(), DemoError> {
    director.on("2025-10-20")?;
    let mut by_hand = Vec::new();
    for (track, community) in [("NQL", "VL"), ("BELGICA", "VL"), ("NQL", "FWB"), ("NQL", "DG")] {
        let staff = cast.staff_of(community);
        let shared = (track == "NQL").then_some(community);
        let input = json!({ "campaignId": campaign, "track": track, "community": shared });
        let (step, shown) = ("preparePublication", "publicationBatch { id setHash }");
        let batch = match director.try_act(staff, step, input, shown).await? {
            Ok(batch) => batch,
            // Nobody of this community handed in.
            Err(codes) if codes == ["NOTHING_TO_PUBLISH"] => continue,
            Err(codes) => return Err(DemoError::Script { step: step.to_owned(), why: codes.join(", ") }),
        };
        let input = json!({ "publicationBatchId": id_of(&batch), "expectedHash": batch["setHash"] });
        let approver = if community == "VL" { second } else { cast.admin };
        let batch = director.act(approver, "approvePublication", input, "publicationBatch { id version }").await?;
        let mut input = json!({ "publicationBatchId": id_of(&batch), "expectedVersion": batch["version"] });
        if (track, community) == ("NQL", "VL") {
            input["isScheduled"] = json!(true);
            director.act(staff, "scheduleRelease", input, "publicationBatch { id }").await?;
        } else {
            by_hand.push((track, staff, input));
        }
    }
    director.on("2025-10-29")?;
    for (track, staff, mut input) in by_hand {
        if track == "NQL" {
            director.on("2025-10-30")?;
        } else {
            input["reason"] = json!("De drie gemeenschappen vertellen het samen aan de pers.");
        }
        director.act(staff, "publishResults", input, "publicationBatch { id }").await?;
    }
    director.on("2025-10-30")?;
    director.wait().await?;
    director.on("2025-11-03")?;
    let french = cast.staff_of("FWB");
    let query = "query($id: ID!) { publicationBatches(campaignId: $id, filter: { community: { eq: FWB } }) { nodes { items(first: 100) { nodes { id } } } } }";
    let data = director.ask(french, query, json!({ "id": campaign })).await?;
    let items = data.pointer("/publicationBatches/nodes/0/items/nodes").and_then(Value::as_array);
    let items: Vec<String> = items.into_iter().flatten().map(id_of).collect();
    for item in &items {
        let input = json!({ "publicationItemId": item, "how": "Par téléphone." });
        director.act(french, "markReachedOtherwise", input, "publicationItem { id }").await?;
    }
    if !items.is_empty() {
        let input = json!({ "publicationItemIds": items });
        director.act(french, "markEsepPublished", input, "publicationItems { id }").await?;
    }
    Ok(())
}

/// The certificates of a community are issued; most are collected, and some of the others sent.
async fn hand_out(
    director: &Director,
    staff: Someone,
    (campaign, community): (&str, &str),
    (signatory, function): (&str, &str),
) -> Result<(), DemoError> {
    let logo = send(director, staff, ("image/png", include_bytes!("logo.png").to_vec())).await?;
    let input = json!({
        "campaignId": campaign, "signatoryName": signatory, "signatoryFunction": function,
        "pictures": [{ "kind": "LOGO", "uploadId": logo, "shows": "Logo van het steunpunt" }],
    });
    director.act(staff, "setCertificateDesign", input, "certificateDesign { id }").await?;
    let labels =
        director.ask(staff, "{ labels(first: 100) { nodes { id application { community } } } }", json!({})).await?;
    let labels = labels["labels"]["nodes"].as_array().cloned().unwrap_or_default();
    let labels: Vec<&Value> = labels
        .iter()
        .filter(|label| label["application"]["community"] == community)
        .map(|label| &label["id"])
        .collect();
    if labels.is_empty() {
        return Ok(());
    }
    director.act(staff, "issueCertificates", json!({ "labelIds": labels }), "labels { id }").await?;
    let (there, away): (Vec<_>, Vec<_>) = labels.iter().enumerate().partition(|(place, _)| place % 4 != 3);
    let ids = |some: Vec<(usize, &&Value)>| some.into_iter().map(|(_, id)| (*id).clone()).collect::<Vec<_>>();
    let collected = json!({ "labelIds": ids(there) });
    director.act(staff, "recordCollections", collected, "labels { id }").await?;
    let away: Vec<_> = away.into_iter().step_by(2).collect();
    if !away.is_empty() {
        let sent = json!({ "labelIds": ids(away), "postedOn": "2025-11-05" });
        director.act(staff, "recordPostings", sent, "labels { id }").await?;
    }
    Ok(())
}

/// The three communities invite everybody with a label to one event; most come, some with guests, and some say nothing.
async fn invite_to_event(director: &Director, cast: &Cast, campaign: &str) -> Result<String, DemoError> {
    let event = json!({
        "title": "Breng Europa naar je klas", "place": "Het Pand", "address": "Onderbergen 1, 9000 Gent",
        "startsAt": "2025-11-05T13:00:00Z", "endsAt": "2025-11-05T16:30:00Z", "answersCloseOn": "2025-11-04",
        "seats": 30, "mostGuests": 2, "communities": ["VL", "FWB", "DG"],
    });
    let input = json!({ "campaignId": campaign, "event": event });
    let event = id_of(&director.act(cast.staff_of("VL"), "planEvent", input, "event { id }").await?);
    for community in ["VL", "FWB", "DG"] {
        // An office whose teachers earned no label invites nobody.
        let input = json!({ "eventId": event, "tracks": ["NQL", "BELGICA"] });
        let _ = director.try_act(cast.staff_of(community), "inviteToEvent", input, "event { id }").await?;
        let query =
            "{ eventInvitations(first: 100, filter: { status: { eq: INVITED } }) { nodes { id teacher { id } } } }";
        let asked = director.ask(cast.staff_of(community), query, json!({})).await?;
        let asked = asked["eventInvitations"]["nodes"].as_array().cloned().unwrap_or_default();
        for (place, invitation) in asked.iter().enumerate().filter(|(place, _)| place % 5 != 4) {
            let Some(id) = invitation["teacher"]["id"].as_str().and_then(|id| id.parse().ok()) else { continue };
            director.later(7);
            let needs = (place == 1).then_some("Een plaats dicht bij de deur.");
            let input = json!({
                "eventInvitationId": id_of(invitation), "isComing": place % 5 != 3, "guests": place % 3, "needs": needs,
            });
            let teacher = Someone { id, role: Role::Teacher };
            director.act(teacher, "answerEventInvitation", input, "eventInvitation { id }").await?;
        }
    }
    Ok(event)
}

/// Who has a seat at the event is there, but for a few.
async fn attend(director: &Director, staff: Someone, event: &str) -> Result<(), DemoError> {
    let query = "query($id: ID!) { eventInvitations(first: 100, filter: { eventId: { eq: $id }, status: { eq: ACCEPTED } }) { nodes { id } } }";
    let seated = director.ask(staff, query, json!({ "id": event })).await?;
    let seated = seated["eventInvitations"]["nodes"].as_array().cloned().unwrap_or_default();
    let there: Vec<String> =
        seated.iter().enumerate().filter(|(place, _)| place % 6 != 5).map(|(_, one)| id_of(one)).collect();
    // The certificates are noted by each office.
    let input = json!({ "eventInvitationIds": there, "hasCertificate": false });
    director.act(staff, "recordAttendance", input, "eventInvitations { id }").await?;
    Ok(())
}

/// How far a prize comes in the demo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    /// Nobody answers yet.
    Announced,
    /// The school does not want it; the next one is proposed.
    Declined,
    /// Staff end it, and the next one is proposed.
    Forfeited,
    /// The school wants it, and has read the code of its voucher.
    Accepted,
    /// The day of the visit is planned.
    VisitPlanned,
    /// The school has it.
    HandedOver,
    /// The school told what it does with it.
    FollowedUp,
    /// It is over.
    Closed,
}

/// What becomes of each prize after it was announced.
async fn live_on(director: &Director, campaign: &str, staff: Someone, second: Someone) -> Result<(), DemoError> {
    director.on("2025-11-04")?;
    let query = "query($id: ID!) { prizes(first: 20, filter: { campaignId: { eq: $id } }) { nodes { track rank \
                 components { id kind } awards { id version status shares { school { id } } \
                 project { applications(campaignId: $id) { teacher { id } school { id } decision { outcome } } } } } } }";
    let prizes = director.ask(staff, query, json!({ "id": campaign })).await?;
    for prize in prizes["prizes"]["nodes"].as_array().into_iter().flatten() {
        let far = match (prize["track"].as_str(), prize["rank"].as_i64()) {
            (Some("NQL"), Some(1)) => Far::Closed,
            (Some("NQL"), Some(2)) => Far::FollowedUp,
            (Some("NQL"), Some(3)) => Far::HandedOver,
            (Some("NQL"), Some(4)) => Far::VisitPlanned,
            (Some("NQL"), Some(5)) => Far::Accepted,
            (Some("NQL"), Some(6)) => Far::Forfeited,
            (Some("NQL"), Some(7)) => Far::Declined,
            _ => Far::Announced,
        };
        let Some(award) = prize["awards"].as_array().into_iter().flatten().find(|one| one["status"] == "ANNOUNCED")
        else {
            continue;
        };
        let given = |version: i64| json!({ "prizeAwardId": award["id"], "expectedVersion": version });
        let version = award["version"].as_i64().unwrap_or_default();
        let labelled = award["project"]["applications"].as_array().into_iter().flatten();
        let winner = labelled.clone().find(|one| one["decision"]["outcome"] == "AWARDED");
        let Some((winner, school)) =
            winner.and_then(|one| Some((one["teacher"]["id"].as_str()?, &one["school"]["id"])))
        else {
            continue;
        };
        let failed = |_| DemoError::Failed(format!("{winner} is no user"));
        let winner = Someone { id: winner.parse().map_err(failed)?, role: Role::Teacher };
        director.later(11);
        let because = |reason: &str| {
            let mut input = given(version);
            input["reason"] = json!(reason);
            input
        };
        match far {
            Far::Announced => {}
            Far::Declined => {
                let input = because("De school belde: ze kreeg al genoeg dit jaar.");
                director.act(staff, "declinePrize", input, "prizeAward { id }").await?;
            }
            Far::Forfeited => {
                let input = because("Niemand antwoordt, ook niet na twee telefoontjes.");
                director.act(staff, "forfeitPrize", input, "prizeAward { id }").await?;
            }
            Far::Accepted | Far::VisitPlanned | Far::HandedOver | Far::FollowedUp | Far::Closed => {
                director.act(winner, "acceptPrize", given(version), "prizeAward { id }").await?;
                let parts = prize["components"].as_array().into_iter().flatten();
                let Some(part) = parts.into_iter().find(|part| part["kind"] == "VOUCHER") else { continue };
                let input = json!({
                    "prizeAwardId": award["id"], "prizeComponentId": part["id"], "schoolId": school,
                    "secret": format!("LETTERZEE-{}", director.now().timestamp() % 1_000_000),
                });
                director.later(3);
                let voucher = director.act(second, "enterVoucher", input, "prizeVoucher { id }").await?;
                let input = json!({ "prizeVoucherId": voucher["id"] });
                director.later(3);
                director.act(winner, "revealVoucher", input, "voucherSecret { secret }").await?;
                if far > Far::Accepted {
                    carry(director, given(version + 1), far, (staff, winner)).await?;
                }
            }
        }
    }
    Ok(())
}

/// What becomes of a prize that was accepted.
async fn carry(
    director: &Director,
    mut given: Value,
    far: Far,
    (staff, winner): (Someone, Someone),
) -> Result<(), DemoError> {
    let steps = [
        (
            Far::VisitPlanned,
            staff,
            "planPrizeVisit",
            json!({
                "startsAt": "2026-10-01T12:00:00Z", "endsAt": "2026-10-01T14:00:00Z", "place": "In de refter van de school",
                "staff": "Karolien Vanhaecke", "cakePieces": 48, "cakeNote": "Acht stukken zonder noten, vier zonder gluten.",
            }),
        ),
        (Far::HandedOver, staff, "recordPrizeHandover", json!({ "handedOverOn": "2025-11-04" })),
        (
            Far::FollowedUp,
            winner,
            "reportPrizeUse",
            json!({
                "text": "Met het geld kopen we een microscoop. De waardebon werd een kast vol boeken over water.",
                "newProject": "De rivier van hier naar daar",
            }),
        ),
        (Far::Closed, staff, "closePrizeAward", json!({})),
    ];
    for (_, who, name, more) in steps.into_iter().filter(|(step, ..)| *step <= far) {
        let mut input = given.clone();
        for (key, value) in more.as_object().into_iter().flatten() {
            input[key] = value.clone();
        }
        director.later(5);
        let done = director.act(who, name, input, "prizeAward { version }").await?;
        given["expectedVersion"] = done["version"].clone();
        if name == "recordPrizeHandover" {
            picture(director, &given["prizeAwardId"], (staff, winner), far).await?;
        }
    }
    Ok(())
}

/// A photo of the day: of some prizes the parents agreed to it, and of some of these it is approved.
async fn picture(
    director: &Director,
    award: &Value,
    (staff, winner): (Someone, Someone),
    far: Far,
) -> Result<(), DemoError> {
    let cake = prepare(include_bytes!("logo.png"), &|| Ok(())).ok().and_then(Result::ok);
    let cake = cake.ok_or_else(|| DemoError::Failed("the photo of the demo cannot be read".to_owned()))?;
    let caller = Caller { user: Some(winner.id), role: Some(winner.role), ..Caller::default() };
    let actor = director.api().admit(caller).await.map_err(|error| DemoError::Failed(error.message))?;
    let work = director.api().work(&actor, None).await?;
    let upload = photo::commands::keep(&work, cake).await?;
    work.commit().await?;
    let input = json!({
        "prizeAwardId": award, "uploadId": upload.to_string(), "occasion": "HANDOVER", "shows": "De taart met het logo erop",
    });
    let photo = director.act(winner, "addPhoto", input, "photo { id }").await?["id"].clone();
    if far > Far::HandedOver {
        let input = json!({
            "photoId": photo, "expectedVersion": 1, "purposes": ["REPORT", "PROMOTION"], "channels": ["SCHOOL", "WEBSITE"],
            "statement": "Er staat niemand op de foto.",
        });
        director.act(winner, "declarePhotoConsent", input, "photo { id }").await?;
    }
    if far > Far::FollowedUp {
        director.act(staff, "approvePhoto", json!({ "photoId": photo, "expectedVersion": 2 }), "photo { id }").await?;
    }
    Ok(())
}

/// Most of the projects earned a label in a partner's country too; staff of a community that takes part record it.
async fn learn_of_labels_abroad(director: &Director, cast: &Cast, campaign: &str) -> Result<(), DemoError> {
    let query = "query($id: ID!) { eqlCandidacies(first: 100, filter: { campaignId: { eq: $id } }) { nodes { project { id partners { school { community } } } } } }";
    let candidates = director.ask(cast.admin, query, json!({ "id": campaign })).await?;
    let candidates = candidates["eqlCandidacies"]["nodes"].as_array().cloned().unwrap_or_default();
    for candidate in candidates.iter().enumerate().filter(|(place, _)| place % 4 != 3).map(|(_, candidate)| candidate) {
        let input = json!({
            "projectId": candidate["project"]["id"], "campaignId": campaign, "countries": ["PT"],
            "source": "Bericht van het Portugese steunpunt, 12 november 2025",
        });
        let partners = candidate["project"]["partners"].as_array().into_iter().flatten();
        let communities: Vec<&str> = partners.filter_map(|partner| partner["school"]["community"].as_str()).collect();
        let community = ["VL", "FWB", "DG"].into_iter().find(|one| communities.contains(one)).unwrap_or("VL");
        let recorder = cast.staff_of(community);
        director.act(recorder, "recordForeignLabels", input, "eqlCandidacy { id }").await?;
    }
    Ok(())
}

/// The candidates of a campaign with a status, the highest mean first: id and version of each, with its project.
async fn candidates(director: &Director, cast: &Cast, campaign: &str, status: &str) -> Result<Vec<Value>, DemoError> {
    let query = "query($id: ID!, $status: EqlCandidacyStatus!) { eqlCandidacies(first: 100, orderBy: [{ field: AVERAGE }], \
                 filter: { campaignId: { eq: $id }, status: { eq: $status } }) \
                 { nodes { id version project { id partners { school { community } } } } } }";
    let found = director.ask(cast.staff_of("VL"), query, json!({ "id": campaign, "status": status })).await?;
    let of_office = |candidate: &&Value| {
        let partners = candidate["project"]["partners"].as_array().into_iter().flatten();
        partners.into_iter().any(|partner| partner["school"]["community"] == "VL")
    };
    Ok(found["eqlCandidacies"]["nodes"].as_array().into_iter().flatten().filter(of_office).cloned().collect())
}

/// The best projects are proposed for the European label, by two persons; the teachers of one do not want to take part.
async fn nominate(
    director: &Director,
    cast: &Cast,
    campaign: &str,
    (staff, second): (Someone, Someone),
) -> Result<(), DemoError> {
    if let Some(last) = candidates(director, cast, campaign, "ELIGIBLE").await?.last() {
        let input = json!({
            "eqlCandidacyId": last["id"], "expectedVersion": last["version"],
            "reason": "De leerkracht werkt nu op een andere school en wil niet meedoen.",
        });
        director.act(staff, "withdrawEqlCandidacy", input, "eqlCandidacy { id }").await?;
    }
    let input = json!({ "campaignId": campaign });
    let list = director.act(staff, "proposeEqlCandidates", input, "eqlNomination { id setHash }").await?;
    let input = json!({ "eqlNominationId": list["id"], "expectedHash": list["setHash"] });
    director.act(second, "nominateForEql", input, "eqlNomination { id }").await?;
    Ok(())
}

/// The Central Support Service has decided on two of the nominated projects.
async fn learn_of_outcomes(director: &Director, cast: &Cast, campaign: &str) -> Result<(), DemoError> {
    let nominated = candidates(director, cast, campaign, "NOMINATED").await?;
    let items: Vec<Value> = nominated
        .iter()
        .zip(["AWARDED", "NOT_AWARDED"])
        .map(|(candidate, outcome)| json!({ "projectId": candidate["project"]["id"], "outcome": outcome }))
        .collect();
    let input = json!({
        "campaignId": campaign, "source": "Brief van de centrale ondersteuningsdienst, 29 april 2026", "announcedOn": "2026-04-29",
        "items": items,
    });
    director.act(cast.staff_of("VL"), "importEqlOutcomes", input, "eqlCandidacies { id }").await?;
    Ok(())
}

/// Which text fits a result that fell short: by the criterion that did worst.
fn weakest(scores: &Value, outcome: &str) -> usize {
    let worst = scores.as_array().into_iter().flatten().min_by_key(|score| {
        score["score"].as_str().and_then(|text| text.replace('.', "").parse::<u32>().ok()).unwrap_or(u32::MAX)
    });
    let code = worst.and_then(|score| score["criterion"]["code"].as_str()).unwrap_or_default();
    match (outcome, code) {
        ("NOT_AWARDED", "C1" | "G1") => 0,
        ("NOT_AWARDED", "C2" | "G2" | "G3") | ("INADMISSIBLE", _) => 1,
        ("NOT_AWARDED", "C3" | "C4" | "C5") => 2,
        _ => code.bytes().last().map_or(3, usize::from),
    }
}

/// The prizes of a label: rank, title and money in cents.
const PRIZES: [(i32, &str, i32); 8] = [
    (1, "Hoofdprijs", 70_000),
    (2, "Tweede prijs", 30_000),
    (3, "Derde prijs", 20_000),
    (4, "Vierde prijs", 10_000),
    (5, "Vijfde prijs", 10_000),
    (6, "Zesde prijs", 10_000),
    (7, "Zevende prijs", 10_000),
    (8, "Achtste prijs", 10_000),
];

/// Each track has prizes. They go to the first two of the ranking; between equals somebody chooses.
async fn award(director: &mut Director, campaign: &str, staff: Someone, second: Someone) -> Result<(), DemoError> {
    let input = json!({
        "name": "Boekhandel De Letterzee", "website": "https://letterzee.example", "contact": "An Claes, zaakvoerder",
        "budgetCents": 200_000,
    });
    let sponsor = director.act(staff, "createSponsor", input, "sponsor { id version }").await?;
    let logo = send(director, staff, ("image/png", include_bytes!("logo.png").to_vec())).await?;
    let input = json!({
        "sponsorId": id_of(&sponsor), "expectedVersion": sponsor["version"], "uploadId": logo,
        "shows": "Logo van De Letterzee",
    });
    director.act(staff, "setSponsorLogo", input, "sponsor { id }").await?;
    for track in ["NQL", "BELGICA"] {
        // Belgica is smaller.
        let count = if track == "NQL" { 8 } else { 2 };
        for (rank, title, money) in PRIZES.into_iter().take(count) {
            let input = json!({
                "campaignId": campaign, "track": track, "rank": rank, "title": title,
                "components": [
                    { "kind": "MONEY", "amountCents": money, "description": "Geldprijs voor een nieuw project" },
                    { "kind": "VOUCHER", "amountCents": 15_000, "description": "Waardebon voor boeken", "sponsorName": "Boekhandel De Letterzee" },
                ],
            });
            director.act(staff, "definePrize", input, "prize { id }").await?;
        }
        let shown = format!(
            "prizeProposal {{ prizeAwards {{ id version }} choices {{ prizes {{ id }} \
             projects {{ id applications(campaignId: \"{campaign}\") {{ school {{ id }} decision {{ outcome }} }} }} }} }}"
        );
        let input = json!({ "campaignId": campaign, "track": track });
        let proposal = director.act(staff, "proposePrizes", input, &shown).await?;
        let mut given: Vec<Value> = proposal["prizeAwards"].as_array().cloned().unwrap_or_default();
        for choice in proposal["choices"].as_array().into_iter().flatten() {
            let chosen = choice["prizes"]
                .as_array()
                .into_iter()
                .flatten()
                .zip(choice["projects"].as_array().into_iter().flatten());
            for (prize, project) in chosen {
                let labelled = project["applications"].as_array().into_iter().flatten();
                let labelled = labelled.filter(|one| one["decision"]["outcome"] == "AWARDED");
                let schools: BTreeSet<String> = labelled.map(|one| id_of(&one["school"])).collect();
                let input = json!({
                    "prizeId": id_of(prize), "projectId": id_of(project), "schoolIds": schools,
                    "reason": "De jury koos dit project na een gesprek over de twee.",
                });
                given.push(director.act(staff, "awardPrize", input, "prizeAward { id version }").await?);
            }
        }
        for award in given {
            let input = json!({ "prizeAwardId": id_of(&award), "expectedVersion": award["version"] });
            director.act(second, "ratifyPrizeAward", input, "prizeAward { id }").await?;
        }
    }
    Ok(())
}
