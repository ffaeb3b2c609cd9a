//! What a cell says in words instead of a value: nothing, none, unknown, the same as above.
//!
//! `Không phát sinh` is none (zero in an amount column), `Chưa có số liệu` is unknown, `………` is a
//! placeholder the template left, `-nt-` repeats the cell above. Filling ditto marks is the
//! caller's work, for only it knows the cell above.

use super::text::fold;

/// What a cell says in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NonValue {
    /// Nothing at all, or the dots of an unfilled form.
    Nothing,
    /// None: a dash, `không`, `không phát sinh`.
    None,
    /// That it is not known, or a tick mark that says no figure.
    Unknown,
    /// The text of a spreadsheet's error.
    Error,
}

/// Whether the text is a ditto mark: `nt`, `như trên`, `-nt-`, `"`, `''`, `//`.
///
/// A lone dash is none: it is an empty value.
#[must_use]
pub fn is_ditto(text: &str) -> bool {
    // Nearly every cell is longer than any ditto mark: do not fold it to find out.
    if text.len() > 24 {
        return false;
    }
    let is_around = |letter| matches!(letter, '-' | ' ' | '.' | '(' | ')');
    // Nor one that begins with another letter or with a figure.
    let first = text.trim_start_matches(is_around).chars().next();
    if first.is_some_and(|first| first.is_ascii_alphanumeric() && !matches!(first, 'n' | 'N')) {
        return false;
    }
    let folded = fold(text);
    let core = folded.trim_matches(is_around);
    matches!(
        core,
        "nt" | "n/t" | "n.t" | "nhu tren" | "\"" | "''" | "\"\"" | "//"
    )
}

/// What a folded text says, `None` when it says something else.
pub(crate) fn find_non_value(folded: &str) -> Option<NonValue> {
    // Nearly every cell of a column of values begins with a figure.
    if folded.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let text = folded.trim_end_matches(['.', '!', ' ']);
    if text
        .chars()
        .all(|letter| matches!(letter, '.' | '…' | '_' | ' ' | '\n'))
    {
        return Some(NonValue::Nothing);
    }
    if text.starts_with('#') || text.starts_with("err:") {
        return is_error(text).then_some(NonValue::Error);
    }
    if text
        .chars()
        .all(|letter| matches!(letter, '-' | ' ' | '\n'))
        || NONE.contains(&text)
    {
        return Some(NonValue::None);
    }
    is_unknown(text).then_some(NonValue::Unknown)
}

/// Phrases that say that there is none.
const NONE: [&str; 16] = [
    "khong",
    "khong co",
    "ko",
    "ko co",
    "k co",
    "khong phat sinh",
    "ko phat sinh",
    "chua phat sinh",
    "khong co phat sinh",
    "khong phat sinh kinh phi",
    "chua phat sinh kinh phi",
    "khong co kinh phi",
    "khong kinh phi",
    "khong su dung kinh phi",
    "khong ho tro",
    "nil",
];

/// Phrases that say, alone, that it is not known.
const UNKNOWN: [&str; 22] = [
    "x",
    "xx",
    "v",
    "√",
    "✓",
    "✔",
    "?",
    "??",
    "???",
    "n/a",
    "na",
    "n.a",
    "tbd",
    "khong ro",
    "khong biet",
    "khong nho",
    "khong xac dinh",
    "khong xac dinh duoc",
    "khong thong ke",
    "khong thong ke duoc",
    "khong co so lieu",
    "khong co thong tin",
];

/// What follows `chưa`, `đang`, `chờ` when a cell says that its figure is still to come.
const TO_COME: [&str; 27] = [
    "co so lieu",
    "co thong tin",
    "co bao cao",
    "co ket qua",
    "co quyet toan",
    "co",
    "xac dinh",
    "ro",
    "biet",
    "tong hop",
    "quyet toan",
    "thong ke",
    "bao cao",
    "cap nhat",
    "thanh toan",
    "phe duyet",
    "duoc phe duyet",
    "tinh",
    "tinh duoc",
    "tinh toan",
    "xac minh",
    "ra soat",
    "doi chieu",
    "kiem tra",
    "cho quyet toan",
    "cho so lieu",
    "so lieu",
];

fn is_unknown(text: &str) -> bool {
    if UNKNOWN.contains(&text) {
        return true;
    }
    let Some((first, rest)) = text.split_once(' ') else {
        return false;
    };
    if !matches!(first, "chua" | "dang" | "cho") {
        return false;
    }
    let rest = rest
        .strip_suffix(" duoc")
        .or_else(|| rest.strip_suffix(" cu the"))
        .or_else(|| rest.strip_suffix(" kinh phi"))
        .or_else(|| rest.strip_suffix(" so lieu"))
        .unwrap_or(rest);
    TO_COME.contains(&rest)
}

fn is_error(text: &str) -> bool {
    matches!(
        text,
        "#ref"
            | "#n/a"
            | "#value"
            | "#div/0"
            | "#name?"
            | "#num"
            | "#null"
            | "#spill"
            | "#calc"
            | "#getting_data"
    ) || text.chars().all(|letter| letter == '#')
        || text.strip_prefix("err:").is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_none_and_unknown_are_told_apart() {
        for (text, said) in [
            ("Không phát sinh", Some(NonValue::None)),
            (" -   ", Some(NonValue::None)),
            ("—", Some(NonValue::None)),
            ("Không có số liệu", Some(NonValue::Unknown)),
            ("đang tổng hợp", Some(NonValue::Unknown)),
            ("chưa quyết toán", Some(NonValue::Unknown)),
            ("Chưa xác định được", Some(NonValue::Unknown)),
            ("………", Some(NonValue::Nothing)),
            ("", Some(NonValue::Nothing)),
            ("########", Some(NonValue::Error)),
            ("#N/A", Some(NonValue::Error)),
            ("#5", None),
            ("đang thực hiện", None),
            ("theo thực tế", None),
            ("500", None),
        ] {
            assert_eq!(find_non_value(&fold(text)), said, "{text:?}");
        }
    }

    #[test]
    fn ditto_marks_are_known() {
        for text in ["nt", "-nt-", "Như trên", "\"", "''", "//", "NT.", "- // -"] {
            assert!(is_ditto(text), "{text:?}");
        }
        for text in ["-", "", "nta", "như trên bảng", "0"] {
            assert!(!is_ditto(text), "{text:?}");
        }
    }
}
