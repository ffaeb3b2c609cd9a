//! The findings, file by file, each beside its drawing.

use super::drawing::{Drawing, class, severity, sign};
use super::offices::Offices;
use super::page::Page;
use super::rules;
use super::spots::spots;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::report::{Counts, capitalised};
use crate::round::{Round, Sheet, Submission};
use crate::rule;

/// How many cells a page draws; what comes after is told by its place alone.
pub(super) const MOST_CELLS: usize = 150_000;
/// How many findings stand open when the page is opened.
const MOST_OPEN: usize = 300;

/// The findings of one file, or those of no file.
pub(super) struct Group<'a> {
    pub file: Option<&'a str>,
    pub findings: Vec<&'a Finding>,
    pub counts: Counts,
}

/// The groups in the order of the page: what is no file's first, then the gravest.
pub(super) fn groups<'a>(findings: &'a [Finding]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = crate::report::by_file(findings)
        .map(|(file, findings)| Group {
            file,
            counts: Counts::of(findings),
            findings: findings.iter().collect(),
        })
        .collect();
    groups.sort_by_key(|group| {
        let counts = group.counts;
        let grave = (counts.errors, counts.warnings, counts.infos);
        (group.file.is_some(), std::cmp::Reverse(grave), group.file)
    });
    groups
}

/// Writes all groups, drawing at most so many cells.
pub(super) fn write(
    page: &mut Page,
    round: &Round,
    groups: &[Group<'_>],
    offices: &Offices<'_>,
    most_cells: usize,
) {
    let mut writer = Writer {
        page,
        offices,
        cells_left: most_cells,
    };
    let mut shown = 0;
    for (index, group) in groups.iter().enumerate() {
        let counts = group.counts;
        let open = counts.errors + counts.warnings > 0
            && (index == 0 || shown + counts.all() <= MOST_OPEN);
        if open {
            shown += counts.all();
        }
        let submission = round
            .files()
            .find(|submission| Some(&*submission.name) == group.file);
        writer.group(group, index, open, submission);
    }
}

struct Writer<'p, 'o> {
    page: &'p mut Page,
    offices: &'o Offices<'o>,
    cells_left: usize,
}

impl Writer<'_, '_> {
    fn group(
        &mut self,
        group: &Group<'_>,
        index: usize,
        open: bool,
        submission: Option<&Submission>,
    ) {
        self.page.raw("<details class=f id=f").show(index);
        let row = group
            .findings
            .first()
            .and_then(|finding| self.offices.row_of(finding));
        if let (Some(row), Some(_)) = (row, group.file) {
            self.page.raw(" data-o=").show(row);
        }
        self.page.raw(if open {
            " open>\n<summary><h3>"
        } else {
            ">\n<summary><h3>"
        });
        self.heading(group);
        self.page.raw("</h3><span class=c>");
        counts(self.page, group.counts);
        self.page.raw("</span></summary>\n");
        self.file(group, submission);
        self.page.raw("</details>\n");
    }

    fn heading(&mut self, group: &Group<'_>) {
        let page = &mut *self.page;
        let Some(file) = group.file else {
            page.say("Cả đợt báo cáo", "The round as a whole");
            return;
        };
        match self.offices.name(file) {
            Some(name) => {
                page.raw("<span").vietnamese().raw(">").text(name);
                page.raw("</span> <small>").text(file).raw("</small>");
            }
            None => {
                page.text(file);
            }
        }
    }

    /// The findings of a file: those without a cell, then sheet by sheet and spot by spot.
    fn file(&mut self, group: &Group<'_>, submission: Option<&Submission>) {
        let bare: Vec<&Finding> = group
            .findings
            .iter()
            .copied()
            .filter(|finding| finding.place.cells.is_none())
            .collect();
        self.list(&bare);
        let with_cells: Vec<&Finding> = group
            .findings
            .iter()
            .copied()
            .filter(|finding| finding.place.cells.is_some())
            .collect();
        for findings in with_cells.chunk_by(|a, b| a.place.sheet == b.place.sheet) {
            let sheet = findings
                .first()
                .and_then(|finding| sheet_of(submission, finding));
            match sheet {
                Some(sheet) if sheet.grid.is_some() => self.sheet(findings, sheet),
                _ => self.list(findings),
            }
        }
    }

    fn sheet(&mut self, findings: &[&Finding], sheet: &Sheet) {
        let Some(grid) = &sheet.grid else { return };
        let mut said = false;
        for spot in spots(findings, sheet) {
            let drawing = Drawing::of(&spot, grid);
            let Some(left) = self.cells_left.checked_sub(drawing.cells()) else {
                // From here on nothing is drawn, so that what is drawn does not depend on how small the next one is.
                self.cells_left = 0;
                if !said {
                    self.page.raw("<p class=q>").say(
                        "Trang này đã vẽ đủ nhiều ô; các góp ý sau chỉ ghi tên ô.",
                        "This page has drawn as many cells as it may; what follows is told by the cell's name alone.",
                    ).raw("</p>\n");
                    said = true;
                }
                self.list(&spot.findings);
                continue;
            };
            self.cells_left = left;
            self.page
                .raw("<div class=p><div class=d tabindex=0 role=group aria-label=\"");
            self.page.say("Phần bảng có ", "Part of the sheet with ");
            if let Some(finding) = spot.findings.first() {
                place(self.page, finding);
            }
            self.page.raw("\">");
            drawing.write(self.page);
            self.page.raw("</div>\n");
            self.list(&spot.findings);
            self.page.raw("</div>\n");
        }
    }

    fn list(&mut self, findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        self.page.raw("<ul>\n");
        for finding in findings {
            self.finding(finding);
        }
        self.page.raw("</ul>\n");
    }

    fn finding(&mut self, finding: &Finding) {
        let page = &mut *self.page;
        let said = rule::say(finding, page.lang).officer;
        page.raw("<li class=").raw(class(finding.severity));
        page.raw(" data-c=").raw(finding.code);
        // Only what belongs to no file names its office itself.
        if finding.place.file.is_none()
            && let Some(row) = self.offices.row_of(finding)
        {
            page.raw(" data-o=").show(row);
        }
        page.raw("><p class=k><b>");
        severity(page, finding.severity);
        page.raw("</b> <a href=\"#")
            .raw(finding.code)
            .raw("\">")
            .raw(finding.code)
            .raw("</a> ");
        place(page, finding);
        page.raw("</p><p>")
            .text(&capitalised(&said.message))
            .raw(".</p>");
        if let Some(suggestion) = &said.suggestion {
            page.raw("<p class=t>");
            typed(page, suggestion);
            page.raw("</p>");
        }
        self.related(finding);
        self.page.raw("\n");
    }

    /// Cells of other sheets and files that belong to it; those of its own sheet are in the message.
    fn related(&mut self, finding: &Finding) {
        let here = &finding.place;
        let mut others = finding
            .related
            .iter()
            .filter(|place| place.file != here.file || place.sheet != here.sheet)
            .peekable();
        if others.peek().is_none() {
            return;
        }
        self.page.raw("<p class=t>").say("Xem thêm: ", "See also: ");
        for (index, place) in others.enumerate() {
            if index > 0 {
                self.page.raw("; ");
            }
            self.page.text(&place.to_string());
        }
        self.page.raw("</p>");
    }
}

/// A suggestion: what stands in backticks is to be typed as it is.
fn typed(page: &mut Page, text: &str) {
    if text.matches('`').count() % 2 == 1 {
        page.text(text);
    } else {
        rules::line(page, text);
    }
}

fn sheet_of<'s>(submission: Option<&'s Submission>, finding: &Finding) -> Option<&'s Sheet> {
    submission?
        .sheets
        .iter()
        .find(|sheet| sheet.place.sheet == finding.place.sheet)
}

/// Sheet and cell.
fn place(page: &mut Page, finding: &Finding) {
    let sheet = finding
        .place
        .sheet
        .as_deref()
        .filter(|sheet| !sheet.is_empty());
    if let Some(sheet) = sheet {
        page.text(sheet);
    }
    if let Some(cells) = finding.place.cells {
        page.raw(if sheet.is_some() { " › " } else { "" })
            .show(cells);
    }
}

/// `✗ 3 lỗi · ! 1 cảnh báo`, without those that are none.
pub(super) fn counts(page: &mut Page, counts: Counts) {
    let lang: Lang = page.lang;
    let mut first = true;
    for (severity_, said) in counts.each(lang) {
        if !first {
            page.raw(" ");
        }
        first = false;
        page.raw("<span class=").raw(class(severity_)).raw(">");
        page.raw(sign(severity_)).raw(" ");
        page.text(&said).raw("</span>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Source;
    use crate::round::{self, Setup};
    use crate::template;

    /// A round with an unread amount on every tenth row, too far apart to share a drawing.
    fn round() -> Round {
        let mut text =
            "STT,Nội dung,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ\n".to_owned();
        for row in 1..=60 {
            let amount = if row % 10 == 0 {
                "chưa rõ"
            } else {
                "5 triệu đồng"
            };
            text += &format!("{row},Việc {row},Quận 5,2018,{amount}\n");
        }
        let setup = Setup {
            templates: template::defaults(),
            keep_cells: true,
            ..Setup::default()
        };
        let source = Source::in_memory("a.csv", text.into_bytes());
        round::read(&[source], Vec::new(), false, setup)
    }

    #[test]
    fn what_is_not_drawn_is_told_all_the_same() {
        let round = round();
        let findings = rule::check(&round);
        let offices = Offices::of(&round, &findings);
        let page = |most_cells: usize| {
            let mut page = Page::new(Lang::Vi, 0);
            write(&mut page, &round, &groups(&findings), &offices, most_cells);
            page.finish()
        };
        let (whole, part) = (page(MOST_CELLS), page(40));
        let drawings = |page: &str| page.matches("<table").count();
        assert!(drawings(&part) >= 1 && drawings(&part) < drawings(&whole));
        for page in [&whole, &part] {
            assert_eq!(page.matches("<li ").count(), findings.len());
        }
        assert_eq!(part.matches("chỉ ghi tên ô").count(), 1);
        assert!(!whole.contains("chỉ ghi tên ô"));
    }
}
