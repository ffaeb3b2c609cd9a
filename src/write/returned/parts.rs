//! A package's parts: found by name whatever its letters' case, changed in memory, put together at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::trouble::Trouble;
use crate::intake::limits::{Limits, MIB};
use crate::write::package::{self, Changes};

/// A package that is being changed.
pub(super) struct Parts<'a> {
    bytes: &'a [u8],
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Its members by their names in small letters, `/` for `\`: the number and the name as it is.
    members: BTreeMap<String, (usize, String)>,
    /// The most bytes of one part.
    most: u64,
    changes: Changes,
    /// The numbers of new parts, by stem and extension.
    numbers: BTreeMap<(String, String), Numbers>,
}

/// Which numbers parts of one name have.
#[derive(Default)]
struct Numbers {
    /// All up to this one are taken, but for those given up.
    taken: u32,
    given_up: BTreeSet<u32>,
}

fn damaged(error: impl ToString) -> Trouble {
    Trouble::Damaged(error.to_string())
}

fn folded(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

impl<'a> Parts<'a> {
    /// Opens a package.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Trouble> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut members = BTreeMap::new();
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(damaged)?;
            let name = part.name().map_err(damaged)?.into_owned();
            members.insert(folded(&name), (index, name));
        }
        Ok(Self {
            bytes,
            archive,
            members,
            most: limits.part_mib.saturating_mul(MIB),
            changes: Changes::default(),
            numbers: BTreeMap::new(),
        })
    }

    /// The names of all parts but one as they are packed, with their checksums and sizes, in the order of their names.
    pub fn sums(&mut self, except: &str) -> Result<Vec<(String, u32, u64)>, Trouble> {
        let mut sums = Vec::new();
        let except = folded(except);
        for (name, (index, _)) in self.members.iter().filter(|(name, _)| **name != except) {
            let part = self.archive.by_index_raw(*index).map_err(damaged)?;
            sums.push((name.clone(), part.crc32(), part.size()));
        }
        Ok(sums)
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        let name = self.actual(name);
        self.changes.written.contains_key(&name)
            || (self.members.contains_key(&folded(&name)) && !self.changes.gone.contains(&name))
    }

    /// Whether there is a part in this folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.members.keys().any(|name| name.starts_with(folder))
    }

    /// A part as it stands now; `None` when there is none.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let name = self.actual(name);
        if let Some(bytes) = self.changes.written.get(&name) {
            return Ok(Some(bytes.clone()));
        }
        let Some((index, name)) = self.members.get(&folded(&name)) else {
            return Ok(None);
        };
        if self.changes.gone.contains(name) {
            return Ok(None);
        }
        let part = self.archive.by_index(*index).map_err(damaged)?;
        let mut bytes = Vec::new();
        part.take(self.most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(damaged)?;
        if bytes.len() as u64 > self.most {
            return Err(Trouble::Damaged(format!("{name} is too large")));
        }
        Ok(Some(bytes))
    }

    /// How a part begins, in so many bytes at most; `None` when there is none.
    pub fn head(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Trouble> {
        let name = self.actual(name);
        let length = usize::try_from(most).unwrap_or(usize::MAX);
        if let Some(bytes) = self.changes.written.get(&name) {
            let head = bytes.get(..length).unwrap_or(bytes);
            return Ok(Some(head.to_vec()));
        }
        let Some((index, name)) = self.members.get(&folded(&name)) else {
            return Ok(None);
        };
        if self.changes.gone.contains(name) {
            return Ok(None);
        }
        let part = self.archive.by_index(*index).map_err(damaged)?;
        let mut head = Vec::new();
        part.take(most).read_to_end(&mut head).map_err(damaged)?;
        Ok(Some(head))
    }

    /// Writes a part.
    pub fn write(&mut self, name: &str, bytes: Vec<u8>) {
        let name = self.actual(name);
        self.changes.gone.remove(&name);
        self.changes.written.insert(name, bytes);
    }

    /// Takes a part away.
    pub fn remove(&mut self, name: &str) {
        let name = self.actual(name);
        self.changes.written.remove(&name);
        let small = folded(&name);
        for ((stem, extension), numbers) in &mut self.numbers {
            let rest = small.strip_prefix(&folded(stem));
            let number = rest.and_then(|rest| rest.strip_suffix(&format!(".{extension}")));
            let number = number.and_then(|number| number.parse::<u32>().ok());
            // Beyond those that are taken it is found again by itself.
            numbers
                .given_up
                .extend(number.filter(|number| *number <= numbers.taken));
        }
        if self.members.contains_key(&small) {
            self.changes.gone.insert(name);
        }
    }

    /// A name for a new part that no other has: with a number before its extension when it is taken.
    pub fn free(&mut self, stem: &str, extension: &str) -> String {
        let key = (stem.to_owned(), extension.to_owned());
        let mut numbers = self.numbers.remove(&key).unwrap_or_default();
        let name = loop {
            let number = numbers.given_up.pop_first().unwrap_or_else(|| {
                numbers.taken = numbers.taken.saturating_add(1);
                numbers.taken
            });
            let name = format!("{stem}{number}.{extension}");
            if !self.has(&name) || number == u32::MAX {
                break name;
            }
        };
        self.numbers.insert(key, numbers);
        name
    }

    /// The package with all changes made.
    pub fn finish(self) -> Result<Vec<u8>, Trouble> {
        package::patched(self.bytes, &self.changes).map_err(damaged)
    }

    /// The name of a member as the package writes it.
    fn actual(&self, name: &str) -> String {
        let member = self.members.get(&folded(name));
        member.map_or_else(|| name.to_owned(), |(_, name)| name.clone())
    }
}
