//! Records that are struck out, or that their own words withdraw.

use super::Reader;
use crate::book::grid::Row;
use crate::layout::{Meaning, is_filled};
use crate::place::CellRef;
use crate::record::Field;
use crate::template::{Kind, Role, Template};
use crate::value::withdrawn::{name_says_withdrawn, says_withdrawn};
use crate::value::{Note, Qualifier, Remark, Value};

impl Reader<'_> {
    /// Whether a row is struck out as a whole: its name and all its money, whatever its number and its note are; without
    /// either, all of its cells.
    pub(super) fn is_struck(&self, row: &Row) -> bool {
        if self.grid.seen.is_empty() {
            return false;
        }
        let name = self.template.role(Role::Name);
        let (mut named, mut struck, mut whole, mut of_record) = (false, false, true, true);
        for cell in row.cells.iter().filter(|cell| is_filled(cell)) {
            let at = CellRef::new(row.row, cell.col);
            let is_struck = self.grid.seen.get(&at).is_some_and(|seen| seen.struck);
            let (is_name, is_money) = match self.header.meaning(cell.col) {
                None | Some(Meaning::Seq | Meaning::Unit { .. } | Meaning::Helper) => continue,
                Some(Meaning::Extra) => (false, false),
                Some(Meaning::Field { field, .. }) => {
                    let kind = self.template.field(field).map(|spec| spec.kind);
                    (Some(field) == name, kind == Some(Kind::Amount))
                }
            };
            struck |= is_struck;
            whole &= is_struck;
            named |= is_name;
            of_record &= is_struck || !(is_name || is_money);
        }
        struck && (whole || (named && of_record))
    }

    /// What withdraws a record: its cell, and how.
    pub(super) fn withdrawal(
        &self,
        row: &Row,
        fields: &[Field],
        extra: &[(String, String)],
    ) -> Option<Remark> {
        let name = self.template.role(Role::Name);
        let of_name = || name.and_then(|name| fields.get(name)?.cell);
        let first = || Some(CellRef::new(row.row, row.cells.first()?.col));
        let remark = |cell: CellRef, text: &str, struck: bool| Remark {
            cell,
            text: text.to_owned(),
            note: Note::Withdrawn { struck },
        };
        if self.row_struck {
            let text = name
                .and_then(|name| fields.get(name))
                .map(|field| field.raw.as_str());
            return Some(remark(
                of_name().or_else(first)?,
                text.unwrap_or_default(),
                true,
            ));
        }
        // The form has a column of its own that says so.
        if fields.iter().any(Field::withdrawn) {
            return Some(remark(
                of_name().or_else(first)?,
                Qualifier::Withdrawn.word(),
                false,
            ));
        }
        for (index, (spec, field)) in self.template.fields.iter().zip(fields).enumerate() {
            let Value::Text(text) = &field.value else {
                continue;
            };
            let said = match Some(index) == name {
                true => name_says_withdrawn(text),
                false => spec.kind == Kind::Text && says_withdrawn(text),
            };
            if let (true, Some(cell)) = (said, field.cell) {
                return Some(remark(cell, text, false));
            }
        }
        let (_, text) = extra.iter().find(|(_, text)| says_withdrawn(text))?;
        Some(remark(of_name().or_else(first)?, text, false))
    }
}

/// Withdraws a record: its money counts in no total, and what it leaves out is not asked for.
pub(super) fn withdraw(template: &Template, fields: &mut [Field], remark: Remark) {
    let total = template.role(Role::Total);
    let has_total = total
        .and_then(|total| fields.get(total))
        .is_some_and(|field| field.dong().is_some());
    for (index, (spec, field)) in template.fields.iter().zip(fields.iter_mut()).enumerate() {
        if matches!(spec.kind, Kind::Amount | Kind::Interval) {
            let cell = remark.cell;
            field.remarks.retain(|one| {
                !matches!(one.note, Note::Missing | Note::Inexact(_)) || one.cell == cell
            });
        }
        if let Value::Amount { qualifier, .. } = &mut field.value {
            *qualifier = Qualifier::Withdrawn;
            // The table says of the total alone that it is withdrawn; parts do not stand there without it.
            if Some(index) != total && total.is_some() && !has_total {
                field.value = Value::Empty;
            }
        }
    }
    let name = template.role(Role::Name).unwrap_or(0);
    let own = fields
        .iter()
        .position(|field| field.cell == Some(remark.cell));
    if let Some(field) = fields.get_mut(own.unwrap_or(name)) {
        field.remarks.push(remark);
    }
}
