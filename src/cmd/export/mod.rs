//! `tonghop export`: the statistics package, for whoever works on the data.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};

mod appending;
mod noticing;
mod proving;

use super::args::{all_arg, output_arg, reading, strict_arg};
use super::output::{Inputs, cannot_write, commit, unwritten, written};
use super::{Checked, checked_round, outcome};
use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::write::export::found::Found;
use crate::write::export::{Content, HAS_PARQUET, Variant};
use crate::write::table::Dialect;
use crate::write::{Outputs, Unwritten};

/// Its arguments and help.
pub fn command(lang: Lang) -> Command {
    let heading = lang.pick("Tùy chọn", "Options");
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help_heading(heading)
            .help(help)
    };
    reading(
        "export",
        lang.pick(
            "Xuất gói số liệu thống kê: các bảng CSV kèm mô tả, danh mục, góp ý, số cộng",
            "Write the statistics package: CSV tables with what describes them, lists, findings, sums",
        ),
        lang,
    )
    .override_usage(lang.pick(
        "tonghop export <ĐẦU_VÀO>... -o <THƯ_MỤC>\n           tonghop export <ĐẦU_VÀO>... --append <THƯ_MỤC>\n           tonghop export --check <THƯ_MỤC>",
        "tonghop export <INPUT>... -o <DIR>\n       tonghop export <INPUT>... --append <DIR>\n       tonghop export --check <DIR>",
    ))
    .mut_arg("input", |input| {
        input.required(false).required_unless_present("check")
    })
    .arg(
        output_arg(
            lang,
            lang.pick("THƯ_MỤC", "DIR"),
            lang.pick("Thư mục nhận gói số liệu", "Folder for the package"),
        )
        .required_unless_present_any(["check", "append"]),
    )
    .arg(
        Arg::new("append")
            .long("append")
            .value_name(lang.pick("THƯ_MỤC", "DIR"))
            .value_parser(clap::value_parser!(PathBuf))
            .conflicts_with("output")
            .help_heading(heading)
            .help(lang.pick(
                "Thêm gói của kỳ này vào thư mục lưu nhiều kỳ, thành thư mục con period=MÃ_KỲ; các kỳ khác giữ nguyên",
                "Add the package of this period to a folder of many, as its folder period=ID; no other period is touched",
            )),
    )
    .arg(
        Arg::new("check")
            .long("check")
            .value_name(lang.pick("THƯ_MỤC", "DIR"))
            .value_parser(clap::value_parser!(PathBuf))
            .conflicts_with_all(["input", "output", "append"])
            .help_heading(heading)
            .help(lang.pick(
                "Không xuất gì; kiểm tra gói, hoặc thư mục lưu nhiều kỳ, còn nguyên vẹn không: mã băm, kiểu, khóa, liên kết, danh mục, số cộng",
                "Write nothing; prove a package, or a folder of many periods, whole: hashes, types, keys, references, lists of words, sums",
            )),
    )
    .arg(flag(
        "excel",
        lang.pick(
            "Ghi để mở bằng Excel tiếng Việt khi bấm đúp: dấu BOM, phân cách bằng “;”, dấu phẩy thập phân, thêm dấu ' trước đoạn chữ mà Excel sẽ hiểu là công thức",
            "As an Excel with Vietnamese settings opens it by a double click: byte-order mark, “;” between fields, a comma for decimals, ' before text that Excel would run as a formula",
        ),
    ))
    .arg(flag(
        "parquet",
        lang.pick(
            "Thêm các bảng dạng Parquet (số thập phân, ngày, danh mục; nén zstd), trong các thư mục con programme=MÃ/period=MÃ, để DuckDB, Polars, Spark, Trino đọc nhiều kỳ như một bảng",
            "Add the tables as Parquet (decimals, days, dictionaries; zstd), in folders programme=ID/period=ID, so that DuckDB, Polars, Spark and Trino read many periods as one table",
        ),
    ))
    .arg(flag(
        "sdmx",
        lang.pick(
            "Thêm số cộng theo đơn vị, lĩnh vực, năm và chỉ tiêu theo chuẩn SDMX: SDMX-CSV 2.0 kèm cấu trúc SDMX-ML 2.1, trong thư mục con sdmx",
            "Add what the records add up to by office, sector, year and indicator in SDMX: SDMX-CSV 2.0 with its structure in SDMX-ML 2.1, in the folder sdmx",
        ),
    ))
    .arg(flag(
        "replace",
        lang.pick(
            "Ghi vào cả thư mục có tệp khác, và ghi đè tệp của gói đã bị sửa; tệp khác tên vẫn giữ nguyên. Với --append: thay gói của kỳ đã có",
            "Write also into a folder with other files, and over files of the package that were changed; files of other names stay. With --append: put the package in the place of the one that the period has",
        ),
    ))
    .arg(strict_arg(lang))
    .arg(all_arg(lang))
    .after_help(lang.pick(
        "Gói có: bảng số liệu của từng mẫu, units.csv, sectors.csv, periods.csv, submissions.csv, findings.csv, rules.csv, sums.csv, datapackage.json, csv-metadata.json và README.md giải thích từng bảng, từng cột.\n\nVí dụ:\n  tonghop export bao-cao/ -o goi/\n  tonghop export bao-cao/ -o goi-excel/ --excel\n  tonghop export bao-cao/ -o goi/ --parquet --sdmx\n  tonghop export bao-cao/ --append cac-ky/\n  tonghop export --check goi/",
        "The package holds the table of each form, units.csv, sectors.csv, periods.csv, submissions.csv, findings.csv, rules.csv, sums.csv, datapackage.json, csv-metadata.json, and README.md, which explains every table and column.\n\nExamples:\n  tonghop export submissions/ -o package/\n  tonghop export submissions/ -o for-excel/ --excel\n  tonghop export submissions/ -o package/ --parquet --sdmx\n  tonghop export submissions/ --append history/\n  tonghop export --check package/",
    ))
}

/// Runs it.
///
/// # Errors
/// When it could not be done.
pub fn run(matches: &ArgMatches, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if let Some(folder) = matches.get_one::<PathBuf>("check") {
        return proving::run(folder, lang, terminal);
    }
    let replace = matches.get_flag("replace");
    let variant = variant(matches, lang)?;
    let folder = matches.get_one::<PathBuf>("output");
    let found = folder.map(|folder| look(folder, replace, lang));
    let found = found.transpose()?;
    let checked = checked_round(matches, None, lang, terminal)?;
    let Some(Checked { round, findings }) = checked else {
        return Ok(Outcome::Errors);
    };
    let content = Content::of(&round, &findings, variant);
    if let Some(history) = matches.get_one::<PathBuf>("append") {
        appending::run(&content, &round, history, replace, lang, terminal)?;
        return Ok(outcome(&findings));
    }
    let folder = folder.cloned().unwrap_or_default();
    let found = found.unwrap_or_default();
    let own = content.files();
    let inputs = Inputs::of(&round);
    for name in &own {
        inputs.refuse(&folder.join(name), lang)?;
    }
    let mut outputs = Outputs::default();
    let not_written = |why: Unwritten| unwritten(&why, lang);
    outputs.folder(&folder).map_err(not_written)?;
    let notices = content
        .write(|name, fill| outputs.add(&folder.join(name), |out| fill(out)))
        .map_err(not_written)?;
    commit(outputs, lang)?;
    // Tables of forms that the package no longer has.
    for path in found
        .ours
        .iter()
        .filter(|path| !is_one_of(path, &folder, &own))
    {
        fs::remove_file(path).map_err(|error| cannot_write(path, &error, lang))?;
        // So do the folders in which nothing is left.
        let below = path.ancestors().skip(1);
        let below = below.take_while(|above| *above != folder);
        below
            .take_while(|above| fs::remove_dir(above).is_ok())
            .for_each(drop);
    }
    noticing::tell(&notices, lang, terminal)?;
    written(&folder, lang, terminal)?;
    Ok(outcome(&findings))
}

/// How the package is to be written.
fn variant(matches: &ArgMatches, lang: Lang) -> Result<Variant, Failure> {
    let parquet = matches.get_flag("parquet");
    if parquet && !HAS_PARQUET {
        return Err(Failure(
            lang.pick(
                "bản này của tonghop không ghi được Parquet; hãy dùng bản ở trang phát hành, hoặc dịch lại với `cargo build --release --features parquet`",
                "this build of tonghop cannot write Parquet; take the released one, or build it with `cargo build --release --features parquet`",
            )
            .to_owned(),
        ));
    }
    Ok(Variant {
        dialect: match matches.get_flag("excel") {
            true => Dialect::EXCEL,
            false => Dialect::default(),
        },
        in_history: matches.contains_id("append"),
        parquet,
        sdmx: matches.get_flag("sdmx"),
    })
}

/// Looks at the folder, before anything is read or written.
fn look(folder: &Path, replace: bool, lang: Lang) -> Result<Found, Failure> {
    let found = Found::in_folder(folder).map_err(|error| cannot_write(folder, &error, lang))?;
    if replace {
        return Ok(found);
    }
    let shown = folder.display();
    if let Some(path) = found.changed.first() {
        let path = path.display();
        return Err(Failure(lang.pick(
            format!("tệp “{path}” đã bị sửa sau khi ghi gói; chọn thư mục khác, hoặc thêm --replace để ghi đè"),
            format!("“{path}” was changed since the package was written; choose another folder, or add --replace to write over it"),
        )));
    }
    if let Some(path) = found.others.first() {
        let path = path.display();
        return Err(Failure(lang.pick(
            format!("thư mục “{shown}” có tệp không phải của gói số liệu (“{path}”); chọn thư mục khác, hoặc thêm --replace"),
            format!("“{shown}” holds files that are not of a package (“{path}”); choose another folder, or add --replace"),
        )));
    }
    Ok(found)
}

fn is_one_of(path: &Path, folder: &Path, names: &[String]) -> bool {
    names.iter().any(|name| folder.join(name) == path)
}
