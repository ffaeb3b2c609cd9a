//! Amounts as cells hold them, and what becomes of each.

use super::*;

const MILLION: AmountContext = AmountContext {
    scale: Some(1_000_000),
    style: NumberStyle::Unsettled,
};

fn shown(reading: &AmountReading) -> String {
    let mut shown = match reading.value {
        Some((dong, Qualifier::Exact)) => dong.to_string(),
        Some((dong, qualifier)) => format!("{dong} {}", qualifier.name()),
        None => "-".to_owned(),
    };
    for note in &reading.notes {
        if !matches!(note, Note::Inexact(_)) {
            shown.push_str(&format!(" {note:?}"));
        }
    }
    shown
}

#[test]
fn amounts_under_a_caption_of_millions() {
    for (text, expected) in [
        ("500", "500000000 TextNumber"),
        ("1.241", "1241000000 TextNumber"),
        ("0,0000005", "1 TextNumber Rounded"),
        ("910.791.000 đ", "910791000"),
        ("1,2 tỷ", "1200000000"),
        ("500tr", "500000000"),
        ("780 tr.đ", "780000000"),
        ("500 (nghìn đồng)", "500000"),
        ("0 đồng", "0"),
        ("Không có", "0"),
        ("-", "0"),
        ("", "-"),
        ("………", "-"),
        ("khoảng 500", "500000000 approx"),
        ("trên dưới 500 triệu", "500000000 approx"),
        ("dự kiến khoảng 3 tỷ", "3000000000 planned"),
        ("500 triệu đồng trở lên", "500000000 at_least"),
        ("từ 500 triệu đồng trở lên", "500000000 at_least"),
        ("tối đa 500 triệu", "500000000 at_most"),
        ("500 triệu (dự kiến)", "500000000 planned"),
        ("500tr (đợt 1)", "500000000"),
        ("500\ntriệu đồng", "500000000"),
        ("Khoảng\n500 triệu đồng", "500000000 approx"),
        ("10 tỷ (giai đoạn 2016-2020)", "10000000000"),
        ("500 triệu đồng (vốn ngân sách)", "500000000"),
        ("Kinh phí: 500 triệu đồng.", "500000000"),
        ("1 tỷ 200", "1200000000"),
        ("1 tỷ rưỡi đồng", "1500000000"),
        ("-500", "-500000000 TextNumber Negative"),
        ("(500)", "-500000000 TextNumber Negative"),
        ("1-2", "- Range(Dong(1000000), Dong(2000000))"),
        ("1,5 - 2 tỷ", "- Range(Dong(1500000000), Dong(2000000000))"),
        (
            "khoảng từ 2 đến 3 tỷ",
            "- Range(Dong(2000000000), Dong(3000000000))",
        ),
        ("500 triệu/năm", "- Rate(None)"),
        ("500 triệu mỗi năm", "- Rate(None)"),
        ("mỗi suất 2 triệu đồng", "- Rate(None)"),
        ("500/người", "- Rate(None)"),
        (
            "10 căn x 60 triệu đồng/căn",
            "- Rate(Some(Dong(600000000)))",
        ),
        ("10 căn, 60 triệu đồng/căn", "- Rate(Some(Dong(600000000)))"),
        ("10 căn x 60 triệu đồng = 600 triệu đồng", "600000000"),
        (
            "10 căn x 60 triệu đồng = 650 triệu đồng",
            "- TwoWays(\"650000000\", \"600000000\")",
        ),
        ("600 triệu đồng (10 căn x 60 triệu)", "600000000"),
        ("600 triệu đồng (60 triệu đồng/căn)", "600000000"),
        ("300 triệu + 200 triệu", "- Several(2)"),
        ("300 triệu + 200 triệu = 500 triệu", "500000000"),
        ("300 + 200 = 500", "500000000"),
        ("1,5 tỷ/2 tỷ", "- Several(2)"),
        ("300 triệu đồng và 200 triệu đồng", "- Several(2)"),
        ("300\n200", "- Several(2)"),
        ("1 tỷ 2000 triệu", "- Several(2)"),
        (
            "Ngân sách: 300 triệu; xã hội hóa: 200 triệu",
            "- Several(2)",
        ),
        ("90.000 USD", "- Foreign(\"USD\")"),
        ("$20,000", "- Foreign(\"USD\")"),
        (
            "20.000 USD (tương đương 460 triệu đồng)",
            "- Foreign(\"USD\")",
        ),
        ("1,250 triệu", "- TwoWays(\"1.250\", \"1250\")"),
        ("99999999999999999999", "- Unread(TooLarge)"),
        ("1..200 triệu", "- Unread(BadGrouping)"),
        ("5OO", "- Unread(LetterInNumber)"),
        ("5OO triệu", "- Unread(LetterInNumber)"),
        (
            "20 suất (2 triệu đồng/suất)",
            "- Rate(Some(Dong(40000000)))",
        ),
        ("500.000.000 đồng (Năm trăm triệu đồng)./.", "500000000"),
        (
            "500.000.000 đồng (bốn trăm triệu đồng)",
            "- TwoWays(\"500000000\", \"400000000\")",
        ),
        ("500 triệu đồng,", "500000000"),
        ("x", "- Unread(SaidUnknown)"),
        ("đang tổng hợp", "- Unread(SaidUnknown)"),
        ("#REF!", "- CellError"),
    ] {
        assert_eq!(shown(&parse_amount(text, &MILLION)), expected, "{text:?}");
    }
}

#[test]
fn half_a_reading_is_none() {
    for text in [
        "QĐ 123/QĐ-UBND",
        "123/QĐ-UBND",
        "2 căn",
        "12/2019",
        "20/3/2009",
        "theo thực tế",
        "đ/c",
        "50%",
        "500 triệu đồng chưa giải ngân",
        "500 triệu (chưa giải ngân)",
        "2 triệu đồng (10 suất)",
        "2 triệu đồng (đợt 1 50)",
        "- 600 triệu đồng",
        "từ 2 tỷ đồng",
        "500 - 1 tỷ",
        "1 tỷ 25",
        "Xây nhà 600 triệu",
        "500 triệu ba",
        "2 ti vi",
        "500 trang",
        "Năm",
        "hàng trăm triệu đồng",
        "trên 500 dưới",
        "500¹",
        "trên 500 triệu dưới",
        "tối thiểu tối đa 5 tỷ",
        "nt",
    ] {
        assert_eq!(
            shown(&parse_amount(text, &MILLION)),
            "- Unread(NotUnderstood)",
            "{text:?}"
        );
    }
}

#[test]
fn without_a_unit_of_account_a_bare_figure_has_no_value() {
    let unknown = AmountContext::default();
    for (text, expected) in [
        ("500", "- Unread(NoScale)"),
        ("khoảng 500", "- Unread(NoScale)"),
        ("1,250", "- Unread(NoScale)"),
        ("1-2", "- Unread(NoScale)"),
        ("0", "0 TextNumber"),
        ("500 đồng", "500"),
        ("1,2 tỷ", "1200000000"),
        ("1-2 tỷ", "- Range(Dong(1000000000), Dong(2000000000))"),
    ] {
        assert_eq!(shown(&parse_amount(text, &unknown)), expected, "{text:?}");
    }
    assert_eq!(
        shown(&amount_from_number(500.0, &unknown)),
        "- Unread(NoScale)"
    );
}

#[test]
fn number_cells_are_what_they_are() {
    for (number, expected) in [
        (1049.062, "1049062000"),
        (0.1 + 0.2, "300000"),
        (0.123_456_75, "123457 Rounded"),
        (-5.0, "-5000000 Negative"),
        (0.0, "0"),
        (1e21, "- Unread(TooLarge)"),
        (f64::NAN, "- Unread(NotUnderstood)"),
    ] {
        assert_eq!(
            shown(&amount_from_number(number, &MILLION)),
            expected,
            "{number}"
        );
    }
}

#[test]
fn a_number_read_two_ways_keeps_both_readings() {
    let reading = parse_amount("36,786", &MILLION);
    assert_eq!(reading.value, None);
    assert_eq!(reading.literal, Some(Dong(36_786_000)));
    assert_eq!(reading.alternative, Some(Dong(36_786_000_000)));
    let settled = AmountContext {
        style: NumberStyle::Vietnamese,
        ..MILLION
    };
    assert_eq!(
        parse_amount("36,786", &settled).value,
        Some((Dong(36_786_000), Qualifier::Exact))
    );
}
