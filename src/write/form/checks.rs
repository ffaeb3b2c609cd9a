//! What is checked as it is typed, and what shows at once: prompts, lists, cells that are missing or odd.
//!
//! Only what cannot be meant is refused: an entry that is on no closed list, a negative amount. Else the office is warned
//! and may go on, for the reader takes more than a check can tell.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format,
    Formula, Worksheet, XlsxError,
};

use super::Blank;
use super::columns::{Column, Shows};
use super::formulas::{Formulas, NIL};
use super::lists::{List, QUALIFIERS, UNITS, name_of};
use super::style::{DECIMAL, Styles};
use crate::place::col_name;
use crate::template::{Kind, Slot};

/// The most characters of a note's title, and of its text.
const TITLE: usize = 32;
const TEXT: usize = 255;

/// Sets the checks of all columns.
pub fn write(
    blank: &Blank<'_>,
    formulas: &Formulas<'_>,
    lists: &[List],
    unit: &str,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let rows = formulas.rows;
    for (col, column) in (0_u16..).zip(formulas.columns) {
        let cell = format!("{}{}", col_name(u32::from(col)), rows.first + 1);
        if let Some(check) = check(blank, column, &cell, lists, unit)? {
            out.add_data_validation(rows.first, col, rows.last, col, &check)?;
        }
    }
    if blank.unit.is_none() {
        let check = offices(lists)?;
        out.add_data_validation(rows.office, 2, rows.office, 2, &check)?;
    }
    Ok(())
}

/// The office of a form that is made for none.
fn offices(lists: &[List]) -> Result<DataValidation, XlsxError> {
    let check = prompt("Đơn vị báo cáo", "Ghi tên đầy đủ của đơn vị.")?;
    let name = name_of(UNITS);
    if !lists.iter().any(|list| list.name == name) {
        return Ok(check.allow_any_value());
    }
    let check = check.allow_list_formula(Formula::new(format!("={name}")));
    refuse(
        check,
        "Không có trong danh sách",
        "Chọn tên đơn vị trong danh sách thả xuống.",
    )
}

fn check(
    blank: &Blank<'_>,
    column: &Column,
    cell: &str,
    lists: &[List],
    unit: &str,
) -> Result<Option<DataValidation>, XlsxError> {
    let Shows::Field { slot, .. } = column.shows else {
        if column.shows == Shows::Size {
            let check = prompt(
                "Ô tự tính",
                "Ô này tự đọc lại số tiền ở cột bên trái. Không cần ghi.",
            )?
            .allow_custom(Formula::new("=FALSE"));
            return refuse(
                check,
                "Ô tự tính",
                "Không ghi vào ô này. Số tiền ghi ở cột bên trái.",
            )
            .map(Some);
        }
        return Ok(None);
    };
    let help = if column.is_money() {
        format!("Đơn vị tính: {unit}. {}", column.help)
    } else {
        column.help.clone()
    };
    let check = prompt(column.leaf(), &help)?;
    let listed = |name: &str| {
        let name = name_of(name);
        lists
            .iter()
            .any(|list| list.name == name)
            .then(|| Formula::new(format!("={name}")))
    };
    if slot == Slot::Qualifier
        && let Some(list) = listed(QUALIFIERS)
    {
        let check = check.allow_list_formula(list);
        return refuse(
            check,
            "Không có trong danh sách",
            "Để trống, hoặc chọn một mục trong danh sách thả xuống.",
        )
        .map(Some);
    }
    if column.kind == Some(Kind::Code)
        && let Some(list) = column.list.as_deref().and_then(listed)
    {
        let check = check.allow_list_formula(list);
        return refuse(
            check,
            "Không có trong danh sách",
            "Chọn một mục trong danh sách thả xuống.",
        )
        .map(Some);
    }
    if let Some(list) = listed(&column.id) {
        // What it offers is a help, not a limit.
        return Ok(Some(
            check.allow_list_formula(list).show_error_message(false),
        ));
    }
    let check = match (column.kind, slot) {
        (Some(Kind::Amount), Slot::Value) => {
            let check = check.allow_custom(Formula::new(format!(
                "=IF(ISNUMBER({cell}),{cell}>=0,TRUE)"
            )));
            refuse(
                check,
                "Số tiền âm",
                "Số tiền không thể nhỏ hơn 0. Ghi lại con số, không có dấu trừ.",
            )?
        }
        (Some(Kind::Decimal | Kind::Integer), Slot::Value) => {
            let check = check.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
            warn(
                check,
                "Chưa phải là số",
                "Cột này chỉ ghi con số. Vẫn giữ nội dung vừa ghi?",
            )?
        }
        (Some(Kind::Quantity), Slot::Value) => {
            let check = check.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
            warn(
                check,
                "Chưa phải là số",
                "Cột này chỉ ghi con số; đơn vị tính ghi ở cột bên cạnh. Vẫn giữ nội dung vừa ghi?",
            )?
        }
        (Some(Kind::Interval), Slot::Value) => {
            let check = check.allow_custom(Formula::new(with_year(blank, cell)));
            warn(
                check,
                "Thời gian chưa rõ",
                &format!(
                    "Ghi ngày, tháng, quý hoặc năm, cuối ô có năm đủ 4 chữ số{}. Vẫn giữ nội dung vừa ghi?",
                    years_in_words(blank)
                ),
            )?
        }
        (Some(Kind::Interval), Slot::Start | Slot::End) => {
            let check = check.allow_custom(Formula::new(within(blank, cell)));
            warn(
                check,
                "Ngày chưa rõ",
                &format!(
                    "Ghi theo dạng ngày/tháng/năm{}. Vẫn giữ nội dung vừa ghi?",
                    years_in_words(blank)
                ),
            )?
        }
        _ if help.is_empty() => return Ok(None),
        _ => check.allow_any_value(),
    };
    Ok(Some(check))
}

/// The first and last year of the programme.
fn years(blank: &Blank<'_>) -> (i16, i16) {
    let programme = blank.project.map(|project| &project.programme);
    let year =
        |day: Option<jiff::civil::Date>, other: i16| day.map_or(other, jiff::civil::Date::year);
    (
        year(programme.and_then(|programme| programme.start), 1990),
        year(programme.and_then(|programme| programme.end), 2100),
    )
}

fn years_in_words(blank: &Blank<'_>) -> String {
    let programme = blank.project.map(|project| &project.programme);
    match programme.map(|programme| (programme.start, programme.end)) {
        Some((Some(start), Some(end))) => format!(", trong khoảng {}-{}", start.year(), end.year()),
        _ => String::new(),
    }
}

/// Whether a text ends in a year of the programme: an error counts as no.
fn with_year(blank: &Blank<'_>, cell: &str) -> String {
    let (first, last) = years(blank);
    let year = format!("VALUE(RIGHT(TRIM({cell}),4))");
    format!("=IF(ISNUMBER({cell}),TRUE,AND({year}>={first},{year}<={last}))")
}

/// Whether a day lies in a year of the programme.
fn within(blank: &Blank<'_>, cell: &str) -> String {
    let (first, last) = years(blank);
    format!("=AND(YEAR({cell})>={first},YEAR({cell})<={last})")
}

fn prompt(title: &str, text: &str) -> Result<DataValidation, XlsxError> {
    if text.is_empty() {
        return Ok(DataValidation::new());
    }
    DataValidation::new()
        .set_input_title(cut(title, TITLE))?
        .set_input_message(cut(text, TEXT))
}

fn refuse(check: DataValidation, title: &str, text: &str) -> Result<DataValidation, XlsxError> {
    Ok(check
        .set_error_title(cut(title, TITLE))?
        .set_error_message(cut(text, TEXT))?
        .set_error_style(DataValidationErrorStyle::Stop))
}

fn warn(check: DataValidation, title: &str, text: &str) -> Result<DataValidation, XlsxError> {
    Ok(check
        .set_error_title(cut(title, TITLE))?
        .set_error_message(cut(text, TEXT))?
        .set_error_style(DataValidationErrorStyle::Warning))
}

/// A text of at most so many characters, cut between words.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - 1).collect();
    let head = head
        .rsplit_once(' ')
        .map_or(head.as_str(), |(head, _)| head);
    format!("{head}…")
}

/// Shows cells that are missing, cells that are odd, and decimals.
pub fn highlight(formulas: &Formulas<'_>, out: &mut Worksheet) -> Result<(), XlsxError> {
    let rows = formulas.rows;
    let asked = formulas.asked;
    let first = rows.first;
    let name = |col: u16| format!("${}{}", col_name(u32::from(col)), first + 1);
    let mut add = |col: u16, rule: String, format: &Format| -> Result<(), XlsxError> {
        let rule = ConditionalFormatFormula::new()
            .set_rule(Formula::new(rule))
            .set_format(format);
        out.add_conditional_format(first, col, rows.last, col, &rule)?;
        Ok(())
    };
    let nil = asked.name.map_or_else(String::new, |col| {
        format!(",LEFT({},{})<>\"{NIL}\"", name(col), NIL.chars().count())
    });
    for col in &asked.required {
        let rule = format!(
            "=AND({}=\"\",({})<>\"\"{nil})",
            name(*col),
            formulas.joined_row(first)
        );
        add(*col, rule, &Styles::missing())?;
    }
    for (col, list) in &asked.chosen {
        let cell = name(*col);
        add(
            *col,
            format!("=AND({cell}<>\"\",ISERROR(MATCH({cell}&\"\",{list},0)))"),
            &Styles::doubtful(),
        )?;
    }
    for col in &asked.money {
        let cell = name(*col);
        let odd = formulas.bounds(*col, &[]).odd(&cell);
        add(
            *col,
            format!("=OR(ISTEXT({cell}),AND(ISNUMBER({cell}),OR({cell}<0,{odd})))"),
            &Styles::doubtful(),
        )?;
        add(*col, decimals(&cell), &Styles::decimals())?;
    }
    if let (Some(total), Some(size)) = (asked.total, asked.size) {
        let cell = name(total);
        let odd = formulas.bounds(total, &[]).odd(&cell);
        let rule = format!("=AND(ISNUMBER({cell}),{odd})");
        add(size, rule, &Styles::doubtful())?;
    }
    if let (Some(total), false) = (asked.total, asked.parts.is_empty()) {
        let parts: Vec<String> = asked.parts.iter().map(|col| name(*col)).collect();
        let (total_cell, parts) = (name(total), parts.join(","));
        let rule = format!(
            "=AND(ISNUMBER({total_cell}),COUNT({parts})>0,ABS({total_cell}-SUM({parts}))>0.0000005)"
        );
        for col in std::iter::once(total).chain(asked.size) {
            add(col, rule.clone(), &Styles::doubtful())?;
        }
    }
    for col in &asked.money {
        let cell = format!("{}{}", col_name(u32::from(*col)), rows.totals + 1);
        let rule = ConditionalFormatFormula::new()
            .set_rule(Formula::new(decimals(&cell)))
            .set_format(Format::new().set_num_format(DECIMAL));
        out.add_conditional_format(rows.totals, *col, rows.totals, *col, &rule)?;
    }
    let rule = ConditionalFormatFormula::new()
        .set_rule(Formula::new(format!(
            "=({})<>\"\"",
            formulas.joined_row(first)
        )))
        .set_format(Styles::filled());
    let last = u16::try_from(formulas.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    out.add_conditional_format(first, 0, rows.last, last, &rule)?;
    Ok(())
}

fn decimals(cell: &str) -> String {
    format!("=IF(ISNUMBER({cell}),{cell}<>INT({cell}),FALSE)")
}
