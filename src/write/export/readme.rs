//! `README.md`: the dictionary of a package for people, in Vietnamese and below it in English.

use std::fmt::Write as _;

use super::described::{Column, Described, told};
use super::sums::{Counted, Sums};
use super::{Content, Done};
use crate::lang::Lang;
use crate::template::{Holds, Told};

/// The text.
pub fn text(content: &Content<'_>, done: &[Done], sums: &[(&Described, Sums)]) -> String {
    let title = content.title();
    let mut text = format!("# {}\n\n[English](#english)\n\n", plain(&title.vi));
    for lang in [Lang::Vi, Lang::En] {
        if lang == Lang::En {
            let _ = write!(text, "## English\n\n{}.\n\n", plain(&title.en));
        }
        part(content, done, sums, lang, &mut text);
    }
    let end = text.trim_end().len();
    text.truncate(end);
    text.push('\n');
    text
}

fn part(
    content: &Content<'_>,
    done: &[Done],
    sums: &[(&Described, Sums)],
    lang: Lang,
    text: &mut String,
) {
    let dialect = content.variant.dialect;
    let separator = match dialect.separator() {
        ';' => lang.pick("phân cách bằng dấu chấm phẩy", "parted by semicolons"),
        _ => lang.pick("phân cách bằng dấu phẩy", "parted by commas"),
    };
    let mark = match dialect.decimal_mark() {
        ',' => lang.pick("dấu phẩy", "a comma"),
        _ => lang.pick("dấu chấm", "a point"),
    };
    let intro = lang.pick(
        include_str!("../../data/export/readme.vi.md"),
        include_str!("../../data/export/readme.en.md"),
    );
    text.push_str(
        &intro
            .replace("{separator}", separator)
            .replace("{mark}", mark),
    );
    if dialect.safe {
        text.push_str(lang.pick(
            "Bản này để mở bằng Excel: đoạn chữ mà Excel sẽ hiểu là công thức có dấu ' ở trước. Excel có thể tự hiện mã kỳ 2020-06 hay số thứ tự 1-2 thành ngày; tệp vẫn đúng, nhưng đừng lưu đè. Để xử lý số liệu nên dùng bản thường (không có `--excel`).\n",
            "This variant is for Excel: text that Excel would run as a formula begins with '. Excel may show a period such as 2020-06 or a row number such as 1-2 as a date; the file is right, but do not save over it. For work on the data take the plain one (without `--excel`).\n",
        ));
    }
    if content.variant.parquet {
        text.push_str(lang.pick(
            include_str!("../../data/export/parquet.vi.md"),
            include_str!("../../data/export/parquet.en.md"),
        ));
    }
    if content.variant.sdmx {
        text.push_str(lang.pick(
            include_str!("../../data/export/sdmx.vi.md"),
            include_str!("../../data/export/sdmx.en.md"),
        ));
    }
    let heads = lang.pick(["tệp", "nội dung", "số dòng"], ["file", "what", "rows"]);
    head(text, &heads, 2);
    for (table, done) in content.tables.iter().zip(done) {
        let rows = lang.integer(i128::from(done.rows));
        let title = told(&table.title, lang);
        let _ = writeln!(text, "| `{}` | {} | {rows} |", table.file(), cell(title));
    }
    total(sums, lang, text);
    text.push('\n');
    for table in &content.tables {
        dictionary(table, lang, text);
    }
}

/// The sums of money, so that whoever has added up may compare.
fn total(sums: &[(&Described, Sums)], lang: Lang, text: &mut String) {
    let heads = lang.pick(
        ["cột", "tính vào tổng (đồng)", "dự kiến", "đã hủy"],
        [
            "column",
            "counted in totals (VND)",
            "planned only",
            "withdrawn",
        ],
    );
    let mut begun = false;
    for (table, sums) in sums {
        let each: Vec<_> = sums.each(&table.columns).collect();
        for of_column in each.chunks(Counted::ALL.len()) {
            let Some((column, ..)) = of_column.first() else {
                continue;
            };
            if !std::mem::replace(&mut begun, true) {
                head(text, &heads, 1);
            }
            let figures = of_column.iter().map(|(_, _, sum)| lang.integer(sum.dong));
            let figures: Vec<String> = figures.collect();
            let _ = writeln!(
                text,
                "| `{}.{}` | {} |",
                table.name,
                column.id,
                figures.join(" | ")
            );
        }
    }
}

/// The head of a table whose columns from `left` on hold figures.
fn head(text: &mut String, heads: &[&str], left: usize) {
    let rules = (0..heads.len()).map(|index| if index < left { "---" } else { "---:" });
    let rules: Vec<&str> = rules.collect();
    let _ = writeln!(
        text,
        "\n| {} |\n| {} |",
        heads.join(" | "),
        rules.join(" | ")
    );
}

/// A table and its columns.
fn dictionary(table: &Described, lang: Lang, text: &mut String) {
    let heads = lang.pick(
        ["cột", "tên", "kiểu", "ý nghĩa"],
        ["column", "label", "type", "meaning"],
    );
    let title = plain(told(&table.title, lang));
    let about = told(&table.about, lang);
    let _ = writeln!(text, "### `{}` · {title}\n\n{about}", table.file());
    head(text, &heads, heads.len());
    for column in &table.columns {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            column.id,
            cell(told(&column.title, lang)),
            kind(column, table.key.as_deref(), lang),
            cell(&meaning(column, lang)),
        );
    }
    text.push('\n');
}

/// What a column holds.
fn kind(column: &Column, key: Option<&str>, lang: Lang) -> String {
    let values = &column.values;
    let mut kind = match values.holds {
        Holds::Text => lang.pick("chữ", "text"),
        Holds::Integer => lang.pick("số nguyên", "whole number"),
        Holds::Amount | Holds::Sum => lang.pick("số nguyên, đồng", "whole number, đồng"),
        Holds::Decimal => lang.pick("số thập phân", "decimal number"),
        Holds::Day => lang.pick("ngày, dạng 2020-06-30", "day, as 2020-06-30"),
        Holds::Object => lang.pick("đối tượng JSON", "JSON object"),
    }
    .to_owned();
    if key == Some(&column.id) {
        kind += lang.pick(", khóa", ", key");
    } else if values.required {
        kind += lang.pick(", luôn có", ", always there");
    }
    if let Some(to) = &values.refers {
        let _ = write!(kind, " → `{}.{}`", to.table, to.column);
    }
    kind
}

/// What a column means, with the words that it may hold.
fn meaning(column: &Column, lang: Lang) -> String {
    let about = told(&column.about, lang);
    if column.words.is_empty() || column.values.words.is_none() {
        return about.to_owned();
    }
    let word = |(word, means): &(String, Told)| format!("`{word}` {}", told(means, lang));
    let words: Vec<String> = column.words.iter().map(word).collect();
    format!("{about} {}.", words.join(", "))
}

/// A text in the cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}

/// A text on one line, without what would be markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            c => plain.push(c),
        }
    }
    plain
}
