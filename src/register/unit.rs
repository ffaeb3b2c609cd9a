//! An office, and what a text may say of it.

use jiff::civil::Date;

/// An office of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// The code, unique in the register.
    pub code: String,
    /// The official name.
    pub name: String,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// The kind of office, as the register calls it (`department`, `district` …); may be empty.
    pub kind: String,
    /// The first day on which it exists, `None` when that does not matter.
    pub valid_from: Option<Date>,
    /// The last day on which it exists, `None` when that does not matter.
    pub valid_to: Option<Date>,
    /// The code of the office that took over; may be empty, may be on another register.
    pub successor: String,
    /// The last day on which its submission is in time, where it is not the round's.
    pub deadline: Option<Date>,
    /// The day up to which it reports, where it is not the end of the period.
    pub cutoff: Option<Date>,
    /// The side of the programme it stands on, as the register calls it; may be empty.
    pub side: String,
    /// The codes of the offices that it is paired with, on this register.
    pub partners: Vec<String>,
    /// The codes of the offices that it reports for, on this register.
    pub reports_for: Vec<String>,
    /// Where its mail goes; may be empty.
    pub email: String,
}

impl Unit {
    /// Whether the office exists on that day.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// How a text names an office. The order is that of certainty, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Its name, code or an alias, up to case, marks' placement and punctuation.
    Exact,
    /// Every word of the name; the province, `Ủy ban nhân dân` or the diacritics may be missing.
    Words,
    /// Initials for words, or words left out.
    Short,
    /// With a typing slip, or with the rank a town had before or after it became a city.
    Slip,
    /// As the office above the one that is named: `Phòng Tài chính, UBND huyện Trà Cú`.
    Part,
}

/// Which office a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitMatch<'a> {
    /// This one.
    One(&'a Unit, Strength),
    /// One of these, in the order of the register; the text does not say which. A single one is in doubt: the text does
    /// not say that it is this office and no other (`Phòng Y tế` for `Phòng Y tế huyện Cầu Kè`).
    Several(Vec<&'a Unit>),
    /// None that is on the register.
    None,
}

impl<'a> UnitMatch<'a> {
    /// The office, when it is just one.
    #[must_use]
    pub fn one(&self) -> Option<&'a Unit> {
        match self {
            Self::One(unit, _) => Some(unit),
            Self::Several(_) | Self::None => None,
        }
    }

    /// The same, but of several offices only those that exist on that day: `Sở Nông nghiệp` means
    /// one department before 1 March 2025 and another one since.
    #[must_use]
    pub fn on(self, day: Date) -> Self {
        let Self::Several(units) = self else {
            return self;
        };
        if units.len() < 2 {
            return Self::Several(units);
        }
        let existing: Vec<&Unit> = units
            .iter()
            .copied()
            .filter(|unit| unit.exists_on(day))
            .collect();
        match existing.as_slice() {
            [] => Self::Several(units),
            [only] => Self::One(only, Strength::Short),
            _ => Self::Several(existing),
        }
    }
}

/// A day as `2025-03-01`, or day first as `1/3/2025`; `None` when the text is neither.
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let day = day.parse().ok()?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day).ok()
}
