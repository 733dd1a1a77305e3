//! What a school gets to tell others of its label: a drawing, a text in its language, the certificate, the logos of the support
//! organisation, and the photos that it may use (R119).

use std::io::{Cursor, Write};

use entity::{ids::LabelId, label};
use fair::stop::{GoOn, Stopped};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    store,
    words::{Phrase, Told, drawing, text},
};
use crate::{
    application,
    certificate::printing::Single,
    stop::Stop,
    words::{Said, file_name},
    work::Work,
};

/// A kit, ready to be packed.
pub struct Kit {
    certificate: Single,
    photos: Vec<(String, Vec<u8>)>,
}

impl Kit {
    /// That of a label that holds; for its holder, and staff who look after it. There is no label before the results are out.
    pub async fn of(work: &Work, label: LabelId) -> Result<Self, Stop> {
        let certificate = Single::of(work, label).await?;
        let label::Model { application_id, .. } = certificate.label();
        let earned = application::get(work, *application_id).await?;
        let mut photos = Vec::new();
        for photo in store::list_for_school(work, earned.project_id, earned.school_id).await? {
            // One that is withdrawn at this moment is not there any more.
            if let Some(content) = work.files()?.find(&photo.file).await? {
                photos.push((photo.shows, content));
            }
        }
        Ok(Self { certificate, photos })
    }

    /// What the archive is called.
    pub fn name(&self) -> String {
        let printed = self.certificate.printed();
        file_name(&[Phrase::Kit.said(printed.language), &printed.serial], "zip")
    }

    /// The archive. The same kit gives the same bytes.
    pub fn archive(&self, go_on: GoOn<'_>) -> Result<Result<Vec<u8>, String>, Stopped> {
        go_on()?;
        let certificate = self.certificate.document();
        go_on()?;
        Ok(certificate.and_then(|certificate| self.pack(&certificate).map_err(|error| error.to_string())))
    }

    fn pack(&self, certificate: &[u8]) -> Result<Vec<u8>, zip::result::ZipError> {
        let printed = self.certificate.printed();
        let told = Told {
            language: printed.language,
            track: printed.track,
            school: &printed.school,
            project: &printed.project,
            school_year: &printed.school_year,
            address: &printed.address,
            has_photos: !self.photos.is_empty(),
        };
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        // Most of it is compressed already.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut add = |name: &str, content: &[u8]| {
            archive.start_file(name, stored)?;
            archive.write_all(content)?;
            Ok::<_, zip::result::ZipError>(())
        };
        add("label.svg", drawing(told.language, told.track, told.school_year).as_bytes())?;
        add("text.txt", text(&told).as_bytes())?;
        add("certificate.pdf", certificate)?;
        for (number, (ending, content)) in (1..).zip(self.certificate.logos()) {
            add(&format!("logo-{number}.{ending}"), content)?;
        }
        for (number, (shows, content)) in (1..).zip(&self.photos) {
            add(&format!("photos/{}", file_name(&[&format!("{number:02}"), shows], "jpg")), content)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

/// Writes down that a kit was fetched, as its photos leave the server with it (INV-29).
pub async fn note(work: &Work, label: LabelId) -> Result<(), Stop> {
    work.audit_as("fetchPromoKit", label).await
}
