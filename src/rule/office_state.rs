//! How each office of a round stands: reported, late, nil, invalid, missing.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::{Finding, Severity};
use crate::record::Table;
use crate::register::{Register, Unit};
use crate::round::{Office, Round, Sent, SetAside, Submission};

/// The state of an office, or of one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing has come, or only a form that nobody filled in.
    Missing,
    /// No file of it could be read as a form.
    Invalid,
    /// It has reported after the deadline.
    Late,
    /// It has reported that there is nothing.
    Nil,
    /// It has reported.
    Reported,
    /// The file gave way to another one of the office: a state of files, never of an office.
    Superseded,
}

impl State {
    /// The name that tables and programs are given.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Late => "late",
            Self::Nil => "nil",
            Self::Reported => "reported",
            Self::Superseded => "superseded",
        }
    }
}

/// A line of the status: an office, what has come from it, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeState {
    /// The office's code; empty when it is on no register.
    pub code: String,
    /// Its name; empty when it is not known.
    pub name: String,
    /// Its kind as the register calls it.
    pub kind: String,
    /// The form's id, where the round has several forms; else empty.
    pub form: String,
    /// How it stands.
    pub state: State,
    /// Its files that count, or could not be read.
    pub files: Vec<Arc<str>>,
    /// The names of the offices that it has taken over and that its files still bear.
    pub named: Vec<String>,
    /// The records in them that count, or would if the file had not given way to another.
    pub records: usize,
    /// Errors in them.
    pub errors: usize,
    /// Warnings in them.
    pub warnings: usize,
    /// The last day on which its submission is in time.
    pub deadline: Option<Date>,
    /// The day on which it was sent, as far as it tells.
    pub sent: Option<Date>,
}

/// The codes of the findings that make a file invalid.
pub const INVALID: [&str; 5] = ["F001", "F002", "F004", "T001", "T002"];

/// How each office of a round stands, by what was found: those that a report is due from in the order of the register,
/// then others that have sent something, then files whose office is not known.
#[must_use]
pub fn office_states(round: &Round, findings: &[Finding]) -> Vec<OfficeState> {
    let told = Told::of(findings);
    Teller { round, told }.all()
}

/// The offices that a report is due from, and those of them that have given none. Of a round that is not whole nothing
/// is told.
#[derive(Debug, Default)]
pub struct Owing<'r> {
    /// How many a report is due from.
    pub due: usize,
    /// Those that have sent nothing, or a form that nobody filled in.
    pub missing: Vec<&'r Unit>,
    /// Those of whose files none could be read as a form.
    pub invalid: Vec<&'r Unit>,
}

impl<'r> Owing<'r> {
    /// Tells them by what was found.
    #[must_use]
    pub fn of(round: &'r Round, findings: &[Finding]) -> Self {
        if !round.complete {
            return Self::default();
        }
        let told = Told::of(findings);
        let sent = round.sent();
        let due = round.due_offices();
        let mut owing = Self {
            due: due.len(),
            ..Self::default()
        };
        for unit in due {
            match sent.get(unit.code.as_str()) {
                None => owing.missing.push(unit),
                Some(files) if files.iter().all(|file| told.is_invalid(&file.name)) => {
                    owing.invalid.push(unit);
                }
                Some(_) => {}
            }
        }
        owing
    }

    /// How many have reported.
    #[must_use]
    pub fn reported(&self) -> usize {
        let owing = self.missing.len().saturating_add(self.invalid.len());
        self.due.saturating_sub(owing)
    }
}

/// A round and what was found in it.
struct Teller<'r> {
    round: &'r Round,
    told: Told<'r>,
}

impl Teller<'_> {
    fn all(&self) -> Vec<OfficeState> {
        let sent = self.round.sent();
        let due = self.round.due_offices();
        let due_codes: HashSet<&str> = due.iter().map(|unit| unit.code.as_str()).collect();
        let others = self.round.setup.register.iter().flat_map(Register::units);
        let others = others.filter(|unit| {
            !due_codes.contains(unit.code.as_str()) && sent.contains_key(unit.code.as_str())
        });
        let mut lines = Vec::new();
        for unit in due.iter().copied().chain(others) {
            let files = sent.get(unit.code.as_str()).map_or(&[][..], Vec::as_slice);
            lines.extend(self.superseded(unit));
            for form in self.forms(unit, files) {
                lines.push(self.standing(unit, form, files));
            }
        }
        lines.extend(self.strangers());
        lines
    }

    /// The forms that an office has a line for: those that the project names, where they are several; where it names
    /// none, those of several that the office has sent.
    fn forms(&self, unit: &Unit, files: &[&Submission]) -> Vec<&str> {
        let setup = &self.round.setup;
        let asked = setup.asked();
        let named = asked.len() == setup.templates.len();
        let mut forms: Vec<&str> = setup
            .templates
            .iter()
            .map(|template| template.id.as_str())
            .collect();
        if !named {
            let own = |table: &Table, file: &Submission| {
                file.offices.is_empty()
                    || [unit.code.as_str(), ""].contains(&file.office_of(table).code())
            };
            forms.retain(|form| {
                files.iter().any(|file| {
                    let mut tables = file.tables();
                    tables.any(|table| table.template.id == *form && own(table, file))
                })
            });
        }
        if forms.len() < 2 { vec![""] } else { forms }
    }

    /// The lines of an office's files that gave way to another one, which come before its own.
    fn superseded(&self, unit: &Unit) -> Vec<OfficeState> {
        let gave_way = |aside: &&SetAside| {
            !aside.is_undecided() && aside.submission.reporters().any(|o| o.code() == unit.code)
        };
        self.round
            .set_aside
            .iter()
            .filter(gave_way)
            .map(|aside| OfficeState {
                state: State::Superseded,
                files: vec![aside.submission.name.clone()],
                records: aside.submission.record_count(),
                sent: aside.submission.sent.as_ref().map(Sent::day),
                ..self.blank(unit, "")
            })
            .collect()
    }

    fn blank(&self, unit: &Unit, form: &str) -> OfficeState {
        OfficeState {
            code: unit.code.clone(),
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            form: form.to_owned(),
            state: State::Missing,
            files: Vec::new(),
            named: Vec::new(),
            records: 0,
            errors: 0,
            warnings: 0,
            deadline: self.round.deadline_of(&unit.code),
            sent: None,
        }
    }

    /// The line of an office, or of one of its forms.
    fn standing(&self, unit: &Unit, form: &str, files: &[&Submission]) -> OfficeState {
        let of_form = |submission: &&&Submission| {
            form.is_empty()
                || submission.tables().next().is_none()
                || submission.tables().any(|table| table.template.id == form)
        };
        let files: Vec<&Submission> = files.iter().filter(of_form).copied().collect();
        let mut line = self.blank(unit, form);
        if files.is_empty() {
            return line;
        }
        line.state = if files.iter().all(|file| self.told.is_invalid(&file.name)) {
            State::Invalid
        } else if files
            .iter()
            .any(|file| file.reports() && self.round.missed_deadline(file).is_some())
        {
            State::Late
        } else if files.iter().any(|file| file.is_nil())
            && files.iter().all(|file| file.is_nil() || !file.reports())
        {
            State::Nil
        } else {
            State::Reported
        };
        for file in files {
            let own = file.tables().filter(|table| {
                (form.is_empty() || table.template.id == form)
                    && [unit.code.as_str(), ""].contains(&file.office_of(table).code())
                    || file.offices.is_empty()
            });
            // Of files that nobody has decided on none counts.
            let undecided = self
                .round
                .set_aside
                .iter()
                .any(|aside| aside.is_undecided() && aside.submission.name == file.name);
            if !undecided {
                line.records += own.map(|table| table.records.len()).sum::<usize>();
            }
            let (errors, warnings) = self.told.counts(&file.name);
            line.errors += errors;
            line.warnings += warnings;
            let sent = file.sent.as_ref().map(Sent::day);
            line.sent = line.sent.max(sent);
            line.files.push(file.name.clone());
            let own = file.reporters().filter(|office| office.code() == unit.code);
            for named in own.filter_map(Office::named) {
                if named.code != unit.code && !line.named.contains(&named.name) {
                    line.named.push(named.name.clone());
                }
            }
        }
        line
    }

    /// The files whose office is on no register, or not known.
    fn strangers(&self) -> Vec<OfficeState> {
        let mut lines = Vec::new();
        for submission in &self.round.submissions {
            for office in submission.reporters().filter(|o| o.code().is_empty()) {
                let state = self.told.state_of(self.round, submission);
                let (errors, warnings) = self.told.counts(&submission.name);
                lines.push(OfficeState {
                    code: String::new(),
                    name: office.name().to_owned(),
                    kind: String::new(),
                    form: String::new(),
                    state,
                    files: vec![submission.name.clone()],
                    named: Vec::new(),
                    records: submission.record_count(),
                    errors,
                    warnings,
                    deadline: self.round.deadline_of(""),
                    sent: submission.sent.as_ref().map(Sent::day),
                });
            }
        }
        lines
    }
}

/// What findings say of each file.
struct Told<'f> {
    files: BTreeMap<&'f str, (usize, usize, bool)>,
}

impl<'f> Told<'f> {
    fn of(findings: &'f [Finding]) -> Self {
        let mut files: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
        for finding in findings {
            let Some(file) = &finding.place.file else {
                continue;
            };
            let entry = files.entry(file).or_default();
            match finding.severity {
                Severity::Error => entry.0 += 1,
                Severity::Warning => entry.1 += 1,
                Severity::Info => {}
            }
            entry.2 |= INVALID.contains(&finding.code);
        }
        Self { files }
    }

    fn counts(&self, file: &str) -> (usize, usize) {
        self.files
            .get(file)
            .map_or((0, 0), |(errors, warnings, _)| (*errors, *warnings))
    }

    fn is_invalid(&self, file: &str) -> bool {
        self.files.get(file).is_some_and(|(_, _, invalid)| *invalid)
    }

    /// How a file that counts stands.
    fn state_of(&self, round: &Round, submission: &Submission) -> State {
        if self.is_invalid(&submission.name) {
            State::Invalid
        } else if !submission.reports() {
            State::Missing
        } else if round.missed_deadline(submission).is_some() {
            State::Late
        } else if submission.is_nil() {
            State::Nil
        } else {
            State::Reported
        }
    }
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It counts, as its office would by it alone.
    Counts(State),
    /// It gave way to another file.
    Superseded,
    /// Nothing tells which of several files counts.
    Undecided,
}

impl FileState {
    /// The name that tables are given.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Counts(state) => state.name(),
            Self::Superseded => State::Superseded.name(),
            Self::Undecided => "undecided",
        }
    }
}

/// A file of a round, and how it stands.
#[derive(Debug)]
pub struct FileStanding<'r> {
    /// It.
    pub submission: &'r Submission,
    /// How it stands.
    pub state: FileState,
    /// Errors in it.
    pub errors: usize,
    /// Warnings in it.
    pub warnings: usize,
}

/// How each file of a round stands, those that do not count too, in the order of their names.
#[must_use]
pub fn file_states<'r>(round: &'r Round, findings: &[Finding]) -> Vec<FileStanding<'r>> {
    let told = Told::of(findings);
    let counting: HashSet<&Arc<str>> = round.submissions.iter().map(|file| &file.name).collect();
    let mut files: Vec<FileStanding<'_>> = Vec::new();
    let mut add = |submission: &'r Submission, state| {
        let (errors, warnings) = told.counts(&submission.name);
        files.push(FileStanding {
            submission,
            state,
            errors,
            warnings,
        });
    };
    for submission in &round.submissions {
        let state = told.state_of(round, submission);
        add(submission, FileState::Counts(state));
    }
    let undecided = round.set_aside.iter().filter(|aside| aside.is_undecided());
    let undecided: HashSet<&Arc<str>> = undecided.map(|aside| &aside.submission.name).collect();
    let mut seen = HashSet::new();
    for aside in &round.set_aside {
        let name = &aside.submission.name;
        // Of some files only a table does not count, and of some each table for a reason of its own.
        if counting.contains(name) || !seen.insert(name) {
            continue;
        }
        let state = match undecided.contains(name) {
            true => FileState::Undecided,
            false => FileState::Superseded,
        };
        add(&aside.submission, state);
    }
    files.sort_by(|a, b| a.submission.name.cmp(&b.submission.name));
    files
}
