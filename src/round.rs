//! A round: the submissions of one period, read, with all that rules and writers need.
//!
//! Files are read in parallel, one task a file; the results stand in the order of their names, so that neither the
//! number of threads nor the order of arguments shows in anything that is written.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::book;
use crate::book::encoding::{self, Encoding};
use crate::book::grid::{Book, Grid, Visibility};
use crate::finding::FileFact;
use crate::fold;
use crate::intake::Source;
use crate::intake::limits::Limits;
use crate::layout::{self, CellRole, Hints, SheetLayout};
use crate::normalize::record::{Record, Table, TableScale};
use crate::normalize::{shown, table};
use crate::place::{CellRef, Place};
use crate::progress::Progress;
use crate::project::Project;
use crate::register::{Register, Sectors, UnitMatch};
use crate::template::Template;

/// What a round is read with.
#[derive(Debug, Default)]
pub struct Setup {
    /// The project file.
    pub project: Option<Project>,
    /// The register of offices.
    pub register: Option<Register>,
    /// The sectors.
    pub sectors: Option<Sectors>,
    /// The templates in use.
    pub templates: Vec<Arc<Template>>,
    /// The limits that reading is held to.
    pub limits: Limits,
    /// Whether VISCII and VPS are looked for too.
    pub rare_encodings: bool,
    /// Counts the files that are read.
    pub progress: Arc<Progress>,
    /// Whether the cells of every sheet are kept ([`Sheet::grid`]): for what shows or writes them again.
    pub keep_cells: bool,
}

/// The reporting office of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Office {
    /// On the register.
    Known {
        /// Its code.
        code: String,
        /// Its name as the register writes it.
        name: String,
    },
    /// Named by the sheet, and on no register.
    Unlisted {
        /// The name as the sheet writes it.
        name: String,
        /// Where it stands.
        place: Place,
        /// The nearest office of the register: code and name. `None` without a register, or when none is near.
        nearest: Option<(String, String)>,
    },
    /// Not told from anything; the offices it may be, when several fit.
    Unknown {
        /// Names of the offices that fit equally well.
        candidates: Vec<String>,
    },
}

impl Office {
    /// The code; empty when it is on no register.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Known { code, .. } => code,
            Self::Unlisted { .. } | Self::Unknown { .. } => "",
        }
    }

    /// The name, as the register or else the sheet writes it; empty when it is not known.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known { name, .. } | Self::Unlisted { name, .. } => name,
            Self::Unknown { .. } => "",
        }
    }
}

/// A sheet of a submission.
#[derive(Debug)]
pub struct Sheet {
    /// Its file and name.
    pub place: Place,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// The tables on it.
    pub tables: Vec<Table>,
    /// Cells that nothing explains, with their texts.
    pub unexplained: Vec<(CellRef, String)>,
    /// Hidden rows and columns that hold cells of records, 0-based.
    pub hidden_rows: Vec<u32>,
    /// See `hidden_rows`.
    pub hidden_cols: Vec<u32>,
    /// How many cells are filled.
    pub filled: usize,
    /// Its cells, decoded; `None` unless they are kept ([`Setup::keep_cells`]).
    pub grid: Option<Grid>,
}

/// A file that was sent.
#[derive(Debug)]
pub struct Submission {
    /// Its name as tables and findings give it.
    pub name: Arc<str>,
    /// Where its bytes are.
    pub source: Source,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// What is wrong or odd about it.
    pub facts: Vec<FileFact>,
    /// Whether its cells could be read.
    pub readable: bool,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// How many cells were decoded from each legacy encoding.
    pub encodings: BTreeMap<Encoding, usize>,
    /// Texts that are good Vietnamese in two encodings, by the index of their sheet.
    pub ambiguous: Vec<encoding::Ambiguous>,
    /// The reporting office.
    pub office: Office,
}

impl Submission {
    /// Its tables, in the order of the sheets.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.sheets.iter().flat_map(|sheet| &sheet.tables)
    }
}

/// A round, read.
#[derive(Debug)]
pub struct Round {
    /// What it was read with.
    pub setup: Setup,
    /// The submissions, by name.
    pub submissions: Vec<Submission>,
    /// Files among the submissions that are no spreadsheets (F007), by name.
    pub strangers: Vec<(Arc<str>, FileFact)>,
    /// Whether offices that sent nothing are to be named: an input is a folder, an archive or a list.
    pub complete: bool,
}

impl Round {
    /// All tables with their submissions.
    pub fn tables(&self) -> impl Iterator<Item = (&Submission, &Table)> {
        self.submissions
            .iter()
            .flat_map(|submission| submission.tables().map(move |table| (submission, table)))
    }

    /// All records with their submissions and tables.
    pub fn records(&self) -> impl Iterator<Item = (&Submission, &Table, &Record)> {
        self.tables().flat_map(|(submission, table)| {
            table
                .records
                .iter()
                .map(move |record| (submission, table, record))
        })
    }
}

/// Reads the submissions of a round.
#[must_use]
pub fn read(
    sources: &[Source],
    strangers: Vec<(Arc<str>, FileFact)>,
    complete: bool,
    setup: Setup,
) -> Round {
    setup.progress.begin(sources.len());
    let mut submissions: Vec<Submission> = sources
        .par_iter()
        .filter_map(|source| {
            let submission = read_submission(source, &setup);
            setup.progress.step(1);
            submission
        })
        .collect();
    submissions.sort_by(|a, b| a.name.cmp(&b.name));
    name_records(&mut submissions);
    Round {
        setup,
        submissions,
        strangers,
        complete,
    }
}

/// Reads one file; `None` when it is one of our own outputs.
fn read_submission(source: &Source, setup: &Setup) -> Option<Submission> {
    let mut opened = book::open(source, &setup.limits);
    let mut submission = Submission {
        name: source.name.clone(),
        source: source.clone(),
        sha256: hex(&opened.sha256, 32),
        facts: std::mem::take(&mut opened.outcome.facts),
        readable: opened.outcome.book.is_some(),
        sheets: Vec::new(),
        encodings: BTreeMap::new(),
        ambiguous: Vec::new(),
        office: Office::Unknown {
            candidates: Vec::new(),
        },
    };
    let Some(mut book) = opened.outcome.book else {
        submission.office = office(&[], &submission, setup);
        return Some(submission);
    };
    if book.our_output.is_some() {
        return None;
    }
    let decoded = decode(&mut book, setup);
    submission.encodings = decoded.counts();
    submission.ambiguous = decoded.ambiguous;
    let layouts = recognise(&book, setup);
    submission.sheets = sheets(&book, &layouts, &submission.name, setup);
    submission.office = office(&layouts, &submission, setup);
    if setup.keep_cells {
        for (sheet, grid) in submission.sheets.iter_mut().zip(book.sheets) {
            sheet.grid = Some(grid);
        }
    }
    Some(submission)
}

/// Decodes the text of legacy Vietnamese fonts, in place.
pub fn decode(book: &mut Book, setup: &Setup) -> encoding::Report {
    let options = encoding::Options {
        rare: setup.rare_encodings,
    };
    encoding::decode_grids(&mut book.sheets, Some(&book.fonts), &options)
}

/// The layouts of a book's sheets.
#[must_use]
pub fn recognise(book: &Book, setup: &Setup) -> Vec<SheetLayout> {
    let mut layouts: Vec<SheetLayout> = with_hints(setup, |hints| {
        book.sheets
            .iter()
            .map(|grid| layout::recognise(grid, hints))
            .collect()
    });
    layout::drop_summaries(&mut layouts);
    layouts
}

/// Does something with what the layout is told of a project.
pub fn with_hints<T>(setup: &Setup, work: impl FnOnce(&Hints<'_>) -> T) -> T {
    let is_sector = |text: &str| {
        setup
            .sectors
            .as_ref()
            .is_some_and(|sectors| sectors.find(text).is_some())
    };
    work(&Hints {
        templates: &setup.templates,
        is_sector: &is_sector,
    })
}

/// The sheets of a book, normalized.
fn sheets(book: &Book, layouts: &[SheetLayout], file: &Arc<str>, setup: &Setup) -> Vec<Sheet> {
    book.sheets
        .iter()
        .zip(layouts)
        .map(|(grid, layout)| sheet(grid, layout, file, setup))
        .collect()
}

/// One sheet, normalized.
#[must_use]
pub fn sheet(grid: &Grid, layout: &SheetLayout, file: &Arc<str>, setup: &Setup) -> Sheet {
    let name = Some(grid.name.clone()).filter(|name| !name.is_empty());
    let place = Place {
        file: Some(file.clone()),
        sheet: name,
        cells: None,
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut carried_scale = None;
    for (number, table_layout) in layout.tables.iter().enumerate() {
        let context = table::Context {
            place: place.clone(),
            number,
            sectors: setup.sectors.as_ref(),
            carried_scale,
        };
        let table = table::read(grid, table_layout, &context);
        if let TableScale::Stated { dong, .. } = table.scale {
            carried_scale = Some(dong);
        }
        tables.push(table);
    }
    let unexplained = grid
        .rows
        .iter()
        .zip(&layout.roles)
        .flat_map(|(row, roles)| {
            row.cells
                .iter()
                .zip(roles)
                .map(|(cell, role)| (row.row, cell, *role))
        })
        .filter(|(_, _, role)| *role == CellRole::Unexplained)
        .map(|(row, cell, _)| (CellRef::new(row, cell.col), shown::display(&cell.content)))
        .collect();
    let has_table = !tables.is_empty();
    let hidden = |all: &[u32], holds: &dyn Fn(u32) -> bool| -> Vec<u32> {
        if has_table {
            all.iter().copied().filter(|index| holds(*index)).collect()
        } else {
            Vec::new()
        }
    };
    Sheet {
        hidden_rows: hidden(&grid.hidden_rows, &|row| {
            grid.rows
                .binary_search_by_key(&row, |other| other.row)
                .is_ok()
        }),
        hidden_cols: hidden(&grid.hidden_cols, &|col| {
            grid.rows.iter().any(|row| row.cell(col).is_some())
        }),
        place,
        visibility: grid.visibility,
        tables,
        unexplained,
        filled: grid.filled(),
        grid: None,
    }
}

/// The reporting office: from the letterhead, a label such as `Đơn vị báo cáo:`, else the file's name.
fn office(layouts: &[SheetLayout], submission: &Submission, setup: &Setup) -> Office {
    let lines: Vec<(&layout::OfficeLine, &Place)> = layouts
        .iter()
        .zip(&submission.sheets)
        .flat_map(|(layout, sheet)| {
            let frames = layout.tables.iter().map(|table| &table.frame);
            frames
                .flat_map(|frame| &frame.offices)
                .map(move |line| (line, &sheet.place))
        })
        .collect();
    let unlisted = |nearest: &dyn Fn(&str) -> Option<(String, String)>| {
        let own = lines
            .iter()
            .find(|(line, _)| line.labelled || !is_superior(&line.name))
            .or(lines.first())?;
        Some(Office::Unlisted {
            name: own.0.name.clone(),
            place: own.1.at(own.0.cell),
            nearest: nearest(&own.0.name),
        })
    };
    let Some(register) = &setup.register else {
        return unlisted(&|_| None).unwrap_or(Office::Unknown {
            candidates: Vec::new(),
        });
    };
    let known = |unit: &crate::register::Unit| Office::Known {
        code: unit.code.clone(),
        name: unit.name.clone(),
    };
    let mut several: Vec<&crate::register::Unit> = Vec::new();
    for (line, _) in &lines {
        match register.find(&line.name) {
            UnitMatch::One(unit, _) => return known(unit),
            UnitMatch::Several(units) if several.is_empty() => several = units,
            UnitMatch::Several(_) | UnitMatch::None => {}
        }
    }
    match register.find_in(file_stem(&submission.name)) {
        UnitMatch::One(unit, _)
            if several.is_empty() || several.iter().any(|other| other.code == unit.code) =>
        {
            return known(unit);
        }
        UnitMatch::Several(units) if several.is_empty() => several = units,
        _ => {}
    }
    if !several.is_empty() {
        return Office::Unknown {
            candidates: several.iter().map(|unit| unit.name.clone()).collect(),
        };
    }
    let nearest = |name: &str| {
        register
            .nearest(name)
            .map(|(unit, _)| (unit.code.clone(), unit.name.clone()))
    };
    unlisted(&nearest).unwrap_or(Office::Unknown {
        candidates: Vec::new(),
    })
}

/// Whether a line names the province itself, the superior of every office.
fn is_superior(name: &str) -> bool {
    layout::words::words().superior.begin(&fold::fold(name))
}

fn file_stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Gives every record its id: the first 128 bits of SHA-256 over template, SHA-256 of the file, sheet, table on the
/// sheet, row, and occurrence (the same file sent twice gives the same rows twice).
fn name_records(submissions: &mut [Submission]) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for submission in submissions {
        let occurrence = seen.entry(submission.sha256.clone()).or_insert(0);
        for sheet in &mut submission.sheets {
            let name = sheet.place.sheet.clone().unwrap_or_default();
            for table in &mut sheet.tables {
                for record in &mut table.records {
                    let key = format!(
                        "{}\n{}\n{name}\n{}\n{}\n{occurrence}",
                        table.template.id, submission.sha256, table.number, record.row
                    );
                    record.id = hex(&Sha256::digest(key.as_bytes()), 16);
                }
            }
        }
        *occurrence += 1;
    }
}

/// The first bytes in hex.
#[must_use]
pub fn hex(bytes: &[u8], count: usize) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    // No more room than needed: every record keeps one.
    let mut text = String::with_capacity(count * 2);
    for byte in bytes.iter().take(count) {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

impl Round {
    /// The offices on the register, valid at the end of the reporting period, that no submission is from.
    #[must_use]
    pub fn missing_offices(&self) -> Vec<&crate::register::Unit> {
        let (Some(register), true) = (&self.setup.register, self.complete) else {
            return Vec::new();
        };
        let sent: std::collections::HashSet<&str> = self
            .submissions
            .iter()
            .map(|submission| submission.office.code())
            .collect();
        let end = self
            .setup
            .project
            .as_ref()
            .and_then(|project| project.period.end);
        register
            .units()
            .iter()
            .filter(|unit| {
                let began = unit
                    .valid_from
                    .is_none_or(|from| end.is_none_or(|end| from <= end));
                let lasted = unit
                    .valid_to
                    .is_none_or(|to| end.is_none_or(|end| to >= end));
                began && lasted && !sent.contains(unit.code.as_str())
            })
            .collect()
    }
}
