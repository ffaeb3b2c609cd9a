//! `tonghop inspect`: how a file was understood: sheets, tables, columns, every cell accounted for.
//!
//! It shows what `convert` would read, and beyond it what stands on sheets whose form nobody described.

mod cells;
mod drawing;
mod text;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::args::{format_arg, project_arg, rare_encodings_arg};
use super::{limits, outcome, setup, workbook};
use crate::book::encoding::{Encoding, Report};
use crate::book::grid::{Book, Grid};
use crate::book::stamp::is_stamp_sheet;
use crate::cmd::args::{lang_arg, localised};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::layout::{SheetLayout, TableLayout, recognise_rest};
use crate::letters::{Plain, printable};
use crate::round::{self, Setup, Sheet};
use crate::{project, report, rule};

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
        .arg(format_arg(
            lang,
            &["text", "json"],
            (
                "; json cho mỗi ô có dữ liệu một dòng (ô chỉ có dấu cách không tính)",
                "; json gives a line for each filled cell (blanks alone do not fill one)",
            ),
        ))
        .arg(project_arg(lang))
        .arg(rare_encodings_arg(lang))
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Ví dụ:\n  tonghop inspect so-y-te.xls\n  tonghop inspect so-y-te.xls --format json",
            "Examples:\n  tonghop inspect health.xls\n  tonghop inspect health.xls --format json",
        ))
}

/// A sheet with all that was understood of it.
struct View<'a> {
    grid: &'a Grid,
    /// The role of each cell, and the tables of known forms.
    layout: SheetLayout,
    /// The tables of unknown forms.
    others: Vec<TableLayout>,
    /// What the tables of known forms were read as.
    sheet: Sheet,
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
    let (mut setup, files) = setup(project_path.as_deref(), limits(matches), lang)?;
    setup.rare_encodings = matches.get_flag("rare-encodings");
    let source = workbook::find(&path, &files, &setup, lang)?;
    let (book, decoded) = workbook::open(&source, &setup, lang)?;
    let views = views(&book, &source.name, &setup);
    let json = matches
        .get_one::<String>("format")
        .is_some_and(|format| format == "json");
    let written = if json {
        write_cells(&views, &decoded, lang, &mut terminal.out)
    } else {
        // What a file holds must not move the cursor.
        let mut out = Plain::new(&mut terminal.out, false);
        text::write(&views, &setup, lang, &mut out)
    };
    written
        .and_then(|()| terminal.out.flush())
        .or_else(quiet_when_closed)?;
    let findings = workbook::about_the_file(&source, setup);
    for finding in &findings {
        let said = rule::say(finding, lang).officer;
        let severity = report::severity_word(finding.severity, lang);
        let code = finding.code;
        let message = printable(&said.message);
        writeln!(terminal.err, "{severity} {code}: {message}")?;
        if let Some(suggestion) = said.suggestion {
            writeln!(terminal.err, "    {}", printable(&suggestion))?;
        }
    }
    Ok(outcome(&findings))
}

fn views<'a>(book: &'a Book, file: &std::sync::Arc<str>, setup: &Setup) -> Vec<View<'a>> {
    let layouts = round::recognise(book, setup);
    book.sheets
        .iter()
        .zip(layouts)
        .map(|(grid, mut layout)| {
            let sheet = round::sheet(grid, &layout, file, setup);
            let others = if is_stamp_sheet(grid) {
                Vec::new()
            } else {
                round::with_hints(setup, |hints| recognise_rest(grid, hints, &mut layout))
            };
            View {
                grid,
                layout,
                others,
                sheet,
            }
        })
        .collect()
}

fn write_cells(
    views: &[View<'_>],
    decoded: &Report,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for (index, view) in views.iter().enumerate() {
        let encoding = |cell| decoded.encoding(index, cell).map(Encoding::name);
        cells::write(view, &encoding, lang, out)?;
    }
    Ok(())
}

/// A reader that has seen enough, such as `head`, is no error.
fn quiet_when_closed(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Ok(())
    } else {
        Err(error)
    }
}
