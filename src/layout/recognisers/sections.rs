//! Section rows: what heads a part of the list, and how such parts stand in one another.
//!
//! A section is told by its number (`A`, `I`, `1` above `1.1`), by its words (a sector, `Năm 2019`), by its look
//! (merged across, all capitals), or by the row numbers below it beginning anew; never by a label alone.

use super::levels::{Found, Level, is_time};
use super::records::is_nil;
use super::{Kind, Known, Reader, known, stages};
use crate::fold;
use crate::layout::body::{BodyKind, Role};
use crate::layout::facts::RowFacts;
use crate::layout::reason::Reason;
use crate::layout::text_of;
use crate::layout::weigh::{Choice, Look};
use crate::layout::words::{self, Numbering, is_total_label, split_numbering};
use crate::place::CellRef;
use crate::value::amount;

/// The next row of the list below a row.
struct Next<'a> {
    number: Option<Numbering>,
    facts: &'a RowFacts<'a>,
}

impl Next<'_> {
    fn counted(&self) -> bool {
        matches!(
            self.number,
            Some(Numbering::Number(_) | Numbering::Suffixed(_) | Numbering::Lettered)
        )
    }

    fn begins_anew(&self) -> bool {
        let seq = self.facts.seq.as_deref();
        seq.is_some_and(|seq| matches!(seq.trim_matches(['.', ')', '(', ' ']), "1" | "01"))
    }

    /// A record without a number of its own.
    fn plain_record(&self) -> bool {
        self.number.is_none() && self.facts.name.is_some() && self.facts.telling > 0
    }
}

impl<'a> Reader<'a> {
    pub(super) fn section(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let section = self.section_of(index, facts)?;
        let numbered = matches!(section.level(), Level::Numbered(_));
        if facts.says_money() && self.is_lump(index, facts, numbered) {
            let choice = self.opens.choose(
                Look::Lump,
                std::iter::once(index),
                self.hypothesis,
                !self.numberless(),
            );
            if choice == Choice::As(Role::Record) {
                // It still ends the section before it.
                self.close_to(&section);
                return known(Kind::Record, Reason::LumpSum);
            }
        }
        // `I | Lĩnh vực y tế: hỗ trợ 900 triệu đồng …`, and no row below that says so.
        if facts.amounts == 0
            && self.is_lump(index, facts, numbered)
            && facts.label().is_some_and(amount::tells_money)
        {
            return known(Kind::Section(section), Reason::MoneyAside);
        }
        known(
            Kind::Section(section),
            if numbered {
                Reason::SectionNumber
            } else {
                Reason::SectionLabel
            },
        )
    }

    /// Whether a section has a figure and no rows of its own: the next row is of its rank, or adds up, or there is none.
    pub(super) fn is_lump(&self, index: usize, facts: &RowFacts<'a>, numbered: bool) -> bool {
        let Some((_, below)) = self.below(index) else {
            return true;
        };
        if below.label().is_some_and(is_total_label) {
            return true;
        }
        numbered && facts.number.is_some() && below.number == facts.number
    }

    /// The section that a row heads; `None` when it heads none.
    pub(super) fn section_of(&self, index: usize, facts: &RowFacts<'a>) -> Option<Found> {
        let number = facts.number;
        let below_list = index >= self.sheet.pages.list_end;
        if matches!(number, Some(Numbering::Roman | Numbering::Upper)) {
            // A remark or a count beside its label makes no record of a section, nor does who or when, where the rows
            // below are numbered in another way.
            let heads = self.next(index).is_some_and(|below| {
                below.counted() && (below.begins_anew() || below.facts.telling > 0)
            });
            if !heads && (facts.telling > 0 || facts.told() > facts.extra_figures + 2) {
                return None;
            }
        } else if below_list {
            return None;
        } else if facts.told() > facts.extra_figures {
            return self.label_aside(index, facts);
        }
        // Asked only where a text alone could head a section: nearly every row has a number or more to tell.
        if number.is_none()
            && facts
                .first_text
                .is_some_and(|(_, text)| words::is_note(text))
        {
            return None;
        }
        let Some((col, text)) = facts.name.and_then(|cell| Some((cell.col, text_of(cell)?))) else {
            return self.label_in_seq(facts, number);
        };
        let numbered = |kind| Found {
            label: fold::tidy(split_numbering(text).1).into_owned(),
            number: words::bare_number(facts.seq.as_deref().unwrap_or_default()),
            col,
            level: Level::Numbered(kind),
            activity: false,
        };
        match number {
            Some(kind @ (Numbering::Roman | Numbering::Upper)) => Some(numbered(kind)),
            Some(kind @ Numbering::Number(depth)) => self
                .heads_numbers(index, facts, text, depth)
                .then(|| numbered(kind)),
            Some(kind @ Numbering::Lower) => {
                let below = self.next(index)?;
                let dashed = below.number == Some(Numbering::Dash) && below.facts.telling > 0;
                // `a` and `b` right below a record part it, unless numbers begin anew below them or `a` headed a section.
                let level = Level::Numbered(kind);
                let sibling = self.stack.iter().any(|(other, _)| *other == level);
                let counted =
                    below.counted() && (sibling || below.begins_anew() || !self.below_record());
                ((dashed || counted) && facts.amounts == 0 || self.sheet.is_sector(text))
                    .then(|| numbered(kind))
            }
            Some(Numbering::Dash | Numbering::Suffixed(_) | Numbering::Lettered) => None,
            None if facts.seq.is_some() => None,
            None => self.unnumbered(index, facts, col, text),
        }
    }

    /// A label typed or merged into the row number's column: `I. LĨNH VỰC Y TẾ`.
    fn label_in_seq(&self, facts: &RowFacts<'a>, number: Option<Numbering>) -> Option<Found> {
        let seq = facts
            .seq
            .as_deref()
            .filter(|_| number.is_none() && facts.told() <= facts.extra_figures)?;
        let col = self.sheet.header.seq_col()?;
        let (kind, label) = split_numbering(seq);
        Some(Found {
            label: fold::tidy(label).into_owned(),
            number: kind.map_or(String::new(), |_| own_number(seq)),
            col,
            level: kind.map_or_else(|| Level::Plain(self.plain(label)), Level::Numbered),
            activity: false,
        })
    }

    /// The name of a sector or of a group alone in a row, in whatever column.
    fn label_aside(&self, index: usize, facts: &RowFacts<'a>) -> Option<Found> {
        let (cell, text) = facts.first_text.filter(|_| facts.filled == 1)?;
        let sector = self.sheet.is_sector(text) && self.next(index)?.counted();
        (sector || self.is_label_aside(index, facts)).then(|| Found {
            label: fold::tidy(split_numbering(text).1).into_owned(),
            number: String::new(),
            col: cell.col,
            level: Level::Plain(self.plain(text)),
            activity: false,
        })
    }

    /// Whether a row holds nothing but a text outside the columns of number, name and money, and may head the records below:
    /// it has a figure, which tells whether it does, or their numbers begin anew.
    pub(super) fn is_label_aside(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        let alone = facts.name.is_none()
            && facts.seq.is_none()
            && facts.others == 1
            && facts.extra_figures == 0
            && facts
                .first_text
                .is_some_and(|(_, text)| text.contains(char::is_alphabetic));
        let heads = |below: Next<'_>| {
            let record = below.counted() || below.plain_record();
            record && (facts.amounts > 0 || below.counted() && below.begins_anew())
        };
        alone && self.next(index).is_some_and(heads)
    }

    /// Whether a row numbered `1` heads `1.1`, `a`, or numbers that begin anew.
    fn heads_numbers(&self, index: usize, facts: &RowFacts<'a>, text: &str, depth: u8) -> bool {
        let Some(below) = self.next(index) else {
            return false;
        };
        let deeper = matches!(below.number, Some(Numbering::Number(next)) if next > depth);
        let lettered =
            matches!(below.number, Some(Numbering::Lower | Numbering::Dash)) && facts.amounts == 0;
        // Who and when stand with the children alone: the figure is their sum.
        let below_tells = below.facts.telling > 0 && facts.telling == 0;
        let lettered = lettered
            || matches!(below.number, Some(Numbering::Lower | Numbering::Dash)) && below_tells;
        let anew = below.begins_anew() && facts.amounts == 0;
        let sector = self.sheet.is_sector(text)
            && (facts.amounts == 0 && below.counted()
                || below.begins_anew()
                || below.plain_record());
        deeper || lettered || anew || sector
    }

    /// A label without a number.
    fn unnumbered(
        &self,
        index: usize,
        facts: &RowFacts<'a>,
        col: u32,
        text: &str,
    ) -> Option<Found> {
        let (kind, label) = split_numbering(text);
        let numbered = matches!(kind, Some(Numbering::Roman | Numbering::Upper));
        let below = self.next(index)?;
        let followed =
            below.number.is_some() && below.number != Some(Numbering::Dash) || below.plain_record();
        let dated = crate::layout::frame::is_date_line(&fold::fold(text));
        let first = facts.amounts == 0 && !dated && !self.below_record();
        let anew =
            facts.amounts == 0 && !dated && below.begins_anew() && !self.body.rows.is_empty();
        let evidence = numbered || self.looks_like_section(index, col, text);
        let nothing = evidence && is_nil(below.facts);
        let heads =
            (evidence || first || anew) && (followed || nothing || self.heads_sections(index));
        heads.then(|| Found {
            label: fold::tidy(label).into_owned(),
            number: kind.map_or(String::new(), |_| own_number(text)),
            col,
            level: kind.map_or_else(|| Level::Plain(self.plain(text)), Level::Numbered),
            activity: false,
        })
    }

    fn below_record(&self) -> bool {
        self.body.rows.last().is_some_and(|last| {
            stages::goes_on(last) || matches!(last.kind, BodyKind::Record { .. })
        })
    }

    /// Whether a label's wording or look is that of a section.
    pub(super) fn looks_like_section(&self, index: usize, col: u32, text: &str) -> bool {
        let text = split_numbering(text).1;
        if self.is_wide(index, col) || self.sheet.is_sector(text) {
            return true;
        }
        // What goes on in small letters goes on with something.
        if text.starts_with(char::is_lowercase) {
            return false;
        }
        let folded = fold::fold(text);
        let worded = words::words().section.begin(&folded) && text.chars().count() <= 80;
        worded || is_time(&folded) || (fold::is_upper(text) && text.len() > 3)
    }

    fn is_wide(&self, index: usize, col: u32) -> bool {
        let row = self.sheet.grid.rows.get(index).map_or(0, |row| row.row);
        self.sheet
            .grid
            .merge_at(CellRef::new(row, col))
            .is_some_and(|merge| merge.last.col > merge.first.col + 1)
    }

    /// Whether the next row is another label that looks like a section, in a table without row numbers.
    fn heads_sections(&self, index: usize) -> bool {
        let Some(below) = self.next(index) else {
            return false;
        };
        let label = below
            .facts
            .name
            .and_then(|cell| Some((cell.col, text_of(cell)?)));
        below.facts.others == 0
            && label.is_some_and(|(col, text)| self.looks_like_section(index + 1, col, text))
    }

    /// The next filled row below, heads of further pages left aside.
    fn next(&self, index: usize) -> Option<Next<'a>> {
        let (_, facts) = self.below(index)?;
        Some(Next {
            number: facts.number.or_else(|| in_label(facts.seq.as_deref())),
            facts,
        })
    }
}

/// The numbering before a label in the row number's column.
fn in_label(seq: Option<&str>) -> Option<Numbering> {
    seq.and_then(|seq| split_numbering(seq).0)
}

/// The number that a label begins with.
fn own_number(label: &str) -> String {
    let label = label.trim();
    let end = words::number_end(label).unwrap_or(label.len());
    words::bare_number(label.get(..end).unwrap_or_default())
}
