//! Records that look like the same activity, in one submission or in two offices' ones: pairs for a person to decide.
//!
//! The sheet is there only when such pairs were found (X301, X302, X310), the surest first.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Context, cell_text, list_page, sheet};
use crate::finding::{Fact, Finding};
use crate::lang::Lang;
use crate::place::Place;
use crate::rule;

/// The codes of findings that name two records.
pub const CODES: [&str; 3] = ["X301", "X302", "X310"];
const HEADINGS: [(&str, f64); 7] = [
    ("STT", 6.0),
    ("Mã", 8.0),
    ("Giống (%)", 10.0),
    ("Hoạt động", 40.0),
    ("Đọc từ", 40.0),
    ("Giống với", 40.0),
    ("Góp ý", 60.0),
];

/// Writes the sheet; `false` when there is nothing to write.
pub fn write(context: &Context<'_>, out: &mut Worksheet) -> Result<bool, XlsxError> {
    let styles = &context.styles;
    let found = context.findings.iter();
    let mut found: Vec<&Finding> = found
        .filter(|finding| CODES.contains(&finding.code))
        .collect();
    found.sort_by_key(|finding| std::cmp::Reverse(likeness(finding)));
    let mut any = false;
    for (row, finding) in (1u32..).zip(found) {
        let others: Vec<String> = finding.related.iter().map(place_text).collect();
        let texts = [
            finding.text.clone().unwrap_or_default(),
            place_text(&finding.place),
            others.join("\n"),
            rule::say(finding, Lang::Vi).officer.message,
        ];
        out.write_number_with_format(row, 0, row, &styles.grid_whole)?;
        out.write_string_with_format(row, 1, finding.code, &styles.grid)?;
        out.write_number_with_format(row, 2, likeness(finding), &styles.grid_whole)?;
        for (col, text) in (3u16..).zip(texts) {
            out.write_string_with_format(row, col, cell_text(&text), &styles.grid)?;
        }
        any = true;
    }
    if !any {
        return Ok(false);
    }
    out.set_name(sheet::DUPLICATES)?;
    for (col, (heading, width)) in (0u16..).zip(HEADINGS) {
        out.write_string_with_format(0, col, heading, &styles.list_header)?;
        out.set_column_width(col, width)?;
    }
    list_page(context.options.paper, out)?;
    Ok(true)
}

/// How alike the two records are, in percent: those that say the same in every column wholly.
fn likeness(finding: &Finding) -> u8 {
    match &finding.fact {
        Fact::AlikeRecord(fact) => fact.likeness.percent,
        _ => 100,
    }
}

/// `so-y-te.xls › Danh mục › H15`
pub fn place_text(place: &Place) -> String {
    let cells = place.cells.map_or(String::new(), |cells| cells.to_string());
    let parts = [
        place.file.as_deref().unwrap_or_default(),
        place.sheet.as_deref().unwrap_or_default(),
        &cells,
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" › ")
}
