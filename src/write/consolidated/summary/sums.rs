//! The columns that are added up, of money and of numbers: their sums as cells store them, and how they are shown.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_xlsxwriter::Format;

use super::super::figures::{Entry, Figures};
use super::super::style::{Money, Styles};
use super::columns::{Column, Shows};
use crate::place::col_name;

/// A column that is added up.
#[derive(Clone)]
pub struct Summed {
    /// The column.
    pub col: u16,
    /// Its letters.
    pub letters: String,
    /// The field.
    pub field: usize,
    /// Whether it holds money.
    pub is_money: bool,
}

impl Summed {
    /// Those of a sheet, money first: the first one is the total of a form that has money.
    pub fn of(columns: &[Column]) -> Vec<Self> {
        let all = (0u16..).zip(columns).filter_map(|(col, column)| {
            let (field, is_money) = match column.shows {
                Shows::Money(field) => (field, true),
                Shows::Number(field, true) => (field, false),
                _ => return None,
            };
            Some(Self {
                col,
                letters: col_name(u32::from(col)),
                field,
                is_money,
            })
        });
        let (mut sums, numbers): (Vec<Self>, Vec<Self>) = all.partition(|of| of.is_money);
        sums.extend(numbers);
        sums
    }

    /// The sum over entries, as a cell stores it.
    pub fn sum<'a: 'e, 'e>(
        &self,
        figures: &Figures<'_>,
        entries: impl IntoIterator<Item = &'e Entry<'a>>,
    ) -> String {
        if self.is_money {
            let dong = Figures::sum(entries, self.field);
            figures.shown.scale.exact(dong)
        } else {
            let numbers = entries.into_iter().filter_map(|of| of.number(self.field));
            let sum = numbers.fold(Decimal::ZERO, |sum, number| sum.saturating_add(number));
            sum.normalize().to_string()
        }
    }

    /// The sum over all groups.
    pub fn whole(&self, figures: &Figures<'_>) -> String {
        let groups = figures.groups.iter();
        self.sum(figures, groups.flat_map(|group| &group.entries))
    }
}

/// How figures are shown.
pub struct Formats {
    /// Money.
    pub money: Money,
    /// Numbers, by field, in a record and in a sum: as many places as its numbers have.
    numbers: BTreeMap<usize, (Format, Format)>,
    whole: (Format, Format),
}

impl Formats {
    /// Those of a form.
    pub fn new(styles: &Styles, figures: &Figures<'_>) -> Self {
        let mut places: BTreeMap<usize, u32> = BTreeMap::new();
        for entry in &figures.entries {
            for field in 0..figures.template.fields.len() {
                if let Some(number) = entry.number(field) {
                    let most = places.entry(field).or_default();
                    *most = (*most).max(number.normalize().scale());
                }
            }
        }
        let numbers = places.into_iter();
        Self {
            money: styles.money(figures.shown),
            numbers: numbers
                .map(|(field, places)| (field, styles.numbers(places)))
                .collect(),
            whole: styles.numbers(0),
        }
    }

    /// A number in a record.
    pub fn number(&self, field: usize) -> &Format {
        &self.numbers.get(&field).unwrap_or(&self.whole).0
    }

    /// The sum of a column in a record's row.
    pub fn plain(&self, of: &Summed) -> &Format {
        if of.is_money {
            &self.money.body
        } else {
            self.number(of.field)
        }
    }

    /// The sum of a column in bold.
    pub fn bold(&self, of: &Summed) -> &Format {
        if of.is_money {
            &self.money.group
        } else {
            &self.numbers.get(&of.field).unwrap_or(&self.whole).1
        }
    }
}
