//! The consolidated workbook: cover, summary by sector, details, totals by office, offices missing, findings.
//!
//! Every total is a formula with its stored result, so that it is right in a program that does not calculate (a mail
//! opens in Protected View) and stays right when a cell is changed. Text of files is always written as text.
//! The workbook is Vietnamese whatever language was asked for.

mod cover;
mod details;
mod figures;
mod missing;
mod offices;
mod remarks;
mod style;
mod summary;
mod wording;

use std::sync::Arc;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::finding::Finding;
use crate::round::Round;
use crate::template::Template;
use figures::Figures;
use style::Styles;

/// Names of the sheets, in the contract's order.
mod sheet {
    pub const COVER: &str = "Bìa";
    pub const SUMMARY: &str = "Tổng hợp";
    pub const DETAILS: &str = "Chi tiết";
    pub const OFFICES: &str = "Theo đơn vị";
    pub const MISSING: &str = "Chưa báo cáo";
    pub const REMARKS: &str = "Góp ý";
}

/// What the writers of all sheets share.
struct Context<'a> {
    round: &'a Round,
    findings: &'a [Finding],
    styles: Styles,
    /// The figures of each template that was met.
    forms: Vec<Figures<'a>>,
}

impl Context<'_> {
    /// The name of a sheet for a form: plain when there is one form only.
    fn sheet_name(&self, base: &str, form: usize) -> String {
        if self.forms.len() < 2 {
            base.to_owned()
        } else {
            format!("{base} {}", form + 1)
        }
    }
}

/// Makes the workbook; gives its bytes.
///
/// # Errors
/// When a limit of the file format is met, such as 1,048,576 rows.
pub fn workbook(round: &Round, findings: &[Finding]) -> Result<Vec<u8>, XlsxError> {
    let met: Vec<&Arc<Template>> = round
        .setup
        .templates
        .iter()
        .filter(|template| {
            round
                .tables()
                .any(|(_, table)| table.template.id == template.id)
        })
        .collect();
    let forms = met
        .iter()
        .map(|template| Figures::new(round, template))
        .collect();
    let context = Context {
        round,
        findings,
        styles: Styles::new(),
        forms,
    };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(round)?);
    let mut summaries = Vec::new();
    let mut sheets: Vec<Worksheet> = Vec::new();
    for form in 0..context.forms.len() {
        let mut summary = Worksheet::new();
        summaries.push(summary::write(&context, form, &mut summary)?);
        let mut details = Worksheet::new();
        details::write(&context, form, &mut details)?;
        sheets.extend([summary, details]);
    }
    for form in 0..context.forms.len() {
        let mut offices = Worksheet::new();
        offices::write(&context, form, &mut offices)?;
        sheets.push(offices);
    }
    let (mut missing, mut remarks, mut cover) =
        (Worksheet::new(), Worksheet::new(), Worksheet::new());
    missing::write(&context, &mut missing)?;
    remarks::write(&context, &mut remarks)?;
    sheets.extend([missing, remarks]);
    let names: Vec<String> = sheets.iter().map(Worksheet::name).collect();
    cover::write(&context, &summaries, &names, &mut cover)?;
    workbook.push_worksheet(cover);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// Document properties: what marks the file as our output, and no clock.
fn properties(round: &Round) -> Result<DocProperties, XlsxError> {
    let project = round.setup.project.as_ref();
    let day = project.and_then(|project| project.period.deadline.or(project.period.end));
    let made = match day {
        Some(day) => ExcelDateTime::from_ymd(
            u16::try_from(day.year()).unwrap_or(2000),
            u8::try_from(day.month()).unwrap_or(1),
            u8::try_from(day.day()).unwrap_or(1),
        )?,
        None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    let title = project.map_or("Bảng tổng hợp", |project| {
        project.programme.name.as_str()
    });
    Ok(DocProperties::new()
        .set_title(title)
        .set_author(project.map_or("", |project| project.issuer.name.as_str()))
        .set_creation_datetime(&made)
        .set_custom_property("tonghop.output", "consolidated"))
}

/// A text as a cell can hold it: at most 32,767 characters.
pub(crate) fn cell_text(text: &str) -> String {
    const MOST: usize = 32_767;
    // Counted in UTF-16 units, as the file format does.
    let mut units = 0;
    let mut cut = String::new();
    for c in text.chars() {
        units += c.len_utf16();
        if units > MOST - 1 {
            cut.push('…');
            return cut;
        }
        cut.push(c);
    }
    cut
}

/// A sheet's name as formulas quote it.
fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// A plain list: the header row stays in sight and on every page; A4 landscape, one page wide.
fn list_page(out: &mut Worksheet) -> Result<(), XlsxError> {
    out.set_freeze_panes(1, 0)?;
    out.set_repeat_rows(0, 0)?;
    out.set_landscape();
    out.set_paper_size(9);
    out.set_print_fit_to_pages(1, 0);
    Ok(())
}
