//! A look ahead at what lies below a header: where its list ends, which rows are the heads of further pages.
//!
//! ```text
//!   1 | Đào tạo …                                   row
//!     DANH MỤC HOẠT ĐỘNG HỖ TRỢ (tiếp theo)         page title
//!   STT | Nội dung | Kinh phí                       header again
//!   2 | Khám bệnh …                                 row, the last of the list
//!     Ghi chú: …                                    row, below the list
//!     BIỂU 2: …                                     not ours any more: the next table's
//! ```

use std::ops::Range;
use std::sync::Arc;

use super::facts::RowFacts;
use super::header::{Header, begins, is_number_row};
use super::outline::is_page_line;
use super::words::{self, Numbering, is_total_label, split_numbering};
use super::{CellRole, ids, is_filled, mark_row, text_of};
use crate::book::grid::{Cell, Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Role, Slot, Template};
use crate::value::scale::{self, CaptionScale};

/// How many rows above a header a further page may say again.
const TITLES: usize = 6;

/// What lies below a header.
pub(super) struct Pages {
    /// The first row below the header and its column numbers.
    pub(super) first: usize,
    /// Where the next table, or what stands above it, begins.
    pub(super) end: usize,
    /// Behind the last row that is surely of the list.
    pub(super) list_end: usize,
    /// The heads of further pages: their titles, headers and column numbers.
    pages: Vec<Page>,
}

struct Page {
    titles: Range<usize>,
    header: Range<usize>,
    number: Option<usize>,
}

impl Pages {
    /// Looks at the rows below a header; the second value holds what each of them tells, page heads left empty.
    pub(super) fn of<'g>(
        grid: &'g Grid,
        header: &Header,
        template: &Template,
        templates: &[Arc<Template>],
    ) -> (Self, Vec<RowFacts<'g>>) {
        let others = || std::iter::once(template).chain(templates.iter().map(Arc::as_ref));
        let first = header.body_begin();
        let mut this = Self {
            first,
            end: grid.rows.len(),
            list_end: first,
            pages: Vec::new(),
        };
        let scan = PageScan::new(grid, header, template);
        // Between the ids and the last row of a form of ours there are records, whatever their words.
        let mut index = ids::end_of(grid, header, template).unwrap_or(first);
        this.list_end = index;
        let mut facts: Vec<RowFacts<'g>> = grid
            .rows
            .get(first..index)
            .unwrap_or_default()
            .iter()
            .map(|row| RowFacts::of(row, header, template))
            .collect();
        while let Some(row) = grid.rows.get(index) {
            if let Some(end) = scan.repeated_header(index) {
                let number = grid
                    .rows
                    .get(end)
                    .filter(|row| is_number_row(row))
                    .map(|_| end);
                let titles = scan.titles_above(first, index);
                let below = number.map_or(end, |number| number + 1);
                if scan.is_new_table(titles, below) || scan.counts_anew(titles..index) {
                    this.end = titles;
                    break;
                }
                this.pages.push(Page {
                    titles: titles..index,
                    header: index..end,
                    number,
                });
                index = number.map_or(end, |number| number + 1);
                // The titles above belong to the page's head too.
                facts.truncate(titles.saturating_sub(first));
                facts.resize(index - first, RowFacts::default());
                continue;
            }
            if begins(row, others()) || scan.heads_other(row) {
                this.end = scan.titles_above(first, index);
                break;
            }
            let told = RowFacts::of(row, header, template);
            if scan.is_list_row(&told) {
                this.list_end = index + 1;
            }
            facts.push(told);
            index += 1;
        }
        this.list_end = this.list_end.min(this.end);
        facts.truncate(this.end.saturating_sub(first));
        (this, facts)
    }

    /// Whether a row belongs to the head of a further page.
    pub(super) fn in_page_head(&self, index: usize) -> bool {
        let after = self
            .pages
            .partition_point(|page| page.titles.start <= index);
        let page = after.checked_sub(1).and_then(|page| self.pages.get(page));
        page.is_some_and(|page| {
            page.titles.contains(&index)
                || page.header.contains(&index)
                || page.number == Some(index)
        })
    }

    /// The headers of further pages with the index where the next page begins: indexes of the grid's rows.
    pub(super) fn headers(&self) -> impl Iterator<Item = (Range<usize>, Option<usize>)> {
        let next = self
            .pages
            .iter()
            .skip(1)
            .map(|page| Some(page.titles.start));
        self.pages
            .iter()
            .map(|page| page.header.clone())
            .zip(next.chain(std::iter::once(None)))
    }

    /// Gives the heads of further pages their roles.
    pub(super) fn mark(&self, roles: &mut [Vec<CellRole>]) {
        for page in &self.pages {
            for index in page.titles.clone() {
                mark_row(roles, index, CellRole::Title);
            }
            for index in page.header.clone() {
                mark_row(roles, index, CellRole::Header);
            }
            if let Some(index) = page.number {
                mark_row(roles, index, CellRole::Number);
            }
        }
    }
}

struct PageScan<'a> {
    grid: &'a Grid,
    header: &'a Header,
    template: &'a Template,
    /// The headings: row below the header's first, column, text as typed and folded.
    headings: Vec<(usize, u32, &'a str, String)>,
}

impl<'a> PageScan<'a> {
    fn new(grid: &'a Grid, header: &'a Header, template: &'a Template) -> Self {
        let rows = grid.rows.get(header.rows.clone()).unwrap_or_default();
        let headings = rows.iter().enumerate().flat_map(|(offset, row)| {
            row.cells.iter().filter_map(move |cell| {
                let text = text_of(cell)?;
                Some((offset, cell.col, text, fold::fold(text)))
            })
        });
        Self {
            grid,
            header,
            template,
            headings: headings.collect(),
        }
    }

    /// The end of a header that repeats this one on a further page; `None` when none begins here.
    fn repeated_header(&self, index: usize) -> Option<usize> {
        let end = index + self.header.rows.len();
        self.grid.rows.get(end.checked_sub(1)?)?;
        let (mut same, mut others) = (0_usize, 0_usize);
        for (offset, col, text, folded) in &self.headings {
            let below = self
                .grid
                .rows
                .get(index + offset)
                .and_then(|row| row.cell(*col));
            if below
                .and_then(text_of)
                .is_some_and(|below| is_same(below, text, folded))
            {
                same += 1;
            } else {
                others += 1;
            }
            // A page typed anew may have a heading or two of another wording, no more.
            if others * 5 > self.headings.len() {
                return None;
            }
        }
        (same >= 3).then_some(end)
    }

    /// Whether a header that repeats this one heads a list of its own: a sum of all stands right above it, or right
    /// below it, and does not merely carry a page's sum on.
    fn is_new_table(&self, above: usize, below: usize) -> bool {
        let label = |index: usize| {
            let row = self.grid.rows.get(index)?;
            let facts = RowFacts::of(row, self.header, self.template);
            facts
                .label()
                .filter(|label| is_total_label(label) && !is_page_line(label))
        };
        let sums_all = |label: &str| {
            let head = label.split(['(', ':']).next().unwrap_or(label);
            let folded = fold::fold(head);
            words::words().total.are(&folded) && fold::bare(&folded) != "cong"
        };
        let sum = above.checked_sub(1).and_then(label);
        sum.is_some_and(sums_all)
            || label(below).is_some()
            || sum.is_some() && self.begins_anew(below)
    }

    /// Whether the titles of a further page state another unit of account than what stands above the first header.
    fn counts_anew(&self, titles: Range<usize>) -> bool {
        let scales = |rows: Range<usize>| -> Vec<i64> {
            let rows = self.grid.rows.get(rows).unwrap_or_default();
            let texts = rows
                .iter()
                .flat_map(|row| row.cells.iter().filter_map(text_of));
            texts
                .filter_map(|text| match scale::parse_caption(text)? {
                    CaptionScale::Money { dong, .. } => Some(dong),
                    CaptionScale::Foreign { .. } | CaptionScale::Measure(_) => None,
                })
                .collect()
        };
        let first = self.header.rows.start;
        let stated = scales(first.saturating_sub(TITLES)..first);
        scales(titles).iter().any(|scale| !stated.contains(scale))
    }

    /// Whether a row carries the first of numbers.
    fn begins_anew(&self, index: usize) -> bool {
        let Some(row) = self.grid.rows.get(index) else {
            return false;
        };
        let seq = RowFacts::of(row, self.header, self.template).seq;
        seq.is_some_and(|seq| {
            let number = seq.trim_matches(['.', ')', '(', ' ']);
            matches!(number, "1" | "01" | "I" | "A" | "1.1")
        })
    }

    /// Where the titles above a header begin.
    fn titles_above(&self, first: usize, header: usize) -> usize {
        let mut begin = header;
        while begin > first {
            let above = self.grid.rows.get(begin - 1);
            if !above.is_some_and(|row| self.is_title_row(row) || self.repeats_title(row)) {
                break;
            }
            begin -= 1;
        }
        begin
    }

    /// Whether a row heads a table of another form: the row number's heading again, and nothing but short texts with it.
    fn heads_other(&self, row: &Row) -> bool {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| is_filled(cell)).collect();
        let texts: Vec<&str> = filled.iter().filter_map(|cell| text_of(cell)).collect();
        let heading = |text: &&str| {
            text.chars().count() <= 60 && !text.contains(|c: char| c.is_ascii_digit())
        };
        texts.len() == filled.len()
            && texts.len() >= 3
            && texts
                .first()
                .is_some_and(|text| self.template.headings.is_seq(text))
            && texts.iter().all(heading)
    }

    /// Whether a row between two tables or pages is a title, a caption or a letterhead: texts alone, and words of such.
    fn is_title_row(&self, row: &Row) -> bool {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| is_filled(cell)).collect();
        let texts: Vec<&str> = filled.iter().filter_map(|cell| text_of(cell)).collect();
        if texts.len() != filled.len() || texts.len() > 3 {
            return false;
        }
        let name = self.name_col().unwrap_or(0);
        filled.iter().zip(&texts).all(|(cell, text)| {
            let aside = cell.col <= name || self.is_wide(row, cell.col) || fold::is_upper(text);
            is_frame_line(text) || aside && is_title(text)
        })
    }

    /// Whether a row says again, word for word, what stands closely above the first header.
    fn repeats_title(&self, row: &Row) -> bool {
        let texts = |row: &Row| -> Vec<(u32, String)> {
            let filled = row.cells.iter().filter(|cell| is_filled(cell));
            filled
                .map(|cell| (cell.col, text_of(cell).map(fold::fold).unwrap_or_default()))
                .collect()
        };
        let own = texts(row);
        let above = self.grid.rows.get(..self.header.rows.start);
        !own.is_empty()
            && own.iter().all(|(_, text)| !text.is_empty())
            && above
                .into_iter()
                .flat_map(|rows| rows.iter().rev().take(TITLES))
                .any(|title| texts(title) == own)
    }

    fn is_wide(&self, row: &Row, col: u32) -> bool {
        self.grid
            .merge_at(CellRef::new(row.row, col))
            .is_some_and(|merge| merge.last.col > merge.first.col + 1)
    }

    fn name_col(&self) -> Option<u32> {
        let field = self.template.role(Role::Name)?;
        self.header
            .feeding(field, Slot::Value)
            .next()
            .map(|column| column.col)
    }

    /// Whether a row is surely a record: numbered and named, or named with money and something else, or with who and when.
    fn is_list_row(&self, facts: &RowFacts<'_>) -> bool {
        let number = facts.number;
        if matches!(number, Some(Numbering::Number(_))) {
            return facts.amounts + facts.others > 0;
        }
        let adds_up = || {
            let first = facts.first_text.map(|(_, text)| text);
            [first, facts.label()]
                .into_iter()
                .flatten()
                .any(is_total_label)
        };
        let signs = || {
            let name = facts.name.and_then(text_of);
            name.is_some_and(|name| words::words().signature.begin(&fold::fold(name)))
        };
        let paid = facts.amounts > 0 && facts.others > 0;
        // The amount may be what is missing.
        let told = facts.needed > 1 && !signs();
        facts.name.is_some() && (paid || told) && !adds_up()
    }
}

/// Whether a text is a heading, folded; what is much longer or shorter is not folded at all.
fn is_same(text: &str, heading: &str, folded: &str) -> bool {
    text == heading
        || (text.len() <= heading.len() * 2 + 8
            && heading.len() <= text.len() * 2 + 8
            && fold::may_be(text, folded)
            && fold::fold(text) == folded)
}

/// Whether a text is a line of a letterhead or a caption, wherever it stands.
fn is_frame_line(text: &str) -> bool {
    let words = words::words();
    let folded = fold::fold(text.lines().next().unwrap_or(text));
    let office = words.office.begin(&folded) && fold::is_upper(text);
    let label = text
        .split_once(':')
        .is_some_and(|(label, _)| words.office_label.are(&fold::fold(label)));
    words.motto.begin(&folded) || office || label || scale::parse_caption(text).is_some()
}

fn is_title(text: &str) -> bool {
    let words = words::words();
    let folded = fold::fold(split_numbering(text).1);
    words.title.begin(&folded) || words.caption.begin(&folded)
}
