//! What the parts of a template say of each other, field by field: ids, groups, lists, rules.

use super::tree::Step;
use super::{Mistake, whole};
use crate::fold;
use crate::template::load::File;
use crate::template::own_rules::{FieldRule, nearest};
use crate::template::{FieldSpec, Kind, common};

/// The lists that every project has, whatever its templates bring.
const OF_PROJECT: [&str; 2] = ["sectors", "units"];

/// Collects mistakes with the paths to what is wrong.
#[derive(Default)]
pub struct Sink(pub(super) Vec<(Vec<Step>, Mistake)>);

impl Sink {
    pub(super) fn add<const N: usize>(&mut self, path: [Step; N], what: Mistake) {
        self.0.push((path.to_vec(), what));
    }

    pub(super) fn add_below<const N: usize>(
        &mut self,
        above: &[Step],
        path: [Step; N],
        what: Mistake,
    ) {
        let path = above.iter().cloned().chain(path).collect();
        self.0.push((path, what));
    }
}

/// Looks at all parts of a file.
pub fn check(file: &File, sink: &mut Sink) {
    if file.default_scale <= 0 {
        sink.add(["default_scale".into()], Mistake::Scale);
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if file.id.is_empty() || !file.id.chars().all(plain) {
        sink.add(["id".into()], Mistake::BadId(file.id.clone()));
    }
    ids(file, sink);
    for (index, field) in file.field.iter().enumerate() {
        let at = At { file, index, field };
        at.columns(sink);
        at.keys(sink);
        at.list(sink);
        at.group(sink);
        at.rules(sink);
        at.forms(sink);
    }
    whole::check(file, sink);
}

fn ids(file: &File, sink: &mut Sink) {
    let common = common();
    let mut seen: Vec<&str> = common
        .before
        .iter()
        .chain(&common.after)
        .map(|column| column.id.as_str())
        .collect();
    let mut labels: Vec<&str> = Vec::new();
    let mut fields: Vec<&str> = Vec::new();
    for (index, field) in file.field.iter().enumerate() {
        let path = |key: &'static str| ["field".into(), index.into(), key.into()];
        if fields.contains(&field.id.as_str()) {
            sink.add(path("id"), Mistake::Twice(field.id.clone()));
        }
        fields.push(&field.id);
        for (number, column) in field.columns.iter().enumerate() {
            let path = |key: &'static str| {
                [
                    "field".into(),
                    index.into(),
                    "columns".into(),
                    number.into(),
                    key.into(),
                ]
            };
            if seen.contains(&column.id.as_str()) {
                sink.add(path("id"), Mistake::Twice(column.id.clone()));
            }
            seen.push(&column.id);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if column.id.is_empty() || !column.id.chars().all(plain) {
                sink.add(path("id"), Mistake::BadId(column.id.clone()));
            }
            if labels.contains(&column.vi.as_str()) {
                sink.add(path("vi"), Mistake::LabelTwice(column.vi.clone()));
            }
            labels.push(&column.vi);
        }
    }
}

/// A field of a file.
struct At<'f> {
    file: &'f File,
    index: usize,
    field: &'f FieldSpec,
}

impl At<'_> {
    fn path(&self, key: &'static str) -> [Step; 3] {
        ["field".into(), self.index.into(), key.into()]
    }

    fn columns(&self, sink: &mut Sink) {
        let wanted = match self.field.kind {
            Kind::Text | Kind::Decimal | Kind::Integer | Kind::Day => (1, 1),
            Kind::Code | Kind::Quantity => (2, 2),
            Kind::Amount => (1, 2),
            Kind::Interval => (3, 3),
        };
        if !(wanted.0..=wanted.1).contains(&self.field.columns.len()) {
            let field = self.field.id.clone();
            sink.add(self.path("columns"), Mistake::Columns { field, wanted });
        }
    }

    /// Keys that say something for some kinds only.
    fn keys(&self, sink: &mut Sink) {
        let field = self.field;
        let decimal = field.kind == Kind::Decimal;
        let interval = field.kind == Kind::Interval;
        let quantity = field.kind == Kind::Quantity;
        let amount = field.kind == Kind::Amount && field.columns.len() > 1;
        for (key, used, fits) in [
            (
                "unit",
                field.unit.is_some(),
                decimal || field.kind == Kind::Integer,
            ),
            ("converted", !field.converted.is_empty(), decimal),
            ("from_section", field.from_section, field.kind == Kind::Code),
            ("several", field.several, field.kind == Kind::Text),
            ("start_headings", !field.start_headings.is_empty(), interval),
            ("start_under", !field.start_under.is_empty(), interval),
            ("end_headings", !field.end_headings.is_empty(), interval),
            ("end_under", !field.end_under.is_empty(), interval),
            (
                "measure_headings",
                !field.measure_headings.is_empty(),
                quantity,
            ),
            ("measure_under", !field.measure_under.is_empty(), quantity),
            (
                "qualifier_headings",
                !field.qualifier_headings.is_empty(),
                amount,
            ),
        ] {
            if used && !fits {
                let field = field.id.clone();
                sink.add(self.path(key), Mistake::KeyOfOtherKind { field, key });
            }
        }
    }

    fn list(&self, sink: &mut Sink) {
        let field = self.field;
        let code = field.kind == Kind::Code;
        let Some(list) = &field.list else {
            if code {
                let field = field.id.clone();
                sink.add(self.path("kind"), Mistake::List { field, code });
            }
            return;
        };
        if !code {
            let field = field.id.clone();
            sink.add(self.path("list"), Mistake::List { field, code });
        } else if !OF_PROJECT.contains(&list.as_str()) && !self.file.lists.contains_key(list) {
            let known = self.file.lists.keys().map(String::as_str);
            let known: Vec<&str> = known.chain(OF_PROJECT).collect();
            let nearest = nearest(list, &known);
            let list = list.clone();
            sink.add(self.path("list"), Mistake::ListOfProject { list, nearest });
        }
    }

    fn group(&self, sink: &mut Sink) {
        let Some(group) = &self.field.group else {
            return;
        };
        if let Some(nearest) = self.unknown(group) {
            let what = Mistake::NoGroup {
                field: self.field.id.clone(),
                group: group.clone(),
                nearest,
            };
            sink.add(self.path("group"), what);
        }
    }

    /// The field that is nearest to an id that none has; `None` where one has it.
    fn unknown(&self, id: &str) -> Option<Option<String>> {
        let ids: Vec<&str> = self
            .file
            .field
            .iter()
            .map(|field| field.id.as_str())
            .collect();
        (!ids.contains(&id)).then(|| nearest(id, &ids))
    }

    fn rules(&self, sink: &mut Sink) {
        for (number, rule) in self.field.rule.iter().enumerate() {
            let path = |key: &'static str| -> [Step; 5] {
                [
                    "field".into(),
                    self.index.into(),
                    "rule".into(),
                    number.into(),
                    key.into(),
                ]
            };
            if let Some(pattern) = rule.pattern.as_ref().filter(|_| !rule.has_pattern()) {
                let (field, pattern) = (self.field.id.clone(), pattern.clone());
                sink.add(path("pattern"), Mistake::Pattern { field, pattern });
            }
            let condition = rule.required_if.as_ref();
            for (key, named) in [
                ("at_most", rule.at_most.as_ref()),
                ("at_least", rule.at_least.as_ref()),
                ("required_if", condition.map(|condition| &condition.field)),
            ] {
                let Some(other) = named else { continue };
                if let Some(nearest) = self.unknown(other) {
                    let (of, other) = (self.field.id.clone(), other.clone());
                    sink.add(path(key), Mistake::NoSuchField { of, other, nearest });
                }
            }
            self.rule_of_kind(rule, &path, sink);
            self.rule_words(rule, &path, sink);
        }
    }

    /// Rules that can say nothing of the field's kind.
    fn rule_of_kind(
        &self,
        rule: &FieldRule,
        path: &impl Fn(&'static str) -> [Step; 5],
        sink: &mut Sink,
    ) {
        let kind = self.field.kind;
        let number = is_number(kind);
        let time = matches!(kind, Kind::Day | Kind::Interval);
        let compares = |other: &Option<String>| {
            let other = self
                .file
                .field
                .iter()
                .find(|field| Some(&field.id) == other.as_ref());
            other.is_none_or(|other| {
                let other_time = matches!(other.kind, Kind::Day | Kind::Interval);
                number && is_number(other.kind) || time && other_time
            })
        };
        for (key, used, fits) in [
            ("min", rule.min.is_some(), number),
            ("max", rule.max.is_some(), number),
            ("at_most", rule.at_most.is_some(), compares(&rule.at_most)),
            (
                "at_least",
                rule.at_least.is_some(),
                compares(&rule.at_least),
            ),
        ] {
            if used && !fits {
                let field = self.field.id.clone();
                sink.add(path(key), Mistake::RuleOfOtherKind { field, key });
            }
        }
    }

    /// Words of a rule that a field of a list can never say.
    fn rule_words(
        &self,
        rule: &FieldRule,
        path: &impl Fn(&'static str) -> [Step; 5],
        sink: &mut Sink,
    ) {
        let mut look = |field: &FieldSpec, words: &[String], key: &'static str| {
            let list = field.list.as_ref().filter(|_| field.kind == Kind::Code);
            let Some((list, entries)) =
                list.and_then(|list| Some((list, self.file.lists.get(list)?)))
            else {
                return;
            };
            let known: Vec<&str> = entries
                .iter()
                .flat_map(|entry| {
                    let aliases = entry.aliases.iter().map(String::as_str);
                    [entry.code.as_str(), entry.name.as_str()]
                        .into_iter()
                        .chain(aliases)
                })
                .collect();
            for word in words {
                let bare = fold::bare(word);
                if known.iter().any(|known| fold::bare(known) == bare) {
                    continue;
                }
                let what = Mistake::NotListed {
                    word: word.clone(),
                    list: list.clone(),
                    nearest: nearest(word, &known),
                };
                sink.add(path(key), what);
            }
        };
        look(self.field, &rule.one_of, "one_of");
        if let Some(condition) = &rule.required_if {
            let mut fields = self.file.field.iter();
            if let Some(other) = fields.find(|field| field.id == condition.field) {
                look(other, &condition.is, "required_if");
            }
        }
    }

    fn forms(&self, sink: &mut Sink) {
        for (number, form) in self.field.form.iter().enumerate() {
            if !self.field.has_slot(form.slot) {
                let path: [Step; 5] = [
                    "field".into(),
                    self.index.into(),
                    "form".into(),
                    number.into(),
                    "slot".into(),
                ];
                sink.add(path, Mistake::Slot(self.field.id.clone()));
            }
        }
    }
}

const fn is_number(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Amount | Kind::Decimal | Kind::Integer | Kind::Quantity
    )
}
