//! How much one file may ask for before it is refused (F004).
//!
//! A form of a department has some hundred rows; the limits stand far above that and far below
//! what a small malicious file can inflate to. Each is raised by the flag that [`Limit::flag`] names.

use std::time::Duration;

use crate::intake::fact::{FileFact, Limit};

/// One mebibyte.
pub(crate) const MIB: u64 = 1 << 20;

/// The limits that reading is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// MiB of one part of a package after inflation.
    pub part_mib: u64,
    /// MiB of a whole file: as it lies on the disk, inflated, and as text in memory.
    pub total_mib: u64,
    /// Parts in a package.
    pub parts: u64,
    /// Inflated size over packed size, once a part is past 1 MiB.
    pub ratio: u64,
    /// Filled cells in one file.
    pub cells: u64,
    /// Cells that the merged regions of one sheet cover inside its filled area.
    pub area: u64,
    /// MiB of a file that is held in memory as it is: on the disk, or out of an archive.
    pub file_mib: u64,
    /// Cells of a file that stand there by repetition: `table:number-rows-repeated`.
    pub repeats: u64,
    /// MiB of text beyond twice what a file holds: one string may stand in a million cells.
    pub text_mib: u64,
    /// Seconds of computing that reading one file may take.
    pub seconds: u64,
}

/// How much of what one file may repeat all files of a run may repeat together.
const ROUND: u64 = 5;

impl Default for Limits {
    fn default() -> Self {
        Self {
            part_mib: 256,
            total_mib: 512,
            parts: 1000,
            ratio: 200,
            cells: 2_000_000,
            area: 20_000_000,
            file_mib: 128,
            repeats: 100_000,
            text_mib: 48,
            seconds: 60,
        }
    }
}

impl Limits {
    /// What is allowed of one kind.
    #[must_use]
    pub fn of(&self, limit: Limit) -> u64 {
        match limit {
            Limit::PartMib => self.part_mib,
            Limit::TotalMib => self.total_mib,
            Limit::Parts => self.parts,
            Limit::Ratio => self.ratio,
            Limit::Cells => self.cells,
            Limit::Area => self.area,
            Limit::FileMib => self.file_mib,
            Limit::Repeats => self.repeats,
            Limit::RoundRepeats => self.repeats.saturating_mul(ROUND),
            Limit::TextMib => self.text_mib,
            Limit::RoundTextMib => self.text_mib.saturating_mul(ROUND),
            Limit::Seconds => self.seconds,
        }
    }

    /// The same limits with one of them set anew.
    #[must_use]
    pub fn with(mut self, limit: Limit, allowed: u64) -> Self {
        let field = match limit {
            Limit::PartMib => &mut self.part_mib,
            Limit::TotalMib => &mut self.total_mib,
            Limit::Parts => &mut self.parts,
            Limit::Ratio => &mut self.ratio,
            Limit::Cells => &mut self.cells,
            Limit::Area => &mut self.area,
            Limit::FileMib => &mut self.file_mib,
            Limit::Repeats | Limit::RoundRepeats => &mut self.repeats,
            Limit::TextMib | Limit::RoundTextMib => &mut self.text_mib,
            Limit::Seconds => &mut self.seconds,
        };
        *field = allowed;
        self
    }

    /// Refuses a file of so many bytes that would have to be held in memory as it is.
    ///
    /// # Errors
    ///
    /// It is over a limit.
    pub(crate) fn hold(&self, bytes: u64) -> Result<(), FileFact> {
        for limit in [Limit::TotalMib, Limit::FileMib] {
            if bytes > self.of(limit).saturating_mul(MIB) {
                return Err(self.reached(limit, mib(bytes)));
            }
        }
        Ok(())
    }

    /// The fact that a limit was reached, with what the file asks for (at least).
    #[must_use]
    pub fn reached(&self, limit: Limit, found: u64) -> FileFact {
        FileFact::Limit {
            limit,
            found,
            allowed: self.of(limit),
        }
    }
}

/// How long the reading of a file has taken, in computing: a busy machine takes nothing away.
///
/// It is the only clock that tells anything of a file, and all that it can tell is that the file is not read. What the
/// other limits let through takes a fraction of the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch {
    #[cfg(not(target_family = "wasm"))]
    start: cpu_time::ThreadTime,
    looks: u32,
}

impl Stopwatch {
    /// Starts now.
    pub(crate) fn start() -> Self {
        Self {
            #[cfg(not(target_family = "wasm"))]
            start: cpu_time::ThreadTime::now(),
            looks: 0,
        }
    }

    /// Looks at the time, once in so many calls, as a look costs more than a cell.
    ///
    /// # Errors
    ///
    /// The file has taken longer than the limits allow.
    pub(crate) fn look(&mut self, limits: &Limits) -> Result<(), FileFact> {
        const EVERY: u32 = 1 << 10;
        self.looks = self.looks.wrapping_add(1);
        if !self.looks.is_multiple_of(EVERY) {
            return Ok(());
        }
        self.look_now(limits)
    }

    /// Looks at the time.
    ///
    /// # Errors
    ///
    /// The file has taken longer than the limits allow.
    pub(crate) fn look_now(&self, limits: &Limits) -> Result<(), FileFact> {
        let seconds = self.taken().as_secs().saturating_add(1);
        if seconds > limits.seconds {
            return Err(limits.reached(Limit::Seconds, seconds));
        }
        Ok(())
    }
}

impl Stopwatch {
    #[cfg(not(target_family = "wasm"))]
    fn taken(&self) -> Duration {
        self.start.elapsed()
    }

    /// A browser has no such clock, and ends a page that takes too long by itself.
    #[cfg(target_family = "wasm")]
    fn taken(&self) -> Duration {
        Duration::ZERO
    }
}

/// Bytes as MiB, rounded up, so that what is over a limit never looks equal to it.
pub(crate) fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(MIB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_raised() {
        for limit in [
            Limit::PartMib,
            Limit::TotalMib,
            Limit::Parts,
            Limit::Ratio,
            Limit::Cells,
            Limit::Area,
            Limit::FileMib,
            Limit::Repeats,
            Limit::TextMib,
            Limit::Seconds,
        ] {
            let limits = Limits::default().with(limit, 7);
            assert_eq!(limits.of(limit), 7);
            assert_eq!(
                limits.reached(limit, 8),
                FileFact::Limit {
                    limit,
                    found: 8,
                    allowed: 7
                }
            );
        }
    }
}
