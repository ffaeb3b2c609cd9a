//! What a template makes, in words: its columns, lists, sums and rules.

use std::io;

use unicode_width::UnicodeWidthStr as _;

use super::severity_word;
use crate::lang::Lang;
use crate::letters::word;
use crate::rule;
use crate::severity::Severity;
use crate::template::{FieldSpec, Kind, OFFICE, Role, Slot, Template};

/// The widest that a column of a table is made; what is longer stands out.
const WIDEST: usize = 60;

/// Writes what a template makes.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn write(template: &Template, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let id = word(&template.id);
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("Bảng kết quả: {id}.csv, ngoài các cột chung có:"),
            format!("The table: {id}.csv, with these columns beside those of every table:"),
        )
    )?;
    let fields = template.fields.iter();
    table(&[], fields.map(|field| column(field, lang)), out)?;
    lists(template, lang, out)?;
    consolidated(template, lang, out)?;
    rules(template, lang, out)
}

/// Writes the rules of a template as a table; says so where it states none.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn rules(template: &Template, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let name = lang.quote(&word(template.name(lang)));
    let id = word(&template.id);
    let stated = template.stated_rules(lang);
    if stated.is_empty() {
        return writeln!(
            out,
            "\n{}",
            lang.pick(
                format!("Mẫu {name} ({id}) không có quy tắc riêng."),
                format!("The template {name} ({id}) states no rules of its own."),
            )
        );
    }
    writeln!(
        out,
        "\n{}",
        lang.pick(
            format!("Quy tắc riêng của mẫu {name} ({id}), kiểm tra bằng V131:"),
            format!("Rules of the template {name} ({id}), checked by V131:"),
        )
    )?;
    let heads = lang.pick(["Cột", "Quy tắc", "Mức độ"], ["Column", "Rule", "Severity"]);
    let rows = stated.into_iter().map(|rule| {
        let severity = rule.severity.map_or(Severity::Error, Severity::from);
        [
            word(&rule.label),
            word(&rule.text),
            severity_word(severity, lang).to_owned(),
        ]
    });
    table(&heads, rows, out)
}

/// What a field is: its columns, its label, what it holds.
fn column(field: &FieldSpec, lang: Lang) -> [String; 3] {
    let ids: Vec<&str> = field
        .columns
        .iter()
        .map(|column| column.id.as_str())
        .collect();
    let (vi, en) = field.label(Slot::Value);
    let mut said = vec![kind(field, lang)];
    let required = lang.pick("bắt buộc", "required").to_owned();
    said.extend(field.required.then_some(required));
    said.extend(field.role.and_then(|role| role_word(role, lang)));
    if field.from_section {
        said.push(
            lang.pick("lấy cả từ tên mục", "also from the sections")
                .to_owned(),
        );
    }
    if let Some(group) = &field.group {
        let group = word(group);
        said.push(lang.pick(format!("dưới {group}"), format!("below {group}")));
    }
    [
        word(&ids.join(", ")),
        word(lang.pick(&vi, &en)),
        said.join("; "),
    ]
}

fn kind(field: &FieldSpec, lang: Lang) -> String {
    let plain = match field.kind {
        Kind::Text => lang.pick("chữ", "text"),
        Kind::Code => {
            let list = word(field.list.as_deref().unwrap_or_default());
            return lang.pick(
                format!("chọn trong danh mục {list}"),
                format!("of the list {list}"),
            );
        }
        Kind::Amount => lang.pick("tiền, đồng", "money, in đồng"),
        Kind::Quantity => lang.pick("số lượng và đơn vị tính", "a quantity and its unit"),
        Kind::Interval => lang.pick("khoảng thời gian", "a span of time"),
        Kind::Decimal => {
            let unit = word(field.unit.as_deref().unwrap_or_default());
            if unit.is_empty() {
                return lang.pick("số", "a number").to_owned();
            }
            let others: Vec<String> = field
                .converted
                .keys()
                .map(|measure| word(measure))
                .collect();
            let others = if others.is_empty() {
                String::new()
            } else {
                let others = lang.list(&others);
                lang.pick(
                    format!(" (quy đổi từ {others})"),
                    format!(" (converted from {others})"),
                )
            };
            return lang.pick(
                format!("số, {unit}{others}"),
                format!("a number, in {unit}{others}"),
            );
        }
        Kind::Integer => lang.pick("số nguyên", "a whole number"),
        Kind::Day => lang.pick("ngày", "a day"),
    };
    plain.to_owned()
}

fn role_word(role: Role, lang: Lang) -> Option<String> {
    let said = match role {
        Role::Name => lang.pick("tên của dòng", "names the row"),
        Role::Total => lang.pick("số tiền chính", "the main amount"),
        Role::Part => lang.pick("phần của số tiền", "a part of the amount"),
        Role::Sector => lang.pick("để phân nhóm", "the groups"),
        Role::Provider | Role::Partner | Role::Time | Role::Result => return None,
    };
    Some(said.to_owned())
}

fn lists(template: &Template, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    const SHOWN: usize = 6;
    if template.lists.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{}",
        lang.pick("Danh mục của mẫu:", "Lists of the template:")
    )?;
    let rows = template.lists.iter().map(|(name, entries)| {
        let names = entries.iter().take(SHOWN).map(|entry| word(&entry.name));
        let mut names: Vec<String> = names.collect();
        if entries.len() > SHOWN {
            let more = lang.count(entries.len() - SHOWN, "giá trị khác", "more", "more");
            names.push(more);
        }
        let count = lang.count(entries.len(), "giá trị", "entry", "entries");
        [word(name), count, lang.list(&names)]
    });
    table(&[], rows, out)
}

/// What the consolidated workbook shows and adds up.
fn consolidated(template: &Template, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let label = |id: &String| {
        let field = template.fields.iter().find(|field| field.id == *id);
        let label = field.map(|field| field.label(Slot::Value));
        word(&label.map_or_else(|| id.clone(), |(vi, en)| lang.pick(vi, en)))
    };
    let money = template
        .fields
        .iter()
        .filter(|field| field.kind == Kind::Amount);
    let sums: Vec<String> = money
        .map(|field| &field.id)
        .chain(&template.consolidated.sums)
        .map(label)
        .collect();
    writeln!(out)?;
    if sums.is_empty() {
        writeln!(
            out,
            "{}",
            lang.pick(
                "Bảng tổng hợp không cộng cột nào.",
                "The consolidated workbook adds up nothing."
            )
        )?;
    } else {
        let sums = lang.list(&sums);
        writeln!(
            out,
            "{}",
            lang.pick(
                format!("Bảng tổng hợp cộng: {sums}."),
                format!("The consolidated workbook adds up: {sums}."),
            )
        )?;
    }
    if template
        .fields
        .iter()
        .any(|field| field.kind == Kind::Amount)
    {
        let scale = rule::scale_name(template.default_scale, lang);
        writeln!(
            out,
            "{}",
            lang.pick(
                format!("Tệp không ghi đơn vị tính thì hiểu là {scale} (T005)."),
                format!("Where a submission states no unit of account it is {scale} (T005)."),
            )
        )?;
    }
    let columns = &template.consolidated.columns;
    if !columns.is_empty() {
        let office = lang.pick("Đơn vị báo cáo", "Reporting unit").to_owned();
        let shown: Vec<String> = columns
            .iter()
            .map(|column| match &column.heading {
                Some(heading) => word(heading),
                None if column.field == OFFICE => office.clone(),
                None => label(&column.field),
            })
            .collect();
        let shown = lang.list(&shown);
        writeln!(
            out,
            "{}",
            lang.pick(
                format!("Bảng ký gồm các cột: {shown}."),
                format!("The table to be signed has the columns: {shown}."),
            )
        )?;
    }
    Ok(())
}

/// Writes rows of three cells below each other.
fn table(
    heads: &[&str],
    rows: impl Iterator<Item = [String; 3]>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let rows: Vec<[String; 3]> = rows.collect();
    let [one, two, ..] = [0, 1, 2].map(|col| {
        let cells = rows.iter().filter_map(|row| row.get(col));
        let widths = cells
            .map(|cell| cell.width())
            .filter(|width| *width <= WIDEST);
        let head = heads.get(col).map_or(0, |head| head.width());
        widths.fold(head, usize::max)
    });
    let mut line = |[first, second, third]: [&str; 3]| {
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let text = format!(
            "  {first}{}  {second}{}  {third}",
            pad(first, one),
            pad(second, two)
        );
        writeln!(out, "{}", text.trim_end())
    };
    if let [first, second, third] = heads {
        line([first, second, third])?;
    }
    for [first, second, third] in &rows {
        line([first, second, third])?;
    }
    Ok(())
}
