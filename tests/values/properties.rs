//! What must hold for any text and any number, not only for those in the tables.

// A test ends by panicking; the lint knows that only inside `#[test]` functions.
use jiff::civil::{Date, date};
use proptest::prelude::*;
use tonghop::lang::Lang;
use tonghop::value::amount::{AmountContext, amount_from_number, is_ditto, parse_amount};
use tonghop::value::date::{interval_from_number, parse_date};
use tonghop::value::number::{NumberStyle, float_text, parse_digits, settle};
use tonghop::value::quantity::{parse_quantity, quantity_from_number};
use tonghop::value::scale::{heading_without_scale, parse_caption};
use tonghop::value::{Dong, Precision, Qualifier};

const UNITS: [(&str, i64); 8] = [
    ("đồng", 1),
    ("đ", 1),
    ("VNĐ", 1),
    ("nghìn đồng", 1_000),
    ("triệu đồng", 1_000_000),
    ("tr.đ", 1_000_000),
    ("tỷ", 1_000_000_000),
    ("tỉ đồng", 1_000_000_000),
];

/// Texts made of the pieces that values are made of, so that the grammars are walked deep.
fn office_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1",
        "02",
        "500",
        "1.200",
        "1,250",
        "2020",
        "20/3/2009",
        "3.131.93",
        "99999999999999999",
        " ",
        ".",
        ",",
        "-",
        "/",
        "(",
        ")",
        "\n",
        ";",
        ":",
        "=",
        "x",
        "%",
        "~",
        "≥",
        "…",
        "²",
        "tỷ",
        "triệu",
        "đồng",
        "nghìn",
        "tr.đ",
        "USD",
        "rưỡi",
        "một",
        "hai",
        "trăm",
        "mươi",
        "khoảng",
        "từ",
        "đến",
        "trên",
        "mỗi",
        "dự kiến",
        "trong đó",
        "bằng chữ",
        "tháng",
        "năm",
        "quý",
        "II",
        "ngày",
        "đầu",
        "nay",
        "lớp",
        "học viên",
        "m2",
        "ĐVT",
        "Đơn vị tính",
        "va",
    ]);
    prop::collection::vec((piece, any::<bool>()), 0..14).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, spaced) in pieces {
            if spaced {
                text.push(' ');
            }
            text.push_str(piece);
        }
        text
    })
}

fn read_all(text: &str) {
    for style in [
        NumberStyle::Unsettled,
        NumberStyle::Vietnamese,
        NumberStyle::English,
    ] {
        for scale in [None, Some(1), Some(1_000_000_000)] {
            let reading = parse_amount(text, &AmountContext { scale, style });
            // A value is given with its last digit's worth, or not at all.
            assert_eq!(
                reading.value.is_some(),
                reading.value.and(reading.step).is_some()
            );
        }
        let _ = parse_quantity(text, true, style);
        let _ = parse_quantity(text, false, style);
        let _ = parse_digits(text, style, false);
    }
    let _ = settle([text].into_iter());
    let _ = parse_date(text);
    let _ = parse_caption(text);
    let _ = heading_without_scale(text);
    let _ = is_ditto(text);
}

fn any_day() -> impl Strategy<Value = Date> {
    (1900_i16..=2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

#[test]
fn times_in_any_order_reach_from_the_first_to_the_last() {
    for text in [
        "6/2019; 8/2019",
        "8/2019; 6/2019",
        "tháng 8/2019 và tháng 6/2019",
        "8/2019, 7/2019, 6/2019",
    ] {
        let interval = parse_date(text).interval.unwrap();
        let wanted = (Some(date(2019, 6, 1)), Some(date(2019, 8, 31)));
        assert_eq!((interval.start, interval.end), wanted, "{text}");
    }
}

#[test]
fn hundreds_of_a_larger_unit_are_hundreds() {
    let context = AmountContext::default();
    for (text, wanted) in [
        ("5 trăm triệu đồng", 500_000_000),
        ("2 trăm tỷ đồng", 200_000_000_000),
        ("3 trăm nghìn đồng", 300_000),
        ("1,5 nghìn tỷ đồng", 1_500_000_000_000),
    ] {
        let value = parse_amount(text, &context).value;
        assert_eq!(value, Some((Dong(wanted), Qualifier::Exact)), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_panics_on_any_text(text in "\\PC*") {
        read_all(&text);
    }

    #[test]
    fn nothing_panics_on_what_looks_like_a_value(text in office_text()) {
        read_all(&text);
    }

    #[test]
    fn nothing_panics_on_any_number(number in any::<f64>()) {
        let _ = float_text(number);
        let _ = interval_from_number(number);
        let _ = quantity_from_number(number, true);
        let _ = amount_from_number(number, &AmountContext { scale: Some(1_000), ..AmountContext::default() });
    }

    #[test]
    fn a_grouped_amount_reads_back(number in 0_i64..=9_000_000_000, unit in 0_usize..8) {
        let (word, factor) = UNITS[unit];
        let text = format!("{} {word}", Lang::Vi.integer(i128::from(number)));
        let reading = parse_amount(&text, &AmountContext::default());
        prop_assert_eq!(reading.value, Some((Dong(number * factor), Qualifier::Exact)), "{}", text);
        prop_assert!(reading.notes.is_empty());
    }

    #[test]
    fn an_amount_in_parts_reads_back(ty in 1_i64..1000, trieu in 1_i64..1000, nghin in 1_i64..1000) {
        let text = format!("{ty} tỷ {trieu} triệu {nghin} nghìn đồng");
        let reading = parse_amount(&text, &AmountContext::default());
        let dong = (ty * 1_000_000 + trieu * 1_000 + nghin) * 1_000;
        prop_assert_eq!(reading.value, Some((Dong(dong), Qualifier::Exact)), "{}", text);
    }

    #[test]
    fn a_number_cell_reads_as_its_text(number in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..4) {
        let value = number as f64 / 10_f64.powi(scale as i32);
        let expected = rust_decimal::Decimal::new(number, scale).normalize();
        prop_assert_eq!(float_text(value), Some(expected));
    }

    #[test]
    fn days_read_back(day in any_day()) {
        let (y, m, d) = (day.year(), day.month(), day.day());
        for text in [
            format!("{d}/{m}/{y}"),
            format!("{d:02}-{m:02}-{y}"),
            format!("{d}.{m}.{y}"),
            day.to_string(),
            format!("ngày {d:02} tháng {m:02} năm {y}"),
        ] {
            let interval = parse_date(&text).interval.unwrap();
            prop_assert_eq!(interval.start, Some(day), "{}", text);
            prop_assert_eq!(interval.end, Some(day), "{}", text);
            prop_assert_eq!(interval.precision, Precision::Day, "{}", text);
        }
    }

    #[test]
    fn ranges_read_back(a in any_day(), b in any_day()) {
        let (first, last) = (a.min(b), a.max(b));
        let show = |day: Date| format!("{}/{}/{}", day.day(), day.month(), day.year());
        let text = format!("từ {} đến {}", show(first), show(last));
        let interval = parse_date(&text).interval.unwrap();
        prop_assert_eq!((interval.start, interval.end), (Some(first), Some(last)), "{}", text);
    }
}
