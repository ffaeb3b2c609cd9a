//! Rows that part others, head others or stand beside the list: told by their numbers, their words and the sums.

use crate::support::layout::{check, read};
use tonghop::layout::Overlooked;
use tonghop::record::TableScale;
use tonghop::template::Role;
use tonghop::value::Value;

#[test]
fn what_only_the_parts_tell_is_told_of_their_row() {
    let field = |parts: [&str; 2], index: usize| {
        let sheet = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Đơn vị tiếp nhận | Kinh phí (triệu đồng)
             2 | 1   | Thiết bị, gồm:  |         |      | Trung tâm Y tế | 500
             3 | -   | Máy thở         | {}             |  | 300
             4 | -   | Máy siêu âm     | {}             |  | 200
             5 | 2   | Tặng sách       | Quận 3  | 2019 | Trường A | 64",
            parts[0], parts[1]
        ));
        let record = &sheet.tables[0].records[0];
        record.fields.get(index).unwrap().clone()
    };
    let template = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
                         2 | 1 | Tặng sách | Quận 3 | 2019 | 64",
    )
    .tables[0]
        .template
        .clone();
    let provider = template.role(Role::Provider).unwrap();
    let time = template.role(Role::Time).unwrap();
    let both = ["Quận 1 | 2018", "Quận 3 | 6/2019"];
    assert_eq!(
        field(both, provider).value,
        Value::Text("Quận 1\nQuận 3".into())
    );
    let Value::Interval(span) = field(both, time).value else {
        panic!("no time");
    };
    assert_eq!(
        (
            span.start.unwrap().to_string(),
            span.end.unwrap().to_string()
        ),
        ("2018-01-01".to_owned(), "2019-06-30".to_owned())
    );
    // Where one of them says nothing, it is missing still.
    assert_eq!(
        field(["Quận 1 | 2018", " | 2018"], provider).value,
        Value::Empty
    );
    // A ditto mark repeats what stands above it, which is nothing.
    assert_eq!(
        field(["Quận 1 | 2018", "nt | 2018"], provider).value,
        Value::Empty
    );
}

#[test]
fn an_activity_worded_like_a_part_is_told_by_the_sums() {
    let list = |second: &str, total: &str| {
        format!(
            "1 | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
             2 | Hỗ trợ nước sạch | Quận 5 | 2019 | 90
             3 | Trong đó có hỗ trợ bò giống | Quận 5 | 2019 | {second}
             4 | Tặng sách | Quận 3 | 2019 | 64
             5 | Tổng cộng |  |  | {total}"
        )
    };
    let records = |sheet: &str| read(sheet).records();
    // It is larger than what it would be a part of, and the sum counts it.
    assert_eq!(
        records(&list("200", "354")),
        [
            "2 [] Hỗ trợ nước sạch = 90",
            "3 [] Trong đó có hỗ trợ bò giống = 200",
            "4 [] Tặng sách = 64"
        ]
    );
    assert!(read(&list("200", "354")).tables[0].doubts.is_empty());
    // The sum does not count it.
    assert_eq!(
        records(&list("20", "154")),
        ["2 [] Hỗ trợ nước sạch = 90", "4 [] Tặng sách = 64"]
    );
    // The sum counts what the words deny: told.
    assert_eq!(records(&list("20", "174")).len(), 3);
    assert_eq!(read(&list("20", "174")).tables[0].doubts.len(), 1);
}

#[test]
fn taxes_and_roundings_below_a_sum_are_no_activities() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
         2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100
         3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250
         4 |     | Tổng cộng       |         |      | 350
         5 |     | Thuế VAT 10%    |         |      | 35
         6 |     | Tổng cộng sau thuế |      |      | 385
         7 |     | Làm tròn        |         |      | 400",
        "Hrrt???",
        &["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"],
        &["4 all"],
    );
}

#[test]
fn a_unit_that_only_a_sum_states_is_the_one_in_which_it_is_right() {
    let list = |total: &str| {
        read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí
             2 | 1   | Đào tạo bác sĩ  | BV Từ Dũ | 2019 | 100000
             3 | 2   | Tặng học bổng   | Quận 3  | 2019 | 250000
             4 |     | Tổng cộng       |         |      | {total}"
        ))
    };
    let proven = list("350 triệu đồng");
    assert_eq!(
        proven.records(),
        ["2 [] Đào tạo bác sĩ = 100", "3 [] Tặng học bổng = 250"]
    );
    assert!(matches!(
        proven.tables[0].scale,
        TableScale::Overlooked {
            dong: 1000,
            at: Overlooked::Sum(_),
            used: 2
        }
    ));
    // It is right in none.
    let wrong = list("360 triệu đồng");
    assert!(matches!(wrong.tables[0].scale, TableScale::Default { .. }));
}

#[test]
fn numbers_with_letters_part_the_row_above_where_the_sums_say_so() {
    let list = |rows: [&str; 2]| {
        read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
             2 | 1   | Xây cầu  | Quận 5 | 2019 | 500
             3 | 2   | An sinh  | Quận 3 | 2019 | 300
             4 | {}
             5 | {}
             6 | 3   | Tặng bò  | Quận 3 | 2019 | 64",
            rows[0], rows[1]
        ))
    };
    let three = [
        "2 [] Xây cầu = 500",
        "3 [] An sinh = 300",
        "6 [] Tặng bò = 64",
    ];
    for (first, second) in [("2a/", "2b/"), ("i)", "ii)"), ("a.1", "a.2")] {
        let without = [
            format!("{first} | Tặng quà | | | 100"),
            format!("{second} | Tặng xe | | | 200"),
        ];
        let parts = list([without[0].as_str(), without[1].as_str()]);
        assert_eq!(parts.records(), three, "{first}");
        assert_eq!(parts.totals(), ["4 other", "5 other"], "{first}");
    }
    // They tell who and when themselves and make up its figure: they are counted.
    let counted = list([
        "2a | Tặng quà | Quận 3 | 2019 | 100",
        "2b | Tặng xe | Quận 3 | 2019 | 200",
    ]);
    assert_eq!(
        counted.records(),
        [
            "2 [] Xây cầu = 500",
            "4 [An sinh] Tặng quà = 100",
            "5 [An sinh] Tặng xe = 200",
            "6 [] Tặng bò = 64"
        ]
    );
    // They were put in later.
    let later = list([
        "2a | Tặng quà | Quận 3 | 2019 | 40",
        "2b | Tặng xe | Quận 3 | 2019 | 80",
    ]);
    assert_eq!(later.records().len(), 5);
    assert!(later.tables[0].doubts.is_empty());
}

#[test]
fn letters_head_what_is_numbered_below_them() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
         2 | a   | Y tế     |        |      | 700
         3 | a.1 | Tặng quà | Quận 3 | 2019 | 500
         4 | a.2 | Tặng xe  | Quận 3 | 2019 | 200
         5 | b   | Giáo dục |        |      | 64
         6 | b.1 | Tặng bò  | Quận 3 | 2019 | 64
         7 |     | Tổng cộng |       |      | 764",
        "HSrrSrt",
        &[
            "3 [Y tế] Tặng quà = 500",
            "4 [Y tế] Tặng xe = 200",
            "6 [Giáo dục] Tặng bò = 64",
        ],
        &["2 Y tế", "5 Giáo dục", "7 all"],
    );
}

#[test]
fn a_group_may_be_named_in_another_column() {
    for (first, second) in [
        ("| | | Quận 5 (2 hoạt động) | | 600", "| | | Quận 3 | | 264"),
        ("| | | | Năm 2019 | 600", "| | | | Năm 2020 | 264"),
        ("| | | Quận 5 | |", "| | | Quận 3 | |"),
    ] {
        for numbers in [["1", "2"], ["3", "4"]] {
            let figures = first.ends_with("600");
            if !figures && numbers == ["3", "4"] {
                continue;
            }
            let sheet = read(&format!(
                "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
                 2 {first}
                 3 | 1 | Xây cầu  | Quận 5 | 2019 | 500
                 4 | 2 | Tặng quà | Quận 5 | 2019 | 100
                 5 {second}
                 6 | {} | Tặng xe | Quận 3 | 2020 | 200
                 7 | {} | Tặng bò | Quận 3 | 2020 | 64",
                numbers[0], numbers[1]
            ));
            assert_eq!(sheet.roles, "HSrrSrr", "{first} {numbers:?}");
        }
    }
}

#[test]
fn money_below_the_signature_is_explained_by_nothing() {
    let sheet = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
         2 | 1   | Xây cầu  | Quận 5 | 2019 | 500
         3 |     | NGƯỜI LẬP BIỂU | | | GIÁM ĐỐC
         4 |     | Nguyễn Văn A | | | Trần Thị B
         5 | 2   | Tặng xe  | Quận 3 | 2020 | 200
         6 |     | Kinh phí bổ sung: 30 triệu đồng | | |
         7 | Ngoài ra còn hỗ trợ 40 triệu đồng | | | |
         8 |     |          |        |      | 99
         9 |     | Số tiền bằng chữ: năm trăm triệu đồng | | |
         10 | Nơi nhận: Sở Kế hoạch và Đầu tư | | | |",
    );
    assert_eq!(sheet.roles, "Hrzz????zz");
}

#[test]
fn of_what_was_planned_and_done_the_latter_is_counted() {
    let done = ["Xây cầu = 450", "Tặng quà = 120"];
    for (what, rows) in [
        (
            "marks beside",
            [
                "1 | Xây cầu | Quận 5 | 2019 | KH | 500",
                "^ | ^ | ^ | ^ | TH | 450",
                "2 | Tặng quà | Quận 3 | 2020 | KH | 100",
                "^ | ^ | ^ | ^ | TH | 120",
                "",
                "",
            ],
        ),
        (
            "labels below",
            [
                "1 | Xây cầu | Quận 5 | 2019 | |",
                " | Kế hoạch | | | | 500",
                " | Thực hiện | | | | 450",
                "2 | Tặng quà | Quận 3 | 2020 | |",
                " | - KH: | | | | 100",
                " | - TH: | | | | 120",
            ],
        ),
        (
            "in the row number's column",
            [
                "1 | Xây cầu | Quận 5 | 2019 | | 500",
                "KH | | | | | 500",
                "TH | | | | | 450",
                "2 | Tặng quà | Quận 3 | 2020 | | 120",
                "TH | | | | | 120",
                "KH | | | | | 100",
            ],
        ),
    ] {
        let rows = rows.iter().filter(|row| !row.is_empty()).enumerate();
        let rows: String = rows
            .map(|(at, row)| format!("{} | {row}\n", at + 2))
            .collect();
        let sheet = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | | Kinh phí (triệu đồng)\n{rows}20 | | Tổng cộng | | | | 570"
        ));
        let records: Vec<String> = sheet
            .records()
            .iter()
            .map(|record| record.split_once("] ").unwrap().1.to_owned())
            .collect();
        assert_eq!(records, done, "{what}");
        assert_eq!(sheet.tables[0].plans.len(), 2, "{what}");
        assert!(!sheet.roles.contains('?'), "{what}: {}", sheet.roles);
    }
}

#[test]
fn what_is_not_done_yet_is_planned_and_sums_are_told_twice_too() {
    let sheet = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Loại | Kinh phí (triệu đồng)
         2 | 1   | Xây cầu         | Quận 5 | 2019 | KH | 500
         3 | ^   | ^               | ^      | ^    | TH |
         4 | 2   | Tặng quà        | Quận 3 | 2020 | KH | 100
         5 | ^   | ^               | ^      | ^    | TH | 120
         6 |     | Tổng cộng       |        |      | KH | 600
         7 |     |                 |        |      | TH | 120",
    );
    assert_eq!(
        sheet.records(),
        ["2 [] Xây cầu = 500", "4 [] Tặng quà = 120"]
    );
    let amount = sheet.tables[0].role(Role::Total).unwrap();
    let planned = sheet.tables[0]
        .records
        .iter()
        .map(|record| record.fields.get(amount).unwrap().planned());
    assert_eq!(planned.collect::<Vec<_>>(), [true, false]);
    assert_eq!(sheet.totals(), ["6 other", "7 all"]);
    // Marks at the names' ends, and names told again.
    for rows in [
        [
            "1 | Xây cầu (kế hoạch) | Quận 5 | 2019 | 500 |",
            "2 | Xây cầu (thực hiện) | Quận 5 | 2019 | 450 |",
        ],
        [
            "1 | Xây cầu | Quận 5 | 2019 | 500 | KH",
            "  | Xây cầu | Quận 5 | 2019 | 450 | TH",
        ],
        [
            "1 | Xây cầu | Quận 5 | 2019 | 450 | TH",
            "  |         |        |      | 500 | KH",
        ],
    ] {
        let sheet = read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng) | Ghi chú
             2 | {}
             3 | {}
             4 | 3   | Tặng quà | Quận 3 | 2020 | 120 | Đã thực hiện",
            rows[0], rows[1]
        ));
        let amounts: Vec<String> = sheet
            .records()
            .iter()
            .map(|record| record.rsplit_once("= ").unwrap().1.to_owned())
            .collect();
        assert_eq!(amounts, ["450", "120"], "{rows:?}");
    }
    // The share of the one in the other is no money.
    let share = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Loại | Kinh phí (triệu đồng)
         2 | 1   | Xây cầu         | Quận 5 | 2019 | KH | 500
         3 | ^   | ^               | ^      | ^    | TH | 450
         4 | ^   | ^               | ^      | ^    | Tỷ lệ % | 90",
    );
    assert_eq!((share.records().len(), share.roles.as_str()), (1, "Hrr?"));
    // One mark alone is a remark.
    let remark = read(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng) | Ghi chú
         2 | 1   | Xây cầu         | Quận 5 | 2019 | 500 |
         3 |     | Tặng quà        | Quận 3 | 2020 | 120 | Đã thực hiện",
    );
    assert_eq!(remark.records().len(), 2);
}

#[test]
fn rows_below_merged_cells_are_activities_where_they_are_named_alike() {
    let list = |first: &str, more: [&str; 2], merged: bool| {
        let seq = if merged { "^" } else { "" };
        read(&format!(
            "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
             2 | 1   | {first} | Quận 5 | 2019 | 500
             3 | {seq} | {} | ^ | ^ | 300
             4 | {seq} | {} | ^ | ^ | 150
             5 | 2   | Tặng bò | Quận 3 | 2019 | 64",
            more[0], more[1]
        ))
    };
    let doubts = |sheet: &crate::support::layout::Read| sheet.tables[0].doubts.len();
    let alike = list("Máy chụp", ["Máy siêu âm", "Máy thở"], true);
    assert_eq!((alike.records().len(), doubts(&alike)), (4, 0));
    // Either may be meant.
    let other = list("Trang thiết bị", ["Máy siêu âm", "Máy thở"], true);
    assert_eq!((other.records().len(), doubts(&other)), (4, 1));
    let unmerged = list("Trang thiết bị", ["Máy siêu âm", "Máy thở"], false);
    assert!(doubts(&unmerged) > 0);
}

#[test]
fn a_count_behind_the_word_of_a_sum_makes_no_activity_of_it() {
    check(
        "1 | STT | Nội dung hỗ trợ | Đơn vị hỗ trợ | Thời gian | Kinh phí (triệu đồng)
         2 | 1   | Tặng quà | Quận 5 | 2019 | 100
         3 | 2   | Xây cầu  | Quận 6 | 2020 | 850
         4 |     | Tổng cộng 2 hoạt động | Quận 5, Quận 6 | 2019-2020 | 950",
        "Hrrt",
        &["2 [] Tặng quà = 100", "3 [] Xây cầu = 850"],
        &["4 all"],
    );
}
