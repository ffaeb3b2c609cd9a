//! The findings, in Vietnamese, one row each; the cell leads to the cell that is meant.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::links;
use super::metrics::{height, lines};
use super::{Context, cell_text, list_page, sheet};
use crate::finding::Finding;
use crate::lang::Lang;
use crate::report::severity_word;
use crate::round::Submission;
use crate::rule;

const HEADINGS: [(&str, f64); 9] = [
    ("Mã", 8.0),
    ("Mức độ", 11.0),
    ("Tệp", 30.0),
    ("Trang tính", 14.0),
    ("Ô", 10.0),
    ("Nội dung ô", 26.0),
    ("Đọc là", 18.0),
    ("Góp ý", 52.0),
    ("Cách sửa", 46.0),
];

/// Writes the sheet.
pub fn write(context: &Context<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let styles = &context.styles;
    out.set_name(sheet::REMARKS)?;
    out.set_row_height(0, 24)?;
    for (col, (heading, width)) in (0u16..).zip(HEADINGS) {
        out.write_string_with_format(0, col, heading, &styles.list_header)?;
        out.set_column_width(col, width)?;
    }
    doubts(context, out)?;
    let places = Places::new(context);
    for (row, finding) in (1u32..).zip(context.findings) {
        line(context, &places, finding, row, out)?;
    }
    if context.findings.is_empty() {
        out.write_string_with_format(1, 7, "Không có góp ý nào.", &styles.text)?;
    }
    let last = u32::try_from(context.findings.len().max(1)).unwrap_or(1);
    out.autofilter(0, 0, last, 8)?;
    out.set_print_gridlines(true);
    list_page(context.options.paper, out)
}

/// What of the totals is in doubt, in the header row right of the list: there it stays in sight, and no filter hides it.
fn doubts(context: &Context<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let said: Vec<String> = context
        .doubts
        .iter()
        .flat_map(|doubtful| [doubtful.say(Lang::Vi), doubtful.say_few(Lang::Vi)])
        .flatten()
        .collect();
    if said.is_empty() {
        return Ok(());
    }
    const WIDTH: f64 = 60.0;
    let col = u16::try_from(HEADINGS.len()).unwrap_or(9) + 1;
    let text = format!("Trong tổng cộng: {}.", said.join(". "));
    out.set_column_width(col, WIDTH)?;
    let tall = height(lines(&text, WIDTH, 12.0, true), 12.0);
    out.set_row_height(0, tall.max(24.0))?;
    out.write_string_with_format(0, col, cell_text(&text), &context.styles.list_header)?;
    Ok(())
}

fn line(
    context: &Context<'_>,
    places: &Places<'_>,
    finding: &Finding,
    row: u32,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let said = rule::say(finding, Lang::Vi).officer;
    let place = &finding.place;
    let cell = place.cells.map_or(String::new(), |cells| cells.to_string());
    let texts = [
        finding.code,
        severity_word(finding.severity, Lang::Vi),
        place.file.as_deref().unwrap_or_default(),
        place.sheet.as_deref().unwrap_or_default(),
        &cell,
        finding.text.as_deref().unwrap_or_default(),
        finding.value.as_deref().unwrap_or_default(),
        &said.message,
        said.suggestion.as_deref().unwrap_or_default(),
    ];
    let taken = texts
        .iter()
        .zip(HEADINGS)
        .map(|(text, (_, width))| lines(text, width, 11.0, false));
    out.set_row_height(row, height(taken.max().unwrap_or(1), 11.0))?;
    for (col, text) in (0u16..).zip(texts) {
        if text.is_empty() {
            continue;
        }
        let link = if col == 4 {
            places.link(context, finding)
        } else {
            None
        };
        match link {
            Some(link) => {
                let formula = links::formula(&link, &links::Shown::Text(text));
                out.write_formula_with_format(row, col, formula, &styles.list_link)?;
            }
            None => {
                out.write_string_with_format(row, col, cell_text(text), &styles.list)?;
            }
        }
    }
    Ok(())
}

/// The submissions by name.
struct Places<'a> {
    files: HashMap<&'a str, &'a Submission>,
}

impl<'a> Places<'a> {
    fn new(context: &Context<'a>) -> Self {
        let submissions = context.round.files();
        Self {
            files: submissions
                .map(|submission| (&*submission.name, submission))
                .collect(),
        }
    }

    /// Where the cell of a finding stands.
    fn link(&self, context: &Context<'_>, finding: &Finding) -> Option<String> {
        let place = &finding.place;
        let submission = self.files.get(place.file.as_deref()?)?;
        context
            .links
            .cell(submission, place.sheet.as_deref(), place.cells?.first)
    }
}
