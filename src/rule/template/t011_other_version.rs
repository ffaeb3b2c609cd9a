//! T011: a form of ours that is of another version than its template.

use std::sync::Arc;

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::place::Place;
use crate::round::{Round, Submission};
use crate::rule::{Rule, Said, docs};
use crate::template::Template;

/// The rule.
pub static RULE: Rule = Rule {
    code: "T011",
    name: "OtherVersion",
    severity: Severity::Warning,
    docs: docs!("T011"),
    joins: false,
    check: |round, sink| {
        for submission in &round.submissions {
            let Some((template, version)) = other_version(round, submission) else {
                continue;
            };
            let known =
                version.is_some_and(|version| template.of_version(version).version == version);
            let fact = Fact::Version {
                form: version,
                current: template.version,
                known,
            };
            let finding = sink.add(Place::file(&submission.name), fact);
            finding.text = version.map(|version| version.to_string());
            finding.value = Some(template.version.to_string());
        }
    },
    say,
};

/// The template that a form of ours was read by, and the form's own version, when that is another one.
fn other_version<'a>(
    round: &'a Round,
    submission: &Submission,
) -> Option<(&'a Arc<Template>, Option<u32>)> {
    let stamp = submission.stamp.as_ref()?;
    let mut templates = round.setup.templates.iter();
    let template = templates.find(|template| template.id == stamp.form)?;
    // A sheet that holds no such table is not told of its version as well.
    submission
        .tables()
        .find(|table| table.template.id == template.id)?;
    let same = stamp
        .version
        .is_none_or(|version| version == template.version);
    let changed = stamp
        .schema
        .as_ref()
        .is_some_and(|schema| *schema != template.fingerprint());
    (!same || changed).then_some((template, stamp.version))
}

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Version {
        form,
        current,
        known,
    } = finding.fact
    else {
        return Said::new("", "");
    };
    match form {
        Some(form) if form < current => Said::new(
            if known {
                lang.pick(
                    format!("biểu theo phiên bản {form} của mẫu, mẫu hiện hành là phiên bản {current}; đã đọc theo tên cột của phiên bản {form}"),
                    format!("the form is of version {form}, the template now of version {current}; it was read by the headings of version {form}"),
                )
            } else {
                lang.pick(
                    format!("biểu theo phiên bản {form} của mẫu, mẫu hiện hành là phiên bản {current} và không ghi tên cột của phiên bản {form}; đã đọc theo mẫu hiện hành"),
                    format!("the form is of version {form}, the template now of version {current} and without the headings of version {form}; it was read by the template as it is"),
                )
            },
            lang.pick(
                "Xem lại biểu, nhất là nội dung mới thêm vào mẫu; lần sau dùng biểu hiện hành.",
                "Look over the form, above all for what is new on it; next time use the current form.",
            ),
        )
        .officer_instead(lang.pick(
            "Xem lại các ô đã đọc, nhất là nội dung mới thêm vào mẫu; lần sau gửi biểu hiện hành, tạo bằng `tonghop template`.",
            "Look over what was read, above all what is new on the form; next time send the current form, made with `tonghop template`.",
        )),
        Some(form) if form > current => Said::new(
            lang.pick(
                format!("biểu theo phiên bản {form} của mẫu, mới hơn mẫu đang dùng (phiên bản {current}); đã đọc theo mẫu đang dùng, cột mới có thể nằm ngoài mẫu"),
                format!("the form is of version {form}, later than the template in use (version {current}); it was read by the latter, and new columns may be left aside"),
            ),
            "",
        )
        .and_officer(lang.pick(
            "Cập nhật chương trình hoặc tệp mẫu lên phiên bản đó rồi chạy lại.",
            "Bring the program or the template file up to that version and run again.",
        )),
        _ => Said::new(
            lang.pick(
                "biểu có các cột khác với mẫu đang dùng tuy cùng phiên bản; đã đọc theo mẫu đang dùng".to_owned(),
                "the form has other columns than the template in use though its version is the same; it was read by the latter".to_owned(),
            ),
            lang.pick(
                "Dùng đúng biểu được gửi, không thêm, bớt hay đổi cột.",
                "Use the form as it was sent; add, drop and rename no column.",
            ),
        )
        .officer_instead(lang.pick(
            "Xem lại các ô đã đọc; mỗi lần sửa cột của mẫu cần tăng `version` trong tệp mẫu.",
            "Look over what was read; whenever the columns of a template change, its `version` must go up.",
        )),
    }
}
