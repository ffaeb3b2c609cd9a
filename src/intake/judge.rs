//! What of the files that lie together is a submission, by name and by what a file begins with.

use super::COMPOUND_FILE;
use super::mail_mark;
use super::sniff::{Kind, sniff};
use crate::intake::fact::FileFact;

/// Whether a file is of those that nobody sends: owner files, locks, notes of the system.
pub(super) fn is_left_out(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || lower.starts_with("readme")
        || lower.ends_with(".md")
        || ["desktop.ini", "thumbs.db", ".ds_store", "tonghop.toml"].contains(&lower.as_str())
}

/// Whether a file that begins so is a report that a command wrote for programs.
pub(crate) fn is_program_report(head: &[u8]) -> bool {
    let holds = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    let findings = head.starts_with(b"{\"code\":\"") && holds(b"\",\"severity\":\"");
    let offices = head.starts_with(b"{\"unit_code\":") && holds(b",\"state\":\"");
    let changes = head.starts_with(b"{\"change\":\"") && holds(b",\"unit_code\":");
    let records = head.starts_with(b"{\"record_id\":\"") && holds(b"\",\"programme\":");
    findings || offices || changes || records || holds(b"\"driver\":{\"name\":\"tonghop\"")
}

/// Whether a file of this extension that begins so is a report or the draft of a mail that we wrote.
pub(super) fn is_ours(head: &[u8], extension: &str) -> bool {
    let first = |most: usize| head.get(..most).unwrap_or(head);
    match extension {
        "json" | "jsonl" | "sarif" => is_program_report(first(400)),
        "eml" => mail_mark(first(4096)).is_some(),
        _ => false,
    }
}

/// Why what begins so is no submission, `None` when it is one.
pub(super) fn judge(head: &[u8], extension: &str) -> Option<FileFact> {
    let kind = sniff(head, extension);
    let is_page = kind == Kind::Html && matches!(extension, "html" | "htm");
    // A page with a table is as good as the same page called `.xls`; one without is a letter.
    let has_table = |head: &[u8]| {
        let head: Vec<u8> = head.iter().filter(|byte| **byte != 0).copied().collect();
        memchr::memmem::find(&head.to_ascii_lowercase(), b"<table").is_some()
    };
    if (kind.is_spreadsheet() && (kind != Kind::Encrypted || extension.starts_with("xl")))
        || (is_page && has_table(head))
    {
        return None;
    }
    Some(FileFact::NotASpreadsheet(name_of(kind, extension)))
}

/// How much tells what a file is, packages and containers apart. A page begins with its styles.
pub(super) const HEAD: u64 = 1 << 20;

/// Whether the bytes begin a package or a container, whose end tells what it holds.
pub(super) fn is_container(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(&COMPOUND_FILE)
}

/// What to call a file that is no spreadsheet: by its content, else by its extension.
fn name_of(kind: Kind, extension: &str) -> Option<&'static str> {
    match kind {
        Kind::Other(Some(name)) if !["OLE", "XML"].contains(&name) => Some(name),
        Kind::Html => Some("HTML"),
        _ => [
            "DOCX", "DOC", "PDF", "PPTX", "PPT", "PNG", "JPEG", "RTF", "ODT", "XML", "JSON", "MSG",
        ]
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(extension)),
    }
}
