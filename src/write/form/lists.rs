//! The sheet that only a program shows: the stamp of the form, and the lists that its cells are chosen from.
//!
//! A list typed into a check may be 255 characters long in all; one that stands on a sheet and has a name may be as long
//! as it likes.

use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError};

use super::Blank;
use super::columns::{Column, Shows};
use super::formulas::Formulas;
use super::scale;
use crate::book::stamp::key;
use crate::place::col_name;
use crate::register::Sectors;
use crate::template::Slot;
use crate::value::Qualifier;

/// Its name.
pub const SHEET: &str = "_tonghop";

/// The 0-based row from which on the counts of the live status stand.
pub const COUNTS: u32 = 14;

/// The list of offices, for a form that is made for none.
pub const UNITS: &str = "units";
/// The list of words for how exact an amount is.
pub const QUALIFIERS: &str = "qualifiers";

/// A list with the name by which checks call it.
#[derive(Debug)]
pub struct List {
    /// Its name.
    pub name: String,
    /// Its entries, top to bottom.
    pub entries: Vec<String>,
}

/// The name of a list in formulas.
pub fn name_of(list: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("DS_{}", list.chars().map(plain).collect::<String>())
}

/// The lists that codes of the form come from, by their names; none is empty.
pub fn listed<'b>(blank: &'b Blank<'_>) -> impl Iterator<Item = (&'b str, &'b Sectors)> {
    const SECTORS: &str = "sectors";
    let template = blank.template;
    let names = template
        .fields
        .iter()
        .filter_map(|spec| spec.list.as_deref());
    let mut names: Vec<&str> = names.filter(|name| *name != SECTORS).collect();
    names.sort_unstable();
    names.dedup();
    let further = names.into_iter().filter_map(move |name| {
        let list = blank.lists?.get(&template.id, name)?;
        Some((name, list))
    });
    let sectors = blank.sectors.map(|sectors| (SECTORS, sectors));
    let all = sectors.into_iter().chain(further);
    all.filter(|(_, list)| !list.list().entries().is_empty())
}

/// The lists that the form's cells are chosen from; none is empty.
pub fn lists(blank: &Blank<'_>, columns: &[Column]) -> Vec<List> {
    let mut lists = Vec::new();
    let mut add = |list: &str, entries: Vec<String>| {
        if !entries.is_empty() {
            let name = name_of(list);
            lists.push(List { name, entries });
        }
    };
    for (name, list) in listed(blank) {
        let entries = list.list().entries();
        add(
            name,
            entries.iter().map(|entry| entry.name.clone()).collect(),
        );
    }
    if blank.unit.is_none() {
        add(
            UNITS,
            blank.offices().map(|unit| unit.name.clone()).collect(),
        );
    }
    let qualified = |column: &Column| {
        matches!(
            column.shows,
            Shows::Field {
                slot: Slot::Qualifier,
                ..
            }
        )
    };
    if columns.iter().any(qualified) {
        add(
            QUALIFIERS,
            Qualifier::INEXACT.map(|one| one.word().to_owned()).to_vec(),
        );
    }
    for column in columns {
        add(&column.id, column.suggest.clone());
    }
    lists
}

/// Writes the sheet and names the lists.
pub fn write(
    blank: &Blank<'_>,
    formulas: &Formulas<'_>,
    workbook: &mut Workbook,
) -> Result<(), XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?.set_very_hidden(true);
    for (row, (name, value)) in (0..).zip(stamp(blank)) {
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, &value)?;
    }
    for (row, (name, formula, now)) in (COUNTS..).zip(formulas.counts(&blank.carried)) {
        sheet.write_string(row, 0, name)?;
        let formula = Formula::new(formula).set_result(now.to_string());
        sheet.write_formula(row, 1, formula)?;
    }
    let bounds = COUNTS + u32::try_from(formulas.counts(&[]).len()).unwrap_or(0);
    let money = formulas.asked.money.iter();
    let bounds_of = money.map(|col| formulas.bounds(*col, &blank.carried));
    let each = bounds_of.flat_map(|of| of.names.into_iter().zip(of.formulas).zip(of.now));
    for (row, ((name, formula), now)) in (bounds..).zip(each) {
        sheet.write_string(row, 0, &name)?;
        let formula = Formula::new(formula).set_result(now.to_string());
        sheet.write_formula(row, 1, formula)?;
        workbook.define_name(&name, &scale::cell(row))?;
    }
    for (col, list) in (3..).zip(formulas.lists) {
        let mut last = 0;
        for (row, entry) in (0..).zip(&list.entries) {
            sheet.write_string(row, col, entry)?;
            last = row;
        }
        let letters = col_name(u32::from(col));
        let range = format!("='{SHEET}'!${letters}$1:${letters}${}", last + 1);
        workbook.define_name(&list.name, &range)?;
    }
    sheet.protect();
    workbook.push_worksheet(sheet);
    Ok(())
}

/// What the form says of itself, by the names of its properties; the form's id first.
pub fn stamp(blank: &Blank<'_>) -> Vec<(&'static str, String)> {
    let mut stamp = vec![
        (key::FORM, blank.template.id.clone()),
        (key::VERSION, blank.template.version.to_string()),
        (key::SCHEMA, blank.template.fingerprint()),
    ];
    if let Some(unit) = blank.unit {
        stamp.push((key::UNIT, unit.code.clone()));
    }
    if let Some(project) = blank.project {
        stamp.push((key::PROGRAMME, project.programme.id.clone()));
        stamp.push((key::PERIOD, project.period.id.clone()));
    }
    stamp
}
