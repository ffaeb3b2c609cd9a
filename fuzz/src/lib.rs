//! What the targets share: a round drawn as text, so that a change of one letter is a change of one cell and not of a
//! packed byte.
//!
//! ```text
//! %%% so-y-te                     a file
//! === Danh mục                    a sheet; what stands before the first is a sheet too
//! STT | Nội dung | Kinh phí       a row
//! ~1 | 2*Xây nhà | 1200.5         a hidden row; a cell merged with the one on its right
//! 2 | 2^Khám bệnh | =2020-06-01   a cell merged with the one below; a date
//! ```

use std::fmt::Write as _;

use tonghop::finding::Limit;
use tonghop::intake::Source;
use tonghop::intake::limits::Limits;
use tonghop::lang::Lang;
use tonghop::project;
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Round, Setup};
use tonghop::{finding::Finding, rule, template};

const PROJECT: &str = "[programme]\nid = \"p\"\nname = \"Chương trình hợp tác\"\nstart = 2009-03-20\nend = 2020-12-31\n\
    [period]\nid = \"2020-06\"\nstart = 2009-03-20\nend = 2020-06-30\ndeadline = 2020-09-04\n\
    [issuer]\nname = \"Sở Kế hoạch và Đầu tư\"\n";
const UNITS: &str =
    "code,name,aliases\nso-yt,Sở Y tế,\nso-xd,Sở Xây dựng,SXD\nh-cl,UBND huyện Càng Long,\n";
const SECTORS: &str = "code,name,aliases\ny-te,Y tế,\ngiao-duc,Giáo dục và đào tạo,giáo dục\n";

/// Limits that keep one input small.
#[must_use]
pub fn limits() -> Limits {
    Limits::default()
        .with(Limit::PartMib, 16)
        .with(Limit::TotalMib, 32)
        .with(Limit::Cells, 100_000)
        .with(Limit::Repeats, 10_000)
}

/// The round that a text draws, read and checked; what was found is said in both languages.
///
/// # Panics
///
/// When a sentence says nothing, or what was found differs from one reading to the next.
#[must_use]
pub fn round(text: &str, keep_cells: bool) -> (Round, Vec<Finding>) {
    let files: Vec<(String, String)> = files(text);
    let sources: Vec<Source> = files
        .iter()
        .map(|(name, document)| Source::in_memory(name, document.as_bytes()))
        .collect();
    let setup = Setup {
        project: project::parse(PROJECT, "tonghop.toml".as_ref(), &rule::codes()).ok(),
        register: Register::read(UNITS.as_bytes()).ok(),
        sectors: Sectors::read(SECTORS.as_bytes()).ok(),
        templates: template::defaults(),
        limits: limits(),
        keep_cells,
        ..Setup::default()
    };
    let round = round::read(&sources, Vec::new(), true, setup);
    let findings = rule::check(&round);
    for finding in &findings {
        for lang in [Lang::Vi, Lang::En] {
            assert!(
                !rule::say(finding, lang).message.is_empty(),
                "{}",
                finding.code
            );
        }
    }
    (round, findings)
}

/// The files of a drawing, by name, each a flat file of OpenDocument.
fn files(text: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (number, file) in text.split("%%%").enumerate().take(4) {
        let (name, body) = match number {
            0 => ("so-y-te", file),
            _ => file.split_once('\n').unwrap_or((file, "")),
        };
        if number > 0 || !body.trim().is_empty() {
            let name = format!(
                "{}-{number}.fods",
                name.trim().replace(['/', '\n', '\r'], "-")
            );
            files.push((name, document(body)));
        }
    }
    files
}

fn document(body: &str) -> String {
    let mut xml = "<office:document mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:spreadsheet>".to_owned();
    for (number, sheet) in body.split("\n===").enumerate().take(4) {
        let (name, rows) = match number {
            0 => ("Danh mục", sheet),
            _ => sheet.split_once('\n').unwrap_or((sheet, "")),
        };
        let _ = write!(xml, "<table:table table:name=\"{}\">", escaped(name.trim()));
        for row in rows.lines().take(400) {
            let (hidden, row) = match row.strip_prefix('~') {
                Some(row) => (" table:visibility=\"collapse\"", row),
                None => ("", row),
            };
            let _ = write!(xml, "<table:table-row{hidden}>");
            row.split('|')
                .take(40)
                .for_each(|text| cell(text.trim(), &mut xml));
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
    }
    xml + "</office:spreadsheet></office:document>"
}

fn cell(text: &str, xml: &mut String) {
    let merged = |mark: char| {
        let (count, rest) = text.split_once(mark)?;
        let count: u32 = count.parse().ok().filter(|count| (2..9).contains(count))?;
        Some((count, rest))
    };
    let (span, text) = match (merged('*'), merged('^')) {
        (Some((across, rest)), _) => (format!(" table:number-columns-spanned=\"{across}\""), rest),
        (None, Some((down, rest))) => (format!(" table:number-rows-spanned=\"{down}\""), rest),
        (None, None) => (String::new(), text),
    };
    let shown = escaped(text);
    if text.is_empty() {
        let _ = write!(xml, "<table:table-cell{span}/>");
    } else if text.parse::<f64>().is_ok_and(f64::is_finite) {
        let _ = write!(
            xml,
            "<table:table-cell{span} office:value-type=\"float\" office:value=\"{text}\"><text:p>{text}</text:p></table:table-cell>"
        );
    } else if let Some(day) = text.strip_prefix('=').filter(|day| day.len() == 10) {
        let day = escaped(day);
        let _ = write!(
            xml,
            "<table:table-cell{span} office:value-type=\"date\" office:date-value=\"{day}\"><text:p>{day}</text:p></table:table-cell>"
        );
    } else {
        let _ = write!(
            xml,
            "<table:table-cell{span} office:value-type=\"string\"><text:p>{shown}</text:p></table:table-cell>"
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
