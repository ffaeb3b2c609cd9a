//! T005: the unit of account is stated nowhere, so the form's default was taken; or only where it is easily overlooked (a
//! note below the list, a comment, another sheet), which is a warning.

use super::scale_name;
use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::layout::Overlooked;
use crate::record::TableScale;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T005",
    name: "ScaleUnstated",
    severity: Severity::Error,
    docs: docs!("T005"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            let (dong, fact, used) = match &table.scale {
                TableScale::Default { dong, used } => {
                    let (taken, other) = (*dong, None);
                    (*dong, Fact::Scale { taken, other }, *used)
                }
                TableScale::Overlooked { dong, at, used } => {
                    let (taken, at) = (*dong, at.clone());
                    (*dong, Fact::OverlookedScale { taken, at }, *used)
                }
                TableScale::Stated { .. }
                | TableScale::Foreign { .. }
                | TableScale::Contradicted { .. } => continue,
            };
            if used == 0 {
                continue;
            }
            let by_project = sink.severity != RULE.severity;
            let related = match &table.scale {
                TableScale::Overlooked { at, .. } => Some(match at {
                    Overlooked::Note(cell) | Overlooked::Comment(cell) | Overlooked::Sum(cell) => {
                        table.place.at(*cell)
                    }
                    Overlooked::Sheet(sheet, cell) => {
                        let mut place = table.place.at(*cell);
                        place.sheet = Some(sheet.clone());
                        place
                    }
                }),
                _ => None,
            };
            let finding = sink.add(table.place.clone(), fact);
            finding.value = Some(dong.to_string());
            finding.count = used;
            // By a sum it is proven and still stated nowhere.
            let stated = matches!(
                &table.scale,
                TableScale::Overlooked { at, .. } if !matches!(at, Overlooked::Sum(_))
            );
            if !by_project && stated {
                finding.severity = Severity::Warning;
            }
            finding.related = related.into_iter().collect();
        }
    },
    say: |finding, lang| match &finding.fact {
        Fact::Scale { taken, .. } => unstated(finding, *taken, lang),
        Fact::OverlookedScale { taken, at } => overlooked(finding, *taken, at, lang),
        _ => Said::new("", ""),
    },
};

fn unstated(finding: &Finding, taken: i64, lang: Lang) -> Said {
    let (scale, typed) = (scale_name(taken, lang), scale_name(taken, Lang::Vi));
    let count = lang.count(finding.count, "ô kinh phí", "amount", "amounts");
    Said::new(
        lang.pick(
            format!("không thấy ghi đơn vị tính; tạm đọc {count} theo đơn vị {scale}"),
            format!("no unit of account is stated; {count} read in {scale} for now"),
        ),
        lang.pick(
            format!("Ghi “Đơn vị tính: {typed}” (hoặc đơn vị đúng) phía trên bảng, hoặc trong tiêu đề cột kinh phí."),
            format!("Write “Đơn vị tính: {typed}” (or the right unit) above the table, or in the heading of the amount column."),
        ),
    )
}

fn overlooked(finding: &Finding, taken: i64, at: &Overlooked, lang: Lang) -> Said {
    let (scale, typed) = (scale_name(taken, lang), scale_name(taken, Lang::Vi));
    let count = lang.count(finding.count, "ô kinh phí", "amount", "amounts");
    if let Overlooked::Sum(cell) = at {
        return Said::new(
            lang.pick(
                format!("không thấy ghi đơn vị tính; chỉ theo đơn vị {scale} thì dòng cộng ở ô {cell} mới khớp, nên đã đọc {count} theo đơn vị đó"),
                format!("no unit of account is stated; the sum in {cell} is right in {scale} only, in which {count} were read"),
            ),
            lang.pick(
                format!("Ghi “Đơn vị tính: {typed}” (hoặc đơn vị đúng) phía trên bảng, hoặc trong tiêu đề cột kinh phí."),
                format!("Write “Đơn vị tính: {typed}” (or the right unit) above the table, or in the heading of the amount column."),
            ),
        );
    }
    let place = match at {
        Overlooked::Note(cell) => lang.pick(
            format!("ở ghi chú cuối bảng ({cell})"),
            format!("in a note below the table ({cell})"),
        ),
        Overlooked::Comment(cell) => lang.pick(
            format!("trong chú thích (comment) của ô {cell}"),
            format!("in a comment on {cell}"),
        ),
        Overlooked::Sum(_) => String::new(),
        Overlooked::Sheet(sheet, cell) => lang.pick(
            format!("ở trang tính “{sheet}”, ô {cell}"),
            format!("on the sheet “{sheet}”, in {cell}"),
        ),
    };
    Said::new(
        lang.pick(
            format!("đơn vị tính chỉ ghi {place}; đã đọc {count} theo đơn vị {scale}"),
            format!("the unit of account is stated only {place}; {count} read in {scale}"),
        ),
        lang.pick(
            format!("Ghi “Đơn vị tính: {typed}” phía trên bảng, hoặc trong tiêu đề cột kinh phí, để người đọc bảng không bỏ sót."),
            format!("Write “Đơn vị tính: {typed}” above the table, or in the heading of the amount column, where nobody overlooks it."),
        ),
    )
}
