//! What sending back a round with ten thousand findings costs, held against converting the same round.
//!
//! Both are run in turn in one process and the medians of their CPU time compared, from the project file to the last
//! byte, nothing written to the disk.
//!
//! `cargo bench --bench returned`; it fails when the bar is missed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

mod support;

use std::path::Path;
use std::process::ExitCode;

use support::convert::{checked, tables};
use support::{in_turn, ratio};
use tonghop::write::returned;

/// How often the CPU of converting the round may be spent.
const MOST_TIMES: f64 = 3.0;
/// How many findings there are at least.
const FINDINGS: usize = 10_000;
/// Rows of each of the 22 workbooks; two of them have three findings.
const ROWS: usize = 310;
/// How often both are run, after one run that does not count.
const TURNS: usize = 9;

fn main() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    let records = support::inbox::make_flawed(&inbox, |_| ROWS).unwrap();
    let mut sizes = (0, 0, 0);
    let (bytes, back, found) = (&mut sizes.0, &mut sizes.1, &mut sizes.2);
    let (convert, send_back) = in_turn(
        TURNS,
        || *bytes = converted(&inbox),
        || (*back, *found) = sent_back(&inbox),
    );
    println!("{records} records, {} findings", sizes.2);
    println!(
        "convert          {convert:>10.2?}  {} bytes of tables",
        sizes.0
    );
    println!(
        "check --return   {send_back:>10.2?}  {} bytes of workbooks and texts",
        sizes.1
    );
    let ratio = ratio(send_back, convert);
    println!("ratio            {ratio:>10.2}  (at most {MOST_TIMES})");
    if ratio <= MOST_TIMES && sizes.2 >= FINDINGS {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

fn converted(inbox: &Path) -> usize {
    let (round, findings) = checked(inbox, false);
    tables(&round, &findings).len()
}

fn sent_back(inbox: &Path) -> (usize, usize) {
    let (round, findings) = checked(inbox, true);
    let returned = returned::files(&round, &findings, None);
    assert!(returned.troubles.is_empty());
    let bytes = returned.files.iter().map(|(_, bytes)| bytes.len()).sum();
    (bytes, findings.len())
}
