//! The findings, in Vietnamese, one row each.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Context, cell_text, list_page, sheet};
use crate::lang::Lang;
use crate::report::severity_word;
use crate::rule;

const HEADINGS: [(&str, f64); 9] = [
    ("Mã", 8.0),
    ("Mức độ", 11.0),
    ("Tệp", 34.0),
    ("Trang tính", 16.0),
    ("Ô", 12.0),
    ("Nội dung ô", 30.0),
    ("Đọc là", 20.0),
    ("Góp ý", 60.0),
    ("Cách sửa", 60.0),
];

/// Writes the sheet.
pub fn write(context: &Context<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let styles = &context.styles;
    out.set_name(sheet::REMARKS)?;
    for (col, (heading, width)) in (0u16..).zip(HEADINGS) {
        out.write_string_with_format(0, col, heading, &styles.list_header)?;
        out.set_column_width(col, width)?;
    }
    for (row, finding) in (1u32..).zip(context.findings) {
        let said = rule::say(finding, Lang::Vi);
        let cell = finding
            .place
            .cells
            .map(|cells| cells.to_string())
            .unwrap_or_default();
        let texts = [
            finding.code,
            severity_word(finding.severity, Lang::Vi),
            finding.place.file.as_deref().unwrap_or_default(),
            finding.place.sheet.as_deref().unwrap_or_default(),
            &cell,
            finding.text.as_deref().unwrap_or_default(),
            finding.value.as_deref().unwrap_or_default(),
            &said.message,
            said.suggestion.as_deref().unwrap_or_default(),
        ];
        for (col, text) in (0u16..).zip(texts) {
            out.write_string_with_format(row, col, cell_text(text), &styles.text)?;
        }
    }
    if context.findings.is_empty() {
        out.write_string_with_format(1, 7, "Không có góp ý nào.", &styles.text)?;
    }
    out.autofilter(
        0,
        0,
        u32::try_from(context.findings.len().max(1)).unwrap_or(1),
        8,
    )?;
    list_page(out)?;
    Ok(())
}
