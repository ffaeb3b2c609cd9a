//! What telling ten thousand findings costs, held against converting the same round.
//!
//! A round of 22 workbooks is made in which something is to be said of every row. Each report is written in turn with
//! `convert`, both as the program's own commands, from the files to the bytes, and the medians of their CPU time are
//! compared: a ratio does not depend on the machine or on who else is using it.
//!
//! `cargo bench --bench findings`; it fails when a bar is missed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::cell::Cell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

use support::{in_turn, inbox, ratio};
use tonghop::cli::{self, Terminal};
use tonghop::report::Format;

/// How often the CPU of converting the round may be spent on a report.
const MOST_TIMES: f64 = 3.0;
/// How many findings there must be for the bar to mean anything.
const FINDINGS: usize = 10_000;
/// The largest page that is still opened without a thought.
const MOST_MIB: usize = 12;
/// How often both are run, after one run that does not count.
const TURNS: usize = 7;

fn main() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let round = folder.path().join("inbox");
    let records = inbox::make_flawed(&round, |number| 200 + number * 17 % 62).unwrap();
    let mut lines = Vec::new();
    run(&round, &["check", "--format", "json"], &mut lines);
    let findings = lines.iter().filter(|byte| **byte == b'\n').count();
    println!("{records} records, {findings} findings");
    let mut kept = findings >= FINDINGS;
    for name in Format::NAMES {
        kept &= compare(&round, name);
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

fn compare(round: &Path, format: &str) -> bool {
    let mut bytes = 0;
    let (convert, report) = in_turn(
        TURNS,
        || run(round, &["convert", "-o", "-"], &mut Vec::new()),
        || {
            let mut out = Vec::new();
            run(round, &["check", "--format", format], &mut out);
            bytes = out.len();
        },
    );
    let ratio = ratio(report, convert);
    println!(
        "{format:<6} {report:>10.2?}  convert {convert:>10.2?}  ratio {ratio:>5.2}  (at most {MOST_TIMES})  {bytes} bytes"
    );
    ratio <= MOST_TIMES && bytes <= MOST_MIB << 20
}

/// Runs a command of the program on one thread, keeping what it writes.
fn run(round: &Path, args: &[&str], out: &mut Vec<u8>) {
    let kept = Kept::default();
    let mut terminal = Terminal::new(Box::new(kept.clone()), Box::new(io::sink()));
    let args = ["tonghop"].iter().chain(args).map(OsString::from);
    let more = [OsString::from("--threads=1"), round.into()];
    let code = cli::run(args.chain(more), &mut terminal);
    assert_eq!(code, 1, "a round with errors");
    *out = kept.0.take();
}

/// What a command writes, to be taken when it is done.
#[derive(Clone, Default)]
struct Kept(Rc<Cell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.take();
        all.extend_from_slice(bytes);
        self.0.set(all);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
