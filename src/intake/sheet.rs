//! A spreadsheet, from bytes to cells. Whatever the bytes are, the answer is a sheet or an error.
//!
//! Nothing is calculated: of a formula the value counts that was stored with it, and text that looks like one is text.
//! Cells keep their type, so that a number becomes a date only where a date is asked for, and by the calendar of its file.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read, copy, read_to_string, sink},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use quick_xml::events::{BytesStart, Event};

use crate::{
    api::fact::Fact,
    text::{self, is_blank},
    words::Language,
};
use async_graphql::{Value, registry::Registry};

/// Largest file.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Most that its parts may be when they are unpacked, and most text in it.
const UNPACKED: usize = 20 * 1024 * 1024;
/// Rows below the headings at most.
pub const MOST_ROWS: usize = 2_000;
/// Columns at most.
pub const MOST_COLUMNS: usize = 100;
/// Characters in a cell at most.
pub const LONGEST_CELL: usize = 20_000;
/// Stands behind a letter that was read in doubt. Of private use: where a file has it itself, it means as little.
const DOUBT: char = '\u{e000}';
/// A formula whose value was not stored, written like the errors of spreadsheet programs.
pub const NO_VALUE: &str = "#FORMULA!";

/// The first table of a file that a person sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What it is called; empty where tables have no names.
    pub name: String,
    /// Whether its days count from 1904.
    pub is_1904: bool,
    /// The rows in which something stands.
    pub rows: Vec<Line>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number as a spreadsheet program shows it.
    pub number: i32,
    /// Whether the program does not show it.
    pub is_hidden: bool,
    /// What stands in it.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text, or the sign of an error.
    Text {
        /// Its letters.
        text: String,
        /// Whether some of them may be others.
        in_doubt: bool,
    },
    /// A number; in a column of dates the days since the file's epoch.
    Number(f64),
    /// A date, or an instant by the clock of whoever wrote it.
    Instant(NaiveDateTime),
}

impl Cell {
    fn text(text: &str) -> Self {
        // Of a private use, lost, or letters of one encoding read by another.
        let is_private = |letter: char| matches!(letter, '\u{e000}'..='\u{f8ff}');
        let twice = text
            .chars()
            .zip(text.chars().skip(1))
            .any(|pair| matches!(pair, ('Ã' | 'Â', '\u{80}'..='\u{bf}') | ('â', '€' | '\u{80}')));
        let in_doubt = twice || text.chars().any(|letter| is_private(letter) || letter == char::REPLACEMENT_CHARACTER);
        let text = cleaned(&text.replace(is_private, ""));
        if text.is_empty() && !in_doubt { Self::Empty } else { Self::Text { text, in_doubt } }
    }

    /// As a text.
    pub fn spelled(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text { text, .. } => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Instant(at) if at.time() == NaiveTime::MIN => at.format("%Y-%m-%d").to_string(),
            Self::Instant(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        }
    }
}

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There are no rows in it.
    #[error("there is no row with an answer in it")]
    Empty,
    /// It is too large, packed or unpacked.
    #[error("a file has 2 MB at most, and 20 MB when it is unpacked")]
    TooLarge,
    /// Neither xlsx nor text.
    #[error("this is neither an xlsx file nor a csv file")]
    NotASheet,
    /// Too many columns.
    #[error("a sheet has 100 columns at most")]
    TooManyColumns,
    /// Too many rows.
    #[error("a sheet has 2,000 answers at most")]
    TooManyRows,
    /// A cell is too long.
    #[error("a cell has 20,000 characters at most")]
    CellTooLong,
    /// The rest of the file would be one cell.
    #[error("a quotation mark in row {row} is never closed")]
    OpenQuote {
        /// Where.
        row: usize,
    },
}

impl Fact for Unreadable {
    fn ty(_: &mut Registry) -> Option<String> {
        None
    }

    fn data(&self) -> Value {
        Value::Null
    }

    fn said(&self, language: Language) -> String {
        let [nl, fr, de] = match self {
            Self::Empty => [
                "er is geen rij met een antwoord in het bestand",
                "il n'y a aucune ligne avec une réponse dans le fichier",
                "in der Datei ist keine Zeile mit einer Antwort",
            ],
            Self::TooLarge => [
                "een bestand heeft hoogstens 2 MB, en 20 MB als het uitgepakt is",
                "un fichier a 2 Mo au plus, et 20 Mo quand il est décompressé",
                "eine Datei hat höchstens 2 MB, und entpackt 20 MB",
            ],
            Self::NotASheet => [
                "dit is geen xlsx-bestand en geen csv-bestand",
                "ceci n'est ni un fichier xlsx ni un fichier csv",
                "dies ist weder eine xlsx-Datei noch eine csv-Datei",
            ],
            Self::TooManyColumns => [
                "een blad heeft hoogstens 100 kolommen",
                "une feuille a 100 colonnes au plus",
                "ein Blatt hat höchstens 100 Spalten",
            ],
            Self::TooManyRows => [
                "een blad heeft hoogstens 2.000 antwoorden",
                "une feuille a 2.000 réponses au plus",
                "ein Blatt hat höchstens 2.000 Antworten",
            ],
            Self::CellTooLong => [
                "een cel heeft hoogstens 20.000 tekens",
                "une cellule a 20.000 caractères au plus",
                "eine Zelle hat höchstens 20.000 Zeichen",
            ],
            Self::OpenQuote { row } => {
                return match language {
                    Language::Nl => format!("een aanhalingsteken in rij {row} wordt nooit gesloten"),
                    Language::Fr => format!("un guillemet de la ligne {row} n'est jamais fermé"),
                    Language::De => format!("ein Anführungszeichen in Zeile {row} wird nie geschlossen"),
                    Language::En => self.to_string(),
                };
            }
        };
        match language {
            Language::Nl => nl.to_owned(),
            Language::Fr => fr.to_owned(),
            Language::De => de.to_owned(),
            Language::En => self.to_string(),
        }
    }
}

/// Reads xlsx or csv, by what the bytes are.
pub fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let mut table = Table::default();
    if bytes.starts_with(b"PK") {
        weigh(bytes)?;
        // The file comes from outside and the reader is somebody else's: a slip in it must stay an unreadable file.
        catch_unwind(AssertUnwindSafe(|| unpack(bytes, &mut table))).unwrap_or(Err(Unreadable::NotASheet))?;
    } else {
        split(&decode(bytes)?, &mut table)?;
    }
    table.finish()
}

/// Cells as they come.
#[derive(Default)]
struct Table {
    name: String,
    is_1904: bool,
    hidden: BTreeSet<usize>,
    rows: BTreeMap<usize, Vec<Cell>>,
    size: usize,
}

impl Table {
    /// Puts something into its cell; both count from 0.
    fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), Unreadable> {
        match &cell {
            Cell::Empty => return Ok(()),
            Cell::Text { text, .. } if text.chars().count() > LONGEST_CELL => return Err(Unreadable::CellTooLong),
            Cell::Text { text, .. } => self.size += text.len(),
            Cell::Number(_) | Cell::Instant(_) => self.size += size_of::<Cell>(),
        }
        if column >= MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        if self.size > UNPACKED {
            return Err(Unreadable::TooLarge);
        }
        if self.rows.len() > MOST_ROWS && !self.rows.contains_key(&row) {
            return Err(Unreadable::TooManyRows);
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn finish(self) -> Result<Sheet, Unreadable> {
        if self.rows.len() < 2 {
            return Err(Unreadable::Empty);
        }
        let Self { name, is_1904, hidden, rows, .. } = self;
        let line = |(row, cells): (usize, Vec<Cell>)| Line {
            number: i32::try_from(row + 1).unwrap_or(i32::MAX),
            is_hidden: hidden.contains(&row),
            cells,
        };
        Ok(Sheet { name, is_1904, rows: rows.into_iter().map(line).collect() })
    }
}

/// A cell as texts are kept, with blanks of one kind.
pub fn cleaned(text: &str) -> String {
    let even = |letter| if letter != '\n' && is_blank(letter) { ' ' } else { letter };
    text::lines(text).chars().map(even).collect()
}

/// The instant that a number means where a date is asked for; `None` where it can hardly mean one.
pub fn serial(days: f64, is_1904: bool) -> Option<NaiveDateTime> {
    if !(25_000.0..80_000.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the bounds above")]
    let seconds = (days * 86_400.0).round() as i64;
    let epoch = if is_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    epoch?.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(seconds))
}

/// Unpacks everything once, into nothing: what a file says of its own size is not believed.
fn weigh(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotASheet)?;
    let mut left = UNPACKED as u64;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|_| Unreadable::NotASheet)?;
        let size = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| Unreadable::NotASheet)?;
        left = left.checked_sub(size).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

/// Reads the first sheet that a person sees and that has a cell.
fn unpack(bytes: &[u8], table: &mut Table) -> Result<(), Unreadable> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotASheet)?;
    let sheets = book.sheets_metadata().iter();
    let seen = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    table.is_1904 = book.has_1904_epoch();
    for name in names {
        cells_of(&mut book, &name, table)?;
        // Errors of newer programs the reader does not know.
        let beside = Beside::of(bytes, &name).unwrap_or_default();
        for (row, column, text) in beside.errors {
            table.put(row, column, Cell::text(&text))?;
        }
        if !table.rows.is_empty() {
            (table.name, table.hidden) = (name, beside.hidden);
            break;
        }
    }
    Ok(())
}

fn cells_of(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, table: &mut Table) -> Result<(), Unreadable> {
    // Cell by cell: a range would take room for all cells between two that lie far apart.
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| Unreadable::NotASheet)?;
    loop {
        let cell = match cells.next_cell_with_formula() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(()),
            Err(XlsxError::CellError(_)) => continue,
            Err(_) => return Err(Unreadable::NotASheet),
        };
        let read = match cell.value {
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::text(&text),
            DataRef::SharedString(text) => Cell::text(text),
            #[expect(clippy::cast_precision_loss, reason = "numbers of the form are small")]
            DataRef::Int(number) => Cell::Number(number as f64),
            DataRef::Float(number) => Cell::Number(number),
            DataRef::Bool(truth) => Cell::text(if truth { "Ja" } else { "Nee" }),
            DataRef::DateTime(serial) => match self::serial(serial.as_f64(), table.is_1904) {
                Some(at) => Cell::Instant(at),
                None => Cell::Number(serial.as_f64()),
            },
            DataRef::Error(error) => Cell::text(&error.to_string()),
            DataRef::Empty if cell.formula.is_some() => Cell::text(NO_VALUE),
            DataRef::Empty => Cell::Empty,
        };
        let (row, column) = cell.pos;
        table.put(row as usize, column as usize, read)?;
    }
}

/// What the reader of workbooks does not tell of a sheet.
#[derive(Default)]
struct Beside {
    hidden: BTreeSet<usize>,
    errors: Vec<(usize, usize, String)>,
}

impl Beside {
    fn of(bytes: &[u8], sheet: &str) -> Option<Self> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut part = |name: &str| read_to_string(archive.by_name(name).ok()?).ok();
        let relation = elements(&part("xl/workbook.xml")?, "sheet")
            .find(|found| found.get("name").is_some_and(|name| name == sheet))?
            .remove("id")?;
        let target = elements(&part("xl/_rels/workbook.xml.rels")?, "Relationship")
            .find(|found| found.get("Id") == Some(&relation))?
            .remove("Target")?;
        let target = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), ToOwned::to_owned);
        Self::read(&part(&target)?)
    }

    fn read(xml: &str) -> Option<Self> {
        let (mut found, mut row, mut error) = (Self::default(), 0_usize, None);
        let mut reader = quick_xml::Reader::from_str(xml);
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                    let said = attributes(&tag);
                    row = said.get("r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
                    if said.get("hidden").is_some_and(|word| word == "1" || word == "true") {
                        found.hidden.insert(row.checked_sub(1)?);
                    }
                }
                Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                    let said = attributes(&tag);
                    let is_error = said.get("t").is_some_and(|kind| kind == "e");
                    error = said.get("r").filter(|_| is_error).and_then(|place| position(place));
                }
                Event::Text(text) => {
                    if let Some((row, column)) = error
                        && text.as_ref().starts_with('#')
                    {
                        found.errors.push((row, column, text.as_ref().to_owned()));
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "c" => error = None,
                Event::Eof => return Some(found),
                Event::Start(_)
                | Event::End(_)
                | Event::Empty(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_) => {}
            }
        }
    }
}

/// The attributes of the elements of this name.
fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = BTreeMap<String, String>> + 'a {
    let mut reader = quick_xml::Reader::from_str(xml);
    let events = std::iter::from_fn(move || match reader.read_event() {
        Ok(Event::Eof) | Err(_) => None,
        Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == name => Some(Some(attributes(&tag))),
        Ok(_) => Some(None),
    });
    events.flatten()
}

fn attributes(tag: &BytesStart<'_>) -> BTreeMap<String, String> {
    let said = tag.attributes().flatten();
    said.filter_map(|one| {
        Some((one.key.local_name().as_ref().to_owned(), quick_xml::escape::unescape(&one.value).ok()?.into_owned()))
    })
    .collect()
}

/// The row and the column of "K3", from 0.
fn position(reference: &str) -> Option<(usize, usize)> {
    let split = reference.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, digits) = reference.split_at_checked(split)?;
    let digit = |letter: u8| letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1);
    let column =
        letters.bytes().try_fold(0_usize, |column, letter| column.checked_mul(26)?.checked_add(digit(letter)?));
    Some((digits.parse::<usize>().ok()?.checked_sub(1)?, column?.checked_sub(1)?))
}

/// Text in one of the ways in which spreadsheet programs in Belgium write it: UTF-8 or UTF-16 with a mark, UTF-8
/// without one, Windows-1252. In a file that is neither wholly, each letter is read by itself, and doubt is marked.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let bytes = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding == encoding_rs::UTF_8 => bytes.get(mark..).unwrap_or_default(),
        Some((encoding, mark)) => {
            let text =
                encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..).unwrap_or_default());
            return text.map(std::borrow::Cow::into_owned).ok_or(Unreadable::NotASheet);
        }
        None => bytes,
    };
    // No text has these; a picture, a program or an old xls file does.
    if bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0b | 0x0c)) {
        return Err(Unreadable::NotASheet);
    }
    let is_mixed = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for letter in encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0.chars() {
            // Five bytes stand for nothing in Windows-1252.
            let is_none = letter.is_control();
            text.push(if is_none { char::REPLACEMENT_CHARACTER } else { letter });
            if is_mixed {
                text.push(DOUBT);
            }
        }
    }
    Ok(text)
}

fn split(text: &str, table: &mut Table) -> Result<(), Unreadable> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (text, said) = match text.strip_prefix("sep=").map(|rest| (rest, rest.bytes().next())) {
        Some((rest, Some(separator))) if separator.is_ascii() => {
            (rest.split_once('\n').map_or("", |(_, rest)| rest), Some(separator))
        }
        _ => (text.as_str(), None),
    };
    let separator = said.unwrap_or_else(|| guess(text));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut row, mut runs_on) = (0, false);
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::NotASheet)?;
        // Blank lines are no records, and rows all the same.
        let start = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or_default();
        row += text.as_bytes().get(start..).unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count();
        for (column, cell) in record.iter().enumerate() {
            table.put(row, column, Cell::text(cell))?;
        }
        runs_on = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        row += 1;
    }
    // A mark that is never closed makes one cell of the rest of the file.
    let is_open = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    if is_open && runs_on { Err(Unreadable::OpenQuote { row }) } else { Ok(()) }
}

/// The separator that the first row with one has most of, outside quotes.
fn guess(text: &str) -> u8 {
    let mut counts = [(b';', 0_usize), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(known, _)| *known == byte).for_each(|(_, count)| *count += 1),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b';', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn cells(sheet: &Sheet) -> Vec<Vec<String>> {
        sheet.rows.iter().skip(1).map(|line| line.cells.iter().map(Cell::spelled).collect()).collect()
    }

    fn headings(sheet: &Sheet) -> Vec<String> {
        sheet.rows[0].cells.iter().map(Cell::spelled).collect()
    }

    fn numbers(sheet: &Sheet) -> Vec<i32> {
        sheet.rows.iter().map(|line| line.number).collect()
    }

    #[test]
    fn csv_is_read_in_every_encoding_and_with_every_separator() {
        let text = "Id;Naam\n1;Zoë Müller\n\n3;\"twee\nregels; één\"\n";
        let (mut marked, windows) = (b"\xef\xbb\xbf".to_vec(), encoding_rs::WINDOWS_1252.encode(text).0);
        marked.extend(text.bytes());
        let mut wide = b"\xff\xfe".to_vec();
        wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let plain = text.as_bytes().to_vec();
        let tabs = text.replace("; één", ", één").replace(';', "\t").into_bytes();
        let hinted = format!("sep=;\n{text}").into_bytes();
        for (bytes, comma) in [
            (plain, false),
            (marked, false),
            (windows.into_owned(), false),
            (wide, false),
            (tabs, true),
            (hinted, false),
        ] {
            let sheet = read(&bytes).unwrap();
            assert_eq!(headings(&sheet), ["Id", "Naam"]);
            assert_eq!(numbers(&sheet), [1, 2, 4]);
            let text = if comma { "twee\nregels, één" } else { "twee\nregels; één" };
            assert_eq!(cells(&sheet), [["1", "Zoë Müller"], ["3", text]]);
        }
    }

    #[test]
    fn blanks_and_formulas_are_text_without_what_cannot_be_seen() {
        let sheet = read("Id;Naam\n1;\u{a0} =1+1\u{200b} \n2;@SUM(A1)\n".as_bytes()).unwrap();
        assert_eq!(cells(&sheet), [["1", "=1+1"], ["2", "@SUM(A1)"]]);
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let wide = format!("Id\n{}x", ";".repeat(100));
        let long = format!("Id\n{}", "x".repeat(LONGEST_CELL + 1));
        let many = format!("Id\n{}", "x\n".repeat(MOST_ROWS + 1));
        for (bytes, why) in [
            (wide.into_bytes(), Unreadable::TooManyColumns),
            (long.into_bytes(), Unreadable::CellTooLong),
            (many.into_bytes(), Unreadable::TooManyRows),
            (vec![b'x'; LARGEST + 1], Unreadable::TooLarge),
            (Vec::new(), Unreadable::Empty),
            (b"Id;Naam\n;\n".to_vec(), Unreadable::Empty),
            (b"PK\x03\x04 no zip".to_vec(), Unreadable::NotASheet),
            (vec![0x89, b'P', b'N', b'G', 0, 1, 2], Unreadable::NotASheet),
        ] {
            assert_eq!(read(&bytes), Err(why));
        }
        assert_eq!(read(format!("Id\n{}", "x\n".repeat(MOST_ROWS)).as_bytes()).unwrap().rows.len(), MOST_ROWS + 1);
    }

    /// A book with one sheet of these rows.
    fn book(rows: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        for (name, text) in [
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_book_is_read_cell_by_cell() {
        let sheet = read(&book(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Naam</t></is></c></row>\
             <row r=\"4\"><c r=\"A4\"><v>31427</v></c><c r=\"B4\" t=\"str\"><f>1+1</f><v>twee</v></c></row>",
        ))
        .unwrap();
        assert_eq!((numbers(&sheet), cells(&sheet)), (vec![1, 4], vec![vec!["31427".to_owned(), "twee".to_owned()]]));
        assert_eq!(sheet.name, "S");
    }

    #[test]
    fn rows_have_the_numbers_that_a_person_sees() {
        let sheet = read(b"\nId;Naam\r\n1;a\r\n\r\n\r\n2;\"b\nc\"\r\n;\r\n3;d").unwrap();
        assert_eq!(numbers(&sheet), [2, 3, 6, 8]);
        let sheet = read(b"Id;Naam\r1;a\r\r2;b\r").unwrap();
        assert_eq!(numbers(&sheet), [1, 2, 4]);
    }

    #[test]
    fn a_quotation_mark_that_stays_open_swallows_no_rows() {
        assert_eq!(read(b"Id;Naam\n1;\"a\n2;b\n3;c\n"), Err(Unreadable::OpenQuote { row: 2 }));
        assert_eq!(cells(&read(b"Id;Naam\n1;een scherm van 5\"\n2;b\n").unwrap()).len(), 2);
    }

    #[test]
    fn what_parts_lines_or_words_parts_them_still() {
        for (text, clean) in [
            ("een\u{b}twee\rdrie\u{85}vier\u{c}vijf\u{2028}zes\r\nzeven", "een\ntwee\ndrie\nvier\nvijf\nzes\nzeven"),
            ("een\u{2003}twee\u{a0}drie\tvier", "een twee drie vier"),
            ("\u{202e}nel\u{202c}", "nel"),
            ("Zoe\u{308}", "Zo\u{eb}"),
            ("👩\u{200d}👩\u{200d}👧 x\u{200d}", "👩\u{200d}👩\u{200d}👧 x"),
            ("\u{2800}\u{3164}\u{301} \u{200b}", ""),
        ] {
            assert_eq!(cleaned(text), clean);
            assert_eq!(cleaned(clean), clean);
        }
    }

    #[test]
    fn letters_of_two_encodings_are_each_read_by_their_own() {
        let sheet = read(b"Id;Naam\n1;Zo\xc3\xab\n2;Caf\xe9 Europa\n3;\x81\n").unwrap();
        let said: Vec<(String, bool)> = sheet
            .rows
            .iter()
            .skip(1)
            .map(|line| match &line.cells[1] {
                Cell::Text { text, in_doubt } => (text.clone(), *in_doubt),
                other @ (Cell::Empty | Cell::Number(_) | Cell::Instant(_)) => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(said, [("Zoë".to_owned(), false), ("Café Europa".to_owned(), true), ("\u{fffd}".to_owned(), true)]);
        let whole = read(b"\xef\xbb\xbfId;Naam\n1;Caf\xe9\n").unwrap();
        assert_eq!(cells(&whole), [["1", "Café"]]);
    }

    #[test]
    fn errors_and_formulas_without_a_value_are_not_blank() {
        let sheet = read(&book(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Id</t></is></c></row>\
             <row r=\"3\" hidden=\"1\"><c r=\"A3\" t=\"e\"><f>A</f><v>#N/A</v></c><c r=\"B3\" t=\"e\"><v>#SPILL!</v></c><c r=\"C3\"><f>1+1</f></c><c r=\"D3\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"E3\"><v>1</v></c></row>\
             <row r=\"2\"><c r=\"A2\"><v>7</v></c></row>",
        ))
        .unwrap();
        assert_eq!(cells(&sheet), [vec!["7"], vec!["#N/A", "#SPILL!", NO_VALUE, "", "1"]]);
        assert_eq!(sheet.rows.iter().map(|line| line.is_hidden).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn a_cell_far_away_takes_no_room() {
        let far =
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
        assert_eq!(read(&book(far)), Err(Unreadable::TooManyColumns));
    }

    #[test]
    fn a_bomb_is_weighed_before_it_is_opened() {
        let bomb = book(&format!("<row r=\"1\"><c r=\"A1\"><v>{}</v></c></row>", "1".repeat(UNPACKED)));
        assert!(bomb.len() < LARGEST);
        assert_eq!(read(&bomb), Err(Unreadable::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_sheet_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_text_is_a_sheet_or_an_error(text in "[\"; ,\t\r\nA-Za-zë=+@-]{0,400}") {
            let _ = read(text.as_bytes());
        }

        #[test]
        fn a_book_with_any_damage_is_a_sheet_or_an_error(
            rows in "(<row r=\"[0-9]{1,3}\">|<c r=\"[A-Z]{0,4}[0-9]{0,8}\" t=\"(s|n|b|d|e|str|inlineStr)\">|<v>[0-9A-Za-z.:-]{0,20}</v>|</c>|</row>){0,12}",
            at in any::<prop::sample::Index>(),
            byte: u8,
        ) {
            let mut bytes = book(&rows);
            let _ = read(&bytes);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = read(&bytes);
        }
    }
}
