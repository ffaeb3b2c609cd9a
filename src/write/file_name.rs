//! Names of files that every disk takes: the same on every system, none longer than there is room for.

/// The most bytes of the name of a file or folder, on the disks of all systems; some count letters, which are fewer.
pub const LONGEST: usize = 255;
/// Room for what stands behind: `.xlsx`, `.txt`.
pub const EXTENSION: usize = 5;

/// A name that every disk takes.
#[must_use]
pub fn plain(name: &str) -> String {
    let no_letter = |letter: char| {
        letter.is_control() || matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\')
    };
    let name = name.replace(no_letter, "-");
    let name = name.trim_end_matches(['.', ' ']);
    let base = name.split('.').next().unwrap_or_default();
    let is_numbered = |device: &str| {
        let rest = base.get(..3).zip(base.get(3..));
        rest.is_some_and(|(start, number)| {
            start.eq_ignore_ascii_case(device) && matches!(number.as_bytes(), [b'1'..=b'9'])
        })
    };
    // What Windows takes for a device.
    let is_device = ["con", "prn", "aux", "nul"]
        .iter()
        .any(|device| base.eq_ignore_ascii_case(device));
    if is_device || is_numbered("com") || is_numbered("lpt") {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// As much of a name as takes at most so many bytes, in whole letters.
#[must_use]
pub fn cut(name: &str, most: usize) -> &str {
    if name.len() <= most {
        return name;
    }
    let ends = name
        .char_indices()
        .map(|(at, letter)| at.saturating_add(letter.len_utf8()));
    let end = ends.take_while(|end| *end <= most).last().unwrap_or(0);
    name.get(..end).unwrap_or_default().trim_end()
}
