//! A template file as a tree that remembers where everything stands, and what is wrong with its shape: keys and words
//! that are not known, values of another kind, keys that are missing.
//!
//! One reading of the file finds one such mistake. It is then put right in the tree as it was most likely meant (the nearest
//! word), and the file is read again, so that all of them are told at once and none makes another.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::Mistake;
use crate::template::own_rules::nearest;

/// The longest stretch of a file that a message repeats.
const LONGEST: usize = 60;

/// How many mistakes of shape are looked for.
const MOST: usize = 60;

/// A step down the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the value of a key.
    Key(Cow<'static, str>),
    /// To an element of a list.
    Item(usize),
}

impl From<&'static str> for Step {
    fn from(key: &'static str) -> Self {
        Self::Key(Cow::Borrowed(key))
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

/// The tree of a file.
pub struct Tree<'t> {
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    /// The tables that lost a key or were given one: what else seems wrong with them may not be.
    spoiled: Vec<Range<usize>>,
}

impl<'t> Tree<'t> {
    /// Reads a file; the second value holds what is no TOML, with the lines.
    pub fn read(text: &'t str) -> (Self, Vec<(usize, Mistake)>) {
        let (root, errors) = DeTable::parse_recoverable(text);
        let told = errors.iter().map(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = line_of(text, at);
            let typed = text.lines().nth(line - 1).unwrap_or_default();
            let mistake = if error.message().contains("duplicate key") {
                Mistake::KeyTwice(bounded(typed))
            } else {
                Mistake::NoToml {
                    typed: bounded(typed),
                    words: error.message().replace('\n', ", "),
                }
            };
            (line, mistake)
        });
        let mut told: Vec<(usize, Mistake)> = told.collect();
        // What is torn at one place is torn once.
        told.dedup_by_key(|(line, _)| *line);
        let tree = Self {
            text,
            root,
            spoiled: Vec::new(),
        };
        (tree, told)
    }

    /// What the file says, with the mistakes of its shape and their lines; `None` where too little is right.
    pub fn take<T: DeserializeOwned>(&mut self) -> (Option<T>, Vec<(usize, Mistake)>) {
        let mut told = Vec::new();
        for _ in 0..MOST {
            let error = match T::deserialize(Deserializer::from(self.root.clone())) {
                Ok(read) => return (Some(read), told),
                Err(error) => error,
            };
            let span = error.span().unwrap_or_else(|| self.root.span());
            let (mistake, repair) = self.understood(error.message(), &span);
            if let Some(mistake) = mistake {
                told.push((line_of(self.text, span.start), mistake));
            }
            if !self.put_right(&span, &repair) {
                break;
            }
        }
        (None, told)
    }

    /// The line of what stands at the end of a path, as far as it leads; `None` where it passes through a table that is
    /// wrong in itself.
    pub fn line(&self, path: &[Step]) -> Option<usize> {
        let mut at = 0;
        let mut here: Option<Here<'_, 't>> = Some(Here::Table(self.root.get_ref()));
        for step in path {
            let next = match (here, step) {
                (Some(Here::Table(table)), Step::Key(key)) => {
                    let found = table.iter().find(|(known, _)| known.get_ref() == key);
                    let Some((key, value)) = found else { break };
                    at = key.span().start;
                    value
                }
                (Some(Here::Value(DeValue::Array(items))), Step::Item(index)) => {
                    let Some(value) = items.get(*index) else {
                        break;
                    };
                    at = value.span().start;
                    value
                }
                _ => break,
            };
            if next.get_ref().is_table() && self.spoiled.contains(&next.span()) {
                return None;
            }
            here = Some(match next.get_ref() {
                DeValue::Table(table) => Here::Table(table),
                other => Here::Value(other),
            });
        }
        Some(line_of(self.text, at))
    }

    /// What the reader's words mean, and how the tree is put right; no mistake where another one was told of it.
    fn understood(&self, words: &str, span: &Range<usize>) -> (Option<Mistake>, Repair) {
        let typed = self.text.get(span.clone()).unwrap_or_default();
        let known: Vec<&str> = quoted(words).skip(1).collect();
        let named = quoted(words).next().unwrap_or_default();
        if words.starts_with("unknown field") {
            let near = nearest(named, &known);
            let mistake = Mistake::UnknownKey {
                key: named.to_owned(),
                nearest: near.clone(),
                known: known.iter().map(|&key| key.to_owned()).collect(),
            };
            return (Some(mistake), Repair::Rename(near));
        }
        if words.starts_with("unknown variant") {
            let near = nearest(named, &known);
            let mistake = Mistake::UnknownWord {
                key: self.key_of(span).unwrap_or_default(),
                word: named.to_owned(),
                nearest: near.clone(),
                known: known.iter().map(|&word| word.to_owned()).collect(),
            };
            return (Some(mistake), Repair::Replace(near));
        }
        if words.starts_with("missing field") {
            let mistake = Mistake::MissingKey(named.to_owned());
            let told = self.spoiled.contains(span);
            return (
                Some(mistake).filter(|_| !told),
                Repair::Add(named.to_owned()),
            );
        }
        let wanted = words.split("expected ").last().unwrap_or(words);
        let mistake = Mistake::WrongValue {
            key: self.key_of(span).unwrap_or_default(),
            typed: bounded(typed),
            wanted: Wanted::of(wanted),
        };
        (Some(mistake), Repair::Drop)
    }

    /// The key whose value, or one of its values, stands at a place.
    fn key_of(&self, span: &Range<usize>) -> Option<String> {
        fn within(table: &DeTable<'_>, span: &Range<usize>) -> Option<String> {
            table.iter().find_map(|(key, value)| {
                let own = || Some(key.get_ref().to_string());
                match value.get_ref() {
                    _ if value.span() == *span => own(),
                    DeValue::Table(table) => within(table, span),
                    DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
                        _ if item.span() == *span => own(),
                        DeValue::Table(table) => within(table, span),
                        _ => None,
                    }),
                    _ => None,
                }
            })
        }
        within(self.root.get_ref(), span)
    }

    /// Puts right what stands at a place; false where nothing stands there.
    fn put_right(&mut self, span: &Range<usize>, repair: &Repair) -> bool {
        let whole = self.root.span();
        let root = std::mem::take(self.root.get_mut());
        let mut done = Done {
            span,
            repair,
            whole: &whole,
            any: false,
            spoiled: Vec::new(),
        };
        let root = done.table(root, &whole);
        let (any, mut spoiled) = (done.any, done.spoiled);
        self.spoiled.append(&mut spoiled);
        self.root = Spanned::new(whole, root);
        any
    }
}

enum Here<'a, 't> {
    Table(&'a DeTable<'t>),
    Value(&'a DeValue<'t>),
}

/// How a mistake of shape is put right.
enum Repair {
    /// The key is called so; without a name it goes.
    Rename(Option<String>),
    /// The word is this one; without one the key goes.
    Replace(Option<String>),
    /// A key is put in that means nothing.
    Add(String),
    /// The value goes, with its key.
    Drop,
}

/// A repair on its way through the tree.
struct Done<'r> {
    span: &'r Range<usize>,
    repair: &'r Repair,
    /// Where the whole file stands.
    whole: &'r Range<usize>,
    any: bool,
    spoiled: Vec<Range<usize>>,
}

impl Done<'_> {
    fn table<'t>(&mut self, table: DeTable<'t>, own: &Range<usize>) -> DeTable<'t> {
        let mut out = DeTable::new();
        if let Repair::Add(key) = self.repair
            && own == self.span
            && !self.any
        {
            self.any = true;
            self.spoiled.push(own.clone());
            let value = match key.as_str() {
                "field" if own == self.whole => DeValue::Array(DeArray::new()),
                key => stub(key),
            };
            let value = Spanned::new(own.clone(), value);
            out.insert(Spanned::new(own.clone(), Cow::Owned(key.clone())), value);
        }
        for (key, value) in table {
            match self.repair {
                Repair::Rename(name) if key.span() == *self.span => {
                    self.any = true;
                    match name {
                        Some(name) if !out.iter().any(|(other, _)| other.get_ref() == name) => {
                            out.insert(Spanned::new(key.span(), Cow::Owned(name.clone())), value);
                        }
                        _ => self.spoiled.push(own.clone()),
                    }
                }
                Repair::Replace(Some(word)) if value.span() == *self.span => {
                    self.any = true;
                    let word = DeValue::String(Cow::Owned(word.clone()));
                    out.insert(key, Spanned::new(value.span(), word));
                }
                Repair::Replace(None) | Repair::Drop if value.span() == *self.span => {
                    self.any = true;
                    self.spoiled.push(own.clone());
                }
                _ => {
                    let value = self.value(value, own);
                    out.insert(key, value);
                }
            }
        }
        out
    }

    fn value<'t>(
        &mut self,
        value: Spanned<DeValue<'t>>,
        above: &Range<usize>,
    ) -> Spanned<DeValue<'t>> {
        let span = value.span();
        let inner = match value.into_inner() {
            DeValue::Table(table) => DeValue::Table(self.table(table, &span)),
            DeValue::Array(items) => {
                let mut kept = DeArray::new();
                for item in items {
                    if item.span() == *self.span && !item.get_ref().is_table() {
                        self.any = true;
                        match self.repair {
                            Repair::Replace(Some(word)) => {
                                let word = DeValue::String(Cow::Owned(word.clone()));
                                kept.push(Spanned::new(item.span(), word));
                            }
                            _ => self.spoiled.push(above.clone()),
                        }
                    } else {
                        kept.push(self.value(item, above));
                    }
                }
                DeValue::Array(kept)
            }
            other => other,
        };
        Spanned::new(span, inner)
    }
}

/// A value for a key that is missing, of the kind that the key has.
fn stub<'t>(key: &str) -> DeValue<'t> {
    let number = |digits: &'static str| {
        let read = DeValue::parse(digits);
        read.map_or(DeValue::Boolean(false), Spanned::into_inner)
    };
    match key {
        "columns" => DeValue::Array(DeArray::new()),
        "version" | "default_scale" => number("1"),
        "kind" => DeValue::String(Cow::Borrowed("text")),
        _ => DeValue::String(Cow::Owned(key.to_owned())),
    }
}

/// What stands in a value's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A text.
    Text,
    /// A list.
    List,
    /// `true` or `false`.
    Truth,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// Keys and values.
    Table,
    /// Something else, in the reader's own words.
    Other(String),
}

impl Wanted {
    fn of(words: &str) -> Self {
        let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
        if has(&["Decimal", "f64", "float"]) {
            Self::Number
        } else if has(&["sequence", "array", "list"]) {
            Self::List
        } else if has(&["boolean"]) {
            Self::Truth
        } else if has(&[
            "integer", "u8", "u16", "u32", "u64", "i16", "i32", "i64", "usize",
        ]) {
            Self::Whole
        } else if has(&["map", "struct", "table"]) {
            Self::Table
        } else if has(&["string"]) {
            Self::Text
        } else {
            Self::Other(bounded(words))
        }
    }
}

/// The words in the reader's marks, one after the other.
fn quoted(words: &str) -> impl Iterator<Item = &str> {
    words.split('`').skip(1).step_by(2)
}

fn bounded(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The line, from 1, of a place in a text.
fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}
