//! What the commands that write letters share: the new deadline, whom a mail goes to, and what may be written over or taken
//! away.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use jiff::civil::Date;

use super::{cannot_write, not_an_input};
use crate::cmd::terminal::Failure;
use crate::lang::Lang;
use crate::register::{Register, Unit};
use crate::round::Round;
use crate::write::letter::mail::addresses;
use crate::write::{self, letter};

/// So many offices are named in a line; of more the rest is counted.
const NAMED: usize = 12;

/// The flag for a new deadline, which goes with the one that has letters written.
pub(super) fn until_arg(with: &'static str, lang: Lang) -> Arg {
    Arg::new("until")
        .long("until")
        .value_name(lang.pick("NGÀY", "DATE"))
        .value_parser(|text: &str| text.parse::<Date>().map_err(|_| "2020-09-15"))
        .requires(with)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Hạn mới ghi trong thư, ví dụ 2020-09-15; đơn vị có hạn riêng muộn hơn thì giữ hạn riêng",
            "The new deadline in the letters, such as 2020-09-15; an office with a later one of its own keeps that",
        ))
}

/// The new deadline.
pub(super) fn until(matches: &ArgMatches) -> Option<Date> {
    matches.get_one::<Date>("until").copied()
}

/// Whom letters go to, and for which offices nobody knows.
pub(super) struct Addresses<'r> {
    units: HashMap<&'r str, &'r Unit>,
    /// The offices without an address.
    without: Vec<&'r str>,
    /// What stands in the column and is no address, with the office's code.
    wrong: Vec<(String, &'r str)>,
}

impl<'r> Addresses<'r> {
    pub(super) fn of(round: &'r Round) -> Self {
        let units = round.setup.register.iter().flat_map(Register::units);
        Self {
            units: units.map(|unit| (unit.code.as_str(), unit)).collect(),
            without: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// The addresses of an office on the register; remembers it when it has none.
    pub(super) fn take(&mut self, code: &str) -> Vec<String> {
        let Some(unit) = self.units.get(code) else {
            return Vec::new();
        };
        let (good, wrong) = addresses(&unit.email);
        let code = unit.code.as_str();
        self.wrong
            .extend(wrong.into_iter().map(|wrong| (wrong, code)));
        if good.is_empty() {
            self.without.push(&unit.name);
        }
        good
    }

    /// What the officer must fill in or mend.
    pub(super) fn told(mut self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        self.wrong.sort();
        self.wrong.dedup();
        for (wrong, code) in &self.wrong {
            lines.push(lang.pick(
                format!("units.csv: “{wrong}” ({code}) không phải địa chỉ thư điện tử, không ghi vào thư."),
                format!("units.csv: “{wrong}” ({code}) is no mail address and was left out."),
            ));
        }
        self.without.sort_unstable();
        self.without.dedup();
        if !self.without.is_empty() {
            let count = lang.count(self.without.len(), "đơn vị", "office", "offices");
            let names = named(&self.without, lang);
            lines.push(lang.pick(
                format!("{count} chưa có địa chỉ thư (cột email của units.csv), phần người nhận để trống: {names}."),
                format!("{count} without a mail address (column email of units.csv), the letters name no recipient: {names}."),
            ));
        }
        lines
    }
}

/// Names in a line, the first of them where there are many.
pub(super) fn named(names: &[&str], lang: Lang) -> String {
    let rest = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| crate::report::printable(name))
        .collect();
    if rest > 0 {
        shown.push(lang.count(rest, "đơn vị khác", "other", "others"));
    }
    lang.list(&shown)
}

/// Writes letters and what goes with them, all or none, and takes away what is no longer needed. `is_ours` tells of a file
/// that is there already whether we wrote it; any other is never written over.
pub(super) fn deliver(
    round: &Round,
    folder: &Path,
    outputs: &[(PathBuf, Vec<u8>)],
    stale: &[PathBuf],
    is_ours: impl Fn(&Path) -> bool,
    lang: Lang,
) -> Result<(), Failure> {
    for (path, bytes) in outputs {
        not_an_input(round, path, lang)?;
        if path.exists() && !is_ours(path) && std::fs::read(path).ok().as_ref() != Some(bytes) {
            let path = path.display();
            return Err(Failure(lang.pick(
                format!("đã có tệp “{path}” không phải do chương trình ghi; chọn thư mục khác, hoặc chuyển tệp đó đi"),
                format!("“{path}” is there already and was not written by this program; choose another folder, or move that file"),
            )));
        }
    }
    for above in outputs.iter().filter_map(|(path, _)| path.parent()) {
        std::fs::create_dir_all(above).map_err(|error| cannot_write(above, &error, lang))?;
    }
    write::files(outputs).map_err(|error| cannot_write(folder, &error, lang))?;
    for path in stale {
        std::fs::remove_file(path).map_err(|error| cannot_write(path, &error, lang))?;
    }
    Ok(())
}

/// Whether a file is a letter of ours.
pub(super) fn is_our_letter(path: &Path) -> bool {
    letter::mark_of(path).is_some()
}
