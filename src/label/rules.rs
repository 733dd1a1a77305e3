//! Numbers of labels.

use entity::kinds::Track;

/// What the serials of a track and a school year start with: `NQL-2025-` for 2025-2026.
pub fn prefix(track: Track, school_year: &str) -> String {
    let year = school_year.split_once('-').map_or(school_year, |(first, _)| first);
    format!("{}-{year}-", word(track))
}

/// What the serials of a track start with.
pub fn word(track: Track) -> &'static str {
    match track {
        Track::Nql => "NQL",
        Track::Belgica => "BEL",
    }
}

/// A serial as the name of its series (`NQL-2025`) and its number there.
pub fn split(serial: &str) -> (&str, usize) {
    let (series, number) = serial.rsplit_once('-').unwrap_or((serial, ""));
    (series, number.parse().unwrap_or(0))
}

/// The serial after `last`, the highest with this prefix; the first is 1.
pub fn next_serial(prefix: &str, last: Option<&str>) -> String {
    let digits: String = last
        .and_then(|serial| serial.strip_prefix(prefix))
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect())
        .unwrap_or_default();
    let number: u32 = digits.parse().unwrap_or(0);
    format!("{prefix}{:04}", number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_count_up_per_track_and_school_year() {
        assert_eq!(prefix(Track::Nql, "2025-2026"), "NQL-2025-");
        assert_eq!(prefix(Track::Belgica, "2025-2026"), "BEL-2025-");
        assert_eq!(split("NQL-2025-10000"), ("NQL-2025", 10_000));
        assert_eq!(next_serial("NQL-2025-", None), "NQL-2025-0001");
        assert_eq!(next_serial("NQL-2025-", Some("NQL-2025-0041")), "NQL-2025-0042");
        assert_eq!(next_serial("NQL-2025-", Some("NQL-2025-9999")), "NQL-2025-10000");
    }
}
