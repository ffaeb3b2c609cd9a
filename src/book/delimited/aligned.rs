//! Tables whose columns are kept apart by blanks alone, as programs print them.
//!
//! ```text
//! STT  Nội dung        Kinh phí
//! 1    Xây cầu              500
//! 2    Học bổng           1.200
//! ```
//!
//! A column ends where two blanks or more stand in every line of the table. Lines that do not look like a table's are one
//! cell, as they are.

use super::scan::lines;

/// A table has as many lines, and as many columns, at least.
const LEAST: usize = 3;

/// A line taken apart, with the place of each letter on it.
struct Line<'a> {
    text: &'a str,
    /// Where it says something: first letter and the one behind the last, as columns of letters.
    words: Vec<(usize, usize)>,
}

/// The cells of each line; `None` when there is no such table.
pub(super) fn read(text: &str) -> Option<Vec<Vec<String>>> {
    let all: Vec<Line<'_>> = lines(text).map(Line::of).collect();
    let mut rows = Vec::with_capacity(all.len());
    let mut found = false;
    let mut rest = all.as_slice();
    while !rest.is_empty() {
        let table = rest.iter().take_while(|line| line.words.len() > 1).count();
        let (block, below) = rest.split_at(table);
        let gaps = gaps(block);
        if block.len() >= LEAST && gaps.len().saturating_add(1) >= LEAST {
            found = true;
            rows.extend(block.iter().map(|line| line.cut(&gaps)));
            rest = below;
        } else {
            let taken = table.max(1);
            let plain = rest.get(..taken).unwrap_or_default();
            rows.extend(plain.iter().map(|line| vec![line.text.to_owned()]));
            rest = rest.get(taken..).unwrap_or_default();
        }
    }
    found.then_some(rows)
}

/// Whether a letter stands on the one before it and takes no place of its own.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..'\u{370}').contains(&letter)
}

impl<'a> Line<'a> {
    /// What stands on a line, taken apart where two blanks or more stand.
    fn of(text: &'a str) -> Self {
        let mut words: Vec<(usize, usize)> = Vec::new();
        let mut at = 0_usize;
        for letter in text.chars().filter(|letter| !is_mark(*letter)) {
            let next = at.saturating_add(1);
            if letter != ' ' && letter != '\u{a0}' {
                match words.last_mut() {
                    Some((_, end)) if at <= end.saturating_add(1) => *end = next,
                    _ => words.push((at, next)),
                }
            }
            at = next;
        }
        Self { text, words }
    }

    /// The cells between gaps.
    fn cut(&self, gaps: &[usize]) -> Vec<String> {
        let mut cells = vec![String::new()];
        let mut gaps = gaps.iter().peekable();
        let mut at = 0_usize;
        for letter in self.text.chars() {
            if !is_mark(letter) {
                if gaps.next_if(|gap| **gap <= at).is_some() {
                    cells.push(String::new());
                }
                at = at.saturating_add(1);
            }
            if let Some(cell) = cells.last_mut() {
                cell.push(letter);
            }
        }
        for cell in &mut cells {
            *cell = cell.trim_matches([' ', '\u{a0}']).to_owned();
        }
        cells
    }
}

/// Where columns begin: behind two blanks or more that stand in every line.
fn gaps(block: &[Line<'_>]) -> Vec<usize> {
    let mut spans: Vec<(usize, usize)> = block.iter().flat_map(|line| line.words.clone()).collect();
    spans.sort_unstable();
    let mut gaps = Vec::new();
    let mut reached: Option<usize> = None;
    for (start, end) in spans {
        if let Some(reached) = reached
            && start >= reached.saturating_add(2)
        {
            gaps.push(start);
        }
        reached = Some(reached.unwrap_or(0).max(end));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn columns_end_where_all_lines_are_blank() {
        let text = "SỞ Y TẾ\nSTT  Nội dung        Kinh phí\n1    Xây cầu              500\n2                       1.200\n3    Học bổng\nGhi chú";
        let rows = read(text).unwrap();
        assert_eq!(rows[0], ["SỞ Y TẾ"]);
        assert_eq!(rows[1], ["STT", "Nội dung", "Kinh phí"]);
        assert_eq!(rows[2], ["1", "Xây cầu", "500"]);
        assert_eq!(rows[3], ["2", "", "1.200"]);
        assert_eq!(rows[4], ["3", "Học bổng"]);
        assert_eq!(rows[5], ["Ghi chú"]);
    }

    #[test]
    fn a_letter_is_no_table() {
        let text = "Kính gửi: Sở Y tế\nTheo công văn số 5\n\nNơi nhận:          GIÁM ĐỐC\n- Như trên;        (đã ký)\n- Lưu.\n";
        assert_eq!(read(text), None);
    }
}
