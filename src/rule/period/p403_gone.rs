//! P403: a record of the period before that was not finished then is missing, though its office has reported.

use std::collections::HashMap;

use super::end_before;
use crate::finding::{Fact, Severity};
use crate::place::Place;
use crate::rule::support::money;
use crate::rule::{Rule, Said, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "P403",
    name: "RecordGone",
    severity: Severity::Warning,
    docs: docs!("P403"),
    joins: false,
    check: |round, sink| {
        let (Some(previous), Some(changes)) = (&round.setup.previous, &round.since_previous) else {
            return;
        };
        let Some(ended) = end_before(round) else {
            return;
        };
        let mut files: HashMap<&str, Place> = HashMap::new();
        for submission in &round.submissions {
            for office in submission.reporters() {
                let file = || Place::file(&submission.name);
                files.entry(office.code()).or_insert_with(file);
            }
        }
        for at in &changes.removed {
            let Some(old) = previous.record_at(*at) else {
                continue;
            };
            let office = old.office();
            // Whoever sent nothing is told of by X303.
            let Some(file) = files
                .get(office.code())
                .filter(|_| !office.code().is_empty())
            else {
                continue;
            };
            let finished = old.time().and_then(|time| time.end);
            if finished.is_some_and(|end| end <= ended) {
                continue;
            }
            let before = Fact::Before {
                file: old.submission.name.to_string(),
                cell: Some(old.cell(Role::Name)),
            };
            let finding = sink.add(file.clone(), before);
            finding.text = Some(old.name());
            finding.value = old.done().map(|dong| dong.to_string());
            finding.related = vec![old.place(Role::Name)];
        }
    },
    say: |finding, lang| {
        let Fact::Before { file, cell } = &finding.fact else {
            return Said::new("", "");
        };
        let name = lang.quote(finding.text.as_deref().unwrap_or_default());
        let file = lang.quote(file);
        let at = cell.map_or_else(String::new, |cell| {
            lang.pick(format!(", ô {cell}"), format!(", {cell}"))
        });
        let dong = finding.value.as_deref().and_then(|dong| dong.parse().ok());
        let figure = dong.map_or_else(String::new, |dong: i128| {
            format!(" ({})", money(dong, lang))
        });
        Said::new(
            lang.pick(
                format!("{name}{figure} kỳ trước chưa xong (tệp {file}{at}), kỳ này không còn"),
                format!("{name}{figure} was not finished in the period before ({file}{at}) and is not there now"),
            ),
            lang.pick(
                "Ghi lại hoạt động này với tình hình đến nay; nếu đã dừng thì ghi “không thực hiện”.",
                "Report it again as it stands now; if it was given up, say so.",
            ),
        )
    },
};
