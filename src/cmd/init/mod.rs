//! `tonghop init`: a new project, from the register built in or from a letter's list of addressees.

mod ask;
mod period;
mod told;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;

use super::args::{day, lang_arg, localised};
use super::output::{commit, unwritten, written};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::fold::{bare, plain_words};
use crate::lang::{self, Lang};
use crate::letters::of_path;
use crate::project;
use crate::register::{KnownProvince, Pasted, Register, province_called, provinces, units_of};
use crate::rule;
use crate::write::{self, Outputs, project::Starter};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let heading = lang.pick("Dự án", "Project");
    let flag = |name: &'static str, value: &'static str, vi: &'static str, en: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help_heading(heading)
            .help(lang.pick(vi, en))
    };
    let date = lang.pick("NGÀY", "DATE");
    let province = lang.pick("TỈNH", "PROVINCE");
    localised(Command::new("init"), lang)
        .about(lang.pick(
            "Lập dự án mới: tonghop.toml, units.csv (danh sách đơn vị), sectors.csv (lĩnh vực)",
            "Make a project: tonghop.toml, units.csv (the offices), sectors.csv",
        ))
        .override_usage(lang.pick(
            "tonghop init <THƯ_MỤC> [TÙY CHỌN]",
            "tonghop init <DIR> [OPTIONS]",
        ))
        .arg(
            Arg::new("folder")
                .value_name(lang.pick("THƯ_MỤC", "DIR"))
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help_heading(lang.pick("Đầu ra", "Output"))
                .help(lang.pick(
                    "Thư mục của dự án; tạo mới nếu chưa có, tệp đã có thì không ghi đè",
                    "Folder of the project; made when it is not there, and no file in it is overwritten",
                )),
        )
        .arg(flag("name", lang.pick("TÊN", "NAME"), "Tên chương trình (mặc định ghép từ hai tỉnh)", "Name of the programme (default: made of the two provinces)"))
        .arg(flag("province", province, "Tỉnh, thành phố tổng hợp báo cáo, ví dụ “Trà Vinh”", "Province that consolidates the reports, such as “Trà Vinh”"))
        .arg(flag("partner-province", province, "Tỉnh, thành phố bạn, ví dụ “TP. Hồ Chí Minh”", "Partner province, such as “TP. Hồ Chí Minh”"))
        .arg(flag("from", date, "Ngày đầu của kỳ báo cáo", "First day of the period").value_parser(day))
        .arg(flag("to", date, "Ngày cuối của kỳ báo cáo, ví dụ 2020-06-30", "Last day of the period, such as 2020-06-30").value_parser(day))
        .arg(flag("deadline", date, "Hạn gửi báo cáo", "Last day on which a report is in time").value_parser(day))
        .arg(
            flag("units", lang.pick("TỆP", "FILE"), "Danh sách nơi nhận chép từ công văn, mỗi dòng một đơn vị, có số thứ tự hoặc gạch đầu dòng cũng được (mặc định: các sở thường có của tỉnh, và các huyện nếu biết)", "List of addressees pasted from a letter, one office a line, with numbers or dashes (default: the usual departments of the province, and its districts where they are known)")
                .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Thiếu thông tin nào thì hỏi, nếu đang gõ lệnh ở màn hình.\n\nVí dụ:\n  tonghop init hop-tac/\n  tonghop init hop-tac/ --province \"Trà Vinh\" --partner-province \"TP. Hồ Chí Minh\" --from 2009-03-20 --to 2020-06-30 --deadline 2020-09-04\n  tonghop init hop-tac/ --province \"Trà Vinh\" --name \"Chương trình hợp tác\" --to 30/6/2020 --units noi-nhan.txt",
            "What is missing is asked for, when a person sits at a terminal.\n\nExamples:\n  tonghop init cooperation/\n  tonghop init cooperation/ --province \"Trà Vinh\" --partner-province \"TP. Hồ Chí Minh\" --from 2009-03-20 --to 2020-06-30 --deadline 2020-09-04\n  tonghop init cooperation/ --province \"Trà Vinh\" --name \"Chương trình hợp tác\" --to 2020-06-30 --units addressees.txt",
        ))
}

/// What was given so far, by flags or answers.
#[derive(Debug, Default)]
struct Given {
    name: Option<String>,
    province: Option<String>,
    partner: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
    deadline: Option<Date>,
    units: Option<PathBuf>,
}

impl Given {
    fn of(matches: &ArgMatches) -> Self {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let text = |name: &str| text(name).filter(|text| !text.trim().is_empty());
        let day = |name: &str| matches.get_one::<Date>(name).copied();
        Self {
            name: text("name"),
            province: text("province"),
            partner: text("partner-province"),
            from: day("from"),
            to: day("to"),
            deadline: day("deadline"),
            units: matches.get_one::<PathBuf>("units").cloned(),
        }
    }

    /// The flags without which there is no project.
    fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.to.is_none() {
            missing.push("--to");
        }
        if self.province.is_none() && self.units.is_none() {
            missing.push("--province");
        }
        if self.name.is_none() && (self.province.is_none() || self.partner.is_none()) {
            missing.push("--name");
        }
        missing
    }
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let folder = matches
        .get_one::<PathBuf>("folder")
        .cloned()
        .unwrap_or_default();
    nothing_there(&folder, lang)?;
    let mut given = Given::of(matches);
    if !given.missing().is_empty() && terminal.input.is_some() {
        ask::for_the_rest(&mut given, lang, terminal)?;
    }
    let (Some(to), []) = (given.to, given.missing().as_slice()) else {
        let missing = lang.list(&given.missing());
        return Err(Failure(lang.pick(
            format!("thiếu {missing}; xem ví dụ: tonghop init --help"),
            format!("missing {missing}; for examples: tonghop init --help"),
        )));
    };
    if given.from.is_some_and(|from| from > to) {
        return Err(Failure(lang.pick(
            "--from là ngày sau --to; sửa một trong hai ngày".to_owned(),
            "--from is later than --to; correct one of the two".to_owned(),
        )));
    }
    let named = |name: &Option<String>| match name {
        Some(name) => province_on(name, to, lang).map(Some),
        None => Ok(None),
    };
    let (province, partner) = (named(&given.province)?, named(&given.partner)?);
    let pasted = match &given.units {
        Some(path) => pasted(path, province, to, lang)?,
        None => Pasted {
            units: province.map_or_else(Vec::new, |province| units_of(province, to)),
            left_out: Vec::new(),
        },
    };
    let name = given.name.as_deref().map(str::trim);
    let name = name.map_or_else(|| default_name(province, partner), str::to_owned);
    let starter = Starter {
        programme_id: &programme_id(&name, province, partner),
        programme_name: &name,
        period_id: &period::id(given.from, to),
        start: given.from,
        end: to,
        deadline: given.deadline,
        units: &pasted.units,
    };
    write_all(&starter, &folder, lang, terminal)?;
    told::tell(&pasted, given.units.as_deref(), &folder, to, lang, terminal)?;
    Ok(Outcome::Done)
}

/// Refuses a folder that holds a file of the names that would be written.
fn nothing_there(folder: &Path, lang: Lang) -> Result<(), Failure> {
    let names = [
        project::FILE_NAME,
        write::project::UNITS,
        write::project::SECTORS,
    ];
    let there: Vec<String> = names
        .iter()
        .map(|name| folder.join(name))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| lang.quote(&of_path(&path)))
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    let there = lang.list(&there);
    Err(Failure(lang.pick(
        format!("đã có {there}; không ghi đè. Chọn thư mục khác, hoặc đổi tên tệp cũ."),
        format!("{there} is there already and is not overwritten. Choose another folder, or rename the old file."),
    )))
}

/// The province of a name, which exists on the day.
fn province_on(name: &str, day: Date, lang: Lang) -> Result<&'static KnownProvince, Failure> {
    let Some(province) = province_called(name, Some(day)) else {
        let near = provinces()
            .iter()
            .map(|one| (strsim::jaro_winkler(&bare(name), &bare(&one.name)), one))
            .filter(|(likeness, _)| *likeness > 0.7)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let near = near.map_or_else(String::new, |(_, one)| {
            let near = lang.quote(&one.name);
            lang.pick(
                format!("; gần nhất: {near}"),
                format!("; the nearest is {near}"),
            )
        });
        let name = lang.quote(name);
        return Err(Failure(lang.pick(
            format!("không có tỉnh, thành phố {name}{near}"),
            format!("there is no province {name}{near}"),
        )));
    };
    if province.exists_on(day) {
        return Ok(province);
    }
    let (name, day) = (province.full_name(), lang::day(day));
    let heir = province.successor().map(KnownProvince::full_name);
    Err(Failure(match (province.valid_to, heir) {
        (Some(last), Some(heir)) => {
            let since = lang::day(last.tomorrow().unwrap_or(last));
            lang.pick(
                format!("{name} không còn vào ngày {day}: từ {since} thuộc {heir}. Ghi tên tỉnh mới, hoặc sửa --to."),
                format!("{name} is no more on {day}: since {since} it is part of {heir}. Give the new province, or correct --to."),
            )
        }
        _ => lang.pick(
            format!("chưa có {name} vào ngày {day}. Ghi tên tỉnh lúc đó, hoặc sửa --to."),
            format!(
                "{name} is not there yet on {day}. Give the province of that time, or correct --to."
            ),
        ),
    }))
}

/// The offices of a pasted list.
fn pasted(
    path: &Path,
    province: Option<&'static KnownProvince>,
    day: Date,
    lang: Lang,
) -> Result<Pasted, Failure> {
    let shown = of_path(path);
    let bytes = std::fs::read(path).map_err(|error| {
        let (name, error) = (lang.quote(&shown), lang.system(&error.to_string()));
        Failure(lang.pick(
            format!("không mở được tệp {name} ({error})"),
            format!("cannot open {name} ({error})"),
        ))
    })?;
    let pasted = Pasted::read(&bytes, province, Some(day))
        .map_err(|error| Failure(error.say(&shown, lang)))?;
    if pasted.units.is_empty() {
        let name = lang.quote(&shown);
        return Err(Failure(lang.pick(
            format!("không thấy đơn vị nào trong {name}; mỗi dòng ghi tên một đơn vị"),
            format!("no office was found in {name}; it takes the name of an office a line"),
        )));
    }
    Ok(pasted)
}

/// What such programmes are called.
fn default_name(
    province: Option<&'static KnownProvince>,
    partner: Option<&'static KnownProvince>,
) -> String {
    let name = |province: Option<&KnownProvince>| {
        province.map_or_else(String::new, KnownProvince::full_name)
    };
    format!(
        "Chương trình hợp tác phát triển kinh tế - xã hội giữa {} và {}",
        name(partner),
        name(province)
    )
}

/// A short id: the two provinces, else the first words of the name.
fn programme_id(
    name: &str,
    province: Option<&'static KnownProvince>,
    partner: Option<&'static KnownProvince>,
) -> String {
    /// More words are no short id.
    const FEW: usize = 6;
    if let (Some(province), Some(partner)) = (province, partner) {
        return format!("{}-{}", province.short_code(), partner.short_code());
    }
    let mut words = plain_words(name);
    words.truncate(FEW);
    if words.is_empty() {
        "programme".to_owned()
    } else {
        words.join("-")
    }
}

/// Writes the files, all or none, once they are known to be read again.
fn write_all(
    starter: &Starter<'_>,
    folder: &Path,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let files = starter.files(lang)?;
    if let Some(wrong) = unreadable(&files, folder, lang) {
        return Err(Failure(wrong));
    }
    let files: Vec<(PathBuf, Vec<u8>)> = files
        .into_iter()
        .map(|(name, bytes)| (folder.join(name), bytes))
        .collect();
    let mut outputs = Outputs::default();
    let mut stage = || {
        outputs.folder(folder)?;
        files
            .iter()
            .try_for_each(|(path, bytes)| outputs.add(path, |out| out.write_all(bytes)))
    };
    stage().map_err(|why| unwritten(&why, lang))?;
    commit(outputs, lang)?;
    for (path, _) in &files {
        written(path, lang, terminal)?;
    }
    Ok(())
}

/// What the program would say of the files, if it did not take them.
fn unreadable(files: &[(&str, Vec<u8>)], folder: &Path, lang: Lang) -> Option<String> {
    files.iter().find_map(|(name, bytes)| {
        if *name == project::FILE_NAME {
            let text = String::from_utf8_lossy(bytes);
            let read = project::parse(&text, &folder.join(name), &rule::codes());
            return Some(read.err()?.first()?.say(lang));
        }
        (*name == write::project::UNITS).then(|| {
            Register::read(bytes)
                .err()?
                .first()
                .map(|error| error.say(name, lang))
        })?
    })
}
