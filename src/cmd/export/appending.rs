//! `tonghop export --append`: one period more in a history, in one step.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::noticing;
use crate::cmd::output::cannot_write;
use crate::cmd::terminal::{Failure, Terminal};
use crate::intake;
use crate::lang::Lang;
use crate::letters::printable;
use crate::round::Round;
use crate::write::export::found::Found;
use crate::write::export::{Content, DESCRIPTOR, Notices, history, proof};
use crate::write::folder::{self, Unnamed};

/// Adds the package of a round to a history.
pub(super) fn run(
    content: &Content<'_>,
    round: &Round,
    history: &Path,
    replace: bool,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let Some(project) = &round.setup.project else {
        return Err(Failure(
            lang.pick(
                "--append cần biết kỳ báo cáo: đầu vào phải có tệp tonghop.toml với [programme] và [period]",
                "--append must know the period: the input needs a tonghop.toml with [programme] and [period]",
            )
            .to_owned(),
        ));
    };
    // A link is followed, so that what it leads to is exchanged and not the link.
    let history = intake::real(history).unwrap_or_else(|_| history.to_path_buf());
    let unreadable = |error: io::Error| cannot_write(&history, &error, lang);
    let (programme, period) = (&project.programme.id, &project.period.id);
    let here = Here::look(&history).map_err(unreadable)?;
    here.refuse(programme, &history, lang)?;
    let prepared = Prepared::write(content, &history).map_err(unreadable)?;
    let name = history::folder_name(period);
    let old = here.package_of(period, &history);
    if let Some(old) = &old {
        let descriptor = prepared.descriptor().map_err(unreadable)?;
        if history::is_same(old, &descriptor).map_err(unreadable)? {
            return say(
                terminal,
                lang.pick(
                    format!("Kỳ {period} đã có trong “{}”, đúng nội dung này; không ghi gì.", shown(&history)),
                    format!("“{}” has the period {period} already, with just this content; nothing was written.", shown(&history)),
                ),
            );
        }
        refuse_other(old, period, replace, lang)?;
    }
    let place = history.join(&name);
    let put = if let Some(flat) = &here.flat {
        let flat = flat.period.as_deref().filter(|flat| flat != period);
        folder::put(&history, |folder| {
            if let Some(flat) = flat {
                copy_all(
                    &history,
                    &here.found.ours,
                    &folder.join(history::folder_name(flat)),
                )?;
            }
            prepared.put(&folder.join(&name))
        })
    } else if history.exists() {
        folder::put(&place, |folder| prepared.put_into(folder))
    } else {
        folder::put(&history, |folder| prepared.put(&folder.join(&name)))
    };
    put.map_err(|error| cannot_write(&place, &error, lang))?;
    noticing::tell(&prepared.notices, lang, terminal)?;
    let count = history::periods(&history).map_err(unreadable)?.len();
    let count = lang.count(count, "kỳ", "period", "periods");
    let shown = shown(&history);
    say(
        terminal,
        match old {
            Some(_) => lang.pick(
                format!("Đã thay kỳ {period} trong “{shown}” ({count})."),
                format!("Replaced the period {period} in “{shown}” ({count})."),
            ),
            None => lang.pick(
                format!("Đã thêm kỳ {period} vào “{shown}” ({count})."),
                format!("Added the period {period} to “{shown}” ({count})."),
            ),
        },
    )
}

fn say(terminal: &mut Terminal, line: String) -> Result<(), Failure> {
    writeln!(terminal.err, "{line}")?;
    Ok(())
}

fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// What lies where a history is or is to be.
struct Here {
    /// A package that lies there itself, and is to become the first of the history.
    flat: Option<proof::Described>,
    /// The files of that package, and what else there is.
    found: Found,
    periods: Vec<history::Period>,
}

impl Here {
    fn look(history: &Path) -> io::Result<Self> {
        Ok(Self {
            flat: proof::describe(history),
            found: Found::in_folder(history)?,
            periods: history::periods(history)?,
        })
    }

    /// The package that a period has.
    fn package_of(&self, period: &str, history: &Path) -> Option<PathBuf> {
        let flat = self.flat.as_ref();
        if flat.is_some_and(|flat| flat.period.as_deref() == Some(period)) {
            return Some(history.to_path_buf());
        }
        let place = history.join(history::folder_name(period));
        fs::symlink_metadata(&place).is_ok().then_some(place)
    }

    /// Refuses a folder that is no history, one of another programme, and one that cannot be made one.
    fn refuse(&self, programme: &str, history: &Path, lang: Lang) -> Result<(), Failure> {
        let shown = shown(history);
        let own = self
            .periods
            .iter()
            .filter_map(|period| period.described.as_ref());
        for described in own.chain(&self.flat) {
            let other = described.programme.as_deref().unwrap_or_default();
            if other != programme {
                let other = printable(other);
                return Err(Failure(lang.pick(
                    format!("“{shown}” lưu số liệu của chương trình “{other}”, không phải “{programme}”; mỗi chương trình cần một thư mục riêng"),
                    format!("“{shown}” is of the programme “{other}”, not “{programme}”; each programme needs a folder of its own"),
                )));
            }
        }
        match &self.flat {
            Some(flat) => self.refuse_flat(flat, history, lang),
            None if self.periods.is_empty() => match self.found.others.first() {
                None => Ok(()),
                Some(path) => {
                    let path = path.display();
                    Err(Failure(lang.pick(
                        format!("thư mục “{shown}” có tệp khác (“{path}”) và chưa lưu kỳ nào; chọn thư mục khác"),
                        format!("“{shown}” holds other files (“{path}”) and no period; choose another folder"),
                    )))
                }
            },
            None => Ok(()),
        }
    }

    /// Refuses a package that cannot become the first of a history as it stands.
    fn refuse_flat(
        &self,
        flat: &proof::Described,
        history: &Path,
        lang: Lang,
    ) -> Result<(), Failure> {
        let shown = shown(history);
        let foreign = self.found.changed.iter().chain(&self.found.others).next();
        if let Some(path) = foreign {
            let path = path.display();
            return Err(Failure(lang.pick(
                format!("gói trong “{shown}” không nguyên vẹn (“{path}”), nên không chuyển thành thư mục lưu nhiều kỳ; xem `tonghop export --check`"),
                format!("the package in “{shown}” is not whole (“{path}”) and is not made the first of many periods; see `tonghop export --check`"),
            )));
        }
        if flat.period.as_deref().unwrap_or_default().is_empty() {
            return Err(Failure(lang.pick(
                format!("gói trong “{shown}” không ghi kỳ báo cáo; chọn thư mục khác cho --append"),
                format!(
                    "the package in “{shown}” tells no period; choose another folder for --append"
                ),
            )));
        }
        let in_folders = self.found.ours.iter();
        if in_folders
            .flat_map(|path| path.parent())
            .any(|above| above != history)
        {
            return Err(Failure(lang.pick(
                format!("gói trong “{shown}” có bảng Parquet xếp theo kỳ, nên không chuyển thành thư mục lưu nhiều kỳ; xuất lại kỳ đó với --append vào thư mục khác"),
                format!("the package in “{shown}” holds Parquet tables in folders of their own and is not made the first of many periods; export that period again, with --append, to another folder"),
            )));
        }
        let current = std::env::current_dir().and_then(|folder| intake::real(&folder));
        if current.is_ok_and(|current| current.starts_with(history)) {
            return Err(Failure(lang.pick(
                format!("“{shown}” được chuyển thành thư mục lưu nhiều kỳ trong một bước; hãy chạy lệnh từ thư mục khác"),
                format!("“{shown}” is made a folder of many periods in one step; run the command from another folder"),
            )));
        }
        Ok(())
    }
}

/// Refuses to put a package in the place of another one that is not to be replaced.
fn refuse_other(old: &Path, period: &str, replace: bool, lang: Lang) -> Result<(), Failure> {
    let place = shown(old);
    let is_link = fs::symlink_metadata(old).is_ok_and(|found| !found.is_dir());
    let found = Found::in_folder(old).map_err(|error| cannot_write(old, &error, lang))?;
    let foreign = (proof::describe(old).is_none() || is_link)
        .then(|| old.to_path_buf())
        .or_else(|| found.others.first().cloned());
    if let Some(path) = foreign {
        let path = path.display();
        return Err(Failure(lang.pick(
            format!(
                "“{path}” không phải của gói số liệu, nên không thay “{place}”; hãy chuyển đi trước"
            ),
            format!("“{path}” is not of a package, so “{place}” is not replaced; move it first"),
        )));
    }
    if !replace {
        return Err(Failure(lang.pick(
            format!("kỳ {period} đã có trong “{place}” với nội dung khác; thêm --replace để thay"),
            format!("the period {period} is in “{place}” already, with other content; add --replace to replace it"),
        )));
    }
    Ok(())
}

/// A package that is written, and has no place yet.
struct Prepared {
    files: Vec<(String, Unnamed)>,
    notices: Notices,
}

impl Prepared {
    /// Writes the package to the disk of the history.
    fn write(content: &Content<'_>, history: &Path) -> io::Result<Self> {
        let above = history.ancestors().find(|above| above.is_dir());
        let above = above.unwrap_or(Path::new("."));
        let mut files = Vec::new();
        let notices = content.write(|name, fill| {
            let file = Unnamed::write(above, |out| fill(out))?;
            files.push((name.to_owned(), file));
            io::Result::Ok(())
        })?;
        Ok(Self { files, notices })
    }

    /// The bytes of the file that describes it.
    fn descriptor(&self) -> io::Result<Vec<u8>> {
        let described = self.files.iter().find(|(name, _)| name == DESCRIPTOR);
        described.map_or_else(|| Ok(Vec::new()), |(_, file)| file.bytes())
    }

    /// Makes a folder and puts the files there.
    fn put(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)?;
        self.put_into(folder)
    }

    /// Puts the files into a folder.
    fn put_into(&self, folder: &Path) -> io::Result<()> {
        let mut files = self.files.iter();
        files.try_for_each(|(name, file)| {
            let place = folder.join(name);
            fs::create_dir_all(place.parent().unwrap_or(folder))?;
            file.put(&place)
        })
    }
}

/// Gives files of a folder a place in another one, each the same.
fn copy_all(from: &Path, files: &[PathBuf], folder: &Path) -> io::Result<()> {
    for path in files {
        let to = folder.join(path.strip_prefix(from).unwrap_or(path));
        fs::create_dir_all(to.parent().unwrap_or(folder))?;
        // Some disks know no second name for a file.
        if fs::hard_link(path, &to).is_err() {
            fs::copy(path, &to)?;
            File::open(&to)?.sync_all()?;
        }
    }
    Ok(())
}
