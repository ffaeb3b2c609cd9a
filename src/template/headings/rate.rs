//! Rates: `Kinh phí/căn`, `Số tiền 1 hộ`, `Mức chi mỗi suất`.
//!
//! A heading of money is a rate when it says for how many the money is: a measure behind a slash, or behind a word
//! for one of many. The measures and the words are data (`rates` in `src/data/templates/common.toml`).

use std::sync::LazyLock;

use super::holds_words;
use crate::fold;
use crate::template::common;

/// The words of rates, without diacritics.
struct Words {
    one: Vec<String>,
    always: Vec<String>,
    measures: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let bare = |words: &[String]| words.iter().map(|words| fold::bare(words)).collect();
        let rates = &common().rates;
        Words {
            one: bare(&rates.one),
            always: bare(&rates.always),
            measures: bare(&rates.measures),
        }
    });
    &WORDS
}

/// Whether a heading of money says that it is a rate.
pub(super) fn is_rate(heading: &str) -> bool {
    let words = words();
    let per = heading
        .split('/')
        .skip(1)
        .any(|after| begins_with_measure(words, counted(&fold::bare(after))));
    if per {
        return true;
    }
    let bare = fold::bare(heading);
    words.always.iter().any(|always| holds_words(&bare, always))
        || words.one.iter().any(|one| {
            let mut rest = bare.as_str();
            while let Some((_, after)) = rest.split_once(one.as_str()) {
                let before = bare.get(..bare.len().saturating_sub(after.len() + one.len()));
                let whole = before.is_some_and(|before| before.is_empty() || before.ends_with(' '));
                if let Some(after) = after.strip_prefix(' ').filter(|_| whole)
                    && begins_with_measure(words, after)
                {
                    return true;
                }
                rest = after;
            }
            false
        })
}

/// What is counted behind a slash: `/01 hộ` is `/hộ`.
fn counted(bare: &str) -> &str {
    bare.trim_start_matches(|letter: char| letter.is_ascii_digit())
        .trim_start()
}

fn begins_with_measure(words: &Words, bare: &str) -> bool {
    words.measures.iter().any(|measure| {
        bare.strip_prefix(measure.as_str())
            .and_then(|after| after.strip_prefix(' ').or(after.is_empty().then_some("")))
            // `đợt 1 năm 2020` is a time.
            .is_some_and(|after| !after.starts_with(|letter: char| letter.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::is_rate;

    #[test]
    fn a_rate_says_for_how_many() {
        for (heading, rate) in [
            ("Kinh phí/căn", true),
            ("Kinh phí / 01 hộ", true),
            ("Kinh phí/căn (hộ)", true),
            ("Số tiền 1 hộ", true),
            ("Mức kinh phí 1 suất", true),
            ("Số tiền hỗ trợ mỗi học sinh", true),
            ("Kinh phí bình quân", true),
            ("Kinh phí (%)", false),
            ("Kinh phí", false),
            ("Kinh phí hỗ trợ cho người nghèo", false),
            ("Kinh phí đợt 1 năm 2020", false),
            ("Kinh phí giai đoạn 1", false),
            ("Kinh phí 21 hộ", false),
            ("Giá trị/kinh phí", false),
        ] {
            assert_eq!(is_rate(heading), rate, "{heading}");
        }
    }
}
