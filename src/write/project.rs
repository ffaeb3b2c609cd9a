//! The files of a new project: `tonghop.toml` with its comments, the list of offices, the usual sectors.

use std::io;

use jiff::civil::Date;

use crate::csv_error::io_error;
use crate::lang::Lang;
use crate::project;
use crate::register::Unit;
use crate::write::line_ends;

/// The list of offices of a new project.
pub const UNITS: &str = "units.csv";

/// Its list of sectors.
pub const SECTORS: &str = "sectors.csv";

/// A new project.
#[derive(Debug, Clone)]
pub struct Starter<'a> {
    /// The programme's id.
    pub programme_id: &'a str,
    /// The programme's name.
    pub programme_name: &'a str,
    /// The period's id.
    pub period_id: &'a str,
    /// The first day of the period.
    pub start: Option<Date>,
    /// Its last day.
    pub end: Date,
    /// The last day on which a submission is in time.
    pub deadline: Option<Date>,
    /// The offices.
    pub units: &'a [Unit],
}

impl Starter<'_> {
    /// The files with their names, the comments in a language.
    ///
    /// # Errors
    /// When a list cannot be written, which a list in memory can.
    pub fn files(&self, lang: Lang) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let sectors = include_bytes!("../data/registers/sectors.csv");
        Ok(vec![
            (
                project::FILE_NAME,
                line_ends::here(&self.toml(lang)).into_bytes(),
            ),
            (UNITS, self.units()?),
            (SECTORS, sectors.to_vec()),
        ])
    }

    /// The project file. A key without a value stays a comment, with an example.
    fn toml(&self, lang: Lang) -> String {
        let text = |text: &str| Some(toml::Value::String(text.to_owned()).to_string());
        let day = |day: Date| day.to_string();
        let (examples, values) = (
            [("period_start", "2020-01-01"), ("deadline", "2020-09-04")],
            [
                ("programme_id", text(self.programme_id)),
                ("programme_name", text(self.programme_name)),
                ("period_id", text(self.period_id)),
                ("period_start", self.start.map(day)),
                ("period_end", Some(day(self.end))),
                ("deadline", self.deadline.map(day)),
            ],
        );
        let form = lang.pick(
            include_str!("../data/project/tonghop.vi.toml"),
            include_str!("../data/project/tonghop.en.toml"),
        );
        let mut written = String::new();
        for line in form.lines() {
            let filled = values.iter().find_map(|(key, value)| {
                let place = format!("{{{key}}}");
                if !line.contains(&place) {
                    return None;
                }
                let example = examples.iter().find(|(of, _)| of == key);
                let example = example.map_or("", |(_, example)| example);
                Some(match value {
                    Some(value) => line.replace(&place, value),
                    None => format!("# {}", line.replace(&place, example)),
                })
            });
            written.push_str(filled.as_deref().unwrap_or(line));
            written.push('\n');
        }
        written
    }

    /// The list of offices.
    fn units(&self) -> io::Result<Vec<u8>> {
        let mut table = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        let header = [
            "code",
            "name",
            "aliases",
            "kind",
            "valid_from",
            "valid_to",
            "successor",
            "deadline",
            "email",
        ];
        table.write_record(header).map_err(io_error)?;
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        for unit in self.units {
            let row = [
                unit.code.clone(),
                unit.name.clone(),
                unit.aliases.join("|"),
                unit.kind.clone(),
                day(unit.valid_from),
                day(unit.valid_to),
                unit.successor.clone(),
                day(unit.deadline),
                unit.email.clone(),
            ];
            table.write_record(row).map_err(io_error)?;
        }
        table.into_inner().map_err(|error| error.into_error())
    }
}
