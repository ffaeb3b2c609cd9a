//! The letters of a text as they stand in XML.

use std::borrow::Cow;

use super::Halt;
use crate::book::markup::{BLANKS, without_escapes};

/// The letters of a text: line ends as XML has them, entities resolved; the blanks around them gone where they are not to be
/// kept, and the letters that stand there by their number put in.
pub(super) fn of_string(raw: &[u8], kept: bool) -> Result<Cow<'_, str>, Halt> {
    let text = of_xml(raw)?;
    Ok(match text {
        Cow::Borrowed(text) => without_escapes(trimmed(text, kept)),
        Cow::Owned(text) => without_escapes(trimmed(&text, kept)).into_owned().into(),
    })
}

/// A text without the blanks around it, unless they are to be kept.
fn trimmed(text: &str, kept: bool) -> &str {
    if kept {
        text
    } else {
        text.trim_matches(BLANKS)
    }
}

/// A text with its line ends as XML has them, and its entities resolved.
pub(super) fn of_xml(raw: &[u8]) -> Result<Cow<'_, str>, Halt> {
    let text = std::str::from_utf8(raw).map_err(|_| Halt::Odd)?;
    if memchr::memchr2(b'&', b'\r', raw).is_none() {
        return Ok(Cow::Borrowed(text));
    }
    let lines = match memchr::memchr(b'\r', raw) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(text),
    };
    match lines {
        Cow::Borrowed(text) => quick_xml::escape::unescape(text).map_err(|_| Halt::Odd),
        Cow::Owned(text) => match quick_xml::escape::unescape(&text) {
            Ok(text) => Ok(Cow::Owned(text.into_owned())),
            Err(_) => Err(Halt::Odd),
        },
    }
}

/// Whether a text is of letters and entities that there are.
pub(super) fn check(raw: &[u8]) -> Result<(), Halt> {
    if raw.is_ascii() && memchr::memchr(b'&', raw).is_none() {
        return Ok(());
    }
    of_xml(raw).map(drop)
}
