//! What a form of ours carries so that it is known again: which form, of which version, for which office and period.
//!
//! It stands twice, in the document's own properties and on a sheet that only a program shows: some programs drop the
//! one, some the other. Where the two disagree neither is believed.

use super::grid::{Content, Grid};
use crate::intake::fact::FileFact;

/// What a form says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The template's id.
    pub form: String,
    /// The template's version when the form was made.
    pub version: Option<u32>,
    /// The fingerprint of the template's columns when the form was made.
    pub schema: Option<String>,
    /// The code of the office that the form was made for.
    pub unit: Option<String>,
    /// The programme that it was made for.
    pub programme: Option<String>,
    /// The period that it was made for.
    pub period: Option<String>,
}

/// The names of the properties, which are also the labels on the sheet.
pub mod key {
    /// The template's id.
    pub const FORM: &str = "tonghop.form";
    /// Its version.
    pub const VERSION: &str = "tonghop.form.version";
    /// Its fingerprint.
    pub const SCHEMA: &str = "tonghop.form.schema";
    /// The office.
    pub const UNIT: &str = "tonghop.unit";
    /// The programme.
    pub const PROGRAMME: &str = "tonghop.programme";
    /// The period.
    pub const PERIOD: &str = "tonghop.period";
}

impl Stamp {
    /// The stamp that these properties make; `None` when they name no form.
    ///
    /// # Errors
    /// What finding a property came to.
    pub(crate) fn of_properties(
        mut get: impl FnMut(&str) -> Result<Option<String>, FileFact>,
    ) -> Result<Option<Self>, FileFact> {
        let mut text = |name| -> Result<Option<String>, FileFact> {
            let text = get(name)?.map(|text| text.trim().to_owned());
            Ok(text.filter(|text| !text.is_empty()))
        };
        let Some(form) = text(key::FORM)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            form,
            version: text(key::VERSION)?.and_then(|version| version.parse().ok()),
            schema: text(key::SCHEMA)?,
            unit: text(key::UNIT)?,
            programme: text(key::PROGRAMME)?,
            period: text(key::PERIOD)?,
        }))
    }

    /// The stamp of a sheet that begins with one, labels in its first column, values in the second.
    #[must_use]
    pub(crate) fn of_sheet(grid: &Grid) -> Option<Self> {
        if !is_stamp_sheet(grid) {
            return None;
        }
        let value = |name: &str| {
            let rows = grid.rows.iter().take(ROWS);
            let mut rows =
                rows.filter(|row| row.cell(0).and_then(text).is_some_and(|text| text == name));
            rows.next()?.cell(1).and_then(text)
        };
        Self::of_properties(|name| Ok(value(name))).ok().flatten()
    }

    /// The properties and the sheet together: what only one says is taken, what they disagree on is not.
    #[must_use]
    pub(crate) fn together(properties: Option<Self>, sheet: Option<Self>) -> Option<Self> {
        let (mut stamp, other) = match (properties, sheet) {
            (Some(properties), Some(sheet)) => (properties, sheet),
            (one, other) => return one.or(other),
        };
        if stamp.form != other.form {
            return None;
        }
        agree(&mut stamp.version, other.version);
        agree(&mut stamp.schema, other.schema);
        agree(&mut stamp.unit, other.unit);
        agree(&mut stamp.programme, other.programme);
        agree(&mut stamp.period, other.period);
        Some(stamp)
    }
}

/// How many rows of the sheet may hold the stamp.
const ROWS: usize = 12;

/// Whether a sheet is the one that carries the stamp and the lists of a form: never one that an office fills in.
#[must_use]
pub fn is_stamp_sheet(grid: &Grid) -> bool {
    let first = grid.rows.first().filter(|row| row.row == 0);
    let first = first.and_then(|row| row.cell(0)).and_then(text);
    first.is_some_and(|text| text == key::FORM)
}

fn text(cell: &super::grid::Cell) -> Option<String> {
    match &cell.content {
        Content::Text(text) => Some(text.trim().to_owned()),
        // A program may store what looks like a number as one.
        Content::Number(number) if number.fract() == 0.0 => Some(format!("{number}")),
        _ => None,
    }
}

fn agree<T: PartialEq>(one: &mut Option<T>, other: Option<T>) {
    match (one.as_ref(), other) {
        (Some(own), Some(other)) if *own != other => *one = None,
        (None, other) => *one = other,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(unit: Option<&str>) -> Option<Stamp> {
        Some(Stamp {
            form: "a-form".to_owned(),
            version: Some(1),
            unit: unit.map(str::to_owned),
            ..Stamp::default()
        })
    }

    #[test]
    fn one_of_the_two_is_enough() {
        assert_eq!(
            Stamp::together(stamp(Some("so-yt")), None),
            stamp(Some("so-yt"))
        );
        assert_eq!(
            Stamp::together(None, stamp(Some("so-yt"))),
            stamp(Some("so-yt"))
        );
        assert_eq!(
            Stamp::together(stamp(None), stamp(Some("so-yt"))),
            stamp(Some("so-yt"))
        );
    }

    #[test]
    fn what_they_disagree_on_is_not_believed() {
        assert_eq!(
            Stamp::together(stamp(Some("so-yt")), stamp(Some("so-ct"))),
            stamp(None)
        );
        let mut other = stamp(None);
        other.as_mut().unwrap().form = "another".to_owned();
        assert_eq!(Stamp::together(stamp(None), other), None);
    }
}
