//! Plans from files: a table of scores and a table of loads, for anybody's data (`nql plan`).

use std::{collections::BTreeMap, fmt::Write};

use fair::assign::{Application, Case, Conflict, Juror, Level, Plan};

/// Decimal places at most.
const MOST_PLACES: usize = 18;

/// What the files say.
#[derive(Debug)]
pub struct Problem {
    /// What is to be planned: the scores as costs, so that the highest sum is the lowest cost.
    pub case: Case,
    scores: BTreeMap<(usize, usize), i64>,
    /// Decimal places of the scores.
    places: usize,
}

/// Where a file is not what it should be. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column {column}: {what}")]
pub struct Misread {
    /// `scores` or `loads`.
    pub file: &'static str,
    /// The line of the file.
    pub line: u64,
    /// The cell of the line.
    pub column: usize,
    /// What is wrong there.
    pub what: Wrong,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Not UTF-8, or not csv.
    #[error("this is not a csv file in UTF-8")]
    NotCsv,
    /// Nothing below the headings, or nothing at all.
    #[error("there is nothing here")]
    Empty,
    /// A line of another length than the headings.
    #[error("the line has {found} cells, the headings have {needed}")]
    Cells {
        /// On this line.
        found: usize,
        /// In the headings.
        needed: usize,
    },
    /// Other headings than needed.
    #[error("the headings should be juror,min,max")]
    Headings,
    /// A name is missing.
    #[error("a name is missing")]
    NoName,
    /// A name that was there before.
    #[error("`{0}` is there twice")]
    Twice(String),
    /// Not a score.
    #[error("`{0}` is not a decimal number")]
    NotDecimal(String),
    /// A score of too many digits.
    #[error("`{0}` has too many digits beside the other scores: 18 decimal places, and 18 digits in all, at most")]
    TooLong(String),
    /// Not a load.
    #[error("`{0}` is not a whole number of applications")]
    NotLoad(String),
    /// A juror without scores.
    #[error("`{0}` is not in the headings of the scores")]
    NoScores(String),
    /// A juror without a load.
    #[error("`{0}` is not in the loads")]
    NoLoad(String),
}

/// Reads both files. Scores: a line for each application, a column for each juror, an empty cell for a pair that must
/// not be. Loads: juror, min, max. `at_least` raises each juror's minimum.
pub fn read(scores: &[u8], loads: &[u8], seats: u32, at_least: u32, seed: u64) -> Result<Problem, Misread> {
    let scores = Rows::read("scores", scores)?;
    let loads = Rows::read("loads", loads)?;
    let mut problem =
        Problem { case: Case::new(vec![Level::Pair("score".to_owned())], seed), scores: BTreeMap::new(), places: 0 };
    let bounds = bounds(&loads)?;
    let (head_line, headings) = scores.headings()?;
    let mut jurors = BTreeMap::new();
    for (column, name) in headings.iter().enumerate().skip(1) {
        let wrong = |what| scores.wrong(head_line, column, what);
        let name = named(name).map_err(wrong)?;
        let (_, min, max) = bounds.get(name).ok_or_else(|| wrong(Wrong::NoLoad(name.to_owned())))?;
        let number = problem.case.juror(Juror { key: name.to_owned(), min: at_least.max(*min), max: *max });
        if jurors.insert(name, number).is_some() {
            return Err(wrong(Wrong::Twice(name.to_owned())));
        }
    }
    if let Some((name, (line, ..))) = bounds.iter().find(|(name, _)| !jurors.contains_key(*name)) {
        return Err(loads.wrong(*line, 0, Wrong::NoScores((*name).to_owned())));
    }
    let mut cells = Vec::new();
    let mut names = BTreeMap::new();
    for (line, row) in scores.below()? {
        let wrong = |column, what| scores.wrong(line, column, what);
        let name = row.first().map_or(Err(Wrong::NoName), |name| named(name)).map_err(|what| wrong(0, what))?;
        if names.insert(name, line).is_some() {
            return Err(wrong(0, Wrong::Twice(name.to_owned())));
        }
        let application = problem.case.application(Application { key: name.to_owned(), seats, project: None });
        for (column, text) in row.iter().enumerate().skip(1).filter(|(_, text)| !text.trim().is_empty()) {
            let score = Decimal::parse(text).map_err(|what| wrong(column, what))?;
            problem.places = problem.places.max(score.places);
            cells.push((application, column, line, score, text));
        }
    }
    for (application, column, line, score, text) in cells {
        let score =
            score.scaled(problem.places).ok_or_else(|| scores.wrong(line, column, Wrong::TooLong(text.clone())))?;
        problem.case.allow(application, column - 1, Conflict::None, &[-score]);
        problem.scores.insert((application, column - 1), score);
    }
    Ok(problem)
}

fn bounds(loads: &Rows) -> Result<BTreeMap<&str, (u64, u32, u32)>, Misread> {
    let (line, headings) = loads.headings()?;
    let mut known = headings.iter().map(|name| name.trim().to_lowercase());
    if !["juror", "min", "max"].iter().all(|name| known.next().as_deref() == Some(name)) {
        return Err(loads.wrong(line, 0, Wrong::Headings));
    }
    let mut bounds = BTreeMap::new();
    for (line, row) in loads.below()? {
        let cell = |column: usize| row.get(column).map_or("", |text| text.trim());
        let load = |column| {
            let text = cell(column);
            text.parse().map_err(|_| loads.wrong(line, column, Wrong::NotLoad(text.to_owned())))
        };
        let name = named(cell(0)).map_err(|what| loads.wrong(line, 0, what))?;
        if bounds.insert(name, (line, load(1)?, load(2)?)).is_some() {
            return Err(loads.wrong(line, 0, Wrong::Twice(name.to_owned())));
        }
    }
    Ok(bounds)
}

fn named(text: &str) -> Result<&str, Wrong> {
    let text = text.trim();
    if text.is_empty() { Err(Wrong::NoName) } else { Ok(text) }
}

/// A file, cell by cell.
struct Rows {
    file: &'static str,
    rows: Vec<(u64, Vec<String>)>,
}

impl Rows {
    fn read(file: &'static str, bytes: &[u8]) -> Result<Self, Misread> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        for record in reader.records() {
            let last = rows.last().map_or(1, |(line, _)| line + 1);
            let record = record.map_err(|error| {
                let line = error.position().map_or(last, csv::Position::line);
                Misread { file, line, column: 1, what: Wrong::NotCsv }
            })?;
            let line = record.position().map_or(last, |at| at.line() + blank(bytes, at.byte()));
            let needed = rows.first().map_or(record.len(), |(_, headings)| headings.len());
            if record.len() != needed {
                let column = record.len().min(needed) + 1;
                return Err(Misread { file, line, column, what: Wrong::Cells { found: record.len(), needed } });
            }
            rows.push((line, record.iter().map(ToOwned::to_owned).collect()));
        }
        Ok(Self { file, rows })
    }

    fn wrong(&self, line: u64, column: usize, what: Wrong) -> Misread {
        Misread { file: self.file, line, column: column + 1, what }
    }

    fn headings(&self) -> Result<(u64, &[String]), Misread> {
        let first = self.rows.first().filter(|(_, cells)| cells.len() > 1);
        first.map(|(line, cells)| (*line, cells.as_slice())).ok_or_else(|| self.wrong(1, 0, Wrong::Empty))
    }

    fn below(&self) -> Result<impl Iterator<Item = (u64, &[String])>, Misread> {
        let (line, _) = self.headings()?;
        if self.rows.len() < 2 {
            return Err(self.wrong(line + 1, 0, Wrong::Empty));
        }
        Ok(self.rows.iter().skip(1).map(|(line, cells)| (*line, cells.as_slice())))
    }
}

/// The ends of lines from here to the next cell: a reader of csv skips them and counts them later.
fn blank(bytes: &[u8], from: u64) -> u64 {
    let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').map(|_| 1).sum()
}

/// A decimal number, exactly: its digits without the point, and how many stand behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    digits: i64,
    places: usize,
}

impl Decimal {
    /// `12`, `-0.5`, `.25`, `1e-3`: what spreadsheets and numpy write.
    fn parse(text: &str) -> Result<Self, Wrong> {
        let (text, not) = (text.trim(), || Wrong::NotDecimal(text.trim().to_owned()));
        let too_long = || Wrong::TooLong(text.to_owned());
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().map_err(|_| not())?;
        let (is_negative, number) = match number.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let all = format!("{whole}{part}");
        if all.is_empty() || !all.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(not());
        }
        let digits = all.trim_start_matches('0').trim_end_matches('0');
        if digits.is_empty() {
            return Ok(Self { digits: 0, places: 0 });
        }
        let cut = all.len() - all.trim_end_matches('0').len();
        let places = i64::try_from(part.len()).ok().zip(i64::try_from(cut).ok()).ok_or_else(too_long)?;
        let places = places.0 - places.1 - i64::from(exponent);
        let digits: i64 = digits.parse().map_err(|_| too_long())?;
        let digits = if is_negative { -digits } else { digits };
        match usize::try_from(places) {
            Ok(places) if places <= MOST_PLACES => Ok(Self { digits, places }),
            Ok(_) => Err(too_long()),
            Err(_) => {
                let zeros = u32::try_from(-places).map_err(|_| too_long())?;
                let digits = 10i64.checked_pow(zeros).and_then(|ten| digits.checked_mul(ten)).ok_or_else(too_long)?;
                Ok(Self { digits, places: 0 })
            }
        }
    }

    /// With so many places, which are not fewer than it has; `None` where that is more than 18 digits.
    fn scaled(self, places: usize) -> Option<i64> {
        let zeros = u32::try_from(places.checked_sub(self.places)?).ok()?;
        let scaled = self.digits.checked_mul(10i64.checked_pow(zeros)?)?;
        (scaled.unsigned_abs() < 10u64.pow(18)).then_some(scaled)
    }
}

/// A number of so many places, without zeros at its end.
fn spell(number: i128, places: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

impl Problem {
    /// The sum of the scores.
    pub fn objective(&self, plan: &Plan) -> String {
        spell(-plan.objective.iter().sum::<i128>(), self.places)
    }

    /// Application, juror and score of each pair.
    pub fn pairs<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a str, &'a str, String)> + 'a {
        plan.pairs.iter().filter_map(|(application, juror)| {
            let score = self.scores.get(&(*application, *juror)).copied().map(i128::from)?;
            let (row, column) = (self.case.applications().get(*application)?, self.case.jurors().get(*juror)?);
            Some((row.key.as_str(), column.key.as_str(), spell(score, self.places)))
        })
    }

    /// The plan for people: what it comes to, then each pair as a line of csv with tabs.
    pub fn text(&self, plan: &Plan, milliseconds: f64) -> String {
        let mut text = format!(
            "objective    {}\npairs        {}\ncertificate  holds\nseed         {}\nhash         {}\ntime         {milliseconds:.1} ms\n\n",
            self.objective(plan),
            plan.pairs.len(),
            plan.seed,
            hex::encode(plan.hash),
        );
        for (application, juror, score) in self.pairs(plan) {
            let _ = writeln!(text, "{application}\t{juror}\t{score}");
        }
        text
    }

    /// The plan for programs. Numbers that must be exact are texts.
    pub fn json(&self, plan: &Plan, milliseconds: f64) -> serde_json::Value {
        let pair = |(application, juror, score)| serde_json::json!({ "application": application, "juror": juror, "score": score });
        serde_json::json!({
            "objective": self.objective(plan),
            "pairs": self.pairs(plan).map(pair).collect::<Vec<_>>(),
            "certificate": "holds",
            "seed": plan.seed.to_string(),
            "input": hex::encode(plan.input),
            "hash": hex::encode(plan.hash),
            "milliseconds": milliseconds,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use fair::assign::solve;
    use proptest::prelude::*;

    use super::*;

    const LOADS: &str = "juror,min,max\nAn,0,2\nBo,0,2\nCis,0,2\n";

    fn problem(scores: &str) -> Result<Problem, Misread> {
        read(scores.as_bytes(), LOADS.as_bytes(), 2, 0, 1)
    }

    fn misread(scores: &str) -> String {
        problem(scores).unwrap_err().to_string()
    }

    #[test]
    fn the_highest_sum_is_planned_and_told_exactly() {
        let problem = problem("\u{feff},An,Bo,Cis\nX,0.1,0.25,\nY,.5,-1,2e-1\nZ,1,,3\n").unwrap();
        let plan = solve(&problem.case, &mut |_| ControlFlow::Continue(())).unwrap();
        // X has no choice, Z neither; An is full then.
        assert_eq!(problem.objective(&plan), "3.55");
        let pairs: Vec<_> = problem.pairs(&plan).collect();
        let pair = |application, juror, score: &str| (application, juror, score.to_owned());
        let expected = [
            pair("X", "An", "0.1"),
            pair("X", "Bo", "0.25"),
            pair("Y", "Bo", "-1"),
            pair("Y", "Cis", "0.2"),
            pair("Z", "An", "1"),
            pair("Z", "Cis", "3"),
        ];
        assert_eq!(pairs, expected);
        assert!(problem.text(&plan, 0.25).starts_with("objective    3.55\npairs        6\ncertificate  holds\n"));
        assert_eq!(problem.json(&plan, 0.25)["pairs"][5]["score"], "3");
    }

    #[test]
    fn a_bad_cell_is_told_with_its_line_and_column() {
        assert_eq!(misread(""), "scores, line 1, column 1: there is nothing here");
        assert_eq!(misread(",An,Bo,Cis\n"), "scores, line 2, column 1: there is nothing here");
        assert_eq!(
            misread(",An,Bo,Cis\nX,1,2\n"),
            "scores, line 2, column 4: the line has 3 cells, the headings have 4"
        );
        assert_eq!(
            misread(",An,Bo,Cis\nX,1,2,3\n\nY,1,two,3\n"),
            "scores, line 4, column 3: `two` is not a decimal number"
        );
        assert_eq!(misread(",An,Bo,Cis\r\n\r\nX,1,two,3"), "scores, line 3, column 3: `two` is not a decimal number");
        assert_eq!(misread(",An,Bo,Cis\nX,1,2,3\nX,1,2,3\n"), "scores, line 3, column 1: `X` is there twice");
        assert_eq!(misread(",An,Bo,An\nX,1,2,3\n"), "scores, line 1, column 4: `An` is there twice");
        assert_eq!(misread(",An,Bo,\nX,1,2,3\n"), "scores, line 1, column 4: a name is missing");
        assert_eq!(misread(",An,Bo,Cis\n,1,2,3\n"), "scores, line 2, column 1: a name is missing");
        assert_eq!(misread(",An,Bo,Cis,Dirk\nX,1,2,3,4\n"), "scores, line 1, column 5: `Dirk` is not in the loads");
        assert_eq!(misread(",An,Bo\nX,1,2\n"), "loads, line 4, column 1: `Cis` is not in the headings of the scores");
        for long in ["0.1234567890123456789", "1e18", "1e99", "9999999999999999999", "1e-19"] {
            let scores = format!(",An,Bo,Cis\nX,1,2,{long}\n");
            assert!(misread(&scores).starts_with(&format!("scores, line 2, column 4: `{long}` has too many digits")));
        }
        assert!(misread(",An,Bo,Cis\nX,100,0.00000000000000001,3\n").starts_with("scores, line 2, column 2: `100`"));
        let broken = read(b",An\nX,\xff\n", LOADS.as_bytes(), 2, 0, 1).unwrap_err();
        assert_eq!(broken, Misread { file: "scores", line: 2, column: 1, what: Wrong::NotCsv });
    }

    #[test]
    fn a_bad_load_is_told_too() {
        let misread = |loads: &str| read(b",An\nX,1\n", loads.as_bytes(), 1, 0, 1).unwrap_err().to_string();
        assert_eq!(misread(""), "loads, line 1, column 1: there is nothing here");
        assert_eq!(misread("name,min,max\nAn,0,1\n"), "loads, line 1, column 1: the headings should be juror,min,max");
        assert_eq!(
            misread("juror,min,max\nAn,0,1.5\n"),
            "loads, line 2, column 3: `1.5` is not a whole number of applications"
        );
        assert_eq!(
            misread("juror,min,max\nAn,-1,1\n"),
            "loads, line 2, column 2: `-1` is not a whole number of applications"
        );
        assert_eq!(misread("juror,min,max\nAn,0,1\nAn,0,1\n"), "loads, line 3, column 1: `An` is there twice");
    }

    #[test]
    fn a_minimum_for_all_raises_those_below_it() {
        let loads = "Juror,Min,Max\nAn,2,3\nBo,0,3\n";
        let problem = read(b",An,Bo\nX,1,2\n", loads.as_bytes(), 1, 1, 1).unwrap();
        assert_eq!(problem.case.jurors().iter().map(|juror| juror.min).collect::<Vec<_>>(), [2, 1]);
    }

    proptest! {
        #[test]
        fn a_number_that_is_written_is_the_number_that_is_read(digits in -999_999_999_999_999_999i64..=999_999_999_999_999_999, places in 0usize..=18) {
            let text = spell(i128::from(digits), places);
            let read = Decimal::parse(&text).unwrap();
            prop_assert_eq!(read.scaled(places), Some(digits));
            prop_assert_eq!(Decimal::parse(&format!("{digits}e-{places}")).unwrap(), read);
        }

        #[test]
        fn whatever_the_bytes_are_it_is_a_problem_or_an_error(scores: Vec<u8>, loads: Vec<u8>, cells in "[,\n\"0-9eE.+-]{0,60}") {
            let _ = read(&scores, &loads, 1, 0, 1);
            let _ = read(format!(",An\n{cells}").as_bytes(), LOADS.as_bytes(), 1, 0, 1);
            let _ = read(b",An\nX,1\n", format!("juror,min,max\n{cells}").as_bytes(), 1, 0, 1);
        }
    }
}
