//! What a certificate says, and in which words.

use chrono::NaiveDate;
use entity::kinds::Track;

use crate::words::{Language, Said};

/// Everything that is printed on a certificate, beside its pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The language of its words.
    pub language: Language,
    /// The label.
    pub track: Track,
    /// Who earned it, as the holder wants it written.
    pub holder: String,
    /// The school, with its municipality.
    pub school: String,
    /// The title of the project, as it was handed in.
    pub project: String,
    /// The countries of the other schools, in words; empty if there are none abroad.
    pub partners: String,
    /// The school year.
    pub school_year: String,
    /// The number of the label.
    pub serial: String,
    /// The day on which the label was granted, in Brussels.
    pub granted_on: NaiveDate,
    /// The page on which the certificate is checked.
    pub address: String,
    /// The code, in groups.
    pub code: String,
    /// Who signs.
    pub signatory: String,
    /// As what.
    pub function: String,
}

/// What a picture is kept as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl MediaType {
    /// What the first bytes of a file say that it is, whatever it is called.
    pub fn of(content: &[u8]) -> Option<Self> {
        match content {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            _ => None,
        }
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// Words on a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// What the paper is.
    Certificate,
    /// What the label is called.
    Label(Track),
    /// Before the name of the holder.
    GivenTo,
    /// Before the title of the project.
    ForProject,
    /// Before the countries.
    WithPartners,
    /// Before the school year.
    SchoolYear,
    /// Before the code.
    Code,
    /// Before the last of several names.
    And,
    /// Who grants labels.
    Issuer,
    /// What a label means.
    Meaning(Track),
    /// What it is granted for.
    Criteria,
    /// The holder of a sample.
    SampleHolder,
    /// The school of a sample.
    SampleSchool,
    /// The project of a sample.
    SampleProject,
}

impl Said for Phrase {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Certificate => ["Certificaat", "Certificat", "Zertifikat", "Certificate"],
            Self::Label(Track::Nql) => [
                "Nationaal kwaliteitslabel eTwinning",
                "Label de qualité national eTwinning",
                "Nationales eTwinning-Qualitätssiegel",
                "eTwinning National Quality Label",
            ],
            Self::Label(Track::Belgica) => [
                "eTwinning-label Belgica",
                "Label eTwinning Belgica",
                "eTwinning-Siegel Belgica",
                "eTwinning Belgica Label",
            ],
            Self::GivenTo => ["toegekend aan", "décerné à", "verliehen an", "awarded to"],
            Self::ForProject => ["voor het project", "pour le projet", "für das Projekt", "for the project"],
            Self::WithPartners => {
                ["met partners in", "avec des partenaires en :", "mit Partnern in:", "with partners in"]
            }
            Self::SchoolYear => ["schooljaar", "année scolaire", "Schuljahr", "school year"],
            Self::Code => ["Code", "Code", "Code", "Code"],
            Self::And => ["en", "et", "und", "and"],
            Self::Issuer => ["eTwinning België", "eTwinning Belgique", "eTwinning Belgien", "eTwinning Belgium"],
            Self::Meaning(Track::Nql) => [
                "Erkenning van een leerkracht voor uitstekend werk in een eTwinning-project met partners in het buitenland.",
                "Reconnaissance d'un enseignant pour un travail excellent dans un projet eTwinning avec des partenaires étrangers.",
                "Anerkennung einer Lehrkraft für ausgezeichnete Arbeit in einem eTwinning-Projekt mit Partnern im Ausland.",
                "Recognition of a teacher for excellent work in an eTwinning project with partners abroad.",
            ],
            Self::Meaning(Track::Belgica) => [
                "Erkenning van een leerkracht voor uitstekend werk in een eTwinning-project tussen Belgische scholen.",
                "Reconnaissance d'un enseignant pour un travail excellent dans un projet eTwinning entre écoles belges.",
                "Anerkennung einer Lehrkraft für ausgezeichnete Arbeit in einem eTwinning-Projekt zwischen belgischen Schulen.",
                "Recognition of a teacher for excellent work in an eTwinning project between Belgian schools.",
            ],
            Self::Criteria => [
                "Een onafhankelijke jury beoordeelde de aanvraag op de criteria van het label.",
                "Un jury indépendant a évalué la candidature selon les critères du label.",
                "Eine unabhängige Jury hat die Bewerbung nach den Kriterien des Siegels bewertet.",
                "An independent jury judged the application on the criteria of the label.",
            ],
            Self::SampleHolder => {
                ["Naam van de leerkracht", "Nom de l'enseignant", "Name der Lehrkraft", "Name of the teacher"]
            }
            Self::SampleSchool => ["Naam van de school", "Nom de l'école", "Name der Schule", "Name of the school"],
            Self::SampleProject => {
                ["Titel van het project", "Titre du projet", "Titel des Projekts", "Title of the project"]
            }
        }
    }
}

/// Names as a sentence has them: `België, Frankrijk en Polen`.
pub fn listed(language: Language, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), Phrase::And.said(language)),
    }
}

/// A code in groups of four, as people read it.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        let names = |count: usize| {
            ["België", "Frankrijk", "Polen"].into_iter().take(count).map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        for (count, listed_so) in
            [(0, ""), (1, "België"), (2, "België en Frankrijk"), (3, "België, Frankrijk en Polen")]
        {
            assert_eq!(listed(Language::Nl, &names(count)), listed_so);
        }
        assert_eq!(listed(Language::Fr, &names(2)), "België et Frankrijk");
    }

    #[test]
    fn a_code_is_read_in_groups() {
        assert_eq!(grouped("7K3M9QXWPT427K3M9QXWPT4200"), "7K3M-9QXW-PT42-7K3M-9QXW-PT42-00");
        assert_eq!(grouped(""), "");
    }
}
