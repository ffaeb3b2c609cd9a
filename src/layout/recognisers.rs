//! Reading the rows of a table: a list of recognisers, each of which knows one kind of row by evidence of its own.
//!
//! The rows are asked one after the other, top to bottom; the first recogniser that knows a row decides it and says what
//! the decision rests on. What words, place and cells leave open is not decided here but by [`super::weigh`], which has
//! the table read under each hypothesis. Nothing that runs later changes what a row is.

use super::body::{Body, BodyKind, BodyRow, Role as RowRole, Scope};
use super::facts::{self, RowFacts};
use super::frame::is_date_line;
use super::header::Header;
use super::money::MoneyColumn;
use super::outline::{Outline, is_page_line, stated};
use super::pages::Pages;
use super::reason::Reason;
use super::sections::Level;
use super::stages;
use super::weigh::{Below, Choice, Fit, Hypothesis, Label, Look, Mark, Opens, Reading};
use super::words::{self, Numbering, is_total_label, split_numbering, words};
use super::{CellRole, Hints, Meaning, ids, is_filled, text_of};
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Role, Slot, Template};
use crate::value::amount;

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
pub(super) enum Kind {
    /// Not among the rows of the body: blank, a note, a signature, explained by nothing.
    Outside(CellRole),
    Record,
    Continuation,
    Section(super::sections::Found),
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
    pub(super) fn total(label: Option<&str>, scope: Scope) -> Self {
        let label = fold::tidy(label.unwrap_or_default()).into_owned();
        Self::Total { label, scope }
    }
}

/// A kind of row with what it rests on.
pub(super) type Known = (Kind, Option<Reason>);

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

pub(super) struct Reader<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    hypothesis: &'a Hypothesis,
    opens: Opens,
    pub(super) body: Body,
    /// The open sections, outermost first, with what tells their level.
    pub(super) stack: Vec<(Level, usize)>,
    signature: bool,
    /// Whether the row above is a note.
    noted: bool,
    /// The numbering of the last record.
    pub(super) last_number: Option<Numbering>,
    /// Whether the form is ours, and its last row, which is there, is not behind us.
    own: bool,
    /// The rows below that belong to a row above.
    family: Option<Family>,
    /// Whether a record was read.
    listed: bool,
    /// Rows of what was planned and done.
    pub(super) told: stages::Told,
}

/// Rows that part the row above.
struct Family {
    /// The position of the row above among the rows of the body.
    of: usize,
    /// Indexes of the rows.
    rows: std::ops::Range<usize>,
    /// Whether rows without a figure among them are theirs too.
    whole: bool,
    reason: Reason,
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

    pub(super) fn push(&mut self, index: usize, kind: BodyKind) {
        self.told.note(self.body.rows.len(), &kind);
        self.body.rows.push(BodyRow {
            index,
            kind,
            covers: None,
        });
    }

    /// The facts of a row by its index.
    pub(super) fn facts(&self, index: usize) -> Option<&'a RowFacts<'a>> {
        self.sheet
            .facts
            .get(index.checked_sub(self.sheet.pages.first)?)
    }

    /// The next filled row of the list below a row: its index, and its facts.
    pub(super) fn below(&self, index: usize) -> Option<(usize, &'a RowFacts<'a>)> {
        let offset = index.checked_sub(self.sheet.pages.first)?;
        let next = self.sheet.next.get(offset).copied().flatten()?;
        Some((self.sheet.pages.first + next, self.sheet.facts.get(next)?))
    }

    fn grid_row(&self, index: usize) -> Option<&'a Row> {
        self.sheet.grid.rows.get(index)
    }

    // The recognisers, in the order of the list.

    fn own_end(&mut self, index: usize, _: &RowFacts<'a>) -> Option<Known> {
        if !(self.own && self.grid_row(index).is_some_and(ids::is_end)) {
            return None;
        }
        (self.own, self.signature) = (false, true);
        known(Kind::Outside(CellRole::Note), Reason::Note)
    }

    fn blank(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if self.signature {
            self.sign(index);
        }
        (facts.filled == 0).then(|| {
            let role = if self.signature {
                CellRole::Signature
            } else if facts.placeholders {
                CellRole::Note
            } else {
                CellRole::Record
            };
            (Kind::Outside(role), None)
        })
    }

    fn below_signature(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.signature {
            return None;
        }
        // A record below the signatures belongs to nothing that was announced.
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        let told = counted && facts.others + facts.amounts > 0;
        let paid = facts.amounts > 0 && (facts.figures || self.pays(index, facts));
        // So does money that is told in words.
        let worded = self.grid_row(index).is_some_and(|row| {
            let mut texts = row.cells.iter().filter_map(text_of);
            texts.any(|text| amount::tells_money(text) && !words::is_in_words(text))
        });
        if facts.name.is_some() && (told || paid) || worded {
            return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
        }
        known(Kind::Outside(CellRole::Signature), Reason::Signature)
    }

    /// Whether a row says in words what the total above it says in figures.
    fn in_words(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if matches!(facts.number, Some(Numbering::Number(_))) {
            return None;
        }
        let says = facts
            .first_text
            .is_some_and(|(_, text)| words::is_in_words(text));
        (says
            && !facts.figures
            && (facts.needed == 0 || facts.filled <= 2)
            && !self.money_figure(index))
        .then_some((Kind::Outside(CellRole::Note), Some(Reason::InWords)))
    }

    /// `VD | Đào tạo bác sĩ (ví dụ) | …`: how to fill in the form.
    fn example(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if self.own {
            return None;
        }
        let numbered = facts.number.is_none()
            && facts
                .seq
                .as_deref()
                .is_some_and(|seq| words().example.are(&fold::fold(seq)));
        let named = facts.name.and_then(text_of).is_some_and(is_example);
        (numbered || named).then_some((Kind::Example, Some(Reason::Example)))
    }

    /// A row of the family of a row above.
    fn family_member(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let family = self.family.as_ref()?;
        if index >= family.rows.end {
            self.family = None;
            return None;
        }
        let own = facts.amounts > 0 || family.whole && facts.filled > 0;
        if !own || !family.rows.contains(&index) {
            return None;
        }
        let label = fold::tidy(split_numbering(facts.label().unwrap_or_default()).1).into_owned();
        Some((
            Kind::Part {
                label,
                of: family.of,
            },
            Some(family.reason.clone()),
        ))
    }

    /// A row that adds up by its label, or breaks up one that does.
    fn labelled_total(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        // Nobody calls an activity `Tổng cộng`, whatever number stands before it.
        if counted && !(facts.telling < 2 && facts.label().is_some_and(names_sum)) {
            return None;
        }
        // On a form of ours what tells who and when is a record, whatever its words say.
        if self.own && facts.needed > 1 {
            return None;
        }
        let label = facts.label()?;
        let first = facts.first_text.map_or(label, |(_, text)| text);
        let bare = |text| split_numbering(text).1;
        let bare_sum = [label, first].into_iter().any(names_sum) || self.sum_in_any_cell(facts);
        let is_total = bare_sum
            || [label, first]
                .into_iter()
                .map(bare)
                .any(|text| is_total_label(text) || self.names_section(text));
        let page_line = is_page_line(label);
        // A label with what it adds up (`Cộng xã Mỹ Cẩm`) is an activity's where who and when are told beside it.
        if (is_total || page_line) && (bare_sum || facts.telling <= 1) {
            let scope = match stated(label) {
                Some(scope) => scope,
                None if self.sums_plans(index, facts) => Scope::Other,
                None => Scope::All,
            };
            if scope == Scope::Carried && facts.says_money() && !self.listed {
                return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
            }
            self.family_below_total(index, facts);
            return known(Kind::total(Some(label), scope), Reason::SumLabel);
        }
        if facts.telling > 0 && facts.amounts == 0 {
            return None;
        }
        let folded = fold::fold(bare(label));
        let announces = label.trim_end().ends_with(':') || words().of_which.are(&folded);
        let breaks_up = words().of_which.begin(&folded) && (facts.amounts > 0 || announces);
        if breaks_up
            && facts
                .seq
                .as_deref()
                .is_none_or(|_| facts.number == Some(Numbering::Dash))
        {
            return self.breaks_up(index, facts, label);
        }
        if facts.needed > 0 {
            return None;
        }
        // `- Ngân sách: 300` below a total, or below `Trong đó:`.
        let goes_on = self.body.rows.last().is_some_and(|last| {
            let dashed =
                facts.number == Some(Numbering::Dash) || label.starts_with(['-', '+', '–']);
            match &last.kind {
                BodyKind::Total {
                    scope: Scope::Other,
                    ..
                } => dashed || facts.amounts > 0 && !(self.sheet.hints.is_sector)(label),
                BodyKind::Part { of, .. } => {
                    let of_total = self
                        .body
                        .rows
                        .get(*of)
                        .is_some_and(|row| matches!(row.kind, BodyKind::Total { .. }));
                    of_total
                        && (dashed || facts.amounts > 0 && !(self.sheet.hints.is_sector)(label))
                }
                BodyKind::Total { .. } => dashed,
                _ => false,
            }
        });
        let parts = goes_on
            && facts
                .seq
                .as_deref()
                .is_none_or(|_| facts.number == Some(Numbering::Dash));
        (parts && facts.amounts > 0).then(|| {
            (
                Kind::total(Some(label), Scope::Other),
                Some(Reason::PartLabel),
            )
        })
    }

    fn nil(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let alone = facts.filled == 1
            && !self.listed
            && facts.amount(self.sheet.main) == Some(0)
            && self.body.rows.is_empty();
        (is_nil(facts) || alone && !self.own).then_some((Kind::Nil, Some(Reason::Nil)))
    }

    /// A row between the ids and the last row of a form of ours: what is filled in there is a record, unless it clearly
    /// heads a section.
    fn own_row(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.own {
            return None;
        }
        // The row number alone is a line that nobody filled in.
        if facts.seq.is_some() && facts.filled == 1 {
            return Some((Kind::Outside(CellRole::Note), None));
        }
        let heads = matches!(facts.number, Some(Numbering::Roman | Numbering::Upper));
        if heads && let Some(section) = self.section_of(index, facts) {
            return known(Kind::Section(section), Reason::SectionNumber);
        }
        Some((Kind::Record, None))
    }

    fn signature(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        if counted || !self.signs(index, facts) {
            return None;
        }
        self.signature = true;
        self.sign(index);
        known(Kind::Outside(CellRole::Signature), Reason::Signature)
    }

    /// A row with a figure, and rows below it that may be its parts: `1` above `1.1`, `2` above `- Máy thở`.
    fn family_head(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !facts.says_money() || facts.name.is_none() {
            return None;
        }
        let (mark, rows) = self.children(index, facts)?;
        let children: Vec<&RowFacts<'_>> = rows
            .clone()
            .filter_map(|index| self.facts(index))
            .filter(|facts| facts.says_money())
            .collect();
        if children.is_empty() {
            return None;
        }
        let tell = children
            .iter()
            .filter(|child| child.telling > child.dittos)
            .count()
            * 2
            > children.len();
        let parent_tells = facts.telling > 0 || facts.told() > facts.extra_figures;
        let main = self.sheet.main;
        let sum = children
            .iter()
            .try_fold(0_i128, |sum, child| sum.checked_add(child.amount(main)?));
        let fit = match (sum, facts.amount(main)) {
            (Some(sum), Some(whole)) if sum == whole => Fit::Agrees,
            (Some(sum), Some(whole)) if sum > whole => Fit::Exceeds,
            _ => Fit::FallsShort,
        };
        let look = Look::Family {
            mark,
            tell,
            parent_tells,
            fit,
            single: children.len() == 1,
        };
        let choice = self.opens.choose(
            look,
            std::iter::once(index),
            self.hypothesis,
            !self.numberless(),
        );
        match choice {
            Choice::Parts => {
                self.family = Some(Family {
                    of: self.body.rows.len(),
                    rows,
                    whole: false,
                    reason: Reason::PartOfAbove,
                });
                Some((Kind::Record, None))
            }
            Choice::Head => {
                let mut section = self.numbered_section(facts)?;
                section.activity = parent_tells;
                known(
                    Kind::Section(section),
                    if mark == Mark::Number {
                        Reason::HeadsNumbers
                    } else {
                        Reason::HeadsRows
                    },
                )
            }
            Choice::Apart | Choice::As(_) => None,
        }
    }

    fn section(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let section = self.section_of(index, facts)?;
        let numbered = matches!(section.level(), Level::Numbered(_));
        if facts.says_money() && self.is_lump(index, facts, numbered) {
            let choice = self.opens.choose(
                Look::Lump,
                std::iter::once(index),
                self.hypothesis,
                !self.numberless(),
            );
            if choice == Choice::As(RowRole::Record) {
                // It still ends the section before it.
                self.close_to(&section);
                return known(Kind::Record, Reason::LumpSum);
            }
        }
        // `I | Lĩnh vực y tế: hỗ trợ 900 triệu đồng …`, and no row below that says so.
        if facts.amounts == 0
            && self.is_lump(index, facts, numbered)
            && facts.label().is_some_and(amount::tells_money)
        {
            return known(Kind::Section(section), Reason::MoneyAside);
        }
        known(
            Kind::Section(section),
            if numbered {
                Reason::SectionNumber
            } else {
                Reason::SectionLabel
            },
        )
    }

    /// A row that states a unit of account and nothing else.
    fn unit(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let row = facts.row?;
        let stated = facts.amounts == 0 && self.sheet.unit_rows.binary_search(&row).is_ok();
        stated.then_some((Kind::Outside(CellRole::Caption), Some(Reason::Unit)))
    }

    fn note(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.is_note(index, facts) {
            return None;
        }
        // Money told in passing is in no column: whoever reads it must decide.
        let money = self.grid_row(index).is_some_and(|row| {
            row.cells
                .iter()
                .filter_map(text_of)
                .any(amount::tells_money)
        });
        if money {
            return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
        }
        known(Kind::Outside(CellRole::Note), Reason::Note)
    }

    /// A note tells no record, whatever figure stands beside it.
    fn figure_beside_note(&mut self, _: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        let note = facts
            .first_text
            .is_some_and(|(_, text)| words::is_labelled_note(text));
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        (note && !counted && facts.needed == 0 && facts.amounts > 0).then_some((
            Kind::Outside(CellRole::Unexplained),
            Some(Reason::MoneyAside),
        ))
    }

    fn continuation(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if !self.continues(index, facts) {
            return None;
        }
        // `(Chưa tính phần quà 20 triệu đồng)` says of money that is in no cell.
        let aside = facts.label().is_some_and(|label| {
            (label.starts_with('(') || words().beside.begin(&fold::fold(label)))
                && amount::tells_money(label)
        });
        if aside {
            return known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside);
        }
        known(Kind::Continuation, Reason::GoesOn)
    }

    /// A row with a figure that carries no number and tells neither who nor when: it may add others up, head them, be
    /// an activity of which the rest is missing, or stand aside.
    fn bare(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        if facts.amounts == 0 || self.merged_name(facts) {
            return None;
        }
        // A text alone in a column of another kind may be a group's label: `Quận 5 (2 hoạt động)` where who gives stands.
        let label_aside = self.is_label_aside(index, facts);
        if facts.telling > 0 && !label_aside {
            return None;
        }
        // A number makes a record of it, unless its label begins like a sum's.
        let numbered = facts.number.is_some() && facts.number != Some(Numbering::Dash);
        if numbered && !facts.label().is_some_and(begins_sum) {
            return None;
        }
        // Who and when that are told for several rows at once are told of this one too.
        if facts.needed_above > 0 && !facts.label().is_some_and(begins_sum) {
            return None;
        }
        // Other cells may remark on a sum, not describe it.
        if facts.told() > facts.extra_figures + 2 {
            return None;
        }
        if !facts.says_money() {
            return None;
        }
        let labelled = facts.name.is_some() || facts.seq.is_some() || label_aside;
        if !labelled && facts.others > facts.fillers {
            return None;
        }
        let look = Look::Bare {
            label: self.label_of(index, facts),
            below: self.what_is_below(index),
            after_total: self.below_total(),
            numbered,
        };
        let choice = self.opens.choose(
            look,
            std::iter::once(index),
            self.hypothesis,
            !self.numberless(),
        );
        match choice {
            Choice::As(RowRole::Total) => {
                known(Kind::total(facts.label(), Scope::All), Reason::SumFigure)
            }
            Choice::As(RowRole::Section) => {
                known(Kind::Section(self.plain_section(facts)?), Reason::HeadsRows)
            }
            Choice::As(RowRole::Aside) => {
                known(Kind::Outside(CellRole::Unexplained), Reason::MoneyAside)
            }
            _ => known(Kind::Record, Reason::BareRecord),
        }
    }

    fn record(&mut self, index: usize, facts: &'a RowFacts<'a>) -> Option<Known> {
        self.is_record(index, facts).then_some((Kind::Record, None))
    }

    // What they ask.

    /// A form is signed by a signature block below it; one of ours, whose block is printed, by what is filled in there.
    fn sign(&mut self, index: usize) {
        let Some(row) = self.grid_row(index) else {
            return;
        };
        let printed = self.sheet.header.id_row.is_some();
        let signs = |cell: &&Cell| {
            text_of(cell).is_some_and(|text| {
                let folded = fold::fold(text);
                !printed || !words().signature.begin(&folded) && !is_date_line(&folded)
            })
        };
        if let Some(cell) = row.cells.iter().find(signs) {
            self.body
                .signed
                .get_or_insert(CellRef::new(row.row, cell.col));
        }
    }

    fn below_total(&self) -> bool {
        self.body
            .rows
            .last()
            .is_some_and(|last| matches!(last.kind, BodyKind::Total { .. }))
    }

    /// Whether the table does not number its rows.
    fn numberless(&self) -> bool {
        self.sheet.header.seq_col().is_none()
    }

    /// Whether a cell of a row without a name says that it adds up: `Cộng` in the column of time.
    fn sum_in_any_cell(&self, facts: &RowFacts<'a>) -> bool {
        facts.name.is_none()
            && facts.amounts > 0
            && facts
                .row
                .and_then(|row| {
                    self.sheet
                        .grid
                        .rows
                        .binary_search_by_key(&row, |row| row.row)
                        .ok()
                })
                .and_then(|index| self.grid_row(index))
                .is_some_and(|row| row.cells.iter().filter_map(text_of).any(names_sum))
    }

    /// Whether a label adds up a section that it calls by its name: `Cộng y tế`; or a place or an office: `Cộng xã …`.
    fn names_section(&self, label: &str) -> bool {
        words::total_scope(label).is_some_and(|scope| {
            let names =
                |name: &str| !scope.is_empty() && fold::fold(words::without_remark(name)) == scope;
            (self.sheet.hints.is_sector)(&scope)
                || self
                    .stack
                    .iter()
                    .filter_map(|(_, section)| self.body.sections.get(*section))
                    .any(|section| names(&section.label))
        })
    }

    /// `Trong đó: …` parts the row above it; the rows that go on with it do too.
    fn breaks_up(
        &mut self,
        index: usize,
        facts: &'a RowFacts<'a>,
        label: &'a str,
    ) -> Option<Known> {
        let above = self.body.rows.iter().rposition(|row| {
            matches!(
                row.kind,
                BodyKind::Record { .. } | BodyKind::Section(_) | BodyKind::Total { .. }
            )
        });
        let directly = self.body.rows.last().is_some_and(|row| {
            stages::goes_on(row)
                || matches!(row.kind, BodyKind::Record { .. } | BodyKind::Part { .. })
        });
        let (Some(of), true) = (above, directly) else {
            // Below a sum it breaks that up.
            return (facts.telling == 0).then(|| {
                (
                    Kind::total(Some(label), Scope::Other),
                    Some(Reason::PartLabel),
                )
            });
        };
        let main = self.sheet.main;
        let own = facts.amounts > 0;
        // What tells who and when may be an activity whose name begins so.
        if facts.telling > 1
            && let Some(figure) = facts.amount(main)
        {
            let whole = self.body.rows.get(of).and_then(|row| self.facts(row.index));
            let whole = whole.and_then(|whole| whole.amount(main));
            let exceeds = whole.is_some_and(|whole| whole < figure);
            let choice = self.opens.choose(
                Look::OfWhich { exceeds },
                std::iter::once(index),
                self.hypothesis,
                !self.numberless(),
            );
            if choice == Choice::As(RowRole::Record) {
                return None;
            }
        }
        let mut end = index + 1;
        let mut at = index;
        while let Some((next, below)) = self.below(at) {
            let numbered = below.number.is_some_and(|number| number != Numbering::Dash);
            // What tells who and when is a record again, unless it is worded as a part too.
            let again = below.label().is_some_and(|label| {
                words()
                    .of_which
                    .begin(&fold::fold(split_numbering(label).1))
            });
            let part = below.telling < 2 || again;
            if numbered
                || !part
                || below.amount(main).is_none()
                || below.label().is_some_and(is_total_label)
            {
                break;
            }
            (end, at) = (next + 1, next);
        }
        self.family = Some(Family {
            of,
            rows: index + 1..end,
            whole: false,
            reason: Reason::PartLabel,
        });
        let label = fold::tidy(label).into_owned();
        if own {
            return known(Kind::Part { label, of }, Reason::PartLabel);
        }
        known(Kind::Outside(CellRole::Note), Reason::PartLabel)
    }

    /// Below a sum of all, rows that tell neither who nor when and add up to it tell it once more by other heads.
    fn family_below_total(&mut self, index: usize, facts: &RowFacts<'a>) {
        let main = self.sheet.main;
        let Some(figure) = facts.amount(main) else {
            return;
        };
        let (mut sum, mut count, mut end, mut at) = (0_i128, 0_usize, index + 1, index);
        while let Some((next, below)) = self.below(at) {
            if below.telling > 0 || below.label().is_some_and(is_total_label) {
                break;
            }
            let amount = below.amount(main);
            if amount.is_none() && (below.amounts > 0 || !below.texts_only()) {
                break;
            }
            if amount.is_none() && self.signs(next, below) {
                break;
            }
            sum = sum.saturating_add(amount.unwrap_or(0));
            count += usize::from(amount.is_some());
            at = next;
            if amount.is_some() {
                end = next + 1;
            }
            if sum == figure && count > 1 {
                break;
            }
        }
        if sum == figure && count > 1 {
            self.family = Some(Family {
                of: self.body.rows.len(),
                rows: index + 1..end,
                whole: true,
                reason: Reason::PartOfAbove,
            });
        }
    }

    /// The rows right below a row that may be parts of it, and by what.
    fn children(
        &self,
        index: usize,
        facts: &RowFacts<'a>,
    ) -> Option<(Mark, std::ops::Range<usize>)> {
        let (first, child) = self.below(index)?;
        let mark = self.mark(facts, child)?;
        let mut end = first;
        let mut at = index;
        while let Some((next, below)) = self.below(at) {
            let deeper = match mark {
                Mark::Number | Mark::Letter => {
                    self.rank(below) > self.rank(facts) && self.mark(facts, below).is_some()
                }
                _ => self.mark(facts, below).is_some_and(|other| other == mark),
            };
            if !deeper {
                break;
            }
            (end, at) = (next + 1, next);
        }
        Some((mark, first..end))
    }

    fn rank(&self, facts: &RowFacts<'_>) -> u8 {
        match facts.number {
            Some(Numbering::Upper | Numbering::Roman) => 0,
            Some(Numbering::Number(depth)) => depth.saturating_mul(2).saturating_add(2).min(98),
            Some(Numbering::Suffixed(depth)) => depth.saturating_mul(2).saturating_add(3).min(99),
            Some(Numbering::Lower) => 100,
            Some(Numbering::Lettered) => 101,
            Some(Numbering::Dash) | None => 200,
        }
    }

    /// By what a row may stand below another.
    fn mark(&self, parent: &RowFacts<'a>, child: &RowFacts<'a>) -> Option<Mark> {
        if let Some(mark) = Mark::of(parent.number, child.number) {
            // `2a` is of `2` alone.
            let own = |facts: &RowFacts<'_>| Some(words::bare_number(facts.seq.as_deref()?));
            let of = mark != Mark::Suffix
                || own(child).is_some_and(|child| {
                    let number = child.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
                    own(parent).is_some_and(|parent| parent == number)
                });
            return of.then_some(mark);
        }
        let counted = matches!(
            parent.number,
            Some(
                Numbering::Number(_)
                    | Numbering::Suffixed(_)
                    | Numbering::Lower
                    | Numbering::Lettered
            )
        );
        if child.number.is_some() || child.seq.is_some() || !counted || !child.says_money() {
            return None;
        }
        if child
            .label()
            .is_some_and(|label| is_total_label(split_numbering(label).1))
            || child.name.is_none()
        {
            return (child.under_number && child.name.is_none() && child.telling == 0)
                .then_some(Mark::Merged);
        }
        if child.bulleted() {
            return Some(Mark::Bullet);
        }
        if child.under_number && child.telling == 0 {
            return Some(Mark::Merged);
        }
        if parent.label().is_some_and(announces_parts) {
            return Some(Mark::Listed);
        }
        if child.dittos > 0 && child.telling == child.dittos {
            return Some(Mark::Ditto);
        }
        (child.telling == 0).then_some(Mark::Plain)
    }

    /// Whether a section has a figure and no rows of its own: the next row is of its rank, or adds up, or there is none.
    fn is_lump(&self, index: usize, facts: &RowFacts<'a>, numbered: bool) -> bool {
        let Some((_, below)) = self.below(index) else {
            return true;
        };
        if below.label().is_some_and(is_total_label) {
            return true;
        }
        numbered && facts.number.is_some() && below.number == facts.number
    }

    /// What the label of a bare row says.
    fn label_of(&self, index: usize, facts: &RowFacts<'a>) -> Label {
        let Some(text) = facts.label() else {
            return Label::None;
        };
        let bare = split_numbering(text).1;
        let folded = fold::fold(bare);
        if words().balance.begin(&folded) {
            return Label::Balance;
        }
        if self.below_total() && words().adjustment.begin(&folded) {
            return Label::Adjustment;
        }
        let sum = words().total.begin(&folded)
            || facts::counts_something(bare)
            || words::sums_by_letters(bare);
        if sum {
            return Label::Sum;
        }
        let col = facts.name.map_or(0, |cell| cell.col);
        let group = words().group.begin(&folded) || self.looks_like_section(index, col, text);
        // An office or a place is told as a group's name, and below the list as whose the sum is.
        if group {
            return Label::Section;
        }
        if words().office.begin(&folded) {
            return if matches!(self.what_is_below(index), Below::End) {
                Label::Sum
            } else {
                Label::Section
            };
        }
        Label::Plain
    }

    fn what_is_below(&self, index: usize) -> Below {
        let Some((_, below)) = self.below(index) else {
            return Below::End;
        };
        if below
            .label()
            .is_some_and(|label| is_total_label(split_numbering(label).1))
        {
            return Below::End;
        }
        match below.number {
            Some(Numbering::Number(_)) => Below::Numbered,
            _ if below.telling > 0 => Below::Telling,
            None if below.amounts > 0 => Below::Bare,
            _ => Below::End,
        }
    }

    /// Whether a row opens the signature block.
    fn signs(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        if facts.figures || facts.amounts > 1 {
            return false;
        }
        // In the midst of the list only what is no record, and cannot go on with one, signs.
        let told = facts.name.is_some() && facts.needed > 0 && facts.amounts > 0;
        if index < self.sheet.pages.list_end && (told || self.continues(index, facts)) {
            return false;
        }
        let Some(row) = self.grid_row(index) else {
            return false;
        };
        let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
        if texts.is_empty() || texts.len() > 5 {
            return false;
        }
        let mut signing = 0;
        for text in &texts {
            let line = text.lines().next().unwrap_or(text);
            let folded = fold::fold(line);
            // `Lưu: VT` is of the signature block, `Lưu ý: …` is not.
            let sign = (words().signature.begin(&folded) || is_date_line(&folded))
                && !words::is_note(line);
            // A long text that merely begins with such a word is an activity.
            if sign && line.chars().count() <= 60 {
                signing += 1;
            } else if texts.len() > 1 && line.chars().count() > 60 {
                return false;
            }
        }
        // One such word in a full row is a value: the day in the column of time, `Lập biểu đồ` among activities.
        signing > 0 && signing * 2 >= texts.len() && !self.pays(index, facts)
    }

    /// Whether a named row has a figure, typed as text, where money stands.
    fn pays(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        facts.name.is_some() && facts.amounts > 0 && self.money_figure(index)
    }

    /// Whether a figure, typed as text, stands where money does.
    fn money_figure(&self, index: usize) -> bool {
        let Some(row) = self.grid_row(index) else {
            return false;
        };
        let figure = |text: &str| {
            text.contains(|c: char| c.is_ascii_digit()) && !is_date_line(&fold::fold(text))
        };
        self.sheet
            .money
            .iter()
            .filter_map(|column| row.cell(column.col))
            .any(|cell| text_of(cell).is_some_and(figure))
    }

    /// Whether a row is a note: by its words, or by standing below the list with nothing to add to it.
    fn is_note(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        let Some((_, first)) = facts
            .first_text
            .filter(|_| !facts.figures || facts.seq.is_some())
        else {
            return false;
        };
        let below_list = index >= self.sheet.pages.list_end;
        let worded = || words::is_note(first) || first.starts_with("(*");
        if facts.texts_only()
            && facts.filled <= 2
            && (first.starts_with('*') || worded())
            && (below_list || !self.continues(index, facts))
        {
            return true;
        }
        let after_list = self.noted
            || self.blank_above(index)
            || !self.body.rows.last().is_some_and(|last| {
                stages::goes_on(last) || matches!(last.kind, BodyKind::Record { .. })
            });
        // `1 | Các hoạt động ghi theo thực tế` below the total.
        let bare = facts.amounts == 0 && facts.others == 0 && facts.filled <= 2;
        let seq_only = facts.name.is_none() && facts.seq.is_some() && facts.texts_only();
        below_list && !self.body.rows.is_empty() && bare && (after_list || seq_only)
    }

    /// Whether a row without a number goes on with the texts of the record directly above.
    fn continues(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        // Below the list a blank row parts what is said of it from what goes on with it.
        if index >= self.sheet.pages.list_end && (self.noted || self.blank_above(index)) {
            return false;
        }
        let directly_below = self.body.rows.last().is_some_and(|last| {
            stages::goes_on(last) || matches!(last.kind, BodyKind::Record { .. })
        });
        let unnumbered =
            facts.seq.is_none() || matches!(facts.number, Some(Numbering::Dash | Numbering::Lower));
        let texts_only = facts.texts_only() && facts.others == facts.texts;
        let some = usize::from(facts.name.is_some()) + facts.texts > 0;
        directly_below && unnumbered && texts_only && some && !self.stands_alone(facts)
    }

    fn blank_above(&self, index: usize) -> bool {
        let at = |index: usize| self.sheet.grid.rows.get(index).map(|row| row.row);
        match (index.checked_sub(1).and_then(at), at(index)) {
            (Some(above), Some(row)) => row > above + 1,
            _ => false,
        }
    }

    /// Whether texts are enough for a record of their own: it is named, and has a text that each record must have.
    fn stands_alone(&self, facts: &RowFacts<'a>) -> bool {
        facts.name.is_some() && (facts.needed_texts > 0 || facts.texts > 2)
    }

    fn is_record(&self, index: usize, facts: &RowFacts<'a>) -> bool {
        let counted = matches!(facts.number, Some(Numbering::Number(_)));
        let inside = facts.name.is_some() || facts.amounts + facts.others >= 1;
        // Money alone says nothing of what it is for.
        let nameless = facts.name.is_none() && facts.others == 0 && facts.seq.is_none();
        if nameless {
            return index < self.sheet.pages.list_end && self.merged_name(facts);
        }
        let weight = usize::from(facts.name.is_some()) * 2 + facts.amounts + facts.others;
        (counted && (inside || facts.filled > 1))
            || (inside && (weight >= 2 || self.merged_name(facts)))
    }

    /// Whether the name of the record above reaches down to a row.
    fn merged_name(&self, facts: &RowFacts<'a>) -> bool {
        let sheet = self.sheet;
        let name = sheet
            .template
            .role(Role::Name)
            .and_then(|field| sheet.header.feeding(field, Slot::Value).next());
        let at = name
            .zip(facts.row)
            .map(|(column, row)| CellRef::new(row, column.col));
        at.and_then(|at| Some((at, sheet.grid.merge_at(at)?)))
            .is_some_and(|(at, merge)| {
                merge.first.row < at.row && merge.first.row > sheet.header.span.1
            })
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

/// Whether a label is that of a sum and nothing else.
fn names_sum(label: &str) -> bool {
    // Every record is asked: what is longer than any such label is not folded.
    if label.len() > 60 {
        return false;
    }
    let bare = split_numbering(label).1;
    let folded = fold::fold(bare);
    words::is_bare_total_label(bare)
        || words::sums_by_letters(bare)
        || words().carried.are(&folded)
        || words().cumulative.begin(&folded) && stated(bare) == Some(Scope::Carried)
        || counts_behind_sum(bare)
}

/// Whether a label begins with the word of a sum.
fn begins_sum(label: &str) -> bool {
    words().total.begin(&fold::fold(split_numbering(label).1))
}

/// `TỔNG SỐ: 3 hoạt động`: a sum's word, and a count of what it adds up.
fn counts_behind_sum(label: &str) -> bool {
    label.split_once([':', '(']).is_some_and(|(sum, count)| {
        words::is_bare_total_label(sum) && facts::counts_something(count.trim_end_matches(')'))
    })
}

/// Whether a name announces its parts: `Trang thiết bị y tế, gồm:`.
fn announces_parts(label: &str) -> bool {
    let label = label.trim_end();
    let Some(open) = label.strip_suffix(':') else {
        return false;
    };
    let folded = fold::fold(open);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    words().of_which.are(last) || words().of_which.within(&folded)
}

/// Whether a name says that it is an example: `Ví dụ: Xây 10 căn nhà`, `Đào tạo bác sĩ (ví dụ)`.
fn is_example(name: &str) -> bool {
    let head = name.split_once([':', '.']).map(|(head, _)| head);
    let tail = name
        .trim_end()
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
        .map(|(_, tail)| tail);
    [head, tail]
        .into_iter()
        .flatten()
        .filter(|text| text.len() <= 24)
        .any(|text| words().example.are(&fold::fold(text)))
}

/// Whether a row says that there is nothing to report.
pub(super) fn is_nil(facts: &RowFacts<'_>) -> bool {
    let Some(text) = facts
        .label()
        .filter(|_| facts.amounts == 0 && facts.extra_figures == 0 && facts.filled <= 2)
    else {
        return false;
    };
    let folded = fold::fold(text);
    let says = words().nil_phrase.within(&folded);
    words().nil_return.are(&folded)
        || (says && facts.others == 0 && facts.seq.is_none())
        || (says && facts.name.is_none())
}
