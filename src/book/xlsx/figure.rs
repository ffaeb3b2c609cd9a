//! Figures of number cells: the float nearest to what is written.

/// The powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// All whole numbers up to this one are floats.
const EXACT: u64 = 1 << 53;

/// The number that is written; `None` when it is not written as programs write numbers: `-12.5`, `1.5E-3`.
pub(super) fn number(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if !digits.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let (mut whole, mut places, mut point) = (0_u64, 0_usize, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' if whole < EXACT / 16 => {
                whole = whole.wrapping_mul(10).wrapping_add(u64::from(byte & 15));
                places = places.wrapping_add(usize::from(point));
            }
            b'.' if !point => point = true,
            _ => return long_number(text),
        }
    }
    // Both are exact, so the quotient is the float nearest to the true one.
    let Some(power) = POWERS.get(places) else {
        return long_number(text);
    };
    let number = whole as f64 / power;
    Some(if negative { -number } else { number })
}

/// A number of many digits, or with an exponent.
fn long_number(text: &[u8]) -> Option<f64> {
    let mut exponent = text.iter().filter(|byte| matches!(byte, b'e' | b'E'));
    let plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    if !text.iter().all(plain) || exponent.nth(1).is_some() {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_nearest_floats() {
        for text in [
            "0",
            "-0",
            "7",
            "1200.5",
            "0.1",
            "0.30000000000000004",
            "-12345678.125",
            "9007199254740993",
            "123456789012345678901234567890",
            "1.7976931348623157E+308",
            "4.9406564584124654E-324",
            "1E3",
            "2.5e-7",
            "0.000000000000000000000000000001",
            "1.",
            "00012.50",
        ] {
            let expected: f64 = text.parse().unwrap();
            let found = number(text.as_bytes()).unwrap();
            assert_eq!(found.to_bits(), expected.to_bits(), "{text}");
        }
        for text in [
            "", "-", ".5", "+5", "1,5", " 5", "5 ", "1e", "1e5e5", "1.2.3", "inf", "NaN", "0x10",
            "1-2", "--1", "ộ",
        ] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn every_figure_of_a_few_places_is_the_nearest_float() {
        let mut seed = 1_u64;
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let digits = format!("{}", seed >> (seed % 50 + 8));
            let point = (seed as usize) % (digits.len() + 1);
            let text = match digits.split_at(point) {
                ("", rest) => rest.to_owned(),
                (whole, places) => format!("{whole}.{places}"),
            };
            let expected: f64 = text.parse().unwrap();
            assert_eq!(number(text.as_bytes()), Some(expected), "{text}");
        }
    }
}
