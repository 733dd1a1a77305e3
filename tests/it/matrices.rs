//! Two golden matrices, beside `policy_matrix.snap`: which rows everybody sees in each phase of a campaign, and what
//! everybody may do. `NQL_UPDATE_GOLDEN=1 cargo test --test it golden` writes them anew.

use std::{collections::BTreeMap, fmt::Write};

use nql::api::model::model;
use uuid::Uuid;

use crate::{
    golden::assert_golden,
    support::{
        Person,
        story::{Phase, Story, behind},
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
    let own_revision = "revision_id IN (SELECT id FROM application_revision WHERE application_id = $1)";
    let first_evaluation = "evaluation_id IN (SELECT id FROM evaluation WHERE juror_id = $1)";
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
        ("School", "Lotte's", "id = $1", school),
        ("User", "Lotte", "id = $1", person(story.lotte)),
        ("User", "Claire", "id = $1", person(story.claire)),
        ("User", "the juror who judges", "id = $1", person(story.judge)),
        ("User", "staff", "id = $1", person(story.staff)),
        ("SchoolMembership", "Lotte's", "user_id = $1", person(story.lotte)),
        ("SchoolMembership", "Claire's", "user_id = $1", person(story.claire)),
        ("Project", "Lotte's, NQL", "id = $1", bees),
        ("Project", "Bert's and Claire's, Belgica", "id = $1", border),
        ("ProjectPartner", "of Lotte's project", "project_id = $1", bees),
        ("ProjectMember", "of Lotte's project", "project_id = $1", bees),
        ("ProjectMember", "of Bert's and Claire's", "project_id = $1", border),
        ("Registration", "Lotte's", registration, lotte),
        ("Registration", "Claire's, Belgica", registration, claire),
        ("EligibilityAnswer", "Lotte's", registered, lotte),
        ("Application", "Lotte's", "id = $1", lotte),
        ("Application", "Claire's, Belgica", "id = $1", claire),
        ("Application", "Els's, never handed in", "id = $1", els),
        ("ApplicationAnswer", "in Lotte's draft", of_application, lotte),
        ("EvidenceLink", "in Lotte's draft", of_application, lotte),
        ("ApplicationRevision", "Lotte's", of_application, lotte),
        ("ApplicationRevision", "Claire's, Belgica", of_application, claire),
        ("RevisionAnswer", "Lotte's", own_revision, lotte),
        ("RevisionLink", "Lotte's", own_revision, lotte),
        ("Juror", "who judges it", "id = $1", person(story.judge)),
        ("JuryMembership", "of the juror who judges it", "juror_id = $1", person(story.judge)),
        ("ConflictOfInterest", "of the juror with a conflict", "juror_id = $1", person(story.tied)),
        ("Assignment", "of the first to hand in", "juror_id = $1", person(story.judge)),
        ("Assignment", "of the second to hand in", "juror_id = $1", person(story.second_judge)),
        ("Assignment", "of the one asked for Wim's", "juror_id = $1", person(story.asked)),
        ("Assignment", "of the one with a conflict", "juror_id = $1", person(story.tied)),
        ("Evaluation", "of the first to hand in", "juror_id = $1", person(story.judge)),
        ("Evaluation", "of the second to hand in", "juror_id = $1", person(story.second_judge)),
        ("Evaluation", "of the one with a conflict", "juror_id = $1", person(story.tied)),
        ("EvaluationScore", "of the first to hand in", first_evaluation, person(story.judge)),
        ("EvaluationScore", "of the second to hand in", first_evaluation, person(story.second_judge)),
        ("Consolidation", "of Lotte's application", of_application, lotte),
        ("Consolidation", "of Claire's, Belgica", of_application, claire),
        ("ConsolidationScore", "of Lotte's application", merged, lotte),
        ("Decision", "on Lotte's application", of_application, lotte),
        ("Decision", "on Claire's, Belgica", of_application, claire),
        ("Feedback", "on Lotte's application", of_application, lotte),
        ("PublicationBatch", "NQL", "track = 'NQL' AND campaign_id = $1", campaign),
        ("PublicationItem", "of Lotte's application", of_application, lotte),
        ("PublicationItem", "of Claire's, Belgica", of_application, claire),
        ("Label", "Lotte's", of_application, lotte),
        ("Label", "Claire's, Belgica", of_application, claire),
        ("Prize", "won by Lotte's school", "rank = 1 AND campaign_id = $1", campaign),
        ("Prize", "not given", item, campaign),
        ("PrizeComponent", "of the prize that is won", in_prize, campaign),
        ("PrizeComponent", "of the one not given", in_other_prize, campaign),
        ("Sponsor", "of the prize that is won", "name = 'Sponsor 1'", None),
        ("Sponsor", "of the one not given", "name = 'Sponsor 2'", None),
        ("PrizeAward", "to Lotte's school", "project_id = $1", bees),
        ("EqlCandidacy", "of Lotte's project", "project_id = $1", bees),
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
