//! A drawing of a part of a sheet, as a table: letters of columns, numbers of rows, headings, the marked cells.
//!
//! ```text
//!     A     B                   E                      F
//! 3   STT   Nội dung hoạt động  Kinh phí hỗ trợ
//! 4                             Tổng số                Ngân sách
//! ⋮
//! 5   1     Đào tạo bác sĩ      chưa có số liệu ✗ V102  5
//! ```
//!
//! Rows and columns that are left out show as a gap in letters and numbers, merged cells as one, hidden rows and columns
//! by a word.

use super::page::Page;
use super::spots::Spot;
use crate::book::grid::{Cell, Content, Grid};
use crate::finding::{Finding, Severity};
use crate::place::{CellRange, CellRef, col_name};
use crate::report::{severity_sign, severity_word, severity_words};
use crate::value::shown;

/// How many letters of a cell are drawn, of a marked cell and of the others.
const LETTERS: (usize, usize) = (120, 40);
/// Text of more bytes wants some room, lest a word stand on every line.
const WIDE: usize = 24;
/// How many codes a cell is tagged with.
const TAGS: usize = 3;

/// A line of the drawing.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// A row of the headings.
    Heading(u32),
    /// A row below them.
    Row(u32),
    /// Rows left out.
    Gap,
}

impl Line {
    fn row(self) -> Option<u32> {
        match self {
            Self::Heading(row) | Self::Row(row) => Some(row),
            Self::Gap => None,
        }
    }
}

/// What is drawn of a sheet.
pub(super) struct Drawing<'a> {
    grid: &'a Grid,
    spot: &'a Spot<'a>,
    lines: Vec<Line>,
    cols: Vec<u32>,
    /// The merged regions that reach into it.
    merges: Vec<CellRange>,
}

impl<'a> Drawing<'a> {
    pub(super) fn of(spot: &'a Spot<'a>, grid: &'a Grid) -> Self {
        let lines = lines(spot);
        let rows = || lines.iter().filter_map(|line| line.row());
        let merges = grid.merges.iter().filter(|merge| {
            let (first, last) = (merge.first.row, merge.last.row);
            rows().any(|row| (first..=last).contains(&row))
        });
        Self {
            grid,
            spot,
            merges: merges.copied().collect(),
            cols: spot.cols.iter().copied().collect(),
            lines,
        }
    }

    /// How many cells it has.
    pub(super) fn cells(&self) -> usize {
        self.lines.len() * self.cols.len()
    }

    pub(super) fn write(&self, page: &mut Page) {
        page.raw("<table").vietnamese().raw(">\n");
        self.columns(page);
        page.raw("<tbody>\n");
        let mut covered: Vec<CellRange> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            match line {
                Line::Gap => {
                    // A merged region that goes on behind the gap is drawn anew there.
                    covered.clear();
                    page.raw("<tr class=j><td colspan=")
                        .show(self.cols.len() + 1)
                        .raw(">⋮\n");
                }
                Line::Heading(row) => self.row(page, index, *row, " class=h", &mut covered),
                Line::Row(row) => self.row(page, index, *row, "", &mut covered),
            }
        }
        page.raw("</tbody></table>\n");
    }

    /// The letters of the columns; where some are left out before one, it says so by its line.
    fn columns(&self, page: &mut Page) {
        page.raw("<colgroup><col>");
        let mut before = None;
        for col in &self.cols {
            let jump = before.is_some_and(|before: u32| before.saturating_add(1) != *col);
            page.raw(if jump { "<col class=j>" } else { "<col>" });
            before = Some(*col);
        }
        page.raw("</colgroup>\n<thead><tr><td>");
        for col in &self.cols {
            page.raw("<th scope=col>").raw(&col_name(*col));
            if self.grid.hidden_cols.binary_search(col).is_ok() {
                page.raw(" <i>").say("ẩn", "hidden").raw("</i>");
            }
        }
        page.raw("\n</thead>\n");
    }

    fn row(
        &self,
        page: &mut Page,
        index: usize,
        row: u32,
        class: &str,
        covered: &mut Vec<CellRange>,
    ) {
        page.raw("<tr")
            .raw(class)
            .raw("><th scope=row>")
            .show(u64::from(row) + 1);
        if self.grid.hidden_rows.binary_search(&row).is_ok() {
            page.raw(" <i>").say("ẩn", "hidden").raw("</i>");
        }
        for (place, col) in self.cols.iter().enumerate() {
            let at = CellRef::new(row, *col);
            if covered.iter().any(|merge| merge.contains(at)) {
                continue;
            }
            let merge = self.merges.iter().find(|merge| merge.contains(at)).copied();
            page.raw("<td");
            if let Some(merge) = merge {
                self.spans(page, merge, index, place);
                covered.push(merge);
            }
            self.cell(page, merge.unwrap_or_else(|| at.into()));
        }
        page.raw("\n");
    }

    fn spans(&self, page: &mut Page, merge: CellRange, index: usize, place: usize) {
        let rows = self.lines.iter().skip(index);
        let rows = rows.take_while(|line| {
            let within = |row| (merge.first.row..=merge.last.row).contains(&row);
            line.row().is_some_and(within)
        });
        let cols = self.cols.iter().skip(place);
        let cols = cols.take_while(|col| (merge.first.col..=merge.last.col).contains(col));
        let (rows, cols) = (rows.count(), cols.count());
        if rows > 1 {
            page.raw(" rowspan=").show(rows);
        }
        if cols > 1 {
            page.raw(" colspan=").show(cols);
        }
    }

    /// The rest of a cell from its class on: text, and the codes of what is found there.
    fn cell(&self, page: &mut Page, region: CellRange) {
        let findings = &self.spot.findings;
        let marks = || findings.iter().filter(|finding| marks(finding, region));
        let gravest = marks().map(|finding| finding.severity).max();
        let cell = self.grid.get(region.first);
        let (marked, other) = LETTERS;
        let most = if gravest.is_some() { marked } else { other };
        let text = cell.map_or(String::new(), |cell| shortened(cell, most));
        let shape = match cell.map(|cell| &cell.content) {
            Some(Content::Number(_)) => "n",
            _ if text.len() > WIDE => "x",
            _ => "",
        };
        match (gravest, shape) {
            (Some(severity), shape) => {
                page.raw(" class=\"m ").raw(class(severity));
                page.raw(if shape.is_empty() { "" } else { " " })
                    .raw(shape)
                    .raw("\">");
            }
            (None, "") => {
                page.raw(">");
            }
            (None, shape) => {
                page.raw(" class=").raw(shape).raw(">");
            }
        }
        page.text(&text);
        // A run of cells is tagged where it begins.
        let begins = marks().filter(|finding| self.begins(finding, region));
        for (index, finding) in begins.enumerate() {
            if index == TAGS {
                page.raw(" <b>…</b>");
                break;
            }
            page.raw(" <b>").raw(sign(finding.severity)).raw(" ");
            page.raw(finding.code).raw("</b>");
        }
    }

    /// Whether a region is the first drawn one of a finding's cells.
    fn begins(&self, finding: &Finding, region: CellRange) -> bool {
        let Some(cells) = finding.place.cells else {
            return false;
        };
        let within = |first: u32, last: u32| move |index: &u32| (first..=last).contains(index);
        let mut rows = self.lines.iter().filter_map(|line| line.row());
        let row = rows.find(within(cells.first.row, cells.last.row));
        let mut cols = self.cols.iter().copied();
        let col = cols.find(within(cells.first.col, cells.last.col));
        row.zip(col)
            .is_some_and(|(row, col)| region.contains(CellRef::new(row, col)))
    }
}

/// The class of a severity, one letter.
pub(super) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "e",
        Severity::Warning => "w",
        Severity::Info => "i",
    }
}

/// A severity as sign and word.
pub(super) fn severity(page: &mut Page, severity: Severity) {
    let word = severity_word(severity, page.lang);
    page.raw(sign(severity)).raw(" ").raw(word);
}

/// A severity as sign and word, where more than one is meant.
pub(super) fn severities(page: &mut Page, severity: Severity) {
    let words = severity_words(severity, page.lang);
    page.raw(sign(severity)).raw(" ").raw(words);
}

/// The sign of a severity; the point that stands for a note on a terminal would be lost on a page.
pub(super) fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "i",
        graver => severity_sign(graver),
    }
}

fn marks(finding: &Finding, region: CellRange) -> bool {
    finding.place.cells.is_some_and(|cells| {
        cells.first.row <= region.last.row
            && region.first.row <= cells.last.row
            && cells.first.col <= region.last.col
            && region.first.col <= cells.last.col
    })
}

fn lines(spot: &Spot<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let rows = spot.header.iter().map(|row| Line::Heading(*row));
    for line in rows.chain(spot.rows.iter().map(|row| Line::Row(*row))) {
        let above = lines.last().and_then(|line| line.row());
        if above.is_some_and(|above| line.row() != above.checked_add(1)) {
            lines.push(Line::Gap);
        }
        lines.push(line);
    }
    lines
}

/// What a cell shows, shortened.
fn shortened(cell: &Cell, most: usize) -> String {
    let text = shown::display(&cell.content);
    match text.char_indices().nth(most) {
        None => text,
        Some((end, _)) => {
            let start = text.get(..end).unwrap_or_default().trim_end();
            format!("{start}…")
        }
    }
}
