//! Tags as nearly all programs write them: `<c r="B7" s="3" t="s">`, values between double marks, one blank before each.

use super::Halt;

/// The name and the value of an attribute.
pub(super) type Attribute<'a> = (&'a [u8], &'a [u8]);

/// What stands behind an attribute, or behind the name of a tag.
pub(super) enum Next<'a> {
    /// An attribute, and the rest.
    Attribute(Attribute<'a>, &'a [u8]),
    /// The end of the tag, whether it closes itself, and the rest.
    End(bool, &'a [u8]),
}

/// The next attribute of a tag, or its end.
#[inline]
pub(super) fn next(rest: &[u8]) -> Result<Next<'_>, Halt> {
    match rest {
        [b'>', rest @ ..] => Ok(Next::End(false, rest)),
        [b'/', b'>', rest @ ..] | [b' ', b'/', b'>', rest @ ..] => Ok(Next::End(true, rest)),
        [b' ', rest @ ..] if rest != b"/" => {
            let (name, rest) = until(rest, b'=', is_of_name)?;
            let [b'"', rest @ ..] = rest else {
                return Err(if rest.is_empty() {
                    Halt::More
                } else {
                    Halt::Odd
                });
            };
            let (value, rest) = until(rest, b'"', is_of_value)?;
            Ok(Next::Attribute((name, value), rest))
        }
        [] | [b'/'] | [b' ', b'/'] => Err(Halt::More),
        _ => Err(Halt::Odd),
    }
}

/// What stands before a byte, and what behind it; all of it is to be of some bytes.
#[inline]
fn until(bytes: &[u8], end: u8, fits: impl Fn(u8) -> bool) -> Result<(&[u8], &[u8]), Halt> {
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == end {
            let (before, behind) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
            return Ok((before, behind.get(1..).unwrap_or_default()));
        }
        if !fits(*byte) {
            return Err(Halt::Odd);
        }
    }
    Err(Halt::More)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.')
}

fn is_of_value(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&' | b'\'')
}

/// What stands behind a tag without attributes, or another piece that is to stand here.
#[inline]
pub(super) fn behind<'a>(rest: &'a [u8], expected: &[u8]) -> Result<&'a [u8], Halt> {
    match rest.strip_prefix(expected) {
        Some(rest) => Ok(rest),
        None if expected.starts_with(rest) => Err(Halt::More),
        None => Err(Halt::Odd),
    }
}

/// The text before the next tag, and the tag with what is behind it.
#[inline]
pub(super) fn text(rest: &[u8]) -> Result<(&[u8], &[u8]), Halt> {
    let end = memchr::memchr(b'<', rest).ok_or(Halt::More)?;
    rest.split_at_checked(end).ok_or(Halt::Odd)
}

/// A number of digits only, 0 to 999,999,999.
#[inline]
pub(super) fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    text.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit & 15))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}
