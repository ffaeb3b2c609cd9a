//! V130: a whole table out of scale, such as one typed in đồng under a printed `triệu đồng`.
//!
//! Its amounts agree with each other, so nothing in the column tells. What tells: the round's other tables, of which most
//! agree and this one would after a shift; and what no office can spend, which also tells where there are no other tables,
//! or where most of them are wrong. That amounts are small tells nothing without the round: a form may be tried out.

use std::collections::BTreeMap;

use super::magnitude::{
    Amount, Limits, Of, Usual, amounts, dong_of, factor, is_total, median, mended, nearest_shift,
    out_of_scale, power, sizes, together, typed, unit,
};
use crate::finding::{Against, Fact, Finding, Severity};
use crate::lang::Lang;
use crate::place::CellRange;
use crate::record::Table;
use crate::round::Round;
use crate::rule::support::{is_amount, label_at, money};
use crate::rule::{Rule, Said, Sink, docs, scale_name};
use crate::template::Role;
use crate::value::Dong;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V130",
    name: "TableOutOfScale",
    severity: Severity::Error,
    docs: docs!("V130"),
    joins: false,
    check,
    say,
};

/// The amounts of one field of a table.
pub struct Column<'t> {
    /// The table.
    pub table: &'t Table,
    /// Its place in the round.
    pub number: usize,
    /// The field.
    pub field: usize,
    /// What the form's amounts can be.
    pub limits: Limits,
    /// The amounts.
    pub amounts: Vec<Amount<'t>>,
}

impl Column<'_> {
    /// Columns of one form and field are measured against each other.
    fn kind(&self) -> (&str, usize) {
        (&self.table.template.id, self.field)
    }
}

/// A table that is out of scale.
#[derive(Debug, Clone, Copy)]
pub struct OutOfScale {
    column: usize,
    against: Against,
    shift: i8,
}

/// The amounts of a round by column, and which tables are out of scale.
pub struct Scales<'t> {
    /// The columns of amounts that hold any.
    pub columns: Vec<Column<'t>>,
    tables: BTreeMap<usize, OutOfScale>,
    usual: BTreeMap<(String, usize), Usual>,
}

impl<'t> Scales<'t> {
    /// Those of a round.
    pub fn of(round: &'t Round) -> Self {
        let columns: Vec<Column<'t>> = round
            .tables()
            .enumerate()
            .flat_map(|(number, (_, table))| columns(number, table))
            .collect();
        let mut kinds: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            let (form, field) = column.kind();
            kinds
                .entry((form.to_owned(), field))
                .or_default()
                .push(index);
        }
        let mut scales = Self {
            columns,
            tables: BTreeMap::new(),
            usual: BTreeMap::new(),
        };
        for (kind, members) in kinds {
            let usual = scales.judge(&members);
            scales.usual.insert(kind, usual);
        }
        scales
    }

    /// Whether a table is out of scale as a whole.
    pub fn told(&self, table: usize) -> Option<&OutOfScale> {
        self.tables.get(&table)
    }

    /// What amounts of a column's kind usually are.
    pub fn usual(&self, column: &Column<'_>) -> Usual {
        let (form, field) = column.kind();
        let known = self.usual.get(&(form.to_owned(), field)).copied();
        known.unwrap_or_else(|| Usual::of(&[], &column.limits))
    }

    /// Judges the tables by columns of one kind; gives what their amounts usually are.
    fn judge(&mut self, members: &[usize]) -> Usual {
        let middles: Vec<(usize, f64)> = members
            .iter()
            .filter_map(|index| {
                let column = self.columns.get(*index)?;
                Some((*index, median(&sizes(&column.amounts))?))
            })
            .collect();
        let possible = |index: usize, middle: f64| {
            self.columns
                .get(index)
                .is_some_and(|column| !column.limits.above(dong_of(middle)))
        };
        let (judged, beyond): (Vec<_>, Vec<_>) = middles
            .into_iter()
            .partition(|(index, middle)| possible(*index, *middle));
        let only: Vec<f64> = judged.iter().map(|(_, middle)| *middle).collect();
        let run = together(&only);
        let (low, high) = (
            run.first().copied().unwrap_or(0.0),
            run.last().copied().unwrap_or(0.0),
        );
        let agreeing = judged
            .iter()
            .filter(|(_, middle)| (low..=high).contains(middle));
        let all: Vec<f64> = agreeing
            .filter_map(|(index, _)| self.columns.get(*index))
            .flat_map(|column| sizes(&column.amounts))
            .collect();
        let limits = members
            .first()
            .and_then(|index| self.columns.get(*index))
            .map_or_else(|| Limits::of(""), |column| column.limits);
        let usual = Usual::of(&all, &limits);
        for (index, middle) in beyond {
            let shift = nearest_shift(middle, median(&run).unwrap_or(usual.middle));
            self.tell(index, Against::Ceiling(Dong(limits.ceiling)), shift);
        }
        // A table of one amount is no witness against others, and V110's business itself.
        let several: Vec<(usize, f64)> = judged
            .into_iter()
            .filter(|(index, _)| {
                let column = self.columns.get(*index);
                column.is_some_and(|column| column.amounts.len() > 1)
            })
            .collect();
        let middles: Vec<f64> = several.iter().map(|(_, middle)| *middle).collect();
        for (place, shift) in out_of_scale(Of::Tables, &middles, usual) {
            if let Some((index, _)) = several.get(place) {
                let others = median(&together(&middles)).unwrap_or(usual.middle);
                self.tell(*index, Against::Others(dong_of(others)), shift);
            }
        }
        usual
    }

    /// Tells a table, where its amounts are all possible after the shift and it is its total that is off.
    fn tell(&mut self, index: usize, against: Against, shift: i8) {
        let Some(column) = self.columns.get(index) else {
            return;
        };
        let whole = column.amounts.len() > 1
            && column.amounts.iter().all(|amount| {
                let right = i64::try_from(mended(amount.dong, shift));
                right.is_ok_and(|right| !column.limits.beyond(Dong(right)))
            });
        let speaks =
            is_total(column.table, column.field) || column.table.role(Role::Total).is_none();
        if whole && speaks {
            self.tables.entry(column.number).or_insert(OutOfScale {
                column: index,
                against,
                shift,
            });
        }
    }
}

fn columns(number: usize, table: &Table) -> impl Iterator<Item = Column<'_>> {
    let limits = Limits::of(&table.template.id);
    let specs = table.template.fields.iter().enumerate();
    specs
        .filter(|(_, spec)| is_amount(spec))
        .map(move |(field, _)| Column {
            table,
            number,
            field,
            limits,
            amounts: amounts(table, field),
        })
        .filter(|column| !column.amounts.is_empty())
}

fn check(round: &Round, sink: &mut Sink<'_>) {
    let scales = Scales::of(round);
    let mut totals: BTreeMap<(&str, usize), i128> = BTreeMap::new();
    for column in &scales.columns {
        *totals.entry(column.kind()).or_default() += sum(column);
    }
    for told in scales.tables.values() {
        let Some(column) = scales.columns.get(told.column) else {
            continue;
        };
        let (Some(first), Some(last)) = (column.amounts.first(), column.amounts.last()) else {
            continue;
        };
        let Some(spec) = column.table.template.field(column.field) else {
            continue;
        };
        let fact = Fact::TableOutOfScale {
            label: label_at(column.table, spec, first.cell),
            usual: dong_of(median(&sizes(&column.amounts)).unwrap_or(power(first.dong.0))),
            against: told.against,
            shift: told.shift,
            unit: unit(column.table, first.cell.col),
            first: first.dong,
            sum: sum(column),
            total: totals.get(&column.kind()).copied().unwrap_or_default(),
        };
        let cells = CellRange::new(first.cell, last.cell);
        let finding = sink.add(column.table.place.at(cells), fact);
        finding.text = Some(first.raw.to_owned());
        finding.value = Some(first.dong.to_string());
        finding.count = column.amounts.len();
    }
}

/// What a column adds to the round's total: all but what is planned only or withdrawn.
fn sum(column: &Column<'_>) -> i128 {
    let counts = |amount: &&Amount<'_>| {
        let record = column.table.records.get(amount.record);
        let total = column.table.role(Role::Total).unwrap_or(column.field);
        !record
            .and_then(|record| record.fields.get(total))
            .is_some_and(|field| field.planned() || field.withdrawn())
    };
    let amounts = column.amounts.iter().filter(counts);
    amounts.map(|amount| i128::from(amount.dong.0)).sum()
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::TableOutOfScale {
        label,
        usual,
        against,
        shift,
        unit,
        first,
        sum,
        total,
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let money = |dong: i128| money(dong, lang);
    let label = lang.quote(lang.pick(&label.0, &label.1));
    let count = lang.count(finding.count, "số tiền", "amount", "amounts");
    let times = lang.integer(factor(*shift));
    let usual = money(i128::from(usual.0));
    let against = match against {
        Against::Ceiling(most) => {
            let most = money(i128::from(most.0));
            lang.pick(
                format!("trong khi một khoản không thể quá {most}"),
                format!("while one amount cannot be more than {most}"),
            )
        }
        Against::Others(others) | Against::Total(others) | Against::Floor(others) => {
            let others = money(i128::from(others.0));
            lang.pick(
                format!("trong khi các bảng khác của đợt thường khoảng {others}"),
                format!("while the round's other tables usually hold about {others}"),
            )
        }
    };
    let off = if *shift > 0 {
        lang.pick(
            format!("cả bảng có lẽ lớn gấp {times} lần"),
            format!("the whole table is perhaps {times} times too large"),
        )
    } else {
        lang.pick(
            format!("cả bảng có lẽ nhỏ đi {times} lần"),
            format!("the whole table is perhaps {times} times too small"),
        )
    };
    let right = shifted_unit(*unit, *shift);
    let (all, own, after) = (money(*total), money(*sum), {
        let mended = if *shift > 0 {
            sum / factor(*shift)
        } else {
            sum * factor(*shift)
        };
        money(total - sum + mended)
    });
    let effect = lang.pick(
        format!("Bảng này góp {own} vào tổng {all}; sửa lại thì tổng là {after}"),
        format!("This table adds {own} to the total of {all}; corrected, the total is {after}"),
    );
    let suggestion = match (unit, right) {
        (Some(unit), Some(right)) => {
            let (said, right) = (scale_name(*unit, lang), scale_name(right, lang));
            let (wrong, figure) = (
                typed(i128::from(first.0), *unit),
                typed(mended(*first, *shift), *unit),
            );
            lang.pick(
                format!("Nếu số trong bảng ghi bằng {right}: sửa đơn vị tính của bảng thành “{right}”, hoặc ghi lại các số theo {said} (ô đầu: {figure} thay cho {wrong}). Tạm thời số vẫn được cộng như đã ghi."),
                format!("If the figures are in {right}: change the table's unit of account to “{right}”, or type them in {said} (the first cell: {figure} instead of {wrong}). They are added as they stand for now."),
            )
        }
        _ => lang.pick(
            "Xem lại đơn vị tính của bảng và các số trong cột. Tạm thời số vẫn được cộng như đã ghi.".to_owned(),
            "Look at the table's unit of account and at the figures of the column. They are added as they stand for now.".to_owned(),
        ),
    };
    Said::new(
        lang.pick(
            format!("{count} ở cột {label} thường khoảng {usual}, {against}: {off}. {effect}"),
            format!("{count} in the column {label} are usually about {usual}, {against}: {off}. {effect}"),
        ),
        suggestion,
    )
}

/// The unit that the figures are likely in; `None` where no office counts in it.
fn shifted_unit(unit: Option<i64>, shift: i8) -> Option<i64> {
    let (unit, factor) = (i128::from(unit?), factor(shift));
    let right = if shift > 0 {
        (unit % factor == 0).then_some(unit / factor)?
    } else {
        unit * factor
    };
    let right = i64::try_from(right).ok()?;
    matches!(right, 1 | 1_000 | 1_000_000 | 1_000_000_000).then_some(right)
}
