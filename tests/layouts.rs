//! How tables are laid out, a quirk a test: small sheets written as text, and what becomes of their rows.
//!
//! Each test gives the rows' roles (a letter a row), the records (row, section, activity, đồng) and what the rows that
//! add up add up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod support;

use support::layout::{check, read};
use tonghop::value::Note;

#[test]
fn sections_two_deep_and_their_subtotals() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | A   | Các hoạt động hỗ trợ |  |  | 600
         3 | I   | Y tế            |         |      |
         4 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         5 |     | Cộng mục I      |         |      | 100
         6 | II  | Giáo dục        |         |      |
         7 | 1   | Tặng học bổng   | Quận 3  | 2019 | 500
         8 |     | Cộng            |         |      | 500
         9 |     | Cộng A          |         |      | 600
        10 |     | Tổng cộng       |         |      | 600",
        "HSSrsSrsst",
        &[
            "4 [Các hoạt động hỗ trợ / Y tế] Đào tạo bác sĩ = 100",
            "7 [Các hoạt động hỗ trợ / Giáo dục] Tặng học bổng = 500",
        ],
        &[
            "2 Các hoạt động hỗ trợ",
            "5 Các hoạt động hỗ trợ / Y tế",
            "8 Các hoạt động hỗ trợ / Giáo dục",
            "9 Các hoạt động hỗ trợ",
            "10 all",
        ],
    );
}

#[test]
fn a_year_above_a_sector_is_a_section_above_a_section() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Năm 2018        |         |      |
         3 |     | Y tế            |         |      |
         4 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2018 | 100
         5 |     | Giáo dục        |         |      |
         6 | 1   | Tặng học bổng   | Quận 3  | 2018 | 500
         7 |     | Năm 2019        |         |      |
         8 |     | Y tế            |         |      |
         9 | 1   | Khám bệnh       | Quận 3  | 2019 | 200",
        "HSSrSrSSr",
        &[
            "4 [Năm 2018 / Y tế] Đào tạo bác sĩ = 100",
            "6 [Năm 2018 / Giáo dục] Tặng học bổng = 500",
            "9 [Năm 2019 / Y tế] Khám bệnh = 200",
        ],
        &[],
    );
}

#[test]
fn a_remark_beside_a_section_makes_no_record_of_it() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Ghi chú
         2 | I   | Y tế            |         |      | 100 | 1 hoạt động
         3 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100 |",
        "HSr",
        &["3 [Y tế] Đào tạo bác sĩ = 100"],
        &["2 Y tế"],
    );
}

#[test]
fn pages_repeat_titles_and_headers_and_carry_sums() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 |     | Cộng trang      |         |      | 100
         4 |     | DANH MỤC HOẠT ĐỘNG HỖ TRỢ (tiếp theo) |  |  |
         5 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         6 |     | Mang sang       |         |      | 100
         7 | 2   | Tặng học bổng   | Quận 3  | 2019 | 500
         8 |     | Tổng cộng       |         |      | 600",
        "HrsTHsrt",
        &["2 [] Đào tạo bác sĩ = 100", "7 [] Tặng học bổng = 500"],
        &["3 page", "6 other", "8 all"],
    );
}

#[test]
fn a_second_list_with_sums_of_its_own_is_a_table_of_its_own() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 |     | Tổng cộng       |         |      | 100
         4 | BIỂU 2: DANH MỤC HOẠT ĐỘNG HỖ TRỢ | | | |
         5 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         6 | 1   | Tặng học bổng   | Quận 3  | 2019 | 500
         7 |     | Tổng cộng       |         |      | 500",
        "HrtTHrt",
        &["2 [] Đào tạo bác sĩ = 100", "6 [] Tặng học bổng = 500"],
        &["3 all", "7 all"],
    );
}

#[test]
fn a_second_table_goes_on_with_the_section() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | I   | Y tế            |         |      |
         3 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         4 |     | Tổng cộng       |         |      | 100
         6 | STT | Nội dung hỗ trợ | Đơn vị tài trợ | Thời gian | Kinh phí | Ghi chú
         7 | 2   | Tặng máy thở    | Quận 3  | 2019 | 500 |",
    );
    assert_eq!(read.tables.len(), 2);
    assert_eq!(
        read.records(),
        [
            "3 [Y tế] Đào tạo bác sĩ = 100",
            "7 [Y tế] Tặng máy thở = 500"
        ]
    );
}

#[test]
fn dashes_below_a_record_break_it_up() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 | -   | Máy siêu âm     |         |      | 300
         4 | -   | Máy thở         |         |      | 200
         5 | 2   | Khám bệnh       | Quận 3  | 2019 | 100
         6 |     | Tổng cộng       |         |      | 600",
        "Hrssrt",
        &["2 [] Thiết bị y tế = 500", "5 [] Khám bệnh = 100"],
        &["3 other", "4 other", "6 all"],
    );
}

#[test]
fn a_parent_whose_children_tell_all_is_their_section() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 | 1.1 | Máy siêu âm     | Sở Y tế | 2018 | 300
         4 | 1.2 | Máy thở         | Quận 3  | 2019 | 200
         5 | 2   | Khám bệnh       | Quận 3  | 2019 | 100
         6 |     | Tổng cộng       |         |      | 600",
        "HSrrrt",
        &[
            "3 [Thiết bị y tế] Máy siêu âm = 300",
            "4 [Thiết bị y tế] Máy thở = 200",
            "5 [] Khám bệnh = 100",
        ],
        &["2 Thiết bị y tế", "6 all"],
    );
}

#[test]
fn a_dash_line_without_money_goes_on_with_the_record() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 | -   | Máy siêu âm     |         |      |
         4 |     | bao gồm lắp đặt |         |      |
         5 | 2   | Khám bệnh       | Quận 3  | 2019 | 100",
        "Hrrrr",
        &[
            "2 [] Thiết bị y tế/Máy siêu âm/bao gồm lắp đặt = 500",
            "5 [] Khám bệnh = 100",
        ],
        &[],
    );
}

#[test]
fn what_a_total_is_made_of_is_no_record() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 |     | Tổng cộng       |         |      | 500
         4 |     | Trong đó:       |         |      |
         5 | -   | Ngân sách       |         |      | 300
         6 | -   | Xã hội hóa      |         |      | 200",
        "Hrtsss",
        &["2 [] Thiết bị y tế = 500"],
        &["3 all", "4 other", "5 other", "6 other"],
    );
}

#[test]
fn a_sum_without_a_label_is_told_and_never_a_record() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Ngân sách
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500 | 300
         3 |     |                 |         |      | 500 | 300",
    );
    assert_eq!(read.roles, "Hr?");
    assert_eq!(read.records(), ["2 [] Thiết bị y tế = 500"]);
}

#[test]
fn a_total_with_a_remark_is_still_a_total() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Ghi chú
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500 |
         3 |     | Tổng cộng       |         |      | 500 | Chưa gồm hiện vật",
        "Hrt",
        &["2 [] Thiết bị y tế = 500"],
        &["3 all"],
    );
}

#[test]
fn notes_and_signatures_below_the_list_are_no_sections() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 |     | Tổng cộng       |         |      | 500
         4 | Ghi chú: | | | |
         5 | - Cột 5 ghi theo thực tế | | | |
         6 | 1. Số liệu của các xã | | | |
         8 |     |                 |         | Ngày 20 tháng 8 năm 2020 |
         9 |     | NGƯỜI LẬP       |         | GIÁM ĐỐC |
        12 |     | Nguyễn Thị Hoa  |         | Trần Văn Nam |",
        "Hrtnnnzzz",
        &["2 [] Thiết bị y tế = 500"],
        &["3 all"],
    );
}

#[test]
fn an_activity_that_begins_like_a_signature_stays_a_record() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Giám đốc hợp tác xã: bồi dưỡng | Sở Y tế | 2019 | 500
         3 |     | Chủ tịch hội: tập huấn | Sở Y tế | 2019 | 300",
        "Hrr",
        &[
            "2 [] Giám đốc hợp tác xã: bồi dưỡng = 500",
            "3 [] Chủ tịch hội: tập huấn = 300",
        ],
        &[],
    );
}

#[test]
fn a_figure_among_the_signatures_is_told() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         4 |     | NGƯỜI LẬP       |         | GIÁM ĐỐC |
         5 |     |                 |         |          | 700",
    );
    assert_eq!(read.roles, "Hrz?");
}

#[test]
fn a_blank_row_may_stand_among_the_headings() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | < |
         2 |     |                 |               |           | Tổng số  | Trong đó | <
         4 |     |                 |               |           |          | Ngân sách | Vận động
         5 | (1) | (2)             | (3)           | (4)       | (5)      | (6) | (7)
         6 | 1   | Thiết bị y tế   | Sở Y tế       | 2019      | 500      | 300 | 200",
        "HHH#r",
        &["6 [] Thiết bị y tế = 500"],
        &[],
    );
}

#[test]
fn headings_never_seen_are_told_by_what_they_name() {
    let read = read(
        "1 | TT | Tên nội dung, hoạt động hỗ trợ | Cơ quan, tổ chức hỗ trợ (TP.HCM) | Đơn vị, địa phương tiếp nhận | Thời gian tổ chức thực hiện | Tổng kinh phí hỗ trợ từ thành phố | Ghi chú thêm
         2 | 1  | Thiết bị y tế | Sở Y tế | Xã A | 2019 | 500 | x",
    );
    let table = read.tables.first().expect("a table");
    assert!(table.missing.is_empty());
    assert!(table.doubled.is_empty());
    assert_eq!(read.records(), ["2 [] Thiết bị y tế = 500"]);
}

#[test]
fn a_merged_amount_counts_once_where_the_total_says_so() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 | 2   | Khám bệnh       | Quận 3  | 2019 | ^
         4 |     | Tổng cộng       |         |      | 500",
        "Hrrt",
        &["2 [] Thiết bị y tế = 500", "3 [] Khám bệnh = -"],
        &["4 all"],
    );
}

#[test]
fn a_merged_amount_without_a_total_is_given_to_each_and_told() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 | 2   | Khám bệnh       | Quận 3  | 2019 | ^",
    );
    assert_eq!(
        read.records(),
        ["2 [] Thiết bị y tế = 500", "3 [] Khám bệnh = 500"]
    );
    let told = read
        .tables
        .iter()
        .flat_map(|table| &table.records)
        .flat_map(|record| &record.fields)
        .flat_map(|field| &field.remarks)
        .filter(|remark| remark.note == Note::Shared(2))
        .count();
    assert_eq!(told, 1);
}

#[test]
fn a_table_without_row_numbers_has_sections_too() {
    check(
        "1 | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | I. Y tế         |         |      |
         3 | Thiết bị y tế   | Sở Y tế | 2019 | 500
         4 | II. Giáo dục    |         |      |
         5 | Tặng học bổng   | Quận 3  | 2019 | 100
         6 | Cộng            |         |      | 600",
        "HSrSrt",
        &[
            "3 [Y tế] Thiết bị y tế = 500",
            "5 [Giáo dục] Tặng học bổng = 100",
        ],
        &["6 all"],
    );
}

#[test]
fn an_empty_numbered_line_is_no_record() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 | 2   |                 |         |      |
         4 | 3   |                 |         |      |",
        "Hrnn",
        &["2 [] Thiết bị y tế = 500"],
        &[],
    );
}

#[test]
fn numbers_that_begin_anew_tell_a_section() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 |     | Các hoạt động khác |      |      |
         4 | 1   | Khám bệnh       | Quận 3  | 2019 | 100",
        "HrSr",
        &[
            "2 [] Thiết bị y tế = 500",
            "4 [Các hoạt động khác] Khám bệnh = 100",
        ],
        &[],
    );
}

#[test]
fn a_record_goes_on_in_two_texts_at_once() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Kết quả
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500 | Đã giao
         3 |     | và máy thở      |         |      |     | và lắp đặt
         4 | 2   | Khám bệnh       | Quận 3  | 2019 | 100 | Xong",
        "Hrrr",
        &[
            "2 [] Thiết bị y tế/và máy thở = 500",
            "4 [] Khám bệnh = 100",
        ],
        &[],
    );
}

#[test]
fn a_record_without_number_and_money_is_not_swallowed() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         3 |     | Khám bệnh       | Quận 3  |      |
         4 | 2   | Tặng quà        | Quận 3  | 2019 | 100",
    );
    assert_eq!(read.records().len(), 3);
}

#[test]
fn several_activities_in_a_cell_are_told() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | - Khám bệnh\\n- Tặng quà | Sở Y tế | 2019 | 500",
    );
    let notes: Vec<_> = read
        .tables
        .iter()
        .flat_map(|table| &table.records)
        .flat_map(|record| &record.fields)
        .flat_map(|field| &field.remarks)
        .map(|remark| &remark.note)
        .collect();
    assert!(notes.contains(&&Note::Listed(2)));
}

#[test]
fn letters_below_a_record_go_on_with_it() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Khám bệnh       | Quận 3  | 2019 | 100
         3 | a   | Cho người già   |         |      |
         4 | b   | Cho trẻ em      |         |      |
         5 | 2   | Mở lớp          |         |      |
         6 | -   | Lớp 1           | Quận 3  | 2018 | 10
         7 | -   | Lớp 2           | Quận 3  | 2018 | 20
         8 | 3   | Tặng quà        | Quận 1  | 2018 | 30",
        "HrrrSrrr",
        &[
            "2 [] Khám bệnh/Cho người già/Cho trẻ em = 100",
            "6 [Mở lớp] Lớp 1 = 10",
            "7 [Mở lớp] Lớp 2 = 20",
            "8 [] Tặng quà = 30",
        ],
        &[],
    );
}

#[test]
fn a_sector_alone_in_a_row_is_a_section_in_any_column() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | I. LĨNH VỰC Y TẾ | < | < | < | <
         3 | 1   | Khám bệnh       | Quận 3  | 2019 | 100
         4 |     |                 | GIÁO DỤC |     |
         5 | 2   | Tặng học bổng   | Quận 3  | 2019 | 100
         6 | Phần II: Nội dung khác |   |     |      |
         7 | 3   | Tặng quà        | Quận 3  | 2019 | 100",
        "HSrSrSr",
        &[
            "3 [LĨNH VỰC Y TẾ] Khám bệnh = 100",
            "5 [LĨNH VỰC Y TẾ / GIÁO DỤC] Tặng học bổng = 100",
            "7 [Phần II: Nội dung khác] Tặng quà = 100",
        ],
        &[],
    );
}

#[test]
fn what_stands_below_a_sum_without_who_or_when_is_no_record() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Tổng cộng       |         |      | 700
         3 |     | Ngân sách       |         |      | 400
         4 |     | Vận động        |         |      | 300
         5 | 1   | Thiết bị y tế   | Sở Y tế | 2019 | 500
         6 | 2   | Khám bệnh       | Quận 3  | 2019 | 200
         7 |     | Tổng số: 02 hoạt động |   |      | 700
         9 |     | Số người được khám |      |      | 1200
        10 |     | Ngày 20 tháng 8 năm 2020 |  |    |
        11 | 1   | Tặng quà        | Quận 4  | 2018 | 90",
    );
    assert_eq!(read.roles, "Htssrrt?z?");
    assert_eq!(
        read.records(),
        ["5 [] Thiết bị y tế = 500", "6 [] Khám bệnh = 200"]
    );
    assert_eq!(read.totals(), ["2 all", "3 other", "4 other", "7 all"]);
}

#[test]
fn the_last_sum_adds_up_all_where_outer_sections_have_none() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | A   | Các hoạt động   |         |      |
         3 | I   | Y tế            |         |      |
         4 | 1   | Khám bệnh       | Quận 3  | 2019 | 100
         5 |     | Cộng            |         |      | 100
         6 | B   | Các chương trình |        |      |
         7 | I   | Giáo dục        |         |      |
         8 | 2   | Tặng học bổng   | Quận 3  | 2019 | 50
         9 |     | Cộng            |         |      | 50
        10 |     | Cộng            |         |      | 150",
        "HSSrsSSrst",
        &[
            "4 [Các hoạt động / Y tế] Khám bệnh = 100",
            "8 [Các chương trình / Giáo dục] Tặng học bổng = 50",
        ],
        &[
            "5 Các hoạt động / Y tế",
            "9 Các chương trình / Giáo dục",
            "10 all",
        ],
    );
}

#[test]
fn a_page_may_be_signed_and_the_list_goes_on_below_the_next_headings() {
    check(
        "1  | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
         2  | 1   | Tặng quà | Quận 5 | 2019 | 100
         3  | 2   | Xây cầu  | Quận 6 | 2020 | 850
         4  |     | Tổng cộng |       |      | 950
         5  |     |          |        | KẾ TOÁN TRƯỞNG
         7  | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
         8  | 3   | Học bổng | Quận 3 | 2020 | 75
         9  |     | Tổng cộng |       |      | 75
         11 |     |          |        | CHỦ TỊCH",
        "HrrszHrsz",
        &[
            "2 [] Tặng quà = 100",
            "3 [] Xây cầu = 850",
            "8 [] Học bổng = 75",
        ],
        &["4 run", "9 run"],
    );
}
