//! Typed values: money in whole đồng, closed date intervals, quantities, codes; and what reading them left to say.

use std::fmt;

use ecow::EcoString;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::place::CellRef;

/// Money in whole đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Dong(pub i64);

impl fmt::Display for Dong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How exact an amount is, as its cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Qualifier {
    /// A plain figure.
    #[default]
    Exact,
    /// khoảng, ước, ~
    Approx,
    /// trên, hơn, tối thiểu, ≥
    AtLeast,
    /// dưới, gần, tối đa, không quá, ≤
    AtMost,
    /// dự kiến: summed on a line of its own and in no other total.
    Planned,
    /// Struck out, or withdrawn in words (V125): summed on a line of its own and in no other total.
    Withdrawn,
}

impl Qualifier {
    /// The word in the normalized table; empty for an exact amount.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::Approx => "approx",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Planned => "planned",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word of the form, in a column of its own; empty for an exact amount.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::Approx => "khoảng",
            Self::AtLeast => "trên",
            Self::AtMost => "dưới",
            Self::Planned => "dự kiến",
            Self::Withdrawn => "đã hủy",
        }
    }

    /// All that a form offers for an amount that is not exact, in the order of its list.
    pub const INEXACT: [Self; 4] = [Self::Approx, Self::AtLeast, Self::AtMost, Self::Planned];
}

/// How exact an interval is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// One day.
    Day,
    /// One month.
    Month,
    /// One quarter.
    Quarter,
    /// One half-year.
    Half,
    /// One year.
    Year,
    /// Any other interval.
    Range,
}

impl Precision {
    /// The word in the normalized table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
            Self::Range => "range",
        }
    }
}

/// A closed interval of days; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The first day.
    pub start: Option<Date>,
    /// The last day, inclusive.
    pub end: Option<Date>,
    /// How exact it is.
    pub precision: Precision,
}

/// A typed value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing stands there, or nothing that could be read.
    #[default]
    Empty,
    /// An amount merged over several records, of which one above has it already.
    CountedAbove,
    /// An amount that counts with another record, which tells of the same activity; what this one says of it.
    CountedElsewhere(Dong),
    /// Text, NFC, blanks folded.
    Text(EcoString),
    /// Money.
    Amount {
        /// Whole đồng.
        dong: Dong,
        /// How exact it is.
        qualifier: Qualifier,
    },
    /// A date interval.
    Interval(Interval),
    /// A number and its unit of measure in lower case, either of which may be missing.
    Quantity {
        /// The number.
        number: Option<Decimal>,
        /// The unit of measure, `học viên`.
        measure: EcoString,
    },
    /// A number in the unit of its field.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// An entry of a list; the code is empty when the wording is on no list.
    Code {
        /// The list's code.
        code: EcoString,
        /// The list's wording, or the wording as typed.
        name: EcoString,
    },
}

/// What reading a value left to say; each is one rule's business.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A required value is empty (V101).
    Missing,
    /// Not understood as what its column holds (V102, V103).
    Unread(Unread),
    /// On no list; the nearest entry's code and name (V104).
    NotListed(Option<(String, String)>),
    /// The amount is approximate or a bound (V105).
    Inexact(Qualifier),
    /// Several amounts or activities in one cell; their count (V106).
    Several(usize),
    /// Several activities listed in the cell that names one; their count (V106).
    Listed(usize),
    /// An amount merged over several activities, and given to each; their count (V106).
    Shared(usize),
    /// A number typed as text (V107).
    TextNumber,
    /// An Excel error (V108).
    CellError,
    /// A negative amount or quantity (V109).
    Negative,
    /// A formula without a stored result (V111).
    NoResult,
    /// The end lies before the start (V113).
    EndBeforeStart,
    /// Text that a spreadsheet would run as a formula (V114).
    FormulaText,
    /// Day and month can be read both ways (V115).
    DayOrMonth,
    /// An amount in this foreign currency (V116).
    Foreign(&'static str),
    /// A ditto mark, filled from the cell above (V117).
    Ditto,
    /// Two readings, in plain form (`1.234` and `1234`), before any unit is applied (V118).
    TwoWays(String, String),
    /// A range of amounts, in đồng (V119).
    Range(Dong, Dong),
    /// A rate, and the product where the quantity is known, in đồng (V120).
    Rate(Option<Dong>),
    /// A vague date (V121).
    Vague,
    /// The amount had a fraction of a đồng and was rounded (V122).
    Rounded,
    /// The number format shows another figure than is stored: the one stored (V123).
    ShownOther(String),
    /// Raised, struck-out or hidden letters that were not read: what was left of the text, and whether it is clear (V124).
    LeftOut {
        /// What was left.
        left: String,
        /// Whether that is clear.
        clear: bool,
    },
    /// The record is struck out, or withdraws itself in words (V125).
    Withdrawn {
        /// Whether it is struck out.
        struck: bool,
    },
    /// A year typed into a date cell, which shows another day (V127).
    YearAsDate(i16),
    /// A day that its cell shows as the number that spreadsheets store for it: `43983` (V127).
    DayAsNumber(Date),
    /// The number format shows the sign of đồng under another unit of account (T010).
    SignAgainstScale {
        /// đồng in one unit of the table's.
        dong: i64,
        /// đồng in one unit that the figure was read in; `None` when it was not read.
        taken: Option<i64>,
    },
}

/// Why something was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Not in any form that is known.
    NotUnderstood,
    /// The cell says that it is not known: `chưa có số liệu`, `x`.
    SaidUnknown,
    /// The digits are grouped wrongly: `12.34.567`.
    BadGrouping,
    /// A letter stands where a digit should: `1O0.000`.
    LetterInNumber,
    /// The figure is too large for any amount.
    TooLarge,
    /// The month has no such day: month and its last day.
    NoSuchDay {
        /// The month, 1 to 12.
        month: i8,
        /// Its last day.
        last: i8,
    },
    /// There is no such month or quarter.
    NoSuchMonth,
    /// The year is missing.
    NoYear,
    /// The day and month are blank: `…/…/2020`.
    BlankDay,
    /// The year is not one: `20/3/20009`.
    BadYear,
    /// A lunar date, which is not converted.
    Lunar,
    /// A frequency or a state, not a date: `hàng năm`, `đang thực hiện`.
    NotADate,
    /// A month, a quarter or a year where a day is asked for.
    NoDay,
    /// A measure that is not converted to that of the column.
    OtherMeasure,
    /// The years run backwards: `2020-2016`.
    Reversed,
    /// The unit of account is not known, because two statements contradict each other (T010).
    NoScale,
}

/// A note on one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// The cell.
    pub cell: CellRef,
    /// Its text as found.
    pub text: String,
    /// What there is to say.
    pub note: Note,
}
