//! A certificate on paper: A4, lying. What is drawn follows from what is printed on it and from nothing else, so that the same
//! certificate has the same bytes whenever it is drawn.

use std::num::NonZeroU16;

use fair::stop::{GoOn, Stopped};
use krilla::{
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Stroke,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag, Tag, TagGroup, TagTree},
};
use qrcode::{Color, EcLevel, QrCode};

use super::rules::{Phrase, Printed};
use crate::{
    typeset::{self, Face, Ink, Line, fit},
    words::Said,
};

/// A4 in points.
const WIDTH: f32 = 842.0;
const HEIGHT: f32 = 595.0;
const MARGIN: f32 = 70.0;
/// Between the logos and the signature.
const TOP: f32 = 130.0;
const BOTTOM: f32 = 436.0;

const BLUE: Ink = Ink(0, 51, 128);
const GOLD: Ink = Ink(150, 110, 10);
const INK: Ink = Ink(33, 37, 48);
const GREY: Ink = Ink(84, 90, 104);

/// A picture, with what it shows in words for who cannot see it.
#[derive(Clone)]
pub(super) struct Picture {
    /// The picture.
    pub(super) image: Image,
    /// What it shows.
    pub(super) shows: String,
}

/// How the certificates of a support organisation look.
#[derive(Clone, Default)]
pub(super) struct Design {
    /// At the top, from left to right.
    pub(super) logos: Vec<Picture>,
    /// The signature at the foot.
    pub(super) signature: Option<Picture>,
}

/// Lines of the text in the middle, with the air above them.
struct Block {
    lines: Vec<Line>,
    ink: Ink,
    air: f32,
    step: f32,
    heading: Option<&'static str>,
}

/// A certificate as a document.
pub(super) fn draw_one(printed: &Printed, design: &Design) -> Result<Vec<u8>, String> {
    draw(&[(printed, design)], &|| Ok(())).unwrap_or_else(|_| Err("stopped".to_owned()))
}

/// Certificates as one document, a page each, for as long as somebody waits for it; or why they cannot be drawn.
pub(super) fn draw(certificates: &[(&Printed, &Design)], go_on: GoOn<'_>) -> Result<Result<Vec<u8>, String>, Stopped> {
    let mut document = typeset::document();
    let (mut tree, mut outline) = (TagTree::new(), Outline::new());
    for (place, (printed, design)) in certificates.iter().enumerate() {
        go_on()?;
        let Some(settings) = PageSettings::from_wh(WIDTH, HEIGHT) else { continue };
        let mut page = document.start_page_with(settings);
        let (mut section, link) = Sheet::draw(page.surface(), printed, design);
        if let Some((mut link, spot)) = link {
            let target = Target::Action(Action::Link(LinkAction::new(printed.address.clone())));
            let annotation = Annotation::new_link(LinkAnnotation::new(spot, target), Some(printed.address.clone()));
            link.push(page.add_tagged_annotation(annotation));
            section.push(TagGroup::with_children(Tag::P, vec![Node::Group(link)]));
        }
        page.finish();
        tree.push(section);
        let top = XyzDestination::new(place, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(format!("{} \u{2013} {}", printed.serial, printed.holder), top));
    }
    if let Some((first, _)) = certificates.first() {
        let language = first.language.word().to_owned();
        let label = Phrase::Label(first.track).said(first.language);
        let title = match certificates {
            [(only, _)] => format!("{label} \u{2013} {} \u{2013} {}", only.serial, only.holder),
            _ => format!("{label} \u{2013} {}", first.school_year),
        };
        tree = tree.with_lang(Some(language.clone()));
        document.set_metadata(Metadata::new().title(title).language(language).creation_date(first.made()));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    Ok(document.finish().map_err(|error| format!("{error:?}")))
}

impl Printed {
    fn made(&self) -> DateTime {
        use chrono::Datelike;
        let number = |number: u32| u8::try_from(number).unwrap_or_default();
        let year = u16::try_from(self.granted_on.year()).unwrap_or_default();
        DateTime::new(year).month(number(self.granted_on.month())).day(number(self.granted_on.day()))
    }
}

struct Sheet<'p> {
    surface: Surface<'p>,
    section: TagGroup,
    printed: &'p Printed,
}

impl Sheet<'_> {
    /// Draws a page. The link to the place where the certificate is checked becomes one when the page is drawn.
    fn draw(surface: Surface<'_>, printed: &Printed, design: &Design) -> (TagGroup, Option<(TagGroup, Rect)>) {
        let section = TagGroup::new(Tag::Section.with_lang(Some(printed.language.word().to_owned())));
        let mut sheet = Sheet { surface, section, printed };
        let link = sheet.fill(design);
        sheet.surface.finish();
        (sheet.section, link)
    }

    fn fill(&mut self, design: &Design) -> Option<(TagGroup, Rect)> {
        self.frame();
        self.logos(&design.logos);
        self.middle();
        self.signed(design.signature.as_ref());
        self.number()
    }

    fn said(&self, word: Phrase) -> &'static str {
        word.said(self.printed.language)
    }

    /// What the certificate says, from the top to the bottom; closer together where it is long.
    fn middle(&mut self) {
        let printed = self.printed;
        let wide = WIDTH - 2.0 * MARGIN;
        let label = self.said(Phrase::Label(printed.track));
        let plain = |text: &str, size: f32| vec![Line::new(text, Face::Sans, size)];
        let partners = if printed.partners.is_empty() {
            Vec::new()
        } else {
            let text = format!("{} {}", self.said(Phrase::WithPartners), printed.partners);
            fit(&text, Face::Sans, &[11.0, 10.0, 9.0], wide - 40.0, 2)
        };
        let year = format!("{} {}", self.said(Phrase::SchoolYear), printed.school_year);
        let block = |lines, ink, air, step| Block { lines, ink, air, step, heading: None };
        let blocks = [
            block(plain(&self.said(Phrase::Certificate).to_uppercase(), 11.0), GOLD, 28.0, 14.0),
            Block {
                heading: Some(label),
                ..block(fit(label, Face::Serif, &[34.0, 30.0, 26.0], wide, 1), BLUE, 40.0, 38.0)
            },
            block(plain(self.said(Phrase::GivenTo), 11.0), GREY, 38.0, 14.0),
            block(fit(&printed.holder, Face::Serif, &[30.0, 26.0, 22.0, 18.0], wide, 2), INK, 36.0, 32.0),
            block(fit(&printed.school, Face::Sans, &[13.0, 11.0, 9.0], wide, 2), INK, 24.0, 17.0),
            block(plain(self.said(Phrase::ForProject), 11.0), GREY, 30.0, 14.0),
            block(fit(&printed.project, Face::Bold, &[18.0, 16.0, 14.0, 12.0], wide - 40.0, 2), INK, 26.0, 22.0),
            block(partners, GREY, 20.0, 15.0),
            block(plain(&year, 11.0), GREY, 18.0, 14.0),
        ];
        let shown = || blocks.iter().filter(|block| !block.lines.is_empty());
        let lines: f32 = shown().map(|block| block.step * count(block.lines.len().saturating_sub(1))).sum();
        let air: f32 = shown().map(|block| block.air).sum();
        let squeeze = ((BOTTOM - TOP - lines) / air).min(1.0);
        let mut y = TOP;
        for block in shown() {
            let mut group = match block.heading {
                Some(heading) => TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(heading.to_owned()))),
                None => TagGroup::new(Tag::P),
            };
            y += block.air * squeeze;
            for (place, line) in block.lines.iter().enumerate() {
                y += if place == 0 { 0.0 } else { block.step };
                text(&mut self.surface, &mut group, line, block.ink, ((WIDTH - line.width()) / 2.0, y));
            }
            self.section.push(group);
        }
    }

    fn frame(&mut self) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.set_fill(None);
        for (inset, width, ink) in [(22.0, 2.4, BLUE), (29.0, 0.7, GOLD)] {
            let mut path = PathBuilder::new();
            if let Some(edge) = Rect::from_xywh(inset, inset, WIDTH - 2.0 * inset, HEIGHT - 2.0 * inset) {
                path.push_rect(edge);
            }
            self.surface.set_stroke(Some(Stroke { paint: ink.fill().paint, width, ..Stroke::default() }));
            if let Some(path) = path.finish() {
                self.surface.draw_path(&path);
            }
        }
        self.surface.set_stroke(None);
        self.surface.end_tagged();
    }

    fn picture(&mut self, picture: &Picture, (x, y): (f32, f32), (wide, high): (f32, f32)) {
        let mut group = TagGroup::new(Tag::Figure(Some(picture.shows.clone())));
        group.push(self.surface.start_tagged(ContentTag::Other));
        self.surface.push_transform(&Transform::from_translate(x, y));
        if let Some(size) = Size::from_wh(wide, high) {
            self.surface.draw_image(picture.image.clone(), size);
        }
        self.surface.pop();
        self.surface.end_tagged();
        self.section.push(group);
    }

    /// The logos side by side, each as high as it may be.
    fn logos(&mut self, logos: &[Picture]) {
        let sizes: Vec<(f32, f32)> = logos.iter().map(|logo| within(&logo.image, 190.0, 58.0)).collect();
        let gap = 36.0;
        let all = sizes.iter().map(|(wide, _)| wide).sum::<f32>() + gap * count(sizes.len().saturating_sub(1));
        let mut x = (WIDTH - all) / 2.0;
        for (logo, (wide, high)) in logos.iter().zip(sizes) {
            self.picture(logo, (x, 56.0 + (58.0 - high) / 2.0), (wide, high));
            x += wide + gap;
        }
    }

    /// The day, the signature and who signs, at the left of the foot.
    fn signed(&mut self, signature: Option<&Picture>) {
        let printed = self.printed;
        let (left, foot) = (MARGIN, HEIGHT - 60.0);
        if let Some(signature) = signature {
            let (wide, high) = within(&signature.image, 170.0, 52.0);
            self.picture(signature, (left, foot - 34.0 - high), (wide, high));
        }
        let mut group = TagGroup::new(Tag::P);
        for (line, face, ink, y) in [
            (&printed.language.day(printed.granted_on), Face::Sans, GREY, foot - 92.0),
            (&printed.signatory, Face::Bold, INK, foot - 18.0),
            (&printed.function, Face::Sans, GREY, foot - 4.0),
        ] {
            for line in fit(line, face, &[10.0, 9.0, 8.0], 300.0, 1) {
                text(&mut self.surface, &mut group, &line, ink, (left, y));
            }
        }
        self.section.push(group);
    }

    /// The number, the code and where to check it, at the right of the foot.
    fn number(&mut self) -> Option<(TagGroup, Rect)> {
        let printed = self.printed;
        let (side, foot) = (74.0, HEIGHT - 60.0);
        let left = WIDTH - MARGIN - side;
        let mut figure = TagGroup::new(Tag::Figure(Some(printed.address.clone())));
        figure.push(self.surface.start_tagged(ContentTag::Other));
        if let Ok(code) = QrCode::with_error_correction_level(&printed.address, EcLevel::M) {
            let cells = code.width();
            let cell = side / count(cells);
            let mut path = PathBuilder::new();
            for (place, _) in code.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == Color::Dark) {
                let (x, y) = (count(place % cells), count(place / cells));
                if let Some(spot) = Rect::from_xywh(left + x * cell, foot - side + y * cell, cell, cell) {
                    path.push_rect(spot);
                }
            }
            self.surface.set_fill(Some(INK.fill()));
            if let Some(path) = path.finish() {
                self.surface.draw_path(&path);
            }
        }
        self.surface.end_tagged();
        self.section.push(figure);
        let mut group = TagGroup::new(Tag::P);
        let right = left - 14.0;
        for (line, face, ink, y) in [
            (&printed.serial, Face::Bold, INK, foot - 34.0),
            (&format!("{} {}", self.said(Phrase::Code), printed.code), Face::Sans, GREY, foot - 20.0),
        ] {
            for line in fit(line, face, &[10.0, 9.0, 8.0], 330.0, 1) {
                text(&mut self.surface, &mut group, &line, ink, (right - line.width(), y));
            }
        }
        let mut link = TagGroup::new(Tag::Link);
        let mut spot = None;
        for line in fit(&printed.address, Face::Sans, &[9.0, 8.0, 7.0, 6.0], 380.0, 1) {
            let x = right - line.width();
            text(&mut self.surface, &mut link, &line, BLUE, (x, foot - 6.0));
            spot = Rect::from_xywh(x, foot - 16.0, line.width(), 13.0);
        }
        self.section.push(group);
        spot.map(|spot| (link, spot))
    }
}

fn text(surface: &mut Surface<'_>, group: &mut TagGroup, line: &Line, ink: Ink, (x, y): (f32, f32)) {
    group.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
    surface.set_fill(Some(ink.fill()));
    line.draw(surface, x, y);
    surface.end_tagged();
}

/// The largest size of a picture within a box.
fn within(image: &Image, wide: f32, high: f32) -> (f32, f32) {
    let (x, y) = image.size();
    let (x, y) = (count(x as usize).max(1.0), count(y as usize).max(1.0));
    let scale = (wide / x).min(high / y);
    (x * scale, y * scale)
}

#[expect(clippy::cast_precision_loss, reason = "cells, lines and pixels are counted in thousands")]
fn count(number: usize) -> f32 {
    number as f32
}
