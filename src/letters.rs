//! Letters that text of a file may hold and that no reader may be fooled by, and how much of a text is told.

use std::io::{self, Write};
use std::path::Path;

/// Whether a letter is a control character, `\n` and `\t` among them.
pub(crate) fn controls(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// Whether a letter shows as nothing itself and turns the direction of others, breaks the line, or is no character at
/// all: a figure must not read as another one. To be told by its number.
pub(crate) fn hides(c: char) -> bool {
    match c {
        '\0'..='\u{60b}' => false,
        // Marks, embeddings, overrides and isolates of direction; separators of lines.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        '\u{fdd0}'..='\u{fdef}' => true,
        _ => u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// The number of a letter, as it is written where the letter itself must not be.
pub(crate) fn number(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}

/// Text of a file as it may go to a terminal, on one line.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, &mut printable));
    printable
}

fn push(c: char, printable: &mut String) {
    if controls(c) {
        printable.push(' ');
    } else if hides(c) {
        printable.push_str(&number(c));
    } else {
        printable.push(c);
    }
}

/// The start of a text, with `…` behind it where it has more letters than so many.
#[must_use]
pub fn bounded(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// A word out of somebody's file, as it may stand in a sentence about that file.
#[must_use]
pub fn word(text: &str) -> String {
    bounded(&printable(text), 80)
}

/// A path as it may stand in a sentence.
#[must_use]
pub fn of_path(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// What goes to a terminal: whatever it was made of, no letter in it does anything but end a line, and where colours are
/// wanted choose one.
#[derive(Debug)]
pub struct Plain<W: Write> {
    terminal: W,
    colours: bool,
    /// The start of a letter or of a colour whose end is still to come.
    begun: Vec<u8>,
}

impl<W: Write> Plain<W> {
    /// What is written goes to this terminal.
    pub fn new(terminal: W, colours: bool) -> Self {
        Self {
            terminal,
            colours,
            begun: Vec::new(),
        }
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let rest = self.begun.split_off(whole);
        let text = std::mem::replace(&mut self.begun, rest);
        let text = String::from_utf8_lossy(&text);
        let (plain, left) = plain(&text, self.colours);
        self.begun.splice(0..0, left.bytes());
        self.terminal.write_all(plain.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.terminal.flush()
    }
}

/// A text in which nothing but line ends and colours do anything, and the start of a colour at its end.
fn plain(text: &str, colours: bool) -> (String, &str) {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\u{1b}' && colours {
            let inner = rest.strip_prefix("\u{1b}[");
            let end =
                inner.and_then(|inner| inner.find(|c: char| !(c.is_ascii_digit() || c == ';')));
            match (inner, end) {
                (Some(inner), Some(end))
                    if inner.get(end..).is_some_and(|end| end.starts_with('m')) =>
                {
                    let length = rest.len() - inner.len() + end + 1;
                    let (colour, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
                    plain.push_str(colour);
                    rest = behind;
                    continue;
                }
                (Some(_), None) => return (plain, rest),
                (None, _) if rest.len() == 1 => return (plain, rest),
                _ => {}
            }
        }
        match c {
            '\n' => plain.push('\n'),
            c => push(c, &mut plain),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    (plain, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_given_nothing_but_letters() {
        for (text, shown) in [
            ("Sở Y tế\nhuyện", "Sở Y tế huyện"),
            ("\u{1b}[31m", " [31m"),
            ("1\u{202e}002", "1[U+202E]002"),
            ("\u{9b}x\u{feff}", " x\u{feff}"),
        ] {
            assert_eq!(printable(text), shown);
        }
    }

    #[test]
    fn a_text_is_told_as_far_as_it_is_of_use() {
        assert_eq!(bounded("Sở Y tế", 7), "Sở Y tế");
        assert_eq!(bounded("Sở Y tế", 5), "Sở Y…");
        assert_eq!(word(&"ộ\n".repeat(100)).chars().count(), 81 - 1);
        assert_eq!(of_path(Path::new("a\n\u{202e}b")), "a [U+202E]b");
    }

    #[test]
    fn what_goes_to_a_terminal_only_ends_lines_and_colours_them() {
        let text = "\u{1b}[1mđậm\u{1b}[0m\r\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}3m\u{202e}\n\tộ\u{1b}[31;1mlỗi\u{1b}";
        for (colours, shown) in [
            (
                true,
                "\u{1b}[1mđậm\u{1b}[0m  ]0;x  [2J 3m[U+202E]\n ộ\u{1b}[31;1mlỗi",
            ),
            (false, " [1mđậm [0m  ]0;x  [2J 3m[U+202E]\n ộ [31;1mlỗi "),
        ] {
            for bite in 1..9 {
                let mut out = Vec::new();
                let mut terminal = Plain::new(&mut out, colours);
                for bytes in text.as_bytes().chunks(bite) {
                    terminal.write_all(bytes).unwrap();
                }
                assert_eq!(String::from_utf8(out).unwrap(), shown, "{bite}");
            }
        }
    }
}
