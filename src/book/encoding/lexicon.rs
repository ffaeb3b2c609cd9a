//! How usual a syllable is, to choose between two readings that both parse.
//!
//! `Không` in a workbook of TCVN3 could be legacy for `Khụng`, which nobody writes; `Có` could
//! be legacy for `Cú`. The counts stand in `src/data/encodings/syllables.tsv`: how often each
//! accented syllable was met in office texts. They weigh only where both readings parse.

use std::sync::LazyLock;

use super::syllable::small;

static SYLLABLES: LazyLock<Vec<(&'static str, f64)>> = LazyLock::new(|| {
    let mut rows: Vec<(&str, f64)> = include_str!("../../data/encodings/syllables.tsv")
        .lines()
        .skip(1)
        .filter_map(|row| {
            let (syllable, count) = row.split_once('\t')?;
            Some((syllable, count.parse::<f64>().ok()?))
        })
        .collect();
    rows.sort_unstable_by(|a, b| a.0.cmp(b.0));
    rows
});

/// What an unknown syllable counts for.
const UNKNOWN: f64 = 0.1;

/// The natural logarithm of how often the syllable was met, in either case.
pub(super) fn weight(syllable: &str) -> f64 {
    count(syllable).unwrap_or(UNKNOWN).ln()
}

/// Whether the syllable, in either case, is in use.
pub(super) fn is_known(syllable: &str) -> bool {
    count(syllable).is_some()
}

fn count(syllable: &str) -> Option<f64> {
    let lower: String = syllable.chars().map(small).collect();
    let index = SYLLABLES
        .binary_search_by(|&(known, _)| known.cmp(lower.as_str()))
        .ok()?;
    SYLLABLES.get(index).map(|&(_, count)| count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_words_outweigh_what_nobody_writes() {
        assert!(weight("Không") > weight("Khụng") + 4.0);
        assert!(is_known("CÓ") && !is_known("chỳ"));
    }

    #[test]
    fn every_row_is_a_syllable_in_order() {
        let rows = include_str!("../../data/encodings/syllables.tsv");
        let syllables: Vec<&str> = rows
            .lines()
            .skip(1)
            .filter_map(|row| row.split('\t').next())
            .collect();
        assert!(syllables.is_sorted());
        let wrong: Vec<&str> = syllables
            .into_iter()
            .filter(|syllable| !super::super::syllable::is_syllable(syllable))
            .collect();
        assert_eq!(wrong, [""; 0]);
    }
}
