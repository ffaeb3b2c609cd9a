//! V131: a rule that the template states of a field does not hold.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::finding::{Fact, Finding, Severity};
use crate::fold;
use crate::lang::Lang;
use crate::place::{CellRef, Place};
use crate::record::{Field, Record, Table};
use crate::round::Round;
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::{Condition, FieldRule, FieldSpec, Slot, Template};
use crate::value::Value;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V131",
    name: "TemplateRule",
    severity: Severity::Error,
    docs: docs!("V131"),
    joins: true,
    check,
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>) {
    let mut seen: HashMap<(String, usize, String), Place> = HashMap::new();
    for (_, table, record) in round.records() {
        let template = &table.template;
        for (index, spec) in template.fields.iter().enumerate() {
            for rule in &spec.rule {
                let Some(field) = record.fields.get(index) else {
                    continue;
                };
                let cell = field.cell.unwrap_or(CellRef::new(record.row, 0));
                let mut related = None;
                let mut broken = !holds(rule, spec, field, record, template);
                if rule.unique && !field.raw.is_empty() {
                    let key = (template.id.clone(), index, fold::fold(&field.raw));
                    let place = table.place.at(cell);
                    related = seen.get(&key).cloned();
                    broken |= related.is_some();
                    seen.entry(key).or_insert(place);
                }
                if broken {
                    add(sink, table, (spec, field, cell), rule, related);
                }
            }
        }
    }
}

fn add(
    sink: &mut Sink<'_>,
    table: &Table,
    (spec, field, cell): (&FieldSpec, &Field, CellRef),
    rule: &FieldRule,
    related: Option<Place>,
) {
    let (vi, en) = spec.label(Slot::Value);
    let fact = Fact::OwnRule {
        label: (vi, en),
        rule: (
            rule.say(&table.template, Lang::Vi),
            rule.say(&table.template, Lang::En),
        ),
    };
    let by_project = sink.severity != RULE.severity;
    let finding = sink.add(table.place.at(cell), fact);
    finding.text = Some(field.raw.to_string()).filter(|text| !text.is_empty());
    finding.related.extend(related);
    if let Some(severity) = rule.severity.filter(|_| !by_project) {
        finding.severity = severity.into();
    }
}

/// Whether a rule holds for a value; what is not there breaks only the rule that it must be.
fn holds(
    rule: &FieldRule,
    spec: &FieldSpec,
    field: &Field,
    record: &Record,
    template: &Template,
) -> bool {
    let empty = field.raw.trim().is_empty() && field.value == Value::Empty;
    if empty {
        let asked = rule.required_if.as_ref();
        return !asked.is_some_and(|condition| is_met(condition, record, template));
    }
    let other = |id: &Option<String>| {
        let id = id.as_ref()?;
        let index = template.fields.iter().position(|field| field.id == *id)?;
        record.fields.get(index)
    };
    if let Some(number) = number(field) {
        let least = rule.min.is_none_or(|min| number >= min);
        let most = rule.max.is_none_or(|max| number <= max);
        if !least || !most {
            return false;
        }
    }
    if let Some(most) = other(&rule.at_most)
        && greater(field, most)
    {
        return false;
    }
    if let Some(least) = other(&rule.at_least)
        && greater(least, field)
    {
        return false;
    }
    let text = fold::tidy(&field.raw);
    let listed = rule.one_of.is_empty() || {
        let texts = said(field);
        rule.one_of
            .iter()
            .any(|one| texts.contains(&fold::bare(one)))
    };
    debug_assert!(!spec.columns.is_empty());
    listed && rule.matches(&text)
}

/// What a value says, folded: as typed, and an entry's code and name.
fn said(field: &Field) -> Vec<String> {
    let mut texts = vec![fold::bare(&field.raw)];
    if let Value::Code { code, name } = &field.value {
        texts.extend([fold::bare(code), fold::bare(name)]);
    }
    texts
}

fn is_met(condition: &Condition, record: &Record, template: &Template) -> bool {
    let fields = template.fields.iter();
    let mut at = fields
        .enumerate()
        .filter(|(_, field)| field.id == condition.field);
    let field = at.next().and_then(|(index, _)| record.fields.get(index));
    let Some(field) = field.filter(|field| !field.raw.is_empty() || field.value != Value::Empty)
    else {
        return false;
    };
    let texts = said(field);
    condition.is.is_empty()
        || condition
            .is
            .iter()
            .any(|one| texts.contains(&fold::bare(one)))
}

fn number(field: &Field) -> Option<Decimal> {
    match &field.value {
        Value::Number(number) => Some(*number),
        Value::Quantity { number, .. } => *number,
        _ => field.said().map(|dong| Decimal::from(dong.0)),
    }
}

/// Whether a number or a day is beyond another one; never where one of them is not known.
fn greater(one: &Field, other: &Field) -> bool {
    if let (Some(one), Some(other)) = (number(one), number(other)) {
        return one > other;
    }
    let day = |field: &Field| match &field.value {
        Value::Day(day) => Some(*day),
        Value::Interval(interval) => interval.start,
        _ => None,
    };
    matches!((day(one), day(other)), (Some(one), Some(other)) if one > other)
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::OwnRule { label, rule } = &finding.fact else {
        return Said::new("", "");
    };
    let label = lang.quote(lang.pick(&label.0, &label.1));
    let rule = lang.pick(&rule.0, &rule.1);
    let text = match &finding.text {
        Some(text) => lang.quote(text),
        None => lang.pick("ô trống", "empty").to_owned(),
    };
    let message = format!("{label}: {rule} ({text})");
    Said::new(
        crate::rule::support::many(message, finding, lang),
        lang.pick(
            "Sửa lại theo yêu cầu của biểu mẫu.",
            "Correct it as the form asks.",
        ),
    )
}
