//! V112: the time does not overlap the programme, or begins after the reporting period's end, or the cut-off of its
//! office.

use crate::finding::{Fact, Finding, Outside, Severity};
use crate::lang::Lang;
use crate::round::Round;
use crate::rule::support::{day, quoted};
use crate::rule::{Rule, Said, Sink, docs};
use crate::template::Role;
use crate::value::Value;

/// The rule.
pub static RULE: Rule = Rule {
    code: "V112",
    name: "TimeOutside",
    severity: Severity::Warning,
    docs: docs!("V112"),
    joins: false,
    check,
    say,
};

fn check(round: &Round, sink: &mut Sink<'_>) {
    let Some(project) = &round.setup.project else {
        return;
    };
    for (submission, table, record) in round.records() {
        let cutoff = round.cutoff_of(submission.office_of(table).code());
        for field in table
            .template
            .roles(Role::Time)
            .filter_map(|index| record.fields.get(index))
        {
            let Value::Interval(interval) = field.value else {
                continue;
            };
            let (start, end) = (
                interval.start.or(interval.end),
                interval.end.or(interval.start),
            );
            let (Some(start), Some(end), Some(cell)) = (start, end, field.cell) else {
                continue;
            };
            let before = project
                .programme
                .start
                .is_some_and(|first| interval.end.is_some() && end < first);
            let after = project
                .programme
                .end
                .is_some_and(|last| interval.start.is_some() && start > last);
            let late = cutoff.is_some_and(|last| interval.start.is_some() && start > last);
            if !(before || after || late) {
                continue;
            }
            let (outside, bounds) = if !late || before {
                let programme = &project.programme;
                (Outside::Programme, (programme.start, programme.end))
            } else if cutoff == project.period.end {
                (Outside::Period, (None, cutoff))
            } else {
                (Outside::Cutoff, (None, cutoff))
            };
            let text =
                |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let fact = Fact::Time {
                read: (start.to_string(), end.to_string()),
                bounds: (text(bounds.0), text(bounds.1)),
                outside,
            };
            let finding = sink.add(table.place.at(cell), fact);
            finding.text = Some(field.raw.to_string());
            finding.value = Some(format!("{start}/{end}"));
        }
    }
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Time {
        bounds: (first, last),
        outside,
        ..
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let text = quoted(finding, lang);
    let bounds = match (first.as_str(), last.as_str()) {
        ("", last) => lang.pick(format!("đến {}", day(last)), format!("until {}", day(last))),
        (first, "") => lang.pick(format!("từ {}", day(first)), format!("from {}", day(first))),
        (first, last) => format!("{} – {}", day(first), day(last)),
    };
    let last = day(last);
    let message = match outside {
        Outside::Programme => lang.pick(
            format!("thời gian {text} nằm ngoài thời gian của chương trình ({bounds})"),
            format!("the time {text} lies outside the programme ({bounds})"),
        ),
        Outside::Period => lang.pick(
            format!("thời gian {text} bắt đầu sau khi kỳ báo cáo kết thúc ({last})"),
            format!("the time {text} begins after the reporting period ends ({last})"),
        ),
        Outside::Cutoff => lang.pick(
            format!("thời gian {text} bắt đầu sau ngày chốt số liệu của đơn vị ({last})"),
            format!("the time {text} begins after the cut-off of its office ({last})"),
        ),
    };
    let suggestion = match outside {
        Outside::Programme => lang.pick(
            "Kiểm tra lại năm; nếu đúng là hoạt động ngoài thời gian này thì bỏ khỏi báo cáo.",
            "Check the year; if the activity really lies outside, take it off the report.",
        ),
        Outside::Period | Outside::Cutoff => lang.pick(
            "Kiểm tra lại thời gian; nếu hoạt động chưa diễn ra thì để sang kỳ báo cáo sau.",
            "Check the time; if the activity is still to come, leave it to the next report.",
        ),
    };
    Said::new(message, suggestion)
}
