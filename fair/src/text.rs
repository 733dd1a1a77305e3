//! Texts as people type, paste and send them, and as they are kept. One gate for every way in: the arguments of mutations
//! (`api::texts`), the cells of a spreadsheet and the strings of a configuration document.
//!
//! What is kept
//! - is in the normal form NFC: one text, one spelling;
//! - has one kind of line break, `\n`, one character long, whatever the sender's system calls one;
//! - has no other control characters, and nothing that cannot be seen: marks of direction, fillers, blanks of no width.
//!   Only what changes how its neighbours look stays: joiners between pictures and between letters of scripts that need
//!   them, and what chooses the form of the letter or picture before it;
//! - has no blanks of any kind at its ends;
//! - is empty if nobody could see anything in it, so that "is it empty?" is the one question whether it says something.

use std::collections::VecDeque;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text of one line or several.
pub fn lines(text: &str) -> String {
    let kept = comparable(text);
    if says_something(&kept) { kept.trim_matches(is_blank).to_owned() } else { String::new() }
}

/// A name, a title, an address or a number: a text of one line, with one blank between words.
pub fn line(text: &str) -> String {
    let kept = comparable(text);
    if !says_something(&kept) {
        return String::new();
    }
    let words = kept.split(is_blank).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A text as it was kept, with one kind of line break: some were kept before there was a gate.
pub fn parted(text: &str) -> String {
    one_break(text).collect()
}

/// A text that is only compared with others: as they are kept, but for the blanks at its ends.
pub fn comparable(text: &str) -> String {
    let normal: String = one_break(text).nfc().collect();
    // What stood between two letters that make one is gone now.
    seen(&normal).nfc().collect()
}

/// A password: however a keyboard puts it together, it is the same one (NFKC). Nothing else about it is changed.
pub fn password(text: &str) -> String {
    text.nfkc().collect()
}

/// Whether a reader sees anything: neither blanks nor what cannot be seen, nor an accent without a letter.
pub fn says_something(text: &str) -> bool {
    text.nfkd().any(|letter| !is_blank(letter) && !is_hidden(letter) && !is_combining_mark(letter))
}

/// Every line break is `\n`.
fn one_break(text: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    text.chars().filter_map(move |letter| {
        let is_second_half = before == Some('\r') && letter == '\n';
        before = Some(letter);
        match letter {
            _ if is_second_half => None,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            other => Some(other),
        }
    })
}

/// A blank of any kind, line breaks among them: whatever separates words and leaves no mark.
pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{2800}'
}

/// Whatever could end a line.
fn is_break(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// Whatever is not seen, or is seen elsewhere than where it stands.
pub fn is_hidden(letter: char) -> bool {
    is_break(letter)
        || matches!(letter,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        // No character, and never one.
        || matches!(letter, '\u{fdd0}'..='\u{fdef}')
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// What of a text can be seen, with what its neighbours need, line breaks and tabs.
pub fn seen(text: &str) -> impl Iterator<Item = char> {
    let mut ahead = text.chars();
    let mut flag = VecDeque::new();
    let mut before = None;
    std::iter::from_fn(move || {
        if let Some(tag) = flag.pop_front() {
            return Some(tag);
        }
        loop {
            let letter = ahead.next()?;
            if letter == FLAG {
                flag = region(ahead.as_str());
                for _ in 0..flag.len() {
                    ahead.next();
                }
            }
            if is_kept(letter, before, ahead.clone().next()) {
                before = Some(letter);
                return before;
            }
        }
    })
}

/// The black flag, which stands for a region when its letters follow as tags.
const FLAG: char = '\u{1f3f4}';

/// The tags of a region (England, Scotland) at the start of a text.
fn region(text: &str) -> VecDeque<char> {
    let is_tag = |letter: &char| matches!(letter, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let mut tags: VecDeque<char> = text.chars().take_while(is_tag).collect();
    if !(3..=6).contains(&tags.len()) || text.chars().nth(tags.len()) != Some('\u{e007f}') {
        return VecDeque::new();
    }
    tags.push_back('\u{e007f}');
    tags
}

fn is_kept(letter: char, before: Option<char>, after: Option<char>) -> bool {
    let joins = |is_part: fn(char) -> bool| {
        before.is_some_and(is_part) && after.is_some_and(|after| is_part(after) && !is_form(after))
    };
    match letter {
        '\n' | '\t' => true,
        '\u{200d}' => joins(is_picture) || joins(is_joined),
        '\u{200c}' => joins(is_joined),
        // Which form of what stands before it.
        '\u{fe00}'..='\u{fe0f}' => before.is_some_and(|before| !is_blank(before) && !is_form(before)),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => before.is_some_and(|before| matches!(before, '\u{1820}'..='\u{18aa}')),
        other => !is_hidden(other),
    }
}

fn is_form(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}')
}

/// Of which a joiner makes one of several.
fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}') && !is_blank(letter)
}

/// A letter, or a mark on one, of a script in which a joiner decides how neighbours are written: those of Arabic, India,
/// Burma, Cambodia and Mongolia, and their kin.
fn is_joined(letter: char) -> bool {
    let is_of_script = matches!(letter,
        '\u{0600}'..='\u{077f}' | '\u{07c0}'..='\u{07ff}' | '\u{0840}'..='\u{0dff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}' | '\u{1820}'..='\u{18aa}' | '\u{a840}'..='\u{a9ff}' | '\u{11000}'..='\u{11fff}');
    is_of_script && (letter.is_alphabetic() || is_combining_mark(letter)) && !is_hidden(letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_kept_in_one_spelling() {
        for (typed, kept) in [
            ("  De bijen \u{a0}\u{3000}\n", "De bijen"),
            ("e\u{301}e\u{301}n", "één"),
            ("a\r\nb\rc\u{b}d\u{c}e\u{85}f\u{2028}g\u{2029}h\n\ni", "a\nb\nc\nd\ne\nf\ng\nh\n\ni"),
            ("een\ttwee\u{7}\u{1b}[0m", "een\ttwee[0m"),
            ("\u{202e}nejib\u{202c} en \u{2066}meer\u{2069}\u{200e}", "nejib en meer"),
            ("bij\u{200b}en\u{ad}korf\u{feff}", "bijenkorf"),
            ("« été\u{a0}»", "« été\u{a0}»"),
            (
                "👩\u{200d}🏫 🏳\u{fe0f}\u{200d}🌈 👍🏽 1\u{fe0f}\u{20e3}",
                "👩\u{200d}🏫 🏳\u{fe0f}\u{200d}🌈 👍🏽 1\u{fe0f}\u{20e3}",
            ),
            (
                "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}!",
                "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}!",
            ),
            ("🏴\u{e0067}\u{e0062}a\u{e0041}", "🏴a"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
            ("ev\u{200c}il ev\u{200d}il 🐝\u{200d}\u{200d}🐝", "evil evil 🐝\u{200d}🐝"),
            ("a\u{fe0f}\u{fe0f}b \u{fe0f}", "a\u{fe0f}b"),
            // A mark that was kept apart from its letter.
            ("e\u{200b}\u{301}", "é"),
        ] {
            assert_eq!(lines(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        for (typed, kept) in [
            ("De\r\nbijen", "De bijen"),
            ("De\u{b}bijen\u{2028}\u{a0}\tvan  Gent\u{2800}", "De bijen van Gent"),
            ("\u{2003}L\u{2019}e\u{301}cole\u{202f}!", "L\u{2019}école !"),
        ] {
            assert_eq!(line(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn what_nobody_sees_says_nothing() {
        for nothing in [
            "",
            " ",
            "\n\t",
            "\u{200b}",
            "\u{200d}",
            "\u{3164}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{2800}\u{2800}",
            "\u{301}",
            " \u{301}",
            "\u{b4}",
            "\u{a8}",
            "\u{202e}\u{202c}",
            "\u{feff}",
            "\u{ad}",
            "\u{fe0f}",
            "\u{e0041}",
            "\u{34f}",
            "\u{180e}",
            "\u{a0}",
            "\u{7f}",
            "\u{fffe}",
            "\u{fffc}",
            "\u{17b4}",
            "\u{0}",
        ] {
            assert_eq!((lines(nothing), line(nothing)), (String::new(), String::new()), "{nothing:?}");
            assert!(!says_something(nothing), "{nothing:?}");
        }
        for something in ["a", ".", "?", "👍", "1", "é", "अ", "\u{fffd}"] {
            assert_eq!((lines(something).as_str(), line(something).as_str()), (something, something));
        }
    }

    #[test]
    fn a_password_is_the_same_on_every_keyboard() {
        assert_eq!(password("caf\u{65}\u{301} ﬁn ｘ"), password("caf\u{e9} fin x"));
        assert_eq!(password(" a "), " a ");
    }

    const ODD: &str = "[a-cé \n\r\t\u{b}\u{85}\u{301}\u{200b}-\u{200f}\u{202e}\u{2028}\u{2800}\u{3164}\u{fe0f}\u{1f3f4}\u{1f41d}\u{e0061}-\u{e0063}\u{e007f}\u{94d}\u{915}\u{627}]{0,24}";

    proptest! {
        #[test]
        fn no_words_join_where_lines_are_parted(words in prop::collection::vec("[a-z]{1,4}", 1..6), breaks in "[\r\n\u{b}\u{c}\u{85}\u{2028}\u{2029}]{5}") {
            let mut text = String::new();
            for (word, letter) in words.iter().zip(breaks.chars().cycle()) {
                text.push_str(word);
                text.push(letter);
            }
            let parted = parted(&text);
            let again: Vec<&str> = parted.split('\n').filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(again, words);
        }

        #[test]
        fn what_was_kept_is_kept_as_it_is(text in ODD, any in ".{0,40}") {
            for text in [text, any] {
                let kept = lines(&text);
                prop_assert_eq!(&lines(&kept), &kept);
                prop_assert_eq!(kept.is_empty(), !says_something(&kept));
                let kept = line(&text);
                prop_assert_eq!(&line(&kept), &kept);
                prop_assert!(!kept.contains(is_break), "{kept:?}");
                prop_assert_eq!(line(&lines(&text)), kept);
            }
        }

        #[test]
        fn words_never_join(words in prop::collection::vec("[a-c]{1,3}", 1..6), by in "\r\n|[\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}\t \u{a0}\u{2800}]") {
            prop_assert_eq!(line(&words.join(&by)), words.join(" "));
            let kept = lines(&words.join(&by));
            prop_assert_eq!(kept.split(is_blank).count(), words.len());
        }
    }
}
