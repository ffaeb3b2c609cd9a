//! T010: two captions state different units of account, or one states two. None was taken: amounts without a unit of their own stay empty.
//!
//! Where the sheet settles which holds (a unit on the way, one that is struck out, a comment against the caption) it is a
//! warning.

use super::scale_name;
use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::{NotTaken, OtherUnit};
use crate::record::TableScale;
use crate::rule::support::{left_empty, many, note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;
use crate::value::scale::contradicting_units;

/// The rule.
pub static RULE: Rule = Rule {
    code: "T010",
    name: "ContradictingScales",
    severity: Severity::Error,
    docs: docs!("T010"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |_, note| {
            matches!(note, Note::SignAgainstScale { .. })
        });
        for (_, table) in round.tables() {
            for column in &table.columns {
                if column.field.is_some()
                    && let Some((dong, _)) = contradicting_units(&column.heading)
                {
                    let fact = Fact::Scale {
                        taken: dong,
                        other: None,
                    };
                    let finding = sink.add(table.place.at(column.cell), fact);
                    finding.text = Some(column.heading.clone());
                }
            }
            for other in &table.other_units {
                let by_project = sink.severity != RULE.severity;
                let finding = sink.add(table.place.at(other.cell), Fact::OtherUnit(other.clone()));
                finding.text = Some(other.text.clone());
                if !by_project {
                    finding.severity = Severity::Warning;
                }
            }
            // On the way the nearest statement was taken: that is told, unless a project makes more of it.
            for change in &table.unit_changes {
                let by_project = sink.severity != RULE.severity;
                let fact = Fact::UnitChange {
                    taken: change.dong,
                    table: change.table,
                    row_only: change.row_only,
                };
                let finding = sink.add(table.place.at(change.cell), fact);
                finding.text = Some(change.text.clone());
                if !by_project {
                    finding.severity = Severity::Warning;
                }
            }
            let TableScale::Contradicted { statements } = &table.scale else {
                continue;
            };
            let Some((first, first_text, first_dong)) = statements.first() else {
                continue;
            };
            let Some((cell, text, dong)) =
                statements.iter().find(|(_, _, dong)| dong != first_dong)
            else {
                continue;
            };
            let finding = sink.add(
                table.place.at(*cell),
                Fact::Scale {
                    taken: *dong,
                    other: Some(first_text.clone()).filter(|_| cell != first),
                },
            );
            finding.text = Some(text.clone());
            if cell != first {
                finding.related = vec![table.place.at(*first)];
            }
        }
    },
    say: |finding, lang| {
        if let Some(Note::SignAgainstScale { dong, taken }) = note(finding) {
            return sign(finding, *dong, *taken, lang);
        }
        if let Fact::UnitChange {
            taken,
            table,
            row_only,
        } = &finding.fact
        {
            return change(finding, *taken, *table, *row_only, lang);
        }
        if let Fact::OtherUnit(other) = &finding.fact {
            return not_taken(finding, other, lang);
        }
        let Fact::Scale { taken, other } = &finding.fact else {
            return Said::new("", "");
        };
        let text = finding.text.as_deref().unwrap_or_default();
        let scale = scale_name(*taken, Lang::Vi);
        let Some(other) = other else {
            return Said::new(
                lang.pick(
                    format!("“{text}” ghi nhiều đơn vị tính; không lấy đơn vị nào, các ô kinh phí không ghi đơn vị tạm để trống"),
                    format!("“{text}” states several units of account; none was taken, amounts without a unit of their own stay empty"),
                ),
                lang.pick(
                    format!("Chỉ ghi một đơn vị tính cho cả bảng (ví dụ “Đơn vị tính: {scale}”); ô nào tính theo đơn vị khác thì ghi rõ đơn vị ngay trong ô."),
                    format!("State one unit for the whole table (such as “Đơn vị tính: {scale}”); where a cell is in another unit, type it in that cell."),
                ),
            );
        };
        let at = finding
            .related
            .first()
            .and_then(|place| place.cells)
            .map(|cells| cells.to_string())
            .unwrap_or_default();
        Said::new(
            lang.pick(
                format!("“{text}” mâu thuẫn với “{other}” ở ô {at}; không lấy đơn vị tính nào, các ô kinh phí không ghi đơn vị tạm để trống"),
                format!("“{text}” contradicts “{other}” in {at}; neither was taken, amounts without a unit of their own stay empty"),
            ),
            lang.pick(
                format!("Giữ lại một dòng đơn vị tính đúng (ví dụ “Đơn vị tính: {scale}”) và xóa dòng kia."),
                format!("Keep the one line that is right (such as “Đơn vị tính: {scale}”) and delete the other."),
            ),
        )
    },
};

/// The sign of đồng that a number's format shows under another unit of account.
fn sign(finding: &Finding, dong: i64, taken: Option<i64>, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let scale = scale_name(dong, Lang::Vi);
    let message = lang.pick(
        format!("định dạng ô hiện {text} có ký hiệu đồng, trong khi đơn vị tính của bảng là {scale}"),
        format!("the number format shows {text} with the sign of đồng, while the table's unit of account is {scale}"),
    );
    let then = match taken.map(|taken| scale_name(taken, Lang::Vi)) {
        Some(taken) => lang.pick(
            format!("Tạm đọc theo {taken}."),
            format!("Read in {taken} for now."),
        ),
        None => left_empty(finding, lang).to_owned(),
    };
    Said::new(
        many(message, finding, lang),
        lang.pick(
            format!("Bỏ ký hiệu đồng trong định dạng ô (chọn #,##0), hoặc ghi rõ đơn vị ngay trong ô. {then}"),
            format!("Take the sign out of the number format (choose #,##0), or type the unit into the cell. {then}"),
        ),
    )
}

/// A statement that was not taken: struck out, or in a comment.
fn not_taken(finding: &Finding, other: &OtherUnit, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let (stated, taken) = (
        scale_name(other.stated, Lang::Vi),
        scale_name(other.taken, Lang::Vi),
    );
    let message = match other.why {
        NotTaken::Struck => lang.pick(
            format!("{text} có đơn vị tính {stated} bị gạch ngang; đã đọc theo {taken}"),
            format!("in {text} the unit of account {stated} is struck out; read in {taken}"),
        ),
        NotTaken::Comment => lang.pick(
            format!("chú thích (comment) {text} ghi đơn vị tính {stated}, trong khi bảng ghi {taken}; đã đọc theo {taken}"),
            format!("the comment {text} states {stated}, while the table states {taken}; read in {taken}"),
        ),
    };
    Said::new(
        message,
        match other.why {
            NotTaken::Struck => lang.pick(
                format!("Xóa hẳn phần bị gạch, chỉ để lại một đơn vị tính (“Đơn vị tính: {taken}” nếu đúng)."),
                format!("Delete what is struck out and leave one unit (“Đơn vị tính: {taken}” if that is right)."),
            ),
            NotTaken::Comment => lang.pick(
                "Xóa chú thích nếu không đúng; nếu đúng, sửa đơn vị tính của bảng hoặc ghi rõ đơn vị ngay trong ô.".to_owned(),
                "Delete the comment if it is wrong; if it is right, correct the table's unit or type the unit into the cell.".to_owned(),
            ),
        },
    )
}

/// A unit of account that holds from a row on, where the table states another or none.
fn change(finding: &Finding, taken: i64, table: Option<i64>, row_only: bool, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let taken = scale_name(taken, Lang::Vi);
    let table = table.map(|dong| scale_name(dong, Lang::Vi));
    let message = match table {
        Some(table) if row_only => lang.pick(
            format!(
                "{text}: dòng này tính theo {taken}, trong khi đơn vị tính của bảng là {table}"
            ),
            format!("{text}: this row is in {taken}, while the table's unit of account is {table}"),
        ),
        Some(table) => lang.pick(
            format!(
                "{text} đổi đơn vị tính thành {taken}, trong khi đơn vị tính của bảng là {table}"
            ),
            format!("{text} changes the unit of account to {taken}, while the table's is {table}"),
        ),
        None => lang.pick(
            format!("{text} ghi đơn vị tính {taken} cho phần dưới, đầu bảng không ghi đơn vị tính"),
            format!(
                "{text} states {taken} for what follows, and nothing is stated above the table"
            ),
        ),
    };
    if row_only {
        return Said::new(
            message,
            lang.pick(
                format!("Dòng này được đọc theo {taken}. Nếu không đúng, sửa lại; tốt nhất cả bảng dùng một đơn vị tính."),
                format!("The row was read in {taken}. If that is wrong, correct it; one unit for the whole table is best."),
            ),
        );
    }
    Said::new(
        message,
        lang.pick(
            format!("Các dòng dưới được đọc theo {taken}. Nếu không đúng, sửa lại đơn vị tính; tốt nhất cả bảng dùng một đơn vị tính."),
            format!("The rows below were read in {taken}. If that is wrong, correct the unit; one unit for the whole table is best."),
        ),
    )
}
