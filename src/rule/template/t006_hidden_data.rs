//! T006: hidden rows, columns or sheets hold data; they were read.

use crate::book::grid::Visibility;
use crate::finding::{Fact, Finding, HiddenWhat, Severity};
use crate::lang::Lang;
use crate::place::{CellRange, CellRef};
use crate::round::Sheet;
use crate::rule::{Rule, Said, Sink, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T006",
    name: "HiddenData",
    severity: Severity::Warning,
    docs: docs!("T006"),
    joins: false,
    check: |round, sink| {
        for sheet in round
            .submissions
            .iter()
            .flat_map(|submission| &submission.sheets)
        {
            if sheet.tables.is_empty() {
                continue;
            }
            if sheet.visibility != Visibility::Visible {
                sink.add(
                    sheet.place.clone(),
                    Fact::Hidden {
                        what: HiddenWhat::Sheet,
                        read: true,
                    },
                );
            }
            runs(sheet, sink);
        }
    },
    say,
};

fn runs(sheet: &Sheet, sink: &mut Sink<'_>) {
    let cols = sheet
        .tables
        .iter()
        .flat_map(|table| &table.columns)
        .map(|column| column.col);
    let (first_col, last_col) = cols.fold((u32::MAX, 0), |(min, max), col| {
        (min.min(col), max.max(col))
    });
    let first_row = sheet
        .tables
        .iter()
        .map(|table| table.header.0)
        .min()
        .unwrap_or(0);
    let last_row = sheet
        .tables
        .iter()
        .flat_map(|table| &table.records)
        .map(|record| record.row)
        .max()
        .unwrap_or(first_row);
    for (first, last) in spans(&sheet.hidden_rows, first_row) {
        let range = CellRange::new(
            CellRef::new(first, first_col.min(last_col)),
            CellRef::new(last, last_col),
        );
        let finding = sink.add(
            sheet.place.at(range),
            Fact::Hidden {
                what: HiddenWhat::Rows,
                read: true,
            },
        );
        finding.count = usize::try_from(last - first + 1).unwrap_or(1);
    }
    for (first, last) in spans(&sheet.hidden_cols, 0) {
        let range = CellRange::new(
            CellRef::new(first_row, first),
            CellRef::new(last_row.max(first_row), last),
        );
        let finding = sink.add(
            sheet.place.at(range),
            Fact::Hidden {
                what: HiddenWhat::Columns,
                read: true,
            },
        );
        finding.count = usize::try_from(last - first + 1).unwrap_or(1);
    }
}

/// Runs of adjacent indexes, from a first one on.
fn spans(indexes: &[u32], from: u32) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for index in indexes.iter().copied().filter(|index| *index >= from) {
        match spans.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(index) => *last = index,
            _ => spans.push((index, index)),
        }
    }
    spans
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Hidden { what, .. } = finding.fact else {
        return Said::new("", "");
    };
    let message = match what {
        HiddenWhat::Sheet => lang.pick(
            "trang tính bị ẩn nhưng có số liệu; đã đọc".to_owned(),
            "the sheet is hidden but holds data; it was read".to_owned(),
        ),
        HiddenWhat::Rows => {
            let count = lang.count(finding.count, "dòng", "row is", "rows are");
            lang.pick(
                format!("{count} bị ẩn (hoặc bị lọc) nhưng có số liệu; đã đọc"),
                format!("{count} hidden (or filtered out) but with data; read all the same"),
            )
        }
        HiddenWhat::Columns => {
            let count = lang.count(finding.count, "cột", "column is", "columns are");
            lang.pick(
                format!("{count} bị ẩn nhưng có số liệu; đã đọc"),
                format!("{count} hidden but with data; read all the same"),
            )
        }
    };
    Said::new(
        message,
        lang.pick(
            "Bỏ ẩn và bỏ lọc; nếu số liệu đó không thuộc báo cáo thì xóa đi rồi gửi lại.",
            "Unhide it and clear the filter; if these data are not part of the report, delete them and send it again.",
        ),
    )
}
