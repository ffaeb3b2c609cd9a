//! The records of a form added up by office, sector, year and indicator, as they stand in its table.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::ids;
use crate::record::Written;
use crate::template::{ColumnLabel, FieldSpec, Kind, Role, Template};
use crate::write::export::described::Described;
use crate::write::export::sums::Counted;
use crate::write::table::Common;

/// What is added up.
#[derive(Debug, Clone)]
pub struct Indicator<'t> {
    /// The column; `None` for the number of rows.
    pub column: Option<&'t ColumnLabel>,
    /// Its unit of measure; `None` for a number.
    pub measure: Option<Measure<'t>>,
    /// Where its figure stands in a row.
    at: Option<usize>,
    /// Where it stands in a row how the figure counts.
    qualifier: Option<usize>,
    /// Whether every record is to have one.
    required: bool,
}

/// A unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure<'t> {
    /// đồng.
    Money,
    /// As the form states it.
    Stated(&'t str),
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A whole number.
    Whole(i128),
    /// A decimal number; `None` where it became too large.
    Decimal(Option<Decimal>),
}

/// What an indicator adds up to in one place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Observation {
    /// How many rows it is of.
    pub rows: u64,
    /// How many of them have no figure.
    pub missing: u64,
    /// On how many of them an error or a warning stands.
    pub doubts: u64,
    /// Whether one of the figures is approximate, or a bound.
    pub is_approximate: bool,
    /// The figure; `None` where no row has one.
    pub figure: Option<Figure>,
}

/// Where observations stand: the office, the sector, the year.
type Group = (String, String, Option<i16>);
/// Those of an indicator, for each of [`Counted::ALL`].
type Kinds = [Observation; 3];

/// The aggregates of a form.
#[derive(Debug)]
pub struct Aggregates<'t> {
    /// The form.
    pub form: &'t Template,
    /// What is added up.
    pub indicators: Vec<Indicator<'t>>,
    /// The names of the offices that were met, by their identifiers.
    pub offices: BTreeMap<String, String>,
    /// The names of the sectors.
    pub sectors: BTreeMap<String, String>,
    /// The first and the last day of all.
    pub days: Option<(Date, Date)>,
    groups: BTreeMap<Group, Vec<Kinds>>,
    office: [Option<usize>; 2],
    sector: [Option<usize>; 2],
    time: [Option<usize>; 2],
    doubts: Option<usize>,
}

impl<'t> Aggregates<'t> {
    /// No rows yet, of a form's table.
    #[must_use]
    pub fn new(form: &'t Template, table: &Described) -> Self {
        let place = |id: &str| table.columns.iter().position(|column| column.id == id);
        let column = |field: &FieldSpec, index: usize| {
            let column = field.columns.get(index)?;
            place(&column.id)
        };
        let of_role = |role| form.role(role).and_then(|index| form.field(index));
        let sector = of_role(Role::Sector).map(|field| match field.kind {
            Kind::Code => [column(field, 0), column(field, 1)],
            _ => [None, column(field, 0)],
        });
        let time = of_role(Role::Time).map(|field| match field.kind {
            Kind::Interval => [column(field, 0), column(field, 1)],
            _ => [column(field, 0), column(field, 0)],
        });
        Self {
            form,
            indicators: indicators(form, table),
            offices: BTreeMap::new(),
            sectors: BTreeMap::new(),
            days: None,
            groups: BTreeMap::new(),
            office: [Common::UnitCode, Common::UnitName].map(|column| place(column.id())),
            sector: sector.unwrap_or_default(),
            time: time.unwrap_or_default(),
            doubts: place("doubts"),
        }
    }

    /// Adds a row.
    pub fn add_row(&mut self, row: &[Written]) {
        let entry = |[code, name]: [Option<usize>; 2]| {
            let (code, name) = (text(row, code), text(row, name));
            (ids::entry(code, name), name.to_owned())
        };
        let (office, office_name) = entry(self.office);
        let (sector, sector_name) = entry(self.sector);
        let [start, end] = self.time.map(|at| day(row, at));
        for day in [start, end].into_iter().flatten() {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
        self.offices.entry(office.clone()).or_insert(office_name);
        self.sectors.entry(sector.clone()).or_insert(sector_name);
        let is_doubtful = !text(row, self.doubts).is_empty();
        let group = (office, sector, start.map(Date::year));
        let none = || vec![Kinds::default(); self.indicators.len()];
        let observations = self.groups.entry(group).or_insert_with(none);
        for (indicator, kinds) in self.indicators.iter().zip(observations) {
            let qualifier = text(row, indicator.qualifier);
            let counted = Counted::of(qualifier);
            let of_kind = kinds.iter_mut().zip(Counted::ALL);
            for (observation, _) in of_kind.filter(|(_, kind)| *kind == counted) {
                observation.rows += 1;
                observation.doubts += u64::from(is_doubtful);
                let is_exact = qualifier.is_empty() || counted != Counted::InTotals;
                match indicator.figure(row) {
                    None => observation.missing += 1,
                    Some(figure) => {
                        let is_money = indicator.measure == Some(Measure::Money);
                        observation.is_approximate |= is_money && !is_exact;
                        observation.add(figure);
                    }
                }
            }
        }
    }

    /// The observations, by office, sector and year, in the order of the indicators. Where no row has a figure there is one
    /// only if every record is to have it.
    pub fn all(&self) -> impl Iterator<Item = (&Group, &Indicator<'t>, Counted, Observation)> {
        self.groups.iter().flat_map(|(group, observations)| {
            let indicators = self.indicators.iter().zip(observations);
            indicators.flat_map(move |(indicator, kinds)| {
                let kinds = kinds.iter().zip(Counted::ALL);
                let told = kinds.filter(|(observation, _)| {
                    observation.rows > 0 && (observation.figure.is_some() || indicator.required)
                });
                told.map(move |(observation, counted)| (group, indicator, counted, *observation))
            })
        })
    }
}

impl Indicator<'_> {
    fn figure(&self, row: &[Written]) -> Option<Figure> {
        let Some(at) = self.at else {
            return Some(Figure::Whole(1));
        };
        match row.get(at)? {
            Written::Integer(number) => Some(Figure::Whole(i128::from(*number))),
            Written::Decimal(number) => Some(Figure::Decimal(Some(*number))),
            Written::Empty | Written::Text(_) | Written::Day(_) => None,
        }
    }
}

impl Observation {
    fn add(&mut self, figure: Figure) {
        self.figure = Some(match (self.figure, figure) {
            (None, figure) => figure,
            (Some(Figure::Whole(sum)), Figure::Whole(number)) => {
                Figure::Whole(sum.saturating_add(number))
            }
            (Some(sum), figure) => {
                let sum = sum.decimal().zip(figure.decimal());
                Figure::Decimal(sum.and_then(|(sum, number)| sum.checked_add(number)))
            }
        });
    }
}

impl Figure {
    fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Whole(number) => Decimal::try_from_i128_with_scale(number, 0).ok(),
            Self::Decimal(number) => number,
        }
    }

    /// As it is written; `None` where it became too large.
    #[must_use]
    pub fn plain(self) -> Option<String> {
        match self {
            Self::Whole(number) => Some(number.to_string()),
            Self::Decimal(number) => number.map(|number| number.normalize().to_string()),
        }
    }
}

/// What a form has to add up: its rows, its money, and the other figures that it says are added up.
fn indicators<'t>(form: &'t Template, table: &Described) -> Vec<Indicator<'t>> {
    let place = |id: &str| table.columns.iter().position(|column| column.id == id);
    let qualifier_of = |id: &str| {
        let column = table.columns.iter().find(|column| column.id == id)?;
        place(column.values.qualified_by.as_ref()?)
    };
    let total = form.role(Role::Total).and_then(|index| form.field(index));
    let of_total = total.and_then(|total| qualifier_of(&total.columns.first()?.id));
    let mut all = vec![Indicator {
        column: None,
        measure: None,
        at: None,
        qualifier: of_total,
        required: true,
    }];
    for field in &form.fields {
        let measure = match field.kind {
            Kind::Amount => Some(Measure::Money),
            Kind::Decimal | Kind::Integer if !form.consolidated.sums.contains(&field.id) => {
                continue;
            }
            Kind::Decimal => field.unit.as_deref().map(Measure::Stated),
            Kind::Integer => None,
            Kind::Text | Kind::Code | Kind::Quantity | Kind::Interval | Kind::Day => continue,
        };
        let Some(column) = field.columns.first() else {
            continue;
        };
        let own = qualifier_of(&column.id);
        all.push(Indicator {
            column: Some(column),
            measure,
            at: place(&column.id),
            qualifier: own.or(of_total),
            required: field.required,
        });
    }
    all
}

fn text(row: &[Written], at: Option<usize>) -> &str {
    match at.and_then(|at| row.get(at)) {
        Some(Written::Text(text)) => text,
        _ => "",
    }
}

fn day(row: &[Written], at: Option<usize>) -> Option<Date> {
    match row.get(at?) {
        Some(Written::Day(day)) => Some(*day),
        _ => None,
    }
}
