//! A workbook of Excel with cells marked: the office's own package, changed only where a mark wants it.
//!
//! Changed are the sheets that hold marks (the numbers of styles, the link to the notes), the styles, the notes and
//! their drawing, the list of sheets, and what names parts; added are the sheet of findings and a document property.
//! Every other part is copied as it is packed. What an earlier run added is taken away first, so that a file may go to
//! and fro.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::list::{Covered, uncovered};
use super::parts::Parts;
use super::relations::{ContentTypes, Relation, Relations, resolved};
use super::sheet::{SheetSpots, merges};
use super::styles::{Earlier, Styles};
use super::tabs::{self, Tabs};
use super::trouble::Trouble;
use super::workbook::WorkbookPart;
use super::xml::{Edits, element_end, inner_text, tags};
use super::{Mark, Marks, drawing, list, notes, property, seal};
use crate::book::grid::Regions;
use crate::book::ours::{LIST_SHEET, LIST_TITLE, RETURNED, RETURNED_FROM, RETURNED_SEAL};
use crate::intake::limits::Limits;
use crate::lang::Lang;
use crate::place::CellRef;

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Marks a workbook; without marks, takes ours away.
///
/// # Errors
/// When the package is signed or its parts do not fit together. The bytes given are never changed.
pub fn marked(bytes: &[u8], marks: &Marks, limits: &Limits) -> Result<Vec<u8>, Trouble> {
    let mut parts = Parts::open(bytes, limits)?;
    if parts.has_folder("_xmlsignatures/") {
        return Err(Trouble::Signed);
    }
    let mut package = Package::open(&mut parts)?;
    let earlier = package.forget_list(&mut parts)?;
    let styles_part = package.relations.target("styles").map(str::to_owned);
    let styles_xml = match &styles_part {
        Some(name) => parts.read(name)?,
        None => None,
    };
    let styles_name = styles_part.filter(|_| styles_xml.is_some());
    let strict = package.root.strict;
    let mut styles = Styles::read(styles_xml, &earlier, strict);
    let mut covered = Covered::new();
    let mut notices = Vec::new();
    let none = BTreeMap::new();
    let mut known = BTreeSet::new();
    for (name, part) in package.worksheets() {
        known.insert(name.clone());
        let wanted = marks.sheets.get(name.as_str()).unwrap_or(&none);
        if wanted.is_empty() && !earlier.any {
            continue;
        }
        let mut sheet = OneSheet {
            name: &name,
            part: &part,
            earlier: &earlier,
            covered: &mut covered,
            locked: 0,
        };
        sheet.mark(wanted, &mut styles, &mut package, &mut parts)?;
        if sheet.locked > 0 {
            notices.push(locked_notice(&name, sheet.locked));
        }
    }
    if let Some(missing) = marks.sheets.keys().find(|name| !known.contains(*name)) {
        return Err(Trouble::Damaged(format!("there is no worksheet {missing}")));
    }
    if package.workbook.read_only || package.is_final(&mut parts)? {
        notices.push("Tệp được đặt ở chế độ nên mở chỉ để đọc: khi Excel hỏi, chọn mở để sửa (No, hoặc Edit Anyway) rồi mới sửa và lưu được.".to_owned());
    }
    let list_styles = marks.list.as_ref().map(|_| styles.for_list());
    let earlier_tabs = earlier.mark.as_deref().and_then(Tabs::of_mark);
    let earlier_tabs = earlier_tabs.filter(|_| styles.known());
    let (styles_xml, mark) = styles.finish();
    if let Some(xml) = styles_xml {
        let name = styles_name.unwrap_or_else(|| {
            let name = resolved(&package.folder, "styles.xml");
            let name = if parts.has(&name) {
                parts.free(&resolved(&package.folder, "styles"), "xml")
            } else {
                name
            };
            package.relations.add("styles", &name);
            package.types.add(&name, STYLES);
            name
        });
        parts.write(&name, xml);
    }
    let new = match (&marks.list, list_styles) {
        (Some(list), Some(styles)) => {
            let xml = list::sheet(list, &notices, &covered, styles, strict);
            let name = parts.free(&resolved(&package.folder, "worksheets/tonghop"), "xml");
            parts.write(&name, xml.into());
            package.types.add(&name, SHEET);
            let id = package.relations.add("worksheet", &name);
            Some((package.workbook.list_name(), id))
        }
        _ => None,
    };
    let sheet = new.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
    let tabs = package.show(sheet, earlier_tabs.as_ref(), &mut parts)?;
    let value = new.is_some().then(|| format!("{mark} {}", tabs.word()));
    let from = new.is_some().then_some(marks.from.as_str());
    property::set(
        &[
            (RETURNED, value.as_deref()),
            (RETURNED_FROM, from.filter(|from| !from.is_empty())),
            (RETURNED_SEAL, None),
        ],
        &mut parts,
        &mut package.root,
        &mut package.types,
    )?;
    package.relations.store(&mut parts);
    package.root.store(&mut parts);
    package.types.store(&mut parts);
    let bytes = parts.finish()?;
    if new.is_some() {
        seal::sealed(&bytes, limits)
    } else {
        Ok(bytes)
    }
}

/// The parts that name other parts.
struct Package {
    root: Relations,
    types: ContentTypes,
    /// The name of the workbook part, and its folder.
    name: String,
    folder: String,
    workbook: WorkbookPart,
    relations: Relations,
}

impl Package {
    fn open(parts: &mut Parts<'_>) -> Result<Self, Trouble> {
        let root = Relations::of("", false, parts)?;
        let name = root.target("officeDocument").unwrap_or("xl/workbook.xml");
        let name = name.to_owned();
        let missing = || Trouble::Damaged(format!("there is no {name}"));
        let xml = parts.read(&name)?.ok_or_else(missing)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        Ok(Self {
            types: ContentTypes::of(parts)?,
            workbook: WorkbookPart::read(xml)
                .ok_or_else(|| Trouble::Damaged(format!("{name} lists no sheets")))?,
            relations: Relations::of(&name, root.strict, parts)?,
            folder: folder.to_owned(),
            name,
            root,
        })
    }

    /// The names and parts of the worksheets that are left.
    fn worksheets(&self) -> Vec<(String, String)> {
        let relations = self.relations.by_id();
        let sheets = self.workbook.left();
        sheets
            .filter_map(|(_, sheet)| {
                let part = part_of(&relations, &sheet.relation)?;
                Some((sheet.name.clone(), part))
            })
            .collect()
    }

    /// Finishes the workbook part: the new sheet, if there is one, is in front and the only one that is selected; without
    /// one those are that were before ours. Gives which were.
    fn show(
        &self,
        new: Option<(&str, &str)>,
        earlier: Option<&Tabs>,
        parts: &mut Parts<'_>,
    ) -> Result<Tabs, Trouble> {
        let (xml, windows) = self.workbook.finish(new, earlier);
        if let Some(xml) = xml {
            parts.write(&self.name, xml);
        }
        let mut tabs = Tabs {
            windows,
            selected: earlier.map_or_else(Vec::new, |earlier| earlier.selected.clone()),
        };
        let before: BTreeSet<(usize, usize)> = tabs.selected.iter().copied().collect();
        let relations = self.relations.by_id();
        for (sheet, (_, listed)) in self.workbook.left().enumerate() {
            let target = relations.get(listed.relation.as_str());
            let Some(part) = target.map(|to| &to.target).filter(|part| !part.is_empty()) else {
                continue;
            };
            let keeps = new.is_none();
            let wanted = |view, is_on| keeps && (is_on || before.contains(&(sheet, view)));
            let was = tabs::select(part, &wanted, parts)?;
            if earlier.is_none() {
                let was = was.into_iter().map(|view| (sheet, view));
                tabs.selected.extend(was);
            }
        }
        Ok(tabs)
    }

    /// Takes away the sheet of findings that an earlier run added; what that run left.
    fn forget_list(&mut self, parts: &mut Parts<'_>) -> Result<Earlier, Trouble> {
        let mark = property::text(&self.custom(parts)?, RETURNED);
        let mut earlier = Earlier {
            any: mark.is_some(),
            mark,
            ..Earlier::default()
        };
        let relations = self.relations.by_id();
        let mut found = Vec::new();
        for (index, sheet) in self.workbook.left() {
            if !sheet.name.starts_with(LIST_SHEET) {
                continue;
            }
            if let Some(part) = part_of(&relations, &sheet.relation) {
                found.push((index, part));
            }
        }
        for (index, part) in found {
            let xml = parts.read(&part)?.unwrap_or_default();
            let texts = self.texts(&xml, parts)?;
            if texts.first().is_none_or(|text| text != LIST_TITLE) {
                continue;
            }
            earlier.any = true;
            for (fill, cells) in texts.iter().filter_map(|text| uncovered(text)) {
                let cells = cells.into_iter().map(|cell| (cell, fill.clone()));
                earlier.fills.extend(cells);
            }
            self.workbook.remove(index);
            self.relations.remove(&part);
            self.forget(&part, parts)?;
        }
        Ok(earlier)
    }

    /// Takes away a sheet's part with what belongs to it alone.
    fn forget(&mut self, part: &str, parts: &mut Parts<'_>) -> Result<(), Trouble> {
        let own = Relations::of(part, self.root.strict, parts)?;
        let targets: Vec<String> = own.iter().map(|relation| relation.target.clone()).collect();
        let mut store = own;
        for target in targets.iter().filter(|target| !target.is_empty()) {
            store.remove(target);
            parts.remove(target);
            self.types.remove(target);
        }
        store.store(parts);
        parts.remove(part);
        self.types.remove(part);
        Ok(())
    }

    /// The texts of a sheet's cells, in order.
    fn texts(&self, xml: &[u8], parts: &mut Parts<'_>) -> Result<Vec<String>, Trouble> {
        let shared = match self.relations.target("sharedStrings").map(str::to_owned) {
            Some(name) => elements(&parts.read(&name)?.unwrap_or_default(), b"si"),
            None => Vec::new(),
        };
        let mut texts = Vec::new();
        let mut all = tags(xml);
        while let Some(tag) = all.next() {
            if !tag.opens(b"c") {
                continue;
            }
            let kind = tag.get(b"t").unwrap_or_default().into_owned();
            let end = element_end(&tag, &mut all);
            let own = inner_text(xml.get(tag.start..end).unwrap_or_default());
            texts.push(match kind.as_str() {
                "s" => {
                    let index = own.trim().parse::<usize>().ok();
                    let text = index.and_then(|index| shared.get(index));
                    text.cloned().unwrap_or_default()
                }
                _ => own,
            });
        }
        Ok(texts)
    }

    fn custom(&self, parts: &mut Parts<'_>) -> Result<Vec<u8>, Trouble> {
        let name = self.root.target("custom-properties").map(str::to_owned);
        let part = name.map(|name| parts.read(&name)).transpose()?;
        Ok(part.flatten().unwrap_or_default())
    }

    /// Whether the office has marked the file as final.
    fn is_final(&self, parts: &mut Parts<'_>) -> Result<bool, Trouble> {
        let custom = self.custom(parts)?;
        let value = property::text(&custom, "_MarkAsFinal");
        Ok(value.is_some_and(|value| super::styles::is_true(&value)))
    }
}

/// The part of the worksheet that a relation leads to.
fn part_of(relations: &HashMap<&str, &Relation>, id: &str) -> Option<String> {
    let found = relations.get(id)?;
    (found.kind == "worksheet" && !found.target.is_empty()).then(|| found.target.clone())
}

fn locked_notice(sheet: &str, locked: usize) -> String {
    let count = Lang::Vi.count(locked, "ô cần sửa", "", "");
    format!(
        "Trang tính “{sheet}” đang được bảo vệ và có {count} bị khóa, chưa gõ vào được: bỏ bảo vệ trước (thẻ Review, Unprotect Sheet; nếu có mật khẩu, hỏi người lập mẫu) rồi mới sửa."
    )
}

/// The texts of all elements of a name.
fn elements(xml: &[u8], name: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut all = tags(xml);
    while let Some(tag) = all.next() {
        if tag.opens(name) {
            let end = element_end(&tag, &mut all);
            texts.push(inner_text(xml.get(tag.start..end).unwrap_or_default()));
        }
    }
    texts
}

/// One sheet that is being marked.
struct OneSheet<'a> {
    name: &'a str,
    part: &'a str,
    /// What an earlier run left.
    earlier: &'a Earlier,
    /// The fills that marks cover.
    covered: &'a mut Covered,
    /// How many marked cells its protection locks.
    locked: usize,
}

impl OneSheet<'_> {
    fn mark(
        &mut self,
        wanted: &BTreeMap<CellRef, Mark>,
        styles: &mut Styles,
        package: &mut Package,
        parts: &mut Parts<'_>,
    ) -> Result<(), Trouble> {
        let part = self.part;
        let xml = parts.read(part)?;
        let xml = xml.ok_or_else(|| Trouble::Damaged(format!("there is no {part}")))?;
        let marks = on_shown(wanted, &xml);
        let has_notes = memchr::memmem::find(&xml, b"legacyDrawing").is_some();
        if marks.is_empty() && !styles.any_ours() && !has_notes {
            return Ok(());
        }
        let cells: BTreeSet<CellRef> = marks.keys().copied().collect();
        let spots = SheetSpots::find(&xml, &cells, styles);
        if !spots.is_sheet() {
            return Err(Trouble::Damaged(format!("{part} holds no cells")));
        }
        let (name, earlier) = (self.name, self.earlier);
        let fill = |at: CellRef| earlier.fills.get(&(name.to_owned(), at)).cloned();
        let mut edits = Edits::default();
        let mut new_styles = BTreeMap::new();
        for (at, mark) in &marks {
            let style = styles.before(spots.style(*at), fill(*at).as_ref());
            if spots.protected && styles.locks(style) {
                self.locked = self.locked.saturating_add(1);
            }
            if let Some(fill) = styles.fill_of(style) {
                let cells = self.covered.entry(fill).or_default();
                cells.push((name.to_owned(), *at));
            }
            new_styles.insert(*at, styles.marked(style, mark.severity));
        }
        spots.restyle(&new_styles, styles, &fill, &mut edits);
        note_sheet(part, &marks, &spots, &mut edits, package, parts)?;
        if !edits.is_empty() {
            parts.write(part, edits.apply(&xml));
        }
        Ok(())
    }
}

/// Of a merged region only the first cell shows a note and a colour.
fn on_shown(wanted: &BTreeMap<CellRef, Mark>, xml: &[u8]) -> BTreeMap<CellRef, Mark> {
    let merges = if wanted.is_empty() {
        Regions::default()
    } else {
        merges(xml)
    };
    let mut marks: BTreeMap<CellRef, Mark> = BTreeMap::new();
    for (at, mark) in wanted {
        // The cell that shows what is said of it: of a merged region its first.
        let shown = merges.at(*at).map_or(*at, |merge| merge.first);
        marks
            .entry(shown)
            .and_modify(|other| other.join(mark))
            .or_insert_with(|| mark.clone());
    }
    marks
}

/// Changes the notes of a sheet and their drawing.
fn note_sheet(
    part: &str,
    marks: &BTreeMap<CellRef, Mark>,
    spots: &SheetSpots,
    edits: &mut Edits,
    package: &mut Package,
    parts: &mut Parts<'_>,
) -> Result<(), Trouble> {
    let strict = package.root.strict;
    let mut relations = Relations::of(part, strict, parts)?;
    let notes_name = relations.target("comments").map(str::to_owned);
    let old = match &notes_name {
        Some(name) => parts.read(name)?,
        None => None,
    };
    if marks.is_empty() && old.is_none() {
        return Ok(());
    }
    let changed = notes::change(old.as_deref(), marks, strict);
    let is_same = changed.xml.as_deref() == old.as_deref();
    match (changed.xml, &notes_name) {
        (Some(xml), Some(name)) => {
            if !is_same || old.is_none() {
                parts.write(name, xml);
            }
        }
        (Some(xml), None) => {
            let name = parts.free(&resolved(&package.folder, "comments_tonghop"), "xml");
            parts.write(&name, xml);
            package.types.add(&name, COMMENTS);
            relations.add("comments", &name);
        }
        (None, Some(name)) => {
            parts.remove(name);
            package.types.remove(name);
            relations.remove(name);
        }
        (None, None) => {}
    }
    let linked = spots.drawing.as_ref().and_then(|(id, _)| {
        let relation = relations.iter().find(|relation| relation.id == *id)?;
        Some(relation.target.clone()).filter(|target| !target.is_empty())
    });
    let old = match &linked {
        Some(name) => parts.read(name)?,
        None => None,
    };
    let added: BTreeMap<CellRef, &Mark> = marks
        .iter()
        .filter(|(at, _)| changed.added.contains(at))
        .map(|(at, mark)| (*at, mark))
        .collect();
    let drawing = drawing::change(old.as_deref(), &changed.removed, &added, &spots.sizes);
    match (drawing, linked) {
        (Some(xml), Some(name)) => {
            if old.as_deref() != Some(xml.as_slice()) {
                parts.write(&name, xml);
            }
        }
        (Some(xml), None) => {
            // The element leads nowhere: it is replaced.
            if let Some((_, range)) = &spots.drawing {
                edits.remove(range.clone());
            }
            let name = parts.free(&resolved(&package.folder, "drawings/tonghop"), "vml");
            parts.write(&name, xml);
            package.types.ensure("vml", DRAWING);
            let id = relations.add("vmlDrawing", &name);
            spots.link(&id, strict, edits);
        }
        (None, Some(name)) => {
            if let Some((_, range)) = &spots.drawing {
                edits.remove(range.clone());
            }
            parts.remove(&name);
            package.types.remove(&name);
            relations.remove(&name);
        }
        (None, None) => {}
    }
    relations.store(parts);
    Ok(())
}
