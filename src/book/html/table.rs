//! A table in the making: rows and cells as tags open and close them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::MERGES;
use super::tag::{Class, Tag};
use crate::book::build::{Budget, Builder, LAST_COL, LAST_ROW, Twice};
use crate::book::format::{Format, Shown};
use crate::book::grid::{Content, Grid};
use crate::book::seen::{Manner, Runs, Seen};
use crate::book::text::clean;
use crate::intake::fact::FileFact;
use crate::place::{CellRange, CellRef};

/// A cell in the making.
#[derive(Debug)]
pub(super) struct OpenCell {
    pub(super) at: CellRef,
    pub(super) tag: Tag,
    pub(super) text: Flow,
    pub(super) font: Option<Arc<str>>,
    /// Whether the cell's own style strikes it out.
    pub(super) struck: bool,
}

/// Text as a page flows: runs of blanks are one, line breaks are tags.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) text: String,
    pub(super) blank: bool,
    /// The elements that are open, innermost last, with the manner in which their letters are written.
    open: Vec<(Box<[u8]>, Manner)>,
    /// From which byte of the text on letters are written in another manner.
    changes: Vec<(usize, Manner)>,
}

/// How many elements may stand inside one another before their manners are no longer followed.
const DEEP: usize = 64;

impl Flow {
    /// An element begins.
    pub(super) fn open(&mut self, name: &[u8], manner: Option<Manner>) {
        let around = self
            .open
            .last()
            .map_or(Manner::Plain, |(_, around)| *around);
        if self.open.len() < DEEP {
            self.open.push((name.into(), manner.unwrap_or(around)));
            self.change();
        }
    }

    /// An element ends, and with it those inside that were never closed.
    pub(super) fn close(&mut self, name: &[u8]) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| **open == *name) {
            self.open.truncate(at);
            self.change();
        }
    }

    fn change(&mut self) {
        let manner = self
            .open
            .last()
            .map_or(Manner::Plain, |(_, manner)| *manner);
        let last = self.changes.last().map_or(Manner::Plain, |(_, last)| *last);
        if manner != last {
            self.changes.push((self.text.len(), manner));
        }
    }

    /// The text by the manners in which it is written, where there are several.
    fn runs(&self) -> Option<Runs> {
        let (first, _) = self.changes.first()?;
        let mut runs = Runs::default();
        runs.push(Manner::Plain, self.text.get(..*first).unwrap_or_default());
        let ends = self.changes.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.text.len()]);
        for ((start, manner), end) in self.changes.iter().zip(ends) {
            runs.push(*manner, self.text.get(*start..end).unwrap_or_default());
        }
        Some(runs)
    }

    pub(super) fn push(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.blank = true,
                letter => {
                    if self.blank && !self.text.is_empty() && !self.text.ends_with('\n') {
                        self.text.push(' ');
                    }
                    self.blank = false;
                    // Pages hold their blanks with it; Excel makes blanks of them.
                    self.text
                        .push(if letter == '\u{a0}' { ' ' } else { letter });
                }
            }
        }
    }

    pub(super) fn line(&mut self) {
        self.blank = false;
        self.text.push('\n');
    }

    /// The edge of a paragraph: a new line unless one has just begun.
    pub(super) fn block(&mut self) {
        self.blank = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// A table in the making.
pub(super) struct Table {
    /// Its place in the order in which tables begin.
    pub(super) order: usize,
    pub(super) builder: Builder,
    /// Whether a table of its own stands in one of its cells.
    pub(super) holds_tables: bool,
    /// The row at hand, `None` before the first.
    pub(super) row: Option<u32>,
    pub(super) in_row: bool,
    pub(super) col: u32,
    /// For each column the row from which it is free of cells that reach down.
    pub(super) free_from: Vec<u32>,
    pub(super) cell: Option<OpenCell>,
    /// The column that the next `<col>` is of.
    pub(super) next_col: u32,
    pub(super) fonts: BTreeMap<CellRef, Arc<str>>,
}

impl Table {
    pub(super) fn new(order: usize) -> Self {
        Self {
            order,
            builder: Builder::new(Grid::default()),
            holds_tables: false,
            row: None,
            in_row: false,
            col: 0,
            free_from: Vec::new(),
            cell: None,
            next_col: 0,
            fonts: BTreeMap::new(),
        }
    }

    pub(super) fn open_row(&mut self, hidden: bool) {
        let row = self.row.map_or(0, |row| row.saturating_add(1));
        self.row = Some(row);
        self.in_row = true;
        self.col = 0;
        if hidden && row <= LAST_ROW {
            self.builder.grid_mut().hidden_rows.push(row);
        }
    }

    pub(super) fn open_cell(&mut self, tag: Tag, font: Option<Arc<str>>) {
        if !self.in_row {
            self.open_row(false);
        }
        let row = self.row.unwrap_or(0);
        let is_taken = |col: u32| {
            let index = usize::try_from(col).unwrap_or(usize::MAX);
            self.free_from.get(index).is_some_and(|free| *free > row)
        };
        while is_taken(self.col) {
            self.col = self.col.saturating_add(1);
        }
        let at = CellRef::new(row, self.col);
        self.col = self.col.saturating_add(tag.colspan);
        if tag.colspan > 1 || tag.rowspan > 1 {
            self.merge(at, &tag);
        }
        self.cell = Some(OpenCell {
            at,
            tag,
            text: Flow::default(),
            font,
            struck: false,
        });
    }

    pub(super) fn merge(&mut self, at: CellRef, tag: &Tag) {
        if at.row > LAST_ROW || at.col > LAST_COL {
            return;
        }
        let below = at.row.saturating_add(tag.rowspan);
        let right = at
            .col
            .saturating_add(tag.colspan)
            .min(LAST_COL.saturating_add(1));
        let merges = &mut self.builder.grid_mut().merges;
        if merges.len() < MERGES {
            let last = CellRef::new(
                below.saturating_sub(1).min(LAST_ROW),
                right.saturating_sub(1),
            );
            merges.push(CellRange::new(at, last));
        }
        if tag.rowspan > 1 {
            let index = |col: u32| usize::try_from(col).unwrap_or(usize::MAX);
            if self.free_from.len() < index(right) {
                self.free_from.resize(index(right), 0);
            }
            let reached = self.free_from.get_mut(index(at.col)..index(right));
            for free in reached.unwrap_or_default() {
                *free = below.max(*free);
            }
        }
    }

    pub(super) fn columns(&mut self, tag: &Tag) {
        let end = self.next_col.saturating_add(tag.span);
        if tag.hidden && self.next_col <= LAST_COL {
            let hidden = self.next_col..end.min(LAST_COL.saturating_add(1));
            self.builder.grid_mut().hidden_cols.extend(hidden);
        }
        self.next_col = end;
    }

    pub(super) fn close_cell(
        &mut self,
        classes: &BTreeMap<String, Class>,
        budget: &mut Budget<'_>,
    ) -> Result<(), FileFact> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let at = cell.at;
        let Some((mut content, mut seen)) = content_of(&cell, classes) else {
            return Ok(());
        };
        if let (Some(font), Content::Text(text)) = (cell.font, &content)
            && !text.is_ascii()
        {
            self.fonts.insert(at, font);
        }
        let runs = cell
            .text
            .runs()
            .filter(|_| cell.tag.text.as_deref().is_none_or(str::is_empty));
        let read = runs.and_then(|runs| runs.read());
        if let (Content::Text(_), Some((Content::Text(left), known))) = (&content, read) {
            (content, seen) = (Content::Text(clean(&trimmed(&left))), Some(known));
        }
        if cell.struck {
            seen.get_or_insert_default().struck = true;
        }
        self.builder.note(at, seen);
        self.builder.push(at.row, at.col, content, budget)
    }

    /// The grid, its merges no longer than the table.
    pub(super) fn finish(
        mut self,
        budget: &Budget<'_>,
    ) -> Result<(Grid, BTreeMap<CellRef, Arc<str>>), FileFact> {
        let last_row = self.row.unwrap_or(0);
        let grid = self.builder.grid_mut();
        for merge in &mut grid.merges {
            merge.last.row = merge.last.row.min(last_row);
        }
        grid.merges.retain(|merge| merge.first != merge.last);
        let grid = self.builder.finish(Twice::KeepLast, budget)?;
        Ok((grid, self.fonts))
    }
}

/// What a cell holds, `None` when it is empty, and what is to be known of it.
fn content_of(
    cell: &OpenCell,
    classes: &BTreeMap<String, Class>,
) -> Option<(Content, Option<Seen>)> {
    let tag = &cell.tag;
    let shown_text = trimmed(&cell.text.text);
    if let Some(error) = &tag.error {
        let name = if error.is_empty() { &shown_text } else { error };
        return (!name.is_empty()).then(|| (Content::Error(clean(name)), None));
    }
    if let Some(truth) = &tag.truth {
        let name = if truth.is_empty() { &shown_text } else { truth };
        let truth = name.eq_ignore_ascii_case("true") || name == "1";
        return Some((Content::Bool(truth), None));
    }
    if let Some(stated) = &tag.number {
        let stated = if stated.is_empty() {
            &shown_text
        } else {
            stated
        };
        if let Ok(value) = stated.trim().parse::<f64>() {
            let by_class = || {
                let mut names = tag.class.split_ascii_whitespace();
                names.find_map(|name| classes.get(name)?.format.clone())
            };
            let format = tag.format.clone().or_else(by_class);
            let plain = || Format::as_shown(Shown::Number).apply(value, false);
            return Some(format.map_or_else(plain, |format| format.apply(value, false)));
        }
    }
    let text = match &tag.text {
        Some(exact) if !exact.is_empty() => clean(exact),
        _ => clean(&shown_text),
    };
    (!text.is_empty()).then_some((Content::Text(text), None))
}

/// Text without the blanks around its lines and the empty lines around it.
pub(super) fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

/// Whether an inner table is one to be read, with rows and columns.
pub(super) fn is_table(grid: &Grid) -> bool {
    let cols: BTreeSet<u32> = grid
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.col))
        .collect();
    grid.rows.len() > 1 && cols.len() > 1
}

/// The text of a small inner table: a row is a line.
pub(super) fn text_of(grid: &Grid) -> String {
    let lines: Vec<String> = grid
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| match &cell.content {
                    Content::Text(text) | Content::Error(text) | Content::Duration(text) => {
                        text.to_string()
                    }
                    Content::Number(value) => value.to_string(),
                    Content::Date(moment) => moment.date().to_string(),
                    Content::Bool(value) => value.to_string(),
                    Content::NoResult => String::new(),
                })
                .collect();
            cells.join(" ")
        })
        .collect();
    lines.join("\n")
}
