//! One table, written in a few hundred polluted ways: each is read as a person reads it, every cell of every row.
//!
//! A pollution changes one thing: the separator, the quotation mark, the line break, the encoding, what stands above or
//! below, one row. Cells that the pollution does not touch are compared letter by letter.

use tonghop::book;
use tonghop::book::grid::Content;
use tonghop::intake::limits::Limits;
use tonghop::intake::sniff::sniff;

/// A cell is text; a row is cells; empty cells at its end do not count.
type Rows = Vec<Vec<String>>;

const HEADER: [&str; 8] = [
    "STT",
    "Ngày",
    "Nội dung",
    "Kinh phí",
    "Đơn vị",
    "Mô tả",
    "Trang tin",
    "Ghi chú",
];

/// Twelve rows: figures with a comma, texts with commas, marks and line breaks, empty cells.
fn table() -> Rows {
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    for number in 1..=12_u32 {
        let note = if number % 3 == 0 { "cần, gấp" } else { "" };
        let text = match number % 4 {
            0 => "Dự án \"Nước sạch\", xã An Trường",
            1 => "Xây cầu, làm đường",
            2 => "Học bổng",
            _ => "- Tặng quà\n- Khám bệnh, phát thuốc",
        };
        rows.push(
            [
                &number.to_string(),
                &format!("{:02}/03/2020", number),
                &format!("Hoạt động {number}"),
                &format!("{number},250.39"),
                "Sở Y tế",
                text,
                &format!("http://vi.du/tin?id={number}"),
                note,
            ]
            .map(str::to_owned)
            .to_vec(),
        );
    }
    rows
}

/// How a table is written.
#[derive(Clone, Copy)]
struct Writer {
    separator: &'static str,
    quote: char,
    escape: &'static str,
    newline: &'static str,
    all: bool,
}

const PLAIN: Writer = Writer {
    separator: ",",
    quote: '"',
    escape: "\"",
    newline: "\n",
    all: false,
};

impl Writer {
    fn cell(&self, text: &str) -> String {
        let special = |letter: char| {
            self.separator.contains(letter) || letter == self.quote || matches!(letter, '\n' | '\r')
        };
        // Where blanks separate, an empty cell needs marks to be seen.
        let empty = text.is_empty() && self.separator == " ";
        if !self.all && !empty && !text.contains(special) {
            return text.to_owned();
        }
        let mark = self.quote.to_string();
        let inside = text.replace(self.quote, &format!("{}{mark}", self.escape));
        format!("{mark}{inside}{mark}")
    }

    fn line(&self, row: &[String]) -> String {
        let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
        cells.join(self.separator)
    }

    fn lines(&self, rows: &Rows) -> Vec<String> {
        rows.iter().map(|row| self.line(row)).collect()
    }

    fn text(&self, rows: &Rows) -> String {
        self.lines(rows)
            .iter()
            .map(|line| format!("{line}{}", self.newline))
            .collect()
    }
}

/// The cells as they are read.
fn read(bytes: &[u8]) -> Rows {
    let limits = Limits::default();
    let outcome = book::read(bytes, sniff(bytes, "csv"), &limits);
    let mut rows = Rows::new();
    let Some(book) = outcome.book else {
        return rows;
    };
    for row in &book.sheets[0].rows {
        rows.resize(row.row as usize, Vec::new());
        let mut cells = Vec::new();
        for cell in &row.cells {
            cells.resize(cell.col as usize, String::new());
            match &cell.content {
                Content::Text(text) => cells.push(text.to_string()),
                other => panic!("{other:?}"),
            }
        }
        rows.push(cells);
    }
    rows
}

fn trimmed(rows: &Rows) -> Rows {
    let mut rows = rows.clone();
    for row in &mut rows {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    rows
}

/// Holds what is read against what was written.
struct Judge {
    wrong: Vec<String>,
    all: usize,
}

impl Judge {
    fn new() -> Self {
        Self {
            wrong: Vec::new(),
            all: 0,
        }
    }

    fn expect(&mut self, name: &str, bytes: &[u8], rows: &Rows) {
        self.all += 1;
        let (found, wanted) = (trimmed(&read(bytes)), trimmed(rows));
        if found == wanted {
            return;
        }
        let at = (0..).find(|at| found.get(*at) != wanted.get(*at)).unwrap();
        self.wrong.push(format!(
            "{name}: row {}\n  found  {:?}\n  wanted {:?}",
            at + 1,
            found.get(at),
            wanted.get(at)
        ));
    }

    fn done(self, at_least: usize) {
        assert!(self.all >= at_least, "{} variants", self.all);
        let told: Vec<&str> = self.wrong.iter().take(12).map(String::as_str).collect();
        assert!(
            self.wrong.is_empty(),
            "{} of {} are wrong\n{}",
            self.wrong.len(),
            self.all,
            told.join("\n")
        );
    }
}

const SEPARATORS: [&str; 12] = [
    ",", ";", "\t", "|", "^", "~", " ", ", ", "; ", ";;", "||", ",,",
];

#[test]
fn every_dialect_is_told() {
    let mut judge = Judge::new();
    for separator in SEPARATORS {
        for newline in ["\n", "\r\n", "\r"] {
            for (quote, escape) in [('"', "\""), ('"', "\\"), ('\'', "'")] {
                for all in [false, true] {
                    let writer = Writer {
                        separator,
                        quote,
                        escape,
                        newline,
                        all,
                    };
                    let rows = table();
                    let name = format!("{separator:?} {newline:?} {quote}{escape} all: {all}");
                    let text = writer.text(&rows);
                    judge.expect(&name, text.as_bytes(), &rows);
                    let cut = text.trim_end_matches(['\n', '\r']);
                    judge.expect(&format!("{name}, cut"), cut.as_bytes(), &rows);
                }
            }
        }
    }
    judge.done(400);
}

#[test]
fn every_encoding_is_told() {
    let mut judge = Judge::new();
    let rows = table();
    let text = PLAIN.text(&rows);
    let utf16 = |mark: bool, big: bool| -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        let units: Vec<u16> = mark.encode_utf16().chain(text.encode_utf16()).collect();
        let bytes = |unit: &u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        units.iter().flat_map(bytes).collect()
    };
    judge.expect("a mark", format!("\u{feff}{text}").as_bytes(), &rows);
    judge.expect("UTF-16LE", &utf16(true, false), &rows);
    judge.expect("UTF-16BE", &utf16(true, true), &rows);
    judge.expect("UTF-16LE without a mark", &utf16(false, false), &rows);
    judge.expect("UTF-16BE without a mark", &utf16(false, true), &rows);
    judge.done(5);
}

#[test]
fn what_stands_around_the_table_is_kept_apart() {
    let mut judge = Judge::new();
    let one = |text: &str| vec![text.to_owned()];
    for separator in [",", ";", "\t", "|"] {
        let writer = Writer { separator, ..PLAIN };
        let rows = table();
        let text = writer.text(&rows);
        let mut expect = |name: &str, text: &str, rows: &Rows| {
            judge.expect(&format!("{separator:?} {name}"), text.as_bytes(), rows);
        };
        expect("nothing", "", &Rows::new());
        expect("two line breaks at the end", &format!("{text}\n\n"), &rows);
        let header = vec![rows[0].clone()];
        expect("a header alone", &writer.text(&header), &header);
        let short = rows[..2].to_vec();
        expect("one row", &writer.text(&short), &short);
        let without = rows[1..].to_vec();
        expect("no header", &writer.text(&without), &without);
        for count in 2..=3 {
            let twice = [vec![rows[0].clone(); count], without.clone()].concat();
            expect("several headers", &writer.text(&twice), &twice);
        }
        let lines = ["SỞ Y TẾ TỈNH TRÀ VINH", "DANH MỤC HOẠT ĐỘNG HỖ TRỢ"];
        for count in 1..=6 {
            let title: Vec<&str> = lines.into_iter().cycle().take(count).collect();
            let titles: Rows = title.iter().map(|line| one(line)).collect();
            let wanted = [titles.clone(), rows.clone()].concat();
            expect("titles", &format!("{}\n{text}", title.join("\n")), &wanted);
            let wanted = [titles.clone(), vec![Vec::new()], rows.clone()].concat();
            expect(
                "titles, a gap",
                &format!("{}\n\n{text}", title.join("\n")),
                &wanted,
            );
            let wanted = [rows.clone(), titles].concat();
            expect(
                "notes below",
                &format!("{text}{}\n", title.join("\n")),
                &wanted,
            );
        }
        let comment = "# xuất ngày 5, lúc 7; theo mẫu | số 2";
        let wanted = [vec![one(comment)], rows.clone()].concat();
        expect("a comment", &format!("{comment}\n{text}"), &wanted);
        let stated = [vec![Vec::new()], rows.clone()].concat();
        expect(
            "a stated separator",
            &format!("sep={separator}\n{text}"),
            &stated,
        );
        for width in [3, 8, 11] {
            let second: Rows = (0..5)
                .map(|row| (0..width).map(|col| format!("ô {row} {col}")).collect())
                .collect();
            let wanted = [rows.clone(), second.clone()].concat();
            expect(
                "a second table",
                &format!("{text}{}", writer.text(&second)),
                &wanted,
            );
            for other in [",", ";", "\t", "|"] {
                let other = Writer {
                    separator: other,
                    ..PLAIN
                };
                expect(
                    "a table of other marks",
                    &format!("{text}{}", other.text(&second)),
                    &wanted,
                );
            }
        }
        let wanted = [rows.clone(), rows.clone()].concat();
        expect(
            "copied together",
            &format!("\u{feff}{text}\u{feff}{text}\u{1a}"),
            &wanted,
        );
        let mixed: String = writer
            .lines(&rows)
            .iter()
            .zip(["\n", "\r\n", "\r"].into_iter().cycle())
            .map(|(line, newline)| format!("{line}{newline}"))
            .collect();
        expect("mixed line breaks", &mixed, &rows);
    }
    judge.done(150);
}

/// The table with one row written otherwise.
fn with_row(writer: Writer, rows: &Rows, row: usize, line: String) -> String {
    let mut lines = writer.lines(rows);
    lines[row] = line;
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_row_of_its_own_kind_harms_no_other() {
    let mut judge = Judge::new();
    let rows = table();
    for separator in [",", ";", "\t"] {
        let writer = Writer { separator, ..PLAIN };
        for row in 1..rows.len() {
            for col in 1..rows[row].len() {
                let mut more = rows.clone();
                more[row].insert(col, String::new());
                let name = format!("{separator:?} one more at {row}, {col}");
                judge.expect(&name, writer.text(&more).as_bytes(), &more);
                let mut less = rows.clone();
                let moved = less[row].remove(col);
                less[row][col - 1].push_str(&moved);
                let name = format!("{separator:?} one less at {row}, {col}");
                judge.expect(&name, writer.text(&less).as_bytes(), &less);
            }
            for other in [",", ";", "\t", "|", " ", ", "] {
                let other = Writer {
                    separator: other,
                    ..PLAIN
                };
                let text = with_row(writer, &rows, row, other.line(&rows[row]));
                let name = format!("{separator:?} row {row} by {:?}", other.separator);
                judge.expect(&name, text.as_bytes(), &rows);
            }
        }
    }
    judge.done(500);
}

#[test]
fn a_mark_too_many_harms_no_other_row() {
    let mut judge = Judge::new();
    let rows = table();
    for separator in [",", ";", "\t"] {
        let writer = Writer { separator, ..PLAIN };
        for row in 1..rows.len() {
            for col in 0..rows[row].len() {
                // A cell of several lines that is torn open reads no longer.
                if rows[row][col].contains('\n') || rows[row][col].is_empty() {
                    continue;
                }
                for (place, at_end) in [("before", false), ("behind", true)] {
                    let cells = rows[row].iter().enumerate().map(|(index, cell)| {
                        let cell = writer.cell(cell);
                        match (index == col, at_end) {
                            (false, _) => cell,
                            (true, false) => format!("\"{cell}"),
                            (true, true) => format!("{cell}\""),
                        }
                    });
                    let line = cells.collect::<Vec<_>>().join(separator);
                    let text = with_row(writer, &rows, row, line);
                    // What becomes of the mark itself is a matter of taste.
                    let mut found = read(text.as_bytes());
                    let mut wanted = rows.clone();
                    for rows in [&mut found, &mut wanted] {
                        if let Some(cell) = rows.get_mut(row).and_then(|row| row.get_mut(col)) {
                            *cell = cell.replace('"', "");
                        }
                    }
                    judge.all += 1;
                    if trimmed(&found) != trimmed(&wanted) {
                        judge.wrong.push(format!(
                            "{separator:?} {place} {row}, {col}\n  found  {:?}\n  wanted {:?}",
                            found.get(row),
                            wanted.get(row)
                        ));
                    }
                }
            }
        }
    }
    judge.done(300);
}

#[test]
fn no_text_takes_longer_than_its_length_allows() {
    for piece in [
        "\"a,",
        "\"a\n",
        ",\"a,\"b\" c\n",
        "1,2,\"x\ny\",\"\n",
        "\"\"a,\"",
        "a;b,\"c\n",
        "'a,",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        read(text.as_bytes());
        let taken = started.elapsed();
        // A quadratic reader takes minutes.
        assert!(taken.as_secs() < 30, "{piece:?}: {taken:?}");
    }
}
