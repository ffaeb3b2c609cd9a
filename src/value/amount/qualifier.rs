//! Words before and behind an amount: how exact it is (`trên`, `ước`, `trở lên`), and labels that
//! change nothing (`tổng số`, `kinh phí:`).

use super::super::token::Cursor;
use crate::value::Qualifier;

/// Phrases before an amount, a longer one before its own beginning.
const BEFORE: [(&str, Qualifier); 45] = [
    ("uoc tinh", Qualifier::Approx),
    ("uoc dat", Qualifier::Approx),
    ("uoc thuc hien", Qualifier::Approx),
    ("uoc chung", Qualifier::Approx),
    ("uoc", Qualifier::Approx),
    ("khoang chung", Qualifier::Approx),
    ("khoang", Qualifier::Approx),
    ("tam tinh", Qualifier::Approx),
    ("xap xi", Qualifier::Approx),
    ("sap xi", Qualifier::Approx),
    ("gan bang", Qualifier::Approx),
    ("tren duoi", Qualifier::Approx),
    ("tren", Qualifier::AtLeast),
    ("hon", Qualifier::AtLeast),
    ("vuot", Qualifier::AtLeast),
    ("lon hon", Qualifier::AtLeast),
    ("nhieu hon", Qualifier::AtLeast),
    ("toi thieu", Qualifier::AtLeast),
    ("it nhat", Qualifier::AtLeast),
    ("khong duoi", Qualifier::AtLeast),
    ("khong it hon", Qualifier::AtLeast),
    ("khong thap hon", Qualifier::AtLeast),
    ("duoi", Qualifier::AtMost),
    ("gan", Qualifier::AtMost),
    ("toi da", Qualifier::AtMost),
    ("khong qua", Qualifier::AtMost),
    ("khong vuot qua", Qualifier::AtMost),
    ("khong vuot", Qualifier::AtMost),
    ("khong hon", Qualifier::AtMost),
    ("khong nhieu hon", Qualifier::AtMost),
    ("khong den", Qualifier::AtMost),
    ("khong toi", Qualifier::AtMost),
    ("nhieu nhat", Qualifier::AtMost),
    ("it hon", Qualifier::AtMost),
    ("nho hon", Qualifier::AtMost),
    ("chua den", Qualifier::AtMost),
    ("chua toi", Qualifier::AtMost),
    ("du kien khoang", Qualifier::Planned),
    ("du kien", Qualifier::Planned),
    ("dk", Qualifier::Planned),
    ("ke hoach", Qualifier::Planned),
    ("du toan", Qualifier::Planned),
    ("cam ket ho tro", Qualifier::Planned),
    ("cam ket", Qualifier::Planned),
    ("se ho tro", Qualifier::Planned),
];

/// Labels that say what stands in the column anyway, a longer one before its own beginning.
const LABELS: [&str; 37] = [
    "tong so tien",
    "tong so",
    "tong cong",
    "tong kinh phi",
    "tong gia tri",
    "tong tri gia",
    "tong muc dau tu",
    "tong muc von",
    "tong von dau tu",
    "tong von",
    "tong tien",
    "tong",
    "cong",
    "kinh phi ho tro",
    "kinh phi thuc hien",
    "kinh phi",
    "so tien",
    "tri gia",
    "gia tri ho tro",
    "gia tri",
    "thanh tien",
    "ho tro",
    "tai tro",
    "trao tang",
    "von dang ky",
    "von dau tu",
    "hien vat quy doi",
    "hien vat quy ra tien",
    "hien vat tri gia",
    "hien vat",
    "quy doi",
    "quy ra tien",
    "thanh",
    "tien mat",
    "voi",
    "la",
    "dat",
];

/// What a column of its own says of how exact an amount is: `khoảng`, `dự kiến`, `chính xác`; `None` for other words.
#[must_use]
pub fn parse_qualifier(text: &str) -> Option<Qualifier> {
    let bare = crate::fold::bare(text);
    if matches!(
        bare.as_str(),
        "chinh xac" | "so chinh thuc" | "chinh thuc" | "thuc te"
    ) {
        return Some(Qualifier::Exact);
    }
    let trailing = match bare.as_str() {
        "da huy" | "huy" | "khong thuc hien" => Some(Qualifier::Withdrawn),
        "tro len" => Some(Qualifier::AtLeast),
        "tro xuong" => Some(Qualifier::AtMost),
        _ => None,
    };
    let known = || {
        let known = BEFORE.iter().find(|(phrase, _)| *phrase == bare);
        known.map(|(_, qualifier)| *qualifier)
    };
    trailing.or_else(known)
}

/// The stronger of two: `dự kiến` over a bound over `khoảng`; `None` when they contradict.
pub(super) fn stronger(a: Qualifier, b: Qualifier) -> Option<Qualifier> {
    let rank = |qualifier| match qualifier {
        Qualifier::Exact => 0,
        Qualifier::Approx => 1,
        Qualifier::AtLeast | Qualifier::AtMost => 2,
        Qualifier::Planned => 3,
        Qualifier::Withdrawn => 4,
    };
    if a != b && rank(a) == rank(b) {
        return None;
    }
    Some(if rank(a) >= rank(b) { a } else { b })
}

/// Takes the qualifiers and labels before an amount; `None` when two of them contradict.
pub(crate) fn find_lead<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Qualifier, Cursor<'t, 'a>)> {
    let mut qualifier = Qualifier::Exact;
    let mut rest = cursor;
    loop {
        if let Some((found, next)) = find_qualifier(rest) {
            qualifier = stronger(qualifier, found)?;
            rest = next.sign(':').unwrap_or(next).skip_break();
        } else if let Some(next) = rest.any_phrase(&LABELS) {
            rest = next.sign(':').unwrap_or(next).skip_break();
        } else {
            return Some((qualifier, rest));
        }
    }
}

/// Takes one qualifier before an amount.
fn find_qualifier<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Qualifier, Cursor<'t, 'a>)> {
    if let Some(next) = cursor.sign('~') {
        return Some((Qualifier::Approx, next));
    }
    if let Some(next) = cursor.any_sign(&['≥', '>']) {
        return Some((Qualifier::AtLeast, next.sign('=').unwrap_or(next)));
    }
    if let Some(next) = cursor.any_sign(&['≤', '<']) {
        return Some((Qualifier::AtMost, next.sign('=').unwrap_or(next)));
    }
    // Most texts begin with a figure.
    cursor.any_word()?;
    BEFORE
        .iter()
        .find_map(|(phrase, qualifier)| Some((*qualifier, cursor.phrase(phrase)?)))
}

/// Takes a qualifier behind an amount: `trở lên`, `trở xuống`.
pub(super) fn find_trailing<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Qualifier, Cursor<'t, 'a>)> {
    if let Some(next) = cursor.phrase("tro len") {
        return Some((Qualifier::AtLeast, next));
    }
    cursor
        .phrase("tro xuong")
        .map(|next| (Qualifier::AtMost, next))
}
