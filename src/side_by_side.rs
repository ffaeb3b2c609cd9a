//! Work on many things side by side, where the program has threads; one after the other where it has none.
//!
//! In either way the first is begun first, and the results stand in the order of the things: how many threads there are
//! shows in nothing.

#[cfg(feature = "cli")]
use rayon::prelude::*;

/// What becomes of each of these things, which are told with their numbers.
#[cfg(feature = "cli")]
pub(crate) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let mut done: Vec<(usize, R)> = things
        .iter()
        .enumerate()
        .par_bridge()
        .map(|(number, thing)| (number, work(number, thing)))
        .collect();
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What becomes of each of these things, which are told with their numbers.
#[cfg(not(feature = "cli"))]
pub(crate) fn map<T, R>(things: &[T], work: impl Fn(usize, &T) -> R) -> Vec<R> {
    let things = things.iter().enumerate();
    things.map(|(number, thing)| work(number, thing)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_things() {
        let things: Vec<usize> = (0..500).rev().collect();
        let results = map(&things, |number, thing| (number, thing * 2));
        let expected = things.iter().enumerate();
        let expected: Vec<(usize, usize)> = expected.map(|(n, thing)| (n, thing * 2)).collect();
        assert_eq!(results, expected);
    }
}
