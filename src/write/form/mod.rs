//! Blank forms: one workbook for one office, made from a template.
//!
//! The form is Vietnamese whatever language was asked for. It opens the same in Excel since 2010, LibreOffice and WPS:
//! no macro, no table object, no formula that needs a later program or that is worked out anew on every change. What an
//! office fills in is read back through the row of ids and the stamp, whatever was done to the headings.

mod carried;
mod checks;
mod columns;
mod finish;
mod formulas;
mod frame;
mod guide;
mod heading;
mod lists;
mod paper;
mod place;
mod scale;
mod sheet;
mod style;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::place::col_name;
use crate::project::Project;
use crate::register::{Lists, Register, Sectors, Unit};
use crate::round::states;
use crate::template::{Kind, Template};
use crate::write::font;
use crate::write::package::same_everywhere;

pub use carried::{Carried, Typed, money, unfinished};
pub use formulas::nil_is_understood;

/// What a form is made of.
#[derive(Debug, Clone)]
pub struct Blank<'a> {
    /// The template.
    pub template: &'a Template,
    /// The project: programme, period, who asks.
    pub project: Option<&'a Project>,
    /// The register of offices.
    pub register: Option<&'a Register>,
    /// The sectors.
    pub sectors: Option<&'a Sectors>,
    /// The further lists that codes come from.
    pub lists: Option<&'a Lists>,
    /// The office it is made for; `None` for a form that any office may fill in.
    pub unit: Option<&'a Unit>,
    /// Records that stand on it from the start.
    pub carried: Vec<Carried>,
    /// The period that they come from.
    pub carried_from: Option<&'a str>,
}

impl<'a> Blank<'a> {
    /// The last day on which the filled form is in time.
    fn deadline(&self) -> Option<Date> {
        states::deadline(self.unit, self.project)
    }

    /// Whether money is filled in.
    fn has_money(&self) -> bool {
        let mut fields = self.template.fields.iter();
        fields.any(|spec| spec.kind == Kind::Amount)
    }

    /// The offices that exist at the end of the period.
    pub fn offices(&self) -> impl Iterator<Item = &'a Unit> + use<'a> {
        offices(self.register, self.project)
    }
}

/// The offices of a register that exist at the end of the reporting period; all when the period has no end.
pub fn offices<'a>(
    register: Option<&'a Register>,
    project: Option<&Project>,
) -> impl Iterator<Item = &'a Unit> + use<'a> {
    let end = project.and_then(|project| project.period.end);
    let units = register.map_or(&[][..], Register::units).iter();
    units.filter(move |unit| end.is_none_or(|end| unit.exists_on(end)))
}

/// Makes the form; gives its bytes.
///
/// # Errors
/// When a limit of the file format is met.
pub fn workbook(blank: &Blank<'_>) -> Result<Vec<u8>, XlsxError> {
    let unit = unit_of_account(blank.template.default_scale);
    let columns = columns::columns(blank.template, &unit);
    let rows = place::Rows::of(&columns, blank.carried.len());
    let lists = lists::lists(blank, &columns);
    let listed: Vec<&str> = lists::listed(blank).map(|(name, _)| name).collect();
    let asked = place::Asked::of(&columns, &listed);
    let formulas = formulas::Formulas {
        sheet: sheet_name(blank.template),
        lists: &lists,
        columns: &columns,
        rows: &rows,
        asked: &asked,
        template: blank.template.id.clone(),
        scale: blank.template.default_scale,
        noun: blank.template.noun().vi.clone(),
        office: blank
            .unit
            .is_none()
            .then(|| frame::office_cell(rows.office)),
    };
    let styles = style::Styles::new();
    let parts = sheet::Parts {
        blank,
        formulas: &formulas,
        lists: &lists,
        unit: &unit,
        styles: &styles,
    };
    let mut workbook = Workbook::new();
    let default = Format::new()
        .set_font_name(font::NAME)
        .set_font_size(font::SIZE);
    workbook.set_default_format(&default, font::ROW, font::COLUMN)?;
    workbook.set_properties(&properties(blank)?);
    let mut form = Worksheet::new();
    form.set_default_format(&default, font::ROW, font::COLUMN)?;
    form.set_name(sheet_name(blank.template))?;
    sheet::write(&parts, &mut form)?;
    let mut guide = Worksheet::new();
    guide.set_default_format(&default, font::ROW, font::COLUMN)?;
    guide::write(&parts, &mut guide)?;
    workbook.push_worksheet(form);
    workbook.push_worksheet(guide);
    lists::write(blank, &formulas, &mut workbook)?;
    let written = same_everywhere(workbook.save_to_buffer()?);
    let carried = u32::try_from(blank.carried.len()).unwrap_or(0);
    let growing = rows.first + 1..rows.first + 1 + carried;
    let last = u32::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    finish::finish(&written, growing, &col_name(last)).map_err(XlsxError::IoError)
}

/// The stamp, and no clock: the day of making is that of the letter's deadline or the period's end.
fn properties(blank: &Blank<'_>) -> Result<DocProperties, XlsxError> {
    let project = blank.project;
    let day = project.and_then(|project| project.period.end.or(project.period.deadline));
    let day = day.unwrap_or(jiff::civil::date(2000, 1, 1));
    let made = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(2000),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    let author = project.map_or("", |project| project.issuer.name.as_str());
    let properties = DocProperties::new()
        .set_title(&blank.template.vi)
        .set_author(author)
        .set_creation_datetime(&made);
    Ok(lists::stamp(blank)
        .into_iter()
        .fold(properties, |properties, (name, value)| {
            properties.set_custom_property(name, value)
        }))
}

/// The name of the sheet: that of the template, as far as a tab can hold it.
fn sheet_name(template: &Template) -> String {
    const MOST: usize = 31;
    let plain = template.vi.chars().filter(|c| !"[]:*?/\\'".contains(*c));
    let name: String = plain.take(MOST).collect();
    let name = name.trim();
    if name.is_empty() {
        "Biểu".to_owned()
    } else {
        name.to_owned()
    }
}

/// A unit of account in words.
fn unit_of_account(dong: i64) -> String {
    crate::rule::scale_name(dong, crate::lang::Lang::Vi)
}

/// What is to be reported, in words: the period, up to the office's own cut-off; the period's id when it has no days.
fn period_text(project: &Project, unit: Option<&Unit>) -> String {
    let period = &project.period;
    match (period.start, states::cutoff(unit, Some(project))) {
        (Some(start), Some(end)) => {
            format!(
                "từ {} đến {}",
                crate::lang::day(start),
                crate::lang::day(end)
            )
        }
        (None, Some(end)) => format!("đến {}", crate::lang::day(end)),
        _ => period.id.clone(),
    }
}

/// A text as a cell can hold it: at most 32,767 characters.
fn cell_text(text: &str) -> String {
    const MOST: usize = 32_767;
    if text.encode_utf16().count() <= MOST {
        return text.to_owned();
    }
    // Half as many letters fit whatever they are.
    text.chars().take(MOST / 2).collect()
}
