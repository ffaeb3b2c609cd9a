//! Text sheets: a workbook written as text, so that a fixture can be read where it stands.
//!
//! ```text
//! file: so-y-te.xlsx
//! # Danh mục
//!       | A   | B              | (C)         | D         |
//!   5   | STT | Nội dung       | Kinh phí    | <         |
//!   6   | ^   | ^              | Tổng        | Ngân sách |
//!  (7)  | I   | Y tế           |             |           |
//!   8   | 1   | Đào tạo bác sĩ | 1,2 tỷ đồng | 800       |
//! ```
//!
//! `<` is merged with the cell on its left, `^` with the one above; a row or column in brackets is hidden, a sheet whose
//! name ends in `(ẩn)` too. A plain number is a number cell, `2020-06-30` a date, `#REF!` an error, `=A1*2 → 30` a
//! formula with its stored result, `=A1*2` one without; `'1200` is text whatever it looks like, `\n` a line break.
//! Above the first sheet stand settings: `file` (its name), `limit` (`cells 9`), `without` (`register`), `part` (one more
//! part of the package, with so many blanks in it), `protected` (its sheets are), `sealed` (it needs a password),
//! `property` (`tonghop.unit so-yt`), `template` (a file beside it that is read instead of the built-in ones), `format`
//! (a cell or range and its number format: `E4 #,##0,,`), `saved` (when it was last saved, in UTC:
//! `2020-09-05T10:00:00`), `struck` (a range that is struck out), `covered` (a cell under
//! a merged region, and what it holds), `comment` (a cell and the comment on it: `E3 ĐVT: nghìn đồng`; they stand on the
//! first sheet). In a text `{-300-}` is struck out and `{^1^}` raised.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatScript, Formula, Note, Workbook, Worksheet,
};
use tonghop::book::grid::{Cell, Content, Grid, Row, Visibility};
use tonghop::place::{CellRange, CellRef};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook written as text.
pub struct TextBook {
    /// The settings above the first sheet.
    settings: Vec<(String, String)>,
    /// Its sheets.
    pub sheets: Vec<TextSheet>,
}

/// A sheet written as text.
#[derive(Default)]
pub struct TextSheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its filled cells.
    pub cells: BTreeMap<CellRef, Typed>,
    /// Its merged regions.
    pub merges: Vec<CellRange>,
    /// Its hidden rows and columns.
    pub hidden_rows: Vec<u32>,
    pub hidden_cols: Vec<u32>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    Text(String),
    Number(f64),
    Date(String),
    Error(String),
    Formula(String, Option<String>),
}

impl TextBook {
    /// Reads a workbook from its text.
    pub fn parse(text: &str) -> Self {
        let mut book = Self {
            settings: Vec::new(),
            sheets: Vec::new(),
        };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(name) = line.strip_prefix("# ") {
                let hidden = name.trim_end().ends_with("(ẩn)");
                book.sheets.push(TextSheet {
                    name: name.trim_end().trim_end_matches("(ẩn)").trim().to_owned(),
                    hidden,
                    ..TextSheet::default()
                });
            } else if line.contains('|') {
                if book.sheets.is_empty() {
                    book.sheets.push(TextSheet {
                        name: "Danh mục".to_owned(),
                        ..TextSheet::default()
                    });
                }
                let sheet = book.sheets.last_mut().unwrap();
                sheet.line(line);
            } else {
                let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
                book.settings
                    .push((key.trim().to_owned(), value.trim().to_owned()));
            }
        }
        book.sheets.iter_mut().for_each(TextSheet::merge);
        book
    }

    /// The values of a setting.
    pub fn settings(&self, key: &str) -> Vec<&str> {
        let of_key = self.settings.iter().filter(|(other, _)| other == key);
        of_key.map(|(_, value)| value.as_str()).collect()
    }

    /// The name of the file it stands for.
    pub fn file(&self) -> &str {
        self.settings("file")
            .first()
            .copied()
            .unwrap_or("so-y-te.xlsx")
    }

    /// How its cells look, from the settings.
    fn looks(&self) -> Looks {
        let mut looks = Looks::default();
        for value in self.settings("format") {
            let (cells, format) = value.split_once(' ').unwrap();
            looks.formats.push((range(cells), format.to_owned()));
        }
        for value in self.settings("struck") {
            looks.struck.push(range(value));
        }
        for value in self.settings("covered") {
            let (cell, held) = value.split_once(' ').unwrap();
            looks.covered.push((range(cell).first, Typed::parse(held)));
        }
        looks
    }

    /// The workbook as Excel would write it.
    pub fn xlsx(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for (index, sheet) in self.sheets.iter().enumerate() {
            let written = workbook.add_worksheet();
            sheet.write(written, &self.looks());
            for comment in self.settings("comment").iter().filter(|_| index == 0) {
                let (cell, text) = comment.split_once(' ').unwrap();
                let at = range(cell).first;
                let note = Note::new(text).set_author("vp").add_author_prefix(false);
                written.insert_note(at.row, col(at.col), &note).unwrap();
            }
            if !self.settings("protected").is_empty() {
                written.protect();
            }
        }
        // Without a day of its own the writer takes the clock's, and no two workbooks would be the same.
        let saved = self.settings("saved");
        let saved = saved.first().map_or("2020-08-24", |date| *date);
        let made = ExcelDateTime::parse_from_str(saved).unwrap();
        let mut properties = DocProperties::new().set_creation_datetime(&made);
        for property in self.settings("property") {
            let (name, value) = property.split_once(' ').unwrap();
            properties = properties.set_custom_property(name, value);
        }
        workbook.set_properties(&properties);
        let bytes = without_results(&workbook.save_to_buffer().unwrap());
        if !self.settings("sealed").is_empty() {
            return super::hostile::container("EncryptedPackage", &bytes);
        }
        let parts = self.settings("part");
        if parts.is_empty() {
            return bytes;
        }
        let mut package = ZipWriter::new_append(Cursor::new(bytes)).unwrap();
        for part in parts {
            let (name, blanks) = part.split_once(' ').unwrap_or((part, "0"));
            package
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            let blanks = " ".repeat(blanks.parse().unwrap());
            write!(package, "<x>{blanks}</x>").unwrap();
        }
        package.finish().unwrap().into_inner()
    }
}

impl TextSheet {
    /// The sheet as the readers would give it.
    pub fn grid(&self) -> Grid {
        let mut rows: Vec<Row> = Vec::new();
        for (at, typed) in &self.cells {
            let cell = Cell {
                col: at.col,
                content: typed.content(),
            };
            match rows.last_mut() {
                Some(row) if row.row == at.row => row.cells.push(cell),
                _ => rows.push(Row {
                    row: at.row,
                    cells: vec![cell],
                }),
            }
        }
        Grid {
            name: self.name.as_str().into(),
            visibility: if self.hidden {
                Visibility::Hidden
            } else {
                Visibility::Visible
            },
            rows,
            merges: self.merges.clone(),
            hidden_rows: self.hidden_rows.clone(),
            hidden_cols: self.hidden_cols.clone(),
            ..Grid::default()
        }
    }

    /// A line: the row number, then its cells; without a row number, the letters of the columns.
    fn line(&mut self, line: &str) {
        let mut parts = line.split('|').map(str::trim);
        let head = parts.next().unwrap();
        let parts: Vec<&str> = parts.collect();
        if head.is_empty() {
            for (col, name) in (0..).zip(&parts) {
                if name.starts_with('(') {
                    self.hidden_cols.push(col);
                }
            }
            return;
        }
        let number = head.trim_matches(['(', ')']);
        let row = number
            .parse::<u32>()
            .unwrap_or_else(|_| panic!("no row number: {line}"))
            - 1;
        if head.starts_with('(') {
            self.hidden_rows.push(row);
        }
        for (col, text) in (0..).zip(parts).filter(|(_, text)| !text.is_empty()) {
            self.cells
                .insert(CellRef::new(row, col), Typed::parse(text));
        }
    }

    /// Turns the signs of merged cells into regions.
    fn merge(&mut self) {
        let is = |cells: &BTreeMap<CellRef, Typed>, at: CellRef, sign: &str| {
            cells.get(&at) == Some(&Typed::Text(sign.to_owned()))
        };
        let signs = ["<", "^"];
        let starts: Vec<CellRef> = self.cells.keys().copied().collect();
        for start in starts {
            if signs.iter().any(|sign| is(&self.cells, start, sign)) {
                continue;
            }
            let mut last = start;
            while is(&self.cells, CellRef::new(start.row, last.col + 1), "<") {
                last.col += 1;
            }
            while is(&self.cells, CellRef::new(last.row + 1, start.col), "^") {
                last.row += 1;
            }
            if last != start {
                self.merges.push(CellRange::new(start, last));
            }
        }
        self.cells
            .retain(|_, typed| !matches!(typed, Typed::Text(text) if text == "<" || text == "^"));
    }

    fn write(&self, sheet: &mut Worksheet, looks: &Looks) {
        sheet.set_name(&self.name).unwrap();
        sheet.set_hidden(self.hidden);
        for merge in &self.merges {
            let (first, last) = (merge.first, merge.last);
            let (from, to) = (col(first.col), col(last.col));
            sheet
                .merge_range(first.row, from, last.row, to, "", &Format::new())
                .unwrap();
        }
        let covered = looks.covered.iter().map(|(at, typed)| (at, typed));
        for (at, typed) in self.cells.iter().chain(covered) {
            let format = looks.of(*at);
            let (row, col) = (at.row, col(at.col));
            match typed {
                Typed::Text(text) if text.contains("{-") || text.contains("{^") => {
                    let runs = runs(text);
                    let runs: Vec<(&Format, &str)> = runs
                        .iter()
                        .map(|(format, text)| (format, text.as_str()))
                        .collect();
                    sheet.write_rich_string(row, col, &runs).map(|_| ())
                }
                Typed::Text(text) => sheet
                    .write_string_with_format(row, col, text, &format)
                    .map(|_| ()),
                Typed::Number(number) => sheet
                    .write_number_with_format(row, col, *number, &format)
                    .map(|_| ()),
                Typed::Date(day) => {
                    let format = match looks.number_format(*at) {
                        Some(_) => format,
                        None => format.set_num_format("dd/mm/yyyy"),
                    };
                    let day = ExcelDateTime::parse_from_str(day).unwrap();
                    sheet
                        .write_datetime_with_format(row, col, day, &format)
                        .map(|_| ())
                }
                Typed::Error(error) => sheet
                    .write_formula(row, col, Formula::new("=Z1").set_result(error))
                    .map(|_| ()),
                Typed::Formula(formula, result) => {
                    let result = result.as_deref().unwrap_or(NO_RESULT);
                    sheet
                        .write_formula(row, col, Formula::new(formula).set_result(result))
                        .map(|_| ())
                }
            }
            .unwrap();
        }
        for row in &self.hidden_rows {
            sheet.set_row_hidden(*row).unwrap();
        }
        for hidden in &self.hidden_cols {
            sheet.set_column_hidden(col(*hidden)).unwrap();
        }
    }
}

/// How cells look, where they look like anything.
#[derive(Default)]
struct Looks {
    formats: Vec<(CellRange, String)>,
    struck: Vec<CellRange>,
    covered: Vec<(CellRef, Typed)>,
}

impl Looks {
    fn number_format(&self, at: CellRef) -> Option<&str> {
        let format = self.formats.iter().find(|(cells, _)| cells.contains(at));
        format.map(|(_, format)| format.as_str())
    }

    fn of(&self, at: CellRef) -> Format {
        let mut format = Format::new();
        if let Some(number_format) = self.number_format(at) {
            format = format.set_num_format(number_format);
        }
        if self.struck.iter().any(|cells| cells.contains(at)) {
            format = format.set_font_strikethrough();
        }
        format
    }
}

/// The cells of a range such as `A4:E4`, or of one cell.
fn range(text: &str) -> CellRange {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    CellRange::new(cell(first), cell(last))
}

fn cell(name: &str) -> CellRef {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let col = letters
        .bytes()
        .fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = name[letters.len()..].parse().unwrap();
    CellRef::new(row - 1, col - 1)
}

/// The runs of a text with marks in it.
fn runs(text: &str) -> Vec<(Format, String)> {
    let mut runs = Vec::new();
    for part in text.split('{') {
        let (format, end) = match part.chars().next() {
            Some('-') => (Format::new().set_font_strikethrough(), "-}"),
            Some('^') => {
                let raised = Format::new().set_font_script(FormatScript::Superscript);
                (raised, "^}")
            }
            _ => (Format::new(), ""),
        };
        let marked = part.strip_prefix(['-', '^']).filter(|_| !end.is_empty());
        let (inside, rest) = match marked.and_then(|part| part.split_once(end)) {
            Some((inside, rest)) => (inside, rest),
            None => ("", part),
        };
        runs.push((format, inside.to_owned()));
        runs.push((Format::new(), rest.to_owned()));
    }
    runs.retain(|(_, text)| !text.is_empty());
    runs
}

impl Typed {
    fn parse(text: &str) -> Self {
        if let Some(text) = text.strip_prefix('\'') {
            return Self::Text(text.replace("\\n", "\n"));
        }
        if text.starts_with('=') {
            let (formula, result) = match text.split_once(" → ") {
                Some((formula, result)) => (formula, Some(result.to_owned())),
                None => (text, None),
            };
            return Self::Formula(formula.to_owned(), result);
        }
        if text.starts_with('#') {
            return Self::Error(text.to_owned());
        }
        let plain = text.trim_start_matches('-');
        let figures = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if figures
            && plain.starts_with(|c: char| c.is_ascii_digit())
            && let Ok(number) = text.parse()
        {
            return Self::Number(number);
        }
        let day = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
        if day {
            return Self::Date(text.to_owned());
        }
        Self::Text(text.replace("\\n", "\n"))
    }

    fn content(&self) -> Content {
        match self {
            Self::Text(text) => Content::Text(text.as_str().into()),
            Self::Number(number) => Content::Number(*number),
            Self::Date(day) => {
                let day: jiff::civil::Date = day.parse().unwrap();
                Content::Date(day.at(0, 0, 0, 0))
            }
            Self::Error(error) => Content::Error(error.as_str().into()),
            Self::Formula(_, None) => Content::NoResult,
            Self::Formula(_, Some(result)) => match result.parse() {
                Ok(number) => Content::Number(number),
                Err(_) => Content::Text(result.as_str().into()),
            },
        }
    }
}

/// Stands for no result until the workbook is written: every writer of workbooks gives formulas some result.
const NO_RESULT: &str = "@@@";

/// The package without the results that stand for none.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((name, text.replace(&format!("<v>{NO_RESULT}</v>"), "")));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    super::files::zip(&parts)
}

fn col(col: u32) -> u16 {
    u16::try_from(col).unwrap()
}
