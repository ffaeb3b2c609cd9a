//! The sheets that a workbook lists: which of them the reader of cells is shown, and what was seen of each.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Part, Relation, relations_of, target_of};
use crate::book::comments::Comment;
use crate::book::mend::{self, Fate, Mended};
use crate::book::package::Package;
use crate::book::sheet::SheetLook;
use crate::intake::fact::FileFact;

/// What becomes of the sheets of a workbook, in the order in which it lists them.
#[derive(Debug, Default)]
pub(super) struct Fates {
    /// The part of the workbook, and that of its relations.
    workbook: String,
    relations: String,
    sheets: Vec<(Fate, Option<String>)>,
    /// Whether any of them holds macros.
    pub(super) macros: bool,
}

/// Tells which sheets the reader of cells is shown, and their parts.
pub(super) fn fates(parts: &BTreeMap<String, (usize, Part)>) -> Result<Fates, FileFact> {
    let workbook = parts.iter().find_map(|(name, (_, part))| match part {
        Part::Workbook { listed, .. } => Some((name.clone(), listed)),
        _ => None,
    });
    let Some((workbook, listed)) = workbook else {
        return Ok(Fates::default());
    };
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut fates = Fates {
        relations: relations_of(&workbook),
        ..Fates::default()
    };
    let related: HashMap<&str, &Relation> = match parts.get(&fates.relations) {
        Some((_, Part::Relations(list))) => {
            let list = list.iter();
            list.map(|relation| (relation.id.as_str(), relation))
                .collect()
        }
        _ => HashMap::new(),
    };
    let mut lost = Vec::new();
    for sheet in listed {
        let relation = related.get(sheet.relation.as_str());
        let path = relation.map(|relation| target_of(folder, &relation.target.to_lowercase()));
        let fate = match relation.map(|relation| relation.kind.to_lowercase()) {
            Some(kind) if kind.ends_with("macrosheet") => {
                fates.macros = true;
                Fate::Goes
            }
            Some(_) if sheet.odd_state => Fate::Shown,
            Some(_) => Fate::Stays,
            None => {
                lost.push(fates.sheets.len());
                Fate::Goes
            }
        };
        fates.sheets.push((fate, path));
    }
    find_lost(&mut fates, &lost, parts)?;
    fates.workbook = workbook;
    Ok(fates)
}

/// Sheets of the list that name no part. Where there are no cells but those of the others nothing is lost with them; where
/// there is one such sheet and one part with cells that no other has, they belong together.
fn find_lost(
    fates: &mut Fates,
    lost: &[usize],
    parts: &BTreeMap<String, (usize, Part)>,
) -> Result<(), FileFact> {
    if lost.is_empty() {
        return Ok(());
    }
    let listed = fates.sheets.iter().filter_map(|(_, path)| path.as_deref());
    let listed: HashSet<&str> = listed.collect();
    let mut stray = parts.iter().filter_map(|(name, (_, part))| match part {
        Part::Sheet(sheet) if sheet.filled > 0 && !listed.contains(name.as_str()) => Some(name),
        _ => None,
    });
    match (stray.next(), stray.next(), lost) {
        (None, _, _) => Ok(()),
        (Some(part), None, [sheet]) => {
            let part = part.clone();
            if let Some(sheet) = fates.sheets.get_mut(*sheet) {
                *sheet = (Fate::Found, Some(part));
            }
            Ok(())
        }
        _ => Err(FileFact::Damaged("which sheet is which is not told".into())),
    }
}

/// Mends the list of sheets, and the relations of one that had lost its own.
pub(super) fn mend_list(
    package: &mut Package<'_>,
    mended: &mut Mended,
    parts: &BTreeMap<String, (usize, Part)>,
    fates: &Fates,
) -> Result<(), FileFact> {
    let sheets: Vec<Fate> = fates.sheets.iter().map(|(fate, _)| *fate).collect();
    if sheets.iter().all(|fate| *fate == Fate::Stays) {
        return Ok(());
    }
    if let Some((index, _)) = parts.get(&fates.workbook) {
        let xml = xml_of(package, mended, *index)?;
        mended.insert(*index, mend::workbook(&xml, &sheets));
    }
    let found = fates.sheets.iter().find(|(fate, _)| *fate == Fate::Found);
    if let (Some((_, Some(part))), Some((index, _))) = (found, parts.get(&fates.relations)) {
        // The reader of cells finds parts whatever the case of their letters.
        let xml = xml_of(package, mended, *index)?;
        mended.insert(*index, mend::relations(&xml, part));
    }
    Ok(())
}

/// A part as it is to be so far.
pub(super) fn xml_of(
    package: &mut Package<'_>,
    mended: &mut Mended,
    index: usize,
) -> Result<Vec<u8>, FileFact> {
    match mended.remove(&index) {
        Some(xml) => Ok(xml),
        None => package.whole_xml(index),
    }
}

/// What was seen of the sheets, in the order in which the workbook lists those that stay.
pub(super) fn in_order(
    parts: &mut BTreeMap<String, (usize, Part)>,
    fates: &Fates,
) -> Vec<Option<SheetLook>> {
    let mut comments = comments(parts);
    let stay = fates.sheets.iter().filter(|(fate, _)| *fate != Fate::Goes);
    stay.map(|(_, path)| {
        let path = path.as_ref()?;
        match parts.remove(path) {
            Some((_, Part::Sheet(mut sheet))) => {
                sheet.comments = comments.remove(path).unwrap_or_default();
                Some(*sheet)
            }
            _ => None,
        }
    })
    .collect()
}

/// The comments of each part, by its name in small letters: a relation of the part leads to them.
pub(super) fn comments(
    parts: &mut BTreeMap<String, (usize, Part)>,
) -> HashMap<String, Vec<Comment>> {
    let names = parts.iter().filter_map(|(name, (_, part))| match part {
        Part::Comments(_) => Some(name.clone()),
        _ => None,
    });
    let names: Vec<String> = names.collect();
    let mut owners: HashMap<String, String> = HashMap::new();
    for (name, (_, part)) in parts.iter().filter(|_| !names.is_empty()) {
        let Part::Relations(list) = part else {
            continue;
        };
        let Some((folder, sheet)) = name
            .strip_suffix(".rels")
            .and_then(|name| name.rsplit_once("/_rels/"))
        else {
            continue;
        };
        for relation in list {
            let target = relation.target.to_lowercase();
            let target = whole_path(&target_of(folder, &target));
            owners.insert(target, format!("{folder}/{sheet}"));
        }
    }
    let mut found = HashMap::new();
    for name in names {
        if let (Some(owner), Some((_, Part::Comments(look)))) =
            (owners.remove(&name), parts.remove(&name))
        {
            found.insert(owner, look.finish());
        }
    }
    found
}

/// A path without the steps up in it: `xl/comments1.xml` for `xl/worksheets/../comments1.xml`.
fn whole_path(path: &str) -> String {
    let mut folders: Vec<&str> = Vec::new();
    for folder in path.split('/') {
        if folder == ".." {
            folders.pop();
        } else {
            folders.push(folder);
        }
    }
    folders.join("/")
}
