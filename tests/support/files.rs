//! Good files, made here or kept in `tests/reading`.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook of Excel 97–2003.
pub const BIFF8: &[u8] = include_bytes!("../reading/biff8.xls");
/// A spreadsheet of LibreOffice.
pub const ODS: &[u8] = include_bytes!("../reading/libreoffice.ods");
/// A workbook of binary parts.
pub const XLSB: &[u8] = include_bytes!("../reading/short-cells.xlsb");

/// The files of `tests/reading`: name, bytes, extension, filled cells and merges of the first sheet.
pub fn fixtures() -> Vec<(&'static str, &'static [u8], &'static str, usize, usize)> {
    let unmerged: &[u8] = include_bytes!("../reading/biff8-unmerged.xls");
    vec![
        ("biff8.xls", BIFF8, "xls", 86, 8),
        ("biff8-unmerged.xls", unmerged, "xls", 157, 0),
        ("libreoffice.ods", ODS, "ods", 191, 13),
        ("short-cells.xlsb", XLSB, "xlsb", 298, 4),
    ]
}

/// A small form as Excel writes it.
pub fn form() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let moment = ExcelDateTime::from_ymd(2020, 8, 24)
        .unwrap()
        .and_hms(20, 19, 22)
        .unwrap();
    let properties = DocProperties::new()
        .set_creation_datetime(&moment)
        .set_custom_property("tonghop.output", "merge");
    workbook.set_properties(&properties);
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let hours = Format::new().set_num_format("[h]:mm");
    let money = Format::new().set_num_format("#,##0 dong");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Danh mục").unwrap();
    sheet
        .merge_range(0, 0, 0, 7, "DANH MỤC HỖ TRỢ", &Format::new())
        .unwrap();
    sheet.write(2, 0, "STT").unwrap();
    sheet.write(2, 1, "Nội dung\nhỗ trợ").unwrap();
    sheet.write(3, 0, 1).unwrap();
    // Composed the other way, as some keyboards type it.
    sheet
        .write(3, 1, "Hỗ trợ xe cứu thu\u{31b}o\u{31b}ng")
        .unwrap();
    sheet.write_with_format(3, 2, 43983, &day).unwrap();
    sheet.write(3, 3, 1200.5).unwrap();
    sheet
        .write_with_format(3, 4, 1.104_166_666_7, &hours)
        .unwrap();
    sheet.write(3, 5, true).unwrap();
    sheet
        .write(3, 6, Formula::new("=1+2").set_result("3"))
        .unwrap();
    sheet.write_with_format(3, 7, 43983, &money).unwrap();
    sheet
        .write(4, 0, Formula::new("=Z1").set_result("#REF!"))
        .unwrap();
    sheet.write_with_format(4, 2, -5, &day).unwrap();
    sheet.set_row_hidden(4).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let hidden = workbook.add_worksheet();
    hidden.set_name("ẩn").unwrap();
    hidden.set_hidden(true);
    workbook.save_to_buffer().unwrap()
}

/// A zip package of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The smallest workbook with these rows, and more parts beside it.
pub fn xlsx(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    xlsx_of(
        &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        more,
    )
}

/// The smallest workbook with this sheet.
pub fn xlsx_of(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let root = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let relations = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let workbook =
        "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let own: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    zip(&[&own, more].concat())
}

/// A spreadsheet of OpenDocument with these rows.
pub fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A workbook from sheets drawn in text: `| A | B |` a row, with its number in front; `<` is merged with the cell on its
/// left, `^` with the cell above. What reads as a number is one.
pub fn text_sheet(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2020, 8, 24).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for (name, drawn) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        let rows: Vec<(u32, Vec<&str>)> = drawn
            .lines()
            .filter_map(|line| {
                let (number, cells) = line.split_once('|')?;
                let row: u32 = number.trim().parse().ok()?;
                let cells = cells.trim_end().trim_end_matches('|');
                Some((row - 1, cells.split('|').map(str::trim).collect()))
            })
            .collect();
        for (index, (row, cells)) in rows.iter().enumerate() {
            for (col, text) in cells.iter().enumerate() {
                if text.is_empty() || matches!(*text, "<" | "^") {
                    continue;
                }
                let right = cells[col + 1..]
                    .iter()
                    .take_while(|text| **text == "<")
                    .count();
                let below = rows[index + 1..]
                    .iter()
                    .take_while(|(_, cells)| cells.get(col) == Some(&"^"))
                    .count();
                let (first, last) = (col as u16, (col + right) as u16);
                if right + below > 0 {
                    sheet
                        .merge_range(*row, first, row + below as u32, last, text, &Format::new())
                        .unwrap();
                } else if let Ok(number) = text.parse::<f64>() {
                    sheet.write(*row, first, number).unwrap();
                } else {
                    sheet.write(*row, first, *text).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A workbook that is no output of ours.
pub fn form_of_others() -> Vec<u8> {
    text_sheet(&[("A", "1 | STT | Tên")])
}
