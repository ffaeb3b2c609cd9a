//! T003: two columns claim the same field. The first is taken, the other is kept among the extra columns; of two amounts
//! that differ neither is taken. Likewise two forms may claim the same table: the first is taken.

use crate::finding::{Fact, Severity};
use crate::lang::Lang;
use crate::place::{CellRange, CellRef};
use crate::record::{Table, TableColumn};
use crate::rule::support::form_heading;
use crate::rule::{Rule, Said, Sink, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T003",
    name: "DoubledColumn",
    severity: Severity::Error,
    docs: docs!("T003"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            claimed_by_forms(table, sink);
            for (field, cells) in &table.doubled {
                let Some(spec) = table.template.field(*field) else {
                    continue;
                };
                let heading = |cell| table.columns.iter().find(|column| column.cell == cell);
                let taken = table.columns.iter().find(|column| {
                    column
                        .field
                        .as_ref()
                        .is_some_and(|(other, _)| other == field)
                });
                // Where none was taken, the first is told beside each of the others.
                let (beside, others) = match (taken, cells.as_slice()) {
                    (Some(taken), all) => (Some(taken), all),
                    (None, [first, others @ ..]) => (heading(*first), others),
                    (None, []) => (None, [].as_slice()),
                };
                for cell in others {
                    let heads =
                        |column: Option<&TableColumn>| column.map(|one| one.heading.clone());
                    let fact = Fact::Columns {
                        about: std::iter::once(form_heading(spec))
                            .chain(heads(beside.filter(|_| taken.is_none())))
                            .map(|name| (name, String::new()))
                            .collect(),
                        known: heads(taken).into_iter().collect(),
                    };
                    let finding = sink.add(table.place.at(*cell), fact);
                    finding.text = heads(heading(*cell));
                    finding.related = beside
                        .map(|column| table.place.at(column.cell))
                        .into_iter()
                        .collect();
                }
            }
        }
    },
    say: |finding, lang| {
        let Fact::Columns { about, known } = &finding.fact else {
            if let Fact::Forms(forms) = &finding.fact {
                return say_forms(forms, lang);
            }
            return Said::new("", "");
        };
        let field = about.first().map_or("", |(name, _)| name.as_str());
        let text = finding.text.as_deref().unwrap_or_default();
        let taken = known.first().map_or("", String::as_str);
        if let Some((other, _)) = about.get(1) {
            return Said::new(
                lang.pick(
                    format!("cột “{text}” và cột “{other}” đều là “{field}” nhưng số liệu khác nhau; không lấy cột nào, cả hai giữ ở phần cột ngoài mẫu"),
                    format!("the columns “{text}” and “{other}” both mean “{field}” but their figures differ; neither was taken, both are kept among the extra columns"),
                ),
                lang.pick(
                    format!("Giữ tiêu đề “{field}” cho cột đúng và đổi tiêu đề của cột kia."),
                    format!("Keep the heading “{field}” for the column that is meant and rename the other."),
                ),
            );
        }
        Said::new(
            lang.pick(
                format!("cột “{text}” và cột “{taken}” đều là “{field}”; đã lấy cột “{taken}”, cột kia giữ ở phần cột ngoài mẫu"),
                format!("the columns “{text}” and “{taken}” both mean “{field}”; “{taken}” was taken, the other is kept among the extra columns"),
            ),
            lang.pick(
                "Đổi tiêu đề của cột không dùng, hoặc gộp hai cột thành một.",
                "Rename the heading of the column that is not meant, or make one column of the two.",
            ),
        )
    },
};

/// Tells a table that may be of several forms.
fn claimed_by_forms(table: &Table, sink: &mut Sink<'_>) {
    if table.alike.is_empty() {
        return;
    }
    let first = table.columns.first().map_or(0, |column| column.col);
    let last = table.columns.last().map_or(first, |column| column.col);
    let header = CellRange::new(
        CellRef::new(table.header.0, first),
        CellRef::new(table.header.1, last),
    );
    let forms = std::iter::once(&table.template).chain(&table.alike);
    let names = forms.map(|form| {
        let name = |lang| form.name(lang).to_owned();
        (name(Lang::Vi), name(Lang::En))
    });
    let finding = sink.add(table.place.at(header), Fact::Forms(names.collect()));
    finding.value = Some(table.template.id.clone());
}

fn say_forms(forms: &[(String, String)], lang: Lang) -> Said {
    let names: Vec<String> = forms
        .iter()
        .map(|(vi, en)| lang.quote(lang.pick(vi, en)))
        .collect();
    let taken = names.first().cloned().unwrap_or_default();
    let all = lang.list(&names);
    Said::new(
        lang.pick(
            format!("bảng này hợp như nhau với các mẫu {all}, và không có tên biểu nào cho biết là mẫu nào; đã đọc theo mẫu {taken}"),
            format!("the table fits the forms {all} equally well, and no title tells which it is; it was read as {taken}"),
        ),
        lang.pick(
            "Ghi tên biểu ở phía trên bảng, đúng như trong mẫu.",
            "Write the form's title above the table, as the form has it.",
        ),
    )
    .and_officer(lang.pick(
        "Đợt này chỉ dùng một trong các mẫu đó thì ghi riêng mẫu ấy ở `use` trong [templates] của tonghop.toml.",
        "If the round uses only one of them, name that one alone as `use` under [templates] in tonghop.toml.",
    ))
}
