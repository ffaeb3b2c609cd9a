//! Walks folders, tells submissions from what lies beside them, and gives every file its name.
//!
//! Names must not depend on how the paths were typed: everything is found by its canonical path,
//! and then named by the outermost folder that holds it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::archive::{Archive, Member};
use super::guard::guarded;
use super::limits::Limits;
use super::sniff::{Kind, sniff};
use super::{
    COMPOUND_FILE, Intake, IntakeError, Origin, Other, RESULTS_FILE, RESULTS_MARK, Source,
    extension_of, mail_mark, our_package, real,
};
use crate::intake::fact::FileFact;

/// A file that was found.
struct Found {
    /// Where it is; for a member of an archive as if that were a folder.
    path: PathBuf,
    /// The parts of its name, innermost last.
    name: Vec<String>,
    /// Where its bytes are, or why it is no submission.
    what: Result<Origin, FileFact>,
}

/// Finds and names all files that the paths hold.
pub(super) fn take_in(
    paths: &[PathBuf],
    skip: &HashSet<PathBuf>,
    limits: &Limits,
) -> Result<Intake, IntakeError> {
    let mut folders = BTreeSet::new();
    let mut files = BTreeSet::new();
    for path in paths {
        let real = real(path).map_err(|_| IntakeError::NoSuchPath(path.clone()))?;
        if real.is_dir() {
            folders.insert(real);
        } else {
            files.insert(real);
        }
    }
    // A folder inside another one given is found with that.
    let outer: Vec<&PathBuf> = folders
        .iter()
        .filter(|folder| {
            folder
                .ancestors()
                .skip(1)
                .all(|above| !folders.contains(above))
        })
        .collect();
    let mut walk = Walk {
        skip,
        limits,
        found: BTreeMap::new(),
        ours: HashSet::new(),
        visited: HashSet::new(),
        any_archive: false,
    };
    for folder in &outer {
        let prefix = if outer.len() > 1 {
            folder
                .file_name()
                .map(|name| vec![nfc(&name.to_string_lossy())])
        } else {
            None
        };
        walk.folder(folder, &prefix.unwrap_or_default())
            .map_err(|words| IntakeError::UnreadableFolder(folder.to_path_buf(), words))?;
    }
    let mut complete = !folders.is_empty();
    walk.any_archive = false;
    for file in &files {
        let name = file.file_name().map(|name| name.to_string_lossy());
        let name = name.unwrap_or_default();
        if !is_left_out(&name) {
            walk.file(file, vec![nfc(&name)]);
        }
    }
    complete |= walk.any_archive;
    Ok(Intake {
        complete,
        ..named(walk.found)
    })
}

/// The state of a walk.
struct Walk<'a> {
    /// Canonical paths that are no submissions.
    skip: &'a HashSet<PathBuf>,
    /// What archives are held to.
    limits: &'a Limits,
    /// What was found, by canonical path (and number, in an archive), so that nothing is found twice.
    found: BTreeMap<(PathBuf, usize), Found>,
    /// Whether an archive was among the files.
    any_archive: bool,
    /// The files of packages of ours.
    ours: HashSet<PathBuf>,
    /// Canonical folders that were walked, so that a link to a folder above ends.
    visited: HashSet<PathBuf>,
}

impl Walk<'_> {
    /// Walks a folder, in the order of names.
    fn folder(&mut self, folder: &Path, name: &[String]) -> Result<(), String> {
        let real = real(folder).map_err(|error| error.to_string())?;
        if !self.visited.insert(real) || is_our_results(folder) {
            return Ok(());
        }
        let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|error| error.to_string())?.path());
        }
        paths.sort();
        if let Some(files) = our_package::files_in(folder) {
            self.ours.extend(files_within(folder, &files));
        }
        for path in paths {
            let Some(last) = path.file_name().map(|name| name.to_string_lossy()) else {
                continue;
            };
            if is_hidden(&path, &last) || is_left_out(&last) {
                continue;
            }
            if self.ours.contains(&path) {
                continue;
            }
            let mut name = name.to_vec();
            name.push(nfc(&last));
            if path.is_dir() {
                if let Err(words) = self.folder(&path, &name) {
                    // What lies in it may be submissions.
                    let origin = Origin::Refused(path.clone(), FileFact::Unreadable(words));
                    self.keep(path, 0, name, Ok(origin));
                }
            } else {
                self.file(&path, name);
            }
        }
        Ok(())
    }

    /// Takes a file in, unless it was or is to be skipped.
    fn file(&mut self, path: &Path, name: Vec<String>) {
        let real = real(path).unwrap_or_else(|_| path.to_path_buf());
        if self.skip.contains(&real) || self.found.contains_key(&(real.clone(), 0)) {
            return;
        }
        if extension_of(&real) == "zip" && real.is_file() {
            return self.archive(&real, &name);
        }
        let what = match why_not_read(&real) {
            Some(_) if is_our_report(&real) || is_our_mail(&real) => return,
            Some(fact) => Err(fact),
            None => Ok(Origin::Disk(real.clone())),
        };
        self.keep(real, 0, name, what);
    }

    /// Takes in what an archive holds.
    fn archive(&mut self, path: &Path, name: &[String]) {
        self.any_archive = true;
        let opened = guarded(|| Archive::open(path, self.limits));
        let opened = opened.unwrap_or_else(|words| Err(FileFact::Damaged(words)));
        let (archive, members) = match opened {
            Ok(opened) => opened,
            // Some office did send it.
            Err(fact) => {
                let origin = Origin::Refused(path.to_path_buf(), fact);
                return self.keep(path.to_path_buf(), 0, name.to_vec(), Ok(origin));
            }
        };
        if is_package(&members) {
            let origin = Origin::Disk(path.to_path_buf());
            return self.keep(path.to_path_buf(), 0, name.to_vec(), Ok(origin));
        }
        let archive = Arc::new(archive);
        let mut lists = self.lists_within(&archive, &members);
        lists.extend(self.packages_within(&archive, &members));
        for member in &members {
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
                    || self.is_skipped(&archive, member)
            };
            // Under its other name it may be a submission.
            if member.other_name.is_none() && left_out() {
                continue;
            }
            let what = self.member(&archive, member, &extension_of(Path::new(last)));
            let mut inner = path.to_path_buf();
            inner.extend(&member.name);
            let name = [name, &member.name].concat();
            self.keep(inner, member.index.saturating_add(1), name, what);
        }
    }

    /// What a member is.
    fn member(
        &self,
        archive: &Arc<Archive>,
        member: &Member,
        extension: &str,
    ) -> Result<Origin, FileFact> {
        if let Some(own) = &member.other_name {
            let names = FileFact::TwoNames {
                listed: member.name.join("/"),
                own: own.clone(),
            };
            return Ok(Origin::Refused(archive.path().to_path_buf(), names));
        }
        let is_spreadsheet = Kind::of_extension(extension).is_some();
        if member.encrypted && is_spreadsheet {
            let path = archive.path().to_path_buf();
            return Ok(Origin::Refused(path, FileFact::Encrypted));
        }
        let origin = Origin::Member(archive.clone(), member.index);
        if is_spreadsheet {
            return Ok(origin);
        }
        if extension == "zip" {
            return Err(FileFact::Unsupported("ZIP"));
        }
        let bytes = |most| {
            guarded(|| archive.bytes(member.index, most, self.limits))
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
    fn lists_within(&self, archive: &Archive, members: &[Member]) -> HashSet<Vec<String>> {
        let mut lists = HashSet::new();
        for member in members {
            let Some((last, folder)) = member.name.split_last() else {
                continue;
            };
            if last != "tonghop.toml" || member.encrypted || member.size > 1 << 20 {
                continue;
            }
            let bytes = guarded(|| archive.bytes(member.index, None, self.limits));
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
    fn packages_within(&self, archive: &Archive, members: &[Member]) -> HashSet<Vec<String>> {
        let mut within = HashSet::new();
        for member in members {
            let Some((last, folder)) = member.name.split_last() else {
                continue;
            };
            if last != our_package::DESCRIPTOR || member.encrypted {
                continue;
            }
            let bytes = guarded(|| archive.bytes(member.index, None, self.limits));
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
    fn is_skipped(&self, archive: &Archive, member: &Member) -> bool {
        self.skip.iter().any(|path| {
            fs::metadata(path).is_ok_and(|data| data.len() == member.size)
                && guarded(|| archive.bytes(member.index, None, self.limits)).is_ok_and(|bytes| {
                    bytes.is_ok_and(|bytes| fs::read(path).is_ok_and(|list| list == bytes))
                })
        })
    }

    fn keep(
        &mut self,
        path: PathBuf,
        number: usize,
        name: Vec<String>,
        what: Result<Origin, FileFact>,
    ) {
        self.found
            .entry((path.clone(), number))
            .or_insert(Found { path, name, what });
    }
}

/// Whether the members are the parts of one workbook whose file is merely called an archive.
fn is_package(members: &[Member]) -> bool {
    let has = |wanted: &str| {
        let wanted = |member: &Member| member.name.join("/").eq_ignore_ascii_case(wanted);
        members.iter().any(wanted)
    };
    has("[Content_Types].xml") || (has("content.xml") && (has("mimetype") || has("meta.xml")))
}

/// The paths of the files of a package of ours, and of what describes them.
fn files_within<'f>(
    folder: &'f Path,
    files: &'f [our_package::Described],
) -> impl Iterator<Item = PathBuf> + 'f {
    let paths = files.iter().map(|file| file.path.as_str());
    let all = paths.chain([our_package::DESCRIPTOR]);
    all.map(|path| folder.join(path))
}

/// Whether a file is of those that nobody sends: owner files, locks, notes of the system.
fn is_left_out(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || lower.starts_with("readme")
        || lower.ends_with(".md")
        || ["desktop.ini", "thumbs.db", ".ds_store", "tonghop.toml"].contains(&lower.as_str())
}

/// Whether the system hides a file.
fn is_hidden(path: &Path, name: &str) -> bool {
    name.starts_with('.') || has_hidden_attribute(path)
}

#[cfg(windows)]
fn has_hidden_attribute(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt as _;
    const HIDDEN: u32 = 2;
    fs::metadata(path).is_ok_and(|data| data.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn has_hidden_attribute(_: &Path) -> bool {
    false
}

/// Whether a folder holds results of ours, by the file that says so.
fn is_our_results(folder: &Path) -> bool {
    let mut head = Vec::new();
    let file = fs::File::open(folder.join(RESULTS_FILE));
    let most = RESULTS_MARK.len() as u64 + 3;
    let read = file.and_then(|file| file.take(most).read_to_end(&mut head));
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    read.is_ok() && head.starts_with(RESULTS_MARK.as_bytes())
}

/// Whether a file is a report that a command wrote for programs.
fn is_our_report(path: &Path) -> bool {
    if !path.is_file() || !["json", "jsonl", "sarif"].contains(&extension_of(path).as_str()) {
        return false;
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(400).read_to_end(&mut head));
    read.is_ok() && is_program_report(&head)
}

/// Whether a file that begins so is a report that a command wrote for programs.
pub(crate) fn is_program_report(head: &[u8]) -> bool {
    let holds = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    let findings = head.starts_with(b"{\"code\":\"") && holds(b"\",\"severity\":\"");
    let offices = head.starts_with(b"{\"unit_code\":") && holds(b",\"state\":\"");
    let changes = head.starts_with(b"{\"change\":\"") && holds(b",\"unit_code\":");
    let records = head.starts_with(b"{\"record_id\":\"") && holds(b"\",\"programme\":");
    findings || offices || changes || records || holds(b"\"driver\":{\"name\":\"tonghop\"")
}

/// Whether a file is a draft of a mail that we wrote.
fn is_our_mail(path: &Path) -> bool {
    if !path.is_file() || extension_of(path) != "eml" {
        return false;
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && mail_mark(&head).is_some()
}

/// Why a file is no submission, `None` when it is to be read.
///
/// The extension of a spreadsheet is enough: what is wrong inside is told when it is read.
/// Any other file is looked into, for offices do rename.
fn why_not_read(path: &Path) -> Option<FileFact> {
    let extension = extension_of(path);
    if !path.is_file() {
        // A link to nothing, a pipe, a device: opening those may never end.
        let broken_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
        return match Kind::of_extension(&extension) {
            Some(_) if broken_link => None,
            _ => Some(FileFact::NotASpreadsheet(None)),
        };
    }
    if Kind::of_extension(&extension).is_some() {
        return None;
    }
    match look(path) {
        Ok(head) => judge(&head, &extension),
        Err(error) => Some(FileFact::Unreadable(error.to_string())),
    }
}

/// Why what begins so is no submission, `None` when it is one.
fn judge(head: &[u8], extension: &str) -> Option<FileFact> {
    let kind = sniff(head, extension);
    let is_page = kind == Kind::Html && matches!(extension, "html" | "htm");
    // A page with a table is as good as the same page called `.xls`; one without is a letter.
    let has_table = |head: &[u8]| {
        let head: Vec<u8> = head.iter().filter(|byte| **byte != 0).copied().collect();
        memchr::memmem::find(&head.to_ascii_lowercase(), b"<table").is_some()
    };
    if (kind.is_spreadsheet() && (kind != Kind::Encrypted || extension.starts_with("xl")))
        || (is_page && has_table(head))
    {
        return None;
    }
    Some(FileFact::NotASpreadsheet(name_of(kind, extension)))
}

/// How much tells what a file is, packages and containers apart. A page begins with its styles.
const HEAD: u64 = 1 << 20;

/// What a file begins with. Only packages and containers are read whole.
fn look(path: &Path) -> std::io::Result<Vec<u8>> {
    /// No workbook that an office sends under another name is larger; a film is.
    const WHOLE: u64 = 64 << 20;
    let mut file = fs::File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if is_container(&head) && file.metadata()?.len() <= WHOLE {
        file.take(WHOLE).read_to_end(&mut head)?;
    }
    Ok(head)
}

/// Whether the bytes begin a package or a container, whose end tells what it holds.
fn is_container(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(&COMPOUND_FILE)
}

/// What to call a file that is no spreadsheet: by its content, else by its extension.
fn name_of(kind: Kind, extension: &str) -> Option<&'static str> {
    match kind {
        Kind::Other(Some(name)) if !["OLE", "XML"].contains(&name) => Some(name),
        Kind::Html => Some("HTML"),
        _ => [
            "DOCX", "DOC", "PDF", "PPTX", "PPT", "PNG", "JPEG", "RTF", "ODT", "XML", "JSON", "MSG",
        ]
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(extension)),
    }
}

/// Gives every file its name; names that would be the same grow by the folders above.
fn named(found: BTreeMap<(PathBuf, usize), Found>) -> Intake {
    let mut found: Vec<Found> = found.into_values().collect();
    let mut depth = 0_usize;
    loop {
        // The path of the first file of a name, and whether a file at another path has the name too.
        let mut paths: HashMap<String, (String, bool)> = HashMap::new();
        for file in &found {
            let path = nfc(&file.path.to_string_lossy());
            match paths.entry(file.name.join("/")) {
                Entry::Occupied(mut first) => {
                    let (first, several) = first.get_mut();
                    *several |= *first != path;
                }
                Entry::Vacant(none) => {
                    none.insert((path, false));
                }
            }
        }
        let mut grown = false;
        for file in &mut found {
            // Folders above tell two members of one archive with one name as little as two spellings of a name.
            if paths
                .get(&file.name.join("/"))
                .is_some_and(|(_, several)| *several)
            {
                grown |= grow(file);
            }
        }
        depth = depth.saturating_add(1);
        if !grown || depth > 64 {
            break;
        }
    }
    let mut taken = HashSet::new();
    let mut intake = Intake::default();
    // The order is that of canonical paths; so a number added below is always the same.
    for file in found {
        let name = distinct(&file.name.join("/"), &mut taken);
        match file.what {
            Err(fact) => intake.others.push(Other { name, fact }),
            Ok(origin) => intake.sources.push(Source {
                name,
                extension: extension_of(&file.path),
                origin,
            }),
        }
    }
    intake.sources.sort_by(|a, b| a.name.cmp(&b.name));
    intake.others.sort_by(|a, b| a.name.cmp(&b.name));
    intake
}

/// Puts the next folder above before the name; `false` when there is none left.
fn grow(file: &mut Found) -> bool {
    let folders = file.path.components().rev().filter_map(|part| match part {
        Component::Normal(name) => Some(nfc(&name.to_string_lossy())),
        _ => None,
    });
    let next = folders.into_iter().nth(file.name.len());
    let grew = next.is_some();
    file.name.splice(0..0, next);
    grew
}

/// A name that no other has: two files may differ in nothing but how `é` is composed.
fn distinct(name: &str, taken: &mut HashSet<String>) -> Arc<str> {
    let mut candidate = name.to_owned();
    let mut number = 2_usize;
    while !taken.insert(candidate.clone()) {
        candidate = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem} ({number}).{extension}"),
            None => format!("{name} ({number})"),
        };
        number = number.saturating_add(1);
    }
    candidate.into()
}

/// Text in NFC.
fn nfc(text: &str) -> String {
    text.nfc().collect()
}
