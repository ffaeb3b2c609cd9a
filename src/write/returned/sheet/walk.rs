//! A walk over the tags of a worksheet, noting where what is to be marked stands.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::styles::{Styles, is_true};
use super::super::xml::{Kind, Tag, text};
use super::reference::{pair, range_of, reference};
use super::{RowSpot, SheetSpots, Spot};
use crate::book::markup::{Attributes, digits};
use crate::place::CellRef;

/// Elements that stand behind the link to the drawing of notes.
const BEHIND: [&[u8]; 8] = [
    b"legacyDrawingHF",
    b"drawingHF",
    b"picture",
    b"oleObjects",
    b"controls",
    b"webPublishItems",
    b"tableParts",
    b"extLst",
];

/// A walk over the tags of a worksheet.
pub(super) struct Walk<'a> {
    spots: &'a mut SheetSpots,
    styles: &'a Styles,
    /// The columns wanted, by row.
    wanted: BTreeMap<u32, BTreeSet<u32>>,
    /// The rows wanted that the walk has not come to.
    pending: VecDeque<u32>,
    next_row: u32,
    row: u32,
    next_col: u32,
    depth: usize,
    in_data: bool,
    root_close: usize,
    /// Where an element with two forms began, right below the root.
    in_alternate: Option<usize>,
}

impl<'a> Walk<'a> {
    /// Before the first tag.
    pub(super) fn new(
        spots: &'a mut SheetSpots,
        styles: &'a Styles,
        wanted: BTreeMap<u32, BTreeSet<u32>>,
    ) -> Self {
        Self {
            spots,
            styles,
            pending: wanted.keys().copied().collect(),
            wanted,
            next_row: 0,
            row: 0,
            next_col: 0,
            depth: 0,
            in_data: false,
            root_close: 0,
            in_alternate: None,
        }
    }

    /// Takes the next tag.
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        match tag.kind {
            Kind::Close => {
                self.depth = self.depth.saturating_sub(1);
                self.close(tag);
            }
            kind => {
                self.open(tag);
                if kind == Kind::Open {
                    self.depth = self.depth.saturating_add(1);
                }
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let local = tag.local();
        if self.in_data {
            match local {
                b"row" => self.open_row(tag),
                b"c" => self.open_cell(tag),
                _ => {}
            }
            return;
        }
        let at_top = self.depth == 1;
        match local {
            b"sheetData" => {
                self.spots.prefix = tag.prefix();
                self.spots.data = Some((tag.start, tag.end, tag.kind == Kind::Empty));
                self.spots.data_close = tag.end;
                self.in_data = tag.kind == Kind::Open;
            }
            b"dimension" => {
                let range = tag.get(b"ref").and_then(|range| range_of(range.as_bytes()));
                self.spots.dimension = tag.value_range(b"ref").zip(range);
            }
            b"col" => self.column(tag),
            b"sheetFormatPr" => {
                let size = |name: &[u8]| tag.get(name).and_then(|size| size.parse().ok());
                self.spots.sizes.usual_width = size(b"defaultColWidth");
                self.spots.sizes.usual_height = size(b"defaultRowHeight");
            }
            b"sheetProtection" => {
                self.spots.protected = tag.get(b"sheet").is_some_and(|on| is_true(&on));
            }
            b"AlternateContent" if at_top => self.in_alternate = Some(tag.start),
            b"legacyDrawing" => {
                let id = Attributes(tag.attributes)
                    .find(|(name, _)| crate::book::markup::local(name) == b"id")
                    .map(|(_, id)| text(id).into_owned());
                let range = tag.start..tag.end;
                self.spots.drawing = id.map(|id| (id, range));
            }
            _ if self.spots.drawing_at == 0 && BEHIND.contains(&local) => {
                if at_top {
                    self.spots.drawing_at = tag.start;
                } else if let Some(start) = self.in_alternate {
                    self.spots.drawing_at = start;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &Tag<'_>) {
        match tag.local() {
            b"row" if self.in_data => {
                if let Some(row) = self.spots.rows.get_mut(&self.row)
                    && row.close == 0
                {
                    row.close = tag.start;
                }
            }
            b"sheetData" => {
                self.in_data = false;
                self.spots.data_close = tag.start;
            }
            b"AlternateContent" if self.depth == 1 => self.in_alternate = None,
            b"worksheet" => self.root_close = tag.start,
            _ => {}
        }
    }

    fn open_row(&mut self, tag: &Tag<'_>) {
        let (mut spans, mut style, mut custom) = (None, None, false);
        let mut height = None;
        for (name, value) in Attributes(tag.attributes) {
            match name {
                b"r" => {
                    if let Some(row) = digits(value).and_then(|row| row.checked_sub(1)) {
                        self.next_row = row;
                    }
                }
                b"spans" => spans = pair(value).zip(tag.value_range(b"spans")),
                b"s" => style = digits(value),
                b"customFormat" => custom = is_true(&text(value)),
                b"ht" => height = height.or_else(|| text(value).parse().ok()),
                b"hidden" if is_true(&text(value)) => height = Some(0.0),
                _ => {}
            }
        }
        self.row = self.next_row;
        if let Some(height) = height {
            self.spots.sizes.rows.insert(self.row, height);
        }
        self.next_row = self.next_row.saturating_add(1);
        self.next_col = 0;
        // Rows that are not there go before the first that stands below them.
        while let Some(row) = self.pending.front().copied().filter(|row| *row <= self.row) {
            self.pending.pop_front();
            if row < self.row {
                self.spots.row_gaps.insert(row, tag.start);
            }
        }
        if self.wanted.contains_key(&self.row) && !self.spots.rows.contains_key(&self.row) {
            let is_empty = tag.kind == Kind::Empty;
            let spot = RowSpot {
                open: (tag.start, tag.end, is_empty),
                spans: spans.map(|((from, to), range)| (range, from, to)),
                style: style.filter(|_| custom),
                close: if is_empty { tag.end } else { 0 },
                gaps: BTreeMap::new(),
            };
            self.spots.rows.insert(self.row, spot);
        }
    }

    fn open_cell(&mut self, tag: &Tag<'_>) {
        let mut at = CellRef::new(self.row, self.next_col);
        let mut style = 0;
        let mut has_style = false;
        for (name, value) in Attributes(tag.attributes) {
            match name {
                b"r" => at = reference(value).unwrap_or(at),
                b"s" => {
                    style = digits(value).unwrap_or(0);
                    has_style = true;
                }
                _ => {}
            }
        }
        self.next_col = at.col.saturating_add(1);
        let columns = self.wanted.get(&at.row);
        if let (Some(columns), Some(row)) = (columns, self.spots.rows.get_mut(&self.row)) {
            for col in columns.range(..at.col) {
                row.gaps.entry(*col).or_insert(tag.start);
            }
        }
        let wanted = columns.is_some_and(|columns| columns.contains(&at.col));
        if wanted || self.styles.is_ours(style) {
            let spot = Spot {
                style,
                value: has_style.then(|| tag.value_range(b"s")).flatten(),
                behind_name: tag.attributes_start(),
            };
            self.spots.cells.insert(at, spot);
        }
    }

    fn column(&mut self, tag: &Tag<'_>) {
        let number = |name: &[u8]| tag.get(name).and_then(|value| digits(value.as_bytes()));
        let hidden = tag.get(b"hidden").is_some_and(|hidden| is_true(&hidden));
        let width = tag.get(b"width").and_then(|width| width.parse().ok());
        let width = if hidden { Some(0.0) } else { width };
        if let (Some(first), Some(last), Some(width)) = (number(b"min"), number(b"max"), width) {
            let (first, last) = (first.saturating_sub(1), last.saturating_sub(1));
            self.spots.sizes.columns.push(first, last, width);
        }
        if let (Some(first), Some(last), Some(style)) =
            (number(b"min"), number(b"max"), number(b"style"))
        {
            let zero_based = |number: u32| number.saturating_sub(1);
            let columns = &mut self.spots.columns;
            columns.push(zero_based(first), zero_based(last), style);
        }
    }

    /// After the last tag.
    pub(super) fn finish(self) {
        if self.spots.drawing_at == 0 {
            self.spots.drawing_at = self.root_close;
        }
    }
}
