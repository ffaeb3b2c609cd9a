//! Words in a time column that are no time: labels before one (`giai đoạn`, `Thứ sáu,`), and
//! texts that say how often, how long or in what state (`hàng năm`, `36 tháng`, `đang thực hiện`).

use super::lex::{Cursor, Piece};

/// Labels that say what stands in the column anyway, a longer one before its own beginning.
const LABELS: [&str; 36] = [
    "so lieu",
    "luy ke",
    "thoi gian thuc hien",
    "thoi gian",
    "thoi diem",
    "thoi ky",
    "thuc hien",
    "giai doan",
    "gd",
    "nhiem ky",
    "nien khoa",
    "nam hoc",
    "nh",
    "ngay ky",
    "ngay cap",
    "ngay ban hanh",
    "ngay thuc hien",
    "ky ngay",
    "cap ngay",
    "ban hanh",
    "bat dau",
    "khoi cong",
    "da hoan thanh",
    "hoan thanh",
    "du kien hoan thanh",
    "da thuc hien",
    "ket thuc",
    "nghiem thu",
    "trong ca",
    "trong",
    "vao",
    "ca",
    "cac",
    "thang nam",
    "ky",
    "lan dau",
];

/// Skips labels, weekdays and the half of a school year.
pub(super) fn skip_labels<'p, 'a>(cursor: Cursor<'p, 'a>) -> Cursor<'p, 'a> {
    let mut rest = cursor;
    loop {
        let next = skip_weekday(rest)
            .or_else(|| skip_term(rest))
            .or_else(|| skip_turn(rest))
            .or_else(|| rest.phrase(&LABELS));
        let Some(next) = next else {
            return rest;
        };
        rest = next.sign(&[':', ',']).map_or(next, |(_, next)| next);
    }
}

/// `Thứ sáu, 04/9/2020`.
pub(super) fn skip_weekday<'p, 'a>(cursor: Cursor<'p, 'a>) -> Option<Cursor<'p, 'a>> {
    if let Some(rest) = cursor.phrase(&["chu nhat"]) {
        return Some(rest);
    }
    let rest = cursor.phrase(&["thu"])?;
    match rest.number() {
        Some((2..=7, 1, next)) => Some(next),
        _ => rest.phrase(&["hai", "ba", "tu", "nam", "sau", "bay"]),
    }
}

/// `Học kỳ II năm học 2015-2016`: the school year is what is read.
fn skip_term<'p, 'a>(cursor: Cursor<'p, 'a>) -> Option<Cursor<'p, 'a>> {
    let joined = cursor.phrase(&["hki", "hkii"]);
    let named = || {
        let rest = cursor.phrase(&["hoc ky", "hoc ki", "hk"])?;
        match rest.number() {
            Some((1 | 2, 1, next)) => Some(next),
            _ => rest.phrase(&["i", "ii"]),
        }
    };
    joined
        .or_else(named)
        .filter(|next| next.phrase(&["nam hoc", "nh"]).is_some())
}

/// `Đợt 1 năm 2019`: which turn it was is no part of the time.
fn skip_turn<'p, 'a>(cursor: Cursor<'p, 'a>) -> Option<Cursor<'p, 'a>> {
    let (_, digits, rest) = cursor.phrase(&["dot", "lan"])?.number()?;
    (digits <= 2 && !rest.at_end()).then_some(rest)
}

/// How often, how long, or in what state: no date.
pub(super) fn is_no_date(cursor: Cursor<'_, '_>) -> bool {
    let every = cursor
        .phrase(&["hang", "moi"])
        .and_then(|rest| rest.phrase(&["nam", "quy", "thang", "tuan", "ngay", "ky"]));
    let state = cursor.phrase(&[
        "thuong xuyen",
        "dang thuc hien",
        "dang trien khai",
        "da hoan thanh",
        "da thuc hien",
        "da trien khai",
        "hoan thanh",
        "chua thuc hien",
        "chua trien khai",
        "nhieu nam",
        "nhieu dot",
        "lien tuc",
        "lau dai",
        "dai han",
        "khong thoi han",
        "khong xac dinh thoi han",
        "theo ke hoach",
    ]);
    let duration = cursor
        .number()
        .and_then(|(_, _, rest)| rest.phrase(&["thang", "nam", "ngay", "tuan", "quy", "buoi"]));
    if cursor.phrase(&["dinh ky"]).is_some() {
        return true;
    }
    [every, state, duration].into_iter().flatten().any(|rest| {
        rest.at_end()
            || rest
                .sign(&['/'])
                .is_some_and(|(_, rest)| rest.phrase(&["lan"]).is_some())
    })
}

/// `âm lịch`, `tháng Chạp`, `rằm`, and a Tết without a year in figures.
pub(super) fn is_lunar(pieces: &[Piece<'_>]) -> bool {
    let has = |word: &str| pieces.contains(&Piece::Word(word));
    let figures = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Number(..)));
    (has("am") && has("lich")) || has("chap") || has("ram") || (has("tet") && !figures)
}
