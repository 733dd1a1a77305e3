//! What can happen to a school.

use entity::{ids::SchoolId, kinds::Community, school};

use super::{
    access,
    inputs::CreateSchoolInput,
    rules::{Country, Number, Numbering},
    store,
};
use crate::{
    refusals,
    stop::{Answer, Stop},
    work::Work,
};

/// Longest name of a school or a town.
const LONGEST: usize = 200;

refusals! {
    /// Why a school cannot be entered.
    CreateSchoolRefusal for "CreateSchool" {
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name";
        /// Name or town has more than 200 characters.
        TextTooLong { field: &'static str } "TEXT_TOO_LONG" on [] = "{field} has more than 200 characters";
        /// Not a country code.
        NotACountry "NOT_A_COUNTRY" on ["country"] = "a country is two capital letters (ISO 3166), such as BE";
        /// Schools in Belgium belong to a community, others to none.
        CountryMismatch "COUNTRY_MISMATCH" on ["community"] = "schools in Belgium belong to a community, all others are FOREIGN";
        /// Not six digits, or not a school of the Flemish community.
        NotAnInstitutionNumber "NOT_AN_INSTITUTION_NUMBER" on ["institutionNumber"] = "six digits, for schools of the Flemish community only";
        /// Another school has it.
        InstitutionNumberTaken "INSTITUTION_NUMBER_TAKEN" on ["institutionNumber"] = "another school has this number";
        /// Not one to five digits, or not a school of the French community.
        NotAFaseNumber "NOT_A_FASE_NUMBER" on ["faseNumber"] = "one to five digits, for schools of the French community only";
        /// Another school has it.
        FaseNumberTaken "FASE_NUMBER_TAKEN" on ["faseNumber"] = "another school has this number";
        /// Not `E` and eight digits.
        NotAnOid "NOT_AN_OID" on ["oid"] = "an organisation id is E and eight digits";
        /// Another school has it.
        OidTaken "OID_TAKEN" on ["oid"] = "another school has this organisation id";
        /// Not nine digits.
        NotAPic "NOT_A_PIC" on ["pic"] = "a participant identification code is nine digits";
        /// Another school has it.
        PicTaken "PIC_TAKEN" on ["pic"] = "another school has this code";
    }
}

/// Enter a school.
pub async fn create(work: &Work, input: CreateSchoolInput) -> Answer<SchoolId, CreateSchoolRefusal> {
    use CreateSchoolRefusal as Refusal;
    access::may_create(work.actor()).heed()?;
    let (name, city, community) = (input.name.trim(), input.city.trim(), input.community.0);
    let mut refusals = Vec::new();
    if name.is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    for (field, text) in [("name", name), ("city", city)] {
        if text.chars().count() > LONGEST {
            refusals.push(Refusal::TextTooLong { field });
        }
    }
    let country = Country::of(&input.country);
    match country {
        None => refusals.push(Refusal::NotACountry),
        Some(country) if country.is_belgium() == (community == Community::Foreign) => {
            refusals.push(Refusal::CountryMismatch);
        }
        Some(_) => {}
    }
    let mut parse = |text: Option<&String>, parsed: Option<Number>, refusal: Refusal| {
        if text.is_some() && parsed.is_none() {
            refusals.push(refusal);
        }
        parsed.map(String::from)
    };
    let given = input.institution_number.as_ref();
    let parsed = given.filter(|_| community == Community::Vl).and_then(|text| Number::institution(text));
    let institution_number = parse(given, parsed, Refusal::NotAnInstitutionNumber);
    let given = input.fase_number.as_ref();
    let parsed = given.filter(|_| community == Community::Fwb).and_then(|text| Number::fase(text));
    let fase_number = parse(given, parsed, Refusal::NotAFaseNumber);
    let given = input.oid.as_ref();
    let oid = parse(given, given.and_then(|text| Number::oid(text)), Refusal::NotAnOid);
    let given = input.pic.as_ref();
    let pic = parse(given, given.and_then(|text| Number::pic(text)), Refusal::NotAPic);
    let id: SchoolId = work.id();
    let school = school::Model {
        id,
        name: name.to_owned(),
        community,
        country: country.map(|country| country.to_string()).unwrap_or_default(),
        city: city.to_owned(),
        level: input.level.0,
        institution_number,
        fase_number,
        oid,
        pic,
        merged_into_id: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    refusals.extend(taken(work, &school).await?);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    if !store::insert(work, school.clone()).await? {
        return Ok(Err(taken(work, &school).await?));
    }
    work.audit("createSchool", id).await?;
    Ok(Ok(id))
}

/// The numbers of `school` that another school has.
async fn taken(work: &Work, school: &school::Model) -> Result<Vec<CreateSchoolRefusal>, Stop> {
    use CreateSchoolRefusal as Refusal;
    let numbers = [
        (&school.institution_number, Numbering::Institution, Refusal::InstitutionNumberTaken),
        (&school.fase_number, Numbering::Fase, Refusal::FaseNumberTaken),
        (&school.oid, Numbering::Oid, Refusal::OidTaken),
        (&school.pic, Numbering::Pic, Refusal::PicTaken),
    ];
    let mut refusals = Vec::new();
    for (number, numbering, refusal) in numbers {
        if let Some(number) = number
            && store::has_number(work, numbering, number).await?
        {
            refusals.push(refusal);
        }
    }
    Ok(refusals)
}
