//! The cover: the round at a glance, what the totals do not hold, whether all sheets agree, links to the sheets.

use rust_xlsxwriter::{Format, Formula, Url, Worksheet, XlsxError};

use super::breakdown;
use super::doubtful::{Doubtful, MARK};
use super::figures::Figures;
use super::grouping::lower;
use super::metrics::{height, lines};
use super::notes::Control;
use super::ranges::Ranges;
use super::spoken::in_words;
use super::{Context, FormTotals, cell_text, printed, quoted, sheet};
use crate::finding::Severity;
use crate::lang::Lang;
use crate::register::Unit;
use crate::value::Qualifier;

const WIDTHS: [f64; 2] = [40.0, 56.0];

/// What the sheets are for that are no form's own.
const ABOUT: [(&str, &str); 5] = [
    (sheet::MISSING, "các đơn vị chưa gửi báo cáo"),
    (sheet::REMARKS, "các ô sai hoặc cần xem lại, cách sửa"),
    (sheet::DUPLICATES, "những dòng có thể bị báo cáo hai lần"),
    (sheet::CHANGES, "những gì thêm, bớt, sửa so với đợt trước"),
    (sheet::NOTES, "cách lập bảng, đối chiếu, các tệp đã đọc"),
];

/// Writes the sheet.
pub fn write(
    context: &Context<'_>,
    totals: &[FormTotals],
    controls: &[Control],
    names: &[String],
    out: &mut Worksheet,
) -> Result<(), XlsxError> {
    out.set_name(sheet::COVER)?;
    for (col, width) in (0u16..).zip(WIDTHS) {
        out.set_column_width(col, width)?;
    }
    let mut cover = Cover {
        context,
        out,
        row: 0,
    };
    cover.heading()?;
    cover.offices()?;
    for (form, of) in totals.iter().enumerate() {
        cover.form(form, of, controls.get(form))?;
    }
    cover.findings()?;
    cover.links(names, totals)?;
    printed(context, out);
    out.set_active(true);
    out.set_screen_gridlines(false);
    Ok(())
}

struct Cover<'a, 'b> {
    context: &'b Context<'a>,
    out: &'b mut Worksheet,
    row: u32,
}

impl Cover<'_, '_> {
    /// Ends a row that is as high as its texts need.
    fn end_row(&mut self, label: &str, value: &str) -> Result<(), XlsxError> {
        let taken = lines(label, WIDTHS[0], 12.0, false).max(lines(value, WIDTHS[1], 12.0, false));
        self.out
            .set_row_height(self.row, height(taken, 12.0).max(20.0))?;
        self.row += 1;
        Ok(())
    }

    fn label(&mut self, label: &str) -> Result<(), XlsxError> {
        let style = &self.context.styles.grid;
        self.out
            .write_string_with_format(self.row, 0, label, style)?;
        Ok(())
    }

    fn line(&mut self, label: &str, value: &str) -> Result<(), XlsxError> {
        self.label(label)?;
        let style = &self.context.styles.grid;
        self.out
            .write_string_with_format(self.row, 1, cell_text(value), style)?;
        self.end_row(label, value)
    }

    fn number(&mut self, label: &str, value: usize) -> Result<(), XlsxError> {
        self.label(label)?;
        let value = u32::try_from(value).unwrap_or(u32::MAX);
        let style = self.left(&self.context.styles.grid_whole);
        self.out
            .write_number_with_format(self.row, 1, value, &style)?;
        self.end_row(label, "")
    }

    /// Figures begin where texts do, for the eye to run down one edge.
    fn left(&self, style: &Format) -> Format {
        style.clone().set_align(rust_xlsxwriter::FormatAlign::Left)
    }

    fn formula(
        &mut self,
        label: &str,
        formula: &str,
        result: &str,
        style: &Format,
    ) -> Result<(), XlsxError> {
        self.label(label)?;
        let formula = Formula::new(formula).set_result(result);
        let style = self.left(style);
        self.out
            .write_formula_with_format(self.row, 1, formula, &style)?;
        self.end_row(label, result)
    }

    fn part(&mut self, text: &str) -> Result<(), XlsxError> {
        self.out.set_row_height(self.row, 8)?;
        self.row += 1;
        self.out
            .write_string_with_format(self.row, 0, text, &self.context.styles.part)?;
        self.out.set_row_height(self.row, 22)?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let project = self.context.round.setup.project.as_ref();
        self.out
            .merge_range(0, 0, 0, 1, "BÁO CÁO TỔNG HỢP", &styles.title)?;
        self.out.set_row_height(0, 28)?;
        self.row = 1;
        let Some(project) = project else {
            return self.part("Đợt báo cáo (không có tonghop.toml)");
        };
        let name = project.programme.name.as_str();
        self.out.merge_range(1, 0, 1, 1, name, &styles.subtitle)?;
        let taken = lines(name, WIDTHS.iter().sum(), 13.0, false);
        self.out.set_row_height(1, height(taken, 13.0) + 4.0)?;
        self.row = 2;
        self.part("Đợt báo cáo")?;
        let period = &project.period;
        let day = |day: Option<jiff::civil::Date>| day.map_or("…".to_owned(), crate::lang::day);
        let interval = format!("{} – {}", day(period.start), day(period.end));
        self.line("Kỳ báo cáo", &format!("{} ({interval})", period.id))?;
        for (label, value) in [
            ("Cơ quan tổng hợp", &project.issuer.name),
            ("Công văn yêu cầu báo cáo", &project.issuer.letter),
        ] {
            if !value.is_empty() {
                self.line(label, value)?;
            }
        }
        if period.deadline.is_some() {
            self.line("Hạn gửi", &day(period.deadline))?;
        }
        if let Some(made) = self.context.options.made {
            self.line("Ngày lập", &crate::lang::day(made))?;
        }
        Ok(())
    }

    fn offices(&mut self) -> Result<(), XlsxError> {
        let round = self.context.round;
        self.part("Đã nhận")?;
        if round.setup.register.is_some() && round.complete {
            let owing = &self.context.owing;
            self.number("Đơn vị phải báo cáo", owing.due)?;
            self.number("Đơn vị chưa gửi báo cáo", owing.missing.len())?;
            self.names("Tên các đơn vị chưa gửi", &owing.missing)?;
            if !owing.invalid.is_empty() {
                self.number("Đơn vị gửi tệp không đọc được", owing.invalid.len())?;
                self.names("Tên các đơn vị đó", &owing.invalid)?;
            }
        }
        self.number("Tệp đã nhận", round.files().count())?;
        let (undecided, gave_way): (Vec<_>, Vec<_>) = round
            .set_aside
            .iter()
            .partition(|aside| aside.is_undecided());
        for (label, files) in [
            ("Tệp đã có bản khác thay, không tính", gave_way),
            ("Tệp chưa rõ bản nào gửi sau, chưa tính", undecided),
        ] {
            if !files.is_empty() {
                let names: Vec<&str> = files.iter().map(|aside| &*aside.submission.name).collect();
                self.number(label, names.len())?;
                self.line("Tên các tệp đó", &names.join("; "))?;
            }
        }
        let unreadable: Vec<&str> = round
            .submissions
            .iter()
            .filter(|submission| submission.tables().next().is_none())
            .map(|submission| &*submission.name)
            .collect();
        self.number("Tệp chưa đọc được số liệu", unreadable.len())?;
        if !unreadable.is_empty() {
            self.line("Tên các tệp đó", &unreadable.join("; "))?;
        }
        match self.context.forms.as_slice() {
            [only] if only.template.consolidated.counts.is_empty() => {
                self.number(&only.count_label(), only.entries.len())
            }
            _ => Ok(()),
        }
    }

    /// How many records a form has, and what else is counted of them.
    fn counts(&mut self, form: usize, figures: &Figures<'_>) -> Result<(), XlsxError> {
        let counts = &figures.template.consolidated.counts;
        if counts.is_empty() && self.context.forms.len() < 2 {
            return Ok(());
        }
        let ranges = Ranges::new(self.context, form, figures);
        let whole = self.context.styles.grid_whole.clone();
        let bold = self.context.styles.grid_bold_whole.clone();
        let all = format!("={}", ranges.count(&[]));
        let count = figures.entries.len().to_string();
        self.formula(&figures.count_label(), &all, &count, &bold)?;
        for counted in counts {
            let field = |id: &Option<String>| figures.template.field_called(id.as_ref()?);
            if let Some(field) = field(&counted.by) {
                for line in breakdown::values(self.context, figures, &ranges, field) {
                    let label = format!("– {}", lower(&line.name));
                    let formula = format!("={}", ranges.count(&line.conditions));
                    let count = line.entries.len().to_string();
                    self.formula(&label, &formula, &count, &whole)?;
                }
            }
            if let Some(field) = field(&counted.distinct) {
                let what = counted.vi.clone();
                let what = what.unwrap_or_else(|| lower(&figures.label(field)));
                self.number(&format!("Số {what}"), figures.distinct(field))?;
            }
        }
        Ok(())
    }

    /// What numbers of a form add up to.
    fn numbers(&mut self, figures: &Figures<'_>, totals: &FormTotals) -> Result<(), XlsxError> {
        let summary = &totals.summary;
        for (field, cell, sum) in &summary.numbers_done {
            let label = format!("Tổng {}", lower(&figures.label(*field)));
            let formula = format!("={}!{cell}", quoted(&summary.sheet));
            let (style, _) = self.context.styles.numbers(figures.places(*field));
            self.formula(&label, &formula, &sum.normalize().to_string(), &style)?;
        }
        Ok(())
    }

    /// The names of offices, the first of them where there are many; nothing where there are none.
    fn names(&mut self, label: &str, units: &[&Unit]) -> Result<(), XlsxError> {
        const MOST: usize = 12;
        if units.is_empty() {
            return Ok(());
        }
        let names = units.iter().take(MOST).map(|unit| unit.name.as_str());
        let mut names: Vec<&str> = names.collect();
        let more = format!("… (xem trang {})", sheet::MISSING);
        if units.len() > MOST {
            names.push(&more);
        }
        self.line(label, &names.join("; "))
    }

    fn form(
        &mut self,
        form: usize,
        totals: &FormTotals,
        control: Option<&Control>,
    ) -> Result<(), XlsxError> {
        let Some(figures) = self.context.forms.get(form) else {
            return Ok(());
        };
        let dong = self.context.styles.grid_bold_dong.clone();
        let plain = self.context.styles.grid_dong.clone();
        self.part(&figures.template.vi)?;
        self.counts(form, figures)?;
        let summary = &totals.summary;
        let in_dong = |sheet: &str, cell: &str| {
            let cell = format!("{}!{cell}", quoted(sheet));
            match figures.shown.scale.dong() {
                1 => format!("={cell}"),
                unit => format!("=ROUND({cell}*{unit},0)"),
            }
        };
        for (place, field) in figures.money.iter().enumerate() {
            let Some((sheet, cell)) = totals.cell(*field) else {
                continue;
            };
            let (sum, label) = (figures.done(*field), figures.label(*field));
            let (label, style) = if place == 0 {
                (format!("Tổng {} (đồng)", lower(&label)), &dong)
            } else {
                (format!("{label} (đồng)"), &plain)
            };
            self.formula(&label, &in_dong(sheet, cell), &sum.to_string(), style)?;
            if place == 0 {
                self.line("Bằng chữ", &in_words(sum))?;
                self.doubts(&self.context.doubtful(form))?;
            }
        }
        for (why, cells) in &summary.apart {
            let Some((_, cell, sum)) = cells.first() else {
                continue;
            };
            let money = figures.money_word();
            let label = match why {
                Qualifier::Withdrawn => format!("{money} đã hủy, cộng riêng (đồng)"),
                _ => format!("{money} dự kiến, cộng riêng (đồng)"),
            };
            self.formula(
                &label,
                &in_dong(&summary.sheet, cell),
                &sum.to_string(),
                &plain,
            )?;
        }
        if figures.total.is_some() {
            let label = format!(
                "{} chưa đọc được {}",
                figures.template.noun().capital(),
                figures.template.money_word(Lang::Vi)
            );
            self.number(&label, figures.unread().count())?;
        }
        self.numbers(figures, totals)?;
        if let Some(control) = control {
            let formula = format!("={}", control.cell);
            let bold = self.context.styles.grid_bold.clone();
            self.formula(
                "Đối chiếu các trang với bảng chuẩn",
                &formula,
                control.said,
                &bold,
            )?;
        }
        Ok(())
    }

    /// What of a total is in doubt, and whether few amounts make up most of it.
    fn doubts(&mut self, doubtful: &Doubtful) -> Result<(), XlsxError> {
        if let Some(said) = doubtful.say(Lang::Vi) {
            let said = format!("{}; xem trang {}", said, sheet::REMARKS);
            self.label(&format!("Còn nghi ngờ {MARK}, đã có trong tổng"))?;
            let style = &self.context.styles.grid_bold;
            self.out
                .write_string_with_format(self.row, 1, cell_text(&said), style)?;
            // Bold text takes more room.
            self.end_row(
                "",
                &format!("{said}{}", " ".repeat(said.chars().count() / 8)),
            )?;
            self.label("Tổng không kể số nghi ngờ (đồng)")?;
            let style = self.left(&self.context.styles.grid_dong);
            let rest = super::excel_number(doubtful.rest());
            self.out
                .write_number_with_format(self.row, 1, rest, &style)?;
            self.end_row("", "")?;
        }
        if let Some(few) = doubtful.say_few(Lang::Vi) {
            self.line("Các khoản lớn nhất", &few)?;
        }
        Ok(())
    }

    fn findings(&mut self) -> Result<(), XlsxError> {
        self.part("Góp ý")?;
        for (label, severity) in [
            ("Lỗi, phải sửa hoặc quyết định", Severity::Error),
            ("Cảnh báo, cần xem lại", Severity::Warning),
            ("Thông tin (chương trình đã xử lý)", Severity::Info),
        ] {
            let findings = self.context.findings.iter();
            let count = findings.filter(|finding| finding.severity == severity);
            let count = count.count();
            self.number(label, count)?;
        }
        Ok(())
    }

    fn links(&mut self, names: &[String], totals: &[FormTotals]) -> Result<(), XlsxError> {
        self.part("Các trang")?;
        for name in names {
            let link = Url::new(format!("internal:{}!A1", quoted(name))).set_text(name);
            self.out
                .write_url_with_format(self.row, 0, link, &self.context.styles.grid_link)?;
            let about = self.about(name, totals);
            let style = &self.context.styles.grid;
            self.out
                .write_string_with_format(self.row, 1, &about, style)?;
            self.end_row(name, &about)?;
        }
        Ok(())
    }

    /// What a sheet is for.
    fn about(&self, name: &str, totals: &[FormTotals]) -> String {
        let several = self.context.forms.len() > 1;
        for (form, (figures, of)) in self.context.forms.iter().zip(totals).enumerate() {
            let template = &figures.template;
            let of_form = |about: String| match several {
                true => format!("{about}: {}", lower(&template.vi)),
                false => about,
            };
            let noun = &template.noun().vi;
            if of.front.as_ref().is_some_and(|front| name == front.sheet) {
                return of_form("một trang để ký: tổng của từng nhóm".to_owned());
            }
            if name == of.summary.sheet {
                return of_form("danh mục để trình ký".to_owned());
            }
            if name == self.context.sheet_name(sheet::DETAILS, form) {
                return of_form(format!("mọi {noun}, mỗi {noun} một dòng, có lọc"));
            }
            if let Some(breakdown) = of.breakdowns.iter().find(|of| of.sheet == name) {
                return of_form(breakdown.about.clone());
            }
        }
        let own = ABOUT.iter().find(|(sheet, _)| *sheet == name);
        own.map_or(String::new(), |(_, about)| (*about).to_owned())
    }
}
