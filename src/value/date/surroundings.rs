//! What stands around a time and is no part of it: `Trà Vinh, ngày 26 tháng 8 năm 2020`,
//! `821/UBND-TH ngày 26/3/2009`, `2018-2020 (3 năm)`, `03 ngày (20-22/3/2019)`.

use super::DateReading;
use super::label::skip_weekday;
use super::lex::{Cursor, Piece};
use super::span::read_times;
use crate::value::Precision;

/// Takes a remark in brackets off the end; whether it says that the time is planned.
///
/// Only brackets that cannot change the time go: `(dự kiến)`, `(đợt 1)`, `(thứ Tư)`, `(3 năm)`.
pub(super) fn strip_remark<'p, 'a>(cursor: Cursor<'p, 'a>) -> (Cursor<'p, 'a>, bool) {
    let pieces = cursor.rest();
    let [head @ .., Piece::Sign(')')] = pieces else {
        return (cursor, false);
    };
    let Some(open) = head.iter().rposition(|piece| *piece == Piece::Sign('(')) else {
        return (cursor, false);
    };
    let Some((before, inside)) = head.split_at_checked(open) else {
        return (cursor, false);
    };
    let remark = Cursor::new(inside).skip();
    // `03 ngày (20-22/3/2019)`: the time stands inside.
    if find_duration(Cursor::new(before)).is_some_and(Cursor::at_end) {
        return (remark, false);
    }
    let before = Cursor::new(before);
    match remark.phrase(&["du kien"]) {
        Some(rest) if rest.at_end() => return (before, true),
        _ => {}
    }
    let turn = || {
        let (_, _, rest) = remark.phrase(&["dot", "lan"])?.number()?;
        Some(rest)
    };
    let known = skip_weekday(remark)
        .or_else(|| find_duration(remark))
        .or_else(turn);
    if known.is_some_and(Cursor::at_end) || tells_no_time(inside) {
        (before, false)
    } else {
        (cursor, false)
    }
}

/// Whether a remark says nothing of time: `(2 đợt)`, `(chuyển tiếp)`.
fn tells_no_time(remark: &[Piece<'_>]) -> bool {
    const OF_TIME: [&str; 22] = [
        "nam", "thang", "ngay", "quy", "tuan", "tu", "den", "toi", "truoc", "sau", "nay", "dau",
        "cuoi", "giua", "du", "kien", "ke", "hoach", "uoc", "hoc", "ky", "t",
    ];
    let inside = remark.get(1..).unwrap_or_default();
    let mut pieces = inside.iter().peekable();
    let mut said = false;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Word(word) if !OF_TIME.contains(word) => said = true,
            // A count is followed by what it counts, or follows it: `2 đợt`, `lớp 3`.
            Piece::Number(_, 1..=2) if said || matches!(pieces.peek(), Some(Piece::Word(_))) => {}
            Piece::Sign(',' | ';') => {}
            _ => return false,
        }
    }
    said
}

/// Takes `3 năm`, `03 ngày`.
fn find_duration<'p, 'a>(cursor: Cursor<'p, 'a>) -> Option<Cursor<'p, 'a>> {
    let (_, digits, rest) = cursor.number()?;
    let rest = rest.phrase(&["nam", "thang", "ngay", "tuan", "quy", "buoi"])?;
    (digits <= 2).then_some(rest)
}

/// Reads a day behind a place or the number of a letter; `None` when no other text may go.
pub(super) fn read_behind_prefix(cursor: Cursor<'_, '_>) -> Option<DateReading> {
    let pieces = cursor.rest();
    let letter = |prefix: &[Piece<'_>]| {
        prefix.windows(3).any(|three| {
            matches!(
                three,
                [Piece::Number(..), Piece::Sign('/' | '-'), Piece::Word(_)]
            )
        })
    };
    let named = pieces
        .iter()
        .position(|piece| *piece == Piece::Word("ngay"));
    let at = named.or_else(|| {
        let comma = pieces
            .iter()
            .rposition(|piece| *piece == Piece::Sign(','))?;
        comma.checked_add(1)
    })?;
    let (prefix, day) = pieces.split_at_checked(at)?;
    let place = named.is_some()
        && matches!(prefix, [words @ .., Piece::Sign(',')] if !words.is_empty()
            && words.iter().all(|piece| matches!(piece, Piece::Word(_) | Piece::Sign('.'))));
    let bounded = prefix
        .iter()
        .any(|piece| matches!(piece, Piece::Word("truoc" | "sau" | "tu" | "den" | "chua")));
    if bounded || !(place || letter(prefix)) {
        return None;
    }
    let (times, rest) = match read_times(Cursor::new(day)) {
        Ok(found) => found,
        Err(why) => return Some(DateReading::unread(why)),
    };
    if !(rest.at_end() || is_issuer(rest)) || !times.is_single() {
        return None;
    }
    match times.resolve() {
        Ok(reading) => reading
            .interval
            .is_some_and(|interval| interval.precision == Precision::Day)
            .then_some(reading),
        Err(why) => Some(DateReading::unread(why)),
    }
}

/// `của UBND tỉnh` behind the date of a letter.
fn is_issuer(cursor: Cursor<'_, '_>) -> bool {
    cursor.phrase(&["cua"]).is_some_and(|rest| {
        rest.rest()
            .iter()
            .all(|piece| matches!(piece, Piece::Word(_) | Piece::Sign('.')))
    })
}
