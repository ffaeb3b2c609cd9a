//! What fields, columns and lists are called: ids of plain letters made of the Vietnamese words, labels that stand once.

use crate::fold;
use crate::template::{common, is_period};

/// The longest id, in letters.
const LONGEST: usize = 32;

/// An id made of the words of a text: `Tên dự án` is `ten_du_an`. Empty where it has none.
pub(super) fn id_of(text: &str) -> String {
    let mut id = String::new();
    for word in fold::plain_words(text) {
        if !id.is_empty() && id.len() + word.len() >= LONGEST {
            break;
        }
        if !id.is_empty() {
            id.push('_');
        }
        id.extend(word.chars().take(LONGEST));
    }
    id.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_')
        .to_owned()
}

/// Ids that were given, so that none is given twice.
#[derive(Debug, Default)]
pub(super) struct Ids(Vec<String>);

impl Ids {
    /// An id with its ending, which no other column has: with a number behind where it would.
    pub(super) fn give(&mut self, wanted: &str, ending: &str) -> String {
        let wanted = if wanted.is_empty() { "cot" } else { wanted };
        let common = common();
        let mut ids = common.before.iter().chain(&common.after);
        let reserved = ids.any(|column| column.id == wanted);
        let mut id = format!("{wanted}{ending}");
        let mut number = 2;
        while self.0.contains(&id) || reserved && id == wanted {
            id = format!("{wanted}_{number}{ending}");
            number += 1;
        }
        self.0.push(id.clone());
        id
    }
}

/// A heading without the time at its end, which the next period will say otherwise: `Giải ngân đến 30/6/2024`. The second
/// value tells whether there was one.
pub(super) fn timeless(heading: &str) -> (String, bool) {
    let heading = heading.replace('\n', " ");
    let starts: Vec<usize> = heading
        .char_indices()
        .filter(|(_, letter)| *letter == ' ')
        .map(|(at, _)| at)
        .collect();
    for at in starts {
        let (head, tail) = heading.split_at(at);
        // `đầu năm` is no date.
        if tail.contains(|letter: char| letter.is_ascii_digit()) && is_period(tail) {
            let head = head.trim_end_matches([' ', ',', '-', '–', ':', '(']);
            return (head.to_owned(), !head.is_empty());
        }
    }
    (heading, false)
}

/// A title as a name: in small letters where it is all capitals, without the time at its end.
pub(super) fn name_of(title: &str) -> String {
    const MOST: usize = 90;
    let title = fold::tidy(title).replace('\n', " ");
    let (title, _) = timeless(&title);
    let title = if fold::is_upper(&title) {
        let small = title.to_lowercase();
        let mut letters = small.chars();
        let first = letters.next().map(char::to_uppercase);
        first
            .into_iter()
            .flatten()
            .chain(letters)
            .collect::<String>()
    } else {
        title
    };
    let mut name = String::new();
    for word in title.split(' ') {
        if name.chars().count() + word.chars().count() > MOST {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_and_stand_once() {
        assert_eq!(id_of("Tên dự án"), "ten_du_an");
        assert_eq!(
            id_of("Kế hoạch vốn năm 2024: Ngân sách Trung ương"),
            "ke_hoach_von_nam_2024_ngan_sach"
        );
        assert_eq!(id_of("2019"), "");
        let mut ids = Ids::default();
        assert_eq!(ids.give("von", "_vnd"), "von_vnd");
        assert_eq!(ids.give("von", "_vnd"), "von_2_vnd");
        assert_eq!(ids.give("section", ""), "section_2");
    }

    #[test]
    fn times_go_and_words_stay() {
        for (heading, head) in [
            ("Kế hoạch vốn năm 2024", "Kế hoạch vốn"),
            ("Giải ngân đến 30/6/2024", "Giải ngân"),
            ("Hộ nghèo đầu năm", "Hộ nghèo đầu năm"),
            ("2019", "2019"),
            ("Số học sinh", "Số học sinh"),
        ] {
            assert_eq!(timeless(heading).0, head);
        }
        assert_eq!(
            name_of("TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ CÔNG 6 THÁNG ĐẦU NĂM 2024"),
            "Tình hình giải ngân vốn đầu tư công"
        );
    }
}
