//! `tonghop check --return`: where the marked files go, and what is said of them.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use super::letters::{Delivery, told_of, until};
use super::output::{Output, Shape, cannot_write};
use crate::cmd::terminal::Failure;
use crate::finding::Finding;
use crate::intake;
use crate::lang::Lang;
use crate::letters::{of_path, printable};
use crate::round::Round;
use crate::write::Outputs;
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
pub(super) fn folder(matches: &ArgMatches, lang: Lang) -> Result<Option<Output>, Failure> {
    let Some(folder) = matches.get_one::<PathBuf>("return") else {
        return Ok(None);
    };
    let target = real(folder);
    let inputs = matches.get_many::<PathBuf>("input").into_iter().flatten();
    for input in inputs.filter(|input| input.is_dir()) {
        if target.starts_with(real(input)) {
            let (folder, input) = (of_path(folder), of_path(input));
            return Err(Failure(lang.pick(
                format!("“{folder}” nằm trong thư mục đầu vào “{input}”: lần sau các tệp trả lại sẽ bị đọc như báo cáo mới; chọn thư mục khác cho --return"),
                format!("“{folder}” lies in the input folder “{input}”: the next run would read the returned files as new submissions; choose another folder for --return"),
            )));
        }
    }
    Ok(Some(Output::new(
        folder,
        "--return",
        Shape::Folder("xlsx"),
        matches,
    )))
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

/// The files that go back.
pub(super) struct Back {
    folder: PathBuf,
    delivery: Delivery,
    /// What is said of them.
    told: Vec<String>,
}

impl Back {
    /// Makes the files; none may take the place of an input, or of a file that somebody has worked on.
    pub(super) fn of(
        round: &Round,
        findings: &[Finding],
        folder: &Output,
        matches: &ArgMatches,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let threads = matches.get_one::<usize>("threads").copied().unwrap_or(0);
        let until = until(matches);
        let returned = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool.install(|| returned::files(round, findings, until)),
            Err(error) => return Err(Failure(error.to_string())),
        };
        let stale = returned::stale(round, &folder.path, &returned.files)
            .map_err(|error| cannot_write(&folder.path, &error, lang))?;
        let mut lines = told(&returned, &folder.path, lang);
        lines.extend(told_of(&returned.recipients, lang));
        let below = |name: &str| {
            let steps = name.split('/');
            steps.fold(folder.path.clone(), |path, step| path.join(step))
        };
        let files = returned.files.into_iter();
        let files = files.map(|(name, bytes)| (below(&name), bytes)).collect();
        Ok(Self {
            folder: folder.path.clone(),
            delivery: Delivery::of(round, folder, files, stale, lang)?,
            told: lines,
        })
    }

    /// Whether anything goes back.
    pub(super) fn is_any(&self) -> bool {
        self.delivery.is_any()
    }

    /// Writes them beside their places.
    pub(super) fn stage(&self, outputs: &mut Outputs, lang: Lang) -> Result<(), Failure> {
        self.delivery.stage(outputs, lang)
    }

    /// Once they are in their places, takes away what is no longer needed, and says what was sent back and what was not.
    pub(super) fn finish(self, lang: Lang) -> Result<Vec<String>, Failure> {
        let gone = self.delivery.clear(lang)?;
        let mut lines = self.told;
        if gone > 0 {
            let (files, folder) = (
                lang.count(gone, "tệp", "file", "files"),
                of_path(&self.folder),
            );
            lines.push(lang.pick(
                format!("Đã bỏ {files} trả lại không còn cần trong “{folder}”."),
                format!("Took away {files} not needed any more from “{folder}”."),
            ));
        }
        lines.extend(self.delivery.kept(lang));
        Ok(lines)
    }
}

/// What was sent back and what was not.
fn told(returned: &Returned<'_>, folder: &Path, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, trouble) in &returned.troubles {
        lines.push(format!("{}: {}", printable(name), trouble.say(lang)));
    }
    let folder = of_path(folder);
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
