//! `tonghop template new --from WORKBOOK`: a template of one's own, proposed from a workbook that somebody has filled in.
//!
//! The workbook is read again with what was written, so that whoever asked knows at once what it takes.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};

use super::super::args::{lang_arg, localised, output_arg, rare_encodings_arg, replace_arg};
use super::super::output::{Inputs, Output, Shape, commit, unwritten};
use super::super::{ascii, workbook};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::finding::{Finding, Severity};
use crate::intake::Source;
use crate::lang::Lang;
use crate::letters::{of_path, printable, word};
use crate::place::{CellRange, Place};
use crate::proposal::{self, Draft, Found};
use crate::round::{self, Setup};
use crate::rule;
use crate::template::{self as forms, Template};
use crate::write::Outputs;
use crate::write::draft::{self, Sheet};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let heading = lang.pick("Tùy chọn", "Options");
    localised(Command::new("new"), lang)
        .about(lang.pick(
            "Đề xuất tệp mẫu từ một bảng tính đã ghi số liệu",
            "Propose a template from a filled-in workbook",
        ))
        .override_usage(lang.pick(
            "tonghop template new --from <TỆP> -o <MẪU.toml> [TÙY CHỌN]",
            "tonghop template new --from <WORKBOOK> -o <FILE.toml> [OPTIONS]",
        ))
        .arg(
            Arg::new("from")
                .long("from")
                .value_name(lang.pick("TỆP", "WORKBOOK"))
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help_heading(heading)
                .help(lang.pick(
                    "Bảng tính đã ghi số liệu theo biểu cần lập mẫu",
                    "A workbook of the form, filled in",
                )),
        )
        .arg(
            output_arg(
                lang,
                lang.pick("MẪU.toml", "FILE.toml"),
                lang.pick(
                    "Tệp mẫu sẽ ghi; “-” để in ra màn hình",
                    "The template to write; “-” for standard output",
                ),
            )
            .required(true),
        )
        .arg(
            Arg::new("sheet")
                .long("sheet")
                .value_name(lang.pick("TÊN", "NAME"))
                .help_heading(heading)
                .help(lang.pick(
                    "Trang tính có biểu (mặc định: trang có bảng nhiều số liệu nhất)",
                    "The sheet that holds the form (default: the one whose table holds most)",
                )),
        )
        .arg(replace_arg(lang))
        .arg(rare_encodings_arg(lang))
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Tệp mẫu có ghi chú ở từng cột; chỗ chưa chắc có chữ “XEM LẠI”.\n\nVí dụ:\n  tonghop template new --from giai-ngan.xlsx -o giai-ngan.toml\n  tonghop template check giai-ngan.toml",
            "The template has comments beside each column; what is not sure is marked “CHECK”.\n\nExamples:\n  tonghop template new --from disbursement.xlsx -o disbursement.toml --lang en\n  tonghop template check disbursement.toml",
        ))
}

/// Runs it.
///
/// # Errors
/// When there is no table in the workbook, or the template cannot be written.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let path = matches
        .get_one::<PathBuf>("from")
        .cloned()
        .unwrap_or_default();
    let setup = Setup {
        rare_encodings: matches.get_flag("rare-encodings"),
        ..Setup::default()
    };
    let source = workbook::find(&path, &HashSet::new(), &setup, lang)?;
    let output = Output::of(matches, Shape::File(&["toml"]));
    if let Some(output) = &output {
        let inputs = Inputs::found(std::slice::from_ref(&source), &HashSet::new());
        output.check(&inputs, lang)?;
    }
    let (book, _) = workbook::open(&source, &setup, lang)?;
    let wanted = matches.get_one::<String>("sheet").map(String::as_str);
    let draft = proposal::propose(&book, wanted).ok_or_else(|| {
        let sheets: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
        none_found(&path, wanted, &sheets, lang)
    })?;
    let id = id_of(output.as_ref().map(|output| output.path.as_path()), &draft);
    let file = output
        .as_ref()
        .map_or_else(|| format!("{id}.toml"), |output| of_path(&output.path));
    let text = draft::toml(
        &Sheet {
            draft: &draft,
            workbook: &of_path(Path::new(&*source.name)),
            id: &id,
            file: &file,
        },
        lang,
    );
    match &output {
        None => terminal.out.write_all(text.as_bytes())?,
        Some(Output { path, .. }) => {
            let mut outputs = Outputs::default();
            outputs
                .add(path, |out| out.write_all(text.as_bytes()))
                .map_err(|why| unwritten(&why, lang))?;
            commit(outputs, lang)?;
        }
    }
    for line in told(&draft, &file, &text, &source, lang) {
        writeln!(terminal.err, "{line}")?;
    }
    Ok(Outcome::Done)
}

/// The template's id: the name of its file, else one made of the form's name.
fn id_of(path: Option<&Path>, draft: &Draft) -> String {
    let stem = path
        .and_then(Path::file_stem)
        .map(|stem| stem.to_string_lossy());
    let id = stem.map_or_else(String::new, |stem| ascii(&stem));
    match (id.is_empty(), draft.id.is_empty()) {
        (false, _) => id,
        (true, false) => draft.id.clone(),
        (true, true) => "bieu".to_owned(),
    }
}

fn none_found(path: &Path, wanted: Option<&str>, sheets: &[&str], lang: Lang) -> Failure {
    let path = of_path(path);
    let Some(wanted) = wanted else {
        return Failure(lang.pick(
            format!("không thấy bảng nào có tiêu đề cột và số liệu trong “{path}”. Lệnh này cần một biểu đã ghi vài dòng; xem bằng `tonghop inspect`."),
            format!("“{path}” holds no table with headings and rows. A form with a few rows filled in is needed; look at it with `tonghop inspect`."),
        ));
    };
    let wanted = word(wanted);
    let sheets: Vec<String> = sheets
        .iter()
        .map(|sheet| lang.quote(&word(sheet)))
        .collect();
    let sheets = lang.list(&sheets);
    Failure(lang.pick(
        format!("không thấy bảng nào ở trang “{wanted}” của “{path}”; các trang: {sheets}"),
        format!("there is no table on the sheet “{wanted}” of “{path}”; its sheets: {sheets}"),
    ))
}

/// What was written, and what the workbook gives when it is read with it.
fn told(draft: &Draft, file: &str, text: &str, source: &Source, lang: Lang) -> Vec<String> {
    let place = |found: &Found| Place {
        file: None,
        sheet: Some(found.sheet.as_str().into()).filter(|_| !found.sheet.is_empty()),
        cells: Some(found.cells),
    };
    let at = shown(&place(&draft.found));
    let columns = lang.count(draft.fields.len(), "cột", "column", "columns");
    let mut lines = vec![lang.pick(
        format!("{file}: {columns}, đề xuất theo {at}"),
        format!("{file}: {columns}, proposed from {at}"),
    )];
    for other in &draft.others {
        let (at, records) = (
            shown(&place(other)),
            lang.count(other.records, "dòng", "row", "rows"),
        );
        lines.push(lang.pick(
            format!("  bảng khác tiêu đề, không đưa vào: {at} ({records})"),
            format!("  not in it, for its headings are others: {at} ({records})"),
        ));
    }
    match forms::parse(text, &BTreeMap::new()) {
        Ok(template) => lines.extend(read_back(template, source, lang)),
        // The file is written all the same: a person can mend it.
        Err(errors) => lines.extend(errors.iter().map(|error| error.say(lang))),
    }
    let marks = text.matches(lang.pick("# XEM LẠI", "# CHECK")).count();
    if marks > 0 {
        let marks = lang.count(marks, "chỗ", "place", "places");
        lines.push(lang.pick(
            format!("  {marks} có chữ “XEM LẠI” trong tệp mẫu cần xem lại"),
            format!("  {marks} in the template marked “CHECK” to look at"),
        ));
    }
    lines.push(lang.pick(
        format!("Sửa xong thì chạy: tonghop template check {file}"),
        format!("Once it is corrected, run: tonghop template check {file}"),
    ));
    lines
}

fn shown(place: &Place) -> String {
    let cells: Option<CellRange> = place.cells;
    let cells = cells.map_or_else(String::new, |cells| cells.to_string());
    match &place.sheet {
        Some(sheet) => format!("{} › {cells}", printable(sheet)),
        None => cells,
    }
}

/// What the workbook gives when it is read with the template, and the errors that are told of it.
fn read_back(template: Template, source: &Source, lang: Lang) -> Vec<String> {
    const MOST: usize = 5;
    let mut setup = Setup {
        templates: vec![Arc::new(template)],
        ..Setup::default()
    };
    setup.take_lists();
    let round = round::read(std::slice::from_ref(source), Vec::new(), false, setup);
    let records = round.tables().map(|(_, table)| table.records.len()).sum();
    let records = lang.count(records, "dòng số liệu", "record", "records");
    let findings = rule::check(&round);
    // Whose report it is does not matter here.
    let of_form = |finding: &&Finding| {
        finding.severity == Severity::Error && !matches!(finding.code, "T007" | "X306")
    };
    let errors: Vec<&Finding> = findings.iter().filter(of_form).collect();
    if errors.is_empty() {
        return vec![lang.pick(
            format!("  đọc lại tệp bằng mẫu này: {records}, không có lỗi"),
            format!("  read again with it: {records}, no errors"),
        )];
    }
    let count = lang.count(errors.len(), "lỗi", "error", "errors");
    let mut lines = vec![lang.pick(
        format!("  đọc lại tệp bằng mẫu này: {records}, {count}:"),
        format!("  read again with it: {records}, {count}:"),
    )];
    for error in errors.iter().take(MOST) {
        let cells = error
            .place
            .cells
            .map_or_else(String::new, |cells| format!("{cells} "));
        let said = rule::say(error, lang).officer.message;
        lines.push(format!("    {cells}{}: {}", error.code, printable(&said)));
    }
    lines
}
