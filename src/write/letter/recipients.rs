//! Whom letters go to, by the column `email` of the register, and where nobody knows.

use std::collections::{BTreeSet, HashMap};

use super::mail::addresses;
use crate::register::{Register, Unit};
use crate::round::{Round, Submission};

/// The recipients of letters, as they are asked for.
#[derive(Debug, Default)]
pub struct Recipients<'r> {
    units: HashMap<&'r str, &'r Unit>,
    /// The offices without an address, by name; a file whose office is on no register by its own.
    pub without: BTreeSet<&'r str>,
    /// What stands in the column and is no address, with the office's code.
    pub wrong: BTreeSet<(String, &'r str)>,
}

impl<'r> Recipients<'r> {
    /// Those of a round's register.
    #[must_use]
    pub fn of(round: &'r Round) -> Self {
        let units = round.setup.register.iter().flat_map(Register::units);
        Self {
            units: units.map(|unit| (unit.code.as_str(), unit)).collect(),
            ..Self::default()
        }
    }

    /// The addresses of an office on the register; remembers it when it has none.
    pub fn of_office(&mut self, code: &str) -> Vec<String> {
        let Some(unit) = self.units.get(code) else {
            return Vec::new();
        };
        let (good, wrong) = addresses(&unit.email);
        let wrong = wrong.into_iter().map(|wrong| (wrong, unit.code.as_str()));
        self.wrong.extend(wrong);
        if good.is_empty() {
            self.without.insert(&unit.name);
        }
        good
    }

    /// The addresses of the offices that a file is of, each once. Without a register nobody is missed.
    pub fn of_submission(&mut self, submission: &'r Submission) -> Vec<String> {
        let mut all = Vec::new();
        if self.units.is_empty() {
            return all;
        }
        for office in submission.reporters() {
            if !self.units.contains_key(office.code()) {
                let name = Some(office.name()).filter(|name| !name.is_empty());
                self.without.insert(name.unwrap_or(&submission.name));
                continue;
            }
            for address in self.of_office(office.code()) {
                if !all.contains(&address) {
                    all.push(address);
                }
            }
        }
        all
    }
}
