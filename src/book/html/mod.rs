//! Web pages that are called workbooks: every table of the page is a sheet.
//!
//! Software of the provinces writes its reports so: `bao-cao.xls` begins with `<html` and Excel opens
//! it. `<td x:num="1234.5">1.234,5</td>` is the number 1234.5, `<td>1.234,5</td>` is text.
//!
//! The page is cut into tags and text by a tokenizer that follows the HTML standard, and never made
//! a tree: rows and cells are told from the order of their tags, as the standard does where closing
//! tags are left out. So a page nested a million deep costs no more than a flat one. Text outside of tables
//! has no row and is not taken.

mod table;
mod tag;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use encoding_rs::{Encoding as Charset, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::book::build::{Budget, SHEETS, bound};
use crate::book::charset;
use crate::book::encoding::{Encoding, FontInfo};
use crate::book::format::saved;
use crate::book::grid::{Book, Grid};
use crate::book::ours::is_page;
use crate::book::seen::Manner;
use crate::book::text::clean;
use crate::intake::fact::{Bound, FileFact};
use crate::place::CellRef;
use table::{OpenCell, Table, is_table, text_of};
use tag::{Class, Tag, declaration, first_font, format_of, is_block, is_hidden, manner_of};

/// How many tables may stand inside one another before the inner ones are mere text of a cell.
const NESTED: usize = 32;
/// The widest and longest cell, as the HTML standard has it.
const WIDEST: u32 = 1000;
const LONGEST: u32 = 65_534;
/// The most merged regions of a table.
const MERGES: usize = 1_000_000;

/// Reads the tables of a page.
pub(crate) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Book, FileFact> {
    let text = decode(bytes);
    if is_mime(&text) {
        return Err(FileFact::Unsupported("MHTML"));
    }
    if is_page(&text) {
        return Ok(Book {
            our_output: Some("report".to_owned()),
            ..Book::default()
        });
    }
    let mut reader = Reader::new(budget);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        // What is handed on ends the pass.
        reader.take(event).err()
    });
    emitter.naively_switch_states(true);
    if let Some(Ok(fact)) = Tokenizer::new_with_emitter(&*text, emitter).next() {
        return Err(fact);
    }
    reader.finish()
}

/// Whether it is a page packed as a letter, its tables in some encoding of mail.
fn is_mime(text: &str) -> bool {
    let head = text.trim_start().get(..13).unwrap_or_default();
    head.eq_ignore_ascii_case("mime-version:")
}

/// The text of a page: by its mark, by what it says of itself, else by its bytes.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let stated = stated_charset(head).and_then(|label| Charset::for_label(&label));
    decode_as(bytes, stated)
}

/// Text of a stated encoding. A statement that the bytes deny does not hold: pages are passed on by
/// programs that change the one and not the other.
pub(in crate::book) fn decode_as<'a>(
    bytes: &'a [u8],
    stated: Option<&'static Charset>,
) -> Cow<'a, str> {
    let marked = Charset::for_bom(bytes).is_some();
    let single = [WINDOWS_1252, WINDOWS_1258];
    match stated {
        _ if marked || std::str::from_utf8(bytes).is_ok() => charset::decode(bytes),
        // Both hold Vietnamese fonts as well as Vietnamese; the bytes tell.
        Some(stated) if single.contains(&stated) => charset::decode_single_byte(bytes),
        Some(stated) if ![UTF_8, UTF_16LE, UTF_16BE].contains(&stated) => {
            stated.decode_without_bom_handling(bytes).0
        }
        _ => charset::decode(bytes),
    }
}

/// The `charset=` of a page's head.
fn stated_charset(head: &[u8]) -> Option<Vec<u8>> {
    let lower = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, b"charset")?.saturating_add(7);
    let rest = lower.get(at..)?.trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let rest = rest.strip_prefix(b"'").unwrap_or(rest);
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
    rest.get(..end.unwrap_or(rest.len())).map(<[u8]>::to_vec)
}

/// The state of the pass.
struct Reader<'a, 'b> {
    budget: &'a mut Budget<'b>,
    tag: Tag,
    /// The element whose text is not of the page: a script, a style sheet.
    aside: Option<Vec<u8>>,
    style: String,
    classes: BTreeMap<String, Class>,
    /// The tables that are open, innermost last.
    open: Vec<Table>,
    /// Tables inside of too many others.
    too_deep: usize,
    begun: usize,
    /// Tables that are done, by the order in which they began.
    done: BTreeMap<usize, (Grid, BTreeMap<CellRef, Arc<str>>)>,
    /// The sheets' names that Excel writes into a comment.
    names: Vec<String>,
    saved: Option<String>,
    listed: BTreeSet<Arc<str>>,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(budget: &'a mut Budget<'b>) -> Self {
        Self {
            budget,
            tag: Tag::new(b""),
            aside: None,
            style: String::new(),
            classes: BTreeMap::new(),
            open: Vec::new(),
            too_deep: 0,
            begun: 0,
            done: BTreeMap::new(),
            names: Vec::new(),
            saved: None,
            listed: BTreeSet::new(),
        }
    }

    fn take(&mut self, event: CallbackEvent<'_>) -> Result<(), FileFact> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag = Tag::new(name),
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute = name.to_vec();
                self.tag.set("");
            }
            CallbackEvent::AttributeValue { value } => {
                let value = String::from_utf8_lossy(value);
                self.tag.set(&value);
            }
            CallbackEvent::CloseStartTag { .. } => {
                let tag = std::mem::replace(&mut self.tag, Tag::new(b""));
                return self.open_tag(tag);
            }
            CallbackEvent::EndTag { name } => return self.close_tag(name),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value))?,
            CallbackEvent::Comment { value } => self.comment(&String::from_utf8_lossy(value)),
            _ => {}
        }
        Ok(())
    }

    fn open_tag(&mut self, tag: Tag) -> Result<(), FileFact> {
        match tag.name.as_slice() {
            b"script" | b"style" | b"title" | b"noscript" | b"template" | b"xml" => {
                self.aside = Some(tag.name);
                return Ok(());
            }
            _ if self.aside.is_some() => return Ok(()),
            b"table" => {
                self.open_table();
                return Ok(());
            }
            _ => {}
        }
        let font = self.font_of(&tag);
        let manner = self.manner_of(&tag);
        let Some(table) = self.open.last_mut().filter(|_| self.too_deep == 0) else {
            if let Some(cell) = self.cell()
                && is_block(&tag.name)
            {
                cell.text.block();
            }
            return Ok(());
        };
        match tag.name.as_slice() {
            b"tr" => {
                table.close_cell(&self.classes, self.budget)?;
                let names = tag.class.split_ascii_whitespace();
                let by_class = names
                    .filter_map(|name| self.classes.get(name))
                    .any(|class| class.hidden);
                table.open_row(tag.hidden || by_class);
            }
            b"td" | b"th" => {
                table.close_cell(&self.classes, self.budget)?;
                table.open_cell(tag, font);
                if let (Some(cell), Some(manner)) = (&mut table.cell, manner) {
                    cell.struck = manner == Manner::Struck;
                }
            }
            b"col" => table.columns(&tag),
            b"thead" | b"tbody" | b"tfoot" | b"caption" => {
                table.close_cell(&self.classes, self.budget)?;
                table.in_row = false;
            }
            name => {
                if let Some(cell) = &mut table.cell {
                    match name {
                        b"br" => cell.text.line(),
                        name if is_block(name) => cell.text.block(),
                        _ => {}
                    }
                    cell.font = font.or(cell.font.take());
                    if !matches!(name, b"br" | b"img" | b"hr" | b"col" | b"input" | b"wbr") {
                        cell.text.open(name, manner);
                    }
                }
            }
        }
        Ok(())
    }

    /// How a tag writes letters, by what it is, by its style or by its class.
    fn manner_of(&self, tag: &Tag) -> Option<Manner> {
        match tag.name.as_slice() {
            b"s" | b"strike" | b"del" => Some(Manner::Struck),
            b"sup" | b"sub" => Some(Manner::Raised),
            _ if tag.manner.is_some() => tag.manner,
            _ => {
                let mut names = tag.class.split_ascii_whitespace();
                names.find_map(|name| self.classes.get(name)?.manner)
            }
        }
    }

    /// The font that a tag states, by itself or by its class.
    fn font_of(&mut self, tag: &Tag) -> Option<Arc<str>> {
        let own = tag.font.as_deref().map(first_font);
        let font = own.or_else(|| {
            let names = tag.class.split_ascii_whitespace();
            names
                .filter_map(|name| self.classes.get(name))
                .find_map(|class| class.font.clone())
        })?;
        if Encoding::of_font(&font).is_some() && self.listed.len() < 1000 {
            self.listed.insert(font.clone());
        }
        Some(font)
    }

    fn open_table(&mut self) {
        if self.open.len() >= NESTED {
            self.too_deep = self.too_deep.saturating_add(1);
            return;
        }
        self.open.push(Table::new(self.begun));
        self.begun = self.begun.saturating_add(1);
    }

    fn close_tag(&mut self, name: &[u8]) -> Result<(), FileFact> {
        if let Some(aside) = &self.aside {
            if aside == name {
                self.aside = None;
                if name == b"style" {
                    self.style_sheet();
                }
            }
            return Ok(());
        }
        if name == b"table" {
            if self.too_deep > 0 {
                self.too_deep = self.too_deep.saturating_sub(1);
                return Ok(());
            }
            return self.close_table();
        }
        if self.too_deep > 0 {
            return Ok(());
        }
        let Some(table) = self.open.last_mut() else {
            return Ok(());
        };
        match name {
            b"td" | b"th" => table.close_cell(&self.classes, self.budget)?,
            b"tr" | b"thead" | b"tbody" | b"tfoot" => {
                table.close_cell(&self.classes, self.budget)?;
                table.in_row = false;
            }
            name => {
                if let Some(cell) = &mut table.cell {
                    if is_block(name) {
                        cell.text.block();
                    }
                    cell.text.close(name);
                }
            }
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), FileFact> {
        let Some(mut table) = self.open.pop() else {
            return Ok(());
        };
        table.close_cell(&self.classes, self.budget)?;
        bound(self.done.len() as u64, SHEETS, Bound::Sheets)?;
        let (order, wraps) = (table.order, table.holds_tables);
        let (grid, fonts) = table.finish(self.budget)?;
        match self.open.last_mut() {
            // What is no table but a frame or a list is text of the cell it stands in.
            Some(outer) if !is_table(&grid) => {
                outer.holds_tables |= wraps;
                if let Some(cell) = &mut outer.cell {
                    cell.text.block();
                    cell.text.text.push_str(&text_of(&grid));
                    cell.text.block();
                }
            }
            Some(outer) => {
                outer.holds_tables = true;
                self.done.insert(order, (grid, fonts));
            }
            // A frame around tables is none itself.
            None if wraps && grid.rows.is_empty() => {}
            None => {
                self.done.insert(order, (grid, fonts));
            }
        }
        Ok(())
    }

    /// The cell that text belongs to.
    fn cell(&mut self) -> Option<&mut OpenCell> {
        self.open.last_mut()?.cell.as_mut()
    }

    fn text(&mut self, text: &str) -> Result<(), FileFact> {
        match self.aside.as_deref() {
            Some(b"style") => self.style.push_str(text),
            Some(_) => {}
            None => {
                if let Some(cell) = self.cell() {
                    cell.text.push(text);
                    let length = cell.text.text.len() as u64;
                    self.budget.foresee(1, length)?;
                }
            }
        }
        Ok(())
    }

    /// Excel writes what HTML has no words for into comments; some writers the style sheet too.
    fn comment(&mut self, comment: &str) {
        if self.aside.as_deref() == Some(b"style") {
            self.style.push_str(comment);
        }
        for sheet in comment.split("<x:ExcelWorksheet>").skip(1) {
            if let Some(name) = between(sheet, "<x:Name>", "</x:Name>")
                && self.names.len() < 10_000
            {
                let name = quick_xml::escape::unescape(name).unwrap_or(Cow::Borrowed(name));
                self.names.push(name.trim().to_owned());
            }
        }
        if let Some(saved) = between(comment, "<o:LastSaved>", "</o:LastSaved>") {
            self.saved = Some(saved.to_owned());
        }
    }

    /// Reads the classes of a style sheet.
    fn style_sheet(&mut self) {
        let style = std::mem::take(&mut self.style);
        for rule in style.split('}') {
            let Some((selectors, declarations)) = rule.split_once('{') else {
                continue;
            };
            let class = Class {
                format: format_of(declarations),
                manner: manner_of(declarations),
                hidden: is_hidden(declarations),
                font: declaration(declarations, "font-family").map(|font| first_font(&font)),
            };
            for selector in selectors.split(',') {
                let Some((_, name)) = selector.trim().rsplit_once('.') else {
                    continue;
                };
                if self.classes.len() < 100_000 {
                    self.classes.insert(name.trim().to_owned(), class.clone());
                }
            }
        }
    }

    fn finish(mut self) -> Result<Book, FileFact> {
        // A page cut short, or one that leaves its tags open.
        while !self.open.is_empty() {
            self.close_table()?;
        }
        if self.done.is_empty() {
            return Err(FileFact::NotASpreadsheet(Some("HTML")));
        }
        // With a name for each of several tables they are sheets of a workbook.
        let named = self.names.len() > 1 && self.names.len() == self.done.len();
        let mut book = Book {
            modified: self.saved.as_deref().and_then(saved),
            ..Book::default()
        };
        let mut fonts = FontInfo {
            listed: self.listed.into_iter().collect(),
            ..FontInfo::default()
        };
        for (index, (mut grid, cells)) in self.done.into_values().enumerate() {
            let number = index.saturating_add(1);
            let name = self.names.get(index).filter(|_| named);
            grid.name = name.map_or_else(
                || format!("Sheet{number}").into(),
                |name| clean(name).as_str().into(),
            );
            if !fonts.listed.is_empty() {
                let cells = cells.into_iter().map(|(at, font)| ((index, at), font));
                fonts.cells.extend(cells);
            }
            book.sheets.push(grid);
        }
        book.fonts = fonts;
        Ok(book)
    }
}

/// What stands between two marks.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(open)?;
    Some(rest.split_once(close)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::format::{Format, Shown};

    #[test]
    fn declarations_lose_their_escapes() {
        let style = "mso-number-format:\"dd\\/mm\\/yyyy\\;\\@\"; display : NONE";
        assert_eq!(
            declaration(style, "mso-number-format").as_deref(),
            Some("dd/mm/yyyy;@")
        );
        assert!(is_hidden(style));
        assert_eq!(
            declaration(
                "mso-number-format:\"\\#\\,\\#\\#0 \\0022đồng\\0022\"",
                "mso-number-format"
            )
            .as_deref(),
            Some("#,##0 \"đồng\"")
        );
        assert_eq!(
            format_of("mso-number-format:\"Short Date\""),
            Some(Format::as_shown(Shown::Date).into())
        );
        assert_eq!(declaration("color:red", "display"), None);
    }

    #[test]
    fn the_charset_is_stated_or_told() {
        for (head, label) in [
            ("<meta charset=\"utf-8\">", Some("utf-8")),
            (
                "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1258\">",
                Some("windows-1258"),
            ),
            ("<meta charset = 'x'", Some("x")),
            ("<html>", None),
        ] {
            let found = stated_charset(head.as_bytes());
            assert_eq!(found.as_deref(), label.map(str::as_bytes), "{head}");
        }
        assert_eq!(
            decode("<meta charset=windows-1252>ộ".as_bytes()),
            "<meta charset=windows-1252>ộ"
        );
        let vietnamese = b"<meta charset=windows-1252>Vi\xea\xf2t Nam";
        assert!(decode(vietnamese).ends_with("Vi\u{ea}\u{323}t Nam"));
        let font = b"<meta charset=windows-1258>S\xeb K\xd5 ho\xb9ch";
        assert!(decode(font).ends_with("Së KÕ ho¹ch"));
    }
}
