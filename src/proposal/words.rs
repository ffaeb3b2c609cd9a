//! The words that headings and values are told by (`src/data/proposal.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::fold;
use crate::layout::words::Phrases;

/// The words of all kinds.
pub(super) struct Words {
    pub(super) money: Phrases,
    pub(super) share: Phrases,
    pub(super) count: Phrases,
    pub(super) number_is_name: Phrases,
    pub(super) time: Phrases,
    pub(super) begins: Phrases,
    pub(super) ends: Phrases,
    pub(super) closed: Phrases,
    pub(super) open: Phrases,
    pub(super) remark: Phrases,
    pub(super) measure: Phrases,
    pub(super) whole: Phrases,
    pub(super) part: Phrases,
    divisible: Vec<String>,
    families: Vec<BTreeMap<String, Decimal>>,
    /// The words for the whole of a group, as typed.
    pub(super) wholes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    money: Vec<String>,
    share: Vec<String>,
    count: Vec<String>,
    number_is_name: Vec<String>,
    time: Vec<String>,
    begins: Vec<String>,
    ends: Vec<String>,
    closed: Vec<String>,
    open: Vec<String>,
    remark: Vec<String>,
    measure: Vec<String>,
    whole: Vec<String>,
    part: Vec<String>,
    divisible: Vec<String>,
    family: Vec<Family>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    measures: BTreeMap<String, Decimal>,
}

/// The words of the program.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../data/proposal.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        let file: File = read.expect("the built-in words are well-formed");
        let phrases = |words: &[String]| Phrases::new(words);
        Words {
            money: phrases(&file.money),
            share: phrases(&file.share),
            count: phrases(&file.count),
            number_is_name: phrases(&file.number_is_name),
            time: phrases(&file.time),
            begins: phrases(&file.begins),
            ends: phrases(&file.ends),
            closed: phrases(&file.closed),
            open: phrases(&file.open),
            remark: phrases(&file.remark),
            measure: phrases(&file.measure),
            whole: phrases(&file.whole),
            part: phrases(&file.part),
            divisible: file
                .divisible
                .iter()
                .map(|one| fold::measure(one))
                .collect(),
            families: file.family.into_iter().map(|one| one.measures).collect(),
            wholes: file.whole,
        }
    });
    &WORDS
}

impl Words {
    /// Whether what is counted in a measure may have a fraction.
    pub(super) fn is_divisible(&self, measure: &str) -> bool {
        self.divisible.contains(&fold::measure(measure))
    }

    /// The other measures of a measure's kind, and what one of them is in it.
    pub(super) fn converted(&self, measure: &str) -> BTreeMap<String, Decimal> {
        let own = fold::measure(measure);
        let is_it = |name: &String| fold::measure(name) == own;
        let family = self.families.iter().find(|family| family.keys().any(is_it));
        let Some((family, own)) = family.and_then(|family| {
            let own = family.iter().find(|(name, _)| is_it(name))?;
            Some((family, *own.1))
        }) else {
            return BTreeMap::new();
        };
        let others = family.iter().filter(|(name, _)| !is_it(name));
        others
            .filter_map(|(name, factor)| Some((name.clone(), factor.checked_div(own)?.normalize())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_of_one_kind_are_converted() {
        let of_ha = words().converted("ha");
        assert_eq!(of_ha.get("m²"), Some(&Decimal::new(1, 4)));
        assert_eq!(of_ha.get("km²"), Some(&Decimal::from(100)));
        assert_eq!(
            words().converted("m2").get("ha"),
            Some(&Decimal::from(10_000))
        );
        assert!(words().converted("người").is_empty());
    }
}
