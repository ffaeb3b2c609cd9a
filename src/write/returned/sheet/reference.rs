//! References as worksheets write them: `H15`, `$H$15`, `H9:H20`, the `1:14` of a row's spans.

use crate::book::markup::digits;
use crate::place::{CellRange, CellRef};

/// Two numbers with a colon between them.
pub(super) fn pair(value: &[u8]) -> Option<(u32, u32)> {
    let at = value.iter().position(|byte| *byte == b':')?;
    let (from, to) = value.split_at_checked(at)?;
    Some((digits(from)?, digits(to.get(1..)?)?))
}

/// The cell that a reference such as `H15` or `$H$15` names.
pub(in super::super) fn reference(value: &[u8]) -> Option<CellRef> {
    let (mut col, mut row, mut in_row) = (0_u32, 0_u32, false);
    for byte in value.iter().filter(|byte| **byte != b'$') {
        if byte.is_ascii_alphabetic() && !in_row {
            let letter = u32::from(byte.to_ascii_uppercase().checked_sub(b'A')?);
            col = col.checked_mul(26)?.checked_add(letter)?.checked_add(1)?;
        } else if byte.is_ascii_digit() {
            in_row = true;
            row = row.checked_mul(10)?.checked_add(u32::from(byte & 15))?;
        } else {
            return None;
        }
    }
    Some(CellRef::new(row.checked_sub(1)?, col.checked_sub(1)?))
}

/// The range that a reference names.
pub(super) fn range_of(value: &[u8]) -> Option<CellRange> {
    let colon = value.iter().position(|byte| *byte == b':');
    let (first, last) = value.split_at_checked(colon.unwrap_or(value.len()))?;
    let first = reference(first)?;
    let last = last.get(1..).filter(|last| !last.is_empty());
    Some(CellRange::new(first, last.map_or(Some(first), reference)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        assert_eq!(
            reference(b"XFD1048576"),
            Some(CellRef::new(1_048_575, 16_383))
        );
        assert_eq!(reference(b"$H$15"), Some(CellRef::new(14, 7)));
        for wrong in [&b"H"[..], b"15", b"", b"H0", b"H-1", b"AAAAAAAAAAAA1"] {
            assert_eq!(reference(wrong), None);
        }
        assert_eq!(
            range_of(b"A1:C2").map(|range| range.to_string()).as_deref(),
            Some("A1:C2")
        );
    }
}
