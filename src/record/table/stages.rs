//! What was planned and what was done for a record, told in rows of their own: what was done is the record's.

use super::Reader;
use super::words::append;
use crate::book::grid::Row;
use crate::layout::{is_filled, stage_of};
use crate::place::CellRef;
use crate::record::{Field, Record};
use crate::template::{Kind, Role};
use crate::value::{Note, Qualifier, Remark, Value};

impl<'a> Reader<'a> {
    /// Gives a record what a row of what was planned or done says of it.
    pub(super) fn stage(&mut self, row: &'a Row, realised: bool, record: &mut Record) {
        let template = self.template;
        for (index, spec) in template.fields.iter().enumerate() {
            let Some(columns) = self.columns.get(index) else {
                continue;
            };
            let mut cols = columns.values.clone();
            cols.extend([columns.start, columns.end].into_iter().flatten());
            let filled = |col: &u32| row.cell(*col).is_some_and(is_filled);
            let told = cols.iter().any(filled);
            match spec.kind {
                Kind::Amount => self.stage_amount(row, realised, told, index, record),
                Kind::Quantity if told && realised => {
                    let field = self.field(row, index, spec, record.section);
                    if field.value != Value::Empty
                        && let Some(own) = record.fields.get_mut(index)
                    {
                        *own = field;
                    }
                }
                Kind::Interval | Kind::Code if told => {
                    let missing = |field: &Field| field.value == Value::Empty;
                    if record.fields.get(index).is_some_and(missing) {
                        let field = self.field(row, index, spec, record.section);
                        if let Some(own) = record.fields.get_mut(index) {
                            *own = field;
                        }
                    }
                }
                Kind::Text if told && spec.role != Some(Role::Name) => {
                    self.stage_text(row, index, record);
                }
                _ => {}
            }
        }
        let extra = self.extra(row);
        let extra = extra
            .into_iter()
            .filter(|(_, text)| stage_of(text).is_none());
        record.extra.extend(extra);
    }

    fn stage_amount(
        &mut self,
        row: &'a Row,
        realised: bool,
        told: bool,
        index: usize,
        record: &mut Record,
    ) {
        let Some(spec) = self.template.field(index) else {
            return;
        };
        let has = record.fields.get(index).and_then(Field::dong);
        if !told {
            // Nothing was done yet: what the record holds is planned.
            if let Some(field) = record.fields.get_mut(index).filter(|_| realised) {
                plan(field);
            }
            return;
        }
        let mut field = self.field(row, index, spec, record.section);
        if realised {
            let before = record
                .fields
                .get(index)
                .and_then(|field| field.cell.zip(field.dong()));
            if let (Some((cell, planned)), Some(done)) = (before, field.dong())
                && planned != done
            {
                self.plans.push((cell, planned, done));
            }
        } else if let Some(done) = has {
            if let (Some(cell), Some(planned)) = (field.cell, field.dong())
                && planned != done
            {
                self.plans.push((cell, planned, done));
            }
            return;
        } else {
            plan(&mut field);
        }
        if let Some(own) = record.fields.get_mut(index) {
            *own = field;
        }
    }

    fn stage_text(&self, row: &Row, index: usize, record: &mut Record) {
        let Some(columns) = self.columns.get(index) else {
            return;
        };
        for col in &columns.values {
            let Some(cell) = row.cell(*col).filter(|cell| is_filled(cell)) else {
                continue;
            };
            let shown = self.shown_at(CellRef::new(row.row, *col), &cell.content);
            let Some(field) = record.fields.get_mut(index) else {
                return;
            };
            let known = field.raw.split('\n').any(|line| line == shown);
            if known || stage_of(&shown).is_some() || super::cells::is_ditto(&cell.content) {
                continue;
            }
            append(&mut field.raw, &shown);
            match &mut field.value {
                Value::Text(value) => append(value, &shown),
                value => *value = Value::Text(shown.into()),
            }
            field.remarks.retain(|remark| remark.note != Note::Missing);
        }
    }
}

/// Makes an amount one that is planned only.
pub(super) fn plan(field: &mut Field) {
    let (Value::Amount { qualifier, .. }, Some(cell)) = (&mut field.value, field.cell) else {
        return;
    };
    if *qualifier == Qualifier::Planned {
        return;
    }
    *qualifier = Qualifier::Planned;
    field
        .remarks
        .retain(|remark| !matches!(remark.note, Note::Inexact(_)));
    field.remarks.push(Remark {
        cell,
        text: field.raw.to_string(),
        note: Note::Inexact(Qualifier::Planned),
    });
}
