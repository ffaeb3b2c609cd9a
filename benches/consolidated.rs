//! tmp
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "bench")]
mod support;
fn main() {
    let d = std::env::args().nth(1).unwrap();
    let n = support::inbox::make(std::path::Path::new(&d), |n| 9091 - usize::from(n > 19)).unwrap();
    println!("{n}");
}
