//! `inspect` as an officer reads it: per sheet what it is, where its tables lie, how each column was understood and why.

use std::collections::BTreeMap;
use std::io;

use super::{View, drawing};
use crate::lang::Lang;
use crate::layout::{
    CellRole, Column, Evidence, Frame, Meaning, Overlooked, TableLayout, is_filled,
};
use crate::letters::{printable, word};
use crate::place::{CellRef, col_name};
use crate::record::{Table, TableScale};
use crate::round::Setup;
use crate::rule;
use crate::template::{FieldSpec, Kind, Role, Slot, Strength, Template};
use crate::value::scale::CaptionScale;

/// How many cells that nothing explains are named.
const NAMED: usize = 12;

/// Writes all sheets.
pub(super) fn write(
    views: &[View<'_>],
    setup: &Setup,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if setup.project.is_none() {
        let said = lang.pick(
            "(không có tonghop.toml: không đối chiếu danh sách đơn vị, lĩnh vực)",
            "(no tonghop.toml: offices and sectors were not looked up)",
        );
        writeln!(out, "{said}\n")?;
    }
    for view in views {
        sheet(view, lang, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn sheet(view: &View<'_>, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let filled: usize = view
        .grid
        .rows
        .iter()
        .map(|row| row.cells.iter().filter(|cell| is_filled(cell)).count())
        .sum();
    let name = if view.grid.name.is_empty() {
        lang.pick("Tệp văn bản", "Delimited text").to_owned()
    } else {
        let name = quote(&view.grid.name, lang);
        lang.pick(format!("Trang tính {name}"), format!("Sheet {name}"))
    };
    let cells = lang.integer(i128::try_from(filled).unwrap_or(i128::MAX));
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("{name}: {cells} ô có dữ liệu; {}", what(view, lang)),
            format!("{name}: {cells} filled cells; {}", what(view, lang)),
        )
    )?;
    for (table, layout) in view.sheet.tables.iter().zip(&view.layout.tables) {
        known(view, table, layout, lang, out)?;
    }
    for layout in &view.others {
        unknown(view, layout, lang, out)?;
    }
    if filled > 0 {
        drawing::write(view, out)?;
        counts(view, filled, lang, out)?;
    }
    Ok(())
}

/// Words of the file, on one line.
fn quote(text: &str, lang: Lang) -> String {
    lang.quote(&printable(text))
}

/// What a sheet is, in a few words.
fn what(view: &View<'_>, lang: Lang) -> &'static str {
    match (view.sheet.tables.is_empty(), view.others.is_empty()) {
        (false, _) => lang.pick("có bảng theo mẫu đã biết", "it holds a known form"),
        (true, false) => lang.pick(
            "có bảng nhưng không theo mẫu đã biết, không đưa vào tổng hợp",
            "it holds a table of no known form, which is not converted",
        ),
        (true, true) => lang.pick(
            "không có bảng, không đọc số liệu",
            "it holds no table; no data read",
        ),
    }
}

fn known(
    view: &View<'_>,
    table: &Table,
    layout: &TableLayout,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let form = lang.quote(table.template.name(lang));
    let id = &table.template.id;
    place(view, layout, &format!("{form} ({id})"), lang, out)?;
    let records = lang.count(table.records.len(), "dòng số liệu", "record", "records");
    let totals = lang.count(
        table.totals.len(),
        "dòng cộng",
        "row that adds up",
        "rows that add up",
    );
    let sections = lang.count(table.sections.len(), "mục", "section", "sections");
    writeln!(out, "    {records}, {sections}, {totals}")?;
    let holds_money = |spec: &FieldSpec| spec.kind == Kind::Amount;
    if table.template.fields.iter().any(holds_money) {
        unit_of_account(&scale(&table.scale, lang), lang, out)?;
    }
    for (column, read) in layout.header.columns.iter().zip(&table.columns) {
        let meaning = match &read.field {
            Some((field, id)) => {
                let label = label(&table.template, *field, column.meaning, lang);
                format!("{id}: {label}")
            }
            None if read.helper => lang
                .pick(
                    "biểu tự tính, không đọc",
                    "filled in by the form itself, not read",
                )
                .to_owned(),
            None if read.unit => lang
                .pick(
                    "đơn vị tính của số tiền bên cạnh",
                    "unit of account of the amounts beside it",
                )
                .to_owned(),
            None if read.seq => format!("seq: {}", number_word(lang)),
            None => lang
                .pick("cột ngoài mẫu (extra)", "not in the form (extra)")
                .to_owned(),
        };
        let why = because(&column.evidence, lang);
        column_line(column, &meaning, &why, lang, out)?;
    }
    Ok(())
}

fn unknown(
    view: &View<'_>,
    layout: &TableLayout,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    place(view, layout, layout.template.name(lang), lang, out)?;
    let said = stated(&layout.frame, lang).unwrap_or_else(|| {
        lang.pick("không ghi ở đầu bảng", "not stated above the table")
            .to_owned()
    });
    unit_of_account(&said, lang, out)?;
    for column in &layout.header.columns {
        let (meaning, why) = structure(column, &layout.template, lang);
        column_line(column, meaning, why, lang, out)?;
    }
    Ok(())
}

/// Where a table lies, its header and its title.
fn place(
    view: &View<'_>,
    layout: &TableLayout,
    form: &str,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let header = &layout.header;
    let rows = |first: u32, last: u32| {
        let (first, last) = (u64::from(first) + 1, u64::from(last) + 1);
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    };
    let last_row = layout
        .body
        .rows
        .last()
        .and_then(|row| view.grid.rows.get(row.index))
        .map_or(header.span.1, |row| row.row);
    let first = header.columns.first().map_or(0, |column| column.col);
    let last = header.columns.last().map_or(0, |column| column.col);
    let (first, last) = (
        CellRef::new(header.span.0, first),
        CellRef::new(last_row.max(header.span.1), last),
    );
    let heading = rows(header.span.0, header.span.1);
    let number = header
        .number_row
        .and_then(|index| view.grid.rows.get(index))
        .map(|row| rows(row.row, row.row))
        .map_or_else(String::new, |row| {
            lang.pick(
                format!(", số cột ở dòng {row}"),
                format!(", column numbers in row {row}"),
            )
        });
    writeln!(
        out,
        "  {}",
        lang.pick(
            format!("bảng {first}:{last}, {form}; tiêu đề ở dòng {heading}{number}"),
            format!("table {first}:{last}, {form}; header in row {heading}{number}"),
        )
    )?;
    if let Some(title) = &layout.frame.title {
        let title = quote(title, lang);
        writeln!(
            out,
            "    {}",
            lang.pick(format!("tên bảng: {title}"), format!("title: {title}"))
        )?;
    }
    Ok(())
}

fn unit_of_account(said: &str, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let label = lang.pick("đơn vị tính", "unit of account");
    writeln!(out, "    {label}: {said}")
}

fn scale(scale: &TableScale, lang: Lang) -> String {
    match scale {
        TableScale::Stated { dong, cell } => {
            let at = cell.map_or_else(
                || {
                    lang.pick(", như bảng trên", ", as in the table above")
                        .to_owned()
                },
                |cell| lang.pick(format!(", ghi ở ô {cell}"), format!(", stated in {cell}")),
            );
            format!("{}{at}", rule::scale_name(*dong, lang))
        }
        TableScale::Overlooked { dong, at, .. } => {
            let at = match at {
                Overlooked::Note(cell) => lang.pick(
                    format!("ghi ở cuối bảng, ô {cell}"),
                    format!("stated below the table, in {cell}"),
                ),
                Overlooked::Comment(cell) => lang.pick(
                    format!("ghi trong chú thích của ô {cell}"),
                    format!("stated in a comment on {cell}"),
                ),
                Overlooked::Sum(cell) => lang.pick(
                    format!("không ghi; theo dòng cộng ở ô {cell}"),
                    format!("not stated; by the sum in {cell}"),
                ),
                Overlooked::Sheet(sheet, cell) => lang.pick(
                    format!("ghi ở trang tính “{sheet}”, ô {cell}"),
                    format!("stated on the sheet “{sheet}”, in {cell}"),
                ),
            };
            format!("{}, {at}", rule::scale_name(*dong, lang))
        }
        TableScale::Foreign { currency, cell } => lang.pick(
            format!("ngoại tệ ({currency}), ghi ở ô {cell}; không quy đổi"),
            format!("foreign currency ({currency}), stated in {cell}; not converted"),
        ),
        TableScale::Contradicted { statements } => {
            let said: Vec<String> = statements
                .iter()
                .map(|(cell, text, _)| format!("{cell} {}", quote(text, lang)))
                .collect();
            let said = lang.list(&said);
            lang.pick(
                format!("hai đơn vị tính khác nhau, không lấy: {said}"),
                format!("the statements contradict, none taken: {said}"),
            )
        }
        TableScale::Default { dong, used: 0 } => {
            let name = rule::scale_name(*dong, lang);
            lang.pick(
                format!("không ghi ở đầu bảng; không ô nào phải dùng đơn vị mặc định ({name})"),
                format!("not stated above the table; no amount needed the default ({name})"),
            )
        }
        TableScale::Default { dong, .. } => {
            let name = rule::scale_name(*dong, lang);
            lang.pick(
                format!("không ghi; tạm dùng {name}"),
                format!("not stated; {name} taken for now"),
            )
        }
    }
}

/// What the lines above a table say of the unit of account.
fn stated(frame: &Frame, lang: Lang) -> Option<String> {
    let said: Vec<String> = frame
        .scales
        .iter()
        .map(|scale| {
            let (name, cell) = (rule::scale_name(scale.dong, lang), scale.cell);
            lang.pick(
                format!("{name}, ghi ở ô {cell}"),
                format!("{name}, stated in {cell}"),
            )
        })
        .collect();
    (!said.is_empty()).then(|| lang.list(&said))
}

fn column_line(
    column: &Column,
    meaning: &str,
    why: &str,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let scale = match &column.scale {
        Some(CaptionScale::Money { dong, .. }) => format!(" [{}]", rule::scale_name(*dong, lang)),
        Some(CaptionScale::Foreign { currency, .. }) => format!(" [{}]", word(currency)),
        Some(CaptionScale::Measure(measure)) => format!(" [{}]", word(measure)),
        None => String::new(),
    };
    let heading = if column.path.is_empty() {
        lang.pick("(không có tên)", "(no heading)").to_owned()
    } else {
        quote(&column.heading(), lang)
    };
    let col = col_name(column.col);
    writeln!(out, "    {col:>3}  {heading} → {meaning}{scale}; {why}")
}

/// The label of a column's field.
fn label(template: &Template, field: usize, meaning: Meaning, lang: Lang) -> String {
    let slot = match meaning {
        Meaning::Field { slot, .. } => slot,
        Meaning::Seq | Meaning::Extra | Meaning::Unit { .. } | Meaning::Helper => Slot::Value,
    };
    template.field(field).map_or_else(String::new, |spec| {
        let (vi, en) = spec.label(slot);
        lang.pick(vi, en)
    })
}

fn number_word(lang: Lang) -> &'static str {
    lang.pick("số thứ tự", "row number")
}

/// What a column's meaning rests on, in words.
pub(super) fn because(evidence: &Evidence, lang: Lang) -> String {
    let Evidence::Heading { strength, group } = evidence else {
        return plainly(evidence, lang).to_owned();
    };
    let said = match strength {
        Strength::Exact => lang.pick("đúng tên cột đã biết", "a known heading"),
        Strength::Bare => lang.pick(
            "đúng tên cột đã biết, bỏ qua dấu",
            "a known heading, diacritics aside",
        ),
        Strength::Short => lang.pick("viết tắt của tên cột đã biết", "a known heading, shortened"),
        Strength::Like => lang.pick("gần giống tên cột đã biết", "like a known heading"),
    };
    match group {
        Some(group) => {
            let group = quote(group, lang);
            lang.pick(
                format!("{said} dưới {group}"),
                format!("{said} under {group}"),
            )
        }
        None => said.to_owned(),
    }
}

fn plainly(evidence: &Evidence, lang: Lang) -> &'static str {
    match evidence {
        Evidence::Id => lang.pick("theo dòng mã của biểu", "by the form's row of ids"),
        Evidence::Neighbours => lang.pick("theo các cột bên cạnh", "by the columns beside it"),
        Evidence::Other => lang.pick(
            "tên cột của số liệu khác (dự kiến, đề nghị, lũy kế, đơn giá …), không phải cột của mẫu",
            "a heading of other figures (planned, asked for, cumulative, a rate …), none of the form's",
        ),
        Evidence::Rate => lang.pick(
            "mức tính cho một đơn vị (căn, hộ, suất …), không phải tổng số tiền",
            "a rate for one (house, household, grant …), no total",
        ),
        Evidence::Rival => lang.pick(
            "cột khác trùng tên hoặc khớp hơn",
            "another column has the same name, or fits better",
        ),
        Evidence::Cells => lang.pick("theo các ô bên dưới", "by the cells below"),
        Evidence::Heading { .. } | Evidence::Unknown => {
            lang.pick("không có tên cột này trong mẫu", "no heading of the form")
        }
    }
}

/// What a column of an unknown form is, by its structure alone, and why.
fn structure(column: &Column, template: &Template, lang: Lang) -> (&'static str, &'static str) {
    let Meaning::Field { field, .. } = column.meaning else {
        return (
            number_word(lang),
            lang.pick("ô bên dưới đánh số các dòng", "its cells number the rows"),
        );
    };
    match template.field(field).map(|spec| (spec.role, spec.kind)) {
        Some((Some(Role::Name), _)) => (
            lang.pick("tên của dòng", "what the row is about"),
            lang.pick("cột chữ đầu tiên", "the first column of text"),
        ),
        Some((_, Kind::Amount)) => (
            lang.pick("số", "figures"),
            lang.pick("phần lớn ô là số", "most of its cells are numbers"),
        ),
        _ => (
            lang.pick("chữ", "text"),
            lang.pick(
                "phần lớn ô là chữ hoặc trống",
                "most of its cells are text or empty",
            ),
        ),
    }
}

/// How many cells have each role; they add up to all filled ones.
fn counts(view: &View<'_>, filled: usize, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let mut counts: BTreeMap<CellRole, usize> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (row, roles) in view.grid.rows.iter().zip(&view.layout.roles) {
        let cells = row.cells.iter().zip(roles);
        for (cell, role) in cells.filter(|(cell, _)| is_filled(cell)) {
            *counts.entry(*role).or_default() += 1;
            if *role == CellRole::Unexplained {
                unexplained.push(CellRef::new(row.row, cell.col).to_string());
            }
        }
    }
    let said: Vec<String> = counts
        .iter()
        .map(|(role, count)| {
            let letter = drawing::letter(*role);
            format!("{} ({letter}) {count}", role_word(*role, lang))
        })
        .collect();
    let label = lang.pick("các ô", "cells");
    writeln!(out, "  {label}: {} = {filled}", said.join(" + "))?;
    if !unexplained.is_empty() {
        let more = unexplained.len().saturating_sub(NAMED);
        let mut named: Vec<String> = unexplained.into_iter().take(NAMED).collect();
        if more > 0 {
            named.push(lang.pick(format!("{more} ô khác"), format!("{more} more")));
        }
        let named = lang.list(&named);
        let label = lang.pick("chưa rõ", "unexplained");
        writeln!(out, "  {label}: {named}")?;
    }
    Ok(())
}

fn role_word(role: CellRole, lang: Lang) -> &'static str {
    match role {
        CellRole::Letterhead => lang.pick("đầu văn bản", "letterhead"),
        CellRole::Title => lang.pick("tên bảng", "title"),
        CellRole::Caption => lang.pick("chú dẫn", "caption"),
        CellRole::Header => lang.pick("tiêu đề cột", "header"),
        CellRole::Number => lang.pick("số cột", "column numbers"),
        CellRole::Section => lang.pick("mục", "section"),
        CellRole::Subtotal => lang.pick("cộng mục", "subtotal"),
        CellRole::Total => lang.pick("tổng cộng", "total"),
        CellRole::Record => lang.pick("số liệu", "record"),
        CellRole::Note => lang.pick("ghi chú", "note"),
        CellRole::Signature => lang.pick("chữ ký", "signature"),
        CellRole::Skipped => lang.pick("không đọc", "skipped"),
        CellRole::Unexplained => lang.pick("chưa rõ", "unexplained"),
    }
}
