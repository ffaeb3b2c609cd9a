//! The reader of `.xlsx` that goes over the bytes once, held to calamine: the same cells, with all that is known of them.
//!
//! Over every workbook of the repository, and over parts of workbooks that were changed at random.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::files;
use tonghop::book::{XlsxReader, read_xlsx_with};
use tonghop::intake::limits::Limits;

/// Every workbook below a folder.
fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            workbooks(&path, found);
        } else if matches!(extension, Some("xlsx" | "xlsm")) {
            found.push(path);
        }
    }
}

/// Whether the scanning reader knows the shape; it then gives what calamine gives.
fn agree(bytes: &[u8], name: &str) -> bool {
    let limits = Limits::default();
    let Some(scanned) = read_xlsx_with(XlsxReader::Scanning, bytes, &limits) else {
        return false;
    };
    let other = read_xlsx_with(XlsxReader::Calamine, bytes, &limits).unwrap();
    if let (Some(one), Some(other)) = (&scanned.book, &other.book) {
        for (one, other) in one.sheets.iter().zip(&other.sheets) {
            for (one, other) in one.rows.iter().zip(&other.rows) {
                assert_eq!(one, other, "{name}");
            }
        }
    }
    assert_eq!(scanned.facts, other.facts, "{name}");
    assert_eq!(scanned, other, "{name}");
    true
}

#[test]
fn every_workbook_of_the_repository_is_read_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["sample-sheets", "tests"] {
        workbooks(&root.join(folder), &mut paths);
    }
    if let Some(more) = std::env::var_os("TONGHOP_MORE_WORKBOOKS") {
        workbooks(Path::new(&more), &mut paths);
    }
    paths.sort();
    let mut known = 0;
    for path in &paths {
        let is_known = agree(&fs::read(path).unwrap(), &path.display().to_string());
        if !is_known {
            println!("{} is left to calamine", path.display());
        }
        known += usize::from(is_known);
    }
    println!(
        "{known} of {} workbooks are of the common shape",
        paths.len()
    );
    assert!(known * 10 > paths.len() * 7);
}

/// A workbook in which everything stands that the reader looks at.
const PARTS: [(&str, &str); 9] = [
    (
        "xl/worksheets/sheet1.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"m\"><sheetPr><pageSetUpPr/></sheetPr><dimension ref=\"A1:I9\"/>\
         <cols><col min=\"2\" max=\"3\" width=\"0\" customWidth=\"1\"/><col min=\"5\" max=\"5\" hidden=\"1\"/></cols><sheetData>\
         <row r=\"1\" spans=\"1:9\" ht=\"15.75\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" s=\"2\"/></row>\
         <row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"3\"><v>43983</v></c><c r=\"B2\" s=\"4\"><v>0.125</v></c><c r=\"C2\"><v>1200.5</v></c>\
         <c r=\"D2\" s=\"5\"><v>-1.5E-7</v></c><c r=\"E2\" t=\"b\"><v>1</v></c><c r=\"F2\" t=\"e\"><v>#REF!</v></c>\
         <c r=\"H2\" s=\"6\"><v>100000000</v></c></row>\
         <row r=\"4\" ht=\"0\"><c r=\"A4\" s=\"1\"><f>SUM(A1:A2)</f><v>0</v></c><c r=\"B4\"><f t=\"shared\" ref=\"B4:B5\" si=\"0\">A4&amp;\"&lt;\"</f></c>\
         <c r=\"C4\" t=\"str\"><f>A4</f><v> a &#10; b_x000D_</v></c><c r=\"D4\" t=\"str\"><f>A4</f><v xml:space=\"preserve\"> c </v></c>\
         <c r=\"E4\" t=\"str\"><f>A4</f><v></v></c><c r=\"F4\"><f>A4</f><v/></c><c r=\"G4\" t=\"s\"><v>3</v></c></row>\
         <row r=\"5\"><c t=\"inlineStr\"><is><t>Xây cầu</t></is></c><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> d </t></is></c>\
         <c t=\"inlineStr\"><is><r><t>850</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></is></c><c><v>7</v></c></row>\
         <row><c><v>8</v></c><c r=\"D6\" t=\"n\"><v>9</v></c><c><v>10</v></c></row><row r=\"8\"/>\
         <row r=\"9\"><c r=\"H9\" s=\"7\" t=\"e\"><v>#SPILL!</v></c><c r=\"I9\" s=\"7\" t=\"s\"><v>2</v></c></row></sheetData>\
         <mergeCells count=\"2\"><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:A5\"/></mergeCells>\
         <legacyDrawing r:id=\"r1\"/></worksheet>",
    ),
    (
        "xl/sharedStrings.xml",
        "<?xml version=\"1.0\"?><sst xmlns=\"m\" count=\"5\" uniqueCount=\"5\"><si><t>Nội dung</t></si><si><t xml:space=\"preserve\"> Đơn vị\r\n&amp; </t></si>\
         <si><r><rPr><strike/><rFont val=\".VnTime\"/></rPr><t>300 </t></r><r><rPr><rFont val=\".VnTime\"/></rPr><t xml:space=\"preserve\"> 500</t></r>\
         <rPh sb=\"0\" eb=\"1\"><t>x</t></rPh><phoneticPr fontId=\"1\"/></si><si><t>Së KÕ ho¹ch</t></si><si/></sst>",
    ),
    (
        "xl/styles.xml",
        "<styleSheet xmlns=\"m\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"#,##0,,\"/><numFmt numFmtId=\"165\" formatCode=\"0 &quot;km&quot;\"/></numFmts>\
         <fonts count=\"3\"><font><sz val=\"11\"/><name val=\"Arial\"/></font><font><name val=\".VnTime\"/></font><font><strike/><name val=\"Arial\"/></font></fonts>\
         <fills><fill><patternFill patternType=\"none\"/></fill></fills><borders><border><left/></border></borders>\
         <cellXfs count=\"8\"><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" applyFont=\"1\"/><xf numFmtId=\"1\" fontId=\"0\"/>\
         <xf numFmtId=\"14\" fontId=\"0\"/><xf numFmtId=\"10\" fontId=\"0\"/><xf numFmtId=\"165\" fontId=\"0\"><alignment wrapText=\"1\"/></xf>\
         <xf numFmtId=\"164\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"2\"/></cellXfs></styleSheet>",
    ),
    (
        "xl/workbook.xml",
        "<workbook xmlns=\"m\" xmlns:r=\"n\"><workbookPr date1904=\"0\"/><sheets><sheet name=\"Danh mục &amp; c\" sheetId=\"1\" r:id=\"rId1\"/>\
         <sheet name=\"S\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/></sheets><definedNames><definedName name=\"a\">S!$A$1</definedName></definedNames>\
         <calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"o/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"o/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>",
    ),
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"http://o/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    (
        "xl/worksheets/sheet2.xml",
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
    ),
    (
        "xl/worksheets/_rels/sheet1.xml.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"o/comments\" Target=\"../comments1.xml\"/></Relationships>",
    ),
    (
        "xl/comments1.xml",
        "<comments><authors><author>a</author></authors><commentList><comment ref=\"A2\" authorId=\"0\"><text><t>nghìn đồng</t></text></comment></commentList></comments>",
    ),
];

/// What is put into parts: what may stand in one, and what may not.
#[rustfmt::skip]
const SNIPPETS: [&str; 78] = [
    "<", ">", "/", "\"", "'", "&", ";", "=", " ", "\n", "\r", "\r\n", "\t", "\u{feff}", "\u{a0}", "\0", "ộ", "0", "1", "-", ".", "e5", "9999999999",
    "&amp;", "&lt;", "&#10;", "&#13;", "&#x41;", "&#0;", "&nbsp;", "_x000D_", "_x005F_", "_xD83D_", "_", "<!-- c -->", "<?p i?>", "<![CDATA[d]]>",
    "<!DOCTYPE a>", "<v>1</v>", "<v/>", "<v />", "</v>", "<f>1</f>", "<f/>", "</f>", "<is><t>i</t></is>", "</is>", "<t>t</t>", "<t/>", "</t>", "<r>", "</r>",
    "<c>", "</c>", "<c/>", "<c r=\"B3\"/>", "<c r=\"A1\"><v>5</v></c>", "<c t=\"d\"><v>2020-06-01</v></c>", "<c t=\"e\"><v>#CALC!</v></c>", "<row>", "</row>", "<row r=\"7\"/>",
    " r=\"C3\"", " s=\"2\"", " t=\"s\"", " t=\"str\"", " t=\"inlineStr\"", " t=\"e\"", " t=\"b\"", " hidden=\"1\"", " xml:space=\"preserve\"", "x:",
    "<sheetData>", "</sheetData>", "<si><t>s</t></si>", "<si/>", "<xf/>", "<font/>",
];

/// The numbers of a seed.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }

    /// A place in a text, mostly at one of its tags.
    fn place(&mut self, text: &[u8]) -> usize {
        let place = self.next(text.len() + 1);
        let behind = &text[place..];
        match self.next(3) {
            0 => place,
            1 => place + behind.iter().position(|byte| *byte == b'<').unwrap_or(0),
            _ => {
                place
                    + behind
                        .iter()
                        .position(|byte| *byte == b'>')
                        .map_or(0, |at| at + 1)
            }
        }
    }
}

/// The workbook with some changes.
fn changed(seed: u64) -> Vec<u8> {
    let mut numbers = Numbers(seed);
    let mut parts: Vec<(&str, Vec<u8>)> = PARTS
        .iter()
        .map(|(name, text)| (*name, text.as_bytes().to_vec()))
        .collect();
    for _ in 0..=numbers.next(3) {
        // Half of the changes are to the cells.
        let part = numbers.next(2 * PARTS.len());
        let text = &mut parts[if part < PARTS.len() { part } else { 0 }].1;
        let at = numbers.place(text);
        match numbers.next(5) {
            0 => {
                let end = (at + 1 + numbers.next(12)).min(text.len());
                text.drain(at..end);
            }
            1 => {
                let (from, length) = (numbers.place(text), numbers.next(40));
                let piece = text[from..(from + length).min(text.len())].to_vec();
                text.splice(at..at, piece);
            }
            2 if at < text.len() => text[at] = SNIPPETS[numbers.next(34)].as_bytes()[0],
            3 if numbers.next(9) == 0 => text.insert(at, 0xc3),
            _ => {
                let snippet = SNIPPETS[numbers.next(SNIPPETS.len())];
                text.splice(at..at, snippet.bytes());
            }
        }
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_slice()))
        .collect();
    files::zip(&parts)
}

#[test]
fn what_is_changed_is_read_alike_or_left_to_calamine() {
    let parts = PARTS.map(|(name, text)| (name, text.as_bytes()));
    assert!(agree(&files::zip(&parts), "as it is"));
    let seeds = std::env::var("TONGHOP_SEEDS").map_or(2_000, |seeds| seeds.parse().unwrap());
    let mut known = 0;
    for seed in 0..seeds {
        known += u64::from(agree(&changed(seed), &format!("seed {seed}")));
    }
    println!("{known} of {seeds} are of the common shape");
    assert!(known * 10 > seeds);
}

#[test]
fn formats_that_are_built_in_show_the_same() {
    let mut styles = "<styleSheet><numFmts><numFmt numFmtId=\"14\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"44\" formatCode=\"0 &quot;d&quot;\"/>\
                      <numFmt numFmtId=\"37\" formatCode=\"General\"/><numFmt numFmtId=\"170\" formatCode=\"General\"/></numFmts><cellXfs>"
        .to_owned();
    let mut rows = String::new();
    for (style, id) in (0..180).chain([44, 37, 14]).enumerate() {
        styles += &format!("<xf numFmtId=\"{id}\"/>");
        let row = style + 1;
        rows += &format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"{style}\"><v>43983.5</v></c>");
        rows += &format!("<c r=\"B{row}\" s=\"{style}\"><v>-0.25</v></c></row>");
    }
    styles += "</cellXfs></styleSheet>";
    let own = files::xlsx(&rows, &[("xl/styles.xml", styles.as_bytes())]);
    assert!(agree(&own, "with formats of its own"));
    let plain = styles.split("<numFmts>").next().unwrap().to_owned();
    let plain = plain + styles.split("</numFmts>").nth(1).unwrap();
    let plain = files::xlsx(&rows, &[("xl/styles.xml", plain.as_bytes())]);
    assert!(agree(&plain, "built in alone"));
}
