//! Quantities as cells hold them, and what becomes of each.

use super::*;

fn shown(text: &str) -> String {
    let reading = parse_quantity(text, false, NumberStyle::Unsettled);
    let number = reading.number.map_or("-".to_owned(), |n| n.to_string());
    let mut shown = format!("{number}|{}", reading.measure);
    for note in &reading.notes {
        shown.push_str(&format!("|{note:?}"));
    }
    shown
}

#[test]
fn numbers_and_measures() {
    for (text, expected) in [
        ("100 học viên", "100|học viên"),
        ("2.420 lượt người", "2420|lượt người"),
        ("04 Căn nhà", "4|căn nhà"),
        ("27,199 lao động", "27199|lao động"),
        ("12,5 ha", "12.5|ha"),
        ("12.500m²", "12500|m²"),
        ("500 m3/ngày đêm", "500|m3/ngày đêm"),
        ("1,250 tấn", "-|tấn|TwoWays(\"1.250\", \"1250\")"),
        ("khoảng 1.809 mẫu", "1809|mẫu|Inexact(Approx)"),
        ("khoảng trên 50 mẫu", "50|mẫu|Inexact(AtLeast)"),
        ("100", "100||TextNumber"),
        ("05 lớp/150 học viên", "5|lớp|Several(2)"),
        ("3 lớp (120 học viên)", "3|lớp|Several(2)"),
        ("2 xe và 3 máy", "2|xe|Several(2)"),
        ("5 lớp\n150 học viên", "5|lớp|Several(2)"),
        ("2/4 học kỳ", "-||Unread(NotUnderstood)"),
        ("06 tháng/lần", "-||Unread(NotUnderstood)"),
        ("10-12 lớp", "-||Unread(NotUnderstood)"),
        ("nhiều lớp", "-||Unread(NotUnderstood)"),
        ("1O0", "-||Unread(LetterInNumber)"),
        ("5O người", "-||Unread(LetterInNumber)"),
        ("20l", "20|l"),
        ("3l9", "-||Unread(LetterInNumber)"),
        ("3O9 người", "-||Unread(LetterInNumber)"),
        ("3m x 4m", "-||Unread(NotUnderstood)"),
        ("1 xe cứu thương 16 chỗ", "1|xe cứu thương 16 chỗ"),
        ("01 (một) lớp", "1|lớp"),
        ("27 nghìn lượt người", "27000|lượt người"),
        ("1,2 triệu lượt người", "1200000|lượt người"),
        ("'100 học viên", "100|học viên"),
        ("3 ngân hàng", "3|ngân hàng"),
        ("2 triệu đồng", "2|triệu đồng"),
        ("5.000 m2", "5000|m2"),
        ("-", "-|"),
        ("chưa thống kê", "-||Unread(SaidUnknown)"),
        ("-5 ha", "-5|ha|Negative"),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn a_whole_field_takes_no_fraction() {
    let whole = |text| parse_quantity(text, true, NumberStyle::Vietnamese);
    assert_eq!(whole("1,250").number, Some(Decimal::from(1250)));
    assert_eq!(whole("2,5").notes, [Note::Unread(Unread::NotUnderstood)]);
    assert_eq!(
        quantity_from_number(3.0, true).number,
        Some(Decimal::from(3))
    );
    assert_eq!(quantity_from_number(3.5, true).number, None);
    assert_eq!(quantity_from_number(-3.5, false).notes, [Note::Negative]);
}
