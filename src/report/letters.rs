//! Letters that text of a file may hold and that no reader may be fooled by.

/// Whether a letter is a control character, `\n` and `\t` among them.
pub(super) fn controls(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// Whether a letter shows as nothing itself and turns the direction of others, breaks the line, or is no character at
/// all: a figure must not read as another one. To be told by its number.
pub(super) fn hides(c: char) -> bool {
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
pub(super) fn number(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}

/// Text of a file as it may go to a terminal.
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if controls(c) {
            printable.push(' ');
        } else if hides(c) {
            printable.push_str(&number(c));
        } else {
            printable.push(c);
        }
    }
    printable
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
}
