//! Comments on cells, as far as they may say something of the table: short ones, and none of ours.
//!
//! A comment is no content of its cell. What is asked of it is the unit of account, which some offices state nowhere else.

use super::markup::{Piece, attribute, digits, local, unescape};
use super::ours::own_words_end;
use super::sheet::reference;
use super::text::clean;
use crate::place::CellRef;

/// The longest comment that is kept, in bytes.
const LONGEST: usize = 400;

/// No more of a comment is read, in bytes.
pub(crate) const READ: usize = 4_000;

/// How many comments of a sheet are kept at the most.
const MOST: usize = 10_000;

/// A comment on a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The cell.
    pub at: CellRef,
    /// What it says, NFC.
    pub text: Box<str>,
}

/// Adds a comment to those of a sheet; what we wrote there ourselves is left out.
pub(crate) fn add(comments: &mut Vec<Comment>, at: CellRef, author: &str, text: &str) {
    let own = own_words_end(author, text);
    let text = text.get(..own).unwrap_or_default();
    // Programs that know no threads show one as a comment, below some lines that say so.
    let threaded = text.contains("go.microsoft.com/fwlink");
    let said = text.rsplit_once(":\n").filter(|_| threaded);
    let text = said.map_or(text, |(_, said)| said).trim();
    if text.is_empty() || text.len() > LONGEST || comments.len() >= MOST {
        return;
    }
    comments.push(Comment {
        at,
        text: clean(text).as_str().into(),
    });
}

/// A pass over the part of an Excel package that holds the comments of a sheet.
#[derive(Debug, Default)]
pub(crate) struct CommentsLook {
    comments: Vec<Comment>,
    authors: Vec<String>,
    inside: Inside,
    at: Option<CellRef>,
    author: usize,
    text: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    Author,
    Text,
    /// What tells how letters of Chinese are spoken.
    Spoken,
}

impl CommentsLook {
    /// Takes the next piece of the part.
    pub(crate) fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open {
                name,
                attributes,
                empty,
            } => match local(name) {
                b"author" => {
                    self.authors.push(String::new());
                    if !empty {
                        self.inside = Inside::Author;
                    }
                }
                b"comment" => {
                    self.at = attribute(attributes, b"ref").and_then(reference);
                    let author = attribute(attributes, b"authorId").and_then(digits);
                    self.author = author
                        .and_then(|author| usize::try_from(author).ok())
                        .unwrap_or(usize::MAX);
                    self.text.clear();
                }
                b"t" if !empty && self.inside != Inside::Spoken => self.inside = Inside::Text,
                b"rPh" if !empty => self.inside = Inside::Spoken,
                _ => {}
            },
            Piece::Close { name } => match local(name) {
                b"author" | b"rPh" => self.inside = Inside::Other,
                b"t" if self.inside == Inside::Text => self.inside = Inside::Other,
                b"comment" => {
                    if let Some(at) = self.at.take() {
                        let author = self.authors.get(self.author).map_or("", String::as_str);
                        add(&mut self.comments, at, author, &self.text);
                    }
                }
                _ => {}
            },
            Piece::Text(bytes) => self.push(&unescape(bytes)),
            Piece::CData(bytes) => self.push(&String::from_utf8_lossy(bytes)),
        }
    }

    fn push(&mut self, text: &str) {
        match self.inside {
            Inside::Author => {
                if let Some(author) = self.authors.last_mut() {
                    author.push_str(text);
                }
            }
            Inside::Text if self.text.len() < READ => self.text.push_str(text),
            Inside::Text | Inside::Spoken | Inside::Other => {}
        }
    }

    /// The comments, in the order of the part.
    pub(crate) fn finish(self) -> Vec<Comment> {
        self.comments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::markup::Scanner;

    #[test]
    fn comments_of_others_are_kept() {
        let part = "<comments><authors><author>vp</author><author>tonghop</author></authors><commentList>\
            <comment ref=\"F6\" authorId=\"0\"><text><r><t>ĐVT: </t></r><r><t>nghìn đồng</t></r></text></comment>\
            <comment ref=\"F7\" authorId=\"1\"><text><t>✗ LỖI V102</t></text></comment>\
            <comment ref=\"F8\" authorId=\"7\"><text><t>✗ LỖI T010 đồng</t></text></comment>\
            <comment ref=\"F9\" authorId=\"0\"><text><t>chờ số liệu\n\n—— Góp ý ——\n✗ LỖI V102</t></text></comment>\
            <comment ref=\"?\" authorId=\"0\"><text><t>x</t></text></comment></commentList></comments>";
        let mut look = CommentsLook::default();
        Scanner::default()
            .feed(part.as_bytes(), |piece| {
                look.take(piece);
                Ok(())
            })
            .unwrap();
        let kept: Vec<String> = look
            .finish()
            .iter()
            .map(|comment| format!("{} {}", comment.at, comment.text))
            .collect();
        assert_eq!(kept, ["F6 ĐVT: nghìn đồng", "F9 chờ số liệu"]);
    }
}
