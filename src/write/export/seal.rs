//! What a file is known by: how many bytes it has and their SHA-256, told while they are written.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::round::hex;

/// What a file is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256, in hex.
    pub sha256: String,
}

impl Seal {
    /// That of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes), 32),
        }
    }

    /// The hash as a Data Package has it.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("sha256:{}", self.sha256)
    }
}

/// Passes bytes on and seals them.
pub struct Sealing<'w> {
    out: &'w mut dyn Write,
    hash: Sha256,
    bytes: u64,
}

impl<'w> Sealing<'w> {
    /// Seals what is written to `out`.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self {
            out,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    /// The seal of what was written.
    #[must_use]
    pub fn seal(self) -> Seal {
        Seal {
            bytes: self.bytes,
            sha256: hex(&self.hash.finalize(), 32),
        }
    }
}

impl Write for Sealing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
