//! Where commands write, whom they ask, and how they end.

use std::io::{self, BufRead, Write};
use std::path::Path;

use crate::letters::Plain;

/// Where a command writes, and whom it asks.
pub struct Terminal {
    /// Results.
    pub out: Box<dyn Write>,
    /// Everything else.
    pub err: Box<dyn Write>,
    /// Where errors go when all else is hushed.
    hushed: Option<Box<dyn Write>>,
    /// Who answers questions; `None` when nobody does: standard input is no terminal.
    pub input: Option<Box<dyn BufRead>>,
    /// Whether results go to a terminal.
    pub out_is_terminal: bool,
    /// Whether everything else does.
    pub err_is_terminal: bool,
    /// Where colours are shown.
    pub colour: Colour,
    /// The width of lines on a terminal.
    pub width: usize,
    /// Whether there is a window that closes with the program, unless it waits.
    pub window: bool,
    /// Opens a folder on the desktop.
    pub show: fn(&Path),
}

/// Where colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// On a terminal.
    #[default]
    Auto,
    /// Wherever results and messages go.
    Always,
    /// Nowhere.
    Never,
}

impl Colour {
    /// The names on the command line.
    pub const NAMES: [&str; 3] = ["auto", "always", "never"];

    /// The choice of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "always" => Self::Always,
            "never" => Self::Never,
            _ => Self::Auto,
        }
    }

    fn shows(self, is_terminal: bool) -> bool {
        match self {
            Self::Auto => is_terminal,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

impl Terminal {
    /// One that nobody looks at: no colours, no answers, lines as long as they come.
    #[must_use]
    pub fn new(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            out,
            err,
            hushed: None,
            input: None,
            out_is_terminal: false,
            err_is_terminal: false,
            colour: Colour::Auto,
            width: 0,
            window: false,
            show: |_| {},
        }
    }

    /// Hushes all but results and errors; nobody is asked either.
    pub(crate) fn hush(&mut self) {
        if self.hushed.is_none() {
            let err = std::mem::replace(&mut self.err, Box::new(io::sink()));
            self.hushed = Some(err);
            self.err_is_terminal = false;
            self.input = None;
        }
    }

    /// Names of files and words of readers are told as messages: from here on none of them does anything to the terminal,
    /// and colours pass where they are wanted.
    pub(crate) fn shield(&mut self) {
        let colours = self.err_is_coloured();
        let err = self.hushed.as_mut().unwrap_or(&mut self.err);
        let bare = std::mem::replace(err, Box::new(io::sink()));
        *err = Box::new(Plain::new(bare, colours));
    }

    /// Whether all but errors is hushed.
    #[must_use]
    pub fn is_hushed(&self) -> bool {
        self.hushed.is_some()
    }

    /// Where errors go.
    pub fn errors(&mut self) -> &mut dyn Write {
        self.hushed.as_mut().unwrap_or(&mut self.err)
    }

    /// Whether results are coloured.
    #[must_use]
    pub fn out_is_coloured(&self) -> bool {
        self.colour.shows(self.out_is_terminal)
    }

    /// Whether everything else is.
    #[must_use]
    pub fn err_is_coloured(&self) -> bool {
        self.colour.shows(self.err_is_terminal)
    }

    /// The width of the lines of results; 0 where they are as long as they come.
    #[must_use]
    pub fn out_width(&self) -> usize {
        if self.out_is_terminal { self.width } else { 0 }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, no finding of severity error.
    Done,
    /// Done, some findings are errors.
    Errors,
}

/// Why a command was not done: what to tell the person.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}
