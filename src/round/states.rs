//! How each office stands in a round: whether a report is due from it, and what has come.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Round, SetAside, Submission};
use crate::finding::{Finding, Severity};
use crate::intake::fact::FileFact;
use crate::register::{Register, Unit};

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
pub struct Standing {
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
    /// The records in them.
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
const INVALID: [&str; 5] = ["F001", "F002", "F004", "T001", "T002"];

impl Submission {
    /// Whether it reports something: records, or that there are none.
    #[must_use]
    pub fn reports(&self) -> bool {
        !self.is_untouched()
            && self.tables().any(|table| {
                !table.records.is_empty() || table.nil.is_some() || table.signed
            })
    }

    /// Whether it says that there is nothing to report: in words, or by a signature below an empty form.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.reports() && self.tables().all(|table| table.records.is_empty())
    }

    /// Whether it was given up on before its cells were seen.
    fn is_broken(&self) -> bool {
        let broken = |fact: &FileFact| matches!(fact, FileFact::Encrypted | FileFact::Damaged(_));
        !self.readable || self.facts.iter().any(broken)
    }
}

impl Round {
    /// The last day on which a submission of an office is in time: the office's own, its kind's, or the round's.
    #[must_use]
    pub fn deadline_of(&self, code: &str) -> Option<Date> {
        let unit = self.unit(code);
        let own = unit.and_then(|unit| unit.deadline);
        let project = self.setup.project.as_ref();
        own.or_else(|| project.and_then(|project| project.period.deadline))
    }

    /// The day up to which an office reports: its own, its kind's, or the period's end.
    #[must_use]
    pub fn cutoff_of(&self, code: &str) -> Option<Date> {
        let own = self.unit(code).and_then(|unit| unit.cutoff);
        let project = self.setup.project.as_ref();
        own.or_else(|| project.and_then(|project| project.period.end))
    }

    fn unit(&self, code: &str) -> Option<&Unit> {
        let register = self.setup.register.as_ref()?;
        register.by_code(code).filter(|_| !code.is_empty())
    }

    /// The deadline that a submission missed; `None` when it is in time, or when nothing tells.
    #[must_use]
    pub fn missed_deadline(&self, submission: &Submission) -> Option<Date> {
        let sent = submission.sent.as_ref()?.day();
        let deadlines = submission
            .reporters()
            .filter_map(|office| self.deadline_of(office.code()));
        deadlines.filter(|deadline| sent > *deadline).min()
    }

    /// The offices that a report is due from: those on the register, valid at the end of the reporting period.
    #[must_use]
    pub fn due_offices(&self) -> Vec<&Unit> {
        let end = self
            .setup
            .project
            .as_ref()
            .and_then(|project| project.period.end);
        self.setup
            .register
            .iter()
            .flat_map(Register::units)
            .filter(|unit| {
                let began = unit
                    .valid_from
                    .is_none_or(|from| end.is_none_or(|end| from <= end));
                let lasted = unit
                    .valid_to
                    .is_none_or(|to| end.is_none_or(|end| to >= end));
                began && lasted
            })
            .collect()
    }

    /// The offices that a report is due from and that no submission is from. A form that nobody filled in is none; a
    /// broken file is one, which must come again.
    #[must_use]
    pub fn missing_offices(&self) -> Vec<&Unit> {
        if !self.complete {
            return Vec::new();
        }
        let sent = self.sent();
        let mut due = self.due_offices();
        due.retain(|unit| !sent.contains_key(unit.code.as_str()));
        due
    }

    /// The files of each office, by its code: those that count, and those that are undecided. An office that another one
    /// reports for has that one's files unless it has sent its own.
    fn sent(&self) -> HashMap<&str, Vec<&Submission>> {
        let mut sent: HashMap<&str, Vec<&Submission>> = HashMap::new();
        let aside = self.set_aside.iter().map(|aside| &aside.submission);
        for submission in self.submissions.iter().chain(aside) {
            if !submission.reports() && !submission.is_broken() && !is_of_no_form(submission) {
                continue;
            }
            for office in submission.reporters() {
                if !office.code().is_empty() {
                    sent.entry(office.code()).or_default().push(submission);
                }
            }
        }
        let units = self.setup.register.iter().flat_map(Register::units);
        for unit in units.filter(|unit| !unit.reports_for.is_empty()) {
            let Some(files) = sent.get(unit.code.as_str()).cloned() else {
                continue;
            };
            for other in &unit.reports_for {
                sent.entry(other).or_insert_with(|| files.clone());
            }
        }
        sent
    }

    /// How each office stands: those that a report is due from in the order of the register, then others that have
    /// sent something, then files whose office is not known.
    #[must_use]
    pub fn standings(&self, findings: &[Finding]) -> Vec<Standing> {
        let told = Told::of(findings);
        let sent = self.sent();
        let forms: Vec<&str> = if self.setup.templates.len() > 1 {
            let templates = self.setup.templates.iter();
            templates.map(|template| template.id.as_str()).collect()
        } else {
            vec![""]
        };
        let due = self.due_offices();
        let due_codes: HashSet<&str> = due.iter().map(|unit| unit.code.as_str()).collect();
        let others = self.setup.register.iter().flat_map(Register::units);
        let others = others.filter(|unit| {
            !due_codes.contains(unit.code.as_str()) && sent.contains_key(unit.code.as_str())
        });
        let mut lines = Vec::new();
        for unit in due.iter().copied().chain(others) {
            let files = sent.get(unit.code.as_str()).map_or(&[][..], Vec::as_slice);
            lines.extend(self.superseded(unit));
            for form in &forms {
                lines.push(self.standing(unit, form, files, &told));
            }
        }
        lines.extend(self.strangers(&told));
        lines
    }

    /// The lines of an office's files that gave way to another one, which come before its own.
    fn superseded(&self, unit: &Unit) -> Vec<Standing> {
        let gave_way = |aside: &&SetAside| {
            !aside.is_undecided() && aside.submission.reporters().any(|o| o.code() == unit.code)
        };
        self.set_aside
            .iter()
            .filter(gave_way)
            .map(|aside| Standing {
                state: State::Superseded,
                files: vec![aside.submission.name.clone()],
                records: aside.submission.record_count(),
                sent: aside.submission.sent.as_ref().map(super::Sent::day),
                ..self.blank(unit, "")
            })
            .collect()
    }

    fn blank(&self, unit: &Unit, form: &str) -> Standing {
        Standing {
            code: unit.code.clone(),
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            form: form.to_owned(),
            state: State::Missing,
            files: Vec::new(),
            records: 0,
            errors: 0,
            warnings: 0,
            deadline: self.deadline_of(&unit.code),
            sent: None,
        }
    }

    /// The line of an office, or of one of its forms.
    fn standing(
        &self,
        unit: &Unit,
        form: &str,
        files: &[&Submission],
        told: &Told<'_>,
    ) -> Standing {
        let of_form = |submission: &&&Submission| {
            form.is_empty()
                || submission.tables().next().is_none()
                || submission.tables().any(|table| table.template.id == form)
        };
        let superseded: HashSet<&str> = self
            .set_aside
            .iter()
            .filter(|aside| !aside.is_undecided())
            .map(|aside| &*aside.submission.name)
            .collect();
        let files: Vec<&Submission> = files
            .iter()
            .filter(of_form)
            .filter(|file| {
                !superseded.contains(&*file.name)
                    || self.submissions.iter().any(|one| one.name == file.name)
            })
            .copied()
            .collect();
        let mut line = self.blank(unit, form);
        if files.is_empty() {
            return line;
        }
        line.state = if files.iter().all(|file| told.is_invalid(&file.name)) {
            State::Invalid
        } else if files
            .iter()
            .any(|file| file.reports() && self.missed_deadline(file).is_some())
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
            line.records += own.map(|table| table.records.len()).sum::<usize>();
            let (errors, warnings) = told.counts(&file.name);
            line.errors += errors;
            line.warnings += warnings;
            let sent = file.sent.as_ref().map(super::Sent::day);
            line.sent = line.sent.max(sent);
            line.files.push(file.name.clone());
        }
        line
    }

    /// The files whose office is on no register, or not known.
    fn strangers(&self, told: &Told<'_>) -> Vec<Standing> {
        let mut lines = Vec::new();
        for submission in &self.submissions {
            for office in submission.reporters().filter(|o| o.code().is_empty()) {
                let state = if told.is_invalid(&submission.name) {
                    State::Invalid
                } else if !submission.reports() {
                    State::Missing
                } else if self.missed_deadline(submission).is_some() {
                    State::Late
                } else if submission.is_nil() {
                    State::Nil
                } else {
                    State::Reported
                };
                let (errors, warnings) = told.counts(&submission.name);
                lines.push(Standing {
                    code: String::new(),
                    name: office.name().to_owned(),
                    kind: String::new(),
                    form: String::new(),
                    state,
                    files: vec![submission.name.clone()],
                    records: submission.record_count(),
                    errors,
                    warnings,
                    deadline: self.deadline_of(""),
                    sent: submission.sent.as_ref().map(super::Sent::day),
                });
            }
        }
        lines
    }
}

/// Whether a file was read and holds no table of a form: it must come again.
fn is_of_no_form(submission: &Submission) -> bool {
    submission.readable && !submission.is_untouched() && submission.tables().next().is_none()
}

impl Submission {
    /// How many records it has.
    #[must_use]
    pub fn record_count(&self) -> usize {
        self.tables().map(|table| table.records.len()).sum()
    }
}

impl SetAside {
    /// Whether nothing tells which of two counts.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.why == super::SetAsideWhy::Undecided
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
}
