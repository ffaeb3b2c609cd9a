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
    let suggestion = nearest.map_or_else(
        || lang.pick(
            "Chọn một mục có trong danh mục; nếu mục này là mới, thêm vào tệp danh mục.".to_owned(),
            "Choose an entry of the list; if this one is new, add it to the list's file.".to_owned(),
        ),
        |name| lang.pick(
            format!("Ghi “{name}” (tên gần nhất trong danh mục) nếu đúng là mục này; nếu là tên gọi khác của một mục, thêm vào cột aliases của tệp danh mục."),
            format!("Type “{name}”, the nearest on the list, if that is meant; if it is another name of an entry, add it to the aliases in the list's file."),
        ),
    );
    Said::new(
        lang.pick(
            format!("không có {text} trong danh mục"),
            format!("{text} is not on the list"),
        ),
        suggestion,
    )
}
