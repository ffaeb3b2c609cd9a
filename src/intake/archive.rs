//! Archives of submissions (`hop-thu.zip`): their members are sources like files in a folder.
//!
//! Only the directory is read here. A member is inflated when its turn comes to be read, through a
//! counter, so what lies in memory is one member a thread. Nothing is ever unpacked to the disk:
//! a name such as `../../a.xlsx` is a name and harms nothing.
//!
//! The directory is read entry by entry and not into a map by name, in which of two members of one
//! name only the last is left: both were sent.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::WINDOWS_1258;
use unicode_normalization::UnicodeNormalization;
use zip::ZipReadOptions;
use zip::read::{Config, OwnedZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::Origin;
use super::headers::{listed_name, own_header, same_name};
use super::limits::{Limits, MIB, mib};
use crate::intake::fact::{FileFact, Limit};

/// Where the bytes of an archive are.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// On the disk.
    Disk(PathBuf),
    /// In memory, under a name.
    Memory(PathBuf, Arc<[u8]>),
}

/// Bytes that are read from anywhere among them.
trait Reader: Read + Seek {}

impl<T: Read + Seek> Reader for T {}

impl Place {
    /// Its path; in memory, its name.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Disk(path) | Self::Memory(path, _) => path,
        }
    }

    /// Where the bytes of the archive as a whole are.
    pub(super) fn origin(&self) -> Origin {
        match self {
            Self::Disk(path) => Origin::Disk(path.clone()),
            Self::Memory(_, bytes) => Origin::Memory(bytes.clone()),
        }
    }

    /// That its bytes are not to be had.
    pub(super) fn refused(&self, fact: FileFact) -> Origin {
        Origin::Refused(self.on_disk().map(Path::to_path_buf), fact)
    }

    fn on_disk(&self) -> Option<&Path> {
        match self {
            Self::Disk(path) => Some(path),
            Self::Memory(..) => None,
        }
    }

    /// Opens it anew: threads read side by side.
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        Ok(match self {
            Self::Disk(path) => Box::new(BufReader::new(File::open(path)?)),
            Self::Memory(_, bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }
}

/// An archive whose directory was read.
pub struct Archive {
    place: Place,
    entries: Vec<OwnedZipFileEntry>,
}

/// What the directory says of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its number in the directory.
    pub(super) index: usize,
    /// Its folders and its name, NFC.
    pub(super) name: Vec<String>,
    /// The name that the member itself bears, where the directory gives it another.
    pub(super) other_name: Option<String>,
    /// Whether it needs a password.
    pub(super) encrypted: bool,
    /// What it is said to inflate to.
    pub(super) size: u64,
}

impl Archive {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    ///
    /// There is no directory, or it asks for more than the limits allow.
    pub(super) fn open(place: Place, limits: &Limits) -> Result<(Self, Vec<Member>), FileFact> {
        let file = place
            .open()
            .map_err(|error| FileFact::Unreadable(error.to_string()))?;
        let mut zip = ZipIterable::try_new(file, Config::default()).map_err(damaged)?;
        // The count stands at the end of the file: a directory of millions is not read first and counted then.
        let count = zip.len() as u64;
        if count > limits.parts {
            return Err(limits.reached(Limit::Parts, count));
        }
        let mut archive = Self {
            place,
            entries: Vec::new(),
        };
        for entry in zip.files().map_err(damaged)? {
            archive.entries.push(entry.map_err(damaged)?.into());
        }
        let members = archive.members(limits)?;
        Ok((archive, members))
    }

    fn members(&self, limits: &Limits) -> Result<Vec<Member>, FileFact> {
        let unreadable = |error: std::io::Error| FileFact::Damaged(error.to_string());
        let mut file = self.place.open().map_err(unreadable)?;
        let mut members = Vec::new();
        let mut total = 0_u64;
        let mut places = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            total = total.saturating_add(entry.size());
            let own = own_header(&mut file, entry.header_start()).map_err(unreadable)?;
            if entry.compressed_size() > 0 {
                places.push((own.data, own.data.saturating_add(entry.compressed_size())));
            }
            let listed =
                listed_name(&mut file, entry.central_header_start()).map_err(unreadable)?;
            let other_name =
                (!same_name(&listed, &own.name)).then(|| steps(&decode(&own.name)).join("/"));
            if other_name.is_none() && (entry.is_dir() || entry.name_raw().ends_with(b"\\")) {
                continue;
            }
            let name = steps(&decode(entry.name_raw()));
            if !name.is_empty() {
                members.push(Member {
                    index,
                    name,
                    other_name,
                    encrypted: entry.encrypted(),
                    size: entry.size(),
                });
            }
        }
        // Members are held to what they claim when they are read.
        if total > limits.total_mib.saturating_mul(MIB) {
            return Err(limits.reached(Limit::TotalMib, mib(total)));
        }
        places.sort_unstable();
        let overlap = places
            .windows(2)
            .any(|pair| matches!(pair, [(_, end), (begin, _)] if end > begin));
        if overlap {
            return Err(FileFact::Damaged(
                "two members are the same part of the file".into(),
            ));
        }
        Ok(members)
    }

    /// The path of the archive itself; `None` when it is in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.place.on_disk()
    }

    /// The bytes of a member, or as many of them as asked for.
    ///
    /// # Errors
    ///
    /// It is damaged, needs a password or inflates to more than the limits allow.
    pub(super) fn bytes(
        &self,
        index: usize,
        most: Option<u64>,
        limits: &Limits,
    ) -> Result<Vec<u8>, FileFact> {
        // The directory is shared, the handle is not.
        let mut file = self
            .place
            .open()
            .map_err(|error| FileFact::Unreadable(error.to_string()))?;
        let entry = self.entries.get(index).map(OwnedZipFileEntry::as_ref);
        let entry = entry.ok_or_else(|| FileFact::Damaged("there is no such member".into()))?;
        let part = entry
            .with_reader(&mut file, ZipReadOptions::new())
            .map_err(damaged)?;
        let (packed, stated) = (part.compressed_size().max(1), part.size());
        if most.is_none() {
            limits.hold(stated)?;
        }
        let room = stated.min(packed.saturating_mul(16)).min(64 * MIB);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
        let allowed = limits.total_mib.min(limits.file_mib).saturating_mul(MIB);
        let most = most.unwrap_or_else(|| allowed.saturating_add(1));
        let highest_ratio = packed.saturating_mul(limits.ratio).max(MIB);
        part.take(most.min(highest_ratio.saturating_add(1)))
            .read_to_end(&mut bytes)
            .map_err(|error| FileFact::Damaged(error.to_string()))?;
        let found = bytes.len() as u64;
        if found > highest_ratio {
            let ratio = found.max(stated).div_ceil(packed);
            return Err(limits.reached(Limit::Ratio, ratio));
        }
        limits.hold(found)?;
        Ok(bytes)
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Archive").field(&self.place.path()).finish()
    }
}

impl PartialEq for Archive {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for Archive {}

/// A member's name: UTF-8 where it is, else of a Vietnamese Windows, else of DOS.
///
/// The reader has put the name of a Unicode field in its place already. Old programs wrote names in
/// the code page of the machine without saying which. Letters of windows-1258 stand at 0xC0 and
/// above, where DOS has frames and Greek; those of DOS below.
fn decode(name: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(name) {
        return text.to_owned();
    }
    if name.iter().any(|byte| *byte >= 0xc0) {
        return WINDOWS_1258
            .decode_without_bom_handling(name)
            .0
            .into_owned();
    }
    name.iter()
        .map(|byte| match byte.checked_sub(0x80) {
            Some(high) => DOS.chars().nth(usize::from(high)).unwrap_or('_'),
            None => char::from(*byte),
        })
        .collect()
}

/// The letters of code page 437 from 0x80 on, as far as names may have them.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐";

/// The folders and the name, without what leads elsewhere (`..`, `C:`, a slash in front).
fn steps(name: &str) -> Vec<String> {
    name.split(['/', '\\'])
        .map(|step| step.nfc().filter(|c| !c.is_control()).collect::<String>())
        .map(|step| step.trim().to_owned())
        .filter(|step| !matches!(step.as_str(), "" | "." | ".."))
        .filter(|step| !(step.len() == 2 && step.ends_with(':')))
        .collect()
}

/// The words of the zip reader, a password apart.
fn damaged(error: ZipError) -> FileFact {
    match error {
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            FileFact::Encrypted
        }
        error => FileFact::Damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_several_encodings() {
        for (bytes, name) in [
            ("Sở Y tế.xlsx".as_bytes(), "Sở Y tế.xlsx"),
            (b"S\xf5\xd2 Y t\xea\xec.xlsx", "Sở Y tế.xlsx"),
            (b"\xd0\xf5n vi\xf2.xlsx", "Đơn vị.xlsx"),
            (b"caf\x82.xlsx", "café.xlsx"),
            (b"a.xlsx", "a.xlsx"),
        ] {
            let composed: String = decode(bytes).nfc().collect();
            assert_eq!(composed, name, "{bytes:?}");
        }
        assert_eq!(DOS.chars().count(), 64);
    }

    #[test]
    fn names_that_lead_elsewhere_are_only_names() {
        assert_eq!(steps("../../etc/a.xlsx"), ["etc", "a.xlsx"]);
        assert_eq!(steps("C:\\Users\\a.xlsx"), ["Users", "a.xlsx"]);
        assert_eq!(steps("/a/./b\0.xlsx"), ["a", "b.xlsx"]);
        assert!(steps("..").is_empty());
    }
}
