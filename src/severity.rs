//! How grave a finding is.

/// How grave a finding is. The order is that of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Tells what was done.
    Info,
    /// Needs a human look.
    Warning,
    /// Must be mended or decided.
    Error,
}

impl Severity {
    /// The name used in files and on the command line: `info`, `warning`, `error`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
