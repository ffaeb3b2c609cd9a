//! What converting a round costs, held against reading the same cells with calamine alone.
//!
//! A round of 22 workbooks is made, then both are run in turn and the medians of their CPU time compared: a ratio does
//! not depend on the machine or on who else is using it. The peak memory is that of a process of its own.
//!
//! `cargo bench --bench round`; it fails when a bar is missed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that fails may say so"
)]

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use calamine::{DataRef, Reader as _, Xlsx, open_workbook};
use cpu_time::ProcessTime;
use rust_xlsxwriter::{Format, Formula, Workbook, XlsxError};
use tonghop::cli::{self, Terminal};
use tonghop::intake::limits::Limits;
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Setup};
use tonghop::write::table::{self, Dialect};
use tonghop::{intake, project, rule, template};

/// How often the CPU of reading the cells alone may be spent.
const MOST_TIMES: f64 = 4.0;
/// How much memory may be held at once.
const MOST_MIB: u64 = 64;
/// How many workbooks a round has.
const BOOKS: usize = 22;
/// How often both are run, after one run that does not count.
const TURNS: usize = 15;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if args.get(1).is_some_and(|arg| arg == "--convert") {
        return convert_and_tell(Path::new(&args[2]));
    }
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    let records = make_round(&inbox).unwrap();
    println!("{BOOKS} workbooks, {records} records");
    let mut kept = compare(&inbox);
    kept &= whole_process(&inbox);
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("a bar was missed");
        ExitCode::FAILURE
    }
}

/// Both in turn, in this process and on the same thread.
fn compare(inbox: &Path) -> bool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.unwrap();
    let (mut alone, mut whole) = (Vec::new(), Vec::new());
    let mut sizes = (0, 0);
    for turn in 0..=TURNS {
        let start = ProcessTime::now();
        sizes.0 = pool.install(|| read_cells(inbox));
        let cells = start.elapsed();
        let start = ProcessTime::now();
        sizes.1 = pool.install(|| convert(inbox));
        let converted = start.elapsed();
        if turn > 0 {
            alone.push(cells);
            whole.push(converted);
        }
    }
    let (alone, whole) = (median(alone), median(whole));
    let ratio = whole.as_secs_f64() / alone.as_secs_f64();
    println!("calamine alone   {alone:>10.2?}  {} cells", sizes.0);
    println!(
        "tonghop convert  {whole:>10.2?}  {} bytes of tables",
        sizes.1
    );
    println!("ratio            {ratio:>10.2}  (at most {MOST_TIMES})");
    ratio <= MOST_TIMES
}

/// All cells of a round, through calamine's streaming reader, which is its cheapest.
fn read_cells(inbox: &Path) -> usize {
    let mut cells = 0;
    for path in workbooks(inbox) {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name).unwrap();
            while let Some(cell) = reader.next_cell().unwrap() {
                cells += usize::from(*cell.get_value() != DataRef::Empty);
            }
        }
    }
    cells
}

fn workbooks(inbox: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(inbox)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "xlsx")
    });
    paths.sort();
    paths
}

/// What `tonghop convert` does, from the project file to the bytes of the table.
fn convert(inbox: &Path) -> usize {
    let project = project::read(&inbox.join(project::FILE_NAME), &rule::codes()).unwrap();
    let units = fs::read(inbox.join("units.csv")).unwrap();
    let sectors = fs::read(inbox.join("sectors.csv")).unwrap();
    let lists = ["tonghop.toml", "units.csv", "sectors.csv"].map(|name| inbox.join(name));
    let lists: HashSet<PathBuf> = lists
        .iter()
        .map(|path| fs::canonicalize(path).unwrap())
        .collect();
    let setup = Setup {
        project: Some(project),
        register: Some(Register::read(&units).unwrap()),
        sectors: Some(Sectors::read(&sectors).unwrap()),
        templates: template::defaults(),
        ..Setup::default()
    };
    let intake = intake::gather(&[inbox.to_owned()], None, &lists, &Limits::default()).unwrap();
    let round = round::read(&intake.sources, Vec::new(), true, setup);
    let findings = rule::check(&round);
    assert!(findings.len() < BOOKS * 3, "{} findings", findings.len());
    let mut bytes = Vec::new();
    for template in &round.setup.templates {
        table::write(&round, template, Dialect::default(), &mut bytes).unwrap();
    }
    bytes.len()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The same as a process of its own: nothing is warm, all threads run.
fn whole_process(inbox: &Path) -> bool {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("--convert")
        .arg(inbox)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    print!("{told}");
    let peak = told.lines().find_map(|line| {
        let mib = line
            .strip_prefix("peak memory")?
            .split_whitespace()
            .next()?;
        mib.parse::<u64>().ok()
    });
    output.status.success() && peak.is_none_or(|mib| mib <= MOST_MIB)
}

/// Runs the program's own command, then tells what it took.
fn convert_and_tell(inbox: &Path) -> ExitCode {
    let mut terminal = Terminal {
        out: Box::new(std::io::sink()),
        err: Box::new(std::io::sink()),
        out_is_terminal: false,
        err_is_terminal: false,
        width: 100,
    };
    let start = ProcessTime::now();
    let args = ["tonghop", "convert", "-o", "-"].map(OsString::from);
    let args = args.into_iter().chain([inbox.into()]);
    let code = cli::run(args, &mut terminal);
    println!("a whole process  {:>10.2?}", start.elapsed());
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok());
        let mib = kib.unwrap_or(0).div_ceil(1024);
        println!("peak memory      {mib:>7} MiB  (at most {MOST_MIB})");
    }
    ExitCode::from(code)
}

const SECTORS: [(&str, &str); 5] = [
    ("y-te", "Y tế, dân số"),
    ("giao-duc", "Giáo dục và đào tạo"),
    ("nong-nghiep", "Nông nghiệp và phát triển nông thôn"),
    ("giao-thong", "Giao thông, xây dựng và quản lý đô thị"),
    ("van-hoa", "Văn hóa, thể thao và du lịch"),
];

const OFFICES: [&str; BOOKS] = [
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

/// Makes a round; gives the number of its records.
fn make_round(inbox: &Path) -> Result<usize, XlsxError> {
    fs::create_dir(inbox).unwrap();
    let mut units = "code,name,aliases,kind,valid_from,valid_to,successor\n".to_owned();
    let mut sectors = "code,name,aliases\n".to_owned();
    for (code, name) in SECTORS {
        sectors += &format!("{code},\"{name}\",\n");
    }
    let mut records = 0;
    for (number, office) in OFFICES.iter().enumerate() {
        units += &format!("u{number:02},\"{office}\",,,,,\n");
        // 15 to 60 records, not in the order of size.
        let rows = 15 + number * 17 % 46;
        let bytes = workbook(office, number, rows)?;
        fs::write(inbox.join(format!("danh-muc-{number:02}.xlsx")), bytes).unwrap();
        records += rows;
    }
    fs::write(inbox.join("units.csv"), units).unwrap();
    fs::write(inbox.join("sectors.csv"), sectors).unwrap();
    let project = "[programme]\nid = \"p\"\nname = \"Chương trình hợp tác\"\nstart = 2009-03-20\nend = 2020-12-31\n\
                   [period]\nid = \"2020-06\"\nstart = 2009-03-20\nend = 2020-06-30\n\
                   [lists]\nunits = \"units.csv\"\nsectors = \"sectors.csv\"\n";
    fs::write(inbox.join(project::FILE_NAME), project).unwrap();
    Ok(records)
}

/// The form as departments fill it in: letterhead, two header rows, sections, subtotals, a total, signatures.
fn workbook(office: &str, seed: usize, rows: usize) -> Result<Vec<u8>, XlsxError> {
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
