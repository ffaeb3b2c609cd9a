//! Amounts in words: `Một tỷ hai trăm triệu đồng`.
//!
//! Reads what the grammar of Vietnamese numerals allows and nothing else; a word too many and
//! there is no reading. Short forms of speech (`một triệu hai`) are not read.

use super::token::Cursor;

/// A number in words, and the value of the smallest unit it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// The number.
    pub value: i64,
    /// The smallest unit named: a million in `hai trăm triệu`.
    pub step: i64,
}

const UNITS: [(i64, &[&str]); 3] = [
    (1_000_000_000, &["ty", "ti"]),
    (1_000_000, &["trieu"]),
    (1_000, &["nghin", "ngan"]),
];

/// Takes an amount of at least a thousand in words, up to and with `đồng`.
///
/// A lone `Năm` (five, or year) is none: a unit or `đồng` must stand there.
pub(crate) fn find_spoken<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(Spoken, Cursor<'t, 'a>)> {
    let mut rest = cursor;
    let mut total: i64 = 0;
    let mut below = i64::MAX;
    let mut step = 1;
    while let Some((count, next)) = group(rest) {
        let Some((unit, next)) = unit_below(next, below) else {
            // What is left are single đồng.
            if below <= 1 {
                return None;
            }
            total = total.checked_add(count)?;
            step = 1;
            below = 1;
            rest = next;
            break;
        };
        total = total.checked_add(count.checked_mul(unit)?)?;
        step = unit;
        below = unit.min(1_000_000_000);
        rest = next;
        if let Some(next) = rest.phrase("ruoi") {
            step = unit / 2;
            total = total.checked_add(step)?;
            rest = next;
            break;
        }
        let after_comma = rest.sign(',').unwrap_or(rest);
        if group(after_comma).is_none() {
            break;
        }
        rest = after_comma;
    }
    let dong = rest
        .phrase("dong")
        .map(|next| next.any_phrase(&["viet nam", "vn"]).unwrap_or(next));
    let named = below < i64::MAX && (below > 1 || dong.is_some());
    let rest = dong.unwrap_or(rest);
    named.then_some((
        Spoken { value: total, step },
        rest.phrase("chan").unwrap_or(rest),
    ))
}

/// Takes a unit smaller than the last one: `nghìn tỷ`, `tỷ`, `triệu`, `nghìn`.
fn unit_below<'t, 'a>(cursor: Cursor<'t, 'a>, below: i64) -> Option<(i64, Cursor<'t, 'a>)> {
    for (unit, names) in UNITS {
        if let Some(next) = cursor.any_phrase(names) {
            if unit == 1_000
                && let Some(last) = next.any_phrase(&["ty", "ti"])
            {
                return (below == i64::MAX).then_some((1_000_000_000_000, last));
            }
            return (unit < below).then_some((unit, next));
        }
    }
    None
}

/// Takes a number from 1 to 999.
fn group<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(i64, Cursor<'t, 'a>)> {
    // `một tỷ không trăm hai mươi triệu` spells out a hundred that is not there.
    let (hundreds, rest) = match cursor.phrase("khong tram").map(|next| (0, next)) {
        Some(none) => none,
        None => match digit(cursor) {
            Some((count, next)) => match next.phrase("tram") {
                Some(rest) => (count, rest),
                None => return tens(cursor, false),
            },
            None => return tens(cursor, false),
        },
    };
    let hundreds = hundreds.saturating_mul(100);
    if let Some(next) = rest.any_phrase(&["linh", "le"]) {
        let (ones, rest) = digit(next)?;
        return Some((hundreds.saturating_add(ones), rest));
    }
    match tens(rest, true) {
        Some((more, rest)) => Some((hundreds.saturating_add(more), rest)),
        None => (hundreds > 0).then_some((hundreds, rest)),
    }
}

/// Takes a number from 1 to 99; after a hundred only from 10.
fn tens<'t, 'a>(cursor: Cursor<'t, 'a>, after_hundred: bool) -> Option<(i64, Cursor<'t, 'a>)> {
    let (count, rest) = match cursor.phrase("muoi") {
        Some(rest) => (1, rest),
        None => {
            let (count, next) = digit(cursor)?;
            match next.phrase("muoi") {
                Some(rest) => (count, rest),
                None if after_hundred => return None,
                None => return Some((count, next)),
            }
        }
    };
    let tens = count.saturating_mul(10);
    // In `hai mươi triệu` and `mười lăm` only a digit counts.
    match digit(rest) {
        Some((ones, rest)) => Some((tens.saturating_add(ones), rest)),
        None => Some((tens, rest)),
    }
}

fn digit<'t, 'a>(cursor: Cursor<'t, 'a>) -> Option<(i64, Cursor<'t, 'a>)> {
    let (word, rest) = cursor.any_word()?;
    let digit = match word {
        "mot" => 1,
        "hai" => 2,
        "ba" => 3,
        "bon" | "tu" => 4,
        "nam" | "lam" | "nham" => 5,
        "sau" => 6,
        "bay" => 7,
        "tam" => 8,
        "chin" => 9,
        _ => return None,
    };
    Some((digit, rest))
}

#[cfg(test)]
mod tests {
    use super::super::text::fold;
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn words_are_read_exactly_or_not_at_all() {
        for (text, value) in [
            ("Một tỷ hai trăm triệu đồng", Some(1_200_000_000)),
            ("Một tỷ, hai trăm triệu đồng", Some(1_200_000_000)),
            ("hai mươi lăm triệu đồng", Some(25_000_000)),
            ("mười lăm triệu", Some(15_000_000)),
            ("một trăm linh năm triệu đồng chẵn", Some(105_000_000)),
            ("hai nghìn tỷ đồng", Some(2_000_000_000_000)),
            ("ba triệu năm trăm nghìn đồng", Some(3_500_000)),
            (
                "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy đồng",
                Some(1_234_567),
            ),
            ("hai tỷ rưỡi", Some(2_500_000_000)),
            (
                "Một tỷ không trăm chín mươi tám triệu đồng",
                Some(1_098_000_000),
            ),
            ("không trăm triệu", None),
            ("Năm", None),
            ("hai trăm", None),
            ("hai trăm đồng", Some(200)),
            ("triệu đồng", None),
            ("hai triệu ba tỷ", None),
            ("một triệu hai", None),
            ("năm 2019", None),
        ] {
            let folded = fold(text);
            let tokens = tokens(&folded);
            let read = find_spoken(Cursor::new(&tokens))
                .filter(|(_, rest)| rest.at_end())
                .map(|(spoken, _)| spoken.value);
            assert_eq!(read, value, "{text:?}");
        }
    }
}
