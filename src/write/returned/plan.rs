//! What is to be said where: findings become marks of cells and rows of the sheet “Góp ý”.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::list::{List, Row};
use super::wording::Paragraph;
use super::{Mark, Marks, letter};
use crate::book::ours::ReturnedFrom;
use crate::finding::Finding;
use crate::place::{CellRange, CellRef};
use crate::report::Counts;
use crate::round::{Round, Submission};

/// How many cells of one finding are marked: a region may be a whole column.
pub const MOST_CELLS: usize = 200;

/// The marks of a submission. `names` gives, for a rebuilt workbook, the name of each of its sheets; `until` is a new
/// deadline.
#[must_use]
pub fn marks(
    round: &Round,
    submission: &Submission,
    findings: &[&Finding],
    names: Option<&[String]>,
    until: Option<Date>,
) -> Marks {
    let rebuilt = names.is_some();
    let own = submission.sheets.iter().enumerate().map(|(index, sheet)| {
        let own = sheet.place.sheet.as_deref();
        let new = names.and_then(|names| names.get(index)).cloned();
        (
            own,
            new.or_else(|| own.map(str::to_owned)).unwrap_or_default(),
        )
    });
    let names: HashMap<Option<&str>, String> = own.collect();
    let mut marks = Marks::default();
    let mut rows = Vec::new();
    for finding in findings {
        let paragraph = Paragraph::of(finding);
        // Text without sheets has one when it is rebuilt.
        let on_sheet = finding.place.sheet.is_some() || finding.place.cells.is_some();
        let name = names
            .get(&finding.place.sheet.as_deref())
            .filter(|_| on_sheet);
        let name = name.cloned();
        if let (Some(name), Some(cells)) = (&name, finding.place.cells) {
            let sheet = marks.sheets.entry(name.clone()).or_default();
            mark(sheet, cells, finding.count > 1, &paragraph);
        }
        rows.push(Row {
            sheet: name,
            cells: finding.place.cells,
            text: finding.text.clone().unwrap_or_default(),
            paragraph,
        });
    }
    let earlier = submission.returned_from.as_ref();
    let from = ReturnedFrom::next(earlier, submission.list(), &submission.sha256);
    marks.from = from.to_string();
    marks.list = Some(List {
        lines: lines(round, submission, findings, rebuilt, until),
        rows,
    });
    marks
}

/// Marks the cells of a finding. Of a run each cell is wrong by itself and has the whole note; of a region the first
/// has it, and the others point there.
fn mark(
    sheet: &mut BTreeMap<CellRef, Mark>,
    cells: CellRange,
    is_run: bool,
    paragraph: &Paragraph,
) {
    let rows = cells.first.row..=cells.last.row;
    let all = rows
        .flat_map(|row| (cells.first.col..=cells.last.col).map(move |col| CellRef::new(row, col)));
    for at in all.take(MOST_CELLS) {
        let said = if is_run || at == cells.first {
            paragraph.clone()
        } else {
            paragraph.pointer(cells)
        };
        sheet
            .entry(at)
            .or_insert_with(|| Mark {
                severity: paragraph.severity,
                paragraphs: Vec::new(),
            })
            .add(said);
    }
}

/// The lines above the table of findings.
fn lines(
    round: &Round,
    submission: &Submission,
    findings: &[&Finding],
    rebuilt: bool,
    until: Option<Date>,
) -> Vec<String> {
    let mut lines = Vec::new();
    let office = submission.office_names();
    let file = letter::file_name(submission);
    lines.push(if office.is_empty() {
        format!("Tệp: {file}")
    } else {
        format!("Đơn vị: {office}. Tệp: {file}")
    });
    let counts = Counts::of(findings.iter().copied());
    lines.push(format!("{}.", letter::found(counts)));
    lines.push("Ô tô đỏ là lỗi phải sửa, ô tô vàng là cảnh báo cần xem lại, ô tô xanh chỉ để biết chương trình đã đọc ô đó thế nào. Rê chuột vào ô để đọc ghi chú; bấm vào cột “Ô” dưới đây để đến ô đó.".to_owned());
    lines.push("Sửa ngay trên tệp này, lưu lại rồi gửi lại. Không cần xóa màu, ghi chú hay trang tính này.".to_owned());
    lines.extend(letter::deadline(round, submission, until));
    if rebuilt {
        lines.push("Tệp gốc không phải tệp .xlsx nên được dựng lại thành .xlsx: mọi ô ở nguyên chỗ cũ, nhưng định dạng riêng, công thức (chỉ còn kết quả), hình vẽ và ghi chú cũ không giữ được.".to_owned());
    }
    lines
}
