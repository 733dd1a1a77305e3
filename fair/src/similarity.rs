//! How much of two applications is the same text (F6, R133): runs of words, winnowed (Schleimer, Wilkerson and Aiken,
//! "Winnowing: local algorithms for document fingerprinting", 2003). It is a signal for staff and decides nothing.
//!
//! A text is read as words without capitals, accents and signs. Every run of `RUN` words has a hash, and of every
//! `WINDOW` runs in a row the one with the least hash is kept: its print. Two texts that have `RUN + WINDOW - 1` words in
//! a row in common have a print in common, wherever it stands. What the form itself says, and teachers quote, has none.

use std::{
    cmp::{Ordering, Reverse},
    collections::{HashMap, HashSet},
    iter,
    ops::Range,
};

use crate::fold::{is_sign, letters};

/// Words in a run. Fewer are phrases that all teachers use: they are no likeness, alone or as a whole text.
const RUN: usize = 5;
/// Runs of which one is kept.
const WINDOW: usize = 4;
/// Places of a print in one application that are looked at: a text of one sentence, repeated, has thousands.
const PLACES: usize = 8;
/// Passages that are told of two applications, the longest.
pub const MOST_PASSAGES: usize = 25;

/// A text of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<P> {
    /// Where it stands.
    pub place: P,
    /// The text.
    pub text: String,
}

/// Where a word stands, and its hash.
type Word = (Range<usize>, Option<u64>);

/// Words of one of the texts.
type Stretch = (usize, Range<usize>);

/// A print, and where it begins: the text, and the word in it.
type Print = (u64, (usize, usize));

/// What everybody was given to read: the questions of a form and the help beside them.
#[derive(Clone, Debug, Default)]
pub struct Given(HashSet<u64>);

impl Given {
    /// Reads the texts of a form.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let hashes = |text| words(text).into_iter().map(|(_, hash)| hash).collect::<Vec<u64>>();
        Self(texts.into_iter().flat_map(|text| runs(&hashes(text))).collect())
    }

    /// Which of these words are quoted.
    fn quoted(&self, words: &[u64]) -> Vec<bool> {
        let mut quoted = vec![false; words.len()];
        for (start, run) in runs(words).into_iter().enumerate() {
            if self.0.contains(&run) {
                quoted.iter_mut().skip(start).take(RUN).for_each(|word| *word = true);
            }
        }
        quoted
    }
}

/// The texts of one application, ready to be compared.
#[derive(Clone, Debug)]
pub struct Document<P> {
    texts: Vec<Text<P>>,
    /// The words of each text: where they stand, and their hash; none for what is quoted of the form.
    words: Vec<Vec<Word>>,
    /// The prints in order, each at most at [`PLACES`] places.
    prints: Vec<Print>,
    /// How many prints there are, however often each stands.
    distinct: usize,
}

/// How much two applications have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Prints that both have.
    pub shared: usize,
    /// Prints that one or both have.
    pub all: usize,
}

/// A passage that two applications have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<P> {
    /// Its length in words.
    pub words: usize,
    /// In the first application, as it was written there.
    pub first: Text<P>,
    /// In the second.
    pub second: Text<P>,
}

impl Likeness {
    /// Shared prints of a thousand, rounded down (Jaccard): 1,000 when all are shared, 0 when none is, or when there is
    /// nothing to compare.
    pub fn per_mille(&self) -> usize {
        (self.shared * 1_000).checked_div(self.all).unwrap_or(0)
    }
}

impl<P: Clone> Document<P> {
    /// Reads the texts of an application, but for what it quotes of the form.
    pub fn of(texts: Vec<Text<P>>, given: &Given) -> Self {
        let mut words: Vec<Vec<Word>> = Vec::new();
        let mut found: Vec<Print> = Vec::new();
        for (text, whole) in texts.iter().enumerate() {
            let known = self::words(&whole.text);
            let hashes: Vec<u64> = known.iter().map(|(_, hash)| *hash).collect();
            let quoted = given.quoted(&hashes);
            let own = known.into_iter().zip(&quoted);
            words.push(own.map(|((place, hash), quoted)| (place, (!quoted).then_some(hash))).collect());
            let mut start = 0;
            for part in quoted.chunk_by(|one, other| one == other) {
                let own = hashes.iter().skip(start).take(part.len()).copied().collect::<Vec<u64>>();
                if part.first() == Some(&false) {
                    found.extend(winnow(&own).into_iter().map(|(print, word)| (print, (text, start + word))));
                }
                start += part.len();
            }
        }
        found.sort_unstable();
        let same = || found.chunk_by(|(one, _), (other, _)| one == other);
        let distinct = same().count();
        let prints = same().flat_map(|places| places.iter().take(PLACES).copied()).collect();
        Self { texts, words, prints, distinct }
    }

    /// How much this application and another have in common.
    pub fn likeness(&self, other: &Self) -> Likeness {
        let shared = self.common(other).count();
        Likeness { shared, all: self.distinct + other.distinct - shared }
    }

    /// Where the prints stand that both have.
    fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a [Print], &'a [Print])> {
        let groups = |prints: &'a [Print]| prints.chunk_by(|(one, _), (other, _)| one == other).peekable();
        let (mut mine, mut theirs) = (groups(&self.prints), groups(&other.prints));
        iter::from_fn(move || {
            loop {
                let (one, another) = (mine.peek()?.first()?.0, theirs.peek()?.first()?.0);
                match one.cmp(&another) {
                    Ordering::Less => drop(mine.next()),
                    Ordering::Greater => drop(theirs.next()),
                    Ordering::Equal => return mine.next().zip(theirs.next()),
                }
            }
        })
    }

    /// The passages that this application and another have in common, the longest first; at most [`MOST_PASSAGES`].
    pub fn passages(&self, other: &Self) -> Vec<Passage<P>> {
        let mut starts: Vec<((usize, usize), (usize, usize))> = Vec::new();
        for (mine, theirs) in self.common(other) {
            starts.extend(mine.iter().flat_map(|(_, one)| theirs.iter().map(|(_, another)| (*one, *another))));
        }
        starts.sort_unstable();
        // Where the last passage ends that runs through the same two texts at the same distance.
        let mut ends: HashMap<(usize, usize, isize), usize> = HashMap::new();
        let mut runs: Vec<(Stretch, Stretch)> = Vec::new();
        for ((text, word), (other_text, other_word)) in starts {
            let (Some(mine), Some(theirs)) = (self.words.get(text), other.words.get(other_text)) else { continue };
            let line = (text, other_text, word.cast_signed() - other_word.cast_signed());
            if ends.get(&line).is_some_and(|end| word < *end) {
                continue;
            }
            let same = |mine: &Word, theirs: &Word| mine.1.is_some() && mine.1 == theirs.1;
            let (left, right) = (mine.get(..word).unwrap_or_default(), theirs.get(..other_word).unwrap_or_default());
            let back = left.iter().rev().zip(right.iter().rev()).take_while(|(one, other)| same(one, other)).count();
            let (left, right) = (mine.iter().skip(word), theirs.iter().skip(other_word));
            let on = left.zip(right).take_while(|(one, other)| same(one, other)).count();
            ends.insert(line, word + on);
            runs.push(((text, word - back..word + on), (other_text, other_word - back..other_word + on)));
        }
        // What stands in several places is told once.
        runs.sort_by_key(|((_, words), _)| Reverse(words.len()));
        let mut told: (Taken, Taken) = Default::default();
        let mut passages = Vec::new();
        for ((text, words), (other_text, other_words)) in runs {
            if passages.len() == MOST_PASSAGES {
                break;
            }
            if told.0.overlaps(text, &words) || told.1.overlaps(other_text, &other_words) {
                continue;
            }
            let long = words.len();
            if let (Some(first), Some(second)) = (self.cut(text, &words), other.cut(other_text, &other_words)) {
                passages.push(Passage { words: long, first, second });
            }
            told.0.add(text, words);
            told.1.add(other_text, other_words);
        }
        passages
    }

    /// These words of a text, as they were written.
    fn cut(&self, text: usize, words: &Range<usize>) -> Option<Text<P>> {
        let (whole, known) = (self.texts.get(text)?, self.words.get(text)?);
        let (first, last) = (known.get(words.start)?, known.get(words.end.checked_sub(1)?)?);
        Some(Text { text: whole.text.get(first.0.start..last.0.end)?.to_owned(), ..whole.clone() })
    }
}

/// Words that a passage was told of.
#[derive(Default)]
struct Taken(Vec<Stretch>);

impl Taken {
    fn overlaps(&self, text: usize, words: &Range<usize>) -> bool {
        self.0.iter().any(|(known, taken)| *known == text && taken.start < words.end && words.start < taken.end)
    }

    fn add(&mut self, text: usize, words: Range<usize>) {
        self.0.push((text, words));
    }
}

/// The words of a text: where each stands, and its hash without capitals and accents.
fn words(text: &str) -> Vec<(Range<usize>, u64)> {
    let mut words = Vec::new();
    let mut open: Option<(usize, u64)> = None;
    for (at, letter) in text.char_indices() {
        if is_sign(letter) {
            words.extend(open.take().map(|(from, hash)| (from..at, hash)));
            continue;
        }
        let (from, mut hash) = open.unwrap_or((at, FNV_START));
        if letter.is_ascii() {
            hash = stir(hash, u64::from(u32::from(letter.to_ascii_lowercase())));
        } else {
            hash = letters(letter).fold(hash, |hash, letter| stir(hash, u64::from(u32::from(letter))));
        }
        open = Some((from, hash));
    }
    words.extend(open.map(|(from, hash)| (from..text.len(), hash)));
    words
}

/// The hash of every run of a text; none of a text that is shorter than a run.
fn runs(words: &[u64]) -> Vec<u64> {
    words.windows(RUN).map(|run| run.iter().copied().fold(FNV_START, stir)).collect()
}

/// The prints of a text and the words at which they begin.
fn winnow(words: &[u64]) -> Vec<(u64, usize)> {
    let runs = runs(words);
    let mut prints: Vec<(u64, usize)> = Vec::new();
    for (start, window) in runs.windows(WINDOW.min(runs.len()).max(1)).enumerate() {
        let least = window.iter().copied().min().unwrap_or_default();
        // The last print stays as long as it is in the window and none is less: a repeated word makes few prints.
        if prints.last().is_some_and(|(print, at)| *at >= start && *print == least) {
            continue;
        }
        let at = window.iter().rposition(|run| *run == least).unwrap_or_default();
        prints.push((least, start + at));
    }
    prints
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of a hash (FNV-1a with 64 bits at a time, then mixed): it keeps nothing secret.
fn stir(hash: u64, more: u64) -> u64 {
    let mixed = (hash ^ more).wrapping_mul(0x0000_0100_0000_01b3);
    (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93) ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Text<()> {
        Text { place: (), text: text.to_owned() }
    }

    fn document(texts: &[&str]) -> Document<()> {
        Document::of(texts.iter().map(|one| text(one)).collect(), &Given::default())
    }

    fn compared(one: &Document<()>, other: &Document<()>) -> (Likeness, Vec<Passage<()>>) {
        (one.likeness(other), one.passages(other))
    }

    fn bare(text: &str) -> String {
        crate::fold::plain(text)
    }

    fn sentence(of: &'static str, long: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = String> {
        prop::collection::vec(of, long).prop_map(|words| words.join(" "))
    }

    #[test]
    fn a_passage_is_found_wherever_it_stands_and_told_as_each_wrote_it() {
        let first = document(&[
            "Eerst iets anders.",
            "Wij begonnen in september. De leerlingen maakten samen met hun partners een digitaal prentenboek over bijen. Daarna ...",
        ]);
        let second = document(&[
            "Toen: \"de leerlingen maakten SAMEN, met hun partners, een digitaal prentenboek over bijen\" en klaar.",
        ]);
        let (likeness, passages) = compared(&first, &second);
        let told: Vec<(usize, &str, &str)> =
            passages.iter().map(|one| (one.words, one.first.text.as_str(), one.second.text.as_str())).collect();
        assert_eq!(
            told,
            [(
                12,
                "De leerlingen maakten samen met hun partners een digitaal prentenboek over bijen",
                "de leerlingen maakten SAMEN, met hun partners, een digitaal prentenboek over bijen",
            )]
        );
        assert!(likeness.per_mille() > 0 && likeness.per_mille() < 1_000);
    }

    #[test]
    fn nothing_is_like_nothing() {
        let (likeness, passages) = compared(&document(&["", " ... "]), &document(&[]));
        assert_eq!((likeness, passages), (Likeness { shared: 0, all: 0 }, Vec::new()));
        assert_eq!(likeness.per_mille(), 0);
    }

    #[test]
    fn one_sentence_repeated_is_told_in_reasonable_time() {
        let long = "bij ".repeat(2_500);
        let (likeness, passages) = compared(&document(&[&long, &long]), &document(&[&long]));
        assert_eq!(likeness.per_mille(), 1_000);
        assert!(passages.len() <= 2);
    }

    #[test]
    fn a_few_words_are_no_likeness() {
        for few in ["wij", "Samen met de partners", "Mijn leerlingen maakten alles"] {
            let (likeness, passages) = compared(&document(&[few, few]), &document(&[few]));
            assert_eq!((likeness.shared, likeness.per_mille(), passages), (0, 0, Vec::new()), "{few}");
        }
    }

    #[test]
    fn what_is_quoted_of_the_form_is_no_likeness_and_what_stands_around_it_is() {
        let help = "Describe how pupils and teachers of the partner schools worked together, and with what result.";
        let given = Given::of([help, "Too short"]);
        let of = |own: &str| Document::of(vec![text(&format!("{own} {help} {own}")), text(help)], &given);
        let (likeness, passages) = compared(&of("Wij deden dit met bijen."), &of("Bij ons ging het anders."));
        assert_eq!((likeness.shared, passages.len()), (0, 0));
        let own = "Onze leerlingen schreven elke week een brief aan hun vrienden in Rome.";
        let (likeness, passages) = compared(&of(own), &of(own));
        assert_eq!((likeness.per_mille(), passages[0].words), (1_000, 12));
        assert!(passages.iter().all(|passage| !passage.first.text.contains("partner schools")), "{passages:?}");
    }

    proptest! {
        #[test]
        fn likeness_does_not_depend_on_who_comes_first(
            one in prop::collection::vec(sentence("[a-d]{1,2}", 0..=30), 0..4),
            other in prop::collection::vec(sentence("[a-d]{1,2}", 0..=30), 0..4),
        ) {
            let of = |texts: &[String]| Document::of(texts.iter().map(|one| text(one)).collect(), &Given::default());
            let (there, back) = (compared(&of(&one), &of(&other)), compared(&of(&other), &of(&one)));
            prop_assert_eq!(there.0, back.0);
            prop_assert!(there.0.per_mille() <= 1_000);
            for passage in there.1 {
                prop_assert_eq!(bare(&passage.first.text), bare(&passage.second.text));
                prop_assert_eq!(bare(&passage.first.text).split(' ').count(), passage.words);
            }
        }

        #[test]
        fn the_same_text_is_all_alike_however_it_is_spelled(
            words in prop::collection::vec("[a-zéïç]{1,8}", RUN..60),
            signs in prop::collection::vec("[ ,.!\n\t]{1,3}", 60),
        ) {
            let plainly = words.join(" ");
            let spelled: String = words.iter().zip(&signs).flat_map(|(word, sign)| [word.to_uppercase(), sign.clone()]).collect();
            let accents: String = spelled.replace('É', "E\u{301}");
            let (likeness, passages) = compared(&document(&[&plainly]), &document(&[&accents]));
            prop_assert_eq!(likeness.per_mille(), 1_000);
            prop_assert_eq!(passages[0].words, words.len());
        }

        #[test]
        fn texts_without_a_common_word_are_not_alike(one in sentence("[a-m]{1,6}", 1..=60), other in sentence("[n-z]{1,6}", 1..=60)) {
            let (likeness, passages) = compared(&document(&[&one]), &document(&[&other]));
            prop_assert_eq!((likeness.per_mille(), passages.len()), (0, 0));
        }

        #[test]
        fn a_passage_that_is_long_enough_is_never_missed(
            before in sentence("[a-f]{1,6}", 0..=20), passage in sentence("[g-m]{2,6}", RUN + WINDOW - 1..=30),
            after in sentence("[a-f]{1,6}", 0..=20), around in sentence("[n-z]{1,6}", 1..=20),
        ) {
            let (one, other) = (format!("{before} {passage} {after}"), format!("{around} {passage} {around}"));
            let (_, passages) = compared(&document(&[&one]), &document(&[&other]));
            prop_assert_eq!(passages.len(), 1);
            prop_assert_eq!(bare(&passages[0].first.text), passage);
        }
    }
}
