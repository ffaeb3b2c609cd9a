//! What an archive holds: its members are found like files in a folder.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::{Archive, Member, Place};
use super::guard::guarded;
use super::judge::{HEAD, is_container, is_left_out, judge};
use super::limits::Limits;
use super::naming::{Found, nfc};
use super::sniff::Kind;
use super::{Origin, extension_of, our_package};
use crate::intake::fact::FileFact;

/// What an archive holds, each with its number there: its members, or the archive itself where it cannot be read, or is a
/// workbook that is merely called one. `skip` are the paths of files that are no submissions.
pub(super) fn found(
    place: Place,
    name: &[String],
    skip: &HashSet<PathBuf>,
    limits: &Limits,
) -> Vec<(usize, Found)> {
    let whole = |what| {
        let found = Found {
            path: place.path().to_path_buf(),
            name: name.to_vec(),
            what: Ok(what),
        };
        vec![(0, found)]
    };
    let opened = guarded(|| Archive::open(place.clone(), limits));
    let opened = opened.unwrap_or_else(|words| Err(FileFact::Damaged(words)));
    let (archive, members) = match opened {
        Ok(opened) => opened,
        // Some office did send it.
        Err(fact) => return whole(place.refused(fact)),
    };
    if is_package(&members) {
        return whole(place.origin());
    }
    let within = Within {
        archive: Arc::new(archive),
        members: &members,
        skip,
        limits,
    };
    within.found(&place, name)
}

/// Whether the members are the parts of one workbook whose file is merely called an archive.
fn is_package(members: &[Member]) -> bool {
    let has = |wanted: &str| {
        let wanted = |member: &Member| member.name.join("/").eq_ignore_ascii_case(wanted);
        members.iter().any(wanted)
    };
    has("[Content_Types].xml") || (has("content.xml") && (has("mimetype") || has("meta.xml")))
}

/// An archive whose members are looked at.
struct Within<'a> {
    archive: Arc<Archive>,
    members: &'a [Member],
    skip: &'a HashSet<PathBuf>,
    limits: &'a Limits,
}

impl Within<'_> {
    fn found(&self, place: &Place, name: &[String]) -> Vec<(usize, Found)> {
        let mut lists = self.lists();
        lists.extend(self.packages());
        let mut found = Vec::new();
        for member in self.members {
            let Some((last, folders)) = member.name.split_last() else {
                continue;
            };
            let hidden = |step: &String| step.starts_with('.') || is_left_out(step);
            let left_out = || {
                hidden(last)
                    || folders
                        .iter()
                        .any(|step| hidden(step) || step == "__MACOSX")
                    || lists.contains(&member.name)
                    || self.is_skipped(member)
            };
            // Under its other name it may be a submission.
            if member.other_name.is_none() && left_out() {
                continue;
            }
            let mut path = place.path().to_path_buf();
            path.extend(&member.name);
            let one = Found {
                path,
                name: [name, &member.name].concat(),
                what: self.member(place, member, &extension_of(Path::new(last))),
            };
            found.push((member.index.saturating_add(1), one));
        }
        found
    }

    /// What a member is.
    fn member(&self, place: &Place, member: &Member, extension: &str) -> Result<Origin, FileFact> {
        if let Some(own) = &member.other_name {
            let names = FileFact::TwoNames {
                listed: member.name.join("/"),
                own: own.clone(),
            };
            return Ok(place.refused(names));
        }
        let is_spreadsheet = Kind::of_extension(extension).is_some();
        if member.encrypted && is_spreadsheet {
            return Ok(place.refused(FileFact::Encrypted));
        }
        let origin = Origin::Member(self.archive.clone(), member.index);
        if is_spreadsheet {
            return Ok(origin);
        }
        if extension == "zip" {
            return Err(FileFact::Unsupported("ZIP"));
        }
        let bytes = |most| {
            guarded(|| self.archive.bytes(member.index, most, self.limits))
                .ok()?
                .ok()
        };
        let head = bytes(Some(HEAD)).unwrap_or_default();
        let head = if is_container(&head) {
            bytes(None).unwrap_or(head)
        } else {
            head
        };
        match judge(&head, extension) {
            Some(fact) => Err(fact),
            None => Ok(origin),
        }
    }

    /// The lists that a project file in the archive names: they are no submissions.
    fn lists(&self) -> HashSet<Vec<String>> {
        let mut lists = HashSet::new();
        for member in self.members {
            let Some((last, folder)) = member.name.split_last() else {
                continue;
            };
            if last != "tonghop.toml" || member.encrypted || member.size > 1 << 20 {
                continue;
            }
            let bytes = guarded(|| self.archive.bytes(member.index, None, self.limits));
            let text = bytes
                .ok()
                .and_then(Result::ok)
                .and_then(|bytes| String::from_utf8(bytes).ok());
            let project = text.and_then(|text| text.parse::<toml::Table>().ok());
            let named = project
                .as_ref()
                .and_then(|project| project.get("lists")?.as_table());
            for path in named.into_iter().flat_map(toml::Table::values) {
                let steps = path.as_str().unwrap_or_default().split('/');
                let steps = steps.filter(|step| *step != ".").map(nfc);
                lists.insert(folder.iter().cloned().chain(steps).collect());
            }
        }
        lists
    }

    /// The files of packages of ours in the archive.
    fn packages(&self) -> HashSet<Vec<String>> {
        let mut within = HashSet::new();
        for member in self.members {
            let Some((last, folder)) = member.name.split_last() else {
                continue;
            };
            if last != our_package::DESCRIPTOR || member.encrypted {
                continue;
            }
            let bytes = guarded(|| self.archive.bytes(member.index, None, self.limits));
            let bytes = bytes.ok().and_then(Result::ok).unwrap_or_default();
            for file in our_package::files_of(&bytes).into_iter().flatten() {
                let steps = file.path.split('/').map(nfc);
                within.insert(folder.iter().cloned().chain(steps).collect());
                within.insert(member.name.clone());
            }
        }
        within
    }

    /// Whether a member is a copy of a file that is no submission.
    fn is_skipped(&self, member: &Member) -> bool {
        self.skip.iter().any(|path| {
            fs::metadata(path).is_ok_and(|data| data.len() == member.size)
                && guarded(|| self.archive.bytes(member.index, None, self.limits)).is_ok_and(
                    |bytes| bytes.is_ok_and(|bytes| fs::read(path).is_ok_and(|list| list == bytes)),
                )
        })
    }
}
