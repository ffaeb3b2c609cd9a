//! Which tab is in front. A returned workbook opens on the sheet of findings; whichever was in front before is written into
//! the mark, so that it is there again when our sheet goes.
//!
//! A tab is in front by its place in the list of sheets (`activeTab`), and every sheet says for itself whether it is
//! selected: with two that do, what is typed goes into both.

use super::parts::Parts;
use super::styles::is_true;
use super::trouble::Trouble;
use super::xml::{Edits, Kind, tags};

/// The tabs in front before ours, as the mark holds them: `0;2.0` for the first sheet in front and the first view of the
/// third selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tabs {
    /// What each window of the workbook says; `None` where it says nothing. Empty where there is no window.
    pub windows: Vec<Option<usize>>,
    /// The selected sheets, and which of their views are.
    pub selected: Vec<(usize, usize)>,
}

impl Tabs {
    /// Reads what a mark holds; `None` where it is of an earlier version.
    pub fn of_mark(mark: &str) -> Option<Self> {
        let (windows, selected) = mark.split(' ').nth(6)?.split_once(';')?;
        let each = |text: &str| -> Vec<String> {
            let each = text.split(',').filter(|one| !one.is_empty());
            each.map(str::to_owned).collect()
        };
        let windows = each(windows).into_iter().map(|tab| match tab.as_str() {
            "-" => Some(None),
            tab => tab.parse().ok().map(Some),
        });
        let selected = each(selected).into_iter().map(|one| {
            let (sheet, view) = one.split_once('.')?;
            Some((sheet.parse().ok()?, view.parse().ok()?))
        });
        Some(Self {
            windows: windows.collect::<Option<_>>()?,
            selected: selected.collect::<Option<_>>()?,
        })
    }

    /// What the mark holds.
    pub fn word(&self) -> String {
        let windows = self.windows.iter();
        let windows: Vec<String> = windows
            .map(|tab| tab.map_or_else(|| "-".to_owned(), |tab| tab.to_string()))
            .collect();
        let selected = self.selected.iter();
        let selected: Vec<String> = selected
            .map(|(sheet, view)| format!("{sheet}.{view}"))
            .collect();
        format!("{};{}", windows.join(","), selected.join(","))
    }
}

/// A sheet's views stand before its cells, in so many bytes.
const HEAD: u64 = 64 << 10;

/// Lets a sheet be selected in the views that are asked for and in no other; gives those in which it was.
pub(super) fn select(
    part: &str,
    wanted: &dyn Fn(usize, bool) -> bool,
    parts: &mut Parts<'_>,
) -> Result<Vec<usize>, Trouble> {
    let Some(head) = parts.head(part, HEAD)? else {
        return Ok(Vec::new());
    };
    let (was, edits) = selected(&head, wanted);
    if !edits.is_empty()
        && let Some(xml) = parts.read(part)?
    {
        let (_, edits) = selected(&xml, wanted);
        parts.write(part, edits.apply(&xml));
    }
    Ok(was)
}

/// The views in which a sheet is selected, and the changes that make it what is wanted.
fn selected(xml: &[u8], wanted: &dyn Fn(usize, bool) -> bool) -> (Vec<usize>, Edits) {
    let (mut was, mut edits) = (Vec::new(), Edits::default());
    let before_cells = tags(xml).take_while(|tag| {
        !tag.opens(b"sheetData") && !tag.closes(b"sheetViews") && !tag.opens(b"cols")
    });
    let views = before_cells.filter(|tag| tag.kind != Kind::Close && tag.opens(b"sheetView"));
    for (view, tag) in views.enumerate() {
        let Some(range) = tag.value_range(b"tabSelected") else {
            continue;
        };
        let value = tag.get(b"tabSelected").unwrap_or_default();
        let is_on = is_true(&value);
        if is_on {
            was.push(view);
        }
        if wanted(view, is_on) != is_on {
            // In the same words, so that turning it back gives the same bytes.
            let other = match &*value {
                "1" => "0",
                "0" => "1",
                "true" => "false",
                "false" => "true",
                _ if is_on => "0",
                _ => "1",
            };
            edits.replace(range, other);
        }
    }
    (was, edits)
}

#[cfg(test)]
mod tests {
    use super::super::xml::text;
    use super::*;

    #[test]
    fn a_mark_keeps_which_tabs_were_in_front() {
        for (tabs, word) in [
            (
                Tabs {
                    windows: vec![Some(2), None],
                    selected: vec![(2, 0), (5, 1)],
                },
                "2,-;2.0,5.1",
            ),
            (Tabs::default(), ";"),
        ] {
            assert_eq!(tabs.word(), word);
            let mark = format!("h 1 2 3 4 5,6 {word}");
            assert_eq!(Tabs::of_mark(&mark), Some(tabs.clone()));
            assert_eq!(Tabs::of_mark(&format!("h 1 2 3 4  {word}")), Some(tabs));
        }
        for mark in ["", "h 1 2 3 4 5,6", "h 1 2 3 4 5 x;", "h 1 2 3 4 5 1;2"] {
            assert_eq!(Tabs::of_mark(mark), None, "{mark}");
        }
    }

    #[test]
    fn a_sheet_is_selected_and_not_to_the_byte() {
        for xml in [
            "<worksheet><sheetViews><sheetView tabSelected='1' workbookViewId='0'/></sheetViews><sheetData/></worksheet>",
            "<x:worksheet><x:sheetViews><x:sheetView/><x:sheetView x='0' tabSelected=\"true\"><x:selection/></x:sheetView></x:sheetViews><x:sheetData/></x:worksheet>",
        ] {
            let (was, edits) = selected(xml.as_bytes(), &|_, _| false);
            assert_eq!(was.len(), 1);
            let off = edits.apply(xml.as_bytes());
            let (none, _) = selected(&off, &|_, _| false);
            assert!(none.is_empty());
            let (_, edits) = selected(&off, &|view, _| was.contains(&view));
            assert_eq!(text(&edits.apply(&off)), xml);
        }
        let (was, edits) = selected(
            b"<worksheet><sheetData><sheetView tabSelected=\"1\"/>",
            &|_, _| false,
        );
        assert!(was.is_empty() && edits.is_empty());
    }
}
