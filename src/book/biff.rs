//! The records that an `.xls` is made of, and the text and numbers in them.
//!
//! ```text
//! type, 2 bytes | length, 2 bytes | data … | the next record
//! ```
//!
//! A record longer than 8,224 bytes goes on in CONTINUE records; text that is cut there says anew
//! whether its letters have one byte or two. Nothing here trusts a length.

use std::borrow::Cow;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
};

use super::charset::decode_single_byte;

/// CONTINUE: more of the record before.
pub(super) const CONTINUE: u16 = 0x003c;

/// One record, with those that continue it.
#[derive(Debug, Clone)]
pub(super) struct Record<'a> {
    /// Its type.
    pub(super) kind: u16,
    /// Its own data.
    pub(super) data: &'a [u8],
    /// The data of the records that continue it.
    pub(super) more: Vec<&'a [u8]>,
}

/// The records of a stream from some place on.
#[derive(Debug, Clone)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
    /// Whether the stream ended inside a record.
    pub(super) cut: bool,
}

impl<'a> Records<'a> {
    /// The records from the start of these bytes.
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self {
            rest: stream,
            cut: false,
        }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.rest, 0)?;
        let length = usize::from(u16_at(self.rest, 2)?);
        let (data, rest) = self.rest.get(4..)?.split_at_checked(length)?;
        self.rest = rest;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some((kind, data)) = self.one() else {
            // What is left of a sector is filled with zeros.
            self.cut = self.rest.iter().any(|byte| *byte != 0);
            self.rest = &[];
            return None;
        };
        let mut more = Vec::new();
        while u16_at(self.rest, 0) == Some(CONTINUE) {
            match self.one() {
                Some((_, data)) => more.push(data),
                None => break,
            }
        }
        Some(Record { kind, data, more })
    }
}

/// Two bytes as a number.
pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

/// Four bytes as a number.
pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Eight bytes as a float.
pub(super) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let bytes = data.get(at..)?.first_chunk()?;
    Some(f64::from_le_bytes(*bytes))
}

/// A number packed into four bytes: 30 bits of a float or of a whole number, hundredths or not.
pub(super) fn packed_number(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        // The sign is in the topmost bit; the shift keeps it.
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

/// The name of an error value.
pub(super) fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

/// How text is stored in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Since Excel 97: UTF-16, or its low bytes alone.
    Unicode,
    /// Before: the bytes of a code page.
    CodePage(u16),
}

impl Coding {
    /// Text with a count of letters in front, of one byte or two; and what follows it.
    pub(super) fn text(self, data: &[u8], wide_count: bool) -> Option<(String, &[u8])> {
        let (count, data) = if wide_count {
            (usize::from(u16_at(data, 0)?), data.get(2..)?)
        } else {
            (usize::from(*data.first()?), data.get(1..)?)
        };
        match self {
            Self::CodePage(page) => {
                let (text, rest) = data.split_at_checked(count.min(data.len()))?;
                Some((decode_page(text, page).into_owned(), rest))
            }
            Self::Unicode => {
                let mut pieces = Pieces::new(data, &[]);
                let flags = match pieces.byte() {
                    Some(flags) => flags,
                    None => return (count == 0).then_some((String::new(), &[])),
                };
                let text = pieces.letters(count, flags & 1 == 1)?;
                Some((text, pieces.now))
            }
        }
    }
}

/// Text of a code page. 1252 and 1258 both may hold the text of a Vietnamese font.
fn decode_page(bytes: &[u8], page: u16) -> Cow<'_, str> {
    let encoding: &'static Encoding = match page {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => return decode_single_byte(bytes),
        10000 => MACINTOSH,
        _ => WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// Letters of a text in a font of their own, up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The letter it begins at.
    pub(super) start: u16,
    /// The index of its font.
    pub(super) font: u16,
}

/// Data that goes on over several records.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    /// What is left of the record at hand.
    now: &'a [u8],
    /// The records after it.
    next: &'a [&'a [u8]],
}

impl<'a> Pieces<'a> {
    /// The data of a record and of those that continue it.
    pub(super) fn new(data: &'a [u8], more: &'a [&'a [u8]]) -> Self {
        Self {
            now: data,
            next: more,
        }
    }

    /// Goes on to the next record that holds anything, when this one is used up.
    fn refill(&mut self) -> Option<()> {
        while self.now.is_empty() {
            let (first, rest) = self.next.split_first()?;
            self.now = first;
            self.next = rest;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.refill()?;
        let (first, rest) = self.now.split_first()?;
        self.now = rest;
        Some(*first)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        let (low, high) = (self.u16()?, self.u16()?);
        Some(u32::from(low) | u32::from(high) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.refill()?;
            let step = count.min(self.now.len());
            self.now = self.now.get(step..)?;
            count = count.saturating_sub(step);
        }
        Some(())
    }

    /// So many letters; at the start of each further record a byte says how wide they are there.
    fn letters(&mut self, mut count: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::with_capacity(count.min(self.now.len()));
        loop {
            let width = if wide { 2 } else { 1 };
            let step = count.min(self.now.len() / width);
            let (bytes, rest) = self.now.split_at_checked(step.checked_mul(width)?)?;
            if wide {
                let pairs = bytes.as_chunks::<2>().0;
                units.extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            count = count.saturating_sub(step);
            self.now = rest;
            if count == 0 {
                return Some(String::from_utf16_lossy(&units));
            }
            self.now = &[];
            wide = self.byte()? & 1 == 1;
        }
    }

    /// A text with its count of letters in front; `None` when it is cut short.
    pub(super) fn text(&mut self) -> Option<String> {
        let count = usize::from(self.u16()?);
        match self.byte() {
            None if count == 0 => Some(String::new()),
            None => None,
            // What stands between the count and the letters of a text with fonts of its own.
            Some(flags) => {
                let runs = if flags & 8 == 0 { 0 } else { 2 };
                let marks = if flags & 4 == 0 { 0 } else { 4 };
                self.skip(runs + marks)?;
                self.letters(count, flags & 1 == 1)
            }
        }
    }

    /// A text of the table of strings, without its phonetic marks; and where which fonts begin in it.
    pub(super) fn rich_text(&mut self) -> Option<(String, Vec<Run>)> {
        let count = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 {
            0
        } else {
            usize::from(self.u16()?)
        };
        let marks = if flags & 4 == 0 { 0 } else { self.u32()? };
        let text = self.letters(count, flags & 1 == 1)?;
        // The last text of a broken table may lack what stands behind its letters.
        let mut fonts = Vec::new();
        for _ in 0..runs {
            let (Some(start), Some(font)) = (self.u16(), self.u16()) else {
                break;
            };
            fonts.push(Run { start, font });
        }
        let _ = self.skip(usize::try_from(marks).unwrap_or(usize::MAX));
        Some((text, fonts))
    }

    /// So many letters, with the byte in front that says how wide they are.
    pub(super) fn text_of(&mut self, count: usize) -> Option<String> {
        let wide = self.byte()? & 1 == 1;
        self.letters(count, wide)
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.now.is_empty() && self.next.iter().all(|piece| piece.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_floats_or_whole_numbers() {
        for (packed, number) in [
            (0x3ff0_0000, 1.0),
            (0x3ff0_0001, 0.01),
            (((1234 << 2) | 2), 1234.0),
            (((1234 << 2) | 3), 12.34),
            ((-5_i32 << 2).cast_unsigned() | 2, -5.0),
        ] {
            assert!((packed_number(packed) - number).abs() < 1e-12, "{packed:x}");
        }
    }

    #[test]
    fn text_goes_on_in_the_next_record() {
        // Two letters of one byte, then two of two bytes; an empty record between them.
        let more: [&[u8]; 3] = [&[], b"\x01\xd9\x1e", b"\x00c"];
        let mut pieces = Pieces::new(b"\x04\x00\x00ab", &more);
        assert_eq!(pieces.rich_text().unwrap().0, "abộc");
        assert!(pieces.is_empty());
        assert_eq!(pieces.rich_text(), None);
    }

    #[test]
    fn lengths_that_lie_give_nothing() {
        assert_eq!(Coding::Unicode.text(b"\xff\xff\x01a", true), None);
        assert_eq!(Coding::Unicode.text(b"", true), None);
        let mut records = Records::new(b"\x09\x08\xff\xff\x00");
        assert!(records.next().is_none());
        assert!(records.cut);
    }
}
