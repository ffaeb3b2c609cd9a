//! What a heading says by those beside it, where it says nothing by itself.

use super::super::{Column, Meaning, words};
use super::{Evidence, group_field, is_money, named};
use crate::fold;
use crate::template::{Claim, Role, Slot, Strength, Template, is_period, without_period};
use crate::value::scale::{self, CaptionScale};

/// Lets columns be told by their neighbours.
pub(in crate::layout) fn adopt(columns: &mut [Column], template: &Template) {
    let Some(total) = template.role(Role::Total) else {
        return;
    };
    adopt_parts(columns, template, total);
    drop_years(columns, total);
    adopt_total(columns, template, total);
    adopt_realised(columns, template, total);
    drop_this_period(columns, total);
    adopt_rate(columns, total);
}

/// The one rate is read as the amount where no column is: its cells stay empty, and the message names the product.
fn adopt_rate(columns: &mut [Column], total: usize) {
    if columns.iter().any(|column| field_of(column) == Some(total)) {
        return;
    }
    let mut rates = columns
        .iter_mut()
        .filter(|column| column.evidence == Evidence::Rate);
    if let (Some(column), None) = (rates.next(), rates.next()) {
        column.meaning = Meaning::Field {
            field: total,
            slot: Slot::Value,
        };
    }
}

fn give(column: &mut Column, field: usize, slot: Slot) {
    column.meaning = Meaning::Field { field, slot };
    column.evidence = Evidence::Neighbours;
}

fn field_of(column: &Column) -> Option<usize> {
    match column.meaning {
        Meaning::Field { field, .. } => Some(field),
        Meaning::Seq | Meaning::Extra | Meaning::Unit { .. } | Meaning::Helper => None,
    }
}

/// What a heading in a header of one row claims as it would below the total's.
fn claim_beside(column: &Column, template: &Template, total: usize) -> Option<(usize, Slot)> {
    let ([only], Meaning::Extra) = (column.path.as_slice(), column.meaning) else {
        return None;
    };
    let heading = scale::heading_without_scale(only);
    match template.headings.claim_under(total, &heading) {
        Some(Claim::Field { field, slot, .. }) => Some((field, slot)),
        _ => None,
    }
}

/// A heading that names a part of the total only below it (`Khác`, `Doanh nghiệp`) does so too in a header of one row,
/// right of the total or of another part.
fn adopt_parts(columns: &mut [Column], template: &Template, total: usize) {
    let is_part = |column: &Column| {
        let spec = field_of(column).and_then(|field| template.field(field));
        spec.is_some_and(|spec| spec.group.is_some())
    };
    if !columns.iter().any(is_part) {
        return;
    }
    for index in 1..columns.len() {
        let beside = columns.get(index - 1).and_then(|column| {
            let field = field_of(column)?;
            is_money(template, field).then_some(column.col)
        });
        let Some(column) = columns.get_mut(index) else {
            continue;
        };
        if beside.is_some_and(|col| col + 1 == column.col)
            && let Some((field, slot)) = claim_beside(column, template, total)
        {
            give(column, field, slot);
        }
    }
}

/// Amounts of several times side by side (`Kinh phí 2018`, `Kinh phí 2019`) are parts of the amount: none is the whole.
fn drop_years(columns: &mut [Column], total: usize) {
    let mut of_time: Vec<&mut Column> = columns
        .iter_mut()
        .filter(|column| {
            field_of(column) == Some(total)
                && matches!(
                    column.evidence,
                    Evidence::Heading {
                        strength: Strength::Like,
                        ..
                    }
                )
                && column
                    .path
                    .last()
                    .is_some_and(|heading| without_period(heading).is_some())
        })
        .collect();
    if of_time.len() > 1 {
        for column in &mut of_time {
            column.meaning = Meaning::Extra;
            column.evidence = Evidence::Other;
        }
    }
}

/// A heading that names the total only below a group's (`Tổng cộng`, `Quy đổi ra VNĐ`) does so too beside what it adds
/// up or converts: a run of years, or foreign money. Only where no other column is the amount.
fn adopt_total(columns: &mut [Column], template: &Template, total: usize) {
    let foreign = |column: &Column| matches!(column.scale, Some(CaptionScale::Foreign { .. }));
    let claims_total = |column: &Column| {
        column.meaning
            == Meaning::Field {
                field: total,
                slot: Slot::Value,
            }
    };
    if columns
        .iter()
        .any(|column| claims_total(column) && !foreign(column))
    {
        return;
    }
    let summed = |column: &Column| {
        claims_total(column)
            || column.meaning == Meaning::Extra
                && column.path.last().is_some_and(|heading| {
                    is_period(heading)
                        || column.evidence == Evidence::Other && without_period(heading).is_some()
                })
    };
    let beside: Vec<usize> = (0..columns.len())
        .filter(|index| {
            let count = |run: &mut dyn Iterator<Item = &Column>| {
                let run: Vec<&Column> = run.take_while(|column| summed(column)).collect();
                run.len() > 1 || run.iter().any(|column| foreign(column))
            };
            let (before, after) = columns.split_at(*index);
            count(&mut before.iter().rev()) || count(&mut after.iter().skip(1))
        })
        .collect();
    for index in beside {
        if let Some(column) = columns.get_mut(index)
            && claim_beside(column, template, total) == Some((total, Slot::Value))
        {
            give(column, total, Slot::Value);
        }
    }
}

/// Of planned money and money spent, side by side under one heading of money, the second is the amount where no other
/// column is: `Kinh phí / Kế hoạch`, `Kinh phí / Thực hiện`. Alone, or one of several, it stays what it was.
fn adopt_realised(columns: &mut [Column], template: &Template, total: usize) {
    let amount = Meaning::Field {
        field: total,
        slot: Slot::Value,
    };
    if columns.iter().any(|column| column.meaning == amount) {
        return;
    }
    let parted: Vec<(usize, String, Vec<String>)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.meaning == Meaning::Extra)
        .filter_map(|(index, column)| {
            let path: Vec<String> = named(&column.path).cloned().collect();
            let (leaf, above) = path.split_last()?;
            let leaf = fold::fold(&scale::heading_without_scale(leaf));
            let nearest = above
                .iter()
                .rev()
                .find_map(|heading| group_field(template, heading));
            (nearest == Some(total)).then(|| (index, leaf, above.to_vec()))
        })
        .collect();
    let words = words::words();
    let mut realised = parted
        .iter()
        .filter(|(_, leaf, _)| words::names_stage(&words.realised, leaf));
    let (Some((index, _, above)), None) = (realised.next(), realised.next()) else {
        return;
    };
    let planned = |(_, leaf, other): &(usize, String, Vec<String>)| {
        other == above && words::names_stage(&words.planned, leaf)
    };
    if parted.iter().any(planned)
        && let Some(column) = columns.get_mut(*index)
    {
        give(column, total, Slot::Value);
    }
}

/// Money of this period beside money summed up since the beginning (`Kinh phí trong kỳ`, `Kinh phí lũy kế`): a heading
/// does not tell which of the two the form asks for, so neither is the amount.
fn drop_this_period(columns: &mut [Column], total: usize) {
    let words = words::words();
    let holds = |column: &Column, phrases: &words::Phrases| {
        column
            .path
            .last()
            .is_some_and(|heading| phrases.within(&fold::fold(heading)))
    };
    if !columns
        .iter()
        .any(|column| column.meaning == Meaning::Extra && holds(column, &words.cumulative))
    {
        return;
    }
    for column in columns {
        let amount = field_of(column) == Some(total) && column.evidence != Evidence::Id;
        if amount && holds(column, &words.this_period) {
            column.meaning = Meaning::Extra;
            column.evidence = Evidence::Other;
        }
    }
}
