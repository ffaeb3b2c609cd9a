//! `tonghop inspect`: how a file was understood: sheets, tables, columns, every cell accounted for.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::{limits, project_arg, setup};
use crate::book::encoding::Encoding;
use crate::book::{
    self,
    grid::{Content, Grid},
};
use crate::cli::{Failure, Outcome, Terminal, lang_arg, localised};
use crate::intake;
use crate::lang::Lang;
use crate::layout::{CellRole, SheetLayout, is_filled};
use crate::normalize::record::{Field, Table, TableScale};
use crate::normalize::scale::CaptionScale;
use crate::normalize::shown;
use crate::normalize::value::Value;
use crate::place::{CellRef, col_name};
use crate::round::{self, Setup, Sheet};
use crate::template::{Kind, Slot};
use crate::{project, rule};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    localised(Command::new("inspect"), lang)
        .about(lang.pick(
            "Cho biết một tệp được hiểu thế nào: trang tính, bảng, cột, vai trò của từng ô",
            "Tell how a file was understood: sheets, tables, columns, the role of every cell",
        ))
        .override_usage(lang.pick(
            "tonghop inspect <TỆP> [TÙY CHỌN]",
            "tonghop inspect <FILE> [OPTIONS]",
        ))
        .arg(
            Arg::new("file")
                .value_name(lang.pick("TỆP", "FILE"))
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help_heading(lang.pick("Đầu vào", "Inputs"))
                .help(lang.pick("Tệp cần xem", "The file to look at")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("text|json")
                .value_parser(["text", "json"])
                .default_value("text")
                .hide_possible_values(true)
                .hide_default_value(true)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick(
                    "Dạng kết quả (mặc định: text); json cho mỗi ô một dòng",
                    "Format of the result (default: text); json gives a line for each cell",
                )),
        )
        .arg(project_arg(lang))
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Ví dụ:\n  tonghop inspect so-y-te.xls\n  tonghop inspect so-y-te.xls --format json",
            "Examples:\n  tonghop inspect health.xls\n  tonghop inspect health.xls --format json",
        ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let path = matches
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let project_path = matches
        .get_one::<PathBuf>("project")
        .cloned()
        .or_else(|| project::find(path.parent().unwrap_or(Path::new("."))));
    let (setup, files) = setup(project_path.as_deref(), limits(matches), lang)?;
    let gathered = intake::gather(std::slice::from_ref(&path), None, &files, &setup.limits)
        .map_err(|error| Failure(error.say(lang)))?;
    let source = gathered.sources.first().ok_or_else(|| {
        let path = path.display();
        Failure(lang.pick(
            format!("“{path}” không phải là bảng tính"),
            format!("“{path}” is no spreadsheet"),
        ))
    })?;
    let opened = book::open(source, &setup.limits);
    let Some(mut book) = opened.outcome.book else {
        let strangers = gathered
            .others
            .into_iter()
            .map(|other| (other.name, other.fact))
            .collect();
        let round = round::read(&gathered.sources, strangers, false, setup);
        let said = rule::check(&round)
            .first()
            .map(|finding| rule::say(finding, lang).message);
        return Err(Failure(format!(
            "{}: {}",
            source.name,
            said.unwrap_or_default()
        )));
    };
    let decoded = round::decode(&mut book);
    let layouts = round::recognise(&book, &setup);
    let json = matches
        .get_one::<String>("format")
        .is_some_and(|format| format == "json");
    for (index, (grid, layout)) in book.sheets.iter().zip(&layouts).enumerate() {
        let sheet = round::sheet(grid, layout, &source.name, &setup);
        let written = if json {
            let encoding = |cell| decoded.encoding(index, cell).map(Encoding::name);
            cells(grid, layout, &sheet, &encoding, terminal)
        } else {
            describe(grid, layout, &sheet, &setup, lang, terminal)
        };
        written.or_else(|error| {
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(error)
            }
        })?;
    }
    Ok(Outcome::Done)
}

#[derive(Serialize)]
struct Line<'a> {
    sheet: &'a str,
    cell: String,
    role: &'static str,
    field: Option<&'a str>,
    text: String,
    value: Option<String>,
    encoding: Option<&'a str>,
}

/// A line of JSON for each filled cell.
fn cells(
    grid: &Grid,
    layout: &SheetLayout,
    sheet: &Sheet,
    encoding: &dyn Fn(CellRef) -> Option<&'static str>,
    terminal: &mut Terminal,
) -> std::io::Result<()> {
    let read = read_cells(&sheet.tables);
    for (row, roles) in grid.rows.iter().zip(&layout.roles) {
        for (cell, role) in row
            .cells
            .iter()
            .zip(roles)
            .filter(|(cell, _)| is_filled(cell))
        {
            let at = CellRef::new(row.row, cell.col);
            let (field, value) = read.get(&at).cloned().unwrap_or_default();
            let line = Line {
                sheet: &grid.name,
                cell: at.to_string(),
                role: role.name(),
                field: field.as_deref().filter(|_| *role == CellRole::Record),
                text: match &cell.content {
                    Content::Text(text) => text.to_string(),
                    other => shown::display(other),
                },
                value,
                encoding: encoding(at),
            };
            serde_json::to_writer(&mut terminal.out, &line)?;
            terminal.out.write_all(b"\n")?;
        }
    }
    Ok(())
}

type Reading = (Option<Arc<str>>, Option<String>);

/// What each cell of a record, and each figure of a row that adds up, was read as.
fn read_cells(tables: &[Table]) -> BTreeMap<CellRef, Reading> {
    let mut read = BTreeMap::new();
    for table in tables {
        let ids: BTreeMap<u32, Arc<str>> = table
            .columns
            .iter()
            .filter_map(|column| Some((column.col, Arc::from(column.field.as_ref()?.1.as_str()))))
            .collect();
        let id = |cell: CellRef| ids.get(&cell.col).cloned();
        for record in &table.records {
            if let Some(cell) = record.seq_cell {
                read.insert(
                    cell,
                    (
                        Some(Arc::from("seq")),
                        Some(record.seq.clone()).filter(|seq| !seq.is_empty()),
                    ),
                );
            }
            for (spec, field) in table.template.fields.iter().zip(&record.fields) {
                let slots = if field.second.is_some() && spec.kind == Kind::Interval {
                    [(field.cell, Slot::Start), (field.second, Slot::End)]
                } else {
                    [(field.cell, Slot::Value), (field.second, Slot::Measure)]
                };
                for (cell, slot) in slots {
                    if let Some(cell) = cell {
                        read.insert(cell, (id(cell), slot_value(field, slot)));
                    }
                }
            }
        }
        for (_, field) in table.totals.iter().flat_map(|total| &total.amounts) {
            if let Some(cell) = field.cell {
                read.insert(cell, (id(cell), slot_value(field, Slot::Value)));
            }
        }
        // A second column of a field, and columns in rows that went on: known by their heading.
        for (col, id) in &ids {
            for record in &table.records {
                read.entry(CellRef::new(record.row, *col))
                    .or_insert((Some(id.clone()), None));
            }
        }
    }
    read
}

fn slot_value(field: &Field, slot: Slot) -> Option<String> {
    match (&field.value, slot) {
        (Value::Interval(interval), Slot::Start) => interval.start.map(|day| day.to_string()),
        (Value::Interval(interval), Slot::End) => interval.end.map(|day| day.to_string()),
        (Value::Quantity { number, measure }, Slot::Value) if field.second.is_some() => number
            .map(|number| number.normalize().to_string())
            .or_else(|| Some(measure.clone())),
        (Value::Quantity { measure, .. }, Slot::Measure) => Some(measure.clone()),
        (value, _) => rule::value_text(value),
    }
}

/// A sheet as an officer reads it.
fn describe(
    grid: &Grid,
    layout: &SheetLayout,
    sheet: &Sheet,
    setup: &Setup,
    lang: Lang,
    terminal: &mut Terminal,
) -> std::io::Result<()> {
    let out = &mut terminal.out;
    let name = if grid.name.is_empty() {
        lang.pick("(tệp văn bản)", "(delimited text)")
    } else {
        &grid.name
    };
    let filled = grid
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| is_filled(cell))
        .count();
    writeln!(
        out,
        "{}",
        lang.pick(
            format!(
                "Trang tính “{name}”: {} ô có dữ liệu",
                lang.integer(filled as i128)
            ),
            format!(
                "Sheet “{name}”: {} filled cells",
                lang.integer(filled as i128)
            ),
        )
    )?;
    if sheet.tables.is_empty() {
        writeln!(
            out,
            "  {}",
            lang.pick(
                "không có bảng theo mẫu đã biết; không đọc số liệu",
                "no table of a known form; no data read"
            )
        )?;
    }
    for (table, of) in sheet.tables.iter().zip(&layout.tables) {
        describe_table(table, lang, out)?;
        drawing(grid, of, layout, out)?;
    }
    let mut counts: BTreeMap<CellRole, usize> = BTreeMap::new();
    for (row, roles) in grid.rows.iter().zip(&layout.roles) {
        for (_, role) in row
            .cells
            .iter()
            .zip(roles)
            .filter(|(cell, _)| is_filled(cell))
        {
            *counts.entry(*role).or_default() += 1;
        }
    }
    let said: Vec<String> = counts
        .iter()
        .map(|(role, count)| format!("{} {count}", role_word(*role, lang)))
        .collect();
    writeln!(
        out,
        "  {}: {} = {filled}",
        lang.pick("các ô", "cells"),
        said.join(" + ")
    )?;
    if setup.project.is_none() {
        writeln!(
            out,
            "  {}",
            lang.pick(
                "(không có tonghop.toml: không đối chiếu danh sách đơn vị, lĩnh vực)",
                "(no tonghop.toml: offices and sectors were not looked up)"
            )
        )?;
    }
    writeln!(out)
}

fn describe_table(table: &Table, lang: Lang, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let (first, last) = (table.header.0 + 1, table.header.1 + 1);
    let rows = if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    };
    let form = table.template.name(lang);
    let records = lang.count(table.records.len(), "dòng số liệu", "record", "records");
    writeln!(
        out,
        "  {}",
        lang.pick(
            format!(
                "bảng “{form}”: tiêu đề ở dòng {rows}, {records}, {} dòng cộng",
                table.totals.len()
            ),
            format!(
                "table “{form}”: header in row {rows}, {records}, {} rows that add up",
                table.totals.len()
            ),
        )
    )?;
    let scale = match &table.scale {
        TableScale::Stated { dong, cell } => {
            let at = cell.map_or_else(String::new, |cell| {
                lang.pick(format!(", ghi ở ô {cell}"), format!(", stated in {cell}"))
            });
            format!("{}{at}", rule::scale_name(*dong, lang))
        }
        TableScale::Contradicted { .. } => lang
            .pick(
                "hai chỗ ghi khác nhau, không lấy",
                "two statements contradict, none taken",
            )
            .to_owned(),
        TableScale::Default { dong, used: 0 } => lang.pick(
            format!(
                "không ghi ở đầu bảng; không ô nào phải dùng đơn vị mặc định ({})",
                rule::scale_name(*dong, lang)
            ),
            format!(
                "not stated above the table; no amount needed the default ({})",
                rule::scale_name(*dong, lang)
            ),
        ),
        TableScale::Default { dong, .. } => lang.pick(
            format!("không ghi; tạm dùng {}", rule::scale_name(*dong, lang)),
            format!(
                "not stated; {} taken for now",
                rule::scale_name(*dong, lang)
            ),
        ),
    };
    writeln!(
        out,
        "  {}: {scale}",
        lang.pick("đơn vị tính", "unit of account")
    )?;
    for column in &table.columns {
        let heading = format!("{:>3}  “{}”", col_name(column.col), column.heading);
        let meaning = match (&column.field, column.seq) {
            (Some((_, id)), _) => format!("→ {id}"),
            (None, true) => "→ seq".to_owned(),
            (None, false) => lang
                .pick("→ ngoài mẫu (extra)", "→ not in the form (extra)")
                .to_owned(),
        };
        let scale = match &column.scale {
            Some(CaptionScale::Money { dong, .. }) => {
                format!(" [{}]", rule::scale_name(*dong, lang))
            }
            Some(CaptionScale::Foreign { currency, .. }) => format!(" [{currency}]"),
            Some(CaptionScale::Measure(measure)) => format!(" [{measure}]"),
            None => String::new(),
        };
        writeln!(out, "  {heading} {meaning}{scale}")?;
    }
    Ok(())
}

/// A small drawing: a letter a cell, rows of the same look told once.
fn drawing(
    grid: &Grid,
    table: &crate::layout::TableLayout,
    layout: &SheetLayout,
    out: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    let last_col = table
        .header
        .columns
        .last()
        .map_or(0, |column| column.col)
        .min(40);
    let mut before: Option<(String, u32, u32)> = None;
    let mut lines: Vec<(String, u32, u32)> = Vec::new();
    for (row, roles) in grid.rows.iter().zip(&layout.roles) {
        let mut look: Vec<char> = vec!['·'; last_col as usize + 1];
        for (cell, role) in row
            .cells
            .iter()
            .zip(roles)
            .filter(|(cell, _)| is_filled(cell))
        {
            if let Some(place) = look.get_mut(cell.col as usize) {
                *place = role_letter(*role);
            }
        }
        let look: String = look.into_iter().collect();
        let kind = look.chars().find(|c| *c != '·').unwrap_or('·');
        match &mut before {
            Some((other, _, last))
                if kind == 'r' && other.contains('r') && row.row == *last + 1 =>
            {
                *last = row.row
            }
            _ => {
                lines.extend(before.take());
                before = Some((look, row.row, row.row));
            }
        }
    }
    lines.extend(before);
    for (look, first, last) in lines {
        let rows = if first == last {
            format!("{}", first + 1)
        } else {
            format!("{}–{}", first + 1, last + 1)
        };
        writeln!(out, "  {rows:>9}  {look}")?;
    }
    Ok(())
}

fn role_letter(role: CellRole) -> char {
    match role {
        CellRole::Letterhead => 'l',
        CellRole::Title => 'T',
        CellRole::Caption => 'c',
        CellRole::Header => 'H',
        CellRole::Number => 'n',
        CellRole::Section => 'S',
        CellRole::Subtotal => '+',
        CellRole::Total => 'Σ',
        CellRole::Record => 'r',
        CellRole::Note => 'g',
        CellRole::Signature => 'k',
        CellRole::Skipped => '-',
        CellRole::Unexplained => '?',
    }
}

fn role_word(role: CellRole, lang: Lang) -> &'static str {
    match role {
        CellRole::Letterhead => lang.pick("đầu văn bản (l)", "letterhead (l)"),
        CellRole::Title => lang.pick("tên bảng (T)", "title (T)"),
        CellRole::Caption => lang.pick("chú dẫn (c)", "caption (c)"),
        CellRole::Header => lang.pick("tiêu đề cột (H)", "header (H)"),
        CellRole::Number => lang.pick("số cột (n)", "column numbers (n)"),
        CellRole::Section => lang.pick("mục (S)", "section (S)"),
        CellRole::Subtotal => lang.pick("cộng mục (+)", "subtotal (+)"),
        CellRole::Total => lang.pick("tổng cộng (Σ)", "total (Σ)"),
        CellRole::Record => lang.pick("số liệu (r)", "record (r)"),
        CellRole::Note => lang.pick("ghi chú (g)", "note (g)"),
        CellRole::Signature => lang.pick("chữ ký (k)", "signature (k)"),
        CellRole::Skipped => lang.pick("không đọc (-)", "skipped (-)"),
        CellRole::Unexplained => lang.pick("chưa rõ (?)", "unexplained (?)"),
    }
}
