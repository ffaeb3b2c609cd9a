//! Whether a file of ours is still as it was written.
//!
//! A returned workbook carries a sum of what its parts hold, a letter a code of its words. Whoever opens a workbook and saves
//! it again changes its parts, so a file whose sum or code is another holds somebody's work: it is neither to be replaced
//! nor to be taken away.

use sha2::{Digest as _, Sha256};

use super::parts::Parts;
use super::property;
use super::relations::{ContentTypes, Relations};
use super::trouble::Trouble;
use crate::book::ours::{RETURNED_SEAL, is_letter_as_written};
use crate::intake::limits::Limits;
use crate::round::hex;

/// Writes the sum into a package that is complete but for it.
pub(super) fn sealed(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Trouble> {
    let mut parts = Parts::open(bytes, limits)?;
    let mut root = Relations::of("", false, &mut parts)?;
    let mut types = ContentTypes::of(&mut parts)?;
    let sum = sum(&mut parts, &root)?;
    let own = [(RETURNED_SEAL, Some(sum.as_str()))];
    property::set(&own, &mut parts, &mut root, &mut types)?;
    root.store(&mut parts);
    types.store(&mut parts);
    parts.finish()
}

/// Whether a file is a returned workbook or a letter, as a text or as a draft, that nobody has changed since it was
/// written.
#[must_use]
pub fn is_as_written(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK") {
        return is_letter_as_written(bytes);
    }
    let limits = Limits::default();
    let read = || -> Result<bool, Trouble> {
        let mut parts = Parts::open(bytes, &limits)?;
        let root = Relations::of("", false, &mut parts)?;
        let name = root.target("custom-properties").map(str::to_owned);
        let custom = name.map(|name| parts.read(&name)).transpose()?.flatten();
        let told = custom.and_then(|custom| property::text(&custom, RETURNED_SEAL));
        Ok(told.is_some_and(|told| sum(&mut parts, &root).is_ok_and(|sum| sum == told)))
    };
    read().unwrap_or(false)
}

/// A sum of all parts but the one that holds the sum.
fn sum(parts: &mut Parts<'_>, root: &Relations) -> Result<String, Trouble> {
    let own = root.target("custom-properties").unwrap_or_default();
    let mut hash = Sha256::new();
    for (name, crc32, size) in parts.sums(own)? {
        hash.update(format!("{name}\0{crc32:08x}\0{size}\n"));
    }
    Ok(hex(&hash.finalize(), 32))
}
