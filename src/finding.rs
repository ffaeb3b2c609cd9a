//! What was found, as facts: code, severity, place, text, value. No sentences.
//!
//! The sentence is made when a report is written, by the rule the finding's code names
//! (see [`crate::rule`]), in the language asked for.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::layout::{OtherUnit, Overlooked, RowRole};
use crate::place::{CellRange, CellRef, Place};
use crate::project::decisions::Why;
use crate::record::Torn;
use crate::register::KnownAs;
use crate::round::likeness::Likeness;
use crate::round::{Between, Lost, Repeat, SetAsideWhy, UnreadWhy, When};
use crate::value::{Dong, Note};

pub use crate::intake::fact::{Bound, FileFact, Limit};
pub use crate::severity::Severity;

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's code, such as `V102`.
    pub code: &'static str,
    /// The severity in force: the rule's own, or the project's.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// The text found there.
    pub text: Option<String>,
    /// What it was read as.
    pub value: Option<String>,
    /// The facts that the rule's sentence is made of.
    pub fact: Fact,
    /// Other places that belong to it.
    pub related: Vec<Place>,
    /// How many cells it speaks of (more than one when a run of cells is one finding).
    pub count: usize,
    /// Why it is accepted, where a decision says so; it is an info then.
    pub accepted: Option<Arc<Why>>,
}

/// What a decision speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A file, by its name.
    File(String),
    /// A record, by its office and name.
    Record {
        /// The code or name of its office.
        office: String,
        /// What it is called.
        name: String,
    },
    /// A finding, by its code and place.
    Finding {
        /// The code.
        code: String,
        /// File, sheet and cell.
        place: String,
    },
}

/// The facts behind a finding, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// Nothing beyond place, text and value.
    None,
    /// The last day on which a submission was in time.
    Deadline {
        /// The day.
        deadline: Date,
    },
    /// What a decision speaks of that is not there any more.
    Decision {
        /// It.
        subject: Subject,
    },
    /// Why a submission does not count.
    SetAside {
        /// Why.
        why: SetAsideWhy,
        /// How many records only it tells, and their amounts in đồng.
        lost: Lost,
    },
    /// A remark that reading a value left; `label` is the column's Vietnamese and English label.
    Value {
        /// The column's label, Vietnamese and English.
        label: (String, String),
        /// What was noticed.
        note: Note,
    },
    /// Why a file was not read, or what was odd about it.
    File(FileFact),
    /// Names of columns or headings, such as those read and those missing.
    Columns {
        /// What the finding is about: the forms looked for, Vietnamese and English; a field's heading on the form with its
        /// key in the project file.
        about: Vec<(String, String)>,
        /// What was read or stands beside it.
        known: Vec<String>,
    },
    /// The names of forms, Vietnamese and English; the first was taken.
    Forms(Vec<(String, String)>),
    /// A unit of account, as đồng in one unit.
    Scale {
        /// đồng in one unit, as taken.
        taken: i64,
        /// The other, contradicting statement's text.
        other: Option<String>,
    },
    /// A unit of account that stands only where it is easily overlooked.
    OverlookedScale {
        /// đồng in one unit, as taken.
        taken: i64,
        /// Where it stands.
        at: Overlooked,
    },
    /// A statement of the unit of account that was not taken.
    OtherUnit(OtherUnit),
    /// A unit of account that holds from a row on, as đồng in one unit.
    UnitChange {
        /// As taken for what follows.
        taken: i64,
        /// The table's own, where it states one.
        table: Option<i64>,
        /// Whether it holds for its own row alone.
        row_only: bool,
    },
    /// A declared total against the sum of what it should add up.
    Sum {
        /// The label of the total row, as typed.
        row_label: String,
        /// The column's label, Vietnamese and English.
        label: (String, String),
        /// The figure the sheet declares, in đồng.
        declared: Dong,
        /// The sum of the amounts read, in đồng.
        computed: i128,
        /// The cells added, first to last.
        cells: Option<CellRange>,
        /// How many cells were added.
        count: usize,
        /// How many of them could not be read and count as 0.
        unread: usize,
    },
    /// A total amount against its parts.
    Parts {
        /// The total, in đồng.
        total: Dong,
        /// The sum of its parts, in đồng.
        parts: i128,
        /// The cells of the parts.
        cells: Vec<CellRef>,
    },
    /// A row against the rows that make it up.
    PartedRow {
        /// The label of the row, as typed.
        row_label: String,
        /// The column's label, Vietnamese and English.
        label: (String, String),
        /// The row's figure, in đồng.
        declared: Dong,
        /// The sum of the rows that make it up, in đồng.
        parts: i128,
        /// Their cells, first to last.
        cells: Option<CellRange>,
        /// How many of them could not be read and count as 0.
        unread: usize,
        /// Whether the row is counted, and not the rows that make it up.
        whole_counts: bool,
    },
    /// Amounts planned that stand in rows of their own and gave way to what was done.
    PlansAside {
        /// The first of them, in đồng.
        planned: Dong,
        /// What was done instead, in đồng.
        done: Dong,
        /// How many there are.
        count: usize,
    },
    /// A part of a row that names another giver than the row does.
    PartByOther {
        /// The label of the part, as typed.
        part_label: String,
        /// Who gives it, by its own row.
        giver: String,
        /// The label of the row that it parts, as typed.
        row_label: String,
    },
    /// The figure of a row that says what was told before, which equals nothing of its table.
    CarriedFigure {
        /// The label of the row, as typed.
        row_label: String,
    },
    /// Rows below a total that break it up (`- Ngân sách: 1.000`) and add up to more than it.
    PartsOfTotal {
        /// The label of the total, as typed.
        row_label: String,
        /// Its figure.
        declared: Dong,
        /// What the rows add up to, in đồng.
        parts: i128,
        /// Their cells.
        cells: CellRange,
    },
    /// A sum told in a text above a table, or in words below it, which equals no sum of it.
    SumTold,
    /// A row whose role is in doubt.
    Doubt {
        /// What it was taken for.
        taken: RowRole,
        /// What it may be too.
        other: RowRole,
        /// What the table adds up to as taken, in đồng.
        sum: i128,
        /// What it would add up to, in đồng.
        other_sum: i128,
    },
    /// A row number that repeats or leaves a gap.
    Sequence {
        /// The number that was expected.
        expected: i64,
        /// Where the same number stands already.
        earlier: Option<CellRef>,
    },
    /// An office that is on no register.
    Unlisted {
        /// Code and name of the nearest one that is, when one is near.
        nearest: Option<(String, String)>,
        /// The names that are most alike, when none is near.
        names: Vec<String>,
        /// What the register built in knows of it.
        known: Option<Box<KnownAs>>,
    },
    /// An office that is not there on the day of the round.
    OutOfTime {
        /// Its last day, or its first.
        when: When,
        /// The day of the round.
        day: Date,
        /// Code and name of the one in its place, whose report it is.
        counted: Option<(String, String)>,
    },
    /// An amount out of scale.
    OutOfScale {
        /// The amount as read, in đồng.
        amount: Dong,
        /// What speaks against it.
        against: Against,
        /// The power of ten it is likely off by, above 0 when too large.
        shift: i8,
        /// đồng in one unit of its column, where the cell holds a bare figure in it.
        unit: Option<i64>,
    },
    /// A whole table out of scale.
    TableOutOfScale {
        /// The column's label, Vietnamese and English.
        label: (String, String),
        /// Its usual amount, in đồng.
        usual: Dong,
        /// What speaks against it.
        against: Against,
        /// The power of ten it is likely off by, above 0 when too large.
        shift: i8,
        /// đồng in one unit of the column.
        unit: Option<i64>,
        /// The figure of the first cell, in đồng.
        first: Dong,
        /// The sum of the column, in đồng.
        sum: i128,
        /// The sum of all tables of the round, in đồng.
        total: i128,
    },
    /// A time outside the programme or the reporting period.
    Time {
        /// The interval read: ISO start and end.
        read: (String, String),
        /// The bounds it should meet: ISO start and end.
        bounds: (String, String),
        /// What it lies outside.
        outside: Outside,
    },
    /// Something hidden that holds data.
    Hidden {
        /// `rows`, `columns` or `sheet`.
        what: HiddenWhat,
        /// Whether its data were read.
        read: bool,
    },
    /// The version of a form of ours against that of its template.
    Version {
        /// That of the form.
        form: Option<u32>,
        /// That of the template.
        current: u32,
        /// Whether the template knows the headings of the form's version.
        known: bool,
    },
    /// Two offices: the one that a form was made for, and the one that it names.
    Offices {
        /// The one that it was made for, which was taken.
        made_for: String,
        /// The one that it names.
        named: String,
    },
    /// A count with nothing else to say.
    Count(usize),
    /// A row of delimited text with more fields than its header.
    Torn(Torn),
    /// A text that is good Vietnamese in two encodings.
    Readings {
        /// The reading taken, and the name of its encoding (`None`: Unicode, as it stands).
        taken: (String, Option<&'static str>),
        /// The other one.
        other: (String, Option<&'static str>),
    },
    /// An encoding and how many cells were converted.
    Encoding {
        /// Its name: `TCVN3`, `VNI` …
        name: String,
        /// How many cells.
        cells: usize,
    },
    /// A list that stands twice, and which of the two counts.
    Repeat(Box<Repeat>),
    /// Rows with figures that were not read.
    NotRead {
        /// Why.
        why: UnreadWhy,
        /// How many rows hold figures.
        rows: usize,
        /// Whether their sheet is hidden.
        hidden: bool,
    },
    /// Rows that go on with the list of another sheet.
    GoesOn {
        /// The name of that sheet.
        sheet: String,
        /// Whether they have no heading of their own.
        headless: bool,
    },
    /// A figure of a summary against what the details add up to.
    Summary {
        /// What the figure is of, as typed.
        label: String,
        /// The figure, in đồng.
        declared: i128,
        /// What the details add up to, in đồng.
        computed: i128,
        /// How many records these are.
        count: usize,
        /// The sheet of the first of them.
        sheet: String,
    },
    /// A record that looks like an earlier one.
    SameRecord {
        /// The earlier one's sheet, where it is another.
        sheet: Option<String>,
        /// Its cell.
        cell: CellRef,
    },
    /// A record that looks like one of another report, or that is told in other words.
    AlikeRecord(Box<AlikeRecord>),
    /// An amount that was larger in the period before.
    Shrunk {
        /// What it was, in đồng.
        was: i128,
        /// What it is.
        is: i128,
        /// The office whose sum it is; empty for a record's amount.
        office: String,
    },
    /// Two days: when something ended in the period before, and when it does now, or begins; ISO 8601, empty where unknown.
    Ended {
        /// Then.
        was: String,
        /// Now.
        is: String,
    },
    /// A record of the period before.
    Before {
        /// Its file.
        file: String,
        /// Its cell.
        cell: Option<CellRef>,
    },
    /// A row that adds up numbers other than money, and what they add up to.
    NumberSum {
        /// The row's label.
        row_label: String,
        /// The field's label, Vietnamese and English.
        label: (String, String),
        /// What the row says.
        declared: Decimal,
        /// What the cells add up to.
        computed: Decimal,
        /// The cells.
        cells: Option<CellRange>,
        /// How many.
        count: usize,
        /// How many of them were not read.
        unread: usize,
    },
    /// A rule of the template that does not hold: the field's label and the rule, Vietnamese and English.
    OwnRule {
        /// The label.
        label: (String, String),
        /// The rule in words.
        rule: (String, String),
    },
    /// An office named as partner, and those that the register pairs with the reporting one.
    OtherPartner {
        /// The name of the office that is named.
        named: String,
        /// The names of those that are paired.
        paired: Vec<String>,
    },
}

/// A record that looks like another one: what the two say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlikeRecord {
    /// The other one's office.
    pub office: String,
    /// How alike they are.
    pub likeness: Likeness,
    /// Whose they are.
    pub between: Between,
    /// The other one's amount, in đồng.
    pub amount: Option<i64>,
    /// When, as this one and the other one say.
    pub times: (String, String),
    /// Whether the money counts once, at the other one.
    pub counted_there: bool,
}

/// What speaks against an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The other amounts of its kind, which are usually about this, in đồng.
    Others(Dong),
    /// That no office spends more than this on one activity, in đồng.
    Ceiling(Dong),
    /// That nothing costs less than this, in đồng.
    Floor(Dong),
    /// The declared total, in đồng, which is right once the amount is shifted.
    Total(Dong),
}

/// What a time lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// The programme.
    Programme,
    /// The reporting period: it begins after its end.
    Period,
    /// What its office is to report: it begins after the cut-off of that office.
    Cutoff,
}

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenWhat {
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// A whole sheet.
    Sheet,
}
