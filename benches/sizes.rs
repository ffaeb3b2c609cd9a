//! What `convert`, `check` and `merge` cost by size, held against reading the same cells with calamine and writing them as
//! CSV, and how much memory `convert` holds.
//!
//! Rounds of small forms, and one form of many rows. Each is run in turn with calamine, on one thread and in this process;
//! the medians of the CPU time are compared, so that neither the machine nor who else is using it shows. The peak memory is
//! that of a process of its own.
//!
//! `cargo bench --bench sizes`; it fails when a bar is missed. `cargo bench --bench sizes -- --forms 22,200 --rows 50000`
//! takes these sizes alone; `--commands convert` that command alone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use calamine::{DataRef, Reader as _, Xlsx, open_workbook};
use support::{in_turn, layouts, peak_mib, ratio};
use tonghop::cli::{self, Terminal};

/// The sizes of rounds of forms, and the records of each form.
const FORMS: [usize; 4] = [22, 200, 1_000, 4_000];
const RECORDS: usize = 60;
/// The sizes of one form.
const ROWS: [usize; 4] = [50_000, 200_000, 500_000, 1_000_000];
/// The commands, how often each may spend what calamine spends on a round, and on one form.
const COMMANDS: [(&str, f64, Option<f64>); 3] = [
    ("convert", 1.5, Some(1.0)),
    ("check", 1.5, None),
    ("merge", 4.0, None),
];
/// How much memory `convert` may hold: at the bottom, and for each record.
const MOST_MIB: f64 = 64.0;
const MOST_BYTES: f64 = 700.0;

/// What is measured.
struct Asked {
    forms: Vec<usize>,
    rows: Vec<usize>,
    commands: Vec<String>,
}

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if args.get(1).is_some_and(|arg| arg == "--convert") {
        run("convert", Path::new(&args[2]), Path::new("."));
        println!("{}", peak_mib().unwrap_or(0));
        return ExitCode::SUCCESS;
    }
    let asked = asked();
    let mut kept = true;
    for forms in &asked.forms {
        let folder = tempfile::tempdir().unwrap();
        layouts::offices(folder.path(), *forms, RECORDS);
        let name = format!("{forms} forms");
        kept &= measure(&asked, &name, folder.path(), forms * RECORDS, false);
    }
    for rows in &asked.rows {
        let folder = tempfile::tempdir().unwrap();
        layouts::offices(folder.path(), 1, *rows);
        let name = format!("one form of {rows}");
        kept &= measure(&asked, &name, folder.path(), *rows, true);
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

/// What the command line asks for.
fn asked() -> Asked {
    let mut asked = Asked {
        forms: FORMS.to_vec(),
        rows: ROWS.to_vec(),
        commands: COMMANDS.map(|(name, ..)| name.to_owned()).to_vec(),
    };
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let numbers = |text: String| -> Vec<usize> {
        let parts = text.split(',').filter(|part| *part != "0");
        parts.map(|part| part.parse().unwrap()).collect()
    };
    while let Some(arg) = args.next() {
        let value = args.next().unwrap();
        match arg.as_str() {
            "--forms" => asked.forms = numbers(value),
            "--rows" => asked.rows = numbers(value),
            "--commands" => asked.commands = value.split(',').map(str::to_owned).collect(),
            _ => panic!("{arg}"),
        }
    }
    asked
}

/// Tells what the commands cost on an input; whether they cost no more than they may.
fn measure(asked: &Asked, name: &str, inbox: &Path, records: usize, one: bool) -> bool {
    // Longer ones need not be run often: noise is small beside them.
    let turns = (60_000 / records).clamp(1, 9) | 1;
    let out = tempfile::tempdir().unwrap();
    let mut kept = true;
    print!("{name:<20}");
    for (command, of_round, of_one) in COMMANDS {
        if !asked.commands.iter().any(|asked| asked == command) {
            continue;
        }
        let mut bytes = 0;
        let (cal, whole) = in_turn(
            turns,
            || bytes = calamine_to_csv(inbox),
            || run(command, inbox, out.path()),
        );
        assert!(bytes > records);
        let times = ratio(whole, cal);
        print!("  {command} {times:>5.2} × {cal:.1?}");
        let most = if one { of_one } else { Some(of_round) };
        if most.is_some_and(|most| times > most) {
            print!(" !");
            kept = false;
        }
    }
    let own = std::env::current_exe().unwrap();
    let told = Command::new(own).arg("--convert").arg(inbox).output();
    let told = String::from_utf8(told.unwrap().stdout).unwrap();
    let mib: f64 = told.trim().parse().unwrap();
    let most = MOST_MIB + MOST_BYTES * records as f64 / f64::from(1 << 20);
    println!("  {mib} MiB (at most {most:.0})");
    kept && mib <= most
}

/// Runs a command, on one thread; what it writes goes into a folder, what it prints nowhere.
fn run(command: &str, inbox: &Path, out: &Path) {
    let to: OsString = match command {
        "convert" => "-".into(),
        "merge" => out.join("tong-hop.xlsx").into(),
        _ => out.join("gop-y.txt").into(),
    };
    // Limits stand against what is hostile; a form of a million rows is not.
    let limits = [
        "--max-cells",
        "100000000",
        "--max-part",
        "4000",
        "--max-size",
        "4000",
        "--max-text",
        "4000",
        "--max-time",
        "600",
    ];
    let args = ["tonghop", command, "--threads", "1", "--replace", "-o"];
    let args = args.map(OsString::from).into_iter().chain([to]);
    let args = args.chain(limits.map(OsString::from));
    let mut terminal = Terminal::new(Box::new(std::io::sink()), Box::new(std::io::sink()));
    let code = cli::run(args.chain([inbox.into()]), &mut terminal);
    assert!(code < 2, "{command} gave {code}");
}

/// All cells of a round as CSV, read with calamine's streaming reader, which is its cheapest; how many bytes that makes.
fn calamine_to_csv(inbox: &Path) -> usize {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for path in workbooks(inbox) {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name).unwrap();
            let (mut row, mut col) = (0, 0);
            while let Some(cell) = reader.next_cell().unwrap() {
                let at = cell.get_position();
                if at.0 != row {
                    writer.write_record(None::<&[u8]>).unwrap();
                    (row, col) = (at.0, 0);
                }
                while col < at.1 {
                    writer.write_field("").unwrap();
                    col += 1;
                }
                write_cell(&mut writer, cell.get_value());
                col += 1;
            }
            writer.write_record(None::<&[u8]>).unwrap();
        }
    }
    writer.into_inner().unwrap().len()
}

fn write_cell(writer: &mut csv::Writer<Vec<u8>>, value: &DataRef<'_>) {
    let written = match value {
        DataRef::Empty => writer.write_field(""),
        DataRef::String(text) => writer.write_field(text),
        DataRef::SharedString(text) => writer.write_field(text),
        DataRef::Float(number) => writer.write_field(number.to_string()),
        DataRef::Int(number) => writer.write_field(number.to_string()),
        DataRef::Bool(is) => writer.write_field(is.to_string()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            writer.write_field(format!("{year}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => writer.write_field(text),
        DataRef::Error(error) => writer.write_field(error.to_string()),
    };
    written.unwrap();
}

fn workbooks(inbox: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(inbox).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let of_excel = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "xlsx")
    };
    let mut paths: Vec<PathBuf> = paths.filter(of_excel).collect();
    paths.sort();
    paths
}
