//! A spreadsheet, from bytes to cells of text. Whatever the bytes are, the answer is a sheet or an error.
//!
//! Nothing is calculated: of a formula the value counts that was stored with it, and text that looks like one is text.

use std::{
    io::{Cursor, Read, Seek, copy, sink},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader, Xlsx};
use chrono::{NaiveDateTime, NaiveTime};

/// Largest file.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Most that its parts may be when they are unpacked, and most text in it.
const UNPACKED: usize = 20 * 1024 * 1024;
/// Rows below the headings at most.
pub const MOST_ROWS: usize = 2_000;
/// Columns at most.
pub const MOST_COLUMNS: usize = 100;
/// Characters in a cell at most.
pub const LONGEST_CELL: usize = 10_000;

/// The first table of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The cells of the first row that has any.
    pub headings: Vec<String>,
    /// The rows below that are not empty.
    pub lines: Vec<Line>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number as a spreadsheet program shows it.
    pub number: i32,
    /// One for each heading.
    pub cells: Vec<String>,
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
    #[error("a cell has 10,000 characters at most")]
    CellTooLong,
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

/// Rows as they come.
#[derive(Default)]
struct Table {
    rows: Vec<(usize, Vec<String>)>,
    size: usize,
}

impl Table {
    /// Puts a text into its cell; both count from 0, and rows come in order.
    fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), Unreadable> {
        let text = tidy(text);
        if text.is_empty() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        if text.chars().count() > LONGEST_CELL {
            return Err(Unreadable::CellTooLong);
        }
        self.size += text.len();
        if self.size > UNPACKED {
            return Err(Unreadable::TooLarge);
        }
        if self.rows.last().is_none_or(|(last, _)| *last != row) {
            if self.rows.len() > MOST_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            self.rows.push((row, Vec::new()));
        }
        let Some((_, cells)) = self.rows.last_mut() else { return Ok(()) };
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    fn finish(self) -> Result<Sheet, Unreadable> {
        let mut rows = self.rows.into_iter();
        let (_, headings) = rows.next().ok_or(Unreadable::Empty)?;
        let wide = headings.len();
        let line = |(row, mut cells): (usize, Vec<String>)| {
            cells.resize(wide, String::new());
            Line { number: i32::try_from(row + 1).unwrap_or(i32::MAX), cells }
        };
        let lines: Vec<Line> = rows.map(line).filter(|line| line.cells.iter().any(|cell| !cell.is_empty())).collect();
        if lines.is_empty() { Err(Unreadable::Empty) } else { Ok(Sheet { headings, lines }) }
    }
}

/// Without what cannot be seen: blanks at the ends, control characters, marks of no width.
pub fn tidy(text: &str) -> String {
    let clean = text.chars().filter_map(|letter| match letter {
        '\u{a0}' | '\u{202f}' | '\u{2007}' | '\t' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' => None,
        '\n' => Some('\n'),
        letter if letter.is_control() => None,
        letter => Some(letter),
    });
    clean.collect::<String>().trim().to_owned()
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

fn unpack(bytes: &[u8], table: &mut Table) -> Result<(), Unreadable> {
    let mut book: Xlsx<_> = open(Cursor::new(bytes))?;
    let first = book.sheet_names().first().cloned().ok_or(Unreadable::Empty)?;
    // Cell by cell: a range would take room for all cells between two that lie far apart.
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| Unreadable::NotASheet)?;
    let mut last = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::NotASheet)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row < last {
            return Err(Unreadable::NotASheet);
        }
        last = row;
        match cell.get_value() {
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                table.put(row, column, text)?;
            }
            DataRef::SharedString(text) => table.put(row, column, text)?,
            DataRef::Int(number) => table.put(row, column, &number.to_string())?,
            DataRef::Float(number) => table.put(row, column, &number.to_string())?,
            DataRef::Bool(truth) => table.put(row, column, if *truth { "Ja" } else { "Nee" })?,
            DataRef::DateTime(serial) => {
                let text = serial.as_datetime().map_or_else(|| serial.as_f64().to_string(), spell_instant);
                table.put(row, column, &text)?;
            }
            DataRef::Error(_) | DataRef::Empty => {}
        }
    }
    Ok(())
}

fn open<R: Read + Seek>(reader: R) -> Result<Xlsx<R>, Unreadable> {
    Xlsx::new(reader).map_err(|_| Unreadable::NotASheet)
}

/// A local date, with its time if there is one.
fn spell_instant(at: NaiveDateTime) -> String {
    if at.time() == NaiveTime::MIN {
        at.format("%Y-%m-%d").to_string()
    } else {
        at.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

/// Text in one of the ways in which spreadsheet programs in Belgium write it: UTF-8 or UTF-16 with a mark, UTF-8
/// without one, Windows-1252.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..).unwrap_or_default());
        return text.map(std::borrow::Cow::into_owned).ok_or(Unreadable::NotASheet);
    }
    // No text has these; a picture, a program or an old xls file does.
    if bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0b | 0x0c)) {
        return Err(Unreadable::NotASheet);
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

fn split(text: &str, table: &mut Table) -> Result<(), Unreadable> {
    let (text, said) = match text.strip_prefix("sep=").map(|rest| (rest, rest.bytes().next())) {
        Some((rest, Some(separator))) if separator.is_ascii() => {
            (rest.split_once('\n').map_or("", |(_, rest)| rest), Some(separator))
        }
        _ => (text, None),
    };
    let separator = said.unwrap_or_else(|| guess(text));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|_| Unreadable::NotASheet)?;
        for (column, cell) in record.iter().enumerate() {
            table.put(row, column, cell)?;
        }
    }
    Ok(())
}

/// The separator that the first row has most of, outside quotes.
fn guess(text: &str) -> u8 {
    let mut counts = [(b';', 0_usize), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
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

    fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
        sheet.lines.iter().map(|line| line.cells.iter().map(String::as_str).collect()).collect()
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
            assert_eq!(sheet.headings, ["Id", "Naam"]);
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
        assert_eq!(read(format!("Id\n{}", "x\n".repeat(MOST_ROWS)).as_bytes()).unwrap().lines.len(), MOST_ROWS);
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
        assert_eq!(sheet.lines, [Line { number: 4, cells: vec!["31427".to_owned(), "twee".to_owned()] }]);
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
