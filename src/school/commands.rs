//! What can happen to a school.

use super::objects::School;
use entity::{
    ids::SchoolId,
    kinds::{Community, DoubleGround},
    school,
};
use serde_json::json;

use super::{
    access,
    answers::SchoolDoubles,
    inputs::{CreateSchoolInput, SchoolDoublesInput, UpdateSchoolInput},
    rules::{Country, Entry, Numbering, Numbers, SchoolText, likely_doubles, search_key, united},
    store,
};
use crate::{
    account,
    campaign::rules::day_of,
    fold::key,
    refusals,
    stop::{Answer, Stop},
    wording::{Unfit, unfit},
    work::Work,
};

/// Longest name of a school, a town or a board.
const LONGEST: usize = 200;

refusals! {
    /// Why a school cannot be entered.
    CreateSchoolRefusal {
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name";
        /// The town is empty.
        CityMissing "CITY_MISSING" on ["city"] = "give a town";
        /// Name, town or board is longer than 200 characters.
        TextTooLong { field: &'static str, text: SchoolText } "TEXT_TOO_LONG" on [field] = "{text} has more than 200 characters";
        /// Name, town or board contains a web or mail address, or invisible characters.
        TextUnfit { field: &'static str, text: SchoolText, why: Unfit } "TEXT_UNFIT" on [field] = "{text} {why}";
        /// This is not a country code of two capital letters.
        NotACountry "NOT_A_COUNTRY" on ["country"] = "write the country as two capital letters (ISO 3166), such as BE";
        /// The country and the community do not fit: a school in Belgium has a Belgian community, another school has
        /// `FOREIGN`.
        CountryMismatch "COUNTRY_MISMATCH" on ["community"] = "a school in Belgium belongs to a community of Belgium, and a school abroad to none";
        /// The number is not six digits, or the school is not of the Flemish community.
        NotAnInstitutionNumber "NOT_AN_INSTITUTION_NUMBER" on ["institutionNumber"] = "an institution number has six digits, and only schools of the Flemish Community have one";
        /// Another school has this number.
        InstitutionNumberTaken "INSTITUTION_NUMBER_TAKEN" on ["institutionNumber"] = "another school has this number";
        /// The number is not one to five digits, or the school is not of the French community.
        NotAFaseNumber "NOT_A_FASE_NUMBER" on ["faseNumber"] = "a FASE number has one to five digits, and only schools of the French Community have one";
        /// Another school has this number.
        FaseNumberTaken "FASE_NUMBER_TAKEN" on ["faseNumber"] = "another school has this number";
        /// The organisation id is not `E` and eight digits.
        NotAnOid "NOT_AN_OID" on ["oid"] = "an organisation ID (OID) is an E and eight digits";
        /// Another school has this number.
        OidTaken "OID_TAKEN" on ["oid"] = "another school has this organisation ID (OID)";
        /// The code is not nine digits.
        NotAPic "NOT_A_PIC" on ["pic"] = "a participant code (PIC) has nine digits";
        /// Another school has this number.
        PicTaken "PIC_TAKEN" on ["pic"] = "another school has this participant code (PIC)";
    }
}

/// Enter a school.
pub async fn create(work: &Work, input: CreateSchoolInput) -> Answer<SchoolId, CreateSchoolRefusal> {
    use CreateSchoolRefusal as Refusal;
    let (name, city, community) = (input.name.as_str(), input.city.as_str(), input.community.0);
    let board = filled(input.board.as_deref());
    let mut refusals = Vec::new();
    if name.is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    if city.is_empty() {
        refusals.push(Refusal::CityMissing);
    }
    let texts =
        [(SchoolText::Name, name), (SchoolText::City, city), (SchoolText::Board, board.as_deref().unwrap_or_default())];
    refusals.extend(too_long(texts).map(|text| Refusal::TextTooLong { field: text.field(), text }));
    refusals.extend(unfit_of(texts).map(|(text, why)| Refusal::TextUnfit { field: text.field(), text, why }));
    let country = Country::of(&input.country);
    match country {
        None => refusals.push(Refusal::NotACountry),
        Some(country) if country.is_belgium() == (community == Community::Foreign) => {
            refusals.push(Refusal::CountryMismatch);
        }
        Some(_) => {}
    }
    let given = [input.institution_number, input.fase_number, input.oid, input.pic];
    let (numbers, wrong) = parse(community, &given);
    refusals.extend(wrong.into_iter().map(|numbering| match numbering {
        Numbering::Institution => Refusal::NotAnInstitutionNumber,
        Numbering::Fase => Refusal::NotAFaseNumber,
        Numbering::Oid => Refusal::NotAnOid,
        Numbering::Pic => Refusal::NotAPic,
    }));
    let taken = |numbering: Numbering| match numbering {
        Numbering::Institution => Refusal::InstitutionNumberTaken,
        Numbering::Fase => Refusal::FaseNumberTaken,
        Numbering::Oid => Refusal::OidTaken,
        Numbering::Pic => Refusal::PicTaken,
    };
    let id: SchoolId = work.id();
    refusals.extend(store::taken(work, id, &numbers).await?.into_iter().map(taken));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let [institution_number, fase_number, oid, pic] = numbers.clone();
    let school = school::Model {
        id,
        name: name.to_owned(),
        name_key: key(name),
        city_key: key(city),
        board_key: board.as_deref().map(key),
        community,
        country: country.map(|country| country.to_string()).unwrap_or_default(),
        city: city.to_owned(),
        level: input.level.0,
        institution_number,
        fase_number,
        oid,
        pic,
        board,
        search_key: search_key(name, city),
        merged_into_id: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    if !store::insert(work, school).await? {
        return Ok(Err(store::taken(work, id, &numbers).await?.into_iter().map(taken).collect()));
    }
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a school is not corrected.
    UpdateSchoolRefusal {
        VersionConflict;
        /// The school was merged into another school before.
        AlreadyMerged "ALREADY_MERGED" on ["schoolId"] = "this school was merged into another: correct that one";
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name";
        /// The town is empty.
        CityMissing "CITY_MISSING" on ["city"] = "give a town";
        /// Name, town or board is longer than 200 characters.
        TextTooLong { field: &'static str, text: SchoolText } "TEXT_TOO_LONG" on [field] = "{text} has more than 200 characters";
        /// Name, town or board contains a web or mail address, or invisible characters.
        TextUnfit { field: &'static str, text: SchoolText, why: Unfit } "TEXT_UNFIT" on [field] = "{text} {why}";
        /// The number is not six digits, or the school is not of the Flemish community.
        NotAnInstitutionNumber "NOT_AN_INSTITUTION_NUMBER" on ["institutionNumber"] = "an institution number has six digits, and only schools of the Flemish Community have one";
        /// Another school has this number.
        InstitutionNumberTaken "INSTITUTION_NUMBER_TAKEN" on ["institutionNumber"] = "another school has this number";
        /// The number is not one to five digits, or the school is not of the French community.
        NotAFaseNumber "NOT_A_FASE_NUMBER" on ["faseNumber"] = "a FASE number has one to five digits, and only schools of the French Community have one";
        /// Another school has this number.
        FaseNumberTaken "FASE_NUMBER_TAKEN" on ["faseNumber"] = "another school has this number";
        /// The organisation id is not `E` and eight digits.
        NotAnOid "NOT_AN_OID" on ["oid"] = "an organisation ID (OID) is an E and eight digits";
        /// Another school has this number.
        OidTaken "OID_TAKEN" on ["oid"] = "another school has this organisation ID (OID)";
        /// The code is not nine digits.
        NotAPic "NOT_A_PIC" on ["pic"] = "a participant code (PIC) has nine digits";
        /// Another school has this number.
        PicTaken "PIC_TAKEN" on ["pic"] = "another school has this participant code (PIC)";
        /// Nothing would change.
        NothingChanged "NOTHING_CHANGED" on [] = "nothing would change: it is so already";
    }
}

/// Goes on only if the caller does not work at a school: colleagues look after that.
pub async fn heed_own(work: &Work, id: SchoolId) -> Result<(), Stop> {
    let mine = account::schools_of(work, work.user()?, day_of(work.now())).await?;
    if mine.contains(&id) {
        return Err(Stop::forbidden("you work at this school: somebody else must do this"));
    }
    Ok(())
}

/// Correct a school. Community and country stay: labels were derived from them.
pub async fn update(work: &Work, input: UpdateSchoolInput) -> Answer<SchoolId, UpdateSchoolRefusal> {
    use UpdateSchoolRefusal as Refusal;
    let known = work.hold(School::CHANGE, input.school_id.0).await?;
    heed_own(work, known.id).await?;
    if known.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: known.version }]));
    }
    if known.merged_into_id.is_some() {
        return Ok(Err(vec![Refusal::AlreadyMerged]));
    }
    let mut changed = known.clone();
    if let Some(name) = input.name {
        changed.name = name;
    }
    if let Some(city) = input.city {
        changed.city = city;
    }
    if let Some(level) = input.level {
        changed.level = level.0;
    }
    if let Some(board) = input.board {
        changed.board = filled(Some(&board));
    }
    let mut refusals = Vec::new();
    if changed.name.is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    if changed.city.is_empty() {
        refusals.push(Refusal::CityMissing);
    }
    let board = changed.board.as_deref().unwrap_or_default();
    let texts =
        [(SchoolText::Name, changed.name.as_str()), (SchoolText::City, &changed.city), (SchoolText::Board, board)];
    refusals.extend(too_long(texts).map(|text| Refusal::TextTooLong { field: text.field(), text }));
    refusals.extend(unfit_of(texts).map(|(text, why)| Refusal::TextUnfit { field: text.field(), text, why }));
    let mut given = numbers_of(&known);
    for (number, told) in given.iter_mut().zip([input.institution_number, input.fase_number, input.oid, input.pic]) {
        if let Some(told) = told {
            *number = filled(Some(&told));
        }
    }
    let (numbers, wrong) = parse(known.community, &given);
    refusals.extend(wrong.into_iter().map(|numbering| match numbering {
        Numbering::Institution => Refusal::NotAnInstitutionNumber,
        Numbering::Fase => Refusal::NotAFaseNumber,
        Numbering::Oid => Refusal::NotAnOid,
        Numbering::Pic => Refusal::NotAPic,
    }));
    refusals.extend(store::taken(work, known.id, &numbers).await?.into_iter().map(|numbering| match numbering {
        Numbering::Institution => Refusal::InstitutionNumberTaken,
        Numbering::Fase => Refusal::FaseNumberTaken,
        Numbering::Oid => Refusal::OidTaken,
        Numbering::Pic => Refusal::PicTaken,
    }));
    if refusals.is_empty() {
        set_numbers(&mut changed, numbers);
        changed.search_key = search_key(&changed.name, &changed.city);
        if changed == known {
            refusals.push(Refusal::NothingChanged);
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let facts = json!({ "before": told(&known), "after": told(&changed) });
    store::save(work, changed).await?;
    work.audit_because(known.id, None, Some(facts)).await?;
    Ok(Ok(known.id))
}

refusals! {
    /// Why doubles are not looked for.
    SchoolDoublesRefusal {
        /// The school was merged into another school before.
        AlreadyMerged "ALREADY_MERGED" on ["schoolId"] = "this school was merged into another: look for doubles of that one";
    }
}

/// Look for schools that were entered twice. It is computed, and no declared read; nothing is written.
pub async fn find_doubles(work: &Work, input: SchoolDoublesInput) -> Answer<SchoolDoubles, SchoolDoublesRefusal> {
    let only = match input.school_id {
        None => None,
        Some(id) => {
            let school = store::get_any(work, id.0).await?;
            if school.merged_into_id.is_some() {
                return Ok(Err(vec![SchoolDoublesRefusal::AlreadyMerged]));
            }
            Some(school.id)
        }
    };
    let known = store::list_all(work).await?;
    let mine = known.into_iter().filter(|school| access::may_change(work.actor(), school.community).heed().is_ok());
    let entries: Vec<Entry> = mine
        .map(|school| Entry {
            id: school.id,
            name: school.name,
            country: school.country,
            city: school.city,
            fase: school.fase_number,
        })
        .collect();
    let mut groups: Vec<(DoubleGround, Vec<SchoolId>)> = work.compute(move |_| Ok(likely_doubles(&entries))).await?;
    groups.retain(|(_, ids)| only.is_none_or(|id| ids.contains(&id)));
    Ok(Ok(SchoolDoubles::of(groups)))
}

/// Why two entries are not one school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOne {
    /// One was merged before.
    Merged,
    /// Country or community differ.
    Elsewhere,
    /// Both have a number of this kind, and not the same.
    Numbers(Numbering),
}

/// Mark a school as the double of another. What points to it was moved before; its numbers fill what the other leaves
/// blank, and what was merged into it belongs to the other too. Called by the merge of schools, which heeds the verdict.
pub async fn mark_merged(work: &Work, keep: SchoolId, double: SchoolId) -> Result<Result<(), Vec<NotOne>>, Stop> {
    let (kept, merged) = (work.hold(School::CHANGE, keep).await?, work.hold(School::CHANGE, double).await?);
    let mut reasons = Vec::new();
    if kept.merged_into_id.is_some() || merged.merged_into_id.is_some() {
        reasons.push(NotOne::Merged);
    }
    if (&kept.country, kept.community) != (&merged.country, merged.community) {
        reasons.push(NotOne::Elsewhere);
    }
    let numbers = match united(&numbers_of(&kept), &numbers_of(&merged)) {
        Ok(numbers) => numbers,
        Err(contradictions) => {
            reasons.extend(contradictions.into_iter().map(NotOne::Numbers));
            return Ok(Err(reasons));
        }
    };
    if !reasons.is_empty() {
        return Ok(Err(reasons));
    }
    let mut kept = kept;
    let board = kept.board.take().or_else(|| merged.board.clone());
    kept.board = board;
    set_numbers(&mut kept, numbers);
    let mut merged = merged;
    merged.merged_into_id = Some(keep);
    set_numbers(&mut merged, Numbers::default());
    // A number belongs to one school: the double lets go of its own first.
    store::save(work, merged).await?;
    store::save(work, kept).await?;
    store::follow(work, double, keep).await?;
    Ok(Ok(()))
}

/// What an audit row tells of a school.
pub fn told(school: &school::Model) -> serde_json::Value {
    let [institution, fase, oid, pic] = numbers_of(school);
    json!({
        "name": school.name, "city": school.city, "board": school.board,
        "institutionNumber": institution, "faseNumber": fase, "oid": oid, "pic": pic,
    })
}

fn filled(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

fn too_long(texts: [(SchoolText, &str); 3]) -> impl Iterator<Item = SchoolText> {
    texts.map(|(which, text)| (text.chars().count() > LONGEST).then_some(which)).into_iter().flatten()
}

fn unfit_of(texts: [(SchoolText, &str); 3]) -> impl Iterator<Item = (SchoolText, Unfit)> {
    texts.map(|(which, text)| unfit(text).map(|why| (which, why))).into_iter().flatten()
}

/// The numbers among what was given, and in which numberings it is none.
fn parse(community: Community, given: &Numbers) -> (Numbers, Vec<Numbering>) {
    let mut numbers = Numbers::default();
    let mut wrong = Vec::new();
    for ((numbering, text), number) in Numbering::ALL.into_iter().zip(given).zip(&mut numbers) {
        let Some(text) = text else { continue };
        *number = numbering.parse(community, text).map(String::from);
        if number.is_none() {
            wrong.push(numbering);
        }
    }
    (numbers, wrong)
}

fn numbers_of(school: &school::Model) -> Numbers {
    [school.institution_number.clone(), school.fase_number.clone(), school.oid.clone(), school.pic.clone()]
}

fn set_numbers(school: &mut school::Model, [institution, fase, oid, pic]: Numbers) {
    school.institution_number = institution;
    school.fase_number = fase;
    school.oid = oid;
    school.pic = pic;
}
