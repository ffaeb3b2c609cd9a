//! What tells a letter of ours: how it begins, its last line, and a header of the draft for a mail program.
//!
//! The last line names what the letter is about (`mã thư: tra-vinh-hcm/2020-06/so-yt`): programme, period and office, so
//! that a later run takes away the letters that are no longer needed, and no others. Behind it stands a code of all words
//! of the letter (`mã kiểm tra: 1f2e3d4c`), in a draft of all its bytes, by which one that somebody has changed is known.

use sha2::{Digest as _, Sha256};

use crate::intake::{MAIL_MARK, mail_mark};
use crate::lang::Lang;

/// How a letter begins, in both languages; the name of the office follows.
pub const LETTER_STARTS: [&str; 2] = ["Kính gửi: ", "To: "];

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// It goes with a file that is sent back for correction.
    Returned,
    /// It asks for a report that has not come.
    Reminder,
}

impl LetterKind {
    const ALL: [Self; 2] = [Self::Returned, Self::Reminder];

    /// How the last line of such a letter begins.
    fn opening(self, lang: Lang) -> &'static str {
        match self {
            Self::Returned => lang.pick(
                "(Thư do chương trình tonghop soạn khi kiểm tra tệp báo cáo",
                "(Letter drafted by the program tonghop when the report was checked",
            ),
            Self::Reminder => lang.pick(
                "(Thư nhắc do chương trình tonghop soạn",
                "(Reminder drafted by the program tonghop",
            ),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Reminder => "reminder",
        }
    }
}

/// So many offices are named in a reference: a workbook may be of a hundred, and a line is read by people.
const MOST: usize = 8;

/// How a last line ends, behind the reference if there is one.
const CLOSING: &str = ".)";

/// The header of a draft with the code of what else it holds.
const MAIL_CODE: &str = "X-Tonghop-Code: ";

/// What stands before the reference.
fn before_reference(lang: Lang) -> &'static str {
    lang.pick("; mã thư: ", "; reference: ")
}

/// What stands before the code.
fn before_code(lang: Lang) -> &'static str {
    lang.pick("; mã kiểm tra: ", "; check code: ")
}

/// A code of what a letter holds.
fn code_of(parts: [&[u8]; 2]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let hash = hash.finalize();
    hash.iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What a letter of ours says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterMark {
    /// What it is for.
    pub kind: LetterKind,
    /// What it is about; empty where no project file tells, and in letters of earlier versions.
    pub reference: String,
}

impl LetterMark {
    /// The mark of a letter to offices, by their codes. Letters beyond ASCII, blanks and `/` are written as numbers, so
    /// that a reference is one word and fit for the header of a mail.
    #[must_use]
    pub fn new(kind: LetterKind, programme: &str, period: &str, offices: &[&str]) -> Self {
        let offices = offices.iter().take(MOST).map(|code| in_reference(code));
        let offices: Vec<String> = offices.collect();
        let mut reference = scope(programme, period);
        reference += &offices.join("+");
        if reference == scope("", "") {
            reference.clear();
        }
        Self { kind, reference }
    }

    /// The codes of the offices, as the reference writes them, when the letter is of this programme and period.
    #[must_use]
    pub fn offices(&self, programme: &str, period: &str) -> Option<Vec<&str>> {
        let scope = scope(programme, period);
        let codes = if self.reference.is_empty() && scope == self::scope("", "") {
            ""
        } else {
            self.reference.strip_prefix(&scope)?
        };
        Some(codes.split('+').filter(|code| !code.is_empty()).collect())
    }

    /// The last line of a letter, below these words.
    #[must_use]
    pub fn line(&self, above: &str, lang: Lang) -> String {
        let mut line = self.kind.opening(lang).to_owned();
        if !self.reference.is_empty() {
            line += before_reference(lang);
            line += &self.reference;
        }
        let above = format!("{}\n", above.replace('\r', "").trim_end());
        let code = code_of([above.as_bytes(), line.as_bytes()]);
        line + before_code(lang) + &code + CLOSING
    }

    /// The first headers of a draft, above everything else that it holds.
    #[must_use]
    pub fn headers(&self, rest: &[u8]) -> String {
        let mark = format!("{MAIL_MARK}{}\r\n", self.header());
        let code = code_of([mark.as_bytes(), rest]);
        format!("{mark}{MAIL_CODE}{code}\r\n")
    }

    /// The value of the header of the draft.
    #[must_use]
    pub fn header(&self) -> String {
        let header = format!("{} {}", self.kind.name(), self.reference);
        header.trim_end().to_owned()
    }

    /// The mark of a text; `None` when it is no letter of ours.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if !LETTER_STARTS.iter().any(|start| text.starts_with(start)) {
            return None;
        }
        let last = text.trim_end().lines().next_back()?.trim();
        let said = last.strip_suffix(CLOSING)?;
        LetterKind::ALL.into_iter().find_map(|kind| {
            [Lang::Vi, Lang::En].into_iter().find_map(|lang| {
                let rest = said.strip_prefix(kind.opening(lang))?;
                // Letters of earlier versions have no code.
                let rest = rest
                    .rsplit_once(before_code(lang))
                    .map_or(rest, |(rest, _)| rest);
                let reference = match rest.strip_prefix(before_reference(lang)) {
                    Some(reference) => reference.to_owned(),
                    None if rest.is_empty() => String::new(),
                    None => return None,
                };
                Some(Self { kind, reference })
            })
        })
    }

    /// The mark of a draft for a mail program; `None` when it is none of ours.
    #[must_use]
    pub fn of_mail(bytes: &[u8]) -> Option<Self> {
        let value = std::str::from_utf8(mail_mark(bytes)?).ok()?;
        let (name, reference) = value.split_once(' ').unwrap_or((value, ""));
        let kind = LetterKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)?;
        let reference = reference.trim().to_owned();
        Some(Self { kind, reference })
    }
}

/// Whether a file is a letter or a draft of ours in which nobody has changed a word since it was written. Line ends of a
/// text do not count: some editors save others.
#[must_use]
pub fn is_letter_as_written(bytes: &[u8]) -> bool {
    if bytes.starts_with(MAIL_MARK.as_bytes()) {
        let is_end = |byte: &u8| *byte == b'\n';
        let mut lines = bytes.split_inclusive(is_end);
        let head = lines.by_ref().take(2).map(<[u8]>::len).sum();
        let parts = bytes.split_at_checked(head);
        let mark = LetterMark::of_mail(bytes);
        return mark
            .zip(parts)
            .is_some_and(|(mark, (head, rest))| mark.headers(rest).as_bytes() == head);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    let text = text.trim_end();
    let (above, last) = text.rsplit_once('\n').unwrap_or(("", text));
    LetterMark::of_text(text).is_some_and(|mark| {
        let mut langs = [Lang::Vi, Lang::En].into_iter();
        langs.any(|lang| mark.line(above, lang) == last)
    })
}

/// How the references of a programme's period begin.
fn scope(programme: &str, period: &str) -> String {
    format!("{}/{}/", in_reference(programme), in_reference(period))
}

/// A part of a reference, such as the code of an office.
#[must_use]
pub fn in_reference(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let mut plain = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            plain.push(char::from(byte));
        } else {
            plain += &format!("%{byte:02X}");
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_somebody_has_changed_is_told_from_ours() {
        for (reference, lang) in [("", Lang::Vi), ("p", Lang::Vi), ("p", Lang::En)] {
            let mark = LetterMark::new(LetterKind::Returned, reference, "", &[]);
            let start = lang.pick(LETTER_STARTS[0], LETTER_STARTS[1]);
            let above = format!("{start}Sở Y tế\n\nÔ H15: ghi rõ số tiền.");
            let last = mark.line(&above, lang);
            let text = format!("\u{feff}{above}\n\n{last}\n").replace('\n', "\r\n");
            let bare = text.trim_start_matches('\u{feff}');
            let as_written = |text: &str| is_letter_as_written(text.as_bytes());
            assert_eq!(LetterMark::of_text(bare), Some(mark));
            assert!(as_written(&text));
            // Saved anew by some editor.
            assert!(as_written(&bare.replace('\r', "")));
            let code = before_code(lang);
            let other = format!("{code}0");
            for (from, to) in [
                ("H15", "H16"),
                ("Sở", "sở"),
                (code, &*other),
                ("p//", "q//"),
            ] {
                let changed = text.replace(from, to);
                assert!(changed == text || !as_written(&changed), "{changed}");
            }
            assert!(!as_written(&format!("{text}Xin cảm ơn.")));
            assert!(!as_written("") && !as_written(start));
            let without = last.split(code).next().unwrap();
            assert!(!as_written(&format!("{above}\n\n{without}.)\n")));
        }
    }

    #[test]
    fn a_draft_that_somebody_has_changed_is_told_from_ours() {
        let mark = LetterMark::new(LetterKind::Reminder, "p", "1", &["so-yt"]);
        let rest = "To: <a@b.vn>\r\nSubject: a\r\n\r\nKính gửi\r\n";
        let mail = mark.headers(rest.as_bytes()) + rest;
        assert_eq!(LetterMark::of_mail(mail.as_bytes()), Some(mark));
        assert!(is_letter_as_written(mail.as_bytes()));
        for (from, to) in [
            ("Kính gửi", "Kính gửi:"),
            ("To: ", "Cc: "),
            ("so-yt", "so-xd"),
            ("reminder", "returned"),
            (MAIL_CODE, "X-Other: "),
            (MAIL_MARK, "X-Unsent: 1\r\nX-Tonghop-Letter: "),
        ] {
            let changed = mail.replace(from, to);
            assert_ne!(changed, mail);
            assert!(!is_letter_as_written(changed.as_bytes()), "{changed}");
        }
        assert!(!is_letter_as_written(MAIL_MARK.as_bytes()));
    }

    #[test]
    fn a_letter_is_known_by_its_ends() {
        let mark = LetterMark::new(LetterKind::Reminder, "tra-vinh", "2020-06", &["sở yt", "b"]);
        assert_eq!(mark.reference, "tra-vinh/2020-06/s%E1%BB%9F%20yt+b");
        for lang in [Lang::Vi, Lang::En] {
            let start = lang.pick(LETTER_STARTS[0], LETTER_STARTS[1]);
            let above = format!("{start}Sở Y tế");
            let text = format!("\u{feff}{above}\r\n\r\n{}\r\n", mark.line(&above, lang));
            assert_eq!(LetterMark::of_text(&text), Some(mark.clone()));
        }
        assert_eq!(
            mark.offices("tra-vinh", "2020-06"),
            Some(vec!["s%E1%BB%9F%20yt", "b"])
        );
        assert_eq!(mark.offices("tra-vinh", "2020"), None);
        let earlier = "Kính gửi: A\n(Thư do chương trình tonghop soạn khi kiểm tra tệp báo cáo.)\n";
        let earlier = LetterMark::of_text(earlier).unwrap();
        assert_eq!(
            (earlier.kind, earlier.reference.as_str()),
            (LetterKind::Returned, "")
        );
        for other in [
            "Kính gửi: A\n(Thư do cơ quan soạn.)",
            "Kính gửi: A\n(Thư nhắc do chương trình tonghop soạn lại.)",
            "A\n(Thư nhắc do chương trình tonghop soạn.)",
            "",
        ] {
            assert_eq!(LetterMark::of_text(other), None, "{other}");
        }
    }

    #[test]
    fn a_draft_is_known_by_its_header() {
        let mark = LetterMark::new(LetterKind::Returned, "", "", &[]);
        assert_eq!(mark.header(), "returned");
        let line = mark.line("To: A", Lang::En);
        let opening =
            "(Letter drafted by the program tonghop when the report was checked; check code: ";
        let code = line.strip_prefix(opening).unwrap();
        assert_eq!((code.len(), code.ends_with(".)")), (10, true), "{line}");
        assert_eq!(mark.offices("", ""), Some(vec![]));
        assert_eq!(mark.offices("p", "1"), None);
        let mail = format!("Subject: a\r\n{MAIL_MARK}{}\r\n\r\nb", mark.header());
        assert_eq!(LetterMark::of_mail(mail.as_bytes()), Some(mark.clone()));
        let quoted = format!("Subject: a\r\n\r\n{MAIL_MARK}{}", mark.header());
        assert_eq!(LetterMark::of_mail(quoted.as_bytes()), None);
        assert_eq!(
            LetterMark::of_mail(b"X-Tonghop-Letter: other /\r\n\r\n"),
            None
        );
    }
}
