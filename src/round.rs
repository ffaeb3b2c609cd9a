//! A round: the submissions of one period, read, with all that rules and writers need.
//!
//! Files are read in parallel, one task a file; the results stand in the order of their names, so that neither the
//! number of threads nor the order of arguments shows in anything that is written.

mod alike;
pub mod changes;
mod counted;
mod decided;
mod ledger;
pub mod likeness;
mod of_project;
mod office;
mod record_in;
pub mod repeats;
mod sent;
pub mod states;
pub mod sums;
mod unread;
mod versions;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use ledger::{Ledger, Turn};
use sha2::{Digest, Sha256};

use crate::book;
use crate::book::encoding::{self, Encoding};
use crate::book::grid::{Book, Grid, Repeated, Visibility};
use crate::book::ours::{self, ReturnedFrom};
use crate::book::stamp::{Stamp, is_stamp_sheet};
use crate::intake::Source;
use crate::intake::fact::FileFact;
use crate::intake::limits::Limits;
use crate::layout::{self, CellRole, GoesOn, Hints, SheetLayout};
use crate::place::{CellRef, Place};
use crate::progress::Progress;
use crate::project::Project;
use crate::project::decisions::Decisions;
use crate::record::table;
use crate::record::{Record, Table};
use crate::register::{Entry, Lists, Register, Sectors};
use crate::side_by_side;
use crate::template::Template;
use crate::value::shown;

pub use alike::{AlikeRecords, Between};
pub use changes::Changes;
pub use decided::{Stale, named};
pub use of_project::Read;
pub use office::{Office, OfficeMismatch, OutOfTime, When};
pub use record_in::RecordIn;
pub use repeats::{Part, RecordAt, Repeat, RepeatWhy};
pub use sent::Sent;
pub use unread::{Unread, UnreadWhy};
pub use versions::{Lost, SetAside, SetAsideWhy};

/// What a round is read with.
#[derive(Debug, Default)]
pub struct Setup {
    /// The project file.
    pub project: Option<Project>,
    /// The register of offices.
    pub register: Option<Register>,
    /// The sectors.
    pub sectors: Option<Sectors>,
    /// The further lists that templates' codes come from.
    pub lists: Lists,
    /// The templates in use.
    pub templates: Vec<Arc<Template>>,
    /// What was decided about the round.
    pub decisions: Decisions,
    /// The round of the period before, read.
    pub previous: Option<Box<Round>>,
    /// The day whose offices the round is of, where it is not the end of the period.
    pub as_of: Option<Date>,
    /// The limits that reading is held to.
    pub limits: Limits,
    /// Whether VISCII and VPS are looked for too.
    pub rare_encodings: bool,
    /// Counts the files that are read.
    pub progress: Arc<Progress>,
    /// Whether the cells of every sheet are kept ([`Sheet::grid`]): for what shows or writes them again.
    pub keep_cells: bool,
}

impl Setup {
    /// The day of the round, whose offices it is of: the one asked for, else the end of the period.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        let project = self.project.as_ref();
        self.as_of
            .or_else(|| project.and_then(|project| project.period.end))
    }
}

impl Setup {
    /// The forms that reports are asked for in: those that the project names, else the first of the built-in ones; the
    /// others are read where somebody sends them.
    #[must_use]
    pub fn asked(&self) -> &[Arc<Template>] {
        let project = self.project.as_ref();
        let all = self.templates.as_slice();
        match project.is_some_and(|project| !project.templates.is_empty()) {
            true => all,
            false => all.get(..1).unwrap_or(all),
        }
    }

    /// The list that a template means by a name: the sectors, or one of the further lists.
    #[must_use]
    pub fn list(&self, template: &Template, name: &str) -> Option<&Sectors> {
        match name {
            "sectors" => self.sectors.as_ref(),
            _ => self.lists.get(&template.id, name),
        }
    }

    /// Takes the lists that the templates bring.
    pub fn take_lists(&mut self) {
        for template in &self.templates {
            for (name, entries) in &template.lists {
                let entries = entries.iter().map(|entry| Entry {
                    code: entry.code.clone(),
                    name: entry.name.clone(),
                    aliases: entry.aliases.clone(),
                    line: 0,
                });
                self.lists
                    .add_of_template(&template.id, name, entries.collect());
            }
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
    /// The list of an earlier sheet that the first table goes on with.
    pub goes_on: Option<GoesOn>,
    /// Tables that sum up others, which are no lists of their own.
    pub summaries: Vec<Table>,
    /// The numbers of the tables that records were taken out of ([`Repeat`]).
    pub thinned: Vec<usize>,
    /// Rows with figures that were not read.
    pub unread: Vec<Unread>,
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
    /// Lists that stand twice, and which of them counts.
    pub repeats: Vec<Repeat>,
    /// Records that look like the same activity and both count: the earlier one and the later one.
    pub alike: Vec<(RecordAt, RecordAt)>,
    /// How many cells were decoded from each legacy encoding.
    pub encodings: BTreeMap<Encoding, usize>,
    /// Texts that are good Vietnamese in two encodings, by the index of their sheet.
    pub ambiguous: Vec<encoding::Ambiguous>,
    /// The reporting office; the first, where its tables are of several.
    pub office: Office,
    /// The offices that its tables are of, where there are several ([`Table::office`]); else empty.
    pub offices: Vec<Office>,
    /// What it says of itself when it is a form of ours.
    pub stamp: Option<Stamp>,
    /// Another office that the sheet names than the one the form was made for.
    pub office_mismatch: Option<OfficeMismatch>,
    /// The body within the office that its letterhead names, folded: `phòng y tế` of a district.
    pub body: Option<String>,
    /// When it was sent, as far as it tells.
    pub sent: Option<Sent>,
    /// What it was made from, where it is one that we sent back.
    pub returned_from: Option<ReturnedFrom>,
}

impl Sheet {
    /// A sheet with some of the tables of another one, and nothing else.
    fn of_tables(of: &Self, tables: Vec<Table>) -> Self {
        Self {
            place: of.place.clone(),
            visibility: of.visibility,
            tables,
            unexplained: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_cols: Vec::new(),
            goes_on: None,
            summaries: Vec::new(),
            thinned: Vec::new(),
            unread: Vec::new(),
            filled: 0,
            grid: None,
        }
    }
}

impl Submission {
    /// The same file without its sheets and what was found on them.
    fn without_sheets(&self) -> Self {
        Self {
            name: self.name.clone(),
            source: self.source.clone(),
            sha256: self.sha256.clone(),
            facts: self.facts.clone(),
            readable: self.readable,
            sheets: Vec::new(),
            repeats: Vec::new(),
            alike: Vec::new(),
            encodings: BTreeMap::new(),
            ambiguous: Vec::new(),
            office: self.office.clone(),
            offices: self.offices.clone(),
            stamp: self.stamp.clone(),
            office_mismatch: None,
            body: self.body.clone(),
            sent: self.sent.clone(),
            returned_from: self.returned_from.clone(),
        }
    }
    /// Whether it is a form of ours that nobody has filled in: no record, no word that there is nothing to report, no
    /// name below. It reports nothing, and its office still owes a report.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        let untouched =
            |table: &Table| table.records.is_empty() && table.nil.is_none() && !table.signed;
        self.stamp.is_some() && self.readable && self.tables().all(untouched)
    }

    /// The record at a place, with its table.
    #[must_use]
    pub fn record(&self, at: RecordAt) -> Option<(&Table, &Record)> {
        let table = self.sheets.get(at.0)?.tables.get(at.1)?;
        Some((table, table.records.get(at.2)?))
    }

    /// The tables whose list a table of a sheet goes on with, first to last; empty for a table that stands alone.
    #[must_use]
    pub fn tables_before(&self, sheet: &Sheet, table: &Table) -> Vec<&Table> {
        let mut before = Vec::new();
        let mut next = sheet.goes_on.filter(|_| table.number == 0);
        while before.len() < FOLLOWED
            && let Some(source) = next.and_then(|goes_on| self.sheets.get(goes_on.sheet))
        {
            let Some(last) = source.tables.last() else {
                break;
            };
            before.push(last);
            next = source.goes_on.filter(|_| last.number == 0);
        }
        before.reverse();
        before
    }

    /// The office that one of its tables is of.
    #[must_use]
    pub fn office_of(&self, table: &Table) -> &Office {
        self.offices.get(table.office).unwrap_or(&self.office)
    }

    /// The offices that it reports for: one, or those of its tables.
    pub fn reporters(&self) -> impl Iterator<Item = &Office> {
        let one = self.offices.is_empty().then_some(&self.office);
        one.into_iter().chain(&self.offices)
    }

    /// The names of these offices, joined with `; `; empty when none is known.
    #[must_use]
    pub fn office_names(&self) -> String {
        let names = self.reporters().map(Office::name);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        names.join("; ")
    }

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
    /// The submissions that count, by name.
    pub submissions: Vec<Submission>,
    /// Those that do not count, by name: superseded, or undecided.
    pub set_aside: Vec<SetAside>,
    /// Decisions on files and records whose subject is not there any more.
    pub stale: Vec<Stale>,
    /// Records that look like one activity and stand in different reports, or are not told in the same words; the surest
    /// first.
    pub alike: Vec<AlikeRecords>,
    /// What changed since the period before, where that is known.
    pub since_previous: Option<Changes>,
    /// Files among the submissions that are no spreadsheets (F007), by name.
    pub non_spreadsheets: Vec<(Arc<str>, FileFact)>,
    /// Whether offices that sent nothing are to be named: an input is a folder, an archive or a list.
    pub complete: bool,
}

impl Round {
    /// All files that were read, whether they count or not: first those that do, by name.
    pub fn files(&self) -> impl Iterator<Item = &Submission> {
        let aside = self.set_aside.iter().map(|aside| &aside.submission);
        let counting = self.submissions.iter().map(|submission| &submission.name);
        let counting: HashSet<&Arc<str>> = counting.collect();
        let whole = aside.filter(move |aside| !counting.contains(&aside.name));
        self.submissions.iter().chain(whole)
    }

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

/// So many sheets at most are followed back to where a list begins.
const FOLLOWED: usize = 64;

/// Reads the submissions of a round.
#[must_use]
pub fn read(
    sources: &[Source],
    non_spreadsheets: Vec<(Arc<str>, FileFact)>,
    complete: bool,
    mut setup: Setup,
) -> Round {
    setup.take_lists();
    setup.progress.begin(sources.len());
    let ledger = Ledger::new(setup.limits);
    // One after the other is begun, so that none waits for one that is not.
    let read = side_by_side::map(sources, |number, source| {
        let submission = read_submission(source, ledger.turn(number), &setup);
        setup.progress.step(1);
        submission
    });
    let mut submissions: Vec<Submission> = read.into_iter().flatten().collect();
    submissions.sort_by(|a, b| a.name.cmp(&b.name));
    name_records(&mut submissions);
    let mut stale = Vec::new();
    let set_aside = versions::settle(&mut submissions, &setup.decisions, &mut stale);
    let decided = decided::count_once(&mut submissions, &setup.decisions, &mut stale);
    let alike = alike::find(&mut submissions, &decided, &setup);
    let since_previous = setup
        .previous
        .as_ref()
        .map(|previous| Changes::between(&previous.submissions, &submissions, false));
    Round {
        setup,
        submissions,
        set_aside,
        stale,
        alike,
        since_previous,
        non_spreadsheets,
        complete,
    }
}

/// Reads one file; `None` when it is one of our own outputs.
fn read_submission(source: &Source, turn: Turn<'_>, setup: &Setup) -> Option<Submission> {
    let mut opened = book::open(source, &setup.limits);
    let own_output = |book: &Book| book.our_output.is_some();
    let repeated = match &opened.outcome.book {
        Some(book) if !own_output(book) => book.repeated,
        _ => Repeated::default(),
    };
    if let Err(fact) = turn.tell(repeated) {
        opened.outcome.book = None;
        opened.outcome.facts.push(fact);
    }
    let mut submission = Submission {
        name: source.name.clone(),
        source: source.clone(),
        sha256: hex(&opened.sha256, 32),
        facts: std::mem::take(&mut opened.outcome.facts),
        readable: opened.outcome.book.is_some(),
        sheets: Vec::new(),
        repeats: Vec::new(),
        alike: Vec::new(),
        encodings: BTreeMap::new(),
        ambiguous: Vec::new(),
        office: Office::Unknown {
            candidates: Vec::new(),
        },
        offices: Vec::new(),
        stamp: None,
        office_mismatch: None,
        body: None,
        sent: None,
        returned_from: None,
    };
    let Some(mut book) = opened.outcome.book else {
        office::tell(&[], &mut submission, setup);
        return Some(submission);
    };
    if own_output(&book) {
        return None;
    }
    ours::drop_list(&mut book);
    let decoded = decode(&mut book, setup);
    submission.encodings = decoded.counts();
    submission.ambiguous = decoded.ambiguous;
    let layouts = recognise(&book, setup);
    submission.sheets = sheets(&book, &layouts, &submission.name, setup);
    for ((sheet, grid), layout) in submission.sheets.iter_mut().zip(&book.sheets).zip(&layouts) {
        sheet.unread = unread::find(grid, layout, setup, book.stamp.is_some());
    }
    submission.stamp = book.stamp.take();
    submission.sent = sent::of(&book, &layouts, &Place::file(&submission.name));
    submission.returned_from = book
        .returned_from
        .take()
        .map(|from| ReturnedFrom::parse(&from));
    match office::stamped(&layouts, &submission, setup) {
        Some((office, office_mismatch)) => {
            (submission.office, submission.office_mismatch) = (office, office_mismatch);
        }
        None => office::tell(&layouts, &mut submission, setup),
    }
    let offices = office::of_sheets(&layouts);
    submission.repeats = repeats::settle(&mut submission.sheets, &offices, setup.sectors.as_ref());
    submission.alike = repeats::alike_in(&submission.sheets);
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
    let stamped = stamped_template(book, setup);
    let cover = layout::cover_scale(&book.sheets);
    with_hints(setup, |hints| {
        let hints = &Hints {
            cover: cover.as_ref(),
            ..*hints
        };
        let sheets = book.sheets.iter();
        let mut layouts: Vec<SheetLayout> = sheets
            .map(|grid| recognise_sheet(grid, stamped.as_ref(), hints))
            .collect();
        layout::set_examples_aside(&book.sheets, &mut layouts);
        layout::read_on(&book.sheets, &mut layouts, hints);
        layout::set_summaries_aside(&mut layouts);
        layouts
    })
}

/// A sheet of a form of ours is of the template it says, in the version it says; a sheet that is not is of any.
fn recognise_sheet(grid: &Grid, stamped: Option<&Arc<Template>>, hints: &Hints<'_>) -> SheetLayout {
    let of = |templates: &[Arc<Template>]| {
        layout::recognise(
            grid,
            &Hints {
                templates,
                ..*hints
            },
        )
    };
    if is_stamp_sheet(grid) {
        return of(&[]);
    }
    let own = stamped.map(|template| of(std::slice::from_ref(template)));
    own.filter(|layout| !layout.tables.is_empty())
        .unwrap_or_else(|| of(hints.templates))
}

/// The template that a form of ours says it is of, as forms of its version are read.
fn stamped_template(book: &Book, setup: &Setup) -> Option<Arc<Template>> {
    let stamp = book.stamp.as_ref()?;
    let template = setup
        .templates
        .iter()
        .find(|template| template.id == stamp.form)?;
    Some(template.of_version(stamp.version.unwrap_or(template.version)))
}

/// Does something with what the layout is told of a project.
pub fn with_hints<T>(setup: &Setup, work: impl FnOnce(&Hints<'_>) -> T) -> T {
    let is_sector = |template: &Template, text: &str| {
        let names = template
            .fields
            .iter()
            .filter_map(|field| field.list.as_deref());
        let further = names.filter_map(|name| setup.lists.get(&template.id, name));
        let mut lists = setup.sectors.iter().chain(further);
        lists.any(|list| list.find(text).is_some())
    };
    work(&Hints {
        templates: &setup.templates,
        is_sector: &is_sector,
        cover: None,
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
    for (number, table_layout) in layout.tables.iter().enumerate() {
        let context = table::Context {
            place: place.clone(),
            number,
            sectors: setup.sectors.as_ref(),
            lists: Some(&setup.lists),
        };
        tables.push(table::read(grid, table_layout, &context));
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
            let index = grid.rows.binary_search_by_key(&row, |other| other.row);
            let roles = index.ok().and_then(|index| layout.roles.get(index));
            roles.is_some_and(|roles| roles.iter().any(|role| *role != CellRole::Skipped))
        }),
        hidden_cols: hidden(&grid.hidden_cols, &|col| {
            grid.rows.iter().any(|row| row.cell(col).is_some())
        }),
        summaries: layout
            .summaries
            .iter()
            .enumerate()
            .map(|(number, summary)| {
                let context = table::Context {
                    place: place.clone(),
                    number,
                    sectors: setup.sectors.as_ref(),
                    lists: Some(&setup.lists),
                };
                table::read(grid, summary, &context)
            })
            .collect(),
        place,
        visibility: grid.visibility,
        tables,
        unexplained,
        goes_on: layout.goes_on,
        thinned: Vec::new(),
        unread: Vec::new(),
        filled: grid.filled(),
        grid: None,
    }
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
