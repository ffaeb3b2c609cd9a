//! What the columns of money of a table add up to: what counts, and apart from it what is planned only or withdrawn.
//!
//! Each row's amount counts by the column that says how exact it is (`Values::qualified_by`), as it stands in the table,
//! so that whoever has the table alone gets the same sums.

use rust_decimal::Decimal;

use super::described::{Column, Described};
use crate::record::Written;
use crate::template::Holds;
use crate::value::Qualifier;

/// How an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// In totals.
    InTotals,
    /// Planned only: in a total of its own.
    Planned,
    /// Withdrawn: in a total of its own.
    Withdrawn,
}

impl Counted {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 3] = [Self::InTotals, Self::Planned, Self::Withdrawn];

    /// The word in the table of sums.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InTotals => "counted",
            Self::Planned => Qualifier::Planned.name(),
            Self::Withdrawn => Qualifier::Withdrawn.name(),
        }
    }

    /// How an amount with this qualifier counts.
    #[must_use]
    pub fn of(qualifier: &str) -> Self {
        let apart = [Self::Planned, Self::Withdrawn];
        let apart = apart.into_iter().find(|apart| apart.name() == qualifier);
        apart.unwrap_or(Self::InTotals)
    }
}

/// A sum: how many rows have a value, and what they add up to, in đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many rows.
    pub rows: u64,
    /// Their sum.
    pub dong: i128,
}

/// The name of a sum.
#[must_use]
pub fn id(table: &str, column: &str, counted: Counted) -> String {
    format!("{table}/{column}/{}", counted.name())
}

/// A sum as it is written: sums may be larger than any amount.
fn whole(dong: i128) -> Written {
    let number = Decimal::try_from_i128_with_scale(dong, 0);
    number.map_or_else(|_| Written::Text(dong.to_string()), Written::Decimal)
}

/// The sums of one table.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// The columns of money: their place and that of their qualifier, and a sum for each of [`Counted::ALL`].
    columns: Vec<(usize, Option<usize>, [Sum; 3])>,
}

impl Sums {
    /// No rows yet, of a table with these columns.
    #[must_use]
    pub fn new(columns: &[Column]) -> Self {
        let place = |id: &String| columns.iter().position(|column| column.id == *id);
        let money = columns.iter().enumerate().filter_map(|(index, column)| {
            let qualifier = column.values.qualified_by.as_ref();
            let is_money = column.values.holds == Holds::Amount;
            is_money.then(|| (index, qualifier.and_then(place)))
        });
        Self::over(money)
    }

    /// No rows yet, of a table with columns of money at these places, each with that of its qualifier.
    #[must_use]
    pub fn over(places: impl IntoIterator<Item = (usize, Option<usize>)>) -> Self {
        let places = places.into_iter();
        let columns = places.map(|(at, qualifier)| (at, qualifier, [Sum::default(); 3]));
        Self {
            columns: columns.collect(),
        }
    }

    /// Adds a row; `amount` and `word` give the amount and the text at a place.
    pub fn add<'w>(
        &mut self,
        amount: impl Fn(usize) -> Option<i128>,
        word: impl Fn(usize) -> &'w str,
    ) {
        for (at, qualifier, sums) in &mut self.columns {
            let Some(dong) = amount(*at) else {
                continue;
            };
            let counted = Counted::of(qualifier.map_or("", &word));
            let sums = sums.iter_mut().zip(Counted::ALL);
            for (sum, _) in sums.filter(|(_, kind)| *kind == counted) {
                sum.rows += 1;
                sum.dong = sum.dong.saturating_add(dong);
            }
        }
    }

    /// Adds a row as it is written.
    pub fn add_row(&mut self, row: &[Written]) {
        let amount = |at: usize| match row.get(at) {
            Some(Written::Integer(dong)) => Some(i128::from(*dong)),
            _ => None,
        };
        let word = |at: usize| match row.get(at) {
            Some(Written::Text(word)) => word.as_str(),
            _ => "",
        };
        self.add(amount, word);
    }

    /// The sums: the place of the column, how it counts, and what it adds up to.
    pub fn all(&self) -> impl Iterator<Item = (usize, Counted, Sum)> {
        self.columns.iter().flat_map(|(at, _, sums)| {
            let sums = sums.iter().zip(Counted::ALL);
            sums.map(|(sum, counted)| (*at, counted, *sum))
        })
    }

    /// The same with the columns themselves.
    pub fn each<'c>(
        &self,
        columns: &'c [Column],
    ) -> impl Iterator<Item = (&'c Column, Counted, Sum)> {
        self.all()
            .filter_map(|(at, counted, sum)| Some((columns.get(at)?, counted, sum)))
    }

    /// The rows of the table of sums.
    #[must_use]
    pub fn rows(&self, table: &Described) -> Vec<Vec<Written>> {
        self.each(&table.columns)
            .map(|(column, counted, sum)| {
                let text = |text: &str| Written::Text(text.to_owned());
                vec![
                    text(&id(&table.name, &column.id, counted)),
                    text(&table.name),
                    text(&column.id),
                    text(counted.name()),
                    Written::Integer(i64::try_from(sum.rows).unwrap_or(i64::MAX)),
                    whole(sum.dong),
                ]
            })
            .collect()
    }
}
