//! The words that tell the parts of a sheet apart, from `src/data/words.toml`.
//!
//! Texts are compared folded and as whole words; text without any diacritics is compared without them.

mod labels;
mod numbering;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold;

pub use labels::{
    goes_on_with_time, is_bare_total_label, is_in_words, is_labelled_note, is_note, is_total_label,
    names_stage, plans, sums_by_letters, total_number, total_scope, without_remark,
};
pub use numbering::{Numbering, numbering, roman, roman_text, split_numbering};
pub(super) use numbering::{bare_number, number_end};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    total: Vec<String>,
    total_scope: Vec<String>,
    page_total: Vec<String>,
    carried: Vec<String>,
    page_scope: Vec<String>,
    of_which: Vec<String>,
    section: Vec<String>,
    part: Vec<String>,
    note: Vec<String>,
    in_words: Vec<String>,
    planned: Vec<String>,
    realised: Vec<String>,
    signature: Vec<String>,
    motto: Vec<String>,
    office: Vec<String>,
    superior: Vec<String>,
    sector_label: Vec<String>,
    office_label: Vec<String>,
    partner: Vec<String>,
    addressee: Vec<String>,
    caption: Vec<String>,
    title: Vec<String>,
    nil_return: Vec<String>,
    nil_phrase: Vec<String>,
    filler: Vec<String>,
    counted: Vec<String>,
    example: Vec<String>,
    balance: Vec<String>,
    adjustment: Vec<String>,
    group: Vec<String>,
    planned_part: Vec<String>,
    not_planned: Vec<String>,
    beside: Vec<String>,
    partial_total: Vec<String>,
    total_of: Vec<String>,
    cumulative: Vec<String>,
    this_period: Vec<String>,
}

/// A set of phrases that a text may begin with.
#[derive(Debug)]
pub struct Phrases {
    folded: Vec<String>,
    bare: Vec<String>,
}

impl Phrases {
    pub(crate) fn new(phrases: &[String]) -> Self {
        let mut this = Self {
            folded: phrases.iter().map(|phrase| fold::fold(phrase)).collect(),
            bare: phrases.iter().map(|phrase| fold::bare(phrase)).collect(),
        };
        // The longest first, so that what follows a phrase is as short as can be.
        this.folded
            .sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        this.bare
            .sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        this
    }

    /// What follows the phrase that a folded text begins with; `None` when it begins with none.
    #[must_use]
    pub fn rest<'t>(&self, folded: &'t str) -> Option<&'t str> {
        self.rests(folded).next()
    }

    /// What follows each of the phrases that a folded text begins with, the longest phrase first.
    pub fn rests<'t>(&self, folded: &'t str) -> impl Iterator<Item = &'t str> {
        let phrases = if folded.is_ascii() {
            &self.bare
        } else {
            &self.folded
        };
        phrases.iter().filter_map(move |phrase| {
            let rest = folded.strip_prefix(phrase.as_str())?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
        })
    }

    /// Whether a folded text begins with one of the phrases.
    #[must_use]
    pub fn begin(&self, folded: &str) -> bool {
        self.rest(folded).is_some()
    }

    /// Whether a folded text holds one of the phrases as whole words.
    #[must_use]
    pub fn within(&self, folded: &str) -> bool {
        let phrases = if folded.is_ascii() {
            &self.bare
        } else {
            &self.folded
        };
        let padded = format!(" {folded} ");
        phrases
            .iter()
            .any(|phrase| padded.contains(&format!(" {phrase} ")))
    }

    /// Whether a folded text is one of the phrases.
    #[must_use]
    pub fn are(&self, folded: &str) -> bool {
        let phrases = if folded.is_ascii() {
            &self.bare
        } else {
            &self.folded
        };
        phrases.iter().any(|phrase| phrase == folded)
    }
}

/// The words of all kinds.
#[derive(Debug)]
pub struct Words {
    /// Rows that add up.
    pub total: Phrases,
    /// What may follow such a word.
    pub total_scope: Phrases,
    /// Rows that add up a printed page.
    pub page_total: Phrases,
    /// Rows that carry a sum from page to page.
    pub carried: Phrases,
    /// What may follow the words of these two.
    pub page_scope: Phrases,
    /// Rows that break a total up.
    pub of_which: Phrases,
    /// Section rows without a number.
    pub section: Phrases,
    /// Section rows that stand in no other.
    pub part: Phrases,
    /// Notes.
    pub note: Phrases,
    /// A sum said in words.
    pub in_words: Phrases,
    /// Headings of planned money.
    pub planned: Phrases,
    /// Headings of money that was spent.
    pub realised: Phrases,
    /// The signature block.
    pub signature: Phrases,
    /// National title and motto.
    pub motto: Phrases,
    /// What an office's name begins with.
    pub office: Phrases,
    /// The province itself, the superior of its offices.
    pub superior: Phrases,
    /// What a section label that names a sector begins with.
    pub sector_label: Phrases,
    /// The label before the office's own name.
    pub office_label: Phrases,
    /// The label before the name of who takes part beside it.
    pub partner: Phrases,
    /// The label before the name of who receives it.
    pub addressee: Phrases,
    /// Captions.
    pub caption: Phrases,
    /// Titles.
    pub title: Phrases,
    /// A nil return.
    pub nil_return: Phrases,
    /// What a sentence that says so holds.
    pub nil_phrase: Phrases,
    /// What stands in cells that have nothing to say.
    pub filler: Phrases,
    /// What rows stand for, in a count of them.
    pub counted: Phrases,
    /// An example of how to fill in the form.
    pub example: Phrases,
    /// Money that is no activity's: balances, means, shares.
    pub balance: Phrases,
    /// What a tax or a rounding adds to a sum.
    pub adjustment: Phrases,
    /// What a row that heads others by place, donor or instalment begins with.
    pub group: Phrases,
    /// What the label of a part of the list that is planned or asked for holds.
    pub planned_part: Phrases,
    /// What it does not hold then.
    pub not_planned: Phrases,
    /// What a remark on money that is not in the table begins with.
    pub beside: Phrases,
    /// Labels of sums that may add up a part as well as all.
    pub partial_total: Phrases,
    /// What the label of a sum begins with in tables of unknown forms, whatever it goes on with.
    pub total_of: Phrases,
    /// Headings of money summed up since the beginning.
    pub cumulative: Phrases,
    /// Headings of money of this period, beside those.
    pub this_period: Phrases,
}

/// The words.
#[must_use]
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../../data/words.toml"));
        #[expect(
            clippy::expect_used,
            reason = "part of the program, read by every test"
        )]
        let file: File = read.expect("the built-in words are well-formed");
        Words {
            total: Phrases::new(&file.total),
            total_scope: Phrases::new(&file.total_scope),
            page_total: Phrases::new(&file.page_total),
            carried: Phrases::new(&file.carried),
            page_scope: Phrases::new(&file.page_scope),
            of_which: Phrases::new(&file.of_which),
            section: Phrases::new(&file.section),
            part: Phrases::new(&file.part),
            note: Phrases::new(&file.note),
            in_words: Phrases::new(&file.in_words),
            planned: Phrases::new(&file.planned),
            realised: Phrases::new(&file.realised),
            signature: Phrases::new(&file.signature),
            motto: Phrases::new(&file.motto),
            office: Phrases::new(&file.office),
            superior: Phrases::new(&file.superior),
            sector_label: Phrases::new(&file.sector_label),
            office_label: Phrases::new(&file.office_label),
            partner: Phrases::new(&file.partner),
            addressee: Phrases::new(&file.addressee),
            caption: Phrases::new(&file.caption),
            title: Phrases::new(&file.title),
            nil_return: Phrases::new(&file.nil_return),
            nil_phrase: Phrases::new(&file.nil_phrase),
            filler: Phrases::new(&file.filler),
            counted: Phrases::new(&file.counted),
            example: Phrases::new(&file.example),
            balance: Phrases::new(&file.balance),
            adjustment: Phrases::new(&file.adjustment),
            group: Phrases::new(&file.group),
            planned_part: Phrases::new(&file.planned_part),
            not_planned: Phrases::new(&file.not_planned),
            beside: Phrases::new(&file.beside),
            partial_total: Phrases::new(&file.partial_total),
            total_of: Phrases::new(&file.total_of),
            cumulative: Phrases::new(&file.cumulative),
            this_period: Phrases::new(&file.this_period),
        }
    });
    &WORDS
}
