//! What is not sure of a field, in words.

use crate::lang::Lang;
use crate::proposal::{Doubt, DraftField};

/// What a doubt says, and whether a person must look at it.
pub(super) fn say(doubt: &Doubt, field: &DraftField, lang: Lang) -> (String, bool) {
    let sure = |vi: &str, en: &str| (lang.pick(vi, en).to_owned(), false);
    let unsure = |vi: &str, en: &str| (lang.pick(vi, en).to_owned(), true);
    match doubt {
        Doubt::NeverFilled => unsure(
            "không dòng nào có giá trị ở cột này; xem lại kind",
            "no row has a value in this column; check kind",
        ),
        Doubt::Others { count, such_as } => {
            let such_as = lang.quote(such_as);
            let cells = lang.count(*count, "ô", "cell", "cells");
            (
                lang.pick(
                    format!(
                        "{cells} ghi khác các ô còn lại, ví dụ {such_as}; các ô này sẽ bị báo lỗi"
                    ),
                    format!(
                        "{cells} hold something else, such as {such_as}; they will be reported"
                    ),
                ),
                true,
            )
        }
        Doubt::MoneyByCaption => unsure(
            "hiểu là tiền vì đầu bảng ghi đơn vị tính của tiền; nếu là số đếm thì đổi kind = \"integer\"",
            "taken for money because the table states a unit of account; for a count write kind = \"integer\"",
        ),
        Doubt::NoUnit => unsure(
            "hiểu là tiền theo tên cột; tệp không ghi đơn vị tính (xem default_scale)",
            "taken for money by its heading; no unit of account is stated (see default_scale)",
        ),
        Doubt::Foreign(currency) => (
            lang.pick(
                format!("ngoại tệ ({currency}), không quy đổi"),
                format!("a foreign currency ({currency}), not converted"),
            ),
            true,
        ),
        Doubt::ShareByHeading => sure(
            "Hiểu là tỷ lệ phần trăm theo tên cột.",
            "Taken for a percentage by its heading.",
        ),
        Doubt::Years => sure("Các ô ghi năm.", "Its cells are years."),
        Doubt::CountByFigures => unsure(
            "hiểu là số đếm; nếu là tiền thì đổi kind = \"amount\" và xem default_scale",
            "taken for a count; for money write kind = \"amount\" and see default_scale",
        ),
        Doubt::Listed => {
            let list = field.list.clone().unwrap_or_default();
            (
                lang.pick(
                    format!("danh mục “{list}” lấy từ các giá trị có trong tệp; bổ sung giá trị còn thiếu, hoặc đổi thành kind = \"text\""),
                    format!("the list “{list}” is made of what stands in the workbook; add what is missing, or write kind = \"text\""),
                ),
                true,
            )
        }
        Doubt::AlwaysFilled => sure(
            "Dòng nào trong tệp cũng ghi, nên đề xuất là bắt buộc.",
            "Every row of the workbook has it, so it is proposed as required.",
        ),
        Doubt::Named => sure(
            "Con số ở đây là mã, số hiệu: giữ nguyên như chữ, không cộng.",
            "Its figures are codes or numbers of things: kept as text, not added up.",
        ),
        Doubt::PartsDiffer => unsure(
            "các phần không cộng lại thành cột chung của nhóm; nếu phải bằng nhau thì thêm role = \"part\"",
            "the parts do not come to the whole of the group; if they must, add role = \"part\"",
        ),
        Doubt::OneOfSeveral => unsure(
            "biểu có nhiều cột tiền; role = \"total\" đặt ở số tiền chính của biểu",
            "there are several amounts; role = \"total\" stands at the one that the form is about",
        ),
        Doubt::SumUntold => unsure(
            "chưa rõ cột này có được cộng không; không cộng thì bỏ khỏi sums",
            "whether it is added up is not told; if not, take it out of sums",
        ),
    }
}
