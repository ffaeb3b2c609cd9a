//! Whether anything grows faster than its input: the CPU time of the commands at three sizes of each layout.
//!
//! What twice the input costs is twice the time where the exponent is 1, four times where it is 2. The best of several
//! runs counts, on one thread and in this process, from the command line to the last byte. What an exponent of the whole
//! range hides (a square with a small factor) shows in the last step, which is told beside it.
//!
//! `cargo bench --bench growth`; it fails when an exponent is above the bar. To try it quickly:
//! `cargo bench --bench growth -- --rows 8000 amounts ditto` takes at most 8,000 rows where 64,000 are usual (forms,
//! sheets, columns and offices in the same proportion), and only layouts whose names hold one of the words.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ProcessTime;
use support::layouts::{self, Make};
use support::ratio;
use tonghop::cli::{self, Terminal};

/// How fast the time may grow with the size.
const MOST: f64 = 1.15;
/// The rows of the largest inputs.
const ROWS: usize = 64_000;
/// How often a command is run; the best time counts.
const TURNS: usize = 3;
/// What takes longer is run once: noise is small beside it.
const LONG: Duration = Duration::from_secs(8);

/// One layout, what is done with it, and how large its inputs are.
struct Case {
    name: &'static str,
    command: Command,
    make: Make,
    sizes: &'static [usize],
}

#[derive(Clone, Copy)]
enum Command {
    Convert,
    Check,
    Inspect,
    Merge,
    Return,
}

const LISTS: &[usize] = &[ROWS / 4, ROWS / 2, ROWS];
const SHEETS: &[usize] = &[500, 1_000, 2_000];
const UNITS: &[usize] = &[25_000, 50_000, 100_000];
const FORMS: &[usize] = &[22, 200, 1_000, 4_000];

#[rustfmt::skip]
const CASES: [Case; 21] = [
    Case { name: "plain", command: Command::Check, make: layouts::plain, sizes: LISTS },
    Case { name: "plain, converted", command: Command::Convert, make: layouts::plain, sizes: LISTS },
    Case { name: "plain, merged", command: Command::Merge, make: layouts::plain, sizes: LISTS },
    Case { name: "sections", command: Command::Check, make: layouts::sections, sizes: LISTS },
    Case { name: "subtotals", command: Command::Check, make: layouts::subtotals, sizes: LISTS },
    Case { name: "bare Cộng", command: Command::Check, make: layouts::bare_totals, sizes: LISTS },
    Case { name: "amounts over 2 rows", command: Command::Check, make: layouts::merged_by_two, sizes: LISTS },
    Case { name: "amounts over 3 rows", command: Command::Check, make: layouts::merged_by_three, sizes: LISTS },
    Case { name: "ditto marks", command: Command::Check, make: layouts::ditto, sizes: LISTS },
    Case { name: "no STT", command: Command::Check, make: layouts::no_numbers, sizes: LISTS },
    Case { name: "no known form", command: Command::Inspect, make: layouts::unknown, sizes: LISTS },
    Case { name: "TCVN3", command: Command::Check, make: layouts::tcvn3, sizes: LISTS },
    Case { name: "distinct sectors", command: Command::Merge, make: layouts::sectors, sizes: LISTS },
    Case { name: "sheets", command: Command::Check, make: layouts::sheets, sizes: SHEETS },
    Case { name: "columns", command: Command::Check, make: layouts::columns, sizes: SHEETS },
    Case { name: "sheets, sent back", command: Command::Return, make: layouts::flat_sheets, sizes: SHEETS },
    Case { name: "columns, sent back", command: Command::Return, make: layouts::flat_columns, sizes: SHEETS },
    Case { name: "offices on the list", command: Command::Check, make: layouts::units, sizes: UNITS },
    Case { name: "forms", command: Command::Convert, make: layouts::round, sizes: FORMS },
    Case { name: "forms", command: Command::Check, make: layouts::round, sizes: FORMS },
    Case { name: "forms", command: Command::Merge, make: layouts::round, sizes: FORMS },
];

impl Command {
    fn name(self) -> &'static str {
        match self {
            Self::Convert => "convert",
            Self::Check => "check",
            Self::Inspect => "inspect",
            Self::Merge => "merge",
            Self::Return => "check --return",
        }
    }

    /// Runs it; what it writes goes into a folder, what it prints nowhere.
    fn run(self, input: &Path, folder: &Path) {
        let workbook = folder.join("tong-hop.xlsx");
        let back = folder.join("gui-lai");
        let _ = fs::remove_dir_all(&back);
        let args: Vec<OsString> = match self {
            Self::Convert => vec!["convert".into(), "-o".into(), "-".into()],
            Self::Check => vec!["check".into()],
            Self::Inspect => vec!["inspect".into()],
            Self::Merge => vec!["merge".into(), "-o".into(), workbook.into()],
            Self::Return => vec!["check".into(), "--return".into(), back.into()],
        };
        // Limits stand against what is hostile, and a workbook of many sheets is not.
        let limits = ["--max-parts", "1000000"].map(OsString::from);
        let limits = limits
            .into_iter()
            .filter(|_| !matches!(self, Self::Inspect));
        let args = std::iter::once("tonghop".into()).chain(args).chain(limits);
        let mut terminal = Terminal::new(Box::new(std::io::sink()), Box::new(std::io::sink()));
        let code = cli::run(args.chain([input.into()]), &mut terminal);
        assert!(code < 2, "{} gave {code}", self.name());
    }
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let (mut rows, mut words) = (ROWS, Vec::new());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rows" => rows = args.next().unwrap().parse().unwrap(),
            _ => words.push(arg),
        }
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.unwrap();
    let mut kept = true;
    for case in &CASES {
        let asked_for = words.is_empty() || words.iter().any(|word| case.name.contains(word));
        if asked_for {
            kept &= pool.install(|| measure(case, rows));
        }
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

/// Tells the times of a case and how they grow; whether they grow no faster than they may.
fn measure(case: &Case, rows: usize) -> bool {
    let mut times: Vec<(usize, Duration)> = Vec::new();
    print!("{:<20} {:<14}", case.name, case.command.name());
    for size in case.sizes {
        let size = (size * rows / ROWS).max(2);
        let best = best_time(case, size);
        print!(" {size:>7} {best:>9.2?}");
        let _ = std::io::Write::flush(&mut std::io::stdout());
        times.push((size, best));
    }
    let (first, last) = (times[0], times[times.len() - 1]);
    let (whole, step) = (growth(first, last), growth(times[times.len() - 2], last));
    let kept = whole <= MOST;
    let mark = if kept { "" } else { "  too fast" };
    println!("   exponent {whole:.2}, of the last step {step:.2}{mark}");
    kept
}

/// The power of the size with which the time grows from one measurement to another.
fn growth(from: (usize, Duration), to: (usize, Duration)) -> f64 {
    ratio(to.1, from.1).ln() / (to.0 as f64 / from.0 as f64).ln()
}

fn best_time(case: &Case, size: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out) = (folder.path().join("inbox"), folder.path().join("out"));
    fs::create_dir(&inbox).unwrap();
    fs::create_dir(&out).unwrap();
    let input = (case.make)(&inbox, size);
    let mut best = Duration::MAX;
    for _ in 0..TURNS {
        let start = ProcessTime::now();
        case.command.run(&input, &out);
        let taken = start.elapsed();
        best = best.min(taken);
        if taken > LONG {
            break;
        }
    }
    best
}
