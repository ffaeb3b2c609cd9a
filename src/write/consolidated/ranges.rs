//! Where the details sheet has what the formulas of other sheets need.

use super::details;
use super::figures::{APART, Figures};
use super::{Context, quoted, sheet};
use crate::place::col_name;
use crate::template::{Role, Template};
use crate::value::Qualifier;
use crate::write::table;

/// The columns of the details sheet, as ranges that formulas take.
pub struct Ranges {
    sheet: String,
    last_row: usize,
    template: std::sync::Arc<Template>,
    /// The column that tells planned and withdrawn amounts.
    qualifier: Option<usize>,
    /// Whether there are any withdrawn ones.
    withdrawn: bool,
}

/// A condition on a column of the details sheet.
pub enum Condition {
    /// The cell is empty.
    Empty,
    /// The cell holds this text, whatever its case; signs that formulas take for patterns stand for themselves.
    Is(String),
    /// The cell holds a text that begins with this one, which has no signs of patterns.
    Begins(String),
    /// A comparison as formulas write it, between its quotation marks: `>=`, then what follows outside them.
    Compare(&'static str, String),
}

impl Ranges {
    /// The ranges of a form's details.
    pub fn new(context: &Context<'_>, form: usize, figures: &Figures<'_>) -> Self {
        let template = figures.template.clone();
        let qualifier = figures
            .total
            .filter(|field| {
                let spec = template.field(*field);
                spec.is_some_and(|spec| spec.columns.len() > 1)
            })
            .and_then(|field| Some(details::col_of(&template, field)? + 1));
        Self {
            sheet: quoted(&context.sheet_name(sheet::DETAILS, form)),
            last_row: figures.entries.len().max(1) + 1,
            template,
            qualifier,
            withdrawn: figures.any_withdrawn(),
        }
    }

    /// A column of the details sheet, its header left out.
    pub fn column(&self, col: usize) -> String {
        let col = col_name(u32::try_from(col).unwrap_or(0));
        format!("{}!${col}$2:${col}${}", self.sheet, self.last_row)
    }

    /// The column of a field, or one of those after it.
    pub fn field(&self, field: usize, offset: usize) -> Option<String> {
        Some(self.column(details::col_of(&self.template, field)? + offset))
    }

    /// The column of the first field of a role, or one of those after it.
    pub fn role(&self, role: Role, offset: usize) -> Option<String> {
        self.field(self.template.role(role)?, offset)
    }

    /// A column that every table has.
    pub fn common(&self, column: table::Common) -> String {
        self.column(column.place(&self.template))
    }

    /// The number of records that meet conditions; of all when there are none.
    pub fn count(&self, conditions: &[(String, Condition)]) -> String {
        if conditions.is_empty() {
            return format!("COUNTA({})", self.common(table::Common::Id));
        }
        if let Some(long) = sum_product(conditions) {
            return format!("SUMPRODUCT({long})");
        }
        format!("COUNTIFS({})", listed(conditions))
    }

    /// The sum of a money field over the records that meet conditions: those set apart for one reason, or all that
    /// count.
    pub fn sum(
        &self,
        field: usize,
        conditions: &[(String, Condition)],
        apart: Option<Qualifier>,
    ) -> String {
        let Some(amounts) = self.field(field, 0) else {
            return "0".to_owned();
        };
        let words: Vec<&str> = match apart {
            Some(why) => vec![why.name()],
            None => APART
                .iter()
                .filter(|why| **why == Qualifier::Planned || self.withdrawn)
                .map(|why| why.name())
                .collect(),
        };
        if let Some(long) = sum_product(conditions) {
            let only = self.qualifier.map_or(String::new(), |col| {
                let sign = if apart.is_some() { "=" } else { "<>" };
                let column = self.column(col);
                let only = words.iter();
                only.map(|word| format!("*({column}{sign}\"{word}\")"))
                    .collect()
            });
            return format!("SUMPRODUCT({long}{only},{amounts})");
        }
        let mut parts = listed(conditions);
        match self.qualifier {
            Some(col) => {
                let sign = if apart.is_some() { "" } else { "<>" };
                for word in words {
                    if !parts.is_empty() {
                        parts.push(',');
                    }
                    parts.push_str(&format!("{},\"{sign}{word}\"", self.column(col)));
                }
            }
            None if apart.is_some() => return "0".to_owned(),
            None => {}
        }
        if parts.is_empty() {
            format!("SUM({amounts})")
        } else {
            format!("SUMIFS({amounts},{parts})")
        }
    }
}

fn listed(conditions: &[(String, Condition)]) -> String {
    let parts: Vec<String> = conditions
        .iter()
        .map(|(range, condition)| match condition {
            Condition::Empty => format!("{range},\"=\""),
            // `=` keeps a text that begins with a sign from being read as a comparison.
            Condition::Is(text) => format!("{range},\"={}\"", literal(text)),
            Condition::Begins(text) => format!("{range},\"{text}*\""),
            Condition::Compare(sign, value) => format!("{range},\"{sign}\"&{value}"),
        })
        .collect();
    parts.join(",")
}

/// Signs of patterns are marked as themselves, quotation marks doubled.
fn literal(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = matches!(c, '*' | '?' | '~').then_some('~');
            let double = (c == '"').then_some('"');
            escape.into_iter().chain(double).chain([c])
        })
        .collect()
}

/// The conditions as a product, where one of them is too long for a text in a formula (255 characters): such a text is
/// compared piece by piece.
fn sum_product(conditions: &[(String, Condition)]) -> Option<String> {
    const MOST: usize = 200;
    let long = conditions.iter().any(
        |(_, condition)| matches!(condition, Condition::Is(text) if literal(text).encode_utf16().count() > MOST),
    );
    if !long {
        return None;
    }
    let parts: Vec<String> = conditions
        .iter()
        .map(|(range, condition)| match condition {
            Condition::Empty => format!("({range}=\"\")"),
            Condition::Begins(text) => {
                format!("(LEFT({range},{})=\"{text}\")", text.chars().count())
            }
            Condition::Compare(sign, value) => format!("({range}{sign}{value})"),
            Condition::Is(text) => {
                let letters: Vec<char> = text.chars().collect();
                let pieces: Vec<String> = letters
                    .chunks(MOST / 2)
                    .map(|piece| {
                        let piece: String = piece.iter().collect();
                        format!("\"{}\"", piece.replace('"', "\"\""))
                    })
                    .collect();
                format!("({range}={})", pieces.join("&"))
            }
        })
        .collect();
    // One condition alone would be a list of TRUE and FALSE, which adds up to nothing.
    Some(format!("1*{}", parts.join("*")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_for_themselves() {
        let is = |text: &str| listed(&[("A1:A9".to_owned(), Condition::Is(text.to_owned()))]);
        assert_eq!(is("<b*"), "A1:A9,\"=<b~*\"");
        assert_eq!(is("a\"b"), "A1:A9,\"=a\"\"b\"");
        let from = Condition::Compare(">=", "DATE(2019,1,1)".to_owned());
        assert_eq!(
            listed(&[("A1:A9".to_owned(), from)]),
            "A1:A9,\">=\"&DATE(2019,1,1)"
        );
    }

    #[test]
    fn long_texts_are_compared_in_pieces() {
        let long = "x".repeat(250);
        let conditions = [("A1:A9".to_owned(), Condition::Is(long))];
        let product = sum_product(&conditions).unwrap();
        assert!(product.starts_with("1*(A1:A9=\"xx"), "{product}");
        assert_eq!(product.matches('&').count(), 2);
    }
}
