//! The cover: the round at a glance, what the totals do not hold, a control line, links to the sheets.

use rust_xlsxwriter::{Formula, Url, Worksheet, XlsxError};

use super::figures::Figures;
use super::summary::Totals;
use super::{Context, cell_text, quoted, sheet};
use crate::lang::Lang;
use crate::place::col_name;
use crate::report::Counts;
use crate::write::table;

/// Writes the sheet.
pub fn write(
    context: &Context<'_>,
    totals: &[Totals],
    names: &[String],
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    out.set_name(sheet::COVER)?;
    out.set_column_width(0, 46)?;
    out.set_column_width(1, 70)?;
    let mut cover = Cover {
        context,
        out,
        row: 0,
    };
    cover.heading()?;
    cover.counts()?;
    for (form, of) in totals.iter().enumerate() {
        cover.money(form, of)?;
    }
    cover.links(names)?;
    out.set_active(true);
    out.set_paper_size(9);
    out.set_print_fit_to_pages(1, 0);
    Ok(())
}

struct Cover<'a, 'b> {
    context: &'b Context<'a>,
    out: &'b mut Worksheet,
    row: u32,
}

impl Cover<'_, '_> {
    fn line(&mut self, label: &str, value: &str) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        self.out
            .write_string_with_format(self.row, 0, label, &styles.bold)?;
        self.out
            .write_string_with_format(self.row, 1, cell_text(value), &styles.text)?;
        self.row += 1;
        Ok(())
    }

    fn number(&mut self, label: &str, value: usize) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        self.out
            .write_string_with_format(self.row, 0, label, &styles.bold)?;
        let value = u32::try_from(value).unwrap_or(u32::MAX);
        self.out
            .write_number_with_format(self.row, 1, value, &styles.whole)?;
        self.row += 1;
        Ok(())
    }

    fn formula(&mut self, label: &str, formula: &str, result: i128) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        self.out
            .write_string_with_format(self.row, 0, label, &styles.bold)?;
        let formula = Formula::new(formula).set_result(result.to_string());
        self.out
            .write_formula_with_format(self.row, 1, formula, &styles.list_money)?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self) -> Result<(), XlsxError> {
        let project = self.context.round.setup.project.as_ref();
        self.out
            .write_string_with_format(0, 0, "BẢNG TỔNG HỢP", &self.context.styles.title)?;
        self.row = 2;
        let day = |day: Option<jiff::civil::Date>| {
            day.map_or("…".to_owned(), |day| {
                format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
            })
        };
        if let Some(project) = project {
            let period = &project.period;
            let interval = format!(
                "{} ({} – {})",
                period.id,
                day(period.start),
                day(period.end)
            );
            let (name, issuer, letter) = (
                project.programme.name.clone(),
                project.issuer.name.clone(),
                project.issuer.letter.clone(),
            );
            let deadline = period.deadline;
            self.line("Chương trình", &name)?;
            self.line("Kỳ báo cáo", &interval)?;
            for (label, value) in [("Cơ quan tổng hợp", issuer), ("Công văn", letter)] {
                if !value.is_empty() {
                    self.line(label, &value)?;
                }
            }
            if deadline.is_some() {
                self.line("Hạn gửi", &day(deadline))?;
            }
        } else {
            self.line("Chương trình", "(không có tonghop.toml)")?;
        }
        Ok(())
    }

    fn counts(&mut self) -> Result<(), XlsxError> {
        let round = self.context.round;
        self.row += 1;
        if let (Some(register), true) = (&round.setup.register, round.complete) {
            let missing = round.missing_offices().len();
            self.number("Số đơn vị trong danh sách", register.units().len())?;
            self.number("Chưa gửi báo cáo", missing)?;
        }
        self.number("Số tệp đã nhận", round.submissions.len())?;
        let unreadable = round
            .submissions
            .iter()
            .filter(|submission| submission.tables().next().is_none())
            .count();
        self.number("Số tệp không đọc được bảng nào", unreadable)?;
        self.number("Số hoạt động", round.records().count())?;
        let counts = Counts::of(self.context.findings).say(Lang::Vi);
        self.line("Góp ý", &counts)
    }

    fn money(&mut self, form: usize, totals: &Totals) -> Result<(), XlsxError> {
        let Some(figures) = self.context.forms.get(form) else {
            return Ok(());
        };
        self.row += 1;
        self.line("Mẫu", &figures.template.vi.clone())?;
        let Some((cell, total)) = &totals.total else {
            return Ok(());
        };
        let summary = quoted(&totals.sheet);
        self.formula(
            "Tổng kinh phí (đồng)",
            &format!("={summary}!{cell}"),
            *total,
        )?;
        let total_row = self.row;
        if let Some((cell, planned)) = &totals.planned {
            self.formula(
                "Kinh phí dự kiến, cộng riêng (đồng)",
                &format!("={summary}!{cell}"),
                *planned,
            )?;
        }
        self.number(
            "Hoạt động chưa có kinh phí đọc được",
            figures.unread().count(),
        )?;
        let (formula, details) = self.details_total(form, figures);
        self.formula("Tổng của trang Chi tiết (đồng)", &formula, details)?;
        let (first, second) = (format!("B{total_row}"), format!("B{}", self.row));
        self.formula(
            "Đối chiếu: chênh lệch (phải bằng 0)",
            &format!("={first}-{second}"),
            total - details,
        )
    }

    /// The same total once more, from the details alone.
    fn details_total(&self, form: usize, figures: &Figures<'_>) -> (String, i128) {
        let sheet = quoted(&self.context.sheet_name(sheet::DETAILS, form));
        let last = figures.entries.len().max(1) + 1;
        let spec = figures
            .total
            .and_then(|field| figures.template.field(field));
        let range = |index: usize| {
            let id = &spec?.columns.get(index)?.id;
            let col = (0u32..)
                .zip(table::labels(&figures.template))
                .find(|(_, label)| label.id == *id)?
                .0;
            Some(format!("{sheet}!${0}$2:${0}${last}", col_name(col)))
        };
        let amounts = range(0).unwrap_or_default();
        let formula = match range(1) {
            Some(qualifiers) => format!("=SUMIFS({amounts},{qualifiers},\"<>planned\")"),
            None => format!("=SUM({amounts})"),
        };
        let done: Vec<_> = figures
            .entries
            .iter()
            .copied()
            .filter(|entry| !entry.planned(figures.total))
            .collect();
        (
            formula,
            figures.total.map_or(0, |field| Figures::sum(&done, field)),
        )
    }

    fn links(&mut self, names: &[String]) -> Result<(), XlsxError> {
        self.row += 1;
        self.out
            .write_string_with_format(self.row, 0, "Các trang", &self.context.styles.bold)?;
        for name in names {
            let link = Url::new(format!("internal:{}!A1", quoted(name))).set_text(name);
            self.out
                .write_url_with_format(self.row, 1, link, &self.context.styles.text)?;
            self.row += 1;
        }
        Ok(())
    }
}
