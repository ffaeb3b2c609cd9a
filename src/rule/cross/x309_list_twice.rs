//! X309: the same list stands twice in one workbook. It is counted once; an error where the two differ, or where nothing
//! tells which counts.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::place::Place;
use crate::round::{Part, Repeat, RepeatWhy, Submission};
use crate::rule::support::money;
use crate::rule::{Rule, Said, Sink, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "X309",
    name: "ListTwice",
    severity: Severity::Error,
    docs: docs!("X309"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            for repeat in &submission.repeats {
                add(submission, repeat, sink);
            }
        }
    },
    say,
};

fn add(submission: &Submission, repeat: &Repeat, sink: &mut Sink<'_>) {
    let left_is_later = is_later(submission, &repeat.left.place, &repeat.counted.place);
    let (later, earlier) = if left_is_later {
        (&repeat.left, &repeat.counted)
    } else {
        (&repeat.counted, &repeat.left)
    };
    let by_project = sink.severity != RULE.severity;
    let finding = sink.add(later.place.clone(), Fact::Repeat(Box::new(repeat.clone())));
    if !repeat.differs && !by_project {
        finding.severity = Severity::Warning;
    }
    finding.text = repeat.left.place.sheet.as_deref().map(str::to_owned);
    finding.value = Some(repeat.counted.sum.to_string());
    let others = repeat.others.iter().filter(|other| **other != later.place);
    finding.related = std::iter::once(&earlier.place)
        .chain(others)
        .cloned()
        .collect();
    finding.count = repeat.left.count.max(1);
}

/// Whether a place stands behind another in the workbook.
fn is_later(submission: &Submission, one: &Place, other: &Place) -> bool {
    let order = |place: &Place| {
        let mut sheets = submission.sheets.iter();
        let sheet = sheets.position(|sheet| sheet.place.sheet == place.sheet);
        (sheet, place.cells.map(|cells| cells.first))
    };
    order(one) > order(other)
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Repeat(repeat) = &finding.fact else {
        return Said::new("", "");
    };
    let left = told(&at(&repeat.left.place, lang), &repeat.left, lang);
    let counted = told(&counted_at(repeat, lang), &repeat.counted, lang);
    let mut message = match &repeat.why {
        RepeatWhy::Sums => lang.pick(
            format!("bảng ở {left} gộp lại các hoạt động ở {counted}"),
            format!("the rows at {left} add up the activities at {counted}"),
        ),
        RepeatWhy::HiddenRows | RepeatWhy::Again(_) => lang.pick(
            format!("các dòng ở {left} ghi lại hoạt động đã có ở {counted}"),
            format!("the rows at {left} tell again what stands at {counted}"),
        ),
        _ => lang.pick(
            format!("bảng ở {left} ghi lại danh sách ở {counted}"),
            format!("the list at {left} tells again the list at {counted}"),
        ),
    };
    if repeat.left.sum != repeat.counted.sum && repeat.differs {
        let difference = money((repeat.left.sum - repeat.counted.sum).abs(), lang);
        message.push_str(&lang.pick(
            format!(", lệch {difference}"),
            format!(", a difference of {difference}"),
        ));
    }
    message.push_str(&reason(repeat, lang));
    if repeat.lost > 0 {
        let count = lang.count(repeat.lost, "hoạt động", "activity", "activities");
        message.push_str(&lang.pick(
            format!("; {count} chỉ có ở bảng không tính đã bị bỏ ra"),
            format!("; {count} in the other list alone left out with it"),
        ));
    }
    if repeat.kept > 0 {
        let count = lang.count(repeat.kept, "hoạt động", "activity", "activities");
        message.push_str(&lang.pick(
            format!("; {count} chỉ có ở bảng kia vẫn được tính"),
            format!("; {count} in the other list alone still counted"),
        ));
    }
    let suggestion = if repeat.differs {
        lang.pick(
            "Hai nơi chưa khớp nhau: giữ một bảng đúng, xóa hoặc sửa bảng kia rồi gửi lại.",
            "The two do not agree: keep the right one, delete or correct the other, and send it again.",
        )
    } else {
        lang.pick(
            "Mỗi hoạt động chỉ nên ghi một lần; nếu đây là hai danh sách khác nhau, ghi rõ khác nhau ở điều gì rồi gửi lại.",
            "Every activity should stand once; if these are two different lists, say what tells them apart and send it again.",
        )
    };
    Said::new(message, suggestion)
}

/// Which of the two counts, and why.
fn reason(repeat: &Repeat, lang: Lang) -> String {
    let counted = counted_at(repeat, lang);
    let counts = lang.pick(
        format!("; chỉ tính ở {counted} vì "),
        format!("; only what stands at {counted} counts, for "),
    );
    let why = match &repeat.why {
        RepeatWhy::HiddenSheet => lang.pick(
            "trang tính kia bị ẩn".to_owned(),
            "the other sheet is hidden".to_owned(),
        ),
        RepeatWhy::HiddenRows => lang.pick(
            "các dòng kia bị ẩn".to_owned(),
            "the other rows are hidden".to_owned(),
        ),
        RepeatWhy::Named => lang.pick(
            "theo tên trang tính, bảng kia là bản cũ hoặc bản sao".to_owned(),
            "by the names of the sheets the other one is an old version or a copy".to_owned(),
        ),
        RepeatWhy::Planned => lang.pick(
            "theo tên trang tính, bảng kia là kế hoạch".to_owned(),
            "by the name of its sheet the other one is a plan".to_owned(),
        ),
        RepeatWhy::Contains => lang.pick(
            "bảng này có nhiều hoạt động hơn, gồm cả các hoạt động của bảng kia".to_owned(),
            "this list has more activities, those of the other among them".to_owned(),
        ),
        RepeatWhy::Details | RepeatWhy::Sums => lang.pick(
            "đó là số liệu chi tiết".to_owned(),
            "these are the details".to_owned(),
        ),
        RepeatWhy::Again(label) => {
            let label = lang.quote(label);
            lang.pick(
                format!("phần dưới {label} chỉ nêu lại một số hoạt động của bảng"),
                format!("what stands below {label} picks out some of the list again"),
            )
        }
        RepeatWhy::First if !repeat.differs => lang.pick(
            "hai bảng như nhau và bảng này đứng trước".to_owned(),
            "the two are alike and this list stands first".to_owned(),
        ),
        RepeatWhy::First => {
            return lang.pick(
                format!(
                    "; không có gì cho biết bảng nào đúng, tạm tính bảng đứng trước ({counted})"
                ),
                format!("; nothing tells which is right, the first ({counted}) was taken for now"),
            );
        }
    };
    counts + &why
}

/// A part of a workbook with its records and their sum.
fn told(place: &str, part: &Part, lang: Lang) -> String {
    let sum = money(part.sum, lang);
    let count = lang.count(part.count, "dòng", "row", "rows");
    format!("{place} ({count}, {sum})")
}

/// So many sheets are named.
const NAMED: usize = 5;

/// Where what counts stands: one list with its cells, several by their sheets.
fn counted_at(repeat: &Repeat, lang: Lang) -> String {
    let places = std::iter::once(&repeat.counted.place).chain(&repeat.others);
    let mut sheets: Vec<&str> = places.filter_map(|place| place.sheet.as_deref()).collect();
    sheets.dedup();
    if sheets.len() < 2 {
        return at(&repeat.counted.place, lang);
    }
    let over = sheets.len().saturating_sub(NAMED);
    let names: Vec<String> = sheets
        .iter()
        .take(NAMED)
        .map(|sheet| lang.quote(sheet))
        .collect();
    let names = if over > 0 {
        let more = lang.count(over, "trang khác", "other sheet", "other sheets");
        lang.pick(
            format!("{} và {more}", names.join(", ")),
            format!("{} and {more}", names.join(", ")),
        )
    } else {
        lang.list(&names)
    };
    lang.pick(format!("các trang {names}"), names)
}

fn at(place: &Place, lang: Lang) -> String {
    let cells = place
        .cells
        .map(|cells| cells.to_string())
        .unwrap_or_default();
    match place.sheet.as_deref() {
        Some(sheet) => {
            let sheet = lang.quote(sheet);
            lang.pick(format!("trang {sheet} {cells}"), format!("{sheet} {cells}"))
        }
        None => cells,
    }
}
