//! What converting a round costs, held against reading the same cells with calamine alone.
//!
//! A round of 22 workbooks is made, then both are run in turn and the medians of their CPU time compared: a ratio does
//! not depend on the machine or on who else is using it. The peak memory is that of a process of its own.
//!
//! `cargo bench --bench round`; it fails when a bar is missed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use calamine::{DataRef, Reader as _, Xlsx, open_workbook};
use cpu_time::ProcessTime;
use support::convert::{checked, tables};
use support::{in_turn, peak_mib, ratio};
use tonghop::cli::{self, Terminal};

/// How often the CPU of reading the cells alone may be spent.
const MOST_TIMES: f64 = 4.0;
/// How much memory may be held at once.
const MOST_MIB: u64 = 64;
/// How many workbooks a round has.
const BOOKS: usize = 22;
/// How often both are run, after one run that does not count.
const TURNS: usize = 15;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if args.get(1).is_some_and(|arg| arg == "--convert") {
        return convert_and_tell(Path::new(&args[2]));
    }
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    // 15 to 60 records, not in the order of size.
    let records = support::inbox::make(&inbox, |number| 15 + number * 17 % 46).unwrap();
    println!("{BOOKS} workbooks, {records} records");
    let mut kept = compare(&inbox);
    kept &= whole_process(&inbox);
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

/// Both in turn, in this process and on the same thread.
fn compare(inbox: &Path) -> bool {
    let mut sizes = (0, 0);
    let (cells, bytes) = (&mut sizes.0, &mut sizes.1);
    let (alone, whole) = in_turn(
        TURNS,
        || *cells = read_cells(inbox),
        || *bytes = convert(inbox),
    );
    let ratio = ratio(whole, alone);
    println!("calamine alone   {alone:>10.2?}  {} cells", sizes.0);
    println!(
        "tonghop convert  {whole:>10.2?}  {} bytes of tables",
        sizes.1
    );
    println!("ratio            {ratio:>10.2}  (at most {MOST_TIMES})");
    ratio <= MOST_TIMES
}

/// All cells of a round, through calamine's streaming reader, which is its cheapest.
fn read_cells(inbox: &Path) -> usize {
    let mut cells = 0;
    for path in workbooks(inbox) {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name).unwrap();
            while let Some(cell) = reader.next_cell().unwrap() {
                cells += usize::from(*cell.get_value() != DataRef::Empty);
            }
        }
    }
    cells
}

fn workbooks(inbox: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(inbox)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "xlsx")
    });
    paths.sort();
    paths
}

/// What `tonghop convert` does; gives how many bytes the tables have.
fn convert(inbox: &Path) -> usize {
    let (round, findings) = checked(inbox, false);
    assert!(findings.len() < BOOKS * 3, "{} findings", findings.len());
    tables(&round, &findings).len()
}

/// The same as a process of its own: nothing is warm, all threads run.
fn whole_process(inbox: &Path) -> bool {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("--convert")
        .arg(inbox)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    print!("{told}");
    let peak = told.lines().find_map(|line| {
        let mib = line
            .strip_prefix("peak memory")?
            .split_whitespace()
            .next()?;
        mib.parse::<u64>().ok()
    });
    output.status.success() && peak.is_none_or(|mib| mib <= MOST_MIB)
}

/// Runs the program's own command, then tells what it took.
fn convert_and_tell(inbox: &Path) -> ExitCode {
    let mut terminal = Terminal::new(Box::new(std::io::sink()), Box::new(std::io::sink()));
    let start = ProcessTime::now();
    let args = ["tonghop", "convert", "-o", "-"].map(OsString::from);
    let args = args.into_iter().chain([inbox.into()]);
    let code = cli::run(args, &mut terminal);
    println!("a whole process  {:>10.2?}", start.elapsed());
    if let Some(mib) = peak_mib() {
        println!("peak memory      {mib:>7} MiB  (at most {MOST_MIB})");
    }
    ExitCode::from(code)
}
