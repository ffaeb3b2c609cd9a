//! A letter as the draft of a mail (`.eml`), which any mail program opens ready to be sent.
//!
//! ```text
//! X-Tonghop-Letter: reminder tra-vinh-hcm/2020-06/so-yt
//! X-Tonghop-Code: 1f2e3d4c
//! X-Unsent: 1
//! To: <vanthu@soyt.example>
//! Subject: =?utf-8?…?=
//! ```
//!
//! It holds no date, no sender and no number of its own: those come from whoever sends it, and the same letter is the same
//! bytes. The boundary of the parts is made of what they hold.

use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::headers::{Header as _, HeaderType};
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest as _, Sha256};

use crate::book::ours::LetterMark;
use crate::letters::printable;
use crate::round::hex;
use crate::write::line_ends::cr_lf;

/// A mail that is to be sent.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// What the letter says of itself.
    pub mark: &'a LetterMark,
    /// Where it goes; nobody yet when it is empty.
    pub to: &'a [String],
    /// What it is about.
    pub subject: &'a str,
    /// The letter.
    pub text: &'a str,
    /// The workbook that goes with it: its name and its bytes.
    pub enclosed: Option<(&'a str, &'a [u8])>,
}

impl Draft<'_> {
    /// The file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let rest = self.rest();
        [self.mark.headers(&rest).as_bytes(), &rest].concat()
    }

    /// All but the headers that it is known by.
    fn rest(&self) -> Vec<u8> {
        let mut out = b"X-Unsent: 1\r\n".to_vec();
        if !self.to.is_empty() {
            let to = self.to.iter().map(|to| Address::from(to.as_str()));
            header(&mut out, "To", Address::new_list(to.collect()).into());
        }
        header(
            &mut out,
            "Subject",
            Text::new(printable(self.subject)).into(),
        );
        header(&mut out, "MIME-Version", Raw::new("1.0").into());
        let text = cr_lf(self.text);
        let text = MimePart::new("text/plain", text);
        let Some((name, bytes)) = self.enclosed else {
            text.write_part(&mut out);
            return out;
        };
        let workbook = MimePart::new(content_type(name), bytes).attachment(name);
        let boundary = boundary(self.text, bytes);
        let mixed = ContentType::new("multipart/mixed").attribute("boundary", boundary);
        let parts = BodyPart::Multipart(vec![text, workbook]);
        MimePart::new(mixed, parts).write_part(&mut out);
        out
    }
}

/// Adds a header, folded.
fn header(out: &mut Vec<u8>, name: &str, value: HeaderType<'_>) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    value.write_header(out, name.len().saturating_add(2));
}

/// A boundary that stands in none of the parts: it would have to hold its own hash. `=_` is in no line that was encoded.
fn boundary(text: &str, enclosed: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(text.as_bytes());
    hash.update(enclosed);
    format!("=_{}", hex(&hash.finalize(), 16))
}

fn content_type(name: &str) -> &'static str {
    let extension = name.rsplit('.').next().unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "xlsm" => "application/vnd.ms-excel.sheet.macroEnabled.12",
        "xltx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "xltm" => "application/vnd.ms-excel.template.macroEnabled.12",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}

/// The addresses that a text of the register holds, parted by `;`, `,`, `|` or blanks, and what is none.
#[must_use]
pub fn addresses(text: &str) -> (Vec<String>, Vec<String>) {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '|'));
    let parts = parts.filter(|part| !part.is_empty()).map(str::to_owned);
    parts.partition(|part| is_address(part))
}

/// Whether a text is a mail address that needs no quoting.
fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let in_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{}~".contains(c);
    let in_domain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_dotted = |text: &str, fits: &dyn Fn(char) -> bool| {
        text.split('.')
            .all(|part| !part.is_empty() && part.chars().all(fits))
    };
    is_dotted(name, &in_name) && domain.contains('.') && is_dotted(domain, &in_domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::ours::LetterKind;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        let (good, wrong) = addresses("a@b.vn; c.d+e@f-g.gov.vn,|h@i.vn");
        assert_eq!(good, ["a@b.vn", "c.d+e@f-g.gov.vn", "h@i.vn"]);
        assert!(wrong.is_empty());
        for none in [
            "a@b", "@b.vn", "a@", "a@b..vn", "a", "<a@b.vn>", "á@b.vn", "a@b@c.vn",
        ] {
            assert_eq!(addresses(none), (vec![], vec![none.to_owned()]), "{none}");
        }
        assert_eq!(addresses(" "), (vec![], vec![]));
    }

    #[test]
    fn a_draft_is_the_same_bytes_and_nobody_writes_its_headers() {
        let mark = LetterMark::new(LetterKind::Returned, "p", "1", &["so-yt"]);
        let workbook = vec![0xff_u8; 200];
        let draft = Draft {
            mark: &mark,
            to: &["a@b.vn".to_owned(), "c@d.vn".to_owned()],
            subject: "Báo cáo\r\nBcc: x@y.vn",
            text: "Kính gửi: A\n\n--=_\nthêm\r\ndòng",
            enclosed: Some(("Sở Y tế.xlsx", &workbook)),
        };
        let bytes = draft.bytes();
        assert_eq!(bytes, draft.bytes());
        let text = String::from_utf8(bytes).unwrap();
        // A word that is too long for a line stands on it all the same.
        let long = |line: &&str| line.len() > 78 && !line.starts_with("Content-Type: application/");
        assert_eq!(text.lines().find(long), None);
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(!text.contains("\nBcc"), "{text}");
        assert!(text.contains("To: <a@b.vn>, <c@d.vn>\r\n"), "{text}");
        assert!(text.contains("filename*=UTF-8''S%E1%BB%9F%20Y%20t%E1%BA%BF.xlsx"));
        let base64 = format!("\r\n{}\r\n", "/".repeat(76));
        assert!(text.contains(&base64), "{text}");
        let boundary = text.split("boundary=\"").nth(1).unwrap();
        let boundary = format!("\r\n--{}", boundary.split('"').next().unwrap());
        assert_eq!(text.matches(&boundary).count(), 3);
        assert!(text.ends_with(&format!("{boundary}--\r\n")));
    }
}
