//! All certificates of a release in one file.

use std::io::{Cursor, Write};

use entity::{
    ids::{CampaignId, LabelId},
    kinds::{Community, Track},
    label,
};
use fair::stop::{GoOn, Stopped};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    access,
    commands::{Kept, Lack, design, looks_of, office, printed},
    drawing::{self, Design},
    rules::Printed,
    store,
};
use crate::{api::fact::Sentence, campaign, label::Label, stop::Stop, words::file_name, work::Work};

/// Certificates that a file holds at most.
const MOST: u64 = 5_000;

/// The certificates of a track that the caller's office hands out, ready to be drawn.
pub struct Release {
    pages: Vec<(Printed, (CampaignId, Community))>,
    designs: Vec<((CampaignId, Community), Vec<Kept>)>,
}

impl Release {
    /// Those of a campaign whose labels hold, by number.
    pub async fn of(work: &Work, campaign: CampaignId, track: Track) -> Result<Self, Stop> {
        let bad = |sentence| Stop::BadInput(Sentence::new(sentence));
        access::may_print_all(work.actor()).heed()?;
        let campaign = campaign::get(work, campaign).await?;
        let office =
            office(work).ok_or_else(|| bad("you work for no community: its staff set how its certificates look"))?;
        let public_url = work.public_url().ok_or_else(|| {
            bad("the operator of the server must say first where the public reaches it (NQL_PUBLIC_URL)")
        })?;
        let labels = store::list_of_office(work, campaign.id, track, office, MOST).await?;
        if labels.is_empty() {
            return Err(bad("there are no certificates of this label for you to print"));
        }
        if labels.len() as u64 > MOST {
            return Err(Stop::BadInput(
                Sentence::new("a file has {limit} certificates at most: get them one by one").with("limit", MOST),
            ));
        }
        let facts = store::facts(work, labels).await?;
        let mut looks = looks_of(work, &facts).await?;
        let mut pages = Vec::new();
        for one in &facts {
            let key = (one.campaign.id, one.application.community);
            match printed(one, looks.get(&key), None, public_url) {
                Ok(page) => pages.push((page, key)),
                Err(Lack::Revoked) => {}
                Err(Lack::NoDesign) => {
                    return Err(bad("it is not set how the certificates of this community look: set it first"));
                }
                Err(Lack::Letter(letter)) => {
                    let sentence =
                        Sentence::new("the certificate {serial} has no letter {letter} for the name of its holder");
                    return Err(Stop::BadInput(
                        sentence.with("serial", one.label.serial.clone()).with("letter", letter.to_string()),
                    ));
                }
            }
        }
        let designs = looks.drain().map(|(key, looks)| (key, looks.pictures)).collect();
        Ok(Self { pages, designs })
    }

    /// The pages with their designs, which are read once each.
    fn drawn<T>(&self, draw: impl FnOnce(&[(&Printed, &Design)]) -> T) -> T {
        let read: Vec<(_, Design)> = self.designs.iter().map(|(key, pictures)| (*key, design(pictures))).collect();
        let nothing = Design::default();
        let of = |key| read.iter().find(|(known, _)| *known == key).map_or(&nothing, |(_, design)| design);
        let pages: Vec<(&Printed, &Design)> = self.pages.iter().map(|(page, key)| (page, of(*key))).collect();
        draw(&pages)
    }

    /// All of them in one document, a page each, for the printer.
    pub fn document(&self, go_on: GoOn<'_>) -> Result<Result<Vec<u8>, String>, Stopped> {
        self.drawn(|pages| drawing::draw(pages, go_on))
    }

    /// A document for each, in one archive.
    pub fn archive(&self, go_on: GoOn<'_>) -> Result<Result<Vec<u8>, String>, Stopped> {
        self.drawn(|pages| {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            // What is in a document is compressed already.
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            for (page, design) in pages {
                go_on()?;
                let name = file_name(&[&page.serial, &page.holder], "pdf");
                let written = drawing::draw_one(page, design).and_then(|document| {
                    archive.start_file(name, stored).map_err(|error| error.to_string())?;
                    archive.write_all(&document).map_err(|error| error.to_string())
                });
                if let Err(error) = written {
                    return Ok(Err(error));
                }
            }
            Ok(archive.finish().map(Cursor::into_inner).map_err(|error| error.to_string()))
        })
    }
}

/// The certificate of one label, for who tells others of it.
pub struct Single {
    label: label::Model,
    printed: Printed,
    pictures: Vec<Kept>,
}

impl Single {
    /// That of a label that holds, for its holder and for staff who look after it.
    pub async fn of(work: &Work, id: LabelId) -> Result<Self, Stop> {
        let bad = |sentence| Stop::BadInput(Sentence::new(sentence));
        let label = work.look(Label::PRINT, id).await?;
        let public_url = work.public_url().ok_or_else(|| {
            bad("the operator of the server must say first where the public reaches it (NQL_PUBLIC_URL)")
        })?;
        let facts = store::facts(work, vec![label.clone()]).await?;
        let looks = looks_of(work, &facts).await?.into_values().next();
        let Some(facts) = facts.first() else { return Err(Stop::failure("a label without facts")) };
        let printed = printed(facts, looks.as_ref(), None, public_url).map_err(|lack| match lack {
            Lack::Revoked => bad("the label was revoked: it has no certificate"),
            Lack::NoDesign => bad("it is not set how the certificates of this community look: set it first"),
            Lack::Letter(letter) => {
                let sentence = Sentence::new("the certificate has no letter {letter}: write the name otherwise");
                Stop::BadInput(sentence.with("letter", letter.to_string()))
            }
        })?;
        Ok(Self { label, printed, pictures: looks.map(|looks| looks.pictures).unwrap_or_default() })
    }

    /// The label.
    pub fn label(&self) -> &label::Model {
        &self.label
    }

    /// What stands on it.
    pub fn printed(&self) -> &Printed {
        &self.printed
    }

    /// The logos on it: how their files end, and what is in them.
    pub fn logos(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.pictures.iter().filter_map(Kept::logo)
    }

    /// It, as a document.
    pub fn document(&self) -> Result<Vec<u8>, String> {
        drawing::draw_one(&self.printed, &design(&self.pictures))
    }
}

/// Writes down that the certificates of a release were printed, which tells who got labels (INV-29).
pub async fn note(work: &Work, campaign: CampaignId) -> Result<(), Stop> {
    work.audit_as("printCertificates", campaign).await
}
