//! A round of workbooks as departments send them, made with another writer than ours.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};
use tonghop::project;

pub const SECTORS: [(&str, &str); 5] = [
    ("y-te", "Y tế, dân số"),
    ("giao-duc", "Giáo dục và đào tạo"),
    ("nong-nghiep", "Nông nghiệp và phát triển nông thôn"),
    ("giao-thong", "Giao thông, xây dựng và quản lý đô thị"),
    ("van-hoa", "Văn hóa, thể thao và du lịch"),
];

const OFFICES: [&str; 22] = [
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Công Thương",
    "Sở Xây dựng",
    "Sở Giao thông vận tải",
    "Sở Tài nguyên và Môi trường",
    "Sở Khoa học và Công nghệ",
    "Sở Thông tin và Truyền thông",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nội vụ",
    "Ban Quản lý Khu kinh tế",
    "UBND huyện Càng Long",
    "UBND huyện Cầu Kè",
    "UBND huyện Cầu Ngang",
    "UBND huyện Châu Thành",
    "UBND huyện Duyên Hải",
    "UBND huyện Tiểu Cần",
    "UBND huyện Trà Cú",
    "UBND thành phố Trà Vinh",
    "UBND thị xã Duyên Hải",
];

const ACTIVITIES: [&str; 6] = [
    "Hỗ trợ xây dựng nhà tình nghĩa cho gia đình chính sách trên địa bàn",
    "Đào tạo, bồi dưỡng nghiệp vụ cho cán bộ, công chức, viên chức",
    "Trao tặng trang thiết bị phục vụ công tác chuyên môn",
    "Khám, chữa bệnh và cấp thuốc miễn phí cho người nghèo",
    "Tặng học bổng cho học sinh có hoàn cảnh khó khăn",
    "Chuyển giao kỹ thuật canh tác và giống cây trồng mới",
];

/// Makes a round of 22 workbooks, each with some rows; gives the number of its records.
pub fn make(inbox: &Path, rows_of: impl Fn(usize) -> usize) -> Result<usize, XlsxError> {
    make_with(inbox, rows_of, false)
}

/// The same with something to say of every row, and of most rows twice.
pub fn make_flawed(inbox: &Path, rows_of: impl Fn(usize) -> usize) -> Result<usize, XlsxError> {
    make_with(inbox, rows_of, true)
}

fn make_with(
    inbox: &Path,
    rows_of: impl Fn(usize) -> usize,
    flawed: bool,
) -> Result<usize, XlsxError> {
    fs::create_dir(inbox).unwrap();
    let mut units = "code,name,aliases,kind,valid_from,valid_to,successor\n".to_owned();
    let mut records = 0;
    for (number, office) in OFFICES.iter().enumerate() {
        units += &format!("u{number:02},\"{office}\",,,,,\n");
        let rows = rows_of(number);
        let bytes = workbook(office, number, rows, flawed)?;
        fs::write(inbox.join(format!("danh-muc-{number:02}.xlsx")), bytes).unwrap();
        records += rows;
    }
    fs::write(inbox.join("units.csv"), units).unwrap();
    write_project(inbox);
    Ok(records)
}

/// The project file, which names a register of offices, and the list of sectors.
pub fn write_project(inbox: &Path) {
    let mut sectors = "code,name,aliases\n".to_owned();
    for (code, name) in SECTORS {
        sectors += &format!("{code},\"{name}\",\n");
    }
    fs::write(inbox.join("sectors.csv"), sectors).unwrap();
    let project = "[programme]\nid = \"p\"\nname = \"Chương trình hợp tác\"\nstart = 2009-03-20\nend = 2020-12-31\n\
                   [period]\nid = \"2020-06\"\nstart = 2009-03-20\nend = 2020-06-30\n\
                   [lists]\nunits = \"units.csv\"\nsectors = \"sectors.csv\"\n";
    fs::write(inbox.join(project::FILE_NAME), project).unwrap();
}

/// A workbook of an office with some rows.
pub fn form(office: &str, seed: usize, rows: usize) -> Result<Vec<u8>, XlsxError> {
    workbook(office, seed, rows, false)
}

/// The form as departments fill it in: letterhead, two header rows, sections, subtotals, a total, signatures.
fn workbook(office: &str, seed: usize, rows: usize, flawed: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (bold, money) = (
        Format::new().set_bold().set_text_wrap(),
        Format::new().set_num_format("#,##0.0"),
    );
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Danh mục")?;
    sheet.merge_range(0, 0, 0, 3, "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH", &bold)?;
    sheet.merge_range(0, 4, 0, 9, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &bold)?;
    sheet.merge_range(1, 0, 1, 3, &office.to_uppercase(), &bold)?;
    sheet.merge_range(1, 4, 1, 9, "Độc lập - Tự do - Hạnh phúc", &bold)?;
    sheet.merge_range(3, 0, 3, 9, "DANH MỤC HOẠT ĐỘNG HỖ TRỢ TỈNH TRÀ VINH", &bold)?;
    sheet.write_string_with_format(4, 8, "Đơn vị tính: triệu đồng", &bold)?;
    for (col, heading) in (0u16..).zip([
        "STT",
        "Nội dung hoạt động",
        "Đơn vị hỗ trợ",
        "Đơn vị thụ hưởng",
        "Thời gian thực hiện",
    ]) {
        sheet.merge_range(5, col, 6, col, heading, &bold)?;
    }
    sheet.merge_range(5, 5, 5, 7, "Kinh phí hỗ trợ", &bold)?;
    for (col, heading) in (5u16..).zip(["Tổng số", "Ngân sách", "Vận động"]) {
        sheet.write_string_with_format(6, col, heading, &bold)?;
    }
    sheet.merge_range(5, 8, 6, 8, "Kết quả thực hiện", &bold)?;
    sheet.merge_range(5, 9, 6, 9, "Ghi chú", &bold)?;
    for col in 0..10u16 {
        sheet.write_string_with_format(7, col, format!("({})", col + 1), &bold)?;
    }
    let mut row = 8;
    let mut total = 0.0;
    for (section, (_, name)) in SECTORS.iter().enumerate() {
        let count = rows / SECTORS.len() + usize::from(section < rows % SECTORS.len());
        let head = row;
        sheet.write_string_with_format(row, 0, ["I", "II", "III", "IV", "V"][section], &bold)?;
        sheet.write_string_with_format(row, 1, *name, &bold)?;
        row += 1;
        let mut sum = 0.0;
        for record in 0..count {
            let kind = (seed + section + record) % ACTIVITIES.len();
            let amount = 40.0 + ((seed * 7 + section * 13 + record * 29) % 260) as f64;
            let year = 2012 + (seed + record) % 8;
            sheet.write_number(row, 0, (record + 1) as f64)?;
            sheet.write_string(row, 1, format!("{} (đợt {})", ACTIVITIES[kind], record + 1))?;
            sheet.write_string(
                row,
                2,
                [
                    "Sở Y tế TP. Hồ Chí Minh",
                    "UBND quận 5",
                    "Liên đoàn Lao động",
                ][record % 3],
            )?;
            sheet.write_string(
                row,
                3,
                format!("Xã số {} và các đơn vị trực thuộc", record + 1),
            )?;
            match record % 4 {
                0 => sheet.write_number(row, 4, year as f64)?,
                1 => sheet.write_string(row, 4, format!("tháng {}/{year}", 1 + record % 12))?,
                2 => {
                    sheet.write_number_with_format(row, 4, 40_000.0 + (record * 31) as f64, &day)?
                }
                _ => sheet.write_string(row, 4, format!("{year}-{}", year + 1))?,
            };
            if record % 5 == 4 {
                sheet.write_string(row, 5, format!("{amount} triệu đồng"))?;
            } else {
                sheet.write_number_with_format(row, 5, amount, &money)?;
            }
            sheet.write_number_with_format(row, 6, amount - 30.0, &money)?;
            sheet.write_number_with_format(row, 7, 30.0, &money)?;
            sheet.write_string(
                row,
                8,
                "Đã hoàn thành, bàn giao đưa vào sử dụng đúng tiến độ",
            )?;
            if record % 6 == 0 {
                sheet.write_string(row, 9, "Có biên bản bàn giao")?;
            }
            if flawed {
                flaw(sheet, row, record)?;
            }
            sum += amount;
            row += 1;
        }
        let formula = format!("=SUM(F{}:F{row})", head + 2);
        sheet.write_formula_with_format(
            head,
            5,
            Formula::new(formula).set_result(sum.to_string()),
            &money,
        )?;
        total += sum;
    }
    sheet.write_string_with_format(row, 1, "Tổng cộng", &bold)?;
    sheet.write_formula_with_format(
        row,
        5,
        Formula::new("=F9").set_result(total.to_string()),
        &money,
    )?;
    sheet.write_string(row + 2, 7, "Trà Vinh, ngày 20 tháng 7 năm 2020")?;
    sheet.write_string_with_format(row + 3, 1, "Người lập biểu", &bold)?;
    sheet.write_string_with_format(row + 3, 7, "GIÁM ĐỐC", &bold)?;
    workbook.save_to_buffer()
}

/// Spoils a row, each in another way than the one above, so that each is a finding of its own.
fn flaw(sheet: &mut Worksheet, row: u32, record: usize) -> Result<(), XlsxError> {
    let (time, amount) = match record % 4 {
        0 => ("31/02/2012", "chưa có số liệu"),
        1 => ("tháng 13/2019", "khoảng 350 triệu đồng"),
        2 => ("đầu năm 2016", "từ 300 đến 500 triệu đồng"),
        _ => ("2001", "12.34.567"),
    };
    sheet.write_string(row, 4, time)?;
    sheet.write_string(row, 5, amount)?;
    Ok(())
}
