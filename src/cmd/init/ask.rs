//! Questions about a new project, for who sits at a terminal.

use std::io::Write as _;
use std::path::PathBuf;

use jiff::civil::Date;

use super::{Given, default_name, province_on};
use crate::cmd::args;
use crate::cmd::terminal::{Failure, Terminal};
use crate::lang::{self, Lang};

/// Asks for everything that was not given; an empty answer is the default, or nothing.
pub(super) fn for_the_rest(
    given: &mut Given,
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let mut person = Person { lang, terminal };
    let day = |text: &str| {
        args::day(text).map_err(|_| {
            lang.pick(
                "Không phải một ngày. Ghi như 30/6/2020 hoặc 2020-06-30.".to_owned(),
                "That is no day. Write it as 2020-06-30 or 30/6/2020.".to_owned(),
            )
        })
    };
    let to = match given.to {
        Some(to) => to,
        None => person.insist(
            lang.pick(
                "Ngày cuối của kỳ báo cáo (ví dụ 30/6/2020)",
                "Last day of the period (such as 2020-06-30)",
            ),
            day,
        )?,
    };
    given.to = Some(to);
    if given.from.is_none() {
        let label = lang.pick(
            "Ngày đầu của kỳ báo cáo (để trống nếu không cần)",
            "First day of the period (may be left empty)",
        );
        given.from = person.ask(label, |text| {
            let from: Date = day(text)?;
            if from <= to {
                return Ok(from);
            }
            let to = lang::day(to);
            Err(lang.pick(
                format!("Phải trước ngày cuối kỳ, {to}."),
                format!("It must be before the last day, {to}."),
            ))
        })?;
    }
    if given.deadline.is_none() {
        given.deadline = person.ask(
            lang.pick(
                "Hạn gửi báo cáo (để trống nếu chưa có)",
                "Deadline (may be left empty)",
            ),
            day,
        )?;
    }
    let province = |text: &str| match province_on(text, to, lang) {
        Ok(_) => Ok(text.to_owned()),
        Err(failure) => Err(failure.0),
    };
    if given.province.is_none() {
        let label = lang.pick(
            "Tỉnh, thành phố tổng hợp báo cáo",
            "Province that consolidates the reports",
        );
        given.province = if given.units.is_some() {
            person.ask(label, province)?
        } else {
            Some(person.insist(label, province)?)
        };
    }
    if given.partner.is_none() {
        let label = lang.pick(
            "Tỉnh, thành phố bạn (để trống nếu không có)",
            "Partner province (may be left empty)",
        );
        given.partner = person.ask(label, province)?;
    }
    if given.name.is_none() {
        let known = |name: &Option<String>| province_on(name.as_deref()?, to, lang).ok();
        let (own, partner) = (known(&given.province), known(&given.partner));
        let label = lang.pick("Tên chương trình", "Name of the programme");
        let taken = |text: &str| Ok(text.to_owned());
        given.name = match (own, partner) {
            (Some(_), Some(_)) => {
                let default = default_name(own, partner);
                person.ask(&format!("{label} [{default}]"), taken)?
            }
            _ => Some(person.insist(label, taken)?),
        };
    }
    if given.units.is_none() {
        let label = lang.pick(
            "Tệp danh sách nơi nhận chép từ công văn (để trống: các sở thường có của tỉnh)",
            "File with a letter's list of addressees (left empty: the usual departments of the province)",
        );
        given.units = person.ask(label, |text| {
            let path = PathBuf::from(text.trim_matches(['"', '\'']));
            if path.is_file() {
                Ok(path)
            } else {
                Err(lang.pick(
                    "Không có tệp này.".to_owned(),
                    "There is no such file.".to_owned(),
                ))
            }
        })?;
    }
    Ok(())
}

/// Who sits at the terminal.
struct Person<'t> {
    lang: Lang,
    terminal: &'t mut Terminal,
}

impl Person<'_> {
    /// Asks until the answer is empty, which is none, or taken.
    fn ask<T>(
        &mut self,
        label: &str,
        take: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Failure> {
        loop {
            let answer = self.answer(label)?;
            if answer.is_empty() {
                return Ok(None);
            }
            match take(&answer) {
                Ok(value) => return Ok(Some(value)),
                Err(why) => writeln!(self.terminal.err, "{why}")?,
            }
        }
    }

    /// Asks until an answer is taken.
    fn insist<T>(
        &mut self,
        label: &str,
        take: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        loop {
            if let Some(value) = self.ask(label, &take)? {
                return Ok(value);
            }
        }
    }

    /// One answer.
    fn answer(&mut self, label: &str) -> Result<String, Failure> {
        write!(self.terminal.err, "{label}: ")?;
        self.terminal.err.flush()?;
        let mut line = String::new();
        let read = match &mut self.terminal.input {
            Some(input) => input.read_line(&mut line)?,
            None => 0,
        };
        if read == 0 {
            writeln!(self.terminal.err)?;
            return Err(Failure(
                self.lang
                    .pick(
                        "chưa trả lời hết; không ghi tệp nào",
                        "not all was answered; nothing was written",
                    )
                    .to_owned(),
            ));
        }
        Ok(line.trim().to_owned())
    }
}
