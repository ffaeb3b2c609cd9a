//! The look at an Excel package before it is read: every part that the reader will open is inflated
//! and scanned once, so that no claim inside (counts, references, sizes) has to be believed.

mod list;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use list::{fates, in_order, mend_list, xml_of};

use super::build::bound;
use super::comments::{Comment, CommentsLook};
use super::format::saved;
use super::grid::Book;
use super::markup::{Piece, Scanner, attribute, digits, local, unescape};
use super::mend::{self, Listed, Mended};
use super::ours::RETURNED_FROM;
use super::package::Package;
use super::rich::RichStrings;
use super::sheet::{SheetLook, StringsLook};
use super::stamp::Stamp;
use crate::intake::fact::{Bound, FileFact, Limit};
use crate::intake::limits::Limits;

/// Folders whose parts are never read; those of `docProps` not by the reader of cells.
const NOT_READ: [&str; 18] = [
    "activex",
    "charts",
    "ctrlprops",
    "customxml",
    "diagrams",
    "docprops",
    "drawings",
    "embeddings",
    "externallinks",
    "media",
    "model",
    "persons",
    "pivotcache",
    "pivottables",
    "printersettings",
    "querytables",
    "richdata",
    "tables",
];

/// The most elements in the part of styles, where a cell format counts for twenty: so many bytes
/// does the reader make of it. Excel itself stops at 65,490 cell formats.
const STYLES: u64 = 4_000_000;
/// The most defined names and sheets.
const NAMES: u64 = 200_000;
/// How many more strings than there are a table may claim: the reader makes room for them.
const STRINGS_TOO_MANY: u64 = 1_000_000;

/// A relation of a part.
#[derive(Debug)]
struct Relation {
    id: String,
    target: String,
    /// What stands last in its type: `worksheet`.
    kind: String,
}

/// What a part is, by its root element.
#[derive(Debug, Default)]
enum Part {
    #[default]
    Unknown,
    Sheet(Box<SheetLook>),
    Strings {
        claimed: u64,
        found: u64,
        /// How many bytes each of them has.
        lengths: Vec<u32>,
        rich: Box<RichStrings>,
    },
    Styles(u64),
    Workbook {
        listed: Vec<Listed>,
        names: u64,
        /// Whether it is to be calculated when it is opened, for the program that wrote it did not.
        uncalculated: bool,
    },
    Relations(Vec<Relation>),
    Comments(Box<CommentsLook>),
    Plain,
}

/// What was seen of a package.
#[derive(Debug)]
pub(crate) struct PackageLook {
    /// A book without its sheets.
    pub(crate) book: Book,
    /// The sheets in the order of the workbook; `None` for one whose part was not found.
    pub(crate) sheets: Vec<Option<SheetLook>>,
    /// The fonts within the strings.
    pub(crate) rich: RichStrings,
    /// Whether formulas were never calculated: a stored 0 is no result.
    pub(crate) uncalculated: bool,
    /// How many bytes the parts have that were looked at.
    pub(crate) inflated: u64,
    /// The package with what the reader of cells gives up on mended; `None` when it can read the package itself.
    pub(crate) mended: Option<Vec<u8>>,
}

/// Looks at a package of XML parts.
pub(crate) fn look(bytes: &[u8], limits: &Limits) -> Result<PackageLook, FileFact> {
    let mut package = Package::open(bytes, limits)?;
    let mut book = book_of(&mut package)?;
    let mut utf16 = Vec::new();
    let mut parts: BTreeMap<String, (usize, Part)> = BTreeMap::new();
    let mut rich = RichStrings::default();
    let mut themes = Vec::new();
    let mut strings: Arc<StringsLook> = Arc::default();
    let mut filled = 0_u64;
    for index in strings_first(&package) {
        let name = package.names().get(index).map(|name| name.to_lowercase());
        let name = name.unwrap_or_default();
        // The reader wants the theme for colours and does without.
        if name.contains("theme/") {
            themes.push(index);
            continue;
        }
        if is_read(&name) {
            let (part, is_utf16) = scan(&mut package, index, limits, &strings)?;
            utf16.extend(is_utf16.then_some(index));
            if let Part::Sheet(sheet) = &part {
                filled = filled.saturating_add(sheet.filled);
                within(filled, limits)?;
            }
            if let Part::Strings {
                rich: fonts,
                lengths,
                ..
            } = part
            {
                rich = *fonts;
                strings = Arc::new(StringsLook {
                    marked: rich.marked.keys().copied().collect(),
                    lengths,
                });
            } else {
                parts.insert(name, (index, part));
            }
        }
    }
    let mut mended = Mended::new();
    for index in utf16 {
        mended.insert(index, package.whole_xml(index)?);
    }
    for (index, part) in parts.values() {
        if matches!(part, Part::Sheet(sheet) if sheet.odd_dimension) {
            let xml = xml_of(&mut package, &mut mended, *index)?;
            mended.insert(*index, mend::without_dimension(&xml));
        }
    }
    let fates = fates(&parts)?;
    book.macros |= fates.macros;
    mend_list(&mut package, &mut mended, &parts, &fates)?;
    let mended = match mended.is_empty() {
        true => None,
        false => Some(package.with(&mended)?),
    };
    let inflated = package.inflated();
    for index in themes {
        scan(&mut package, index, limits, &strings)?;
    }
    let uncalculated = parts
        .values()
        .any(|(_, part)| matches!(part, Part::Workbook { uncalculated, .. } if *uncalculated));
    Ok(PackageLook {
        inflated,
        uncalculated,
        book,
        sheets: in_order(&mut parts, &fates),
        rich,
        mended,
    })
}

/// The parts of a package beside those that make up its sheets: comments, and what is looked at for its size alone.
#[derive(Debug, Default)]
pub(crate) struct Others {
    parts: BTreeMap<String, (usize, Part)>,
    odd: bool,
}

impl Others {
    /// Looks at a part, unless nobody reads it.
    pub(crate) fn scan(
        &mut self,
        package: &mut Package<'_>,
        name: &str,
        index: usize,
        limits: &Limits,
    ) -> Result<(), FileFact> {
        if !is_read(name) || name.contains("theme/") {
            return Ok(());
        }
        let (part, is_utf16) = scan(package, index, limits, &Arc::default())?;
        let own = matches!(
            part,
            Part::Sheet(_) | Part::Strings { .. } | Part::Styles(_) | Part::Workbook { .. }
        );
        self.odd |= is_utf16 || own;
        self.parts.insert(name.to_owned(), (index, part));
        Ok(())
    }

    /// Whether none of them is a sheet, a table of strings or the like that some reader may take for the package's own.
    pub(crate) fn are_ordinary(&self) -> bool {
        !self.odd
    }

    /// The comments of each part, by its name in small letters.
    pub(crate) fn comments(mut self) -> HashMap<String, Vec<Comment>> {
        list::comments(&mut self.parts)
    }
}

/// Whether a part is one that a reader of cells may open.
fn is_read(name: &str) -> bool {
    let skipped = name.split('/').any(|folder| NOT_READ.contains(&folder));
    !skipped && (name.ends_with(".xml") || name.ends_with(".rels"))
}

/// The parts of a package, the table of strings before the sheets, which refer to it.
fn strings_first(package: &Package<'_>) -> Vec<usize> {
    let is_strings = |index: &usize| {
        let name = package.names().get(*index);
        name.is_some_and(|name| name.to_lowercase().ends_with("sharedstrings.xml"))
    };
    let all = 0..package.names().len();
    let (mut parts, others): (Vec<usize>, Vec<usize>) = all.partition(is_strings);
    parts.extend(others);
    parts
}

/// A book without its sheets: what the package says of itself.
pub(crate) fn book_of(package: &mut Package<'_>) -> Result<Book, FileFact> {
    let mut book = Book::default();
    for name in package.names() {
        let name = name.to_lowercase();
        book.macros |= name.ends_with("vbaproject.bin");
        book.links |= name.contains("externallinks/") && !name.ends_with(".rels");
    }
    if let Some(core) = package.small("docProps/core.xml")? {
        book.modified = text_of(&core, b"modified")?.and_then(|text| saved(&text));
    }
    if let Some(custom) = package.small("docProps/custom.xml")? {
        book.our_output = property(&custom, "tonghop.output")?;
        book.returned_from = property(&custom, RETURNED_FROM)?;
        book.stamp = Stamp::of_properties(|name| property(&custom, name))?;
    }
    Ok(book)
}

/// The targets of a part's relations, by their ids.
pub(crate) fn relations(
    package: &mut Package<'_>,
    part: &str,
) -> Result<HashMap<String, String>, FileFact> {
    let Some(xml) = package.small(&relations_of(part))? else {
        return Ok(HashMap::new());
    };
    let mut part = Part::Relations(Vec::new());
    let limits = Limits::default();
    let strings = Arc::default();
    Scanner::default().feed(&xml, |piece| part.take(piece, &limits, &strings))?;
    match part {
        Part::Relations(list) => {
            let list = list.into_iter();
            Ok(list
                .map(|relation| (relation.id, relation.target))
                .collect())
        }
        _ => Ok(HashMap::new()),
    }
}

/// The name of the part that holds a part's relations.
fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that a relation of a part in this folder leads to.
pub(crate) fn target_of(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{folder}/{target}")
            .trim_start_matches('/')
            .to_owned(),
    }
}

/// Inflates a part and scans it by its kind; whether it was in UTF-16.
fn scan(
    package: &mut Package<'_>,
    index: usize,
    limits: &Limits,
    strings: &Arc<StringsLook>,
) -> Result<(Part, bool), FileFact> {
    let mut scanner = Scanner::default();
    let mut part = Part::Unknown;
    let is_utf16 = package.inflate_xml(index, |bite| {
        scanner.feed(bite, |piece| part.take(piece, limits, strings))
    })?;
    if let Part::Strings { claimed, found, .. } = &part
        && *claimed > found.saturating_add(STRINGS_TOO_MANY)
    {
        return Err(FileFact::Damaged(format!(
            "the table of strings claims {claimed} and holds {found}"
        )));
    }
    Ok((part, is_utf16))
}

impl Part {
    fn take(
        &mut self,
        piece: Piece<'_>,
        limits: &Limits,
        strings: &Arc<StringsLook>,
    ) -> Result<(), FileFact> {
        if let Self::Sheet(sheet) = self {
            sheet.take(piece)?;
            return within(sheet.filled, limits);
        }
        match (self, piece) {
            (
                part @ Self::Unknown,
                Piece::Open {
                    name, attributes, ..
                },
            ) => {
                *part = Self::of_root(local(name), attributes, strings);
            }
            (
                Self::Strings {
                    found,
                    rich,
                    lengths,
                    ..
                },
                Piece::Open { name, .. },
            ) if local(name) == b"si" => {
                rich.begin();
                lengths.push(0);
                *found = found.saturating_add(1);
                if *found > limits.cells {
                    return Err(limits.reached(Limit::Cells, *found));
                }
            }
            (Self::Strings { rich, lengths, .. }, piece) => {
                if let (Piece::Text(text) | Piece::CData(text), Some(length)) =
                    (piece, lengths.last_mut())
                {
                    *length = length.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
                }
                rich.take(piece);
            }
            (Self::Comments(comments), piece) => comments.take(piece),
            (Self::Styles(count), Piece::Open { name, .. }) => {
                let weight = if local(name) == b"xf" { 20 } else { 1 };
                *count = count.saturating_add(weight);
                bound(*count, STYLES, Bound::Styles)?;
            }
            (
                Self::Workbook {
                    listed,
                    names,
                    uncalculated,
                },
                Piece::Open {
                    name, attributes, ..
                },
            ) => {
                match local(name) {
                    b"sheet" => listed.push(Listed::of(attributes)),
                    b"definedName" => {}
                    b"calcPr" => {
                        let flag = attribute(attributes, b"fullCalcOnLoad");
                        *uncalculated |= matches!(flag, Some(b"1" | b"true"));
                        return Ok(());
                    }
                    _ => return Ok(()),
                }
                *names = names.saturating_add(1);
                bound(*names, NAMES, Bound::Names)?;
            }
            (
                Self::Relations(list),
                Piece::Open {
                    name, attributes, ..
                },
            ) if local(name) == b"Relationship" => {
                let text = |name| attribute(attributes, name).map(|value| unescape(value).into());
                if let (Some(id), Some(target)) = (text(b"Id"), text(b"Target")) {
                    let kind: String = text(b"Type").unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    list.push(Relation { id, target, kind });
                }
                bound(list.len() as u64, NAMES, Bound::Relations)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn of_root(name: &[u8], attributes: &[u8], strings: &Arc<StringsLook>) -> Self {
        match name {
            b"worksheet" => Self::Sheet(Box::new(SheetLook::new(strings.clone()))),
            b"sst" => {
                let claimed = attribute(attributes, b"uniqueCount").unwrap_or_default();
                // More digits than fit are more strings than fit.
                let known = digits(claimed).map_or(u64::MAX, u64::from);
                let claimed = if claimed.is_empty() { 0 } else { known };
                Self::Strings {
                    claimed,
                    found: 0,
                    lengths: Vec::new(),
                    rich: Box::default(),
                }
            }
            b"styleSheet" => Self::Styles(0),
            b"workbook" => Self::Workbook {
                listed: Vec::new(),
                names: 0,
                uncalculated: false,
            },
            b"Relationships" => Self::Relations(Vec::new()),
            b"comments" => Self::Comments(Box::default()),
            _ => Self::Plain,
        }
    }
}

/// Refuses more filled cells than are read, before any of them is.
fn within(filled: u64, limits: &Limits) -> Result<(), FileFact> {
    if filled > limits.cells {
        return Err(limits.reached(Limit::Cells, filled));
    }
    Ok(())
}

/// The text of the first element with this local name.
pub(crate) fn text_of(xml: &[u8], wanted: &[u8]) -> Result<Option<String>, FileFact> {
    let mut inside = false;
    let mut text = None;
    Scanner::default().feed(xml, |piece| {
        match piece {
            Piece::Open { name, .. } => inside = local(name) == wanted && text.is_none(),
            Piece::Text(bytes) if inside => text = Some(unescape(bytes).into_owned()),
            _ => inside = false,
        }
        Ok(())
    })?;
    Ok(text)
}

/// The text of a custom document property.
fn property(xml: &[u8], wanted: &str) -> Result<Option<String>, FileFact> {
    let mut inside = false;
    let mut text = None;
    Scanner::default().feed(xml, |piece| {
        match piece {
            Piece::Open {
                name, attributes, ..
            } if local(name) == b"property" => {
                let name = attribute(attributes, b"name").map(unescape);
                inside = name.is_some_and(|name| name == wanted);
                if inside {
                    text = Some(String::new());
                }
            }
            Piece::Close { name } if local(name) == b"property" => inside = false,
            Piece::Text(bytes) if inside => {
                text = text.take().map(|text| text + unescape(bytes).trim());
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found() {
        let core = b"<cp:coreProperties><dcterms:created>2020-01-01T00:00:00Z</dcterms:created>\
            <dcterms:modified xsi:type=\"dcterms:W3CDTF\">2020-08-24T20:19:22Z</dcterms:modified></cp:coreProperties>";
        let modified = text_of(core, b"modified").unwrap().unwrap();
        assert_eq!(modified, "2020-08-24T20:19:22Z");
        let custom = b"<Properties><property name=\"a\"><vt:lpwstr>x</vt:lpwstr></property>\
            <property fmtid=\"{}\" pid=\"2\" name=\"tonghop.output\"><vt:lpwstr>merge &amp; 1</vt:lpwstr></property></Properties>";
        let output = property(custom, "tonghop.output").unwrap();
        assert_eq!(output.as_deref(), Some("merge & 1"));
        assert_eq!(property(custom, "b").unwrap(), None);
    }
}
