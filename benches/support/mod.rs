//! What the benchmarks share: a round that is made, and measuring two pieces of work in turn.
//!
//! A ratio of CPU times in one process does not depend on the machine or on who else is using it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so, and not every one needs all of this"
)]

pub mod convert;
pub mod inbox;
pub mod layouts;

use std::fs;
use std::time::Duration;

use cpu_time::ProcessTime;

/// The medians of the CPU time of two pieces of work, run in turn on one thread, after one turn that does not count.
pub fn in_turn(
    turns: usize,
    mut one: impl FnMut() + Send,
    mut other: impl FnMut() + Send,
) -> (Duration, Duration) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.unwrap();
    let timed = |work: &mut (dyn FnMut() + Send)| {
        let start = ProcessTime::now();
        pool.install(work);
        start.elapsed()
    };
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for turn in 0..=turns {
        let first = timed(&mut one);
        let second = timed(&mut other);
        if turn > 0 {
            ones.push(first);
            others.push(second);
        }
    }
    (median(ones), median(others))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How often one time holds another.
pub fn ratio(whole: Duration, part: Duration) -> f64 {
    whole.as_secs_f64() / part.as_secs_f64()
}

/// The most memory this process has held, in MiB; `None` where the system does not tell.
pub fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib = peak.split_whitespace().next()?.parse::<u64>().ok()?;
    Some(kib.div_ceil(1024))
}
