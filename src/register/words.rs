//! The words that names of offices are built of (`data/offices/words.toml`), folded.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold::{bare, fold};

/// How high a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    Province,
    /// A city, of the province's level or of the district's.
    City,
    Town,
    District,
    Commune,
}

/// The rank of a place: `tỉnh`, `thành phố`, `thị xã`, `huyện` …
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RankWords {
    /// Its words, folded.
    pub(super) words: Vec<String>,
    /// The same without diacritics.
    pub(super) bare: Vec<String>,
    /// Its abbreviation, as a bare word.
    pub(super) short: String,
    pub(super) level: Level,
}

/// A rank; equal when it is the same one.
pub(super) type Rank = &'static RankWords;

/// The words of all kinds.
pub(super) struct Words {
    /// Folded, word by word.
    pub(super) authority: Vec<String>,
    /// Bare.
    pub(super) authority_short: String,
    /// Bare, word by word.
    pub(super) authority_office: Vec<String>,
    /// Bare, word by word, the longest first.
    pub(super) heads: Vec<Vec<String>>,
    pub(super) cut_heads: Vec<Vec<String>>,
    pub(super) district_head: String,
    /// Folded.
    pub(super) links: Vec<String>,
    /// Folded, each also without diacritics.
    passed: Vec<String>,
    /// What else is bare.
    pub(super) belongs: Vec<String>,
    pub(super) party: Vec<String>,
    pub(super) not_commune_after: Vec<String>,
    pub(super) not_commune_before: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) addressee: Vec<String>,
    pub(super) addressee_end: Vec<String>,
    /// Names of provinces with their short forms.
    pub(super) short: Vec<(String, String)>,
    pub(super) ranks: Vec<RankWords>,
}

impl Words {
    /// Whether a word of a text is passed over: `và`, `của`, `thuộc`.
    pub(super) fn is_passed(&self, folded: &str) -> bool {
        self.passed.iter().any(|word| word == folded)
    }

    /// The rank of this level that comes first.
    pub(super) fn rank(&'static self, level: Level) -> Option<Rank> {
        self.ranks.iter().find(|rank| rank.level == level)
    }
}

/// The words.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../data/offices/words.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        let file: File = read.expect("the words of offices are well-formed");
        file.folded()
    });
    &WORDS
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    authority: String,
    authority_short: String,
    authority_office: String,
    heads: Vec<String>,
    cut_heads: Vec<String>,
    district_head: String,
    links: Vec<String>,
    passed: Vec<String>,
    belongs: Vec<String>,
    party: Vec<String>,
    not_commune_after: Vec<String>,
    not_commune_before: Vec<String>,
    labels: Vec<String>,
    addressee: Vec<String>,
    addressee_end: Vec<String>,
    short: Vec<Short>,
    rank: Vec<RankEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Short {
    name: String,
    r#as: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RankEntry {
    words: String,
    short: String,
    level: Level,
}

impl File {
    fn folded(self) -> Words {
        let mut heads = phrases(&self.heads);
        heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
        let ranks = self.rank.iter().map(|rank| RankWords {
            words: split(&fold(&rank.words)),
            bare: split(&bare(&rank.words)),
            short: bare(&rank.short),
            level: rank.level,
        });
        let short = self.short.into_iter();
        let passed = self.passed.iter().chain(&self.belongs);
        let passed = passed.flat_map(|word| [fold(word), bare(word)]).collect();
        Words {
            authority: split(&fold(&self.authority)),
            authority_short: bare(&self.authority_short),
            authority_office: split(&bare(&self.authority_office)),
            heads,
            cut_heads: phrases(&self.cut_heads),
            district_head: bare(&self.district_head),
            links: self.links.iter().map(|word| fold(word)).collect(),
            passed,
            belongs: bares(&self.belongs),
            party: bares(&self.party),
            not_commune_after: bares(&self.not_commune_after),
            not_commune_before: bares(&self.not_commune_before),
            labels: bares(&self.labels),
            addressee: bares(&self.addressee),
            addressee_end: bares(&self.addressee_end),
            short: short.map(|one| (one.name, one.r#as)).collect(),
            ranks: ranks.collect(),
        }
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn phrases(texts: &[String]) -> Vec<Vec<String>> {
    texts.iter().map(|text| split(&bare(text))).collect()
}

fn bares(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| bare(text)).collect()
}
