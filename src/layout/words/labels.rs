//! Labels of rows: those that add up, notes, sums in words.

use super::{Numbering, Phrases, numbering, words};
use crate::fold;

/// Whether a text is the label of a row that adds up: `Tổng cộng`, `Cộng mục I:`, `TỔNG SỐ (I+II)`.
///
/// `Tổng vệ sinh môi trường` is none: what follows the word must be a bracket, a scope, or nothing.
#[must_use]
pub fn is_total_label(text: &str) -> bool {
    let head = text.split(['(', ':', '\n']).next().unwrap_or(text);
    let folded = fold::fold(head);
    let mut rests = words().total.rests(&folded);
    rests.any(|rest| {
        // `Cộng xã Mỹ Cẩm`, `Cộng Quận 5`; `Tổng công ty …` is an office.
        let plain = folded.starts_with("cộng") || folded.starts_with("cong");
        let place = || words().group.begin(rest) || words().office.begin(rest);
        rest.is_empty()
            || words().total_scope.begin(rest)
            || plain && place()
            || numbering(&rest.split(' ').next().unwrap_or("").to_uppercase()).is_some()
    })
}

/// Whether a text is the label of a row that adds up, written in letters set apart (`T Ổ N G  C Ộ N G`) or with wrong
/// marks (`Tồng cộng`): its letters are those of such a label.
#[must_use]
pub fn sums_by_letters(text: &str) -> bool {
    let text = text.trim_end_matches([':', '.', ' ']);
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if !(2..=24).contains(&letters) {
        return false;
    }
    let squeeze = |text: &str| -> String { text.chars().filter(|c| *c != ' ').collect() };
    let spaced = text
        .split_whitespace()
        .all(|piece| piece.chars().count() == 1);
    if spaced && letters > 2 {
        let own = squeeze(&fold::bare(&squeeze(text)));
        return words()
            .total
            .bare
            .iter()
            .any(|phrase| squeeze(phrase) == own);
    }
    // One word alone with wrong marks may be another word: `cống`, `tông`.
    let bare = fold::bare(text);
    bare.contains(' ') && words().total.bare.contains(&bare)
}

/// Whether the label of a part of the list says that what stands in it is planned or asked for: `B. DỰ KIẾN …`.
#[must_use]
pub fn plans(label: &str) -> bool {
    let folded = fold::fold(label);
    words().planned_part.within(&folded) && !words().not_planned.within(&folded)
}

/// Whether a text says that it gives a sum in words: `Bằng chữ: …`, `Số tiền (bằng chữ): …`.
#[must_use]
pub fn is_in_words(text: &str) -> bool {
    let head = text.split([':', '\n']).next().unwrap_or(text);
    words().in_words.within(&fold::fold(head))
}

/// Whether a folded heading is one of some phrases, or goes on from it with a time: `KH năm 2019`, `Thực hiện quý I`.
#[must_use]
pub fn names_stage(phrases: &Phrases, folded: &str) -> bool {
    phrases.rests(folded).any(goes_on_with_time)
}

/// Whether what follows a phrase is nothing, a number, or words of time and pages.
#[must_use]
pub fn goes_on_with_time(rest: &str) -> bool {
    let counted = rest.starts_with(|c: char| c.is_ascii_digit());
    rest.is_empty() || counted || words().page_scope.begin(rest)
}

/// Whether a text is a note by its label: `Ghi chú: …`.
#[must_use]
pub fn is_labelled_note(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(label, _)| words().note.are(&fold::fold(label)))
}

/// Whether a text begins as a note does. `Nguồn: …` is one, `Nguồn ngân sách` heads a section.
#[must_use]
pub fn is_note(text: &str) -> bool {
    let folded = fold::fold(text);
    let Some(rest) = words().note.rest(&folded) else {
        return false;
    };
    let labelled = || is_labelled_note(text);
    words()
        .section
        .rest(&folded)
        .is_none_or(|other| rest.len() < other.len() || labelled())
}

/// What the label of a row that adds up says of what it adds up, folded: `y tế` of `Cộng y tế`; `None` when it is the
/// label of no such row.
#[must_use]
pub fn total_scope(text: &str) -> Option<String> {
    let folded = fold::fold(text);
    words().total.rest(&folded).map(str::to_owned)
}

/// A section's label without a remark in brackets at its end: `Năm 2019` of `Năm 2019 (3 hoạt động)`.
#[must_use]
pub fn without_remark(label: &str) -> &str {
    let before = label.trim_end().strip_suffix(')');
    before
        .and_then(|text| text.rsplit_once('('))
        .map(|(name, _)| name.trim_end())
        .filter(|name| !name.is_empty())
        .unwrap_or(label)
}

/// The number by which the label of a row that adds up calls the part it adds up, as typed: `II` of `Cộng mục II`, `A`
/// of `Cộng (A)`; `None` where it calls none, or several (`Tổng cộng (I + II)`).
#[must_use]
pub fn total_number(text: &str) -> Option<&str> {
    let scope = total_scope(text)?;
    let number = text
        .trim_end_matches([':', '.', ' ', ')'])
        .rsplit([' ', '('])
        .next()?;
    let folded = fold::fold(number);
    let before = fold::bare(scope.strip_suffix(folded.as_str())?);
    let alone = matches!(
        before.trim(),
        "" | "muc" | "phan" | "nhom" | "muc so" | "phan so"
    );
    let kind = numbering(number).filter(|_| alone)?;
    (kind != Numbering::Dash).then_some(number)
}

/// Whether the label of a row that adds up names nothing that it adds up: `Cộng`, `Tổng cộng:`.
#[must_use]
pub fn is_bare_total_label(text: &str) -> bool {
    words().total.are(&fold::fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_from_activities() {
        for text in [
            "Tổng cộng",
            "TỔNG SỐ",
            "Cộng",
            "Cộng mục I:",
            "Tổng cộng (I+II)",
            "tong cong",
            "Cộng lĩnh vực y tế",
            "Tổng I",
            "Cộng II",
            "Tiểu cộng",
            "Tổng số tiền",
            "Tổng số kinh phí",
            "Tổng giá trị hỗ trợ",
            "Tổng kinh phí đã hỗ trợ",
            "Cộng số tiền",
        ] {
            assert!(is_total_label(text), "{text}");
        }
        for text in [
            "Tổng vệ sinh môi trường",
            "Cộng tác viên dân số",
            "Tổng kết năm học",
            "Tổng kết chương trình hợp tác",
            "Tổng đài tư vấn",
            "Tổng thể quy hoạch vùng",
            "Cộng đồng chung tay",
        ] {
            assert!(!is_total_label(text), "{text}");
        }
    }
}
