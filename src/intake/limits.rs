//! How much one file may ask for before it is refused (F004).
//!
//! A form of a department has some hundred rows; the limits stand far above that and far below
//! what a small malicious file can inflate to. Each is raised by the flag that [`Limit::flag`] names.

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
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            part_mib: 256,
            total_mib: 512,
            parts: 1000,
            ratio: 200,
            cells: 2_000_000,
            area: 20_000_000,
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
        };
        *field = allowed;
        self
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
