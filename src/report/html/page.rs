//! The page as it is put together: what is ours goes in as it stands, what came from a file is made harmless.

use std::fmt::{self, Write as _};

use crate::lang::Lang;
use crate::letters;

/// A page of HTML under way.
pub(super) struct Page {
    /// The language of its sentences.
    pub lang: Lang,
    html: String,
}

impl Page {
    pub(super) fn new(lang: Lang, capacity: usize) -> Self {
        Self {
            lang,
            html: String::with_capacity(capacity),
        }
    }

    /// Adds markup of ours.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.html.push_str(markup);
        self
    }

    /// Adds text, which shows as it is whatever it holds; fit for the inside of quoted attributes too.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.html);
        self
    }

    /// Adds a number or another value whose text needs no care.
    pub(super) fn show(&mut self, value: impl fmt::Display) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.html, "{value}");
        self
    }

    /// Adds the one of two texts of ours that is in the page's language.
    pub(super) fn say(&mut self, vi: &str, en: &str) -> &mut Self {
        let text = self.lang.pick(vi, en);
        self.text(text)
    }

    /// Adds a whole number, grouped.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        let number = self.lang.integer(number as i128);
        self.raw(&number)
    }

    /// ` lang="vi"` on a page in another language: what stands on the sheets is Vietnamese.
    pub(super) fn vietnamese(&mut self) -> &mut Self {
        if self.lang == Lang::En {
            self.raw(" lang=\"vi\"");
        }
        self
    }

    pub(super) fn finish(self) -> String {
        self.html
    }
}

/// Writes text so that a browser shows it and does nothing else with it.
///
/// Control characters become their pictures. Letters that turn the direction of what follows, or hide, become their
/// numbers: a figure must not read as another one.
fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        if !special(c) {
            continue;
        }
        out.push_str(text.get(done..at).unwrap_or_default());
        done = at + c.len_utf8();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push(' '),
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or(' ')),
            '\u{7f}' => out.push('\u{2421}'),
            _ => out.push_str(&letters::number(c)),
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

fn special(c: char) -> bool {
    match c {
        '&' | '<' | '>' | '"' | '\'' => true,
        ' '..='~' | '\n' => false,
        c => letters::controls(c) || letters::hides(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape(text, &mut out);
        out
    }

    #[test]
    fn text_stays_text() {
        for (text, html) in [
            ("Sở Y tế", "Sở Y tế"),
            (
                "<script>alert('&')</script>",
                "&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;",
            ),
            ("\" onclick=\"x", "&quot; onclick=&quot;x"),
            ("a\0b\u{1b}[31m\u{7f}", "a␀b␛[31m␡"),
            ("1\u{202e}002\u{2069}", "1[U+202E]002[U+2069]"),
            ("dòng\nmới\r", "dòng\nmới␍"),
            ("\"\t", "&quot; "),
            ("\u{85}\u{1fffe}", "[U+0085][U+1FFFE]"),
        ] {
            assert_eq!(escaped(text), html);
        }
    }

    proptest! {
        #[test]
        fn nothing_escapes(text in "\\PC*|[\\x00-\\xff<>&\"']*") {
            let html = escaped(&text);
            prop_assert!(!html.contains(['<', '>', '"', '\'']));
            prop_assert!(html.split('&').skip(1).all(|rest| ["amp;", "lt;", "gt;", "quot;", "#39;"]
                .iter()
                .any(|entity| rest.starts_with(entity))));
        }
    }
}
