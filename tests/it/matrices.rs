//! Two golden matrices, beside `policy_matrix.snap`: which rows everybody sees in each phase of a campaign, and what
//! everybody may do. `NQL_UPDATE_GOLDEN=1 cargo test --test it golden` writes them anew.

use std::{collections::BTreeMap, fmt::Write};

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use nql::{
    api::{
        act::ActRight,
        model::model,
        right::{Ruling, look},
        schema,
    },
    auth::{self, Actor},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    golden::assert_golden,
    support::{
        House, Person, Reply,
        story::{Phase, Story, behind, wire},
    },
};

/// A row that a block of the matrix is about.
struct Subject {
    kind: &'static str,
    label: &'static str,
    condition: &'static str,
    about: Option<Uuid>,
}

/// The rows that the matrix is about: of every kind the one that belongs to Lotte's application, and others where
/// that does not say enough.
#[expect(clippy::too_many_lines, reason = "a table, one row for each kind of object")]
fn subjects(story: &Story) -> Vec<Subject> {
    let campaign = Some(behind(&story.campaign));
    let next = Some(behind(&story.next_campaign));
    let bees = Some(behind(&story.bees));
    let border = Some(behind(&story.border));
    let school = Some(behind(&story.school));
    let lotte = Some(behind(&story.of_lotte));
    let claire = Some(behind(&story.of_claire));
    let els = Some(behind(&story.of_els));
    let person = |person: Person| Some(Uuid::from(person.id));
    let of_application = "application_id = $1";
    let of_candidacy = "candidacy_id IN (SELECT id FROM eql_candidacy WHERE project_id = $1)";
    let own_revision = "revision_id IN (SELECT id FROM application_revision WHERE application_id = $1)";
    // Evaluations have ids that say nothing of when they were begun, so the first is whichever.
    let of_lotte = "juror_id = $1 AND application_id IN (SELECT a.id FROM application a JOIN \"user\" u \
                    ON u.id = a.teacher_id WHERE u.name = 'Lotte Verhaegen')";
    let in_evaluation = "evaluation_id IN (SELECT e.id FROM evaluation e WHERE juror_id = $1 AND application_id IN \
                         (SELECT a.id FROM application a JOIN \"user\" u ON u.id = a.teacher_id \
                         WHERE u.name = 'Lotte Verhaegen'))";
    let of_assignment = "assignment_id IN (SELECT id FROM assignment WHERE juror_id = $1)";
    let merged = "consolidation_id IN (SELECT id FROM consolidation WHERE application_id = $1)";
    let registered = "registration_id IN (SELECT registration_id FROM application WHERE id = $1)";
    let registration = "id IN (SELECT registration_id FROM application WHERE id = $1)";
    let item = "rank = 2 AND campaign_id = $1";
    let in_prize = "prize_id IN (SELECT id FROM prize WHERE rank = 1 AND campaign_id = $1)";
    let in_other_prize = "prize_id IN (SELECT id FROM prize WHERE rank = 2 AND campaign_id = $1)";
    [
        ("Campaign", "the campaign", "id = $1", campaign),
        ("Campaign", "the campaign of next year, a draft", "id = $1", next),
        ("CampaignMilestone", "of the campaign", "campaign_id = $1", campaign),
        ("CampaignMilestone", "of next year, a draft", "campaign_id = $1", next),
        ("RubricVersion", "the rubric", "1 = 1", None),
        ("Criterion", "of the rubric", "1 = 1", None),
        ("Indicator", "of the rubric", "1 = 1", None),
        ("HelpText", "of the rubric", "1 = 1", None),
        ("EligibilityRule", "of the campaign", "campaign_id = $1", campaign),
        ("EligibilityRule", "of next year, a draft", "campaign_id = $1", next),
        ("School", "Lotte's", "id = $1", school),
        ("User", "Lotte", "id = $1", person(story.lotte)),
        ("User", "Claire", "id = $1", person(story.claire)),
        ("User", "the juror who judges", "id = $1", person(story.judge)),
        ("User", "staff", "id = $1", person(story.staff)),
        ("ServiceKey", "of the service", "user_id = $1", person(story.service)),
        ("ExternalIdentity", "Lotte's", "user_id = $1", person(story.lotte)),
        ("ExternalIdentity", "of staff", "user_id = $1", person(story.staff)),
        ("SchoolMembership", "Lotte's", "user_id = $1", person(story.lotte)),
        ("SchoolMembership", "Claire's", "user_id = $1", person(story.claire)),
        ("SchoolInvitation", "to Lotte", "user_id = $1", person(story.lotte)),
        ("Project", "Lotte's, NQL", "id = $1", bees),
        ("Project", "Bert's and Claire's, Belgica", "id = $1", border),
        ("ProjectPartner", "of Lotte's project", "project_id = $1", bees),
        ("UnknownPartner", "of Lotte's project", "project_id = $1", bees),
        ("ProjectMember", "of Lotte's project", "project_id = $1", bees),
        ("ProjectMember", "of Bert's and Claire's", "project_id = $1", border),
        ("Registration", "Lotte's", registration, lotte),
        ("Registration", "Claire's, Belgica", registration, claire),
        ("EligibilityAnswer", "Lotte's", registered, lotte),
        ("ImportBatch", "read by staff", "campaign_id = $1", campaign),
        ("ImportRow", "of Lotte", "campaign_id = $1", campaign),
        ("ImportFinding", "of Lotte's row", "row_id IN (SELECT id FROM import_row WHERE campaign_id = $1)", campaign),
        ("Application", "Lotte's", "id = $1", lotte),
        ("Application", "Claire's, Belgica", "id = $1", claire),
        ("Application", "Els's, never handed in", "id = $1", els),
        ("ApplicationAnswer", "in Lotte's draft", of_application, lotte),
        ("DraftText", "of Lotte's draft", of_application, lotte),
        ("DraftRemark", "on Lotte's draft", of_application, lotte),
        ("FormSession", "of Lotte's application", of_application, lotte),
        ("EvidenceLink", "in Lotte's draft", of_application, lotte),
        ("ApplicationRevision", "Lotte's", of_application, lotte),
        ("ApplicationRevision", "Claire's, Belgica", of_application, claire),
        ("RevisionAnswer", "Lotte's", own_revision, lotte),
        ("RevisionLink", "Lotte's", own_revision, lotte),
        ("Juror", "who judges it", "id = $1", person(story.judge)),
        ("JuryMembership", "of the juror who judges it", "juror_id = $1", person(story.judge)),
        ("ConflictOfInterest", "of the juror with a conflict", "juror_id = $1", person(story.tied)),
        ("JurorAbsence", "of the juror asked for Wim's", "juror_id = $1", person(story.asked)),
        ("ConflictClearance", "of the juror asked for Wim's", "juror_id = $1", person(story.asked)),
        ("AssignmentPlan", "NQL", "campaign_id = $1 AND state = 'READY'", campaign),
        ("PlannedPair", "of Lotte's application", of_application, lotte),
        ("Assignment", "of the first to hand in", "juror_id = $1", person(story.judge)),
        ("Assignment", "of the second to hand in", "juror_id = $1", person(story.second_judge)),
        ("Assignment", "of the one asked for Wim's", "juror_id = $1", person(story.asked)),
        ("Assignment", "of the one with a conflict", "juror_id = $1", person(story.tied)),
        ("Evaluation", "of the first to hand in", of_lotte, person(story.judge)),
        ("Evaluation", "of the second to hand in", of_lotte, person(story.second_judge)),
        ("Evaluation", "of the one with a conflict", "juror_id = $1", person(story.tied)),
        ("EvaluationScore", "of the first to hand in", in_evaluation, person(story.judge)),
        ("EvaluationScore", "of the second to hand in", in_evaluation, person(story.second_judge)),
        ("RefusedText", "of the first to hand in", of_assignment, person(story.judge)),
        ("Consolidation", "of Lotte's application", of_application, lotte),
        ("Consolidation", "of Claire's, Belgica", of_application, claire),
        ("ConsolidationScore", "of Lotte's application", merged, lotte),
        ("Panel", "on Claire's, Belgica", of_application, claire),
        ("Decision", "on Lotte's application", of_application, lotte),
        ("Decision", "on Claire's, Belgica", of_application, claire),
        (
            "DecisionStep",
            "on Lotte's application",
            "decision_id IN (SELECT id FROM decision WHERE application_id = $1)",
            lotte,
        ),
        (
            "DecisionEvaluation",
            "on Lotte's application",
            "decision_id IN (SELECT id FROM decision WHERE application_id = $1)",
            lotte,
        ),
        ("Feedback", "on Lotte's application", of_application, lotte),
        (
            "FeedbackPart",
            "on Lotte's application",
            "feedback_id IN (SELECT id FROM feedback WHERE application_id = $1)",
            lotte,
        ),
        ("ResultRemark", "on Lotte's texts", of_application, lotte),
        ("Correction", "of Lotte's result", of_application, lotte),
        ("Reconsideration", "of Lotte's result", of_application, lotte),
        ("PublicationBatch", "NQL", "track = 'NQL' AND campaign_id = $1", campaign),
        ("PublicationItem", "of Lotte's application", of_application, lotte),
        ("PublicationItem", "of Claire's, Belgica", of_application, claire),
        ("Label", "Lotte's", of_application, lotte),
        ("Label", "Claire's, Belgica", of_application, claire),
        ("Event", "of the Flemish community", "campaign_id = $1", campaign),
        ("EventInvitation", "Lotte's", "teacher_id = $1", person(story.lotte)),
        ("EventInvitation", "Claire's, Belgica", "teacher_id = $1", person(story.claire)),
        ("CertificateDesign", "of the Flemish community", "campaign_id = $1", campaign),
        ("CertificatePicture", "of the Flemish community", "shows = 'eTwinning'", None),
        ("Prize", "won by Lotte's school", "rank = 1 AND campaign_id = $1", campaign),
        ("Prize", "not given", item, campaign),
        ("PrizeComponent", "of the prize that is won", in_prize, campaign),
        ("PrizeComponent", "of the one not given", in_other_prize, campaign),
        ("Sponsor", "of the prize that is won", "name = 'Sponsor 1'", None),
        ("Sponsor", "of the one not given", "name = 'Sponsor 2'", None),
        ("PrizeAward", "to Lotte's school", "project_id = $1", bees),
        ("PrizeShare", "of Lotte's school", "project_id = $1", bees),
        (
            "Photo",
            "of Lotte's school, not approved",
            "prize_award_id IN (SELECT id FROM prize_award WHERE project_id = $1)",
            bees,
        ),
        ("PrizeVoucher", "of Lotte's school", "share_id IN (SELECT id FROM prize_share WHERE project_id = $1)", bees),
        ("EqlCandidacy", "of Lotte's project", "project_id = $1", bees),
        ("EqlCondition", "of Lotte's project", of_candidacy, bees),
        ("EqlCountry", "of Lotte's project", of_candidacy, bees),
        ("EqlNomination", "of the campaign", "campaign_id = $1", campaign),
        ("Job", "that tells Lotte of the European label", of_application, lotte),
        ("Message", "to Lotte", "recipient_id = $1", person(story.lotte)),
        ("Message", "to the juror who judges it", "recipient_id = $1", person(story.judge)),
        ("AuditEvent", "of Lotte", "actor_id = $1", person(story.lotte)),
        ("AuditEvent", "of staff", "actor_id = $1", person(story.staff)),
    ]
    .map(|(kind, label, condition, about)| Subject { kind, label, condition, about })
    .into()
}

/// A table of words: a line per relation, a column per phase.
fn block(text: &mut String, title: &str, columns: &[&str], lines: &[(&str, Vec<String>)]) {
    let width = |column: usize| {
        lines.iter().map(|(_, cells)| cells[column].len()).chain([columns[column].len()]).max().unwrap_or(0)
    };
    let line = |text: &mut String, name: &str, cells: &[String]| {
        let mut whole = format!("  {name:<42}");
        for (index, cell) in cells.iter().enumerate() {
            let _ = write!(whole, " {cell:<width$}", width = width(index));
        }
        let _ = writeln!(text, "{}", whole.trim_end());
    };
    let _ = writeln!(text, "{title}");
    line(text, "", &columns.iter().map(|&column| column.to_owned()).collect::<Vec<_>>());
    for (name, cells) in lines {
        line(text, name, cells);
    }
    text.push('\n');
}

crate::trial! {
    async fn the_golden_scope_matrix_says_which_rows_everybody_sees(house) {
        let story = Story::begin(&house).await;
        let subjects = subjects(&story);
        for object in model().objects.iter().filter(|object| object.prefix.is_some()) {
            assert!(subjects.iter().any(|subject| subject.kind == object.name), "no {} in the matrix", object.name);
        }
        let mut cells: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            let mut there = Vec::new();
            for (number, subject) in subjects.iter().enumerate() {
                let rows = story.rows(subject.kind, subject.condition, subject.about).await;
                there.extend(rows.into_iter().next().map(|id| (number, id)));
            }
            let (numbers, ids): (Vec<usize>, Vec<String>) = there.into_iter().unzip();
            for (place, (_, who)) in story.relations().into_iter().enumerate() {
                let seen = story.seen(who, &ids).await;
                for number in 0..subjects.len() {
                    let found = numbers.iter().position(|known| *known == number);
                    let word = found.map_or("-", |index| if seen[index] { "yes" } else { "." });
                    cells.entry((number, place)).or_default().push(word.to_owned());
                }
            }
        }
        let mut text = "Is a row seen through node(id)? yes: it is; `.`: it is not; `-`: there is no such row yet.\n\n".to_owned();
        let columns = Phase::ALL.map(Phase::word);
        for (number, subject) in subjects.iter().enumerate() {
            let lines: Vec<_> = story.relations().iter().enumerate().map(|(place, (name, _))| (*name, cells[&(number, place)].clone())).collect();
            block(&mut text, &format!("{}: {}", subject.kind, subject.label), &columns, &lines);
        }
        assert_golden("tests/it/snapshots/scope_matrix.snap", &text);
    }
}

/// What a right says of a row to somebody.
async fn ruling(house: &House, who: Option<Person>, right: (&'static str, &'static str), id: &str) -> Ruling {
    let actor = match who {
        None => Actor::Anonymous,
        Some(person) => {
            let rights = auth::load(house.db.connection(), person.id).await.unwrap().unwrap();
            Actor::new(rights, person.role).unwrap()
        }
    };
    look(house.db.connection(), (&actor, house.clock.now()), right, behind(id)).await.unwrap()
}

crate::trial! {
    async fn the_golden_rights_matrix_says_what_everybody_may_write(house) {
        let story = Story::begin(&house).await;
        let mut rights = Vec::new();
        for object in &model().objects {
            rights.extend(object.rights.iter().map(|right| (object.name, right.name, right.doc.as_str())));
        }
        let subjects = subjects(&story);
        let mut cells: BTreeMap<(usize, usize, usize), Vec<&str>> = BTreeMap::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            for (number, subject) in subjects.iter().enumerate() {
                let row = story.rows(subject.kind, subject.condition, subject.about).await.into_iter().next();
                for (which, (_, right, _)) in rights.iter().enumerate().filter(|(_, (object, ..))| *object == subject.kind) {
                    for (place, (_, who)) in story.relations().into_iter().enumerate() {
                        let word = match &row {
                            None => "-",
                            Some(id) => match ruling(&house, who, (subject.kind, right), id).await {
                                Ruling::Open => "yes",
                                Ruling::Closed => "later",
                                Ruling::Forbidden => "no",
                                Ruling::Hidden => ".",
                            },
                        };
                        cells.entry((number, which, place)).or_default().push(word);
                    }
                }
            }
        }
        let mut text = "What may be done to a row? yes; `later`: this is not the time, or the caller has an interest in it; no; `.`: it \n\
            does not exist for the caller; `-`: there is no such row yet. Who is not listed gets `.` or no in every phase.\n\n".to_owned();
        let columns = Phase::ALL.map(Phase::word);
        for (which, (object, right, doc)) in rights.iter().enumerate() {
            let _ = writeln!(text, "{object}::{right}. {doc}\n");
            for (number, subject) in subjects.iter().enumerate().filter(|(_, subject)| subject.kind == *object) {
                let relations = story.relations();
                let listed = relations.iter().enumerate().map(|(place, (name, _))| (*name, &cells[&(number, which, place)]));
                let lines: Vec<(&str, Vec<String>)> = listed
                    .filter(|(_, words)| words.iter().any(|word| ["yes", "later"].contains(word)))
                    .map(|(name, words)| (name, words.iter().map(|word| (*word).to_owned()).collect()))
                    .collect();
                block(&mut text, &format!("{}: {}", subject.kind, subject.label), &columns, &lines);
            }
        }
        text.push_str("Which right a mutation needs, and the field of its input that names the row:\n");
        for act in nql::mutation::acts() {
            let told = |right: &ActRight| format!("{}::{}({})", right.object, right.name, right.argument.unwrap_or_default());
            let needs: Vec<String> = act.rights.iter().map(told).collect();
            let _ = writeln!(text, "  {:<26} {}", act.name, if needs.is_empty() { "-".to_owned() } else { needs.join(", ") });
        }
        assert_golden("tests/it/snapshots/rights_matrix.snap", &text);
    }
}

/// An input for a mutation in which something is wrong, so that whoever may act gets a user error and nothing is
/// written: an old version, an empty text, a person who may not.
pub struct Act {
    pub name: &'static str,
    pub input_type: Option<&'static str>,
    pub input: Value,
}

/// An id that no row of a kind has.
fn nobody(prefix: &str) -> String {
    wire(prefix, Uuid::from_u128(1))
}

/// The oldest row that meets a condition, or an id that no row has.
async fn first(story: &Story, kind: &str, condition: &str, about: &str) -> String {
    let prefix = model().object(kind).unwrap().prefix.unwrap();
    let rows = story.rows(kind, condition, Some(behind(about))).await;
    rows.into_iter().next().unwrap_or_else(|| nobody(prefix))
}

/// What is tried on Lotte's application and what belongs to it.
#[expect(clippy::too_many_lines, reason = "one line per mutation")]
pub async fn acts(story: &Story) -> Vec<Act> {
    // A panel is tried on Claire's, whose jurors are to agree.
    let (lotte, claire, campaign) = (&story.of_lotte, &story.of_claire, &story.campaign);
    let of_application = "application_id = $1";
    let registration =
        first(story, "Registration", "id IN (SELECT registration_id FROM application WHERE id = $1)", lotte).await;
    // The newest: without the one she began with, Lotte could not hand in.
    let links = story.rows("EvidenceLink", of_application, Some(behind(lotte))).await;
    let link = links.last().unwrap().clone();
    let text = first(story, "DraftText", of_application, lotte).await;
    let own_revision = "revision_id IN (SELECT id FROM application_revision WHERE application_id = $1)";
    let revision_link = first(story, "RevisionLink", own_revision, lotte).await;
    let decision = first(story, "Decision", of_application, lotte).await;
    let assignment = first(story, "Assignment", "application_id = $1 AND state <> 'RECUSED'", lotte).await;
    let evaluation = first(story, "Evaluation", "application_id = $1 AND state <> 'VOID'", lotte).await;
    let item = first(story, "PublicationItem", of_application, lotte).await;
    let correction = first(story, "Correction", of_application, lotte).await;
    let request = first(story, "Reconsideration", of_application, lotte).await;
    let design = first(story, "CertificateDesign", "campaign_id = $1", campaign).await;
    let batch = first(story, "PublicationBatch", "track = 'NQL' AND campaign_id = $1", &story.campaign).await;
    let label = first(story, "Label", of_application, lotte).await;
    let prize = first(story, "Prize", "rank = 1 AND campaign_id = $1", &story.campaign).await;
    let sponsor = story.rows("Sponsor", "name = 'Sponsor 1'", None).await;
    let sponsor = sponsor.into_iter().next().unwrap_or_else(|| nobody("sponsor"));
    let award = first(story, "PrizeAward", "project_id = $1", &story.bees).await;
    let candidacy = first(story, "EqlCandidacy", "project_id = $1", &story.bees).await;
    let nomination = first(story, "EqlNomination", "campaign_id = $1", campaign).await;
    let photo =
        first(story, "Photo", "prize_award_id IN (SELECT id FROM prize_award WHERE project_id = $1)", &story.bees)
            .await;
    let mail = first(
        story,
        "Message",
        "template = 'REGISTRATION_CONFIRMED' AND recipient_id = $1",
        &wire("user", story.lotte.id.into()),
    )
    .await;
    let event = first(story, "Event", "campaign_id = $1", campaign).await;
    let invitation = first(story, "EventInvitation", "teacher_id = $1", &wire("user", story.lotte.id.into())).await;
    let no_plan = json!({
        "title": " ", "place": " ", "address": " ", "startsAt": "2020-01-01T10:00:00Z", "endsAt": "2020-01-01T09:00:00Z",
        "answersCloseOn": "2020-01-01", "seats": 0, "mostGuests": -1, "communities": [],
    });
    let tied = wire("juror", story.tied.id.into());
    let conflict = first(story, "ConflictOfInterest", "juror_id = $1", &tied).await;
    let absence = first(story, "JurorAbsence", "juror_id = $1", &wire("juror", story.asked.id.into())).await;
    let clearance = first(story, "ConflictClearance", "juror_id = $1", &wire("juror", story.asked.id.into())).await;
    let plan = first(story, "AssignmentPlan", "campaign_id = $1 AND state = 'READY'", campaign).await;
    let import = first(story, "ImportBatch", "campaign_id = $1", &story.campaign).await;
    let import_row = first(story, "ImportRow", "campaign_id = $1", &story.campaign).await;
    let job = first(story, "Job", of_application, lotte).await;
    let (next, school) = (&story.next_campaign, &story.school);
    let old = json!({ "campaignId": campaign, "expectedVersion": 999 });
    let application = json!({ "applicationId": lotte, "expectedVersion": 999 });
    let mut unnamed_campaign = House::campaign_input();
    unnamed_campaign["name"] = json!(" ");
    unnamed_campaign["schoolYear"] = json!("2025-2026");
    let track = json!({ "campaignId": campaign, "track": "NQL" });
    let moved = Some("MoveCampaignInput");
    let act = |name, input| Act { name, input_type: None, input };
    let with = |name, input_type, input| Act { name, input_type, input };
    vec![
        act("createUser", json!({ "email": "geen adres", "name": " ", "roles": ["TEACHER"] })),
        act("updateProfile", json!({ "name": " " })),
        act("inviteToSchool", json!({ "email": "geen adres", "schoolId": school, "fromOn": "2025-09-01" })),
        act(
            "answerSchoolInvitation",
            json!({ "schoolInvitationId": nobody("school_invitation"), "answer": "CONFIRM" }),
        ),
        act("resendMessage", json!({ "messageId": mail, "reason": " " })),
        act("retryJob", json!({ "jobId": job, "expectedVersion": 999 })),
        act("lockUser", json!({ "userId": story.wim.id.to_string(), "expectedVersion": 999, "reason": " " })),
        act("unlockUser", json!({ "userId": story.wim.id.to_string(), "expectedVersion": 999, "reason": " " })),
        act(
            "changeRoles",
            json!({ "userId": story.wim.id.to_string(), "expectedVersion": 999, "roles": ["ADMIN"], "reason": " " }),
        ),
        act("signIn", json!({ "email": "geen adres", "password": "onjuist" })),
        act("requestSignInLink", json!({ "email": "geen adres" })),
        act("signInWithLink", json!({ "linkToken": "geen" })),
        act("signInWithProvider", json!({ "idToken": "geen", "nonce": "geen" })),
        act(
            "linkIdentity",
            json!({ "userId": story.wim.id.to_string(), "issuer": "https://elders.example", "subject": "", "reason": " " }),
        ),
        act(
            "unlinkIdentity",
            json!({ "userId": story.wim.id.to_string(), "issuer": "https://elders.example", "reason": " " }),
        ),
        act("refreshSession", json!({ "refreshToken": "geen" })),
        act("signOut", json!({ "refreshToken": "geen" })),
        act("changePassword", json!({ "currentPassword": "onjuist", "newPassword": "kort" })),
        act("resetPassword", json!({ "linkToken": "geen", "newPassword": "kort" })),
        act(
            "makeServiceKey",
            json!({ "userId": story.service.id.to_string(), "name": " ", "scopes": [], "expiresOn": "2020-01-01" }),
        ),
        act("revokeServiceKey", json!({ "serviceKeyId": nobody("service_key"), "reason": " " })),
        act("exchangeServiceKey", json!({ "secret": "geen" })),
        act("createCampaign", unnamed_campaign),
        with("openCampaign", moved, old.clone()),
        with("closeCampaign", moved, old.clone()),
        with("startEvaluation", moved, old.clone()),
        with("startDeliberation", moved, old.clone()),
        with("resumeEvaluation", moved, old.clone()),
        act("archiveCampaign", old),
        act("cloneCampaign", json!({ "campaignId": campaign, "schoolYear": "2025-2027" })),
        act("setMilestones", json!({ "campaignId": campaign, "expectedVersion": 999, "milestones": [] })),
        act(
            "setContact",
            json!({ "campaignId": campaign, "expectedVersion": 999, "email": "geen adres", "url": "geen adres" }),
        ),
        act("setLanguages", json!({ "campaignId": campaign, "expectedVersion": 999, "vl": "la" })),
        act("configurationExport", json!({ "campaignId": campaign, "format": 2 })),
        act("configurationPreview", json!({ "campaignId": campaign, "document": "geen" })),
        act(
            "applyConfiguration",
            json!({ "campaignId": campaign, "document": "geen", "expectedHash": "0".repeat(64) }),
        ),
        act("extendDeadlines", json!({ "campaignId": campaign, "expectedVersion": 999, "reason": " " })),
        act(
            "createSchool",
            json!({ "name": " ", "community": "VL", "country": "BE", "city": " ", "level": "PRIMARY" }),
        ),
        act("createProject", House::project_input(" ", school, &story.abroad)),
        act(
            "addProjectPartner",
            json!({ "projectId": story.bees, "expectedVersion": 999, "schoolId": story.french_school, "isFounder": false }),
        ),
        act(
            "addProjectMember",
            json!({ "projectId": story.bees, "email": "wim.de.backer@nql.example", "schoolId": school, "role": "PARTNER" }),
        ),
        act("endProject", json!({ "projectId": story.bees, "expectedVersion": 999, "endedOn": "2025-09-30" })),
        act("setEligibilityRules", json!({ "campaignId": campaign, "expectedVersion": 999, "rules": [] })),
        act(
            "eligibilityRulesPreview",
            json!({ "campaignId": campaign, "rules": [{ "condition": "COLLABORATED", "atRegistration": "BLOCK", "atHandIn": "BLOCK" }] }),
        ),
        act("eligibilityCheck", House::registration_input(campaign, &story.bees)),
        act("submitRegistration", House::registration_input(campaign, &story.bees)),
        act(
            "reviewRegistration",
            json!({ "registrationId": registration, "expectedVersion": 999, "verdict": "REFUSE", "reason": " " }),
        ),
        act(
            "overrideEligibility",
            json!({ "registrationId": registration, "expectedVersion": 999, "condition": "COLLABORATED", "reason": " " }),
        ),
        act("previewImport", json!({ "campaignId": campaign, "uploadId": nobody("upload") })),
        act("commitImport", json!({ "importBatchId": import, "expectedVersion": 999 })),
        act("fixImportRow", json!({ "importRowId": import_row, "expectedVersion": 999 })),
        act("takeBackImportRow", json!({ "importRowId": import_row, "expectedVersion": 999, "reason": " " })),
        act("withdrawRegistration", json!({ "registrationId": registration, "expectedVersion": 999 })),
        act("openApplicationForm", json!({ "registrationId": registration })),
        act("renewFormSession", json!({ "applicationId": lotte })),
        act("closeApplicationForm", json!({ "applicationId": lotte })),
        act("carryOverDraft", json!({ "applicationId": lotte, "registrationId": registration })),
        act("applicationExport", json!({ "applicationId": lotte, "format": "TEXT", "source": "DRAFT" })),
        act("saveApplicationDraft", application.clone()),
        act("restoreDraftText", json!({ "draftTextId": text, "expectedVersion": 999 })),
        act(
            "addEvidenceLink",
            json!({ "applicationId": lotte, "kind": "OTHER", "url": "file:///etc/passwd", "label": "Bestand" }),
        ),
        act("updateEvidenceLink", json!({ "evidenceLinkId": link, "label": " " })),
        act("withdrawConsent", application.clone()),
        act("removeEvidenceLink", json!({ "evidenceLinkId": link })),
        act("declareConsent", application.clone()),
        act("submitApplication", application.clone()),
        act("withdrawApplication", application.clone()),
        act("recordEsepSubmission", json!({ "applicationId": lotte, "submittedAt": "2099-01-01T00:00:00Z" })),
        act("admitApplications", json!({ "applicationIds": [lotte] })),
        act("recordLinkCheck", json!({ "revisionLinkId": revision_link, "isReachable": true })),
        act("remindDrafts", json!({ "campaignId": campaign, "untouchedForDays": 0 })),
        act("decideAdmissibility", json!({ "applicationId": lotte, "admissibility": "INADMISSIBLE", "reason": " " })),
        act(
            "inviteJuror",
            json!({ "campaignId": campaign, "tracks": ["NQL"], "email": "geen adres", "name": " ", "experience": " ", "languages": ["nl"] }),
        ),
        act("recordConflict", json!({ "jurorId": tied, "schoolId": school, "reason": " " })),
        act("declareConflict", json!({ "applicationId": lotte, "reason": " " })),
        act("withdrawConflict", json!({ "conflictOfInterestId": conflict, "reason": " " })),
        act("assignJuror", json!({ "applicationId": lotte, "jurorId": tied })),
        act("updateJuror", json!({ "jurorId": tied, "expectedVersion": 999 })),
        act("recordAbsence", json!({ "jurorId": tied, "fromOn": "2026-02-02", "toOn": "2026-02-01" })),
        act("removeAbsence", json!({ "absenceId": absence })),
        act(
            "recordJurorSchool",
            json!({ "jurorId": tied, "school": { "schoolId": school, "fromOn": "2026-02-02", "toOn": "2026-02-01" } }),
        ),
        act("withdrawJuror", json!({ "jurorId": tied, "campaignId": campaign, "track": "NQL", "reason": " " })),
        act("clearConflict", json!({ "jurorId": tied, "applicationId": lotte, "reason": " " })),
        act("withdrawClearance", json!({ "conflictClearanceId": clearance, "reason": " " })),
        act("screenConflicts", json!({ "campaignId": next })),
        act("simulateAssignment", json!({ "campaignId": next, "track": "NQL" })),
        act("cancelAssignmentPlan", json!({ "assignmentPlanId": plan, "expectedVersion": 999 })),
        act("commitAssignmentPlan", json!({ "assignmentPlanId": plan, "expectedVersion": 999, "expectedHash": "0" })),
        act("assignmentPlanInspection", json!({ "assignmentPlanId": plan })),
        act("assignmentPlanComparison", json!({ "assignmentPlanId": plan, "otherAssignmentPlanId": plan })),
        act("assignmentExplanation", json!({ "assignmentPlanId": plan, "applicationId": lotte, "jurorId": tied })),
        act("jurorChoices", json!({ "applicationId": lotte })),
        act("remindJurors", json!({ "campaignId": next })),
        act("juryHealth", json!({ "campaignId": next, "track": "NQL" })),
        act("respondToAssignment", json!({ "assignmentId": assignment, "expectedVersion": 999, "answer": "ACCEPT" })),
        act("revokeAssignment", json!({ "assignmentId": assignment, "expectedVersion": 999, "reason": " " })),
        act("saveEvaluationDraft", json!({ "assignmentId": assignment, "expectedVersion": 999 })),
        act("submitEvaluation", json!({ "assignmentId": assignment, "expectedVersion": 999 })),
        act("reopenEvaluation", json!({ "evaluationId": evaluation, "expectedVersion": 999, "reason": " " })),
        act("consolidateApplications", json!({ "applicationIds": [lotte] })),
        act("nameConsolidator", json!({ "applicationId": claire, "jurorId": tied, "reason": " " })),
        act(
            "proposePanelResult",
            json!({ "applicationId": claire, "expectedVersion": 999, "scores": [], "comment": " " }),
        ),
        act("answerPanelResult", json!({ "applicationId": claire, "expectedVersion": 999, "hasAgreed": false })),
        act("dissolvePanel", json!({ "applicationId": claire, "reason": " " })),
        act("proposeDecisions", track.clone()),
        act("draftResultTexts", json!({ "campaignId": campaign, "track": "NQL", "community": "VL" })),
        act("resultTextsSheet", json!({ "campaignId": campaign, "track": "NQL", "community": "VL" })),
        act(
            "resultTextsPreview",
            json!({ "campaignId": campaign, "track": "NQL", "community": "VL", "uploadId": nobody("upload") }),
        ),
        act(
            "importResultTexts",
            json!({
                "campaignId": campaign, "track": "NQL", "community": "VL", "uploadId": nobody("upload"), "expectedHash": "0",
            }),
        ),
        act(
            "saveResultTexts",
            json!({ "items": [{ "applicationId": lotte, "expectedFeedbackVersion": 999, "feedback": " " }] }),
        ),
        act(
            "approveResultTexts",
            json!({ "items": [{ "applicationId": lotte, "expectedDecisionVersion": 999, "expectedFeedbackVersion": 999 }] }),
        ),
        act(
            "adjustDecision",
            json!({ "decisionId": decision, "expectedVersion": 999, "outcome": "NOT_AWARDED", "reason": " " }),
        ),
        act("ratifyDecisions", json!({ "decisionIds": [decision] })),
        act("takeBackRatifications", json!({ "decisionIds": [decision], "reason": " " })),
        act("takeBackAdmissibility", json!({ "applicationId": lotte, "reason": " " })),
        act("decisionReplay", json!({ "decisionId": decision })),
        act("outcomesUnder", json!({ "campaignId": next, "track": "NQL", "threshold": "999.00" })),
        act("releasePreview", json!({ "campaignId": next, "track": "NQL", "community": "VL" })),
        act("preparePublication", json!({ "campaignId": campaign, "track": "NQL", "community": "VL" })),
        act("approvePublication", json!({ "publicationBatchId": batch, "expectedHash": "0".repeat(64) })),
        act("publishResults", json!({ "publicationBatchId": batch, "expectedVersion": 999 })),
        act("scheduleRelease", json!({ "publicationBatchId": batch, "expectedVersion": 999, "isScheduled": true })),
        act("markReachedOtherwise", json!({ "publicationItemId": item, "how": " " })),
        act("markEsepPublished", json!({ "publicationItemIds": [item] })),
        act("excuseFromEsep", json!({ "publicationItemIds": [item], "reason": " " })),
        act("recordBounces", json!({ "publicationItemIds": [item] })),
        act("setCertificateHolder", json!({ "labelId": label, "name": "x".repeat(101), "isNamePublic": true })),
        act("issueCertificates", json!({ "labelIds": [label] })),
        act("recordCollections", json!({ "labelIds": [label] })),
        act("planEvent", json!({ "campaignId": campaign, "event": no_plan })),
        act("updateEvent", json!({ "eventId": event, "expectedVersion": 999, "event": no_plan })),
        act("cancelEvent", json!({ "eventId": event, "expectedVersion": 999, "reason": " " })),
        act("inviteToEvent", json!({ "eventId": event, "tracks": [] })),
        act("answerEventInvitation", json!({ "eventInvitationId": invitation, "isComing": true, "guests": -1 })),
        act("answerEventInvitationByLink", json!({ "linkToken": "geen", "isComing": true })),
        act("eventInvitationByLink", json!({ "linkToken": "geen" })),
        act("recordAttendance", json!({ "eventInvitationIds": [invitation] })),
        act("takeBackAttendance", json!({ "eventInvitationId": invitation })),
        act("checkInByCode", json!({ "eventId": event, "code": "geen" })),
        act("eventGuests", json!({ "eventId": event })),
        act("eventGuestsSheet", json!({ "eventId": event, "language": "NL" })),
        act("recordPostings", json!({ "labelIds": [label], "postedOn": "2199-01-01" })),
        act(
            "setCertificateDesign",
            json!({ "campaignId": campaign, "certificateDesignId": design, "expectedVersion": 999, "signatoryName": "A", "signatoryFunction": "B" }),
        ),
        act("certificate", json!({ "labelId": label })),
        act(
            "reviseDecision",
            json!({ "decisionId": decision, "expectedVersion": 999, "outcome": "NOT_AWARDED", "motivation": "Toch niet.", "reason": "Fout." }),
        ),
        act("confirmCorrection", json!({ "correctionId": correction, "expectedVersion": 999 })),
        act("takeBackCorrection", json!({ "correctionId": correction, "reason": " " })),
        act("requestReconsideration", json!({ "applicationId": lotte, "ground": "PROCEDURAL", "text": " " })),
        act("withdrawReconsideration", json!({ "reconsiderationId": request, "expectedVersion": 999 })),
        act("admitReconsideration", json!({ "reconsiderationId": request, "expectedVersion": 999 })),
        act(
            "answerReconsideration",
            json!({ "reconsiderationId": request, "expectedVersion": 999, "ruling": "UPHOLD", "answer": " " }),
        ),
        act("credential", json!({ "labelId": label })),
        act("certificateSample", json!({ "campaignId": campaign, "track": "NQL" })),
        act("restoreLabel", json!({ "labelId": label, "reason": " " })),
        act("revokeLabel", json!({ "labelId": label, "reason": " " })),
        act(
            "definePrize",
            json!({ "campaignId": campaign, "track": "NQL", "rank": 3, "title": " ", "components": [] }),
        ),
        act("projectRanking", track.clone()),
        act("proposePrizes", json!({ "campaignId": next, "track": "NQL" })),
        act("awardPrize", json!({ "prizeId": prize, "projectId": story.bees, "schoolIds": [school] })),
        act("splitPrize", json!({ "prizeAwardId": award, "expectedVersion": 999, "shares": [] })),
        act("takeBackPrizeAward", json!({ "prizeAwardId": award, "expectedVersion": 999, "reason": " " })),
        act("ratifyPrizeAward", json!({ "prizeAwardId": award, "expectedVersion": 999 })),
        act("announcePrizes", track),
        act(
            "updatePrize",
            json!({ "prizeId": prize, "expectedVersion": 999, "rank": 0, "title": " ", "components": [] }),
        ),
        act("removePrize", json!({ "prizeId": prize, "expectedVersion": 999 })),
        act("createSponsor", json!({ "name": " " })),
        act("updateSponsor", json!({ "sponsorId": sponsor, "expectedVersion": 999, "name": " " })),
        act(
            "setSponsorLogo",
            json!({ "sponsorId": sponsor, "expectedVersion": 999, "uploadId": nobody("upload"), "shows": " " }),
        ),
        act("prizeBudget", json!({ "campaignId": next })),
        act("acceptPrize", json!({ "prizeAwardId": award, "expectedVersion": 999 })),
        act(
            "namePrizeContact",
            json!({ "prizeAwardId": award, "expectedVersion": 999, "contactId": story.wim.id.to_string() }),
        ),
        act("declinePrize", json!({ "prizeAwardId": award, "expectedVersion": 999 })),
        act(
            "enterVoucher",
            json!({ "prizeAwardId": award, "prizeComponentId": nobody("prize_component"), "schoolId": school, "secret": " " }),
        ),
        act("revealVoucher", json!({ "prizeVoucherId": nobody("prize_voucher") })),
        act(
            "addPhoto",
            json!({ "prizeAwardId": award, "uploadId": nobody("upload"), "occasion": "EVENT", "shows": " " }),
        ),
        act(
            "declarePhotoConsent",
            json!({ "photoId": photo, "expectedVersion": 999, "purposes": [], "channels": [], "statement": " " }),
        ),
        act("approvePhoto", json!({ "photoId": photo, "expectedVersion": 999 })),
        act("withdrawPhoto", json!({ "photoId": nobody("photo") })),
        act(
            "planPrizeVisit",
            json!({ "prizeAwardId": award, "expectedVersion": 999, "startsAt": "2026-12-08T12:30:00Z", "endsAt": "2026-12-08T14:00:00Z", "place": " ", "staff": " " }),
        ),
        act(
            "recordPrizeHandover",
            json!({ "prizeAwardId": award, "expectedVersion": 999, "handedOverOn": "2099-01-01" }),
        ),
        act("reportPrizeUse", json!({ "prizeAwardId": award, "expectedVersion": 999, "text": " " })),
        act("closePrizeAward", json!({ "prizeAwardId": award, "expectedVersion": 999 })),
        act("forfeitPrize", json!({ "prizeAwardId": award, "expectedVersion": 999, "reason": " " })),
        act("computeEqlCandidates", json!({ "campaignId": next })),
        act("proposeEqlCandidates", json!({ "campaignId": next })),
        act("nominateForEql", json!({ "eqlNominationId": nomination, "expectedHash": "x" })),
        act("withdrawEqlCandidacy", json!({ "eqlCandidacyId": candidacy, "expectedVersion": 999, "reason": " " })),
        act(
            "importEqlOutcomes",
            json!({
                "campaignId": campaign, "source": " ", "announcedOn": "2199-01-01",
                "items": [{ "projectId": story.bees, "outcome": "AWARDED" }],
            }),
        ),
        act(
            "recordForeignLabels",
            json!({ "projectId": story.bees, "campaignId": campaign, "countries": ["IT"], "source": " " }),
        ),
        act("calibration", json!({ "campaignId": next, "track": "NQL", "criterionCode": "C9" })),
        act("similarities", json!({ "projectId": story.bees, "campaignId": next })),
        act("updateProject", json!({ "projectId": story.bees, "expectedVersion": 999 })),
        act("removeProjectPartner", json!({ "projectId": story.bees, "expectedVersion": 999, "schoolId": school })),
        act("removeProjectMember", json!({ "projectId": story.bees, "userId": story.lotte.id.to_string() })),
        act("trackPreview", json!({})),
        act(
            "overrideTrack",
            json!({ "projectId": story.bees, "expectedVersion": 999, "track": "BELGICA", "reason": " " }),
        ),
        act(
            "freeProjectAddress",
            json!({ "projectId": story.bees, "expectedVersion": 999, "rightfulTeacherId": story.els.id.to_string(), "reason": " " }),
        ),
        act("updateSchool", json!({ "schoolId": school, "expectedVersion": 999 })),
        act("schoolDoubles", json!({ "schoolId": school })),
        act("schoolMergePreview", json!({ "keptSchoolId": school, "duplicateSchoolId": school })),
        act(
            "mergeSchools",
            json!({ "keptSchoolId": school, "expectedVersion": 999, "duplicateSchoolId": school, "expectedDuplicateVersion": 999, "reason": " " }),
        ),
        act("requestPersonalData", json!({})),
        act("personalDataExport", json!({ "userId": story.lotte.id.to_string(), "reason": " " })),
        act("eraseUser", json!({ "userId": story.wim.id.to_string(), "expectedVersion": 999, "reason": " " })),
        act("setRetention", json!({ "campaignId": campaign, "expectedVersion": 999, "reason": " " })),
        act("retentionPreview", json!({ "campaignId": next })),
        act("applyRetention", json!({ "campaignId": campaign, "expectedHash": "0".repeat(64), "reason": " " })),
    ]
}

/// Every mutation of the schema, and everything that `Query` computes.
pub fn mutations() -> Vec<String> {
    let document = parse_schema(schema::print(&schema::build())).unwrap();
    let mutation = document.definitions.into_iter().find_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) if ty.node.name.node == "Mutation" => Some(ty.node.kind),
        _ => None,
    });
    let Some(TypeKind::Object(mutation)) = mutation else { panic!("no mutations") };
    let mutations = mutation.fields.iter().map(|field| field.node.name.node.to_string());
    mutations.chain(nql::mutation::computed().map(|act| act.name.to_owned())).collect()
}

/// The field of a payload that shows the row of which somebody else saved another version.
fn stored(name: &str) -> Option<&'static str> {
    let act = nql::mutation::acts().find(|act| act.name == name)?;
    act.codes.iter().any(|(code, _)| *code == "VERSION_CONFLICT").then_some(act.field)
}

/// What came of an act: `done`, the codes of its refusal, or the code of the error.
pub fn outcome(reply: &Reply) -> String {
    if let Some(code) = reply.body.pointer("/errors/0/extensions/code") {
        return code.as_str().unwrap().to_owned();
    }
    let errors = reply.body["data"]["it"]["userErrors"].as_array().unwrap_or_else(|| panic!("{}", reply.text));
    let mut codes: Vec<&str> = errors.iter().filter_map(|error| error["code"].as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() { "done".to_owned() } else { codes.join("+") }
}

crate::trial! {
    async fn the_golden_access_matrix_says_what_everybody_may_do(house) {
        let looked = [Phase::Open, Phase::Closed, Phase::Judging, Phase::Ratified, Phase::Announced];
        let story = Story::begin(&house).await;
        let mut tried: Vec<String> = acts(&story).await.iter().map(|act| act.name.to_owned()).collect();
        tried.sort_unstable();
        let mut known = mutations();
        known.sort_unstable();
        assert_eq!(tried, known, "every mutation is in the matrix, once");
        let link = json!({ "applicationId": story.of_lotte, "kind": "OTHER", "url": "https://bijen.example", "label": "Nog iets" });
        house.act(story.lotte, "addEvidenceLink", link, "__typename").await.done();
        let mut cells: BTreeMap<(&str, usize), Vec<String>> = BTreeMap::new();
        for phase in Phase::ALL {
            story.reach(phase).await;
            if !looked.contains(&phase) {
                continue;
            }
            for Act { name, input_type, input } in acts(&story).await {
                // Lotte comes last: an act that cannot be spoilt is done by her.
                for (place, (relation, who)) in story.relations().into_iter().enumerate().rev() {
                    let written = house.written().await;
                    let stored = stored(name).map_or("__typename".to_owned(), |field| format!("{field} {{ __typename }}"));
                    let reply = match input_type {
                        Some(input_type) => house.act_with(who, name, input_type, input.clone(), &stored).await,
                        None => house.act(who, name, input.clone(), &stored).await,
                    };
                    let outcome = outcome(&reply);
                    let declared = nql::mutation::acts().find(|act| act.name == name);
                    for right in declared.into_iter().flat_map(|act| act.rights).filter(|right| !right.is_list) {
                        let id = right.argument.and_then(|argument| input[argument].as_str()).unwrap();
                        let ruling = ruling(&house, who, (right.object, right.name), id).await;
                        let is_refused = ["FORBIDDEN", "NOT_FOUND", "UNAUTHENTICATED"].contains(&outcome.as_str());
                        let holds = match ruling {
                            Ruling::Open => true,
                            Ruling::Closed => outcome != "done",
                            Ruling::Forbidden | Ruling::Hidden => is_refused,
                        };
                        assert!(holds, "{name} by {relation}: {outcome}, but {}::{} says {ruling:?}", right.object, right.name);
                    }
                    assert!(!["BAD_USER_INPUT", "INTERNAL_SERVER_ERROR"].contains(&outcome.as_str()), "{name}: {}", reply.text);
                    if outcome != "done" {
                        assert_eq!(house.written().await, written, "{name} by {relation} was answered {outcome} and wrote something");
                    }
                    // Whoever is behind is shown what is stored; of a list only what was done.
                    if outcome.contains("VERSION_CONFLICT") && !declared.is_some_and(|act| act.is_part) {
                        let field = stored.split(' ').next().unwrap();
                        assert!(reply.body["data"]["it"][field].is_object(), "{name} by {relation}: {}", reply.text);
                    }
                    cells.entry((name, place)).or_default().push(outcome);
                }
            }
        }
        let mut text = "What comes of a mutation with a fault in it, tried on Lotte's application: FORBIDDEN and NOT_FOUND say\n\
            \"not you\"; other codes are the user errors of somebody who may; `done`: nothing was wrong with it.\n\n".to_owned();
        let columns = looked.map(Phase::word);
        for name in known {
            let lines: Vec<_> = story.relations().iter().enumerate().map(|(place, (relation, _))| {
                (*relation, cells[&(name.as_str(), place)].clone())
            }).collect();
            block(&mut text, &name, &columns, &lines);
        }
        assert_golden("tests/it/snapshots/access_matrix.snap", &text);
    }
}
