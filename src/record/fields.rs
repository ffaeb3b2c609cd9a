//! The values of a record, parallel to the fields of its template, of which many are empty: those take no room.
//!
//! A round of two hundred thousand records is held whole, because rules look at all of it; half of the fields of a
//! form are empty in most rows.

use std::sync::LazyLock;

use super::model::Field;
use crate::value::Value;

/// The values of a record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields {
    /// For each field the place of its value, [`NONE`] for an empty one.
    places: Box<[u16]>,
    values: Vec<Field>,
}

const NONE: u16 = u16::MAX;
static EMPTY: LazyLock<Field> = LazyLock::new(Field::default);

impl Fields {
    /// The value of a field; `None` when the template has no such field.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Field> {
        let place = *self.places.get(index)?;
        Some(self.values.get(usize::from(place)).unwrap_or(&EMPTY))
    }

    /// The value of a field, to be changed.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut Field> {
        let place = self.places.get_mut(index)?;
        if *place == NONE {
            *place = u16::try_from(self.values.len()).ok()?;
            self.values.push(Field::default());
        }
        self.values.get_mut(usize::from(*place))
    }

    /// The values in the order of the fields, empty ones too.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// Whether there is anything to say of a value.
    #[must_use]
    pub fn any_remark(&self) -> bool {
        self.values.iter().any(|field| !field.remarks.is_empty())
    }

    /// Takes what another record holds alike in its place, so that both share the text.
    pub(crate) fn share(&mut self, other: &Self) {
        for (place, like) in self.places.iter().zip(&other.places) {
            let (Some(own), Some(like)) = (
                self.values.get_mut(usize::from(*place)),
                other.values.get(usize::from(*like)),
            ) else {
                continue;
            };
            if own.raw == like.raw {
                own.raw = like.raw.clone();
            }
            if own.value == like.value {
                own.value = like.value.clone();
            }
        }
    }
}

fn is_empty(field: &Field) -> bool {
    matches!(field.value, Value::Empty)
        && field.raw.is_empty()
        && field.cell.is_none()
        && field.second.is_none()
        && field.remarks.is_empty()
}

impl From<Vec<Field>> for Fields {
    fn from(fields: Vec<Field>) -> Self {
        let count = fields.iter().filter(|field| !is_empty(field)).count();
        let mut values = Vec::with_capacity(count);
        let places = fields
            .into_iter()
            .map(|field| {
                if is_empty(&field) {
                    return NONE;
                }
                let place = u16::try_from(values.len()).unwrap_or(NONE);
                values.push(field);
                place
            })
            .collect();
        Self { places, values }
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter {
            fields: self,
            next: 0,
        }
    }
}

/// The values of a record, one after the other.
#[derive(Debug)]
pub struct Iter<'a> {
    fields: &'a Fields,
    next: usize,
}

impl<'a> Iterator for Iter<'a> {
    type Item = &'a Field;

    fn next(&mut self) -> Option<&'a Field> {
        let field = self.fields.get(self.next)?;
        self.next += 1;
        Some(field)
    }
}

impl std::ops::Index<usize> for Fields {
    type Output = Field;

    fn index(&self, index: usize) -> &Field {
        self.get(index).unwrap_or(&EMPTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(raw: &str) -> Field {
        Field {
            raw: raw.into(),
            ..Field::default()
        }
    }

    #[test]
    fn empty_values_stand_in_their_places_and_take_no_room() {
        let all = vec![field(""), field("a"), field(""), field("b")];
        let mut fields = Fields::from(all.clone());
        assert_eq!(fields.values.len(), 2);
        assert!(fields.iter().eq(&all));
        assert_eq!(fields.get(4), None);
        fields.get_mut(2).unwrap().raw = "c".into();
        let raws: Vec<&str> = fields.iter().map(|field| field.raw.as_str()).collect();
        assert_eq!(raws, ["", "a", "c", "b"]);
        assert!(fields.get_mut(4).is_none());
    }

    #[test]
    fn sharing_changes_nothing() {
        let long = "Sở Nông nghiệp và Phát triển nông thôn";
        let one = Fields::from(vec![field(long), field("a"), field("")]);
        let mut other = Fields::from(vec![field(long), field("b"), field("c")]);
        let before = other.clone();
        other.share(&one);
        assert_eq!(other, before);
        assert_eq!(other[0].raw.as_ptr(), one[0].raw.as_ptr());
    }
}
