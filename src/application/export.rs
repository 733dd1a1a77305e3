//! An application as a file that its teacher takes along: to paste into the form on ESEP, or to keep (R65, INV-02).

use super::objects::Application;
use async_graphql::SimpleObject;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono_tz::Europe::Brussels;
use entity::{criterion, kinds::LinkKind};
use serde_json::json;

use super::{
    commands::{Draft, criteria_of, own},
    document::{Document, Section, labels},
    draft::language_of,
    inputs::{ApplicationExportInput, ExportFormat, ExportSource},
    rules::HandedIn,
    store,
};
use crate::{
    account, answered,
    api::policy::policy,
    auth::Audience::Teacher,
    project, refusals, school,
    stop::{Answer, Stop},
    text::says_something,
    words::Language,
    words::{Said, file_name},
    work::Work,
};

/// A file.
#[derive(SimpleObject)]
pub struct ExportedFile {
    /// A name for the file: project, school and year. It has only characters that every computer accepts.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    file_name: String,
    /// Its type, such as `text/plain; charset=utf-8`.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    media_type: &'static str,
    /// Its bytes, in base64.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    base64: String,
    /// The content as text; null if the format is not text.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    text: Option<String>,
}

answered! {
    ExportedFile => "exportedFile";
}

refusals! {
    /// Why an application is not exported.
    ApplicationExportRefusal {
        /// The application was never handed in.
        NothingHandedIn "NOTHING_HANDED_IN" on ["source"] = "nothing was handed in yet: export the draft";
    }
}

/// Export an application.
pub async fn export(work: &Work, input: ApplicationExportInput) -> Answer<ExportedFile, ApplicationExportRefusal> {
    let (application, campaign) = own(work, Application::KEEP, input.application_id.0).await?;
    let criteria = criteria_of(work, &campaign).await?;
    let texts = match (input.source, application.submitted_revision_id) {
        (ExportSource::Draft, _) => {
            Draft::of(work, &application, &criteria).await?.whole(work, &application, 0, &criteria).await?
        }
        (ExportSource::HandedIn, Some(revision)) => store::handed_in(work, &application, revision, &criteria).await?,
        (ExportSource::HandedIn, None) => return Ok(Err(vec![ApplicationExportRefusal::NothingHandedIn])),
    };
    let project = project::get(work, application.project_id).await?;
    let language = Language::of(language_of(&campaign, application.community));
    let words = labels(language);
    let title = match input.source {
        ExportSource::Draft => project.title,
        ExportSource::HandedIn => store::title_of_hand_in(work, &application).await?,
    };
    let school = school::get(work, application.school_id).await?.name;
    let state = match (input.source, application.submitted_at) {
        (ExportSource::HandedIn, Some(at)) => {
            (words.handed_in, at.with_timezone(&Brussels).format("%d/%m/%Y %H:%M").to_string())
        }
        (ExportSource::HandedIn, None) | (ExportSource::Draft, _) => (words.state, words.draft.to_owned()),
    };
    let facts = vec![
        (words.teacher, account::get(work, application.teacher_id).await?.name),
        (words.school, school.clone()),
        (words.school_year, campaign.school_year.clone()),
        state,
    ];
    let document = Document { title, facts, sections: sections(&texts, &criteria, language) };
    let year = campaign.school_year.rsplit('-').next().unwrap_or_default();
    let draft = if input.source == ExportSource::Draft { words.draft } else { "" };
    let file = file(&document, &[words.application, &document.title, &school, year, draft], input.format)?;
    let facts = json!({ "source": format!("{:?}", input.source), "mediaType": file.media_type });
    work.audit_because(application.id, None, Some(facts)).await?;
    Ok(Ok(file))
}

fn file(document: &Document, name: &[&str], format: ExportFormat) -> Result<ExportedFile, Stop> {
    let name = |ending: &str| file_name(name, ending);
    match format {
        ExportFormat::Text => {
            let text = document.text();
            Ok(ExportedFile {
                file_name: name("txt"),
                media_type: "text/plain; charset=utf-8",
                base64: STANDARD.encode(&text),
                text: Some(text),
            })
        }
        ExportFormat::Docx => Ok(ExportedFile {
            file_name: name("docx"),
            media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            base64: STANDARD.encode(document.docx().map_err(Stop::failure)?),
            text: None,
        }),
    }
}

/// The parts of the file, in the order of the form; what is empty is left out.
fn sections(texts: &HandedIn, criteria: &[criterion::Model], language: Language) -> Vec<Section> {
    let words = labels(language);
    let mut first = vec![(words.summary, texts.summary.clone())];
    first.push((words.subjects, join(&texts.subjects, language)));
    first.push((words.methods, join(&texts.methods, language)));
    first.push((words.links, addresses(texts, None, language)));
    let mut sections = vec![Section { heading: words.summary.to_owned(), texts: first }];
    for criterion in criteria {
        let answer = texts.answers.iter().find(|answer| answer.criterion == criterion.code);
        let mut parts = Vec::new();
        if let Some(answer) = answer {
            parts.extend([
                (words.answer, answer.text.clone()),
                (words.own_teacher, answer.own_teacher.clone()),
                (words.own_pupils, answer.own_pupils.clone()),
                (words.example, answer.example.clone()),
            ]);
        }
        parts.push((words.links, addresses(texts, Some(&criterion.code), language)));
        let title = match language {
            Language::Nl => &criterion.title_nl,
            Language::Fr => &criterion.title_fr,
            Language::De => &criterion.title_de,
            Language::En => &criterion.title_en,
        };
        sections.push(Section { heading: format!("{} {title}", criterion.code), texts: parts });
    }
    for section in &mut sections {
        section.texts.retain(|(_, text)| says_something(text));
    }
    sections
}

fn join<K: Said + Copy>(words: &[K], language: Language) -> String {
    words.iter().map(|word| word.said(language)).collect::<Vec<_>>().join(", ")
}

fn addresses(texts: &HandedIn, criterion: Option<&String>, language: Language) -> String {
    let its = texts.links.iter().filter(|link| link.criterion.as_ref() == criterion);
    let line = |kind: LinkKind, label: &str, url: &str| match kind {
        LinkKind::Twinspace
        | LinkKind::WorkPlan
        | LinkKind::MeetingNotes
        | LinkKind::FinalProduct
        | LinkKind::PupilGuide => format!("{label} ({}): {url}", kind.said(language)),
        LinkKind::Other => format!("{label}: {url}"),
    };
    its.map(|link| line(link.kind, &link.label, &link.url)).collect::<Vec<_>>().join("\n")
}
