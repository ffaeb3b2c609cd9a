//! The aggregates of a package in SDMX: office by sector, year and indicator, as SDMX-CSV 2.0, with their structure as
//! SDMX-ML 2.1 beside them.
//!
//! Nothing is left out: an office or a sector on no list has a code of its own, and what tells no year belongs to the whole
//! of the reporting period. How many rows a figure is of, how many have none, and how many are in doubt goes with it.

mod aggregates;
mod codes;
mod ids;
mod structure;
mod xml;

use std::io::{self, Write};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::sums::Counted;
use crate::csv_error::io_error;
use crate::project::Project;
use crate::round::Round;
use crate::template::{Template, Told};
pub use aggregates::Aggregates;
use aggregates::{Figure, Indicator, Measure};

/// The folder that they lie in.
const FOLDER: &str = "sdmx";

/// The words of concepts and lists, as the data tells them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    scheme: Told,
    agencies: Told,
    concept: Vec<Concept>,
    list: Vec<List>,
    names: Names,
    unknown: Told,
    indicators: IndicatorWords,
    measures: MeasureWords,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Concept {
    id: String,
    vi: String,
    en: String,
    about: Told,
}

/// A list of codes that is always the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    vi: String,
    en: String,
    codes: Vec<Code>,
}

/// A code of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    id: String,
    vi: String,
    en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Names {
    cl_indicator: Told,
    cl_office: Told,
    cl_sector: Told,
    cl_unit_measure: Told,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorWords {
    records: Told,
    planned: Told,
    withdrawn: Told,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct MeasureWords {
    vnd: Told,
    number: Told,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../../../data/export/sdmx.toml"));
    #[expect(
        clippy::expect_used,
        reason = "part of the program, read by every test"
    )]
    read.expect("the built-in words are well-formed")
});

/// The columns of the data, after those that say which structure they are of.
const COLUMNS: [&str; 11] = [
    "FREQ",
    "OFFICE",
    "SECTOR",
    "INDICATOR",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "OBS_STATUS",
    "RECORDS",
    "MISSING",
    "DOUBTS",
];

/// The file of a table's aggregates.
#[must_use]
pub fn data_file(table: &str) -> String {
    format!("{FOLDER}/{table}.csv")
}

/// The file of their structure.
#[must_use]
pub fn structure_file() -> String {
    format!("{FOLDER}/structure.xml")
}

/// Writes the structure of all aggregates of a round, each with the name of its table.
///
/// # Errors
/// When it cannot be written.
pub fn write_structure(
    round: &Round,
    all: &[(&str, Aggregates<'_>)],
    out: &mut dyn Write,
) -> io::Result<()> {
    structure::write(round, all, out)
}

/// Writes the aggregates of a table as SDMX-CSV.
///
/// # Errors
/// When it cannot be written.
pub fn write_data(
    round: &Round,
    table: &str,
    aggregates: &Aggregates<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let project = round.setup.project.as_ref();
    let agency = ids::agency(project.map_or("", |project| &project.programme.id));
    let version = version(aggregates.form);
    let structure = format!("{agency}:{}({version})", ids::code(table));
    let unknown_time = whole_period(project, aggregates.days);
    let mut csv = csv::WriterBuilder::new();
    let mut csv = csv.terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    let header = ["STRUCTURE", "STRUCTURE_ID", "ACTION"];
    let header = header.into_iter().chain(COLUMNS);
    csv.write_record(header).map_err(io_error)?;
    for ((office, sector, year), indicator, counted, observation) in aggregates.all() {
        let figure = observation.figure.and_then(Figure::plain);
        let status = match (&figure, observation.is_approximate) {
            (None, _) => "O",
            (Some(_), true) => "E",
            (Some(_), false) => "A",
        };
        let (frequency, time) = match year {
            Some(year) => ("A", format!("{year:04}")),
            None => (ids::UNKNOWN, unknown_time.clone()),
        };
        let indicator_id = indicator_id(indicator, counted);
        let measure = measure_id(indicator.measure);
        let [rows, missing, doubts] = [observation.rows, observation.missing, observation.doubts]
            .map(|count| count.to_string());
        let figure = figure.as_deref().unwrap_or("NaN");
        csv.write_record([
            "dataflow",
            &structure,
            "I",
            frequency,
            office,
            sector,
            &indicator_id,
            &time,
            figure,
            &measure,
            status,
            &rows,
            &missing,
            &doubts,
        ])
        .map_err(io_error)?;
    }
    csv.flush()
}

/// The version of a form's structure.
fn version(form: &Template) -> String {
    format!("{}.0", form.version)
}

/// The code of an indicator.
fn indicator_id(indicator: &Indicator<'_>, counted: Counted) -> String {
    let own = match indicator.column {
        None => "RECORDS".to_owned(),
        Some(column) => ids::code(&column.id),
    };
    match counted {
        Counted::InTotals => own,
        apart => format!("{own}-{}", apart.name()),
    }
}

/// The code of a unit of measure.
fn measure_id(measure: Option<Measure<'_>>) -> String {
    match measure {
        None => "NUMBER".to_owned(),
        Some(Measure::Money) => "VND".to_owned(),
        Some(Measure::Stated(unit)) => ids::code(unit),
    }
}

/// Between which years all is where nothing is told.
const ANY_TIME: &str = "1900-01-01/P200Y";

/// The time of what tells no year: the period, else the programme, else all that the rows tell.
fn whole_period(project: Option<&Project>, days: Option<(Date, Date)>) -> String {
    let (period, programme) = match project {
        Some(project) => (
            (project.period.start, project.period.end),
            (project.programme.start, project.programme.end),
        ),
        None => ((None, None), (None, None)),
    };
    let first = period.0.or(programme.0).or(days.map(|(first, _)| first));
    let last = period.1.or(programme.1).or(days.map(|(_, last)| last));
    match first.zip(last) {
        Some((first, last)) if first <= last => {
            let hours = last.duration_since(first).as_hours();
            format!("{first}/P{}D", hours.div_euclid(24).saturating_add(1))
        }
        _ => ANY_TIME.to_owned(),
    }
}
