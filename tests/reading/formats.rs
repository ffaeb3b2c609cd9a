//! Web pages, XML workbooks, archives and text files of all encodings, as offices send them.

use std::collections::HashSet;
use std::fs;
use std::io::{Cursor, Write as _};

use crate::support::{files, hostile};
use proptest::prelude::*;
use tempfile::TempDir;
use tonghop::book::grid::{Book, Grid, Visibility};
use tonghop::book::{Opened, open, open_bytes};
use tonghop::finding::{FileFact, Limit};
use tonghop::intake::limits::Limits;
use tonghop::intake::{Intake, gather};
use tonghop::place::CellRef;
use tonghop::round;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn opened(bytes: impl AsRef<[u8]>, extension: &str) -> Opened {
    open_bytes(bytes.as_ref(), extension, &Limits::default())
}

fn book(bytes: impl AsRef<[u8]>, extension: &str) -> Book {
    let opened = opened(bytes, extension);
    let facts = opened.outcome.facts;
    opened.outcome.book.unwrap_or_else(|| panic!("{facts:?}"))
}

/// The cells of a sheet as `A1 content`.
fn cells(grid: &Grid) -> Vec<String> {
    let rows = grid.rows.iter();
    rows.flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)))
        .map(|(row, cell)| format!("{} {:?}", CellRef::new(row, cell.col), cell.content))
        .collect()
}

fn merges(grid: &Grid) -> Vec<String> {
    grid.merges.iter().map(ToString::to_string).collect()
}

#[test]
fn a_page_called_a_workbook_is_read_and_said_so() {
    let page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=utf-8></head><body>\
        <table border=1><tr><td colspan=2>Tổng&nbsp;hợp &amp; báo cáo<td>C</tr>\
        <tr><td rowspan=2>1</td><td>Xây&#7921; nhà<br>  đợt 2 </td><td x:num=\"1234.5\">1.234,5</td></tr>\
        <tr><td x:num>7</td><td x:str>08</td><td>&nbsp;</td></tr></table>";
    let opened = opened(page, "xls");
    assert_eq!(
        opened.outcome.facts,
        [FileFact::Mismatch {
            extension: "xls".into(),
            content: "HTML"
        }]
    );
    let book = opened.outcome.book.unwrap();
    assert_eq!(&*book.sheets[0].name, "Sheet1");
    assert_eq!(
        cells(&book.sheets[0]),
        [
            "A1 Text(\"Tổng hợp & báo cáo\")",
            "C1 Text(\"C\")",
            "A2 Text(\"1\")",
            "B2 Text(\"Xâyự nhà\\nđợt 2\")",
            "C2 Number(1234.5)",
            "B3 Number(7.0)",
            "C3 Text(\"08\")",
        ]
    );
    assert_eq!(merges(&book.sheets[0]), ["A1:B1", "A2:A3"]);
}

#[test]
fn hidden_rows_and_columns_of_a_page_are_known() {
    let page = "<table><col><col span=2 style='width:0;display:none'><col>\
        <tr><td>1<td>2<td>3<td>4</tr><tr style=\"Display : none;\"><td>5</tr><tr><td>6</table>";
    let book = book(page, "xls");
    let sheet = &book.sheets[0];
    assert_eq!(sheet.hidden_cols, [1, 2]);
    assert_eq!(sheet.hidden_rows, [1]);
    assert_eq!(sheet.filled(), 6);
}

#[test]
fn number_formats_of_a_page_tell_dates() {
    let page = "<html><style><!-- td{color:black} .xl24 {mso-number-format:\"dd\\/mm\\/yyyy\";}\
        .xl25{mso-number-format:\"\\#\\,\\#\\#0\"} --></style>\
        <table><tr><td class=xl24 x:num=\"43983\">01/06/2020<td class=xl25 x:num=43983>43.983\
        <td style='mso-number-format:\"Short Date\"' x:num=\"43983\">1/6/2020<td x:err=\"#REF!\">#REF!<td x:bool=\"TRUE\">ĐÚNG\
        <td sdval=\"43983\" sdnum=\"1033;0;DD/MM/YYYY\">x<td x:str=\" a  b\">a b</table>";
    assert_eq!(
        cells(&book(page, "xls").sheets[0]),
        [
            "A1 Date(2020-06-01T00:00:00)",
            "B1 Number(43983.0)",
            "C1 Date(2020-06-01T00:00:00)",
            "D1 Error(\"#REF!\")",
            "E1 Bool(true)",
            "F1 Date(2020-06-01T00:00:00)",
            "G1 Text(\" a  b\")",
        ]
    );
}

#[test]
fn every_table_of_a_page_is_a_sheet() {
    let page = "<table><tr><td>a</table><p>xen giữa</p><table><tr><td>b</table>";
    let two = book(page, "xls");
    let names: Vec<&str> = two.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["Sheet1", "Sheet2"]);
    let named = "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>\
        <x:ExcelWorksheet><x:Name>Biểu 1</x:Name></x:ExcelWorksheet>\
        <x:ExcelWorksheet><x:Name>Y tế &amp; GD</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->";
    let named = book(format!("<html>{named}{page}"), "xls");
    let names: Vec<&str> = named.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["Biểu 1", "Y tế & GD"]);
}

#[test]
fn a_table_within_a_frame_is_the_sheet() {
    let inner = "<table><tr><td>a<td>b</tr><tr><td>c<td>d</tr></table>";
    let framed = book(format!("<table><tr><td>{inner}</td></tr></table>"), "xls");
    assert_eq!(framed.sheets.len(), 1);
    assert_eq!(framed.sheets[0].filled(), 4);
    // A list drawn as a table is text of its cell.
    let list =
        "<table><tr><td>x<td><table><tr><td>một</tr><tr><td>hai</tr></table></td><td>y</table>";
    assert_eq!(
        cells(&book(list, "xls").sheets[0]),
        ["A1 Text(\"x\")", "B1 Text(\"một\\nhai\")", "C1 Text(\"y\")"]
    );
}

#[test]
fn a_page_without_a_table_is_no_spreadsheet() {
    let facts = opened("<html><body>Kính gửi</body></html>", "xls")
        .outcome
        .facts;
    assert_eq!(facts, [FileFact::NotASpreadsheet(Some("HTML"))]);
}

#[test]
fn pages_are_held_to_the_limits() {
    let rows = "<tr><td>a<td>b</tr>".repeat(60);
    let limits = Limits::default().with(Limit::Cells, 100);
    let page = format!("<table>{rows}</table>");
    let opened = open_bytes(page.as_bytes(), "xls", &limits);
    assert!(opened.outcome.book.is_none());
    assert!(matches!(
        opened.outcome.facts[..],
        [
            ..,
            FileFact::Limit {
                limit: Limit::Cells,
                ..
            }
        ]
    ));
    // As deep as one likes.
    let deep = "<table><tr><td>".repeat(100_000);
    assert!(
        open_bytes(deep.as_bytes(), "xls", &limits)
            .outcome
            .book
            .is_some()
    );
    let wide = "<tr><td colspan=1000 rowspan=65534>x".repeat(200);
    let _ = open_bytes(format!("<table>{wide}").as_bytes(), "xls", &limits);
}

#[test]
fn pages_of_old_fonts_and_code_pages_are_read() {
    let page = b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\">\
        <style>.a{font-family:.VnTime, sans-serif}</style>\
        <table><tr><td class=a>S\xeb K\xd5 ho\xb9ch v\xb5 \xa7\xc7u t\xad<td class=a>b\xe9</table>";
    let mut old = book(page, "xls");
    round::decode(&mut old, &round::Setup::default());
    assert_eq!(
        cells(&old.sheets[0]),
        ["A1 Text(\"Sở Kế hoạch và Đầu tư\")", "B1 Text(\"bộ\")"]
    );
    let page = b"<meta charset=windows-1258><table><tr><td>Vi\xea\xf2t Nam, h\xf4\xde tr\xf5\xf2 &#7871;</table>";
    assert_eq!(
        cells(&book(page, "xls").sheets[0]),
        ["A1 Text(\"Việt Nam, hỗ trợ ế\")"]
    );
}

/// A workbook in XML with these sheets.
fn xml(head: &str, sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         {head}{sheets}</Workbook>"
    )
}

#[test]
fn a_workbook_in_xml_is_read_cell_by_cell() {
    let head = "<DocumentProperties><LastSaved>2020-08-24T20:19:22Z</LastSaved></DocumentProperties>\
        <Styles><Style ss:ID=\"Default\"><Font ss:FontName=\"Arial\"/></Style>\
        <Style ss:ID=\"s1\"><NumberFormat ss:Format=\"Short Date\"/></Style>\
        <Style ss:ID=\"s2\" ss:Parent=\"s1\"/></Styles>";
    let sheets = "<Worksheet ss:Name=\"Danh mục\"><Table ss:ExpandedColumnCount=\"9\">\
        <Column ss:Index=\"2\" ss:Hidden=\"1\" ss:Span=\"1\"/>\
        <Row ss:Index=\"3\"><Cell ss:MergeAcross=\"2\" ss:MergeDown=\"1\"><Data ss:Type=\"String\">Sở Y tế&#10;A &amp; B</Data></Cell>\
        <Cell><Data ss:Type=\"Number\">1200.5</Data></Cell>\
        <Cell ss:Index=\"6\" ss:StyleID=\"s2\"><Data ss:Type=\"Number\">43983</Data></Cell>\
        <Cell><Data ss:Type=\"DateTime\">2020-06-30T00:00:00.000</Data></Cell>\
        <Cell ss:Formula=\"=1+2\"/><Cell ss:Formula=\"=1+2\"><Data ss:Type=\"Number\">3</Data></Cell></Row>\
        <Row ss:Hidden=\"1\"><Cell ss:Index=\"4\"><Data ss:Type=\"Boolean\">1</Data><Comment><ss:Data>chú ý</ss:Data></Comment></Cell>\
        <Cell><Data ss:Type=\"Error\">#REF!</Data></Cell>\
        <Cell><ss:Data ss:Type=\"String\"><B>đậm</B><Font> nhạt</Font></ss:Data></Cell></Row></Table></Worksheet>\
        <Worksheet ss:Name=\"ẩn\"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>";
    let opened = opened(xml(head, sheets), "xls");
    assert!(matches!(
        opened.outcome.facts[..],
        [FileFact::Mismatch { content: "XML", .. }]
    ));
    let book = opened.outcome.book.unwrap();
    assert_eq!(book.modified.unwrap().to_string(), "2020-08-25T03:19:22");
    let sheet = &book.sheets[0];
    assert_eq!(&*sheet.name, "Danh mục");
    assert_eq!(
        cells(sheet),
        [
            "A3 Text(\"Sở Y tế\\nA & B\")",
            "D3 Number(1200.5)",
            "F3 Date(2020-06-01T00:00:00)",
            "G3 Date(2020-06-30T00:00:00)",
            "H3 NoResult",
            "I3 Number(3.0)",
            "D4 Bool(true)",
            "E4 Error(\"#REF!\")",
            "F4 Text(\"đậm nhạt\")",
        ]
    );
    assert_eq!(merges(sheet), ["A3:C4"]);
    assert_eq!(
        (&sheet.hidden_cols[..], &sheet.hidden_rows[..]),
        (&[1, 2][..], &[3][..])
    );
    assert_eq!(book.sheets[1].visibility, Visibility::Hidden);
}

/// The comments on the cells.
fn comments(grid: &Grid) -> Vec<String> {
    let comments = grid.comments.iter();
    comments
        .map(|comment| format!("{} {}", comment.at, comment.text))
        .collect()
}

#[test]
fn comments_are_kept_beside_the_cells() {
    let of_before = book(include_bytes!("../reading/comment.xls"), "xls");
    assert_eq!(comments(&of_before.sheets[0]), ["F6 ĐVT: nghìn đồng"]);
    let open = "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>\
        <table:table table:name=\"S\"><table:table-row><table:table-cell/><table:table-cell office:value-type=\"string\">\
        <office:annotation><dc:creator>vp</dc:creator><dc:date>2020-08-24</dc:date><text:p>ĐVT:</text:p><text:p><text:span>nghìn đồng</text:span></text:p></office:annotation>\
        <text:p>Kinh phí</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><office:annotation><dc:creator>tonghop</dc:creator>\
        <text:p>✗ LỖI V102</text:p></office:annotation><text:p>x</text:p></table:table-cell></table:table-row></table:table>\
        </office:spreadsheet></office:body></office:document>";
    let open = book(open, "fods");
    assert_eq!(comments(&open.sheets[0]), ["B1 ĐVT:\nnghìn đồng"]);
    assert_eq!(
        cells(&open.sheets[0]),
        ["B1 Text(\"Kinh phí\")", "C1 Text(\"x\")"]
    );
    let sheet = "<Worksheet ss:Name=\"S\"><Table><Row><Cell><Data ss:Type=\"String\">Kinh phí</Data>\
        <Comment ss:Author=\"vp\"><ss:Data><B>vp:</B><Font>&#10;nghìn đồng</Font></ss:Data></Comment></Cell></Row></Table></Worksheet>";
    let in_xml = book(xml("", sheet), "xls");
    assert_eq!(comments(&in_xml.sheets[0]), ["A1 vp:\nnghìn đồng"]);
}

/// What a person sees of the cells, where it is other than what they store.
fn seen(grid: &Grid) -> Vec<String> {
    let seen = grid.seen.iter();
    seen.map(|(at, seen)| {
        let mut said = at.to_string();
        let words = [
            ("text", seen.text.as_deref()),
            ("words", seen.words.as_deref()),
            ("whole", seen.whole.as_deref()),
        ];
        for (name, text) in words {
            if let Some(text) = text {
                said.push_str(&format!(" {name}={text}"));
            }
        }
        if let Some(stored) = seen.stored {
            said.push_str(&format!(" stored={stored}"));
        }
        for (name, is_so) in [
            ("struck", seen.struck),
            ("hidden", seen.hidden),
            ("percent", seen.percent),
            ("stated", seen.stated),
        ] {
            if is_so {
                said.push_str(&format!(" {name}"));
            }
        }
        said
    })
    .collect()
}

#[test]
fn a_workbook_in_xml_shows_other_than_it_stores() {
    let head = "<Styles><Style ss:ID=\"m\"><NumberFormat ss:Format=\"#,##0,,\"/></Style>\
        <Style ss:ID=\"p\"><NumberFormat ss:Format=\"Percent\"/></Style>\
        <Style ss:ID=\"d\"><NumberFormat ss:Format=\"mm/yyyy\"/></Style>\
        <Style ss:ID=\"s\"><Font ss:StrikeThrough=\"1\"/></Style></Styles>";
    let sheets = "<Worksheet ss:Name=\"S\"><Table><Row>\
        <Cell ss:StyleID=\"m\"><Data ss:Type=\"Number\">100000000</Data></Cell>\
        <Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">0.5</Data></Cell>\
        <Cell ss:StyleID=\"d\"><Data ss:Type=\"DateTime\">2020-06-01T00:00:00.000</Data></Cell>\
        <Cell ss:StyleID=\"s\"><Data ss:Type=\"Number\">7</Data></Cell>\
        <Cell><ss:Data ss:Type=\"String\"><S>300</S> 500<Sup>1</Sup></ss:Data></Cell>\
        </Row></Table></Worksheet>";
    let book = book(xml(head, sheets), "xml");
    assert_eq!(
        cells(&book.sheets[0]),
        [
            "A1 Number(100.0)",
            "B1 Number(0.5)",
            "C1 Date(2020-06-01T00:00:00)",
            "D1 Number(7.0)",
            "E1 Text(\" 500\")",
        ]
    );
    assert_eq!(
        seen(&book.sheets[0]),
        [
            "A1 stored=100000000",
            "B1 text=50% percent",
            "C1 text=06/2020",
            "D1 struck",
            "E1 whole=300 5001",
        ]
    );
}

#[test]
fn a_page_shows_other_than_it_stores() {
    let page = "<style>.m{mso-number-format:\"\\#\\,\\#\\#0\\,\\,\"} .s{text-decoration:line-through}</style>\
        <table><tr><td class=m x:num>100000000</td><td class=s x:num>7</td>\
        <td>850<sup>1</sup></td><td><del>300</del> 500</td><td><s>40</s></td><td>500 m<sup>2</sup></td></tr>\
        <tr><td>Nội d<span style='display:none'>ung</span></td><td>2</td></tr></table>";
    let book = book(page, "xls");
    assert_eq!(
        cells(&book.sheets[0]),
        [
            "A1 Number(100.0)",
            "B1 Number(7.0)",
            "C1 Text(\"850\")",
            "D1 Text(\"500\")",
            "E1 Text(\"40\")",
            "F1 Text(\"500 m2\")",
            "A2 Text(\"Nội dung\")",
            "B2 Text(\"2\")",
        ]
    );
    assert_eq!(
        seen(&book.sheets[0]),
        [
            "A1 stored=100000000",
            "B1 struck",
            "C1 whole=8501",
            "D1 whole=300 500",
            "E1 struck",
        ]
    );
}

#[test]
fn an_open_document_shows_other_than_it_stores() {
    let document = "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\
        <office:automatic-styles>\
        <number:number-style style:name=\"N1\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\" number:grouping=\"true\" number:display-factor=\"1000000\"/></number:number-style>\
        <number:currency-style style:name=\"N2\"><number:currency-symbol>$</number:currency-symbol><number:number number:min-integer-digits=\"1\"/></number:currency-style>\
        <number:number-style style:name=\"N3\"><number:text>QĐ số </number:text><number:number number:decimal-places=\"0\" number:min-integer-digits=\"3\"/></number:number-style>\
        <number:date-style style:name=\"N4\"><number:month number:style=\"long\"/><number:text>/</number:text><number:year number:style=\"long\"/></number:date-style>\
        <style:style style:name=\"ce1\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>\
        <style:style style:name=\"ce2\" style:family=\"table-cell\" style:data-style-name=\"N2\"/>\
        <style:style style:name=\"ce3\" style:family=\"table-cell\" style:data-style-name=\"N3\"/>\
        <style:style style:name=\"ce4\" style:family=\"table-cell\" style:data-style-name=\"N4\"/>\
        <style:style style:name=\"ce5\" style:family=\"table-cell\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
        <style:style style:name=\"ce6\" style:family=\"table-cell\" style:parent-style-name=\"ce5\"/>\
        <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
        <style:style style:name=\"T2\" style:family=\"text\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
        </office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"S\">\
        <table:table-column table:default-cell-style-name=\"ce1\"/>\
        <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"100000000\"><text:p>100</text:p></table:table-cell>\
        <table:table-cell table:style-name=\"ce2\" office:value-type=\"currency\" office:currency=\"USD\" office:value=\"2000\"><text:p>$2000</text:p></table:table-cell>\
        <table:table-cell table:style-name=\"ce3\" office:value-type=\"float\" office:value=\"7\"><text:p>QĐ số 007</text:p></table:table-cell>\
        <table:table-cell table:style-name=\"ce4\" office:value-type=\"date\" office:date-value=\"2020-06-01\"><text:p>06/2020</text:p></table:table-cell>\
        <table:table-cell table:style-name=\"ce6\" office:value-type=\"string\"><text:p>Xây cầu</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p><text:span text:style-name=\"T2\">300</text:span> 500<text:span text:style-name=\"T1\">1</text:span></text:p></table:table-cell>\
        <table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-spanned=\"2\"><text:p>1</text:p></table:table-cell>\
        <table:covered-table-cell office:value-type=\"float\" office:value=\"9\"><text:p>9</text:p></table:covered-table-cell>\
        </table:table-row></table:table></office:spreadsheet></office:body></office:document>";
    let book = book(document, "fods");
    let sheet = &book.sheets[0];
    assert_eq!(
        cells(sheet),
        [
            "A1 Number(100.0)",
            "B1 Number(2000.0)",
            "C1 Number(7.0)",
            "D1 Date(2020-06-01T00:00:00)",
            "E1 Text(\"Xây cầu\")",
            "F1 Text(\" 500\")",
            "G1 Number(0.5)",
            "H1 Number(1.0)",
        ]
    );
    assert_eq!(
        seen(sheet),
        [
            "A1 stored=100000000",
            "B1 text=$2000 words=$ stated",
            "C1 text=QĐ số 007 words=qđ số",
            "D1 text=06/2020",
            "E1 struck",
            "F1 whole=300 5001",
            "G1 text=50% percent",
        ]
    );
    let covered: Vec<String> = sheet
        .covered
        .iter()
        .map(|cell| format!("{} {:?}", cell.at, cell.content))
        .collect();
    assert_eq!(covered, ["I1 Number(9.0)"]);
}

#[test]
fn workbooks_of_before_show_other_than_they_store() {
    let struck = book(include_bytes!("../reading/struck-row.xls"), "xls");
    let cells_of_row: Vec<u32> = struck.sheets[0]
        .seen
        .iter()
        .filter(|(_, seen)| seen.struck)
        .map(|(at, _)| at.row)
        .collect();
    assert!(cells_of_row.len() > 4, "{cells_of_row:?}");
    assert!(cells_of_row.iter().all(|row| *row == cells_of_row[0]));
    let raised = book(include_bytes!("../reading/raised-marks.xls"), "xls");
    let wholes = seen(&raised.sheets[0]);
    assert!(
        wholes.iter().all(|cell| cell.contains("whole=")),
        "{wholes:?}"
    );
    assert!(!wholes.is_empty());
}

#[test]
fn xml_that_is_odd_is_refused() {
    let sheet = "<Worksheet ss:Name=\"a\"><Table><Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row></Table></Worksheet>";
    let good = xml("", sheet);
    assert!(opened(&good, "xml").outcome.book.is_some());
    let bomb = good.replace("<Workbook", "<!DOCTYPE a [<!ENTITY b \"c\">]><Workbook");
    let cut = &good[..good.len() - 20];
    let twice = xml("", &sheet.repeat(2));
    for bad in [bomb.as_str(), cut, &twice, &xml("", "")] {
        let facts = opened(bad, "xls").outcome.facts;
        assert!(matches!(facts[..], [FileFact::Damaged(_)]), "{facts:?}");
    }
}

#[test]
fn xml_of_utf16_and_old_fonts_is_read() {
    let head = "<Styles><Style ss:ID=\"Default\"><Font ss:FontName=\".VnTime\"/></Style></Styles>";
    let sheet = "<Worksheet ss:Name=\"a\"><Table><Row><Cell><Data ss:Type=\"String\">b\u{e9}</Data></Cell></Row></Table></Worksheet>";
    let text = xml(head, sheet);
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [text.into_bytes(), utf16] {
        let mut book = book(bytes, "xls");
        round::decode(&mut book, &round::Setup::default());
        assert_eq!(cells(&book.sheets[0]), ["A1 Text(\"bộ\")"]);
    }
}

/// What a program of the time would have written as windows-1258.
fn as_1258(text: &str) -> Vec<u8> {
    const LETTERS: [(char, u8); 12] = [
        ('ă', 0xe3),
        ('Ă', 0xc3),
        ('đ', 0xf0),
        ('Đ', 0xd0),
        ('ơ', 0xf5),
        ('Ơ', 0xd5),
        ('ư', 0xfd),
        ('Ư', 0xdd),
        ('\u{300}', 0xcc),
        ('\u{309}', 0xd2),
        ('\u{303}', 0xde),
        ('\u{323}', 0xf2),
    ];
    use unicode_normalization::UnicodeNormalization as _;
    let mut bytes = Vec::new();
    // Hats stay with their letters, tones stand behind them.
    for letter in text.chars() {
        let apart: Vec<char> = letter.nfd().collect();
        let is_tone =
            |c: &&char| ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'].contains(c);
        let tone = apart.iter().find(is_tone).copied();
        let base: String = apart
            .iter()
            .copied()
            .filter(|c| !is_tone(&c))
            .nfc()
            .collect();
        for c in base.chars().chain(tone) {
            let known = LETTERS.iter().find(|(letter, _)| *letter == c);
            bytes.push(match (c, known) {
                (_, Some((_, byte))) => *byte,
                ('\u{301}', None) => 0xec,
                (c, None) => u8::try_from(u32::from(c)).unwrap(),
            });
        }
    }
    bytes
}

#[test]
fn text_files_of_every_encoding_and_separator_are_read() {
    let lines = [
        ["STT", "Nội dung hỗ trợ", "Kinh phí"],
        ["1", "Đào tạo bác sĩ", "1,5"],
        ["2", "Xây dựng trường", "2"],
    ];
    for separator in [",", ";", "\t"] {
        let rows: Vec<String> = lines
            .iter()
            .map(|row| {
                let quoted = row.map(|cell| {
                    if cell.contains(separator) {
                        format!("\"{cell}\"")
                    } else {
                        cell.to_owned()
                    }
                });
                quoted.join(separator)
            })
            .collect();
        let text = rows.join("\r\n");
        let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xfeff);
            mark.into_iter()
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect()
        };
        for (what, bytes) in [
            ("UTF-8", text.clone().into_bytes()),
            (
                "UTF-8 with a mark",
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            ),
            ("UTF-16 LE", utf16(u16::to_le_bytes, true)),
            ("UTF-16 BE", utf16(u16::to_be_bytes, true)),
            ("UTF-16 LE without a mark", utf16(u16::to_le_bytes, false)),
            ("UTF-16 BE without a mark", utf16(u16::to_be_bytes, false)),
            ("windows-1258", as_1258(&text)),
        ] {
            let mut book = book(bytes, "csv");
            round::decode(&mut book, &round::Setup::default());
            let found: Vec<String> = cells(&book.sheets[0]);
            let expected: Vec<String> = lines
                .iter()
                .zip(0..)
                .flat_map(|(row, index)| {
                    row.iter().zip(0..).map(move |(cell, col)| {
                        format!("{} Text({cell:?})", CellRef::new(index, col))
                    })
                })
                .collect();
            assert_eq!(found, expected, "{what} {separator:?}");
        }
    }
}

#[test]
fn text_files_of_old_fonts_are_read() {
    for (what, bytes) in [
        ("TCVN3", &b"STT;N\xe9i dung h\xe7 tr\xee;\xa7\xac n v\xde\r\n1;X\xa9y d\xf9ng tr\xad\xeang h\xe4c;S\xeb Y t\xd5\r\n"[..]),
        ("VNI", b"STT;No\xe4i dung ho\xe3 tr\xf4\xef;N\xf4i\r\n1;Xa\xe2y d\xf6\xefng tr\xf6\xf4\xf8ng ho\xefc;S\xf4\xfb Y te\xe1\r\n"),
    ] {
        let mut book = book(bytes, "txt");
        let counts = round::decode(&mut book, &round::Setup::default()).counts();
        let found = cells(&book.sheets[0]).join("|");
        assert!(found.contains("Nội dung hỗ trợ"), "{what}: {found}");
        assert!(found.contains("Xây dựng trường học"), "{what}: {found}");
        assert!(found.contains("Sở Y tế"), "{what}: {found}");
        assert_eq!(counts.keys().map(|encoding| encoding.name()).collect::<Vec<_>>(), [what]);
    }
}

/// A record of an old workbook.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [
        &kind.to_le_bytes()[..],
        &u16::try_from(data.len()).unwrap().to_le_bytes(),
        data,
    ]
    .concat()
}

/// A workbook of Excel 5 with one text cell in a font and code page.
fn biff5(page: Option<u16>, font: &str, text: &[u8]) -> Vec<u8> {
    let named =
        |head: &[u8], name: &[u8]| [head, &[u8::try_from(name.len()).unwrap()], name].concat();
    let mut head = record(0x0809, b"\x00\x05\x05\x00\x00\x00\x00\x00");
    if let Some(page) = page {
        head.extend(record(0x0042, &page.to_le_bytes()));
    }
    head.extend(record(0x0031, &named(&[0; 14], font.as_bytes())));
    head.extend(record(0x00e0, &[0; 16]));
    let name = named(&[0, 0], b"S");
    let start = u32::try_from(head.len() + 4 + 4 + name.len() + 4).unwrap();
    head.extend(record(0x0085, &[&start.to_le_bytes()[..], &name].concat()));
    head.extend(record(0x000a, b""));
    head.extend(record(0x0809, b"\x00\x05\x10\x00\x00\x00\x00\x00"));
    let length = u16::try_from(text.len()).unwrap().to_le_bytes();
    head.extend(record(
        0x0204,
        &[&[0, 0, 0, 0, 0, 0][..], &length, text].concat(),
    ));
    head.extend(record(0x000a, b""));
    head
}

#[test]
fn workbooks_of_excel_5_are_read_by_their_code_page() {
    for (page, font, bytes, expected) in [
        (None, "Arial", &b"caf\xe9"[..], "café"),
        (Some(1252), ".VnTime", b"S\xeb Y t\xd5", "Sở Y tế"),
        (Some(1252), ".VnTime", b"b\xe9", "bộ"),
        (Some(1252), "Arial", b"b\xe9", "bé"),
        (Some(1258), "Arial", b"Vi\xea\xf2t Nam", "Việt Nam"),
        (Some(1251), "Arial", b"\xcc\xee\xf1\xea\xe2\xe0", "Москва"),
    ] {
        let mut book = book(biff5(page, font, bytes), "xls");
        round::decode(&mut book, &round::Setup::default());
        assert_eq!(
            cells(&book.sheets[0]),
            [format!("A1 Text({expected:?})")],
            "{page:?}"
        );
    }
}

#[test]
fn the_fonts_of_a_workbook_of_today_tell_short_texts() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let old = Format::new().set_font_name(".VnTime");
    let new = Format::new().set_font_name("Times New Roman");
    let sheet = workbook.add_worksheet();
    sheet.write_with_format(0, 0, "b\u{e9}", &old).unwrap();
    sheet.write_with_format(1, 0, "bộ", &new).unwrap();
    sheet.write_with_format(2, 0, "b\u{e8}", &new).unwrap();
    sheet
        .write_rich_string(3, 0, &[(&old, "h\u{e7}"), (&old, " tr\u{ee}")])
        .unwrap();
    let mut book = book(workbook.save_to_buffer().unwrap(), "xlsx");
    assert_eq!(book.fonts.listed.len(), 1);
    round::decode(&mut book, &round::Setup::default());
    assert_eq!(
        cells(&book.sheets[0]),
        [
            "A1 Text(\"bộ\")",
            "A2 Text(\"bộ\")",
            "A3 Text(\"bè\")",
            "A4 Text(\"hỗ trợ\")"
        ]
    );
    let clean = files::form();
    assert!(self::book(clean, "xlsx").fonts.cells.is_empty());
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    files::zip(parts)
}

fn taken(folder: &TempDir, path: &str) -> Intake {
    gather(
        &[folder.path().join(path)],
        None,
        &HashSet::new(),
        &Limits::default(),
    )
    .unwrap()
}

fn names(intake: &Intake) -> Vec<&str> {
    intake.sources.iter().map(|source| &*source.name).collect()
}

#[test]
fn the_members_of_an_archive_are_sources() {
    let folder = TempDir::new().unwrap();
    let form = files::form();
    let bytes = zip_of(&[
        ("Sở Y tế.xlsx", &form),
        ("huyện/a.csv", b"STT,a\n1,b\n"),
        ("__MACOSX/._a.csv", b"x"),
        ("~$a.xlsx", b"x"),
        (".an/b.csv", b"x"),
        ("README.txt", b"x"),
        ("cong-van.docx", b"x"),
        ("trong.zip", b"PK\x03\x04"),
        ("../../ra-ngoai.csv", b"a,b\n1,2\n"),
        ("bao-cao", &form),
        ("tonghop.toml", b"[lists]\nunits = \"units.csv\"\n"),
        ("units.csv", b"code,name\n"),
    ]);
    fs::write(folder.path().join("hop-thu.zip"), &bytes).unwrap();
    let alone = taken(&folder, "hop-thu.zip");
    assert!(alone.complete);
    let expected = [
        "hop-thu.zip/Sở Y tế.xlsx",
        "hop-thu.zip/bao-cao",
        "hop-thu.zip/huyện/a.csv",
        "hop-thu.zip/ra-ngoai.csv",
    ];
    assert_eq!(names(&alone), expected);
    let others: Vec<String> = alone
        .others
        .iter()
        .map(|other| format!("{} {:?}", other.name, other.fact))
        .collect();
    assert_eq!(
        others,
        [
            "hop-thu.zip/cong-van.docx NotASpreadsheet(Some(\"DOCX\"))",
            "hop-thu.zip/trong.zip Unsupported(\"ZIP\")",
        ]
    );
    let within = taken(&folder, "");
    assert_eq!(names(&within), expected);
    let opened: Vec<Opened> = alone
        .sources
        .iter()
        .map(|source| open(source, &Limits::default()))
        .collect();
    assert!(opened.iter().all(|opened| opened.outcome.book.is_some()));
    assert_eq!(opened[0], open_bytes(&form, "xlsx", &Limits::default()));
}

#[test]
fn two_members_of_one_name_are_both_read() {
    let folder = TempDir::new().unwrap();
    // The writer refuses the same name twice, so the second is renamed in the bytes.
    let bytes = zip_of(&[
        ("b/so.csv", b"STT,a\n1,b\n"),
        ("b/s0.csv", b"STT,a\n2,c\n"),
        ("a.csv", b"STT,a\n3,d\n"),
    ]);
    let text = bytes.escape_ascii().to_string();
    assert_eq!(text.matches("b/s0.csv").count(), 2);
    let mut same = bytes.clone();
    for at in memchr::memmem::find_iter(&bytes, b"b/s0.csv") {
        same[at + 3] = b'o';
    }
    fs::write(folder.path().join("hop-thu.zip"), &same).unwrap();
    let intake = taken(&folder, "hop-thu.zip");
    assert_eq!(
        names(&intake),
        [
            "hop-thu.zip/a.csv",
            "hop-thu.zip/b/so (2).csv",
            "hop-thu.zip/b/so.csv"
        ]
    );
    let read: Vec<Vec<String>> = intake
        .sources
        .iter()
        .map(|source| {
            let opened = open(source, &Limits::default());
            cells(&opened.outcome.book.unwrap().sheets[0])
        })
        .collect();
    assert!(read[1].contains(&"B2 Text(\"c\")".to_owned()), "{read:?}");
    assert!(read[2].contains(&"B2 Text(\"b\")".to_owned()), "{read:?}");
}

#[test]
fn a_member_with_two_names_is_told_and_the_others_are_read() {
    let folder = TempDir::new().unwrap();
    let good = zip_of(&[("a.csv", b"a,b\n1,2\n"), ("b.csv", b"a,b\n1,2\n")]);
    fs::write(folder.path().join("a.zip"), hostile::two_names(good)).unwrap();
    let intake = taken(&folder, "a.zip");
    assert_eq!(names(&intake), ["a.zip/a.csv", "a.zip/b.csv"]);
    let facts = |index: usize| {
        open(&intake.sources[index], &Limits::default())
            .outcome
            .facts
    };
    assert!(facts(0).is_empty());
    assert_eq!(
        facts(1),
        [FileFact::TwoNames {
            listed: "b.csv".into(),
            own: "`.csv".into()
        }]
    );
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

/// An archive with one stored member of any name, as programs of the time wrote them.
fn stored(name: &[u8], flags: u16, extra: &[u8], bytes: &[u8]) -> Vec<u8> {
    let crc = crc32(bytes);
    let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let lengths = |extra: &[u8]| {
        let of = |part: &[u8]| u16::try_from(part.len()).unwrap().to_le_bytes();
        [of(name), of(extra)].concat()
    };
    let common = [
        &[20, 0][..],
        &flags.to_le_bytes(),
        &[0; 6],
        &crc.to_le_bytes(),
        &size,
        &size,
        &lengths(extra),
    ]
    .concat();
    let local = [b"PK\x03\x04", &common[..], name, extra, bytes].concat();
    let central = [b"PK\x01\x02\x14\0", &common[..], &[0; 14], name, extra].concat();
    let at = u32::try_from(local.len()).unwrap().to_le_bytes();
    let length = u32::try_from(central.len()).unwrap().to_le_bytes();
    [
        &local[..],
        &central,
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0",
        &length,
        &at,
        &[0, 0],
    ]
    .concat()
}

#[test]
fn names_in_an_archive_come_in_several_encodings() {
    let folder = TempDir::new().unwrap();
    let decomposed = "So\u{31b}\u{309} Y te\u{302}\u{301}.csv";
    // The field that holds the name in UTF-8 beside a name of some code page; the sum says that it
    // belongs to that name.
    let old = b"S_ Y t_.csv";
    let field = |sum: u32| {
        let utf8 = "Sở Y tế.csv".as_bytes();
        let length = u16::try_from(utf8.len() + 5).unwrap().to_le_bytes();
        [b"\x75\x70", &length[..], &[1], &sum.to_le_bytes(), utf8].concat()
    };
    let data = b"a,b\n1,2\n";
    for (what, bytes) in [
        (
            "UTF-8",
            stored("Sở Y tế.csv".as_bytes(), 0x800, &[], b"a,b\n1,2\n"),
        ),
        (
            "UTF-8, not said",
            stored("Sở Y tế.csv".as_bytes(), 0, &[], b"a,b\n1,2\n"),
        ),
        (
            "decomposed",
            stored(decomposed.as_bytes(), 0x800, &[], b"a,b\n1,2\n"),
        ),
        (
            "windows-1258",
            stored(b"S\xf5\xd2 Y t\xea\xec.csv", 0, &[], b"a,b\n1,2\n"),
        ),
    ] {
        fs::write(folder.path().join("a.zip"), bytes).unwrap();
        assert_eq!(
            names(&taken(&folder, "a.zip")),
            ["a.zip/Sở Y tế.csv"],
            "{what}"
        );
    }
    let with_field = stored(old, 0, &field(crc32(old)), data);
    fs::write(folder.path().join("a.zip"), with_field).unwrap();
    assert_eq!(names(&taken(&folder, "a.zip")), ["a.zip/Sở Y tế.csv"]);
    fs::write(
        folder.path().join("a.zip"),
        stored(b"th\xa0ng.csv", 0, &[], b"a,b\n1,2\n"),
    )
    .unwrap();
    assert_eq!(names(&taken(&folder, "a.zip")), ["a.zip/tháng.csv"]);
}

#[test]
fn a_member_with_a_password_is_told_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("a.zip"),
        stored(b"a.csv", 1, &[], b"0123456789abcdef"),
    )
    .unwrap();
    let intake = taken(&folder, "a.zip");
    assert_eq!(names(&intake), ["a.zip/a.csv"]);
    let opened = open(&intake.sources[0], &Limits::default());
    assert_eq!(opened.outcome.facts, [FileFact::Encrypted]);
}

#[test]
fn a_damaged_archive_is_a_damaged_submission() {
    let folder = TempDir::new().unwrap();
    let good = zip_of(&[("a.csv", b"a,b\n1,2\n")]);
    for (bytes, parts) in [
        (&good[..good.len() - 30], 1000),
        (b"khong phai", 1000),
        (b"", 1000),
    ] {
        fs::write(folder.path().join("a.zip"), bytes).unwrap();
        let limits = Limits::default().with(Limit::Parts, parts);
        let intake = gather(
            &[folder.path().join("a.zip")],
            None,
            &HashSet::new(),
            &limits,
        )
        .unwrap();
        assert_eq!(names(&intake), ["a.zip"]);
        let facts = open(&intake.sources[0], &limits).outcome.facts;
        assert!(
            matches!(facts[..], [FileFact::Damaged(_) | FileFact::Empty]),
            "{facts:?}"
        );
    }
    let limits = Limits::default().with(Limit::Parts, 1);
    let many = zip_of(&[("a.csv", b"a,b\n1,2\n"), ("b.csv", b"a,b\n1,2\n")]);
    fs::write(folder.path().join("a.zip"), many).unwrap();
    let intake = gather(
        &[folder.path().join("a.zip")],
        None,
        &HashSet::new(),
        &limits,
    )
    .unwrap();
    let facts = open(&intake.sources[0], &limits).outcome.facts;
    assert!(matches!(
        facts[..],
        [FileFact::Limit {
            limit: Limit::Parts,
            found: 2,
            ..
        }]
    ));
}

#[test]
fn members_are_held_to_the_limits() {
    let folder = TempDir::new().unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file("bom.csv", SimpleFileOptions::default())
        .unwrap();
    writer.write_all(&vec![b' '; 4 << 20]).unwrap();
    writer
        .start_file("tot.csv", SimpleFileOptions::default())
        .unwrap();
    writer.write_all(b"a,b\n1,2\n").unwrap();
    fs::write(
        folder.path().join("a.zip"),
        writer.finish().unwrap().into_inner(),
    )
    .unwrap();
    let intake = taken(&folder, "a.zip");
    let facts = |index: usize| {
        open(&intake.sources[index], &Limits::default())
            .outcome
            .facts
    };
    assert!(matches!(
        facts(0)[..],
        [FileFact::Limit {
            limit: Limit::Ratio,
            ..
        }]
    ));
    assert!(facts(1).is_empty());
    let small = Limits::default().with(Limit::TotalMib, 2);
    let intake = gather(
        &[folder.path().join("a.zip")],
        None,
        &HashSet::new(),
        &small,
    )
    .unwrap();
    let facts = open(&intake.sources[0], &small).outcome.facts;
    assert!(matches!(
        facts[..],
        [FileFact::Limit {
            limit: Limit::TotalMib,
            ..
        }]
    ));
}

#[test]
fn a_copy_of_a_list_in_an_archive_is_no_submission() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("units.csv"), b"code,name\nso-yt,x\n").unwrap();
    let bytes = zip_of(&[
        ("danh-sach.csv", b"code,name\nso-yt,x\n"),
        ("b.csv", b"code,name\nso-yt,y\n"),
    ]);
    fs::write(folder.path().join("a.zip"), bytes).unwrap();
    let skip = HashSet::from([fs::canonicalize(folder.path().join("units.csv")).unwrap()]);
    let intake = gather(
        &[folder.path().join("a.zip")],
        None,
        &skip,
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(names(&intake), ["a.zip/b.csv"]);
}

#[test]
fn pages_and_packages_are_known_by_their_content() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("a.html"),
        "<html><table><tr><td>a<td>b</table>",
    )
    .unwrap();
    fs::write(folder.path().join("b.html"), "<html><p>Kính gửi").unwrap();
    fs::write(folder.path().join("c.zip"), files::form()).unwrap();
    let intake = taken(&folder, "");
    assert_eq!(names(&intake), ["a.html", "c.zip"]);
    assert_eq!(
        intake.others[0].fact,
        FileFact::NotASpreadsheet(Some("HTML"))
    );
    for source in &intake.sources {
        let opened = open(source, &Limits::default());
        assert!(opened.outcome.book.is_some(), "{}", source.name);
        assert!(opened.outcome.facts.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_at_random_do_no_harm(pieces in prop::collection::vec(prop::sample::select(vec![
        "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=3 colspan=2>", "<td x:num=\"1e999\">", "<td x:num=43983 class=a>",
        "<col span=9 style='display:none'>", "<style>.a{mso-number-format:\"dd\\/mm", "\\", "\"}", "</style>", "<!--", "-->", "<script>", "</script>",
        "ộ", "&nbsp;", "&#x1F600;", "<br>", "<tbody>", "<caption>", "<td colspan=99999999999 rowspan=0>", "\0", "<![CDATA[", "]]>", "'", "<xml>",
    ]), 0..60)) {
        let page = format!("<html>{}", pieces.concat());
        opened(page, "xls");
    }

    #[test]
    fn workbooks_in_xml_at_random_do_no_harm(pieces in prop::collection::vec(prop::sample::select(vec![
        "<Worksheet ss:Name=\"a\">", "<Worksheet>", "</Worksheet>", "<Table>", "<Row>", "<Row ss:Index=\"4294967295\" ss:Span=\"4294967295\" ss:Hidden=\"1\">",
        "</Row>", "<Cell>", "<Cell ss:Index=\"0\"/>", "<Cell ss:MergeAcross=\"4294967295\" ss:MergeDown=\"4294967295\">", "</Cell>",
        "<Data ss:Type=\"Number\">", "<Data ss:Type=\"DateTime\">", "</Data>", "1e999", "2020-99-99", "ộ", "&#0;", "<Comment>", "</Comment>",
        "<Style ss:ID=\"a\" ss:Parent=\"a\">", "<NumberFormat ss:Format=\"dd\"/>", "<Column ss:Hidden=\"1\" ss:Span=\"4294967295\"/>", "</Workbook>",
    ]), 0..60)) {
        opened(xml("", &pieces.concat()), "xls");
    }

    #[test]
    fn changed_bytes_do_no_harm(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), which in 0..3_usize) {
        let sheet = "<Worksheet ss:Name=\"a\"><Table><Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row></Table></Worksheet>";
        let mut bytes = match which {
            0 => b"<html><style>.a{mso-number-format:\"0\"}</style><table><tr><td x:num=\"1\" rowspan=2>a<td>b</table>".to_vec(),
            1 => xml("", sheet).into_bytes(),
            _ => zip_of(&[("a.csv", b"a,b\n1,2\n"), ("b.csv", b"a;b\n1;2\n")]),
        };
        for (index, byte) in at {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if which < 2 {
            opened(&bytes, "xls");
        } else {
            let folder = TempDir::new().unwrap();
            fs::write(folder.path().join("a.zip"), &bytes).unwrap();
            for source in taken(&folder, "a.zip").sources {
                let _ = open(&source, &Limits::default());
            }
        }
    }
}
