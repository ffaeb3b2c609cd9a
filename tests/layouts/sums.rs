//! Rows that add up under unusual labels or none, notes with figures, planned money beside money spent.

use crate::support::layout::{check, read};
use tonghop::value::Note;

#[test]
fn a_sum_of_money_adds_up_whatever_stands_in_the_row_numbers_column() {
    for seq in ["*", "-", "", "+"] {
        for label in [
            "Tổng số tiền",
            "Tổng số kinh phí",
            "Tổng giá trị hỗ trợ",
            "Tổng kinh phí đã hỗ trợ",
            "Cộng số tiền",
            "TỔNG SỐ TIỀN HỖ TRỢ:",
        ] {
            check(
                &format!(
                    "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                     2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                     3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                     4 | {seq} | {label}       |         |      | 350
                     5 |     | Bằng chữ: Ba trăm năm mươi triệu đồng |  |  |"
                ),
                "Hrrtn",
                &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
                &["4 all"],
            );
        }
    }
}

#[test]
fn a_sum_in_words_is_a_note_wherever_it_stands() {
    for row in [
        "| Bằng chữ: Ba trăm năm mươi triệu đồng |  |  |",
        "| (Bằng chữ: Ba trăm năm mươi triệu đồng) |  |  |",
        "| Số tiền bằng chữ: ba trăm năm mươi triệu |  |  |",
        "| Tổng số tiền (bằng chữ): ba trăm năm mươi triệu |  |  |",
        "| Bằng chữ: |  |  | Ba trăm năm mươi triệu đồng",
        "| Bằng chữ: | Ba trăm năm mươi triệu đồng |  |",
        "Bằng chữ: ba trăm năm mươi triệu đồng |  |  |  |",
    ] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                 4 |     | Tổng cộng       |         |      | 350
                 5 | {row}"
            ),
            "Hrrtn",
            &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
            &["4 all"],
        );
    }
}

#[test]
fn activities_that_begin_like_a_sum_are_records() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Tổng kết chương trình hợp tác | Quận 3 | 2019 | 100
         3 | 2   | Tổng đài tư vấn |         |      | 40
         4 | 3   | Tổng vệ sinh môi trường | Quận 3 | 2019 | 10
         5 | *   | Tổng kết năm học |        |      | 30",
        "Hrrrr",
        &[
            "2 [] Tổng kết chương trình hợp tác = 100",
            "3 [] Tổng đài tư vấn = 40",
            "4 [] Tổng vệ sinh môi trường = 10",
            "5 [] Tổng kết năm học = 30",
        ],
        &[],
    );
}

#[test]
fn what_equals_the_sum_of_the_records_adds_them_up() {
    for row in [
        "| | | | 350",
        "| Toàn bộ các hoạt động | | | 350",
        "| Tổng hợp chung toàn đơn vị | | | 350",
        "3 | Tổng hợp các khoản nêu trên | | | 350",
        "| | | | '350 triệu đồng'",
    ] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                 4 | {row}"
            ),
            "Hrrt",
            &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
            &["4 all"],
        );
    }
}

#[test]
fn an_activity_whose_figure_equals_the_sum_by_chance_is_a_record() {
    for (name, seq) in [("Tặng quà", ""), ("Tặng quà", "3"), ("Khám bệnh", "-")] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                 4 | {seq} | {name}        |         |      | 350"
            ),
            "Hrrr",
            &[
                "2 [] Đào tạo bác sĩ = 100",
                "3 [] Tặng học bổng = 250",
                &format!("4 [] {name} = 350"),
            ],
            &[],
        );
    }
}

#[test]
fn a_figure_alone_that_equals_no_sum_is_explained_by_nothing() {
    for row in ["| | | | 351", "| | | | '351'", "| | | | '350' | 5"] {
        let read = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Trong đó: ngân sách
             2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100 | 1
             3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250 | 2
             4 | {row}"
        ));
        assert_eq!(read.roles, "Hrr?", "{row}");
    }
}

#[test]
fn a_note_opens_no_section_and_its_money_is_reported() {
    for cells in [
        "Ghi chú: ngoài ra còn hỗ trợ 500 triệu đồng cho 5 hộ | |",
        "Lưu ý: thêm 2 tỷ ngoài kế hoạch | |",
    ] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | {cells} | |
                 5 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250"
            ),
            "Hr?r",
            &["2 [] Đào tạo bác sĩ = 100", "5 [] Tặng học bổng = 250"],
            &[],
        );
    }
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 | Ghi chú: số liệu đến 30/6/2019 | | | |
         5 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250",
        "Hrnr",
        &["2 [] Đào tạo bác sĩ = 100", "5 [] Tặng học bổng = 250"],
        &[],
    );
}

#[test]
fn a_source_of_money_heads_a_section_and_a_source_of_figures_is_a_note() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Nguồn ngân sách thành phố | |  |
         3 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         4 |     | Nguồn vận động  |         |      |
         5 | 1   | Tặng học bổng   | Quận 3  | 2019 | 250
         7 |     | Nguồn: Sở Y tế  |         |      |",
        "HSrSrn",
        &[
            "3 [Nguồn ngân sách thành phố] Đào tạo bác sĩ = 100",
            "5 [Nguồn vận động] Tặng học bổng = 250",
        ],
        &[],
    );
}

#[test]
fn money_spent_beside_money_planned_is_the_amount() {
    for (planned, spent) in [
        ("Kế hoạch", "Thực hiện"),
        ("KH", "TH"),
        ("Dự toán", "Thực hiện"),
        ("Được duyệt", "Giải ngân"),
        ("KH năm 2019", "TH năm 2019"),
        ("Dự toán năm 2019", "Thực hiện đến 30/6/2019"),
    ] {
        let read = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | <
             2 | ^   | ^               | ^           | ^         | {planned} | {spent}
             3 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 120 | 100"
        ));
        assert_eq!(read.roles, "HHr", "{planned} {spent}");
        assert_eq!(
            read.records(),
            ["3 [] Đào tạo bác sĩ = 100"],
            "{planned} {spent} {:?}",
            read.tables[0].missing
        );
        assert_eq!(read.tables[0].missing, Vec::<usize>::new());
    }
}

#[test]
fn several_kinds_of_money_spent_are_not_chosen_among() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | < | <
         2 | ^   | ^               | ^           | ^         | Kế hoạch | Thực hiện | Giải ngân
         3 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 120 | 100 | 90",
    );
    assert_eq!(read.records(), ["3 [] Đào tạo bác sĩ = -"]);
}

#[test]
fn a_column_in_both_styles_leaves_what_depends_on_them_open() {
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | '1,234.5'
         3 | 2   | Tặng học bổng   | Quận 3  | 2019 | '1.234,5'
         4 | 3   | Khám bệnh       | Quận 3  | 2019 | '1.241'
         5 | 4   | Tặng quà        | Quận 3  | 2019 | '2,5'",
    );
    assert_eq!(
        read.records(),
        [
            "2 [] Đào tạo bác sĩ = 1234",
            "3 [] Tặng học bổng = 1234",
            "4 [] Khám bệnh = -",
            "5 [] Tặng quà = 2",
        ]
    );
    let open = |note: &Note| matches!(note, Note::TwoWays(..));
    let remarks = read.tables[0].records[2]
        .fields
        .iter()
        .flat_map(|field| &field.remarks);
    assert_eq!(remarks.filter(|remark| open(&remark.note)).count(), 1);
}

#[test]
fn a_bare_sum_adds_up_whatever_is_told_beside_it() {
    for row in [
        "3 | Tổng cộng | | | 360",
        "| Tổng cộng | | 2019 | 360",
        "| Tổng cộng | 2 đơn vị | | 360",
        "| | Tổng cộng | | 360",
        "| | | Cộng: | 360",
    ] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                 4 | {row}"
            ),
            "Hrrt",
            &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
            &["4 all"],
        );
    }
}

#[test]
fn what_was_paid_in_earlier_periods_is_no_record() {
    for row in [
        "| Lũy kế từ đầu năm | | | 900",
        "3 | Lũy kế đến nay | | | 900",
        "| Kỳ trước chuyển sang | | | 900",
    ] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                 4 | {row}"
            ),
            "Hrrs",
            &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
            &["4 other"],
        );
    }
}

#[test]
fn what_was_told_before_is_no_record_whatever_stands_beside_it() {
    for row in [
        "3 | Lũy kế từ đầu chương trình | | | 900",
        "3 | Lũy kế đến 30/6/2020 | | 2019 | 900",
        "Lũy kế từ đầu chương trình | | | | 900",
        "| | Lũy kế từ đầu chương trình | | 900",
        "| Cộng dồn từ đầu năm | | | 900",
    ] {
        check(
            &format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                 2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
                 3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
                 4 |     | Tổng cộng       |         |      | 350
                 5 | {row}"
            ),
            "Hrrts",
            &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
            &["4 all", "5 other"],
        );
    }
}

#[test]
fn what_follows_a_sum_carried_on_is_no_part_of_it() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
         4 |     | Tổng cộng       |         |      | 350
         5 |     | Lũy kế từ đầu năm |       |      | 900
         6 |     | Hỗ trợ đột xuất |         |      | 300",
        "Hrrts?",
        &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
        &["4 all", "5 other"],
    );
}

#[test]
fn activities_that_begin_like_a_pages_line_or_a_note_are_records() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Chuyển trang thiết bị y tế cho bệnh viện | | | 50
         3 | 1   | Giải thích pháp luật cho người dân | |  |
         4 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250",
        "Hrrr",
        &[
            "2 [] Chuyển trang thiết bị y tế cho bệnh viện = 50",
            "3 [] Giải thích pháp luật cho người dân = -",
            "4 [] Tặng học bổng = 250",
        ],
        &[],
    );
}

#[test]
fn a_figure_beside_a_note_is_reported() {
    for amount in ["500", "'500 triệu'"] {
        let read = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
             2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
             3 |     | Ghi chú: chưa tính hiện vật | | | {amount}
             4 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250"
        ));
        assert_eq!(read.roles, "Hr?r");
    }
}

#[test]
fn a_list_told_again_below_its_total_is_counted_once() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
         4 |     | Tổng cộng       |         |      | 350
         6 | TỔNG HỢP THEO ĐƠN VỊ | |        |      |
         7 | 1   | BV Từ Dũ        |         |      | 100
         8 | 2   | Quận 3          |         |      | 250",
        "Hrrtsss",
        &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
        &["4 all", "6 other", "7 other", "8 other"],
    );
    let read = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
         4 |     | Tổng cộng       |         |      | 350
         6 | PHÁT SINH THÊM |      |         |      |
         7 | 1   | Khám bệnh       |         |      | 100
         8 | 2   | Tặng quà        |         |      | 200",
    );
    assert_eq!(read.records().len(), 4);
}

#[test]
fn a_label_that_sums_the_records_below_it_is_their_section() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 |     | Hỗ trợ bệnh viện |        |      | 350
         3 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         4 | 2   | Tặng máy thở    | Quận 3  | 2019 | 250
         5 |     | Hỗ trợ trường học |       |      | 110
         6 | 1   | Tặng học bổng   | Quận 3  | 2019 | 50
         7 | 2   | Xây phòng học   | Quận 3  | 2019 | 60
         8 |     | Tổng cộng       |         |      | 460",
        "HSrrSrrt",
        &[
            "3 [Hỗ trợ bệnh viện] Đào tạo bác sĩ = 100",
            "4 [Hỗ trợ bệnh viện] Tặng máy thở = 250",
            "6 [Hỗ trợ trường học] Tặng học bổng = 50",
            "7 [Hỗ trợ trường học] Xây phòng học = 60",
        ],
        &["2 Hỗ trợ bệnh viện", "5 Hỗ trợ trường học", "8 all"],
    );
}

#[test]
fn sums_by_quarter_and_of_half_the_year_add_up() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 | 2   | Tặng máy thở    | Quận 3  | 2019 | 250
         4 |     | Cộng quý I      |         |      | 350
         5 | 3   | Tặng học bổng   | Quận 3  | 2019 | 50
         6 |     | Cộng quý II     |         |      | 50
         7 |     | Cộng 6 tháng    |         |      | 400",
        "Hrrsrst",
        &[
            "2 [] Đào tạo bác sĩ = 100",
            "3 [] Tặng máy thở = 250",
            "5 [] Tặng học bổng = 50",
        ],
        &["4 run", "6 run", "7 all"],
    );
}
