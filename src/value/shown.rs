//! Cells as text: what a person sees in them, tidied as the tables want it.

use crate::book::grid::Content;
use crate::fold;

/// The content of a cell as text: tidied, numbers in plain form, days as `dd/mm/yyyy`.
#[must_use]
pub fn display(content: &Content) -> String {
    match content {
        Content::Text(text) => fold::tidy(text).into_owned(),
        Content::Number(number) => plain_number(*number).unwrap_or_else(|| number.to_string()),
        Content::Date(day) => day_text(*day),
        Content::Duration(text) | Content::Error(text) => text.to_string(),
        Content::Bool(true) => "TRUE".to_owned(),
        Content::Bool(false) => "FALSE".to_owned(),
        Content::NoResult => String::new(),
    }
}

/// A number cell's number in plain decimal form, as a spreadsheet shows it (15 significant digits).
#[must_use]
pub fn plain_number(number: f64) -> Option<String> {
    Some(super::number::float_text(number)?.normalize().to_string())
}

fn day_text(day: jiff::civil::DateTime) -> String {
    let (date, time) = (day.date(), day.time());
    let mut text = crate::lang::day(date);
    if time != jiff::civil::Time::midnight() {
        text.push_str(&format!(" {:02}:{:02}", time.hour(), time.minute()));
    }
    text
}

/// Whether a text stands for nothing: a lone dash, a dotted placeholder.
#[must_use]
pub fn is_blank_mark(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || matches!(text, "-" | "–" | "—" | "−")
        || (text.chars().all(|c| matches!(c, '.' | '…' | '_' | ' ')) && text.chars().count() >= 2)
        || text == "…"
}

/// Whether text is an Excel error that a file of text or a copied value carries.
#[must_use]
pub fn is_cell_error(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('#')
        && (matches!(
            text,
            "#REF!"
                | "#VALUE!"
                | "#N/A"
                | "#NAME?"
                | "#DIV/0!"
                | "#NULL!"
                | "#NUM!"
                | "#SPILL!"
                | "#CALC!"
        ) || (text.len() >= 3 && text.bytes().all(|byte| byte == b'#')))
}

/// Whether a spreadsheet that opens the text from CSV would run it as a formula.
///
/// `=SUM(A1)` and `@A1` would, `+A1*2` too; `- Xây nhà` and `+84 903 …` would not.
#[must_use]
pub fn runs_as_formula(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}', '\t', '\n', '\r']);
    if text.starts_with(['=', '@', '＝', '＠']) {
        return text.chars().count() > 1;
    }
    let Some(rest) = text.strip_prefix(['+', '-', '＋', '－']) else {
        return false;
    };
    // What stands between marks may be of any letters: `+HYPERLINK("…","Bấm vào đây")`.
    let bare: String = rest.split('"').step_by(2).collect();
    bare.is_ascii()
        && !rest.starts_with(' ')
        && rest.contains(['+', '*', '/', '^', '(', '!', '&', '|'])
        && rest.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !is_plain_figure(rest)
}

fn is_plain_figure(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_bullets() {
        for text in [
            "=SUM(A1:A2)",
            "@A1",
            "+A1*2",
            "-2+3",
            "=cmd|' /C calc'!A0",
            " =1+1",
            "+HYPERLINK(\"http://a\",\"Bấm vào đây\")",
        ] {
            assert!(runs_as_formula(text), "{text}");
        }
        for text in [
            "- Xây nhà",
            "-",
            "+ Hỗ trợ (đợt 1)",
            "-Hỗ trợ \"Mái ấm\" (đợt 1)",
            "-1.250",
            "Xây nhà =",
            "=",
            "+84 903 000 000",
        ] {
            assert!(!runs_as_formula(text), "{text}");
        }
    }
}
