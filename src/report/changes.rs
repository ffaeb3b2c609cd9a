//! What changed between two rounds: for a person at a terminal, as a table, as JSON Lines.

use std::collections::BTreeMap;
use std::io;

use super::Style;
use crate::lang::Lang;
use crate::letters::printable;
use crate::record::Field;
use crate::round::changes::{Changes, Difference, differences};
use crate::round::{RecordIn, Round};
use crate::template::Role;

/// The columns of the table, which are also the keys of the JSON.
pub const COLUMNS: [&str; 14] = [
    "change",
    "unit_code",
    "unit_name",
    "name",
    "column",
    "old",
    "new",
    "difference",
    "old_file",
    "old_sheet",
    "old_cell",
    "new_file",
    "new_sheet",
    "new_cell",
];

/// A format of the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangesFormat {
    /// For a person at a terminal.
    Text,
    /// JSON Lines, a change a line.
    Json,
    /// A table.
    Csv,
}

impl ChangesFormat {
    /// The names of all formats.
    pub const NAMES: [&str; 3] = ["text", "json", "csv"];

    /// Their names with the endings of their files, the usual one first; a text may end in anything.
    pub const ENDINGS: [(&str, &[&str]); 3] = [
        ("text", &[]),
        ("json", &["json", "jsonl", "ndjson"]),
        ("csv", &["csv"]),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Added,
    /// It is not there any more.
    Removed,
    /// It says something else.
    Changed,
}

impl Change {
    /// As tables say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A record that changed, as it is told.
#[derive(Debug)]
pub struct Line<'r> {
    /// What became of it.
    pub change: Change,
    /// The code and the name of its office.
    pub office: (&'r str, &'r str),
    /// What it is called.
    pub name: String,
    /// What it said, in đồng, and what it says; of what was added or removed, one of them.
    pub amounts: (Option<i64>, Option<i64>),
    /// What changed in it.
    pub differences: Vec<Difference>,
    /// Where it stood: file, sheet and cell.
    pub old: Option<[String; 3]>,
    /// Where it stands.
    pub new: Option<[String; 3]>,
}

/// File, sheet and cell.
fn place(of: &RecordIn<'_>) -> [String; 3] {
    [
        of.submission.name.to_string(),
        of.table
            .place
            .sheet
            .as_deref()
            .unwrap_or_default()
            .to_owned(),
        of.cell(Role::Name).to_string(),
    ]
}

/// The records that changed, office by office: first what was added, then what was removed, then what changed.
#[must_use]
pub fn lines<'r>(old: &'r Round, new: &'r Round, changes: &Changes) -> Vec<Line<'r>> {
    let office = |of: &RecordIn<'r>| (of.office().code(), of.office().name());
    let mut lines: Vec<Line<'r>> = Vec::new();
    for of in changes.added.iter().filter_map(|at| new.record_at(*at)) {
        lines.push(Line {
            change: Change::Added,
            office: office(&of),
            name: of.name(),
            amounts: (None, of.said()),
            differences: Vec::new(),
            old: None,
            new: Some(place(&of)),
        });
    }
    for of in changes.removed.iter().filter_map(|at| old.record_at(*at)) {
        lines.push(Line {
            change: Change::Removed,
            office: office(&of),
            name: of.name(),
            amounts: (of.said(), None),
            differences: Vec::new(),
            old: Some(place(&of)),
            new: None,
        });
    }
    for (was, is) in &changes.kept {
        let (Some(was), Some(is)) = (old.record_at(*was), new.record_at(*is)) else {
            continue;
        };
        let differences = differences((was.table, was.record), (is.table, is.record));
        if differences.is_empty() {
            continue;
        }
        lines.push(Line {
            change: Change::Changed,
            office: office(&is),
            name: is.name(),
            amounts: (was.said(), is.said()),
            differences,
            old: Some(place(&was)),
            new: Some(place(&is)),
        });
    }
    lines.sort_by(|a, b| (a.office, a.change).cmp(&(b.office, b.change)));
    lines
}

/// Writes what changed.
///
/// # Errors
/// When the output cannot be written.
pub fn write(
    format: ChangesFormat,
    (old, new): (&Round, &Round),
    changes: &Changes,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lines = lines(old, new, changes);
    match format {
        ChangesFormat::Text => text((old, new), changes, &lines, style.lang, out),
        ChangesFormat::Csv => csv(&lines, out),
        ChangesFormat::Json => json(&lines, out),
    }
}

/// The cells of a line's rows: one for what was added or removed, one for each column that changed.
fn rows(line: &Line<'_>) -> Vec<[String; 14]> {
    let place = |place: &Option<[String; 3]>| place.clone().unwrap_or_default();
    let [old_file, old_sheet, old_cell] = place(&line.old);
    let [new_file, new_sheet, new_cell] = place(&line.new);
    let row = |column: &str, old: String, new: String, by: Option<i128>| {
        [
            line.change.name().to_owned(),
            line.office.0.to_owned(),
            line.office.1.to_owned(),
            line.name.clone(),
            column.to_owned(),
            old,
            new,
            by.map(|by| by.to_string()).unwrap_or_default(),
            old_file.clone(),
            old_sheet.clone(),
            old_cell.clone(),
            new_file.clone(),
            new_sheet.clone(),
            new_cell.clone(),
        ]
    };
    if line.change == Change::Changed {
        let differences = line.differences.iter();
        return differences
            .map(|one| row(&one.column.id, one.old.clone(), one.new.clone(), one.by))
            .collect();
    }
    let text = |dong: Option<i64>| dong.map(|dong| dong.to_string()).unwrap_or_default();
    let (old, new) = line.amounts;
    vec![row("", text(old), text(new), None)]
}

fn csv(lines: &[Line<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record(COLUMNS)
        .map_err(crate::csv_error::io_error)?;
    for row in lines.iter().flat_map(rows) {
        table
            .write_record(row)
            .map_err(crate::csv_error::io_error)?;
    }
    table.flush()
}

fn json(lines: &[Line<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    for row in lines.iter().flat_map(rows) {
        let mut object = serde_json::Map::new();
        for (key, text) in COLUMNS.iter().zip(row) {
            let value = match text.as_str() {
                "" => serde_json::Value::Null,
                _ => serde_json::Value::String(text),
            };
            object.insert((*key).to_owned(), value);
        }
        writeln!(out, "{}", serde_json::Value::Object(object))?;
    }
    Ok(())
}

/// An amount with its sign: `+50.000.000`.
fn signed(number: i128, lang: Lang) -> String {
    let figure = lang.integer(number);
    if number > 0 {
        format!("+{figure}")
    } else {
        figure
    }
}

fn money(dong: Option<i64>, lang: Lang) -> String {
    dong.map_or_else(
        || lang.pick("không rõ kinh phí", "no amount").to_owned(),
        |dong| format!("{} đồng", lang.integer(i128::from(dong))),
    )
}

/// What the records of a round come to, by office, in đồng: without what is planned or withdrawn.
fn sums(round: &Round) -> BTreeMap<(&str, &str), i128> {
    let mut sums = BTreeMap::new();
    for (submission, table, record) in round.records() {
        let office = submission.office_of(table);
        let of = RecordIn {
            submission,
            table,
            record,
        };
        let counts = of.field(Role::Total).and_then(Field::dong).is_some();
        let dong = of.done().filter(|_| counts);
        *sums.entry((office.code(), office.name())).or_insert(0) += dong.map_or(0, i128::from);
    }
    sums
}

fn text(
    (old, new): (&Round, &Round),
    changes: &Changes,
    lines: &[Line<'_>],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (before, after) = (sums(old), sums(new));
    let sum = |sums: &BTreeMap<(&str, &str), i128>, office| sums.get(&office).copied().unwrap_or(0);
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let count = rest
            .iter()
            .take_while(|line| line.office == first.office)
            .count();
        let (of_office, others) = rest.split_at(count);
        rest = others;
        let name = match first.office {
            (_, "") => lang.pick("(không rõ đơn vị)", "(office unknown)"),
            (_, name) => name,
        };
        writeln!(out, "{}", printable(name))?;
        for line in of_office {
            tell(line, lang, out)?;
        }
        let (was, is) = (sum(&before, first.office), sum(&after, first.office));
        if was != is {
            let (label, by) = (lang.pick("Cộng", "Total"), signed(is - was, lang));
            let (was, is) = (lang.integer(was), lang.integer(is));
            writeln!(out, "    {label}: {was} → {is} đồng ({by})")?;
        }
        writeln!(out)?;
    }
    let count = |change| lines.iter().filter(|line| line.change == change).count();
    let (added, removed, changed) = (
        count(Change::Added),
        count(Change::Removed),
        count(Change::Changed),
    );
    let same = changes.kept.len() - changed.min(changes.kept.len());
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("{added} hoạt động thêm, {removed} bớt, {changed} sửa, {same} giữ nguyên."),
            format!(
                "{added} records added, {removed} removed, {changed} changed, {same} the same."
            ),
        )
    )?;
    let total = |sums: &BTreeMap<(&str, &str), i128>| sums.values().sum::<i128>();
    let (was, is) = (total(&before), total(&after));
    let (by, was, is) = (signed(is - was, lang), lang.integer(was), lang.integer(is));
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("Tổng cộng: {was} → {is} đồng ({by})."),
            format!("Grand total: {was} → {is} đồng ({by})."),
        )
    )
}

fn tell(line: &Line<'_>, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let place = |place: &Option<[String; 3]>| {
        let parts = place.iter().flatten().filter(|part| !part.is_empty());
        parts.cloned().collect::<Vec<_>>().join(" › ")
    };
    let (old, new) = line.amounts;
    let name = printable(&lang.quote(&line.name));
    match line.change {
        Change::Added => {
            let (figure, at) = (money(new, lang), printable(&place(&line.new)));
            writeln!(out, "  + {name}, {figure} ({at})")
        }
        Change::Removed => {
            let (figure, at) = (money(old, lang), printable(&place(&line.old)));
            writeln!(out, "  - {name}, {figure} ({at})")
        }
        Change::Changed => {
            let (from, to) = (place(&line.old), place(&line.new));
            let at = if from == to {
                to
            } else {
                format!("{from} → {to}")
            };
            writeln!(out, "  ~ {name} ({})", printable(&at))?;
            for one in &line.differences {
                let label = lang.pick(&one.column.vi, &one.column.en);
                let shown = |text: &str| match (one.by, text.parse::<i128>()) {
                    (Some(_), Ok(number)) => lang.integer(number),
                    _ if text.is_empty() => lang.pick("(trống)", "(empty)").to_owned(),
                    _ => printable(&text.replace('\n', " ")).to_string(),
                };
                let by = one
                    .by
                    .map_or_else(String::new, |by| format!(" ({})", signed(by, lang)));
                let (was, is) = (shown(&one.old), shown(&one.new));
                writeln!(out, "      {label}: {was} → {is}{by}")?;
            }
            Ok(())
        }
    }
}
