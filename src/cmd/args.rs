//! The arguments that commands share.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command};
use jiff::civil::Date;

use crate::cmd::terminal::Colour;
use crate::intake::limits::Limits;
use crate::lang::Lang;
use crate::register::parse_day;

/// A command that reads submissions: its inputs and the flags they share.
pub(super) fn reading(name: &'static str, about: &'static str, lang: Lang) -> Command {
    let input = Arg::new("input")
        .value_name(lang.pick("ĐẦU_VÀO", "INPUT"))
        .required(true)
        .num_args(1..)
        .value_parser(clap::value_parser!(PathBuf))
        .help(lang.pick(
            "Tệp, thư mục (tìm cả thư mục con), tệp nén .zip, hoặc “-” để đọc danh sách đường dẫn từ đầu vào chuẩn",
            "File, folder (searched recursively), .zip archive, or “-” for a list of paths on standard input",
        ));
    reading_of(name, about, vec![input], lang)
}

/// The same with inputs of its own.
pub(super) fn reading_of(
    name: &'static str,
    about: &'static str,
    inputs: Vec<Arg>,
    lang: Lang,
) -> Command {
    let heading = lang.pick("Tùy chọn", "Options");
    let limits = lang.pick("Giới hạn khi đọc tệp", "Limits of reading");
    let limit = |flag: &'static str, help: String| {
        Arg::new(flag)
            .long(flag)
            .value_name("N")
            .value_parser(clap::value_parser!(u64))
            .help_heading(limits)
            .help(help)
            .hide_short_help(true)
    };
    let defaults = Limits::default();
    localised(Command::new(name), lang)
        .about(about)
        .args(
            inputs
                .into_iter()
                .map(|input| input.help_heading(lang.pick("Đầu vào", "Inputs"))),
        )
        .arg(project_arg(lang))
        .arg(as_of_arg(lang))
        .arg(rare_encodings_arg(lang))
        .arg(
            Arg::new("threads")
                .long("threads")
                .value_name("N")
                .value_parser(clap::value_parser!(usize))
                .help_heading(heading)
                .help(lang.pick(
                    "Số luồng đọc tệp (mặc định: mọi nhân của máy)",
                    "Threads that read files (default: all cores)",
                )),
        )
        .arg(lang_arg(lang))
        .arg(limit(
            "max-part",
            lang.pick(
                format!(
                    "MiB của một phần sau khi giải nén (mặc định {})",
                    defaults.part_mib
                ),
                format!(
                    "MiB of one part, uncompressed (default {})",
                    defaults.part_mib
                ),
            ),
        ))
        .arg(limit(
            "max-size",
            lang.pick(
                format!(
                    "MiB của cả tệp sau khi giải nén (mặc định {})",
                    defaults.total_mib
                ),
                format!(
                    "MiB of a whole file, uncompressed (default {})",
                    defaults.total_mib
                ),
            ),
        ))
        .arg(limit(
            "max-parts",
            lang.pick(
                format!("số phần trong một tệp (mặc định {})", defaults.parts),
                format!("parts in a file (default {})", defaults.parts),
            ),
        ))
        .arg(limit(
            "max-ratio",
            lang.pick(
                format!("tỷ lệ nén (mặc định {})", defaults.ratio),
                format!("compression ratio (default {})", defaults.ratio),
            ),
        ))
        .arg(limit(
            "max-cells",
            lang.pick(
                format!(
                    "số ô có dữ liệu trong một tệp (mặc định {})",
                    defaults.cells
                ),
                format!("filled cells in a file (default {})", defaults.cells),
            ),
        ))
        .arg(limit(
            "max-area",
            lang.pick(
                format!(
                    "số ô trong các vùng gộp của một trang tính (mặc định {})",
                    defaults.area
                ),
                format!(
                    "cells in the merged regions of a sheet (default {})",
                    defaults.area
                ),
            ),
        ))
        .arg(limit(
            "max-file",
            lang.pick(
                format!(
                    "MiB của tệp, chưa giải nén (mặc định {})",
                    defaults.file_mib
                ),
                format!("MiB of a file as it is (default {})", defaults.file_mib),
            ),
        ))
        .arg(limit(
            "max-repeats",
            lang.pick(
                format!(
                    "số ô lặp lại trong một tệp; cả đợt gấp 5 lần (mặc định {})",
                    defaults.repeats
                ),
                format!(
                    "repeated cells in a file, five times as many in all files (default {})",
                    defaults.repeats
                ),
            ),
        ))
        .arg(limit(
            "max-text",
            lang.pick(
                format!(
                    "MiB chữ lặp lại trong một tệp; cả đợt gấp 5 lần (mặc định {})",
                    defaults.text_mib
                ),
                format!(
                    "MiB of repeated text in a file, five times as much in all files (default {})",
                    defaults.text_mib
                ),
            ),
        ))
        .arg(limit(
            "max-time",
            lang.pick(
                format!(
                    "số giây tính toán để đọc một tệp (mặc định {})",
                    defaults.seconds
                ),
                format!(
                    "seconds of computing to read a file (default {})",
                    defaults.seconds
                ),
            ),
        ))
}

pub(super) fn project_arg(lang: Lang) -> Arg {
    Arg::new("project")
        .long("project")
        .value_name(lang.pick("TỆP", "FILE"))
        .value_parser(clap::value_parser!(PathBuf))
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Tệp dự án (mặc định: tonghop.toml trong thư mục của đầu vào đầu tiên hoặc thư mục cha)",
            "Project file (default: tonghop.toml in the first input's folder or its parents)",
        ))
}

/// The day whose offices a round is of.
fn as_of_arg(lang: Lang) -> Arg {
    Arg::new("as-of")
        .long("as-of")
        .value_name(lang.pick("NGÀY", "DATE"))
        .value_parser(day)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Xét theo các đơn vị có hoạt động ngày này (mặc định: ngày cuối kỳ báo cáo), ví dụ 2025-03-01",
            "Take the offices that exist on this day (default: the end of the period), such as 2025-03-01",
        ))
}

/// A day as `2025-03-01`, or day first as `1/3/2025`.
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    parse_day(text.trim()).ok_or("2025-03-01")
}

/// The encodings that are looked for only when asked: their letters can pass for other text.
pub(super) fn rare_encodings_arg(lang: Lang) -> Arg {
    Arg::new("rare-encodings")
        .long("rare-encodings")
        .action(ArgAction::SetTrue)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Tìm cả chữ gõ bằng bảng mã VISCII và VPS (hiếm gặp)",
            "Look for text in the rare encodings VISCII and VPS too",
        ))
}

pub(super) fn all_arg(lang: Lang) -> Arg {
    Arg::new("all")
        .long("all")
        .action(ArgAction::SetTrue)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Liệt kê cả các thông tin (việc đã làm, không phải sửa)",
            "List the notes too (what was done, with nothing to correct)",
        ))
}

pub(super) fn strict_arg(lang: Lang) -> Arg {
    Arg::new("strict")
        .long("strict")
        .action(ArgAction::SetTrue)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Có lỗi thì không ghi tệp nào",
            "Write nothing when there are errors",
        ))
}

/// The flag for tables that may be opened in a spreadsheet.
pub(super) fn safe_arg(lang: Lang) -> Arg {
    Arg::new("safe")
        .long("safe")
        .action(ArgAction::SetTrue)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Trong bảng CSV, thêm dấu ' trước đoạn chữ mà Excel sẽ hiểu là công thức",
            "In CSV, prefix ' to text that Excel would run as a formula",
        ))
}

/// The flag that lets outputs replace files that are no outputs of ours.
pub(super) fn replace_arg(lang: Lang) -> Arg {
    Arg::new("replace")
        .long("replace")
        .action(ArgAction::SetTrue)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            "Ghi đè cả tệp đã có không phải do tonghop ghi, hoặc đã được sửa sau khi ghi",
            "Write also over a file that tonghop did not write, or that was changed since",
        ))
}

pub(super) fn output_arg(lang: Lang, value: &'static str, help: &'static str) -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_name(value)
        .value_parser(clap::value_parser!(PathBuf))
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(help)
}

/// The flag that chooses among formats, the first of which is the default.
pub(super) fn format_arg(lang: Lang, names: &'static [&'static str], more: (&str, &str)) -> Arg {
    let default = names.first().copied().unwrap_or_default();
    let (vi, en) = more;
    Arg::new("format")
        .long("format")
        .value_name(names.join("|"))
        .value_parser(names.to_vec())
        .default_value(default)
        .hide_possible_values(true)
        .hide_default_value(true)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick(
            format!("Dạng kết quả (mặc định: {default}){vi}"),
            format!("Format of the result (default: {default}){en}"),
        ))
}

/// The flag that hushes all but errors.
pub const QUIET: &str = "quiet";
/// The flag that chooses colours.
pub const COLOUR: &str = "color";

/// What every command has: headings, the help flag in the language, and how it tells what it does.
pub fn localised(command: Command, lang: Lang) -> Command {
    command
        .help_template(lang.pick(
            "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}",
            "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
        ))
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick("In hướng dẫn này", "Print this help")),
        )
        .arg(
            Arg::new(QUIET)
                .short('q')
                .long("quiet")
                .action(ArgAction::SetTrue)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick(
                    "Không báo gì ngoài lỗi",
                    "Tell nothing but errors",
                )),
        )
        .arg(
            Arg::new(COLOUR)
                .long("color")
                .value_name(Colour::NAMES.join("|"))
                .value_parser(Colour::NAMES)
                .hide_possible_values(true)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick(
                    "Màu trên màn hình: tự xét (mặc định; biến NO_COLOR tắt màu), luôn có, không có",
                    "Colours: on a terminal (default; NO_COLOR turns them off), always, never",
                )),
        )
}

/// The flag that chooses the language.
pub fn lang_arg(lang: Lang) -> Arg {
    Arg::new("lang")
        .long("lang")
        .value_name("vi|en")
        .value_parser(["vi", "en"])
        .hide_possible_values(true)
        .help_heading(lang.pick("Tùy chọn", "Options"))
        .help(lang.pick("Ngôn ngữ của thông báo", "Language of the messages"))
}
