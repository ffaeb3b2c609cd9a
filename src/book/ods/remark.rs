//! A comment on a cell of an `OpenDocument` sheet.

use crate::book::comments::{self, Comment};
use crate::book::markup::{Piece, unescape};
use crate::place::CellRef;

/// A comment on a cell.
#[derive(Default)]
pub(super) struct Remark {
    author: String,
    text: String,
    inside: InRemark,
}

#[derive(Default, PartialEq, Eq)]
enum InRemark {
    #[default]
    Other,
    Author,
    Text,
}

impl Remark {
    /// Takes the next piece within it.
    pub(super) fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open {
                name, empty: false, ..
            } => match name {
                b"dc:creator" => self.inside = InRemark::Author,
                b"text:p" | b"text:h" => {
                    if !self.text.is_empty() {
                        self.text.push('\n');
                    }
                    self.inside = InRemark::Text;
                }
                _ => {}
            },
            Piece::Close {
                name: b"dc:creator" | b"text:p" | b"text:h",
            } => {
                self.inside = InRemark::Other;
            }
            Piece::Text(bytes) if self.text.len() < comments::READ => match self.inside {
                InRemark::Author => self.author.push_str(&unescape(bytes)),
                InRemark::Text => self.text.push_str(&unescape(bytes)),
                InRemark::Other => {}
            },
            _ => {}
        }
    }

    /// Adds it to the comments of its sheet.
    pub(super) fn add_to(&self, comments: &mut Vec<Comment>, at: CellRef) {
        comments::add(comments, at, &self.author, &self.text);
    }
}
