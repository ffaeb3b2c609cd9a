//! Small sheets written as text, and what becomes of their rows.

use std::sync::Arc;

use super::grid::grid;
use tonghop::layout::{self, CellRole, Hints};
use tonghop::place::Place;
use tonghop::record::Table;
use tonghop::record::table::{self, Context};
use tonghop::template::{Role, Template, defaults};
use tonghop::value::Value;

/// A sheet as read.
pub struct Read {
    /// A letter a row: the role of its first filled cell.
    pub roles: String,
    /// What was read of its tables.
    pub tables: Vec<Table>,
}

/// Reads a sheet written as text.
pub fn read(sheet: &str) -> Read {
    let grid = grid(sheet);
    let templates: Vec<_> = defaults()
        .into_iter()
        .filter(|template| template.id == "support-activities")
        .collect();
    let is_sector = |_: &Template, text: &str| {
        let text = text.to_lowercase();
        let text = text.strip_prefix("lĩnh vực ").unwrap_or(&text);
        matches!(text, "y tế" | "giáo dục" | "nông nghiệp")
    };
    let layout = layout::recognise(
        &grid,
        &Hints {
            templates: &templates,
            is_sector: &is_sector,
            cover: None,
        },
    );
    let tables = layout
        .tables
        .iter()
        .enumerate()
        .map(|(number, one)| {
            table::read(
                &grid,
                one,
                &Context {
                    place: Place {
                        file: Some(Arc::from("a.xlsx")),
                        ..Place::default()
                    },
                    number,
                    sectors: None,
                    lists: None,
                },
            )
        })
        .collect();
    Read {
        roles: layout.roles.iter().map(|row| letter(row)).collect(),
        tables,
    }
}

fn letter(roles: &[CellRole]) -> char {
    let unexplained = roles.contains(&CellRole::Unexplained);
    match roles.first() {
        _ if unexplained => '?',
        Some(CellRole::Letterhead) => 'L',
        Some(CellRole::Title) => 'T',
        Some(CellRole::Caption) => 'C',
        Some(CellRole::Header) => 'H',
        Some(CellRole::Number) => '#',
        Some(CellRole::Section) => 'S',
        Some(CellRole::Subtotal) => 's',
        Some(CellRole::Total) => 't',
        Some(CellRole::Record) => 'r',
        Some(CellRole::Note) => 'n',
        Some(CellRole::Signature) => 'z',
        Some(CellRole::Skipped) => '.',
        _ => '?',
    }
}

impl Read {
    /// The records: row, section, activity, millions of đồng.
    pub fn records(&self) -> Vec<String> {
        let of = |table: &Table, role| table.role(role);
        self.tables
            .iter()
            .flat_map(|table| table.records.iter().map(move |record| (table, record)))
            .map(|(table, record)| {
                let field = |role| of(table, role).and_then(|index| record.fields.get(index));
                let name = match field(Role::Name).map(|field| &field.value) {
                    Some(Value::Text(text)) => text.as_str().replace('\n', "/"),
                    _ => String::new(),
                };
                let dong = field(Role::Total).and_then(|field| field.dong());
                let dong = dong.map_or("-".to_owned(), |dong| (dong.0 / 1_000_000).to_string());
                let section = table.section_path(record);
                format!("{} [{section}] {name} = {dong}", record.row + 1)
            })
            .collect()
    }

    /// The rows that add up, and what they add up.
    pub fn totals(&self) -> Vec<String> {
        self.tables
            .iter()
            .flat_map(|table| table.totals.iter().map(move |total| (table, total)))
            .map(|(table, total)| {
                let scope = match total.scope {
                    layout::Scope::All => "all".to_owned(),
                    layout::Scope::Section(index) => table
                        .sections
                        .get(index)
                        .map_or(String::new(), |section| section.path.clone()),
                    layout::Scope::SinceLast => "run".to_owned(),
                    layout::Scope::Page => "page".to_owned(),
                    layout::Scope::Carried | layout::Scope::Other => "other".to_owned(),
                };
                format!("{} {scope}", total.row + 1)
            })
            .collect()
    }
}

/// Checks all three of a sheet.
pub fn check(sheet: &str, roles: &str, records: &[&str], totals: &[&str]) {
    let read = read(sheet);
    assert_eq!(read.roles, roles);
    assert_eq!(read.records(), records);
    assert_eq!(read.totals(), totals);
}
