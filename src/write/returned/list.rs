//! The sheet “Góp ý” at the end of a returned file: every finding of the file, the gravest first, with links to the cells.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::sheet::reference;
use super::styles::{ListStyles, SEVERITIES};
use super::wording::{Paragraph, sentence, severity_word};
use super::xml::{PROLOG, escape};
use crate::book::ours::LIST_TITLE;
use crate::place::{CellRange, CellRef};
use crate::report::severity_sign;
use crate::write::consolidated::cell_text;

/// The sheet of findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The lines between title and table: whose file it is, how many findings there are, what to do with them.
    pub lines: Vec<String>,
    /// The findings.
    pub rows: Vec<Row>,
}

/// A finding on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name of the sheet it stands on; `None` for the file as a whole.
    pub sheet: Option<String>,
    /// The cells.
    pub cells: Option<CellRange>,
    /// What stands there.
    pub text: String,
    /// What is said of it.
    pub paragraph: Paragraph,
}

/// A sheet holds so many links at most (Excel: 65,530).
const MOST_LINKS: usize = 65_000;

const HEADINGS: [(&str, u32); 8] = [
    ("STT", 6),
    ("Mức độ", 14),
    ("Trang tính", 16),
    ("Ô", 13),
    ("Nội dung trong ô", 30),
    ("Góp ý", 58),
    ("Cách sửa", 58),
    ("Mã", 8),
];

/// The worksheet.
pub(super) fn sheet(
    list: &List,
    notices: &[String],
    covered: &Covered,
    styles: ListStyles,
    strict: bool,
) -> String {
    let space = super::main_space(strict);
    let mut sheet = Sheet {
        rows: String::new(),
        merges: String::new(),
        links: String::new(),
        row: 0,
        count_of_merges: 0,
    };
    sheet.line(LIST_TITLE, styles.title, 1);
    for line in list.lines.iter().chain(notices) {
        let letters: u32 = HEADINGS.iter().map(|(_, width)| width).sum();
        let lines = line.chars().count().div_ceil(letters as usize).max(1);
        sheet.line(line, styles.text, lines);
    }
    sheet.row += 1;
    let head = sheet.row + 1;
    let headings = HEADINGS.map(|(heading, _)| (heading.to_owned(), styles.head));
    sheet.cells(&headings, None);
    let mut number = 0_usize;
    for (severity, style) in SEVERITIES.iter().zip(styles.severities) {
        let of_severity = |row: &&Row| row.paragraph.severity == *severity;
        for row in list.rows.iter().filter(of_severity) {
            number += 1;
            sheet.finding(number, row, style, styles);
        }
    }
    sheet.covered(covered, styles.text);
    let mut xml = format!(
        "{PROLOG}<worksheet xmlns=\"{space}\"><sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView tabSelected=\"1\" showGridLines=\"0\" workbookViewId=\"0\"><pane ySplit=\"{head}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A{0}\" sqref=\"A{0}\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15.75\"/><cols>",
        head + 1
    );
    for (col, (_, width)) in (1..).zip(HEADINGS) {
        let _ = write!(
            xml,
            "<col min=\"{col}\" max=\"{col}\" width=\"{width}.7\" customWidth=\"1\"/>"
        );
    }
    let col = reference_column();
    let _ = write!(
        xml,
        "<col min=\"{col}\" max=\"{col}\" width=\"9\" hidden=\"1\" customWidth=\"1\"/>"
    );
    let _ = write!(xml, "</cols><sheetData>{}</sheetData>", sheet.rows);
    let _ = write!(
        xml,
        "<mergeCells count=\"{}\">{}</mergeCells>",
        sheet.count_of_merges, sheet.merges
    );
    if !sheet.links.is_empty() {
        let _ = write!(xml, "<hyperlinks>{}</hyperlinks>", sheet.links);
    }
    xml += "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>";
    xml
}

/// The fills that marks cover, by how they are written: the sheets and cells that had them. They stand in a hidden
/// column, so that they come back when the marks go, whatever program has saved the file meanwhile.
pub(super) type Covered = BTreeMap<String, Vec<(String, CellRef)>>;

/// The letter of the hidden column.
const HIDDEN: char = 'J';

fn reference_column() -> u32 {
    u32::from(HIDDEN) - u32::from('A') + 1
}

/// What a cell of the hidden column says, as [`Sheet::covered`] writes it: the fill, and the sheets and cells.
pub(super) fn uncovered(text: &str) -> Option<(String, Vec<(String, CellRef)>)> {
    let mut lines = text.lines();
    let fill = lines.next().filter(|fill| fill.starts_with("<fill"))?;
    let cells = lines.filter_map(|line| {
        let (cell, sheet) = line.split_once(' ')?;
        Some((sheet.to_owned(), reference(cell.as_bytes())?))
    });
    Some((fill.to_owned(), cells.collect()))
}

struct Sheet {
    rows: String,
    merges: String,
    links: String,
    /// The rows written so far.
    row: usize,
    count_of_merges: usize,
}

impl Sheet {
    /// A line over the whole width.
    fn line(&mut self, text: &str, style: usize, lines: usize) {
        let height = lines * 17 + 4;
        self.cells(&[(text.to_owned(), style)], Some(height));
        let _ = write!(self.merges, "<mergeCell ref=\"A{0}:H{0}\"/>", self.row);
        self.count_of_merges += 1;
    }

    fn finding(&mut self, number: usize, row: &Row, severity: usize, styles: ListStyles) {
        let Paragraph {
            severity: grade,
            code,
            message,
            suggestion,
        } = &row.paragraph;
        let suggestion = suggestion.clone().unwrap_or_default();
        let cells = row.cells.map(|cells| cells.to_string()).unwrap_or_default();
        let is_link = row.sheet.is_some() && !cells.is_empty() && number <= MOST_LINKS;
        let word = sentence(severity_word(*grade));
        let word = format!("{} {}", severity_sign(*grade), word.trim_end_matches('.'));
        let text: String = row.text.chars().take(300).collect();
        let tall = [(&text, 30), (message, 58), (&suggestion, 58)];
        let tall = tall.map(|(text, width)| {
            let lines = text
                .lines()
                .map(|line| line.chars().count().div_ceil(width).max(1));
            lines.sum::<usize>()
        });
        let height = tall.iter().max().copied().unwrap_or(1).clamp(1, 20) * 16 + 4;
        let texts = [
            (number.to_string(), styles.body),
            (word, severity),
            (row.sheet.clone().unwrap_or_default(), styles.body),
            (
                cells.clone(),
                if is_link { styles.link } else { styles.body },
            ),
            (text, styles.body),
            (message.clone(), styles.body),
            (suggestion, styles.body),
            ((*code).to_owned(), styles.body),
        ];
        self.cells(&texts, Some(height));
        if let (true, Some(sheet)) = (is_link, &row.sheet) {
            let location = escape(&format!("'{}'!{cells}", sheet.replace('\'', "''")));
            let _ = write!(
                self.links,
                "<hyperlink ref=\"D{}\" location=\"{location}\" display=\"{cells}\"/>",
                self.row
            );
        }
    }

    /// Writes the fills that are covered, some hundred cells a time, in rows of their own.
    fn covered(&mut self, covered: &Covered, style: usize) {
        for (fill, cells) in covered {
            for cells in cells.chunks(200) {
                self.row += 1;
                let mut text = fill.replace(['\r', '\n'], "");
                for (sheet, at) in cells {
                    let _ = write!(text, "\n{at} {sheet}");
                }
                let (row, text) = (self.row, escape(&cell_text(&text)));
                let _ = write!(
                    self.rows,
                    "<row r=\"{row}\" hidden=\"1\"><c r=\"{HIDDEN}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c></row>"
                );
            }
        }
    }

    fn cells(&mut self, cells: &[(String, usize)], height: Option<usize>) {
        self.row += 1;
        let row = self.row;
        let height = height.map_or(String::new(), |height| {
            format!(" ht=\"{height}\" customHeight=\"1\"")
        });
        let _ = write!(self.rows, "<row r=\"{row}\"{height}>");
        for (letter, (text, style)) in ('A'..='H').zip(cells) {
            if text.is_empty() {
                let _ = write!(self.rows, "<c r=\"{letter}{row}\" s=\"{style}\"/>");
            } else {
                let text = escape(&cell_text(text));
                let _ = write!(
                    self.rows,
                    "<c r=\"{letter}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                );
            }
        }
        self.rows += "</row>";
    }
}
