//! Files sent back for correction: what is marked, what stays, what goes away again.

use std::fmt::Write as _;

use crate::support::files::{xlsx, xlsx_of, zip};
use crate::support::marked::{grids, marks, packed, part, parts, text_of, well_formed};
use proptest::prelude::*;
use tonghop::finding::Severity::{Error, Info, Warning};
use tonghop::intake::limits::Limits;
use tonghop::write::returned::{Marks, Trouble, patch};

fn marked(package: &[u8], marks: &Marks) -> Vec<u8> {
    let marked = patch::marked(package, marks, &Limits::default()).unwrap();
    well_formed(&marked);
    marked
}

/// Marks a package; what it held must still be there, and a second run must give the same bytes, as must a run
/// behind one that took the marks away.
fn holds(package: &[u8], marks: &Marks) -> Vec<u8> {
    let once = marked(package, marks);
    assert_eq!(grids(&once), grids(package));
    let twice = marked(&once, marks);
    assert!(once == twice, "{:?}", differences(&once, &twice));
    let clean = marked(&once, &Marks::default());
    assert_eq!(grids(&clean), grids(package));
    assert_eq!(
        in_front(&once),
        (vec![sheets(&once).len() - 1], vec!["tonghop1.xml".into()]),
        "the sheet of findings is in front, and no other is selected"
    );
    assert_eq!(in_front(&clean), in_front(package));
    assert_eq!(
        text_of(&clean, "xl/workbook.xml"),
        text_of(package, "xl/workbook.xml")
    );
    for word in [">tonghop<", "tonghop.returned", "Góp ý", "V102"] {
        assert!(!text_of(&clean, "").contains(word), "{word}");
    }
    let after: Vec<String> = parts(&clean).into_keys().collect();
    let before: Vec<String> = parts(package).into_keys().collect();
    let left: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
    assert!(
        left.iter()
            .all(|name| name.ends_with("custom.xml") || name.ends_with("styles.xml")),
        "{left:?}"
    );
    once
}

/// The names of the sheets, in the order of their tabs.
fn sheets(package: &[u8]) -> Vec<String> {
    let workbook = text_of(package, "workbook.xml");
    let tags = workbook.split('<').filter(|tag| {
        let name = tag.split([' ', '>', '/']).next().unwrap();
        name == "sheet" || name.ends_with(":sheet")
    });
    tags.map(|tag| {
        tag.split("name=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    })
    .collect()
}

/// The numbers of the tabs that are in front, and the parts of the sheets that are selected.
fn in_front(package: &[u8]) -> (Vec<usize>, Vec<String>) {
    let value = |tag: &str, name: &str| -> Option<String> {
        let value = tag.split(&format!(" {name}=")).nth(1)?;
        let quote = value.chars().next()?;
        Some(value.split(quote).nth(1)?.to_owned())
    };
    let workbook = text_of(package, "workbook.xml");
    let windows = workbook
        .split('<')
        .filter(|tag| tag.contains("workbookView "));
    let tabs = windows.map(|tag| value(tag, "activeTab").map_or(0, |tab| tab.parse().unwrap()));
    let mut selected = Vec::new();
    for (name, bytes) in parts(package) {
        let file = name.rsplit(['/', '\\']).next().unwrap().to_owned();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let views = text.split('<').filter(|tag| tag.contains("sheetView "));
        let is_on =
            |tag: &str| value(tag, "tabSelected").is_some_and(|on| on == "1" || on == "true");
        selected.extend(views.filter(|tag| is_on(tag)).map(|_| file.clone()));
    }
    let mut tabs: Vec<usize> = tabs.collect();
    tabs.dedup();
    (tabs, selected)
}

fn differences(one: &[u8], other: &[u8]) -> Vec<String> {
    let (one, other) = (parts(one), parts(other));
    let names = one.keys().chain(other.keys());
    names
        .filter(|name| one.get(*name) != other.get(*name))
        .cloned()
        .collect()
}

/// The parts that may change are those of the sheets, of styles and of names; all others stay as they are packed.
fn others_stay(before: &[u8], after: &[u8]) {
    let (before, after) = (packed(before), packed(after));
    for (name, bytes) in before {
        let lower = name.to_lowercase();
        let may = [
            "workbook.xml",
            "styles.xml",
            "[content_types]",
            ".rels",
            "comment",
            ".vml",
            "sheet1.xml",
            "custom.xml",
        ];
        if !may.iter().any(|may| lower.contains(may)) {
            assert_eq!(after.get(&name), Some(&bytes), "{name}");
        }
    }
}

const ROWS: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>STT</t></is></c><c r=\"B1\"><v>1</v></c></row><row r=\"3\"><c r=\"B3\"><v>3</v></c></row>";

#[test]
fn the_smallest_workbook_gets_all_that_it_lacks() {
    let package = xlsx(ROWS, &[]);
    let once = holds(
        &package,
        &marks("S", &[("B1", Error), ("A2", Warning), ("C3", Info)]),
    );
    let sheet = part(&once, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("<c s=\"2\" r=\"B1\">") || sheet.contains("<c s=\"1\" r=\"B1\">"),
        "{sheet}"
    );
    assert!(sheet.contains("<row r=\"2\"><c r=\"A2\""), "{sheet}");
    assert!(sheet.contains("<legacyDrawing "), "{sheet}");
    let notes = text_of(&once, "comments");
    for words in [
        "ref=\"B1\"",
        "✗ LỖI V102",
        "! CẢNH BÁO V102",
        "· THÔNG TIN V102",
        "Không hiểu &lt;số&gt; ở B1.",
        "Cách sửa: Ghi một con số.",
    ] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    for colour in ["FFFFC9C3", "FFFFE8A1", "FFD3E5FA"] {
        assert!(part(&once, "xl/styles.xml").contains(colour), "{colour}");
    }
    let list = text_of(&once, "worksheets/tonghop");
    assert!(list.contains("location=\"'S'!B1\""), "{list}");
    assert!(part(&once, "[Content_Types].xml").contains("Extension=\"vml\""));
}

#[test]
fn files_of_other_writers_keep_what_they_hold() {
    let openpyxl = include_bytes!("../returned/openpyxl.xlsx").as_slice();
    let libreoffice = include_bytes!("../returned/libreoffice.xlsx").as_slice();
    let xlsxwriter = include_bytes!("../returned/xlsxwriter.xlsm").as_slice();
    let sheetjs = include_bytes!("../returned/sheetjs.xlsx").as_slice();
    let marks = marks(
        "Danh mục",
        &[("D5", Error), ("F6", Error), ("F7", Warning), ("C1", Info)],
    );
    for package in [openpyxl, libreoffice, xlsxwriter, sheetjs] {
        let once = holds(package, &marks);
        others_stay(package, &once);
        let notes = text_of(&once, "comment");
        // Ours stand beside the office's, behind it on the same cell, and on the first cell of a merged region.
        assert!(notes.contains("Chờ quyết toán"), "{notes}");
        assert!(notes.contains("—— Góp ý ——"), "{notes}");
        assert!(
            notes.contains("ref=\"B1\"") && !notes.contains("ref=\"C1\""),
            "{notes}"
        );
        let sheet = part(&once, "xl/worksheets/sheet1.xml");
        let before = part(package, "xl/worksheets/sheet1.xml");
        for kept in [
            "dataValidation",
            "conditionalFormatting",
            "sheetProtection",
            "<drawing",
            "legacyDrawing",
        ] {
            assert_eq!(
                sheet.matches(kept).count(),
                before
                    .matches(kept)
                    .count()
                    .max(usize::from(kept == "legacyDrawing")),
                "{kept}"
            );
        }
    }
    let with_macros = marked(xlsxwriter, &marks);
    assert!(parts(&with_macros).contains_key("xl/vbaProject.bin"));
    assert!(text_of(&with_macros, ".vml").contains("ObjectType=\"Button\""));
    // Locked cells are told.
    assert!(
        text_of(&marked(openpyxl, &marks), "worksheets/tonghop")
            .contains("Trang tính “Danh mục” đang được bảo vệ và có 1 ô cần sửa bị khóa")
    );
}

#[test]
fn cells_and_rows_without_references_are_counted() {
    let rows = "<row spans=\"1:2\"><c><v>1</v></c><c t=\"str\"><v>a</v></c></row><row><c><v>2</v></c></row><row/>";
    let package = xlsx_of(
        &format!("<worksheet><dimension ref=\"A1:B2\"/><sheetData>{rows}</sheetData></worksheet>"),
        &[],
    );
    let once = holds(
        &package,
        &marks(
            "S",
            &[("A2", Error), ("C1", Error), ("B3", Error), ("A9", Error)],
        ),
    );
    let sheet = part(&once, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("spans=\"1:3\"") && sheet.contains("ref=\"A1:C9\""),
        "{sheet}"
    );
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with prefixes everywhere, parts named from the root, strings in a table, in the strict form or not.
fn prefixed(strict: bool, more: &[(&str, &[u8])]) -> Vec<u8> {
    let (office, main) = if strict {
        (
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
    } else {
        (
            OFFICE,
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        )
    };
    let types = "<?xml version=\"1.0\"?>\r\n<ct:Types xmlns:ct=\"http://schemas.openxmlformats.org/package/2006/content-types\"><ct:Default Extension=\"xml\" ContentType=\"application/xml\"/></ct:Types>";
    let root = format!(
        "<p:Relationships xmlns:p=\"http://schemas.openxmlformats.org/package/2006/relationships\"><p:Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"/xl/workbook.xml\"/></p:Relationships>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{office}/sharedStrings\" Target=\"./sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"{office}/styles\" Target=\"../xl/styles.xml\"/></Relationships>"
    );
    let workbook = format!(
        "<x:workbook xmlns:x=\"{main}\" xmlns:r=\"{office}\"><x:fileSharing readOnlyRecommended=\"1\"/><x:bookViews><x:workbookView activeTab=\"0\"/></x:bookViews><x:sheets><x:sheet name=\"S\" sheetId=\"7\" r:id=\"rId1\"/></x:sheets></x:workbook>"
    );
    let sheet = format!(
        "<x:worksheet xmlns:x=\"{main}\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c><x:c r=\"B1\" s=\"1\"><x:v>5</x:v></x:c></x:row></x:sheetData><x:extLst><x:ext uri=\"u\"/></x:extLst></x:worksheet>"
    );
    let strings = format!(
        "<x:sst xmlns:x=\"{main}\" count=\"1\" uniqueCount=\"1\"><x:si><x:t>STT</x:t></x:si></x:sst>"
    );
    let styles = format!(
        "<x:styleSheet xmlns:x=\"{main}\"><x:fonts count=\"1\"><x:font/></x:fonts><x:fills count=\"1\"><x:fill><x:patternFill patternType=\"none\"/></x:fill></x:fills><x:borders count=\"1\"><x:border/></x:borders><x:cellXfs count=\"2\"><x:xf/><x:xf numFmtId=\"14\" applyNumberFormat=\"1\"><x:protection locked=\"0\"/></x:xf></x:cellXfs></x:styleSheet>"
    );
    let own: [(&str, &[u8]); 7] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    zip(&[&own, more].concat())
}

#[test]
fn prefixes_and_the_strict_form_are_kept() {
    for strict in [false, true] {
        let package = prefixed(strict, &[]);
        let once = holds(&package, &marks("S", &[("B1", Error), ("A2", Warning)]));
        others_stay(&package, &once);
        let sheet = part(&once, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<x:row r=\"2\"><x:c r=\"A2\""), "{sheet}");
        assert!(
            sheet.contains("<x:legacyDrawing")
                && sheet.find("legacyDrawing") < sheet.find("extLst"),
            "{sheet}"
        );
        let styles = part(&once, "xl/styles.xml");
        assert!(
            styles.contains("<x:patternFill patternType=\"solid\">"),
            "{styles}"
        );
        assert!(
            styles.contains("numFmtId=\"14\" applyNumberFormat=\"1\"><x:protection locked=\"0\"/>"),
            "{styles}"
        );
        let purl = "purl.oclc.org/ooxml/spreadsheetml/main";
        assert_eq!(text_of(&once, "comments").contains(purl), strict);
        assert_eq!(
            part(&once, "xl/worksheets/_rels/sheet1.xml.rels").contains("purl.oclc.org"),
            strict
        );
        // A file that asks to be opened for reading only is told to the clerk.
        assert!(text_of(&once, "worksheets/tonghop").contains("chỉ để đọc"));
    }
}

#[test]
fn parts_named_as_on_windows_are_found() {
    let package = prefixed(false, &[]);
    let named: Vec<(String, Vec<u8>)> = parts(&package)
        .into_iter()
        .map(|(name, bytes)| (name.replace('/', "\\"), bytes))
        .collect();
    let named: Vec<(&str, &[u8])> = named
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let once = holds(&zip(&named), &marks("S", &[("B1", Error)]));
    assert!(text_of(&once, "sheet1.xml").contains("legacyDrawing"));
}

#[test]
fn traits_of_excel_wps_and_google_sheets_survive() {
    let sheet = "<worksheet xmlns=\"m\" xmlns:r=\"r\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"x14ac xr\" xmlns:x14ac=\"a\" xmlns:xr=\"x\" xr:uid=\"{1}\"><sheetPr><tabColor rgb=\"FF00FF00\"/></sheetPr><dimension ref=\"A1\"/><sheetData><row r=\"1\" spans=\"1:1\" x14ac:dyDescent=\"0.25\"><c r=\"A1\"><v>1</v></c></row></sheetData><drawing r:id=\"rId1\"/><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice Requires=\"x14\"><controls><control shapeId=\"1\"/></controls></mc:Choice></mc:AlternateContent></worksheet>";
    let relations = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{OFFICE}/drawing\" Target=\"../drawings/drawing1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" Target=\"../threadedComments/threadedComment1.xml\"/></Relationships>"
    );
    let more: [(&str, &[u8]); 7] = [
        ("xl/worksheets/_rels/sheet1.xml.rels", relations.as_bytes()),
        ("xl/drawings/drawing1.xml", b"<xdr:wsDr xmlns:xdr=\"d\"/>"),
        (
            "xl/threadedComments/threadedComment1.xml",
            b"<ThreadedComments/>",
        ),
        ("xl/persons/person.xml", b"<personList/>"),
        ("xl/calcChain.xml", b"<calcChain/>"),
        ("customXml/item1.xml", b"<a/>"),
        ("xl/printerSettings/printerSettings1.bin", b"\0\x01"),
    ];
    let package = xlsx_of(sheet, &more);
    let once = holds(&package, &marks("S", &[("A1", Error)]));
    others_stay(&package, &once);
    let sheet = part(&once, "xl/worksheets/sheet1.xml");
    let place = |word: &str| sheet.find(word).unwrap();
    assert!(
        place("<drawing") < place("<legacyDrawing")
            && place("<legacyDrawing") < place("<mc:AlternateContent"),
        "{sheet}"
    );
    assert!(sheet.contains("x14ac:dyDescent=\"0.25\"") && sheet.contains("xr:uid=\"{1}\""));
}

#[test]
fn a_sheet_of_the_office_with_our_name_stays() {
    let office = format!(
        "<Relationships><Relationship Id=\"a\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let workbook = "<workbook><bookViews><workbookView activeTab=\"1\"/></bookViews><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"góp Ý\" sheetId=\"2\" r:id=\"b\"/></sheets><definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">A1</definedName></definedNames></workbook>";
    let sheet = format!("<worksheet><sheetData>{ROWS}</sheetData></worksheet>");
    let package = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", office.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/worksheets/sheet2.xml", sheet.as_bytes()),
    ]);
    let once = holds(&package, &marks("góp Ý", &[("B1", Error)]));
    let workbook = part(&once, "xl/workbook.xml");
    assert!(
        workbook.contains("<sheet name=\"Góp ý 2\" sheetId=\"3\""),
        "{workbook}"
    );
    assert!(workbook.contains("localSheetId=\"1\"") && workbook.contains("activeTab=\"2\""));
}

/// Three sheets: the second in front, the second and the third selected together, in two windows.
fn with_tabs(views: &str, sheets: [&str; 3]) -> Vec<u8> {
    let relations: String = (1..=3)
        .map(|sheet| format!("<Relationship Id=\"r{sheet}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{sheet}.xml\"/>"))
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let root = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let listed: String = (1..=3)
        .map(|sheet| format!("<sheet name=\"S{sheet}\" sheetId=\"{sheet}\" r:id=\"r{sheet}\"/>"))
        .collect();
    let workbook = format!("<workbook><workbookPr/>{views}<sheets>{listed}</sheets></workbook>");
    let sheets = sheets.map(|view| {
        format!(
            "<worksheet><sheetViews>{view}</sheetViews><sheetData>{ROWS}</sheetData></worksheet>"
        )
    });
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheets[0].as_bytes()),
        ("xl/worksheets/sheet2.xml", sheets[1].as_bytes()),
        ("xl/worksheets/sheet3.xml", sheets[2].as_bytes()),
    ])
}

#[test]
fn a_returned_workbook_opens_on_the_findings_and_on_its_own_sheet_once_they_are_gone() {
    let plain = "<sheetView workbookViewId=\"0\"/>";
    let on = "<sheetView tabSelected=\"1\" workbookViewId=\"0\"/>";
    let windows = "<sheetView workbookViewId=\"0\" tabSelected='false'/><sheetView tabSelected='true' workbookViewId=\"1\"><selection/></sheetView>";
    for (views, sheets) in [
        ("", [plain, plain, plain]),
        (
            "<bookViews><workbookView xWindow=\"0\"/></bookViews>",
            [on, plain, plain],
        ),
        (
            "<bookViews><workbookView activeTab=\"1\"/></bookViews>",
            [plain, on, on],
        ),
        (
            "<bookViews><workbookView firstSheet=\"1\" activeTab='2' /><workbookView/></bookViews>",
            [windows, "", on],
        ),
    ] {
        let package = with_tabs(views, sheets);
        // On one sheet, on all, on none of those that were in front.
        for cells in [
            &[("S1", "B1")][..],
            &[("S1", "B1"), ("S2", "B1"), ("S3", "A3")],
            &[("S3", "B1")],
        ] {
            let mut all = Marks::default();
            for (sheet, cell) in cells {
                let one = marks(sheet, &[(cell, Error)]);
                all.sheets.extend(one.sheets);
                all.list = one.list;
                all.from = one.from;
            }
            let once = holds(&package, &all);
            assert_eq!(
                part(&once, "xl/workbook.xml").matches("activeTab").count(),
                views.matches("<workbookView").count().max(1)
            );
        }
    }
}

#[test]
fn marks_go_from_a_file_that_another_program_has_saved() {
    // LibreOffice has saved this one since it was returned: other names of parts, other numbers of styles.
    let saved = include_bytes!("../returned/saved-by-libreoffice.xlsx");
    let clean = marked(saved, &Marks::default());
    let text = text_of(&clean, "xl/workbook.xml") + &text_of(&clean, "comments");
    assert!(!text.contains("Góp ý") && !text.contains("V102"), "{text}");
    assert!(text.contains("Chờ quyết toán"));
    let (sheet, styles) = (
        part(&clean, "xl/worksheets/sheet1.xml"),
        part(&clean, "xl/styles.xml"),
    );
    let xfs: Vec<&str> = styles
        .split("<cellXfs")
        .nth(1)
        .unwrap()
        .split("<xf ")
        .skip(1)
        .collect();
    let fills = styles.split("<fill>").skip(1);
    let fills: Vec<&str> = fills
        .map(|fill| fill.split("</fill>").next().unwrap())
        .collect();
    let mut grey = 0;
    for cell in sheet.split("<c ").skip(1) {
        let style = cell
            .split("s=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let xf = xfs[style.parse::<usize>().unwrap()];
        let fill = xf
            .split("fillId=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let fill = fills[fill.parse::<usize>().unwrap()];
        assert!(
            !["FFC9C3", "FFE8A1", "D3E5FA"]
                .iter()
                .any(|ours| fill.contains(ours)),
            "{cell}: {fill}"
        );
        grey += usize::from(fill.contains("F2F2F2"));
    }
    assert_eq!(
        grey, 5,
        "the office's own colour comes back from under ours"
    );
    assert_eq!(grids(&clean), grids(saved));
    let marks = marks("Danh mục", &[("F6", Error)]);
    let once = marked(saved, &marks);
    let twice = marked(&once, &marks);
    assert!(twice == once, "{:?}", differences(&once, &twice));
}

#[test]
fn what_cannot_be_marked_says_why() {
    let limits = Limits::default();
    let some = marks("S", &[("A1", Error)]);
    let signed = xlsx(ROWS, &[("_xmlsignatures/sig1.xml", b"<Signature/>")]);
    assert_eq!(patch::marked(&signed, &some, &limits), Err(Trouble::Signed));
    let none = zip(&[("[Content_Types].xml", b"<Types/>")]);
    assert!(matches!(
        patch::marked(&none, &some, &limits),
        Err(Trouble::Damaged(_))
    ));
    assert!(matches!(
        patch::marked(b"PK", &some, &limits),
        Err(Trouble::Damaged(_))
    ));
    let other = marks("Không có", &[("A1", Error)]);
    assert!(matches!(
        patch::marked(&xlsx(ROWS, &[]), &other, &limits),
        Err(Trouble::Damaged(_))
    ));
}

/// A sheet of random cells as its writer makes it, and cells to mark.
fn sheet() -> impl Strategy<Value = (Vec<u8>, Marks)> {
    let cell = (0..8u32, 0..6u16, "[a-zắ<&\"' \n]{0,6}|-?[0-9]{1,6}");
    let cells = prop::collection::vec(cell, 0..25);
    let marked = prop::collection::vec((0..10u32, 0..9u32, 0..3usize), 1..12);
    (cells, marked, any::<bool>()).prop_map(|(cells, marked, merged)| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let page = workbook.add_worksheet();
        page.set_name("S").unwrap();
        if merged {
            page.merge_range(0, 0, 1, 2, "gộp", &rust_xlsxwriter::Format::new())
                .unwrap();
        }
        for (row, col, text) in cells {
            if merged && row < 2 && col < 3 {
                continue;
            }
            match text.parse::<f64>() {
                Ok(number) => page.write(row, col, number).unwrap(),
                Err(_) => page.write(row, col, text).unwrap(),
            };
        }
        let named: Vec<(String, _)> = marked
            .iter()
            .map(|(row, col, severity)| {
                let at = tonghop::place::CellRef::new(*row, *col);
                (at.to_string(), [Error, Warning, Info][*severity])
            })
            .collect();
        let named: Vec<(&str, _)> = named
            .iter()
            .map(|(cell, severity)| (cell.as_str(), *severity))
            .collect();
        (workbook.save_to_buffer().unwrap(), marks("S", &named))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_cell_keeps_its_value((package, marks) in sheet()) {
        let once = holds(&package, &marks);
        others_stay(&package, &once);
        let notes = text_of(&once, "comments");
        for at in marks.sheets["S"].keys() {
            let merged = !grids(&package)[0].merges.is_empty() && at.row < 2 && at.col < 3;
            let shown = if merged { "A1".to_owned() } else { at.to_string() };
            let named = format!("ref=\"{shown}\"");
            prop_assert!(notes.contains(&named), "{}", at);
        }
    }

    /// Any bytes changed anywhere in a returned file give a file or a trouble, never a panic.
    #[test]
    fn broken_packages_never_panic(part_number in 0..20usize, at in 0.0..1.0f64, length in 0..40usize, with in "[<>/\"a-z0-9= ]{0,12}") {
        let marks = marks("Danh mục", &[("D5", Error), ("F7", Error)]);
        let once = marked(include_bytes!("../returned/openpyxl.xlsx"), &marks);
        let mut all: Vec<(String, Vec<u8>)> = parts(&once).into_iter().collect();
        let count = all.len();
        let bytes = &mut all[part_number % count].1;
        let start = (bytes.len() as f64 * at) as usize;
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, with.bytes());
        let all: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let _ = patch::marked(&zip(&all), &marks, &Limits::default());
        let _ = patch::marked(&zip(&all), &Marks::default(), &Limits::default());
    }
}

#[test]
fn many_notes_are_many() {
    let mut rows = String::new();
    for row in 1..=1500 {
        let _ = write!(
            rows,
            "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>"
        );
    }
    let cells: Vec<String> = (1..=1500).map(|row| format!("A{row}")).collect();
    let cells: Vec<(&str, _)> = cells.iter().map(|cell| (cell.as_str(), Error)).collect();
    let once = holds(&xlsx(&rows, &[]), &marks("S", &cells));
    assert_eq!(
        text_of(&once, "comments").matches("<comment ").count(),
        1500
    );
    let drawing = text_of(&once, ".vml");
    assert!(
        drawing.contains("data=\"1,2\""),
        "ids come in blocks of 1024"
    );
    assert_eq!(drawing.matches("<v:shape ").count(), 1500);
}
