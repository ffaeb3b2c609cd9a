//! Where commands write, whom they ask, and how they end.

use std::io::{self, BufRead, Write};

/// Where a command writes, and whom it asks.
pub struct Terminal {
    /// Results.
    pub out: Box<dyn Write>,
    /// Everything else.
    pub err: Box<dyn Write>,
    /// Who answers questions; `None` when nobody does: standard input is no terminal.
    pub input: Option<Box<dyn BufRead>>,
    /// Whether results go to a terminal that shows colours.
    pub out_is_terminal: bool,
    /// Whether everything else does.
    pub err_is_terminal: bool,
    /// The width of lines on a terminal.
    pub width: usize,
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
