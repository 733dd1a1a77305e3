//! A picture that somebody sent, written anew. Its pixels stay, turned as its camera held them; everything else in the file
//! (where and when it was taken, with what, small copies of what it was before) does not.

use std::io::Cursor;

use fair::stop::{GoOn, Stopped};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    codecs::png::PngEncoder, imageops::FilterType, metadata::Orientation,
};

/// Bytes of a picture that somebody sends, at most.
pub const LARGEST: usize = 15_000_000;
/// Points of a picture that somebody sends, at most: a file of a few bytes can say that it has billions.
pub const MOST_POINTS: u64 = 50_000_000;
/// Bytes that a picture may take while it is read.
const MEMORY: u64 = 256 * 1024 * 1024;
/// Points of what is kept, at most, in each direction.
const WIDE: u32 = 2_400;
/// The same of the small one.
const NARROW: u32 = 400;
/// The same of a logo.
const LOGO: u32 = 800;
/// How well it is kept, of 100.
const QUALITY: u8 = 85;

/// What is kept of a picture: two JPEGs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The picture.
    pub content: Vec<u8>,
    /// A small one.
    pub thumbnail: Vec<u8>,
    /// Points from left to right.
    pub width: u32,
    /// Points from top to bottom.
    pub height: u32,
}

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The form in which some telephones keep pictures.
    Heic,
    /// No JPEG, PNG or WebP, or a damaged one.
    Unreadable,
    /// More points than [`MOST_POINTS`].
    TooLarge,
}

/// Whether the first bytes of a file are those of HEIC or AVIF, whatever it is called.
fn is_heic(content: &[u8]) -> bool {
    let Some(brand) = content.get(4..12) else { return false };
    [&b"ftyphei"[..], b"ftyphev", b"ftypmif1", b"ftypmsf1", b"ftypavif"].iter().any(|known| brand.starts_with(known))
}

/// Reads a picture and writes what is kept of it.
pub fn prepare(content: &[u8], go_on: GoOn<'_>) -> Result<Result<Prepared, Flaw>, Stopped> {
    let (picture, orientation) = match read(content) {
        Ok(read) => read,
        Err(flaw) => return Ok(Err(flaw)),
    };
    go_on()?;
    // Small before it is turned and laid on white: that is less to do.
    let mut picture = fitted(picture, WIDE);
    go_on()?;
    picture.apply_orientation(orientation);
    let picture = on_white(&picture);
    let small = on_white(&fitted(DynamicImage::ImageRgb8(picture.clone()), NARROW));
    go_on()?;
    let (width, height) = picture.dimensions();
    Ok(match (written(&picture), written(&small)) {
        (Ok(content), Ok(thumbnail)) => Ok(Prepared { content, thumbnail, width, height }),
        (Err(flaw), _) | (_, Err(flaw)) => Err(flaw),
    })
}

/// Reads a logo and writes what is kept of it: a PNG, through which one sees what one saw through it before.
pub fn prepare_logo(content: &[u8], go_on: GoOn<'_>) -> Result<Result<Vec<u8>, Flaw>, Stopped> {
    let (picture, orientation) = match read(content) {
        Ok(read) => read,
        Err(flaw) => return Ok(Err(flaw)),
    };
    go_on()?;
    let mut picture = fitted(picture, LOGO);
    picture.apply_orientation(orientation);
    go_on()?;
    // Eight bits a colour are enough, however many there were.
    let picture = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    let mut bytes = Vec::new();
    let written = picture.write_with_encoder(PngEncoder::new(&mut bytes)).map_err(|error| flaw(&error));
    Ok(written.map(|()| bytes))
}

/// The pixels, and how the camera was held. How many there are is known before they are read.
fn read(content: &[u8]) -> Result<(DynamicImage, Orientation), Flaw> {
    if is_heic(content) {
        return Err(Flaw::Heic);
    }
    let reader = ImageReader::new(Cursor::new(content)).with_guessed_format().map_err(|_| Flaw::Unreadable)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Flaw::Unreadable);
    }
    let mut decoder = reader.into_decoder().map_err(|error| flaw(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return Err(Flaw::TooLarge);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits).map_err(|error| flaw(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| flaw(&error))?;
    Ok((picture, orientation))
}

fn flaw(error: &ImageError) -> Flaw {
    match error {
        ImageError::Limits(_) => Flaw::TooLarge,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_) => Flaw::Unreadable,
    }
}

/// The picture, no larger than so many points in each direction.
fn fitted(picture: DynamicImage, most: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= most {
        picture
    } else {
        picture.resize(most, most, FilterType::Triangle)
    }
}

/// What is seen of a picture on white paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    let mut paper = RgbImage::new(seen.width(), seen.height());
    for (point, through) in paper.pixels_mut().zip(seen.pixels()) {
        let [red, green, blue, alpha] = through.0.map(u16::from);
        let laid = |ink: u16| u8::try_from((ink * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        point.0 = [red, green, blue].map(laid);
    }
    paper
}

fn written(picture: &RgbImage) -> Result<Vec<u8>, Flaw> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).map_err(|error| flaw(&error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder, Rgb, Rgba, RgbaImage, codecs::webp::WebPEncoder};

    use super::*;

    /// A directory of EXIF that says how the camera was held.
    fn held(orientation: u8) -> Vec<u8> {
        let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        exif
    }

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) })
    }

    fn written_by(mut encoder: impl ImageEncoder, picture: &RgbImage, exif: Option<Vec<u8>>) {
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif).unwrap();
        }
        encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    }

    fn prepared(content: &[u8]) -> Result<Prepared, Flaw> {
        prepare(content, &|| Ok(())).unwrap()
    }

    fn is_red(point: Rgb<u8>) -> bool {
        point.0[0] > 200 && point.0[2] < 60
    }

    #[test]
    fn a_picture_is_turned_as_its_camera_was_held_and_says_so_no_more() {
        let (mut jpeg, mut png, mut webp) = (Vec::new(), Vec::new(), Vec::new());
        let picture = halves(64, 32);
        written_by(JpegEncoder::new_with_quality(&mut jpeg, 95), &picture, Some(held(6)));
        written_by(PngEncoder::new(&mut png), &picture, Some(held(6)));
        written_by(WebPEncoder::new_lossless(&mut webp), &picture, Some(held(6)));
        for sent in [jpeg, png, webp] {
            let kept = prepared(&sent).unwrap();
            assert_eq!((kept.width, kept.height), (32, 64));
            let seen = image::load_from_memory_with_format(&kept.content, ImageFormat::Jpeg).unwrap().to_rgb8();
            // Held upright: what was left is on top now.
            assert!(is_red(*seen.get_pixel(16, 4)) && !is_red(*seen.get_pixel(16, 60)));
            for bytes in [&kept.content, &kept.thumbnail] {
                assert!(!bytes.windows(4).any(|some| some == b"Exif" || some == b"MM\0\x2a"));
            }
        }
    }

    #[test]
    fn what_is_kept_is_small_and_its_thumbnail_smaller() {
        let mut sent = Vec::new();
        written_by(JpegEncoder::new_with_quality(&mut sent, 90), &halves(3_000, 1_000), None);
        let kept = prepared(&sent).unwrap();
        assert_eq!((kept.width, kept.height), (2_400, 800));
        let small = image::load_from_memory(&kept.thumbnail).unwrap();
        assert_eq!((small.width(), small.height()), (400, 133));
    }

    #[test]
    fn what_one_can_see_through_lies_on_white() {
        let picture = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let mut sent = Vec::new();
        PngEncoder::new(&mut sent).write_image(&picture, 8, 8, ExtendedColorType::Rgba8).unwrap();
        let kept = image::load_from_memory(&prepared(&sent).unwrap().content).unwrap().to_rgb8();
        assert!(kept.get_pixel(4, 4).0.iter().all(|ink| *ink > 250));
    }

    #[test]
    fn a_logo_stays_as_one_can_see_through_it_and_nothing_else_of_its_file_does() {
        let picture = RgbaImage::from_pixel(1_600, 400, Rgba([10, 20, 30, 0]));
        let mut encoder = Vec::new();
        let mut sent = PngEncoder::new(&mut encoder);
        sent.set_exif_metadata(held(6)).unwrap();
        sent.write_image(&picture, 1_600, 400, ExtendedColorType::Rgba8).unwrap();
        let kept = prepare_logo(&encoder, &|| Ok(())).unwrap().unwrap();
        let seen = image::load_from_memory_with_format(&kept, ImageFormat::Png).unwrap().to_rgba8();
        assert_eq!(seen.dimensions(), (200, 800));
        assert!(seen.pixels().all(|point| point.0[3] == 0));
        assert!(!kept.windows(4).any(|some| some == b"eXIf" || some == b"MM\0\x2a"));
        let mut sent = Vec::new();
        written_by(JpegEncoder::new_with_quality(&mut sent, 95), &halves(64, 32), None);
        let kept = prepare_logo(&sent, &|| Ok(())).unwrap().unwrap();
        assert!(is_red(
            *image::load_from_memory_with_format(&kept, ImageFormat::Png).unwrap().to_rgb8().get_pixel(4, 4)
        ));
        assert_eq!(prepare_logo(b"GIF89a\x01\0\x01\0", &|| Ok(())).unwrap(), Err(Flaw::Unreadable));
    }

    #[test]
    fn what_cannot_be_taken_is_told_apart() {
        let mut whole = Vec::new();
        written_by(JpegEncoder::new_with_quality(&mut whole, 90), &halves(64, 64), None);
        let heic = [b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), vec![0; 64]].concat();
        assert_eq!(prepared(&heic), Err(Flaw::Heic));
        for damaged in [&b""[..], b"GIF89a\x01\0\x01\0", b"%PDF-1.7", whole.get(..40).unwrap()] {
            assert_eq!(prepared(damaged), Err(Flaw::Unreadable));
        }
    }

    #[test]
    fn a_file_that_says_it_has_billions_of_points_is_not_read() {
        // The head of a PNG of 60,000 by 60,000 points, and hardly anything behind it.
        let mut sent = Vec::new();
        written_by(PngEncoder::new(&mut sent), &halves(2, 2), None);
        let size = 60_000_u32.to_be_bytes();
        sent.splice(16..24, [size, size].concat());
        let sum = crc(&sent[12..29]).to_be_bytes();
        sent.splice(29..33, sum);
        assert_eq!(prepared(&sent), Err(Flaw::TooLarge));
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
        })
    }
}
