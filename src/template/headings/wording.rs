//! A heading in the spellings that it is matched by, each made once, whatever number of templates it is asked of.

use std::cell::OnceCell;

use super::{short, spelling};
use crate::fold;

/// A heading, to be matched by several templates.
#[derive(Debug)]
pub struct Wording<'h> {
    pub(super) heading: &'h str,
    pub(super) folded: String,
    /// Without diacritics.
    pub(super) bare: String,
    written_out: OnceCell<Option<(String, String)>>,
    first_language: OnceCell<Option<&'h str>>,
    unspaced: OnceCell<Option<String>>,
}

impl<'h> Wording<'h> {
    /// Folds a heading.
    #[must_use]
    pub fn new(heading: &'h str) -> Self {
        let folded = fold::fold(heading);
        Self {
            heading,
            bare: fold::bare_of(folded.clone()),
            folded,
            written_out: OnceCell::new(),
            first_language: OnceCell::new(),
            unspaced: OnceCell::new(),
        }
    }

    /// As typed.
    #[must_use]
    pub fn typed(&self) -> &'h str {
        self.heading
    }

    /// Its part that is Vietnamese, see [`spelling::first_language`].
    pub(super) fn first_language(&self) -> Option<&'h str> {
        *self
            .first_language
            .get_or_init(|| spelling::first_language(self.heading))
    }

    /// Without diacritics and blanks, where its words may be torn apart or run together.
    pub(super) fn unspaced(&self) -> Option<&str> {
        let unspaced = || spelling::is_broken(&self.bare).then(|| spelling::unspaced(&self.bare));
        self.unspaced.get_or_init(unspaced).as_deref()
    }

    fn long(&self) -> Option<&(String, String)> {
        let long = || {
            let long = short::written_out(&self.folded)?;
            Some((long.clone(), fold::bare_of(long)))
        };
        self.written_out.get_or_init(long).as_ref()
    }

    /// Folded, its shortened words written out; `None` when it has none.
    pub(super) fn written_out(&self) -> Option<&str> {
        self.long().map(|(long, _)| long.as_str())
    }

    /// Without diacritics, its shortened words written out.
    pub(super) fn long_bare(&self) -> &str {
        self.long().map_or(&self.bare, |(_, bare)| bare)
    }
}
