//! V104: a value that is not on its list; the nearest entry is suggested.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::{note, quoted, remarks};
use crate::rule::{Rule, Said, docs};
use crate::value::Note;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V104",
    name: "UnlistedValue",
    severity: Severity::Error,
    docs: docs!("V104"),
    joins: false,
    check: |round, sink| {
        remarks(round, sink, |_, note| matches!(note, Note::NotListed(_)));
        for (_, table) in round.tables() {
            for remark in &table.section_remarks {
                let label = ("Lĩnh vực".to_owned(), "Sector".to_owned());
                let fact = Fact::Value {
                    label,
                    note: remark.note.clone(),
                };
                sink.add(table.place.at(remark.cell), fact).text = Some(remark.text.clone());
            }
        }
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let text = quoted(finding, lang);
    let nearest = match note(finding) {
        Some(Note::NotListed(Some((_, name)))) => Some(name.clone()),
        _ => None,
    };
    let message = lang.pick(
        format!("không có {text} trong danh mục"),
        format!("{text} is not on the list"),
    );
    match nearest {
        Some(name) => Said::new(
            message,
            lang.pick(
                format!("Ghi “{name}” (tên gần nhất trong danh mục) nếu đúng là tên này."),
                format!("Type “{name}”, the nearest on the list, if that is meant."),
            ),
        )
        .and_officer(lang.pick(
            "Tên gọi khác của một tên có trong danh mục thì thêm vào cột aliases của tệp danh mục.",
            "Another name of what is on the list can be added to the aliases in the list's file.",
        )),
        None => Said::new(
            message,
            lang.pick(
                "Chọn một tên có trong danh mục.",
                "Choose an entry of the list.",
            ),
        )
        .and_officer(lang.pick(
            "Nếu tên này là mới, thêm vào tệp danh mục.",
            "If this one is new, add it to the list's file.",
        )),
    }
}
