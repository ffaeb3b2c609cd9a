//! The consolidated workbook: cover, the sheet to be signed, details, totals by sector, office and year with charts, offices
//! missing, findings, likely duplicates, notes.
//!
//! Every total is a formula with its stored result, so that it is right in a program that does not calculate (a mail
//! opens in Protected View) and stays right when a cell is changed. Text of files is always written as text.
//! The workbook is Vietnamese whatever language was asked for. The sheets that grow with the round are written row by row
//! and not held.

mod breakdown;
mod changes;
mod cover;
mod details;
mod doubtful;
mod duplicates;
mod figures;
mod first_page;
mod grouping;
mod kept;
mod links;
mod metrics;
mod missing;
mod notes;
mod pages;
mod paper;
mod ranges;
mod remarks;
mod scale;
mod spoken;
mod style;
mod summary;
mod wording;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

pub use details::Row as DetailRow;
pub use doubtful::Doubtful;
pub use grouping::By;
pub use paper::Paper;
pub use scale::Scale;

use crate::finding::Finding;
use crate::progress::Progress;
use crate::round::Round;
use crate::rule::{Owing, Standing};
use crate::template::Template;
use figures::Figures;
use kept::{Package, held, of_xlsx, saved, streamed};
use links::Links;
use style::Styles;

/// Names of the sheets, in the contract's order.
mod sheet {
    pub const COVER: &str = "Bìa";
    pub const FRONT: &str = "Trình ký";
    pub const SUMMARY: &str = "Tổng hợp";
    pub const DETAILS: &str = "Chi tiết";
    pub const SECTORS: &str = "Theo lĩnh vực";
    pub const OFFICES: &str = "Theo đơn vị";
    pub const YEARS: &str = "Theo năm";
    pub const MISSING: &str = "Chưa báo cáo";
    pub const REMARKS: &str = "Góp ý";
    pub const DUPLICATES: &str = "Nghi trùng";
    pub const CHANGES: &str = "Thay đổi";
    pub const NOTES: &str = "Ghi chú";
}

/// How the workbook is to be made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The unit of account of the sheet to be signed and of the totals by sector, office and year.
    pub scale: Scale,
    /// What the groups of the sheet to be signed are.
    pub by: By,
    /// What the sheets are printed on.
    pub paper: Paper,
    /// The day of making, as the workbook gives it; `None` leaves it out, to be filled in by hand.
    pub made: Option<Date>,
    /// The folder that the workbook will stand in, from which its links are seen; `None` leaves links out.
    pub folder: Option<PathBuf>,
    /// The round that this one is held against, for the sheet of changes.
    pub since: Option<Arc<Round>>,
    /// Counts the records that are written.
    pub progress: Arc<Progress>,
}

/// What the writers of all sheets share.
struct Context<'a> {
    round: &'a Round,
    findings: &'a [Finding],
    standing: Standing<'a>,
    owing: Owing<'a>,
    options: &'a Options,
    styles: Styles,
    links: Links,
    /// The figures of each template that was met.
    forms: Vec<Figures<'a>>,
    /// What of their totals is in doubt, parallel to them.
    doubts: Vec<Doubtful>,
}

impl Context<'_> {
    /// What of a form's total is in doubt.
    fn doubtful(&self, form: usize) -> Doubtful {
        self.doubts.get(form).copied().unwrap_or_default()
    }

    /// The name of a sheet for a form: plain when there is one form only.
    fn sheet_name(&self, base: &str, form: usize) -> String {
        if self.forms.len() < 2 {
            base.to_owned()
        } else {
            format!("{base} {}", form + 1)
        }
    }
}

/// Where the totals of a form stand, on every sheet that has them.
struct FormTotals {
    /// The one page to be signed; none where there are no records.
    front: Option<summary::Front>,
    summary: summary::Totals,
    breakdowns: Vec<breakdown::Totals>,
}

impl FormTotals {
    /// Where the total of a field stands: on the list, else on the sheets of its totals, which have every column.
    fn cell(&self, field: usize) -> Option<(&str, &str)> {
        let mut listed = self.summary.done.iter();
        let on_list = listed
            .find(|(other, _, _)| *other == field)
            .map(|(_, cell, _)| (self.summary.sheet.as_str(), cell.as_str()));
        on_list.or_else(|| {
            let of = self.breakdowns.first()?;
            let (_, cell) = of.done.iter().find(|(other, _)| *other == field)?;
            Some((of.sheet.as_str(), cell.as_str()))
        })
    }
}

/// Makes the workbook; gives its bytes.
///
/// # Errors
/// When a limit of the file format is met, such as 1,048,576 rows, or a temporary file cannot be written.
pub fn workbook(round: &Round, findings: &[Finding], options: &Options) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(round, findings, options, &mut bytes)?;
    Ok(bytes)
}

/// Writes the workbook; gives what of the total of each form is in doubt.
///
/// # Errors
/// When a limit of the file format is met, such as 1,048,576 rows, a temporary file cannot be written, or the output
/// cannot.
pub fn write(
    round: &Round,
    findings: &[Finding],
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<Vec<Doubtful>> {
    let (package, doubts) = package(round, findings, options)?;
    first_page::copy(package, options.made.is_some(), out)?;
    Ok(doubts)
}

/// The workbook as its writer makes it.
fn package(
    round: &Round,
    findings: &[Finding],
    options: &Options,
) -> io::Result<(impl Package + use<>, Vec<Doubtful>)> {
    let mut workbook = new_workbook().map_err(of_xlsx)?;
    let doubts = fill(&mut workbook, round, findings, options).map_err(of_xlsx)?;
    Ok((saved(&mut workbook)?, doubts))
}

/// The font that widths are measured in has to be one that every office has: a program without it takes another, and
/// columns come out wider or narrower than they were planned.
fn new_workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let (font, height, width) = style::default_format();
    workbook.set_default_format(&font, height, width)?;
    Ok(workbook)
}

fn fill(
    workbook: &mut Workbook,
    round: &Round,
    findings: &[Finding],
    options: &Options,
) -> Result<Vec<Doubtful>, XlsxError> {
    let standing = Standing::of(round, findings);
    let forms: Vec<Figures<'_>> = met(round)
        .into_iter()
        .map(|template| Figures::new(round, template, options.scale, options.by))
        .collect();
    let context = Context {
        round,
        findings,
        options,
        styles: Styles::new(),
        links: Links::new(options.folder.as_deref()),
        doubts: forms
            .iter()
            .map(|figures| Doubtful::of(figures, &standing))
            .collect(),
        forms,
        standing,
        owing: Owing::of(round, findings),
    };
    // Each record stands on the sheet to be signed and in the details; packing takes about as long as one of them.
    let records: usize = context.forms.iter().map(|form| form.entries.len()).sum();
    options.progress.begin(3 * records);
    workbook.set_properties(&properties(round, options)?);
    let mut sheets: Vec<Worksheet> = Vec::new();
    let mut totals = Vec::new();
    for form in 0..context.forms.len() {
        let mut list = streamed(workbook)?;
        let summary = summary::write(&context, form, &mut list)?;
        let mut page = held()?;
        let front = summary::front(&context, form, &summary, &mut page)?;
        sheets.extend(front.as_ref().map(|_| page));
        totals.push(FormTotals {
            front,
            summary,
            breakdowns: Vec::new(),
        });
        let mut details = streamed(workbook)?;
        details::write(&context, form, &mut details)?;
        sheets.extend([list, details]);
    }
    for (kind, form) in breakdown_sheets(&context) {
        let taken: Vec<String> = sheets.iter().map(Worksheet::name).collect();
        let mut sheet = held()?;
        let of = breakdown::write(&context, form, kind, &taken, &mut sheet)?;
        if let (Some(of), Some(totals)) = (of, totals.get_mut(form)) {
            totals.breakdowns.push(of);
            sheets.push(sheet);
        }
    }
    let mut missing = held()?;
    missing::write(&context, &mut missing)?;
    let mut remarks = streamed(workbook)?;
    remarks::write(&context, &mut remarks)?;
    sheets.extend([missing, remarks]);
    let mut duplicates = held()?;
    if duplicates::write(&context, &mut duplicates)? {
        sheets.push(duplicates);
    }
    if let Some(old) = &options.since {
        let mut since = held()?;
        changes::write(&context, old, &mut since)?;
        sheets.push(since);
    }
    let mut notes = held()?;
    let control = notes::write(&context, &totals, &mut notes)?;
    sheets.push(notes);
    let names: Vec<String> = sheets.iter().map(Worksheet::name).collect();
    let mut cover = held()?;
    cover::write(&context, &totals, &control, &names, &mut cover)?;
    workbook.push_worksheet(cover);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    Ok(context.doubts)
}

/// The sheets of totals, those by sector of all forms first.
fn breakdown_sheets(context: &Context<'_>) -> Vec<(breakdown::Kind, usize)> {
    let forms = context.forms.iter().enumerate();
    let of = |(form, figures): (usize, &Figures<'_>)| {
        let kinds = breakdown::Kind::all(figures).into_iter();
        kinds.map(move |kind| (kind, form))
    };
    let mut all: Vec<(breakdown::Kind, usize)> = forms.flat_map(of).collect();
    all.sort_unstable();
    all
}

/// The templates of which the round has a table.
fn met(round: &Round) -> Vec<&Arc<Template>> {
    let has = |template: &Template| {
        let mut tables = round.tables();
        tables.any(|(_, table)| table.template.id == template.id)
    };
    let templates = round.setup.templates.iter();
    templates.filter(|template| has(template)).collect()
}

/// Writes a workbook of the details sheet alone, from an iterator that may make its rows as it goes.
///
/// `sums` are the columns of money, from 0, with their sums in đồng; `count` is how many rows there are.
///
/// # Errors
/// When a limit of the file format is met, or the output or a temporary file cannot be written.
pub fn details(
    template: &Template,
    sums: &[(usize, i128)],
    count: usize,
    rows: impl Iterator<Item = DetailRow>,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    let mut workbook = new_workbook().map_err(of_xlsx)?;
    let fill = |workbook: &mut Workbook| -> Result<(), XlsxError> {
        let mut sheet = streamed(workbook)?;
        sheet.set_name(sheet::DETAILS)?;
        let sums = details::Sums {
            columns: sums,
            numbers: &[],
            last_row: count,
            planned: false,
            withdrawn: false,
        };
        details::fill(template, &Styles::new(), &sums, rows, &mut sheet)?;
        workbook.push_worksheet(sheet);
        Ok(())
    };
    fill(&mut workbook).map_err(of_xlsx)?;
    workbook.save_to_writer(out).map_err(of_xlsx)
}

/// Document properties: what marks the file as our output, and no clock.
fn properties(round: &Round, options: &Options) -> Result<DocProperties, XlsxError> {
    let project = round.setup.project.as_ref();
    // Without a day of making this one is taken out of the package again: the writer of workbooks insists on one.
    let day = options.made.unwrap_or(jiff::civil::date(2000, 1, 1));
    let made = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(2000),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
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
    if text.len() < MOST {
        return text.to_owned();
    }
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

/// Whole đồng as the number a cell stores: exact up to 2^53, which is nine million tỷ.
#[expect(clippy::cast_precision_loss, reason = "a cell stores a double")]
fn excel_number(dong: i128) -> f64 {
    dong as f64
}

/// Paper and margins of printed documents (30 mm on the left, 15 on the right, 20 at top and bottom), one page wide, the
/// page number centred above the text; the first page's is taken away when the package is done.
fn printed(context: &Context<'_>, out: &mut Worksheet) {
    printed_on(context.options.paper, out);
}

fn printed_on(paper: Paper, out: &mut Worksheet) {
    const INCH: f64 = 25.4;
    out.set_paper_size(paper.code());
    out.set_print_fit_to_pages(1, 0);
    out.set_margins(
        30.0 / INCH,
        15.0 / INCH,
        20.0 / INCH,
        20.0 / INCH,
        10.0 / INCH,
        10.0 / INCH,
    );
    out.set_print_first_page_number(1);
    out.set_header("&C&\"Times New Roman,Regular\"&13&P");
}

/// A plain list: the header row stays in sight and on every page; landscape, one page wide.
fn list_page(paper: Paper, out: &mut Worksheet) -> Result<(), XlsxError> {
    printed_on(paper, out);
    out.set_freeze_panes(1, 0)?;
    out.set_repeat_rows(0, 0)?;
    out.set_landscape();
    Ok(())
}
