//! F005: text was in a legacy Vietnamese encoding (TCVN3, VNI …) and was converted.
//!
//! One finding an encoding for the file as a whole. Besides, one at each cell whose text is good Vietnamese
//! both ways (`Có`, which in TCVN3 is `Cú`): it names both readings, whichever was taken.

use crate::finding::{Fact, Severity};
use crate::lang::Lang;
use crate::place::Place;
use crate::round::Submission;
use crate::rule::{Rule, Said, Sink, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "F005",
    name: "LegacyText",
    severity: Severity::Info,
    docs: docs!("F005"),
    joins: true,
    check: |round, sink| {
        for submission in &round.submissions {
            for (encoding, cells) in &submission.encodings {
                let fact = Fact::Encoding {
                    name: encoding.name().to_owned(),
                    cells: *cells,
                };
                sink.add(Place::file(&submission.name), fact).value =
                    Some(encoding.name().to_owned());
            }
            two_readings(submission, sink);
        }
    },
    say: |finding, lang| match &finding.fact {
        Fact::Encoding { name, cells } => {
            let count = lang.count(*cells, "ô", "cell", "cells");
            Said::new(
                lang.pick(
                    format!("{count} gõ bằng bảng mã cũ {name}; đã chuyển sang Unicode"),
                    format!("{count} in the old encoding {name}, converted to Unicode"),
                ),
                lang.pick(
                    "Lần sau nên gõ bằng phông chữ Unicode (Times New Roman).",
                    "Next time, type in a Unicode font (Times New Roman).",
                ),
            )
        }
        Fact::Readings { taken, other } => say_both(taken, other, lang),
        _ => Said::new("", ""),
    },
};

fn two_readings(submission: &Submission, sink: &mut Sink<'_>) {
    for ambiguous in &submission.ambiguous {
        let Some(sheet) = submission.sheets.get(ambiguous.sheet) else {
            continue;
        };
        let named = |(encoding, text): &(Option<crate::book::encoding::Encoding>, String)| {
            (text.clone(), encoding.map(|encoding| encoding.name()))
        };
        let fact = Fact::Readings {
            taken: named(&ambiguous.taken),
            other: named(&ambiguous.other),
        };
        let finding = sink.add(sheet.place.at(ambiguous.cell), fact);
        finding.text = Some(ambiguous.taken.1.clone());
        finding.value = Some(ambiguous.taken.1.clone());
    }
}

type Reading = (String, Option<&'static str>);

fn say_both(taken: &Reading, other: &Reading, lang: Lang) -> Said {
    let of = |(text, encoding): &Reading| {
        let name = encoding.unwrap_or("Unicode");
        format!("{} ({name})", lang.quote(text))
    };
    let (taken, other) = (of(taken), of(other));
    Said::new(
        lang.pick(
            format!("chữ trong ô đọc được hai cách: {taken} hoặc {other}; đã lấy cách thứ nhất"),
            format!("the text can be read in two ways: {taken} or {other}; the first was taken"),
        ),
        lang.pick(
            "Xem lại ô; nếu cách thứ hai mới đúng thì gõ lại chữ bằng phông Unicode (Times New Roman).",
            "Look at the cell; if the second is right, type it again in a Unicode font (Times New Roman).",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readings_are_named() {
        let said = |lang| say_both(&("Có".into(), None), &("Cú".into(), Some("TCVN3")), lang);
        assert_eq!(
            said(Lang::Vi).officer.message,
            "chữ trong ô đọc được hai cách: “Có” (Unicode) hoặc “Cú” (TCVN3); đã lấy cách thứ nhất"
        );
        assert_eq!(
            said(Lang::En).officer.message,
            "the text can be read in two ways: “Có” (Unicode) or “Cú” (TCVN3); the first was taken"
        );
        assert!(said(Lang::Vi).officer.suggestion.is_some());
    }
}
