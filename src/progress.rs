//! How far a long piece of work has come: counted by what does it, looked at by what shows it.
//!
//! The library counts and shows nothing; whoever wants to show a bar looks at the counts from another thread.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts of steps.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// A new piece of work, of so many steps.
    pub fn begin(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total as u64, Ordering::Relaxed);
    }

    /// Some steps more are done.
    pub fn step(&self, steps: usize) {
        self.done.fetch_add(steps as u64, Ordering::Relaxed);
    }

    /// Steps done and steps in all; 0 in all when the work has not begun.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let total = self.total.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed).min(total), total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_done_than_there_is() {
        let progress = Progress::default();
        assert_eq!(progress.counts(), (0, 0));
        progress.begin(3);
        progress.step(2);
        assert_eq!(progress.counts(), (2, 3));
        progress.step(2);
        assert_eq!(progress.counts(), (3, 3));
    }
}
