//! Words by which a record withdraws itself: `đã hủy`, `không thực hiện do dịch`, `chuyển sang năm 2021`, `trùng STT 1`.
//!
//! Only the first clause of a text speaks for the whole record: `Đã trao 20 suất; phần còn lại không thực hiện` withdraws
//! nothing. `Hủy` inside other words (`tiêu hủy gia súc`) and before what is no reason (`hoãn nợ cho 20 hộ`) says nothing.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold;

/// The words, as the data file holds them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    lone: Vec<String>,
    leading: Vec<String>,
    followers: Vec<String>,
}

/// The longest clause that is looked at, in bytes.
const LONGEST: usize = 400;

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/data/withdrawn.toml"
    ));
    toml::from_str(text).ok()
});

/// Whether a text says of its record that it is withdrawn.
#[must_use]
pub fn says_withdrawn(text: &str) -> bool {
    let first = text
        .split(['\n', ';', '.', ',', ':', '(', '–'])
        .find(|clause| clause.chars().any(char::is_alphanumeric));
    first.is_some_and(clause)
}

/// Whether a name says so of itself: in brackets, or behind a dash: `Hội thảo (đã hủy)`, `Hội thảo - hoãn`.
#[must_use]
pub fn name_says_withdrawn(name: &str) -> bool {
    let in_brackets = || {
        let mut openings = name.split('(').skip(1);
        openings.any(|inside| inside.split(')').next().is_some_and(clause))
    };
    let behind_dash = || {
        let behind = name.rsplit([':', '–', '—']).next();
        let behind = behind.filter(|behind| behind.len() < name.len());
        let dash = name.rsplit_once(" - ").map(|(_, behind)| behind);
        behind.into_iter().chain(dash).any(clause)
    };
    in_brackets() || behind_dash()
}

fn clause(text: &str) -> bool {
    let Some(words) = &*WORDS else { return false };
    // Most texts begin with another word, or go on for long.
    let text = text.trim();
    let first = fold::bare(text.split(' ').next().unwrap_or_default());
    let begins = |phrase: &String| phrase.split(' ').next() == Some(first.as_str());
    if text.len() > LONGEST || !words.lone.iter().chain(&words.leading).any(begins) {
        return false;
    }
    let folded = fold::bare(text);
    if words.lone.contains(&folded) {
        return true;
    }
    words.leading.iter().any(|phrase| {
        let rest = folded.strip_prefix(phrase.as_str());
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(' ')) else {
            return false;
        };
        let follows = |word: &String| {
            rest.strip_prefix(word.as_str())
                .is_some_and(|after| after.is_empty() || after.starts_with(' '))
        };
        rest.starts_with(|letter: char| letter.is_ascii_digit())
            || words.followers.iter().any(follows)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_withdraw_a_record() {
        for text in [
            "Đã hủy",
            "đã huỷ.",
            "Hủy",
            "Không thực hiện",
            "Không thực hiện do dịch Covid-19",
            "Không thực hiện, chuyển sang năm 2021",
            "Chuyển sang năm sau",
            "Chuyển sang năm 2021 thực hiện",
            "Hoãn",
            "Hoãn sang năm 2021",
            "Tạm hoãn vì chưa bố trí được kinh phí",
            "Không tổ chức được do dịch bệnh",
            "Trùng STT 1",
            "Trùng với mục II.3",
            "Đã tính ở mục 2, phần I",
        ] {
            assert!(says_withdrawn(text), "{text}");
        }
        for text in [
            "Đã thực hiện",
            "Tiêu hủy 200 con gia súc",
            "Hoãn nợ cho 20 hộ",
            "Đã trao 20 suất; phần còn lại không thực hiện",
            "Hoãn đợt 2",
            "Hủy bỏ rào cản thương mại",
            "Chuyển sang mô hình mới",
            "Hoàn thành",
            "Trùng tu 3 di tích",
            "Trúng 2 gói thầu",
            "Trung tâm Y tế",
            "Trùng với dịp Tết",
            "",
        ] {
            assert!(!says_withdrawn(text), "{text}");
        }
    }

    #[test]
    fn names_withdraw_themselves_in_brackets() {
        for name in [
            "Hội thảo du lịch (đã hủy)",
            "Hội thảo - hoãn",
            "Hội thảo – không thực hiện",
        ] {
            assert!(name_says_withdrawn(name), "{name}");
        }
        for name in [
            "Hủy bỏ rào cản",
            "Tiêu hủy gia súc (đợt 2)",
            "Hoãn nợ - hộ nghèo",
            "hoãn",
        ] {
            assert!(!name_says_withdrawn(name), "{name}");
        }
    }
}
