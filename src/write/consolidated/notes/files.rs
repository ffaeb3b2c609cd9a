//! Every file with its SHA-256 and what was converted in it; every amount that was not read.

use std::collections::HashMap;

use rust_xlsxwriter::XlsxError;

use super::super::duplicates::place_text;
use super::Notes;
use crate::lang::Lang;
use crate::record::TableScale;
use crate::round::{SetAside, SetAsideWhy, Submission};
use crate::value::Note;

/// More unread amounts than this are left to the sheet of findings, which has them all.
const MOST: usize = 1000;

/// The files, in the order of their names.
pub fn files(notes: &mut Notes<'_, '_>) -> Result<(), XlsxError> {
    let context = notes.context;
    let styles = &context.styles;
    let count = match context.forms.as_slice() {
        [only] => only.count_label(),
        _ => "Số dòng số liệu".to_owned(),
    };
    let headings = [
        "Tệp",
        "Đơn vị báo cáo",
        &count,
        "SHA-256",
        "",
        "",
        "Chuyển đổi đã làm",
    ];
    notes.texts(&headings, &styles.header)?;
    let row = notes.row - 1;
    notes
        .out
        .merge_range(row, 3, row, 5, "SHA-256", &styles.header)?;
    let aside = context.round.set_aside.iter();
    let aside: HashMap<&str, &SetAside> = aside
        .map(|aside| (&*aside.submission.name, aside))
        .collect();
    for submission in context.round.files() {
        let aside = aside.get(&*submission.name).copied();
        let counts =
            aside.is_none_or(|aside| !std::ptr::eq(&raw const aside.submission, submission));
        let mut done = Vec::from_iter(aside.map(gave_way));
        if counts {
            done.push(conversions(submission));
        }
        done.retain(|done| !done.is_empty());
        let done = done.join("; ");
        let offices = submission.office_names();
        let row = notes.row;
        let texts = [&*submission.name, &offices, "", "", "", "", &done];
        notes.texts(&texts, &styles.grid)?;
        let number = if counts { submission.record_count() } else { 0 };
        let number = u32::try_from(number);
        notes
            .out
            .write_number_with_format(row, 2, number.unwrap_or(0), &styles.centre)?;
        notes
            .out
            .merge_range(row, 3, row, 5, &submission.sha256, &styles.grid)?;
    }
    for (name, _) in &context.round.non_spreadsheets {
        let texts = [
            &**name,
            "",
            "",
            "",
            "",
            "",
            "Không phải bảng tính, không đọc",
        ];
        notes.texts(&texts, &styles.grid)?;
    }
    Ok(())
}

/// That a file does not count, and why.
fn gave_way(aside: &SetAside) -> String {
    let other = &aside.other;
    let why = match aside.why {
        SetAsideWhy::SameBytes | SetAsideWhy::SameList => format!("giống hệt “{other}”"),
        SetAsideWhy::Corrected | SetAsideWhy::Later => format!("đã có “{other}” thay"),
        SetAsideWhy::Decided => format!("theo quyết định, tính “{other}”"),
        SetAsideWhy::Undecided => format!("chưa rõ tệp này hay “{other}” gửi sau"),
    };
    let records = Lang::Vi.integer(aside.submission.record_count() as i128);
    format!("Không tính {records} hoạt động: {why}")
}

/// Notes that are counted, and what is said of them after their number.
type Counted = (fn(&Note) -> bool, &'static str);

/// What was converted in a file, in words.
fn conversions(submission: &Submission) -> String {
    if !submission.readable {
        return "Không đọc được".to_owned();
    }
    let mut said = Vec::new();
    for (encoding, cells) in &submission.encodings {
        said.push(format!(
            "chuyển {} ô chữ từ {} sang Unicode",
            Lang::Vi.integer(*cells as i128),
            encoding.name()
        ));
    }
    let mut units: Vec<String> = Vec::new();
    for table in submission.tables() {
        let unit = match &table.scale {
            TableScale::Stated { dong, .. } => format!("đơn vị tính {}", unit_words(*dong)),
            TableScale::Overlooked { dong, used, .. } if *used > 0 => {
                format!("đơn vị tính {} (không ghi ở đầu bảng)", unit_words(*dong))
            }
            TableScale::Default { dong, used } if *used > 0 => format!(
                "không ghi đơn vị tính, lấy mặc định của mẫu: {}",
                unit_words(*dong)
            ),
            TableScale::Overlooked { .. } | TableScale::Default { .. } => continue,
            TableScale::Foreign { currency, .. } => {
                format!("đơn vị tính là ngoại tệ ({currency}), không quy đổi")
            }
            TableScale::Contradicted { .. } => {
                "có hai đơn vị tính khác nhau, không lấy đơn vị nào".to_owned()
            }
        };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    said.extend(units);
    let counted = |test: fn(&Note) -> bool| {
        let fields = submission
            .tables()
            .flat_map(|table| &table.records)
            .flat_map(|record| &record.fields);
        fields
            .flat_map(|field| &field.remarks)
            .filter(|remark| test(&remark.note))
            .count()
    };
    let notes: [Counted; 5] = [
        (
            |note| *note == Note::TextNumber,
            "số ghi dạng chữ đọc thành số",
        ),
        (
            |note| *note == Note::Ditto,
            "ô “như trên” lấy theo dòng trên",
        ),
        (
            |note| *note == Note::Rounded,
            "số lẻ dưới một đồng được làm tròn",
        ),
        (
            |note| matches!(note, Note::Shared(_)),
            "ô kinh phí gộp nhiều dòng được ghi cho từng dòng (xem V106)",
        ),
        (
            |note| matches!(note, Note::Inexact(_)),
            "số ước lượng hoặc giới hạn lấy theo con số ghi",
        ),
    ];
    for (test, words) in notes {
        let count = counted(test);
        if count > 0 {
            said.push(format!("{} {words}", Lang::Vi.integer(count as i128)));
        }
    }
    said.join("; ")
}

fn unit_words(dong: i64) -> String {
    match dong {
        1 => "đồng".to_owned(),
        1_000 => "nghìn đồng".to_owned(),
        1_000_000 => "triệu đồng".to_owned(),
        1_000_000_000 => "tỷ đồng".to_owned(),
        dong => format!("{} đồng", Lang::Vi.integer(i128::from(dong))),
    }
}

/// The amounts that were not read, each with its cell and its text.
pub fn unread(notes: &mut Notes<'_, '_>) -> Result<(), XlsxError> {
    let context = notes.context;
    let all: Vec<(String, String, String)> = context
        .forms
        .iter()
        .filter(|figures| figures.total.is_some())
        .flat_map(|figures| {
            figures.unread().map(|entry| {
                let cell = entry.source(&figures.template);
                let raw = entry.field(figures.total).map_or("", |field| &field.raw);
                (
                    place_text(&entry.table.place.at(cell)),
                    entry.submission.office_of(entry.table).name().to_owned(),
                    if raw.is_empty() {
                        "(để trống)".to_owned()
                    } else {
                        raw.to_owned()
                    },
                )
            })
        })
        .collect();
    let styles = &context.styles;
    let (noun, money) = words(notes);
    if all.is_empty() {
        let line = format!("Không có: mọi {noun} đều đọc được {money}.");
        return notes.one(&line, &styles.text);
    }
    let line = format!(
        "{} {noun} chưa đọc được {money}; không có trong tổng nào.",
        Lang::Vi.integer(all.len() as i128)
    );
    notes.one(&line, &styles.text)?;
    notes.texts(
        &["Ô", "Đơn vị báo cáo", "Ghi trong báo cáo"],
        &styles.header,
    )?;
    for (place, office, raw) in all.iter().take(MOST) {
        notes.texts(&[place, office, raw], &styles.grid)?;
    }
    if all.len() > MOST {
        let line = format!(
            "… và {} ô nữa: xem trang “Góp ý”.",
            Lang::Vi.integer((all.len() - MOST) as i128)
        );
        notes.one(&line, &styles.text)?;
    }
    Ok(())
}

/// What the records with money are called, and their money: by the words of the only form that has any.
pub fn words(notes: &Notes<'_, '_>) -> (String, String) {
    let mut forms = notes.context.forms.iter();
    let mut forms = forms.by_ref().filter(|figures| figures.total.is_some());
    match (forms.next(), forms.next()) {
        (Some(only), None) => {
            let template = &only.template;
            let money = template.money_word(Lang::Vi).to_owned();
            (template.noun().vi.clone(), money)
        }
        _ => ("dòng".to_owned(), "số tiền".to_owned()),
    }
}
