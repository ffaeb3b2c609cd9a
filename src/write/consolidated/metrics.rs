//! How wide a text is in Times New Roman, how many lines it takes in a column, how high its row must be.
//!
//! A spreadsheet sets the height of a row by itself only when it opens the file, and not where cells are merged; a page
//! break can be planned only when heights are known. So every row of the printed sheet has its height set here.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Points between two lines of text, of its size.
const LEADING: f64 = 1.28;
/// Points in a pixel of the grid.
pub const POINTS_IN_PIXEL: f64 = 0.75;
/// A row holds at most 409 points.
pub const MOST_HEIGHT: f64 = 405.0;

/// Pixels of a digit of the default font, Times New Roman at 12 points: what widths of columns are counted in.
const DIGIT: f64 = 8.0;

/// The pixels of a column of a width.
pub fn pixels(width: f64) -> f64 {
    (width * DIGIT + 5.0).trunc()
}

/// The width of a column of some pixels, rounded down to whole ones.
pub fn width_of(pixels: f64) -> f64 {
    (pixels.floor() - 5.0).max(1.0) / DIGIT
}

/// The width of a column in which a figure of so many characters stands in bold.
pub fn figure_width(length: usize, size: f64) -> f64 {
    let digits = points(&"0".repeat(length), size, true);
    // A program may set a font a little wider, and keeps some room at both sides.
    digits / POINTS_IN_PIXEL / DIGIT * 1.05 + 1.2
}

/// How many lines a text takes in a column of a width, words not broken.
pub fn lines(text: &str, width: f64, size: f64, bold: bool) -> u32 {
    // The grid keeps some room at both sides of a cell; programs differ a little in what they make of a font.
    let room = (pixels(width) - 7.0).max(8.0) * POINTS_IN_PIXEL * 0.96;
    let mut lines = 0;
    for paragraph in text.split('\n') {
        let mut used = 0.0;
        lines += 1;
        let blank = points(" ", size, bold);
        for word in paragraph.split(' ') {
            let length = points(word, size, bold);
            if used > 0.0 && used + blank + length > room {
                lines += 1;
                used = 0.0;
            }
            if used > 0.0 {
                used += blank;
            }
            used += length;
            // A word longer than a line is broken by the spreadsheet.
            while used > room {
                lines += 1;
                used -= room;
            }
        }
    }
    lines
}

/// The height of a row of that many lines, in points.
pub fn height(lines: u32, size: f64) -> f64 {
    (f64::from(lines) * size * LEADING + 3.0)
        .ceil()
        .min(MOST_HEIGHT)
}

/// A text cut to what a cell of the greatest height shows, with a mark that it was cut.
pub fn fitting(text: &str, width: f64, size: f64) -> String {
    let most = (MOST_HEIGHT / (size * LEADING)) as u32;
    if lines(text, width, size, false) < most {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        // A tenth at a time: a text this long is rare.
        kept.truncate(kept.len() - kept.len() / 10 - 1);
        let mut cut: String = kept.iter().collect();
        cut.push_str(" … (xem trang Chi tiết)");
        if kept.is_empty() || lines(&cut, width, size, false) < most {
            return cut;
        }
    }
}

/// The width of a text in points.
pub fn points(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: u32 = text
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(thousandths)
        .sum();
    let weight = if bold { 1.07 } else { 1.0 };
    f64::from(thousandths) / 1000.0 * size * weight
}

/// The width of a letter in thousandths of the font's size, as the font's own tables have them.
fn thousandths(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | 't' | '/' | ':' | ';' | '\\' => 278,
        ' ' | '.' | ',' => 250,
        'f' | 'r' | 'I' | '-' | '(' | ')' | '[' | ']' | '!' => 333,
        's' | 'J' => 389,
        'a' | 'c' | 'e' | 'z' | '?' | '“' | '”' | '"' => 444,
        'm' | '&' => 778,
        'w' | 'Q' | 'O' | 'G' | 'H' | 'K' | 'N' | 'U' | 'V' | 'X' | 'Y' | 'A' | 'D' | 'Đ' => 722,
        'B' | 'C' | 'R' => 667,
        'E' | 'L' | 'T' | 'Z' => 611,
        'F' | 'P' | 'S' => 556,
        'M' => 889,
        'W' | '@' => 940,
        '%' => 833,
        '…' | '—' => 1000,
        '≈' | '≥' | '≤' | '+' | '=' | '<' | '>' => 564,
        letter if letter.is_ascii() => 500,
        letter if letter.is_uppercase() => 722,
        letter if letter.is_lowercase() => 520,
        // Signs and letters of other scripts.
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_take_several_lines() {
        assert_eq!(lines("", 10.0, 11.0, false), 1);
        assert_eq!(lines("Y tế", 10.0, 11.0, false), 1);
        assert_eq!(
            lines("Đào tạo cán bộ y tế tuyến huyện", 10.0, 11.0, false),
            3
        );
        assert_eq!(lines("a\nb", 10.0, 11.0, false), 2);
        assert!(lines(&"x".repeat(60), 10.0, 11.0, false) >= 5);
    }

    #[test]
    fn marks_take_no_room_and_bold_takes_more() {
        assert!((points("ế", 10.0, false) - points("e", 10.0, false)).abs() < 0.001);
        assert!(points("Tổng", 10.0, true) > points("Tổng", 10.0, false));
    }

    #[test]
    fn what_no_row_can_hold_is_cut_and_says_so() {
        let long = "Hỗ trợ xây dựng nhà tình nghĩa ".repeat(80);
        let cut = fitting(&long, 38.0, 12.0);
        assert!(cut.ends_with("(xem trang Chi tiết)"), "{cut}");
        assert!(height(lines(&cut, 38.0, 12.0, false), 12.0) <= MOST_HEIGHT);
        assert_eq!(fitting("ngắn", 38.0, 12.0), "ngắn");
    }
}
