//! `tonghop check --return`: where the marked files go, and what is said of them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use sha2::{Digest as _, Sha256};

use super::cannot_write;
use super::letters::{deliver, is_our_letter, told_of, until};
use crate::cmd::terminal::Failure;
use crate::finding::Finding;
use crate::intake;
use crate::lang::Lang;
use crate::round::{Round, hex};
use crate::write::returned::{self, Returned};

/// The flag.
pub(super) fn arg(lang: Lang) -> Arg {
    Arg::new("return")
        .long("return")
        .value_name(lang.pick("THƯ_MỤC", "DIR"))
        .value_parser(clap::value_parser!(PathBuf))
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Trả từng tệp cần sửa về thư mục này: ô sai được tô màu, có ghi chú, kèm thư góp ý (.txt và thư nháp .eml)",
            "Send each file that needs correction back to this folder: wrong cells coloured, with notes, and a letter (.txt and a draft .eml)",
        ))
}

/// The folder for the marked files. It may not lie in a folder that is read: the next run would take them for
/// submissions.
pub(super) fn folder(matches: &ArgMatches, lang: Lang) -> Result<Option<PathBuf>, Failure> {
    let Some(folder) = matches.get_one::<PathBuf>("return") else {
        return Ok(None);
    };
    let target = real(folder);
    let inputs = matches.get_many::<PathBuf>("input").into_iter().flatten();
    for input in inputs.filter(|input| input.is_dir()) {
        if target.starts_with(real(input)) {
            let (folder, input) = (folder.display(), input.display());
            return Err(Failure(lang.pick(
                format!("“{folder}” nằm trong thư mục đầu vào “{input}”: lần sau các tệp trả lại sẽ bị đọc như báo cáo mới; chọn thư mục khác cho --return"),
                format!("“{folder}” lies in the input folder “{input}”: the next run would read the returned files as new submissions; choose another folder for --return"),
            )));
        }
    }
    Ok(Some(folder.clone()))
}

/// A path without links, also when its end is not there yet.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = Vec::new();
    for above in absolute.ancestors() {
        if let Ok(found) = intake::real(above) {
            return rest
                .into_iter()
                .rev()
                .fold(found, |path, step| path.join(step));
        }
        rest.extend(above.file_name());
    }
    absolute
}

/// Makes the files, writes all of them or none; gives what is to be told.
pub(super) fn write(
    round: &Round,
    findings: &[Finding],
    folder: &Path,
    matches: &ArgMatches,
    lang: Lang,
) -> Result<Vec<String>, Failure> {
    let threads = matches.get_one::<usize>("threads").copied().unwrap_or(0);
    let until = until(matches);
    let returned = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| returned::files(round, findings, until)),
        Err(error) => return Err(Failure(error.to_string())),
    };
    let stale = returned::stale(round, folder, &returned.files);
    let stale = stale.map_err(|error| cannot_write(folder, &error, lang))?;
    let mut lines = told(&returned, folder, lang);
    let below = |name: &str| {
        let steps = name.split('/');
        steps.fold(folder.to_owned(), |path, step| path.join(step))
    };
    let outputs: Vec<(PathBuf, Vec<u8>)> = returned
        .files
        .into_iter()
        .map(|(name, bytes)| (below(&name), bytes))
        .collect();
    let read: HashSet<&str> = round.files().map(|file| file.sha256.as_str()).collect();
    let is_ours = |path: &Path| is_our_letter(path) || is_our_workbook(path, &read, round);
    let gone = deliver(round, folder, &outputs, &stale.gone, is_ours, lang)?;
    lines.extend(told_of(&returned.recipients, lang));
    lines.extend(told_of_stale(gone, &stale.changed, folder, lang));
    Ok(lines)
}

/// Whether a workbook is one that an earlier run wrote, or one that the round has: what somebody is correcting is neither.
fn is_our_workbook(path: &Path, read: &HashSet<&str>, round: &Round) -> bool {
    let Ok(bytes) = std::fs::read(path) else {
        return false;
    };
    let hash = hex(&Sha256::digest(&bytes), 32);
    read.contains(hash.as_str()) || returned::untouched(&bytes, &round.setup.limits)
}

/// What was taken away, and what was not.
fn told_of_stale(gone: usize, changed: &[PathBuf], folder: &Path, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if gone > 0 {
        let files = lang.count(gone, "tệp", "file", "files");
        let folder = folder.display();
        lines.push(lang.pick(
            format!("Đã bỏ {files} trả lại không còn cần trong “{folder}”."),
            format!("Took away {files} not needed any more from “{folder}”."),
        ));
    }
    for path in changed {
        let path = path.display();
        lines.push(lang.pick(
            format!("Giữ lại “{path}”: tệp đã được sửa sau khi trả lại."),
            format!("Kept “{path}”: it was changed after it was written."),
        ));
    }
    lines
}

/// What was sent back and what was not.
fn told(returned: &Returned<'_>, folder: &Path, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, trouble) in &returned.troubles {
        lines.push(format!("{name}: {}", trouble.say(lang)));
    }
    let folder = folder.display();
    lines.push(if returned.files.len() == returned.only_notes {
        lang.pick("Không có tệp nào cần trả lại.", "No file needs to go back.")
            .to_owned()
    } else {
        let files = lang.count(returned.marked, "tệp", "file", "files");
        let counts = returned.counts.say(lang);
        lang.pick(
            format!("Đã ghi {files} có đánh dấu ({counts}) và thư góp ý vào “{folder}”."),
            format!("Wrote {files} with marks ({counts}) and the covering texts to “{folder}”."),
        )
    });
    if returned.only_notes > 0 {
        let files = lang.count(returned.only_notes, "tệp", "file", "files");
        lines.push(lang.pick(
            format!("{files} chỉ có thông tin để biết: có bản đánh dấu trong “{folder}” để xem, không kèm thư, không cần trả lại đơn vị."),
            format!("{files} with notes only: marked in “{folder}” for you to look at, without a covering text; nothing is to be sent back."),
        ));
    }
    lines
}
