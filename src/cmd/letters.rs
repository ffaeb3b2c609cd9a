//! What the commands that write letters share: the new deadline, whom a mail goes to, and what may be written over or taken
//! away.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use jiff::civil::Date;

use super::{cannot_write, cannot_write_among, inputs, not_among};
use crate::cmd::terminal::Failure;
use crate::lang::Lang;
use crate::report::printable;
use crate::round::Round;
use crate::write::{
    self,
    letter::{self, Recipients},
};

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

/// Writes letters and what goes with them, all or none, and takes away what is no longer needed. `is_ours` tells of a file
/// that is there already whether we wrote it; any other is never written over. Gives how many were taken away: an input
/// never is.
pub(super) fn deliver(
    round: &Round,
    folder: &Path,
    outputs: &[(PathBuf, Vec<u8>)],
    stale: &[PathBuf],
    is_ours: impl Fn(&Path) -> bool,
    lang: Lang,
) -> Result<usize, Failure> {
    let inputs = inputs(round);
    for (path, bytes) in outputs {
        not_among(&inputs, path, lang)?;
        if path.exists() && !is_ours(path) && std::fs::read(path).ok().as_ref() != Some(bytes) {
            let path = path.display();
            return Err(Failure(lang.pick(
                format!("đã có tệp “{path}” không phải do chương trình ghi, hoặc đã được sửa sau đó; chọn thư mục khác, hoặc chuyển tệp đó đi"),
                format!("“{path}” is there already and was not written by this program, or was changed since; choose another folder, or move that file"),
            )));
        }
    }
    for above in outputs.iter().filter_map(|(path, _)| path.parent()) {
        std::fs::create_dir_all(above).map_err(|error| cannot_write(above, &error, lang))?;
    }
    write::files(outputs).map_err(|error| cannot_write_among(outputs, folder, &error, lang))?;
    let mut gone = 0;
    for path in stale {
        if not_among(&inputs, path, lang).is_ok() {
            std::fs::remove_file(path).map_err(|error| cannot_write(path, &error, lang))?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Whether a file is a letter of ours.
pub(super) fn is_our_letter(path: &Path) -> bool {
    letter::mark_of(path).is_some()
}
