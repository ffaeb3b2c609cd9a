//! Reading the rows of a table: a list of recognisers, each of which knows one kind of row by evidence of its own.
//!
//! The rows are asked one after the other, top to bottom; the first recogniser that knows a row decides it and says what
//! the decision rests on. What words, place and cells leave open is not decided here but by [`super::weigh`], which has
//! the table read under each hypothesis. Nothing that runs later changes what a row is.

mod bare;
mod families;
mod levels;
mod outside;
mod parts;
mod records;
mod sections;
mod signature;
mod stages;
mod totals;

use super::body::{Body, BodyKind, BodyRow, Scope};
use super::facts::RowFacts;
use super::header::Header;
use super::money::MoneyColumn;
use super::outline::Outline;
use super::pages::Pages;
use super::reason::Reason;
use super::weigh::{Hypothesis, Opens, Reading};
use super::words::Numbering;
use super::{CellRole, Hints, Meaning, is_filled, text_of};
use crate::book::grid::{Content, Grid, Row};
use crate::fold;
use crate::template::Template;
use families::Family;
use levels::{Found, Level};

pub use stages::{Stage, stage_of};

/// The sections that are open where a table ends, for the next table of the sheet to go on with.
pub(super) type OpenSections = Vec<(Level, super::Section)>;

/// What a row was taken for.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// The role of its cells.
    pub(super) role: CellRole,
    /// What that rests on; `None` for a plain record.
    pub(super) reason: Option<Reason>,
}

impl Decision {
    fn new(role: CellRole, reason: Reason) -> Self {
        Self {
            role,
            reason: Some(reason),
        }
    }
}

/// A table before its rows are decided.
pub(super) struct Sheet<'a> {
    pub(super) grid: &'a Grid,
    pub(super) header: &'a Header,
    pub(super) template: &'a Template,
    pub(super) hints: &'a Hints<'a>,
    pub(super) pages: &'a Pages,
    /// The rows from the first below the header to the end of the table; `None` for those of page heads.
    pub(super) facts: &'a [RowFacts<'a>],
    /// For each of them the next row that is filled and of the list, if any.
    pub(super) next: &'a [Option<usize>],
    pub(super) money: &'a [MoneyColumn],
    /// The rows of the sheet that state a unit of account, in order.
    pub(super) unit_rows: &'a [u32],
    /// The column of money that structure is told by.
    pub(super) main: usize,
    /// Whether the form is ours and has its last row.
    pub(super) own: bool,
}

impl Sheet<'_> {
    /// Whether a label is a sector, or on a list of the form.
    fn is_sector(&self, label: &str) -> bool {
        (self.hints.is_sector)(self.template, label)
    }
}

/// Reads the rows of a table under a hypothesis.
pub(super) fn read(sheet: &Sheet<'_>, carried: &OpenSections, hypothesis: &Hypothesis) -> Reading {
    let mut reader = Reader {
        sheet,
        hypothesis,
        opens: Opens::default(),
        body: Body::default(),
        stack: Vec::new(),
        signature: false,
        noted: false,
        last_number: None,
        own: sheet.own,
        family: None,
        listed: false,
        told: stages::Told::default(),
    };
    reader.carry(carried);
    let mut decisions = Vec::with_capacity(sheet.facts.len());
    for offset in 0..sheet.facts.len() {
        let decision = reader.row(offset);
        reader.noted = decision.role == CellRole::Note && decision.reason != Some(Reason::Nil);
        decisions.push(decision);
    }
    let carried = reader.open();
    let (body, opens) = (reader.body, reader.opens);
    let outline = Outline::of(
        &body,
        sheet.facts,
        sheet.pages.first,
        sheet.main,
        sheet.money,
    );
    Reading {
        body,
        outline,
        opens,
        roles: decisions,
        carried,
    }
}

/// What a recogniser found a row to be.
enum Kind {
    /// Not among the rows of the body: blank, a note, a signature, explained by nothing.
    Outside(CellRole),
    Record,
    Continuation,
    Section(Found),
    Total {
        label: String,
        scope: Scope,
    },
    Part {
        label: String,
        of: usize,
    },
    Stage {
        of: usize,
        realised: bool,
    },
    Nil,
    Example,
}

impl Kind {
    fn total(label: Option<&str>, scope: Scope) -> Self {
        let label = fold::tidy(label.unwrap_or_default()).into_owned();
        Self::Total { label, scope }
    }
}

/// A kind of row with what it rests on.
type Known = (Kind, Option<Reason>);

fn known(kind: Kind, reason: Reason) -> Option<Known> {
    Some((kind, Some(reason)))
}

/// What knows one kind of row.
type Recogniser<'a> = fn(&mut Reader<'a>, usize, &'a RowFacts<'a>) -> Option<Known>;

/// The recognisers, each with the kind of row that it knows, in the order in which they are asked.
fn recognisers<'a>() -> [(&'static str, Recogniser<'a>); 19] {
    [
        ("the last row of a form of ours", Reader::own_end),
        ("a blank row", Reader::blank),
        ("a row of the signature block", Reader::below_signature),
        ("a sum in words", Reader::in_words),
        ("an example left in the form", Reader::example),
        (
            "what was planned or done for the row above",
            Reader::stage_row,
        ),
        ("a part of the row above", Reader::family_member),
        ("a row that adds up, by its label", Reader::labelled_total),
        ("nothing to report", Reader::nil),
        ("a row filled in on a form of ours", Reader::own_row),
        ("the first row of the signature block", Reader::signature),
        ("a numbered row that heads others", Reader::family_head),
        ("a section", Reader::section),
        ("a unit of account", Reader::unit),
        ("a note", Reader::note),
        ("a figure beside a note", Reader::figure_beside_note),
        (
            "a row that goes on with the record above",
            Reader::continuation,
        ),
        ("a row with a figure and little else", Reader::bare),
        ("a record", Reader::record),
    ]
}

struct Reader<'a> {
    sheet: &'a Sheet<'a>,
    hypothesis: &'a Hypothesis,
    opens: Opens,
    body: Body,
    /// The open sections, outermost first, with what tells their level.
    stack: Vec<(Level, usize)>,
    signature: bool,
    /// Whether the row above is a note.
    noted: bool,
    /// The numbering of the last record.
    last_number: Option<Numbering>,
    /// Whether the form is ours, and its last row, which is there, is not behind us.
    own: bool,
    /// The rows below that belong to a row above.
    family: Option<Family>,
    /// Whether a record was read.
    listed: bool,
    /// Rows of what was planned and done.
    told: stages::Told,
}

impl<'a> Reader<'a> {
    /// Goes on with the sections of the table above.
    fn carry(&mut self, carried: &OpenSections) {
        for (level, section) in carried {
            let mut section = section.clone();
            section.parent = self.stack.last().map(|(_, section)| *section);
            self.stack.push((*level, self.body.sections.len()));
            self.body.sections.push(section);
        }
    }

    fn open(&self) -> OpenSections {
        self.stack
            .iter()
            .filter_map(|(level, section)| {
                Some((*level, self.body.sections.get(*section)?.clone()))
            })
            .collect()
    }

    fn row(&mut self, offset: usize) -> Decision {
        let sheet = self.sheet;
        let index = sheet.pages.first + offset;
        let Some(facts) = sheet.facts.get(offset) else {
            return Decision {
                role: CellRole::Record,
                reason: None,
            };
        };
        // Each page may be signed: below its own headings the list goes on.
        self.signature &= !sheet.pages.in_page_head(index);
        for (_, find) in recognisers() {
            if let Some((kind, reason)) = find(self, index, facts) {
                let role = self.take(index, facts, kind);
                let aside = reason == Some(Reason::MoneyAside);
                let role = if aside { CellRole::Unexplained } else { role };
                return Decision { role, reason };
            }
        }
        // A row number alone is a line that nobody filled in.
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        let blank_line = counted && facts.filled == 1;
        if (facts.figures || self.money_figure(index)) && !blank_line {
            Decision::new(CellRole::Unexplained, Reason::MoneyAside)
        } else {
            Decision::new(CellRole::Note, Reason::Note)
        }
    }

    /// Puts a row among those of the body; gives the role of its cells.
    fn take(&mut self, index: usize, facts: &RowFacts<'a>, kind: Kind) -> CellRole {
        match kind {
            Kind::Outside(role) => role,
            Kind::Record => {
                if let (Some(Numbering::Number(depth)), Some(seq)) =
                    (facts.number, facts.seq.as_deref())
                {
                    self.close_numbered(seq, depth);
                }
                self.last_number = facts.number;
                self.listed = true;
                let section = self.stack.last().map(|(_, section)| *section);
                self.push(index, BodyKind::Record { section });
                CellRole::Record
            }
            Kind::Continuation => {
                self.push(index, BodyKind::Continuation);
                CellRole::Record
            }
            Kind::Section(section) => {
                self.open_section(index, section);
                CellRole::Section
            }
            Kind::Total { label, scope } => {
                let role = if scope == Scope::All {
                    CellRole::Total
                } else {
                    CellRole::Subtotal
                };
                self.push(index, BodyKind::Total { label, scope });
                role
            }
            Kind::Part { label, of } => {
                self.push(index, BodyKind::Part { label, of });
                CellRole::Subtotal
            }
            Kind::Stage { of, realised } => {
                self.push(index, BodyKind::Stage { of, realised });
                if realised {
                    CellRole::Record
                } else {
                    CellRole::Subtotal
                }
            }
            Kind::Nil => {
                self.push(index, BodyKind::Nil);
                CellRole::Note
            }
            Kind::Example => {
                self.push(index, BodyKind::Example);
                CellRole::Skipped
            }
        }
    }

    fn push(&mut self, index: usize, kind: BodyKind) {
        self.told.note(self.body.rows.len(), &kind);
        self.body.rows.push(BodyRow {
            index,
            kind,
            covers: None,
        });
    }

    /// The facts of a row by its index.
    fn facts(&self, index: usize) -> Option<&'a RowFacts<'a>> {
        self.sheet
            .facts
            .get(index.checked_sub(self.sheet.pages.first)?)
    }

    /// The next filled row of the list below a row: its index, and its facts.
    fn below(&self, index: usize) -> Option<(usize, &'a RowFacts<'a>)> {
        let offset = index.checked_sub(self.sheet.pages.first)?;
        let next = self.sheet.next.get(offset).copied().flatten()?;
        Some((self.sheet.pages.first + next, self.sheet.facts.get(next)?))
    }

    fn grid_row(&self, index: usize) -> Option<&'a Row> {
        self.sheet.grid.rows.get(index)
    }

    /// Whether the table does not number its rows.
    fn numberless(&self) -> bool {
        self.sheet.header.seq_col().is_none()
    }
}

/// A record's cell outside every column, and a figure among the signatures, are explained by nothing.
pub(super) fn mark_strays(
    header: &Header,
    row: &Row,
    role: CellRole,
    signed: bool,
    roles: &mut [CellRole],
) {
    for (cell, own) in row.cells.iter().zip(roles) {
        let stray = match role {
            // `KH` and `TH` may stand beside the columns.
            CellRole::Record => {
                let mark = || text_of(cell).and_then(stages::stage_of).is_some();
                header.column(cell.col).is_none() && !mark()
            }
            CellRole::Signature => matches!(cell.content, Content::Number(_)),
            _ => false,
        };
        let helper = !signed && header.meaning(cell.col) == Some(Meaning::Helper);
        if helper {
            *own = CellRole::Skipped;
        } else if stray && is_filled(cell) {
            *own = CellRole::Unexplained;
        }
    }
}
