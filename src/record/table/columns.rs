//! What the columns of a table say before any row is read: units of account, how decimals are written.

use super::{FieldColumns, Reader};
use crate::book::grid::Content;
use crate::layout::{Evidence, Meaning};
use crate::record::TableScale;
use crate::template::Slot;
use crate::value::number::{self, NumberStyle};
use crate::value::scale::{CaptionScale, is_of_money, parse_beside, states_several};

impl<'a> Reader<'a> {
    pub(super) fn field_columns(&self, stated: &TableScale) -> Vec<FieldColumns> {
        (0..self.template.fields.len())
            .map(|field| {
                let mut columns = FieldColumns::default();
                for column in &self.header.columns {
                    match column.meaning {
                        Meaning::Field { field: other, slot } if other == field => match slot {
                            Slot::Value => {
                                columns.values.push(column.col);
                                columns.rate |= column.evidence == Evidence::Rate;
                            }
                            Slot::Start => columns.start = Some(column.col),
                            Slot::End => columns.end = Some(column.col),
                            Slot::Measure => columns.measure = Some(column.col),
                            Slot::Qualifier => columns.qualifier = Some(column.col),
                        },
                        _ => {}
                    }
                }
                let own = columns
                    .values
                    .first()
                    .and_then(|col| self.header.column(*col)?.scale.as_ref());
                // Where the sheet states no unit, a part is counted in that of its total.
                let by_total = || match stated {
                    TableScale::Default { .. } => self.total_scale(field),
                    _ => None,
                };
                let heading = own.or_else(by_total);
                (columns.scale, columns.by_default) = match (heading, stated) {
                    (Some(CaptionScale::Money { dong, .. }), _) => (Some(*dong), false),
                    (Some(CaptionScale::Foreign { currency, .. }), _) => {
                        columns.foreign = Some(currency);
                        (Some(1), false)
                    }
                    (Some(CaptionScale::Measure(measure)), _) if is_of_money(measure) => {
                        (rate_unit(measure), false)
                    }
                    (_, TableScale::Stated { dong, .. }) => (Some(*dong), false),
                    (_, TableScale::Contradicted { .. }) => (None, false),
                    (_, TableScale::Default { dong, .. }) => (Some(*dong), true),
                };
                columns.style = self.style(&columns.values);
                columns
            })
            .collect()
    }

    /// The unit in the heading of the field that a field is a part of.
    fn total_scale(&self, field: usize) -> Option<&CaptionScale> {
        let group = self.template.field(field)?.group.as_deref()?;
        let total = self
            .template
            .fields
            .iter()
            .position(|spec| spec.id == group)?;
        self.header
            .feeding(total, Slot::Value)
            .next()?
            .scale
            .as_ref()
    }

    pub(super) fn style(&self, cols: &[u32]) -> NumberStyle {
        let texts = self
            .body
            .rows
            .iter()
            .filter_map(|row| self.grid.rows.get(row.index))
            .flat_map(|row| {
                cols.iter()
                    .filter_map(|col| match &row.cell(*col)?.content {
                        Content::Text(text) => Some(&**text),
                        _ => None,
                    })
            });
        number::settle(texts)
    }
}

/// The unit of money of a rate (`triệu đồng/căn`); `None` for several units (`đồng/nghìn đồng`), of which none is taken.
fn rate_unit(measure: &str) -> Option<i64> {
    let (money, _) = measure.split_once('/')?;
    parse_beside(money).filter(|_| !states_several(measure))
}
