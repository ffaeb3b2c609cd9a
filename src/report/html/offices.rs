//! The offices of the round as rows: who has sent nothing, who has something to correct, and in which files.

use std::collections::HashMap;

use super::drawing::{severities, sign};
use super::page::Page;
use crate::finding::{Finding, Severity};
use crate::report::Counts;
use crate::round::{Office, Round};

/// How an office stands, whom to call first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Missing,
    Correct,
    Look,
    Good,
}

/// An office, or the files that no office is known for.
struct Row<'a> {
    /// Its name; empty for the files that no office is known for.
    name: &'a str,
    files: Vec<&'a str>,
    records: usize,
    counts: Counts,
    missing: bool,
}

/// The offices of a round in the order of the page.
pub(super) struct Offices<'a> {
    rows: Vec<Row<'a>>,
    /// The row of a file.
    by_file: HashMap<&'a str, usize>,
    /// The row of an office that sent nothing, by its code.
    by_code: HashMap<&'a str, usize>,
}

impl<'a> Offices<'a> {
    pub(super) fn of(round: &'a Round, findings: &'a [Finding]) -> Self {
        let mut rows: Vec<Row<'a>> = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        let mut row_of = |rows: &mut Vec<Row<'a>>, key: &'a str, name: &'a str| {
            keys.iter()
                .position(|other| *other == key)
                .unwrap_or_else(|| {
                    keys.push(key);
                    rows.push(Row {
                        name,
                        files: Vec::new(),
                        records: 0,
                        counts: Counts::default(),
                        missing: false,
                    });
                    rows.len() - 1
                })
        };
        let mut by_code = HashMap::new();
        for unit in round.missing_offices() {
            let index = row_of(&mut rows, &unit.code, &unit.name);
            by_code.insert(unit.code.as_str(), index);
            if let Some(row) = rows.get_mut(index) {
                row.missing = true;
            }
        }
        let mut by_file = HashMap::new();
        for submission in round.files() {
            // The findings of a file count for the first of its offices.
            for (at, office) in submission.reporters().enumerate() {
                let (key, name) = match office {
                    Office::Known { code, name, .. } => (code.as_str(), name.as_str()),
                    Office::Unlisted { name, .. } => (name.as_str(), name.as_str()),
                    Office::Unknown { .. } => ("", ""),
                };
                let index = row_of(&mut rows, key, name);
                by_file.entry(&*submission.name).or_insert(index);
                if let Some(row) = rows.get_mut(index) {
                    if row.files.last() != Some(&&*submission.name) {
                        row.files.push(&submission.name);
                    }
                    let own = submission.tables().filter(|table| table.office == at);
                    row.records += own.map(|table| table.records.len()).sum::<usize>();
                }
            }
        }
        for (name, _) in &round.non_spreadsheets {
            let index = row_of(&mut rows, "", "");
            by_file.insert(&**name, index);
            if let Some(row) = rows.get_mut(index) {
                row.files.push(name);
            }
        }
        let mut offices = Self {
            rows,
            by_file,
            by_code,
        };
        for finding in findings {
            if let Some(index) = offices.row_of(finding)
                && let Some(row) = offices.rows.get_mut(index)
            {
                row.counts.add(finding.severity);
            }
        }
        offices.sorted()
    }

    /// Whom to call first comes first.
    fn sorted(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|index| {
            self.rows.get(*index).map(|row| {
                let counts = row.counts;
                (
                    row.state(),
                    std::cmp::Reverse((counts.errors, counts.warnings, counts.infos)),
                )
            })
        });
        let mut places = vec![0; order.len()];
        for (place, index) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(*index) {
                *slot = place;
            }
        }
        let moved = |index: &mut usize| *index = places.get(*index).copied().unwrap_or(0);
        self.by_file.values_mut().for_each(moved);
        self.by_code.values_mut().for_each(moved);
        let mut rows: Vec<(usize, Row<'a>)> = places.iter().copied().zip(self.rows).collect();
        rows.sort_by_key(|(place, _)| *place);
        self.rows = rows.into_iter().map(|(_, row)| row).collect();
        self
    }

    /// The row that a finding counts in: that of its file's office, or of the office that it names.
    pub(super) fn row_of(&self, finding: &Finding) -> Option<usize> {
        match &finding.place.file {
            Some(file) => self.by_file.get(&**file).copied(),
            None => self.by_code.get(finding.value.as_deref()?).copied(),
        }
    }

    /// The name of the office that sent a file; `None` when it is not known.
    pub(super) fn name(&self, file: &str) -> Option<&'a str> {
        let row = self.rows.get(*self.by_file.get(file)?)?;
        Some(row.name).filter(|name| !name.is_empty())
    }

    /// How many offices have sent nothing, have errors, have only what is doubtful.
    pub(super) fn to_call(&self) -> (usize, usize, usize) {
        let named = || self.rows.iter().filter(|row| !row.name.is_empty());
        let count = |state| named().filter(|row| row.state() == state).count();
        (
            count(State::Missing),
            count(State::Correct),
            count(State::Look),
        )
    }

    /// How many files of no known office there are, when something is found in one.
    pub(super) fn nameless(&self) -> usize {
        let nameless = self.rows.iter().filter(|row| row.name.is_empty());
        nameless
            .filter(|row| row.state() < State::Good)
            .map(|row| row.files.len())
            .sum()
    }

    /// The choices of a filter.
    pub(super) fn options(&self, page: &mut Page) {
        for (index, row) in self.rows.iter().enumerate() {
            page.raw("<option value=").show(index).raw(">");
            row.name(page);
            page.raw(" (").number(row.counts.all()).raw(")\n");
        }
    }

    /// The table; `anchor` gives the id of a file's findings, when it has any.
    pub(super) fn write(&self, page: &mut Page, anchor: impl Fn(&str) -> Option<usize>) {
        page.raw("<table class=o>\n<thead><tr><th scope=col>");
        page.say("Đơn vị và tệp", "Office and file");
        page.raw("<th scope=col>").say("Hoạt động", "Records");
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            page.raw("<th scope=col>");
            severities(page, severity);
        }
        page.raw("\n</thead>\n<tbody>\n");
        for row in &self.rows {
            row.write(page, &anchor);
        }
        page.raw("</tbody></table>\n");
    }
}

impl Row<'_> {
    fn state(&self) -> State {
        match self.counts {
            _ if self.missing => State::Missing,
            Counts { errors: 1.., .. } => State::Correct,
            Counts { warnings: 1.., .. } => State::Look,
            _ => State::Good,
        }
    }

    fn name(&self, page: &mut Page) {
        if self.name.is_empty() {
            page.say("Chưa rõ đơn vị", "Office not known");
        } else {
            page.text(self.name);
        }
    }

    fn write(&self, page: &mut Page, anchor: &impl Fn(&str) -> Option<usize>) {
        let (class, sign, vi, en) = match self.state() {
            State::Missing => ("e", "○", "chưa gửi", "nothing sent"),
            State::Correct => ("e", sign(Severity::Error), "cần sửa", "to be corrected"),
            State::Look => (
                "w",
                sign(Severity::Warning),
                "cần xem lại",
                "to be looked at",
            ),
            State::Good => ("g", "✓", "đạt", "fine"),
        };
        page.raw("<tr><th scope=row><span").vietnamese().raw(">");
        self.name(page);
        page.raw("</span> <span class=\"s ")
            .raw(class)
            .raw("\">")
            .raw(sign)
            .raw(" ");
        page.say(vi, en).raw("</span>");
        for file in &self.files {
            page.raw("<br>");
            match anchor(file) {
                Some(id) => {
                    page.raw("<a href=\"#f")
                        .show(id)
                        .raw("\">")
                        .text(file)
                        .raw("</a>");
                }
                None => {
                    page.raw("<span class=q>").text(file).raw("</span>");
                }
            }
        }
        if self.missing {
            page.raw("<td>–<td>–<td>–<td>–\n");
            return;
        }
        page.raw("<td>").number(self.records);
        for (count, class) in [
            (self.counts.errors, "e"),
            (self.counts.warnings, "w"),
            (self.counts.infos, "i"),
        ] {
            if count == 0 {
                page.raw("<td>0");
            } else {
                page.raw("<td class=").raw(class).raw(">").number(count);
            }
        }
        page.raw("\n");
    }
}
