//! What the columns of a table say before any row is read: which cells feed a field, how decimals are written.

use super::{FieldColumns, Reader};
use crate::layout::{Meaning, MoneyColumn, number_style};
use crate::template::Slot;

impl<'a> Reader<'a> {
    pub(super) fn field_columns(&self) -> Vec<FieldColumns> {
        (0..self.template.fields.len())
            .map(|field| {
                let mut columns = FieldColumns::default();
                for column in &self.header.columns {
                    match column.meaning {
                        Meaning::Field { field: other, slot } if other == field => match slot {
                            Slot::Value => columns.values.push(column.col),
                            Slot::Start => columns.start = Some(column.col),
                            Slot::End => columns.end = Some(column.col),
                            Slot::Measure => columns.measure = Some(column.col),
                            Slot::Qualifier => columns.qualifier = Some(column.col),
                        },
                        _ => {}
                    }
                }
                let rows = self.body.rows.iter();
                let rows = rows.filter_map(|row| self.grid.rows.get(row.index));
                if let Some(col) = columns.values.first() {
                    columns.style = number_style(*col, rows);
                }
                columns
            })
            .collect()
    }

    /// The column of money that feeds a field.
    pub(super) fn money_column(&self, field: usize) -> Option<&'a MoneyColumn> {
        self.money.iter().find(|column| column.field == field)
    }
}
