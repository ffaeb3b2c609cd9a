//! What the commands that write letters share: the new deadline, whom a mail goes to, and how files come into a folder of
//! letters and go from it.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::{Arg, ArgMatches};
use jiff::civil::Date;

use super::output::{Inputs, Output, cannot_write, unwritten};
use crate::cmd::terminal::Failure;
use crate::lang::Lang;
use crate::letters::{of_path, printable};
use crate::round::Round;
use crate::write::Outputs;
use crate::write::letter::Recipients;
use crate::write::returned::Stale;

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

/// What the officer must fill in or mend so that letters have recipients.
pub(super) fn told_of(recipients: &Recipients<'_>, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for (wrong, code) in &recipients.wrong {
        let wrong = printable(wrong);
        lines.push(lang.pick(
            format!(
                "units.csv: “{wrong}” ({code}) không phải địa chỉ thư điện tử, không ghi vào thư."
            ),
            format!("units.csv: “{wrong}” ({code}) is no mail address and was left out."),
        ));
    }
    let without: Vec<&str> = recipients.without.iter().copied().collect();
    if !without.is_empty() {
        let count = lang.count(without.len(), "đơn vị", "office", "offices");
        let names = named(&without, lang);
        lines.push(lang.pick(
            format!("{count} chưa có địa chỉ thư (cột email của units.csv), phần người nhận để trống: {names}."),
            format!("{count} without a mail address (column email of units.csv), the letters name no recipient: {names}."),
        ));
    }
    lines
}

/// Names in a line, the first of them where there are many.
pub(super) fn named(names: &[&str], lang: Lang) -> String {
    let rest = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| printable(name))
        .collect();
    if rest > 0 {
        shown.push(lang.count(rest, "đơn vị khác", "other", "others"));
    }
    lang.list(&shown)
}

/// Files on their way to a folder of letters, and those of earlier runs that are to go from it.
pub(super) struct Delivery {
    folder: PathBuf,
    files: Vec<(PathBuf, Vec<u8>)>,
    stale: Stale,
    inputs: Inputs,
}

impl Delivery {
    /// Looks at the places of files: none may be that of an input, or of a file that somebody has worked on.
    pub(super) fn of(
        round: &Round,
        folder: &Output,
        files: Vec<(PathBuf, Vec<u8>)>,
        stale: Stale,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let inputs = Inputs::of(round);
        let read: HashSet<&str> = round.files().map(|file| file.sha256.as_str()).collect();
        for (path, bytes) in &files {
            inputs.refuse(path, lang)?;
            folder.may_deliver(path, bytes, |hash| read.contains(hash), lang)?;
        }
        Ok(Self {
            folder: folder.path.clone(),
            files,
            stale,
            inputs,
        })
    }

    /// Whether there are any.
    pub(super) fn is_any(&self) -> bool {
        !self.files.is_empty()
    }

    /// Writes the files beside their places.
    pub(super) fn stage(&self, outputs: &mut Outputs, lang: Lang) -> Result<(), Failure> {
        let mut stage = || {
            for (path, bytes) in &self.files {
                outputs.folder(path.parent().unwrap_or(&self.folder))?;
                outputs.add(path, |out| out.write_all(bytes))?;
            }
            Ok(())
        };
        stage().map_err(|why| unwritten(&why, lang))
    }

    /// Once all outputs are in their places, takes away what is no longer needed; an input stays. Gives how many files went.
    pub(super) fn clear(&self, lang: Lang) -> Result<usize, Failure> {
        let gone = self.stale.gone.iter().filter(|path| !self.inputs.has(path));
        let mut count = 0;
        for path in gone {
            std::fs::remove_file(path).map_err(|error| cannot_write(path, &error, lang))?;
            count += 1;
        }
        Ok(count)
    }

    /// What is not needed any more and stays all the same: somebody has worked on it.
    pub(super) fn kept(&self, lang: Lang) -> Vec<String> {
        let say = |path: &PathBuf| {
            let path = of_path(path);
            lang.pick(
                format!("Giữ lại “{path}”: tệp đã được sửa sau khi ghi."),
                format!("Kept “{path}”: it was changed after it was written."),
            )
        };
        self.stale.changed.iter().map(say).collect()
    }
}
