//! V110: an amount out of scale with its column, a likely mix-up of đồng, nghìn, triệu and tỷ.
//!
//! An amount is out of scale when it lies far outside the others (30 times the largest or a thirtieth of the smallest)
//! and would lie among them after a shift by a thousand or a million, which is what such a mix-up does. The others are
//! those of its own table, or of the whole round when the table is too small to tell. Judged on đồng, never on the
//! figure as typed.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::place::CellRef;
use crate::record::Table;
use crate::round::Round;
use crate::rule::support::{is_amount, money, quoted, typed_money};
use crate::rule::{Rule, Said, Sink, docs};
use crate::value::Dong;

/// How many other amounts a table needs to judge by itself.
const ENOUGH: usize = 4;
/// How far outside the others an amount must lie.
const FAR: f64 = 30.0;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V110",
    name: "OutOfScale",
    severity: Severity::Warning,
    docs: docs!("V110"),
    joins: false,
    check,
    say,
};

struct Amount<'t> {
    cell: CellRef,
    raw: &'t str,
    dong: Dong,
}

/// The amounts of one field of a table.
struct Column<'t> {
    table: &'t Table,
    number: usize,
    id: &'t str,
    amounts: Vec<Amount<'t>>,
}

fn check(round: &Round, sink: &mut Sink<'_>) {
    let columns: Vec<Column<'_>> = round
        .tables()
        .enumerate()
        .flat_map(|(number, (_, table))| amount_columns(number, table))
        .collect();
    for column in &columns {
        let mut sizes: Vec<f64> = column.amounts.iter().map(size).collect();
        if sizes.len() <= ENOUGH {
            let others = columns
                .iter()
                .filter(|other| other.number != column.number && other.id == column.id);
            sizes.extend(others.flat_map(|other| other.amounts.iter().map(size)));
        }
        sizes.sort_by(f64::total_cmp);
        for amount in &column.amounts {
            let Some((factor, usual)) = off_by_among(size(amount), &mut sizes) else {
                continue;
            };
            let fact = Fact::OutOfScale {
                amount: amount.dong,
                usual,
                factor,
            };
            let finding = sink.add(column.table.place.at(amount.cell), fact);
            finding.text = Some(amount.raw.to_owned());
            finding.value = Some(amount.dong.to_string());
        }
    }
}

fn amount_columns(number: usize, table: &Table) -> impl Iterator<Item = Column<'_>> {
    let specs = table.template.fields.iter().enumerate();
    specs
        .filter(|(_, spec)| is_amount(spec))
        .map(move |(field, spec)| Column {
            table,
            number,
            id: &spec.id,
            amounts: amounts(table, field),
        })
}

/// The amounts of a field that say something of its scale: neither empty nor zero.
fn amounts(table: &Table, field: usize) -> Vec<Amount<'_>> {
    let fields = table
        .records
        .iter()
        .filter_map(|record| record.fields.get(field));
    fields
        .filter_map(|value| {
            let dong = value.dong().filter(|dong| dong.0 != 0)?;
            Some(Amount {
                cell: value.cell?,
                raw: &value.raw,
                dong,
            })
        })
        .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "only the order of magnitude counts"
)]
fn size(amount: &Amount<'_>) -> f64 {
    amount.dong.0.unsigned_abs() as f64
}

/// The factor an amount is off by among sizes in ascending order, of which its own is one and does not count.
fn off_by_among(amount: f64, sizes: &mut Vec<f64>) -> Option<(f64, Dong)> {
    let Ok(own) = sizes.binary_search_by(|other| other.total_cmp(&amount)) else {
        return off_by(amount, sizes);
    };
    let kept = sizes.remove(own);
    let off = off_by(amount, sizes);
    sizes.insert(own, kept);
    off
}

/// The factor an amount is off by among others in ascending order, and their median; `None` when it is not out of scale.
#[expect(clippy::cast_possible_truncation, reason = "a median of whole đồng")]
fn off_by(amount: f64, others: &[f64]) -> Option<(f64, Dong)> {
    if others.len() < ENOUGH {
        return None;
    }
    let (smallest, largest) = (others.first().copied()?, others.last().copied()?);
    // A second one that is off must not hide the first: the tenth at either end does not count.
    let trim = others.len() / 10;
    let low = others.get(trim).copied().unwrap_or(smallest);
    let high = others
        .get(others.len() - 1 - trim)
        .copied()
        .unwrap_or(largest);
    let usual = others.get(others.len() / 2).copied()?;
    let among = |size: f64| size >= low / 2.0 && size <= high * 2.0;
    let factor = [1e3, 1e6, 1e9].into_iter().find_map(|factor| {
        if amount >= high * FAR && among(amount / factor) {
            Some(factor)
        } else if amount <= low / FAR && among(amount * factor) {
            Some(1.0 / factor)
        } else {
            None
        }
    })?;
    Some((factor, Dong(usual as i64)))
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::OutOfScale {
        amount,
        usual,
        factor,
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let text = quoted(finding, lang);
    let (read, usual) = (
        money(i128::from(amount.0), lang),
        money(i128::from(usual.0), lang),
    );
    let times = |factor: f64| lang.integer(power(factor));
    let mended = typed_money(if *factor > 1.0 {
        i128::from(amount.0) / power(*factor)
    } else {
        i128::from(amount.0) * power(1.0 / *factor)
    });
    let off = if *factor > 1.0 {
        let times = times(*factor);
        lang.pick(
            format!("có thể đã ghi lớn gấp {times} lần"),
            format!("perhaps {times} times too large"),
        )
    } else {
        let times = times(1.0 / *factor);
        lang.pick(
            format!("có thể đã ghi nhỏ đi {times} lần"),
            format!("perhaps {times} times too small"),
        )
    };
    Said::new(
        lang.pick(
            format!("{text} đọc là {read}, lệch hẳn so với các ô khác trong cột (thường khoảng {usual}); {off}"),
            format!("{text} was read as {read}, far from the other cells of its column (usually about {usual}); {off}"),
        ),
        lang.pick(
            format!("Ghi “{mended}” nếu đã nhầm đơn vị tính (đồng, nghìn, triệu, tỷ đồng); nếu số đúng như vậy thì giữ nguyên. Số vẫn được cộng như đã ghi."),
            format!("Type “{mended}” if the unit was mixed up (đồng, thousand, million, billion); leave the figure if it is right. It is added as it stands."),
        ),
    )
}

/// The power of a thousand that a factor is.
fn power(factor: f64) -> i128 {
    if factor >= 1e9 {
        1_000_000_000
    } else if factor >= 1e6 {
        1_000_000
    } else {
        1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_up_is_told_from_a_large_amount() {
        let usual = vec![50e6, 120e6, 300e6, 800e6, 2_500e6];
        for (amount, factor) in [
            (300e12, Some(1e6)),
            (587.0, Some(1e-6)),
            (200e9, Some(1e3)),
            (5_000e6, None),
            (20_000e6, None),
            (5e6, None),
        ] {
            assert_eq!(
                off_by(amount, &usual).map(|(factor, _)| factor),
                factor,
                "{amount}"
            );
        }
    }
}
