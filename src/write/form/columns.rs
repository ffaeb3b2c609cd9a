//! The columns of the form, left to right: the row number, the template's, and what the form fills in by itself.

use crate::template::{FieldSpec, Kind, Role, SEQ_ID, Slot, Template};
use crate::value::scale::heading_without_scale;

/// The id of the column that says an amount in words.
pub const SIZE_ID: &str = "_size";

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// The row number.
    Seq,
    /// A slot of a field.
    Field {
        /// The field's index in its template.
        field: usize,
        /// Which of its columns.
        slot: Slot,
    },
    /// The amount on its left, in words of size: `1,2 tỷ đồng`.
    Size,
}

/// A column of the form.
#[derive(Debug, Clone)]
pub struct Column {
    /// What it is.
    pub shows: Shows,
    /// Its id in the row of ids.
    pub id: String,
    /// Its headings, outermost first.
    pub heading: Vec<String>,
    /// Its width in characters.
    pub width: f64,
    /// How it is filled in.
    pub help: String,
    /// What stands there in the example.
    pub example: Vec<String>,
    /// What its list offers.
    pub suggest: Vec<String>,
    /// What kind of field it belongs to; `None` for the row number and what the form fills in.
    pub kind: Option<Kind>,
    /// Whether it must be filled in.
    pub required: bool,
    /// The list that its cells are chosen from.
    pub list: Option<String>,
    /// Whether its figures are totalled and shown in words.
    pub role: Option<Role>,
}

impl Column {
    /// The heading right above its cells.
    pub fn leaf(&self) -> &str {
        self.heading.last().map_or("", String::as_str)
    }

    /// Its headings in one line.
    pub fn title(&self) -> String {
        self.heading.join(" – ")
    }

    /// Whether it holds money.
    pub fn is_money(&self) -> bool {
        self.kind == Some(Kind::Amount) && self.is_value()
    }

    fn is_value(&self) -> bool {
        matches!(
            self.shows,
            Shows::Field {
                slot: Slot::Value,
                ..
            }
        )
    }
}

/// The columns of a template's form; `unit` is the unit of account, which the headings of money state.
pub fn columns(template: &Template, unit: &str) -> Vec<Column> {
    let mut all = vec![seq()];
    for (index, form) in template.form_columns() {
        let Some(spec) = template.field(index) else {
            continue;
        };
        let mut heading: Vec<String> = form
            .heading
            .iter()
            .map(|heading| heading_without_scale(heading))
            .collect();
        if spec.kind == Kind::Amount
            && let Some(top) = heading.first_mut()
        {
            *top = format!("{top} ({unit})");
        }
        let total = spec.role == Some(Role::Total) && form.slot == Slot::Value;
        let column = Column {
            shows: Shows::Field {
                field: index,
                slot: form.slot,
            },
            id: spec.slot_id(form.slot).to_owned(),
            width: form.width.unwrap_or_else(|| usual_width(spec, form.slot)),
            help: form.help,
            example: form.example,
            suggest: form.suggest,
            kind: Some(spec.kind),
            required: spec.required && !matches!(form.slot, Slot::Measure | Slot::Qualifier),
            list: spec.list.clone(),
            role: spec.role,
            heading,
        };
        let size = total.then(|| size(&column));
        all.push(column);
        all.extend(size);
    }
    all
}

fn seq() -> Column {
    plain(Shows::Seq, SEQ_ID, vec!["STT".to_owned()], 5.0)
}

/// The column that says the amount on its left in words.
fn size(amount: &Column) -> Column {
    let mut heading = amount.heading.clone();
    heading.pop();
    heading.push("Tức là (tự tính)".to_owned());
    plain(Shows::Size, SIZE_ID, heading, 13.0)
}

fn plain(shows: Shows, id: &str, heading: Vec<String>, width: f64) -> Column {
    Column {
        shows,
        id: id.to_owned(),
        heading,
        width,
        help: String::new(),
        example: Vec::new(),
        suggest: Vec::new(),
        kind: None,
        required: false,
        list: None,
        role: None,
    }
}

/// The width of a column that its template says nothing of.
fn usual_width(spec: &FieldSpec, slot: Slot) -> f64 {
    match (spec.role, spec.kind, slot) {
        (Some(Role::Name), _, _) => 28.0,
        (_, _, Slot::Measure | Slot::Qualifier) => 9.0,
        (_, Kind::Text | Kind::Code, _) => 16.0,
        (_, Kind::Amount | Kind::Interval, _) => 13.0,
        (_, Kind::Quantity | Kind::Decimal | Kind::Integer | Kind::Day, _) => 10.0,
    }
}

/// How many rows the deepest heading needs.
pub fn depth(columns: &[Column]) -> usize {
    columns
        .iter()
        .map(|column| column.heading.len())
        .max()
        .unwrap_or(1)
}
