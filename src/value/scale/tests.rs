//! Captions and headings, and the unit each states.

use unicode_normalization::UnicodeNormalization;

use super::*;

fn shown(text: &str) -> String {
    match parse_caption(text) {
        None => "none".to_owned(),
        Some(CaptionScale::Money { dong, unusual }) => {
            format!("{dong}{}", if unusual { " unusual" } else { "" })
        }
        Some(CaptionScale::Foreign { currency, factor }) => format!("{factor} {currency}"),
        Some(CaptionScale::Measure(measure)) => format!("measure {measure}"),
    }
}

#[test]
fn captions_state_their_unit() {
    for (text, unit) in [
        ("Đơn vị tính: Triệu đồng", "1000000"),
        ("DON VI TINH: TRIEU DONG", "1000000"),
        ("(ĐVT: 1.000 đồng)", "1000"),
        ("Đvt: Tr.đồng", "1000000"),
        ("ĐVT : 1000 đồng", "1000"),
        ("ĐVT: 1000đ", "1000"),
        ("Đơn vị tiền: Đồng Việt Nam", "1"),
        ("ĐVT: 1,000,000 VND", "1000000"),
        ("Đơn vị tính: 10.000 đồng", "10000 unusual"),
        ("Đơn vị tính: nghìn tỷ đồng", "1000000000000"),
        ("Đơn vị tính: triệu đồng, người", "1000000"),
        ("Tính bằng triệu đồng", "1000000"),
        ("Triệu đồng", "1000000"),
        ("đồng", "1"),
        ("Đông", "none"),
        ("Đơn vị tính: Người", "measure người"),
        ("Đơn vị: %", "measure %"),
        ("Đơn vị: Sở Y tế", "none"),
        ("Đơn vị báo cáo: Sở Y tế", "none"),
        ("Đơn vị", "none"),
        ("ĐVT", "none"),
        ("Đơn vị tính", "none"),
        ("Đơn vị tính:", "none"),
        ("Đơn vị tính: triệu USD", "1000000 USD"),
        ("Tổng kinh phí 600 triệu đồng", "none"),
        ("(600 triệu đồng)", "none"),
        ("(10 triệu đồng)", "none"),
        ("Tổng kinh phí: 100 triệu đồng", "none"),
        ("Cộng: 1.000.000 đồng", "none"),
        ("Trị giá hàng triệu đồng", "none"),
        ("ĐVT: 1000.000 đồng", "none"),
        ("ĐVT: triệu đồng/người", "none"),
        ("Đơn vị tính: Đợt", "measure đợt"),
        ("Đơn vị tính: Hợp đồng", "measure hợp đồng"),
        ("ĐVT: đồng/người", "none"),
        ("Biểu số 1 - Đơn vị tính: triệu đồng - Năm 2020", "1000000"),
        ("Biểu 1\nĐơn vị tính: triệu đồng\nNăm 2020", "1000000"),
    ] {
        assert_eq!(shown(text), unit, "{text:?}");
        let decomposed: String = text.nfd().collect();
        assert_eq!(shown(&decomposed), unit, "decomposed {text:?}");
    }
}

#[test]
fn headings_give_up_their_unit() {
    for (text, unit, heading) in [
        ("Kinh phí (triệu đồng)", "1000000", "Kinh phí"),
        ("KP HỖ TRỢ (1.000 đồng)", "1000", "KP HỖ TRỢ"),
        ("Kinh phí  (tỷ đồng) ", "1000000000", "Kinh phí"),
        ("TMĐT (tỷ đ)", "1000000000", "TMĐT"),
        ("Thành tiền (đ)", "1", "Thành tiền"),
        ("C.Phí đầu tư (Tr.đồng)", "1000000", "C.Phí đầu tư"),
        ("Kinh phí hỗ trợ, triệu đồng", "1000000", "Kinh phí hỗ trợ"),
        ("Kinh phí - ĐVT: nghìn đồng", "1000", "Kinh phí"),
        ("Kinh phí\ntriệu đồng", "1000000", "Kinh phí"),
        ("Kinh phí triệu đồng", "1000000", "Kinh phí"),
        (
            "Kinh phí (ĐVT: triệu đồng) năm 2020",
            "1000000",
            "Kinh phí năm 2020",
        ),
        ("Vốn đầu tư (triệu USD)", "1000000 USD", "Vốn đầu tư"),
        ("Diện tích (ha)", "measure ha", "Diện tích"),
        ("Diện tích (m²)", "measure m²", "Diện tích"),
        ("Tỷ lệ (%)", "measure %", "Tỷ lệ"),
        ("Hoạt động", "none", "Hoạt động"),
        ("Tên hoạt động", "none", "Tên hoạt động"),
        ("Số lao động, hợp đồng", "none", "Số lao động, hợp đồng"),
        ("(d)", "none", "(d)"),
        ("(1)", "none", "(1)"),
        ("Số lượng (1)", "none", "Số lượng (1)"),
        ("Kinh phí (triệu đồng, làm tròn)", "1000000", "Kinh phí"),
        (
            "Tổng mức đầu tư (tỷ đồng) (dự kiến)",
            "1000000000",
            "Tổng mức đầu tư (dự kiến)",
        ),
        ("Triệu đồng", "1000000", "Triệu đồng"),
        ("Kinh phí hỗ trợ", "none", "Kinh phí hỗ trợ"),
    ] {
        assert_eq!(shown(text), unit, "{text:?}");
        assert_eq!(heading_without_scale(text), heading, "{text:?}");
    }
}

#[test]
fn units_of_narrow_columns_and_odd_multipliers() {
    for (text, dong) in [
        ("Kinh phí (triệu\nđồng)", 1_000_000),
        ("Kinh phí\ntriệu\nđồng", 1_000_000),
        ("Kinh phí (ĐVT:\ntriệu đồng)", 1_000_000),
        ("Kinh phí ('000 đồng)", 1_000),
        ("Kinh phí (x 1.000 đồng)", 1_000),
        ("Kinh phí (1.000 đ VN)", 1_000),
        ("Kinh phí (10^6 đồng)", 1_000_000),
        ("Kinh phí (đơn vị 1.000 đồng)", 1_000),
        ("Kinh phí/nghìn đồng", 1_000),
    ] {
        let read = parse_caption(text);
        assert!(
            matches!(read, Some(CaptionScale::Money { dong: found, .. }) if found == dong),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn two_units_are_none() {
    for (text, units) in [
        ("Đơn vị tính: đồng/nghìn đồng", Some((1, 1_000))),
        (
            "ĐVT: nghìn đồng (riêng hiện vật: triệu đồng)",
            Some((1_000, 1_000_000)),
        ),
        ("ĐVT: 1.000 đồng (nghìn đồng)", None),
        ("Kinh phí (hoạt động, triệu đồng)", None),
        ("Kinh phí (công ty, triệu đồng)", None),
        ("Kinh phí (triệu đồng/căn)", None),
    ] {
        assert_eq!(contradicting_units(text), units, "{text}");
    }
}

#[test]
fn a_unit_alone_is_no_amount() {
    for (text, unit) in [
        ("nghìn đồng", Some(1_000)),
        ("(triệu đồng)", Some(1_000_000)),
        ("1.000 đồng", Some(1_000)),
        ("1000đ", Some(1_000)),
        ("triệu", Some(1_000_000)),
        ("tỷ", Some(1_000_000_000)),
        ("500 triệu đồng", None),
        ("1 triệu", None),
        ("1.200 đồng", None),
        ("Hội đồng", None),
        ("căn", None),
        ("", None),
    ] {
        assert_eq!(unit_alone(text), unit, "{text}");
    }
}
