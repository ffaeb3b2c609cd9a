//! The notes: how the figures were made, a control that parts and totals agree with the normalized table, every file with
//! its SHA-256 and what was converted in it, and every amount that was not read.

mod control;
mod files;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::figures::Figures;
use super::metrics::{height, lines};
use super::style::BODY;
use super::{Context, FormTotals, cell_text, printed, sheet};
use crate::lang::Lang;
use crate::template::capital;
pub use control::Control;

/// The columns, wide enough for a SHA-256 in one of them; the last one takes remarks.
const WIDTHS: [f64; 7] = [32.0, 26.0, 20.0, 22.0, 22.0, 22.0, 40.0];
const LAST: u16 = 6;
/// How wide a column beyond them is taken to be: as the program leaves it.
const BEYOND: f64 = 8.43;

/// Writes the sheet; gives where the controls stand, one for each form.
pub fn write(
    context: &Context<'_>,
    totals: &[FormTotals],
    out: &mut Worksheet,
) -> Result<Vec<Control>, XlsxError> {
    out.set_name(sheet::NOTES)?;
    for (col, width) in (0u16..).zip(WIDTHS) {
        out.set_column_width(col, width)?;
    }
    let mut notes = Notes {
        context,
        out,
        row: 0,
    };
    notes.one("GHI CHÚ VÀ ĐỐI CHIẾU", &context.styles.part)?;
    notes.row += 1;
    notes.part("1. Cách lập bảng")?;
    for line in method(context) {
        notes.one(&format!("- {line}"), &context.styles.text)?;
    }
    notes.row += 1;
    notes.part("2. Đối chiếu các trang với bảng số liệu chuẩn (đồng)")?;
    let mut controls = Vec::new();
    for (form, totals) in totals.iter().enumerate() {
        controls.extend(control::write(&mut notes, form, totals)?);
    }
    notes.row += 1;
    notes.part("3. Các tệp đã đọc")?;
    files::files(&mut notes)?;
    let mut part = 4;
    if has_money(context) {
        notes.row += 1;
        let (_, money) = files::words(&notes);
        notes.part(&format!("{part}. {} chưa đọc được", capital(&money)))?;
        files::unread(&mut notes)?;
        part += 1;
    }
    let decisions = context.round.setup.decisions.say(Lang::Vi);
    if !decisions.is_empty() {
        notes.row += 1;
        notes.part(&format!("{part}. Các quyết định đã áp dụng"))?;
        for line in decisions {
            notes.one(&format!("- {line}"), &context.styles.text)?;
        }
        if !context.round.stale.is_empty() {
            notes.one(
                "Quyết định không còn đúng với số liệu thì không áp dụng: xem X312 ở trang “Góp ý”.",
                &context.styles.text,
            )?;
        }
    }
    printed(context, out);
    out.set_landscape();
    out.set_screen_gridlines(false);
    Ok(controls)
}

/// The sheet as far as it is written.
struct Notes<'a, 'b> {
    context: &'b Context<'a>,
    out: &'b mut Worksheet,
    row: u32,
}

impl Notes<'_, '_> {
    /// A line over all columns.
    fn one(&mut self, text: &str, style: &Format) -> Result<(), XlsxError> {
        let width: f64 = WIDTHS.iter().sum();
        let taken = lines(text, width, BODY, false);
        let text = cell_text(text);
        self.out
            .merge_range(self.row, 0, self.row, LAST, &text, style)?;
        self.out.set_row_height(self.row, height(taken, BODY))?;
        self.row += 1;
        Ok(())
    }

    fn part(&mut self, text: &str) -> Result<(), XlsxError> {
        let style = self.context.styles.part.clone();
        self.one(text, &style)
    }

    /// A row of texts in a grid, as high as the longest one needs.
    fn texts(&mut self, texts: &[&str], style: &Format) -> Result<(), XlsxError> {
        let mut taken = 1;
        // A control may have a column more than the page: that of withdrawn money.
        let widths = WIDTHS.into_iter().chain(std::iter::repeat(BEYOND));
        for ((col, text), width) in (0u16..).zip(texts).zip(widths) {
            taken = taken.max(lines(text, width, BODY, false));
            self.out
                .write_string_with_format(self.row, col, cell_text(text), style)?;
        }
        self.out.set_row_height(self.row, height(taken, BODY))?;
        self.row += 1;
        Ok(())
    }
}

/// Whether any form has money.
fn has_money(context: &Context<'_>) -> bool {
    let mut forms = context.forms.iter();
    // A round of which nothing was read is told as before.
    context.forms.is_empty() || forms.any(|figures| figures.total.is_some())
}

/// How the figures were made.
fn method(context: &Context<'_>) -> Vec<String> {
    let round = context.round;
    let mut said = Vec::new();
    if let Some(project) = &round.setup.project {
        said.push(format!(
            "Chương trình: {} ({}). Kỳ báo cáo: {}.",
            project.programme.name, project.programme.id, project.period.id
        ));
    }
    said.push(format!(
        "Lập bằng tonghop {}; cấu trúc bảng số liệu phiên bản 1.",
        env!("CARGO_PKG_VERSION")
    ));
    if let Some(day) = context.options.made {
        said.push(format!("Ngày lập: {}.", crate::lang::day(day)));
    }
    if has_money(context) {
        let scale = context.options.scale;
        said.push(format!(
            "Trang Chi tiết ghi kinh phí bằng đồng, đúng đến từng đồng. Trang Tổng hợp và các trang Theo lĩnh vực, Theo đơn vị, Theo năm tính bằng {}; ô nào cũng chứa số chính xác, chỉ phần hiển thị mới có thể làm tròn.",
            scale.words()
        ));
        for figures in &context.forms {
            said.extend(super::summary::rounding(figures));
        }
    }
    let adds_up = |figures: &Figures<'_>| !(figures.money.is_empty() && figures.numbers.is_empty());
    if has_money(context) || context.forms.iter().any(adds_up) {
        said.push("Dòng cộng là công thức. Trang Tổng hợp cộng bằng SUM: chèn dòng vào giữa một nhóm thì dòng mới được cộng vào; ô kiểm tra bên phải dòng TỔNG CỘNG báo khi có dòng nằm ngoài nhóm.".to_owned());
        said.push("Trang Chi tiết cộng các dòng đang hiện bằng SUBTOTAL(109), ở bên phải dòng tiêu đề: lọc dòng thì tổng đổi theo, các trang khác không đổi.".to_owned());
    }
    if has_money(context) {
        said.push("Kinh phí dự kiến không có trong tổng nào khác; được cộng riêng. Ô chưa đọc được không được tính là 0 đồng: vẫn ghi nguyên văn, đánh dấu (*), và được đếm.".to_owned());
    }
    let timed = context.forms.iter().find(|figures| figures.time.is_some());
    if let Some(figures) = timed {
        said.push(format!(
            "Theo năm: tính cả {} vào năm bắt đầu của {}, không chia cho các năm.",
            figures.template.money_word(Lang::Vi),
            figures.template.noun().vi
        ));
    }
    said.push("Số ở cột “Dòng nguồn” (Chi tiết), cột “Ô” (Góp ý) và cột bên phải trang Tổng hợp là liên kết mở tệp gốc tại ô đã đọc; giữ tệp này và các tệp báo cáo ở nguyên vị trí so với nhau thì liên kết mới mở được.".to_owned());
    if !has_money(context) {
        return said;
    }
    said.push("Dòng “Bằng chữ” là chữ viết sẵn, không đổi theo công thức; ô bên cạnh báo khi không còn khớp.".to_owned());
    said
}
