//! A proposed template as a file, with comments for whoever finishes it.

mod doubts;

use std::fmt::Write as _;

use crate::lang::Lang;
use crate::letters::printable;
use crate::place::col_name;
use crate::proposal::{Draft, DraftField, DraftList, Found};
use crate::rule;
use crate::template::{Kind, Role, Slot};
use crate::write::line_ends;

/// What a draft is written with.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// The workbook that it was made of, as a person calls it.
    pub workbook: &'a str,
    /// The template's id.
    pub id: &'a str,
    /// The name of the file itself.
    pub file: &'a str,
}

/// The file, its comments in a language.
#[must_use]
pub fn toml(sheet: &Sheet<'_>, lang: Lang) -> String {
    let mut text = String::new();
    for line in intro(sheet, lang) {
        comment(&mut text, &line);
    }
    text.push('\n');
    head(sheet, lang, &mut text);
    lists(sheet.draft, lang, &mut text);
    for field in &sheet.draft.fields {
        text.push('\n');
        one(field, lang, &mut text);
    }
    sections(sheet.draft, lang, &mut text);
    line_ends::here(&text)
}

/// A line of comment: what comes from a file stays on it.
fn comment(text: &mut String, line: &str) {
    let line = printable(line).replace('\n', " ");
    let _ = writeln!(text, "{}", format!("# {line}").trim_end());
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn array<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

fn place(found: &Found, lang: Lang) -> String {
    if found.sheet.is_empty() {
        return found.cells.to_string();
    }
    let (sheet, cells) = (lang.quote(&found.sheet), found.cells);
    lang.pick(
        format!("trang {sheet}, {cells}"),
        format!("sheet {sheet}, {cells}"),
    )
}

/// What the file is and how it is finished.
fn intro(sheet: &Sheet<'_>, lang: Lang) -> Vec<String> {
    let draft = sheet.draft;
    let (workbook, at) = (lang.quote(sheet.workbook), place(&draft.found, lang));
    let file = sheet.file;
    let records = lang.count(draft.records, "dòng số liệu", "record", "records");
    let totals = lang.count(
        draft.totals,
        "dòng cộng",
        "row that adds up",
        "rows that add up",
    );
    let mut lines = vec![
        lang.pick(
            format!("Mẫu biểu do `tonghop template new` đề xuất từ tệp {workbook}, {at} ({records}, {totals})."),
            format!("A template proposed by `tonghop template new` from {workbook}, {at} ({records}, {totals})."),
        ),
        lang.pick(
            format!("Đây mới là đề xuất: xem từng trường, sửa chỗ có chữ “{}”, rồi chạy `tonghop template check {file}`.", mark(lang)),
            format!("It is a proposal: look at each field, correct what is marked “{}”, then run `tonghop template check {file}`.", mark(lang)),
        ),
        lang.pick(
            "Dòng bắt đầu bằng dấu # là ghi chú, chương trình không đọc.".to_owned(),
            "Lines that begin with # are comments; the program does not read them.".to_owned(),
        ),
        String::new(),
        lang.pick("Mỗi [[field]] là một cột của biểu:", "Each [[field]] is a column of the form:").to_owned(),
    ];
    let keys = [
        (
            "id",
            "tên cột trong bảng kết quả, chữ không dấu; đã dùng thì không đổi",
            "the column's name in the tables, plain letters; once in use it stays",
        ),
        (
            "kind",
            "text: chữ; code: chọn trong danh mục; amount: tiền; integer: số nguyên; decimal: số lẻ; quantity: số lượng kèm đơn vị tính; day: ngày; interval: thời gian",
            "text; code (of a list); amount (money); integer; decimal; quantity (with its measure); day; interval (time)",
        ),
        (
            "role",
            "name: tên của dòng; total: số tiền chính; part: phần của số tiền ghi ở group",
            "name: what the row is about; total: the main amount; part: a part of the amount in group",
        ),
        ("required", "true: bắt buộc ghi", "true: must be filled in"),
        (
            "columns",
            "cột trong bảng kết quả: mã và nhãn (vi, và en nếu cần tiếng Anh)",
            "columns of the tables: ids and labels (vi, and en for English)",
        ),
        (
            "headings",
            "các cách đơn vị ghi tên cột; gặp cách ghi khác thì thêm vào đây. Dấu … ở cuối là chỗ của năm, quý, ngày",
            "how offices head the column; add other wordings here. A … at the end stands for a year, a quarter, a day",
        ),
        (
            "under",
            "tên cột chỉ nhận ra được khi đứng dưới tên chung của nhóm (cột ghi ở group)",
            "headings that name it only below the heading of its group (the field in group)",
        ),
        (
            "form",
            "tên cột trên biểu trắng, từ dòng trên xuống dòng dưới",
            "its headings on the blank form, from the top row down",
        ),
        (
            "rule",
            "quy tắc riêng của cột, ví dụ rule = [{ min = 0 }]",
            "rules of its own, such as rule = [{ min = 0 }]",
        ),
    ];
    lines.extend(keys.map(|(key, vi, en)| format!("  {key:<9} {}", lang.pick(vi, en))));
    for other in &draft.others {
        let at = place(other, lang);
        let records = lang.count(other.records, "dòng", "row", "rows");
        lines.push(String::new());
        lines.push(lang.pick(
            format!("{}: tệp còn bảng khác tiêu đề, chưa đưa vào mẫu này: {at} ({records}). Cần thì chạy lại với --sheet.", mark(lang)),
            format!("{}: a table with other headings is not in this template: {at} ({records}). Run again with --sheet for it.", mark(lang)),
        ));
    }
    lines
}

/// What is to be looked at is marked so.
fn mark(lang: Lang) -> &'static str {
    lang.pick("XEM LẠI", "CHECK")
}

fn doubted(text: &mut String, words: &str, lang: Lang) {
    comment(text, &format!("{}: {words}", mark(lang)));
}

fn head(sheet: &Sheet<'_>, lang: Lang, text: &mut String) {
    let draft = sheet.draft;
    let _ = writeln!(text, "id = {}", quoted(sheet.id));
    let _ = writeln!(text, "version = 1");
    let name = if draft.name.is_empty() {
        doubted(
            text,
            lang.pick(
                "bảng không có tên; ghi tên biểu",
                "the table has no title; name the form",
            ),
            lang,
        );
        sheet.id
    } else {
        &draft.name
    };
    let _ = writeln!(text, "vi = {}", quoted(name));
    if let Some(title) = &draft.title {
        comment(
            text,
            lang.pick(
                "Tên bảng thường đứng trên biểu này; dùng để phân biệt khi hai mẫu có cột giống nhau.",
                "Titles that stand above this form; they tell it from others with the same columns.",
            ),
        );
        let _ = writeln!(text, "titles = {}", array([title]));
    }
    let money = draft.fields.iter().any(|field| field.kind == Kind::Amount);
    if !draft.scale_stated && money {
        doubted(
            text,
            lang.pick(
                "tệp không ghi đơn vị tính của tiền. 1 là đồng; triệu đồng thì ghi 1_000_000",
                "the workbook states no unit of account. 1 is đồng; for million đồng write 1_000_000",
            ),
            lang,
        );
    } else {
        comment(
            text,
            lang.pick(
                "Đơn vị tính của tiền khi tệp gửi về không ghi: số đồng trong một đơn vị.",
                "The unit of account where a submission states none: đồng in one unit.",
            ),
        );
    }
    let name = rule::scale_name(draft.default_scale, lang);
    let _ = writeln!(
        text,
        "default_scale = {} # {name}",
        grouped(draft.default_scale)
    );
    if !draft.sums.is_empty() {
        text.push('\n');
        comment(
            text,
            lang.pick(
                "Các cột số được cộng trong bảng tổng hợp và đối chiếu với dòng cộng; tiền thì luôn được cộng.",
                "The numbers that are added up, and compared with rows that add up; money always is.",
            ),
        );
        let _ = writeln!(text, "[consolidated]\nsums = {}", array(&draft.sums));
    }
}

/// `1_000_000`, as TOML allows it.
fn grouped(number: i64) -> String {
    Lang::En.integer(i128::from(number)).replace(',', "_")
}

fn lists(draft: &Draft, lang: Lang, text: &mut String) {
    if draft.lists.is_empty() {
        return;
    }
    text.push('\n');
    comment(
        text,
        lang.pick(
            "Danh mục mà các cột `code` được chọn trong đó. Thêm giá trị còn thiếu; cách ghi khác của một giá trị đưa vào aliases, ví dụ aliases = [\"TC\"].",
            "The lists that `code` columns choose from. Add what is missing; other wordings of an entry go into aliases, such as aliases = [\"TC\"].",
        ),
    );
    text.push_str("[lists]\n");
    for list in &draft.lists {
        entries(list, text);
    }
}

fn entries(list: &DraftList, text: &mut String) {
    let _ = writeln!(text, "{} = [", list.name);
    for (code, name) in &list.entries {
        let _ = writeln!(
            text,
            "  {{ code = {}, name = {} }},",
            quoted(code),
            quoted(name)
        );
    }
    text.push_str("]\n");
}

fn one(field: &DraftField, lang: Lang, text: &mut String) {
    let read: Vec<String> = field
        .read_from
        .iter()
        .map(|(col, heading)| format!("{} {}", col_name(*col), lang.quote(heading)))
        .collect();
    let read = lang.list(&read);
    comment(
        text,
        &lang.pick(format!("Cột {read}"), format!("Column {read}")),
    );
    for doubt in &field.doubts {
        let (words, to_check) = doubts::say(doubt, field, lang);
        if to_check {
            doubted(text, &words, lang);
        } else {
            comment(text, &words);
        }
    }
    text.push_str("[[field]]\n");
    let _ = writeln!(text, "id = {}", quoted(&field.id));
    let _ = writeln!(text, "kind = {}", quoted(kind_name(field.kind)));
    if let Some(role) = field.role {
        let _ = writeln!(text, "role = {}", quoted(role_name(role)));
    }
    if field.required {
        text.push_str("required = true\n");
    }
    for (key, value) in [
        ("list", &field.list),
        ("unit", &field.unit),
        ("group", &field.group),
    ] {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
    }
    if !field.converted.is_empty() {
        let pairs: Vec<String> = field
            .converted
            .iter()
            .map(|(measure, factor)| {
                format!("{} = {}", quoted(measure), quoted(&factor.to_string()))
            })
            .collect();
        let _ = writeln!(text, "converted = {{ {} }}", pairs.join(", "));
    }
    let columns: Vec<String> = field
        .columns
        .iter()
        .map(|(id, vi)| format!("{{ id = {}, vi = {} }}", quoted(id), quoted(vi)))
        .collect();
    let _ = writeln!(text, "columns = [{}]", columns.join(", "));
    headings(field, text);
    forms(field, text);
    if let Some(other) = &field.at_most {
        comment(
            text,
            lang.pick(
                "Dòng nào trong tệp cũng giữ đúng quy tắc này; không cần thì xóa.",
                "Every row of the workbook keeps to this; delete it if it is no rule.",
            ),
        );
        let _ = writeln!(text, "rule = [{{ at_most = {} }}]", quoted(other));
    }
}

fn headings(field: &DraftField, text: &mut String) {
    let all = &field.headings;
    for (key, headings) in [
        ("headings", &all.own),
        ("under", &all.under),
        ("start_headings", &all.start.0),
        ("start_under", &all.start.1),
        ("end_headings", &all.end.0),
        ("end_under", &all.end.1),
        ("measure_headings", &all.measure),
    ] {
        if !headings.is_empty() {
            let _ = writeln!(text, "{key} = {}", array(headings));
        }
    }
}

fn forms(field: &DraftField, text: &mut String) {
    let forms: Vec<String> = field
        .form
        .iter()
        .filter(|(_, heading)| !heading.is_empty())
        .map(|(slot, heading)| {
            let slot = match slot {
                Slot::Value => String::new(),
                Slot::Start => "slot = \"start\", ".to_owned(),
                Slot::End => "slot = \"end\", ".to_owned(),
                Slot::Measure => "slot = \"measure\", ".to_owned(),
                Slot::Qualifier => "slot = \"qualifier\", ".to_owned(),
            };
            format!("{{ {slot}heading = {} }}", array(heading))
        })
        .collect();
    if !forms.is_empty() {
        let _ = writeln!(text, "form = [{}]", forms.join(", "));
    }
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Code => "code",
        Kind::Amount => "amount",
        Kind::Quantity => "quantity",
        Kind::Interval => "interval",
        Kind::Decimal => "decimal",
        Kind::Integer => "integer",
        Kind::Day => "day",
    }
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Name => "name",
        Role::Sector => "sector",
        Role::Provider => "provider",
        Role::Partner => "partner",
        Role::Time => "time",
        Role::Total => "total",
        Role::Part => "part",
        Role::Result => "result",
    }
}

/// The sections of the table, as a field that may be taken in.
fn sections(draft: &Draft, lang: Lang, text: &mut String) {
    const MOST: usize = 12;
    if draft.sections.is_empty() {
        return;
    }
    let labels: Vec<String> = draft
        .sections
        .iter()
        .take(MOST)
        .map(|label| lang.quote(label))
        .collect();
    text.push('\n');
    let labels = lang.list(&labels);
    comment(
        text,
        &lang.pick(
            format!("Bảng chia thành các mục: {labels}. Tên mục có sẵn ở cột `section` của bảng kết quả."),
            format!("The table has sections: {labels}. They stand in the column `section` of the tables."),
        ),
    );
    comment(
        text,
        lang.pick(
            "Muốn có cột riêng thì bỏ dấu # của các dòng dưới đây, đặt lại tên cột, và lập danh mục `muc` ở [lists].",
            "For a column of its own take away the # of the lines below, name the column, and make a list `muc` under [lists].",
        ),
    );
    for line in [
        "[[field]]",
        "id = \"muc\"",
        "kind = \"code\"",
        "list = \"muc\"",
        "from_section = true",
        "columns = [{ id = \"muc_code\", vi = \"Mã mục\" }, { id = \"muc\", vi = \"Mục\" }]",
        "headings = [\"Mục\"]",
    ] {
        comment(text, line);
    }
}
