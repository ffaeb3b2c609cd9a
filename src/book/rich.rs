//! The fonts and manners of writing within strings that have several, as the table of strings of an Excel package holds
//! them.
//!
//! `<si><r><rPr><rFont val=".VnTime"/></rPr><t>Së</t></r></si>`: whatever the cell's own font, this is TCVN3.
//! The reader of cells gives the text of such a string and not its fonts, so they are noted here, by the text. Which of
//! its letters are raised or struck out is noted by the string's number: another cell may hold the same text plainly.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ecow::EcoString;

use super::encoding::Encoding;
use super::markup::{BLANKS, Piece, attribute, keeps_blanks, local, unescape, without_escapes};
use super::seen::{Manner, Runs};
use super::text::clean;

/// How many such strings are noted.
const MOST: usize = 100_000;

/// The fonts of strings.
#[derive(Debug, Default)]
pub(crate) struct RichStrings {
    /// The font of a text; `None` where its letters are of several encodings or of the cell's font.
    fonts: HashMap<EcoString, Option<Arc<str>>>,
    /// Whether any of them is of a legacy encoding.
    pub(crate) any_legacy: bool,
    /// The strings that have raised or struck-out letters, by their number.
    pub(crate) marked: BTreeMap<u32, Runs>,
    /// How many strings were begun.
    begun: u32,
    /// The string at hand, once it has a run.
    open: Option<Open>,
}

/// A string with runs.
#[derive(Debug, Default)]
struct Open {
    font: Option<Arc<str>>,
    /// Whether the run at hand has named its font.
    named: bool,
    mixed: bool,
    runs: RunsLook,
}

/// The letters of a `<t>`. Excel drops the blanks around them unless the tag says that they are to be kept, run by run: of
/// `<t>Hỗ trợ </t>` and `<t>xây cầu</t>` it makes `Hỗ trợxây cầu`, and so does the reader of cells.
#[derive(Debug, Default)]
struct Letters {
    text: String,
    kept: bool,
}

impl Letters {
    fn read(&self) -> Cow<'_, str> {
        let text = if self.kept {
            &self.text
        } else {
            self.text.trim_matches(BLANKS)
        };
        without_escapes(text)
    }
}

/// The runs of the string at hand.
#[derive(Debug, Default)]
pub(crate) struct RunsLook {
    manner: Manner,
    /// The letters of the `<t>` at hand.
    letters: Option<Letters>,
    /// Whether we are in what tells how letters of Chinese are spoken, which is no text of the cell.
    spoken: bool,
    runs: Runs,
}

impl RunsLook {
    /// Takes the next piece of a string.
    pub(crate) fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } => match local(name) {
                b"r" => self.manner = Manner::Plain,
                b"rPh" => self.spoken = !empty,
                b"strike" | b"dstrike" => {
                    let off = attribute(attributes, b"val");
                    if !matches!(off, Some(b"0" | b"false")) {
                        self.manner = Manner::Struck;
                    }
                }
                b"vertAlign" => {
                    let raised = attribute(attributes, b"val");
                    if self.manner == Manner::Plain
                        && matches!(raised, Some(b"superscript" | b"subscript"))
                    {
                        self.manner = Manner::Raised;
                    }
                }
                b"t" if !empty && !self.spoken => {
                    self.letters = Some(Letters {
                        text: String::new(),
                        kept: keeps_blanks(attributes),
                    });
                }
                _ => {}
            },
            Piece::Close { name } => match local(name) {
                b"t" => {
                    if let Some(letters) = self.letters.take() {
                        self.runs.push(self.manner, &letters.read());
                    }
                }
                b"rPh" => self.spoken = false,
                b"r" => self.manner = Manner::Plain,
                _ => {}
            },
            Piece::Text(bytes) => {
                if let Some(letters) = &mut self.letters {
                    letters.text.push_str(&unescape(bytes));
                }
            }
            Piece::CData(bytes) => {
                if let Some(letters) = &mut self.letters {
                    letters.text.push_str(&String::from_utf8_lossy(bytes));
                }
            }
        }
    }

    /// The runs, where any of them is raised or struck out.
    pub(crate) fn finish(self) -> Option<Runs> {
        Some(self.runs).filter(Runs::any)
    }
}

impl RichStrings {
    /// Notes that a string begins.
    pub(crate) fn begin(&mut self) {
        self.begun = self.begun.saturating_add(1);
    }

    /// Takes the next piece of the table.
    pub(crate) fn take(&mut self, piece: Piece<'_>) {
        if let Some(open) = &mut self.open {
            open.runs.take(piece);
        }
        match (&mut self.open, piece) {
            (None, Piece::Open { name, .. }) if local(name) == b"r" => {
                self.open = Some(Open::default());
            }
            (None, _) => {}
            (
                Some(open),
                Piece::Open {
                    name, attributes, ..
                },
            ) => match local(name) {
                b"r" => open.named = false,
                // Letters without a font of their own have the cell's.
                b"t" => open.mixed |= !open.named,
                b"rFont" => {
                    let font = attribute(attributes, b"val").map(unescape);
                    let font: Arc<str> = font.unwrap_or_default().into();
                    self.any_legacy |= Encoding::of_font(&font).is_some();
                    open.name(font);
                }
                _ => {}
            },
            (Some(_), Piece::Close { name }) if local(name) == b"si" => {
                if let Some(open) = self.open.take()
                    && self.fonts.len() < MOST
                {
                    let font = open.font.filter(|_| !open.mixed);
                    self.fonts.insert(clean(&open.runs.runs.text()), font);
                    let runs = open.runs.finish();
                    let number = self.begun.checked_sub(1);
                    self.marked.extend(number.zip(runs));
                }
            }
            _ => {}
        }
    }

    /// The font of a text: its own, else that of its cell.
    pub(crate) fn font<'a>(&'a self, text: &str, of_cell: Option<&'a str>) -> Option<&'a str> {
        match self.fonts.get(text) {
            Some(font) => font.as_deref(),
            None => of_cell,
        }
    }
}

impl Open {
    fn name(&mut self, font: Arc<str>) {
        let encoding = |font: &str| Encoding::of_font(font).map(|(encoding, _)| encoding);
        self.named = true;
        match &self.font {
            Some(first) => self.mixed |= encoding(first) != encoding(&font),
            None => self.font = Some(font),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::markup::Scanner;

    #[test]
    fn runs_have_a_font_when_all_agree() {
        let run = |font: &str, text: &str| {
            format!("<r><rPr><rFont val=\"{font}\"/></rPr><t>{text}</t></r>")
        };
        let xml = [
            "<sst><si><t>plain</t></si><si>".to_owned(),
            run(".VnTime", "a"),
            run(".VnArial", "b"),
            "</si><si>".to_owned(),
            run(".VnTime", "c"),
            run("Arial", "d"),
            "</si><si><r><t>e</t></r>".to_owned(),
            run(".VnTime", "f"),
            "</si><si>".to_owned(),
            run(".VnTime", "g "),
            run(".VnTime", " h_x000A_i "),
            "</si></sst>".to_owned(),
        ];
        let mut strings = RichStrings::default();
        let fed = Scanner::default().feed(xml.concat().as_bytes(), |piece| {
            strings.take(piece);
            Ok(())
        });
        fed.unwrap();
        assert!(strings.any_legacy);
        let font = |text| strings.font(text, Some("Times"));
        assert_eq!(font("plain"), Some("Times"));
        assert_eq!(font("ab"), Some(".VnTime"));
        assert_eq!(font("cd"), None);
        assert_eq!(font("ef"), None);
        assert_eq!(font("gh\ni"), Some(".VnTime"));
    }
}
