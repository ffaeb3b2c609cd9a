//! Times as cells hold them, and what becomes of each.

use super::*;

fn shown(reading: &DateReading) -> String {
    let mut shown = match &reading.interval {
        Some(interval) => {
            let day = |date: Option<Date>| date.map_or("…".to_owned(), |date| date.to_string());
            format!(
                "{}..{} {}",
                day(interval.start),
                day(interval.end),
                interval.precision.name()
            )
        }
        None => "-".to_owned(),
    };
    for note in &reading.notes {
        shown.push_str(&format!(" {note:?}"));
    }
    shown
}

#[test]
fn times_as_offices_write_them() {
    for (text, expected) in [
        ("20/3/2009", "2009-03-20..2009-03-20 day"),
        (
            "Từ tháng 6 đến tháng 8/2010",
            "2010-06-01..2010-08-31 range",
        ),
        ("Tháng 7-9/2014", "2014-07-01..2014-09-30 range"),
        ("tháng 3 - tháng 5/2019", "2019-03-01..2019-05-31 range"),
        ("T7/2019-T12/2019", "2019-07-01..2019-12-31 range"),
        ("T11/2019 - T2/2020", "2019-11-01..2020-02-29 range"),
        ("9/2014-3/2015", "2014-09-01..2015-03-31 range"),
        ("Quý II - III/2015", "2015-04-01..2015-09-30 range"),
        ("Quý 2-3/2015", "2015-04-01..2015-09-30 range"),
        ("Quý I và quý II năm 2020", "2020-01-01..2020-06-30 range"),
        ("Quý I, II và III/2020", "2020-01-01..2020-09-30 range"),
        ("từ 2016 đến nay", "2016-01-01..… range"),
        ("2016 - nay", "2016-01-01..… range"),
        ("từ tháng 6/2019 đến nay", "2019-06-01..… range"),
        ("từ năm 2019", "2019-01-01..… range"),
        ("03/2020", "2020-03-01..2020-03-31 month"),
        ("2020-06", "2020-06-01..2020-06-30 month"),
        ("2015-2018", "2015-01-01..2018-12-31 range"),
        ("Năm 2019", "2019-01-01..2019-12-31 year"),
        ("Từ 15/3 đến 20/4/2019", "2019-03-15..2019-04-20 range"),
        ("ngày 20, 21/3/2019", "2019-03-20..2019-03-21 range"),
        (
            "ngày 20 và 22 tháng 3 năm 2019",
            "2019-03-20..2019-03-22 range",
        ),
        ("2018\n2019", "2018-01-01..2019-12-31 range"),
        ("Năm 2018\nNăm 2019", "2018-01-01..2019-12-31 range"),
        (
            "Từ tháng 6\nđến tháng 8/2010",
            "2010-06-01..2010-08-31 range",
        ),
        ("Tháng 6\nnăm 2010", "2010-06-01..2010-06-30 month"),
        ("Quý II\nnăm 2010", "2010-04-01..2010-06-30 quarter"),
        ("tháng 6, năm 2020", "2020-06-01..2020-06-30 month"),
        ("2020-08-26T00:00:00", "2020-08-26..2020-08-26 day"),
        ("20/3/2009 - 20/3/2009", "2009-03-20..2009-03-20 day"),
        (
            "30/6/2020 - 20/3/2019",
            "2020-06-30..2019-03-20 range EndBeforeStart",
        ),
        (
            "tháng 6/2020 (dự kiến)",
            "2020-06-01..2020-06-30 month Vague",
        ),
        ("tháng 5/2018 (2 đợt)", "2018-05-01..2018-05-31 month"),
        ("2019 (chuyển tiếp)", "2019-01-01..2019-12-31 year"),
        ("6 tháng đầu 2019", "2019-01-01..2019-06-30 half"),
        ("Q.II/2020", "2020-04-01..2020-06-30 quarter"),
        ("cuối quý II/2020", "2020-04-01..2020-06-30 quarter Vague"),
        ("trước năm 2015", "…..2014-12-31 range"),
        (
            "QĐ số 15/QĐ-UBND ngày 20/3/2019",
            "2019-03-20..2019-03-20 day",
        ),
        (
            "15/QĐ-UBND ngày 20/3/2019 của UBND tỉnh",
            "2019-03-20..2019-03-20 day",
        ),
        ("QĐ 15/QĐ-UBND, 20/3/2019", "2019-03-20..2019-03-20 day"),
        ("năm học 2015/2016", "2015-01-01..2016-12-31 range"),
        ("HKI năm học 2015-2016", "2015-01-01..2016-12-31 range"),
        ("2016->2020", "2016-01-01..2020-12-31 range"),
        ("2016 - đến nay", "2016-01-01..… range"),
        ("8h30 ngày 20/3/2019", "2019-03-20..2019-03-20 day"),
        ("20/03/2019 (thứ Tư)", "2019-03-20..2019-03-20 day"),
        ("Đợt 1 năm 2019", "2019-01-01..2019-12-31 year"),
        ("2019 (đợt 1)", "2019-01-01..2019-12-31 year"),
        ("2018 - 2020 (3 năm)", "2018-01-01..2020-12-31 range"),
        ("03 ngày (20-22/3/2019)", "2019-03-20..2019-03-22 range"),
        (
            "khởi công 2018, hoàn thành 2020",
            "2018-01-01..2020-12-31 range",
        ),
        ("Năm: 2019", "2019-01-01..2019-12-31 year"),
        ("2011", "2011-01-01..2011-12-31 year"),
        ("-", "-"),
        ("Không", "-"),
    ] {
        assert_eq!(shown(&parse_date(text)), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_date_says_why() {
    for (text, why) in [
        ("31/02/2012", "NoSuchDay { month: 2, last: 29 }"),
        ("0/3/2020", "NoSuchDay { month: 3, last: 31 }"),
        ("20/0/2020", "NoSuchMonth"),
        ("tháng 11 đến tháng 2/2020", "NoYear"),
        ("ngày 20", "NoYear"),
        ("Quý II", "NoYear"),
        ("20-3", "NoYear"),
        ("6-8/2020", "NotUnderstood"),
        ("2009-12", "NotUnderstood"),
        ("xem văn bản kèm theo", "NotUnderstood"),
        ("20/3/2009 lần 2", "NotUnderstood"),
        ("Đợt 1: 3/2019; đợt 2", "NotUnderstood"),
        ("20/3 ngày 25/3/2019", "NotUnderstood"),
        ("tháng 11/12", "NotUnderstood"),
        ("từ 20/3/2019 đến", "NotUnderstood"),
        ("nt", "NotUnderstood"),
        ("chưa xác định", "SaidUnknown"),
        ("thường xuyên", "NotADate"),
        ("Đang thực hiện", "NotADate"),
        ("36 tháng", "NotADate"),
        ("rằm tháng 7/2020", "Lunar"),
        ("2020-2016", "Reversed"),
        ("20/3/209", "BadYear"),
        ("6/20201", "BadYear"),
        ("năm 20", "BadYear"),
        ("ngày ... tháng ... năm 2020", "BlankDay"),
    ] {
        assert_eq!(
            shown(&parse_date(text)),
            format!("- Unread({why})"),
            "{text:?}"
        );
    }
}

#[test]
fn the_order_of_day_and_month_is_reported() {
    for (text, ambiguous, over) in [
        ("04/9/2020", true, Some(false)),
        ("26/8/2020", false, Some(true)),
        ("8/26/2020", false, Some(true)),
        ("05/5/2020", false, Some(false)),
        ("2020-09-04", false, None),
        ("ngày 4 tháng 9 năm 2020", false, None),
        ("tháng 9/2020", false, None),
        ("04/9/2020 - 26/9/2020", true, Some(true)),
    ] {
        let reading = parse_date(text);
        assert_eq!(reading.ambiguous_order, ambiguous, "{text:?}");
        assert_eq!(reading.had_day_over_12, over, "{text:?}");
    }
}

#[test]
fn numbers_are_years_or_counted_days() {
    let shown = |number| {
        shown(&DateReading {
            interval: interval_from_number(number),
            ..DateReading::default()
        })
    };
    assert_eq!(shown(2011.0), "2011-01-01..2011-12-31 year");
    assert_eq!(shown(44078.0), "2020-09-04..2020-09-04 day");
    assert_eq!(shown(44078.75), "2020-09-04..2020-09-04 day");
    assert_eq!(shown(32874.0), "1990-01-01..1990-01-01 day");
    for number in [2011.5, 1989.0, 2050.0, 55_001.0, -1.0, f64::NAN] {
        assert_eq!(shown(number), "-", "{number}");
    }
    let date = civil::date(2020, 9, 4).at(17, 30, 0, 0);
    assert_eq!(interval_from_date(date), one_day(civil::date(2020, 9, 4)));
}
