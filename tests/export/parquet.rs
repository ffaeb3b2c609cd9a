//! The tables of a package as Parquet: the same rows as in CSV, with types; in folders of programme and period.

#![cfg(feature = "parquet")]
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::support::folder::all_files;
use crate::support::inbox::Inbox;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use jiff::ToSpan as _;
use jiff::civil::date;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

const FORM: &str = "SỞ Y TẾ TỈNH TRÀ VINH\nĐơn vị tính: triệu đồng\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Khối lượng,ĐVT,Thời gian thực hiện,Kinh phí hỗ trợ,Mã số riêng\n\
1,\"Đào tạo, bồi dưỡng\",Sở Y tế,\"2,5\",lớp,2019,120,A1\n\
2,\"Xây\ntrạm\",Sở Y tế,,,quý II/2018,khoảng 1.5 tỷ đồng,\n\
3,Mua thuốc (đã hủy),Sở Y tế,3,xe,,30,\n\
4,Cấp đất,Sở Xây dựng,\"0,12345678901\",ha,2017,dự kiến 700,\n";

fn put_round(inbox: &Inbox, folder: &str, period: &str, form: &str) {
    let project = format!(
        "[programme]\nid = \"tra-vinh-hcm\"\n[period]\nid = \"{period}\"\nend = 2020-06-30\n[lists]\nunits = \"units.csv\"\n"
    );
    inbox.put(&format!("{folder}/tonghop.toml"), project);
    let units = "code,name\nso-yt,Sở Y tế tỉnh Trà Vinh\n";
    inbox.put(&format!("{folder}/units.csv"), units);
    inbox.put(&format!("{folder}/so-yt.csv"), form);
}

fn round() -> Inbox {
    let inbox = Inbox::new();
    put_round(&inbox, "r", "2020-06", FORM);
    inbox
}

fn at(inbox: &Inbox, path: &str) -> PathBuf {
    inbox.folder.path().join(path)
}

fn open(path: &Path) -> ParquetRecordBatchReaderBuilder<File> {
    ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap()
}

fn batches(path: &Path) -> Vec<RecordBatch> {
    let reader = open(path).build().unwrap();
    reader.map(Result::unwrap).collect()
}

/// A value as CSV has it.
fn plain(column: &ArrayRef, row: usize) -> String {
    if column.is_null(row) {
        return String::new();
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Dictionary(..) => {
            let words = column.as_dictionary::<Int32Type>();
            let key = usize::try_from(words.keys().value(row)).unwrap();
            words.values().as_string::<i32>().value(key).to_owned()
        }
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            (date(1970, 1, 1) + i64::from(days).days()).to_string()
        }
        DataType::Decimal128(_, 0) => column.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Decimal128(..) => {
            let text = column.as_primitive::<Decimal128Type>().value_as_string(row);
            let text = text.trim_end_matches('0').trim_end_matches('.');
            text.to_owned()
        }
        other => panic!("{other}"),
    }
}

/// The rows of a table in Parquet as CSV has them, below its header.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let names = open(path).schema().clone();
    rows.push(
        names
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect(),
    );
    for batch in batches(path) {
        for row in 0..batch.num_rows() {
            rows.push(
                batch
                    .columns()
                    .iter()
                    .map(|column| plain(column, row))
                    .collect(),
            );
        }
    }
    rows
}

/// The tables of a folder that are written in Parquet, by name.
fn tables(folder: &Path) -> BTreeMap<String, String> {
    let files = all_files(folder).into_keys();
    let files = files.filter_map(|path| {
        let stem = Path::new(&path).file_stem()?.to_str()?.to_owned();
        path.ends_with(".parquet").then_some((stem, path))
    });
    files.collect()
}

#[test]
fn the_tables_are_those_of_the_csv() {
    let inbox = round();
    let ran = inbox.run_in("en", &["export", "r", "-o", "goi", "--parquet"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let home = at(&inbox, "goi");
    let tables = tables(&home);
    assert_eq!(tables.len(), 8);
    for (name, path) in &tables {
        let folders = "programme=tra-vinh-hcm/period=2020-06";
        assert_eq!(*path, format!("{folders}/{name}/{name}.parquet"));
        let mut csv = csv::ReaderBuilder::new();
        let csv = csv
            .has_headers(false)
            .from_path(home.join(format!("{name}.csv")));
        let csv = csv.unwrap().into_records().map(Result::unwrap);
        let mut csv: Vec<Vec<String>> = csv
            .map(|row| row.iter().map(str::to_owned).collect())
            .collect();
        if name == "support-activities" {
            // The one number that has too many places, which is told.
            let at = csv[0]
                .iter()
                .position(|column| column == "quantity")
                .unwrap();
            assert_eq!(csv[4][at], "0.12345678901");
            csv[4][at] = "0.123456789".to_owned();
        }
        if name == "findings" {
            // CSV may be opened in a spreadsheet, Parquet not.
            for cell in csv.iter_mut().flatten() {
                if let Some(bare) = cell.strip_prefix('\'') {
                    *cell = bare.to_owned();
                }
            }
        }
        assert_eq!(rows(&home.join(path)), csv, "{name}");
    }
    let told = "support-activities.parquet: 1 number with more than 9 decimal places rounded in this file; the CSV keeps all of them: row 5, column quantity.";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn columns_have_types_and_names() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi", "--parquet"]);
    let home = at(&inbox, "goi");
    let path = |name: &str| home.join(&tables(&home)[name]);
    let batch = &batches(&path("support-activities"))[0];
    let schema = batch.schema();
    let kind = |name: &str| {
        schema
            .field_with_name(name)
            .unwrap()
            .data_type()
            .to_string()
    };
    for (name, expected) in [
        ("record_id", "Utf8"),
        ("programme", "Dictionary(Int32, Utf8)"),
        ("period", "Dictionary(Int32, Utf8)"),
        ("unit_code", "Dictionary(Int32, Utf8)"),
        ("sector_code", "Dictionary(Int32, Utf8)"),
        ("activity", "Utf8"),
        ("quantity", "Decimal128(38, 9)"),
        ("quantity_unit", "Dictionary(Int32, Utf8)"),
        ("start_date", "Date32"),
        ("amount_vnd", "Decimal128(19, 0)"),
        ("amount_qualifier", "Dictionary(Int32, Utf8)"),
        ("extra", "Utf8"),
        ("source_row", "Int64"),
    ] {
        assert_eq!(kind(name), expected, "{name}");
    }
    let amount = schema.field_with_name("amount_vnd").unwrap().metadata();
    assert_eq!(amount.get("title").unwrap(), "Kinh phí hỗ trợ (đồng)");
    assert_eq!(amount.get("title_en").unwrap(), "Amount (VND)");
    assert_eq!(amount.get("unit").unwrap(), "VND");
    assert_eq!(amount.get("qualifiedBy").unwrap(), "amount_qualifier");
    let sums = batches(&path("sums"))[0].schema();
    let sum = sums.field_with_name("sum_vnd").unwrap();
    assert_eq!(sum.data_type().to_string(), "Decimal128(38, 0)");
    let file = open(&path("support-activities"));
    let packed = file.metadata().row_group(0).column(0).compression();
    assert!(packed.to_string().starts_with("ZSTD"), "{packed}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "goi", "--parquet"]);
    let first = all_files(&at(&inbox, "goi"));
    inbox.run(&["export", "r", "-o", "goi", "--parquet", "--threads", "1"]);
    inbox.run(&["export", "r", "-o", "sub/khac", "--parquet"]);
    for folder in ["goi", "sub/khac"] {
        assert_eq!(all_files(&at(&inbox, folder)), first);
    }
    // Parquet is for programs, whatever the CSV is for.
    inbox.run(&["export", "r", "-o", "excel", "--parquet", "--excel"]);
    let excel = all_files(&at(&inbox, "excel"));
    for path in tables(&at(&inbox, "goi")).values() {
        assert_eq!(excel[path], first[path], "{path}");
    }
}

#[test]
fn what_a_package_no_longer_has_goes() {
    let inbox = round();
    inbox.run(&["export", "r", "-o", "plain"]);
    inbox.run(&["export", "r", "-o", "goi", "--parquet"]);
    put_round(&inbox, "r", "đợt 2", FORM);
    let ran = inbox.run(&["export", "r", "-o", "goi", "--parquet"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let names: Vec<String> = tables(&at(&inbox, "goi")).into_values().collect();
    let folder = "programme=tra-vinh-hcm/period=%C4%91%E1%BB%A3t%202/";
    assert!(
        names.iter().all(|name| name.starts_with(folder)),
        "{names:?}"
    );
    assert_eq!(names.len(), 8);
    put_round(&inbox, "r", "2020-06", FORM);
    let ran = inbox.run(&["export", "r", "-o", "goi"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        all_files(&at(&inbox, "goi")),
        all_files(&at(&inbox, "plain"))
    );
    let folders = fs::read_dir(at(&inbox, "goi")).unwrap();
    assert!(
        folders
            .map(Result::unwrap)
            .all(|entry| entry.path().is_file())
    );
}

#[test]
fn a_changed_table_is_told_and_none_is_a_submission() {
    let inbox = round();
    let before = inbox.run(&["check", "r", "--format", "json"]).out;
    inbox.run(&["export", "r", "-o", "r/goi", "--parquet"]);
    assert_eq!(inbox.run(&["check", "r", "--format", "json"]).out, before);
    let ran = inbox.run_in("en", &["export", "--check", "r/goi"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let path = "r/goi/programme=tra-vinh-hcm/period=2020-06/units/units.parquet";
    inbox.put(path, "x");
    let ran = inbox.run_in("en", &["export", "--check", "r/goi"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("units.parquet"), "{}", ran.out);
    let ran = inbox.run_in("en", &["export", "r", "-o", "r/goi", "--parquet"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("was changed since"), "{}", ran.err);
}

#[test]
fn a_history_names_programme_and_period_once_each() {
    let inbox = round();
    put_round(&inbox, "r2", "2020-12", &FORM.replace("120", "130"));
    put_round(&inbox, "r3", "2021-06", FORM);
    for round in ["r", "r2"] {
        let ran = inbox.run(&["export", round, "--append", "cac-ky", "--parquet"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let home = at(&inbox, "cac-ky");
    let found = all_files(&home).into_keys();
    let found: Vec<String> = found.filter(|path| path.ends_with(".parquet")).collect();
    assert_eq!(found.len(), 16);
    for (path, period) in found
        .iter()
        .zip(["2020-06"; 8].into_iter().chain(["2020-12"; 8]))
    {
        let start = format!("period={period}/programme=tra-vinh-hcm/");
        assert!(path.starts_with(&start), "{path}");
    }
    let ran = inbox.run_in("en", &["export", "--check", "cac-ky"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    // In a package of its own the folders are others.
    inbox.run(&["export", "r", "-o", "goi", "--parquet"]);
    let before = all_files(&at(&inbox, "goi"));
    let ran = inbox.run_in("en", &["export", "r3", "--append", "goi", "--parquet"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("export that period again, with --append"),
        "{}",
        ran.err
    );
    assert_eq!(all_files(&at(&inbox, "goi")), before);
}

#[test]
fn a_round_without_a_project_has_no_period() {
    let inbox = Inbox::new();
    inbox.put("so-yt.csv", FORM);
    let ran = inbox.run(&["export", "so-yt.csv", "-o", "goi", "--parquet"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let missing = "__HIVE_DEFAULT_PARTITION__";
    let folder = format!("programme={missing}/period={missing}/");
    let names = tables(&at(&inbox, "goi"));
    assert!(names.values().all(|path| path.starts_with(&folder)));
    let rows = rows(&at(&inbox, "goi").join(&names["support-activities"]));
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[1][1..3], ["", ""]);
}
