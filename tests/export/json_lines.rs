//! The tables as JSON Lines: the values of the CSV, with their types.

use std::fs;

use crate::support::inbox::{Inbox, form};
use serde_json::Value;

const QUANTITIES: &str = "SỞ XÂY DỰNG TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Khối lượng,ĐVT,Thời gian thực hiện,Kinh phí hỗ trợ,Căn cứ\n1,\"Mở \"\"chợ\"\" A\\B\",Sở Xây dựng,\"2,5\",km,2019,5,QĐ 1\n2,\"Sửa\nđường\",@Sở,3,km,tháng 6/2020,khoảng 7,\n";

fn round() -> Inbox {
    let inbox = Inbox::new();
    let records = [
        ("Đào tạo", "2019", "120"),
        ("Xây trạm", "2020", "dự kiến 7"),
    ];
    inbox.put("r/so-yt.xlsx", form("SỞ Y TẾ TỈNH TRÀ VINH", "", &records));
    inbox.put("r/so-xd.csv", QUANTITIES);
    inbox
}

#[test]
fn the_values_are_those_of_the_csv_with_their_types() {
    let inbox = round();
    let ran = inbox.run(&["convert", "r", "-o", "-", "--format", "jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let csv = inbox
        .run(&["convert", "r", "-o", "-", "--format", "csv"])
        .out;
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let header = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.unwrap()).collect();
    assert_eq!(lines.len(), rows.len());
    for (line, row) in lines.iter().zip(&rows) {
        let line = line.as_object().unwrap();
        assert!(line.keys().map(String::as_str).eq(header.iter()));
        for ((id, value), text) in line.iter().zip(row) {
            let number = id.ends_with("_vnd") || ["quantity", "source_row"].contains(&id.as_str());
            match value {
                Value::Null => assert_eq!(text, "", "{id}"),
                Value::Number(figure) => {
                    assert_eq!((figure.to_string(), number), (text.to_owned(), true))
                }
                Value::String(words) => assert_eq!((words.as_str(), number), (text, false)),
                other => panic!("{id}: {other}"),
            }
        }
    }
    let first = &lines[0];
    assert_eq!(first["activity"], "Mở \"chợ\" A\\B");
    assert_eq!(first["quantity"].to_string(), "2.5");
    assert_eq!(first["amount_vnd"], 5_000_000);
    assert_eq!(first["extra"], "{\"Căn cứ\":\"QĐ 1\"}");
    assert_eq!(lines[1]["activity"], "Sửa\nđường");
    assert_eq!(lines[1]["end_date"], "2020-06-30");
    // A text is never changed here: nothing opens these lines in a spreadsheet.
    assert_eq!(lines[1]["provider"], "@Sở");
}

#[test]
fn the_name_and_the_format_suit_each_other() {
    let inbox = round();
    let read = |name: &str| fs::read_to_string(inbox.folder.path().join(name)).unwrap();
    let lines = inbox
        .run(&["convert", "r", "-o", "-", "--format", "jsonl"])
        .out;
    for (args, file) in [
        (&["-o", "a.jsonl"][..], "a.jsonl"),
        (&["-o", "a.ndjson"], "a.ndjson"),
        (&["-o", "b.jsonl", "--format", "jsonl"], "b.jsonl"),
        (
            &["-o", "bang", "--format", "jsonl"],
            "bang/support-activities.jsonl",
        ),
    ] {
        let ran = inbox.run(&[&["convert", "r"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(read(file), lines, "{file}");
    }
    for (args, told) in [
        (
            &["-o", "c.csv", "--format", "jsonl"][..],
            "does not suit --format jsonl; let it end in .jsonl",
        ),
        (
            &["-o", "c.jsonl", "--format", "csv"],
            "does not suit --format csv; let it end in .csv",
        ),
        (
            &["-o", "c.jsonl", "--bom"],
            "--bom is for CSV and not for JSON Lines",
        ),
        (
            &["-o", "-", "--format", "jsonl", "--safe"],
            "--safe is for CSV and not for JSON Lines",
        ),
        (
            &["-o", "-", "--format", "json"],
            "does not take “json”; it takes: csv, jsonl",
        ),
    ] {
        let ran = inbox.run_in("en", &[&["convert", "r"], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    assert!(!inbox.folder.path().join("c.csv").exists());
}

#[test]
fn what_was_written_is_no_submission() {
    let inbox = round();
    let before = inbox.run(&["check", "r", "--format", "json"]).out;
    inbox.run(&["convert", "r", "-o", "r/bang.jsonl"]);
    assert_eq!(inbox.run(&["check", "r", "--format", "json"]).out, before);
}
