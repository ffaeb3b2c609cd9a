//! Reading the rows of a table, one after the other.
//!
//! Each kind of row is told by evidence of its own, never by elimination: a row that adds up by its label, a section
//! by its numbering and by holding nothing but a label (and perhaps its subtotal), the signature block by its words.
//! Below the list's last sure record everything but records and totals is a note or a signature.

use super::body::{Body, BodyKind, BodyRow, Scope};
use super::frame::is_date_line;
use super::header::Header;
use super::outline::Outline;
use super::sections::Level;
use super::sums::{self, Sums};
use super::view::View;
use super::words::{self, Numbering, is_total_label, numbering, split_numbering};
use super::{CellRole, Hints, Meaning, family, ids, is_filled, mark_row, text_of, totals};
use crate::book::grid::{Cell, Content, Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::template::{Kind, Role, Slot, Template};
use crate::value::amount;

/// The sections that are open where a table ends, for the next table of the sheet to go on with.
pub(super) type Open = Vec<(Level, super::Section)>;

/// Reads the rows below a header. The second value is the index where the next table may begin.
pub(super) fn read(
    grid: &Grid,
    header: &Header,
    template: &Template,
    hints: &Hints<'_>,
    carried: &mut Open,
    roles: &mut [Vec<CellRole>],
) -> (Body, usize) {
    let outline = Outline::of(grid, header, template);
    let mut reader = Reader {
        grid,
        header,
        template,
        hints,
        outline,
        body: Body::default(),
        stack: Vec::new(),
        signature: false,
        noted: false,
        last_number: None,
        sums: Sums::default(),
        own: ids::end_of(grid, header, template).is_some(),
    };
    reader.carry(carried);
    reader.outline.mark(roles);
    for index in reader.outline.first..reader.outline.end {
        if let Some(row) = grid
            .rows
            .get(index)
            .filter(|_| !reader.outline.in_page_head(index))
        {
            let role = reader.row(index, row);
            reader.noted = role == CellRole::Note;
            mark_row(roles, index, role);
            reader.mark_strays(row, role, roles.get_mut(index));
        }
    }
    *carried = reader.open();
    let own = header.id_row.is_some();
    let (mut body, end) = (reader.body, reader.outline.end);
    if !own {
        sums::settle(grid, header, template, &mut body, roles);
    }
    totals::settle(&mut body, roles);
    family::settle(grid, header, template, &mut body, roles);
    (body, end)
}

pub(super) struct Reader<'a> {
    pub(super) grid: &'a Grid,
    pub(super) header: &'a Header,
    pub(super) template: &'a Template,
    pub(super) hints: &'a Hints<'a>,
    pub(super) outline: Outline,
    pub(super) body: Body,
    /// The open sections, outermost first, with what tells their level.
    pub(super) stack: Vec<(Level, usize)>,
    signature: bool,
    /// Whether the row above is a note.
    noted: bool,
    /// The numbering of the last record.
    pub(super) last_number: Option<Numbering>,
    /// What the records so far add up to.
    sums: Sums,
    /// Whether the form is ours, and its last row, which is there, is not behind us.
    own: bool,
}

impl<'a> Reader<'a> {
    /// Goes on with the sections of the table above.
    fn carry(&mut self, carried: &mut Open) {
        for (level, mut section) in carried.drain(..) {
            section.parent = self.stack.last().map(|(_, section)| *section);
            self.stack.push((level, self.body.sections.len()));
            self.body.sections.push(section);
        }
    }

    fn open(&self) -> Open {
        self.stack
            .iter()
            .filter_map(|(level, section)| {
                Some((*level, self.body.sections.get(*section)?.clone()))
            })
            .collect()
    }

    fn row(&mut self, index: usize, row: &'a Row) -> CellRole {
        let view = View::of(row, self.header, self.template);
        let number = view.seq.as_deref().and_then(numbering);
        let counted = matches!(number, Some(Numbering::Number(_)));
        if self.own && ids::is_end(row) {
            (self.own, self.signature) = (false, true);
            return CellRole::Note;
        }
        if self.signature {
            self.sign(row);
        }
        if view.filled == 0 {
            return if self.signature {
                CellRole::Signature
            } else if view.placeholders {
                CellRole::Note
            } else {
                CellRole::Record
            };
        }
        if self.signature {
            // A record below the signatures belongs to nothing that was announced.
            let told = counted && view.others + view.amounts > 0;
            let paid = view.amounts > 0 && (view.figures || self.pays(row, &view));
            let record = view.name.is_some() && (told || paid);
            return if record {
                CellRole::Unexplained
            } else {
                CellRole::Signature
            };
        }
        if !counted && self.says_in_words(row, &view) {
            return CellRole::Note;
        }
        // Nobody calls an activity `Tổng cộng`, whatever number stands before it.
        let sum = !counted || view.needed < 2 && view.label().is_some_and(names_sum);
        if sum && let Some(total) = self.adds_up(&view, number) {
            self.push(index, total);
            return CellRole::Total;
        }
        if !self.own && self.equals_sum(index, row, &view) {
            let label = fold::tidy(view.label().unwrap_or_default()).into_owned();
            let scope = Scope::All;
            self.push(index, BodyKind::Total { label, scope });
            return CellRole::Total;
        }
        if is_nil(&view) {
            self.push(index, BodyKind::Nil);
            return CellRole::Note;
        }
        if self.own {
            return self.own_row(index, row, &view, number);
        }
        if !counted && self.signs(index, row, &view) {
            self.signature = true;
            self.sign(row);
            return CellRole::Signature;
        }
        if let Some(section) = self.section_of(index, &view, number) {
            self.open_section(index, row, section);
            return CellRole::Section;
        }
        if self.is_note(index, &view) {
            // Money told in passing between records is in no column: whoever reads it must decide.
            let money = index < self.outline.list_end
                && row
                    .cells
                    .iter()
                    .filter_map(text_of)
                    .any(amount::tells_money);
            return if money {
                CellRole::Unexplained
            } else {
                CellRole::Note
            };
        }
        // A note tells no record, whatever figure stands beside it.
        let note = view
            .first_text
            .is_some_and(|(_, text)| words::is_labelled_note(text));
        if note && !counted && view.needed == 0 && view.amounts > 0 {
            return CellRole::Unexplained;
        }
        if self.continues(index, &view, number) {
            self.push(index, BodyKind::Continuation);
            return CellRole::Record;
        }
        // Below a sum, money without a number, a who or a when is no record: above the list it breaks the sum up.
        if view.seq.is_none() && view.needed == 0 && self.below_total() && !self.numberless() {
            if self.listed() || view.amounts == 0 {
                return if view.figures {
                    CellRole::Unexplained
                } else {
                    CellRole::Note
                };
            }
            let label = fold::tidy(view.label().unwrap_or_default()).into_owned();
            let scope = Scope::Other;
            self.push(index, BodyKind::Total { label, scope });
            return CellRole::Subtotal;
        }
        if self.is_record(index, row, &view, counted) {
            if let (Some(Numbering::Number(depth)), Some(seq)) = (number, view.seq.as_deref()) {
                self.close_numbered(seq, depth);
            }
            self.last_number = number;
            let section = self.stack.last().map(|(_, section)| *section);
            self.push(index, BodyKind::Record { section });
            return CellRole::Record;
        }
        // A row number alone is a line that nobody filled in.
        let blank_line = counted && view.filled == 1;
        if (view.figures || self.money_figure(row)) && !blank_line {
            CellRole::Unexplained
        } else {
            CellRole::Note
        }
    }

    /// A row between the ids and the last row of a form of ours: what is filled in there is a record, unless it clearly
    /// heads a section.
    fn own_row(
        &mut self,
        index: usize,
        row: &'a Row,
        view: &View<'a>,
        number: Option<Numbering>,
    ) -> CellRole {
        // The row number alone is a line that nobody filled in.
        if view.seq.is_some() && view.filled == 1 {
            return CellRole::Note;
        }
        let heads = matches!(number, Some(Numbering::Roman | Numbering::Upper));
        if heads && let Some(section) = self.section_of(index, view, number) {
            self.open_section(index, row, section);
            return CellRole::Section;
        }
        let section = self.stack.last().map(|(_, section)| *section);
        self.push(index, BodyKind::Record { section });
        CellRole::Record
    }

    /// A form is signed by a signature block below it; one of ours, whose block is printed, by what is filled in there.
    fn sign(&mut self, row: &Row) {
        let printed = self.header.id_row.is_some();
        let signs = |cell: &&Cell| {
            text_of(cell).is_some_and(|text| {
                let folded = fold::fold(text);
                !printed || !words::words().signature.begin(&folded) && !is_date_line(&folded)
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

    fn listed(&self) -> bool {
        self.body
            .rows
            .iter()
            .any(|row| matches!(row.kind, BodyKind::Record { .. }))
    }

    /// Whether the table does not number its rows.
    fn numberless(&self) -> bool {
        self.header.seq_col().is_none()
    }

    pub(super) fn push(&mut self, index: usize, kind: BodyKind) {
        self.body.rows.push(BodyRow { index, kind });
    }

    /// A row that adds up, or breaks up a row that does.
    fn adds_up(&self, view: &View<'a>, number: Option<Numbering>) -> Option<BodyKind> {
        let label = view.label()?;
        let total = |scope| BodyKind::Total {
            label: fold::tidy(label).into_owned(),
            scope,
        };
        let first = view.first_text.map_or(label, |(_, text)| text);
        let bare = |text| split_numbering(text).1;
        let is_total = [label, first]
            .into_iter()
            .map(bare)
            .any(|text| is_total_label(text) || self.names_section(text));
        // `Tổng cộng | 2 đơn vị` tells no who, and a label may stand in the column of who or when.
        let misplaced = view.name.is_none() && is_total_label(bare(first));
        let told = usize::from(misplaced || names_sum(label));
        if (is_total || totals::is_page_line(label)) && view.needed <= told {
            return Some(total(totals::stated(label).unwrap_or(Scope::All)));
        }
        if view.needed > 0 {
            return None;
        }
        let folded = fold::fold(label);
        let announces = label.trim_end().ends_with(':') || words::words().of_which.are(&folded);
        let breaks_up = words::words().of_which.begin(&folded) && (view.amounts > 0 || announces);
        // `- Ngân sách: 300` below a total, or below `Trong đó:`.
        let goes_on = self.body.rows.last().is_some_and(|last| {
            let dashed = number == Some(Numbering::Dash) || label.starts_with(['-', '+', '–']);
            match last.kind {
                BodyKind::Total {
                    scope: Scope::Other,
                    ..
                } => dashed || view.amounts > 0 && !(self.hints.is_sector)(label),
                BodyKind::Total { .. } => dashed,
                _ => false,
            }
        });
        let parts = goes_on
            && view
                .seq
                .as_deref()
                .is_none_or(|_| number == Some(Numbering::Dash));
        (breaks_up || parts && view.amounts > 0).then(|| total(Scope::Other))
    }

    /// Whether a label adds up a section that it calls by its name: `Cộng y tế`.
    fn names_section(&self, label: &str) -> bool {
        words::total_scope(label).is_some_and(|scope| {
            let names =
                |name: &str| !scope.is_empty() && fold::fold(words::without_remark(name)) == scope;
            (self.hints.is_sector)(&scope)
                || self
                    .body
                    .sections
                    .iter()
                    .any(|section| names(&section.label))
        })
    }

    /// Whether a row opens the signature block.
    fn signs(&self, index: usize, row: &Row, view: &View<'a>) -> bool {
        if view.figures || view.amounts > 1 {
            return false;
        }
        // In the midst of the list only what is no record, and cannot go on with one, signs.
        let told = view.name.is_some() && view.needed > 0 && view.amounts > 0;
        if index < self.outline.list_end && (told || self.continues(index, view, None)) {
            return false;
        }
        let texts: Vec<&str> = row.cells.iter().filter_map(text_of).collect();
        if texts.is_empty() || texts.len() > 5 {
            return false;
        }
        let mut signing = 0;
        for text in &texts {
            let line = text.lines().next().unwrap_or(text);
            let folded = fold::fold(line);
            // `Lưu: VT` is of the signature block, `Lưu ý: …` is not.
            let sign = (words::words().signature.begin(&folded) || is_date_line(&folded))
                && !words::is_note(line);
            // A long text that merely begins with such a word is an activity.
            if sign && line.chars().count() <= 60 {
                signing += 1;
            } else if texts.len() > 1 && line.chars().count() > 60 {
                return false;
            }
        }
        // One such word in a full row is a value: the day in the column of time, `Lập biểu đồ` among activities.
        signing > 0 && signing * 2 >= texts.len() && !self.pays(row, view)
    }

    /// Whether a named row has a figure, typed as text, where money stands.
    fn pays(&self, row: &Row, view: &View<'a>) -> bool {
        view.name.is_some() && view.amounts > 0 && self.money_figure(row)
    }

    /// Whether a figure, typed as text, stands where money does.
    fn money_figure(&self, row: &Row) -> bool {
        row.cells.iter().any(|cell| {
            let money = match self.header.meaning(cell.col) {
                Some(super::Meaning::Field { field, .. }) => self
                    .template
                    .field(field)
                    .is_some_and(|spec| spec.kind == Kind::Amount),
                _ => false,
            };
            let figure = |text: &str| {
                text.contains(|c: char| c.is_ascii_digit()) && !is_date_line(&fold::fold(text))
            };
            money && text_of(cell).is_some_and(figure)
        })
    }

    /// Whether a row says in words what the total above it says in figures.
    fn says_in_words(&self, row: &Row, view: &View<'a>) -> bool {
        let says = view
            .first_text
            .is_some_and(|(_, text)| words::is_in_words(text));
        says && !view.figures && (view.needed == 0 || view.filled <= 2) && !self.money_figure(row)
    }

    /// Whether a row's figures are, to the last đồng, the sums of the records above it.
    ///
    /// Only what tells neither who nor when is asked, and what begins with a sum's own word (`Tổng …`) or, below the list,
    /// has no label at all. A label that is no sum's may name an activity, whatever its figure equals by chance.
    fn equals_sum(&mut self, index: usize, row: &Row, view: &View<'a>) -> bool {
        if view.amounts == 0 || view.others > 0 {
            return false;
        }
        let worded = view.label().is_some_and(|label| {
            let bare = split_numbering(label).1;
            words::words().total.begin(&fold::fold(bare))
        });
        let last = index >= self.outline.list_end && view.seq.is_none() && view.name.is_none();
        if !worded && !last {
            return false;
        }
        self.sums
            .add(self.grid, self.header, self.template, &self.body);
        self.sums.equal(row, self.header, self.template, worded)
    }

    /// Whether a row is a note: by its words, or by standing below the list with nothing to add to it.
    fn is_note(&self, index: usize, view: &View<'a>) -> bool {
        let Some((_, first)) = view
            .first_text
            .filter(|_| !view.figures || view.seq.is_some())
        else {
            return false;
        };
        let below_list = index >= self.outline.list_end;
        let worded = || words::is_note(first) || first.starts_with("(*");
        if view.texts_only()
            && view.filled <= 2
            && (first.starts_with('*') || worded())
            && (below_list || !self.continues(index, view, None))
        {
            return true;
        }
        let after_list = self.noted
            || self.blank_above(index)
            || !matches!(
                self.body.rows.last(),
                Some(BodyRow {
                    kind: BodyKind::Record { .. } | BodyKind::Continuation,
                    ..
                })
            );
        // `1 | Các hoạt động ghi theo thực tế` below the total.
        let bare = view.amounts == 0 && view.others == 0 && view.filled <= 2;
        let seq_only = view.name.is_none() && view.seq.is_some() && view.texts_only();
        below_list && !self.body.rows.is_empty() && bare && (after_list || seq_only)
    }

    /// Whether a row without a number goes on with the texts of the record directly above.
    fn continues(&self, index: usize, view: &View<'a>, number: Option<Numbering>) -> bool {
        // Below the list a blank row parts what is said of it from what goes on with it.
        if index >= self.outline.list_end && (self.noted || self.blank_above(index)) {
            return false;
        }
        let directly_below = self.body.rows.last().is_some_and(|last| {
            matches!(last.kind, BodyKind::Record { .. } | BodyKind::Continuation)
        });
        let unnumbered =
            view.seq.is_none() || matches!(number, Some(Numbering::Dash | Numbering::Lower));
        let texts_only = view.texts_only() && view.others == view.texts;
        let some = usize::from(view.name.is_some()) + view.texts > 0;
        directly_below && unnumbered && texts_only && some && !self.stands_alone(view)
    }

    fn blank_above(&self, index: usize) -> bool {
        let at = |index: usize| self.grid.rows.get(index).map(|row| row.row);
        match (index.checked_sub(1).and_then(at), at(index)) {
            (Some(above), Some(row)) => row > above + 1,
            _ => false,
        }
    }

    /// Whether texts are enough for a record of their own: it is named, and has a text that each record must have.
    fn stands_alone(&self, view: &View<'a>) -> bool {
        view.name.is_some() && (view.needed_texts > 0 || view.texts > 2)
    }

    fn is_record(&self, index: usize, row: &Row, view: &View<'a>, counted: bool) -> bool {
        let inside = view.name.is_some() || view.amounts + view.others >= 1;
        // Money alone says nothing of what it is for.
        let nameless = view.name.is_none() && view.others == 0 && view.seq.is_none();
        if nameless {
            return index < self.outline.list_end && self.merged_name(row);
        }
        let weight = usize::from(view.name.is_some()) * 2 + view.amounts + view.others;
        (counted && (inside || view.filled > 1))
            || (inside && (weight >= 2 || self.merged_name(row)))
    }

    /// Whether the name of the record above reaches down to a row.
    fn merged_name(&self, row: &Row) -> bool {
        let name = self
            .template
            .role(Role::Name)
            .and_then(|field| self.header.feeding(field, Slot::Value).next());
        name.and_then(|column| self.grid.merge_at(CellRef::new(row.row, column.col)))
            .is_some_and(|merge| merge.first.row < row.row && merge.first.row > self.header.span.1)
    }

    /// A record's cell outside every column, and a figure among the signatures, are explained by nothing.
    fn mark_strays(&self, row: &Row, role: CellRole, roles: Option<&mut Vec<CellRole>>) {
        for (cell, own) in row.cells.iter().zip(roles.into_iter().flatten()) {
            let stray = match role {
                CellRole::Record => self.header.column(cell.col).is_none(),
                CellRole::Signature => matches!(cell.content, Content::Number(_)),
                _ => false,
            };
            let helper = !self.signature && self.header.meaning(cell.col) == Some(Meaning::Helper);
            if helper {
                *own = CellRole::Skipped;
            } else if stray && is_filled(cell) {
                *own = CellRole::Unexplained;
            }
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
    words::is_bare_total_label(bare) || words::words().carried.are(&fold::fold(bare))
}

/// Whether a row says that there is nothing to report.
pub(super) fn is_nil(view: &View<'_>) -> bool {
    let Some(text) = view
        .label()
        .filter(|_| view.texts_only() && view.filled <= 2)
    else {
        return false;
    };
    let folded = fold::fold(text);
    let says = words::words().nil_phrase.within(&folded);
    words::words().nil_return.are(&folded)
        || (says && view.others == 0 && view.seq.is_none())
        || (says && view.name.is_none())
}
