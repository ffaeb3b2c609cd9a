//! What records say, as far as it tells one activity from another, in numbers that compare fast.

use std::collections::HashMap;
use std::sync::Arc;

use super::Entry;
use super::weights::empty_words;
use crate::fold;
use crate::record::{Field, Record, Table};
use crate::register::{NamedPlace, take_places};
use crate::template::{Kind, Role};
use crate::value::{Interval, Value};

/// A word, by its number.
pub(super) type Word = u32;

/// The words of all records that are compared, numbered.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, Word>,
    initials: Vec<char>,
    /// In how many names each word stands.
    in_names: Vec<u32>,
    names: u32,
    /// How much each word tells, once all names are known.
    weights: Vec<f64>,
    /// How many records have an amount.
    amounts: HashMap<i64, usize>,
    /// Texts that were taken apart, for most come again: as they are, and without the places that they name.
    texts: [HashMap<String, Known>; 2],
}

/// A short text, taken apart.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The words that say something, in order.
    pub(super) words: Vec<Word>,
    /// The same, sorted, each once.
    pub(super) set: Vec<Word>,
    /// Words in capitals, which may stand for the initials of several.
    pub(super) capitals: Vec<(Word, Vec<char>)>,
}

/// A text that was taken apart, and the places that it names.
type Known = (Arc<Text>, Vec<Place>);

/// A place: whether it is a commune, and its name.
pub(super) type Place = (bool, Word);

/// What a record says.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) name: Text,
    /// The numbers in its name, sorted, each once.
    pub(super) numbers: Vec<Word>,
    /// The places that it names.
    pub(super) places: Vec<Place>,
    /// The place that its office is of.
    pub(super) own_place: Option<Place>,
    pub(super) provider: Arc<Text>,
    /// What else is said before the money: who receives it, where.
    pub(super) others: Arc<Text>,
    pub(super) time: Option<Interval>,
    /// In đồng.
    pub(super) amount: Option<i64>,
    /// Whether it is planned, or withdrawn.
    pub(super) unsure: bool,
}

impl Vocabulary {
    fn word(&mut self, text: &str) -> Word {
        if let Some(word) = self.numbers.get(text) {
            return *word;
        }
        let word = Word::try_from(self.initials.len()).unwrap_or(Word::MAX);
        self.numbers.insert(text.to_owned(), word);
        self.initials.push(text.chars().next().unwrap_or(' '));
        self.in_names.push(0);
        word
    }

    fn place(&mut self, place: &NamedPlace) -> Place {
        (place.commune, self.word(&place.name))
    }

    pub(super) fn initial(&self, word: Word) -> char {
        self.initials.get(word as usize).copied().unwrap_or(' ')
    }

    /// Weighs the words, when all names are known: the fewer names hold a word, the more it tells.
    pub(super) fn weigh(&mut self) {
        let names = f64::from(self.names);
        let weight = |holding: &u32| (1.0 + names / f64::from((*holding).max(1))).ln();
        self.weights = self.in_names.iter().map(weight).collect();
    }

    /// How much a word tells.
    pub(super) fn weight(&self, word: Word) -> f64 {
        self.weights.get(word as usize).copied().unwrap_or(0.0)
    }

    /// In how many names a word stands.
    pub(super) fn holding(&self, word: Word) -> u32 {
        self.in_names.get(word as usize).copied().unwrap_or(0)
    }

    /// How many records have this amount.
    pub(super) fn having(&self, amount: i64) -> usize {
        self.amounts.get(&amount).copied().unwrap_or(0)
    }

    /// Takes a text apart; numbers stand in the second value.
    fn text(&mut self, text: &str) -> (Text, Vec<Word>) {
        let bare = fold::bare(text);
        let all: Vec<&str> = bare.split(' ').filter(|word| !word.is_empty()).collect();
        let capitals: Vec<String> = if text.chars().any(char::is_lowercase) {
            let words = text.split(|c: char| !c.is_alphanumeric());
            let capital = words
                .filter(|word| word.chars().count() > 1 && word.chars().all(char::is_uppercase));
            capital.map(fold::bare).collect()
        } else {
            Vec::new()
        };
        let (mut found, mut numbers) = (Text::default(), Vec::new());
        let mut at = 0;
        while let Some(word) = all.get(at) {
            if let Some(length) = empty_at(&all, at) {
                at += length;
                continue;
            }
            at += 1;
            if word.chars().all(|c| c.is_ascii_digit()) {
                let plain = word.trim_start_matches('0');
                numbers.push(self.word(if plain.is_empty() { "0" } else { plain }));
                continue;
            }
            let number = self.word(word);
            if capitals.iter().any(|capital| capital == word) {
                found.capitals.push((number, word.chars().collect()));
            }
            found.words.push(number);
        }
        found.set = sorted(found.words.clone());
        (found, sorted(numbers))
    }

    /// Takes a text apart that may have come before, with or without the places that it names.
    fn again(&mut self, text: &str, with_places: bool) -> Known {
        let [whole, placed] = &mut self.texts;
        let known = if with_places { placed } else { whole };
        if let Some(known) = known.get(text) {
            return known.clone();
        }
        let (rest, places) = if with_places {
            take_places(text)
        } else {
            (text.to_owned(), Vec::new())
        };
        let places = places.iter().map(|place| self.place(place)).collect();
        let found = (Arc::new(self.text(&rest).0), places);
        let [whole, placed] = &mut self.texts;
        let known = if with_places { placed } else { whole };
        known.insert(text.to_owned(), found.clone());
        found
    }

    /// Looks at a record.
    pub(super) fn profile(&mut self, entry: &Entry<'_>, own_place: Option<&NamedPlace>) -> Profile {
        let (table, record) = (entry.table, entry.record);
        let raw = |role| field(table, record, role).map_or("", |field| field.raw.as_str());
        let (named, all) = take_places(raw(Role::Name));
        let (name, numbers) = self.text(&named);
        for word in &name.set {
            if let Some(count) = self.in_names.get_mut(*word as usize) {
                *count += 1;
            }
        }
        self.names += 1;
        let provider = match field(table, record, Role::Provider) {
            Some(field) => self.again(&field.raw, false).0,
            None => Arc::default(),
        };
        let total = field(table, record, Role::Total);
        let amount = total.and_then(Field::dong).map(|dong| dong.0);
        if let Some(amount) = amount.filter(|amount| *amount != 0) {
            *self.amounts.entry(amount).or_default() += 1;
        }
        let telling: Vec<&str> = telling(table, record).collect();
        let (others, mut places) = self.again(&telling.join(" ; "), true);
        places.extend(all.iter().map(|place| self.place(place)));
        places.sort_unstable();
        places.dedup();
        let time = match field(table, record, Role::Time).map(|field| &field.value) {
            Some(Value::Interval(interval)) if interval.start.is_some() => Some(*interval),
            _ => None,
        };
        Profile {
            name,
            numbers,
            places,
            own_place: own_place.map(|place| self.place(place)),
            provider,
            others,
            time,
            amount,
            unsure: total.is_some_and(|total| total.planned() || total.withdrawn()),
        }
    }
}

/// How many words from a place on are empty; `None` where the word there is not.
fn empty_at(all: &[&str], at: usize) -> Option<usize> {
    let rests = empty_words().get(*all.get(at)?)?;
    let follows = |rest: &&Vec<String>| {
        let behind = all.get(at + 1..).unwrap_or_default();
        behind.len() >= rest.len() && rest.iter().zip(behind).all(|(word, other)| word == other)
    };
    rests.iter().find(follows).map(|rest| rest.len() + 1)
}

fn sorted(mut words: Vec<Word>) -> Vec<Word> {
    words.sort_unstable();
    words.dedup();
    words
}

/// The field of a role.
pub(super) fn field<'r>(table: &Table, record: &'r Record, role: Role) -> Option<&'r Field> {
    record.fields.get(table.role(role)?)
}

/// The texts that may say where: those before the money that have no role of their own.
fn telling<'r>(table: &Table, record: &'r Record) -> impl Iterator<Item = &'r str> {
    let template = table.template.clone();
    let total = template.role(Role::Total).unwrap_or(usize::MAX);
    let fields = record.fields.iter().enumerate().take(total);
    fields.filter_map(move |(index, field)| {
        let spec = template.fields.get(index)?;
        (spec.role.is_none() && spec.kind == Kind::Text).then_some(field.raw.as_str())
    })
}
