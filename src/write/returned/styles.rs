//! The styles of a workbook, with one more for every style of a cell that is marked: the same but for its fill.
//!
//! What we add stands at the end of each list, so that no other style changes its number. A later run takes it away
//! again: to the byte while nobody else has saved the file (the mark says how many there were, and what the marked
//! styles were made of), else by the colours of the fills.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::style_lists::{BORDERS, FILLS, FONTS, List, XFS, completed, lists};
use super::xml::{self, Edits, Kind, PROLOG, tags};
use crate::finding::Severity;
use crate::place::CellRef;
use crate::round::hex;

/// The colour of a severity's cells: red, yellow, blue, all pale, and none that a palette offers.
#[must_use]
pub fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "FFC9C3",
        Severity::Warning => "FFE8A1",
        Severity::Info => "D3E5FA",
    }
}

/// All severities, gravest first.
pub(super) const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The styles of the cells on the sheet of findings.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ListStyles {
    pub title: usize,
    pub text: usize,
    pub head: usize,
    pub body: usize,
    pub link: usize,
    /// One a severity, gravest first.
    pub severities: [usize; 3],
}

/// The styles of a workbook, being changed.
pub(super) struct Styles {
    xml: Vec<u8>,
    prefix: String,
    lists: [List; 4],
    /// The styles that an earlier run made, and the ones they were made of.
    ours: HashMap<u32, u32>,
    /// The same for cells whose fill is known from the sheet of findings.
    filled: HashMap<(u32, String), u32>,
    /// The fills that an earlier run made.
    our_fills: HashSet<usize>,
    /// The marked styles that were made of a style.
    marked: BTreeMap<(u32, Severity), u32>,
    /// The styles that marked ones were made of, in the order in which they stand at the end.
    bases: Vec<u32>,
    fills: BTreeMap<Severity, usize>,
    /// Whether no program has saved the file since an earlier run.
    known: bool,
}

/// A style of cells: its attributes but for those of the fill, the fill, and what stands within.
#[derive(Default)]
struct Xf {
    attributes: Vec<(String, String)>,
    fill: usize,
    inner: Vec<u8>,
}

/// What an earlier run left in the file.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// Whether there was one.
    pub any: bool,
    /// What it left to know its styles by.
    pub mark: Option<String>,
    /// The fills that it covered, by sheet and cell.
    pub fills: HashMap<(String, CellRef), String>,
}

/// What an earlier run left to know its styles by, as it stands in the mark.
///
/// `hash fonts fills borders cellXfs base,base…`; what stands behind is told by `tabs`
fn ledger(mark: &str) -> Option<(&str, [usize; 4], Vec<u32>)> {
    let mut words = mark.split(' ');
    let hash = words.next()?;
    let mut counts = [0_usize; 4];
    for count in &mut counts {
        *count = words.next()?.parse().ok()?;
    }
    let bases = words.next().unwrap_or_default().split(',');
    let bases = bases.filter(|base| !base.is_empty());
    let bases = bases.map(|base| base.parse().ok()).collect::<Option<_>>()?;
    Some((hash, counts, bases))
}

impl Styles {
    /// Reads the part; without one, makes it.
    pub fn read(part: Option<Vec<u8>>, earlier: &Earlier, strict: bool) -> Self {
        let part = part.unwrap_or_else(|| {
            let space = super::main_space(strict);
            format!("{PROLOG}<styleSheet xmlns=\"{space}\"></styleSheet>").into()
        });
        let hash = hash_of(&part);
        let xml = completed(part);
        let mut styles = Self {
            prefix: tags(&xml)
                .find(|tag| tag.opens(b"styleSheet"))
                .map(|tag| tag.prefix())
                .unwrap_or_default(),
            lists: lists(&xml),
            xml,
            ours: HashMap::new(),
            filled: HashMap::new(),
            our_fills: HashSet::new(),
            marked: BTreeMap::new(),
            bases: Vec::new(),
            fills: BTreeMap::new(),
            known: false,
        };
        match earlier.mark.as_deref().and_then(ledger) {
            Some((known, counts, bases)) if known == hash => {
                styles.known = true;
                styles.take_away(counts, &bases);
            }
            _ if earlier.any => {
                styles.find_ours();
                styles.refill(earlier);
            }
            _ => {}
        }
        styles
    }

    /// Takes away what an earlier run added.
    fn take_away(&mut self, counts: [usize; 4], bases: &[u32]) {
        for (list, count) in self.lists.iter_mut().zip(counts) {
            list.kept = count.min(list.entries.len());
        }
        let first = self.lists[XFS].kept;
        for (index, base) in (first..).zip(bases) {
            self.ours.insert(number(index), *base);
        }
    }

    /// Finds the styles of an earlier run in a file that another program has saved since.
    fn find_ours(&mut self) {
        let entries = self.lists[FILLS].entries.iter().enumerate();
        let is_ours = |range: &std::ops::Range<usize>| {
            let fill = self.xml.get(range.clone()).unwrap_or_default();
            let solid = tags(fill).any(|tag| {
                tag.opens(b"patternFill") && tag.get(b"patternType").as_deref() == Some("solid")
            });
            let colours = tags(fill).find(|tag| tag.opens(b"fgColor"));
            let rgb = colours
                .and_then(|tag| tag.get(b"rgb"))
                .unwrap_or_default()
                .to_uppercase();
            solid
                && SEVERITIES
                    .iter()
                    .any(|severity| rgb.len() >= 6 && rgb.ends_with(colour(*severity)))
        };
        self.our_fills = entries
            .filter(|(_, range)| is_ours(range))
            .map(|(index, _)| index)
            .collect();
        let xfs: Vec<Xf> = self.lists[XFS]
            .entries
            .iter()
            .map(|range| self.xf(range.clone()))
            .collect();
        for (index, xf) in xfs.iter().enumerate() {
            if !self.our_fills.contains(&xf.fill) {
                continue;
            }
            let is_plain = |other: &Xf| {
                other.fill == 0 && other.attributes == xf.attributes && other.inner == xf.inner
            };
            let plain = xfs.iter().position(is_plain);
            let base = plain.unwrap_or_else(|| {
                let bytes = self.entry(XFS, index);
                let copy = filled(&bytes, 0, false);
                self.add(XFS, copy)
            });
            self.ours.insert(number(index), number(base));
        }
        self.last();
    }

    fn xf(&self, range: std::ops::Range<usize>) -> Xf {
        let bytes = self.xml.get(range).unwrap_or_default();
        let Some(tag) = tags(bytes).next() else {
            return Xf::default();
        };
        let all = crate::book::markup::Attributes(tag.attributes);
        let mut attributes: Vec<(String, String)> = all
            .map(|(name, value)| (xml::text(name).into_owned(), xml::text(value).into_owned()))
            .filter(|(name, _)| name != "fillId" && name != "applyFill")
            .collect();
        attributes.sort_unstable();
        let fill = tag.get(b"fillId").and_then(|fill| fill.parse().ok());
        Xf {
            attributes,
            fill: fill.unwrap_or(0),
            inner: match tag.kind {
                Kind::Open => bytes.get(tag.end..).unwrap_or_default().to_vec(),
                _ => Vec::new(),
            },
        }
    }

    /// What was added so far stays for good.
    fn last(&mut self) {
        for list in &mut self.lists {
            list.lasting = list.added.len();
        }
    }

    /// Makes the styles that cells had before a fill of theirs was covered by ours.
    fn refill(&mut self, earlier: &Earlier) {
        let fills: std::collections::BTreeSet<&String> = earlier.fills.values().collect();
        let mut ours: Vec<(u32, u32)> = self.ours.iter().map(|(one, base)| (*one, *base)).collect();
        ours.sort_unstable();
        for fill in fills {
            let index = self.add_plain(FILLS, fill);
            for (style, base) in &ours {
                let copy = filled(&self.entry(XFS, *base as usize), index, true);
                let before = number(self.add(XFS, copy));
                self.filled.insert((*style, fill.clone()), before);
            }
        }
        self.last();
    }

    /// The fill of a style, written without prefixes; `None` when it has none.
    pub fn fill_of(&self, style: u32) -> Option<String> {
        let xf = self.entry(XFS, style as usize);
        let fill = tags(&xf).next()?.get(b"fillId")?.parse::<usize>().ok()?;
        let fill = self.entry(FILLS, fill);
        let pattern = tags(&fill).find(|tag| tag.opens(b"patternFill"));
        let none = pattern
            .is_some_and(|tag| matches!(tag.get(b"patternType").as_deref(), None | Some("none")));
        if fill.is_empty() || none {
            return None;
        }
        let fill = xml::text(&fill).into_owned();
        let prefix = &self.prefix;
        Some(if prefix.is_empty() {
            fill
        } else {
            fill.replace(&format!("<{prefix}"), "<")
                .replace(&format!("</{prefix}"), "</")
        })
    }

    /// Whether a style is one that an earlier run made.
    pub fn is_ours(&self, style: u32) -> bool {
        self.ours.contains_key(&style)
    }

    /// Whether no program has saved the file since an earlier run.
    pub fn known(&self) -> bool {
        self.known
    }

    /// Whether an earlier run made any.
    pub fn any_ours(&self) -> bool {
        !self.ours.is_empty()
    }

    /// The style that a cell had before it was marked; `fill` is the fill that ours covered, if it is known.
    pub fn before(&self, style: u32, fill: Option<&String>) -> u32 {
        let filled = fill.and_then(|fill| self.filled.get(&(style, fill.clone())));
        filled.copied().unwrap_or_else(|| self.base(style))
    }

    /// The style that one of ours was made of; any other itself.
    pub fn base(&self, style: u32) -> u32 {
        self.ours.get(&style).copied().unwrap_or(style)
    }

    /// Whether a sheet's protection keeps a cell of this style from being changed.
    pub fn locks(&self, style: u32) -> bool {
        let xf = self.entry(XFS, self.base(style) as usize);
        let protection = tags(&xf).find(|tag| tag.opens(b"protection"));
        protection
            .and_then(|tag| tag.get(b"locked").map(|locked| is_true(&locked)))
            .unwrap_or(true)
    }

    /// The style of a cell once it is marked.
    pub fn marked(&mut self, style: u32, severity: Severity) -> u32 {
        let base = self.base(style);
        if let Some(marked) = self.marked.get(&(base, severity)) {
            return *marked;
        }
        let fill = self.fill(severity);
        let copy = filled(&self.entry(XFS, base as usize), fill, true);
        let marked = number(self.add(XFS, copy));
        self.marked.insert((base, severity), marked);
        self.bases.push(base);
        marked
    }

    fn fill(&mut self, severity: Severity) -> usize {
        if let Some(fill) = self.fills.get(&severity) {
            return *fill;
        }
        let fill = format!(
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{}\"/><bgColor indexed=\"64\"/></patternFill></fill>",
            colour(severity)
        );
        let fill = self.add_plain(FILLS, &fill);
        self.fills.insert(severity, fill);
        fill
    }

    /// The styles of the sheet of findings. To be asked for last, behind all marked ones.
    pub fn for_list(&mut self) -> ListStyles {
        let mut font = |rest: &str, size: u32| {
            self.add_plain(
                FONTS,
                &format!("<font>{rest}<name val=\"Times New Roman\"/><family val=\"1\"/></font>")
                    .replace("SIZE", &format!("<sz val=\"{size}\"/>")),
            )
        };
        let title = font("<b/>SIZE", 14);
        let plain = font("SIZE", 12);
        let bold = font("<b/>SIZE", 12);
        let link = font("<u/>SIZE<color rgb=\"FF0563C1\"/>", 12);
        let side =
            |name: &str| format!("<{name} style=\"thin\"><color rgb=\"FF8C8C8C\"/></{name}>");
        let border = self.add_plain(
            BORDERS,
            &format!(
                "<border>{}{}{}{}<diagonal/></border>",
                side("left"),
                side("right"),
                side("top"),
                side("bottom")
            ),
        );
        let grey = self.add_plain(FILLS, "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEDEDED\"/><bgColor indexed=\"64\"/></patternFill></fill>");
        let fills = SEVERITIES.map(|severity| self.fill(severity));
        let mut xf = |font: usize, fill: usize, border: usize, alignment: &str| {
            self.add_plain(XFS, &format!("<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment {alignment}/></xf>"))
        };
        let (top, middle) = (
            "vertical=\"top\" wrapText=\"1\"",
            "horizontal=\"center\" vertical=\"center\" wrapText=\"1\"",
        );
        ListStyles {
            title: xf(title, 0, 0, "vertical=\"center\""),
            text: xf(plain, 0, 0, top),
            head: xf(bold, grey, border, middle),
            body: xf(plain, 0, border, top),
            link: xf(link, 0, border, top),
            severities: fills.map(|fill| xf(bold, fill, border, top)),
        }
    }

    /// Adds an entry written without prefixes.
    fn add_plain(&mut self, list: usize, entry: &str) -> usize {
        let prefix = &self.prefix;
        let entry = entry
            .replace("</", "\u{0}")
            .replace('<', &format!("<{prefix}"))
            .replace('\u{0}', &format!("</{prefix}"));
        self.add(list, entry)
    }

    fn add(&mut self, list: usize, entry: String) -> usize {
        let Some(list) = self.lists.get_mut(list) else {
            return 0;
        };
        list.added.push(entry);
        list.len().saturating_sub(1)
    }

    fn entry(&self, list: usize, index: usize) -> Vec<u8> {
        let Some(list) = self.lists.get(list) else {
            return Vec::new();
        };
        if index >= list.kept {
            let added = list.added.get(index.saturating_sub(list.kept));
            return added.cloned().unwrap_or_default().into();
        }
        let range = list.entries.get(index).cloned().unwrap_or_default();
        self.xml.get(range).unwrap_or_default().to_vec()
    }

    /// The part with all that was added, and what a later run needs to know of it; the part is `None` when it stays.
    pub fn finish(self) -> (Option<Vec<u8>>, String) {
        let changed = self
            .lists
            .iter()
            .any(|list| !list.added.is_empty() || list.kept < list.entries.len());
        if !changed {
            return (None, String::new());
        }
        let mut edits = Edits::default();
        for list in &self.lists {
            if let (Some(first), Some(last)) = (list.entries.get(list.kept), list.entries.last()) {
                edits.remove(first.start..last.end);
            }
            edits.insert(list.end, list.added.concat());
            if let Some(count) = &list.count {
                edits.replace(count.clone(), list.len().to_string());
            }
        }
        let xml = edits.apply(&self.xml);
        let mut mark = hash_of(&xml);
        for list in &self.lists {
            let _ = write!(mark, " {}", list.kept.saturating_add(list.lasting));
        }
        let bases: Vec<String> = self.bases.iter().map(u32::to_string).collect();
        let _ = write!(mark, " {}", bases.join(","));
        (Some(xml), mark)
    }
}

fn hash_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes), 8)
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Whether an attribute says yes.
pub(super) fn is_true(value: &str) -> bool {
    !matches!(value.trim(), "0" | "false" | "off")
}

/// A style with another fill.
fn filled(xf: &[u8], fill: usize, apply: bool) -> String {
    let Some(tag) = tags(xf).next() else {
        return format!("<xf fillId=\"{fill}\" applyFill=\"1\"/>");
    };
    let mut edits = Edits::default();
    edits.set(&tag, "applyFill", if apply { "1" } else { "0" });
    edits.set(&tag, "fillId", &fill.to_string());
    xml::text(&edits.apply(xf)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(part: Option<&str>, mark: Option<&str>) -> (String, String) {
        let part = part.map(|part| part.as_bytes().to_vec());
        let earlier = Earlier {
            any: mark.is_some(),
            mark: mark.map(str::to_owned),
            ..Earlier::default()
        };
        let mut styles = Styles::read(part, &earlier, false);
        let style = *styles.ours.keys().min().unwrap_or(&0);
        assert_eq!(styles.base(style), 0);
        styles.marked(style, Severity::Error);
        styles.for_list();
        let (part, mark) = styles.finish();
        (xml::text(&part.unwrap()).into_owned(), mark)
    }

    #[test]
    fn a_second_run_gives_the_same_as_the_first() {
        let own = "<x:styleSheet xmlns:x=\"m\"><x:fonts><x:font/></x:fonts><x:cellXfs count=\"1\"><x:xf numFmtId=\"0\" fillId=\"0\"><x:alignment/></x:xf></x:cellXfs></x:styleSheet>";
        for part in [Some(own), None, Some("<styleSheet/>")] {
            let (once, left) = mark(part, None);
            assert!(once.contains("FFFFC9C3"), "{once}");
            assert_eq!(mark(Some(&once), Some(&left)), (once, left));
        }
    }

    #[test]
    fn styles_of_ours_are_known_by_their_colour_when_another_program_has_saved_the_file() {
        let saved = "<styleSheet><fonts><font/></fonts><fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFC9C3\"/></patternFill></fill></fills><borders><border/></borders><cellXfs><xf numFmtId=\"0\" fillId=\"0\"/><xf numFmtId=\"4\" fillId=\"1\" applyFill=\"1\"/></cellXfs></styleSheet>";
        let grey = "<fill><patternFill patternType=\"gray125\"/></fill>".to_owned();
        let earlier = Earlier {
            any: true,
            mark: None,
            fills: [((String::new(), CellRef::new(0, 0)), grey.clone())].into(),
        };
        let styles = Styles::read(Some(saved.into()), &earlier, false);
        assert!(styles.is_ours(1) && !styles.is_ours(0));
        assert_eq!(styles.base(1), 2);
        assert_eq!(styles.fill_of(styles.before(1, Some(&grey))), Some(grey));
        assert_eq!(styles.fill_of(styles.before(1, None)), None);
        let untouched = Styles::read(Some(saved.into()), &Earlier::default(), false);
        assert!(!untouched.is_ours(1));
    }
}
