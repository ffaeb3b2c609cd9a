//! The parts of a package in the order in which they are needed: the list of sheets, styles and strings, then the cells.

use std::collections::BTreeMap;

use super::cells::Tally;
use super::strings::{self, Strings};
use super::styles::{self, Styles};
use super::workbook::{self, Listed};
use super::{Halt, sheet};
use crate::book::build::Budget;
use crate::book::comments::Comment;
use crate::book::grid::{Book, Grid};
use crate::book::look::{Others, book_of};
use crate::book::package::Package;
use crate::book::text::clean;
use crate::intake::limits::Limits;

/// What the cells of all sheets refer to.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) strings: Strings,
    pub(super) styles: Styles,
    /// Whether any font of the workbook is of a legacy encoding.
    pub(super) any_legacy: bool,
    /// Whether its days are counted from 1904.
    pub(super) is_1904: bool,
    /// Whether its formulas were never calculated: a stored 0 is no result.
    pub(super) uncalculated: bool,
}

/// The parts that nearly all packages have, by their names in small letters.
const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const STYLES: &str = "xl/styles.xml";
const STRINGS: &str = "xl/sharedstrings.xml";

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits, budget: &mut Budget<'_>) -> Result<Book, Halt> {
    let mut package = Package::open(bytes, limits)?;
    let mut book = book_of(&mut package)?;
    let names = package.names().iter().map(|name| name.to_lowercase());
    let mut parts: BTreeMap<String, usize> = names.zip(0..).collect();
    check_root(&mut package, &mut parts)?;
    let workbook = take(&mut parts, WORKBOOK).ok_or(Halt::Odd)?;
    let workbook = workbook::read(&mut package, workbook)?;
    let relations = take(&mut parts, RELATIONS).ok_or(Halt::Odd)?;
    let relations = workbook::relations(&mut package, relations)?;
    let of_sheets = workbook.parts(&relations)?;
    let mut shared = Shared {
        is_1904: workbook.is_1904,
        uncalculated: workbook.uncalculated,
        ..Shared::default()
    };
    if let Some(index) = take(&mut parts, STYLES) {
        shared.styles = styles::read(&mut package, index)?;
    }
    if let Some(index) = take(&mut parts, STRINGS) {
        shared.strings = strings::read(&mut package, index)?;
    }
    shared.any_legacy = shared.strings.rich.any_legacy || shared.styles.any_legacy;
    let mut sheets: Vec<(&Listed, String, usize)> = Vec::new();
    for (listed, part) in workbook.sheets.iter().zip(of_sheets) {
        if let Some(part) = part {
            let index = take(&mut parts, &part).ok_or(Halt::Odd)?;
            sheets.push((listed, part, index));
        }
    }
    check_names(&workbook.sheets)?;
    // What else the package has: comments, and what is looked at for its size alone.
    let mut others = Others::default();
    for (name, index) in &parts {
        others.scan(&mut package, name, *index, limits)?;
    }
    if !others.are_ordinary() {
        return Err(Halt::Odd);
    }
    let mut comments = others.comments();
    budget.hold(usize::try_from(package.inflated()).unwrap_or(usize::MAX));
    let mut tally = Tally {
        sheet: 0,
        fonts: BTreeMap::new(),
        filled: 0,
        budget,
    };
    for (listed, part, index) in sheets {
        let grid = grid_of(listed, comments.remove(&part));
        let grid = sheet::read(&mut package, index, grid, &shared, &mut tally, limits)?;
        book.sheets.push(grid);
        tally.sheet = book.sheets.len();
    }
    book.fonts.cells = tally.fonts;
    if shared.any_legacy {
        book.fonts.listed = shared.styles.listed();
    }
    Ok(book)
}

/// Takes a part from those that are left; its index.
fn take(parts: &mut BTreeMap<String, usize>, name: &str) -> Option<usize> {
    parts.remove(name)
}

/// Refuses a package whose workbook is another part than that of nearly all packages.
fn check_root(package: &mut Package<'_>, parts: &mut BTreeMap<String, usize>) -> Result<(), Halt> {
    let root = take(parts, "_rels/.rels").ok_or(Halt::Odd)?;
    let relations = workbook::relations(package, root)?;
    let mut documents = relations
        .iter()
        .filter(|relation| relation.kind.ends_with("/relationships/officeDocument"));
    match (documents.next(), documents.next()) {
        (Some(document), None)
            if matches!(
                document.target.as_str(),
                "xl/workbook.xml" | "/xl/workbook.xml"
            ) =>
        {
            Ok(())
        }
        _ => Err(Halt::Odd),
    }
}

/// Refuses two sheets of one name.
fn check_names(sheets: &[Listed]) -> Result<(), Halt> {
    let mut names: Vec<String> = sheets
        .iter()
        .map(|sheet| sheet.name.to_lowercase())
        .collect();
    names.sort_unstable();
    let doubled = names.windows(2).any(|pair| match pair {
        [one, other] => one == other,
        _ => false,
    });
    if doubled { Err(Halt::Odd) } else { Ok(()) }
}

fn grid_of(sheet: &Listed, comments: Option<Vec<Comment>>) -> Grid {
    Grid {
        name: clean(&sheet.name).as_str().into(),
        visibility: sheet.visibility,
        comments: comments.unwrap_or_default(),
        ..Grid::default()
    }
}
