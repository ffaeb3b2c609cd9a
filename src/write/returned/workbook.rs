//! The workbook part: its sheets, the one of ours at their end, and which of them is in front.

use std::ops::Range;

use super::styles::is_true;
use super::tabs::Tabs;
use super::xml::{Edits, Kind, element_end, escape, tags, text};
use crate::book::markup::{Attributes, local};
use crate::book::ours::LIST_SHEET;
use crate::book::text::clean;

/// A sheet as the workbook lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// Its name, as readers give it.
    pub name: String,
    /// The id of the relation that leads to its part.
    pub relation: String,
    id: u32,
    range: Range<usize>,
}

/// The workbook part, being changed.
pub(super) struct WorkbookPart {
    xml: Vec<u8>,
    /// The sheets in the order of their tabs.
    pub sheets: Vec<Listed>,
    /// Whether it asks to be opened for reading only.
    pub read_only: bool,
    gone: Vec<usize>,
    /// The attribute by which sheets name their relations, with its prefix.
    relation_name: String,
    prefix: String,
    close: usize,
    /// Where the list of sheets begins: windows stand right before it.
    open: usize,
    /// The windows, in order.
    windows: Vec<Window>,
}

/// A window of the workbook, and which tab it shows.
#[derive(Debug, Clone)]
struct Window {
    /// The byte behind its name, where an attribute may be put.
    behind_name: usize,
    /// The number of the tab, and where it is written.
    tab: Option<(usize, Range<usize>)>,
}

/// The attribute that says which tab is in front.
const ACTIVE: &str = "activeTab";

impl WorkbookPart {
    /// Reads the part; `None` when it lists no sheets.
    pub fn read(xml: Vec<u8>) -> Option<Self> {
        let mut sheets = Vec::new();
        let (mut close, mut read_only) = (None, false);
        let mut relation_name = None;
        let mut prefix = String::new();
        let (mut open, mut windows) = (None, Vec::new());
        for tag in tags(&xml) {
            if tag.opens(b"sheets") {
                open.get_or_insert(tag.start);
            } else if tag.opens(b"workbookView") {
                let tab = tag.get(ACTIVE.as_bytes());
                let tab = tab.map(|tab| tab.trim().parse().unwrap_or(0));
                windows.push(Window {
                    behind_name: tag.attributes_start(),
                    tab: tab.zip(tag.value_range(ACTIVE.as_bytes())),
                });
            } else if tag.opens(b"sheet") {
                prefix = tag.prefix();
                let id = |(name, _): &(&[u8], &[u8])| local(name) == b"id" && *name != b"id";
                let relation = Attributes(tag.attributes).find(id);
                let (name, value) = relation
                    .or_else(|| Attributes(tag.attributes).find(|(name, _)| *name == b"id"))?;
                relation_name.get_or_insert_with(|| text(name).into_owned());
                let sheet_id = tag.get(b"sheetId").and_then(|id| id.parse().ok());
                sheets.push(Listed {
                    name: clean(&tag.get(b"name").unwrap_or_default()).into(),
                    relation: crate::book::markup::unescape(value).into_owned(),
                    id: sheet_id.unwrap_or(0),
                    range: tag.start..tag.end,
                });
            } else if tag.closes(b"sheets") {
                close = Some(tag.start);
            } else if tag.opens(b"fileSharing") {
                let asks = tag
                    .get(b"readOnlyRecommended")
                    .is_some_and(|asks| is_true(&asks));
                let names = [&b"reservationPassword"[..], b"hashValue"];
                read_only = asks || names.iter().any(|name| tag.get(name).is_some());
            }
        }
        Some(Self {
            close: close?,
            open: open?,
            windows,
            relation_name: relation_name?,
            xml,
            sheets,
            read_only,
            gone: Vec::new(),
            prefix,
        })
    }

    /// Takes a sheet away, by its place in the list.
    pub fn remove(&mut self, index: usize) {
        self.gone.push(index);
    }

    /// The sheets that are left, with their places.
    pub fn left(&self) -> impl Iterator<Item = (usize, &Listed)> {
        let all = self.sheets.iter().enumerate();
        all.filter(|(index, _)| !self.gone.contains(index))
    }

    /// A name for the sheet of findings that no sheet has.
    pub fn list_name(&self) -> String {
        let is_taken = |name: &str| {
            let name = name.to_lowercase();
            self.left()
                .any(|(_, sheet)| sheet.name.to_lowercase() == name)
        };
        let numbered = (2_u32..).map(|number| format!("{LIST_SHEET} {number}"));
        std::iter::once(LIST_SHEET.to_owned())
            .chain(numbered)
            .find(|name| !is_taken(name))
            .unwrap_or_default()
    }

    /// The part with the sheets that are left and, at their end and in front of all, the one with this name and relation;
    /// and which tabs were in front before. `earlier` says which were before an earlier run of ours.
    pub fn finish(
        &self,
        new: Option<(&str, &str)>,
        earlier: Option<&Tabs>,
    ) -> (Option<Vec<u8>>, Vec<Option<usize>>) {
        let mut edits = Edits::default();
        for index in &self.gone {
            if let Some(sheet) = self.sheets.get(*index) {
                edits.remove(sheet.range.clone());
            }
        }
        if let Some((name, relation)) = new {
            let ids = self.left().map(|(_, sheet)| sheet.id).max();
            let id = ids.unwrap_or(0).saturating_add(1);
            let (p, attribute, name) = (&self.prefix, &self.relation_name, escape(name));
            edits.insert(
                self.close,
                format!("<{p}sheet name=\"{name}\" sheetId=\"{id}\" {attribute}=\"{relation}\"/>"),
            );
        }
        self.mend_places(&mut edits);
        let front = new.is_some().then(|| self.left().count());
        let before = self.show(front, earlier, &mut edits);
        let xml = (!edits.is_empty()).then(|| edits.apply(&self.xml));
        (xml, before)
    }

    /// Brings a tab to the front of every window, or the ones back that were there before ours; gives those.
    fn show(
        &self,
        front: Option<usize>,
        earlier: Option<&Tabs>,
        edits: &mut Edits,
    ) -> Vec<Option<usize>> {
        let p = &self.prefix;
        let before: Vec<Option<usize>> = match earlier {
            Some(earlier) => earlier.windows.clone(),
            None => self.windows.iter().map(|window| self.tab(window)).collect(),
        };
        if self.windows.is_empty() {
            // Every workbook that is in use has one; a program that writes none shows the first sheet.
            if let Some(front) = front {
                let windows =
                    format!("<{p}bookViews><{p}workbookView {ACTIVE}=\"{front}\"/></{p}bookViews>");
                edits.insert(self.open, windows);
            }
            return before;
        }
        if before.is_empty() && front.is_none() {
            // The one window is ours, and the list of windows stands right around it.
            if let Some(range) = self.list_of_windows() {
                edits.remove(range);
            }
            return before;
        }
        for (number, window) in self.windows.iter().enumerate() {
            let tab = before.get(number).copied();
            match (
                front.or(tab.unwrap_or_else(|| self.tab(window))),
                &window.tab,
            ) {
                (Some(tab), Some((now, range))) if tab != *now => {
                    edits.replace(range.clone(), tab.to_string());
                }
                (Some(tab), None) => {
                    edits.insert(window.behind_name, format!(" {ACTIVE}=\"{tab}\""));
                }
                (None, Some((_, range))) => {
                    // As it was put in: a blank, the name, and quotation marks around the number.
                    let start = range.start.saturating_sub(ACTIVE.len().saturating_add(3));
                    edits.remove(start..range.end.saturating_add(1));
                }
                _ => {}
            }
        }
        before
    }

    /// The tab that a window shows once the sheets that go are gone; the first where it was one of those.
    fn tab(&self, window: &Window) -> Option<usize> {
        let (tab, _) = window.tab.as_ref()?;
        if self.gone.contains(tab) {
            return Some(0);
        }
        let moved = self.gone.iter().filter(|gone| *gone < tab).count();
        Some(tab.saturating_sub(moved))
    }

    /// Where the list of windows stands.
    fn list_of_windows(&self) -> Option<Range<usize>> {
        let mut all = tags(&self.xml);
        while let Some(tag) = all.next() {
            if tag.opens(b"bookViews") {
                return Some(tag.start..element_end(&tag, &mut all));
            }
        }
        None
    }

    /// Names and the first tab in sight are told by the place of their sheet: behind one that goes they move up.
    fn mend_places(&self, edits: &mut Edits) {
        let last = self.sheets.len().saturating_sub(1);
        let moves = |place: usize| self.gone.iter().filter(|gone| **gone < place).count();
        // Sheets of ours at the end move nothing.
        if self.gone.iter().all(|gone| *gone == last) && !self.names_of_gone() {
            return;
        }
        let mut all = tags(&self.xml);
        while let Some(tag) = all.next() {
            if tag.kind == Kind::Close {
                continue;
            }
            let attributes: &[&[u8]] = match tag.local() {
                b"definedName" => &[b"localSheetId"],
                b"workbookView" => &[b"firstSheet"],
                _ => continue,
            };
            for attribute in attributes {
                let place = tag
                    .get(attribute)
                    .and_then(|place| place.parse::<usize>().ok());
                let (Some(place), Some(range)) = (place, tag.value_range(attribute)) else {
                    continue;
                };
                if tag.local() == b"definedName" && self.gone.contains(&place) {
                    let end = element_end(&tag, &mut all);
                    edits.remove(tag.start..end);
                } else if moves(place) > 0 || self.gone.contains(&place) {
                    let place = place
                        .saturating_sub(moves(place))
                        .min(last.saturating_sub(self.gone.len()));
                    edits.replace(range, place.to_string());
                }
            }
        }
    }

    /// Whether a name belongs to a sheet that goes, or its tab is the first in sight.
    fn names_of_gone(&self) -> bool {
        let is_gone = |place: Option<std::borrow::Cow<'_, str>>| {
            place
                .and_then(|place| place.parse().ok())
                .is_some_and(|place| self.gone.contains(&place))
        };
        tags(&self.xml).any(|tag| {
            (tag.opens(b"definedName") && is_gone(tag.get(b"localSheetId")))
                || (tag.opens(b"workbookView") && is_gone(tag.get(b"firstSheet")))
        })
    }
}
