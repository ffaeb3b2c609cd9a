//! What a zip file says of a member twice: in its directory, and in front of the member itself.
//!
//! Most programs go by the directory, some read from the front. Where the two give a member
//! different names, two people see two files.
//!
//! ```text
//! PK\x03\x04 … 26: length of the name, 28: of what else | name | what else | data
//! PK\x01\x02 … 28: length of the name …             46: | name | …
//! ```

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

/// What stands in front of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnHeader {
    /// Its name, as written.
    pub(crate) name: Vec<u8>,
    /// Where its data begins.
    pub(crate) data: u64,
}

/// Reads what stands in front of a member.
///
/// # Errors
///
/// There is no member, or the disk does not give it.
pub(crate) fn own_header(file: &mut (impl Read + Seek), at: u64) -> Result<OwnHeader> {
    const LENGTH: u64 = 30;
    file.seek(SeekFrom::Start(at))?;
    let mut head = [0; LENGTH as usize];
    file.read_exact(&mut head)?;
    match head {
        [
            b'P',
            b'K',
            3,
            4,
            ..,
            name_low,
            name_high,
            more_low,
            more_high,
        ] => {
            let name_length = u16::from_le_bytes([name_low, name_high]);
            let more = u16::from_le_bytes([more_low, more_high]);
            let data = [LENGTH, u64::from(name_length), u64::from(more)];
            Ok(OwnHeader {
                name: bytes(file, name_length)?,
                data: data.into_iter().fold(at, u64::saturating_add),
            })
        }
        _ => Err(Error::new(ErrorKind::InvalidData, "there is no member")),
    }
}

/// Reads the name that the directory gives a member, as written.
///
/// # Errors
///
/// There is no entry, or the disk does not give it.
pub(crate) fn listed_name(file: &mut (impl Read + Seek), at: u64) -> Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut head = [0; 46];
    file.read_exact(&mut head)?;
    match head.split_at_checked(28) {
        Some(([b'P', b'K', 1, 2, ..], [low, high, ..])) => {
            bytes(file, u16::from_le_bytes([*low, *high]))
        }
        _ => Err(Error::new(ErrorKind::InvalidData, "there is no entry")),
    }
}

/// Whether two names of a member are the same, be it with other slashes.
pub(crate) fn same_name(one: &[u8], other: &[u8]) -> bool {
    let plain = |byte: &u8| if *byte == b'\\' { b'/' } else { *byte };
    one.iter().map(plain).eq(other.iter().map(plain))
}

fn bytes(file: &mut impl Read, length: u16) -> Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(length)];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
