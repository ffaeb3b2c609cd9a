//! The list of sheets, and the parts that they lie in.

use super::{Halt, pieces};
use crate::book::grid::Visibility;
use crate::book::markup::{Attributes, Piece, attribute, local, unescape};
use crate::book::package::Package;

/// What a workbook says of itself.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// Its sheets, in the order of their tabs.
    pub(super) sheets: Vec<Listed>,
    /// Whether its days are counted from 1904.
    pub(super) is_1904: bool,
    /// Whether it is to be calculated when it is opened, for the program that wrote it did not.
    pub(super) uncalculated: bool,
    names: u64,
}

/// A sheet of the list.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its name.
    pub(super) name: String,
    /// Whether it is shown.
    pub(super) visibility: Visibility,
    relation: String,
}

/// A relation of a part: its id, its type, and its target.
#[derive(Debug)]
pub(super) struct Relation {
    id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

/// The most names and sheets; a workbook of more is odd.
const NAMES: u64 = 10_000;

/// Reads the part of the workbook.
pub(super) fn read(package: &mut Package<'_>, index: usize) -> Result<Workbook, Halt> {
    let mut workbook = Workbook::default();
    let mut ended = false;
    pieces::of_part(package, index, b"workbook", |piece| {
        match piece {
            Piece::Open {
                name, attributes, ..
            } => workbook.open(name, attributes)?,
            Piece::Close { name } => ended |= local(name) == b"workbook",
            Piece::Text(_) | Piece::CData(_) => {}
        }
        if workbook.names > NAMES {
            return Err(Halt::Odd);
        }
        Ok(())
    })?;
    if !ended || workbook.sheets.is_empty() {
        return Err(Halt::Odd);
    }
    Ok(workbook)
}

impl Workbook {
    fn open(&mut self, name: &[u8], attributes: &[u8]) -> Result<(), Halt> {
        match local(name) {
            b"sheet" => self.sheets.push(Listed::of(attributes)?),
            b"definedName" => {}
            b"workbookPr" => {
                if let Some(flag) = attribute(attributes, b"date1904") {
                    self.is_1904 = matches!(flag, b"1" | b"true");
                }
                return Ok(());
            }
            b"calcPr" => {
                let flag = attribute(attributes, b"fullCalcOnLoad");
                self.uncalculated |= matches!(flag, Some(b"1" | b"true"));
                return Ok(());
            }
            _ => return Ok(()),
        }
        self.names = self.names.saturating_add(1);
        Ok(())
    }

    /// The sheets with the names of their parts in small letters; nothing for one that has no cells.
    pub(super) fn parts(&self, relations: &[Relation]) -> Result<Vec<Option<String>>, Halt> {
        let part = |sheet: &Listed| {
            let mut own = relations
                .iter()
                .filter(|relation| relation.id == sheet.relation);
            let (Some(relation), None) = (own.next(), own.next()) else {
                return Err(Halt::Odd);
            };
            match relation.kind.rsplit('/').next().unwrap_or_default() {
                "worksheet" => Ok(Some(relation.part())),
                "chartsheet" | "dialogsheet" => Ok(None),
                _ => Err(Halt::Odd),
            }
        };
        self.sheets.iter().map(part).collect()
    }
}

impl Listed {
    fn of(attributes: &[u8]) -> Result<Self, Halt> {
        let mut listed = Self {
            name: String::new(),
            visibility: Visibility::Visible,
            relation: String::new(),
        };
        let mut ids = 0_u32;
        for (key, value) in Attributes(attributes) {
            match key {
                b"name" => listed.name = unescape(value).into_owned(),
                b"state" => {
                    listed.visibility = match value {
                        b"visible" => Visibility::Visible,
                        b"hidden" => Visibility::Hidden,
                        b"veryHidden" => Visibility::VeryHidden,
                        _ => return Err(Halt::Odd),
                    };
                }
                _ if local(key) == b"id" => {
                    listed.relation = plain(value)?;
                    ids = ids.saturating_add(1);
                }
                _ => {}
            }
        }
        if ids == 1 { Ok(listed) } else { Err(Halt::Odd) }
    }
}

/// The relations of a part.
pub(super) fn relations(package: &mut Package<'_>, index: usize) -> Result<Vec<Relation>, Halt> {
    let mut list = Vec::new();
    let mut ended = false;
    pieces::of_part(package, index, b"Relationships", |piece| {
        match piece {
            Piece::Open {
                name, attributes, ..
            } if local(name) == b"Relationship" => {
                let text = |name| plain(attribute(attributes, name).unwrap_or_default());
                list.push(Relation {
                    id: text(b"Id")?,
                    kind: text(b"Type")?,
                    target: text(b"Target")?,
                });
                if list.len() as u64 > NAMES {
                    return Err(Halt::Odd);
                }
            }
            Piece::Close { name } => ended |= local(name) == b"Relationships",
            _ => {}
        }
        Ok(())
    })?;
    if ended { Ok(list) } else { Err(Halt::Odd) }
}

impl Relation {
    /// The part that a relation of the workbook leads to, in small letters.
    fn part(&self) -> String {
        let target = self.target.to_ascii_lowercase();
        match target.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None => format!("xl/{target}"),
        }
    }
}

/// The value of an attribute that holds letters of ASCII and no entities.
fn plain(value: &[u8]) -> Result<String, Halt> {
    match std::str::from_utf8(value) {
        Ok(text) if text.is_ascii() && !text.contains('&') => Ok(text.to_owned()),
        _ => Err(Halt::Odd),
    }
}
