//! An application as a file: plain text to paste from, or a document for word processors. Pure.

use std::io::{Cursor, Error, Write};

use quick_xml::escape::escape;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{text::parted, words::Language};

/// What stands in the file, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The title of the project.
    pub title: String,
    /// Name and value, such as the school year.
    pub facts: Vec<(&'static str, String)>,
    /// The parts under their headings.
    pub sections: Vec<Section>,
}

/// A part of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// What the texts are, and the texts.
    pub texts: Vec<(&'static str, String)>,
}

/// The words around the texts, in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the Dutch words below say it")]
pub struct Labels {
    /// What the file is, as its name says it.
    pub application: &'static str,
    pub teacher: &'static str,
    pub school: &'static str,
    pub school_year: &'static str,
    pub state: &'static str,
    pub draft: &'static str,
    pub handed_in: &'static str,
    pub subjects: &'static str,
    pub methods: &'static str,
    pub summary: &'static str,
    pub answer: &'static str,
    pub own_teacher: &'static str,
    pub own_pupils: &'static str,
    pub example: &'static str,
    pub links: &'static str,
}

/// The words of a language.
pub fn labels(language: Language) -> Labels {
    match language {
        Language::En => Labels {
            application: "application",
            teacher: "Teacher",
            school: "School",
            school_year: "School year",
            state: "Version",
            draft: "Draft",
            handed_in: "Handed in on",
            subjects: "Subjects",
            methods: "Methods",
            summary: "Summary",
            answer: "Answer",
            own_teacher: "My own contribution",
            own_pupils: "The contribution of my pupils",
            example: "Example",
            links: "Addresses",
        },
        Language::Fr => Labels {
            application: "candidature",
            teacher: "Enseignant",
            school: "École",
            school_year: "Année scolaire",
            state: "Version",
            draft: "Brouillon",
            handed_in: "Introduite le",
            subjects: "Matières",
            methods: "Méthodes",
            summary: "Résumé",
            answer: "Réponse",
            own_teacher: "Ma propre contribution",
            own_pupils: "La contribution de mes élèves",
            example: "Exemple",
            links: "Adresses",
        },
        Language::De => Labels {
            application: "antrag",
            teacher: "Lehrkraft",
            school: "Schule",
            school_year: "Schuljahr",
            state: "Fassung",
            draft: "Entwurf",
            handed_in: "Eingereicht am",
            subjects: "Fächer",
            methods: "Methoden",
            summary: "Zusammenfassung",
            answer: "Antwort",
            own_teacher: "Mein eigener Beitrag",
            own_pupils: "Der Beitrag meiner Klasse",
            example: "Beispiel",
            links: "Adressen",
        },
        Language::Nl => Labels {
            application: "aanvraag",
            teacher: "Leerkracht",
            school: "School",
            school_year: "Schooljaar",
            state: "Versie",
            draft: "Concept",
            handed_in: "Ingediend op",
            subjects: "Vakken",
            methods: "Werkvormen",
            summary: "Samenvatting",
            answer: "Antwoord",
            own_teacher: "Mijn eigen inbreng",
            own_pupils: "De inbreng van mijn leerlingen",
            example: "Voorbeeld",
            links: "Adressen",
        },
    }
}

impl Document {
    /// As plain text: every text by itself under its name, as it was written.
    pub fn text(&self) -> String {
        let line = |text: &str, with: &str| format!("{text}\n{}", with.repeat(text.chars().count()));
        let facts = self.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
        let sections = self.sections.iter().map(|Section { heading, texts }| {
            let texts = texts.iter().map(|(name, text)| format!("\n[{name}]\n{}\n", parted(text).trim_end()));
            format!("\n\n{}\n{}", line(heading, "-"), texts.collect::<String>())
        });
        format!("{}\n\n{facts}\n{}", line(&self.title, "="), sections.collect::<String>())
    }

    /// As a document for word processors (Office Open XML).
    pub fn docx(&self) -> std::io::Result<Vec<u8>> {
        let mut body = paragraph(Some("Title"), &self.title);
        for (name, value) in &self.facts {
            body += &paragraph(None, &format!("{name}: {value}"));
        }
        for Section { heading, texts } in &self.sections {
            body += &paragraph(Some("Heading1"), heading);
            for (name, text) in texts {
                body += &paragraph(Some("Heading2"), name);
                body.extend(parted(text).lines().map(|line| paragraph(None, line)));
            }
        }
        let document = format!("<w:document xmlns:w=\"{WORDS}\"><w:body>{body}</w:body></w:document>");
        let styles = [("Title", "Title", 36), ("Heading1", "heading 1", 28), ("Heading2", "heading 2", 22)].map(style);
        let styles = format!("<w:styles xmlns:w=\"{WORDS}\">{}</w:styles>", styles.concat());
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PACKAGE),
            ("word/_rels/document.xml.rels", RELATED),
            ("word/styles.xml", &styles),
            ("word/document.xml", &document),
        ] {
            archive.start_file(name, SimpleFileOptions::default()).map_err(Error::other)?;
            archive.write_all(format!("{DECLARED}{content}").as_bytes())?;
        }
        Ok(archive.finish().map_err(Error::other)?.into_inner())
    }
}

/// What each part of the document begins with.
const DECLARED: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
/// The words of the format (ECMA-376, part 1).
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// What each part of the document is.
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
/// Where a program begins to read.
const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="document" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
/// Where the document has its styles.
const RELATED: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// A style of paragraphs, its size in half points. Programs make an outline of those that have these names.
fn style((id, name, size): (&str, &str, u8)) -> String {
    format!(
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:qFormat/><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>"#
    )
}

/// A paragraph. XML has no place for control characters and for what is no character at all; what they part stays parted.
fn paragraph(style: Option<&str>, text: &str) -> String {
    let fits = |letter: char| letter == '\t' || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'));
    let text: String = text.chars().map(|letter| if fits(letter) { letter } else { ' ' }).collect();
    let style = style.map(|id| format!("<w:pPr><w:pStyle w:val=\"{id}\"/></w:pPr>")).unwrap_or_default();
    format!("<w:p>{style}<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escape(text.as_str()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    fn document(text: &str) -> Document {
        Document {
            title: "Bijen & bloemen".to_owned(),
            facts: vec![("Schooljaar", "2025-2026".to_owned())],
            sections: vec![Section { heading: "C1".to_owned(), texts: vec![("Antwoord", text.to_owned())] }],
        }
    }

    fn xml(document: &Document) -> String {
        let file = Cursor::new(document.docx().unwrap());
        let mut parts = zip::ZipArchive::new(file).unwrap();
        let mut xml = String::new();
        parts.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        xml
    }

    #[test]
    fn the_text_stands_under_its_name_as_it_was_written() {
        let text = document("Eerst dit.\n\nDan <dat>.  ").text();
        assert_eq!(
            text,
            "Bijen & bloemen\n===============\n\nSchooljaar: 2025-2026\n\n\nC1\n--\n\n[Antwoord]\nEerst dit.\n\nDan <dat>.\n"
        );
    }

    #[test]
    fn the_document_has_every_paragraph_and_no_markup_of_its_writer() {
        let xml = xml(&document("Eerst dit.\nDan <dat>.\u{b}\u{ffff}"));
        for piece in ["Bijen &amp; bloemen", "Eerst dit.", "Dan &lt;dat&gt;."] {
            assert!(xml.contains(piece), "{piece} is not in {xml}");
        }
        assert!(!xml.contains(['\u{b}', '\u{ffff}']));
    }

    #[test]
    fn words_that_any_program_parts_do_not_join() {
        let document = document("een\u{b}twee\rdrie\u{85}vier\u{c}vijf\u{2028}zes\r\nzeven\u{1}acht");
        assert!(document.text().contains("een\ntwee\ndrie\nvier\nvijf\nzes\nzeven"), "{}", document.text());
        let xml = xml(&document);
        for word in ["een", "twee", "drie", "vier", "vijf", "zes", "zeven acht"] {
            assert!(xml.contains(&format!(">{word}</w:t>")), "{word} is not by itself in {xml}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_text_makes_a_document_that_can_be_read(text in any::<String>()) {
            let xml = xml(&document(&text));
            prop_assert!(quick_check(&xml), "{}", xml);
        }
    }

    /// Whether brackets of markup are balanced and no control character is left.
    fn quick_check(xml: &str) -> bool {
        let (open, close) = (xml.matches('<').count(), xml.matches('>').count());
        open == close && xml.chars().all(|letter| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r'))
    }
}
