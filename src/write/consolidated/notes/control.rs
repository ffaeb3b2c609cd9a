//! The control: the same totals from every sheet of the workbook, against what `tonghop convert` writes for the same files.
//!
//! The last figures are no formulas: they are added up from the values of the normalized table when the workbook is made.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Formula, XlsxError};

use super::super::details;
use super::super::figures::{Figures, apart_label};
use super::super::metrics::{height, lines};
use super::super::ranges::Ranges;
use super::super::style::BODY;
use super::super::summary::{FieldTotals, Front, NumberTotals};
use super::super::{FormTotals, quoted, sheet};
use super::{Notes, WIDTHS};
use crate::place::col_name;
use crate::record::Written;
use crate::value::Qualifier;
use crate::write::table;

/// Where a form's control stands.
pub struct Control {
    /// The cell that says whether all agree.
    pub cell: String,
    /// What it says now.
    pub said: &'static str,
}

const AGREES: &str = "KHỚP";
/// What is said where the sheets agree on a total of which most is in doubt.
const DOUBTED: &str =
    "CHƯA TIN ĐƯỢC: các trang cộng như nhau, nhưng phần lớn tổng là số còn nghi ngờ (?)";
const DIFFERS: &str = "LỆCH";

/// What one sheet says: formulas with their results, by column.
struct Source {
    name: String,
    count: Option<Said>,
    sums: Vec<Option<Said>>,
    /// Of the numbers that are added up.
    numbers: Vec<Option<Said>>,
}

/// A formula and its result.
type Said = (String, String);

/// Writes the control of a form.
pub fn write(
    notes: &mut Notes<'_, '_>,
    form: usize,
    totals: &FormTotals,
) -> Result<Option<Control>, XlsxError> {
    let context = notes.context;
    let Some(figures) = context.forms.get(form) else {
        return Ok(None);
    };
    let table = Literal::of(notes, figures);
    if context.forms.len() > 1 {
        let line = format!("Mẫu: {}", figures.template.vi);
        notes.one(&line, &context.styles.bold)?;
    }
    let mut headings = vec!["Nguồn".to_owned(), figures.count_label()];
    headings.extend(figures.money.iter().map(|field| figures.label(*field)));
    let apart = figures.apart.iter();
    headings.extend(apart.map(|(why, _)| apart_label(*why).to_owned()));
    let exact = headings.len();
    headings.extend(figures.numbers.iter().map(|field| figures.label(*field)));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    notes.texts(&headings, &context.styles.header)?;
    let first_row = notes.row;
    let mut sources: Vec<Source> = Vec::new();
    sources.extend(totals.front.as_ref().map(|of| front(figures, of)));
    sources.push(summary(figures, totals));
    sources.push(in_details(notes, form, figures, &table));
    sources.extend(
        totals
            .breakdowns
            .iter()
            .map(|of| breakdown(figures, of, &table)),
    );
    for source in &sources {
        line(notes, figures, source)?;
    }
    literal(notes, figures, &table)?;
    let agrees = if context.doubtful(form).is_most() {
        DOUBTED
    } else {
        AGREES
    };
    verdict(notes, first_row, (exact, headings.len()), agrees).map(Some)
}

fn in_dong(figures: &Figures<'_>, sheet: &str, cell: &str) -> String {
    let cell = format!("{}!{cell}", quoted(sheet));
    match figures.shown.scale.dong() {
        1 => cell,
        dong => format!("ROUND({cell}*{dong},0)"),
    }
}

/// What a printed sheet says in each column of money, then of what is set apart.
fn sums_of(
    figures: &Figures<'_>,
    sheet: &str,
    done: &FieldTotals,
    apart: &[(Qualifier, FieldTotals)],
) -> Vec<Option<Said>> {
    let money = |all: &FieldTotals, field: usize| {
        all.iter()
            .find(|(other, _, _)| *other == field)
            .map(|(_, cell, sum)| (in_dong(figures, sheet, cell), sum.to_string()))
    };
    let fields = figures.money.iter();
    let mut sums: Vec<_> = fields.map(|field| money(done, *field)).collect();
    for (_, cells) in apart {
        sums.push(figures.total.and_then(|field| money(cells, field)));
    }
    sums
}

/// What a printed sheet says of the numbers that are added up; nothing of those that it has no column for.
fn numbers_of(figures: &Figures<'_>, sheet: &str, done: &NumberTotals) -> Vec<Option<Said>> {
    let of = |field: &usize| {
        let (_, cell, sum) = done.iter().find(|(other, _, _)| other == field)?;
        let cell = format!("{}!{cell}", quoted(sheet));
        Some((cell, sum.normalize().to_string()))
    };
    figures.numbers.iter().map(of).collect()
}

/// The page to be signed; its count holds what is not set apart.
fn front(figures: &Figures<'_>, of: &Front) -> Source {
    Source {
        name: format!("Trang {}", of.sheet),
        count: None,
        sums: sums_of(figures, &of.sheet, &of.done, &of.apart),
        numbers: numbers_of(figures, &of.sheet, &of.numbers_done),
    }
}

fn summary(figures: &Figures<'_>, totals: &FormTotals) -> Source {
    let of = &totals.summary;
    let sums = sums_of(figures, &of.sheet, &of.done, &of.apart);
    let count = format!("COUNT({}!{})", quoted(&of.sheet), of.numbers);
    Source {
        name: format!("Trang {}", of.sheet),
        count: Some((count, figures.entries.len().to_string())),
        sums,
        numbers: numbers_of(figures, &of.sheet, &of.numbers_done),
    }
}

fn in_details(
    notes: &Notes<'_, '_>,
    form: usize,
    figures: &Figures<'_>,
    table: &Literal,
) -> Source {
    let ranges = Ranges::new(notes.context, form, figures);
    let mut sums: Vec<_> = figures
        .money
        .iter()
        .zip(&table.done)
        .map(|(field, sum)| Some((ranges.sum(*field, &[], None), sum.to_string())))
        .collect();
    for ((why, _), sum) in figures.apart.iter().zip(&table.apart) {
        let field = figures.total.unwrap_or(0);
        sums.push(Some((ranges.sum(field, &[], Some(*why)), sum.to_string())));
    }
    Source {
        name: format!("Trang {}", notes.context.sheet_name(sheet::DETAILS, form)),
        count: Some((ranges.count(&[]), table.count.to_string())),
        sums,
        numbers: figures
            .numbers
            .iter()
            .zip(&table.numbers)
            .map(|(field, sum)| {
                let formula = ranges.sum(*field, &[], None);
                Some((formula, sum.normalize().to_string()))
            })
            .collect(),
    }
}

fn breakdown(
    figures: &Figures<'_>,
    of: &super::super::breakdown::Totals,
    table: &Literal,
) -> Source {
    let mut sums: Vec<_> = of
        .done
        .iter()
        .map(|(field, cell)| {
            let sum = figures.done(*field).to_string();
            Some((in_dong(figures, &of.sheet, cell), sum))
        })
        .collect();
    for ((_, entries), cell) in figures.apart.iter().zip(&of.apart) {
        let sum = figures
            .total
            .map_or(0, |field| Figures::sum(entries, field));
        sums.push(Some((in_dong(figures, &of.sheet, cell), sum.to_string())));
    }
    Source {
        name: format!("Trang {}", of.sheet),
        count: Some((
            format!("{}!{}", quoted(&of.sheet), of.count),
            table.count.to_string(),
        )),
        sums,
        numbers: of
            .numbers
            .iter()
            .map(|(field, cell)| {
                let cell = format!("{}!{cell}", quoted(&of.sheet));
                Some((cell, figures.number_done(*field).normalize().to_string()))
            })
            .collect(),
    }
}

fn line(
    notes: &mut Notes<'_, '_>,
    figures: &Figures<'_>,
    source: &Source,
) -> Result<(), XlsxError> {
    let styles = &notes.context.styles;
    let out = &mut *notes.out;
    out.write_string_with_format(notes.row, 0, &source.name, &styles.grid)?;
    let dong = |said| (said, styles.grid_dong.clone());
    let numbers = source.numbers.iter().map(Option::as_ref);
    let numbers = numbers.zip(&figures.numbers).map(|(said, field)| {
        let (format, _) = styles.numbers(figures.places(*field));
        (said, format)
    });
    let cells = std::iter::once(source.count.as_ref())
        .chain(source.sums.iter().map(Option::as_ref))
        .map(dong)
        .chain(numbers);
    for (col, (cell, format)) in (1u16..).zip(cells) {
        if let Some((formula, result)) = cell {
            let formula = Formula::new(format!("={formula}")).set_result(result);
            out.write_formula_with_format(notes.row, col, formula, &format)?;
        } else {
            out.write_blank(notes.row, col, &format)?;
        }
    }
    out.set_row_height(notes.row, 18)?;
    notes.row += 1;
    Ok(())
}

/// What the normalized table holds, added up from its own values.
struct Literal {
    count: i128,
    done: Vec<i128>,
    /// The sums of what is set apart, in the order of the figures'.
    apart: Vec<i128>,
    /// The sums of numbers.
    numbers: Vec<Decimal>,
}

impl Literal {
    fn of(notes: &Notes<'_, '_>, figures: &Figures<'_>) -> Self {
        let cols: Vec<usize> = figures
            .money
            .iter()
            .filter_map(|field| details::col_of(&figures.template, *field))
            .collect();
        let total = figures
            .total
            .and_then(|field| details::col_of(&figures.template, field));
        let mut literal = Self {
            count: 0,
            done: vec![0; cols.len()],
            apart: vec![0; figures.apart.len()],
            numbers: vec![Decimal::ZERO; figures.numbers.len()],
        };
        let of_numbers: Vec<usize> = figures
            .numbers
            .iter()
            .filter_map(|field| details::col_of(&figures.template, *field))
            .collect();
        let figure = |values: &[Written], col: usize| match values.get(col) {
            Some(Written::Integer(dong)) => i128::from(*dong),
            _ => 0,
        };
        let number = |values: &[Written], col: usize| match values.get(col) {
            Some(Written::Integer(number)) => Decimal::from(*number),
            Some(Written::Decimal(number)) => *number,
            _ => Decimal::ZERO,
        };
        for entry in &figures.entries {
            let values = table::row(
                notes.context.round,
                entry.submission,
                entry.table,
                entry.record,
                &notes.context.standing,
            );
            literal.count += 1;
            let word = match total.and_then(|col| values.get(col + 1)) {
                Some(Written::Text(word)) => word.as_str(),
                _ => "",
            };
            let mut apart = figures.apart.iter().zip(&mut literal.apart);
            if let Some((_, sum)) = apart.find(|((why, _), _)| why.name() == word) {
                *sum += total.map_or(0, |col| figure(&values, col));
                continue;
            }
            for (sum, col) in literal.done.iter_mut().zip(&cols) {
                *sum += figure(&values, *col);
            }
            for (sum, col) in literal.numbers.iter_mut().zip(&of_numbers) {
                *sum = sum.saturating_add(number(&values, *col));
            }
        }
        literal
    }
}

fn literal(
    notes: &mut Notes<'_, '_>,
    figures: &Figures<'_>,
    table: &Literal,
) -> Result<(), XlsxError> {
    let styles = &notes.context.styles;
    let out = &mut *notes.out;
    out.write_string_with_format(
        notes.row,
        0,
        "Bảng của tonghop convert (số ghi khi lập)",
        &styles.grid,
    )?;
    let mut cells = vec![table.count];
    cells.extend(&table.done);
    cells.extend(&table.apart);
    let mut col = 1u16;
    for figure in cells {
        let number = super::super::excel_number(figure);
        out.write_number_with_format(notes.row, col, number, &styles.grid_dong)?;
        col += 1;
    }
    for (field, sum) in figures.numbers.iter().zip(&table.numbers) {
        let (format, _) = styles.numbers(figures.places(*field));
        let number = sum.to_f64().unwrap_or(0.0);
        out.write_number_with_format(notes.row, col, number, &format)?;
        col += 1;
    }
    out.set_row_height(notes.row, 34)?;
    notes.row += 1;
    Ok(())
}

/// The largest difference in each column, and the verdict.
fn verdict(
    notes: &mut Notes<'_, '_>,
    first_row: u32,
    (exact, columns): (usize, usize),
    agrees: &'static str,
) -> Result<Control, XlsxError> {
    let styles = &notes.context.styles;
    let row = notes.row;
    notes.out.write_string_with_format(
        row,
        0,
        "Chênh lệch lớn nhất (phải bằng 0)",
        &styles.grid_bold,
    )?;
    let last = u32::try_from(columns.saturating_sub(1)).unwrap_or(1);
    for col in 1..=last {
        let letters = col_name(col);
        let range = format!("{letters}{}:{letters}{row}", first_row + 1);
        // Decimals that are added in another order may differ behind the places that anybody wrote.
        let formula = match usize::try_from(col).is_ok_and(|col| col < exact) {
            true => format!("=MAX({range})-MIN({range})"),
            false => format!("=ROUND(MAX({range})-MIN({range}),6)"),
        };
        let formula = Formula::new(formula).set_result("0");
        let col = u16::try_from(col).unwrap_or(1);
        notes
            .out
            .write_formula_with_format(row, col, formula, &styles.grid_bold_dong)?;
    }
    notes.out.set_row_height(row, 20)?;
    notes.row += 1;
    notes
        .out
        .write_string_with_format(notes.row, 0, "Kết luận", &styles.grid_bold)?;
    let formula = format!(
        "=IF(SUM(B{0}:{1}{0})=0,\"{agrees}\",\"{DIFFERS}\")",
        row + 1,
        col_name(last)
    );
    notes.out.write_formula_with_format(
        notes.row,
        1,
        Formula::new(formula).set_result(agrees),
        &styles.grid_bold,
    )?;
    let width = WIDTHS.get(1).copied().unwrap_or(26.0);
    let tall = height(lines(agrees, width, BODY, true), BODY);
    notes.out.set_row_height(notes.row, tall.max(20.0))?;
    notes.row += 1;
    Ok(Control {
        cell: format!("{}!B{}", quoted(sheet::NOTES), notes.row),
        said: agrees,
    })
}
