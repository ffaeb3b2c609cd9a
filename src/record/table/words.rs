//! Texts, and entries of lists.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::{Found, Reader};
use crate::book::grid::Row;
use crate::fold;
use crate::layout::words::words;
use crate::record::{Field, Record};
use crate::register::{Entry, Sectors};
use crate::template::FieldSpec;
use crate::value::shown;
use crate::value::{Note, Remark, Value};

/// The list that comes with the round.
const SECTORS: &str = "sectors";

impl<'a> Reader<'a> {
    pub(super) fn text(&mut self, row: &'a Row, cols: &[u32], field: &mut Field) {
        let mut parts: Vec<String> = Vec::new();
        for col in cols {
            let Some(found) = self.found(row, *col, true) else {
                continue;
            };
            let Some(content) = self.open(&found, field) else {
                append(&mut field.raw, &shown::display(found.content));
                continue;
            };
            let shown = self.shown_at(found.from, content);
            if self
                .seen(&found)
                .is_some_and(|seen| seen.struck || seen.struck_letters.is_some())
            {
                self.struck_text(&found, &shown, field);
            }
            append(&mut field.raw, &shown);
            if shown::is_blank_mark(&shown) {
                continue;
            }
            if shown::runs_as_formula(&shown) {
                field.remarks.push(Remark {
                    cell: found.at,
                    text: shown.clone(),
                    note: Note::FormulaText,
                });
            }
            if parts.is_empty() {
                field.cell = Some(found.at);
            }
            parts.push(shown);
        }
        if !parts.is_empty() {
            field.value = Value::Text(match parts.as_slice() {
                // One line, the common case, shares the text as found.
                [line] if *line == *field.raw => field.raw.clone(),
                lines => lines.join("\n").into(),
            });
        }
    }

    /// Says that words of a record that is not withdrawn are struck out.
    fn struck_text(&self, found: &Found<'_>, left: &str, field: &mut Field) {
        if self.row_struck {
            return;
        }
        let whole = self.seen(found).and_then(|seen| seen.whole.as_deref());
        field.remarks.push(Remark {
            cell: found.at,
            text: whole.map_or_else(|| left.to_owned(), |whole| fold::tidy(whole).into_owned()),
            note: Note::LeftOut {
                left: left.to_owned(),
                clear: true,
            },
        });
    }

    pub(super) fn code(
        &mut self,
        row: &'a Row,
        col: Option<u32>,
        field: &mut Field,
        spec: &FieldSpec,
        section: Option<usize>,
    ) {
        let found = col.and_then(|col| self.found(row, col, true));
        if let Some(found) = found
            && let Some(content) = self.open(&found, field)
        {
            field.raw = match self.seen(&found).and_then(|seen| seen.text.as_deref()) {
                Some(text) => text.into(),
                None => shown::display(content).into(),
            };
            if !shown::is_blank_mark(&field.raw) {
                let (value, note) = self.lookup(&field.raw, spec);
                field.value = value;
                field.remarks.extend(note.map(|note| Remark {
                    cell: found.at,
                    text: field.raw.to_string(),
                    note,
                }));
                return;
            }
        }
        if !spec.from_section || !field.raw.is_empty() {
            return;
        }
        if let Some(entry) = self.entry_of(section, spec) {
            field.value = Value::Code {
                code: entry.code.as_str().into(),
                name: entry.name.as_str().into(),
            };
        } else if spec.required
            && self.list_of(spec).is_none()
            && let Some(label) = self.body.path(section).first()
        {
            // Without a list the outermost label is all that tells.
            field.value = Value::Code {
                code: EcoString::new(),
                name: (*label).into(),
            };
        }
    }

    /// The list that a field's codes come from.
    fn list_of(&self, spec: &FieldSpec) -> Option<&'a Sectors> {
        match spec.list.as_deref() {
            Some(list) if list != SECTORS => self.lists?.get(&self.template.id, list),
            _ => self.sectors,
        }
    }

    /// The entry of a field's list that the labels of a section name, the innermost first. It is looked up for the first
    /// of the section's records only, for they stand together.
    fn entry_of(&mut self, section: Option<usize>, spec: &FieldSpec) -> Option<&'a Entry> {
        let list = self.list_of(spec)?;
        let known = self.of_section.get(&spec.id);
        match known {
            Some((known, entry)) if *known == section => *entry,
            _ => {
                let path = self.body.path(section);
                let entry = path.iter().rev().find_map(|label| list.find(label));
                self.of_section.insert(spec.id.clone(), (section, entry));
                entry
            }
        }
    }

    pub(super) fn lookup(&self, text: &str, spec: &FieldSpec) -> (Value, Option<Note>) {
        let as_typed = Value::Code {
            code: EcoString::new(),
            name: text.into(),
        };
        let Some(sectors) = self.list_of(spec) else {
            return (as_typed, None);
        };
        match sectors.find(text) {
            Some(sector) => (
                Value::Code {
                    code: sector.code.as_str().into(),
                    name: sector.name.as_str().into(),
                },
                None,
            ),
            None => {
                let nearest = sectors
                    .nearest(text)
                    .map(|(sector, _)| (sector.code.clone(), sector.name.clone()));
                (as_typed, Some(Note::NotListed(nearest)))
            }
        }
    }

    /// Section labels that are on no list and should be: those that say of themselves that they name a sector, and those
    /// that leave a required field of their records empty.
    pub(super) fn section_remarks(&self, records: &[Record]) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let fields = self.template.fields.iter().zip(&self.columns);
        for (index, (spec, columns)) in fields.enumerate() {
            if !spec.from_section || !columns.values.is_empty() {
                continue;
            }
            let Some(list) = self.list_of(spec) else {
                continue;
            };
            let left_open = left_open(records, index, spec.required);
            for (at, section) in self.body.sections.iter().enumerate() {
                let says_so = || {
                    let folded = fold::fold(&section.label);
                    spec.list.as_deref() == Some(SECTORS) && words().sector_label.begin(&folded)
                };
                if list.find(&section.label).is_some() || !(left_open.contains(&at) || says_so()) {
                    continue;
                }
                let nearest = list
                    .nearest(&section.label)
                    .map(|(entry, _)| (entry.code.clone(), entry.name.clone()));
                remarks.push(Remark {
                    cell: section.cell,
                    text: section.label.clone(),
                    note: Note::NotListed(nearest),
                });
            }
        }
        remarks
    }

    /// The required fields that nothing gives: no column, and for some record no section either.
    pub(super) fn missing(&self, records: &[Record]) -> Vec<usize> {
        let missing = self.header.missing.iter().copied();
        let given = |index: &usize| {
            let spec = self.template.field(*index);
            spec.is_some_and(|spec| spec.from_section)
                && records
                    .iter()
                    .all(|record| record.section.is_some() || !is_open(record, *index))
        };
        missing.filter(|index| !given(index)).collect()
    }
}

/// The sections whose records have no value in a required field.
fn left_open(records: &[Record], field: usize, required: bool) -> BTreeSet<usize> {
    let open = records
        .iter()
        .filter(|record| required && is_open(record, field));
    open.filter_map(|record| record.section).collect()
}

fn is_open(record: &Record, field: usize) -> bool {
    let field = record.fields.get(field);
    field.is_some_and(|field| field.value == Value::Empty)
}

/// Says that a name lists several activities, a line each with a number or a dash before it.
pub(super) fn listed(field: &Field) -> Option<Remark> {
    let marked = |line: &&str| {
        let line = line.trim_start();
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < line.len() && digits.starts_with(['.', ')', '/']);
        numbered || line.starts_with("- ") || line.starts_with("+ ")
    };
    let count = field.raw.lines().filter(marked).count();
    let cell = field.cell.filter(|_| count >= 2)?;
    Some(Remark {
        cell,
        text: field.raw.to_string(),
        note: Note::Listed(count),
    })
}

/// Appends a line.
pub(super) fn append(text: &mut EcoString, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
