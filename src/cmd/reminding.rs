//! `tonghop status --remind`: the letters to the offices that owe a report, and what is said of them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use super::letters::{Delivery, named, told_of, until};
use super::output::{Output, Shape, cannot_write};
use crate::book::ours::LetterKind;
use crate::cmd::terminal::Failure;
use crate::finding::Finding;
use crate::lang::{self, Lang};
use crate::letters::{of_path, printable};
use crate::round::Round;
use crate::rule::{self, OfficeState, Owed};
use crate::write::Outputs;
use crate::write::letter::{self, Recipients, extended, mail::Draft};
use crate::write::reminder::Reminding;
use crate::write::returned::Stale;

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

/// The folder for the letters.
pub(super) fn folder(matches: &ArgMatches) -> Option<Output> {
    let folder = matches.get_one::<PathBuf>("remind")?;
    let shape = Shape::Folder("txt");
    Some(Output::new(folder, "--remind", shape, matches))
}

/// The letters that are due.
pub(super) struct Reminders<'r> {
    /// What is said before them.
    lines: Vec<String>,
    /// None where nothing tells who is to be reminded.
    made: Option<(Made<'r>, Delivery)>,
}

impl<'r> Reminders<'r> {
    /// Makes the letters; none may take the place of an input, or of a file that somebody has worked on.
    pub(super) fn of(
        round: &'r Round,
        findings: &[Finding],
        states: &[OfficeState],
        folder: &'r Output,
        matches: &ArgMatches,
        lang: Lang,
    ) -> Result<Self, Failure> {
        if let Some(why) = nobody(round, lang) {
            return Ok(Self {
                lines: vec![why.to_owned()],
                made: None,
            });
        }
        let mut made = Made::new(round, &folder.path);
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
                let name = printable(&owed.unit.name);
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
            .map_err(|error| cannot_write(&folder.path, &error, lang))?;
        let files = std::mem::take(&mut made.outputs);
        let delivery = Delivery::of(round, folder, files, stale, lang)?;
        let made = Some((made, delivery));
        Ok(Self { lines, made })
    }

    /// Writes them beside their places.
    pub(super) fn stage(&self, outputs: &mut Outputs, lang: Lang) -> Result<(), Failure> {
        match &self.made {
            Some((_, delivery)) => delivery.stage(outputs, lang),
            None => Ok(()),
        }
    }

    /// Once they are in their places, takes away those that are no longer needed, and says what was done.
    pub(super) fn finish(self, lang: Lang) -> Result<Vec<String>, Failure> {
        let mut lines = self.lines;
        if let Some((made, delivery)) = self.made {
            let gone = delivery.clear(lang)?;
            lines.extend(made.told(gone, lang));
            lines.extend(delivery.kept(lang));
        }
        Ok(lines)
    }
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
            let name = printable(&owed.unit.name);
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
    fn stale(&self) -> std::io::Result<Stale> {
        let written: HashSet<&Path> = self.outputs.iter().map(|(path, _)| &**path).collect();
        let (programme, period) = letter::scope(self.round);
        let mut stale = Stale::default();
        for found in letter::found(self.folder, LetterKind::Reminder)? {
            let is_of_round = found.mark.offices(programme, period).is_some();
            if is_of_round && !written.contains(&*found.path) {
                stale.letter(found.path);
            }
        }
        Ok(stale)
    }

    fn told(self, stale: usize, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        let folder = of_path(self.folder);
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
