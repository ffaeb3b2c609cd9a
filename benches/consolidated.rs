//! What the consolidated workbook of a large round costs: 200,000 records.
//!
//! The details sheet, written from an iterator that makes its rows as it goes, is held against writing the same cells with
//! the writer of workbooks alone, in its mode of constant memory. The whole of `tonghop merge` is held against reading the
//! round and writing that sheet. Peak memory is that of a process of its own.
//!
//! `cargo bench --bench consolidated`; it fails when a bar is missed. `TONGHOP_BENCH_RECORDS` takes another number.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use cpu_time::ProcessTime;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatUnderline, Formula, Workbook};
use support::{in_turn, peak_mib, ratio};
use tonghop::cli::{self, Terminal};
use tonghop::record::Written;
use tonghop::template::{self, Template};
use tonghop::write::consolidated::{self, DetailRow};

/// How often the CPU of writing the same cells may be spent on the details sheet.
const MOST_TIMES: f64 = 1.2;
/// How much memory it may hold.
const MOST_MIB: u64 = 64;
/// How often the CPU of reading and writing the details may be spent on the whole.
const MOST_TIMES_WHOLE: f64 = 2.0;
/// How much memory the whole may hold.
const MOST_MIB_WHOLE: u64 = 400;
/// How often each is run, after one run that does not count.
const TURNS: usize = 3;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let records = std::env::var("TONGHOP_BENCH_RECORDS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(200_000);
    match args.get(1).and_then(|arg| arg.to_str()) {
        Some("--details") => return told(|| details(records)),
        Some("--read") => return told(|| command(&["convert", "-o", "-"], &args[2])),
        Some("--merge") => return told(|| command(&["merge", "-o", "-"], &args[2])),
        _ => {}
    }
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    let offices = 22;
    let made = support::inbox::make(&inbox, |number| {
        records / offices + usize::from(number < records % offices)
    });
    println!("{} records", made.unwrap());
    let (alone, ours) = in_turn(TURNS, || same_cells(records), || details(records));
    let mut kept = bar("details, CPU", ratio(ours, alone), MOST_TIMES);
    println!("  {ours:.2?}; the same cells {alone:.2?}");
    let (_, mib) = process(&["--details"]);
    kept &= bar("details, MiB", mib, MOST_MIB as f64);
    let inbox = inbox.to_str().unwrap();
    let (reading, _) = process(&["--read", inbox]);
    let (whole, mib) = process(&["--merge", inbox]);
    let bound = reading + ours.as_secs_f64();
    kept &= bar("merge, CPU", whole / bound, MOST_TIMES_WHOLE);
    println!("  {whole:.2} s; reading {reading:.2} s");
    kept &= bar("merge, MiB", mib, MOST_MIB_WHOLE as f64);
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

fn bar(what: &str, found: f64, most: f64) -> bool {
    println!("{what:<14} {found:>8.2}  (at most {most})");
    found <= most
}

/// Runs this program again with arguments; its CPU in seconds and its peak in MiB.
fn process(args: &[&str]) -> (f64, f64) {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).args(args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<f64> = text
        .split_whitespace()
        .map(|figure| figure.parse().unwrap())
        .collect();
    (figures[0], figures[1])
}

/// Does something and tells the CPU and the memory it took.
fn told(work: impl FnOnce()) -> ExitCode {
    let start = ProcessTime::now();
    work();
    println!(
        "{} {}",
        start.elapsed().as_secs_f64(),
        peak_mib().unwrap_or(0)
    );
    ExitCode::SUCCESS
}

/// Runs a command of the program's own; its results go nowhere.
fn command(args: &[&str], inbox: &OsString) {
    let mut terminal = Terminal::new(Box::new(std::io::sink()), Box::new(std::io::sink()));
    let args = ["tonghop"].iter().chain(args).map(OsString::from);
    let code = cli::run(args.chain([inbox.clone()]), &mut terminal);
    assert!(code < 2);
}

fn form() -> std::sync::Arc<Template> {
    template::defaults()[0].clone()
}

/// The rows of a table, made as they are asked for.
fn rows(template: &Template, records: usize) -> impl Iterator<Item = DetailRow> {
    let ids: Vec<String> = template.columns().map(|column| column.id.clone()).collect();
    (0..records).map(move |number| DetailRow {
        values: ids.iter().map(|id| value(id, number)).collect(),
        link: Some(format!(
            "inbox/danh-muc-{:02}.xlsx#'Danh mục'!F{}",
            number % 22,
            number / 22 + 9
        )),
        unread: false,
    })
}

fn value(id: &str, number: usize) -> Written {
    let text = |text: &str| Written::Text(text.to_owned());
    match id {
        "record_id" => Written::Text(format!("{:032x}", number as u128 * 0x9e37_79b9_7f4a_7c15)),
        "programme" => text("tra-vinh-hcm"),
        "period" => text("2020-06"),
        "unit_code" => text("so-yt"),
        "unit_name" => text("Sở Y tế tỉnh Trà Vinh"),
        "section" | "sector" => text("Y tế, dân số"),
        "seq" => Written::Text((number % 60 + 1).to_string()),
        "activity" => Written::Text(format!(
            "Khám, chữa bệnh và cấp thuốc miễn phí cho người nghèo (đợt {number})"
        )),
        "sector_code" => text("y-te"),
        "provider" => text("Sở Y tế TP. Hồ Chí Minh"),
        "recipient" => text("Trung tâm y tế các huyện và các đơn vị trực thuộc"),
        "start_date" => Written::Day(jiff::civil::date(2012 + (number % 8) as i16, 1, 1)),
        "end_date" => Written::Day(jiff::civil::date(2012 + (number % 8) as i16, 12, 31)),
        "date_precision" => text("year"),
        "amount_vnd" => Written::Integer(40_000_000 + (number as i64 * 1_300_000) % 900_000_000),
        "budget_vnd" | "mobilised_vnd" => Written::Integer(20_000_000),
        "result" => text("Đã hoàn thành, bàn giao đưa vào sử dụng đúng tiến độ"),
        "source_file" => Written::Text(format!("danh-muc-{:02}.xlsx", number % 22)),
        "source_sheet" => text("Danh mục"),
        "source_row" => Written::Integer(number as i64 / 22 + 9),
        _ => Written::Empty,
    }
}

fn details(records: usize) {
    let template = form();
    let rows = rows(&template, records);
    consolidated::details(&template, &[], records, rows, &mut std::io::sink()).unwrap();
}

/// The same cells through the writer of workbooks alone.
fn same_cells(records: usize) {
    let template = form();
    let base = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(11)
        .set_align(FormatAlign::Top);
    let (money, whole) = (
        base.clone().set_num_format("#,##0;-#,##0;\"-\""),
        base.clone().set_num_format("0"),
    );
    let day = base.clone().set_num_format("dd/mm/yyyy");
    let link = base
        .clone()
        .set_text_wrap()
        .set_font_color(Color::RGB(0x0005_63C1))
        .set_underline(FormatUnderline::Single);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().unwrap();
    for (col, column) in (0u16..).zip(template.columns()) {
        sheet
            .write_string_with_format(0, col, &column.vi, &base)
            .unwrap();
    }
    for (row, record) in (1u32..).zip(rows(&template, records)) {
        let last = record.values.len() - 1;
        for (index, value) in record.values.iter().enumerate() {
            let col = index as u16;
            match value {
                Written::Empty => {}
                Written::Text(text) => {
                    sheet
                        .write_string_with_format(row, col, text, &base)
                        .unwrap();
                }
                Written::Integer(number) if index == last => {
                    let target = record.link.as_deref().unwrap();
                    let formula = Formula::new(format!("=HYPERLINK(\"{target}\",{number})"))
                        .set_result(number.to_string());
                    sheet
                        .write_formula_with_format(row, col, formula, &link)
                        .unwrap();
                }
                Written::Integer(number) => {
                    let style = if *number < 1_000_000 { &whole } else { &money };
                    sheet
                        .write_number_with_format(row, col, *number as f64, style)
                        .unwrap();
                }
                Written::Day(date) => {
                    let serial = rust_xlsxwriter::ExcelDateTime::from_ymd(
                        date.year() as u16,
                        date.month() as u8,
                        date.day() as u8,
                    );
                    sheet
                        .write_datetime_with_format(row, col, serial.unwrap(), &day)
                        .unwrap();
                }
                Written::Decimal(_) => unreachable!(),
            }
        }
    }
    workbook.save_to_writer(std::io::sink()).unwrap();
}
