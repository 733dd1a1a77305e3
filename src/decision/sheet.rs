//! The texts of results as a spreadsheet: which columns it has, and what it says when it comes back.

use std::collections::BTreeMap;

use entity::{
    ids::ApplicationId,
    kinds::{Outcome, ResultTextPart as Part},
};

use crate::{
    intake::sheet::{Cell, Sheet},
    spreadsheet::{Column, Entry},
    words::Language,
};

/// What a column is for programs. These are hidden, and named alike in every language.
const APPLICATION: &str = "applicationId";
const DECISION_VERSION: &str = "decisionVersion";
const FEEDBACK_VERSION: &str = "feedbackVersion";

/// What stands over a column that people read, in Dutch, French, German and English.
const PROJECT: [&str; 4] = ["Project", "Projet", "Projekt", "Project"];
const SCHOOL: [&str; 4] = ["School", "École", "Schule", "School"];
const TEACHER: [&str; 4] = ["Leerkracht", "Enseignant", "Lehrkraft", "Teacher"];
const OUTCOME: [&str; 4] = ["Resultaat", "Résultat", "Ergebnis", "Outcome"];
const MOTIVATION: [&str; 4] = ["Uitleg", "Explication", "Begründung", "Explanation"];
const FEEDBACK: [&str; 4] = ["Feedback", "Conseils", "Feedback", "Feedback"];

/// The texts and facts of an application, as a row.
pub struct Row {
    /// The application.
    pub application: ApplicationId,
    /// The versions of its decision and of its feedback; 0 where there is none yet.
    pub versions: [i32; 2],
    /// Its project, school and teacher.
    pub facts: [String; 3],
    /// The outcome, once there is one.
    pub outcome: Option<Outcome>,
    /// Its explanation, its feedback on the whole, and that on each criterion, in the order of the headings.
    pub texts: Vec<String>,
}

/// A text: the explanation, the feedback, or the feedback on a criterion with this code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Which(pub Part, pub Option<String>);

/// The columns, and each row in them.
pub fn table(language: Language, criteria: &[(String, String)], rows: Vec<Row>) -> (Vec<Column>, Vec<Vec<Entry>>) {
    let hidden = [APPLICATION, DECISION_VERSION, FEEDBACK_VERSION];
    let hidden = hidden.map(|heading| Column { heading: heading.to_owned(), width: None });
    let column = |heading: &str, width| Column { heading: heading.to_owned(), width: Some(width) };
    let said = |words: [&'static str; 4], width| column(language.choose(words), width);
    let facts = [said(PROJECT, 30), said(SCHOOL, 25), said(TEACHER, 20), said(OUTCOME, 16)];
    let texts = [said(MOTIVATION, 60), said(FEEDBACK, 60)];
    let on_criteria = criteria.iter().map(|(code, title)| column(&format!("{code} {title}"), 50));
    let columns = hidden.into_iter().chain(facts).chain(texts).chain(on_criteria).collect();
    let entries = |row: Row| {
        let outcome = row.outcome.map_or("", |outcome| language.choose(outcome_said(outcome)));
        let [decision, feedback] = row.versions.map(Entry::Number);
        let first = [Entry::Text(row.application.to_string()), decision, feedback];
        let texts = row.facts.into_iter().chain([outcome.to_owned()]).chain(row.texts).map(Entry::Text);
        first.into_iter().chain(texts).collect()
    };
    (columns, rows.into_iter().map(entries).collect())
}

/// What a row says that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number as a spreadsheet program shows it.
    pub number: i32,
    /// The application; none where it cannot be read.
    pub application: Option<ApplicationId>,
    /// The versions of the decision and of the feedback that it was written with; none where they cannot be read.
    pub versions: [Option<i32>; 2],
    /// Each text whose column is there, with the number of the column, and whether letters of it are in doubt.
    pub texts: BTreeMap<Which, (usize, String, bool)>,
}

/// What a sheet says, row by row; `Err` with the headings of columns that it must have and has not.
pub fn lines(sheet: &Sheet, criteria: &[String]) -> Result<Vec<Line>, Vec<&'static str>> {
    let mut rows = sheet.rows.iter();
    let headings: Vec<String> =
        rows.next().map(|line| line.cells.iter().map(Cell::spelled).collect()).unwrap_or_default();
    let at = |is: &dyn Fn(&str) -> bool| headings.iter().position(|heading| is(heading.trim()));
    let wanted = [APPLICATION, DECISION_VERSION, FEEDBACK_VERSION].map(|name| (name, at(&|heading| heading == name)));
    let missing: Vec<_> = wanted.iter().filter(|(_, column)| column.is_none()).map(|(name, _)| *name).collect();
    let [(_, Some(application)), (_, Some(decision)), (_, Some(feedback))] = wanted else { return Err(missing) };
    let one_of = |words: [&'static str; 4]| at(&|heading| words.contains(&heading));
    let on = |code: &String| {
        let is = |heading: &str| heading.split_whitespace().next() == Some(code);
        at(&is).map(|column| (Which(Part::Criterion, Some(code.clone())), column))
    };
    let motivation = one_of(MOTIVATION).map(|column| (Which(Part::Motivation, None), column));
    let whole = one_of(FEEDBACK).map(|column| (Which(Part::Feedback, None), column));
    let columns: Vec<_> = motivation.into_iter().chain(whole).chain(criteria.iter().filter_map(on)).collect();
    let read = |line: &crate::intake::sheet::Line| {
        let cell = |column: usize| line.cells.get(column).unwrap_or(&Cell::Empty);
        let text = |(which, column): &(Which, usize)| {
            let is_in_doubt = matches!(cell(*column), Cell::Text { in_doubt: true, .. });
            (which.clone(), (*column, cell(*column).spelled(), is_in_doubt))
        };
        Line {
            number: line.number,
            application: cell(application).spelled().parse().ok(),
            versions: [decision, feedback].map(|column| cell(column).spelled().parse().ok()),
            texts: columns.iter().map(text).collect(),
        }
    };
    Ok(rows.map(read).collect())
}

/// What a spreadsheet program calls a column: `A`, `Z`, `AA`.
pub fn column_name(at: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { letter.to_string() } else { format!("{}{letter}", column_name(at / 26 - 1)) }
}

fn outcome_said(outcome: Outcome) -> [&'static str; 4] {
    match outcome {
        Outcome::Awarded => ["label", "label", "Label", "label"],
        Outcome::NotAwarded => ["geen label", "pas de label", "kein Label", "no label"],
        Outcome::Inadmissible => ["niet ontvankelijk", "non recevable", "unzulässig", "not admissible"],
    }
}
