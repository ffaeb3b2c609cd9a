//! Columns made fields: headings of groups, parts of a whole, two columns of one span of time, numbers that are added up.

use rust_decimal::Decimal;

use super::columns::{Column, find_wholes, is_measure, is_measured, is_span, one_line};
use super::kinds::{Doubt, heading_of};
use super::names::{Ids, id_of, name_of};
use super::says::Says;
use super::table::Chosen;
use super::words::words;
use super::{Draft, DraftField, DraftList, Headings};
use crate::template::{Kind, Role, Slot};
use crate::value::scale::CaptionScale;

/// The draft of a table.
pub(super) fn draft(chosen: Chosen) -> Draft {
    let dong = chosen.dong;
    let in_headings = chosen.columns.iter().find_map(|column| match column.scale {
        Some(CaptionScale::Money { dong, .. }) => Some(dong),
        _ => None,
    });
    let mut columns: Vec<Column> = chosen
        .columns
        .into_iter()
        .filter(|column| {
            !column.path.is_empty() || column.cells.iter().any(|says| *says != Says::Nothing)
        })
        .map(|column| Column::of(column, dong))
        .collect();
    find_wholes(&mut columns);
    let mut maker = Maker {
        columns: &columns,
        ids: Ids::default(),
        fields: Vec::new(),
        by_column: vec![None; columns.len()],
        lists: Vec::new(),
        sums: Vec::new(),
        totals: chosen.totals,
    };
    maker.make();
    let (mut fields, lists, sums) = (maker.fields, maker.lists, maker.sums);
    choose_total(&mut fields);
    let name = chosen.title.as_deref().map(name_of).unwrap_or_default();
    Draft {
        id: id_of(&name).replace('_', "-"),
        title: chosen.title.as_deref().map(name_of),
        name,
        default_scale: dong.or(in_headings).unwrap_or(1),
        scale_stated: dong.or(in_headings).is_some(),
        found: chosen.found,
        same: chosen.same,
        others: chosen.others,
        fields,
        lists,
        sums,
        sections: chosen.sections,
        records: chosen.records,
        totals: chosen.totals,
    }
}

pub(super) struct Maker<'c> {
    pub(super) columns: &'c [Column],
    ids: Ids,
    fields: Vec<DraftField>,
    /// The field of each column.
    by_column: Vec<Option<usize>>,
    lists: Vec<DraftList>,
    sums: Vec<String>,
    totals: usize,
}

impl Maker<'_> {
    fn make(&mut self) {
        let mut index = 0;
        while let Some(column) = self.columns.get(index) {
            let next = self.columns.get(index + 1);
            let taken = match next {
                Some(next) if is_span(column, next) => {
                    self.span(index, column, next);
                    2
                }
                Some(next) if is_measure(next) && is_measured(column) => {
                    self.quantity(column, next, false);
                    2
                }
                Some(next) if is_measure(column) && is_measured(next) => {
                    self.quantity(next, column, true);
                    2
                }
                _ => {
                    self.single(index, column);
                    1
                }
            };
            index += taken;
        }
    }

    fn blank(&mut self, column: &Column, ending: &str) -> DraftField {
        let label = column.label();
        let id = self.ids.give(&id_of(&label), ending);
        let told = &column.told;
        let filled = column.seen.cells.iter().all(|says| *says != Says::Nothing);
        let remark = words().remark.within(&heading_of(&column.seen));
        let required = column.seen.names
            || filled
                && column.seen.cells.len() > 1
                && !remark
                // A part that is nothing is often left empty.
                && column.whole.is_none()
                && told.kind != Kind::Quantity;
        let mut doubts = told.doubts.clone();
        if required && !column.seen.names {
            doubts.push(Doubt::AlwaysFilled);
        }
        DraftField {
            id,
            kind: told.kind,
            role: column.seen.names.then_some(Role::Name),
            required,
            list: None,
            unit: told.unit.clone(),
            converted: told
                .unit
                .as_deref()
                .map(|unit| words().converted(unit))
                .unwrap_or_default(),
            group: None,
            at_most: None,
            columns: Vec::new(),
            headings: Headings::default(),
            form: vec![(Slot::Value, column.shown.clone())],
            read_from: vec![(column.seen.at.col, column.seen.heading())],
            doubts,
        }
    }

    /// One column that is a field of its own.
    fn single(&mut self, index: usize, column: &Column) {
        let ending = if column.told.kind == Kind::Amount {
            "_vnd"
        } else {
            ""
        };
        let mut field = self.blank(column, ending);
        let label = self.unique(column.label());
        let id = field.id.clone();
        field.columns = match field.kind {
            Kind::Amount => vec![(id.clone(), format!("{label} (đồng)"))],
            Kind::Code => {
                let list = self.list(&id, &column.told.answers);
                field.list = Some(list);
                let code = self.ids.give(&id, "_code");
                vec![
                    (code, format!("Mã {}", lower_first(&label))),
                    (id.clone(), label.clone()),
                ]
            }
            Kind::Interval => self.interval_columns(&id, &label),
            Kind::Quantity => {
                let unit = self.ids.give(&id, "_unit");
                vec![
                    (id.clone(), label.clone()),
                    (unit, format!("Đơn vị tính của {}", lower_first(&label))),
                ]
            }
            Kind::Decimal => {
                let unit = field.unit.as_deref().unwrap_or_default();
                let unit = if unit.is_empty() {
                    String::new()
                } else {
                    format!(" ({unit})")
                };
                vec![(id.clone(), format!("{label}{unit}"))]
            }
            Kind::Text | Kind::Integer | Kind::Day => vec![(id.clone(), label.clone())],
        };
        field.headings = self.headings(index, column);
        let whole = column.whole.and_then(|whole| {
            let field = self.by_column.get(whole).copied().flatten()?;
            Some((whole, self.fields.get(field)?.id.clone()))
        });
        if let Some((whole, whole_id)) = whole {
            self.belongs(index, whole, whole_id, &mut field);
        }
        if matches!(field.kind, Kind::Integer | Kind::Decimal) {
            self.add_up(column, &mut field);
        }
        if let Some(slot) = self.by_column.get_mut(index) {
            *slot = Some(self.fields.len());
        }
        self.fields.push(field);
    }

    /// A field below the heading of another one: a part of it, or a figure of the same.
    fn belongs(&self, index: usize, whole: usize, id: String, field: &mut DraftField) {
        let (Some(column), Some(all)) = (self.columns.get(index), self.columns.get(whole)) else {
            return;
        };
        field.group = Some(id.clone());
        if all.told.kind != field.kind {
            return;
        }
        let rows = column.seen.cells.iter().zip(&all.seen.cells);
        let pairs: Vec<(Decimal, Decimal)> = rows
            .filter_map(|(part, all)| Some((part.number()?, all.number()?)))
            .collect();
        let within = pairs.len() > 1 && pairs.iter().all(|(part, all)| part <= all);
        if field.kind != Kind::Amount {
            let worded = column.says_part() || all.is_whole();
            field.at_most = (within && worded).then_some(id);
            return;
        }
        match self.parts_come_to(whole) {
            true => field.role = Some(Role::Part),
            false if within => field.at_most = Some(id),
            false => field.doubts.push(Doubt::PartsDiffer),
        }
    }

    /// Whether the parts of a whole come to it in nearly all records.
    fn parts_come_to(&self, whole: usize) -> bool {
        let Some(all) = self.columns.get(whole) else {
            return false;
        };
        let parts: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.whole == Some(whole) && column.told.kind == Kind::Amount)
            .collect();
        let (mut equal, mut told) = (0_usize, 0_usize);
        for (row, says) in all.seen.cells.iter().enumerate() {
            let Some(figure) = says.number() else {
                continue;
            };
            let own = parts
                .iter()
                .filter_map(|part| part.seen.cells.get(row)?.number());
            let sum = own.fold(Decimal::ZERO, Decimal::saturating_add);
            told += 1;
            // Figures in large units are rounded.
            let slack = Decimal::new(2, figure.scale().max(sum.scale()).min(6));
            equal += usize::from((sum - figure).abs() <= slack);
        }
        told > 1 && equal * 10 >= told * 9
    }

    /// Whether the form adds a number up, as its rows that add up tell.
    fn add_up(&mut self, column: &Column, field: &mut DraftField) {
        let sums = &column.seen.sums;
        let share = field.unit.as_deref() == Some("%");
        let equal = sums.iter().filter(|(own, sum)| own == sum).count();
        let added = if sums.is_empty() {
            !share && self.totals == 0
        } else {
            equal * 2 >= sums.len() || !share
        };
        if added {
            self.sums.push(field.id.clone());
            if sums.is_empty() || equal * 2 < sums.len() {
                field.doubts.push(Doubt::SumUntold);
            }
        }
    }

    /// Two columns that are the beginning and the end of one span of time.
    fn span(&mut self, index: usize, start: &Column, end: &Column) {
        let top = start.top().map(one_line);
        let label = top.clone().unwrap_or_else(|| "Thời gian".to_owned());
        let label = self.unique(label);
        let mut field = self.blank(start, "");
        field.id = self.ids.give(&id_of(&label), "");
        field.kind = Kind::Interval;
        field.columns = self.interval_columns(&field.id, &label);
        let heading = |column: &Column| vec![one_line(column.leaf())];
        if let Some(top) = top {
            field.headings.own.push(top);
            field.headings.start.1 = heading(start);
            field.headings.end.1 = heading(end);
        }
        let joined = |column: &Column| {
            column
                .path
                .iter()
                .map(|one| one_line(one))
                .collect::<Vec<_>>()
                .join(" / ")
        };
        field.headings.start.0 = match self.leaf_is_unique(index) {
            true => heading(start),
            false => vec![joined(start)],
        };
        field.headings.end.0 = match self.leaf_is_unique(index + 1) {
            true => heading(end),
            false => vec![joined(end)],
        };
        field.form = vec![
            (Slot::Start, start.shown.clone()),
            (Slot::End, end.shown.clone()),
        ];
        field.read_from.push((end.seen.at.col, end.seen.heading()));
        self.fields.push(field);
    }

    fn quantity(&mut self, number: &Column, measure: &Column, measure_first: bool) {
        let mut field = self.blank(number, "");
        let label = self.unique(number.label());
        field.kind = Kind::Quantity;
        field.unit = None;
        field.converted.clear();
        field.required = false;
        field
            .doubts
            .retain(|doubt| !matches!(doubt, Doubt::AlwaysFilled | Doubt::CountByFigures));
        let unit = self.ids.give(&field.id.clone(), "_unit");
        field.columns = vec![
            (field.id.clone(), label.clone()),
            (unit, format!("Đơn vị tính của {}", lower_first(&label))),
        ];
        field.headings.own = vec![one_line(number.leaf())];
        field.headings.measure = vec![one_line(measure.leaf())];
        let measure_form = (Slot::Measure, measure.shown.clone());
        let read = (measure.seen.at.col, measure.seen.heading());
        if measure_first {
            field.form.insert(0, measure_form);
            field.read_from.insert(0, read);
        } else {
            field.form.push(measure_form);
            field.read_from.push(read);
        }
        self.fields.push(field);
    }

    fn interval_columns(&mut self, id: &str, label: &str) -> Vec<(String, String)> {
        let mut column =
            |ending: &str, words: &str| (self.ids.give(id, ending), format!("{label}: {words}"));
        vec![
            column("_start", "từ ngày"),
            column("_end", "đến ngày"),
            column("_precision", "mức độ chính xác"),
        ]
    }

    /// A label that no column has yet.
    fn unique(&self, label: String) -> String {
        let taken = |label: &str| {
            let columns = self.fields.iter().flat_map(|field| &field.columns);
            columns.map(|(_, other)| other).any(|other| {
                other == label
                    || other
                        .strip_prefix(label)
                        .is_some_and(|rest| rest.starts_with(" ("))
            })
        };
        let label = if label.is_empty() {
            "Cột".to_owned()
        } else {
            label
        };
        let mut unique = label.clone();
        let mut number = 2;
        while taken(&unique) {
            unique = format!("{label} ({number})");
            number += 1;
        }
        unique
    }

    /// The list of these answers; one that is there already where it has them all.
    fn list(&mut self, id: &str, answers: &[String]) -> String {
        let mut codes = Ids::default();
        let entries: Vec<(String, String)> = answers
            .iter()
            .map(|name| (codes.give(&id_of(name).replace('_', "-"), ""), name.clone()))
            .collect();
        let same = self.lists.iter().find(|list| list.entries == entries);
        if let Some(list) = same {
            return list.name.clone();
        }
        self.lists.push(DraftList {
            name: id.to_owned(),
            entries,
        });
        id.to_owned()
    }
}

/// Chooses the amount that the form is about: the first whole whose parts come to it, else the first that every record
/// has, else the first.
fn choose_total(fields: &mut [DraftField]) {
    let amounts: Vec<usize> = (0..fields.len())
        .filter(|index| {
            fields
                .get(*index)
                .is_some_and(|field| field.kind == Kind::Amount && field.group.is_none())
        })
        .collect();
    let has_parts = |index: &&usize| {
        let id = fields.get(**index).map(|field| field.id.as_str());
        let mut parts = fields.iter().filter(|field| field.role == Some(Role::Part));
        parts.any(|field| field.group.as_deref() == id)
    };
    let required = |index: &&usize| fields.get(**index).is_some_and(|field| field.required);
    let chosen = amounts
        .iter()
        .find(has_parts)
        .or_else(|| amounts.iter().find(required))
        .or(amounts.first())
        .copied();
    if let Some(field) = chosen.and_then(|index| fields.get_mut(index)) {
        field.role = Some(Role::Total);
        if amounts.len() > 1 {
            field.doubts.push(Doubt::OneOfSeveral);
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    // Initials stay: `HĐND`.
    let initials = letters.clone().next().is_some_and(char::is_uppercase);
    match first {
        Some(first) if !initials => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
