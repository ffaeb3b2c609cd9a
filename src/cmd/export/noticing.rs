//! What is told when a package was written: where it holds other words or figures than the tables do.

use std::collections::BTreeMap;
use std::io::Write as _;

use crate::cmd::terminal::{Failure, Terminal};
use crate::lang::Lang;
use crate::write::export::Notices;

/// So many places of a file are told; of more the rest is counted.
const PLACES: usize = 5;

/// Tells all of it.
pub(super) fn tell(notices: &Notices, lang: Lang, terminal: &mut Terminal) -> Result<(), Failure> {
    let texts = notices.neutralised.iter();
    let texts = texts.map(|text| (text.file.as_str(), text.row, text.column.as_str()));
    for (file, places) in by_file(texts) {
        let (count, places) = (
            lang.count(places.len(), "đoạn chữ", "text", "texts"),
            listed(&places, lang),
        );
        writeln!(
            terminal.err,
            "{}",
            lang.pick(
                format!("{file}: {count} mà Excel sẽ hiểu là công thức có thêm dấu ' ở trước: {places}."),
                format!("{file}: {count} that Excel would run as a formula now with ' before it: {places}."),
            )
        )?;
    }
    let numbers = notices.rounded.iter();
    let numbers = numbers.map(|number| (number.file.as_str(), number.row, number.column.as_str()));
    for (file, places) in by_file(numbers) {
        let (count, places) = (
            lang.count(places.len(), "con số", "number", "numbers"),
            listed(&places, lang),
        );
        writeln!(
            terminal.err,
            "{}",
            lang.pick(
                format!("{file}: {count} có hơn 9 chữ số sau dấu phẩy, đã làm tròn trong tệp này; tệp CSV giữ đủ: {places}."),
                format!("{file}: {count} with more than 9 decimal places rounded in this file; the CSV keeps all of them: {places}."),
            )
        )?;
    }
    Ok(())
}

/// A row and a column.
type Place<'n> = (u64, &'n str);

fn by_file<'n>(
    all: impl Iterator<Item = (&'n str, u64, &'n str)>,
) -> BTreeMap<&'n str, Vec<Place<'n>>> {
    let mut files: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for (file, row, column) in all {
        files.entry(file).or_default().push((row, column));
    }
    files
}

/// The first places, and how many more there are.
fn listed(places: &[Place<'_>], lang: Lang) -> String {
    let place = |(row, column): &Place<'_>| {
        lang.pick(
            format!("dòng {row} cột {column}"),
            format!("row {row}, column {column}"),
        )
    };
    let mut told: Vec<String> = places.iter().take(PLACES).map(place).collect();
    let rest = places.len().saturating_sub(PLACES);
    if rest > 0 {
        told.push(lang.count(rest, "chỗ khác", "other", "others"));
    }
    lang.list(&told)
}
