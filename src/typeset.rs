//! Typesetting for paper: text in fonts that travel with the program, in documents that are for archives (PDF/A-2u) and for
//! readers who listen (PDF/UA-1). The same text gives the same bytes.

use std::{collections::HashMap, sync::LazyLock};

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, Configuration, ConfigurationBuilder},
    geom::Point,
    num::NormalizedF32,
    paint::Fill,
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use rustybuzz::{UnicodeBuffer, ttf_parser::GlyphId as Glyph};

/// A font of the program. What one lacks is taken from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// For running text; it has the most letters: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic.
    Sans,
    /// For what is said loud in running text.
    Bold,
    /// For titles and names.
    Serif,
}

struct Loaded {
    font: Font,
    shapes: rustybuzz::Face<'static>,
}

/// Read once: a font is parsed in a millisecond, and a certificate drawn in less.
static FONTS: LazyLock<HashMap<Face, Loaded>> = LazyLock::new(|| {
    [Face::Sans, Face::Bold, Face::Serif]
        .into_iter()
        .filter_map(|face| {
            let data = face.data();
            let font = Font::new(data.into(), 0)?;
            Some((face, Loaded { font, shapes: rustybuzz::Face::from_slice(data, 0)? }))
        })
        .collect()
});

impl Face {
    fn data(self) -> &'static [u8] {
        match self {
            Self::Sans => dejavu::sans::regular(),
            Self::Bold => dejavu::sans::bold(),
            Self::Serif => dejavu::serif::regular(),
        }
    }

    fn others(self) -> [Self; 2] {
        match self {
            Self::Sans => [Self::Sans, Self::Bold],
            Self::Bold => [Self::Bold, Self::Sans],
            Self::Serif => [Self::Serif, Self::Sans],
        }
    }

    /// The first face of this kind that has a letter.
    fn with(self, letter: char) -> Option<Self> {
        let has = |face: &Self| {
            let glyph = FONTS.get(face).and_then(|loaded| loaded.shapes.glyph_index(letter));
            glyph.is_some_and(|glyph| glyph != Glyph(0))
        };
        self.others().into_iter().find(has)
    }
}

/// Whether a letter can be printed.
pub fn is_printable(letter: char) -> bool {
    Face::Sans.with(letter).is_some()
}

/// A text without what cannot be printed, such as pictures among the letters, and without double blanks.
pub fn printable(text: &str) -> String {
    let kept: String = text.chars().filter(|letter| letter.is_whitespace() || is_printable(*letter)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A piece of a line in one font.
struct Run {
    face: Face,
    text: String,
    glyphs: Vec<KrillaGlyph>,
    width: f32,
}

/// A line of text that knows how wide it is.
pub struct Line {
    runs: Vec<Run>,
    size: f32,
}

impl Line {
    /// A line of printable text in a size in points.
    pub fn new(text: &str, face: Face, size: f32) -> Self {
        let mut pieces: Vec<(Face, String)> = Vec::new();
        for letter in text.chars() {
            match (face.with(letter), pieces.last_mut()) {
                (Some(with), Some((last, piece))) if *last == with || letter == ' ' => piece.push(letter),
                (Some(with), _) => pieces.push((with, letter.to_string())),
                (None, _) => {}
            }
        }
        Self { runs: pieces.into_iter().filter_map(|(face, text)| Run::shape(face, text)).collect(), size }
    }

    /// The width in points.
    pub fn width(&self) -> f32 {
        self.runs.iter().map(|run| run.width).sum::<f32>() * self.size
    }

    /// Draws the line with the left end of its base at a point.
    pub fn draw(&self, surface: &mut Surface<'_>, mut x: f32, y: f32) {
        for run in &self.runs {
            let Some(loaded) = FONTS.get(&run.face) else { continue };
            let at = Point::from_xy(x, y);
            surface.draw_glyphs(at, &run.glyphs, loaded.font.clone(), &run.text, self.size, false);
            x += run.width * self.size;
        }
    }
}

impl Run {
    fn shape(face: Face, text: String) -> Option<Self> {
        let loaded = FONTS.get(&face)?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&loaded.shapes, &[], buffer);
        let em = loaded.font.units_per_em();
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        // What a glyph stands for ends where the next one begins.
        let end = |start: usize| starts.iter().copied().find(|next| *next > start).unwrap_or(text.len());
        let places = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        #[expect(clippy::cast_precision_loss, reason = "a font has some thousand units to the em")]
        let glyphs: Vec<KrillaGlyph> = places
            .map(|(info, place)| {
                let start = info.cluster as usize;
                let part = |units: i32| units as f32 / em;
                let (wide, right, up, high) =
                    (part(place.x_advance), part(place.x_offset), part(place.y_offset), part(place.y_advance));
                KrillaGlyph::new(GlyphId::new(info.glyph_id), wide, right, up, high, start..end(start), None)
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Some(Self { face, text, glyphs, width })
    }
}

/// A text in at most so many lines of a width, in the largest size that fits; what does not fit in the smallest one ends in
/// an ellipsis.
pub fn fit(text: &str, face: Face, sizes: &[f32], width: f32, most: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for size in sizes {
        lines = wrap(text, face, *size, width);
        if lines.len() <= most && lines.iter().all(|line| Line::new(line, face, *size).width() <= width) {
            return lines.iter().map(|line| Line::new(line, face, *size)).collect();
        }
    }
    let size = sizes.last().copied().unwrap_or(10.0);
    let is_cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    let shortened = lines.iter().enumerate().map(|(place, line)| {
        let mut kept = line.clone();
        let mut shown = if is_cut && place == last { format!("{kept}\u{2026}") } else { kept.clone() };
        while Line::new(&shown, face, size).width() > width && kept.pop().is_some() {
            shown = format!("{}\u{2026}", kept.trim_end());
        }
        Line::new(&shown, face, size)
    });
    shortened.collect()
}

fn wrap(text: &str, face: Face, size: f32, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if Line::new(&format!("{line} {word}"), face, size).width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A colour of ink, in red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    /// What draws in this colour.
    pub fn fill(self) -> Fill {
        Fill { paint: rgb::Color::new(self.0, self.1, self.2).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
    }
}

/// An empty document for archives (PDF/A-2u) and for readers who listen (PDF/UA-1). What is drawn in it must be tagged.
pub fn document() -> Document {
    let standards: Configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_U)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .unwrap_or_default();
    Document::new_with(SerializeSettings { configuration: standards, ..SerializeSettings::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_printed_is_left_out_of_a_title() {
        for (text, printed) in [
            ("Our planet \u{1f30d}, our future", "Our planet , our future"),
            ("\u{1f41d}\u{1f41d}", ""),
            ("Ωκεανός и море, გიორგი, Հայ, مدرسة, Łódź, Đặng", "Ωκεανός и море, გიორგი, Հայ, مدرسة, Łódź, Đặng"),
        ] {
            assert_eq!(printable(text), printed);
        }
        assert!(is_printable('é') && !is_printable('漢'));
    }

    #[test]
    fn a_text_is_set_in_the_largest_size_that_fits_and_cut_in_the_smallest() {
        let sizes = [20.0, 10.0];
        let widths = |lines: &[Line]| lines.iter().map(Line::width).collect::<Vec<_>>();
        let one = fit("Water", Face::Bold, &sizes, 200.0, 2);
        assert_eq!((one.len(), one.first().map(|line| line.size)), (1, Some(20.0)));
        let small = fit("Water zonder grenzen in heel Europa", Face::Bold, &sizes, 200.0, 1);
        assert_eq!((small.len(), small.first().map(|line| line.size)), (1, Some(10.0)));
        for text in ["woord ".repeat(200), "w".repeat(400)] {
            let cut = fit(&text, Face::Bold, &sizes, 200.0, 2);
            assert!(
                (1..=2).contains(&cut.len()) && widths(&cut).iter().all(|width| *width <= 200.0),
                "{:?}",
                widths(&cut)
            );
            let last = cut.last().and_then(|line| line.runs.last()).map(|run| run.text.clone());
            assert!(last.is_some_and(|text| text.ends_with('\u{2026}')));
        }
        assert!(fit("", Face::Bold, &sizes, 200.0, 2).is_empty());
    }
}
