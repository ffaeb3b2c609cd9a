//! The printed sheets: text as large as in a letter, what stands on the page to be signed, which columns have room.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::sheet::TextBook;
use calamine::{Data, Range, Reader as _, Xlsx};

/// The workbook that `merge` writes of an input.
fn merged(input: &Path, args: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("tong-hop.xlsx");
    let status = Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .args(["merge", "-q", "-o"])
        .args([&output, input])
        .args(args)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.code().unwrap() < 2);
    fs::read(output).unwrap()
}

/// The same of the sample round.
fn round(args: &[&str]) -> Vec<u8> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    merged(&home.join("sample-sheets/round-2020-06"), args)
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(name).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = package.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

fn is(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(words) if words == text)
}

fn number(cell: Option<&Data>) -> Option<i128> {
    match cell? {
        Data::Float(number) => Some(*number as i128),
        Data::Int(number) => Some(i128::from(*number)),
        _ => None,
    }
}

/// The row of the headings, and the column of one of them.
fn heading(range: &Range<Data>, text: &str) -> (usize, usize) {
    let header = range.rows().position(|row| is(&row[0], "STT")).unwrap();
    let row = range.rows().nth(header).unwrap();
    let col = row.iter().position(|cell| is(cell, text)).unwrap();
    (header, col)
}

/// The line of a label.
fn line<'r>(range: &'r Range<Data>, label: &str) -> &'r [Data] {
    let found = range
        .rows()
        .find(|row| row.iter().any(|cell| is(cell, label)));
    found.unwrap_or_else(|| panic!("no {label}"))
}

/// The rows between the headings and the total.
fn body(range: &Range<Data>, header: usize) -> Vec<&[Data]> {
    let rows = range.rows().skip(header + 1);
    rows.take_while(|row| !row.iter().any(|cell| is(cell, "TỔNG CỘNG")))
        .collect()
}

/// Text on paper is as large as the sheet has it when the columns are no wider than the page: pixels of the columns within
/// the print area, and what a page has.
fn widths(bytes: &[u8], sheet: usize, last: &str) -> f64 {
    let xml = part(bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
    let cols = xml.split("<cols>").nth(1).unwrap();
    let cols = cols.split("</cols>").next().unwrap();
    let last = last.chars().fold(0, |sum, c| sum * 26 + c as usize - 64);
    let mut sum = 0.0;
    for col in cols.split("<col ").skip(1) {
        let value = |name: &str| -> f64 {
            let rest = col.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        let (min, max) = (value("min") as usize, value("max") as usize);
        let count = max.min(last).saturating_sub(min - 1);
        // The width of the file holds the room at the sides; a digit of the font is eight pixels wide.
        sum += count as f64 * (value("width") * 8.0).trunc();
    }
    sum
}

/// The last column of a sheet's print area.
fn last_printed(bytes: &[u8], sheet: &str) -> String {
    let book = part(bytes, "xl/workbook.xml");
    let area = format!(">'{sheet}'!$A$1:$");
    let rest = book.split(&area).nth(1).unwrap();
    rest.split('$').next().unwrap().to_owned()
}

#[test]
fn text_on_paper_is_as_large_as_in_a_letter() {
    // Pixels across: the page less its margins.
    let across = |millimetres: f64| (millimetres - 45.0) / 25.4 * 96.0;
    for scale in ["dong", "trieu", "ty"] {
        for (by, paper, upright, lying) in [
            ("sector", "a4", 210.0, 297.0),
            ("unit", "a4", 210.0, 297.0),
            ("sector", "a3", 297.0, 420.0),
        ] {
            let bytes = round(&["--in", scale, "--by", by, "--paper", paper]);
            for (number, name, across) in [
                (2, "Trình ký", across(upright)),
                (3, "Tổng hợp", across(lying)),
            ] {
                let wide = widths(&bytes, number, &last_printed(&bytes, name));
                let case = format!("{name} {scale} {by} {paper}: {wide} of {across}");
                assert!(wide <= across && wide > across * 0.9, "{case}");
                let xml = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
                let code = if paper == "a4" { 9 } else { 8 };
                assert!(xml.contains(&format!("paperSize=\"{code}\"")), "{case}");
                let small = smallest_font(&bytes, &xml, &last_printed(&bytes, name));
                assert!(small >= 12.0, "{case}: {small} points");
            }
        }
    }
}

/// The size of the smallest text in the columns that are printed, but for the rule below the letterhead.
fn smallest_font(bytes: &[u8], sheet: &str, last: &str) -> f64 {
    let styles = part(bytes, "xl/styles.xml");
    let between = |text: &str, from: &str, to: &str| -> String {
        let rest = text.split(from).nth(1).unwrap();
        rest.split(to).next().unwrap().to_owned()
    };
    let fonts = between(&styles, "<fonts", "</fonts>");
    let sizes: Vec<f64> = fonts
        .split("<sz val=\"")
        .skip(1)
        .map(|size| size.split('"').next().unwrap().parse().unwrap())
        .collect();
    let formats = between(&styles, "<cellXfs", "</cellXfs>");
    let fonts: Vec<usize> = formats
        .split("fontId=\"")
        .skip(1)
        .map(|font| font.split('"').next().unwrap().parse().unwrap())
        .collect();
    let column = |letters: &str| letters.chars().fold(0, |sum, c| sum * 26 + c as u32 - 64);
    let mut smallest = f64::MAX;
    for cell in sheet.split("<c r=\"").skip(1) {
        let place = cell.split('"').next().unwrap();
        let letters: String = place.chars().take_while(char::is_ascii_uppercase).collect();
        let is_rule = cell.split("</c>").next().unwrap().contains("———");
        if column(&letters) > column(last) || is_rule || !cell.contains(" s=\"") {
            continue;
        }
        let style: usize = between(cell, " s=\"", "\"").parse().unwrap();
        // The row of the rule has cells of its size beside it.
        let size = sizes[fonts[style]];
        if size > 8.0 {
            smallest = smallest.min(size);
        }
    }
    smallest
}

#[test]
fn the_parts_are_on_paper_where_they_have_room_and_told_where_not() {
    let texts = |args: &[&str]| {
        let summary = sheet(&round(args), "Tổng hợp");
        let texts = summary.used_cells().map(|(_, _, cell)| cell.to_string());
        texts.collect::<Vec<String>>().join("\n")
    };
    let narrow = texts(&[]);
    assert!(!narrow.contains("\nNgân sách"), "{narrow}");
    assert!(narrow.contains("Trong đó (ngân sách; "), "{narrow}");
    for args in [&["--paper", "a3"][..], &["--in", "trieu"]] {
        let wide = texts(args);
        assert!(wide.contains("\nNgân sách"), "{wide}");
        assert!(!wide.contains("Trong đó (ngân sách"), "{wide}");
        // A part that nobody has filled in is no column.
        assert!(!wide.contains("Hiện vật quy đổi"), "{wide}");
    }
    // The cover has their totals all the same.
    let cover = sheet(&round(&[]), "Bìa");
    let parts = number(line(&cover, "Trong đó: ngân sách (đồng)").get(1));
    assert!(parts.unwrap() > 1_000_000_000);
}

#[test]
fn the_page_to_be_signed_adds_up_to_the_list() {
    for by in ["sector", "unit", "year"] {
        let bytes = round(&["--by", by]);
        let (page, list) = (sheet(&bytes, "Trình ký"), sheet(&bytes, "Tổng hợp"));
        let (header, amount) = heading(&page, "Kinh phí hỗ trợ");
        let (_, count) = heading(&page, "Số hoạt động");
        let (_, listed) = heading(&list, "Kinh phí hỗ trợ");
        let total = line(&page, "TỔNG CỘNG");
        let whole = number(total.get(amount)).unwrap();
        assert_eq!(number(line(&list, "TỔNG CỘNG").get(listed)), Some(whole));
        let lines = body(&page, header);
        let added: i128 = lines.iter().filter_map(|row| number(row.get(amount))).sum();
        assert_eq!(added, whole, "{by}");
        let counted: i128 = lines.iter().filter_map(|row| number(row.get(count))).sum();
        assert_eq!(number(total.get(count)), Some(counted), "{by}");
        assert_eq!(counted, 130);
        // One page, upright, with letterhead and signatures.
        let xml = part(&bytes, "xl/worksheets/sheet2.xml");
        assert!(!xml.contains("orientation=\"landscape\""));
        assert!(xml.contains("fitToPage=\"1\"") && !xml.contains("fitToHeight=\"0\""));
        let cells = page.used_cells().map(|(_, _, cell)| cell.to_string());
        let texts: Vec<String> = cells.collect();
        for text in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "NGƯỜI LẬP BIỂU",
            "Kiểm tra: các dòng cộng lại bằng tổng cộng",
        ] {
            assert!(texts.iter().any(|cell| cell == text), "{text}");
        }
        assert!(texts.iter().any(|cell| cell.starts_with("Bằng chữ")));
    }
}

#[test]
fn what_the_page_has_no_room_for_shares_a_row() {
    // Forty offices, an activity each.
    let folder = tempfile::tempdir().unwrap();
    for office in 1..=40 {
        let text = format!(
            "1 | BAN QUẢN LÝ DỰ ÁN SỐ {office}\n2 | Đơn vị tính: triệu đồng\n3 | STT | Nội dung | Đơn vị hỗ trợ | Thời gian | Kinh phí hỗ trợ\n4 | 1 | Việc số {office} | Sở Y tế TP. HCM | 2019 | {office}\n"
        );
        let path = folder.path().join(format!("ban-{office}.xlsx"));
        fs::write(path, TextBook::parse(&text).xlsx()).unwrap();
    }
    let page = sheet(&merged(folder.path(), &["--by", "unit"]), "Trình ký");
    let (header, amount) = heading(&page, "Kinh phí hỗ trợ");
    let lines = body(&page, header);
    let (rest, own) = lines.split_last().unwrap();
    let said = rest[1].to_string();
    assert!(said.starts_with("Các đơn vị báo cáo còn lại ("), "{said}");
    assert!((10..35).contains(&own.len()), "{}", own.len());
    let added: i128 = lines.iter().filter_map(|row| number(row.get(amount))).sum();
    assert_eq!(added, 820_000_000);
    // The largest have rows of their own.
    let smallest = own.iter().filter_map(|row| number(row.get(amount))).min();
    let largest = 41 - own.len() as i128;
    assert_eq!(smallest, Some(largest * 1_000_000));
}

#[test]
fn money_on_paper_never_has_exactly_three_places() {
    for scale in ["nghin", "trieu", "ty"] {
        let bytes = round(&["--in", scale, "--paper", "a3"]);
        let styles = part(&bytes, "xl/styles.xml");
        for format in styles.split("formatCode=\"").skip(1) {
            let format = format.split('"').next().unwrap();
            let places = format
                .split("0.")
                .nth(1)
                .map_or(0, |rest| rest.chars().take_while(|c| *c == '0').count());
            assert_ne!(places, 3, "{format}");
        }
        for name in ["Trình ký", "Tổng hợp", "Theo lĩnh vực"] {
            let range = sheet(&bytes, name);
            let texts = range.used_cells().filter_map(|(_, _, cell)| match cell {
                Data::String(text) => Some(text),
                _ => None,
            });
            for text in texts {
                let three = text
                    .split(',')
                    .skip(1)
                    .any(|part| part.chars().take_while(char::is_ascii_digit).count() == 3);
                assert!(!three, "{name}: {text}");
            }
        }
    }
}
