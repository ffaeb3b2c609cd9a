//! A file of another format as a workbook of Excel: the same sheets with the same cells in the same places.
//!
//! Values keep their kinds, dates their formats of a date; regions stay merged, rows and columns hidden. Looks, formulas
//! and drawings are lost, and the sheet of findings says so. The marks are put in by [`super::patch`], as into any
//! workbook.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::trouble::Trouble;
use crate::book::grid::{Content, Grid, Visibility};
use crate::place::{CellRange, CellRef};
use crate::round::{Sheet, Submission};
use crate::write::consolidated::cell_text;

/// A rebuilt workbook.
#[derive(Debug)]
pub struct Rebuilt {
    /// The package.
    pub bytes: Vec<u8>,
    /// The names of its sheets, in the order of the submission's.
    pub names: Vec<String>,
}

/// Errors that a formula of their own name gives; others are written as text.
const ERRORS: [&str; 7] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
];

/// The widest that a column is made, in letters.
const WIDEST: usize = 42;

/// Rebuilds a submission.
///
/// # Errors
/// When its cells were not kept, or do not fit on a sheet.
pub fn workbook(submission: &Submission) -> Result<Rebuilt, Trouble> {
    let words = |error: XlsxError| Trouble::Unwritable(error.to_string());
    let mut workbook = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    let moment = ExcelDateTime::from_ymd(2000, 1, 1).map_err(words)?;
    let properties = rust_xlsxwriter::DocProperties::new().set_creation_datetime(&moment);
    workbook.set_properties(&properties);
    for sheet in &submission.sheets {
        let Some(grid) = &sheet.grid else {
            return Err(Trouble::Unwritable("no cells were kept".into()));
        };
        let name = name_for(&grid.name, submission, &names);
        let mut page = Worksheet::new();
        page.set_name(&name).map_err(words)?;
        write(sheet, grid, &mut page).map_err(words)?;
        match grid.visibility {
            Visibility::Visible => {}
            // A workbook needs one sheet in sight, and the first is the one in front.
            _ if names.is_empty() => {}
            Visibility::Hidden => {
                page.set_hidden(true);
            }
            Visibility::VeryHidden => {
                page.set_very_hidden(true);
            }
        }
        workbook.push_worksheet(page);
        names.push(name);
    }
    let bytes = workbook.save_to_buffer().map_err(words)?;
    Ok(Rebuilt { bytes, names })
}

/// A name that Excel takes: of at most 31 characters, none of them special, and no other sheet's.
fn name_for(own: &str, submission: &Submission, taken: &[String]) -> String {
    let file = submission.name.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let wanted = if own.is_empty() { stem } else { own };
    let plain = |text: &str, most: usize| -> String {
        let text = text.replace(['[', ']', ':', '*', '?', '/', '\\'], "-");
        let mut units = 0;
        let cut: String = text
            .chars()
            .take_while(|letter| {
                units += letter.len_utf16();
                units <= most
            })
            .collect();
        cut.trim().trim_matches('\'').to_owned()
    };
    let name = plain(wanted, 31);
    let name = if name.is_empty() {
        "Sheet1".to_owned()
    } else {
        name
    };
    let numbered = (2_u32..).map(|number| format!("{} ({number})", plain(&name, 25)));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| {
            !taken
                .iter()
                .any(|other| other.to_lowercase() == name.to_lowercase())
        })
        .unwrap_or(name)
}

/// The formats of a kind of row.
struct Looks {
    text: Format,
    number: Format,
    day: Format,
    moment: Format,
    span: Format,
}

impl Looks {
    fn of(base: &Format) -> Self {
        let with = |format: &str| base.clone().set_num_format(format);
        Self {
            text: base.clone(),
            number: with("#,##0.##########"),
            day: with("dd/mm/yyyy"),
            moment: with("dd/mm/yyyy hh:mm:ss"),
            span: with("[h]:mm:ss"),
        }
    }
}

/// Writes the cells of a sheet.
fn write(sheet: &Sheet, grid: &Grid, page: &mut Worksheet) -> Result<(), XlsxError> {
    let base = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(12)
        .set_align(FormatAlign::VerticalCenter);
    let bordered = base.clone().set_border(FormatBorder::Thin).set_text_wrap();
    let plain = Looks::of(&base);
    let body = Looks::of(&bordered);
    let head = Looks::of(&bordered.clone().set_bold().set_align(FormatAlign::Center));
    let wide = Looks::of(&base.clone().set_text_wrap());
    let is_head = |row: u32| {
        sheet
            .tables
            .iter()
            .any(|table| (table.header.0..=table.header.1).contains(&row))
    };
    let is_body = |row: u32| {
        sheet.tables.iter().any(|table| {
            let records = table.records.last().map(|record| record.row);
            let totals = table.totals.last().map(|total| total.row);
            records
                .max(totals)
                .is_some_and(|last| (table.header.1..=last).contains(&row))
        })
    };
    let looks = |row: u32| match (is_head(row), is_body(row)) {
        (true, _) => &head,
        (false, true) => &body,
        (false, false) => &plain,
    };
    let last_cols = grid.rows.iter().filter_map(|row| row.cells.last());
    let end = CellRef::new(
        grid.rows.last().map_or(0, |row| row.row),
        last_cols.map(|cell| cell.col).max().unwrap_or(0),
    );
    let mut merged: BTreeSet<(u32, u32)> = BTreeSet::new();
    for merge in &grid.merges {
        let (first, last) = (merge.first, within(*merge, end));
        let (Ok(from), Ok(to)) = (u16::try_from(first.col), u16::try_from(last.col)) else {
            continue;
        };
        let format = if is_head(first.row) || is_body(first.row) {
            &looks(first.row).text
        } else {
            &wide.text
        };
        // Regions that overlap are some program's mistake; their cells are all there.
        if page
            .merge_range(first.row, from, last.row, to, "", format)
            .is_ok()
        {
            merged.insert((first.row, first.col));
        }
    }
    for row in &grid.rows {
        for cell in &row.cells {
            let Ok(col) = u16::try_from(cell.col) else {
                continue;
            };
            let looks = looks(row.row);
            let looks = if merged.contains(&(row.row, cell.col)) && std::ptr::eq(looks, &plain) {
                &wide
            } else {
                looks
            };
            write_cell(
                page,
                row.row,
                col,
                &cell.content,
                looks,
                sheet.place.sheet.is_none(),
            )?;
        }
    }
    for row in &grid.hidden_rows {
        page.set_row_hidden(*row)?;
    }
    widths(grid, &is_body, &is_head, page)?;
    for col in &grid.hidden_cols {
        if let Ok(col) = u16::try_from(*col) {
            page.set_column_hidden(col)?;
        }
    }
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The end of a merged region, each of whose cells is written; one that is huge ends with the last filled cell.
fn within(merge: CellRange, end: CellRef) -> CellRef {
    const HUGE: u64 = 20_000;
    if merge.area() <= HUGE {
        return merge.last;
    }
    let (first, last) = (merge.first, merge.last);
    CellRef::new(
        last.row.min(end.row.max(first.row)),
        last.col.min(end.col.max(first.col)),
    )
}

fn write_cell(
    page: &mut Worksheet,
    row: u32,
    col: u16,
    content: &Content,
    looks: &Looks,
    is_text_file: bool,
) -> Result<(), XlsxError> {
    match content {
        Content::Text(text) => match whole_number(text).filter(|_| is_text_file) {
            // In a file of text every number is text; in a workbook a number that is text would be something to tell.
            Some(number) => page.write_number_with_format(row, col, number, &looks.text)?,
            None => page.write_string_with_format(row, col, cell_text(text), &looks.text)?,
        },
        Content::Number(number)
            if number.abs() < 1000.0
                || *number == number.trunc() && (1900.0..2100.0).contains(number) =>
        {
            page.write_number_with_format(row, col, *number, &looks.text)?
        }
        Content::Number(number) => {
            page.write_number_with_format(row, col, *number, &looks.number)?
        }
        Content::Date(moment) => {
            let has_time = moment.time() != jiff::civil::Time::midnight();
            let format = if has_time { &looks.moment } else { &looks.day };
            let text = moment.to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(day) => page.write_datetime_with_format(row, col, &day, format)?,
                Err(_) => page.write_string_with_format(row, col, text, &looks.text)?,
            }
        }
        Content::Duration(text) => match days(text) {
            Some(days) => page.write_number_with_format(row, col, days, &looks.span)?,
            None => page.write_string_with_format(row, col, &**text, &looks.text)?,
        },
        Content::Bool(value) => page.write_boolean_with_format(row, col, *value, &looks.text)?,
        Content::Error(error) if ERRORS.contains(&&**error) => {
            let formula = Formula::new(format!("={error}")).set_result(&**error);
            page.write_formula_with_format(row, col, formula, &looks.text)?
        }
        Content::Error(error) => page.write_string_with_format(row, col, &**error, &looks.text)?,
        // Its formula is not known, and it has no result: nothing to write but its frame.
        Content::NoResult => page.write_blank(row, col, &looks.text)?,
    };
    Ok(())
}

/// A text of figures only, as a number; not one that begins with 0 or is longer than a number holds.
fn whole_number(text: &str) -> Option<f64> {
    let is_plain = text.len() <= 15
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (!text.starts_with('0') || text == "0");
    is_plain.then(|| text.parse().ok()).flatten()
}

/// `26:30:00` as a number of days.
fn days(text: &str) -> Option<f64> {
    let parts: Vec<f64> = text
        .split(':')
        .map(|part| part.parse::<u32>().map(f64::from).ok())
        .collect::<Option<_>>()?;
    match parts.as_slice() {
        [hours, minutes, seconds] => Some((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0),
        _ => None,
    }
}

/// Widths by the longest words and texts of a table; lines above and below it say nothing of its columns.
fn widths(
    grid: &Grid,
    is_body: &dyn Fn(u32) -> bool,
    is_head: &dyn Fn(u32) -> bool,
    page: &mut Worksheet,
) -> Result<(), XlsxError> {
    let has_table = grid.rows.iter().any(|row| is_body(row.row));
    let mut widths: std::collections::BTreeMap<u16, usize> = std::collections::BTreeMap::new();
    for row in grid
        .rows
        .iter()
        .filter(|row| !has_table || is_body(row.row))
    {
        for cell in &row.cells {
            let Ok(col) = u16::try_from(cell.col) else {
                continue;
            };
            let text = crate::normalize::shown::display(&cell.content);
            let longest_word = text
                .split_whitespace()
                .map(|word| word.chars().count())
                .max()
                .unwrap_or(0);
            let letters = text.chars().count();
            let wanted = if is_head(row.row) {
                longest_word
            } else {
                longest_word.max(letters.min(WIDEST))
            };
            let width = widths.entry(col).or_insert(6);
            *width = (*width).max(wanted.min(WIDEST));
        }
    }
    for (col, width) in widths {
        page.set_column_width(col, f64::from(u32::try_from(width).unwrap_or(42)) + 3.0)?;
    }
    Ok(())
}
