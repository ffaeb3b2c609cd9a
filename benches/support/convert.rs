//! What `tonghop convert` does, from the project file to the bytes of the tables, step by step.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use tonghop::finding::Finding;
use tonghop::intake::limits::Limits;
use tonghop::register::{Register, Sectors};
use tonghop::round::{self, Round, Setup};
use tonghop::rule::Standing;
use tonghop::write::table::{self, Dialect};
use tonghop::{intake, project, rule, template};

/// The round, read and checked, with or without keeping its cells.
pub fn checked(inbox: &Path, keep_cells: bool) -> (Round, Vec<Finding>) {
    let project = project::read(&inbox.join(project::FILE_NAME), &rule::codes()).unwrap();
    let units = fs::read(inbox.join("units.csv")).unwrap();
    let sectors = fs::read(inbox.join("sectors.csv")).unwrap();
    let lists = ["tonghop.toml", "units.csv", "sectors.csv"].map(|name| inbox.join(name));
    let lists: HashSet<PathBuf> = lists
        .iter()
        .map(|path| fs::canonicalize(path).unwrap())
        .collect();
    let setup = Setup {
        project: Some(project),
        register: Some(Register::read(&units).unwrap()),
        sectors: Some(Sectors::read(&sectors).unwrap()),
        templates: template::defaults(),
        keep_cells,
        ..Setup::default()
    };
    let intake = intake::gather(&[inbox.to_owned()], None, &lists, &Limits::default()).unwrap();
    let round = round::read(&intake.sources, Vec::new(), true, setup);
    let findings = rule::check(&round);
    (round, findings)
}

/// The bytes of its tables.
pub fn tables(round: &Round, findings: &[Finding]) -> Vec<u8> {
    let standing = Standing::of(round, findings);
    let mut bytes = Vec::new();
    for template in &round.setup.templates {
        table::write(round, template, &standing, Dialect::default(), &mut bytes).unwrap();
    }
    bytes
}
