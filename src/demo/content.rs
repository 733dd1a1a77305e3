//! The words of the demo: schools, people, projects, answers and comments.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::DemoError;

/// Answers to the registration form, as a spreadsheet program writes them.
pub const REGISTRATIONS: &[u8] = include_bytes!("content/registrations.csv");

/// All of it.
pub struct Content {
    pub schools: Vec<School>,
    pub teachers: Vec<Teacher>,
    pub jurors: Vec<Juror>,
    pub staff: Vec<Staff>,
    pub projects: Vec<Project>,
    pub answers: BTreeMap<String, Vec<Answer>>,
    pub comments: Comments,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct School {
    pub name: String,
    pub community: String,
    pub country: String,
    pub city: String,
    pub level: String,
    pub institution_number: Option<String>,
    pub fase_number: Option<String>,
    pub oid: Option<String>,
}

#[derive(Deserialize)]
pub struct Teacher {
    pub name: String,
    pub email: String,
    pub school: usize,
}

#[derive(Deserialize)]
pub struct Juror {
    pub name: String,
    pub email: String,
    pub experience: String,
    pub languages: Vec<String>,
    pub schools: Vec<usize>,
}

#[derive(Deserialize)]
pub struct Staff {
    pub name: String,
    pub email: String,
    pub community: String,
}

#[derive(Deserialize)]
pub struct Project {
    pub title: String,
    pub slug: String,
    pub summary: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub text: String,
    pub own_teacher: String,
    pub own_pupils: String,
    pub example: String,
}

#[derive(Deserialize)]
pub struct Comments {
    pub feedback: BTreeMap<String, Vec<String>>,
    /// By criterion, by score.
    #[serde(flatten)]
    pub by_criterion: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct People {
    teachers: Vec<Teacher>,
    jurors: Vec<Juror>,
    staff: Vec<Staff>,
}

/// Reads the content that is compiled in.
pub fn read() -> Result<Content, DemoError> {
    let People { teachers, jurors, staff } = parse(include_str!("content/people.json"))?;
    Ok(Content {
        schools: parse(include_str!("content/schools.json"))?,
        teachers,
        jurors,
        staff,
        projects: parse(include_str!("content/projects.json"))?,
        answers: parse(include_str!("content/answers.json"))?,
        comments: parse(include_str!("content/comments.json"))?,
    })
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DemoError> {
    serde_json::from_str(text).map_err(|error| DemoError::Failed(error.to_string()))
}
