//! Inputs of any size, each in one layout that offices send: what grows faster than it should grows in one of these.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::inbox;

/// Makes an input of a size in a folder; gives what is to be read.
pub type Make = fn(&Path, usize) -> PathBuf;

/// Headings of the form, in the order of the columns.
const HEADINGS: [&str; 7] = [
    "STT",
    "Nội dung hoạt động",
    "Đơn vị hỗ trợ",
    "Đơn vị thụ hưởng",
    "Thời gian thực hiện",
    "Kinh phí hỗ trợ",
    "Kết quả thực hiện",
];

/// The column of the amount.
const AMOUNT: usize = 5;

/// The same headings as TCVN3 fonts show them.
const TCVN3: [&str; 7] = [
    "STT",
    "Néi dung ho¹t ®éng",
    "§¬n vÞ hç trî",
    "§¬n vÞ thô h\u{ad}ëng",
    "Thêi gian thùc hiÖn",
    "Kinh phÝ hç trî",
    "KÕt qu¶ thùc hiÖn",
];

const PROVIDERS: [&str; 3] = [
    "Sở Y tế TP. Hồ Chí Minh",
    "UBND quận 5",
    "Liên đoàn Lao động",
];

/// The amount of a record, in triệu đồng: none far from the others.
fn amount(number: usize) -> usize {
    40 + number * 29 % 260
}

/// The cells of a record.
fn record(number: usize) -> Vec<String> {
    vec![
        (number + 1).to_string(),
        format!("Trao tặng trang thiết bị đợt {}", number + 1),
        PROVIDERS[number % 3].to_owned(),
        format!("Xã số {}", number % 97 + 1),
        format!("tháng {}/{}", number % 12 + 1, 2012 + number % 8),
        amount(number).to_string(),
        "Đã hoàn thành, bàn giao đúng tiến độ".to_owned(),
    ]
}

/// A row with a name, an amount and nothing else.
fn line(seq: &str, name: &str, amount: &str) -> Vec<String> {
    let mut cells = vec![String::new(); HEADINGS.len()];
    cells[0] = seq.to_owned();
    cells[1] = name.to_owned();
    cells[AMOUNT] = amount.to_owned();
    cells
}

/// Rows of text as a file of text.
fn csv(folder: &Path, head: &[String], rows: impl Iterator<Item = Vec<String>>) -> PathBuf {
    let mut text = String::new();
    for row in std::iter::once(head.to_vec()).chain(rows) {
        for (col, cell) in row.iter().enumerate() {
            let comma = if col == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\"{}\"", cell.replace('"', "\"\""));
        }
        text.push('\n');
    }
    let path = folder.join("danh-muc.csv");
    fs::write(&path, text).unwrap();
    path
}

fn head() -> Vec<String> {
    let mut head = HEADINGS.map(str::to_owned).to_vec();
    head[AMOUNT] += " (triệu đồng)";
    head
}

/// Record below record.
pub fn plain(folder: &Path, rows: usize) -> PathBuf {
    csv(folder, &head(), (0..rows).map(record))
}

/// A heading above every nine records, its sum beside it where it is asked for.
fn in_sections(folder: &Path, rows: usize, sums: bool) -> PathBuf {
    let rows = (0..rows).map(|row| {
        let (section, place) = (row / 10, row % 10);
        let first = section * 9;
        if place > 0 {
            return record(first + place - 1);
        }
        let sum: usize = (first..first + 9).map(amount).sum();
        let sum = if sums { sum.to_string() } else { String::new() };
        line("", &format!("Nhóm {}", section + 1), &sum)
    });
    csv(folder, &head(), rows)
}

/// A heading above every nine records.
pub fn sections(folder: &Path, rows: usize) -> PathBuf {
    in_sections(folder, rows, false)
}

/// A heading with its sum above every nine records.
pub fn subtotals(folder: &Path, rows: usize) -> PathBuf {
    in_sections(folder, rows, true)
}

/// A bare `Cộng` below every record.
pub fn bare_totals(folder: &Path, rows: usize) -> PathBuf {
    let rows = (0..rows).map(|row| match row % 2 {
        0 => record(row / 2),
        _ => line("", "Cộng", &amount(row / 2).to_string()),
    });
    csv(folder, &head(), rows)
}

/// Texts repeat the cell above by a mark, all the way down.
pub fn ditto(folder: &Path, rows: usize) -> PathBuf {
    let rows = (0..rows).map(|row| {
        let mut cells = record(row);
        if row > 0 {
            cells[2] = "nt".to_owned();
            cells[3] = "-nt-".to_owned();
        }
        cells
    });
    csv(folder, &head(), rows)
}

/// No column of row numbers.
pub fn no_numbers(folder: &Path, rows: usize) -> PathBuf {
    let rows = (0..rows).map(|row| record(row)[1..].to_vec());
    csv(folder, &head()[1..], rows)
}

/// A table of no known form.
pub fn unknown(folder: &Path, rows: usize) -> PathBuf {
    let head = ["Ngày", "Biển số", "Quãng đường", "Người lái", "Xăng"].map(str::to_owned);
    let rows = (0..rows).map(|row| {
        vec![
            format!("{:02}/{:02}/2019", row % 28 + 1, row % 12 + 1),
            format!("84A-{:05}", row % 99_999),
            (row * 7 % 300).to_string(),
            format!("Lái xe {}", row % 12),
            (row % 40).to_string(),
        ]
    });
    csv(folder, &head, rows)
}

/// Text typed with a TCVN3 font.
pub fn tcvn3(folder: &Path, rows: usize) -> PathBuf {
    let mut head = TCVN3.map(str::to_owned);
    head[AMOUNT] += " (triÖu ®ång)";
    let rows = (0..rows).map(|row| {
        let mut cells = record(row);
        cells[1] = format!("Trao tÆng trang thiÕt bÞ ®ît {}", row + 1);
        cells[2] = "Së Y tÕ TP. Hå ChÝ Minh".to_owned();
        cells[3] = format!("X· sè {}", row % 97 + 1);
        cells[4] = (2012 + row % 8).to_string();
        cells[6] = "§· hoµn thµnh, bµn giao ®óng tiÕn ®é".to_owned();
        cells
    });
    csv(folder, &head, rows)
}

/// Every record in a sector of its own.
pub fn sectors(folder: &Path, rows: usize) -> PathBuf {
    let mut head = head();
    head.push("Lĩnh vực".to_owned());
    let rows = (0..rows).map(|row| {
        let mut cells = record(row);
        cells.push(format!("Lĩnh vực {}", name(row)));
        cells
    });
    csv(folder, &head, rows)
}

/// As many columns, most of them of no field, and few rows.
pub fn columns(folder: &Path, columns: usize) -> PathBuf {
    let mut head = head();
    head.extend((head.len()..columns).map(|col| format!("Cột {}", name(col))));
    let rows = (0..20).map(|row| {
        let mut cells = record(row);
        cells.extend((cells.len()..columns).map(|col| format!("{}", row * col % 89)));
        cells
    });
    csv(folder, &head, rows)
}

/// Amounts merged over some rows.
fn merged(folder: &Path, rows: usize, over: u32) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new();
    write_head(sheet);
    for number in 0..rows {
        let row = u32::try_from(number + 1).unwrap();
        write_record(sheet, row, number);
    }
    let amount_col = u16::try_from(AMOUNT).unwrap();
    let last = u32::try_from(rows).unwrap();
    for (number, first) in (1..=last).step_by(over as usize).enumerate() {
        let end = (first + over - 1).min(last);
        if end > first {
            let range = sheet.merge_range(first, amount_col, end, amount_col, "", &format);
            range.unwrap();
        }
        let value = u32::try_from(amount(number)).unwrap();
        let written = sheet.write_number_with_format(first, amount_col, value, &format);
        written.unwrap();
    }
    saved(&mut book, folder)
}

/// Amounts merged over two rows.
pub fn merged_by_two(folder: &Path, rows: usize) -> PathBuf {
    merged(folder, rows, 2)
}

/// Amounts merged over three rows.
pub fn merged_by_three(folder: &Path, rows: usize) -> PathBuf {
    merged(folder, rows, 3)
}

/// A workbook of as many sheets, each a list of its own.
pub fn sheets(folder: &Path, sheets: usize) -> PathBuf {
    let mut book = Workbook::new();
    for number in 0..sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("Trang {}", number + 1)).unwrap();
        write_head(sheet);
        for row in 0..4 {
            write_record(sheet, row + 1, number * 4 + row as usize);
        }
    }
    saved(&mut book, folder)
}

fn write_head(sheet: &mut Worksheet) {
    for (col, heading) in (0u16..).zip(head()) {
        sheet.write_string(0, col, heading).unwrap();
    }
}

fn write_record(sheet: &mut Worksheet, row: u32, number: usize) {
    for (col, cell) in (0u16..).zip(record(number)) {
        let written = match cell.parse::<f64>() {
            Ok(figure) => sheet.write_number(row, col, figure),
            Err(_) => sheet.write_string(row, col, cell),
        };
        written.unwrap();
    }
}

fn saved(book: &mut Workbook, folder: &Path) -> PathBuf {
    let path = folder.join("danh-muc.xlsx");
    book.save(&path).unwrap();
    path
}

/// A spreadsheet in a format that is rebuilt before it goes back, an unread amount on each of its sheets.
pub fn flat_sheets(folder: &Path, sheets: usize) -> PathBuf {
    flat(folder, sheets, HEADINGS.len(), 4)
}

/// The same on one sheet with as many columns, an unread amount in each row.
pub fn flat_columns(folder: &Path, columns: usize) -> PathBuf {
    flat(folder, 1, columns, 20)
}

fn flat(folder: &Path, sheets: usize, columns: usize, rows: usize) -> PathBuf {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document \
        xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
        xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
        xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
        office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\
        <office:body><office:spreadsheet>"
        .to_owned();
    for sheet in 0..sheets {
        let _ = write!(xml, "<table:table table:name=\"Trang {}\">", sheet + 1);
        let mut cells = head();
        cells.extend((cells.len()..columns).map(|col| format!("Cột {}", name(col))));
        flat_row(&mut xml, &cells);
        for row in 0..rows {
            let mut cells = record(sheet * rows + row);
            cells.extend((cells.len()..columns).map(|col| format!("{}", row * col % 89)));
            if row == 0 || sheets == 1 {
                cells[AMOUNT] = "chưa có số liệu".to_owned();
            }
            flat_row(&mut xml, &cells);
        }
        xml.push_str("</table:table>");
    }
    xml.push_str("</office:spreadsheet></office:body></office:document>");
    let path = folder.join("danh-muc.fods");
    fs::write(&path, xml).unwrap();
    path
}

fn flat_row(xml: &mut String, cells: &[String]) {
    xml.push_str("<table:table-row>");
    for cell in cells {
        let _ = write!(
            xml,
            "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
        );
    }
    xml.push_str("</table:table-row>");
}

/// A register of as many offices, and one file.
pub fn units(folder: &Path, units: usize) -> PathBuf {
    project(folder, units);
    csv(folder, &head(), (0..20).map(record));
    folder.to_owned()
}

/// A round of as many forms, each of an office of its own.
pub fn round(folder: &Path, forms: usize) -> PathBuf {
    project(folder, forms);
    for number in 0..forms {
        let rows = 15 + number * 17 % 46;
        let bytes = inbox::form(&office(number), number, rows).unwrap();
        fs::write(folder.join(format!("danh-muc-{number:05}.xlsx")), bytes).unwrap();
    }
    folder.to_owned()
}

/// Forms of as many offices on the list, each with some records.
pub fn offices(folder: &Path, offices: usize, records: usize) {
    project(folder, offices);
    for number in 0..offices {
        let bytes = inbox::form(&office(number), number, records).unwrap();
        fs::write(folder.join(format!("danh-muc-{number:05}.xlsx")), bytes).unwrap();
    }
}

/// The project file with its lists: as many offices, the sectors of the forms.
fn project(folder: &Path, offices: usize) {
    let mut units = "code,name,aliases,kind,valid_from,valid_to,successor\n".to_owned();
    for number in 0..offices {
        let _ = writeln!(units, "u{number},\"{}\",,,,,", office(number));
    }
    fs::write(folder.join("units.csv"), units).unwrap();
    inbox::write_project(folder);
}

fn office(number: usize) -> String {
    format!("UBND xã {}", name(number))
}

/// A name of three words for each number up to 97,336, of four beyond.
fn name(number: usize) -> String {
    const WORDS: [&str; 46] = [
        "An",
        "Bình",
        "Cường",
        "Châu",
        "Đông",
        "Đức",
        "Giang",
        "Hà",
        "Hải",
        "Hiệp",
        "Hòa",
        "Hội",
        "Hưng",
        "Khánh",
        "Kiên",
        "Lâm",
        "Long",
        "Lộc",
        "Lợi",
        "Mỹ",
        "Nam",
        "Ngãi",
        "Nghĩa",
        "Nhơn",
        "Ninh",
        "Phong",
        "Phú",
        "Phước",
        "Quang",
        "Quới",
        "Sơn",
        "Tân",
        "Tây",
        "Thạnh",
        "Thành",
        "Thiện",
        "Thới",
        "Thuận",
        "Tiến",
        "Trung",
        "Trường",
        "Vân",
        "Vinh",
        "Vĩnh",
        "Xuân",
        "Yên",
    ];
    let count = WORDS.len();
    let mut words = vec![
        WORDS[number % count],
        WORDS[number / count % count],
        WORDS[number / count / count % count],
    ];
    let more = number / count / count / count;
    if more > 0 {
        words.push(WORDS[more % count]);
    }
    words.join(" ")
}
