//! Amounts in words, as the line below a total spells them: `Một tỷ hai trăm triệu đồng chẵn`.
//!
//! The words change with their neighbours: `mười một` but `hai mươi mốt`, `bốn` but `hai mươi tư`, `năm` but `mười lăm`;
//! a hundred and five is `một trăm lẻ năm`; a group of three digits inside a number names its empty hundreds
//! (`một triệu không trăm lẻ năm nghìn`).

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];
/// The names of the groups of three digits below a tỷ.
const GROUPS: [&str; 3] = ["", "nghìn", "triệu"];
const BILLION: u128 = 1_000_000_000;

/// An amount of đồng in words, with a capital; `chẵn` where nothing below a thousand is left.
#[must_use]
pub fn in_words(dong: i128) -> String {
    let words = number(dong.unsigned_abs());
    let mut text = if dong < 0 {
        format!("âm {words} đồng")
    } else {
        format!("{words} đồng")
    };
    if dong != 0 && dong % 1000 == 0 {
        text.push_str(" chẵn");
    }
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A number in words, in small letters.
fn number(number: u128) -> String {
    if number == 0 {
        return digit(0).to_owned();
    }
    let mut words = Vec::new();
    spell(number, false, &mut words);
    words.join(" ")
}

/// Spells a number above 0; inside a longer one it names its empty hundreds.
fn spell(number: u128, inside: bool, words: &mut Vec<&'static str>) {
    let (billions, rest) = (number / BILLION, number % BILLION);
    if billions > 0 {
        // `nghìn tỷ`, `triệu tỷ`, `tỷ tỷ`: what stands before tỷ is a number of its own.
        spell(billions, inside, words);
        words.push("tỷ");
    }
    let mut inside = inside || billions > 0;
    for (power, name) in GROUPS.iter().enumerate().rev() {
        let unit = 1000_u128.pow(u32::try_from(power).unwrap_or(0));
        let group = rest / unit % 1000;
        if group == 0 {
            continue;
        }
        three_digits(group, inside, words);
        if !name.is_empty() {
            words.push(name);
        }
        inside = true;
    }
}

/// A group of three digits, above 0.
fn three_digits(group: u128, inside: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let has_hundreds = hundreds > 0 || inside;
    if has_hundreds {
        words.extend([digit(hundreds), "trăm"]);
    }
    match (tens, ones) {
        (0, 0) => return,
        (0, _) => {
            if has_hundreds {
                words.push("lẻ");
            }
        }
        (1, _) => words.push("mười"),
        (tens, _) => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, ones) => words.push(digit(ones)),
    }
}

fn digit(value: u128) -> &'static str {
    usize::try_from(value)
        .ok()
        .and_then(|value| DIGITS.get(value))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_change_with_their_neighbours() {
        for (value, words) in [
            (0, "không"),
            (4, "bốn"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (25, "hai mươi lăm"),
            (55, "năm mươi lăm"),
            (91, "chín mươi mốt"),
            (100, "một trăm"),
            (101, "một trăm lẻ một"),
            (104, "một trăm lẻ bốn"),
            (105, "một trăm lẻ năm"),
            (110, "một trăm mười"),
            (115, "một trăm mười lăm"),
            (121, "một trăm hai mươi mốt"),
            (999, "chín trăm chín mươi chín"),
            (1_000, "một nghìn"),
            (1_001, "một nghìn không trăm lẻ một"),
            (1_010, "một nghìn không trăm mười"),
            (1_100, "một nghìn một trăm"),
            (15_024, "mười lăm nghìn không trăm hai mươi tư"),
            (1_000_005, "một triệu không trăm lẻ năm"),
            (1_005_000, "một triệu không trăm lẻ năm nghìn"),
            (20_000_000, "hai mươi triệu"),
            (1_000_000_000, "một tỷ"),
            (1_000_000_004, "một tỷ không trăm lẻ bốn"),
            (1_000_050_000_000, "một nghìn tỷ không trăm năm mươi triệu"),
            (1_002_000_000_000, "một nghìn không trăm lẻ hai tỷ"),
            (5_000_000_000_000_000, "năm triệu tỷ"),
            (1_000_000_000_000_000_000, "một tỷ tỷ"),
            (
                987_654_321,
                "chín trăm tám mươi bảy triệu sáu trăm năm mươi tư nghìn ba trăm hai mươi mốt",
            ),
        ] {
            assert_eq!(number(value), words, "{value}");
        }
    }

    #[test]
    fn amounts_begin_with_a_capital_and_end_even_or_not() {
        assert_eq!(in_words(1_200_000_000), "Một tỷ hai trăm triệu đồng chẵn");
        assert_eq!(
            in_words(48_000_000_260),
            "Bốn mươi tám tỷ hai trăm sáu mươi đồng"
        );
        assert_eq!(in_words(0), "Không đồng");
        assert_eq!(in_words(1), "Một đồng");
        assert_eq!(in_words(-15_000), "Âm mười lăm nghìn đồng chẵn");
    }

    /// Reads the words back, group by group: what is spelled is what was meant.
    fn read(words: &str) -> u128 {
        let (mut total, mut below, mut group, mut last) = (0_u128, 0_u128, 0_u128, 0_u128);
        for word in words.split(' ') {
            match word {
                "tỷ" => {
                    total = (total + below + group + last) * BILLION;
                    (below, group, last) = (0, 0, 0);
                }
                "triệu" | "nghìn" => {
                    let unit = if word == "triệu" { 1_000_000 } else { 1_000 };
                    below += (group + last) * unit;
                    (group, last) = (0, 0);
                }
                "trăm" => {
                    group += last * 100;
                    last = 0;
                }
                "mươi" => {
                    group += last * 10;
                    last = 0;
                }
                "mười" => group += 10,
                "lẻ" => {}
                "mốt" => last = 1,
                "tư" => last = 4,
                "lăm" => last = 5,
                word => {
                    last = DIGITS.iter().position(|digit| *digit == word).unwrap() as u128;
                }
            }
        }
        total + below + group + last
    }

    proptest::proptest! {
        #[test]
        fn what_is_spelled_is_what_was_meant(value in 0_u128..4_000_000_000_000_000) {
            proptest::prop_assert_eq!(read(&number(value)), value);
        }
    }
}
