//! The pieces of a small part, held to the common shape: every tag well formed, no tag closed that was not opened.

use super::{Halt, letters};
use crate::book::markup::{Attributes, Piece, piece, step};
use crate::book::package::Package;

/// Inflates a part and hands on its pieces; all of them stand in one element of this name.
pub(super) fn of_part(
    package: &mut Package<'_>,
    index: usize,
    root: &[u8],
    mut sink: impl FnMut(Piece<'_>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let mut open = Open::default();
    let mut begun = false;
    package.windows(index, |window, last| {
        let mut used = 0_usize;
        while let Some(step) = step(window.get(used..).unwrap_or_default()) {
            letters::check(step.text)?;
            if !step.text.is_empty() {
                sink(Piece::Text(step.text))?;
            }
            if let Some(piece) = strict(step.tag)? {
                if let Piece::Open { name, empty, .. } = piece
                    && open.depth() == 0
                {
                    if begun || empty || name != root {
                        return Err(Halt::Odd);
                    }
                    begun = true;
                }
                open.note(&piece)?;
                sink(piece)?;
            }
            used = used.saturating_add(step.length());
        }
        // A part that is cut has a tag too few.
        if last && (open.depth() > 0 || !begun) {
            return Err(Halt::Odd);
        }
        Ok(used)
    })
}

/// The tags that are open.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Their names, one behind the other, and where each begins.
    names: Vec<u8>,
    begins: Vec<usize>,
}

impl Open {
    /// How many there are.
    pub(super) fn depth(&self) -> usize {
        self.begins.len()
    }

    /// Takes note of a piece, which may close the innermost tag and no other.
    pub(super) fn note(&mut self, piece: &Piece<'_>) -> Result<(), Halt> {
        match piece {
            Piece::Open {
                name, empty: false, ..
            } => {
                self.begins.push(self.names.len());
                self.names.extend_from_slice(name);
            }
            Piece::Close { name } => {
                let begin = self.begins.pop().ok_or(Halt::Odd)?;
                if self.names.get(begin..) != Some(*name) {
                    return Err(Halt::Odd);
                }
                self.names.truncate(begin);
            }
            Piece::Open { .. } | Piece::Text(_) | Piece::CData(_) => {}
        }
        Ok(())
    }
}

/// What a tag is, when it is well formed; `None` for comments and instructions.
pub(super) fn strict(tag: &[u8]) -> Result<Option<Piece<'_>>, Halt> {
    if tag.starts_with(b"<?") || tag.starts_with(b"<!") {
        std::str::from_utf8(tag).map_err(|_| Halt::Odd)?;
    }
    let piece = piece(tag).map_err(|_| Halt::Odd)?;
    match &piece {
        Some(Piece::Open {
            name, attributes, ..
        }) if is_name(name) && are_plain(attributes) => {}
        Some(Piece::Close { name })
            if is_name(name) && tag.get(2..).is_some_and(|tag| tag.starts_with(name)) => {}
        None => {}
        Some(_) => return Err(Halt::Odd),
    }
    Ok(piece)
}

/// Whether this is a name.
fn is_name(name: &[u8]) -> bool {
    let plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.');
    !name.is_empty() && name.iter().all(plain)
}

/// Whether attributes are well formed: ` name="value"`, each once.
fn are_plain(attributes: &[u8]) -> bool {
    let mut rest = attributes;
    loop {
        let behind = rest.trim_ascii_start();
        if behind.is_empty() {
            break;
        }
        let Some((name, value)) = memchr::memchr(b'=', behind)
            .filter(|_| behind.len() < rest.len())
            .and_then(|at| behind.split_at_checked(at))
        else {
            return false;
        };
        let Some(value) = value.strip_prefix(b"=\"") else {
            return false;
        };
        let Some((value, behind)) =
            memchr::memchr(b'"', value).and_then(|at| value.split_at_checked(at))
        else {
            return false;
        };
        if !is_name(name) || memchr::memchr(b'<', value).is_some() || letters::check(value).is_err()
        {
            return false;
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    let mut all = Attributes(attributes);
    while let Some((name, _)) = all.next() {
        if Attributes(all.0).any(|(other, _)| other == name) {
            return false;
        }
    }
    true
}
