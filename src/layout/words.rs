//! The words that tell the parts of a sheet apart, from `src/data/words.toml`.
//!
//! Texts are compared folded and as whole words; text without any diacritics is compared without them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold;

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
    time: Vec<String>,
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
    pub(super) fn new(phrases: &[String]) -> Self {
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
    /// Words of time in a heading.
    pub time: Phrases,
    /// Headings of money summed up since the beginning.
    pub cumulative: Phrases,
    /// Headings of money of this period, beside those.
    pub this_period: Phrases,
}

/// The words.
#[must_use]
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let read = toml::from_str(include_str!("../data/words.toml"));
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
            time: Phrases::new(&file.time),
            cumulative: Phrases::new(&file.cumulative),
            this_period: Phrases::new(&file.this_period),
        }
    });
    &WORDS
}

/// Whether a text is the label of a row that adds up: `Tổng cộng`, `Cộng mục I:`, `TỔNG SỐ (I+II)`.
///
/// `Tổng vệ sinh môi trường` is none: what follows the word must be a bracket, a scope, or nothing.
#[must_use]
pub fn is_total_label(text: &str) -> bool {
    let head = text.split(['(', ':', '\n']).next().unwrap_or(text);
    let folded = fold::fold(head);
    let mut rests = words().total.rests(&folded);
    rests.any(|rest| {
        // `Cộng xã Mỹ Cẩm`, `Cộng Quận 5`; `Tổng công ty …` is an office.
        let plain = folded.starts_with("cộng") || folded.starts_with("cong");
        let place = || words().group.begin(rest) || words().office.begin(rest);
        rest.is_empty()
            || words().total_scope.begin(rest)
            || plain && place()
            || numbering(&rest.split(' ').next().unwrap_or("").to_uppercase()).is_some()
    })
}

/// Whether a text is the label of a row that adds up, written in letters set apart (`T Ổ N G  C Ộ N G`) or with wrong
/// marks (`Tồng cộng`): its letters are those of such a label.
#[must_use]
pub fn sums_by_letters(text: &str) -> bool {
    let text = text.trim_end_matches([':', '.', ' ']);
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if !(2..=24).contains(&letters) {
        return false;
    }
    let squeeze = |text: &str| -> String { text.chars().filter(|c| *c != ' ').collect() };
    let spaced = text
        .split_whitespace()
        .all(|piece| piece.chars().count() == 1);
    if spaced && letters > 2 {
        let own = squeeze(&fold::bare(&squeeze(text)));
        return words()
            .total
            .bare
            .iter()
            .any(|phrase| squeeze(phrase) == own);
    }
    // One word alone with wrong marks may be another word: `cống`, `tông`.
    let bare = fold::bare(text);
    bare.contains(' ') && words().total.bare.contains(&bare)
}

/// Whether the label of a part of the list says that what stands in it is planned or asked for: `B. DỰ KIẾN …`.
#[must_use]
pub fn plans(label: &str) -> bool {
    let folded = fold::fold(label);
    words().planned_part.within(&folded) && !words().not_planned.within(&folded)
}

/// Whether a text says that it gives a sum in words: `Bằng chữ: …`, `Số tiền (bằng chữ): …`.
#[must_use]
pub fn is_in_words(text: &str) -> bool {
    let head = text.split([':', '\n']).next().unwrap_or(text);
    words().in_words.within(&fold::fold(head))
}

/// Whether a folded heading is one of some phrases, or goes on from it with a time: `KH năm 2019`, `Thực hiện quý I`.
#[must_use]
pub fn names_stage(phrases: &Phrases, folded: &str) -> bool {
    phrases.rests(folded).any(goes_on_with_time)
}

/// Whether what follows a phrase is nothing, a number, or words of time and pages.
#[must_use]
pub fn goes_on_with_time(rest: &str) -> bool {
    let counted = rest.starts_with(|c: char| c.is_ascii_digit());
    rest.is_empty() || counted || words().page_scope.begin(rest)
}

/// Whether a text is a note by its label: `Ghi chú: …`.
#[must_use]
pub fn is_labelled_note(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(label, _)| words().note.are(&fold::fold(label)))
}

/// Whether a text begins as a note does. `Nguồn: …` is one, `Nguồn ngân sách` heads a section.
#[must_use]
pub fn is_note(text: &str) -> bool {
    let folded = fold::fold(text);
    let Some(rest) = words().note.rest(&folded) else {
        return false;
    };
    let labelled = || is_labelled_note(text);
    words()
        .section
        .rest(&folded)
        .is_none_or(|other| rest.len() < other.len() || labelled())
}

/// What the label of a row that adds up says of what it adds up, folded: `y tế` of `Cộng y tế`; `None` when it is the
/// label of no such row.
#[must_use]
pub fn total_scope(text: &str) -> Option<String> {
    let folded = fold::fold(text);
    words().total.rest(&folded).map(str::to_owned)
}

/// A section's label without a remark in brackets at its end: `Năm 2019` of `Năm 2019 (3 hoạt động)`.
#[must_use]
pub fn without_remark(label: &str) -> &str {
    let before = label.trim_end().strip_suffix(')');
    before
        .and_then(|text| text.rsplit_once('('))
        .map(|(name, _)| name.trim_end())
        .filter(|name| !name.is_empty())
        .unwrap_or(label)
}

/// The number by which the label of a row that adds up calls the part it adds up, as typed: `II` of `Cộng mục II`, `A`
/// of `Cộng (A)`; `None` where it calls none, or several (`Tổng cộng (I + II)`).
#[must_use]
pub fn total_number(text: &str) -> Option<&str> {
    let scope = total_scope(text)?;
    let number = text
        .trim_end_matches([':', '.', ' ', ')'])
        .rsplit([' ', '('])
        .next()?;
    let folded = fold::fold(number);
    let before = fold::bare(scope.strip_suffix(folded.as_str())?);
    let alone = matches!(
        before.trim(),
        "" | "muc" | "phan" | "nhom" | "muc so" | "phan so"
    );
    let kind = numbering(number).filter(|_| alone)?;
    (kind != Numbering::Dash).then_some(number)
}

/// Whether the label of a row that adds up names nothing that it adds up: `Cộng`, `Tổng cộng:`.
#[must_use]
pub fn is_bare_total_label(text: &str) -> bool {
    words().total.are(&fold::fold(text))
}

/// The kind of number that a row carries in its first column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// `A`, `B`
    Upper,
    /// `I`, `II`
    Roman,
    /// `1`, `2`; the depth counts the dots: `1.1` is 1, `1.1.2` is 2.
    Number(u8),
    /// `2a`, `1.1b`: a number with a letter behind, and the depth of the number.
    Suffixed(u8),
    /// `a`, `b`; `ii`, `iii`
    Lower,
    /// `a.1`, `b.2`: numbers below a letter.
    Lettered,
    /// `-`, `+`, `*`
    Dash,
}

/// The numbering of a row-number cell; `None` when it is no number of a row.
///
/// Trailing `.`, `)`, `/` and brackets around do not count. A single `C`, `D`, `L`, `M` is a letter, `I`, `V`, `X` Roman.
#[must_use]
pub fn numbering(text: &str) -> Option<Numbering> {
    let text = text
        .trim()
        .trim_start_matches('(')
        .trim_end_matches(['.', ')', '/', ':', ' ']);
    if matches!(text, "-" | "–" | "+" | "*" | "•" | "—") {
        return Some(Numbering::Dash);
    }
    let mut parts = text.split('.').map(str::trim);
    let first = parts.next()?;
    let dots = u8::try_from(text.matches('.').count()).ok()?;
    let digits = |part: &str| {
        !part.is_empty() && part.len() <= 5 && part.bytes().all(|b| b.is_ascii_digit())
    };
    if digits(first) && parts.clone().all(digits) {
        return Some(Numbering::Number(dots));
    }
    if let Some(number) = text.strip_suffix(|letter: char| letter.is_ascii_lowercase()) {
        let mut parts = number.split('.');
        if parts.all(digits) {
            return Some(Numbering::Suffixed(dots));
        }
    }
    if dots > 0 {
        // `I.1` and `A.2` count like `1.1`.
        let lower = first.chars().all(char::is_lowercase);
        let numbered = (is_roman(first) || is_letter(first)) && parts.all(digits);
        let kind = if lower {
            Numbering::Lettered
        } else {
            Numbering::Number(dots)
        };
        return numbered.then_some(kind);
    }
    if is_roman(first) {
        return Some(Numbering::Roman);
    }
    let small_roman = || {
        let small = first.len() > 1 && first.bytes().all(|letter| letter.is_ascii_lowercase());
        small && roman(&first.to_uppercase()).is_some()
    };
    if small_roman() {
        return Some(Numbering::Lower);
    }
    if is_letter(first) {
        let upper = first.chars().all(char::is_uppercase);
        return Some(if upper {
            Numbering::Upper
        } else {
            Numbering::Lower
        });
    }
    None
}

fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next()), (Some(letter), None) if letter.is_alphabetic())
}

fn is_roman(text: &str) -> bool {
    matches!(text, "I" | "V" | "X") || (text.len() > 1 && roman(text).is_some())
}

const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/// The value of a Roman number up to 89, written in capitals.
#[must_use]
pub fn roman(text: &str) -> Option<u32> {
    // Nearly every text that is asked about is none: a look at its letters spares the rest.
    if text.len() > 8 || !text.bytes().all(|letter| b"IVXL".contains(&letter)) {
        return None;
    }
    (1..90).find(|number| {
        let (tens, ones) = (
            TENS.get((number / 10) as usize)
                .copied()
                .unwrap_or_default(),
            ONES.get((number % 10) as usize)
                .copied()
                .unwrap_or_default(),
        );
        text.strip_prefix(tens) == Some(ones)
    })
}

/// A number up to 89 in Roman figures; larger ones in Arabic.
#[must_use]
pub fn roman_text(number: u32) -> String {
    let (tens, ones) = (
        TENS.get((number / 10) as usize),
        ONES.get((number % 10) as usize),
    );
    match (tens, ones) {
        (Some(tens), Some(ones)) if number > 0 => format!("{tens}{ones}"),
        _ => number.to_string(),
    }
}

/// A number without the signs around it.
pub(super) fn bare_number(seq: &str) -> String {
    seq.trim_matches(['(', ')', '.', '/', ':', ' ']).to_owned()
}

/// Where the number that a label begins with may end: `I.1` of `I.1/ Y tế`.
pub(super) fn number_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let dotted = |next: Option<&(usize, char)>| next.is_some_and(|(_, c)| c.is_ascii_digit());
        match c {
            '.' if dotted(chars.peek()) => {}
            '.' | ')' | '/' | '-' | '–' | ':' | ' ' => return Some(at),
            _ => {}
        }
    }
    None
}

/// Splits `II. Lĩnh vực y tế` into numbering and label. A label without a number is given whole.
#[must_use]
pub fn split_numbering(text: &str) -> (Option<Numbering>, &str) {
    let text = text.trim();
    let Some(end) = number_end(text) else {
        return (None, text);
    };
    let (head, tail) = text.split_at(end);
    let kind = match numbering(head) {
        Some(
            kind @ (Numbering::Roman
            | Numbering::Upper
            | Numbering::Number(_)
            | Numbering::Suffixed(_)
            | Numbering::Lettered),
        ) => kind,
        // `a) Y tế`, `a. Y tế`; `m. dài` is no number of a row.
        Some(Numbering::Lower) if tail.starts_with([')', '/']) => Numbering::Lower,
        Some(Numbering::Lower)
            if tail
                .strip_prefix('.')
                .is_some_and(|label| label.trim_start().starts_with(char::is_uppercase)) =>
        {
            Numbering::Lower
        }
        _ => return (None, text),
    };
    let separated = tail.starts_with(['.', ')', '/', ':', '-', '–'])
        || tail.trim_start().starts_with(['-', '–']);
    // `A Lưới` is a name, `I Y tế` is Roman enough, and so is `I.1 Y tế`.
    let told =
        kind == Numbering::Roman || head.starts_with(char::is_alphabetic) && head.contains('.');
    if !separated && !told {
        return (None, text);
    }
    let label = tail.trim_start_matches(['.', ')', '/', ':', '-', '–', ' ', '\n']);
    if label.is_empty()
        || (matches!(kind, Numbering::Number(_)) && label.starts_with(|c: char| c.is_ascii_digit()))
    {
        return (None, text);
    }
    (Some(kind), label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_from_activities() {
        for text in [
            "Tổng cộng",
            "TỔNG SỐ",
            "Cộng",
            "Cộng mục I:",
            "Tổng cộng (I+II)",
            "tong cong",
            "Cộng lĩnh vực y tế",
            "Tổng I",
            "Cộng II",
            "Tiểu cộng",
            "Tổng số tiền",
            "Tổng số kinh phí",
            "Tổng giá trị hỗ trợ",
            "Tổng kinh phí đã hỗ trợ",
            "Cộng số tiền",
        ] {
            assert!(is_total_label(text), "{text}");
        }
        for text in [
            "Tổng vệ sinh môi trường",
            "Cộng tác viên dân số",
            "Tổng kết năm học",
            "Tổng kết chương trình hợp tác",
            "Tổng đài tư vấn",
            "Tổng thể quy hoạch vùng",
            "Cộng đồng chung tay",
        ] {
            assert!(!is_total_label(text), "{text}");
        }
    }

    #[test]
    fn numberings_are_told_apart() {
        for (text, kind) in [
            ("I", Some(Numbering::Roman)),
            ("XIV.", Some(Numbering::Roman)),
            ("A", Some(Numbering::Upper)),
            ("C", Some(Numbering::Upper)),
            ("b)", Some(Numbering::Lower)),
            ("12", Some(Numbering::Number(0))),
            ("1.2", Some(Numbering::Number(1))),
            ("II.3", Some(Numbering::Number(1))),
            ("(3)", Some(Numbering::Number(0))),
            ("-", Some(Numbering::Dash)),
            ("2a/", Some(Numbering::Suffixed(0))),
            ("1.1b)", Some(Numbering::Suffixed(1))),
            ("a.1", Some(Numbering::Lettered)),
            ("ii)", Some(Numbering::Lower)),
            ("i)", Some(Numbering::Lower)),
            ("2ab", None),
            ("nt", None),
            ("vv", None),
            ("Y tế", None),
            ("", None),
        ] {
            assert_eq!(numbering(text), kind, "{text}");
        }
    }

    #[test]
    fn a_label_loses_its_number() {
        for (text, label) in [
            ("I. Lĩnh vực y tế", "Lĩnh vực y tế"),
            ("II/ Giáo dục", "Giáo dục"),
            ("A - Nông nghiệp", "Nông nghiệp"),
            ("a) Nông nghiệp", "Nông nghiệp"),
            ("a. Nông nghiệp", "Nông nghiệp"),
            ("m. dài", "m. dài"),
            ("I.1/ Nông nghiệp", "Nông nghiệp"),
            ("A.2 Nông nghiệp", "Nông nghiệp"),
            ("1.1. Nông nghiệp", "Nông nghiệp"),
            ("Y tế", "Y tế"),
            ("A Lưới", "A Lưới"),
            ("1.200 học viên", "1.200 học viên"),
        ] {
            assert_eq!(split_numbering(text).1, label);
        }
    }
}
