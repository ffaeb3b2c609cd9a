//! V102: an amount, number or quantity that was not understood: `chưa có số liệu`, `x`, `12.34.567`.

use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::{left_empty, many, quoted, remarks, unread};
use crate::rule::{Rule, Said, docs};
use crate::template::Kind;
use crate::value::{Note, Unread};

/// The rule.
pub static RULE: Rule = Rule {
    code: "V102",
    name: "UnreadAmount",
    severity: Severity::Error,
    docs: docs!("V102"),
    joins: true,
    check: |round, sink| {
        remarks(round, sink, |spec, note| {
            // Without a unit of account the cause is T010, said once.
            matches!(
                spec.kind,
                Kind::Amount | Kind::Quantity | Kind::Decimal | Kind::Integer
            ) && matches!(note, Note::Unread(why) if *why != Unread::NoScale)
        });
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let message = match unread(finding) {
        Unread::SaidUnknown => lang.pick(
            format!("ô ghi {text}, chưa có con số"),
            format!("{text} says that the figure is not known"),
        ),
        Unread::BadGrouping => lang.pick(
            format!("{text}: dấu chấm, dấu phẩy đặt sai vị trí nên không rõ là số nào"),
            format!("{text}: points and commas are misplaced, the figure is not clear"),
        ),
        Unread::LetterInNumber => lang.pick(
            format!("{text}: có chữ cái lẫn trong số (chữ l, chữ O gõ thay số 1, số 0)"),
            format!("{text}: a letter stands among the digits (l or O typed for 1 or 0)"),
        ),
        Unread::OtherMeasure => lang.pick(
            format!("{text}: đơn vị tính khác với đơn vị của cột và không quy đổi được"),
            format!("{text}: the measure is another than the column's and is not converted"),
        ),
        Unread::TooLarge => lang.pick(
            format!("{text}: số quá lớn, không thể là kinh phí"),
            format!("{text}: too large to be an amount"),
        ),
        _ => lang.pick(
            format!("không hiểu số {text}"),
            format!("the figure {text} was not understood"),
        ),
    };
    let figure = finding.text.as_deref().and_then(with_digits);
    let alone = finding.count == 1 && unread(finding) == Unread::LetterInNumber;
    let type_this = match figure.filter(|_| alone) {
        Some(figure) => lang.pick(
            format!("Ghi “{figure}” nếu đúng là số này."),
            format!("Type “{figure}” if that is the figure."),
        ),
        None => lang.pick(
            "Ghi một con số, có thể kèm đơn vị, ví dụ “1,2 tỷ đồng”, “10 căn”.".to_owned(),
            "Type a figure, with its unit if you like, such as “1,2 tỷ đồng” or “10 căn”."
                .to_owned(),
        ),
    };
    Said::new(
        many(message, finding, lang),
        format!("{type_this} {}", left_empty(finding, lang)),
    )
}

/// `100.000` for `1O0.000`: letters among the digits as the digits they look like. `None` when that changes nothing.
fn with_digits(text: &str) -> Option<String> {
    let mut figure = text.to_owned();
    // Each turn mends the letters next to a digit.
    while let Some(better) = nearer_digits(&figure) {
        figure = better;
    }
    Some(figure).filter(|figure| figure != text)
}

/// Letters before a digit, or behind the last one, as digits; `None` when there are none.
fn nearer_digits(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |index: Option<usize>| {
        index
            .and_then(|index| letters.get(index))
            .is_some_and(char::is_ascii_digit)
    };
    let mut figure = String::with_capacity(text.len());
    for (index, letter) in letters.iter().enumerate() {
        let mark = letters
            .get(index + 1)
            .is_some_and(|next| matches!(next, '.' | ','));
        let within = is_digit(Some(index + 1)) || (mark && is_digit(Some(index + 2)));
        let last = is_digit(index.checked_sub(1))
            && letters
                .get(index + 1)
                .is_none_or(|next| matches!(next, ' ' | 'O' | 'o'));
        figure.push(match letter {
            'O' | 'o' if within || last => '0',
            'l' | 'I' if within => '1',
            other => *other,
        });
    }
    Some(figure).filter(|figure| figure != text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_stand_for_digits_are_mended() {
        for (text, figure) in [
            ("1O0.000", Some("100.000")),
            ("l.200 triệu đồng", Some("1.200 triệu đồng")),
            ("1OO", Some("100")),
            ("1OOO,5 tỷ", Some("1000,5 tỷ")),
            ("5O triệu", Some("50 triệu")),
            ("10l", None),
            ("12.34", None),
        ] {
            assert_eq!(with_digits(text).as_deref(), figure, "{text}");
        }
    }
}
