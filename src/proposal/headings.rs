//! The headings by which a field is known: its own, those below its group's, and both in one line.

use super::Headings;
use super::columns::{Column, bare_part, one_line};
use super::fields::{Maker, capital};
use super::names::timeless;
use super::words::words;
use crate::fold;
use crate::value::scale;

impl Maker<'_> {
    /// The headings of a column that is a field of its own.
    pub(super) fn headings(&self, index: usize, column: &Column) -> Headings {
        let mut headings = Headings::default();
        let typed = |heading: &str| self.with_time(column, heading);
        let leaf = one_line(column.leaf());
        match column.path.as_slice() {
            [] => {}
            [only] if column.whole.is_none() => headings.own.push(typed(only)),
            [only] => {
                headings.under.push(one_line(only));
                if self.leaf_is_unique(index) {
                    headings.own.push(one_line(only));
                }
            }
            [top, .., _] => {
                let heads = self.columns.iter().any(|other| other.whole == Some(index));
                if heads {
                    headings.own.push(typed(top));
                    headings.under.push(leaf.clone());
                    if column.is_whole() {
                        let known = fold::fold(&leaf);
                        let more = words()
                            .wholes
                            .iter()
                            .filter(|word| fold::fold(word) != known);
                        headings.under.extend(more.map(|word| capital(word)));
                    }
                }
                let joined: Vec<String> = column.path.iter().map(|part| one_line(part)).collect();
                headings.own.push(joined.join(" / "));
                if column.whole.is_some() {
                    headings.under.push(leaf.clone());
                }
                if self.leaf_is_unique(index) && !column.is_whole() {
                    headings.own.push(leaf);
                }
            }
        }
        headings
    }

    /// A heading with the mark that stands for a time behind it, where the sheet has one there.
    fn with_time(&self, column: &Column, heading: &str) -> String {
        let heading = one_line(heading);
        let dated = column.seen.path.iter().any(|typed| {
            let (head, told) = timeless(&scale::heading_without_scale(typed));
            told && one_line(bare_part(&head)) == heading
        });
        if dated {
            format!("{heading} …")
        } else {
            heading
        }
    }

    /// Whether no other column has the innermost heading of a column.
    pub(super) fn leaf_is_unique(&self, index: usize) -> bool {
        let leaf = |column: &Column| fold::fold(column.leaf());
        let own = self.columns.get(index).map(leaf);
        let same = self
            .columns
            .iter()
            .map(leaf)
            .filter(|leaf| Some(leaf) == own.as_ref());
        same.count() == 1
    }
}
