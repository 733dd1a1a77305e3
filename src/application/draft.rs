//! The working draft: saved text by text, what every text was before, and what is said of it.

use super::objects::Application;
use std::collections::BTreeSet;

use entity::{
    application, application_answer, campaign, criterion, draft_remark, draft_text, form_session,
    ids::{ApplicationId, CriterionId, DraftRemarkId},
    kinds::{ApplicationStatus, Community, DraftField},
};

use super::{
    commands::{Draft, by_code, criteria_of, is_too_long, own, texts_too_long},
    form::{barred, leased, save_in, writable},
    inputs::{ApplicationAnswerInput, RestoreDraftTextInput, SaveApplicationDraftInput},
    remark::{Norms, Remark, place, remarks},
    store,
    told::TextOf,
};
use crate::{
    api::Word,
    refusals,
    stop::{Answer, Stop, reasons},
    window::Save,
    work::Work,
};

refusals! {
    /// Why a draft cannot be saved.
    SaveApplicationDraftRefusal {
        VersionConflict;
        /// The draft cannot be changed in the present status of the application.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["applicationId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
        /// The form is closed, as nothing was saved for too long. Open it with `openApplicationForm`; the refused texts
        /// are in `draftHistory`.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["applicationId"] = "the form is closed; version {current_version} of the draft is kept, and so is what you have just sent: open the form again to go on";
        /// There is no such criterion to answer: give `C1` to `C5`.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["answers"] = "there is no criterion {criterion} to answer";
        /// A criterion is given twice.
        CriterionTwice { criterion: String } "CRITERION_TWICE" on ["answers"] = "{criterion} is given twice: give it once";
        /// The texts of the application were erased, and it cannot be written any more.
        TextsErased "TEXTS_ERASED" on ["applicationId"] = "the texts of this application were erased";
        /// The summary has more than 10,000 characters.
        SummaryTooLong { text: TextOf } "SUMMARY_TOO_LONG" on ["summary"] = "{text} has more than 10,000 characters";
        /// A text about a criterion has more than 10,000 characters.
        TextTooLong { criterion: String, field: &'static str, text: TextOf } "TEXT_TOO_LONG" on ["answers", field] = "{text} has more than 10,000 characters";
    }
}

/// Save the working draft (R66, R67). Only what is given changes, and only what the window has seen as it is; what was handed
/// in stands (INV-03, INV-04). What comes from a window that is behind, into a form that has closed, or too late, is refused
/// and kept all the same: nothing that a teacher wrote is lost.
pub async fn save(work: &Work, input: SaveApplicationDraftInput) -> Answer<ApplicationId, SaveApplicationDraftRefusal> {
    use SaveApplicationDraftRefusal as Refusal;
    let (mut application, campaign) = own(work, Application::WRITE, input.application_id.0).await?;
    if application.texts_erased_at.is_some() {
        return Ok(Err(vec![Refusal::TextsErased]));
    }
    let form = writable(work, &application, &campaign).await?;
    let mut barred: Vec<Refusal> = form.as_ref().err().into_iter().flatten().copied().map(Refusal::from).collect();
    let mut faults = Vec::new();
    if input.summary.as_ref().is_some_and(|summary| is_too_long(summary)) {
        faults.push(Refusal::SummaryTooLong { text: TextOf(DraftField::Summary, None) });
    }
    let criteria = criteria_of(work, &campaign).await?;
    let mut texts: Vec<DraftText> = input.summary.map(DraftText::summary).into_iter().collect();
    let mut given = BTreeSet::new();
    for answer in input.answers {
        faults.extend(texts_too_long(&answer).map(|(field, text)| Refusal::TextTooLong {
            criterion: answer.criterion_code.clone(),
            field,
            text: TextOf(text, Some(answer.criterion_code.clone())),
        }));
        match by_code(&criteria, &answer.criterion_code) {
            Some(criterion) if given.insert(criterion) => texts.extend(DraftText::of(criterion, answer)),
            Some(_) => faults.push(Refusal::CriterionTwice { criterion: answer.criterion_code }),
            None => faults.push(Refusal::UnknownCriterion { criterion: answer.criterion_code }),
        }
    }
    // What has no place in a draft is not kept either.
    texts.retain(|text| !is_too_long(&text.text));
    let (id, current_version) = (application.id, application.version);
    let mut save = Save::on(current_version, input.expected_version);
    let (mut subjects, mut methods) = (Vec::new(), Vec::new());
    if let Some(given) = input.subjects {
        subjects = store::subjects_of(work, id).await?;
        save.put((&mut subjects, &mut application.subjects_version), Some(once(given)));
    }
    if let Some(given) = input.methods {
        methods = store::methods_of(work, id).await?;
        save.put((&mut methods, &mut application.methods_version), Some(once(given)));
    }
    if save.is_behind || replaces_unseen(work, &application, &texts, input.expected_version).await? {
        barred.insert(0, Refusal::VersionConflict { current_version });
    }
    match (form, barred.is_empty(), faults.is_empty()) {
        (Ok(form), true, true) => {
            if application.subjects_version == save.version {
                store::set_subjects(work, id, &subjects).await?;
            }
            if application.methods_version == save.version {
                store::set_methods(work, id, &methods).await?;
            }
            let desk = Desk { campaign: &campaign, criteria: &criteria, form, is_new: save.is_new };
            Ok(Ok(write(work, application, texts, desk).await?))
        }
        (_, true, _) => Ok(Err(faults)),
        (_, false, _) => {
            keep_refused(work, &application, input.expected_version, texts).await?;
            Ok(Err(barred.into_iter().chain(faults).collect()))
        }
    }
}

/// Whether a save would replace a text that its window has not seen. A text that says the same stands in nobody's way.
async fn replaces_unseen(
    work: &Work,
    application: &application::Model,
    texts: &[DraftText],
    seen: i32,
) -> Result<bool, Stop> {
    if seen >= application.version {
        return Ok(false);
    }
    let changed = store::changed_since(work, application.id, seen).await?;
    let mut answers = store::answers_of(work, application.id).await?;
    let is_unseen = |text: &DraftText| changed.contains(&(text.criterion, text.field));
    Ok(texts.iter().any(|text| is_unseen(text) && text.stored(application, &mut answers) != text.text))
}

/// Each word once, in the order of the enum.
fn once<K: Ord>(words: Vec<Word<K>>) -> Vec<K> {
    words.into_iter().map(|Word(word)| word).collect::<BTreeSet<K>>().into_iter().collect()
}

/// What lies beside a draft that is written.
struct Desk<'a> {
    campaign: &'a campaign::Model,
    criteria: &'a [criterion::Model],
    form: form_session::Model,
    /// Whether something beside the texts changed already.
    is_new: bool,
}

/// One text of a draft.
struct DraftText {
    criterion: Option<CriterionId>,
    field: DraftField,
    text: String,
}

impl DraftText {
    fn summary(text: String) -> Self {
        Self { criterion: None, field: DraftField::Summary, text }
    }

    /// The texts that are given of an answer.
    fn of(criterion: CriterionId, answer: ApplicationAnswerInput) -> impl Iterator<Item = Self> {
        let given = [
            (DraftField::Text, answer.text),
            (DraftField::OwnTeacher, answer.own_teacher),
            (DraftField::OwnPupils, answer.own_pupils),
            (DraftField::Example, answer.example),
        ];
        given.into_iter().filter_map(move |(field, text)| Some(Self { criterion: Some(criterion), field, text: text? }))
    }

    /// Where it stands in an answer.
    fn place<'a>(&self, answer: &'a mut application_answer::Model) -> &'a mut String {
        match self.field {
            DraftField::Summary | DraftField::Text => &mut answer.text,
            DraftField::OwnTeacher => &mut answer.own_teacher,
            DraftField::OwnPupils => &mut answer.own_pupils,
            DraftField::Example => &mut answer.example,
        }
    }

    /// What is stored in its place.
    fn stored<'a>(&self, application: &'a application::Model, answers: &'a mut [application_answer::Model]) -> &'a str {
        match self.criterion {
            None => &application.summary,
            Some(criterion) => {
                let answer = answers.iter_mut().find(|answer| answer.criterion_id == criterion);
                answer.map_or("", |answer| self.place(answer).as_str())
            }
        }
    }

    fn kept(self, work: &Work, application: ApplicationId, version: i32, is_refused: bool) -> draft_text::Model {
        draft_text::Model {
            id: work.id(),
            application_id: application,
            criterion_id: self.criterion,
            field: self.field,
            text: self.text,
            version,
            is_refused,
            saved_at: work.now(),
        }
    }
}

/// Writes the texts that changed, in the order given, each with its place in the history. What says nothing new is no new
/// version, and keeps the form open all the same.
async fn write(
    work: &Work,
    mut application: application::Model,
    texts: Vec<DraftText>,
    desk: Desk<'_>,
) -> Result<ApplicationId, Stop> {
    let (id, version) = (application.id, application.version + 1);
    let Desk { campaign, criteria, form, mut is_new } = desk;
    let mut answers = store::answers_of(work, id).await?;
    let known = answers.len();
    let mut touched: BTreeSet<CriterionId> = BTreeSet::new();
    let mut kept = Vec::new();
    for text in texts {
        let place = match text.criterion {
            None => &mut application.summary,
            Some(criterion) => {
                let at = answers.iter().position(|answer| answer.criterion_id == criterion);
                let at = at.unwrap_or_else(|| {
                    answers.push(empty_answer(work, id, criterion));
                    answers.len() - 1
                });
                let Some(answer) = answers.get_mut(at) else { continue };
                text.place(answer)
            }
        };
        if *place != text.text {
            place.clone_from(&text.text);
            touched.extend(text.criterion);
            is_new = true;
            kept.push(text.kept(work, id, version, false));
        }
    }
    if !is_new {
        store::put_form(work, leased(work, &form, campaign)).await?;
        work.audit(id).await?;
        return Ok(id);
    }
    for answer in answers.iter_mut().filter(|answer| touched.contains(&answer.criterion_id)) {
        answer.updated_at = work.now();
    }
    // What asks the database comes first: what is written after it goes there at once.
    let draft = Draft::with(answers.clone(), store::links_of(work, id).await?, criteria);
    remark_under(work, &application, campaign, criteria, &draft).await?;
    for text in kept {
        store::keep_text(work, text).await?;
    }
    for (at, answer) in answers.into_iter().enumerate().filter(|(_, answer)| touched.contains(&answer.criterion_id)) {
        if at < known {
            store::save_answer(work, answer).await?;
        } else {
            store::insert_answer(work, answer).await?;
        }
    }
    save_in(work, &form, application, campaign).await?;
    work.audit(id).await?;
    Ok(id)
}

/// Keeps the texts that a draft begins with, in the version that it is saved as next.
pub(super) async fn keep_first(work: &Work, application: &application::Model) -> Result<(), Stop> {
    let mut texts = vec![DraftText::summary(application.summary.clone())];
    for answer in store::answers_of(work, application.id).await? {
        texts.extend(DraftText::of(
            answer.criterion_id,
            ApplicationAnswerInput {
                criterion_code: String::new(),
                text: Some(answer.text),
                own_teacher: Some(answer.own_teacher),
                own_pupils: Some(answer.own_pupils),
                example: Some(answer.example),
            },
        ));
    }
    for text in texts.into_iter().filter(|text| !text.text.is_empty()) {
        store::keep_text(work, text.kept(work, application.id, application.version + 1, false)).await?;
    }
    Ok(())
}

/// Says anew what is to be said of a draft.
pub(super) async fn remark_on(
    work: &Work,
    application: &application::Model,
    campaign: &campaign::Model,
) -> Result<(), Stop> {
    let criteria = criteria_of(work, campaign).await?;
    let draft = Draft::of(work, application, &criteria).await?;
    remark_under(work, application, campaign, &criteria, &draft).await
}

async fn remark_under(
    work: &Work,
    application: &application::Model,
    campaign: &campaign::Model,
    criteria: &[criterion::Model],
    draft: &Draft,
) -> Result<(), Stop> {
    let codes: Vec<&str> = criteria.iter().map(|criterion| criterion.code.as_str()).collect();
    let norms = Norms {
        summary_words: campaign.summary_words,
        answer_words: campaign.answer_words,
        language: language_of(campaign, application.community),
    };
    let said = remarks(&draft.handed_in(application, 0, criteria), &codes, norms);
    let mut gone = store::remarks_of(work, application.id).await?;
    let mut new = Vec::new();
    for remark in said {
        let at = place(&remark, &codes);
        let remark = row(work, application.id, (remark, at), criteria, draft);
        match gone.iter().position(|known| draft_remark::Model { id: known.id, ..remark.clone() } == *known) {
            Some(at) => drop(gone.swap_remove(at)),
            None => new.push(remark),
        }
    }
    store::change_remarks(work, gone.into_iter().map(|remark| remark.id).collect(), new).await
}

fn row(
    work: &Work,
    application_id: ApplicationId,
    (remark, position): (Remark, i32),
    criteria: &[criterion::Model],
    draft: &Draft,
) -> draft_remark::Model {
    let criterion = remark.criterion.and_then(|code| criteria.iter().find(|criterion| criterion.code == code));
    let link = remark.link.and_then(|place| draft.links.get(place));
    draft_remark::Model {
        id: work.id::<DraftRemarkId>(),
        application_id,
        code: remark.code,
        criterion_id: criterion.map(|criterion| criterion.id),
        field: remark.field,
        evidence_link_id: link.map(|link| link.id),
        position,
        words: remark.words.map(|(words, _)| words),
        words_expected: remark.words.map(|(_, expected)| expected),
        language: remark.language.map(ToOwned::to_owned),
    }
}

/// The language in which the jury of a community reads (R67, R75, Q14).
pub fn language_of(campaign: &campaign::Model, community: Community) -> &str {
    match community {
        Community::Vl | Community::Foreign => &campaign.language_vl,
        Community::Fwb => &campaign.language_fwb,
        Community::Dg => &campaign.language_dg,
    }
}

fn empty_answer(work: &Work, application_id: ApplicationId, criterion_id: CriterionId) -> application_answer::Model {
    application_answer::Model {
        id: work.id(),
        application_id,
        criterion_id,
        text: String::new(),
        own_teacher: String::new(),
        own_pupils: String::new(),
        example: String::new(),
        updated_at: work.now(),
    }
}

/// Keeps what was refused, where it says something else than the draft.
async fn keep_refused(
    work: &Work,
    application: &application::Model,
    version: i32,
    texts: Vec<DraftText>,
) -> Result<(), Stop> {
    let mut answers = store::answers_of(work, application.id).await?;
    let mut is_kept = false;
    for text in texts {
        if text.stored(application, &mut answers) != text.text {
            is_kept |= store::keep_text(work, text.kept(work, application.id, version, true)).await?;
        }
    }
    if is_kept { work.audit_as("keepRefusedDraft", application.id).await } else { Ok(()) }
}

refusals! {
    /// Why a text is not put back.
    RestoreDraftTextRefusal {
        /// Somebody saved the draft first: you in another window, for example.
        VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
        /// The application cannot be changed in its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["draftTextId"] = "the application is {status}";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["draftTextId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
        /// The form is closed.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["draftTextId"] = "the form is closed; version {current_version} of the draft is kept: open the form again to go on";
    }
}

barred!(SaveApplicationDraftRefusal, RestoreDraftTextRefusal);

/// Put a text back as it once was (INV-03).
pub async fn restore(work: &Work, input: RestoreDraftTextInput) -> Answer<ApplicationId, RestoreDraftTextRefusal> {
    use RestoreDraftTextRefusal as Refusal;
    let kept = store::get_text(work, input.draft_text_id.0).await?;
    let (application, campaign) = own(work, Application::WRITE, kept.application_id).await?;
    let mut refusals = reasons([(
        application.version != input.expected_version,
        Refusal::VersionConflict { current_version: application.version },
    )]);
    let form = writable(work, &application, &campaign).await?;
    refusals.extend(form.as_ref().err().into_iter().flatten().copied().map(Refusal::from));
    let (Ok(form), true) = (form, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let criteria = criteria_of(work, &campaign).await?;
    let desk = Desk { campaign: &campaign, criteria: &criteria, form, is_new: false };
    let text = DraftText { criterion: kept.criterion_id, field: kept.field, text: kept.text };
    Ok(Ok(write(work, application, vec![text], desk).await?))
}
