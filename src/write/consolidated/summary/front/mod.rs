//! The one page to be signed before the long list: the sums of its groups, the total in words, the letterhead and the
//! signatures, upright on a single sheet of paper.
//!
//! ```text
//! STT | Lĩnh vực            | Số hoạt động | Kinh phí hỗ trợ | Tỷ lệ
//!  I  | Y tế                |           12 |           1.200 | 40,0%   ='Tổng hợp'!F12
//! …   | Các lĩnh vực còn lại (3) | …                                 where a page has no room for more
//! ```
//!
//! Every figure is a formula that leads to the long list.

mod columns;
mod rows;

use std::collections::BTreeSet;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::figures::Figures;
use super::super::grouping::{Group, Level};
use super::super::metrics::{POINTS_IN_PIXEL, height, lines};
use super::super::style::BODY;
use super::super::{Context, sheet};
use super::sums::Formats;
use super::{FieldTotals, GroupRows, NumberTotals, Sheet, Totals, apart_heading, foot, head};
use crate::layout::words::roman_text;
use crate::template::capital;
use crate::value::Qualifier;
use columns::{COUNTS, Columns, NAMES};

/// Where the totals of the page stand.
pub struct Front {
    /// The sheet's name.
    pub sheet: String,
    /// The grand totals, by field.
    pub done: FieldTotals,
    /// The grand totals of numbers, likewise.
    pub numbers_done: NumberTotals,
    /// The totals of what is set apart, likewise.
    pub apart: Vec<(Qualifier, FieldTotals)>,
}

/// What the left half of the letterhead takes: the nation's name fits the other in one line.
const OWN_SHARE: f64 = 0.37;
/// The lines of its rows stand closer than on the list, so that more of them find room.
const LEADING: f64 = 1.2;
/// So many groups stand on the page whatever else has to.
const FEWEST: usize = 3;

/// Writes the page of a form; nothing where it has no groups.
pub fn write(
    context: &Context<'_>,
    form: usize,
    totals: &Totals,
    out: &mut Worksheet,
) -> Result<Option<Front>, XlsxError> {
    let Some(figures) = context.forms.get(form) else {
        return Ok(None);
    };
    if figures.groups.is_empty() {
        return Ok(None);
    }
    let name = context.sheet_name(sheet::FRONT, form);
    out.set_name(&name)?;
    let (across, down) = context.options.paper.upright();
    let columns = Columns::of(figures, totals, across / POINTS_IN_PIXEL);
    for (col, width) in (0u16..).zip(&columns.widths) {
        out.set_column_width(col, *width)?;
    }
    let last = u16::try_from(columns.widths.len().saturating_sub(1)).unwrap_or(0);
    out.set_column_width(last + 1, 3)?;
    out.set_column_width(last + 2, 52)?;
    let mut page = Page {
        context,
        form,
        figures,
        totals,
        formats: Formats::new(&context.styles, figures),
        sheet: Sheet {
            out,
            row: 0,
            last,
            rows: Vec::new(),
            widths: columns.widths.clone(),
            own_share: OWN_SHARE,
        },
        columns,
    };
    let front = page.write(&name, down)?;
    let end = page.sheet.row;
    super::super::printed(context, out);
    // Heights are rather too large than too small; where notes are many it is made smaller rather than go on.
    out.set_print_fit_to_pages(1, 1);
    out.set_print_area(0, 0, end.saturating_sub(1), last)?;
    out.set_screen_gridlines(false);
    Ok(Some(front))
}

/// A group with its number and its rows on the long list.
struct Line<'a, 'g> {
    number: u32,
    rows: GroupRows,
    group: &'g Group<'a>,
}

struct Page<'a, 'b, 'o> {
    context: &'b Context<'a>,
    form: usize,
    figures: &'b Figures<'a>,
    totals: &'b Totals,
    formats: Formats,
    sheet: Sheet<'o>,
    columns: Columns,
}

impl<'a> Page<'a, '_, '_> {
    fn write(&mut self, name: &str, down: f64) -> Result<Front, XlsxError> {
        let (context, figures) = (self.context, self.figures);
        let groups = self.groups();
        let by = format!(" THEO {}", groups.to_uppercase());
        let what = figures.template.vi.to_uppercase();
        let by = if what.ends_with(&by) { "" } else { &by };
        let title = format!("TỔNG HỢP {what}{by}");
        head::letterhead(context, figures, (&title, false), &mut self.sheet)?;
        self.headings()?;
        let told = self.told();
        let rows = self.totals.groups.iter().copied();
        let lines: Vec<Line<'a, '_>> = (1u32..)
            .zip(rows.zip(&figures.groups))
            .map(|(number, (rows, group))| Line {
                number,
                rows,
                group,
            })
            .collect();
        let room = down - self.height() - self.below(&told);
        let (shown, rest) = self.parted(lines, room);
        let first = self.sheet.row;
        for line in &shown {
            let name = line.group.name.clone();
            self.line(&roman_text(line.number), &name, std::slice::from_ref(line))?;
        }
        if !rest.is_empty() {
            let name = format!("Các {groups} còn lại ({})", rest.len());
            self.line("", &name, &rest)?;
        }
        let mut front = self.total(first)?;
        front.sheet = name.to_owned();
        front.apart = self.apart()?;
        foot::words(context, figures, &front.done, &mut self.sheet)?;
        foot::tell(context, &told, &mut self.sheet)?;
        foot::signatures(context, &mut self.sheet)?;
        Ok(front)
    }

    /// What the groups of the page are: the outermost ones of the list.
    fn groups(&self) -> String {
        let level = self.figures.levels.first().copied();
        level.unwrap_or(Level::Office).words(&self.figures.template)
    }

    /// What stands below the total: what whoever signs must see. The rest is told below the list.
    fn told(&self) -> Vec<(String, bool)> {
        let mut told = foot::doubts_told(self.context, self.form);
        let missing = foot::missing(self.context, self.figures);
        told.extend(missing.into_iter().map(|line| (line, false)));
        told.extend(foot::rounding(self.figures).map(|line| (line, false)));
        told
    }

    /// The points of the rows so far.
    fn height(&self) -> f64 {
        self.sheet.rows.iter().map(|row| row.height).sum()
    }

    /// The points of the rows below the groups.
    fn below(&self, told: &[(String, bool)]) -> f64 {
        let (context, sheet) = (self.context, &self.sheet);
        let notes: f64 = told
            .iter()
            .map(|(line, grave)| foot::told_height(line, *grave, sheet))
            .sum();
        let words = self.totals.done.first().map_or(0.0, |(_, _, dong)| {
            foot::words_height(&foot::spoken(*dong), sheet)
        });
        let apart: f64 = self
            .totals
            .apart
            .iter()
            .map(|(why, _)| self.row_height(&apart_heading(self.figures, *why), true))
            .sum();
        height(1, BODY) + 3.0 + apart + words + notes + foot::signatures_height(context, sheet)
    }

    fn row_height(&self, name: &str, bold: bool) -> f64 {
        let lines = lines(name, self.sheet.width(NAMES), BODY, bold);
        (f64::from(lines) * BODY * LEADING + 2.0).ceil()
    }

    /// The groups that stand on the page in rows of their own, and those that share one: all of them, or those of the
    /// most money, in their order, with room for a row of the others.
    fn parted<'g>(
        &self,
        groups: Vec<Line<'a, 'g>>,
        room: f64,
    ) -> (Vec<Line<'a, 'g>>, Vec<Line<'a, 'g>>) {
        let height = |line: &Line<'_, '_>| self.row_height(&line.group.name, false);
        if groups.iter().map(height).sum::<f64>() <= room {
            return (groups, Vec::new());
        }
        let amount = |line: &Line<'a, '_>| {
            let total = self.figures.total;
            total.map_or(0, |total| Figures::sum(&line.group.entries, total))
        };
        let mut largest: Vec<&Line<'a, 'g>> = groups.iter().collect();
        largest.sort_by_key(|line| std::cmp::Reverse(amount(line)));
        let mut left = room - self.row_height("Các … còn lại", false);
        let own: BTreeSet<u32> = largest
            .iter()
            .enumerate()
            .take_while(|(place, line)| {
                left -= height(line);
                left >= 0.0 || *place < FEWEST
            })
            .map(|(_, line)| line.number)
            .collect();
        groups
            .into_iter()
            .partition(|line| own.contains(&line.number))
    }

    fn headings(&mut self) -> Result<(), XlsxError> {
        let style = &self.context.styles.header;
        let mut texts = vec![
            "STT".to_owned(),
            capital(&self.groups()),
            String::new(),
            self.figures.count_label(),
        ];
        let sums = self.columns.sums.iter();
        texts.extend(sums.map(|of| self.figures.label(of.field)));
        texts.extend(self.columns.share.map(|_| "Tỷ lệ".to_owned()));
        let tall = texts
            .iter()
            .zip(&self.columns.widths)
            .skip(usize::from(COUNTS))
            .map(|(text, width)| lines(text, *width, BODY, true))
            .max();
        for (col, text) in (0u16..).zip(&texts) {
            match col {
                1 => self.sheet.span(NAMES, text, style)?,
                2 => {}
                col => {
                    let row = self.sheet.row;
                    self.sheet
                        .out
                        .write_string_with_format(row, col, text, style)?;
                }
            }
        }
        self.sheet.end_row(height(tall.unwrap_or(1), BODY), true)
    }
}
