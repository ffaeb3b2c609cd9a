//! Totals by office, as formulas over the details.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::figures::{Entry, Figures, office_ranks};
use super::{Context, cell_text, list_page, quoted, sheet};
use crate::place::col_name;
use crate::report::Counts;
use crate::template::Slot;
use crate::write::table;

/// Writes the sheet of a form.
pub fn write(context: &Context<'_>, form: usize, out: &mut Worksheet) -> Result<(), XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(());
    };
    let styles = &context.styles;
    out.set_name(context.sheet_name(sheet::OFFICES, form))?;
    let offices = offices(context, figures);
    let mut headings = vec![
        "STT".to_owned(),
        "Mã đơn vị".to_owned(),
        "Đơn vị báo cáo".to_owned(),
        "Số hoạt động".to_owned(),
    ];
    headings.extend(
        figures
            .money
            .iter()
            .filter_map(|field| figures.template.field(*field))
            .map(|spec| spec.label(Slot::Value).0),
    );
    headings.extend(["Chưa đọc được kinh phí", "Lỗi", "Cảnh báo"].map(str::to_owned));
    for (col, heading) in (0u16..).zip(&headings) {
        out.write_string_with_format(0, col, heading, &styles.list_header)?;
    }
    let ranges = Ranges::new(context, form, figures);
    let mut row = 1;
    for (number, office) in (1u32..).zip(&offices) {
        out.write_number_with_format(row, 0, number, &styles.whole)?;
        out.write_string_with_format(row, 1, &office.code, &styles.list)?;
        let name = if office.name.is_empty() {
            "(không rõ đơn vị)"
        } else {
            &office.name
        };
        out.write_string_with_format(row, 2, cell_text(name), &styles.list)?;
        let criterion = ranges.criterion(office);
        let count = Formula::new(format!("=COUNTIFS({criterion})"))
            .set_result(office.entries.len().to_string());
        out.write_formula_with_format(row, 3, count, &styles.whole)?;
        let done: Vec<Entry<'_>> = office
            .entries
            .iter()
            .copied()
            .filter(|entry| !entry.planned(figures.total))
            .collect();
        for (col, field) in (4u16..).zip(&figures.money) {
            let formula = ranges.sum(*field, &criterion);
            let formula = Formula::new(formula).set_result(Figures::sum(&done, *field).to_string());
            out.write_formula_with_format(row, col, formula, &styles.list_money)?;
        }
        let after = 4 + u16::try_from(figures.money.len()).unwrap_or(0);
        let unread = office.entries.iter().filter(|entry| {
            entry
                .field(figures.total)
                .is_none_or(|field| field.dong().is_none())
        });
        out.write_number_with_format(
            row,
            after,
            u32::try_from(unread.count()).unwrap_or(0),
            &styles.whole,
        )?;
        out.write_number_with_format(
            row,
            after + 1,
            u32::try_from(office.counts.errors).unwrap_or(0),
            &styles.whole,
        )?;
        out.write_number_with_format(
            row,
            after + 2,
            u32::try_from(office.counts.warnings).unwrap_or(0),
            &styles.whole,
        )?;
        row += 1;
    }
    total_row(figures, row, &offices, context, out)?;
    for (col, width) in (0u16..).zip(
        [6.0, 14.0, 46.0, 12.0]
            .into_iter()
            .chain(figures.money.iter().map(|_| 20.0))
            .chain([14.0, 8.0, 10.0]),
    ) {
        out.set_column_width(col, width)?;
    }
    out.set_row_height(0, 48)?;
    list_page(out)?;
    Ok(())
}

fn total_row(
    figures: &Figures<'_>,
    row: u32,
    offices: &[Office<'_>],
    context: &Context<'_>,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    out.write_string_with_format(row, 2, "Tổng cộng", &styles.bold)?;
    let sum = |col: u16| format!("=SUM({0}2:{0}{row})", col_name(u32::from(col)));
    let formula = |col: u16| {
        if offices.is_empty() {
            "=0".to_owned()
        } else {
            sum(col)
        }
    };
    let count = Formula::new(formula(3)).set_result(figures.entries.len().to_string());
    out.write_formula_with_format(row, 3, count, &styles.whole)?;
    for (col, field) in (4u16..).zip(&figures.money) {
        let done: i128 = figures
            .groups
            .iter()
            .map(|group| Figures::sum(&group.entries, *field))
            .sum();
        let total = Formula::new(formula(col)).set_result(done.to_string());
        out.write_formula_with_format(row, col, total, &styles.list_money)?;
    }
    Ok(())
}

struct Office<'a> {
    code: String,
    name: String,
    entries: Vec<Entry<'a>>,
    counts: Counts,
}

/// The offices that have sent something: those on the register in its order, then the others by name.
fn offices<'a>(context: &Context<'a>, figures: &Figures<'a>) -> Vec<Office<'a>> {
    let order = office_ranks(context.round);
    // A spreadsheet compares without regard to case, and so must the grouping.
    let mut offices: BTreeMap<(usize, String), Office<'a>> = BTreeMap::new();
    let key = |code: &str, name: &str| {
        (
            order.get(code).copied().unwrap_or(usize::MAX),
            name.to_lowercase(),
        )
    };
    for submission in &context.round.submissions {
        let (code, name) = (submission.office.code(), submission.office.name());
        if submission.tables().next().is_none() {
            continue;
        }
        let office = offices.entry(key(code, name)).or_insert_with(|| Office {
            code: code.to_owned(),
            name: name.to_owned(),
            entries: Vec::new(),
            counts: Counts::default(),
        });
        let own = context
            .findings
            .iter()
            .filter(|finding| finding.place.file.as_ref() == Some(&submission.name));
        let counts = Counts::of(own);
        office.counts.errors += counts.errors;
        office.counts.warnings += counts.warnings;
    }
    for entry in &figures.entries {
        let office = &entry.submission.office;
        if let Some(office) = offices.get_mut(&key(office.code(), office.name())) {
            office.entries.push(*entry);
        }
    }
    offices.into_values().collect()
}

/// Where the details sheet has what the formulas need.
struct Ranges {
    sheet: String,
    last_row: usize,
    /// Columns by id.
    cols: BTreeMap<String, String>,
    /// The column that tells planned amounts.
    qualifier: Option<String>,
    /// Column ids of money fields.
    money: BTreeMap<usize, String>,
}

impl Ranges {
    fn new(context: &Context<'_>, form: usize, figures: &Figures<'_>) -> Self {
        let cols: BTreeMap<String, String> = (0u32..)
            .zip(table::labels(&figures.template))
            .map(|(col, label)| (label.id.clone(), col_name(col)))
            .collect();
        let qualifier = figures
            .total
            .and_then(|field| figures.template.field(field)?.columns.get(1))
            .map(|column| column.id.clone());
        let money = figures
            .money
            .iter()
            .filter_map(|field| {
                Some((
                    *field,
                    figures.template.field(*field)?.columns.first()?.id.clone(),
                ))
            })
            .collect();
        Self {
            sheet: quoted(&context.sheet_name(sheet::DETAILS, form)),
            last_row: figures.entries.len() + 1,
            cols,
            qualifier,
            money,
        }
    }

    fn range(&self, id: &str) -> String {
        let col = self.cols.get(id).map_or("A", String::as_str);
        format!("{}!${col}$2:${col}${}", self.sheet, self.last_row.max(2))
    }

    /// The part of a formula that picks an office's records.
    fn criterion(&self, office: &Office<'_>) -> String {
        let (id, text) = if office.code.is_empty() {
            ("unit_name", &office.name)
        } else {
            ("unit_code", &office.code)
        };
        let text = if text.is_empty() {
            "=".to_owned()
        } else {
            let escaped: String = text
                .chars()
                .flat_map(|c| {
                    let escape = matches!(c, '*' | '?' | '~').then_some('~');
                    let double = (c == '"').then_some('"');
                    escape.into_iter().chain(double).chain([c])
                })
                .collect();
            // `=` keeps a name that begins with a sign from being read as a comparison.
            format!("={escaped}")
        };
        format!("{},\"{text}\"", self.range(id))
    }

    fn sum(&self, field: usize, criterion: &str) -> String {
        let money = self
            .money
            .get(&field)
            .map_or(String::new(), |id| self.range(id));
        let planned = self.qualifier.as_ref().map_or(String::new(), |id| {
            format!(",{},\"<>planned\"", self.range(id))
        });
        format!("=SUMIFS({money},{criterion}{planned})")
    }
}
