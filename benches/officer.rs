//! What an officer's day costs: seeing who has reported, what is told twice, and the consolidated workbook, held against
//! `convert` alone; and how the search for what is told twice grows with offices.
//!
//! `cargo bench --bench officer`; it fails when a bar is missed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use cpu_time::ProcessTime;
use support::{in_turn, layouts, peak_mib, ratio};
use tonghop::cli::{self, Terminal};

/// `status`, `merge` and the search for what is told twice take together at most so many times the CPU of `convert`.
const MOST_TIMES: f64 = 3.0;
/// How many offices the day is measured with.
const OFFICES: usize = 140;
/// The offices of which the search is measured, five records each.
const SIZES: [usize; 3] = [1_000, 2_000, 4_000];
/// The exponent of its growth at most.
const MOST_EXPONENT: f64 = 1.15;
/// How much memory the largest may hold at once.
const MOST_MIB: u64 = 256;
/// How often each is run, after one run that does not count.
const TURNS: usize = 5;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if args.get(1).is_some_and(|arg| arg == "--check") {
        run(&["check"], Path::new(&args[2]));
        println!("{}", peak_mib().unwrap_or(0));
        return ExitCode::SUCCESS;
    }
    let mut kept = day();
    kept &= growth();
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

fn run(args: &[&str], inbox: &Path) {
    let mut terminal = Terminal::new(Box::new(std::io::sink()), Box::new(std::io::sink()));
    let args = ["tonghop"].iter().chain(args).map(OsString::from);
    let threads = ["--threads", "1"].map(OsString::from);
    let code = cli::run(args.chain(threads).chain([inbox.into()]), &mut terminal);
    assert!(code < 2, "{code}");
}

/// The day of an officer against `convert`.
fn day() -> bool {
    let folder = tempfile::tempdir().unwrap();
    layouts::offices(folder.path(), OFFICES, 60);
    let workbook = folder.path().join("tong-hop.xlsx");
    let workbook = workbook.to_str().unwrap();
    let (convert, day) = in_turn(
        TURNS,
        || run(&["convert", "-o", "-"], folder.path()),
        || {
            run(&["status"], folder.path());
            run(&["merge", "-o", workbook], folder.path());
        },
    );
    let times = ratio(day, convert);
    println!("status and merge: {times:.2} × convert (at most {MOST_TIMES})");
    times <= MOST_TIMES
}

/// The search for what is told twice, at three sizes.
fn growth() -> bool {
    let mut costs = Vec::new();
    let mut kept = true;
    for size in SIZES {
        let folder = tempfile::tempdir().unwrap();
        layouts::offices(folder.path(), size, 5);
        run(&["check"], folder.path());
        let start = ProcessTime::now();
        for _ in 0..TURNS {
            run(&["check"], folder.path());
        }
        let cost = start.elapsed().as_secs_f64() / TURNS as f64;
        println!("{size} offices: {cost:.3} s");
        costs.push(cost);
        if size == SIZES[SIZES.len() - 1] {
            let own = std::env::current_exe().unwrap();
            let output = Command::new(own)
                .arg("--check")
                .arg(folder.path())
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let mib: u64 = text.trim().parse().unwrap();
            println!("{size} offices: {mib} MiB (at most {MOST_MIB})");
            kept &= mib <= MOST_MIB;
        }
        fs::remove_dir_all(folder.path()).unwrap();
    }
    let steps = (SIZES[2] as f64 / SIZES[0] as f64).ln();
    let exponent = (costs[2] / costs[0]).ln() / steps;
    println!("exponent {exponent:.2} (at most {MOST_EXPONENT})");
    kept && exponent <= MOST_EXPONENT
}
