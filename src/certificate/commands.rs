//! What is done with certificates.

use std::collections::HashMap;

use entity::{
    certificate_design, certificate_picture,
    ids::{CampaignId, CertificateDesignId, CertificatePictureId, LabelId},
    kinds::{CertificatePictureKind, Community, Locale, Track},
    label,
};
use krilla::image::Image;

use super::{
    answers::{CertificateFile, hash},
    drawing::{self, Design, Picture},
    inputs::{
        CertificateInput, CertificatePictureInput, CertificateSampleInput, IssueCertificatesInput,
        SetCertificateDesignInput,
    },
    objects::CertificateDesign,
    rules::{MediaType, Phrase, Printed, grouped, listed},
    store::{self, Facts},
};
use crate::{
    api::{Part, Word, each, each::RowRefusal},
    application::language_of,
    campaign::{self, rules::day_of},
    intake,
    label::{self as labels, Label},
    refusals,
    school::rules::country_name,
    stop::{Answer, Stop, reasons, unless},
    typeset::{is_printable, printable},
    wording::{Unfit, shown, unfit_name},
    words::{Language, Said, file_name},
    work::Work,
};

/// Logos at most.
const LOGOS: usize = 4;
/// Points of a picture at most, in each direction.
const POINTS: u32 = 2_000;

/// What a picture is refused for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    Unreadable,
    TooLarge,
}

/// A picture as it is kept.
#[derive(Clone)]
pub(super) struct Kept {
    kind: CertificatePictureKind,
    shows: String,
    content: Vec<u8>,
}

impl Kept {
    fn of(picture: certificate_picture::Model) -> Self {
        Self { kind: picture.kind, shows: picture.shows, content: picture.content }
    }

    fn read(&self) -> Result<Picture, Flaw> {
        let data = self.content.clone().into();
        let image = match MediaType::of(&self.content) {
            Some(MediaType::Png) => Image::from_png(data, false),
            Some(MediaType::Jpeg) => Image::from_jpeg(data, false),
            None => return Err(Flaw::Unreadable),
        };
        let image = image.map_err(|_| Flaw::Unreadable)?;
        let (wide, high) = image.size();
        if wide.max(high) > POINTS { Err(Flaw::TooLarge) } else { Ok(Picture { image, shows: self.shows.clone() }) }
    }

    /// How its file ends and what is in it, if it is a logo.
    pub(super) fn logo(&self) -> Option<(&'static str, &[u8])> {
        let ending = match MediaType::of(&self.content)? {
            MediaType::Png => "png",
            MediaType::Jpeg => "jpg",
        };
        (self.kind == CertificatePictureKind::Logo).then_some((ending, self.content.as_slice()))
    }

    /// Whether it can be drawn: the head of a file can be whole, and the rest not.
    fn try_out(&self) -> Result<(), Flaw> {
        let design = Design { logos: vec![self.read()?], signature: None };
        let sample = sample(Track::Nql, Language::Nl, "0000-0000", "https://nql.example".to_owned());
        drawing::draw_one(&sample, &design).map(drop).map_err(|_| Flaw::Unreadable)
    }
}

pub(super) fn design(pictures: &[Kept]) -> Design {
    let mut design = Design::default();
    for picture in pictures {
        // What is kept was drawn before it was kept.
        let Ok(read) = picture.read() else { continue };
        match picture.kind {
            CertificatePictureKind::Logo => design.logos.push(read),
            CertificatePictureKind::Signature => design.signature = Some(read),
        }
    }
    design
}

refusals! {
    /// Why the design of certificates is not set.
    SetCertificateDesignRefusal {
        VersionConflict;
        /// Your community has a design in this campaign: name it to change it.
        AlreadySet "ALREADY_SET" on ["certificateDesignId"] = "your community has a design in this campaign: name it to change it";
        /// You work for no community, so there are no certificates of yours.
        NoCommunity "NO_COMMUNITY" on [] = "you work for no community: its staff set how its certificates look";
        /// The name or function of who signs is empty.
        SignatoryMissing "SIGNATORY_MISSING" on ["signatoryName"] = "say who signs, and as what";
        /// A text is too long, or contains a web or mail address or invisible characters.
        NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on [] = "the name {name} {why}";
        /// The font of the certificates does not have a letter of a text.
        LetterUnknown { letter: String } "LETTER_UNKNOWN" on [] = "the certificate has no letter {letter}: write the name otherwise";
        /// There are too many logos, or more than one signature.
        TooManyPictures { limit: usize } "TOO_MANY_PICTURES" on ["pictures"] = "give {limit} logos at most, and one signature";
        /// Neither a new file nor a picture of the design is named, or both are.
        PictureUnclear { place: usize } "PICTURE_UNCLEAR" on ["pictures", place] = "name a file that you sent, or a picture of the design";
        /// The design has no such picture.
        PictureUnknown { place: usize } "PICTURE_UNKNOWN" on ["pictures", place, "pictureId"] = "the design has no such picture";
        /// It is not said what the picture shows.
        ShowsMissing { place: usize } "SHOWS_MISSING" on ["pictures", place, "shows"] = "say what the picture shows, for readers who cannot see it";
        /// The file is no picture that can be printed.
        Unreadable { place: usize } "UNREADABLE" on ["pictures", place, "uploadId"] = "this file cannot be read as a picture: send a PNG or JPEG";
        /// The picture has too many points.
        TooLarge { place: usize, limit: u32 } "TOO_LARGE" on ["pictures", place, "uploadId"] = "the picture has more than {limit} points in one direction: send a smaller one";
    }
}

/// Set how the certificates of the caller's community look (R97).
pub async fn set_design(
    work: &Work,
    input: SetCertificateDesignInput,
) -> Answer<CertificateDesignId, SetCertificateDesignRefusal> {
    use SetCertificateDesignRefusal as Refusal;
    let campaign = work.hold(campaign::Campaign::DECIDE, input.campaign_id.0).await?;
    let Some(community) = office(work) else { return Ok(Err(vec![Refusal::NoCommunity])) };
    let known = store::find_design(work, campaign.id, community).await?;
    let design = match input.certificate_design_id {
        Some(id) => Some(work.hold(CertificateDesign::SET, id.0).await?),
        None => None,
    };
    match (&known, &design) {
        (None, None) => {}
        (Some(_), None) => return Ok(Err(vec![Refusal::AlreadySet])),
        // Of another campaign.
        (Some((known, _)), Some(design)) if known.id != design.id => return Err(Stop::NotFound),
        (None, Some(_)) => return Err(Stop::NotFound),
        (Some(_), Some(design)) => {
            if design.version != input.expected_version {
                return Ok(Err(vec![Refusal::VersionConflict { current_version: design.version }]));
            }
        }
    }
    let (name, function) = (input.signatory_name, input.signatory_function);
    let mut refusals = reasons([(name.is_empty() || function.is_empty(), Refusal::SignatoryMissing)]);
    for text in [&name, &function] {
        refusals.extend(unfit_name(text).map(|why| Refusal::NameUnfit { name: shown(text), why }));
        let unknown = text.chars().find(|letter| !is_printable(*letter));
        refusals.extend(unknown.map(|letter| Refusal::LetterUnknown { letter: letter.to_string() }));
    }
    let of = |kind| input.pictures.iter().filter(|picture| picture.kind.0 == kind).count();
    if of(CertificatePictureKind::Logo) > LOGOS || of(CertificatePictureKind::Signature) > 1 {
        refusals.push(Refusal::TooManyPictures { limit: LOGOS });
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let before = known.as_ref().map_or(&[][..], |(_, pictures)| pictures);
    let (mut pictures, mut refusals) = (Vec::new(), Vec::new());
    for (place, given) in input.pictures.iter().enumerate() {
        match picture(work, given, before, place).await? {
            Ok(picture) => pictures.push((place, picture)),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let tried = pictures.clone();
    let flaws = work.compute(move |go_on| {
        let mut flaws = Vec::new();
        for (place, picture) in tried {
            go_on()?;
            flaws.extend(picture.try_out().err().map(|flaw| (place, flaw)));
        }
        Ok(flaws)
    });
    refusals.extend(flaws.await?.into_iter().map(|(place, flaw)| match flaw {
        Flaw::Unreadable => Refusal::Unreadable { place },
        Flaw::TooLarge => Refusal::TooLarge { place, limit: POINTS },
    }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = if let Some(design) = design {
        let id = design.id;
        let changed = design.with(|design| certificate_design::Model {
            signatory_name: name,
            signatory_function: function,
            ..design
        });
        store::save_design(work, changed).await?;
        id
    } else {
        let design = certificate_design::Model {
            id: work.id(),
            campaign_id: campaign.id,
            community,
            signatory_name: name,
            signatory_function: function,
            version: 1,
            created_at: work.now(),
            updated_at: work.now(),
        };
        let id = design.id;
        store::insert_design(work, design).await?;
        id
    };
    let rows = pictures.into_iter().zip(0..).filter_map(|((_, picture), position)| {
        Some(certificate_picture::Model {
            id: work.id::<CertificatePictureId>(),
            design_id: id,
            kind: picture.kind,
            position,
            shows: picture.shows,
            media_type: MediaType::of(&picture.content)?.word().to_owned(),
            content: picture.content,
        })
    });
    let rows: Vec<_> = rows.collect();
    store::replace_pictures(work, id, rows).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// The picture that an input names.
async fn picture(
    work: &Work,
    given: &CertificatePictureInput,
    before: &[certificate_picture::Model],
    place: usize,
) -> Result<Result<Kept, SetCertificateDesignRefusal>, Stop> {
    use SetCertificateDesignRefusal as Refusal;
    let (kind, shows) = (given.kind.0, given.shows.clone());
    if shows.is_empty() {
        return Ok(Err(Refusal::ShowsMissing { place }));
    }
    match (given.upload_id, given.picture_id) {
        (Some(upload), None) => {
            let content = intake::take_upload(work, upload.0).await?.content;
            Ok(Ok(Kept { kind, shows, content }))
        }
        (None, Some(id)) => {
            let known = before.iter().find(|picture| picture.id == id.0);
            let kept = known.map(|known| Kept { kind, shows, content: known.content.clone() });
            Ok(kept.ok_or(Refusal::PictureUnknown { place }))
        }
        (None, None) | (Some(_), Some(_)) => Ok(Err(Refusal::PictureUnclear { place })),
    }
}

/// The community whose certificates the caller looks after.
pub(super) fn office(work: &Work) -> Option<Community> {
    let community = work.actor().person().and_then(|person| person.community);
    community.filter(|community| *community != Community::Foreign)
}

/// The language that is asked for, or else another.
pub(super) fn chosen(language: Option<Word<Locale>>, otherwise: &str) -> Language {
    match language {
        Some(Word(locale)) => locale.into(),
        None => Language::of(otherwise),
    }
}

fn sample(track: Track, language: Language, school_year: &str, address: String) -> Printed {
    Printed {
        language,
        track,
        holder: Phrase::SampleHolder.said(language).to_owned(),
        school: Phrase::SampleSchool.said(language).to_owned(),
        project: Phrase::SampleProject.said(language).to_owned(),
        partners: listed(language, &["FR", "PL"].map(|code| country_name(code, language).to_owned())),
        school_year: school_year.to_owned(),
        serial: labels::rules::prefix(track, school_year) + "0000",
        granted_on: chrono::NaiveDate::default(),
        address,
        code: grouped(&"0".repeat(26)),
        signatory: String::new(),
        function: String::new(),
    }
}

refusals! {
    /// Why no sample is made.
    CertificateSampleRefusal {
        /// The community has no design for this campaign.
        NoDesign "NO_DESIGN" on [] = "it is not set how the certificates of this community look: set it first";
        /// The operator has not said where the public checks certificates.
        NoPublicUrl "NO_PUBLIC_URL" on [] = "the operator of the server must say first where the public reaches it (NQL_PUBLIC_URL)";
    }
}

/// What the certificates of the caller's community look like.
pub async fn sample_of_mine(
    work: &Work,
    input: CertificateSampleInput,
) -> Answer<CertificateFile, CertificateSampleRefusal> {
    use CertificateSampleRefusal as Refusal;
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    let known = match office(work) {
        Some(community) => store::find_design(work, campaign.id, community).await?.map(|known| (community, known)),
        None => None,
    };
    let Some((community, (kept, pictures))) = known else { return Ok(Err(vec![Refusal::NoDesign])) };
    let Some(public_url) = work.public_url() else { return Ok(Err(vec![Refusal::NoPublicUrl])) };
    let language = chosen(input.language, language_of(&campaign, community));
    let printed = Printed {
        granted_on: day_of(campaign.results_planned_at),
        signatory: kept.signatory_name,
        function: kept.signatory_function,
        ..sample(input.track.0, language, &campaign.school_year, format!("{public_url}/verify"))
    };
    let name = file_name(&[Phrase::Certificate.said(language), &printed.serial], "pdf");
    let pictures: Vec<Kept> = pictures.into_iter().map(Kept::of).collect();
    let document = work.compute(move |_| Ok(drawing::draw_one(&printed, &design(&pictures)))).await?;
    Ok(Ok(CertificateFile::of(name, &document.map_err(Stop::failure)?, None)))
}

/// Why a certificate cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    Revoked,
    NoDesign,
    Letter(char),
}

/// A design, as it is used for many certificates.
pub(super) struct Looks {
    pub(super) kept: certificate_design::Model,
    pub(super) pictures: Vec<Kept>,
}

/// The holder as the holder wants it written.
pub(super) fn name_of_holder(facts: &Facts) -> String {
    facts.label.holder_name.clone().unwrap_or_else(|| facts.name.clone())
}

/// What is printed on a certificate.
pub(super) fn printed(
    facts: &Facts,
    looks: Option<&Looks>,
    language: Option<Word<Locale>>,
    public_url: &str,
) -> Result<Printed, Lack> {
    let Facts { label, application, campaign, .. } = facts;
    if label.revoked_at.is_some() {
        return Err(Lack::Revoked);
    }
    let looks = looks.ok_or(Lack::NoDesign)?;
    let holder = name_of_holder(facts);
    if let Some(letter) = holder.chars().find(|letter| !is_printable(*letter)) {
        return Err(Lack::Letter(letter));
    }
    let language = chosen(language, language_of(campaign, application.community));
    let mut abroad: Vec<String> =
        facts.abroad.iter().map(|country| country_name(country, language).to_owned()).collect();
    abroad.sort_by_key(|name| crate::fold::plain(name));
    let (school, city) = &facts.school;
    Ok(Printed {
        language,
        track: application.track,
        holder,
        school: printable(&if city.is_empty() { school.clone() } else { format!("{school}, {city}") }),
        project: printable(&facts.project),
        partners: listed(language, &abroad),
        school_year: campaign.school_year.clone(),
        serial: label.serial.clone(),
        granted_on: day_of(label.granted_at),
        address: format!("{public_url}/verify/{}", label.verify_code),
        code: grouped(&label.verify_code),
        signatory: looks.kept.signatory_name.clone(),
        function: looks.kept.signatory_function.clone(),
    })
}

/// The designs of the communities of these labels.
pub(super) async fn looks_of(work: &Work, facts: &[Facts]) -> Result<HashMap<(CampaignId, Community), Looks>, Stop> {
    let mut looks = HashMap::new();
    for one in facts {
        let (campaign, community) = (one.campaign.id, one.application.community);
        if looks.contains_key(&(campaign, community)) {
            continue;
        }
        if let Some((kept, pictures)) = store::find_design(work, campaign, community).await? {
            let pictures = pictures.into_iter().map(Kept::of).collect();
            looks.insert((campaign, community), Looks { kept, pictures });
        }
    }
    Ok(looks)
}

refusals! {
    /// Why there is no certificate.
    CertificateRefusal {
        /// The label was revoked.
        Revoked "REVOKED" on ["labelId"] = "the label was revoked: it has no certificate";
        /// The community has no design for this campaign.
        NoDesign "NO_DESIGN" on ["labelId"] = "it is not set how the certificates of this community look: set it first";
        /// The font of the certificates does not have a letter of the name.
        LetterUnknown { letter: String } "LETTER_UNKNOWN" on ["labelId"] = "the certificate has no letter {letter}: write the name otherwise";
        /// The operator has not said where the public checks certificates.
        NoPublicUrl "NO_PUBLIC_URL" on [] = "the operator of the server must say first where the public reaches it (NQL_PUBLIC_URL)";
    }
}

/// Get a certificate (R97).
pub async fn certificate(work: &Work, input: CertificateInput) -> Answer<CertificateFile, CertificateRefusal> {
    use CertificateRefusal as Refusal;
    let label = work.look(Label::PRINT, input.label_id.0).await?;
    let Some(public_url) = work.public_url() else { return Ok(Err(vec![Refusal::NoPublicUrl])) };
    let facts = store::facts(work, vec![label]).await?;
    let mut looks = looks_of(work, &facts).await?;
    let looks = looks.drain().next().map(|(_, looks)| looks);
    let Some(facts) = facts.first() else { return Err(Stop::failure("a label without facts")) };
    let printed = match printed(facts, looks.as_ref(), input.language, public_url) {
        Ok(printed) => printed,
        Err(Lack::Revoked) => return Ok(Err(vec![Refusal::Revoked])),
        Err(Lack::NoDesign) => return Ok(Err(vec![Refusal::NoDesign])),
        Err(Lack::Letter(letter)) => return Ok(Err(vec![Refusal::LetterUnknown { letter: letter.to_string() }])),
    };
    let name = file_name(&[Phrase::Certificate.said(printed.language), &printed.serial, &printed.holder], "pdf");
    let pictures = looks.map(|looks| looks.pictures).unwrap_or_default();
    let document = work.compute(move |_| Ok(drawing::draw_one(&printed, &design(&pictures)))).await?;
    let issued = facts.label.certificate_sha256.as_deref();
    Ok(Ok(CertificateFile::of(name, &document.map_err(Stop::failure)?, issued)))
}

refusals! {
    /// Why certificates are not issued.
    IssueCertificatesRefusal {
        Rows(label_id: LabelId, "labelIds", 100);
        /// The label was revoked.
        Revoked { label_id: LabelId } "REVOKED" on ["labelIds"] = "the label {label_id} was revoked";
        /// The community has no design for this campaign.
        NoDesign { label_id: LabelId } "NO_DESIGN" on ["labelIds"] = "it is not set how the certificates of this community look: set it first";
        /// The font of the certificates does not have a letter of the name.
        LetterUnknown { label_id: LabelId, letter: String } "LETTER_UNKNOWN" on ["labelIds"] = "the certificate has no letter {letter}: write the name otherwise";
        /// This very certificate is issued already.
        AlreadyIssued { label_id: LabelId } "ALREADY_ISSUED" on ["labelIds"] = "the certificate of {label_id} is issued, and nothing on it has changed since";
        /// The operator has not said where the public checks certificates.
        NoPublicUrl "NO_PUBLIC_URL" on [] = "the operator of the server must say first where the public reaches it (NQL_PUBLIC_URL)";
    }
}

/// The pictures of a design, and what is printed with it.
type Group = (Vec<Kept>, Vec<(LabelId, Printed)>);

/// Issue certificates: note the hash of each, as it is printed now (R97).
pub async fn issue(work: &Work, input: IssueCertificatesInput) -> Answer<Part<Vec<LabelId>>, IssueCertificatesRefusal> {
    use IssueCertificatesRefusal as Refusal;
    if let Some(refusal) = Refusal::of_length(input.label_ids.len()) {
        return Ok(Err(vec![refusal]));
    }
    let Some(public_url) = work.public_url() else { return Ok(Err(vec![Refusal::NoPublicUrl])) };
    let ids: Vec<LabelId> = input.label_ids.iter().map(|id| id.0).collect();
    let facts = store::facts(work, labels::list(work, &ids).await?).await?;
    let looks = looks_of(work, &facts).await?;
    let of = |one: &Facts| looks.get(&(one.campaign.id, one.application.community));
    let mut made: HashMap<LabelId, Result<String, Lack>> = HashMap::new();
    let mut groups: HashMap<CertificateDesignId, Group> = HashMap::new();
    for one in &facts {
        match (printed(one, of(one), None, public_url), of(one)) {
            (Ok(printed), Some(looks)) => {
                let group = groups.entry(looks.kept.id).or_insert_with(|| (looks.pictures.clone(), Vec::new()));
                group.1.push((one.label.id, printed));
            }
            (Ok(_), None) => {}
            (Err(lack), _) => drop(made.insert(one.label.id, Err(lack))),
        }
    }
    for (pictures, group) in groups.into_values() {
        let hashes = work.compute(move |go_on| {
            let (design, mut hashes) = (design(&pictures), Vec::new());
            for (id, printed) in group {
                go_on()?;
                hashes.push((id, drawing::draw_one(&printed, &design).map(|document| hash(&document))));
            }
            Ok(hashes)
        });
        for (id, hash) in hashes.await? {
            made.insert(id, Ok(hash.map_err(Stop::failure)?));
        }
    }
    let made = &made;
    let judge = |id| async move {
        let label = work.hold(Label::HAND_OUT, id).await?;
        let (hash, refusals) = match made.get(&id).cloned() {
            Some(Ok(hash)) if label.certificate_sha256.as_ref() == Some(&hash) => {
                (hash, vec![Refusal::AlreadyIssued { label_id: id }])
            }
            Some(Ok(hash)) => (hash, Vec::new()),
            Some(Err(Lack::Revoked)) => (String::new(), vec![Refusal::Revoked { label_id: id }]),
            Some(Err(Lack::Letter(letter))) => {
                (String::new(), vec![Refusal::LetterUnknown { label_id: id, letter: letter.to_string() }])
            }
            Some(Err(Lack::NoDesign)) | None => (String::new(), vec![Refusal::NoDesign { label_id: id }]),
        };
        let now = work.now();
        let issued =
            label.with(|label| label::Model { certified_at: Some(now), certificate_sha256: Some(hash), ..label });
        Ok(unless(refusals, issued))
    };
    each(work, &input.label_ids, judge, |label| async move {
        let id = label.id;
        labels::save(work, label).await?;
        work.audit(id).await?;
        Ok(id)
    })
    .await
}
