//! Where the pages of the printed sheet end: no group's heading stands alone at a page's foot, and the signatures stay
//! with the last rows.

/// How high a page is, in the sheet's own points (before it is scaled to one page wide).
pub struct Room {
    /// What a page holds.
    pub page: f64,
    /// The rows above the first one that may end a page, on the first page.
    pub first: f64,
    /// The rows repeated on every later page.
    pub repeated: f64,
}

/// A row as pages see it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its height in points.
    pub height: f64,
    /// Whether the next row must stand on the same page.
    pub keep: bool,
}

/// A spreadsheet takes at most 1023 page breaks.
const MOST_BREAKS: usize = 1023;
/// Programs and printers differ a little in what they get on a page.
const SAFE: f64 = 0.97;

/// The rows that a new page begins with, given the number of the first row.
pub fn breaks(room: &Room, first_row: u32, rows: &[Row]) -> Vec<u32> {
    let mut breaks = Vec::new();
    let mut start = 0;
    let mut left = room.page * SAFE - room.first;
    let mut index = 0;
    while let Some(row) = rows.get(index) {
        if row.height <= left || index == start {
            left -= row.height;
            index += 1;
            continue;
        }
        let kept = |at: usize| at > 0 && rows.get(at - 1).is_some_and(|row| row.keep);
        let mut at = index;
        while at > start && kept(at) {
            at -= 1;
        }
        // Rows that are all to be kept together and take more than a page are parted after all.
        let at = if at == start { index } else { at };
        breaks.push(first_row.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
        if breaks.len() == MOST_BREAKS {
            break;
        }
        (start, index) = (at, at);
        left = room.page * SAFE - room.repeated;
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(kept: &[usize], count: usize) -> Vec<Row> {
        (0..count)
            .map(|row| Row {
                height: 10.0,
                keep: kept.contains(&row),
            })
            .collect()
    }

    fn room() -> Room {
        Room {
            page: 101.0 / SAFE,
            first: 50.0,
            repeated: 20.0,
        }
    }

    #[test]
    fn pages_are_filled_one_after_the_other() {
        assert_eq!(breaks(&room(), 10, &rows(&[], 20)), [15, 23]);
        assert!(breaks(&room(), 10, &rows(&[], 5)).is_empty());
    }

    #[test]
    fn a_heading_goes_to_the_page_of_its_rows() {
        assert_eq!(breaks(&room(), 10, &rows(&[4], 20)), [14, 22]);
        assert_eq!(breaks(&room(), 10, &rows(&[3, 4], 20)), [13, 21, 29]);
    }

    #[test]
    fn what_cannot_be_kept_together_is_parted() {
        let all: Vec<usize> = (0..20).collect();
        assert_eq!(breaks(&room(), 10, &rows(&all, 20)), [15, 23]);
        let high = [Row {
            height: 500.0,
            keep: false,
        }; 2];
        assert_eq!(breaks(&room(), 0, &high), [1]);
    }
}
