//! The sheet to be signed: groups by sector with subtotals and a grand total.
//!
//! What could not be read stands in its cell as it was typed, marked; it is in no sum, and the line below the total
//! says how many such cells there are. Planned amounts are added on a line of their own.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::figures::{Entry, Figures};
use super::style::Styles;
use super::wording::{lines, marked, shown};
use super::{Context, cell_text, sheet};
use crate::layout::words::roman_text;
use crate::normalize::record::Field;
use crate::place::col_name;
use crate::template::{Role, Slot};

/// Where the totals stand, for the cover.
pub struct Totals {
    /// The sheet's name.
    pub sheet: String,
    /// The grand total's cell and value, in đồng.
    pub total: Option<(String, i128)>,
    /// The planned total's cell and value, in đồng.
    pub planned: Option<(String, i128)>,
}

/// What a column shows.
enum Shows {
    Seq,
    Field(usize),
    Office,
    Money(usize),
}

/// A column of the sheet.
struct Column {
    shows: Shows,
    heading: String,
    width: f64,
}

/// Writes the sheet of a form.
pub fn write(context: &Context<'_>, form: usize, out: &mut Worksheet) -> Result<Totals, XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(Totals {
            sheet: String::new(),
            total: None,
            planned: None,
        });
    };
    let name = context.sheet_name(sheet::SUMMARY, form);
    out.set_name(&name)?;
    let columns = columns(figures);
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    let header_row = letterhead(context, figures, last, out)?;
    headings(context, &columns, header_row, out)?;
    page(out, header_row)?;
    let mut writer = Writer {
        context,
        figures,
        columns,
        out,
        row: header_row + 2,
    };
    let totals = writer.groups()?;
    let planned = writer.planned()?;
    writer.footnotes()?;
    Ok(Totals {
        sheet: name,
        total: totals,
        planned,
    })
}

fn columns(figures: &Figures<'_>) -> Vec<Column> {
    let label = |field: usize| {
        figures
            .template
            .field(field)
            .map_or(String::new(), |spec| spec.label(Slot::Value).0)
    };
    let column = |shows, heading: String, width| Column {
        shows,
        heading,
        width,
    };
    let of = |role: Role, heading: Option<&str>, width| {
        let field = figures.template.role(role)?;
        let heading = heading.map_or_else(|| label(field), str::to_owned);
        Some(column(Shows::Field(field), heading, width))
    };
    let mut columns = vec![column(Shows::Seq, "STT".to_owned(), 6.0)];
    columns.extend(of(Role::Name, None, 44.0));
    columns.push(column(Shows::Office, "Đơn vị báo cáo".to_owned(), 26.0));
    columns.extend(of(Role::Provider, None, 28.0));
    columns.extend(of(Role::Time, Some("Thời gian thực hiện"), 18.0));
    columns.extend(figures.money.iter().map(|field| {
        column(
            Shows::Money(*field),
            label(*field).replace(" (đồng)", ""),
            19.0,
        )
    }));
    columns
}

fn letterhead(
    context: &Context<'_>,
    figures: &Figures<'_>,
    last: u16,
    out: &mut Worksheet,
) -> Result<u32, XlsxError> {
    let styles = &context.styles;
    let project = context.round.setup.project.as_ref();
    let middle = last / 2;
    let issuer = project.map(|project| &project.issuer);
    let left = |text: &str| text.to_uppercase();
    let (superior, name) = issuer.map_or((String::new(), String::new()), |issuer| {
        (left(&issuer.superior), left(&issuer.name))
    });
    let right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ];
    for (row, (own, nation)) in [(superior, right[0]), (name, right[1])].iter().enumerate() {
        let row = u32::try_from(row).unwrap_or(0);
        out.merge_range(
            row,
            0,
            row,
            middle.saturating_sub(1).max(1),
            own,
            &styles.letterhead,
        )?;
        out.merge_range(row, middle.max(2), row, last, nation, &styles.letterhead)?;
    }
    let title = format!("TỔNG HỢP {}", figures.template.vi.to_uppercase());
    out.merge_range(3, 0, 3, last, &title, &styles.title)?;
    out.set_row_height(3, 24)?;
    let programme = project.map_or("", |project| project.programme.name.as_str());
    out.merge_range(4, 0, 4, last, programme, &styles.subtitle)?;
    out.merge_range(5, 0, 5, last, &period_line(context), &styles.subtitle)?;
    out.merge_range(6, 0, 6, last, "Đơn vị tính: đồng", &styles.caption)?;
    Ok(7)
}

fn period_line(context: &Context<'_>) -> String {
    let Some(project) = &context.round.setup.project else {
        return String::new();
    };
    let day =
        |day: jiff::civil::Date| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
    let mut parts = vec![match (project.period.start, project.period.end) {
        (Some(start), Some(end)) => format!("Kỳ báo cáo: từ {} đến {}", day(start), day(end)),
        (None, Some(end)) => format!("Kỳ báo cáo: đến {}", day(end)),
        _ => format!("Kỳ báo cáo: {}", project.period.id),
    }];
    if !project.issuer.letter.is_empty() {
        parts.push(format!("theo Công văn số {}", project.issuer.letter));
    }
    format!("({})", parts.join("; "))
}

fn headings(
    context: &Context<'_>,
    columns: &[Column],
    row: u32,
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    for (col, column) in (0u16..).zip(columns) {
        out.write_string_with_format(row, col, &column.heading, &styles.header)?;
        out.write_string_with_format(row + 1, col, format!("({})", col + 1), &styles.number_row)?;
        out.set_column_width(col, column.width)?;
    }
    out.set_row_height(row, 48)?;
    Ok(())
}

/// A4 landscape, one page wide, the headings on every page.
fn page(out: &mut Worksheet, header_row: u32) -> Result<(), XlsxError> {
    out.set_landscape();
    out.set_paper_size(9);
    out.set_print_fit_to_pages(1, 0);
    out.set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4);
    out.set_header("&C&\"Times New Roman\"&13&P");
    out.set_repeat_rows(header_row, header_row + 1)?;
    out.set_freeze_panes(header_row + 2, 0)?;
    Ok(())
}

struct Writer<'a, 'b> {
    context: &'b Context<'a>,
    figures: &'b Figures<'a>,
    columns: Vec<Column>,
    out: &'b mut Worksheet,
    row: u32,
}

impl<'a> Writer<'a, '_> {
    /// The groups and the grand total; gives the grand total's cell and value.
    fn groups(&mut self) -> Result<Option<(String, i128)>, XlsxError> {
        let figures = self.figures;
        let mut group_rows = Vec::new();
        for (number, group) in (1u32..).zip(&figures.groups) {
            group_rows.push(self.row);
            self.group(&roman_text(number), &group.name, &group.entries)?;
        }
        let row = self.row;
        self.row += 1;
        let label = "TỔNG CỘNG";
        let mut total = None;
        for (col, column) in self.numbered() {
            match column {
                Some(field) => {
                    let done: i128 = figures
                        .groups
                        .iter()
                        .map(|group| Figures::sum(&group.entries, field))
                        .sum();
                    let cells: Vec<String> = group_rows
                        .iter()
                        .map(|row| format!("{}{}", col_name(u32::from(col)), row + 1))
                        .collect();
                    self.formula(row, col, &sum_of(&cells), done)?;
                    if Some(field) == figures.total {
                        total = Some((format!("{}{}", col_name(u32::from(col)), row + 1), done));
                    }
                }
                None => {
                    let text = if col == 1 { label } else { "" };
                    self.out.write_string_with_format(
                        row,
                        col,
                        text,
                        &self.context.styles.group,
                    )?;
                }
            }
        }
        Ok(total)
    }

    /// Planned amounts, on a line of their own below the total.
    fn planned(&mut self) -> Result<Option<(String, i128)>, XlsxError> {
        let figures = self.figures;
        if figures.planned.is_empty() {
            return Ok(None);
        }
        let row = self.row;
        self.group(
            "",
            "Kinh phí dự kiến (không tính vào tổng cộng)",
            &figures.planned,
        )?;
        let col = self
            .numbered()
            .into_iter()
            .find(|(_, field)| field.is_some() && *field == figures.total);
        Ok(col.map(|(col, _)| {
            let sum = figures
                .total
                .map_or(0, |field| Figures::sum(&figures.planned, field));
            (format!("{}{}", col_name(u32::from(col)), row + 1), sum)
        }))
    }

    /// The columns with their money field, if they hold money.
    fn numbered(&self) -> Vec<(u16, Option<usize>)> {
        (0u16..)
            .zip(&self.columns)
            .map(|(col, column)| match column.shows {
                Shows::Money(field) => (col, Some(field)),
                _ => (col, None),
            })
            .collect()
    }

    fn formula(
        &mut self,
        row: u32,
        col: u16,
        formula: &str,
        result: i128,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result.to_string());
        self.out
            .write_formula_with_format(row, col, formula, &self.context.styles.group_money)?;
        Ok(())
    }

    /// A group's row with its subtotals, then its records.
    fn group(&mut self, number: &str, name: &str, entries: &[Entry<'a>]) -> Result<(), XlsxError> {
        let row = self.row;
        let first = row + 1;
        let last = row + u32::try_from(entries.len()).unwrap_or(0);
        for (col, column) in self.numbered() {
            match column {
                Some(field) => {
                    let letters = col_name(u32::from(col));
                    let formula = format!("=SUM({letters}{}:{letters}{})", first + 1, last + 1);
                    self.formula(row, col, &formula, Figures::sum(entries, field))?;
                }
                None => {
                    let text = match col {
                        0 => number,
                        1 => name,
                        _ => "",
                    };
                    self.out.write_string_with_format(
                        row,
                        col,
                        text,
                        &self.context.styles.group,
                    )?;
                }
            }
        }
        self.row += 1;
        for (number, entry) in (1u32..).zip(entries) {
            self.entry(number, entry)?;
            self.row += 1;
        }
        Ok(())
    }

    fn entry(&mut self, number: u32, entry: &Entry<'_>) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let row = self.row;
        let mut height = 1;
        for (col, column) in (0u16..).zip(&self.columns) {
            let (text, style) = match column.shows {
                Shows::Seq => {
                    self.out
                        .write_number_with_format(row, col, number, &styles.centre)?;
                    continue;
                }
                Shows::Money(index) => {
                    let field = entry.field(Some(index));
                    let required = Some(index) == self.figures.total;
                    money(self.out, styles, (row, col), field, required)?;
                    continue;
                }
                Shows::Office => match entry.submission.office.name() {
                    "" => (entry.submission.name.to_string(), &styles.body),
                    name => (name.to_owned(), &styles.body),
                },
                Shows::Field(field) => {
                    let field = entry.field(Some(field));
                    let text = field.map_or(String::new(), |field| shown(&field.value));
                    match field {
                        Some(field) if text.is_empty() && !field.raw.is_empty() => {
                            (marked(&field.raw), &styles.unread)
                        }
                        _ => (text, &styles.body),
                    }
                }
            };
            height = height.max(lines(&text, column.width));
            self.out
                .write_string_with_format(row, col, cell_text(&text), style)?;
        }
        if height > 1 {
            // A row holds at most 409 points.
            self.out.set_row_height(row, (height * 15).min(405))?;
        }
        Ok(())
    }

    /// What the totals do not hold is said below them.
    fn footnotes(&mut self) -> Result<(), XlsxError> {
        let unread = self.figures.unread().count();
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        self.row += 1;
        let mut lines = Vec::new();
        if unread > 0 {
            lines.push(format!(
                "Ghi chú: tổng cộng chưa gồm {unread} hoạt động chưa có kinh phí đọc được (ô đánh dấu ⚠); xem trang “{}”.",
                sheet::REMARKS
            ));
        }
        let missing = self.context.round.missing_offices().len();
        if missing > 0 {
            lines.push(format!(
                "{missing} đơn vị chưa gửi báo cáo; xem trang “{}”.",
                sheet::MISSING
            ));
        }
        for line in lines {
            self.out.merge_range(
                self.row,
                0,
                self.row,
                last,
                &line,
                &self.context.styles.text,
            )?;
            self.row += 1;
        }
        Ok(())
    }
}

/// An amount of a record: the figure read, or what stands there, marked.
fn money(
    out: &mut Worksheet,
    styles: &Styles,
    (row, col): (u32, u16),
    field: Option<&Field>,
    required: bool,
) -> Result<(), XlsxError> {
    if let Some(dong) = field.and_then(Field::dong) {
        out.write_number_with_format(row, col, excel_number(i128::from(dong.0)), &styles.money)?;
        return Ok(());
    }
    let raw = field.map_or("", |field| field.raw.as_str());
    if raw.is_empty() && !required {
        out.write_string_with_format(row, col, "", &styles.money)?;
    } else {
        out.write_string_with_format(row, col, cell_text(&marked(raw)), &styles.unread)?;
    }
    Ok(())
}

/// `SUM` of single cells, in lots of what one call takes.
fn sum_of(cells: &[String]) -> String {
    if cells.is_empty() {
        return "=0".to_owned();
    }
    let lots: Vec<String> = cells
        .chunks(250)
        .map(|lot| format!("SUM({})", lot.join(",")))
        .collect();
    format!("={}", lots.join("+"))
}

/// Whole đồng as the number a cell stores: exact up to 2^53, which is nine million tỷ.
#[expect(clippy::cast_precision_loss, reason = "a cell stores a double")]
pub fn excel_number(dong: i128) -> f64 {
    dong as f64
}
