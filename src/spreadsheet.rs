//! Spreadsheets that people open: a table becomes an xlsx file. What comes back is read by [`crate::intake::sheet`].
//!
//! A text stays a text, also one that begins like a formula. The same table gives the same bytes.

use async_graphql::SimpleObject;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Datelike, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::{
    answered,
    api::policy::policy,
    auth::Audience::{Admin, Staff},
};

/// Characters in the name of a sheet at most.
const LONGEST_NAME: usize = 31;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands over it.
    pub heading: String,
    /// How wide it is, in characters; none where nobody needs to see it.
    pub width: Option<u16>,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A text.
    Text(String),
    /// A number.
    Number(i32),
}

/// A spreadsheet as a file.
#[derive(SimpleObject)]
pub struct SheetFile {
    /// A name for the file. It has only characters that every computer accepts.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    file_name: String,
    /// Its type: `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    media_type: &'static str,
    /// Its bytes, in base64.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    base64: String,
}

answered! {
    SheetFile => "sheetFile";
}

impl SheetFile {
    /// A written table with a name.
    pub fn of(file_name: String, content: &[u8]) -> Self {
        let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Self { file_name, media_type, base64: STANDARD.encode(content) }
    }
}

/// Writes a table with one sheet; its headings stay in sight, and its rows can be sorted and filtered. An error is one of ours:
/// more rows, or longer texts, than a sheet holds.
pub fn write(name: &str, columns: &[Column], rows: &[Vec<Entry>], at: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day =
        ExcelDateTime::from_ymd(u16::try_from(at.year()).unwrap_or(2_000), u8::try_from(at.month()).unwrap_or(1), 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = book.add_worksheet();
    sheet.set_name(named(name))?;
    let (head, text) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (at, column) in (0..=last_column).zip(columns) {
        sheet.write_string_with_format(0, at, &column.heading, &head)?;
        match column.width {
            Some(width) => sheet.set_column_width(at, width)?,
            None => sheet.set_column_hidden(at)?,
        };
    }
    let mut last = 0;
    for row in rows {
        last += 1;
        for (at, entry) in (0..=last_column).zip(row) {
            match entry {
                Entry::Text(said) => sheet.write_string_with_format(last, at, said, &text)?,
                Entry::Number(number) => sheet.write_number_with_format(last, at, *number, &text)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, last_column)?;
    book.save_to_buffer()
}

/// A name that every spreadsheet program accepts.
fn named(name: &str) -> String {
    let accepted = name.chars().filter(|letter| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    accepted.take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::intake::sheet::{Cell, read};

    fn written(rows: &[Vec<Entry>]) -> Vec<u8> {
        let column = |heading: &str| Column { heading: heading.to_owned(), width: Some(20) };
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        write("NQL: Vlaanderen / België", &[column("Id"), column("Tekst")], rows, at).unwrap()
    }

    fn text(text: &str) -> Entry {
        Entry::Text(text.to_owned())
    }

    #[test]
    fn a_table_comes_back_as_it_was_written() {
        let rows = [vec![Entry::Number(7), text("=1+1")], vec![Entry::Number(0), text("Een.\nTwee: “drie” & <vier>.")]];
        let sheet = read(&written(&rows)).unwrap();
        assert_eq!(sheet.name, "NQL Vlaanderen  België");
        let cells: Vec<Vec<String>> =
            sheet.rows.iter().map(|line| line.cells.iter().map(Cell::spelled).collect()).collect();
        assert_eq!(cells, [["Id", "Tekst"], ["7", "=1+1"], ["0", "Een.\nTwee: “drie” & <vier>."]]);
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(written(&[vec![Entry::Number(1)]]), written(&[vec![Entry::Number(1)]]));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(said in "[ -~éëàœß€“”\n=+@-]{1,200}") {
            let sheet = read(&written(&[vec![Entry::Number(1), text(&said)]])).unwrap();
            let back = sheet.rows[1].cells.get(1).map(Cell::spelled).unwrap_or_default();
            prop_assert_eq!(back, crate::intake::sheet::cleaned(&said));
        }
    }
}
