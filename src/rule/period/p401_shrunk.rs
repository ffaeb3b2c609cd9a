//! P401: an amount told from the programme's first day on is smaller than in the period before: of a record, or of an
//! office.

use std::collections::{BTreeMap, BTreeSet};

use super::{is_cumulative, kept};
use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::round::{RecordIn, Round};
use crate::rule::support::money;
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "P401",
    name: "AmountShrunk",
    severity: Severity::Error,
    docs: docs!("P401"),
    joins: false,
    check: |round, sink| {
        if !is_cumulative(round) {
            return;
        }
        let mut told: BTreeSet<String> = BTreeSet::new();
        for (old, new) in kept(round) {
            let (Some(was), Some(is)) = (old.done(), new.done()) else {
                continue;
            };
            if is >= was {
                continue;
            }
            told.insert(new.office().code().to_owned());
            let fact = Fact::Shrunk {
                was: i128::from(was),
                is: i128::from(is),
                office: String::new(),
            };
            let finding = sink.add(new.place(Role::Total), fact);
            finding.text = Some(new.name());
            finding.value = Some(is.to_string());
            finding.related = vec![old.place(Role::Total)];
        }
        offices(round, &told, sink);
    },
    say: |finding, lang| {
        let Fact::Shrunk { was, is, office } = &finding.fact else {
            return Said::new("", "");
        };
        let (was, is, less) = (money(*was, lang), money(*is, lang), money(was - is, lang));
        let suggestion = lang.pick(
            "Số lũy kế chỉ có thể tăng. Đối chiếu với báo cáo kỳ trước; nếu kỳ trước ghi sai thì giải trình ở cột ghi chú.",
            "A cumulative amount can only grow. Compare with the report of the period before; if that was wrong, say so in the notes.",
        );
        let text = if office.is_empty() {
            let name = lang.quote(finding.text.as_deref().unwrap_or_default());
            lang.pick(
                format!("{name} kỳ trước báo {was}, kỳ này còn {is} (giảm {less})"),
                format!("{name} had {was} in the period before and has {is} now ({less} less)"),
            )
        } else {
            let office = lang.quote(office);
            lang.pick(
                format!("cộng các hoạt động của {office} kỳ trước được {was}, kỳ này còn {is} (giảm {less})"),
                format!("the activities of {office} came to {was} in the period before and come to {is} now ({less} less)"),
            )
        };
        Said::new(text, suggestion)
    },
};

/// Offices whose sum is smaller though no record of theirs is: records are gone.
fn offices(round: &Round, told: &BTreeSet<String>, sink: &mut Sink<'_>) {
    let Some(previous) = round.setup.previous.as_deref() else {
        return;
    };
    let sums = |round: &Round| {
        let mut sums: BTreeMap<String, (i128, Place, String)> = BTreeMap::new();
        for (submission, table, record) in round.records() {
            let office = submission.office_of(table);
            if office.code().is_empty() {
                continue;
            }
            let sum = sums
                .entry(office.code().to_owned())
                .or_insert_with(|| (0, Place::file(&submission.name), office.name().to_owned()));
            let of = RecordIn {
                submission,
                table,
                record,
            };
            sum.0 += i128::from(of.done().unwrap_or(0));
        }
        sums
    };
    let before = sums(previous);
    for (code, (is, place, office)) in sums(round) {
        let Some((was, other, _)) = before.get(&code) else {
            continue;
        };
        if is >= *was || told.contains(&code) {
            continue;
        }
        let fact = Fact::Shrunk {
            was: *was,
            is,
            office,
        };
        let finding = sink.add(place, fact);
        finding.value = Some(is.to_string());
        finding.related = vec![other.clone()];
    }
}
