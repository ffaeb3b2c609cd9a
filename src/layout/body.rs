//! The rows of a table: sections, records, rows that add up, notes, signatures.
//!
//! Each kind of row is told by evidence of its own, never by elimination: a row that adds up by its label, a section
//! by its numbering and by holding nothing but a label (and perhaps its subtotal), the signature block by its words.

use std::sync::Arc;

use super::frame::is_date_line;
use super::header::{Header, begins, is_number_row};
use super::words::{self, Numbering, is_total_label, numbering, split_numbering};
use super::{CellRole, Hints, Meaning, is_filled, mark_row, seq_text, text_of};
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Kind, Role, Slot, Template};

/// What a row of a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyKind {
    /// A record, under a section (an index into [`Body::sections`]).
    Record {
        /// The innermost section above it.
        section: Option<usize>,
    },
    /// Goes on with the text of the record above.
    Continuation,
    /// A section row; an index into [`Body::sections`].
    Section(usize),
    /// A row that adds up.
    Total {
        /// Its label as typed.
        label: String,
        /// What it adds up.
        scope: Scope,
    },
    /// A row that says that there is nothing to report.
    Nil,
}

/// What a row that adds up adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All records of the table.
    All,
    /// The records of a section and the sections below it.
    Section(usize),
    /// The records since the row that adds up before it, or the table's begin.
    SinceLast,
    /// Something else (`Trong đó: …`): it is checked against nothing.
    Other,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRow {
    /// Its index among the grid's rows.
    pub index: usize,
    /// What it is.
    pub kind: BodyKind,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its label without its numbering.
    pub label: String,
    /// The cell of its label.
    pub cell: CellRef,
    /// The section it stands in.
    pub parent: Option<usize>,
}

/// The rows of a table.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The rows, top to bottom; notes and signatures are not among them.
    pub rows: Vec<BodyRow>,
    /// The sections, top to bottom.
    pub sections: Vec<Section>,
    /// Where a signature block stands.
    pub signed: Option<CellRef>,
}

impl Body {
    /// The labels of a section and those it stands in, outermost first.
    #[must_use]
    pub fn path(&self, section: Option<usize>) -> Vec<&str> {
        let mut labels = Vec::new();
        let mut next = section;
        while let Some(section) = next.and_then(|index| self.sections.get(index)) {
            labels.push(section.label.as_str());
            next = section.parent;
        }
        labels.reverse();
        labels
    }

    /// Whether a section is another or stands in it.
    #[must_use]
    pub fn within(&self, section: Option<usize>, outer: usize) -> bool {
        let mut next = section;
        while let Some(index) = next {
            if index == outer {
                return true;
            }
            next = self.sections.get(index).and_then(|section| section.parent);
        }
        false
    }
}

/// Reads the rows below a header. The second value is the index where the next table may begin.
pub fn read(
    grid: &Grid,
    header: &Header,
    template: &Arc<Template>,
    hints: &Hints<'_>,
    roles: &mut [Vec<CellRole>],
) -> (Body, usize) {
    let mut reader = Reader {
        grid,
        header,
        template,
        hints,
        body: Body::default(),
        stack: Vec::new(),
        signature: false,
        closed: false,
    };
    let mut index = header
        .number_row
        .map_or(header.rows.end, |number_row| number_row + 1);
    while let Some(row) = grid.rows.get(index) {
        if let Some(end) = reader.repeated_header(index) {
            for repeated in index..end {
                mark_row(roles, repeated, CellRole::Header);
            }
            index = end;
            if grid.rows.get(index).is_some_and(is_number_row) {
                mark_row(roles, index, CellRole::Number);
                index += 1;
            }
            continue;
        }
        if begins(row, template) {
            break;
        }
        let role = reader.row(index, row);
        mark_row(roles, index, role);
        if role == CellRole::Record {
            reader.mark_strays(row, roles.get_mut(index));
        }
        index += 1;
    }
    let mut body = reader.body;
    settle_totals(&mut body, roles);
    (body, index)
}

struct Reader<'a> {
    grid: &'a Grid,
    header: &'a Header,
    template: &'a Arc<Template>,
    hints: &'a Hints<'a>,
    body: Body,
    /// The open sections, outermost first, with the kind of their numbering.
    stack: Vec<(Option<Numbering>, usize)>,
    signature: bool,
    /// A row that adds up all stood below the records: only notes and signatures are due.
    closed: bool,
}

/// The cells of a row by what their columns were understood as.
#[derive(Default)]
struct View<'a> {
    seq: Option<String>,
    name: Option<&'a Cell>,
    /// Filled cells of money columns.
    amounts: usize,
    /// Filled cells of other fields and of extra columns.
    others: usize,
    /// Filled cells of text columns other than the name's.
    texts: usize,
    /// All filled cells.
    filled: usize,
    /// The first filled cell that holds text, the row number's column included.
    first_text: Option<(&'a Cell, &'a str)>,
    /// Whether any cell holds something else than text.
    figures: bool,
}

impl<'a> Reader<'a> {
    fn view(&self, row: &'a Row) -> View<'a> {
        let mut view = View::default();
        for cell in row.cells.iter().filter(|cell| is_filled(cell)) {
            view.filled += 1;
            if view.first_text.is_none() {
                view.first_text = text_of(cell).map(|text| (cell, text));
            }
            view.figures |= !matches!(cell.content, Content::Text(_));
            match self.header.meaning(cell.col) {
                Some(Meaning::Seq) => view.seq = seq_text(cell),
                Some(Meaning::Field {
                    field,
                    slot: Slot::Value,
                }) => {
                    let Some(spec) = self.template.field(field) else {
                        continue;
                    };
                    match (spec.role, spec.kind) {
                        (Some(Role::Name), _) => view.name = Some(cell),
                        (_, Kind::Amount) => view.amounts += 1,
                        (_, Kind::Text) => {
                            view.texts += 1;
                            view.others += 1;
                        }
                        _ => view.others += 1,
                    }
                }
                Some(Meaning::Field { .. } | Meaning::Extra) | None => view.others += 1,
            }
        }
        view
    }

    fn row(&mut self, index: usize, row: &'a Row) -> CellRole {
        let view = self.view(row);
        if view.filled == 0 {
            return if self.signature {
                CellRole::Signature
            } else {
                CellRole::Record
            };
        }
        let number = view.seq.as_deref().and_then(numbering);
        let counted = matches!(number, Some(Numbering::Number(_)));
        if self.signature {
            // A record below the signatures belongs to nothing that was announced.
            let record = counted && view.name.is_some() && view.others + view.amounts > 0;
            return if record {
                CellRole::Unexplained
            } else {
                CellRole::Signature
            };
        }
        if !counted && let Some(role) = self.apart(index, row, &view) {
            return role;
        }
        if let Some((label, cell, kind)) = self.section_label(index, &view, number) {
            self.open_section(index, row, label, cell, kind);
            return CellRole::Section;
        }
        if view.seq.is_none() && self.continues(&view) {
            self.push(index, BodyKind::Continuation);
            return CellRole::Record;
        }
        if self.is_nil(&view) {
            self.push(index, BodyKind::Nil);
            return CellRole::Note;
        }
        if self.is_record(row, &view, counted) {
            let section = self.stack.last().map(|(_, section)| *section);
            self.push(index, BodyKind::Record { section });
            return CellRole::Record;
        }
        if view.figures {
            CellRole::Unexplained
        } else {
            CellRole::Note
        }
    }

    fn push(&mut self, index: usize, kind: BodyKind) {
        self.body.rows.push(BodyRow { index, kind });
    }

    /// Rows that are no part of the list: rows that add up, notes, signatures.
    fn apart(&mut self, index: usize, row: &'a Row, view: &View<'a>) -> Option<CellRole> {
        let words = words::words();
        let label = view
            .name
            .and_then(text_of)
            .or(view.first_text.map(|(_, text)| text));
        if let Some(label) = label {
            let folded = fold::fold(label);
            let adds_up = is_total_label(label)
                || view
                    .first_text
                    .is_some_and(|(_, text)| is_total_label(text));
            if adds_up && view.texts == 0 {
                self.push(
                    index,
                    BodyKind::Total {
                        label: fold::tidy(label).into_owned(),
                        scope: Scope::All,
                    },
                );
                return Some(CellRole::Total);
            }
            if words.of_which.begin(&folded) && view.texts == 0 {
                self.push(
                    index,
                    BodyKind::Total {
                        label: fold::tidy(label).into_owned(),
                        scope: Scope::Other,
                    },
                );
                return Some(CellRole::Total);
            }
        }
        let (_, first) = view.first_text?;
        let folded = fold::fold(first);
        let alone = !view.figures && view.amounts == 0;
        // The head of office signs where the money stands, often enough.
        if alone
            && view.filled <= 2
            && (words.note.begin(&folded) || first.starts_with("(*") || first.starts_with('*'))
        {
            return Some(CellRole::Note);
        }
        if !view.figures && self.signs(row) {
            self.signature = true;
            let col = row.cells.first().map_or(0, |cell| cell.col);
            self.body.signed.get_or_insert(CellRef::new(row.row, col));
            return Some(CellRole::Signature);
        }
        if self.closed && view.filled == 1 && alone {
            return Some(CellRole::Note);
        }
        None
    }

    /// Whether a row opens the signature block.
    fn signs(&self, row: &Row) -> bool {
        let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
        if texts.is_empty()
            || texts.len() > 4
            || self.body.rows.is_empty() && self.header.columns.len() > 40
        {
            return false;
        }
        let mut signs = false;
        for text in &texts {
            let line = text.lines().next().unwrap_or(text);
            let folded = fold::fold(line);
            let sign = words::words().signature.begin(&folded) || is_date_line(&folded);
            // A long text that merely begins with such a word is an activity.
            if sign && line.chars().count() <= 60 {
                signs = true;
            } else if texts.len() > 1 && line.chars().count() > 60 {
                return false;
            }
        }
        signs
    }

    /// The label of a section row, its cell and the kind of its numbering; `None` when the row is none.
    fn section_label(
        &self,
        index: usize,
        view: &View<'a>,
        number: Option<Numbering>,
    ) -> Option<(String, u32, Option<Numbering>)> {
        if view.others > 0 {
            return None;
        }
        let name = view
            .name
            .and_then(|cell| text_of(cell).map(|text| (cell.col, text)));
        // A label typed or merged into the row number's column: `I. LĨNH VỰC Y TẾ`.
        let in_seq = view
            .seq
            .as_deref()
            .filter(|_| number.is_none() && name.is_none());
        if let (Some(seq), Some(col)) = (in_seq, self.header.seq_col()) {
            let (kind, label) = split_numbering(seq);
            return Some((fold::tidy(label).into_owned(), col, kind));
        }
        let (col, text) = name?;
        let label = || {
            let (_, label) = split_numbering(text);
            fold::tidy(label).into_owned()
        };
        match number {
            Some(kind @ (Numbering::Roman | Numbering::Upper)) => Some((label(), col, Some(kind))),
            Some(kind @ Numbering::Number(depth)) => {
                let below = self.next_number(index);
                let deeper = matches!(below, Some(Numbering::Number(next)) if next > depth);
                let lettered =
                    matches!(below, Some(Numbering::Lower | Numbering::Dash)) && view.amounts == 0;
                let sector = view.amounts == 0
                    && (self.hints.is_sector)(text)
                    && matches!(below, Some(Numbering::Number(_)));
                (deeper || lettered || sector).then(|| (label(), col, Some(kind)))
            }
            Some(Numbering::Lower) => {
                let counted = matches!(
                    self.next_number(index),
                    Some(Numbering::Number(_) | Numbering::Dash)
                );
                (counted && view.amounts == 0 || (self.hints.is_sector)(text))
                    .then(|| (label(), col, number))
            }
            Some(Numbering::Dash) => None,
            None if view.seq.is_some() => None,
            None => self
                .looks_like_section(index, view, col, text)
                .then(|| (label(), col, split_numbering(text).0)),
        }
    }

    /// Whether a label without a number heads a section.
    fn looks_like_section(&self, index: usize, view: &View<'a>, col: u32, text: &str) -> bool {
        let row = self.grid.rows.get(index).map_or(0, |row| row.row);
        let wide = self
            .grid
            .merge_at(CellRef::new(row, col))
            .is_some_and(|merge| merge.last.col - merge.first.col >= 2);
        let numbered = matches!(
            split_numbering(text).0,
            Some(Numbering::Roman | Numbering::Upper)
        );
        let folded = fold::fold(text);
        let worded = words::words().section.begin(&folded) && text.chars().count() <= 80;
        let evidence = wide
            || numbered
            || worded
            || (self.hints.is_sector)(text)
            || (fold::is_upper(text) && text.len() > 3);
        let followed = matches!(
            self.next_number(index),
            Some(Numbering::Number(_) | Numbering::Lower | Numbering::Roman)
        );
        let first = !matches!(
            self.body.rows.last(),
            Some(BodyRow {
                kind: BodyKind::Record { .. } | BodyKind::Continuation,
                ..
            })
        );
        (evidence && followed) || (view.amounts == 0 && first && followed && !self.closed)
    }

    /// The numbering of the next row that has one, repeated headers and blank rows left aside.
    fn next_number(&self, index: usize) -> Option<Numbering> {
        let seq = self.header.seq_col()?;
        self.grid
            .rows
            .get(index + 1..)?
            .iter()
            .take(6)
            .find_map(|row| {
                let text = row.cell(seq).and_then(seq_text)?;
                numbering(&text)
            })
    }

    fn open_section(
        &mut self,
        index: usize,
        row: &Row,
        label: String,
        col: u32,
        kind: Option<Numbering>,
    ) {
        if let Some(level) = self.stack.iter().position(|(other, _)| *other == kind) {
            self.stack.truncate(level);
        }
        let parent = self.stack.last().map(|(_, section)| *section);
        let section = self.body.sections.len();
        self.body.sections.push(Section {
            label,
            cell: CellRef::new(row.row, col),
            parent,
        });
        self.stack.push((kind, section));
        self.push(index, BodyKind::Section(section));
    }

    /// Whether a row without a number goes on with the texts of the record directly above.
    fn continues(&self, view: &View<'a>) -> bool {
        let directly_below = self.body.rows.last().is_some_and(|last| {
            matches!(last.kind, BodyKind::Record { .. } | BodyKind::Continuation)
        });
        let texts_only = view.amounts == 0 && !view.figures && view.others == view.texts;
        let one_kind = usize::from(view.name.is_some()) + view.texts;
        directly_below && !self.closed && texts_only && (one_kind == 1 || view.name.is_none())
    }

    /// Whether a row says that there is nothing to report.
    fn is_nil(&self, view: &View<'a>) -> bool {
        let texts_only = view.amounts == 0 && !view.figures && view.filled <= 2;
        let text = view
            .name
            .and_then(text_of)
            .or(view.first_text.map(|(_, text)| text));
        texts_only && text.is_some_and(|text| words::words().nil_return.are(&fold::fold(text)))
    }

    fn is_record(&self, row: &Row, view: &View<'a>, counted: bool) -> bool {
        if self.closed && !counted {
            return false;
        }
        let inside = view.name.is_some() || view.amounts + view.others >= 1;
        let merged_name = || {
            let name = self
                .template
                .role(Role::Name)
                .and_then(|field| self.header.feeding(field, Slot::Value).next());
            name.is_some_and(|column| {
                self.grid
                    .merge_at(CellRef::new(row.row, column.col))
                    .is_some_and(|merge| {
                        merge.first.row < row.row && merge.first.row > self.header.span.1
                    })
            })
        };
        let weight = usize::from(view.name.is_some()) * 2 + view.amounts + view.others;
        (counted && (inside || view.filled > 1)) || (inside && (weight >= 2 || merged_name()))
    }

    /// The end of a header that repeats this one on a further page; `None` when none begins here.
    fn repeated_header(&self, index: usize) -> Option<usize> {
        let mut same = 0;
        for (offset, original) in self.header.rows.clone().enumerate() {
            let (original, row) = (
                self.grid.rows.get(original)?,
                self.grid.rows.get(index + offset)?,
            );
            for cell in original.cells.iter().filter(|cell| text_of(cell).is_some()) {
                let text = text_of(cell).map(fold::fold);
                if row.cell(cell.col).and_then(text_of).map(fold::fold) == text {
                    same += 1;
                } else {
                    return None;
                }
            }
        }
        (same >= 3).then_some(index + self.header.rows.len())
    }

    /// A record's cell outside every column is explained by nothing, unless its column has records' cells in general.
    fn mark_strays(&self, row: &Row, roles: Option<&mut Vec<CellRole>>) {
        let Some(roles) = roles else { return };
        for (cell, role) in row.cells.iter().zip(roles) {
            if self.header.column(cell.col).is_none() && is_filled(cell) {
                *role = CellRole::Unexplained;
            }
        }
    }
}

/// Decides what each row that adds up adds up, by its label and by where it stands.
fn settle_totals(body: &mut Body, roles: &mut [Vec<CellRole>]) {
    let kinds: Vec<BodyKind> = body.rows.iter().map(|row| row.kind.clone()).collect();
    let mut section = None;
    for position in 0..kinds.len() {
        let Some(kind) = kinds.get(position) else {
            break;
        };
        if let BodyKind::Section(index) = kind {
            section = Some(*index);
        }
        let BodyKind::Total {
            label,
            scope: Scope::All,
        } = kind
        else {
            continue;
        };
        let is_list =
            |kind: &BodyKind| matches!(kind, BodyKind::Record { .. } | BodyKind::Section(_));
        let before = kinds
            .get(..position)
            .is_some_and(|kinds| kinds.iter().any(is_list));
        let after = kinds.get(position + 1..).unwrap_or_default();
        let more = after.iter().any(is_list);
        let total_follows = after.iter().any(|kind| {
            matches!(
                kind,
                BodyKind::Total {
                    scope: Scope::All,
                    ..
                }
            )
        });
        let scope = match section {
            _ if !before => Scope::All,
            Some(section) if more || total_follows => {
                Scope::Section(named_section(body, section, label))
            }
            None if more => Scope::SinceLast,
            _ => Scope::All,
        };
        let Some(row) = body.rows.get_mut(position) else {
            continue;
        };
        if scope != Scope::All {
            mark_row(roles, row.index, CellRole::Subtotal);
        }
        row.kind = BodyKind::Total {
            label: label.clone(),
            scope,
        };
    }
}

/// The section that a subtotal's label names among the open ones; the innermost when it names none.
fn named_section(body: &Body, innermost: usize, label: &str) -> usize {
    let label = fold::bare(label);
    let mut next = Some(innermost);
    while let Some(index) = next {
        let Some(section) = body.sections.get(index) else {
            break;
        };
        let name = fold::bare(&section.label);
        if name.len() > 3 && label.contains(&name) {
            return index;
        }
        next = section.parent;
    }
    innermost
}
