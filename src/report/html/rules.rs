//! What the rules mean, each once, at the foot of the page.

use std::collections::BTreeMap;

use super::drawing::{class, severity};
use super::page::Page;
use crate::finding::{Finding, Severity};
use crate::report::capitalised;
use crate::report::docs::{self, Block, Piece};
use crate::rule;

/// The codes that were found, with how often and how gravely.
pub(super) fn found(findings: &[Finding]) -> BTreeMap<&'static str, (usize, Severity)> {
    let mut codes = BTreeMap::new();
    for finding in findings {
        let entry = codes.entry(finding.code).or_insert((0, finding.severity));
        entry.0 += 1;
    }
    codes
}

/// The title of a code.
pub(super) fn title(page: &Page, code: &str) -> &'static str {
    rule::find(code).map_or("", |rule| {
        docs::title(page.lang.pick(rule.docs.0, rule.docs.1))
    })
}

/// The choices of a filter.
pub(super) fn options(page: &mut Page, codes: &BTreeMap<&'static str, (usize, Severity)>) {
    for (code, (count, _)) in codes {
        let title = title(page, code);
        page.raw("<option value=")
            .raw(code)
            .raw(">")
            .raw(code)
            .raw(" · ");
        page.text(title).raw(" (").number(*count).raw(")\n");
    }
}

/// The texts.
pub(super) fn write(page: &mut Page, codes: &BTreeMap<&'static str, (usize, Severity)>) {
    for (code, (_, severity_)) in codes {
        let Some(rule) = rule::find(code) else {
            continue;
        };
        let doc = docs::parse(page.lang.pick(rule.docs.0, rule.docs.1));
        page.raw("<article class=r id=")
            .raw(code)
            .raw(">\n<h3>")
            .raw(code)
            .raw(" · ");
        page.text(&capitalised(doc.title))
            .raw("</h3>\n<p class=\"k ")
            .raw(class(*severity_))
            .raw("\"><b>");
        severity(page, *severity_);
        page.raw("</b></p>\n");
        for section in &doc.sections {
            page.raw("<h4>").text(section.heading).raw("</h4>\n");
            for block in &section.blocks {
                self::block(page, block);
            }
        }
        page.raw("</article>\n");
    }
}

fn block(page: &mut Page, block: &Block<'_>) {
    let (open, close, lines) = match block {
        Block::Paragraph(lines) => {
            page.raw("<p>");
            for (index, line) in lines.iter().enumerate() {
                page.raw(if index > 0 { " " } else { "" });
                self::line(page, line);
            }
            page.raw("</p>\n");
            return;
        }
        Block::Steps(lines) => ("<ol>\n", "</ol>\n", lines),
        Block::List(lines) => ("<ul>\n", "</ul>\n", lines),
    };
    page.raw(open);
    for line in lines {
        page.raw("<li>");
        self::line(page, line);
        page.raw("\n");
    }
    page.raw(close);
}

/// A line with what stands in backticks as code.
pub(super) fn line(page: &mut Page, line: &str) {
    for piece in docs::pieces(line) {
        match piece {
            Piece::Words(words) => {
                page.text(words);
            }
            Piece::Code(code) => {
                page.raw("<code>").text(code).raw("</code>");
            }
        }
    }
}
