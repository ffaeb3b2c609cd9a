//! `tonghop template`: blank forms, one for each office, made from the templates in use; `new` and `check` for templates of
//! one's own.

mod check;
mod new;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::args::{output_arg, project_arg};
use super::output::{Inputs, Output, Shape, commit, unwritten};
use super::setup;
use crate::cmd::args::{lang_arg, localised};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::fold;
use crate::intake::{self, limits::Limits};
use crate::lang::Lang;
use crate::letters::{of_path, word};
use crate::project;
use crate::register::Unit;
use crate::round::{self, Round, Setup};
use crate::template::Template;
use crate::write::Outputs;
use crate::write::file_name;
use crate::write::form::{self, Blank, Carried};
use crate::write::outputs::place;

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let heading = lang.pick("Tùy chọn", "Options");
    let several = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .action(ArgAction::Append)
            .help_heading(heading)
            .help(help)
    };
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help_heading(heading)
            .help(help)
    };
    localised(Command::new("template"), lang)
        .about(lang.pick(
            "Tạo biểu trắng để gửi cho các đơn vị",
            "Write blank forms to send to the offices",
        ))
        .override_usage(lang.pick(
            "tonghop template -o <THƯ_MỤC> [TÙY CHỌN]\n           tonghop template new --from <TỆP> -o <MẪU.toml>\n           tonghop template check <MẪU.toml>",
            "tonghop template -o <DIR> [OPTIONS]\n       tonghop template new --from <WORKBOOK> -o <FILE.toml>\n       tonghop template check <FILE.toml>",
        ))
        .subcommand_help_heading(lang.pick("Mẫu của riêng mình", "Templates of one's own"))
        .disable_help_subcommand(true)
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .subcommand(new::command(lang))
        .subcommand(check::command(lang))
        .arg(
            output_arg(
                lang,
                lang.pick("THƯ_MỤC", "DIR"),
                lang.pick("Thư mục nhận các biểu", "Folder for the forms"),
            )
            .required(true),
        )
        .arg(several(
            "template",
            lang.pick("MÃ", "ID"),
            lang.pick("Mẫu cần tạo (mặc định: mọi mẫu đang dùng)", "The form to write (default: all in use)"),
        ))
        .arg(several(
            "unit",
            lang.pick("MÃ", "CODE"),
            lang.pick(
                "Mã đơn vị nhận biểu, theo danh sách đơn vị của dự án; ghi được nhiều lần",
                "Code of the office it is for, on the project's register; may be given more than once",
            ),
        ))
        .arg(
            flag(
                "all-units",
                lang.pick(
                    "Mỗi đơn vị còn hoạt động cuối kỳ báo cáo một biểu",
                    "One form for each office that exists at the end of the period",
                ),
            )
            .conflicts_with("unit"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name(lang.pick("ĐỢT_TRƯỚC", "ROUND"))
                .num_args(1)
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf))
                .help_heading(heading)
                .help(lang.pick(
                    "Tệp hoặc thư mục của kỳ trước: hoạt động chưa xong được ghi sẵn vào biểu của đơn vị",
                    "File or folder of the last period: each office's unfinished records stand on its form from the start",
                )),
        )
        .arg(flag(
            "replace",
            lang.pick("Ghi đè tệp cùng tên đã có trong thư mục", "Write over files of the same name"),
        ))
        .arg(project_arg(lang).help(lang.pick(
            "Tệp dự án (mặc định: tonghop.toml trong thư mục nhận biểu, thư mục hiện tại hoặc các thư mục cha)",
            "Project file (default: tonghop.toml in the folder for the forms, the current folder or their parents)",
        )))
        .arg(lang_arg(lang))
        .after_help(lang.pick(
            "Hoạt động chưa xong là hoạt động chưa ghi kết quả, kết thúc sau kỳ trước, có kinh phí dự kiến, hoặc có kinh phí chưa đọc được.\nTên tệp: <tên biểu> - <tên đơn vị> - <kỳ>.xlsx. Biểu luôn bằng tiếng Việt.\n\nVí dụ:\n  tonghop template -o bieu/ --all-units\n  tonghop template -o bieu/ --unit so-yt --from ky-truoc/",
            "A record is unfinished when it has no result, ends after the last period, or has an amount that is planned only or could not be read.\nFiles are named <form> - <unit> - <period>.xlsx, by their Vietnamese names. Forms are Vietnamese whatever the language.\n\nExamples:\n  tonghop template -o forms/ --all-units\n  tonghop template -o forms/ --unit so-yt --from last-period/",
        ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("new", matches)) => return new::run(matches, lang, terminal),
        Some(("check", matches)) => return check::run(matches, lang, terminal),
        _ => {}
    }
    let folder = matches
        .get_one::<PathBuf>("output")
        .cloned()
        .unwrap_or_default();
    let project_path = matches
        .get_one::<PathBuf>("project")
        .cloned()
        .or_else(|| project::find(&folder))
        .or_else(|| project::find(Path::new(".")));
    let output = Output::new(&folder, "-o", Shape::Folder("xlsx"), matches);
    output.check(&Inputs::default(), lang)?;
    let (setup, _) = setup(project_path.as_deref(), Limits::default(), lang)?;
    let templates = templates(matches, &setup, lang)?;
    let units = units(matches, &setup, lang)?;
    let last = last_round(matches, lang)?;
    let mut forms = Forms {
        setup: &setup,
        last: last.as_ref(),
        folder: &folder,
        taken: HashSet::new(),
        outputs: Vec::new(),
    };
    let mut told = Vec::new();
    for template in &templates {
        let (mut carried, homeless) = forms.carried(template);
        if units.is_empty() {
            forms.add(template, None, Vec::new(), lang)?;
        }
        for unit in &units {
            let records = carried.remove(&unit.code).unwrap_or_default();
            forms.add(template, Some(unit), records, lang)?;
        }
        let left: usize = carried.values().map(Vec::len).sum();
        told.extend(told_of(left + homeless, lang));
    }
    if let Some(last) = &last {
        let inputs = Inputs::of(last);
        for (path, _) in &forms.outputs {
            inputs.refuse(path, lang)?;
        }
    }
    write_all(&forms.outputs, &output, lang)?;
    for line in told {
        writeln!(terminal.err, "{line}")?;
    }
    let count = lang.count(forms.outputs.len(), "biểu", "form", "forms");
    let folder = of_path(&folder);
    writeln!(
        terminal.err,
        "{}",
        lang.pick(
            format!("Đã ghi {count} vào “{folder}”."),
            format!("Wrote {count} to “{folder}”."),
        )
    )?;
    Ok(Outcome::Done)
}

/// The templates asked for; those of the project when none is named.
fn templates(
    matches: &ArgMatches,
    setup: &Setup,
    lang: Lang,
) -> Result<Vec<Arc<Template>>, Failure> {
    let Some(ids) = matches.get_many::<String>("template") else {
        return Ok(setup.asked().to_vec());
    };
    let mut found: Vec<Arc<Template>> = Vec::new();
    for id in ids {
        let template = setup.templates.iter().find(|template| template.id == *id);
        let Some(template) = template else {
            let known: Vec<&str> = setup
                .templates
                .iter()
                .map(|template| template.id.as_str())
                .collect();
            let (id, known) = (word(id), lang.list(&known));
            return Err(Failure(lang.pick(
                format!("không có mẫu “{id}”; các mẫu đang dùng: {known}"),
                format!("there is no form “{id}”; the forms in use: {known}"),
            )));
        };
        if !found.iter().any(|other| other.id == template.id) {
            found.push(template.clone());
        }
    }
    Ok(found)
}

/// The offices asked for; none for a form that any office may fill in.
fn units<'s>(matches: &ArgMatches, setup: &'s Setup, lang: Lang) -> Result<Vec<&'s Unit>, Failure> {
    let codes: Vec<&String> = matches
        .get_many("unit")
        .map(Iterator::collect)
        .unwrap_or_default();
    let all = matches.get_flag("all-units");
    if codes.is_empty() && !all {
        return Ok(Vec::new());
    }
    let Some(register) = &setup.register else {
        return Err(Failure(lang.pick(
            "chưa có danh sách đơn vị: ghi `units` trong mục [lists] của tonghop.toml, hoặc chỉ ra tệp dự án bằng --project".to_owned(),
            "there is no register of offices: give `units` under [lists] in tonghop.toml, or name the project file with --project".to_owned(),
        )));
    };
    if all {
        let units: Vec<&Unit> = form::offices(Some(register), setup.project.as_ref()).collect();
        return if units.is_empty() {
            Err(Failure(lang.pick(
                "không đơn vị nào trong danh sách còn hoạt động ở cuối kỳ báo cáo".to_owned(),
                "no office on the register exists at the end of the period".to_owned(),
            )))
        } else {
            Ok(units)
        };
    }
    let mut units: Vec<&Unit> = Vec::new();
    for code in codes {
        let Some(unit) = register.by_code(code) else {
            let near = nearest(code, register.units());
            let near = near.map_or_else(String::new, |unit| {
                let (code, name) = (word(&unit.code), word(&unit.name));
                lang.pick(
                    format!("; gần nhất: {code} ({name})"),
                    format!("; the nearest is {code} ({name})"),
                )
            });
            let code = word(code);
            return Err(Failure(lang.pick(
                format!("không có đơn vị mã “{code}” trong danh sách{near}"),
                format!("there is no office “{code}” on the register{near}"),
            )));
        };
        if !units.iter().any(|other| other.code == unit.code) {
            units.push(unit);
        }
    }
    Ok(units)
}

/// The office whose code, or else whose name, is most like a text.
fn nearest<'u>(text: &str, units: &'u [Unit]) -> Option<&'u Unit> {
    let text = text.to_lowercase();
    units
        .iter()
        .map(|unit| {
            let code = strsim::jaro_winkler(&text, &unit.code);
            let name = strsim::jaro_winkler(&fold::fold(&text), &fold::fold(&unit.name));
            (code.max(name), unit)
        })
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, unit)| unit)
}

/// The round of the last period, read by its own project file.
fn last_round(matches: &ArgMatches, lang: Lang) -> Result<Option<Round>, Failure> {
    let inputs: Vec<PathBuf> = matches
        .get_many::<PathBuf>("from")
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    let Some(first) = inputs.first() else {
        return Ok(None);
    };
    let beside = if first.is_dir() {
        Some(first.as_path())
    } else {
        first.parent()
    };
    let path = project::find(beside.unwrap_or(Path::new(".")));
    let (setup, files) = setup(path.as_deref(), Limits::default(), lang)?;
    let intake = intake::gather(&inputs, None, &files, &setup.limits)
        .map_err(|error| Failure(error.say(lang)))?;
    if intake.sources.is_empty() {
        return Err(Failure(lang.pick(
            "không tìm thấy tệp báo cáo nào của kỳ trước trong --from".to_owned(),
            "no submission of the last period was found in --from".to_owned(),
        )));
    }
    Ok(Some(round::read(
        &intake.sources,
        Vec::new(),
        intake.complete,
        setup,
    )))
}

/// Says how many unfinished records stand on no form.
fn told_of(left: usize, lang: Lang) -> Option<String> {
    let count = lang.count(
        left,
        "hoạt động chưa xong",
        "unfinished record",
        "unfinished records",
    );
    (left > 0).then(|| {
        lang.pick(
            format!("{count} của kỳ trước không ghi sẵn vào biểu nào: đơn vị không có trong danh sách nhận biểu."),
            format!("{count} of the last period stand on no form: their office gets none."),
        )
    })
}

/// The forms made so far.
struct Forms<'a> {
    setup: &'a Setup,
    last: Option<&'a Round>,
    folder: &'a Path,
    taken: HashSet<String>,
    outputs: Vec<(PathBuf, Vec<u8>)>,
}

impl Forms<'_> {
    /// The unfinished records by the office that has them now: an office that was merged or renamed has none any more.
    fn carried(&self, template: &Template) -> (BTreeMap<String, Vec<Carried>>, usize) {
        let Some(last) = self.last else {
            return (BTreeMap::new(), 0);
        };
        let (found, homeless) = form::unfinished(last, template, template.default_scale);
        let heir = |code: &str| {
            let register = self.setup.register.as_ref()?;
            let heir = register.standing_on(register.by_code(code)?, self.setup.day()?);
            heir.map(|unit| unit.code.clone())
        };
        let mut carried: BTreeMap<String, Vec<Carried>> = BTreeMap::new();
        for (code, records) in found {
            let code = heir(&code).unwrap_or(code);
            carried.entry(code).or_default().extend(records);
        }
        (carried, homeless)
    }

    fn add(
        &mut self,
        template: &Template,
        unit: Option<&Unit>,
        carried: Vec<Carried>,
        lang: Lang,
    ) -> Result<(), Failure> {
        let last = self.last.and_then(|last| last.setup.project.as_ref());
        let blank = Blank {
            template,
            project: self.setup.project.as_ref(),
            register: self.setup.register.as_ref(),
            sectors: self.setup.sectors.as_ref(),
            lists: Some(&self.setup.lists),
            unit,
            carried,
            carried_from: last.map(|project| project.period.id.as_str()),
        };
        let bytes = form::workbook(&blank).map_err(|error| {
            Failure(lang.pick(
                format!("không lập được biểu “{}”: {error}", template.id),
                format!("the form “{}” could not be made: {error}", template.id),
            ))
        })?;
        let name = self.name(template, unit);
        self.outputs.push((self.folder.join(name), bytes));
        Ok(())
    }

    /// `Danh mục hoạt động hỗ trợ - Sở Y tế tỉnh Trà Vinh - 2020-06.xlsx`; a number where two offices would share a name.
    fn name(&mut self, template: &Template, unit: Option<&Unit>) -> String {
        let period = self
            .setup
            .project
            .as_ref()
            .map(|project| project.period.id.as_str());
        // Letters of Vietnamese take up to three bytes; together with a number these are no more than a name may have.
        let parts = [
            (Some(template.vi.as_str()), 70),
            (unit.map(|unit| unit.name.as_str()), 110),
            (period, 40),
        ];
        let parts = parts.into_iter().filter_map(|(part, most)| {
            let part = part?.replace('/', "-");
            Some(file_name::cut(&part, most).to_owned())
        });
        let parts: Vec<String> = parts.collect();
        let stem = file_name::plain(&parts.join(" - "));
        let mut name = format!("{stem}.xlsx");
        let mut number = 2;
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{stem} ({number}).xlsx");
            number += 1;
        }
        name
    }
}

/// Writes all forms or none; a file that is there already may be one that an office has filled in.
fn write_all(forms: &[(PathBuf, Vec<u8>)], output: &Output, lang: Lang) -> Result<(), Failure> {
    for (path, bytes) in forms {
        let same = |old: &[u8]| old == bytes;
        let held = |failure: Failure| match place(path) {
            Err(_) => failure,
            Ok(()) => {
                let path = of_path(path);
                Failure(lang.pick(
                    format!("đã có tệp “{path}”, có thể là biểu đơn vị đã ghi. Chọn thư mục khác, hoặc thêm --replace để ghi đè"),
                    format!("“{path}” is there already and may be a form that an office has filled in. Choose another folder, or add --replace to write over it"),
                ))
            }
        };
        output.may_replace(path, same, lang).map_err(held)?;
    }
    let mut outputs = Outputs::default();
    let mut stage = || {
        outputs.folder(&output.path)?;
        forms
            .iter()
            .try_for_each(|(path, bytes)| outputs.add(path, |out| out.write_all(bytes)))
    };
    stage().map_err(|why| unwritten(&why, lang))?;
    commit(outputs, lang)
}
