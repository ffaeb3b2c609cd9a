//! V110: an amount out of scale with its column, a likely mix-up of đồng, nghìn, triệu and tỷ.
//!
//! `450000000` under `triệu đồng` among amounts of a few hundred. What speaks against an amount: the others of its column
//! together with what the round reports (see [`super::magnitude`]), the declared total that comes out right once the
//! amount is shifted, and what no office can spend or, beside others that do, nothing can cost. Judged on đồng, never on the figure as typed. A
//! table that is out of scale as a whole is V130.

use std::collections::HashMap;

use super::magnitude::{
    Amount, Limits, Of, factor, is_bare, is_total, median, mended, nearest_shift, out_of_scale,
    power, sizes, together, typed, unit,
};
use super::magnitude::{SHIFTS, dong_of};
use super::v130_table_out_of_scale::{Column, Scales};
use crate::finding::{Against, Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Scope;
use crate::round::Round;
use crate::rule::support::{money, quoted, typed_money};
use crate::rule::{Rule, Said, Sink, docs, scale_name};
use crate::value::Dong;

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

fn check(round: &Round, sink: &mut Sink<'_>) {
    let scales = Scales::of(round);
    for column in &scales.columns {
        if scales.told(column.number).is_some() {
            continue;
        }
        for (amount, against, shift) in told(column, &scales) {
            let unit = unit(column.table, amount.cell.col).filter(|_| is_bare(amount.raw));
            let fact = Fact::OutOfScale {
                amount: amount.dong,
                against,
                shift,
                unit,
            };
            let finding = sink.add(column.table.place.at(amount.cell), fact);
            finding.text = Some(amount.raw.to_owned());
            finding.value = Some(amount.dong.to_string());
        }
    }
}

/// The amounts of a column that something speaks against, with the power of ten that each is off by.
fn told<'c>(column: &'c Column<'_>, scales: &Scales<'_>) -> Vec<(&'c Amount<'c>, Against, i8)> {
    let sizes = sizes(&column.amounts);
    let usual = scales.usual(column);
    let limits = column.limits;
    let outside = out_of_scale(Of::Column, &sizes, usual);
    let by_total = by_total(column, &limits);
    let total = is_total(column.table, column.field);
    let beyond = |dong: Dong| limits.above(dong) || (total && limits.below(dong));
    let mut others: Vec<f64> = Vec::new();
    for (index, amount) in column.amounts.iter().enumerate() {
        if !outside.contains_key(&index) && !beyond(amount.dong) {
            others.push(power(amount.dong.0));
        }
    }
    let middle = median(&together(&others)).unwrap_or(usual.middle);
    let mut told = Vec::new();
    for (index, amount) in column.amounts.iter().enumerate() {
        if let Some(shift) = outside.get(&index) {
            told.push((amount, Against::Others(dong_of(middle)), *shift));
        } else if limits.above(amount.dong) || (beyond(amount.dong) && !others.is_empty()) {
            let against = if limits.above(amount.dong) {
                Against::Ceiling(Dong(limits.ceiling))
            } else {
                Against::Floor(Dong(limits.floor))
            };
            let shift = nearest_shift(power(amount.dong.0), middle);
            told.push((amount, against, shift));
        } else if let Some((other, declared, shift)) = by_total
            && other == index
        {
            told.push((amount, Against::Total(declared), shift));
        }
    }
    told
}

/// The one amount whose shift makes a declared total of the whole column right that is wrong as it stands.
fn by_total(column: &Column<'_>, limits: &Limits) -> Option<(usize, Dong, i8)> {
    let amounts = column.amounts.iter();
    let sum: i128 = amounts.map(|amount| i128::from(amount.dong.0)).sum();
    let declared = column.table.totals.iter().filter_map(|total| {
        let of_all = total.scope == Scope::All;
        let mut amounts = total.amounts.iter().filter(|_| of_all);
        amounts.find(|(field, _)| *field == column.field)?.1.dong()
    });
    let wrong: Vec<Dong> = declared.filter(|dong| i128::from(dong.0) != sum).collect();
    if wrong.is_empty() {
        return None;
    }
    let changes = changes(column, limits);
    let mut found = wrong.into_iter().filter_map(|declared| {
        let (index, shift) = (*changes.get(&(i128::from(declared.0) - sum))?)?;
        Some((index, declared, shift))
    });
    let first = found.next()?;
    // Two totals that blame two amounts say nothing.
    found.all(|(index, _, _)| index == first.0).then_some(first)
}

/// What the sum changes by when an amount is shifted, with the amount and the shift; `None` where two amounts would
/// change it equally.
fn changes(column: &Column<'_>, limits: &Limits) -> HashMap<i128, Option<(usize, i8)>> {
    let mut changes: HashMap<i128, Option<(usize, i8)>> = HashMap::new();
    for (index, amount) in column.amounts.iter().enumerate() {
        for shift in SHIFTS.into_iter().flat_map(|shift| [shift, -shift]) {
            let (stands, right) = (i128::from(amount.dong.0), mended(amount.dong, shift));
            let exact = shift < 0 || stands % factor(shift) == 0;
            let possible = i64::try_from(right).is_ok_and(|right| !limits.beyond(Dong(right)));
            if exact && possible {
                changes
                    .entry(right - stands)
                    .and_modify(|other| *other = None)
                    .or_insert(Some((index, shift)));
            }
        }
    }
    changes
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::OutOfScale {
        amount,
        against,
        shift,
        unit,
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let text = quoted(finding, lang);
    let read = money(i128::from(amount.0), lang);
    let against = said_against(*against, lang);
    let times = lang.integer(factor(*shift));
    let off = if *shift > 0 {
        lang.pick(
            format!("có thể đã ghi lớn gấp {times} lần"),
            format!("perhaps {times} times too large"),
        )
    } else {
        lang.pick(
            format!("có thể đã ghi nhỏ đi {times} lần"),
            format!("perhaps {times} times too small"),
        )
    };
    let right = mended(*amount, *shift);
    let (what, column) = match unit {
        Some(unit) => {
            let scale = scale_name(*unit, lang);
            (
                typed(right, *unit),
                lang.pick(
                    format!(" (cột tính bằng {scale})"),
                    format!(" (the column counts in {scale})"),
                ),
            )
        }
        None => (lang.quote(&typed_money(right)), String::new()),
    };
    Said::new(
        lang.pick(
            format!("{text} đọc là {read}, {against}; {off}"),
            format!("{text} was read as {read}, {against}; {off}"),
        ),
        lang.pick(
            format!("Ghi {what}{column} nếu đã nhầm đơn vị tính (đồng, nghìn, triệu, tỷ đồng); nếu số đúng như vậy thì giữ nguyên. Số vẫn được cộng như đã ghi."),
            format!("Type {what}{column} if the unit was mixed up (đồng, thousand, million, billion); leave the figure if it is right. It is added as it stands."),
        ),
    )
}

/// What speaks against an amount, in words.
fn said_against(against: Against, lang: Lang) -> String {
    let money = |dong: Dong| money(i128::from(dong.0), lang);
    match against {
        Against::Others(usual) => {
            let usual = money(usual);
            lang.pick(
                format!("lệch hẳn so với các ô khác trong cột (thường khoảng {usual})"),
                format!("far from the other cells of its column (usually about {usual})"),
            )
        }
        Against::Ceiling(most) => {
            let most = money(most);
            lang.pick(
                format!("lớn hơn mức một khoản có thể có (không quá {most})"),
                format!("more than one amount can be (at most {most})"),
            )
        }
        Against::Floor(least) => {
            let least = money(least);
            lang.pick(
                format!("nhỏ hơn mức một khoản có thể có (ít nhất {least})"),
                format!("less than one amount can be (at least {least})"),
            )
        }
        Against::Total(declared) => {
            let declared = money(declared);
            lang.pick(
                format!("nhưng dòng tổng {declared} chỉ đúng khi ô này ở đơn vị tính khác"),
                format!("but the declared total of {declared} only comes out right with this cell in another unit"),
            )
        }
    }
}
