//! Rows that look like something else: activities like totals or signatures, labels with numbers of many kinds,
//! headings made short.

use crate::support::layout::{check, read};

#[test]
fn activities_that_begin_like_a_signature_are_records() {
    // All figures typed as text and no row numbers, as in a file of delimited text.
    check(
        "1 | Nội dung hỗ trợ    | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | Lập biểu đồ rừng   | Sở TN&MT | Ngày 1 tháng 12 năm 2012 | '270.000.000 đồng'
         3 | Ký kết biên bản    | Quận 3   | Ngày 2 tháng 3 năm 2013  | '100'
         4 | Ký kết thỏa thuận  |          | Ngày 2 tháng 4 năm 2013  | nhiều
         5 | Lập biểu đồ mặn    |          | 2013                     | '30'
         7 | Người lập biểu     |          | Thủ trưởng đơn vị        |",
        "Hrrrrz",
        &[
            "2 [] Lập biểu đồ rừng = 270",
            "3 [] Ký kết biên bản = 100",
            "4 [] Ký kết thỏa thuận = -",
            "5 [] Lập biểu đồ mặn = 30",
        ],
        &[],
    );
}

#[test]
fn a_record_below_the_signatures_is_never_passed_over() {
    let read = read(
        "1 | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | Khám bệnh       | Quận 3  | 2019 | '100'
         4 | Người lập biểu  |         | Thủ trưởng đơn vị |
         6 | Tặng quà        | Quận 4  | 2018 | '90'",
    );
    assert_eq!(read.roles, "Hrz?");
}

#[test]
fn a_sum_may_call_its_section_by_name_or_number() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Tổng số         |         |      | 600
         3 | I   | Y tế            |         |      |
         4 | 1   | Khám bệnh       | Quận 3  | 2019 | 100
         5 |     | Cộng y tế       |         |      | 100
         6 | II  | Giao lưu        |         |      |
         7 | 2   | Đêm nhạc        | Quận 3  | 2019 | 200
         8 |     | Tiểu cộng       |         |      | 200
         9 | III | Giáo dục        |         |      |
        10 | 3   | Tặng học bổng   | Quận 3  | 2019 | 300
        11 |     | Cộng (III)      |         |      | 300",
        "HtSrsSrsSrs",
        &[
            "4 [Y tế] Khám bệnh = 100",
            "7 [Giao lưu] Đêm nhạc = 200",
            "10 [Giáo dục] Tặng học bổng = 300",
        ],
        &["2 all", "5 Y tế", "8 Giao lưu", "11 Giáo dục"],
    );
}

#[test]
fn the_last_numbered_sum_does_not_add_up_all() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Năm 2018        |         |      |
         3 | 1   | Khám bệnh       | Quận 3  | 2018 | 100
         4 |     | Cộng II         |         |      | 100
         5 |     | Năm 2019        |         |      |
         6 | 2   | Đêm nhạc        | Quận 3  | 2019 | 200
         7 |     | Cộng III        |         |      | 200",
        "HSrsSrs",
        &[
            "3 [Năm 2018] Khám bệnh = 100",
            "6 [Năm 2019] Đêm nhạc = 200",
        ],
        &["4 Năm 2018", "7 Năm 2019"],
    );
}

#[test]
fn numbers_of_many_kinds_come_off_labels() {
    check(
        "1 | Nội dung hỗ trợ      | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | I. Năm 2019          |         |      |
         3 | I.1/ Lĩnh vực y tế   |         |      |
         4 | Khám bệnh            | Quận 3  | 2019 | 100
         5 | I.2/ Lĩnh vực giáo dục |       |      |
         6 | Tặng học bổng        | Quận 3  | 2019 | 200
         7 | II. Năm 2020         |         |      |
         8 | a) Y tế              |         |      |
         9 | Khám mắt             | Quận 3  | 2020 | 300",
        "HSSrSrSSr",
        &[
            "4 [Năm 2019 / Lĩnh vực y tế] Khám bệnh = 100",
            "6 [Năm 2019 / Lĩnh vực giáo dục] Tặng học bổng = 200",
            "9 [Năm 2020 / Y tế] Khám mắt = 300",
        ],
        &[],
    );
}

#[test]
fn what_stands_above_the_header_may_be_said_again_on_each_page() {
    check(
        "1 | Danh mục hoạt động hỗ trợ |
         2 |     | Thông tin chung |         |           |
         3 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         4 | 1   | Khám bệnh       | Quận 3  | 2019 | 100
         5 |     | Thông tin chung |         |           |
         6 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         7 | 2   | Tặng học bổng   | Quận 3  | 2019 | 200",
        "TCHrTHr",
        &["4 [] Khám bệnh = 100", "7 [] Tặng học bổng = 200"],
        &[],
    );
}

#[test]
fn headings_made_short_are_known() {
    check(
        "1 | TT | ND HT | ĐV hỗ trợ | ĐV tiếp nhận | ĐĐ thực hiện | TGTH | K.phí hỗ trợ (tr.đ) | KQTH | G.chú
         2 | 1  | Khám bệnh | Quận 3 | Trạm y tế | Xã A | 2019 | 100 | Tốt | Đợt 2",
        "Hr",
        &["2 [] Khám bệnh = 100"],
        &[],
    );
    let read = read(
        "1 | TT | ND HT | ĐV hỗ trợ | ĐV tiếp nhận | ĐĐ thực hiện | TGTH | K.phí hỗ trợ (tr.đ) | KQTH | G.chú
         2 | 1  | Khám bệnh | Quận 3 | Trạm y tế | Xã A | 2019 | 100 | Tốt | Đợt 2",
    );
    assert!(
        read.tables
            .iter()
            .all(|table| table.records.iter().all(|record| record.extra.is_empty()))
    );
}

#[test]
fn the_sum_in_words_is_a_note() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Tổng cộng       |         |      | 100
         3 | 1   | Khám bệnh       | Quận 3  | 2019 | 100
         4 |     | Bằng chữ: Một trăm triệu đồng |  |  |",
        "Htrn",
        &["3 [] Khám bệnh = 100"],
        &["2 all"],
    );
}

#[test]
fn a_unit_may_have_a_row_of_the_header() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     |                 |         |      | (tỷ đồng)
         3 | (1) | (2)             | (3)     | (4)  | (5)
         4 | 1   | Khám bệnh       | Quận 3  | 2019 | 0.1",
        "HH#r",
        &["4 [] Khám bệnh = 100"],
        &[],
    );
}

#[test]
fn a_numbered_row_that_adds_up_lettered_rows_is_their_section() {
    // One amount is unread, so that no sum proves it.
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Y tế            |         |      | 300
         3 | -   | Khám bệnh       | Quận 3  | 2019 | 300
         4 | -   | Khám mắt        | Quận 3  | 2019 | chưa có
         5 | 2   | Nội dung khác   |         |      | 50
         6 | a   | Tặng quà        | Quận 3  | 2019 | 50",
        "HSrrSr",
        &[
            "3 [Y tế] Khám bệnh = 300",
            "4 [Y tế] Khám mắt = -",
            "6 [Nội dung khác] Tặng quà = 50",
        ],
        &["2 Y tế", "5 Nội dung khác"],
    );
}

#[test]
fn dots_below_the_list_are_no_record() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Khám bệnh       | Quận 3  | 2019 | 300
         3 | …   | …               |         |      |
         4 | ... | ......          | ......  | .... |",
        "Hrnn",
        &["2 [] Khám bệnh = 300"],
        &[],
    );
}

#[test]
fn a_section_may_sum_up_columns_that_the_form_lacks() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí dự kiến | Kinh phí hỗ trợ
         2 | 1)  | Y tế            |         |      | 400    | 300
         3 | 1.1 | Khám bệnh       | Quận 3  | 2019 | 400    | 300
         4 | 2) Giáo dục |         |         |      | '1.500' | 70
         5 | 1   | Tặng quà        | Quận 3  | 2020 | '1.500' | 70",
        "HSrSr",
        &["3 [Y tế] Khám bệnh = 300", "5 [Giáo dục] Tặng quà = 70"],
        &["2 Y tế", "4 Giáo dục"],
    );
}

#[test]
fn a_header_said_again_below_another_unit_heads_a_table_of_its_own() {
    check(
        "1 |     |                 |         |      | ĐVT: triệu đồng
         2 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         3 | 1   | Khám bệnh       | Quận 3  | 2019 | 300
         5 |     |                 |         |      | Đơn vị: đồng
         6 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         7 | 2   | Tặng quà        | Quận 3  | 2020 | 70000000
         8 |     |                 |         |      | Đơn vị: đồng
         9 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
        10 | 3   | Khám mắt        | Quận 3  | 2020 | 50000000",
        "CHrCHrTHr",
        &[
            "3 [] Khám bệnh = 300",
            "7 [] Tặng quà = 70",
            "10 [] Khám mắt = 50",
        ],
        &[],
    );
}

#[test]
fn column_numbers_may_count_a_spacer_column() {
    for numbers in ["1 | 2 | | 4 | 5 | 6", "1 | 2 | | 3 | 4 | 5"] {
        let sheet = format!(
            "1 | STT | Nội dung hỗ trợ | | Đơn vị hỗ trợ | Thời gian | Kinh phí
             2 | {numbers}
             3 | 1   | Khám bệnh       | | Quận 3  | 2019 | 300"
        );
        assert_eq!(read(&sheet).roles, "H#r", "{numbers}");
    }
}

#[test]
fn the_total_may_have_no_sub_heading_and_the_parts_no_group() {
    let amounts = |sheet: &str| -> Vec<i64> {
        let read = read(sheet);
        let table = read.tables.first().unwrap();
        let fields = &table.records.first().unwrap().fields;
        let dong = fields.iter().filter_map(|field| field.dong());
        dong.map(|dong| dong.0).collect()
    };
    for sheet in [
        // The unit of the group holds for the parts, though nobody merged it over them.
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (nghìn đồng) |  |
         2 |     |                 |         |      |      | Ngân sách | Khác
         3 | 1   | Khám bệnh       | Quận 3  | 2019 | 300  | 100 | 200",
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (nghìn đồng) | Trong đó: Ngân sách | Khác
         3 | 1   | Khám bệnh       | Quận 3  | 2019 | 300  | 100 | 200",
    ] {
        assert_eq!(amounts(sheet), [300_000, 100_000, 200_000], "{sheet}");
    }
}

#[test]
fn a_section_with_nothing_in_it_goes_on_with_no_record() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Nông nghiệp     |         |      |
         3 | 1   | Khám bệnh       | Quận 3  | 2019 | 300
         4 |     | Giáo dục        |         |      |
         5 |     | Không phát sinh |         |      |
         6 |     | Y tế            |         |      |
         7 | 2   | Khám mắt        | Quận 3  | 2019 | 50",
        "HSrSnSr",
        &["3 [Nông nghiệp] Khám bệnh = 300", "7 [Y tế] Khám mắt = 50"],
        &[],
    );
}

#[test]
fn a_header_of_another_form_ends_the_list() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Khám bệnh       | Quận 3  | 2019 | 300
         4 |     | Các dự án       |         |      |
         5 | STT | Tên dự án       | Chủ đầu tư | Vốn đăng ký | Ghi chú
         6 | 1   | Nhà máy         | Công ty A  | 500  | x",
    );
    assert_eq!(read.records(), ["2 [] Khám bệnh = 300"]);
}

#[test]
fn the_column_of_measures_may_state_the_unit_of_account() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Đơn vị tính
         2 | 1   | Khám bệnh       | Quận 3  | 2019 | 77000 | nghìn đồng
         3 | 2   | Khám mắt        | Quận 3  | 2019 | 10    | triệu đồng
         4 | 3   | Tặng quà        | Quận 3  | 2019 | 10    | suất",
        "Hrrr",
        &[
            "2 [] Khám bệnh = 77",
            "3 [] Khám mắt = 10",
            "4 [] Tặng quà = 10",
        ],
        &[],
    );
}
