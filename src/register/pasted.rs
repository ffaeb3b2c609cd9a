//! A letter's list of addressees, pasted into a text file: one office a line, with its number or dash.
//!
//! ```text
//! Kính gửi:
//! 1. Sở Văn hóa – Thể thao – Du lịch;
//! 2. Sở GD&ĐT;
//! - UBND các huyện, thị xã, thành phố.
//! ```
//!
//! An office that the register built in knows gets its code and full name from there, and the pasted wording as an alias;
//! any other is taken as it is written. What is no office, or stands for offices that are not known, is told.

mod line;
mod unknown;

use std::collections::HashSet;

use jiff::civil::Date;

use super::built_in::{KnownProvince, office_called, offices_of, province_in};
use super::error::ListError;
use super::list::decode;
use super::unit::Unit;
use crate::fold::fold;
use line::{is_label, is_no_office, kinds_of_many, strip};
use unknown::unknown;

/// What a pasted list gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// The offices, in the order of the list.
    pub units: Vec<Unit>,
    /// Lines that gave none.
    pub left_out: Vec<LeftOut>,
}

/// A line of a pasted list that gave no office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its number, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why a line gave no office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// It names none: `Như trên`, a heading, a whole sentence.
    NoOffice,
    /// It stands for many, which the register built in does not know.
    Many,
    /// An earlier line names the same one.
    Twice,
}

impl Pasted {
    /// Reads a list for offices of a province as they are on a day.
    ///
    /// # Errors
    /// When its letters cannot be read.
    pub fn read(
        bytes: &[u8],
        province: Option<&'static KnownProvince>,
        day: Option<Date>,
    ) -> Result<Self, ListError> {
        let text = decode(bytes)?;
        let mut list = List {
            province,
            day,
            pasted: Self::default(),
            codes: HashSet::new(),
            names: HashSet::new(),
        };
        for (line, text) in (1..).zip(text.lines()) {
            for part in text.split(';') {
                list.add(line, part);
            }
        }
        Ok(list.pasted)
    }
}

/// A list being read.
struct List {
    province: Option<&'static KnownProvince>,
    day: Option<Date>,
    pasted: Pasted,
    codes: HashSet<String>,
    /// Folded.
    names: HashSet<String>,
}

impl List {
    fn add(&mut self, line: usize, text: &str) {
        let text = strip(text);
        if fold(text).is_empty() || is_label(text) {
            return;
        }
        let mut left_out = None;
        match self.offices(text) {
            Ok(units) => {
                let before = self.pasted.units.len();
                for unit in units {
                    if self.names.insert(fold(&unit.name)) {
                        let code = self.free_code(&unit.code);
                        self.pasted.units.push(Unit { code, ..unit });
                    }
                }
                if self.pasted.units.len() == before {
                    left_out = Some(WhyLeftOut::Twice);
                }
            }
            Err(why) => left_out = Some(why),
        }
        self.pasted.left_out.extend(left_out.map(|why| LeftOut {
            line,
            text: text.to_owned(),
            why,
        }));
    }

    /// The offices that a line names: one, or all of some kinds.
    fn offices(&self, text: &str) -> Result<Vec<Unit>, WhyLeftOut> {
        if is_no_office(text) {
            return Err(WhyLeftOut::NoOffice);
        }
        let Some(kinds) = kinds_of_many(&fold(text)) else {
            return Ok(vec![self.unit(text)]);
        };
        let units = self.all_of(&kinds);
        if units.is_empty() {
            Err(WhyLeftOut::Many)
        } else {
            Ok(units)
        }
    }

    /// The offices of these kinds that are known of the province, where any are of each kind.
    fn all_of(&self, kinds: &[&str]) -> Vec<Unit> {
        let Some(province) = self.province else {
            return Vec::new();
        };
        let there = |unit: &Unit| self.day.is_none_or(|day| unit.exists_on(day));
        let offices = offices_of(Some(province)).into_iter();
        let units: Vec<Unit> = offices
            .map(|office| office.unit_in(Some(province)))
            .filter(|unit| kinds.contains(&unit.kind.as_str()) && there(unit))
            .collect();
        let known = |kind: &&str| units.iter().any(|unit| unit.kind == *kind);
        if kinds.iter().all(known) {
            units
        } else {
            Vec::new()
        }
    }

    /// The office that a line names.
    fn unit(&self, text: &str) -> Unit {
        let stated = province_in(text, self.day);
        let province = stated.or(self.province);
        let Some(office) = office_called(text, province, self.day) else {
            return unknown(text);
        };
        let mut unit = office.unit_in(province);
        if province.is_none() {
            unit.name = text.to_owned();
        }
        // Codes are those of the project's province; an office of another one bears its name.
        if let (Some(own), Some(other)) = (self.province, stated)
            && own.code != other.code
        {
            unit.code = format!("{}-{}", unit.code, other.short_code());
        }
        let own = office.name_in(None);
        let is_text = |name: &String| fold(name) == fold(text);
        if ![&unit.name, &own].into_iter().any(is_text) && !unit.aliases.iter().any(is_text) {
            unit.aliases.push(text.to_owned());
        }
        // Who is written to exists, whatever the register built in knows of its days.
        if !self.day.is_none_or(|day| unit.exists_on(day)) {
            (unit.valid_from, unit.valid_to) = (None, None);
            unit.successor.clear();
        }
        unit
    }

    /// The code, with a number where another office has it.
    fn free_code(&mut self, code: &str) -> String {
        let mut free = code.to_owned();
        let mut number = 2;
        while !self.codes.insert(free.clone()) {
            free = format!("{code}-{number}");
            number += 1;
        }
        free
    }
}
