//! The chart of a breakdown: bars with their figures, one dark colour and one pattern, so that it reads in black and white.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartPatternFill, ChartPatternFillType, ChartSolidFill, Color, ObjectMovement,
    XlsxError,
};

use super::super::metrics::POINTS_IN_PIXEL;
use super::super::scale::Scale;
use super::{Breakdown, Column, Kind};

/// More bars than this are no picture any more.
const MOST_BARS: u32 = 30;
const DARK: Color = Color::RGB(0x0040_4040);
const WHITE: Color = Color::RGB(0x00FF_FFFF);
const LIGHT: Color = Color::RGB(0x00D9_D9D9);

/// Puts the chart below the table.
pub fn insert(breakdown: &mut Breakdown<'_, '_>, top: u32) -> Result<(), XlsxError> {
    let count = u32::try_from(breakdown.lines.len()).unwrap_or(u32::MAX);
    let bars = count.min(MOST_BARS);
    if bars < 2 {
        return Ok(());
    }
    let years = breakdown.kind == Kind::Years;
    let mut chart = if years && breakdown.figures.total.is_some() {
        by_year(breakdown, top, bars)
    } else {
        bars_by_size(breakdown, top, bars)
    };
    let few = if bars < count {
        format!(" ({bars} dòng lớn nhất)")
    } else {
        String::new()
    };
    let what = match breakdown.figures.total {
        Some(total) => breakdown.figures.label(total),
        None => breakdown.figures.count_label(),
    };
    let (_, unit) = unit(breakdown);
    let title = format!(
        "{what} {}{few}{unit}",
        breakdown.kind.title(breakdown.figures).to_lowercase()
    );
    chart
        .title()
        .set_name(title.as_str())
        .set_font(&font(13.0, true));
    chart.set_alt_text(title);
    chart.chart_area().set_format(
        ChartFormat::new().set_border(ChartLine::new().set_color(Color::Black).set_width(0.75)),
    );
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a page"
    )]
    let width = breakdown.pixels() as u32;
    chart.set_width(width);
    let height = if years {
        360
    } else {
        (70 + 24 * bars).min(640)
    };
    chart.set_height(height);
    chart.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    let row = top + count + 6;
    breakdown
        .out
        .insert_chart_with_offset(row, 0, &chart, 0, 6)?;
    breakdown.pages(top, row, f64::from(height) * POINTS_IN_PIXEL)
}

/// A smaller print than this share of the size is not read any more.
const SMALLEST: f64 = 0.6;

impl Breakdown<'_, '_> {
    /// Table and chart on one page where they fit on one; else the chart begins a page.
    fn pages(&mut self, top: u32, row: u32, height: f64) -> Result<(), XlsxError> {
        let (width, page) = super::PAGE_POINTS;
        let scale = (width / (self.pixels() * POINTS_IN_PIXEL)).min(1.0);
        let above = self.height;
        if (above + height) * SMALLEST.min(scale) <= page {
            self.out.set_print_fit_to_pages(1, 1);
            self.out.set_print_center_horizontally(true);
        } else {
            self.out.set_print_fit_to_pages(1, 0);
            self.out.set_page_breaks(&[row])?;
            if above * scale > page {
                self.out.set_repeat_rows(top, top)?;
            }
        }
        Ok(())
    }
}

/// Lying bars, the largest on top: the names of sectors and offices are long.
fn bars_by_size(breakdown: &Breakdown<'_, '_>, top: u32, bars: u32) -> Chart {
    let mut chart = Chart::new_bar();
    let column = breakdown.figures.total.map_or(Column::Count, Column::Money);
    let (format, _) = unit(breakdown);
    let mut label = ChartDataLabel::new();
    label
        .show_value()
        .set_position(ChartDataLabelPosition::OutsideEnd)
        .set_num_format(&format)
        .set_font(&font(11.0, false));
    let range = |column| breakdown.range(column, top, bars);
    chart
        .add_series()
        .set_categories(range(Column::Name).as_str())
        .set_values(range(column).as_str())
        .set_name(breakdown.label(column).as_str())
        .set_gap(45)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(DARK)))
        .set_data_label(&label);
    // The writer of workbooks calls the lying axis x, whatever it counts.
    chart.y_axis().set_reverse().set_font(&font(11.0, false));
    chart
        .x_axis()
        .set_hidden(true)
        .set_major_gridlines(false)
        .set_num_format(&format);
    chart.legend().set_hidden();
    chart
}

/// Standing bars by year, and before each the part of it that goes on after the year.
fn by_year(breakdown: &Breakdown<'_, '_>, top: u32, bars: u32) -> Chart {
    let mut chart = Chart::new_column();
    let noun = &breakdown.figures.template.noun().vi;
    let total = breakdown.figures.total.unwrap_or(0);
    let (format, _) = unit(breakdown);
    let mut label = ChartDataLabel::new();
    label
        .show_value()
        .set_position(ChartDataLabelPosition::OutsideEnd)
        .set_num_format(&format)
        .set_font(&font(10.0, false));
    let range = |column| breakdown.range(column, top, bars);
    chart
        .add_series()
        .set_categories(range(Column::Name).as_str())
        .set_values(range(Column::Money(total)).as_str())
        .set_name(&format!("Tất cả {noun} bắt đầu trong năm"))
        .set_gap(60)
        .set_overlap(100)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(DARK)))
        .set_data_label(&label);
    chart
        .add_series()
        .set_categories(range(Column::Name).as_str())
        .set_values(range(Column::GoesOn).as_str())
        .set_name("Trong đó: kéo dài sang các năm sau")
        .set_format(
            ChartFormat::new()
                .set_pattern_fill(
                    ChartPatternFill::new()
                        .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                        .set_foreground_color(DARK)
                        .set_background_color(WHITE),
                )
                .set_border(ChartLine::new().set_color(Color::Black).set_width(0.75)),
        );
    chart
        .x_axis()
        .set_font(&font(11.0, false))
        .set_text_axis(true);
    chart
        .y_axis()
        .set_num_format(&format)
        .set_font(&font(10.0, false))
        .set_major_gridlines_line(ChartLine::new().set_color(LIGHT).set_width(0.5));
    chart
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(11.0, false));
    chart
}

impl Breakdown<'_, '_> {
    /// The cells of a column, as charts name them.
    fn range(&self, column: Column, top: u32, bars: u32) -> String {
        let letters = self.letters(column);
        format!(
            "={}!${letters}${}:${letters}${}",
            super::quoted(&self.sheet),
            top + 2,
            top + 1 + bars
        )
    }
}

/// The format of figures on a chart, and how its title states the unit: long figures are shown in tỷ or triệu đồng.
fn unit(breakdown: &Breakdown<'_, '_>) -> (String, String) {
    let Some(total) = breakdown.figures.total else {
        return ("#,##0".to_owned(), String::new());
    };
    let shown = breakdown.figures.shown;
    let largest = breakdown
        .lines
        .iter()
        .map(|line| line.done(Some(total), total).abs())
        .max()
        .unwrap_or(0);
    let wanted = if largest >= 10_000_000_000 {
        Scale::Billion
    } else if largest >= 10_000_000 {
        Scale::Million
    } else {
        Scale::Dong
    };
    // A comma behind a format divides what is shown by a thousand.
    let commas = wanted.power().saturating_sub(shown.scale.power()) / 3;
    let stated = if commas == 0 { shown.scale } else { wanted };
    let number = if stated == Scale::Billion {
        "#,##0.0"
    } else {
        "#,##0"
    };
    (
        format!("{number}{}", ",".repeat(commas)),
        format!(" ({})", stated.words()),
    )
}

fn font(size: f64, bold: bool) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name("Times New Roman")
        .set_size(size)
        .set_color(Color::Black);
    if bold {
        font.set_bold();
    } else {
        font.unset_bold();
    }
    font
}
