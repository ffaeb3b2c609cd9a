//! Forms of ours for the sample round, filled in and read.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tonghop::finding::{Finding, Severity};
use tonghop::intake::Source;
use tonghop::project::{self, Project};
use tonghop::record::{Record, Table};
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Round, Setup};
use tonghop::rule;
use tonghop::template::{self, Template};
use tonghop::write::form::{self, Blank, Typed};

use super::fill::Form;

pub type Filled = BTreeMap<String, Typed>;

pub const PROJECT: &str = include_str!("../../sample-sheets/round-2020-06/tonghop.toml");
pub const UNITS: &[u8] = include_bytes!("../../sample-sheets/round-2020-06/units.csv");
pub const SECTORS: &[u8] = include_bytes!("../../sample-sheets/round-2020-06/sectors.csv");

pub fn project() -> Project {
    project::parse(PROJECT, Path::new("tonghop.toml"), &rule::codes()).unwrap()
}

pub fn setup_with(templates: Vec<Arc<Template>>) -> Setup {
    Setup {
        project: Some(project()),
        register: Some(Register::read(UNITS).unwrap()),
        sectors: Some(Sectors::read(SECTORS).unwrap()),
        templates,
        ..Setup::default()
    }
}

pub fn setup() -> Setup {
    setup_with(template::defaults())
}

/// The form of an office; of any when none is named.
pub fn form_of(setup: &Setup, unit: Option<&str>) -> Form {
    form_carrying(setup, unit, &[])
}

/// That form with records that were not finished last time.
pub fn form_carrying(setup: &Setup, unit: Option<&str>, records: &[Filled]) -> Form {
    let register = setup.register.as_ref().unwrap();
    let blank = Blank {
        template: &setup.templates[0],
        project: setup.project.as_ref(),
        register: Some(register),
        sectors: setup.sectors.as_ref(),
        lists: Some(&setup.lists),
        unit: unit.map(|code| register.by_code(code).unwrap()),
        carried: records.to_vec(),
        carried_from: (!records.is_empty()).then_some("2019-12"),
    };
    Form::new(form::workbook(&blank).unwrap())
}

pub fn read_as(name: &str, form: &Form, setup: Setup) -> (Round, Vec<Finding>) {
    let source = Source::in_memory(name, form.bytes.clone());
    let round = round::read(&[source], Vec::new(), false, setup);
    let findings = rule::check(&round);
    (round, findings)
}

pub fn read(form: &Form) -> (Round, Vec<Finding>) {
    read_as("bieu.xlsx", form, setup())
}

pub fn text(text: &str) -> Typed {
    Typed::Text(text.to_owned())
}

pub fn record(cells: &[(&str, Typed)]) -> Filled {
    cells
        .iter()
        .map(|(id, typed)| ((*id).to_owned(), typed.clone()))
        .collect()
}

/// Two records as an office fills them in.
pub fn two() -> Vec<Filled> {
    vec![
        record(&[
            ("seq", Typed::Number(1.0)),
            (
                "activity",
                text("Tổng kết lớp đào tạo bác sĩ chuyên khoa I"),
            ),
            ("sector", text("Y tế")),
            ("provider", text("Sở Y tế TP. Hồ Chí Minh")),
            ("quantity", Typed::Number(24.0)),
            ("quantity_unit", text("học viên")),
            ("time", text("từ tháng 6 đến tháng 8/2019")),
            ("amount_vnd", Typed::Number(1200.5)),
            ("budget_vnd", Typed::Number(1000.5)),
            ("mobilised_vnd", Typed::Number(200.0)),
            ("result", text("24 bác sĩ\nhoàn thành khóa học")),
        ]),
        record(&[
            ("activity", text("Xây nhà tình nghĩa")),
            ("provider", text("Quận 5, TP. Hồ Chí Minh")),
            ("time", text("2020")),
            ("amount_vnd", Typed::Number(800.0)),
            ("amount_qualifier", text("khoảng")),
        ]),
    ]
}

pub fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

pub fn above_info(findings: &[Finding]) -> Vec<String> {
    let above = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info);
    above
        .map(|finding| {
            format!(
                "{} {:?} {:?}",
                finding.code, finding.place.cells, finding.text
            )
        })
        .collect()
}

/// A record's cells of the table, by the ids of its columns.
pub fn row(table: &Table, record: &Record) -> BTreeMap<String, String> {
    use tonghop::record::written;
    let mut row = BTreeMap::new();
    for (spec, field) in table.template.fields.iter().zip(&record.fields) {
        let cells = written(spec.kind, spec.columns.len(), &field.value);
        for (column, cell) in spec.columns.iter().zip(cells) {
            row.insert(column.id.clone(), cell.plain());
        }
    }
    row
}

pub fn rows(round: &Round) -> Vec<BTreeMap<String, String>> {
    let records = round.records();
    records
        .map(|(_, table, record)| row(table, record))
        .collect()
}
