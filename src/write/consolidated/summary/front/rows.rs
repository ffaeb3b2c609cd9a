//! The rows of the page: groups, the grand total, what counts in no total but one of its own.

use rust_xlsxwriter::{Format, Formula, XlsxError};

use super::super::super::figures::Figures;
use super::super::super::metrics::height;
use super::super::super::quoted;
use super::super::super::style::BODY;
use super::super::body::sum_of;
use super::super::{FieldTotals, NumberTotals, apart_heading};
use super::columns::{COUNTS, NAMES, sum_col};
use super::{Front, Line, Page};
use crate::place::col_name;
use crate::value::Qualifier;

impl Page<'_, '_, '_> {
    /// A group, or several in one row.
    pub(super) fn line(
        &mut self,
        number: &str,
        name: &str,
        lines: &[Line<'_, '_>],
    ) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let (list, row) = (quoted(&self.totals.sheet), self.sheet.row);
        self.sheet
            .out
            .write_string_with_format(row, 0, number, &styles.centre)?;
        self.sheet.span(NAMES, name, &styles.body)?;
        let counts: Vec<String> = lines
            .iter()
            .map(|of| {
                let (first, last) = of.rows.records;
                format!("COUNT({list}!$A${first}:$A${last})")
            })
            .collect();
        let count: usize = lines.iter().map(|of| of.group.entries.len()).sum();
        self.formula(
            COUNTS,
            &format!("={}", counts.join("+")),
            &count.to_string(),
            &styles.grid_whole,
        )?;
        for place in 0..self.columns.sums.len() {
            let Some(of) = self.columns.sums.get(place).cloned() else {
                continue;
            };
            let cells: Vec<String> = lines
                .iter()
                .map(|line| format!("{list}!{}{}", of.letters, line.rows.heading))
                .collect();
            let formula = match cells.as_slice() {
                [cell] => format!("={cell}"),
                cells => sum_of(cells),
            };
            let entries = || lines.iter().flat_map(|line| &line.group.entries);
            let result = of.sum(self.figures, entries());
            let style = self.formats.plain(&of).clone();
            self.formula(sum_col(place), &formula, &result, &style)?;
            if place == 0 {
                self.share(Figures::sum(entries(), of.field), &styles.grid_share)?;
            }
        }
        let tall = self.row_height(name, false);
        self.sheet.end_row(tall, true)
    }

    /// What of the total the row's amount is.
    fn share(&mut self, dong: i128, style: &Format) -> Result<(), XlsxError> {
        let (Some(col), Some((_, cell, total))) = (self.columns.share, self.totals.done.first())
        else {
            return Ok(());
        };
        let list = quoted(&self.totals.sheet);
        let amount = format!("{}{}", letters(sum_col(0)), self.sheet.row + 1);
        let formula = format!("=IF({list}!{cell}=0,0,{amount}/{list}!{cell})");
        let scale = self.figures.shown.scale;
        let share = if *total == 0 {
            0.0
        } else {
            scale.number(dong) / scale.number(*total)
        };
        self.formula(col, &formula, &share.to_string(), style)
    }

    /// The grand total; beside it stands whether the rows add up to it.
    pub(super) fn total(&mut self, first: u32) -> Result<Front, XlsxError> {
        let styles = &self.context.styles;
        let (list, row) = (quoted(&self.totals.sheet), self.sheet.row);
        self.sheet
            .out
            .write_string_with_format(row, 0, "", &styles.group_centre)?;
        self.sheet.span(NAMES, "TỔNG CỘNG", &styles.group_centre)?;
        let counts = letters(COUNTS);
        let groups = self.figures.groups.iter();
        let count: usize = groups.map(|group| group.entries.len()).sum();
        self.formula(
            COUNTS,
            &format!("=SUM({counts}{}:{counts}{row})", first + 1),
            &count.to_string(),
            &styles.grid_bold_whole,
        )?;
        let (mut done, mut numbers_done) = (FieldTotals::new(), NumberTotals::new());
        for (place, of) in self.columns.sums.clone().iter().enumerate() {
            let formula = format!("={list}!{}{}", of.letters, self.totals.row);
            let style = self.formats.bold(of).clone();
            let col = sum_col(place);
            self.formula(col, &formula, &of.whole(self.figures), &style)?;
            let own = format!("{}{}", letters(col), row + 1);
            if of.is_money {
                done.push((of.field, own, self.figures.done(of.field)));
            } else {
                numbers_done.push((of.field, own, self.figures.number_done(of.field)));
            }
        }
        if let Some((_, own, dong)) = done.first().cloned() {
            self.share(dong, &styles.grid_bold_share)?;
            let letters = letters(sum_col(0));
            let check = format!(
                "=IF(ROUND(SUM({letters}{}:{letters}{row})-{own},{})=0,\"{HOLDS}\",\"{FAILS}\")",
                first + 1,
                self.figures.shown.scale.power(),
            );
            let beside = self.sheet.beside();
            self.formula(beside, &check, HOLDS, &styles.beside)?;
        }
        self.sheet.end_row(height(1, BODY) + 3.0, true)?;
        Ok(Front {
            sheet: String::new(),
            done,
            numbers_done,
            apart: Vec::new(),
        })
    }

    /// What counts in no total but one of its own, a row for each why.
    pub(super) fn apart(&mut self) -> Result<Vec<(Qualifier, FieldTotals)>, XlsxError> {
        let styles = &self.context.styles;
        let list = quoted(&self.totals.sheet);
        let mut apart = Vec::new();
        for (why, cells) in &self.totals.apart {
            let row = self.sheet.row;
            let name = &apart_heading(self.figures, *why);
            self.sheet
                .out
                .write_string_with_format(row, 0, "", &styles.group_centre)?;
            self.sheet.span(NAMES, name, &styles.group)?;
            let entries = self.figures.apart.iter().find(|(other, _)| other == why);
            let entries = entries.map_or(&[][..], |(_, entries)| entries);
            // A number that no formula leads to: these rows have no group among those above.
            self.sheet.out.write_number_with_format(
                row,
                COUNTS,
                u32::try_from(entries.len()).unwrap_or(u32::MAX),
                &styles.grid_bold_whole,
            )?;
            let mut own = FieldTotals::new();
            for (place, of) in self.columns.sums.clone().iter().enumerate() {
                let col = sum_col(place);
                let style = self.formats.bold(of).clone();
                let cell = cells.iter().find(|(field, _, _)| *field == of.field);
                let Some((field, cell, dong)) = cell else {
                    self.sheet
                        .out
                        .write_string_with_format(row, col, "", &styles.group)?;
                    continue;
                };
                own.push((*field, format!("{}{}", letters(col), row + 1), *dong));
                let result = of.sum(self.figures, entries);
                self.formula(col, &format!("={list}!{cell}"), &result, &style)?;
            }
            if let Some(share) = self.columns.share {
                self.sheet
                    .out
                    .write_string_with_format(row, share, "", &styles.group)?;
            }
            let tall = self.row_height(name, true);
            self.sheet.end_row(tall, true)?;
            apart.push((*why, own));
        }
        Ok(apart)
    }

    fn formula(
        &mut self,
        col: u16,
        formula: &str,
        result: &str,
        style: &Format,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        let row = self.sheet.row;
        self.sheet
            .out
            .write_formula_with_format(row, col, formula, style)?;
        Ok(())
    }
}

fn letters(col: u16) -> String {
    col_name(u32::from(col))
}

const HOLDS: &str = "Kiểm tra: các dòng cộng lại bằng tổng cộng";
const FAILS: &str = "LỆCH: các dòng cộng lại không bằng tổng cộng";
