//! What is due in a round, and what has come: deadlines, offices that have sent something, and those that have not.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Round, SetAside, Submission};
use crate::intake::fact::FileFact;
use crate::project::Project;
use crate::register::{Register, Unit};

/// The last day on which a submission of an office is in time: the office's own or its kind's, else the round's.
#[must_use]
pub fn deadline(unit: Option<&Unit>, project: Option<&Project>) -> Option<Date> {
    let own = unit.and_then(|unit| unit.deadline);
    own.or_else(|| project.and_then(|project| project.period.deadline))
}

/// The day up to which an office reports: its own or its kind's, else the period's end.
#[must_use]
pub fn cutoff(unit: Option<&Unit>, project: Option<&Project>) -> Option<Date> {
    let own = unit.and_then(|unit| unit.cutoff);
    own.or_else(|| project.and_then(|project| project.period.end))
}

impl Submission {
    /// Whether it reports something: records, or that there are none.
    #[must_use]
    pub fn reports(&self) -> bool {
        !self.is_untouched()
            && self
                .tables()
                .any(|table| !table.records.is_empty() || table.nil.is_some() || table.signed)
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
        deadline(self.unit(code), self.setup.project.as_ref())
    }

    /// The day up to which an office reports: its own, its kind's, or the period's end.
    #[must_use]
    pub fn cutoff_of(&self, code: &str) -> Option<Date> {
        cutoff(self.unit(code), self.setup.project.as_ref())
    }

    /// The last day on which a submission is in time: the first of its offices' deadlines.
    #[must_use]
    pub fn deadline_for(&self, submission: &Submission) -> Option<Date> {
        let offices = submission.reporters();
        offices
            .filter_map(|office| self.deadline_of(office.code()))
            .min()
    }

    /// The code of the office in the place of another one on the day of the round.
    fn in_place_of<'r>(&'r self, code: &'r str) -> &'r str {
        let standing = || {
            let register = self.setup.register.as_ref()?;
            register.standing_on(register.by_code(code)?, self.setup.day()?)
        };
        standing().map_or(code, |unit| &unit.code)
    }

    fn unit(&self, code: &str) -> Option<&Unit> {
        let register = self.setup.register.as_ref()?;
        register.by_code(code).filter(|_| !code.is_empty())
    }

    /// The deadline that a submission missed; `None` when it is in time, or when nothing tells.
    #[must_use]
    pub fn missed_deadline(&self, submission: &Submission) -> Option<Date> {
        let sent = submission.sent.as_ref()?.day();
        self.deadline_for(submission)
            .filter(|deadline| sent > *deadline)
    }

    /// The offices that a report is due from: those on the register that exist on the day of the round.
    #[must_use]
    pub fn due_offices(&self) -> Vec<&Unit> {
        let day = self.setup.day();
        let units = self.setup.register.iter().flat_map(Register::units);
        let exists = |unit: &&Unit| day.is_none_or(|day| unit.exists_on(day));
        units.filter(exists).collect()
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
    #[must_use]
    pub fn sent(&self) -> HashMap<&str, Vec<&Submission>> {
        let mut sent: HashMap<&str, Vec<&Submission>> = HashMap::new();
        let undecided = self.set_aside.iter().filter(|aside| aside.is_undecided());
        let undecided = undecided.map(|aside| &aside.submission);
        for submission in self.submissions.iter().chain(undecided) {
            if !submission.reports() && !submission.is_broken() && !is_of_no_form(submission) {
                continue;
            }
            for office in submission.reporters() {
                if office.code().is_empty() {
                    continue;
                }
                let files = sent.entry(office.code()).or_default();
                // Tables that name its predecessors are all its own.
                if !files
                    .last()
                    .is_some_and(|last| std::ptr::eq(*last, submission))
                {
                    files.push(submission);
                }
            }
        }
        let units = self.setup.register.iter().flat_map(Register::units);
        for unit in units.filter(|unit| !unit.reports_for.is_empty()) {
            let Some(files) = sent.get(self.in_place_of(&unit.code)).cloned() else {
                continue;
            };
            for other in &unit.reports_for {
                let other = self.in_place_of(other);
                sent.entry(other).or_insert_with(|| files.clone());
            }
        }
        sent
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
