//! `OpenDocument` spreadsheets (`.ods`, `.fods`), in one pass over their content.
//!
//! Read here and not through calamine: that one expands repeated cells into a dense range (a file of
//! 796 bytes asks for 2 GiB), gives no merged regions, and refuses a row in which it meets an
//! element it does not know.
//!
//! ```text
//! <table:table-row table:number-rows-repeated="3"> … three equal rows; an empty row is often
//!                                                  repeated a million times and costs nothing
//! ```

mod cell;
mod remark;
mod style;

use std::collections::{BTreeSet, HashSet};

use super::build::{Budget, Builder, LAST_COL, LAST_ROW, SHEETS, Twice, bound, text_length};
use super::format::saved;
use super::grid::{Book, Content, Grid, Visibility};
use super::look::text_of;
use super::markup::{Piece, Scanner, attribute, digits, unescape};
use super::ours::RETURNED_FROM;
use super::package::Package;
use super::seen::Seen;
use super::sheet::is_zero;
use super::stamp::Stamp;
use super::text::clean;
use crate::intake::fact::{Bound, FileFact};
use crate::intake::limits::Limits;
use crate::place::{CellRange, CellRef};
use cell::CellState;
use remark::Remark;
use style::Styles;

/// The longest run of blanks that `text:s` may stand for.
const BLANKS: usize = 1000;

/// Reads a package.
pub(crate) fn read(
    bytes: &[u8],
    limits: &Limits,
    budget: &mut Budget<'_>,
) -> Result<Book, FileFact> {
    let mut package = Package::open(bytes, limits)?;
    if let Some(manifest) = package.small("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(FileFact::Encrypted);
    }
    let content = package.find("content.xml");
    let content = content.ok_or_else(|| FileFact::Damaged("it has no content.xml".into()))?;
    let mut reader = Reader::new(budget);
    if let Some(styles) = package.small("styles.xml")? {
        Scanner::default().feed(&styles, |piece| reader.styles.take(piece))?;
    }
    let mut scanner = Scanner::default();
    package.inflate_xml(content, |bite| {
        reader.budget.hold(bite.len());
        scanner.feed(bite, |piece| reader.take(piece))
    })?;
    let mut book = reader.finish()?;
    if let Some(meta) = package.small("meta.xml")? {
        book.modified = text_of(&meta, b"date")?.and_then(|text| saved(&text));
        book.our_output = user_defined(&meta, "tonghop.output")?;
        book.returned_from = user_defined(&meta, RETURNED_FROM)?;
        book.stamp = Stamp::of_properties(|name| user_defined(&meta, name))?;
    }
    book.macros = package.names().iter().any(|name| is_macro(name));
    Ok(book)
}

/// Reads the same as one XML file.
pub(crate) fn read_flat(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let mut reader = Reader::new(budget);
    let mut scanner = Scanner::default();
    for bite in bytes.chunks(1 << 16) {
        scanner.feed(bite, |piece| reader.take(piece))?;
    }
    let mut book = reader.finish()?;
    book.our_output = user_defined(bytes, "tonghop.output")?;
    Ok(book)
}

/// Whether a part is a module of macros, and not the list of libraries that is always there.
fn is_macro(name: &str) -> bool {
    let is_list = name.ends_with("script-lc.xml")
        || name.ends_with("script-lb.xml")
        || name.ends_with("dialog-lc.xml")
        || name.ends_with("dialog-lb.xml");
    (name.starts_with("Basic/") || name.starts_with("Scripts/")) && !name.ends_with('/') && !is_list
}

/// The text of a property that the user made up.
fn user_defined(meta: &[u8], wanted: &str) -> Result<Option<String>, FileFact> {
    let mut inside = false;
    let mut text = None;
    let mut scanner = Scanner::default();
    for bite in meta.chunks(1 << 16) {
        scanner.feed(bite, |piece| {
            match piece {
                Piece::Open {
                    name: b"meta:user-defined",
                    attributes,
                    ..
                } => {
                    let name = attribute(attributes, b"meta:name").map(unescape);
                    inside = name.is_some_and(|name| name == wanted);
                }
                Piece::Text(bytes) if inside => text = Some(unescape(bytes).into_owned()),
                Piece::Close { .. } => inside = false,
                _ => {}
            }
            Ok(())
        })?;
    }
    Ok(text)
}

/// The state of the pass.
struct Reader<'a, 'b> {
    budget: &'a mut Budget<'b>,
    book: Book,
    /// The style at hand, and the table styles that hide their sheet.
    style: Option<Vec<u8>>,
    hiding: HashSet<Vec<u8>>,
    /// The styles of rows without height, and of columns without width.
    flat_rows: BTreeSet<Vec<u8>>,
    flat_columns: BTreeSet<Vec<u8>>,
    styles: Styles,
    /// The styles of the cells of columns: the first column behind each run of them.
    column_styles: Vec<(u32, Vec<u8>)>,
    row_style: Option<Vec<u8>>,
    sheet: Option<Builder>,
    /// Whether the table at hand is a copy of another file's.
    foreign: bool,
    /// The row and column that come next.
    row: u32,
    col: u32,
    row_repeats: u32,
    row_hidden: bool,
    /// The filled cells of the row at hand, with how often each is repeated.
    cells: Vec<(u32, u32, Content, Option<Seen>)>,
    cell: Option<CellState>,
    /// How many elements deep we are in something that is no text of the cell (a note, a drawing).
    aside: usize,
    /// The comment that we are in.
    remark: Option<Remark>,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(budget: &'a mut Budget<'b>) -> Self {
        Self {
            budget,
            book: Book::default(),
            style: None,
            hiding: HashSet::new(),
            flat_rows: BTreeSet::new(),
            flat_columns: BTreeSet::new(),
            styles: Styles::default(),
            column_styles: Vec::new(),
            row_style: None,
            sheet: None,
            foreign: false,
            row: 0,
            col: 0,
            row_repeats: 1,
            row_hidden: false,
            cells: Vec::new(),
            cell: None,
            aside: 0,
            remark: None,
        }
    }

    fn finish(self) -> Result<Book, FileFact> {
        if self.sheet.is_some() {
            return Err(FileFact::Damaged("a sheet ends too early".into()));
        }
        if self.book.sheets.is_empty() {
            return Err(FileFact::Damaged("it has no sheets".into()));
        }
        Ok(self.book)
    }

    /// Takes the next piece of the content.
    fn take(&mut self, piece: Piece<'_>) -> Result<(), FileFact> {
        if self.aside > 0 {
            if let Some(remark) = &mut self.remark {
                remark.take(piece);
            }
            match piece {
                Piece::Open { empty: false, .. } => self.aside = self.aside.saturating_add(1),
                Piece::Close { .. } => self.aside = self.aside.saturating_sub(1),
                _ => {}
            }
            if self.aside == 0 {
                self.close_remark();
            }
            return Ok(());
        }
        // Styles stand before the sheets.
        if self.sheet.is_none() {
            self.styles.take(piece)?;
        }
        match (piece, &mut self.cell) {
            (
                Piece::Open {
                    name,
                    attributes,
                    empty,
                },
                Some(_),
            ) => {
                self.open_in_cell(name, attributes, empty);
            }
            (Piece::Close { name }, Some(cell)) => match name {
                b"table:table-cell" | b"table:covered-table-cell" => self.close_cell()?,
                b"text:p" | b"text:h" => cell.in_text = false,
                b"text:span" => cell.close_span(),
                _ => {}
            },
            (Piece::Text(text), Some(cell)) if cell.in_text => cell.push(&unescape(text)),
            (Piece::CData(text), Some(cell)) if cell.in_text => {
                cell.push(&String::from_utf8_lossy(text));
            }
            (
                Piece::Open {
                    name,
                    attributes,
                    empty,
                },
                None,
            ) => {
                self.open(name, attributes, empty)?;
            }
            (Piece::Close { name }, None) => match name {
                b"table:table-row" => self.close_row()?,
                b"table:table" => self.close_sheet()?,
                b"style:style" => self.style = None,
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, name: &[u8], attributes: &[u8], empty: bool) -> Result<(), FileFact> {
        match name {
            b"style:style" if !empty => {
                self.style = attribute(attributes, b"style:name").map(<[u8]>::to_vec);
            }
            b"style:table-properties" => {
                let display = attribute(attributes, b"table:display");
                if let (Some(b"false"), Some(style)) = (display, self.style.take()) {
                    self.hiding.insert(style);
                }
            }
            b"style:table-row-properties" => {
                let none = attribute(attributes, b"style:row-height").is_some_and(is_zero);
                self.flat_rows.extend(self.style.take().filter(|_| none));
            }
            b"style:table-column-properties" => {
                let none = attribute(attributes, b"style:column-width").is_some_and(is_zero);
                self.flat_columns.extend(self.style.take().filter(|_| none));
            }
            b"table:table" if !empty => {
                bound(self.book.sheets.len() as u64, SHEETS, Bound::Sheets)?;
                self.open_sheet(attributes);
            }
            b"table:table-source" => {
                self.foreign = true;
                self.book.links = true;
            }
            b"table:table-column" if self.sheet.is_some() => self.column(attributes),
            b"table:table-row" if self.sheet.is_some() => {
                self.row_repeats = repeats(attributes, b"table:number-rows-repeated");
                self.row_hidden = is_hidden(attributes) || is_styled(attributes, &self.flat_rows);
                self.row_style = default_style(attributes);
                self.col = 0;
                self.cells.clear();
                if empty {
                    self.close_row()?;
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" if self.sheet.is_some() => {
                self.open_cell(attributes, empty)?;
            }
            // Drawings and forms hold text, and charts whole tables.
            b"table:shapes" | b"office:forms" | b"table:tracked-changes" | b"office:annotation"
                if !empty =>
            {
                self.aside = 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn open_sheet(&mut self, attributes: &[u8]) {
        let style = attribute(attributes, b"table:style-name").unwrap_or_default();
        let hidden = self.hiding.contains(style);
        let name = attribute(attributes, b"table:name").unwrap_or_default();
        self.sheet = Some(Builder::new(Grid {
            name: clean(&unescape(name)).as_str().into(),
            visibility: if hidden {
                Visibility::Hidden
            } else {
                Visibility::Visible
            },
            ..Grid::default()
        }));
        self.foreign = false;
        self.column_styles.clear();
        self.row = 0;
        self.col = 0;
    }

    fn close_sheet(&mut self) -> Result<(), FileFact> {
        if let Some(sheet) = self.sheet.take()
            && !self.foreign
        {
            let grid = sheet.finish(Twice::KeepLast, self.budget)?;
            self.book.sheets.push(grid);
        }
        Ok(())
    }

    fn column(&mut self, attributes: &[u8]) {
        let count = repeats(attributes, b"table:number-columns-repeated");
        let end = self
            .col
            .saturating_add(count)
            .min(LAST_COL.saturating_add(1));
        let hidden = is_hidden(attributes) || is_styled(attributes, &self.flat_columns);
        if let (Some(sheet), true) = (&mut self.sheet, hidden) {
            sheet.grid_mut().hidden_cols.extend(self.col..end);
        }
        if self.column_styles.len() <= LAST_COL as usize {
            let style = default_style(attributes).unwrap_or_default();
            self.column_styles.push((end, style));
        }
        self.col = end;
    }

    /// The style of a cell that names none.
    fn style_around(&self) -> &[u8] {
        if let Some(style) = &self.row_style {
            return style;
        }
        let index = self
            .column_styles
            .partition_point(|(end, _)| *end <= self.col);
        let run = self.column_styles.get(index);
        run.map_or(&[], |(_, style)| style.as_slice())
    }

    fn open_cell(&mut self, attributes: &[u8], empty: bool) -> Result<(), FileFact> {
        let get = |name| attribute(attributes, name);
        let span = |name| get(name).and_then(digits).unwrap_or(1).max(1);
        let cols = span(b"table:number-columns-spanned");
        let rows = span(b"table:number-rows-spanned");
        if (cols > 1 || rows > 1)
            && let Some(sheet) = &mut self.sheet
        {
            let last = CellRef::new(
                self.row.saturating_add(rows - 1).min(LAST_ROW),
                self.col.saturating_add(cols - 1).min(LAST_COL),
            );
            let range = CellRange::new(CellRef::new(self.row, self.col), last);
            sheet.grid_mut().merges.push(range);
        }
        let style = get(b"table:style-name").unwrap_or_else(|| self.style_around());
        let manner = self.styles.manner(style).unwrap_or_default();
        self.cell = Some(CellState::new(attributes, style.into(), manner));
        if empty { self.close_cell() } else { Ok(()) }
    }

    fn open_in_cell(&mut self, name: &[u8], attributes: &[u8], empty: bool) {
        let Some(cell) = &mut self.cell else {
            return;
        };
        match name {
            b"text:p" | b"text:h" => {
                if cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs = cell.paragraphs.saturating_add(1);
                cell.in_text = !empty;
            }
            b"text:s" => {
                let count = attribute(attributes, b"text:c")
                    .and_then(digits)
                    .unwrap_or(1);
                let count = usize::try_from(count).unwrap_or(1).min(BLANKS);
                cell.text.extend(std::iter::repeat_n(' ', count));
            }
            b"text:tab" => cell.text.push('\t'),
            b"text:line-break" => cell.text.push('\n'),
            b"text:span" if empty => {}
            b"text:span" => {
                let style = attribute(attributes, b"text:style-name");
                let manner = style.and_then(|style| self.styles.manner(style));
                cell.open_span(manner);
            }
            b"text:a" => {}
            _ if name.starts_with(b"text:") && cell.in_text => {}
            // A comment, a drawing, a table in a table.
            _ if !empty => {
                self.aside = 1;
                self.remark = (name == b"office:annotation").then(Remark::default);
            }
            _ => {}
        }
    }

    fn close_remark(&mut self) {
        let at = CellRef::new(self.row, self.col);
        if let (Some(remark), Some(sheet)) = (self.remark.take(), &mut self.sheet) {
            let comments = &mut sheet.grid_mut().comments;
            remark.add_to(comments, at);
        }
    }

    fn close_cell(&mut self) -> Result<(), FileFact> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let (first, repeats) = (self.col, cell.repeats);
        self.col = self.col.saturating_add(repeats);
        let format = self.styles.format(&cell.style);
        if let Some((content, seen)) = cell.read(format) {
            // A row is not held that no sheet can have.
            if first > LAST_COL {
                let at = CellRef::new(self.row, first);
                return Err(FileFact::Damaged(format!("there can be no cell {at}")));
            }
            self.cells.push((first, repeats, content, seen));
        }
        Ok(())
    }

    /// Writes the row as often as it is repeated.
    fn close_row(&mut self) -> Result<(), FileFact> {
        let Some(sheet) = &mut self.sheet else {
            return Ok(());
        };
        let end = self.row.saturating_add(self.row_repeats);
        if self.row_hidden {
            let hidden = self.row..end.min(LAST_ROW.saturating_add(1));
            // Usually the million rows below the table; what lies beyond it is dropped at the end.
            sheet.grid_mut().hidden_rows.extend(hidden);
        }
        if !self.cells.is_empty() {
            let rows = u64::from(self.row_repeats);
            let mut cells = 0_u64;
            let mut text = 0_u64;
            for (_, repeats, content, _) in &self.cells {
                let times = rows.saturating_mul(u64::from(*repeats));
                cells = cells.saturating_add(times);
                text = text.saturating_add(times.saturating_mul(text_length(content)));
            }
            self.budget.foresee(cells, text)?;
            let written = self.cells.len() as u64;
            self.budget.repeat(cells.saturating_sub(written))?;
            for row in self.row..end {
                for (first, repeats, content, seen) in &self.cells {
                    for col in *first..first.saturating_add(*repeats) {
                        sheet.note(CellRef::new(row, col), seen.clone());
                        sheet.push(row, col, content.clone(), self.budget)?;
                    }
                }
            }
        }
        self.row = end;
        self.cells.clear();
        Ok(())
    }
}

/// The style of the cells of a row or column that name none.
fn default_style(attributes: &[u8]) -> Option<Vec<u8>> {
    attribute(attributes, b"table:default-cell-style-name").map(<[u8]>::to_vec)
}

/// How often something is repeated.
fn repeats(attributes: &[u8], name: &[u8]) -> u32 {
    attribute(attributes, name)
        .and_then(digits)
        .unwrap_or(1)
        .max(1)
}

/// Whether the style of a row or a column is one of some.
fn is_styled(attributes: &[u8], styles: &BTreeSet<Vec<u8>>) -> bool {
    attribute(attributes, b"table:style-name").is_some_and(|style| styles.contains(style))
}

fn is_hidden(attributes: &[u8]) -> bool {
    matches!(
        attribute(attributes, b"table:visibility"),
        Some(b"collapse" | b"filter")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(body: &str) -> Result<Grid, FileFact> {
        let limits = Limits::default();
        let xml = format!("<office:spreadsheet>{body}</office:spreadsheet>");
        let mut book = read_flat(xml.as_bytes(), &mut Budget::new(&limits, xml.len()))?;
        Ok(book.sheets.remove(0))
    }

    #[test]
    fn cells_are_what_their_types_say() {
        let grid = flat(
            "<table:table table:name=\"Danh mục\"><table:shapes><draw:frame><text:p>x</text:p></draw:frame></table:shapes>\
             <table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>\
             <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
             <table:table-row table:visibility=\"filter\">\
             <table:table-cell office:value-type=\"float\" office:value=\"1.5\" table:number-columns-spanned=\"2\"><text:p>1,5</text:p></table:table-cell>\
             <table:covered-table-cell/>\
             <table:table-cell office:value-type=\"string\"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c=\"2\"/>b</text:p><text:p>c &amp;\n d</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"date\" office:date-value=\"2020-06-01\"><text:p>1/6</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"time\" office:time-value=\"PT12H30M00S\"><text:p>12:30</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
             <table:table-cell table:formula=\"of:=A1\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>\
             <table:table-cell table:formula=\"of:=A1\"/>\
             <table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2\"><text:p>z</text:p></table:table-cell>\
             </table:table-row><table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell/></table:table-row></table:table>",
        )
        .unwrap();
        let row = &grid.rows[0];
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| format!("{} {:?}", CellRef::new(row.row, cell.col), cell.content))
            .collect();
        assert_eq!(
            cells,
            [
                "A3 Number(1.5)",
                "C3 Text(\"a  b\\nc & d\")",
                "D3 Date(2020-06-01T00:00:00)",
                "E3 Duration(\"12:30\")",
                "F3 Bool(true)",
                "G3 Error(\"#REF!\")",
                "H3 NoResult",
                "I3 Text(\"z\")",
                "J3 Text(\"z\")",
            ]
        );
        assert_eq!(grid.merges[0].to_string(), "A3:B3");
        assert_eq!((grid.hidden_rows, grid.hidden_cols), (vec![2], vec![2]));
        assert_eq!(&*grid.name, "Danh mục");
    }

    #[test]
    fn what_has_no_height_or_width_is_hidden() {
        let grid = flat(
            "<style:style style:name=\"co1\"><style:table-column-properties style:column-width=\"0cm\"/></style:style>\
             <style:style style:name=\"ro1\"><style:table-row-properties style:row-height=\"0.45cm\"/></style:style>\
             <style:style style:name=\"ro2\"><style:table-row-properties style:row-height=\"0in\"/></style:style>\
             <table:table><table:table-column table:style-name=\"ro2\"/><table:table-column table:style-name=\"co1\"/>\
             <table:table-row table:style-name=\"ro1\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>\
             <table:table-row table:style-name=\"ro2\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>",
        )
        .unwrap();
        assert_eq!((grid.hidden_rows, grid.hidden_cols), (vec![1], vec![1]));
    }

    #[test]
    fn repeats_are_held_to_the_limits() {
        let long = "x".repeat(10_000);
        for (rows, cols, text) in [
            ("1000000", "1", &*long),
            ("1", "4000000000", "a"),
            ("4294967295", "3", "a"),
        ] {
            let outcome = flat(&format!(
                "<table:table><table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
                 office:value-type=\"string\" table:number-columns-repeated=\"{cols}\"><text:p>{text}</text:p>\
                 </table:table-cell></table:table-row></table:table>"
            ));
            assert!(
                matches!(outcome, Err(FileFact::Limit { .. } | FileFact::Damaged(_))),
                "{rows} {cols}"
            );
        }
    }
}
