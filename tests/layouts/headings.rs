//! What headings say: which column is the amount, under shortened, split, translated and doubled headings, and which
//! figures only resemble it.

use crate::support::layout::read;

/// The records, with their amounts, of a sheet whose columns from the fifth on have these headings and figures.
fn amount(headings: &str, figures: &str) -> Vec<String> {
    let sheet = format!(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | {headings}
         2 | 1   | Thiết bị y tế | Sở Y tế | 2019 | {figures}"
    );
    read(&sheet).records()
}

const FIVE: [&str; 1] = ["2 [] Thiết bị y tế = 5"];
const NONE: [&str; 1] = ["2 [] Thiết bị y tế = -"];

#[test]
fn what_only_resembles_an_amount_is_none() {
    for heading in [
        "Kinh phí/căn",
        "Số tiền 1 hộ",
        "Mức kinh phí 1 suất",
        "Kinh phí bình quân",
        "Kinh phí đề nghị hỗ trợ",
        "K.phí đề nghị",
        "Kinh phí đối ứng",
        "Kinh phí hỗ trợ kỳ trước",
        "Kinh phí nộp trả",
        "Kinh phí (%)",
        "Kinh phí (triệu đồng/căn)",
        "Kinh phí lũy kế",
    ] {
        assert_eq!(amount(heading, "5"), NONE, "{heading}");
    }
}

#[test]
fn torn_shortened_and_translated_headings_are_known() {
    for heading in [
        "K inh phí",
        "Kphí hỗ trợ",
        "K.P",
        "T. tiền",
        "Tr.giá",
        "Kinh phí (Amount)",
        "Kinh phí hỗ trợ / Amount",
        "Kinh phí thực hiện năm 2019",
        "Kinh phí đợt 1",
    ] {
        assert_eq!(amount(heading, "5"), FIVE, "{heading}");
    }
}

#[test]
fn of_several_amounts_the_whole_is_taken() {
    for (headings, figures) in [
        ("Đơn giá | Thành tiền", "2 | 5"),
        ("Kinh phí/căn | Kinh phí", "2 | 5"),
        ("Kinh phí (USD) | Kinh phí (triệu đồng)", "2 | 5"),
        ("Kinh phí (USD) | Quy đổi ra VNĐ", "2 | 5"),
        ("Năm 2018 | Năm 2019 | Tổng cộng", "2 | 3 | 5"),
        ("2018 | 2019 | Tổng cộng", "2 | 3 | 5"),
        ("Kinh phí 2018 | Kinh phí 2019 | Tổng cộng", "2 | 3 | 5"),
        ("Kinh phí | Kinh phí (làm tròn)", "5 | 5"),
        ("Kinh phí kỳ trước | Kinh phí kỳ này", "2 | 5"),
    ] {
        assert_eq!(amount(headings, figures), FIVE, "{headings}");
    }
}

#[test]
fn where_no_heading_tells_which_is_meant_none_is_taken() {
    for (headings, figures) in [
        ("Tổng kinh phí | Kinh phí hỗ trợ", "6 | 5"),
        ("Trị giá | Thành tiền", "2 | 5"),
        ("Kinh phí trong kỳ | Kinh phí lũy kế", "2 | 5"),
        ("2018 | 2019", "2 | 3"),
        ("Kinh phí 2018 | Kinh phí 2019", "2 | 3"),
    ] {
        assert_eq!(amount(headings, figures), NONE, "{headings}");
    }
}

#[test]
fn a_column_that_repeats_another_is_no_doubt() {
    for (headings, figures) in [
        ("Kinh phí | Tổng kinh phí", "5 | 5"),
        ("Kinh phí | Kinh phí (tỷ đồng)", "5 | 0.005"),
    ] {
        let found = amount(headings, figures);
        assert_eq!(found, FIVE, "{headings}");
    }
}

#[test]
fn years_below_the_amount_s_heading_are_headings() {
    for (years, figures, records) in [
        (
            "2018 | 2019 | Tổng cộng",
            "2 | 3 | 5",
            "3 [] Thiết bị y tế = 5",
        ),
        (
            "6 tháng đầu năm | 6 tháng cuối năm | Cả năm",
            "2 | 3 | 5",
            "3 [] Thiết bị y tế = 5",
        ),
        (
            "Trước thuế | Sau thuế | Ghi chú",
            "2 | 5 | x",
            "3 [] Thiết bị y tế = 5",
        ),
        ("2018 | 2019 | 2020", "2 | 3 | 5", "3 [] Thiết bị y tế = -"),
    ] {
        let read = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí hỗ trợ | < | <
             2 |     |                 |               |           | {years}
             3 | 1   | Thiết bị y tế   | Sở Y tế       | 2019      | {figures}"
        ));
        assert_eq!(read.records(), [records], "{years}");
    }
}

#[test]
fn shortened_sub_headings_are_known_below_their_group() {
    for sub in [
        "T.số",
        "T.Số",
        "Tg số",
        "Tcộng",
        "Tổng cộng năm 2019",
        "Tổng số (Total)",
    ] {
        let read = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Giá trị hỗ trợ | < | <
             2 |     |                 |               |           | {sub} | N.sách | V.động
             3 | 1   | Thiết bị y tế   | Sở Y tế       | 2019      | 5 | 3 | 2"
        ));
        assert_eq!(read.records(), ["3 [] Thiết bị y tế = 5"], "{sub}");
        assert!(read.tables.first().unwrap().missing.is_empty(), "{sub}");
    }
}

#[test]
fn below_money_of_another_kind_there_is_no_amount() {
    for group in ["Kinh phí/hộ", "Kế hoạch", "Kinh phí đề nghị hỗ trợ"] {
        let read = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | {group} | < | <
             2 |     |                 |               |           | Tổng số | Ngân sách | Vận động
             3 | 1   | Thiết bị y tế   | Sở Y tế       | 2019      | 5 | 3 | 2"
        ));
        assert_eq!(read.records(), ["3 [] Thiết bị y tế = -"], "{group}");
    }
}

#[test]
fn headings_go_on_in_the_row_below() {
    let read = read(
        "1 | STT | Nội dung | Đơn vị  | Đơn vị    | Thời | Kinh | Ghi
         2 |     | hỗ trợ   | hỗ trợ  | tiếp nhận | gian | phí  | chú
         3 | 1   | Thiết bị y tế | Sở Y tế | Xã A | 2019 | 5    | x",
    );
    assert_eq!(read.records(), ["3 [] Thiết bị y tế = 5"]);
    assert!(read.tables.first().unwrap().missing.is_empty());
}

#[test]
fn a_second_language_in_a_row_of_its_own_is_no_record() {
    let read = read(
        "1 | STT   | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Ghi chú
         2 | (No.) | (Activity)      | (Donor)       | (Time)    | (Amount) | (Notes)
         3 | 1     | Thiết bị y tế   | Sở Y tế       | 2019      | 5        | x",
    );
    assert_eq!(read.records(), ["3 [] Thiết bị y tế = 5"]);
}

#[test]
fn units_beside_the_amounts_are_theirs() {
    for heading in ["Kinh phí | <", "Kinh phí | "] {
        let sheet = read(&format!(
            "1 | | | | | Đơn vị tính: triệu đồng
             2 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | {heading} | Ghi chú
             3 | 1   | Tặng quà        | Quận 5  | 2019 | 100 | triệu | đã trao
             4 | 2   | Xây cầu         | Quận 6  | 2019 | 1.2 | tỷ |
             5 | 3   | Nước sạch       | Quận 6  | 2019 | 90000 | nghìn đồng |"
        ));
        assert_eq!(sheet.roles, "CHrrr", "{heading}");
        assert_eq!(
            sheet.records(),
            [
                "3 [] Tặng quà = 100",
                "4 [] Xây cầu = 1200",
                "5 [] Nước sạch = 90"
            ]
        );
        let cells = sheet.tables[0].unit_changes.iter();
        let cells: Vec<String> = cells.map(|change| change.cell.to_string()).collect();
        assert_eq!(cells, ["F4", "F5"]);
    }
}

#[test]
fn of_the_columns_below_a_heading_the_filled_one_is_meant() {
    let sheet = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng) | < | Ghi chú
         2 | 1   | Tặng quà        | Quận 5  | 2019 |  | 100 | đã trao
         3 | 2   | Xây cầu         | Quận 6  | 2019 |  | 850 |
         4 |     |                 |         |      | Ngày 24 tháng 8 năm 2020 |  |",
    );
    assert_eq!(sheet.roles, "Hrrz");
    assert_eq!(
        sheet.records(),
        ["2 [] Tặng quà = 100", "3 [] Xây cầu = 850"]
    );
}

#[test]
fn a_measure_beside_a_quantity_is_no_unit_of_the_amount() {
    let sheet = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | ĐVT | Số lượng | Kinh phí
         2 | 1   | Xây nhà         | Quận 5  | 2019 | căn | 10 | 500
         3 | 2   | Hỗ trợ tiền mặt | Quận 6  | 2019 | đồng | 50000000 | 50
         4 | 3   | Tặng xe         | Quận 6  | 2019 | tỷ đồng |  | 2",
    );
    assert_eq!(
        sheet.records(),
        [
            "2 [] Xây nhà = 500",
            "3 [] Hỗ trợ tiền mặt = 50",
            "4 [] Tặng xe = 2000"
        ]
    );
}

#[test]
fn rows_may_state_a_unit_of_their_own() {
    let sheet = read(
        "1 | | | | | Đơn vị tính: triệu đồng
         2 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí | Ghi chú
         3 | 1   | Tặng quà        | Quận 5  | 2019 | 100 | 500 triệu đồng đợt sau
         4 | 2   | Xây cầu         | Quận 6  | 2019 | 850000 | (nghìn đồng)
         5 |     | Tổng cộng (đồng) |        |      | 950000000 |",
    );
    assert_eq!(
        sheet.records(),
        ["3 [] Tặng quà = 100", "4 [] Xây cầu = 850"]
    );
    let told: Vec<String> = sheet.tables[0]
        .unit_changes
        .iter()
        .map(|change| format!("{} {}", change.cell, change.row_only))
        .collect();
    assert_eq!(told, ["F4 true"]);
}
