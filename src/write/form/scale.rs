//! Amounts that are out of scale, shown as they are typed: `450000000` under triệu đồng, or a thousand times the others.
//!
//! What the bounds are is worked out on the hidden sheet, by the middle of the column and by what any office can spend; the
//! checks of the cells know them by name. They are wider than those of V110, which knows the whole round.

use super::carried::Carried;
use super::columns::Column;
use super::formulas::Formulas;
use super::lists::SHEET;
use crate::place::col_name;
use crate::rule::Limits;
use crate::template::Role;

/// So many amounts of a column have a middle.
const ENOUGH: usize = 5;
/// So many times as large, or as small, as the middle an amount is shown.
const FAR: f64 = 500.0;

/// What stands beside an amount in words that is out of scale.
pub const ODD: &str = "xem lại đơn vị tính";

/// The bounds of a column's amounts.
pub struct Bounds {
    /// The names of the two in formulas: above the one, below the other an amount is out of scale.
    pub names: [String; 2],
    /// Their formulas.
    pub formulas: [String; 2],
    /// Their results when the form is sent out.
    pub now: [f64; 2],
}

impl Bounds {
    /// Whether an amount is out of scale when the form is sent out.
    pub fn odd_now(&self, amount: f64) -> bool {
        let [least, most] = self.now;
        amount > most || (amount > 0.0 && amount < least)
    }

    /// Whether the amount in a cell is, as a formula asks.
    pub fn odd(&self, cell: &str) -> String {
        let [least, most] = &self.names;
        format!("OR({cell}>{most},AND({cell}>0,{cell}<{least}))")
    }

    /// How many in a range are.
    pub fn count(&self, range: &str) -> String {
        let [least, most] = &self.names;
        format!(
            "SUMPRODUCT(ISNUMBER({range})*({range}>{most}))\
             +SUMPRODUCT(ISNUMBER({range})*({range}>0)*({range}<{least}))"
        )
    }
}

impl Formulas<'_> {
    /// The bounds of a column of money.
    pub fn bounds(&self, col: u16, carried: &[Carried]) -> Bounds {
        let column = self.columns.get(usize::from(col));
        let (floor, ceiling) = self.limits(column);
        let range = self.range(col);
        let middle = format!("MEDIAN({range})");
        let bound = |limit: f64, other: String| {
            format!("=IF(COUNT({range})<{ENOUGH},{limit},IF({middle}>0,{other},{limit}))")
        };
        let formulas = [
            bound(floor, format!("MAX({floor},{middle}/{FAR})")),
            bound(ceiling, format!("MIN({ceiling},{middle}*{FAR})")),
        ];
        let mut amounts: Vec<f64> = carried
            .iter()
            .filter_map(|record| self.number(record, col))
            .collect();
        let now = match median(&mut amounts).filter(|middle| *middle > 0.0) {
            Some(middle) => [floor.max(middle / FAR), ceiling.min(middle * FAR)],
            None => [floor, ceiling],
        };
        let id = column.map_or("", |column| column.id.as_str());
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let id: String = id.chars().map(plain).collect();
        Bounds {
            names: [format!("IT_NHAT_{id}"), format!("NHIEU_NHAT_{id}")],
            formulas,
            now,
        }
    }

    /// What an activity costs at least and what an office can spend at most, in the form's unit of account. A part of an
    /// amount may be as small as it likes.
    #[expect(
        clippy::cast_precision_loss,
        reason = "limits are powers of ten and a few units of account"
    )]
    fn limits(&self, column: Option<&Column>) -> (f64, f64) {
        let limits = Limits::of(&self.template);
        let in_unit = |dong: i64| dong as f64 / self.scale as f64;
        let is_total = column.is_some_and(|column| column.role == Some(Role::Total));
        let floor = if is_total { in_unit(limits.floor) } else { 0.0 };
        (floor, in_unit(limits.ceiling))
    }
}

/// The cell of a bound on the hidden sheet, by its 0-based row.
pub fn cell(row: u32) -> String {
    format!("='{SHEET}'!${}${}", col_name(1), row + 1)
}

/// The middle of some amounts, when they are enough.
fn median(amounts: &mut [f64]) -> Option<f64> {
    if amounts.len() < ENOUGH {
        return None;
    }
    amounts.sort_by(f64::total_cmp);
    let upper = amounts.get(amounts.len() / 2)?;
    let lower = amounts.get((amounts.len() - 1) / 2)?;
    Some(f64::midpoint(*lower, *upper))
}
