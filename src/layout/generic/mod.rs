//! Tables of forms that nobody described, told by their structure alone.
//!
//! ```text
//!   STT | Chuyên ngành | Số dự án | TVĐT          a heading of the row number, or short texts above figures
//!    I  | Công nghiệp  |   2609   | 17469747308   section
//!       | CN nhẹ       |   1218   |  6431582944   record
//!   Tổng số            |   3615   | 27200859026   total
//! ```
//!
//! Such a table describes itself: from its header a form is made up whose fields are its columns, and the rows are
//! then read like those of any form. It serves `inspect` only: nothing is converted that no template describes.

mod columns;
mod heading;
mod lines;
mod rows;
mod sums;

use std::ops::Range;
use std::sync::Arc;

use super::header::{self, Header};
use super::recognisers::OpenSections;
use super::{CellRole, Hints, SheetLayout, TableLayout, TableScale, frame, rows as known};
use crate::book::grid::{Grid, Row};
use crate::place::CellRange;
use crate::template::Template;

/// Recognises tables of unknown forms in what the known ones leave of a sheet, and gives the cells there their roles.
#[must_use]
pub fn recognise_rest(
    grid: &Grid,
    hints: &Hints<'_>,
    layout: &mut SheetLayout,
) -> Vec<TableLayout> {
    let reader = Reader { grid, hints };
    if layout.tables.is_empty() {
        return reader.tables(
            0..grid.rows.len(),
            heading::Evidence::Any,
            &mut layout.roles,
        );
    }
    let mut tables = Vec::new();
    for rows in left_over(grid, &layout.tables) {
        tables.extend(reader.tables(rows, heading::Evidence::RowNumber, &mut layout.roles));
    }
    tables
}

/// The rows above, between and below known tables, without what stands above the next of them.
fn left_over(grid: &Grid, tables: &[TableLayout]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = 0;
    for table in tables {
        let header = &table.header;
        ranges.push(from..lines::frame_begin(grid, from, header.rows.start));
        from = table
            .body
            .rows
            .last()
            .map_or(header.rows.end, |row| row.index + 1);
    }
    ranges.push(from..grid.rows.len());
    ranges
}

struct Reader<'a> {
    grid: &'a Grid,
    hints: &'a Hints<'a>,
}

impl Reader<'_> {
    fn tables(
        &self,
        rows: Range<usize>,
        evidence: heading::Evidence,
        roles: &mut [Vec<CellRole>],
    ) -> Vec<TableLayout> {
        let mut headers: Vec<Range<usize>> = Vec::new();
        let (mut from, mut evidence) = (rows.start, evidence);
        while let Some(found) = heading::find(self.grid, from..rows.end, evidence) {
            from = found.end;
            headers.push(found);
            // Records of short texts look like headings: below a table it takes more to begin another.
            evidence = evidence.max(heading::Evidence::Announced);
        }
        let begins: Vec<usize> = headers
            .iter()
            .enumerate()
            .map(|(index, header)| {
                let above = index.checked_sub(1).and_then(|above| headers.get(above));
                above.map_or(rows.start, |above| {
                    lines::frame_begin(self.grid, above.end, header.start)
                })
            })
            .collect();
        headers
            .iter()
            .zip(&begins)
            .enumerate()
            .map(|(index, (header, begin))| {
                let end = begins.get(index + 1).copied().unwrap_or(rows.end);
                self.table(*begin..end, header.clone(), roles)
            })
            .collect()
    }

    fn table(
        &self,
        rows: Range<usize>,
        heading: Range<usize>,
        roles: &mut [Vec<CellRole>],
    ) -> TableLayout {
        let (template, header) = columns::read(self.grid, heading, rows.end);
        let template = Arc::new(template);
        let mut frame = frame::read(self.grid, rows.start..header.rows.start, false, roles);
        lines::settle_titles(
            self.grid,
            rows.start..header.rows.start,
            &header,
            &mut frame,
            roles,
        );
        header::mark(self.grid, &header, roles);
        let scale = TableScale::Default { dong: 1, used: 0 };
        let read = self.body(&header, &template, &scale, rows.end, roles);
        rows::settle(
            self.grid,
            body_begin(&header)..rows.end,
            &header,
            &template,
            roles,
        );
        TableLayout {
            template,
            frame,
            header,
            scale,
            other_units: Vec::new(),
            money: read.money,
            body: read.body,
            rows,
        }
    }

    /// The rows below a header, up to what belongs to the next table.
    fn body(
        &self,
        header: &Header,
        template: &Arc<Template>,
        scale: &TableScale,
        end: usize,
        roles: &mut [Vec<CellRole>],
    ) -> known::Rows {
        let begin = header.rows.start;
        let (Some(rows), Some(roles)) = (self.grid.rows.get(begin..end), roles.get_mut(begin..end))
        else {
            return known::Rows {
                body: super::Body::default(),
                money: Vec::new(),
                scale: scale.clone(),
                next: end,
            };
        };
        let mut part = Grid {
            rows: rows.to_vec(),
            merges: merges_within(self.grid, rows),
            ..Grid::default()
        };
        part.index_merges();
        let header = Header {
            rows: 0..header.rows.end - begin,
            number_row: header.number_row.map(|row| row - begin),
            id_row: None,
            ..header.clone()
        };
        let mut open = OpenSections::new();
        let mut read = known::read(
            &part, &header, template, scale, self.hints, &mut open, roles,
        );
        for row in &mut read.body.rows {
            row.index += begin;
        }
        for (index, _) in &mut read.body.reasons {
            *index += begin;
        }
        read
    }
}

fn merges_within(grid: &Grid, rows: &[Row]) -> Vec<CellRange> {
    let (first, last) = (rows.first(), rows.last());
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    grid.merges
        .iter()
        .filter(|merge| merge.last.row >= first.row && merge.first.row <= last.row)
        .copied()
        .collect()
}

fn body_begin(header: &Header) -> usize {
    header.number_row.map_or(header.rows.end, |row| row + 1)
}
