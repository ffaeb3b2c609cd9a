//! Archives of submissions (`hop-thu.zip`): their members are sources like files in a folder.
//!
//! Only the directory is read here. A member is inflated when its turn comes to be read, through a
//! counter, so what lies in memory is one member a thread. Nothing is ever unpacked to the disk:
//! a name such as `../../a.xlsx` is a name and harms nothing.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::WINDOWS_1258;
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{Limits, MIB, mib};
use crate::intake::fact::{FileFact, Limit};

/// An archive whose directory was read.
pub struct Archive {
    path: PathBuf,
    zip: ZipArchive<Lazy>,
}

/// What the directory says of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its number in the directory.
    pub(super) index: usize,
    /// Its folders and its name, NFC.
    pub(super) name: Vec<String>,
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
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<(Self, Vec<Member>), FileFact> {
        let claimed = members_claimed(path);
        if claimed > limits.parts {
            return Err(limits.reached(Limit::Parts, claimed));
        }
        let zip = ZipArchive::new(Lazy::new(path)).map_err(damaged)?;
        let mut archive = Self {
            path: path.to_path_buf(),
            zip,
        };
        let members = archive.members(limits)?;
        Ok((archive, members))
    }

    fn members(&mut self, limits: &Limits) -> Result<Vec<Member>, FileFact> {
        let count = self.zip.len() as u64;
        if count > limits.parts {
            return Err(limits.reached(Limit::Parts, count));
        }
        let mut members = Vec::new();
        let mut total = 0_u64;
        for index in 0..self.zip.len() {
            let part = self.zip.by_index_raw(index).map_err(damaged)?;
            total = total.saturating_add(part.size());
            if part.is_dir() || part.name_raw().ends_with(b"\\") {
                continue;
            }
            let name = steps(&decode(part.name_raw()));
            if !name.is_empty() {
                members.push(Member {
                    index,
                    name,
                    encrypted: part.encrypted(),
                    size: part.size(),
                });
            }
        }
        // Members are held to what they claim when they are read.
        if total > limits.total_mib.saturating_mul(MIB) {
            return Err(limits.reached(Limit::TotalMib, mib(total)));
        }
        if self.zip.has_overlapping_files().map_err(damaged)? {
            return Err(FileFact::Damaged(
                "two members are the same part of the file".into(),
            ));
        }
        Ok(members)
    }

    /// The path of the archive itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
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
        // The directory is shared; the handle is opened anew, for threads read side by side.
        let mut zip = self.zip.clone();
        let part = zip.by_index(index).map_err(damaged)?;
        let (packed, stated) = (part.compressed_size().max(1), part.size());
        let allowed = limits.total_mib.saturating_mul(MIB);
        if most.is_none() && stated > allowed {
            return Err(limits.reached(Limit::TotalMib, mib(stated)));
        }
        let room = stated.min(packed.saturating_mul(16)).min(64 * MIB);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
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
        if found > allowed {
            return Err(limits.reached(Limit::TotalMib, mib(found)));
        }
        Ok(bytes)
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Archive").field(&self.path).finish()
    }
}

impl PartialEq for Archive {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Archive {}

/// A file that is opened when it is first read; a copy opens it for itself.
struct Lazy {
    path: Arc<Path>,
    file: Option<BufReader<File>>,
}

impl Lazy {
    fn new(path: &Path) -> Self {
        Self {
            path: path.into(),
            file: None,
        }
    }

    fn file(&mut self) -> std::io::Result<&mut BufReader<File>> {
        let file = match self.file.take() {
            Some(file) => file,
            None => BufReader::new(File::open(&self.path)?),
        };
        Ok(self.file.insert(file))
    }
}

impl Clone for Lazy {
    fn clone(&self) -> Self {
        Self::new(&self.path)
    }
}

impl Read for Lazy {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.file()?.read(into)
    }
}

impl Seek for Lazy {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file()?.seek(to)
    }
}

/// How many members the end of an archive claims, 0 when it does not say: a directory of millions
/// is not to be read first and counted then.
fn members_claimed(path: &Path) -> u64 {
    /// The record itself and the longest remark behind it.
    const END: u64 = 22 + 0xffff;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(END)))?;
        let mut end = Vec::new();
        file.take(END).read_to_end(&mut end)?;
        Ok(end)
    };
    let end = read().unwrap_or_default();
    let at = memchr::memmem::rfind(&end, b"PK\x05\x06");
    match at.and_then(|at| end.get(at.saturating_add(10)..at.saturating_add(12))) {
        Some(&[low, high]) => u64::from(u16::from_le_bytes([low, high])),
        _ => 0,
    }
}

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
