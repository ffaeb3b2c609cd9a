//! `tonghop status --remind`: the letters to the offices that owe a report, and what is said of them.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use super::cannot_write;
use super::letters::{deliver, is_our_letter, named, told_of, until};
use crate::book::ours::LetterKind;
use crate::cmd::terminal::{Failure, Terminal};
use crate::finding::Finding;
use crate::lang::{self, Lang};
use crate::round::Round;
use crate::rule::{self, OfficeState, Owed};
use crate::write::letter::{self, Recipients, extended, mail::Draft};
use crate::write::reminder::Reminding;

/// The code of a file that asks for more than reading is allowed: whoever runs the program can read it.
const LIMIT: &str = "F004";

/// The flag.
pub(super) fn arg(lang: Lang) -> Arg {
    Arg::new("remind")
        .long("remind")
        .value_name(lang.pick("THƯ_MỤC", "DIR"))
        .value_parser(clap::value_parser!(PathBuf))
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Soạn vào thư mục này thư nhắc từng đơn vị còn phải gửi báo cáo: một tệp .txt và một thư nháp .eml; thư không còn cần thì bỏ đi",
            "Write to this folder a reminder for each office that owes a report: a text and a draft .eml; those that are no longer needed are taken away",
        ))
}

/// Writes the letters that are due, all or none, takes away those that are not, and says what was done.
pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    states: &[OfficeState],
    folder: &Path,
    matches: &ArgMatches,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if let Some(why) = nobody(round, lang) {
        writeln!(terminal.err, "{why}")?;
        return Ok(());
    }
    let mut made = Made::new(round, folder);
    let mut lines = Vec::new();
    let mut found: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        if let Some(file) = &finding.place.file
            && rule::INVALID.contains(&finding.code)
        {
            found.entry(file).or_default().push(finding);
        }
    }
    for owed in rule::owed(round, states) {
        let mut of_files = owed.files.iter().filter_map(|file| found.get(&**file));
        if of_files.any(|found| found.iter().any(|finding| finding.code == LIMIT)) {
            let name = crate::report::printable(&owed.unit.name);
            lines.push(lang.pick(
                format!("{name}: tệp vượt giới hạn khi đọc (F004), không soạn thư nhắc; xem `tonghop check`."),
                format!("{name}: its file is over a limit of reading (F004), no reminder was written; see `tonghop check`."),
            ));
            continue;
        }
        let reminding = Reminding {
            round,
            findings: &found,
            until: until(matches),
            lang,
        };
        made.add(&reminding, &owed);
    }
    let stale = made
        .stale()
        .map_err(|error| cannot_write(folder, &error, lang))?;
    let gone = deliver(round, folder, &made.outputs, &stale, is_our_letter, lang)?;
    lines.extend(made.told(gone, lang));
    for line in lines {
        writeln!(terminal.err, "{line}")?;
    }
    Ok(())
}

/// Why nothing tells who is to be reminded.
fn nobody(round: &Round, lang: Lang) -> Option<&'static str> {
    if round.setup.register.is_none() {
        return Some(lang.pick(
            "Không có danh sách đơn vị (units trong tonghop.toml) nên không soạn thư nhắc.",
            "Without a register of offices (units in tonghop.toml) there is nobody to remind.",
        ));
    }
    (!round.complete).then(|| {
        lang.pick(
            "Chỉ đọc một số tệp lẻ, không phải cả thư mục, nên không soạn thư nhắc.",
            "Single files were read and no folder, so nobody is reminded.",
        )
    })
}

/// The letters made so far.
struct Made<'r> {
    round: &'r Round,
    folder: &'r Path,
    outputs: Vec<(PathBuf, Vec<u8>)>,
    taken: HashSet<String>,
    recipients: Recipients<'r>,
    /// How many offices have sent nothing, and how many nothing that could be read.
    missing: usize,
    invalid: usize,
    /// Offices whose own deadline is later than the new one.
    later: Vec<String>,
}

impl<'r> Made<'r> {
    fn new(round: &'r Round, folder: &'r Path) -> Self {
        Self {
            round,
            folder,
            outputs: Vec::new(),
            taken: HashSet::new(),
            recipients: Recipients::of(round),
            missing: 0,
            invalid: 0,
            later: Vec::new(),
        }
    }

    fn add(&mut self, reminding: &Reminding<'_>, owed: &Owed<'_>) {
        let letter = reminding.letter(owed);
        let to = self.recipients.of_office(&owed.unit.code);
        let draft = Draft {
            mark: &letter.mark,
            to: &to,
            subject: &letter.subject,
            text: &letter.text,
            enclosed: None,
        };
        let stem = self.stem(&owed.unit.code);
        let path = |extension: &str| self.folder.join(format!("{stem}.{extension}"));
        let files = [(path("txt"), letter.file()), (path("eml"), draft.bytes())];
        self.outputs.extend(files);
        if owed.files.is_empty() {
            self.missing += 1;
        } else {
            self.invalid += 1;
        }
        if let (Some(_), None, Some(own)) = (
            reminding.until,
            extended(reminding.until, owed.deadline),
            owed.deadline,
        ) {
            let name = crate::report::printable(&owed.unit.name);
            self.later.push(format!("{name} ({})", lang::day(own)));
        }
    }

    /// A name that no other letter has.
    fn stem(&mut self, code: &str) -> String {
        let bare = super::ascii(code);
        let bare = if bare.is_empty() { "don-vi" } else { &bare };
        let numbered = (2_u32..).map(|number| format!("{bare}-{number}"));
        let free = std::iter::once(bare.to_owned())
            .chain(numbered)
            .find(|stem| !self.taken.contains(&stem.to_lowercase()));
        let stem = free.unwrap_or_default();
        self.taken.insert(stem.to_lowercase());
        stem
    }

    /// Reminders of this programme and period that no office needs any more.
    fn stale(&self) -> std::io::Result<Vec<PathBuf>> {
        let written: HashSet<&Path> = self.outputs.iter().map(|(path, _)| &**path).collect();
        let (programme, period) = letter::scope(self.round);
        let found = letter::found(self.folder, LetterKind::Reminder)?;
        let stale = found.into_iter().filter(|found| {
            found.mark.offices(programme, period).is_some() && !written.contains(&*found.path)
        });
        Ok(stale.map(|found| found.path).collect())
    }

    fn told(self, stale: usize, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        let folder = self.folder.display();
        let mut whom = Vec::new();
        let of = |count: usize| lang.count(count, "đơn vị", "office", "offices");
        if self.missing > 0 {
            let offices = of(self.missing);
            whom.push(lang.pick(
                format!("{offices} chưa gửi"),
                format!("{offices} that sent nothing"),
            ));
        }
        if self.invalid > 0 {
            let offices = of(self.invalid);
            whom.push(lang.pick(
                format!("{offices} gửi tệp không đọc được"),
                format!("{offices} whose file could not be read"),
            ));
        }
        lines.push(if whom.is_empty() {
            lang.pick("Không đơn vị nào cần nhắc.", "No office needs a reminder.")
                .to_owned()
        } else {
            let whom = lang.list(&whom);
            lang.pick(
                format!("Đã soạn thư nhắc {whom} vào “{folder}”."),
                format!("Wrote reminders to {whom} to “{folder}”."),
            )
        });
        if stale > 0 {
            let files = lang.count(stale, "tệp", "file", "files");
            lines.push(lang.pick(
                format!("Đã bỏ {files} thư nhắc không còn cần trong “{folder}”."),
                format!("Took away {files} of reminders not needed any more from “{folder}”."),
            ));
        }
        lines.extend(told_of(&self.recipients, lang));
        if !self.later.is_empty() {
            let names: Vec<&str> = self.later.iter().map(String::as_str).collect();
            let names = named(&names, lang);
            lines.push(lang.pick(
                format!("Giữ hạn riêng muộn hơn hạn mới: {names}."),
                format!("Kept their own deadline, later than the new one: {names}."),
            ));
        }
        lines
    }
}
