//! `tonghop export --check`: whether a package, or a history of them, is whole.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use crate::cmd::terminal::{Failure, Outcome, Terminal};
use crate::lang::Lang;
use crate::letters::printable;
use crate::write::export::{DESCRIPTOR, proof};

/// Proves a package or a history whole, or tells all that is wrong with it.
pub(super) fn run(folder: &Path, lang: Lang, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let shown = printable(&folder.display().to_string());
    let proof = proof::prove(folder).map_err(|error| {
        let error = lang.system(&error.to_string());
        Failure(lang.pick(
            format!("không đọc được “{shown}” ({error})"),
            format!("cannot read “{shown}” ({error})"),
        ))
    })?;
    let Some(proof) = proof else {
        return Err(Failure(lang.pick(
            format!("“{shown}” không phải gói số liệu: không có {DESCRIPTOR}"),
            format!("“{shown}” is no package: it has no {DESCRIPTOR}"),
        )));
    };
    let mut out = BufWriter::new(&mut terminal.out);
    for mistake in &proof.mistakes {
        writeln!(out, "{}", mistake.say(lang))?;
    }
    let periods = match proof.periods {
        0 => String::new(),
        periods => lang.count(periods, "kỳ", "period", "periods") + ", ",
    };
    let tables = periods + &lang.count(proof.tables, "bảng", "table", "tables");
    let rows = usize::try_from(proof.rows).unwrap_or(usize::MAX);
    let rows = lang.count(rows, "dòng", "row", "rows");
    let wrong = proof.mistakes.len();
    let (said, outcome) = if wrong == 0 {
        let whole = lang.pick(
            format!("Gói nguyên vẹn: {tables}, {rows}."),
            format!("The package is whole: {tables}, {rows}."),
        );
        (whole, Outcome::Done)
    } else {
        let wrong = lang.count(wrong, "chỗ sai", "mistake", "mistakes");
        let broken = lang.pick(
            format!("Gói không nguyên vẹn: {wrong} trong {tables}, {rows}."),
            format!("The package is not whole: {wrong} in {tables}, {rows}."),
        );
        (broken, Outcome::Errors)
    };
    writeln!(out, "{said}")?;
    out.flush()?;
    Ok(outcome)
}
