//! The tables of amounts and dates, run whole against the readers of values.
//!
//! `tests/values/*.tsv` are vectors of texts found in print. How their words map to our types
//! stands in `expected_*`; rows that say otherwise than the schema stand in `BY_THE_SCHEMA`, each
//! with what the schema asks for and why. No row is left out.

// A test ends by panicking; the lint knows that only inside `#[test]` functions.
use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use tonghop::value::amount::{AmountContext, AmountReading, is_ditto, parse_amount};
use tonghop::value::date::{DateReading, parse_date};
use tonghop::value::number::{Digits, NumberStyle, parse_digits};
use tonghop::value::quantity::{QuantityReading, parse_quantity};
use tonghop::value::scale::{CaptionScale, parse_caption};
use tonghop::value::{Dong, Note, Precision, Qualifier, Unread};

const AMOUNTS: &str = include_str!("../values/amounts.tsv");
const DATES: &str = include_str!("../values/dates.tsv");

/// Rows that the schema decides otherwise: id, what is read, why.
const BY_THE_SCHEMA: [(&str, &str, &str); 11] = [
    (
        "A089",
        "- Foreign(\"USD\")",
        "foreign currency is V116 alone, and a range is told in đồng",
    ),
    (
        "A095",
        "- Rate(None)",
        "without a unit of account the product has no value in đồng; V120 all the same",
    ),
    (
        "A173",
        "0.9426|",
        "text carries no cell format; what a percent cell means is the reader's to say",
    ),
    (
        "A177",
        "105.2|% kh",
        "the measure stays as written, in lower case",
    ),
    (
        "A186",
        "12500|m²",
        "the measure stays as written, in lower case",
    ),
    (
        "A211",
        "-||Unread(NotUnderstood)",
        "a ratio is no number with a measure",
    ),
    (
        "A212",
        "-||Unread(NotUnderstood)",
        "a frequency is no number with a measure",
    ),
    (
        "A213",
        "-||Unread(NotUnderstood)",
        "a ratio is no number with a measure",
    ),
    (
        "D042",
        "- Unread(BlankDay)",
        "incomplete dates are V103 and keep no interval; only vague ones do",
    ),
    (
        "D043",
        "- Unread(BlankDay)",
        "incomplete dates are V103 and keep no interval; only vague ones do",
    ),
    (
        "D044",
        "- Unread(BlankDay)",
        "incomplete dates are V103 and keep no interval; only vague ones do",
    ),
];

/// A row of a table by column name.
struct Row(BTreeMap<&'static str, String>);

impl Row {
    fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn decimal(&self, column: &str) -> Decimal {
        self.get(column)
            .parse()
            .unwrap_or_else(|_| panic!("{} {column}", self.get("id")))
    }
}

fn rows(table: &'static str) -> Vec<Row> {
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let cells = line.split('\t').map(unescape);
            Row(columns.iter().copied().zip(cells).collect())
        })
        .collect()
}

fn unescape(cell: &str) -> String {
    cell.replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\\", "\\")
}

fn by_the_schema(id: &str) -> Option<&'static str> {
    BY_THE_SCHEMA
        .iter()
        .find(|(row, ..)| *row == id)
        .map(|(_, shown, _)| *shown)
}

fn context(row: &Row) -> AmountContext {
    let scale = match parse_caption(&format!("Đơn vị tính: {}", row.get("context"))) {
        Some(CaptionScale::Money { dong, .. }) => Some(dong),
        _ => None,
    };
    AmountContext {
        scale,
        style: NumberStyle::Unsettled,
    }
}

fn qualifier(word: &str) -> Qualifier {
    match word {
        "exact" | "range" => Qualifier::Exact,
        "approx" => Qualifier::Approx,
        "over" | "at_least" => Qualifier::AtLeast,
        "under" | "at_most" => Qualifier::AtMost,
        "planned" => Qualifier::Planned,
        other => panic!("unknown qualifier {other}"),
    }
}

fn dong(value: Decimal) -> Dong {
    Dong(value.normalize().to_string().parse().unwrap())
}

fn show_amount(reading: &AmountReading) -> String {
    let value = reading.value.map_or("-".to_owned(), |(dong, qualifier)| {
        format!("{dong} {}", qualifier.name()).trim_end().to_owned()
    });
    let notes = reading.notes.iter().map(|note| format!(" {note:?}"));
    value + &notes.collect::<String>()
}

fn show_quantity(reading: &QuantityReading) -> String {
    let number = reading.number.map_or("-".to_owned(), |n| n.to_string());
    let notes = reading.notes.iter().map(|note| format!("|{note:?}"));
    let notes: String = notes.filter(|note| note != "|TextNumber").collect();
    format!("{number}|{}{notes}", reading.measure)
}

#[test]
fn every_amount_of_the_table_is_read() {
    let rows = rows(AMOUNTS);
    assert_eq!(rows.len(), 246);
    for row in &rows {
        check_amount_row(row);
    }
}

fn check_amount_row(row: &Row) {
    let (id, text, kind) = (row.get("id"), row.get("input"), row.get("kind"));
    let unit = row.get("unit");
    match kind {
        "money" | "money_range" | "unit_price" | "suspect" | "invalid" => check_amount(row),
        "product" => check_amount(row),
        "multi" if unit == "VND" => check_amount(row),
        "ambiguous" if unit == "VND" => check_amount(row),
        "ambiguous" => {
            let Digits::TwoWays { literal, other } =
                parse_digits(text, NumberStyle::Unsettled, false)
            else {
                panic!("{id} {text:?}");
            };
            assert_eq!(literal.value, row.decimal("value"), "{id}");
            assert_eq!(literal.step, row.decimal("step"), "{id}");
            assert_eq!(other.value, row.decimal("alt"), "{id}");
        }
        "number" => {
            let Digits::Exact(figure) = parse_digits(text, NumberStyle::Unsettled, false) else {
                panic!("{id} {text:?}");
            };
            assert_eq!(figure.value, row.decimal("value"), "{id}");
            assert_eq!(figure.step, row.decimal("step"), "{id}");
            check_amount(row);
        }
        "multi" | "count" | "measure" | "percent" | "ratio" | "frequency" => check_quantity(row),
        "nil" | "empty" | "missing" | "mark" | "error_cell" => check_amount(row),
        "ditto" => assert!(is_ditto(text), "{id} {text:?}"),
        "unit_line" => check_caption(row),
        // What numbers rows and columns is told by the layout; it states no unit of account.
        "column_number" | "column_formula" | "header_label" | "ordinal" => {
            assert_eq!(parse_caption(text), None, "{id} {text:?}");
            assert!(!is_ditto(text), "{id} {text:?}");
        }
        other => panic!("{id}: unknown kind {other}"),
    }
}

fn check_amount(row: &Row) {
    let (id, text, kind) = (row.get("id"), row.get("input"), row.get("kind"));
    let mut context = context(row);
    if matches!(kind, "number" | "invalid") {
        context.scale = context.scale.or(Some(1));
    }
    let reading = parse_amount(text, &context);
    let shown = show_amount(&reading);
    if let Some(decided) = by_the_schema(id) {
        assert_eq!(shown, decided, "{id} {text:?}");
        return;
    }
    assert_eq!(reading.value, expected_value(row), "{id} {text:?} {shown}");
    assert_eq!(reading.notes, expected_notes(row), "{id} {text:?} {shown}");
    if kind == "ambiguous" {
        let other = row.get("alt").trim_end_matches(" VND").parse().unwrap();
        assert_eq!(reading.literal, Some(dong(row.decimal("value"))), "{id}");
        assert_eq!(reading.alternative, Some(Dong(other)), "{id}");
    }
    if reading.value.is_some() && !row.get("step").is_empty() {
        assert_eq!(reading.step, Some(row.decimal("step")), "{id}");
    }
    if matches!(kind, "money" | "money_range" | "unit_price") {
        let own = row.get("context").is_empty() || row.get("flag") == "warn:unit-in-cell";
        assert_eq!(reading.own_scale, own, "{id}");
    }
}

fn expected_value(row: &Row) -> Option<(Dong, Qualifier)> {
    let foreign = row.get("unit") == "USD";
    match row.get("kind") {
        "money" | "suspect" if !foreign => {
            Some((dong(row.decimal("value")), qualifier(row.get("qualifier"))))
        }
        "product" if row.get("input").contains('=') => {
            Some((dong(row.decimal("value")), Qualifier::Exact))
        }
        "number" => {
            let value = row
                .decimal("value")
                .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            Some((dong(value), Qualifier::Exact))
        }
        "nil" => Some((Dong(0), Qualifier::Exact)),
        _ => None,
    }
}

fn expected_notes(row: &Row) -> Vec<Note> {
    let plain = !row.get("input").chars().any(char::is_alphabetic);
    let mut notes = Vec::new();
    match row.get("kind") {
        "money" if row.get("unit") == "USD" => notes.push(Note::Foreign("USD")),
        "money" | "suspect" | "number" => {
            if plain {
                notes.push(Note::TextNumber);
            }
            match qualifier(row.get("qualifier")) {
                Qualifier::Exact => {}
                inexact => notes.push(Note::Inexact(inexact)),
            }
            if row.decimal("value").is_sign_negative() {
                notes.push(Note::Negative);
            }
            if !row.decimal("value").fract().is_zero() {
                notes.push(Note::Rounded);
            }
        }
        "money_range" => notes.push(Note::Range(
            dong(row.decimal("value")),
            dong(row.decimal("value_hi")),
        )),
        "unit_price" => notes.push(Note::Rate(None)),
        "product" if !row.get("input").contains('=') => {
            notes.push(Note::Rate(Some(dong(row.decimal("value")))));
        }
        "multi" => notes.push(Note::Several(2)),
        "ambiguous" => {
            let figure = row.get("input").split(' ').next().unwrap().to_owned();
            let decimal = figure.replace(',', ".");
            notes.push(Note::TwoWays(decimal, figure.replace(',', "")));
        }
        "invalid" => notes.push(Note::Unread(match row.get("flag") {
            "error:bad-grouping" => Unread::BadGrouping,
            "error:letter-in-number" => Unread::LetterInNumber,
            other => panic!("unknown flag {other}"),
        })),
        "missing" | "mark" => notes.push(Note::Unread(Unread::SaidUnknown)),
        "error_cell" => notes.push(Note::CellError),
        _ => {}
    }
    notes
}

fn check_quantity(row: &Row) {
    let (id, text) = (row.get("id"), row.get("input"));
    let whole = row.get("context") == "cột số lượng nguyên";
    let reading = parse_quantity(text, whole, NumberStyle::Unsettled);
    let shown = show_quantity(&reading);
    if let Some(decided) = by_the_schema(id) {
        assert_eq!(shown, decided, "{id} {text:?}");
        return;
    }
    let value = row.decimal("value");
    let mut expected = format!("{value}|{}", row.get("unit"));
    if value.is_sign_negative() {
        expected.push_str("|Negative");
    }
    match qualifier(row.get("qualifier")) {
        Qualifier::Exact => {}
        inexact => expected.push_str(&format!("|Inexact({inexact:?})")),
    }
    if row.get("kind") == "multi" || row.get("flag") == "warn:several-amounts" {
        expected.push_str("|Several(2)");
    }
    assert_eq!(shown, expected, "{id} {text:?}");
}

fn check_caption(row: &Row) {
    let (id, text) = (row.get("id"), row.get("input"));
    let factor: i64 = row.get("value").parse().unwrap();
    let expected = match row.get("unit") {
        "VND" => CaptionScale::Money {
            dong: factor,
            unusual: row.get("flag") == "warn:unusual-multiplier",
        },
        "USD" => CaptionScale::Foreign {
            currency: "USD",
            factor,
        },
        measure => CaptionScale::Measure(measure.to_owned()),
    };
    assert_eq!(parse_caption(text), Some(expected), "{id} {text:?}");
}

#[test]
fn every_date_of_the_table_is_read() {
    let rows = rows(DATES);
    assert_eq!(rows.len(), 148);
    for row in &rows {
        let (id, text) = (row.get("id"), row.get("input"));
        if row.get("kind") == "ditto" {
            assert!(is_ditto(text), "{id}");
            continue;
        }
        let shown = show_date(&parse_date(text));
        let expected = by_the_schema(id).map_or_else(|| expected_date(row), str::to_owned);
        assert_eq!(shown, expected, "{id} {text:?}");
    }
}

fn show_date(reading: &DateReading) -> String {
    let interval = reading.interval.map_or("-".to_owned(), |interval| {
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        format!(
            "{}..{} {}",
            day(interval.start),
            day(interval.end),
            interval.precision.name()
        )
    });
    let notes = reading.notes.iter().map(|note| format!(" {note:?}"));
    interval + &notes.collect::<String>()
}

fn expected_date(row: &Row) -> String {
    let flag = row.get("flag");
    let precision = match (row.get("kind"), row.get("precision")) {
        ("day" | "document_ref", _) => Precision::Day,
        ("month", _) => Precision::Month,
        ("quarter", _) => Precision::Quarter,
        ("year", _) | ("part_year", "year") => Precision::Year,
        ("part_year", "half") => Precision::Half,
        ("part_year" | "range" | "period" | "list" | "school_year", _)
        | ("until" | "before" | "since", _) => Precision::Range,
        ("nil" | "empty", _) => return "-".to_owned(),
        ("frequency", _) => return "- Unread(NotADate)".to_owned(),
        // A frequency says so, a ratio and a letter's number are simply no dates.
        ("not_date", _) if row.get("input").contains("lần") => {
            return "- Unread(NotADate)".to_owned();
        }
        ("not_date", _) => return "- Unread(NotUnderstood)".to_owned(),
        ("incomplete" | "invalid" | "ambiguous", _) => {
            let last = if row.get("input").contains("/12/") {
                31
            } else {
                30
            };
            let unread = match flag {
                "error:no-year" => Unread::NoYear,
                "error:blank-day" => Unread::BlankDay,
                "error:lunar" => Unread::Lunar,
                "error:bad-year" => Unread::BadYear,
                "error:reversed" => Unread::Reversed,
                "error:no-such-month" | "error:no-such-quarter" => Unread::NoSuchMonth,
                "error:no-such-day" if row.get("id") == "D034" => {
                    Unread::NoSuchDay { month: 2, last: 28 }
                }
                "error:no-such-day" => Unread::NoSuchDay {
                    month: if last == 31 { 12 } else { 4 },
                    last,
                },
                other => panic!("unknown flag {other}"),
            };
            return format!("- Unread({unread:?})");
        }
        (other, _) => panic!("unknown kind {other}"),
    };
    let vague = if flag == "warn:vague" { " Vague" } else { "" };
    format!(
        "{}..{} {}{vague}",
        row.get("start"),
        row.get("end"),
        precision.name()
    )
}

#[test]
fn each_row_decided_by_the_schema_exists() {
    let known: Vec<String> = rows(AMOUNTS)
        .iter()
        .chain(&rows(DATES))
        .map(|row| row.get("id").to_owned())
        .collect();
    for (id, _, why) in BY_THE_SCHEMA {
        assert!(known.iter().any(|known| known == id), "{id}");
        assert!(!why.is_empty());
    }
}
