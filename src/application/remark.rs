//! What is said of a draft while it is written: what is missing, and what could be better. Advice, never a refusal
//! (R130-R134, Q17).

use std::sync::LazyLock;

use entity::kinds::{DraftField, LinkKind, RemarkCode};
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use whatlang::{Detector, Lang};

use super::rules::{Gap, HandedIn, Link, Written, gaps};
use crate::text::says_something;

/// A text with fewer words is very short.
const FEW_WORDS: i32 = 20;
/// Languages that are told apart.
const LANGUAGES: [(Lang, &str); 4] = [(Lang::Nld, "nl"), (Lang::Fra, "fr"), (Lang::Deu, "de"), (Lang::Eng, "en")];
/// A text with fewer characters is too short to tell its language.
const TELLING: usize = 120;
/// Texts whose language is remembered: all of a thousand drafts that are written at once.
const REMEMBERED: usize = 20_000;

/// What a campaign asks of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Norms<'a> {
    /// Words of a summary at most (Q17).
    pub summary_words: i32,
    /// Words of any other text at most.
    pub answer_words: i32,
    /// The language that the jury reads: `nl`, `fr` or `de` (R67, Q14).
    pub language: &'a str,
}

/// One thing that is said of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub code: RemarkCode,
    /// The code of the criterion that it is about.
    pub criterion: Option<String>,
    /// The text that it is about.
    pub field: Option<DraftField>,
    /// The address that it is about, by its place in the draft.
    pub link: Option<usize>,
    /// How many words there are, and how many there should be.
    pub words: Option<(i32, i32)>,
    /// The language that the text seems to be in.
    pub language: Option<&'static str>,
}

impl Remark {
    fn on(code: RemarkCode, criterion: Option<&str>, field: Option<DraftField>) -> Self {
        Self { code, criterion: criterion.map(ToOwned::to_owned), field, link: None, words: None, language: None }
    }
}

/// Everything that is to be said, in the order of the form: the summary; each criterion with its texts and addresses; the
/// addresses of the whole; the consent.
pub fn remarks(draft: &HandedIn, criteria: &[&str], norms: Norms<'_>) -> Vec<Remark> {
    let mut all = found(draft, criteria, norms);
    all.sort_by_key(|remark| place(remark, criteria));
    all
}

/// Where in the form a remark belongs, whatever else is said: the higher, the later.
pub fn place(remark: &Remark, criteria: &[&str]) -> i32 {
    let number = |place: usize| i32::try_from(place).unwrap_or(i32::MAX / 1_000_000);
    let (after_criteria, last) = (criteria.len() + 1, criteria.len() + 2);
    let criterion = remark.criterion.as_deref().map(|code| criteria.iter().position(|known| *known == code));
    let section = match (remark.code, criterion) {
        (RemarkCode::ConsentMissing, _) => last,
        (_, Some(Some(at))) => at + 1,
        (_, None) if remark.field == Some(DraftField::Summary) => 0,
        (_, Some(None) | None) => after_criteria,
    };
    // Within a section the texts come first, then the addresses, one by one.
    let part = remark.field.map_or(9, |field| field as i32);
    let link = number(remark.link.map_or(0, |link| link + 1)).min(99);
    number(section) * 1_000_000 + part * 100_000 + link * 1_000 + remark.code as i32
}

fn found(draft: &HandedIn, criteria: &[&str], norms: Norms<'_>) -> Vec<Remark> {
    let mut all = Vec::new();
    let missing = gaps(draft, criteria);
    let mut tell_gap = |gap: &Gap, remark: Remark| missing.contains(gap).then(|| all.push(remark));
    tell_gap(&Gap::Summary, Remark::on(RemarkCode::SummaryMissing, None, Some(DraftField::Summary)));
    for criterion in criteria {
        let code = Some(*criterion);
        let answer = Remark::on(RemarkCode::AnswerMissing, code, Some(DraftField::Text));
        tell_gap(&Gap::Answer((*criterion).to_owned()), answer);
        for part in [DraftField::OwnTeacher, DraftField::OwnPupils] {
            let own = Remark::on(RemarkCode::OwnContributionMissing, code, Some(part));
            tell_gap(&Gap::OwnContribution((*criterion).to_owned(), part), own);
        }
    }
    tell_gap(&Gap::TwinspaceLink, Remark::on(RemarkCode::TwinspaceLinkMissing, None, None));
    tell_gap(&Gap::Consent, Remark::on(RemarkCode::ConsentMissing, None, None));
    all.extend(of_text(&draft.summary, None, DraftField::Summary, norms.summary_words, norms.language));
    for written in &draft.answers {
        let code = Some(written.criterion.as_str());
        for (field, text) in texts(written) {
            all.extend(of_text(text, code, field, norms.answer_words, norms.language));
        }
        if says_something(&written.text) && !says_something(&written.example) {
            all.push(Remark::on(RemarkCode::ExampleMissing, code, Some(DraftField::Example)));
        }
    }
    for (place, link) in draft.links.iter().enumerate().filter(|(_, link)| lacks_proof(link, &draft.links)) {
        let remark = Remark::on(RemarkCode::ProofMissing, link.criterion.as_deref(), None);
        all.push(Remark { link: Some(place), ..remark });
    }
    all
}

fn texts(written: &Written) -> [(DraftField, &str); 4] {
    [
        (DraftField::Text, &written.text),
        (DraftField::OwnTeacher, &written.own_teacher),
        (DraftField::OwnPupils, &written.own_pupils),
        (DraftField::Example, &written.example),
    ]
}

fn of_text(text: &str, criterion: Option<&str>, field: DraftField, most: i32, language: &str) -> Vec<Remark> {
    let mut all = Vec::new();
    let words = count_words(text);
    if words > most {
        all.push(Remark { words: Some((words, most)), ..Remark::on(RemarkCode::TooLong, criterion, Some(field)) });
    }
    // An example may be a word and a link.
    if (1..FEW_WORDS).contains(&words) && field != DraftField::Example {
        let remark = Remark::on(RemarkCode::VeryShort, criterion, Some(field));
        all.push(Remark { words: Some((words, FEW_WORDS)), ..remark });
    }
    if let Some(found) = other_language(text, language) {
        let remark = Remark::on(RemarkCode::OtherLanguage, criterion, Some(field));
        all.push(Remark { language: Some(found), ..remark });
    }
    all
}

/// The words of a text.
pub fn count_words(text: &str) -> i32 {
    i32::try_from(text.split_whitespace().count()).unwrap_or(i32::MAX)
}

/// The language of a text, when that is surely not the one wanted; `None` also when it cannot be told.
pub fn other_language(text: &str, wanted: &str) -> Option<&'static str> {
    if text.chars().count() < TELLING {
        return None;
    }
    language_of(text).filter(|word| *word != wanted)
}

/// The language of a text, when it is sure. Telling it takes longer than all else that is said of a draft, and of its texts
/// only one or two change from one save to the next: what was told is remembered, by what stands for the text.
fn language_of(text: &str) -> Option<&'static str> {
    static TOLD: LazyLock<Cache<[u8; 32], Option<&'static str>>> = LazyLock::new(|| Cache::new(REMEMBERED));
    let tell = || {
        let known = Detector::with_allowlist(LANGUAGES.map(|(language, _)| language).to_vec());
        let found = known.detect(text).filter(whatlang::Info::is_reliable)?;
        LANGUAGES.into_iter().find(|(language, _)| *language == found.lang()).map(|(_, word)| word)
    };
    let mark = Sha256::digest(text).into();
    TOLD.get(&mark).unwrap_or_else(|| {
        let told = tell();
        TOLD.insert(mark, told);
        told
    })
}

/// Whether an address outside the TwinSpace has none on it beside it: about the same criterion, or about the whole (R23).
fn lacks_proof(link: &Link, links: &[Link]) -> bool {
    let is_on_twinspace = |link: &Link| link.kind == LinkKind::Twinspace || is_twinspace(&link.url);
    let is_beside = |other: &&Link| other.criterion == link.criterion || other.criterion.is_none();
    !is_on_twinspace(link) && !links.iter().filter(is_beside).any(is_on_twinspace)
}

/// Whether an address is on a TwinSpace: the platform of today, or the one before (F16).
fn is_twinspace(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| match url.host_str() {
        Some("twinspace.etwinning.net") => true,
        Some("school-education.ec.europa.eu") => {
            url.path_segments().is_some_and(|mut steps| steps.any(|step| step == "twinspace"))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::{
        ids::{ApplicationId, UserId},
        kinds::Track,
    };
    use proptest::prelude::*;

    use super::*;

    const NORMS: Norms<'_> = Norms { summary_words: 150, answer_words: 200, language: "nl" };
    const DUTCH: &str = "De leerlingen van onze klas hebben samen met de partnerscholen een podcast over bijen gemaakt en \
                         daarvoor elke week overlegd met de andere groepjes in het project.";
    const FRENCH: &str = "Les élèves de notre classe ont réalisé avec les écoles partenaires un podcast sur les abeilles et \
                          ont discuté chaque semaine avec les autres groupes du projet.";

    fn draft() -> HandedIn {
        let answer = Written {
            criterion: "C1".to_owned(),
            text: DUTCH.to_owned(),
            own_teacher: DUTCH.to_owned(),
            own_pupils: DUTCH.to_owned(),
            example: "Aflevering 3".to_owned(),
        };
        HandedIn {
            summary: DUTCH.to_owned(),
            answers: vec![answer],
            links: vec![link(
                LinkKind::Twinspace,
                "https://school-education.ec.europa.eu/nl/etwinning/projects/bijen/twinspace",
                None,
            )],
            consent_declared_at: Some(DateTime::UNIX_EPOCH),
            ..HandedIn::by(ApplicationId(uuid::Uuid::nil()), UserId(uuid::Uuid::nil()), Track::Nql, 1)
        }
    }

    fn link(kind: LinkKind, url: &str, criterion: Option<&str>) -> Link {
        Link { kind, url: url.to_owned(), label: "x".to_owned(), criterion: criterion.map(ToOwned::to_owned) }
    }

    fn said(draft: &HandedIn) -> Vec<(RemarkCode, Option<DraftField>)> {
        remarks(draft, &["C1"], NORMS).into_iter().map(|remark| (remark.code, remark.field)).collect()
    }

    #[test]
    fn nothing_is_said_of_a_good_draft() {
        assert_eq!(said(&draft()), []);
    }

    #[test]
    fn what_is_said_stands_in_the_order_of_the_form() {
        use RemarkCode::{
            ConsentMissing, ExampleMissing, OwnContributionMissing, ProofMissing, TwinspaceLinkMissing, VeryShort,
        };

        let mut draft = draft();
        draft.summary = "kort".to_owned();
        draft.answers[0].own_pupils.clear();
        draft.answers[0].text = "kort".to_owned();
        draft.answers[0].example.clear();
        draft.consent_declared_at = None;
        draft.links = vec![
            link(LinkKind::Other, "https://padlet.example/alles", None),
            link(LinkKind::Other, "https://padlet.example/bijen", Some("C1")),
        ];
        assert_eq!(
            said(&draft),
            [
                (VeryShort, Some(DraftField::Summary)),
                (VeryShort, Some(DraftField::Text)),
                (OwnContributionMissing, Some(DraftField::OwnPupils)),
                (ExampleMissing, Some(DraftField::Example)),
                (ProofMissing, None),
                (TwinspaceLinkMissing, None),
                (ProofMissing, None),
                (ConsentMissing, None),
            ]
        );
        let links: Vec<_> = remarks(&draft, &["C1"], NORMS).into_iter().filter_map(|remark| remark.link).collect();
        assert_eq!(links, [1, 0], "those of a criterion with it, those of the whole after all criteria");
    }

    #[test]
    fn what_keeps_a_draft_from_being_handed_in_is_all_told() {
        let empty = HandedIn {
            summary: " ".to_owned(),
            answers: Vec::new(),
            links: Vec::new(),
            consent_declared_at: None,
            ..draft()
        };
        let codes: Vec<RemarkCode> = said(&empty).into_iter().map(|(code, _)| code).collect();
        assert_eq!(
            codes,
            [
                RemarkCode::SummaryMissing,
                RemarkCode::AnswerMissing,
                RemarkCode::OwnContributionMissing,
                RemarkCode::OwnContributionMissing,
                RemarkCode::TwinspaceLinkMissing,
                RemarkCode::ConsentMissing,
            ]
        );
        assert_eq!(codes.len(), gaps(&empty, &["C1"]).len());
    }

    #[test]
    fn words_are_counted_at_both_ends() {
        let words = |count: usize| vec!["bij"; count].join("  ");
        for (count, expected) in [
            (19, vec![(RemarkCode::VeryShort, Some(DraftField::Summary))]),
            (20, vec![]),
            (150, vec![]),
            (151, vec![(RemarkCode::TooLong, Some(DraftField::Summary))]),
        ] {
            let draft = HandedIn { summary: words(count), ..draft() };
            let said: Vec<_> =
                said(&draft).into_iter().filter(|(code, _)| *code != RemarkCode::OtherLanguage).collect();
            assert_eq!(said, expected, "{count}");
        }
        let long = HandedIn { summary: words(151), ..draft() };
        let remark = remarks(&long, &["C1"], NORMS).into_iter().find(|remark| remark.code == RemarkCode::TooLong);
        assert_eq!(remark.unwrap().words, Some((151, 150)));
    }

    #[test]
    fn another_language_is_told_by_its_name() {
        let mut french = draft();
        french.answers[0].own_pupils = FRENCH.to_owned();
        let told = remarks(&french, &["C1"], NORMS);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].code, told[0].field), (RemarkCode::OtherLanguage, Some(DraftField::OwnPupils)));
        assert_eq!(told[0].language, Some("fr"));
        let wanted = Norms { language: "fr", ..NORMS };
        assert!(remarks(&french, &["C1"], wanted).iter().all(|remark| remark.language == Some("nl")));
        // Names and a few words tell nothing.
        french.answers[0].own_pupils = "Très bien, merci à toutes et à tous".to_owned();
        assert!(said(&french).iter().all(|(code, _)| *code != RemarkCode::OtherLanguage));
    }

    #[test]
    fn an_answer_wants_an_example_and_an_empty_one_does_not() {
        let mut draft = draft();
        draft.answers[0].example = String::new();
        assert_eq!(said(&draft), [(RemarkCode::ExampleMissing, Some(DraftField::Example))]);
        draft.answers[0].text = String::new();
        assert_eq!(said(&draft), [(RemarkCode::AnswerMissing, Some(DraftField::Text))]);
    }

    #[test]
    fn an_outside_address_wants_proof_on_the_twinspace() {
        let mut draft = draft();
        draft.links[0].criterion = Some("C2".to_owned());
        draft.links.push(link(LinkKind::Other, "https://padlet.example/bijen", Some("C1")));
        let told = remarks(&draft, &["C1"], NORMS);
        assert_eq!(
            told.iter().map(|remark| (remark.code, remark.link)).collect::<Vec<_>>(),
            [(RemarkCode::ProofMissing, Some(1))]
        );
        let proof = "https://twinspace.etwinning.net/122324/pages/page/1359873";
        draft.links.push(link(LinkKind::FinalProduct, proof, Some("C1")));
        assert_eq!(said(&draft), []);
    }

    proptest! {
        #[test]
        fn whatever_is_written_gets_an_answer(summary in any::<String>(), text in "\\PC{0,400}", url in any::<String>()) {
            let mut draft = HandedIn { summary, ..draft() };
            draft.answers[0].text = text;
            draft.links.push(link(LinkKind::Other, &url, None));
            let all = remarks(&draft, &["C1"], NORMS);
            let blocking = all.iter().filter(|remark| remark.code <= RemarkCode::ConsentMissing).count();
            prop_assert_eq!(blocking, gaps(&draft, &["C1"]).len());
        }
    }
}
