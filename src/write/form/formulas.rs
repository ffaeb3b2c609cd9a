//! The form's own formulas, with the results that they have when it is sent out.
//!
//! None is volatile, none needs a program later than Excel 2010, none depends on how a machine writes numbers: figures
//! become text by joining, never by a format. Ranges reach from the row of ids to a thin row below the last, so that a
//! row put in anywhere between them is counted.

use super::carried::{Carried, Typed};
use super::columns::Column;
use super::lists::{COUNTS, List, SHEET};
use super::place::{Asked, Rows};
use super::scale::{Bounds, ODD};
use crate::fold;
use crate::layout::words::words;
use crate::place::col_name;

/// What stands in the first row when there is nothing to report.
pub const NIL: &str = "Không phát sinh";

/// What the column in words says beside an amount that its parts do not make up.
const PARTS: &str = "khác cộng các phần";
/// What it says of a text.
const NO_NUMBER: &str = "chưa phải là số";

/// What the status counts.
#[derive(Debug, Default)]
struct Counts {
    used: usize,
    lacking: usize,
    doubtful: usize,
    /// The first row, from 1, that lacks a cell.
    first: Option<usize>,
}

/// The formulas of a form.
pub struct Formulas<'a> {
    /// The name of its sheet.
    pub sheet: String,
    /// The lists of its cells.
    pub lists: &'a [List],
    /// Its columns.
    pub columns: &'a [Column],
    /// Its rows.
    pub rows: &'a Rows,
    /// Its columns by what is asked of them.
    pub asked: &'a Asked,
    /// The template's id.
    pub template: String,
    /// đồng in one unit of account.
    pub scale: i64,
    /// What its records are called.
    pub noun: String,
    /// The cell of the office's name, when it is to be filled in.
    pub office: Option<String>,
}

impl Formulas<'_> {
    /// A column from the ids to the thin row at the end, as another sheet names it.
    pub fn range(&self, col: u16) -> String {
        format!("'{}'!{}", self.sheet, self.rows.range(col))
    }

    /// `B13:B214&C13:C214&…`: what stands in each row, put together.
    fn joined(&self) -> String {
        let ranges: Vec<String> = self
            .asked
            .filled
            .iter()
            .map(|col| self.range(*col))
            .collect();
        ranges.join("&")
    }

    /// What stands in one row, put together; for the checks of its cells.
    pub fn joined_row(&self, row: u32) -> String {
        let cell = |col: &u16| format!("${}{}", col_name(u32::from(*col)), row + 1);
        let cells: Vec<String> = self.asked.filled.iter().map(cell).collect();
        cells.join("&")
    }

    /// How many rows hold anything.
    fn used(&self) -> String {
        // The row of ids is one of them.
        format!("(SUMPRODUCT(--({}<>\"\"))-1)", self.joined())
    }

    /// Rows that say that there is nothing to report.
    fn nil(&self) -> String {
        self.asked.name.map_or_else(
            || "0".to_owned(),
            |name| format!("COUNTIF({},\"{NIL}*\")", self.range(name)),
        )
    }

    /// How many records stand in rows that are hidden.
    fn hidden(&self) -> String {
        let names = self.range(self.asked.name.unwrap_or(1));
        format!("COUNTA({names})-SUBTOTAL(103,{names})")
    }

    /// For each row how many cells are missing.
    fn lacking(&self) -> String {
        let empty: Vec<String> = self
            .asked
            .required
            .iter()
            .map(|col| format!("({}=\"\")", self.range(*col)))
            .collect();
        let empty = if empty.is_empty() {
            "0".to_owned()
        } else {
            empty.join("+")
        };
        let nil = self.asked.name.map_or_else(String::new, |name| {
            let length = NIL.chars().count();
            format!("*(LEFT({},{length})<>\"{NIL}\")", self.range(name))
        });
        format!("({}<>\"\"){nil}*({empty})", self.joined())
    }

    /// How many cells are filled in and need another look.
    fn doubtful(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for col in &self.asked.money {
            let range = self.range(*col);
            // The id is one of the texts.
            parts.push(format!(
                "SUMPRODUCT(--ISTEXT({range}))-1+COUNTIF({range},\"<0\")"
            ));
            parts.push(self.bounds(*col, &[]).count(&range));
        }
        for (col, list) in &self.asked.chosen {
            let range = self.range(*col);
            parts.push(format!(
                "SUMPRODUCT(({range}<>\"\")*ISERROR(MATCH({range}&\"\",{list},0)))-1"
            ));
        }
        if let Some(size) = self.asked.size.filter(|_| !self.asked.parts.is_empty()) {
            parts.push(format!("COUNTIF({},\"*{PARTS}*\")", self.range(size)));
        }
        if parts.is_empty() {
            "0".to_owned()
        } else {
            parts.join("+")
        }
    }

    /// What the status is made of: labels, formulas, results. Each stands in a cell of its own on the hidden sheet, for a
    /// file of the old format holds no formula as long as all of them.
    pub fn counts(&self, carried: &[Carried]) -> [(&'static str, String, usize); 6] {
        let lacking = self.lacking();
        let ids = self.range(self.asked.name.unwrap_or(1));
        // The first row is the largest of what each falls short of the last row of a sheet.
        let first = format!("1048577-SUMPRODUCT(MAX(({lacking}>0)*(1048577-ROW({ids}))))");
        let now = self.now(carried);
        [
            ("used", format!("={}", self.used()), now.used),
            ("nil", format!("={}", self.nil()), 0),
            ("lacking", format!("=SUMPRODUCT({lacking})"), now.lacking),
            ("first", format!("={first}"), now.first.unwrap_or(1_048_577)),
            ("doubtful", format!("={}", self.doubtful()), now.doubtful),
            ("hidden", format!("={}", self.hidden()), 0),
        ]
    }

    /// The live line on top: how much there is, what is missing, from which row on.
    pub fn status(&self) -> String {
        let cell = |number: u32| format!("'{SHEET}'!$B${}", COUNTS + number + 1);
        let [used, nil, lacking, first, doubtful, hidden] = [0, 1, 2, 3, 4, 5].map(cell);
        let noun = &self.noun;
        let empty = self.status_empty();
        let nothing = format!("Đã ghi: không phát sinh {noun} trong kỳ.");
        let office = self.office.as_ref().map_or_else(String::new, |cell| {
            format!("IF({cell}=\"\",\"{STATUS_OFFICE}\",\"\")&")
        });
        format!(
            "={office}IF({used}=0,\"{empty}\",IF({used}={nil},\"{nothing}\",\
             \"Đã nhập \"&({used}-{nil})&\" {noun}. \"\
             &IF({lacking}=0,\"Đủ các ô bắt buộc.\",\
             \"Còn thiếu \"&{lacking}&\" ô bắt buộc (ô tô màu), từ dòng \"&{first}&\".\")\
             &IF({doubtful}=0,\"\",\" Có \"&{doubtful}&\" ô cần xem lại (màu cam).\")\
             &IF({hidden}=0,\"\",\" Có \"&{hidden}&\" {noun} ở dòng đang ẩn.\")))"
        )
    }

    /// What the status says of the rows that are filled in from the start.
    pub fn status_now(&self, carried: &[Carried]) -> String {
        let office = if self.office.is_some() {
            STATUS_OFFICE
        } else {
            ""
        };
        let now = self.now(carried);
        if now.used == 0 {
            return format!("{office}{}", self.status_empty());
        }
        let complete = now.first.map_or_else(
            || "Đủ các ô bắt buộc.".to_owned(),
            |row| {
                format!(
                    "Còn thiếu {} ô bắt buộc (ô tô màu), từ dòng {row}.",
                    now.lacking
                )
            },
        );
        let doubtful = match now.doubtful {
            0 => String::new(),
            count => format!(" Có {count} ô cần xem lại (màu cam)."),
        };
        format!(
            "{office}Đã nhập {} {}. {complete}{doubtful}",
            now.used, self.noun
        )
    }

    fn status_empty(&self) -> String {
        let name = col_name(u32::from(self.asked.name.unwrap_or(1)));
        let cell = format!("{name}{}", self.rows.first + 1);
        let noun = &self.noun;
        format!("Chưa nhập {noun} nào. Trong kỳ không có {noun} thì ghi “{NIL}” vào ô {cell}.")
    }

    /// What is to be counted in the rows that are filled in from the start.
    fn now(&self, carried: &[Carried]) -> Counts {
        let mut now = Counts {
            used: carried.len(),
            ..Counts::default()
        };
        let money = self.asked.money.iter();
        let bounds = money.map(|col| (*col, self.bounds(*col, carried)));
        let bounds: Vec<(u16, Bounds)> = bounds.collect();
        for (row, record) in (self.rows.first as usize..).zip(carried) {
            let empty = |col: &&u16| self.typed(record, **col).is_none();
            let missing = self.asked.required.iter().filter(empty).count();
            if missing > 0 {
                now.first.get_or_insert(row + 1);
            }
            now.lacking += missing;
            now.doubtful += self.doubts(record, &bounds);
        }
        now
    }

    fn typed<'r>(&self, record: &'r Carried, col: u16) -> Option<&'r Typed> {
        record.get(&self.columns.get(usize::from(col))?.id)
    }

    pub fn number(&self, record: &Carried, col: u16) -> Option<f64> {
        match self.typed(record, col) {
            Some(Typed::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn doubts(&self, record: &Carried, bounds: &[(u16, Bounds)]) -> usize {
        let money = self
            .asked
            .money
            .iter()
            .filter(|col| match self.typed(record, **col) {
                Some(Typed::Text(_)) => true,
                Some(Typed::Number(number)) => *number < 0.0,
                None => false,
            });
        let odd = bounds.iter().filter(|(col, bounds)| {
            let amount = self.number(record, *col);
            amount.is_some_and(|amount| bounds.odd_now(amount))
        });
        let unlisted = self.asked.chosen.iter().filter(|(col, name)| {
            let list = self.lists.iter().find(|list| list.name == *name);
            let entries = list.map_or(&[][..], |list| &list.entries);
            matches!(self.typed(record, *col), Some(Typed::Text(text)) if !entries.contains(text))
        });
        money.count() + odd.count() + unlisted.count() + usize::from(self.parts_differ(record))
    }

    fn parts_differ(&self, record: &Carried) -> bool {
        let Some(total) = self.asked.total.and_then(|col| self.number(record, col)) else {
            return false;
        };
        let parts: Vec<f64> = self
            .asked
            .parts
            .iter()
            .filter_map(|col| self.number(record, *col))
            .collect();
        !parts.is_empty() && (total - parts.iter().sum::<f64>()).abs() > 0.000_000_5
    }

    /// The live total of a column of money; what is planned only is in no total.
    pub fn total(&self, col: u16) -> String {
        let range = self.rows.range(col);
        let planned = self.asked.qualifier.map_or_else(String::new, |qualifier| {
            format!(
                "-SUMIF({},\"{PLANNED}\",{range})",
                self.rows.range(qualifier)
            )
        });
        format!("=SUM({range}){planned}")
    }

    /// That total of the rows that are filled in from the start.
    pub fn total_now(&self, col: u16, carried: &[Carried]) -> f64 {
        let planned = |record: &Carried| {
            let word = self.asked.qualifier.and_then(|col| self.typed(record, col));
            matches!(word, Some(Typed::Text(word)) if word == PLANNED)
        };
        let counted = carried.iter().filter(|record| !planned(record));
        // Begun at nought: the sum of no floats is -0.
        let figures = counted.filter_map(|record| self.number(record, col));
        let sum = figures.fold(0.0, |sum: f64, figure| sum + figure);
        // Sums of decimals carry noise in their last digits.
        let rounded = (sum * 1e6).round() / 1e6;
        if rounded.is_finite() { rounded } else { sum }
    }

    /// An amount in words of size, with what is odd about it.
    pub fn size(&self, row: u32) -> Option<String> {
        let col = self.asked.total?;
        let cell = format!("{}{}", col_name(u32::from(col)), row + 1);
        let words = self.words(&cell);
        let parts: Vec<String> = self
            .asked
            .parts
            .iter()
            .map(|col| format!("{}{}", col_name(u32::from(*col)), row + 1))
            .collect();
        let differ = if parts.is_empty() || row == self.rows.totals {
            String::new()
        } else {
            let parts = parts.join(",");
            format!(
                "&IF(COUNT({parts})=0,\"\",IF(ABS({cell}-SUM({parts}))>0.0000005,\" ({PARTS})\",\"\"))"
            )
        };
        let odd = if row == self.rows.totals {
            String::new()
        } else {
            let odd = self.bounds(col, &[]).odd(&cell);
            format!("&IF({odd},\" ({ODD})\",\"\")")
        };
        Some(format!(
            "=IF({cell}=\"\",\"\",IF(ISNUMBER({cell}),{words}{odd}{differ},\"{NO_NUMBER}\"))"
        ))
    }

    /// `1,2 tỷ đồng`: the largest unit that the amount reaches.
    fn words(&self, cell: &str) -> String {
        let scale = self.scale;
        let of = |unit: i64, name: &str, places: u8| {
            let (up, down) = if scale >= unit {
                (scale / unit, 1)
            } else {
                (1, unit / scale)
            };
            let figure = match (up, down) {
                (1, 1) => cell.to_owned(),
                (1, down) => format!("{cell}/{down}"),
                (up, _) => format!("{cell}*{up}"),
            };
            // Exactly three places behind the comma could be taken for thousands.
            let exact = format!("ROUND({figure},{places})");
            if places < 3 {
                return format!("{exact}&\" {name}\"");
            }
            let three = format!("AND({exact}=ROUND({figure},3),{exact}<>ROUND({figure},2))");
            format!("{exact}&IF({three},\"0\",\"\")&\" {name}\"")
        };
        let dong = format!("ABS({cell})*{scale}");
        format!(
            "IF({dong}>=1000000000,{},IF({dong}>=1000000,{},IF({dong}>=1000,{},{})))",
            of(1_000_000_000, "tỷ đồng", 4),
            of(1_000_000, "triệu đồng", 4),
            of(1_000, "nghìn đồng", 4),
            of(1, "đồng", 0),
        )
    }

    /// What that says of a record that is filled in from the start.
    pub fn size_now(&self, record: &Carried, carried: &[Carried]) -> String {
        let Some(col) = self.asked.total else {
            return String::new();
        };
        match self.typed(record, col) {
            None => String::new(),
            Some(Typed::Text(_)) => NO_NUMBER.to_owned(),
            Some(Typed::Number(number)) => {
                let differ = if self.parts_differ(record) {
                    format!(" ({PARTS})")
                } else {
                    String::new()
                };
                let odd = if self.bounds(col, carried).odd_now(*number) {
                    format!(" ({ODD})")
                } else {
                    String::new()
                };
                format!("{}{odd}{differ}", self.in_words(*number))
            }
        }
    }

    /// A figure of the form in words, decimals after a comma.
    #[expect(
        clippy::cast_precision_loss,
        reason = "units of account are small powers of ten"
    )]
    pub fn in_words(&self, number: f64) -> String {
        let dong = number * self.scale as f64;
        let units = [
            (1e9, "tỷ đồng", 1e4),
            (1e6, "triệu đồng", 1e4),
            (1e3, "nghìn đồng", 1e4),
        ];
        let found = units.into_iter().find(|(unit, ..)| dong.abs() >= *unit);
        let (unit, name, places) = found.unwrap_or((1.0, "đồng", 1.0));
        let figure = (dong / unit * places).round() / places;
        let figure = crate::lang::unmistakable(&figure.to_string());
        format!("{figure} {name}").replace('.', ",")
    }
}

/// The word for planned money.
const PLANNED: &str = crate::value::Qualifier::Planned.word();

const STATUS_OFFICE: &str = "Chưa ghi tên đơn vị. ";

/// Whether what the form asks to be written when there is nothing to report is what the reader takes for it.
#[must_use]
pub fn nil_is_understood() -> bool {
    words().nil_return.are(&fold::fold(NIL))
}
