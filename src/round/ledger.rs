//! What the files of a run repeat together: a file of 800 bytes may repeat a row 40,000 times, and a thousand such files come
//! in one mail.
//!
//! Files are read side by side, and which of them are too many must not depend on which is read first. So each waits, if
//! it repeats anything, until those before it have told what they do; those that repeat nothing wait for nobody. Files are
//! begun in their order, and what is done of a file before it has told stays on one thread: a thread that waits can do
//! nothing else.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::book::grid::Repeated;
use crate::intake::fact::{FileFact, Limit};
use crate::intake::limits::Limits;

/// What was told so far.
#[derive(Debug)]
pub(super) struct Ledger {
    told: Mutex<Told>,
    changed: Condvar,
    limits: Limits,
}

#[derive(Debug, Default)]
struct Told {
    /// The number of the first file that has told nothing yet.
    next: usize,
    /// The files behind it that have.
    ahead: BTreeMap<usize, ()>,
    spent: Repeated,
}

impl Ledger {
    /// Nothing told yet.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            told: Mutex::default(),
            changed: Condvar::new(),
            limits,
        }
    }

    /// The turn of a file, by its number; those before must have begun theirs.
    pub(super) fn turn(&self, file: usize) -> Turn<'_> {
        Turn {
            ledger: self,
            file,
            told: false,
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The turn of a file. One that ends untold has repeated nothing.
#[derive(Debug)]
pub(super) struct Turn<'l> {
    ledger: &'l Ledger,
    file: usize,
    told: bool,
}

impl Turn<'_> {
    /// Tells what the file repeats.
    ///
    /// # Errors
    ///
    /// With those before it that is too much.
    pub(super) fn tell(mut self, repeated: Repeated) -> Result<(), FileFact> {
        if repeated == Repeated::default() {
            self.close(Repeated::default());
            return Ok(());
        }
        let ledger = self.ledger;
        let mut told = ledger.told();
        while told.next < self.file {
            told = ledger
                .changed
                .wait(told)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let sum = Repeated {
            cells: told.spent.cells.saturating_add(repeated.cells),
            text: told.spent.text.saturating_add(repeated.text),
        };
        drop(told);
        let limits = &ledger.limits;
        let mib = sum.text.div_ceil(1 << 20);
        let over = [(Limit::RoundRepeats, sum.cells), (Limit::RoundTextMib, mib)]
            .into_iter()
            .find(|(limit, found)| *found > limits.of(*limit));
        match over {
            Some((limit, found)) => {
                self.close(Repeated::default());
                Err(limits.reached(limit, found))
            }
            None => {
                self.close(repeated);
                Ok(())
            }
        }
    }

    fn close(&mut self, repeated: Repeated) {
        self.told = true;
        let mut told = self.ledger.told();
        told.spent.cells = told.spent.cells.saturating_add(repeated.cells);
        told.spent.text = told.spent.text.saturating_add(repeated.text);
        told.ahead.insert(self.file, ());
        while let Some((file, ())) = told.ahead.pop_first() {
            if file > told.next {
                told.ahead.insert(file, ());
                break;
            }
            told.next = told.next.max(file.saturating_add(1));
        }
        drop(told);
        self.ledger.changed.notify_all();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.told {
            self.close(Repeated::default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of files with so many repeated cells are let in, read in this order on threads of their own.
    fn admitted(cells: &[u64], order: &[usize]) -> Vec<bool> {
        let ledger = Ledger::new(Limits::default().with(Limit::Repeats, 10));
        let outcomes: Mutex<BTreeMap<usize, bool>> = Mutex::default();
        std::thread::scope(|scope| {
            for file in order {
                let (ledger, outcomes) = (&ledger, &outcomes);
                scope.spawn(move || {
                    let turn = ledger.turn(*file);
                    let repeated = Repeated {
                        cells: cells[*file],
                        text: 0,
                    };
                    let admitted = turn.tell(repeated).is_ok();
                    outcomes.lock().unwrap().insert(*file, admitted);
                });
            }
        });
        let outcomes = outcomes.into_inner().unwrap();
        outcomes.into_values().collect()
    }

    #[test]
    fn the_first_files_are_let_in_whatever_the_order_of_reading() {
        let cells = [20, 0, 25, 10, 0, 5, 1];
        let expected = [true, true, true, false, true, true, false];
        for order in [
            [0, 1, 2, 3, 4, 5, 6],
            [6, 5, 4, 3, 2, 1, 0],
            [3, 0, 6, 1, 5, 2, 4],
        ] {
            assert_eq!(admitted(&cells, &order), expected, "{order:?}");
        }
    }

    #[test]
    fn a_file_that_ends_untold_holds_nobody_up() {
        let ledger = Ledger::new(Limits::default());
        drop(ledger.turn(0));
        let repeated = Repeated { cells: 1, text: 1 };
        assert_eq!(ledger.turn(1).tell(repeated), Ok(()));
    }
}
