//! The letter that reminds an office of the report it owes (công văn đôn đốc).

use std::collections::HashMap;

use jiff::civil::Date;

use super::letter::{Letter, about, contact, cutoff, day, extended, issuer_name, mark, salutation};
use crate::book::ours::LetterKind;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::round::Round;
use crate::rule::Owed;
use crate::template::Template;
use crate::write::returned::Paragraph;

/// What a reminder is written with.
#[derive(Debug, Clone, Copy)]
pub struct Reminding<'a> {
    /// The round.
    pub round: &'a Round,
    /// What was found in the files that came and could not be read as a form, by their names.
    pub findings: &'a HashMap<&'a str, Vec<&'a Finding>>,
    /// A new deadline, if there is one.
    pub until: Option<Date>,
    /// The language of the letter.
    pub lang: Lang,
}

impl Reminding<'_> {
    /// The letter to an office.
    #[must_use]
    pub fn letter(&self, owed: &Owed<'_>) -> Letter {
        let lang = self.lang;
        let mark = mark(self.round, LetterKind::Reminder, &[&owed.unit.code]);
        let mut paragraphs = vec![salutation(&owed.unit.name, lang)];
        paragraphs.push(self.asked(owed));
        paragraphs.push(if owed.files.is_empty() {
            self.nothing_came(owed)
        } else {
            self.nothing_read(owed)
        });
        paragraphs.push(self.request(owed));
        paragraphs.extend(contact(self.round, lang));
        paragraphs.push(
            lang.pick(
                "Rất mong nhận được sự quan tâm, phối hợp của quý đơn vị./.",
                "Thank you for your cooperation.",
            )
            .to_owned(),
        );
        let issuer = issuer_name(self.round);
        if !issuer.is_empty() {
            paragraphs.push(issuer.to_owned());
        }
        Letter::new(mark, self.subject(owed), &paragraphs, lang)
    }

    fn subject(&self, owed: &Owed<'_>) -> String {
        let lang = self.lang;
        let project = self.round.setup.project.as_ref();
        let about = project.map_or_else(String::new, |project| about(project, lang));
        let cutoff = cutoff(self.round, &owed.unit.code, lang);
        lang.pick(
            format!("V/v đôn đốc gửi báo cáo{about}{cutoff}"),
            format!("Reminder: report{about}{cutoff}"),
        )
    }

    /// Who asked for the report, by which letter, on which form, until when.
    fn asked(&self, owed: &Owed<'_>) -> String {
        let lang = self.lang;
        let project = self.round.setup.project.as_ref();
        let about = project.map_or_else(String::new, |project| about(project, lang));
        let cutoff = cutoff(self.round, &owed.unit.code, lang);
        let forms = self.forms(owed);
        let letter = project.map_or("", |project| &project.issuer.letter);
        let issuer = issuer_name(self.round);
        let mut asked = match (letter, issuer) {
            ("", "") => lang.pick(
                format!("Các cơ quan, đơn vị được đề nghị báo cáo{about}{cutoff}{forms}"),
                format!("The offices were asked to report{about}{cutoff}{forms}"),
            ),
            ("", issuer) => lang.pick(
                format!("{issuer} đã đề nghị các cơ quan, đơn vị báo cáo{about}{cutoff}{forms}"),
                format!("{issuer} asked the offices to report{about}{cutoff}{forms}"),
            ),
            (letter, "") => lang.pick(
                format!("Công văn số {letter} đề nghị các cơ quan, đơn vị báo cáo{about}{cutoff}{forms}"),
                format!("Letter {letter} asked the offices to report{about}{cutoff}{forms}"),
            ),
            (letter, issuer) => lang.pick(
                format!("{issuer} có Công văn số {letter} đề nghị các cơ quan, đơn vị báo cáo{about}{cutoff}{forms}"),
                format!("By letter {letter}, {issuer} asked the offices to report{about}{cutoff}{forms}"),
            ),
        };
        if let Some(deadline) = owed.deadline {
            let deadline = day(deadline, lang);
            asked += &lang.pick(
                format!(". Hạn gửi báo cáo: ngày {deadline}"),
                format!(". The report was asked for by {deadline}"),
            );
        }
        asked + "."
    }

    /// The forms that are owed: ` theo biểu mẫu “Danh mục hoạt động hỗ trợ”`.
    fn forms(&self, owed: &Owed<'_>) -> String {
        let lang = self.lang;
        let name = |form: &&Template| lang.quote(lang.pick(&form.vi, &form.en));
        let names: Vec<String> = owed.forms.iter().map(name).collect();
        if names.is_empty() {
            return String::new();
        }
        let many = names.len() > 1;
        let names = lang.list(&names);
        lang.pick(
            format!(", theo biểu mẫu {names}"),
            format!(", on the form{} {names}", if many { "s" } else { "" }),
        )
    }

    fn nothing_came(&self, owed: &Owed<'_>) -> String {
        let lang = self.lang;
        let with: Vec<&str> = owed.with.iter().map(|unit| unit.name.as_str()).collect();
        let with = if with.is_empty() {
            String::new()
        } else {
            let with = lang.list(&with);
            lang.pick(
                format!(" (gồm cả phần của {with})"),
                format!(" (for {with} too)"),
            )
        };
        let we = self.we();
        lang.pick(
            format!("Đến nay, {we} chưa nhận được báo cáo nêu trên của quý đơn vị{with}."),
            format!("So far {we} not received your report{with}."),
        )
    }

    /// Who writes, before a verb.
    fn we(&self) -> String {
        match (issuer_name(self.round), self.lang) {
            ("", lang) => lang.pick("chúng tôi", "we have").to_owned(),
            (issuer, Lang::Vi) => issuer.to_owned(),
            (issuer, Lang::En) => format!("{issuer} has"),
        }
    }

    /// What came and why it could not be read.
    fn nothing_read(&self, owed: &Owed<'_>) -> String {
        let lang = self.lang;
        let we = self.we();
        let mut text = lang.pick(
            format!("{we} đã nhận được tệp của quý đơn vị nhưng chưa đọc được số liệu:"),
            format!("{we} received your file, but its figures could not be read:"),
        );
        text = crate::report::capitalised(&text);
        for file in &owed.files {
            let mut said: Vec<String> = Vec::new();
            for finding in self.findings.get(&**file).into_iter().flatten() {
                let paragraph = Paragraph::told(finding, lang);
                let suggestion = paragraph.suggestion.map(|more| format!(" {more}"));
                let one = paragraph.message + &suggestion.unwrap_or_default();
                if !said.contains(&one) {
                    said.push(one);
                }
            }
            let name = file.rsplit('/').next().unwrap_or(file);
            text += &format!("\n- {}: {}", lang.quote(name), said.join(" "));
        }
        text
    }

    /// What the office is asked to do, and until when.
    fn request(&self, owed: &Owed<'_>) -> String {
        let lang = self.lang;
        let until = extended(self.until, owed.deadline).map(|until| day(until, lang));
        let again = !owed.files.is_empty();
        let what = match (again, lang) {
            (false, Lang::Vi) => "hoàn thành và gửi báo cáo",
            (true, Lang::Vi) => "gửi lại báo cáo",
            (false, Lang::En) => "complete the report and send it",
            (true, Lang::En) => "send the report again",
        };
        let mut text = match until {
            Some(until) => lang.pick(
                format!("Để kịp thời tổng hợp, đề nghị quý đơn vị khẩn trương {what}, chậm nhất ngày {until}."),
                format!("So that the figures can be consolidated in time, please {what} by {until} at the latest."),
            ),
            None => lang.pick(
                format!("Để kịp thời tổng hợp, đề nghị quý đơn vị sớm {what}."),
                format!("So that the figures can be consolidated in time, please {what} soon."),
            ),
        };
        if !again {
            text += lang.pick(
                " Trường hợp không phát sinh, đề nghị ghi “Không phát sinh” vào biểu và gửi lại. Nếu đã gửi báo cáo, xin cho biết ngày gửi để kiểm tra lại.",
                " If there is nothing to report, please write “Không phát sinh” (nothing to report) on the form and send it. If you have sent it already, please tell us when, so that it can be looked for.",
            );
        }
        text
    }
}
