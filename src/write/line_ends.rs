//! Ends of lines in texts that people read: CR LF on Windows, whose older editors show anything else as one line. Tables
//! and what programs read keep their bytes on every system.

use std::io::{self, Write};

/// Whether texts for people end their lines with CR LF here.
pub const CR_LF: bool = cfg!(windows);

/// A text as people here read it.
#[must_use]
pub fn here(text: &str) -> String {
    if CR_LF { cr_lf(text) } else { text.to_owned() }
}

/// A text with every line ended by CR LF.
#[must_use]
pub fn cr_lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Writes lines on, ended as people here read them.
#[derive(Debug)]
pub struct Lines<W> {
    out: W,
    cr_lf: bool,
    after_cr: bool,
}

impl<W: Write> Lines<W> {
    /// Ends lines with CR LF, or leaves them as they come.
    pub fn new(out: W, cr_lf: bool) -> Self {
        Self {
            out,
            cr_lf,
            after_cr: false,
        }
    }
}

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.cr_lf {
            return self.out.write(bytes);
        }
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\n") {
                Some(text) => {
                    self.out.write_all(text)?;
                    let has_cr = text.last().map_or(self.after_cr, |last| *last == b'\r');
                    self.out.write_all(if has_cr { b"\n" } else { b"\r\n" })?;
                    self.after_cr = false;
                }
                None => {
                    self.out.write_all(line)?;
                    self.after_cr = line.last() == Some(&b'\r');
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_ends_alike() {
        assert_eq!(cr_lf("a\nb\r\n\nc"), "a\r\nb\r\n\r\nc");
        let written = |pieces: &[&str], cr_lf| {
            let mut out = Vec::new();
            let mut lines = Lines::new(&mut out, cr_lf);
            for piece in pieces {
                let _ = lines.write_all(piece.as_bytes());
            }
            String::from_utf8_lossy(&out).into_owned()
        };
        // A line may come in pieces, its ending too.
        assert_eq!(
            written(&["a", "\nb\r", "\n\n", "c"], true),
            "a\r\nb\r\n\r\nc"
        );
        assert_eq!(written(&["a\n", "b\r\n"], false), "a\nb\r\n");
    }
}
